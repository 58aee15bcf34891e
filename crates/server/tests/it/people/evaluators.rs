//! Evaluators from outside: one plan, what stands behind its public figures, one verdict, until a day.

use super::bench::{Bench, Browser, DRAFT, DRAFT_TITLE, OPEN, PASSWORD};
use super::story::{GDP, duty, fields};
use duty::Role;
use jiff::civil::date;
use store::Duty;

const OTHER: &str = "other";
const OTHER_TITLE: &str = "另一份草案";
const PAGE: &str = "/admin/users/evaluator/evaluator";

/// A server on a day on which the bureau has the same duty in two plans, one of them a draft; a third plan is a draft too.
async fn bench() -> Bench {
    let settings = server::Settings { today: Some(date(2017, 2, 15)), ..server::Settings::default() };
    let duties = [duty(), Duty { plan: DRAFT.into(), ..duty() }];
    Bench::start_prepared(settings, &duties, async |store: &store::Store| {
        super::bench::load(store, OTHER, OTHER_TITLE).await;
    })
    .await
}

/// The administrator opens a plan to the evaluator until a day.
async fn opened(admin: &mut Browser, plan: &str, day: &str) -> u16 {
    admin.post(PAGE, &[("plan", plan), ("last_day", day), ("reason", "中期评估合同")]).await.status
}

/// A figure with a file, handed in, and published where that is said; gives the addresses of both.
async fn figure(bench: &Bench, plan: &str, (year, mark): (&str, &str), is_published: bool) -> [String; 2] {
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let key = format!("{plan}-{year}");
    let mut form = fields(year, "1032.8", &key);
    form.extend([("anyway", "yes"), ("secrecy", mark)]);
    let done = reporter
        .post_file(&format!("/plans/{plan}/hand-in"), &form, ("证据.txt", "统计台账".as_bytes()))
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    let page = done.header("location").to_owned();
    let id = page.rsplit('/').next().unwrap();
    if is_published {
        for action in ["approve", "publish"] {
            let done = planner.post("/review", &[("id", id), ("action", action)]).await;
            assert_eq!(done.status, 303, "{action}: {}", done.text());
        }
    }
    let file = bench.store.submission(id.parse().unwrap()).await.unwrap().figure.attachment.expect("a file");
    [page, format!("/attachments/{file}")]
}

#[tokio::test]
async fn an_evaluator_sees_one_plan_and_what_stands_behind_its_public_figures() {
    let bench = bench().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    assert_eq!(opened(&mut admin, DRAFT, "2017-03-31").await, 303);
    let page = admin.get("/admin/users/evaluator").await.text();
    assert!(page.contains("2017-03-31为止") && page.contains(DRAFT_TITLE), "{page}");
    let public = figure(&bench, DRAFT, ("2016", "open"), true).await;
    let inside = figure(&bench, DRAFT, ("2015", "internal"), true).await;
    let waiting = figure(&bench, DRAFT, ("2014", "open"), false).await;
    let others = figure(&bench, OPEN, ("2016", "open"), true).await;

    let mut outside = bench.signed_in(Role::Evaluator).await;
    for address in [format!("/plans/{DRAFT}"), format!("/plans/{DRAFT}/indicators"), format!("/plans/{OPEN}")]
    {
        assert_eq!(outside.get(&address).await.status, 200, "{address}");
    }
    assert!(outside.get(&format!("/plans/{DRAFT}")).await.text().contains(DRAFT_TITLE));
    for address in [
        format!("/plans/{OTHER}"),
        format!("/api/v1/plans/{OTHER}"),
        format!("/plans/{DRAFT}/compare?with={OTHER}"),
    ] {
        let answer = outside.get(&address).await;
        assert_eq!(answer.status, 404, "{address}");
        assert!(!answer.text().contains(OTHER_TITLE), "{address}");
    }
    assert!(!outside.get("/?all").await.text().contains(OTHER_TITLE));
    for address in [format!("/plans/{DRAFT}/changes"), format!("/plans/{DRAFT}/reporting"), "/audit".into()] {
        assert_eq!(outside.get(&address).await.status, 403, "{address}");
    }

    let seen = outside.get(&public[0]).await.text();
    assert!(seen.contains("1032.8") && seen.contains("证据.txt") && seen.contains("统计公报"), "{seen}");
    assert!(!seen.contains("reporter") && !seen.contains("planner"), "names of the staff: {seen}");
    assert_eq!(outside.get(&public[1]).await.body, "统计台账".as_bytes());
    assert_eq!(outside.get(&inside[0]).await.status, 200);
    assert_eq!(outside.get(&inside[1]).await.status, 404, "a file that is marked as internal");
    for address in waiting.iter().chain(&others) {
        assert_eq!(outside.get(address).await.status, 404, "{address}");
    }
    let list = outside.get("/submissions").await.text();
    let line = |page: &str| format!("href=\"{page}\"");
    assert!(list.contains(&line(&public[0])) && list.contains(&line(&inside[0])), "{list}");
    assert!(!list.contains(&line(&waiting[0])) && !list.contains(&line(&others[0])), "{list}");
    assert!(outside.get("/account").await.text().contains(DRAFT_TITLE));
}

#[tokio::test]
async fn an_evaluator_judges_what_it_is_asked_and_nothing_is_open_behind_the_day() {
    let bench = bench().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    assert_eq!(opened(&mut admin, DRAFT, "2017-02-15").await, 303, "the last day is open");
    let mut outside = bench.signed_in(Role::Evaluator).await;
    let token = outside.post("/account/tokens", &[("label", "读取"), ("read", "yes"), ("days", "30")]).await;
    let token = token.shown_once();
    assert!(!token.is_empty());

    let asked = [
        ("kind", "third-party"),
        ("in/title", GDP),
        ("in/evaluator", "某大学"),
        ("in/owner", "account/evaluator"),
        ("in/due", "2017-03-31"),
    ];
    let wrong = planner.post(&format!("/plans/{OPEN}/matters"), &asked).await;
    assert_eq!(wrong.status, 422, "not the plan that is open to the evaluator");
    assert!(wrong.text().contains("没有对该第三方评估账号开放"), "{}", wrong.text());
    let done = planner.post(&format!("/plans/{DRAFT}/matters"), &asked).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let matter = done.header("location").split('?').next().unwrap().to_owned();
    assert!(outside.get("/matters").await.text().contains(GDP));
    assert!(outside.get("/inbox").await.text().contains(GDP));
    let verdict = [
        ("action", "judge"),
        ("in/verdict", "at-risk"),
        ("in/day", "2017-02-15"),
        ("in/basis", "三年数据低于进度"),
    ];
    assert_eq!(outside.post(&matter, &verdict).await.status, 303);
    assert_eq!(outside.post(&matter, &[("action", "show")]).await.status, 403, "the planner's step");
    assert!(planner.get(&matter).await.text().contains("三年数据低于进度"));
    planner.post(&matter, &[("action", "again"), ("in/due", "2017-03-31"), ("in/text", "补充")]).await;

    assert_eq!(opened(&mut admin, DRAFT, "2017-02-14").await, 303);
    let mut nobody = bench.browser();
    for address in [format!("/plans/{DRAFT}"), matter.clone(), format!("/api/v1/plans/{DRAFT}")] {
        let (after, none) = (outside.get(&address).await, nobody.get(&address).await);
        assert_eq!((after.status, after.body), (404, none.body), "{address}");
    }
    for address in ["/matters", "/submissions", "/account", "/inbox"] {
        assert_eq!(outside.get(address).await.status, 303, "{address} asks to sign in");
    }
    nobody.headers.push(("authorization".into(), format!("Bearer {token}")));
    assert_eq!(nobody.get(&format!("/api/v1/plans/{OPEN}")).await.status, 401, "a program is told");
    let again = bench.browser().sign_in("evaluator", PASSWORD).await;
    assert_eq!(again.status, 403);
    assert!(again.text().contains("2017-02-14结束"), "{}", again.text());
    let told = bench.store.notices("evaluator", 100).await.unwrap().len();
    planner.post(&matter, &[("action", "supply"), ("in/text", "再补充")]).await;
    assert_eq!(bench.store.notices("evaluator", 100).await.unwrap().len(), told, "told no more");
    assert!(bench.store.verify_content().await.unwrap().is_ok());
}

#[tokio::test]
async fn what_is_opened_to_an_evaluator_is_checked() {
    let bench = bench().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    for (plan, day) in [("nowhere", "2017-03-31"), (DRAFT, "soon"), (DRAFT, "2027-03-31")] {
        assert_eq!(opened(&mut admin, plan, day).await, 422, "{plan} {day}");
    }
    let other = [("plan", DRAFT), ("last_day", "2017-03-31"), ("reason", "合同")];
    let refused = admin.post("/admin/users/leader/evaluator", &other).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("第三方评估"), "{}", refused.text());
    let silent = [("plan", DRAFT), ("last_day", "2017-03-31"), ("reason", " ")];
    assert_eq!(admin.post(PAGE, &silent).await.status, 422);
}
