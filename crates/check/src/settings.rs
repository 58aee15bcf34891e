use crate::registry::{rule, rules};
use crate::rule::{Grade, Rule};
use crate::silence::Silence;
use source::Family;

/// Which rules run, and which findings a person has accepted.
///
/// # Example
/// ```
/// use check::Settings;
/// let settings = Settings::new("target,X001", "hedged-commitment").expect("known names");
/// assert!(settings.selects(check::rule("T002").expect("known")));
/// assert!(!settings.selects(check::rule("hedged-commitment").expect("known")));
/// assert!(Settings::new("T999", "").is_err());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// What runs; empty means everything.
    select: Vec<Selector>,
    /// What does not run, even when selected.
    ignore: Vec<Selector>,
    /// Accepted findings from a list outside the document.
    pub silences: Vec<Silence>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Selector {
    Family(Family),
    Rule(&'static str),
    Grade(Grade),
}

/// A name that is no rule code, no rule name and no family.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "没有名为“{0}”的规则或类别，可用 gangyao rule --all 查看全部 (no rule or family is called `{0}`; `gangyao rule --all` lists them)"
)]
pub struct UnknownRule(pub String);

impl Settings {
    /// Settings from two lists separated by commas or spaces: what to run and what to leave out.
    ///
    /// Each part is a code (T002), a rule name (vague-timing), a family (target), a grade (stable, preview) or `all`.
    /// An empty `select` means all rules.
    ///
    /// # Errors
    /// A part that names nothing.
    pub fn new(select: &str, ignore: &str) -> Result<Self, UnknownRule> {
        Ok(Self { select: parse(select)?, ignore: parse(ignore)?, silences: Vec::new() })
    }

    /// The same settings without the rules on trial.
    #[must_use]
    pub fn without_preview(mut self) -> Self {
        self.ignore.push(Selector::Grade(Grade::Preview));
        self
    }

    /// Whether `rule` is to run.
    pub fn selects(&self, rule: &Rule) -> bool {
        let named = |list: &[Selector]| list.iter().any(|selector| selector.covers(rule));
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

impl Selector {
    pub(crate) fn parse(text: &str) -> Result<Self, UnknownRule> {
        if let Some(family) = Family::ALL.into_iter().find(|family| family.name() == text) {
            return Ok(Self::Family(family));
        }
        if let Some(grade) = [Grade::Stable, Grade::Preview].into_iter().find(|grade| grade.name() == text) {
            return Ok(Self::Grade(grade));
        }
        rule(text).map(|rule| Self::Rule(rule.code)).ok_or_else(|| UnknownRule(text.to_owned()))
    }

    pub(crate) fn covers(self, rule: &Rule) -> bool {
        match self {
            Self::Family(family) => rule.family == family,
            Self::Rule(code) => rule.code == code,
            Self::Grade(grade) => rule.grade == grade,
        }
    }
}

fn parse(list: &str) -> Result<Vec<Selector>, UnknownRule> {
    let mut out = Vec::new();
    for part in list.split([',', '，', '、', ' ']).map(str::trim).filter(|part| !part.is_empty()) {
        if part == "all" {
            out.extend(rules().iter().map(|rule| Selector::Rule(rule.code)));
        } else {
            out.push(Selector::parse(part)?);
        }
    }
    Ok(out)
}
