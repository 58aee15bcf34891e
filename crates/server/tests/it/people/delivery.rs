//! What goes out: mail to a real SMTP server, webhooks to a real listener, the calendar read by a library; and reminders.

use super::bench::{Bench, Browser, DRAFT, OPEN, account, change, encode, hex};
use super::story::{GDP, duty, fields};
use axum::http::{HeaderMap, StatusCode};
use duty::Role;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::Value;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{Duty, JobFilter, JobState, NewAccount, NewJob, Store};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::Command;

/// An SMTP server that prints each mail it takes as a line of JSON.
pub(crate) const MAIL_SERVER: &str = r#"
import asyncio, email, email.policy, json, sys
from aiosmtpd.smtp import SMTP

class Keep:
    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        line = {"id": mail["Message-ID"], "to": envelope.rcpt_tos, "from": envelope.mail_from, "subject": mail["subject"], "text": mail.get_content()}
        print(json.dumps(line), flush=True)
        return "250 OK"

async def main():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Keep()), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
"#;

/// Reads a calendar from standard input and prints its events as JSON.
const CALENDAR_READER: &str = r#"
import json, sys
from icalendar import Calendar
calendar = Calendar.from_ical(sys.stdin.buffer.read())
print(json.dumps([{"uid": str(e["UID"]), "day": e.decoded("DTSTART").isoformat(), "summary": str(e["SUMMARY"])} for e in calendar.walk("VEVENT")]))
"#;

async fn bench(today: Date) -> Bench {
    let settings = server::Settings {
        today: Some(today),
        base_url: Some("http://plan.test".to_owned()),
        retry: Duration::from_secs(1),
        ..server::Settings::default()
    };
    Bench::start_at_work(settings, &[duty()]).await
}

async fn with_mail(bench: &Bench, role: Role) {
    let account = NewAccount { email: format!("{}@plan.test", role.name()), ..account(role) };
    bench.store.put_account(&account, &change()).await.unwrap();
}

/// Hands a figure in and has it returned, which is told to its author.
async fn returned(bench: &Bench, planner: &mut Browser) {
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let answer = reporter.post(&format!("/plans/{OPEN}/hand-in"), &fields("2016", "1032.9", "k")).await;
    let id = answer.header("location").rsplit('/').next().unwrap().to_owned();
    let form = [("id", id.as_str()), ("action", "return"), ("reason", "与公报不符")];
    assert_eq!(planner.post("/review", &form).await.status, 303);
}

#[tokio::test]
async fn mail_arrives_at_a_real_server() {
    let Some(python) = testbed::python("aiosmtpd") else { return };
    let mut server = Command::new(python)
        .args(["-c", MAIL_SERVER])
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let port = lines.next_line().await.unwrap().expect("a port");
    // After the ladder of reminders, so that one mail is to be expected.
    let bench = bench(date(2017, 2, 5)).await;
    with_mail(&bench, Role::Reporter).await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    let url = format!("smtp://127.0.0.1:{port}");
    let form = [("server", url.as_str()), ("from", "纲要 <plan@plan.test>")];
    assert_eq!(admin.post("/admin/system/mail", &form).await.status, 303);
    let mut planner = bench.signed_in(Role::Planner).await;
    returned(&bench, &mut planner).await;
    let subject = format!("2016年{GDP}已退回：与公报不符");
    let mail = loop {
        let line = tokio::time::timeout(Duration::from_secs(30), lines.next_line()).await;
        let mail: Value = serde_json::from_str(&line.expect("in time").unwrap().expect("a mail")).unwrap();
        // The digest of the week may go out before it.
        if mail["subject"] == subject {
            break mail;
        }
    };
    let id = mail["id"].as_str().unwrap();
    assert!(id.starts_with('<') && id.ends_with("@plan.test>") && id.len() > 32, "{id}");
    assert_eq!(mail["to"][0], "reporter@plan.test");
    assert_eq!(mail["from"], "plan@plan.test");
    let text = mail["text"].as_str().unwrap();
    assert!(
        text.contains("returned: 与公报不符") && text.contains("http://plan.test/submissions/1"),
        "{text}"
    );
}

type Calls = Arc<Mutex<Vec<(HeaderMap, String)>>>;

#[tokio::test]
async fn a_webhook_is_signed_and_tried_again() {
    let calls = Calls::default();
    let seen = Arc::clone(&calls);
    // Refuses the first call about the return and takes the second; the digest of the week goes out beside them.
    let receive = async move |headers: HeaderMap, body: String| {
        if !body.contains(r#""event":"returned""#) {
            return StatusCode::NO_CONTENT;
        }
        let mut calls = seen.lock().unwrap();
        calls.push((headers, body));
        if calls.len() == 1 { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::NO_CONTENT }
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async {
        axum::serve(listener, axum::Router::new().route("/hook", axum::routing::post(receive))).await
    });

    let bench = bench(date(2017, 2, 5)).await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    let key = admin.post("/admin/system/webhooks", &[("url", &url)]).await.shown_once();
    let mut planner = bench.signed_in(Role::Planner).await;
    returned(&bench, &mut planner).await;
    for _ in 0..300 {
        if calls.lock().unwrap().len() >= 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let calls = calls.lock().unwrap().clone();
    assert_eq!(calls.len(), 2, "tried again until it was taken");
    assert_eq!(calls[0].0["x-gangyao-delivery"], calls[1].0["x-gangyao-delivery"]);
    assert_eq!(calls[0].0["idempotency-key"], calls[1].0["idempotency-key"]);
    assert_eq!(calls[0].1, calls[1].1);
    for (headers, body) in &calls {
        let signature = headers["x-gangyao-signature"].to_str().unwrap();
        let (time, mark) = signature.strip_prefix("t=").and_then(|rest| rest.split_once(",v1=")).unwrap();
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key.as_bytes()).unwrap();
        mac.update(format!("{time}.{body}").as_bytes());
        assert_eq!(mark, hex(&mac.finalize().into_bytes()));
        let age = Timestamp::now().as_second() - time.parse::<i64>().unwrap();
        assert!((0..60).contains(&age), "signed at the time it was sent: {age}");
    }
    let told: Value = serde_json::from_str(&calls[1].1).unwrap();
    assert_eq!((told["event"].as_str(), told["account"].as_str()), (Some("returned"), Some("reporter")));
    assert_eq!(told["link"], "http://plan.test/submissions/1");
}

#[tokio::test]
async fn deadlines_are_a_calendar_for_who_knows_the_address() {
    let bench = bench(date(2017, 1, 20)).await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let made = reporter.post("/inbox/calendar", &[]).await.text();
    let address = |text: &str| {
        let rest = text.split_once("http://plan.test/calendar/").expect("an address").1;
        format!("/calendar/{}", rest.split('<').next().unwrap())
    };
    let first = address(&made);
    let mut stranger = bench.browser();
    let feed = stranger.get(&first).await;
    assert_eq!((feed.status, feed.header("content-type")), (200, "text/calendar; charset=utf-8"));
    assert_eq!(stranger.get("/calendar/guess.ics").await.status, 404);
    let second = address(&reporter.post("/inbox/calendar", &[]).await.text());
    assert_eq!(stranger.get(&first).await.status, 404, "a new address ends the one before");
    let gone = NewAccount { active: false, ..account(Role::Reporter) };
    bench.store.put_account(&gone, &change()).await.unwrap();
    assert_eq!(stranger.get(&second).await.status, 404);

    let Some(python) = testbed::python("icalendar") else { return };
    let mut reader = Command::new(python)
        .args(["-c", CALENDAR_READER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(&feed.body).await.unwrap();
    let read = reader.wait_with_output().await.unwrap();
    let events: Value = serde_json::from_slice(&read.stdout).expect("a calendar that a library reads");
    assert_eq!(events.as_array().map(Vec::len), Some(1));
    // Thirty-one days behind the year lies in the Spring Festival; the first working day behind it counts.
    assert_eq!(events[0]["day"], "2017-02-03");
    assert_eq!(events[0]["summary"], format!("报送2016年{GDP}"));
}

/// What an account is told within a while of the start.
async fn told(bench: &Bench, role: Role) -> Vec<String> {
    for _ in 0..100 {
        let notices = bench.store.notices(role.name(), 10).await.unwrap();
        let texts: Vec<String> = notices
            .into_iter()
            .filter(|notice| notice.kind == "deadline")
            .map(|notice| notice.words.zh)
            .collect();
        if !texts.is_empty() {
            return texts;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Vec::new()
}

#[tokio::test]
async fn reminders_climb_when_nobody_answers() {
    for (today, role, words) in [
        (date(2017, 1, 26), Role::Reporter, "还有8天到期"),
        (date(2017, 2, 4), Role::Reporter, "已逾期1天"),
        (date(2017, 2, 17), Role::Planner, "已逾期14天"),
        (date(2017, 3, 3), Role::Leader, "已逾期28天"),
    ] {
        let bench = bench(today).await;
        let texts = told(&bench, role).await;
        assert_eq!(texts.len(), 1, "{today} {role:?}");
        assert!(texts[0].contains(words) && texts[0].contains(GDP), "{}", texts[0]);
    }
}

#[tokio::test]
async fn who_is_given_a_duty_is_told() {
    let bench = bench(date(2017, 2, 5)).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let item = "indicator\u{1f}森林覆盖率";
    let form = [
        ("action", "add"),
        ("item", item),
        ("office", "tjj"),
        ("role", "lead"),
        ("cadence", "year"),
        ("due-days", "31"),
    ];
    assert_eq!(planner.post(&format!("/plans/{OPEN}/duties"), &form).await.status, 303);
    let mut reporter = bench.signed_in(Role::Reporter).await;
    assert!(reporter.get("/inbox").await.text().contains("新的报送任务：森林覆盖率"));
    let form = format!("/plans/{OPEN}/hand-in?indicator={}", encode("森林覆盖率"));
    assert_eq!(reporter.get(&form).await.status, 200);
}

/// The same duty on a plan that is not public.
fn duty_on_draft() -> Duty {
    Duty { plan: DRAFT.to_owned(), ..duty() }
}

#[tokio::test]
async fn a_plan_that_is_not_public_reminds_and_silences_none() {
    let settings = server::Settings { today: Some(date(2017, 1, 26)), ..server::Settings::default() };
    let bench = Bench::start_at_work(settings, &[duty(), duty_on_draft()]).await;
    for _ in 0..100 {
        let counts = bench.store.job_counts().await.unwrap();
        if counts.get(&("remind".to_owned(), JobState::Done)) == Some(&2) {
            let texts = told(&bench, Role::Reporter).await;
            assert_eq!(texts.len(), 2, "one for each plan: {texts:?}");
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the round never ends");
}

/// A clock that was ahead for a while has given the reminders of days that had not come; those of today come all the same.
#[tokio::test]
async fn a_clock_that_was_ahead_loses_no_reminder() {
    let ahead: Timestamp = "2030-03-24T00:00:00Z".parse().unwrap();
    let job = NewJob {
        kind: "remind".into(),
        key: format!("{OPEN}/2030-03-24"),
        subject: OPEN.into(),
        payload: String::new(),
        run_at: ahead,
    };
    let settings = server::Settings { today: Some(date(2017, 1, 26)), ..server::Settings::default() };
    let prepare = async |store: &Store| {
        store.put_setting("reminders-ran", "2030-03-24", &change()).await.unwrap();
        store.enqueue_jobs(&[job], ahead).await.unwrap();
        let lease = jiff::SignedDuration::from_mins(1);
        let done = store.claim_jobs(&["remind"], "w", ahead, lease, 1).await.unwrap().pop().unwrap();
        store.finish_job(&done, ahead).await.unwrap();
    };
    let bench = Bench::start_prepared(settings, &[duty()], prepare).await;
    assert_eq!(told(&bench, Role::Reporter).await.len(), 1);
    let counts = bench.store.job_counts().await.unwrap();
    assert_eq!(counts[&("remind".to_owned(), JobState::Dropped)], 1, "the day that has not come can come");
}

/// Whoever manages the system sees what failed and why, and has it tried again.
#[tokio::test]
async fn an_administrator_sees_what_failed_and_has_it_tried_again() {
    let settings = server::Settings {
        today: Some(date(2017, 2, 5)),
        retry: Duration::from_mins(10),
        ..server::Settings::default()
    };
    let bench = Bench::start_at_work(settings, &[duty()]).await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    // Nobody listens there.
    admin.post("/admin/system/webhooks", &[("url", "http://127.0.0.1:9/hook")]).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    returned(&bench, &mut planner).await;
    let failed = async || {
        let (jobs, _) = bench.store.jobs(&JobFilter::default()).await.unwrap();
        jobs.into_iter().find(|job| job.kind == "webhook" && !job.fault.is_empty())
    };
    for _ in 0..200 {
        if failed().await.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let job = failed().await.expect("a call that failed");
    let page = admin.get("/admin/jobs?state=waiting").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("网络通知") && page.text().contains("立即重试"), "{}", page.text());
    let id = job.id.to_string();
    assert_eq!(admin.post("/admin/jobs", &[("id", &id), ("action", "retry")]).await.status, 303);
    assert_eq!(admin.post("/admin/jobs", &[("id", &id), ("action", "boil")]).await.status, 400);
    assert_eq!(admin.post("/admin/jobs", &[("id", "9999"), ("action", "drop")]).await.status, 404);
    assert_eq!(planner.get("/admin/jobs").await.status, 403);
    assert_eq!(bench.store.audit_of("job", 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_calendar_has_the_deadlines_of_a_plan_that_is_not_public() {
    let settings = server::Settings {
        today: Some(date(2017, 1, 20)),
        base_url: Some("http://plan.test".to_owned()),
        ..server::Settings::default()
    };
    let bench = Bench::start_at_work(settings, &[duty(), duty_on_draft()]).await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let made = reporter.post("/inbox/calendar", &[]).await.text();
    let secret = made.split_once("http://plan.test/calendar/").expect("an address").1;
    let secret = secret.split('<').next().unwrap();
    let feed = bench.browser().get(&format!("/calendar/{secret}")).await;
    assert_eq!(feed.status, 200);
    assert_eq!(feed.text().matches("BEGIN:VEVENT").count(), 2, "{}", feed.text());
}
