//! Scenarios that people keep: the text with the moment it was asked at, so that it replays to the same bytes; and the way from a
//! scenario to a proposal to adjust the plan.

use crate::adjust;
pub use crate::adjust::{TargetChange, changes};
use crate::view::Judged;
use crate::what_if::Played;
use crate::{Fault, Question, Service, Viewer};
use duty::{Right, Scope};
use jiff::civil::Date;
use report::adjustment::{self, Adjustment};
use scenario::{Network, Run, Scenario, Time, report as told};
use sha2::{Digest, Sha256};
use source::{Lang, Words};
use std::fmt::Write;
use store::{Change, KeptScenario, NewScenario, RevisionItem};

/// A scenario that was kept, played again.
pub struct Replayed {
    /// As it was kept.
    pub kept: KeptScenario,
    /// What it says now.
    pub played: Played,
    /// The answer in JSON; empty where it raises a question.
    pub answer: String,
    /// Whether that is, byte for byte, what it said when it was kept.
    pub is_same: bool,
}

/// Keeps a scenario as it was asked; gives its number. Without a day in the question, what is known today counts for ever.
///
/// # Errors
/// A scenario without a title or an answer, as [`Service::what_if`], and what the store says.
pub async fn keep(
    service: &Service,
    viewer: &Viewer,
    question: &Question,
    (title, text): (&str, &str),
    change: &Change,
) -> Result<i64, Fault> {
    let mut scenario = parsed(text)?;
    title.trim().clone_into(&mut scenario.title);
    if scenario.title.is_empty() {
        return Err(Fault::bad_request("请给情景起一个名称。", "Give the scenario a name."));
    }
    if question.stood_at.is_some() {
        return Err(Fault::bad_request(
            "过去某一时刻的样子只供查看，不能在上面保存情景。",
            "What is shown as it stood at a moment is to be looked at; no scenario can be kept on it.",
        ));
    }
    let known_at = question.known_at.unwrap_or_else(|| service.today());
    let question = Question { known_at: Some(known_at), ..question.clone() };
    let played = service.what_if(viewer, &question, scenario).await?;
    let answer = answer(&played)?;
    let judged = &played.judged;
    let new = NewScenario {
        plan: judged.view.id().to_owned(),
        version: judged.view.stored.key.version,
        title: played.scenario.title.clone(),
        text: played.scenario.to_text(),
        as_of: judged.moment.as_of.year,
        known_at: known_at.to_string(),
        answer: hash(&answer),
    };
    Ok(service.store().keep_scenario(&new, change).await?)
}

/// The scenarios that were kept on a plan, newest first.
///
/// # Errors
/// No such plan, or not for this viewer.
pub async fn list(service: &Service, viewer: &Viewer, plan: &str) -> Result<Vec<KeptScenario>, Fault> {
    let view = service.plan(viewer, &Question::now(plan)).await?;
    Ok(service.store().scenarios(view.id()).await?)
}

/// Plays a scenario that was kept, at the moment that it was kept for.
///
/// # Errors
/// No such scenario, no such plan, or not for this viewer.
pub async fn replay(service: &Service, viewer: &Viewer, plan: &str, id: i64) -> Result<Replayed, Fault> {
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let kept = service.store().scenario(view.id(), id).await?;
    let played = service.what_if(viewer, &moment(&kept), parsed(&kept.text)?).await?;
    let answer = answer(&played).unwrap_or_default();
    let is_same = hash(&answer) == kept.answer;
    Ok(Replayed { kept, played, answer, is_same })
}

/// The moment that a scenario was kept for.
fn moment(kept: &KeptScenario) -> Question {
    Question {
        version: Some(kept.version),
        as_of: Some(kept.as_of),
        known_at: kept.known_at.parse::<Date>().ok(),
        ..Question::now(&*kept.plan)
    }
}

/// Takes a scenario back: one's own, or any for those who work with the plan.
///
/// # Errors
/// No such scenario, or it is somebody else's.
pub async fn withdraw(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    change: &Change,
) -> Result<(), Fault> {
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let kept = service.store().scenario(view.id(), id).await?;
    if kept.made_by != change.who && viewer.scope(Right::EditPlan) != Scope::All {
        return Err(Fault::forbidden());
    }
    Ok(service.store().withdraw_scenario(view.id(), id, change).await?)
}

/// Turns a scenario into a proposal to adjust the plan.
///
/// # Errors
/// No such scenario, no reason, or nothing in it that is a target of the plan.
pub async fn propose(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    reason: &str,
    change: &Change,
) -> Result<(), Fault> {
    if reason.trim().is_empty() {
        return Err(Fault::bad_request("请写明理由。", "Say why."));
    }
    let replayed = replay(service, viewer, plan, id).await?;
    if changes(&replayed.played).is_empty() {
        return Err(Fault::bad_request(
            "这个情景没有改动规划的目标，不能作为调整建议。",
            "This scenario moves no target of the plan: there is nothing to propose.",
        ));
    }
    Ok(service.store().propose_scenario(&replayed.kept.plan, id, reason.trim(), change).await?)
}

/// What a scenario makes of the plan, ready to be proposed as a revision.
pub struct Draft {
    /// The scenario.
    pub kept: KeptScenario,
    /// The targets of the current version with the values that they would get.
    pub items: Vec<RevisionItem>,
    /// What it changes as well and a number alone cannot revise, or the current version does not have.
    pub left: Vec<Words>,
}

/// Draws up the revision of the plan that a kept scenario asks for; nothing is proposed yet.
///
/// # Errors
/// No such scenario, no such plan, or not for this viewer.
pub async fn revision(service: &Service, viewer: &Viewer, plan: &str, id: i64) -> Result<Draft, Fault> {
    let replayed = replay(service, viewer, plan, id).await?;
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let (items, left) = adjust::items(&view, &changes(&replayed.played), &replayed.kept.title);
    Ok(Draft { kept: replayed.kept, items, left })
}

/// What was proposed by the moment asked for, for reports; what people draft is not for the public.
///
/// # Errors
/// The store cannot be read.
pub async fn proposals(
    service: &Service,
    viewer: &Viewer,
    question: &Question,
) -> Result<Vec<report::Proposal>, Fault> {
    let mut found = Vec::new();
    if viewer.sees_published_only() {
        return Ok(found);
    }
    let past = question.past();
    let mut all = service.store().scenarios(&question.plan).await?;
    all.retain(|one| one.proposed_at.as_deref().is_some_and(|at| past.holds(at)));
    for kept in all.into_iter().rev() {
        // What moves takes no draws.
        let scenario = Scenario { draws: 1, ..parsed(&kept.text)? };
        let played = service.what_if(viewer, &moment(&kept), scenario).await?;
        let changes = changes(&played);
        let said: Vec<String> = changes
            .iter()
            .map(|one| format!("{}由{}调整为{}", one.name.zh, one.printed, change(one)[2]))
            .collect();
        let reason = kept.proposal.as_deref().unwrap_or_default();
        let said =
            format!("情景“{}”：{}。理由：{}", kept.title, said.join("，"), reason.trim_end_matches('。'));
        found.push(report::Proposal { targets: changes.into_iter().map(|one| one.target).collect(), said });
    }
    Ok(found)
}

/// The proposal as a Word document, with its day.
///
/// # Errors
/// No such scenario, it was not proposed, or nothing in it is a target of the plan.
pub async fn document(service: &Service, viewer: &Viewer, plan: &str, id: i64) -> Result<Vec<u8>, Fault> {
    let replayed = replay(service, viewer, plan, id).await?;
    let Some(reason) = replayed.kept.proposal.clone() else {
        return Err(Fault::not_found("这个情景还没有作为调整建议提出。", "This scenario was not proposed."));
    };
    let proposal = proposal(&replayed, &reason);
    let day = replayed.kept.known_at.parse().unwrap_or(Date::MIN);
    let mark = replayed.played.judged.view.mark();
    adjustment::docx(&proposal, day, mark).map_err(|words| Fault::internal(&words.en))
}

/// What a proposal says.
fn proposal(replayed: &Replayed, reason: &str) -> Adjustment {
    let played = &replayed.played;
    let kept = &replayed.kept;
    let mut found = Adjustment {
        plan: played.judged.view.stored.plan.title.clone(),
        title: kept.title.clone(),
        reason: reason.to_owned(),
        changes: changes(played).iter().map(change).collect(),
        unfit: unfit(&played.judged),
        basis: vec![
            format!(
                "规划第 {} 版；数据截至 {} 年，只用 {} 前已知的数据。",
                kept.version, kept.as_of, kept.known_at
            ),
            format!("由 {} 于 {} 保存，答案的 SHA-256 为 {}。", kept.made_by, &kept.made_at, kept.answer),
            if replayed.is_same {
                "重算结果与保存时逐字节相同。".to_owned()
            } else {
                "重算结果与保存时不同：其后更正过规划或更换了程序。".to_owned()
            },
        ],
        ..Adjustment::default()
    };
    if let Ok(run) = &played.outcome {
        found.together.push(told::sentence(run, Lang::Zh) + "。");
        found.together.extend(told::joints(run, Lang::Zh));
        found.chances = told::chances(run, Lang::Zh)
            .into_iter()
            .map(|one| [one.name, one.goal, one.attain.0, one.attain.1])
            .collect();
        found.moves = told::moved(run, Lang::Zh)
            .into_iter()
            .map(|one| {
                let why = if one.lever { "设定".to_owned() } else { one.by };
                [one.name, one.before, one.after, why]
            })
            .collect();
        found.basis.push(format!("相关系数取自：{}。", run.panel));
        let held = told::held(run, Lang::Zh);
        if !held.is_empty() {
            found.basis.push(format!("保持不变：{held}。"));
        }
    }
    found
}

fn change(one: &TargetChange) -> [String; 5] {
    [
        one.name.zh.clone(),
        one.printed.clone(),
        format!("{}{}", told::figure(one.to), one.unit),
        one.moved(Lang::Zh),
        if one.binding { "约束性" } else { "预期性" }.to_owned(),
    ]
}

fn unfit(judged: &Judged) -> Vec<String> {
    let of = |one: told::Unfit| {
        let repair =
            if one.repair.is_empty() { String::new() } else { format!("。建议修正：{}", one.repair) };
        format!("{}{repair}", one.numbers.join("；"))
    };
    told::unfit(judged.checked(), Lang::Zh).into_iter().map(of).collect()
}

/// The identities and values of two scenarios that differ: what moved in one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Name of the variable.
    pub name: Words,
    /// Its unit.
    pub unit: String,
    /// Its value without levers, in the first, in the second.
    pub values: (f64, f64, f64),
}

/// Where two scenarios on one plan differ, by variable of the year that is looked at.
pub fn differences(a: &Run, b: &Run) -> Vec<Difference> {
    let value = |run: &Run, network: &Network, at: usize| {
        let variable = network.variables.get(at)?;
        run.found.values.get(run.network.find(&variable.key, variable.time)?).copied()
    };
    let network = &a.network;
    let of = |at: usize| {
        let variable = network.variables.get(at).filter(|one| one.time == Time::Year(a.year))?;
        let (first, second) = (value(a, network, at)?, value(b, network, at)?);
        let differs = (first / second - 1.0).abs() > 1e-9;
        differs.then(|| Difference {
            name: variable.name.clone(),
            unit: variable.unit.clone(),
            values: (a.base.get(at).copied().unwrap_or(f64::NAN), first, second),
        })
    };
    (0..network.variables.len()).filter_map(of).collect()
}

fn parsed(text: &str) -> Result<Scenario, Fault> {
    Scenario::parse(text).map_err(|words| Fault::bad_request(words.zh, words.en))
}

/// The answer in JSON, by which a replay is held to what was kept.
fn answer(played: &Played) -> Result<String, Fault> {
    match &played.outcome {
        Ok(run) => Ok(told::run_json(run, &played.judged.view.stored.plan.title, Lang::Zh)),
        Err(words) => Err(Fault::bad_request(words.zh.clone(), words.en.clone())),
    }
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut all, byte| {
        // Writing to a string cannot fail.
        let _ = write!(all, "{byte:02x}");
        all
    })
}
