//! A document as JSON: blocks with the source spans of their passages. The text itself is kept beside it.

use document::{
    Block, BoxBlock, Cell, Contents, ContentsEntry, Document, Doubt, DoubtKind, Figure, Format, Heading,
    ListItem, Note, Origin, Paragraph, Table,
};
use serde::{Deserialize, Serialize};
use source::{Lines, Passage, Span};

/// The layout is not one that this program wrote; says what is wrong, for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged(pub String);

/// Spans of the pieces of a passage.
type Pieces = Vec<(usize, usize)>;

/// Mark, place of the mark in the text, the note itself.
type NoteLayout = (String, Option<(usize, usize)>, (usize, usize));

#[derive(Serialize, Deserialize)]
struct Layout {
    title: Option<Pieces>,
    contents: Option<ContentsLayout>,
    blocks: Vec<BlockLayout>,
    origins: Vec<(u32, Option<u32>)>,
    joins: Vec<(usize, usize)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteLayout>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unsure: Vec<(usize, usize)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unread: Vec<(usize, usize)>,
}

#[derive(Serialize, Deserialize)]
struct ContentsLayout {
    entries: Vec<(String, Pieces, Option<u32>)>,
    span: (usize, usize),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "k", rename_all = "snake_case")]
enum BlockLayout {
    Heading { level: u8, number: String, ordinal: Option<u32>, title: Pieces, span: (usize, usize) },
    Paragraph { text: Pieces, lead: usize },
    ListItem { marker: String, text: Pieces, lead: usize },
    Table(TableLayout),
    Box { number: String, title: Pieces, blocks: Vec<BlockLayout>, span: (usize, usize) },
    Figure { number: String, title: Pieces, span: (usize, usize) },
}

#[derive(Serialize, Deserialize)]
struct TableLayout {
    number: String,
    title: Pieces,
    note: Pieces,
    rows: usize,
    columns: usize,
    head: usize,
    /// Row, column, rows covered, columns covered, text, whether the extent was inferred.
    cells: Vec<(usize, usize, usize, usize, Pieces, bool)>,
    joins: Vec<usize>,
    /// Row, reason, confidence.
    #[serde(default)]
    doubts: Vec<(usize, Reason, u8)>,
    span: (usize, usize),
}

/// Why a row is doubtful; layouts of earlier versions say only whether its characters are the reason.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Reason {
    Characters(bool),
    Named(Doubtful),
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Doubtful {
    Empty,
    Characters,
    Glued,
    Noted,
}

impl From<DoubtKind> for Reason {
    fn from(kind: DoubtKind) -> Self {
        Self::Named(match kind {
            DoubtKind::EmptyCell => Doubtful::Empty,
            DoubtKind::Characters => Doubtful::Characters,
            DoubtKind::Glued => Doubtful::Glued,
            DoubtKind::Noted => Doubtful::Noted,
        })
    }
}

impl From<Reason> for DoubtKind {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Characters(true) | Reason::Named(Doubtful::Characters) => Self::Characters,
            Reason::Characters(false) | Reason::Named(Doubtful::Empty) => Self::EmptyCell,
            Reason::Named(Doubtful::Glued) => Self::Glued,
            Reason::Named(Doubtful::Noted) => Self::Noted,
        }
    }
}

fn pieces(passage: &Passage) -> Pieces {
    passage.pieces().map(pair).collect()
}

fn pair(span: Span) -> (usize, usize) {
    (span.start, span.end)
}

fn span((start, end): (usize, usize)) -> Span {
    Span::new(start, end)
}

fn passage(source: &str, pieces: &Pieces) -> Passage {
    let mut builder = Passage::builder(source);
    for &piece in pieces {
        builder.push(span(piece));
    }
    builder.finish()
}

/// Name of a format in the database.
pub fn format_name(format: Format) -> &'static str {
    match format {
        Format::Text => "text",
        Format::Markdown => "markdown",
        Format::Html => "html",
        Format::Docx => "docx",
        Format::Pdf => "pdf",
        Format::Ofd => "ofd",
    }
}

fn parse_format(name: &str) -> Option<Format> {
    Some(match name {
        "text" => Format::Text,
        "markdown" => Format::Markdown,
        "html" => Format::Html,
        "docx" => Format::Docx,
        "pdf" => Format::Pdf,
        "ofd" => Format::Ofd,
        _ => return None,
    })
}

/// The JSON of everything but the text.
pub fn write(document: &Document) -> Result<String, Damaged> {
    let layout = Layout {
        title: document.title.as_ref().map(pieces),
        contents: document.contents.as_ref().map(|contents| ContentsLayout {
            entries: contents
                .entries
                .iter()
                .map(|entry| (entry.number.clone(), pieces(&entry.title), entry.page))
                .collect(),
            span: pair(contents.span),
        }),
        blocks: document.blocks.iter().map(write_block).collect(),
        origins: document.origins.iter().map(|origin| (origin.line, origin.page)).collect(),
        joins: document.joins.iter().copied().map(pair).collect(),
        notes: document
            .notes
            .iter()
            .map(|note| (note.mark.clone(), note.reference.map(pair), pair(note.span)))
            .collect(),
        unsure: document.unsure.iter().copied().map(pair).collect(),
        unread: document.unread.iter().copied().map(pair).collect(),
    };
    serde_json::to_string(&layout).map_err(|error| damaged(&error.to_string()))
}

fn write_block(block: &Block) -> BlockLayout {
    match block {
        Block::Heading(heading) => BlockLayout::Heading {
            level: heading.level,
            number: heading.number.clone(),
            ordinal: heading.ordinal,
            title: pieces(&heading.title),
            span: pair(heading.span),
        },
        Block::Paragraph(paragraph) => {
            BlockLayout::Paragraph { text: pieces(&paragraph.text), lead: paragraph.lead }
        }
        Block::ListItem(item) => {
            BlockLayout::ListItem { marker: item.marker.clone(), text: pieces(&item.text), lead: item.lead }
        }
        Block::Table(table) => BlockLayout::Table(TableLayout {
            number: table.number.clone(),
            title: pieces(&table.title),
            note: pieces(&table.note),
            rows: table.rows,
            columns: table.columns,
            head: table.head,
            cells: table
                .cells
                .iter()
                .map(|cell| {
                    let place = (cell.row, cell.column, cell.row_span, cell.column_span);
                    (place.0, place.1, place.2, place.3, pieces(&cell.text), cell.inferred)
                })
                .collect(),
            joins: table.joins.clone(),
            doubts: table
                .doubts
                .iter()
                .map(|doubt| (doubt.row, doubt.kind.into(), doubt.confidence))
                .collect(),
            span: pair(table.span),
        }),
        Block::Box(framed) => BlockLayout::Box {
            number: framed.number.clone(),
            title: pieces(&framed.title),
            blocks: framed.blocks.iter().map(write_block).collect(),
            span: pair(framed.span),
        },
        Block::Figure(figure) => BlockLayout::Figure {
            number: figure.number.clone(),
            title: pieces(&figure.title),
            span: pair(figure.span),
        },
    }
}

/// The document back from its text and its JSON. What the reader noticed is kept with the other findings.
pub fn read(format: &str, text: String, layout: &str) -> Result<Document, Damaged> {
    let format = parse_format(format).ok_or_else(|| damaged("format"))?;
    let layout: Layout = serde_json::from_str(layout).map_err(|error| damaged(&error.to_string()))?;
    let contents = layout.contents.map(|contents| Contents {
        entries: contents
            .entries
            .into_iter()
            .map(|(number, title, page)| ContentsEntry { number, title: passage(&text, &title), page })
            .collect(),
        span: span(contents.span),
    });
    Ok(Document {
        format,
        lines: Lines::of(&text),
        title: layout.title.as_ref().map(|title| passage(&text, title)),
        contents,
        blocks: layout.blocks.into_iter().map(|block| read_block(&text, block)).collect(),
        origins: layout.origins.into_iter().map(|(line, page)| Origin { line, page }).collect(),
        joins: layout.joins.into_iter().map(span).collect(),
        notes: layout
            .notes
            .into_iter()
            .map(|(mark, reference, at)| Note { mark, reference: reference.map(span), span: span(at) })
            .collect(),
        unsure: layout.unsure.into_iter().map(span).collect(),
        unread: layout.unread.into_iter().map(span).collect(),
        diagnostics: Vec::new(),
        text,
    })
}

fn read_block(source: &str, block: BlockLayout) -> Block {
    match block {
        BlockLayout::Heading { level, number, ordinal, title, span: at } => {
            Block::Heading(Heading { level, number, ordinal, title: passage(source, &title), span: span(at) })
        }
        BlockLayout::Paragraph { text, lead } => {
            Block::Paragraph(Paragraph { text: passage(source, &text), lead })
        }
        BlockLayout::ListItem { marker, text, lead } => {
            Block::ListItem(ListItem { marker, text: passage(source, &text), lead })
        }
        BlockLayout::Table(table) => Block::Table(Table {
            number: table.number,
            title: passage(source, &table.title),
            note: passage(source, &table.note),
            rows: table.rows,
            columns: table.columns,
            head: table.head,
            cells: table
                .cells
                .into_iter()
                .map(|(row, column, row_span, column_span, text, inferred)| Cell {
                    row,
                    column,
                    row_span,
                    column_span,
                    text: passage(source, &text),
                    inferred,
                })
                .collect(),
            joins: table.joins,
            doubts: table
                .doubts
                .into_iter()
                .map(|(row, reason, confidence)| Doubt { row, kind: reason.into(), confidence })
                .collect(),
            span: span(table.span),
        }),
        BlockLayout::Box { number, title, blocks, span: at } => Block::Box(BoxBlock {
            number,
            title: passage(source, &title),
            blocks: blocks.into_iter().map(|block| read_block(source, block)).collect(),
            span: span(at),
        }),
        BlockLayout::Figure { number, title, span: at } => {
            Block::Figure(Figure { number, title: passage(source, &title), span: span(at) })
        }
    }
}

fn damaged(what: &str) -> Damaged {
    Damaged(what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table that cannot be read, one with doubtful rows, and how the layout keeps both.
    #[test]
    fn what_the_reader_was_not_certain_of_is_kept() {
        let text = "云岭市水务规划\n第一章 总体要求\n专栏1 主要指标要素起点终点属性供水能力（万吨）4852预期性漏损率（%）9.5＜8约束性普及率（%）90≥95预期性\n\
                    表2 主要指标指标2020年2025年属性供水能力（万吨）12134预期性管网长度（公里）151165约束性普及率（%）90≥95预期性漏损率（%）9＜8约束性\n\
                    第二章 任务\n加快建设。\n";
        let document = document::read(text.as_bytes(), &document::ReadOptions::default()).expect("read");
        assert_eq!(document.unread.len(), 1);
        let doubts = |document: &Document| -> Vec<Doubt> {
            document
                .blocks
                .iter()
                .filter_map(
                    |block| if let Block::Table(table) = block { Some(table.doubts.clone()) } else { None },
                )
                .flatten()
                .collect()
        };
        assert!(doubts(&document).iter().any(|doubt| doubt.kind == DoubtKind::Glued));
        let kept = Document { unsure: vec![Span::new(0, 3)], ..document };
        let layout = write(&kept).expect("written");
        let again = read("text", text.to_owned(), &layout).expect("read back");
        assert_eq!((&again.unsure, &again.unread), (&kept.unsure, &kept.unread));
        assert_eq!(doubts(&again), doubts(&kept));
    }

    #[test]
    fn layouts_of_earlier_versions_are_read() {
        let table = r#"{"k":"table","number":"","title":[],"note":[],"rows":1,"columns":1,"head":0,"cells":[],"joins":[],"doubts":[[0,true,50],[1,false,60]],"span":[0,0]}"#;
        let layout =
            format!(r#"{{"title":null,"contents":null,"blocks":[{table}],"origins":[],"joins":[]}}"#);
        let document = read("text", String::new(), &layout).expect("read");
        let Some(Block::Table(table)) = document.blocks.first() else { panic!("a table") };
        let kinds: Vec<DoubtKind> = table.doubts.iter().map(|doubt| doubt.kind).collect();
        assert_eq!(kinds, [DoubtKind::Characters, DoubtKind::EmptyCell]);
        assert!(document.unread.is_empty());
    }
}
