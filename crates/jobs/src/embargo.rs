//! Publishes what was approved for a moment that has come.

use crate::failure::Failure;
use duty::{Stage, Step};
use std::collections::BTreeMap;
use store::{Job, Submitted};
use work::notice::{Stepped, stepped};
use work::{Fault, Service};

/// Ends embargoes; gives for each job, in their order, whether it is done.
///
/// What a killed server had published already is told now, when it was not: its notice has the same key.
pub(crate) async fn end(service: &Service, jobs: &[Job]) -> Vec<Result<(), Failure>> {
    let ids: Vec<Option<i64>> =
        jobs.iter().map(|job| job.key.split('/').next().and_then(|id| id.parse().ok())).collect();
    let known: Vec<i64> = ids.iter().flatten().copied().collect();
    let published = match publish(service, &known).await {
        Ok(published) => published,
        Err(fault) => {
            let failure = || Failure::from(fault.clone());
            return jobs.iter().map(|_| Err(failure())).collect();
        }
    };
    let refused = |id: &Option<i64>| {
        let why = id.and_then(|id| published.get(&id));
        match why {
            Some(Ok(())) => Ok(()),
            Some(Err(why)) => Err(Failure::own(why.clone())),
            None => Err(Failure::own("no such submission")),
        }
    };
    ids.iter().map(refused).collect()
}

/// What became of each submission.
type Published = BTreeMap<i64, Result<(), String>>;

async fn publish(service: &Service, ids: &[i64]) -> Result<Published, Fault> {
    let store = service.store();
    let mut found: Published = BTreeMap::new();
    let mut ready = Vec::new();
    for id in ids {
        match store.submission(*id).await {
            Ok(one) if one.stage == Stage::Approved => ready.push(*id),
            // Published by a server that could not say so any more, or taken back meanwhile: there is nothing to do.
            Ok(_) => drop(found.insert(*id, Ok(()))),
            Err(error) if error.is_missing() => drop(found.insert(*id, Ok(()))),
            Err(error) => return Err(error.into()),
        }
    }
    let change = service.own_change();
    match store.step_submissions(&ready, Step::Publish, None, &change).await {
        Ok(_) => found.extend(ready.iter().map(|id| (*id, Ok(())))),
        Err(error) if error.is_refused() => {
            // One by one: a figure that cannot be published must not hold up the others.
            for id in ready {
                match store.step_submission(id, Step::Publish, None, &change).await {
                    Ok(_) => drop(found.insert(id, Ok(()))),
                    Err(error) => drop(found.insert(id, Err(error.to_string()))),
                }
            }
        }
        Err(error) => return Err(error.into()),
    }
    service.refresh().await?;
    // By the moment of publication, so that a notice that was given before has the key that it had then.
    let mut told: BTreeMap<String, Vec<Submitted>> = BTreeMap::new();
    for id in found.iter().filter(|(_, done)| done.is_ok()).map(|(id, _)| *id) {
        match store.submission(id).await {
            Ok(one) if one.stage == Stage::Published => {
                told.entry(one.changed_at.clone()).or_default().push(one);
            }
            Ok(_) => {}
            Err(error) if error.is_missing() => {}
            Err(error) => return Err(error.into()),
        }
    }
    for published in told.values() {
        stepped(service, published, Stepped::Published, "").await?;
    }
    Ok(found)
}
