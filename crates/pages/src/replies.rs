//! What offices reply to warnings, as pages show it.

use crate::text::text;
use store::Reply;
use web::{App, Problem, Visit};
use work::clock;

/// A reply as pages show it.
#[derive(Clone)]
pub(crate) struct ReplyLine {
    pub(crate) id: i64,
    pub(crate) target: String,
    pub(crate) office: String,
    pub(crate) at: String,
    pub(crate) text: String,
    pub(crate) measure: String,
    pub(crate) due: String,
    pub(crate) state: &'static str,
    pub(crate) is_open: bool,
    pub(crate) is_late: bool,
}

/// The replies that a visitor is shown beside the warnings: what offices say to each other is not for the public.
pub(crate) async fn shown_replies(app: &App, visit: &Visit, plan: &str) -> Result<Vec<ReplyLine>, Problem> {
    if visit.viewer().sees_published_only() {
        return Ok(Vec::new());
    }
    replies_of(app, visit, plan).await
}

/// The replies of a plan, newest first, in words; as they stood at the moment that the visit asks for.
pub(crate) async fn replies_of(app: &App, visit: &Visit, plan: &str) -> Result<Vec<ReplyLine>, Problem> {
    let lang = visit.lang;
    let offices = work::offices::offices(app).await?;
    let past = visit.question(plan)?.past();
    let today = match visit.stood_at()? {
        Some(moment) => clock::day(moment),
        None => app.today(),
    }
    .to_string();
    let line = |mut reply: Reply| {
        if reply.closed_at.as_deref().is_some_and(|at| !past.holds(at)) {
            "open".clone_into(&mut reply.state);
        }
        let is_open = reply.state == "open";
        let due = reply.due.unwrap_or_default();
        ReplyLine {
            id: reply.id,
            target: reply.target,
            office: offices.get(&reply.office).map_or(reply.office, |office| office.name.clone()),
            at: clock::shown(&reply.at),
            text: reply.text,
            state: match reply.state.as_str() {
                "open" => text(lang, "measure.open"),
                "done" => text(lang, "measure.done"),
                _ => text(lang, "measure.dropped"),
            },
            is_late: is_open && !due.is_empty() && due < today,
            measure: reply.measure,
            due,
            is_open,
        }
    };
    let replies = app.store().replies(plan).await?.into_iter();
    Ok(replies.filter(|reply| past.holds(&reply.at)).map(line).collect())
}
