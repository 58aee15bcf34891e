//! Pages as they stood at a moment.

use super::bench::{Bench, OPEN, change, encode};
use duty::Role;
use jiff::{SignedDuration, Timestamp};
use store::{Change, NewReply};

/// A yearly value of the indicator.
pub(crate) fn figure(bench: &Bench, value: i64, year: i32) -> plan::Observation {
    plan::Observation {
        indicator: bench.indicator.as_str().into(),
        subject: super::story::GDP.into(),
        value: Some(value.into()),
        unit: "亿元".into(),
        period: Some(plan::Period { start: year, end: year }),
        year: Some(year),
        source: "公报".into(),
        vintage: "2017-03-01".into(),
        ..plan::Observation::default()
    }
}

#[tokio::test]
async fn a_source_that_a_spreadsheet_would_run_is_text_in_the_public_table() {
    let bench = Bench::start().await;
    let mut evil = Vec::new();
    for (year, source) in (2016..).zip(["=cmd|' /C calc'!A1", "@SUM(1+1)", "=HYPERLINK(\"x\")", "+1+1"]) {
        evil.push(plan::Observation { source: source.into(), ..figure(&bench, 1400, year) });
    }
    bench.store.append_observations(OPEN, &evil, &change()).await.unwrap();
    // Read by the server when it looks at the store next.
    let mut public = bench.browser();
    let mut table = String::new();
    for _ in 0..50 {
        table = public.get(&format!("/api/v1/plans/{OPEN}/tables/figures.csv")).await.text();
        if table.contains("+1+1") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    for text in ["'=cmd|", "'@SUM(1+1)", "'=HYPERLINK(", "'+1+1"] {
        assert!(table.contains(text), "{text} in {table}");
    }
    for text in [",=cmd", ",@SUM", ",\"=HYPERLINK", ",+1+1"] {
        assert!(!table.contains(text), "{text} in {table}");
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in the order in which it happens")]
async fn a_page_of_the_past_shows_nothing_that_was_said_later() {
    let bench = Bench::start().await;
    let now = Timestamp::now();
    let after = |seconds: i64| Change { when: now + SignedDuration::from_secs(seconds), ..change() };
    let reply = async |text: &str, measure: &str, change: &Change| {
        let reply = NewReply {
            plan: OPEN,
            target: &bench.target,
            warning: "red",
            office: "tjj",
            text,
            measure,
            due: (!measure.is_empty()).then_some("2031-05-01"),
        };
        bench.store.add_reply(reply, change).await.unwrap()
    };
    let revise = async |value: i64, change: &Change| {
        let stored = bench.store.plan(OPEN, None).await.unwrap();
        let target = stored.plan.targets.iter().find(|one| one.id.as_str() == bench.target).unwrap().clone();
        let value = Some(rust_decimal::Decimal::from(value));
        bench.store.revise_target(OPEN, &plan::Target { value, ..target }, change).await.unwrap();
    };
    let promised = reply("早先的说明", "早先的措施", &after(10)).await;
    revise(3111, &after(10)).await;
    bench.store.close_measure(promised, true, &after(30)).await.unwrap();
    reply("后来的说明", "", &after(30)).await;
    revise(3222, &after(30)).await;
    bench.store.append_observations(OPEN, &[figure(&bench, 1433, 2016)], &after(30)).await.unwrap();
    let plan = bench.store.plan(OPEN, None).await.unwrap().plan;
    let load = store::LoadPlan { id: Some(OPEN), plan: &plan, document: None, findings: &[] };
    bench.store.load_plan(load, &after(40)).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;

    let mut auditor = bench.signed_in(Role::Auditor).await;
    let indicator = format!("/plans/{OPEN}/indicators/{}", bench.indicator);
    let answers = format!("/audit/plans/{OPEN}/{}", bench.indicator);
    let history = format!("/api/v1/plans/{OPEN}/indicators/{}/history", bench.indicator);
    let revisions = format!("/api/v1/plans/{OPEN}/targets/{}/history", bench.target);
    let versions = format!("/api/v1/plans/{OPEN}/versions");
    let mut at = async |path: &str, seconds: Option<i64>| {
        let moment = seconds.map(|seconds| (now + SignedDuration::from_secs(seconds)).to_string());
        let query = moment.map_or(String::new(), |moment| format!("?stood-at={}", encode(&moment)));
        let answer = auditor.get(&format!("{path}{query}")).await;
        assert_eq!(answer.status, 200, "{path}{query}: {}", answer.text());
        answer.text()
    };
    let (open, done) = ("<span class=\"chip\">进行中</span>", "<span class=\"chip\">已完成</span>");
    // Before anything was said.
    let page = at(&indicator, Some(5)).await;
    assert!(!page.contains("早先的说明") && !says(&page, "3111") && !says(&page, "3222"), "{page}");
    // Between the two: the measure was still open.
    let page = at(&indicator, Some(20)).await;
    assert!(page.contains("早先的说明") && !page.contains("后来的说明"), "{page}");
    assert!(
        page.contains("3111") && !says(&page, "3222") && page.contains(open) && !page.contains(done),
        "{page}"
    );
    for path in [&answers, &history] {
        let told = at(path, Some(20)).await;
        assert!(told.contains("3111") && !says(&told, "3222") && !says(&told, "1433"), "{path}: {told}");
        assert!(told.contains("reply.add") && !told.contains("reply.close"), "{path}: {told}");
    }
    assert!(!says(&at(&revisions, Some(20)).await, "3222"));
    assert!(at(&versions, Some(20)).await.contains("\"total\":1"));
    // Today.
    let page = at(&indicator, None).await;
    assert!(page.contains("后来的说明") && page.contains("3222") && page.contains(done), "{page}");
    for path in [&answers, &history] {
        let told = at(path, None).await;
        assert!(
            told.contains("3222") && told.contains("1433") && told.contains("reply.close"),
            "{path}: {told}"
        );
    }
    assert!(at(&versions, None).await.contains("\"total\":2"));
}

/// Whether a text says a number as a word of its own: the digits may stand in a hash too.
fn says(text: &str, number: &str) -> bool {
    text.split(|sign: char| !sign.is_ascii_alphanumeric()).any(|word| word == number)
}
