//! What somebody with access to the tables may do to the audit log, and how it is found.

use crate::databases::Bench;
use crate::sample;
use audit::{Act, Entry, Fault, GENESIS, Hash, Head};
use sqlx::{AnyConnection, Connection as _};
use store::{Change, Figure, Location, Store};

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
pub(crate) async fn attacker(bench: &Bench) -> AnyConnection {
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
pub(crate) async fn write_anew(attacker: &mut AnyConnection, entries: &[Entry]) {
    sql(attacker, "DELETE FROM audit").await;
    for entry in entries {
        sqlx::query(
            "INSERT INTO audit (number, at, actor, origin, action, subject, value_before, value_after, reason, \
             previous, hash, seals) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
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
        .bind(entry.act.seals.clone())
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

pub(crate) fn chained(acts: impl IntoIterator<Item = Act>) -> Vec<Entry> {
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
    assert_eq!(store.verify_audit_since(exported).await.unwrap(), Err(Fault::Rewritten { number: 6 }));
    let found = store.verify_audit_against(&[exported]).await.unwrap();
    assert_eq!(found, Err(Fault::Rewritten { number: 6 }));

    write_anew(&mut attacker, &chained(acts[..5].to_vec())).await;
    assert!(store.verify_audit().await.unwrap().is_ok());
    assert_eq!(store.verify_audit_against(&[exported]).await.unwrap(), Err(Fault::Cut { number: 6 }));
    assert_eq!(store.verify_audit_since(exported).await.unwrap(), Err(Fault::Cut { number: 6 }));
    // Entries in the place of those that were cut off do not help.
    store.put_setting("amount", "x", &change("")).await.unwrap();
    assert_eq!(store.verify_audit_against(&[exported]).await.unwrap(), Err(Fault::Rewritten { number: 6 }));
    assert_eq!(store.verify_audit_since(exported).await.unwrap(), Err(Fault::Rewritten { number: 6 }));

    write_anew(&mut attacker, &chained(acts)).await;
    assert_eq!(store.verify_audit_against(&[exported]).await.unwrap(), Ok(exported), "the honest log again");
    assert_eq!(store.verify_audit_since(exported).await.unwrap(), Ok(exported));
    store.put_setting("amount", "x", &change("")).await.unwrap();
    assert_eq!(store.verify_audit_since(exported).await.unwrap(), store.verify_audit().await.unwrap());
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

fn at(text: &str, why: &str) -> Change {
    Change { when: text.parse().unwrap(), ..change(why) }
}

/// A plan that was revised, got figures, and was loaded again, on four days.
pub(crate) async fn four_days(store: &Store) {
    let (plan, document, findings) = (sample::plan(), sample::document(), sample::findings());
    let load = || sample::load(&plan, &document, &findings);
    store.load_plan(load(), &at("2026-03-01T08:00:00Z", "印发")).await.unwrap();
    let figure = |value: &str| sample::observation("i0001", 2017, value, "2017-03-01");
    store.append_observations("1", &[figure("11.40")], &at("2026-03-02T08:00:00Z", "公报")).await.unwrap();
    let mut target = plan.targets[0].clone();
    target.value = Some("12345".parse().unwrap());
    store.revise_target("1", &target, &at("2026-03-03T08:00:00Z", "中期调整")).await.unwrap();
    store.put_setting("warning-rules", "strict", &at("2026-03-03T08:00:00Z", "")).await.unwrap();
    store.load_plan(load(), &at("2026-03-04T08:00:00Z", "重新印发")).await.unwrap();
    store.append_observations("1", &[figure("11.90")], &at("2026-03-04T08:00:00Z", "补报")).await.unwrap();
}

/// A figure that waits for the city.
pub(crate) async fn hand_in(store: &Store) {
    let figure = Figure {
        plan: "1".into(),
        indicator: sample::plan().indicators[0].name.clone(),
        region: String::new(),
        year: 2017,
        value: Some("12.10".parse().unwrap()),
        unit: "万吨".into(),
        status: plan::Status::Preliminary,
        source: "公报".into(),
        comment: String::new(),
        attachment: None,
        dimensions: plan::Dimensions::default(),
    };
    let change = at("2026-03-04T09:00:00Z", "");
    let id = store.save_draft(&figure, "k", ("", false), &change).await.unwrap();
    store.step_submission(id, duty::Step::Submit, None, &change).await.unwrap();
}

pub(crate) async fn a_plan_is_read_as_it_stood_at_any_moment(bench: Bench) {
    let store = &bench.store;
    four_days(store).await;
    let stood = async |moment: &str| {
        let plan = store.plan_at("1", moment.parse().unwrap()).await.unwrap();
        let value = plan.plan.targets[0].value.map(|value| value.to_string()).unwrap_or_default();
        (plan.key.version, plan.figures.len(), value == "12345")
    };
    assert_eq!(stood("2026-03-01T08:00:00Z").await, (1, 0, false));
    assert_eq!(stood("2026-03-02T23:00:00Z").await, (1, 1, false));
    assert_eq!(stood("2026-03-03T08:00:00Z").await, (1, 1, true));
    assert_eq!(stood("2026-03-05T00:00:00Z").await, (2, 2, false));
    let none = store.plan_at("1", "2026-02-28T00:00:00Z".parse().unwrap()).await.unwrap_err();
    assert!(none.is_missing());
    let rules =
        async |moment: &str| store.setting_at("warning-rules", moment.parse().unwrap()).await.unwrap();
    assert_eq!(rules("2026-03-02T08:00:00Z").await, None);
    assert_eq!(rules("2026-03-05T08:00:00Z").await.as_deref(), Some("strict"));
    let names = [sample::plan().indicators[0].name.clone()];
    let history = store.figure_history("1", &[names[0].as_str()]).await.unwrap();
    let told: Vec<_> = history.iter().map(|one| (one.at.as_str(), one.who.as_str())).collect();
    assert_eq!(told, [("2026-03-02T08:00:00Z", "wang"), ("2026-03-04T08:00:00Z", "wang")]);
}

#[expect(clippy::too_many_lines, reason = "one story, told in the order in which it happens")]
pub(crate) async fn what_was_changed_past_the_log_is_found(bench: Bench) {
    use store::Mismatch;
    let store = &bench.store;
    four_days(store).await;
    hand_in(store).await;
    let mismatch = async || store.verify_content().await.unwrap().err();
    assert_eq!(
        store.verify_content().await.unwrap(),
        Ok(6),
        "two loads, two appends, a revision, a submission"
    );
    let figures = |at| Some(Mismatch::Figures { plan: "1".into(), first: at, last: at });
    let version = |version| Some(Mismatch::Version { plan: "1".into(), version });
    let target = Some(Mismatch::Target { plan: "1".into(), target: "t0001".into() });
    let unrecorded = Some(Mismatch::Unrecorded { plan: "1".into() });
    let submission = |id| Some(Mismatch::Submission { id });
    let mut attacker = attacker(&bench).await;
    for (attack, undo, found) in [
        (
            "UPDATE observation SET value = '11.50' WHERE position = 1",
            "UPDATE observation SET value = '11.40' WHERE position = 1",
            figures(1),
        ),
        (
            "UPDATE observation SET recorded_at = '2025-01-01T00:00:00Z' WHERE position = 2",
            "UPDATE observation SET recorded_at = '2026-03-04T08:00:00Z' WHERE position = 2",
            figures(2),
        ),
        (
            "UPDATE observation SET dimensions = '性别=男' WHERE position = 2",
            "UPDATE observation SET dimensions = NULL WHERE position = 2",
            figures(2),
        ),
        (
            "UPDATE target SET value = '1' WHERE revision = 2",
            "UPDATE target SET value = '12345' WHERE revision = 2",
            target,
        ),
        (
            "UPDATE target SET subject = subject || 'x' WHERE version = 2 AND id = 't0001'",
            "UPDATE target SET subject = substr(subject, 1, length(subject) - 1) WHERE version = 2 AND id = 't0001'",
            version(2),
        ),
        (
            "UPDATE document SET text = text || 'x' WHERE version = 1",
            "UPDATE document SET text = substr(text, 1, length(text) - 1) WHERE version = 1",
            version(1),
        ),
        (
            "INSERT INTO observation SELECT plan, 3, id, indicator, subject, region, measure, comparator, value, \
             value_high, value_text, unit, period_start, period_end, year, averaging, rate, status, source, \
             vintage, recorded_at, recorded_by, month_first, month_last, dimensions FROM observation \
             WHERE position = 1",
            "DELETE FROM observation WHERE position = 3",
            unrecorded,
        ),
        (
            "UPDATE submission SET value = '99' WHERE id = 1",
            "UPDATE submission SET value = '12.10' WHERE id = 1",
            submission(1),
        ),
        (
            "UPDATE submission SET stage = 'approved' WHERE id = 1",
            "UPDATE submission SET stage = 'at_city' WHERE id = 1",
            submission(1),
        ),
        (
            "UPDATE submission SET id = 5 WHERE id = 1",
            "UPDATE submission SET id = 1 WHERE id = 5",
            submission(5),
        ),
    ] {
        sql(&mut attacker, attack).await;
        assert_eq!(mismatch().await, found, "{attack}");
        assert!(store.verify_audit().await.unwrap().is_ok(), "the log itself was not touched");
        sql(&mut attacker, undo).await;
        assert_eq!(mismatch().await, None, "{undo}");
    }
    // The same holds in a copy, whatever the database it goes to.
    let path = bench.folder.path().join("copy.db");
    store.backup(&path).await.unwrap();
    let copy = Store::open(&Location::File(path)).await.unwrap();
    assert_eq!(copy.verify_content().await.unwrap(), Ok(6));
    copy.close().await;
    sql(&mut attacker, "DELETE FROM submission WHERE id = 1").await;
    assert_eq!(mismatch().await, submission(1));
    sql(&mut attacker, "DELETE FROM observation WHERE position = 2").await;
    assert_eq!(mismatch().await, figures(2));
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
