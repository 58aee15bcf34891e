//! All figures of a body in one form, and what the page after signing in says of them.

use super::bench::{Bench, OPEN};
use super::story::{GDP, duty};
use duty::{Role, Stage};
use jiff::civil::date;
use store::{Duty, SubmissionFilter};

const SHARE: &str = "常住人口城镇化率";
const FORM: &str = "/plans/open/hand-in/all";

async fn bench() -> Bench {
    let settings = server::Settings { today: Some(date(2017, 2, 15)), ..server::Settings::default() };
    let second = Duty { item: SHARE.into(), due_days: 60, ..duty() };
    Bench::start_at_work(settings, &[duty(), second]).await
}

async fn waiting(bench: &Bench) -> Vec<(String, String)> {
    let filter = SubmissionFilter { stages: vec![Stage::AtCity], ..SubmissionFilter::default() };
    let all = bench.store.submissions(&filter).await.unwrap();
    all.into_iter().map(|one| (one.figure.indicator, one.figure.source)).collect()
}

fn name(field: &str, indicator: &str) -> String {
    format!("{field}/{indicator}//2016")
}

#[tokio::test]
async fn a_body_hands_in_all_its_figures_with_one_form() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let home = reporter.get("/?all").await.text();
    assert!(home.contains("1项数据逾期未报") && home.contains("1项数据待报"), "{home}");
    assert!(home.contains(FORM), "the way there is one step");

    let page = reporter.get(FORM).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains(GDP) && page.text().contains(SHARE));
    let key = page.field("client-key");
    let (gdp, share) = (name("value", GDP), name("value", SHARE));
    let (gdp_source, share_source) = (name("source", GDP), name("source", SHARE));
    let base = [("client-key", key.as_str()), ("status", "preliminary"), (gdp_source.as_str(), "统计公报")];

    // Nothing is taken while one row is wrong, and what was typed stays in the form.
    let mut wrong = base.to_vec();
    wrong.extend([(gdp.as_str(), "1357.5"), (share.as_str(), "约五成"), (share_source.as_str(), "公安局")]);
    let again = reporter.post(FORM, &wrong).await;
    assert_eq!(again.status, 422);
    assert!(again.text().contains("1357.5") && again.text().contains("约五成"), "{}", again.text());
    assert_eq!(waiting(&bench).await, []);
    let mut nameless = base.to_vec();
    nameless.push((share.as_str(), "55.2"));
    assert_eq!(reporter.post(FORM, &nameless).await.status, 422, "a figure needs a source");

    let mut right = base.to_vec();
    right.extend([(gdp.as_str(), "1357.5"), (share.as_str(), "55.2"), (share_source.as_str(), "公安局")]);
    let done = reporter.post(FORM, &right).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let both = vec![(GDP.to_owned(), "统计公报".to_owned()), (SHARE.to_owned(), "公安局".to_owned())];
    let sorted = |mut all: Vec<(String, String)>| {
        all.sort();
        all
    };
    assert_eq!(sorted(waiting(&bench).await), sorted(both.clone()));
    // Sent a second time, as over a bad line, nothing is doubled: the rows are no longer asked for.
    assert_eq!(reporter.post(FORM, &right).await.status, 422);
    assert_eq!(waiting(&bench).await.len(), 2);
    assert!(reporter.get(FORM).await.text().contains("没有需要报送的指标"));
    assert!(!reporter.get("/?all").await.text().contains(FORM), "nothing is owed any more");

    // Whoever reviews sees the number in the head of every page.
    let mut planner = bench.signed_in(Role::Planner).await;
    let page = planner.get(&format!("/plans/{OPEN}")).await.text();
    assert!(page.contains("<a href=\"/review\">审核 <span class=\"count\">2</span></a>"), "{page}");
    assert!(planner.get("/?all").await.text().contains("2项数据等待您审核"));
    assert!(!bench.browser().get("/?all").await.text().contains("今天要办"), "the public has nothing to do");
}

#[tokio::test]
async fn an_odd_value_is_asked_about_beside_its_row() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let key = reporter.get(FORM).await.field("client-key");
    let (share, source, meant) = (name("value", SHARE), name("source", SHARE), name("anyway", SHARE));
    let mut sent = vec![
        ("client-key", key.as_str()),
        ("status", "final"),
        (share.as_str(), "552"),
        (source.as_str(), "公安局"),
    ];
    let asked = reporter.post(FORM, &sent).await;
    assert_eq!(asked.status, 422);
    assert!(asked.text().contains("超出该指标的可能范围"), "{}", asked.text());
    assert!(asked.text().contains(&format!("name=\"{meant}\"")), "{}", asked.text());
    sent.push((meant.as_str(), "yes"));
    assert_eq!(reporter.post(FORM, &sent).await.status, 303, "whoever knows decides");
}
