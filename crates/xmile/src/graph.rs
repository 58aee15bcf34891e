//! Graphical functions: a curve through points.

/// What is between and beyond the points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Straight lines; beyond the ends the values of the ends.
    Continuous,
    /// Straight lines, going on beyond the ends.
    Extrapolated,
    /// The value of the last point passed.
    Discrete,
}

/// A graphical function.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Graph {
    x: Vec<f64>,
    y: Vec<f64>,
    shape: Shape,
}

impl Graph {
    /// `None` unless there are as many x as y, at least one, and x never falls.
    pub(crate) fn new(x: Vec<f64>, y: Vec<f64>, shape: Shape) -> Option<Self> {
        let sound = !x.is_empty() && x.len() == y.len() && x.windows(2).all(|pair| pair[0] <= pair[1]);
        sound.then_some(Self { x, y, shape })
    }

    #[expect(clippy::float_cmp, reason = "points of a graph as they are written")]
    pub(crate) fn at(&self, value: f64) -> f64 {
        if value.is_nan() {
            return f64::NAN;
        }
        let last = self.x.len() - 1;
        let above = self.x.partition_point(|x| *x <= value);
        if self.shape == Shape::Discrete {
            return self.y[above.saturating_sub(1).min(last)];
        }
        let beyond = above == 0 || above > last;
        if last == 0 || (beyond && self.shape == Shape::Continuous) {
            return self.y[if above == 0 { 0 } else { last }];
        }
        let right = above.clamp(1, last);
        let (x0, x1, y0, y1) = (self.x[right - 1], self.x[right], self.y[right - 1], self.y[right]);
        if x1 == x0 { y1 } else { y0 + (y1 - y0) * ((value - x0) / (x1 - x0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_and_beyond_the_points() {
        let of = |shape| Graph::new(vec![0.0, 1.0, 3.0], vec![0.0, 2.0, 4.0], shape).expect("rising");
        let continuous = of(Shape::Continuous);
        assert_eq!([-1.0, 0.5, 2.0, 9.0].map(|x| continuous.at(x)), [0.0, 1.0, 3.0, 4.0]);
        let further = of(Shape::Extrapolated);
        assert_eq!([-1.0, 0.5, 4.0].map(|x| further.at(x)), [-2.0, 1.0, 5.0]);
        let discrete = of(Shape::Discrete);
        assert_eq!([-1.0, 0.5, 1.0, 9.0].map(|x| discrete.at(x)), [0.0, 0.0, 2.0, 4.0]);
        assert!(Graph::new(vec![1.0, 0.0], vec![0.0, 0.0], Shape::Continuous).is_none());
    }
}
