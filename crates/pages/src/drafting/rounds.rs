//! The rounds of a plan: what each version is in the course of drafting, who was asked, and the form that opens a round.

use crate::answer::{after, form, fresh};
use crate::asked::{OnPlan, Posted};
use crate::choice::Choice;
use crate::drafting::words::{party_word, round_word, stage_word};
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use duty::Right;
use source::Lang;
use store::{DraftStage, NewParty, NewRound, PartyKind, Round, RoundKind};
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::view::PlanView;
use work::{Fault, rounds};

#[derive(Template)]
#[template(path = "drafting/rounds.html")]
struct RoundsPage {
    s: Shell,
    plan: String,
    complaint: String,
    version: i64,
    stages: Vec<Choice>,
    /// Versions with what they are.
    drafts: Vec<(i64, &'static str)>,
    all: Vec<Line>,
    kinds: Vec<Choice>,
    parties: Vec<Candidate>,
    other_kinds: Vec<Choice>,
    given: Given,
    may_edit: bool,
}

struct Line {
    address: String,
    title: String,
    kind: &'static str,
    version: i64,
    due: String,
    is_open: bool,
    answered: usize,
    parties: usize,
    opinions: usize,
}

/// Somebody who may be asked, by the place in the list of candidates.
struct Candidate {
    key: String,
    name: String,
    kind: &'static str,
    chosen: bool,
}

/// What was typed.
#[derive(Default)]
struct Given {
    title: String,
    note: String,
    due: String,
    remind: String,
    other: String,
}

/// The list.
pub(crate) async fn list(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    fresh(&shown(&app, &visit, &view, &Fields::default(), "").await?)
}

async fn shown(
    app: &App,
    visit: &Visit,
    view: &PlanView,
    given: &Fields,
    complaint: &str,
) -> Result<RoundsPage, Problem> {
    let lang = visit.lang;
    let (store, version) = (app.store(), view.stored.key.version);
    let drafts = store.draft_stages(view.id()).await?;
    let now = drafts.get(&version).map_or("", |stage| stage.name());
    let may_edit = visit.viewer().may(Right::EditPlan);
    let candidates = if may_edit { candidates(app).await? } else { Vec::new() };
    let chosen: Vec<&str> = given.all("party").collect();
    let candidate = |party: &NewParty| {
        let key = key_of(party);
        Candidate {
            chosen: chosen.contains(&key.as_str()),
            key,
            name: party.name.clone(),
            kind: party_word(lang, party.kind),
        }
    };
    let all = rounds::joined(app, visit.viewer(), view.id()).await?;
    let stage = |stage: DraftStage| Choice::new(stage.name(), stage_word(lang, stage), now);
    let kind = |kind: RoundKind| Choice::new(kind.name(), round_word(lang, kind), given.get("kind"));
    let other = |kind: PartyKind| Choice::new(kind.name(), party_word(lang, kind), given.get("other-kind"));
    let text_of = |name: &str| given.get(name).to_owned();
    Ok(RoundsPage {
        plan: encode(view.id()),
        complaint: complaint.to_owned(),
        version,
        stages: DraftStage::ALL.map(stage).into(),
        drafts: drafts.iter().rev().map(|(version, stage)| (*version, stage_word(lang, *stage))).collect(),
        all: all.iter().map(|round| line(lang, round)).collect(),
        kinds: [RoundKind::Opinions, RoundKind::Experts, RoundKind::Legality].map(kind).into(),
        parties: candidates.iter().map(candidate).collect(),
        other_kinds: [PartyKind::Upper, PartyKind::Expert, PartyKind::Body, PartyKind::County]
            .map(other)
            .into(),
        given: Given {
            title: text_of("title"),
            note: text_of("note"),
            due: text_of("due"),
            remind: text_of("remind"),
            other: text_of("other"),
        },
        may_edit,
        s: Shell::of(visit, view, None, Place::Rounds, text(lang, "rounds.title")),
    })
}

async fn candidates(app: &App) -> Result<Vec<NewParty>, Problem> {
    let (offices, accounts) = (app.store().offices().await?, app.store().accounts().await?);
    Ok(rounds::candidates(&offices, &accounts))
}

fn key_of(party: &NewParty) -> String {
    match (&party.office, &party.account) {
        (Some(office), _) => format!("office/{office}"),
        (_, Some(account)) => format!("account/{account}"),
        _ => String::new(),
    }
}

fn line(lang: Lang, round: &Round) -> Line {
    Line {
        address: format!("/plans/{}/rounds/{}", encode(&round.plan), round.id),
        title: round.is.title.clone(),
        kind: round_word(lang, round.is.kind),
        version: round.is.version,
        due: round.is.due.clone(),
        is_open: round.closed_at.is_none(),
        answered: round.parties.iter().filter(|party| party.answer.is_some()).count(),
        parties: round.parties.len(),
        opinions: round.opinions.len(),
    }
}

/// Says what the version is, or opens a round.
pub(crate) async fn change(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let done = done(&app, &visit, &view, &fields).await?;
    after(&visit, done.map(|tail| format!("/plans/{}/rounds{tail}", encode(&plan))), async |words| {
        form(&shown(&app, &visit, &view, &fields, words).await?, words)
    })
    .await
}

/// Does what the form asks for; gives where to go on from the list.
async fn done(
    app: &App,
    visit: &Visit,
    view: &PlanView,
    fields: &Fields,
) -> Result<Result<String, Fault>, Problem> {
    let (plan, version, change) = (view.id(), view.stored.key.version, visit.visitor.change(""));
    Ok(match (fields.get("action"), DraftStage::parse(fields.get("stage"))) {
        ("stage", Some(stage)) => {
            rounds::set_stage(app, plan, version, stage, &change).await.map(|()| String::new())
        }
        ("open", _) => {
            let new = asked(fields, version, &candidates(app).await?);
            rounds::open(app, plan, &new, &change).await.map(|id| format!("/{id}"))
        }
        _ => return Err(Problem::of_status(StatusCode::BAD_REQUEST)),
    })
}

/// The round that the form asks for: those ticked, and one for each further line.
fn asked(fields: &Fields, version: i64, candidates: &[NewParty]) -> NewRound {
    let chosen: Vec<&str> = fields.all("party").collect();
    let ticked = candidates.iter().filter(|party| chosen.contains(&key_of(party).as_str())).cloned();
    let kind = PartyKind::parse(fields.get("other-kind")).unwrap_or(PartyKind::Upper);
    let names = fields.get("other").lines().map(str::trim).filter(|name| !name.is_empty());
    let others = names.take(200).map(|name| NewParty {
        kind,
        name: name.chars().take(100).collect(),
        office: None,
        account: None,
    });
    NewRound {
        version,
        kind: RoundKind::parse(fields.get("kind")).unwrap_or(RoundKind::Opinions),
        title: fields.text("title", 200),
        note: fields.text("note", 4000),
        due: fields.text("due", 10),
        remind_days: fields.get("remind").parse::<i64>().unwrap_or(3).clamp(0, 60),
        parties: ticked.chain(others).collect(),
    }
}
