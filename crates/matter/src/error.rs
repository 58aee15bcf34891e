//! What is wrong with a file of a kind.

use source::Words;
use std::fmt;

/// Why a file declares no kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KindError {
    /// It is no TOML of the expected form.
    Form(String),
    /// A step, a field or a state names something that is not declared.
    Unknown {
        /// Where.
        at: String,
        /// What is not there.
        name: String,
    },
    /// A name is declared twice.
    Twice(String),
}

impl KindError {
    /// What is wrong and what to do.
    pub fn words(&self) -> Words {
        match self {
            Self::Form(why) => Words::new(
                format!("事项类别文件无法读取，请对照已有的类别文件修改：{why}"),
                format!("the file declares no kind of matter; compare it with one that does: {why}"),
            ),
            Self::Unknown { at, name } => Words::new(
                format!("“{at}”提到“{name}”，但文件没有定义它，请补充或改名。"),
                format!(
                    "“{at}” names “{name}”, which the file does not declare; declare it or correct the name."
                ),
            ),
            Self::Twice(name) => Words::new(
                format!("“{name}”定义了两次，请删去一处。"),
                format!("“{name}” is declared twice; take one away."),
            ),
        }
    }
}

impl fmt::Display for KindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().en)
    }
}

impl std::error::Error for KindError {}
