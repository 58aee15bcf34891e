//! What goes out: mail through SMTP, webhooks with a signature; both from the store's queue, retried.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use sha2::Sha256;
use std::time::Duration;
use store::{Delivery, Store, StoreError};
use work::notice::{MAIL_SERVER, WEBHOOK};
use work::{Service, secret};

/// How often a delivery is tried before it is given up.
const MOST_TRIES: i64 = 8;

/// How many deliveries go out in one round.
const ROUND: i64 = 50;
/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// Sends what is due; what fails is tried again later and given up after some hours.
pub(super) async fn send_due(
    service: &Service,
    retry: Duration,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let store = service.store();
    let due = store.deliveries_due(now, ROUND).await?;
    let mut sent = 0;
    for delivery in due {
        let done = match delivery.channel.as_str() {
            "mail" => mail(store, &delivery).await,
            _ => webhook(store, &delivery, Timestamp::now()).await,
        };
        match done {
            Ok(()) => {
                store.delivered(delivery.id, now).await?;
                sent += 1;
            }
            Err(fault) => {
                tracing::warn!(id = delivery.id, channel = delivery.channel, fault, "delivery failed");
                store.delivery_failed(delivery.id, &fault, next_try(delivery.tries, retry, now)).await?;
            }
        }
    }
    Ok(sent)
}

async fn setting(store: &Store, name: &str) -> Result<String, String> {
    let value = store.setting(name).await.map_err(|error| error.to_string())?;
    value.filter(|value| !value.is_empty()).ok_or_else(|| format!("{name} is not set"))
}

/// Sends one mail to the SMTP server of the settings, as `smtp://host:port` or `smtps://user:password@host`.
async fn mail(store: &Store, delivery: &Delivery) -> Result<(), String> {
    let server = setting(store, MAIL_SERVER).await?;
    let from = setting(store, "mail-from").await?;
    let read = |address: &str| address.parse::<Mailbox>().map_err(|error| format!("{address}: {error}"));
    let message = Message::builder()
        .from(read(&from)?)
        .to(read(&delivery.recipient)?)
        .subject(delivery.subject.clone())
        .header(ContentType::TEXT_PLAIN)
        .body(delivery.content.clone())
        .map_err(|error| error.to_string())?;
    let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&server)
        .map_err(|error| error.to_string())?
        .timeout(Some(PATIENCE))
        .build();
    transport.send(message).await.map(|_| ()).map_err(|error| error.to_string())
}

/// Posts to a webhook, signed; anything but 2xx counts as failed. Redirects are not followed.
async fn webhook(store: &Store, delivery: &Delivery, now: Timestamp) -> Result<(), String> {
    let id = delivery.recipient.trim_start_matches(WEBHOOK);
    let url = setting(store, &format!("{WEBHOOK}{id}")).await?;
    let key = setting(store, &format!("secret/{WEBHOOK}{id}")).await?;
    // Whoever installed a provider of cryptography before is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(|error| error.to_string())?;
    let answer = client
        .post(url)
        .header("content-type", "application/json")
        .header("x-gangyao-event", &delivery.subject)
        // The same for every try, so that a receiver can tell a repetition.
        .header("x-gangyao-delivery", delivery.id.to_string())
        .header("x-gangyao-signature", signature(&key, now, &delivery.content))
        .body(delivery.content.clone())
        .send()
        .await
        .map_err(|error| error.without_url().to_string())?;
    let status = answer.status();
    if status.is_success() { Ok(()) } else { Err(format!("answered {status}")) }
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

/// When a failed delivery is tried again: twice as long after each further one; `None` once it was tried often enough.
fn next_try(tries_so_far: i64, first: Duration, now: Timestamp) -> Option<Timestamp> {
    let tries = tries_so_far + 1;
    let wait = first.saturating_mul(1 << tries_so_far.clamp(0, 10));
    (tries < MOST_TRIES).then(|| now.saturating_add(wait).unwrap_or(Timestamp::MAX))
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

    #[test]
    fn tries_get_rarer_and_end() {
        let now: Timestamp = "2026-04-01T00:00:00Z".parse().expect("a time");
        let minute = Duration::from_mins(1);
        assert_eq!(next_try(0, minute, now), Some(now + minute));
        assert_eq!(next_try(3, minute, now), Some(now + 8 * minute));
        assert_eq!(next_try(7, minute, now), None);
    }
}
