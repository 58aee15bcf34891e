//! All figures that one's offices have to hand in for a plan, in one form.

use crate::answer::form;
use crate::asked::{OnPlan, Posted};
use crate::choice::Choice;
use crate::office::figure::{STATUSES, totalled};
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use plan::Status;
use source::Lang;
use std::collections::BTreeMap;
use web::fields::Fields;
use web::visit::{address, encode};
use web::{App, Problem, Visit};
use work::hand_in::Form;
use work::hand_in_all::{Trouble, Typed, Wanted, hand_in_all, trouble, wanted};
use work::number;

#[derive(Template)]
#[template(path = "handin/grid.html")]
struct Grid {
    s: Shell,
    plan: String,
    client_key: String,
    office: String,
    statuses: Vec<Choice>,
    lines: Vec<Line>,
    /// How many figures have just been handed in.
    kept: String,
    complaint: String,
}

struct Line {
    key: String,
    indicator: String,
    region: String,
    office: String,
    year: i32,
    unit: String,
    before: String,
    before_year: i32,
    expected: String,
    goal: String,
    goal_year: i32,
    left: String,
    urgency: &'static str,
    value: String,
    source: String,
    is_meant: bool,
    complaint: &'static str,
    questions: Vec<String>,
    /// Why it was returned, and where to go on with it.
    returned: String,
    address: String,
}

/// What was sent, by the key of its row.
type Sent = BTreeMap<String, Typed>;

/// The form with all figures that wait.
pub(crate) async fn page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let office = visit.get("office").filter(|office| !office.is_empty());
    let wanted = wanted(&app, visit.viewer(), &plan, office).await?;
    let client_key = Form::fresh()?.client_key;
    let status = Status::Preliminary.name();
    show(&app, &visit, &plan, &wanted, Answer { client_key, status, ..Answer::default() }).await
}

/// What the form says back.
#[derive(Default)]
struct Answer<'a> {
    client_key: String,
    status: &'a str,
    sent: Sent,
    complaint: String,
}

/// Takes the rows that were filled, all or none.
pub(crate) async fn hand_in(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let office = Some(fields.get("office")).filter(|office| !office.is_empty());
    let wanted = wanted(&app, visit.viewer(), &plan, office).await?;
    let (key, named) = (fields.text("client-key", 100), fields.text("status", 20));
    let sent = sent(&fields);
    match (Status::parse(&named), complaint(visit.lang, &wanted, &sent, &key)) {
        (Some(status), None) => {
            let typed: Vec<_> =
                wanted.iter().filter_map(|one| Some((one, sent.get(&one.key())?.clone()))).collect();
            let kept = hand_in_all(&app, &typed, status, &key, &visit.visitor.change("")).await?;
            Ok(Redirect::to(&kept_address(&plan, fields.get("office"), kept)).into_response())
        }
        (_, complaint) => {
            let complaint = complaint.unwrap_or_else(|| text(visit.lang, "figure.no-status").to_owned());
            show(&app, &visit, &plan, &wanted, Answer { client_key: key, status: &named, sent, complaint })
                .await
        }
    }
}

/// The form again, with how many figures were kept.
fn kept_address(plan: &str, office: &str, kept: usize) -> String {
    let kept = kept.to_string();
    let query = [("office", office), ("kept", &kept)];
    let query = query.into_iter().filter(|(_, value)| !value.is_empty());
    address(&format!("/plans/{}/hand-in/all", encode(plan)), query)
}

/// The rows with a value, by key.
fn sent(fields: &Fields) -> Sent {
    let cut = |value: &str, most: usize| value.chars().take(most).collect::<String>();
    let filled = fields.under("value/").filter(|(_, value)| !value.is_empty());
    filled
        .map(|(key, value)| {
            let typed = Typed {
                value: cut(value, 60),
                source: fields.text(&format!("source/{key}"), 500),
                is_meant: !fields.get(&format!("anyway/{key}")).is_empty(),
            };
            (key.to_owned(), typed)
        })
        .collect()
}

/// What keeps the form from being taken.
fn complaint(lang: Lang, wanted: &[Wanted], sent: &Sent, key: &str) -> Option<String> {
    if key.is_empty() {
        return Some(text(lang, "figure.no-key").to_owned());
    }
    if sent.is_empty() {
        return Some(text(lang, "grid.nothing").to_owned());
    }
    let known: Vec<String> = wanted.iter().map(Wanted::key).collect();
    let gone: Vec<&str> = sent.keys().filter(|key| !known.contains(key)).map(String::as_str).collect();
    if !gone.is_empty() {
        return Some(fill(lang, "grid.gone", &[("n", &gone.join("、"))]));
    }
    let asked =
        wanted.iter().filter(|one| sent.get(&one.key()).is_some_and(|typed| trouble(one, typed).is_some()));
    let asked = asked.count();
    (asked > 0).then(|| fill(lang, "grid.look", &[("n", &asked.to_string())]))
}

async fn show(
    app: &App,
    visit: &Visit,
    plan: &str,
    wanted: &[Wanted],
    answer: Answer<'_>,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &work::Question::now(plan)).await?;
    let choice = |(status, key): (Status, &'static str)| {
        Choice::new(status.name(), text(visit.lang, key), answer.status)
    };
    let nothing = Typed::default();
    let page = Grid {
        s: Shell::of(visit, &view, None, Place::Work, text(visit.lang, "grid.title")).with_bundle("handin"),
        plan: encode(plan),
        office: visit.get("office").unwrap_or_default().to_owned(),
        statuses: STATUSES.map(choice).into(),
        lines: wanted
            .iter()
            .map(|one| Line::of(visit.lang, plan, one, answer.sent.get(&one.key()).unwrap_or(&nothing)))
            .collect(),
        kept: visit.get("kept").filter(|kept| kept.parse::<usize>().is_ok()).unwrap_or_default().to_owned(),
        client_key: answer.client_key,
        complaint: answer.complaint,
    };
    form(&page, &page.complaint)
}

impl Line {
    fn of(lang: Lang, plan: &str, one: &Wanted, typed: &Typed) -> Self {
        let asked = &one.asked;
        let year = asked.year.to_string();
        let query =
            [("indicator", asked.indicator.name.as_str()), ("region", &asked.region), ("year", &year)];
        let query = query.into_iter().filter(|(_, value)| !value.is_empty());
        let days = one.days_left.abs().to_string();
        let trouble = trouble(one, typed);
        let printed = |value: Option<f64>| value.map(number::value).unwrap_or_default();
        Self {
            key: one.key(),
            indicator: asked.indicator.name.clone(),
            region: asked.region.clone(),
            office: one.office_name.clone(),
            year: asked.year,
            unit: asked.indicator.unit.clone(),
            before: printed(one.before.map(|(_, value)| value)),
            before_year: one.before.map_or(0, |(year, _)| year),
            expected: printed(one.ahead.expected),
            goal: one
                .ahead
                .goal
                .map(|(_, value)| totalled(lang, &one.ahead, number::value(value)))
                .unwrap_or_default(),
            goal_year: one.ahead.goal.map_or(0, |(year, _)| year),
            left: fill(lang, if one.days_left < 0 { "duties.late" } else { "duties.left" }, &[("n", &days)]),
            urgency: match one.days_left {
                left if left < 0 => "out-of-reach",
                left if left <= 7 => "at-risk",
                _ => "unknown",
            },
            value: typed.value.clone(),
            // The source of last time is proposed, not taken: it is sent only with a value.
            source: if typed.source.is_empty() { one.last_source.clone() } else { typed.source.clone() },
            is_meant: typed.is_meant,
            complaint: match trouble {
                Some(Trouble::NoNumber) => text(lang, "figure.no-number"),
                Some(Trouble::NoSource) => text(lang, "figure.no-source"),
                _ => "",
            },
            questions: match trouble {
                Some(Trouble::Odd(words)) => words.iter().map(|words| words.get(lang).to_owned()).collect(),
                _ => Vec::new(),
            },
            returned: one.returned.clone(),
            address: address(&format!("/plans/{}/hand-in", encode(plan)), query),
        }
    }
}
