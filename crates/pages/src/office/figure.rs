//! The form for one figure: what was, what is expected and what is the target stand beside the field.

use crate::answer::fresh;
use crate::choice::Choice;
use crate::office::attach;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duty::{Refusal, Stage, Step};
use plan::{Period, Status};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use source::Words;
use store::{Figure, StoreError, SubmissionFilter, Submitted};
use web::fields::Fields;
use web::{App, Problem, Visit, Visitor};
use work::asked::{Asked, asked, history};
use work::caution::{Known, cautions};
use work::{Question, Viewer, number, secret};

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
pub(crate) async fn page(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    visit: Visit,
) -> Result<Response, Problem> {
    let indicator = visit.get("indicator").unwrap_or("").to_owned();
    let region = visit.get("region").unwrap_or("").to_owned();
    let year = visit.get("year").and_then(|year| year.parse().ok());
    let asked = asked(&app, &visitor.viewer, &plan, &indicator, &region, year).await?;
    let begun = begun(&app, &visitor, &asked).await?;
    let form = Form::of(begun.as_ref(), &visit)?;
    show(&app, &visit, &asked, form, String::new(), Vec::new()).await
}

/// One's own draft or returned figure for the same thing.
async fn begun(app: &App, visitor: &Visitor, asked: &Asked) -> Result<Option<Submitted>, Problem> {
    own(app, visitor, asked, vec![Stage::Draft, Stage::Returned]).await
}

/// One's own figure for the same thing in one of these stages.
async fn own(
    app: &App,
    visitor: &Visitor,
    asked: &Asked,
    stages: Vec<Stage>,
) -> Result<Option<Submitted>, Problem> {
    let filter = SubmissionFilter {
        plan: Some(asked.view.id().to_owned()),
        stages,
        author: visitor.viewer.account().map(|account| account.name.clone()),
        indicator: Some(asked.indicator.name.clone()),
        ..SubmissionFilter::default()
    };
    let all = app.store().submissions(&filter).await?.into_iter();
    Ok(all.into_iter().find(|one| one.figure.region == asked.region && one.figure.year == asked.year))
}

/// What the fields hold.
#[derive(Default)]
struct Form {
    value: String,
    status: String,
    source: String,
    comment: String,
    attachment: Option<i64>,
    client_key: String,
    returned: String,
}

impl Form {
    fn of(begun: Option<&Submitted>, visit: &Visit) -> Result<Self, Problem> {
        let Some(one) = begun else {
            let client_key = secret::fresh().map_err(|error| Problem::internal(&error))?;
            // A proposal from a bulletin comes with its value and source in the address.
            let given = |name: &str| visit.get(name).unwrap_or("").to_owned();
            let status = Status::Preliminary.name().to_owned();
            return Ok(Self {
                value: given("value"),
                source: given("source"),
                status,
                client_key,
                ..Self::default()
            });
        };
        Ok(Self {
            value: one.figure.value.map(|value| value.to_string()).unwrap_or_default(),
            status: one.figure.status.name().to_owned(),
            source: one.figure.source.clone(),
            comment: one.figure.comment.clone(),
            attachment: one.figure.attachment,
            client_key: one.client_key.clone(),
            returned: if one.stage == Stage::Returned { one.reason.clone() } else { String::new() },
        })
    }
}

impl Form {
    /// The same figure under a new key, to be handed in as another.
    fn again(figure: Figure) -> Result<Self, Problem> {
        Ok(Self {
            value: figure.value.map(|value| value.to_string()).unwrap_or_default(),
            status: figure.status.name().to_owned(),
            source: figure.source,
            comment: figure.comment,
            attachment: figure.attachment,
            client_key: secret::fresh().map_err(|error| Problem::internal(&error))?,
            returned: String::new(),
        })
    }
}

/// Target and expected value of the figure: the split when it was split, else the path of the assessment.
struct Ahead {
    expected: Option<f64>,
    goal: Option<(i32, f64)>,
    unit: String,
}

async fn ahead(app: &App, viewer: &Viewer, asked: &Asked) -> Result<Ahead, Problem> {
    let question = Question::for_year(asked.view.id(), asked.year);
    let judged = app.judged(viewer, &question).await?;
    let rows =
        || judged.of_indicator(asked.indicator.id.as_str()).filter(|row| row.unit == asked.indicator.unit);
    let row = rows().find(|row| row.region == asked.region && row.goal.is_some());
    let target = row.or_else(|| rows().next()).map(|row| row.target.to_string());
    let split = match target {
        Some(target) => app.store().shares(asked.view.id(), &target).await?,
        None => Vec::new(),
    };
    let share = |wanted: &dyn Fn(i32) -> bool| {
        let found = split.iter().rfind(|share| share.region == asked.region && wanted(share.year));
        found.and_then(|share| Some((share.year, share.value.to_f64()?)))
    };
    let path = row.and_then(|row| row.evidence.path.iter().find(|point| point.year == asked.year));
    Ok(Ahead {
        expected: share(&|year| year == asked.year).map(|(_, value)| value).or(path.map(|point| point.value)),
        goal: row.and_then(|row| row.goal).map(|goal| (goal.year, goal.value)).or(share(&|_| true)),
        unit: asked.indicator.unit.clone(),
    })
}

async fn show(
    app: &App,
    visit: &Visit,
    asked: &Asked,
    form: Form,
    complaint: String,
    cautions: Vec<String>,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let ahead = ahead(app, visit.viewer(), asked).await?;
    let history = history(&asked.view, &asked.indicator, &asked.region);
    let with_unit = |value: f64| format!("{} {}", number::value(value), ahead.unit);
    let before = history.range(..asked.year).next_back().map(|(year, value)| (*year, with_unit(*value)));
    let attachment_name = match form.attachment {
        Some(id) => app.store().attachment(id).await?.0.name,
        None => String::new(),
    };
    let this_year = i32::from(app.today().year());
    let period = asked.view.stored.plan.period;
    let first = period.map_or(this_year - 10, Period::base);
    let last = period.map_or(this_year, |period| period.end).min(this_year).max(asked.year);
    let now = asked.year.to_string();
    let statuses = [
        (Status::Estimate, text(lang, "status.estimate")),
        (Status::Preliminary, text(lang, "status.preliminary")),
        (Status::Final, text(lang, "status.final")),
        (Status::Revised, text(lang, "status.revised")),
    ];
    let has_trouble = !complaint.is_empty() || !cautions.is_empty();
    let waiting = vec![Stage::AtCounty, Stage::AtCity, Stage::Approved];
    let underway = own(app, &visit.visitor, asked, waiting).await?;
    let person = visit.viewer().account().map(|account| account.name.clone()).unwrap_or_default();
    let page = FigurePage {
        s: Shell::of(visit, &asked.view, None, Place::Work, asked.indicator.name.clone())
            .with_bundle("handin"),
        plan: asked.view.id().to_owned(),
        indicator: asked.indicator.name.clone(),
        region: asked.region.clone(),
        unit: asked.indicator.unit.clone(),
        years: (first..=last)
            .rev()
            .map(|year| Choice::new(year.to_string(), year.to_string(), &now))
            .collect(),
        year: asked.year,
        value: form.value,
        statuses: statuses
            .into_iter()
            .map(|(status, word)| Choice::new(status.name(), word, &form.status))
            .collect(),
        source: form.source,
        comment: form.comment,
        attachment: form.attachment.map(|id| id.to_string()).unwrap_or_default(),
        attachment_name,
        client_key: form.client_key,
        returned: form.returned,
        complaint,
        cautions,
        before,
        expected: ahead.expected.map(with_unit).unwrap_or_default(),
        goal: ahead.goal.map(|(year, value)| (year, with_unit(value))),
        published: history.get(&asked.year).map(|value| with_unit(*value)).unwrap_or_default(),
        // People share devices: the draft of one must not appear in the form of another.
        draft_name: format!(
            "{person}/{}/{}/{}/{}",
            asked.view.id(),
            asked.indicator.name,
            asked.region,
            asked.year
        ),
        underway: underway.map(|one| (one.id, crate::office::words::stage_word(lang, one.stage))),
    };
    let response = fresh(&page)?;
    let status = if has_trouble { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, response).into_response())
}

/// Reads a number as people type it: with commas, spaces, full-width digits.
pub(super) fn parse_value(text: &str) -> Option<Decimal> {
    let plain: String = text
        .chars()
        .map(|letter| match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
            '\u{2212}' => '-',
            other => other,
        })
        .filter(|letter| *letter != ',' && !letter.is_whitespace())
        .collect();
    plain.parse().ok()
}

/// Takes the form: asks once about what looks odd, then saves, and submits when that was the button.
pub(crate) async fn hand_in(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let year = fields.get("year").parse().ok();
    let asked =
        asked(&app, &visitor.viewer, &plan, fields.get("indicator"), fields.get("region"), year).await?;
    let mut form = Form {
        value: fields.text("value", 60),
        status: fields.text("status", 20),
        source: fields.text("source", 500),
        comment: fields.text("comment", 4000),
        attachment: fields.get("attachment").parse().ok(),
        client_key: fields.text("client-key", 100),
        returned: String::new(),
    };
    let change = visitor.change("");
    if let Some(id) = form.attachment {
        // Only a file of one's own can be named.
        let (file, _) = app.store().attachment(id).await?;
        form.attachment = (file.added_by == change.who).then_some(id);
    }
    if let Some(file) = fields.file("file") {
        match attach::keep(&app, &file.name, &file.content, &change).await? {
            Ok(id) => form.attachment = Some(id),
            Err(words) => {
                let complaint = words.get(lang).to_owned();
                return show(&app, &visit, &asked, form, complaint, Vec::new()).await;
            }
        }
    }
    let is_submitted = fields.get("action") == "submit";
    let value = parse_value(&form.value);
    let status = Status::parse(&form.status);
    let complaint = match (value, status) {
        _ if form.client_key.is_empty() => Some("figure.no-key"),
        (None, _) if !form.value.is_empty() => Some("figure.no-number"),
        (None, _) if is_submitted => Some("figure.no-value"),
        (_, None) => Some("figure.no-status"),
        _ if is_submitted && form.source.is_empty() => Some("figure.no-source"),
        _ => None,
    };
    if let Some(complaint) = complaint {
        let complaint = complaint_text(lang, complaint);
        return show(&app, &visit, &asked, form, complaint, Vec::new()).await;
    }
    if fields.get("anyway").is_empty()
        && let Some(value) = value.and_then(|value| value.to_f64())
    {
        let found = odd(&app, &visitor.viewer, &asked, value).await?;
        if !found.is_empty() {
            let found = found.iter().map(|words| words.get(lang).to_owned()).collect();
            return show(&app, &visit, &asked, form, String::new(), found).await;
        }
    }
    let figure = Figure {
        plan,
        indicator: asked.indicator.name.clone(),
        region: asked.region.clone(),
        year: asked.year,
        value,
        unit: asked.indicator.unit.clone(),
        status: status.unwrap_or(Status::Preliminary),
        source: form.source,
        comment: form.comment,
        attachment: form.attachment,
    };
    let office = (asked.office.as_str(), asked.below_county);
    let id = app.store().save_draft(&figure, &form.client_key, office, &change).await?;
    if is_submitted {
        match app.store().step_submission(id, Step::Submit, None, &change).await {
            Ok(_) => {}
            // Sent again after a lost answer: it was submitted the first time.
            Err(StoreError::Refused(Refusal::Stage(stage, Step::Submit)))
                if !matches!(stage, Stage::Withdrawn) => {}
            Err(error) => return Err(error.into()),
        }
    }
    if app.store().submission(id).await?.figure != figure {
        // An earlier try with this form has arrived after all, and what was typed since cannot change it any more.
        let form = Form::again(figure)?;
        let complaint = text(lang, "figure.differs").to_owned();
        return show(&app, &visit, &asked, form, complaint, Vec::new()).await;
    }
    Ok(Redirect::to(&format!("/submissions/{id}")).into_response())
}

fn complaint_text(lang: source::Lang, key: &str) -> String {
    match key {
        "figure.no-key" => text(lang, "figure.no-key"),
        "figure.no-number" => text(lang, "figure.no-number"),
        "figure.no-value" => text(lang, "figure.no-value"),
        "figure.no-status" => text(lang, "figure.no-status"),
        _ => text(lang, "figure.no-source"),
    }
    .to_owned()
}

/// What looks odd about a value for the figure asked for.
async fn odd(app: &App, viewer: &Viewer, asked: &Asked, value: f64) -> Result<Vec<Words>, Problem> {
    let history: Vec<(i32, f64)> = history(&asked.view, &asked.indicator, &asked.region)
        .into_iter()
        .filter(|(year, _)| *year != asked.year)
        .collect();
    let indicator = &asked.indicator;
    let entry = plan::catalogue::lookup(&indicator.name, &indicator.unit).map(|found| found.entry);
    // Bounds are given in the first unit of the entry.
    let entry = entry.filter(|entry| entry.units.first().is_some_and(|form| form.printed == indicator.unit));
    let known = Known {
        history: &history,
        expected: ahead(app, viewer, asked).await?.expected,
        bounds: (entry.and_then(|entry| entry.low), entry.and_then(|entry| entry.high)),
        unit: &indicator.unit,
    };
    Ok(cautions(value, asked.year, &known))
}

#[cfg(test)]
mod tests {
    use super::parse_value;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, read) in
            [("1,357.5", "1357.5"), ("１０３２．８", "1032.8"), (" −6.5 ", "-6.5"), ("4 300", "4300")]
        {
            assert_eq!(parse_value(typed).map(|value| value.to_string()).as_deref(), Some(read), "{typed}");
        }
        for refused in ["", "约1300", "1e", "--1"] {
            assert_eq!(parse_value(refused), None, "{refused}");
        }
    }
}
