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
