//! Rules over a plan and its document: what contradicts itself, what cannot be decided, what is
//! missing, what the conversion broke.
//!
//! [`check`] looks at one plan with its document, [`check_against`] at a plan and the plan above it.
//! Both return [`source::Diagnostic`]s sorted by place; how they are shown is not known here.
//!
//! Each rule lives in a file of its own under `rules/<family>/`, together with its page, its example
//! (which the tests run) and the function that finds it. The [`rules`] table lists them by code. A
//! rule that cries wolf is worse than none: when a rule cannot tell, it stays silent.

mod align;
mod context;
mod figures;
mod language;
mod naming;
mod printed;
mod registry;
mod rule;
mod rules;
mod settings;
mod silence;
mod words;
mod works;

use document::Document;
use plan::Plan;
use source::{Diagnostic, Severity};

pub use align::{Alignment, Apart, Place, Reason, Relation, Row, Side, Thing, Verdict, align};
pub use registry::{reference, rule, rules};
pub use rule::{Example, Grade, Page, Rule};
pub use settings::{Settings, UnknownRule};
pub use silence::{Silence, SilenceError, silences_from_csv, silences_from_toml};

use context::{Context, Pair};

/// All findings on one plan, sorted by place, then by code.
///
/// `document` is what the plan was compiled from; for a plan without a document pass an empty one,
/// and the rules that need the text stay silent. Work grows linearly with the length of the document.
pub fn check(document: &Document, plan: &Plan, settings: &Settings) -> Vec<Diagnostic> {
    let context = Context::new(document, plan);
    let mut found = Vec::new();
    for rule in rules().iter().filter(|rule| settings.selects(rule)) {
        if let rule::Search::Plan(search) = rule.search {
            let first = found.len();
            search(&context, &mut found);
            ask(rule, &mut found[first..]);
        }
    }
    silence::apply(document, settings, &mut found);
    sort(&mut found);
    found
}

/// All findings on a plan measured against the plan above it (or before it), sorted by place in `plan`.
///
/// Only the rules of the alignment family run. Silences in the text are the business of [`check`];
/// the list in `settings` applies here too.
pub fn check_against(plan: &Plan, upper: &Plan, settings: &Settings) -> Vec<Diagnostic> {
    let pair = Pair::new(plan, upper);
    let mut found = Vec::new();
    for rule in rules().iter().filter(|rule| settings.selects(rule)) {
        if let rule::Search::Pair(search) = rule.search {
            let first = found.len();
            search(&pair, &mut found);
            ask(rule, &mut found[first..]);
        }
    }
    silence::apply_list(settings, &mut found);
    sort(&mut found);
    found
}

/// What a rule on trial finds is a question.
fn ask(rule: &Rule, found: &mut [Diagnostic]) {
    if rule.grade == Grade::Preview {
        for finding in found {
            finding.severity = Severity::Question;
        }
    }
}

fn sort(found: &mut [Diagnostic]) {
    found.sort_by(|a, b| (a.place(), a.code, &a.message.zh).cmp(&(b.place(), b.code, &b.message.zh)));
}
