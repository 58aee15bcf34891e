//! Draws made to fit one product by itself: the usual block of a [`Projection`](crate::Projection), without room and matrices.

use std::collections::BTreeSet;

/// One product by itself, all powers of which are 1 or -1.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Single {
    /// Where its result stands in the values.
    result: usize,
    /// Where its parts stand, which of them divide, and how much of the residual each takes.
    parts: Vec<(usize, bool, f64)>,
    factor: f64,
}

impl Single {
    /// One product; `None` where a part stands twice, which would be moved twice.
    pub(crate) fn new(result: usize, parts: Vec<(usize, bool, f64)>, factor: f64) -> Option<Self> {
        let distinct: BTreeSet<usize> = parts.iter().map(|(at, ..)| *at).collect();
        (distinct.len() == parts.len()).then_some(Self { result, parts, factor })
    }

    /// Moves the parts and computes the result, and adds them to what was found; `false` where there is no such number.
    pub(crate) fn project(&self, values: &[f64], found: &mut Vec<(usize, f64)>) -> bool {
        let value = |at: usize| values.get(at).copied().filter(|value| *value > 0.0 && value.is_finite());
        let Some(result) = value(self.result) else { return false };
        let mut product = self.factor;
        for (at, divides, _) in &self.parts {
            let Some(part) = value(*at) else { return false };
            product = if *divides { product / part } else { product * part };
        }
        let residual = libm::log(result / product);
        let mut fitted = self.factor;
        for (at, divides, gain) in &self.parts {
            let (Some(part), by) = (value(*at), gain * residual) else { return false };
            // What stays is not rounded anew.
            let moved = if by == 0.0 { part } else { part * libm::exp(-by) };
            found.push((*at, moved));
            fitted = if *divides { fitted / moved } else { fitted * moved };
        }
        found.push((self.result, fitted));
        fitted.is_finite()
    }
}
