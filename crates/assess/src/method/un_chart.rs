//! The UN's SDG Progress Chart: where would the present rate lead by the target year?
//!
//! Source: United Nations, Sustainable Development Goals Progress Chart 2023/2024, technical note; applied by EUSTAT.

use super::{Case, Class, Wish, compound_growth};

/// From this share of the way on the target counts as met or nearly met.
const ON_TRACK: f64 = 0.95;
/// Below this share there is stagnation or regression.
const FAIR: f64 = 0.10;
/// Growth a year in the wanted direction, without a target.
const GOOD_GROWTH: f64 = 0.02;
const FAIR_GROWTH: f64 = 0.005;
/// A share within one point of a target of 0 or 100 % counts as met.
const UNIVERSAL: f64 = 1.0;

/// The chart's three colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    /// 1: stagnation or regression.
    Stagnation,
    /// 2: fair progress, to be accelerated.
    Fair,
    /// 3: on track or met.
    OnTrack,
}

/// The share of the way that the present rate would have gone by the target year, or the growth rate in the wanted
/// direction when there is no target; and the colour.
///
/// # Example
/// ```
/// use assess::method::{Case, Wish, un_chart::{Colour, chart}};
/// let case = Case { base_year: 2015.0, base: 50.0, year: 2020.0, value: 60.0, target_year: 2030.0,
///     target: Some(90.0), wish: Wish::Up, limit: Some(100.0) };
/// let (share, colour) = chart(&case).unwrap();
/// assert!((share - 0.91).abs() < 1e-9 && colour == Colour::Fair);
/// ```
pub fn chart(case: &Case) -> Option<(f64, Colour)> {
    let rate = compound_growth(case.base, case.value, case.year - case.base_year);
    let Some(target) = case.target else {
        let rate = case.wish.sign() * rate?;
        let colour = match rate {
            r if r >= GOOD_GROWTH => Colour::OnTrack,
            r if r >= FAIR_GROWTH => Colour::Fair,
            _ => Colour::Stagnation,
        };
        return Some((rate, colour));
    };
    let expected = rate.map(|r| case.value * libm::pow(1.0 + r, case.target_year - case.year));
    let share = expected.map(|e| (e - case.base) / (target - case.base)).filter(|s| s.is_finite());
    if met(case, target) {
        return Some((share.unwrap_or(1.0), Colour::OnTrack));
    }
    let share = share?;
    let colour = match share {
        s if s >= ON_TRACK => Colour::OnTrack,
        s if s >= FAIR => Colour::Fair,
        _ => Colour::Stagnation,
    };
    Some((share, colour))
}

/// The latest value satisfies the target, or nearly satisfies a target of none or all.
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
fn met(case: &Case, target: f64) -> bool {
    let universal = case.limit == Some(100.0)
        && match case.wish {
            Wish::Up => target == 100.0 && case.value >= 100.0 - UNIVERSAL,
            Wish::Down => target == 0.0 && case.value <= UNIVERSAL,
        };
    universal || case.wish.reached(case.value, target)
}

pub(super) fn rate(case: &Case) -> Option<(f64, Class)> {
    let (value, colour) = chart(case)?;
    let class = match colour {
        Colour::OnTrack => Class::on_course("on_track", "步入正轨或已达到", "on track or met"),
        Colour::Fair => Class::new("fair", "有进展，需加快", "fair progress, acceleration needed"),
        Colour::Stagnation => Class::new("stagnation", "停滞或倒退", "stagnation or regression"),
    };
    Some((value, class))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(value: f64, target: f64, wish: Wish) -> Case {
        Case {
            base_year: 2015.0,
            base: 50.0,
            year: 2020.0,
            value,
            target_year: 2030.0,
            target: Some(target),
            wish,
            limit: Some(100.0),
        }
    }

    #[test]
    fn meeting_the_target_overrules_the_trend() {
        assert_eq!(chart(&case(46.0, 45.0, Wish::Up)).expect("applies").1, Colour::OnTrack);
        assert_eq!(chart(&case(99.2, 100.0, Wish::Up)).expect("applies").1, Colour::OnTrack);
        assert_eq!(chart(&case(0.9, 0.0, Wish::Down)).expect("applies").1, Colour::OnTrack);
    }

    #[test]
    fn moving_away_is_regression() {
        assert_eq!(chart(&case(49.0, 90.0, Wish::Up)).expect("applies").1, Colour::Stagnation);
        assert_eq!(chart(&case(50.5, 90.0, Wish::Up)).expect("applies").1, Colour::Stagnation);
    }
}
