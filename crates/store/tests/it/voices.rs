//! What citizens say, and what is decided about it.

use crate::databases::Bench;
use crate::sample::{self, by};
use std::collections::BTreeMap;
use store::{Change, Matter, MatterStep, NewVoiceDecision, Store, StoreError, Voice};

fn voice(id: &str, likeness: &str, at: &str) -> Voice {
    Voice {
        id: id.into(),
        receipt: format!("receipt-{id}"),
        plan: "1".into(),
        kind: "question".into(),
        subject: "place/云岭".into(),
        said: "路灯什么时候修好？".into(),
        naming: "hidden".into(),
        lane: "proved".into(),
        likeness: likeness.into(),
        state: "waiting".into(),
        made_at: format!("2026-03-0{at}T08:00:00Z"),
        erase_on: "2027-03-01".into(),
        ..Voice::default()
    }
}

fn decision(voice: &str, from: &str, to: &str, outcome: &str) -> NewVoiceDecision {
    NewVoiceDecision {
        voice: voice.into(),
        with_alike: true,
        from: from.into(),
        to: to.into(),
        outcome: outcome.into(),
        reason: if to == "accepted" { String::new() } else { "off-topic".into() },
        words: String::new(),
    }
}

fn opening() -> MatterStep<'static> {
    let matter = Matter {
        kind: "voice".into(),
        subject: "voice/b".into(),
        title: "路灯".into(),
        state: "passed".into(),
        is_open: true,
        owner: "office/tjj".into(),
        due: "2026-03-20".into(),
        fields: BTreeMap::from([("said".to_owned(), "路灯什么时候修好？".to_owned())]),
        ..Matter::default()
    };
    MatterStep { matter, step: "open".into(), ..MatterStep::default() }
}

/// Something that was said, with a decision, for tests of what is sealed.
pub(crate) async fn one_of_each(store: &Store, change: &Change) {
    assert!(store.add_voice(&voice("z", "zz", "1"), "王").await.unwrap());
    let refused = decision("z", "waiting", "refused", "refused");
    store.decide_voice("1", &refused, ("00", None), change).await.unwrap();
}

pub(crate) async fn what_is_sent_eight_times_at_once_is_kept_once(bench: Bench) {
    let store = &bench.store;
    sample::loaded(store).await;
    for number in 0..10 {
        let one = voice(&format!("v{number}"), &format!("x{number}"), "1");
        let person = format!("王敏 {}", one.receipt);
        let mut sending = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (store, one, person) = (store.clone(), one.clone(), person.clone());
            sending.spawn(async move { store.add_voice(&one, &person).await });
        }
        let kept = sending.join_all().await;
        let kept: Vec<bool> =
            kept.into_iter().map(|kept| kept.expect("the second is the first again")).collect();
        assert_eq!(kept.iter().filter(|kept| **kept).count(), 1, "{kept:?}");
    }
}

pub(crate) async fn what_was_said_waits_is_decided_once_and_becomes_a_matter(bench: Bench) {
    let store = &bench.store;
    sample::loaded(store).await;
    let wang = by("wang", "2026-03-05T08:00:00Z");
    for (id, likeness, at, lane) in [
        ("a", "x", "1", "listed"),
        ("b", "y", "3", "proved"),
        ("c", "y", "2", "proved"),
        ("d", "v", "1", "unproved"),
    ] {
        let one = Voice { lane: lane.into(), ..voice(id, likeness, at) };
        assert!(store.add_voice(&one, "").await.unwrap());
    }
    let before = store.generation().await.unwrap();
    assert!(
        !store.add_voice(&Voice { id: "e".into(), ..voice("b", "y", "4") }, "").await.unwrap(),
        "the same receipt"
    );
    assert_eq!(store.generation().await.unwrap(), before, "what arrives is no change");
    let groups = store.voice_groups("1", "waiting", 10).await.unwrap();
    let seen: Vec<(&str, i64)> = groups.iter().map(|group| (group.first.id.as_str(), group.count)).collect();
    assert_eq!(seen, [("c", 2), ("d", 1), ("a", 1)], "alike ones together, listed words last");
    assert_eq!(store.voice_groups("", "waiting", 2).await.unwrap().len(), 2);
    assert_eq!(store.waiting_voices().await.unwrap(), [("1".to_owned(), 4)]);
    let accepted = decision("c", "waiting", "accepted", "accepted");
    let (kept, held) = store.decide_voice("1", &accepted, ("00", Some(&opening())), &wang).await.unwrap();
    assert_eq!((kept.alike, held.len(), kept.matter), (2, 2, Some(1)));
    let again = store.decide_voice("1", &accepted, ("00", Some(&opening())), &wang).await;
    assert!(matches!(again, Err(StoreError::Missing { .. })), "it was decided before");
    assert_eq!(store.matter("1", 1).await.unwrap().title, "路灯");
    assert_eq!(store.voices_of_matter(1).await.unwrap().len(), 2);
    let refused = decision("a", "waiting", "refused", "refused");
    store.decide_voice("1", &refused, ("00", None), &wang).await.unwrap();
    assert!(!store.appeal_voice("b", "我认为有关").await.unwrap(), "it is shown");
    assert!(store.appeal_voice("a", "我认为有关").await.unwrap());
    assert!(!store.appeal_voice("a", "再说一次").await.unwrap(), "once");
    let upheld = decision("a", "appealed", "closed", "upheld");
    store.decide_voice("1", &upheld, ("00", None), &by("li", "2026-03-06T08:00:00Z")).await.unwrap();
    let all = store.voice_decisions("1").await.unwrap();
    let outcomes: Vec<&str> = all.iter().map(|one| one.outcome.as_str()).collect();
    assert_eq!(outcomes, ["accepted", "refused", "upheld"]);
    assert!(store.verify_content().await.unwrap().is_ok());
}

pub(crate) async fn who_said_it_is_encrypted_and_forgotten(bench: Bench) {
    let store = &bench.store;
    sample::loaded(store).await;
    store.add_voice(&voice("a", "x", "1"), "李青 li@plan.test").await.unwrap();
    store.add_voice(&Voice { erase_on: "2026-04-01".into(), ..voice("b", "y", "1") }, "王敏").await.unwrap();
    assert_eq!(store.voice_person("a").await.unwrap().as_deref(), Some("李青 li@plan.test"));
    assert!(store.voice("a").await.unwrap().unwrap().has_person);
    assert_eq!(store.own_secret("voices").await.unwrap(), store.own_secret("voices").await.unwrap());
    assert_ne!(store.own_secret("voices").await.unwrap(), store.own_secret("others").await.unwrap());
    assert_eq!(store.forget_old_voices("2026-03-31").await.unwrap(), 0);
    assert_eq!(store.forget_old_voices("2026-04-01").await.unwrap(), 1);
    let gone = store.voice("b").await.unwrap().unwrap();
    assert!(!gone.has_person && gone.said.is_empty(), "what was never shown goes as well");
    store.forget_voice_person("a").await.unwrap();
    assert_eq!(store.voice_person("a").await.unwrap(), None);
    assert!(!store.voice("a").await.unwrap().unwrap().said.is_empty());
    // Of a plan that is deleted nothing stays.
    store.add_voice(&voice("c", "x", "1"), "王敏").await.unwrap();
    let change = by("wang", "2026-03-05T08:00:00Z");
    store.set_archived("1", true, &change).await.unwrap();
    store.delete_plan("1", &change).await.unwrap();
    assert_eq!(store.voice("c").await.unwrap(), None);
}
