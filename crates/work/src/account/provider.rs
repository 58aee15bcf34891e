//! The provider where people sign in, as it is set up.

use duty::Role;
use std::fmt;
use store::{Store, StoreError};

/// What the settings of a provider begin with.
pub const SETTINGS: &str = "oidc/";
/// The setting with the client's secret; its prefix keeps it out of the audit log.
pub const SECRET: &str = "secret/oidc";

/// The provider where people sign in, and what becomes of whom it names.
#[derive(Clone, PartialEq, Eq)]
pub struct Provider {
    issuer: String,
    client_id: String,
    client_secret: String,
    label: String,
    by_email: bool,
    role: Option<Role>,
}

/// Why a provider cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// The issuer is no https address.
    #[error("the issuer must be an https:// address")]
    Issuer,
    /// The client has no id.
    #[error("the id of the client is missing")]
    Client,
    /// Nobody becomes an administrator by signing in elsewhere, and `public` is no role of an account.
    #[error("this role cannot be given to whom the provider names")]
    Role,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Provider({} as {})", self.issuer, self.client_id)
    }
}

impl Provider {
    /// A provider at `issuer`, which knows this server as `client_id`; an empty secret makes a public client.
    ///
    /// Only people with an account whose identity an administrator has set can sign in there.
    ///
    /// # Errors
    /// [`ProviderError`] when the issuer is no https address (http is taken on this machine itself) or the id is empty.
    pub fn new(issuer: &str, client_id: &str, client_secret: &str) -> Result<Self, ProviderError> {
        let issuer = issuer.trim().trim_end_matches('/');
        if !is_safe(issuer) {
            return Err(ProviderError::Issuer);
        }
        if client_id.trim().is_empty() {
            return Err(ProviderError::Client);
        }
        Ok(Self {
            issuer: issuer.to_owned(),
            client_id: client_id.trim().to_owned(),
            client_secret: client_secret.to_owned(),
            label: String::new(),
            by_email: false,
            role: None,
        })
    }

    /// With the name that people know it by.
    #[must_use]
    pub fn called(mut self, label: &str) -> Self {
        label.trim().clone_into(&mut self.label);
        self
    }

    /// Whether an account without identity is taken as that of whoever has its address, as far as the provider has
    /// verified the address.
    #[must_use]
    pub fn linking_by_email(mut self, by_email: bool) -> Self {
        self.by_email = by_email;
        self
    }

    /// With the role that people get who have no account yet; without one they are turned away.
    ///
    /// # Errors
    /// [`ProviderError::Role`] for an administrator or the public.
    pub fn making_accounts(mut self, role: Option<Role>) -> Result<Self, ProviderError> {
        if matches!(role, Some(Role::Administrator | Role::Public)) {
            return Err(ProviderError::Role);
        }
        self.role = role;
        Ok(self)
    }

    /// The provider of the settings; none when there is none or it cannot be used.
    pub async fn of_store(store: &Store) -> Result<Option<Self>, StoreError> {
        let settings = store.settings(SETTINGS).await?;
        let value = |name: &str| {
            let found = settings.iter().find(|(full, _)| full.strip_prefix(SETTINGS) == Some(name));
            found.map_or("", |(_, value)| value.as_str())
        };
        if value("issuer").is_empty() {
            return Ok(None);
        }
        let secret = store.setting(SECRET).await?.unwrap_or_default();
        let provider = Self::new(value("issuer"), value("client-id"), &secret)
            .map(|provider| provider.called(value("label")).linking_by_email(value("by-email") == "yes"))
            .and_then(|provider| provider.making_accounts(Role::parse(value("role"))));
        Ok(provider
            .inspect_err(
                |error| tracing::error!(%error, "the kept provider of single sign-on cannot be used"),
            )
            .ok())
    }

    /// The settings that keep it, without the secret.
    pub fn settings(&self) -> [(&'static str, String); 5] {
        [
            ("issuer", self.issuer.clone()),
            ("client-id", self.client_id.clone()),
            ("label", self.label.clone()),
            ("by-email", if self.by_email { "yes" } else { "no" }.to_owned()),
            ("role", self.role.map_or("", Role::name).to_owned()),
        ]
    }

    /// The address of the issuer.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// As what the provider knows this server.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The client's secret; empty for a public client.
    pub fn client_secret(&self) -> &str {
        &self.client_secret
    }

    /// The name that people know it by; its host when it has none.
    pub fn label(&self) -> &str {
        if self.label.is_empty() { host(&self.issuer) } else { &self.label }
    }

    /// Whether an account is found by a verified address.
    pub fn links_by_email(&self) -> bool {
        self.by_email
    }

    /// The role of whoever has no account yet.
    pub fn role(&self) -> Option<Role> {
        self.role
    }
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// Whether what goes to this address is protected on its way: by TLS, or because it never leaves the machine.
pub fn is_safe(url: &str) -> bool {
    let Ok(url) = url::Url::parse(url) else { return false };
    let is_plain = url.username().is_empty() && url.password().is_none();
    let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    is_plain && (url.scheme() == "https" || (url.scheme() == "http" && is_here))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_protected_issuers_are_taken() {
        for good in ["https://login.example/realms/city", "https://login.example/", "http://127.0.0.1:9400"] {
            assert!(Provider::new(good, "gangyao", "x").is_ok(), "{good}");
        }
        for bad in ["http://login.example", "login.example", "file:///etc", "https://a:b@login.example", ""] {
            assert_eq!(Provider::new(bad, "gangyao", "x"), Err(ProviderError::Issuer), "{bad}");
        }
        assert_eq!(Provider::new("https://login.example", " ", "x"), Err(ProviderError::Client));
    }

    #[test]
    fn nobody_becomes_an_administrator_elsewhere_and_the_secret_is_not_printed() {
        let provider = Provider::new("https://login.example", "gangyao", "hush").expect("a provider");
        assert!(!format!("{provider:?}").contains("hush"));
        assert!(!provider.settings().iter().any(|(_, value)| value.contains("hush")));
        assert_eq!(provider.label(), "login.example");
        assert_eq!(provider.clone().making_accounts(Some(Role::Administrator)), Err(ProviderError::Role));
        assert!(provider.making_accounts(Some(Role::Leader)).is_ok());
    }
}
