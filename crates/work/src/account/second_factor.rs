//! A second factor for the password: one-time passwords by the clock (TOTP, RFC 6238), and codes for the day when the
//! telephone is lost.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha1::Sha1;

/// Seconds for which a code holds (RFC 6238, 5.2).
pub const STEP: i64 = 30;
/// Digits of a code.
pub const DIGITS: usize = 6;
/// Bytes of a secret: as many as the hash has (RFC 4226, 4, requirement 6).
pub const SECRET: usize = 20;
/// How many recovery codes an account gets.
pub const RECOVERY: usize = 10;

/// The alphabet of base 32 (RFC 4648, 6).
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The one-time password of a counter: HMAC-SHA-1, dynamic truncation, the last digits (RFC 4226, 5.3).
pub fn code(secret: &[u8], counter: u64) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    mac.update(&counter.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last().copied().unwrap_or(0) & 0x0f);
    let taken = digest.iter().skip(offset).take(4).fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
    format!("{:06}", (taken & 0x7fff_ffff) % 1_000_000)
}

/// The step of the clock for which a code holds: this one, or its neighbours, as clocks differ (RFC 6238, 5.2). Only one
/// after `last`, so that a code that somebody has overheard is worth nothing (RFC 6238, 5.2).
pub fn fits(secret: &[u8], given: &str, now: Timestamp, last: i64) -> Option<i64> {
    let given: String = given.chars().filter(|character| !character.is_whitespace()).collect();
    let here = now.as_second().div_euclid(STEP);
    // All three are computed, so that the time tells nothing.
    let found = [here - 1, here, here + 1].map(|step| {
        let is_it = u64::try_from(step).is_ok_and(|step| crate::secret::same(&code(secret, step), &given));
        (step, is_it)
    });
    found.into_iter().find(|(step, is_it)| *is_it && *step > last).map(|(step, _)| step)
}

/// A secret as people type it, in base 32 without padding (RFC 4648, 6).
pub fn base32(bytes: &[u8]) -> String {
    let mut out = String::new();
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(letter(held >> bits));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        out.push(letter(held << (5 - bits)));
    }
    out
}

fn letter(value: u32) -> char {
    let at = usize::try_from(value & 31).unwrap_or(0);
    ALPHABET.get(at).map_or('A', |byte| char::from(*byte))
}

/// The bytes of a secret in base 32; `None` for what is none.
pub fn unbase32(text: &str) -> Option<Vec<u8>> {
    let (mut held, mut bits, mut out) = (0_u32, 0, Vec::new());
    for byte in text.bytes() {
        let value = ALPHABET.iter().position(|letter| *letter == byte)?;
        held = (held << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((held >> bits) & 0xff).ok()?);
        }
        held &= (1 << bits) - 1;
    }
    Some(out)
}

/// The address that an authenticator reads from a picture (the key URI format that all of them take).
pub fn address(secret: &[u8], account: &str, service: &str) -> String {
    let encode = |text: &str| {
        url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
    };
    let (account, service) = (encode(account), encode(service));
    format!(
        "otpauth://totp/{service}:{account}?secret={}&issuer={service}&algorithm=SHA1&digits={DIGITS}&period={STEP}",
        base32(secret)
    )
}

/// A new secret.
///
/// # Errors
/// When the system gives no random bytes.
pub fn fresh() -> Result<Vec<u8>, getrandom::Error> {
    let mut bytes = vec![0; SECRET];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// New recovery codes: 50 bits each, in two groups of five letters.
///
/// # Errors
/// When the system gives no random bytes.
pub fn recovery() -> Result<Vec<String>, getrandom::Error> {
    let mut codes = Vec::with_capacity(RECOVERY);
    for _ in 0..RECOVERY {
        let mut bytes = [0; 7];
        getrandom::fill(&mut bytes)?;
        let letters: String = base32(&bytes).chars().take(10).collect();
        let (first, second) = letters.split_at(5);
        codes.push(format!("{first}-{second}").to_ascii_lowercase());
    }
    Ok(codes)
}

/// What is kept of a recovery code.
pub fn kept(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    crate::secret::mark(&plain.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_rfc_4226() {
        let published = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
            "520489",
        ];
        for (counter, code_) in (0..).zip(published) {
            assert_eq!(code(KEY, counter), code_);
        }
    }

    #[test]
    fn codes_by_the_clock_are_those_of_rfc_6238() {
        // Appendix B has eight digits; the last six are those of a shorter code.
        for (second, code_) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            let now = Timestamp::from_second(second).expect("a moment");
            assert_eq!(code(KEY, second as u64 / 30), code_[2..]);
            assert_eq!(fits(KEY, &code_[2..], now, 0), Some(second / 30));
        }
    }

    #[test]
    fn a_code_holds_for_its_step_and_neighbours_and_once() {
        let now = Timestamp::from_second(1_111_111_109).expect("a moment");
        let step = now.as_second() / STEP;
        let of = |step: i64| code(KEY, step as u64);
        assert_eq!(fits(KEY, &of(step - 1), now, 0), Some(step - 1));
        assert_eq!(fits(KEY, &of(step + 1), now, 0), Some(step + 1));
        assert_eq!(fits(KEY, &of(step + 2), now, 0), None);
        assert_eq!(fits(KEY, &of(step - 2), now, 0), None);
        assert_eq!(fits(KEY, &of(step), now, step), None, "it was used before");
        let spaced = format!(" {} {} ", &of(step)[..3], &of(step)[3..]);
        assert_eq!(fits(KEY, &spaced, now, 0), Some(step));
        assert_eq!(fits(KEY, "", now, 0), None);
    }

    #[test]
    fn base32_is_that_of_rfc_4648() {
        for (plain, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(plain.as_bytes()), text);
            assert_eq!(unbase32(text).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(unbase32("M1"), None);
    }

    #[test]
    fn recovery_codes_differ_and_are_found_however_they_are_typed() {
        let codes = recovery().expect("random");
        let distinct: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(distinct.len(), RECOVERY);
        let typed = codes[0].to_ascii_uppercase().replace('-', " ");
        assert_eq!(kept(&typed), kept(&codes[0]));
    }

    #[test]
    fn the_address_is_one_that_authenticators_read() {
        let address = address(KEY, "li wei", "纲要");
        assert!(address.starts_with(
            "otpauth://totp/%E7%BA%B2%E8%A6%81:li%20wei?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&"
        ));
    }
}
