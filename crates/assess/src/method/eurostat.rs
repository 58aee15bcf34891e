//! Eurostat's assessment of progress towards the SDGs in the EU.
//!
//! Source: Eurostat, Sustainable development in the European Union: monitoring report on progress towards the SDGs,
//! 2021 edition, introduction and annex. The two-point ratio is the one of [`statcan`](super::statcan), which names
//! Eurostat as its model; a Eurostat table with inputs and results to test against was not at hand.

use super::{Case, Class, compound_growth};

/// Classes with a target: observed over needed growth.
pub const WITH_TARGET: [f64; 3] = [0.0, 0.60, 0.95];
/// Classes without a target: growth a year in the wanted direction.
pub const WITHOUT_TARGET: [f64; 3] = [-0.01, 0.0, 0.01];

/// The measure: the ratio with a target, the growth rate in the wanted direction without.
pub fn measure(case: &Case) -> Option<f64> {
    let observed = compound_growth(case.base, case.value, case.year - case.base_year)?;
    match case.target {
        Some(target) => {
            let needed = compound_growth(case.base, target, case.target_year - case.base_year)?;
            (needed != 0.0).then(|| case.wish.sign() * observed / needed.abs())
        }
        None => Some(case.wish.sign() * observed),
    }
}

pub(super) fn rate(case: &Case) -> Option<(f64, Class)> {
    let value = measure(case)?;
    let class = match case.target {
        Some(target) if case.wish.reached(case.value, target) || value >= WITH_TARGET[2] => {
            Class::on_course("significant_progress", "显著进展", "significant progress")
        }
        Some(_) if value >= WITH_TARGET[1] => {
            Class::new("moderate_progress", "中等进展", "moderate progress")
        }
        Some(_) if value >= WITH_TARGET[0] => {
            Class::new("insufficient_progress", "进展不足", "insufficient progress")
        }
        Some(_) => Class::new("movement_away", "偏离目标", "movement away from the target"),
        None if value >= WITHOUT_TARGET[2] => {
            Class::on_course("significant_progress", "显著进展", "significant progress")
        }
        None if value >= WITHOUT_TARGET[1] => {
            Class::new("moderate_progress", "中等进展", "moderate progress")
        }
        None if value > WITHOUT_TARGET[0] => {
            Class::new("moderate_movement_away", "中等偏离", "moderate movement away")
        }
        None => Class::new("significant_movement_away", "显著偏离", "significant movement away"),
    };
    Some((value, class))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::Wish;

    fn class(value: f64, target: Option<f64>) -> &'static str {
        let case = Case {
            base_year: 2015.0,
            base: 100.0,
            year: 2020.0,
            value,
            target_year: 2030.0,
            target,
            wish: Wish::Up,
            limit: None,
        };
        rate(&case).expect("applies").1.name
    }

    #[test]
    fn thresholds_with_a_target() {
        let needed = |share: f64| 100.0 * libm::pow(1.0 + share * (libm::pow(1.5, 1.0 / 15.0) - 1.0), 5.0);
        assert_eq!(class(needed(0.951), Some(150.0)), "significant_progress");
        assert_eq!(class(needed(0.949), Some(150.0)), "moderate_progress");
        assert_eq!(class(needed(0.599), Some(150.0)), "insufficient_progress");
        assert_eq!(class(99.0, Some(150.0)), "movement_away");
    }

    #[test]
    fn thresholds_without_a_target() {
        let after = |rate: f64| 100.0 * libm::pow(1.0 + rate, 5.0);
        assert_eq!(class(after(0.011), None), "significant_progress");
        assert_eq!(class(after(0.009), None), "moderate_progress");
        assert_eq!(class(after(-0.009), None), "moderate_movement_away");
        assert_eq!(class(after(-0.011), None), "significant_movement_away");
    }
}
