use crate::{Input, InputError};

/// Dated values made into an unbroken yearly series.
///
/// # Example
/// ```
/// let gdp = series::Yearly::new([(2012, 98.0), (2010, 80.0), (2011, 90.0), (2014, 98.0)]).unwrap();
/// assert_eq!(gdp.values, [80.0, 90.0, 98.0, 98.0, 98.0]);
/// assert_eq!(gdp.filled, [2013]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Yearly {
    /// The year of the first value.
    pub first: i32,
    /// One value a year, oldest first.
    pub values: Vec<f64>,
    /// The years that had no value and were interpolated between their neighbours.
    pub filled: Vec<i32>,
}

/// Why dated values are not a yearly series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum YearlyError {
    /// Two values for one year: decide on the source or the vintage first.
    Twice {
        /// The year.
        year: i32,
    },
    /// More than [`Yearly::MAX_GAP`] years in a row without a value.
    Gap {
        /// The last year before the gap.
        from: i32,
        /// The first year after it.
        to: i32,
    },
    /// The values themselves.
    Values(InputError),
}

impl std::fmt::Display for YearlyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Twice { year } => {
                write!(f, "two values for {year}: choose one source and vintage before forecasting")
            }
            Self::Gap { from, to } => write!(
                f,
                "no value between {from} and {to}: more than {} years are missing; start the series at {to}",
                Yearly::MAX_GAP
            ),
            Self::Values(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for YearlyError {}

impl Yearly {
    /// The longest run of missing years that is interpolated.
    pub const MAX_GAP: usize = 10;

    /// Sorts the points by year and fills missing years between them: geometrically between two positive values,
    /// linearly otherwise.
    #[expect(clippy::cast_possible_truncation, reason = "a number of years")]
    pub fn new(points: impl IntoIterator<Item = (i32, f64)>) -> Result<Self, YearlyError> {
        let mut points: Vec<_> = points.into_iter().collect();
        points.sort_by_key(|(year, _)| *year);
        let Some(&(first, value)) = points.first() else {
            return Err(YearlyError::Values(InputError::Empty));
        };
        let mut yearly = Self { first, values: vec![value], filled: Vec::new() };
        for pair in points.windows(2) {
            let [(from, a), (to, b)] = [pair[0], pair[1]];
            let step = i64::from(to) - i64::from(from);
            if step == 0 {
                return Err(YearlyError::Twice { year: to });
            }
            if step > Self::MAX_GAP as i64 + 1 {
                return Err(YearlyError::Gap { from, to });
            }
            for k in 1..step {
                let share = k as f64 / step as f64;
                yearly.values.push(between(a, b, share));
                yearly.filled.push(from + k as i32);
            }
            yearly.values.push(b);
        }
        Input::new(&yearly.values).map_err(YearlyError::Values)?;
        Ok(yearly)
    }

    /// The year of the last value.
    #[expect(clippy::cast_possible_truncation, reason = "a number of years")]
    pub fn last(&self) -> i32 {
        self.first + (self.values.len() as i32 - 1)
    }

    /// The series as the engine takes it.
    pub fn input(&self) -> Result<Input<'_>, InputError> {
        Input::new(&self.values)
    }
}

/// The value at `share` (0 to 1) of the way from `a` to `b`.
pub(crate) fn between(a: f64, b: f64, share: f64) -> f64 {
    if a > 0.0 && b > 0.0 { a * libm::pow(b / a, share) } else { a + (b - a) * share }
}
