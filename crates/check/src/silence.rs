//! Findings that a person has accepted, in the text or in a list, each with a reason.
//!
//! In the text, a comment silences what is found in the paragraph it stands in, or, alone on its
//! line, in the paragraph that follows:
//!
//! ```text
//! <!-- gangyao: allow T004 力争是会议定稿的措辞 -->
//! 力争到2020年末全市人均道路面积达到14.5平方米。
//! ```
//!
//! For other formats a list names code and quote. A silence without a reason, one that silences
//! nothing, and one that names no rule are reported themselves.

use crate::rules::text::{silence_unused, silence_without_reason};
use crate::settings::{Selector, Settings};
use document::Document;
use serde::Deserialize;
use source::{Diagnostic, Span};

/// An accepted finding of a list outside the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Silence {
    /// Code, name or family of the rule.
    pub code: String,
    /// Part of the text that the finding is about; empty for a finding without a place.
    #[serde(default)]
    pub quote: String,
    /// Why the finding is accepted.
    #[serde(default)]
    pub reason: String,
}

/// A list of silences that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SilenceError {
    /// Not valid TOML, or not of the form `[[allow]]` with code, quote and reason.
    #[error(
        "静默清单应由 [[allow]] 段组成，含 code、quote、reason (expected [[allow]] with code, quote, reason): {0}"
    )]
    Toml(#[from] toml::de::Error),
    /// Not valid CSV, or without the columns code, quote and reason.
    #[error("静默清单应有 code、quote、reason 三列 (expected the columns code, quote, reason): {0}")]
    Csv(#[from] csv::Error),
}

/// Reads a `gangyao.toml` with `[[allow]]` tables.
///
/// # Errors
/// Text that is not of this form.
///
/// # Example
/// ```
/// let list = "[[allow]]\ncode = \"T004\"\nquote = \"力争\"\nreason = \"会议定稿措辞\"\n";
/// assert_eq!(check::silences_from_toml(list).expect("valid")[0].code, "T004");
/// ```
pub fn silences_from_toml(text: &str) -> Result<Vec<Silence>, SilenceError> {
    #[derive(Deserialize)]
    struct List {
        #[serde(default)]
        allow: Vec<Silence>,
    }
    Ok(toml::from_str::<List>(text)?.allow)
}

/// Reads a CSV with the columns code, quote, reason.
///
/// # Errors
/// Text that is not of this form.
pub fn silences_from_csv(text: &str) -> Result<Vec<Silence>, SilenceError> {
    let text = text.trim_start_matches('\u{feff}');
    Ok(csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>()?)
}

/// A silence in the text.
struct Comment {
    /// Of the comment itself.
    span: Span,
    /// Where findings are silenced.
    reach: Span,
    /// As written.
    codes: Vec<String>,
    reason: String,
}

/// Removes what is silenced and reports silences that are unfit or unused.
pub(crate) fn apply(document: &Document, settings: &Settings, found: &mut Vec<Diagnostic>) {
    for comment in comments(&document.text) {
        let before = found.len();
        let selectors = parse(&comment.codes);
        found.retain(|d| !(d.place().overlaps(comment.reach) && covers(&selectors, d)));
        let used = found.len() < before;
        report(&comment.codes.join("、"), &comment.reason, Some(comment.span), used, settings, found);
    }
    apply_silences(&document.text, settings, found);
}

/// Applies the list of `settings` only.
pub(crate) fn apply_list(settings: &Settings, found: &mut Vec<Diagnostic>) {
    apply_silences("", settings, found);
}

fn apply_silences(text: &str, settings: &Settings, found: &mut Vec<Diagnostic>) {
    for silence in &settings.silences {
        let before = found.len();
        let selectors = parse(std::slice::from_ref(&silence.code));
        found.retain(|d| !(covers(&selectors, d) && speaks_of(d, &silence.quote, text)));
        let used = found.len() < before;
        report(&silence.code, &silence.reason, None, used, settings, found);
    }
}

fn report(
    codes: &str,
    reason: &str,
    span: Option<Span>,
    used: bool,
    settings: &Settings,
    found: &mut Vec<Diagnostic>,
) {
    if reason.is_empty() && settings.selects(&silence_without_reason::RULE) {
        found.push(silence_without_reason::finding(codes, span));
    }
    if !used && settings.selects(&silence_unused::RULE) {
        found.push(silence_unused::finding(codes, span));
    }
}

fn parse(codes: &[String]) -> Vec<Selector> {
    codes.iter().filter_map(|code| Selector::parse(code).ok()).collect()
}

fn covers(selectors: &[Selector], found: &Diagnostic) -> bool {
    crate::registry::rule(found.code).is_some_and(|rule| selectors.iter().any(|s| s.covers(rule)))
}

/// Whether one of the places of a finding holds the quote, or lies in it.
fn speaks_of(found: &Diagnostic, quote: &str, text: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let quote = bare(quote);
    quote.is_empty()
        || found.message.zh.contains(&quote)
        || found
            .labels
            .iter()
            .map(|label| bare(label.span.of(text)))
            .any(|place| !place.is_empty() && (place.contains(&quote) || quote.contains(&place)))
}

/// All comments of the form `<!-- gangyao: allow CODE[, CODE]... reason -->`.
fn comments(text: &str) -> Vec<Comment> {
    const OPEN: &str = "<!--";
    const CLOSE: &str = "-->";
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(OPEN).map(|i| at + i) {
        let Some(end) = text[start..].find(CLOSE).map(|i| start + i + CLOSE.len()) else { break };
        at = end;
        let inner = text[start + OPEN.len()..end - CLOSE.len()].trim();
        let Some(rest) = inner.strip_prefix("gangyao:").map(str::trim_start) else { continue };
        let Some(rest) = rest.strip_prefix("allow") else { continue };
        let (codes, reason) = split_codes(rest);
        let span = Span::new(start, end);
        out.push(Comment { span, reach: reach(text, span), codes, reason });
    }
    out
}

/// The leading words that name rules, and the rest.
fn split_codes(text: &str) -> (Vec<String>, String) {
    let is_code = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let mut codes = Vec::new();
    let mut rest = text.trim_start();
    loop {
        let end = rest.find(|c: char| c.is_whitespace() || ",，、:：".contains(c)).unwrap_or(rest.len());
        let word = &rest[..end];
        if word.is_empty() || !is_code(word) {
            return (codes, rest.trim().to_owned());
        }
        codes.push(word.to_owned());
        rest = rest[end..].trim_start_matches(|c: char| c.is_whitespace() || ",，、:：".contains(c));
    }
}

/// The paragraph of the comment; when the comment stands alone, the one after it.
fn reach(text: &str, comment: Span) -> Span {
    let line_start = text[..comment.start].rfind('\n').map_or(0, |i| i + 1);
    let line_end = text[comment.end..].find('\n').map_or(text.len(), |i| comment.end + i);
    let alone =
        text[line_start..comment.start].trim().is_empty() && text[comment.end..line_end].trim().is_empty();
    let from = if alone {
        line_end + (text.len() - line_end - text[line_end..].trim_start().len())
    } else {
        line_start
    };
    let mut to = from;
    for line in text[from..].split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        to += line.len();
    }
    Span::new(from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_reach_their_paragraph() {
        let text = "甲。\n\n<!-- gangyao: allow T004, X001 会议定稿 -->\n乙。\n丙。\n\n丁。<!-- gangyao: allow target -->\n";
        let found = comments(text);
        assert_eq!(found[0].codes, ["T004", "X001"]);
        assert_eq!(found[0].reason, "会议定稿");
        assert_eq!(found[0].reach.of(text), "乙。\n丙。\n");
        assert_eq!(found[1].codes, ["target"]);
        assert_eq!(found[1].reason, "");
        assert!(found[1].reach.of(text).starts_with("丁。"));
    }

    #[test]
    fn broken_comments_are_left_alone() {
        assert!(comments("<!-- gangyao: allow T001 没有结尾").is_empty());
        assert!(comments("<!-- other: allow T001 x -->").is_empty());
        assert_eq!(comments("<!-- gangyao: allow -->")[0].codes.len(), 0);
    }

    #[test]
    fn lists_are_read_from_both_forms() {
        let csv = "\u{feff}code,quote,reason\nT004,力争,会议定稿\n";
        assert_eq!(silences_from_csv(csv).expect("valid")[0].reason, "会议定稿");
        assert!(silences_from_csv("a,b\n1,2\n").is_err());
        assert!(silences_from_toml("allow = 3").is_err());
    }
}
