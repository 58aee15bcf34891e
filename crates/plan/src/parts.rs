//! Figures of parts (城镇, 男) held against the figure of their whole.
//!
//! Amounts and counts add up; what is counted by the head, by the hundred or by the hectare is between its smallest and its
//! largest part. Only parts that are known to be all of them ([`dimensions::whole`](crate::dimensions::whole)) say anything
//! of the sum or the mean; of others only one that is larger than the whole is wrong for sure.

use crate::dimensions::{canonical, whole};
use source::Words;

/// How the figures of parts make the figure of their whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Making {
    /// They add up.
    Sum,
    /// It lies between them.
    Mean,
}

/// Words in the name of what does not add up.
const MEANS: [&str; 14] = [
    "人均", "户均", "平均", "均价", "单价", "价格", "指数", "强度", "密度", "比重", "占比", "寿命", "年限",
    "系数",
];

impl Making {
    /// How parts of an indicator make its whole, by its unit and its name; `None` for a unit that nothing is known of.
    ///
    /// # Example
    /// ```
    /// use plan::parts::Making;
    /// assert_eq!(Making::of("常住人口", "万人"), Some(Making::Sum));
    /// assert_eq!(Making::of("居民人均可支配收入", "元"), Some(Making::Mean));
    /// assert_eq!(Making::of("失业率", "%"), Some(Making::Mean));
    /// assert_eq!(Making::of("满意度", "分数线"), None);
    /// ```
    pub fn of(name: &str, unit: &str) -> Option<Self> {
        let known = phrase::parse_unit(unit)?;
        let ratio = matches!(unit.trim(), "%" | "‰" | "％") || known.dimension.per.is_some();
        let is_mean = ratio || name.ends_with('率') || MEANS.iter().any(|word| name.contains(word));
        Some(if is_mean { Self::Mean } else { Self::Sum })
    }
}

/// What is wrong between parts and whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// This part (its place) is larger than the whole.
    Above(usize),
    /// The parts add up to this.
    Sum(f64),
    /// The whole is not between the smallest and the largest part.
    Outside(f64, f64),
}

/// What is wrong with `parts` (value of `dimension`, figure) of a `whole`, all in one unit; differences up to `tolerance` of the
/// whole are rounding.
///
/// # Example
/// ```
/// use plan::parts::{Fault, Making, check};
/// let parts = [("城镇", 60.0), ("乡村", 45.0)];
/// assert_eq!(check(Making::Sum, "城乡", 105.0, &parts, 0.005), None);
/// assert_eq!(check(Making::Sum, "城乡", 100.0, &parts, 0.005), Some(Fault::Sum(105.0)));
/// assert_eq!(check(Making::Mean, "城乡", 50.0, &parts, 0.005), None);
/// assert_eq!(check(Making::Mean, "城乡", 61.0, &parts, 0.005), Some(Fault::Outside(45.0, 60.0)));
/// assert_eq!(check(Making::Sum, "品种", 100.0, &parts, 0.005), None);
/// ```
pub fn check(
    making: Making,
    dimension: &str,
    of: f64,
    parts: &[(&str, f64)],
    tolerance: f64,
) -> Option<Fault> {
    let slack = tolerance * of.abs();
    let all = whole(dimension);
    let given: Vec<&str> = parts.iter().map(|(value, _)| canonical(dimension, value)).collect();
    let is_complete = !all.is_empty()
        && all.len() == given.len()
        && all.iter().all(|value| given.iter().filter(|other| *other == value).count() == 1);
    let figures = || parts.iter().map(|(_, figure)| *figure);
    match making {
        Making::Sum => {
            let sum: f64 = figures().sum();
            if is_complete && (sum - of).abs() > slack {
                return Some(Fault::Sum(sum));
            }
            let above = figures().position(|figure| figure > of + slack);
            above.filter(|_| figures().all(|figure| figure >= 0.0)).map(Fault::Above)
        }
        Making::Mean => {
            let (low, high) = figures()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), one| (low.min(one), high.max(one)));
            // 30%, 30% and 40% of all are shares of a whole of 100%.
            let shares = (figures().sum::<f64>() - of).abs() <= slack;
            (is_complete && !shares && (of < low - slack || of > high + slack))
                .then_some(Fault::Outside(low, high))
        }
    }
}

impl Fault {
    /// For people: `dimension`, the values of its parts in the order of the check, the whole as printed, and how numbers are
    /// written.
    pub fn words(&self, dimension: &str, values: &[&str], of: f64, number: impl Fn(f64) -> String) -> Words {
        let names = values.join("、");
        let of = number(of);
        match self {
            Self::Above(at) => {
                let part = values.get(*at).copied().unwrap_or_default();
                Words::new(
                    format!("{part}（{dimension}）大于合计{of}，请核对"),
                    format!("{part} ({dimension}) is larger than the whole of {of}: please check"),
                )
            }
            Self::Sum(sum) => Words::new(
                format!("{names}（{dimension}）之和{}与合计{of}不符，请核对", number(*sum)),
                format!(
                    "{names} ({dimension}) add up to {} and the whole is {of}: please check",
                    number(*sum)
                ),
            ),
            Self::Outside(low, high) => Words::new(
                format!(
                    "合计{of}不在{names}（{dimension}）的{}至{}之间，请核对",
                    number(*low),
                    number(*high)
                ),
                format!(
                    "the whole of {of} is not between {names} ({dimension}), {} to {}: please check",
                    number(*low),
                    number(*high)
                ),
            ),
        }
    }
}
