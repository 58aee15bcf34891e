//! Steps that the program takes by itself: a day has passed, or what a matter rests on has ended.

use super::taken::{prepared, told, values};
use crate::{Fault, Service, Viewer};
use ::matter::{Follow, Kind, Now};
use std::collections::{BTreeMap, BTreeSet};
use store::{Matter, MatterFilter, StoreError};

/// One that ends may end others, which end further ones; more in a chain wait for the next time.
const DEEPEST: usize = 16;

/// Takes the steps that are due, of one plan or of all; gives how many. One that somebody has gone past in the meantime is left.
///
/// # Errors
/// The store cannot be read or written.
pub async fn follow_up(service: &Service, plan: Option<&str>) -> Result<usize, Fault> {
    let mut count = 0;
    for kind in service.kinds().all().iter().filter(|kind| !kind.follow.is_empty()) {
        for _ in 0..DEEPEST {
            let taken = once(service, kind, plan).await?;
            count += taken;
            if taken == 0 {
                break;
            }
        }
    }
    if count > 0 {
        service.refresh().await?;
    }
    Ok(count)
}

async fn once(service: &Service, kind: &Kind, plan: Option<&str>) -> Result<usize, Fault> {
    let plan = plan.unwrap_or_default().to_owned();
    let filter = MatterFilter { plan, kind: kind.name.clone(), ..MatterFilter::default() };
    let all = service.store().matters(&filter).await?;
    let by_number: BTreeMap<String, &Matter> = all.iter().map(|one| (one.id.to_string(), one)).collect();
    let mut count = 0;
    for one in &all {
        let held = values(one);
        let now = Now { state: &one.state, values: &held, has_open_parts: false };
        // Another plan's matter is none of this one's.
        let other = |number: &str| by_number.get(number).filter(|other| other.plan == one.plan);
        let due = kind
            .due_to_follow(now, service.today(), |number| other(number).map(|other| other.state.as_str()));
        for follow in due {
            let text = why(follow, &held, other);
            if follow.of.is_some() && is_taken(service, one, (&follow.step, &text)).await? {
                continue;
            }
            count += usize::from(take(service, kind, one, (&follow.step, &text)).await?);
            // What else is due is looked at from where the step has led.
            break;
        }
    }
    Ok(count)
}

/// What is said with the step: the day that has passed, or what has ended.
fn why<'a>(
    follow: &Follow,
    held: &BTreeMap<String, String>,
    other: impl Fn(&str) -> Option<&'a &'a Matter>,
) -> String {
    let value = |name: &Option<String>| name.as_ref().and_then(|name| held.get(name));
    if let Some(ended) = value(&follow.of).and_then(|number| other(number)) {
        return format!("{} {}", ended.number, ended.title).trim().to_owned();
    }
    value(&follow.after_day).cloned().unwrap_or_default()
}

/// Whether the step was taken before for the same reason: somebody has answered it since.
async fn is_taken(service: &Service, one: &Matter, (step, text): (&str, &str)) -> Result<bool, Fault> {
    let entries = service.store().matter_entries(&one.plan, Some(one.id)).await?;
    Ok(entries.iter().any(|entry| entry.step == step && entry.text == text))
}

async fn take(
    service: &Service,
    kind: &Kind,
    one: &Matter,
    (step, text): (&str, &str),
) -> Result<bool, Fault> {
    let held = values(one);
    let now = Now { state: &one.state, values: &held, has_open_parts: false };
    // A kind whose step cannot be taken without more is not held up by it.
    let Ok(taken) = kind.take_by_itself(now, step, text) else { return Ok(false) };
    let tells: BTreeSet<::matter::Part> = taken.tells.clone();
    let change = service.own_change();
    let prepared = prepared(kind, &Viewer::System, one.clone(), (step, taken), &[]);
    match service.store().put_matters(&one.plan, &[prepared], &change).await {
        Ok(_) => {}
        Err(StoreError::Stale { .. }) => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    told(service, kind, (&one.plan, one.id), (step, &tells), &change).await?;
    Ok(true)
}
