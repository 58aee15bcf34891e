//! What is laid open for everybody: consultations, notices, hearings; and the proof that it stood from day to day.

use crate::matters::{self, Seen};
use crate::{Fault, Service, Viewer, clock};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use store::{Change, MatterFilter};

/// The action in the audit log that says of a day that a matter stood open for everybody.
const STOOD: &str = "matter.stand";

/// Something that is laid open.
#[derive(Clone, Debug, PartialEq)]
pub struct Laid {
    /// The matter, as everybody sees it.
    pub seen: Seen,
    /// Whether anybody may say something about it today.
    pub takes: bool,
    /// The days on which it stood, as the audit log says.
    pub days: BTreeSet<String>,
    /// What was said about it and is shown.
    pub said: usize,
}

/// What is laid open of a plan, the latest first.
///
/// # Errors
/// The store cannot be read.
pub async fn laid(service: &Service, plan: &str) -> Result<Vec<Laid>, Fault> {
    let today = service.today().to_string();
    let mut all = Vec::new();
    for kind in service.kinds().all().iter().filter(|kind| kind.voices.is_some()) {
        let filter =
            MatterFilter { plan: plan.to_owned(), kind: kind.name.clone(), ..MatterFilter::default() };
        for seen in matters::list(service, &Viewer::Public, &filter).await? {
            let values = matters::values(&seen.matter);
            let takes = kind.takes_on(&seen.matter.state, &values, &today);
            let days = stood(service, plan, seen.matter.id).await?;
            let said = matters::below(service, &Viewer::Public, &seen.matter).await?.len();
            all.push(Laid { seen, takes, days, said });
        }
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.seen.matter.id));
    Ok(all)
}

/// The days on which a matter stood open, as the audit log says.
async fn stood(service: &Service, plan: &str, id: i64) -> Result<BTreeSet<String>, Fault> {
    let entries = service.store().audit_of_itself(&standing(plan, id), 2000).await?;
    let days = entries.iter().filter(|entry| entry.act.action == STOOD);
    let days = days.filter_map(|entry| Some(clock::day(clock::moment(&entry.act.at)?).to_string()));
    Ok(days.collect())
}

fn standing(plan: &str, id: i64) -> String {
    format!("{plan}/matter/{id}/standing")
}

/// Says in the audit log, once for each day, of everything that takes what people say that it stood open, with the hash of what
/// everybody saw. Gives of how many.
///
/// # Errors
/// The store cannot be read or written.
pub async fn note_standing(service: &Service) -> Result<usize, Fault> {
    let today = service.today().to_string();
    let mut count = 0;
    for kind in service.kinds().all().iter().filter(|kind| kind.voices.is_some()) {
        let filter = MatterFilter { kind: kind.name.clone(), ..MatterFilter::default() };
        for seen in matters::list(service, &Viewer::Public, &filter).await? {
            let matter = &seen.matter;
            let is_open = kind.takes_on(&matter.state, &matters::values(matter), &today);
            if !is_open
                || !service.is_public(&matter.plan)
                || stood(service, &matter.plan, matter.id).await?.contains(&today)
            {
                continue;
            }
            let shown = serde_json::to_string(matter).map_err(|error| Fault::internal(&error))?;
            let digest = crate::secret::hex(&Sha256::digest(shown.as_bytes()));
            let change = Change { why: format!("SHA-256 {digest}"), ..service.own_change() };
            service.store().note(STOOD, &standing(&matter.plan, matter.id), &change).await?;
            count += 1;
        }
    }
    Ok(count)
}
