use crate::asked::OnPlan;
use crate::choice::{Chip, Choice};
use crate::living;
use crate::matters::{Carrier, all_carried};
use crate::news::following;
use crate::shell::{Place, Shell};
use crate::text::{join, text};
use crate::voices::asking;
use crate::words::stage_word;
use askama::Template;
use axum::response::Response;
use plan::{Item, Project, Task};
use source::Lang;
use std::collections::BTreeMap;
use web::{Problem, Visit};
use work::view::{self, PlanView};

#[derive(Template)]
#[template(path = "projects.html")]
struct Projects {
    s: Shell,
    mode: &'static str,
    modes: Vec<(String, &'static str, bool)>,
    search: String,
    kinds: Vec<Choice>,
    chips: Vec<Chip>,
    columns: Vec<Column>,
    shown: usize,
    total: usize,
    tasks_total: usize,
    years: Vec<i32>,
    timeline: Vec<Bar>,
    may_edit: bool,
}

/// A column of the board, or a heading of a list.
struct Column {
    name: String,
    rows: Vec<Line>,
}

struct Line {
    /// Where it stands in the text.
    at: usize,
    id: String,
    /// The address at which it is put right.
    correct: String,
    /// The address at which one asks about it; empty for what nobody asks about.
    ask: String,
    /// The address at which one follows it; empty for what nobody follows.
    follow: String,
    name: String,
    kind: &'static str,
    stage: &'static str,
    facts: Vec<String>,
    /// The policies and systems behind it.
    carried: Vec<Carrier>,
    place: String,
    bodies: String,
    due: String,
    /// The first and the last year of building, as far as they are stated.
    years: (Option<i32>, Option<i32>),
    address: String,
    heading: String,
}

/// A row of the timeline: from the first to the last year it is spoken of.
struct Bar {
    name: String,
    address: String,
    stage: &'static str,
    /// Whether the plan itself says until when.
    dated: bool,
    words: String,
    cells: Vec<Cell>,
}

#[derive(Clone, Copy)]
struct Cell {
    on: bool,
    due: bool,
}

/// Projects and tasks as list, board, timeline, by place and by body.
pub(crate) async fn get(on: OnPlan) -> Result<Response, Problem> {
    on.answer(async || {
        let (view, moment) = on.view().await?;
        let carried = all_carried(&on.app, &on.visit, view.id()).await?;
        Ok(page(&on.visit, &view, &moment, carried))
    })
    .await
}

#[expect(clippy::too_many_lines, reason = "one page, its parts in the order in which they are shown")]
fn page(
    visit: &Visit,
    view: &PlanView,
    moment: &view::Moment,
    mut carried: BTreeMap<String, Vec<Carrier>>,
) -> Projects {
    let lang = visit.lang;
    let s =
        Shell::of(visit, view, Some(moment), Place::Projects, text(lang, "nav.projects")).without_moment();
    let mode = match visit.get("view") {
        Some("board") => "board",
        Some("timeline") => "timeline",
        Some("place") => "place",
        Some("body") => "body",
        _ => "list",
    };
    let kind = visit.get("kind").unwrap_or("project");
    let search = visit.get("q").unwrap_or("").to_lowercase();
    let plan = &view.stored.plan;
    let mut rows: Vec<Line> = Vec::new();
    let (certain, unsure): (Vec<&Project>, Vec<&Project>) =
        plan.projects.iter().partition(|project| project.is_certain());
    if !matches!(kind, "task" | "unsure") {
        rows.extend(certain.iter().map(|project| project_line(lang, view, project, &s)));
    }
    if kind == "unsure" {
        rows.extend(unsure.iter().map(|project| project_line(lang, view, project, &s)));
    }
    if !matches!(kind, "project" | "unsure") {
        rows.extend(plan.tasks.iter().map(|task| task_line(lang, view, task, &s)));
    }
    rows.sort_by_key(|row| row.at);
    let total = rows.len();
    rows.retain(|row| {
        search.is_empty()
            || row.name.to_lowercase().contains(&search)
            || row.facts.iter().any(|fact| fact.to_lowercase().contains(&search))
    });
    let shown = rows.len();
    for row in &mut rows {
        row.carried = carried.remove(&format!("{}/{}", row.kind, row.id)).unwrap_or_default();
    }
    let years: Vec<i32> = plan.period.map_or_else(Vec::new, |period| (period.start..=period.end).collect());
    let timeline = if mode == "timeline" { timeline(lang, &rows, &years) } else { Vec::new() };
    let columns = match mode {
        "timeline" => Vec::new(),
        "board" => board(lang, rows),
        // What is the heading is not said again in each row.
        "place" => grouped(rows, text(lang, "projects.no-place"), |row| std::mem::take(&mut row.place)),
        "body" => grouped(rows, text(lang, "projects.no-body"), |row| std::mem::take(&mut row.bodies)),
        _ => grouped(rows, text(lang, "projects.no-section"), |row| std::mem::take(&mut row.heading)),
    };
    let modes = [
        ("list", text(lang, "projects.list")),
        ("board", text(lang, "projects.board")),
        ("timeline", text(lang, "projects.timeline")),
        ("place", text(lang, "projects.by-place")),
        ("body", text(lang, "projects.by-body")),
    ];
    Projects {
        mode,
        modes: modes
            .into_iter()
            .map(|(name, label)| (visit.with(&[("view", name)]), label, name == mode))
            .collect(),
        kinds: [
            ("project", text(lang, "kind.project")),
            ("unsure", text(lang, "kind.unsure")),
            ("task", text(lang, "kind.task")),
            ("all", text(lang, "kind.all")),
        ]
        .into_iter()
        .map(|(value, label)| Choice {
            value: value.to_owned(),
            label: label.to_owned(),
            chosen: value == kind,
        })
        .collect(),
        chips: [
            ("project", text(lang, "kind.project"), certain.len()),
            ("unsure", text(lang, "kind.unsure"), unsure.len()),
            ("task", text(lang, "kind.task"), plan.tasks.len()),
            ("all", text(lang, "kind.all"), certain.len() + plan.tasks.len()),
        ]
        .into_iter()
        .filter(|(value, _, count)| *value != "unsure" || *count > 0 || kind == "unsure")
        .map(|(value, label, count)| Chip {
            address: visit.with(&[("kind", value)]),
            label: label.to_owned(),
            count,
            here: value == kind,
        })
        .collect(),
        search: visit.get("q").unwrap_or("").to_owned(),
        columns,
        shown,
        total,
        tasks_total: plan.tasks.len(),
        years,
        timeline,
        may_edit: visit.viewer().may(duty::Right::EditPlan),
        s,
    }
}

/// A kind of project in words; a heading of a box is its own word.
pub(crate) fn category_word(lang: Lang, category: &str) -> &str {
    match category {
        "base" => text(lang, "category.base"),
        "cluster" => text(lang, "category.cluster"),
        "park" => text(lang, "category.park"),
        "platform" => text(lang, "category.platform"),
        "programme" => text(lang, "category.programme"),
        "project" => text(lang, "category.project"),
        "zone" => text(lang, "category.zone"),
        other => other,
    }
}

fn sentence(view: &PlanView, span: source::Span, s: &Shell) -> String {
    match &view.stored.document {
        Some(document) if !span.is_empty() => s.to(living::sentence_link(document, span)),
        _ => String::new(),
    }
}

fn project_line(lang: Lang, view: &PlanView, project: &Project, s: &Shell) -> Line {
    let mut facts = vec![category_word(lang, &project.category).to_owned()];
    facts.extend(
        project
            .quantities
            .iter()
            .map(|quantity| format!("{}{}{}", quantity.what, quantity.value, quantity.unit)),
    );
    if let Some(money) = &project.investment {
        facts.push(crate::text::fill(
            lang,
            "projects.investment",
            &[("n", &money.value.to_string()), ("unit", &money.unit)],
        ));
    }
    if let Some(money) = &project.period_investment {
        facts.push(crate::text::fill(
            lang,
            "projects.period-investment",
            &[("n", &money.value.to_string()), ("unit", &money.unit)],
        ));
    }
    facts.push(years(project.start_year, project.end_year));
    facts.extend([project.work.clone(), project.phase.clone()]);
    facts.extend(project.provenance.doubt.iter().map(|doubt| doubt.reason.clone()));
    facts.retain(|fact| !fact.is_empty());
    let name = if project.name_full.is_empty() { &project.name } else { &project.name_full };
    Line {
        at: project.provenance.span.start,
        id: project.id.to_string(),
        correct: format!("/correct?kind=project&row={}", project.id),
        ask: s.to(asking(&format!("project/{}", project.id))),
        follow: s.to(following(&format!("project/{}", project.id))),
        name: name.clone(),
        kind: "project",
        stage: plan::STAGES.into_iter().find(|stage| *stage == project.stage).unwrap_or(""),
        facts,
        carried: Vec::new(),
        place: project.place.clone(),
        bodies: join(lang, &view.bodies_of(&Item::Project(project.id.clone()))),
        due: String::new(),
        years: (project.start_year, project.end_year),
        address: sentence(view, project.provenance.span, s),
        heading: view.section_path(project.provenance.section.as_ref()),
    }
}

fn task_line(lang: Lang, view: &PlanView, task: &Task, s: &Shell) -> Line {
    Line {
        at: task.provenance.span.start,
        id: task.id.to_string(),
        correct: format!("/correct?kind=task&row={}", task.id),
        ask: String::new(),
        follow: String::new(),
        name: format!("{}{}", task.verb, task.object),
        kind: "task",
        stage: "planned",
        years: (None, task.deadline),
        facts: vec![task.lead.clone()].into_iter().filter(|lead| !lead.is_empty()).collect(),
        carried: Vec::new(),
        place: String::new(),
        bodies: join(lang, &view.bodies_of(&Item::Task(task.id.clone()))),
        due: task.deadline.map(|year| year.to_string()).unwrap_or_default(),
        address: sentence(view, task.provenance.span, s),
        heading: view.section_path(task.provenance.section.as_ref()),
    }
}

/// One column for each stage that some row has, in the order in which a project goes through them.
fn board(lang: Lang, rows: Vec<Line>) -> Vec<Column> {
    let stages = plan::STAGES.into_iter().chain(std::iter::once(""));
    let mut columns: Vec<(&str, Column)> = stages
        .map(|stage| (stage, Column { name: stage_word(lang, stage).to_owned(), rows: Vec::new() }))
        .collect();
    for row in rows {
        if let Some((_, column)) = columns.iter_mut().find(|(stage, _)| *stage == row.stage) {
            column.rows.push(row);
        }
    }
    columns.into_iter().map(|(_, column)| column).filter(|column| !column.rows.is_empty()).collect()
}

/// Rows under the name that `of` gives them, in order of appearance; those without one last.
fn grouped(rows: Vec<Line>, nameless: &str, of: impl Fn(&mut Line) -> String) -> Vec<Column> {
    let mut order: Vec<String> = Vec::new();
    let mut groups: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for mut row in rows {
        let name = of(&mut row);
        if !groups.contains_key(&name) {
            order.push(name.clone());
        }
        groups.entry(name).or_default().push(row);
    }
    order.sort_by_key(String::is_empty);
    order
        .into_iter()
        .map(|key| {
            let rows = groups.remove(&key).unwrap_or_default();
            Column { name: if key.is_empty() { nameless.to_owned() } else { key }, rows }
        })
        .collect()
}

/// 2026—2028, —2028, 2026—; empty when no year is stated.
fn years(start: Option<i32>, end: Option<i32>) -> String {
    let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
    if start.is_none() && end.is_none() { String::new() } else { format!("{}—{}", year(start), year(end)) }
}

/// Bars of what states its years; what states none has no bar and says so.
fn timeline(lang: Lang, rows: &[Line], within: &[i32]) -> Vec<Bar> {
    rows.iter()
        .map(|row| {
            let (start, end) = row.years;
            let dated = start.is_some() || end.is_some();
            let first = start.or(end);
            let last = end.or(within.last().copied().filter(|_| start.is_some()));
            let cells = within.iter().map(|year| Cell {
                on: first.is_some_and(|first| first <= *year) && last.is_some_and(|last| *year <= last),
                due: end == Some(*year),
            });
            let stage = stage_word(lang, row.stage);
            let words = match (start, end) {
                (None, None) if row.stage.is_empty() => text(lang, "projects.no-date").to_owned(),
                (None, None) => format!("{} · {stage}", text(lang, "projects.no-date")),
                _ => format!("{} · {stage}", years(start, end)),
            };
            Bar {
                name: row.name.clone(),
                address: row.address.clone(),
                stage: row.stage,
                dated,
                words,
                cells: cells.collect(),
            }
        })
        .collect()
}
