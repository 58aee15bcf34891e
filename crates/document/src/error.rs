use source::Words;
use std::fmt;

/// Why nothing could be read. Each says in both languages what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// No bytes, or nothing but white space.
    Empty,
    /// More bytes than a document may have, or an archive that unpacks to more; the limit in bytes.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Not a document of a known kind.
    Binary,
    /// A picture: a scan or a photograph.
    Picture,
    /// The binary format of old Word versions and of WPS.
    OldWord,
    /// A file of an office program that is no text document (a workbook, slides) or of another kind.
    OtherOffice,
    /// Protected by a password.
    Encrypted,
    /// An archive (docx) that is cut off or damaged.
    BrokenArchive,
    /// A part of a docx or ofd archive that is not well formed XML: reading it up to the fault would give half a
    /// document.
    BrokenPart {
        /// Name of the part in the archive.
        part: String,
        /// Byte of the part at which it breaks.
        offset: usize,
    },
    /// A PDF that is cut off or damaged.
    BrokenPdf,
    /// A PDF whose structure goes beyond what documents have: nested without end, or maps made to burst.
    Excessive,
    /// A PDF whose pages are pictures without a text layer.
    Scanned {
        /// Number of pages.
        pages: usize,
    },
    /// A PDF with text whose fonts do not say which characters it is.
    UnreadableFonts,
}

impl ReadError {
    /// What is wrong and what to do about it, in both languages.
    #[expect(clippy::too_many_lines, reason = "one arm for each case: it is read as a table")]
    pub fn words(&self) -> Words {
        match self {
            Self::Empty => Words::new(
                "文件是空的：请检查文件是否传输完整，重新导出后再读取",
                "the file is empty: check that it was transferred completely, or export it again",
            ),
            Self::TooLarge { limit } => {
                let size = if *limit >= 1 << 20 {
                    format!("{} MB", limit >> 20)
                } else {
                    format!("{} KB", limit.div_ceil(1 << 10))
                };
                Words::new(
                    format!("文件过大（超过 {size}）：请去掉图片和附件，或把规划分成几个文件分别读取"),
                    format!(
                        "the file is too large (more than {size}): remove pictures and annexes, or split the plan into several files"
                    ),
                )
            }
            Self::Binary => Words::new(
                "无法识别的二进制文件：请另存为 docx、带文字层的 PDF、HTML、Markdown 或纯文本",
                "a binary file of unknown kind: save it as docx, PDF with a text layer, HTML, Markdown or plain text",
            ),
            Self::Picture => Words::new(
                "这是图片：请先做文字识别（OCR），核对数字后存为 docx 或纯文本",
                "a picture: run text recognition (OCR) on it, check the figures, and save it as docx or plain text",
            ),
            Self::OldWord => Words::new(
                "旧版 Word 或 WPS 文件（.doc、.wps），或加密的文档：请用 Word、WPS 或 LibreOffice 打开（如有密码先去除），另存为 .docx",
                "an old Word or WPS file (.doc, .wps) or a protected document: open it in Word, WPS or LibreOffice (remove the password if it has one) and save it as .docx",
            ),
            Self::OtherOffice => Words::new(
                "这不是文字文档（可能是表格、演示文稿或其他压缩包）：规划文本请存为 docx，统计数据请用导入数据的功能",
                "not a text document (a workbook, slides or another archive): save the plan's text as docx; import figures as data",
            ),
            Self::Encrypted => Words::new(
                "文件有密码保护：请在原程序中去除密码后再读取",
                "the file is protected by a password: remove it in the program that made the file",
            ),
            Self::BrokenArchive => Words::new(
                "文件（docx 或 ofd）已损坏或不完整：请重新传输，或用 Word 打开修复后另存",
                "the file (docx or ofd) is damaged or cut off: transfer it again, or open it in Word, repair it and save it",
            ),
            Self::BrokenPart { part, offset } => Words::new(
                format!(
                    "文件中的 {part} 在第 {offset} 字节处损坏，其后的内容读不出，因此整份未读：请重新传输，或用 Word、WPS 打开修复后另存"
                ),
                format!(
                    "{part} in the file is damaged at byte {offset} and what follows cannot be read, so nothing was taken: transfer it again, or open it in Word or WPS, repair it and save it"
                ),
            ),
            Self::BrokenPdf => Words::new(
                "PDF 文件已损坏或不完整：请重新传输，或用阅读器打开后另存（打印为 PDF）",
                "the PDF file is damaged or cut off: transfer it again, or open it in a viewer and print it to a new PDF",
            ),
            Self::Excessive => Words::new(
                "PDF 的内部结构超出正常文档的限度（嵌套过深或字符表过大），没有读：请用阅读器打开后打印为新的 PDF",
                "the PDF's structure goes beyond what documents have (nested too deep, or character maps out of proportion) and was not read: open it in a viewer and print it to a new PDF",
            ),
            Self::Scanned { pages } => Words::new(
                format!(
                    "文件是扫描件，{pages} 页都没有文字层：请先做文字识别（OCR，如 ocrmypdf），核对数字后再读取"
                ),
                format!(
                    "the file is a scan, none of its {pages} pages has a text layer: run text recognition on it (OCR, such as ocrmypdf) and check the figures first"
                ),
            ),
            Self::UnreadableFonts => Words::new(
                "PDF 的字体没有字符编码，文字无法读出：请用原文件重新导出（嵌入字体），或先做文字识别（OCR）",
                "the PDF's fonts do not say which characters they show: export it again from the original with fonts embedded, or run text recognition (OCR)",
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
