//! PostgreSQL tells the others of a write; a file does not, and nobody waits for it.

use std::time::Duration;
use store::{Change, Location, Session, Store};
use tokio::time::timeout;

const SOON: Duration = Duration::from_secs(5);
/// Long enough for words that were said to arrive.
const A_WHILE: Duration = Duration::from_millis(300);

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(work)
}

#[test]
fn another_program_hears_of_what_pages_show_when_it_is_committed() {
    let Some(server) = testbed::postgres() else { return };
    wait(async {
        let location = Location::Postgres(server.database("told"));
        let (one, other) = (Store::open(&location).await.unwrap(), Store::open(&location).await.unwrap());
        let mut told = other.told().await;
        let change = Change::now("root", "");

        one.put_setting("public/a", "1", &change).await.unwrap();
        timeout(SOON, told.next()).await.expect("a setting reaches every page");

        let write = one.write(&change).await.unwrap();
        drop(write);
        assert!(timeout(A_WHILE, told.next()).await.is_err(), "what was not kept is not told");

        let account = super::people::account("li", duty::Role::Planner, None);
        one.put_account(&account, &change).await.unwrap();
        let session = Session {
            secret: "s".into(),
            account: account.name.clone(),
            form_key: "k".into(),
            origin: String::new(),
            begun_at: change.at(),
            expires_at: "2100-01-01T00:00:00Z".into(),
        };
        while timeout(A_WHILE, told.next()).await.is_ok() {}
        one.begin_session(&session, &change).await.unwrap();
        assert!(timeout(A_WHILE, told.next()).await.is_err(), "signing in changes no page");

        one.put_setting("public/a", "2", &change).await.unwrap();
        timeout(SOON, told.next()).await.expect("and the next as well");
        one.close().await;
        other.close().await;
    });
}

#[test]
fn a_file_tells_nobody() {
    let folder = tempfile::tempdir().unwrap();
    wait(async {
        let store = Store::open(&Location::File(folder.path().join("gangyao.db"))).await.unwrap();
        let mut told = store.told().await;
        store.put_setting("public/a", "1", &Change::now("root", "")).await.unwrap();
        assert!(timeout(A_WHILE, told.next()).await.is_err());
    });
}
