//! The conflict ledger: figures, texts and layers that disagree, with proposals and decisions.

use crate::answer::fresh;
use crate::asked::{OnPlan, Posted};
use crate::choice::{Chip, Choice};
use crate::shell::{Place, Shell};
use crate::spatial::words::area;
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use duty::Right;
use source::Lang;
use std::collections::BTreeMap;
use store::{ConflictKind, ConflictState, Resolution};
use web::download::kept_as;
use web::rendered::{NO_STORE, Rendered};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::conflicts::{self, Decision, Listed};
use work::spatial::Side;

#[derive(Template)]
#[template(path = "spatial/conflicts.html")]
struct LedgerPage {
    s: Shell,
    plan: String,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    chips: Vec<Chip>,
    classes: Vec<Choice>,
    rows: Vec<Line>,
    shown: usize,
    total: usize,
    waiting: usize,
    noise: usize,
    offices: Vec<Choice>,
    resolutions: Vec<Choice>,
    may_decide: bool,
    saved: bool,
    overlaying: usize,
    /// The endings of the list as a file.
    endings: &'static [&'static str],
}

struct Line {
    id: String,
    kind: String,
    class: String,
    /// A page about the sort of conflict; empty where there is none.
    rule: String,
    weight: String,
    state: String,
    sides: Vec<SideLine>,
    facts: Vec<(&'static str, String)>,
    message: String,
    proposal: String,
    source: String,
    decision: String,
    reason: String,
    note: &'static str,
    at: String,
    next: Vec<Choice>,
    office: String,
    document: String,
    due: String,
}

struct SideLine {
    name: String,
    text: String,
    address: String,
}

/// Rows of one page; narrowed lists are shorter, the files have all.
const MOST: usize = 200;

/// All conflicts of a plan.
pub(crate) async fn page(on: OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, visit, plan, .. } = &on;
    let (view, _) = on.view().await?;
    let found = conflicts::all(app, &view).await?;
    let offices = work::offices::offices(app).await?;
    let s = Shell::of(visit, &view, None, Place::Conflicts, text(visit.lang, "nav.conflicts"));
    let offices =
        offices.into_values().map(|office| Choice::new(office.name.clone(), office.name, "")).collect();
    let overlaying = app.store().open_jobs(store::OVERLAY, plan).await?.len();
    let endings = app.list_endings();
    fresh(&LedgerPage { overlaying, endings, ..made(visit, s, plan, &found, offices) })
}

#[expect(clippy::too_many_lines, reason = "one page, its parts in the order in which they are shown")]
fn made(visit: &Visit, s: Shell, plan: &str, found: &[Listed], offices: Vec<Choice>) -> LedgerPage {
    let lang = visit.lang;
    let chosen = |name: &str, default: &'static str| visit.get(name).unwrap_or(default).to_owned();
    let (kind, class, state) = (chosen("kind", ""), chosen("class", ""), chosen("state", "waiting"));
    let holds = |one: &&Listed| {
        let is = |chosen: &str, own: &str| chosen.is_empty() || chosen == own;
        let stands = match state.as_str() {
            "" | "all" => true,
            "waiting" => one.is_to_do(),
            "lost" => one.row.lost_at.is_some(),
            state => one.row.lost_at.is_none() && one.state().name() == state,
        };
        is(&kind, one.row.kind.name()) && is(&class, &one.row.class) && stands
    };
    let passing: Vec<&Listed> = found.iter().filter(holds).collect();
    let classes: BTreeMap<&str, usize> = found.iter().fold(BTreeMap::new(), |mut all, one| {
        *all.entry(one.row.class.as_str()).or_default() += 1;
        all
    });
    let states = ConflictState::ALL
        .iter()
        .map(|one| Choice::new(one.name(), conflicts::state_words(*one).get(lang), &state));
    let chip = |name: &'static str, label: &str| {
        let stands = |one: &&Listed| match name {
            "" => true,
            "waiting" => one.is_to_do(),
            "lost" => one.row.lost_at.is_some(),
            state => one.row.lost_at.is_none() && one.state().name() == state,
        };
        Chip {
            // Without a state in the address what waits is shown.
            address: visit.with(&[("state", if name.is_empty() { "all" } else { name }), ("saved", "")]),
            label: label.to_owned(),
            count: found.iter().filter(stands).count(),
            here: state == name || (name.is_empty() && state == "all"),
        }
    };
    let all = ConflictState::ALL.iter();
    let all = all.map(|one| chip(one.name(), conflicts::state_words(*one).get(lang)));
    let first = [chip("", text(lang, "filter.all")), chip("waiting", text(lang, "conflicts.waiting"))];
    let last = chip("lost", text(lang, "conflicts.lost"));
    let chips = first.into_iter().chain(all).chain([last]).filter(|chip| chip.count > 0 || chip.here);
    let chips = chips.collect();
    let waiting = Choice::new("waiting", text(lang, "conflicts.waiting"), &state);
    let lost = Choice::new("lost", text(lang, "conflicts.lost"), &state);
    LedgerPage {
        overlaying: 0,
        endings: &[],
        chips,
        plan: encode(plan),
        kinds: ConflictKind::ALL
            .iter()
            .map(|one| Choice::new(one.name(), conflicts::kind_words(*one).get(lang), &kind))
            .collect(),
        states: std::iter::once(waiting).chain(states).chain([lost]).collect(),
        classes: classes
            .into_iter()
            .map(|(one, count)| {
                Choice::new(one, format!("{} ({count})", conflicts::class_words(one).get(lang)), &class)
            })
            .collect(),
        shown: passing.len(),
        total: found.len(),
        waiting: found.iter().filter(|one| one.is_to_do()).count(),
        noise: found.iter().filter(|one| one.row.weight == "noise").map(|one| one.extent.count).sum(),
        rows: passing.into_iter().take(MOST).map(|one| line(lang, &s, one)).collect(),
        offices,
        resolutions: Resolution::ALL
            .iter()
            .map(|one| Choice::new(one.name(), conflicts::resolution_words(*one).get(lang), ""))
            .collect(),
        may_decide: visit.viewer().may(Right::EditPlan),
        saved: visit.get("saved").is_some(),
        s,
    }
}

fn side_line(lang: Lang, s: &Shell, side: &Side) -> SideLine {
    let share = side.share.map(|share| format!("{:.1}%", share * 100.0));
    let row = side.row.map(|row| crate::text::fill(lang, "conflicts.row", &[("n", &row.to_string())]));
    let rank = side.rank.map(|rank| crate::text::fill(lang, "conflicts.rank", &[("n", &rank.to_string())]));
    let own = |text: &String| (!text.is_empty()).then(|| text.clone());
    let parts = [own(&side.version), own(&side.clause), row, own(&side.label), share, rank, own(&side.said)];
    SideLine {
        name: side.name.clone(),
        text: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        address: side.line.map(|line| s.to(format!("/text#L{line}"))).unwrap_or_default(),
    }
}

fn line(lang: Lang, s: &Shell, one: &Listed) -> Line {
    let (row, said, extent) = (&one.row, &one.row.settlement, &one.extent);
    let mut facts = Vec::new();
    let mut fact = |key, value: Option<String>| facts.extend(value.map(|value| (text(lang, key), value)));
    let on_ground = extent.width > 0.0;
    fact("conflicts.plane", (extent.plane > 0.0).then(|| area(extent.plane)));
    fact("conflicts.surveyed", (extent.surveyed > 0.0).then(|| area(extent.surveyed)));
    fact("conflicts.width", on_ground.then(|| format!("{:.2} m", extent.width)));
    fact("conflicts.tolerance", (extent.tolerance > 0.0).then(|| format!("{} m", extent.tolerance)));
    fact("conflicts.minimum", (extent.minimum > 0.0).then(|| format!("{} m²", extent.minimum)));
    fact("conflicts.parts", (extent.count > 1).then(|| extent.count.to_string()));
    let own = |pair: &(String, String)| if lang == Lang::Zh { pair.0.clone() } else { pair.1.clone() };
    let proposal = one.proposal.as_ref();
    let resolution = said.resolution.map(|one| conflicts::resolution_words(one).get(lang).to_owned());
    let decided = [
        resolution,
        Some(said.office.clone()),
        Some(said.document.clone()),
        Some(said.by.clone()),
        said.at.get(..10).map(str::to_owned),
    ];
    let note = match (row.lost_at.is_some(), one.is_changed) {
        (true, _) => "conflicts.lost-note",
        (false, true) => "conflicts.changed",
        (false, false) => "",
    };
    Line {
        kind: conflicts::kind_words(row.kind).get(lang).to_owned(),
        class: conflicts::class_words(&row.class).get(lang).to_owned(),
        rule: if row.kind == ConflictKind::Space { String::new() } else { format!("/rules/{}", row.class) },
        weight: conflicts::weight_words(&row.weight).get(lang).to_owned(),
        state: conflicts::state_words(one.state()).get(lang).to_owned(),
        sides: std::iter::once(&one.first).chain(&one.second).map(|side| side_line(lang, s, side)).collect(),
        facts,
        message: extent.message.as_ref().map(own).unwrap_or_default(),
        proposal: proposal
            .map(|one| if lang == Lang::Zh { one.zh.clone() } else { one.en.clone() })
            .unwrap_or_default(),
        source: proposal.map(|one| one.source.clone()).unwrap_or_default(),
        decision: decided
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        reason: said.reason.clone(),
        note: if note.is_empty() { "" } else { text(lang, note) },
        at: extent.at.map(|[x, y]| format!("{x:.6}, {y:.6}")).unwrap_or_default(),
        next: one
            .state()
            .next()
            .iter()
            .map(|one| Choice::new(one.name(), conflicts::state_words(*one).get(lang), ""))
            .collect(),
        office: said.office.clone(),
        document: said.document.clone(),
        due: said.due.clone(),
        id: row.id.clone(),
    }
}

/// Records what was decided about a conflict.
pub(crate) async fn decide(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, String)>,
) -> Result<Response, Problem> {
    let decision = Decision {
        state: ConflictState::parse(fields.get("state")),
        resolution: Resolution::parse(fields.get("resolution")),
        office: fields.text("office", 120),
        document: fields.text("document", 120),
        reason: fields.text("reason", 1000),
        due: fields.text("due", 10),
    };
    let change = visit.visitor.change(decision.reason.clone());
    conflicts::decide(&app, visit.viewer(), (&plan, &id), &decision, &change).await?;
    Ok(Redirect::to(&format!("/plans/{}/conflicts?state=&saved=1#c-{id}", encode(&plan))).into_response())
}

/// The ledger as a file.
pub(crate) async fn file(
    State(app): State<App>,
    Path((plan, ending)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let (bytes, kind) = conflicts::file(&app, &view, &ending, visit.lang).await?;
    let mut response = Rendered::cached(kind, bytes, NO_STORE).answer(&HeaderMap::new());
    let name = format!("{} {}.{ending}", view.title(), text(visit.lang, "nav.conflicts"));
    let name = kept_as(&format!("conflicts.{ending}"), &name);
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
