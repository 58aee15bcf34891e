//! The checker from the outside: plan text in, findings out.
#![allow(clippy::print_stdout)] // A test that skips says so.
#![allow(clippy::disallowed_methods)] // Tests read and, when asked, rewrite files of the repository.

mod alignment;
mod any_text;
mod examples;
mod false_alarms;
mod grades;
mod literate;
mod other_plans;
mod reading;
mod reference;
mod reference_plan;
mod silencing;
mod time;
