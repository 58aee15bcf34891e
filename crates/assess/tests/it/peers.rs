//! Comparison with other regions, from the smallest case that shows each rule.

use crate::model::{Builder, observation, target};
use assess::method::Wish;
use assess::peers::{Choice, Comparison, compare, is_outside};
use assess::{AsOf, Config};
use plan::{IndicatorId, Measure, Observation, Plan, Status};

struct Case {
    plan: Plan,
    people: IndicatorId,
    product: IndicatorId,
}

fn case(region: &str) -> Case {
    let mut builder = Builder::new(region, 2021, 2025);
    let people = builder.indicator("常住人口", "万人");
    let product = builder.indicator("地区生产总值", "亿元");
    builder.target(target(&product, Measure::Level, 1500.0, "亿元"));
    Case { plan: builder.finish(), people, product }
}

fn said(indicator: &IndicatorId, region: &str, year: i32, value: f64, unit: &str) -> Observation {
    observation(indicator.as_str(), Measure::Level, year, value, unit).region(region).known(
        Status::Final,
        "2024-05-01",
        "年鉴",
    )
}

fn figures(case: &Case) -> Vec<Observation> {
    let mut all = Vec::new();
    for (region, people, product) in [
        ("", 270.0, 1200.0),
        ("大连市", 750.0, 8700.0),
        ("营口市", 230.0, 1450.0),
        ("葫芦岛市", 240.0, 900.0),
        ("保定市", 920.0, 4000.0),
        ("凌海市", 40.0, 150.0),
        ("辽宁省", 4180.0, 30000.0),
    ] {
        all.push(said(&case.people, region, 2023, people, "万人"));
        all.push(said(&case.product, region, 2023, product, "亿元"));
    }
    all
}

fn compared(case: &Case, figures: &[Observation], choice: Choice, wish: Option<Wish>) -> Option<Comparison> {
    let indicator = case.plan.indicator(&case.product).expect("the indicator");
    let (as_of, config) = (AsOf::year(2024), Config::default());
    compare(&case.plan, figures, (&as_of, &config), indicator, choice, wish)
}

fn names(found: &Comparison) -> Vec<(Option<usize>, &str)> {
    found.peers.iter().map(|peer| (peer.rank, peer.region.as_str())).collect()
}

#[test]
fn cities_stand_beside_cities_and_the_province_above_has_no_rank() {
    let case = case("锦州市");
    let found = compared(&case, &figures(&case), Choice::Level, Some(Wish::Up)).expect("peers");
    assert_eq!(
        names(&found),
        [
            (Some(1), "大连市"),
            (Some(2), "保定市"),
            (Some(3), "营口市"),
            (Some(4), "锦州市"),
            (Some(5), "葫芦岛市"),
            (None, "辽宁省"),
        ],
        "a county inside is no peer"
    );
    assert_eq!((found.year, found.rank, found.among), (2023, 4, 5));
    assert_eq!(found.from_middle, Some((1200.0 - 1450.0) / 1450.0));
    let first = found.peers.first().expect("a peer");
    assert_eq!((first.source.as_str(), first.lead), ("年鉴", Some((1200.0 - 8700.0) / 8700.0)));
    // Where less is better the smallest is first.
    let found = compared(&case, &figures(&case), Choice::Level, Some(Wish::Down)).expect("peers");
    assert_eq!((found.peers.first().map(|peer| peer.region.as_str()), found.rank), (Some("葫芦岛市"), 2));
}

#[test]
fn peers_may_be_of_the_same_province_or_of_similar_size() {
    let case = case("锦州市");
    let found = compared(&case, &figures(&case), Choice::Province, None).expect("peers");
    assert_eq!((found.rank, found.among), (3, 4));
    let found = compared(&case, &figures(&case), Choice::Size, None).expect("peers");
    assert_eq!((found.rank, found.among, found.size.as_deref()), (2, 3, Some("常住人口")));
}

#[test]
fn the_year_is_the_latest_that_enough_have() {
    let case = case("锦州市");
    let mut all = figures(&case);
    all.push(said(&case.product, "", 2024, 1300.0, "亿元"));
    all.push(said(&case.product, "营口市", 2024, 1500.0, "亿元"));
    let found = compared(&case, &all, Choice::Level, None).expect("peers");
    assert_eq!(found.year, 2023, "one of four peers is too few");
    all.push(said(&case.product, "大连市", 2024, 9000.0, "亿元"));
    let found = compared(&case, &all, Choice::Level, None).expect("peers");
    assert_eq!((found.year, found.among), (2024, 3));
}

#[test]
fn units_are_converted_and_nobody_is_compared_with_nobody() {
    let case = case("锦州市");
    let mut all = vec![said(&case.product, "", 2023, 1200.0, "亿元")];
    assert_eq!(compared(&case, &all, Choice::Level, None), None);
    all.push(said(&case.product, "营口市", 2023, 14_500_000.0, "万元"));
    let found = compared(&case, &all, Choice::Level, None).expect("a peer");
    assert_eq!((found.rank, found.peers.first().map(|peer| peer.value)), (2, Some(1450.0)));
    let by_product = compared(&case, &all, Choice::Size, None).expect("a peer");
    assert_eq!(
        by_product.size.as_deref(),
        Some("地区生产总值"),
        "the product tells the size where people do not"
    );
    all.truncate(1);
    all.push(said(&case.product, "大连市", 2023, 8700.0, "亿元"));
    assert_eq!(compared(&case, &all, Choice::Size, None), None, "seven times as large");
}

#[test]
fn what_lies_outside_is_told_by_the_registry_else_by_the_level() {
    let known = case("锦州市").plan;
    let outside = |plan: &Plan, names: [&str; 6]| names.map(|name| is_outside(plan, name));
    assert_eq!(
        outside(&known, ["", "锦州市", "凌海市", "大连市", "辽宁省", "全国"]),
        [false, false, false, true, true, true]
    );
    let invented = case("岚川市").plan;
    assert_eq!(
        outside(&invented, ["岚川市", "南坪县", "大连市", "辽宁省", "全国", "岚川"]),
        [false, false, true, true, true, false]
    );
}
