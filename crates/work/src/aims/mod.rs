//! Aims of a year (年度工作目标): what of a plan is to be reached within a year, by whom and by which measures, how it stands quarter by
//! quarter, and what goes on into the next year.
//!
//! Whoever works on the plan sets aims, by hand or from a list or a document; the body in the lead says how its own stand. How an aim
//! stands on a day is [`duty::yearly`].

mod carry;
mod file;
mod remind;
mod rollup;
mod standing;
mod take;

pub use carry::{carry, to_carry};
pub use file::{course_word, file, said_word};
pub use remind::remind;
pub use rollup::{Part, by_body, by_chapter, whole};
pub use standing::{Standing, of_years, standing, standings};
pub use take::{Read, Row, Ticked, near, take_in, understand};

use crate::attachment::{Upload, checked};
use crate::propose::office_called;
use crate::view::{PlanView, heading};
use crate::{Fault, Service, Viewer};
use duty::Right;
use duty::yearly::Said;
use jiff::civil::Date;
use source::Lang;
use std::collections::BTreeMap;
use store::{Aim, AimFacts, AimMeasure, AimState, Change};

/// Years that an aim may be of.
const YEARS: std::ops::RangeInclusive<i64> = 1950..=2100;

/// Whether somebody may say how an aim stands: whoever works on the plan, and the body in the lead.
///
/// # Errors
/// The store cannot be read.
pub async fn may_say(service: &Service, viewer: &Viewer, aim: &Aim) -> Result<bool, Fault> {
    may_of(service, viewer, &aim.office).await
}

/// Whether somebody may say of a measure that it is done: as [`may_say`], and the body that does it.
///
/// # Errors
/// The store cannot be read.
pub async fn may_do(
    service: &Service,
    viewer: &Viewer,
    aim: &Aim,
    measure: &AimMeasure,
) -> Result<bool, Fault> {
    Ok(may_say(service, viewer, aim).await? || may_of(service, viewer, &measure.office).await?)
}

async fn may_of(service: &Service, viewer: &Viewer, office: &str) -> Result<bool, Fault> {
    if viewer.may(Right::EditPlan) {
        return Ok(true);
    }
    if office.is_empty() {
        return Ok(false);
    }
    let offices = service.store().offices().await?;
    Ok(office_called(&offices, office).is_some_and(|one| viewer.reaches_office(Right::HandIn, &one.id)))
}

/// The office's own name where one is meant, else the name as it was written.
pub(crate) fn named(offices: &[store::Office], name: &str) -> String {
    office_called(offices, name).map_or_else(|| name.trim().to_owned(), |office| office.name.clone())
}

/// Keeps what a person says of an aim, or sets one; gives its number.
///
/// # Errors
/// Nothing is to be reached, no year, an item that the plan does not have; the store cannot be written.
pub async fn edit(service: &Service, view: &PlanView, mut aim: Aim, change: &Change) -> Result<i64, Fault> {
    aim.title = aim.title.trim().to_owned();
    if aim.title.is_empty() {
        return Err(Fault::bad_request("请写年度目标。", "Write what is to be reached."));
    }
    if !YEARS.contains(&aim.year) {
        return Err(Fault::bad_request("没有这个年份。", "There is no such year."));
    }
    let offices = service.store().offices().await?;
    aim.office = named(&offices, &aim.office);
    aim.support = aim.support.iter().map(|one| named(&offices, one)).filter(|one| !one.is_empty()).collect();
    aim.chapter = chapter_of(view, &aim.item_kind, &aim.item)?;
    let facts = AimFacts { aim, measures: Vec::new() };
    let ids = service.store().keep_aims(view.id(), &[facts], change).await?;
    service.refresh().await?;
    ids.first().copied().ok_or_else(Fault::forbidden)
}

/// The heading of the chapter that an item stands in; empty for an aim that the plan does not name.
///
/// # Errors
/// The plan has no such item.
pub(crate) fn chapter_of(view: &PlanView, kind: &str, item: &str) -> Result<String, Fault> {
    let plan = &view.stored.plan;
    let provenance = match kind {
        "" => return Ok(String::new()),
        "task" => plan.tasks.iter().find(|one| one.id.as_str() == item).map(|one| &one.provenance),
        "target" => view.target(item).map(|one| &one.provenance),
        _ => None,
    };
    let Some(provenance) = provenance else {
        return Err(Fault::bad_request(
            "规划中没有这项任务或目标，请另选对应的规划内容，或选不对应。",
            "The plan has no such task or target; choose another item, or none.",
        ));
    };
    let chapter = provenance.section.as_ref().and_then(|section| view.chapter_of(section.as_str()));
    Ok(chapter.map(heading).unwrap_or_default())
}

/// What the items of a plan are called, by kind and id.
pub struct ItemNames(BTreeMap<(&'static str, String), String>);

impl ItemNames {
    /// The items of a plan.
    pub fn of(view: &PlanView) -> Self {
        let items = crate::item::items(&view.stored.plan).into_iter();
        Self(items.map(|item| ((item.kind, item.id), item.name)).collect())
    }

    /// What of the plan an aim belongs to; empty where it belongs to nothing, or the plan has it no more.
    pub fn words(&self, aim: &Aim) -> &str {
        let kind = ["task", "target"].into_iter().find(|kind| *kind == aim.item_kind);
        let found = kind.and_then(|kind| self.0.get(&(kind, aim.item.clone())));
        found.map_or("", String::as_str)
    }

    /// As [`ItemNames::words`], and that the plan has it no more where that is so.
    pub fn said(&self, aim: &Aim, lang: Lang) -> &str {
        if self.is_gone(aim) { gone_word(lang) } else { self.words(aim) }
    }

    /// Whether an aim belongs to something that the plan, as it holds now, does not have.
    pub fn is_gone(&self, aim: &Aim) -> bool {
        !aim.item_kind.is_empty() && self.words(aim).is_empty()
    }
}

/// What stands for an item that the plan, as it holds now, does not have.
pub fn gone_word(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "现行版本规划已无对应内容，请重新对应",
        Lang::En => "the plan as it holds now has no such item; tie it anew",
    }
}

/// Says that an aim is none any more, and why; an empty reason takes it in again.
///
/// # Errors
/// No such aim; the store cannot be written.
pub async fn drop_aim(
    service: &Service,
    (plan, id): (&str, i64),
    reason: &str,
    change: &Change,
) -> Result<(), Fault> {
    let mut aim = service.store().aim(plan, id).await?;
    reason.trim().clone_into(&mut aim.dropped);
    service.store().keep_aims(plan, &[AimFacts { aim, measures: Vec::new() }], change).await?;
    service.refresh().await?;
    Ok(())
}

/// Says how an aim stood at the end of a quarter, with evidence.
///
/// # Errors
/// Somebody else's aim, no quarter or one that has not begun, no state, no words, a file that is not taken; the store cannot be written.
pub async fn say(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    (state, files): (AimState, &[Upload]),
    change: &Change,
) -> Result<(), Fault> {
    let aim = service.store().aim(plan, state.aim).await?;
    if !may_say(service, viewer, &aim).await? {
        return Err(Fault::forbidden());
    }
    if !aim.dropped.is_empty() {
        return Err(Fault::bad_request("该目标已撤销。", "The aim was dropped."));
    }
    let said = state.said.trim().to_owned();
    if Said::parse(&state.state).is_none() || said.is_empty() {
        return Err(Fault::bad_request(
            "请选择进展，并用一句话说明。",
            "Choose how it stands and say so in one sentence.",
        ));
    }
    if !has_begun(service.today(), aim.year, state.quarter) {
        return Err(Fault::bad_request("这个季度还没有开始。", "The quarter has not begun."));
    }
    let refused = |words: source::Words| Fault::bad_request(words.zh, words.en);
    let mut kept = Vec::new();
    for file in files {
        kept.push(checked(file).map_err(refused)?);
        service.reader().hold_back(&file.content).await.map_err(refused)?;
    }
    let kept: Vec<store::NewAttachment<'_>> = kept.iter().map(crate::attachment::Checked::to_keep).collect();
    service.store().say_aim(plan, &AimState { said, ..state }, &kept, change).await?;
    service.refresh().await?;
    Ok(())
}

/// Whether a quarter has begun on a day.
fn has_begun(today: Date, year: i64, quarter: i64) -> bool {
    let month = i8::try_from((quarter - 1) * 3 + 1).ok().filter(|_| (1..=4).contains(&quarter));
    let first = i16::try_from(year).ok().zip(month).and_then(|(year, month)| Date::new(year, month, 1).ok());
    first.is_some_and(|first| first <= today)
}

/// Keeps a measure of an aim; one without words is taken away.
///
/// # Errors
/// Somebody else's aim, a day that is none, one that has not come for what is done; the store cannot be written.
pub async fn measure(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    mut one: AimMeasure,
    change: &Change,
) -> Result<(), Fault> {
    let aim = service.store().aim(plan, one.aim).await?;
    let known = service.store().aim_measures(&[aim.id]).await?;
    let before = known.into_iter().find(|known| known.number == one.number && one.number != 0);
    if one.number != 0 && before.is_none() {
        return Err(Fault::not_found("没有这条措施。", "There is no such measure."));
    }
    let may = match &before {
        Some(before) => may_do(service, viewer, &aim, before).await?,
        None => may_say(service, viewer, &aim).await?,
    };
    if !may {
        return Err(Fault::forbidden());
    }
    one.text = one.text.trim().to_owned();
    if one.text.is_empty() && one.number == 0 {
        return Err(Fault::bad_request("请写措施。", "Write what is done."));
    }
    let offices = service.store().offices().await?;
    one.office = if one.office.trim().is_empty() { aim.office.clone() } else { named(&offices, &one.office) };
    let year = i16::try_from(aim.year).unwrap_or(0);
    one.due = day(&one.due, year)?;
    one.done = day(&one.done, year)?;
    if one.done > service.today().to_string() {
        return Err(Fault::bad_request("完成日期还没有到。", "The day on which it was done has not come."));
    }
    service.store().keep_aims(plan, &[AimFacts { aim, measures: vec![one] }], change).await?;
    service.refresh().await?;
    Ok(())
}

/// A day as it is kept; empty stays empty.
fn day(text: &str, year: i16) -> Result<String, Fault> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    intake::yearly::last_day(text, year).map(|day| day.to_string()).ok_or_else(|| {
        Fault::bad_request(
            format!("“{text}”不是日期，请写成 2026-06-30 或 6月底。"),
            format!("“{text}” is no day; write it like 2026-06-30."),
        )
    })
}

/// The evidence of a quarter, for whoever sees the aim.
///
/// # Errors
/// The aim has no such file.
pub async fn attached(
    service: &Service,
    (plan, id): (&str, i64),
    file: i64,
) -> Result<(store::Attachment, Vec<u8>), Fault> {
    let aim = service.store().aim(plan, id).await?;
    let states = service.store().aim_states(&[aim.id]).await?;
    if !states.iter().any(|state| state.files.iter().any(|(known, ..)| *known == file)) {
        return Err(Fault::not_found("没有这个附件。", "There is no such file."));
    }
    Ok(service.store().attachment(file).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_quarter_begins_with_its_first_day() {
        assert!(has_begun(date(2026, 4, 1), 2026, 2));
        assert!(!has_begun(date(2026, 3, 31), 2026, 2));
        assert!(has_begun(date(2026, 3, 31), 2025, 4));
        assert!(!has_begun(date(2026, 3, 31), 2026, 0) && !has_begun(date(2026, 3, 31), 2025, 5));
    }
}
