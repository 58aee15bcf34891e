//! The audit log: who did what, whether the chain holds, and the history of a figure or a target.

use super::{Visitor, fresh};
use crate::app::App;
use crate::page::indicator::shown_value;
use crate::page::shell::Shell;
use crate::problem::Problem;
use crate::text::text;
use crate::visit::{Visit, address, encode};
use askama::Template;
use audit::{Entry, Head, SignedHead};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use duty::Right;
use jiff::Timestamp;
use plan::{Observation, Period, Target};
use source::Lang;
use store::TargetRevision;

const PAGE: i64 = 100;

#[derive(Template)]
#[template(path = "people/audit.html")]
struct Log {
    s: Shell,
    subject: String,
    entries: Vec<Entry>,
    older: Option<String>,
    can_sign: bool,
}

/// The log, newest first; of one subject and what is below it when one is named.
pub(crate) async fn log(State(app): State<App>, visitor: Visitor, visit: Visit) -> Result<Response, Problem> {
    let subject = visit.get("subject").unwrap_or("").to_owned();
    let from = visit.get("from").and_then(|from| from.parse::<u64>().ok()).unwrap_or(u64::MAX);
    let entries = match subject.as_str() {
        "" => app.store().audit_page(from, PAGE).await?,
        subject => app.store().audit_of(subject, 1000).await?,
    };
    let last = entries.last().map_or(0, |entry| entry.number);
    let older = (subject.is_empty() && last > 1).then(|| visit.with(&[("from", &(last - 1).to_string())]));
    fresh(&Log {
        s: Shell::bare(&visit, text(visit.lang, "audit.title")),
        subject,
        entries,
        older,
        can_sign: visitor.may(Right::SignAudit),
    })
}

#[derive(Template)]
#[template(path = "people/verify.html")]
struct Verify {
    s: Shell,
    given: String,
    /// The head when the chain holds.
    head: Option<Head>,
    fault: String,
    /// The key that signed the heads that were given.
    key: String,
}

/// Recomputes the whole chain, and compares it with heads that were exported earlier.
pub(crate) async fn verify(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let given = visit.get("head").unwrap_or("").to_owned();
    let mut heads = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    for line in given.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let signed = SignedHead::parse(line).map_err(|error| {
            Problem::bad_request(
                format!("这一行不是完好的签名链头：{error}。"),
                format!("This line cannot be taken: {error}."),
            )
        })?;
        heads.push(signed.head);
        keys.push(signed.key.to_string());
    }
    keys.dedup();
    let (head, fault) = match app.store().verify_audit_against(&heads).await? {
        Ok(head) => (Some(head), String::new()),
        Err(fault) if visit.lang == Lang::Zh => (None, fault.chinese()),
        Err(fault) => (None, fault.to_string()),
    };
    let s = Shell::bare(&visit, text(visit.lang, "verify.title"));
    fresh(&Verify { s, given, head, fault, key: keys.join(", ") })
}

/// Gives out the head of the verified chain with a signature, to be kept elsewhere.
pub(crate) async fn head(State(app): State<App>) -> Result<Response, Problem> {
    let Some(key) = &app.settings().audit_key else {
        return Err(Problem::bad_request(
            "服务器没有签名密钥；请用 --audit-key 文件 启动。",
            "The server has no key to sign with; start it with --audit-key FILE.",
        ));
    };
    let head = app.store().verify_audit().await?.map_err(|fault| Problem::internal(&fault))?;
    let at = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let line = format!("{}\n", SignedHead::sign(head, &at, key));
    let name = format!("attachment; filename=\"audit-head-{}.txt\"", head.number);
    let disposition = HeaderValue::from_str(&name).map_err(|error| Problem::internal(&error))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, line).into_response())
}

#[derive(Template)]
#[template(path = "people/history.html")]
struct History {
    s: Shell,
    name: String,
    back: String,
    revisions: Vec<Revision>,
    figures: Vec<Figure>,
    entries: Vec<Entry>,
}

/// What a target said from a moment on.
struct Revision {
    at: String,
    who: String,
    why: String,
    version: i64,
    words: String,
    /// The indicator as it was judged with what was known on that day.
    as_known: String,
}

/// A value, as it became known.
struct Figure {
    year: String,
    region: String,
    value: String,
    status: String,
    source: String,
    vintage: String,
    as_known: String,
}

/// The history of a target, or of an indicator with all its figures.
pub(crate) async fn item(
    State(app): State<App>,
    Path((plan, item)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let view = crate::view::plan(&app, &visit, &plan).await?;
    let target = view.target(&item);
    let indicator = match target {
        Some(target) => view.indicator(target.indicator.as_str()),
        None => view.indicator(&item),
    };
    let indicator = indicator.ok_or_else(Problem::no_page)?;
    let page = format!("/plans/{}/indicators/{}", encode(&plan), encode(indicator.id.as_str()));
    let as_known = |day: &str| match day {
        "" => String::new(),
        day => address(&page, [("known-at", day)].into_iter()),
    };
    let mut revisions = Vec::new();
    let targets: Vec<&Target> = match target {
        Some(target) => vec![target],
        None => view.stored.plan.targets.iter().filter(|target| target.indicator == indicator.id).collect(),
    };
    let mut entries = app.store().audit_of(&format!("{plan}/{}", indicator.id), 1000).await?;
    for target in targets {
        let history = app.store().target_history(&plan, target.id.as_str()).await?;
        revisions.extend(history.into_iter().map(|revision| told(revision, &as_known)));
        entries.extend(app.store().audit_of(&format!("{plan}/{}", target.id), 1000).await?);
    }
    let said = view.stored.plan.observations.iter().chain(&view.stored.figures);
    let mut figures: Vec<Figure> = said
        .filter(|figure| figure.indicator == indicator.id)
        .map(|figure| shown(figure, &as_known))
        .collect();
    figures.sort_by(|a, b| (&a.region, &a.year, &a.vintage).cmp(&(&b.region, &b.year, &b.vintage)));
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.number));
    fresh(&History {
        s: Shell::bare(&visit, text(visit.lang, "history.title")),
        name: indicator.name.clone(),
        back: page.clone(),
        revisions,
        figures,
        entries,
    })
}

fn told(revision: TargetRevision, as_known: &impl Fn(&str) -> String) -> Revision {
    let target = &revision.target;
    let year = target.year.map(|year| year.to_string()).unwrap_or_default();
    Revision {
        words: format!("{year} {}", shown_value(target)),
        as_known: as_known(revision.at.get(..10).unwrap_or("")),
        at: revision.at,
        who: revision.who,
        why: revision.why,
        version: revision.version,
    }
}

/// 2018, or 2016–2020.
fn years(period: Period) -> String {
    if period.start == period.end {
        return period.end.to_string();
    }
    format!("{}–{}", period.start, period.end)
}

fn shown(figure: &Observation, as_known: &impl Fn(&str) -> String) -> Figure {
    Figure {
        year: figure.period.map(years).unwrap_or_default(),
        region: figure.region.clone(),
        value: figure
            .value
            .map_or_else(|| figure.value_text.clone(), |value| format!("{value}{}", figure.unit)),
        status: figure.status.map(|status| status.name().to_owned()).unwrap_or_default(),
        source: figure.source.clone(),
        as_known: as_known(&figure.vintage),
        vintage: figure.vintage.clone(),
    }
}
