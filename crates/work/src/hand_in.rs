//! Handing in one figure: what is expected of it, what looks odd about it, and keeping it.

use crate::asked::Asked;
use crate::attachment::{Checked, Upload, checked};
use crate::caution::of_indicator;
use crate::{Fault, Question, Service, Viewer, number, secret};
use assess::{Row, TargetKind};
use duty::Stage;
use plan::Status;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use source::Words;
use store::{Change, Figure, HandIn, SubmissionFilter, Submitted};

/// What the fields of a form hold, as they were typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The value.
    pub value: String,
    /// Name of a status.
    pub status: String,
    /// Where the value comes from.
    pub source: String,
    /// What the reviewer should know.
    pub comment: String,
    /// Number of a file that was attached before.
    pub attachment: Option<i64>,
    /// The key under which the figure is kept once, however often it is sent.
    pub client_key: String,
    /// Why the figure was returned; empty when it was not.
    pub returned: String,
}

impl Form {
    /// An empty form under a new key.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn fresh() -> Result<Self, Fault> {
        let client_key = secret::fresh().map_err(|error| Fault::internal(&error))?;
        Ok(Self { status: Status::Preliminary.name().to_owned(), client_key, ..Self::default() })
    }

    /// A figure that was begun or returned, to be gone on with.
    pub fn of(begun: &Submitted) -> Self {
        let returned = if begun.stage == Stage::Returned { begun.reason.clone() } else { String::new() };
        Self { client_key: begun.client_key.clone(), returned, ..Self::of_figure(&begun.figure) }
    }

    fn of_figure(figure: &Figure) -> Self {
        Self {
            value: figure.value.map(|value| value.to_string()).unwrap_or_default(),
            status: figure.status.name().to_owned(),
            source: figure.source.clone(),
            comment: figure.comment.clone(),
            attachment: figure.attachment,
            ..Self::default()
        }
    }
}

/// A form that was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its fields.
    pub form: Form,
    /// A file that came with it.
    pub file: Option<Upload>,
    /// Whether the figure is submitted, or kept as a draft.
    pub is_submitted: bool,
    /// Whether the person has seen what looks odd and means it.
    pub is_meant: bool,
}

/// What became of a form that was sent.
#[derive(Debug)]
pub enum Outcome {
    /// The figure is kept.
    Kept(Box<Submitted>),
    /// Nothing was kept, and the person is asked again.
    Refused(Form, Complaint),
    /// Nothing was kept yet: the value looks odd.
    Odd(Form, Vec<Words>),
}

/// Why a form is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// It has no key, so that it cannot be told from another.
    NoKey,
    /// The value is no number.
    NoNumber,
    /// It is submitted without value.
    NoValue,
    /// The status is none of those there are.
    NoStatus,
    /// It is submitted without source.
    NoSource,
    /// An earlier try with this form arrived after all, and it said something else.
    Differs,
    /// The file cannot be kept.
    File(Words),
}

/// Target and expected value of a figure, in the unit of its indicator: those of the split when it was split, else those of
/// the assessment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ahead {
    /// The value expected for the year.
    pub expected: Option<f64>,
    /// Year and value of the target.
    pub goal: Option<(i32, f64)>,
    /// Whether the target is a total of the years while each figure is that of one year.
    pub is_total: bool,
}

/// What is expected of a figure.
///
/// # Errors
/// The store cannot be read.
pub async fn ahead(service: &Service, viewer: &Viewer, asked: &Asked) -> Result<Ahead, Fault> {
    let question = Question::for_year(asked.view.id(), asked.year);
    let judged = service.judged(viewer, &question).await?;
    let rows =
        || judged.of_indicator(asked.indicator.id.as_str()).filter(|row| row.unit == asked.indicator.unit);
    let row = rows().find(|row| row.region == asked.region && row.goal.is_some());
    let target = row.or_else(|| rows().next()).map(|row| row.target.to_string());
    let split = match target {
        Some(target) => service.store().shares(asked.view.id(), &target).await?,
        None => Vec::new(),
    };
    let share = |wanted: &dyn Fn(i32) -> bool| {
        let found = split.iter().rfind(|share| share.region == asked.region && wanted(share.year));
        found.and_then(|share| Some((share.year, share.value.to_f64()?)))
    };
    let is_total = row.is_some_and(adds_years);
    let path =
        row.and_then(|row| if is_total { of_one_year(row, asked.year) } else { on_path(row, asked.year) });
    Ok(Ahead {
        expected: share(&|year| year == asked.year).map(|(_, value)| value).or(path),
        goal: row.and_then(|row| row.goal).map(|goal| (goal.year, goal.value)).or(share(&|_| true)),
        is_total,
    })
}

fn on_path(row: &Row, year: i32) -> Option<f64> {
    row.evidence.path.iter().find(|point| point.year == year).map(|point| point.value)
}

/// Whether a target is a total of the years and its figures are those of single years: the judged total and the figure of a year
/// differ. As long as one year alone is known, figures of single years are what statistics give.
fn adds_years(row: &Row) -> bool {
    let adds = matches!(row.kind, TargetKind::CumulativeSum | TargetKind::CumulativeReduction);
    let figure = |year: i32| row.evidence.actuals.iter().rfind(|actual| actual.year == year);
    let known: Vec<bool> = row
        .evidence
        .judged
        .iter()
        .filter_map(|point| figure(point.year).map(|figure| (figure.value - point.value).abs() > 1e-9))
        .collect();
    adds && (known.len() < 2 || known.contains(&true))
}

/// What one year adds on the expected path of a total.
fn of_one_year(row: &Row, year: i32) -> Option<f64> {
    let (whole, before) = (on_path(row, year)?, on_path(row, year - 1).unwrap_or(0.0));
    // Cuts in per cent are chained: 1 - (1 - a)(1 - b).
    Some(if row.kind == TargetKind::CumulativeReduction {
        100.0 * (1.0 - (1.0 - whole / 100.0) / (1.0 - before / 100.0))
    } else {
        whole - before
    })
}

/// Somebody's own figure for the same thing in one of these stages.
///
/// # Errors
/// The store cannot be read.
pub async fn own(
    service: &Service,
    viewer: &Viewer,
    asked: &Asked,
    stages: Vec<Stage>,
) -> Result<Option<Submitted>, Fault> {
    let filter = SubmissionFilter {
        plan: Some(asked.view.id().to_owned()),
        stages,
        author: viewer.account().map(|account| account.name.clone()),
        indicator: Some(asked.indicator.name.clone()),
        ..SubmissionFilter::default()
    };
    let all = service.store().submissions(&filter).await?.into_iter();
    let same = |one: &Submitted| {
        one.figure.region == asked.region && one.figure.year == asked.year && one.figure.dimensions.is_empty()
    };
    Ok(all.into_iter().find(same))
}

/// Takes a form: asks once about what looks odd, then keeps file, draft and step in one transaction.
///
/// # Errors
/// The store cannot be written, or the figure was given up before.
pub async fn hand_in(
    service: &Service,
    asked: &Asked,
    ahead: &Ahead,
    sent: Sent,
    change: &Change,
) -> Result<Outcome, Fault> {
    let Sent { mut form, file, is_submitted, is_meant } = sent;
    if let Some(id) = form.attachment {
        // Only a file of one's own can be named.
        let (file, _) = service.store().attachment(id).await?;
        form.attachment = (file.added_by == change.who).then_some(id);
    }
    if let Some(file) = &file
        && let Err(words) = service.reader().hold_back(&file.content).await
    {
        return Ok(Outcome::Refused(form, Complaint::File(words)));
    }
    let file = match file.as_ref().map(checked).transpose() {
        Ok(file) => file,
        Err(words) => return Ok(Outcome::Refused(form, Complaint::File(words))),
    };
    let value = number::typed(&form.value);
    let status = match complaint(&form, value, is_submitted) {
        Ok(status) => status,
        Err(complaint) => return Ok(Outcome::Refused(form, complaint)),
    };
    if let Some(value) = value.and_then(|value| value.to_f64()).filter(|_| !is_meant) {
        let found = odd(asked, ahead, value);
        if !found.is_empty() {
            return Ok(Outcome::Odd(form, found));
        }
    }
    let figure = Figure {
        plan: asked.view.id().to_owned(),
        indicator: asked.indicator.name.clone(),
        region: asked.region.clone(),
        year: asked.year,
        value,
        unit: asked.indicator.unit.clone(),
        status,
        source: form.source,
        comment: form.comment,
        attachment: form.attachment,
        dimensions: plan::Dimensions::default(),
    };
    keep(service, asked, figure, file, &form.client_key, is_submitted, change).await
}

async fn keep(
    service: &Service,
    asked: &Asked,
    figure: Figure,
    file: Option<Checked<'_>>,
    client_key: &str,
    is_submitted: bool,
    change: &Change,
) -> Result<Outcome, Fault> {
    let has_file = file.is_some();
    let hand_in = HandIn {
        figure: &figure,
        file: file.as_ref().map(Checked::to_keep),
        client_key,
        office: &asked.office,
        below_county: asked.below_county,
        is_submitted,
    };
    let kept = service.store().hand_in(hand_in, change).await?;
    // The number of a file that came along is not known before.
    let attachment = if has_file { kept.figure.attachment } else { figure.attachment };
    let wanted = Figure { attachment, ..figure };
    if kept.figure == wanted {
        return Ok(Outcome::Kept(Box::new(kept)));
    }
    // What was typed since the earlier try cannot change it any more: it is another figure, under another key.
    let client_key = Form::fresh()?.client_key;
    Ok(Outcome::Refused(Form { client_key, ..Form::of_figure(&wanted) }, Complaint::Differs))
}

/// The status that a form names, when nothing is wrong with it.
fn complaint(form: &Form, value: Option<Decimal>, is_submitted: bool) -> Result<Status, Complaint> {
    match (value, Status::parse(&form.status)) {
        _ if form.client_key.is_empty() => Err(Complaint::NoKey),
        (None, _) if !form.value.is_empty() => Err(Complaint::NoNumber),
        (None, _) if is_submitted => Err(Complaint::NoValue),
        (_, None) => Err(Complaint::NoStatus),
        _ if is_submitted && form.source.is_empty() => Err(Complaint::NoSource),
        (_, Some(status)) => Ok(status),
    }
}

/// What looks odd about a value for the figure asked for.
fn odd(asked: &Asked, ahead: &Ahead, value: f64) -> Vec<Words> {
    of_indicator(&asked.view, &asked.indicator, &asked.region, asked.year, value, ahead.expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_may_be_unfinished_and_a_submission_may_not() {
        let form = |value: &str, source: &str| Form {
            value: value.to_owned(),
            source: source.to_owned(),
            status: Status::Final.name().to_owned(),
            client_key: "k".to_owned(),
            ..Form::default()
        };
        let judge = |form: &Form, is_submitted| complaint(form, number::typed(&form.value), is_submitted);
        assert_eq!(judge(&form("", ""), false), Ok(Status::Final));
        assert_eq!(judge(&form("", ""), true), Err(Complaint::NoValue));
        assert_eq!(judge(&form("12", ""), true), Err(Complaint::NoSource));
        assert_eq!(judge(&form("约12", ""), false), Err(Complaint::NoNumber));
        assert_eq!(judge(&form("12", "公报"), true), Ok(Status::Final));
        let nameless = Form { client_key: String::new(), ..form("12", "公报") };
        assert_eq!(judge(&nameless, true), Err(Complaint::NoKey));
        let unclear = Form { status: "perhaps".to_owned(), ..form("12", "公报") };
        assert_eq!(judge(&unclear, false), Err(Complaint::NoStatus));
    }
}
