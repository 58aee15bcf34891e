//! Finished answers, compressed once and sent any number of times.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};
use std::io::Write as _;
use std::sync::OnceLock;
use work::cache::Weigh;

/// A finished answer with its compressed forms and its mark, ready to be sent any number of times.
pub struct Rendered {
    kind: &'static str,
    plain: Bytes,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
    mark: String,
    caching: &'static str,
}

/// May be kept by the reader alone, and only after asking whether it still holds.
pub const ASK_AGAIN: &str = "private, no-cache";
/// Is kept by nobody.
pub const NO_STORE: &str = "no-store";
/// Never changes under its name.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Coding {
    Plain,
    Gzip,
    Brotli,
}

impl Rendered {
    /// An answer of a media type, to be asked for again.
    pub fn new(kind: &'static str, body: impl Into<Bytes>) -> Self {
        Self::cached(kind, body, ASK_AGAIN)
    }

    /// A page.
    pub fn html(body: String) -> Self {
        Self::new("text/html; charset=utf-8", body)
    }

    /// An answer of a media type that may be kept as `caching` says.
    pub fn cached(kind: &'static str, body: impl Into<Bytes>, caching: &'static str) -> Self {
        let plain = body.into();
        let mark = Sha256::digest(&plain).iter().take(12).fold(String::new(), |mut mark, byte| {
            use std::fmt::Write as _;
            let _ = write!(mark, "{byte:02x}");
            mark
        });
        Self { kind, plain, brotli: OnceLock::new(), gzip: OnceLock::new(), mark, caching }
    }

    /// The answer to a request with these headers: 304 when the reader has it already.
    pub fn answer(&self, headers: &HeaderMap) -> Response {
        let coding = coding(headers);
        let mark = match coding {
            Coding::Plain => format!("\"{}\"", self.mark),
            Coding::Gzip => format!("\"{}-g\"", self.mark),
            Coding::Brotli => format!("\"{}-b\"", self.mark),
        };
        let has_it = headers
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|value| matches!(value.trim().trim_start_matches("W/"), one if one == mark || one == "*"));
        let mut response = if has_it {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let body = match coding {
                Coding::Plain => self.plain.clone(),
                Coding::Gzip => self.gzip.get_or_init(|| gzip(&self.plain)).clone(),
                Coding::Brotli => self.brotli.get_or_init(|| brotli(&self.plain)).clone(),
            };
            let mut response = Body::from(body).into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
            match coding {
                Coding::Plain => {}
                Coding::Gzip => {
                    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                }
                Coding::Brotli => {
                    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
                }
            }
            response
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.caching));
        headers.insert(
            header::VARY,
            HeaderValue::from_static("accept-encoding, accept-language, authorization, cookie"),
        );
        if let Ok(mark) = HeaderValue::from_str(&mark) {
            headers.insert(header::ETAG, mark);
        }
        response
    }
}

impl Weigh for Rendered {
    fn weight(&self) -> usize {
        // The compressed forms come later; a quarter of the plain one is a high guess for each.
        self.plain.len() * 3 / 2 + 512
    }
}

/// The best coding the reader accepts.
fn coding(headers: &HeaderMap) -> Coding {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut best = Coding::Plain;
    for offer in accepted.flat_map(|value| value.split(',')) {
        let mut parts = offer.split(';');
        let name = parts.next().unwrap_or("").trim();
        let refused = parts.any(|part| matches!(part.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        match name {
            "br" if !refused => best = Coding::Brotli,
            "gzip" if !refused && best == Coding::Plain => best = Coding::Gzip,
            _ => {}
        }
    }
    best
}

fn brotli(plain: &[u8]) -> Bytes {
    let mut packed = Vec::with_capacity(plain.len() / 4);
    // Level 5 packs HTML about as well as gzip 9 at a fraction of its time.
    let mut writer = brotli::CompressorWriter::new(&mut packed, 1 << 16, 5, 22);
    // Writing into memory does not fail.
    let _ = writer.write_all(plain);
    drop(writer);
    packed.into()
}

fn gzip(plain: &[u8]) -> Bytes {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let _ = writer.write_all(plain);
    writer.finish().unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn the_best_accepted_coding_is_chosen() {
        for (offer, wanted) in [
            ("", None),
            ("gzip, deflate", Some("gzip")),
            ("gzip, deflate, br, zstd", Some("br")),
            ("br;q=0, gzip;q=0.5", Some("gzip")),
            ("identity", None),
        ] {
            let answer =
                Rendered::html("规划".repeat(100)).answer(&headers(&[(header::ACCEPT_ENCODING, offer)]));
            let coding =
                answer.headers().get(header::CONTENT_ENCODING).map(|value| value.to_str().expect("ascii"));
            assert_eq!(coding, wanted, "{offer}");
        }
    }

    #[test]
    fn a_known_mark_is_answered_without_a_body() {
        let page = Rendered::html("规划".into());
        let mark = page.answer(&HeaderMap::new()).headers()[header::ETAG].clone();
        let mut again = HeaderMap::new();
        again.insert(header::IF_NONE_MATCH, mark);
        assert_eq!(page.answer(&again).status(), StatusCode::NOT_MODIFIED);
        again.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"other\""));
        assert_eq!(page.answer(&again).status(), StatusCode::OK);
    }
}
