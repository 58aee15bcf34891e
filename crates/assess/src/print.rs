//! Numbers in sentences and tables.

/// A number with as many decimals as its size deserves: 1357.5, 54.5, 0.124.
pub fn number(value: f64) -> String {
    let decimals = match value.abs() {
        v if v >= 1e4 => 0,
        v if v >= 1e3 => 1,
        v if v >= 1.0 => 2,
        v if v >= 0.1 => 3,
        _ => 4,
    };
    trimmed(value, decimals)
}

/// A number with at most so many decimals, without trailing zeros.
pub(crate) fn trimmed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A fraction as whole per cent: 0.124 is 12%.
pub(crate) fn percent(share: f64) -> String {
    format!("{}%", trimmed(100.0 * share, 0))
}

/// A probability in per cent; never 0 or 100, which no forecast can promise.
pub fn probability(p: f64) -> String {
    match p {
        p if p < 0.01 => "<1%".to_owned(),
        p if p > 0.99 => ">99%".to_owned(),
        p => percent(p),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_what_matters() {
        assert_eq!(number(1357.5), "1357.5");
        assert_eq!(number(1032.8139), "1032.8");
        assert_eq!(number(27040.0), "27040");
        assert_eq!(number(54.5), "54.5");
        assert_eq!(number(0.1243), "0.124");
        assert_eq!(number(-0.0), "0");
        assert_eq!(percent(-0.224), "-22%");
        assert_eq!(probability(0.0004), "<1%");
    }
}
