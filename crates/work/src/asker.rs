//! People without an account who are told by mail what became of what they said.
//!
//! A mail names its receiver by the row that holds the address, so that no address stands in the table of jobs, and whoever was
//! forgotten meanwhile gets none.

use crate::notice::{MAIL, MAIL_SERVER, absolute};
use crate::{Fault, Service};
use serde::{Deserialize, Serialize};
use source::Words;
use store::{Matter, NewJob, Voice};

/// Who said something, as it is encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) mail: String,
    pub(crate) phone: String,
    /// The secret of the receipt, so that a mail can lead to it.
    pub(crate) receipt: String,
}

/// What the subject of a mail to somebody who said something begins with; behind it stands the row.
const VOICE: &str = "voice/";

/// The mail address that the subject of a mail stands for; `None` when it was forgotten meanwhile.
///
/// # Errors
/// The store cannot be read.
pub async fn address(service: &Service, subject: &str) -> Result<Option<String>, Fault> {
    let Some(id) = subject.strip_prefix(VOICE) else { return Ok(Some(subject.to_owned())) };
    Ok(person(service, id).await?.map(|person| person.mail).filter(|mail| !mail.is_empty()))
}

/// Who said something; `None` when nobody is named or the person was forgotten.
pub(crate) async fn person(service: &Service, id: &str) -> Result<Option<Person>, Fault> {
    let text = service.store().voice_person(id).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Asks for a mail to each who gave an address; `key` names what is told once.
pub(crate) async fn tell(
    service: &Service,
    voices: &[Voice],
    (key, words): (&str, &Words),
) -> Result<(), Fault> {
    let store = service.store();
    if store.setting(MAIL_SERVER).await?.is_none_or(|server| server.is_empty()) {
        return Ok(());
    }
    let now = service.now();
    let mut jobs = Vec::new();
    for voice in voices.iter().filter(|voice| voice.has_person) {
        let Some(person) = person(service, &voice.id).await?.filter(|person| !person.mail.is_empty()) else {
            continue;
        };
        let link = absolute(service, &format!("/plans/{}/voices/mine/{}", voice.plan, person.receipt));
        let subject = words.zh.lines().next().unwrap_or_default();
        jobs.push(NewJob {
            kind: MAIL.to_owned(),
            key: format!("{VOICE}{}/{key}", voice.id),
            subject: format!("{VOICE}{}", voice.id),
            payload: format!("{subject}\n{}\n\n{}\n\n{link}\n", words.zh, words.en),
            run_at: now,
        });
    }
    store.enqueue_jobs(&jobs, now).await?;
    Ok(())
}

/// Tells those whose words became a matter that a step was taken with it.
pub(crate) async fn stepped(
    service: &Service,
    matter: &Matter,
    (step, words): (&str, &Words),
) -> Result<(), Fault> {
    let voices = service.store().voices_of_matter(matter.id).await?;
    tell(service, &voices, (&format!("{}/{step}", matter.revision), words)).await
}
