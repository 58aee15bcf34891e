//! What the reader itself has to tell. The codes begin with X9: they belong to the text family, beside the checks of the text.

use source::{Diagnostic, Family, Severity, Span};

/// Code and name of every notice of the reader, for the list of rules.
pub const NOTICES: [(&str, &str); 2] = [("X901", "undecodable-bytes"), ("X902", "page-without-text")];

/// Bytes that are no characters in the file's encoding.
pub(crate) fn undecodable(text: &str, encoding: &str, faults: usize) -> Diagnostic {
    let at = text.find('\u{fffd}').unwrap_or(0);
    Diagnostic::new("X901", "undecodable-bytes", Family::Text, Severity::Warning)
        .message(
            format!("有 {faults} 处字节不能按 {encoding} 解码，显示为 \u{fffd}"),
            format!("{faults} places cannot be decoded as {encoding} and read as \u{fffd}"),
        )
        .label(Span::new(at, at + '\u{fffd}'.len_utf8()), "第一处", "the first of them")
        .help(
            "请从原文件重新导出为 UTF-8 文本，并核对这些位置的文字和数字",
            "export the file again as UTF-8 from the original and check words and figures there",
        )
        .artefact()
}

/// Pages of a PDF that show something but hold no text.
pub(crate) fn pages_without_text(pages: &[u32]) -> Diagnostic {
    let list: Vec<String> = pages.iter().take(20).map(u32::to_string).collect();
    let list = list.join(", ");
    Diagnostic::new("X902", "page-without-text", Family::Text, Severity::Warning)
        .message(
            format!("第 {list} 页只有图片，没有文字层，未被读取"),
            format!("pages {list} are pictures without a text layer and were not read"),
        )
        .help(
            "请对这些页做文字识别（OCR）并核对数字，或用原文件重新导出",
            "run text recognition (OCR) on these pages and check the figures, or export from the original again",
        )
        .artefact()
}
