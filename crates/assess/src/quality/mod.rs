//! Warnings about the figures themselves: each finding names the year and the numbers it rests on.

mod consistency;
mod dates;
mod direction;
mod parts;
mod values;
mod vintages;

use crate::history::History;
use crate::inputs::Inputs;
use crate::traits::Traits;
use crate::{AsOf, Config, DataWarning, DataWarningKind, Row};
use plan::Indicator;
use source::Words;
use std::collections::BTreeMap;

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
pub(crate) fn warnings(inputs: &Inputs<'_>, rows: &[Row], as_of: AsOf) -> Vec<DataWarning> {
    let mut found = Vec::new();
    let base_year = inputs.plan.period.map_or(i32::MIN, plan::Period::base);
    let mut by_place: BTreeMap<(&str, &str), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        by_place.entry((row.indicator.as_str(), row.region.as_str())).or_default().push(row);
    }
    for (at, indicator) in inputs.plan.indicators.iter().enumerate() {
        let rows_of =
            |region: &str| by_place.get(&(indicator.id.as_str(), region)).cloned().unwrap_or_default();
        let first = found.len();
        for (region, history) in inputs.regions_of(at) {
            let subject = Subject {
                indicator,
                traits: &inputs.traits[at],
                region,
                history,
                rows: rows_of(region),
                base_year,
                as_of,
                config: inputs.config,
            };
            dates::check(&subject, &mut found);
            values::check(&subject, &mut found);
            vintages::check(&subject, &mut found);
            consistency::check(&subject, &mut found);
        }
        parts::check(inputs, at, as_of, &mut found);
        if inputs.regions_of(at).iter().all(|(region, _)| !region.is_empty()) {
            dates::nothing(indicator, &rows_of(""), base_year, as_of, inputs.config, &mut found);
        }
        direction::check(indicator, &rows_of(""), &mut found);
        found[first..].sort_by(|a, b| (&a.region, a.year, a.kind).cmp(&(&b.region, b.year, b.kind)));
    }
    consistency::sums(inputs, as_of, &mut found);
    found
}
