//! What somebody with access to the tables may do to them past the program, and that it is found: every column of every
//! sealed table, every row added or removed.

use crate::audit::{attacker, four_days, hand_in};
use crate::databases::Bench;
use correction::Act;
use duty::{Cadence, Role};
use jiff::Timestamp;
use plan::{AssignmentRole, BodyKind};
use source::Words;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;
use store::{
    Change, Class, Declared, Duty, Mismatch, NewAccount, NewAttachment, NewNotice, NewReply, Office,
    OfficeLevel, RowFault, SecondFactor, Share, Store, Token, tables,
};

fn by(who: &str) -> Change {
    let when = "2026-03-05T08:00:00Z".parse().unwrap();
    Change { who: who.into(), origin: "cli".into(), when, why: "核定".into() }
}

fn now() -> Timestamp {
    by("").when
}

fn li(role: Role) -> NewAccount {
    NewAccount {
        name: "li".into(),
        full_name: "李雷".into(),
        email: "li@example.org".into(),
        role,
        office: Some("tj".into()),
        active: true,
        identity: Some("https://id.example#77".into()),
    }
}

/// A store with a row in every sealed table.
#[expect(clippy::too_many_lines, reason = "one change for each kind of row")]
pub(crate) async fn full(store: &Store) {
    four_days(store).await;
    hand_in(store).await;
    let office = Office {
        id: "tj".into(),
        name: "统计局".into(),
        kind: BodyKind::Department,
        level: OfficeLevel::City,
        parent: None,
        region: "云溪市".into(),
    };
    store.put_offices(&[office], &by("root")).await.unwrap();
    store.put_account(&li(Role::Reporter), &by("root")).await.unwrap();
    store.set_password("li", "$argon2id$x", &by("li")).await.unwrap();
    let token = Token {
        id: "t1".into(),
        account: "li".into(),
        label: "报表".into(),
        secret: "hash".into(),
        scopes: vec!["read".into()],
        expires_at: "2027-01-01T00:00:00Z".into(),
        revoked_at: None,
    };
    store.put_token(&token, &by("li")).await.unwrap();
    let factor = SecondFactor {
        account: "li".into(),
        secret: "GEZDGNBVGY3TQOJQ".into(),
        recovery: vec!["aa".into()],
        last_step: 1,
    };
    store.put_second_factor(&factor, &by("li")).await.unwrap();
    let duty = Duty {
        plan: "1".into(),
        item_kind: "indicator".into(),
        item: "粮食产量".into(),
        office: "tj".into(),
        role: AssignmentRole::Lead,
        cadence: Cadence::Year,
        due_days: 31,
        confirmed: false,
        reason: "名录".into(),
    };
    store.put_duties(&[duty], &by("wang")).await.unwrap();
    let share = Share { region: "甲县".into(), year: 2018, value: "1.20".parse().unwrap() };
    store.put_shares("1", "t0001", &[share], &by("wang")).await.unwrap();
    let id = store.open_consultation("1", ("target", "t0001"), "口径", &by("wang")).await.unwrap();
    store.add_remark(id, "tj", "按年鉴", &by("li")).await.unwrap();
    store.decide_consultation(id, "同意", &by("wang")).await.unwrap();
    let reply = NewReply {
        plan: "1",
        target: "t0001",
        warning: "red",
        office: "tj",
        text: "旱灾",
        measure: "补种",
        due: Some("2026-06-30"),
    };
    let id = store.add_reply(reply, &by("li")).await.unwrap();
    store.close_measure(id, true, &by("wang")).await.unwrap();
    let kept = store::NewScenario {
        plan: "1".into(),
        version: 1,
        title: "慢".into(),
        text: "base = \"plan\"\n".into(),
        as_of: 2018,
        known_at: "2018-12-31".into(),
        answer: "00".into(),
    };
    let id = store.keep_scenario(&kept, &by("wang")).await.unwrap();
    store.propose_scenario("1", id, "达不到", &by("wang")).await.unwrap();
    store.withdraw_scenario("1", id, &by("wang")).await.unwrap();
    let draft =
        store::ReportDraft { plan: "1".into(), title: "简报".into(), ..store::ReportDraft::default() };
    let making = store::ReportMaking { version: 1, as_of: 2018, ..store::ReportMaking::default() };
    let id = store.begin_report(&draft, &making, &by("wang")).await.unwrap();
    store.add_report_making(("1", id), &making, &by("wang")).await.unwrap();
    store.add_report_text(("1", id), ("1.1", "text", "稳"), &by("wang")).await.unwrap();
    store.issue_report(("1", id), &store::ReportIssue::default(), b"1", &by("wang")).await.unwrap();
    let file = NewAttachment {
        name: "表.csv",
        media_type: "text/csv",
        sha256: "00",
        content: b"1,2",
        secrecy: None,
    };
    store.add_attachment(file, &by("li")).await.unwrap();
    let notice = NewNotice {
        account: "li".into(),
        key: "due".into(),
        kind: "deadline".into(),
        link: "/duties".into(),
        words: Words::new("明日到期", "due tomorrow"),
    };
    store.give_notices(&[notice], &[], now()).await.unwrap();
    store.put_setting("secret/mail", "hush", &by("root")).await.unwrap();
    store.set_public("1", true, &by("root")).await.unwrap();
    let wrong = crate::desk::correction(Act::Edit, &[("value", "13")]);
    let kept = store.add_corrections("1", &[wrong], &by("wang")).await.unwrap();
    store.withdraw_correction("1", kept[0], &by("li")).await.unwrap();
    let charge = store::Charge {
        plan: "1".into(),
        item_kind: "indicator".into(),
        item: "粮食产量".into(),
        leader: "王副市长".into(),
        quarters: [("2026Q2".to_owned(), "完成夏播".to_owned())].into(),
        ..store::Charge::default()
    };
    store.put_charge(&charge, &by("wang")).await.unwrap();
    let away = store::Delegation {
        giver: "li".into(),
        taker: "li".into(),
        first_day: "2026-05-01".into(),
        last_day: "2026-05-07".into(),
        reason: "休假".into(),
        ..store::Delegation::default()
    };
    let id = store.put_delegation(&away, &by("li")).await.unwrap();
    store.end_delegation("li", id, &by("li")).await.unwrap();
    let outside = store::Evaluator {
        account: "li".into(),
        plan: "1".into(),
        last_day: "2026-12-31".into(),
        reason: "中期评估".into(),
        ..store::Evaluator::default()
    };
    store.put_evaluator(&outside, &by("wang")).await.unwrap();
    crate::matters::everything(store).await;
    crate::drafting::everything(store).await;
    crate::drafting::load(store).await;
    crate::space::one_of_each(store, &by("wang")).await;
    crate::projects::one_of_each(store, &by("wang")).await;
    crate::aims::one_of_each(store, &by("wang")).await;
    crate::estimates::one_of_each(store, &by("wang")).await;
    crate::pushes::one_of_each(store, &by("wang")).await;
    crate::appraisals::one_of_each(store, &by("wang")).await;
    crate::voices::one_of_each(store, &by("wang")).await;
}

fn is_sealed(table: &Declared) -> bool {
    matches!(table.class, Class::Version | Class::Append | Class::Entry | Class::Row)
}

/// The columns of every table of the real schema, each with whether it holds numbers.
async fn schema(connection: &mut AnyConnection) -> BTreeMap<String, BTreeMap<String, bool>> {
    let sql = if connection.backend_name() == "SQLite" {
        "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
    } else {
        "SELECT table_name::text, column_name::text, upper(data_type::text) FROM information_schema.columns \
         WHERE table_schema = current_schema()"
    };
    let rows: Vec<(String, String, String)> = sqlx::query_as(sql).fetch_all(connection).await.unwrap();
    let mut tables: BTreeMap<String, BTreeMap<String, bool>> = BTreeMap::new();
    for (table, column, kind) in rows {
        if table != "_sqlx_migrations" && !table.starts_with("sqlite_") {
            tables.entry(table).or_default().insert(column, kind == "BIGINT");
        }
    }
    tables
}

pub(crate) async fn every_table_and_column_is_declared(bench: Bench) {
    let schema = schema(&mut attacker(&bench).await).await;
    let real: BTreeMap<&str, Vec<&str>> = schema
        .iter()
        .map(|(table, columns)| (table.as_str(), columns.keys().map(String::as_str).collect()))
        .collect();
    let mut declared: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for table in tables() {
        let all = [&table.key, &table.sealed, &table.personal, &table.operating];
        let mut columns: Vec<&str> = all.into_iter().flatten().copied().collect();
        columns.sort_unstable();
        declared.insert(table.name, columns);
    }
    assert_eq!(declared, real, "tables.tsv and the schema differ");
}

async fn run(connection: &mut AnyConnection, sql: String) {
    sqlx::query(AssertSqlSafe(sql.clone()))
        .execute(connection)
        .await
        .unwrap_or_else(|e| panic!("{sql}: {e}"));
}

/// An attacker whom no foreign key stops, with a copy of every sealed table to undo what they did.
async fn prepared(bench: &Bench) -> AnyConnection {
    let mut attacker = attacker(bench).await;
    let free = if attacker.backend_name() == "SQLite" {
        "PRAGMA foreign_keys = OFF"
    } else {
        "SET session_replication_role = replica"
    };
    run(&mut attacker, free.to_owned()).await;
    for table in tables().iter().filter(|table| is_sealed(table)) {
        run(&mut attacker, format!("CREATE TEMP TABLE keep_{0} AS SELECT * FROM {0}", table.name)).await;
        let sql = format!("SELECT COUNT(*) FROM {}", table.name);
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut attacker).await.unwrap();
        assert!(count > 0, "{} has no row to try", table.name);
    }
    attacker
}

async fn undo(attacker: &mut AnyConnection, table: &Declared) {
    run(attacker, format!("DELETE FROM {}", table.name)).await;
    run(attacker, format!("INSERT INTO {0} SELECT * FROM keep_{0}", table.name)).await;
}

/// Whether the check finds fault; what it cannot even read is no less found.
async fn is_found(store: &Store) -> bool {
    !matches!(store.verify_content().await, Ok(Ok(_)))
}

pub(crate) async fn any_sealed_value_changed_by_hand_is_found(bench: Bench) {
    full(&bench.store).await;
    let mut attacker = prepared(&bench).await;
    let schema = schema(&mut attacker).await;
    assert_eq!(bench.store.verify_content().await.unwrap().err(), None);
    let mut tried = 0;
    for table in tables().iter().filter(|table| is_sealed(table)) {
        for column in [&table.key, &table.sealed, &table.personal].into_iter().flatten() {
            let changed = if schema[table.name][*column] {
                format!("COALESCE({column}, 0) + 1000")
            } else {
                format!("COALESCE({column}, '') || 'x'")
            };
            run(&mut attacker, format!("UPDATE {} SET {column} = {changed}", table.name)).await;
            assert!(is_found(&bench.store).await, "{}.{column} was changed unseen", table.name);
            undo(&mut attacker, table).await;
            tried += 1;
        }
        assert_eq!(bench.store.verify_content().await.unwrap().err(), None, "{} put right", table.name);
    }
    assert!(tried > 200, "only {tried} columns were tried");
    assert!(bench.store.verify_audit().await.unwrap().is_ok(), "the log itself was not touched");
}

pub(crate) async fn any_row_added_or_removed_by_hand_is_found(bench: Bench) {
    full(&bench.store).await;
    let mut attacker = prepared(&bench).await;
    let schema = schema(&mut attacker).await;
    for table in tables().iter().filter(|table| is_sealed(table)) {
        run(&mut attacker, format!("DELETE FROM {}", table.name)).await;
        assert!(is_found(&bench.store).await, "a row of {} was removed unseen", table.name);
        undo(&mut attacker, table).await;
        // Another row like the first, with keys of its own.
        let columns = &schema[table.name];
        let keys =
            ["id", "identity", "secret", "client_key", "notice_key", "position", "revision", "version"];
        let values: Vec<String> = columns
            .iter()
            .map(|(column, is_number)| match (*is_number, column.as_str()) {
                (true, name) if table.key.contains(&name) || keys.contains(&name) => {
                    format!("{column} + 1000")
                }
                (false, name) if keys.contains(&name) => format!("{column} || 'y'"),
                (false, name) if table.key.last() == Some(&name) => format!("{column} || 'y'"),
                _ => column.clone(),
            })
            .collect();
        let names: Vec<&str> = columns.keys().map(String::as_str).collect();
        let added = format!(
            "INSERT INTO {0} ({1}) SELECT {2} FROM keep_{0} LIMIT 1",
            table.name,
            names.join(", "),
            values.join(", ")
        );
        run(&mut attacker, added).await;
        assert!(is_found(&bench.store).await, "a row of {} was added unseen", table.name);
        undo(&mut attacker, table).await;
        assert_eq!(bench.store.verify_content().await.unwrap().err(), None, "{} put right", table.name);
    }
}

pub(crate) async fn writing_again_does_not_hide_a_change_by_hand(bench: Bench) {
    let store = &bench.store;
    full(store).await;
    let mut attacker = attacker(&bench).await;
    run(&mut attacker, "UPDATE account SET role = 'administrator' WHERE name = 'li'".to_owned()).await;
    store.set_password("li", "$argon2id$y", &by("li")).await.unwrap();
    let found =
        Mismatch::Row { table: "account".into(), key: "[\"li\"]".into(), fault: RowFault::ChangedBefore };
    assert_eq!(store.verify_content().await.unwrap(), Err(found));
}

pub(crate) async fn triggers_and_views_are_found(bench: Bench) {
    let store = &bench.store;
    full(store).await;
    let mut attacker = attacker(&bench).await;
    let is_sqlite = attacker.backend_name() == "SQLite";
    let mut tricks = vec![("view", vec!["CREATE VIEW other AS SELECT 1 AS one"], vec!["DROP VIEW other"])];
    if is_sqlite {
        tricks.push((
            "trigger",
            vec!["CREATE TRIGGER quiet AFTER INSERT ON setting BEGIN DELETE FROM duty; END"],
            vec!["DROP TRIGGER quiet"],
        ));
    } else {
        tricks.push((
            "trigger",
            vec![
                "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TRIGGER quiet AFTER INSERT ON setting FOR EACH ROW EXECUTE FUNCTION quiet()",
            ],
            vec!["DROP TRIGGER quiet ON setting"],
        ));
        tricks.push((
            "rule",
            vec!["CREATE RULE quiet AS ON INSERT TO setting DO INSTEAD NOTHING"],
            vec!["DROP RULE quiet ON setting"],
        ));
    }
    for (kind, make, drop) in tricks {
        for sql in make {
            run(&mut attacker, sql.to_owned()).await;
        }
        let found = store.verify_content().await.unwrap().unwrap_err();
        assert!(matches!(&found, Mismatch::Foreign { kind: found, .. } if found == kind), "{found:?}");
        for sql in drop {
            run(&mut attacker, sql.to_owned()).await;
        }
        assert_eq!(store.verify_content().await.unwrap().err(), None);
    }
    // A view in the place of a table.
    if is_sqlite {
        run(&mut attacker, "ALTER TABLE share RENAME TO share_kept".to_owned()).await;
        run(&mut attacker, "CREATE VIEW share AS SELECT * FROM share_kept".to_owned()).await;
        assert!(matches!(store.verify_content().await.unwrap(), Err(Mismatch::Foreign { .. })));
    }
}

pub(crate) async fn an_erased_person_verifies_as_erased(bench: Bench) {
    let store = &bench.store;
    full(store).await;
    let log = format!("{:?}", store.audit(1000).await.unwrap());
    for personal in ["李雷", "li@example.org", "id.example", "明日到期"] {
        assert!(!log.contains(personal), "the log tells {personal}");
    }
    store.put_link("l1", "li", "2026-04-01T00:00:00Z".parse().unwrap(), &by("root")).await.unwrap();
    store.erase_person("li", &by("root")).await.unwrap();
    assert_eq!(store.verify_content().await.unwrap().err(), None);
    assert!(store.verify_audit().await.unwrap().is_ok());
    let li = store.account("li").await.unwrap().unwrap();
    assert_eq!((li.full_name.as_str(), li.email.as_str(), li.active), ("", "", false));
    assert_eq!((li.identity, li.password), (None, None));
    assert!(store.notices("li", 10).await.unwrap().is_empty());
    assert!(store.token("hash", now()).await.unwrap().is_none());
    assert!(store.peek_link("l1", now()).await.unwrap().is_none());
    assert_eq!(store.audit(1).await.unwrap()[0].act.action, "account.erase");
    let mut attacker = attacker(&bench).await;
    let keys: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM personal_key WHERE owner = 'li'")
        .fetch_one(&mut attacker)
        .await
        .unwrap();
    assert_eq!(keys, 0);
    // Writing a name into the place of the erased one is no erasure.
    run(&mut attacker, "UPDATE account SET full_name = '韩梅梅' WHERE name = 'li'".to_owned()).await;
    assert!(is_found(store).await);
    let missing = store.erase_person("nobody", &by("root")).await.unwrap_err();
    assert!(missing.is_missing());
}

pub(crate) async fn a_changed_backup_is_told_when_it_is_restored(bench: Bench) {
    let store = &bench.store;
    full(store).await;
    let file = bench.folder.path().join("backup.db");
    store.backup(&file).await.unwrap();
    let honest = store.restore(&file, &by("root")).await.unwrap();
    assert!(honest.chain.is_ok() && honest.content.is_ok(), "{honest:?}");
    assert_eq!(store.verify_content().await.unwrap().err(), None);
    let url = format!("sqlite://{}", file.display());
    let mut attacker = <AnyConnection as sqlx::Connection>::connect(&url).await.unwrap();
    run(&mut attacker, "UPDATE account SET role = 'administrator' WHERE name = 'li'".to_owned()).await;
    sqlx::Connection::close(attacker).await.unwrap();
    let changed = store.restore(&file, &by("root")).await.unwrap();
    assert!(changed.chain.is_ok());
    assert!(matches!(changed.content, Err(Mismatch::Row { fault: RowFault::Changed, .. })), "{changed:?}");
    assert!(is_found(store).await, "it comes back as changed");
}

pub(crate) async fn a_head_that_was_taken_away_is_found(bench: Bench) {
    let store = &bench.store;
    full(store).await;
    let mut attacker = attacker(&bench).await;
    run(&mut attacker, "UPDATE generation SET head_number = 0, head_hash = ''".to_owned()).await;
    let found = store.verify_audit().await.unwrap();
    assert_eq!(found, Err(audit::Fault::Beyond { number: 1 }));
}

pub(crate) async fn a_database_without_seals_is_sealed_when_it_is_opened(bench: Bench) {
    let store = &bench.store;
    full(store).await;
    // As an older program left it: entries without seals, chained as they were.
    let mut acts: Vec<audit::Act> =
        store.audit(1000).await.unwrap().into_iter().map(|entry| entry.act).collect();
    acts.reverse();
    let acts: Vec<_> = acts.into_iter().map(|act| audit::Act { seals: None, ..act }).collect();
    let mut attacker = attacker(&bench).await;
    crate::audit::write_anew(&mut attacker, &crate::audit::chained(acts)).await;
    run(&mut attacker, "DELETE FROM personal_key".to_owned()).await;
    let again = Store::open(&bench.location).await.unwrap();
    assert_eq!(again.verify_content().await.unwrap().err(), None);
    assert!(again.verify_audit().await.unwrap().is_ok());
    let count = again.audit(1000).await.unwrap().len();
    run(&mut attacker, "UPDATE office SET name = '财政局'".to_owned()).await;
    assert!(is_found(&again).await);
    again.close().await;
    let third = Store::open(&bench.location).await.unwrap();
    assert_eq!(third.audit(1000).await.unwrap().len(), count, "once only");
    assert!(is_found(&third).await);
    third.close().await;
}
