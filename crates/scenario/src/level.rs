//! Which targets are no level of a year, although they are printed like one.

use plan::{Averaging, Indicator, IndicatorKind, Measure, Plan, Provenance, Target};
use source::Words;

/// Words that make a number the sum of several years; the table is data.
const SUMS: &str = include_str!("../data/sums.tsv");

/// Whether a unit counts percentage points: what is printed so is a change, whatever its column says.
pub(crate) fn is_points(unit: &str) -> bool {
    unit.contains("百分点")
}

/// Why a target's value is no level of its year; `None` where it is one, or is nothing of the kind.
pub(crate) fn none(target: &Target, indicator: &Indicator) -> Option<Words> {
    if !matches!(target.measure, Measure::Level | Measure::Share | Measure::Count) {
        return None;
    }
    if is_points(&target.unit) || (target.unit.is_empty() && is_points(&indicator.unit)) {
        return Some(Words::new(
            format!("“{}”的目标以百分点计，是变动而不是水平", indicator.name),
            format!("the target of “{}” is in percentage points: a change, no level", indicator.name),
        ));
    }
    let key = indicator.catalogue.as_deref().and_then(plan::catalogue::entry);
    let flow = indicator.kind.or(key.map(|entry| entry.kind)) == Some(IndicatorKind::Flow);
    if flow && target.averaging.is_none() && is_sum(&target.provenance.quote) {
        return Some(Words::new(
            format!("“{}”的目标是几年合计，不是一年的数", indicator.name),
            format!("the target of “{}” is a sum over years, not the amount of one", indicator.name),
        ));
    }
    (flow && target.averaging == Some(Averaging::AnnualAvg)).then(|| {
        Words::new(
            format!("“{}”的目标是年均数，不是末年的数", indicator.name),
            format!("the target of “{}” is a yearly mean, not the amount of its last year", indicator.name),
        )
    })
}

/// Whether a statement of prose is of a part of the plan's region, by the words right before its name.
pub(crate) fn of_part(plan: &Plan, indicator: &Indicator, subject: &str, place: &Provenance) -> bool {
    let region = plan.region.as_deref();
    place.origin == plan::Origin::Prose
        && [subject, &indicator.name].iter().any(|name| is_of_part(&place.quote, name, region))
}

/// Whether the words of a statement put a smaller place right before the name of the indicator (东湖区地区生产总值): its number is then of that place,
/// not of the plan's region.
///
/// # Example
/// ```
/// let part = |quote: &str| scenario::is_of_part(quote, "地区生产总值", Some("澜川市"));
/// assert!(part("分县区看，东湖区地区生产总值812亿元"));
/// assert!(!part("澜川市地区生产总值1900亿元") && !part("全市地区生产总值1900亿元"));
/// assert!(!part("2020年，地区生产总值1900亿元"));
/// ```
pub fn is_of_part(quote: &str, name: &str, region: Option<&str>) -> bool {
    const ENDS: [char; 6] = ['区', '县', '市', '旗', '镇', '乡'];
    const WHOLE: [char; 5] = ['全', '我', '本', '该', '各'];
    let Some((before, _)) = quote.split_once(name).filter(|_| !name.is_empty()) else { return false };
    let reversed = before.trim_end().chars().rev();
    let mut word: Vec<char> =
        reversed.take_while(|letter| ('\u{4e00}'..='\u{9fff}').contains(letter)).collect();
    word.reverse();
    let word: String = word.into_iter().collect();
    let length = word.chars().count();
    let own = region.is_some_and(|region| {
        let bare = region.trim_end_matches(['省', '市', '县', '区', '州', '盟', '旗']);
        !bare.is_empty() && word.contains(bare)
    });
    // Longer ones are clauses that end so by chance: 高新技术产业开发区 is a place, 建设城乡统筹示范区 may be none.
    (3..=8).contains(&length)
        && word.ends_with(ENDS)
        && !word.chars().rev().nth(1).is_some_and(|letter| WHOLE.contains(&letter))
        && !own
}

/// Whether the words of a statement say that its number adds up years.
fn is_sum(quote: &str) -> bool {
    let says = |kind: &str| {
        let mut words = SUMS.lines().skip(1).filter_map(|line| line.split_once('\t'));
        words.any(|(of, word)| of == kind && quote.contains(word))
    };
    says("sum") && !says("year")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    fn target(unit: &str, quote: &str) -> Target {
        Target {
            measure: Measure::Level,
            value: Some(Decimal::from(9)),
            unit: unit.to_owned(),
            provenance: plan::Provenance { quote: quote.to_owned(), ..plan::Provenance::outside() },
            ..Target::default()
        }
    }

    #[test]
    fn points_and_sums_are_no_levels() {
        let jobs = Indicator {
            name: "城镇新增就业".into(),
            kind: Some(IndicatorKind::Flow),
            ..Indicator::default()
        };
        assert!(none(&target("万人", "五年累计新增城镇就业9万人"), &jobs).is_some());
        assert!(none(&target("万人", "每年新增城镇就业1.8万人，五年累计9万人"), &jobs).is_none());
        assert!(none(&target("万人", "城镇新增就业1.8万人"), &jobs).is_none());
        let rate = Indicator { name: "城镇化率".into(), unit: "%".into(), ..Indicator::default() };
        assert!(none(&target("个百分点", "城镇化率提高5个百分点"), &rate).is_some());
        assert!(none(&target("%", "城镇化率达到65%"), &rate).is_none());
    }
}
