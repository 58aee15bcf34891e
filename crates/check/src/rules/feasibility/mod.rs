//! Numbers of several sentences that identities tie together.

pub(crate) mod numbers_cannot_all_be_true;
pub(crate) mod target_implied_by_others;

use crate::context::Context;
use scenario::report::Checked;
use scenario::{Conflict, Statement};
use source::{Diagnostic, Family};

/// The statements of a conflict that stand in the document.
fn stated<'c>(checked: &'c Checked, conflict: &'c Conflict) -> Vec<&'c Statement> {
    let all = conflict.statements.iter().filter_map(|at| checked.network.statements.get(*at));
    all.filter(|one| !one.assumed).collect()
}

/// Whether a conflict rests on numbers that can be relied on: all of them in the text, none read with a doubt, none of a quantity of which
/// the text says two things. Of such a quantity another sentence may mean another place or another kind.
fn is_sound(context: &Context<'_>, checked: &Checked, conflict: &Conflict) -> bool {
    let doubted = |one: &&Statement| {
        let target = one.target.as_ref();
        let found = target.and_then(|id| context.plan.targets.iter().find(|target| target.id == *id));
        found.is_some_and(|target| target.provenance.doubt.is_some())
    };
    let torn = |one: &&Statement| {
        checked.knots.iter().flat_map(|knot| &knot.conflicts).any(|other| {
            other.constraints.is_empty()
                && stated(checked, other).iter().any(|statement| statement.variable == one.variable)
        })
    };
    let statements = stated(checked, conflict);
    statements.len() > 1
        && statements.iter().all(|one| !one.span.is_empty())
        && !statements.iter().any(|one| doubted(one) || torn(one))
        && conflict
            .constraints
            .iter()
            .filter_map(|at| checked.network.constraints.get(*at))
            .any(|one| !one.source.is_empty())
}

/// Whether a simpler rule has told it: a finding on sums, rates or one identity that points at two of the numbers, or at the only place where
/// all of them stand.
fn is_told(found: &[Diagnostic], statements: &[&Statement]) -> bool {
    found.iter().filter(|one| matches!(one.family, Family::Arithmetic | Family::Identity)).any(|one| {
        let touched = statements
            .iter()
            .filter(|statement| one.labels.iter().any(|label| label.span.overlaps(statement.span)))
            .count();
        touched > 1
    })
}

/// The identities that a conflict takes, with the words of one language.
fn identities(checked: &Checked, conflict: &Conflict, pick: fn(&source::Words) -> &str) -> String {
    let mut said: Vec<&str> = Vec::new();
    let all = conflict.constraints.iter().filter_map(|at| checked.network.constraints.get(*at));
    for one in all.filter(|one| !one.source.is_empty()) {
        let words = pick(&one.words);
        if !said.contains(&words) {
            said.push(words);
        }
    }
    said.join("；")
}
