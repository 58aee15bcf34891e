//! The inbox: what was said to an account, and the address of its calendar.

use crate::answer::fresh;
use crate::choice::Chip;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use source::Lang;
use std::collections::BTreeMap;
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
    bundles: Vec<Bundle>,
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

/// Messages under one line: one message, or all of one kind on one day.
struct Bundle {
    /// What they are about; empty for one message.
    words: &'static str,
    /// How many of them are new.
    unread: usize,
    lines: Vec<Line>,
}

/// From this many messages of one kind on one day on they stand under one line.
const MANY: usize = 3;

impl Bundle {
    /// Messages in their order, those that repeat at the place of the first of them.
    fn all(lang: Lang, notices: Vec<Notice>) -> Vec<Self> {
        let key = |notice: &Notice| {
            let day = clock::shown(&notice.at).chars().take("2026-01-01".len()).collect::<String>();
            (day, notice.kind.clone())
        };
        let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
        for notice in &notices {
            *counts.entry(key(notice)).or_default() += 1;
        }
        let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut bundles: Vec<Self> = Vec::new();
        for notice in notices {
            let (key, unread) = (key(&notice), usize::from(notice.read_at.is_none()));
            let is_many = counts.get(&key).is_some_and(|count| *count >= MANY);
            let words = if is_many { kind_word(lang, &notice.kind) } else { "" };
            let line = Line::of(lang, notice);
            if let Some(bundle) = places.get(&key).and_then(|at| bundles.get_mut(*at)).filter(|_| is_many) {
                bundle.unread += unread;
                bundle.lines.push(line);
            } else {
                places.insert(key, bundles.len());
                bundles.push(Self { words, unread, lines: vec![line] });
            }
        }
        bundles
    }
}

impl Bundle {
    /// The day of its messages.
    fn day(&self) -> &str {
        self.lines.first().and_then(|line| line.at.get(..10)).unwrap_or_default()
    }
}

/// What messages of a kind are about.
fn kind_word(lang: Lang, kind: &str) -> &'static str {
    match kind {
        "deadline" => text(lang, "inbox.kind-deadline"),
        "digest" => text(lang, "inbox.kind-digest"),
        "assigned" => text(lang, "inbox.kind-assigned"),
        "submitted" => text(lang, "inbox.kind-submitted"),
        "returned" => text(lang, "inbox.kind-returned"),
        "approved" => text(lang, "inbox.kind-approved"),
        "published" => text(lang, "inbox.kind-published"),
        "withdrawn" => text(lang, "inbox.kind-withdrawn"),
        "voices" => text(lang, "inbox.kind-voices"),
        "aims" => text(lang, "inbox.kind-aims"),
        "paper" => text(lang, "inbox.kind-paper"),
        kind => sort_word(lang, sort_of(kind)),
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
    fresh(&Inbox {
        s: Shell::bare(visit, text(visit.lang, "inbox.title")),
        bundles: Bundle::all(visit.lang, shown.collect()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use source::Words;

    fn notice(id: i64, kind: &str, at: &str, is_new: bool) -> Notice {
        Notice {
            id,
            kind: kind.to_owned(),
            link: "/submissions".to_owned(),
            words: Words::new(format!("第{id}条"), format!("no. {id}")),
            at: at.to_owned(),
            read_at: (!is_new).then(|| at.to_owned()),
        }
    }

    #[test]
    fn what_repeats_on_a_day_stands_under_one_line_and_nothing_is_lost() {
        let (late, early) = ("2026-03-03T06:00:00Z", "2026-03-02T06:00:00Z");
        let all = vec![
            notice(7, "approved", late, true),
            notice(6, "returned", late, true),
            notice(5, "approved", late, false),
            notice(4, "approved", late, true),
            notice(3, "returned", late, true),
            notice(2, "approved", early, true),
            notice(1, "approved", early, true),
        ];
        let bundles = Bundle::all(Lang::Zh, all);
        let told: Vec<(bool, usize, Vec<&str>)> = bundles
            .iter()
            .map(|one| {
                let lines = one.lines.iter().map(|line| line.words.as_str()).collect();
                (one.words.is_empty(), one.unread, lines)
            })
            .collect();
        let expected = [
            (false, 2, vec!["第7条", "第5条", "第4条"]),
            (true, 1, vec!["第6条"]),
            (true, 1, vec!["第3条"]),
            (true, 1, vec!["第2条"]),
            (true, 1, vec!["第1条"]),
        ];
        assert_eq!(told, expected);
    }
}
