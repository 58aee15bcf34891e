//! A scenario as a small text file: what is looked at, what is set, what is held, and what is declared with its source.

use crate::build::Declared;
use crate::quantity::Rule;
use plan::{Plan, RelationKind};
use serde::{Deserialize, Serialize};
use source::Words;

/// What the rest of a scenario starts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Base {
    /// The medians of the forecasts.
    #[default]
    Forecast,
    /// The plan's own numbers.
    Plan,
}

/// A scenario as it stands in a file. Indicators are named by catalogue key, id or name.
///
/// # Example
/// ```
/// let text = "base = \"plan\"\n[[lever]]\nindicator = \"gdp\"\ngrowth = 6.0\n";
/// let scenario = scenario::Scenario::parse(text).unwrap();
/// assert_eq!(scenario.lever.len(), 1);
/// assert_eq!(scenario::Scenario::parse(&scenario.to_text()).unwrap(), scenario);
/// assert!(scenario::Scenario::parse("leever = 1").is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Name of the scenario.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What it starts from.
    #[serde(default)]
    pub base: Base,
    /// The year that is looked at; by default the last of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Draws for joint probabilities.
    #[serde(default = "draws")]
    pub draws: usize,
    /// Seed of the draws.
    #[serde(default = "seed")]
    pub seed: u64,
    /// What is set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lever: Vec<Lever>,
    /// What stays as it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hold: Vec<Named>,
    /// Which quantity gives way in an identity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closure: Vec<Closure>,
    /// Values that the plan does not have, with their source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub value: Vec<Value>,
    /// Identities that the catalogue does not have, with their source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identity: Vec<Identity>,
    /// Declared effects of one quantity on another, with source, range and years.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effect: Vec<DeclaredEffect>,
    /// What is sought.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seek: Vec<Goal>,
}

const MOST_DRAWS: usize = 1_000_000;

fn draws() -> usize {
    10_000
}

fn seed() -> u64 {
    20_160_101
}

/// Something that is set: exactly one of value, growth, change and points.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Lever {
    /// What.
    pub indicator: String,
    /// Its value in the year that is looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Growth a year, in per cent, from the base year of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub growth: Option<f64>,
    /// Change against what the scenario starts from, in per cent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<f64>,
    /// Change against what the scenario starts from, in the unit of the indicator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<f64>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// An indicator by name.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// What.
    pub indicator: String,
}

/// Which quantity gives way.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The left side of the identity.
    pub result: String,
    /// The quantity that gives way in it.
    pub gives_way: String,
}

/// A declared value.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// What.
    pub indicator: String,
    /// The year.
    pub year: i32,
    /// The value, in the unit of the plan, else in the first of the catalogue.
    pub value: f64,
    /// Half of its last printed digit.
    #[serde(default)]
    pub rounding: f64,
    /// Where it is from; needed.
    pub source: String,
}

/// A declared identity.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// sum, product, quotient, shares_of or part_of.
    pub kind: String,
    /// The left side.
    pub result: String,
    /// The right side.
    pub parts: Vec<String>,
    /// Constant factor; where it is left out the units tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<f64>,
    /// Where it is from; needed.
    pub source: String,
}

/// A declared effect: per cent of `on` for each per cent of `of`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredEffect {
    /// What moves.
    pub of: String,
    /// What follows.
    pub on: String,
    /// The elasticity.
    pub elasticity: f64,
    /// The least that the source allows.
    pub low: f64,
    /// The most that the source allows.
    pub high: f64,
    /// First year for which it is valid.
    pub from: i32,
    /// Last year for which it is valid.
    pub to: i32,
    /// Where it is from; needed.
    pub source: String,
    /// The panel that it was estimated on; empty where somebody declares it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub panel: String,
    /// The observations of that panel.
    #[serde(default, skip_serializing_if = "is_none")]
    pub n: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

impl DeclaredEffect {
    /// Where a number that follows by it comes from: estimated on a panel with its interval, or declared by its source.
    pub fn origin(&self) -> crate::Origin {
        if self.panel.is_empty() {
            return crate::Origin::Declared { who: self.source.clone(), place: "effect".to_owned() };
        }
        let interval = crate::Interval { low: self.low, high: self.high };
        crate::Origin::Estimated { panel: self.panel.clone(), n: self.n, interval }
    }
}

/// A target to be met by the smallest moves of some levers.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// What.
    pub indicator: String,
    /// The value to reach; by default the plan's target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The indicators that may move.
    pub with: Vec<String>,
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// What is wrong and what to do, in both languages, for what is no TOML, unknown or missing keys, levers that say nothing or too
    /// much, and declarations without a source.
    pub fn parse(text: &str) -> Result<Self, Words> {
        let found: Self = toml::from_str(text).map_err(|error| {
            let error = error.to_string();
            Words::new(
                format!("情景文件无法读取：{}", error.trim_end()),
                format!("the scenario cannot be read: {}", error.trim_end()),
            )
        })?;
        found.check()?;
        Ok(found)
    }

    fn check(&self) -> Result<(), Words> {
        for lever in &self.lever {
            let given = [lever.value, lever.growth, lever.change, lever.points];
            if given.iter().flatten().count() != 1 || given.iter().flatten().any(|value| !value.is_finite()) {
                let name = &lever.indicator;
                return Err(Words::new(
                    format!("“{name}”须写明且只写明 value、growth、change、points 中的一项"),
                    format!("“{name}” needs exactly one of value, growth, change and points"),
                ));
            }
        }
        let sources = self
            .value
            .iter()
            .map(|one| (&one.indicator, &one.source))
            .chain(self.identity.iter().map(|one| (&one.result, &one.source)))
            .chain(self.effect.iter().map(|one| (&one.on, &one.source)));
        for (name, source) in sources {
            if source.trim().is_empty() {
                return Err(Words::new(
                    format!("“{name}”没有写明来源：没有来源的数不能使用"),
                    format!("“{name}” has no source: a number without one cannot be used"),
                ));
            }
        }
        for effect in &self.effect {
            let sound = [effect.low, effect.elasticity, effect.high].iter().all(|one| one.is_finite());
            if !sound
                || (!effect.panel.is_empty() && effect.n == 0)
                || effect.low > effect.elasticity
                || effect.elasticity > effect.high
                || effect.from > effect.to
            {
                let name = &effect.on;
                return Err(Words::new(
                    format!("“{name}”的弹性须写明 low ≤ elasticity ≤ high 和 from ≤ to"),
                    format!("the effect on “{name}” needs low <= elasticity <= high and from <= to"),
                ));
            }
        }
        if self.draws == 0 || self.draws > MOST_DRAWS {
            return Err(Words::new(
                format!("draws 须在 1 与 {MOST_DRAWS} 之间"),
                format!("draws must be between 1 and {MOST_DRAWS}"),
            ));
        }
        Ok(())
    }

    /// The scenario as text; reading it gives the same scenario back.
    pub fn to_text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// What it adds to a plan's network.
    ///
    /// # Errors
    /// A name that nothing in the plan or the catalogue has.
    pub fn additions(&self, plan: &Plan) -> Result<crate::Additions, Words> {
        let mut found = crate::Additions::default();
        for one in &self.value {
            found.values.push(Declared {
                key: key(plan, &one.indicator)?,
                year: one.year,
                value: one.value,
                reach: one.rounding.abs(),
                source: one.source.clone(),
            });
        }
        for one in &self.identity {
            let kind = RelationKind::parse(&one.kind).ok_or_else(|| {
                let known = RelationKind::NAMES.join(", ");
                Words::new(
                    format!("没有名为“{}”的恒等式；可用：{known}", one.kind),
                    format!("there is no identity “{}”; known are: {known}", one.kind),
                )
            })?;
            let parts = one.parts.iter().map(|part| key(plan, part)).collect::<Result<Vec<_>, _>>()?;
            found.rules.push(Rule {
                kind,
                result: key(plan, &one.result)?,
                parts,
                factor: one.factor.filter(|factor| factor.is_finite() && *factor > 0.0),
                words: Words::new(&one.source, &one.source),
                source: one.source.clone(),
            });
        }
        Ok(found)
    }
}

/// The key that a name means.
pub(crate) fn key(plan: &Plan, name: &str) -> Result<String, Words> {
    crate::build::key_named(plan, name.trim()).ok_or_else(|| {
        Words::new(
            format!("规划和指标目录中都没有“{name}”：请写指标编号、名称或目录中的键"),
            format!("neither the plan nor the catalogue has “{name}”: write the id, the name or the catalogue key of an indicator"),
        )
    })
}
