//! A small invented plan that fills every table.

use document::{
    Block, BoxBlock, Cell, Contents, ContentsEntry, Document, Figure, Format, Heading, ListItem, Paragraph,
    Table,
};
use plan::{
    Assignment, AssignmentRole, Averaging, Body, BodyKind, Comparator, Direction, Doubt, Indicator,
    IndicatorKind, Item, Measure, Months, Nature, Observation, ObservationId, Origin, Period, Place,
    PlaceKind, Plan, Project, Provenance, Quantity, RateBasis, Relation, RelationKind, Schedule, Section,
    SectionKind, Source, Status, Target, Task,
};
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Lines, Passage, Severity, Span};
use store::{Change, Finding, LoadPlan, Store};

pub(crate) const TEXT: &str = "第一章 目标\n到2020年，粮食产量达到12.50万\n吨以上。\n——新建水库。\n";

pub(crate) fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn find(piece: &str) -> Span {
    let start = TEXT.find(piece).unwrap();
    Span::new(start, start + piece.len())
}

fn passage(pieces: &[&str]) -> Passage {
    let mut builder = Passage::builder(TEXT);
    for piece in pieces {
        builder.push(find(piece));
    }
    builder.finish()
}

#[expect(clippy::too_many_lines, reason = "a sample with every field")]
pub(crate) fn document() -> Document {
    let table = Table {
        number: "1".into(),
        title: passage(&["目标"]),
        note: Passage::default(),
        rows: 1,
        columns: 2,
        head: 0,
        cells: vec![Cell {
            row: 0,
            column: 0,
            row_span: 1,
            column_span: 2,
            text: passage(&["12.50万", "吨"]),
            inferred: true,
        }],
        joins: vec![1],
        doubts: Vec::new(),
        span: find("吨"),
    };
    let framed = BoxBlock {
        number: "1".into(),
        title: passage(&["新建水库"]),
        blocks: vec![Block::ListItem(ListItem {
            marker: "——".into(),
            text: passage(&["新建水库。"]),
            lead: 0,
        })],
        span: find("——新建水库。"),
    };
    Document {
        format: Format::Text,
        text: TEXT.to_owned(),
        lines: Lines::of(TEXT),
        joins: vec![find("吨")],
        notes: Vec::new(),
        unsure: Vec::new(),
        unread: Vec::new(),
        title: Some(passage(&["目标"])),
        contents: Some(Contents {
            entries: vec![ContentsEntry {
                number: "第一章".into(),
                title: passage(&["目标"]),
                page: Some(1),
            }],
            span: find("第一章"),
        }),
        blocks: vec![
            Block::Heading(Heading {
                level: 1,
                number: "第一章".into(),
                ordinal: Some(1),
                title: passage(&["目标"]),
                span: find("第一章 目标"),
            }),
            Block::Paragraph(Paragraph {
                text: passage(&["到2020年，粮食产量达到12.50万", "吨以上。"]),
                lead: 9,
            }),
            Block::Table(table),
            Block::Box(framed),
            Block::Figure(Figure { number: "1".into(), title: passage(&["水库"]), span: find("水库") }),
        ],
        origins: vec![document::Origin { line: 1, page: Some(1) }],
        diagnostics: Vec::new(),
    }
}

fn provenance(piece: &str) -> Provenance {
    Provenance {
        origin: Origin::Prose,
        section: Some("s0001".into()),
        line: 2,
        span: find(piece),
        quote: piece.into(),
        doubt: None,
    }
}

fn indicator(id: &str, name: &str) -> Indicator {
    Indicator {
        id: id.into(),
        name: name.into(),
        aliases: vec![format!("{name}总量")],
        unit: "万吨".into(),
        group: "农业".into(),
        direction: Some(Direction::Up),
        kind: Some(IndicatorKind::Flow),
        nature: Some(Nature::Binding),
        catalogue: Some("grain".into()),
        ..Indicator::default()
    }
}

pub(crate) fn observation(indicator: &str, year: i32, value: &str, vintage: &str) -> Observation {
    Observation {
        id: ObservationId::of(1),
        indicator: indicator.into(),
        subject: "粮食产量".into(),
        region: String::new(),
        dimensions: plan::Dimensions::default(),
        measure: Measure::Level,
        comparator: Comparator::Eq,
        value: Some(number(value)),
        value_high: None,
        value_text: String::new(),
        unit: "万吨".into(),
        period: Some(Period { start: year, end: year }),
        year: Some(year),
        months: None,
        averaging: None,
        rate: None,
        status: Some(Status::Preliminary),
        source: "统计公报".into(),
        vintage: vintage.into(),
        provenance: Provenance::outside(),
    }
}

#[expect(clippy::too_many_lines, reason = "a sample with every field")]
pub(crate) fn plan() -> Plan {
    let target = Target {
        id: "t0001".into(),
        indicator: "i0001".into(),
        subject: "粮食产量".into(),
        measure: Measure::Level,
        comparator: Comparator::Ge,
        // The trailing zero is what was printed and must come back.
        value: Some(number("12.50")),
        value_high: Some(number("13")),
        value_text: "12.50万吨以上".into(),
        unit: "万吨".into(),
        year: Some(2020),
        implied_year: None,
        averaging: Some(Averaging::AnnualAvg),
        scope: "全市".into(),
        nature: Some(Nature::Binding),
        rate: Some(number("-2.5")),
        rate_text: "—".into(),
        rate_basis: Some(RateBasis::Compound),
        provenance: Provenance {
            doubt: Some(Doubt { confidence: 60, reason: "两列相同".into() }),
            ..provenance("粮食产量达到12.50万\n吨以上")
        },
        ..Target::default()
    };
    Plan {
        title: "云溪市第十三个五年规划".into(),
        kind: Some(plan::DocumentKind::Outline),
        region: Some("云溪市".into()),
        period: Some(Period { start: 2016, end: 2020 }),
        source: Some(Source { name: "plan.txt".into(), sha256: "ab".repeat(32) }),
        sections: vec![Section {
            id: "s0001".into(),
            parent: None,
            level: 1,
            kind: SectionKind::Chapter,
            number: "第一章".into(),
            title: "目标".into(),
            line: 1,
            line_end: 4,
            span: find("第一章 目标"),
        }],
        indicators: vec![indicator("i0001", "粮食产量"), indicator("i0002", "蔬菜产量")],
        targets: vec![target.clone(), Target { id: "t0002".into(), value: None, ..target }],
        observations: vec![
            Observation { provenance: provenance("12.50"), ..observation("i0001", 2015, "11.0", "") },
            Observation {
                id: ObservationId::of(2),
                months: Months::through(9),
                ..observation("i0001", 2016, "7.5", "2016-10-20")
            },
        ],
        projects: vec![Project {
            id: "p0001".into(),
            name: "水库".into(),
            name_full: "新建水库".into(),
            box_number: "1".into(),
            category: "水利".into(),
            place: "北山".into(),
            quantities: vec![Quantity { value: number("3.0"), unit: "亿元".into(), what: "投资".into() }],
            stage: "planned".into(),
            work: "新建".into(),
            phase: "一期".into(),
            part_of: None,
            investment: Some(Quantity { value: number("7.20"), unit: "亿元".into(), what: String::new() }),
            period_investment: None,
            start_year: Some(2016),
            end_year: Some(2019),
            provenance: Provenance {
                doubt: Some(Doubt { confidence: 40, reason: "可能是一类".into() }),
                ..provenance("新建水库")
            },
        }],
        tasks: vec![Task {
            id: "k0001".into(),
            lead: String::new(),
            verb: "新建".into(),
            object: "水库".into(),
            quantified: true,
            deadline: Some(2018),
            provenance: provenance("新建水库"),
        }],
        places: vec![Place {
            id: "l0001".into(),
            name: "北山".into(),
            kind: PlaceKind::Region,
            parent: None,
            code: "999999".into(),
            regime: String::new(),
            provenance: provenance("水库"),
        }],
        bodies: vec![Body {
            id: "b0001".into(),
            name: "水利局".into(),
            kind: BodyKind::Department,
            parent: None,
            provenance: provenance("水库"),
        }],
        assignments: vec![Assignment {
            id: "a0001".into(),
            item: Item::Project("p0001".into()),
            body: "b0001".into(),
            role: AssignmentRole::Lead,
            confirmed: false,
            provenance: provenance("水库"),
        }],
        schedule: vec![Schedule {
            id: "c0001".into(),
            target: "t0001".into(),
            year: 2018,
            region: String::new(),
            value: number("11.90"),
        }],
        relations: vec![Relation {
            id: "r0001".into(),
            kind: RelationKind::Sum,
            result: None,
            parts: vec!["i0001".into(), "i0002".into()],
            factor: 0.1,
            note: "定义".into(),
        }],
    }
}

pub(crate) fn findings() -> Vec<Finding> {
    let found = Diagnostic::new("T001", "binding-without-value", Family::Target, Severity::Warning)
        .message("没有数值", "no value")
        .label(find("粮食产量"), "这里", "here")
        .help("写明数值", "state the value")
        .artefact();
    vec![Finding::from(&found)]
}

pub(crate) fn load<'a>(plan: &'a Plan, document: &'a Document, findings: &'a [Finding]) -> LoadPlan<'a> {
    LoadPlan { id: None, plan, document: Some(document), findings }
}

/// A change that somebody made from the command line at a time.
pub(crate) fn by(who: &str, at: &str) -> Change {
    Change { who: who.into(), origin: "cli".into(), when: at.parse().unwrap(), why: String::new() }
}

/// Loads the plan into a store.
pub(crate) async fn loaded(store: &Store) {
    let (plan, document, findings) = (plan(), document(), findings());
    let change = by("wang", "2026-03-01T08:00:00Z");
    store.load_plan(load(&plan, &document, &findings), &change).await.unwrap();
}
