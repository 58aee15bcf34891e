//! Cubes from plans, and what every format says of them.
#![allow(clippy::cast_possible_truncation, reason = "small figures that the test makes itself")]
#![allow(clippy::unwrap_used, missing_docs)] // tests

mod cubes;
mod formats;

use assess::{AsOf, Config};
use cube::{About, Cube};
use plan::{
    Comparator, Indicator, Measure, Months, Observation, ObservationId, Origin, Period, Plan, Provenance,
    Status, Target,
};

/// A figure of the indicator `i0001` in a year.
pub(crate) fn figure(id: &str, year: i32, value: &str) -> Observation {
    Observation {
        id: ObservationId(id.to_owned()),
        indicator: "i0001".into(),
        value: value.parse().ok(),
        value_text: value.to_owned(),
        unit: "亿元".to_owned(),
        period: Some(Period { start: year, end: year }),
        year: Some(year),
        status: Some(Status::Final),
        source: "云岭统计公报".to_owned(),
        vintage: format!("{}-03-20", year + 1),
        ..Observation::default()
    }
}

/// A plan of an invented city with one target.
pub(crate) fn plan() -> Plan {
    let indicator = |id: &str, name: &str| Indicator {
        id: id.into(),
        name: name.to_owned(),
        unit: "亿元".to_owned(),
        ..Indicator::default()
    };
    let target = Target {
        id: "t0001".into(),
        indicator: "i0001".into(),
        subject: String::new(),
        measure: Measure::Level,
        comparator: Comparator::Ge,
        value: "420.50".parse().ok(),
        value_high: None,
        value_text: "420.50".to_owned(),
        unit: "亿元".to_owned(),
        year: Some(2025),
        implied_year: None,
        averaging: None,
        scope: String::new(),
        nature: None,
        rate: "6.5".parse().ok(),
        rate_text: "6.5".to_owned(),
        provenance: Provenance { origin: Origin::Table, ..Provenance::outside() },
        ..Target::default()
    };
    Plan {
        title: "云岭市\"十四五\"规划纲要 <a&b>".to_owned(),
        region: Some("云岭市".to_owned()),
        period: Some(Period { start: 2021, end: 2025 }),
        indicators: vec![indicator("i0001", "=地区生产总值;\"甲\""), indicator("i0002", "税收")],
        targets: vec![target],
        ..Plan::default()
    }
}

/// Figures of several spans, regions and states, with one that was superseded.
pub(crate) fn figures() -> Vec<Observation> {
    let mut all =
        vec![figure("x1", 2021, "301.20"), figure("x2", 2022, "318.0"), figure("x3", 2021, "300.9")];
    all[2].status = Some(Status::Preliminary);
    "2022-02-01".clone_into(&mut all[2].vintage);
    let quarter = Observation {
        months: Months::quarter(1),
        status: Some(Status::Estimate),
        ..figure("x4", 2023, "77.10")
    };
    let through = Observation { months: Months::through(9), ..figure("x5", 2023, "240") };
    let county =
        Observation { region: "南坪县".to_owned(), ..figure("x6", 2022, "12.345678901234567890") };
    let growth =
        Observation { measure: Measure::GrowthRate, unit: "%".to_owned(), ..figure("x7", 2022, "-5.50") };
    let words = Observation {
        value: None,
        value_text: "12:44:44".to_owned(),
        measure: Measure::Ratio,
        ..figure("x8", 2022, "")
    };
    let range = Observation { period: Some(Period { start: 2016, end: 2020 }), ..figure("x9", 2020, "1200") };
    all.extend([quarter, through, county, growth, words, range]);
    all
}

pub(crate) fn cubes() -> Vec<Cube> {
    vec![
        cube::figures(&plan(), &figures(), &AsOf::year(cube::LAST_YEAR), &Config::default()),
        cube::targets(&plan()),
    ]
}

pub(crate) fn about() -> About {
    About {
        title: plan().title,
        area: "云岭市".to_owned(),
        publisher: "云岭市发展和改革委员会".to_owned(),
        licence: "https://example.org/licence".to_owned(),
        base: "https://example.org/data".to_owned(),
        day: jiff::civil::date(2024, 5, 1),
        lang: source::Lang::Zh,
    }
}

#[test]
fn parts_are_a_dimension_of_their_own_where_there_are_any() {
    let plain = cube::figures(&plan(), &figures(), &AsOf::year(cube::LAST_YEAR), &Config::default());
    assert!(plain.dimensions.iter().all(|dimension| dimension.id != "BREAKDOWN"));
    let mut all = figures();
    let part = |id, word| Observation {
        dimensions: plan::Dimensions::new([("城乡", word)]),
        ..figure(id, 2022, "200")
    };
    all.extend([part("y1", "城镇"), part("y2", "农村"), part("y3", "乡村")]);
    let cube = cube::figures(&plan(), &all, &AsOf::year(cube::LAST_YEAR), &Config::default());
    let breakdown = cube.dimensions.iter().find(|dimension| dimension.id == "BREAKDOWN").expect("parts");
    let names: Vec<&str> = breakdown.codes.iter().map(|code| code.name.zh.as_str()).collect();
    assert_eq!(breakdown.codes.len(), 3, "乡村 and 农村 are one: {names:?}");
    assert!(names.contains(&"合计") && names.contains(&"城乡=城镇"), "{names:?}");
    assert_eq!(cube.cells.len(), plain.cells.len() + 2);
    let files = cube::write(&[cube], &about(), cube::Format::SdmxCsv);
    let text: String = files.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(text.contains("BREAKDOWN") && text.contains("_T"), "{text}");
}
