use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

/// A printed unit taken apart: its dimension and its factor to the base units of that dimension.
///
/// # Example
/// ```
/// use plan::catalogue::Unit;
/// let output = Unit::parse("亿元").unwrap();
/// let per_head = Unit::parse("万元/人").unwrap();
/// let people = Unit::parse("万人").unwrap();
/// assert_eq!(output.per(&people).dimension(), per_head.dimension());
/// assert_eq!(output.factor / people.factor / per_head.factor, 1.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// How many base units of the grammar one unit is: 1e8 for 亿元, 0.01 for %.
    pub factor: f64,
    /// Base units with their exponents; none for pure numbers, zero exponents left out.
    bases: BTreeMap<&'static str, i32>,
}

/// Dimensions that are pure numbers, with the size of their base: a percentage point counts as a per cent.
const PURE: &[(&str, f64)] = &[("share", 1.0), ("multiple", 1.0), ("points", 0.01)];

impl Unit {
    /// Takes a printed unit apart; an empty one is a pure number.
    ///
    /// `None` for a unit that the grammar of phrases does not know.
    pub fn parse(text: &str) -> Option<Self> {
        if text.trim().is_empty() {
            return Some(Self { factor: 1.0, bases: BTreeMap::new() });
        }
        let unit = phrase::parse_unit(text)?;
        let factor = unit.factor.to_f64()?;
        let above = Self::simple(unit.dimension.of, factor);
        Some(unit.dimension.per.map_or(above.clone(), |per| above.per(&Self::simple(per, 1.0))))
    }

    fn simple(base: &'static str, factor: f64) -> Self {
        match PURE.iter().find(|(pure, _)| *pure == base) {
            Some((_, size)) => Self { factor: factor * size, bases: BTreeMap::new() },
            None => Self { factor, bases: BTreeMap::from([(base, 1)]) },
        }
    }

    /// This unit divided by `below`.
    #[must_use]
    pub fn per(&self, below: &Self) -> Self {
        self.combine(below, -1, self.factor / below.factor)
    }

    /// This unit times `other`.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        self.combine(other, 1, self.factor * other.factor)
    }

    fn combine(&self, other: &Self, sign: i32, factor: f64) -> Self {
        let mut bases = self.bases.clone();
        for (base, exponent) in &other.bases {
            *bases.entry(base).or_insert(0) += sign * exponent;
        }
        bases.retain(|_, exponent| *exponent != 0);
        Self { factor, bases }
    }

    /// The dimension as text, the same for units that convert into each other; empty for pure numbers.
    pub fn dimension(&self) -> String {
        let parts: Vec<String> =
            self.bases.iter().map(|(base, exponent)| format!("{base}^{exponent}")).collect();
        parts.join(" ")
    }

    /// Whether values in the two units can be converted into each other.
    pub fn agrees_with(&self, other: &Self) -> bool {
        self.bases == other.bases
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_units_are_taken_apart() {
        let cases = [
            ("亿元", "money:CNY^1", 1e8),
            ("万元/人", "money:CNY^1 person^-1", 1e4),
            ("吨标准煤/万元", "coal^1 money:CNY^-1", 1e-4),
            ("人/千人", "", 1e-3),
            ("个百分点", "", 0.01),
            ("％", "", 0.01),
            ("倍", "", 1.0),
            (" ", "", 1.0),
        ];
        for (text, dimension, factor) in cases {
            let unit = Unit::parse(text).expect(text);
            assert_eq!(unit.dimension(), dimension, "{text}");
            assert!((unit.factor / factor - 1.0).abs() < 1e-12, "{text}: {}", unit.factor);
        }
        assert_eq!(Unit::parse("规划"), None);
    }
}
