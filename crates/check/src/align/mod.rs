//! A plan held against the plan above it or before it: what became of everything that one says, row by row.
//!
//! [`align`] gives a row for each indicator, box, project and zone of the other plan. Terms and scopes are compared before
//! figures: where two plans count other things under one name, a row asks and does not blame. The region decides what may be
//! compared at all: the total of a nation says nothing of a city, a rate does, with a question where it is an average. Plans of
//! which neither region holds the other, and plans of other years, give no rows.

mod field;
mod figures;
mod indicators;
mod model;
mod reason;
mod scope;
mod side;
mod terms;
mod things;

pub use model::{Alignment, Apart, Place, Relation, Row, Thing, Verdict};
pub use reason::Reason;
pub use side::Side;

use crate::context::Pair;
use model::Ground;
use plan::Plan;
use scope::Reach;
use std::collections::BTreeSet;
use terms::Text;

/// What became in `own` of everything that `above` says.
///
/// # Example
/// ```
/// use check::{Apart, Relation, Side, align};
/// let [a, b] = ["浙江省", "上海市"].map(|region| plan::Plan { region: Some(region.to_owned()), ..plan::Plan::default() });
/// let side = |plan| Side { plan, text: "" };
/// assert_eq!(align(side(&a), side(&b), Relation::Upper).apart, Some(Apart::Region));
/// ```
pub fn align(own: Side<'_>, above: Side<'_>, relation: Relation) -> Alignment {
    let reach = scope::reach(own, above);
    if let Some(apart) = apart(own.plan, above.plan, relation, reach) {
        return Alignment { rows: Vec::new(), apart: Some(apart) };
    }
    let pair = Pair::new(own.plan, above.plan);
    let ground = Ground { own, above, relation, reach, own_text: Text::of(own.text), pair };
    let mut rows = indicators::rows(&ground);
    rows.extend(things::rows(&ground));
    let mut seen = BTreeSet::new();
    rows.retain(|row| seen.insert(row.key()));
    Alignment { rows, apart: None }
}

fn apart(own: &Plan, above: &Plan, relation: Relation, reach: Reach) -> Option<Apart> {
    if reach == Reach::Apart {
        return Some(Apart::Region);
    }
    let (own, above) = (own.period?, above.period?);
    match relation {
        Relation::Upper if own.end < above.start || above.end < own.start => Some(Apart::Period),
        Relation::Earlier if own.end <= above.end => Some(Apart::Order),
        _ => None,
    }
}
