//! What a form carries against floods: a ticket with a small piece of work, which is good for one text.
//!
//! The work is to find a number so that the SHA-256 of ticket and number begins with so many zero bits (Dwork and Naor, Pricing via
//! processing, 1992). A script of ours does it within a second; whoever has no script waits a little and stands in the slower queue.
//! A ticket proves itself by a keyed hash, so that nothing is kept of forms that nobody sends.

use crate::{Fault, Service, clock, secret};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::SignedDuration;
use sha2::{Digest as _, Sha256};

/// What comes with a form: where from, and what it carried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    /// Address of the client.
    pub address: String,
    /// The ticket of the form.
    pub ticket: String,
    /// The number that the script found; empty without one.
    pub work: String,
}

/// What a form carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// As the form sends it back.
    pub text: String,
    /// How many zero bits the work must have.
    pub bits: u32,
}

/// A ticket that was sent back.
pub(crate) struct Known {
    /// How many zero bits the work must have.
    pub(crate) bits: u32,
    /// Seconds since it was given.
    pub(crate) age: i64,
    /// Whether its work was done.
    pub(crate) is_proved: bool,
    /// By which whoever sends it comes back: the same however often it is sent.
    pub(crate) receipt: String,
}

/// For how long a ticket is good, in seconds: time to write a text.
const LASTS: i64 = 4 * 3600;
/// Texts from one address within an hour.
const MOST_AN_HOUR: i64 = 12;
/// How long whoever has no script waits behind opening the form, in seconds.
const WAIT: i64 = 8;
/// Zero bits of the work at rest, and at the most.
const BITS: (u32, u32) = (14, 20);
/// Texts that wait without the work getting harder; of twice as many it is twice as hard.
const QUIET: i64 = 200;

/// A ticket for one text: the one that was sent back while it is good, so that whoever waited has waited; else a new one. The more
/// texts wait, the harder its work.
///
/// # Errors
/// The store cannot be read.
pub async fn ticket(service: &Service, sent: &str) -> Result<Ticket, Fault> {
    if let Some(known) = known(service, sent, "").await? {
        return Ok(Ticket { text: sent.to_owned(), bits: known.bits });
    }
    let waiting = service.store().count_voices("", "waiting").await?;
    let crowd = u32::try_from((waiting / QUIET).max(1)).unwrap_or(u32::MAX).ilog2();
    let bits = (BITS.0 + crowd).min(BITS.1);
    let nonce = secret::fresh().map_err(|error| Fault::internal(&error))?;
    let nonce: String = nonce.chars().take(22).collect();
    let body = format!("{}.{nonce}.{bits}", service.now().as_second());
    let mark = keyed(&service.store().own_secret("voices").await?, "ticket", &body);
    Ok(Ticket { text: format!("{body}.{mark}"), bits })
}

/// A ticket that was sent back with the number found; `None` when it is none of ours or too old.
pub(crate) async fn known(service: &Service, text: &str, work: &str) -> Result<Option<Known>, Fault> {
    let Some((body, mark)) = text.rsplit_once('.') else { return Ok(None) };
    let key = service.store().own_secret("voices").await?;
    if !secret::same(&keyed(&key, "ticket", body), mark) {
        return Ok(None);
    }
    let mut parts = body.split('.');
    let given = parts.next().and_then(|second| second.parse::<i64>().ok());
    let bits = parts.nth(1).and_then(|bits| bits.parse::<u32>().ok());
    let (Some(given), Some(bits)) = (given, bits) else { return Ok(None) };
    let age = service.now().as_second() - given;
    if !(-60..=LASTS).contains(&age) {
        return Ok(None);
    }
    let receipt = keyed(&key, "receipt", body);
    Ok(Some(Known { bits, age, is_proved: is_worked(text, work, bits), receipt }))
}

/// The ticket of a form that may be taken.
///
/// # Errors
/// It is none of ours or too old, was sent too soon without work, or too much comes from one address.
pub(crate) async fn admitted(service: &Service, from: &Sender) -> Result<(), Fault> {
    let known = known(service, &from.ticket, &from.work).await?.ok_or_else(expired)?;
    waited(&known)?;
    within_limits(service, &from.address).await
}

pub(crate) fn expired() -> Fault {
    Fault::bad_request(
        "表单已过期，内容还在，请再次提交。",
        "The form was open for too long; your words are still there: send it once more.",
    )
}

/// Whoever has no script waits a little.
pub(crate) fn waited(known: &Known) -> Result<(), Fault> {
    if known.is_proved || known.age >= WAIT {
        return Ok(());
    }
    let left = WAIT - known.age;
    Err(Fault::bad_request(
        format!("为防止自动提交，请等{left}秒后再点“提交”；内容还在。"),
        format!("To keep programs out, wait {left} seconds and send again; your words are still there."),
    ))
}

/// Not too much from one address within an hour, on all servers together. The address itself is not kept.
pub(crate) async fn within_limits(service: &Service, address: &str) -> Result<(), Fault> {
    if address.is_empty() {
        return Ok(());
    }
    let key = service.store().own_secret("voices").await?;
    let (subject, now) = (format!("voice/{}", keyed(&key, "sender", address)), clock::now());
    let store = service.store();
    store.note_failure(&subject, now).await?;
    if store.failures(&subject, now - SignedDuration::from_hours(1)).await? <= MOST_AN_HOUR {
        return Ok(());
    }
    Err(Fault::bad_request(
        "这个网络地址一小时内提交过多，请稍后再试；内容还在，可先自行保存。",
        "Too much came from this network address within an hour; try again later. Your words are still there: keep them.",
    ))
}

/// Whether a text looks like one mail address; whether it works is found by sending.
pub(crate) fn is_mail(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let is_plain = |text: &str| {
        text.chars().all(|letter| {
            !letter.is_whitespace() && !letter.is_control() && !"<>,;:\"()[]\\@".contains(letter)
        })
    };
    let has_host = host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
    !name.is_empty() && has_host && is_plain(name) && is_plain(host)
}

pub(crate) fn keyed(key: &str, purpose: &str, text: &str) -> String {
    // A key of any length makes a hash (RFC 2104).
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(purpose.as_bytes());
    mac.update(b"\n");
    mac.update(text.as_bytes());
    secret::hex(&mac.finalize().into_bytes()[..16])
}

/// Whether the SHA-256 of ticket, a point and the number begins with so many zero bits.
fn is_worked(ticket: &str, work: &str, bits: u32) -> bool {
    if work.is_empty() || work.len() > 20 {
        return false;
    }
    let digest = Sha256::digest(format!("{ticket}.{work}").as_bytes());
    let mut zeros = 0;
    for byte in digest {
        zeros += byte.leading_zeros();
        if byte != 0 {
            break;
        }
    }
    zeros >= bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_what_begins_with_zero_bits() {
        let ticket = "1.abc.10.00";
        let found =
            (0..1_000_000_u32).map(|n| n.to_string()).find(|n| is_worked(ticket, n, 10)).expect("a number");
        assert!(!is_worked(ticket, &found, 40) && !is_worked("2.abc.10.00", &found, 10));
        assert!(!is_worked(ticket, "", 0) && !is_worked(ticket, &"9".repeat(21), 0));
        // About one number in 2^10 is one.
        let count = (0..20_480_u32).filter(|n| is_worked(ticket, &n.to_string(), 10)).count();
        assert!((5..=50).contains(&count), "{count}");
    }

    #[test]
    fn mail_addresses_are_told_from_other_texts() {
        for good in ["li@plan.test", "li.qing+a@mail.plan.test"] {
            assert!(is_mail(good), "{good}");
        }
        let bad = ["li", "@plan.test", "li@plan", "li@.test", "a b@plan.test", "a@b.test, c@d.test"];
        for bad in bad.into_iter().chain(["a@b.test\nBcc: c@d.test"]) {
            assert!(!is_mail(bad), "{bad}");
        }
    }

    #[test]
    fn whoever_has_no_script_waits() {
        let known = |is_proved, age| Known { bits: 14, age, is_proved, receipt: String::new() };
        assert!(waited(&known(true, 0)).is_ok() && waited(&known(false, WAIT)).is_ok());
        assert!(waited(&known(false, 3)).expect_err("too soon").words.zh.contains("等5秒"));
    }

    #[test]
    fn a_keyed_text_tells_purpose_and_key_apart() {
        let all = [keyed("k", "a", "t"), keyed("k", "b", "t"), keyed("l", "a", "t"), keyed("k", "a", "u")];
        let distinct: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
        assert!(all.iter().all(|text| text.len() == 32));
    }
}
