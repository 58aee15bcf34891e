//! A rule on trial asks; it never calls anything an error.

use crate::reading::findings;
use check::{Grade, Settings, rules};
use source::Severity;

/// The faulty examples of all rules on trial, each checked alone.
fn asked(settings: &Settings) -> Vec<(&'static str, Severity)> {
    let mut out = Vec::new();
    for rule in
        rules().iter().filter(|rule| rule.grade == Grade::Preview && rule.page.example.upper.is_empty())
    {
        let (_, found) = findings(rule.page.example.faulty, settings);
        out.extend(found.iter().filter(|d| d.code == rule.code).map(|d| (rule.code, d.severity)));
    }
    out
}

#[test]
fn findings_of_rules_on_trial_are_questions() {
    let found = asked(&Settings::default());
    assert!(found.iter().all(|(_, severity)| *severity == Severity::Question), "{found:?}");
    let on_trial =
        rules().iter().filter(|rule| rule.grade == Grade::Preview && rule.page.example.upper.is_empty());
    assert!(found.len() >= on_trial.count(), "{found:?}");
}

#[test]
fn rules_on_trial_can_be_left_out_or_asked_for_alone() {
    assert!(asked(&Settings::default().without_preview()).is_empty());
    assert!(asked(&Settings::new("", "preview").expect("a grade")).is_empty());
    let alone = Settings::new("preview", "").expect("a grade");
    assert!(rules().iter().all(|rule| alone.selects(rule) == (rule.grade == Grade::Preview)));
}
