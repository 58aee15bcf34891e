//! Aims of a year.

use crate::databases::Bench;
use crate::sample::{self, by};
use store::{Aim, AimFacts, AimMeasure, AimState, Change, NewAttachment, Store};

fn aim(title: &str) -> Aim {
    Aim {
        year: 2026,
        title: title.into(),
        office: "市教育局".into(),
        support: vec!["市财政局".into(), "市住建局".into()],
        ..Aim::default()
    }
}

fn measure(text: &str) -> AimMeasure {
    AimMeasure {
        text: text.into(),
        office: "市教育局".into(),
        due: "2026-06-30".into(),
        ..AimMeasure::default()
    }
}

fn said(aim: i64, quarter: i64, state: &str, said: &str) -> AimState {
    AimState { aim, quarter, state: state.into(), said: said.into(), ..AimState::default() }
}

const PICTURE: NewAttachment<'_> = NewAttachment {
    name: "现场.png",
    media_type: "image/png",
    sha256: "00",
    content: b"\x89PNG",
    secrecy: None,
};

/// An aim with everything that belongs to it, for tests of what is sealed.
pub(crate) async fn one_of_each(store: &Store, change: &Change) {
    let one = AimFacts { aim: aim("新建高中2所"), measures: vec![measure("完成选址")] };
    let ids = store.keep_aims("1", &[one], change).await.unwrap();
    store.say_aim("1", &said(ids[0], 1, "on-track", "已报批"), &[PICTURE], change).await.unwrap();
}

pub(crate) async fn an_aim_keeps_its_measures_and_what_was_said_of_it(bench: Bench) {
    sample::loaded(&bench.store).await;
    let store = &bench.store;
    let first = by("wang", "2026-02-01T08:00:00Z");
    let one =
        AimFacts { aim: aim("新建高中2所"), measures: vec![measure("完成选址"), measure("开工")] };
    let other = AimFacts { aim: aim("供水管网改造"), ..AimFacts::default() };
    let ids = store.keep_aims("1", &[one, other], &first).await.unwrap();
    assert_eq!(ids, [1, 2]);
    // A change keeps who set it and when; a measure without words goes, one without a number is added.
    let later = by("li", "2026-03-02T08:00:00Z");
    let mut now = store.aim("1", 1).await.unwrap();
    now.title = "新建高中3所".into();
    let gone = AimMeasure { number: 2, ..AimMeasure::default() };
    let changed = AimFacts { aim: now, measures: vec![gone, measure("竣工")] };
    assert_eq!(store.keep_aims("1", &[changed], &later).await.unwrap(), [1]);
    let now = store.aim("1", 1).await.unwrap();
    assert_eq!((now.made_by.as_str(), now.changed_by.as_str()), ("wang", "li"));
    assert_eq!((now.title.as_str(), now.support.len()), ("新建高中3所", 2));
    let measures = store.aim_measures(&ids).await.unwrap();
    let shown: Vec<(i64, &str)> = measures.iter().map(|one| (one.number, one.text.as_str())).collect();
    assert_eq!(shown, [(1, "完成选址"), (3, "竣工")]);
    // A later word for a quarter goes before an earlier one; its evidence stays.
    store.say_aim("1", &said(1, 1, "on-track", "已报批"), &[PICTURE], &later).await.unwrap();
    store.say_aim("1", &said(1, 1, "behind", "征地滞后"), &[], &later).await.unwrap();
    let states = store.aim_states(&ids).await.unwrap();
    assert_eq!((states.len(), states[0].said.as_str(), states[0].files.len()), (1, "征地滞后", 1));
    assert_eq!(states[0].files[0].1, "现场.png");
    assert_eq!(store.aims("1", Some(2025)).await.unwrap(), []);
    assert_eq!(store.aims("1", Some(2026)).await.unwrap().len(), 2);
    assert_eq!(store.aims_since(2026).await.unwrap().len(), 2);
    assert_eq!(store.aims_since(2027).await.unwrap(), []);
    let mut dropped = store.aim("1", 2).await.unwrap();
    dropped.dropped = "重复".into();
    store.keep_aims("1", &[AimFacts { aim: dropped, ..AimFacts::default() }], &later).await.unwrap();
    assert_eq!(store.aims_since(2026).await.unwrap().len(), 1, "what was dropped is nobody's");
    let carried = Aim { year: 2027, carried_from: Some(1), ..aim("新建高中3所") };
    store.keep_aims("1", &[AimFacts { aim: carried, ..AimFacts::default() }], &later).await.unwrap();
    assert_eq!(store.aims("1", None).await.unwrap()[2].carried_from, Some(1));
    let strange = AimFacts { aim: Aim { id: 9, ..aim("甲") }, ..AimFacts::default() };
    assert!(store.keep_aims("1", &[strange], &later).await.unwrap_err().is_missing());
    assert!(store.say_aim("1", &said(9, 1, "done", "完"), &[], &later).await.unwrap_err().is_missing());
    assert!(store.aim("2", 1).await.unwrap_err().is_missing());
    assert!(store.verify_content().await.unwrap().is_ok());
    store.set_archived("1", true, &later).await.unwrap();
    assert_eq!(store.aims_since(2026).await.unwrap(), [], "nobody is asked about a plan that was put away");
    store.delete_plan("1", &later).await.unwrap();
    assert_eq!(store.aims("1", None).await.unwrap(), []);
    let content = store.verify_content().await.unwrap();
    assert!(content.is_ok(), "{content:?}");
}
