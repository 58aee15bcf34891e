//! Two figures of one thing: whether they may be compared, and which asks for more.

use super::model::{Ground, Relation, Verdict};
use super::reason::Reason;
use super::scope::Reach;
use crate::context::Statements;
use crate::rules::alignment::counterpart::{comparable, is_binding, is_lower, main_target};
use plan::catalogue::Unit;
use plan::{Comparator, Direction, Measure, Nature, Origin, Target};
use rust_decimal::Decimal;

/// A target as people write it: sign, value, unit and year.
pub(super) fn said(target: &Target) -> String {
    let sign = match target.comparator {
        Comparator::Ge => "≥",
        Comparator::Le => "≤",
        Comparator::Gt => ">",
        Comparator::Lt => "<",
        Comparator::Approx => "≈",
        Comparator::Eq | Comparator::Range => "",
    };
    let value = match (target.value, target.value_high) {
        (Some(low), Some(high)) => format!("{low}–{high}{}", target.unit),
        (Some(value), None) => format!("{sign}{value}{}", target.unit),
        _ => target.value_text.clone(),
    };
    let rate = target.rate.map(|rate| format!("，{rate}%")).unwrap_or_default();
    let rate = if target.unit == "%" { String::new() } else { rate };
    match due(target) {
        Some(year) if !value.is_empty() => format!("{value}{rate}（{year}年）"),
        _ => value,
    }
}

pub(super) fn due(target: &Target) -> Option<i32> {
    target.year.or(target.implied_year)
}

/// What a pair of indicators says, and by which target of this plan.
pub(super) struct Judged<'a> {
    pub(super) verdict: Verdict,
    pub(super) reason: Reason,
    pub(super) own: Option<&'a Target>,
}

impl<'a> Judged<'a> {
    fn of(verdict: Verdict, reason: Reason, own: &'a Target) -> Self {
        Self { verdict, reason, own: Some(own) }
    }
}

/// The target of this plan that answers to one of the other: of its kind and year where there is one.
fn answering<'a>(own: &Statements<'a>, upper: &Target) -> Option<&'a Target> {
    let main = main_target(own);
    let same = |target: &&Target| {
        target.value.is_some()
            && target.measure == upper.measure
            && due(target) == due(upper)
            && target.scope == main.map_or("", |main| main.scope.as_str())
    };
    let first = own.targets.iter().find(|target| same(target)).copied();
    first.or(main).or_else(|| own.targets.first().copied())
}

/// Whether a figure counts as a cut although it is written as a share: 化学需氧量减少（%） in a table.
fn measure(of: &Statements<'_>, target: &Target) -> Measure {
    let is_cut = of.indicator.catalogue.as_deref().is_some_and(|key| key.ends_with("_cut"));
    if is_cut { Measure::Change } else { target.measure }
}

/// What became of a target, by the figures.
pub(super) fn judge<'a>(
    ground: &Ground<'_>,
    above: &Statements<'_>,
    own: &Statements<'a>,
) -> Option<Judged<'a>> {
    let upper = main_target(above)?;
    let target = answering(own, upper)?;
    let question = |reason| Some(Judged::of(Verdict::Question, reason, target));
    let (Some(wanted), Some(given)) = (upper.value, target.value) else {
        return question(Reason::NoNumber);
    };
    if main_target(own).is_none() {
        return question(Reason::ScopeWord);
    }
    if !comparable(&ground.pair, above, &upper.unit) && ground.reach != Reach::Same {
        return Some(Judged::of(Verdict::NotComparable, Reason::Total, target));
    }
    let (theirs, ours) = (measure(above, upper), measure(own, target));
    if kind(theirs) != kind(ours) {
        return cut_beside_level((upper, theirs), (target, ours), ground.relation)
            .or_else(|| question(Reason::OtherKind));
    }
    let (Some(unit), Some(own_unit)) = (Unit::parse(&upper.unit), Unit::parse(&target.unit)) else {
        return question(Reason::OtherUnit)
            .filter(|_| upper.unit != target.unit)
            .or_else(|| Some(compared(ground, above, own, (upper, wanted), (target, given))));
    };
    if !unit.agrees_with(&own_unit) {
        return question(Reason::OtherUnit);
    }
    // By whole powers of ten, so that exact figures stay exact.
    let factor = Decimal::try_from(own_unit.factor / unit.factor).unwrap_or(Decimal::ONE);
    Some(compared(ground, above, own, (upper, wanted), (target, given * factor)))
}

/// Figures of one kind can be held against each other.
fn kind(measure: Measure) -> u8 {
    match measure {
        Measure::Change => 1,
        Measure::GrowthRate => 2,
        Measure::Multiple => 3,
        _ => 0,
    }
}

/// 减少8% above and a level with -8% beside it here, or the other way.
fn cut_beside_level<'a>(
    (upper, theirs): (&Target, Measure),
    (target, ours): (&'a Target, Measure),
    relation: Relation,
) -> Option<Judged<'a>> {
    let cut = |target: &Target, measure: Measure| {
        let value = if measure == Measure::Change { target.value } else { target.rate };
        value.map(|value| value.abs())
    };
    let (wanted, given) = (cut(upper, theirs)?, cut(target, ours)?);
    let (verdict, reason) = match (relation, given.cmp(&wanted)) {
        (Relation::Earlier, std::cmp::Ordering::Less) => (Verdict::Question, Reason::Slower),
        (Relation::Earlier, _) => (Verdict::TakenUp, Reason::Continued),
        (Relation::Upper, std::cmp::Ordering::Less) => (Verdict::Weaker, Reason::Lower),
        (Relation::Upper, std::cmp::Ordering::Equal) => (Verdict::TakenUp, Reason::SameCut),
        (Relation::Upper, std::cmp::Ordering::Greater) => (Verdict::TakenUp, Reason::Stronger),
    };
    Some(Judged::of(verdict, reason, target))
}

fn compared<'a>(
    ground: &Ground<'_>,
    above: &Statements<'_>,
    own: &Statements<'a>,
    (upper, wanted): (&Target, Decimal),
    (target, given): (&'a Target, Decimal),
) -> Judged<'a> {
    let direction = above.indicator.direction.or(own.indicator.direction);
    let worse = is_lower(direction, given, wanted);
    let (verdict, reason) = match ground.relation {
        Relation::Earlier => sequence(measure(above, upper), worse),
        Relation::Upper => {
            let first = own.targets.iter().filter(|one| one.value.is_some()).filter_map(|one| due(one)).min();
            match (due(upper), first) {
                (Some(year), Some(first)) if first > year => (Verdict::Later, Reason::LaterYear),
                (Some(year), _) if due(target).is_some_and(|own| own < year) && worse => {
                    (Verdict::Question, Reason::OtherYear)
                }
                _ => level(ground, (above, upper), (own, target), (wanted == given, worse, direction)),
            }
        }
    };
    Judged::of(verdict, reason, target)
}

/// One period after another: a share or stock should not fall; what is done within a period may be less when most is done.
fn sequence(measure: Measure, worse: bool) -> (Verdict, Reason) {
    match measure {
        _ if !worse => (Verdict::TakenUp, Reason::Continued),
        Measure::Level | Measure::Share => (Verdict::Weaker, Reason::Fallen),
        _ => (Verdict::Question, Reason::Slower),
    }
}

fn level(
    ground: &Ground<'_>,
    (above, upper): (&Statements<'_>, &Target),
    (own, target): (&Statements<'_>, &Target),
    (same, worse, direction): (bool, bool, Option<Direction>),
) -> (Verdict, Reason) {
    let is_open = matches!(direction, None | Some(Direction::Level));
    if worse {
        return match ground.reach {
            Reach::Same => (Verdict::Weaker, Reason::Lower),
            _ if is_everywhere(upper) => (Verdict::Weaker, Reason::Everywhere),
            _ => (Verdict::Question, Reason::Average),
        };
    }
    if !same && is_open {
        return match ground.reach {
            Reach::Same if firm(upper) && firm(target) => (Verdict::Contradicted, Reason::OtherFigure),
            _ => (Verdict::Question, Reason::Average),
        };
    }
    if is_binding(above) && !is_binding(own) && target.nature == Some(Nature::Anticipated) {
        return (Verdict::Weaker, Reason::Nature);
    }
    if same && target.comparator == Comparator::Approx && upper.comparator != Comparator::Approx {
        return (Verdict::Weaker, Reason::Approximate);
    }
    (Verdict::TakenUp, if same { Reason::Same } else { Reason::Stronger })
}

fn firm(target: &Target) -> bool {
    target.comparator == Comparator::Eq
}

/// Whether a figure is asked of every part: 均, 各, 全覆盖.
fn is_everywhere(target: &Target) -> bool {
    let quote = &target.provenance.quote;
    target.provenance.origin != Origin::Table
        && (target.measure == Measure::Completion
            || ["均控制", "均达到", "各地", "各县", "各省", "所有"].iter().any(|word| quote.contains(word)))
}
