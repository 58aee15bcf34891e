//! What the projects of a register come to: by body, county, chapter and indicator, by year and by source of money. What is not
//! stated is counted, never taken for nothing.

use super::standing::{Register, Standing};
use projects::Stage;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use store::Funding;

/// What projects come to together. Money in 亿元.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub projects: usize,
    /// Of them by stage.
    pub stages: BTreeMap<Option<Stage>, usize>,
    /// Total investment of those that state one.
    pub investment: Decimal,
    /// Those that state none.
    pub unstated: usize,
    /// Planned for the running year, by those that say.
    pub planned: Decimal,
    /// Done in it.
    pub done: Decimal,
    /// Done of those that state a plan of the year as well; what the rate rests on.
    pub done_of_planned: Decimal,
    /// Those being built that state no plan of the year.
    pub unplanned: usize,
    /// Those with something odd about them.
    pub warned: usize,
}

impl Sum {
    fn add(&mut self, row: &Standing, year: i32) {
        self.projects += 1;
        *self.stages.entry(row.stage).or_default() += 1;
        match row.item.investment {
            Some(investment) => self.investment += investment,
            None => self.unstated += 1,
        }
        let word = row.years.iter().find(|word| word.year == year);
        let planned = word.and_then(|word| word.planned);
        let done = word.and_then(|word| word.done).unwrap_or_default();
        self.done += done;
        match planned {
            Some(planned) => {
                self.planned += planned;
                self.done_of_planned += done;
            }
            None => self.unplanned += usize::from(row.stage.is_some_and(Stage::is_building)),
        }
        self.warned += usize::from(!row.warnings.is_empty());
    }
}

/// By what projects are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// The body that answers for them.
    Office,
    /// The division they lie in.
    County,
    /// The chapter that names them.
    Chapter,
    /// The indicator that their capacity counts into.
    Indicator,
    /// Sector or kind.
    Category,
}

impl Grouping {
    fn of(self, row: &Standing) -> &str {
        let item = &row.item;
        match self {
            Self::Office => &item.office,
            Self::County => &item.county,
            Self::Chapter => &item.chapter,
            Self::Indicator => &item.indicator,
            Self::Category => &item.category,
        }
    }
}

/// Projects that have something in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they have in common; empty for those that state none.
    pub name: String,
    /// What they come to.
    pub sum: Sum,
}

/// Projects put together, in the order in which the groups appear, those that state nothing last.
pub fn groups(register: &Register, by: Grouping) -> Vec<Group> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for row in &register.rows {
        let name = by.of(row);
        let at = *places.entry(name).or_insert(groups.len());
        if at == groups.len() {
            groups.push(Group { name: name.to_owned(), sum: Sum::default() });
        }
        if let Some(group) = groups.get_mut(at) {
            group.sum.add(row, register.now.year);
        }
    }
    groups.sort_by_key(|group| group.name.is_empty());
    groups
}

/// Money of a year over all projects of a register. 亿元.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearMoney {
    /// Planned for the year, by those that say.
    pub planned: Decimal,
    /// Done in it.
    pub done: Decimal,
    /// Done of those that state a plan as well; what the rate rests on.
    pub done_of_planned: Decimal,
    /// Projects that were dispatched in it.
    pub projects: usize,
    /// Those of them for which no plan of the year is stated.
    pub unplanned: usize,
    /// Those of them for which nothing is said of what was done.
    pub undone: usize,
}

/// Money by year: of each project the last word of the year.
pub fn money(register: &Register) -> BTreeMap<i32, YearMoney> {
    let mut years: BTreeMap<i32, YearMoney> = BTreeMap::new();
    for word in register.rows.iter().flat_map(|row| &row.years) {
        let sum = years.entry(word.year).or_default();
        let done = word.done.unwrap_or_default();
        sum.projects += 1;
        sum.done += done;
        sum.undone += usize::from(word.done.is_none());
        match word.planned {
            Some(planned) => {
                sum.planned += planned;
                sum.done_of_planned += done;
            }
            None => sum.unplanned += 1,
        }
    }
    years
}

/// Money of a year from a source, each of the three with the projects that do not state it. 亿元.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FundSum {
    /// Projects with money from it.
    pub projects: usize,
    /// Applied for, granted, paid.
    pub amounts: [Decimal; 3],
    /// How many of the projects do not state each.
    pub unstated: [usize; 3],
}

impl FundSum {
    fn add(&mut self, one: &Funding) {
        self.projects += 1;
        let stated = [one.applied, one.granted, one.paid];
        for ((amount, unstated), said) in self.amounts.iter_mut().zip(&mut self.unstated).zip(stated) {
            match said {
                Some(said) => *amount += said,
                None => *unstated += 1,
            }
        }
    }
}

/// Money by year and source, of projects that were not refused.
pub fn funds(register: &Register) -> BTreeMap<(i64, String), FundSum> {
    let mut sums: BTreeMap<(i64, String), FundSum> = BTreeMap::new();
    for one in register.funds.iter().filter(|one| register.row(one.project_item).is_some()) {
        sums.entry((one.year, one.source.clone())).or_default().add(one);
    }
    sums
}

/// Money of projects that have something in common. 亿元.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FundGroup {
    /// What they have in common; empty for those that state none.
    pub name: String,
    /// How many projects there are.
    pub projects: usize,
    /// Those of them that state no money from any source.
    pub silent: usize,
    /// Over all years and sources; its `projects` and `unstated` count words for a year and a source.
    pub whole: FundSum,
    /// By year and source.
    pub parts: BTreeMap<(i64, String), FundSum>,
}

/// Money by year and source of the groups of projects, in the order of [`groups`].
pub fn funds_by(register: &Register, by: Grouping) -> Vec<FundGroup> {
    let mut own: BTreeMap<i64, Vec<&Funding>> = BTreeMap::new();
    for one in &register.funds {
        own.entry(one.project_item).or_default().push(one);
    }
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: Vec<FundGroup> = Vec::new();
    for row in &register.rows {
        let name = by.of(row);
        let at = *places.entry(name).or_insert(groups.len());
        if at == groups.len() {
            groups.push(FundGroup { name: name.to_owned(), ..FundGroup::default() });
        }
        let Some(group) = groups.get_mut(at) else { continue };
        let said = own.get(&row.item.id).map_or(&[][..], Vec::as_slice);
        group.projects += 1;
        group.silent += usize::from(said.is_empty());
        for one in said {
            group.whole.add(one);
            group.parts.entry((one.year, one.source.clone())).or_default().add(one);
        }
    }
    groups.sort_by_key(|group| group.name.is_empty());
    groups
}

/// What projects add to an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Id of the indicator.
    pub indicator: String,
    /// Sum over projects that are done.
    pub done: Decimal,
    /// Sum over all that were not given up.
    pub whole: Decimal,
    /// Projects that are done, and all.
    pub projects: (usize, usize),
    /// Projects that name the indicator and do not say how much.
    pub unstated: usize,
}

/// What the projects of a register add to indicators, by indicator.
pub fn counted(register: &Register) -> Vec<Counted> {
    let mut sums: BTreeMap<&str, Counted> = BTreeMap::new();
    let rows = register.rows.iter().filter(|row| !row.item.indicator.is_empty());
    for row in rows.filter(|row| row.stage != Some(Stage::Cancelled)) {
        let sum = sums.entry(&row.item.indicator).or_insert_with(|| Counted {
            indicator: row.item.indicator.clone(),
            done: Decimal::ZERO,
            whole: Decimal::ZERO,
            projects: (0, 0),
            unstated: 0,
        });
        sum.projects.1 += 1;
        let Some(counts) = row.item.counts else {
            sum.unstated += 1;
            continue;
        };
        sum.whole += counts;
        if matches!(row.stage, Some(Stage::Completed | Stage::Operating)) {
            sum.done += counts;
            sum.projects.0 += 1;
        }
    }
    sums.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use projects::Month;
    use store::{DispatchFigures, ProjectItem};

    fn register() -> Register {
        let now = Month { year: 2026, month: 6 };
        let one =
            |id: i64, county: &str, investment: &str, stage: &str, dispatches: &[(&str, &str, &str)]| {
                let item = ProjectItem {
                    id,
                    county: county.into(),
                    investment: investment.parse().ok(),
                    stage: stage.into(),
                    indicator: "i1".into(),
                    counts: (id != 3).then(|| Decimal::from(id)),
                    ..ProjectItem::default()
                };
                let said: Vec<DispatchFigures> = dispatches
                    .iter()
                    .map(|(month, planned, done)| DispatchFigures {
                        month: (*month).into(),
                        planned: planned.parse().ok(),
                        done: done.parse().ok(),
                        ..DispatchFigures::default()
                    })
                    .collect();
                Standing::of(item, &said, now)
            };
        Register {
            now,
            rows: vec![
                one(1, "", "2", "operating", &[("2025-12", "1", "0.9"), ("2026-05", "1", "0.5")]),
                one(2, "安渡县", "", "ongoing", &[("2026-06", "", "0.3")]),
                one(3, "安渡县", "5", "preparation", &[]),
            ],
            refused: 0,
            record: std::sync::OnceLock::new(),
            funds: vec![
                Funding {
                    project_item: 1,
                    year: 2026,
                    source: "bond".into(),
                    granted: "0.8".parse().ok(),
                    ..Funding::default()
                },
                Funding {
                    project_item: 9,
                    year: 2026,
                    source: "bond".into(),
                    granted: "7".parse().ok(),
                    ..Funding::default()
                },
            ],
        }
    }

    #[test]
    fn what_is_not_stated_is_counted() {
        let found = groups(&register(), Grouping::County);
        let shown: Vec<_> = found
            .iter()
            .map(|group| {
                let sum = &group.sum;
                (group.name.as_str(), sum.projects, sum.investment.to_string(), sum.unstated, sum.unplanned)
            })
            .collect();
        assert_eq!(shown, [("安渡县", 2, "5".into(), 1, 1), ("", 1, "2".into(), 0, 0)]);
        let years = money(&register());
        let of = |year: i32| years.get(&year).cloned().expect("a year");
        assert_eq!((of(2026).planned, of(2026).unplanned), (Decimal::ONE, 1));
        // The rate is of like to like: who states no plan is not in it.
        assert_eq!(
            (of(2026).done.to_string(), of(2026).done_of_planned.to_string()),
            ("0.8".into(), "0.5".into())
        );
        assert_eq!(of(2025).done.to_string(), "0.9");
    }

    #[test]
    fn money_of_a_refused_project_is_no_money_of_the_register() {
        let sums = funds(&register());
        let sum = sums.get(&(2026, "bond".to_owned())).expect("a sum");
        assert_eq!((sum.projects, sum.amounts[1].to_string(), sum.unstated), (1, "0.8".into(), [1, 0, 1]));
    }

    #[test]
    fn money_of_a_group_tells_who_says_nothing() {
        let mut register = register();
        let said = |project_item, year, source: &str, applied: &str, paid: &str| Funding {
            project_item,
            year,
            source: source.into(),
            applied: applied.parse().ok(),
            paid: paid.parse().ok(),
            ..Funding::default()
        };
        register.funds.push(said(2, 2026, "bank", "3", ""));
        register.funds.push(said(2, 2027, "bank", "1.5", "0.2"));
        let found = funds_by(&register, Grouping::County);
        let shown: Vec<_> = found
            .iter()
            .map(|group| {
                let amounts = group.whole.amounts.map(|amount| amount.to_string());
                (group.name.as_str(), group.projects, group.silent, amounts, group.whole.unstated)
            })
            .collect();
        let texts = |amounts: [&str; 3]| amounts.map(str::to_owned);
        assert_eq!(
            shown,
            [
                ("安渡县", 2, 1, texts(["4.5", "0", "0.2"]), [0, 2, 1]),
                ("", 1, 0, texts(["0", "0.8", "0"]), [1, 0, 1])
            ]
        );
        let years: Vec<i64> = found[0].parts.keys().map(|(year, _)| *year).collect();
        assert_eq!(years, [2026, 2027]);
        // All groups together are the register.
        let all: usize = found.iter().map(|group| group.whole.projects).sum();
        assert_eq!(all, funds(&register).values().map(|sum| sum.projects).sum::<usize>());
    }

    #[test]
    fn capacity_counts_when_it_is_there() {
        let found = counted(&register());
        assert_eq!(
            found,
            [Counted {
                indicator: "i1".into(),
                done: Decimal::ONE,
                whole: Decimal::from(3),
                projects: (1, 3),
                unstated: 1
            }]
        );
    }
}
