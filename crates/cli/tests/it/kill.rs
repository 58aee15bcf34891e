//! People hand figures in while the server is killed again and again: nothing acknowledged is missing, nothing doubled.
//!
//! A sample of `scripts/soak/handin.py`, which does the same for hours and with many more people.

use crate::server::{Server, free_address, gangyao, within};
use duty::{Cadence, Role};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use store::{Change, Duty, Location, NewAccount, Office, OfficeLevel, Store, SubmissionFilter, Token};

const PLAN: &str = "p";
const INDICATOR: &str = "地区生产总值";
const REPORTERS: usize = 4;
const ROUNDS: usize = 3;

#[test]
fn figures_acknowledged_before_a_kill_are_kept_on_sqlite() {
    // What a killed process wrote survives in memory as well as on a disk, and is there sooner.
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    kill_again_and_again(folder.path().join("gangyao.db").to_str().unwrap());
}

#[test]
fn figures_acknowledged_before_a_kill_are_kept_on_postgres() {
    if let Some(server) = testbed::postgres() {
        kill_again_and_again(&server.database("kill"));
    }
}

fn kill_again_and_again(database: &str) {
    prepare(database);
    let address = free_address();
    let mut kept: BTreeMap<String, i64> = BTreeMap::new();
    for round in 0..ROUNDS {
        let mut server = started(database, address);
        let stopped = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let stopped = &stopped;
            let people: Vec<_> = (0..REPORTERS)
                .map(|person| scope.spawn(move || work(address, person, round, stopped)))
                .collect();
            // Once while the first figures come in, later amid many.
            std::thread::sleep(Duration::from_millis(150 + 250 * round as u64));
            server.kill();
            stopped.store(true, Ordering::Relaxed);
            for person in people {
                kept.extend(person.join().unwrap());
            }
        });
        check(database, &kept);
    }
    assert!(kept.len() >= ROUNDS, "too little was acknowledged to say anything: {}", kept.len());
    // What was acknowledged before a kill comes back when the answer was lost and the form is sent again.
    let _server = started(database, address);
    let (key, number) = kept.iter().next_back().unwrap();
    let person = key.split('-').next().and_then(|person| person.parse().ok()).unwrap();
    assert_eq!(hand_in(address, person, key), Some(*number));
    check(database, &kept);
    println!("{ROUNDS} kills, {} figures acknowledged", kept.len());
}

/// A server on an address that stays the same over restarts, once it listens.
fn started(database: &str, address: SocketAddr) -> Server {
    let server = Server::start(database, address, &[]);
    let begun = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(begun.elapsed() < Duration::from_mins(1), "the server does not listen");
        std::thread::sleep(Duration::from_millis(20));
    }
    server
}

/// The token of a person, known to the test as its office would know it.
fn token(person: usize) -> String {
    format!("gy_reporter-number-{person}")
}

/// A plan, an office with the duty to report, and people who may.
fn prepare(database: &str) {
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/lanchuan/plan.md");
    assert!(gangyao(&["load", plan, "--id", PLAN], database).status().unwrap().success());
    within(async {
        let store = Store::open(&database.parse::<Location>().unwrap()).await.unwrap();
        let change = Change::now("test", "");
        let office = Office {
            id: "o".into(),
            name: "统计局".into(),
            kind: plan::BodyKind::Department,
            level: OfficeLevel::City,
            parent: None,
            region: String::new(),
        };
        store.put_offices(&[office], &change).await.unwrap();
        let duty = Duty {
            plan: PLAN.into(),
            item_kind: "indicator".into(),
            item: INDICATOR.into(),
            office: "o".into(),
            role: plan::AssignmentRole::Lead,
            cadence: Cadence::Year,
            due_days: 90,
            confirmed: true,
            reason: "test".into(),
        };
        store.put_duties(&[duty], &change).await.unwrap();
        for person in 0..REPORTERS {
            let name = format!("reporter{person}");
            let account = NewAccount {
                name: name.clone(),
                full_name: String::new(),
                email: String::new(),
                role: Role::Reporter,
                office: Some("o".into()),
                active: true,
                identity: None,
            };
            store.put_account(&account, &change).await.unwrap();
            let mark =
                Sha256::digest(token(person)).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
            let token = Token {
                id: name.clone(),
                account: name,
                label: "test".into(),
                secret: mark.concat(),
                scopes: vec!["read".into(), "hand_in".into()],
                expires_at: "2999-01-01T00:00:00Z".into(),
                revoked_at: None,
            };
            store.put_token(&token, &change).await.unwrap();
        }
        store.close().await;
    });
}

/// Hands in one figure after the other until the server is gone; gives what was acknowledged, by key.
fn work(address: SocketAddr, person: usize, round: usize, stopped: &AtomicBool) -> Vec<(String, i64)> {
    let mut acknowledged = Vec::new();
    for number in 0.. {
        let key = format!("{person}-{round}-{number}");
        match hand_in(address, person, &key) {
            Some(id) => acknowledged.push((key, id)),
            None if stopped.load(Ordering::Relaxed) => break,
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    }
    acknowledged
}

/// Hands in one figure, the same each time for a key; gives the number under which it was acknowledged.
fn hand_in(address: SocketAddr, person: usize, key: &str) -> Option<i64> {
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
    let body = format!(
        "indicator={}&region=&year=2026&value=1270.5&status=preliminary&source=test&client-key={key}&action=submit&anyway=yes",
        encode(INDICATOR)
    );
    let request = format!(
        "POST /plans/{PLAN}/hand-in HTTP/1.1\r\nhost: test\r\nconnection: close\r\nauthorization: Bearer {}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        token(person),
        body.len()
    );
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let head = answer.split("\r\n\r\n").next().filter(|_| answer.contains("\r\n\r\n"))?;
    assert!(head.starts_with("HTTP/1.1 303"), "{answer}");
    let location = head.lines().find_map(|line| line.strip_prefix("location: /submissions/"))?;
    location.trim().parse().ok()
}

fn check(database: &str, kept: &BTreeMap<String, i64>) {
    within(async {
        let store = Store::open(&database.parse::<Location>().unwrap()).await.unwrap();
        let stored = store.submissions(&SubmissionFilter::default()).await.unwrap();
        let found: BTreeMap<&str, i64> = stored.iter().map(|one| (one.client_key.as_str(), one.id)).collect();
        assert_eq!(found.len(), stored.len(), "something stands twice");
        for (key, id) in kept {
            assert_eq!(found.get(key.as_str()), Some(id), "{key} was acknowledged");
        }
        assert!(store.verify_audit().await.unwrap().is_ok());
        assert!(store.verify_content().await.unwrap().is_ok());
        store.close().await;
    });
    assert!(gangyao(&["audit", "verify"], database).status().unwrap().success());
}
