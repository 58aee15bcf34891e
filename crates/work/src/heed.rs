//! What was decided for a plan goes before the rules for all.

use crate::view::PlanView;
use assess::{BoundsDecision, BreakChoice, BreakDecision, Config};
use store::ChoiceAbout;

/// The rules with what was decided for a plan: it goes before what the rules decide for all.
pub fn heeded(mut rules: Config, view: &PlanView) -> Config {
    let (mut breaks, mut bounds, mut sources) = (Vec::new(), Vec::new(), Vec::new());
    for one in &view.stored.choices {
        let named = view.stored.plan.indicators.iter().find(|indicator| indicator.name == one.indicator);
        let Some(indicator) = named else { continue };
        match one.about {
            ChoiceAbout::Break(year) => {
                breaks.extend(BreakChoice::parse(&one.choice).map(|choice| BreakDecision {
                    indicator: indicator.id.to_string(),
                    year,
                    choice,
                }));
            }
            ChoiceAbout::Source if !one.choice.is_empty() && !sources.contains(&one.choice) => {
                sources.push(one.choice.clone());
            }
            ChoiceAbout::Bounds => bounds.extend(
                Span::parse(&one.choice)
                    .map(|span| BoundsDecision { indicator: indicator.id.to_string(), between: span.0 }),
            ),
            ChoiceAbout::Source | ChoiceAbout::Peers => {}
        }
    }
    breaks.append(&mut rules.breaks);
    bounds.append(&mut rules.bounds);
    sources.append(&mut rules.sources);
    Config { breaks, bounds, sources, ..rules }
}

/// The word for no bounds whatever the name of an indicator says.
pub const NO_BOUNDS: &str = "none";

/// Bounds as they are decided, in the unit of the indicator; `None` for no bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span(pub Option<(f64, f64)>);

impl Span {
    /// Reads `0..100` or `none`; the lower end must lie below the upper.
    pub fn parse(text: &str) -> Option<Self> {
        if text == NO_BOUNDS {
            return Some(Self(None));
        }
        let (low, high) = text.split_once("..")?;
        let end = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
        let (low, high) = (end(low)?, end(high)?);
        (low < high).then_some(Self(Some((low, high))))
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn bounds_are_read_as_they_are_written() {
        assert_eq!(Span::parse("0..100"), Some(Span(Some((0.0, 100.0)))));
        assert_eq!(Span::parse("-5.5..1000"), Some(Span(Some((-5.5, 1000.0)))));
        assert_eq!(Span::parse("none"), Some(Span(None)));
        for wrong in ["", "0", "100..0", "0..x", "0..inf", "1..1"] {
            assert_eq!(Span::parse(wrong), None, "{wrong}");
        }
    }
}
