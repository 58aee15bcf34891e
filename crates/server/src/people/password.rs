//! Passwords: what is accepted, how they are kept.
//!
//! Rules follow NIST SP 800-63B, 5.1.1.2: a least length, a list of known bad ones, nothing about kinds of
//! characters, no expiry. The least length is that of OWASP ASVS 2.1.1.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use source::Words;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Least number of characters.
pub(crate) const LEAST: usize = 12;
/// Largest number of characters; longer ones are refused rather than cut.
pub(crate) const MOST: usize = 128;

/// Common passwords and the words they are made of, one a line.
const KNOWN_BAD: &str = include_str!("known_bad.txt");

/// Why a password is not accepted; `None` when it is.
pub(crate) fn objection(password: &str, account: &str) -> Option<Words> {
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
    is_known(password, account).then(|| {
        Words::new(
            "这个密码太常见，或由账号名、重复和连续的字符组成，容易被猜中；请换一个",
            "this password is common, or made of the account name, repeated or consecutive characters; choose another",
        )
    })
}

/// Whether a guesser would try the password early: a listed word or the account name with digits and signs around it,
/// one character repeated, or a run along the alphabet, the digits or the keyboard.
fn is_known(password: &str, account: &str) -> bool {
    let folded = password.to_lowercase();
    let core: String = folded
        .chars()
        .map(|character| match character {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .collect();
    let letters: String = folded.chars().filter(|character| character.is_alphabetic()).collect();
    let core_letters: String = core.chars().filter(|character| character.is_alphabetic()).collect();
    let listed = |text: &str| known_bad().contains(text);
    if listed(&folded) || listed(&core) || is_made_of_known(&letters) || is_made_of_known(&core_letters) {
        return true;
    }
    let account = account.to_lowercase();
    if !account.is_empty() && letters.replace(&account, "").chars().count() < 3 && folded.contains(&account) {
        return true;
    }
    let distinct: BTreeSet<char> = folded.chars().collect();
    distinct.len() <= 3 || is_run(&folded)
}

/// Whether the letters are listed words one after the other, with fewer than three letters left.
fn is_made_of_known(letters: &str) -> bool {
    if letters.is_empty() {
        return false;
    }
    let mut rest = letters.to_owned();
    let mut words: Vec<&&str> = known_bad().iter().filter(|word| word.len() >= 4).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        rest = rest.replace(*word, "");
    }
    rest.chars().count() < 3 && rest.len() < letters.len()
}

/// Whether nearly every character follows the one before it on a known row.
fn is_run(text: &str) -> bool {
    const ROWS: [&str; 6] = [
        "abcdefghijklmnopqrstuvwxyz",
        "01234567890",
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn",
    ];
    let characters: Vec<char> = text.chars().collect();
    let follows = |a: char, b: char| {
        a == b || ROWS.iter().any(|row| row.contains(&format!("{a}{b}")) || row.contains(&format!("{b}{a}")))
    };
    let steps = characters.windows(2).filter(|pair| follows(pair[0], pair[1])).count();
    steps * 10 >= (characters.len() - 1) * 8
}

fn known_bad() -> &'static BTreeSet<&'static str> {
    static WORDS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| KNOWN_BAD.lines().map(str::trim).filter(|line| !line.is_empty()).collect())
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
pub(crate) fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(hasher().hash_password(password.as_bytes())?.to_string())
}

/// Whether a password fits a PHC string. An account without one takes the same time and never fits.
pub(crate) fn fits(password: &str, kept: Option<&str>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let known = kept.is_some();
    let nobody = || NOBODY.get_or_init(|| hash("nobody has this password").unwrap_or_default()).as_str();
    let kept = kept.unwrap_or_else(nobody);
    let fits = PasswordHash::new(kept)
        .is_ok_and(|kept| hasher().verify_password(password.as_bytes(), &kept).is_ok());
    known && fits
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
