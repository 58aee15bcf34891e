//! What changed of what the public sees, and who is told of it.

use crate::databases::Bench;
use crate::sample;
use jiff::Timestamp;
use std::collections::BTreeSet;
use store::{Change, Follow, JobFilter, News, Store};

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

fn by(time: &str) -> Change {
    Change { who: "gangyao".into(), origin: String::new(), when: at(time), why: String::new() }
}

fn news(subject: &str) -> News {
    News {
        subject: subject.into(),
        kind: "figure".into(),
        zh: "变".into(),
        en: "new".into(),
        ..News::default()
    }
}

fn follow(id: &str, subject: &str, rhythm: &str) -> Follow {
    Follow {
        id: id.into(),
        plan: "1".into(),
        subject: subject.into(),
        mark: format!("mark-{id}"),
        rhythm: rhythm.into(),
        lang: "zh".into(),
        asked_at: "2026-03-01T08:00:00Z".into(),
        ..Follow::default()
    }
}

async fn load(store: &Store) {
    let (plan, document, findings) = (sample::plan(), sample::document(), sample::findings());
    store.load_plan(sample::load(&plan, &document, &findings), &by("2026-03-01T08:00:00Z")).await.unwrap();
}

pub(crate) async fn followers_are_told_once_of_what_they_follow(bench: Bench) {
    let store = &bench.store;
    load(store).await;
    let wanted =
        [("all", "", "each"), ("one", "indicator/a", "each"), ("slow", "", "daily"), ("shy", "", "each")];
    for (id, subject, rhythm) in wanted {
        assert!(store.add_follow(&follow(id, subject, rhythm), &format!("{id}@plan.test")).await.unwrap());
    }
    assert!(
        !store.add_follow(&follow("all", "", "weekly"), "x@plan.test").await.unwrap(),
        "asked for before"
    );
    let now = at("2026-03-02T08:00:00Z");
    for id in ["all", "one", "slow"] {
        assert!(store.confirm_follow(id, now).await.unwrap());
        assert!(!store.confirm_follow(id, now).await.unwrap());
    }
    let change = by("2026-03-03T08:00:00Z");
    let two = [news("indicator/b"), news("indicator/b")];
    assert!(store.note_news("1", (None, "a"), &two, &change).await.unwrap());
    assert!(!store.note_news("1", (None, "a"), &two, &change).await.unwrap(), "another was faster");
    // Two servers ask at once: each follower is told once.
    let (first, second) =
        tokio::join!(store.enqueue_follows("1", "each", now), store.enqueue_follows("1", "each", now));
    assert_eq!(first.unwrap() + second.unwrap(), 1, "one follows another indicator, one did not confirm");
    assert!(store.note_news("1", (Some("a"), "b"), &[news("indicator/a")], &change).await.unwrap());
    assert_eq!(store.enqueue_follows("1", "each", now).await.unwrap(), 2);
    assert_eq!(store.enqueue_follows("1", "each", now).await.unwrap(), 0);
    assert_eq!(store.enqueue_follows("1", "daily", now).await.unwrap(), 1);
    let (jobs, total) = store.jobs(&JobFilter::default()).await.unwrap();
    assert_eq!(total, 4);
    assert!(jobs.iter().all(|job| job.kind == "mail" && !job.payload.contains('@') && job.mark.len() > 12));
    let marks: BTreeSet<&str> = jobs.iter().map(|job| job.mark.as_str()).collect();
    let keys: BTreeSet<&str> = jobs.iter().map(|job| job.key.as_str()).collect();
    assert_eq!((keys.len(), marks.len()), (4, 4), "one who is told of two changes is told under two keys");
    let slow = jobs.iter().find(|job| job.subject == "follow/slow").unwrap();
    assert_eq!(slow.payload, "0-3");
    assert_eq!(store.news_between("1", "", (0, 3)).await.unwrap().len(), 3);
    assert_eq!(store.news_between("1", "indicator/a", (0, 3)).await.unwrap().len(), 1);
    assert_eq!(store.news("1", "", "", 2).await.unwrap()[0].id, 3);
}

pub(crate) async fn places_and_words_are_followed_and_all_are_told_in_lots(bench: Bench) {
    let store = &bench.store;
    load(store).await;
    let now = at("2026-03-02T08:00:00Z");
    for (id, subject) in
        [("p", "place/河东县"), ("q", "place/河西县"), ("w", "search/粮食"), ("x", "search/煤")]
    {
        store.add_follow(&follow(id, subject, "each"), "x@plan.test").await.unwrap();
        store.confirm_follow(id, now).await.unwrap();
    }
    let one =
        News {
            zh: "粮食产量：2026年".into(), about: vec!["place/河东县".into()], ..news("indicator/a")
        };
    assert!(store.note_news("1", (None, "a"), &[one], &by("2026-03-03T08:00:00Z")).await.unwrap());
    assert_eq!(store.enqueue_follows("1", "each", now).await.unwrap(), 2);
    assert_eq!(store.enqueue_follows("1", "each", now).await.unwrap(), 0, "each once");
    let (jobs, _) = store.jobs(&JobFilter::default()).await.unwrap();
    let told: BTreeSet<&str> = jobs.iter().map(|job| job.subject.as_str()).collect();
    assert_eq!(told, ["follow/p", "follow/w"].into());
    for (subject, count) in
        [("", 1), ("place/河东县", 1), ("place/河西县", 0), ("search/粮食", 1), ("indicator/a", 1)]
    {
        assert_eq!(store.news("1", subject, "", 9).await.unwrap().len(), count, "{subject}");
        assert_eq!(store.news_between("1", subject, (0, 9)).await.unwrap().len(), count, "{subject}");
    }
    assert_eq!(store.news("1", "", "2026-03-04", 9).await.unwrap().len(), 0, "since a day");
}

pub(crate) async fn who_leaves_is_forgotten(bench: Bench) {
    let store = &bench.store;
    load(store).await;
    store.add_follow(&follow("a", "", "each"), "a@plan.test").await.unwrap();
    store.add_follow(&follow("b", "", "each"), "b@plan.test").await.unwrap();
    assert_eq!(store.follow_address("a").await.unwrap().as_deref(), Some("a@plan.test"));
    store.end_follow("a").await.unwrap();
    assert_eq!((store.follow("a").await.unwrap(), store.follow_address("a").await.unwrap()), (None, None));
    assert_eq!(store.forget_unconfirmed(at("2026-03-01T08:00:00Z")).await.unwrap(), 0);
    assert_eq!(store.forget_unconfirmed(at("2026-03-01T08:00:01Z")).await.unwrap(), 1);
    assert_eq!(store.follow("b").await.unwrap(), None);
}

pub(crate) async fn an_address_is_called_and_its_misses_are_counted(bench: Bench) {
    let store = &bench.store;
    load(store).await;
    let now = at("2026-03-02T08:00:00Z");
    for (id, rhythm) in
        [("00aa1", store::CALLED), ("00aa2", store::CALLED), ("00ab1", store::CALLED), ("00aa3", "each")]
    {
        let url = format!("https://hooks.test/{id}");
        assert!(store.add_follow(&follow(id, "", rhythm), &url).await.unwrap());
        if id != "00aa2" {
            assert!(store.confirm_follow(id, now).await.unwrap());
        }
    }
    assert_eq!(store.count_follows_like("00aa").await.unwrap(), 1, "confirmed, and called");
    for number in 1..=5 {
        let (before, seen) = (store.news_seen("1").await.unwrap(), number.to_string());
        let change = by(&format!("2026-03-0{number}T09:00:00Z"));
        assert!(store.note_news("1", (before.as_deref(), &seen), &[news("")], &change).await.unwrap());
        assert_eq!(store.enqueue_follows("1", store::CALLED, now).await.unwrap(), 2);
    }
    let subject = "follow/00aa1";
    assert_eq!(store.given_up_in_a_row("webhook", subject).await.unwrap(), 0);
    // Given up, done, given up twice, given up: three since the last that was done.
    for (is_done, misses) in [(false, 1), (true, 0), (false, 1), (false, 2), (false, 3)] {
        let lease = jiff::SignedDuration::from_mins(1);
        loop {
            let [job] = &store.claim_jobs(&["webhook"], "one", now, lease, 1).await.unwrap()[..] else {
                panic!("a job")
            };
            assert!(!job.payload.contains("hooks.test"), "no address stands in the table of jobs");
            if job.subject != subject {
                assert!(store.finish_job(job, now).await.unwrap());
                continue;
            }
            if is_done {
                assert!(store.finish_job(job, now).await.unwrap());
            } else {
                store.fail_job(job, "no answer", None, now).await.unwrap();
            }
            break;
        }
        assert_eq!(store.given_up_in_a_row("webhook", subject).await.unwrap(), misses);
    }
}
