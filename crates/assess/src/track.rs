//! A commitment and its figures as known at one moment, on the scale on which they are judged.
//!
//! Levels are judged as they are. Average growth and cumulative reductions are judged on a chained index (base year =
//! 100), because a rate that must hold on average is a level that the chained product must reach. Sums are judged on
//! what has added up since the base year.

use crate::commitment::Commitment;
use crate::history::{Figure, History, counting, select};
use crate::{AsOf, BreakChoice, BreakFound, Config, Path, Point, TargetKind, level_break};
use series::Nature;

/// What a forecast needs and a path is compared with.
#[derive(Clone, Debug)]
pub(crate) struct Track {
    /// How values on the judged scale are shown in the unit of the target.
    pub view: View,
    /// Known values on the judged scale, one a year, base year and before included where there are any.
    pub points: Vec<Point>,
    /// The past on the basis of the last point, for forecasting; yearly flows for sums.
    pub past: Vec<Point>,
    /// Base on the judged scale.
    pub base: Option<Point>,
    /// Target on the judged scale.
    pub goal: Option<f64>,
    /// Expected path on the judged scale.
    pub path: Option<Path>,
    /// Level breaks up to now.
    pub breaks: Vec<BreakFound>,
    /// What the judged values measure.
    pub nature: Nature,
    /// Growth figures would be needed and there are none.
    pub needs_growth: bool,
    /// A year is missing inside a sum or a chain.
    pub incomplete: bool,
}

/// From the judged scale to the unit of the target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum View {
    /// The same.
    Plain,
    /// An index (base year = 100) shown as the average rate per year since the base year, in per cent.
    Average { base_year: i32 },
    /// An index (base year = 100) shown as the reduction so far, in per cent.
    Reduction,
}

impl View {
    /// The value in the unit of the target.
    pub(crate) fn show(self, year: i32, value: f64) -> f64 {
        match self {
            Self::Plain => value,
            Self::Average { base_year } if year > base_year => {
                100.0 * (libm::pow((value / 100.0).max(0.0), 1.0 / f64::from(year - base_year)) - 1.0)
            }
            Self::Average { .. } => 0.0,
            Self::Reduction => 100.0 - value,
        }
    }

    /// The value on the judged scale; inverse of [`View::show`].
    pub(crate) fn judged(self, year: i32, shown: f64) -> f64 {
        match self {
            Self::Plain => shown,
            Self::Average { base_year } => {
                100.0 * libm::pow((1.0 + shown / 100.0).max(0.0), f64::from(year - base_year))
            }
            Self::Reduction => 100.0 - shown,
        }
    }

    /// Whether larger values are shown as smaller ones.
    pub(crate) fn reverses(self) -> bool {
        self == Self::Reduction
    }
}

impl Track {
    pub(crate) fn new(
        commitment: &Commitment<'_>,
        history: &History<'_>,
        as_of: AsOf,
        config: &Config,
    ) -> Self {
        match commitment.kind {
            TargetKind::AverageGrowth => Self::growth(commitment, history, as_of),
            TargetKind::CumulativeReduction => Self::reduction(commitment, history, as_of),
            TargetKind::CumulativeSum => Self::sum(commitment, history, as_of),
            _ => Self::level(commitment, history, as_of, config),
        }
    }

    fn empty(view: View) -> Self {
        Self {
            view,
            points: Vec::new(),
            past: Vec::new(),
            base: None,
            goal: None,
            path: None,
            breaks: Vec::new(),
            nature: Nature::Amount,
            needs_growth: false,
            incomplete: false,
        }
    }

    fn level(commitment: &Commitment<'_>, history: &History<'_>, as_of: AsOf, config: &Config) -> Self {
        let mut track = Self::empty(View::Plain);
        // Bounds are in the unit of the indicator: a share cannot bound the people it is a share of.
        let other_unit =
            crate::unit::factor(&commitment.target.unit, &commitment.indicator.unit) != Some(1.0);
        track.nature = match commitment.traits.nature {
            Nature::Bounded(_) if other_unit => Nature::Amount,
            nature => nature,
        };
        let growth = select(&history.growth, as_of);
        let printed =
            if commitment.traits.states_growth { growth.clone() } else { select(&history.levels, as_of) };
        if !commitment.traits.states_growth {
            track.breaks =
                level_break::find(commitment.indicator, commitment.traits, &printed, &growth, config);
        }
        // Everything on the basis of the last value; chosen chaining puts everything on that of the base.
        let rebased = level_break::rebased(&printed, &track.breaks);
        let chain =
            track.breaks.iter().any(|b| b.choice == BreakChoice::Chain && b.year > commitment.base_year);
        let base = base_point(commitment, &printed);
        if chain {
            let since_base =
                level_break::factor(base.map_or(commitment.base_year, |b| b.year), &track.breaks);
            track.past = rebased.iter().map(|p| Point { value: p.value / since_base, ..*p }).collect();
            track.points.clone_from(&track.past);
        } else {
            track.past = rebased;
            track.points = printed;
        }
        let moves = |point: Point| {
            let chosen =
                track.breaks.iter().filter(|b| b.choice == BreakChoice::Rebase && b.year > point.year);
            chosen.map(|b| b.factor).product::<f64>()
        };
        let rebase = base.map_or(1.0, moves);
        track.base = base.map(|b| Point { value: b.value * rebase, ..b });
        track.goal = commitment.goal.map(|goal| goal * rebase);
        track.path = track.base.zip(track.goal).and_then(|(base, goal)| {
            let from = (f64::from(base.year), base.value);
            let to = (f64::from(commitment.year), goal);
            if commitment.schedule.len() > 1 {
                let steps: Vec<(f64, f64)> = commitment
                    .schedule
                    .iter()
                    .map(|(t, v)| (*t, v * rebase))
                    .filter(|s| s.0 < to.0)
                    .collect();
                return Path::schedule(from, &[steps, vec![to]].concat());
            }
            match commitment.kind {
                TargetKind::GrowthPath => Path::geometric(from, to).or_else(|| Path::linear(from, to)),
                TargetKind::Level => Path::linear(from, to),
                _ => None,
            }
        });
        track
    }

    /// A rate on average: the chained product of yearly growth.
    fn growth(commitment: &Commitment<'_>, history: &History<'_>, as_of: AsOf) -> Self {
        let base_year = commitment.base_year;
        let view = View::Average { base_year };
        let mut rates = select(&history.growth, as_of);
        let levels = select(&history.levels, as_of);
        let needs_growth = !rates.iter().any(|p| p.year > base_year);
        if needs_growth && !commitment.traits.comparable_prices && !commitment.traits.states_growth {
            rates = growth_of(&levels);
        }
        let mut track = Self::chained(view, base_year, &rates);
        track.needs_growth = needs_growth && commitment.traits.comparable_prices;
        track.close(commitment)
    }

    /// A cut over the period: the chained product of what is left each year.
    fn reduction(commitment: &Commitment<'_>, history: &History<'_>, as_of: AsOf) -> Self {
        let base_year = commitment.base_year;
        let after = |figure: &Figure<'_>| figure.year > base_year || !figure.of_plan();
        // Yearly cuts in per cent: reported as changes, or as values of an indicator that is itself a cut.
        let mut cuts: Vec<Figure<'_>> = history.changes.iter().copied().filter(after).collect();
        if crate::unit::is_percent(&commitment.indicator.unit) {
            cuts.extend(history.levels.iter().filter(|f| after(f)));
            cuts.sort_by_key(|f| f.year);
        }
        let rates: Vec<Point> =
            select(&cuts, as_of).into_iter().map(|p| Point { value: -p.value, ..p }).collect();
        let mut track = if rates.iter().any(|p| p.year > base_year) {
            Self::chained(View::Reduction, base_year, &rates)
        } else if crate::unit::is_percent(&commitment.indicator.unit) {
            let growth: Vec<Point> = select(&history.growth, as_of);
            Self::chained(View::Reduction, base_year, &growth)
        } else {
            let levels = select(&history.levels, as_of);
            Self::chained(View::Reduction, base_year, &growth_of(&levels))
        };
        // What is cut is an intensity or an emission per something: it does not grow with prices and wealth.
        track.nature = Nature::Rate;
        // A total over the years since the base overrides the chain for its year.
        for total in counting(&history.totals, as_of) {
            if total.from == base_year + 1 && total.year <= commitment.year {
                let value = 100.0 - total.value;
                match track.points.binary_search_by_key(&total.year, |p| p.year) {
                    Ok(at) => track.points[at].value = value,
                    Err(at) => track.points.insert(at, Point { year: total.year, value }),
                }
                track.past.clone_from(&track.points);
            }
        }
        track.close(commitment)
    }

    /// A sum since the base year.
    fn sum(commitment: &Commitment<'_>, history: &History<'_>, as_of: AsOf) -> Self {
        let mut track = Self::empty(View::Plain);
        let base_year = commitment.base_year;
        let mut flows: Vec<Figure<'_>> = history.changes.clone();
        flows.extend(history.levels.iter().copied());
        flows.sort_by_key(|f| f.year);
        let flows = select(&flows, as_of);
        let totals: Vec<&Figure<'_>> = counting(&history.totals, as_of);
        let total_to = |year: i32| totals.iter().find(|f| f.from == base_year + 1 && f.year == year);
        let mut sum = Some(0.0);
        track.points.push(Point { year: base_year, value: 0.0 });
        let last =
            flows.iter().map(|p| p.year).chain(totals.iter().map(|f| f.year)).max().unwrap_or(base_year);
        for year in base_year + 1..=last.min(commitment.year) {
            let flow = flows.iter().find(|p| p.year == year).map(|p| p.value);
            sum = total_to(year).map(|f| f.value).or_else(|| Some(sum? + flow?));
            match sum {
                Some(value) => track.points.push(Point { year, value }),
                None => track.incomplete = true,
            }
        }
        track.past = flows;
        track.base = Some(Point { year: base_year, value: 0.0 });
        track.goal = commitment.goal;
        let from = (f64::from(base_year), 0.0);
        track.path = commitment.goal.and_then(|goal| {
            let to = (f64::from(commitment.year), goal);
            if commitment.schedule.len() > 1 {
                let mut steps = commitment.cumulated_schedule();
                steps.retain(|s| s.0 < to.0);
                steps.push(to);
                return Path::schedule(from, &steps);
            }
            Path::linear(from, to)
        });
        track
    }

    /// An index with the base year as 100 from yearly rates in per cent; years before a gap are left out.
    fn chained(view: View, base_year: i32, rates: &[Point]) -> Self {
        let mut track = Self::empty(view);
        let first_wanted = rates.iter().position(|p| p.year > base_year);
        track.incomplete = first_wanted.is_some_and(|at| rates[at].year > base_year + 1);
        // The run of consecutive years around the base year.
        let Some(at) =
            rates.iter().position(|p| p.year == base_year + 1).or_else(|| rates.len().checked_sub(1))
        else {
            track.points.push(Point { year: base_year, value: 100.0 });
            track.past.clone_from(&track.points);
            return track;
        };
        let mut from = at;
        while from > 0 && rates[from - 1].year + 1 == rates[from].year {
            from -= 1;
        }
        let mut to = at;
        while to + 1 < rates.len() && rates[to].year + 1 == rates[to + 1].year {
            to += 1;
        }
        track.incomplete |= to + 1 < rates.len();
        let mut index = vec![Point { year: rates[from].year - 1, value: 1.0 }];
        for rate in &rates[from..=to] {
            let before = index[index.len() - 1].value;
            index.push(Point { year: rate.year, value: before * (1.0 + rate.value / 100.0) });
        }
        let Some(base) = index.iter().find(|p| p.year == base_year).map(|p| p.value).filter(|b| *b > 0.0)
        else {
            return track;
        };
        for point in &mut index {
            point.value *= 100.0 / base;
        }
        track.points.clone_from(&index);
        track.past = index;
        track
    }

    /// Base, target and path of an index.
    fn close(mut self, commitment: &Commitment<'_>) -> Self {
        let base = Point { year: commitment.base_year, value: 100.0 };
        self.base = Some(base);
        self.goal = commitment.goal.map(|goal| self.view.judged(commitment.year, goal));
        let from = (f64::from(base.year), base.value);
        self.path = self.goal.and_then(|goal| {
            let to = (f64::from(commitment.year), goal);
            let steps: Vec<(f64, f64)> = commitment
                .schedule
                .iter()
                .filter(|s| s.0 < to.0 && self.view == View::Reduction)
                .map(|(t, v)| (*t, 100.0 - v))
                .collect();
            if steps.is_empty() {
                Path::geometric(from, to)
            } else {
                Path::schedule(from, &[steps, vec![to]].concat())
            }
        });
        self
    }

    /// The latest value after the base year, on the judged scale.
    pub(crate) fn latest(&self, base_year: i32, target_year: i32) -> Option<Point> {
        self.points.iter().rev().find(|p| p.year > base_year && p.year <= target_year).copied()
    }
}

/// The base: as the plan prints it, else as the figures have it, from an earlier year if need be.
fn base_point(commitment: &Commitment<'_>, points: &[Point]) -> Option<Point> {
    let year = commitment.base_year;
    if let Some(value) = commitment.printed_base {
        return Some(Point { year, value });
    }
    points.iter().rev().find(|p| p.year <= year && p.year > year - 3).copied()
}

/// The yearly values that stand beside monthly ones: levels, amounts a year, or growth rates.
pub(crate) fn yearly_values(commitment: &Commitment<'_>, history: &History<'_>, as_of: AsOf) -> Vec<Point> {
    if commitment.kind == TargetKind::AverageGrowth || commitment.traits.states_growth {
        return select(&history.growth, as_of);
    }
    let mut figures: Vec<Figure<'_>> = history.levels.clone();
    if commitment.kind == TargetKind::CumulativeSum {
        figures.extend(history.changes.iter().copied());
        figures.sort_by_key(|figure| figure.year);
    }
    select(&figures, as_of)
}

/// Growth over the year before, in per cent, between consecutive positive values.
pub(crate) fn growth_of(levels: &[Point]) -> Vec<Point> {
    let steps =
        levels.windows(2).filter(|w| w[1].year == w[0].year + 1 && w[0].value > 0.0 && w[1].value > 0.0);
    steps.map(|w| Point { year: w[1].year, value: 100.0 * (w[1].value / w[0].value - 1.0) }).collect()
}
