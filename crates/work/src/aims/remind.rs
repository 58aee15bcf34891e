//! Asking bodies how their aims stand at the end of a quarter, and telling who stands above when no word comes.

use super::standing::judged;
use crate::notice::tell;
use crate::propose::office_called;
use crate::recipients::{of_office, told};
use crate::{Fault, Service};
use duty::{Recipient, WorkingDays};
use jiff::civil::Date;
use source::Words;
use std::collections::BTreeMap;
use store::{Account, Aim, AimState, NewNotice, Office};

/// Aims of one body of which the same is told to the same people on the same day of the ladder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    plan: String,
    year: i64,
    quarter: u8,
    /// The body in the lead, by name.
    office: String,
    due: Date,
    day: Date,
    to: Recipient,
}

/// Gives the reminders of today for the quarterly words that are asked for: one notice for all aims of a body. Days on which the program
/// did not run are made good, and who was told is not told of the same again. Gives how many notices were new.
///
/// # Errors
/// The store cannot be read or written.
pub async fn remind(service: &Service) -> Result<usize, Fault> {
    let today = service.today();
    // The last quarter of a year is asked for in the next one.
    let aims = service.store().aims_since(i64::from(today.year()) - 1).await?;
    let ids: Vec<i64> = aims.iter().map(|aim| aim.id).collect();
    let mut states: BTreeMap<i64, Vec<AimState>> = BTreeMap::new();
    for state in service.store().aim_states(&ids).await? {
        states.entry(state.aim).or_default().push(state);
    }
    let (accounts, offices) = (service.store().accounts().await?, service.store().offices().await?);
    let asked = asked(&aims, &states, today);
    let notices: Vec<NewNotice> =
        asked.iter().flat_map(|(one, titles)| notices(one, titles, today, &accounts, &offices)).collect();
    Ok(tell(service, &notices, service.now()).await?)
}

/// What is told today, with the titles of the aims that it is about.
fn asked<'a>(
    aims: &'a [Aim],
    states: &BTreeMap<i64, Vec<AimState>>,
    today: Date,
) -> BTreeMap<Asked, Vec<&'a str>> {
    let mut found: BTreeMap<Asked, Vec<&str>> = BTreeMap::new();
    for aim in aims {
        let said = states.get(&aim.id).map_or(&[][..], Vec::as_slice);
        let judged = judged(aim, &[], said, today);
        let Some((quarter, deadline)) = judged.asked(today) else { continue };
        // What was late before the aim was set is not told to everybody above on its first day.
        for (day, to) in deadline.told_until(Some(judged.set_on), today) {
            let one = Asked {
                plan: aim.plan.clone(),
                year: aim.year,
                quarter,
                office: aim.office.clone(),
                due: deadline.due,
                day,
                to,
            };
            found.entry(one).or_default().push(&aim.title);
        }
    }
    found
}

fn notices(
    one: &Asked,
    titles: &[&str],
    today: Date,
    accounts: &[Account],
    offices: &[Office],
) -> Vec<NewNotice> {
    let words = words(one, titles, today);
    let Asked { plan, year, quarter, office, due, day, .. } = one;
    let notice = |account: &Account| NewNotice {
        account: account.name.clone(),
        key: format!("aims/{plan}/{year}/{quarter}/{office}/{due}/{day}"),
        kind: "aims".to_owned(),
        link: format!("/plans/{plan}/yearly/{year}"),
        words: words.clone(),
    };
    recipients(one.to, office, accounts, offices).into_iter().map(notice).collect()
}

fn words(one: &Asked, titles: &[&str], today: Date) -> Words {
    let (first, count) = (titles.first().copied().unwrap_or_default(), titles.len());
    let Asked { year, quarter, office, due, .. } = one;
    let body = if office.is_empty() {
        ["未定牵头单位", "no lead body"]
    } else {
        [office.as_str(), office.as_str()]
    };
    let left = today.until(*due).map_or(0, |span| span.get_days());
    let when = if left >= 0 {
        [format!("应于{due}前报送（还有{left}天）"), format!("is to be said by {due}, in {left} days")]
    } else {
        let late = -left;
        [format!("应于{due}前报送，已逾期{late}天"), format!("was to be said by {due}, {late} days ago")]
    };
    let what = if count == 1 {
        [format!("“{first}”"), format!("“{first}”")]
    } else {
        [format!("“{first}”等{count}项目标"), format!("{count} aims, “{first}” among them,")]
    };
    let caution = WorkingDays::official().caution(*due).map_or_else(
        || [String::new(), String::new()],
        |caution| [format!("（{}）", caution.zh), format!(" ({})", caution.en)],
    );
    Words::new(
        format!("{year}年第{quarter}季度进展：{}（{}）{}{}", what[0], body[0], when[0], caution[0]),
        format!(
            "how {} of {year} ({}) stood in quarter {quarter} {}{}",
            what[1], body[1], when[1], caution[1]
        ),
    )
}

/// Who is told: whoever reports for the body in the lead, the office above it, those who work on the plan, the leaders.
fn recipients<'a>(
    to: Recipient,
    office: &str,
    accounts: &'a [Account],
    offices: &[Office],
) -> Vec<&'a Account> {
    let own = office_called(offices, office);
    let reporters = of_office(own.map(|office| office.id.as_str()), accounts);
    told(to, reporters, own.and_then(|office| office.parent.as_deref()), accounts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use duty::Role;
    use jiff::civil::date;
    use store::OfficeLevel;

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

    fn office(id: &str, name: &str, parent: Option<&str>) -> Office {
        Office {
            id: id.into(),
            name: name.into(),
            kind: plan::BodyKind::Department,
            level: OfficeLevel::City,
            parent: parent.map(str::to_owned),
            region: String::new(),
        }
    }

    fn aim(id: i64, title: &str, office: &str) -> Aim {
        Aim {
            id,
            plan: "p".into(),
            year: 2026,
            title: title.into(),
            office: office.into(),
            made_at: "2026-01-20T08:00:00Z".into(),
            ..Aim::default()
        }
    }

    fn told(aims: &[Aim], said: &[(i64, i64, &str)], today: Date) -> Vec<(String, String)> {
        let accounts = [
            account("lu", Role::Reporter, "road"),
            account("jiao", Role::Reporter, "traffic"),
            account("wang", Role::Planner, ""),
            account("zhao", Role::Leader, ""),
        ];
        let offices = [office("traffic", "市交通局", None), office("road", "市公路中心", Some("traffic"))];
        let mut states: BTreeMap<i64, Vec<AimState>> = BTreeMap::new();
        for &(aim, quarter, state) in said {
            let one = AimState { aim, quarter, state: state.into(), ..AimState::default() };
            states.entry(aim).or_default().push(one);
        }
        let asked = asked(aims, &states, today);
        let all = asked.iter().flat_map(|(one, titles)| notices(one, titles, today, &accounts, &offices));
        all.map(|one| (one.account, one.words.zh)).collect()
    }

    fn names(aims: &[Aim], said: &[(i64, i64, &str)], today: Date) -> Vec<String> {
        told(aims, said, today).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn a_body_is_asked_once_for_all_its_aims_and_silence_climbs() {
        let aims = [aim(1, "修路", "市公路中心"), aim(2, "建桥", "市公路中心")];
        assert_eq!(names(&aims, &[], date(2026, 3, 31)), [""; 0]);
        let first = told(&aims, &[], date(2026, 4, 3));
        assert_eq!(first.len(), 1);
        assert!(first[0].1.contains("“修路”等2项目标") && first[0].1.contains("第1季度"), "{first:?}");
        assert_eq!(names(&aims, &[], date(2026, 4, 20)), ["lu", "jiao"]);
        assert_eq!(names(&aims, &[], date(2026, 4, 27)), ["lu", "jiao", "wang"]);
        assert_eq!(names(&aims, &[], date(2026, 5, 11)), ["lu", "jiao", "wang", "zhao"]);
        let late = told(&aims[..1], &[], date(2026, 4, 20));
        assert!(late[0].1.contains("“修路”（市公路中心）") && late[0].1.contains("逾期10天"), "{late:?}");
    }

    #[test]
    fn who_has_spoken_or_is_done_is_not_asked_and_one_without_a_body_is_the_planners() {
        let aims = [aim(1, "修路", "市公路中心"), aim(2, "建桥", "市公路中心"), aim(3, "种树", "")];
        let said = [(1, 1, "on-track"), (2, 1, "done")];
        assert_eq!(names(&aims, &said, date(2026, 4, 13)), ["wang"]);
        // In the next year the last quarter is asked for, of the one that is not done.
        let found = told(&aims[..2], &said, date(2027, 1, 12));
        assert!(
            found.iter().all(|(_, words)| words.contains("“修路”") && words.contains("第4季度")),
            "{found:?}"
        );
        assert!(!found.is_empty());
    }

    #[test]
    fn an_aim_that_was_set_late_begins_with_its_first_day() {
        let late = Aim { made_at: "2026-04-20T08:00:00Z".into(), ..aim(1, "修路", "市公路中心") };
        assert_eq!(names(&[late], &[], date(2026, 4, 28)), [""; 0]);
    }
}
