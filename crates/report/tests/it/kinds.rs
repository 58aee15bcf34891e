use crate::city::{city, made, moment, outline};
use report::{KINDS, Medium, write};
use story::Block;

#[test]
fn every_kind_is_written_in_every_medium_twice_alike() {
    let city = city();
    let day = jiff::civil::date(2024, 4, 30);
    for (kind, ..) in KINDS {
        let report = made(&city, kind);
        for medium in Medium::HERE {
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

/// Half a year of figures in three years, and a schedule.
fn with_months() -> crate::city::City {
    let mut city = city();
    for (year, value) in [(2021, "150"), (2022, "160"), (2023, "168"), (2024, "171")] {
        let mut one = city.figures.iter().find(|one| one.indicator.as_str() == "i0001").unwrap().clone();
        one.id = plan::ObservationId(format!("m{year}"));
        one.value = value.parse().ok();
        value.clone_into(&mut one.value_text);
        one.period = Some(plan::Period { start: year, end: year });
        one.year = Some(year);
        one.months = plan::Months::through(6);
        one.vintage = format!("{year}-07-15");
        city.figures.push(one);
    }
    for (year, value) in [(2023, "352.0"), (2024, "374.0")] {
        city.plan.schedule.push(plan::Schedule {
            id: format!("s{year}").as_str().into(),
            target: "t0001".into(),
            year,
            region: String::new(),
            value: value.parse().unwrap(),
        });
    }
    city
}

fn said(city: &crate::city::City, kind: &str) -> String {
    let assessment = city.judged(&assess::AsOf::known(2023, "2024-07-31").unwrap());
    let report = report::make(&outline(kind), city.inputs(&assessment), &|_| String::new());
    assert_eq!(report::untraced(&report.blocks), Vec::<String>::new(), "{kind}");
    assert!(report.holds(city.inputs(&assessment)));
    format!("{}\n{}", report.title, story::markdown(&report.blocks))
}

#[test]
fn the_running_year_is_told_from_its_months() {
    let city = with_months();
    for kind in ["half-year", "economy"] {
        let text = said(&city, kind);
        assert!(text.contains("南坪市2024年"), "{kind}: {text}");
        assert!(text.contains("171亿元") && text.contains("有月度、季度数据的目标1项"), "{kind}: {text}");
    }
    let none = said(&crate::city::city(), "economy");
    assert!(none.contains("没有当年月度、季度数据。") && none.contains("主要指标运行情况表：无。"), "{none}");
}

#[test]
fn the_yearly_plan_has_what_was_wanted_what_came_and_what_is_wanted_next() {
    let text = said(&with_months(), "execution");
    assert!(
        text.starts_with(
            "关于南坪市2023年国民经济和社会发展计划执行情况与2024年国民经济和社会发展计划草案的报告"
        ),
        "{text}"
    );
    assert!(text.contains("地区生产总值：355.0亿元，年度目标352.0亿元，上年340.10亿元。"), "{text}");
    // A target without a step for the year has none: the path is no target.
    assert!(text.contains("城镇化率：63.1%，上年62.1%。"), "{text}");
    for head in ["2022年实绩", "2023年目标", "2023年预计完成", "2024年目标"] {
        assert!(text.contains(head), "{head}: {text}");
    }
    let row = text.lines().find(|line| line.starts_with('|') && line.contains("地区生产总值")).unwrap();
    for value in ["340.10", "352.0", "355.0", "374.0"] {
        assert!(row.contains(value), "{value}: {row}");
    }
}

/// A target that stands in the table and in the text of a plan counts once.
#[test]
fn a_target_that_is_stated_twice_is_one() {
    let mut city = city();
    let mut again = city.plan.targets[3].clone();
    again.id = "t0099".into();
    again.comparator = plan::Comparator::Eq;
    city.plan.targets.push(again);
    let text = said(&city, "midterm");
    assert!(text.contains("主要目标共8项") && text.matches("城镇化率：2023年为63.1%").count() <= 2, "{text}");
    let other = city.plan.targets.last_mut().unwrap();
    other.value = "64.0".parse().ok();
    "64.0".clone_into(&mut other.value_text);
    assert!(said(&city, "midterm").contains("主要目标共9项"));
}

#[test]
fn what_a_person_writes_stands_in_its_place_and_its_figures_are_theirs() {
    let city = city();
    let assessment = city.judged(&moment());
    let outline = outline("midterm");
    let made = report::made(&outline, city.inputs(&assessment));
    let open = made.iter().find(|one| !one.write.is_empty()).unwrap();
    let table = made.iter().find(|one| one.text.contains("指标完成情况表")).unwrap();
    let written = [
        report::Written {
            place: open.place.clone(),
            words: "评估由3个组分工。\n\n历时2个月。".into(),
            source: "text/1 wang".into(),
        },
        report::Written {
            place: table.place.clone(),
            words: "表后说明。".into(),
            source: "text/2 li".into(),
        },
    ];
    let inputs = report::Inputs { written: &written, ..city.inputs(&assessment) };
    let report = report::make(&outline, inputs, &|_| String::new());
    let text = story::markdown(&report.blocks);
    assert!(text.contains("评估由3个组分工。\n\n历时2个月。") && !text.contains(&open.write), "{text}");
    assert!(!report.open.iter().any(|one| one.contains(&open.write)));
    assert!(text.find("表后说明。").unwrap() > text.find("指标完成情况表").unwrap());
    assert_eq!(report::untraced(&report.blocks), Vec::<String>::new());
    assert!(report.holds(inputs));
    let trace = report.traces.iter().find(|one| one.text == "历时2个月。").unwrap();
    assert_eq!(trace.sources, ["text/1 wang"]);
    // What is made is the same whatever people wrote.
    assert_eq!(report::made(&outline, inputs), made);
}
