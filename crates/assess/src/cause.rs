//! What moved a value between the base and now, as a short tree whose parts add up to the whole.
//!
//! First what is no movement at all, a base that was revised and breaks in the level; then the real change, opened by
//! the parts of an identity and by the regions of the plan. Each opening adds up to its whole exactly: what its parts do
//! not account for is a part of its own.

use crate::commitment::Commitment;
use crate::history::{History, select};
use crate::inputs::Inputs;
use crate::print::{number, percent};
use crate::track::{Track, View};
use crate::verdict::Verdict;
use crate::{AsOf, CauseKind, Point};
use plan::{IndicatorKind, Relation, RelationKind};
use source::Words;

/// A movement, with what it consists of.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// What sort of cause it is.
    pub kind: CauseKind,
    /// The indicator, region or year it lies in; empty for the whole.
    pub name: String,
    /// What it adds to the value since the base, in the unit of the target.
    pub amount: f64,
    /// Its part of the whole movement; 1 for the whole, negative for what went the other way.
    pub share: f64,
    /// What it can be opened into: each opening adds up to this cause.
    pub openings: Vec<Opening>,
}

/// One way to take a movement apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// By what: an identity between indicators, regions, or kinds of movement.
    pub by: Words,
    /// The parts, the largest first, the rest last.
    pub parts: Vec<Cause>,
}

impl Cause {
    /// The cause in one line: 第二产业增加值 -12.4 (85%).
    pub fn words(&self, unit: &str) -> Words {
        let kind = self.kind.words();
        let sign = if self.amount > 0.0 { "+" } else { "" };
        let (amount, share) = (number(self.amount), percent(self.share));
        let (zh, en) = if self.name.is_empty() {
            (kind.zh, kind.en)
        } else {
            match self.kind {
                CauseKind::Part | CauseKind::Region => (self.name.clone(), self.name.clone()),
                _ => (format!("{}（{}）", kind.zh, self.name), format!("{} ({})", kind.en, self.name)),
            }
        };
        Words::new(
            format!("{zh}{sign}{amount}{unit}，占{share}"),
            format!("{en}: {sign}{amount} {unit}, {share}"),
        )
    }

    fn leaf(kind: CauseKind, name: impl Into<String>, amount: f64) -> Self {
        Self { kind, name: name.into(), amount, share: 0.0, openings: Vec::new() }
    }

    /// Fills in the shares, for this cause and all below it.
    fn shared(mut self, whole: f64) -> Self {
        self.share = self.amount / whole;
        for opening in &mut self.openings {
            let parts = std::mem::take(&mut opening.parts);
            opening.parts = parts.into_iter().map(|part| part.shared(whole)).collect();
        }
        self
    }
}

/// What moved the value of a target since its base; `None` where nothing moved, or where it is judged on an index.
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
pub(crate) fn tree(
    inputs: &Inputs<'_>,
    at: usize,
    place: &str,
    commitment: &Commitment<'_>,
    verdict: &Verdict,
    track: &Track,
    as_of: AsOf,
) -> Option<Cause> {
    let (base, latest) = (verdict.base?, verdict.latest?);
    if track.view != View::Plain || commitment.kind == crate::TargetKind::CumulativeSum {
        return None;
    }
    let whole = latest.value - base.value;
    if !whole.is_finite() || whole == 0.0 {
        return None;
    }
    let known = |year: i32| track.points.iter().find(|p| p.year == year).map(|p| p.value);
    let base_now = known(base.year).unwrap_or(base.value);
    let mut parts = Vec::new();
    if base_now != base.value {
        parts.push(Cause::leaf(CauseKind::Revision, base.year.to_string(), base_now - base.value));
    }
    // From the last break back: each is the part of the value that only the new basis has.
    let mut value = latest.value;
    let breaks =
        track.breaks.iter().rev().filter(|b| b.counts() && b.year > base.year && b.year <= latest.year);
    for found in breaks {
        let before = value / found.factor;
        if before.is_finite() {
            parts.push(Cause::leaf(CauseKind::Break, found.year.to_string(), value - before));
            value = before;
        }
    }
    let from = Point { year: base.year, value: base_now };
    let to = Point { year: latest.year, value };
    let mut real = Cause::leaf(CauseKind::Real, "", value - base_now);
    let same = crate::unit::factor(&commitment.target.unit, &commitment.indicator.unit) == Some(1.0);
    let own = inputs.relations.iter().filter(|r| same && r.result.as_ref() == Some(&commitment.indicator.id));
    real.openings
        .extend(own.filter_map(|relation| identity(inputs, relation, place, from, to, as_of)).take(1));
    if place.is_empty() {
        real.openings.extend(regions(inputs, at, commitment, from, to, as_of));
    }
    let mut root = Cause::leaf(CauseKind::Whole, "", whole);
    if parts.is_empty() {
        root.openings = real.openings;
    } else {
        parts.push(real);
        let by = Words::new("按变动性质", "by kind of movement");
        root.openings.push(Opening { by, parts });
    }
    (!root.openings.is_empty()).then(|| root.shared(whole))
}

/// The parts of an identity. Of a sum each part adds its own change; of a quotient or product each factor adds its logarithmic
/// change times the logarithmic mean of the two values (LMDI; Ang, Energy Policy 32 (2004) 1131-1139), which leaves no rest.
fn identity(
    inputs: &Inputs<'_>,
    relation: &Relation,
    place: &str,
    from: Point,
    to: Point,
    as_of: AsOf,
) -> Option<Opening> {
    let moved = |id: &plan::IndicatorId| {
        let at = *inputs.places.get(id.as_str())?;
        let (before, after) = ends(inputs.history(at, place), from.year, to.year, as_of)?;
        Some((inputs.plan.indicators.get(at)?.name.clone(), before, after))
    };
    let moved: Vec<(String, f64, f64)> = relation.parts.iter().map(moved).collect::<Option<_>>()?;
    let factor = relation.factor;
    let parts: Vec<Cause> = match relation.kind {
        RelationKind::Sum => moved
            .into_iter()
            .map(|(name, before, after)| Cause::leaf(CauseKind::Part, name, factor * (after - before)))
            .collect(),
        RelationKind::Quotient | RelationKind::Product => {
            let mean = logarithmic_mean(from.value, to.value)?;
            let below = relation.kind == RelationKind::Quotient;
            let part = |(at, (name, before, after)): (usize, (String, f64, f64))| {
                let change = (before > 0.0 && after > 0.0).then(|| libm::log(after / before))?;
                let sign = if below && at > 0 { -1.0 } else { 1.0 };
                Some(Cause::leaf(CauseKind::Part, name, sign * mean * change))
            };
            moved.into_iter().enumerate().map(part).collect::<Option<_>>()?
        }
        _ => return None,
    };
    Some(opening(Words::new("按构成", "by its parts"), parts, to.value - from.value))
}

/// The regions of an amount that adds up over them.
fn regions(
    inputs: &Inputs<'_>,
    at: usize,
    commitment: &Commitment<'_>,
    from: Point,
    to: Point,
    as_of: AsOf,
) -> Option<Opening> {
    let unit = &commitment.indicator.unit;
    let kind = commitment.traits.entry.map(|entry| entry.kind);
    let adds = matches!(kind, Some(IndicatorKind::Stock | IndicatorKind::Flow));
    if !adds
        || crate::unit::is_percent(unit)
        || crate::unit::factor(&commitment.target.unit, unit) != Some(1.0)
    {
        return None;
    }
    let parts: Vec<Cause> = inputs
        .regions_of(at)
        .iter()
        .filter(|(region, _)| !region.is_empty())
        .filter_map(|(region, history)| {
            let (before, after) = ends(history, from.year, to.year, as_of)?;
            Some(Cause::leaf(CauseKind::Region, *region, after - before))
        })
        .collect();
    (parts.len() > 1).then(|| opening(Words::new("按地区", "by region"), parts, to.value - from.value))
}

/// The largest parts first, and what they do not account for.
fn opening(by: Words, mut parts: Vec<Cause>, whole: f64) -> Opening {
    parts.sort_by(|a, b| b.amount.abs().total_cmp(&a.amount.abs()));
    let rest = whole - parts.iter().map(|part| part.amount).sum::<f64>();
    if rest.abs() > 1e-9 * whole.abs() {
        parts.push(Cause::leaf(CauseKind::Rest, "", rest));
    }
    Opening { by, parts }
}

fn ends(history: &History<'_>, from: i32, to: i32, as_of: AsOf) -> Option<(f64, f64)> {
    let points = select(&history.levels, as_of);
    let at = |year: i32| points.iter().find(|p| p.year == year).map(|p| p.value);
    Some((at(from)?, at(to)?))
}

/// (b - a) / ln(b / a), and a where the two are equal.
fn logarithmic_mean(a: f64, b: f64) -> Option<f64> {
    if a <= 0.0 || b <= 0.0 {
        return None;
    }
    let ratio = libm::log(b / a);
    Some(if ratio.abs() < 1e-12 { a } else { (b - a) / ratio })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opening_adds_up_with_its_rest() {
        let parts = vec![Cause::leaf(CauseKind::Part, "a", -3.0), Cause::leaf(CauseKind::Part, "b", 7.0)];
        let opened = opening(Words::new("", ""), parts, 5.0);
        let sum: f64 = opened.parts.iter().map(|part| part.amount).sum();
        assert_eq!(sum, 5.0);
        assert_eq!(opened.parts.last().map(|part| part.kind), Some(CauseKind::Rest));
        assert_eq!(opened.parts[0].name, "b");
    }

    #[test]
    fn the_logarithmic_mean_lies_between() {
        let mean = logarithmic_mean(50.0, 80.0).unwrap();
        assert!(mean > 50.0 && mean < 80.0);
        assert_eq!(logarithmic_mean(5.0, 5.0), Some(5.0));
        assert_eq!(logarithmic_mean(-1.0, 5.0), None);
    }
}
