//! The register as a list, page by page behind the last number shown, and what is odd about its projects.

use super::head::Head;
use super::words::{money_text, span, stage_word, stages, warning_word};
use crate::answer::fresh;
use crate::asked::OnPlan;
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::response::Response;
use projects::Month;
use source::Lang;
use std::collections::BTreeMap;
use store::{Asked, DispatchFigures};
use web::visit::encode;
use web::{Problem, Visit};
use work::register::{self, Standing};

/// Projects of a page.
const SHOWN: i64 = 100;

#[derive(Template)]
#[template(path = "works/list.html")]
struct ListPage {
    s: Shell,
    head: Head,
    stages: Vec<Choice>,
    search: String,
    /// What else the list is narrowed to: name and value of the hidden field.
    kept: Vec<(&'static str, String)>,
    narrowed: Vec<String>,
    refused: bool,
    rows: Vec<Line>,
    total: i64,
    first: Option<String>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "works/warnings.html")]
struct WarningsPage {
    s: Shell,
    head: Head,
    kinds: Vec<(String, &'static str, usize, bool)>,
    rows: Vec<WarnedLine>,
    total: usize,
    next: Option<String>,
}

struct WarnedLine {
    address: String,
    name: String,
    office: String,
    stage: &'static str,
    words: Vec<String>,
}

struct Line {
    address: String,
    name: String,
    code: String,
    category: String,
    office: String,
    county: String,
    stage: &'static str,
    investment: String,
    reported: String,
    planned: String,
    real: String,
    warnings: Vec<&'static str>,
    refused: String,
}

fn line(lang: Lang, plan: &str, row: Standing) -> Line {
    let Standing { item, warnings, reported, .. } = row;
    Line {
        address: format!("/plans/{}/register/{}", encode(plan), item.id),
        stage: stage_word(lang, &item.stage),
        investment: money_text(item.investment),
        reported: reported.map(|month| month.to_string()).unwrap_or_default(),
        planned: span(&item.start_month, &item.end_month),
        real: span(&item.real_start, &item.real_end),
        warnings: warnings.iter().map(|warning| warning_word(lang, warning.kind)).collect(),
        category: crate::page::deliverables::category_word(lang, &item.category).to_owned(),
        name: item.name,
        code: item.code,
        office: item.office,
        county: item.county,
        refused: item.refused,
    }
}

/// What the address asks for.
pub(super) fn asked(visit: &Visit, count: i64) -> Asked {
    let of = |name: &str| visit.get(name).unwrap_or("").to_owned();
    Asked {
        stage: of("stage"),
        search: of("q"),
        office: of("office"),
        county: of("county"),
        chapter: of("chapter"),
        refused: visit.get("view") == Some("refused"),
        after: visit.get("after").and_then(|after| after.parse().ok()).unwrap_or(0),
        count,
    }
}

/// A page of the register as its projects stand, with the number behind which the next begins.
pub(super) async fn standing(on: &OnPlan, asked: &Asked) -> Result<(Vec<Standing>, Option<i64>), Problem> {
    let one_more = Asked { count: asked.count + 1, ..asked.clone() };
    let mut items = on.app.store().project_items(&on.plan, &one_more).await?;
    let shown = usize::try_from(asked.count).unwrap_or(usize::MAX);
    let more = items.len() > shown;
    items.truncate(shown);
    let last = items.last().map(|item| item.id).filter(|_| more);
    let ids: Vec<i64> = items.iter().map(|item| item.id).collect();
    let mut dispatches: BTreeMap<i64, Vec<DispatchFigures>> = BTreeMap::new();
    for one in on.app.store().dispatches(&ids).await? {
        dispatches.entry(one.project_item).or_default().push((&one).into());
    }
    let now: Month = register::this_month(&on.app);
    let rows = items.into_iter().map(|item| {
        let own = dispatches.remove(&item.id).unwrap_or_default();
        Standing::of(item, &own, now)
    });
    Ok((rows.collect(), last))
}

/// The register.
pub(super) async fn page(on: &OnPlan) -> Result<Response, Problem> {
    fresh(&listed(on).await?)
}

async fn listed(on: &OnPlan) -> Result<ListPage, Problem> {
    let OnPlan { app, plan, visit, .. } = on;
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let asked = asked(visit, SHOWN);
    let (rows, last) = standing(on, &asked).await?;
    let total = app.store().project_count(plan, &asked).await?;
    let kept: Vec<(&'static str, String)> =
        [("office", &asked.office), ("county", &asked.county), ("chapter", &asked.chapter)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name, value.clone()))
            .collect();
    Ok(ListPage {
        head: Head::of(visit, plan),
        stages: stages(lang, &asked.stage, text(lang, "register.every-stage")),
        narrowed: kept.iter().map(|(_, value)| value.clone()).collect(),
        kept,
        refused: asked.refused,
        rows: rows.into_iter().map(|row| line(lang, plan, row)).collect(),
        total,
        first: (asked.after > 0).then(|| visit.with(&[("after", "")])),
        next: last.map(|last| visit.with(&[("after", &last.to_string())])),
        search: asked.search,
        s: Shell::of(visit, &view, None, Place::Register, text(lang, "register.title")),
    })
}

/// What is odd about the projects of the register, by kind.
pub(super) async fn warned(on: &OnPlan) -> Result<Response, Problem> {
    fresh(&odd_ones(on).await?)
}

async fn odd_ones(on: &OnPlan) -> Result<WarningsPage, Problem> {
    const KINDS: [&str; 6] = ["late", "behind", "no-start", "no-report", "stage-back", "rate"];
    let OnPlan { app, plan, visit, .. } = on;
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let register = register::whole(app, plan).await?;
    let kind = visit.get("kind").unwrap_or("");
    let after: i64 = visit.get("after").and_then(|after| after.parse().ok()).unwrap_or(0);
    let of = |kind: &str| {
        let odd = |row: &&Standing| row.warnings.iter().any(|one| kind.is_empty() || one.kind == kind);
        register.rows.iter().filter(odd).collect::<Vec<_>>()
    };
    let found = of(kind);
    let total = found.len();
    let shown = usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let behind: Vec<&Standing> = found.into_iter().filter(|row| row.item.id > after).collect();
    let last = behind.get(shown.saturating_sub(1)).filter(|_| behind.len() > shown).map(|row| row.item.id);
    let rows = behind.into_iter().take(shown).map(|row| WarnedLine {
        address: format!("/plans/{}/register/{}", encode(plan), row.item.id),
        name: row.item.name.clone(),
        office: row.item.office.clone(),
        stage: stage_word(lang, &row.item.stage),
        words: row.warnings.iter().map(|warning| warning.words.get(lang).to_owned()).collect(),
    });
    Ok(WarningsPage {
        head: Head::of(visit, plan),
        kinds: std::iter::once(("", text(lang, "register.every-warning")))
            .chain(KINDS.map(|kind| (kind, warning_word(lang, kind))))
            .map(|(name, word)| {
                let address = visit.with(&[("kind", name), ("after", "")]);
                (address, word, of(name).len(), name == kind)
            })
            .collect(),
        rows: rows.collect(),
        total,
        next: last.map(|last| visit.with(&[("after", &last.to_string())])),
        s: Shell::of(visit, &view, None, Place::Register, text(lang, "register.warnings")),
    })
}
