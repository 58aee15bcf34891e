//! Names and addresses as one line that reads the way it is stored.

/// Whether a character may not stand in a line: controls, line ends of any kind, and the marks that turn the direction of
/// what follows (UAX #9), with which a name can be made to look like another.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{2028}' | '\u{2029}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{2060}' | '\u{feff}'
        )
}

/// A text as one line: what cannot be seen and would change how it is read becomes a space, and spaces become one.
pub fn line(text: &str) -> String {
    let seen: String =
        text.chars().map(|character| if is_unseen(character) { ' ' } else { character }).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text is a mail address (the dot-string form of RFC 5321 and the letters of RFC 6531), so that it can stand in
/// a header, a page and a list of receivers as it is.
pub fn is_mail_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_letter = |c: char| c.is_alphanumeric() || (!c.is_ascii() && !is_unseen(c) && !c.is_whitespace());
    let dotted = |part: &str, is_one: &dyn Fn(char) -> bool| {
        !part.is_empty() && part.split('.').all(|label| !label.is_empty() && label.chars().all(is_one))
    };
    text.len() <= 254
        && dotted(local, &|c| is_letter(c) || "!#$%&'*+-/=?^_`{|}~".contains(c))
        && dotted(domain, &|c| is_letter(c) || c == '-')
}

/// The sender of mail: an address, or a name with the address in angle brackets.
pub fn is_sender(text: &str) -> bool {
    if text != line(text) {
        return false;
    }
    match text.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
        Some((name, address)) => !name.contains(['<', '>', '"', ',', ';']) && is_mail_address(address),
        None => is_mail_address(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_that_reads_as_it_is_stored() {
        for (given, kept) in [
            ("李雷", "李雷"),
            (" 李\r\n雷 ", "李 雷"),
            ("\u{202e}雷李", "雷李"),
            ("李\u{2028}雷", "李 雷"),
            ("Ann\tLee", "Ann Lee"),
            ("\u{200b}", ""),
        ] {
            assert_eq!(line(given), kept, "{given:?}");
        }
    }

    #[test]
    fn addresses_are_told_from_what_is_none() {
        for good in ["li@example.org", "a.b+c@plan.example", "李@例子.中国", "o'neil@x.test"] {
            assert!(is_mail_address(good), "{good}");
        }
        for bad in [
            "",
            "li",
            "@x",
            "li@",
            "a@b@c",
            "a b@c.d",
            "\"><script>\"@x.test",
            "a@b.c\r\nBcc: d@e.f",
            "a..b@c.d",
            "a@b..c",
            "a@b,c@d",
            "a@b\u{202e}c",
            "<a@b.c>",
        ] {
            assert!(!is_mail_address(bad), "{bad:?}");
        }
        for good in ["plan@example.cn", "规划处 <plan@example.cn>"] {
            assert!(is_sender(good), "{good}");
        }
        for bad in ["plan@example.cn\r\nBcc: x@y.z", "规划\n处 <plan@example.cn>", "a <b", "a <b@c.d>, e@f.g"]
        {
            assert!(!is_sender(bad), "{bad:?}");
        }
    }
}
