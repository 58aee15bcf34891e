//! Telling the owner of a system that nothing came from it in its rhythm.

use super::freshness::expected_by;
use super::sources;
use crate::matters::holders;
use crate::notice::tell;
use crate::recipients::told;
use crate::{Fault, Service};
use ::matter::Part;
use duty::{Deadline, Recipient};
use jiff::civil::Date;
use source::Words;
use std::collections::BTreeSet;
use store::{Account, Matter, MatterFilter, NewNotice, Office};

/// Tells of every system that is silent: its owner on the first working day, then a step up each week, by the ladder of
/// [`Deadline`]. Who was told of one silence is not told of it again. Gives how many notices were new.
///
/// # Errors
/// The store cannot be read or written.
pub async fn remind(service: &Service) -> Result<usize, Fault> {
    let store = service.store();
    let (accounts, offices) = (store.accounts().await?, store.offices().await?);
    let today = service.today();
    let mut notices = Vec::new();
    for plan in plans(service).await? {
        let sums = store.push_sums(&plan, "").await?;
        for (one, source) in sources(service, &plan).await? {
            let last = sums.iter().find(|sum| sum.account == source.account && sum.system == one.title);
            let by = expected_by(&one, source.days, last.map_or("", |sum| sum.last_at.as_str()));
            if let Some((by, days)) = by.zip(source.days).filter(|_| source.is_fed) {
                notices.extend(of_system(&one, (by, days), today, &accounts, &offices));
            }
        }
    }
    Ok(tell(service, &notices, service.now()).await?)
}

/// The plans that have sources of figures.
async fn plans(service: &Service) -> Result<BTreeSet<String>, Fault> {
    let mut found = BTreeSet::new();
    for kind in service.kinds().all().iter().filter(|kind| kind.fed.is_some()) {
        let filter = MatterFilter { kind: kind.name.clone(), ..MatterFilter::default() };
        found.extend(service.store().matters(&filter).await?.into_iter().map(|one| one.plan));
    }
    Ok(found)
}

/// The notices about one system: `by` is the day until which something should have come, `days` how often it should.
fn of_system(
    one: &Matter,
    (by, days): (Date, u32),
    today: Date,
    accounts: &[Account],
    offices: &[Office],
) -> Vec<NewNotice> {
    let late = by.until(today).map_or(0, |span| span.get_days());
    let silent = i64::from(late).saturating_add(i64::from(days));
    let words = Words::new(
        format!("信息系统“{}”已{silent}天没有报送，应每{days}天报送一次", one.title),
        format!(
            "nothing came from the system “{}” for {silent} days; it should every {days} days",
            one.title
        ),
    );
    let mut found = Vec::new();
    for (day, to) in (Deadline { due: by }).told_until(Some(by), today) {
        for account in recipients(to, one, accounts, offices) {
            let new = NewNotice {
                account: account.name.clone(),
                key: format!("silent/{}/{}/{by}/{day}", one.plan, one.id),
                kind: "matter".to_owned(),
                link: format!("/plans/{}/feeds", one.plan),
                words: words.clone(),
            };
            if !found.contains(&new) {
                found.push(new);
            }
        }
    }
    found
}

/// Who is told: the owner, the office above it, those who work on the plan, the leaders.
fn recipients<'a>(
    to: Recipient,
    one: &Matter,
    accounts: &'a [Account],
    offices: &[Office],
) -> Vec<&'a Account> {
    let own = one.owner.strip_prefix("office/");
    let own = offices.iter().find(|office| Some(office.id.as_str()) == own);
    let above = own.and_then(|office| office.parent.as_deref());
    told(to, holders(one, &BTreeSet::from([Part::Owner]), accounts, offices), above, accounts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use duty::Role;
    use jiff::civil::date;

    #[test]
    fn the_owner_is_told_first_and_of_one_silence_once() {
        let account = |name: &str, role: Role, office: Option<&str>| Account {
            name: name.into(),
            role,
            office: office.map(str::to_owned),
            active: true,
            full_name: String::new(),
            email: String::new(),
            password: None,
            identity: None,
        };
        let accounts = [account("li", Role::Reporter, Some("sea")), account("wang", Role::Planner, None)];
        let one = Matter {
            id: 3,
            plan: "p".into(),
            title: "海洋监测系统".into(),
            owner: "office/sea".into(),
            ..Matter::default()
        };
        let told = |today: Date| of_system(&one, (date(2026, 7, 15), 10), today, &accounts, &[]);
        let names = |today: Date| told(today).into_iter().map(|one| one.account).collect::<Vec<_>>();
        assert_eq!(names(date(2026, 7, 15)), [""; 0], "on its last day it may still come");
        assert_eq!(names(date(2026, 7, 16)), ["li"]);
        let key = |today: Date| told(today)[0].key.clone();
        assert_eq!(key(date(2026, 7, 16)), key(date(2026, 7, 17)), "the same notice, which is given once");
        assert!(names(date(2026, 7, 29)).contains(&"wang".to_owned()));
        assert!(told(date(2026, 7, 16))[0].words.zh.contains("已11天没有报送，应每10天"));
    }
}
