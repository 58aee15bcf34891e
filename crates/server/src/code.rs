//! The code of a request: in the headers of its answer, on the page that tells a failure, and in every line of the log about
//! it, so that what somebody reports is found.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use tracing::Instrument as _;
use web::App;

/// The header that proxies and programs know the code by.
const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Letters of a code: figures and letters that are not taken for one another (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Letters in a code; five bits each.
const LENGTH: u32 = 12;

/// The code that a request was given.
#[derive(Clone)]
pub(crate) struct Code(String);

impl Code {
    /// The code of a request; empty when it was given none.
    pub(crate) fn of(request: &Request) -> String {
        request.extensions().get::<Self>().map_or_else(String::new, |code| code.0.clone())
    }
}

/// Gives a request its code, or takes that of a proxy of ours, and has everything that is logged meanwhile bear it.
pub(crate) async fn given(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let code = app.settings().behind_proxy.then(|| proxies(headers)).flatten().unwrap_or_else(fresh);
    let trace = trace(headers).unwrap_or_default();
    // Of the highest level, so that a log of errors alone has it too.
    let span = if trace.is_empty() {
        tracing::error_span!("request", code)
    } else {
        tracing::error_span!("request", code, trace)
    };
    request.extensions_mut().insert(Code(code.clone()));
    let mut response = next.run(request).instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(&code) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// A code that nobody guesses and nobody has; the random state of the standard library is seeded by the system.
fn fresh() -> String {
    let bits = RandomState::new().build_hasher().finish();
    let letter = |at: u32| LETTERS.get(usize::try_from(bits >> (5 * at) & 31).unwrap_or(0)).copied();
    (0..LENGTH).filter_map(letter).map(char::from).collect()
}

/// The code that a proxy gave.
fn proxies(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(HEADER)?.to_str().ok()?;
    let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    (is_plain && (8..=64).contains(&text.len())).then(|| text.to_owned())
}

/// The trace that a request belongs to (W3C Trace Context, `traceparent` of version 00).
fn trace(headers: &HeaderMap) -> Option<String> {
    let text = headers.get("traceparent")?.to_str().ok()?;
    let mut parts = text.split('-');
    let (version, trace) = (parts.next()?, parts.next()?);
    let is_hex = trace.len() == 32 && trace.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
    (version == "00" && is_hex && trace.bytes().any(|c| c != b'0')).then(|| trace.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn with(name: &'static str, value: &str) -> HeaderMap {
        let value = HeaderValue::from_str(value).expect(value);
        HeaderMap::from_iter([(HeaderName::from_static(name), value)])
    }

    #[test]
    fn codes_are_short_and_differ() {
        let codes: BTreeSet<String> = (0..10_000).map(|_| fresh()).collect();
        assert_eq!(codes.len(), 10_000);
        assert!(codes.iter().all(|code| code.len() == 12 && code.bytes().all(|c| LETTERS.contains(&c))));
    }

    #[test]
    fn a_code_from_a_proxy_is_taken_when_it_is_plain() {
        let taken = |value: &str| proxies(&with("x-request-id", value));
        assert_eq!(taken("7f3a-1.b_2c").as_deref(), Some("7f3a-1.b_2c"));
        for bad in ["short", "a b c d e f g", "abcdefg\"h", &"a".repeat(65)] {
            assert_eq!(taken(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_trace_is_read_as_the_standard_writes_it() {
        let read = |value: &str| trace(&with("traceparent", value));
        // The example of the standard (W3C Trace Context, 3.2).
        let found = read("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assert_eq!(found.as_deref(), Some("4bf92f3577b34da6a3ce929d0e0e4736"));
        for bad in ["00-0-0-0", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "ff-x", ""] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
