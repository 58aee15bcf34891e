//! Plain OAuth 2.0 (RFC 6749), for providers without discovery: their addresses and the names of their fields are settings.
//!
//! An address may have holes ({client_id}, {client_secret}, {code}, {redirect}, {state}, {token}), as some providers take
//! what they need in the query; what is then asked for is read by GET. An address without holes is used as the standard
//! has it. A field is named by its path in the answer (`content.data.id`).

use super::claims::{Asked, Person, send};
use super::refusal::{refused, unreachable};
use openidconnect::{CsrfToken, HttpRequest, PkceCodeChallenge};
use serde_json::Value;
use web::Problem;
use work::account::provider::{Addresses, Provider};

/// What holes are filled with.
struct Filling<'a> {
    provider: &'a Provider,
    redirect: &'a str,
    state: &'a str,
    code: &'a str,
    token: &'a str,
}

impl Filling<'_> {
    /// The address with its holes filled; `None` when it has none.
    fn fill(&self, address: &str) -> Option<String> {
        let holes = [
            ("{client_id}", self.provider.client_id()),
            ("{client_secret}", self.provider.client_secret()),
            ("{redirect}", self.redirect),
            ("{state}", self.state),
            ("{code}", self.code),
            ("{token}", self.token),
        ];
        let mut filled = address.to_owned();
        for (hole, value) in holes {
            filled = filled.replace(hole, &encode(value));
        }
        (filled != address).then_some(filled)
    }
}

fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Makes the question that the browser takes to the provider.
pub(super) fn ask(provider: &Provider, addresses: &Addresses, back: &str) -> Result<Asked, Problem> {
    let state = CsrfToken::new_random().secret().clone();
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let filling = Filling { provider, redirect: back, state: &state, code: "", token: "" };
    let url = if let Some(url) = filling.fill(&addresses.authorize) {
        url
    } else {
        let mut url = url::Url::parse(&addresses.authorize).map_err(|error| Problem::internal(&error))?;
        {
            let mut pairs = url.query_pairs_mut();
            pairs
                .append_pair("response_type", "code")
                .append_pair("client_id", provider.client_id())
                .append_pair("redirect_uri", back)
                .append_pair("state", &state)
                .append_pair("code_challenge", challenge.as_str())
                .append_pair("code_challenge_method", "S256");
            if !addresses.scope.is_empty() {
                pairs.append_pair("scope", &addresses.scope);
            }
        }
        url.into()
    };
    Ok(Asked { url, state, nonce: String::new(), verifier: verifier.secret().clone() })
}

/// Exchanges the code for a token and asks with it who somebody is.
pub(super) async fn person(
    provider: &Provider,
    addresses: &Addresses,
    back: &str,
    code: &str,
    verifier: &str,
) -> Result<Person, Problem> {
    let filling = Filling { provider, redirect: back, state: "", code, token: "" };
    let answer = if let Some(url) = filling.fill(&addresses.token) {
        get(&url, None).await?
    } else {
        let body = form(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
            ("client_id", provider.client_id()),
            ("client_secret", provider.client_secret()),
            ("code_verifier", verifier),
        ]);
        post(&addresses.token, body).await?
    };
    let token = at(&answer, &addresses.token_field).ok_or_else(|| failed("no token in the answer"))?;
    let filling = Filling { token: &token, ..filling };
    let answer = match filling.fill(&addresses.person) {
        Some(url) => get(&url, None).await?,
        None => get(&addresses.person, Some(&token)).await?,
    };
    let subject = at(&answer, &addresses.id_field).ok_or_else(|| failed("nobody is named in the answer"))?;
    let field = |path: &str| if path.is_empty() { None } else { at(&answer, path) };
    Ok(Person {
        identity: format!("{} {subject}", provider.issuer()),
        email: field(&addresses.email_field),
        short_name: field(&addresses.account_field),
        full_name: field(&addresses.name_field),
        token: String::new(),
    })
}

/// The text or number at a path of names.
fn at(answer: &Value, path: &str) -> Option<String> {
    let mut here = answer;
    for name in path.split('.') {
        here = match here {
            Value::Array(items) => items.get(name.parse::<usize>().ok()?)?,
            other => other.get(name)?,
        };
    }
    let text = match here {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && !text.contains(char::is_control)).then_some(text)
}

async fn get(url: &str, token: Option<&str>) -> Result<Value, Problem> {
    let request = openidconnect::http::Request::get(url).header("accept", "application/json");
    let request = match token {
        Some(token) => request.header("authorization", format!("Bearer {token}")),
        None => request,
    };
    answer(request.body(Vec::new()).map_err(|error| unreachable(&error))?).await
}

async fn post(url: &str, body: String) -> Result<Value, Problem> {
    let request = openidconnect::http::Request::post(url)
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body.into_bytes());
    answer(request.map_err(|error| unreachable(&error))?).await
}

async fn answer(request: HttpRequest) -> Result<Value, Problem> {
    let answer = send(request).await.map_err(|error| unreachable(&error))?;
    if !answer.status().is_success() {
        return Err(failed(&format!("status {}", answer.status())));
    }
    serde_json::from_slice(answer.body()).map_err(|error| failed(&error.to_string()))
}

fn failed(error: &str) -> Problem {
    tracing::warn!(error, "the provider's answer does not hold");
    refused()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_its_path() {
        let answer =
            serde_json::json!({ "content": { "data": [{ "id": 42, "name": " 李雷 " }] }, "bad": "a\nb" });
        assert_eq!(at(&answer, "content.data.0.id").as_deref(), Some("42"));
        assert_eq!(at(&answer, "content.data.0.name").as_deref(), Some("李雷"));
        for none in ["content", "content.data.1.id", "nothing", "bad"] {
            assert_eq!(at(&answer, none), None, "{none}");
        }
    }

    #[test]
    fn what_fills_a_hole_cannot_add_to_the_address() {
        let provider = Provider::new("https://login.example", "app&x=1", "s").expect("a provider");
        let filling = Filling {
            provider: &provider,
            redirect: "https://a.example/?b=c",
            state: "",
            code: "1&admin=1",
            token: "",
        };
        let url = filling.fill("https://login.example/t?k={client_id}&c={code}").expect("holes");
        assert_eq!(url, "https://login.example/t?k=app%26x%3D1&c=1%26admin%3D1");
        assert_eq!(filling.fill("https://login.example/t"), None);
    }
}
