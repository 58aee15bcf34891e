//! Numbers as people read and type them.

use rust_decimal::Decimal;

/// A measured value: as many decimals as its size deserves, no trailing zeros, a real minus sign.
///
/// Thousands are not grouped: figures stand in tables with tabular digits, and plans do not group them either.
pub fn value(number: f64) -> String {
    let decimals = match number.abs() {
        size if size >= 1000.0 => 1,
        size if size >= 10.0 => 2,
        size if size >= 0.1 => 3,
        _ => 4,
    };
    fixed(number, decimals)
}

/// A share of one as a percentage without decimals: 0.125 gives 13%.
pub fn percent(share: f64) -> String {
    format!("{}%", fixed(share * 100.0, 0))
}

/// A probability as a percentage: never 0% or 100%, which no forecast can promise.
pub fn probability(p: f64) -> String {
    match p {
        p if p < 0.01 => "<1%".to_owned(),
        p if p > 0.99 => ">99%".to_owned(),
        p => percent(p),
    }
}

/// With at most `decimals` decimals.
pub fn fixed(number: f64, decimals: usize) -> String {
    if !number.is_finite() {
        return "—".to_owned();
    }
    let mut text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if text == "-0" {
        "0".clone_into(&mut text);
    }
    text.replace('-', "\u{2212}")
}

/// Reads a number as people type it: with commas, spaces, full-width digits.
pub fn typed(text: &str) -> Option<Decimal> {
    let plain: String = text
        .chars()
        .map(|letter| match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
            '\u{2212}' => '-',
            other => other,
        })
        .filter(|letter| *letter != ',' && !letter.is_whitespace())
        .collect();
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_follow_the_size() {
        for (number, wanted) in [
            (1357.54, "1357.5"),
            (1900.0, "1900"),
            (54.5, "54.5"),
            (4.325, "4.325"),
            (-0.00001, "0"),
            (-6.55, "−6.55"),
            (0.012345, "0.0123"),
            (f64::NAN, "—"),
        ] {
            assert_eq!(value(number), wanted);
        }
        assert_eq!(percent(0.125), "12%");
        assert_eq!(probability(0.0004), "<1%");
        assert_eq!(probability(0.9999), ">99%");
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (text, wanted) in
            [("1,357.5", "1357.5"), ("１０３２．８", "1032.8"), (" −6.5 ", "-6.5"), ("4 300", "4300")]
        {
            assert_eq!(typed(text).map(|value| value.to_string()).as_deref(), Some(wanted), "{text}");
        }
        for refused in ["", "约1300", "1e", "--1"] {
            assert_eq!(typed(refused), None, "{refused}");
        }
    }
}
