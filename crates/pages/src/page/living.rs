use crate::asked::OnPlan;
use crate::living;
use crate::living::{ContentsLine, Found};
use crate::page::parts;
use crate::shell::{Place, Shell};
use crate::text::{join, text};
use askama::Template;
use axum::response::Response;
use plan::Item;
use web::visit::encode;
use web::{Problem, Visit};
use work::view::{Judged, State};

#[derive(Template)]
#[template(path = "living.html")]
struct LivingPage {
    s: Shell,
    title: String,
    search: String,
    body: String,
    contents: Vec<ContentsLine>,
    found: Vec<Found>,
    found_total: usize,
    counts: Vec<parts::StateCount>,
    has_document: bool,
    statements: Vec<Statement>,
    /// What was put right just now; empty otherwise.
    notice: String,
    /// Where that can be taken back.
    undo: String,
}

/// A commitment of a plan that came without its document.
struct Statement {
    heading: String,
    quote: String,
    address: String,
    state: &'static str,
    state_word: &'static str,
    mark: story::Mark,
}

// More places than anybody follows one by one.
const MAX_FOUND: usize = 200;

/// The document itself, with the state of every commitment.
pub(crate) async fn get(on: OnPlan) -> Result<Response, Problem> {
    on.judged_page(page).await
}

fn page(visit: &Visit, judged: &Judged) -> LivingPage {
    let lang = visit.lang;
    let view = &judged.view;
    let s = Shell::of(visit, view, Some(&judged.moment), Place::Text, text(lang, "nav.text"));
    let search = visit.get("q").map(str::to_owned);
    let to = |tail: &str| s.to(tail);
    // What stood here in the past is looked at only.
    let may_edit = visit.viewer().may(duty::Right::EditPlan) && visit.get("stood-at").is_none();
    let (title, mut living) = match &view.stored.document {
        Some(document) => {
            let title = document
                .title
                .as_ref()
                .map(|title| title.text().to_owned())
                .filter(|title| !title.is_empty());
            (title, living::render(lang, judged, document, search.as_deref(), &to, may_edit))
        }
        None => (None, living::Living::default()),
    };
    let found_total = living.found.len();
    living.found.truncate(MAX_FOUND);
    let statements = if view.stored.document.is_some() { Vec::new() } else { statements(visit, judged, &s) };
    LivingPage {
        title: title.unwrap_or_else(|| view.title().to_owned()),
        search: search.unwrap_or_default(),
        body: living.body,
        contents: living.contents,
        found: living.found,
        found_total,
        counts: parts::counts(lang, &judged.count()),
        has_document: view.stored.document.is_some(),
        statements,
        notice: visit.get("saved").map_or_else(String::new, |saved| {
            crate::row::notice(lang, saved, visit.get("kind").unwrap_or(""))
        }),
        undo: visit.get("saved").map_or_else(String::new, |saved| s.to(format!("/corrections#c{saved}"))),
        s,
    }
}

fn statements(visit: &Visit, judged: &Judged, s: &Shell) -> Vec<Statement> {
    let view = &judged.view;
    let targets = view.stored.plan.targets.iter();
    targets
        .map(|target| {
            let state = judged.state_of_target(target.id.as_str());
            Statement {
                heading: view.section_name(target.provenance.section.as_ref()),
                quote: if target.provenance.quote.is_empty() {
                    target.subject.clone()
                } else {
                    target.provenance.quote.clone()
                },
                address: s.to(format!("/indicators/{}#{}", target.indicator, target.id)),
                state: state.name(),
                state_word: crate::text::state_word(visit.lang, state),
                mark: story::mark(state.name()),
            }
        })
        .collect()
}

#[derive(Template)]
#[template(path = "card.html")]
struct Cards {
    s: Shell,
    targets: Vec<TargetCard>,
    projects: Vec<ProjectCard>,
}

struct TargetCard {
    row: Option<parts::RowCard>,
    name: String,
    state_word: &'static str,
    state: &'static str,
    mark: story::Mark,
    address: String,
    source: String,
    bodies: String,
    /// Where all its values are.
    values: String,
    /// Where its history is; empty for those who may not read it.
    audit: String,
    /// Where it is put right; empty for those who may not.
    correct: String,
}

struct ProjectCard {
    name: String,
    facts: Vec<String>,
    address: String,
}

/// What hover, tap or keyboard opens: value, path, forecast, source and owner of some commitments.
pub(crate) async fn cards(on: OnPlan) -> Result<Response, Problem> {
    let OnPlan { visit, .. } = &on;
    on.answer(async || {
        let judged = on.judged().await?;
        let s = Shell::of(visit, &judged.view, Some(&judged.moment), Place::Text, "");
        let ids: Vec<&str> = visit.get("ids").unwrap_or("").split(',').take(12).collect();
        let targets: Vec<_> = ids.iter().filter_map(|id| target_card(visit, &judged, &s, id)).collect();
        let projects: Vec<_> = ids.iter().filter_map(|id| project_card(visit, &judged, &s, id)).collect();
        if targets.is_empty() && projects.is_empty() {
            return Err(Problem::not_found("没有找到这条承诺。", "There is no such commitment."));
        }
        Ok(Cards { s, targets, projects })
    })
    .await
}

fn target_card(visit: &Visit, judged: &Judged, s: &Shell, id: &str) -> Option<TargetCard> {
    let view = &judged.view;
    let target = view.target(id)?;
    let row = judged.of_target(id).find(|row| row.region.is_empty());
    let state = row.map_or(State::Unknown, State::of);
    let mut bodies = view.bodies_of(&Item::Target(target.id.clone()));
    if bodies.is_empty() {
        bodies = view.bodies_of(&Item::Indicator(target.indicator.clone()));
    }
    Some(TargetCard {
        row: row.map(|row| parts::RowCard::of(visit.lang, judged, row)),
        name: target.subject.clone(),
        state_word: crate::text::state_word(visit.lang, state),
        state: state.name(),
        mark: story::mark(state.name()),
        address: s.to(format!("/indicators/{}#{}", target.indicator, target.id)),
        source: latest_source(row),
        bodies: join(visit.lang, &bodies),
        values: s.to(format!("/indicators/{}?view=table#{}", target.indicator, target.id)),
        audit: if visit.viewer().may(duty::Right::ReadAudit) {
            format!("/audit/plans/{}/{}", encode(view.id()), encode(target.indicator.as_str()))
        } else {
            String::new()
        },
        correct: if visit.viewer().may(duty::Right::EditPlan) {
            s.to(format!("/correct?kind=target&row={}", target.id))
        } else {
            String::new()
        },
    })
}

/// Where the latest value was published.
fn latest_source(row: Option<&assess::Row>) -> String {
    let Some((row, latest)) = row.and_then(|row| Some((row, row.latest?))) else { return String::new() };
    let used = row.evidence.actuals.iter().filter(|actual| actual.used && actual.year == latest.year);
    used.map(|actual| actual.source.clone()).next_back().unwrap_or_default()
}

fn project_card(visit: &Visit, judged: &Judged, s: &Shell, id: &str) -> Option<ProjectCard> {
    let project = judged.view.stored.plan.projects.iter().find(|project| project.id.as_str() == id)?;
    let mut facts = vec![
        crate::page::deliverables::category_word(visit.lang, &project.category).to_owned(),
        project.place.clone(),
    ];
    facts.extend(
        project
            .quantities
            .iter()
            .map(|quantity| format!("{}{}{}", quantity.what, quantity.value, quantity.unit)),
    );
    facts.push(crate::words::stage_word(visit.lang, &project.stage).to_owned());
    facts.push(join(visit.lang, &judged.view.bodies_of(&Item::Project(project.id.clone()))));
    facts.retain(|fact| !fact.is_empty());
    let name = if project.name_full.is_empty() { &project.name } else { &project.name_full };
    Some(ProjectCard { name: name.clone(), facts, address: s.to(format!("/projects#{id}")) })
}
