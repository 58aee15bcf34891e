use crate::city::{city, made, moment};
use report::{KINDS, Origin, untraced};
use std::collections::BTreeSet;

#[test]
fn every_digit_has_a_trace_and_every_trace_comes_out_the_same() {
    let city = city();
    let assessment = city.judged(&moment());
    for (kind, ..) in KINDS {
        let report = made(&city, kind);
        assert_eq!(untraced(&report.blocks), Vec::<String>::new(), "{kind}");
        assert!(report.holds(city.inputs(&assessment)), "{kind}");
        assert!(report.traces.len() > 10, "{kind}: {}", report.traces.len());
        let names: BTreeSet<&str> = report.traces.iter().map(|trace| trace.name.as_str()).collect();
        assert_eq!(names.len(), report.traces.len());
    }
}

#[test]
fn a_digit_that_came_past_the_trace_is_seen() {
    let mut report = made(&city(), "brief");
    report.blocks.push(story::Block::Paragraph(story::Paragraph::new(
        story::Role::Plain,
        vec![story::Inline::text("约12亿元")],
    )));
    assert_eq!(untraced(&report.blocks), ["约12亿元"]);
}

/// One observation changes: what rests on it differs, what does not rest on it stays.
#[test]
fn one_observation_changes_exactly_what_rests_on_it() {
    let before = city();
    let mut after = city();
    let changed = after.figures.iter_mut().find(|one| one.id.as_str() == "x00062023").unwrap();
    changed.value = "1.72".parse().ok();
    let report = made(&before, "midterm");
    let assessment = after.judged(&moment());
    let differences = report.differences(after.inputs(&assessment));
    assert!(!differences.is_empty());
    for difference in &differences {
        let trace = report.traces.iter().find(|trace| trace.name == difference.name).unwrap();
        assert!(trace.sources.iter().any(|id| id == "t0006"), "{trace:?} {difference:?}");
    }
    let written = |text: &str| differences.iter().any(|one| one.written == text);
    assert!(
        written("1.7") && differences.iter().any(|one| one.now.as_deref() == Some("1.72")),
        "{differences:?}"
    );
    // What is printed anew is what the differences say, and nothing else.
    let again = made(&after, "midterm");
    assert_eq!(again.traces.len(), report.traces.len());
    let changed: Vec<&str> = report
        .traces
        .iter()
        .zip(&again.traces)
        .filter(|(a, b)| a.text != b.text)
        .map(|(a, _)| a.name.as_str())
        .collect();
    assert_eq!(changed, differences.iter().map(|one| one.name.as_str()).collect::<Vec<_>>());
}

#[test]
fn a_verdict_follows_its_value() {
    let mut city = city();
    let text = |city: &crate::city::City| story::markdown(&made(city, "midterm").blocks);
    assert!(
        text(&city)
            .contains("研发投入强度：2023年为1.7%，目标2.5%（2025年），完成进度20%（序时要求60%），滞后")
    );
    city.figures.iter_mut().find(|one| one.id.as_str() == "x00062023").unwrap().value = "2.6".parse().ok();
    assert!(
        text(&city).contains(
            "研发投入强度：2023年为2.6%，目标2.5%（2025年），完成进度110%（序时要求60%），提前实现"
        )
    );
}

/// The arithmetic, by hand and away from the code that makes the report.
#[test]
fn shares_and_progress_are_what_the_sources_give() {
    let city = city();
    let report = made(&city, "midterm");
    let of = |wanted: &Origin| {
        report.traces.iter().find(|trace| trace.origin == *wanted).map(|trace| trace.text.clone())
    };
    let judged = |id: &str, measure| of(&Origin::Judged(id.into(), measure));
    // (63.1 - 60.1) / (65.1 - 60.1) = 60 %; three of five years are over.
    assert_eq!(judged("t0004", report::Measure::Progress).as_deref(), Some("60"));
    assert_eq!(judged("t0004", report::Measure::Expected).as_deref(), Some("60"));
    // 37.4 - 30 = 7.4
    assert_eq!(judged("t0003", report::Measure::Gap).as_deref(), Some("7.4"));
    // The digits of the source: 42.3 and 42.0, not 42.30 or 42.
    assert_eq!(judged("t0002", report::Measure::Goal).as_deref(), Some("42.0"));
    // 12.50 亿元 + 8000 万元 = 13.3 亿元
    assert_eq!(of(&Origin::Investment).as_deref(), Some("13.3"));
    assert_eq!(of(&Origin::Priced).as_deref(), Some("2"));
    assert_eq!(of(&Origin::Actual("t0001".into(), 2022)).as_deref(), Some("340.10"));
}

#[test]
fn a_trace_names_the_observations_it_rests_on() {
    let report = made(&city(), "midterm");
    let latest = report
        .traces
        .iter()
        .find(|one| one.origin == Origin::Judged("t0001".into(), report::Measure::Latest))
        .unwrap();
    assert_eq!(latest.sources, ["t0001", "x00012023"]);
    assert_eq!(latest.text, "355.0");
}
