use document::ReadError;
use source::Words;

/// Why a file could not be made readable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The document itself cannot be read.
    Read(ReadError),
    /// A program that is needed is not installed.
    Missing {
        /// What the file is without it.
        error: ReadError,
        /// Packages to install, as Debian names them.
        packages: &'static str,
    },
    /// The program ran and gave nothing.
    Failed {
        /// Its name.
        program: &'static str,
        /// What the file is without it.
        error: ReadError,
    },
    /// The program met a limit.
    Limit {
        /// Its name.
        program: &'static str,
        /// Seconds that it had.
        seconds: u64,
    },
    /// A program that writes PDF is not installed.
    NoPdf {
        /// Packages to install, as Debian names them.
        packages: &'static str,
    },
    /// The program ran and wrote nothing.
    NotWritten {
        /// Its name.
        program: &'static str,
    },
    /// The temporary directory cannot be written; the text of the system, for the log.
    Io(String),
}

impl Failure {
    /// What is wrong and what to do about it, in both languages.
    pub fn words(&self) -> Words {
        match self {
            Self::Read(error) => error.words(),
            Self::Missing { error, packages } => {
                let words = error.words();
                Words::new(
                    format!("{}。也可以请管理员在本机安装 {packages}，程序会自动调用", words.zh),
                    format!(
                        "{}; or have {packages} installed on this machine, which is then used by itself",
                        words.en
                    ),
                )
            }
            Self::Failed { program, error } => {
                let words = error.words();
                Words::new(
                    format!("{program} 没有读出内容。{}", words.zh),
                    format!("{program} gave nothing; {}", words.en),
                )
            }
            Self::NoPdf { packages } => Words::new(
                format!("生成 PDF 需要在本机安装 {packages}；也可以在文字处理软件中打开 docx 后另存为 PDF"),
                format!(
                    "PDF needs {packages} on this machine; or open the docx in a word processor and save it as PDF"
                ),
            ),
            Self::NotWritten { program } => {
                Words::new(format!("{program} 没有写出 PDF"), format!("{program} wrote no PDF"))
            }
            Self::Limit { program, seconds } => Words::new(
                format!("{program} 在 {seconds} 秒内没有完成：请把文件分成几份，或先在本机转换后再读取"),
                format!(
                    "{program} did not finish within {seconds} seconds: split the file, or convert it yourself first"
                ),
            ),
            Self::Io(_) => Words::new(
                "无法写临时文件：请检查磁盘空间和临时目录的权限",
                "temporary files cannot be written: check disk space and the rights of the temporary directory",
            ),
        }
    }
}
