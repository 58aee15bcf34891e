//! Markdown: the file stays the text that spans point into; markup only marks pieces.

use crate::piece::{Content, Flow, Grid, GridCell, Looks, Piece};
use crate::tags;
use crate::text;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use source::Span;
use std::ops::Range;

/// Cuts a Markdown text into pieces.
pub(crate) fn flow(source: String) -> Flow {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader::new(&source);
    for (event, range) in Parser::new_ext(&source, options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.end_line();
    reader.end_html();
    let pieces = reader.pieces;
    Flow { text: source, pieces }
}

struct Reader<'a> {
    source: &'a str,
    pieces: Vec<Piece>,
    /// The text of the line under construction.
    line: Option<Span>,
    looks: Looks,
    /// Where the marker of a list item stands, until its first line is written.
    item: Option<usize>,
    strong: usize,
    rows: Option<Vec<Vec<Vec<Span>>>>,
    html: Option<Span>,
    skipping: usize,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            pieces: Vec::new(),
            line: None,
            looks: Looks::default(),
            item: None,
            strong: 0,
            rows: None,
            html: None,
            skipping: 0,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if !matches!(event, Event::Html(_) | Event::Start(Tag::HtmlBlock)) {
            self.end_html();
        }
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(_) | Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.inline(range);
            }
            Event::SoftBreak | Event::HardBreak => self.line_end(),
            Event::InlineHtml(html) if html.to_ascii_lowercase().starts_with("<br") => self.line_end(),
            Event::Html(_) => {
                let span = Span::from(range);
                self.html = Some(self.html.map_or(span, |known| known.cover(span)));
            }
            Event::Rule => self.end_line(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.end_line();
                self.looks.heading = Some(*level as u8);
            }
            Tag::Paragraph | Tag::CodeBlock(_) | Tag::List(_) => self.end_line(),
            Tag::Item => {
                self.end_line();
                self.item = Some(range.start);
            }
            Tag::BlockQuote(_) => self.frame(Content::Open, range.start),
            Tag::Strong => self.strong += 1,
            Tag::Table(_) => {
                self.end_line();
                self.rows = Some(Vec::new());
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(rows) = &mut self.rows {
                    rows.push(Vec::new());
                }
            }
            Tag::TableCell => {
                if let Some(row) = self.rows.as_mut().and_then(|rows| rows.last_mut()) {
                    row.push(Vec::new());
                }
            }
            Tag::Image { .. } | Tag::MetadataBlock(_) => self.skipping += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.end_line();
                self.looks = Looks::default();
            }
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::Item => self.end_line(),
            TagEnd::BlockQuote(_) => {
                self.end_line();
                let at = self.pieces.last().map_or(0, |piece| piece.span.end);
                self.frame(Content::Close, at);
            }
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::TableCell => self.end_cell_line(),
            TagEnd::Table => self.end_table(),
            TagEnd::Image | TagEnd::MetadataBlock(_) => self.skipping = self.skipping.saturating_sub(1),
            _ => {}
        }
    }

    fn frame(&mut self, content: Content, at: usize) {
        self.end_line();
        self.pieces.push(Piece { content, ..Piece::text(Span::new(at, at)) });
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    fn inline(&mut self, range: Range<usize>) {
        if self.skipping > 0 || range.is_empty() {
            return;
        }
        let span = Span::from(range);
        let bold_so_far = self.line.is_none() || self.looks.bold > 0;
        self.line = Some(self.line.map_or(span, |line| line.cover(span)));
        if self.strong > 0 && bold_so_far {
            self.looks.bold = span.end as u32;
        }
    }

    fn line_end(&mut self) {
        if self.rows.is_some() { self.end_cell_line() } else { self.end_line() }
    }

    fn end_cell_line(&mut self) {
        let span = self.line.take();
        self.looks = Looks::default();
        if let Some(cell) = self.rows.as_mut().and_then(|rows| rows.last_mut()).and_then(|row| row.last_mut())
        {
            cell.extend(span.map(|span| text::trimmed(self.source, span)));
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    fn end_line(&mut self) {
        let item = self.item;
        let bold = std::mem::take(&mut self.looks.bold) as usize;
        let Some(span) = self.line.take() else { return };
        self.item = None;
        let mut span = text::trimmed(self.source, span);
        // A line that is one link is an entry of a contents list; its sign says nothing.
        let linked = self.source[..span.start].ends_with('[') && self.source[span.end..].starts_with("](");
        if let Some(start) = item.filter(|_| !linked) {
            span.start = start;
        }
        // Emphasis that Markdown does not recognise beside Chinese punctuation.
        let body = span.of(self.source);
        let rest = body.trim_start_matches("**");
        let unseen = rest.len() < body.len();
        span.start += body.len() - rest.len();
        let bold = if unseen { rest.find("**").map_or(0, |end| span.start + end) } else { bold };
        let span = text::trimmed(self.source, span);
        if span.is_empty() {
            return;
        }
        let blanks = self.blanks_before(span.start);
        for (nth, part) in text::gap_separated(self.source, span).into_iter().enumerate() {
            let looks = Looks { bold: bold.saturating_sub(part.start).min(part.len()) as u32, ..self.looks };
            let blanks = if nth == 0 { blanks } else { 0 };
            self.pieces.push(Piece { looks, blanks, glued: nth > 0, ..Piece::text(part) });
        }
    }

    /// Empty lines between the last piece and `at`.
    fn blanks_before(&self, at: usize) -> u16 {
        let from = self.pieces.last().map_or(0, |piece| piece.span.end).min(at);
        let ends = self.source.get(from..at).map_or(0, |gap| gap.matches('\n').count());
        u16::try_from(ends.saturating_sub(1)).unwrap_or(u16::MAX)
    }

    fn end_table(&mut self) {
        let Some(rows) = self.rows.take() else { return };
        let spans = rows.iter().flatten().flatten().copied();
        if let Some(span) = spans.reduce(Span::cover) {
            let blanks = self.blanks_before(span.start);
            self.pieces.push(Piece {
                blanks,
                content: Content::Rows { rows, breaks: Vec::new() },
                ..Piece::text(span)
            });
        }
    }

    /// A block of HTML: its tables are tables, its text is text.
    fn end_html(&mut self) {
        let Some(span) = self.html.take() else { return };
        self.end_line();
        for part in tags::parts(self.source, span) {
            match part {
                tags::Part::Text(span) => {
                    let span = text::trimmed(self.source, span);
                    if !span.is_empty() {
                        self.pieces.push(Piece { blanks: 1, ..Piece::text(span) });
                    }
                }
                tags::Part::Table(table) => {
                    let cells = table.cells.into_iter().map(|cell| GridCell {
                        row: cell.row,
                        column: cell.column,
                        row_span: cell.row_span,
                        column_span: cell.column_span,
                        spans: cell.content,
                    });
                    let grid = Grid {
                        rows: table.rows,
                        columns: table.columns,
                        head: table.head,
                        cells: cells.collect(),
                        breaks: Vec::new(),
                        doubts: Vec::new(),
                    };
                    self.pieces.push(Piece {
                        blanks: 1,
                        content: Content::Grid(Box::new(grid)),
                        ..Piece::text(table.span)
                    });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(source: &str) -> Vec<String> {
        let flow = flow(source.to_owned());
        flow.pieces
            .iter()
            .map(|piece| {
                let text = piece.span.of(&flow.text);
                match &piece.content {
                    Content::Text => match piece.looks.heading {
                        Some(level) => format!("h{level} {text}"),
                        None if piece.looks.bold > 0 => {
                            format!(
                                "[{}]{}",
                                &text[..piece.looks.bold as usize],
                                &text[piece.looks.bold as usize..]
                            )
                        }
                        None => text.to_owned(),
                    },
                    Content::Rows { rows, .. } => format!("rows {}x{}", rows.len(), rows[0].len()),
                    Content::Grid(grid) => format!("grid {}x{}", grid.rows, grid.columns),
                    Content::Open => "(".to_owned(),
                    Content::Close => ")".to_owned(),
                    Content::Row(_) => "row".to_owned(),
                }
            })
            .collect()
    }

    #[test]
    fn blocks() {
        let source = "# 某市规划\n\n## 第一章 水\n\n**水源。**充足。\n还有河。\n\n- 甲\n- 乙\n\n1. 丙\n\n> 专栏1 水\n\n\
            | 指标 | 值 |\n|---|---|\n| 水<br>量 | 5 |\n\n![图](a.png)\n\n**“双百”计划**实施\n";
        assert_eq!(
            pieces(source),
            [
                "h1 某市规划",
                "h2 第一章 水",
                "[水源。]**充足。",
                "还有河。",
                "- 甲",
                "- 乙",
                "1. 丙",
                "(",
                "专栏1 水",
                ")",
                "rows 2x2",
                "[“双百”计划]**实施",
            ]
        );
    }

    #[test]
    fn tables_in_tags_keep_their_spans() {
        let source =
            "文字\n\n<table><tr><td rowspan=\"2\">指标</td><td>值</td></tr><tr><td>5</td></tr></table>\n";
        let flow = flow(source.to_owned());
        let Content::Grid(grid) = &flow.pieces[1].content else { panic!("a grid") };
        let cells: Vec<_> =
            grid.cells.iter().map(|c| (c.spans[0].of(source), c.row, c.column, c.row_span)).collect();
        assert_eq!(cells, [("指标", 0, 0, 2), ("值", 0, 1, 1), ("5", 1, 1, 1)]);
    }
}
