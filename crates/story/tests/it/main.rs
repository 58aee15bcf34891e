//! The writers: every block in every medium, and text from outside that is never markup.

use proptest::prelude::*;
use scraper::{Html, Selector};
use source::Severity;
use story::{
    Anchor, Block, Cell, CellKind, Chart, Commitment, Evidence, Fact, Frame, FrameKind, Heading, Inline,
    Item, Link, List, ListKind, Map, Meaning, Note, Paragraph, Role, Row, Section, SectionKind, Series,
    Shares, Spark, Style, Table, TableKind, Traced, Values, html, markdown,
};

fn written(value: f64) -> String {
    value.to_string()
}

fn chart(name: &str) -> Chart<'_> {
    let series = |meaning, values| Series { meaning, name: name.into(), tag: name.into(), values };
    Chart {
        title: "".into(),
        description: name.into(),
        hint: name.into(),
        unit: name.into(),
        series: vec![
            series(Meaning::Actual, Values::Points(vec![(2020.0, 1.0), (2021.0, 2.0)])),
            series(Meaning::Wide, Values::Band(vec![(2021.0, 2.0, 2.0), (2022.0, 1.5, 3.5)])),
            series(Meaning::Goal, Values::Points(vec![(2025.0, 4.0)])),
        ],
        written,
    }
}

/// One of every block and run, all of whose words are `word`.
#[expect(clippy::too_many_lines, reason = "one of every block")]
fn everything(word: &str) -> Vec<Block<'_>> {
    let text = || vec![Inline::text(word)];
    let evidence = || Evidence { quote: word.into(), address: word.into(), place: vec![word.into()] };
    let commitment = Commitment { look: "at-risk", word: Some("at risk"), ids: word.into() };
    let runs = vec![
        Inline::styled(Style::Strong, word),
        Inline::styled(Style::Soft, word),
        Inline::Styled(Style::Tool, vec![Inline::link("/correct", word)]),
        Inline::Link(Link { address: word.into(), text: text(), commitment: Some(commitment) }),
        Inline::link(word, word),
        Inline::Sentence(Anchor(7), text()),
        Inline::Hit(Some(1), word.into()),
        Inline::State("at-risk", "at risk"),
        Inline::Level("red", word.into()),
        Inline::Tick(true),
        Inline::Break,
        Inline::Spark(Box::new(chart(word))),
        Inline::Traced(Traced { trace: word.into(), text: word.into(), address: "".into() }),
        Inline::Traced(Traced { trace: word.into(), text: word.into(), address: word.into() }),
        Inline::Footnote(text()),
    ];
    let table = |kind| Table {
        anchor: Some(Anchor(9)),
        kind,
        caption: word.into(),
        note: word.into(),
        head: vec![Row { superseded: false, cells: vec![Cell::head(word)] }],
        rows: vec![Row { superseded: true, cells: vec![Cell { column_span: 2, ..Cell::figure(word) }] }],
    };
    let inner = vec![
        Block::Heading(Heading { anchor: Some(Anchor(1)), number: word.into(), ..Heading::new(2, word) }),
        Block::Paragraph(Paragraph::new(Role::Lede, runs)),
        Block::List(List {
            kind: ListKind::Printed,
            items: vec![Item { marker: word.into(), text: text() }],
        }),
        Block::Facts(vec![Fact { name: word.into(), value: word.into(), remark: word.into() }]),
        Block::Table(table(TableKind::Printed)),
        Block::Table(table(TableKind::List)),
        Block::Frame(Frame {
            kind: FrameKind::Printed,
            anchor: Some(Anchor(2)),
            number: word.into(),
            title: text(),
            blocks: vec![Block::Paragraph(Paragraph::new(Role::FrameHead, text()))],
        }),
        Block::Columns(vec![vec![Block::Paragraph(Paragraph::new(Role::Plain, text()))], Vec::new()]),
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
        Block::Sources(vec![evidence(), evidence()]),
        Block::Notes(vec![Note {
            severity: Severity::Error,
            word: "error",
            message: word.into(),
            help: word.into(),
            links: vec![(word.into(), word.into())],
        }]),
    ];
    let section = |kind, blocks| {
        Block::Section(Section { kind, id: word.into(), heading: Heading::new(2, word), blocks })
    };
    vec![
        section(SectionKind::Target, inner),
        section(SectionKind::Fold, Vec::new()),
        section(SectionKind::Attachment, Vec::new()),
    ]
}

fn count(page: &Html, selector: &str) -> usize {
    page.select(&Selector::parse(selector).expect("a selector")).count()
}

#[test]
fn every_block_has_its_element() {
    let page = Html::parse_fragment(&html(&everything("词")));
    for (selector, wanted) in [
        ("section.target > h2[id='h-词']", 1),
        ("section.target[aria-labelledby='h-词'] > #h-词", 1),
        ("section.attachment > h2", 1),
        ("h2 > .no", 1),
        ("p.lede > b", 1),
        ("p.lede a.c.at-risk[data-c='词'] > .vh", 1),
        ("span#b7", 1),
        ("mark#f1", 1),
        ("data[value='词']", 1),
        ("a.traced[data-trace='词']", 1),
        ("small.footnote", 1),
        ("p.lede svg.spark", 1),
        ("ul.doc-list > li > .no", 1),
        ("dl.facts dt", 1),
        ("table.doc-table > caption > .table-note", 1),
        ("div.scroll#b9[aria-label] > table.doc-table", 1),
        ("table.list > thead th[scope=col]", 1),
        ("table.list tr.superseded > td.num[colspan='2']", 1),
        ("div.box#b2 > p.box-title + p.box-head", 1),
        (".columns > div", 2),
        ("figure.figure-chart .key > li > svg[aria-hidden]", 3),
        ("svg.chart[role=img][aria-label='词']", 2),
        ("figure > #map[data-source]", 1),
        ("blockquote.quote > a", 1),
        (".sentences > li > blockquote[lang='zh-CN']", 2),
        (".notes > details.n-error > summary > .sev", 1),
        ("section > details > summary, details > summary", 2),
    ] {
        assert_eq!(count(&page, selector), wanted, "{selector}");
    }
}

#[test]
fn markdown_says_what_pictures_show() {
    let text = markdown(&everything("词"));
    for wanted in
        ["## 词", "> **词 词**", "- 2021: 词 2 词; 词 2 词", "| 词 |", "> **error** 词 词", "- 词: 词 (词)"]
    {
        assert!(text.contains(wanted), "{wanted} in\n{text}");
    }
    assert!(!text.contains("<svg"), "{text}");
}

#[test]
fn a_chart_is_read_year_by_year_as_it_is_drawn() {
    let chart = chart("x");
    let readings = chart.readings();
    assert_eq!(readings.iter().map(|one| one.at).collect::<Vec<_>>(), [2020.0, 2021.0, 2022.0, 2025.0]);
    assert_eq!(readings[2].lines, [("x", "1.5 – 3.5 x".to_owned())]);
    let page = html(&[Block::Chart(Box::new(chart))]);
    assert!(page.contains(r#"{"at":2022.0,"lines":[["x","1.5 – 3.5 x"]]}"#), "{page}");
    // The plane that the readings are placed on is the one that was drawn.
    assert!(page.contains(r#"data-plane="64 830 20 296 2020 2025""#), "{page}");
}

#[test]
fn a_picture_says_what_it_shows_and_where_it_is_from_and_needs_no_other_file() {
    let shown = chart("<实绩>");
    let picture = story::picture(&shown, "产值 & 目标", "某市规划，数据截至2030年").unwrap();
    assert!(picture.starts_with("<svg xmlns="), "{picture}");
    assert!(picture.contains("产值 &#38; 目标") && picture.contains("数据截至2030年"), "{picture}");
    assert!(picture.contains("&#60;实绩&#62;") && !picture.contains("<实绩>"), "{picture}");
    assert!(
        picture.contains("<style>") && !picture.contains("href") && !picture.contains("url("),
        "{picture}"
    );
    let inner = story::html(&[story::Block::Chart(Box::new(shown))]);
    let line = inner.split("class=\"l-actual\" d=\"").nth(2).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(picture.contains(line), "the same line as on the page: {line} in {picture}");
}

#[test]
fn a_chart_without_values_is_not_there() {
    let empty = Chart { series: Vec::new(), ..chart("x") };
    assert_eq!(html(&[Block::Chart(Box::new(empty.clone()))]), "");
    assert_eq!(Spark::of(&empty).to_string(), "");
}

#[test]
fn shares_fill_their_bar() {
    let shares =
        Shares { description: "all".into(), parts: vec![("on-track", 1), ("at-risk", 0), ("unknown", 3)] };
    let bar = story::Bar::of(&shares).to_string();
    assert!(bar.contains(r#"<rect class="f-on-track" x="0.00" width="25.00""#), "{bar}");
    assert!(bar.contains(r#"<rect class="f-unknown" x="25.00" width="75.00""#), "{bar}");
    assert!(!bar.contains("at-risk"), "{bar}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever words are put in, the elements of the page stay the same, and the words come out whole.
    #[test]
    fn words_are_never_markup(word in "[<>&\"'/=a-z `\\\\中{}%#-]{0,12}") {
        let elements = |page: &Html| {
            page.tree.nodes().filter_map(|node| node.value().as_element().map(|one| one.name().to_owned())).collect::<Vec<_>>()
        };
        let word = format!("w{word}w");
        let page = Html::parse_fragment(&html(&everything(&word)));
        prop_assert_eq!(elements(&page), elements(&Html::parse_fragment(&html(&everything("w")))));
        let help = page.select(&Selector::parse("details.note > p").expect("a selector")).next().expect("a help");
        prop_assert_eq!(help.text().collect::<String>(), word);
    }

    /// Charts of any values, also those that are no numbers, are drawn without a coordinate that is none.
    #[test]
    fn any_values_can_be_drawn(points in prop::collection::vec((1900.0..2100.0f64, prop::num::f64::ANY), 0..6), pick in 0usize..3) {
        let meaning = [Meaning::Actual, Meaning::Path, Meaning::Goal][pick];
        let series = Series { meaning, name: "x".into(), tag: "t".into(), values: Values::Points(points) };
        let chart = Chart { series: vec![series], ..chart("x") };
        let spark = Spark::of(&chart).to_string();
        let page = html(&[Block::Chart(Box::new(chart))]);
        let drawn = page.split("<script").next().unwrap_or_default();
        for picture in [drawn, &spark] {
            prop_assert!(!picture.contains("NaN") && !picture.contains("inf"), "{}", picture);
        }
    }
}

#[test]
fn a_row_head_names_its_row() {
    let cell = Cell::new(CellKind::RowHead, vec![Inline::text("a")]);
    let table = Table {
        rows: vec![Row { superseded: false, cells: vec![cell, Cell::words("b")] }],
        ..Table::default()
    };
    let page = Html::parse_fragment(&html(&[Block::Table(table)]));
    assert_eq!(count(&page, "tbody > tr > th[scope=row] + td"), 1);
}
