//! The audit log: who did what, whether the chain holds, and the history of a figure or a target.

use crate::answer::fresh;
use crate::choice::Choice;
use crate::people::deed::{EntryLine, lines};
use crate::shell::Shell;
use crate::text::text;
use crate::words::deeds;
use askama::Template;
use audit::{Entry, Head, SignedHead};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use duty::Right;
use plan::{Indicator, Observation, Period, Status, Target};
use source::Lang;
use store::{AuditFilter, Recorded, TargetRevision};
use web::download::kept_as;
use web::visit::{STOOD_AT, address, encode};
use web::{App, Problem, Visit, Visitor};
use work::clock;
use work::compare::shown_value;
use work::history::{entries, figures, targets};
use work::subject::Subjects;
use work::verification::{Verification, Verified};
use work::view::PlanView;

const PAGE: i64 = 100;

#[derive(Template)]
#[template(path = "people/audit.html")]
struct Log {
    s: Shell,
    wanted: AuditFilter,
    day: String,
    actions: Vec<Choice>,
    entries: Vec<EntryLine>,
    older: Option<String>,
    can_sign: bool,
}

fn given(visit: &Visit, name: &str) -> String {
    visit.get(name).unwrap_or_default().trim().to_owned()
}

/// By what the log is narrowed.
fn wanted(visit: &Visit) -> AuditFilter {
    let days = clock::bounds(&given(visit, "at"));
    let (since, until) = days.unwrap_or_else(|| {
        let open = AuditFilter::default();
        (open.since, open.until)
    });
    AuditFilter {
        subject: given(visit, "subject"),
        actor: given(visit, "name"),
        action: given(visit, "action"),
        since,
        until,
    }
}

/// A page of entries before a number, and whether these are all there are: of a subject that is named exactly.
async fn found(app: &App, wanted: &AuditFilter, before: u64) -> Result<(Vec<Entry>, bool), Problem> {
    let only_subject = AuditFilter { subject: wanted.subject.clone(), ..AuditFilter::default() };
    if !wanted.subject.is_empty() && *wanted == only_subject {
        let exact = app.store().audit_of(&wanted.subject, 1000).await?;
        if !exact.is_empty() {
            return Ok((exact, true));
        }
    }
    Ok((app.store().audit_found(wanted, before, PAGE).await?, false))
}

/// The log, newest first; narrowed by subject, person, action and day. Of a subject that is named exactly, it and what is
/// below it.
pub(crate) async fn log(State(app): State<App>, visitor: Visitor, visit: Visit) -> Result<Response, Problem> {
    let wanted = wanted(&visit);
    let (entries, is_whole) = found(&app, &wanted, given(&visit, "from").parse().unwrap_or(u64::MAX)).await?;
    let last = entries.last().map_or(0, |entry| entry.number);
    let goes_on = !is_whole && i64::try_from(entries.len()) == Ok(PAGE) && last > 1;
    let actions = deeds(visit.lang).into_iter().map(|(name, word)| Choice::new(name, word, &wanted.action));
    let names = Subjects::of(&app, &visitor.viewer, &entries).await?;
    fresh(&Log {
        s: Shell::bare(&visit, text(visit.lang, "audit.title")),
        actions: actions.collect(),
        day: given(&visit, "at"),
        wanted,
        entries: lines(visit.lang, entries, &names),
        older: goes_on.then(|| visit.with(&[("from", &(last - 1).to_string())])),
        can_sign: visitor.viewer.may(Right::SignAudit),
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
    /// How many loads, revisions and additions are as the log says.
    content: Option<usize>,
    mismatch: String,
    /// The key that signed the heads that were given.
    key: String,
}

/// A verification that goes on: where to look for its answer.
#[derive(Template)]
#[template(path = "people/verifying.html")]
struct Verifying {
    s: Shell,
    again: String,
    before: usize,
}

/// Recomputes the whole chain, and compares it with heads that were exported earlier.
pub(crate) async fn verify(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let signed = signed_heads(visit.get("head").unwrap_or(""))?;
    let run = visit.get("run").and_then(|run| run.parse().ok());
    match app.verification(&signed, run).await? {
        Verification::Done(found) => fresh(&Verify::of(&visit, &found, &signed)),
        Verification::Running { run, before } => {
            let again = visit.with(&[("run", &run.to_string())]);
            fresh(&Verifying { s: Shell::bare(&visit, text(visit.lang, "verify.running")), again, before })
        }
    }
}

/// The signed heads of a text, one a line.
fn signed_heads(given: &str) -> Result<Vec<SignedHead>, Problem> {
    audit::deposited(given, None).map_err(|error| {
        Problem::bad_request(
            format!("第 {} 行不是完好的签名链头：{error}。", error.line),
            format!("This cannot be taken: {error}."),
        )
    })
}

impl Verify {
    fn of(visit: &Visit, found: &Verified, signed: &[SignedHead]) -> Self {
        let (head, fault) = match &found.chain {
            Ok(head) => (Some(*head), String::new()),
            Err(fault) if visit.lang == Lang::Zh => (None, fault.chinese()),
            Err(fault) => (None, fault.to_string()),
        };
        let (mut content, mut mismatch) = (None, String::new());
        match &found.content {
            None => {}
            Some(Ok(compared)) => content = Some(*compared),
            Some(Err(found)) if visit.lang == Lang::Zh => mismatch = found.chinese(),
            Some(Err(found)) => mismatch = found.to_string(),
        }
        let mut keys: Vec<String> = signed.iter().map(|signed| signed.key.to_string()).collect();
        keys.dedup();
        Self {
            s: Shell::bare(visit, text(visit.lang, "verify.title")),
            given: visit.get("head").unwrap_or("").to_owned(),
            head,
            fault,
            content,
            mismatch,
            key: keys.join(", "),
        }
    }
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
    let at = store::stamp(app.now());
    let sm3 = app.store().audit_sm3(head.number).await?;
    let line = format!("{}\n", SignedHead::sign(head, sm3, &at, key));
    let name = format!("audit-head-{}.txt", head.number);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CONTENT_DISPOSITION, kept_as(&name, &name)),
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
    entries: Vec<EntryLine>,
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
    status: &'static str,
    source: String,
    vintage: String,
    /// The indicator as it was judged with what the sources had said by the vintage.
    by_vintage: String,
    /// When it was recorded here, and by whom; of what the plan itself says, its version was.
    recorded: String,
    who: String,
    as_known: String,
}

/// The history of a target, or of an indicator with all its figures.
pub(crate) async fn item(
    State(app): State<App>,
    Path((plan, item)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let target = view.target(&item);
    let id = target.map_or(item.as_str(), |target| target.indicator.as_str());
    let indicator = view.indicator(id).ok_or_else(Problem::no_page)?;
    let page = format!("/plans/{}/indicators/{}", encode(&plan), encode(indicator.id.as_str()));
    let past = visit.question(&plan)?.past();
    let about = target.map_or_else(|| targets(&view, indicator), |target| vec![target]);
    let mut revisions = revised(&app, &plan, about).await?;
    revisions.retain(|one| past.holds(&one.at));
    let came = figures(&app, &plan, indicator, &past).await?;
    let entries = entries(&app, &view, indicator, &past).await?;
    let names = Subjects::of(&app, visit.viewer(), &entries).await?;
    fresh(&History {
        s: Shell::bare(&visit, text(visit.lang, "history.title")),
        name: indicator.name.clone(),
        revisions: revisions.into_iter().map(|revision| told(revision, &page)).collect(),
        figures: all_figures(visit.lang, &view, indicator, &page, &came),
        back: page,
        entries: lines(visit.lang, entries, &names),
    })
}

/// The revisions of targets of a plan.
async fn revised(app: &App, plan: &str, targets: Vec<&Target>) -> Result<Vec<TargetRevision>, Problem> {
    let mut revisions = Vec::new();
    for target in targets {
        revisions.extend(app.store().target_history(plan, target.id.as_str()).await?);
    }
    Ok(revisions)
}

/// What the plan says of an indicator, and what came after it, by region and year.
fn all_figures(
    lang: Lang,
    view: &PlanView,
    indicator: &Indicator,
    page: &str,
    came: &[Recorded],
) -> Vec<Figure> {
    let loaded = &view.stored.version;
    let said = view.stored.plan.observations.iter().filter(|figure| figure.indicator == indicator.id);
    let said = said.map(|figure| shown(lang, page, figure, &loaded.at, &loaded.who));
    let came = came.iter().map(|one| shown(lang, page, &one.figure, &one.at, &one.who));
    let mut figures: Vec<Figure> = said.chain(came).collect();
    figures.sort_by(|a, b| (&a.region, &a.year, &a.recorded).cmp(&(&b.region, &b.year, &b.recorded)));
    figures
}

fn told(revision: TargetRevision, page: &str) -> Revision {
    let target = &revision.target;
    let year = target.year.map(|year| year.to_string()).unwrap_or_default();
    Revision {
        words: format!("{year} {}", shown_value(target)),
        as_known: address(page, [(STOOD_AT, revision.at.as_str())].into_iter()),
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

fn status_word(lang: Lang, status: Status) -> &'static str {
    match status {
        Status::Planned => text(lang, "status.planned"),
        Status::Estimate => text(lang, "status.estimate"),
        Status::Preliminary => text(lang, "status.preliminary"),
        Status::Final => text(lang, "status.final"),
        Status::Revised => text(lang, "status.revised"),
    }
}

fn shown(lang: Lang, page: &str, figure: &Observation, at: &str, who: &str) -> Figure {
    Figure {
        year: figure.period.map(years).unwrap_or_default(),
        region: [figure.region.as_str(), &figure.dimensions.words()].join(" ").trim().to_owned(),
        value: figure
            .value
            .map_or_else(|| figure.value_text.clone(), |value| format!("{value}{}", figure.unit)),
        status: figure.status.map_or("", |status| status_word(lang, status)),
        source: figure.source.clone(),
        by_vintage: match figure.vintage.as_str() {
            "" => String::new(),
            day => address(page, [("known-at", day)].into_iter()),
        },
        vintage: figure.vintage.clone(),
        recorded: at.to_owned(),
        who: who.to_owned(),
        as_known: address(page, [(STOOD_AT, at)].into_iter()),
    }
}
