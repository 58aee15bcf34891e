//! Measures what programs hand in: `push_load DATABASE BATCHES SIZE CLIENTS`, batches of figures over HTTP, each sent twice under its key.
//!
//! DATABASE is a file or a `postgres://` URL of an empty database. Told are figures a second, what was doubled (0), and the slowest
//! batches.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used)]
#![allow(clippy::cast_precision_loss, reason = "figures of a measurement, within range")]

use duty::Role;
use plan::{BodyKind, Indicator, IndicatorId, Period, Plan};
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use store::{Change, LoadPlan, NewAccount, Office, OfficeLevel, Store, SubmissionFilter, Token};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const TOKEN: &str = "token-of-a-measurement";
const INDICATORS: usize = 40;
const REGIONS: usize = 250;
const YEARS: usize = 6;

#[tokio::main(worker_threads = 2)]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [database, batches, size, clients] = arguments.as_slice() else {
        panic!("push_load DATABASE BATCHES SIZE CLIENTS")
    };
    let (batches, size): (usize, usize) = (batches.parse().unwrap(), size.parse().unwrap());
    let clients: usize = clients.parse().unwrap();
    let store = Store::open(&database.parse().unwrap()).await.unwrap();
    prepare(&store).await;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let today = Some(jiff::civil::date(2031, 3, 1));
    let settings = server::Settings { today, ..server::Settings::default() };
    tokio::spawn(server::serve(settings, store.clone(), listener, std::future::pending()));
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begun = Instant::now();
    let workers = (0..clients).map(|client| {
        tokio::spawn(async move {
            let mut took = Vec::new();
            for number in (client..batches).step_by(clients) {
                let begun = Instant::now();
                assert!(send(address, number, size).await.contains("\"repeated\":false"));
                took.push(begun.elapsed());
            }
            took
        })
    });
    let mut took = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        took.extend(worker.await.unwrap());
    }
    let seconds = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    for number in 0..batches {
        assert!(send(address, number, size).await.contains("\"repeated\":true"));
    }
    let again = begun.elapsed().as_secs_f64();
    let kept = store.count_submissions(&SubmissionFilter::default()).await.unwrap().0;
    took.sort();
    let figures = batches * size;
    println!(
        "{figures} figures in {batches} batches by {clients} clients: {:.0} a second",
        figures as f64 / seconds
    );
    println!(
        "median batch {:?}, slowest {:?}; sent again in {again:.1} s",
        took[took.len() / 2],
        took[took.len() - 1]
    );
    println!("{kept} kept, {} doubled", kept - i64::try_from(figures).unwrap());
}

async fn prepare(store: &Store) {
    let change = Change::now("system", "");
    let indicator = |number: usize| Indicator {
        id: IndicatorId::of(number),
        name: format!("第{number}项指标"),
        unit: "万吨".into(),
        ..Indicator::default()
    };
    let plan = Plan {
        title: "云岭市“十五五”规划".into(),
        region: Some("云岭市".into()),
        period: Some(Period { start: 2026, end: 2030 }),
        indicators: (1..=INDICATORS).map(indicator).collect(),
        ..Plan::default()
    };
    let load = LoadPlan { id: Some("p"), plan: &plan, document: None, findings: &[] };
    store.load_plan(load, &change).await.unwrap();
    let office = |number: usize| Office {
        id: format!("o{number}"),
        name: format!("第{number}县统计局"),
        kind: BodyKind::Department,
        level: OfficeLevel::County,
        parent: None,
        region: format!("第{number}县"),
    };
    store.put_offices(&(0..REGIONS).map(office).collect::<Vec<_>>(), &change).await.unwrap();
    let account = NewAccount {
        name: "wang".into(),
        full_name: "王敏".into(),
        email: String::new(),
        role: Role::Planner,
        office: None,
        active: true,
        identity: None,
    };
    store.put_account(&account, &change).await.unwrap();
    let token = Token {
        id: "push".into(),
        account: "wang".into(),
        label: "push".into(),
        secret: work::secret::mark(TOKEN),
        scopes: vec!["hand_in".into(), "read".into()],
        expires_at: "2099-01-01T00:00:00Z".into(),
        revoked_at: None,
    };
    store.put_token(&token, &change).await.unwrap();
}

/// A batch of figures that differ from those of all other batches, as long as there are places for them.
fn body(number: usize, size: usize) -> String {
    let mut rows = String::new();
    for at in number * size..(number + 1) * size {
        let (indicator, rest) = (at % INDICATORS + 1, at / INDICATORS);
        let (region, year) = (rest % REGIONS, 2025 + rest / REGIONS % YEARS);
        let comma = if rows.is_empty() { "" } else { "," };
        write!(
            rows,
            "{comma}{{\"indicator\":\"第{indicator}项指标\",\"region\":\"第{region}县\",\"year\":{year},\"value\":\"{at}.5\",\"source\":\"监测系统\"}}"
        )
        .unwrap();
    }
    format!("{{\"observations\":[{rows}]}}")
}

async fn send(address: SocketAddr, number: usize, size: usize) -> String {
    let body = body(number, size);
    let head = format!(
        "POST /api/v1/plans/p/pushes/observations HTTP/1.1\r\nhost: plan.test\r\nconnection: close\r\n\
         authorization: Bearer {TOKEN}\r\nidempotency-key: b{number}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    answer
}
