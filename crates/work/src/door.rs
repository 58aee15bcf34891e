//! Documents on their way in: being read, or read and waiting for a person to look. In memory, for their owner, for a
//! while; nothing of them is in the store.

use bytes::Bytes;
use plan::{DocumentKind, Period, Plan};
use reading::Reading;
use source::Words;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What a person knows better than the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Region of the plan.
    pub region: Option<String>,
    /// Its years.
    pub period: Option<Period>,
    /// What sort of document it is.
    pub kind: Option<DocumentKind>,
}

/// A document that was read and is not kept yet.
pub struct Draft {
    /// What was read.
    pub reading: Reading,
    /// The plan with its source.
    pub plan: Plan,
}

/// How far the reading of a document is.
#[derive(Clone)]
pub enum Progress {
    /// So many files stand before it; none when it is being read.
    Reading(usize),
    /// It was read.
    Read(Arc<Draft>),
    /// It cannot be read, or is not taken; nothing of it is kept.
    Refused(Words),
}

/// A document on its way in.
#[derive(Clone)]
pub struct Arrived {
    /// Name of the file.
    pub name: String,
    /// Its bytes; none once it was refused.
    pub content: Bytes,
    /// The plan that it is a new version of.
    pub plan: Option<String>,
    /// What a person knows better than the text.
    pub about: About,
    /// How far it is.
    pub progress: Progress,
    owner: String,
    since: Instant,
    /// Which reading it is: the answer of an earlier one no longer counts.
    turn: u64,
}

/// All documents on their way in.
#[derive(Clone, Default)]
pub(crate) struct Door(Arc<Mutex<BTreeMap<String, Arrived>>>);

/// How long a document waits for a person.
const PATIENCE: Duration = Duration::from_hours(2);
/// How many wait at a time; the oldest give way.
const MOST: usize = 16;

impl Door {
    fn all(&self) -> MutexGuard<'_, BTreeMap<String, Arrived>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a document in.
    pub(crate) fn put(&self, key: &str, owner: &str, plan: Option<&str>, name: &str, content: Bytes) {
        let arrived = Arrived {
            name: name.to_owned(),
            content,
            plan: plan.map(str::to_owned),
            about: About::default(),
            progress: Progress::Reading(0),
            owner: owner.to_owned(),
            since: Instant::now(),
            turn: 0,
        };
        let mut all = self.all();
        all.retain(|_, one| one.since.elapsed() < PATIENCE);
        while all.len() >= MOST
            && let Some(oldest) = all.iter().min_by_key(|(_, one)| one.since).map(|(key, _)| key.clone())
        {
            all.remove(&oldest);
        }
        all.insert(key.to_owned(), arrived);
    }

    /// The document under a key, if it is this person's and still waits.
    pub(crate) fn get(&self, key: &str, owner: &str) -> Option<Arrived> {
        let all = self.all();
        all.get(key).filter(|one| one.owner == owner && one.since.elapsed() < PATIENCE).cloned()
    }

    /// Begins a reading; gives its number.
    pub(crate) fn begin(&self, key: &str, about: About) -> Option<u64> {
        let mut all = self.all();
        let one = all.get_mut(key)?;
        one.turn += 1;
        one.about = about;
        one.progress = Progress::Reading(0);
        Some(one.turn)
    }

    /// Says how far a reading is; what was refused is forgotten but for the words.
    pub(crate) fn tell(&self, key: &str, turn: u64, progress: Progress) {
        let mut all = self.all();
        let Some(one) = all.get_mut(key).filter(|one| one.turn == turn) else { return };
        if matches!(progress, Progress::Refused(_)) {
            one.content = Bytes::new();
        }
        one.progress = progress;
    }

    /// Forgets a document.
    pub(crate) fn forget(&self, key: &str) {
        self.all().remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_waits_for_its_owner_only_and_the_oldest_gives_way() {
        let door = Door::default();
        door.put("a", "li", None, "a.docx", Bytes::from_static(b"x"));
        assert!(door.get("a", "li").is_some() && door.get("a", "wang").is_none());
        for number in 0..MOST {
            door.put(&format!("n{number}"), "li", None, "b.docx", Bytes::new());
        }
        assert!(door.get("a", "li").is_none());
    }

    #[test]
    fn the_answer_of_an_earlier_reading_does_not_count_and_what_is_refused_is_forgotten() {
        let door = Door::default();
        door.put("a", "li", None, "a.docx", Bytes::from_static(b"x"));
        let first = door.begin("a", About::default()).expect("there");
        let second = door.begin("a", About::default()).expect("there");
        door.tell("a", first, Progress::Refused(Words::new("旧", "old")));
        assert!(matches!(door.get("a", "li").expect("there").progress, Progress::Reading(0)));
        door.tell("a", second, Progress::Refused(Words::new("密", "secret")));
        let refused = door.get("a", "li").expect("the words are kept");
        assert!(refused.content.is_empty());
    }
}
