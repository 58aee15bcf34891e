use crate::city::{city, made, moment};
use assess::{Row, Status, TargetKind};
use report::Verdict;

fn row() -> Row {
    let city = city();
    let assessment = city.judged(&moment());
    assessment.rows.into_iter().find(|row| row.target.as_str() == "t0004").unwrap()
}

/// Each word has one rule; here one row for each.
#[test]
fn each_word_has_its_rule() {
    let with = |status, kind| Verdict::of(&Row { status, kind, ..row() });
    assert_eq!(with(Status::Met, TargetKind::Level), Verdict::Early, "reached before its year");
    assert_eq!(
        with(Status::Met, TargetKind::Ceiling),
        Verdict::AsExpected,
        "a limit is kept, not reached early"
    );
    assert_eq!(with(Status::Ahead, TargetKind::Level), Verdict::Faster);
    assert_eq!(with(Status::OnTrack, TargetKind::Level), Verdict::AsExpected);
    for status in [Status::Behind, Status::Missed, Status::Hollow] {
        assert_eq!(with(status, TargetKind::Level), Verdict::Behind, "{status:?}");
    }
    for status in [Status::Open, Status::NoData, Status::Undecidable] {
        assert_eq!(with(status, TargetKind::Level), Verdict::Open, "{status:?}");
    }
    let at_the_end = Row { status: Status::Met, latest: row().goal, ..row() };
    assert_eq!(Verdict::of(&at_the_end), Verdict::AsExpected, "reached in its year");
}

#[test]
fn every_word_and_its_rule_stand_in_the_report() {
    let text = story::markdown(&made(&city(), "midterm").blocks);
    for verdict in Verdict::ALL {
        assert!(text.contains(verdict.rule()), "{verdict:?}");
    }
    assert!(text.contains("由本系统制定"));
}

#[test]
fn the_city_has_one_of_each() {
    let text = story::markdown(&made(&city(), "midterm").blocks);
    assert!(text.contains("森林覆盖率：2023年为42.3%，目标42.0%（2025年），完成进度"), "{text}");
    assert!(
        text.contains("提前实现1项") && text.contains("滞后") && text.contains("另有1项暂无法判断"),
        "{text}"
    );
    assert!(text.contains("距目标还差0.8个百分点。"), "shares differ by points: {text}");
}
