//! Who is told at each step of the ladder of a deadline.

use duty::{Recipient, Role};
use store::Account;

/// The accounts of an office that are in use; none for no office.
pub fn of_office<'a>(id: Option<&str>, accounts: &'a [Account]) -> Vec<&'a Account> {
    let is_of = |account: &&Account| account.active && id.is_some() && account.office.as_deref() == id;
    accounts.iter().filter(is_of).collect()
}

/// The accounts that are told at a step: `own` are those who are waited for, `above` is the office above them. Silence climbs: where
/// a step has nobody, those who work on plans are told.
pub fn told<'a>(
    to: Recipient,
    own: Vec<&'a Account>,
    above: Option<&str>,
    accounts: &'a [Account],
) -> Vec<&'a Account> {
    let of_role = |role: Role| -> Vec<&'a Account> {
        accounts.iter().filter(|account| account.active && account.role == role).collect()
    };
    let found = match to {
        Recipient::Reporter => own,
        Recipient::Superior => of_office(above, accounts),
        Recipient::Planner => of_role(Role::Planner),
        Recipient::Leader => of_role(Role::Leader),
    };
    if found.is_empty() { of_role(Role::Planner) } else { found }
}
