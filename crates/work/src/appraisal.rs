//! Appraisal sheets of bodies (绩效考核): computed from the judgement of a year, the aims of the year, and what a person recorded, by the
//! scheme of the plan; signed with name, day and hash, so that a figure that changes afterwards is seen.
//!
//! How points come about stands in [`assess::appraisal`].

mod gather;
mod sheet;

pub use sheet::{blocks, file, kind_word, summary, veto_word};

use crate::propose::office_called;
use crate::view::Judged;
use crate::{Fault, Service, Viewer, number, secret};
use assess::appraisal::{DEFAULT_SCHEME, Differs, OwnKind, Scheme, Sheet, appraise, differences};
use duty::{Right, Scope};
use rust_decimal::Decimal;
use sha2::{Digest as _, Sha256};
use store::{AppraisalMark, AppraisalScheme, AppraisalSignature, Change, Office};

/// The scheme that holds for a plan.
#[derive(Clone, Debug)]
pub struct Held {
    /// What sheets are computed by.
    pub scheme: Scheme,
    /// The text it was read from.
    pub text: String,
    /// As it was kept; `None` for the shipped one.
    pub kept: Option<AppraisalScheme>,
}

/// A sheet with what was signed of it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The sheet as it is now.
    pub sheet: Sheet,
    /// The hash of its text.
    pub sha256: String,
    /// What was signed, the latest first.
    pub signatures: Vec<Signature>,
}

/// A signature, held against the sheet as it is now.
#[derive(Clone, Debug)]
pub struct Signature {
    /// As it was kept.
    pub kept: AppraisalSignature,
    /// What changed since; empty while the sheet is the one that was signed.
    pub differs: Vec<Differs>,
    /// Whether the sheet is another one than that which was signed.
    pub is_before_change: bool,
}

/// The sheets of a plan for a year that a viewer sees.
#[derive(Clone, Debug)]
pub struct Sheets {
    /// The year.
    pub year: i64,
    /// The scheme.
    pub held: Held,
    /// One for each body, the highest total first.
    pub all: Vec<Standing>,
    /// How many targets and tasks have no body in the lead and stand on no sheet.
    pub nobody: usize,
}

/// Longest text of a scheme, in characters.
pub const LONGEST: usize = 40_000;

/// The scheme that holds for a plan: its own, else the shipped one.
///
/// # Errors
/// The store cannot be read, or holds a scheme that this program does not understand.
pub async fn held(service: &Service, plan: &str) -> Result<Held, Fault> {
    let kept = service.store().appraisal_scheme(plan).await?;
    let text = kept.as_ref().map_or(DEFAULT_SCHEME, |kept| kept.text.as_str()).to_owned();
    let scheme =
        Scheme::from_toml(&text).map_err(|error| Fault::bad_request(error.words.zh, error.words.en))?;
    Ok(Held { scheme, text, kept })
}

/// Keeps another scheme; it holds for every sheet from now on.
///
/// # Errors
/// No right to change the plan, a text that is no scheme, no reason; the store cannot be written.
pub async fn put_scheme(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    (text, reason): (&str, &str),
    change: &Change,
) -> Result<(), Fault> {
    if !viewer.may(Right::EditPlan) {
        return Err(Fault::forbidden());
    }
    if let Err(error) = Scheme::from_toml(text) {
        return Err(Fault::bad_request(error.words.zh, error.words.en));
    }
    if reason.trim().is_empty() {
        return Err(Fault::bad_request("请写明为什么改办法。", "Say why the scheme is changed."));
    }
    service.store().put_appraisal_scheme(plan, (text, reason.trim()), change).await?;
    service.refresh().await?;
    Ok(())
}

/// The sheets of a year that a viewer sees: all, or those of the own bodies.
///
/// # Errors
/// The store cannot be read.
pub async fn sheets(service: &Service, viewer: &Viewer, judged: &Judged) -> Result<Sheets, Fault> {
    let plan = judged.view.id();
    let year = i64::from(judged.moment.as_of.year);
    let held = held(service, plan).await?;
    let offices = service.store().offices().await?;
    let facts = gather::facts(service, judged, &offices).await?;
    let marks = gather::marks(service, (plan, year)).await?;
    let signed = service.store().appraisal_signatures(plan, year).await?;
    let nobody = facts.iter().filter(|fact| fact.body.is_empty()).count();
    let mut all = Vec::new();
    for sheet in appraise(&held.scheme, &facts, &marks) {
        if sees(viewer, &offices, &sheet.body) {
            let body = sheet.body.clone();
            let own = signed.iter().filter(|one| one.body == body).rev();
            all.push(standing((plan, year), sheet, own));
        }
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.sheet.total));
    Ok(Sheets { year, held, all, nobody })
}

/// Whether a viewer sees the sheet of a body: everything, or its own; a part of the region is whoever reports for it.
fn sees(viewer: &Viewer, offices: &[Office], body: &str) -> bool {
    if viewer.scope(Right::ReadSubmission) == Scope::All {
        return true;
    }
    let own = |office: &Office| viewer.reaches_office(Right::ReadSubmission, &office.id);
    office_called(offices, body).is_some_and(own)
        || offices.iter().any(|office| office.region == body && own(office))
}

fn standing<'a>(
    of: (&str, i64),
    sheet: Sheet,
    signed: impl Iterator<Item = &'a AppraisalSignature>,
) -> Standing {
    let text = sheet.to_text();
    let sha256 = hash(of, &text);
    let signatures = signed.map(|kept| Signature {
        differs: differences(&kept.text, &text),
        is_before_change: kept.sha256 != sha256,
        kept: kept.clone(),
    });
    Standing { signatures: signatures.collect(), sheet, sha256 }
}

/// The hash of a sheet of a plan and year.
fn hash((plan, year): (&str, i64), text: &str) -> String {
    secret::hex(&Sha256::digest(format!("{plan}\n{year}\n{text}")))
}

/// The sheet of a body.
///
/// # Errors
/// There is no such sheet, or it is not for this viewer; the store cannot be read.
pub async fn one(
    service: &Service,
    viewer: &Viewer,
    judged: &Judged,
    body: &str,
) -> Result<(Held, Standing), Fault> {
    let sheets = sheets(service, viewer, judged).await?;
    let found = sheets.all.into_iter().find(|one| one.sheet.body == body);
    let none = || Fault::not_found("没有这个单位的考核表。", "There is no sheet of such a body.");
    Ok((sheets.held, found.ok_or_else(none)?))
}

/// Records something of a body with the points that somebody typed, or takes it back with `None`.
///
/// # Errors
/// No right to change the plan, nothing on the sheet or in the scheme that is meant, no number or more points than there are, no
/// reason; the store cannot be written.
pub async fn record(
    service: &Service,
    viewer: &Viewer,
    judged: &Judged,
    (mark, typed): (AppraisalMark, Option<&str>),
    change: &Change,
) -> Result<(), Fault> {
    if !viewer.may(Right::EditPlan) {
        return Err(Fault::forbidden());
    }
    let (held, standing) = one(service, viewer, judged, &mark.body).await?;
    let own = held.scheme.own.iter().find(|own| own.name == mark.item);
    let of_line = standing.sheet.lines.iter().find(|line| line.id == mark.item);
    let most = own.map(|own| own.points).or(of_line.map(|line| line.points));
    let most = most.ok_or_else(|| {
        bad("考核表和办法中都没有这一项。", "Neither the sheet nor the scheme has such an item.")
    })?;
    let points = match typed {
        None => None,
        // A veto needs no points.
        Some(_) if own.is_some_and(|own| own.kind == OwnKind::Veto) => Some(Decimal::ZERO),
        Some(typed) => Some(between(typed, most)?),
    };
    if mark.reason.trim().is_empty() {
        return Err(bad("请写明理由。", "Give a reason."));
    }
    let mark = AppraisalMark { year: i64::from(judged.moment.as_of.year), points, ..mark };
    service.store().put_appraisal_mark(judged.view.id(), &mark, change).await?;
    service.refresh().await?;
    Ok(())
}

/// Points as somebody types them, none below zero and not more than there are.
fn between(typed: &str, most: Decimal) -> Result<Decimal, Fault> {
    let points = number::typed(typed).ok_or_else(|| {
        Fault::bad_request(format!("“{typed}”不是数。"), format!("“{typed}” is no number."))
    })?;
    if (Decimal::ZERO..=most).contains(&points) {
        return Ok(points);
    }
    Err(Fault::bad_request(
        format!("分值应在 0 和 {most} 之间。"),
        format!("Points lie between 0 and {most}."),
    ))
}

/// Signs the sheet of a body as it stands.
///
/// `shown` is the hash of the sheet that was looked at: when a figure changed meanwhile, nothing is signed.
///
/// # Errors
/// No right to publish, a state of the past, a sheet without a total, a sheet that changed meanwhile; the store cannot be written.
pub async fn sign(
    service: &Service,
    viewer: &Viewer,
    judged: &Judged,
    (body, shown, words): (&str, &str, &str),
    change: &Change,
) -> Result<(), Fault> {
    let account = viewer.account().filter(|_| viewer.may(Right::Publish)).ok_or_else(Fault::forbidden)?;
    let asked = &judged.moment.asked;
    if asked.known_at.is_some() || asked.stood_at.is_some() || asked.version.is_some() {
        return Err(bad(
            "只能签认现在的考核表；请去掉“当时已知”和版本。",
            "Only the sheet of the present is signed: leave out the day of knowledge and the version.",
        ));
    }
    let (held, standing) = one(service, viewer, judged, body).await?;
    if standing.sheet.grade.is_empty() {
        return Err(bad("没有一项可以评判，不能签认。", "No line is judged: there is nothing to sign."));
    }
    if standing.sha256 != shown {
        return Err(bad(
            "考核表在您查看以后有变化，请重新查看后再签认。",
            "The sheet changed since you looked at it: look again before you sign.",
        ));
    }
    let name = if account.full_name.is_empty() { &account.name } else { &account.full_name };
    let signature = AppraisalSignature {
        year: i64::from(judged.moment.as_of.year),
        body: body.to_owned(),
        version: judged.view.stored.key.version,
        scheme: held.kept.map_or(0, |kept| kept.number),
        total: standing.sheet.total,
        grade: standing.sheet.grade.clone(),
        text: standing.sheet.to_text(),
        sha256: standing.sha256,
        name: name.clone(),
        words: words.trim().to_owned(),
        ..AppraisalSignature::default()
    };
    service.store().sign_appraisal(judged.view.id(), &signature, change).await?;
    service.refresh().await?;
    Ok(())
}

fn bad(zh: &str, en: &str) -> Fault {
    Fault::bad_request(zh, en)
}
