//! Scale bars.

/// A length that reads well (1, 2 or 5 times a power of ten) and is at most `most`.
pub fn round_length(most: f64) -> f64 {
    if !(most > 0.0 && most.is_finite()) {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(most)));
    [5.0, 2.0, 1.0].into_iter().map(|step| step * power).find(|length| *length <= most).unwrap_or(power)
}

/// A length in metres as people write it.
pub fn written(metres: f64) -> String {
    if metres >= 1000.0 { format!("{} km", metres / 1000.0) } else { format!("{metres} m") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "round numbers come out exactly")]
    fn lengths_read_well() {
        assert_eq!([7300.0, 4999.0, 1000.0, 0.3].map(round_length), [5000.0, 2000.0, 1000.0, 0.2]);
        assert_eq!((written(5000.0), written(200.0)), ("5 km".to_owned(), "200 m".to_owned()));
    }
}
