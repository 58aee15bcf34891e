//! What is odd about a project at a month: no report, no start, money behind time, a stage that went back, a rate that is not so.

use crate::{Entry, Month, Stage, rate, year_to};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use source::Words;

/// What is planned of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Month in which it is to begin.
    pub start: Option<Month>,
    /// Month in which it is to be done.
    pub end: Option<Month>,
    /// Total investment.
    pub investment: Option<Decimal>,
}

/// One oddity, with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// `no-report`, `no-start`, `behind`, `late`, `stage-back`, `rate`.
    pub kind: &'static str,
    /// What is odd, with the numbers it rests on.
    pub words: Words,
}

/// Months without a dispatch after which a project that is being built is asked for one.
const SILENT: i32 = 2;
/// How far the share of money may lie behind the share of time.
const BEHIND: f64 = 0.2;

/// What is odd at `now`; entries in any order.
pub fn warn(plan: &Plan, entries: &[Entry], stage: Option<Stage>, now: Month) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut known: Vec<&Entry> = entries.iter().filter(|entry| entry.month <= now).collect();
    known.sort_by_key(|entry| entry.month);
    let over = stage.is_some_and(|stage| stage.is_over() || stage == Stage::Suspended);
    if let Some(start) = plan.start.filter(|start| *start < now && !over) {
        let begun = stage.is_some_and(Stage::is_building)
            || known.iter().any(|entry| entry.done.is_some_and(|done| done > Decimal::ZERO));
        if !begun {
            found.push(Warning {
                kind: "no-start",
                words: Words::new(
                    format!("计划{start}开工，至{now}未见开工"),
                    format!("was to begin in {start}; at {now} nothing says that it has"),
                ),
            });
        }
    }
    let building = stage.is_some_and(Stage::is_building);
    if building {
        let last = known.last().map(|entry| entry.month);
        let silent = last.or(plan.start).map(|last| now.count() - last.count());
        if let Some(months) = silent.filter(|months| *months > SILENT) {
            found.push(Warning {
                kind: "no-report",
                words: Words::new(
                    format!("已有{months}个月没有调度"),
                    format!("no dispatch for {months} months"),
                ),
            });
        }
    }
    if let Some(end) = plan.end.filter(|end| *end < now && !over) {
        found.push(Warning {
            kind: "late",
            words: Words::new(
                format!("计划{end}完工，尚未完工"),
                format!("was to be done by {end} and is not"),
            ),
        });
    } else if building {
        found.extend(behind(plan, entries, now));
    }
    found.extend(back(&known));
    if let Some(entry) = known.last() {
        found.extend(misstated(entry));
    }
    found
}

/// Whether the share of money lies behind the share of time.
fn behind(plan: &Plan, entries: &[Entry], now: Month) -> Option<Warning> {
    let (start, end, total) =
        (plan.start?, plan.end?, plan.investment.filter(|total| *total > Decimal::ZERO)?);
    let span = f64::from(end.count() - start.count() + 1);
    let time = (f64::from(now.count() - start.count() + 1) / span).clamp(0.0, 1.0);
    let money = (year_to(entries, now) / total).to_f64()?;
    (span > 0.0 && money + BEHIND < time).then(|| Warning {
        kind: "behind",
        words: Words::new(
            format!("时间过去{:.0}%，投资完成{:.0}%", time * 100.0, money * 100.0),
            format!("{:.0}% of the time is over, {:.0}% of the money is spent", time * 100.0, money * 100.0),
        ),
    })
}

/// The last step back of the stage.
fn back(known: &[&Entry]) -> Option<Warning> {
    let stages: Vec<(Month, Stage)> =
        known.iter().filter_map(|entry| entry.stage.map(|stage| (entry.month, stage))).collect();
    let (before, after) =
        stages.iter().zip(stages.iter().skip(1)).rfind(|(before, after)| before.1.steps_back(after.1))?;
    Some(Warning {
        kind: "stage-back",
        words: Words::new(
            format!("{}的阶段退回到{}之前的阶段", after.0, before.0),
            format!("its stage of {} lies before that of {}", after.0, before.0),
        ),
    })
}

/// Whether the stated rate is not what done and planned give.
fn misstated(entry: &Entry) -> Option<Warning> {
    let (done, planned, stated) = (entry.done?, entry.planned?, entry.stated?);
    let rate = rate(done, planned, Some(stated))?;
    (rate.agrees == Some(false)).then(|| Warning {
        kind: "rate",
        words: Words::new(
            format!("填报完成率{stated}%，按完成{done}、计划{planned}计算为{}%", rate.percent),
            format!("the rate is stated as {stated}%; {done} of {planned} is {}%", rate.percent),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).expect("a month")
    }

    fn entry(text: &str, done: i64, stage: Stage) -> Entry {
        Entry {
            month: month(text),
            done: Some(done.into()),
            planned: Some(100.into()),
            stated: None,
            stage: Some(stage),
        }
    }

    fn kinds(plan: &Plan, entries: &[Entry], stage: Stage, now: &str) -> Vec<&'static str> {
        warn(plan, entries, Some(stage), month(now)).into_iter().map(|warning| warning.kind).collect()
    }

    #[test]
    fn each_kind() {
        let plan =
            Plan { start: Some(month("2026-01")), end: Some(month("2027-12")), investment: Some(200.into()) };
        assert_eq!(kinds(&plan, &[], Stage::Preparation, "2026-03"), ["no-start"]);
        assert!(kinds(&plan, &[], Stage::Reserve, "2026-01").is_empty());
        let ok = [entry("2026-11", 95, Stage::Ongoing)];
        assert!(kinds(&plan, &ok, Stage::Ongoing, "2026-12").is_empty());
        assert_eq!(kinds(&plan, &ok, Stage::Ongoing, "2027-02"), ["no-report"]);
        let slow = [entry("2026-12", 20, Stage::Ongoing)];
        assert_eq!(kinds(&plan, &slow, Stage::Ongoing, "2026-12"), ["behind"]);
        assert_eq!(kinds(&plan, &slow, Stage::Suspended, "2026-12"), Vec::<&str>::new());
        let back = [entry("2026-05", 50, Stage::Ongoing), entry("2026-06", 55, Stage::Preparation)];
        assert_eq!(kinds(&plan, &back, Stage::Preparation, "2026-06"), ["stage-back"]);
        assert_eq!(kinds(&plan, &[entry("2028-01", 1, Stage::Ongoing)], Stage::Ongoing, "2028-01"), ["late"]);
        assert!(kinds(&plan, &[], Stage::Completed, "2028-01").is_empty());
        let mut wrong = entry("2026-06", 50, Stage::Ongoing);
        wrong.stated = Some(60.into());
        assert_eq!(kinds(&plan, &[wrong], Stage::Ongoing, "2026-06"), ["rate"]);
    }
}
