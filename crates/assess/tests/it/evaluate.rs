//! Composite scores of published indices and of an assessed plan.

use crate::jinzhou;
use assess::evaluate::{
    Aggregation, By, Choices, Criterion, Matrix, Normalisation, Weighting, attainments, of_plan,
    rank_intervals, regional_values, scores,
};
use assess::{AsOf, Config, assess};
use std::collections::BTreeMap;

/// SDSN SDG Index 2018, China: seventeen goals, already on the scale from 0 to 100.
#[test]
fn the_sdg_index_of_china_2018_is_the_mean_of_its_goals() {
    let goals = [
        99.6667, 71.5425, 79.9659, 73.802, 75.6122, 89.9416, 69.1366, 83.0592, 58.6548, 59.634, 69.2107,
        73.153, 69.322, 33.4959, 58.5949, 72.4682, 53.6453,
    ];
    let criterion =
        |at: usize| Criterion { goalposts: Some((0.0, 100.0)), ..Criterion::new(&format!("SDG {}", at + 1)) };
    let matrix = Matrix {
        units: vec!["China".to_owned()],
        indicators: (0..goals.len()).map(criterion).collect(),
        values: vec![goals.map(Some).to_vec()],
    };
    let choices = Choices { normalisation: Normalisation::Goalposts, ..Choices::default() };
    let index = scores(&matrix, &choices).expect("equal weights")[0].expect("a score");
    assert!((index - 70.05326561191632).abs() < 5e-5, "{index}");
    let uneven = Choices { aggregation: Aggregation::Geometric, ..choices };
    assert!(scores(&matrix, &uneven).expect("equal weights")[0].expect("a score") < index);
}

#[test]
fn a_plan_is_scored_by_group_region_and_body() {
    let plan = jinzhou::plan();
    let assessment = assess(&plan, &[], &AsOf::year(2018), &Config::default());
    let by = |by, weights: &BTreeMap<String, f64>| {
        of_plan(&assessment, by, weights, Aggregation::Arithmetic, 200, 1)
    };
    let equal = BTreeMap::new();
    let groups = by(By::Group, &equal);
    let economy = groups.iter().find(|g| g.name == "经济发展").expect("the group");
    assert!(economy.score.is_some() && economy.serious >= 1 && economy.judged >= 3, "{economy:?}");
    let (low, high) = economy.ranks.expect("draws");
    assert!(low <= economy.rank.expect("a rank") && economy.rank.expect("a rank") <= high);
    let targets: usize = groups.iter().map(|g| g.judged + g.unjudged).sum();
    assert_eq!(targets, plan.targets.len());
    let regions = by(By::Region, &equal);
    assert_eq!((regions.len(), regions[0].name.as_str(), regions[0].rank), (1, "锦州市", Some(1)));
    let bodies = by(By::Body, &equal);
    assert!(bodies.iter().any(|b| b.name == "发展改革委" && b.judged > 0), "{bodies:?}");
    // A weight of zero takes a target out of the score.
    let gdp = assessment.rows[0].target.to_string();
    let without = by(By::Group, &BTreeMap::from([(gdp, 0.0)]));
    assert!(without[0].score > groups[0].score);
    let matrix = attainments(&assessment);
    assert_eq!((matrix.units.len(), matrix.indicators.len()), (1, plan.targets.len()));
}

#[test]
fn counties_are_compared_with_rank_intervals() {
    let mut plan = jinzhou::plan();
    let figure = |indicator: &str, region: &str, value: f64| {
        let mut found = crate::model::observation(indicator, plan::Measure::Share, 2018, value, "%").plain();
        region.clone_into(&mut found.region);
        found
    };
    for (region, forest, air) in [("义县", 30.0, 80.0), ("北镇市", 25.0, 85.0), ("黑山县", 10.0, 60.0)]
    {
        let id =
            |name: &str| plan.indicators.iter().find(|i| i.name == name).expect("an indicator").id.0.clone();
        let figures =
            [figure(&id("森林覆盖率"), region, forest), figure(&id("城市空气质量优良天数比率"), region, air)];
        plan.observations.extend(figures);
    }
    let matrix = regional_values(&plan, &[], 2018);
    assert_eq!((matrix.units.len(), matrix.indicators.len()), (3, 2));
    let choices = Choices { weighting: Weighting::Entropy, ..Choices::default() };
    let ranks = rank_intervals(&matrix, &choices, 300, 1).expect("weights");
    let last = ranks.iter().find(|r| r.unit == "黑山县").expect("the county");
    assert_eq!((last.rank, last.low, last.high), (Some(3), 3, 3));
}
