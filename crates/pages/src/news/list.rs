//! What changed of a plan, the latest first; since a day too, such as the last session of representatives.

use crate::asked::OnPlan;
use crate::news::address::{following, kind_word};
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use source::Lang;
use web::visit::encode;
use web::{Problem, Visit};

/// Changes on the page and in the feed.
pub(super) const SHOWN: i64 = 100;

/// The same where a day was asked for.
const SINCE: i64 = 2000;

#[derive(Template)]
#[template(path = "news/list.html")]
struct ListPage {
    s: Shell,
    follow: String,
    feed: String,
    calendar: String,
    /// Where proposals of representatives and their answers stand.
    proposals: String,
    /// The day that was asked for; empty for none.
    since: String,
    /// What the day could not be read as.
    complaint: &'static str,
    /// How many there are of each kind, where a day was asked for.
    counts: Vec<(&'static str, usize)>,
    rows: Vec<Line>,
}

struct Line {
    kind: &'static str,
    words: String,
    address: String,
    at: String,
}

fn line(lang: Lang, base: &str, one: store::News) -> Line {
    Line {
        kind: kind_word(lang, &one.kind),
        words: if lang == Lang::Zh { one.zh } else { one.en },
        address: format!("{base}{}", one.link),
        at: work::clock::shown(&one.at),
    }
}

/// How many there are of each kind, in the order in which people ask.
fn counts(lang: Lang, news: &[store::News]) -> Vec<(&'static str, usize)> {
    let count = |kind: &str| news.iter().filter(|one| one.kind == kind).count();
    let all = work::news::KINDS.map(|kind| (kind_word(lang, kind), count(kind)));
    all.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// What is asked for.
struct Asked {
    /// Since which day; none for the latest.
    since: Option<Date>,
    /// What was asked for is no day.
    is_wrong: bool,
    /// The thing, or the words, it is about; empty for all.
    subject: String,
}

impl Asked {
    fn of(visit: &Visit) -> Self {
        let day = visit.get("since").unwrap_or_default().trim();
        let since = day.parse().ok();
        let subject = match visit.get("q").unwrap_or_default().trim() {
            "" => visit.get("subject").unwrap_or_default().to_owned(),
            words => format!("{}{words}", work::follow::SEARCH),
        };
        Self { is_wrong: !day.is_empty() && since.is_none(), since, subject }
    }

    fn most(&self) -> i64 {
        if self.since.is_some() { SINCE } else { SHOWN }
    }
}

/// What changed of a plan.
pub(crate) async fn page(on: OnPlan) -> Result<Response, Problem> {
    on.answer(async || {
        let (view, _) = on.view().await?;
        let asked = Asked::of(&on.visit);
        let about = (on.plan.as_str(), asked.subject.as_str());
        let news = work::news::list(&on.app, about, asked.since, asked.most()).await?;
        let s = Shell::of(&on.visit, &view, None, Place::Voices, text(on.visit.lang, "news.title"));
        Ok(shown(s, &on.plan, (on.visit.lang, &asked), news))
    })
    .await
}

fn shown(s: Shell, plan: &str, (lang, asked): (Lang, &Asked), news: Vec<store::News>) -> ListPage {
    let base = format!("/plans/{}", encode(plan));
    ListPage {
        follow: s.to(following("")),
        feed: format!("{base}/news.atom"),
        calendar: format!("{base}/promises.ics"),
        proposals: format!("{base}/matters?kind=proposal"),
        since: asked.since.map(|day| day.to_string()).unwrap_or_default(),
        complaint: if asked.is_wrong { text(lang, "news.no-day") } else { "" },
        counts: if asked.since.is_some() { counts(lang, &news) } else { Vec::new() },
        rows: news.into_iter().map(|one| line(lang, &base, one)).collect(),
        s,
    }
}
