//! A database that is restored to a moment, by what PostgreSQL itself brings (docs/operation.md).

use std::time::Duration;
use store::{Change, Location, Store};

fn change(why: &str) -> Change {
    Change::now("root", why)
}

/// The moment as the database has it.
async fn moment(location: &Location) -> String {
    let Location::Postgres(url) = location else { unreachable!() };
    sqlx::any::install_default_drivers();
    let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(url).await.unwrap();
    sqlx::query_scalar("SELECT CAST(clock_timestamp() AS TEXT)").fetch_one(&mut connection).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_restored_to_a_moment_has_the_log_of_that_moment() {
    let Some(server) = testbed::archiving_postgres() else { return };
    let location = Location::Postgres(server.database("restored"));
    let store = Store::open(&location).await.unwrap();
    store.put_setting("note", "before the backup", &change("")).await.unwrap();
    let copy = server.base_backup();
    store.put_setting("note", "before the mistake", &change("")).await.unwrap();
    let head = store.verify_audit().await.unwrap().expect("the chain holds");
    tokio::time::sleep(Duration::from_millis(300)).await;
    let moment = moment(&location).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    store.put_setting("note", "the mistake", &change("")).await.unwrap();
    let later = store.verify_audit().await.unwrap().expect("the chain holds");
    server.archive_all();
    store.close().await;

    copy.recover(&server, &moment);
    let location = Location::Postgres(copy.url("restored"));
    // The copy answers as soon as it can be read; it takes writes when it has reached the moment.
    let mut store = None;
    for _ in 0..200 {
        match Store::open(&location).await {
            Ok(opened) if opened.put_setting("again", "1", &change("restored")).await.is_ok() => {
                store = Some(opened);
                break;
            }
            _ => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
    let store = store.expect("the copy takes writes");
    assert_eq!(store.setting("note").await.unwrap().as_deref(), Some("before the mistake"));
    let held = store.verify_audit_against(&[head]).await.unwrap().expect("the head of that moment verifies");
    assert_eq!(held.number, head.number + 1, "the log goes on behind it");
    assert!(store.verify_audit_against(&[later]).await.unwrap().is_err(), "what came after is gone");
    assert_eq!(store.verify_content().await.unwrap().err(), None);
    store.close().await;
}
