//! A real OpenID Connect provider (PyPI `oidc-provider-mock`) behind a man in the middle who may spoil its answers.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// What the man in the middle does to an id token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Spoil {
    /// Nothing.
    Honest,
    /// Another subject under the same signature.
    Subject,
    /// A signature that is not one.
    Signature,
    /// A head that says no signature is needed.
    Unsigned,
    /// A signature made with the client's secret, which is no key of the provider.
    Secret,
    /// The whole answer that was given to somebody before.
    Replay(Vec<u8>),
    /// Another issuer in the provider's description of itself.
    Issuer,
    /// Another address to sign out at in the provider's description of itself, or none.
    Leave(Option<&'static str>),
    /// An answer that comes after the token's end.
    Late(Duration),
}

struct Middle {
    provider: u16,
    spoil: Mutex<Spoil>,
    /// The last answer with tokens, and the request for it.
    last: Mutex<(String, Vec<u8>)>,
}

/// The provider as the server sees it.
pub(crate) struct Provider {
    pub(crate) issuer: String,
    middle: Arc<Middle>,
    process: Child,
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Provider {
    /// Starts it with the people it knows, as JSON claims; says so when it is not installed.
    pub(crate) async fn start(people: &[&str], token_seconds: u32) -> Option<Self> {
        let tool = testbed::tool("oidc-provider-mock")?;
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let mut command = Command::new(tool);
        command.args(["--port", &port.to_string(), "--token-max-age", &token_seconds.to_string()]);
        for person in people {
            command.args(["--user-claims", person]);
        }
        let process =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let middle =
            Arc::new(Middle { provider: port, spoil: Mutex::new(Spoil::Honest), last: Mutex::default() });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let app = axum::Router::new().fallback(pass_on).with_state(Arc::clone(&middle));
        tokio::spawn(async move { axum::serve(listener, app).await });
        let provider = Self { issuer, middle, process };
        for _ in 0..300 {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Some(provider);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the provider does not start");
    }

    pub(crate) fn spoil(&self, how: Spoil) {
        *self.middle.spoil.lock().unwrap() = how;
    }

    /// The last request for tokens as a form, and the answer.
    pub(crate) fn last(&self) -> (String, Vec<u8>) {
        self.middle.last.lock().unwrap().clone()
    }

    /// Lets a person agree at the provider, and gives the address to which the browser is sent back.
    pub(crate) async fn agree(&self, url: &str, subject: &str) -> String {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let kind = "application/x-www-form-urlencoded";
        let sent = client.post(url).header("content-type", kind).body(format!("sub={subject}")).send().await;
        let answer = sent.unwrap();
        assert!(answer.status().is_redirection(), "{}", answer.status());
        answer.headers()["location"].to_str().unwrap().to_owned()
    }

    /// Tokens for another client, got past the server.
    pub(crate) async fn tokens_for_another_client(&self, subject: &str, nonce: &str) -> Vec<u8> {
        let back = "http://127.0.0.1:9/back";
        let url = format!(
            "{}/oauth2/authorize?response_type=code&client_id=another&scope=openid+email&nonce={nonce}&redirect_uri={back}",
            self.issuer
        );
        let location = self.agree(&url, subject).await;
        let code = location.split("code=").nth(1).unwrap().split('&').next().unwrap();
        let body = format!(
            "grant_type=authorization_code&code={code}&redirect_uri={back}&client_id=another&client_secret=x"
        );
        let kind = "application/x-www-form-urlencoded";
        let url = format!("{}/oauth2/token", self.issuer);
        let sent = reqwest::Client::new().post(url).header("content-type", kind).body(body).send().await;
        sent.unwrap().bytes().await.unwrap().to_vec()
    }
}

/// Passes a request on to the provider under the name by which it came, so that the provider takes that for its own.
async fn pass_on(State(middle): State<Arc<Middle>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut sent = client
        .request(parts.method, format!("http://127.0.0.1:{}{path}", middle.provider))
        .body(body.clone());
    for (name, value) in &parts.headers {
        if name != "content-length" {
            sent = sent.header(name, value);
        }
    }
    let answer = sent.send().await.unwrap();
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(answer.status().as_u16()).unwrap();
    for (name, value) in answer.headers() {
        if name != "content-length" && name != "transfer-encoding" {
            response.headers_mut().insert(name, value.clone());
        }
    }
    let mut content = answer.bytes().await.unwrap();
    let spoil = middle.spoil.lock().unwrap().clone();
    if path.starts_with("/oauth2/token") {
        *middle.last.lock().unwrap() = (String::from_utf8_lossy(&body).into_owned(), content.to_vec());
        if let Spoil::Late(time) = &spoil {
            tokio::time::sleep(*time).await;
        }
        content = spoiled(&content, &spoil);
    }
    if path.starts_with("/.well-known/openid") {
        let mut described: serde_json::Value = serde_json::from_slice(&content).unwrap();
        match spoil {
            Spoil::Issuer => described["issuer"] = "https://login.example".into(),
            Spoil::Leave(Some(url)) => described["end_session_endpoint"] = url.into(),
            Spoil::Leave(None) => {
                described.as_object_mut().unwrap().remove("end_session_endpoint");
            }
            _ => {}
        }
        content = serde_json::to_vec(&described).unwrap().into();
    }
    *response.body_mut() = Body::from(content);
    response
}

fn spoiled(content: &Bytes, how: &Spoil) -> Bytes {
    let Ok(mut answer) = serde_json::from_slice::<serde_json::Value>(content) else { return content.clone() };
    let Some(token) = answer["id_token"].as_str().map(str::to_owned) else { return content.clone() };
    let parts: Vec<&str> = token.split('.').collect();
    let (head, payload, signature) = (parts[0], parts[1], parts[2]);
    let new = match how {
        Spoil::Replay(other) => return other.clone().into(),
        Spoil::Subject => {
            let mut claims: serde_json::Value =
                serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
            claims["sub"] = "boss".into();
            format!("{head}.{}.{signature}", URL_SAFE_NO_PAD.encode(claims.to_string()))
        }
        Spoil::Signature => {
            let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
            bytes[10] ^= 1;
            format!("{head}.{payload}.{}", URL_SAFE_NO_PAD.encode(bytes))
        }
        Spoil::Unsigned => format!("{}.{payload}.", URL_SAFE_NO_PAD.encode("{\"alg\":\"none\"}")),
        Spoil::Secret => {
            let head = URL_SAFE_NO_PAD.encode("{\"alg\":\"HS256\"}");
            let signed = format!("{head}.{payload}");
            format!(
                "{signed}.{}",
                URL_SAFE_NO_PAD.encode(hmac_sha256(super::oidc::SECRET.as_bytes(), &signed))
            )
        }
        Spoil::Honest | Spoil::Issuer | Spoil::Leave(_) | Spoil::Late(_) => token,
    };
    answer["id_token"] = new.into();
    serde_json::to_vec(&answer).unwrap().into()
}

/// HMAC after RFC 2104, for a key shorter than a block.
fn hmac_sha256(key: &[u8], text: &str) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let padded =
        |with: u8| -> Vec<u8> { (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ with).collect() };
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().to_vec()
}
