//! The functions of the language, as far as they need nothing but their arguments, the time and the step.

/// A function of its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Abs,
    Arccos,
    Arcsin,
    Arctan,
    Cos,
    Cosh,
    Exp,
    Int,
    Ln,
    Log10,
    Log,
    Max,
    Mean,
    Min,
    Mod,
    Power,
    Product,
    Pulse,
    Ramp,
    Round,
    SafeDiv,
    Sign,
    Sin,
    Sinh,
    Size,
    Sqrt,
    StandardDeviation,
    Step,
    Sum,
    Tan,
    Tanh,
}

/// The functions by name, with the fewest and the most arguments.
const FUNCTIONS: [(&str, Function, usize, usize); 37] = [
    ("abs", Function::Abs, 1, 1),
    ("arccos", Function::Arccos, 1, 1),
    ("acos", Function::Arccos, 1, 1),
    ("arcsin", Function::Arcsin, 1, 1),
    ("asin", Function::Arcsin, 1, 1),
    ("arctan", Function::Arctan, 1, 1),
    ("atan", Function::Arctan, 1, 1),
    ("cos", Function::Cos, 1, 1),
    ("cosh", Function::Cosh, 1, 1),
    ("exp", Function::Exp, 1, 1),
    ("int", Function::Int, 1, 1),
    ("ln", Function::Ln, 1, 1),
    ("logn", Function::Ln, 1, 1),
    ("log10", Function::Log10, 1, 1),
    ("log", Function::Log, 1, 2),
    ("max", Function::Max, 1, MANY),
    ("mean", Function::Mean, 1, MANY),
    ("min", Function::Min, 1, MANY),
    ("mod", Function::Mod, 2, 2),
    ("modulo", Function::Mod, 2, 2),
    ("power", Function::Power, 2, 2),
    ("prod", Function::Product, 1, MANY),
    ("pulse", Function::Pulse, 1, 3),
    ("ramp", Function::Ramp, 2, 3),
    ("round", Function::Round, 1, 1),
    ("safediv", Function::SafeDiv, 2, 3),
    ("sign", Function::Sign, 1, 1),
    ("sin", Function::Sin, 1, 1),
    ("sinh", Function::Sinh, 1, 1),
    ("size", Function::Size, 1, MANY),
    ("sqrt", Function::Sqrt, 1, 1),
    ("stddev", Function::StandardDeviation, 1, MANY),
    ("step", Function::Step, 2, 2),
    ("sum", Function::Sum, 1, MANY),
    ("tan", Function::Tan, 1, 1),
    ("tanh", Function::Tanh, 1, 1),
    ("xidz", Function::SafeDiv, 3, 3),
];

const MANY: usize = usize::MAX;

impl Function {
    pub(crate) fn named(name: &str) -> Option<(Self, usize, usize)> {
        FUNCTIONS
            .iter()
            .find(|(known, ..)| *known == name)
            .map(|(_, function, least, most)| (*function, *least, *most))
    }

    /// Whether it takes a whole array as one argument.
    pub(crate) fn takes_array(self) -> bool {
        matches!(
            self,
            Self::Max
                | Self::Min
                | Self::Mean
                | Self::Product
                | Self::Size
                | Self::StandardDeviation
                | Self::Sum
        )
    }

    /// The value. Missing arguments have their defaults.
    ///
    /// INT cuts towards zero and MOD has the sign of the dividend, as the common test suite has them; the XMILE text says floor.
    #[expect(clippy::too_many_lines, reason = "one arm for each function: it is read as a table")]
    pub(crate) fn call(self, arguments: &[f64], clock: Clock) -> f64 {
        let a = |at: usize| arguments.get(at).copied();
        let first = a(0).unwrap_or(f64::NAN);
        let second = a(1).unwrap_or(f64::NAN);
        let count = arguments.len() as f64;
        match self {
            Self::Abs => first.abs(),
            Self::Arccos => libm::acos(first),
            Self::Arcsin => libm::asin(first),
            Self::Arctan => libm::atan(first),
            Self::Cos => libm::cos(first),
            Self::Cosh => libm::cosh(first),
            Self::Exp => libm::exp(first),
            Self::Int => libm::trunc(first),
            Self::Ln => libm::log(first),
            Self::Log10 => libm::log10(first),
            Self::Log => a(1).map_or_else(|| libm::log10(first), |base| libm::log(first) / libm::log(base)),
            Self::Max => arguments.iter().copied().fold(f64::NEG_INFINITY, larger),
            Self::Min => arguments.iter().copied().fold(f64::INFINITY, |a, b| -larger(-a, -b)),
            Self::Mean => arguments.iter().sum::<f64>() / count,
            Self::Mod => libm::fmod(first, second),
            Self::Power => libm::pow(first, second),
            Self::Product => arguments.iter().product(),
            Self::Pulse => pulse(first, a(1).unwrap_or(clock.start), a(2).unwrap_or(0.0), clock),
            Self::Ramp => ramp(first, second, a(2), clock),
            Self::Round => libm::round(first),
            Self::SafeDiv => {
                if second == 0.0 {
                    a(2).unwrap_or(0.0)
                } else {
                    first / second
                }
            }
            Self::Sign => {
                if first > 0.0 {
                    1.0
                } else if first < 0.0 {
                    -1.0
                } else {
                    0.0
                }
            }
            Self::Sin => libm::sin(first),
            Self::Sinh => libm::sinh(first),
            Self::Size => count,
            Self::Sqrt => libm::sqrt(first),
            Self::StandardDeviation => {
                let mean = arguments.iter().sum::<f64>() / count;
                libm::sqrt(
                    arguments.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (count - 1.0).max(1.0),
                )
            }
            Self::Step => {
                if clock.reached(second) {
                    first
                } else {
                    0.0
                }
            }
            Self::Sum => arguments.iter().sum(),
            Self::Tan => libm::tan(first),
            Self::Tanh => libm::tanh(first),
        }
    }
}

/// The larger of two; NaN where one is.
fn larger(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() { f64::NAN } else { a.max(b) }
}

/// The time within a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    pub time: f64,
    pub start: f64,
    pub dt: f64,
}

impl Clock {
    /// Whether a time has come, rounding of the steps allowed for.
    fn reached(self, time: f64) -> bool {
        self.time >= time - 1e-6 * self.dt
    }
}

/// An amount within one step, at `from` and then each `interval`; 0 is once.
fn pulse(amount: f64, from: f64, interval: f64, clock: Clock) -> f64 {
    if !clock.reached(from) {
        return 0.0;
    }
    let since = clock.time - from + 1e-6 * clock.dt;
    let within = if interval > 0.0 { libm::fmod(since, interval) } else { since };
    if within < clock.dt { amount / clock.dt } else { 0.0 }
}

fn ramp(slope: f64, from: f64, to: Option<f64>, clock: Clock) -> f64 {
    if !clock.reached(from) {
        return 0.0;
    }
    slope * (to.map_or(clock.time, |to| clock.time.min(to)) - from)
}
