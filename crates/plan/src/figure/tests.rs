use super::*;
use crate::model::{Origin, TargetId};
use source::Span;

fn indicator() -> Indicator {
    Indicator { id: IndicatorId::of(1), name: "一般公共预算收入".to_owned(), ..Indicator::default() }
}

fn place(quote: &str) -> Provenance {
    Provenance {
        origin: Origin::Prose,
        section: None,
        line: 1,
        span: Span::new(0, 1),
        quote: quote.to_owned(),
        ..Provenance::outside()
    }
}

fn target(value: i64, unit: &str, year: i32) -> Target {
    Target {
        id: TargetId::of(1),
        indicator: IndicatorId::of(1),
        subject: "一般公共预算收入".to_owned(),
        measure: Measure::Level,
        comparator: Comparator::Eq,
        value: Some(Decimal::from(value)),
        value_high: None,
        value_text: String::new(),
        unit: unit.to_owned(),
        year: Some(year),
        implied_year: None,
        averaging: None,
        scope: String::new(),
        nature: None,
        rate: None,
        provenance: place(""),
        ..Target::default()
    }
}

fn between(a: &Target, b: &Target) -> Option<Apart> {
    let (indicator, period) = (indicator(), Some(Period { start: 2026, end: 2030 }));
    apart(&Figure::of_target(a, &indicator, period), &Figure::of_target(b, &indicator, period))
}

#[test]
fn the_same_thing_may_be_compared() {
    assert_eq!(between(&target(125, "亿元", 2030), &target(164, "亿元", 2030)), None);
    assert_eq!(between(&target(125, "亿元", 2030), &target(1_250_000, "万元", 2030)), None);
    let whole = Target { scope: "全市".to_owned(), ..target(1, "亿元", 2030) };
    assert_eq!(between(&whole, &target(2, "亿元", 2030)), None);
}

#[test]
fn two_things_are_told_apart_and_why() {
    let base = || target(125, "亿元", 2030);
    let cases = [
        (target(125, "亿元", 2025), Apart::Period),
        (target(125, "公里", 2030), Apart::Unit),
        (Target { measure: Measure::GrowthRate, unit: "%".to_owned(), ..base() }, Apart::Kind),
        (Target { averaging: Some(Averaging::Cumulative), ..base() }, Apart::Kind),
        (Target { scope: "云岭县".to_owned(), ..base() }, Apart::Region),
        (Target { indicator: IndicatorId::of(2), ..base() }, Apart::Indicator),
        (Target { provenance: place("高新区一般公共预算收入达到20亿元"), ..base() }, Apart::Dimension),
        (
            Target {
                provenance: place("扣除留抵退税，一般公共预算收入达到120亿元"), ..base()
            },
            Apart::Dimension,
        ),
    ];
    for (other, reason) in cases {
        assert_eq!(between(&base(), &other), Some(reason), "{other:?}");
        assert_eq!(between(&other, &base()), Some(reason), "{other:?}");
    }
}

#[test]
fn a_total_of_five_years_is_no_figure_of_one() {
    let (indicator, period) = (indicator(), Some(Period { start: 2026, end: 2030 }));
    let total = Target { measure: Measure::Cumulative, ..target(800, "亿元", 2030) };
    assert_eq!(Figure::of_target(&total, &indicator, period).period, period);
    assert_eq!(Figure::of_target(&total, &indicator, period).year(), None);
}

#[test]
fn words_of_the_name_do_not_narrow_it() {
    let indicator = Indicator { name: "城镇居民人均可支配收入".to_owned(), ..indicator() };
    let statement = Target {
        subject: "城镇居民人均可支配收入".to_owned(),
        provenance: place("城镇居民人均可支配收入达到5万元"),
        ..target(5, "万元", 2030)
    };
    assert!(Figure::of_target(&statement, &indicator, None).dimensions.is_empty());
}
