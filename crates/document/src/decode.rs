//! From bytes to text: byte-order marks, UTF-8, UTF-16, GB18030 and what else browsers know.

use crate::error::ReadError;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes that the detector looks at; a whole book of text would not change its mind.
const DETECT: usize = 1 << 20;

/// Characters of the decoded text that must look like text.
const LOOKED_AT: usize = 1 << 14;

/// A decoded text.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// Name of the encoding.
    pub(crate) encoding: &'static str,
    /// Bytes that were no characters in this encoding.
    pub(crate) faults: usize,
}

/// Decodes a text file; carriage returns that end lines alone become line feeds.
pub(crate) fn text(bytes: &[u8]) -> Result<Decoded, ReadError> {
    let decoded = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => decoded(&bytes[length..], encoding),
        None => unmarked(bytes)?,
    };
    if decoded.text.chars().all(|c| c.is_whitespace() || c == '\u{0}') {
        return Err(ReadError::Empty);
    }
    let strange = decoded.text.chars().take(LOOKED_AT).filter(|c| c.is_control() && !is_layout(*c)).count();
    let looked_at = decoded.text.chars().take(LOOKED_AT).count();
    if (strange + decoded.faults.min(looked_at)) * 10 > looked_at {
        return Err(ReadError::Binary);
    }
    Ok(decoded)
}

fn is_layout(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}')
}

fn unmarked(bytes: &[u8]) -> Result<Decoded, ReadError> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: line_feeds(text.to_owned()), encoding: UTF_8.name(), faults: 0 });
    }
    if let Some(encoding) = utf16(bytes) {
        return Ok(decoded(bytes, encoding));
    }
    if bytes.iter().take(DETECT).filter(|byte| **byte == 0).count() > 0 {
        return Err(ReadError::Binary);
    }
    // A file cut in the middle of a character is still UTF-8.
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    if valid + 4 > bytes.len() && valid > 0 {
        return Ok(decoded(bytes, UTF_8));
    }
    let declared = declared(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(DETECT)], true);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    // Mostly UTF-8 with a few broken places: the other readings would garble all of it.
    let utf8 = decoded(bytes, UTF_8);
    if utf8.faults * 50 < bytes.len() && utf8.text.chars().any(|c| !c.is_ascii() && c != '\u{fffd}') {
        return Ok(utf8);
    }
    let encoding = declared.unwrap_or(guessed);
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    let first = decoded(bytes, encoding);
    if first.faults == 0 {
        return Ok(first);
    }
    // A label or a guess can be wrong; Chinese files without a mark are GB18030.
    let second = decoded(bytes, GB18030);
    Ok(if second.faults < first.faults { second } else { first })
}

/// The encoding that an HTML or XML text says it has.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let label = head.split_once("charset=").or_else(|| head.split_once("encoding="))?.1;
    let label = label.trim_start_matches(['"', '\'', ' ']);
    let label = label.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).next()?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != UTF_8)
}

/// UTF-16 without a mark: every second byte of the line ends and spaces is zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DETECT)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if !bytes.len().is_multiple_of(2) || even + odd == 0 {
        return None;
    }
    let encoding = if odd > even * 3 {
        UTF_16LE
    } else if even > odd * 3 {
        UTF_16BE
    } else {
        return None;
    };
    let sample = decoded(&head[..head.len().min(4096) & !1], encoding);
    let letters = sample.text.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace()).count();
    (sample.faults <= 1 && letters * 2 > sample.text.chars().count()).then_some(encoding)
}

fn decoded(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let faults = if text.contains('\u{fffd}') { text.matches('\u{fffd}').count() } else { 0 };
    Decoded { text: line_feeds(text.into_owned()), encoding: encoding.name(), faults }
}

/// Lines of old files end with a carriage return alone.
fn line_feeds(text: String) -> String {
    if text.contains('\r') && !text.contains('\n') { text.replace('\r', "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "某市水利发展规划\n\n一、水源充足，到2020年供水5亿立方米。\n";

    fn read(bytes: &[u8]) -> String {
        text(bytes).expect("text").text
    }

    #[test]
    fn encodings() {
        assert_eq!(read(SAMPLE.as_bytes()), SAMPLE);
        let marked = format!("\u{feff}{SAMPLE}");
        assert_eq!(read(marked.as_bytes()), SAMPLE);
        let (gb, _, _) = GB18030.encode(SAMPLE);
        assert_eq!(read(&gb), SAMPLE);
        let little: Vec<u8> = SAMPLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&little), SAMPLE);
        let big: Vec<u8> =
            [0xfeff].into_iter().chain(SAMPLE.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&big), SAMPLE);
        assert_eq!(read("一、水\r二、土\r".as_bytes()), "一、水\n二、土\n");
    }

    #[test]
    fn a_wrong_label_does_not_garble() {
        let page = format!("<meta charset=\"gb2312\">{SAMPLE}");
        let (gb, _, _) = GB18030.encode(&page);
        assert_eq!(read(&gb), page);
        assert_eq!(read(page.as_bytes()), page);
    }

    #[test]
    fn damage_is_counted() {
        let mut bytes = SAMPLE.repeat(20).into_bytes();
        bytes[10] = 0xff;
        assert!(text(&bytes).is_ok_and(|decoded| decoded.faults > 0 && decoded.text.contains("水源充足")));
        let cut = &SAMPLE.as_bytes()[..SAMPLE.len() - 3];
        assert!(text(cut).is_ok_and(|decoded| decoded.text.starts_with("某市水利")));
    }

    #[test]
    #[expect(clippy::cast_possible_truncation, reason = "a digit or a byte")]
    fn nothing_and_noise() {
        assert_eq!(text(b"").map(|_| ()), Err(ReadError::Empty));
        assert_eq!(text(" \n\t\u{3000}".as_bytes()).map(|_| ()), Err(ReadError::Empty));
        let noise: Vec<u8> = (0..4000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(text(&noise).map(|_| ()), Err(ReadError::Binary));
    }
}
