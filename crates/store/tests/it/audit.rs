//! What somebody with access to the tables may do to the audit log, and how it is found.

use crate::databases::Bench;
use crate::sample;
use audit::{Act, Entry, Fault, GENESIS, Hash, Head};
use sqlx::{AnyConnection, Connection as _};
use store::{Change, Location, Store};

fn change(why: &str) -> Change {
    Change {
        who: "wang".into(),
        origin: "cli".into(),
        when: "2026-03-01T08:00:00Z".parse().unwrap(),
        why: why.into(),
    }
}

/// A log of six entries.
async fn six(store: &Store) {
    let (plan, document, findings) = (sample::plan(), sample::document(), sample::findings());
    store.load_plan(sample::load(&plan, &document, &findings), &change("印发")).await.unwrap();
    for amount in ["1", "2", "3", "4", "5"] {
        store.put_setting("amount", amount, &change("核定")).await.unwrap();
    }
}

/// A connection of the attacker's own, past the program.
async fn attacker(bench: &Bench) -> AnyConnection {
    let url = match &bench.location {
        Location::File(path) => format!("sqlite://{}", path.display()),
        Location::Postgres(url) => url.clone(),
    };
    AnyConnection::connect(&url).await.unwrap()
}

async fn sql(connection: &mut AnyConnection, statement: &'static str) {
    sqlx::query(statement).execute(connection).await.unwrap();
}

async fn fault(bench: &Bench) -> Option<Fault> {
    bench.store.verify_audit().await.unwrap().err()
}

pub(crate) async fn what_was_changed_in_the_log_is_found(bench: Bench) {
    six(&bench.store).await;
    assert_eq!(fault(&bench).await, None);
    let mut attacker = attacker(&bench).await;
    for (attack, undo) in [
        (
            "UPDATE audit SET value_after = '\"30\"' WHERE number = 4",
            "UPDATE audit SET value_after = '\"3\"' WHERE number = 4",
        ),
        (
            "UPDATE audit SET value_before = NULL WHERE number = 4",
            "UPDATE audit SET value_before = '\"2\"' WHERE number = 4",
        ),
        (
            "UPDATE audit SET actor = 'li' WHERE number = 4",
            "UPDATE audit SET actor = 'wang' WHERE number = 4",
        ),
        (
            "UPDATE audit SET at = '2026-03-02T08:00:00Z' WHERE number = 4",
            "UPDATE audit SET at = '2026-03-01T08:00:00Z' WHERE number = 4",
        ),
        ("UPDATE audit SET origin = '' WHERE number = 4", "UPDATE audit SET origin = 'cli' WHERE number = 4"),
        (
            "UPDATE audit SET reason = '' WHERE number = 4",
            "UPDATE audit SET reason = '核定' WHERE number = 4",
        ),
        (
            "UPDATE audit SET action = 'x' WHERE number = 4",
            "UPDATE audit SET action = 'setting.put' WHERE number = 4",
        ),
        (
            "UPDATE audit SET subject = 'x' WHERE number = 4",
            "UPDATE audit SET subject = 'setting/amount' WHERE number = 4",
        ),
    ] {
        sql(&mut attacker, attack).await;
        assert_eq!(fault(&bench).await, Some(Fault::Changed { number: 4 }), "{attack}");
        sql(&mut attacker, undo).await;
        assert_eq!(fault(&bench).await, None, "{undo}");
    }
}

pub(crate) async fn a_log_that_was_cut_or_reordered_is_found(bench: Bench) {
    six(&bench.store).await;
    let store = &bench.store;
    let mut attacker = attacker(&bench).await;
    sql(&mut attacker, "UPDATE audit SET number = 100 WHERE number = 3").await;
    sql(&mut attacker, "UPDATE audit SET number = 3 WHERE number = 4").await;
    sql(&mut attacker, "UPDATE audit SET number = 4 WHERE number = 100").await;
    assert_eq!(fault(&bench).await, Some(Fault::Changed { number: 3 }), "two change places");
    sql(&mut attacker, "UPDATE audit SET number = 100 WHERE number = 3").await;
    sql(&mut attacker, "UPDATE audit SET number = 3 WHERE number = 4").await;
    sql(&mut attacker, "UPDATE audit SET number = 4 WHERE number = 100").await;
    assert_eq!(fault(&bench).await, None);

    sql(&mut attacker, "DELETE FROM audit WHERE number = 6").await;
    assert_eq!(fault(&bench).await, Some(Fault::Cut { number: 6 }), "the last one is gone");
    store.put_setting("amount", "6", &change("")).await.unwrap();
    assert_eq!(fault(&bench).await, Some(Fault::Misplaced { due: 6, found: 7 }), "going on hides nothing");

    sql(&mut attacker, "DELETE FROM audit WHERE number = 2").await;
    assert_eq!(
        fault(&bench).await,
        Some(Fault::Misplaced { due: 2, found: 3 }),
        "one from the middle is gone"
    );
    sql(&mut attacker, "UPDATE audit SET number = number - 1 WHERE number = 3").await;
    assert_eq!(fault(&bench).await, Some(Fault::Changed { number: 2 }), "closing the gap changes the entry");
    sql(&mut attacker, "DELETE FROM audit").await;
    assert_eq!(fault(&bench).await, Some(Fault::Cut { number: 1 }), "all are gone");
}

/// Writes a log of the attacker's own with fitting hashes, the kept head included.
async fn write_anew(attacker: &mut AnyConnection, entries: &[Entry]) {
    sql(attacker, "DELETE FROM audit").await;
    for entry in entries {
        sqlx::query(
            "INSERT INTO audit (number, at, actor, origin, action, subject, value_before, value_after, reason, \
             previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(entry.number as i64)
        .bind(entry.act.at.clone())
        .bind(entry.act.actor.clone())
        .bind(entry.act.origin.clone())
        .bind(entry.act.action.clone())
        .bind(entry.act.subject.clone())
        .bind(entry.act.before.clone())
        .bind(entry.act.after.clone())
        .bind(entry.act.reason.clone())
        .bind(entry.previous.to_string())
        .bind(entry.hash.to_string())
        .execute(&mut *attacker)
        .await
        .unwrap();
    }
    let head = entries.last().map_or(Head::EMPTY, |last| Head { number: last.number, hash: last.hash });
    sqlx::query("UPDATE generation SET head_number = $1, head_hash = $2")
        .bind(head.number as i64)
        .bind(head.hash.to_string())
        .execute(attacker)
        .await
        .unwrap();
}

fn chained(acts: impl IntoIterator<Item = Act>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for act in acts {
        let (number, previous): (u64, Hash) =
            entries.last().map_or((1, GENESIS), |last| (last.number + 1, last.hash));
        entries.push(Entry::chain(number, previous, act));
    }
    entries
}

pub(crate) async fn a_log_that_was_written_anew_does_not_fit_an_exported_head(bench: Bench) {
    six(&bench.store).await;
    let store = &bench.store;
    let exported = store.verify_audit().await.unwrap().unwrap();
    let mut acts: Vec<Act> = store.audit(100).await.unwrap().into_iter().map(|entry| entry.act).collect();
    acts.reverse();
    let mut attacker = attacker(&bench).await;

    let mut changed = acts.clone();
    changed[2].after = Some("\"1000\"".into());
    write_anew(&mut attacker, &chained(changed)).await;
    assert!(store.verify_audit().await.unwrap().is_ok(), "within itself the new log holds");
    let found = store.verify_audit_against(&[exported]).await.unwrap();
    assert_eq!(found, Err(Fault::Rewritten { number: 6 }));

    write_anew(&mut attacker, &chained(acts[..5].to_vec())).await;
    assert!(store.verify_audit().await.unwrap().is_ok());
    assert_eq!(store.verify_audit_against(&[exported]).await.unwrap(), Err(Fault::Cut { number: 6 }));
    // Entries in the place of those that were cut off do not help.
    store.put_setting("amount", "x", &change("")).await.unwrap();
    assert_eq!(store.verify_audit_against(&[exported]).await.unwrap(), Err(Fault::Rewritten { number: 6 }));

    write_anew(&mut attacker, &chained(acts)).await;
    assert_eq!(store.verify_audit_against(&[exported]).await.unwrap(), Ok(exported), "the honest log again");
}

pub(crate) async fn an_honest_log_fits_every_head_that_was_exported(bench: Bench) {
    let store = &bench.store;
    let mut heads = vec![store.verify_audit().await.unwrap().unwrap()];
    six(store).await;
    heads.push(store.verify_audit().await.unwrap().unwrap());
    store.put_setting("amount", "6", &change("")).await.unwrap();
    heads.push(store.verify_audit().await.unwrap().unwrap());
    let held = store.verify_audit_against(&heads).await.unwrap().unwrap();
    assert_eq!((held.number, Some(&held)), (7, heads.last()));
    // A restored log goes on where it stood, and fits the heads from before the backup.
    let path = bench.folder.path().join("copy.db");
    store.backup(&path).await.unwrap();
    store.put_setting("amount", "7", &change("")).await.unwrap();
    let lost = store.verify_audit().await.unwrap().unwrap();
    store.restore(&path, &change("演练")).await.unwrap();
    let held = store.verify_audit_against(&heads).await.unwrap().unwrap();
    assert_eq!(held.number, 8);
    assert_eq!(store.verify_audit_against(&[lost]).await.unwrap(), Err(Fault::Rewritten { number: 8 }));
    // The backup itself is a whole database.
    let copy = Store::open(&Location::File(path)).await.unwrap();
    assert_eq!(copy.verify_audit_against(&heads).await.unwrap().unwrap().number, 7);
    copy.put_setting("amount", "9", &change("")).await.unwrap();
    assert_eq!(copy.verify_audit_against(&heads).await.unwrap().unwrap().number, 8);
    copy.close().await;
}

pub(crate) async fn secrets_leave_no_trace_in_the_log(bench: Bench) {
    let store = &bench.store;
    for value in ["hush-one", "hush-two", ""] {
        store.put_setting("secret/mail-server", value, &change("")).await.unwrap();
    }
    let log = store.audit(10).await.unwrap();
    assert_eq!(log.len(), 3, "that it was set is told");
    for entry in log {
        assert_eq!(entry.act.subject, "setting/secret/mail-server");
        assert_eq!((entry.act.before, entry.act.after), (None, None));
    }
}
