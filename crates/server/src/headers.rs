use crate::code::Code;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use web::{App, Problem, Visit, Visitor};

/// No foreign host, no inline script, no inline style, no frame around the pages.
/// MapLibre makes pictures from blobs and runs its worker from our own address.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; worker-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// What a page that others embed may do: nothing but be shown.
const EMBEDDED: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; \
    frame-ancestors *";

/// Whether a request asks for public data and nobody is signed in: any site may read the answer.
fn is_open(request: &Request) -> bool {
    let signed_in =
        [header::COOKIE, header::AUTHORIZATION].iter().any(|name| request.headers().contains_key(name));
    request.method() == Method::GET && request.uri().path().starts_with("/api/v1/") && !signed_in
}

/// What every answer carries, whatever it is.
fn fixed() -> [(HeaderName, &'static str); 7] {
    [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ]
}

/// Headers that every answer carries.
pub(crate) async fn secure(State(app): State<App>, request: Request, next: Next) -> Response {
    let (is_open, is_embedded) = (is_open(&request), request.uri().path().starts_with("/embed/"));
    let mut response = next.run(request).await;
    let is_embedded = is_embedded && response.status().is_success();
    let headers = response.headers_mut();
    for (name, value) in fixed() {
        headers.insert(name, HeaderValue::from_static(value));
    }
    opened(headers, is_open, is_embedded);
    if app.settings().is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Lets other sites read public data, and frame the pages made for that.
fn opened(headers: &mut HeaderMap, is_open: bool, is_embedded: bool) {
    if is_open {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        let exposed = HeaderValue::from_static("etag, retry-after, content-disposition");
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
    if is_embedded {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(EMBEDDED));
        headers.remove(header::X_FRAME_OPTIONS);
    }
    if is_open || is_embedded {
        let anywhere = HeaderValue::from_static("cross-origin");
        headers.insert(HeaderName::from_static("cross-origin-resource-policy"), anywhere);
    }
}

/// Tells problems in the form the asker reads: problem details under `/api`, a page elsewhere. Remembers a chosen language.
pub(crate) async fn tell(request: Request, next: Next) -> Response {
    let mut visit = Visit::of(request.uri(), request.headers(), Visitor::default());
    let code = Code::of(&request);
    let mut response = next.run(request).await;
    visit.visitor = response.extensions_mut().remove::<Visitor>().unwrap_or_default();
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        let problem = match response.extensions_mut().remove::<Problem>() {
            Some(problem) => problem,
            None if response.headers().get(header::CONTENT_TYPE).is_some_and(is_told) => return response,
            None => Problem::of_status(status),
        };
        response = in_words(&visit, &problem, &response, &code);
    }
    if visit.lang_chosen {
        response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_static(remembered(visit.lang)));
    }
    if visit.size_chosen {
        response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_static(size(visit.is_large)));
    }
    response
}

/// The cookie that remembers the size of type.
fn size(is_large: bool) -> &'static str {
    if is_large {
        "type=large; Path=/; Max-Age=31536000; SameSite=Lax"
    } else {
        "type=usual; Path=/; Max-Age=31536000; SameSite=Lax"
    }
}

/// The cookie that remembers a language.
fn remembered(lang: source::Lang) -> &'static str {
    match lang {
        source::Lang::Zh => "lang=zh; Path=/; Max-Age=31536000; SameSite=Lax",
        source::Lang::En => "lang=en; Path=/; Max-Age=31536000; SameSite=Lax",
    }
}

/// A problem in the form that the asker reads, with what goes along whatever the words of `bare`.
fn in_words(visit: &Visit, problem: &Problem, bare: &Response, code: &str) -> Response {
    let mut response = if visit.path.starts_with("/api/") {
        problem.json(visit.lang, code)
    } else {
        pages::problem(visit, problem, code)
    };
    for name in [header::ALLOW, header::RETRY_AFTER, header::SET_COOKIE] {
        for value in bare.headers().get_all(&name) {
            response.headers_mut().append(name.clone(), value.clone());
        }
    }
    if bare.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

/// Whether a failure already carries its own words.
fn is_told(kind: &HeaderValue) -> bool {
    kind.as_bytes().starts_with(b"application/") || kind.as_bytes().starts_with(b"text/html")
}
