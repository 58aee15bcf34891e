//! Failures as a person sees them: one message, what to do, exit status 2.

use crate::terminal::Screen;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use source::{Lang, Words};
use std::path::Path;
use std::process::ExitCode;

/// Why a command could not be carried out.
#[derive(Debug)]
pub(crate) struct Failure {
    words: Words,
}

impl Failure {
    /// A day that cannot be read.
    pub(crate) fn no_day(day: &str) -> Self {
        Self::new(
            format!("无法识别的日期“{day}”，请写成 2019-03-31。"),
            format!("“{day}” is no day; write it as 2019-03-31"),
        )
    }

    /// A failure with its message in both languages; the message says what to do.
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { words: Words::new(zh, en) }
    }

    /// A failure from a crate that already speaks both languages.
    pub(crate) fn from_words(words: Words) -> Self {
        Self { words }
    }

    /// A failure about a file.
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        let shown = path.display();
        match error.kind() {
            Kind::NotFound => Self::new(
                format!("找不到“{shown}”。请检查路径和文件名。"),
                format!("there is no “{shown}”; check the path and the name"),
            ),
            Kind::PermissionDenied => Self::new(
                format!("没有权限访问“{shown}”。请检查文件的权限。"),
                format!("no permission to access “{shown}”; check the permissions of the file"),
            ),
            Kind::StorageFull => Self::new(
                format!("磁盘已满，“{shown}”没有写完。请腾出空间后重试。"),
                format!("the disk is full, “{shown}” is not complete; free some space and try again"),
            ),
            _ => Self::new(
                format!("无法读写“{shown}”：{error}"),
                format!("cannot read or write “{shown}”: {error}"),
            ),
        }
    }

    /// What a person is told.
    pub(crate) fn words(&self) -> &Words {
        &self.words
    }

    /// Prints the message on standard error and gives the exit status.
    pub(crate) fn report(&self, lang: Lang, screen: Screen) -> ExitCode {
        let head = screen.paint_err(match lang {
            Lang::Zh => "错误：",
            Lang::En => "error: ",
        });
        eprintln!("{head}{}", self.words.get(lang));
        ExitCode::from(2)
    }
}

/// Prints a usage error, or the help or version that was asked for.
pub(crate) fn usage(error: &clap::Error, lang: Lang) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    if lang == Lang::En || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return ExitCode::from(2);
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令。", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("不认识的参数“{argument}”。"),
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{argument}。"),
        ErrorKind::InvalidValue if value.is_empty() => format!("参数“{argument}”缺少取值。"),
        ErrorKind::InvalidValue => {
            format!("参数“{argument}”的取值“{value}”不对；可用：{}。", context(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => format!(
            "参数“{argument}”的取值“{value}”不对：{}",
            std::error::Error::source(error).map(ToString::to_string).unwrap_or_default()
        ),
        ErrorKind::ArgumentConflict => {
            format!("参数“{argument}”不能与“{}”同时使用。", context(ContextKind::PriorArg))
        }
        _ => {
            let _ = error.print();
            return ExitCode::from(2);
        }
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .map(context)
        .find(|text| !text.is_empty())
        .map(|text| format!("是否想用“{text}”？"))
        .unwrap_or_default();
    eprintln!("错误：{message}{near}\n用“gangyao --help”查看全部命令，“gangyao 命令 --help”查看其参数。");
    ExitCode::from(2)
}
