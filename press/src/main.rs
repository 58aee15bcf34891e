//! `gangyao-press`: a document as JSON on standard input, a PDF on standard output.
//!
//! `gangyao-press [--fonts FOLDER]... [--language zh|en] <document.json >document.pdf`
//!
//! Findings go to standard error, one a line. The hidden argument `__press` makes it a child of the main program, which sets
//! limits on its memory, time, files and system calls ([`worker`]).

use gangyao_press::{Fonts, LARGEST, answer, set};
use source::Words;
use std::ffi::OsString;
use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::Duration;

/// The first argument of a child.
const CHILD: &str = "__press";
/// Layout recurses with the document, which is limited; the stack holds the deepest one.
const STACK: usize = 64 << 20;
/// A document that is not set in so many seconds is given up.
const SECONDS: u64 = 300;
/// Found before the limits of a child stand.
static FONTS: OnceLock<Fonts> = OnceLock::new();

#[derive(Default)]
struct Options {
    folders: Vec<PathBuf>,
    english: bool,
    seconds: u64,
    is_child: bool,
    wants_help: bool,
    wants_version: bool,
}

impl Options {
    fn say(&self, words: &Words) {
        let text = if self.english { &words.en } else { &words.zh };
        let _ = writeln!(io::stderr(), "{text}");
    }
}

fn options(arguments: impl Iterator<Item = OsString>) -> Result<Options, Words> {
    let mut options = Options { seconds: SECONDS, ..Options::default() };
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        let name = argument.to_string_lossy().into_owned();
        match name.as_str() {
            CHILD => options.is_child = true,
            "--help" | "-h" => options.wants_help = true,
            "--version" | "-V" => options.wants_version = true,
            "--fonts" => options.folders.extend(arguments.next().map(PathBuf::from)),
            "--seconds" => {
                options.seconds =
                    arguments.next().and_then(|text| text.to_str()?.parse().ok()).unwrap_or(SECONDS)
            }
            "--language" => options.english = arguments.next().is_some_and(|language| language == "en"),
            _ => {
                return Err(Words::new(
                    format!("没有参数“{name}”；见 gangyao-press --help。"),
                    format!("there is no argument “{name}”; see gangyao-press --help"),
                ));
            }
        }
    }
    Ok(options)
}

fn main() -> ExitCode {
    let options = match options(std::env::args_os().skip(1)) {
        Ok(options) => options,
        Err(words) => {
            Options::default().say(&words);
            return ExitCode::from(2);
        }
    };
    if options.wants_version {
        let _ = writeln!(io::stdout(), "gangyao-press {}", env!("CARGO_PKG_VERSION"));
        return ExitCode::SUCCESS;
    }
    if options.wants_help {
        let _ = io::stdout().write_all(HELP.as_bytes());
        return ExitCode::SUCCESS;
    }
    let fonts = FONTS.get_or_init(|| Fonts::found(&options.folders));
    if options.is_child {
        return worker::serve(|job| answer(&job.body, FONTS.get().unwrap_or(&Fonts::default())));
    }
    give_up_after(options.seconds, options.english);
    match pressed(fonts) {
        Ok(findings) => {
            findings.iter().for_each(|words| options.say(words));
            ExitCode::SUCCESS
        }
        Err(words) => {
            options.say(&words);
            ExitCode::FAILURE
        }
    }
}

/// Ends the program when its time is over; as a child it is held by the limits of its parent.
fn give_up_after(seconds: u64, english: bool) {
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(seconds));
        let words = Words::new(
            format!("排版超过 {seconds} 秒，已放弃；请拆成几份，或用 --seconds 放宽。"),
            format!(
                "setting takes longer than {seconds} seconds and was given up; split the document, or raise --seconds"
            ),
        );
        Options { english, ..Options::default() }.say(&words);
        std::process::exit(1);
    });
}

/// Reads, sets and writes; gives what was found.
fn pressed(fonts: &'static Fonts) -> Result<Vec<Words>, Words> {
    let mut input = Vec::new();
    let read = io::stdin().lock().take(LARGEST as u64 + 1).read_to_end(&mut input);
    read.map_err(|error| {
        Words::new(format!("标准输入无法读取：{error}"), format!("standard input: {error}"))
    })?;
    let broken = || {
        Words::new(
            "排版时程序出错，没有生成 PDF。请把这份文档的 JSON 交给管理员。",
            "the program failed while setting the document and made no PDF; give its JSON to the administrator",
        )
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || set(&input, fonts));
    // A panic has been told on standard error by the default hook.
    let sheet = thread.map_err(|_| broken())?.join().map_err(|_| broken())??;
    let mut out = io::stdout().lock();
    out.write_all(&sheet.pdf).and_then(|()| out.flush()).map_err(|error| {
        Words::new(format!("标准输出无法写入：{error}"), format!("standard output: {error}"))
    })?;
    Ok(sheet.findings)
}

const HELP: &str = "\
gangyao-press: 把 JSON 文档排成公文格式的 PDF/A（GB/T 9704—2012）
Sets a document (JSON on standard input) as PDF/A-2a and PDF/UA-1 on standard output.

  --fonts FOLDER     字体文件夹，优先于系统字体，可多次给出 / a folder of fonts that come before those of the system; may be repeated
  --seconds N        超过多少秒放弃（默认 300） / give up after so many seconds (300)
  --language zh|en   提示所用语言 / the language of findings
  --version, --help
";
