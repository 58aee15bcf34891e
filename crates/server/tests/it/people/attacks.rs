//! What attackers try, one test each.

use super::bench::{Bench, OPEN, PASSWORD};
use duty::Role;

#[tokio::test]
async fn a_form_without_the_key_of_its_session_changes_nothing() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let path = format!("/publication/{OPEN}");
    let mut other = bench.signed_in(Role::Leader).await;
    let foreign = other.get("/account").await.field("form-key");
    for key in ["", "guess", &foreign] {
        let answer = planner.post_as_is(&path, &[("public", "no"), ("form-key", key)]).await;
        assert_eq!(answer.status, 403, "{key}");
    }
    assert_eq!(planner.post_as_is(&path, &[("public", "no")]).await.status, 403);
    let parts = b"--b\r\ncontent-disposition: form-data; name=\"public\"\r\n\r\nno\r\n--b--\r\n".to_vec();
    assert_eq!(planner.send("POST", &path, "multipart/form-data; boundary=b", parts).await.status, 403);
    assert_eq!(planner.send("POST", &path, "text/plain", b"public=no".to_vec()).await.status, 403);
    assert!(bench.store.is_public(OPEN).await.unwrap());
    assert_eq!(planner.post(&path, &[("public", "no")]).await.status, 303);
    assert!(!bench.store.is_public(OPEN).await.unwrap());
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_even_with_the_key() {
    let bench = Bench::start().await;
    for header in [("origin", "https://evil.test"), ("sec-fetch-site", "cross-site"), ("origin", "null")] {
        let mut planner = bench.signed_in(Role::Planner).await;
        planner.headers.push((header.0.into(), header.1.into()));
        let answer = planner.post(&format!("/publication/{OPEN}"), &[("public", "no")]).await;
        assert_eq!(answer.status, 403, "{header:?}");
        // Signing somebody in under a foreign account is refused as well.
        let mut victim = bench.browser();
        victim.headers.push((header.0.into(), header.1.into()));
        assert_eq!(victim.sign_in("leader", PASSWORD).await.status, 403, "{header:?}");
    }
}

#[tokio::test]
async fn a_session_known_before_signing_in_is_worth_nothing_after() {
    let bench = Bench::start().await;
    let mut browser = bench.browser();
    browser.cookies.insert("session".into(), "planted".into());
    assert_eq!(browser.sign_in("leader", PASSWORD).await.status, 303);
    assert_ne!(browser.cookies["session"], "planted");
    let mut attacker = bench.browser();
    attacker.cookies.insert("session".into(), "planted".into());
    assert_eq!(attacker.get("/account").await.status, 303);
    // Signing in again from the same browser ends the session before.
    let mut before = browser.clone();
    let again = [("account", "auditor"), ("password", PASSWORD)];
    assert_eq!(browser.post("/sign-in", &again).await.status, 303);
    assert_eq!(before.get("/account").await.status, 303);
}

#[tokio::test]
async fn no_page_can_be_put_in_a_frame_or_run_foreign_script() {
    let bench = Bench::start().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    for path in ["/", "/sign-in", "/account", "/admin/users", "/nowhere", "/api/v1/plans", "/audit"] {
        let answer = admin.get(path).await;
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("default-src 'none'"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
}

#[tokio::test]
async fn guessing_passwords_is_slowed_down_and_tells_nothing() {
    let bench = Bench::start().await;
    let mut guesser = bench.browser();
    let none = guesser.sign_in("nobody", "some wrong guess").await;
    let some = guesser.sign_in("leader", "some wrong guess").await;
    assert_eq!((none.status, some.status), (401, 401));
    assert_eq!(none.text().replace("nobody", "leader"), some.text(), "both are answered alike");
    for _ in 0..7 {
        assert_eq!(guesser.sign_in("leader", "some wrong guess").await.status, 401);
    }
    let closed = guesser.sign_in("leader", PASSWORD).await;
    assert_eq!(closed.status, 429);
    assert_eq!(closed.header("retry-after"), "900");
    assert_eq!(guesser.sign_in("auditor", PASSWORD).await.status, 303, "others still get in");
}

#[tokio::test]
async fn guesses_sent_all_at_once_are_counted_too() {
    let bench = Bench::start().await;
    let tries = (0..20).map(|_| {
        let mut guesser = bench.browser();
        tokio::spawn(async move { guesser.sign_in("leader", "some wrong guess").await.status })
    });
    let mut looked_at = 0;
    for one in tries.collect::<Vec<_>>() {
        looked_at += usize::from(one.await.unwrap() == 401);
    }
    assert!(looked_at <= 8, "{looked_at}");
    assert_eq!(bench.browser().sign_in("leader", PASSWORD).await.status, 429);
}

#[tokio::test]
async fn one_address_cannot_try_many_accounts() {
    let bench = Bench::start().await;
    let mut guesser = bench.browser();
    let failed = async |times: u32| {
        for _ in 0..times {
            bench.store.note_failure("address:127.0.0.1", jiff::Timestamp::now()).await.unwrap();
        }
    };
    failed(398).await;
    // Whoever signs in does not count, so that an office behind one address can work, nor does it forgive the guesses.
    for _ in 0..3 {
        assert_eq!(bench.browser().sign_in("leader", PASSWORD).await.status, 303);
    }
    assert_eq!(guesser.sign_in("account1", "some wrong guess").await.status, 401);
    assert_eq!(guesser.sign_in("account2", "some wrong guess").await.status, 401);
    assert_eq!(guesser.sign_in("planner", PASSWORD).await.status, 429);
    // Who signed in from there before is kept out by their own tries only.
    assert_eq!(bench.browser().sign_in("leader", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn what_people_type_is_shown_as_text() {
    let bench = Bench::start().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    let script = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let with = |email: &'static str| {
        [("name", "evil"), ("full_name", script), ("email", email), ("role", "leader"), ("active", "yes")]
    };
    let refused = admin.post("/admin/users", &with("\"><b>")).await;
    assert_eq!(refused.status, 422, "no mail address");
    assert!(!refused.text().contains("<script>alert"));
    assert_eq!(admin.post("/admin/users", &with("evil@x.test")).await.status, 200);
    for path in ["/admin/users", "/admin/users/evil", "/audit", "/audit?subject=account/evil"] {
        let text = admin.get(path).await.text();
        assert!(!text.contains("<script>alert") && !text.contains("<img src=x"), "{path}");
    }
    let quoted = admin.get("/audit?subject=%22%3E%3Cscript%3E").await.text();
    assert!(!quoted.contains("\"><script>"));
    let sign_in = bench.browser().get("/sign-in?next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await.text();
    assert!(!sign_in.contains("<script>alert"));
}

#[tokio::test]
async fn what_looks_like_sql_is_a_text_like_any_other() {
    let bench = Bench::start().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    for evil in ["%27%20OR%20%271%27=%271", "%27;DROP%20TABLE%20account;--", "%00", "%25%27"] {
        for path in ["/audit?subject=", "/?all&q=", "/api/v1/plans?q=", "/admin/users/", "/api/v1/plans/"] {
            let status = admin.get(&format!("{path}{evil}")).await.status;
            assert!([200, 400, 404].contains(&status), "{path}{evil}: {status}");
        }
    }
    assert_eq!(bench.browser().sign_in("' OR '1'='1", "some wrong guess").await.status, 401);
    assert_eq!(bench.store.accounts().await.unwrap().len(), Role::ALL.len() - 1);
}

#[tokio::test]
async fn signing_in_never_leads_to_another_site() {
    let bench = Bench::start().await;
    for next in ["//evil.test", "https://evil.test", "/\\evil.test", "\\\\evil.test", "/a\r\nset-cookie: x=y"]
    {
        let mut browser = bench.browser();
        let fields = [("account", "leader"), ("password", PASSWORD), ("next", next)];
        let answer = browser.post_as_is("/sign-in", &fields).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/"), "{next}");
        assert!(!browser.cookies.contains_key("x"));
    }
}

#[tokio::test]
async fn a_form_sets_its_own_fields_and_no_others() {
    let bench = Bench::start().await;
    let mut leader = bench.signed_in(Role::Leader).await;
    let fields = [
        ("old", PASSWORD),
        ("password", "kelp ferry nine"),
        ("again", "kelp ferry nine"),
        ("role", "administrator"),
        ("name", "auditor"),
        ("account", "auditor"),
    ];
    assert_eq!(leader.post("/account/password", &fields).await.status, 303);
    assert_eq!(bench.store.account("leader").await.unwrap().unwrap().role, Role::Leader);
    assert_eq!(bench.browser().sign_in("auditor", PASSWORD).await.status, 303, "the other's password stays");
    let mut admin = bench.signed_in(Role::Administrator).await;
    let before = bench.store.account("auditor").await.unwrap().unwrap().password;
    let fields = [
        ("full_name", "审计"),
        ("email", ""),
        ("role", "auditor"),
        ("active", "yes"),
        ("password", "x"),
        ("name", "root"),
    ];
    assert_eq!(admin.post("/admin/users/auditor", &fields).await.status, 303);
    assert_eq!(bench.store.account("auditor").await.unwrap().unwrap().password, before);
    assert!(bench.store.account("root").await.unwrap().is_none());
}

#[tokio::test]
async fn what_belongs_to_another_account_cannot_be_named() {
    let bench = Bench::start().await;
    let mut leader = bench.signed_in(Role::Leader).await;
    leader.post("/account/tokens", &[("label", "x"), ("read", "yes"), ("days", "7")]).await;
    let id = bench.store.tokens("leader").await.unwrap()[0].id.clone();
    let mut auditor = bench.signed_in(Role::Auditor).await;
    assert_eq!(auditor.post("/account/tokens/revoke", &[("id", &id)]).await.status, 404);
    assert!(bench.store.tokens("leader").await.unwrap()[0].revoked_at.is_none());
    assert!(!auditor.get("/account").await.text().contains(&id));
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused_before_it_is_read() {
    let bench = Bench::start().await;
    let mut stranger = bench.browser();
    let big = vec![b'a'; (1 << 20) + 1];
    let kind = "application/x-www-form-urlencoded";
    assert_eq!(stranger.send("POST", "/sign-in", kind, big.clone()).await.status, 413);
    // A stranger cannot send files at all.
    assert_eq!(stranger.send("POST", "/sign-in", "multipart/form-data; boundary=b", big).await.status, 413);
}

#[tokio::test]
async fn methods_that_no_address_takes_are_refused() {
    let bench = Bench::start().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    for method in ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"] {
        let answer = admin.send(method, "/admin/users", "", Vec::new()).await;
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("allow"), "GET, POST, HEAD", "{method}");
    }
}
