//! What if: a few levers, what follows from them, and what the targets would take. The address is the scenario.

pub(crate) mod kept;
pub(crate) mod model;
mod network;
pub(crate) mod table;

use crate::asked::OnPlan;
use crate::choice::Choice;
use crate::living::sentence_link;
use crate::page::blocks::{fold, head, line, paragraph};
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::response::Response;
use duty::Right;
use scenario::{Base, Closure, Lever, Named, Scenario, Time, report};
use source::{Lang, Severity};
use std::borrow::Cow;
use story::{Block, Cell, CellKind, Heading, Inline, Note, Role, Section, SectionKind, Style, Table};
use web::{Problem, Visit};
use work::number;
use work::what_if::{Candidate, Played};

/// Levers on the page.
const LEVERS: usize = 5;

/// Draws that an address may ask for: what moves while somebody pulls a slider needs few.
const MOST_DRAWS: usize = 10_000;

/// What stays, on the page.
const HOLDS: usize = 2;

/// The ways of setting a lever, with their names in addresses.
const KINDS: [(&str, &str); 4] = [
    ("value", "whatif.value"),
    ("change", "whatif.change"),
    ("growth", "whatif.growth"),
    ("points", "whatif.points"),
];

#[derive(Template)]
#[template(path = "what-if.html")]
struct WhatIf {
    s: Shell,
    bases: Vec<Choice>,
    /// The levers that are set, and one to set next.
    levers: Vec<LeverRow>,
    /// The others, and what stays as it is: behind one click.
    more: Vec<LeverRow>,
    holds: Vec<HoldRow>,
    /// Whether something of these is set, so that they are shown at once.
    has_more: bool,
    /// What is wrong with the scenario, or what has to be said; empty otherwise.
    asked: String,
    body: String,
    /// The scenario as a file for the command line.
    file: String,
    is_set: bool,
    /// The same scenario with everything behind it.
    table: String,
    /// The same with what every target would take; empty where it is shown.
    take: String,
    /// Whether the person may keep scenarios, and see those that are kept.
    may_keep: bool,
    may_see: bool,
}

/// A lever with what may be chosen.
struct LeverRow {
    number: usize,
    indicators: Vec<Choice>,
    kinds: Vec<Choice>,
    value: String,
    /// The address without this lever; empty where it is not set.
    reset: String,
    /// Where it ends, how fast that is, and how fast it has been at best; empty where it is not set.
    mark: String,
}

struct HoldRow {
    number: usize,
    indicators: Vec<Choice>,
}

/// The page of levers.
pub(crate) async fn get(on: OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, plan, visit, .. } = &on;
    on.answer(async || {
        let (scenario, mistake) = asked(visit);
        let played = app.what_if(visit.viewer(), &visit.question(plan)?, scenario).await?;
        Ok(page(visit, &played, mistake))
    })
    .await
}

/// The scenario of an address, and the words of a number that is none.
fn asked(visit: &Visit) -> (Scenario, Option<String>) {
    let mut scenario = Scenario::parse("").unwrap_or_default();
    let mut mistake = None;
    if visit.get("base") == Some("plan") {
        scenario.base = Base::Plan;
    }
    for number in 1..=LEVERS {
        let (Some(indicator), Some(value)) =
            (visit.get(&format!("i{number}")), visit.get(&format!("v{number}")))
        else {
            continue;
        };
        let Some(value) =
            value.replace([',', '，'], "").parse::<f64>().ok().filter(|value| value.is_finite())
        else {
            mistake = Some(value.to_owned());
            continue;
        };
        let mut lever = Lever { indicator: indicator.to_owned(), ..Lever::default() };
        match visit.get(&format!("k{number}")) {
            Some("change") => lever.change = Some(value),
            Some("growth") => lever.growth = Some(value),
            Some("points") => lever.points = Some(value),
            _ => lever.value = Some(value),
        }
        scenario.lever.push(lever);
    }
    let held = (1..=HOLDS).filter_map(|number| visit.get(&format!("h{number}")));
    scenario.hold = held.map(|indicator| Named { indicator: indicator.to_owned() }).collect();
    if let Some((result, gives_way)) = visit.get("c1").and_then(|choice| choice.split_once('>')) {
        scenario.closure.push(Closure { result: result.to_owned(), gives_way: gives_way.to_owned() });
    }
    if let Some(draws) = visit.get("draws").and_then(|draws| draws.parse().ok()) {
        scenario.draws = usize::clamp(draws, 1, MOST_DRAWS);
    }
    (scenario, mistake)
}

fn page(visit: &Visit, played: &Played, mistake: Option<String>) -> WhatIf {
    let lang = visit.lang;
    let view = &played.judged.view;
    let s = Shell::of(visit, view, Some(&played.judged.moment), Place::WhatIf, text(lang, "nav.what-if"))
        .with_bundle("what-if");
    let now = |name: String| visit.get(&name).unwrap_or_default().to_owned();
    let bases = [("forecast", "whatif.base-forecast"), ("plan", "whatif.base-plan")];
    let bases = bases.map(|(value, key)| Choice::new(value, text(lang, key), &now("base".to_owned()))).into();
    let lever = |number: usize| {
        let names = [format!("i{number}"), format!("k{number}"), format!("v{number}")];
        let emptied: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
        let chosen = now(names[0].clone());
        LeverRow {
            number,
            indicators: choices(lang, &played.candidates, &chosen),
            kinds: KINDS
                .map(|(value, key)| Choice::new(value, text(lang, key), &now(names[1].clone())))
                .into(),
            value: now(names[2].clone()),
            reset: if chosen.is_empty() { String::new() } else { visit.with(&emptied) },
            mark: mark(lang, played, &chosen),
        }
    };
    let hold = |number: usize| HoldRow {
        number,
        indicators: choices(lang, &played.candidates, &now(format!("h{number}"))),
    };
    let asked = match (&played.outcome, mistake) {
        (_, Some(value)) => crate::text::fill(lang, "whatif.no-number", &[("value", &value)]),
        (Err(words), None) => words.get(lang).to_owned(),
        (Ok(_), None) => String::new(),
    };
    let mut levers: Vec<LeverRow> = (1..=LEVERS).map(lever).collect();
    let set = levers.iter().rposition(|row| !row.reset.is_empty()).map_or(0, |last| last + 1);
    let more = levers.split_off(usize::min(set + 1, LEVERS));
    WhatIf {
        bases,
        levers,
        more,
        has_more: (1..=HOLDS).any(|number| visit.get(&format!("h{number}")).is_some()),
        holds: (1..=HOLDS).map(hold).collect(),
        asked,
        body: story::html(&blocks(lang, played, &s, takes(visit, played))),
        file: played.scenario.to_text(),
        is_set: !played.scenario.lever.is_empty(),
        table: elsewhere(visit, "/what-if", "/what-if/table"),
        take: if takes(visit, played) { String::new() } else { visit.with(&[("take", "1")]) },
        may_keep: visit.viewer().may(Right::Consult) && played.outcome.is_ok(),
        may_see: visit.viewer().may(Right::ReadSubmission),
        s,
    }
}

/// Whether the page says what every target would take: when nothing is set, or when it is asked for.
fn takes(visit: &Visit, played: &Played) -> bool {
    played.scenario.lever.is_empty() || visit.get("take").is_some()
}

/// The same question on another page.
fn elsewhere(visit: &Visit, from: &str, to: &str) -> String {
    let address = visit.with(&[]);
    let (path, query) = address.split_once('?').map_or((address.as_str(), ""), |(path, query)| (path, query));
    let path = path.strip_suffix(from).unwrap_or(path);
    if query.is_empty() { format!("{path}{to}") } else { format!("{path}{to}?{query}") }
}

/// Where a lever ends, how fast it gets there from the last known value, and how fast it has been over five years at best.
fn mark(lang: Lang, played: &Played, name: &str) -> String {
    let Ok(run) = &played.outcome else { return String::new() };
    let Some(candidate) = played.candidates.iter().find(|one| one.key == name) else { return String::new() };
    let after = run
        .network
        .find(&candidate.key, Time::Year(run.year))
        .and_then(|at| run.found.values.get(at))
        .filter(|_| !name.is_empty());
    let Some(after) = after else { return String::new() };
    let pace = |value: f64| if candidate.compound { format!("{value:+.2}%") } else { format!("{value:+.2}") };
    let value = format!("{} {}", report::figure(*after), candidate.unit);
    let mut said =
        crate::text::fill(lang, "whatif.ends", &[("year", &run.year.to_string()), ("value", value.trim())]);
    if let Some((from, rate)) = candidate.pace_to(*after, run.year) {
        said +=
            &crate::text::fill(lang, "whatif.pace", &[("year", &from.to_string()), ("rate", &pace(rate))]);
    }
    if let Some(best) = candidate.best {
        said += &crate::text::fill(lang, "whatif.best-five", &[("rate", &pace(best))]);
    }
    said
}

fn choices(lang: Lang, candidates: &[Candidate], now: &str) -> Vec<Choice> {
    let of = |one: &Candidate| {
        let label = format!("{} ({} {})", one.name.get(lang), number::value(one.value), one.unit);
        Choice::new(&*one.key, label, now)
    };
    candidates.iter().map(of).collect()
}

/// The sentence, the red line, what moved, the targets that move with it, and what everything would take.
fn blocks(lang: Lang, played: &Played, s: &Shell, takes: bool) -> Vec<Block<'static>> {
    let mut blocks = Vec::new();
    if let Ok(run) = &played.outcome {
        blocks.push(paragraph(Role::Lede, vec![Inline::text(all_met(lang, run))]));
    }
    blocks.extend(unfit(lang, played, s));
    if let Ok(run) = &played.outcome {
        let moved = report::moved(run, lang);
        if !moved.is_empty() {
            blocks.push(part(lang, "whatif.moved", moved_blocks(lang, run, moved)));
            blocks.extend(chances(lang, run));
        }
    }
    if takes {
        blocks.extend(needs(lang, played, s));
    }
    if let Ok(run) = &played.outcome {
        blocks.extend(reckoning(lang, run));
    }
    blocks
}

/// How likely it is that all binding targets are met, in one sentence; with levers, how likely it was before.
fn all_met(lang: Lang, run: &scenario::Run) -> String {
    let Some((before, after)) = &run.together.binding else {
        return text(lang, "whatif.no-joint").to_owned();
    };
    let count = run.targets.iter().filter(|one| one.binding).count().to_string();
    let [before, after] = [before, after].map(|joint| number::percent(joint.probability));
    if run.scenario.lever.is_empty() {
        crate::text::fill(lang, "whatif.all-met", &[("n", &count), ("p", &after)])
    } else {
        let values = [("n", count.as_str()), ("before", &before), ("after", &after)];
        crate::text::fill(lang, "whatif.all-met-moved", &values)
    }
}

/// What stands behind the sentence for whoever asks: errors, bounds and how the draws were made; nothing without a chance.
fn reckoning(lang: Lang, run: &scenario::Run) -> Option<Block<'static>> {
    run.together.binding.as_ref()?;
    let mut said = report::joints(run, lang);
    said.extend(Some(report::drawn(run, lang)).filter(|drawn| !drawn.is_empty()));
    let paragraphs: Vec<_> =
        said.into_iter().map(|one| paragraph(Role::Soft, vec![Inline::text(one)])).collect();
    (!paragraphs.is_empty()).then(|| fold(Heading::new(2, text(lang, "whatif.how")), paragraphs))
}

fn part<'a>(lang: Lang, title: &'static str, blocks: Vec<Block<'a>>) -> Block<'a> {
    let heading = Heading::new(2, text(lang, title));
    Block::Section(Section { kind: SectionKind::Part, id: Cow::Borrowed(""), heading, blocks })
}

fn unfit(lang: Lang, played: &Played, s: &Shell) -> Option<Block<'static>> {
    let document = played.judged.view.stored.document.as_ref();
    let note = |one: report::Unfit| {
        let numbers = one.numbers.join(" · ");
        let identities = match one.identities.as_slice() {
            [] => String::new(),
            all => format!(" [{}]", all.join(" · ")),
        };
        let key = if one.assumed { "whatif.question" } else { "whatif.conflict" };
        let ties = if one.ties > 1 { ties(lang, one.ties - 1) } else { String::new() };
        let repair = (!one.repair.is_empty())
            .then(|| crate::text::fill(lang, "whatif.repair", &[("repair", &one.repair), ("ties", &ties)]));
        let help = one.slack.into_iter().chain(repair).collect::<Vec<_>>().join(" · ");
        let sentence = |said: report::Said| {
            let line = said.line.to_string();
            let words =
                crate::text::fill(lang, "whatif.sentence", &[("line", &line), ("words", &said.quote)]);
            // A plan that was loaded without its document has the words alone.
            let link = document.map(|document| s.to(sentence_link(document, said.span)));
            (Cow::Owned(link.unwrap_or_else(|| s.to("/text"))), Cow::Owned(words))
        };
        Note {
            severity: if one.assumed { Severity::Question } else { Severity::Error },
            word: text(lang, key),
            message: Cow::Owned(numbers + &identities),
            help: Cow::Owned(help),
            links: one.sentences.into_iter().map(sentence).collect(),
        }
    };
    let notes: Vec<Note<'static>> =
        report::unfit(played.judged.checked(), lang).into_iter().map(note).collect();
    (!notes.is_empty()).then(|| part(lang, "whatif.unfit", vec![Block::Notes(notes)]))
}

/// How many repairs are as good as the one that is shown.
fn ties(lang: Lang, more: usize) -> String {
    format!(" {}", crate::text::fill(lang, "whatif.ties", &[("n", &more.to_string())]))
}

fn moved_blocks(lang: Lang, run: &scenario::Run, moved: Vec<report::Moved>) -> Vec<Block<'static>> {
    let columns = [
        ("column.name", false),
        ("whatif.before", true),
        ("whatif.after", true),
        ("column.change", true),
        ("whatif.why", false),
    ];
    let row = |one: report::Moved| {
        let mut why =
            vec![Inline::text(if one.lever { text(lang, "whatif.set").to_owned() } else { one.by })];
        if !one.parts.is_empty() {
            why.extend([Inline::Break, Inline::styled(Style::Small, one.parts)]);
        }
        if !one.hollow.is_empty() {
            why.extend([Inline::Break, Inline::styled(Style::Strong, one.hollow)]);
        }
        line(vec![
            Cell::new(CellKind::RowHead, vec![Inline::text(one.name)]),
            Cell::figure(one.before),
            Cell::figure(one.after),
            Cell::figure(one.change),
            Cell::new(CellKind::Data, why),
        ])
    };
    let rows = moved.into_iter().map(row).collect();
    let caption = Cow::Borrowed(text(lang, "whatif.moved"));
    let mut blocks =
        vec![Block::Table(Table { caption, head: head(lang, &columns), rows, ..Table::default() })];
    let held = report::held(run, lang);
    if !held.is_empty() {
        let said = crate::text::fill(lang, "whatif.held", &[("names", &held)]);
        blocks.push(paragraph(Role::Soft, vec![Inline::text(said)]));
    }
    for one in report::broken(run, lang) {
        let said = crate::text::fill(lang, "whatif.broken", &[("identity", &one)]);
        blocks.push(paragraph(Role::Soft, vec![Inline::text(said)]));
    }
    blocks
}

fn chances(lang: Lang, run: &scenario::Run) -> Option<Block<'static>> {
    let columns = [
        ("column.name", false),
        ("fact.goal", true),
        ("whatif.median", true),
        ("whatif.attain-before", true),
        ("whatif.attain-after", true),
    ];
    let row = |one: report::Chance| {
        let mut name = vec![Inline::text(one.name)];
        if one.binding {
            name.extend([Inline::text(" "), Inline::styled(Style::Chip, text(lang, "nature.binding"))]);
        }
        line(vec![
            Cell::new(CellKind::RowHead, name),
            Cell::figure(one.goal),
            Cell::figure(format!("{} → {}", one.median.0, one.median.1)),
            Cell::figure(one.attain.0),
            Cell::figure(one.attain.1),
        ])
    };
    let rows: Vec<_> = report::chances(run, lang).into_iter().map(row).collect();
    let caption = Cow::Borrowed(text(lang, "whatif.chances"));
    let table = Table { caption, head: head(lang, &columns), rows, ..Table::default() };
    (!table.rows.is_empty()).then(|| part(lang, "whatif.chances", vec![Block::Table(table)]))
}

/// What each target would take from now on.
fn needs(lang: Lang, played: &Played, s: &Shell) -> Option<Block<'static>> {
    let columns = [
        ("column.name", false),
        ("column.latest", true),
        ("fact.goal", true),
        ("whatif.a-year", true),
        ("whatif.best", true),
    ];
    let indicator = |target: &str| {
        let plan = &played.judged.view.stored.plan;
        plan.targets.iter().find(|one| one.id.as_str() == target).map(|one| one.indicator.to_string())
    };
    let row = |one: report::Needed| {
        let address = indicator(&one.target).map(|id| s.to(format!("/indicators/{id}"))).unwrap_or_default();
        let name =
            vec![Inline::link(address, one.name), Inline::text(" "), Inline::styled(Style::Small, one.basis)];
        let best = if one.beyond {
            vec![
                Inline::text(one.best),
                Inline::text(" "),
                Inline::styled(Style::Chip, text(lang, "whatif.beyond")),
            ]
        } else {
            vec![Inline::text(one.best)]
        };
        line(vec![
            Cell::new(CellKind::RowHead, name),
            Cell::figure(one.latest),
            Cell::figure(one.goal),
            Cell::figure(one.a_year),
            Cell::new(CellKind::Data, best).right(),
        ])
    };
    let rows: Vec<_> = report::needed(&played.needs, lang).into_iter().map(row).collect();
    let caption = Cow::Borrowed(text(lang, "whatif.needs"));
    let table = Table { caption, head: head(lang, &columns), rows, ..Table::default() };
    (!table.rows.is_empty()).then(|| part(lang, "whatif.needs", vec![Block::Table(table)]))
}
