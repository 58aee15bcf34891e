//! The ways to a provider: OpenID Connect, plain OAuth 2.0, CAS.

use super::claims::{Asked, Came, Person};
use super::{cas, claims, oauth};
use web::Problem;
use work::account::provider::{Protocol, Provider};

/// Makes the question that the browser takes to the provider.
pub(super) async fn ask(provider: &Provider, back: &str) -> Result<Asked, Problem> {
    match provider.protocol() {
        Protocol::OAuth(addresses) => oauth::ask(provider, addresses, back),
        Protocol::Cas => cas::ask(provider, back),
        Protocol::Oidc => claims::ask(provider, back).await,
    }
}

/// Whom the provider names to whoever has come back.
pub(super) async fn person(provider: &Provider, back: &str, came: &Came<'_>) -> Result<Person, Problem> {
    match provider.protocol() {
        Protocol::OAuth(addresses) => {
            oauth::person(provider, addresses, back, came.code, came.verifier).await
        }
        Protocol::Cas => cas::person(provider, back, came.state, came.code).await,
        Protocol::Oidc => claims::person(provider, back, came).await,
    }
}

/// The address at which the provider ends its own session, when it has one.
pub(super) async fn end(provider: &Provider, token: &str, back: &str) -> Result<Option<String>, Problem> {
    match provider.protocol() {
        Protocol::Cas => Ok(cas::end(provider, back)),
        Protocol::OAuth(_) => Ok(None),
        Protocol::Oidc => claims::end(provider, token, back).await,
    }
}
