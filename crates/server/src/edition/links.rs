//! Links of a page: found, led to files, or taken away.

/// A value of an attribute of a tag that begins with `/`, with the place of the whole attribute.
struct Link<'a> {
    /// The white space before the attribute.
    from: usize,
    /// Behind the closing quote.
    to: usize,
    name: &'a str,
    /// As it stands, with entities.
    value: &'a str,
}

/// The links of a page that begin with `/`, in their order. Pages are made by templates that escape quotes and angle brackets in
/// values, so that a quote ends a value.
fn links(html: &str) -> Vec<Link<'_>> {
    let mut found = Vec::new();
    for (at, _) in html.match_indices("=\"/") {
        let before = html.get(..at).unwrap_or_default();
        let is_in_tag = before.rfind('<') > before.rfind('>');
        let Some(from) = before.rfind(char::is_whitespace).filter(|_| is_in_tag) else { continue };
        let begin = at + "=\"".len();
        let Some(length) = html.get(begin..).and_then(|rest| rest.find('"')) else { continue };
        let (Some(name), Some(value)) = (html.get(from..at), html.get(begin..begin + length)) else {
            continue;
        };
        found.push(Link { from, to: begin + length + 1, name: name.trim(), value });
    }
    found
}

fn plain(value: &str) -> String {
    value.replace("&#38;", "&").replace("&amp;", "&")
}

/// The addresses that a page links to, embeds or loads; those of forms are none.
pub(super) fn addresses(html: &str) -> Vec<String> {
    links(html).into_iter().filter(|link| link.name != "action").map(|link| plain(link.value)).collect()
}

/// A page whose links lead to files; a link that `lead` knows nothing of is taken away, its words stay. Forms take no input but for
/// the search.
pub(super) fn rewritten(html: &str, lead: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    for link in links(html) {
        out.push_str(html.get(at..link.from).unwrap_or_default());
        if let Some(address) = lead(&plain(link.value)) {
            let space = html.get(link.from..link.from + 1).unwrap_or(" ");
            let address = address.replace('&', "&amp;");
            out.extend([space, link.name, "=\"", address.as_str(), "\""]);
        }
        at = link.to;
    }
    out.push_str(html.get(at..).unwrap_or_default());
    let out = out.replace("<form ", "<form inert ");
    out.replace("<form inert class=\"find\"", "<form class=\"find\"")
        .replace("<form inert role=\"search\"", "<form role=\"search\"")
}

/// The page of the search with its script.
pub(super) fn with_search(html: &str) -> String {
    let script = "<script src=\"/assets/edition-search.js\" type=\"module\"></script></head>";
    html.replacen("</head>", script, 1).replace("<form inert ", "<form ")
}

/// Title and words of the main part of a page, tags left out.
pub(super) fn text_of(html: &str) -> (String, String) {
    let between = |open: &str, close: &str| {
        let from = html.find(open)? + open.len();
        let to = html.get(from..)?.find(close)? + from;
        html.get(from..to)
    };
    let title = between("<title>", "</title>").unwrap_or_default();
    let main = between("<main", "</main>").and_then(|main| main.split_once('>')).map_or("", |(_, main)| main);
    (words(title), words(main))
}

/// Text without tags, entities resolved, white space joined.
fn words(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(rest.get(..open).unwrap_or_default());
        out.push(' ');
        rest = rest.get(open..).and_then(|tag| tag.split_once('>')).map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    let out = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(out, |text, (entity, sign)| text.replace(entity, sign));
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><title>甲 &amp; 乙</title></head><body><form class=\"find\" action=\"/search\"></form>\
        <main id=\"main\"><a class=\"x\" href=\"/plans/1?a=1&#38;b=2\">规划</a> <a href=\"/sign-in\">登录</a> 若=\"/这样\" \
        <form method=\"get\" action=\"/plans/1\"><button>看</button></form></main></body></html>";

    #[test]
    fn links_lead_to_files_or_nowhere() {
        assert_eq!(addresses(PAGE), ["/plans/1?a=1&b=2", "/sign-in"]);
        let page =
            rewritten(PAGE, |address| address.starts_with("/plans").then(|| "/plans/1/a=1&b=2".to_owned()));
        assert!(
            page.contains("<a class=\"x\" href=\"/plans/1/a=1&amp;b=2\">规划</a> <a>登录</a> 若=\"/这样\""),
            "{page}"
        );
        assert!(page.contains("<form inert method=\"get\""), "{page}");
        assert_eq!(text_of(PAGE), text_of(&page), "the same words");
        assert_eq!(text_of(PAGE).0, "甲 & 乙");
    }
}
