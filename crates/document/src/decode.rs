//! From bytes to text: UTF-8, UTF-16 with a byte-order mark, GB18030 and what else browsers know.

use crate::error::ReadError;

/// Decodes a text file; carriage returns that end lines alone become line feeds.
pub(crate) fn text(bytes: &[u8]) -> Result<String, ReadError> {
    let decoded = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => guessed(bytes)?,
        },
    };
    if decoded.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(decoded)
}

fn guessed(bytes: &[u8]) -> Result<String, ReadError> {
    if bytes.iter().take(4096).filter(|byte| **byte == 0).count() > 4 {
        return Err(ReadError::Binary);
    }
    let (text, _, _) = encoding_rs::GB18030.decode(bytes);
    Ok(text.into_owned())
}
