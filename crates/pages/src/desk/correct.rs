//! Putting right what was read from a place of the document: every row read from it, and rows that are missing.

use crate::answer::{after, form, fresh};
use crate::asked::{OnPlan, Posted};
use crate::excerpt::excerpt_of;
use crate::row::{Inputs, given, inputs, kind_word, summary, traces};
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use plan::Plan;
use plan::package::Named;
use source::{Lang, Span};
use web::fields::Fields;
use web::visit::encode;
use web::{Problem, Visit};
use work::correct::{Correct, Kind, Outcome, Row, correct, name_of, named};
use work::view::PlanView;

#[derive(Template)]
#[template(path = "desk/correct.html")]
struct CorrectPage {
    s: Shell,
    plan: String,
    action: String,
    complaint: String,
    quote: String,
    back: String,
    /// Where the words themselves are changed; empty for a row without a place.
    fix: String,
    rows: Vec<RowForm>,
    additions: Vec<Addition>,
    indicators: Vec<String>,
}

struct RowForm {
    kind: Kind,
    row: String,
    word: &'static str,
    says: String,
    doubt: String,
    inputs: Inputs,
    traces: Vec<String>,
}

struct Addition {
    kind: Kind,
    word: &'static str,
    inputs: Inputs,
}

/// Where a person is: a place of the text, or one row.
struct Spot {
    span: Option<Span>,
    row: Option<(Kind, String)>,
}

impl Spot {
    fn of(visit: &Visit) -> Self {
        let number = |name| visit.get(name).and_then(|text| text.parse::<usize>().ok());
        let span = number("at").zip(number("to")).filter(|(from, to)| from <= to);
        let kind = visit.get("kind").and_then(Kind::parse);
        Self {
            span: span.map(|(from, to)| Span::new(from, to)),
            row: kind.zip(visit.get("row").map(str::to_owned)),
        }
    }

    /// The rows that are read from the place.
    fn rows(&self, plan: &Plan) -> Vec<(Kind, String)> {
        if let Some(row) = &self.row {
            return vec![row.clone()];
        }
        let Some(span) = self.span else { return Vec::new() };
        let here = |own: Span| !own.is_empty() && own.overlaps(span);
        let targets = plan.targets.iter().filter(|one| here(one.provenance.span));
        let observations = plan.observations.iter().filter(|one| here(one.provenance.span));
        let projects = plan.projects.iter().filter(|one| here(one.provenance.span));
        let tasks = plan.tasks.iter().filter(|one| here(one.provenance.span));
        let mut all: Vec<(Kind, String)> = Vec::new();
        all.extend(targets.map(|one| (Kind::Target, one.id.to_string())));
        all.extend(observations.map(|one| (Kind::Observation, one.id.to_string())));
        all.extend(projects.map(|one| (Kind::Project, one.id.to_string())));
        all.extend(tasks.map(|one| (Kind::Task, one.id.to_string())));
        let places = plan.places.iter().filter(|one| here(one.provenance.span));
        all.extend(places.map(|one| (Kind::Place, one.id.to_string())));
        let assignments = plan.assignments.iter().filter(|one| here(one.provenance.span));
        all.extend(assignments.map(|one| (Kind::Assignment, one.id.to_string())));
        all
    }
}

/// The rows of a place as forms.
pub(crate) async fn page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    fresh(&shown(&visit, &view, ""))
}

fn shown(visit: &Visit, view: &PlanView, complaint: &str) -> CorrectPage {
    let lang = visit.lang;
    let spot = Spot::of(visit);
    let plan = &view.stored.plan;
    let s = Shell::of(visit, view, None, Place::Work, text(lang, "correct.title"));
    let document = view.stored.document.as_ref();
    let rows = spot.rows(plan);
    let quote = match (document, spot.span) {
        (Some(document), Some(span)) => {
            document.text.get(span.start..span.end).unwrap_or_default().to_owned()
        }
        _ => rows.first().map(|(kind, row)| quote_of(view, *kind, row)).unwrap_or_default(),
    };
    let add = |kind: Kind| Addition {
        kind,
        word: kind_word(lang, kind),
        inputs: inputs(lang, kind, &template(kind), ""),
    };
    let additions =
        [Kind::Target, Kind::Observation, Kind::Project, Kind::Task, Kind::Place, Kind::Assignment];
    CorrectPage {
        plan: encode(view.id()),
        action: visit.with(&[("saved", "")]),
        complaint: complaint.to_owned(),
        quote,
        back: back(visit, view, "", ""),
        fix: spot
            .span
            .filter(|_| document.is_some())
            .map_or_else(String::new, |span| s.to(format!("/fix?at={}&to={}", span.start, span.end))),
        rows: focused(rows.iter().filter_map(|(kind, row)| row_form(lang, view, *kind, row)).collect()),
        additions: if spot.span.is_some() { additions.map(add).into() } else { Vec::new() },
        indicators: plan.indicators.iter().map(|row| row.name.clone()).collect(),
        s,
    }
}

/// The cursor stands in the first row.
fn focused(mut rows: Vec<RowForm>) -> Vec<RowForm> {
    if let Some(first) = rows.first_mut() {
        first.inputs.focus();
    }
    rows
}

/// What a new row begins with.
fn template(kind: Kind) -> Named {
    let pairs: &[(&str, &str)] = match kind {
        Kind::Target => &[("measure", "level"), ("comparator", "eq")],
        Kind::Observation => &[("measure", "level"), ("comparator", "eq")],
        Kind::Project => &[("stage", "planned")],
        Kind::Task => &[("quantified", "false")],
        Kind::Place => &[("kind", "region")],
        Kind::Assignment => &[("role", "lead"), ("confirmed", "true")],
        Kind::Indicator => &[],
    };
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn row_form(lang: Lang, view: &PlanView, kind: Kind, row: &str) -> Option<RowForm> {
    let plan = &view.stored.plan;
    let fields = named(plan, kind, row)?;
    let questions = work::load::questions(plan);
    let mut asked = questions.into_iter().chain(work::load::unconfirmed(plan));
    let doubt = asked.find(|one| one.kind == kind && one.row == row);
    Some(RowForm {
        kind,
        row: row.to_owned(),
        word: kind_word(lang, kind),
        says: summary(lang, kind, &fields),
        doubt: doubt.map(|one| one.doubt.reason).unwrap_or_default(),
        inputs: inputs(lang, kind, &fields, ""),
        traces: traces(lang, view, kind, row, true),
    })
}

fn quote_of(view: &PlanView, kind: Kind, row: &str) -> String {
    let plan = &view.stored.plan;
    let provenance = match kind {
        Kind::Target => plan.targets.iter().find(|one| one.id.as_str() == row).map(|one| &one.provenance),
        Kind::Observation => {
            plan.observations.iter().find(|one| one.id.as_str() == row).map(|one| &one.provenance)
        }
        Kind::Project => plan.projects.iter().find(|one| one.id.as_str() == row).map(|one| &one.provenance),
        Kind::Task => plan.tasks.iter().find(|one| one.id.as_str() == row).map(|one| &one.provenance),
        Kind::Place => plan.places.iter().find(|one| one.id.as_str() == row).map(|one| &one.provenance),
        Kind::Assignment => {
            plan.assignments.iter().find(|one| one.id.as_str() == row).map(|one| &one.provenance)
        }
        Kind::Indicator => None,
    };
    let Some(provenance) = provenance else { return String::new() };
    let found = view.stored.document.as_ref().and_then(|document| excerpt_of(document, provenance.span));
    found.map_or_else(|| provenance.quote.clone(), |(_, parts)| parts.concat())
}

/// Where a person came from: the sentence in the text, else the list of corrections. `saved` and `what` tell what was done.
fn back(visit: &Visit, view: &PlanView, saved: &str, what: &str) -> String {
    let base = format!("/plans/{}", encode(view.id()));
    let told = if saved.is_empty() { String::new() } else { format!("?saved={saved}&kind={what}") };
    match Spot::of(visit).span {
        Some(span) => format!("{base}/text{told}#b{}", span.start),
        None => format!("{base}/corrections{told}"),
    }
}

/// Keeps what a form says of one row.
pub(crate) async fn save(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let question = visit.question(&plan)?;
    let view = app.plan(visit.viewer(), &question).await?;
    let Some((what, name)) = asked(&visit, &view, &fields) else {
        return Err(Problem::of_status(StatusCode::BAD_REQUEST));
    };
    let change = visit.visitor.change(fields.text("reason", 500));
    let done = correct(&app, visit.viewer(), &question, what, &change).await.map(|outcome| {
        let (saved, what) = told(outcome, fields.get("action"));
        tracing::debug!(plan, name, saved, "put right");
        back(&visit, &view, &saved, what)
    });
    after(&visit, done, async |words| form(&shown(&visit, &view, words), words)).await
}

/// What is told after a change: its number, and what it was.
fn told(outcome: Outcome, action: &str) -> (String, &'static str) {
    match outcome {
        Outcome::Kept(id) => {
            let what = match action {
                "add" => "add",
                "reject" => "reject",
                "accept" => "accept",
                _ => "edit",
            };
            (id.to_string(), what)
        }
        Outcome::Unchanged => ("0".to_owned(), "unchanged"),
        Outcome::Withdrawn => ("0".to_owned(), "withdraw"),
    }
}

fn asked(visit: &Visit, view: &PlanView, fields: &Fields) -> Option<(Correct, String)> {
    let kind = Kind::parse(fields.get("of"))?;
    let row = || Row { kind, id: fields.get("row").to_owned() };
    let name = name_of(&view.stored.plan, kind, fields.get("row"));
    let what = match fields.get("action") {
        "edit" => Correct::Edit(row(), given(fields, kind, "in/")),
        "reject" => Correct::Reject(row()),
        "accept" => Correct::Accept(row()),
        "merge" => Correct::Merge(row(), fields.text("into", 200)),
        "add" => Correct::Add(kind, Spot::of(visit).span?, added(kind, fields)),
        _ => return None,
    };
    Some((what, name))
}

/// The fields of a new row; what is only implied by others is filled in.
fn added(kind: Kind, fields: &Fields) -> Named {
    let mut all = given(fields, kind, "in/");
    all.retain(|_, value| !value.is_empty());
    if let Some(name) =
        all.get("indicator").filter(|_| matches!(kind, Kind::Target | Kind::Observation)).cloned()
    {
        all.entry("subject".to_owned()).or_insert(name);
    }
    all
}
