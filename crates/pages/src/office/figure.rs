//! The form for one figure: what was, what is expected and what is the target stand beside the field.

use crate::answer::fresh;
use crate::asked::{OnPlan, Posted};
use crate::choice::Choice;
use crate::file::upload;
use crate::office::words::stage_word;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duty::Stage;
use plan::{Period, Status};
use source::Lang;
use web::fields::Fields;
use web::{App, Problem, Visit};
use work::asked::{Asked, asked, history};
use work::hand_in::{self, Ahead, Complaint, Form, Outcome, Sent};
use work::number;

#[derive(Template)]
#[template(path = "handin/figure.html")]
struct FigurePage {
    s: Shell,
    plan: String,
    indicator: String,
    region: String,
    unit: String,
    years: Vec<Choice>,
    year: i32,
    value: String,
    statuses: Vec<Choice>,
    source: String,
    comment: String,
    attachment: String,
    attachment_name: String,
    client_key: String,
    /// Why it was returned.
    returned: String,
    complaint: String,
    cautions: Vec<String>,
    before: Option<(i32, String)>,
    expected: String,
    goal: Option<(i32, String)>,
    published: String,
    draft_name: String,
    /// One's own figure for the same thing that is under review, with its stage.
    underway: Option<(i64, &'static str)>,
}

/// The form, empty or with what was begun.
pub(crate) async fn page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let given = |name: &str| visit.get(name).unwrap_or("").to_owned();
    let year = visit.get("year").and_then(|year| year.parse().ok());
    let asked = asked(&app, visit.viewer(), &plan, &given("indicator"), &given("region"), year).await?;
    let begun = hand_in::own(&app, visit.viewer(), &asked, vec![Stage::Draft, Stage::Returned]).await?;
    let form = match begun {
        Some(begun) => Form::of(&begun),
        // A proposal from a bulletin comes with its value and source in the address.
        None => Form { value: given("value"), source: given("source"), ..Form::fresh()? },
    };
    let ahead = hand_in::ahead(&app, visit.viewer(), &asked).await?;
    show(&app, &visit, &asked, &ahead, form, Trouble::default()).await
}

/// What is asked about a form that was sent.
#[derive(Default)]
struct Trouble {
    complaint: String,
    cautions: Vec<String>,
}

async fn show(
    app: &App,
    visit: &Visit,
    asked: &Asked,
    ahead: &Ahead,
    form: Form,
    trouble: Trouble,
) -> Result<Response, Problem> {
    let is_fine = trouble.complaint.is_empty() && trouble.cautions.is_empty();
    let attachment_name = match form.attachment {
        Some(id) => app.store().attachment(id).await?.0.marked_name(),
        None => String::new(),
    };
    let waiting = vec![Stage::AtCounty, Stage::AtCity, Stage::Approved];
    let underway = hand_in::own(app, visit.viewer(), asked, waiting).await?;
    let page = FigurePage {
        attachment_name,
        underway: underway.map(|one| (one.id, stage_word(visit.lang, one.stage))),
        complaint: trouble.complaint,
        cautions: trouble.cautions,
        years: years(asked, i32::from(app.today().year())),
        ..FigurePage::of(visit, asked, ahead, form)
    };
    let status = if is_fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, fresh(&page)?).into_response())
}

/// The years of the plan that have begun, the last first.
fn years(asked: &Asked, this_year: i32) -> Vec<Choice> {
    let period = asked.view.stored.plan.period;
    let first = period.map_or(this_year - 10, Period::base);
    let last = period.map_or(this_year, |period| period.end).min(this_year).max(asked.year);
    let now = asked.year.to_string();
    (first..=last).rev().map(|year| Choice::new(year.to_string(), year.to_string(), &now)).collect()
}

pub(super) const STATUSES: [(Status, &str); 4] = [
    (Status::Estimate, "status.estimate"),
    (Status::Preliminary, "status.preliminary"),
    (Status::Final, "status.final"),
    (Status::Revised, "status.revised"),
];

impl FigurePage {
    /// The form with what is known beside it, and nothing to complain of.
    fn of(visit: &Visit, asked: &Asked, ahead: &Ahead, form: Form) -> Self {
        let (view, indicator) = (&asked.view, &asked.indicator);
        let history = history(view, indicator, &asked.region);
        let with_unit = |value: f64| format!("{} {}", number::value(value), indicator.unit);
        let person = visit.viewer().account().map(|account| account.name.as_str()).unwrap_or_default();
        let status = |(status, key): (Status, &'static str)| {
            Choice::new(status.name(), text(visit.lang, key), &form.status)
        };
        Self {
            s: Shell::of(visit, view, None, Place::Work, indicator.name.clone()).with_bundle("handin"),
            plan: view.id().to_owned(),
            indicator: indicator.name.clone(),
            region: asked.region.clone(),
            unit: indicator.unit.clone(),
            years: Vec::new(),
            year: asked.year,
            statuses: STATUSES.map(status).into(),
            value: form.value,
            source: form.source,
            comment: form.comment,
            attachment: form.attachment.map(|id| id.to_string()).unwrap_or_default(),
            attachment_name: String::new(),
            client_key: form.client_key,
            returned: form.returned,
            complaint: String::new(),
            cautions: Vec::new(),
            before: history.range(..asked.year).next_back().map(|(year, value)| (*year, with_unit(*value))),
            expected: ahead.expected.map(with_unit).unwrap_or_default(),
            goal: ahead.goal.map(|(year, value)| (year, totalled(visit.lang, ahead, with_unit(value)))),
            published: history.get(&asked.year).map(|value| with_unit(*value)).unwrap_or_default(),
            // People share devices: the draft of one must not appear in the form of another.
            draft_name: format!("{person}/{}/{}/{}/{}", view.id(), indicator.name, asked.region, asked.year),
            underway: None,
        }
    }
}

/// Takes the form: asks again about what is wrong or looks odd, else goes on to what was kept.
pub(crate) async fn hand_in(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let viewer = visit.viewer();
    let year = fields.get("year").parse().ok();
    let asked = asked(&app, viewer, &plan, fields.get("indicator"), fields.get("region"), year).await?;
    let ahead = hand_in::ahead(&app, viewer, &asked).await?;
    match hand_in::hand_in(&app, &asked, &ahead, sent(&fields), &visit.visitor.change("")).await? {
        Outcome::Kept(kept) => Ok(Redirect::to(&format!("/submissions/{}", kept.id)).into_response()),
        Outcome::Refused(form, complaint) => {
            let complaint = complaint_words(visit.lang, complaint);
            show(&app, &visit, &asked, &ahead, form, Trouble { complaint, ..Trouble::default() }).await
        }
        Outcome::Odd(form, cautions) => {
            let cautions = cautions.iter().map(|words| words.get(visit.lang).to_owned()).collect();
            show(&app, &visit, &asked, &ahead, form, Trouble { cautions, ..Trouble::default() }).await
        }
    }
}

fn sent(fields: &Fields) -> Sent {
    Sent {
        form: Form {
            value: fields.text("value", 60),
            status: fields.text("status", 20),
            source: fields.text("source", 500),
            comment: fields.text("comment", 4000),
            attachment: fields.get("attachment").parse().ok(),
            client_key: fields.text("client-key", 100),
            returned: String::new(),
        },
        file: fields.file("file").map(|file| upload(file, fields)),
        is_submitted: fields.get("action") == "submit",
        is_meant: !fields.get("anyway").is_empty(),
    }
}

fn complaint_words(lang: Lang, complaint: Complaint) -> String {
    match complaint {
        Complaint::NoKey => text(lang, "figure.no-key"),
        Complaint::NoNumber => text(lang, "figure.no-number"),
        Complaint::NoValue => text(lang, "figure.no-value"),
        Complaint::NoStatus => text(lang, "figure.no-status"),
        Complaint::NoSource => text(lang, "figure.no-source"),
        Complaint::Differs => text(lang, "figure.differs"),
        Complaint::File(words) => return words.get(lang).to_owned(),
    }
    .to_owned()
}

/// The value of a target, marked as a total of the years where the figures are those of single years.
pub(super) fn totalled(lang: Lang, ahead: &Ahead, value: String) -> String {
    if ahead.is_total { fill(lang, "figure.total", &[("value", &value)]) } else { value }
}
