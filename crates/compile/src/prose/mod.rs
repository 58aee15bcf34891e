//! Sentences to statements: subject, measure, comparator, value, unit, year, scope.

mod forms;
mod list;
mod measure;
mod noun;
mod opening;
mod parts;
mod reader;
mod select;
mod subject;
mod time;
mod value;
mod words;

pub(crate) use list::{CONJUNCTIONS, conjunction, joins};
pub(crate) use noun::{verb, verb_at};
pub(crate) use opening::months_in_front;
pub(crate) use reader::{inside, read};
pub(crate) use time::{Role as TimeRole, whens};
