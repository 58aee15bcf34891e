//! What is done from the command line: the first administrator, links, passwords.

use crate::account::password;
use crate::secret;
use duty::Role;
use jiff::SignedDuration;
use source::Words;
use store::{Change, NewAccount, Store, StoreError};

/// How long a one-time link can be used.
const LINK_HOLDS: SignedDuration = SignedDuration::from_hours(48);

/// Why a password was not set.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// It is too short, too long or too easy to guess.
    #[error("{}", .0.en)]
    Refused(Words),
    /// The system gave no random bytes, or the store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It could not be hashed.
    #[error("cannot hash the password: {0}")]
    Hash(String),
}

/// Names under which the audit log tells what the program does by itself, and what nobody does who is signed in.
const RESERVED: [&str; 5] = ["gangyao", "public", "cli", "demo", "system"];

/// Whether a text can be the name of an account: 2 to 60 letters, digits and `. _ - @`, and no name of the program.
pub fn is_name(name: &str) -> bool {
    !RESERVED.contains(&name.to_lowercase().as_str())
        && (2..=60).contains(&name.chars().count())
        && name
            .chars()
            .all(|character| character.is_alphanumeric() || matches!(character, '.' | '_' | '-' | '@'))
}

/// Makes the account `admin` in a store without any, and a one-time link to set its password.
///
/// Gives nothing once somebody can sign in; until then each call makes a fresh link, so that a lost one does no harm.
/// `base_url` is the address that people use, as `https://plan.example`; the link begins with it.
///
/// # Errors
/// What the store says.
pub async fn first_link(store: &Store, base_url: &str) -> Result<Option<String>, StoreError> {
    const NAME: &str = "admin";
    let accounts = store.accounts().await?;
    let change = Change::now("gangyao", "first start");
    match accounts.as_slice() {
        [] => {
            let account = NewAccount {
                name: NAME.to_owned(),
                full_name: "系统管理员".to_owned(),
                email: String::new(),
                role: Role::Administrator,
                office: None,
                active: true,
                identity: None,
            };
            store.put_account(&account, &change).await?;
        }
        [only] if only.name == NAME && only.password.is_none() && only.identity.is_none() => {}
        _ => return Ok(None),
    }
    link_for(store, NAME, base_url, &change).await.map(Some)
}

/// Makes a one-time link with which the holder sets the password of an account; `None` when there is no such account.
///
/// # Errors
/// What the store says.
pub async fn new_link(
    store: &Store,
    account: &str,
    base_url: &str,
    change: &Change,
) -> Result<Option<String>, StoreError> {
    match store.account(account).await? {
        None => Ok(None),
        Some(account) => link_for(store, &account.name, base_url, change).await.map(Some),
    }
}

/// Makes a one-time link for an account that exists; `base_url` as in [`first_link`].
pub async fn link_for(
    store: &Store,
    account: &str,
    base_url: &str,
    change: &Change,
) -> Result<String, StoreError> {
    let key = secret::fresh().map_err(std::io::Error::other)?;
    store.put_link(&secret::mark(&key), account, crate::clock::now() + LINK_HOLDS, change).await?;
    Ok(format!("{}/link/{key}", base_url.trim_end_matches('/')))
}

/// Sets the password of an account after checking it against the rules; its sessions end.
///
/// Hashing keeps a core busy for some tens of milliseconds: not for use inside a server.
///
/// # Errors
/// [`PasswordError::Refused`] with what to do better.
pub async fn set_password(
    store: &Store,
    account: &str,
    password: &str,
    change: &Change,
) -> Result<(), PasswordError> {
    if let Some(words) = password::objection(password, account) {
        return Err(PasswordError::Refused(words));
    }
    let hash = password::hash(password).map_err(|error| PasswordError::Hash(error.to_string()))?;
    Ok(store.set_password(account, &hash, change).await?)
}
/// An account for tests inside this crate.
#[cfg(test)]
pub fn test_account(name: &str) -> NewAccount {
    NewAccount {
        name: name.to_owned(),
        full_name: name.to_owned(),
        email: String::new(),
        role: Role::Leader,
        office: None,
        active: true,
        identity: None,
    }
}
