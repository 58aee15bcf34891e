//! What must hold for whatever a reader made of its input.

use document::{Block, Document, ReadOptions};
use source::{Passage, Span};

/// Reads bytes under a name and checks the document, if there is one.
pub fn read(bytes: &[u8], name: &str) {
    if let Ok(document) = document::read(bytes, &ReadOptions { name: Some(name.to_owned()) }) {
        check(&document);
    }
}

/// Reads bytes as a layer, prepares it, lays it over itself, and draws it.
pub fn layer(bytes: &[u8]) {
    let Ok(raw) = layers::read(bytes, &layers::Wanted::default(), |_, _| Err(layers::Unread::Unknown)) else { return };
    let source = space::Source {
        name: String::new(),
        kind: None,
        version: String::new(),
        accuracy: space::Settings::ACCURACY,
        crs: raw.crs,
        features: raw.features,
    };
    let drawing = cartography::Drawing::of(&source);
    for drawing in [&drawing, &drawing.generalised(100.0)] {
        for place in [[0, 0, 0], [6, 52, 26]] {
            assert!(drawing.tile("layer", place).is_some());
        }
    }
    let Ok(plane) = space::Plane::of(&[&source]) else { return };
    let prepared = space::prepare(&source, &plane);
    space::alone(&prepared, &plane, &space::Settings::default());
}

/// Compiles a text and checks the plan: all that is found lies in the text.
pub fn judge(text: &str) {
    let Ok(document) = document::read(text.as_bytes(), &ReadOptions { name: Some("a.md".to_owned()) }) else { return };
    let (plan, told) = compile::compile(&document, &compile::CompileOptions::default());
    let settings = check::Settings::default();
    let found = check::check(&document, &plan, &settings);
    for label in told.iter().chain(&found).flat_map(|one| &one.labels) {
        inside(&document, label.span);
    }
    for target in &plan.targets {
        assert!(plan.indicators.iter().any(|indicator| indicator.id == target.indicator));
    }
    check::check_against(&plan, &plan, &settings);
}

/// Reads bytes as figures for a plan with two indicators: a row that is used names one of them and has a cell.
pub fn figures(bytes: &[u8]) {
    let indicator = |id: &str, name: &str, unit: &str| plan::Indicator {
        id: id.into(),
        name: name.into(),
        unit: unit.into(),
        ..plan::Indicator::default()
    };
    let indicators = vec![indicator("i0001", "地区生产总值", "亿元"), indicator("i0002", "城镇化率", "%")];
    let plan = plan::Plan { indicators, ..plan::Plan::default() };
    let preview = intake::read("a.csv", bytes, &plan, &intake::Settings::default());
    if let Ok(observations) = preview.accept(&plan) {
        assert!(observations.iter().all(|one| plan.indicators.iter().any(|known| known.id == one.indicator)));
    }
}

fn check(document: &Document) {
    blocks(document, &document.blocks);
    for span in &document.joins {
        inside(document, *span);
    }
    for passage in document.title.iter().chain(document.contents.iter().flat_map(|c| c.entries.iter().map(|e| &e.title))) {
        came_from(document, passage);
    }
}

fn inside(document: &Document, span: Span) {
    assert!(document.text.get(span.range()).is_some(), "{span:?}");
}

/// Every byte of a passage is the byte of the source that it points to.
fn came_from(document: &Document, passage: &Passage) {
    for (at, byte) in passage.text().bytes().enumerate() {
        assert_eq!(document.text.as_bytes()[passage.offset(at)], byte);
    }
}

fn blocks(document: &Document, list: &[Block]) {
    for block in list {
        match block {
            Block::Heading(heading) => {
                inside(document, heading.span);
                came_from(document, &heading.title);
            }
            Block::Paragraph(paragraph) => {
                came_from(document, &paragraph.text);
                assert!(paragraph.text.text().is_char_boundary(paragraph.lead));
            }
            Block::ListItem(item) => {
                came_from(document, &item.text);
                assert!(item.text.text().is_char_boundary(item.lead));
            }
            Block::Figure(figure) => inside(document, figure.span),
            Block::Box(found) => {
                inside(document, found.span);
                blocks(document, &found.blocks);
            }
            Block::Table(table) => {
                inside(document, table.span);
                for cell in &table.cells {
                    came_from(document, &cell.text);
                    assert!(cell.row + cell.row_span <= table.rows);
                    assert!(cell.column + cell.column_span <= table.columns);
                }
            }
        }
    }
}
