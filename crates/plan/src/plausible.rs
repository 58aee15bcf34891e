//! Whether a figure is odd: one model for forms, imports, reviews and warnings on data.
//!
//! The function knows numbers and no documents. It says what is odd and never what is right: a person decides.

use source::Words;

/// A figure and what it is held against; what is not known stays empty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figure<'a> {
    /// The value, in the unit of everything else here.
    pub value: f64,
    /// Its year.
    pub year: i32,
    /// Known values of the same indicator and region by year, in any order; that of `year` itself is passed over.
    pub known: &'a [(i32, f64)],
    /// Least value that can be.
    pub low: Option<f64>,
    /// Greatest value that can be.
    pub high: Option<f64>,
    /// Growth over the year before as printed beside it, in per cent at current prices.
    pub growth: Option<f64>,
    /// The whole that it is a part of.
    pub whole: Option<f64>,
    /// The target of its year.
    pub target: Option<f64>,
}

/// Something odd about a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Oddity {
    /// About a power of ten away from what is near: a slip of the point or of the unit.
    Scale {
        /// The power of ten; negative when the value is too small.
        power: i32,
        /// What it was held against.
        near: f64,
        /// Its year.
        year: i32,
    },
    /// Out of line with the values before and after, or with all steps before.
    Break {
        /// The value over what is near.
        ratio: f64,
        /// What it was held against.
        near: f64,
        /// Its year.
        year: i32,
    },
    /// Outside what can be.
    Bounds {
        /// Least value.
        low: Option<f64>,
        /// Greatest value.
        high: Option<f64>,
    },
    /// The growth printed beside it does not agree with the value of the year before.
    Growth {
        /// As printed, in per cent.
        printed: f64,
        /// As the values say, in per cent.
        implied: f64,
    },
    /// More than the whole that it is a part of.
    AboveWhole {
        /// The whole.
        whole: f64,
    },
    /// Equal to the target to the last digit.
    EqualsTarget,
    /// The same as the year before to the last digit.
    Unchanged {
        /// The year before.
        year: i32,
    },
}

/// How near to a power of ten a ratio must be to be taken for a slip, as a distance of common logarithms: within a
/// factor of 1.5, which yearly steps of indicators hardly ever reach.
const NEAR_POWER: f64 = 0.176;

/// A value that is so many times its neighbours on both sides, which agree with one another, is out of line.
const SPIKE: f64 = 1.6;

/// Neighbours agree within this factor.
const AGREE: f64 = 1.3;

/// Without a later value, a step must be this many times the largest earlier one to be out of line, and at least double.
const STEPS: f64 = 3.0;

/// Everything odd about a figure, the gravest first.
///
/// # Example
/// ```
/// use plan::plausible::{Figure, Oddity, oddities};
/// let known = [(2021, 43.4), (2022, 44.0), (2024, 49.7)];
/// let slip = Figure { value: 473.2, year: 2023, known: &known, ..Figure::default() };
/// assert!(matches!(oddities(&slip)[0], Oddity::Scale { power: 1, .. }));
/// let sound = Figure { value: 46.9, ..slip };
/// assert!(oddities(&sound).is_empty());
/// ```
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
pub fn oddities(figure: &Figure<'_>) -> Vec<Oddity> {
    let mut found = Vec::new();
    let Figure { value, year, .. } = *figure;
    if !value.is_finite() {
        return found;
    }
    let near = neighbours(figure);
    let scale = near.and_then(|near| near.scale(value));
    found.extend(scale);
    if figure.low.is_some_and(|low| value < low) || figure.high.is_some_and(|high| value > high) {
        found.push(Oddity::Bounds { low: figure.low, high: figure.high });
    }
    if let Some(whole) = figure.whole
        && value > whole * (1.0 + 1e-9)
        && whole >= 0.0
    {
        found.push(Oddity::AboveWhole { whole });
    }
    if scale.is_none() {
        found.extend(near.and_then(|near| near.out_of_line(figure)));
    }
    let last = figure.known.iter().find(|(at, _)| *at == year - 1).map(|(_, value)| *value);
    if let (Some(printed), Some(last)) = (figure.growth, last)
        && last > 0.0
    {
        let implied = (value / last - 1.0) * 100.0;
        // Real growth differs from nominal growth by the prices; ten points are more than prices move.
        if (implied - printed).abs() > 10.0 {
            found.push(Oddity::Growth { printed, implied });
        }
    }
    if figure.target == Some(value) {
        found.push(Oddity::EqualsTarget);
    }
    // Round figures and what stands still (100 %) are often the same for years.
    let stands_still = figure.known.len() > 2
        && figure.known.iter().filter(|(_, known)| *known == value).count() * 2 > figure.known.len();
    if last == Some(value) && value != 0.0 && figure.high != Some(value) && !stands_still {
        found.push(Oddity::Unchanged { year: year - 1 });
    }
    found
}

#[derive(Clone, Copy)]
struct Near {
    before: Option<(i32, f64)>,
    after: Option<(i32, f64)>,
    expected: f64,
    year: i32,
    /// Where only one side is known, the value beyond the nearest.
    second: Option<f64>,
}

/// The nearest values before and after, and what they let expect.
fn neighbours(figure: &Figure<'_>) -> Option<Near> {
    let usable = || {
        figure
            .known
            .iter()
            .copied()
            .filter(|(year, value)| *year != figure.year && value.is_finite() && *value != 0.0)
    };
    let before = usable().filter(|(year, _)| *year < figure.year).max_by_key(|(year, _)| *year);
    let after = usable().filter(|(year, _)| *year > figure.year).min_by_key(|(year, _)| *year);
    let (expected, year) = match (before, after) {
        // Two neighbours that disagree do not say which of them is wrong; the one further from its own neighbours is.
        (Some((y0, v0)), Some((_, v1))) if v0 > 0.0 && v1 > 0.0 => (libm::sqrt(v0 * v1), y0),
        (Some((year, value)), _) | (None, Some((year, value))) => (value, year),
        (None, None) => return None,
    };
    let beyond = || {
        let nearest = before.or(after).map(|(year, _)| year);
        usable()
            .filter(|(year, _)| Some(*year) != nearest)
            .min_by_key(|(year, _)| (year - figure.year).abs())
            .map(|(_, value)| value)
    };
    let second = if before.is_some() && after.is_some() { None } else { beyond() };
    Some(Near { before, after, expected, year, second })
}

impl Near {
    /// Whether the two neighbours agree; one alone has nobody to disagree with.
    fn agree(&self) -> bool {
        match (self.before, self.after) {
            (Some((_, a)), Some((_, b))) => ratio(a, b).is_some_and(|r| r < AGREE * AGREE),
            _ => self.second.is_none_or(|second| ratio(self.expected, second).is_some_and(|r| r < STEPS)),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a whole number of small size")]
    fn scale(&self, value: f64) -> Option<Oddity> {
        let r = value / self.expected;
        if !(r > 0.0 && self.agree()) {
            return None;
        }
        let log = libm::log10(r);
        let power = libm::round(log);
        let near = power != 0.0 && (log - power).abs() < NEAR_POWER;
        near.then_some(Oddity::Scale { power: power as i32, near: self.expected, year: self.year })
    }

    fn out_of_line(&self, figure: &Figure<'_>) -> Option<Oddity> {
        let r = figure.value / self.expected;
        if !(r.is_finite() && r > 0.0) {
            return None;
        }
        let size = r.max(1.0 / r);
        let odd = if let (Some((_, a)), Some((_, b))) = (self.before, self.after) {
            ratio(a, b).is_some_and(|r| r < AGREE)
                && [a, b].iter().all(|side| ratio(figure.value, *side).is_some_and(|r| r > SPIKE))
        } else {
            let mut known: Vec<(i32, f64)> =
                figure.known.iter().copied().filter(|(year, _)| *year != figure.year).collect();
            known.sort_by_key(|(year, _)| *year);
            let steps: Vec<f64> = known
                .windows(2)
                .filter_map(|pair| {
                    let [(_, a), (_, b)] = pair else { return None };
                    ratio(*a, *b).map(libm::log)
                })
                .collect();
            let largest = steps.iter().copied().fold(0.0, f64::max);
            steps.len() >= 2 && size >= 2.0 && libm::log(size) > STEPS * largest
        };
        odd.then_some(Oddity::Break { ratio: r, near: self.expected, year: self.year })
    }
}

/// How many times the greater is the smaller; `None` when they have different signs.
fn ratio(a: f64, b: f64) -> Option<f64> {
    let r = a / b;
    (r.is_finite() && r > 0.0).then(|| r.max(1.0 / r))
}

impl Oddity {
    /// Whether it hints at a mistake rather than asks for a second look.
    pub fn is_grave(&self) -> bool {
        matches!(
            self,
            Self::Scale { .. } | Self::Bounds { .. } | Self::AboveWhole { .. } | Self::Break { .. }
        )
    }

    /// For people; `unit` is that of the value.
    #[expect(clippy::too_many_lines, reason = "one arm for each case: it is read as a table")]
    pub fn words(&self, value: f64, unit: &str) -> Words {
        let short = |value: f64| {
            let text = format!("{value:.2}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        match *self {
            Self::Scale { power, near, year } => {
                let (times, near) = (short(value / near), short(near));
                let size = libm::pow(10.0, f64::from(power.abs()));
                let (side, en) = if power > 0 { ("大", "times") } else { ("小", "times smaller than") };
                Words::new(
                    format!(
                        "{}{unit}比邻近（{year}年前后）的{near}约{side}{size}倍（比值{times}），请核对小数点和单位",
                        short(value)
                    ),
                    format!(
                        "{} {unit} is about {size} {en} the {near} near {year} (ratio {times}): check the point and the unit",
                        short(value)
                    ),
                )
            }
            Self::Break { ratio, near, year } => Words::new(
                format!(
                    "{}{unit}与邻近（{year}年前后）的{}相差过大（{}倍），请核对",
                    short(value),
                    short(near),
                    short(ratio)
                ),
                format!(
                    "{} {unit} is {} times the {} near {year}: please check",
                    short(value),
                    short(ratio),
                    short(near)
                ),
            ),
            Self::Bounds { low, high } => {
                let limit = |limit: Option<f64>| limit.map_or("…".to_owned(), |limit| limit.to_string());
                let (low, high) = (limit(low), limit(high));
                Words::new(
                    format!("{value}{unit}超出可能的范围（{low}至{high}）"),
                    format!("{value} {unit} is outside what can be ({low} to {high})"),
                )
            }
            Self::Growth { printed, implied } => Words::new(
                format!("旁边写增长{}%，按上年数推算为{}%，请核对", short(printed), short(implied)),
                format!(
                    "growth is printed as {} %, the values give {} %: please check",
                    short(printed),
                    short(implied)
                ),
            ),
            Self::AboveWhole { whole } => Words::new(
                format!("{value}{unit}大于其总体{whole}，请核对"),
                format!("{value} {unit} is more than the whole of {whole}: please check"),
            ),
            Self::EqualsTarget => Words::new(
                "与目标值一字不差，请确认不是目标数",
                "equal to the target to the digit; confirm that it is an outcome",
            ),
            Self::Unchanged { year } => Words::new(
                format!("与{year}年一字不差，请确认已更新"),
                format!("the same as in {year} to the digit; confirm that it is new"),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEADY: [(i32, f64); 4] = [(2021, 7.41), (2022, 7.27), (2023, 7.74), (2024, 8.06)];

    fn of(value: f64, year: i32, known: &[(i32, f64)]) -> Vec<Oddity> {
        oddities(&Figure { value, year, known, ..Figure::default() })
    }

    #[test]
    fn slips_of_ten_and_of_the_unit() {
        assert!(matches!(of(83300.0, 2025, &STEADY).as_slice(), [Oddity::Scale { power: 4, .. }]));
        assert!(matches!(of(0.833, 2025, &STEADY).as_slice(), [Oddity::Scale { power: -1, .. }]));
        assert!(of(8.33, 2025, &STEADY).is_empty());
        // The neighbours of a slip are not odd for its sake.
        let slip = [(2022, 44.0), (2023, 473.2), (2024, 49.7)];
        assert!(of(49.7, 2024, &[(2022, 44.0), (2023, 473.2), (2025, 52.1)]).is_empty());
        assert!(matches!(of(473.2, 2023, &slip).as_slice(), [Oddity::Scale { power: 1, .. }]));
    }

    #[test]
    fn breaks() {
        assert!(matches!(
            of(49.3, 2024, &[(2022, 22.0), (2023, 22.2), (2025, 22.4)]).as_slice(),
            [Oddity::Break { .. }]
        ));
        assert!(of(0.93 * 3767.0, 2018, &[(2016, 3608.0), (2017, 3767.0), (2019, 3723.0)]).is_empty());
        assert!(of(120.0, 2025, &[(2022, 100.0), (2023, 104.0), (2024, 110.0)]).is_empty());
    }

    #[test]
    fn bounds_growth_whole_target_and_repeats() {
        let figure =
            Figure { value: 470.0, year: 2025, high: Some(100.0), low: Some(0.0), ..Figure::default() };
        assert!(matches!(oddities(&figure).as_slice(), [Oddity::Bounds { .. }]));
        let figure = Figure {
            value: 130.0,
            year: 2025,
            known: &[(2024, 100.0)],
            growth: Some(5.0),
            ..Figure::default()
        };
        assert!(matches!(oddities(&figure).as_slice(), [Oddity::Growth { .. }]));
        let figure =
            Figure { value: 12.0, year: 2025, whole: Some(10.0), target: Some(12.0), ..Figure::default() };
        assert!(matches!(oddities(&figure).as_slice(), [Oddity::AboveWhole { .. }, Oddity::EqualsTarget]));
        assert!(matches!(of(8.06, 2025, &STEADY).as_slice(), [Oddity::Unchanged { year: 2024 }]));
    }
}
