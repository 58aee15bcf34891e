use crate::asked::OnPlan;
use crate::page::parts;
use crate::page::parts::{RecordLine, RowCard};
use crate::replies::{ReplyLine, shown_replies};
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use assess::Alert;
use axum::response::Response;
use web::{Problem, Visit};
use work::reply::Voice;
use work::view::Judged;

#[derive(Template)]
#[template(path = "warnings.html")]
struct Warnings {
    s: Shell,
    levels: Vec<Level>,
    data: Vec<DataLine>,
    /// Warnings in the plan's own region, and those in regions inside it.
    total: usize,
    regional: usize,
    record: Vec<RecordLine>,
    /// How the forecasts of this plan came out, as HTML; empty while none can be judged.
    foretold: String,
    /// Matters that the viewer may open about a warning: words, and the address without the target.
    openings: Vec<(String, String)>,
}

/// The warnings of one level.
struct Level {
    name: &'static str,
    word: String,
    rows: Vec<Warned>,
}

/// A warning with what was said to it.
struct Warned {
    row: RowCard,
    replies: Vec<ReplyLine>,
    /// Whether the viewer may speak for the target.
    can_reply: bool,
}

struct DataLine {
    kind: String,
    name: String,
    address: String,
    text: String,
}

/// Warnings by level, with the reason opened, and what is odd with the figures.
pub(crate) async fn get(on: OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, plan: id, visit, .. } = &on;
    on.answer(async || {
        let judged = on.judged().await?;
        let replies = shown_replies(app, visit, id).await?;
        let openings = crate::matters::about_warnings(app, visit, id);
        let voice = work::reply::voice(app, visit.viewer(), &judged.view).await?;
        Ok(page(visit, &judged, (&replies, &voice), openings))
    })
    .await
}

fn page(
    visit: &Visit,
    judged: &Judged,
    (replies, voice): (&[ReplyLine], &Voice),
    openings: Vec<(String, String)>,
) -> Warnings {
    let lang = visit.lang;
    let s = Shell::of(visit, &judged.view, Some(&judged.moment), Place::Warnings, text(lang, "nav.warnings"));
    let mut warned = judged.assessment.warned();
    // The main targets first, then the promises of the text, then the regions.
    warned.sort_by_key(|row| (!row.region.is_empty(), !judged.is_main(row)));
    let regional = warned.iter().filter(|row| !row.region.is_empty()).count();
    let levels: Vec<Level> = [Alert::Red, Alert::Orange, Alert::Yellow, Alert::Blue]
        .into_iter()
        .map(|level| Level {
            name: level.name(),
            word: level.words().get(lang).to_owned(),
            rows: warned
                .iter()
                .filter(|row| row.alert == level)
                .map(|row| Warned {
                    row: RowCard::of(lang, judged, row),
                    can_reply: voice.covers(row.target.as_str()),
                    replies: replies
                        .iter()
                        .filter(|reply| row.region.is_empty() && reply.target == row.target.as_str())
                        .cloned()
                        .collect(),
                })
                .collect(),
        })
        .collect();
    let data = judged.assessment.data.iter().map(|warning| DataLine {
        kind: warning.kind.words().get(lang).to_owned(),
        name: warning.name.clone(),
        address: s.to(format!("/indicators/{}", warning.indicator)),
        text: warning.words.get(lang).to_owned(),
    });
    Warnings {
        data: data.collect(),
        total: warned.len() - regional,
        regional,
        levels,
        record: parts::record(lang),
        foretold: super::hindsight::of_plan(lang, judged)
            .map(|table| story::html(&[table]))
            .unwrap_or_default(),
        openings,
        s,
    }
}
