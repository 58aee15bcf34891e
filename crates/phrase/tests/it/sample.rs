//! The labelled sample of planning sentences: every value, and nearly every comparator, span and unit.

use crate::shared::{chars, read};
use phrase::{Mention, scan};
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;

/// Counts of one comparison of scanned and expected mentions.
#[derive(Debug, Default)]
pub(crate) struct Score {
    pub(crate) expected: usize,
    pub(crate) value: usize,
    pub(crate) comparator: usize,
    pub(crate) span: usize,
    pub(crate) unit: usize,
    pub(crate) kind: usize,
    pub(crate) change: usize,
    pub(crate) modal: usize,
    pub(crate) spurious: usize,
    pub(crate) faults: Vec<String>,
}

pub(crate) fn same_number(mention: Option<rust_decimal::Decimal>, expected: &Value) -> bool {
    match (mention, expected.as_f64()) {
        (None, None) => true,
        (Some(a), Some(b)) => a.to_f64().is_some_and(|a| (a - b).abs() <= 1e-9 * b.abs().max(1e-9)),
        _ => false,
    }
}

fn same_parts(mention: &Mention, expected: &Value) -> bool {
    let Some(parts) = expected["parts"].as_array() else { return mention.value.is_some() };
    parts.len() == mention.parts.len()
        && parts.iter().zip(&mention.parts).all(|(e, m)| same_number(Some(*m), e))
}

impl Score {
    fn sentence(&mut self, id: &str, text: &str, expected: &[Value]) {
        let found = scan(text);
        let mut used = vec![false; found.len()];
        for e in expected {
            self.expected += 1;
            let (start, end) = (e["start"].as_u64().unwrap() as usize, e["end"].as_u64().unwrap() as usize);
            let hit =
                found.iter().position(|m| chars(text, m.span.start) < end && start < chars(text, m.span.end));
            let Some(hit) = hit else {
                self.faults.push(format!("{id}: missed {e}"));
                continue;
            };
            used[hit] = true;
            let m = &found[hit];
            let mut fault = |name: &str, good: bool| {
                if !good {
                    self.faults.push(format!("{id}: {name} of {} is {m:?}, expected {e}", m.text(text)));
                }
                usize::from(good)
            };
            let value = same_number(m.value, &e["value"])
                && same_number(m.value_high, &e["value_high"])
                && same_parts(m, e);
            self.value += fault("value", value);
            let span = chars(text, m.span.start) == start && chars(text, m.span.end) == end;
            self.span += fault("span", span);
            self.unit += fault("unit", m.unit.as_ref().map(|u| u.name.as_ref()) == e["unit"].as_str());
            self.comparator +=
                fault("comparator", m.comparator().map(phrase::Comparator::name) == e["comparator"].as_str());
            self.kind += fault("kind", m.kind.name() == e["kind"].as_str().unwrap());
            // The sample does not mark 新增 and plain 增长.
            let change = m.change().map(phrase::Change::name).filter(|c| !matches!(*c, "added" | "growth"));
            self.change += fault("change", change == e["change"].as_str());
            let modal = m.modality().map(phrase::Modality::name).filter(|c| *c == "aim");
            self.modal += fault("modality", modal == e["modal"].as_str());
        }
        for (m, used) in found.iter().zip(used) {
            if !used {
                self.spurious += 1;
                self.faults.push(format!("{id}: spurious {} {m:?}", m.text(text)));
            }
        }
    }
}

#[test]
fn the_labelled_sample_is_read() {
    let Some(sample) = read("gold/quantities_sample.jsonl") else { return };
    let mut score = Score::default();
    for line in sample.lines().filter(|line| !line.trim().is_empty()) {
        let record: Value = serde_json::from_str(line).unwrap();
        let (id, text) = (record["id"].as_str().unwrap(), record["text"].as_str().unwrap());
        score.sentence(id, text, record["expect"].as_array().unwrap());
    }
    for fault in &score.faults {
        println!("{fault}");
    }
    score.faults.clear();
    println!("{score:?}");
    assert_eq!(score.value, score.expected, "every value");
    assert_eq!(score.spurious, 0, "nothing but what is labelled");
    for part in [score.comparator, score.span, score.unit, score.kind, score.change, score.modal] {
        assert!(part * 100 >= score.expected * 95, "{score:?}");
    }
}
