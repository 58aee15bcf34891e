//! One figure from its duty to the public, and what it must not do on the way.

use super::bench::{Bench, OPEN, encode};
use duty::{Cadence, Role};
use jiff::civil::date;
use plan::AssignmentRole;
use store::{Duty, SubmissionFilter};

pub(crate) const GDP: &str = "地区生产总值";

async fn bench() -> Bench {
    let settings = server::Settings { today: Some(date(2017, 2, 15)), ..server::Settings::default() };
    Bench::start_at_work(settings, &[duty()]).await
}

/// The bureau of statistics hands in the gross product each year, by the end of January.
pub(crate) fn duty() -> Duty {
    Duty {
        plan: OPEN.into(),
        item_kind: "indicator".into(),
        item: GDP.into(),
        office: "tjj".into(),
        role: AssignmentRole::Lead,
        cadence: Cadence::Year,
        due_days: 31,
        confirmed: true,
        reason: "test".into(),
    }
}

pub(crate) fn fields<'a>(year: &'a str, value: &'a str, key: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("indicator", GDP),
        ("year", year),
        ("value", value),
        ("status", "preliminary"),
        ("source", "统计公报"),
        ("client-key", key),
        ("action", "submit"),
    ]
}

async fn count(bench: &Bench) -> usize {
    bench.store.submissions(&SubmissionFilter::default()).await.unwrap().len()
}

#[tokio::test]
async fn a_figure_travels_from_duty_to_public() {
    let bench = bench().await;
    let hand_in = format!("/plans/{OPEN}/hand-in");
    let public_page = format!("/api/v1/plans/{OPEN}/observations");
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let mut public = bench.browser();

    let mine = reporter.get("/duties").await;
    assert!(mine.text().contains(GDP) && mine.text().contains("2017-02-03"), "{}", mine.text());
    let form = reporter.get(&format!("{hand_in}?indicator={}&year=2016", encode(GDP))).await;
    assert_eq!(form.status, 200, "{}", form.text());
    let key = form.field("client-key");

    let first = reporter.post(&hand_in, &fields("2016", "1032.9", &key)).await;
    assert_eq!(first.status, 303, "{}", first.text());
    // The answer was lost and the form is sent again.
    let again = reporter.post(&hand_in, &fields("2016", "1032.9", &key)).await;
    assert_eq!((again.status, again.header("location")), (303, first.header("location")));
    assert_eq!(count(&bench).await, 1);
    assert!(!public.get(&public_page).await.text().contains("1032.9"));

    let id = first.header("location").rsplit('/').next().unwrap().to_owned();
    let own = reporter.post("/review", &[("id", &id), ("action", "approve")]).await;
    assert_eq!(own.status, 403, "nobody approves their own");
    let silent = planner.post("/review", &[("id", &id), ("action", "return")]).await;
    assert_eq!(silent.status, 422, "a return needs a reason");
    let returned =
        planner.post("/review", &[("id", &id), ("action", "return"), ("reason", "与公报不符")]).await;
    assert_eq!(returned.status, 303, "{}", returned.text());
    assert!(reporter.get("/inbox").await.text().contains("与公报不符"));

    let corrected = reporter.post(&hand_in, &fields("2016", "1032.8", &key)).await;
    assert_eq!(corrected.header("location"), first.header("location"));
    let approved =
        planner.post("/review", &[("id", &id), ("action", "approve"), ("embargo", "2099-01-01T00:00")]).await;
    assert_eq!(approved.status, 303, "{}", approved.text());
    let early = planner.post("/review", &[("id", &id), ("action", "publish")]).await;
    assert_eq!(early.status, 422, "the embargo holds");
    assert!(!public.get(&public_page).await.text().contains("1032.8"));

    // Sent back, approved without an embargo, and published.
    planner.post("/review", &[("id", &id), ("action", "return"), ("reason", "提前公布")]).await;
    reporter.post(&hand_in, &fields("2016", "1032.8", &key)).await;
    planner.post("/review", &[("id", &id), ("action", "approve")]).await;
    let published = planner.post("/review", &[("id", &id), ("action", "publish")]).await;
    assert_eq!(published.status, 303, "{}", published.text());
    let stored = bench.store.plan(OPEN, None).await.unwrap();
    let figure = stored.figures.last().expect("the figure");
    assert_eq!((figure.measure, figure.vintage.as_str()), (plan::Measure::Level, "2017-02-15"));
    assert!(public.get(&public_page).await.text().contains("1032.8"));

    let page = reporter.get(&format!("/submissions/{id}")).await.text();
    assert!(page.contains("已公布") && page.contains("与公报不符"), "{page}");

    // A slip of the unit is asked about before anything is saved.
    let before = count(&bench).await;
    let slip = reporter.post(&hand_in, &fields("2017", "10500000", "another")).await;
    assert_eq!(slip.status, 422);
    assert!(slip.text().contains("10000"), "{}", slip.text());
    assert_eq!(count(&bench).await, before);

    let reply = format!("/plans/{OPEN}/targets/{}/reply", bench.target);
    let said = [("text", "基数核减"), ("measure", "补报投资项目"), ("due", "2017-06-30")];
    assert_eq!(reporter.post(&reply, &said).await.status, 303);
    assert!(planner.get(&reply).await.text().contains("补报投资项目"));
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
}

/// A sample of what `scripts/soak/handin.py` does for longer and on both databases.
#[tokio::test]
async fn many_hand_in_at_once_and_nothing_is_lost_or_doubled() {
    const HANDS: usize = 20;
    const EACH: usize = 3;
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let form_key = reporter.get("/account").await.field("form-key");
    let hands = (0..HANDS).map(|hand| {
        let (mut browser, form_key) = (reporter.clone(), form_key.clone());
        tokio::spawn(async move {
            let mut acknowledged = Vec::new();
            for at in 0..EACH {
                let key = format!("{hand}-{at}");
                let mut form = fields("2016", "1032.8", &key);
                form.extend([("form-key", form_key.as_str()), ("anyway", "yes")]);
                let path = format!("/plans/{OPEN}/hand-in");
                let first = browser.post_as_is(&path, &form).await;
                // Every other answer is lost, and the form sent again.
                if at % 2 == 0 {
                    let again = browser.post_as_is(&path, &form).await;
                    assert_eq!(again.header("location"), first.header("location"));
                }
                assert_eq!(first.status, 303, "{}", first.text());
                acknowledged.push(first.header("location").to_owned());
            }
            acknowledged
        })
    });
    let mut acknowledged = std::collections::BTreeSet::new();
    for hand in hands.collect::<Vec<_>>() {
        acknowledged.extend(hand.await.unwrap());
    }
    let stored = bench.store.submissions(&SubmissionFilter::default()).await.unwrap();
    let stored: std::collections::BTreeSet<String> = stored
        .iter()
        .filter(|one| one.stage == duty::Stage::AtCity)
        .map(|one| format!("/submissions/{}", one.id))
        .collect();
    assert_eq!(acknowledged.len(), HANDS * EACH);
    assert_eq!(acknowledged, stored);
    assert_eq!(count(&bench).await, HANDS * EACH);
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn figures_of_others_are_refused() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let hand_in = format!("/plans/{OPEN}/hand-in");
    let mut other = fields("2016", "35", "k");
    other[0] = ("indicator", "森林覆盖率");
    assert_eq!(reporter.post(&hand_in, &other).await.status, 403);
    let mut region = fields("2016", "35", "k");
    region.push(("region", "别县"));
    assert_eq!(reporter.post(&hand_in, &region).await.status, 403);
    assert_eq!(count(&bench).await, 0);
}
