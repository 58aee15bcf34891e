//! What a person said of each error and warning.

use crate::row::Found;
use source::Severity;
use std::collections::BTreeMap;
use std::path::Path;

/// Verdicts by document and key of the finding.
#[derive(Default)]
pub(crate) struct Verdicts(BTreeMap<(String, String), bool>);

impl Verdicts {
    /// Reads the list: document, code, severity, line, key, verdict (`true` or `false`), reason.
    ///
    /// # Errors
    /// A line that has no verdict.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let mut out = BTreeMap::new();
        for (number, line) in text.lines().enumerate().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let verdict = match cells.get(5).copied() {
                Some("true") => true,
                Some("false") => false,
                _ => return Err(format!("{}:{}: a verdict is true or false", path.display(), number + 1)),
            };
            if let (Some(document), Some(key)) = (cells.first(), cells.get(4)) {
                out.insert(((*document).to_owned(), (*key).to_owned()), verdict);
            }
        }
        Ok(Self(out))
    }

    pub(crate) fn of(&self, document: &str, finding: &Found) -> Option<bool> {
        self.0.get(&(document.to_owned(), finding.key())).copied()
    }
}

/// Errors, warnings, and all findings of identities by rule: supported, not supported, not judged.
#[derive(Default)]
pub(crate) struct Tally(BTreeMap<&'static str, [usize; 3]>);

impl Tally {
    pub(crate) fn count(&mut self, verdict: Option<bool>, finding: &Found) {
        // What identities say is judged whatever its weight: it looks like proof.
        let of_identity = finding.code.starts_with(['I', 'F']);
        if finding.severity < Severity::Warning && !of_identity {
            return;
        }
        let at = match verdict {
            Some(true) => 0,
            Some(false) => 1,
            None => 2,
        };
        self.0.entry(finding.code).or_default()[at] += 1;
    }

    pub(crate) fn print(&self) {
        let sum = |at: usize| self.0.values().map(|counts| counts[at]).sum::<usize>();
        let (right, wrong, open) = (sum(0), sum(1), sum(2));
        let judged = right + wrong;
        println!(
            "errors, warnings and what identities say: {right} of {judged} judged are supported ({:.3}), {open} not judged",
            right as f64 / judged.max(1) as f64
        );
        for (code, [right, wrong, open]) in &self.0 {
            if *wrong > 0 || *open > 0 {
                println!("  {code}: {right} supported, {wrong} not, {open} not judged");
            }
        }
    }
}
