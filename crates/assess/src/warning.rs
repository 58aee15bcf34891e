//! From figures to a warning level, by the rules of the configuration.

use crate::config::{Presence, Rule, Rules};
use crate::verdict::Verdict;
use crate::{Alert, Pace};
use plan::Nature;

/// The level, and the index of the rule that proposed it.
pub(crate) fn level(verdict: &Verdict, nature: Option<Nature>, rules: &Rules) -> (Alert, Option<usize>) {
    let holding = rules.rule.iter().enumerate().filter(|(_, rule)| holds(rule, verdict));
    // The first of several rules with the same level names the reason.
    let Some((at, rule)) = holding.reduce(|best, next| if next.1.level > best.1.level { next } else { best })
    else {
        return (Alert::None, None);
    };
    let steps = if nature == Some(Nature::Binding) { rules.binding.steps } else { 0 };
    (rule.level.raised(steps), Some(at))
}

fn holds(rule: &Rule, verdict: &Verdict) -> bool {
    let attain = verdict.outlook.as_ref().map(|o| o.attain);
    let below = |limit: f64| attain.is_some_and(|p| p < limit);
    let behind = |years: f64| verdict.distance.is_some_and(|d| -d >= years);
    let over_best = |times: f64| over_best(verdict.required, verdict.best).is_some_and(|r| r >= times);
    let forecast = |wanted| (wanted == Presence::Present) == attain.is_some();
    rule.p_below.is_none_or(below)
        && rule.behind.is_none_or(behind)
        && rule.over_best.is_none_or(over_best)
        && rule.trend.is_none_or(|t| verdict.trend == Some(t))
        && rule.forecast.is_none_or(forecast)
        && rule.status.is_none_or(|s| verdict.status == s)
        && rule.years_left.is_none_or(|years| verdict.years_left <= years)
}

/// Required over best pace; infinite when the best of the past went the wrong way, `None` when nothing is required.
pub(crate) fn over_best(required: Option<Pace>, best: Option<Pace>) -> Option<f64> {
    let (required, best) = (required?, best?);
    if required.basis != best.basis || required.value == 0.0 {
        return None;
    }
    let ratio = best.value / required.value;
    Some(if ratio > 0.0 { 1.0 / ratio } else { f64::INFINITY })
}
