//! Parts of networks that tests make by hand.

use scenario::{Interval, Network, Origin, Statement, Time, Variable};
use source::{Span, Words};

/// Adds a positive number of a year, and what is said of it: a value as printed, known up to `reach`.
pub(crate) fn say(network: &mut Network, key: &str, year: i32, value: f64, reach: f64) {
    let variable = network.variables.len();
    network.variables.push(Variable {
        key: key.to_owned(),
        name: Words::new(key, key),
        unit: String::new(),
        time: Time::Year(year),
        indicator: None,
        domain: Interval::POSITIVE,
    });
    network.statements.push(statement(variable, value, reach));
}

/// What is said of a number: a value as printed, known up to `reach`.
pub(crate) fn statement(variable: usize, value: f64, reach: f64) -> Statement {
    let interval = Interval::around(value, reach);
    Statement {
        variable,
        value,
        interval,
        at_least: interval,
        binding: false,
        assumed: false,
        printed: format!("{value}"),
        target: None,
        line: variable as u32 + 1,
        span: Span::default(),
        quote: String::new(),
        origin: Origin::Declared { who: String::new(), place: String::new() },
    }
}

/// A number as it is printed with so many digits that count, and half a step of the last.
pub(crate) fn printed(value: f64, digits: i32) -> (f64, f64) {
    let step = libm::pow(10.0, libm::floor(libm::log10(value)) - f64::from(digits - 1));
    (libm::round(value / step) * step, 0.5 * step)
}
