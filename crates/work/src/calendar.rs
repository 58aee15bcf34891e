//! Deadlines as an iCalendar feed (RFC 5545), under an address that only its owner knows.

use crate::notice::absolute;
use crate::offices::offices;
use crate::open_duty::open;
use crate::{Fault, Question, Service, Viewer, secret};
use icalendar::{Calendar, Component, Event};
use jiff::civil::Date;
use source::{Lang, Words};
use store::{Change, PlanFilter};

/// What the settings of calendars begin with: the hash of the secret follows, the account is the value.
const SETTING: &str = "secret/calendar/";

/// One deadline of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Due {
    /// What makes it one and the same from fetch to fetch.
    key: String,
    /// The last day on which it is on time.
    day: Date,
    words: Words,
    link: String,
}

/// The feed of a person's deadlines.
fn feed(dues: &[Due], lang: Lang) -> String {
    let mut calendar = Calendar::new();
    calendar.name(match lang {
        Lang::Zh => "纲要：数据报送期限",
        Lang::En => "Gangyao: reporting deadlines",
    });
    for due in dues {
        let mut event = Event::new();
        event
            .uid(&format!("{}@gangyao", due.key))
            .summary(due.words.get(lang))
            .url(&due.link)
            .add_property("DTSTART;VALUE=DATE", due.day.strftime("%Y%m%d").to_string())
            // A fixed stamp: a feed that says the same is the same, byte for byte.
            .add_property("DTSTAMP", due.day.strftime("%Y%m%dT000000Z").to_string())
            .add_property("TRANSP", "TRANSPARENT");
        calendar.push(event.done());
    }
    calendar.done().to_string()
}

/// Makes a new address for somebody's calendar; the one before no longer works.
///
/// # Errors
/// Nobody is signed in, or the store cannot be written.
pub async fn new_address(service: &Service, viewer: &Viewer, change: &Change) -> Result<String, Fault> {
    let account = viewer.account().ok_or_else(Fault::sign_in)?;
    for (name, of) in service.store().settings(SETTING).await? {
        if of == account.name {
            service.store().put_setting(&name, "", change).await?;
        }
    }
    let key = secret::fresh().map_err(|error| Fault::internal(&error))?;
    let setting = format!("{SETTING}{}", secret::mark(&key));
    service.store().put_setting(&setting, &account.name, change).await?;
    Ok(absolute(service, &format!("/calendar/{key}.ics")))
}

/// The feed under a secret, as long as its owner's account is in use; nothing when there is none.
///
/// # Errors
/// A plan cannot be read.
pub async fn under(service: &Service, key: &str, lang: Lang) -> Result<Option<String>, Fault> {
    let owner = service.store().setting(&format!("{SETTING}{}", secret::mark(key))).await?;
    let account = match owner.filter(|owner| !owner.is_empty()) {
        Some(owner) => service.store().account(&owner).await?.filter(|account| account.active),
        None => None,
    };
    let Some(account) = account else { return Ok(None) };
    // Who holds the secret of a calendar sees what its owner sees, though nobody is signed in.
    let owner = Viewer::person(service.store(), account, None, service.today()).await?;
    Ok(Some(feed(&dues(service, &owner).await?, lang)))
}

async fn dues(service: &Service, owner: &Viewer) -> Result<Vec<Due>, Fault> {
    let offices = offices(service).await?;
    let mut dues = Vec::new();
    for summary in service.store().plans(&PlanFilter::default()).await?.0 {
        let mut duties = service.store().duties(&summary.key.plan).await?;
        duties.retain(|duty| owner.is_of_office(&duty.office));
        if duties.is_empty() {
            continue;
        }
        let view = service.plan(owner, &Question::now(&summary.key.plan)).await?;
        let (plan, figures) = (&view.stored.plan, &view.stored.figures);
        for open in open(plan, figures, &duties, &offices, &[], service.today()) {
            let (item, year) = (&open.duty.item, open.due.year);
            let key = format!("{}/{item}/{}/{}", open.duty.plan, open.duty.office, open.due.period_end);
            dues.push(Due {
                key: secret::mark(&key),
                day: open.due.deadline.due,
                words: Words::new(format!("报送{year}年{item}"), format!("Hand in {item} for {year}")),
                link: absolute(service, "/duties"),
            });
        }
    }
    Ok(dues)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_deadline_is_an_event_of_one_day() {
        let due = Due {
            key: "1/gdp/2026".into(),
            day: date(2027, 1, 31),
            words: Words::new("报送 2026 年地区生产总值", "hand in GDP of 2026"),
            link: "/duties".into(),
        };
        let text = feed(&[due], Lang::En);
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n"));
        assert!(text.contains("UID:1/gdp/2026@gangyao\r\n"), "{text}");
        assert!(text.contains("DTSTART;VALUE=DATE:20270131\r\n"), "{text}");
        assert!(text.contains("SUMMARY:hand in GDP of 2026\r\n"));
    }
}
