//! What people put right in a reading.

use crate::databases::Bench;
use crate::sample;
use correction::{Act, Correction, Kind, anchor};
use store::{Change, NewCorrection};

fn by(who: &str, at: &str) -> Change {
    Change { who: who.into(), origin: "cli".into(), when: at.parse().unwrap(), why: "读错一列".into() }
}

/// A correction of the first target of the sample.
pub(crate) fn correction(act: Act, changes: &[(&str, &str)]) -> NewCorrection {
    let (plan, document) = (sample::plan(), sample::document());
    let changes = changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let anchor = anchor(&plan, &document.text, Kind::Target, "t0001").unwrap();
    let correction = Correction { id: 0, kind: Kind::Target, act, anchor, changes: changes.collect() };
    NewCorrection { correction, version: 1, instead_of: None }
}

async fn load(bench: &Bench) {
    let (plan, document, findings) = (sample::plan(), sample::document(), sample::findings());
    let change = by("wang", "2026-03-01T08:00:00Z");
    bench.store.load_plan(sample::load(&plan, &document, &findings), &change).await.unwrap();
}

pub(crate) async fn what_people_put_right_holds_until_it_is_taken_back(bench: Bench) {
    load(&bench).await;
    let store = &bench.store;
    let wrong = [correction(Act::Edit, &[("value", "13.5")])];
    let kept = store.add_corrections("1", &wrong, &by("wang", "2026-03-02T08:00:00Z")).await.unwrap();
    let stored = store.plan("1", None).await.unwrap();
    assert_eq!(stored.plan.targets[0].value.unwrap().to_string(), "13.5");
    assert_eq!(stored.corrections.kept[0].who, "wang");
    assert_eq!(stored.corrections.kept[0].reason, "读错一列");
    assert_eq!(store.plan_as_read("1", 1).await.unwrap(), sample::plan());
    let before = store.plan_at("1", "2026-03-01T09:00:00Z".parse().unwrap()).await.unwrap();
    assert_eq!(before.plan, sample::plan(), "as it stood before");

    // A further version of the document keeps it.
    load(&bench).await;
    let stored = store.plan("1", None).await.unwrap();
    assert_eq!((stored.key.version, stored.plan.targets[0].value), (2, "13.5".parse().ok()));

    store.withdraw_correction("1", kept[0], &by("li", "2026-03-03T08:00:00Z")).await.unwrap();
    assert_eq!(store.plan("1", None).await.unwrap().plan, sample::plan());
    let then = store.plan_at("1", "2026-03-02T09:00:00Z".parse().unwrap()).await.unwrap();
    assert_eq!(then.plan.targets[0].value.unwrap().to_string(), "13.5");
    let again = store.withdraw_correction("1", kept[0], &by("li", "2026-03-03T08:00:00Z")).await;
    assert!(again.unwrap_err().is_missing());
    assert_eq!(store.corrections("1").await.unwrap()[0].withdrawn.as_ref().unwrap().0, "li");
    assert!(store.verify_audit().await.unwrap().is_ok());
}

pub(crate) async fn figures_find_an_indicator_that_a_person_named(bench: Bench) {
    load(&bench).await;
    let store = &bench.store;
    let wrong = [correction(Act::Edit, &[("indicator", "油料产量"), ("subject", "油料产量")])];
    store.add_corrections("1", &wrong, &by("wang", "2026-03-02T08:00:00Z")).await.unwrap();
    let stored = store.plan("1", None).await.unwrap();
    let target = &stored.plan.targets[0];
    let mut figure = sample::plan().observations[0].clone();
    figure.indicator = target.indicator.clone();
    figure.vintage = "2027-03-01".into();
    store.append_observations("1", &[figure], &by("wang", "2027-03-01T08:00:00Z")).await.unwrap();
    let stored = store.plan("1", None).await.unwrap();
    assert_eq!(stored.figures.len(), 1);
    assert_eq!(stored.figures[0].indicator, stored.plan.targets[0].indicator);
}
