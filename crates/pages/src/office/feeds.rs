//! The systems that feed a plan: when something came last, what was refused, and which of them are silent.

use crate::answer::fresh;
use crate::asked::OnPlan;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::response::Response;
use source::Lang;
use web::Problem;
use web::visit::encode;
use work::matters::{self, Names};
use work::push::{Feed, feeds};

#[derive(Template)]
#[template(path = "handin/feeds.html")]
struct Feeds {
    s: Shell,
    lines: Vec<Line>,
    silent: usize,
    /// The list of systems, and where one is entered for who may.
    list: String,
    new: String,
}

struct Line {
    /// Where the system is entered; empty for an account without one.
    address: String,
    name: String,
    owner: String,
    account: String,
    expected: String,
    last: String,
    age: String,
    items: i64,
    is_silent: bool,
    refusals: Vec<String>,
}

/// Refusals that are told of one source.
const TOLD: usize = 5;

fn line(lang: Lang, list: &str, names: &Names, feed: Feed) -> Line {
    let days = |key, days: String| fill(lang, key, &[("n", &days)]);
    let refusal = |one: &store::PushRefusal| {
        let times = one.times.to_string();
        format!(
            "{} {} {}",
            work::clock::shown(&one.last_at),
            days("feed.times", times),
            one.words().get(lang)
        )
    };
    let system = feed.system.as_ref();
    Line {
        address: system.map(|one| format!("{list}/{}", one.id)).unwrap_or_default(),
        name: system.map_or_else(|| text(lang, "feed.no-system").to_owned(), |one| one.title.clone()),
        owner: system.filter(|one| !one.owner.is_empty()).map_or("", |one| names.of(&one.owner)).to_owned(),
        account: feed.account,
        expected: feed.expected.map_or_else(String::new, |most| days("feed.every", most.to_string())),
        last: if feed.last_at.is_empty() { String::new() } else { work::clock::shown(&feed.last_at) },
        age: match feed.age {
            None => text(lang, "feed.never").to_owned(),
            Some(0) => text(lang, "feed.today").to_owned(),
            Some(age) => days("feed.ago", age.to_string()),
        },
        items: feed.items,
        is_silent: feed.is_silent,
        refusals: feed.refusals.iter().take(TOLD).map(refusal).collect(),
    }
}

/// The page: all sources for those who see all that is handed in, those of one's own body otherwise.
pub(crate) async fn page(on: OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, visit, plan, .. } = &on;
    let (view, _) = on.view().await?;
    let names = matters::names(app).await?;
    let list = format!("/plans/{}/matters", encode(plan));
    let all = feeds(app, visit.viewer(), view.id()).await?;
    let kind = app.kinds().all().iter().find(|kind| kind.fed.is_some());
    let may_open = kind.is_some_and(|kind| kind.may_open(matters::stand(visit.viewer(), None)));
    let name = kind.map_or("", |kind| kind.name.as_str());
    fresh(&Feeds {
        s: Shell::of(visit, &view, None, Place::Reporting, text(visit.lang, "feed.title")),
        silent: all.iter().filter(|one| one.is_silent).count(),
        lines: all.into_iter().map(|feed| line(visit.lang, &list, &names, feed)).collect(),
        new: if may_open { format!("{list}/new?kind={}", encode(name)) } else { String::new() },
        list: format!("{list}?kind={}&state=all", encode(name)),
    })
}
