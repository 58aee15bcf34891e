//! The register as a board: a column for each stage that some project has, with money and the projects last spoken of.

use super::head::{Head, list_of};
use super::words::{money_text, stage_word, warning_word};
use crate::answer::fresh;
use crate::asked::OnPlan;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::response::Response;
use projects::Stage;
use rust_decimal::Decimal;
use source::Lang;
use web::Problem;
use web::visit::encode;
use work::register::{self, Standing};

/// Projects of a column; the others stand in the list.
const SHOWN: usize = 30;

#[derive(Template)]
#[template(path = "works/board.html")]
struct BoardPage {
    s: Shell,
    head: Head,
    columns: Vec<Column>,
}

struct Column {
    name: &'static str,
    count: usize,
    money: String,
    cards: Vec<Card>,
    /// Where all of them are listed, when there are more than are shown.
    more: String,
}

struct Card {
    address: String,
    name: String,
    facts: Vec<String>,
    warnings: Vec<&'static str>,
}

fn card(lang: Lang, plan: &str, row: &Standing) -> Card {
    let item = &row.item;
    let money = money_text(item.investment);
    let mut facts = vec![item.office.clone(), item.county.clone()];
    if !money.is_empty() {
        facts.push(fill(lang, "register.money", &[("n", &money)]));
    }
    facts.retain(|fact| !fact.is_empty());
    Card {
        address: format!("/plans/{}/register/{}", encode(plan), item.id),
        name: item.name.clone(),
        facts,
        warnings: row.warnings.iter().map(|warning| warning_word(lang, warning.kind)).collect(),
    }
}

fn column(lang: Lang, plan: &str, stage: Option<Stage>, mut rows: Vec<&Standing>) -> Column {
    let money: Decimal = rows.iter().filter_map(|row| row.item.investment).sum();
    let unstated = rows.iter().filter(|row| row.item.investment.is_none()).count();
    let name = stage.map_or("", Stage::name);
    let count = rows.len();
    // What is odd comes first, then what was spoken of last.
    rows.sort_by_key(|row| (row.warnings.is_empty(), std::cmp::Reverse(row.reported), row.item.id));
    Column {
        name: stage_word(lang, name),
        count,
        money: fill(
            lang,
            "register.column-money",
            &[("n", &money.normalize().to_string()), ("unstated", &unstated.to_string())],
        ),
        cards: rows.iter().take(SHOWN).map(|row| card(lang, plan, row)).collect(),
        more: if count > SHOWN && stage.is_some() { list_of(plan, "stage", name) } else { String::new() },
    }
}

/// The board.
pub(super) async fn page(on: &OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, plan, visit, .. } = on;
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let register = register::whole(app, plan).await?;
    let stages = Stage::ALL.into_iter().map(Some).chain(std::iter::once(None));
    let columns = stages.filter_map(|stage| {
        let rows: Vec<&Standing> = register.rows.iter().filter(|row| row.stage == stage).collect();
        (!rows.is_empty()).then(|| column(visit.lang, plan, stage, rows))
    });
    fresh(&BoardPage {
        head: Head::of(visit, plan),
        columns: columns.collect(),
        s: Shell::of(visit, &view, None, Place::Register, text(visit.lang, "register.title")),
    })
}
