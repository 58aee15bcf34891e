//! From what a scenario moves to the targets of the plan that would have to read otherwise.

use crate::view::PlanView;
use crate::what_if::Played;
use plan::package::Named;
use plan::{Target, TargetId};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};
use scenario::{Base, Promise, Run, Scale, Time};
use source::{Lang, Words};
use store::RevisionItem;

/// A target that a scenario would change, in the terms in which the plan prints it.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetChange {
    /// The target.
    pub target: TargetId,
    /// Name of the indicator.
    pub name: Words,
    /// Unit of the two values, as the plan prints it.
    pub unit: String,
    /// The value of the plan.
    pub from: f64,
    /// As the plan prints it.
    pub printed: String,
    /// The value of the scenario.
    pub to: f64,
    /// Whether it binds.
    pub binding: bool,
}

impl TargetChange {
    /// How far it moves: in points where the plan prints per cent, else in per cent.
    pub fn moved(&self, lang: Lang) -> String {
        let percent = |text: &str| text.starts_with(['%', '％']);
        if percent(&self.unit) {
            let points = self.to - self.from;
            match lang {
                Lang::Zh => format!("{points:+.2} 个百分点"),
                Lang::En => format!("{points:+.2} points"),
            }
        } else {
            format!("{:+.2}%", 100.0 * (self.to / self.from - 1.0))
        }
    }
}

/// The targets that a scenario would change, in document order: levels that moved, and the average growth and the cuts that go with them.
pub fn changes(played: &Played) -> Vec<TargetChange> {
    let Ok(run) = &played.outcome else { return Vec::new() };
    let plan = &played.judged.view.stored.plan;
    let promises = scenario::promises(plan);
    let mut found: Vec<TargetChange> = Vec::new();
    for promise in &promises {
        let Some(target) = plan.targets.iter().find(|one| one.id == promise.target) else { continue };
        // A share of 12:44:44 is a part of what the target prints.
        let from = target.value.and_then(|value| value.to_f64()).unwrap_or(promise.value);
        let Some(to) = forecast(run, promise).or_else(|| {
            let moved = value(run, &promises, promise)?;
            Some(promise.restated(from, moved))
        }) else {
            continue;
        };
        if (to - from).abs() <= 1e-9 * from.abs() {
            continue;
        }
        let name = run.network.variables.iter().find(|one| one.key == promise.key);
        let name = name.map_or_else(|| Words::new(&target.subject, &target.subject), |one| one.name.clone());
        let unit = if target.value.is_some() { target.unit.clone() } else { "%".to_owned() };
        found.push(TargetChange {
            target: promise.target.clone(),
            name: named(name, promise.scale),
            unit,
            from,
            printed: promise.printed.clone(),
            to,
            binding: promise.binding,
        });
    }
    found
}

/// The name with what the plan says of the indicator.
fn named(name: Words, scale: Scale) -> Words {
    match scale {
        Scale::Level => name,
        Scale::Cut => Words::new(format!("{}（下降）", name.zh), format!("{} (cut)", name.en)),
        Scale::Growth(_) => Words::new(format!("{}（年均增长）", name.zh), format!("{} (a year)", name.en)),
    }
}

/// What a scenario that starts from the forecasts makes of a target: its forecast, in the prices that the target is reckoned in; nothing where
/// it did not move or has none.
#[expect(clippy::float_cmp, reason = "a factor that no lever moved is exactly 1")]
fn forecast(run: &Run, promise: &Promise) -> Option<f64> {
    let from_forecasts = run.scenario.base == Base::Forecast;
    let of = run.targets.iter().find(|one| one.target == promise.target && one.factor != 1.0);
    of.filter(|_| from_forecasts).map(|one| one.after)
}

/// What a promise would be worth under a scenario; nothing where it did not move.
fn value(run: &Run, promises: &[Promise], promise: &Promise) -> Option<f64> {
    let moved = |time: Time| {
        let of = |one: &&scenario::Move| {
            let variable = run.network.variables.get(one.variable);
            variable.is_some_and(|variable| variable.key == promise.key && variable.time == time)
        };
        run.found.moves.iter().find(of).map(|one| one.after)
    };
    match promise.time {
        Time::Year(year) if year == run.year => moved(promise.time),
        Time::Ratio(_, year) if year == run.year => {
            // Growth goes with the level that the plan prints beside it, in whatever prices it was reckoned.
            let level = Time::Year(year);
            let stated = promises.iter().find(|one| one.key == promise.key && one.time == level);
            let stated = stated.filter(|_| run.scenario.base == Base::Plan);
            match (stated, moved(level)) {
                (Some(stated), Some(after)) => Some(promise.value * (after / stated.value)),
                _ => moved(promise.time),
            }
        }
        _ => None,
    }
}

/// The changes as the items of a revision of the plan as it is now, and the names of those that cannot be one.
pub(crate) fn items(
    view: &PlanView,
    changes: &[TargetChange],
    title: &str,
) -> (Vec<RevisionItem>, Vec<Words>) {
    let (mut items, mut left): (Vec<RevisionItem>, Vec<Words>) = (Vec::new(), Vec::new());
    for one in changes {
        let new = view.target(one.target.as_str()).and_then(|target| new_values(target, one));
        match new {
            Some(changes) => items.push(RevisionItem {
                target: one.target.to_string(),
                changes,
                reason: format!("情景“{title}”：{}", one.moved(Lang::Zh)),
            }),
            None if !left.contains(&one.name) => left.push(one.name.clone()),
            None => {}
        }
    }
    (items, left)
}

/// The fields of a target that read otherwise, with as many digits as the plan prints.
fn new_values(target: &Target, one: &TargetChange) -> Option<Named> {
    let value = target.value?;
    let mut changes = Named::new();
    changes.insert("value".to_owned(), rounded(one.to, value)?.to_string());
    if let Some(high) = target.value_high {
        let to = high.to_f64()? * one.to / one.from;
        changes.insert("value_high".to_owned(), rounded(to, high)?.to_string());
    }
    Some(changes)
}

/// More digits than the plan prints, at most, where the change would not be seen otherwise.
const MORE_DIGITS: u32 = 3;

/// A value with the digits of another; with more where it would read the same.
fn rounded(to: f64, like: Decimal) -> Option<Decimal> {
    let exact = Decimal::from_f64(to)?;
    let at = |digits: u32| exact.round_dp(digits);
    let scale = like.scale();
    (scale..=scale + MORE_DIGITS).map(at).find(|one| *one != like).or(Some(like))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_value_has_the_digits_of_the_old_one_and_more_where_it_needs_them() {
        let of = |to: f64, like: &str| rounded(to, like.parse().unwrap()).unwrap().to_string();
        assert_eq!(of(1805.0, "1900"), "1805");
        assert_eq!(of(59.375, "62.5"), "59.4");
        assert_eq!(of(0.97, "1"), "0.97");
        assert_eq!(of(1899.8, "1900"), "1899.8");
    }
}
