//! Texts that are of use only while their key is there: personal data of people without an account.
//!
//! Each is encrypted with a key of its own, made from the secret of its owner in `personal_key`. Whoever has the table of texts
//! alone, an export or a log reads nothing, and when the key is destroyed nobody does.

use crate::sealed::{known_secret, secret_of};
use crate::{Result, StoreError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use sqlx::AnyConnection;

/// Encrypts a text with the key of an owner (ChaCha20-Poly1305, RFC 8439); the key is made when there is none.
pub(super) async fn hidden(connection: &mut AnyConnection, owner: &str, text: &str) -> Result<String> {
    let secret = secret_of(connection, owner).await?;
    let mut nonce = [0; NONCE_LEN];
    getrandom::fill(&mut nonce)
        .map_err(|error| StoreError::File(std::io::Error::other(error.to_string())))?;
    let mut bytes = text.as_bytes().to_vec();
    let sealed = key(&secret).and_then(|key| {
        let aad = Aad::from(owner.as_bytes());
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut bytes).ok()
    });
    sealed.ok_or_else(|| StoreError::File(std::io::Error::other("cannot encrypt")))?;
    Ok(STANDARD.encode([nonce.as_slice(), &bytes].concat()))
}

/// The text again; `None` when its key is gone, or it is not as it was written.
pub(super) async fn shown(
    connection: &mut AnyConnection,
    owner: &str,
    hidden: &str,
) -> Result<Option<String>> {
    let Some(secret) = known_secret(connection, owner).await? else { return Ok(None) };
    Ok(opened(&secret, owner, hidden))
}

fn opened(secret: &str, owner: &str, hidden: &str) -> Option<String> {
    let bytes = STANDARD.decode(hidden).ok()?;
    let (nonce, rest) = bytes.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut rest = rest.to_vec();
    let open = key(secret)?.open_in_place(nonce, Aad::from(owner.as_bytes()), &mut rest).ok()?;
    String::from_utf8(open.to_vec()).ok()
}

/// The key that a secret stands for; another than the one that its digests are keyed with.
fn key(secret: &str) -> Option<LessSafeKey> {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()), b"text of a person");
    Some(LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, tag.as_ref()).ok()?))
}
