//! What was decided for a plan goes before the rules for all.

use crate::view::PlanView;
use assess::{BreakChoice, BreakDecision, Config};

/// The ways of dealing with a break of the level, by name.
pub const BREAKS: [(&str, BreakChoice); 3] =
    [("keep", BreakChoice::Keep), ("rebase", BreakChoice::Rebase), ("chain", BreakChoice::Chain)];

/// The rules with what was decided for a plan: it goes before what the rules decide for all.
pub fn heeded(mut rules: Config, view: &PlanView) -> Config {
    let (mut breaks, mut sources) = (Vec::new(), Vec::new());
    for one in &view.stored.choices {
        let named = view.stored.plan.indicators.iter().find(|indicator| indicator.name == one.indicator);
        match (named, one.year) {
            (Some(indicator), Some(year)) => {
                let choice =
                    BREAKS.into_iter().find(|(name, _)| *name == one.choice).map(|(_, choice)| choice);
                breaks.extend(choice.map(|choice| BreakDecision {
                    indicator: indicator.id.to_string(),
                    year,
                    choice,
                }));
            }
            (Some(_), None) if !one.choice.is_empty() && !sources.contains(&one.choice) => {
                sources.push(one.choice.clone());
            }
            _ => {}
        }
    }
    breaks.append(&mut rules.breaks);
    sources.append(&mut rules.sources);
    Config { breaks, sources, ..rules }
}
