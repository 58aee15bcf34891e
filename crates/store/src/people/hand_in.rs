//! A figure handed in by one form: file, draft and step, all or none.

use super::attachment::{self, NewAttachment};
use super::step::{stepped, update};
use super::submission::{self, Figure, Submitted};
use crate::audit::Deed;
use crate::{Change, Result, Store, StoreError};
use ::duty::{Refusal, Stage, Step};

/// What a form hands in.
#[derive(Clone, Copy, Debug)]
pub struct HandIn<'a> {
    /// The figure; a file that comes with it takes the place of its attachment.
    pub figure: &'a Figure,
    /// A file that comes with it.
    pub file: Option<NewAttachment<'a>>,
    /// The key chosen by the form, as in [`Store::save_draft`].
    pub client_key: &'a str,
    /// The office it speaks for.
    pub office: &'a str,
    /// Whether a county reviews before the city.
    pub below_county: bool,
    /// Whether it is submitted, or stays a draft.
    pub is_submitted: bool,
}

impl Store {
    /// Keeps file, draft and step of a form in one transaction, and gives the submission as it stands then.
    ///
    /// Sent again under the same key after a lost answer, what was submitted the first time is given back unchanged.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when it was given up before; [`StoreError::Unfinished`] when it is submitted without value.
    pub async fn hand_in(&self, hand_in: HandIn<'_>, change: &Change) -> Result<Submitted> {
        let mut write = self.write(change).await?;
        let mut deeds = Vec::new();
        let mut figure = hand_in.figure.clone();
        if let Some(file) = hand_in.file {
            let kept = attachment::insert(&mut write, file).await?;
            figure.attachment = Some(kept.id);
            deeds.push(attachment::added(&kept));
        }
        let office = (hand_in.office, hand_in.below_county);
        let saved = submission::save(&mut write, &figure, hand_in.client_key, office).await?;
        let Some(deed) = saved.deed else {
            if hand_in.is_submitted && saved.now.stage == Stage::Withdrawn {
                return Err(StoreError::Refused(Refusal::Stage(Stage::Withdrawn, Step::Submit)));
            }
            // Undone: the file was kept the first time.
            return Ok(saved.now);
        };
        deeds.push(deed);
        let mut now = saved.now;
        if hand_in.is_submitted {
            let before = now;
            now = stepped(&before, Step::Submit, None, change)?;
            update(write.connection(), std::slice::from_ref(&now)).await?;
            deeds.push(Deed::new("submission.submit", now.subject()).before(&before).after(&now));
        }
        let last = deeds.pop().unwrap_or_else(|| Deed::new("submission.save", now.subject()));
        write.record_all(deeds).await?;
        write.finish(last).await?;
        Ok(now)
    }
}
