//! Names: what is the same name in spite of case, spaces and quotes.

/// The canonical form of a name: lower case, quotes taken off, runs of spaces, underscores, line breaks and written `\n` as one underscore.
///
/// # Example
/// ```
/// assert_eq!(xmile::canonical("Stock  with \\n Newline"), "stock_with_newline");
/// assert_eq!(xmile::canonical("\"Rate A\""), xmile::canonical("rate_a"));
/// ```
pub fn canonical(name: &str) -> String {
    let name = name.trim();
    let name = name.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(name);
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        let written = character == '\\' && characters.peek() == Some(&'n');
        if written {
            characters.next();
        }
        if written || character == '_' || character.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push('_');
        }
        gap = false;
        out.extend(character.to_lowercase());
    }
    out
}

/// A name as it is shown: one line, single spaces.
pub(crate) fn shown(name: &str) -> String {
    name.replace("\\n", " ").split_whitespace().collect::<Vec<_>>().join(" ")
}
