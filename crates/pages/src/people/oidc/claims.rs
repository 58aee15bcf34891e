//! OpenID Connect: what is asked of the provider, and who it says somebody is.

use crate::people::oidc::refusal::{refused, unreachable};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AccessTokenHash, AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier,
    ProviderMetadataWithLogout, RedirectUrl, Scope, TokenResponse as _,
};
use std::time::Duration;
use web::Problem;
use work::account::provider::{Provider, is_safe};

/// How long the provider may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The signatures that are believed. Keys of a provider sign; a secret shared with it does not, and neither does `none`.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 4] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
];

/// A question to the provider, with what its answer must fit.
pub(super) struct Asked {
    pub(super) url: String,
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) verifier: String,
}

/// Whom the provider names.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// Issuer and subject: the only pair that never changes and is never given to another (OpenID Connect Core, 5.7).
    pub(super) identity: String,
    /// The mail address, when the provider has verified it.
    pub(super) email: Option<String>,
    /// The name that the person likes to sign in with.
    pub(super) short_name: Option<String>,
    pub(super) full_name: Option<String>,
    /// The id token itself, by which the provider knows later whose session is to end.
    pub(super) token: String,
}

/// Makes the question that the browser takes to the provider.
pub(super) async fn ask(provider: &Provider, back: &str) -> Result<Asked, Problem> {
    let metadata = discovered(provider).await?;
    let client =
        CoreClient::from_provider_metadata(metadata, ClientId::new(provider.client_id().to_owned()), None)
            .set_redirect_uri(redirect(back)?);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
        .add_scope(Scope::new("email".to_owned()))
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    Ok(Asked {
        url: url.to_string(),
        state: state.secret().clone(),
        nonce: nonce.secret().clone(),
        verifier: verifier.secret().clone(),
    })
}

/// What came back, with what it must fit.
pub(super) struct Came<'a> {
    /// The code, or the ticket of CAS.
    pub(super) code: &'a str,
    pub(super) state: &'a str,
    pub(super) nonce: &'a str,
    pub(super) verifier: &'a str,
}

/// Exchanges the code for an id token, and reads who that names once its signature, issuer, audience, time and nonce
/// hold.
pub(super) async fn person(
    provider: &Provider,
    back: &str,
    &Came { code, nonce, verifier, .. }: &Came<'_>,
) -> Result<Person, Problem> {
    // Asked anew each time: the keys may have changed since the browser left.
    let metadata = discovered(provider).await?;
    let issuer = metadata.issuer().as_str().trim_end_matches('/').to_owned();
    let only_in_body = metadata.token_endpoint_auth_methods_supported().is_some_and(|methods| {
        methods.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
    });
    let secret = Some(provider.client_secret())
        .filter(|secret| !secret.is_empty())
        .map(|secret| ClientSecret::new(secret.to_owned()));
    let client =
        CoreClient::from_provider_metadata(metadata, ClientId::new(provider.client_id().to_owned()), secret)
            .set_redirect_uri(redirect(back)?)
            .set_auth_type(if only_in_body { AuthType::RequestBody } else { AuthType::BasicAuth });
    let tokens = client
        .exchange_code(AuthorizationCode::new(code.to_owned()))
        .map_err(|error| unreachable(&error))?
        .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()))
        .request_async(&send)
        .await
        .map_err(|error| failed(&error))?;
    let token = tokens.id_token().ok_or_else(|| failed(&"no id token"))?;
    let check = client.id_token_verifier().set_allowed_algs(ALGORITHMS);
    let claims = token.claims(&check, &Nonce::new(nonce.to_owned())).map_err(|error| failed(&error))?;
    if let Some(wanted) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|error| failed(&error))?;
        let key = token.signing_key(&check).map_err(|error| failed(&error))?;
        let real = AccessTokenHash::from_token(tokens.access_token(), algorithm, key)
            .map_err(|error| failed(&error))?;
        if real != *wanted {
            return Err(failed(&"the access token is not the one that the id token names"));
        }
    }
    let verified = claims.email().filter(|_| claims.email_verified() == Some(true));
    Ok(Person {
        identity: format!("{issuer} {}", claims.subject().as_str()),
        email: verified.map(|email| email.as_str().trim().to_owned()).filter(|email| !email.is_empty()),
        short_name: claims.preferred_username().map(|name| name.as_str().to_owned()),
        token: token.to_string(),
        full_name: claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned()),
    })
}

/// The address at which the provider ends its own session, when it has one (OpenID Connect RP-Initiated Logout 1.0).
pub(super) async fn end(provider: &Provider, token: &str, back: &str) -> Result<Option<String>, Problem> {
    let metadata = discovered(provider).await?;
    let Some(endpoint) = &metadata.additional_metadata().end_session_endpoint else { return Ok(None) };
    let mut url = endpoint.url().clone();
    if !is_safe(url.as_str()) {
        return Err(unreachable(&"its address for signing out is not protected by TLS"));
    }
    url.query_pairs_mut()
        .append_pair("id_token_hint", token)
        .append_pair("client_id", provider.client_id())
        .append_pair("post_logout_redirect_uri", back);
    Ok(Some(url.into()))
}

fn failed(error: &dyn std::fmt::Display) -> Problem {
    tracing::warn!(%error, "the provider's answer does not hold");
    refused()
}

fn redirect(back: &str) -> Result<RedirectUrl, Problem> {
    RedirectUrl::new(back.to_owned()).map_err(|error| Problem::internal(&error))
}

async fn discovered(provider: &Provider) -> Result<ProviderMetadataWithLogout, Problem> {
    // The issuer stands in tokens exactly as the provider writes it, with or without the slash at its end.
    let mut tried = None;
    for end in ["", "/"] {
        let issuer = IssuerUrl::new(format!("{}{end}", provider.issuer()))
            .map_err(|error| Problem::internal(&error))?;
        match ProviderMetadataWithLogout::discover_async(issuer, &send).await {
            Ok(metadata) => return Ok(metadata),
            Err(error) => tried = tried.or(Some(error.to_string())),
        }
    }
    Err(unreachable(&tried.unwrap_or_default()))
}

#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    #[error("{0} is not protected by TLS")]
    Unprotected(String),
    #[error(transparent)]
    Network(#[from] reqwest::Error),
}

/// Asks the provider. Redirects are not followed: they could lead to addresses inside the network.
pub(super) async fn send(request: HttpRequest) -> Result<HttpResponse, SendError> {
    let url = request.uri().to_string();
    if !is_safe(&url) {
        return Err(SendError::Unprotected(url));
    }
    // Whoever installed a provider of cryptography before is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client =
        reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none()).build()?;
    let answer = client.execute(request.try_into()?).await?;
    let mut response = HttpResponse::new(Vec::new());
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    *response.body_mut() = answer.bytes().await?.to_vec();
    Ok(response)
}
