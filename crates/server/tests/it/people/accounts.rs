//! Signing in, links, passwords, tokens.

use super::bench::{Bench, PASSWORD, account, change};
use duty::Role;
use jiff::{SignedDuration, Timestamp};
use store::Store;

#[tokio::test]
async fn the_first_start_gives_a_link_that_works_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&store::Location::File(folder.path().join("g.db"))).await.unwrap();
    let lost = server::first_link(&store, "http://plan.test/").await.unwrap().expect("a link");
    let link =
        server::first_link(&store, "http://plan.test/").await.unwrap().expect("another, as nobody used it");
    assert_ne!(lost, link);
    let bench = Bench::start().await;
    assert!(server::first_link(&bench.store, "http://plan.test").await.unwrap().is_none());
}

#[tokio::test]
async fn a_link_sets_the_password_once_and_signs_in() {
    let bench = Bench::start().await;
    let link = server::new_link(&bench.store, "leader", "", &change()).await.unwrap().expect("a link");
    let mut browser = bench.browser();
    assert!(browser.get(&link).await.text().contains("leader"));
    assert_eq!(browser.get(&link).await.status, 200, "looking does not use it up");
    let weak = browser.post_as_is(&link, &[("password", "password1234"), ("again", "password1234")]).await;
    assert_eq!(weak.status, 422);
    let differ =
        browser.post_as_is(&link, &[("password", "kelp ferry nine"), ("again", "kelp ferry ten")]).await;
    assert_eq!(differ.status, 422);
    let fields = [("password", "kelp ferry nine"), ("again", "kelp ferry nine")];
    assert_eq!(browser.post_as_is(&link, &fields).await.status, 303);
    assert_eq!(browser.get("/account").await.status, 200);
    assert_eq!(bench.browser().post_as_is(&link, &fields).await.status, 404);
    assert_eq!(bench.browser().sign_in("leader", "kelp ferry nine").await.status, 303);
    assert_eq!(bench.browser().sign_in("leader", PASSWORD).await.status, 401);
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let bench = Bench::start().await;
    let mut browser = bench.signed_in(Role::Leader).await;
    let kept = browser.clone();
    assert_eq!(browser.post("/sign-out", &[]).await.status, 303);
    assert!(browser.cookies.is_empty());
    let mut thief = kept;
    assert_eq!(thief.get("/account").await.status, 303);
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let bench = Bench::start().await;
    let mut here = bench.signed_in(Role::Leader).await;
    let mut elsewhere = bench.signed_in(Role::Leader).await;
    let wrong = [("old", "not it at all"), ("password", "kelp ferry nine"), ("again", "kelp ferry nine")];
    assert_eq!(here.post("/account/password", &wrong).await.status, 422);
    let right = [("old", PASSWORD), ("password", "kelp ferry nine"), ("again", "kelp ferry nine")];
    assert_eq!(here.post("/account/password", &right).await.status, 303);
    assert_eq!(here.get("/account").await.status, 200);
    assert_eq!(elsewhere.get("/account").await.status, 303);
}

#[tokio::test]
async fn turning_an_account_off_or_changing_its_role_ends_its_sessions() {
    let bench = Bench::start().await;
    for changed in [
        store::NewAccount { active: false, ..account(Role::Planner) },
        store::NewAccount { role: Role::Leader, ..account(Role::Planner) },
    ] {
        bench.store.put_account(&account(Role::Planner), &change()).await.unwrap();
        let mut planner = bench.signed_in(Role::Planner).await;
        bench.store.put_account(&changed, &change()).await.unwrap();
        assert_eq!(planner.get("/publication").await.status, 303);
    }
}

#[tokio::test]
async fn a_session_moves_on_while_it_is_used_but_not_for_ever() {
    let bench = Bench::start().await;
    let mut browser = bench.signed_in(Role::Leader).await;
    let session = bench.session(&browser).await.expect("a session");
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let idle = at(&session.expires_at).duration_since(Timestamp::now());
    assert!(idle <= SignedDuration::from_mins(30) && idle > SignedDuration::from_mins(29));
    // Used after ten minutes: it ends later. Begun almost twelve hours ago: it ends after twelve all the same.
    let soon = Timestamp::now() + SignedDuration::from_mins(20);
    bench.store.prolong_session(&session.secret, Timestamp::now(), soon).await.unwrap();
    browser.get("/account").await;
    let moved = bench.session(&browser).await.expect("a session");
    assert!(at(&moved.expires_at) > soon);
    let old = store::Change { when: Timestamp::now() - SignedDuration::from_mins(12 * 60 - 5), ..change() };
    let begun = store::Session { form_key: "k".into(), ..session.clone() };
    bench.store.end_session(&session, &change()).await.unwrap();
    let until = Timestamp::now() + SignedDuration::from_mins(1);
    let expires_at = until.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    bench.store.begin_session(&store::Session { expires_at, ..begun }, &old).await.unwrap();
    browser.get("/account").await;
    let last = bench.session(&browser).await.expect("a session");
    assert!(at(&last.expires_at) <= Timestamp::now() + SignedDuration::from_mins(5));
    let past = Timestamp::now() - SignedDuration::from_secs(1);
    bench.store.prolong_session(&session.secret, past, past).await.unwrap();
    assert_eq!(browser.get("/account").await.status, 303);
}

#[tokio::test]
async fn a_token_does_what_its_scopes_say_and_no_more() {
    let bench = Bench::start().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let made = reporter.post("/account/tokens", &[("label", "月报"), ("read", "yes"), ("days", "7")]).await;
    let token = made.shown_once();
    assert!(token.starts_with("gy_"), "{}", made.text());
    let mut program = bench.browser();
    program.headers.push(("authorization".into(), format!("Bearer {token}")));
    assert_eq!(program.get("/api/v1/plans/draft").await.status, 200);
    for path in ["/account", "/admin", "/audit"] {
        assert_eq!(program.get(path).await.status, 403, "{path}");
    }
    let more = [("label", "x"), ("hand_in", "yes"), ("days", "7")];
    assert_eq!(program.post_as_is("/account/tokens", &more).await.status, 403, "a token makes no token");
    assert!(!reporter.get("/account").await.text().contains(&token), "it is shown once");
    let id = bench.store.tokens("reporter").await.unwrap()[0].id.clone();
    assert_eq!(reporter.post("/account/tokens/revoke", &[("id", &id)]).await.status, 303);
    assert_eq!(program.get("/api/v1/plans/draft").await.status, 401);
    let mut liar = bench.browser();
    liar.headers.push(("authorization".into(), "Bearer gy_guess".into()));
    assert_eq!(liar.get("/api/v1/plans").await.status, 401, "a wrong token is told, not ignored");
}

#[tokio::test]
async fn a_token_needs_a_purpose_a_scope_and_an_end() {
    let bench = Bench::start().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    for fields in [
        [("label", ""), ("read", "yes"), ("days", "7")],
        [("label", "x"), ("scope", "all"), ("days", "7")],
        [("label", "x"), ("read", "yes"), ("days", "9999")],
    ] {
        assert_eq!(reporter.post("/account/tokens", &fields).await.status, 422);
    }
    assert!(bench.store.tokens("reporter").await.unwrap().is_empty());
}

#[tokio::test]
async fn accounts_to_try_the_program_with_fit_every_role() {
    let bench = Bench::start().await;
    let made = server::demo::prepare(&bench.store, "open").await.unwrap();
    let mut roles = std::collections::BTreeSet::new();
    for one in &made {
        roles.insert(bench.store.account(&one.name).await.unwrap().expect("an account").role);
    }
    assert_eq!(roles.len(), Role::ALL.len() - 1, "all but the public");
    assert!(bench.store.duties("open").await.unwrap().iter().any(|duty| duty.confirmed));
    for one in made {
        assert_eq!(bench.browser().sign_in(&one.name, &one.password).await.status, 303, "{}", one.name);
    }
}

#[tokio::test]
async fn cookies_are_for_https_only_where_https_is_used() {
    let settings =
        server::Settings { base_url: Some("https://plan.test".into()), ..server::Settings::default() };
    let bench = Bench::start_with(settings).await;
    let answer = bench.browser().sign_in("leader", PASSWORD).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-session="), "{cookie}");
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
    for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn one_sees_where_one_is_signed_in_and_signs_out_elsewhere() {
    let bench = Bench::start().await;
    let (mut here, mut there) = (bench.signed_in(Role::Leader).await, bench.signed_in(Role::Leader).await);
    let mut other = bench.signed_in(Role::Auditor).await;
    let page = here.get("/account").await.text();
    assert_eq!(page.matches("127.0.0.1").count(), 2, "{page}");
    assert_eq!(here.post("/account/sessions/end", &[]).await.status, 303);
    assert_eq!(here.get("/account").await.status, 200);
    assert_eq!(there.get("/account").await.status, 303);
    assert_eq!(other.get("/account").await.status, 200, "another's session goes on");
}

#[tokio::test]
async fn the_old_password_is_not_found_out_by_trying() {
    let bench = Bench::start().await;
    let mut thief = bench.signed_in(Role::Leader).await;
    let fields = |old| [("old", old), ("password", "kelp ferry nine"), ("again", "kelp ferry nine")];
    for _ in 0..8 {
        assert_eq!(thief.post("/account/password", &fields("some wrong guess")).await.status, 422);
    }
    assert_eq!(thief.post("/account/password", &fields(PASSWORD)).await.status, 422, "closed for a while");
    assert_eq!(bench.browser().sign_in("leader", PASSWORD).await.status, 303, "signing in is not");
}

#[tokio::test]
async fn people_are_told_what_was_done_to_their_account() {
    let bench = Bench::start().await;
    let mut leader = bench.signed_in(Role::Leader).await;
    let fields = [("old", PASSWORD), ("password", "kelp ferry nine"), ("again", "kelp ferry nine")];
    assert_eq!(leader.post("/account/password", &fields).await.status, 303);
    leader.post("/account/tokens", &[("label", "x"), ("read", "yes"), ("days", "7")]).await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    admin.post("/admin/users/leader/link", &[]).await;
    let told = bench.store.notices("leader", 10).await.unwrap();
    let told: Vec<_> =
        told.iter().map(|notice| notice.words.en.split(" (").next().unwrap().to_owned()).collect();
    assert_eq!(
        told,
        [
            "an administrator changed your account",
            "a token was made for your account",
            "your password was changed"
        ]
    );
    assert!(leader.get("/inbox").await.text().contains("您的密码已更改"));
}

#[tokio::test]
async fn a_newer_link_and_any_new_password_end_the_links_before() {
    let bench = Bench::start().await;
    let fields = [("password", "kelp ferry nine"), ("again", "kelp ferry nine")];
    let link =
        async || server::new_link(&bench.store, "leader", "", &change()).await.unwrap().expect("a link");
    let (old, new) = (link().await, link().await);
    assert_eq!(bench.browser().post_as_is(&old, &fields).await.status, 404, "a newer one was made");
    assert_eq!(bench.browser().post_as_is(&new, &fields).await.status, 303);
    let unused = link().await;
    let mut leader = bench.browser();
    leader.sign_in("leader", "kelp ferry nine").await;
    let own = [("old", "kelp ferry nine"), ("password", "brass otter six"), ("again", "brass otter six")];
    assert_eq!(leader.post("/account/password", &own).await.status, 303);
    assert_eq!(bench.browser().post_as_is(&unused, &fields).await.status, 404, "the owner changed it");
}

#[tokio::test]
async fn tokens_are_listed_with_the_password_and_end_with_it_by_choice() {
    let bench = Bench::start().await;
    let mut leader = bench.signed_in(Role::Leader).await;
    let made = leader.post("/account/tokens", &[("label", "月报"), ("read", "yes"), ("days", "7")]).await;
    let mut program = bench.browser();
    program.headers.push(("authorization".into(), format!("Bearer {}", made.shown_once())));
    let page = leader.get("/account").await.text();
    assert!(page.contains("name=\"end_tokens\"") && page.matches("月报").count() >= 2, "{page}");
    let kept = [("old", PASSWORD), ("password", "kelp ferry nine"), ("again", "kelp ferry nine")];
    assert_eq!(leader.post("/account/password", &kept).await.status, 303);
    assert_eq!(program.get("/api/v1/plans/draft").await.status, 200, "not chosen, not ended");
    let ended = [
        ("old", "kelp ferry nine"),
        ("password", "brass otter six"),
        ("again", "brass otter six"),
        ("end_tokens", "yes"),
    ];
    assert_eq!(leader.post("/account/password", &ended).await.status, 303);
    assert_eq!(program.get("/api/v1/plans/draft").await.status, 401);
}

#[tokio::test]
async fn names_are_one_line_and_addresses_are_addresses() {
    let bench = Bench::start().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    let with = |full_name: &'static str, email: &'static str| {
        [("name", "neu"), ("full_name", full_name), ("email", email), ("role", "leader"), ("active", "yes")]
    };
    for email in ["\"><script>\"@x.test", "a@b.test\r\nBcc: c@d.test", "no address"] {
        assert_eq!(admin.post("/admin/users", &with("新人", email)).await.status, 422, "{email:?}");
    }
    let made = admin.post("/admin/users", &with("韩\r\n\u{202e}梅\u{2028}梅", "han@plan.test")).await;
    assert_eq!(made.status, 200, "{}", made.text());
    assert_eq!(bench.store.account("neu").await.unwrap().expect("made").full_name, "韩 梅 梅");
    for sender in ["plan@x.test\r\nBcc: y@x.test", "nobody"] {
        let set = admin.post("/admin/system/mail", &[("server", ""), ("from", sender)]).await;
        assert_eq!(set.status, 422, "{sender:?}");
    }
    let set = admin.post("/admin/system/mail", &[("server", ""), ("from", "规划处 <plan@x.test>")]).await;
    assert_eq!(set.status, 303);
}

#[tokio::test]
async fn what_is_made_for_one_person_is_kept_by_nobody() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    for path in ["/api/v1/plans", "/api/v1/plans/draft", "/api/v1/regions", "/api/v1/plans/draft/targets"] {
        let answer = planner.get(path).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{path}");
    }
    assert_eq!(bench.browser().get("/api/v1/plans").await.header("cache-control"), "private, no-cache");
}

#[tokio::test]
async fn the_region_of_a_draft_is_not_told_to_the_public() {
    let bench = Bench::start().await;
    let mut plan = bench.store.plan("draft", None).await.unwrap().plan;
    plan.region = Some("隐州市".into());
    let load = store::LoadPlan { id: Some("hidden"), plan: &plan, document: None, findings: &[] };
    bench.store.load_plan(load, &change()).await.unwrap();
    assert!(!bench.browser().get("/api/v1/regions").await.text().contains("隐州市"));
    let mut planner = bench.signed_in(Role::Planner).await;
    assert!(planner.get("/api/v1/regions").await.text().contains("隐州市"));
    bench.store.set_public("hidden", true, &change()).await.unwrap();
    let mut told = String::new();
    for _ in 0..50 {
        told = bench.browser().get("/api/v1/regions").await.text();
        if told.contains("隐州市") {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("published, and not told: {told}");
}

#[tokio::test]
async fn people_come_and_go_by_a_sheet_on_a_page() {
    let bench = Bench::start().await;
    let mut administrator = bench.signed_in(Role::Administrator).await;
    let page = administrator.get("/admin/directory").await;
    assert!(
        page.text().contains("multipart/form-data") && page.text().contains("/help/administration#accounts")
    );
    let upload = async |browser: &mut super::bench::Browser, sheet: &str, more: &[(&str, &str)]| {
        browser.post_file("/admin/directory", more, ("名录.csv", sheet.as_bytes())).await
    };
    let take = async |browser: &mut super::bench::Browser, shown: &super::bench::Answer| {
        let fields = ["key", "digest", "absent"].map(|name| (name, shown.field(name)));
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        browser.post("/admin/directory/take", &fields).await
    };
    let active = async || {
        let all = bench.store.accounts().await.unwrap().into_iter().filter(|one| one.active);
        all.map(|one| one.name).collect::<Vec<_>>()
    };
    let before = active().await;
    // One wrong cell: told by row, and nothing can be confirmed.
    let wrong = upload(&mut administrator, "账号,姓名,状态\nann,安,在职\nreporter,,飞升\n", &[]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("第 3 行") && !wrong.text().contains("/admin/directory/take"));
    // Nobody takes the own account away.
    let own = upload(&mut administrator, "账号,状态\nadministrator,离职\n", &[]).await;
    assert!(own.status == 422 && own.text().contains("administrator"), "{}", own.text());

    let sheet = "账号,姓名,单位,角色,状态\nann,安,林业局,填报,在职\nleader,,,,退休\n";
    let mut leader = bench.signed_in(Role::Leader).await;
    let shown = upload(&mut administrator, sheet, &[]).await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    for words in ["ann", "林业局", "leader", "停用"] {
        assert!(shown.text().contains(words), "{words}: {}", shown.text());
    }
    assert_eq!(active().await, before, "shown and not done");
    // What changed meanwhile is shown again.
    let more = store::NewAccount { name: "bea".into(), ..account(Role::Reporter) };
    let stale = [("key", shown.field("key")), ("digest", "0".repeat(64)), ("absent", String::new())];
    let stale = stale.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(administrator.post("/admin/directory/take", &stale).await.status, 422);
    assert_eq!(active().await, before);
    let done = take(&mut administrator, &shown).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(done.text().matches("/link/").count(), 1, "one for who is new: {}", done.text());
    let now = active().await;
    assert!(now.contains(&"ann".to_owned()) && !now.contains(&"leader".to_owned()), "{now:?}");
    assert_eq!(leader.get("/account").await.status, 303, "the session of whoever left has ended");
    assert_eq!(take(&mut administrator, &shown).await.status, 422, "it is used up");

    // A sheet that names everybody closes the others, administrators excepted.
    bench.store.put_account(&more, &change()).await.unwrap();
    let all = upload(&mut administrator, "账号,姓名\nann,安\n", &[("absent", "yes")]).await;
    assert!(take(&mut administrator, &all).await.status == 200);
    assert_eq!(active().await, ["administrator", "ann"]);
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
}
