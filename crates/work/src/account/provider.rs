//! The provider where people sign in, as it is set up.

use duty::Role;
use std::fmt;
use store::{Store, StoreError};

/// What the settings of a provider begin with.
pub const SETTINGS: &str = "oidc/";
/// The setting with the client's secret; its prefix keeps it out of the audit log.
pub const SECRET: &str = "secret/oidc";

/// How a provider is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Protocol {
    /// OpenID Connect with discovery.
    #[default]
    Oidc,
    /// Plain OAuth 2.0, whose addresses and fields are settings.
    OAuth(Box<Addresses>),
    /// CAS 2 or 3; the issuer is the address of the server.
    Cas,
}

impl Protocol {
    /// The stable name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Oidc => "oidc",
            Self::OAuth(_) => "oauth2",
            Self::Cas => "cas",
        }
    }
}

/// The addresses and fields of a provider of plain OAuth 2.0. What may stand in an address is told in
/// `pages/src/people/oidc/oauth.rs`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    /// Where the browser goes.
    pub authorize: String,
    /// Where a code is exchanged for a token.
    pub token: String,
    /// Where somebody is named to whoever has the token.
    pub person: String,
    /// What is asked for; may be empty.
    pub scope: String,
    /// The path of the token in the answer.
    pub token_field: String,
    /// The path of what never changes about a person.
    pub id_field: String,
    /// The path of the name to sign in with; may be empty.
    pub account_field: String,
    /// The path of the full name; may be empty.
    pub name_field: String,
    /// The path of the mail address; empty unless the provider vouches for addresses.
    pub email_field: String,
}

impl Addresses {
    /// Names of the settings, in the order of the fields.
    pub const NAMES: [&'static str; 9] = [
        "authorize",
        "token",
        "person",
        "scope",
        "token-field",
        "id-field",
        "account-field",
        "name-field",
        "email-field",
    ];

    /// From values in the order of [`Addresses::NAMES`]; an empty path of token or person gets the usual name.
    pub fn of(values: [&str; 9]) -> Self {
        let [authorize, token, person, scope, token_field, id_field, account_field, name_field, email_field] =
            values.map(|value| value.trim().to_owned());
        let or = |field: String, usual: &str| if field.is_empty() { usual.to_owned() } else { field };
        Self {
            authorize,
            token,
            person,
            scope,
            token_field: or(token_field, "access_token"),
            id_field: or(id_field, "id"),
            account_field,
            name_field,
            email_field,
        }
    }

    /// The values in the order of [`Addresses::NAMES`].
    pub fn values(&self) -> [&str; 9] {
        [
            &self.authorize,
            &self.token,
            &self.person,
            &self.scope,
            &self.token_field,
            &self.id_field,
            &self.account_field,
            &self.name_field,
            &self.email_field,
        ]
    }
}

/// The provider where people sign in, and what becomes of whom it names.
#[derive(Clone, PartialEq, Eq)]
pub struct Provider {
    protocol: Protocol,
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
    /// An address of OAuth 2.0 is missing or not protected.
    #[error("an address of the provider is missing or no https:// address")]
    Address,
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
            protocol: Protocol::Oidc,
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

    /// Asked by another protocol than OpenID Connect.
    ///
    /// # Errors
    /// [`ProviderError::Address`] when an address of OAuth 2.0 is missing or not protected.
    pub fn asked_by(mut self, protocol: Protocol) -> Result<Self, ProviderError> {
        if let Protocol::OAuth(addresses) = &protocol {
            // The holes of an address stand in its query; without them it must be one as well.
            let is_address = |text: &String| is_safe(&text.replace(['{', '}'], ""));
            if ![&addresses.authorize, &addresses.token, &addresses.person].into_iter().all(is_address) {
                return Err(ProviderError::Address);
            }
        }
        self.protocol = protocol;
        Ok(self)
    }

    /// How it is asked.
    pub fn protocol(&self) -> &Protocol {
        &self.protocol
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
        let protocol = match value("protocol") {
            "cas" => Protocol::Cas,
            "oauth2" => Protocol::OAuth(Box::new(Addresses::of(Addresses::NAMES.map(value)))),
            _ => Protocol::Oidc,
        };
        // A server of CAS knows this one by its address, which needs no id.
        let client = if protocol == Protocol::Cas { "cas" } else { value("client-id") };
        let provider = Self::new(value("issuer"), client, &secret)
            .and_then(|provider| provider.asked_by(protocol))
            .map(|provider| provider.called(value("label")).linking_by_email(value("by-email") == "yes"))
            .and_then(|provider| provider.making_accounts(Role::parse(value("role"))));
        Ok(provider
            .inspect_err(
                |error| tracing::error!(%error, "the kept provider of single sign-on cannot be used"),
            )
            .ok())
    }

    /// The settings that keep it, without the secret.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let addresses = match &self.protocol {
            Protocol::OAuth(addresses) => addresses.values(),
            _ => [""; 9],
        };
        let addresses = Addresses::NAMES.into_iter().zip(addresses.map(str::to_owned));
        let own = [
            ("protocol", self.protocol.name().to_owned()),
            ("issuer", self.issuer.clone()),
            ("client-id", self.client_id.clone()),
            ("label", self.label.clone()),
            ("by-email", if self.by_email { "yes" } else { "no" }.to_owned()),
            ("role", self.role.map_or("", Role::name).to_owned()),
        ];
        own.into_iter().chain(addresses).collect()
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
    fn addresses_of_oauth_are_protected() {
        let provider = Provider::new("https://login.example", "gangyao", "x").expect("a provider");
        let of = |token: &str| {
            let all = [
                "https://login.example/a?x={redirect}",
                token,
                "https://login.example/p",
                "",
                "",
                "",
                "",
                "",
                "",
            ];
            Protocol::OAuth(Box::new(Addresses::of(all)))
        };
        let good =
            provider.clone().asked_by(of("https://login.example/t?key={client_id}")).expect("a provider");
        assert!(good.settings().contains(&("token-field", "access_token".to_owned())));
        for bad in ["", "http://login.example/t", "{client_id}", "https://{client_id}:x@login.example"] {
            assert_eq!(provider.clone().asked_by(of(bad)), Err(ProviderError::Address), "{bad}");
        }
        assert_eq!(provider.asked_by(Protocol::Cas).map(|one| one.protocol().name()), Ok("cas"));
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
