//! Why a model cannot be read or run.

use source::Words;
use std::fmt;

/// Why a model cannot be read or run: never half a model, never a curve that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What is wrong and what to do.
    pub words: Words,
    /// The variable it is about, as the file names it; empty when it is about the file.
    pub variable: String,
    /// 1-based line; 0 when it is about the file.
    pub line: usize,
}

impl Error {
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { words: Words::new(zh, en), variable: String::new(), line: 0 }
    }

    pub(crate) fn at(mut self, variable: &str, line: usize) -> Self {
        if self.variable.is_empty() {
            variable.clone_into(&mut self.variable);
            self.line = line;
        }
        self
    }
}

impl Error {
    /// The whole message in both languages, with variable and line.
    pub fn message(&self) -> Words {
        if self.variable.is_empty() && self.line == 0 {
            return self.words.clone();
        }
        let (variable, line) = (&self.variable, self.line);
        if variable.is_empty() {
            return Words::new(
                format!("第 {line} 行：{}", self.words.zh),
                format!("line {line}: {}", self.words.en),
            );
        }
        Words::new(
            format!("变量“{variable}”（第 {line} 行）：{}", self.words.zh),
            format!("variable “{variable}” (line {line}): {}", self.words.en),
        )
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message().en)
    }
}

impl std::error::Error for Error {}
