//! A loader is killed at random moments; what it acknowledged is there, and nothing is there by half.

use crate::sample;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use store::{Change, Location, Store};

const DATABASE: &str = "GANGYAO_CRASH_DATABASE";
const ROUNDS: &str = "GANGYAO_CRASH_ROUNDS";

fn big_plan() -> plan::Plan {
    let mut plan = sample::plan();
    let target = plan.targets[0].clone();
    plan.targets = (1..=500).map(|n| plan::Target { id: plan::TargetId::of(n), ..target.clone() }).collect();
    plan
}

/// Not a test of its own: the child that is killed. It loads versions without end and says each that was acknowledged.
#[test]
fn loader() {
    let Ok(database) = std::env::var(DATABASE) else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&database.parse().unwrap()).await.unwrap();
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
    // What a killed process wrote survives in memory as well as on a disk, and is there sooner.
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    kill_again_and_again(
        |number| folder.path().join(format!("crash-{number}.db")).to_str().unwrap().to_owned(),
        |_| {},
    );
}

#[test]
fn a_killed_loader_loses_nothing_on_postgres_either() {
    let Some(server) = testbed::postgres() else { return };
    // Now and then the database server dies along with the loader.
    kill_again_and_again(
        |number| server.database(&format!("crash{number}")),
        |round| {
            if round % 4 == 3 {
                server.crash();
                server.restart();
            }
        },
    );
}

/// Kills loaders at random moments, and after each looks whether everything acknowledged is there as a whole.
fn kill_again_and_again(new_database: impl Fn(u64) -> String, after_kill: impl Fn(u64)) {
    let rounds: u64 = std::env::var(ROUNDS).ok().and_then(|text| text.parse().ok()).unwrap_or(10);
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let span = time_of_two_loads(&new_database(rounds));
    let (mut database, mut acknowledged, mut none, mut total) = (String::new(), 0, 0, 0);
    for round in 0..rounds {
        // A fresh database now and then: versions pile up, and the first load of all is a case of its own.
        if round % 5 == 0 {
            database = new_database(round / 5);
            acknowledged = 0;
        }
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let mut child = start_loader(&database);
        std::thread::sleep(Duration::from_micros(seed % span));
        child.kill().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok)
            .filter_map(|line| version_of(&line))
            .max();
        child.wait().unwrap();
        after_kill(round);
        let before = acknowledged;
        acknowledged = acknowledged.max(said.unwrap_or(0));
        check(&database.parse().unwrap(), acknowledged);
        total += acknowledged - before;
        none += u64::from(said.is_none());
    }
    println!("{rounds} kills, {none} of them before the first acknowledgement, {total} loads acknowledged");
    // With enough kills, some must have come before and some after a load was acknowledged, or nothing was tried.
    assert!(rounds < 50 || (none > 0 && total > 0));
}

fn start_loader(database: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::loader", "--nocapture"])
        .env(DATABASE, database)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn version_of(line: &str) -> Option<i64> {
    line.strip_prefix("acknowledged ")?.parse().ok()
}

/// Microseconds that a loader takes here to start, make a new database and load twice.
fn time_of_two_loads(database: &str) -> u64 {
    let begun = Instant::now();
    let mut child = start_loader(database);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let second = lines.filter_map(|line| version_of(&line)).nth(1);
    let took = begun.elapsed();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(second, Some(2));
    took.as_micros() as u64
}

fn check(location: &Location, acknowledged: i64) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(location).await.unwrap();
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
