//! PDF files: set by a program of its own, `gangyao-press`, that is built and installed apart from this one.
//!
//! It runs as a child with limits on memory and time, like the one that reads people's files ([`crate::reader`]): what it sets
//! holds words of many people. Where it is not there, no PDF is offered.

use crate::{Fault, Kind};
use jiff::civil::Date;
use report::{Medium, Report};
use serde::Deserialize;
use source::Words;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use worker::{Failure, Job, Pool, Program, Scale};

/// The name of the program, without the ending that a system gives it.
const NAME: &str = "gangyao-press";
/// The argument that makes the program a child.
const CHILD: &str = "__press";
/// Documents that may wait for their turn; who comes then is told to come again.
const QUEUE: usize = 24;

/// Measured: a report of 40 pages with 30 charts takes 250 MB and less than two seconds, a list of 5,000 rows 600 MB and 10.
const SCALE: Scale = Scale {
    memory_floor: 1024,
    memory_per_mebibyte: 512,
    memory_ceiling: 4096,
    cpu_floor: 60,
    cpu_per_mebibyte: 30,
    cpu_ceiling: 300,
    output_floor: 64,
};

/// The program that sets PDF files, found on this machine.
#[derive(Clone, Debug)]
pub struct Found {
    path: PathBuf,
    fonts: Vec<PathBuf>,
}

impl Found {
    /// The program at the place that `named` gives (`GANGYAO_PRESS`), else beside `own`, the path of this program, else where
    /// `make press` builds it. `fonts` are folders of fonts that come before those of the system (`GANGYAO_FONTS`).
    ///
    /// A name that leads nowhere finds nothing: what was asked for is not replaced by another one in silence.
    pub fn look(named: Option<PathBuf>, own: Option<&Path>, fonts: Vec<PathBuf>) -> Option<Self> {
        let file = format!("{NAME}{}", std::env::consts::EXE_SUFFIX);
        let places = if let Some(path) = named {
            vec![path]
        } else {
            let beside = own.and_then(Path::parent);
            // target/quick/gangyao and target/press/release/gangyao-press; a test stands one folder deeper.
            let built = beside.into_iter().flat_map(|folder| folder.ancestors().skip(1).take(2));
            let built = built.map(|folder| folder.join("press/release").join(&file));
            beside.map(|folder| folder.join(&file)).into_iter().chain(built).collect()
        };
        places.into_iter().find(|path| path.is_file()).map(|path| Self { path, fonts })
    }

    /// Where it stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn program(&self) -> Program {
        let fonts = self.fonts.iter().flat_map(|folder| ["--fonts".into(), folder.into()]);
        Program { path: self.path.clone(), arguments: std::iter::once(CHILD.into()).chain(fonts).collect() }
    }

    /// Sets one document, made by [`report::pdf::document`], and waits for it.
    ///
    /// # Errors
    /// Why it cannot be set, or which limit it met.
    pub fn once(&self, document: Vec<u8>) -> Result<Sheet, Words> {
        let limits = SCALE.limits(document.len() as u64);
        let job = Job { name: NAME.to_owned(), head: Vec::new(), body: document };
        let answer = worker::once(&self.program(), &job, limits).map_err(|failure| failed(&failure))?;
        Sheet::read(answer)
    }
}

/// The press of a server: children of it, one after the other.
#[derive(Clone, Debug)]
pub struct Press {
    pool: Pool,
}

impl Press {
    /// Starts the first child. Call inside a tokio runtime.
    pub fn start(found: &Found) -> Self {
        // One uses both cores of a small machine, and keeps the memory of all below the limit of one.
        Self { pool: Pool::new(found.program(), 1, false) }
    }

    /// Sets a document, made by [`report::pdf::document`], when its turn has come. Whoever drops this takes it back, and its
    /// child ends.
    ///
    /// # Errors
    /// Too many wait; why it cannot be set, or which limit it met.
    pub async fn set(&self, document: Vec<u8>) -> Result<Sheet, Fault> {
        if self.pool.waiting() >= QUEUE {
            let words = Words::new(
                "正在排版的文件太多，请过一分钟再下载。",
                "Too many files are being set at the moment; download this one in a minute.",
            );
            return Err(Fault { kind: Kind::Unavailable, words });
        }
        let limits = SCALE.limits(document.len() as u64);
        let job = Job { name: NAME.to_owned(), head: Vec::new(), body: document };
        let answer = self.pool.submit(job, limits).answer().await;
        let answer = answer.map_err(|failure| {
            tracing::warn!(%failure, "a document was not set");
            Fault { kind: Kind::Unavailable, words: failed(&failure) }
        })?;
        let sheet = Sheet::read(answer).map_err(|words| Fault::internal(&words.en))?;
        for finding in &sheet.findings {
            tracing::warn!(finding = %finding.en, "a PDF was set otherwise than asked");
        }
        Ok(sheet)
    }
}

/// A document that was set.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The file.
    pub pdf: Vec<u8>,
    /// What was set otherwise than asked, and what to do: characters that no font has, a file that is no PDF/A.
    pub findings: Vec<Words>,
}

/// The first line of an answer.
#[derive(Deserialize)]
struct Head {
    error: Option<Said>,
    #[serde(default)]
    findings: Vec<Said>,
}

#[derive(Deserialize)]
struct Said {
    zh: String,
    en: String,
}

impl Sheet {
    fn read(mut answer: Vec<u8>) -> Result<Self, Words> {
        let broken = || {
            Words::new(
                "gangyao-press 的回答不能识别；请用 make press 重新构建与本程序同一版本的 gangyao-press。",
                "the answer of gangyao-press is not understood; build one of the same version as this program with `make press`",
            )
        };
        let end = answer.iter().position(|byte| *byte == b'\n').ok_or_else(broken)?;
        let head: Head =
            serde_json::from_slice(answer.get(..end).unwrap_or_default()).map_err(|_| broken())?;
        if let Some(said) = head.error {
            return Err(Words::new(said.zh, said.en));
        }
        let pdf = answer.split_off(end + 1);
        if !pdf.starts_with(b"%PDF-") {
            return Err(broken());
        }
        let findings = head.findings.into_iter().map(|said| Words::new(said.zh, said.en)).collect();
        Ok(Self { pdf, findings })
    }
}

fn failed(failure: &Failure) -> Words {
    match failure {
        Failure::Memory(limit) => Words::new(
            format!("排成 PDF 需要的内存超过上限（{limit} MB）。请改用 Word 文件，或拆成几份。"),
            format!(
                "setting the PDF needs more memory than the limit of {limit} MB; take the Word file, or split it"
            ),
        ),
        Failure::Time(limit) => Words::new(
            format!("排成 PDF 的时间超过上限（{limit} 秒）。请改用 Word 文件，或拆成几份。"),
            format!(
                "setting the PDF takes longer than the limit of {limit} seconds; take the Word file, or split it"
            ),
        ),
        Failure::Output(limit) => Words::new(
            format!("排成的 PDF 超过上限（{limit} MB）。请改用 Word 文件，或拆成几份。"),
            format!("the PDF exceeds the limit of {limit} MB; take the Word file, or split it"),
        ),
        Failure::Start(_) => Words::new(
            "排版程序 gangyao-press 没有启动。请稍后再试；仍不行请联系管理员。",
            "the program gangyao-press did not start; try again later or tell the administrator",
        ),
        Failure::Depth | Failure::Panicked(_) | Failure::Died(_) => Words::new(
            "排版程序 gangyao-press 出错，没有生成 PDF。请改用 Word 文件，并告诉管理员。",
            "the program gangyao-press failed and made no PDF; take the Word file, and tell the administrator",
        ),
    }
}

/// Writes a report in any medium.
///
/// # Errors
/// There is no press and a PDF is wanted; the file cannot be written.
pub(crate) async fn written(
    press: Option<&Press>,
    report: Arc<Report>,
    medium: Medium,
    day: Date,
    mark: &'static str,
) -> Result<Vec<u8>, Fault> {
    let aside = |work: Box<dyn FnOnce() -> Result<Vec<u8>, Words> + Send>| async {
        let done = tokio::task::spawn_blocking(work).await.map_err(|error| Fault::internal(&error))?;
        done.map_err(|words| Fault::internal(&words.en))
    };
    if medium != Medium::Pdf {
        return aside(Box::new(move || report::write(&report, medium, day, "", mark))).await;
    }
    let press = press.ok_or_else(|| Fault { kind: Kind::NotFound, words: report::pdf::absent() })?;
    let document = aside(Box::new(move || Ok(report::pdf::document(&report, day, "", mark)))).await?;
    Ok(press.set(document).await?.pdf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_beside_this_one_and_where_it_is_built_and_not_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("target/quick/gangyao");
        let file = format!("{NAME}{}", std::env::consts::EXE_SUFFIX);
        let put = |path: &str| {
            let path = folder.path().join(path).join(&file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, "x").unwrap();
            path
        };
        let look = |named: Option<PathBuf>| {
            Found::look(named, Some(&own), Vec::new()).map(|found| found.path().to_owned())
        };
        assert_eq!(look(None), None);
        let built = put("target/press/release");
        assert_eq!(look(None), Some(built));
        let beside = put("target/quick");
        assert_eq!(look(None), Some(beside));
        let named = put("elsewhere");
        assert_eq!(look(Some(named.clone())), Some(named));
        assert_eq!(look(Some(folder.path().join("nowhere"))), None, "a wrong name is not passed over");
        assert!(Found::look(None, None, Vec::new()).is_none());
    }

    #[test]
    fn an_answer_is_a_line_and_a_file() {
        let sheet =
            Sheet::read(b"{\"findings\":[{\"zh\":\"a\",\"en\":\"b\"}]}\n%PDF-1.7\n".to_vec()).unwrap();
        assert_eq!((sheet.pdf.as_slice(), sheet.findings.len()), (b"%PDF-1.7\n".as_slice(), 1));
        let said = Sheet::read(b"{\"error\":{\"zh\":\"x\",\"en\":\"y\"}}\n".to_vec()).unwrap_err();
        assert_eq!(said, Words::new("x", "y"));
        for broken in [b"".as_slice(), b"{}", b"{}\nPK", b"no\n%PDF-"] {
            assert!(Sheet::read(broken.to_vec()).unwrap_err().en.contains("make press"));
        }
    }

    #[tokio::test]
    async fn without_the_program_the_answer_says_how_to_get_it() {
        let report = Report::of_tables("清单".to_owned(), []);
        let fault = written(None, Arc::new(report), Medium::Pdf, Date::MIN, "").await.unwrap_err();
        assert!(
            fault.kind == Kind::NotFound
                && fault.words.en.contains("make press")
                && fault.words.zh.contains("make press")
        );
    }
}
