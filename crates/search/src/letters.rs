//! What of a text is compared: letters without case and width, names also by the first letters of their pinyin.

use pinyin::ToPinyin as _;

/// First letters of pinyin stand in the private use area, so that they meet no Latin text.
const INITIAL: u32 = 0xE000;
/// Stands between a name and its first letters, and behind the last character of an item.
pub(crate) const END: char = '\u{E0FF}';

/// A character as it is compared: half width, lower case. One character stays one character, so that places hold.
pub(crate) fn folded(letter: char) -> char {
    let narrow = match letter {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(letter as u32 - 0xFEE0).unwrap_or(letter),
        _ => letter,
    };
    let mut lower = narrow.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        // İ becomes two characters.
        _ => narrow,
    }
}

/// The first letter of a syllable as it is kept.
fn initial(letter: char) -> Option<char> {
    let latin = match letter.to_pinyin() {
        Some(syllable) => syllable.first_letter().chars().next()?,
        None => folded(letter),
    };
    kept(latin)
}

/// A Latin letter or digit moved to where first letters are kept.
fn kept(latin: char) -> Option<char> {
    latin.is_ascii_alphanumeric().then(|| char::from_u32(INITIAL + latin as u32)).flatten()
}

/// The characters of a text as they are compared.
pub(crate) fn of_text(text: &str) -> Vec<char> {
    text.chars().map(folded).collect()
}

/// The characters of a name, behind them its first letters.
pub(crate) fn of_name(name: &str) -> Vec<char> {
    let mut letters = of_text(name);
    letters.push(END);
    letters.extend(name.chars().filter_map(initial));
    letters
}

/// What somebody typed, taken for first letters of pinyin; `None` when it cannot be that.
pub(crate) fn as_initials(typed: &[char]) -> Option<Vec<char>> {
    let all_latin = typed.len() > 1 && typed.iter().all(char::is_ascii_alphanumeric);
    all_latin.then(|| typed.iter().filter_map(|letter| kept(*letter)).collect())
}
