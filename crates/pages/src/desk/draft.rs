//! What was read of a document, beside the words it was read from, before anything is kept.

use crate::answer::form;
use crate::choice::Choice;
use crate::excerpt::excerpt_of;
use crate::row::{Input, document_kinds, inputs, kind_word, summary};
use crate::shell::Shell;
use crate::text::text;
use crate::words::severity_word;
use askama::Template;
use axum::response::Response;
use document::Document;
use plan::{Plan, Provenance};
use source::{Diagnostic, Lang, Severity, Span};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::correct::{Kind, named};
use work::load::{self, Arrived, Draft};

#[derive(Template)]
#[template(path = "desk/draft.html")]
struct DraftPage {
    s: Shell,
    pending: String,
    complaint: String,
    name: String,
    title: String,
    region: String,
    first: String,
    last: String,
    kinds: Vec<Choice>,
    version: Option<i64>,
    counts: Vec<(&'static str, usize)>,
    questions: Vec<Question>,
    findings: Vec<Findings>,
    groups: Vec<Group>,
    indicators: Vec<String>,
}

struct Question {
    place: String,
    kind: &'static str,
    why: String,
    quote: Quote,
    says: String,
    inputs: Vec<Input>,
}

/// A piece of the source with the words that count.
struct Quote {
    line: u32,
    before: String,
    marked: String,
    after: String,
}

struct Findings {
    severity: &'static str,
    word: &'static str,
    total: usize,
    lines: Vec<Line>,
}

struct Line {
    code: &'static str,
    message: String,
    quote: Option<Quote>,
}

struct Group {
    title: &'static str,
    is_open: bool,
    lines: Vec<(Quote, String)>,
}

/// Findings listed for each severity; the numbers tell of all, and the draft's own page lists them.
const MOST_FINDINGS: usize = 50;

/// The page of what was read.
pub(super) async fn show(
    app: &App,
    visit: &Visit,
    pending: &str,
    arrived: &Arrived,
    read: &Draft,
    complaint: &str,
) -> Result<Response, Problem> {
    let version = load::same(app, arrived, &read.plan).await?.map(|key| key.version + 1);
    let page = page(visit, pending, arrived, read, version, complaint);
    form(&page, complaint)
}

fn page(
    visit: &Visit,
    pending: &str,
    arrived: &Arrived,
    read: &Draft,
    version: Option<i64>,
    complaint: &str,
) -> DraftPage {
    let lang = visit.lang;
    let (plan, document) = (&read.plan, &read.reading.document);
    let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
    let counts = [
        (text(lang, "row.indicators"), plan.indicators.len()),
        (text(lang, "row.targets"), plan.targets.len()),
        (text(lang, "row.observations"), plan.observations.len()),
        (text(lang, "row.projects"), plan.projects.iter().filter(|project| project.is_certain()).count()),
        (text(lang, "row.tasks"), plan.tasks.len()),
    ];
    DraftPage {
        s: Shell::bare(visit, text(lang, "draft.title")),
        pending: encode(pending),
        complaint: complaint.to_owned(),
        name: arrived.name.clone(),
        title: plan.title.clone(),
        region: plan.region.clone().unwrap_or_default(),
        first: year(plan.period.map(|period| period.start)),
        last: year(plan.period.map(|period| period.end)),
        kinds: document_kinds(lang, plan.kind),
        version,
        counts: counts.into(),
        questions: questions(lang, plan, document),
        findings: findings(lang, document, read),
        groups: groups(lang, plan, document),
        indicators: plan.indicators.iter().map(|row| row.name.clone()).collect(),
    }
}

fn questions(lang: Lang, plan: &Plan, document: &Document) -> Vec<Question> {
    let place = |kind: Kind, row: &str| match kind {
        Kind::Target => plan.targets.iter().find(|one| one.id.as_str() == row).map(|one| &one.provenance),
        _ => plan.observations.iter().find(|one| one.id.as_str() == row).map(|one| &one.provenance),
    };
    let of = |one: load::Question| {
        let fields = named(plan, one.kind, &one.row)?;
        let at = format!("{}/{}", one.kind.name(), one.row);
        Some(Question {
            kind: kind_word(lang, one.kind),
            why: one.doubt.reason,
            quote: quote(document, place(one.kind, &one.row)?),
            says: summary(lang, one.kind, &fields),
            inputs: inputs(lang, one.kind, &fields, &format!("in/{at}/")).main,
            place: at,
        })
    };
    load::questions(plan).into_iter().filter_map(of).collect()
}

fn quote(document: &Document, provenance: &Provenance) -> Quote {
    match excerpt_of(document, provenance.span).filter(|_| !provenance.span.is_empty()) {
        Some((line, [before, marked, after])) => Quote { line, before, marked, after },
        None => Quote {
            line: provenance.line,
            before: String::new(),
            marked: provenance.quote.clone(),
            after: String::new(),
        },
    }
}

fn findings(lang: Lang, document: &Document, read: &Draft) -> Vec<Findings> {
    let all: Vec<&Diagnostic> = read.reading.noticed.iter().chain(&read.reading.found).collect();
    let of = |severity: Severity| {
        let own: Vec<&&Diagnostic> = all.iter().filter(|one| one.severity == severity).collect();
        let line = |one: &&&Diagnostic| Line {
            code: one.code,
            message: one.message.get(lang).to_owned(),
            quote: one.labels.first().and_then(|label| place(document, label.span)),
        };
        Findings {
            severity: severity.name(),
            word: severity_word(lang, severity),
            total: own.len(),
            lines: own.iter().take(MOST_FINDINGS).map(line).collect(),
        }
    };
    Severity::ALL.into_iter().map(of).filter(|group| group.total > 0).collect()
}

fn place(document: &Document, span: Span) -> Option<Quote> {
    let (line, [before, marked, after]) = excerpt_of(document, span)?;
    Some(Quote { line, before, marked, after })
}

/// Every row beside the words it was read from.
fn groups(lang: Lang, plan: &Plan, document: &Document) -> Vec<Group> {
    let line = |kind: Kind, id: &str, provenance: &Provenance| {
        Some((quote(document, provenance), summary(lang, kind, &named(plan, kind, id)?)))
    };
    let targets = plan.targets.iter().filter_map(|row| line(Kind::Target, row.id.as_str(), &row.provenance));
    let observations =
        plan.observations.iter().filter_map(|row| line(Kind::Observation, row.id.as_str(), &row.provenance));
    let projects =
        plan.projects.iter().filter_map(|row| line(Kind::Project, row.id.as_str(), &row.provenance));
    let tasks = plan.tasks.iter().filter_map(|row| line(Kind::Task, row.id.as_str(), &row.provenance));
    vec![
        Group { title: text(lang, "row.targets"), is_open: true, lines: targets.collect() },
        Group { title: text(lang, "row.observations"), is_open: false, lines: observations.collect() },
        Group { title: text(lang, "row.projects"), is_open: false, lines: projects.collect() },
        Group { title: text(lang, "row.tasks"), is_open: false, lines: tasks.collect() },
    ]
}
