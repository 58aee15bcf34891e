//! What is proposed and decided of targets for a year, how bodies carry a plan out, and photos of projects.

use crate::databases::Bench;
use crate::sample::{self, by};
use store::{BodyPlan, BodyPlanTask, Change, Estimate, EstimateRound, NewAttachment, ProjectItem, Store};

const FILE: NewAttachment<'_> = NewAttachment {
    name: "方案.docx",
    media_type: "application/zip",
    sha256: "00",
    content: b"PK",
    secrecy: None,
};

fn round(value: &str, words: &str) -> EstimateRound {
    EstimateRound {
        year: 2027,
        target: "t0001".into(),
        value: value.parse().unwrap(),
        words: words.into(),
        office: "jyj".into(),
        ..EstimateRound::default()
    }
}

fn decided(value: &str) -> Estimate {
    Estimate {
        year: 2027,
        target: "t0001".into(),
        upper: Some("13".parse().unwrap()),
        upper_source: "省计划".into(),
        decided: Some(value.parse().unwrap()),
        reason: "与预测持平".into(),
        ..Estimate::default()
    }
}

fn scheme() -> BodyPlan {
    let task = BodyPlanTask {
        task: "k0001".into(),
        quote: "扩大高中资源".into(),
        place: "12".into(),
        confidence: 71,
        ..BodyPlanTask::default()
    };
    BodyPlan {
        office: "市教育局".into(), title: "实施方案".into(), tasks: vec![task], ..BodyPlan::default()
    }
}

/// Everything of this file once, for tests of what is sealed.
pub(crate) async fn one_of_each(store: &Store, change: &Change) {
    store.propose_estimates("1", &[round("12.5", "续建")], change).await.unwrap();
    store.decide_estimate("1", &decided("12.6"), change).await.unwrap();
    store.add_body_plan("1", &scheme(), FILE, change).await.unwrap();
    let item = ProjectItem { name: "东湖泵站".into(), ..ProjectItem::default() };
    let ids = store.keep_projects("1", &[item.into()], change).await.unwrap();
    store.add_project_files(("1", ids[0]), ("现场", &[FILE]), change).await.unwrap();
    store.tie_project_task(("1", ids[0]), ("k0001", true), change).await.unwrap();
}

pub(crate) async fn proposals_come_in_rounds_until_somebody_decides(bench: Bench) {
    sample::loaded(&bench.store).await;
    let store = &bench.store;
    let (first, later) = (by("li", "2026-10-01T08:00:00Z"), by("wang", "2026-11-01T08:00:00Z"));
    store.propose_estimates("1", &[round("12.50", "续建")], &first).await.unwrap();
    store.propose_estimates("1", &[round("12.8", "")], &later).await.unwrap();
    let rounds = store.estimate_rounds("1", 2027).await.unwrap();
    let shown: Vec<(i64, String, &str)> =
        rounds.iter().map(|one| (one.round, one.value.to_string(), one.made_by.as_str())).collect();
    assert_eq!(shown, [(1, "12.50".into(), "li"), (2, "12.8".into(), "wang")]);
    store.decide_estimate("1", &decided("12.6"), &first).await.unwrap();
    store.decide_estimate("1", &decided("12.7"), &later).await.unwrap();
    let estimates = store.estimates("1", 2027).await.unwrap();
    assert_eq!(estimates.len(), 1);
    assert_eq!(estimates[0].decided.unwrap().to_string(), "12.7");
    assert_eq!(store.estimates("1", 2026).await.unwrap(), []);
    assert!(store.decide_estimate("9", &decided("1"), &later).await.unwrap_err().is_missing());
    assert!(store.verify_content().await.unwrap().is_ok());
}

pub(crate) async fn documents_of_bodies_and_photos_go_with_their_plan(bench: Bench) {
    sample::loaded(&bench.store).await;
    let store = &bench.store;
    let change = by("li", "2026-10-01T08:00:00Z");
    one_of_each(store, &change).await;
    let plans = store.body_plans("1").await.unwrap();
    assert_eq!((plans.len(), plans[0].tasks.len(), plans[0].tasks[0].confidence), (1, 1, 71));
    assert_eq!(store.attachment(plans[0].attachment).await.unwrap().0.name, "方案.docx");
    store.withdraw_body_plan(("1", plans[0].id), "另有新稿", &change).await.unwrap();
    assert_eq!(store.body_plans("1").await.unwrap()[0].withdrawn, "另有新稿");
    assert!(store.withdraw_body_plan(("1", 99), "x", &change).await.unwrap_err().is_missing());
    let files = store.project_files("1", 1).await.unwrap();
    assert_eq!((files.len(), files[0].words.as_str(), files[0].name.as_str()), (1, "现场", "方案.docx"));
    assert_eq!(store.project_tasks("1", 1).await.unwrap(), ["k0001"]);
    store.tie_project_task(("1", 1), ("k0002", true), &change).await.unwrap();
    store.tie_project_task(("1", 1), ("k0001", false), &change).await.unwrap();
    store.tie_project_task(("1", 1), ("k0001", false), &change).await.unwrap();
    assert_eq!(store.project_tasks("1", 1).await.unwrap(), ["k0002"]);
    assert!(store.tie_project_task(("1", 99), ("k0001", true), &change).await.unwrap_err().is_missing());
    assert!(store.add_project_files(("1", 99), ("x", &[]), &change).await.unwrap_err().is_missing());
    store.set_archived("1", true, &change).await.unwrap();
    store.delete_plan("1", &change).await.unwrap();
    assert_eq!(store.body_plans("1").await.unwrap(), []);
    let content = store.verify_content().await.unwrap();
    assert!(content.is_ok(), "{content:?}");
}

/// The sample with a target and a task more in front, numbered anew as a reading numbers them.
fn renumbered() -> plan::Plan {
    let mut plan = sample::plan();
    let span = source::Span::new(0, "第一章".len());
    let mut target = plan::Target { subject: "油料产量".into(), ..plan.targets[0].clone() };
    (target.provenance.quote, target.provenance.span) = ("第一章".into(), span);
    let oil = plan::Indicator { name: "油料产量".into(), ..plan.indicators[0].clone() };
    plan.indicators.insert(0, oil);
    plan.targets.insert(0, target);
    let mut task = plan::Task { object: "粮库".into(), ..plan.tasks[0].clone() };
    (task.provenance.quote, task.provenance.span) = ("第一章".into(), span);
    plan.tasks.insert(0, task);
    let later = |id: &mut plan::IndicatorId| {
        let number: usize = id.as_str()[1..].parse().unwrap();
        *id = plan::IndicatorId::of(number + 1);
    };
    for (at, row) in plan.indicators.iter_mut().enumerate() {
        row.id = plan::IndicatorId::of(at + 1);
    }
    for (at, row) in plan.targets.iter_mut().enumerate() {
        row.id = plan::TargetId::of(at + 1);
        if at > 0 {
            later(&mut row.indicator);
        }
    }
    plan.observations.iter_mut().for_each(|row| later(&mut row.indicator));
    for (at, row) in plan.tasks.iter_mut().enumerate() {
        row.id = plan::TaskId::of(at + 1);
    }
    for row in &mut plan.relations {
        row.result.iter_mut().chain(&mut row.parts).for_each(later);
    }
    for row in &mut plan.assignments {
        match &mut row.item {
            plan::Item::Indicator(id) => later(id),
            plan::Item::Target(id) => {
                *id = plan::TargetId::of(id.as_str()[1..].parse::<usize>().unwrap() + 1);
            }
            plan::Item::Task(id) => *id = plan::TaskId::of(id.as_str()[1..].parse::<usize>().unwrap() + 1),
            plan::Item::Project(_) => {}
        }
    }
    for row in &mut plan.schedule {
        row.target = plan::TargetId::of(row.target.as_str()[1..].parse::<usize>().unwrap() + 1);
    }
    plan
}

pub(crate) async fn what_is_tied_to_a_row_stays_with_it_in_the_next_version(bench: Bench) {
    sample::loaded(&bench.store).await;
    let (store, change) = (&bench.store, by("wang", "2026-03-02T08:00:00Z"));
    one_of_each(store, &change).await;
    let (plan, document) = (renumbered(), sample::document());
    assert_eq!(
        (plan.targets[0].id.as_str(), plan.tasks[0].id.as_str()),
        ("t0001", "k0001"),
        "of other rows now"
    );
    let figure = plan::Observation { vintage: "2027-03-01".into(), ..plan.observations[0].clone() };
    let named = plan.indicator(&figure.indicator).unwrap().name.clone();
    let load = |plan| store::LoadPlan { id: None, plan, document: Some(&document), findings: &[] };
    let carried = store.carry_ids(&load(&plan)).await.unwrap();
    let figures = carried.figures(&[figure]);
    let along = store::Along { observations: &figures, ..store::Along::default() };
    let (now, change) = (load(&carried.plan), by("wang", "2026-03-03T08:00:00Z"));
    let key = store.load_plan_along(now, along, &change).await.unwrap();
    assert_eq!(key.version, 2);
    let now = store.plan("1", None).await.unwrap();
    let (first, was) = (&now.plan, sample::plan());
    // What the version before has is found under its id, with everything that points at it.
    for row in &was.targets {
        assert_eq!(first.targets.iter().find(|one| one.id == row.id), Some(row));
    }
    assert_eq!(first.tasks.iter().find(|one| one.id == was.tasks[0].id), Some(&was.tasks[0]));
    assert_eq!(first.indicator(&was.indicators[0].id), Some(&was.indicators[0]));
    assert_eq!((&first.assignments, &first.schedule), (&was.assignments, &was.schedule));
    assert_eq!((&first.relations, &first.observations), (&was.relations, &was.observations));
    // What is new bears an id that nothing had, also where the reading gave it one.
    let id = first.targets[0].id.as_str().to_owned();
    assert!(!was.targets.iter().any(|row| row.id.as_str() == id), "{id}");
    assert!(!was.tasks.iter().any(|row| row.id == first.tasks[0].id));
    assert_eq!(first.indicator(&first.targets[0].indicator).unwrap().name, "油料产量");
    assert_eq!(
        first.indicator(&now.figures[0].indicator).unwrap().name,
        named,
        "figures that come along follow"
    );
    // So the estimate, its round and the task of the document are those they were.
    let tied = store.estimates("1", 2027).await.unwrap().remove(0).target;
    assert_eq!(first.targets.iter().find(|row| row.id.as_str() == tied), Some(&was.targets[0]));
    let task = store.body_plans("1").await.unwrap().remove(0).tasks.remove(0).task;
    assert_eq!(first.tasks.iter().find(|row| row.id.as_str() == task).unwrap().object, "水库");
    // A third version without the new rows gives their ids to nobody; loaded once more they are new again.
    let third = sample::plan();
    let carried = store.carry_ids(&load(&third)).await.unwrap();
    store.load_plan(load(&carried.plan), &by("wang", "2026-03-04T08:00:00Z")).await.unwrap();
    assert_eq!(store.plan("1", None).await.unwrap().plan, was);
    let carried = store.carry_ids(&load(&plan)).await.unwrap();
    store.load_plan(load(&carried.plan), &by("wang", "2026-03-05T08:00:00Z")).await.unwrap();
    let again = store.plan("1", None).await.unwrap().plan.targets[0].id.clone();
    assert!(again.as_str() != id && !was.targets.iter().any(|row| row.id == again), "{again:?}");
    assert!(store.verify_content().await.unwrap().is_ok());
}
