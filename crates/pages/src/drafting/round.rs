//! One round: what a party says, what becomes of each opinion, and the files.

use crate::answer::{after, form, fresh};
use crate::asked::Posted;
use crate::choice::Choice;
use crate::drafting::changes::standing_word;
use crate::drafting::word_file::word_file;
use crate::drafting::words::{answer_word, outcome_word, party_word, round_word, verdict_word};
use crate::file::upload;
use crate::office::download;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use duty::Right;
use source::Lang;
use store::{Answer, AnswerKind, Cause, NewOpinion, Opinion, Outcome, Party, Round, RoundKind, RoundVerdict};
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::rounds::{self, Said};
use work::wording::{self, Listed};

#[derive(Template)]
#[template(path = "drafting/round.html")]
struct RoundPage {
    s: Shell,
    plan: String,
    action: String,
    complaint: String,
    notice: &'static str,
    title: String,
    version: i64,
    note: String,
    facts: Vec<(&'static str, String)>,
    conclusion: String,
    is_open: bool,
    /// Whether conclusions are asked for.
    is_examined: bool,
    /// For whom the viewer may answer.
    own: Vec<Choice>,
    clauses: Vec<Choice>,
    verdicts: Vec<Choice>,
    given: Given,
    parties: Vec<PartyLine>,
    opinions: Vec<OpinionLine>,
    /// Opinions that nobody decided about.
    undecided: usize,
    sees_all: bool,
    may_edit: bool,
}

/// What was typed.
struct Given {
    quote: String,
    text: String,
    proposed: String,
    statement: String,
    signed: String,
}

struct PartyLine {
    name: String,
    kind: &'static str,
    answer: String,
    said: String,
    who: String,
    scan: String,
}

struct OpinionLine {
    id: i64,
    party: String,
    clause: String,
    quote: String,
    text: String,
    proposed: String,
    outcome: &'static str,
    outcomes: Vec<Choice>,
    reason: String,
    fix: String,
    /// What it changed: how it stands in the current version, and the new words.
    changes: Vec<(&'static str, String)>,
}

/// The round as a visitor may see it.
pub(crate) async fn page(
    State(app): State<App>,
    Path((plan, id)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    fresh(&shown(&app, &visit, (&plan, id), &Fields::default(), "").await?)
}

async fn shown(
    app: &App,
    visit: &Visit,
    (plan, id): (&str, i64),
    given: &Fields,
    complaint: &str,
) -> Result<RoundPage, Problem> {
    let (lang, viewer) = (visit.lang, visit.viewer());
    let round = rounds::one(app, viewer, plan, id).await?;
    let current = app.plan(viewer, &work::Question::now(plan)).await?;
    let view = app.plan(viewer, &rounds::question(&round)).await?;
    let changes = wording::listed(app, &current).await?;
    let may_edit = viewer.may(Right::EditPlan);
    let is_open = round.closed_at.is_none();
    let own = round.parties.iter().filter(|party| is_open && rounds::speaks_for(viewer, party));
    let own = own.map(|party| Choice::new(party.id.to_string(), party.is.name.clone(), given.get("party")));
    let clauses = rounds::clauses(&view).into_iter();
    let clauses = clauses.map(|name| Choice::new(name.clone(), name, given.get("clause")));
    let verdict = |one: RoundVerdict| Choice::new(one.name(), verdict_word(lang, one), given.get("verdict"));
    let text_of = |name: &str| given.get(name).to_owned();
    let facts = [
        (text(lang, "round.kind"), round_word(lang, round.is.kind).to_owned()),
        (text(lang, "round.version"), round.is.version.to_string()),
        (text(lang, "round.due"), round.is.due.clone()),
        (
            text(lang, "round.state"),
            text(lang, if is_open { "round.open" } else { "round.closed" }).to_owned(),
        ),
        (text(lang, "round.opened"), work::clock::shown(&round.opened_at)),
    ];
    Ok(RoundPage {
        s: Shell::of(visit, &current, None, Place::Rounds, round.is.title.clone()),
        plan: encode(plan),
        action: format!("/plans/{}/rounds/{id}", encode(plan)),
        complaint: complaint.to_owned(),
        notice: if visit.get("saved").is_some() { text(lang, "round.saved") } else { "" },
        title: round.is.title.clone(),
        version: round.is.version,
        note: round.is.note.clone(),
        facts: facts.into(),
        conclusion: round.conclusion.clone().unwrap_or_default(),
        is_open,
        is_examined: matches!(round.is.kind, RoundKind::Experts | RoundKind::Legality),
        own: own.collect(),
        clauses: std::iter::once(Choice::new("", text(lang, "round.whole"), given.get("clause")))
            .chain(clauses)
            .collect(),
        verdicts: RoundVerdict::ALL.map(verdict).into(),
        given: Given {
            quote: text_of("quote"),
            text: text_of("text"),
            proposed: text_of("proposed"),
            statement: text_of("statement"),
            signed: text_of("signed"),
        },
        parties: round.parties.iter().map(|party| party_line(lang, &round, party)).collect(),
        opinions: round.opinions.iter().map(|one| opinion_line(lang, &round, one, &changes)).collect(),
        undecided: round.opinions.iter().filter(|one| one.outcome.is_none()).count(),
        sees_all: rounds::sees_all(viewer),
        may_edit,
    })
}

fn party_line(lang: Lang, round: &Round, party: &Party) -> PartyLine {
    let who = party.answered_by.clone().zip(party.answered_at.as_deref().map(work::clock::shown));
    let answer = party.answer.as_ref();
    let verdict = answer.and_then(|one| one.verdict).map(|one| verdict_word(lang, one));
    let said = answer.map(|one| {
        let signed = match &*one.signed {
            "" => String::new(),
            name => fill(lang, "round.signed-by", &[("n", name)]),
        };
        [verdict.unwrap_or("").to_owned(), one.statement.clone(), signed]
    });
    let said: Vec<String> = said.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    PartyLine {
        name: party.is.name.clone(),
        kind: party_word(lang, party.is.kind),
        answer: answer.map_or(text(lang, "round.silent"), |one| answer_word(lang, one.kind)).to_owned(),
        said: said.join(" · "),
        who: who.map(|(who, at)| format!("{who} {at}")).unwrap_or_default(),
        scan: party.attachment.map_or_else(String::new, |_| {
            format!("/plans/{}/rounds/{}/scan-{}", encode(&round.plan), round.id, party.id)
        }),
    }
}

fn opinion_line(lang: Lang, round: &Round, one: &Opinion, changes: &[Listed]) -> OpinionLine {
    let party = round.parties.iter().find(|party| party.id == one.party);
    let now = one.outcome.map_or("", |outcome| outcome.name());
    let outcome = |outcome: Outcome| Choice::new(outcome.name(), outcome_word(lang, outcome), now);
    let id = one.id.to_string();
    let caused = changes.iter().filter(|change| {
        change.kept.change.cause == Cause::Opinion
            && change.kept.change.caused_by == id
            && change.kept.withdrawn.is_none()
    });
    OpinionLine {
        id: one.id,
        party: party.map(|party| party.is.name.clone()).unwrap_or_default(),
        clause: one.is.clause.clone(),
        quote: one.is.quote.clone(),
        text: one.is.text.clone(),
        proposed: one.is.proposed.clone(),
        outcome: one.outcome.map_or(text(lang, "round.undecided"), |outcome| outcome_word(lang, outcome)),
        outcomes: Outcome::ALL.map(outcome).into(),
        reason: one.reason.clone(),
        fix: format!("/plans/{}/fix?opinion={}", encode(&round.plan), one.id),
        changes: caused
            .map(|change| (standing_word(lang, change.standing), change.kept.change.proposed.clone()))
            .collect(),
    }
}

/// Keeps what a party says.
pub(crate) async fn say(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let Ok(party) = fields.get("party").parse::<i64>() else {
        return Err(Problem::of_status(StatusCode::BAD_REQUEST));
    };
    let Some(said) = said(&fields) else { return Err(Problem::of_status(StatusCode::BAD_REQUEST)) };
    let at = (plan.as_str(), id, party);
    let done = rounds::say(&app, visit.viewer(), at, said, &visit.visitor.change("")).await;
    answered(&app, &visit, (&plan, id), &fields, done).await
}

/// The page again: with what is wrong, or with what was kept.
async fn answered(
    app: &App,
    visit: &Visit,
    at: (&str, i64),
    fields: &Fields,
    done: Result<(), work::Fault>,
) -> Result<Response, Problem> {
    let address = done.map(|()| format!("/plans/{}/rounds/{}?saved=1", encode(at.0), at.1));
    after(visit, address, async |words| form(&shown(app, visit, at, fields, words).await?, words)).await
}

fn said(fields: &Fields) -> Option<Said> {
    let whole = |kind, verdict| Answer {
        kind,
        verdict,
        statement: fields.text("statement", 8000),
        signed: fields.text("signed", 100),
    };
    let scan = || fields.file("scan").map(|file| upload(file, fields));
    Some(match fields.get("action") {
        "none" => Said::Whole(whole(AnswerKind::None, None), None),
        "scan" => Said::Whole(whole(AnswerKind::Scan, None), scan()),
        "conclusion" => {
            Said::Whole(whole(AnswerKind::Conclusion, RoundVerdict::parse(fields.get("verdict"))), scan())
        }
        "opinion" => Said::Opinion(NewOpinion {
            clause: fields.text("clause", 300),
            quote: fields.text("quote", 2000),
            text: fields.text("text", 8000),
            proposed: fields.text("proposed", 8000),
        }),
        _ => return None,
    })
}

/// Decides about an opinion, or closes the round.
pub(crate) async fn decide(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let change = visit.visitor.change("");
    let opinion = fields.get("opinion").parse::<i64>();
    let done = match (fields.get("action"), opinion, Outcome::parse(fields.get("outcome"))) {
        ("decide", Ok(opinion), Some(outcome)) => {
            let reason = fields.text("reason", 2000);
            rounds::decide(&app, (&plan, id, opinion), outcome, &reason, &change).await
        }
        ("close", ..) => {
            let conclusion = fields.text("conclusion", 4000);
            rounds::close(&app, visit.viewer(), (&plan, id), &conclusion, &change).await
        }
        _ => return Err(Problem::of_status(StatusCode::BAD_REQUEST)),
    };
    answered(&app, &visit, (&plan, id), &fields, done).await
}

/// The table of the round as a Word file, or the scan of a party.
pub(crate) async fn file(
    State(app): State<App>,
    Path((plan, id, file)): Path<(String, i64, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let round = rounds::one(&app, visit.viewer(), &plan, id).await?;
    if let Some(party) = file.strip_prefix("scan-").and_then(|party| party.parse().ok()) {
        let (file, content) = rounds::scan(&app, visit.viewer(), (&plan, id, party)).await?;
        return Ok(download(&file, content));
    }
    if file != "summary.docx" || !rounds::sees_all(visit.viewer()) {
        return Err(Problem::no_page());
    }
    let view = app.plan(visit.viewer(), &rounds::question(&round)).await?;
    let bytes = rounds::summary(&app, &view, &round)?;
    Ok(word_file(view.mark(), &format!("{}.docx", round.is.title), bytes))
}
