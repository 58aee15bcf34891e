//! What happens without anybody asking: reminders, escalation, the weekly digest, the end of embargoes, delivery.
#![allow(clippy::disallowed_methods)] // rounds go by the clock, deliveries out to the network

mod deliver;
mod remind;

pub use remind::run;
