//! Warnings about the figures themselves: each finding names the year and the numbers it rests on.

mod consistency;
mod dates;
mod values;
mod vintages;

use crate::desk::Desk;
use crate::known::History;
use crate::traits::Traits;
use crate::{AsOf, Config, DataWarning, DataWarningKind, Row};
use plan::Indicator;
use source::Words;

/// One indicator in one region, as the checks see it.
struct Subject<'s, 'a> {
    indicator: &'a Indicator,
    traits: &'s Traits,
    region: &'a str,
    history: &'s History<'a>,
    /// The rows that judge it.
    rows: Vec<&'s Row>,
    /// First year that matters: the base year of the plan.
    base_year: i32,
    as_of: AsOf,
    config: &'s Config,
}

impl Subject<'_, '_> {
    fn warning(&self, kind: DataWarningKind, year: Option<i32>, zh: String, en: String) -> DataWarning {
        DataWarning {
            kind,
            indicator: self.indicator.id.clone(),
            name: self.indicator.name.clone(),
            region: self.region.to_owned(),
            year,
            words: Words::new(zh, en),
        }
    }

    /// The unit in a sentence.
    fn unit(&self) -> &str {
        &self.indicator.unit
    }
}

/// Everything odd about the figures of the plan's indicators, by indicator, region and year.
pub(crate) fn warnings(desk: &Desk<'_>, rows: &[Row], as_of: AsOf) -> Vec<DataWarning> {
    let mut found = Vec::new();
    let base_year = desk.plan.period.map_or(i32::MIN, plan::Period::base);
    for (at, indicator) in desk.plan.indicators.iter().enumerate() {
        let rows_of = |region: &str| {
            rows.iter().filter(|r| r.indicator == indicator.id && r.region == region).collect::<Vec<_>>()
        };
        let first = found.len();
        for (region, history) in desk.regions_of(at) {
            let subject = Subject {
                indicator,
                traits: &desk.traits[at],
                region,
                history,
                rows: rows_of(region),
                base_year,
                as_of,
                config: desk.config,
            };
            dates::check(&subject, &mut found);
            values::check(&subject, &mut found);
            vintages::check(&subject, &mut found);
            consistency::check(&subject, &mut found);
        }
        if desk.regions_of(at).iter().all(|(region, _)| !region.is_empty()) {
            dates::nothing(indicator, &rows_of(""), base_year, as_of, desk.config, &mut found);
        }
        found[first..].sort_by(|a, b| (&a.region, a.year, a.kind).cmp(&(&b.region, b.year, b.kind)));
    }
    consistency::sums(desk, as_of, &mut found);
    found
}
