//! The inbox: what was said to an account, and the address of its calendar.

use crate::answer::fresh;
use crate::choice::Chip;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use source::Lang;
use store::Notice;
use web::fields::Fields;
use web::{App, Problem, Visit, Visitor};
use work::clock;

#[derive(Template)]
#[template(path = "handin/inbox.html")]
struct Inbox {
    s: Shell,
    /// The sorts of messages with how many of each are new.
    chips: Vec<Chip>,
    lines: Vec<Line>,
    last: i64,
    unread: i64,
    /// The address of the calendar that was just made: shown this once.
    calendar: String,
}

struct Line {
    words: String,
    link: String,
    at: String,
    is_new: bool,
}

impl Line {
    fn of(lang: Lang, notice: Notice) -> Self {
        Self {
            words: notice.words.get(lang).to_owned(),
            at: clock::shown(&notice.at),
            is_new: notice.read_at.is_none(),
            link: notice.link,
        }
    }
}

/// How many lines the inbox shows.
const MOST: i64 = 200;

/// The inbox, newest first.
pub(crate) async fn page(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    show(&app, &visit.visitor, &visit, String::new()).await
}

pub(super) async fn show(
    app: &App,
    visitor: &Visitor,
    visit: &Visit,
    calendar: String,
) -> Result<Response, Problem> {
    let account = visitor.viewer.account().ok_or_else(Problem::sign_in)?;
    let notices = app.store().notices(&account.name, MOST).await?;
    let last = notices.first().map_or(0, |notice| notice.id);
    let chosen = visit.get("kind").unwrap_or("");
    let chips = chips(visit, &notices);
    let shown = notices.into_iter().filter(|one| chosen.is_empty() || sort_of(&one.kind) == chosen);
    let lines = shown.map(|notice| Line::of(visit.lang, notice));
    fresh(&Inbox {
        s: Shell::bare(visit, text(visit.lang, "inbox.title")),
        lines: lines.collect(),
        chips,
        last,
        unread: app.store().unread(&account.name).await?,
        calendar,
    })
}

/// The sorts of messages with how many there are of each.
fn chips(visit: &Visit, notices: &[Notice]) -> Vec<Chip> {
    let chosen = visit.get("kind").unwrap_or("");
    let count =
        |sort: &str| notices.iter().filter(|one| sort.is_empty() || sort_of(&one.kind) == sort).count();
    let chip = |sort: &'static str| Chip {
        address: visit.with(&[("kind", sort)]),
        label: sort_word(visit.lang, sort).to_owned(),
        count: count(sort),
        here: chosen == sort,
    };
    let chips = ["", "deadline", "figure", "matter", "round", "other"].map(chip).into_iter();
    chips.filter(|chip| chip.count > 0 || chip.here).collect()
}

/// The sort of a message by its kind.
fn sort_of(kind: &str) -> &'static str {
    match kind {
        "deadline" | "digest" | "assigned" => "deadline",
        "returned" | "approved" | "published" | "withdrawn" | "submitted" => "figure",
        "matter" | "finding" => "matter",
        "round" => "round",
        _ => "other",
    }
}

fn sort_word(lang: Lang, sort: &str) -> &'static str {
    match sort {
        "" => text(lang, "filter.all"),
        "deadline" => text(lang, "inbox.deadlines"),
        "figure" => text(lang, "inbox.figures"),
        "matter" => text(lang, "nav.matters"),
        "round" => text(lang, "nav.rounds"),
        _ => text(lang, "inbox.others"),
    }
}

/// Marks what was shown as read.
pub(crate) async fn mark_read(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, Problem> {
    let account = visitor.viewer.account().ok_or_else(Problem::sign_in)?;
    let up_to = fields.get("last").parse().unwrap_or(0);
    app.store().mark_read(&account.name, up_to, app.now()).await?;
    Ok(Redirect::to("/inbox").into_response())
}
