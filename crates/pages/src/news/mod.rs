//! What changes of a plan, and being told of it: the list, the feed, the calendar, and following by mail.
//!
//! The uses stand in `work::news` and `work::follow`.

mod address;
mod call;
mod feed;
mod follow;
mod list;

pub(crate) use address::following;

use duty::Right;
use web::access::{Need, Routes};

/// The addresses of this part with what each needs. Whoever comes by a mail has no account and is known by the address.
pub(crate) fn routes() -> Routes {
    let read = Need::Has(Right::ReadPlan);
    Routes::new()
        .get("/plans/{plan}/news", read, list::page)
        .get("/plans/{plan}/news.atom", read, feed::atom)
        .get("/plans/{plan}/promises.ics", read, feed::calendar)
        .get("/plans/{plan}/follow", read, follow::page)
        .post("/plans/{plan}/follow", read, follow::ask)
        .post("/plans/{plan}/follow/webhook", read, call::ask)
        .get("/follow/{secret}", read, follow::one)
        .post("/follow/{secret}", read, follow::act)
        .post("/follow/{secret}/leave", read, follow::leave)
}
