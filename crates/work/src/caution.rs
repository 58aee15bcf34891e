//! What looks odd about a value before it is saved. Nothing here forbids: the person who knows decides.

use crate::asked::history;
use crate::heed::Span;
use crate::number;
use crate::view::PlanView;
use plan::Indicator;
use series::anomalies;
use source::Words;
use store::ChoiceAbout;

/// What is known of the series that a value shall join.
#[derive(Clone, Debug, Default)]
pub struct Known<'a> {
    /// Published values by year, oldest first, without the year in question.
    pub history: &'a [(i32, f64)],
    /// Value on the expected path.
    pub expected: Option<f64>,
    /// Natural bounds of the indicator in its unit.
    pub bounds: (Option<f64>, Option<f64>),
    /// The unit of all values.
    pub unit: &'a str,
}

/// How near the ratio to a neighbour must lie to a power of ten to look like a slip of the unit, as a factor.
const NEAR_POWER: f64 = 1.6;

/// Change over a year, as a factor, from which a value of a short series is asked about.
const LEAP: f64 = 1.5;

/// What looks odd about a value of an indicator of a plan, beside what is published of other years: the same questions
/// wherever a value comes in, by form, by file, or in review.
pub fn of_indicator(
    view: &PlanView,
    indicator: &Indicator,
    region: &str,
    year: i32,
    value: f64,
    expected: Option<f64>,
) -> Vec<Words> {
    let history: Vec<(i32, f64)> =
        history(view, indicator, region).into_iter().filter(|(other, _)| *other != year).collect();
    of_history(indicator, bounds(view, indicator), (&history, expected), year, value)
}

/// The ends between which an indicator must lie in its unit: as somebody decided for this plan, else by what it is.
pub fn bounds(view: &PlanView, indicator: &Indicator) -> (Option<f64>, Option<f64>) {
    let decided = view.stored.choices.iter();
    let decided = decided
        .filter(|one| one.indicator == indicator.name && one.about == ChoiceAbout::Bounds)
        .find_map(|one| Span::parse(&one.choice));
    if let Some(Span(between)) = decided {
        return (between.map(|ends| ends.0), between.map(|ends| ends.1));
    }
    let entry = plan::catalogue::lookup(&indicator.name, &indicator.unit).map(|found| found.entry);
    // Bounds are given in the first unit of the entry.
    let entry = entry.filter(|entry| entry.units.first().is_some_and(|form| form.printed == indicator.unit));
    (entry.and_then(|entry| entry.low), entry.and_then(|entry| entry.high))
}

/// As [`of_indicator`], with the ends between which it must lie, the published values of other years, the oldest first, and
/// the value on the expected path.
pub fn of_history(
    indicator: &Indicator,
    bounds: (Option<f64>, Option<f64>),
    (history, expected): (&[(i32, f64)], Option<f64>),
    year: i32,
    value: f64,
) -> Vec<Words> {
    cautions(value, year, &Known { history, expected, bounds, unit: &indicator.unit })
}

/// What looks odd about `value` for `year`, the gravest first.
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
pub fn cautions(value: f64, year: i32, known: &Known<'_>) -> Vec<Words> {
    let mut found = Vec::new();
    let unit = known.unit;
    let printed = number::value(value);
    if let Some(bound) = beyond(value, known.bounds) {
        let bound = number::value(bound);
        found.push(Words::new(
            format!("{printed}{unit} 超出该指标的可能范围（界限 {bound}{unit}），请核对数值和单位。"),
            format!("{printed} {unit} lies beyond what the indicator can be (bound {bound}); check value and unit."),
        ));
    }
    let nearest = known.history.iter().min_by_key(|(other, _)| ((other - year).abs(), -other)).copied();
    // Without a past the expected path still tells the order of magnitude.
    let Some((near_year, near)) = nearest.or(known.expected.map(|expected| (year, expected))) else {
        return found;
    };
    if let Some(power) = slip(value, near) {
        let meant = number::value(value / 10_f64.powi(power));
        let times = if power > 0 {
            format!("1{}", "0".repeat(power as usize))
        } else {
            format!("1/1{}", "0".repeat(-power as usize))
        };
        let near = number::value(near);
        found.push(Words::new(
            format!("{printed}{unit} 约为{near_year}年数值 {near}{unit} 的 {times} 倍，可能单位有误；是否应为 {meant}{unit}？"),
            format!("{printed} {unit} is about {times} times the {near} of {near_year}: a slip of the unit? Was {meant} meant?"),
        ));
        return found;
    }
    if (value < 0.0) != (near < 0.0) && value != 0.0 && near != 0.0 {
        found.push(Words::new(
            format!("{near_year}年为 {}{unit}，这次符号相反，请核对。", number::value(near)),
            format!("{near_year} was {} {unit}; the sign has turned, please check.", number::value(near)),
        ));
        return found;
    }
    // The same figure twice is more likely last year's typed again than a course that stands still.
    if value == near && near_year != year {
        found.push(Words::new(
            format!("与{near_year}年数值完全相同，请确认不是误填上年数据。"),
            format!("Exactly the value of {near_year}; make sure it is not last year's figure."),
        ));
    } else if stands_out(value, year, known.history) {
        let change = change(value, near);
        found.push(Words::new(
            format!("{printed}{unit} 与历年走势相差很大（较{near_year}年 {change}），请核对或在说明中写明原因。"),
            format!("{printed} {unit} is far from the course of past years ({change} on {near_year}); check it, or say why in the remark."),
        ));
    }
    found
}

fn beyond(value: f64, (low, high): (Option<f64>, Option<f64>)) -> Option<f64> {
    low.filter(|low| value < *low).or(high.filter(|high| value > *high))
}

/// The power of ten by which a value seems to be off from its neighbour.
#[expect(clippy::cast_possible_truncation, reason = "a whole number of small size")]
fn slip(value: f64, near: f64) -> Option<i32> {
    let ratio = value / near;
    if !ratio.is_finite() || ratio <= 0.0 {
        return None;
    }
    let power = libm::log10(ratio);
    let whole = libm::round(power);
    ((1.0..=12.0).contains(&whole.abs()) && (power - whole).abs() <= libm::log10(NEAR_POWER))
        .then_some(whole as i32)
}

fn stands_out(value: f64, year: i32, history: &[(i32, f64)]) -> bool {
    let mut series: Vec<(i32, f64)> = history.to_vec();
    series.push((year, value));
    series.sort_by_key(|(year, _)| *year);
    let place = series.iter().position(|(at, _)| *at == year);
    let values: Vec<f64> = series.iter().map(|(_, value)| *value).collect();
    // The engine needs six values; before that a plain leap is asked about.
    if values.len() >= 6 {
        return anomalies(&values).iter().any(|one| Some(one.index) == place);
    }
    let Some(near) = place.and_then(|at| if at > 0 { values.get(at - 1) } else { values.get(1) }) else {
        return false;
    };
    let ratio = (value / near).abs();
    ratio.is_finite() && !(1.0 / LEAP..=LEAP).contains(&ratio)
}

fn change(value: f64, near: f64) -> String {
    let share = (value - near) / near.abs();
    let sign = if share > 0.0 { "+" } else { "" };
    format!("{sign}{}%", number::fixed(share * 100.0, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GDP: [(i32, f64); 7] = [
        (2010, 900.0),
        (2011, 972.0),
        (2012, 1031.0),
        (2013, 1120.0),
        (2014, 1210.0),
        (2015, 1283.0),
        (2016, 1372.0),
    ];

    fn codes(value: f64) -> Vec<String> {
        let known = Known { history: &GDP, unit: "亿元", ..Known::default() };
        cautions(value, 2017, &known).into_iter().map(|words| words.en).collect()
    }

    #[test]
    fn a_usual_value_passes() {
        assert_eq!(codes(1460.0), Vec::<String>::new());
    }

    #[test]
    fn a_slip_of_the_unit_is_named_with_what_was_meant() {
        let found = codes(14_600_000.0);
        assert!(found[0].contains("10000 times") && found[0].contains("1460"), "{found:?}");
        assert!(codes(146.0)[0].contains("1/10 times"));
    }

    #[test]
    fn a_value_far_from_the_course_is_asked_about() {
        assert!(codes(800.0)[0].contains("far from the course"));
        assert!(codes(1372.0)[0].contains("Exactly the value of 2016"));
    }

    #[test]
    fn bounds_and_signs_are_checked() {
        let known = Known {
            history: &[(2016, 54.0)],
            bounds: (Some(0.0), Some(100.0)),
            unit: "%",
            ..Known::default()
        };
        assert!(cautions(101.0, 2017, &known)[0].en.contains("beyond"));
        assert!(
            cautions(-3.0, 2017, &Known { history: &[(2016, 54.0)], ..Known::default() })[0]
                .en
                .contains("sign")
        );
        assert!(cautions(60.0, 2017, &Known::default()).is_empty());
    }
}
