//! Real plans, where they are at hand: counts of their structure.

use document::{Block, Document, ReadOptions};
use std::path::PathBuf;

fn plan(name: &str) -> Option<Document> {
    let shared = std::env::var_os("GANGYAO_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = shared.join("plans").join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    };
    Some(document::read(&bytes, &ReadOptions { name: Some(name.to_owned()) }).unwrap())
}

/// Headings by level from 1, then tables, boxes and figures.
fn counts(document: &Document) -> (Vec<usize>, usize, usize, usize) {
    let (mut levels, mut tables, mut boxes, mut figures) = (Vec::new(), 0, 0, 0);
    for block in &document.blocks {
        match block {
            Block::Heading(heading) => {
                let level = usize::from(heading.level);
                levels.resize(levels.len().max(level), 0);
                levels[level - 1] += 1;
            }
            Block::Table(_) => tables += 1,
            Block::Box(_) => boxes += 1,
            Block::Figure(_) => figures += 1,
            Block::Paragraph(_) | Block::ListItem(_) => {}
        }
    }
    (levels, tables, boxes, figures)
}

fn table<'a>(document: &'a Document, title: &str) -> &'a document::Table {
    document
        .blocks
        .iter()
        .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
        .find(|table| table.title.text().contains(title))
        .unwrap()
}

/// The figures of a column, with the sum row last.
fn column(table: &document::Table, column: usize) -> Vec<u32> {
    (table.head..table.rows).filter_map(|row| table.cell(row, column)?.text.text().parse().ok()).collect()
}

#[test]
fn a_city_plan_with_contents_and_tabs() {
    let Some(document) = plan("jinzhou-13.txt") else { return };
    assert_eq!(counts(&document), (vec![14, 54, 14], 2, 6, 3));
    assert_eq!(document.contents.as_ref().map(|contents| contents.entries.len()), Some(82));
    assert!(document.joins.len() > 30);
    let indicators = table(&document, "主要指标");
    assert_eq!((indicators.rows, indicators.columns, indicators.head), (36, 6, 1));
    assert_eq!(indicators.joins.len(), 1);
    // The label of a group covers its rows, and so does the nature that stands once for them.
    let pollutants = indicators.cell(indicators.rows - 1, 0).unwrap();
    assert_eq!((pollutants.row_span, pollutants.inferred), (4, true));
    assert_eq!(indicators.cell(indicators.rows - 1, 5).unwrap().row_span, 4);
}

#[test]
fn tables_of_one_cell_to_a_line() {
    let Some(document) = plan("zhejiang-14-waterlogging.txt") else { return };
    let (levels, tables, boxes, _) = counts(&document);
    assert_eq!((levels[0], boxes), (6, 11));
    assert!(tables >= 22);
    let done = table(&document, "主要指标完成情况");
    assert_eq!((done.rows, done.columns), (10, 6));
    assert_eq!(done.cell(1, 3).unwrap().text.text(), "350");
    let cities = table(&document, "整治计划表");
    assert_eq!((cities.columns, cities.head), (6, 2));
    for at in 2..6 {
        let mut figures = column(cities, at);
        let sum = figures.pop();
        assert_eq!((figures.len(), Some(figures.iter().sum())), (11, sum), "column {at}");
    }
}

#[test]
fn lines_without_full_stops() {
    let Some(document) = plan("national-12-body.txt") else { return };
    assert_eq!(counts(&document).0, [16, 62, 167]);
}

#[test]
fn a_whole_plan_in_two_lines() {
    let Some(document) = plan("national-12-environment.txt") else { return };
    let (levels, _, boxes, _) = counts(&document);
    assert_eq!((levels[0], boxes), (9, 2));
    let indicators = document.blocks.iter().find_map(|block| match block {
        Block::Box(found) => {
            found.blocks.iter().find_map(|block| if let Block::Table(t) = block { Some(t) } else { None })
        }
        _ => None,
    });
    let indicators = indicators.unwrap();
    assert_eq!((indicators.rows, indicators.columns, indicators.head), (8, 5, 1));
    assert_eq!(indicators.cell(1, 2).unwrap().text.text(), "2551.7");
}

#[test]
fn a_pdf_of_a_newspaper_page() {
    let Some(document) = plan("yunnan-10.pdf") else { return };
    let chapters = document.blocks.iter().filter(|block| match block {
        Block::Heading(heading) => heading.number.ends_with('章'),
        _ => false,
    });
    assert_eq!(chapters.count(), 26);
    assert_eq!(document.contents.as_ref().map(|contents| contents.entries.len()), Some(35));
    assert!(document.text.contains("2005年"));
}
