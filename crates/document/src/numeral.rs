//! Numbers as headings print them: 十二, 12, １２.

/// The value of an ASCII or full-width digit.
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// Whether the character is used to write small Chinese numbers (零 to 千).
pub(crate) fn is_chinese(c: char) -> bool {
    unit(c).is_some() || ones(c).is_some()
}

/// The value of a number written in digits or in Chinese, up to 9999; `None` for anything else.
pub(crate) fn value(text: &str) -> Option<u32> {
    let mut chars = text.chars().filter(|c| !c.is_whitespace()).peekable();
    if chars.peek().copied().and_then(digit).is_some() {
        chars.try_fold(0u32, |value, c| value.checked_mul(10)?.checked_add(digit(c)?))
    } else {
        chinese(chars)
    }
}

fn chinese(chars: impl Iterator<Item = char>) -> Option<u32> {
    let (mut total, mut pending, mut any, mut units) = (0u32, None, false, false);
    for c in chars {
        any = true;
        if let Some(one) = ones(c) {
            // 二〇一五 is written digit by digit; 一百零五 has a unit before the zero.
            pending = match pending {
                Some(before) if !units && before < 1000 => Some(before * 10 + one),
                Some(before) if before != 0 => return None,
                _ => Some(one),
            };
        } else {
            let unit = unit(c)?;
            units = true;
            total += pending.take().filter(|one| *one > 0).unwrap_or(1) * unit;
        }
    }
    any.then(|| total + pending.unwrap_or(0))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn ones(c: char) -> Option<u32> {
    "零一二三四五六七八九".chars().position(|d| d == c).map(|d| d as u32).or(match c {
        '〇' | '○' => Some(0),
        '两' => Some(2),
        _ => None,
    })
}

fn unit(c: char) -> Option<u32> {
    match c {
        '十' => Some(10),
        '廿' => Some(20),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn values() {
        for (text, expected) in [
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("六十二", 62),
            ("一百零五", 105),
            ("一百一十", 110),
            ("二〇一五", 2015),
            ("12", 12),
            ("１２", 12),
            (" 1 2", 12),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
        for text in ["", "甲", "1a", "99999999999", "十三五规划"] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
