//! Heads in a second place, one line each, and the lines by which one key hands over to the next.

use crate::{Hash, HeadError, PublicKey, SecretKey, SignedHead};
use std::fmt;

/// One key handing over to the next: `gangyao-key-1 OLD NEW AT SIGNATURE`, signed by the old one.
///
/// Whoever trusts the old key so learns of the new one without asking anybody. From that line on the old one signs no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The key that signed until then.
    pub old: PublicKey,
    /// The key that signs from then on.
    pub new: PublicKey,
    /// When, as RFC 3339 in UTC.
    pub at: String,
    signature: String,
}

impl Succession {
    /// Hands over from a key to another.
    pub fn sign(old: &SecretKey, new: &PublicKey, at: &str) -> Self {
        let signature = old.sign(words(&old.public(), new, at).as_bytes());
        Self { old: old.public(), new: new.clone(), at: at.to_owned(), signature }
    }

    /// Reads the line and checks its signature against the old key inside it.
    ///
    /// # Errors
    /// [`HeadError::Format`] when the text is something else, [`HeadError::Signature`] when it was changed.
    pub fn parse(text: &str) -> Result<Self, HeadError> {
        let line: Vec<&str> = text.split_whitespace().collect();
        let ["gangyao-key-1", old, new, at, signature] = line[..] else { return Err(HeadError::Format) };
        let old = PublicKey::parse(old).ok_or(HeadError::Format)?;
        let new = PublicKey::parse(new).ok_or(HeadError::Format)?;
        if !old.verifies(words(&old, &new, at).as_bytes(), signature) {
            return Err(HeadError::Signature);
        }
        Ok(Self { old, new, at: at.to_owned(), signature: signature.to_owned() })
    }
}

impl fmt::Display for Succession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", words(&self.old, &self.new, &self.at), self.signature)
    }
}

fn words(old: &PublicKey, new: &PublicKey, at: &str) -> String {
    format!("gangyao-key-1 {old} {new} {at}")
}

/// Why the lines of a second place are not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepositError {
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong with it; `None` when it was signed by a key that nobody handed over to.
    pub why: Option<HeadError>,
}

impl fmt::Display for DepositError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match self.why {
            Some(why) => why.fmt(f),
            None => f.write_str("signed by another key than the trusted one and those it handed over to"),
        }
    }
}

impl std::error::Error for DepositError {}

/// The heads in the lines of a second place, in their order.
///
/// With a trusted key, a line must be signed by it, or by the one that it handed over to in a line before; after that line
/// the old one is trusted no more. Without one, every signature must fit the key in its own line.
///
/// # Errors
/// The first line that is not accepted.
pub fn deposited(text: &str, trusted: Option<&PublicKey>) -> Result<Vec<SignedHead>, DepositError> {
    let mut current = trusted.cloned();
    let mut heads = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let failed = |why| DepositError { line: at + 1, why };
        let is_ours = |key: &PublicKey| current.as_ref().is_none_or(|current| current == key);
        if line.trim_start().starts_with("gangyao-key-") {
            let succession = Succession::parse(line).map_err(|why| failed(Some(why)))?;
            if !is_ours(&succession.old) {
                return Err(failed(None));
            }
            current = current.map(|_| succession.new);
        } else {
            let head = SignedHead::parse(line).map_err(|why| failed(Some(why)))?;
            if !is_ours(&head.key) {
                return Err(failed(None));
            }
            heads.push(head);
        }
    }
    Ok(heads)
}

/// The digits of 32 bytes as a secret key.
pub fn secret_key(text: &str) -> Option<SecretKey> {
    Hash::parse(text.trim()).map(|bytes| SecretKey::from_bytes(bytes.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Head, Sm3Chain};

    fn head(number: u64, key: &SecretKey) -> String {
        let head = Head { number, hash: Hash([3; 32]) };
        SignedHead::sign(head, Sm3Chain(Hash([5; 32])), "2026-04-01T08:00:00Z", key).to_string()
    }

    #[test]
    fn a_key_hands_over_and_signs_no_more() {
        let keys = [7, 8, 9].map(|byte| SecretKey::from_bytes([byte; 32]));
        let over = |old: usize, new: usize| {
            Succession::sign(&keys[old], &keys[new].public(), "2026-05-01T08:00:00Z").to_string()
        };
        let trusted = keys[0].public();
        let read = |lines: &[String]| deposited(&lines.join("\n"), Some(&trusted));
        let good =
            [head(1, &keys[0]), over(0, 1), head(2, &keys[1]), String::new(), over(1, 2), head(3, &keys[2])];
        let numbers = |heads: Vec<SignedHead>| heads.iter().map(|one| one.head.number).collect::<Vec<_>>();
        assert_eq!(read(&good).map(numbers), Ok(vec![1, 2, 3]));
        for (lines, line) in [
            (vec![head(1, &keys[1])], 1),
            (vec![head(1, &keys[0]), head(2, &keys[1])], 2),
            (vec![over(0, 1), head(2, &keys[0])], 2),
            (vec![over(1, 2), head(2, &keys[2])], 1),
        ] {
            assert_eq!(read(&lines).map(numbers), Err(DepositError { line, why: None }), "{lines:?}");
        }
        // Without a trusted key the signatures alone are checked.
        assert_eq!(deposited(&head(1, &keys[1]), None).map(numbers), Ok(vec![1]));
    }

    #[test]
    fn a_line_that_was_changed_is_told() {
        let (old, new) = (SecretKey::from_bytes([7; 32]), SecretKey::from_bytes([8; 32]));
        let line = Succession::sign(&old, &new.public(), "2026-05-01T08:00:00Z").to_string();
        assert_eq!(Succession::parse(&line).map(|read| read.to_string()), Ok(line.clone()));
        let other = SecretKey::from_bytes([9; 32]).public().to_string();
        for changed in [line.replace("2026", "2027"), line.replace(&new.public().to_string(), &other)] {
            assert_eq!(Succession::parse(&changed), Err(HeadError::Signature));
            let told = deposited(&format!("\n{changed}"), None);
            assert_eq!(told, Err(DepositError { line: 2, why: Some(HeadError::Signature) }));
        }
        assert_eq!(Succession::parse("gangyao-key-1 a b"), Err(HeadError::Format));
        assert!(secret_key(&format!("{}\n", Hash([7; 32]))).is_some_and(|key| key.public() == old.public()));
    }
}
