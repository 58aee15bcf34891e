//! Reads a target as one of the sorts of commitment that can be measured.

use crate::direction::{DirectionRead, Signs};
use crate::history::{History, select};
use crate::inputs::Inputs;
use crate::method::Wish;
use crate::traits::Traits;
use crate::unit;
use crate::{AsOf, DirectionBasis, TargetKind};
use plan::{Averaging, Comparator, Indicator, Measure, RateBasis, Target};
use rust_decimal::prelude::ToPrimitive;

/// A target made ready to be measured.
#[derive(Clone, Debug)]
pub(crate) struct Commitment<'p> {
    pub target: &'p Target,
    pub indicator: &'p Indicator,
    pub kind: TargetKind,
    pub wish: Wish,
    /// How the direction was read.
    pub direction: DirectionRead,
    /// Year the plan starts from.
    pub base_year: i32,
    /// Base value, as the plan prints it.
    pub printed_base: Option<f64>,
    /// Target year.
    pub year: i32,
    /// The value to reach, in the unit of the target; the lower end of an interval.
    pub goal: Option<f64>,
    /// Upper end of an interval.
    pub high: Option<f64>,
    /// The shares of a structure.
    pub shares: Vec<f64>,
    /// What the plan itself says is due in which year.
    pub schedule: Vec<(f64, f64)>,
    pub traits: &'p Traits,
}

/// Words that announce a value which another document will set.
const ASSIGNED: [&str; 5] = ["下达", "核定", "分解", "另行确定", "上级确定"];

/// Verbs of decrease inside a name: 降低, 下降, 减少, 削减, 压减, 减排, 降幅.
const DECREASE: [&str; 7] = ["降低", "下降", "减少", "削减", "压减", "减排", "降幅"];

impl<'p> Commitment<'p> {
    /// Reads `target` of the indicator in place `at` for `region`; `history` holds what is known of the indicator there, of which what was
    /// known at `as_of` may serve as a base that the plan does not print.
    #[expect(
        clippy::float_cmp,
        reason = "the same figure, not one computed anew: exactly equal is what is meant"
    )]
    pub(crate) fn of(
        inputs: &'p Inputs<'_>,
        target: &'p Target,
        at: usize,
        region: &str,
        history: &History<'_>,
        as_of: AsOf,
    ) -> Self {
        let (plan, traits) = (inputs.plan, &inputs.traits[at]);
        let (indicator, steps) = (&plan.indicators[at], inputs.schedule_of(target, region));
        let period = plan.period;
        let year = target.year.or(target.implied_year).or(period.map(|p| p.end)).unwrap_or(0);
        let base_year = earlier_year(&target.provenance.quote)
            .or(period.map(plan::Period::base).filter(|base| *base < year))
            .unwrap_or(year - 5);
        let mut schedule: Vec<(f64, f64)> = steps
            .iter()
            .filter(|s| s.year > base_year && s.year <= year)
            .filter_map(|s| Some((f64::from(s.year), s.value.to_f64()?)))
            .collect();
        schedule.sort_by(|a, b| a.0.total_cmp(&b.0));
        schedule.dedup_by_key(|step| step.0);
        // A value that was assigned later stands in the schedule; so does the part of a region.
        let assigned = schedule.last().filter(|step| step.0 == f64::from(year)).map(|step| step.1);
        let own = region.is_empty();
        let goal = if own { target.value.and_then(|v| v.to_f64()).or(assigned) } else { assigned };
        let printed_base = printed_base(history, base_year);
        let mut commitment = Self {
            target,
            indicator,
            kind: TargetKind::Undecidable,
            wish: Wish::Up,
            direction: DirectionRead::default(),
            base_year,
            printed_base,
            year,
            goal,
            high: target.value_high.and_then(|v| v.to_f64()),
            shares: structure(&target.value_text).unwrap_or_default(),
            schedule,
            traits,
        };
        commitment.direction = commitment.read_direction();
        commitment.wish = commitment.direction.wish.unwrap_or(Wish::Up);
        let base = printed_base
            .or_else(|| select(&history.levels, as_of).iter().find(|p| p.year == base_year).map(|p| p.value));
        commitment.kind = commitment.find_kind(base);
        commitment
    }

    fn read_direction(&self) -> DirectionRead {
        DirectionRead::of(&Signs {
            target: self.target,
            declared: self.traits.declared,
            named: self.traits.direction,
            base: self.printed_base,
            goal: self.goal,
            cut: self.decreases(),
            nature: self.traits.nature,
        })
    }

    /// Whether the judgement hangs on a direction that nothing tells.
    pub(crate) fn undirected(&self) -> bool {
        let hangs = matches!(
            self.kind,
            TargetKind::Level
                | TargetKind::GrowthPath
                | TargetKind::Floor
                | TargetKind::Ceiling
                | TargetKind::Keep
        );
        hangs && self.direction.wish.is_none()
    }

    /// Decides the sort; `base` is the base value as printed or as known.
    fn find_kind(&mut self, base: Option<f64>) -> TargetKind {
        if self.shares.len() >= 2 {
            return TargetKind::Structure;
        }
        let target = self.target;
        let Some(goal) = self.goal else {
            return match target.measure {
                Measure::Completion => TargetKind::Event,
                _ if ASSIGNED.iter().any(|word| target.value_text.contains(word)) => {
                    TargetKind::AssignedLater
                }
                _ => TargetKind::Undecidable,
            };
        };
        let percent = unit::is_percent(&target.unit);
        match target.measure {
            Measure::Completion if !percent => TargetKind::Event,
            Measure::Multiple => self.scaled(goal, base),
            Measure::GrowthRate if percent => self.growth(goal, base),
            _ if percent && self.decreases() => TargetKind::CumulativeReduction,
            Measure::Change if percent => self.scaled(1.0 + goal / 100.0, base),
            Measure::Change if unit::is_points(&target.unit) => self.moved(goal, base),
            // 人均预期寿命提高1岁: so much from the base, where what is measured is a state and not an amount a year.
            Measure::Change if self.traits.state => self.moved(goal, base),
            Measure::Change | Measure::Cumulative => TargetKind::CumulativeSum,
            _ if target.averaging == Some(Averaging::Cumulative) => TargetKind::CumulativeSum,
            _ if target.comparator == Comparator::Range && self.high.is_some() => TargetKind::Interval,
            _ => self.level(goal),
        }
    }

    /// A rate of growth: on average, in every year, or over the period.
    fn growth(&mut self, goal: f64, base: Option<f64>) -> TargetKind {
        let target = self.target;
        let years = f64::from(self.year - self.base_year);
        let limit = matches!(target.comparator, Comparator::Le | Comparator::Lt) || self.wish == Wish::Down;
        match target.averaging {
            Some(Averaging::Cumulative) if self.decreases() => TargetKind::CumulativeReduction,
            Some(Averaging::Cumulative) => self.scaled(1.0 + goal / 100.0, base),
            _ if self.decreases() => {
                self.goal = Some(100.0 * (1.0 - libm::pow((1.0 - goal / 100.0).max(0.0), years)));
                TargetKind::CumulativeReduction
            }
            // 居民消费价格涨幅控制在3%以内: a limit for every year.
            None if self.traits.states_growth && limit => TargetKind::Ceiling,
            _ => TargetKind::AverageGrowth,
        }
    }

    /// A level or a share: to be reached, to be kept, or not to be passed.
    #[expect(
        clippy::float_cmp,
        reason = "the same figure, not one computed anew: exactly equal is what is meant"
    )]
    fn level(&self, goal: f64) -> TargetKind {
        let limit = match self.wish {
            Wish::Up => TargetKind::Floor,
            Wish::Down => TargetKind::Ceiling,
        };
        match self.printed_base {
            // 新建, 新增: what the years add, whatever the period before has added.
            _ if self.traits.adds => TargetKind::CumulativeSum,
            Some(base) if base == goal => TargetKind::Keep,
            // Satisfied from the start, or set on the wrong side of the base: it can only be a limit.
            Some(base) if self.wish.reached(base, goal) => limit,
            None if self.traits.accumulates => TargetKind::CumulativeSum,
            // 控制在 ... 以内 without a base: nothing to come from, so a limit for every year.
            None if matches!(self.target.comparator, Comparator::Le | Comparator::Lt) => TargetKind::Ceiling,
            Some(base) if base > 0.0 && goal > 0.0 && self.compounds() => TargetKind::GrowthPath,
            _ => TargetKind::Level,
        }
    }

    /// Whether the way to the target is one of constant growth.
    fn compounds(&self) -> bool {
        match (self.target.rate_basis, self.target.rate) {
            (Some(RateBasis::Points), _) => false,
            (Some(RateBasis::Compound), _) => true,
            (_, Some(_)) => !unit::is_percent(&self.target.unit),
            _ => false,
        }
    }

    /// A multiple of the base; at comparable prices, the average growth that makes it.
    fn scaled(&mut self, factor: f64, base: Option<f64>) -> TargetKind {
        if self.traits.comparable_prices && factor > 0.0 {
            let years = f64::from(self.year - self.base_year);
            self.goal = Some(100.0 * (libm::pow(factor, 1.0 / years) - 1.0)).filter(|rate| rate.is_finite());
            return TargetKind::AverageGrowth;
        }
        self.goal = base.map(|base| base * factor);
        TargetKind::GrowthPath
    }

    /// So many points from the base.
    fn moved(&mut self, points: f64, base: Option<f64>) -> TargetKind {
        let points = if self.decreases() { -points } else { points };
        self.wish = if points < 0.0 { Wish::Down } else { Wish::Up };
        self.direction =
            DirectionRead { wish: Some(self.wish), basis: Some(DirectionBasis::Move), against: None };
        self.goal = base.map(|base| base + points);
        TargetKind::Level
    }

    /// The schedule of a sum as sums since the base year.
    ///
    /// Yearly parts and running sums are told apart by the last one: a running sum ends at the target.
    pub(crate) fn cumulated_schedule(&self) -> Vec<(f64, f64)> {
        let running = self.schedule.windows(2).all(|w| w[0].1 <= w[1].1)
            && self
                .schedule
                .last()
                .zip(self.goal)
                .is_some_and(|(last, goal)| (last.1 - goal).abs() <= 1e-9 * goal.abs());
        if running {
            return self.schedule.clone();
        }
        let mut sum = 0.0;
        self.schedule
            .iter()
            .map(|(year, part)| {
                sum += part;
                (*year, sum)
            })
            .collect()
    }

    fn decreases(&self) -> bool {
        let names =
            [self.target.subject.as_str(), self.indicator.name.as_str(), self.indicator.parent.as_str()];
        names.iter().any(|name| DECREASE.iter().any(|verb| name.contains(verb)))
    }

    /// Whether `value`, in the unit of the target, satisfies it.
    ///
    /// 左右 accepts what lies within one per cent of the target on the wrong side, our own convention.
    pub(crate) fn satisfied(&self, value: f64) -> bool {
        let Some(goal) = self.goal else { return false };
        if self.kind == TargetKind::Interval {
            return Comparator::Range.holds(value, goal, self.high);
        }
        self.wish.reached(value, self.threshold(goal))
    }

    /// The value from which the target counts as satisfied.
    pub(crate) fn threshold(&self, goal: f64) -> f64 {
        let slack = match self.target.comparator {
            Comparator::Approx => 0.01 * goal.abs(),
            // The last digit of a division must not decide.
            _ => 1e-9 * goal.abs(),
        };
        goal - self.wish.sign() * slack
    }
}

/// What the plan prints for the base year; a table before prose.
fn printed_base(history: &History<'_>, base_year: i32) -> Option<f64> {
    let printed = history.levels.iter().filter(|f| f.of_plan() && f.year == base_year && f.from == base_year);
    let best = printed.max_by_key(|f| f.observation.provenance.origin == plan::Origin::Table)?;
    Some(best.value)
}

/// The year in 比2010年 or 较2010年.
fn earlier_year(quote: &str) -> Option<i32> {
    let at = quote.find(['比', '较'])?;
    let rest = quote[at..].trim_start_matches(['比', '较']).trim_start();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let after = rest[digits.len()..].trim_start();
    (digits.len() == 4 && after.starts_with('年')).then(|| digits.parse().ok()).flatten()
}

/// The shares of 12:44:44, with the usual colons.
pub(crate) fn structure(text: &str) -> Option<Vec<f64>> {
    let parts: Result<Vec<f64>, _> =
        text.split([':', '：', '∶']).map(|part| part.trim().parse::<f64>()).collect();
    parts.ok().filter(|parts| parts.len() >= 2 && parts.iter().all(|p| p.is_finite() && *p >= 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_years_in_a_sentence() {
        assert_eq!(earlier_year("到2020年，地区生产总值比2010年翻一番"), Some(2010));
        assert_eq!(earlier_year("较 2015 年下降12%"), Some(2015));
        assert_eq!(earlier_year("三次产业比为12:44:44"), None);
        assert_eq!(earlier_year("比重达到44%"), None);
    }

    #[test]
    fn structures_are_split() {
        assert_eq!(structure("12:44:44"), Some(vec![12.0, 44.0, 44.0]));
        assert_eq!(structure("15.6：43.4：41"), Some(vec![15.6, 43.4, 41.0]));
        assert_eq!(structure("完成省下达目标"), None);
        assert_eq!(structure(""), None);
    }
}
