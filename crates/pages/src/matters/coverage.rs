//! What the matters of a kind name of a plan and what none names: tasks without a policy, policies without an effect.

use crate::answer::fresh;
use crate::asked::OnPlan;
use crate::shell::{Place, Shell};
use crate::text::{fill, join, text};
use askama::Template;
use axum::response::Response;
use matter::Kind;
use source::Lang;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::matters::{self, Bare, Coverage, Seen};

#[derive(Template)]
#[template(path = "matters/coverage.html")]
struct CoveragePage {
    s: Shell,
    title: String,
    kind: String,
    /// The list of the kind.
    list: String,
    /// Where a matter of the kind is opened, for who may: words and address.
    opening: Option<(String, String)>,
    holding: usize,
    /// How many hold, and their sums.
    summary: Vec<String>,
    sorts: Vec<SortLine>,
    lacking: Vec<Lacking>,
    lost: Vec<Lacking>,
}

struct SortLine {
    title: String,
    chapters: Vec<Chapter>,
}

struct Chapter {
    name: String,
    /// What people call a thing, and where a matter about it is opened; no address for who may open none.
    things: Vec<(String, String)>,
}

struct Lacking {
    address: String,
    title: String,
    what: String,
}

/// The kind whose coverage is asked for, the first that has one when none is.
fn asked<'a>(app: &'a App, visit: &Visit) -> Result<&'a Kind, Problem> {
    let mut kinds = app.kinds().all().iter().filter(|kind| kind.covers.is_some());
    let found = match visit.get("kind") {
        Some(name) => kinds.find(|kind| kind.name == name),
        None => kinds.next(),
    };
    found.ok_or_else(Problem::no_page)
}

/// What the matters of a kind name of a plan, and what they leave out.
pub(crate) async fn page(on: OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, visit, plan, .. } = &on;
    let (view, _) = on.view().await?;
    let kind = asked(app, visit)?;
    let found = matters::coverage(app, visit.viewer(), (&view, kind)).await?;
    let title = fill(visit.lang, "matter.coverage", &[("n", kind.said.get(visit.lang))]);
    let s = Shell::of(visit, &view, None, Place::Matters, title);
    fresh(&shown(visit, s, (kind, &format!("/plans/{}/matters", encode(plan))), &found))
}

fn shown(visit: &Visit, s: Shell, (kind, list): (&Kind, &str), found: &Coverage) -> CoveragePage {
    let (lang, said) = (visit.lang, kind.said.get(visit.lang));
    let may_open = kind.may_open(matters::stand(visit.viewer(), None));
    let opening = |key: &str| {
        let query = format!("kind={}&for={}", encode(&kind.name), encode(key));
        if may_open { format!("{list}/new?{query}") } else { String::new() }
    };
    let line = |one: &Seen, what: String| Lacking {
        address: format!("{list}/{}", one.matter.id),
        title: format!("{} {}", one.matter.number, one.matter.title).trim().to_owned(),
        what,
    };
    let labels = |names: &[String]| {
        let labels: Vec<String> = names.iter().map(|name| kind.label(name, lang)).collect();
        join(lang, &labels)
    };
    CoveragePage {
        title: fill(lang, "matter.coverage", &[("n", said)]),
        kind: said.to_owned(),
        opening: may_open.then(|| {
            let address = format!("{list}/new?kind={}", encode(&kind.name));
            (fill(lang, "matter.new", &[("n", said)]), address)
        }),
        holding: found.holding,
        summary: summary(lang, kind, found),
        sorts: found.sorts.iter().map(|sort| sort_line(lang, said, sort, &opening)).collect(),
        lacking: found.lacking.iter().map(|(one, what)| line(one, labels(what))).collect(),
        lost: found.lost.iter().map(|(one, what)| line(one, join(lang, what))).collect(),
        list: format!("{list}?kind={}", encode(&kind.name)),
        s,
    }
}

fn summary(lang: Lang, kind: &Kind, found: &Coverage) -> Vec<String> {
    let holding = found.holding.to_string();
    let mut all = vec![fill(lang, "matter.holding", &[("n", &holding)])];
    let sums = found.sums.iter().filter(|_| found.holding > 0);
    all.extend(sums.map(|sum| {
        let (name, total) = (kind.label(&sum.field, lang), sum.total.normalize().to_string());
        let (stated, silent) = (sum.stated.to_string(), found.holding.saturating_sub(sum.stated).to_string());
        let values = [("name", name.as_str()), ("n", &total), ("m", &stated), ("k", &silent)];
        fill(lang, "matter.sum", &values)
    }));
    all
}

fn sort_line(lang: Lang, kind: &str, sort: &matters::Sort, opening: &dyn Fn(&str) -> String) -> SortLine {
    let word = match sort.name {
        "task" => text(lang, "matter.sort-task"),
        "target" => text(lang, "matter.sort-target"),
        _ => text(lang, "matter.sort-project"),
    };
    let (bare, total) = (sort.bare.len().to_string(), sort.total.to_string());
    let title = fill(lang, "matter.bare", &[("name", word), ("kind", kind), ("n", &bare), ("m", &total)]);
    let mut chapters: Vec<Chapter> = Vec::new();
    for Bare { key, name, chapter } in &sort.bare {
        if chapters.last().is_none_or(|last| last.name != *chapter) {
            chapters.push(Chapter { name: chapter.clone(), things: Vec::new() });
        }
        if let Some(last) = chapters.last_mut() {
            last.things.push((name.clone(), opening(key)));
        }
    }
    SortLine { title, chapters }
}
