//! The written sample of sentences from plans of many kinds: every line must hold.

use phrase::{Mention, scan};

/// A mention in the notation of the sample.
fn describe(text: &str, mention: &Mention) -> String {
    let number = |value: rust_decimal::Decimal| value.normalize().to_string();
    let value = match (mention.parts.as_slice(), mention.value, mention.value_high) {
        ([_, ..], _, _) => mention.parts.iter().map(|part| number(*part)).collect::<Vec<_>>().join(":"),
        (_, Some(low), Some(high)) => format!("{}..{}", number(low), number(high)),
        (_, Some(value), None) => number(value),
        _ => "-".to_owned(),
    };
    let unit = mention.unit.as_ref().map_or("-", |unit| unit.name.as_ref());
    let mut line = format!("{}: {} {value} {unit}", mention.text(text), mention.kind.name());
    if let Some(comparator) = mention.comparator() {
        line = format!("{line} {}", comparator.name());
    }
    // A plain 增长 says no more than the number.
    if let Some(change) = mention.change().filter(|change| *change != phrase::Change::Growth) {
        line = format!("{line} change={}", change.name());
    }
    if let Some(modality) = mention.modality() {
        line = format!("{line} modal={}", modality.name());
    }
    line
}

#[test]
fn the_written_sample_is_read() {
    let sample = include_str!("../sample/plans.md");
    let mut faults = Vec::new();
    let mut sentences = 0;
    let mut mentions = 0;
    let mut lines = sample.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(text) = line.strip_prefix("> ") else { continue };
        sentences += 1;
        let mut expected = Vec::new();
        while let Some(line) = lines.next_if(|line| line.starts_with("- ")) {
            expected.push(line.trim_start_matches("- ").to_owned());
        }
        mentions += expected.len();
        let found: Vec<String> = scan(text).iter().map(|mention| describe(text, mention)).collect();
        for line in expected.iter().filter(|line| !found.contains(line)) {
            faults.push(format!("missing  {line}\n    in {text}"));
        }
        for line in found.iter().filter(|line| !expected.contains(line)) {
            faults.push(format!("found    {line}\n    in {text}"));
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults in {sentences} sentences, {mentions} mentions:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(sentences >= 60);
}
