//! Which targets a plan puts first: those of its tables, or all where it has no table.

use crate::Row;
use plan::{Origin, Plan, TargetId};
use std::collections::BTreeSet;

/// The main targets of a plan (主要指标); what is not among them is a promise of the text.
///
/// Pages, lists and reports count by this one rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MainTargets {
    /// The targets that stand in a table; none where every target is a main one.
    tabled: BTreeSet<TargetId>,
}

impl MainTargets {
    /// The main targets of a plan among judged rows of its own region.
    ///
    /// # Example
    /// Where no row stands in a table, every row is a main target.
    /// ```
    /// let main = assess::MainTargets::of(&plan::Plan::default(), std::iter::empty());
    /// assert!(!main.stand_in_a_table());
    /// ```
    pub fn of<'a>(plan: &'a Plan, rows: impl Iterator<Item = &'a Row>) -> Self {
        let judged: BTreeSet<&TargetId> = rows.map(|row| &row.target).collect();
        let in_table = |id: &TargetId| judged.contains(id);
        let tabled = plan.targets.iter().filter(|one| one.provenance.origin == Origin::Table);
        let tabled: BTreeSet<TargetId> = tabled.map(|one| one.id.clone()).collect();
        Self { tabled: if tabled.iter().any(in_table) { tabled } else { BTreeSet::new() } }
    }

    /// Whether the plan has main targets of its own: some of its targets stand in a table.
    pub fn stand_in_a_table(&self) -> bool {
        !self.tabled.is_empty()
    }

    /// Whether a row is about a main target.
    pub fn holds(&self, row: &Row) -> bool {
        self.tabled.is_empty() || self.tabled.contains(&row.target)
    }
}
