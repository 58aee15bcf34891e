//! Files to be kept: under which name a browser puts them away.

use crate::visit::encode;
use axum::http::HeaderValue;

/// The `Content-Disposition` of a file to be kept under `name`; `plain` is the name for programs that read no letters beyond
/// those of ASCII (RFC 6266, appendix D).
pub fn kept_as(plain: &str, name: &str) -> HeaderValue {
    let is_plain =
        |letter: char| letter == ' ' || letter.is_ascii_graphic() && !['"', '\\'].contains(&letter);
    let plain: String = plain.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let mut said = format!("attachment; filename=\"{plain}\"");
    if name != plain {
        said.push_str("; filename*=UTF-8''");
        said.push_str(&encode(name));
    }
    HeaderValue::from_str(&said).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::kept_as;

    #[test]
    fn a_name_beyond_ascii_stands_beside_a_plain_one() {
        let cases = [
            ("figures.csv", "figures.csv", "attachment; filename=\"figures.csv\""),
            (
                "conflicts.xlsx",
                "冲突.xlsx",
                "attachment; filename=\"conflicts.xlsx\"; filename*=UTF-8''%E5%86%B2%E7%AA%81.xlsx",
            ),
            ("a\"\r\n.txt", "a.txt", "attachment; filename=\"a___.txt\"; filename*=UTF-8''a.txt"),
        ];
        for (plain, name, expected) in cases {
            assert_eq!(kept_as(plain, name), expected, "{name}");
        }
    }
}
