//! A report that is written: its state, its blocks with what was said of each, and what would change if it were made anew.

use super::parts::address;
use crate::answer::{form, fresh};
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use duty::Right;
use source::Lang;
use std::collections::BTreeMap;
use store::{ReportMaking, ReportText};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::report::Links;
use work::report::draft::{self, Block, Draft, Moved};
use work::{clock, matters};

#[derive(Template)]
#[template(path = "papers/one.html")]
struct Paper {
    s: Shell,
    own: String,
    complaint: String,
    title: String,
    told: String,
    state: &'static str,
    state_name: &'static str,
    making: String,
    history: Vec<String>,
    figures: usize,
    open: Vec<String>,
    files: Vec<&'static str>,
    blocks: Vec<BlockLine>,
    approvals: Vec<MatterLine>,
    issued: Vec<(&'static str, String)>,
    is_sealed: bool,
    as_of: String,
    known_at: String,
    due: String,
    parties: Vec<Choice>,
    may_write: bool,
    may_speak: bool,
    may_submit: bool,
    may_issue: bool,
}

struct BlockLine {
    mark: String,
    place: String,
    /// Heading of its section, at the first block of it.
    heading: String,
    body: String,
    /// What is still to be written; empty where something is made.
    write: String,
    text: String,
    comments: Vec<Said>,
    earlier: Vec<Said>,
    asked: Vec<MatterLine>,
}

struct Said {
    who: String,
    at: String,
    words: String,
}

struct MatterLine {
    id: i64,
    address: String,
    who: String,
    state: String,
    due: String,
    /// What a body wrote, waiting to be taken up; empty otherwise.
    given: String,
}

#[derive(Template)]
#[template(path = "papers/anew.html")]
struct Anew {
    s: Shell,
    own: String,
    title: String,
    moved: Vec<Moved>,
    as_of: String,
    known_at: String,
}

/// The report as it stands.
pub(crate) async fn page(
    State(app): State<App>,
    Path((plan, id)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    shown(&app, &visit, (&plan, id), "").await
}

/// The page of a report, with what is wrong with what was typed.
pub(super) async fn shown(
    app: &App,
    visit: &Visit,
    (plan, id): (&str, i64),
    complaint: &str,
) -> Result<Response, Problem> {
    let links = Links { base: format!("/plans/{}", encode(plan)), query: String::new() };
    let draft = draft::one(app, visit.viewer(), (plan, id), links).await?;
    let names = matters::names(app).await?;
    let parties = matters::parties(app).await?;
    let page = paper(app, visit, plan, (&draft, &names, parties), complaint);
    form(&page, complaint)
}

#[expect(clippy::too_many_lines, reason = "one page, its parts in the order in which they are shown")]
fn paper(
    app: &App,
    visit: &Visit,
    plan: &str,
    (draft, names, parties): (&Draft, &matters::Names, Vec<(String, String)>),
    complaint: &str,
) -> Paper {
    let lang = visit.lang;
    let view = &draft.judged.view;
    let s = Shell::of(visit, view, None, Place::Reports, draft.kept.title.clone()).with_bundle("readings");
    let viewer = visit.viewer();
    let is_issued = draft.issue.is_some();
    let (is_approved, waits) = (draft.approved().is_some(), draft.waits());
    let (state_name, state) = match (is_issued, is_approved, waits) {
        (true, ..) => ("issued", text(lang, "papers.state.issued")),
        (_, true, _) => ("approved", text(lang, "papers.state.approved")),
        (_, _, true) => ("submitted", text(lang, "papers.state.submitted")),
        _ => ("draft", text(lang, "papers.state.draft")),
    };
    let matter = |one: &matters::Seen, given: &str| MatterLine {
        id: one.matter.id,
        address: format!("/plans/{}/matters/{}", encode(plan), one.matter.id),
        who: names
            .of(if one.matter.owner.is_empty() { &one.matter.opened_by } else { &one.matter.owner })
            .to_owned(),
        state: app
            .kinds()
            .get(&one.matter.kind)
            .map(|kind| kind.state_word(&one.matter.state, lang))
            .unwrap_or_default(),
        due: one.matter.due.clone(),
        given: given.to_owned(),
    };
    let issued = draft.issue.iter().flat_map(|one| {
        [
            (text(lang, "papers.number"), one.number.clone()),
            (text(lang, "papers.issued-by"), names.of(&format!("account/{}", one.issued_by)).to_owned()),
            (text(lang, "papers.issued-at"), clock::shown(&one.issued_at)),
            ("SHA-256", one.sha256.clone()),
        ]
    });
    let making = draft.making();
    let may_write = viewer.may(Right::EditPlan) && !is_issued;
    Paper {
        own: address(plan, &format!("/{}", draft.kept.id)),
        complaint: complaint.to_owned(),
        title: draft.kept.title.clone(),
        told: [draft.kept.made_by.clone(), clock::shown(&draft.kept.made_at)].join(" · "),
        state,
        state_name,
        making: made(lang, &making),
        history: draft.makings.iter().rev().map(|one| made(lang, one)).collect(),
        figures: draft.report.traces.len(),
        open: draft.report.open.clone(),
        files: app.media().map(report::Medium::ending).collect(),
        blocks: blocks(draft, &matter),
        approvals: draft.approvals.iter().map(|one| matter(one, "")).collect(),
        issued: issued.filter(|(_, value)| !value.is_empty()).collect(),
        is_sealed: draft.issue.as_ref().is_some_and(|one| !one.seal.is_empty()),
        as_of: making.as_of.to_string(),
        known_at: app.today().to_string(),
        due: app.today().saturating_add(jiff::Span::new().days(10)).to_string(),
        parties: parties.into_iter().map(|(party, name)| Choice::new(party, name, "")).collect(),
        may_write,
        may_speak: viewer.may(Right::Consult) && !is_issued,
        may_submit: may_write && !is_approved && !waits,
        may_issue: viewer.may(Right::Publish) && is_approved && !is_issued,
        s,
    }
}

/// 第 2 次生成：第 1 版，数据截至 2023 年，2024-04-30 前已知。
fn made(lang: Lang, one: &ReportMaking) -> String {
    let (n, year, version) = (one.number.to_string(), one.as_of.to_string(), one.version.to_string());
    let values = [("n", n.as_str()), ("year", &year), ("day", &one.known_at), ("version", &version)];
    fill(lang, "papers.making", &values)
}

fn blocks(draft: &Draft, matter: &dyn Fn(&matters::Seen, &str) -> MatterLine) -> Vec<BlockLine> {
    let bodies: BTreeMap<&str, String> = draft
        .report
        .places
        .iter()
        .map(|placed| (placed.place.as_str(), story::html(draft.report.of_place(placed))))
        .collect();
    let mut before = String::new();
    let mut one = |block: &Block| {
        let made = &block.made;
        let is_new = made.heading != before;
        before.clone_from(&made.heading);
        let said = |kind: &str| -> Vec<Said> {
            block.said.iter().filter(|text| text.kind == kind).map(self::said).collect()
        };
        let mut earlier = said("text");
        earlier.pop();
        BlockLine {
            mark: made.place.replace('.', "-"),
            place: made.place.clone(),
            heading: if is_new { made.heading.clone() } else { String::new() },
            body: bodies.get(made.place.as_str()).cloned().unwrap_or_default(),
            write: made.write.clone(),
            text: block.text.clone(),
            comments: said("comment"),
            earlier,
            asked: block.asked.iter().map(|asked| matter(&asked.seen, &asked.given)).collect(),
        }
    };
    draft.blocks.iter().map(&mut one).collect()
}

fn said(text: &ReportText) -> Said {
    Said { who: text.made_by.clone(), at: clock::shown(&text.made_at), words: text.words.clone() }
}

/// What would be different, block by block, if the report were made anew from the moment that the address asks for.
pub(crate) async fn difference(
    State(app): State<App>,
    Path((plan, id)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let question = visit.question(&plan)?;
    let kept = draft::one(&app, visit.viewer(), (&plan, id), Links::default()).await?;
    let moved = draft::difference(&app, visit.viewer(), (&plan, id), &question).await?;
    let s = Shell::of(&visit, &kept.judged.view, None, Place::Reports, kept.kept.title.clone());
    let as_of = question.as_of.unwrap_or(kept.making().as_of).to_string();
    let known_at = question.known_at.unwrap_or_else(|| app.today()).to_string();
    let own = address(&plan, &format!("/{id}"));
    fresh(&Anew { s, own, title: kept.kept.title, moved, as_of, known_at })
}
