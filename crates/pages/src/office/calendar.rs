//! Deadlines as an iCalendar feed (RFC 5545), under an address that only its owner knows.

use crate::office::inbox;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use icalendar::{Calendar, Component, Event};
use jiff::civil::Date;
use source::{Lang, Words};
use store::PlanFilter;
use web::{App, Problem, Visit, Visitor};
use work::notice::absolute;
use work::offices::offices;
use work::open_duty::open;
use work::{Question, Viewer, secret};

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

/// Makes a new address for one's calendar; the one before no longer works.
pub(crate) async fn make(
    State(app): State<App>,
    visitor: Visitor,
    visit: Visit,
) -> Result<Response, Problem> {
    let account = visitor.viewer.account().ok_or_else(Problem::sign_in)?;
    let change = visitor.change("");
    for (name, of) in app.store().settings(SETTING).await? {
        if of == account.name {
            app.store().put_setting(&name, "", &change).await?;
        }
    }
    let key = secret::fresh().map_err(|error| Problem::internal(&error))?;
    app.store().put_setting(&format!("{SETTING}{}", secret::mark(&key)), &account.name, &change).await?;
    inbox::show(&app, &visitor, &visit, absolute(&app, &format!("/calendar/{key}.ics"))).await
}

/// The feed of whoever made the address, as long as the account is in use.
pub(crate) async fn feed_of(
    State(app): State<App>,
    Path(key): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    let key = key.trim_end_matches(".ics");
    let owner = app.store().setting(&format!("{SETTING}{}", secret::mark(key))).await?;
    let account = match owner.filter(|owner| !owner.is_empty()) {
        Some(owner) => app.store().account(&owner).await?.filter(|account| account.active),
        None => None,
    };
    // Who holds the secret of a calendar sees what its owner sees, though nobody is signed in.
    let owner = Viewer::person(app.store(), account.ok_or_else(Problem::no_page)?, None).await?;
    let offices = offices(&app).await?;
    let mut dues = Vec::new();
    for summary in app.store().plans(&PlanFilter::default()).await?.0 {
        let mut duties = app.store().duties(&summary.key.plan).await?;
        duties.retain(|duty| owner.is_of_office(&duty.office));
        if duties.is_empty() {
            continue;
        }
        let view = app.plan(&owner, &Question::now(&summary.key.plan)).await?;
        for open in open(&view.stored.plan, &view.stored.figures, &duties, &offices, &[], app.today()) {
            let (item, year) = (&open.duty.item, open.due.year);
            dues.push(Due {
                key: secret::mark(&format!(
                    "{}/{item}/{}/{}",
                    open.duty.plan, open.duty.office, open.due.period_end
                )),
                day: open.due.deadline.due,
                words: Words::new(format!("报送{year}年{item}"), format!("Hand in {item} for {year}")),
                link: absolute(&app, "/duties"),
            });
        }
    }
    let body = feed(&dues, visit.lang);
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], body).into_response())
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
