//! What rises only because that which it is measured by shrinks.

use super::signed;
use crate::form::Form;
use crate::run::Run;
use crate::what_if::Move;
use plan::Direction;
use source::Words;

/// A change beyond this, as a share, is one.
const CHANGE: f64 = 1e-9;

/// Why a rise is hollow: a share or a ratio of which more is better rises, its own amount does not, and the whole shrinks. `None` for anything else.
pub(crate) fn hollow(run: &Run, one: &Move) -> Option<Words> {
    let key = run.network.variables.get(one.variable)?.key.as_str();
    let is_better = plan::catalogue::entry(key).map(|entry| entry.direction) == Some(Direction::Up);
    if !is_better || one.after / one.before <= 1.0 + CHANGE {
        return None;
    }
    let change = |at: usize| {
        let (before, after) = (run.base.get(at)?, run.found.values.get(at)?);
        Some(after / before - 1.0).filter(|change| change.is_finite())
    };
    let shrinks = |(amount, whole): (usize, usize)| {
        (change(amount)? <= CHANGE && change(whole)? < -CHANGE).then_some((amount, whole))
    };
    let (amount, whole) = run.forms.iter().filter_map(|form| ratio(form, one.variable)).find_map(shrinks)?;
    let name = |at: usize| run.network.variables.get(at).map(|variable| &variable.name);
    let (amount, by, whole) = (name(amount)?, signed(100.0 * change(whole)?), name(whole)?);
    Some(Words::new(
        format!("空心：只因{}减少（{by}），{}并未增加", whole.zh, amount.zh),
        format!("hollow: only because {} shrinks ({by}); {} does not grow", whole.en, amount.en),
    ))
}

/// Amount and whole of a variable that a form has as their ratio.
#[expect(clippy::float_cmp, reason = "powers are written, not computed")]
fn ratio(form: &Form, of: usize) -> Option<(usize, usize)> {
    let Form::Product { result, parts, .. } = form else { return None };
    match parts.as_slice() {
        [(amount, a), (whole, b)] if *result == of && *a == 1.0 && *b == -1.0 => Some((*amount, *whole)),
        [(x, a), (y, b)] if *a == 1.0 && *b == 1.0 && *x == of => Some((*result, *y)),
        [(x, a), (y, b)] if *a == 1.0 && *b == 1.0 && *y == of => Some((*result, *x)),
        _ => None,
    }
}
