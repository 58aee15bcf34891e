//! What a request asks for besides its path, and addresses.

use crate::problem::Problem;
use crate::visitor::{Visitor, cookie};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use jiff::Timestamp;
use jiff::civil::Date;
use source::Lang;
use std::collections::BTreeMap;
use std::convert::Infallible;
use work::Question;
use work::Viewer;

/// What a request asks for besides its path: language and the parameters of the query.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The language of the answer.
    pub lang: Lang,
    /// Whether the query itself names the language, so that it is to be remembered.
    pub lang_chosen: bool,
    /// Whether the reader wants large type.
    pub is_large: bool,
    /// Whether the query itself says so, or the contrary, so that it is to be remembered.
    pub size_chosen: bool,
    /// The path, as it was sent.
    pub path: String,
    /// The parameters of the query by name.
    pub query: BTreeMap<String, String>,
    /// Who asks.
    pub visitor: Visitor,
}

/// The parameter that asks for [`Question::stood_at`].
pub const STOOD_AT: &str = Question::STOOD_AT;

impl Visit {
    /// The visit that a request makes.
    pub fn of(uri: &Uri, headers: &HeaderMap, visitor: Visitor) -> Self {
        let mut query = parse_query(uri.query().unwrap_or(""));
        // What no page looks at makes no other page: it is part neither of a key nor of an address.
        query.retain(|name, _| is_parameter(name));
        let chosen = query.get("lang").and_then(|code| parse_lang(code));
        let lang = chosen.or_else(|| cookie_lang(headers)).unwrap_or_else(|| preferred_lang(headers));
        let size = query.remove("type").and_then(|size| match size.as_str() {
            "large" => Some(true),
            "usual" => Some(false),
            _ => None,
        });
        let is_large = size.unwrap_or_else(|| cookie(headers, "type") == Some("large"));
        Self {
            lang,
            lang_chosen: chosen.is_some(),
            is_large,
            size_chosen: size.is_some(),
            path: uri.path().to_owned(),
            query,
            visitor,
        }
    }

    /// A parameter of the query; an empty one counts as absent, because forms send empty fields.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str).map(str::trim).filter(|value| !value.is_empty())
    }

    /// Who asks.
    pub fn viewer(&self) -> &Viewer {
        &self.visitor.viewer
    }

    /// What is asked of a plan.
    ///
    /// # Errors
    /// A version, a year or a day that cannot be read.
    pub fn question(&self, plan: &str) -> Result<Question, Problem> {
        let version = match self.get("version") {
            None => None,
            Some(text) => Some(text.parse::<i64>().ok().filter(|version| *version > 0).ok_or_else(|| {
                Problem::bad_request(format!("没有版本“{text}”。"), format!("There is no version “{text}”."))
            })?),
        };
        let as_of = match self.get("as-of") {
            None => None,
            Some(text) => {
                Some(text.parse().ok().filter(|year| (1949..=2100).contains(year)).ok_or_else(|| {
                    Problem::bad_request(
                        format!("无法识别的年份“{text}”：as-of 应为四位数年份，如 2018。"),
                        format!("“{text}” is no year: give as-of as four digits, such as 2018."),
                    )
                })?)
            }
        };
        let known_at = match self.get("known-at") {
            None => None,
            Some(text) => Some(day(text).ok_or_else(|| {
                Problem::bad_request(
                    format!("无法识别的日期“{text}”：known-at 应形如 2019-03-31。"),
                    format!("“{text}” is no day: give known-at as 2019-03-31."),
                )
            })?),
        };
        Ok(Question { plan: plan.to_owned(), version, as_of, known_at, stood_at: self.stood_at()? })
    }

    /// The moment at which everything shall be seen as it stood: a time, or the end of a day, in UTC.
    ///
    /// # Errors
    /// A moment that cannot be read.
    pub fn stood_at(&self) -> Result<Option<Timestamp>, Problem> {
        let Some(text) = self.get(STOOD_AT) else { return Ok(None) };
        let day = || format!("{}T23:59:59Z", text.parse::<Date>().ok()?).parse::<Timestamp>().ok();
        let moment = text.parse::<Timestamp>().ok().or_else(day).ok_or_else(|| {
            Problem::bad_request(
                format!("无法识别的时刻“{text}”：stood-at 应形如 2019-03-31 或 2019-03-31T08:00:00Z。"),
                format!("“{text}” is no moment: give stood-at as 2019-03-31 or 2019-03-31T08:00:00Z."),
            )
        })?;
        Ok(Some(moment))
    }

    /// The address of this visit with some parameters changed; an empty value removes the parameter.
    pub fn with(&self, changes: &[(&str, &str)]) -> String {
        let mut query = self.query.clone();
        for (name, value) in changes {
            query.insert((*name).to_owned(), (*value).to_owned());
        }
        query.retain(|_, value| !value.is_empty());
        address(&self.path, query.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// The plan alone from which the page of this visit is made; none when others have a part in it.
    pub fn only_plan(&self) -> Option<String> {
        let path = self.path.strip_prefix("/api/v1").unwrap_or(&self.path);
        let mut parts = path.strip_prefix("/plans/")?.split('/');
        // In a path a plus is a plus.
        let plan =
            parts.next().map(|part| decode(&part.replace('+', "%2B"))).filter(|plan| !plan.is_empty())?;
        (parts.next() != Some("compare")).then_some(plan)
    }

    /// What an answer kept in memory is found by: for whom it may be, its language, and the query in one form whatever
    /// its order.
    pub fn key(&self) -> String {
        let query = self.query.iter().filter(|(name, _)| *name != "lang");
        let query = query.map(|(name, value)| (name.as_str(), value.as_str()));
        let audience = self.visitor.audience();
        let size = if self.is_large { " large" } else { "" };
        format!("{audience} {}{size} {}", code(self.lang), address(&self.path, query))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let visitor = parts.extensions.get::<Visitor>().cloned().unwrap_or_default();
        Ok(Self::of(&parts.uri, &parts.headers, visitor))
    }
}

/// The short name of a language, as in `lang="zh"`.
pub fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}

/// A path with its query.
pub fn address<'a>(path: &str, query: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut address = path.to_owned();
    for (at, (name, value)) in query.enumerate() {
        address.push(if at == 0 { '?' } else { '&' });
        address.push_str(&encode(name));
        address.push('=');
        address.push_str(&encode(value));
    }
    address
}

/// Percent-encodes what may not stand in a path segment or a query value.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(byte as char),
            _ => {
                use std::fmt::Write as _;
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// A day of the time that plans are about, or the last day of a month or year.
fn day(text: &str) -> Option<Date> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day = assess::parse_day(text).filter(|_| is_plain && matches!(text.len(), 4 | 7 | 10))?;
    (1949..=2100).contains(&day.year()).then_some(day)
}

/// The names that a query may have, sorted; a test compares them with what pages and the API ask for.
pub const PARAMETERS: &str = include_str!("parameters.txt");

fn is_parameter(name: &str) -> bool {
    PARAMETERS.lines().any(|known| known == name)
}

/// The parameters of a query by name; of several under one name the last.
pub fn parse_query(query: &str) -> BTreeMap<String, String> {
    parse_pairs(query).into_iter().collect()
}

/// The parameters of a query in order.
pub fn parse_pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

#[expect(clippy::cast_possible_truncation, reason = "a digit or a byte")]
/// Text with its percent signs resolved; a plus is a space.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |offset: usize| bytes.get(at + offset).and_then(|byte| (*byte as char).to_digit(16));
        match (bytes[at], hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                at += 2;
            }
            (b'+', ..) => decoded.push(b' '),
            (byte, ..) => decoded.push(byte),
        }
        at += 1;
    }
    // A NUL reaches no database: PostgreSQL refuses it in a text.
    String::from_utf8_lossy(&decoded).replace('\0', "\u{fffd}")
}

fn parse_lang(code: &str) -> Option<Lang> {
    match code {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

fn cookie_lang(headers: &HeaderMap) -> Option<Lang> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().strip_prefix("lang="))
        .find_map(parse_lang)
}

/// The language that a reader prefers, by the weights of `Accept-Language` (RFC 9110, 12.5.4); Chinese when neither is
/// named, and when both are wanted alike the one named first.
fn preferred_lang(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut best = (0.0, Lang::Zh);
    for offer in accepted.split(',') {
        let mut parts = offer.split(';').map(str::trim);
        let tag = parts.next().unwrap_or("").to_ascii_lowercase();
        let weight =
            parts.find_map(|part| part.strip_prefix("q=")?.trim().parse::<f32>().ok()).unwrap_or(1.0);
        if let Some(lang) = parse_lang(tag.split('-').next().unwrap_or("")).filter(|_| weight > best.0) {
            best = (weight, lang);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn visit(address: &str, headers: &[(header::HeaderName, &'static str)]) -> Visit {
        let headers =
            headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        Visit::of(&address.parse().expect("address"), &headers, Visitor::default())
    }

    proptest::proptest! {
        #[test]
        fn a_query_that_is_written_is_read_again(pairs in proptest::collection::vec((".{0,12}", ".{0,12}"), 0..6)) {
            let written = address("/x", pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            let read = parse_pairs(written.split_once('?').map_or("", |(_, query)| query));
            let kept: Vec<(String, String)> = pairs
                .iter()
                .map(|(name, value)| (name.replace('\0', "\u{fffd}"), value.replace('\0', "\u{fffd}")))
                .collect();
            proptest::prop_assert_eq!(read, kept);
        }

        #[test]
        fn any_query_gives_a_question_or_a_problem_and_one_form(query in "[-0-9a-zA-Z%&=+_.~:;,/?*!]{0,60}") {
            let asked = format!("/plans/p?q={query}&as-of={query}&stood-at={query}&version={query}");
            let visit = visit(&asked, &[]);
            let _ = visit.question("p");
            let again = |visit: &Visit| {
                Visit::of(&visit.with(&[]).parse().expect("an address"), &HeaderMap::new(), Visitor::default())
            };
            let (once, twice) = (again(&visit), again(&again(&visit)));
            proptest::prop_assert_eq!(once.key(), twice.key());
            proptest::prop_assert_eq!(once.get("q"), visit.get("q"));
        }

        #[test]
        fn any_bytes_after_percent_signs_are_text(query in "(%[0-9a-fA-F]{0,2}|&|=|a){0,30}") {
            let read = parse_query(&query);
            proptest::prop_assert!(read.iter().all(|(name, value)| !name.contains('\0') && !value.contains('\0')));
        }
    }

    #[test]
    fn the_language_is_asked_for_remembered_or_preferred() {
        assert_eq!(visit("/", &[]).lang, Lang::Zh);
        assert_eq!(visit("/", &[(header::ACCEPT_LANGUAGE, "en-GB,zh;q=0.5")]).lang, Lang::En);
        for (offer, lang) in [
            ("de,fr", Lang::Zh),
            ("zh;q=0.1, en", Lang::En),
            ("en;q=0.3,zh-CN;q=0.9", Lang::Zh),
            ("en;q=0, zh;q=0.1", Lang::Zh),
            ("en;q=0", Lang::Zh),
            ("en,zh", Lang::En),
            ("*, en-US ; q=0.8", Lang::En),
            ("zh;q=much, en;q=0.9", Lang::Zh),
        ] {
            assert_eq!(visit("/", &[(header::ACCEPT_LANGUAGE, offer)]).lang, lang, "{offer}");
        }
        assert_eq!(visit("/", &[(header::COOKIE, "a=b; lang=en")]).lang, Lang::En);
        assert_eq!(visit("/?lang=zh", &[(header::COOKIE, "lang=en")]).lang, Lang::Zh);
    }

    #[test]
    fn large_type_is_asked_for_and_remembered_and_is_a_page_of_its_own() {
        let (large, usual) = (visit("/x?type=large&q=a", &[]), visit("/x?q=a", &[]));
        assert!(large.is_large && large.size_chosen && !usual.is_large && !usual.size_chosen);
        assert_ne!(large.key(), usual.key());
        assert_eq!(large.with(&[]), "/x?q=a", "links do not carry it on: a cookie does");
        let remembered = [(header::COOKIE, "a=b; type=large")];
        assert!(visit("/x", &remembered).is_large && !visit("/x?type=usual", &remembered).is_large);
        assert!(!visit("/x?type=huge", &[]).size_chosen);
    }

    #[test]
    fn the_past_holds_what_was_recorded_by_its_last_second() {
        let past = visit("/?stood-at=2019-03-31T08:00:00.5Z", &[]).question("p").expect("moment").past();
        assert!(past.holds("2019-03-31T08:00:00Z") && !past.holds("2019-03-31T08:00:01Z"));
        assert!(visit("/", &[]).question("p").expect("none").past().holds("2999-01-01T00:00:00Z"));
    }

    #[test]
    fn what_nobody_asks_for_is_no_part_of_a_key() {
        let plain = visit("/plans/1?q=a", &[]);
        let noisy = visit(&format!("/plans/1?x={}&q=a&utm_source=y", "z".repeat(5000)), &[]);
        assert_eq!(plain.key(), noisy.key());
        assert_eq!(plain.with(&[]), noisy.with(&[]));
    }

    #[test]
    fn queries_are_decoded_and_put_in_one_form() {
        let visit = visit("/x?q=%E8%A7%84+a&as-of=2018&empty=", &[]);
        assert_eq!(visit.get("q"), Some("规 a"));
        assert_eq!(visit.get("empty"), None);
        assert_eq!(visit.with(&[("as-of", ""), ("lang", "en")]), "/x?lang=en&q=%E8%A7%84%20a");
        assert_eq!(visit.question("p").expect("moment").as_of, Some(2018));
    }

    #[test]
    fn a_day_stands_for_its_end() {
        let at = |text: &str| visit(&format!("/?stood-at={text}"), &[]).stood_at().expect(text).expect(text);
        assert_eq!(at("2019-03-31").to_string(), "2019-03-31T23:59:59Z");
        assert_eq!(at("2019-03-31T08:00:00Z").to_string(), "2019-03-31T08:00:00Z");
    }

    #[test]
    fn a_page_of_one_plan_names_it() {
        for (path, plan) in [
            ("/plans/jz", Some("jz")),
            ("/plans/a+b%2Fc/text?as-of=2018", Some("a+b/c")),
            ("/api/v1/plans/%E9%94%A6/targets", Some("锦")),
            ("/plans/jz/compare?with=lc", None),
            ("/api/v1/plans/jz/compare", None),
            ("/api/v1/plans", None),
            ("/plans/", None),
            ("/", None),
        ] {
            assert_eq!(visit(path, &[]).only_plan().as_deref(), plan, "{path}");
        }
    }

    #[test]
    fn moments_that_cannot_be_read_are_refused() {
        for bad in [
            "/?as-of=soon",
            "/?as-of=99999",
            "/?known-at=2019-13-01",
            "/?known-at=0",
            "/?known-at=2019-3-1",
            "/?stood-at=yesterday",
        ] {
            assert_eq!(
                visit(bad, &[]).question("p").expect_err(bad).status,
                axum::http::StatusCode::BAD_REQUEST
            );
        }
    }
}
