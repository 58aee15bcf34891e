use std::fmt;

/// The range an indicator cannot leave, declared with the indicator (a share: 0 to 100); never guessed from data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The lower end.
    pub low: f64,
    /// The upper end, above `low`.
    pub high: f64,
}

impl Bounds {
    /// A percentage, 0 to 100.
    pub const PERCENT: Self = Self { low: 0.0, high: 100.0 };
}

/// What kind of quantity a series measures; declared, never guessed from data.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Nature {
    /// A stock or a flow that tends to grow with people, prices and wealth. If it was never negative it stays so.
    #[default]
    Amount,
    /// A rate or a ratio, such as per thousand or per unit of GDP. If it was never negative it stays so.
    Rate,
    /// A growth rate, a balance, a net flow: may be negative even if it has not been yet.
    Change,
    /// A share, or whatever cannot leave its bounds.
    Bounded(Bounds),
}

/// A yearly series to forecast: one value a year, oldest first, in any unit.
///
/// Values must be finite; 5 to 30 of them are what the engine is made for, one is the least it takes. Years without
/// a value are filled beforehand, see [`Yearly`](crate::Yearly).
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    values: &'a [f64],
    nature: Nature,
}

impl<'a> Input<'a> {
    /// Checks the values.
    ///
    /// # Errors
    /// [`InputError::Empty`] without values, [`InputError::NotFinite`] at the first NaN or infinity.
    pub fn new(values: &'a [f64]) -> Result<Self, InputError> {
        if values.is_empty() {
            return Err(InputError::Empty);
        }
        match values.iter().position(|v| !v.is_finite()) {
            Some(index) => Err(InputError::NotFinite { index }),
            None => Ok(Self { values, nature: Nature::Amount }),
        }
    }

    /// Declares bounds: the forecast is made on the scale of logit((y - low) / (high - low)) and stays within them.
    ///
    /// # Errors
    /// [`InputError::BadBounds`] unless both are finite and low < high; [`InputError::OutOfBounds`] at the first value
    /// outside. Values on a bound are allowed.
    pub fn bounded(self, bounds: Bounds) -> Result<Self, InputError> {
        if !(bounds.low.is_finite() && bounds.high.is_finite() && bounds.low < bounds.high) {
            return Err(InputError::BadBounds(bounds));
        }
        match self.values.iter().position(|v| *v < bounds.low || *v > bounds.high) {
            Some(index) => Err(InputError::OutOfBounds { index, value: self.values[index], bounds }),
            None => Ok(Self { nature: Nature::Bounded(bounds), ..self }),
        }
    }

    /// Declares a rate or a ratio: such series drift up less than amounts do, and the error model knows.
    #[must_use]
    pub fn rate(self) -> Self {
        Self { nature: Nature::Rate, ..self }
    }

    /// Declares a growth rate, a balance or a net flow, whose gains and losses are alike.
    #[must_use]
    pub fn change(self) -> Self {
        Self { nature: Nature::Change, ..self }
    }

    /// The values, oldest first.
    pub fn values(&self) -> &'a [f64] {
        self.values
    }

    /// What the values measure.
    pub fn nature(&self) -> Nature {
        self.nature
    }

    /// The declared bounds.
    pub fn bounds(&self) -> Option<Bounds> {
        match self.nature {
            Nature::Bounded(bounds) => Some(bounds),
            Nature::Amount | Nature::Rate | Nature::Change => None,
        }
    }

    /// The first `n` values, of the same nature.
    pub(crate) fn first(&self, n: usize) -> Self {
        Self { values: &self.values[..n], ..*self }
    }
}

/// Why a series cannot be forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InputError {
    /// There is no value.
    Empty,
    /// The value at `index` (from 0) is NaN or infinite.
    NotFinite {
        /// Position in the values, from 0.
        index: usize,
    },
    /// The value at `index` lies outside the declared bounds.
    OutOfBounds {
        /// Position in the values, from 0.
        index: usize,
        /// The value.
        value: f64,
        /// The declared bounds.
        bounds: Bounds,
    },
    /// The bounds are not two finite numbers in rising order.
    BadBounds(Bounds),
    /// More years ahead were asked for than [`MAX_HORIZON`](crate::MAX_HORIZON).
    Horizon {
        /// The years asked for.
        asked: usize,
    },
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Empty => {
                write!(f, "the series has no value: give at least one, five or more for a useful forecast")
            }
            Self::NotFinite { index } => {
                write!(f, "value {} is not a finite number: correct it or leave the year out", index + 1)
            }
            Self::OutOfBounds { index, value, bounds } => write!(
                f,
                "value {} is {value}, outside the declared bounds {} to {}: correct the value or the bounds",
                index + 1,
                bounds.low,
                bounds.high
            ),
            Self::BadBounds(bounds) => write!(
                f,
                "bounds {} to {} are not usable: give two finite numbers, the lower first",
                bounds.low, bounds.high
            ),
            Self::Horizon { asked } => write!(
                f,
                "{asked} years ahead is beyond what yearly figures can say: ask for at most {}",
                crate::MAX_HORIZON
            ),
        }
    }
}

impl std::error::Error for InputError {}
