//! Calls webhooks, signed.

use crate::failure::{Failure, Held, set};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;
use std::time::Duration;
use store::{Job, Store};
use work::notice::WEBHOOK;
use work::secret;

/// How long a receiver may take.
const LONGEST: Duration = Duration::from_secs(15);

/// What is posted to a webhook.
pub(crate) struct Posting<'a> {
    pub(crate) url: &'a str,
    /// The key that signs it.
    pub(crate) key: &'a str,
    pub(crate) event: &'a str,
    pub(crate) body: &'a str,
}

/// A client that waits no longer than `patience` and follows no redirects.
pub(crate) fn client(patience: Duration) -> reqwest::ClientBuilder {
    // Whoever installed a provider of cryptography before is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().timeout(LONGEST.min(patience)).redirect(reqwest::redirect::Policy::none())
}

/// Posts to a webhook, signed. `Idempotency-Key` is the job's mark, the same at every try, so that a receiver can tell a repeat. What
/// went wrong is told without the address.
pub(crate) async fn post(
    client: &reqwest::Client,
    posting: &Posting<'_>,
    job: &Job,
    now: Timestamp,
) -> Result<reqwest::Response, String> {
    let sent = client
        .post(posting.url)
        .header("content-type", "application/json")
        .header("idempotency-key", &job.mark)
        .header("x-gangyao-event", posting.event)
        .header("x-gangyao-delivery", job.id.to_string())
        .header("x-gangyao-signature", signature(posting.key, now, posting.body))
        .body(posting.body.to_owned())
        .send();
    sent.await.map_err(|error| error.without_url().to_string())
}

/// Calls a webhook of the settings; anything but 2xx counts as failed. The payload is the event, a line end and the body.
pub(crate) async fn call(
    store: &Store,
    job: &Job,
    now: Timestamp,
    patience: Duration,
) -> Result<(), Failure> {
    let failed = |what: String| Failure { what, held: Held::Receiver };
    let (event, body) = job.payload.split_once('\n').unwrap_or((job.payload.as_str(), ""));
    let id = job.subject.trim_start_matches(WEBHOOK);
    let url = set(store, &format!("{WEBHOOK}{id}"), Held::Receiver).await?;
    let key = set(store, &format!("secret/{WEBHOOK}{id}"), Held::Receiver).await?;
    let client = client(patience).build().map_err(|error| failed(error.to_string()))?;
    let posting = Posting { url: &url, key: &key, event, body };
    let status = post(&client, &posting, job, now).await.map_err(failed)?.status();
    if status.is_success() { Ok(()) } else { Err(failed(format!("answered {status}"))) }
}

/// The signature of a webhook: HMAC-SHA-256 of `TIMESTAMP.BODY` under the hook's key, as `t=TIMESTAMP,v1=HEX`.
///
/// The receiver computes it again and refuses old timestamps, so that a recorded call cannot be replayed.
fn signature(key: &str, at: Timestamp, body: &str) -> String {
    let seconds = at.as_second();
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(format!("{seconds}.{body}").as_bytes());
    format!("t={seconds},v1={}", secret::hex(&mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_covers_time_and_body() {
        let at: Timestamp = "2026-04-01T00:00:00Z".parse().expect("a time");
        let one = signature("key", at, "{}");
        // Computed with Python: hmac.new(b"key", b"1775001600.{}", "sha256").hexdigest()
        assert_eq!(one, "t=1775001600,v1=373040f9951dc887542618f01890ddabe779666ff398daf5243a492d0ade16c0");
        assert_ne!(one, signature("key2", at, "{}"));
        assert_ne!(one, signature("key", at, "{ }"));
    }
}
