//! Batches that programs hand in: each once, and nothing twice in what waits for review.

use crate::databases::Bench;
use crate::sample;
use duty::{Stage, Step};
use plan::Status;
use store::{
    Change, Dispatch, Figure, ProjectFacts, ProjectItem, Push, PushRefusal, Store, SubmissionFilter,
    Submitted,
};

fn by(who: &str, at: &str) -> Change {
    Change { who: who.into(), origin: "10.0.0.1".into(), when: at.parse().unwrap(), why: String::new() }
}

async fn load(store: &Store) {
    let (plan, document, findings) = (sample::plan(), sample::document(), sample::findings());
    let change = by("wang", "2026-03-01T08:00:00Z");
    store.load_plan(sample::load(&plan, &document, &findings), &change).await.unwrap();
}

fn figure(region: &str, value: &str) -> (Figure, String, bool) {
    let figure = Figure {
        plan: "1".into(),
        indicator: sample::plan().indicators[0].name.clone(),
        region: region.into(),
        year: 2027,
        value: Some(value.parse().unwrap()),
        unit: "万吨".into(),
        status: Status::Preliminary,
        source: "追溯系统".into(),
        comment: String::new(),
        attachment: None,
        dimensions: plan::Dimensions::default(),
    };
    (figure, "city".into(), false)
}

fn batch(key: &str, kind: &str, items: i64) -> Push {
    Push {
        plan: "1".into(),
        key: key.into(),
        digest: format!("of {key}"),
        system: "追溯系统".into(),
        kind: kind.into(),
        items,
        ..Push::default()
    }
}

/// Everything of this file once, for tests of what is sealed.
pub(crate) async fn one_of_each(store: &Store, change: &Change) {
    store.push_figures(&batch("filled", "observations", 1), &[figure("", "1")], change).await.unwrap();
}

async fn waiting(store: &Store) -> Vec<(String, String)> {
    let filter = SubmissionFilter { stages: vec![Stage::AtCity], ..SubmissionFilter::default() };
    let all = store.submissions(&filter).await.unwrap();
    let mut shown: Vec<(String, String)> =
        all.iter().map(|one| (one.figure.region.clone(), one.figure.value.unwrap().to_string())).collect();
    shown.sort();
    shown
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(region, value)| ((*region).to_owned(), (*value).to_owned())).collect()
}

pub(crate) async fn a_batch_is_taken_once_and_what_waits_is_not_doubled(bench: Bench) {
    let store = &bench.store;
    load(store).await;
    let li = by("li", "2027-03-01T08:00:00Z");
    let figures = [figure("", "1.5"), figure("甲县", "2")];
    let (first, is_new) = store.push_figures(&batch("a", "observations", 2), &figures, &li).await.unwrap();
    assert!(is_new);
    assert_eq!((first.id, first.kept, first.account.as_str()), (1, 2, "li"));
    assert_eq!(store.push("1", "li", "a").await.unwrap(), Some(first.clone()));
    assert_eq!(store.push("1", "zhao", "a").await.unwrap(), None, "another's key is another key");
    // Sent again after a lost answer, whatever is in it.
    let again = by("li", "2027-03-01T09:00:00Z");
    let (known, is_new) =
        store.push_figures(&batch("a", "observations", 1), &[figure("", "9")], &again).await.unwrap();
    assert_eq!((known, is_new), (first, false));
    assert_eq!(waiting(store).await, pairs(&[("", "1.5"), ("甲县", "2")]));
    // The next day: one figure as before, one that says something else, one more.
    let next = by("li", "2027-03-02T08:00:00Z");
    let figures = [figure("", "1.50"), figure("甲县", "2.1"), figure("乙县", "3")];
    let (second, _) = store.push_figures(&batch("b", "observations", 3), &figures, &next).await.unwrap();
    assert_eq!((second.items, second.kept), (3, 2));
    assert_eq!(waiting(store).await, pairs(&[("", "1.5"), ("乙县", "3"), ("甲县", "2.1")]));
    // What a person typed stays beside it, and what was reviewed is not taken back.
    let one = &figure("甲县", "2.05").0;
    store.hand_in_all(&[(one.clone(), "city".into(), false)], "form", "", &next).await.unwrap();
    let all = store.submissions(&SubmissionFilter::default()).await.unwrap();
    let id = |holds: &dyn Fn(&Submitted) -> bool| all.iter().find(|one| holds(one)).unwrap().id;
    let own = id(&|one| one.figure.region.is_empty());
    store.step_submission(own, Step::Approve, None, &by("wang", "2027-03-03T08:00:00Z")).await.unwrap();
    let third = [figure("", "1.7"), figure("甲县", "2.2")];
    let change = by("li", "2027-03-04T08:00:00Z");
    store.push_figures(&batch("c", "observations", 2), &third, &change).await.unwrap();
    let left = pairs(&[("", "1.7"), ("乙县", "3"), ("甲县", "2.05"), ("甲县", "2.2")]);
    assert_eq!(waiting(store).await, left);
    assert_eq!(store.submission(own).await.unwrap().stage, Stage::Approved);
    assert!(store.plan("1", None).await.unwrap().figures.is_empty(), "nothing is published by it");
}

pub(crate) async fn states_of_projects_come_as_a_batch_and_refusals_are_counted(bench: Bench) {
    let store = &bench.store;
    load(store).await;
    let li = by("li", "2027-03-01T08:00:00Z");
    let item = ProjectItem { name: "云川大桥".into(), ..ProjectItem::default() };
    let id = store.keep_projects("1", &[item.into()], &li).await.unwrap()[0];
    let state = Dispatch { month: "2027-02".into(), stage: "building".into(), ..Dispatch::default() };
    let item = store.project_item("1", id).await.unwrap();
    let facts = [ProjectFacts { dispatches: vec![state], ..item.into() }];
    let (push, is_new) = store.push_projects(&batch("p", "projects", 1), &facts, &li).await.unwrap();
    assert_eq!((push.kept, is_new), (1, true));
    assert!(!store.push_projects(&batch("p", "projects", 1), &facts, &li).await.unwrap().1);
    let kept = store.dispatches(&[id]).await.unwrap();
    assert_eq!((kept.len(), kept[0].stage.as_str(), kept[0].made_by.as_str()), (1, "building", "li"));
    let missing = Push { plan: "gone".into(), ..batch("x", "projects", 1) };
    assert!(store.push_projects(&missing, &facts, &li).await.unwrap_err().is_missing());

    let sums = store.push_sums("1", "2027-03-02T00:00:00Z").await.unwrap();
    assert_eq!(sums.len(), 1);
    assert_eq!((sums[0].last_at.as_str(), sums[0].batches, sums[0].items), ("2027-03-01T08:00:00Z", 0, 0));
    let sums = store.push_sums("1", "2027-03-01T00:00:00Z").await.unwrap();
    assert_eq!((sums[0].batches, sums[0].items, sums[0].system.as_str()), (1, 1, "追溯系统"));

    let refusal = |day: &str, said: &str| PushRefusal {
        account: "li".into(),
        problem: "push-unit".into(),
        day: day.into(),
        said: said.into(),
        last_at: format!("{day}T01:00:00Z"),
        ..PushRefusal::default()
    };
    for (day, said) in
        [("2027-01-01", "旧"), ("2027-03-01", "一"), ("2027-03-01", "二"), ("2027-03-02", "三")]
    {
        store.count_refusal("1", &refusal(day, said), "2027-02-01").await.unwrap();
    }
    let told = store.push_refusals("1", "2026-01-01").await.unwrap();
    let told: Vec<_> = told.iter().map(|one| (one.day.as_str(), one.times, one.said.as_str())).collect();
    assert_eq!(told, [("2027-03-02", 1, "三"), ("2027-03-01", 2, "二")], "what is old is forgotten");
}
