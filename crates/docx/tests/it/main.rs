//! Documents as other programs would read them: parts well formed, elements in the order of the schema, page and fonts as the
//! standard has them, charts with the data they show.
#![allow(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "small figures that the test makes itself"
)]
#![allow(clippy::unwrap_used, clippy::case_sensitive_file_extension_comparisons, missing_docs)] // tests; names are our own

mod file;
mod fill;
mod form;
mod mark;
mod schema;

use docx::Settings;
use source::Severity;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use story::{
    Block, Cell, CellKind, Chart, Evidence, Fact, Frame, FrameKind, Heading, Inline, Item, Link, List,
    ListKind, Map, Meaning, Note, Paragraph, Role, Row, Section, SectionKind, Series, Style, Table,
    TableKind, Traced, Values,
};

pub(crate) fn settings() -> Settings {
    Settings {
        title: "评估报告".to_owned(),
        author: "云岭市发展和改革委员会".to_owned(),
        day: jiff::civil::date(2024, 3, 1),
        contents: "目　录".to_owned(),
        figure: "图".to_owned(),
        mark: "内部".to_owned(),
    }
}

/// The parts of a document by name.
pub(crate) fn parts(blocks: &[Block<'_>]) -> BTreeMap<String, Vec<u8>> {
    let bytes = docx::write(blocks, &settings()).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut inside = Vec::new();
        file.read_to_end(&mut inside).unwrap();
        parts.insert(file.name().unwrap().into_owned(), inside);
    }
    parts
}

pub(crate) fn text(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(parts[name].clone()).unwrap()
}

pub(crate) fn chart(word: &str) -> Chart<'_> {
    let series = |meaning, values| Series { meaning, name: word.into(), tag: "".into(), values };
    Chart {
        title: "".into(),
        description: word.into(),
        hint: "".into(),
        unit: word.into(),
        series: vec![
            series(Meaning::Actual, Values::Points(vec![(2020.0, 301.5), (2021.0, 318.25)])),
            series(Meaning::Wide, Values::Band(vec![(2022.0, 300.0, 340.0)])),
            series(Meaning::Path, Values::Points(vec![(2020.0, f64::NAN), (2025.0, 420.0)])),
        ],
        written: |value| value.to_string(),
    }
}

/// One of every block and run, all of whose words are `word`.
#[expect(clippy::too_many_lines, reason = "one of every block")]
pub(crate) fn everything(word: &str) -> Vec<Block<'_>> {
    let text = || vec![Inline::text(word)];
    let evidence = || Evidence { quote: word.into(), address: word.into(), place: vec![word.into()] };
    let link = |address: &'static str| {
        Inline::Link(Link { address: address.into(), text: text(), commitment: None })
    };
    let runs = vec![
        Inline::styled(Style::Strong, word),
        Inline::styled(Style::Small, word),
        link("/plans/1"),
        link("https://example.org/?a=1&b=2"),
        Inline::State("at-risk", "at risk"),
        Inline::Level("red", word.into()),
        Inline::Tick(true),
        Inline::Break,
        Inline::Spark(Box::new(chart(word))),
        Inline::Traced(Traced { trace: word.into(), text: word.into(), address: word.into() }),
        Inline::Footnote(text()),
    ];
    let head = |cells: Vec<Cell<'static>>| Row { superseded: false, cells };
    let table = |kind| Table {
        anchor: None,
        kind,
        caption: word.into(),
        note: word.into(),
        head: vec![
            head(vec![Cell { row_span: 2, ..Cell::head("a") }, Cell { column_span: 2, ..Cell::head("b") }]),
            head(vec![Cell::head("c"), Cell::head("d")]),
        ],
        rows: vec![
            Row {
                superseded: true,
                cells: vec![
                    Cell { row_span: 2, ..Cell::words(word) },
                    Cell::figure(word),
                    Cell::figure(word),
                ],
            },
            Row { superseded: false, cells: vec![Cell::new(CellKind::RowHead, text())] },
        ],
    };
    let frame = |blocks| {
        Block::Frame(Frame {
            kind: FrameKind::Printed,
            anchor: None,
            number: word.into(),
            title: text(),
            blocks,
        })
    };
    let inner = vec![
        Block::Heading(Heading { number: word.into(), ..Heading::new(3, word) }),
        Block::Paragraph(Paragraph::new(Role::Lede, runs)),
        Block::List(List {
            kind: ListKind::Printed,
            items: vec![Item { marker: word.into(), text: text() }],
        }),
        Block::Facts(vec![Fact { name: word.into(), value: word.into(), remark: word.into() }]),
        Block::Table(table(TableKind::Printed)),
        frame(vec![
            Block::Table(table(TableKind::List)),
            frame(vec![Block::Paragraph(Paragraph::new(Role::FrameHead, text()))]),
        ]),
        Block::Columns(vec![vec![Block::Paragraph(Paragraph::new(Role::Plain, text()))], Vec::new()]),
        Block::Chart(Box::new(chart(word))),
        Block::Chart(Box::new(chart(word))),
        Block::Map(Map {
            shapes: word.into(),
            worker: word.into(),
            words: word.into(),
            key: word.into(),
            absent: word.into(),
            areas: vec![(word.into(), word.into())],
        }),
        Block::Evidence(evidence()),
        Block::Sources(vec![evidence()]),
        Block::Notes(vec![Note {
            severity: Severity::Error,
            word: "error",
            message: word.into(),
            help: word.into(),
            links: Vec::new(),
        }]),
    ];
    let section = |kind, blocks| {
        Block::Section(Section { kind, id: "".into(), heading: Heading::new(2, word), blocks })
    };
    vec![
        Block::Heading(Heading::new(1, word)),
        section(SectionKind::Part, inner),
        section(SectionKind::Attachment, vec![Block::Table(wide(word, 12, 40))]),
    ]
}

/// A table of so many columns and rows.
pub(crate) fn wide(word: &str, columns: usize, rows: usize) -> Table<'_> {
    let row = |kind| Row {
        superseded: false,
        cells: (0..columns).map(|_| Cell::new(kind, vec![Inline::text(word)])).collect(),
    };
    Table {
        kind: TableKind::Printed,
        head: vec![row(CellKind::ColumnHead)],
        rows: (0..rows).map(|_| row(CellKind::Data)).collect(),
        ..Table::default()
    }
}
