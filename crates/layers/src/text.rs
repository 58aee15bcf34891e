//! Text of unknown encoding.

use encoding_rs::{Encoding, GB18030, UTF_8};
use source::Words;
use std::borrow::Cow;

/// Text of a file: UTF-8, or with a mark of UTF-16, else GB18030, which is told.
pub(crate) fn decoded(bytes: &[u8]) -> (Cow<'_, str>, Option<Words>) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding.decode(bytes).0, None);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(_) => (GB18030.decode_without_bom_handling(bytes).0, Some(guessed())),
    }
}

fn guessed() -> Words {
    Words::new("文字不是 UTF-8，按 GB18030 读取", "the text is not UTF-8 and was read as GB18030")
}

/// The encoding that a name stands for: `UTF-8`, `936`, `GBK`, `ANSI 936`, `CP936`.
pub(crate) fn named(name: &str) -> Option<&'static Encoding> {
    let name = name.trim().trim_matches('\0');
    let number: String = name.chars().filter(char::is_ascii_digit).collect();
    match number.as_str() {
        "936" | "54936" => return Some(GB18030),
        "65001" => return Some(UTF_8),
        "950" => return Some(encoding_rs::BIG5),
        "1252" => return Some(encoding_rs::WINDOWS_1252),
        _ => {}
    }
    Encoding::for_label(name.as_bytes())
}

/// Whether bytes are UTF-8, but for a character cut off at the end of a field.
pub(crate) fn is_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// Text of a field; a character that the width of the field cut off is left away.
pub(crate) fn field(bytes: &[u8], encoding: &'static Encoding) -> String {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    text.trim_end_matches(['\u{fffd}', '\0', ' ']).to_owned()
}

/// Whether bytes decode without a loss, but for a character cut off at the end.
pub(crate) fn fits(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    !text.trim_end_matches('\u{fffd}').contains('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_cut_in_half_is_left_away() {
        let (bytes, ..) = GB18030.encode("生态保护红线");
        assert_eq!(field(&bytes[..11], GB18030), "生态保护红");
        assert_eq!(field(&"用地面积".as_bytes()[..10], UTF_8), "用地面");
        assert!(is_utf8(&"用地面积".as_bytes()[..10]) && !is_utf8(&bytes));
    }

    #[test]
    fn code_pages_have_many_names() {
        for name in ["GBK", "936", "ANSI 936", "CP936", "gb2312", "GB18030\r\n"] {
            assert!([GB18030, encoding_rs::GBK].contains(&named(name).unwrap()), "{name}");
        }
        assert_eq!(named("UTF-8"), Some(UTF_8));
        assert_eq!(named("nonsense"), None);
    }
}
