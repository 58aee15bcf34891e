//! What the reader itself has to tell. The codes begin with X9: they belong to the text family, beside the checks of the text.

use source::{Diagnostic, Family, Severity, Span};

/// Code and name of every notice of the reader, for the list of rules.
pub const NOTICES: [(&str, &str); 5] = [
    ("X901", "undecodable-bytes"),
    ("X902", "page-without-text"),
    ("X903", "part-not-read"),
    ("X904", "read-from-scan"),
    ("X905", "table-not-read"),
];

/// Something in a file that was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    pub(crate) kind: UnreadKind,
    /// How many of them.
    pub(crate) count: usize,
}

/// What was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum UnreadKind {
    /// Charts, worksheets and documents embedded in the text.
    Embedded,
    /// Content nested deeper than any document that people write.
    Nested,
    /// Cells beyond the widest table.
    Cells,
    /// The structure of a page: only its text was read.
    Structure,
}

/// Parts that were left out.
pub(crate) fn part_not_read(unread: Unread) -> Diagnostic {
    let Unread { kind, count } = unread;
    let (zh, en) = match kind {
        UnreadKind::Embedded => (
            format!("有 {count} 个嵌入对象（图表、工作表或其他文档）没有读，其中的数字不在结果里"),
            format!(
                "{count} embedded objects (charts, worksheets or other documents) were not read; figures in them are missing"
            ),
        ),
        UnreadKind::Nested => (
            format!("有 {count} 处内容嵌套过深，没有读"),
            format!("{count} parts are nested too deep and were not read"),
        ),
        UnreadKind::Cells => (
            format!("有 {count} 个单元格超出表格的最大宽度，没有读"),
            format!("{count} cells lie beyond the widest table and were not read"),
        ),
        UnreadKind::Structure => (
            "网页嵌套过深，只读了文字，没有识别其中的标题和表格".to_owned(),
            "the page is nested too deep: only its text was read, not its headings and tables".to_owned(),
        ),
    };
    not_read(zh, en).help(
        "请在原文件中把这些内容改为普通文字或表格后再读取，或自行核对",
        "turn these parts into plain text or tables in the original and read it again, or check them yourself",
    )
}

fn not_read(zh: String, en: String) -> Diagnostic {
    Diagnostic::new("X903", "part-not-read", Family::Text, Severity::Warning).message(zh, en).artefact()
}

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

/// A table whose head was understood and whose rows could not be read for certain.
pub(crate) fn table_not_read(span: Span) -> Diagnostic {
    Diagnostic::new("X905", "table-not-read", Family::Text, Severity::Warning)
        .message(
            "识别出表头，但各行无法可靠读出，未采用其中的数值",
            "the head of a table was found, but its rows could not be read for certain; none of its values is used",
        )
        .label(span, "未读入的表", "the table that was not read")
        .help(
            "请改用 Word 或带框线的 PDF，或逐行核对后以制表符分隔各列",
            "use the Word file or a PDF with ruled lines, or part the columns by tabs",
        )
        .artefact()
}

/// What there is to say of the pages of a PDF.
pub(crate) fn pages(read: &crate::pdf::Read) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    if !read.without_text.is_empty() {
        told.push(pages_without_text(&read.without_text));
    }
    if !read.damaged.is_empty() {
        let list = listed(&read.damaged);
        told.push(
            not_read(
                format!("第 {list} 页已损坏，没有读，其余各页照常读入"),
                format!("pages {list} are damaged and were not read; the others were"),
            )
            .help(
                "请用原文件重新导出，或用阅读器打开后打印为新的 PDF，再读一次",
                "export from the original again, or open it in a viewer and print it to a new PDF, and read that",
            ),
        );
    }
    if !read.cut.is_empty() {
        let list = listed(&read.cut);
        told.push(
            not_read(
                format!("第 {list} 页超出限度，没有读全"),
                format!("pages {list} go beyond the limits and were not read to the end"),
            )
            .help(
                "请把文件分成几份，或用原文件重新导出后再读取",
                "split the file, or export from the original again and read that",
            ),
        );
    }
    if !read.recognised.is_empty() {
        told.push(read_from_scan(&listed(&read.recognised)));
    }
    told
}

/// Page numbers as a list, the first twenty of them.
fn listed(pages: &[u32]) -> String {
    let list: Vec<String> = pages.iter().take(20).map(u32::to_string).collect();
    let more = if pages.len() > 20 { " …" } else { "" };
    format!("{}{more}", list.join(", "))
}

/// A number of which text recognition was not sure, in percent.
#[expect(clippy::cast_possible_truncation, reason = "clamped to 0 to 100 before")]
pub(crate) fn doubtful_number(span: Span, number: &str, confidence: f32) -> Diagnostic {
    let percent = confidence.clamp(0.0, 100.0) as u32;
    Diagnostic::new("X904", "read-from-scan", Family::Text, Severity::Warning)
        .message(
            format!("“{number}”由扫描件识别而来，把握只有 {percent}%"),
            format!("“{number}” was recognised from a scan with a confidence of only {percent} %"),
        )
        .label(span, "请核对", "check this")
        .help("请对照原件核对这个数字", "check this figure against the original")
        .artefact()
}

/// Pages whose text was recognised from a picture.
fn read_from_scan(list: &str) -> Diagnostic {
    Diagnostic::new("X904", "read-from-scan", Family::Text, Severity::Warning)
        .message(
            format!("第 {list} 页的文字由扫描件识别而来，数字可能有误"),
            format!("the text of pages {list} was recognised from a scan; figures may be wrong"),
        )
        .help("请对照原件核对每个数字", "check every figure against the original")
        .artefact()
}

/// Pages of a PDF that show something but hold no text.
fn pages_without_text(pages: &[u32]) -> Diagnostic {
    let list = listed(pages);
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
