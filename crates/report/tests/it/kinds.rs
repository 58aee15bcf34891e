use crate::city::{city, made, outline};
use report::{KINDS, Medium, write};
use story::Block;

#[test]
fn every_kind_is_written_in_every_medium_twice_alike() {
    let city = city();
    let day = jiff::civil::date(2024, 4, 30);
    for (kind, ..) in KINDS {
        let report = made(&city, kind);
        for medium in Medium::ALL {
            let once = write(&report, medium, day, "南坪市发展和改革委员会", "").unwrap();
            assert_eq!(
                once,
                write(&made(&city, kind), medium, day, "南坪市发展和改革委员会", "").unwrap(),
                "{kind} {medium:?}"
            );
            assert!(once.len() > 500, "{kind} {medium:?}");
            assert_eq!(Medium::parse(medium.ending()), Some(medium));
        }
    }
}

#[test]
fn a_report_has_the_sections_of_its_outline() {
    let city = city();
    for (kind, ..) in KINDS {
        let (report, outline) = (made(&city, kind), outline(kind));
        let sections = report.blocks.iter().filter(|block| matches!(block, Block::Section(_))).count();
        assert_eq!(sections, outline.section.len(), "{kind}");
        assert_eq!(outline.name, kind);
    }
}

#[test]
fn a_cause_stands_only_where_somebody_gave_one() {
    let mut city = city();
    let said = |city: &crate::city::City| story::markdown(&made(city, "midterm").blocks);
    assert!(said(&city).contains("市生态环境局说明：已增加监测点4个"));
    city.replies.clear();
    let without = said(&city);
    assert!(
        !without.contains("说明：") && !without.contains("由于") && !without.contains("因为"),
        "{without}"
    );
}

#[test]
fn what_a_plan_does_not_have_is_said() {
    let city = crate::city::City {
        plan: plan::Plan::default(),
        figures: Vec::new(),
        findings: Vec::new(),
        replies: Vec::new(),
    };
    for (kind, ..) in KINDS {
        let report = made(&city, kind);
        assert!(!story::markdown(&report.blocks).contains("NaN"));
        assert!(write(&report, Medium::Docx, jiff::civil::date(2024, 1, 1), "", "").is_ok(), "{kind}");
    }
    assert!(story::markdown(&made(&city, "midterm").blocks).contains("规划未列重大工程项目清单"));
}

#[test]
fn other_cities_stand_beside_one_with_rank_distance_year_and_source() {
    let mut city = city();
    let plain = story::markdown(&made(&city, "annual").blocks);
    assert!(!plain.contains("与同级地区相比"), "{plain}");
    let own = city
        .figures
        .iter()
        .find(|one| one.indicator.as_str() == "i0002" && one.year == Some(2023))
        .unwrap()
        .clone();
    for (at, (region, value)) in
        [("大连市", "45.1"), ("营口市", "41.0"), ("保定市", "44.0")].into_iter().enumerate()
    {
        city.figures.push(plan::Observation {
            id: plan::ObservationId(format!("y{at}")),
            region: region.to_owned(),
            value: value.parse().ok(),
            source: "林业公报".to_owned(),
            ..own.clone()
        });
    }
    let report = made(&city, "annual");
    let said = story::markdown(&report.blocks);
    let line = said.lines().find(|line| line.contains("个同级地区中列第")).expect("the line");
    for word in ["森林覆盖率", "2023", "4", "3", "大连市", "45.1", "林业公报", "比中位数低"]
    {
        assert!(line.contains(word), "{word} in {line}");
    }
    assert!(report::untraced(&report.blocks).is_empty());
    let traced = report.traces.iter().find(|trace| trace.text.contains("大连市")).expect("a trace");
    assert!(traced.sources.iter().any(|source| source == "y0"), "{:?}", traced.sources);
}
