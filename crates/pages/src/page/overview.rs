use crate::asked::OnPlan;
use crate::matters::Waiting;
use crate::page::parts;
use crate::page::parts::{RecordLine, RowCard, StateCount};
use crate::shell::{Place, Shell};
use crate::text::{clauses, fill, text};
use askama::Template;
use axum::response::Response;
use duty::Right;
use source::{Lang, Severity};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::findings;
use work::view::{Count, Judged, State};

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    s: Shell,
    headline: String,
    moment: String,
    total: usize,
    known: usize,
    counts: Vec<StateCount>,
    bar: story::Bar,
    /// What the text promises besides the main targets: a sentence and the address of the list.
    promised: Option<(String, String)>,
    /// What narrows lists to the main targets, where the plan has any.
    only: &'static str,
    attention: Vec<RowCard>,
    warned: usize,
    groups: Vec<Slice>,
    bodies: Vec<Slice>,
    data: Vec<DataLine>,
    data_total: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    record: Vec<RecordLine>,
    /// Addresses and names of the full reports.
    reports: Vec<(String, &'static str)>,
    /// What waits: words and addresses.
    to_do: Vec<(String, String)>,
}

/// Some commitments that belong together.
struct Slice {
    name: String,
    link: String,
    bar: story::Bar,
    total: usize,
    trouble: usize,
}

struct DataLine {
    kind: String,
    text: String,
}

// What fits on one screen.
const ATTENTION: usize = 6;
const SLICES: usize = 8;
const DATA: usize = 4;

/// The state of the plan on one screen.
pub(crate) async fn get(on: OnPlan) -> Result<Response, Problem> {
    on.answer(async || {
        let judged = on.judged().await?;
        let to_do = to_do(&on.app, &on.visit, &judged).await?;
        Ok(page(&on.visit, &judged, to_do))
    })
    .await
}

/// What waits in the plan, for those who work with it, and what of it everybody may see: words and addresses.
async fn to_do(app: &App, visit: &Visit, judged: &Judged) -> Result<Vec<(String, String)>, Problem> {
    let viewer = visit.viewer();
    let (lang, base) = (visit.lang, format!("/plans/{}", encode(judged.view.id())));
    let told = |key: &'static str, count: usize, tail: &str| {
        (count > 0).then(|| (fill(lang, key, &[("n", &count.to_string())]), format!("{base}{tail}")))
    };
    let waiting = Waiting::of(app, visit, judged.view.id()).await?;
    if !viewer.may(Right::ReadSubmission) {
        return Ok(told("matter.home-public", waiting.total, "/matters").into_iter().collect());
    }
    let findings = if viewer.may(Right::EditPlan) {
        findings::all(app, &judged.view).await?.iter().filter(|one| one.is_open()).count()
    } else {
        0
    };
    let all = [
        told("matter.home-mine", waiting.mine, "/matters?only=mine"),
        told("matter.home-late", waiting.late, "/matters?only=late"),
        told("matter.home-open", waiting.open, "/matters"),
        told("matter.home-findings", findings, "/diagnostics"),
    ];
    Ok(all.into_iter().flatten().collect())
}

fn page(visit: &Visit, judged: &Judged, to_do: Vec<(String, String)>) -> Overview {
    let lang = visit.lang;
    let view = &judged.view;
    let s = Shell::of(visit, view, Some(&judged.moment), Place::Overview, text(lang, "nav.overview"));
    let count = judged.count_main();
    let only = if judged.has_main() { "&of=main" } else { "" };
    let mut warned: Vec<_> =
        judged.assessment.warned().into_iter().filter(|row| row.region.is_empty()).collect();
    warned.sort_by_key(|row| (Reverse(row.alert), !judged.is_main(row)));
    let findings =
        |severity| view.stored.findings.iter().filter(|finding| finding.severity == severity).count();
    let group = |row: &assess::Row| Some(row.group.clone()).filter(|group| !group.is_empty());
    let mut groups = slices(lang, judged, |row| group(row).into_iter().collect());
    for slice in &mut groups {
        slice.link = s.to(format!("/indicators?group={}{only}", encode(&slice.name)));
    }
    let mut bodies = slices(lang, judged, |row| row.bodies.clone());
    bodies.sort_by_key(|slice| (Reverse(slice.trouble), Reverse(slice.total)));
    bodies.truncate(SLICES);
    for slice in &mut bodies {
        slice.link = s.to(format!("/indicators?body={}{only}", encode(&slice.name)));
    }
    Overview {
        headline: headline(lang, judged),
        promised: promised(lang, judged).map(|words| (words, s.to("/indicators?of=text"))),
        only,
        moment: moment(lang, judged),
        total: count.total(),
        known: count.known(),
        counts: parts::counts(lang, &count),
        bar: parts::bar(lang, &count),
        attention: warned.iter().take(ATTENTION).map(|row| RowCard::of(lang, judged, row)).collect(),
        warned: warned.len(),
        groups,
        bodies,
        data: judged
            .assessment
            .data
            .iter()
            .take(DATA)
            .map(|warning| DataLine {
                kind: warning.kind.words().get(lang).to_owned(),
                text: warning.words.get(lang).to_owned(),
            })
            .collect(),
        data_total: judged.assessment.data.len(),
        errors: findings(Severity::Error),
        warnings: findings(Severity::Warning),
        notes: findings(Severity::Note),
        record: parts::record(lang),
        reports: super::reports::full(lang, &s),
        to_do,
        s,
    }
}

/// One sentence that a leader remembers: how the main targets stand, or all commitments of a plan without a table.
pub(crate) fn headline(lang: Lang, judged: &Judged) -> String {
    let count = judged.count_main();
    let keys = if judged.has_main() {
        ["overview.headline", "overview.headline.fine", "overview.headline.nothing"]
    } else {
        ["overview.promised", "overview.promised.fine", "overview.promised.nothing"]
    };
    told(lang, &count, keys)
}

/// How the promises of the text stand, in a sentence of its own; `None` without any besides the main targets.
fn promised(lang: Lang, judged: &Judged) -> Option<String> {
    let count = judged.count_promised();
    let keys = ["overview.beside", "overview.beside.fine", "overview.beside.nothing"];
    (count.total() > 0).then(|| told(lang, &count, keys))
}

/// A count in a sentence: with the parts, when all are well, and when nothing is known.
fn told(lang: Lang, count: &Count, [parted, fine, nothing]: [&'static str; 3]) -> String {
    let (total, known) = (count.total().to_string(), count.known().to_string());
    if count.known() == 0 {
        return fill(lang, nothing, &[("total", &total)]);
    }
    let key = if trouble(count) == 0 { fine } else { parted };
    let states = State::ALL.into_iter().filter(|state| *state != State::Unknown && count.get(*state) > 0);
    let part = |state: State| {
        let values = [
            ("n", &*count.get(state).to_string()),
            ("state", &*crate::text::state_word(lang, state).to_lowercase()),
        ];
        fill(lang, "overview.headline.part", &values)
    };
    let parts = clauses(lang, &states.map(part).collect::<Vec<_>>());
    fill(lang, key, &[("total", &total), ("known", &known), ("parts", &parts)])
}

/// How many ask for attention.
fn trouble(count: &Count) -> usize {
    count.get(State::AtRisk) + count.get(State::OutOfReach) + count.get(State::Hollow)
}

/// The moment that is looked at, in words.
pub(crate) fn moment(lang: Lang, judged: &Judged) -> String {
    let year = judged.assessment.as_of.year.to_string();
    let said = match judged.moment.asked.known_at {
        Some(day) => fill(lang, "moment.known", &[("year", &year), ("day", &day.to_string())]),
        None => fill(lang, "moment.now", &[("year", &year)]),
    };
    // The year of the newest figure says nothing of the others.
    let years = || judged.main().filter_map(|row| row.latest.map(|latest| latest.year));
    let (all, newest) =
        (years().count(), years().filter(|year| *year == judged.assessment.as_of.year).count());
    if newest == 0 || newest == all {
        return said;
    }
    let (newest, rest) = (newest.to_string(), (all - newest).to_string());
    let more = fill(lang, "moment.mixed", &[("n", &newest), ("year", &year), ("rest", &rest)]);
    if lang == Lang::Zh { format!("{said}{more}") } else { format!("{said} {more}") }
}

/// Main targets by what `names` says of them, in the order in which the plan first names it.
fn slices(lang: Lang, judged: &Judged, names: impl Fn(&assess::Row) -> Vec<String>) -> Vec<Slice> {
    let mut counts: BTreeMap<String, (usize, Count)> = BTreeMap::new();
    for (at, row) in judged.main().enumerate() {
        for name in names(row) {
            counts.entry(name).or_insert((at, Count::default())).1.add(State::of(row));
        }
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by_key(|(_, (first, _))| *first);
    sorted
        .into_iter()
        .map(|(name, (_, count))| Slice {
            name,
            link: String::new(),
            bar: parts::bar(lang, &count),
            total: count.total(),
            trouble: trouble(&count),
        })
        .collect()
}
