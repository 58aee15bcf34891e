//! Which way indicators should move that no catalogue lists: by their names, else by what the plan wants of them.

use plan::{Comparator, Direction, IndicatorId, Measure, Observation, Plan, Target, catalogue};
use std::collections::BTreeMap;

/// Endings of a merged label whose rows are printed as cuts: 主要污染物排放总量减少.
const CUTS: [&str; 7] = ["降低", "下降", "减少", "削减", "压减", "减排", "降幅"];

/// Words before a value that is lower than the one before: 降至8%, 控制在3万吨.
const FALLING: [&str; 12] = [
    "降低到",
    "降低至",
    "下降到",
    "下降至",
    "减少到",
    "减少至",
    "压减到",
    "压减至",
    "降到",
    "降至",
    "控制在",
    "控制到",
];

/// Words before a value that is higher than the one before: 提高到70%.
const RISING: [&str; 8] = ["提高到", "提高至", "提升到", "提升至", "增加到", "增加至", "上升到", "上升至"];

/// The direction that a name tells, for the number as printed; `parent` is the merged label it stands under.
pub(crate) fn of_name(name: &str, parent: &str) -> Option<Direction> {
    let label = parent.split(['（', '(']).next().unwrap_or_default().trim_end();
    if CUTS.iter().any(|cut| label.ends_with(cut)) {
        return Some(Direction::Up);
    }
    catalogue::direction_of(name)
}

/// Fills in the directions that no name tells, from the words and the figures of the targets; what they disagree on, and
/// what nothing tells, stays empty.
pub(crate) fn settle(plan: &mut Plan) {
    let open = plan.indicators.iter().filter(|one| one.direction.is_none());
    let mut figures: BTreeMap<&IndicatorId, Vec<&Observation>> =
        open.map(|one| (&one.id, Vec::new())).collect();
    for one in &plan.observations {
        figures.entry(&one.indicator).and_modify(|figures| figures.push(one));
    }
    // The direction that all targets tell; `None` once two of them disagree.
    let mut told: BTreeMap<IndicatorId, Option<Direction>> = BTreeMap::new();
    for target in &plan.targets {
        let Some(bases) = figures.get(&target.indicator) else { continue };
        let Some(direction) = sign(target, bases) else { continue };
        let before = told.entry(target.indicator.clone()).or_insert(Some(direction));
        *before = before.filter(|before| *before == direction);
    }
    for indicator in plan.indicators.iter_mut().filter(|one| one.direction.is_none()) {
        indicator.direction = told.get(&indicator.id).copied().flatten();
    }
}

/// What one target tells: its comparator, its verb, or how it stands to its base.
fn sign(target: &Target, bases: &[&Observation]) -> Option<Direction> {
    if !matches!(target.measure, Measure::Level | Measure::Share | Measure::Count) {
        return None;
    }
    match target.comparator {
        Comparator::Le | Comparator::Lt => return Some(Direction::Down),
        Comparator::Ge | Comparator::Gt => return Some(Direction::Up),
        _ => {}
    }
    let says = |words: &[&str]| words.iter().any(|word| target.provenance.quote.contains(word));
    if says(&FALLING) {
        return Some(Direction::Down);
    }
    if says(&RISING) {
        return Some(Direction::Up);
    }
    let year = target.year.or(target.implied_year)?;
    let base = bases
        .iter()
        .filter(|one| one.unit == target.unit && one.measure == target.measure && one.region == target.scope)
        .filter(|one| one.averaging == target.averaging && one.period.is_some_and(|period| period.end < year))
        .max_by_key(|one| one.period)?;
    match target.value?.cmp(&base.value?) {
        std::cmp::Ordering::Less => Some(Direction::Down),
        std::cmp::Ordering::Greater => Some(Direction::Up),
        std::cmp::Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_direction_of_the_printed_number() {
        let of = |name| of_name(name, "");
        assert_eq!(of("单位产值能耗降低"), Some(Direction::Up));
        assert_eq!(of("城镇登记失业率"), Some(Direction::Down));
        assert_eq!(of("三次产业结构"), Some(Direction::Level));
        assert_eq!(of("森林覆盖率"), Some(Direction::Up));
        assert_eq!(of("某项特色指标"), None);
        assert_eq!(of_name("化学需氧量", "主要污染物排放总量减少（%）"), Some(Direction::Up));
        assert_eq!(of("化学需氧量"), Some(Direction::Down));
    }
}
