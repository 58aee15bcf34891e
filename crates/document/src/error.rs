use source::Words;
use std::fmt;

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// No bytes, or nothing but white space.
    Empty,
    /// Not a document of a known format.
    Binary,
}

impl ReadError {
    /// What is wrong and what to do about it, in both languages.
    pub fn words(&self) -> Words {
        match self {
            Self::Empty => Words::new(
                "文件是空的：请检查文件是否传输完整，重新导出后再读取",
                "the file is empty: check that it was transferred completely, export it again",
            ),
            Self::Binary => Words::new(
                "无法识别的二进制文件：请另存为 docx、带文字层的 PDF、HTML、Markdown 或纯文本",
                "a binary file of unknown format: save it as docx, PDF with a text layer, HTML, Markdown or plain text",
            ),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().en)
    }
}

impl std::error::Error for ReadError {}
