//! Saying a sentence or a cell otherwise: as it is, as it shall be, and why.

use crate::answer::{after, form, fresh};
use crate::asked::{OnPlan, Posted};
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::response::Response;
use source::Span;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::view::PlanView;
use work::wording::{self, Why};
use work::{findings, rounds};

#[derive(Template)]
#[template(path = "drafting/fix.html")]
struct FixPage {
    s: Shell,
    plan: String,
    action: String,
    complaint: String,
    /// What was found or asked for.
    told: String,
    help: String,
    before: String,
    words: String,
    after: String,
    proposed: String,
    reason: String,
}

/// What the form is about: a place, and why.
struct About {
    span: Span,
    why: Why,
    told: String,
    help: String,
}

/// The place of the address: that of a finding, of an opinion, or one chosen in the text.
async fn about(app: &App, visit: &Visit, view: &PlanView) -> Result<About, Problem> {
    let nothing = || Problem::not_found("没有这一处。".to_owned(), "There is no such place.".to_owned());
    if let Some(key) = visit.get("finding") {
        let found =
            findings::all(app, view).await?.into_iter().find(|one| one.key == key).ok_or_else(nothing)?;
        let span = found.finding.labels.first().map(|label| label.span).ok_or_else(nothing)?;
        let told = found.finding.message.get(visit.lang).to_owned();
        let help = found.finding.help.get(visit.lang).to_owned();
        return Ok(About { span, why: Why::Finding(key.to_owned()), told, help });
    }
    let number = |name| visit.get(name).and_then(|text| text.parse::<usize>().ok());
    let span = number("at").zip(number("to")).filter(|(from, to)| from <= to);
    let chosen = span.map(|(from, to)| Span::new(from, to));
    if let Some(opinion) = visit.get("opinion").and_then(|id| id.parse::<i64>().ok()) {
        let (opinion, party) = rounds::opinion(app, view.id(), opinion).await?;
        let span = chosen.or_else(|| rounds::place_of(view, &opinion)).ok_or_else(nothing)?;
        let told = format!("{party}：{}", opinion.is.text);
        return Ok(About {
            span,
            why: Why::Opinion(opinion.id, told.clone()),
            told,
            help: opinion.is.proposed,
        });
    }
    let span = chosen.ok_or_else(nothing)?;
    Ok(About { span, why: Why::Own, told: String::new(), help: String::new() })
}

/// The form.
pub(crate) async fn page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    fresh(&shown(&app, &visit, &view, None, "").await?)
}

async fn shown(
    app: &App,
    visit: &Visit,
    view: &PlanView,
    typed: Option<(String, String)>,
    complaint: &str,
) -> Result<FixPage, Problem> {
    let about = about(app, visit, view).await?;
    let document = view.stored.document.as_ref();
    let place = document.and_then(|document| wording::place_at(document, about.span));
    let (Some(document), Some(place)) = (document, place) else {
        return Err(Problem::not_found("没有这一处。".to_owned(), "There is no such place.".to_owned()));
    };
    let line = document.lines.span(&document.text, document.lines.line(place.span.start));
    let piece = |from: usize, to: usize| document.text.get(from..to).unwrap_or_default().trim().to_owned();
    let (proposed, reason) = typed.unwrap_or_else(|| (place.text.trim().to_owned(), String::new()));
    Ok(FixPage {
        s: Shell::of(visit, view, None, Place::Work, text(visit.lang, "fix.title")),
        plan: encode(view.id()),
        action: visit.with(&[("saved", "")]),
        complaint: complaint.to_owned(),
        told: about.told,
        help: about.help,
        before: piece(line.start, place.span.start),
        after: piece(place.span.end, line.end.max(place.span.end)),
        words: place.text,
        proposed,
        reason,
    })
}

/// Keeps what the words shall be.
pub(crate) async fn save(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let question = visit.question(&plan)?;
    let view = app.plan(visit.viewer(), &question).await?;
    let About { span, why, .. } = about(&app, &visit, &view).await?;
    let (proposed, reason) = (fields.text("words", 20_000), fields.text("reason", 500));
    let change = visit.visitor.change(reason.clone());
    let done = wording::change(&app, visit.viewer(), &question, (span, &proposed), why, &change).await;
    after(&visit, done.map(|id| format!("/plans/{}/changes?saved={id}", encode(&plan))), async |words| {
        form(&shown(&app, &visit, &view, Some((proposed, reason)), words).await?, words)
    })
    .await
}
