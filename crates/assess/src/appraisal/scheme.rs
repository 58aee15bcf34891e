//! A scheme of appraisal, read from its text.

use rust_decimal::Decimal;
use serde::Deserialize;
use source::Words;
use std::collections::BTreeMap;

/// The shipped scheme, with what each number means.
pub const DEFAULT_SCHEME: &str = include_str!("../../config/appraisal.toml");

/// What a sheet is computed by.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// What it is called.
    pub title: String,
    /// Points of a sheet without bonus; what is judged is scaled to it.
    #[serde(deserialize_with = "super::points::exact")]
    pub full: Decimal,
    /// All bonus points of a sheet together, at most.
    #[serde(default, deserialize_with = "super::points::exact")]
    pub bonus_limit: Decimal,
    /// All points deducted from a sheet together, at most.
    #[serde(default, deserialize_with = "super::points::exact")]
    pub deduction_limit: Decimal,
    /// What targets are worth.
    pub target: Targets,
    /// What tasks are worth.
    pub task: Tasks,
    /// What differs for single targets and tasks.
    #[serde(default)]
    pub item: Vec<Item>,
    /// What a person records.
    #[serde(default)]
    pub own: Vec<Own>,
    /// The grades, the best first.
    pub grade: Vec<Grade>,
    /// What a veto does.
    pub veto: Vetoed,
}

/// What targets are worth.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    /// Points of a target.
    #[serde(deserialize_with = "super::points::exact")]
    pub points: Decimal,
    /// Points of a binding target.
    #[serde(deserialize_with = "super::points::exact")]
    pub binding: Decimal,
    /// A target under veto fails below this share of what should be reached by now.
    #[serde(deserialize_with = "super::points::exact")]
    pub veto_below: Decimal,
    /// What shares bring, the highest first.
    pub step: Vec<Step>,
    /// What brings more than all points.
    #[serde(default)]
    pub bonus: Option<Over>,
}

/// A share of what should be reached, and the share of the points that it brings.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Reached at least, as a fraction.
    #[serde(deserialize_with = "super::points::exact")]
    pub reached: Decimal,
    /// Share of the points, as a fraction.
    #[serde(deserialize_with = "super::points::exact")]
    pub brings: Decimal,
}

/// What is given for going beyond what should be reached.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Over {
    /// For every so much above one, as a fraction.
    #[serde(deserialize_with = "super::points::exact")]
    pub each: Decimal,
    /// So much of the points.
    #[serde(deserialize_with = "super::points::exact")]
    pub brings: Decimal,
    /// At most so much of the points.
    #[serde(deserialize_with = "super::points::exact")]
    pub most: Decimal,
}

/// What tasks are worth.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tasks {
    /// Points of a task.
    #[serde(deserialize_with = "super::points::exact")]
    pub points: Decimal,
    /// The share of the points that a state brings; a state that is not listed is not judged.
    #[serde(deserialize_with = "super::points::shares")]
    pub state: BTreeMap<String, Decimal>,
}

/// What differs for one target or task.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its id, or the name of its indicator.
    pub of: String,
    /// Its points; as all others where none are given.
    #[serde(default, deserialize_with = "super::points::maybe")]
    pub points: Option<Decimal>,
    /// Whether failing it vetoes.
    #[serde(default)]
    pub veto: bool,
    /// Whether it stands on no sheet.
    #[serde(default)]
    pub left_out: bool,
}

/// What a person records of a body.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Own {
    /// What it is.
    pub name: String,
    /// What it does.
    pub kind: OwnKind,
    /// Points at most; none for a veto.
    #[serde(default, deserialize_with = "super::points::exact")]
    pub points: Decimal,
}

/// What a record does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OwnKind {
    /// It vetoes.
    Veto,
    /// It brings points beyond the sheet's.
    Bonus,
    /// It takes points.
    Deduction,
}

/// A grade.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Its name.
    pub name: String,
    /// The least points.
    #[serde(deserialize_with = "super::points::exact")]
    pub least: Decimal,
}

/// What a veto does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vetoed {
    /// The grade, whatever the points.
    pub grade: String,
}

/// Why a text is no scheme, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeError {
    /// What is wrong and what to do.
    pub words: Words,
}

impl Scheme {
    /// Reads a scheme.
    ///
    /// # Errors
    /// [`SchemeError`] with line and reason for unknown keys, and for numbers that contradict each other.
    ///
    /// # Example
    /// ```
    /// use assess::appraisal::{DEFAULT_SCHEME, Scheme};
    /// assert_eq!(Scheme::from_toml(DEFAULT_SCHEME).unwrap().full.to_string(), "100");
    /// let error = Scheme::from_toml(&DEFAULT_SCHEME.replace("bonus_limit = 5", "bonus_limit = -5")).unwrap_err();
    /// assert!(error.words.en.contains("bonus_limit"));
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, SchemeError> {
        let mut scheme: Self = toml::from_str(text).map_err(|error| {
            let said = error.to_string();
            let said = said.trim_end();
            SchemeError {
                words: Words::new(
                    format!("考核办法读不懂：{said}"),
                    format!("the scheme cannot be read: {said}"),
                ),
            }
        })?;
        scheme.target.step.sort_by_key(|step| std::cmp::Reverse(step.reached));
        scheme.grade.sort_by_key(|grade| std::cmp::Reverse(grade.least));
        scheme.check()?;
        Ok(scheme)
    }

    fn check(&self) -> Result<(), SchemeError> {
        let wrong = |name: &str, zh: &str, en: &str| {
            Err(SchemeError { words: Words::new(format!("{name}：{zh}"), format!("{name}: {en}")) })
        };
        let zero = Decimal::ZERO;
        if self.full <= zero {
            return wrong("full", "应大于零", "must be more than zero");
        }
        let mut numbers = vec![
            ("bonus_limit", self.bonus_limit),
            ("deduction_limit", self.deduction_limit),
            ("target.points", self.target.points),
            ("target.binding", self.target.binding),
            ("task.points", self.task.points),
        ];
        numbers.extend(self.item.iter().filter_map(|one| Some((one.of.as_str(), one.points?))));
        numbers.extend(self.own.iter().map(|one| (one.name.as_str(), one.points)));
        numbers.extend(self.grade.iter().map(|one| (one.name.as_str(), one.least)));
        if let Some((name, _)) = numbers.iter().find(|(_, value)| *value < zero) {
            return wrong(name, "不能小于零", "must not be below zero");
        }
        let one = Decimal::ONE;
        let shares = self.target.step.iter().flat_map(|step| [step.reached, step.brings]);
        if shares.chain(self.task.state.values().copied()).any(|share| share < zero || share > one) {
            return wrong("step, state", "份额应在 0 和 1 之间", "shares lie between 0 and 1");
        }
        if self
            .target
            .bonus
            .as_ref()
            .is_some_and(|over| over.each <= zero || over.brings < zero || over.most < zero)
        {
            return wrong(
                "target.bonus",
                "each 应大于零，其余不小于零",
                "each must be more than zero, the others not below",
            );
        }
        if self.grade.last().is_none_or(|last| last.least > zero) {
            return wrong("grade", "应有一个从 0 分起的等次", "one grade must begin at 0 points");
        }
        if !self.grade.iter().any(|grade| grade.name == self.veto.grade) {
            return wrong("veto.grade", "不是所列的等次", "is none of the grades");
        }
        let mut names: Vec<&str> = self.own.iter().map(|own| own.name.as_str()).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            return wrong("own", "名称重复", "a name stands twice");
        }
        Ok(())
    }

    /// What is said of one target or task: by its id, else by its name.
    pub(crate) fn item(&self, id: &str, name: &str) -> Option<&Item> {
        let by = |wanted: &str| self.item.iter().find(|one| one.of == wanted);
        by(id).or_else(|| by(name))
    }

    /// The grade of points.
    pub(crate) fn grade_of(&self, points: Decimal) -> &str {
        self.grade.iter().find(|grade| points >= grade.least).map_or("", |grade| grade.name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_contradicts_itself_is_told() {
        let told = |from: &str, to: &str| {
            assert!(DEFAULT_SCHEME.contains(from), "{from}");
            Scheme::from_toml(&DEFAULT_SCHEME.replacen(from, to, 1)).expect_err(to).words.en
        };
        assert!(told("full = 100", "full = 0").contains("full"));
        assert!(told("brings = 1.0", "brings = 1.5").contains("between 0 and 1"));
        assert!(told("least = 0", "least = 1").contains("begin at 0"));
        assert!(told("[veto]\ngrade = \"不合格\"", "[veto]\ngrade = \"丁\"").contains("veto.grade"));
        assert!(told("name = \"获省级以上表彰\"", "name = \"重特大生产安全事故\"").contains("twice"));
        assert!(told("bonus_limit", "bonuslimit").contains("bonuslimit"));
        assert!(told("each = 0.1", "each = 0").contains("target.bonus"));
    }

    #[test]
    fn points_keep_their_digits() {
        let text = DEFAULT_SCHEME.replacen("points = 10", "points = 12.35", 1);
        assert_eq!(Scheme::from_toml(&text).expect("a scheme").target.points.to_string(), "12.35");
    }
}
