//! What those who run a server look at: health, measures, and the dashboard and alerts that are made from them.

use crate::client::Bench;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use store::NewJob;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging/monitoring").join(name)
}

/// The names of series with their labels, as a server gives them; a histogram has three.
fn series(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let name = line.split(['{', ' ']).next().unwrap();
        let labels = line.split_once('{').map_or("", |(_, rest)| rest.rsplit_once('}').unwrap().0);
        let labels =
            labels.split("\",").filter_map(|one| one.split_once('=')).map(|(name, _)| name.to_owned());
        all.entry(name.to_owned()).or_default().extend(labels);
    }
    all
}

/// The series that an expression asks for, each with the labels it chooses by, and the labels it groups by.
fn asked(expression: &str) -> (Vec<(String, BTreeSet<String>)>, BTreeSet<String>) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    let mut found = Vec::new();
    let mut rest = expression;
    while let Some(at) = rest.find(is_name) {
        let word: String = rest[at..].chars().take_while(|c| is_name(*c)).collect();
        rest = &rest[at + word.len()..];
        if !word.starts_with("gangyao_") && !word.starts_with("process_") && word != "up" {
            continue;
        }
        let chosen = rest.strip_prefix('{').map_or("", |inside| inside.split_once('}').unwrap().0);
        let labels = chosen.split(',').filter(|one| !one.is_empty());
        let labels = labels.map(|one| one.split(['=', '!']).next().unwrap().to_owned()).collect();
        found.push((word, labels));
    }
    let mut grouped = BTreeSet::new();
    for (_, list) in expression.match_indices("by (").map(|(at, _)| expression[at..].split_once('(').unwrap())
    {
        grouped.extend(list.split_once(')').unwrap().0.split(',').map(|one| one.trim().to_owned()));
    }
    (found, grouped)
}

/// The expressions of the dashboard.
fn of_dashboard() -> Vec<String> {
    let text = std::fs::read_to_string(file("grafana-dashboard.json")).unwrap();
    let dashboard: Value = serde_json::from_str(&text).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let ids: BTreeSet<u64> = panels.iter().map(|panel| panel["id"].as_u64().unwrap()).collect();
    assert_eq!(ids.len(), panels.len(), "every panel has an id of its own");
    let mut all = Vec::new();
    for panel in panels {
        let targets = panel["targets"].as_array().unwrap();
        assert!(!targets.is_empty() && panel["title"].as_str().is_some_and(|title| title.contains(" · ")));
        all.extend(targets.iter().map(|target| target["expr"].as_str().unwrap().to_owned()));
    }
    let chosen = dashboard["templating"]["list"][1]["query"]["query"].as_str().unwrap();
    all.push(chosen.trim_start_matches("label_values(").trim_end_matches(", instance)").to_owned());
    all
}

/// The expressions of the alerts.
fn of_alerts() -> Vec<String> {
    let text = std::fs::read_to_string(file("prometheus-rules.yml")).unwrap();
    text.lines().filter_map(|line| line.trim().strip_prefix("expr: ")).map(str::to_owned).collect()
}

/// Labels that Prometheus adds to whatever it collects.
const ADDED: [&str; 2] = ["instance", "job"];

#[tokio::test]
async fn dashboard_and_alerts_ask_for_what_a_server_tells() {
    let bench = Bench::reference().await;
    let job = NewJob {
        kind: "mail".into(),
        key: "k".into(),
        subject: String::new(),
        payload: String::new(),
        run_at: Timestamp::now() + jiff::SignedDuration::from_hours(1),
    };
    bench.store.enqueue_jobs(&[job], Timestamp::now()).await.unwrap();
    bench.get("/plans/jinzhou").await;
    let told = series(&bench.get("/metrics").await.text());
    let (dashboard, alerts) = (of_dashboard(), of_alerts());
    assert!(dashboard.len() >= 17 && alerts.len() >= 6, "{} {}", dashboard.len(), alerts.len());
    let mut used = BTreeSet::new();
    for expression in dashboard.iter().chain(&alerts) {
        let (series, grouped) = asked(expression);
        assert!(!series.is_empty(), "nothing is asked for: {expression}");
        for (name, labels) in series {
            // Prometheus itself says what is up.
            if name != "up" {
                let known = told.get(&name).unwrap_or_else(|| panic!("no server tells {name}: {expression}"));
                for label in labels.iter().chain(&grouped) {
                    let is_known = known.contains(label) || ADDED.contains(&label.as_str());
                    assert!(is_known, "{name} has no label {label}: {expression}");
                }
            }
            used.insert(name);
        }
    }
    // And nothing is told that nobody looks at.
    let unseen: Vec<&String> = told.keys().filter(|name| !used.contains(*name)).collect();
    assert!(unseen.is_empty(), "no panel shows {unseen:?}");
}

#[test]
fn a_wrong_query_would_be_found() {
    let (series, grouped) =
        asked("sum by (le, x) (rate(gangyao_a_bucket{a=\"1\",b!~\"2\"}[5m])) / process_b");
    let names: Vec<&str> = series.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["gangyao_a_bucket", "process_b"]);
    assert_eq!(series[0].1, BTreeSet::from(["a".to_owned(), "b".to_owned()]));
    assert_eq!(grouped, BTreeSet::from(["le".to_owned(), "x".to_owned()]));
}

#[tokio::test]
async fn health_is_told_for_each_dependency() {
    let bench = Bench::empty().await;
    let answer = bench.get("/health").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told = answer.json();
    let state = |told: &Value, name: &str| told["dependencies"][name]["state"].as_str().unwrap().to_owned();
    for name in ["database", "schema", "jobs", "reader"] {
        assert_eq!(state(&told, name), "up", "{told}");
    }
    assert_eq!((state(&told, "mail"), state(&told, "webhooks")), ("off".to_owned(), "off".to_owned()));
    // A mail that could not be sent: somebody should look, and pages are answered.
    let now = Timestamp::now();
    let job = NewJob {
        kind: "mail".into(),
        key: "k".into(),
        subject: String::new(),
        payload: String::new(),
        run_at: now + jiff::SignedDuration::from_hours(2),
    };
    bench.store.enqueue_jobs(&[job], now).await.unwrap();
    let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&format!(
        "sqlite://{}",
        bench.folder.path().join("gangyao.db").display()
    ))
    .await
    .unwrap();
    sqlx::query("UPDATE job SET attempts = 1, fault = 'connection refused'")
        .execute(&mut connection)
        .await
        .unwrap();
    let told = bench.get("/health").await.json();
    assert_eq!((state(&told, "mail"), told["state"].as_str().unwrap()), ("degraded".to_owned(), "degraded"));
    assert!(told["dependencies"]["mail"]["detail"].as_str().unwrap().contains("connection refused"));
    // The database is gone: down.
    bench.store.close().await;
    let answer = bench.get("/health").await;
    assert_eq!((answer.status, state(&answer.json(), "database")), (503, "down".to_owned()));
    assert!(bench.get("/metrics").await.text().contains("gangyao_database_up 0\n"));
}

/// The server failed: the page and the problem details name the request as its header does.
#[tokio::test]
async fn a_failure_names_its_request() {
    let bench = Bench::reference().await;
    let fine = bench.get("/plans/jinzhou").await;
    assert_eq!(fine.header("x-request-id").len(), 12);
    bench.store.close().await;
    let page = bench.get("/?q=x").await;
    let code = page.header("x-request-id").to_owned();
    assert_eq!(page.status, 503, "{}", page.text());
    assert!(page.text().contains(&format!("<code>{code}</code>")), "{}", page.text());
    let told = bench.get("/api/v1/plans?q=x").await;
    let code = told.header("x-request-id").to_owned();
    assert_eq!(told.json()["instance"], format!("urn:gangyao:request:{code}"));
    // Another cannot give one unless a proxy of ours stands in front, and who asked wrongly needs none.
    let other = bench.request("GET", "/nothing", &[("X-Request-Id", "made-up-elsewhere")]).await;
    assert_ne!(other.header("x-request-id"), "made-up-elsewhere");
    assert!(other.status == 404 && !other.text().contains("<code>"));
}
