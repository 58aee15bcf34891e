//! The reference plan and its hand-made list of faults, when the shared material is at hand.
//!
//! A labelled fault counts as found when a finding of a fitting family has a label within one line of
//! the evidence whose text overlaps the quoted one. Families that answer a kind of fault, and the kinds
//! that need judgement rather than a rule, follow the published scorer of the labels.

use crate::reading::findings;
use check::Settings;
use source::Diagnostic;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The kinds of faults that rules are meant to find, with the families that may answer.
const KINDS: [(&str, &str); 33] = [
    ("growth-arithmetic", "arithmetic"),
    ("growth-convention-mixed", "arithmetic"),
    ("growth-cell-missing", "arithmetic target"),
    ("text-vs-table", "consistency"),
    ("prose-vs-prose", "consistency"),
    ("list-count", "consistency arithmetic"),
    ("name-variant", "consistency"),
    ("status-conflict", "consistency"),
    ("box-vs-prose", "consistency"),
    ("unit-inconsistent", "consistency target"),
    ("identity-mismatch", "identity"),
    ("identity-part-exceeds-whole", "identity"),
    ("missing-target-value", "target"),
    ("missing-baseline", "target"),
    ("missing-value", "target"),
    ("missing-attribute", "target text"),
    ("no-deadline", "target"),
    ("target-not-better", "target"),
    ("hedged-commitment", "target"),
    ("approximate-target", "target"),
    ("range-target", "target"),
    ("unit-missing", "target"),
    ("unnamed-body", "responsibility"),
    ("toc-vs-body", "structure"),
    ("near-duplicate", "structure consistency"),
    ("undefined-abbreviation", "structure"),
    ("undefined-slogan", "structure consistency"),
    ("open-ended-list", "structure target"),
    ("zone-conflict", "zoning"),
    ("box-attributes-missing", "target responsibility"),
    ("artefact-foreign-word", "text"),
    ("artefact-markup", "text"),
    ("artefact-punctuation", "text"),
];

fn shared(name: &str) -> Option<String> {
    let root = std::env::var_os("GANGYAO_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let text = std::fs::read_to_string(root.join(name)).ok();
    if text.is_none() {
        println!("skipped: no shared file {name}");
    }
    text
}

/// Text without spaces and marks, for comparison.
fn flat(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"（）()“”\"'《》、，,·".contains(*c)).collect()
}

/// The share of the characters of `label` that `found` has too, with multiplicity.
fn share(label: &str, found: &str) -> f64 {
    let (label, found) = (flat(label), flat(found));
    let mut left: BTreeMap<char, usize> = BTreeMap::new();
    for c in found.chars() {
        *left.entry(c).or_default() += 1;
    }
    let common = label
        .chars()
        .filter(|c| {
            left.get_mut(c).is_some_and(|n| {
                *n > 0 && {
                    *n -= 1;
                    true
                }
            })
        })
        .count();
    common as f64 / label.chars().count().max(1) as f64
}

#[test]
fn the_labelled_faults_are_found() {
    let (Some(text), Some(labels)) = (shared("plans/jinzhou-13.txt"), shared("gold/jinzhou_lints.jsonl"))
    else {
        return;
    };
    let (document, found) = findings(&text, &Settings::default());
    let is_found = |label: &serde_json::Value, families: &str| {
        let evidence = label["evidence"].as_array().cloned().unwrap_or_default();
        found.iter().filter(|d| families.split(' ').any(|family| family == d.family.name())).any(
            |d: &Diagnostic| {
                d.labels.iter().any(|place| {
                    let line = i64::from(document.lines.line(place.span.start));
                    let quote = place.span.of(&document.text);
                    evidence.iter().any(|e| {
                        let (wanted, at) =
                            (e["quote"].as_str().unwrap_or(""), e["line"].as_i64().unwrap_or(-9));
                        (line - at).abs() <= 1
                            && (flat(wanted).contains(&flat(quote)) || share(wanted, quote) > 0.4)
                    })
                })
            },
        )
    };
    let mut tally: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for label in labels.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()) {
        let kind = KINDS.iter().find(|(kind, _)| label["rule"] == *kind);
        let Some((_, families)) = kind.filter(|_| label["confidence"] != "low" && label["artefact"] == false)
        else {
            continue;
        };
        let (all, hits) = tally.entry(label["severity"].as_str().unwrap_or("").to_owned()).or_default();
        *all += 1;
        *hits += usize::from(is_found(&label, families));
    }
    println!("{tally:?}");
    for (severity, least) in [("error", 1.0), ("warning", 0.85), ("note", 0.6)] {
        let (all, hits) = tally[severity];
        assert!(hits as f64 >= least * all as f64, "{severity}: {hits} of {all} found");
    }
}

#[test]
fn what_was_checked_and_found_clean_stays_silent() {
    let Some(text) = shared("plans/jinzhou-13.txt") else { return };
    let (document, found) = findings(&text, &Settings::default());
    let quotes = |code: &str| -> Vec<&str> {
        let places = found.iter().filter(|d| d.code == code).map(|d| d.labels[0].span.of(&document.text));
        places.collect()
    };
    // Growth that fits its levels.
    for clean in [
        "一般公共预算收入",
        "全员劳动生产率",
        "用水量",
        "非化石能源",
        "森林",
        "1357.5\t1900",
        "38000",
        "17700",
    ] {
        assert!(quotes("A001").iter().chain(&quotes("A002")).all(|quote| !quote.contains(clean)), "{clean}");
    }
    // Structures that sum to 100, lists of the announced length, numbering without gaps.
    for code in
        ["A004", "A005", "A007", "A008", "A009", "A010", "A011", "I002", "S002", "S003", "S004", "S006"]
    {
        assert!(quotes(code).is_empty(), "{code}: {:?}", quotes(code));
    }
    // Only one entry of the contents differs from the body; reductions are no steps back.
    assert_eq!(quotes("S001").len(), 1);
    assert!(quotes("T003").iter().all(|quote| !quote.contains("降低") && !quote.contains("氮")));
    for defined in ["PPP", "ESC", "R&D"] {
        assert!(!quotes("S009").contains(&defined), "{defined}");
    }
}

#[test]
fn lists_of_cities_that_add_up_stay_silent() {
    let Some(text) = shared("plans/zhejiang-14-waterlogging.txt") else { return };
    let settings = Settings::new("arithmetic,consistency", "C011").expect("known");
    let (document, found) = findings(&text, &settings);
    let shown: Vec<_> =
        found.iter().map(|d| (d.code, document.lines.line(d.place().start), d.message.zh.clone())).collect();
    assert!(shown.is_empty(), "{shown:#?}");
}
