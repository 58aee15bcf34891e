//! Why a job gave no answer.

#[cfg(feature = "parent")]
use crate::Limits;
use source::Words;
use std::fmt;

/// Why a job gave no answer; every kind names the limit that was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// More memory than allowed, in MiB.
    Memory(u64),
    /// More CPU time, or more time on the clock, than allowed, in seconds.
    Time(u64),
    /// Nested deeper than the stack of the child.
    Depth,
    /// A larger answer than allowed, in MiB.
    Output(u64),
    /// The function panicked; the text is for the log.
    Panicked(String),
    /// The child ended in a way that no limit explains; the text is for the log.
    Died(String),
    /// The child could not be started or spoken to.
    Start(String),
}

impl Failure {
    /// What to tell the person whose file it was.
    pub fn words(&self) -> Words {
        match self {
            Self::Memory(limit) => Words::new(
                format!(
                    "读取这个文件需要的内存超过上限（{limit} MB）。文件可能已损坏或展开后过大；请另存一份或拆分后再试。"
                ),
                format!(
                    "reading this file needs more memory than the limit of {limit} MB; it may be damaged or unpack to too much: save it anew or split it"
                ),
            ),
            Self::Time(limit) => Words::new(
                format!(
                    "读取这个文件的时间超过上限（{limit} 秒）。文件可能已损坏或内容过多；请另存一份或拆分后再试。"
                ),
                format!(
                    "reading this file takes longer than the limit of {limit} seconds; it may be damaged or hold too much: save it anew or split it"
                ),
            ),
            Self::Depth => Words::new(
                "这个文件的嵌套层数超过上限，可能已损坏。请用原软件打开后另存一份再试。",
                "this file is nested more deeply than the limit; it may be damaged: open it in its program and save it anew",
            ),
            Self::Output(limit) => Words::new(
                format!("这个文件读出的内容超过上限（{limit} MB）。请拆分后再试。"),
                format!("what is read from this file exceeds the limit of {limit} MB; split it"),
            ),
            Self::Panicked(_) | Self::Died(_) => Words::new(
                "读取这个文件时出错，文件可能已损坏。请用原软件打开后另存一份再试。",
                "an error occurred while reading this file; it may be damaged: open it in its program and save it anew",
            ),
            Self::Start(_) => Words::new(
                "暂时无法读取文件：读取程序没有启动。请稍后再试；仍不行请联系管理员。",
                "files cannot be read now: the reading process did not start; try again later or tell the administrator",
            ),
        }
    }

    /// What the end of a child means: `signal` that ended it or `None`, and what it said on standard error.
    #[cfg(feature = "parent")]
    pub(crate) fn of_end(signal: Option<i32>, status: &str, said: &str, limits: Limits) -> Self {
        const ABORT: i32 = 6;
        const KILL: i32 = 9;
        const SEGMENT: i32 = 11;
        const CPU: i32 = 24;
        let memory = || Self::Memory(limits.memory >> 20);
        // The words are those of the standard library and of the C library.
        if said.contains("overflowed its stack") {
            return Self::Depth;
        }
        if said.contains("memory allocation of") || said.contains("capacity overflow") {
            return memory();
        }
        match signal {
            Some(CPU) => Self::Time(limits.cpu_seconds),
            Some(KILL | ABORT | SEGMENT) if said.contains("out of memory") => memory(),
            _ if said.contains("panicked at") => Self::Panicked(said.to_owned()),
            // The hard CPU limit and the system's own memory guard both send SIGKILL.
            Some(KILL) => memory(),
            _ => Self::Died(format!("{status}: {said}")),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Panicked(text) | Self::Died(text) | Self::Start(text) => {
                write!(f, "{}: {text}", self.words().en)
            }
            _ => f.write_str(&self.words().en),
        }
    }
}

impl std::error::Error for Failure {}
