//! A second factor from its setting up to its loss, and what is asked of accounts by the policy of an organisation.

use super::bench::{Bench, Browser, PASSWORD, change};
use duty::Role;
use work::account::policy::Policy;
use work::account::second_factor::{code, unbase32};

/// The code that a telephone would show now, `ahead` steps from now.
fn shown(secret: &str, ahead: i64) -> String {
    let step = jiff::Timestamp::now().as_second() / 30 + ahead;
    code(&unbase32(secret).unwrap(), u64::try_from(step).unwrap())
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).unwrap_or_else(|| panic!("no {start} in {text}")).1.split_once(end).unwrap().0
}

/// Sets up a second factor; gives the secret and the recovery codes.
async fn set_up(browser: &mut Browser) -> (String, Vec<String>) {
    let page = browser.get("/account/second-factor").await.text();
    assert!(page.contains("<svg") && page.contains("role=\"img\""), "{page}");
    let secret = between(&page, "<p class=\"soft\">", "</p>");
    let secret = between(secret, "<code>", "</code>").to_owned();
    let given = |code: &str| [("secret", secret.clone()), ("code", code.to_owned())];
    let wrong = given("000000");
    let wrong = wrong.each_ref().map(|(name, value)| (*name, value.as_str()));
    let again = browser.post("/account/second-factor", &wrong).await;
    assert!(again.status == 422 && again.text().contains(&secret), "the same until it is confirmed");
    let short = [("secret", "GEZDGNBV"), ("code", "000000")];
    assert_eq!(browser.post("/account/second-factor", &short).await.status, 303, "no secret of ours");
    let right = given(&shown(&secret, -1));
    let right = right.each_ref().map(|(name, value)| (*name, value.as_str()));
    let done = browser.post("/account/second-factor", &right).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let text = done.text();
    let codes: Vec<String> =
        between(&text, "<pre><code>", "</code>").split_whitespace().map(str::to_owned).collect();
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

/// Gives the password; the secret of the form that asks for the code.
async fn half(browser: &mut Browser, role: Role) -> String {
    let page = browser.sign_in(role.name(), PASSWORD).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(!browser.cookies.contains_key("session"), "the password alone signs nobody in");
    between(&page.text(), "name=\"half\" value=\"", "\"").to_owned()
}

async fn give(browser: &mut Browser, half: &str, code: &str) -> u16 {
    browser.post("/sign-in/code", &[("half", half), ("code", code), ("next", "/account")]).await.status
}

#[tokio::test]
async fn a_code_is_asked_for_after_the_password_and_holds_once() {
    let bench = Bench::start().await;
    let mut first = bench.signed_in(Role::Leader).await;
    let (secret, codes) = set_up(&mut first).await;
    let mut browser = bench.browser();
    let asked = half(&mut browser, Role::Leader).await;
    assert_eq!(give(&mut browser, &asked, "123456").await, 401);
    let right = shown(&secret, 0);
    assert_eq!(give(&mut browser, "made up", &right).await, 303, "back to the password");
    assert!(!browser.cookies.contains_key("session"));
    assert_eq!(give(&mut browser, &asked, &right).await, 303);
    assert!(browser.get("/account").await.text().contains("测试leader"));
    // The same code again, and the same half again.
    let mut other = bench.browser();
    let again = half(&mut other, Role::Leader).await;
    assert_eq!(give(&mut other, &again, &right).await, 401, "it was used");
    assert_eq!(give(&mut bench.browser(), &asked, &shown(&secret, 1)).await, 303);
    // Recovery codes hold once as well.
    assert_eq!(give(&mut other, &again, &codes[3].to_uppercase()).await, 303);
    assert!(other.cookies.contains_key("session"));
    let mut third = bench.browser();
    let asked = half(&mut third, Role::Leader).await;
    assert_eq!(give(&mut third, &asked, &codes[3]).await, 401);
    let log = bench.store.audit(50).await.unwrap();
    assert!(
        log.iter().any(|entry| entry.act.action == "session.begin" && entry.act.reason == "second factor")
    );
    assert!(!log.iter().any(|entry| format!("{entry:?}").contains(&secret)), "the secret stands in no entry");
    assert!(bench.store.verify_content().await.unwrap().is_ok());
}

#[tokio::test]
async fn guessing_codes_closes_the_way() {
    let bench = Bench::start().await;
    let mut first = bench.signed_in(Role::Leader).await;
    let (secret, _) = set_up(&mut first).await;
    let mut browser = bench.browser();
    let asked = half(&mut browser, Role::Leader).await;
    let mut last = 0;
    for guess in 0..8 {
        last = give(&mut browser, &asked, &format!("00000{guess}")).await;
    }
    assert_eq!(last, 429);
    assert_eq!(give(&mut browser, &asked, &shown(&secret, 1)).await, 429, "the right one comes too late");
}

#[tokio::test]
async fn a_lost_telephone_is_replaced_by_an_administrator() {
    let bench = Bench::start().await;
    let mut first = bench.signed_in(Role::Leader).await;
    set_up(&mut first).await;
    let mut administrator = bench.signed_in(Role::Administrator).await;
    assert_eq!(administrator.post("/admin/users/leader/second-factor", &[]).await.status, 303);
    bench.signed_in(Role::Leader).await;
    let mut leader = bench.signed_in(Role::Leader).await;
    let (secret, _) = set_up(&mut leader).await;
    assert_eq!(leader.post("/account/second-factor/end", &[("code", "1")]).await.status, 422);
    assert_eq!(leader.post("/account/second-factor/end", &[("code", &shown(&secret, 1))]).await.status, 303);
    bench.signed_in(Role::Leader).await;
}

/// Another administrator beside the one of the bench.
async fn second_administrator(bench: &Bench) {
    let two = store::NewAccount { name: "safe".into(), ..super::bench::account(Role::Administrator) };
    bench.store.put_account(&two, &change()).await.unwrap();
    server::set_password(&bench.store, "safe", PASSWORD, &change()).await.unwrap();
}

#[tokio::test]
async fn three_administrators_are_three_people() {
    let bench = Bench::start().await;
    second_administrator(&bench).await;
    let mut safe = bench.browser();
    safe.sign_in("safe", PASSWORD).await;
    let fields = |names: &'static str| [("separates", "yes"), ("security", names), ("tries", "0")];
    assert_eq!(
        safe.post("/admin/security", &fields("administrator")).await.status,
        422,
        "it would lock itself out"
    );
    assert_eq!(
        safe.post("/admin/security", &fields("safe administrator")).await.status,
        422,
        "nobody is left for the system"
    );
    let set = safe.post("/admin/security", &fields("safe")).await;
    assert_eq!(set.status, 303, "{}", set.text());
    let mut system = bench.signed_in(Role::Administrator).await;
    let mut auditor = bench.signed_in(Role::Auditor).await;
    for (path, of_safe, of_system, of_auditor) in [
        ("/admin/users", 200, 403, 403),
        ("/admin/security", 200, 403, 403),
        ("/admin/system", 403, 200, 403),
        ("/audit", 403, 403, 200),
    ] {
        assert_eq!(safe.get(path).await.status, of_safe, "security {path}");
        assert_eq!(system.get(path).await.status, of_system, "system {path}");
        assert_eq!(auditor.get(path).await.status, of_auditor, "audit {path}");
    }
}

#[tokio::test]
async fn the_profile_asks_for_strong_passwords_and_a_second_factor() {
    let bench = Bench::start().await;
    second_administrator(&bench).await;
    let mut safe = bench.browser();
    safe.sign_in("safe", PASSWORD).await;
    let set = safe.post("/admin/security", &[("profile", "dengbao"), ("security", "safe")]).await;
    assert_eq!(set.status, 303, "{}", set.text());
    assert_eq!(Policy::of_store(&bench.store).await.unwrap(), Policy::dengbao(["safe".to_owned()].into()));
    // An administrator without a second factor gets to the own account and no further.
    assert_eq!(safe.get("/admin/users").await.status, 403);
    let (_, codes) = set_up(&mut safe).await;
    assert_eq!(codes.len(), 10);
    assert_eq!(safe.get("/admin/users").await.status, 200);
    // Passwords have three kinds of characters.
    let mut leader = bench.signed_in(Role::Leader).await;
    let weak = [("old", PASSWORD), ("password", "lantern pebble orchid"), ("again", "lantern pebble orchid")];
    assert_eq!(leader.post("/account/password", &weak).await.status, 422);
    let strong =
        [("old", PASSWORD), ("password", "Lantern pebble orchid 7"), ("again", "Lantern pebble orchid 7")];
    assert_eq!(leader.post("/account/password", &strong).await.status, 303);
    // Five failures close an account, whatever comes then.
    let mut guesser = bench.browser();
    for _ in 0..6 {
        guesser.sign_in("planner", "wrong and wrong again").await;
    }
    assert_eq!(bench.browser().sign_in("planner", PASSWORD).await.status, 429);
}

#[tokio::test]
async fn an_old_password_is_changed_before_anything_else() {
    let bench = Bench::start().await;
    let policy = Policy { days: 90, ..Policy::default() };
    bench.store.put_settings(&policy.settings(), &change()).await.unwrap();
    // Set long ago.
    let then = store::Change { when: "2020-01-01T00:00:00Z".parse().unwrap(), ..change() };
    let leader = super::bench::account(Role::Leader);
    let old = store::NewAccount { name: "old".into(), ..leader };
    bench.store.put_account(&old, &then).await.unwrap();
    server::set_password(&bench.store, "old", PASSWORD, &then).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(800)).await;
    let mut browser = bench.browser();
    let answer = browser.sign_in("old", PASSWORD).await;
    assert_eq!(answer.status, 303);
    let way = answer.header("location").to_owned();
    assert!(way.starts_with("/link/") && !browser.cookies.contains_key("session"), "{way}");
    let same = browser.post(&way, &[("password", PASSWORD), ("again", PASSWORD)]).await;
    assert_eq!(same.status, 422, "the same again is no change");
    let new = [("password", "lantern pebble orchid"), ("again", "lantern pebble orchid")];
    assert_eq!(browser.post(&way, &new).await.status, 303);
    assert_eq!(bench.browser().sign_in("old", "lantern pebble orchid").await.header("location"), "/account");
    // Who has a second factor gives it first, and the old password is found then.
    let way = old_with_factor(&bench).await;
    assert!(way.starts_with("/link/"), "{way}");
}

/// Where somebody with an old password gets to behind the code.
async fn old_with_factor(bench: &Bench) -> String {
    let mut browser = bench.browser();
    browser.sign_in("old", "lantern pebble orchid").await;
    let (secret, _) = set_up(&mut browser).await;
    let then = store::Change { when: "2020-01-01T00:00:00Z".parse().unwrap(), ..change() };
    let other = store::NewAccount { name: "older".into(), ..super::bench::account(Role::Leader) };
    bench.store.put_account(&other, &then).await.unwrap();
    server::set_password(&bench.store, "older", PASSWORD, &then).await.unwrap();
    let kept = bench.store.second_factor("old").await.unwrap().unwrap();
    let kept = store::SecondFactor { account: "older".into(), ..kept };
    bench.store.put_second_factor(&kept, &change()).await.unwrap();
    let mut browser = bench.browser();
    let page = browser.sign_in("older", PASSWORD).await.text();
    let half = between(&page, "name=\"half\" value=\"", "\"").to_owned();
    let fields = [("half", half.as_str()), ("code", &shown(&secret, 1)), ("next", "/")];
    browser.post("/sign-in/code", &fields).await.header("location").to_owned()
}
