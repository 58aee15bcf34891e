//! Daily work with a plan: who answers for what, handing figures in, review, replies.
//!
//! The uses themselves stand in `work`, the rules in `duty`, the rows in `store`; the modules here ask them and make the
//! pages. [`routes`] says what each address needs; whose figures and items a visitor may touch is asked again where the
//! item is known, through [`work::Viewer`].

mod attach;
mod bulletin;
mod calendar;
mod charge;
mod consult;
mod division;
mod duties;
mod feeds;
mod figure;
mod grid;
mod import;
mod inbox;
mod mine;
mod reply;
mod reporting;
mod review;
mod split;
mod submission;
mod words;

pub(crate) use attach::handed_out as download;

use duty::Right;
use web::access::{Need, Routes};

/// The addresses of this part with what each needs.
pub(crate) fn routes() -> Routes {
    use Need::{Has, Open};
    let edit = Has(Right::EditPlan);
    let consult = Has(Right::Consult);
    let hand_in = Has(Right::HandIn);
    let read = Has(Right::ReadSubmission);
    let evidence = Has(Right::ReadEvidence);
    let review = Has(Right::Review);
    let reply = Has(Right::Reply);
    let own = Has(Right::OwnAccount);
    Routes::new()
        .get("/duties", hand_in, mine::page)
        .get("/plans/{plan}/duties", edit, duties::page)
        .post("/plans/{plan}/duties", edit, duties::change)
        .get("/plans/{plan}/duties/item", read, charge::page)
        .post("/plans/{plan}/duties/item", edit, charge::put)
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
        .get("/plans/{plan}/hand-in/all", hand_in, grid::page)
        .post("/plans/{plan}/hand-in/all", hand_in, grid::hand_in)
        .get("/plans/{plan}/import", hand_in, import::page)
        .post("/plans/{plan}/import", hand_in, import::upload)
        .get("/plans/{plan}/import/template/{file}", hand_in, import::template)
        .post("/plans/{plan}/import/{pending}", hand_in, import::go_on)
        .post("/plans/{plan}/bulletin", hand_in, bulletin::upload)
        .post("/plans/{plan}/bulletin/{pending}", hand_in, bulletin::confirm)
        .get("/plans/{plan}/reporting", read, reporting::page)
        .get("/plans/{plan}/feeds", read, feeds::page)
        .get("/plans/{plan}/targets/{target}/reply", reply, reply::page)
        .post("/plans/{plan}/targets/{target}/reply", reply, reply::add)
        .post("/plans/{plan}/measures/{reply}", reply, reply::close)
        .get("/submissions", evidence, submission::list)
        .get("/submissions/{submission}", evidence, submission::page)
        .post("/submissions/{submission}/withdraw", hand_in, submission::withdraw)
        .get("/attachments/{attachment}", evidence, attach::download)
        .get("/review", review, review::page)
        .post("/review", review, review::decide)
        .get("/inbox", own, inbox::page)
        .post("/inbox", own, inbox::mark_read)
        .post("/inbox/calendar", own, calendar::make)
        .get("/calendar/{secret}", Open, calendar::feed_of)
}
