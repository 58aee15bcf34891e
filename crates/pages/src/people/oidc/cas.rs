//! CAS, protocol versions 2 and 3 (apereo.github.io/cas/6.6.x/protocol/CAS-Protocol-Specification.html): a ticket in the
//! address is held against the server that gave it.

use super::claims::{Asked, Person, send};
use super::refusal::{refused, unreachable};
use openidconnect::CsrfToken;
use quick_xml::Reader;
use quick_xml::events::Event;
use web::Problem;
use work::account::provider::Provider;

/// No answer about one person is larger.
const LARGEST: usize = 1 << 20;

/// The address that a ticket is for. The state in it ties the ticket to the browser that asked.
fn service(back: &str, state: &str) -> String {
    format!("{back}?state={state}")
}

/// Makes the question that the browser takes to the server.
pub(super) fn ask(provider: &Provider, back: &str) -> Result<Asked, Problem> {
    let state = CsrfToken::new_random().secret().clone();
    let address = format!("{}/login", provider.issuer());
    let mut url = url::Url::parse(&address).map_err(|error| Problem::internal(&error))?;
    url.query_pairs_mut().append_pair("service", &service(back, &state));
    Ok(Asked { url: url.into(), state, nonce: String::new(), verifier: String::new() })
}

/// Asks the server whom it gave a ticket to. Version 3 tells attributes as well; where it is not there version 2 is asked.
pub(super) async fn person(
    provider: &Provider,
    back: &str,
    state: &str,
    ticket: &str,
) -> Result<Person, Problem> {
    let mut answered = None;
    for path in ["/p3/serviceValidate", "/serviceValidate"] {
        let address = format!("{}{path}", provider.issuer());
        let mut url = url::Url::parse(&address).map_err(|error| Problem::internal(&error))?;
        url.query_pairs_mut().append_pair("service", &service(back, state)).append_pair("ticket", ticket);
        let request = openidconnect::http::Request::get(url.as_str()).body(Vec::new());
        let answer =
            send(request.map_err(|error| unreachable(&error))?).await.map_err(|error| unreachable(&error))?;
        // A ticket holds once: only an address that is not there is no answer.
        if answer.status().as_u16() != 404 {
            answered = Some(answer);
            break;
        }
    }
    let answer = answered.ok_or_else(|| unreachable(&"no address for validation"))?;
    if !answer.status().is_success() || answer.body().len() > LARGEST {
        return Err(failed("the ticket was not validated"));
    }
    let said = read(answer.body()).ok_or_else(|| failed("the answer names nobody"))?;
    Ok(Person {
        identity: format!("{} {}", provider.issuer(), said.user),
        email: said.email,
        short_name: Some(said.user),
        full_name: said.name,
        // Its presence says that there is a session to end there.
        token: "cas".to_owned(),
    })
}

/// Where the browser signs out at the server as well.
pub(super) fn end(provider: &Provider, home: &str) -> Option<String> {
    let mut url = url::Url::parse(&format!("{}/logout", provider.issuer())).ok()?;
    url.query_pairs_mut().append_pair("service", home);
    Some(url.into())
}

/// Whom an answer names.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    user: String,
    email: Option<String>,
    name: Option<String>,
}

/// Reads an answer: the user inside `authenticationSuccess`, and attributes under their usual names. `None` for a failure,
/// and for an answer with document types, which could name entities.
fn read(body: &[u8]) -> Option<Said> {
    let text = std::str::from_utf8(body).ok()?;
    let mut reader = Reader::from_str(text);
    let (mut said, mut path, mut held) = (Said::default(), Vec::<String>::new(), String::new());
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => {
                path.push(element.local_name().as_ref().to_owned());
                held.clear();
            }
            Event::Text(words) => held.push_str(&words),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().ok()? {
                Some(character) => held.push(character),
                None => held.push_str(quick_xml::escape::resolve_predefined_entity(&reference)?),
            },
            Event::CData(words) => held.push_str(&words),
            Event::DocType(_) => return None,
            Event::End(_) => {
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                take(&mut said, &names, held.trim());
                path.pop();
                held.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let is_name = !said.user.is_empty() && !said.user.contains(char::is_control);
    (is_name && path.is_empty()).then_some(said)
}

fn take(said: &mut Said, path: &[&str], value: &str) {
    let value = || (!value.is_empty()).then(|| value.to_owned());
    match path {
        ["serviceResponse", "authenticationSuccess", "user"] => said.user = value().unwrap_or_default(),
        ["serviceResponse", "authenticationSuccess", "attributes", name] => match *name {
            "mail" | "email" => said.email = said.email.take().or_else(value),
            "displayName" | "cn" | "name" => said.name = said.name.take().or_else(value),
            _ => {}
        },
        _ => {}
    }
}

fn failed(error: &str) -> Problem {
    tracing::warn!(error, "the ticket does not hold");
    refused()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both answers after the specification, 2.5.2 and 2.6.2.
    #[test]
    fn whom_an_answer_names() {
        let success = "<cas:serviceResponse xmlns:cas=\"http://www.yale.edu/tp/cas\">\n <cas:authenticationSuccess>\n\
             <cas:user>li&#46;lei</cas:user>\n<cas:attributes><cas:mail>li@plan.example</cas:mail><cas:displayName>李&amp;雷</cas:displayName>\
             <cas:mail>other@plan.example</cas:mail></cas:attributes></cas:authenticationSuccess>\n</cas:serviceResponse>";
        let said = read(success.as_bytes()).expect("somebody");
        assert_eq!(
            (said.user.as_str(), said.email.as_deref(), said.name.as_deref()),
            ("li.lei", Some("li@plan.example"), Some("李&雷"))
        );
        for none in [
            "<cas:serviceResponse xmlns:cas=\"x\"><cas:authenticationFailure code=\"INVALID_TICKET\">no</cas:authenticationFailure></cas:serviceResponse>",
            "<a><user>boss</user></a>",
            "<cas:serviceResponse><cas:authenticationFailure><cas:authenticationSuccess><cas:user>boss</cas:user></cas:authenticationSuccess></cas:authenticationFailure></cas:serviceResponse>",
            "<!DOCTYPE a [<!ENTITY b \"boss\">]><cas:serviceResponse><cas:authenticationSuccess><cas:user>&b;</cas:user></cas:authenticationSuccess></cas:serviceResponse>",
            "<cas:serviceResponse><cas:authenticationSuccess><cas:user>boss</cas:user>",
            "",
        ] {
            assert_eq!(read(none.as_bytes()), None, "{none}");
        }
    }
}
