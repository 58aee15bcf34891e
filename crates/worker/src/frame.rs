//! The bytes that travel between parent and child.
//!
//! Request: magic, limits, three lengths, then name, head and body. Answer: one byte 1 and the bytes up to the end.

use crate::Limits;
use std::io::{self, Read};
use std::time::Duration;

/// What is to be done, and with what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Job {
    /// Which function; the child's handler knows the names.
    pub name: String,
    /// Arguments, in a form that the handler knows.
    pub head: Vec<u8>,
    /// The person's file.
    pub body: Vec<u8>,
}

const MAGIC: &[u8; 8] = b"gangyao1";
/// First byte of an answer.
pub(crate) const ANSWERED: u8 = 1;
/// Length of the fixed part: magic, memory, CPU, background, three lengths.
const FIXED: usize = 8 * 7;

/// The head of a request, body excluded, so that the body need not be copied.
#[cfg(feature = "parent")]
pub(crate) fn request(job: &Job, limits: Limits, background: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(FIXED + job.name.len() + job.head.len());
    out.extend_from_slice(MAGIC);
    let lengths = [job.name.len(), job.head.len(), job.body.len()].map(|length| length as u64);
    let numbers = [limits.memory, limits.cpu_seconds, u64::from(background)];
    for number in numbers.into_iter().chain(lengths) {
        out.extend_from_slice(&number.to_le_bytes());
    }
    out.extend_from_slice(job.name.as_bytes());
    out.extend_from_slice(&job.head);
    out
}

/// The fixed part of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    pub(crate) limits: Limits,
    pub(crate) background: bool,
    name: u64,
    head: u64,
    body: u64,
}

/// Reads the fixed part; `None` when the parent closed without a job.
pub(crate) fn start(input: &mut impl Read) -> io::Result<Option<Start>> {
    let mut fixed = [0_u8; FIXED];
    let mut filled = 0;
    while filled < FIXED {
        match input.read(fixed.get_mut(filled..).unwrap_or_default())? {
            0 if filled == 0 => return Ok(None),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => filled += read,
        }
    }
    let (magic, rest) = fixed.split_at(MAGIC.len());
    if magic != MAGIC {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "not a request"));
    }
    let mut numbers = rest.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes));
    let mut next = || numbers.next().unwrap_or_default();
    let (memory, cpu_seconds, background) = (next(), next(), next() != 0);
    let limits = Limits { memory, cpu_seconds, wall: Duration::MAX, output: u64::MAX };
    Ok(Some(Start { limits, background, name: next(), head: next(), body: next() }))
}

/// Reads the rest of a request.
pub(crate) fn rest(input: &mut impl Read, start: Start) -> io::Result<Job> {
    let mut take = |length: u64| {
        let mut bytes = Vec::new();
        let read = input.by_ref().take(length).read_to_end(&mut bytes)?;
        if read as u64 == length { Ok(bytes) } else { Err(io::Error::from(io::ErrorKind::UnexpectedEof)) }
    };
    let name = String::from_utf8(take(start.name)?)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    Ok(Job { name, head: take(start.head)?, body: take(start.body)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scale;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_request_comes_through(name in "[a-z]{0,9}", head: Vec<u8>, body: Vec<u8>, background: bool) {
            let job = Job { name, head, body };
            let limits = Scale::default().limits(job.body.len() as u64);
            let mut bytes = request(&job, limits, background);
            bytes.extend_from_slice(&job.body);
            let mut input = bytes.as_slice();
            let first = start(&mut input).unwrap().unwrap();
            prop_assert_eq!((first.limits.memory, first.limits.cpu_seconds), (limits.memory, limits.cpu_seconds));
            prop_assert_eq!(first.background, background);
            prop_assert_eq!(rest(&mut input, first).unwrap(), job);
            prop_assert!(start(&mut input).unwrap().is_none());
        }

        #[test]
        fn any_bytes_end_in_an_answer(bytes: Vec<u8>) {
            let mut input = bytes.as_slice();
            if let Ok(Some(first)) = start(&mut input) {
                let _ = rest(&mut input, first);
            }
        }
    }
}
