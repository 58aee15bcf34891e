//! A file that somebody asks for, with everything that it is made of.

use crate::making::{Key, Made, Making};
use crate::view::Filter;
use crate::{Fault, Question, Service, Viewer};
use sha2::{Digest as _, Sha256};
use source::Lang;

/// A file of a plan that somebody asks for.
#[derive(Clone)]
pub struct Wanted {
    /// The work with the plans.
    pub service: Service,
    /// Who asks.
    pub viewer: Viewer,
    /// What of the plan.
    pub question: Question,
    /// The name of the file, with its ending.
    pub file: String,
    /// The language of its heads.
    pub lang: Lang,
    /// Whether heads are words of that language, else the stable names of the columns.
    pub in_words: bool,
    /// Which commitments, for the files that list them.
    pub filter: Filter,
}

impl Wanted {
    /// The file, made by `make` beside this request.
    ///
    /// # Errors
    /// Too many files wait; as `make`.
    pub async fn made<F>(self, make: impl FnOnce(Self) -> F) -> Result<Making, Fault>
    where
        F: Future<Output = Result<Made, Fault>> + Send + 'static,
    {
        let service = self.service.clone();
        let key = self.key();
        service.makers().file(key, make(self)).await
    }

    /// What a file is made of, and whose it is; hashed, as it names an account.
    fn key(&self) -> Key {
        let state = self.service.key(Some(&self.question.plan));
        let heads = (self.lang, self.in_words, &self.filter);
        let asked = format!("{:?}\0{:?}\0{heads:?}\0{}", self.viewer, self.question, self.file);
        let what = Sha256::digest(format!("{}\0{state}\0{asked}", self.service.key(None))).into();
        Key { whose: whose(&self.viewer), what }
    }
}

/// Takes back a file that is being made for somebody, by the name that [`Making::GoesOn`] gave. Whether there was one.
pub fn take_back(service: &Service, viewer: &Viewer, name: &str) -> bool {
    viewer.is_known() && service.makers().take_back(whose(viewer), name)
}

/// The mark of an account among those for whom files are made.
fn whose(viewer: &Viewer) -> [u8; 32] {
    let name = viewer.account().map(|account| account.name.as_str()).unwrap_or_default();
    Sha256::digest(name).into()
}
