//! A model of one's own beside a plan: which variable is which indicator, how well it met the past, and what it says of the targets.

use crate::text::key;
use crate::{Network, Origin, Time};
use assess::Foresight;
use plan::{Plan, TargetId};
use serde::Deserialize;
use source::Words;

/// Which variables of a model are which indicators; a small text file.
///
/// # Example
/// ```
/// let text = "year = 2015\ntime = 0\n[[map]]\nvariable = \"GDP\"\nindicator = \"gdp\"\nfactor = 0.01\n";
/// let mapping = scenario::Mapping::parse(text).unwrap();
/// assert_eq!(mapping.time_of(2020), 5.0);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// A calendar year ...
    pub year: i32,
    /// ... and the time of the model that it is.
    pub time: f64,
    /// Model time of one year: 12 where the model counts months.
    #[serde(default = "one")]
    pub units_a_year: f64,
    /// The pairs.
    #[serde(default)]
    pub map: Vec<Pair>,
}

fn one() -> f64 {
    1.0
}

/// A variable of a model that is an indicator.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The variable, in any spelling; elements of arrays as `Name[element]`.
    pub variable: String,
    /// The indicator: name, id or catalogue key.
    pub indicator: String,
    /// What the variable is multiplied by to be in the unit of the target.
    #[serde(default = "one")]
    pub factor: f64,
    /// Whether it is a flow, of which a year's value is the sum over the year up to its time, not a level at that time.
    #[serde(default)]
    pub flow: bool,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// What is wrong, in both languages.
    pub fn parse(text: &str) -> Result<Self, Words> {
        let found: Self = toml::from_str(text).map_err(|error| {
            let error = error.to_string();
            let error = error.trim_end();
            Words::new(format!("对应文件无法读取：{error}"), format!("the mapping cannot be read: {error}"))
        })?;
        let sound = found.units_a_year.is_finite()
            && found.units_a_year > 0.0
            && found.time.is_finite()
            && found.map.iter().all(|pair| pair.factor.is_finite() && pair.factor != 0.0);
        if sound {
            return Ok(found);
        }
        Err(Words::new(
            "对应文件中 units_a_year 须为正数，time 和 factor 须为有限的数",
            "in the mapping units_a_year must be positive, time and factor finite",
        ))
    }

    /// The time of the model at the end of a year.
    pub fn time_of(&self, year: i32) -> f64 {
        self.time + f64::from(year - self.year) * self.units_a_year
    }
}

/// An indicator as a model has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// The target.
    pub target: TargetId,
    /// Name of the indicator.
    pub name: Words,
    /// The variable.
    pub variable: String,
    /// Unit of the target.
    pub unit: String,
    /// What was and what the model has, by year.
    pub past: Vec<(i32, f64, f64)>,
    /// The mean of |model / actual - 1| over the past; `None` without a past to compare.
    pub misfit: Option<f64>,
    /// The mean of |last value known / actual - 1|: what carrying the last value on would have missed, year by year.
    pub naive: Option<f64>,
    /// The target year with the model's value.
    pub ahead: Option<(i32, f64)>,
    /// The median and the central 95 % of the forecast in that year, where there is one.
    pub forecast: Option<(f64, f64, f64)>,
    /// The value to reach.
    pub goal: Option<f64>,
    /// Where the model's numbers come from.
    pub origin: Origin,
}

/// Lays a model's curves beside the past and the forecasts of a plan; `curve` gives a variable at a time.
///
/// # Errors
/// Names that the plan does not have, and variables that the model does not have.
pub fn beside(
    plan: &Plan,
    foresights: &[Foresight],
    mapping: &Mapping,
    origin: &Origin,
    curve: impl Fn(&str, f64) -> Option<f64>,
) -> Result<Vec<Beside>, Words> {
    let network = Network::of(plan, &crate::Additions::default());
    let mut found = Vec::new();
    for pair in &mapping.map {
        let key = key(plan, &pair.indicator)?;
        let of = foresights.iter().find(|of| {
            of.plain && plan.indicator(&of.indicator).is_some_and(|one| crate::quantity::key_of(one) == key)
        });
        let Some(of) = of else {
            return Err(Words::new(
                format!("“{}”没有可以比较的目标", pair.indicator),
                format!("“{}” has no target to lay the model beside", pair.indicator),
            ));
        };
        let value = |year: i32| {
            let end = mapping.time_of(year);
            if !pair.flow {
                return curve(&pair.variable, end).map(|value| value * pair.factor);
            }
            // The sum over the year, by its mean at its beginning, its middle and its end (Simpson).
            let at = |share: f64| curve(&pair.variable, end - share * mapping.units_a_year);
            let mean = (at(1.0)? + 4.0 * at(0.5)? + at(0.0)?) / 6.0;
            Some(mean * mapping.units_a_year * pair.factor)
        };
        let past: Vec<(i32, f64, f64)> =
            of.past.iter().filter_map(|point| Some((point.year, point.value, value(point.year)?))).collect();
        let ahead = value(of.year).map(|value| (of.year, value));
        if past.is_empty() && ahead.is_none() {
            return Err(Words::new(
                format!("模型中没有变量“{}”，或其时间不含规划的年份", pair.variable),
                format!(
                    "the model has no variable “{}”, or its times do not reach the years of the plan",
                    pair.variable
                ),
            ));
        }
        let mean = |misses: Vec<f64>| {
            let sound: Vec<f64> = misses.into_iter().filter(|miss| miss.is_finite()).collect();
            (!sound.is_empty()).then(|| sound.iter().sum::<f64>() / sound.len() as f64)
        };
        let name =
            crate::build::name_of(plan, &key).unwrap_or_else(|| Words::new(&pair.indicator, &pair.indicator));
        let score = |score: f64| of.quantile_at(score);
        found.push(Beside {
            target: of.target.clone(),
            name,
            variable: pair.variable.clone(),
            unit: of.unit.clone(),
            misfit: mean(past.iter().map(|(_, was, model)| (model / was - 1.0).abs()).collect()),
            naive: mean(past.windows(2).map(|pair| (pair[0].1 / pair[1].1 - 1.0).abs()).collect()),
            ahead,
            forecast: score(0.0)
                .zip(score(-1.96))
                .zip(score(1.96))
                .map(|((median, low), high)| (median, low, high)),
            goal: of.goal.or_else(|| network.value_of(network.find(&key, Time::Year(of.year))?)),
            past,
            origin: origin.clone(),
        });
    }
    Ok(found)
}
