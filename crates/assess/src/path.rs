//! The expected path from base to target: what should have been reached by when.

/// A path of expected values over years.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    form: Form,
    /// Points (year, value) with rising years; two or more.
    points: Vec<(f64, f64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Linear,
    Geometric,
}

impl Path {
    /// The straight line between two points; `None` unless the years rise and the values are finite and differ.
    pub fn linear(from: (f64, f64), to: (f64, f64)) -> Option<Self> {
        Self::new(Form::Linear, vec![from, to])
    }

    /// Constant growth between two positive points; `None` under the conditions of [`Path::linear`] or without growth.
    pub fn geometric(from: (f64, f64), to: (f64, f64)) -> Option<Self> {
        if !(from.1 > 0.0 && to.1 > 0.0) {
            return None;
        }
        Self::new(Form::Geometric, vec![from, to])
    }

    /// The plan's own yearly values, straight between them: `from` is the base, the last point the target.
    pub fn schedule(from: (f64, f64), steps: &[(f64, f64)]) -> Option<Self> {
        let mut points = vec![from];
        points.extend_from_slice(steps);
        Self::new(Form::Linear, points)
    }

    #[expect(
        clippy::float_cmp,
        reason = "the same figure, not one computed anew: exactly equal is what is meant"
    )]
    fn new(form: Form, points: Vec<(f64, f64)>) -> Option<Self> {
        let sound = points.len() >= 2
            && points.iter().all(|(t, v)| t.is_finite() && v.is_finite())
            && points.windows(2).all(|w| w[0].0 < w[1].0)
            && points[0].1 != points[points.len() - 1].1;
        sound.then_some(Self { form, points })
    }

    /// Whether it is one of constant growth.
    pub fn is_geometric(&self) -> bool {
        self.form == Form::Geometric
    }

    fn scale(&self, value: f64) -> f64 {
        match self.form {
            Form::Linear => value,
            // Values at or below zero lie beyond every point of a geometric path.
            Form::Geometric => libm::log(value.max(f64::MIN_POSITIVE)),
        }
    }

    /// First point.
    pub fn start(&self) -> (f64, f64) {
        self.points[0]
    }

    /// Last point.
    pub fn end(&self) -> (f64, f64) {
        self.points[self.points.len() - 1]
    }

    /// The expected value in `year`; the ends go on beyond the path as they were.
    ///
    /// # Example
    /// ```
    /// use assess::Path;
    /// let path = Path::geometric((2015.0, 100.0), (2017.0, 121.0)).unwrap();
    /// assert!((path.at(2016.0) - 110.0).abs() < 1e-9);
    /// ```
    pub fn at(&self, year: f64) -> f64 {
        let piece = self.points[1..self.points.len() - 1].partition_point(|(t, _)| *t <= year);
        let (a, b) = (self.points[piece], self.points[piece + 1]);
        let share = (year - a.0) / (b.0 - a.0);
        match self.form {
            Form::Linear => a.1 + share * (b.1 - a.1),
            Form::Geometric => a.1 * libm::pow(b.1 / a.1, share),
        }
    }

    /// The share of the way that `value` has done: 0 at the base, 1 at the target, by logarithms on a geometric path.
    pub fn progress(&self, value: f64) -> f64 {
        let (from, to) = (self.scale(self.start().1), self.scale(self.end().1));
        (self.scale(value) - from) / (to - from)
    }

    /// The share of the way that is due in `year`.
    pub fn due(&self, year: f64) -> f64 {
        self.progress(self.at(year))
    }

    /// The year in which the path has `value`.
    ///
    /// Beyond the ends the average pace of the whole path goes on, for at most the length of the path: "three plan
    /// periods behind" would say no more than "one". On a flat piece it is the last year of the piece.
    ///
    /// # Example
    /// ```
    /// use assess::Path;
    /// let path = Path::linear((2015.0, 27040.0), (2020.0, 38000.0)).unwrap();
    /// assert!((path.when(32490.0) - 2017.486).abs() < 1e-3);
    /// ```
    pub fn when(&self, value: f64) -> f64 {
        let (first, last) = (self.start(), self.end());
        let length = last.0 - first.0;
        let share = self.progress(value);
        if share <= 0.0 {
            return first.0 + length * share.max(-1.0);
        }
        if share >= 1.0 {
            return last.0 + length * (share - 1.0).min(1.0);
        }
        // The last year in which no more than this share was due: a detour of the schedule counts once.
        let mut when = first.0;
        for pair in self.points.windows(2) {
            let (a, b) = (self.progress(pair[0].1), self.progress(pair[1].1));
            if a <= share && share < b {
                when = pair[0].0 + (pair[1].0 - pair[0].0) * (share - a) / (b - a);
            } else if b <= share {
                when = pair[1].0;
            }
        }
        when
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_values_are_inverse() {
        let linear = Path::linear((2015.0, 54.5), (2020.0, 62.5)).expect("path");
        let geometric = Path::geometric((2015.0, 1357.5), (2020.0, 1900.0)).expect("path");
        let falling = Path::linear((2015.0, 58.0), (2020.0, 49.3)).expect("path");
        let schedule =
            Path::schedule((2015.0, 0.0), &[(2016.0, 1.0), (2018.0, 2.0), (2020.0, 7.5)]).expect("path");
        for path in [linear, geometric, falling, schedule] {
            for step in 0..=20 {
                let year = 2015.0 + f64::from(step) / 4.0;
                assert!((path.when(path.at(year)) - year).abs() < 1e-6, "{path:?} {year}");
            }
        }
    }

    #[test]
    fn far_behind_is_one_plan_period_behind_the_start() {
        let path = Path::linear((2015.0, 100.0), (2020.0, 101.0)).expect("path");
        assert_eq!(path.when(10.0), 2010.0);
        assert_eq!(path.when(1000.0), 2025.0);
    }

    #[test]
    fn a_flat_piece_counts_to_its_end() {
        let path =
            Path::schedule((2015.0, 0.0), &[(2016.0, 2.0), (2018.0, 2.0), (2020.0, 4.0)]).expect("path");
        assert_eq!(path.when(2.0), 2018.0);
    }

    #[test]
    fn no_path_without_a_way() {
        assert_eq!(Path::linear((2015.0, 14.0), (2020.0, 14.0)), None);
        assert_eq!(Path::linear((2020.0, 1.0), (2020.0, 2.0)), None);
        assert_eq!(Path::geometric((2015.0, 0.0), (2020.0, 2.0)), None);
        assert_eq!(Path::linear((2015.0, f64::NAN), (2020.0, 2.0)), None);
    }
}
