//! Sharing a target out over counties and years, so that the parts add up exactly.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use source::Words;

/// A part that a total is shared out to.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The region or body.
    pub name: String,
    /// Its figure in the base year, when known.
    pub base: Option<Decimal>,
    /// Its average growth in the past, in per cent a year, when known.
    pub growth: Option<Decimal>,
}

/// How a total is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareMethod {
    /// The same for each.
    Equal,
    /// In proportion to the base figures.
    ByBase,
    /// In proportion to the base figures carried on with their past growth over this many years.
    ByGrowth {
        /// Years from base to target.
        years: u32,
    },
}

/// Why a total cannot be shared out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareError {
    /// There is nobody to share with.
    NoParts,
    /// This part has no base or growth figure, which the method needs.
    Missing(String),
    /// The weights are all zero or one is negative.
    Weights,
    /// A geometric path needs base and target above zero, and a target year after the base year.
    Path,
}

impl ShareError {
    /// What a person reads.
    pub fn words(&self) -> Words {
        match self {
            Self::NoParts => Words::new(
                "没有可分解的地区，请先建立下级地区",
                "there is nobody to share with; add the regions below first",
            ),
            Self::Missing(name) => Words::new(
                format!("“{name}”缺少基数或增速，请补上，或改用平均分解"),
                format!("“{name}” has no base or growth figure; add it, or share out equally"),
            ),
            Self::Weights => {
                Words::new("基数须大于零，请核对", "base figures must be above zero; check them")
            }
            Self::Path => Words::new(
                "等比路径要求基数和目标大于零",
                "a geometric path needs base and target above zero",
            ),
        }
    }
}

/// Shares `total` out to `parts`, each rounded to `places` decimals, so that the parts add up to the total exactly.
///
/// Rounding follows the largest-remainder method: every part is cut to the places wanted, and what is left goes in
/// single units of the last place to the parts that lost most, the earlier part first when they lost the same.
///
/// # Errors
/// See [`ShareError`].
///
/// # Example
/// ```
/// use duty::{Part, ShareMethod, share_out};
/// use rust_decimal::Decimal;
/// let part = |name: &str| Part { name: name.into(), base: None, growth: None };
/// let shares = share_out(Decimal::from(100), &[part("A"), part("B"), part("C")], ShareMethod::Equal, 0).unwrap();
/// assert_eq!(shares, [34, 33, 33].map(Decimal::from));
/// ```
pub fn share_out(
    total: Decimal,
    parts: &[Part],
    method: ShareMethod,
    places: u32,
) -> Result<Vec<Decimal>, ShareError> {
    if parts.is_empty() {
        return Err(ShareError::NoParts);
    }
    let weights = parts.iter().map(|part| weight(part, method)).collect::<Result<Vec<_>, _>>()?;
    let sum: Decimal = weights.iter().sum();
    if sum <= Decimal::ZERO || weights.iter().any(|weight| *weight < Decimal::ZERO) {
        return Err(ShareError::Weights);
    }
    // The total may be printed with more places than asked for; it must still come out exactly.
    let places = places.max(total.normalize().scale());
    let unit = Decimal::new(1, places);
    let exact: Vec<Decimal> = weights.iter().map(|weight| total * (weight / sum)).collect();
    let mut shares: Vec<Decimal> = exact.iter().map(|share| share.trunc_with_scale(places)).collect();
    let mut left = total - shares.iter().sum::<Decimal>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse((exact[at] - shares[at]).abs()), at));
    let step = if left < Decimal::ZERO { -unit } else { unit };
    for &at in order.iter().cycle() {
        if left.is_zero() {
            break;
        }
        shares[at] += step;
        left -= step;
    }
    Ok(shares)
}

fn weight(part: &Part, method: ShareMethod) -> Result<Decimal, ShareError> {
    let missing = || ShareError::Missing(part.name.clone());
    match method {
        ShareMethod::Equal => Ok(Decimal::ONE),
        ShareMethod::ByBase => part.base.ok_or_else(missing),
        ShareMethod::ByGrowth { years } => {
            let base = part.base.ok_or_else(missing)?;
            let growth = part.growth.and_then(|growth| growth.to_f64()).ok_or_else(missing)?;
            let factor = libm::pow(1.0 + growth / 100.0, f64::from(years));
            // Twelve digits are far below the rounding of any printed figure and keep the sum in range.
            let factor = Decimal::from_f64_retain(factor).ok_or(ShareError::Weights)?.round_dp(12);
            base.checked_mul(factor).ok_or(ShareError::Weights)
        }
    }
}

/// How far the parts are from the total: total minus sum, zero when they add up.
pub fn difference(total: Decimal, parts: &[Decimal]) -> Decimal {
    total - parts.iter().sum::<Decimal>()
}

/// The values of the years after `base_year` up to `target_year` on the way from `base` to `target`, the last one the
/// target itself.
///
/// Linear paths rise by the same amount a year, geometric ones by the same rate; both are rounded to `places`.
///
/// # Errors
/// [`ShareError::Path`] when the years are not in order, or a geometric path meets a figure that is not above zero.
pub fn yearly_path(
    base: (i32, Decimal),
    target: (i32, Decimal),
    geometric: bool,
    places: u32,
) -> Result<Vec<(i32, Decimal)>, ShareError> {
    let years = target.0 - base.0;
    if !(1..=100).contains(&years) || (geometric && (base.1 <= Decimal::ZERO || target.1 <= Decimal::ZERO)) {
        return Err(ShareError::Path);
    }
    (1..=years)
        .map(|k| {
            let year = base.0 + k;
            if k == years {
                return Ok((year, target.1));
            }
            let value = if geometric {
                let ratio = (target.1 / base.1).to_f64().ok_or(ShareError::Path)?;
                let factor = libm::pow(ratio, f64::from(k) / f64::from(years));
                base.1 * Decimal::from_f64_retain(factor).ok_or(ShareError::Path)?.round_dp(12)
            } else {
                base.1 + (target.1 - base.1) * Decimal::from(k) / Decimal::from(years)
            };
            Ok((year, value.round_dp(places)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part(name: &str, base: i64, growth: i64) -> Part {
        Part { name: name.into(), base: Some(base.into()), growth: Some(growth.into()) }
    }

    #[test]
    fn growth_moves_weight_to_the_faster_part() {
        let parts = [part("甲县", 100, 0), part("乙县", 100, 10)];
        let shares =
            share_out(Decimal::from(1000), &parts, ShareMethod::ByGrowth { years: 5 }, 1).expect("shared");
        // 1.1^5 = 1.61051, and 1000 / 2.61051 = 383.0669...
        assert_eq!(shares, [Decimal::new(3831, 1), Decimal::new(6169, 1)]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let parts = [part("甲县", 1, 1), Part { name: "乙县".into(), base: None, growth: None }];
        let error = share_out(Decimal::TEN, &parts, ShareMethod::ByBase, 0).expect_err("no base");
        assert_eq!(error, ShareError::Missing("乙县".into()));
        assert!(error.words().zh.contains("乙县"));
        assert_eq!(share_out(Decimal::TEN, &[], ShareMethod::Equal, 0), Err(ShareError::NoParts));
        assert_eq!(
            share_out(Decimal::TEN, &[part("甲", 0, 0)], ShareMethod::ByBase, 0),
            Err(ShareError::Weights)
        );
    }

    #[test]
    fn paths_end_at_the_target() {
        let linear = yearly_path((2015, 19.into()), (2020, 21.into()), false, 1).expect("a path");
        assert_eq!(linear[0], (2016, Decimal::new(194, 1)));
        assert_eq!(linear[4], (2020, 21.into()));
        let growth =
            yearly_path((2015, Decimal::new(13575, 1)), (2020, 1900.into()), true, 1).expect("a path");
        assert_eq!(growth[0].1, Decimal::new(14519, 1));
        assert_eq!(yearly_path((2015, 0.into()), (2020, 1.into()), true, 1), Err(ShareError::Path));
        assert_eq!(yearly_path((2020, 1.into()), (2015, 1.into()), false, 1), Err(ShareError::Path));
    }

    proptest! {
        #[test]
        fn parts_always_add_up(
            total in -1_000_000_i64..1_000_000,
            scale in 0_u32..4,
            places in 0_u32..4,
            bases in proptest::collection::vec(1_i64..1_000_000, 1..40),
        ) {
            let total = Decimal::new(total, scale);
            let parts: Vec<Part> = bases.iter().map(|base| part("县", *base, base % 13)).collect();
            for method in [ShareMethod::Equal, ShareMethod::ByBase, ShareMethod::ByGrowth { years: 5 }] {
                let shares = share_out(total, &parts, method, places).expect("weights are above zero");
                prop_assert_eq!(difference(total, &shares), Decimal::ZERO);
            }
        }
    }
}
