//! Equations made ready to be computed: a row of steps on a stack.

use crate::function::{Clock, Function};
use crate::graph::Graph;

/// One step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Op {
    Number(f64),
    /// The value of a slot.
    Load(usize),
    Time,
    Negate,
    Not,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Equal,
    Unequal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
    /// Condition, then, else.
    Select,
    Call(Function, usize),
    /// A graphical function by its number.
    Graph(usize),
}

pub(crate) type Program = Vec<Op>;

/// The slots that a program reads.
pub(crate) fn reads(program: &[Op]) -> impl Iterator<Item = usize> {
    program.iter().filter_map(|op| match op {
        Op::Load(slot) => Some(*slot),
        _ => None,
    })
}

/// Computes a program. A step that finds too little on the stack gives NaN; the compiler makes none.
pub(crate) fn run(
    program: &[Op],
    values: &[f64],
    graphs: &[Graph],
    clock: Clock,
    stack: &mut Vec<f64>,
) -> f64 {
    stack.clear();
    for op in program {
        let value = match *op {
            Op::Number(value) => value,
            Op::Load(slot) => values.get(slot).copied().unwrap_or(f64::NAN),
            Op::Time => clock.time,
            Op::Negate => -pop(stack),
            Op::Not => f64::from(u8::from(pop(stack) == 0.0)),
            Op::Select => {
                let (no, yes, condition) = (pop(stack), pop(stack), pop(stack));
                if condition == 0.0 { no } else { yes }
            }
            Op::Call(function, count) => {
                let from = stack.len().saturating_sub(count);
                let value = function.call(stack.get(from..).unwrap_or_default(), clock);
                stack.truncate(from);
                value
            }
            Op::Graph(number) => {
                let x = pop(stack);
                graphs.get(number).map_or(f64::NAN, |graph| graph.at(x))
            }
            _ => {
                let (right, left) = (pop(stack), pop(stack));
                binary(*op, left, right)
            }
        };
        stack.push(value);
    }
    pop(stack)
}

fn pop(stack: &mut Vec<f64>) -> f64 {
    stack.pop().unwrap_or(f64::NAN)
}

#[expect(clippy::float_cmp, reason = "the comparisons of the language are exact")]
fn binary(op: Op, left: f64, right: f64) -> f64 {
    let truth = |holds: bool| f64::from(u8::from(holds));
    match op {
        Op::Add => left + right,
        Op::Subtract => left - right,
        Op::Multiply => left * right,
        Op::Divide => left / right,
        Op::Modulo => libm::fmod(left, right),
        Op::Power => libm::pow(left, right),
        Op::Equal => truth(left == right),
        Op::Unequal => truth(left != right),
        Op::Less => truth(left < right),
        Op::LessEqual => truth(left <= right),
        Op::Greater => truth(left > right),
        Op::GreaterEqual => truth(left >= right),
        Op::And => truth(left != 0.0 && right != 0.0),
        Op::Or => truth(left != 0.0 || right != 0.0),
        _ => f64::NAN,
    }
}
