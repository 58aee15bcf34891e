//! Who sends a form that is open to everybody.

use web::Visit;
use web::fields::Fields;
use work::ticket::Sender;

/// The address that a form comes from, with its ticket and the work that was done for it.
pub(crate) fn sender(visit: &Visit, fields: &Fields) -> Sender {
    Sender {
        address: visit.visitor.address.clone(),
        ticket: fields.text("ticket", 200),
        work: fields.text("work", 30),
    }
}
