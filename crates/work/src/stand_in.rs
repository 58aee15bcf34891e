//! Leave and travel: somebody hands the own duties over for some days. Reminders and queues follow, rights do not: whoever stands
//! in has the same role.

use crate::notice::tell;
use crate::{Fault, Service, Viewer};
use jiff::civil::Date;
use source::Words;
use store::{Account, Change, Delegation, NewNotice};

/// The longest time in days; who is away longer has a successor.
pub const LONGEST: i32 = 186;

/// Those who may stand in for a viewer, by name.
///
/// # Errors
/// The store cannot be read.
pub async fn candidates(service: &Service, viewer: &Viewer) -> Result<Vec<Account>, Fault> {
    let Some(own) = viewer.account() else { return Ok(Vec::new()) };
    let all = service.store().accounts().await?.into_iter();
    Ok(all.filter(|one| one.active && one.role == own.role && one.name != own.name).collect())
}

/// What a viewer has handed over, and what was handed over to them, that has not ended.
///
/// # Errors
/// The store cannot be read.
pub async fn of(service: &Service, viewer: &Viewer) -> Result<(Vec<Delegation>, Vec<Delegation>), Fault> {
    let Some(own) = viewer.account() else { return Ok(Default::default()) };
    let all = service.store().delegations(&service.today().to_string()).await?;
    let concerns = |one: &Delegation| one.giver == own.name || one.taker == own.name;
    Ok(all.into_iter().filter(concerns).partition(|one| one.giver == own.name))
}

/// What is handed over.
#[derive(Clone, Debug, Default)]
pub struct HandOver {
    /// The account that stands in.
    pub taker: String,
    /// First day, as typed.
    pub first: String,
    /// Last day, as typed.
    pub last: String,
    /// Why.
    pub reason: String,
}

/// Hands the viewer's duties over.
///
/// # Errors
/// Nobody such may stand in, the days are none, or the store cannot be written.
pub async fn hand_over(
    service: &Service,
    viewer: &Viewer,
    given: HandOver,
    change: &Change,
) -> Result<(), Fault> {
    let own = viewer.account().ok_or_else(Fault::forbidden)?;
    let taker = candidates(service, viewer).await?.into_iter().find(|one| one.name == given.taker);
    let taker = taker.ok_or_else(|| {
        Fault::bad_request("请选择同一角色的代办人。", "Choose somebody of the same role to stand in.")
    })?;
    let day = |text: &str| text.trim().parse::<Date>().ok();
    let (Some(first), Some(last)) = (day(&given.first), day(&given.last)) else {
        return Err(Fault::bad_request(
            "请填写起止日期，如 2027-03-01。",
            "Give the first and the last day, as 2027-03-01.",
        ));
    };
    let length = first.until(last).map_or(-1, |span| span.get_days());
    if last < first || last < service.today() || length > LONGEST {
        return Err(Fault::bad_request(
            format!("结束日期不能早于开始日期和今天，最长{LONGEST}天。"),
            format!(
                "The last day may not be before the first or before today, and no more than {LONGEST} days on."
            ),
        ));
    }
    let new = Delegation {
        giver: own.name.clone(),
        taker: taker.name.clone(),
        first_day: first.to_string(),
        last_day: last.to_string(),
        reason: given.reason.trim().to_owned(),
        ..Delegation::default()
    };
    let id = service.store().put_delegation(&new, change).await?;
    let name = if own.full_name.is_empty() { &own.name } else { &own.full_name };
    let notice = NewNotice {
        account: taker.name,
        key: format!("delegation/{id}"),
        kind: "delegation".to_owned(),
        link: "/account".to_owned(),
        words: Words::new(
            format!("{name}把{first}至{last}的工作委托给您代办"),
            format!("{name} hands the duties from {first} to {last} over to you"),
        ),
    };
    tell(service, &[notice], service.now()).await?;
    Ok(())
}

/// Ends what a viewer has handed over, before its time.
///
/// # Errors
/// The viewer handed over nothing such, or the store cannot be written.
pub async fn end(service: &Service, viewer: &Viewer, id: i64, change: &Change) -> Result<(), Fault> {
    let own = viewer.account().ok_or_else(Fault::forbidden)?;
    Ok(service.store().end_delegation(&own.name, id, change).await?)
}
