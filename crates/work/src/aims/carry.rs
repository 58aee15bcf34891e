//! What goes on into the next year: aims that were not reached are proposed, a person ticks them.

use super::{Standing, standings};
use crate::{Fault, Service};
use std::collections::BTreeSet;
use store::{Aim, AimFacts, AimMeasure, Change};

/// The aims of the year before that were neither reached nor given up and do not go on already.
///
/// # Errors
/// The store cannot be read.
pub async fn to_carry(service: &Service, plan: &str, year: i64) -> Result<Vec<Standing>, Fault> {
    let known = service.store().aims(plan, Some(year)).await?;
    let carried: BTreeSet<i64> = known.into_iter().filter_map(|aim| aim.carried_from).collect();
    let mut rows = standings(service, plan, year - 1).await?;
    rows.retain(|row| !row.is_over() && !carried.contains(&row.aim.id));
    Ok(rows)
}

/// Sets the ticked ones as aims of a year, with the measures that were not done; these have no day until somebody sets one. Gives how many.
///
/// # Errors
/// None is ticked; the store cannot be written.
pub async fn carry(
    service: &Service,
    (plan, year): (&str, i64),
    ticked: &BTreeSet<i64>,
    change: &Change,
) -> Result<usize, Fault> {
    let rows = to_carry(service, plan, year).await?;
    let facts: Vec<AimFacts> =
        rows.into_iter().filter(|row| ticked.contains(&row.aim.id)).map(|row| next(row, year)).collect();
    if facts.is_empty() {
        return Err(Fault::bad_request("请勾选要结转的目标。", "Tick the aims that go on."));
    }
    service.store().keep_aims(plan, &facts, change).await?;
    service.refresh().await?;
    Ok(facts.len())
}

fn next(row: Standing, year: i64) -> AimFacts {
    let open = row.measures.into_iter().filter(|one| one.done.is_empty());
    let measures = open.map(|one| AimMeasure { aim: 0, number: 0, due: String::new(), ..one }).collect();
    let aim = Aim { id: 0, year, carried_from: Some(row.aim.id), ..row.aim };
    AimFacts { aim, measures }
}
