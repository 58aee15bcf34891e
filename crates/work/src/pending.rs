//! Files that wait for a person to confirm what was read from them: in memory, for their owner, for a while.

use crate::fault::Fault;
use crate::{Viewer, secret};
use bytes::Bytes;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A file that was uploaded and not yet confirmed.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub content: Bytes,
    /// The plan it is for.
    pub plan: String,
    owner: String,
    since: Instant,
}

/// All files that wait. Nothing of them is in the store; a restart forgets them and they are uploaded again.
#[derive(Clone, Debug, Default)]
pub struct Pending(Arc<Mutex<BTreeMap<String, Waiting>>>);

/// How long a file waits.
const PATIENCE: Duration = Duration::from_hours(2);
/// Bytes that all files together may hold; the oldest give way.
const MOST_BYTES: usize = 64 << 20;

fn owner(viewer: &Viewer) -> Result<&str, Fault> {
    viewer.account().map(|account| account.name.as_str()).ok_or_else(Fault::sign_in)
}

impl Pending {
    /// Keeps an uploaded file until its owner confirms it; gives the key that finds it again.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn keep(&self, viewer: &Viewer, plan: &str, name: &str, content: &Bytes) -> Result<String, Fault> {
        let key = secret::fresh().map_err(|error| Fault::internal(&error))?;
        self.put(&key, owner(viewer)?, plan, name, content.clone());
        Ok(key)
    }

    /// The file that waits under a key, if it is this viewer's and still waits.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn find(&self, viewer: &Viewer, plan: &str, key: &str) -> Result<Option<Waiting>, Fault> {
        Ok(self.get(key, owner(viewer)?, plan))
    }

    fn put(&self, key: &str, owner: &str, plan: &str, name: &str, content: Bytes) {
        let now = Instant::now();
        let waiting = Waiting {
            name: name.to_owned(),
            content,
            plan: plan.to_owned(),
            owner: owner.to_owned(),
            since: now,
        };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, one| now.duration_since(one.since) < PATIENCE);
        all.insert(key.to_owned(), waiting);
        while all.values().map(|one| one.content.len()).sum::<usize>() > MOST_BYTES && all.len() > 1 {
            let Some(oldest) = all.iter().min_by_key(|(_, one)| one.since).map(|(key, _)| key.clone()) else {
                break;
            };
            all.remove(&oldest);
        }
    }

    fn get(&self, key: &str, owner: &str, plan: &str) -> Option<Waiting> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(key)
            .filter(|one| one.owner == owner && one.plan == plan && one.since.elapsed() < PATIENCE)
            .cloned()
    }

    /// Forgets a file.
    pub fn drop(&self, key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_waits_for_its_owner_only_and_the_oldest_gives_way() {
        let pending = Pending::default();
        pending.put("a", "li", "p", "a.csv", Bytes::from_static(b"x"));
        assert!(pending.get("a", "li", "p").is_some());
        assert!(pending.get("a", "wang", "p").is_none() && pending.get("a", "li", "q").is_none());
        pending.put("b", "li", "p", "b.csv", Bytes::from(vec![0; MOST_BYTES]));
        assert!(pending.get("a", "li", "p").is_none());
        assert!(pending.get("b", "li", "p").is_some());
    }
}
