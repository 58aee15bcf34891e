//! What citizens ask and propose about a plan (公众意见), without an account: handing in, the decision whether others see it, the
//! duty to answer that follows, and who is told.
//!
//! What is accepted becomes a matter of the kind `voice`, which is passed to a body and answered in public by a day in working days.
//! What is not is kept back with a reason of the list, and may be looked at once more by somebody else.

mod about;
mod decide;
mod hand_in;
mod open;
mod room;

pub(crate) use about::encode;
pub use about::{About, about, about_any};
pub use decide::{Asked, Decision, Figures, Group, Queue, decide, figures, owner_of, queue};
pub use hand_in::{Said, hand_in};
pub use open::{Laid, Proof, Stood, laid, note_standing, proof};
pub use room::{Room, keep_room, room};

use crate::{Fault, Question, Service, Viewer, clock, secret};
use ::matter::{Kind, Part};
use duty::{Right, Scope, scope};
use jiff::SignedDuration;
use source::Words;
use store::{NewNotice, Voice, VoiceDecision};

/// The kind of the matters that follow.
pub const KIND: &str = "voice";

/// The two kinds of what is said.
pub const KINDS: [&str; 2] = ["question", "proposal"];

/// What somebody said, as it stands, for whoever said it.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    /// What was said.
    pub voice: Voice,
    /// What was decided, in its order.
    pub decisions: Vec<VoiceDecision>,
    /// The number of the matter, when others see it.
    pub matter: Option<i64>,
    /// The state of the matter that others see.
    pub state: String,
    /// What whoever said it was told last of what became of it: the kind of the matter, its state, and the words said with it.
    pub told: Option<Told>,
}

/// What somebody was told of a matter that came from what they said, also of one that others do not see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The name of the kind.
    pub kind: String,
    /// The name of the state.
    pub state: String,
    /// What was said with it.
    pub words: String,
}

/// What was said under a secret.
///
/// # Errors
/// Nothing was, or not of this plan: both are told alike.
pub async fn receipt(service: &Service, plan: &str, given: &str) -> Result<Receipt, Fault> {
    let found = service.store().voice_of_receipt(&secret::mark(given)).await?;
    let voice = found.filter(|voice| voice.plan == plan).ok_or_else(no_such)?;
    let mut decisions = service.store().voice_decisions(plan).await?;
    decisions.retain(|one| one.voice == voice.id || voice.decision == Some(one.id));
    for one in &mut decisions {
        one.made_by.clear();
    }
    let seen = match voice.matter {
        Some(matter) => crate::matters::one(service, &Viewer::Public, (plan, matter)).await.ok(),
        None => None,
    };
    let (matter, state) =
        seen.map_or((None, String::new()), |(seen, _)| (Some(seen.matter.id), seen.matter.state));
    let told = match voice.matter {
        Some(matter) => told(service, plan, matter).await?,
        None => None,
    };
    Ok(Receipt { voice, decisions, matter, state, told })
}

/// What the asker was told last, as long as it still holds: a step that tells them led to the state of now.
async fn told(service: &Service, plan: &str, matter: i64) -> Result<Option<Told>, Fault> {
    let Ok((seen, entries)) = crate::matters::one(service, &Viewer::System, (plan, matter)).await else {
        return Ok(None);
    };
    let Some(kind) = service.kinds().get(&seen.matter.kind) else { return Ok(None) };
    let tells = |step: &str| match kind.step(step) {
        Some(step) => step.tells.contains(&Part::Asker),
        None => step == Kind::OPENING && kind.open.tells.contains(&Part::Asker),
    };
    let last = entries.iter().rfind(|entry| tells(&entry.step) && entry.state == seen.matter.state);
    Ok(last.map(|entry| Told {
        kind: kind.name.clone(),
        state: entry.state.clone(),
        words: entry.text.clone(),
    }))
}

/// Asks once that what was kept back is looked at again, by somebody else.
///
/// # Errors
/// There is nothing under the secret, it was not kept back, was asked for before, or nothing is said.
pub async fn appeal(service: &Service, plan: &str, given: &str, words: &str) -> Result<(), Fault> {
    let receipt = receipt(service, plan, given).await?;
    let words = words.trim();
    if words.is_empty() || words.chars().count() > LONGEST_APPEAL {
        return Err(Fault::bad_request(
            format!("请写明申诉理由（{LONGEST_APPEAL}字以内）。"),
            format!("Say why, in at most {LONGEST_APPEAL} characters."),
        ));
    }
    if service.store().appeal_voice(&receipt.voice.id, words).await? {
        return Ok(());
    }
    Err(Fault::bad_request(
        "只有未予公开的意见可以申诉，且只能申诉一次。",
        "Only what was kept back can be looked at again, and once.",
    ))
}

const LONGEST_APPEAL: usize = 500;

/// Forgets who said it; the words stay as they were decided about.
///
/// # Errors
/// There is nothing under the secret.
pub async fn forget_person(service: &Service, plan: &str, given: &str) -> Result<(), Fault> {
    let receipt = receipt(service, plan, given).await?;
    Ok(service.store().forget_voice_person(&receipt.voice.id).await?)
}

/// Forgets the persons whose day has come. Gives how many.
///
/// # Errors
/// The store cannot be written.
pub async fn forget_old(service: &Service) -> Result<usize, Fault> {
    // Counts of tries are of use for a day at the most: no door is closed for longer.
    let long_ago = clock::now() - SignedDuration::from_hours(48);
    service.store().forget_failures("", long_ago).await?;
    Ok(service.store().forget_old_voices(&service.today().to_string()).await?)
}

/// Tells those who decide, once a day, how much waits for them. Gives how many notices were new.
///
/// # Errors
/// The store cannot be read or written.
pub async fn remind(service: &Service) -> Result<usize, Fault> {
    let (store, today) = (service.store(), service.today());
    let mut notices = Vec::new();
    for (id, count) in store.waiting_voices().await? {
        let title = service.plan(&Viewer::System, &Question::now(&id)).await?.title().to_owned();
        let words = Words::new(
            format!("《{title}》有{count}条公众意见待审核"),
            format!("{count} questions and proposals about “{title}” wait for a decision"),
        );
        let deciders = store.accounts().await?.into_iter();
        let deciders =
            deciders.filter(|account| account.active && scope(account.role, Right::Publish) == Scope::All);
        notices.extend(deciders.map(|account| NewNotice {
            account: account.name,
            key: format!("voices/{id}/{today}"),
            kind: "voices".to_owned(),
            link: format!("/plans/{id}/voices/moderate"),
            words: words.clone(),
        }));
    }
    Ok(crate::notice::tell(service, &notices, service.now()).await?)
}

fn no_such() -> Fault {
    Fault::not_found(
        "没有这条意见，请核对回执地址。",
        "There is nothing under this receipt; check its address.",
    )
}
