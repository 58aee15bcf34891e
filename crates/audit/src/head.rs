use crate::{Hash, Head, Sm3Chain};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use std::fmt;

/// The key that signs heads. Its 32 bytes are kept apart from the database.
pub struct SecretKey(SigningKey);

/// The key that checks signatures; it may be published.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl SecretKey {
    /// A key from 32 random bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&bytes))
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs a message (Ed25519, RFC 8032); 128 hexadecimal digits.
    pub fn sign(&self, message: &[u8]) -> String {
        let bytes = self.0.sign(message).to_bytes();
        let digits =
            |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16).unwrap_or('0'));
        bytes.iter().flat_map(digits).collect()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(..)")
    }
}

impl PublicKey {
    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        VerifyingKey::from_bytes(&Hash::parse(text)?.0).ok().map(Self)
    }

    /// Whether a signature by [`SecretKey::sign`] fits a message.
    pub fn verifies(&self, message: &[u8], signature: &str) -> bool {
        signature_of(signature)
            .is_some_and(|bytes| self.0.verify(message, &Signature::from_bytes(&bytes)).is_ok())
    }
}

/// The bytes of 128 hexadecimal digits.
fn signature_of(text: &str) -> Option<[u8; 64]> {
    let (first, second) = text.split_at_checked(64)?;
    let mut bytes = [0; 64];
    bytes[..32].copy_from_slice(&Hash::parse(first)?.0);
    bytes[32..].copy_from_slice(&Hash::parse(second)?.0);
    Some(bytes)
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Hash(self.0.to_bytes()).fmt(f)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

/// A head with date and signature, to be kept where the administrator cannot reach it.
///
/// As text it is one line: `gangyao-head-2 NUMBER SHA-256 SM3 AT PUBLIC-KEY SIGNATURE`; those of version 1 have no SM3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHead {
    /// Number and hash of the last entry.
    pub head: Head,
    /// The chain by SM3 up to that entry; none in a line of version 1.
    pub sm3: Option<Sm3Chain>,
    /// When it was signed, as RFC 3339 in UTC.
    pub at: String,
    /// The key that signed.
    pub key: PublicKey,
    signature: [u8; 64],
}

/// Why a signed head is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadError {
    /// The line is not a signed head.
    Format,
    /// The signature does not fit: head, date or key were changed.
    Signature,
}

impl fmt::Display for HeadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format => f.write_str("this is no signed head; give the one line that was exported"),
            Self::Signature => f.write_str("the signature does not fit; the exported head was changed"),
        }
    }
}

impl std::error::Error for HeadError {}

impl SignedHead {
    /// Signs a head.
    pub fn sign(head: Head, sm3: Sm3Chain, at: &str, key: &SecretKey) -> Self {
        let sm3 = Some(sm3);
        let signature = key.0.sign(message(head, sm3, at).as_bytes()).to_bytes();
        Self { head, sm3, at: at.to_owned(), key: key.public(), signature }
    }

    /// Reads the line and checks its signature against the key inside it.
    ///
    /// The caller compares [`SignedHead::key`] with the key it trusts.
    ///
    /// # Errors
    /// [`HeadError::Format`] when the text is something else, [`HeadError::Signature`] when it was changed.
    pub fn parse(text: &str) -> Result<Self, HeadError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (number, hash, sm3, at, key, signature) = match words[..] {
            ["gangyao-head-1", number, hash, at, key, signature] => (number, hash, None, at, key, signature),
            ["gangyao-head-2", number, hash, sm3, at, key, signature] => {
                let sm3 = Hash::parse(sm3).ok_or(HeadError::Format)?;
                (number, hash, Some(Sm3Chain(sm3)), at, key, signature)
            }
            _ => return Err(HeadError::Format),
        };
        let head = Head {
            number: number.parse().map_err(|_| HeadError::Format)?,
            hash: Hash::parse(hash).ok_or(HeadError::Format)?,
        };
        let key = PublicKey::parse(key).ok_or(HeadError::Format)?;
        let signature = signature_of(signature).ok_or(HeadError::Format)?;
        key.0
            .verify(message(head, sm3, at).as_bytes(), &Signature::from_bytes(&signature))
            .map_err(|_| HeadError::Signature)?;
        Ok(Self { head, sm3, at: at.to_owned(), key, signature })
    }
}

impl fmt::Display for SignedHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", message(self.head, self.sm3, &self.at), self.key)?;
        self.signature.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

fn message(head: Head, sm3: Option<Sm3Chain>, at: &str) -> String {
    match sm3 {
        Some(sm3) => format!("gangyao-head-2 {} {} {} {at}", head.number, head.hash, sm3.0),
        None => format!("gangyao-head-1 {} {} {at}", head.number, head.hash),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_head_reads_back_and_shows_every_change() {
        let key = SecretKey::from_bytes([7; 32]);
        let head = Head { number: 12, hash: Hash([3; 32]) };
        let sm3 = Sm3Chain(Hash([5; 32]));
        let line = SignedHead::sign(head, sm3, "2026-04-01T08:00:00Z", &key).to_string();
        let read = SignedHead::parse(&line).expect("honest");
        assert_eq!((read.head, read.sm3, &read.key), (head, Some(sm3), &key.public()));
        let other_sm3 = line.replace("0505", "0506");
        for changed in [
            line.replace(" 12 ", " 11 "),
            line.replace("2026", "2025"),
            line.replace("0303", "0304"),
            other_sm3,
        ] {
            assert_eq!(SignedHead::parse(&changed), Err(HeadError::Signature));
        }
        assert_eq!(SignedHead::parse("gangyao-head-1 x"), Err(HeadError::Format));
        // A line from before there was SM3.
        let signature = key.0.sign(message(head, None, "2026-04-01T08:00:00Z").as_bytes()).to_bytes();
        let old = SignedHead { sm3: None, signature, ..read };
        assert_eq!(SignedHead::parse(&old.to_string()), Ok(old));
        assert_eq!(SignedHead::parse(&line[..line.len() - 1]), Err(HeadError::Format));
    }

    #[test]
    fn a_key_signed_by_another_hand_does_not_pass_for_ours() {
        let ours = SecretKey::from_bytes([7; 32]);
        let theirs = SecretKey::from_bytes([8; 32]);
        let line =
            SignedHead::sign(Head::EMPTY, Sm3Chain::EMPTY, "2026-04-01T08:00:00Z", &theirs).to_string();
        assert_ne!(SignedHead::parse(&line).expect("well formed").key, ours.public());
        let mixed = line.replace(&theirs.public().to_string(), &ours.public().to_string());
        assert_eq!(SignedHead::parse(&mixed), Err(HeadError::Signature));
    }
}
