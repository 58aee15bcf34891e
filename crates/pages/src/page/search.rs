use crate::excerpt::{first_of, last_of};
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use search::{Kind, Query};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::find::{Found, Named, PAGE, Part, Shown};

#[derive(Template)]
#[template(path = "search.html")]
struct Search {
    s: Shell,
    typed: String,
    asked: bool,
    /// How many plans are not in the index yet; shown when there are any.
    waiting: bool,
    groups: Vec<Group>,
    named: Vec<Link>,
    matters: Vec<Link>,
    previous: Option<String>,
    next: Option<String>,
}

struct Group {
    name: &'static str,
    total: usize,
    /// The page of all hits of the kind; empty when they are all here.
    all: String,
    hits: Vec<Line>,
}

struct Link {
    name: String,
    address: String,
}

struct Line {
    plan: String,
    address: String,
    before: String,
    hit: String,
    after: String,
}

/// What is found for the words that were typed. The page is made anew each time: what the index holds changes beside the
/// plans.
pub(crate) async fn get(Shared(app): Shared<App>, visit: Visit) -> Result<Response, Problem> {
    let typed = visit.get("q").unwrap_or_default().trim().to_owned();
    let number = visit.get("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1).clamp(1, 10_000);
    let part = Part { kind: visit.get("kind").and_then(Kind::parse), page: number - 1 };
    let query = Query::parse(&typed);
    let found = match &query {
        Some(query) => app.find(visit.viewer(), query, part).await?,
        None => Found::default(),
    };
    let waiting = !app.is_indexed();
    crate::answer::fresh(&page(&visit, typed, query.as_ref(), found, part, waiting))
}

fn page(
    visit: &Visit,
    typed: String,
    query: Option<&Query>,
    found: Found,
    part: Part,
    waiting: bool,
) -> Search {
    let lang = visit.lang;
    let of_part = part.kind.and_then(|kind| found.groups.iter().find(|group| group.kind == kind));
    let more = of_part.is_some_and(|group| (part.page + 1) * PAGE < group.total);
    let at = |number: usize| visit.with(&[("page", &number.to_string())]);
    let (previous, next) = ((part.page > 0).then(|| at(part.page)), more.then(|| at(part.page + 2)));
    let groups = found.groups.into_iter().filter(|group| part.kind.is_none_or(|kind| kind == group.kind));
    let groups = groups.map(|group| Group {
        name: text(lang, kind_key(group.kind)),
        total: group.total,
        all: if part.kind.is_none() && group.hits.len() < group.total {
            visit.with(&[("kind", group.kind.name())])
        } else {
            String::new()
        },
        hits: group.hits.iter().map(|hit| line(group.kind, hit, query)).collect(),
    });
    let groups = groups.collect();
    let shown = |some: Vec<Named>| some.into_iter().filter(|_| part.kind.is_none()).map(link).collect();
    let named = shown(found.plans.into_iter().chain(found.others).collect());
    let matters = shown(found.matters);
    let s = Shell::bare(visit, text(lang, "search.title"));
    Search { s, asked: query.is_some(), typed, waiting, groups, named, matters, previous, next }
}

fn link(one: Named) -> Link {
    match one {
        Named::Plan(id, name) => Link { name, address: format!("/plans/{}", encode(&id)) },
        Named::Person(account, name) => Link { name, address: format!("/admin/users/{}", encode(&account)) },
        Named::Matter(plan, id, name) => {
            Link { name, address: format!("/plans/{}/matters/{id}", encode(&plan)) }
        }
        Named::Office(name) => Link { name, address: "/admin/offices".to_owned() },
    }
}

/// Characters shown before what was found; twice as many behind it.
const AROUND: usize = 40;

fn line(kind: Kind, hit: &Shown, query: Option<&Query>) -> Line {
    let mark = query.and_then(|query| query.mark(&hit.words)).unwrap_or(0..0);
    let part = |range: std::ops::Range<usize>| hit.words.get(range).unwrap_or_default();
    Line {
        address: address(kind, hit),
        before: last_of(part(0..mark.start), AROUND),
        hit: part(mark.clone()).to_owned(),
        after: first_of(part(mark.end..hit.words.len()), 2 * AROUND),
        plan: hit.title.clone(),
    }
}

/// Where a hit is read.
pub(crate) fn address(kind: Kind, hit: &Shown) -> String {
    let (plan, key) = (encode(&hit.plan), encode(&hit.key));
    match kind {
        Kind::Indicator => format!("/plans/{plan}/indicators/{key}"),
        Kind::Project => format!("/plans/{plan}/projects#{key}"),
        Kind::Body => format!("/plans/{plan}/projects?view=body&kind=all&q={}", encode(&hit.words)),
        Kind::Place => format!("/plans/{plan}/regions#region-{key}"),
        Kind::Heading | Kind::Text => format!("/plans/{plan}/text#{key}"),
        Kind::Finding if hit.key.is_empty() => format!("/plans/{plan}/diagnostics"),
        Kind::Finding => format!("/plans/{plan}/text#{key}"),
    }
}

fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Indicator => "search.indicators",
        Kind::Project => "search.projects",
        Kind::Body => "search.bodies",
        Kind::Place => "search.places",
        Kind::Heading => "search.headings",
        Kind::Text => "search.sentences",
        Kind::Finding => "search.findings",
    }
}
