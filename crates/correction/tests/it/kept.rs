use correction::{Act, Anchor, Correction, Kind, Why, anchor, apply};
use plan::Plan;
use plan::package::Named;
use source::Span;

pub(crate) const FIRST: &str = "云岭市国民经济和社会发展第十五个五年规划纲要

第一章 发展目标

到2030年，地区生产总值达到1900亿元，森林覆盖率达到45%以上，常住人口城镇化率达到60%。

第二章 重点工程

建设云岭港二期工程，实施任务计划工程，推进知识产权保护。力争旅游收入再上新台阶，接待游客四千万人次。
";

/// The next draft: a chapter before, words around the places changed, a target gone.
pub(crate) const SECOND: &str = "云岭市国民经济和社会发展第十五个五年规划纲要

第一章 发展环境

“十四五”时期，全市经济平稳增长。

第二章 发展目标

到2030年，地区生产总值达到1900亿元左右，森林覆盖率达到45%以上。

第三章 重点工程

加快建设云岭港二期工程，实施任务计划工程，推进知识产权保护。力争旅游收入再上新台阶，接待游客四千万人次。
";

pub(crate) fn read(text: &str) -> Plan {
    let request = reading::Request { name: "plan.txt".into(), ..reading::Request::default() };
    reading::read(text.as_bytes(), &request).unwrap().plan
}

fn fields(pairs: &[(&str, &str)]) -> Named {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn target(plan: &Plan, subject: &str) -> String {
    plan.targets.iter().find(|row| row.subject == subject).unwrap().id.to_string()
}

fn on(plan: &Plan, id: i64, kind: Kind, row: &str, act: Act, changes: &[(&str, &str)]) -> Correction {
    Correction { id, kind, act, anchor: anchor(plan, FIRST, kind, row).unwrap(), changes: fields(changes) }
}

fn sentence(id: i64, plan: &Plan, words: &str, changes: &[(&str, &str)]) -> Correction {
    let start = FIRST.find(words).unwrap();
    let anchor = Anchor::of_place(plan, FIRST, Span::new(start, start + words.len()));
    Correction { id, kind: Kind::Target, act: Act::Add, anchor, changes: fields(changes) }
}

#[test]
fn what_was_put_right_holds_in_the_next_version() {
    let first = read(FIRST);
    let project =
        first.projects.iter().find(|row| row.name.contains("任务计划")).map(|row| row.id.to_string());
    let mut all = vec![
        on(
            &first,
            1,
            Kind::Target,
            &target(&first, "森林覆盖率"),
            Act::Edit,
            &[("value", "54"), ("unit", "%")],
        ),
        sentence(
            2,
            &first,
            "接待游客四千万人次",
            &[
                ("indicator", "接待游客人次"),
                ("subject", "接待游客人次"),
                ("measure", "count"),
                ("comparator", "ge"),
                ("value", "4000"),
                ("unit", "万人次"),
            ],
        ),
    ];
    all.extend(project.map(|row| on(&first, 3, Kind::Project, &row, Act::Reject, &[])));
    for text in [FIRST, SECOND] {
        let plan = read(text);
        let corrected = apply(&plan, text, &all);
        assert_eq!(corrected.unmatched, [], "{text}");
        let forest = corrected.plan.targets.iter().find(|row| row.subject == "森林覆盖率").unwrap();
        assert_eq!(forest.value, "54".parse().ok());
        let guests = corrected.plan.targets.iter().find(|row| row.id.as_str() == "tc2").unwrap();
        assert_eq!((guests.year, guests.implied_year), (None, Some(2030)), "the plan's last year");
        assert_eq!(guests.provenance.span.of(text), "接待游客四千万人次", "found again where it stands now");
        assert_eq!(corrected.plan.indicator(&guests.indicator).unwrap().name, "接待游客人次");
        assert!(!corrected.plan.projects.iter().any(|row| row.name.contains("任务计划")));
        assert!(corrected.plan.targets.len() <= plan.targets.len() + 1);
    }
}

#[test]
fn what_is_gone_or_says_something_else_is_listed_and_not_guessed() {
    let first = read(FIRST);
    let urban = target(&first, "常住人口城镇化率");
    let edit = on(&first, 1, Kind::Target, &urban, Act::Edit, &[("value", "65")]);
    let forest = on(&first, 2, Kind::Target, &target(&first, "森林覆盖率"), Act::Edit, &[("value", "54")]);
    let text = SECOND.replace("达到45%以上", "达到48%以上");
    let corrected = apply(&read(&text), &text, &[edit, forest]);
    let why: Vec<_> = corrected.unmatched.iter().map(|one| (one.correction, one.why.clone())).collect();
    let changed = Why::Changed { field: "value".into(), now: "48".into() };
    assert_eq!(why, [(1, Why::Gone), (2, changed)]);
    assert_eq!(corrected.plan, read(&text), "nothing is guessed");
}

#[test]
fn a_field_that_the_next_reading_has_right_by_itself_needs_nothing() {
    let first = read(FIRST);
    let forest = on(&first, 2, Kind::Target, &target(&first, "森林覆盖率"), Act::Edit, &[("value", "48")]);
    let text = FIRST.replace("达到45%以上", "达到48%以上");
    let corrected = apply(&read(&text), &text, &[forest]);
    assert_eq!(corrected.unmatched, []);
    assert_eq!(corrected.plan.targets.len(), first.targets.len());
}

#[test]
fn an_indicator_with_another_name_keeps_its_figures_and_one_with_a_known_name_becomes_one_with_it() {
    let first = read(FIRST);
    let id = |name: &str| first.indicators.iter().find(|row| row.name == name).unwrap().id.to_string();
    let named = on(&first, 1, Kind::Indicator, &id("森林覆盖率"), Act::Edit, &[("name", "林木绿化率")]);
    let corrected = apply(&first, FIRST, &[named]);
    let row = corrected.plan.indicators.iter().find(|row| row.name == "林木绿化率").unwrap();
    assert_eq!(row.aliases, ["森林覆盖率"]);

    let merged = on(&first, 1, Kind::Indicator, &id("森林覆盖率"), Act::Edit, &[("name", "地区生产总值")]);
    let corrected = apply(&first, FIRST, &[merged]).plan;
    let gdp = corrected.indicators.iter().find(|row| row.name == "地区生产总值").unwrap();
    assert_eq!(corrected.targets_of(&gdp.id).count(), 2);
    assert_eq!(corrected.indicators.len(), first.indicators.len() - 1);
}

#[test]
fn values_that_make_no_row_are_refused_with_the_column() {
    let first = read(FIRST);
    let wrong = on(&first, 1, Kind::Target, &target(&first, "森林覆盖率"), Act::Edit, &[("value", "四成半")]);
    let Some(Why::Invalid(words)) = wrong.fault(&first, FIRST, &[]) else { panic!("it is no number") };
    assert!(words.zh.contains("数值"), "{}", words.zh);
    assert_eq!(apply(&first, FIRST, &[wrong]).plan, first);
}

#[test]
fn a_rejected_indicator_goes_with_all_that_is_said_of_it() {
    let first = read(FIRST);
    let row = first.indicators.iter().find(|row| row.name == "森林覆盖率").unwrap();
    let reject = on(&first, 1, Kind::Indicator, row.id.as_str(), Act::Reject, &[]);
    let plan = apply(&first, FIRST, &[reject]).plan;
    assert!(plan.indicator(&row.id).is_none());
    assert!(plan.targets.iter().all(|target| target.indicator != row.id));
}

#[test]
fn words_that_a_line_end_cuts_in_another_version_are_found() {
    let first = read(FIRST);
    let add = sentence(
        1,
        &first,
        "接待游客四千万人次",
        &[("indicator", "接待游客人次"), ("measure", "count"), ("comparator", "ge"), ("value", "4000")],
    );
    let text = FIRST.replace("接待游客四千万人次", "接待游客四\n千万人次");
    let corrected = apply(&read(&text), &text, &[add]);
    assert_eq!(corrected.unmatched, []);
    let guests = corrected.plan.targets.iter().find(|row| row.id.as_str() == "tc1").unwrap();
    assert_eq!(guests.provenance.span.of(&text), "接待游客四\n千万人次");
}

#[test]
fn places_and_assignments_are_added_by_name_edited_and_taken_away() {
    let first = read(FIRST);
    let at = |id, words: &str, kind, changes: &[(&str, &str)]| Correction {
        kind,
        ..sentence(id, &first, words, changes)
    };
    let words = "建设云岭港二期工程";
    let zone = [("name", "临港新区"), ("kind", "zone")];
    let inside = [("name", "港池"), ("kind", "site"), ("parent", "临港新区")];
    let forest = first.targets.iter().find(|row| row.subject == "森林覆盖率").unwrap();
    let leads = [("indicator", "森林覆盖率"), ("body", "市林业局"), ("role", "lead")];
    let all = [
        at(1, words, Kind::Place, &zone),
        at(2, words, Kind::Place, &inside),
        at(3, words, Kind::Assignment, &leads),
        at(4, words, Kind::Assignment, &[("task", "没有的任务"), ("body", "市林业局"), ("role", "lead")]),
    ];
    let done = apply(&first, FIRST, &all);
    let place = |name: &str| done.plan.places.iter().find(|row| row.name == name).unwrap();
    assert_eq!(place("港池").parent.as_ref(), Some(&place("临港新区").id));
    let assigned =
        done.plan.assignments.iter().find(|row| row.item == plan::Item::Indicator(forest.indicator.clone()));
    let body = done.plan.bodies.iter().find(|body| body.name == "市林业局").unwrap();
    assert_eq!(assigned.map(|row| &row.body), Some(&body.id), "the body that the plan did not name is made");
    assert_eq!(done.unmatched.len(), 1, "an item that is not there: {:?}", done.unmatched);

    // What was read is edited and taken away as well.
    let text = FIRST.replace("推进知识产权保护。", "推进知识产权保护（市市场监管局牵头，市财政局配合）。");
    let plan_read = read(&text);
    let Some(row) = plan_read.assignments.first() else {
        panic!("no assignment was read: {:?}", plan_read.bodies)
    };
    let with = |act, changes: &[(&str, &str)]| Correction {
        id: 9,
        kind: Kind::Assignment,
        act,
        anchor: anchor(&plan_read, &text, Kind::Assignment, row.id.as_str()).unwrap(),
        changes: fields(changes),
    };
    let edited =
        apply(&plan_read, &text, &[with(Act::Edit, &[("role", "support"), ("body", "市知识产权局")])]);
    let now = edited.plan.assignments.iter().find(|one| one.id == row.id).unwrap();
    assert_eq!(now.role, plan::AssignmentRole::Support);
    assert!(edited.plan.bodies.iter().any(|body| body.id == now.body && body.name == "市知识产权局"));
    let gone = apply(&plan_read, &text, &[with(Act::Reject, &[])]);
    assert!(gone.plan.assignments.iter().all(|one| one.id != row.id));
}
