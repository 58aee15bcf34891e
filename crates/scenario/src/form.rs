//! What an identity says of its variables, by their places.

/// The left side of a sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Whole {
    /// A variable.
    Variable(usize),
    /// A number that never changes: 100 for shares.
    Constant(f64),
}

/// An identity or an inequality between variables, which are named by their places.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// result = factor x product of part^power. A quotient has the power -1.
    Product {
        /// The left side.
        result: usize,
        /// The right side, each with its power.
        parts: Vec<(usize, f64)>,
        /// Constant factor, positive.
        factor: f64,
    },
    /// whole = sum of the parts.
    Sum {
        /// The left side.
        whole: Whole,
        /// The right side.
        parts: Vec<usize>,
    },
    /// part x factor <= whole.
    Part {
        /// What is not passed.
        whole: usize,
        /// What does not pass it.
        part: usize,
        /// Constant factor, positive.
        factor: f64,
    },
}

impl Form {
    /// The variables in it, the left side first.
    pub fn variables(&self) -> Vec<usize> {
        match self {
            Self::Product { result, parts, .. } => {
                std::iter::once(*result).chain(parts.iter().map(|(part, _)| *part)).collect()
            }
            Self::Sum { whole: Whole::Variable(whole), parts } => {
                std::iter::once(*whole).chain(parts.iter().copied()).collect()
            }
            Self::Sum { whole: Whole::Constant(_), parts } => parts.clone(),
            Self::Part { whole, part, .. } => vec![*whole, *part],
        }
    }

    /// The left side, where it is a variable that the right side determines.
    pub fn result(&self) -> Option<usize> {
        match self {
            Self::Product { result, .. } => Some(*result),
            Self::Sum { whole: Whole::Variable(whole), .. } => Some(*whole),
            Self::Sum { whole: Whole::Constant(_), .. } | Self::Part { .. } => None,
        }
    }

    /// Whether it is an equation.
    pub fn is_equation(&self) -> bool {
        !matches!(self, Self::Part { .. })
    }

    /// How far an equation is from holding, in logarithms: ln r - Σ p ln x - ln factor of a product, ln Σ x - ln r of a sum.
    ///
    /// NaN where a value is not positive; 0 of an inequality that holds, and the logarithm by which it does not.
    pub fn residual(&self, values: &[f64]) -> f64 {
        let ln = |at: usize| libm::log(value(values, at));
        match self {
            Self::Product { result, parts, factor } => {
                ln(*result)
                    - libm::log(*factor)
                    - parts.iter().map(|(part, power)| power * ln(*part)).sum::<f64>()
            }
            Self::Sum { whole, parts } => {
                let sum: f64 = parts.iter().map(|part| value(values, *part)).sum();
                let whole = match whole {
                    Whole::Variable(at) => ln(*at),
                    Whole::Constant(constant) => libm::log(*constant),
                };
                libm::log(sum) - whole
            }
            Self::Part { whole, part, factor } => (ln(*part) + libm::log(*factor) - ln(*whole)).max(0.0),
        }
    }

    /// The derivatives of the residual by the logarithms of the variables.
    pub fn gradient(&self, values: &[f64]) -> Vec<(usize, f64)> {
        match self {
            Self::Product { result, parts, .. } => std::iter::once((*result, 1.0))
                .chain(parts.iter().map(|(part, power)| (*part, -power)))
                .collect(),
            Self::Sum { whole, parts } => {
                let sum: f64 = parts.iter().map(|part| value(values, *part)).sum();
                let mut row: Vec<(usize, f64)> =
                    parts.iter().map(|part| (*part, value(values, *part) / sum)).collect();
                if let Whole::Variable(at) = whole {
                    row.push((*at, -1.0));
                }
                row
            }
            Self::Part { .. } => Vec::new(),
        }
    }

    /// The value that an equation gives to the variable in place `at`, all others being as in `values`.
    ///
    /// `None` for an inequality, for a variable that is not in it, and where the value would not be finite.
    pub fn solve(&self, at: usize, values: &[f64]) -> Option<f64> {
        let found = match self {
            Self::Product { result, parts, factor } if *result == at => parts
                .iter()
                .fold(*factor, |product, (part, power)| product * raised(value(values, *part), *power)),
            Self::Product { result, parts, factor } => {
                let power = parts.iter().find(|(part, _)| *part == at)?.1;
                let others = parts.iter().filter(|(part, _)| *part != at);
                let rest = others
                    .fold(*factor, |product, (part, power)| product * raised(value(values, *part), *power));
                raised(value(values, *result) / rest, 1.0 / power)
            }
            Self::Sum { whole, parts } => {
                let of_whole = match whole {
                    Whole::Variable(whole) if *whole == at => {
                        return finite(parts.iter().map(|part| value(values, *part)).sum());
                    }
                    Whole::Variable(whole) => value(values, *whole),
                    Whole::Constant(constant) => *constant,
                };
                parts.contains(&at).then_some(())?;
                of_whole
                    - parts.iter().filter(|part| **part != at).map(|part| value(values, *part)).sum::<f64>()
            }
            Self::Part { .. } => return None,
        };
        finite(found)
    }
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// The value in a place; NaN beyond the end.
fn value(values: &[f64], at: usize) -> f64 {
    values.get(at).copied().unwrap_or(f64::NAN)
}

/// A power; the two usual ones without a logarithm, so that quotients are exact to the last digit.
#[expect(clippy::float_cmp, reason = "exponents are the constants 1 and -1")]
pub(crate) fn raised(value: f64, power: f64) -> f64 {
    if power == 1.0 {
        value
    } else if power == -1.0 {
        1.0 / value
    } else {
        libm::pow(value, power)
    }
}
