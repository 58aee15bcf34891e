//! Passwords: what is accepted, how they are kept.
//!
//! Rules follow NIST SP 800-63B, 5.1.1.2: a least length, a list of known bad ones, nothing about kinds of
//! characters, no expiry. The least length is that of OWASP ASVS 2.1.1.

use argon2::password_hash::PasswordHasher;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use source::Words;
use std::cell::RefCell;
use std::sync::OnceLock;
use zxcvbn::{Score, zxcvbn};

/// Least number of characters.
pub const LEAST: usize = 12;
/// Largest number of characters; longer ones are refused rather than cut.
pub const MOST: usize = 128;

/// What people of a Chinese planning office think of first and the lists of zxcvbn lack, one a line.
const KNOWN_BAD: &str = include_str!("known_bad.txt");

/// Why a password is not accepted; `None` when it is.
pub fn objection(password: &str, account: &str) -> Option<Words> {
    let length = password.chars().count();
    if length < LEAST {
        return Some(Words::new(
            format!("密码至少 {LEAST} 个字符，现在是 {length} 个；可以用几个不相干的词连成一句"),
            format!(
                "a password has at least {LEAST} characters, this one has {length}; a few unrelated words do well"
            ),
        ));
    }
    if length > MOST {
        return Some(Words::new(
            format!("密码最多 {MOST} 个字符"),
            format!("a password has at most {MOST} characters"),
        ));
    }
    is_guessed(password, account).then(|| {
        Words::new(
            "这个密码太容易被猜中：由常见密码、词语、账号名、日期、重复或连续的字符组成；请换一个，例如几个不相干的词",
            "this password is easily guessed: common words, the account name, dates, repeated or consecutive characters; choose another, a few unrelated words for example",
        )
    })
}

/// Whether a guesser would find the password within ten thousand million tries, by the estimate of zxcvbn (Wheeler 2016):
/// common passwords, words and names in any disguise, dates, repetitions, runs along the alphabet and the keyboard.
fn is_guessed(password: &str, account: &str) -> bool {
    let near: Vec<&str> =
        KNOWN_BAD.lines().chain(std::iter::once(account)).filter(|word| !word.is_empty()).collect();
    zxcvbn(password, &near).score() < Score::Four
}

/// Argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet, first choice for argon2id).
fn hasher() -> Argon2<'static> {
    // The parameters are constants inside the permitted range.
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The PHC string of a password. Takes tens of milliseconds: call it off the async threads.
///
/// # Errors
/// When no random salt can be had.
pub fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(hasher().hash_password(password.as_bytes())?.to_string())
}

/// Whether a password fits a PHC string. An account without one takes the same time and never fits.
pub fn fits(password: &str, kept: Option<&str>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let known = kept.is_some();
    let nobody = || NOBODY.get_or_init(|| hash("nobody has this password").unwrap_or_default()).as_str();
    let kept = kept.unwrap_or_else(nobody);
    let fits = PasswordHash::new(kept).is_ok_and(|kept| gives(password, &kept).unwrap_or(false));
    known && fits
}

thread_local! {
    /// The memory that this thread hashes in. Kept, because the allocator would not give it back: it takes what is freed and
    /// asked for again for small change, in an arena for each thread.
    static ROOM: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
}

/// Whether a password gives the hash of a PHC string, by the parameters that stand in it; nothing when these are not
/// ours to compute.
fn gives(password: &str, kept: &PasswordHash) -> Option<bool> {
    let (salt, due) = (kept.salt.as_ref()?, kept.hash.as_ref()?);
    let params = Params::try_from(kept).ok()?;
    let version = kept.version.map_or(Ok(Version::default()), Version::try_from).ok()?;
    let algorithm = Algorithm::try_from(kept.algorithm.as_str()).ok()?;
    ROOM.with_borrow_mut(|room| {
        room.resize(params.block_count(), Block::default());
        let mut found = vec![0; due.as_bytes().len()];
        let hasher = Argon2::new(algorithm, version, params);
        hasher
            .hash_password_into_with_memory(password.as_bytes(), salt, &mut found, room.as_mut_slice())
            .ok()?;
        // The comparison of outputs takes the same time wherever they differ.
        Some(argon2::password_hash::phc::Output::new(&found).ok()? == *due)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_common_and_patterned_passwords_are_refused() {
        for bad in [
            "short",
            "password1234",
            "P@ssw0rd!2026",
            "qwertyuiop12",
            "aaaaaaaaaaaa",
            "123456789012",
            "abcdefghijkl",
            "woaini520520",
            "liwei2026!!!!",
            "Admin@123456",
            "passwordpassword",
            "fagaiwei@2026",
            "1qaz2wsx3edc",
            "Zaq12wsxcde3",
            "规划规划规划规划规划规划",
        ] {
            assert!(objection(bad, "liwei").is_some(), "{bad}");
        }
        assert!(objection(&"长".repeat(129), "liwei").is_some());
    }

    #[test]
    fn long_phrases_are_taken_whatever_their_characters() {
        for good in [
            "竹影扫阶尘不动月轮穿沼水无痕",
            "correct horse battery staple",
            "kZ8-vantage-mulberry",
            "tarmac velvet gorse",
        ] {
            assert!(objection(good, "liwei").is_none(), "{good}");
        }
    }

    #[test]
    fn hashes_fit_their_password_only() {
        let kept = hash("tarmac velvet gorse").expect("a salt");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(fits("tarmac velvet gorse", Some(&kept)));
        assert!(!fits("tarmac velvet Gorse", Some(&kept)));
        assert!(!fits("nobody has this password", None));
        assert!(!fits("x", Some("not a hash")));
    }
}
