//! What belongs to somebody alone: who stands in while they are away, and the filters they keep.

use super::bench::{Bench, Browser, OPEN, PASSWORD, change};
use super::story::{GDP, duty};
use duty::Role;
use jiff::civil::date;
use store::NewAccount;

async fn colleague(bench: &Bench, name: &str, role: Role) -> Browser {
    let account = NewAccount {
        name: name.into(),
        full_name: format!("同事{name}"),
        email: String::new(),
        role,
        office: None,
        active: true,
        identity: None,
    };
    bench.store.put_account(&account, &change()).await.unwrap();
    server::set_password(&bench.store, name, PASSWORD, &change()).await.unwrap();
    let mut browser = bench.browser();
    assert_eq!(browser.sign_in(name, PASSWORD).await.status, 303);
    browser
}

#[tokio::test]
async fn while_somebody_is_away_a_colleague_of_the_same_role_has_their_queue_and_their_notices() {
    let settings = server::Settings { today: Some(date(2017, 2, 15)), ..server::Settings::default() };
    let bench = Bench::start_at_work(settings, &[duty()]).await;
    let mut relief = colleague(&bench, "relief", Role::Reporter).await;
    let mut later = colleague(&bench, "later", Role::Reporter).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let form = reporter.get("/account/stand-in").await.text();
    assert!(
        form.contains("同事relief") && !form.contains("value=\"planner\""),
        "the same role alone: {form}"
    );
    let give = |taker: &'static str, first: &'static str, last: &'static str| {
        [("taker", taker), ("first", first), ("last", last), ("reason", "休假")]
    };
    for (taker, first, last) in [
        ("planner", "2017-02-10", "2017-02-20"),
        ("reporter", "2017-02-10", "2017-02-20"),
        ("relief", "2017-02-20", "2017-02-10"),
        ("relief", "2017-01-01", "2017-02-14"),
        ("relief", "2017-02-10", "2018-02-20"),
        ("relief", "tomorrow", "2017-02-20"),
    ] {
        let refused = reporter.post("/account/stand-in", &give(taker, first, last)).await;
        assert_eq!(refused.status, 422, "{taker} {first} {last}");
        assert!(refused.text().contains("role=\"alert\""));
    }
    assert!(!relief.get("/?all").await.text().contains("/hand-in/all"));
    let done = reporter.post("/account/stand-in", &give("relief", "2017-02-10", "2017-02-20")).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(reporter.get(done.header("location")).await.text().contains("role=\"status\""));
    let given = reporter.post("/account/stand-in", &give("later", "2017-02-16", "2017-02-20")).await;
    assert_eq!(given.status, 303);

    let home = relief.get("/?all").await.text();
    assert!(home.contains("/hand-in/all"), "the queue follows: {home}");
    assert!(relief.get("/plans/open/hand-in/all").await.text().contains(GDP));
    assert!(!later.get("/?all").await.text().contains("/hand-in/all"), "not before the first day");
    assert_eq!(relief.get("/load").await.status, 403, "rights stay as they are");
    let told = bench.store.notices("relief", 10).await.unwrap();
    assert!(told.iter().any(|one| one.words.zh.contains("委托给您")), "{told:?}");

    // What the body is told reaches whoever stands in too.
    let fields = [("kind", "supervision"), ("in/title", "查清口径"), ("in/origin", "other")];
    let item = planner.post(&format!("/plans/{OPEN}/matters"), &fields).await;
    assert_eq!(item.status, 303, "{}", item.text());
    let address = item.header("location").split('?').next().unwrap().to_owned();
    let assign = [("action", "assign"), ("in/owner", "account/reporter"), ("in/due", "2017-03-01")];
    assert_eq!(planner.post(&address, &assign).await.status, 303);
    for account in ["reporter", "relief"] {
        let told = bench.store.notices(account, 10).await.unwrap();
        assert!(told.iter().any(|one| one.words.zh.contains("查清口径")), "{account}: {told:?}");
    }
    assert!(
        bench.store.notices("later", 10).await.unwrap().iter().all(|one| !one.words.zh.contains("查清口径"))
    );
    assert_eq!(relief.post(&address, &[("action", "sign")]).await.status, 303, "the matter is theirs to do");

    // Ended before its time, the queue is gone.
    let page = reporter.get("/account/stand-in").await;
    assert_eq!(relief.post("/account/stand-in/end", &[("id", &page.field("id"))]).await.status, 404);
    assert_eq!(reporter.post("/account/stand-in/end", &[("id", &page.field("id"))]).await.status, 303);
    assert!(!relief.get("/?all").await.text().contains("/hand-in/all"));
}

#[tokio::test]
async fn a_filter_is_kept_by_name_and_leads_back_in_every_plan() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let list = format!("/plans/{OPEN}/indicators");
    assert!(!planner.get(&list).await.text().contains("action=\"/views\""), "nothing is narrowed yet");
    let narrowed = format!("{list}?nature=binding&as-of=2016");
    let page = planner.get(&narrowed).await;
    let (place, query, back) = (page.field("place"), page.field("query"), page.field("back"));
    assert_eq!((place.as_str(), query.as_str()), ("/plans/*/indicators", "nature=binding"));
    let back = back.replace("&#38;", "&");
    let fields =
        [("action", "keep"), ("name", "约束性的"), ("place", &*place), ("query", &*query), ("back", &*back)];
    let done = planner.post("/views", &fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let again = planner.get(done.header("location")).await.text();
    assert!(
        again.contains("role=\"status\">已保存") && again.contains("aria-current=\"true\">约束性的</a>"),
        "{again}"
    );
    // The moment of the page stays, wherever the filter leads.
    let other = planner.get("/plans/draft/indicators?as-of=2017").await.text();
    assert!(other.contains("href=\"/plans/draft/indicators?nature=binding&#38;as-of=2017\""), "{other}");
    assert!(!planner.get(&format!("/plans/{OPEN}/projects")).await.text().contains("约束性的"));
    let mut leader = bench.signed_in(Role::Leader).await;
    assert!(!leader.get(&narrowed).await.text().contains("约束性的"), "nobody else's");
    for (name, back) in [("", "/"), ("x", "//elsewhere.example"), ("x", "https://elsewhere.example")] {
        let fields = [("action", "keep"), ("name", name), ("place", "/x"), ("query", "q=1"), ("back", back)];
        assert_eq!(planner.post("/views", &fields).await.status, 400, "{name} {back}");
    }
    let gone = [("action", "remove"), ("name", "约束性的"), ("place", &*place), ("back", &*back)];
    assert_eq!(planner.post("/views", &gone).await.status, 303);
    assert!(!planner.get(&narrowed).await.text().contains("约束性的</a>"));
}

#[tokio::test]
async fn a_question_about_a_figure_is_a_thread_on_its_page() {
    let bench = Bench::start_at_work(server::Settings::default(), &[duty()]).await;
    let mut leader = bench.signed_in(Role::Leader).await;
    let indicator = format!("/plans/{OPEN}/indicators/{}", bench.indicator);
    let page = leader.get(&indicator).await.text();
    let ask = format!("/plans/{OPEN}/matters/new?kind=comment&#38;indicator={}", bench.indicator);
    assert!(page.contains(&ask), "{page}");
    let form = leader.get(&ask.replace("&#38;", "&")).await;
    assert_eq!(form.field("in/about"), format!("/indicators/{}", bench.indicator));
    assert!(
        form.text().contains("<option value=\"office/tjj\" selected>"),
        "who answers for it: {}",
        form.text()
    );
    let about = form.field("in/about");
    let fields = [
        ("kind", "comment"),
        ("in/title", "2016年的数为什么低"),
        ("in/owner", "office/tjj"),
        ("in/text", "与年鉴不同。"),
        ("in/about", about.as_str()),
    ];
    let done = leader.post(&format!("/plans/{OPEN}/matters"), &fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let address = done.header("location").split('?').next().unwrap().to_owned();
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let thread = reporter.get(&indicator).await.text();
    assert!(thread.contains("2016年的数为什么低") && thread.contains("待回答"), "{thread}");
    let answer = [("action", "answer"), ("in/text", "按普查修订。")];
    assert_eq!(reporter.post(&address, &answer).await.status, 303);
    let seen = leader.get(&address).await.text();
    assert!(seen.contains("按普查修订") && seen.contains(&format!("href=\"{indicator}\"")), "{seen}");
    assert!(
        !bench.browser().get(&indicator).await.text().contains("为什么低"),
        "the public sees nothing of it"
    );
}

#[tokio::test]
async fn an_item_says_who_is_in_charge_and_what_is_to_be_reached_in_each_quarter() {
    let settings = server::Settings { today: Some(date(2017, 2, 15)), ..server::Settings::default() };
    let bench = Bench::start_at_work(settings, &[duty()]).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let list = planner.get("/plans/open/duties?q=生产总值").await.text();
    assert!(list.contains("/plans/open/duties/item?item=") && !list.contains("森林覆盖率"), "{list}");
    let item = format!("indicator\u{1f}{GDP}");
    let address = format!("/plans/open/duties/item?item={}", super::bench::encode(&item));
    let page = planner.get(&address).await.text();
    assert!(page.contains("牵头单位") && page.contains("市统计局"), "{page}");
    assert!(page.contains("2017 1季度") && page.contains("本季度"), "{page}");
    let put = |quarter: &'static str, words: &'static str| {
        [
            ("item", item.clone()),
            ("year", "2017".into()),
            ("leader", "王副市长".into()),
            ("person", "李雷".into()),
            (quarter, words.into()),
        ]
    };
    let fields = put("quarter/2017Q1", "完成投资二成");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = planner.post("/plans/open/duties/item", &fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let saved = planner.get(done.header("location")).await.text();
    assert!(saved.contains("role=\"status\"") && saved.contains("完成投资二成"), "{saved}");
    let fields = put("quarter/2017Q9", "没有这个季度");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(planner.post("/plans/open/duties/item", &fields).await.status, 400);
    // Another office is added from the page of the item, and nothing happens without a tick in silence.
    let add = [
        ("item", item.as_str()),
        ("next", "item"),
        ("office", "tjj"),
        ("role", "support"),
        ("cadence", "quarter"),
        ("due-days", "20"),
        ("action", "add"),
    ];
    let added = planner.post("/plans/open/duties", &add).await;
    assert!(
        added.header("location").starts_with("/plans/open/duties/item?item="),
        "{}",
        added.header("location")
    );
    let none = planner.post("/plans/open/duties", &[("action", "confirm")]).await;
    assert!(planner.get(none.header("location")).await.text().contains("请先勾选"));
    // Whoever is of the staff reads it.
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let read = reporter.get(&address).await.text();
    assert!(read.contains("王副市长") && read.contains("李雷") && read.contains("完成投资二成"), "{read}");
    assert!(
        !read.contains("<textarea") && reporter.post("/plans/open/duties/item", &add).await.status == 403
    );
}
