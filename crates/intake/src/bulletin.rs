//! Figures of a statistics bulletin or yearbook, matched to the indicators of a plan.
//!
//! The bulletin is read and compiled like a plan; what it says of the past are observations, and of a year that it
//! reports on without naming it, statements whose year the title gives. A person confirms each proposal: nothing here
//! decides.

use crate::Settings;
use crate::amount::per_head;
use crate::matching::Names;
use crate::preview::{PreviewRow, Recognised};
use plan::{Comparator, IndicatorId, Measure, Observation, Plan, Provenance, Target};
use rust_decimal::Decimal;
use source::{Severity, Words};
use std::collections::{BTreeMap, BTreeSet};

/// A figure that a document states, proposed for an indicator of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The indicator of the plan.
    pub indicator: IndicatorId,
    /// The name in the document.
    pub name: String,
    /// How the name was recognised.
    pub recognised: Recognised,
    /// Region as the document names it; empty for its own.
    pub region: String,
    /// The year it is for.
    pub year: i32,
    /// The value in the unit of the indicator.
    pub value: Decimal,
    /// The value as printed.
    pub printed: Decimal,
    /// The unit as printed.
    pub printed_unit: String,
    /// The sentence it stands in, with its line; for a cell of a table file, what the cell says.
    pub provenance: Provenance,
    /// Address of the cell with its sheet (表1!C7); empty for a document.
    pub cell: String,
}

/// The figures of a table file (xlsx, csv) that belong to indicators of `plan`, cell by cell.
///
/// `year` is that of tables that name none. Cells that mean nothing to the plan are passed over: a yearbook says more
/// than a plan asks.
///
/// # Errors
/// What is wrong with the file, when it gives no figure because it cannot be read.
pub fn table_proposals(
    name: &str,
    bytes: &[u8],
    plan: &Plan,
    year: Option<i32>,
) -> Result<Vec<Proposal>, Words> {
    let preview = crate::read(name, bytes, plan, &Settings { year, ..Settings::default() });
    if preview.rows.is_empty()
        && let Some(problem) =
            preview.problems.into_iter().find(|one| one.cell.is_none() && one.severity == Severity::Error)
    {
        return Err(problem.words);
    }
    Ok(preview.rows.iter().filter_map(|row| of_cell(row, plan)).collect())
}

fn of_cell(row: &PreviewRow, plan: &Plan) -> Option<Proposal> {
    let indicator = plan.indicator(&row.indicator)?;
    // How much something grew is no value of it, unless the plan measures the growth.
    if row.measure == Measure::GrowthRate && row.unit != indicator.unit {
        return None;
    }
    let quote = [row.name.as_str(), &row.printed, &row.printed_unit];
    let quote: Vec<&str> = quote.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    let value = row.value?;
    // What cannot be read as printed (1千) is shown as understood.
    let printed = row.printed.replace([',', '，'], "").trim().parse();
    let (printed, printed_unit) =
        printed.map_or((value, &row.unit), |printed: Decimal| (printed, &row.printed_unit));
    Some(Proposal {
        indicator: row.indicator.clone(),
        name: row.name.clone(),
        recognised: row.recognised,
        region: row.region.clone(),
        year: row.year,
        value,
        printed,
        printed_unit: printed_unit.clone(),
        provenance: Provenance { quote: quote.join(" "), ..Provenance::outside() },
        cell: row.cell.of_sheet(&row.sheet),
    })
}

/// The year that a bulletin reports on, from its title (2016年国民经济和社会发展统计公报).
///
/// A yearbook is named after the year in which it appears and reports on the year before.
///
/// # Example
/// ```
/// use intake::bulletin::reported_year;
/// assert_eq!(reported_year("云岭市2016年国民经济和社会发展统计公报"), Some(2016));
/// assert_eq!(reported_year("云岭统计年鉴2017"), Some(2016));
/// assert_eq!(reported_year("统计公报"), None);
/// ```
pub fn reported_year(title: &str) -> Option<i32> {
    let digits: Vec<char> = title.chars().map(phrase::fold_char).collect();
    let year = digits.windows(4).enumerate().find_map(|(at, window)| {
        let alone = |place: Option<usize>| {
            place.and_then(|place| digits.get(place)).is_none_or(|next| !next.is_ascii_digit())
        };
        let year: i32 = window.iter().collect::<String>().parse().ok()?;
        ((1949..=2100).contains(&year) && alone(at.checked_sub(1)) && alone(Some(at + 4))).then_some(year)
    })?;
    Some(if title.contains("年鉴") { year - 1 } else { year })
}

/// One statement of a document, whichever list the compiler put it in.
struct Statement<'a> {
    indicator: &'a IndicatorId,
    subject: &'a str,
    region: &'a str,
    measure: Measure,
    value: Decimal,
    unit: &'a str,
    year: i32,
    provenance: &'a Provenance,
}

/// The figures of a compiled `bulletin` that belong to indicators of `plan`, in the order of the document.
///
/// `year` is the year of statements that name none. Statements of growth are proposed only for indicators that are
/// growth rates themselves; values that do not convert to the unit of the indicator are left out, and what is said
/// twice is proposed once.
pub fn proposals(bulletin: &Plan, plan: &Plan, year: Option<i32>) -> Vec<Proposal> {
    let none = BTreeMap::new();
    let names = Names::new(plan, &none);
    let observed = bulletin.observations.iter().filter_map(|one| of_observation(one, year));
    let stated = bulletin.targets.iter().filter_map(|one| of_target(one, year));
    let mut statements: Vec<Statement<'_>> = observed.chain(stated).collect();
    statements.sort_by_key(|one| (one.provenance.span.start, one.provenance.line));
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for statement in statements {
        let Some(proposal) = propose(&statement, bulletin, plan, &names) else { continue };
        let same =
            (proposal.indicator.clone(), proposal.region.clone(), proposal.year, proposal.value.normalize());
        if seen.insert(same) {
            found.push(proposal);
        }
    }
    found
}

fn of_observation(one: &Observation, year: Option<i32>) -> Option<Statement<'_>> {
    // A figure over several years is no figure of one year.
    if one.period.is_some_and(|period| period.start != period.end) || one.value_high.is_some() {
        return None;
    }
    let year = one.period.map(|period| period.end).or(one.year).or(year)?;
    (one.comparator == Comparator::Eq || one.comparator == Comparator::Approx).then_some(())?;
    Some(Statement {
        indicator: &one.indicator,
        subject: &one.subject,
        region: &one.region,
        measure: one.measure,
        value: one.value?,
        unit: &one.unit,
        year,
        provenance: &one.provenance,
    })
}

/// A bulletin says 达到 of what has been reached; without a year of its own, that is no target.
fn of_target(one: &Target, year: Option<i32>) -> Option<Statement<'_>> {
    let year = match (one.year, year) {
        (Some(own), Some(year)) if own > year => return None,
        (own, year) => own.or(year)?,
    };
    if one.comparator != Comparator::Eq || one.value_high.is_some() || one.averaging.is_some() {
        return None;
    }
    Some(Statement {
        indicator: &one.indicator,
        subject: &one.subject,
        region: "",
        measure: one.measure,
        value: one.value?,
        unit: &one.unit,
        year,
        provenance: &one.provenance,
    })
}

fn propose(statement: &Statement<'_>, bulletin: &Plan, plan: &Plan, names: &Names<'_>) -> Option<Proposal> {
    let own = bulletin.indicator(statement.indicator).map_or("", |indicator| indicator.name.as_str());
    let mut candidates = [statement.subject, own].into_iter().filter(|name| !name.is_empty());
    let moves = matches!(
        statement.measure,
        Measure::GrowthRate | Measure::Change | Measure::Multiple | Measure::Cumulative
    );
    let (name, found) = candidates.find_map(|name| Some((name, names.find(name, statement.unit)?)))?;
    let indicator = &plan.indicators[found.place];
    // 增长8% of an indicator measured in 亿元 is no value of it; an indicator that is itself a growth rate takes it.
    let is_rate = indicator.unit.trim() == "%"
        && plan::catalogue::lookup(&indicator.name, "%")
            .is_some_and(|entry| entry.entry.change_of().is_some());
    if found.growth || (moves && !is_rate) {
        return None;
    }
    let value = convert(statement.value, statement.unit, &indicator.unit)?;
    Some(Proposal {
        indicator: indicator.id.clone(),
        name: name.to_owned(),
        recognised: found.how,
        region: statement.region.to_owned(),
        year: statement.year,
        value,
        printed: statement.value,
        printed_unit: statement.unit.to_owned(),
        provenance: statement.provenance.clone(),
        cell: String::new(),
    })
}

fn convert(value: Decimal, printed: &str, wanted: &str) -> Option<Decimal> {
    if printed == wanted {
        return Some(value);
    }
    let (from, to) = (phrase::parse_unit(printed)?, phrase::parse_unit(wanted)?);
    phrase::convert(value, &from, &to).ok().or_else(|| per_head(value, &from, &to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use plan::{Indicator, Period};

    fn indicator(id: &str, name: &str, unit: &str) -> Indicator {
        Indicator { id: id.into(), name: name.into(), unit: unit.into(), ..Indicator::default() }
    }

    fn said(indicator: &str, value: &str, unit: &str, measure: Measure) -> Observation {
        Observation {
            id: "o1".into(),
            indicator: indicator.into(),
            measure,
            value: value.parse().ok(),
            unit: unit.into(),
            ..Observation::default()
        }
    }

    #[test]
    fn another_name_and_unit_are_the_indicator_s() {
        let bulletin = Plan {
            indicators: vec![indicator("a", "国内生产总值（GDP）", "万元")],
            observations: vec![said("a", "10328139", "万元", Measure::Level)],
            ..Plan::default()
        };
        let found = proposals(&bulletin, &own(), Some(2016));
        assert_eq!((found[0].year, found[0].value.to_string().as_str()), (2016, "1032.8139"));
    }

    fn own() -> Plan {
        Plan {
            indicators: vec![
                indicator("i1", "地区生产总值", "亿元"),
                indicator("i2", "城镇登记失业率", "%"),
                indicator("i3", "规模以上工业增加值增速", "%"),
            ],
            ..Plan::default()
        }
    }

    #[test]
    fn cells_of_a_table_are_proposed_with_their_address() {
        let table =
            "2016年主要指标\n指标,单位,绝对数,比上年增长\nGDP,万元,10328139,-2.3\n粮食产量,万吨,250,1\n";
        let found = table_proposals("a.csv", table.as_bytes(), &own(), None).unwrap();
        let told: Vec<_> =
            found.iter().map(|one| (one.year, one.value.to_string(), one.cell.as_str())).collect();
        assert_eq!(told, [(2016, "1032.8139".to_owned(), "C3")]);
        assert_eq!(found[0].provenance.quote, "GDP 10328139 万元");
        // A table that names no year needs that of the bulletin.
        let table = "指标,绝对数\n城镇登记失业率（%）,3.9\n".as_bytes();
        assert!(table_proposals("a.csv", table, &own(), None).is_err());
        assert_eq!(table_proposals("a.csv", table, &own(), Some(2016)).unwrap()[0].year, 2016);
    }

    #[test]
    fn growth_is_no_level() {
        let bulletin = Plan {
            indicators: vec![indicator("a", "地区生产总值", "%")],
            observations: vec![said("a", "8.1", "%", Measure::GrowthRate)],
            ..Plan::default()
        };
        assert_eq!(proposals(&bulletin, &own(), Some(2016)), []);
    }

    #[test]
    fn a_statement_without_a_year_needs_that_of_the_bulletin() {
        let bulletin = Plan {
            indicators: vec![indicator("a", "城镇登记失业率", "%")],
            observations: vec![said("a", "3.9", "%", Measure::Share)],
            ..Plan::default()
        };
        assert_eq!(proposals(&bulletin, &own(), None), []);
        let found = proposals(&bulletin, &own(), Some(2016));
        assert_eq!((found[0].indicator.as_str(), found[0].year), ("i2", 2016));
    }

    #[test]
    fn sums_over_years_and_repetitions_are_left_out() {
        let one = Observation { year: Some(2016), ..said("a", "1032.8", "亿元", Measure::Level) };
        let sum = Observation {
            period: Some(Period { start: 2016, end: 2020 }),
            ..said("a", "5000", "亿元", Measure::Cumulative)
        };
        let bulletin = Plan {
            indicators: vec![indicator("a", "GDP", "亿元")],
            observations: vec![one.clone(), one, sum],
            ..Plan::default()
        };
        assert_eq!(proposals(&bulletin, &own(), Some(2016)).len(), 1);
    }
}
