//! The mail of a job: who gets it and what it says. People without an account are named by a row, so that no address stands in the
//! table of jobs.

use crate::follow::{FOLLOW, Letter, letter as follow_letter};
use crate::{Fault, Service, asker};
use store::Job;

/// The mail of a job; `None` when whoever it is for was forgotten meanwhile.
///
/// # Errors
/// The store cannot be read.
pub async fn letter(service: &Service, job: &Job) -> Result<Option<Letter>, Fault> {
    if let Some(id) = job.subject.strip_prefix(FOLLOW) {
        return follow_letter(service, id, &job.payload).await;
    }
    let Some(to) = asker::address(service, &job.subject).await? else { return Ok(None) };
    let (subject, text) = job.payload.split_once('\n').unwrap_or((&job.payload, ""));
    Ok(Some(Letter { to, subject: subject.to_owned(), text: text.to_owned(), leave: String::new() }))
}
