//! What a server writes into its log, and that what people are told of a failure is found there.

use crate::server::{free_address, get, within};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that writes its log to a file; dropping it kills it.
struct Logged(Child);

impl Drop for Logged {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(folder: &Path, address: SocketAddr, more: &[&str]) -> Logged {
    let log = std::fs::File::create(folder.join("log")).unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_gangyao"))
        .args(["serve", "--log-json", "--listen", &address.to_string()])
        .args(["--database", folder.join("g.db").to_str().unwrap()])
        .args(more)
        .env_remove("RUST_LOG")
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap();
    let server = Logged(child);
    let begun = Instant::now();
    while !get(address, "/readyz").is_ok_and(|text| text.starts_with("HTTP/1.1 200")) {
        assert!(begun.elapsed() < Duration::from_secs(30), "no answer");
        std::thread::sleep(Duration::from_millis(50));
    }
    server
}

fn header<'a>(answer: &'a str, name: &str) -> &'a str {
    let lines = answer.lines().map_while(|line| (!line.is_empty()).then_some(line));
    lines
        .filter_map(|line| line.split_once(": "))
        .find(|(key, _)| *key == name)
        .map_or("", |(_, value)| value)
}

/// The lines of the log that bear a code.
fn about(folder: &Path, code: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join("log")).unwrap();
    let lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.filter(|line| line["span"]["code"] == code).collect()
}

#[test]
fn the_code_of_a_failure_is_found_in_the_log_with_its_cause() {
    let folder = tempfile::tempdir().unwrap();
    let (folder, address) = (folder.path(), free_address());
    let _server = start(folder, address, &[]);
    let fine = get(address, "/api/v1/plans").unwrap();
    assert!(fine.starts_with("HTTP/1.1 200"), "{fine}");
    // Somebody takes a table away.
    within(async {
        sqlx::any::install_default_drivers();
        let url = format!("sqlite://{}", folder.join("g.db").display());
        let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&url).await.unwrap();
        sqlx::raw_sql("PRAGMA foreign_keys = OFF; ALTER TABLE link RENAME TO gone;")
            .execute(&mut connection)
            .await
            .unwrap();
    });
    let failed = get(address, "/link/abcdefgh12345678").unwrap();
    assert!(failed.starts_with("HTTP/1.1 500"), "{failed}");
    let code = header(&failed, "x-request-id").to_owned();
    assert!(code.len() == 12 && failed.contains(&format!("<code>{code}</code>")), "{failed}");
    let lines = about(folder, &code);
    let has = |field: &str, words: &str| {
        lines.iter().any(|line| line["fields"][field].as_str().is_some_and(|text| text.contains(words)))
    };
    assert!(has("cause", "no such table"), "{lines:?}");
    assert!(has("message", "the request failed") && has("path", "/link/..."), "{lines:?}");
    let quiet = header(&fine, "x-request-id");
    assert_eq!(about(folder, quiet), Vec::<Value>::new(), "what went well is told only when asked for");
}

#[test]
fn requests_and_slow_statements_are_logged_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let (folder, address) = (folder.path(), free_address());
    let more = ["--log-requests", "--slow-query", "0", "--slow-request", "0"];
    let _server = start(folder, address, &more);
    let answer = get(address, "/sign-in").unwrap();
    let lines = about(folder, header(&answer, "x-request-id"));
    let of = |target: &str| lines.iter().filter(|line| line["target"] == target).collect::<Vec<_>>();
    let requests = of("gangyao::request");
    assert_eq!(requests.len(), 1, "{lines:?}");
    let fields = &requests[0]["fields"];
    assert_eq!((&fields["path"], &fields["status"]), (&Value::from("/sign-in"), &Value::from(200)));
    assert!(lines.iter().any(|line| line["fields"]["message"] == "the request was slow"), "{lines:?}");
    // A page that reads the database, under the code of its request, without the values it was given.
    let page = get(address, "/search?q=%E7%B2%AE%E9%A3%9F").unwrap();
    let lines = about(folder, header(&page, "x-request-id"));
    let slow: Vec<&Value> = lines.iter().filter(|line| line["target"] == "sqlx::query").collect();
    assert!(!slow.is_empty(), "{lines:?}");
    assert!(
        slow.iter().all(|line| line["level"] == "WARN" && !line.to_string().contains("粮食")),
        "{slow:?}"
    );
    // A secret in an address is none in the log.
    let secret = get(address, "/link/abcdefgh12345678").unwrap();
    let lines = about(folder, header(&secret, "x-request-id"));
    assert!(
        !lines.is_empty() && lines.iter().all(|line| !line.to_string().contains("abcdefgh")),
        "{lines:?}"
    );
}
