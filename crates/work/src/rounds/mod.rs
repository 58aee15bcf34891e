//! Rounds in which a draft is laid before others: bodies, counties, the upper level, experts.
//!
//! A round is closed: a party sees what it is asked and what it said itself; who works on the plan and who leads sees all.
//! The answer of a party is given by its account or its office, or recorded by who works on the plan. Every opinion is
//! decided about with a reason where it is not followed, and leads to changes of the text ([`crate::wording`]).

pub mod remind;
mod summary;

use crate::attachment::{Upload, checked};
use crate::difference::places;
use crate::notice::tell;
use crate::view::{PlanView, heading};
use crate::{Fault, Question, Service, Viewer};
use duty::{Right, Scope};
use jiff::civil::Date;
use source::{Span, Words};
use store::{
    Account, Answer, AnswerKind, Change, DraftStage, NewNotice, NewOpinion, NewParty, NewRound, Office,
    OfficeLevel, Opinion, Outcome, Party, PartyKind, Round, RoundKind,
};

pub use summary::summary;

/// Whether a viewer speaks for a party.
pub fn speaks_for(viewer: &Viewer, party: &Party) -> bool {
    let by_name =
        party.is.account.is_some() && viewer.account().map(|one| &one.name) == party.is.account.as_ref();
    let by_office = party.is.office.as_deref().is_some_and(|office| viewer.is_of_office(office));
    by_name || by_office || viewer.may(Right::EditPlan)
}

/// Whether a viewer sees a round as a whole.
pub fn sees_all(viewer: &Viewer) -> bool {
    viewer.scope(Right::Consult) == Scope::All
}

/// The rounds of a plan that a viewer takes part in, newest first, each with what the viewer may see of it.
///
/// # Errors
/// The store cannot be read.
pub async fn joined(service: &Service, viewer: &Viewer, plan: &str) -> Result<Vec<Round>, Fault> {
    let all = service.store().rounds(Some(plan)).await?.into_iter();
    Ok(all.filter_map(|round| seen(viewer, round)).collect())
}

/// A round as a viewer may see it; `None` when it is not asked.
fn seen(viewer: &Viewer, mut round: Round) -> Option<Round> {
    if sees_all(viewer) {
        return Some(round);
    }
    round.parties.retain(|party| speaks_for(viewer, party));
    let own: Vec<i64> = round.parties.iter().map(|party| party.id).collect();
    round.opinions.retain(|opinion| own.contains(&opinion.party));
    (!round.parties.is_empty()).then_some(round)
}

/// One round as a viewer may see it.
///
/// # Errors
/// There is none for this viewer.
pub async fn one(service: &Service, viewer: &Viewer, plan: &str, id: i64) -> Result<Round, Fault> {
    let all = joined(service, viewer, plan).await?;
    all.into_iter().find(|round| round.id == id).ok_or_else(no_such_round)
}

/// An opinion of a plan with the name of who holds it.
///
/// # Errors
/// There is no such opinion.
pub async fn opinion(service: &Service, plan: &str, id: i64) -> Result<(Opinion, String), Fault> {
    for round in service.store().rounds(Some(plan)).await? {
        if let Some(found) = round.opinions.iter().find(|one| one.id == id) {
            let name = round.parties.iter().find(|party| party.id == found.party);
            return Ok((found.clone(), name.map(|party| party.is.name.clone()).unwrap_or_default()));
        }
    }
    Err(Fault::not_found("没有这条意见。", "There is no such opinion."))
}

/// Where an opinion's words stand in a version: the sentence or cell that holds them, else its section.
pub fn place_of(view: &PlanView, opinion: &Opinion) -> Option<Span> {
    let document = view.stored.document.as_ref()?;
    let bare = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
    let words = bare(&opinion.is.quote);
    let section = view.stored.plan.sections.iter().find(|one| heading(one) == opinion.is.clause);
    let all = places(document);
    let begins = section.map_or(0, |section| section.span.start);
    let holds = |(text, _): &&(String, Span)| !words.is_empty() && bare(text).contains(&words);
    let in_section = all.iter().filter(|(_, span)| span.start >= begins).find(holds);
    in_section.or_else(|| all.iter().find(holds)).map(|(_, span)| *span).or_else(|| {
        // Without words the first sentence behind the heading stands for the section.
        let section = section?;
        let behind = all.iter().find(|(_, span)| span.start >= section.span.end);
        Some(behind.map_or(section.span, |(_, span)| *span))
    })
}

/// Whom a round may be sent to: every office, and accounts without one, which experts have.
pub fn candidates(offices: &[Office], accounts: &[Account]) -> Vec<NewParty> {
    let of_office = offices.iter().map(|office| NewParty {
        kind: match office.level {
            OfficeLevel::County | OfficeLevel::Town => PartyKind::County,
            OfficeLevel::City => PartyKind::Body,
        },
        name: office.name.clone(),
        office: Some(office.id.clone()),
        account: None,
    });
    let alone =
        accounts.iter().filter(|one| one.active && one.office.is_none() && one.role == duty::Role::Reporter);
    let of_account = alone.map(|one| NewParty {
        kind: PartyKind::Expert,
        name: if one.full_name.is_empty() { one.name.clone() } else { one.full_name.clone() },
        office: None,
        account: Some(one.name.clone()),
    });
    of_office.chain(of_account).collect()
}

/// Says what a version is in the course of drafting.
///
/// # Errors
/// There is no such version, or the store cannot be written.
pub async fn set_stage(
    service: &Service,
    plan: &str,
    version: i64,
    stage: DraftStage,
    change: &Change,
) -> Result<(), Fault> {
    service.store().set_draft_stage(plan, version, stage, change).await?;
    service.refresh().await?;
    Ok(())
}

/// Opens a round and tells those who are asked.
///
/// # Errors
/// It has no name, nobody is asked, the day has passed, or the store cannot be written.
pub async fn open(service: &Service, plan: &str, new: &NewRound, change: &Change) -> Result<i64, Fault> {
    let due = new.due.parse::<Date>().ok().filter(|due| *due >= service.today());
    if new.title.is_empty() || new.parties.is_empty() || due.is_none() {
        return Err(Fault::bad_request(
            "请写明名称、今天以后的截止日期，并至少选一个征求对象。",
            "Give a name, a last day that has not passed, and at least one who is asked.",
        ));
    }
    let id = service.store().open_round(plan, new, change).await?;
    service.refresh().await?;
    let round = service.store().rounds(Some(plan)).await?.into_iter().find(|round| round.id == id);
    let round = round.ok_or_else(no_such_round)?;
    let words = Words::new(
        format!("请于{}前对“{}”提出意见。", new.due, new.title),
        format!("Say what you think of “{}” by {}.", new.title, new.due),
    );
    let notices = notices(service, &round, &round.parties, "open", &words).await?;
    tell(service, &notices, service.now()).await?;
    Ok(id)
}

/// A notice for every account of some parties; `key` tells it from others about the round.
async fn notices(
    service: &Service,
    round: &Round,
    parties: &[Party],
    key: &str,
    words: &Words,
) -> Result<Vec<NewNotice>, Fault> {
    let accounts = service.store().accounts().await?;
    let is_of = |account: &Account, party: &Party| {
        account.active
            && (party.is.account.as_ref() == Some(&account.name)
                || (party.is.office.is_some() && party.is.office == account.office))
    };
    let told = accounts.iter().filter(|account| parties.iter().any(|party| is_of(account, party)));
    let notice = |account: &Account| NewNotice {
        account: account.name.clone(),
        key: format!("round/{}/{key}", round.id),
        kind: "round".to_owned(),
        link: format!("/plans/{}/rounds/{}", round.plan, round.id),
        words: words.clone(),
    };
    Ok(told.map(notice).collect())
}

/// What a party says.
#[derive(Clone, Debug)]
pub enum Said {
    /// An answer as a whole, with a scan.
    Whole(Answer, Option<Upload>),
    /// One opinion.
    Opinion(NewOpinion),
}

/// Keeps what a party says.
///
/// # Errors
/// There is no such party in an open round, the viewer does not speak for it, what has to be said is missing, the scan is
/// not taken, or the store cannot be written.
pub async fn say(
    service: &Service,
    viewer: &Viewer,
    (plan, round, party): (&str, i64, i64),
    said: Said,
    change: &Change,
) -> Result<(), Fault> {
    let found = one(service, viewer, plan, round).await?;
    let is_own = found.parties.iter().any(|one| one.id == party && speaks_for(viewer, one));
    if !is_own {
        return Err(Fault::forbidden());
    }
    if found.closed_at.is_some() {
        return Err(Fault::bad_request("这一轮已经结束。", "This round is closed."));
    }
    let at = (plan, round, party);
    match said {
        Said::Opinion(new) if new.text.is_empty() => {
            return Err(Fault::bad_request("请写明意见。", "Write down what you ask for."));
        }
        Said::Opinion(new) => drop(service.store().add_opinion(at, &new, change).await?),
        Said::Whole(answer, scan) => {
            if answer.kind == AnswerKind::None && found.opinions.iter().any(|one| one.party == party) {
                return Err(Fault::bad_request(
                    "已经提出了意见，不能再回复无意见。",
                    "Opinions were given already; the answer cannot be that there are none.",
                ));
            }
            if let Some(why) = incomplete(&found, &answer, scan.is_some()) {
                return Err(why);
            }
            if let Some(scan) = &scan {
                let marked = service.reader().hold_back(&scan.content).await;
                marked.map_err(|words| Fault::bad_request(words.zh, words.en))?;
            }
            let file = scan.as_ref().map(checked).transpose();
            let file = file.map_err(|words| Fault::bad_request(words.zh, words.en))?;
            let file = file.as_ref().map(crate::attachment::Checked::to_keep);
            service.store().answer_round(at, &answer, file, change).await?;
        }
    }
    service.refresh().await?;
    Ok(())
}

/// What is missing in an answer.
fn incomplete(round: &Round, answer: &Answer, has_scan: bool) -> Option<Fault> {
    let is_examined = matches!(round.is.kind, RoundKind::Experts | RoundKind::Legality);
    match answer.kind {
        AnswerKind::Scan if !has_scan => Some(Fault::bad_request("请选择扫描件。", "Choose the scan.")),
        AnswerKind::Conclusion if !is_examined || answer.verdict.is_none() || answer.signed.is_empty() => {
            Some(Fault::bad_request(
                "论证、审查结论须选定结论并由署名人签署。",
                "A conclusion needs what it comes to and the name of who signs it.",
            ))
        }
        _ => None,
    }
}

/// Decides what becomes of an opinion.
///
/// # Errors
/// A reason is missing where it is not followed as a whole, there is no such opinion, or the store cannot be written.
pub async fn decide(
    service: &Service,
    at: (&str, i64, i64),
    outcome: Outcome,
    reason: &str,
    change: &Change,
) -> Result<(), Fault> {
    if outcome != Outcome::Adopted && reason.is_empty() {
        return Err(Fault::bad_request(
            "部分采纳或未采纳的意见须说明理由。",
            "Give a reason for what is not followed, or only in part.",
        ));
    }
    service.store().decide_opinion(at, outcome, reason, change).await?;
    service.refresh().await?;
    Ok(())
}

/// Closes a round. Opinions that nobody decided about keep it open.
///
/// # Errors
/// There is no such open round, an opinion is undecided, or the store cannot be written.
pub async fn close(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    conclusion: &str,
    change: &Change,
) -> Result<(), Fault> {
    let round = one(service, viewer, plan, id).await?;
    let open = round.opinions.iter().filter(|opinion| opinion.outcome.is_none()).count();
    if open > 0 {
        return Err(Fault::bad_request(
            format!("还有{open}条意见没有标明是否采纳。"),
            format!("{open} opinions are not decided about."),
        ));
    }
    service.store().close_round((plan, id), conclusion, change).await?;
    service.refresh().await?;
    Ok(())
}

/// The scan of a party.
///
/// # Errors
/// There is none for this viewer.
pub async fn scan(
    service: &Service,
    viewer: &Viewer,
    (plan, round, party): (&str, i64, i64),
) -> Result<(store::Attachment, Vec<u8>), Fault> {
    let found = one(service, viewer, plan, round).await?;
    let party = found.parties.iter().find(|one| one.id == party);
    match party.and_then(|party| party.attachment) {
        Some(id) => Ok(service.store().attachment(id).await?),
        None => Err(no_such_round()),
    }
}

/// The sections that an opinion may be about, as they are called.
pub fn clauses(view: &PlanView) -> Vec<String> {
    view.stored.plan.sections.iter().map(heading).filter(|name| !name.is_empty()).collect()
}

/// The version that a round is about.
pub fn question(round: &Round) -> Question {
    Question { version: Some(round.is.version), ..Question::now(round.plan.as_str()) }
}

fn no_such_round() -> Fault {
    Fault::not_found("没有这一轮征求意见。", "There is no such round.")
}
