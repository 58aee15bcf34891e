//! Why a warning stands: the parts of the movement add up to it.

use crate::model::{Builder, observation, target};
use assess::{AsOf, Cause, CauseKind, Config, Row, assess};
use plan::{Measure, Observation, Plan, Relation, RelationId, RelationKind};

fn adds_up(cause: &Cause) {
    for opening in &cause.openings {
        let (amount, share) =
            opening.parts.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.amount, sum.1 + part.share));
        assert!((amount - cause.amount).abs() <= 1e-9 * cause.amount.abs().max(1.0), "{opening:?}");
        assert!((share - cause.share).abs() <= 1e-9, "{opening:?}");
        opening.parts.iter().for_each(adds_up);
    }
}

fn level(name: &str, year: i32, value: f64) -> Observation {
    observation(name, Measure::Level, year, value, "亿元").plain()
}

/// GDP of three sectors that fell short, with two counties.
fn plan() -> Plan {
    let mut builder = Builder::new("云川市", 2016, 2020);
    let gdp = builder.indicator("地区生产总值", "亿元");
    builder.base(&gdp, 1000.0);
    builder.target(target(&gdp, Measure::Level, 1500.0, "亿元"));
    let parts =
        ["第一产业增加值", "第二产业增加值", "第三产业增加值"].map(|name| builder.indicator(name, "亿元"));
    let mut plan = builder.finish();
    plan.relations = vec![Relation {
        id: RelationId::of(1),
        kind: RelationKind::Sum,
        result: Some(gdp),
        parts: parts.to_vec(),
        factor: 1.0,
        note: String::new(),
    }];
    plan
}

fn judged(figures: &[Observation]) -> Row {
    let assessment = assess(&plan(), figures, &AsOf::year(2018), &Config::default());
    println!("{} {}", assessment.rows[0].alert, assessment.rows[0].reason.zh);
    assessment.rows[0].clone()
}

fn figures() -> Vec<Observation> {
    let mut all: Vec<Observation> =
        (2008..=2014).map(|y| level("地区生产总值", y, 720.0 + 40.0 * f64::from(y - 2008))).collect();
    for (year, values) in [(2015, [150.0, 500.0, 340.0]), (2018, [160.0, 400.0, 390.0])] {
        for (name, value) in ["第一产业增加值", "第二产业增加值", "第三产业增加值"].into_iter().zip(values)
        {
            all.push(level(name, year, value));
        }
    }
    all.extend(
        [(2016, 985.0), (2017, 960.0), (2018, 950.0)].map(|(year, value)| level("地区生产总值", year, value)),
    );
    all
}

#[test]
fn sectors_and_a_revised_base_add_up_to_the_fall() {
    let mut figures = figures();
    figures.push(level("地区生产总值", 2015, 990.0));
    let row = judged(&figures);
    let cause = row.cause.expect("a tree");
    adds_up(&cause);
    assert_eq!((cause.kind, cause.amount, cause.share), (CauseKind::Whole, -50.0, 1.0));
    let kinds: Vec<CauseKind> = cause.openings[0].parts.iter().map(|part| part.kind).collect();
    assert_eq!(kinds, [CauseKind::Revision, CauseKind::Real]);
    let real = &cause.openings[0].parts[1];
    let first = &real.openings[0].parts[0];
    assert_eq!((first.name.as_str(), first.amount), ("第二产业增加值", -100.0));
    assert_eq!(first.words("亿元").zh, "第二产业增加值-100亿元，占200%");
    assert!(first.words("亿元").en.contains("200%"));
}

#[test]
fn counties_add_up_with_the_rest() {
    let mut figures = figures();
    for (region, before, after) in [("东县", 300.0, 280.0), ("西县", 200.0, 190.0)] {
        for (year, value) in [(2015, before), (2018, after)] {
            figures.push(
                observation("地区生产总值", Measure::Level, year, value, "亿元").region(region).plain(),
            );
        }
    }
    let cause = judged(&figures).cause.expect("a tree");
    adds_up(&cause);
    let by_region = cause.openings.iter().find(|o| o.parts.iter().any(|p| p.kind == CauseKind::Region));
    let parts = &by_region.expect("by region").parts;
    let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["东县", "西县", ""]);
    assert_eq!(parts[2].kind, CauseKind::Rest);
}

#[test]
fn without_a_warning_there_is_no_tree() {
    let mut figures = figures();
    for year in 2016..=2018 {
        let value = 1000.0 + 170.0 * f64::from(year - 2015);
        figures.retain(|f| !(f.indicator.as_str() == "地区生产总值" && f.year == Some(year)));
        figures.push(level("地区生产总值", year, value));
    }
    assert_eq!(judged(&figures).cause, None);
}
