//! The example on each rule's page is a test: the faulty text has the finding, the sound one has not.

use crate::reading::{codes, read};
use check::{Rule, Settings, rules};
use std::collections::BTreeSet;

fn fires(rule: &Rule, text: &str) -> bool {
    // The rules about silences need the rule that is silenced.
    let settings = Settings::default();
    if rule.page.example.upper.is_empty() {
        return codes(text, &settings).contains(&rule.code);
    }
    let ((_, own), (_, upper)) = (read(text), read(rule.page.example.upper));
    check::check_against(&own, &upper, &settings).iter().any(|found| found.code == rule.code)
}

#[test]
fn the_examples_are_true() {
    let mut wrong = Vec::new();
    // No text can be an example of bytes that are none, or of a picture.
    for rule in rules().iter().filter(|rule| !(rule.is_notice() && rule.page.example.faulty.is_empty())) {
        if !fires(rule, rule.page.example.faulty) {
            wrong.push(format!("{} {}: silent on its faulty example", rule.code, rule.name));
        }
        if fires(rule, rule.page.example.sound) {
            wrong.push(format!("{} {}: fires on its sound example", rule.code, rule.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn notices_of_the_reader_have_pages() {
    for (code, name) in document::NOTICES {
        let rule = check::rule(code).expect(code);
        assert!(rule.is_notice() && rule.name == name, "{code}");
    }
}

#[test]
fn codes_and_names_are_unique_and_well_formed() {
    let letters = [
        ("arithmetic", 'A'),
        ("consistency", 'C'),
        ("identity", 'I'),
        ("feasibility", 'F'),
        ("target", 'T'),
        ("responsibility", 'R'),
        ("structure", 'S'),
        ("zoning", 'Z'),
        ("alignment", 'L'),
        ("text", 'X'),
    ];
    let mut seen = BTreeSet::new();
    for rule in rules() {
        assert!(seen.insert(rule.code), "{} is used twice", rule.code);
        assert!(seen.insert(rule.name), "{} is used twice", rule.name);
        let letter =
            letters.iter().find(|(family, _)| *family == rule.family.name()).map(|(_, letter)| *letter);
        assert_eq!(rule.code.chars().next(), letter, "{}", rule.code);
        assert_eq!(rule.code.len(), 4, "{}", rule.code);
        assert!(rule.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.name);
    }
    let table: Vec<_> = rules().iter().map(|rule| (rule.family, rule.code)).collect();
    assert!(table.is_sorted(), "the table of rules is in the order of families and codes");
}

#[test]
fn every_page_is_written_in_both_languages() {
    for rule in rules() {
        let page = &rule.page;
        for (zh, en) in [page.title, page.what, page.why, page.fix] {
            assert!(zh.chars().any(|c| c > '\u{4e00}'), "{}: {zh}", rule.code);
            assert!(en.split_whitespace().count() > 1, "{}: {en}", rule.code);
        }
    }
}
