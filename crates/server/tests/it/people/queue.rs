//! A queue of more figures than a page holds, and one decision about all of them.

use super::bench::{Bench, OPEN, change};
use super::story::{GDP, duty};
use duty::{Role, Stage};
use jiff::civil::date;
use store::{Change, Figure, SubmissionFilter};

fn figure(year: i32) -> Figure {
    Figure {
        plan: OPEN.into(),
        indicator: GDP.into(),
        region: String::new(),
        year,
        value: Some(year.into()),
        unit: "亿元".into(),
        status: plan::Status::Final,
        source: "年鉴".into(),
        comment: String::new(),
        attachment: None,
        dimensions: plan::Dimensions::default(),
    }
}

/// `count` figures of an author wait for the city.
async fn wait(bench: &Bench, count: i32, author: &str, key: &str) {
    let figures: Vec<_> = (0..count).map(|at| (figure(1000 + at), "tjj".to_owned(), false)).collect();
    let change = Change { who: author.to_owned(), ..change() };
    assert_eq!(bench.store.hand_in_all(&figures, key, "", &change).await.unwrap(), figures.len());
}

async fn in_stage(bench: &Bench, stage: Stage) -> usize {
    let filter = SubmissionFilter { stages: vec![stage], ..SubmissionFilter::default() };
    bench.store.submissions(&filter).await.unwrap().len()
}

#[tokio::test]
async fn one_decision_takes_all_that_the_filter_shows() {
    let settings = server::Settings { today: Some(date(2017, 2, 15)), ..server::Settings::default() };
    let bench = Bench::start_at_work(settings, &[duty()]).await;
    wait(&bench, 450, "reporter", "a").await;
    wait(&bench, 3, "planner", "b").await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let filtered = "/review?stage=at_city";
    let queue = planner.get(filtered).await;
    assert_eq!(queue.text().matches("name=\"id\"").count(), 200);
    assert!(queue.text().contains("page=2"), "{}", queue.text());
    let last = planner.get("/review?stage=at_city&page=3").await;
    assert_eq!(last.text().matches("name=\"id\"").count(), 53);
    assert!(!last.text().contains("page=4"));
    let (every, until) = (queue.field("every"), queue.field("until"));
    assert_eq!(every, "453");

    let form = [("every", every.as_str()), ("until", &until), ("action", "approve")];
    let empty = planner.post("/review?stage=approved", &form).await;
    assert_eq!(empty.status, 422, "what the form counted is not what this filter shows");
    let ticked_none = planner.post(filtered, &[("action", "approve")]).await;
    assert_eq!(ticked_none.status, 422);
    assert_eq!(in_stage(&bench, Stage::AtCity).await, 453);

    assert_eq!(planner.post(filtered, &form).await.status, 303);
    assert_eq!(in_stage(&bench, Stage::Approved).await, 450);
    assert_eq!(in_stage(&bench, Stage::AtCity).await, 3, "nobody decides about their own");
    let told = bench.store.notices("reporter", 100).await.unwrap();
    let approved: Vec<_> = told.iter().filter(|notice| notice.kind == "approved").collect();
    assert_eq!(approved.len(), 1, "one notice, not 450");
    assert!(approved[0].words.zh.contains("450项"), "{}", approved[0].words.zh);

    // Each figure of the file has its history, from the hand-in on.
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let page = reporter.get("/submissions/17").await.text();
    assert!(page.contains("提交") && page.contains("通过"), "{page}");
}

#[tokio::test]
async fn what_came_after_the_page_was_made_is_not_decided_about() {
    let settings = server::Settings { today: Some(date(2017, 2, 15)), ..server::Settings::default() };
    let bench = Bench::start_at_work(settings, &[duty()]).await;
    wait(&bench, 300, "reporter", "a").await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let queue = planner.get("/review").await;
    let (every, until) = (queue.field("every"), queue.field("until"));
    let later = Change {
        who: "reporter".into(),
        when: until.parse::<jiff::Timestamp>().unwrap() + jiff::SignedDuration::from_secs(60),
        ..change()
    };
    bench.store.hand_in_all(&[(figure(2016), "tjj".into(), false)], "b", "", &later).await.unwrap();
    let form = [("every", every.as_str()), ("until", &until), ("action", "approve")];
    assert_eq!(planner.post("/review", &form).await.status, 303);
    assert_eq!(in_stage(&bench, Stage::AtCity).await, 1, "the new one still waits");
}
