//! What holds for any figures.

use crate::model::{Builder, observation, target};
use assess::method::{Case, Method, Wish};
use assess::{Alert, AsOf, Assessment, Config, Path, assess, listing};
use plan::{Comparator, Direction, Measure, Observation, Plan};
use proptest::prelude::*;
use source::Lang;

fn measure() -> impl Strategy<Value = Measure> {
    proptest::sample::select(Measure::ALL.to_vec())
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        -1e6..1e6_f64,
        0.0..100.0_f64,
        Just(0.0),
        Just(100.0),
        Just(1e-12),
        Just(1e25),
        Just(-5.0),
        Just(f64::NAN),
    ]
}

fn unit() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["%", "亿元", "万元", "", "个百分点", "上年=100", "万吨", "‰"])
}

fn name() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "地区生产总值",
        "服务业增加值比重",
        "单位地区生产总值能源消耗降低",
        "城镇登记失业率",
        "农村贫困人口脱贫",
        "三次产业结构",
        "居民消费价格涨幅",
        "本市特色指标",
    ])
}

prop_compose! {
    fn plan()(
        name in name(), unit in unit(), measure in measure(), value in number(), high in number(),
        comparator in proptest::sample::select(Comparator::ALL.to_vec()),
        direction in proptest::option::of(proptest::sample::select(Direction::ALL.to_vec())),
        base in proptest::option::of(number()), rate in proptest::option::of(-20.0..30.0_f64),
        annual in 0..3, words in proptest::sample::select(vec!["", "12:44:44", "完成省下达目标"]),
    ) -> Plan {
        let mut builder = Builder::new("某市", 2016, 2020);
        let id = builder.indicator(name, unit);
        builder.last().direction = direction;
        if let Some(base) = base {
            builder.base(&id, base);
        }
        let mut target = target(&id, measure, value, unit).comparator(comparator).words(words);
        target = match annual { 0 => target, 1 => target.annual(), _ => target.cumulative() };
        target.high(high);
        if let Some(rate) = rate {
            target.rate(rate);
        }
        builder.target(target);
        builder.finish()
    }
}

prop_compose! {
    fn figures()(figures in proptest::collection::vec((measure(), 1990..2024_i32, number(), unit(), 0..4), 0..40))
        -> Vec<(Measure, i32, f64, &'static str, i32)> { figures }
}

fn observations(plan: &Plan, figures: &[(Measure, i32, f64, &str, i32)]) -> Vec<Observation> {
    let id = plan.indicators[0].id.as_str();
    let figure = |(measure, year, value, unit, late): &(Measure, i32, f64, &str, i32)| {
        let mut found = observation(id, *measure, *year, *value, unit).plain();
        found.vintage = if *late == 0 { String::new() } else { format!("{}-06-30", year + late) };
        found.status = plan::Status::ALL.get(*late as usize).copied();
        found
    };
    figures.iter().map(figure).collect()
}

/// Every number of a row is finite, shares of probability lie between 0 and 1, and the words are there.
fn sound(assessment: &Assessment) {
    for row in &assessment.rows {
        let outlook = row.outlook.as_ref();
        let numbers = [
            row.progress,
            row.expected,
            row.time_distance,
            row.required.map(|p| p.value),
            row.achieved.map(|p| p.value),
            row.best.map(|p| p.value),
            row.latest.map(|p| p.value),
            row.base.map(|p| p.value),
            row.goal.map(|p| p.value),
            outlook.map(|o| o.median),
            outlook.map(|o| o.low),
            outlook.map(|o| o.high),
        ];
        assert!(numbers.iter().flatten().all(|v| v.is_finite()), "{row:?}");
        if let Some(outlook) = outlook {
            assert!((0.0..=1.0).contains(&outlook.attain), "{row:?}");
            assert!(outlook.low <= outlook.high, "{row:?}");
        }
        assert!(!row.reason.zh.contains("NaN") && !row.reason.zh.is_empty() && !row.reason.en.is_empty());
        assert_eq!(row.alert > Alert::None, row.since.is_some());
    }
    let text = listing::csv(assessment, Lang::Zh);
    assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    assert!(serde_json::from_str::<serde_json::Value>(&listing::json(assessment, Lang::En)).is_ok());
}

proptest! {
    #[test]
    fn any_plan_and_any_figures(plan in plan(), figures in figures(), year in 2010..2026_i32, known in any::<bool>()) {
        let figures = observations(&plan, &figures);
        let as_of = if known { AsOf::known(year, &format!("{}-03-31", year + 1)).expect("a day") } else { AsOf::year(year) };
        let config = Config { methods: Method::ALL.to_vec(), ..Config::default() };
        let assessment = assess(&plan, &figures, &as_of, &config);
        sound(&assessment);
        prop_assert_eq!(&assessment, &assess(&plan, &figures, &as_of, &config));
    }

    #[test]
    fn what_becomes_known_later_changes_nothing_before(plan in plan(), figures in figures(), year in 2016..2021_i32) {
        let all = observations(&plan, &figures);
        let as_of = AsOf::known(year, &format!("{}-03-31", year + 1)).expect("a day");
        let day = as_of.known_at.expect("a day").to_string();
        let known: Vec<Observation> = all.iter().filter(|o| o.vintage.is_empty() || o.vintage <= day).cloned().collect();
        let config = Config::default();
        prop_assert_eq!(assess(&plan, &all, &as_of, &config).rows, assess(&plan, &known, &as_of, &config).rows);
    }

    #[test]
    fn a_better_value_is_never_less_progress(base in 1.0..1e4_f64, goal in 1.0..1e4_f64, a in 1.0..2e4_f64, b in 1.0..2e4_f64) {
        prop_assume!((base - goal).abs() > 1e-6);
        let (from, to) = ((2015.0, base), (2020.0, goal));
        for path in [Path::linear(from, to), Path::geometric(from, to)].into_iter().flatten() {
            let (low, high) = if (a < b) == (base < goal) { (a, b) } else { (b, a) };
            prop_assert!(path.progress(low) <= path.progress(high));
            prop_assert!(path.when(low) <= path.when(high) + 1e-9);
        }
    }

    #[test]
    fn published_methods_never_fail(
        base in number(), value in number(), target in proptest::option::of(number()), years in 0..10_i32, up in any::<bool>(),
    ) {
        let case = Case {
            base_year: 2015.0,
            base,
            year: 2015.0 + f64::from(years),
            value,
            target_year: 2020.0,
            target,
            wish: if up { Wish::Up } else { Wish::Down },
            limit: Some(100.0),
        };
        for method in Method::ALL {
            method.apply(&case);
        }
    }
}
