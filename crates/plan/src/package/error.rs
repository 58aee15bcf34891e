use source::{Lang, Words};
use std::fmt;

/// One thing that is wrong with a package, by file, row and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The row as a spreadsheet numbers it: the header is row 1.
    pub row: Option<usize>,
    /// Name of the column.
    pub column: Option<String>,
    /// What is wrong.
    pub message: Words,
    /// What to do about it.
    pub help: Words,
}

impl Problem {
    pub(super) fn new(file: &str, message: Words, help: Words) -> Self {
        Self { file: file.to_owned(), row: None, column: None, message, help }
    }

    pub(super) fn at(mut self, row: usize, column: &str) -> Self {
        self.row = Some(row);
        self.column = (!column.is_empty()).then(|| column.to_owned());
        self
    }

    /// The whole problem in one line: place, what is wrong, what to do.
    pub fn text(&self, lang: Lang) -> String {
        let row = self.row.map(|row| match lang {
            Lang::Zh => format!("第 {row} 行"),
            Lang::En => format!(", row {row}"),
        });
        let column = self.column.as_ref().map(|column| match lang {
            Lang::Zh => format!("“{column}”列"),
            Lang::En => format!(", column {column}"),
        });
        let place = [Some(self.file.clone()), row, column].into_iter().flatten().collect::<String>();
        let (message, help) = (self.message.get(lang), self.help.get(lang));
        match lang {
            Lang::Zh => format!("{place}：{message}。{help}。"),
            Lang::En => format!("{place}: {message}; {help}"),
        }
    }
}

/// A package that could not be read, with everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageError {
    /// The problems in the order of the files; at least one, at most [`PackageError::LIMIT`].
    pub problems: Vec<Problem>,
    /// How many further problems are not listed.
    pub more: usize,
}

impl PackageError {
    /// How many problems are listed: enough to mend a file, few enough for one screen.
    pub const LIMIT: usize = 50;

    pub(super) fn of(mut problems: Vec<Problem>) -> Self {
        let more = problems.len().saturating_sub(Self::LIMIT);
        problems.truncate(Self::LIMIT);
        Self { problems, more }
    }

    /// All listed problems, one a line.
    pub fn text(&self, lang: Lang) -> String {
        let mut lines: Vec<String> = self.problems.iter().map(|problem| problem.text(lang)).collect();
        if self.more > 0 {
            lines.push(match lang {
                Lang::Zh => format!("另有 {} 处问题未列出。", self.more),
                Lang::En => format!("{} more problems are not listed", self.more),
            });
        }
        lines.join("\n")
    }
}

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for PackageError {}
