//! Numbers as text: ten significant digits, which is more than a forecast knows, and quick to write.

use std::fmt::Write as _;

const DIGITS: i32 = 10;

/// Magnitudes written without an exponent: 10^-5 to 10^15.
const PLAIN: std::ops::Range<f64> = 1e-5..1e15;

/// Appends `value` rounded to ten significant digits, without trailing zeros.
#[expect(clippy::cast_possible_truncation, reason = "a score with few digits; casts of floats saturate")]
pub(super) fn push_number(out: &mut String, value: f64) {
    let size = value.abs();
    if !PLAIN.contains(&size) {
        push_rare(out, value);
        return;
    }
    if value < 0.0 {
        out.push('-');
    }
    let mut exponent = 0;
    while exponent < 14 && size >= POWERS[exponent as usize + 1] {
        exponent += 1;
    }
    while size * POWERS[-exponent.min(0) as usize] < 1.0 {
        exponent -= 1;
    }
    let decimals = DIGITS - 1 - exponent;
    let scaled =
        if decimals >= 0 { size * POWERS[decimals as usize] } else { size / POWERS[-decimals as usize] };
    let mut digits = (scaled + 0.5) as u64;
    let mut decimals = decimals;
    while decimals > 0 && digits.is_multiple_of(10) {
        digits /= 10;
        decimals -= 1;
    }
    while decimals < 0 {
        digits *= 10;
        decimals += 1;
    }
    push_fixed(out, digits, decimals as usize);
}

/// Appends `digits` with a point before the last `decimals` of them.
fn push_fixed(out: &mut String, mut digits: u64, decimals: usize) {
    let mut buffer = [b'0'; 40];
    let mut at = buffer.len();
    let mut written = 0;
    while digits > 0 || written <= decimals {
        if written == decimals && decimals > 0 {
            at -= 1;
            buffer[at] = b'.';
        }
        at -= 1;
        buffer[at] = b'0' + (digits % 10) as u8;
        digits /= 10;
        written += 1;
    }
    out.push_str(std::str::from_utf8(&buffer[at..]).unwrap_or_default());
}

/// Zero, the very small and the very large.
fn push_rare(out: &mut String, value: f64) {
    let start = out.len();
    let _ = if value == 0.0 { out.write_str("0") } else { write!(out, "{value:.9e}") };
    if let Some(e) = out[start..].find('e') {
        let mantissa = out[start..start + e].trim_end_matches('0').trim_end_matches('.').len();
        out.replace_range(start + mantissa..start + e, "");
    }
}

const POWERS: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: f64) -> String {
        let mut out = String::new();
        push_number(&mut out, value);
        out
    }

    #[test]
    fn numbers_have_ten_significant_digits() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (7.0, "7"),
            (-1.5, "-1.5"),
            (0.1 + 0.2, "0.3"),
            (203.617_660_394_147_7, "203.6176604"),
            (9.999_999_999_99, "10"),
            (123_456_789_012.0, "123456789000"),
            (0.000_012_345_678_9, "0.0000123456789"),
            (1.25e-9, "1.25e-9"),
            (-2e300, "-2e300"),
        ] {
            assert_eq!(text(value), expected);
        }
    }

    #[test]
    fn what_is_written_reads_back_to_ten_digits() {
        let mut value = 1.000_000_007e-12;
        while value < 1e20 {
            let back: f64 = text(value).parse().unwrap();
            assert!((back / value - 1.0).abs() < 1e-9, "{value} {back}");
            value *= 1.37;
        }
    }
}
