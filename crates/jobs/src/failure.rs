use store::{Store, StoreError};
use work::Fault;

/// Why a job was not done.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) what: String,
    pub(crate) held: Held,
}

/// What else waits when a delivery failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// Nothing.
    Nothing,
    /// What goes to the same receiver.
    Receiver,
    /// Everything of this kind.
    Kind,
}

impl Failure {
    /// A failure that says nothing of other jobs.
    pub(crate) fn own(what: impl Into<String>) -> Self {
        Self { what: what.into(), held: Held::Nothing }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::own(error.to_string())
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::own(format!("{} / {}", fault.words.zh, fault.words.en))
    }
}

/// The value of a setting without which a delivery fails, and `held` with it.
pub(crate) async fn set(store: &Store, name: &str, held: Held) -> Result<String, Failure> {
    let value = store.setting(name).await?.filter(|value| !value.is_empty());
    value.ok_or_else(|| Failure { what: format!("{name} is not set"), held })
}
