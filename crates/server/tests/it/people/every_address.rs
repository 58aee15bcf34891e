//! What holds at every address there is, also at those that somebody adds tomorrow.

use super::bench::{Answer, Bench, Browser, DRAFT, OPEN, PASSWORD, account, change, encode};
use super::matrix::{filled, who_gets_in};
use duty::Role;
use store::{Figure, LoadPlan, NewAccount, Office, OfficeLevel};

const FORM: &str = "application/x-www-form-urlencoded";

/// Every address of a method, with a role that gets in.
fn addresses(method: &str) -> Vec<(String, Role)> {
    let of_method = who_gets_in().into_iter().filter(|((_, found), _)| found == method);
    // Somebody of the staff: whoever comes from outside gets in nowhere alone.
    let of_staff = |roles: &[Role]| roles.iter().rfind(|role| **role != Role::Evaluator).copied();
    of_method.map(|((path, _), roles)| (path, of_staff(&roles).expect("somebody gets in"))).collect()
}

async fn everybody(bench: &Bench) -> Vec<(Role, Browser)> {
    let mut all = Vec::new();
    for role in Role::ALL {
        all.push((role, bench.signed_in(role).await));
    }
    all
}

fn browser(all: &[(Role, Browser)], role: Role) -> Browser {
    all.iter().find(|(found, _)| *found == role).expect("every role").1.clone()
}

#[tokio::test]
async fn nothing_is_changed_by_a_request_that_another_site_made() {
    let bench = Bench::start().await;
    let all = everybody(&bench).await;
    let before = bench.store.generation().await.unwrap();
    let mut walked = 0;
    for (path, role) in addresses("POST") {
        let address = filled(&bench, &path, OPEN);
        let mut browser = browser(&all, role);
        let session = bench.session(&browser).await;
        let key = session.as_ref().map_or("", |session| session.form_key.as_str()).to_owned();
        let send = async |headers: &[(&str, &str)], key: &str| {
            let mut browser = browser.clone();
            browser.headers = headers.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
            browser.post_as_is(&address, &[("form-key", key)]).await.status
        };
        // With the cookie alone, as a form on another site would come: two addresses are for people without a session.
        let is_open = path == "/sign-in" || path == "/link/{secret}";
        if !is_open || session.is_some() {
            assert_eq!(send(&[], "").await, 403, "{path}");
            assert_eq!(send(&[], "guess").await, 403, "{path}");
        }
        for header in [
            ("origin", "https://evil.test"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            assert_eq!(send(&[header], &key).await, 403, "{path} {header:?}");
        }
        // Nor in the shape of a text or of JSON, which need no preflight or no form.
        for kind in ["text/plain", "application/json"] {
            if !is_open || session.is_some() {
                let status =
                    browser.send("POST", &address, kind, b"{\"form-key\":\"\"}".to_vec()).await.status;
                assert_eq!(status, 403, "{path} {kind}");
            }
        }
        walked += 1;
    }
    assert!(walked > 30, "{walked}");
    assert_eq!(bench.store.generation().await.unwrap(), before, "something was written");
}

#[tokio::test]
async fn reading_changes_nothing() {
    let bench = Bench::start().await;
    let all = everybody(&bench).await;
    let before = bench.store.generation().await.unwrap();
    for (path, role) in addresses("GET") {
        browser(&all, role).get(&filled(&bench, &path, OPEN)).await;
    }
    let since = bench.store.audit(20).await.unwrap();
    let since: Vec<_> = since.iter().filter(|entry| !entry.act.actor.eq("gangyao")).take(1).collect();
    assert_eq!(since[0].act.action, "session.begin", "the last deed of a person is signing in");
    assert!(bench.store.generation().await.unwrap() <= before + 2, "but for what the program does by itself");
}

/// What must hold of any answer whatsoever.
fn check(answer: &Answer, path: &str) {
    // A page that others embed is the one that may be framed, and only where it is shown at all.
    let is_embedded = path.starts_with("/embed/") && answer.status == 200;
    assert_eq!(answer.header("x-frame-options"), if is_embedded { "" } else { "DENY" }, "{path}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    let policy = answer.header("content-security-policy");
    if is_embedded {
        assert!(
            policy.contains("frame-ancestors *") && policy.contains("form-action 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("script-src"), "{path}: no script in a page of others");
    } else {
        for part in ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"]
        {
            assert!(policy.contains(part), "{path}: {part}");
        }
        assert!(!policy.contains('*'), "{path}");
    }
    assert!(!policy.contains("unsafe"), "{path}");
    assert!(!answer.header("cache-control").is_empty(), "{path}");
    for name in ["server", "x-powered-by", "access-control-allow-credentials"] {
        assert_eq!(answer.header(name), "", "{path}: {name}");
    }
    let origin = answer.header("access-control-allow-origin");
    assert!(origin.is_empty() || origin == "*" && path.starts_with("/api/v1/"), "{path}: {origin}");
}

#[tokio::test]
async fn every_answer_forbids_frames_foreign_script_and_guessing_of_types() {
    let bench = Bench::start().await;
    let all = everybody(&bench).await;
    let mut public = bench.browser();
    for (path, role) in addresses("GET") {
        let address = filled(&bench, &path, OPEN);
        let answer = browser(&all, role).get(&address).await;
        check(&answer, &path);
        let is_for_everybody = path.starts_with("/assets") || path.starts_with("/embed/");
        if answer.header("content-type").starts_with("text/html") && !is_for_everybody {
            assert_eq!(answer.header("cache-control"), "no-store", "{path}: made for one person");
        }
        check(&public.get(&address).await, &path);
        check(&public.send("PUT", &address, FORM, Vec::new()).await, &path);
    }
    check(&public.get("/nowhere").await, "/nowhere");
    check(&public.get("/%00").await, "/%00");
}

#[tokio::test]
async fn other_sites_read_public_data_and_nothing_of_somebody_signed_in() {
    let bench = Bench::start().await;
    let address = format!("/api/v1/plans/{OPEN}");
    let mut public = bench.browser();
    let answer = public.get(&address).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, "*"));
    assert_eq!(public.get(&format!("/plans/{OPEN}")).await.header("access-control-allow-origin"), "");
    let mut planner = bench.signed_in(duty::Role::Planner).await;
    assert_eq!(planner.get(&address).await.header("access-control-allow-origin"), "");
    let hidden =
        public.get(&format!("/embed/plans/{}/indicators/{}", super::bench::DRAFT, bench.indicator)).await;
    assert_eq!((hidden.status, hidden.header("x-frame-options")), (404, "DENY"));
    let shown = planner.get(&format!("/embed/plans/{OPEN}/indicators/{}", bench.indicator)).await;
    assert_eq!(shown.status, 200);
    assert!(!shown.text().contains("<form") && !shown.text().contains("<script"), "{}", shown.text());
}

#[tokio::test]
async fn line_ends_in_parameters_make_no_headers() {
    let bench = Bench::start().await;
    let all = everybody(&bench).await;
    let evil = "%0d%0aset-cookie:%20planted=yes%0d%0a";
    for (path, role) in addresses("GET") {
        let names =
            ["next", "lang", "subject", "q", "as-of", "known-at", "version", "with", "indicator", "from"];
        let query: Vec<String> = names.iter().map(|name| format!("{name}={evil}")).collect();
        let address = format!("{}?{}", filled(&bench, &path, OPEN), query.join("&"));
        let answer = browser(&all, role).get(&address).await;
        assert!(answer.status < 500, "{path}: {}", answer.status);
        let planted = |(_, value): &(String, String)| value.contains("planted=yes") && !value.contains('%');
        assert!(!answer.headers.iter().any(planted), "{path}: {:?}", answer.headers);
    }
}

#[tokio::test]
async fn names_that_are_markup_are_shown_as_text_everywhere() {
    let bench = Bench::start().await;
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}";
    let stored = bench.store.plan(OPEN, None).await.unwrap();
    let mut plan = stored.plan;
    plan.title = evil.into();
    plan.region = Some(evil.into());
    for indicator in &mut plan.indicators {
        indicator.name.push_str(evil);
    }
    for target in &mut plan.targets {
        evil.clone_into(&mut target.subject);
    }
    let load = LoadPlan { id: Some(OPEN), plan: &plan, document: None, findings: &[] };
    bench
        .store
        .load_plan(load, &store::Change { who: evil.into(), why: evil.into(), ..change() })
        .await
        .unwrap();
    let office = Office {
        id: "evil".into(),
        name: evil.into(),
        kind: plan::BodyKind::Department,
        level: OfficeLevel::City,
        parent: None,
        region: evil.into(),
    };
    bench.store.put_offices(&[office], &change()).await.unwrap();
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Public) {
        let full_name = evil.to_owned();
        let office = Some("evil".to_owned());
        bench.store.put_account(&NewAccount { full_name, office, ..account(role) }, &change()).await.unwrap();
    }
    bench.store.put_setting("webhook/x", evil, &change()).await.unwrap();
    bench.store.put_setting("mail-from", evil, &change()).await.unwrap();
    let all = everybody(&bench).await;
    for (path, _) in addresses("GET") {
        for (role, browser) in &all {
            let answer = browser.clone().get(&filled(&bench, &path, OPEN)).await;
            assert!(answer.status < 500, "{role:?} {path}");
            if answer.header("content-type").starts_with("text/html") {
                let text = answer.text();
                let is_markup =
                    text.contains("<script>alert") || text.contains("<img src=x") || text.contains("\"'><");
                assert!(!is_markup && !text.contains("49}"), "{role:?} {path}");
            }
        }
    }
}

#[tokio::test]
async fn a_token_reaches_no_further_than_its_scopes_and_its_account() {
    let bench = Bench::start().await;
    let mut all = everybody(&bench).await;
    for (role, browser) in &mut all {
        if *role == Role::Public {
            continue;
        }
        for scope in ["read", "hand_in", "audit"] {
            let made =
                browser.post("/account/tokens", &[("label", "x"), (scope, "yes"), ("days", "7")]).await;
            let token = made.shown_once();
            assert!(token.starts_with("gy_"), "{}", made.text());
            let mut program = bench.browser();
            program.headers = vec![("authorization".into(), format!("Bearer {token}"))];
            for ((path, method), roles) in who_gets_in() {
                // What is open to all needs no token; what the account may not do, its token may not either.
                if roles.contains(&Role::Public) && (method == "POST" || !path.contains("{plan}")) {
                    continue;
                }
                let address = filled(&bench, &path, OPEN);
                let answer = match method.as_str() {
                    "GET" => program.get(&address).await,
                    _ => program.post_as_is(&address, &[]).await,
                };
                let is_in = ![401, 403].contains(&answer.status);
                let may = roles.contains(role);
                assert!(may || !is_in, "{role:?} {scope} {method} {path}: {}", answer.status);
                let is_about = |parts: &[&str]| parts.iter().any(|part| path.contains(part));
                // A template that is filled in goes back to whoever sent it, and nothing is kept.
                if is_in && method == "POST" && !path.ends_with("/filled") {
                    assert!(
                        scope == "hand_in"
                            && is_about(&[
                                "hand-in",
                                "import",
                                "bulletin",
                                "withdraw",
                                "dispatches",
                                "milestones",
                                "funds",
                                "/aims/",
                                "estimates",
                                "body-plans",
                                "/files",
                                "/pushes/"
                            ]),
                        "{scope} {path}"
                    );
                }
                if is_in && is_about(&["/audit", "/history"]) && !path.contains("/targets/") {
                    assert_eq!(scope, "audit", "{path}");
                }
                assert!(
                    !(is_in && is_about(&["/admin", "/account", "/publication", "/inbox"])),
                    "{scope} {path}"
                );
            }
        }
    }
}

#[tokio::test]
async fn of_two_who_come_with_one_link_one_gets_in() {
    let bench = Bench::start().await;
    let link = server::new_link(&bench.store, "leader", "", &change()).await.unwrap().unwrap();
    let comers = (0..8).map(|at| {
        let (mut browser, link) = (bench.browser(), link.clone());
        tokio::spawn(async move {
            let password = format!("kelp ferry nine {at}");
            let fields = [("password", password.as_str()), ("again", password.as_str())];
            (browser.post_as_is(&link, &fields).await.status, password)
        })
    });
    let mut winner = Vec::new();
    for comer in comers.collect::<Vec<_>>() {
        let (status, password) = comer.await.unwrap();
        match status {
            303 => winner.push(password),
            other => assert_eq!(other, 404),
        }
    }
    assert_eq!(winner.len(), 1, "{winner:?}");
    assert_eq!(
        bench.browser().sign_in("leader", &winner[0]).await.status,
        303,
        "and it is the winner's password"
    );
    assert_eq!(bench.browser().sign_in("leader", PASSWORD).await.status, 401);
    assert_eq!(bench.browser().get(&link).await.status, 404);
}

#[tokio::test]
async fn what_belongs_to_another_body_is_as_good_as_absent() {
    let bench = Bench::start().await;
    let other = Office {
        id: "nyj".into(),
        name: "市农业局".into(),
        kind: plan::BodyKind::Department,
        level: OfficeLevel::City,
        parent: None,
        region: String::new(),
    };
    bench.store.put_offices(&[other], &change()).await.unwrap();
    let figure = Figure {
        plan: DRAFT.into(),
        indicator: "地区生产总值".into(),
        region: String::new(),
        year: 2017,
        value: Some(4711.into()),
        unit: "亿元".into(),
        status: plan::Status::Preliminary,
        source: "公报".into(),
        comment: "只给本局".into(),
        attachment: None,
        dimensions: plan::Dimensions::default(),
    };
    let by = store::Change { who: "planner".into(), ..change() };
    let id = bench.store.save_draft(&figure, "k", ("nyj", false), &by).await.unwrap();
    let before = bench.store.submission(id).await.unwrap();
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let seen = reporter.get(&format!("/submissions/{id}")).await;
    let absent = reporter.get("/submissions/999999").await;
    assert_eq!((seen.status, absent.status), (404, 404), "both are told alike");
    assert!(!seen.text().contains("4711") && !seen.text().contains("只给本局"));
    assert!(!reporter.get("/submissions").await.text().contains("4711"));
    let withdrawn = reporter.post(&format!("/submissions/{id}/withdraw"), &[("reason", "x")]).await;
    assert!([403, 404].contains(&withdrawn.status), "{}", withdrawn.status);
    let reviewed = reporter
        .post("/review", &[("id", &id.to_string()), ("step", "approve"), ("action", "approve")])
        .await;
    assert!(reviewed.status >= 300, "{}", reviewed.status);
    assert_eq!(bench.store.submission(id).await.unwrap(), before, "nothing was changed");
    for status in [
        reporter.get(&format!("/audit/plans/{OPEN}/{}", bench.target)).await.status,
        reporter.get(&format!("/plans/{OPEN}?stood-at=2026-01-01")).await.status,
        reporter
            .get(&format!("/api/v1/plans/{OPEN}/assessment?stood-at={}", encode("2026-01-01")))
            .await
            .status,
    ] {
        assert_eq!(status, 403);
    }
}
