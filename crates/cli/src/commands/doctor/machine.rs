//! The machine: limits of the system, programs, fonts, the reader of people's files.

use super::finding::Findings;
use crate::commands::database::by_hand;
use crate::commands::reader;
use source::Words;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Files that a server needs open at once: connections, database, mail, children.
const LEAST_FILES: u64 = 4096;

pub(super) fn look(findings: &mut Findings) {
    open_files(findings);
    temporary(findings);
    text(findings);
    environment(findings);
    readers(findings);
    office(findings);
    recognition(findings);
    fonts(findings);
    press(findings);
    holidays(findings);
}

fn open_files(findings: &mut Findings) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit};
        let most = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
        if most < LEAST_FILES {
            findings.warn(
                "limits.files",
                Words::new(
                    format!("进程最多只能打开 {most} 个文件，连接多时会拒绝新的连接"),
                    format!("a process may open only {most} files; with many connections new ones are refused"),
                ),
                Words::new(
                    format!("在 systemd 单元中设 LimitNOFILE={LEAST_FILES}，或先执行 ulimit -n {LEAST_FILES}"),
                    format!("set LimitNOFILE={LEAST_FILES} in the systemd unit, or run ulimit -n {LEAST_FILES} before"),
                ),
            );
        } else {
            findings.sound("limits.files", "可打开的文件数足够", "enough files may be open");
        }
    }
}

fn temporary(findings: &mut Findings) {
    let folder = std::env::temp_dir();
    match tempfile::NamedTempFile::new() {
        Ok(_) => findings.sound("temporary.write", "临时目录可写", "the temporary directory can be written"),
        Err(error) => findings.fault(
            "temporary.write",
            Words::new(
                format!("临时目录“{}”不能写：{error}", folder.display()),
                format!("the temporary directory “{}” cannot be written: {error}", folder.display()),
            ),
            Words::new(
                "给运行服务的用户写权限，或用环境变量 TMPDIR 指定另一个目录",
                "give the user of the service the right to write there, or name another directory with TMPDIR",
            ),
        ),
    }
}

/// Names of files in Chinese need a locale whose texts are UTF-8 where other programs are started.
fn text(findings: &mut Findings) {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    let plain = locale.to_ascii_lowercase().replace('-', "");
    if plain.contains("utf8") {
        findings.sound("locale", format!("字符集 {locale}"), format!("locale {locale}"));
    } else {
        findings.note(
            "locale",
            Words::new(
                format!("区域设置“{locale}”不是 UTF-8，LibreOffice 转换中文文件名的文件时可能出错"),
                format!(
                    "the locale “{locale}” is not UTF-8; LibreOffice may fail on files with Chinese names"
                ),
            ),
            Words::new("设 LANG=C.UTF-8 或 zh_CN.UTF-8", "set LANG=C.UTF-8 or zh_CN.UTF-8"),
        );
    }
}

/// Variables that are set and say nothing.
fn environment(findings: &mut Findings) {
    for name in ["GANGYAO_READ_MEMORY", "GANGYAO_READ_SECONDS"] {
        let Ok(value) = std::env::var(name) else { continue };
        if value.trim().parse::<u64>().is_err() {
            findings.warn(
                "settings.environment",
                Words::new(
                    format!("环境变量 {name}=“{value}”不是整数，没有起作用"),
                    format!("the variable {name}=“{value}” is no whole number and has no effect"),
                ),
                Words::new("改成整数，或去掉", "make it a whole number, or remove it"),
            );
        }
    }
}

/// Reads a small table the way the server reads people's files: in a child with limits.
fn readers(findings: &mut Findings) {
    for missing in worker::missing() {
        let words = missing.words().clone();
        findings.warn(
            "limits.system",
            words,
            Words::new(
                "在 Linux（x86-64、aarch64、riscv64）上运行，或只读取可信的文件",
                "run it on Linux (x86-64, aarch64, riscv64), or read trusted files only",
            ),
        );
    }
    match reader::try_figures("doctor.csv", "指标,单位,2021\n粮食产量,万吨,12.5\n".as_bytes()) {
        Ok(()) => findings.sound("limits.reader", "读取文件的子进程正常", "the child that reads files works"),
        Err(failure) => {
            let said = failure.words();
            findings.fault(
                "limits.reader",
                Words::new(
                    format!("读取文件的子进程不能工作：{}", said.zh),
                    format!("the child that reads files does not work: {}", said.en),
                ),
                Words::new(
                    "放宽 GANGYAO_READ_MEMORY（MB，默认 1536）和 GANGYAO_READ_SECONDS（默认 60），并查看 systemd 单元的 MemoryMax、SystemCallFilter",
                    "raise GANGYAO_READ_MEMORY (MB, 1536 by default) and GANGYAO_READ_SECONDS (60), and look at MemoryMax and \
                     SystemCallFilter of the systemd unit",
                ),
            );
        }
    }
}

/// Whether a program stands in the path.
fn installed(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

fn said_by(name: &str, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new(installed(name)?);
    let output = command.args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn office(findings: &mut Findings) {
    if installed("soffice").is_some() {
        findings.sound(
            "programs.office",
            "已装 LibreOffice，可读旧版 Word 和 WPS 文件",
            "LibreOffice is there for old Word and WPS files",
        );
    } else {
        findings.note(
            "programs.office",
            Words::new(
                "没有 LibreOffice，读不了旧版 Word（.doc）和 WPS 文件；其他格式不受影响",
                "without LibreOffice old Word (.doc) and WPS files cannot be read; other formats can",
            ),
            Words::new("需要时安装 libreoffice-writer", "install libreoffice-writer when that is needed"),
        );
    }
}

fn recognition(findings: &mut Findings) {
    let packages = "tesseract-ocr tesseract-ocr-chi-sim poppler-utils";
    let has_model = said_by("tesseract", &["--list-langs"])
        .is_some_and(|said| said.lines().any(|line| line.trim() == "chi_sim"));
    if has_model && installed("pdftoppm").is_some() {
        findings.sound("programs.recognition", "可识别扫描件", "scans can be read");
    } else {
        findings.note(
            "programs.recognition",
            Words::new(
                "缺少 tesseract、其中文模型或 pdftoppm，读不了扫描件",
                "tesseract, its Chinese model or pdftoppm is missing, so scans cannot be read",
            ),
            Words::new(format!("需要时安装 {packages}"), format!("install {packages} when that is needed")),
        );
    }
}

/// LibreOffice sets a line of Chinese by its fonts: without one its tables come out of place.
fn fonts(findings: &mut Findings) {
    match said_by("fc-list", &[":lang=zh", "family"]) {
        Some(said) if !said.trim().is_empty() => {
            findings.sound("fonts.chinese", "有中文字体", "there are Chinese fonts");
        }
        Some(_) => findings.warn(
            "fonts.chinese",
            Words::new(
                "没有中文字体，LibreOffice 转换的文件排版会错位",
                "there are no Chinese fonts; what LibreOffice converts comes out of place",
            ),
            Words::new(
                "安装 fonts-noto-cjk，或单位已有授权的宋体、仿宋",
                "install fonts-noto-cjk, or fonts that the office is licensed for",
            ),
        ),
        None => findings.note(
            "fonts.chinese",
            Words::new(
                "没有 fontconfig，不知道有哪些字体",
                "fontconfig is missing, so that fonts cannot be listed",
            ),
            Words::new(
                "需要转换旧版 Word 时安装 fontconfig 和 fonts-noto-cjk",
                "install fontconfig and fonts-noto-cjk when old Word files are converted",
            ),
        ),
    }
}

/// Sets one line the way the server sets reports: a press of another version, without fonts or without rights is told here.
fn press(findings: &mut Findings) {
    let remedy = || {
        Words::new(
            "用 make press 构建同一版本的 gangyao-press，放在 gangyao 旁边或由 GANGYAO_PRESS 指定，并安装 fonts-noto-cjk",
            "build gangyao-press of the same version with make press, put it beside gangyao or name it in GANGYAO_PRESS, and \
             install fonts-noto-cjk",
        )
    };
    let Some(found) = reader::press() else {
        let named = std::env::var("GANGYAO_PRESS").unwrap_or_default();
        if named.is_empty() {
            let words = Words::new(
                "没有 gangyao-press，报告不提供 PDF；其他格式不受影响",
                "without gangyao-press reports are not offered as PDF; other forms are",
            );
            findings.note("programs.press", words, remedy());
        } else {
            let words = Words::new(
                format!("GANGYAO_PRESS 指定的“{named}”不存在，报告不提供 PDF"),
                format!("“{named}”, named in GANGYAO_PRESS, does not exist; reports are not offered as PDF"),
            );
            findings.warn("programs.press", words, remedy());
        }
        return;
    };
    let day = jiff::tz::TimeZone::UTC.to_datetime(by_hand("").when).date();
    let title = report::Report::of_tables("规划纲要 Gangyao 2030".to_owned(), []);
    match found.once(report::pdf::document(&title, day, "", "")) {
        Ok(sheet) if sheet.findings.is_empty() => {
            findings.sound("programs.press", "可把报告排成 PDF", "reports can be set as PDF");
        }
        Ok(sheet) => {
            let zh: Vec<_> = sheet.findings.iter().map(|words| words.zh.as_str()).collect();
            let en: Vec<_> = sheet.findings.iter().map(|words| words.en.as_str()).collect();
            let words = Words::new(
                format!("排成的 PDF 与要求不符：{}", zh.join("；")),
                format!("PDF files come out otherwise than asked: {}", en.join("; ")),
            );
            findings.warn("programs.press", words, remedy());
        }
        Err(said) => {
            let words = Words::new(
                format!("gangyao-press 不能工作：{}", said.zh),
                format!("gangyao-press does not work: {}", said.en),
            );
            findings.fault("programs.press", words, remedy());
        }
    }
}

/// Deadlines go by the official notices of holidays.
fn holidays(findings: &mut Findings) {
    let year = jiff::tz::TimeZone::UTC.to_datetime(by_hand("").when).year();
    if duty::WorkingDays::official().source(year).is_some() {
        findings.sound(
            "holidays",
            format!("已有 {year} 年节假日安排"),
            format!("the holidays of {year} are known"),
        );
    } else {
        findings.note(
            "holidays",
            Words::new(
                format!("没有 {year} 年的节假日安排，期限只按周末推算"),
                format!("the holidays of {year} are not known; deadlines go by weekends only"),
            ),
            Words::new("升级到含该年通知的版本", "upgrade to a version that has the notice of that year"),
        );
    }
}
