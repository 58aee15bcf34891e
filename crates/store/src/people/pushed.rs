//! Figures that a program hands in: what waits already is left, what is said anew takes the place of what waited.

use super::step::{stepped, submitted, update};
use super::submission::{Figure, Submitted, read};
use crate::audit::Deed;
use crate::row::{MAX_BOUND, bind, cells, holes, query};
use crate::{Result, Write};
use ::duty::Step;
use std::collections::{BTreeMap, BTreeSet};

/// What stands before the number of a batch in the keys of its figures.
const PREFIX: &str = "push/";

/// What a figure is of.
type Place = (String, String, i32, String);

fn place(figure: &Figure) -> Place {
    (figure.indicator.clone(), figure.region.clone(), figure.year, figure.dimensions.to_string())
}

fn says_the_same(waiting: &Figure, new: &Figure) -> bool {
    let value = |figure: &Figure| figure.value.map(|value| value.normalize());
    value(waiting) == value(new) && waiting.unit == new.unit && waiting.status == new.status
}

/// Submits the figures of a batch, and gives how many said something new.
pub(crate) async fn pushed(
    write: &mut Write<'_>,
    plan: &str,
    figures: &[(Figure, String, bool)],
    batch: i64,
) -> Result<usize> {
    let waiting = waiting(write, plan, figures).await?;
    let mut new: Vec<(Figure, String, bool)> = Vec::new();
    let mut replaced: Vec<&Submitted> = Vec::new();
    for one in figures {
        let before = waiting.get(&place(&one.0)).map_or(&[][..], Vec::as_slice);
        if before.iter().any(|before| says_the_same(&before.figure, &one.0)) {
            continue;
        }
        replaced.extend(before);
        new.push(one.clone());
    }
    let change = write.change().clone();
    let mut after = Vec::with_capacity(replaced.len());
    for before in &replaced {
        after.push(stepped(before, Step::Withdraw, None, &change)?);
    }
    update(write.connection(), &after).await?;
    let deeds = replaced.iter().zip(&after);
    let deeds = deeds.map(|(before, after)| {
        Deed::new("submission.withdraw", after.subject()).before(*before).after(after)
    });
    write.record_all(deeds.collect()).await?;
    if !new.is_empty() {
        submitted(write, &new, None, &format!("{PREFIX}{batch}")).await?;
    }
    Ok(new.len())
}

/// What the same account pushed for the same indicators, and nobody has reviewed.
async fn waiting(
    write: &mut Write<'_>,
    plan: &str,
    figures: &[(Figure, String, bool)],
) -> Result<BTreeMap<Place, Vec<Submitted>>> {
    let who = write.change().who.clone();
    let names: Vec<&str> = figures
        .iter()
        .map(|(figure, ..)| figure.indicator.as_str())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut found: BTreeMap<Place, Vec<Submitted>> = BTreeMap::new();
    for names in names.chunks(MAX_BOUND - 2) {
        let sql = format!(
            "SELECT * FROM submission WHERE plan = $1 AND author = $2 AND stage IN ('at_county', 'at_city') \
             AND indicator IN ({})",
            holes(3, names.len()),
        );
        let mut bound = cells![plan, &who];
        bound.extend(names.iter().map(|name| (*name).into()));
        for row in bind(query(&sql), bound).fetch_all(write.connection()).await? {
            let one = read(&row)?;
            if one.client_key.starts_with(PREFIX) {
                found.entry(place(&one.figure)).or_default().push(one);
            }
        }
    }
    Ok(found)
}
