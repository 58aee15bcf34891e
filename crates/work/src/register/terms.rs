//! What a register of projects calls things, and its months.

use crate::{Fault, Service};
use projects::{Month, Stage};

/// The steps of a project's way that are kept beside its start and its end, in their order.
pub const MILESTONES: [&str; 7] =
    ["admission", "feasibility", "planning", "land", "environment", "permit", "operation"];

/// Where the money of a project comes from: 中央预算内, 专项债, 省级, 市级, 企业, 银行, other.
pub const SOURCES: [&str; 7] = ["central", "bond", "province", "city", "company", "bank", "other"];

/// Whether a stage is one; none is stated when it is empty.
pub(super) fn staged(stage: &str) -> Result<(), Fault> {
    if stage.is_empty() || Stage::parse(stage).is_some() {
        return Ok(());
    }
    Err(Fault::bad_request(format!("没有“{stage}”这个阶段。"), format!("There is no stage {stage}.")))
}

/// A month as it is kept; empty stays empty.
pub(super) fn month_of(text: &str) -> Result<String, Fault> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    Month::parse(text).map(|month| month.to_string()).ok_or_else(|| {
        Fault::bad_request(
            format!("“{text}”不是月份，请写成 2026-05。"),
            format!("“{text}” is no month; write it like 2026-05."),
        )
    })
}

/// A month, or a year where only the year is known, as it is kept; empty stays empty.
pub(super) fn time_of(text: &str) -> Result<String, Fault> {
    match (Month::parse(text), Month::first_of(text)) {
        (None, Some(year)) => Ok(year.year.to_string()),
        _ => month_of(text),
    }
}

/// The present month.
pub fn this_month(service: &Service) -> Month {
    let today = service.today();
    Month { year: i32::from(today.year()), month: u32::try_from(today.month()).unwrap_or(1) }
}
