//! Deciding whether others see what citizens said.

use super::about::{About, about_any, laid_open, matter_of};
use super::room::room;
use super::{KIND, no_such};
use crate::asker::{person, tell};
use crate::matters::{self, Names};
use crate::view::{PlanView, heading};
use crate::{Fault, Question, Service, Viewer};
use ::matter::{Given, Kind};
use duty::voice::{listed, reason};
use duty::{Right, Scope, WorkingDays};
use sha2::{Digest as _, Sha256};
use source::Words;
use std::collections::{BTreeMap, BTreeSet};
use store::{Change, Matter, MatterStep, NewVoiceDecision, VoiceDecision};

/// What waits for a decision and says nearly the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The one that came first.
    pub first: store::Voice,
    /// How many there are.
    pub count: i64,
    /// What it is about.
    pub about: About,
    /// Who said it, for whoever decides.
    pub name: String,
    /// Words of the list that it has.
    pub listed: BTreeSet<String>,
    /// The body that answers for it, as the duties say: `office/ID`.
    pub owner: String,
    /// Whether a body must be chosen that answers.
    pub needs_owner: bool,
    /// Who kept it back, of one that is to be looked at again.
    pub decided_by: String,
}

/// What waits for a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// What was asked for again.
    pub appeals: Vec<Group>,
    /// What came.
    pub groups: Vec<Group>,
    /// How many wait in all, the alike ones counted each.
    pub waiting: i64,
}

/// Groups on a page of the queue.
const SHOWN: i64 = 40;

/// What waits for a decision of a plan.
///
/// # Errors
/// It is not the viewer's to decide.
pub async fn queue(service: &Service, viewer: &Viewer, plan: &str) -> Result<Queue, Fault> {
    may_decide(viewer)?;
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let store = service.store();
    let decided = store.voice_decisions(plan).await?;
    let mut queue = Queue { waiting: store.count_voices(plan, "waiting").await?, ..Queue::default() };
    for (state, to) in [("appealed", &mut queue.appeals), ("waiting", &mut queue.groups)] {
        for group in store.voice_groups(plan, state, SHOWN).await? {
            let first = group.first;
            let about = about_any(service, &view, &first.subject).await.unwrap_or_default();
            let owner = owner_of(service, &view, &about).await?;
            let name = person(service, &first.id).await?.map(|person| person.name).unwrap_or_default();
            let by = decided.iter().find(|one| first.decision == Some(one.id));
            to.push(Group {
                listed: listed(&first.said),
                name,
                needs_owner: matter_of(&first.subject).is_none(),
                about,
                owner,
                decided_by: by.map(|one| one.made_by.clone()).unwrap_or_default(),
                count: group.count,
                first,
            });
        }
    }
    Ok(queue)
}

/// The body that leads what somebody speaks about, as confirmed duties say; empty for none.
///
/// # Errors
/// The store cannot be read.
pub async fn owner_of(service: &Service, view: &PlanView, about: &About) -> Result<String, Fault> {
    if about.kind.is_empty() {
        return Ok(String::new());
    }
    let duties = service.store().duties(view.id()).await?;
    let leads = |duty: &&store::Duty| {
        duty.confirmed
            && duty.role == plan::AssignmentRole::Lead
            && (duty.item == about.title || duty.item == about.id)
    };
    Ok(duties.iter().find(leads).map(|duty| format!("office/{}", duty.office)).unwrap_or_default())
}

/// What somebody decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// What was looked at.
    pub voice: String,
    /// Whether those that say nearly the same are decided with it.
    pub with_alike: bool,
    /// Whether others see it.
    pub accept: bool,
    /// Name of the reason for which they do not.
    pub reason: String,
    /// What is said with it.
    pub words: String,
    /// The body that answers, as `office/ID`.
    pub owner: String,
    /// What it is called in lists.
    pub title: String,
}

/// Decides about what a citizen said. What others see is passed to a body, with so many working days to answer; whoever said it is
/// told. Gives how many it holds for.
///
/// # Errors
/// It is not the viewer's to decide, it does not wait any more, a reason or a body is missing, or the same person decided before.
pub async fn decide(
    service: &Service,
    viewer: &Viewer,
    (plan, decision): (&str, &Decision),
    change: &Change,
) -> Result<i64, Fault> {
    may_decide(viewer)?;
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let voice = service.store().voice(&decision.voice).await?.filter(|one| one.plan == plan);
    let voice = voice.ok_or_else(no_such)?;
    let is_appeal = match voice.state.as_str() {
        "waiting" => false,
        "appealed" => true,
        _ => return Err(decided_before()),
    };
    if is_appeal {
        let before = service.store().voice_decisions(plan).await?;
        if before.iter().any(|one| voice.decision == Some(one.id) && one.made_by == change.who) {
            return Err(Fault::bad_request(
                "申诉须由未参与原审核的人复核。",
                "Somebody who did not decide before looks at it again.",
            ));
        }
    }
    if !decision.accept && reason(&decision.reason).is_none() {
        return Err(Fault::bad_request("请从清单中选择理由。", "Choose a reason from the list."));
    }
    let (outcome, to) = match (decision.accept, is_appeal) {
        (true, false) => ("accepted", "accepted"),
        (true, true) => ("granted", "accepted"),
        (false, false) => ("refused", "refused"),
        (false, true) => ("upheld", "closed"),
    };
    let new = NewVoiceDecision {
        voice: voice.id.clone(),
        with_alike: decision.with_alike && !is_appeal,
        from: voice.state.clone(),
        to: to.to_owned(),
        outcome: outcome.to_owned(),
        reason: if decision.accept { String::new() } else { decision.reason.clone() },
        words: decision.words.trim().chars().take(1000).collect(),
    };
    let step =
        if decision.accept { Some(opening(service, viewer, &view, (&voice, decision)).await?) } else { None };
    let digest = crate::secret::hex(&Sha256::digest(voice.said.as_bytes()));
    let kept = service
        .store()
        .decide_voice(plan, &new, (&digest, step.as_ref().map(|(step, _)| step)), change)
        .await;
    let (kept, held) =
        kept.map_err(|error| if error.is_missing() { decided_before() } else { error.into() })?;
    service.refresh().await?;
    match kept.matter.zip(step) {
        Some((matter, (_, kind))) => matters::opened(service, &kind, (plan, matter), change).await?,
        None => tell(service, &held, (outcome, &words(&kept))).await?,
    }
    Ok(kept.alike)
}

fn may_decide(viewer: &Viewer) -> Result<(), Fault> {
    if viewer.scope(Right::Publish) == Scope::All { Ok(()) } else { Err(Fault::forbidden()) }
}

fn decided_before() -> Fault {
    Fault::bad_request(
        "这条意见已有人处理，请刷新后再看。",
        "Somebody has decided about this already; look again.",
    )
}

/// The step that opens the matter, and its kind: that of questions, or what is said about something that was laid open.
async fn opening(
    service: &Service,
    viewer: &Viewer,
    view: &PlanView,
    (voice, decision): (&store::Voice, &Decision),
) -> Result<(MatterStep<'static>, String), Fault> {
    let above = match matter_of(&voice.subject) {
        Some(id) => Some(laid_open(service, view.id(), id).await.ok_or_else(no_such)?),
        None => None,
    };
    let name = above.as_ref().and_then(|(_, kind)| kind.voices.as_deref()).unwrap_or(KIND);
    let kind = matters::kind_of(service, name)?;
    if kind.open.needs.contains("owner") && !decision.owner.starts_with("office/") {
        return Err(Fault::bad_request("请选择答复单位。", "Choose the body that answers."));
    }
    let room = room(service, view.id()).await?;
    let about = about_any(service, view, &voice.subject).await.unwrap_or_default();
    let short: String = voice.said.lines().next().unwrap_or_default().chars().take(40).collect();
    let title = if decision.title.trim().is_empty() { short } else { decision.title.trim().to_owned() };
    let due = WorkingDays::official().after(service.today(), room.days);
    let clause = voice.subject.split_once("/clause/").and_then(|(_, id)| view.section(id));
    let clause = clause.map(|section| heading(section).replace('\u{2002}', " ")).unwrap_or_default();
    let values = [
        ("title", title),
        ("said", voice.said.clone()),
        ("about", about.page),
        ("clause", clause),
        ("consultation", above.as_ref().map(|(above, _)| above.number.clone()).unwrap_or_default()),
        ("owner", decision.owner.clone()),
        ("due", due.to_string()),
    ];
    let values: BTreeMap<String, String> =
        values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let given = Given { values, files: 0 };
    let taken =
        kind.open(matters::stand(viewer, None), &given).map_err(|refusal| matters::refused(&refusal))?;
    matters::parties_are_known(service, view.id(), &taken.values).await?;
    let matter = Matter {
        kind: kind.name.clone(),
        subject: format!("voice/{}", voice.id),
        parent: above.map(|(above, _)| above.id),
        ..Matter::default()
    };
    let numbering = kind.numbering(service.today().year());
    let step = matters::prepared(kind, viewer, matter, (Kind::OPENING, taken), &[]);
    Ok((MatterStep { numbering, ..step }, kind.name.clone()))
}

/// What whoever said it is told when others do not see it.
fn words(decision: &VoiceDecision) -> Words {
    let why = reason(&decision.reason).map_or_else(|| Words::new("", ""), |reason| reason.words.clone());
    let [zh, en] = match decision.words.as_str() {
        "" => [String::new(), String::new()],
        said => [format!("说明：{said}。"), format!(" Remark: {said}.")],
    };
    if decision.outcome == "upheld" {
        return Words::new(
            format!("您的意见经复核仍不予公开：{}。{zh}", why.zh),
            format!("What you said was looked at again and is not shown: it {}.{en}", why.en),
        );
    }
    Words::new(
        format!("您的意见未予公开：{}。{zh}如有异议，可从回执页面申诉一次。", why.zh),
        format!(
            "What you said is not shown: it {}.{en} You may ask once, from your receipt, that it is looked at again.",
            why.en
        ),
    )
}

/// What was decided and answered of a plan, in numbers that everybody sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many are shown, the alike ones counted each.
    pub accepted: i64,
    /// How many are not.
    pub refused: i64,
    /// The reasons, with how many for each, the most frequent first.
    pub reasons: Vec<(Words, i64)>,
    /// Asked for again and then shown.
    pub granted: i64,
    /// Asked for again and not shown.
    pub upheld: i64,
    /// By body that answers: name, asked, answered, late.
    pub bodies: Vec<(String, usize, usize, usize)>,
}

/// A question that others see.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The matter.
    pub seen: matters::Seen,
    /// The answer; empty while there is none.
    pub answer: String,
    /// When it was given.
    pub answered_at: String,
    /// Who asked, where names are shown.
    pub name: String,
    /// How many asked the same.
    pub count: usize,
}

/// What others see, the latest first, and the numbers.
///
/// # Errors
/// There is no such plan for the viewer.
pub async fn figures(
    service: &Service,
    viewer: &Viewer,
    (plan, names): (&str, &Names),
) -> Result<(Vec<Asked>, Figures), Fault> {
    let filter = store::MatterFilter {
        plan: plan.to_owned(),
        kind: KIND.to_owned(),
        ..store::MatterFilter::default()
    };
    // What everybody sees is shown to everybody alike.
    let all = matters::list(service, &Viewer::Public, &filter).await?;
    service.plan(viewer, &Question::now(plan)).await?;
    let mut entries: BTreeMap<i64, (String, String)> = BTreeMap::new();
    for entry in service.store().matter_entries(plan, None).await? {
        if entry.is_public && entry.step == "answer" {
            entries.insert(entry.matter, (entry.text, entry.at));
        }
    }
    let mut figures = counted(&service.store().voice_decisions(plan).await?);
    let mut bodies: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let mut asked = Vec::new();
    for seen in all {
        let is_answered = seen.matter.state == "answered";
        let body = bodies.entry(names.of(&seen.matter.owner).to_owned()).or_default();
        body.0 += 1;
        body.1 += usize::from(is_answered);
        body.2 += usize::from(seen.late > 0);
        let (answer, answered_at) =
            entries.remove(&seen.matter.id).filter(|_| is_answered).unwrap_or_default();
        let voices = service.store().voices_of_matter(seen.matter.id).await?;
        let mut name = String::new();
        if let Some(first) = voices.iter().find(|one| one.naming == "real" && one.has_person) {
            name = person(service, &first.id).await?.map(|person| person.name).unwrap_or_default();
        }
        asked.push(Asked { seen, answer, answered_at, name, count: voices.len() });
    }
    figures.bodies = bodies
        .into_iter()
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, (a, b, c))| (name, a, b, c))
        .collect();
    Ok((asked, figures))
}

/// The numbers of decisions.
fn counted(decisions: &[VoiceDecision]) -> Figures {
    let mut figures = Figures::default();
    let mut reasons: BTreeMap<&str, i64> = BTreeMap::new();
    for one in decisions {
        match one.outcome.as_str() {
            "accepted" => figures.accepted += one.alike,
            "refused" => {
                figures.refused += one.alike;
                *reasons.entry(&one.reason).or_default() += one.alike;
            }
            "granted" => figures.granted += one.alike,
            "upheld" => figures.upheld += one.alike,
            _ => {}
        }
    }
    let named = reasons.into_iter().filter_map(|(name, count)| Some((reason(name)?.words.clone(), count)));
    figures.reasons = named.collect();
    figures.reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(outcome: &str, reason: &str, alike: i64) -> VoiceDecision {
        VoiceDecision { outcome: outcome.into(), reason: reason.into(), alike, ..VoiceDecision::default() }
    }

    #[test]
    fn decisions_are_counted_with_all_that_they_hold_for() {
        let figures = counted(&[
            decision("accepted", "", 3),
            decision("refused", "advertising", 500),
            decision("refused", "off-topic", 1),
            decision("granted", "", 1),
            decision("upheld", "off-topic", 1),
        ]);
        assert_eq!((figures.accepted, figures.refused, figures.granted, figures.upheld), (3, 501, 1, 1));
        let counts: Vec<i64> = figures.reasons.iter().map(|(_, count)| *count).collect();
        assert_eq!(counts, [500, 1]);
    }

    #[test]
    fn whoever_said_it_is_told_why_and_what_to_do() {
        let told =
            words(&VoiceDecision { words: "请拨热线".into(), ..decision("refused", "off-topic", 1) });
        assert!(
            told.zh.contains("与规划内容无关") && told.zh.contains("请拨热线") && told.zh.contains("申诉")
        );
        assert!(told.en.contains("is not shown: it is not about the plan. Remark: 请拨热线."), "{}", told.en);
        assert!(!words(&decision("upheld", "off-topic", 1)).zh.contains("申诉一次"));
    }
}
