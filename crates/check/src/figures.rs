//! The figures that rules hold against each other: those whose thing and time the document settles.

use crate::context::{Context, Statements};
use plan::Provenance;
use plan::figure::Figure;

/// The figures of an indicator whose period and region are beyond doubt: a statement that leaves its year
/// to a section that looks back or far ahead, or that stands in a passage about a part of the region, is
/// left out.
pub(crate) fn settled<'a>(context: &Context<'a>, statements: &Statements<'a>) -> Vec<Figure<'a>> {
    let indicator = statements.indicator;
    let results = statements.observations.iter().map(|o| Figure::of_observation(o, indicator));
    let aims = statements.targets.iter().map(|t| Figure::of_target(t, indicator, context.plan.period));
    // A year behind the end of the plan was told by the heading: 2035年远景目标.
    let end = context.plan.period.map(|period| period.end);
    let far = |figure: &Figure<'_>| figure.year().is_some_and(|year| end.is_some_and(|end| year > end));
    results
        .chain(aims)
        .filter(|figure| is_settled(context, figure.provenance, figure.dated || far(figure)))
        .collect()
}

/// Whether place and wording leave no doubt of whose figure it is and of what year.
pub(crate) fn is_settled(context: &Context<'_>, provenance: &Provenance, dated: bool) -> bool {
    let setting = context.setting(provenance);
    !setting.local && (dated || !(setting.looks_back || setting.looks_ahead))
}
