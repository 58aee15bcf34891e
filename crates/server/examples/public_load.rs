//! What the rooms of the public bear: `public_load comments DATABASE RATE SECONDS` and `public_load followers DATABASE COUNT SAMPLE`.
//!
//! DATABASE is a file or a `postgres://` URL; what is there already is kept. *comments* serves a plan, takes a form for every comment
//! before it begins (so that the proof of work is at its lowest), sends RATE comments a second for SECONDS, each from an address of its
//! own and every twentieth twice, and counts what was kept, lost and doubled. The rate does not wait for the answers. *followers* writes
//! COUNT followers of one plan, lets one thing change, and tells how long it took until a notice was queued for each; then SAMPLE
//! followers with addresses are told by a mail server of this program, which counts the mails.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used)]
#![allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "figures of a measurement")]

use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::{Change, Follow, LoadPlan, News, Store};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use work::{Options, Service};

const PLAN: &str = "public-load";
const CONNECTIONS: usize = 64;

#[tokio::main(worker_threads = 2)]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let usage = "public_load comments DATABASE RATE SECONDS, or public_load followers DATABASE COUNT SAMPLE";
    let [what, database, first, second] = arguments.as_slice() else { panic!("{usage}") };
    let (first, second): (usize, usize) = (first.parse().unwrap(), second.parse().unwrap());
    let store = Store::open(&database.parse().unwrap()).await.unwrap();
    prepare(&store).await;
    match what.as_str() {
        "comments" => comments(store, database, (first, second)).await,
        "followers" => {
            followers(&store, database, first).await;
            mails(&store, second).await;
        }
        _ => panic!("{usage}"),
    }
}

/// A plan that everybody sees.
async fn prepare(store: &Store) {
    let change = Change::now("system", "");
    if store.plan(PLAN, None).await.is_err() {
        let plan =
            plan::Plan {
                title: "云岭市规划".into(), region: Some("云岭市".into()), ..plan::Plan::default()
            };
        let load = LoadPlan { id: Some(PLAN), plan: &plan, document: None, findings: &[] };
        store.load_plan(load, &change).await.unwrap();
        store.set_public(PLAN, true, &change).await.unwrap();
    }
}

/// A connection of its own to the database, to count and to write in bulk.
async fn connection(database: &str) -> sqlx::AnyConnection {
    sqlx::any::install_default_drivers();
    let url =
        if database.starts_with("postgres") { database.to_owned() } else { format!("sqlite://{database}") };
    <sqlx::AnyConnection as sqlx::Connection>::connect(&url).await.unwrap()
}

async fn count(connection: &mut sqlx::AnyConnection, sql: &'static str, mark: &str) -> i64 {
    sqlx::query_scalar(sql).bind(mark.to_owned()).fetch_one(connection).await.unwrap()
}

/// A comment that is ready to be sent.
struct Form {
    from: String,
    body: String,
}

async fn comments(store: Store, database: &str, (rate, seconds): (usize, usize)) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let settings = server::Settings { behind_proxy: true, ..server::Settings::default() };
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let until = async { drop(stopped.await) };
    let served = tokio::spawn(server::serve(settings, store.clone(), listener, until));
    let mark = format!("{:x}", jiff::Timestamp::now().as_millisecond());
    let begun = Instant::now();
    let forms = forms(address, rate * seconds, &mark).await;
    println!("{} forms with their work done in {:.1} s", forms.len(), begun.elapsed().as_secs_f64());
    let (sent, mut took, wrong) = send(address, forms, rate).await;
    took.sort_unstable();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    println!(
        "{} answers at {rate}/s: median {:.1} ms, p90 {:.1} ms, p99 {:.1} ms, worst {:.1} ms; refused: {wrong:?}",
        took.len(),
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    );
    let mut connection = connection(database).await;
    let kept = count(&mut connection, "SELECT COUNT(*) FROM voice WHERE said LIKE $1 || '%'", &mark).await;
    let sql = "SELECT COUNT(DISTINCT said) FROM voice WHERE said LIKE $1 || '%'";
    let distinct = count(&mut connection, sql, &mark).await;
    println!(
        "{sent} comments sent: {kept} kept, {} lost, {} doubled",
        i64::try_from(sent).unwrap() - distinct,
        kept - distinct
    );
    let begun = Instant::now();
    let groups = store.voice_groups(PLAN, "waiting", 40).await.unwrap();
    let waiting = store.count_voices(PLAN, "waiting").await.unwrap();
    println!(
        "the queue of the moderators: {waiting} wait, its first page of {} groups comes in {:.0} ms",
        groups.len(),
        begun.elapsed().as_secs_f64() * 1000.0
    );
    drop(stop);
    served.await.unwrap().unwrap();
}

/// Takes a form for every comment and does its work.
async fn forms(address: SocketAddr, many: usize, mark: &str) -> Vec<Form> {
    let mut all = Vec::with_capacity(many);
    let mut socket = TcpStream::connect(address).await.unwrap();
    let mut buffer = Vec::new();
    let ask = format!("GET /plans/{PLAN}/voices/new HTTP/1.1\r\nHost: {address}\r\n\r\n");
    for number in 0..many {
        socket.write_all(ask.as_bytes()).await.unwrap();
        assert_eq!(answer(&mut socket, &mut buffer).await, 200);
        let page = String::from_utf8_lossy(&buffer).into_owned();
        let begin = "name=\"ticket\" value=\"";
        let ticket = page.split_once(begin).and_then(|(_, rest)| rest.split('"').next()).unwrap().to_owned();
        let work = worked(&ticket);
        let text = format!("{mark} 第{number}条意见：滨河路第{}盏路灯不亮，请尽快修好。", number % 97);
        let fields = [
            ("kind", "question"),
            ("subject", ""),
            ("text", &text),
            ("name", "某某"),
            ("agreed", "1"),
            ("ticket", &ticket),
            ("work", &work),
        ];
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let from = format!("10.{}.{}.{}", (number >> 16) & 255, (number >> 8) & 255, number & 255);
        all.push(Form { from, body: body.join("&") });
    }
    all
}

/// The number that a ticket asks for.
fn worked(ticket: &str) -> String {
    let bits: u32 = ticket.split('.').nth(2).unwrap().parse().unwrap();
    let is_found = |n: &u64| {
        let digest = Sha256::digest(format!("{ticket}.{n}").as_bytes());
        u64::from_be_bytes(digest[..8].try_into().unwrap()).leading_zeros() >= bits
    };
    (0..u64::MAX).find(is_found).unwrap().to_string()
}

fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        let _ = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => write!(encoded, "{}", byte as char),
            _ => write!(encoded, "%{byte:02X}"),
        };
        encoded
    })
}

type Due = Arc<tokio::sync::Mutex<tokio::sync::mpsc::UnboundedReceiver<(Instant, Arc<Form>)>>>;
type Took = Arc<Mutex<(Vec<Duration>, BTreeMap<u16, usize>)>>;

/// Sends the comments at their rate; gives how many there were, how long the answers took, and how many were refused by status.
async fn send(
    address: SocketAddr,
    forms: Vec<Form>,
    rate: usize,
) -> (usize, Vec<Duration>, BTreeMap<u16, usize>) {
    let (due, asked) = tokio::sync::mpsc::unbounded_channel();
    let asked: Due = Arc::new(tokio::sync::Mutex::new(asked));
    let took: Took = Arc::default();
    let work = |_| tokio::spawn(post(address, Arc::clone(&asked), Arc::clone(&took)));
    let workers: Vec<_> = (0..CONNECTIONS).map(work).collect();
    let mut clock = tokio::time::interval(Duration::from_secs(1) / rate as u32);
    let many = forms.len();
    for (number, form) in forms.into_iter().enumerate() {
        let (at, form) = (clock.tick().await.into_std(), Arc::new(form));
        due.send((at, Arc::clone(&form))).unwrap();
        if number % 20 == 0 {
            due.send((at, form)).unwrap();
        }
    }
    drop(due);
    for worker in workers {
        worker.await.unwrap();
    }
    let (took, wrong) = std::mem::take(&mut *took.lock().unwrap());
    (many, took, wrong)
}

async fn post(address: SocketAddr, asked: Due, took: Took) {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.set_nodelay(true).unwrap();
    let mut buffer = Vec::new();
    loop {
        let Some((at, form)) = asked.lock().await.recv().await else { return };
        let request = format!(
            "POST /plans/{PLAN}/voices HTTP/1.1\r\nHost: {address}\r\nX-Forwarded-For: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
            form.from,
            form.body.len(),
            form.body
        );
        socket.write_all(request.as_bytes()).await.unwrap();
        let status = answer(&mut socket, &mut buffer).await;
        let mut took = took.lock().unwrap();
        took.0.push(at.elapsed());
        if status != 303 {
            *took.1.entry(status).or_default() += 1;
        }
    }
}

/// Reads one answer, packed by nothing, and gives its status; its bytes stay in the buffer.
async fn answer(socket: &mut TcpStream, buffer: &mut Vec<u8>) -> u16 {
    buffer.clear();
    loop {
        assert!(socket.read_buf(buffer).await.unwrap() > 0, "the server closed the connection");
        let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(&buffer[..head]).into_owned();
        let length = text.lines().filter_map(|line| line.split_once(": "));
        let length = length.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let length: usize = length.map(|(_, value)| value.parse().unwrap()).next().unwrap_or(0);
        while buffer.len() < head + 4 + length {
            assert!(socket.read_buf(buffer).await.unwrap() > 0, "the server closed the connection");
        }
        return text[9..12].parse().unwrap();
    }
}

/// Lets something change that nobody else tells of meanwhile.
async fn change(store: &Store, words: &str) {
    let seen = store.news_seen(PLAN).await.unwrap();
    let now = jiff::Timestamp::now().to_string();
    let one = News {
        kind: "text".into(),
        zh: words.into(),
        en: words.into(),
        link: "/text".into(),
        ..News::default()
    };
    assert!(
        store.note_news(PLAN, (seen.as_deref(), &now), &[one], &Change::now("system", "")).await.unwrap()
    );
}

/// Many followers in bulk, and one change.
async fn followers(store: &Store, database: &str, many: usize) {
    let mut connection = connection(database).await;
    let begun = Instant::now();
    let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) \
         INSERT INTO follow (id, plan, subject, address, mark, rhythm, lang, asked_at, confirmed_at, told) \
         SELECT 'load' || CAST(i AS TEXT), $2, '', '', 'load' || CAST(i AS TEXT), 'each', 'zh', $3, $4, 0 FROM n";
    let now = store::stamp(jiff::Timestamp::now());
    sqlx::query(sql)
        .bind(i64::try_from(many).unwrap())
        .bind(PLAN)
        .bind(now.clone())
        .bind(now)
        .execute(&mut connection)
        .await
        .unwrap();
    println!("{many} followers written in {:.1} s", begun.elapsed().as_secs_f64());
    change(store, "规划有新的公开版本").await;
    let begun = Instant::now();
    let queued = store.enqueue_follows(PLAN, "each", jiff::Timestamp::now()).await.unwrap();
    println!("one change: {queued} notices queued in {:.1} s", begun.elapsed().as_secs_f64());
    let again = store.enqueue_follows(PLAN, "each", jiff::Timestamp::now()).await.unwrap();
    let sql =
        "SELECT COUNT(*) FROM job WHERE kind = 'mail' AND subject LIKE 'follow/load%' AND subject <> $1";
    let jobs = count(&mut connection, sql, "").await;
    let sql = "SELECT COUNT(DISTINCT subject) FROM job WHERE kind = 'mail' AND subject LIKE 'follow/load%' AND subject <> $1";
    let distinct = count(&mut connection, sql, "").await;
    println!("{jobs} jobs for {distinct} followers; asked again: {again} more");
    for sql in
        ["DELETE FROM job WHERE subject LIKE 'follow/load%'", "DELETE FROM follow WHERE id LIKE 'load%'"]
    {
        sqlx::query(sql).execute(&mut connection).await.unwrap();
    }
}

/// Some followers with addresses are told by mail.
async fn mails(store: &Store, many: usize) {
    if many == 0 {
        return;
    }
    let taken: Arc<Mutex<BTreeMap<String, usize>>> = Arc::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = format!("smtp://{}", listener.local_addr().unwrap());
    tokio::spawn(mail_server(listener, Arc::clone(&taken)));
    let by = Change::now("system", "");
    store.put_setting("secret/mail-server", &server, &by).await.unwrap();
    store.put_setting("mail-from", "plan@plan.test", &by).await.unwrap();
    let now = jiff::Timestamp::now();
    for number in 0..many {
        let id = format!("sample{number}");
        let one = Follow {
            id: id.clone(),
            plan: PLAN.into(),
            mark: format!("sample{number}"),
            rhythm: "each".into(),
            lang: "zh".into(),
            asked_at: store::stamp(now),
            ..Follow::default()
        };
        store.add_follow(&one, &format!("{id}@letters.test")).await.unwrap();
        store.confirm_follow(&id, now).await.unwrap();
    }
    change(store, "规划又有新的公开版本").await;
    store.enqueue_follows(PLAN, "each", jiff::Timestamp::now()).await.unwrap();
    let service = Service::new(store.clone(), Options::default(), Vec::new()).await.unwrap();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let options = jobs::Options { retry: Duration::from_mins(1), lease: Duration::from_mins(1) };
    let begun = Instant::now();
    let lanes = tokio::spawn(jobs::run(service, options, None, stopped));
    let count = || taken.lock().unwrap().values().sum::<usize>();
    let (mut seen, mut idle) = (0, 0);
    // Until nothing has come for a while: what came twice is to be seen.
    while idle < 100 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        idle = if count() == seen { idle + 1 } else { 0 };
        seen = count();
    }
    let took = begun.elapsed().as_secs_f64() - 10.0;
    let taken = taken.lock().unwrap().clone();
    let twice = taken.values().filter(|count| **count > 1).count();
    println!("{} of {many} followers were told, {twice} more than once, in {took:.1} s", taken.len());
    stop.send(true).unwrap();
    lanes.await.unwrap();
    for number in 0..many {
        store.end_follow(&format!("sample{number}")).await.unwrap();
    }
}

/// Takes mails and counts them by receiver.
async fn mail_server(listener: TcpListener, taken: Arc<Mutex<BTreeMap<String, usize>>>) {
    loop {
        let (socket, _) = listener.accept().await.unwrap();
        let taken = Arc::clone(&taken);
        tokio::spawn(async move {
            let (reading, mut writing) = socket.into_split();
            let mut lines = BufReader::new(reading).lines();
            let (mut to, mut is_text) = (String::new(), false);
            let _ = writing.write_all(b"220 mail.test\r\n").await;
            while let Ok(Some(line)) = lines.next_line().await {
                let said: &[u8] = if is_text {
                    if line != "." {
                        continue;
                    }
                    is_text = false;
                    *taken.lock().unwrap().entry(to.clone()).or_default() += 1;
                    b"250 kept\r\n"
                } else if line.starts_with("RCPT") {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    b"250 ok\r\n"
                } else if line.starts_with("DATA") {
                    is_text = true;
                    b"354 go on\r\n"
                } else {
                    b"250 ok\r\n"
                };
                if writing.write_all(said).await.is_err() {
                    return;
                }
            }
        });
    }
}
