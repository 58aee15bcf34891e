//! HTML: blocks, lists and tables of a page; menus, lists of links and hidden parts are left out.

use crate::grid::Placer;
use crate::piece::Looks;
use crate::transcript::{Node, TableNode, plain_text};
use scraper::{ElementRef, Html, Node as Dom};

/// Deeper nesting is not parsed; pages that people wrote stay far below.
const DEEPEST: usize = 400;

/// Parts that are never text of the document.
const SKIPPED: [&str; 18] = [
    "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "svg", "math", "iframe",
    "select", "button", "textarea", "object", "audio", "video", "title",
];

/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 31] = [
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "form",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tr",
    "ul",
];

/// Elements that close themselves or that pages leave open; they say nothing about depth.
const FLAT: [&str; 22] = [
    "br", "hr", "img", "input", "meta", "link", "p", "li", "td", "th", "tr", "dd", "dt", "option", "tbody",
    "thead", "col", "wbr", "area", "base", "source", "!doctype",
];

/// The blocks of a page.
pub(crate) fn nodes(html: &str) -> Vec<Node> {
    if nests_too_deep(html) {
        return vec![Node::plain(stripped(html))];
    }
    let page = Html::parse_document(html);
    let mut walk = Walk::default();
    walk.children(page.root_element(), 0);
    walk.flush();
    walk.out
}

/// The parser takes quadratic time on deep nesting, so the depth is estimated first.
fn nests_too_deep(html: &str) -> bool {
    let mut depth = 0usize;
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let closing = rest.starts_with('/');
        let name: String = rest
            .trim_start_matches('/')
            .chars()
            .take(12)
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '!')
            .collect();
        let name = name.to_ascii_lowercase();
        if name.is_empty() || FLAT.contains(&name.as_str()) {
            continue;
        }
        depth = if closing { depth.saturating_sub(1) } else { depth + 1 };
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// The text of a page with its tags dropped, a line for each piece between tags.
fn stripped(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        text.push('\n');
        rest = rest[open..].find('>').map_or("", |close| &rest[open + close + 1..]);
    }
    text.push_str(rest);
    text
}

/// Walks the tree and collects blocks.
#[derive(Default)]
struct Walk {
    out: Vec<Node>,
    /// The paragraph under construction.
    text: String,
    looks: Looks,
    /// Whether everything in the paragraph so far is bold.
    all_bold: bool,
    /// Characters of text, and of text in links to other pages, so far.
    letters: usize,
    linked: usize,
}

impl Walk {
    fn children(&mut self, element: ElementRef<'_>, depth: usize) {
        self.inside(element, depth, Context::default());
    }

    fn inside(&mut self, element: ElementRef<'_>, depth: usize, context: Context) {
        if depth > DEEPEST {
            return;
        }
        for child in element.children() {
            match child.value() {
                Dom::Text(text) => self.push(text, context),
                Dom::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, depth + 1, context);
                    }
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>, depth: usize, context: Context) {
        let name = element.value().name();
        if SKIPPED.contains(&name) || is_hidden(element) {
            return;
        }
        match name {
            "br" => self.text.push('\n'),
            "b" | "strong" => self.inside(element, depth, Context { bold: true, ..context }),
            "a" => {
                let linked = element.value().attr("href").is_some_and(|href| !href.starts_with('#'));
                self.inside(element, depth, Context { linked, ..context });
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.looks.heading = name[1..].parse().ok();
                self.inside(element, depth, context);
                self.flush();
            }
            "ul" | "ol" => self.list(element, depth, context),
            "table" if !is_layout(element) => {
                self.flush();
                if let Some(table) = table(element, depth) {
                    self.out.push(table);
                }
            }
            _ if BLOCKS.contains(&name) => self.block(element, depth, context),
            _ => {
                let bold = context.bold || is_bold(element);
                self.inside(element, depth, Context { bold, ..context });
            }
        }
    }

    /// A block; one that holds little but links to other pages is a menu and dropped.
    fn block(&mut self, element: ElementRef<'_>, depth: usize, context: Context) {
        self.flush();
        let (start, letters, linked) = (self.out.len(), self.letters, self.linked);
        let bold = context.bold || is_bold(element);
        self.inside(element, depth, Context { bold, ..context });
        self.flush();
        let (letters, linked) = (self.letters - letters, self.linked - linked);
        let has_heading = self.out[start..]
            .iter()
            .any(|node| matches!(node, Node::Paragraph { looks, .. } if looks.heading.is_some()));
        if linked * 10 > letters * 7 && !has_heading && element.value().name() != "p" {
            self.out.truncate(start);
        }
    }

    fn list(&mut self, element: ElementRef<'_>, depth: usize, context: Context) {
        let ordered = element.value().name() == "ol";
        let mut number: i64 = element.value().attr("start").and_then(|start| start.parse().ok()).unwrap_or(1);
        self.flush();
        for item in element.children().filter_map(ElementRef::wrap) {
            if item.value().name() != "li" {
                self.element(item, depth + 1, context);
                continue;
            }
            if ordered {
                number = item.value().attr("value").and_then(|value| value.parse().ok()).unwrap_or(number);
                self.text = format!("{number}. ");
                number = number.saturating_add(1);
            }
            self.looks.list = true;
            self.inside(item, depth + 1, context);
            // An empty item leaves no number behind.
            if ordered && self.text.trim_end_matches(['.', ' ']).parse::<i64>().is_ok() {
                self.text.clear();
            }
            self.flush();
        }
    }

    /// Adds text as a browser shows it: white space runs become one space, full-width spaces stay.
    fn push(&mut self, text: &str, context: Context) {
        let start = self.text.len();
        for c in text.chars() {
            let c = if c.is_ascii_whitespace() { ' ' } else { c };
            if c != ' ' || !(self.text.is_empty() || self.text.ends_with([' ', '\n'])) {
                self.text.push(c);
            }
        }
        let added = &self.text[start..];
        let letters = added.chars().filter(|c| !c.is_whitespace()).count();
        self.letters += letters;
        self.linked += if context.linked { letters } else { 0 };
        if letters == 0 {
            return;
        }
        let first = self.text[..start].trim().is_empty();
        self.all_bold = context.bold && (first || self.all_bold);
        if self.all_bold {
            self.looks.bold = self.text.trim_end().len() as u32;
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let looks = std::mem::take(&mut self.looks);
        self.all_bold = false;
        if !text.trim().is_empty() {
            self.out.push(Node::Paragraph { text, looks });
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Context {
    bold: bool,
    linked: bool,
}

fn style_says(element: ElementRef<'_>, property: &str, values: &[&str]) -> bool {
    let Some(style) = element.value().attr("style") else { return false };
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        let value = value.trim();
        name.trim().eq_ignore_ascii_case(property)
            && values.iter().any(|wanted| value.eq_ignore_ascii_case(wanted))
    })
}

fn is_hidden(element: ElementRef<'_>) -> bool {
    element.value().attr("hidden").is_some()
        || style_says(element, "display", &["none"])
        || style_says(element, "visibility", &["hidden"])
}

fn is_bold(element: ElementRef<'_>) -> bool {
    style_says(element, "font-weight", &["bold", "bolder", "600", "700", "800", "900"])
}

/// Whether a table only arranges the page: other tables, headings or long texts stand in its cells.
fn is_layout(table: ElementRef<'_>) -> bool {
    const LONG_TEXT: usize = 400;
    const MANY_PARAGRAPHS: usize = 8;
    let mut paragraphs = 0;
    let letters: usize = table.text().map(|text| text.trim().chars().count()).sum();
    for node in table.descendants().skip(1) {
        let Some(element) = ElementRef::wrap(node) else { continue };
        match element.value().name() {
            "table" | "h1" | "h2" | "h3" => {
                // A table inside a cell of figures is data; one beside long texts is layout.
                let nested: usize = element.text().map(|text| text.trim().chars().count()).sum();
                if element.value().name() != "table"
                    || letters > nested + LONG_TEXT
                    || nested * 10 > letters * 9
                {
                    return true;
                }
            }
            "p" => paragraphs += usize::from(element.text().map(|t| t.chars().count()).sum::<usize>() > 80),
            _ => {}
        }
    }
    paragraphs > MANY_PARAGRAPHS
}

/// A table of data with every cell in its place.
fn table(table: ElementRef<'_>, depth: usize) -> Option<Node> {
    let mut placer = Placer::default();
    let mut caption = None;
    let mut in_head = true;
    let mut groups: Vec<ElementRef<'_>> = vec![table];
    groups.extend(table.child_elements().filter(|e| matches!(e.value().name(), "thead" | "tbody" | "tfoot")));
    for group in groups {
        for row in group.child_elements() {
            match row.value().name() {
                "caption" => caption = Some(row.text().collect::<String>()),
                "tr" => {
                    let cells: Vec<ElementRef<'_>> =
                        row.child_elements().filter(|e| matches!(e.value().name(), "td" | "th")).collect();
                    let heads = group.value().name() == "thead"
                        || (!cells.is_empty() && cells.iter().all(|cell| cell.value().name() == "th"));
                    in_head &= heads;
                    placer.row(in_head);
                    for cell in cells {
                        let mut walk = Walk::default();
                        walk.inside(cell, depth + 2, Context::default());
                        walk.flush();
                        let span =
                            |name| cell.value().attr(name).and_then(|v| v.trim().parse().ok()).unwrap_or(1);
                        placer.cell(span("rowspan"), span("colspan"), walk.out);
                    }
                }
                _ => {}
            }
        }
    }
    let (rows, columns, head, cells) = placer.finish();
    let mut table = TableNode { rows, columns, head, cells, caption: String::new(), breaks: Vec::new() };
    if table.cells.iter().all(|cell| plain_text(&cell.content).trim().is_empty()) {
        return None;
    }
    if let Some(caption) = caption {
        table.caption = caption.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    Some(Node::Table(table))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str) -> Vec<String> {
        nodes(html)
            .into_iter()
            .map(|node| match node {
                Node::Paragraph { text, looks } => {
                    let heading = looks.heading.map_or(String::new(), |level| format!("h{level} "));
                    format!("{heading}{}", text.trim())
                }
                Node::Table(table) => format!("table {}x{}", table.rows, table.columns),
                _ => String::new(),
            })
            .collect()
    }

    #[test]
    fn blocks_lists_and_menus() {
        let html = "<html><head><title>t</title></head><body><div><a href='/a'>首页</a> <a href='/b'>规划</a></div>\
            <h1>某市规划</h1><p>第一段<br>第二行</p><div style='display:none'>藏</div>\
            <ol start=3><li>水</li><li>土</li></ol><p><b>水源。</b>充足。</p></body></html>";
        assert_eq!(texts(html), ["h1 某市规划", "第一段\n第二行", "3. 水", "4. 土", "水源。充足。"]);
    }

    #[test]
    fn spans_of_cells() {
        let html = "<table><tr><th rowspan=2>指标</th><th colspan=2>数值</th></tr><tr><th>2015年</th><th>2020年</th></tr>\
            <tr><td>用水</td><td>1</td><td>2</td></tr></table>";
        let found = nodes(html);
        let Node::Table(table) = &found[0] else { panic!("a table") };
        assert_eq!((table.rows, table.columns, table.head), (3, 3, 2));
        let places: Vec<_> =
            table.cells.iter().map(|c| (c.row, c.column, c.row_span, c.column_span)).collect();
        assert_eq!(places[..4], [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
    }

    #[test]
    fn deep_nesting_is_stripped() {
        let html = format!("{}水{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        assert_eq!(plain_text(&nodes(&html)).trim(), "水");
    }
}
