//! Daily work with a plan: who answers for what, handing figures in, review, reminders, replies.
//!
//! The rules stand in `duty`, the rows in `store`; the modules here ask both and make the pages. [`routes`] says what
//! each address needs; whose figures and items a visitor may touch is asked again where the item is known, through
//! [`Visitor::reaches_figure`] and [`Visitor::reaches_office`].

mod asked;
mod attach;
mod bulletin;
mod calendar;
mod caution;
mod consult;
mod deliver;
pub mod demo;
mod division;
mod due;
mod duties;
mod event;
mod fields;
mod figure;
mod import;
mod inbox;
mod item;
mod mine;
mod pending;
mod propose;
mod reading;
mod remind;
mod reply;
mod reporting;
mod review;
mod split;
mod submission;

pub(crate) use event::tell;
pub(crate) use pending::Pending;
pub(crate) use propose::department;
pub(crate) use remind::work;
use reply::replies_of;
pub(crate) use reply::{ReplyLine, shown_replies};

use crate::access::{Need, Routes};
use crate::text::text;
use duty::{Right, Stage};
use source::Lang;

/// The addresses of this part with what each needs.
pub(crate) fn routes() -> Routes {
    use Need::{Has, Open};
    let edit = Has(Right::EditPlan);
    let consult = Has(Right::Consult);
    let hand_in = Has(Right::HandIn);
    let read = Has(Right::ReadSubmission);
    let review = Has(Right::Review);
    let reply = Has(Right::Reply);
    let own = Has(Right::OwnAccount);
    Routes::new()
        .get("/duties", hand_in, mine::page)
        .get("/plans/{plan}/duties", edit, duties::page)
        .post("/plans/{plan}/duties", edit, duties::change)
        .get("/plans/{plan}/duties/import", edit, division::page)
        .post("/plans/{plan}/duties/import", edit, division::preview)
        .post("/plans/{plan}/duties/import/confirm", edit, division::confirm)
        .get("/plans/{plan}/split", edit, split::list)
        .get("/plans/{plan}/split/{target}", edit, split::page)
        .post("/plans/{plan}/split/{target}", edit, split::change)
        .get("/plans/{plan}/consultations", consult, consult::list)
        .post("/plans/{plan}/consultations", consult, consult::open)
        .post("/plans/{plan}/consultations/{consultation}/remarks", consult, consult::remark)
        .post("/plans/{plan}/consultations/{consultation}/decision", edit, consult::decide)
        .get("/plans/{plan}/hand-in", hand_in, figure::page)
        .post("/plans/{plan}/hand-in", hand_in, figure::hand_in)
        .get("/plans/{plan}/import", hand_in, import::page)
        .post("/plans/{plan}/import", hand_in, import::upload)
        .get("/plans/{plan}/import/template/{file}", hand_in, import::template)
        .post("/plans/{plan}/import/{pending}", hand_in, import::go_on)
        .post("/plans/{plan}/bulletin", hand_in, bulletin::upload)
        .post("/plans/{plan}/bulletin/{pending}", hand_in, bulletin::confirm)
        .get("/plans/{plan}/reporting", read, reporting::page)
        .get("/plans/{plan}/targets/{target}/reply", reply, reply::page)
        .post("/plans/{plan}/targets/{target}/reply", reply, reply::add)
        .post("/plans/{plan}/measures/{reply}", reply, reply::close)
        .get("/submissions", read, submission::list)
        .get("/submissions/{submission}", read, submission::page)
        .post("/submissions/{submission}/withdraw", hand_in, submission::withdraw)
        .get("/attachments/{attachment}", read, attach::download)
        .get("/review", review, review::page)
        .post("/review", review, review::decide)
        .get("/inbox", own, inbox::page)
        .post("/inbox", own, inbox::mark_read)
        .post("/inbox/calendar", own, calendar::make)
        .get("/calendar/{secret}", Open, calendar::feed_of)
}

/// The word for a stage.
fn stage_word(lang: Lang, stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => text(lang, "stage.draft"),
        Stage::AtCounty => text(lang, "stage.at-county"),
        Stage::AtCity => text(lang, "stage.at-city"),
        Stage::Returned => text(lang, "stage.returned"),
        Stage::Approved => text(lang, "stage.approved"),
        Stage::Published => text(lang, "stage.published"),
        Stage::Withdrawn => text(lang, "stage.withdrawn"),
    }
}

/// A choice of a select: value, label, whether it is chosen.
struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

impl Choice {
    fn new(value: impl Into<String>, label: impl Into<String>, now: &str) -> Self {
        let value = value.into();
        Self { chosen: value == now, value, label: label.into() }
    }
}
