//! A loader is killed at random moments; what it acknowledged is there, and nothing is there by half.

use crate::sample;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;
use store::{Change, Location, Store};

const DATABASE: &str = "GANGYAO_CRASH_DATABASE";
const ROUNDS: &str = "GANGYAO_CRASH_ROUNDS";

fn big_plan() -> plan::Plan {
    let mut plan = sample::plan();
    let target = plan.targets[0].clone();
    plan.targets = (1..=2000).map(|n| plan::Target { id: plan::TargetId::of(n), ..target.clone() }).collect();
    plan
}

/// Not a test of its own: the child that is killed. It loads versions without end and says each that was acknowledged.
#[test]
fn loader() {
    let Ok(database) = std::env::var(DATABASE) else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&Location::File(database.into())).await.unwrap();
        let (plan, document, findings) = (big_plan(), sample::document(), sample::findings());
        loop {
            let load = sample::load(&plan, &document, &findings);
            let key = store.load_plan(load, &Change::now("test", "")).await.unwrap();
            println!("\nacknowledged {}", key.version);
        }
    });
}

#[test]
fn a_killed_loader_loses_nothing_it_acknowledged() {
    let rounds: u64 = std::env::var(ROUNDS).ok().and_then(|text| text.parse().ok()).unwrap_or(10);
    let folder = tempfile::tempdir().unwrap();
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut acknowledged = 0;
    for round in 0..rounds {
        // A fresh file now and then: versions pile up, and the first load of all is a case of its own.
        let database = folder.path().join(format!("crash-{}.db", round / 5));
        if round % 5 == 0 {
            acknowledged = 0;
        }
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let delay = Duration::from_millis(20 + seed % 400);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::loader", "--nocapture"])
            .env(DATABASE, &database)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(delay);
        child.kill().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok)
            .filter_map(|line| line.strip_prefix("acknowledged ")?.parse::<i64>().ok())
            .max();
        child.wait().unwrap();
        acknowledged = acknowledged.max(said.unwrap_or(0));
        check(&database, acknowledged);
    }
}

fn check(database: &std::path::Path, acknowledged: i64) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&Location::File(database.to_owned())).await.unwrap();
        assert!(store.verify_audit().await.unwrap().is_ok());
        let versions = store.versions("1").await.unwrap();
        // The last load may have been stored before its acknowledgement was printed.
        let stored = versions.first().map_or(0, |version| version.version);
        assert!(stored >= acknowledged, "{stored} stored, {acknowledged} acknowledged");
        if stored > 0 {
            let newest = store.plan("1", None).await.unwrap();
            assert_eq!(newest.plan, big_plan());
            assert_eq!(newest.document.unwrap().blocks, sample::document().blocks);
            assert_eq!(newest.findings, sample::findings());
        }
        store.close().await;
    });
}
