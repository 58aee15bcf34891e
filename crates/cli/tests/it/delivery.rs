//! Two servers on one database: a reminder round, a digest, the end of an embargo, and all the mails and webhooks that
//! follow, each once; and when servers are killed meanwhile, none less and at most one repeat for each kill, which its
//! receiver can tell by `Idempotency-Key` or `Message-ID`.
//!
//! `GANGYAO_PEOPLE` and `GANGYAO_KILLS` make more of it: `scripts/soak.sh` runs it with 100 people, which is 201 mails and
//! 201 webhooks, and many kills.

use crate::server::{Server, free_address, within};
use duty::{Cadence, Role, Step};
use jiff::civil::{Date, date};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan as _};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::{
    Along, Change, Duty, Figure, JobState, LoadPlan, Location, NewAccount, Office, OfficeLevel, Store,
};

const PLAN: &str = "p";
const AWAITED: &str = "地区生产总值";
const HELD_BACK: &str = "粮食产量";
/// How long a job stays with a server that was killed.
const LEASE_SECONDS: u64 = 8;

#[test]
fn two_servers_do_each_thing_once() {
    run("once", 0);
}

#[test]
fn servers_that_are_killed_lose_nothing_and_repeat_at_most_one_delivery_each() {
    run("killed", number("GANGYAO_KILLS", 3));
}

fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn run(name: &str, kills: usize) {
    let Some(server) = testbed::postgres() else { return };
    let database = server.database(name);
    let people = number("GANGYAO_PEOPLE", 10);
    let (hooks, mails) = (Received::default(), Received::default());
    let hook = listen(&hooks, take_call);
    let mail = listen(&mails, take_mail);
    let author = within(prepare(&database, people, hook, mail));
    let mut servers = [started(&database), started(&database)];
    let begun = Instant::now();
    let mut killed = 0;
    // Not evenly, so that a kill falls into every part of the work.
    let mut pause = 350;
    while killed < kills {
        std::thread::sleep(Duration::from_millis(pause % 900 + 100));
        pause = (pause * 7919 + 13) % 100_003;
        let one = &mut servers[killed % 2];
        one.kill();
        *one = started(&database);
        killed += 1;
    }
    within(until_done(&database, 2 * (2 * people as i64 + 1)));
    let took = begun.elapsed();
    // Two more seconds, in which a second delivery would come.
    std::thread::sleep(Duration::from_secs(2));
    drop(servers);
    let expected = 2 * people + 1;
    let mut repeats = 0;
    for (what, received) in [("webhooks", &hooks), ("mails", &mails)] {
        let received = received.lock().unwrap();
        let each: BTreeMap<&str, usize> = received.iter().fold(BTreeMap::new(), |mut each, (key, _)| {
            *each.entry(key.as_str()).or_default() += 1;
            each
        });
        assert_eq!(each.len(), expected, "{what}: each by a key of its own, none missing");
        repeats += received.len() - each.len();
        // A repeat says what the first said.
        let said: std::collections::BTreeSet<&(String, String)> = received.iter().collect();
        assert_eq!(said.len(), expected, "{what}: a key stands for one content");
    }
    assert!(repeats <= killed, "{repeats} repeats after {killed} kills");
    within(check(&database, people, author));
    println!("{expected} mails and webhooks each, {killed} kills, {repeats} repeats, in {took:?}");
}

/// What a receiver got: the key by which a repeat is told, and the content.
type Received = Arc<Mutex<Vec<(String, String)>>>;

fn listen(received: &Received, take: fn(TcpStream) -> Option<(String, String)>) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let received = Arc::clone(received);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let received = Arc::clone(&received);
            std::thread::spawn(move || {
                if let Some(taken) = take(stream) {
                    received.lock().unwrap().push(taken);
                }
            });
        }
    });
    address
}

/// Takes one call over HTTP.
fn take_call(mut stream: TcpStream) -> Option<(String, String)> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let (mut key, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        // A sender that was killed midway has sent nothing.
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(": ") {
            match name.to_ascii_lowercase().as_str() {
                "idempotency-key" => value.clone_into(&mut key),
                "content-length" => length = value.parse().ok()?,
                _ => {}
            }
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    // A receiver takes a moment, in which its sender may be killed.
    std::thread::sleep(Duration::from_millis(20));
    let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
    Some((key, String::from_utf8(body).ok()?))
}

/// Takes one mail over SMTP (RFC 5321).
fn take_mail(mut stream: TcpStream) -> Option<(String, String)> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    stream.write_all(b"220 test\r\n").ok()?;
    loop {
        let line = lines.next()?.ok()?;
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        if verb == "DATA" {
            break;
        }
        stream.write_all(if verb == "QUIT" { b"221 bye\r\n" } else { b"250 ok\r\n" }).ok()?;
    }
    stream.write_all(b"354 go on\r\n").ok()?;
    let (mut key, mut text) = (String::new(), String::new());
    for line in lines {
        let line = line.ok()?;
        if line == "." {
            std::thread::sleep(Duration::from_millis(20));
            let _ = stream.write_all(b"250 taken\r\n");
            return Some((key, text));
        }
        if let Some(id) = line.strip_prefix("Message-ID: ") {
            id.clone_into(&mut key);
        }
        // The day of the try is the one thing that may differ.
        if !line.starts_with("Date: ") {
            text.push_str(&line);
            text.push('\n');
        }
    }
    None
}

/// A server on an address of its own.
fn started(database: &str) -> Server {
    Server::start(database, free_address(), &["--job-lease", &LEASE_SECONDS.to_string()])
}

async fn open(database: &str) -> Store {
    Store::open(&database.parse::<Location>().unwrap()).await.unwrap()
}

fn today() -> Date {
    TimeZone::fixed(Offset::constant(8)).to_datetime(Timestamp::now()).date()
}

/// A plan that waits for a figure of its one year, due twelve days ago or a little later; an office with people who are
/// to be reminded; a figure under an embargo that ends in a few seconds. Gives its number.
#[expect(clippy::too_many_lines, reason = "one story, told in the order in which it happens")]
async fn prepare(database: &str, people: usize, hook: SocketAddr, mail: SocketAddr) -> i64 {
    let store = open(database).await;
    let change = Change::now("test", "");
    let due = today().saturating_sub(12.days());
    let year = due.year() - 1;
    let indicator = |id: usize, name: &str, unit: &str| plan::Indicator {
        id: plan::IndicatorId::of(id),
        name: name.to_owned(),
        unit: unit.to_owned(),
        ..plan::Indicator::default()
    };
    let plan = plan::Plan {
        title: "蓝川市规划".to_owned(),
        period: Some(plan::Period { start: year.into(), end: year.into() }),
        indicators: vec![indicator(1, AWAITED, "亿元"), indicator(2, HELD_BACK, "万吨")],
        ..plan::Plan::default()
    };
    let load = LoadPlan { id: Some(PLAN), plan: &plan, document: None, findings: &[] };
    store.load_plan_along(load, Along::default(), &change).await.unwrap();
    let office = Office {
        id: "o".into(),
        name: "统计局".into(),
        kind: plan::BodyKind::Department,
        level: OfficeLevel::City,
        parent: None,
        region: String::new(),
    };
    store.put_offices(&[office], &change).await.unwrap();
    let days = date(year, 12, 31).until(due).unwrap().get_days();
    let duty = Duty {
        plan: PLAN.into(),
        item_kind: "indicator".into(),
        item: AWAITED.into(),
        office: "o".into(),
        role: plan::AssignmentRole::Lead,
        cadence: Cadence::Year,
        due_days: u16::try_from(days).unwrap(),
        confirmed: true,
        reason: "test".into(),
    };
    store.put_duties(&[duty], &change).await.unwrap();
    for person in 0..people {
        let account = NewAccount {
            name: format!("reporter{person}"),
            full_name: String::new(),
            email: format!("reporter{person}@plan.test"),
            role: Role::Reporter,
            office: Some("o".into()),
            active: true,
            identity: None,
        };
        store.put_account(&account, &change).await.unwrap();
    }
    let settings = [
        ("secret/mail-server", format!("smtp://{mail}")),
        ("mail-from", "plan@plan.test".to_owned()),
        ("webhook/h", format!("http://{hook}/hook")),
        ("secret/webhook/h", "key".to_owned()),
        // As if the program had not run for two months.
        ("reminders-ran", today().saturating_sub(60.days()).to_string()),
    ];
    for (name, value) in settings {
        store.put_setting(name, &value, &change).await.unwrap();
    }
    let figure = Figure {
        plan: PLAN.into(),
        indicator: HELD_BACK.into(),
        region: String::new(),
        year: year.into(),
        value: "11.4".parse().ok(),
        unit: "万吨".into(),
        status: plan::Status::Preliminary,
        source: "test".into(),
        comment: String::new(),
        attachment: None,
        dimensions: plan::Dimensions::default(),
    };
    let by = Change { who: "reporter0".into(), ..change.clone() };
    let id = store.save_draft(&figure, "k", ("o", false), &by).await.unwrap();
    store.step_submission(id, Step::Submit, None, &by).await.unwrap();
    let until = Timestamp::now() + 4.seconds();
    store.step_submission(id, Step::Approve, Some(until), &change).await.unwrap();
    store.close().await;
    id
}

/// Waits until so many deliveries are done and no job waits or runs.
async fn until_done(database: &str, deliveries: i64) {
    let store = open(database).await;
    let begun = Instant::now();
    loop {
        let counts = store.job_counts().await.unwrap();
        let done: i64 = ["mail", "webhook"]
            .iter()
            .filter_map(|kind| counts.get(&((*kind).to_owned(), JobState::Done)))
            .sum();
        let open: i64 = counts
            .iter()
            .filter(|((_, state), _)| matches!(state, JobState::Waiting | JobState::Running))
            .map(|(_, count)| count)
            .sum();
        if done == deliveries && open == 0 {
            break;
        }
        assert!(begun.elapsed() < Duration::from_mins(4), "{deliveries} deliveries expected: {counts:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    store.close().await;
}

/// What people are told stands once in their inbox, and the figure was published once.
async fn check(database: &str, people: usize, submission: i64) {
    let store = open(database).await;
    for person in 0..people {
        let notices = store.notices(&format!("reporter{person}"), 100).await.unwrap();
        let mut kinds: Vec<&str> = notices.iter().map(|notice| notice.kind.as_str()).collect();
        kinds.sort_unstable();
        let expected: &[&str] =
            if person == 0 { &["deadline", "digest", "published"] } else { &["deadline", "digest"] };
        assert_eq!(kinds, expected, "reporter{person}");
    }
    assert_eq!(store.submission(submission).await.unwrap().stage, duty::Stage::Published);
    let published = store.plan(PLAN, None).await.unwrap().figures;
    assert_eq!(published.len(), 1);
    assert!(store.verify_audit().await.unwrap().is_ok() && store.verify_content().await.unwrap().is_ok());
    store.close().await;
}
