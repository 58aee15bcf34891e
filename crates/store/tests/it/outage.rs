//! The disk fills up, the database goes away: both are told, nothing is there by half, and work goes on afterwards.

use crate::sample;
use std::time::Duration;
use store::{Change, Location, Store, StoreError};

fn big_plan() -> plan::Plan {
    let mut plan = sample::plan();
    let task = plan.tasks[0].clone();
    plan.tasks = (1..=1000).map(|n| plan::Task { id: plan::TaskId::of(n), ..task.clone() }).collect();
    plan
}

async fn load(store: &Store, plan: &plan::Plan) -> Result<i64, StoreError> {
    let (document, findings) = (sample::document(), sample::findings());
    let load = sample::load(plan, &document, &findings);
    Ok(store.load_plan(load, &Change::now("test", "")).await?.version)
}

/// PostgreSQL is told to fail the way it does when it cannot extend a file.
#[test]
fn a_full_disk_of_postgres_is_told_and_leaves_nothing() {
    const FILL: [&str; 2] = [
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS \
         $$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END$$",
        "CREATE TRIGGER full_disk BEFORE INSERT ON task FOR EACH STATEMENT EXECUTE FUNCTION full_disk()",
    ];
    let Some(server) = testbed::postgres() else { return };
    let location = Location::Postgres(server.database("full"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&location).await.unwrap();
        load(&store, &sample::plan()).await.unwrap();
        run(&store, &FILL).await;
        let error = load(&store, &big_plan()).await.unwrap_err();
        assert!(error.is_full() && !error.is_unreachable(), "{error}");
        let stored = store.plan("1", None).await.unwrap();
        assert_eq!((stored.key.version, stored.plan), (1, sample::plan()));
        assert_eq!(store.versions("1").await.unwrap().len(), 1);
        assert!(store.verify_audit().await.unwrap().is_ok());
        run(&store, &["DROP TRIGGER full_disk ON task"]).await;
        assert_eq!(load(&store, &big_plan()).await.unwrap(), 2);
        assert_eq!(store.plan("1", None).await.unwrap().plan, big_plan());
        store.close().await;
    });
}

async fn run(store: &Store, statements: &[&'static str]) {
    let mut write = store.write(&Change::now("test", "")).await.unwrap();
    for statement in statements {
        sqlx::query(*statement).execute(write.connection()).await.unwrap();
    }
    write.commit("test", "", "").await.unwrap();
}

#[test]
fn a_lost_postgres_is_told_and_found_again() {
    let Some(server) = testbed::postgres() else { return };
    let location = Location::Postgres(server.database("outage"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&location).await.unwrap();
        let mut known = load(&store, &sample::plan()).await.unwrap();
        for delay in [0, 30, 80, 160] {
            let loading = tokio::spawn({
                let store = store.clone();
                async move { load(&store, &big_plan()).await }
            });
            tokio::time::sleep(Duration::from_millis(delay)).await;
            server.crash();
            match loading.await.unwrap() {
                Ok(version) => known = version,
                Err(error) => told(&error),
            }
            told(&store.plan("1", None).await.unwrap_err());
            told(&Store::open(&location).await.unwrap_err());
            server.restart();
            // The same store, without being opened again.
            let stored = store.plan("1", None).await.unwrap();
            let whole = if stored.key.version == 1 { sample::plan() } else { big_plan() };
            assert!(stored.key.version >= known, "{} stored, {known} known", stored.key.version);
            assert_eq!(stored.plan, whole);
            assert!(store.verify_audit().await.unwrap().is_ok());
            known = stored.key.version;
        }
        assert_eq!(load(&store, &big_plan()).await.unwrap(), known + 1);
        store.close().await;
    });
}

fn told(error: &StoreError) {
    assert!(error.is_unreachable() && !error.is_full(), "{error:?}");
    assert!(error.words().zh.contains("连接不上数据库"));
    assert!(error.words().en.contains("cannot be reached"));
}
