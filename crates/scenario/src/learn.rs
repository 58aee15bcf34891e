//! What a panel of regions tells: how forecast errors move together, and what one quantity does to another.

use crate::copula::spearman;
use crate::interval::Interval;
use crate::network::Origin;
use crate::panel::Panel;
use plan::Plan;
use series::{Bounds, Engine, Input, normal};
use source::Words;
use std::collections::{BTreeMap, BTreeSet};

/// Values of quantities (catalogue keys or names) of regions by year.
pub type Observed = BTreeMap<(String, String), BTreeMap<i32, f64>>;

/// Normal scores of what came, by quantity, region and year that it was forecast from.
pub type Scores = BTreeMap<String, BTreeMap<(String, i32), f64>>;

/// Values that a forecast must start from, at least.
const LEAST_VALUES: usize = 8;

/// Forecasts every series `ahead` years from the ends of `origins` and turns what came into a normal score by the predictive distribution; what is
/// too short or does not move is left out.
pub fn scores(engine: &Engine, observed: &Observed, ahead: usize, origins: &[i32]) -> Scores {
    let mut found = Scores::new();
    for ((key, region), values) in observed {
        for origin in origins {
            if let Some(score) = score(engine, key, values, *origin, ahead) {
                found.entry(key.clone()).or_default().insert((region.clone(), *origin), score);
            }
        }
    }
    found
}

fn score(engine: &Engine, key: &str, values: &BTreeMap<i32, f64>, origin: i32, ahead: usize) -> Option<f64> {
    let outcome = *values.get(&(origin + i32::try_from(ahead).ok()?))?;
    let mut past: Vec<f64> = Vec::new();
    for (year, value) in values.range(..=origin).rev() {
        if *year != origin - i32::try_from(past.len()).ok()? {
            break;
        }
        past.push(*value);
    }
    past.reverse();
    let moving = past.iter().any(|value| Some(value) != past.first());
    let input = Input::new(&past).ok().filter(|_| past.len() >= LEAST_VALUES && moving)?;
    let entry = plan::catalogue::entry(key);
    let input = match entry.and_then(|entry| Some((entry.low?, entry.high?))) {
        Some((low, high)) => input.bounded(Bounds { low, high }).unwrap_or(input),
        None => input,
    };
    let forecast = engine.forecast(&input, ahead).ok()?;
    let above = forecast.prob_ge(ahead, outcome).clamp(1e-6, 1.0 - 1e-6);
    Some(-normal::score(above))
}

/// The rank correlations of scores by pairs of quantities, with the number of cases that both have: those of at least `least` cases and
/// not smaller than `smallest`.
pub fn correlations(scores: &Scores, least: usize, smallest: f64) -> Vec<(String, String, f64, usize)> {
    let mut found = Vec::new();
    for (at, (a, of_a)) in scores.iter().enumerate() {
        for (b, of_b) in scores.iter().skip(at + 1) {
            let pairs: Vec<(f64, f64)> =
                of_a.iter().filter_map(|(case, x)| Some((*x, *of_b.get(case)?))).collect();
            let rho = spearman(&pairs).filter(|rho| pairs.len() >= least && rho.abs() >= smallest);
            found.extend(rho.map(|rho| (a.clone(), b.clone(), rho, pairs.len())));
        }
    }
    found
}

/// A panel learned from observations.
pub fn panel(name: String, scores: &Scores, least: usize, smallest: f64) -> Panel {
    Panel::of(name, correlations(scores, least, smallest))
}

/// An elasticity with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Per cent of the one for each per cent of the other.
    pub elasticity: f64,
    /// Its 95 % interval, clustered by region.
    pub interval: Interval,
    /// Observations.
    pub n: usize,
    /// Regions.
    pub regions: usize,
    /// First and last year.
    pub years: (i32, i32),
    /// The share of regions in which, left out, the sign held.
    pub held: f64,
}

impl Estimate {
    /// Where a number that was made with it comes from.
    pub fn origin(&self, panel: &str) -> Origin {
        Origin::Estimated { panel: panel.to_owned(), n: self.n, interval: self.interval }
    }
}

/// Regions that an estimate needs: clustered intervals of fewer are too narrow (Cameron and Miller 2015, Journal of Human Resources 50).
const LEAST_REGIONS: usize = 20;

/// The share of left-out regions in which the sign must hold.
const LEAST_HELD: f64 = 0.8;

/// Rounds of taking out means.
const ROUNDS: usize = 500;

/// Estimates what a change of `of` does to `on` on a panel: logarithms with effects of regions and of years, the interval clustered by region
/// (Liang and Zeger 1986; small-sample factor G/(G-1) (N-1)/(N-K)).
///
/// # Errors
/// Why there is none, in both languages: quantities tied by an identity, too few regions, an interval that holds 0, a sign that did not hold
/// in four of five regions that were left out.
#[expect(clippy::too_many_lines, reason = "the reasons for which there is none, one after the other")]
pub fn elasticity(plan: &Plan, observed: &Observed, of: &str, on: &str) -> Result<Estimate, Words> {
    if tied(plan, of, on) {
        return Err(Words::new(
            format!("“{of}”和“{on}”由恒等式相连，不能估计弹性：用恒等式即可"),
            format!(
                "“{of}” and “{on}” are tied by an identity: no elasticity is estimated, the identity says it"
            ),
        ));
    }
    let rows = rows(observed, of, on);
    let regions: BTreeSet<&str> = rows.iter().map(|row| row.region).collect();
    if regions.len() < LEAST_REGIONS {
        let count = regions.len();
        return Err(Words::new(
            format!("只有 {count} 个地区同时有两项数据：至少需要 {LEAST_REGIONS} 个"),
            format!("only {count} regions have both: at least {LEAST_REGIONS} are needed"),
        ));
    }
    let (x, y) = (within(&rows, |row| row.x), within(&rows, |row| row.y));
    let parts = parts(&rows, &x, &y);
    let (sxx, sxy) = parts.values().fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    let years: BTreeSet<i32> = rows.iter().map(|row| row.year).collect();
    let known = regions.len() + years.len();
    if sxx <= 1e-12 || rows.len() <= known {
        return Err(Words::new(
            format!("“{of}”除地区和年份的共同变动外没有变动，无从估计"),
            format!("“{of}” does not vary beyond regions and years: nothing can be estimated"),
        ));
    }
    let slope = sxy / sxx;
    let groups = parts.len() as f64;
    let mut scores: BTreeMap<&str, f64> = BTreeMap::new();
    for ((row, x), y) in rows.iter().zip(&x).zip(&y) {
        *scores.entry(row.region).or_default() += x * (y - slope * x);
    }
    let n = rows.len() as f64;
    let factor = groups / (groups - 1.0) * (n - 1.0) / (n - known as f64);
    let error = libm::sqrt(factor * scores.values().map(|score| score * score).sum::<f64>()) / sxx;
    let reach = student(groups - 1.0) * error;
    let interval = Interval { low: slope - reach, high: slope + reach };
    if interval.low <= 0.0 && interval.high >= 0.0 {
        return Err(Words::new(
            format!(
                "弹性 {slope:.3} 的 95% 区间（{:.3} 至 {:.3}）含 0，不能使用",
                interval.low, interval.high
            ),
            format!(
                "the 95 % interval of {slope:.3} ({:.3} to {:.3}) holds 0: it cannot be used",
                interval.low, interval.high
            ),
        ));
    }
    let agrees = |part: &&(f64, f64)| (sxy - part.1) / (sxx - part.0) * part.1 > 0.0;
    let held = parts.values().filter(agrees).count() as f64 / groups;
    if held < LEAST_HELD {
        return Err(Words::new(
            format!("逐个留出地区检验，符号只在 {:.0}% 的地区成立（至少须 80%），不能使用", 100.0 * held),
            format!(
                "left out one by one, only {:.0} % of the regions have its sign (80 % are needed): it cannot be used",
                100.0 * held
            ),
        ));
    }
    let years = (years.first().copied().unwrap_or(0), years.last().copied().unwrap_or(0));
    Ok(Estimate { elasticity: slope, interval, n: rows.len(), regions: regions.len(), years, held })
}

/// Whether an identity of the catalogue or of the plan holds both.
fn tied(plan: &Plan, a: &str, b: &str) -> bool {
    let rules = crate::quantity::rules(plan, &[]);
    a == b
        || rules.iter().any(|rule| {
            let keys: BTreeSet<&str> =
                rule.parts.iter().map(String::as_str).chain([rule.result.as_str()]).collect();
            keys.contains(a) && keys.contains(b)
        })
}

struct Row<'o> {
    region: &'o str,
    year: i32,
    x: f64,
    y: f64,
}

impl<'o> Row<'o> {
    fn group(&self, by_year: bool) -> (i32, &'o str) {
        if by_year { (self.year, "") } else { (0, self.region) }
    }
}

fn rows<'o>(observed: &'o Observed, of: &str, on: &str) -> Vec<Row<'o>> {
    let mut found = Vec::new();
    for ((key, region), values) in observed.iter().filter(|((key, _), _)| key == of) {
        debug_assert_eq!(key, of);
        let Some(others) = observed.get(&(on.to_owned(), region.clone())) else { continue };
        for (year, x) in values.iter().filter(|(_, x)| **x > 0.0) {
            if let Some(y) = others.get(year).filter(|y| **y > 0.0) {
                found.push(Row { region, year: *year, x: libm::log(*x), y: libm::log(*y) });
            }
        }
    }
    found
}

/// Values without the means of regions and years: means are taken out in turn until nothing is left of them (von Neumann's alternating
/// projections), which for panels with gaps is what dummies for both would give.
fn within(rows: &[Row<'_>], pick: fn(&Row<'_>) -> f64) -> Vec<f64> {
    let mut values: Vec<f64> = rows.iter().map(pick).collect();
    for _ in 0..ROUNDS {
        let mut moved = 0.0_f64;
        for by_year in [false, true] {
            let mut sums: BTreeMap<(i32, &str), (f64, f64)> = BTreeMap::new();
            for (row, value) in rows.iter().zip(&values) {
                let slot = sums.entry(row.group(by_year)).or_default();
                *slot = (slot.0 + value, slot.1 + 1.0);
            }
            for (row, value) in rows.iter().zip(&mut values) {
                if let Some((sum, count)) = sums.get(&row.group(by_year)) {
                    *value -= sum / count;
                    moved = moved.max((sum / count).abs());
                }
            }
        }
        if moved < 1e-13 {
            break;
        }
    }
    values
}

/// Σxx and Σxy by region.
fn parts<'o>(rows: &[Row<'o>], x: &[f64], y: &[f64]) -> BTreeMap<&'o str, (f64, f64)> {
    let mut found: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for ((row, x), y) in rows.iter().zip(x).zip(y) {
        let slot = found.entry(row.region).or_default();
        *slot = (slot.0 + x * x, slot.1 + x * y);
    }
    found
}

/// The 97.5 % quantile of Student's distribution (Abramowitz and Stegun 26.7.5), to three digits from 10 degrees of freedom on.
fn student(freedom: f64) -> f64 {
    let z = normal::score(0.975);
    let (z3, z5, z7) = (z * z * z, libm::pow(z, 5.0), libm::pow(z, 7.0));
    z + (z3 + z) / (4.0 * freedom)
        + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * freedom * freedom)
        + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * freedom * freedom * freedom)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Regions and years with effects of their own, and y = 0.7 x + noise.
    fn observed(slope: f64, noise: impl Fn(usize, usize) -> f64) -> Observed {
        let mut found = Observed::new();
        for region in 0..30_usize {
            for (year, calendar) in (2000..2012).enumerate() {
                let wave = libm::sin((region * 7 + year * 3) as f64);
                let x = 0.3 * region as f64 + 0.05 * year as f64 + 0.4 * wave;
                let y = 2.0 - 0.1 * region as f64
                    + 0.02 * (year * year) as f64 / 12.0
                    + slope * x
                    + noise(region, year);
                let mut put = |key: &str, value: f64| {
                    found
                        .entry((key.to_owned(), format!("r{region:02}")))
                        .or_default()
                        .insert(calendar, libm::exp(value));
                };
                put("beds_per_1000", x);
                put("exports", y);
            }
        }
        found
    }

    #[test]
    fn an_exact_elasticity_is_found_through_the_effects() {
        let found = elasticity(&Plan::default(), &observed(0.7, |_, _| 0.0), "beds_per_1000", "exports")
            .expect("it is there");
        assert!((found.elasticity - 0.7).abs() < 1e-9, "{found:?}");
        assert!(found.interval.high - found.interval.low < 1e-6);
        assert_eq!((found.n, found.regions, found.years), (360, 30, (2000, 2011)));
    }

    #[test]
    fn what_proves_nothing_is_refused_with_its_reason() {
        let noise = |region: usize, year: usize| 2.0 * libm::sin((region * 13 + year * 29) as f64 * 1.7);
        let none = elasticity(&Plan::default(), &observed(0.0, noise), "beds_per_1000", "exports")
            .expect_err("none");
        assert!(none.en.contains("holds 0") || none.en.contains("sign"), "{}", none.en);
        let tied = elasticity(&Plan::default(), &Observed::new(), "gdp", "gdp_per_capita").expect_err("tied");
        assert!(tied.en.contains("identity"), "{}", tied.en);
        let few =
            elasticity(&Plan::default(), &Observed::new(), "beds_per_1000", "exports").expect_err("few");
        assert!(few.en.contains("only 0 regions"), "{}", few.en);
    }

    #[test]
    fn quantiles_of_student() {
        for (freedom, expected) in [(10.0, 2.228139), (29.0, 2.045230), (100.0, 1.983972)] {
            assert!((student(freedom) - expected).abs() < 5e-4, "{freedom}: {}", student(freedom));
        }
    }
}
