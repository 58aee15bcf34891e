//! Periods as data sets write them.

use crate::period::{Covered, Part};

/// Reads 2024, 2024-A1, 2024-S1, 2024H1, 2024-Q3, 2024Q3, 2024-M07, 2024M07, 2024-07, 2024-01-01/P9M, or a Chinese period.
///
/// Source: SDMX 2.1 technical notes, section 4.2; the forms without a hyphen are those of PX and of Eurostat.
pub(super) fn read(text: &str) -> Option<Covered> {
    let text = text.trim();
    let year: i32 = text.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
    let rest = text.get(4..)?;
    let covered = |part| Some(Covered { year, part });
    if rest.is_empty() {
        return covered(Part::Year);
    }
    if let Some((day, length)) = rest.split_once('/') {
        return (matches!(day, "-01-01" | "-01-01T00:00:00"))
            .then(|| spanned(length))
            .flatten()
            .and_then(covered);
    }
    let part = rest.trim_start_matches('-');
    let (letter, digits) = match part.chars().next()? {
        letter if letter.is_ascii_alphabetic() => (letter.to_ascii_uppercase(), part.get(1..)?),
        // 2024-07 is a month, 202407 is not known to be one.
        _ if rest.starts_with('-') => ('M', part),
        _ => return chinese(text),
    };
    if digits.is_empty() || digits.len() > 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return chinese(text);
    }
    let number: u8 = digits.parse().ok()?;
    match (letter, number) {
        ('A', 1) => covered(Part::Year),
        ('S' | 'H' | 'B', 1..=2) => covered(Part::Half(number)),
        ('Q' | 'K', 1..=4) => covered(Part::Quarter(number)),
        ('M', 1..=12) => covered(Part::Month(number)),
        _ => None,
    }
}

/// A span from the first of January on: `P1Y`, `P9M`.
fn spanned(length: &str) -> Option<Part> {
    match length {
        "P1Y" | "P12M" => Some(Part::Year),
        length => {
            let months: u8 = length.strip_prefix('P')?.strip_suffix('M')?.parse().ok()?;
            (1..=11).contains(&months).then_some(Part::Through(months))
        }
    }
}

/// A period in Chinese that says all: 2024年, 2024年一季度, 2024年1-9月.
fn chinese(text: &str) -> Option<Covered> {
    let folded = phrase::fold(text);
    let text: String = folded.text().chars().filter(|c| !c.is_whitespace()).collect();
    let (when, rest) = crate::period::take(&text);
    (rest.is_empty()).then_some(())?;
    Some(Covered { year: when.year?, part: when.part.unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_of_sdmx_and_px() {
        for (text, shown) in [
            ("2024", "2024"),
            ("2024-A1", "2024"),
            ("2024年", "2024"),
            ("2024-S2", "2024H2"),
            ("2024H1", "2024H1"),
            ("2024-Q3", "2024Q3"),
            ("2024K4", "2024Q4"),
            ("2024-M07", "2024-07"),
            ("2024M12", "2024-12"),
            ("2024-07", "2024-07"),
            ("2024-01-01/P9M", "2024-01..09"),
            ("2024-01-01/P1Y", "2024"),
        ] {
            assert_eq!(read(text).map(|covered| covered.to_string()).as_deref(), Some(shown), "{text}");
        }
        for text in [
            "",
            "24",
            "2024-W05",
            "2024-03-15",
            "2016-01-01/P5Y",
            "2024-04-01/P3M",
            "2024-Q5",
            "2024-13",
            "202407",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
