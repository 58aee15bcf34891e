//! What is proposed and decided of targets for a year, how bodies carry a plan out, and photos of projects.

use crate::databases::Bench;
use crate::sample;
use store::{BodyPlan, BodyPlanTask, Change, Estimate, EstimateRound, NewAttachment, ProjectItem, Store};

fn by(who: &str, at: &str) -> Change {
    Change { who: who.into(), origin: "cli".into(), when: at.parse().unwrap(), why: String::new() }
}

async fn load(bench: &Bench) {
    let (plan, document, findings) = (sample::plan(), sample::document(), sample::findings());
    let change = by("wang", "2026-03-01T08:00:00Z");
    bench.store.load_plan(sample::load(&plan, &document, &findings), &change).await.unwrap();
}

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
}

pub(crate) async fn proposals_come_in_rounds_until_somebody_decides(bench: Bench) {
    load(&bench).await;
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
    load(&bench).await;
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
    assert!(store.add_project_files(("1", 99), ("x", &[]), &change).await.unwrap_err().is_missing());
    store.set_archived("1", true, &change).await.unwrap();
    store.delete_plan("1", &change).await.unwrap();
    assert_eq!(store.body_plans("1").await.unwrap(), []);
    let content = store.verify_content().await.unwrap();
    assert!(content.is_ok(), "{content:?}");
}
