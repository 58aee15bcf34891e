//! Signing in at providers of plain OAuth 2.0 and of CAS, each played as its specification has it: codes and tickets hold
//! once, for whom and for what they were given.

use super::bench::{Answer, Bench, Browser, account, change};
use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use duty::Role;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use store::NewAccount;
use tokio::net::TcpListener;
use work::account::provider::{Addresses, Protocol};

type Pairs = HashMap<String, String>;

/// What a provider has given out and not taken back yet.
#[derive(Default)]
struct Given {
    /// Codes and tickets with all that was asked when they were given.
    codes: Mutex<HashMap<String, Pairs>>,
    count: Mutex<u32>,
    /// Whether this one speaks version 2 of CAS only.
    is_old: bool,
}

impl Given {
    fn keep(&self, prefix: &str, asked: Pairs) -> String {
        let mut count = self.count.lock().unwrap();
        *count += 1;
        let code = format!("{prefix}{count}");
        self.codes.lock().unwrap().insert(code.clone(), asked);
        code
    }

    fn take(&self, code: &str) -> Option<Pairs> {
        self.codes.lock().unwrap().remove(code)
    }
}

async fn start(router: Router<Arc<Given>>, given: Given) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = router.with_state(Arc::new(given));
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// RFC 6749, 4.1, with RFC 7636 and RFC 6750; the person who agrees is named by `login_as`, which a test adds.
fn oauth() -> Router<Arc<Given>> {
    async fn authorize(State(given): State<Arc<Given>>, Query(asked): Query<Pairs>) -> Response {
        if asked["response_type"] != "code" || asked["client_id"] != "gangyao" {
            return StatusCode::BAD_REQUEST.into_response();
        }
        let (back, state) = (asked["redirect_uri"].clone(), asked["state"].clone());
        let code = given.keep("code", asked);
        Redirect::to(&format!("{back}?code={code}&state={state}")).into_response()
    }
    async fn token(State(given): State<Arc<Given>>, Form(form): Form<Pairs>) -> Response {
        let asked = given.take(&form["code"]);
        let fits = asked.as_ref().is_some_and(|asked| {
            let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"]));
            form["grant_type"] == "authorization_code"
                && form["client_id"] == "gangyao"
                && form["client_secret"] == "hush"
                && form["redirect_uri"] == asked["redirect_uri"]
                && asked["code_challenge_method"] == "S256"
                && asked["code_challenge"] == challenge
        });
        let Some(asked) = asked.filter(|_| fits) else {
            return (StatusCode::BAD_REQUEST, r#"{"error":"invalid_grant"}"#).into_response();
        };
        format!(r#"{{"access_token":"for-{}","token_type":"bearer"}}"#, asked["login_as"]).into_response()
    }
    async fn me(headers: HeaderMap) -> Response {
        let token = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("");
        let Some(who) = token.strip_prefix("Bearer for-") else {
            return StatusCode::UNAUTHORIZED.into_response();
        };
        format!(r#"{{"id":"{who}","name":"李雷","mail":"leader@plan.test"}}"#).into_response()
    }
    Router::new().route("/authorize", get(authorize)).route("/token", post(token)).route("/me", get(me))
}

/// A provider as those of offices have it: keys in the query, everything below `content`, numbers as ids.
fn office() -> Router<Arc<Given>> {
    async fn authorize(State(given): State<Arc<Given>>, Query(asked): Query<Pairs>) -> Redirect {
        let (back, state) = (asked["redirectUrl"].clone(), asked["st"].clone());
        let code = given.keep("tmp", asked);
        Redirect::to(&format!("{back}?state={state}&code={code}"))
    }
    async fn token(Query(asked): Query<Pairs>) -> Response {
        if asked["appkey"] != "gangyao" || asked["appsecret"] != "hush" {
            return r#"{"success":false}"#.into_response();
        }
        r#"{"success":true,"content":{"data":{"accessToken":"app-token"}}}"#.into_response()
    }
    async fn person(State(given): State<Arc<Given>>, Query(asked): Query<Pairs>) -> Response {
        if asked["access_token"] != "app-token" || given.take(&asked["code"]).is_none() {
            return r#"{"success":false}"#.into_response();
        }
        r#"{"success":true,"content":{"data":{"accountId":4711,"nickNameCn":"韩梅梅","account":"hanmeimei"}}}"#.into_response()
    }
    Router::new()
        .route("/qr", get(authorize))
        .route("/gettoken.json", get(token))
        .route("/userinfo.json", get(person))
}

/// CAS protocol 3.0.3, 2.1, 2.5 and 2.6.
fn cas() -> Router<Arc<Given>> {
    async fn login(State(given): State<Arc<Given>>, Query(asked): Query<Pairs>) -> Redirect {
        let service = asked["service"].clone();
        let ticket = given.keep("ST-", asked);
        Redirect::to(&format!("{service}&ticket={ticket}"))
    }
    fn validated(given: &Given, asked: &Pairs, attributes: &str) -> Response {
        const SPACE: &str = "xmlns:cas=\"http://www.yale.edu/tp/cas\"";
        let login = given.take(&asked["ticket"]).filter(|login| login["service"] == asked["service"]);
        let inside = match login {
            None => "<cas:authenticationFailure code=\"INVALID_TICKET\">not recognized</cas:authenticationFailure>".to_owned(),
            Some(login) => format!(
                "<cas:authenticationSuccess><cas:user>{}</cas:user>{attributes}</cas:authenticationSuccess>",
                login["login_as"]
            ),
        };
        format!("<cas:serviceResponse {SPACE}>{inside}</cas:serviceResponse>").into_response()
    }
    async fn second(State(given): State<Arc<Given>>, Query(asked): Query<Pairs>) -> Response {
        validated(&given, &asked, "")
    }
    async fn third(State(given): State<Arc<Given>>, Query(asked): Query<Pairs>) -> Response {
        if given.is_old {
            return StatusCode::NOT_FOUND.into_response();
        }
        let attributes = "<cas:attributes><cas:mail>leader@plan.test</cas:mail></cas:attributes>";
        validated(&given, &asked, attributes)
    }
    Router::new()
        .route("/cas/login", get(login))
        .route("/cas/serviceValidate", get(second))
        .route("/cas/p3/serviceValidate", get(third))
}

async fn bench(provider: server::Provider) -> Bench {
    let settings = server::Settings { oidc: Some(provider), ..server::Settings::default() };
    let bench = Bench::start_at_its_address(settings).await;
    let email = "leader@plan.test".to_owned();
    bench.store.put_account(&NewAccount { email, ..account(Role::Leader) }, &change()).await.unwrap();
    bench
}

/// Goes nowhere by itself, as a browser that is looked at step by step.
fn client() -> reqwest::Client {
    // One test may have installed it for all.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Lets a person agree at the provider, and gives the path on the server that the browser is sent back to.
async fn agree(bench: &Bench, url: &str, who: &str) -> String {
    let client = client();
    let answer = client.get(format!("{url}&login_as={who}")).send().await.unwrap();
    assert!(answer.status().is_redirection(), "{} {url}", answer.status());
    let back = answer.headers()["location"].to_str().unwrap().to_owned();
    back.strip_prefix(&format!("http://{}", bench.address)).expect(&back).to_owned()
}

async fn walk(bench: &Bench, browser: &mut Browser, who: &str) -> Answer {
    let away = browser.get("/sign-in/oidc?next=%2Faccount").await;
    assert_eq!(away.status, 303, "{}", away.text());
    let back = agree(bench, away.header("location"), who).await;
    browser.get(&back).await
}

fn oauth_provider(address: &str, secret: &str) -> server::Provider {
    let own = |path: &str| format!("{address}{path}");
    let (authorize, token, person) = (own("/authorize"), own("/token"), own("/me"));
    let all = [authorize.as_str(), &token, &person, "basic", "", "", "", "name", "mail"];
    let provider = server::Provider::new(address, "gangyao", secret).unwrap();
    provider.asked_by(Protocol::OAuth(Box::new(Addresses::of(all)))).unwrap()
}

async fn way_in(bench: &Bench) -> (String, String) {
    let log = bench.store.audit(20).await.unwrap();
    let entry = log.iter().find(|entry| entry.act.action == "session.begin").unwrap();
    (entry.act.actor.clone(), entry.act.reason.clone())
}

#[tokio::test]
async fn people_sign_in_by_plain_oauth() {
    let address = start(oauth(), Given::default()).await;
    let bench = bench(oauth_provider(&address, "hush").linking_by_email(true)).await;
    let mut browser = bench.browser();
    let come = walk(&bench, &mut browser, "li").await;
    assert_eq!((come.status, come.header("location")), (303, "/account"), "{}", come.text());
    assert!(browser.get("/account").await.text().contains("测试leader"));
    assert_eq!(way_in(&bench).await, ("leader".to_owned(), "OAuth 2.0".to_owned()));
    let joined = bench.store.account("leader").await.unwrap().unwrap();
    assert_eq!(joined.identity.as_deref(), Some(format!("{address} li").as_str()));
    // Whoever nobody knows stays outside.
    let mut stranger = bench.browser();
    assert_eq!(walk(&bench, &mut stranger, "han").await.status, 403);
}

#[tokio::test]
async fn codes_of_oauth_hold_once_for_the_browser_that_asked() {
    let address = start(oauth(), Given::default()).await;
    let bench = bench(oauth_provider(&address, "hush").linking_by_email(true)).await;
    let mut attacker = bench.browser();
    let away = attacker.get("/sign-in/oidc").await;
    let back = agree(&bench, away.header("location"), "li").await;
    let mut victim = bench.browser();
    victim.get("/sign-in/oidc").await;
    assert_eq!(victim.get(&back).await.status, 400, "with another state");
    let mut before = attacker.clone();
    assert_eq!(attacker.get(&back).await.status, 303);
    assert_eq!(before.get(&back).await.status, 400, "the code is used up");
    assert!(!before.cookies.contains_key("session") && !victim.cookies.contains_key("session"));
    // A code that was got for another verifier is worth nothing.
    let mut other = bench.browser();
    let (mine, theirs) = (other.get("/sign-in/oidc").await, bench.browser().get("/sign-in/oidc").await);
    let stolen = agree(&bench, theirs.header("location"), "li").await;
    let honest = agree(&bench, mine.header("location"), "li").await;
    let code = |path: &str| path.split("code=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let mixed = honest.replace(&code(&honest), &code(&stolen));
    assert_eq!(other.get(&mixed).await.status, 400);
}

#[tokio::test]
async fn a_client_with_the_wrong_secret_gets_nobody_in() {
    let address = start(oauth(), Given::default()).await;
    let bench = bench(oauth_provider(&address, "guessed").linking_by_email(true)).await;
    let mut browser = bench.browser();
    assert_eq!(walk(&bench, &mut browser, "li").await.status, 400);
}

#[tokio::test]
async fn addresses_and_fields_of_ones_own_are_used() {
    let address = start(office(), Given::default()).await;
    let own = |path: &str| format!("{address}{path}");
    let authorize = own("/qr?redirectUrl={redirect}&st={state}");
    let token = own("/gettoken.json?appkey={client_id}&appsecret={client_secret}");
    let person = own("/userinfo.json?access_token={token}&code={code}");
    let all = [
        authorize.as_str(),
        &token,
        &person,
        "",
        "content.data.accessToken",
        "content.data.accountId",
        "content.data.account",
        "content.data.nickNameCn",
        "",
    ];
    let provider = server::Provider::new(&address, "gangyao", "hush").unwrap();
    let provider = provider.asked_by(Protocol::OAuth(Box::new(Addresses::of(all)))).unwrap();
    let bench = bench(provider.making_accounts(Some(Role::Reporter)).unwrap()).await;
    let mut browser = bench.browser();
    let come = walk(&bench, &mut browser, "x").await;
    assert_eq!(come.status, 303, "{}", come.text());
    let made = bench.store.account("hanmeimei").await.unwrap().expect("an account was made");
    assert_eq!((made.full_name.as_str(), made.role), ("韩梅梅", Role::Reporter));
    assert_eq!(made.identity.as_deref(), Some(format!("{address} 4711").as_str()));
}

#[tokio::test]
async fn people_sign_in_by_both_versions_of_cas() {
    for is_old in [false, true] {
        let address = format!("{}/cas", start(cas(), Given { is_old, ..Given::default() }).await);
        let provider = server::Provider::new(&address, "cas", "").unwrap().asked_by(Protocol::Cas).unwrap();
        let bench = bench(provider.linking_by_email(true)).await;
        if is_old {
            // Version 2 tells no address, so that the account is joined by hand.
            assert!(bench.store.link_identity("leader", &format!("{address} li"), &change()).await.unwrap());
        }
        let mut browser = bench.browser();
        let come = walk(&bench, &mut browser, "li").await;
        assert_eq!((come.status, come.header("location")), (303, "/account"), "{}", come.text());
        assert_eq!(way_in(&bench).await, ("leader".to_owned(), "CAS".to_owned()));
        // Signing out goes on to the server of CAS.
        let left = browser.post("/sign-out", &[]).await;
        assert!(left.header("refresh").contains("/cas/logout?service="), "{:?}", left.header("refresh"));
    }
}

#[tokio::test]
async fn tickets_hold_once_for_the_service_that_asked() {
    let address = format!("{}/cas", start(cas(), Given::default()).await);
    let provider = server::Provider::new(&address, "cas", "").unwrap().asked_by(Protocol::Cas).unwrap();
    let bench = bench(provider.linking_by_email(true)).await;
    let mut browser = bench.browser();
    let away = browser.get("/sign-in/oidc").await;
    let back = agree(&bench, away.header("location"), "li").await;
    let (own, ticket) = back.split_once("&ticket=").unwrap();
    // Made up, and given for another service.
    assert_eq!(browser.clone().get(&format!("{own}&ticket=ST-99")).await.status, 400);
    let foreign = format!("{address}/login?service=http%3A%2F%2Fother.example%2F%3Fa%3Db");
    let client = client();
    let answer = client.get(format!("{foreign}&login_as=li")).send().await.unwrap();
    let stolen = answer.headers()["location"].to_str().unwrap().split("ticket=").nth(1).unwrap().to_owned();
    assert_eq!(browser.clone().get(&format!("{own}&ticket={stolen}")).await.status, 400);
    let mut victim = bench.browser();
    victim.get("/sign-in/oidc").await;
    assert_eq!(victim.get(&back).await.status, 400, "with another state");
    let mut before = browser.clone();
    assert_eq!(browser.get(&back).await.status, 303, "{ticket}");
    assert_eq!(before.get(&back).await.status, 400, "a ticket holds once");
}
