//! Following by webhook without an account: asked first, signed, left by one click, and never inside by default.

use super::bench::{Bench, Browser, OPEN, change, hex};
use super::voices::worked;
use axum::http::{HeaderMap, StatusCode};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{Follow, News};

type Calls = Arc<Mutex<Vec<(HeaderMap, String)>>>;

/// How a receiver answers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Receiver {
    /// Says back what it was sent.
    Agrees,
    /// Answers 2xx, whatever it was sent.
    Deaf,
    /// Agrees, and wants nothing any more afterwards.
    Leaves,
}

/// A receiver on this machine: its address, and what it was sent.
async fn receiver(how: Receiver) -> (String, Calls) {
    let calls = Calls::default();
    let seen = Arc::clone(&calls);
    let receive = async move |headers: HeaderMap, body: String| {
        let said: Value = serde_json::from_str(&body).unwrap();
        let challenge = said["challenge"].as_str().map(str::to_owned);
        seen.lock().unwrap().push((headers, body));
        match (how, challenge) {
            (Receiver::Agrees | Receiver::Leaves, Some(challenge)) => (StatusCode::OK, challenge),
            (Receiver::Leaves, None) => (StatusCode::GONE, String::new()),
            _ => (StatusCode::OK, "ok".to_owned()),
        }
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let app = axum::Router::new().route("/hook", axum::routing::post(receive));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, calls)
}

async fn bench(calls_inside: bool) -> Bench {
    let retry = Duration::from_millis(50);
    let base_url = Some("http://plan.test".to_owned());
    Bench::start_with(server::Settings { calls_inside, retry, base_url, ..server::Settings::default() }).await
}

async fn ask(public: &mut Browser, url: &str) -> super::bench::Answer {
    let page = format!("/plans/{OPEN}/follow");
    let ticket = public.get(&page).await.field("ticket");
    let work = worked(&ticket);
    let form = [("url", url), ("subject", ""), ("ticket", ticket.as_str()), ("work", work.as_str())];
    public.post_as_is(&format!("{page}/webhook"), &form).await
}

/// The row of the last address that was asked.
async fn row(bench: &Bench) -> Option<Follow> {
    let filter = store::JobFilter { kind: Some("webhook".into()), ..store::JobFilter::default() };
    let jobs = bench.store.jobs(&filter).await.unwrap().0;
    let id = jobs.first()?.subject.strip_prefix("follow/")?.to_owned();
    bench.store.follow(&id).await.unwrap()
}

/// Waits until something holds.
async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    for _ in 0..200 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what}");
}

/// Something changes of what the public sees, and those who are called are told.
async fn changed(bench: &Bench) {
    let new = News {
        kind: "figure".into(),
        zh: "粮食产量：12".into(),
        en: "grain: 12".into(),
        link: "/news".into(),
        ..News::default()
    };
    // The server may look at the same moment, and be faster.
    loop {
        let before = bench.store.news_seen(OPEN).await.unwrap();
        let seen = format!("{} ", before.clone().unwrap_or_default());
        let one = std::slice::from_ref(&new);
        if bench.store.note_news(OPEN, (before.as_deref(), &seen), one, &change()).await.unwrap() {
            break;
        }
    }
    bench.store.enqueue_follows(OPEN, store::CALLED, jiff::Timestamp::now()).await.unwrap();
}

#[tokio::test]
async fn an_address_that_agrees_is_called_and_leaves_by_one_click() {
    let bench = bench(true).await;
    let (url, calls) = receiver(Receiver::Agrees).await;
    let mut public = bench.browser();
    let answer = ask(&mut public, &url).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let key = answer.shown_once();
    until("the address agrees", async || row(&bench).await.is_some_and(|row| row.confirmed_at.is_some()))
        .await;
    let again = ask(&mut public, &url).await;
    assert!(again.status == 200 && again.shown_once() != key, "whoever asks learns nothing of others");

    changed(&bench).await;
    let news = async || calls.lock().unwrap().iter().any(|(_, body)| body.contains("粮食产量"));
    until("the change is told", news).await;
    let (headers, body) = calls.lock().unwrap().last().cloned().unwrap();
    assert_eq!(headers["x-gangyao-event"], "news");
    assert!(headers["idempotency-key"].len() >= 32);
    let signature = headers["x-gangyao-signature"].to_str().unwrap();
    let (time, sealed) = signature.split_once(",v1=").unwrap();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(format!("{}.{body}", time.strip_prefix("t=").unwrap()).as_bytes());
    assert_eq!(hex(&mac.finalize().into_bytes()), sealed);
    let said: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (said["event"].as_str(), said["changes"][0]["en"].as_str()),
        (Some("news"), Some("grain: 12"))
    );

    let leave = said["leave"].as_str().unwrap().strip_prefix("http://plan.test").unwrap();
    let page = leave.strip_suffix("/leave").unwrap();
    let shown = public.get(page).await.text();
    assert!(shown.contains("有变化随时回调") && shown.contains("订阅有效"), "{shown}");
    assert_eq!(public.post_as_is(leave, &[]).await.status, 200);
    assert!(row(&bench).await.is_none() && public.get(page).await.status == 404);
}

#[tokio::test]
async fn who_does_not_agree_is_forgotten_and_who_is_gone_too() {
    let bench = bench(true).await;
    let (deaf, calls) = receiver(Receiver::Deaf).await;
    let mut public = bench.browser();
    let asked = ask(&mut public, &deaf).await.text();
    let id = row(&bench).await.expect("asked").id;
    // Whoever asked does not confirm for the address.
    let page =
        asked.split("http://plan.test/follow/").nth(1).expect("the page to leave").split('<').next().unwrap();
    let confirmed = public.post_as_is(&format!("/follow/{page}"), &[("action", "confirm")]).await;
    assert_eq!(confirmed.status, 400, "{}", confirmed.text());
    until("it is forgotten", async || bench.store.follow(&id).await.unwrap().is_none()).await;
    assert_eq!(calls.lock().unwrap().len(), 3, "asked three times");

    let (leaving, calls) = receiver(Receiver::Leaves).await;
    assert_eq!(ask(&mut public, &leaving).await.status, 200);
    until("the address agrees", async || row(&bench).await.is_some_and(|row| row.confirmed_at.is_some()))
        .await;
    changed(&bench).await;
    until("it is gone", async || row(&bench).await.is_none()).await;
    assert_eq!(calls.lock().unwrap().len(), 2, "asked once, told once");
}

#[tokio::test]
async fn nothing_inside_is_called_and_a_host_has_its_limit() {
    let bench = bench(false).await;
    let (url, calls) = receiver(Receiver::Agrees).await;
    let mut public = bench.browser();
    for inside in [
        url.as_str(),
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "http://hooks.example.org/",
    ] {
        let refused = ask(&mut public, inside).await;
        assert_eq!(refused.status, 422, "{inside}");
        assert!(refused.text().contains("role=\"alert\""), "{inside}");
    }
    assert!(row(&bench).await.is_none() && calls.lock().unwrap().is_empty());
    let mut statuses = Vec::new();
    for number in 0..10 {
        statuses.push(ask(&mut public, &format!("https://hooks.invalid.example/{number}")).await.status);
    }
    assert_eq!(statuses, [200; 10]);
    let full = ask(&mut public, "https://hooks.invalid.example/10").await;
    assert!(full.status == 422 && full.text().contains("这台主机的回调订阅已满"), "{}", full.text());
}
