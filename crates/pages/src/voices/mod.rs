//! What citizens ask and propose: the form, the receipt, what others see, and the queue of those who decide.
//!
//! The uses stand in `work::voices`.

mod address;
mod list;
mod mine;
mod moderate;
mod new;

pub(crate) use address::asking;

use duty::Right;
use web::access::{Need, Routes};

/// The addresses of this part with what each needs.
pub(crate) fn routes() -> Routes {
    let read = Need::Has(Right::ReadPlan);
    let decide = Need::Has(Right::Publish);
    Routes::new()
        .get("/plans/{plan}/voices", read, list::page)
        .post("/plans/{plan}/voices", read, new::send)
        .get("/plans/{plan}/voices/new", read, new::page)
        .get("/plans/{plan}/voices/mine/{secret}", read, mine::page)
        .post("/plans/{plan}/voices/mine/{secret}", read, mine::act)
        .get("/plans/{plan}/voices/moderate", decide, moderate::page)
        .post("/plans/{plan}/voices/moderate", decide, moderate::decide)
        .post("/plans/{plan}/voices/room", Need::Has(Right::EditPlan), moderate::keep)
}
