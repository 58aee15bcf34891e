//! Following by webhook: what comes of the second form of the page.

use crate::answer::form;
use crate::asked::Posted;
use crate::news::follow::{Shown, shown};
use crate::sender::sender;
use axum::response::Response;
use web::Problem;
use work::call::{self, Wanted};
use work::ticket::ticket;
use work::{Kind, follow};

/// Asks an address whether it agrees, and shows the key that signs what it is sent, this once.
pub(crate) async fn ask(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let wanted = Wanted {
        subject: fields.text("subject", 200),
        url: fields.text("url", 300),
        trap: fields.text("website", 200),
    };
    let from = sender(&visit, &fields);
    let done = call::ask(&app, visit.viewer(), (&plan, &wanted, visit.lang), &from).await;
    let (given, complaint) = match done {
        Ok(given) => (Some(given), String::new()),
        Err(fault) if fault.kind == Kind::BadRequest => (None, fault.words.get(visit.lang).to_owned()),
        Err(fault) => return Err(fault.into()),
    };
    // A ticket is good for one of them.
    let ticket = ticket(&app, if given.is_some() { "" } else { &from.ticket }).await?;
    let url = if given.is_some() { String::new() } else { wanted.url };
    let asked = follow::Wanted { subject: wanted.subject, ..follow::Wanted::default() };
    let page = Shown { url, given, ..Shown::of(asked, ticket) };
    form(&shown(&app, &visit, &plan, page, &complaint).await?, &complaint)
}
