//! Units as far as an assessment needs them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The factor from `from` to `to`; `None` when the two do not convert. An unstated unit is taken for the other one.
pub(crate) fn factor(from: &str, to: &str) -> Option<f64> {
    let (from, to) = (from.trim(), to.trim());
    if from == to || from.is_empty() || to.is_empty() {
        return Some(1.0);
    }
    let (from, to) = (phrase::parse_unit(from)?, phrase::parse_unit(to)?);
    phrase::convert(Decimal::ONE, &from, &to).ok()?.to_f64()
}

/// Whether values are index numbers with the year before as 100.
pub(crate) fn is_previous_year_index(unit: &str) -> bool {
    unit.contains("上年=100") || unit.contains("上年＝100")
}

/// Whether a unit is a share of a hundred.
pub(crate) fn is_percent(unit: &str) -> bool {
    matches!(unit.trim(), "%" | "％")
}

/// Whether a unit is one of money, per head and the like included.
pub(crate) fn is_money(unit: &str) -> bool {
    phrase::parse_unit(unit.trim()).is_some_and(|unit| unit.dimension.of.starts_with("money"))
}

/// Whether a unit counts percentage points.
pub(crate) fn is_points(unit: &str) -> bool {
    unit.contains("百分点")
}
