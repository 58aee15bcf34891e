//! Signing in at a real provider of OpenID Connect, and what attackers try on that way.

use super::bench::{Answer, Bench, Browser, account, change, encode};
use super::provider::{Provider, Spoil};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use duty::Role;
use sha2::{Digest as _, Sha256};
use std::time::Duration;
use store::NewAccount;

pub(crate) const SECRET: &str = "hush-hush";

const LI: &str = r#"{"sub":"li","email":"Leader@plan.test","email_verified":true,"name":"李雷"}"#;
const HAN: &str =
    r#"{"sub":"han","email":"auditor@plan.test","email_verified":false,"preferred_username":"han"}"#;
const BOSS: &str = r#"{"sub":"boss","email":"administrator@plan.test","email_verified":true}"#;

/// A server where people sign in at `provider` too, and a change of how.
async fn bench(provider: &Provider, set: impl FnOnce(server::Provider) -> server::Provider) -> Bench {
    let oidc = server::Provider::new(&provider.issuer, "gangyao", SECRET).unwrap().called("市统一认证");
    let settings = server::Settings { oidc: Some(set(oidc)), ..server::Settings::default() };
    let bench = Bench::start_at_its_address(settings).await;
    for role in [Role::Leader, Role::Auditor, Role::Administrator] {
        let email = format!("{}@plan.test", role.name());
        bench.store.put_account(&NewAccount { email, ..account(role) }, &change()).await.unwrap();
    }
    bench
}

async fn link(bench: &Bench, role: Role, provider: &Provider, subject: &str) {
    let identity = format!("{} {subject}", provider.issuer);
    assert!(bench.store.link_identity(role.name(), &identity, &change()).await.unwrap());
}

/// The path of an address on the server itself.
fn own<'a>(bench: &Bench, address: &'a str) -> &'a str {
    address.strip_prefix(&format!("http://{}", bench.address)).expect(address)
}

/// Walks the whole way: to the provider, agreeing there, and back. `next` is where to go on to.
async fn walk(
    bench: &Bench,
    browser: &mut Browser,
    provider: &Provider,
    subject: &str,
    next: &str,
) -> Answer {
    let away = browser.get(&format!("/sign-in/oidc?next={}", encode(next))).await;
    assert_eq!(away.status, 303, "{}", away.text());
    let back = provider.agree(away.header("location"), subject).await;
    browser.get(own(bench, &back)).await
}

fn is_signed_in(browser: &Browser) -> bool {
    browser.cookies.contains_key("session")
}

/// A parameter of an address.
fn parameter(url: &str, name: &str) -> String {
    let found = url.split(['?', '&']).find_map(|pair| pair.strip_prefix(&format!("{name}=")));
    found.unwrap_or("").to_owned()
}

#[tokio::test]
async fn people_with_an_account_sign_in_at_the_provider() {
    let Some(provider) = Provider::start(&[LI, HAN], 600).await else { return };
    let bench = bench(&provider, |oidc| oidc).await;
    link(&bench, Role::Leader, &provider, "li").await;
    let mut browser = bench.browser();
    let page = browser.get("/sign-in?next=/account").await.text();
    assert!(page.contains("市统一认证") && page.contains("/sign-in/oidc?next=%2Faccount"), "{page}");
    let mut english = bench.browser();
    assert!(english.get("/sign-in?lang=en").await.text().contains("Sign in with 市统一认证"));

    let come = walk(&bench, &mut browser, &provider, "li", "/account").await;
    assert_eq!((come.status, come.header("location")), (303, "/account"), "{}", come.text());
    assert!(browser.get("/account").await.text().contains("测试leader"));
    assert!(!browser.cookies.contains_key("oidc"), "the attempt is over");
    // Code and verifier went to the provider with the client's secret, and the verifier fits what was asked with.
    let (request, _) = provider.last();
    let verifier = parameter(&request, "code_verifier");
    assert!(verifier.len() >= 43, "{request}");
    let mut again = bench.browser();
    let away = again.get("/sign-in/oidc").await;
    let url = away.header("location");
    assert_eq!(parameter(url, "code_challenge_method"), "S256");
    assert_ne!(
        parameter(url, "code_challenge"),
        URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier)),
        "a new one each time"
    );
    assert!(parameter(url, "state").len() >= 16 && parameter(url, "nonce").len() >= 16);
    provider.agree(url, "li").await;
    // It stands in the log like any other way in.
    let log = bench.store.audit(20).await.unwrap();
    let entry = log.iter().find(|entry| entry.act.action == "session.begin").unwrap();
    assert_eq!((entry.act.actor.as_str(), entry.act.reason.as_str()), ("leader", "OpenID Connect"));
    assert!(!log.iter().any(|entry| format!("{entry:?}").contains(SECRET)));

    // Whoever has no account stays outside, and learns what to tell an administrator.
    let mut stranger = bench.browser();
    let come = walk(&bench, &mut stranger, &provider, "han", "/").await;
    assert_eq!(come.status, 403);
    assert!(come.text().contains(&format!("{} han", provider.issuer)) && !is_signed_in(&stranger));
    // A closed account is closed on this way as well.
    let off = NewAccount {
        active: false,
        identity: Some(format!("{} li", provider.issuer)),
        ..account(Role::Leader)
    };
    bench.store.put_account(&off, &change()).await.unwrap();
    let mut closed = bench.browser();
    assert_eq!(walk(&bench, &mut closed, &provider, "li", "/").await.status, 403);
    assert!(!is_signed_in(&closed));
}

#[tokio::test]
async fn the_challenge_is_the_hash_of_the_verifier() {
    let Some(provider) = Provider::start(&[LI], 600).await else { return };
    let bench = bench(&provider, |oidc| oidc).await;
    link(&bench, Role::Leader, &provider, "li").await;
    let mut browser = bench.browser();
    let away = browser.get("/sign-in/oidc").await;
    let url = away.header("location").to_owned();
    let back = provider.agree(&url, "li").await;
    assert_eq!(browser.get(own(&bench, &back)).await.status, 303);
    let verifier = parameter(&provider.last().0, "code_verifier");
    assert_eq!(parameter(&url, "code_challenge"), URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
}

#[tokio::test]
async fn a_spoiled_answer_signs_nobody_in() {
    let Some(provider) = Provider::start(&[LI, BOSS], 600).await else { return };
    let bench = bench(&provider, |oidc| oidc).await;
    link(&bench, Role::Leader, &provider, "li").await;
    link(&bench, Role::Administrator, &provider, "boss").await;
    // An answer for an earlier attempt has the wrong nonce; one for another client the wrong audience.
    let mut browser = bench.browser();
    assert_eq!(walk(&bench, &mut browser, &provider, "boss", "/").await.status, 303);
    let earlier = provider.last().1;
    for spoil in [Spoil::Subject, Spoil::Signature, Spoil::Unsigned, Spoil::Secret, Spoil::Replay(earlier)] {
        provider.spoil(spoil.clone());
        let mut browser = bench.browser();
        let come = walk(&bench, &mut browser, &provider, "li", "/").await;
        assert_eq!(come.status, 400, "{spoil:?}");
        assert!(!is_signed_in(&browser) && !browser.cookies.contains_key("oidc"), "{spoil:?}");
    }
    provider.spoil(Spoil::Honest);
    let mut browser = bench.browser();
    let away = browser.get("/sign-in/oidc").await;
    let url = away.header("location").to_owned();
    let foreign = provider.tokens_for_another_client("li", &parameter(&url, "nonce")).await;
    assert!(String::from_utf8_lossy(&foreign).contains("id_token"));
    let back = provider.agree(&url, "li").await;
    provider.spoil(Spoil::Replay(foreign));
    assert_eq!(browser.get(own(&bench, &back)).await.status, 400, "made for another client");
    assert!(!is_signed_in(&browser));
    provider.spoil(Spoil::Issuer);
    assert_eq!(bench.browser().get("/sign-in/oidc").await.status, 502, "not the issuer that was set up");
    provider.spoil(Spoil::Honest);
    let mut browser = bench.browser();
    assert_eq!(walk(&bench, &mut browser, &provider, "li", "/").await.status, 303, "the honest answer holds");
}

#[tokio::test]
async fn a_token_that_has_ended_signs_nobody_in() {
    let Some(provider) = Provider::start(&[LI], 1).await else { return };
    let bench = bench(&provider, |oidc| oidc).await;
    link(&bench, Role::Leader, &provider, "li").await;
    provider.spoil(Spoil::Late(Duration::from_millis(2100)));
    let mut browser = bench.browser();
    assert_eq!(walk(&bench, &mut browser, &provider, "li", "/").await.status, 400);
    assert!(!is_signed_in(&browser));
}

#[tokio::test]
async fn an_answer_holds_once_and_for_the_browser_that_asked() {
    let Some(provider) = Provider::start(&[LI], 600).await else { return };
    let bench = bench(&provider, |oidc| oidc).await;
    link(&bench, Role::Leader, &provider, "li").await;
    // An attacker's answer in the browser of a victim (login CSRF), and a victim's answer in the attacker's.
    let mut attacker = bench.browser();
    let away = attacker.get("/sign-in/oidc").await;
    let back = provider.agree(away.header("location"), "li").await;
    let mut victim = bench.browser();
    assert_eq!(victim.get(own(&bench, &back)).await.status, 400, "without an attempt of its own");
    let mut victim = bench.browser();
    victim.get("/sign-in/oidc").await;
    assert_eq!(victim.get(own(&bench, &back)).await.status, 400, "with another state");
    assert!(!is_signed_in(&victim));
    let no_state = own(&bench, &back).split("&state=").next().unwrap().to_owned();
    let mut guesser = attacker.clone();
    assert_eq!(guesser.get(&no_state).await.status, 400);
    let mut mixed = attacker.clone();
    let other = format!("{}&iss=https%3A%2F%2Fother.example", own(&bench, &back));
    assert_eq!(mixed.get(&other).await.status, 400, "an answer of another issuer");
    // The same answer twice: the first signs in, the second does not, even with the cookies of before.
    let mut before = attacker.clone();
    assert_eq!(attacker.get(own(&bench, &back)).await.status, 303);
    assert!(is_signed_in(&attacker));
    assert_eq!(before.get(own(&bench, &back)).await.status, 400);
    assert!(!is_signed_in(&before));
}

#[tokio::test]
async fn the_way_back_plants_no_session_and_leads_to_no_other_site() {
    let Some(provider) = Provider::start(&[LI], 600).await else { return };
    let bench = bench(&provider, |oidc| oidc).await;
    link(&bench, Role::Leader, &provider, "li").await;
    for next in ["//evil.test", "https://evil.test", "/\\evil.test", "/sign-in/oidc"] {
        let mut browser = bench.browser();
        browser.cookies.insert("session".into(), "planted".into());
        let come = walk(&bench, &mut browser, &provider, "li", next).await;
        assert_eq!((come.status, come.header("location")), (303, "/"), "{next}");
        assert_ne!(browser.cookies["session"], "planted");
    }
    // A cookie that somebody else wrote leads away no more than an address does.
    let mut browser = bench.browser();
    let away = browser.get("/sign-in/oidc").await;
    let url = away.header("location").to_owned();
    let mut attempt: serde_json::Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&browser.cookies["oidc"]).unwrap()).unwrap();
    attempt["next"] = "https://evil.test".into();
    browser.cookies.insert("oidc".into(), URL_SAFE_NO_PAD.encode(attempt.to_string()));
    let back = provider.agree(&url, "li").await;
    assert_eq!(browser.get(own(&bench, &back)).await.header("location"), "/");
    let cookie = away.headers.iter().find(|(name, _)| name == "set-cookie").unwrap().1.clone();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Max-Age=600"));
}

#[tokio::test]
async fn a_verified_address_finds_its_account_when_that_is_wanted() {
    let Some(provider) = Provider::start(&[LI, HAN, BOSS], 600).await else { return };
    let bench = bench(&provider, |oidc| oidc.linking_by_email(true)).await;
    let mut browser = bench.browser();
    assert_eq!(walk(&bench, &mut browser, &provider, "li", "/account").await.status, 303);
    assert!(browser.get("/account").await.text().contains("测试leader"));
    let linked = bench.store.account("leader").await.unwrap().unwrap();
    assert_eq!(linked.identity, Some(format!("{} li", provider.issuer)));
    assert!(bench.store.audit(20).await.unwrap().iter().any(|entry| entry.act.action == "account.identity"));
    for (subject, why) in [("han", "the address is not verified"), ("boss", "never an administrator")] {
        let mut browser = bench.browser();
        assert_eq!(walk(&bench, &mut browser, &provider, subject, "/").await.status, 403, "{why}");
        assert!(!is_signed_in(&browser));
    }
}

#[tokio::test]
async fn accounts_are_made_only_in_the_role_that_was_set() {
    let Some(provider) = Provider::start(&[LI, HAN], 600).await else { return };
    let bench = bench(&provider, |oidc| oidc.making_accounts(Some(Role::Reporter)).unwrap()).await;
    let mut browser = bench.browser();
    assert_eq!(walk(&bench, &mut browser, &provider, "han", "/account").await.status, 303);
    let made = bench.store.account("han").await.unwrap().unwrap();
    assert_eq!((made.role, made.office, made.email.as_str()), (Role::Reporter, None, ""));
    assert_eq!(browser.get("/admin/users").await.status, 403);
    // An existing account is not taken over by its name, and coming again makes no second one.
    let mut other = bench.browser();
    assert_eq!(walk(&bench, &mut other, &provider, "li", "/account").await.status, 303);
    let accounts = bench.store.accounts().await.unwrap().len();
    let mut again = bench.browser();
    assert_eq!(walk(&bench, &mut again, &provider, "li", "/account").await.status, 303);
    assert_eq!(bench.store.accounts().await.unwrap().len(), accounts);
    assert!(bench.store.account("leader").await.unwrap().unwrap().identity.is_none());
}

#[tokio::test]
async fn an_administrator_sets_the_provider_up_and_the_secret_is_never_seen_again() {
    let Some(provider) = Provider::start(&[LI], 600).await else { return };
    let bench = Bench::start_at_its_address(server::Settings::default()).await;
    assert_eq!(bench.browser().get("/sign-in/oidc").await.status, 404, "nothing is set up");
    let mut admin = bench.signed_in(Role::Administrator).await;
    for (field, value) in [("issuer", "http://login.example"), ("client_id", ""), ("role", "administrator")] {
        let mut fields =
            vec![("issuer", provider.issuer.as_str()), ("client_id", "gangyao"), ("client_secret", SECRET)];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        assert_eq!(admin.post("/admin/system/sign-on", &fields).await.status, 422, "{field}");
    }
    let fields = [
        ("issuer", provider.issuer.as_str()),
        ("client_id", "gangyao"),
        ("client_secret", SECRET),
        ("label", "统一认证"),
        ("role", ""),
    ];
    assert_eq!(admin.post("/admin/system/sign-on", &fields).await.status, 303);
    let page = admin.get("/admin/system").await.text();
    assert!(page.contains(&provider.issuer) && page.contains("统一认证") && !page.contains(SECRET));
    assert!(page.contains(&format!("http://{}/sign-in/oidc/back", bench.address)));
    // The identity of an account is typed in by hand; one that another has is refused.
    let identity = format!("{} li", provider.issuer);
    let fields = [
        ("full_name", "领导"),
        ("email", ""),
        ("role", "leader"),
        ("active", "yes"),
        ("identity", &identity),
    ];
    assert_eq!(admin.post("/admin/users/leader", &fields).await.status, 303);
    let fields = [
        ("full_name", "审计"),
        ("email", ""),
        ("role", "auditor"),
        ("active", "yes"),
        ("identity", &identity),
    ];
    assert_eq!(admin.post("/admin/users/auditor", &fields).await.status, 422);
    let mut browser = bench.browser();
    assert_eq!(walk(&bench, &mut browser, &provider, "li", "/account").await.status, 303);
    // Nothing of the secret is in the log; without an issuer the way is closed again.
    let log = format!("{:?}", bench.store.audit(100).await.unwrap());
    assert!(!log.contains(SECRET) && log.contains("setting/secret/oidc"));
    assert_eq!(admin.post("/admin/system/sign-on", &[("issuer", ""), ("client_id", "")]).await.status, 303);
    assert_eq!(bench.browser().get("/sign-in/oidc").await.status, 404);
    assert_eq!(bench.store.setting("secret/oidc").await.unwrap().as_deref(), Some(""));
}

#[tokio::test]
async fn whoever_signed_in_at_the_provider_signs_out_there_too() {
    let Some(provider) = Provider::start(&[LI], 600).await else { return };
    let bench = bench(&provider, |oidc| oidc).await;
    link(&bench, Role::Leader, &provider, "li").await;
    provider.spoil(Spoil::Leave(Some("https://login.example/out?tenant=city")));
    let mut browser = bench.browser();
    walk(&bench, &mut browser, &provider, "li", "/account").await;
    let answer = browser.post("/sign-out", &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(
        !is_signed_in(&browser) && !browser.cookies.contains_key("oidc-token"),
        "signed out here in any case"
    );
    assert!(answer.text().contains("市统一认证") && !answer.text().contains("测试leader"));
    let url = answer.header("refresh").strip_prefix("0; url=").expect("the way on").to_owned();
    assert!(url.starts_with("https://login.example/out?tenant=city&"), "{url}");
    let (_, tokens) = provider.last();
    let tokens: serde_json::Value = serde_json::from_slice(&tokens).unwrap();
    assert_eq!(parameter(&url, "id_token_hint"), tokens["id_token"].as_str().unwrap());
    assert_eq!(parameter(&url, "client_id"), "gangyao");
    assert_eq!(
        parameter(&url, "post_logout_redirect_uri"),
        encode(&format!("http://{}/", bench.address)).replace("%2E", ".")
    );

    // The provider of the tests takes what it is told.
    provider.spoil(Spoil::Honest);
    walk(&bench, &mut browser, &provider, "li", "/account").await;
    let answer = browser.post("/sign-out", &[]).await;
    let url = answer.header("refresh").strip_prefix("0; url=").expect("the way on").to_owned();
    assert!(url.starts_with(&provider.issuer), "{url}");
    let told = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
        .get(&url)
        .send();
    let told = told.await.unwrap();
    assert!(told.status().as_u16() < 400, "{}", told.status());

    // Neither an address that is not protected, nor a provider that offers none, nor one that is away keeps anybody in.
    for spoil in [Spoil::Leave(Some("http://login.example/out")), Spoil::Leave(None), Spoil::Issuer] {
        provider.spoil(Spoil::Honest);
        walk(&bench, &mut browser, &provider, "li", "/account").await;
        assert!(is_signed_in(&browser));
        provider.spoil(spoil.clone());
        let answer = browser.post("/sign-out", &[]).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/"), "{spoil:?}");
        assert!(!is_signed_in(&browser), "{spoil:?}");
    }
    // Who signed in with a password has nothing to do with the provider.
    provider.spoil(Spoil::Leave(Some("https://login.example/out")));
    let mut other = bench.signed_in(Role::Auditor).await;
    assert_eq!(other.post("/sign-out", &[]).await.header("location"), "/");
}
