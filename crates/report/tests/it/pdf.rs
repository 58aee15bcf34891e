//! The document that `gangyao-press` sets.

use crate::city::{city, made};
use report::{KINDS, Report};
use serde_json::{Value, json};
use story::{Block, Cell, Inline, Link, Paragraph, Role, Row, Section, SectionKind, Table};

fn document(report: &Report) -> Value {
    let bytes = report::pdf::document(report, jiff::civil::date(2024, 4, 30), "发展和改革委员会", "内部");
    serde_json::from_slice(&bytes).unwrap()
}

fn blocks_of(blocks: Vec<Block<'static>>) -> Vec<Value> {
    let document = document(&Report::of_blocks("清单".to_owned(), blocks));
    document["blocks"].as_array().unwrap().clone()
}

fn kinds(blocks: &[Value]) -> Vec<(&str, bool)> {
    blocks.iter().map(|one| (one["kind"].as_str().unwrap(), one["lying"] == true)).collect()
}

fn row(cells: usize) -> Row<'static> {
    Row { superseded: false, cells: (0..cells).map(|at| Cell::words(format!("格{at}"))).collect() }
}

fn table(columns: usize) -> Block<'static> {
    Block::Table(Table { head: vec![row(columns)], rows: vec![row(columns)], ..Table::default() })
}

fn paragraph(role: Role) -> Block<'static> {
    Block::Paragraph(Paragraph::new(role, vec![Inline::text("词")]))
}

#[test]
fn every_kind_of_report_is_written_twice_alike_with_a_picture_for_each_chart() {
    let city = city();
    for (kind, ..) in KINDS {
        let report = made(&city, kind);
        let once = document(&report);
        assert_eq!(once, document(&made(&city, kind)), "{kind}");
        assert_eq!(once["form"], "gangyao-press/1");
        assert_eq!(once["day"], "2024-04-30");
        assert_eq!((&once["language"], &once["mark"]), (&json!("zh"), &json!("内部")));
        let charts = report.blocks.iter().map(charts).sum::<usize>();
        let all = once["blocks"].as_array().unwrap();
        let figures: Vec<&Value> = all.iter().filter(|one| one["kind"] == "figure").collect();
        assert_eq!(figures.len(), charts, "{kind}");
        for (at, figure) in figures.iter().enumerate() {
            assert!(figure["svg"].as_str().unwrap().starts_with("<svg "), "{kind}");
            assert!(
                figure["alt"].as_str().unwrap().contains("2023"),
                "it says its values: {}",
                figure["alt"]
            );
            assert!(figure["caption"].as_str().unwrap().starts_with(&format!("图{}　", at + 1)), "{kind}");
        }
        let headings = all.iter().filter(|one| one["kind"] == "heading").count();
        assert_eq!(headings, crate::city::outline(kind).section.len(), "{kind}");
    }
}

fn charts(block: &Block<'_>) -> usize {
    match block {
        Block::Chart(chart) => usize::from(!chart.is_empty()),
        Block::Section(section) => section.blocks.iter().map(charts).sum(),
        _ => 0,
    }
}

#[test]
fn what_belongs_to_a_table_that_lies_lies_with_it() {
    // A list: its title stands on the page of its table.
    let list = blocks_of(vec![table(12), paragraph(Role::Soft), paragraph(Role::Plain)]);
    assert_eq!(kinds(&list), [("title", true), ("table", true), ("paragraph", true), ("paragraph", false)]);
    assert_eq!(kinds(&blocks_of(vec![table(3)])), [("title", false), ("table", false)]);
    // A report with a cover: its title stands alone, and the heading of an attachment with its table.
    let heading = story::Heading { number: "附件1".into(), ..story::Heading::new(2, "指标表") };
    let section = Section { kind: SectionKind::Attachment, id: "".into(), heading, blocks: vec![table(12)] };
    let mut report = Report::of_blocks("报告".to_owned(), [paragraph(Role::Crumb), Block::Section(section)]);
    report.contents = "目录".to_owned();
    let document = document(&report);
    let blocks = document["blocks"].as_array().unwrap();
    assert_eq!(kinds(blocks), [("title", false), ("paragraph", false), ("heading", true), ("table", true)]);
    assert_eq!((&blocks[2]["attached"], &blocks[2]["level"]), (&json!(true), &json!(1)));
    assert_eq!(blocks[2]["text"], json!(["附件1 ", "指标表"]));
    assert_eq!(blocks[3]["columns"].as_array().unwrap().len(), 12);
}

#[test]
fn runs_keep_their_looks_and_tools_of_pages_are_left_out() {
    let link = |address: &'static str| {
        Inline::Link(Link { address: address.into(), text: vec![Inline::text("去")], commitment: None })
    };
    let runs = vec![
        Inline::text("文"),
        Inline::styled(story::Style::Strong, "粗"),
        Inline::styled(story::Style::Tool, "改"),
        Inline::styled(story::Style::Chip, "签"),
        Inline::Footnote(vec![Inline::text("注")]),
        Inline::Tick(true),
        Inline::Break,
        link("https://example.org"),
    ];
    let blocks = blocks_of(vec![Block::Paragraph(Paragraph::new(Role::Plain, runs))]);
    let wanted = json!([
        "", "文", {"look": "strong", "text": ["粗"]}, "签", {"note": ["注"]}, "√ ", "\n",
        {"link": "https://example.org", "text": ["去"]},
    ]);
    assert_eq!(blocks[1]["text"], wanted);
}

#[test]
fn a_title_without_ideographs_is_of_an_english_list() {
    let report = Report::of_tables("Aims of 2027".to_owned(), []);
    assert_eq!(document(&report)["language"], "en");
}
