//! Runs of text.

use crate::body::Body;
use crate::xml::{empty, escape, ordered, value};
use std::fmt::Write as _;
use story::{Inline, Style};

/// How a run is set, apart from the style of its paragraph.
#[derive(Clone, Copy, Default)]
pub(crate) struct Look {
    bold: bool,
    link: bool,
    small: bool,
}

impl Look {
    fn properties(self) -> String {
        let mut all = Vec::new();
        if self.bold {
            all.extend([empty("w:b", ""), empty("w:bCs", "")]);
        }
        if self.link {
            all.push(value("w:u", "single"));
        }
        if self.small {
            all.extend([value("w:sz", "18"), value("w:szCs", "18")]);
        }
        ordered("w:rPr", all)
    }
}

/// A run of text; line ends become breaks.
pub(crate) fn run(text: &str, look: Look) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    for (at, line) in text.split('\n').enumerate() {
        let line = line.trim_end_matches('\r').replace('\t', " ");
        let line_end = if at > 0 { "<w:br/>" } else { "" };
        let _ = write!(
            out,
            "<w:r>{}{line_end}<w:t xml:space=\"preserve\">{}</w:t></w:r>",
            look.properties(),
            escape(&line)
        );
    }
    out
}

/// A run without a look of its own.
pub(crate) fn plain(text: &str) -> String {
    run(text, Look::default())
}

/// Runs of a block; footnotes and links are kept in the body.
pub(crate) fn runs(body: &mut Body<'_>, inlines: &[Inline<'_>], look: Look) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            // A file is not changed from its pages.
            Inline::Styled(Style::Tool, _) => {}
            Inline::Text(text) | Inline::Hit(_, text) => out.push_str(&run(text, look)),
            Inline::Traced(figure) => out.push_str(&run(&figure.text, look)),
            Inline::Styled(style, text) => {
                let look = match style {
                    Style::Strong | Style::Alarm => Look { bold: true, ..look },
                    Style::Small => Look { small: true, ..look },
                    Style::Soft | Style::Chip | Style::Number | Style::Tool => look,
                };
                out.push_str(&runs(body, text, look));
            }
            Inline::Sentence(_, text) => out.push_str(&runs(body, text, look)),
            Inline::Link(link) => {
                // An address inside a server means nothing in a file.
                let outside = link.address.starts_with("https://") || link.address.starts_with("http://");
                let inside = runs(body, &link.text, if outside { Look { link: true, ..look } } else { look });
                if outside {
                    body.links.push(link.address.clone().into_owned());
                    let _ =
                        write!(out, "<w:hyperlink r:id=\"rLink{}\">{inside}</w:hyperlink>", body.links.len());
                } else {
                    out.push_str(&inside);
                }
            }
            Inline::State(_, word) => out.push_str(&run(word, look)),
            Inline::Level(_, word) => out.push_str(&run(word, look)),
            Inline::Tick(yes) => out.push_str(&run(if *yes { "✓ " } else { "✕ " }, look)),
            Inline::Break => out.push_str("<w:r><w:br/></w:r>"),
            Inline::Footnote(text) => {
                let inside = runs(body, text, Look::default());
                body.footnotes.push(inside);
                let _ = write!(
                    out,
                    "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{}\"/></w:r>",
                    body.footnotes.len()
                );
            }
            // The values of a small picture stand in the cells beside it.
            Inline::Spark(_) => {}
        }
    }
    out
}

/// The text of runs, as far as it is read.
pub(crate) fn text(inlines: &[Inline<'_>]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Hit(_, text) => out.push_str(text),
            Inline::Traced(figure) => out.push_str(&figure.text),
            Inline::Styled(_, inside) | Inline::Sentence(_, inside) => out.push_str(&text(inside)),
            Inline::Link(link) => out.push_str(&text(&link.text)),
            Inline::State(_, word) => out.push_str(word),
            Inline::Level(_, word) => out.push_str(word),
            Inline::Tick(_) | Inline::Spark(_) | Inline::Footnote(_) => {}
            Inline::Break => out.push(' '),
        }
    }
    out
}
