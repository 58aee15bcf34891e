//! Warnings about figures, each from the smallest case that shows it.

use crate::model::{Builder, observation, target};
use assess::{AsOf, Assessment, BreakChoice, BreakDecision, Config, DataWarningKind, Status, assess};
use plan::{
    Assignment, AssignmentId, AssignmentRole, Body, BodyId, BodyKind, IndicatorId, Item, Measure,
    Observation, Plan, Provenance, Relation, RelationId, RelationKind, Status as Firmness,
};

/// A plan with one indicator on its way from 100 to 150.
fn plan() -> (Plan, IndicatorId) {
    let mut builder = Builder::new("某市", 2016, 2020);
    let grain = builder.indicator("粮食总产量", "万吨");
    builder.base(&grain, 100.0);
    builder.target(target(&grain, Measure::Level, 150.0, "万吨"));
    (builder.finish(), grain)
}

fn level(indicator: &IndicatorId, year: i32, value: f64) -> Observation {
    observation(indicator.as_str(), Measure::Level, year, value, "万吨").plain()
}

fn kinds(assessment: &Assessment) -> Vec<(DataWarningKind, Option<i32>)> {
    for warning in &assessment.data {
        println!("{} {}", warning.words.zh, warning.words.en);
    }
    assessment.data.iter().map(|w| (w.kind, w.year)).collect()
}

fn found(plan: &Plan, figures: &[Observation], year: i32) -> Vec<(DataWarningKind, Option<i32>)> {
    kinds(&assess(plan, figures, &AsOf::year(year), &Config::default()))
}

#[test]
fn clean_figures_raise_nothing() {
    let (plan, grain) = plan();
    let figures: Vec<Observation> =
        (2005..=2017).map(|y| level(&grain, y, 80.0 + 2.0 * f64::from(y - 2005))).collect();
    let figures: Vec<Observation> = figures.into_iter().filter(|f| f.year != Some(2015)).collect();
    assert_eq!(found(&plan, &figures, 2017), []);
}

#[test]
fn nobody_is_silent_since_a_year_that_is_not_known() {
    let (plan, _) = plan();
    let plan = Plan { period: None, ..plan };
    assert_eq!(found(&plan, &[], 2018), []);
}

#[test]
fn old_figures_are_stale_and_silent_owners_are_named() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let grain = builder.indicator("本市特色农产品产量", "万吨");
    builder.base(&grain, 100.0);
    builder.target(target(&grain, Measure::Level, 150.0, "万吨"));
    let mut plan = builder.finish();
    let figures = [level(&grain, 2016, 105.0)];
    assert_eq!(found(&plan, &figures, 2017), []);
    assert_eq!(found(&plan, &figures, 2018), [(DataWarningKind::Stale, Some(2016))]);
    let bureau = BodyId::of(1);
    plan.bodies.push(Body {
        id: bureau.clone(),
        name: "市农业农村局".to_owned(),
        kind: BodyKind::Department,
        parent: None,
        provenance: Provenance::outside(),
    });
    plan.assignments.push(Assignment {
        id: AssignmentId::of(1),
        item: Item::Indicator(grain.clone()),
        body: bureau,
        role: AssignmentRole::Lead,
        confirmed: true,
        provenance: Provenance::outside(),
    });
    let assessment = assess(&plan, &figures, &AsOf::year(2018), &Config::default());
    assert_eq!(kinds(&assessment), [(DataWarningKind::Silent, Some(2016))]);
    assert!(assessment.data[0].words.zh.contains("市农业农村局"));
    assert_eq!(assessment.rows[0].bodies, ["市农业农村局"]);
}

#[test]
fn a_usual_owner_goes_by_the_name_the_plan_has_for_it() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let gdp = builder.indicator("地区生产总值", "亿元");
    builder.base(&gdp, 1000.0);
    builder.target(target(&gdp, Measure::Level, 1500.0, "亿元"));
    let mut plan = builder.finish();
    let bodies =
        |plan: &plan::Plan| assess(plan, &[], &AsOf::year(2018), &Config::default()).rows[0].bodies.clone();
    assert_eq!(bodies(&plan), ["发展改革委"]);
    for (id, name) in [(1, "市教育局"), (2, "石岭县发展改革委"), (3, "市发展改革委")] {
        plan.bodies.push(Body {
            id: BodyId::of(id),
            name: name.to_owned(),
            kind: BodyKind::Department,
            parent: None,
            provenance: Provenance::outside(),
        });
    }
    assert_eq!(bodies(&plan), ["市发展改革委"]);
}

#[test]
fn exactly_the_target_deserves_a_second_look() {
    let (plan, grain) = plan();
    assert_eq!(found(&plan, &[level(&grain, 2016, 150.0)], 2016), [(DataWarningKind::Heaped, Some(2016))]);
}

#[test]
fn revisions_and_contradictions_are_told_apart() {
    let (plan, grain) = plan();
    let at = |value, status, day: &str, source: &str| {
        observation(grain.as_str(), Measure::Level, 2016, value, "万吨").known(status, day, source)
    };
    let first = at(110.0, Firmness::Preliminary, "2017-03-01", "公报");
    let last = at(104.0, Firmness::Final, "2017-10-01", "年鉴");
    let other = at(107.0, Firmness::Final, "2017-09-01", "部门统计");
    let revised = [(DataWarningKind::Revised, Some(2016))];
    assert_eq!(found(&plan, &[first.clone(), last.clone()], 2016), revised);
    let both = found(&plan, &[last.clone(), other.clone()], 2016);
    assert_eq!(both, [(DataWarningKind::Contradiction, Some(2016))]);
    // What is not yet known is not judged.
    let early = AsOf::known(2016, "2017-06-30").expect("a day");
    let assessment = assess(&plan, &[first, last, other], &early, &Config::default());
    assert_eq!(kinds(&assessment), []);
    assert_eq!(assessment.rows[0].latest.map(|p| p.value), Some(110.0));
}

#[test]
fn a_preferred_source_decides_between_equals() {
    let (plan, grain) = plan();
    let at = |value, source: &str| {
        observation(grain.as_str(), Measure::Level, 2016, value, "万吨").known(
            Firmness::Final,
            "2017-10-01",
            source,
        )
    };
    let figures = [at(104.0, "年鉴"), at(107.0, "部门统计")];
    for (wanted, value) in [("年鉴", 104.0), ("部门", 107.0)] {
        let config = Config { sources: vec![wanted.to_owned()], ..Config::default() };
        let assessment = assess(&plan, &figures, &AsOf::year(2016), &config);
        assert_eq!(assessment.rows[0].latest.map(|p| p.value), Some(value));
        assert_eq!(kinds(&assessment).len(), 1);
    }
}

#[test]
fn levels_must_fit_published_growth() {
    let (plan, grain) = plan();
    let growth = |year, value| observation(grain.as_str(), Measure::GrowthRate, year, value, "%").plain();
    let mismatch = [level(&grain, 2016, 105.0), growth(2016, 1.0)];
    assert_eq!(found(&plan, &mismatch, 2016), [(DataWarningKind::GrowthMismatch, Some(2016))]);
    let broken = [level(&grain, 2016, 80.0), growth(2016, 4.0)];
    assert_eq!(found(&plan, &broken, 2016), [(DataWarningKind::Break, Some(2016))]);
}

#[test]
fn a_break_is_kept_rebased_or_chained_as_decided() {
    let (plan, grain) = plan();
    let growth = |year, value| observation(grain.as_str(), Measure::GrowthRate, year, value, "%").plain();
    // A census cuts the level by a fifth; true growth was 10 %.
    let figures = [level(&grain, 2016, 88.0), growth(2016, 10.0)];
    let judged = |choice| {
        let breaks = vec![BreakDecision { indicator: grain.as_str().to_owned(), year: 2016, choice }];
        let config = Config { breaks, ..Config::default() };
        let row = assess(&plan, &figures, &AsOf::year(2016), &config).rows.remove(0);
        (
            row.goal.expect("a target").value,
            row.latest.expect("a value").value,
            row.progress.expect("progress"),
            row.status,
        )
    };
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} for {b}");
    let (goal, latest, progress, status) = judged(BreakChoice::Keep);
    near(goal, 150.0);
    near(latest, 88.0);
    near(progress, -0.24);
    assert_eq!(status, Status::Behind);
    let (goal, latest, progress, status) = judged(BreakChoice::Rebase);
    near(goal, 120.0);
    near(latest, 88.0);
    near(progress, 0.2);
    assert_eq!(status, Status::OnTrack);
    let (goal, latest, progress, _) = judged(BreakChoice::Chain);
    near(goal, 150.0);
    near(latest, 110.0);
    near(progress, 0.2);
}

#[test]
fn an_outlier_is_shown_and_kept() {
    let (plan, grain) = plan();
    let mut figures: Vec<Observation> =
        (2005..=2018).map(|y| level(&grain, y, 80.0 + 2.0 * f64::from(y - 2005))).collect();
    figures.retain(|f| f.year != Some(2015));
    figures.iter_mut().filter(|f| f.year == Some(2017)).for_each(|f| f.value = Some(1040.into()));
    let found = found(&plan, &figures, 2018);
    assert_eq!(found, [(DataWarningKind::Outlier, Some(2017))]);
}

#[test]
fn units_that_do_not_convert_are_reported_and_left_out() {
    let (plan, grain) = plan();
    let wrong = observation(grain.as_str(), Measure::Level, 2016, 5.0, "亿元").plain();
    let assessment = assess(&plan, &[wrong], &AsOf::year(2016), &Config::default());
    assert_eq!(kinds(&assessment), [(DataWarningKind::Unit, Some(2016))]);
    assert_eq!(assessment.rows[0].latest, None);
}

#[test]
fn parts_must_sum_to_the_whole() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let names = ["第一产业增加值", "第二产业增加值", "第三产业增加值", "地区生产总值"];
    let ids = names.map(|name| builder.indicator(name, "亿元"));
    let plan = builder.finish();
    let figure =
        |at: usize, value| observation(ids[at].as_str(), Measure::Level, 2016, value, "亿元").plain();
    let good = [figure(0, 10.0), figure(1, 40.0), figure(2, 50.0), figure(3, 100.0)];
    assert_eq!(found(&plan, &good, 2016), []);
    let bad = [figure(0, 10.0), figure(1, 40.0), figure(2, 50.0), figure(3, 110.0)];
    assert_eq!(found(&plan, &bad, 2016), [(DataWarningKind::Sum, Some(2016))]);
}

#[test]
fn an_identity_names_what_moved_the_value() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let per_head = builder.indicator("人均地区生产总值", "元");
    builder.target(target(&per_head, Measure::Level, 60000.0, "元"));
    let gdp = builder.indicator("地区生产总值", "亿元");
    let people = builder.indicator("常住人口", "万人");
    let mut plan = builder.finish();
    plan.relations.push(Relation {
        id: RelationId::of(1),
        kind: RelationKind::Quotient,
        result: Some(per_head.clone()),
        parts: vec![gdp.clone(), people.clone()],
        factor: 10_000.0,
        note: String::new(),
    });
    let figure = |id: &IndicatorId, year, value, unit, status| {
        observation(id.as_str(), Measure::Level, year, value, unit).known(status, "2021-05-31", "公报")
    };
    let figures = [
        figure(&per_head, 2015, 50000.0, "元", Firmness::Final),
        figure(&per_head, 2019, 48000.0, "元", Firmness::Final),
        figure(&gdp, 2015, 1000.0, "亿元", Firmness::Final),
        figure(&gdp, 2019, 1056.0, "亿元", Firmness::Final),
        figure(&people, 2015, 200.0, "万人", Firmness::Final),
        figure(&people, 2019, 220.0, "万人", Firmness::Revised),
    ];
    let assessment = assess(&plan, &figures, &AsOf::year(2019), &Config::default());
    let driver = assessment.rows[0].driver.as_ref().expect("an identity");
    assert_eq!(driver.zh, "2015至2019年变化-4%：常住人口+10%（重新核定），地区生产总值+5.6%");
}

/// A figure of a part of the harvest.
fn part(indicator: &IndicatorId, year: i32, value: f64, part: (&str, &str)) -> Observation {
    Observation { dimensions: plan::Dimensions::new([part]), ..level(indicator, year, value) }
}

#[test]
fn a_part_is_never_taken_for_the_whole() {
    let (plan, grain) = plan();
    let whole = [level(&grain, 2016, 104.0), level(&grain, 2017, 108.0)];
    let parts = [part(&grain, 2017, 9.0, ("城乡", "城镇")), part(&grain, 2018, 150.0, ("品种", "玉米"))];
    let both: Vec<Observation> = whole.iter().chain(&parts).cloned().collect();
    let judge = |figures: &[Observation]| assess(&plan, figures, &AsOf::year(2018), &Config::default());
    assert_eq!(judge(&both).rows, judge(&whole).rows);
}

#[test]
fn parts_are_held_against_their_whole() {
    let (plan, grain) = plan();
    let sides = |rural: f64| {
        vec![
            level(&grain, 2016, 104.0),
            part(&grain, 2016, 14.0, ("城乡", "城镇")),
            part(&grain, 2016, rural, ("城乡", "乡村")),
            part(&grain, 2016, 70.0, ("品种", "玉米")),
        ]
    };
    assert_eq!(found(&plan, &sides(90.0), 2016), []);
    assert_eq!(found(&plan, &sides(99.0), 2016), [(DataWarningKind::Sum, Some(2016))]);
    let above = [level(&grain, 2016, 104.0), part(&grain, 2016, 110.0, ("品种", "玉米"))];
    assert_eq!(found(&plan, &above, 2016), [(DataWarningKind::Sum, Some(2016))]);
}
