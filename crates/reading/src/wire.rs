//! Request and reading as bytes.

use crate::archive::{self, Parts};
use crate::{Checks, Reading, Request, Silences, Told, findings, layout, read};
use plan::{DocumentKind, Period};
use serde::{Deserialize, Serialize};
use source::{Diagnostic, Words};

/// The name of the job that [`answer`] does.
pub const JOB: &str = "document";
/// The name of the job that [`answer_findings`] does.
pub const FINDINGS_JOB: &str = "findings";

const PLAN: &str = "plan/";
/// Stands where nothing of a plan was found.
const NOTHING: &str = "nothing";

#[derive(Serialize, Deserialize)]
struct Head {
    name: String,
    region: Option<String>,
    period: Option<(i32, i32)>,
    #[serde(default)]
    kind: Option<String>,
    check: Option<ChecksRow>,
    #[serde(default)]
    hold_back: bool,
}

#[derive(Serialize, Deserialize)]
struct ChecksRow {
    select: String,
    ignore: String,
    no_preview: bool,
    /// Whether it is CSV, and the text.
    silences: Option<(bool, String)>,
}

/// What the child is asked, as the head of a job whose body is the document.
pub fn job(request: &Request) -> Vec<u8> {
    let silences = |list: &Silences| match list {
        Silences::Toml(text) => (false, text.clone()),
        Silences::Csv(text) => (true, text.clone()),
    };
    let head = Head {
        name: request.name.clone(),
        region: request.region.clone(),
        period: request.period.map(|period| (period.start, period.end)),
        kind: request.kind.map(|kind| kind.name().to_owned()),
        check: request.check.as_ref().map(|check| ChecksRow {
            select: check.select.clone(),
            ignore: check.ignore.clone(),
            no_preview: check.no_preview,
            silences: check.silences.as_ref().map(silences),
        }),
        hold_back: request.hold_back,
    };
    // Strings and numbers only: there is nothing that serde could refuse.
    serde_json::to_vec(&head).unwrap_or_default()
}

fn request(head: &[u8]) -> Option<Request> {
    let head: Head = serde_json::from_slice(head).ok()?;
    let silences = |(csv, text)| if csv { Silences::Csv(text) } else { Silences::Toml(text) };
    Some(Request {
        name: head.name,
        region: head.region,
        period: head.period.map(|(start, end)| Period { start, end }),
        kind: head.kind.as_deref().and_then(DocumentKind::parse),
        check: head.check.map(|check| Checks {
            select: check.select,
            ignore: check.ignore,
            no_preview: check.no_preview,
            silences: check.silences.map(silences),
        }),
        hold_back: head.hold_back,
    })
}

/// What the child does: reads, compiles and checks `body`, and gives the bytes for [`reading`].
pub fn answer(head: &[u8], body: &[u8]) -> Vec<u8> {
    answered(head, body, parts)
}

/// The same where nobody asks for the plan: gives the bytes for [`told`].
pub fn answer_findings(head: &[u8], body: &[u8]) -> Vec<u8> {
    answered(head, body, |reading| {
        let mut parts = findings_of(reading);
        if reading.is_nothing() {
            parts.insert(NOTHING.to_owned(), Vec::new());
        }
        parts
    })
}

fn answered(head: &[u8], body: &[u8], parts: impl Fn(&Reading) -> Parts) -> Vec<u8> {
    let read = match request(head) {
        Some(request) => read(body, &request),
        None => Err(broken()),
    };
    archive::pack(&match read {
        Ok(reading) => parts(&reading),
        Err(words) => refused(&words),
    })
}

fn refused(words: &Words) -> Parts {
    let both = serde_json::to_vec(&(&words.zh, &words.en)).unwrap_or_default();
    Parts::from([("refused".to_owned(), both)])
}

fn parts(reading: &Reading) -> Parts {
    let mut parts = findings_of(reading);
    let files = plan::package::write(&reading.plan).into_iter();
    parts.extend(files.map(|(name, bytes)| (format!("{PLAN}{name}"), bytes)));
    let mut put = |name: &str, bytes: Vec<u8>| parts.insert(name.to_owned(), bytes);
    put("format", layout::format_name(reading.document.format).as_bytes().to_vec());
    put("layout", layout::write(&reading.document).unwrap_or_default().into_bytes());
    parts
}

fn findings_of(reading: &Reading) -> Parts {
    Parts::from([
        ("text".to_owned(), reading.document.text.as_bytes().to_vec()),
        ("noticed".to_owned(), findings::write(&reading.noticed)),
        ("found".to_owned(), findings::write(&reading.found)),
    ])
}

/// The reading back from the child's answer.
///
/// # Errors
/// The words of the reader, or that the answer is broken.
pub fn reading(answer: &[u8]) -> Result<Reading, Words> {
    let mut parts = unpacked(answer)?;
    let (format, source, kept) =
        (text(&mut parts, "format")?, text(&mut parts, "text")?, text(&mut parts, "layout")?);
    let document = layout::read(&format, source, &kept).map_err(|_| broken())?;
    let (noticed, found) = (list(&mut parts, "noticed")?, list(&mut parts, "found")?);
    let files = parts
        .into_iter()
        .filter_map(|(name, bytes)| Some((name.strip_prefix(PLAN)?.to_owned(), bytes)))
        .collect();
    let plan = plan::package::read(&files).map_err(|_| broken())?;
    Ok(Reading { document, plan, noticed, found })
}

/// What there is to tell, back from the child's answer.
///
/// # Errors
/// The words of the reader, or that the answer is broken.
pub fn told(answer: &[u8]) -> Result<Told, Words> {
    let mut parts = unpacked(answer)?;
    Ok(Told {
        text: text(&mut parts, "text")?,
        noticed: list(&mut parts, "noticed")?,
        found: list(&mut parts, "found")?,
        is_nothing: parts.contains_key(NOTHING),
    })
}

fn unpacked(answer: &[u8]) -> Result<Parts, Words> {
    let parts = archive::unpack(answer).ok_or_else(broken)?;
    let Some(words) = parts.get("refused") else { return Ok(parts) };
    let (zh, en): (String, String) = serde_json::from_slice(words).map_err(|_| broken())?;
    Err(Words::new(zh, en))
}

fn text(parts: &mut Parts, name: &str) -> Result<String, Words> {
    parts.remove(name).and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(broken)
}

fn list(parts: &mut Parts, name: &str) -> Result<Vec<Diagnostic>, Words> {
    parts.remove(name).and_then(|bytes| findings::read(&bytes)).ok_or_else(broken)
}

fn broken() -> Words {
    Words::new(
        "读取程序的回答不完整。请再试一次；仍不行请联系管理员。",
        "the reading process gave an incomplete answer; try again, or tell the administrator",
    )
}
