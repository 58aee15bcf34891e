//! Reminding those who are waited for, and telling who stands above when nothing happens.

use super::taken::{holders, notice};
use crate::notice::tell;
use crate::recipients::told;
use crate::{Fault, Service};
use ::matter::Part;
use duty::{Deadline, Recipient, WorkingDays};
use jiff::civil::Date;
use source::Words;
use std::collections::BTreeSet;
use store::{Account, Matter, MatterFilter, NewNotice, Office};

/// Gives the reminders of today for all matters that are to be done by a day, by the ladder of [`Deadline`]; days on which the
/// program did not run are made good. Who was told is not told of the same again. Gives how many notices were new.
///
/// # Errors
/// The store cannot be read or written.
pub async fn remind(service: &Service) -> Result<usize, Fault> {
    let filter = MatterFilter { open: true, ..MatterFilter::default() };
    let matters = service.store().matters(&filter).await?;
    let (accounts, offices) = (service.store().accounts().await?, service.store().offices().await?);
    let today = service.today();
    let mut notices = Vec::new();
    for one in matters.iter().filter(|one| !one.due.is_empty()) {
        let Some(kind) = service.kinds().get(&one.kind) else { continue };
        let waits = kind.state(&one.state).and_then(|state| state.waits).unwrap_or(Part::Owner);
        notices.extend(of_matter(one, &kind.said, waits, today, &accounts, &offices));
    }
    Ok(tell(service, &notices, service.now()).await?)
}

fn of_matter(
    one: &Matter,
    kind: &::matter::Said,
    waits: Part,
    today: Date,
    accounts: &[Account],
    offices: &[Office],
) -> Vec<NewNotice> {
    let Ok(due) = one.due.parse::<Date>() else { return Vec::new() };
    let deadline = Deadline { due };
    // What was late before it was opened is not told to everybody above on its first day.
    let opened = crate::clock::moment(&one.opened_at).map(crate::clock::day);
    let mut found = Vec::new();
    for (day, to) in deadline.told_until(opened, today) {
        let words = words(one, kind, deadline.days_left(today));
        for account in recipients(to, one, waits, accounts, offices) {
            let new = notice(one, account, &format!("{due}/{day}"), &words);
            if !found.contains(&new) {
                found.push(new);
            }
        }
    }
    found
}

fn words(one: &Matter, kind: &::matter::Said, left: i32) -> Words {
    let (zh, en) = if left >= 0 {
        (format!("还有{left}天到期"), format!("is due in {left} days"))
    } else {
        (format!("已逾期{}天", -left), format!("is {} days late", -left))
    };
    let due = one.due.parse::<Date>().ok();
    let caution = due.and_then(|due| WorkingDays::official().caution(due)).map_or_else(
        || [String::new(), String::new()],
        |caution| [format!("（{}）", caution.zh), format!(" ({})", caution.en)],
    );
    Words::new(
        format!("{}“{}”{zh}（{}）{}", kind.zh, one.title, one.due, caution[0]),
        format!("{} “{}” {en} ({}){}", kind.en, one.title, one.due, caution[1]),
    )
}

/// Who is told: whoever is waited for, the office above, those who work on the plan, the leaders.
fn recipients<'a>(
    to: Recipient,
    one: &Matter,
    waits: Part,
    accounts: &'a [Account],
    offices: &[Office],
) -> Vec<&'a Account> {
    let own = one.owner.strip_prefix("office/");
    let own = offices.iter().find(|office| Some(office.id.as_str()) == own);
    let above = own.and_then(|office| office.parent.as_deref());
    told(to, holders(one, &BTreeSet::from([waits]), accounts, offices), above, accounts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use duty::Role;
    use jiff::civil::date;

    fn account(name: &str, role: Role, office: &str) -> Account {
        Account {
            name: name.into(),
            role,
            office: (!office.is_empty()).then(|| office.to_owned()),
            active: true,
            full_name: String::new(),
            email: String::new(),
            password: None,
            identity: None,
        }
    }

    fn office(id: &str, parent: Option<&str>) -> Office {
        Office {
            id: id.into(),
            name: id.into(),
            kind: plan::BodyKind::Department,
            level: store::OfficeLevel::City,
            parent: parent.map(str::to_owned),
            region: String::new(),
        }
    }

    #[test]
    fn silence_climbs_and_nobody_is_told_twice() {
        let one = Matter {
            id: 7,
            plan: "p".into(),
            title: "修桥".into(),
            owner: "office/road".into(),
            due: "2026-07-15".into(),
            opened_at: "2026-06-01T08:00:00Z".into(),
            is_open: true,
            ..Matter::default()
        };
        let accounts = [
            account("lu", Role::Reporter, "road"),
            account("jiao", Role::Reporter, "traffic"),
            account("wang", Role::Planner, ""),
            account("zhao", Role::Leader, ""),
        ];
        let offices = [office("traffic", None), office("road", Some("traffic"))];
        let kind = ::matter::Said { zh: "督办".into(), en: "supervision item".into() };
        let told = |day: Date| {
            let found = of_matter(&one, &kind, Part::Owner, day, &accounts, &offices);
            found.into_iter().map(|one| (one.account, one.key)).collect::<Vec<_>>()
        };
        let names = |day: Date| told(day).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(date(2026, 7, 1)), [""; 0]);
        assert_eq!(names(date(2026, 7, 8)), ["lu"]);
        assert_eq!(told(date(2026, 7, 8)), told(date(2026, 7, 9)), "the same notice, which is given once");
        assert_ne!(told(date(2026, 7, 8)), told(date(2026, 7, 14)));
        assert_eq!(names(date(2026, 7, 22)), ["lu", "jiao"]);
        assert_eq!(names(date(2026, 7, 29)), ["lu", "jiao", "wang"]);
        assert_eq!(names(date(2026, 8, 12)), ["lu", "jiao", "wang", "zhao"]);
        // Opened when its day had passed for long: only what comes from then on.
        let old = Matter { opened_at: "2026-08-01T08:00:00Z".into(), ..one.clone() };
        let found = of_matter(&old, &kind, Part::Owner, date(2026, 8, 2), &accounts, &offices);
        assert_eq!(found, []);
        assert!(
            of_matter(&one, &kind, Part::Owner, date(2026, 7, 16), &accounts, &offices)[0]
                .words
                .zh
                .contains("已逾期1天")
        );
    }
}
