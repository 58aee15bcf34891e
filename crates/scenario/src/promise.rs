//! The targets of a plan as the network states them, each with the way back to the number that the plan prints.

use crate::network::Time;
use crate::state;
use plan::{Plan, TargetId};

/// How a value of the network is printed in the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// As it is, or by a factor between units.
    Level,
    /// As the cut over the period in per cent: 100 (1 − ratio).
    Cut,
    /// As the average growth a year in per cent over so many years: 100 (ratio^(1/years) − 1).
    Growth(i32),
}

/// A target in the terms of the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// The target.
    pub target: TargetId,
    /// Key of the variable that it is about.
    pub key: String,
    /// When.
    pub time: Time,
    /// Its value in the network: a level in the variable's unit, or a ratio.
    pub value: f64,
    /// The number with its unit as printed.
    pub printed: String,
    /// How it is printed.
    pub scale: Scale,
    /// Whether it binds.
    pub binding: bool,
}

impl Promise {
    /// What the plan would print (the unit of the target) for another value of the network, where it prints `printed` for its own.
    pub fn restated(&self, printed: f64, value: f64) -> f64 {
        match self.scale {
            Scale::Level => printed * (value / self.value),
            Scale::Cut => 100.0 * (1.0 - value),
            Scale::Growth(years) => 100.0 * (libm::pow(value, 1.0 / f64::from(years)) - 1.0),
        }
    }
}

/// Every target that states a value of the network, tables before prose; a number that several sentences print is there for each.
pub fn promises(plan: &Plan) -> Vec<Promise> {
    let of = |one: state::Stated| {
        let scale = match one.time {
            Time::Year(_) => Scale::Level,
            Time::Ratio(from, to) if one.soft => Scale::Growth(to - from),
            Time::Ratio(..) => Scale::Cut,
        };
        Some(Promise {
            target: one.target?,
            key: one.key,
            time: one.time,
            value: one.value,
            printed: one.printed,
            scale,
            binding: one.binding,
        })
    };
    state::statements(plan).into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_goes_back_to_the_number_that_the_plan_prints() {
        let of = |scale, value| Promise {
            target: TargetId::default(),
            key: String::new(),
            time: Time::Year(2030),
            value,
            printed: String::new(),
            scale,
            binding: false,
        };
        let close =
            |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        // Printed in 万元, in the network in 亿元.
        close(of(Scale::Level, 0.5).restated(5000.0, 0.4), 4000.0);
        close(of(Scale::Cut, 0.88).restated(12.0, 0.9), 10.0);
        close(of(Scale::Growth(5), libm::pow(1.07, 5.0)).restated(7.0, libm::pow(1.06, 5.0)), 6.0);
    }
}
