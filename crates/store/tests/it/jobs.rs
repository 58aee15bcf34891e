//! Jobs: asked for once, leased to one, taken over, retried, given up, kept.

use crate::databases::Bench;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use std::collections::BTreeSet;
use store::{Change, Job, JobFilter, JobState, NewJob, Store};

const LEASE: SignedDuration = SignedDuration::from_secs(60);

fn at(minute: i64) -> Timestamp {
    "2026-03-01T08:00:00Z".parse::<Timestamp>().unwrap() + minute.minutes()
}

fn job(key: &str) -> NewJob {
    NewJob {
        kind: "mail".into(),
        key: key.into(),
        subject: "li@example.org".into(),
        payload: "{}".into(),
        run_at: at(0),
    }
}

async fn claim(store: &Store, worker: &str, now: Timestamp) -> Option<Job> {
    store.claim_jobs(&["mail"], worker, now, LEASE, 1).await.unwrap().pop()
}

async fn all(store: &Store) -> Vec<Job> {
    store.jobs(&JobFilter::default()).await.unwrap().0
}

pub(crate) async fn a_job_asked_for_twice_is_one(bench: Bench) {
    let store = &bench.store;
    assert_eq!(store.enqueue_jobs(&[job("a"), job("b"), job("a")], at(0)).await.unwrap(), 2);
    assert_eq!(store.enqueue_jobs(&[job("b"), job("c")], at(1)).await.unwrap(), 1);
    let other = NewJob { kind: "webhook".into(), ..job("a") };
    assert_eq!(store.enqueue_jobs(&[other], at(1)).await.unwrap(), 1, "a key belongs to its kind");
    let marks: BTreeSet<String> = all(store).await.into_iter().map(|job| job.mark).collect();
    assert_eq!(marks.len(), 4, "each has a mark of its own");
    assert!(marks.iter().all(|mark| mark.len() == 32));
    let done = claim(store, "w", at(1)).await.unwrap();
    assert!(store.finish_job(&done, at(1)).await.unwrap());
    assert_eq!(store.enqueue_jobs(&[job(&done.key)], at(2)).await.unwrap(), 0, "what is done stays done");
    let keys = ["a".to_owned(), "z".to_owned()];
    assert_eq!(store.new_job_keys("mail", &keys).await.unwrap(), ["z"]);
}

pub(crate) async fn a_lease_that_ran_out_is_taken_over(bench: Bench) {
    let store = &bench.store;
    store.enqueue_jobs(&[job("a")], at(0)).await.unwrap();
    let first = claim(store, "one", at(0)).await.unwrap();
    assert_eq!((first.attempts, first.state), (1, JobState::Running));
    assert!(claim(store, "two", at(0)).await.is_none(), "it is leased");
    let second = claim(store, "two", at(1)).await.expect("the lease ran out");
    assert_eq!((second.attempts, &second.mark), (2, &first.mark));
    // The first worker comes back late: it may say nothing about the job any more.
    assert!(!store.finish_job(&first, at(1)).await.unwrap());
    assert!(!store.fail_job(&first, "late", None, at(1)).await.unwrap());
    assert!(!store.renew_lease(&first, at(1), LEASE).await.unwrap());
    assert!(store.renew_lease(&second, at(1), SignedDuration::from_mins(5)).await.unwrap());
    assert!(claim(store, "one", at(4)).await.is_none(), "the lease was lengthened");
    assert!(store.finish_job(&second, at(4)).await.unwrap());
    assert!(claim(store, "one", at(60)).await.is_none());
    let done = &all(store).await[0];
    assert_eq!((done.state, done.finished_at.as_deref()), (JobState::Done, Some("2026-03-01T08:04:00Z")));
}

pub(crate) async fn a_job_that_fails_waits_and_is_given_up(bench: Bench) {
    let store = &bench.store;
    let later = NewJob { run_at: at(30), ..job("later") };
    store.enqueue_jobs(&[job("a"), later], at(0)).await.unwrap();
    let first = claim(store, "w", at(0)).await.unwrap();
    assert!(store.fail_job(&first, "refused", Some(at(5)), at(0)).await.unwrap());
    assert!(claim(store, "w", at(4)).await.is_none(), "neither is due");
    let again = claim(store, "w", at(5)).await.unwrap();
    assert_eq!((again.attempts, again.fault.as_str(), again.key.as_str()), (2, "refused", "a"));
    assert!(store.fail_job(&again, "refused again", None, at(5)).await.unwrap());
    assert_eq!(claim(store, "w", at(31)).await.unwrap().key, "later");
    assert!(claim(store, "w", at(31)).await.is_none());
    let failed = JobFilter { state: Some(JobState::Failed), ..JobFilter::default() };
    let (failed, count) = store.jobs(&failed).await.unwrap();
    assert_eq!((failed[0].fault.as_str(), count), ("refused again", 1));
    assert!(store.claim_jobs(&["digest"], "w", at(99), LEASE, 9).await.unwrap().is_empty());
}

pub(crate) async fn a_stop_gives_back_what_was_begun(bench: Bench) {
    let store = &bench.store;
    store.enqueue_jobs(&[job("a"), job("b")], at(0)).await.unwrap();
    assert_eq!(store.claim_jobs(&["mail"], "one", at(0), LEASE, 2).await.unwrap().len(), 2);
    assert_eq!(store.release_jobs("two").await.unwrap(), 0);
    assert_eq!(store.release_jobs("one").await.unwrap(), 2);
    let taken = claim(store, "two", at(0)).await.expect("at once, without waiting for the lease");
    assert_eq!(taken.attempts, 1, "a try that was given back does not count");
}

pub(crate) async fn a_receiver_that_fails_holds_up_its_own_jobs_only(bench: Bench) {
    let store = &bench.store;
    let other = NewJob { subject: "wang@example.org".into(), ..job("c") };
    store.enqueue_jobs(&[job("a"), job("b"), other], at(0)).await.unwrap();
    let failed = claim(store, "w", at(0)).await.unwrap();
    store.fail_job(&failed, "refused", Some(at(2)), at(0)).await.unwrap();
    assert_eq!(store.hold_jobs("mail", Some(&failed.subject), at(2)).await.unwrap(), 1);
    let other = claim(store, "w", at(0)).await.unwrap();
    assert_eq!(other.key, "c");
    store.finish_job(&other, at(0)).await.unwrap();
    assert!(claim(store, "w", at(1)).await.is_none());
    assert_eq!(claim(store, "w", at(2)).await.unwrap().key, "a");
    assert_eq!(claim(store, "w", at(2)).await.unwrap().key, "b");
    store.enqueue_jobs(&[job("d"), job("e")], at(2)).await.unwrap();
    assert_eq!(store.hold_jobs("mail", None, at(9)).await.unwrap(), 2);
}

pub(crate) async fn a_clock_that_was_ahead_strands_nothing(bench: Bench) {
    let store = &bench.store;
    let year = 60 * 24 * 365;
    store.enqueue_jobs(&[job("crashed"), job("failed")], at(0)).await.unwrap();
    claim(store, "w", at(year)).await.unwrap();
    let failed = claim(store, "w", at(year)).await.unwrap();
    store.fail_job(&failed, "refused", Some(at(year + 1)), at(year)).await.unwrap();
    // The clock is right again: neither a lease nor a wait of a year is one.
    assert!(claim(store, "w", at(1)).await.is_some());
    assert!(claim(store, "w", at(1)).await.is_some());
    // A day that has not come was not a day: its job is set aside, and the key is free for the real one.
    let early = NewJob { kind: "remind".into(), subject: "p".into(), ..job("p/2027-03-01") };
    let real = NewJob { key: "p/2026-03-01".into(), ..early.clone() };
    store.enqueue_jobs(std::slice::from_ref(&early), at(year)).await.unwrap();
    store.enqueue_jobs(std::slice::from_ref(&real), at(0)).await.unwrap();
    assert_eq!(store.set_aside_future_jobs("remind", at(1)).await.unwrap(), 1);
    assert_eq!(store.set_aside_future_jobs("remind", at(1)).await.unwrap(), 0);
    assert_eq!(store.enqueue_jobs(&[early], at(year)).await.unwrap(), 1);
    let job = store.claim_jobs(&["remind"], "w", at(1), LEASE, 1).await.unwrap().pop().unwrap();
    assert_eq!(job.key, "p/2026-03-01");
    assert!(store.last_job_done("remind", "p", "p/2026-03-02").await.unwrap().is_none());
    store.finish_job(&job, at(1)).await.unwrap();
    let last = store.last_job_done("remind", "p", "p/2026-03-02").await.unwrap().unwrap();
    assert_eq!(last.key, "p/2026-03-01");
    assert!(store.last_job_done("remind", "p", "p/2026-03-01").await.unwrap().is_none());
}

pub(crate) async fn two_servers_take_each_job_once(bench: Bench) {
    const JOBS: usize = 120;
    let jobs: Vec<NewJob> = (0..JOBS).map(|number| job(&number.to_string())).collect();
    bench.store.enqueue_jobs(&jobs, at(0)).await.unwrap();
    let other = Store::open(&bench.location).await.unwrap();
    let work = async |store: Store, worker: String| {
        let mut taken = Vec::new();
        while let Some(job) = claim(&store, &worker, at(0)).await {
            assert!(store.finish_job(&job, at(0)).await.unwrap());
            taken.push(job.id);
        }
        taken
    };
    let (a, b, c, d) = tokio::join!(
        work(bench.store.clone(), "a".into()),
        work(bench.store.clone(), "b".into()),
        work(other.clone(), "c".into()),
        work(other.clone(), "d".into()),
    );
    let all = [a, b, c, d].concat();
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (JOBS, JOBS));
    other.close().await;
}

pub(crate) async fn an_administrator_sees_and_decides(bench: Bench) {
    let store = &bench.store;
    let by = |why: &str| Change { who: "root".into(), origin: String::new(), when: at(9), why: why.into() };
    store.enqueue_jobs(&[job("a"), job("b")], at(0)).await.unwrap();
    let failed = claim(store, "w", at(0)).await.unwrap();
    store.fail_job(&failed, "no such host", None, at(0)).await.unwrap();
    let counts = store.job_counts().await.unwrap();
    assert_eq!(counts[&("mail".to_owned(), JobState::Failed)], 1);
    assert_eq!(counts[&("mail".to_owned(), JobState::Waiting)], 1);
    store.retry_job(failed.id, &by("地址已改正")).await.unwrap();
    let waiting = store.jobs(&JobFilter { limit: Some(1), offset: 1, ..JobFilter::default() }).await.unwrap();
    assert_eq!((waiting.0[0].id, waiting.0[0].state, waiting.1), (failed.id, JobState::Waiting, 2));
    store.drop_job(failed.id, &by("不再需要")).await.unwrap();
    assert!(store.retry_job(failed.id, &by("")).await.unwrap_err().is_missing());
    let said = store.audit_of("job", 10).await.unwrap();
    assert_eq!(said.len(), 2);
    assert_eq!((said[0].act.action.as_str(), said[0].act.reason.as_str()), ("job.drop", "不再需要"));
    assert_eq!(claim(store, "w", at(9)).await.unwrap().key, "b");
    assert!(claim(store, "w", at(9)).await.is_none());
}

pub(crate) async fn old_jobs_are_forgotten(bench: Bench) {
    let store = &bench.store;
    store.enqueue_jobs(&[job("a"), job("b")], at(0)).await.unwrap();
    let done = claim(store, "w", at(0)).await.unwrap();
    store.finish_job(&done, at(0)).await.unwrap();
    assert_eq!(store.purge_jobs(at(0)).await.unwrap(), 0);
    assert_eq!(store.purge_jobs(at(1)).await.unwrap(), 1, "what waits is kept however old it is");
    assert_eq!(all(store).await.len(), 1);
}
