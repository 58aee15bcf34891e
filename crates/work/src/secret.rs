//! Secrets that browsers and programs carry: long random texts, of which the store keeps only the hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// A random secret of 256 bits, safe in URLs and cookies.
///
/// # Errors
/// When the system gives no random bytes.
pub fn fresh() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// The SHA-256 of a secret in hexadecimal, by which the store knows it.
///
/// A plain hash is enough here: the secret has 256 random bits, so there is nothing to guess.
pub fn mark(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Whether two texts are equal, in a time that does not tell where they differ.
pub fn same(a: &str, b: &str) -> bool {
    // Equal hashes of secrets compare in a time that tells nothing about the secrets.
    Sha256::digest(a.as_bytes()) == Sha256::digest(b.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_and_never_the_same() {
        let (one, two) = (fresh().expect("random"), fresh().expect("random"));
        assert_eq!(one.len(), 43);
        assert_ne!(one, two);
        assert_eq!(mark(&one).len(), 64);
        assert!(same(&one, &one.clone()) && !same(&one, &two));
    }
}
