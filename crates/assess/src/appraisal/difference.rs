//! What changed between a sheet as it was signed and as it is now, from the texts of both.

use std::collections::BTreeMap;

/// A line that says something else than it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differs {
    /// Its name.
    pub name: String,
    /// Points of what could be reached, then: `9/10`; empty where the line was not there.
    pub before: String,
    /// The same now; empty where the line is not there any more.
    pub after: String,
    /// Whether the points are the same and only their reason or source is another.
    pub only_words: bool,
}

/// The lines that differ between two texts of [`super::Sheet::to_text`], those of the later one first.
pub fn differences(before: &str, after: &str) -> Vec<Differs> {
    let (old, new) = (lines(before), lines(after));
    let mut found = Vec::new();
    for (id, line) in &new {
        match old.get(id) {
            Some(other) if other == line => {}
            other => found.push(differs(other.map_or(&[][..], Vec::as_slice), line)),
        }
    }
    for (_, line) in old.iter().filter(|(id, _)| !new.contains_key(*id)) {
        found.push(differs(line, &[]));
    }
    found
}

/// The cells of each line by id; the head is no line.
fn lines(text: &str) -> BTreeMap<&str, Vec<&str>> {
    let cells = text.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    cells.filter_map(|cells| Some((*cells.first()?, cells))).collect()
}

fn differs(before: &[&str], after: &[&str]) -> Differs {
    let cell = |line: &[&str], at: usize| line.get(at).copied().unwrap_or_default().to_owned();
    let shown = |line: &[&str]| {
        if line.is_empty() {
            return String::new();
        }
        let (points, reached, bonus) = (cell(line, 2), cell(line, 3), cell(line, 4));
        let reached = if reached.is_empty() { "—".to_owned() } else { reached };
        let more = if bonus.is_empty() || bonus == "0" { String::new() } else { format!("+{bonus}") };
        let failed = if cell(line, 5) == "failed" { " ✗" } else { "" };
        format!("{reached}/{points}{more}{failed}")
    };
    let name = cell(if after.is_empty() { before } else { after }, 1);
    let (before, after) = (shown(before), shown(after));
    Differs { only_words: before == after, name, before, after }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_new_and_lost_lines_are_told() {
        let before = "局\t90\t良好\nt1\t甲\t10\t9\t0\t\t因\t源\nt2\t乙\t10\t10\t0.75\t\t因\t源\nt3\t丙\t5\t\t0\t\t因\t源\n";
        let after = "局\t80\t良好\nt1\t甲\t10\t8\t0\tfailed\t因\t源\nt2\t乙\t10\t10\t0.75\t\t另因\t源\nt4\t丁\t5\t5\t0\t\t因\t源\n";
        let found = differences(before, after);
        let told: Vec<(&str, &str, &str, bool)> = found
            .iter()
            .map(|one| (one.name.as_str(), one.before.as_str(), one.after.as_str(), one.only_words))
            .collect();
        assert_eq!(
            told,
            [
                ("甲", "9/10", "8/10 ✗", false),
                ("乙", "10/10+0.75", "10/10+0.75", true),
                ("丁", "", "5/5", false),
                ("丙", "—/5", "", false),
            ]
        );
        assert_eq!(differences(after, after), []);
    }
}
