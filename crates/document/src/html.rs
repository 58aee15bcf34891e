//! HTML: blocks, lists and tables of a page; menus, lists of links and hidden parts are left out.

mod hidden;

use crate::grid::Placer;
use crate::notice::{Unread, UnreadKind};
use crate::piece::Looks;
use crate::raised;
use crate::transcript::{Node, TableNode, plain_text};
use hidden::{Hidden, is_bold};
use scraper::{ElementRef, Html, Node as Dom};

/// Deeper nesting is not parsed; pages that people wrote stay far below.
const DEEPEST: usize = 400;

/// Parts that are never text of the document.
const SKIPPED: [&str; 20] = [
    "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "svg", "math", "iframe",
    "select", "button", "textarea", "object", "audio", "video", "title", // The reading above a ruby.
    "rt", "rp",
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

/// What was read of a page, and what was left out.
pub(crate) struct Read {
    pub(crate) nodes: Vec<Node>,
    pub(crate) unread: Vec<Unread>,
}

/// The blocks of a page.
pub(crate) fn nodes(html: &str) -> Read {
    if nests_too_deep(html) {
        let unread = vec![Unread { kind: UnreadKind::Structure, count: 1 }];
        return Read { nodes: vec![Node::plain(stripped(html))], unread };
    }
    let page = Html::parse_document(html);
    let hidden = Hidden::of(&page);
    let mut walk = Walk::new(&hidden);
    walk.inside(page.root_element(), 0, Context::default());
    walk.flush();
    let unread = match walk.too_deep {
        0 => Vec::new(),
        count => vec![Unread { kind: UnreadKind::Nested, count }],
    };
    Read { nodes: walk.out, unread }
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
struct Walk<'a> {
    hidden: &'a Hidden,
    out: Vec<Node>,
    /// The paragraph under construction.
    text: String,
    /// Raised text that has not been written yet: a mark may be set in several elements.
    raised: String,
    /// Elements left out because they are nested too deep.
    too_deep: usize,
    looks: Looks,
    /// Whether everything in the paragraph so far is bold.
    all_bold: bool,
    /// Characters of text, and of text in links to other pages, so far.
    letters: usize,
    linked: usize,
}

impl<'a> Walk<'a> {
    fn new(hidden: &'a Hidden) -> Self {
        Self {
            hidden,
            out: Vec::new(),
            text: String::new(),
            raised: String::new(),
            too_deep: 0,
            looks: Looks::default(),
            all_bold: false,
            letters: 0,
            linked: 0,
        }
    }

    fn inside(&mut self, element: ElementRef<'_>, depth: usize, context: Context) {
        if depth > DEEPEST {
            self.too_deep += 1;
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
        if SKIPPED.contains(&name) || self.hidden.hides(element) {
            return;
        }
        match name {
            "br" => {
                self.settle();
                self.text.push('\n');
            }
            "sup" => self.inside(element, depth, Context { raised: true, ..context }),
            "b" | "strong" => self.inside(element, depth, Context { bold: true, ..context }),
            "a" => {
                let linked = element.value().attr("href").is_some_and(|href| !href.starts_with('#'));
                // Marks of notes are links inside the page, set as [1] where they are not raised.
                let note = !linked && element.value().attr("href").is_some() && is_bracketed(element);
                self.inside(element, depth, Context { linked, raised: context.raised || note, ..context });
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
                let table = self.table(element, depth);
                self.out.extend(table);
            }
            _ if BLOCKS.contains(&name) => self.block(element, depth, context),
            _ => {
                let bold = context.bold || is_bold(element);
                let raised = context.raised || hidden::is_raised(element);
                self.inside(element, depth, Context { bold, raised, ..context });
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
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    fn push(&mut self, text: &str, context: Context) {
        if context.raised {
            self.raised.push_str(text);
            return;
        }
        self.settle();
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

    /// Writes what is raised as a mark or an exponent.
    fn settle(&mut self) {
        if !self.raised.is_empty() {
            let raised = std::mem::take(&mut self.raised);
            let written = raised::written(&raised, &self.text);
            self.text.push_str(&written);
        }
    }

    fn flush(&mut self) {
        self.settle();
        let text = std::mem::take(&mut self.text);
        let looks = std::mem::take(&mut self.looks);
        self.all_bold = false;
        if !text.trim().is_empty() {
            self.out.push(Node::Paragraph { text, looks });
        }
    }

    /// A table of data with every cell in its place.
    fn table(&mut self, table: ElementRef<'_>, depth: usize) -> Option<Node> {
        let mut placer = Placer::default();
        let mut caption = None;
        let mut in_head = true;
        let mut groups: Vec<ElementRef<'_>> = vec![table];
        groups.extend(
            table.child_elements().filter(|e| matches!(e.value().name(), "thead" | "tbody" | "tfoot")),
        );
        for group in groups {
            for row in group.child_elements() {
                match row.value().name() {
                    "caption" => caption = Some(row.text().collect::<String>()),
                    "tr" if !self.hidden.hides(row) => {
                        let cells: Vec<ElementRef<'_>> = row
                            .child_elements()
                            .filter(|e| matches!(e.value().name(), "td" | "th"))
                            .collect();
                        let heads = group.value().name() == "thead"
                            || (!cells.is_empty() && cells.iter().all(|cell| cell.value().name() == "th"));
                        in_head &= heads;
                        placer.row(in_head);
                        for cell in cells {
                            let mut walk = Walk::new(self.hidden);
                            if !self.hidden.hides(cell) {
                                walk.inside(cell, depth + 2, Context::default());
                                walk.flush();
                            }
                            self.too_deep += walk.too_deep;
                            let span = |name| {
                                cell.value().attr(name).and_then(|v| v.trim().parse().ok()).unwrap_or(1)
                            };
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
}

#[derive(Clone, Copy, Default)]
struct Context {
    bold: bool,
    linked: bool,
    raised: bool,
}

/// Whether the text of an element is a number in brackets.
fn is_bracketed(element: ElementRef<'_>) -> bool {
    let text: String = element.text().flat_map(str::chars).filter(|c| !c.is_whitespace()).take(8).collect();
    let inside = text
        .strip_prefix(['[', '［', '〔', '【'])
        .and_then(|rest| rest.strip_suffix([']', '］', '〕', '】']));
    inside.is_some_and(|inside| {
        !inside.is_empty() && inside.trim_start_matches('注').chars().all(|c| c.is_ascii_digit())
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str) -> Vec<String> {
        nodes(html)
            .nodes
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
        let found = nodes(html).nodes;
        let Node::Table(table) = &found[0] else { panic!("a table") };
        assert_eq!((table.rows, table.columns, table.head), (3, 3, 2));
        let places: Vec<_> =
            table.cells.iter().map(|c| (c.row, c.column, c.row_span, c.column_span)).collect();
        assert_eq!(places[..4], [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
    }

    #[test]
    fn marks_hidden_parts_and_readings() {
        let html = "<html><head><style>p {color: red} .inner, #old { display : none; }\n@media print { .seen { display: none } }</style></head>\
            <body><p>产值达到1680<sup>[<a href='#n1'>2</a>]</sup>亿元，占48%<a href='#n2'>[1]</a>。</p>\
            <p class='a inner'>内部稿</p><p id=old>旧稿</p><p class=seen>面积96km<sup>2</sup></p>\
            <p><ruby>绿<rp>(</rp><rt>lǜ</rt><rp>)</rp></ruby>水<span style='font-size:0'>藏</span></p></body></html>";
        assert_eq!(texts(html), ["产值达到1680⁽2⁾亿元，占48%⁽1⁾。", "面积96km2", "绿水"]);
    }

    #[test]
    fn deep_nesting_is_stripped() {
        let html = format!("{}水{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        assert_eq!(plain_text(&nodes(&html).nodes).trim(), "水");
    }
}
