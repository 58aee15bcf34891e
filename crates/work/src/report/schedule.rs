//! Reports that are begun by themselves every quarter, half-year or year, and told to a list of people by a link.

use super::draft;
use crate::notice::tell;
use crate::{Fault, Question, Service, Viewer};
use duty::{Right, Scope};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use source::Words;
use std::collections::BTreeSet;
use store::{Account, Change, NewNotice};

/// What the settings of schedules begin with; behind it stand plan and kind of report.
const SETTING: &str = "paper/";
/// The kind of the jobs that begin a report.
pub const JOB: &str = "paper";
/// Days behind its day on which a report is still begun: a server may have been down.
const LATE: i32 = 14;

/// How often a report is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    /// In January, April, July and October.
    Quarter,
    /// In January and July.
    Half,
    /// In January.
    Year,
}

impl Every {
    /// All, the most frequent first.
    pub const ALL: [Self; 3] = [Self::Quarter, Self::Half, Self::Year];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::Half => "half",
            Self::Year => "year",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }

    fn months(self) -> &'static [i8] {
        match self {
            Self::Quarter => &[10, 7, 4, 1],
            Self::Half => &[7, 1],
            Self::Year => &[1],
        }
    }
}

/// When which report is begun, and who is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// How often.
    pub every: Every,
    /// On which day of the month, 1 to 28.
    pub day: i8,
    /// Who is told: `account/NAME`, `office/ID`.
    pub to: Vec<String>,
}

impl Schedule {
    /// The day for which a report is due today; `None` when none is.
    pub fn due(&self, today: Date) -> Option<Date> {
        let day = self.day.clamp(1, 28);
        let of = |month: &i8| Date::new(today.year(), *month, day).ok();
        let latest = self.every.months().iter().filter_map(of).find(|due| *due <= today)?;
        (latest.saturating_add(LATE.days()) >= today).then_some(latest)
    }
}

/// The schedules of a plan with their kinds of report.
///
/// # Errors
/// The store cannot be read.
pub async fn of_plan(service: &Service, plan: &str) -> Result<Vec<(String, Schedule)>, Fault> {
    let prefix = format!("{SETTING}{plan}/");
    let all = service.store().settings(&prefix).await?.into_iter();
    Ok(all
        .filter_map(|(name, value)| {
            let kind = name.strip_prefix(&prefix).filter(|kind| !kind.contains('/'))?.to_owned();
            Some((kind, serde_json::from_str(&value).ok()?))
        })
        .collect())
}

/// Sets when a kind of report is begun; `None` when it is begun by hand alone.
///
/// # Errors
/// Not for this viewer, no such plan or kind, or nobody to be told.
pub async fn put(
    service: &Service,
    viewer: &Viewer,
    (plan, kind): (&str, &str),
    schedule: Option<&Schedule>,
    change: &Change,
) -> Result<(), Fault> {
    if viewer.scope(Right::EditPlan) != Scope::All {
        return Err(Fault::forbidden());
    }
    let view = service.plan(viewer, &Question::now(plan)).await?;
    if report::shipped(kind).is_none() {
        return Err(super::no_such_kind(kind));
    }
    if schedule.is_some_and(|one| one.to.is_empty()) {
        return Err(Fault::bad_request("请选择通知谁。", "Say who is told."));
    }
    let value = schedule.map(serde_json::to_string).transpose().map_err(|error| Fault::internal(&error))?;
    let name = format!("{SETTING}{}/{kind}", view.id());
    Ok(service.store().put_setting(&name, &value.unwrap_or_default(), change).await?)
}

/// The jobs that are due today: key, and plan.
///
/// # Errors
/// The store cannot be read.
pub async fn due(service: &Service, today: Date) -> Result<Vec<(String, String)>, store::StoreError> {
    let all = service.store().settings(SETTING).await?.into_iter();
    Ok(all
        .filter_map(|(name, value)| {
            let (plan, kind) = name.strip_prefix(SETTING)?.rsplit_once('/')?;
            let schedule: Schedule = serde_json::from_str(&value).ok()?;
            let due = schedule.due(today)?;
            Some((format!("{plan}/{kind}/{due}"), plan.to_owned()))
        })
        .collect())
}

/// Begins the report that a job names, and tells who waits for it. Done again, it begins no second one.
///
/// # Errors
/// What the store says, and what makes no report.
pub async fn begin(service: &Service, key: &str) -> Result<(), Fault> {
    let parts = key.rsplit_once('/').and_then(|(rest, day)| Some((rest.rsplit_once('/')?, day)));
    let Some(((plan, kind), day)) = parts else { return Ok(()) };
    let found = of_plan(service, plan).await?.into_iter().find(|(one, _)| one == kind);
    // Who took the schedule back meanwhile wants no report any more.
    let Some((_, schedule)) = found else { return Ok(()) };
    let change = service.own_change();
    let before = service.store().report_drafts(plan).await?;
    let begun = before.into_iter().find(|one| {
        one.kind == kind && one.made_by == change.who && one.made_at.get(..10).is_some_and(|at| at >= day)
    });
    let id = match begun {
        Some(one) => one.id,
        None => draft::begin(service, &Viewer::System, &Question::now(plan), (kind, None), &change).await?,
    };
    let title = service.store().report_draft(plan, id).await?.title;
    let words = Words::new(format!("报告稿已生成：《{title}》"), format!("A report was begun: “{title}”"));
    let accounts = accounts(service, &schedule.to).await?;
    let notices: Vec<NewNotice> = accounts
        .into_iter()
        .map(|account| NewNotice {
            account: account.name,
            key: format!("paper/{key}"),
            kind: "paper".to_owned(),
            link: format!("/plans/{plan}/papers/{id}"),
            words: words.clone(),
        })
        .collect();
    tell(service, &notices, service.now()).await?;
    Ok(())
}

/// The accounts that work of some parties.
async fn accounts(service: &Service, parties: &[String]) -> Result<Vec<Account>, Fault> {
    let offices = service.store().offices().await?;
    let mut below: BTreeSet<String> = BTreeSet::new();
    for office in parties.iter().filter_map(|party| party.strip_prefix("office/")) {
        below.insert(office.to_owned());
        below.extend(store::below(&offices, office));
    }
    let mut all = service.store().accounts().await?;
    all.retain(|account| {
        let named = parties.iter().any(|party| party.strip_prefix("account/") == Some(&account.name));
        account.active && (named || account.office.as_ref().is_some_and(|office| below.contains(office)))
    });
    Ok(all)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_report_is_due_on_its_day_and_for_some_days_behind_it() {
        let of = |every, today| Schedule { every, day: 20, to: Vec::new() }.due(today);
        assert_eq!(of(Every::Quarter, date(2027, 4, 19)), None);
        assert_eq!(of(Every::Quarter, date(2027, 4, 20)), Some(date(2027, 4, 20)));
        assert_eq!(of(Every::Quarter, date(2027, 5, 4)), Some(date(2027, 4, 20)));
        assert_eq!(of(Every::Quarter, date(2027, 5, 5)), None, "too late");
        assert_eq!(of(Every::Half, date(2027, 4, 20)), None);
        assert_eq!(of(Every::Half, date(2027, 7, 21)), Some(date(2027, 7, 20)));
        assert_eq!(of(Every::Year, date(2027, 1, 20)), Some(date(2027, 1, 20)));
        for every in Every::ALL {
            assert_eq!(Every::parse(every.name()), Some(every));
        }
    }
}
