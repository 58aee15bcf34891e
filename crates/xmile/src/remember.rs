//! Functions that remember: smoothing, delays, trends, initial and former values. Each becomes slots of its own.

use crate::compile::{Context, count};
use crate::error::Error;
use crate::program::{Op, Program};
use crate::system::{Kept, Slot};

/// A function that remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remembering {
    /// The value at the start.
    Init,
    /// The value one step before.
    Previous,
    /// The value some time before.
    Delay,
    /// A material delay of so many stages; the number is the third argument where it is `None`.
    Material(Option<usize>),
    /// Exponential smoothing of so many stages.
    Smooth(Option<usize>),
    /// The average fractional rate of change.
    Trend,
    /// The value carried on by its trend.
    Forecast,
}

/// Stages, at most.
const MOST_STAGES: usize = 1000;

impl Remembering {
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "init" | "initial" => Self::Init,
            "previous" => Self::Previous,
            "delay" => Self::Delay,
            "delay1" => Self::Material(Some(1)),
            "delay3" => Self::Material(Some(3)),
            "delayn" => Self::Material(None),
            "smth1" => Self::Smooth(Some(1)),
            "smth3" => Self::Smooth(Some(3)),
            "smthn" => Self::Smooth(None),
            "trend" => Self::Trend,
            "forcst" => Self::Forecast,
            _ => return None,
        })
    }

    /// Makes the slots and gives the program that reads the result.
    pub(crate) fn compile(
        self,
        arguments: Vec<Program>,
        context: &mut Context<'_>,
    ) -> Result<Program, Error> {
        let given = arguments.len();
        let mut arguments = arguments.into_iter();
        let mut next = || arguments.next().unwrap_or_default();
        let wrong = |name: &str, least: usize, most: usize| {
            let text = if least == most { least.to_string() } else { format!("{least}-{most}") };
            (given < least || given > most).then(|| count(name, &text)).map_or(Ok(()), Err)
        };
        match self {
            Self::Init => {
                wrong("init", 1, 1)?;
                Ok(vec![Op::Load(keep(context, Kept::Initial { program: next() }))])
            }
            Self::Previous => {
                wrong("previous", 2, 2)?;
                let input = value(context, next());
                Ok(vec![Op::Load(keep(context, Kept::Previous { input, initial: next() }))])
            }
            Self::Delay => {
                wrong("delay", 2, 3)?;
                let (input, time) = (value(context, next()), value(context, next()));
                let initial = (given == 3).then(next);
                Ok(vec![Op::Load(keep(context, Kept::Delay { input, time, initial }))])
            }
            Self::Material(stages) | Self::Smooth(stages) => {
                let fixed = stages.is_some();
                wrong(
                    if matches!(self, Self::Smooth(_)) { "smooth" } else { "delay" },
                    if fixed { 2 } else { 3 },
                    if fixed { 3 } else { 4 },
                )?;
                let (input, time) = (value(context, next()), value(context, next()));
                let stages = match stages {
                    Some(stages) => stages,
                    None => whole_number(&next())?,
                };
                let has_initial = given == if fixed { 3 } else { 4 };
                let initial = if has_initial { next() } else { vec![Op::Load(input)] };
                Ok(match self {
                    Self::Smooth(_) => smooth(context, input, time, stages, &initial),
                    _ => material(context, input, time, stages, &initial),
                })
            }
            Self::Trend => {
                wrong("trend", 2, 3)?;
                let (input, time) = (value(context, next()), value(context, next()));
                let initial = if given == 3 { next() } else { vec![Op::Number(0.0)] };
                Ok(trend(context, input, time, initial))
            }
            Self::Forecast => {
                wrong("forcst", 3, 4)?;
                let (input, time, ahead) =
                    (value(context, next()), value(context, next()), value(context, next()));
                let initial = if given == 4 { next() } else { vec![Op::Number(0.0)] };
                let mut program = vec![Op::Load(input), Op::Number(1.0)];
                program.extend(trend(context, input, time, initial));
                program.extend([Op::Load(ahead), Op::Multiply, Op::Add, Op::Multiply]);
                Ok(program)
            }
        }
    }
}

fn keep(context: &mut Context<'_>, kept: Kept) -> usize {
    let at = context.slots.len();
    context.slots.push(Slot {
        name: String::new(),
        variable: context.variable.to_owned(),
        line: context.line,
        kept,
    });
    at
}

/// The slot of an argument: the variable itself where it is one.
fn value(context: &mut Context<'_>, program: Program) -> usize {
    match program.as_slice() {
        [Op::Load(slot)] => *slot,
        _ => keep(context, Kept::Value { program, non_negative: false }),
    }
}

#[expect(clippy::float_cmp, reason = "a number is whole when cutting its fraction leaves it as it is")]
#[expect(clippy::cast_possible_truncation, reason = "between 1 and the most stages")]
fn whole_number(program: &[Op]) -> Result<usize, Error> {
    match program {
        [Op::Number(value)]
            if *value >= 1.0 && *value <= MOST_STAGES as f64 && libm::trunc(*value) == *value =>
        {
            Ok(*value as usize)
        }
        _ => Err(Error::new("阶数须是 1 至 1000 的整数", "the order must be a whole number from 1 to 1000")),
    }
}

/// Each stage follows the one before: S' = (input - S) / (time / n).
fn smooth(context: &mut Context<'_>, input: usize, time: usize, stages: usize, initial: &Program) -> Program {
    let mut before = input;
    for _ in 0..stages {
        let at = context.slots.len();
        let rate = vec![
            Op::Load(before),
            Op::Load(at),
            Op::Subtract,
            Op::Load(time),
            Op::Number(stages as f64),
            Op::Divide,
            Op::Divide,
        ];
        before = keep(context, Kept::Level { initial: initial.clone(), rate });
    }
    vec![Op::Load(before)]
}

/// Each stage holds what flows in until it flows out: L' = in - L / (time / n).
fn material(
    context: &mut Context<'_>,
    input: usize,
    time: usize,
    stages: usize,
    initial: &Program,
) -> Program {
    let share = [Op::Load(time), Op::Number(stages as f64), Op::Divide];
    let mut inflow = vec![Op::Load(input)];
    for _ in 0..stages {
        let at = context.slots.len();
        let mut outflow = vec![Op::Load(at)];
        outflow.extend(share);
        outflow.push(Op::Divide);
        let mut held = initial.clone();
        held.extend(share);
        held.push(Op::Multiply);
        let mut rate = inflow.clone();
        rate.extend(outflow.iter().copied());
        rate.push(Op::Subtract);
        keep(context, Kept::Level { initial: held, rate });
        inflow = outflow;
    }
    inflow
}

/// (input - average) / (average x time), the average following the input; it starts so that the trend is `initial`.
fn trend(context: &mut Context<'_>, input: usize, time: usize, initial: Program) -> Program {
    let at = context.slots.len();
    let mut start = vec![Op::Load(input), Op::Number(1.0)];
    start.extend(initial);
    start.extend([Op::Load(time), Op::Multiply, Op::Add, Op::Divide]);
    let rate = vec![Op::Load(input), Op::Load(at), Op::Subtract, Op::Load(time), Op::Divide];
    let average = keep(context, Kept::Level { initial: start, rate });
    vec![
        Op::Load(input),
        Op::Load(average),
        Op::Subtract,
        Op::Load(average),
        Op::Load(time),
        Op::Multiply,
        Op::Divide,
    ]
}
