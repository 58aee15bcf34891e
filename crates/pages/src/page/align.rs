//! A plan held against the plan above it or before it: the matrix, and the same as a file.

use super::compare::choices;
use crate::asked::OnPlan;
use crate::choice::{Chip, Choice};
use crate::living;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use check::{Relation, Verdict};
use source::Lang;
use std::sync::Arc;
use web::download::kept_as;
use web::rendered::{NO_STORE, Rendered};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::alignment::{self, Aligned, relation_name};
use work::compare;
use work::view::PlanView;

#[derive(Template)]
#[template(path = "align.html")]
struct Page {
    s: Shell,
    choices: Vec<Choice>,
    relations: Vec<Choice>,
    other_title: String,
    /// Why there are no rows; empty where there are.
    apart: String,
    chips: Vec<Chip>,
    rows: Vec<Line>,
    files: Vec<(&'static str, String)>,
    chosen: bool,
}

/// A row of the matrix.
struct Line {
    thing: String,
    name: String,
    verdict: &'static str,
    word: String,
    reason: String,
    binding: bool,
    there: Told,
    here: Option<Told>,
}

/// What one of the plans says, and where.
struct Told {
    said: String,
    quote: String,
    address: String,
}

/// What is asked for by the address.
struct Asked {
    with: String,
    relation: Option<Relation>,
    only: Option<Verdict>,
}

impl Asked {
    fn of(visit: &Visit) -> Self {
        let known = [Relation::Upper, Relation::Earlier];
        let asked = visit.get("relation").unwrap_or_default();
        Self {
            with: visit.get("with").unwrap_or_default().to_owned(),
            relation: known.into_iter().find(|one| relation_name(*one) == asked),
            only: visit.get("state").and_then(Verdict::parse),
        }
    }

    /// The comparison, when another plan is chosen.
    async fn aligned(
        &self,
        app: &App,
        visit: &Visit,
        view: &Arc<PlanView>,
    ) -> Result<Option<Aligned>, Problem> {
        if self.with.is_empty() {
            return Ok(None);
        }
        let other = compare::other(app, visit.viewer(), &self.with, visit.stood_at()?).await?;
        let relation = self.relation.unwrap_or_else(|| alignment::propose(view, &other));
        Ok(Some(alignment::aligned(view.clone(), other, relation).await?))
    }
}

/// The matrix.
pub(crate) async fn get(on: OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, visit, .. } = &on;
    on.answer(async || {
        let (view, moment) = on.view().await?;
        let asked = Asked::of(visit);
        let found = asked.aligned(app, visit, &view).await?;
        let choices = choices(app, visit, &view, &asked.with).await?;
        let s = Shell::of(visit, &view, Some(&moment), Place::Compare, text(visit.lang, "align.title"));
        Ok(page(visit.lang, s, (&view, &asked), found.as_ref(), choices))
    })
    .await
}

fn page(
    lang: Lang,
    s: Shell,
    (view, asked): (&PlanView, &Asked),
    found: Option<&Aligned>,
    choices: Vec<Choice>,
) -> Page {
    let relation = found.map(|found| found.relation).or(asked.relation).map_or("", relation_name);
    let relations = [("upper", "align.upper"), ("earlier", "align.earlier")];
    let query = format!("with={}&relation={relation}", encode(&asked.with));
    let state = asked.only.map(|only| format!("&state={}", only.name())).unwrap_or_default();
    let file = |ending| (ending, s.to(format!("/alignment/file/{ending}?{query}{state}")));
    Page {
        choices,
        relations: relations.map(|(value, key)| Choice::new(value, text(lang, key), relation)).into(),
        other_title: found.map(|found| found.other.title().to_owned()).unwrap_or_default(),
        apart: found
            .and_then(|found| found.found.apart)
            .map(|apart| apart.words().get(lang).to_owned())
            .unwrap_or_default(),
        chips: found.map(|found| chips(lang, &s, (&query, asked.only), found)).unwrap_or_default(),
        rows: found
            .map(|found| {
                found.rows(asked.only).map(|row| line(lang, &s, (view, &found.other), row)).collect()
            })
            .unwrap_or_default(),
        files: vec![file("xlsx"), file("docx")],
        chosen: found.is_some(),
        s,
    }
}

fn chips(lang: Lang, s: &Shell, (query, only): (&str, Option<Verdict>), found: &Aligned) -> Vec<Chip> {
    let all = Chip {
        address: s.to(format!("/alignment?{query}")),
        label: text(lang, "align.to-do").to_owned(),
        count: found.rows(None).count(),
        here: only.is_none(),
    };
    let of = |verdict: &Verdict| Chip {
        address: s.to(format!("/alignment?{query}&state={}", verdict.name())),
        label: verdict.words().get(lang).to_owned(),
        count: found.found.count(*verdict),
        here: only == Some(*verdict),
    };
    [all].into_iter().chain(Verdict::ALL.iter().map(of).filter(|chip| chip.count > 0)).collect()
}

fn line(lang: Lang, s: &Shell, (view, other): (&PlanView, &PlanView), row: &check::Row) -> Line {
    let place = |plan: &PlanView, of: &check::Place| {
        plan.stored.document.as_ref().map(|document| living::sentence_link(document, of.span))
    };
    let there = place(other, &row.above).map(|tail| format!("/plans/{}{tail}", encode(other.id())));
    let here = |own: &check::Place| Told {
        said: own.said.clone(),
        quote: own.quote.clone(),
        address: place(view, own).map(|tail| s.to(tail)).unwrap_or_default(),
    };
    Line {
        thing: row.thing.words().get(lang).to_owned(),
        name: row.name.clone(),
        verdict: row.verdict.name(),
        word: row.verdict.words().get(lang).to_owned(),
        reason: row.words.get(lang).to_owned(),
        binding: row.is_binding,
        there: Told {
            said: row.above.said.clone(),
            quote: row.above.quote.clone(),
            address: there.unwrap_or_default(),
        },
        here: row.own.as_ref().map(here),
    }
}

/// The matrix as a file.
pub(crate) async fn file(
    State(app): State<App>,
    Path((plan, ending)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let asked = Asked::of(&visit);
    let Some(found) = asked.aligned(&app, &visit, &view).await? else { return Err(Problem::no_page()) };
    let (bytes, kind) =
        alignment::file(&app, (view.title(), &found), asked.only, &ending, visit.lang).await?;
    let mut response = Rendered::cached(kind, bytes, NO_STORE).answer(&HeaderMap::new());
    let name = format!("{} {}.{ending}", view.title(), text(visit.lang, "align.title"));
    let name = kept_as(&format!("alignment.{ending}"), &name);
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
