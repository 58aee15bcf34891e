//! A card of one indicator that other sites embed: as the public sees it, whoever is signed in, without script or forms.

use crate::answer::answer;
use crate::page::parts::RowCard;
use crate::shell::{Place, Shell};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use web::{App, Problem, Visit, Visitor};

#[derive(Template)]
#[template(path = "embed.html")]
struct Embed {
    s: Shell,
    name: String,
    plan: String,
    address: String,
    as_of: i32,
    row: Option<RowCard>,
}

/// The leading target of an indicator as a card.
pub(crate) async fn indicator(
    State(app): State<App>,
    Path((id, indicator)): Path<(String, String)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let visit = Visit { visitor: Visitor::default(), ..visit };
    answer(&app, &visit, &headers, async || {
        let judged = app.judged(visit.viewer(), &visit.question(&id)?).await?;
        let found = judged.view.indicator(&indicator).ok_or_else(Problem::no_page)?;
        let s = Shell::of(&visit, &judged.view, Some(&judged.moment), Place::Indicators, found.name.clone());
        let row = judged.leading_row(&indicator).map(|row| RowCard::of(visit.lang, &judged, row));
        let address = format!("{}{}", app.base_url(), s.to(format!("/indicators/{indicator}")));
        let (plan, as_of) = (judged.view.title().to_owned(), judged.moment.as_of.year);
        Ok(Embed { s, name: found.name.clone(), plan, address, as_of, row })
    })
    .await
}
