//! Databases that answer like PostgreSQL and lack something: a real server behind a proxy that does not understand some
//! statements, and real servers that are set up otherwise.

use std::path::PathBuf;
use std::sync::Arc;
use store::{Ability, Change, Location, NewJob, Store, StoreError};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UnixStream};

/// What a look-alike does to statements.
#[derive(Clone, Copy)]
enum Quirk {
    /// Statements with this in them are errors of syntax.
    Refuses(&'static str),
    /// An empty text is read as no value.
    EmptyIsNull,
}

/// Serves a look-alike on a port of this machine.
async fn look_alike(socket: PathBuf, quirk: Quirk) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let socket = Arc::new(socket);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let socket = Arc::clone(&socket);
            tokio::spawn(async move { pass(client, &socket, quirk).await });
        }
    });
    port
}

/// Passes messages on; one that is not understood is answered with an error, and all up to the next Sync are dropped, as
/// the protocol has it (PostgreSQL documentation, 54.2.3).
async fn pass(client: TcpStream, socket: &std::path::Path, quirk: Quirk) -> Option<()> {
    let server = UnixStream::connect(socket).await.ok()?;
    let (mut from_client, to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let to_client = Arc::new(tokio::sync::Mutex::new(to_client));
    let answers = Arc::clone(&to_client);
    tokio::spawn(async move {
        let mut bytes = [0; 1 << 14];
        while let Ok(count @ 1..) = from_server.read(&mut bytes).await {
            if answers.lock().await.write_all(&bytes[..count]).await.is_err() {
                break;
            }
        }
    });
    // The first message has no type.
    let length = from_client.read_u32().await.ok()?;
    let mut start = vec![0; length as usize - 4];
    from_client.read_exact(&mut start).await.ok()?;
    if start == [4, 210, 22, 47] {
        // The client asks for TLS.
        to_client.lock().await.write_all(b"N").await.ok()?;
        let length = from_client.read_u32().await.ok()?;
        start = vec![0; length as usize - 4];
        from_client.read_exact(&mut start).await.ok()?;
    }
    to_server.write_all(&(start.len() as u32 + 4).to_be_bytes()).await.ok()?;
    to_server.write_all(&start).await.ok()?;
    let mut drops = false;
    loop {
        let kind = from_client.read_u8().await.ok()?;
        let length = from_client.read_u32().await.ok()?;
        let mut body = vec![0; length as usize - 4];
        from_client.read_exact(&mut body).await.ok()?;
        let is_statement = matches!(kind, b'P' | b'Q');
        if is_statement && is_refused(&body, quirk) {
            to_client.lock().await.write_all(&error()).await.ok()?;
            drops = kind == b'P';
            if kind == b'Q' {
                to_client.lock().await.write_all(b"Z\0\0\0\x05I").await.ok()?;
            }
            continue;
        }
        if drops {
            if kind == b'S' {
                drops = false;
                to_client.lock().await.write_all(b"Z\0\0\0\x05I").await.ok()?;
            }
            continue;
        }
        if is_statement && matches!(quirk, Quirk::EmptyIsNull) {
            body = String::from_utf8_lossy(&body).replace("''", "NULL").into_bytes();
        }
        to_server.write_u8(kind).await.ok()?;
        to_server.write_u32(body.len() as u32 + 4).await.ok()?;
        to_server.write_all(&body).await.ok()?;
    }
}

fn is_refused(body: &[u8], quirk: Quirk) -> bool {
    matches!(quirk, Quirk::Refuses(word) if String::from_utf8_lossy(body).contains(word))
}

fn error() -> Vec<u8> {
    let fields = b"SERROR\0VERROR\0C42601\0Msyntax error\0\0";
    let mut message = vec![b'E'];
    message.extend((fields.len() as u32 + 4).to_be_bytes());
    message.extend(fields);
    message
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(work)
}

/// The address of a database behind a look-alike.
async fn behind(server: &testbed::postgres::Server, database: &str, quirk: Quirk) -> Location {
    let url = server.database(database);
    let folder = url.split_once("?host=").unwrap().1;
    let port = look_alike(PathBuf::from(folder).join(".s.PGSQL.5432"), quirk).await;
    Location::Postgres(format!("postgres://gangyao@127.0.0.1:{port}/{database}"))
}

#[test]
fn what_is_needed_and_missing_is_named_before_anything_is_written() {
    let Some(server) = testbed::postgres() else { return };
    let quirks = [
        (Quirk::Refuses("DO UPDATE"), Ability::Upsert, "ON CONFLICT"),
        (Quirk::Refuses("WHERE id = 1 RETURNING value"), Ability::Returning, "RETURNING"),
        (Quirk::Refuses("WITH picked"), Ability::WithUpdate, "WITH"),
        (Quirk::Refuses("REPEATABLE READ"), Ability::Snapshot, "REPEATABLE READ"),
        (Quirk::Refuses("pg_matviews"), Ability::Catalogues, "pg_matviews"),
        (Quirk::EmptyIsNull, Ability::EmptyText, "Oracle"),
    ];
    wait(async {
        for (number, (quirk, ability, word)) in quirks.into_iter().enumerate() {
            let name = format!("lacks{number}");
            let location = behind(&server, &name, quirk).await;
            let error = Store::open(&location).await.unwrap_err();
            let StoreError::LookAlike(probe) = &error else { panic!("{ability:?}: {error}") };
            // What builds on the first is missing as well.
            assert_eq!(probe.lacks.first(), Some(&ability));
            assert!(probe.product.starts_with("PostgreSQL"), "{probe}");
            for words in [error.words().zh, error.words().en] {
                assert!(words.contains(word), "{words}");
            }
            let looked = Store::look_at(&Location::Postgres(server.url(&name))).await.unwrap();
            assert_eq!(looked.schema().await.unwrap().found, 0, "nothing was written");
            looked.close().await;
        }
    });
}

#[test]
fn a_database_in_another_encoding_is_refused() {
    let Some(server) = testbed::postgres() else { return };
    wait(async {
        let first = Store::look_at(&Location::Postgres(server.database("first"))).await.unwrap();
        first.close().await;
        let pool = sqlx::AnyPool::connect(&server.url("first")).await.unwrap();
        let make = "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'";
        sqlx::query(make).execute(&pool).await.unwrap();
        pool.close().await;
        let error = Store::open(&Location::Postgres(server.url("latin"))).await.unwrap_err();
        let StoreError::LookAlike(probe) = &error else { panic!("{error}") };
        assert!(probe.lacks.contains(&Ability::Utf8), "{probe}");
        assert!(error.words().zh.contains("UTF8"));
    });
}

#[test]
fn what_can_be_done_without_is_done_without() {
    let Some(server) = testbed::postgres() else { return };
    wait(async {
        let quirks = [
            ("SKIP LOCKED", Ability::SkipLocked),
            ("pg_advisory", Ability::AdvisoryLock),
            ("NOTIFY", Ability::Notify),
        ];
        for (number, (word, ability)) in quirks.into_iter().enumerate() {
            let location = behind(&server, &format!("without{number}"), Quirk::Refuses(word)).await;
            let store = Store::open(&location).await.unwrap();
            let probe = store.probe().await.unwrap();
            assert_eq!(probe.lacks, [ability]);
            let change = Change::now("root", "");
            store.put_setting("note", "1", &change).await.unwrap();
            let job = NewJob {
                kind: "mail".into(),
                key: "k".into(),
                subject: String::new(),
                payload: String::new(),
                run_at: change.when,
            };
            store.enqueue_jobs(&[job], change.when).await.unwrap();
            let lease = jiff::SignedDuration::from_mins(1);
            let jobs = store.claim_jobs(&["mail"], "w", change.when, lease, 5).await.unwrap();
            assert_eq!(jobs.len(), 1, "without {word}");
            store.close().await;
        }
    });
}

#[test]
fn a_real_postgres_lacks_nothing() {
    let Some(server) = testbed::postgres() else { return };
    wait(async {
        let store = Store::open(&Location::Postgres(server.database("whole"))).await.unwrap();
        assert_eq!(store.probe().await.unwrap().lacks, []);
        store.close().await;
    });
}
