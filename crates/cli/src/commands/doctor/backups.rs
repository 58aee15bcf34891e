//! The newest backup: whether there is one, how old it is, whether it can be opened.

use super::finding::Findings;
use crate::args::Doctor;
use crate::commands::database::wait;
use crate::failure::Failure;
use source::Words;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use store::{Location, Store};

/// How a file of SQLite begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

pub(super) fn look(options: &Doctor, findings: &mut Findings) {
    let Some(folder) = &options.backups else {
        findings.note(
            "backup.unknown",
            Words::new("没有说备份放在哪里，未查看备份", "nobody said where backups are kept, so none was looked at"),
            Words::new(
                "用 --backups 目录 或环境变量 GANGYAO_BACKUPS 指明；用“gangyao backup 文件”每天备份",
                "name the directory with --backups or GANGYAO_BACKUPS; make one a day with “gangyao backup FILE”",
            ),
        );
        return;
    };
    let Some((path, made)) = newest(folder) else {
        findings.fault(
            "backup.none",
            Words::new(
                format!("“{}”里没有备份", folder.display()),
                format!("there is no backup in “{}”", folder.display()),
            ),
            Words::new(
                "用“gangyao backup 文件”备份，并设每天的定时任务",
                "make one with “gangyao backup FILE”, and one every day by a timer",
            ),
        );
        return;
    };
    let days = SystemTime::now().duration_since(made).unwrap_or(Duration::ZERO).as_secs() / 86_400;
    let shown = path.display();
    if days > u64::from(options.backup_days) {
        findings.warn(
            "backup.old",
            Words::new(
                format!("最新的备份“{shown}”已有 {days} 天"),
                format!("the newest backup “{shown}” is {days} days old"),
            ),
            Words::new(
                "查看定时备份为何停了，并立即备份一次",
                "find out why the timer stopped, and make a backup now",
            ),
        );
    }
    match opens(&path) {
        Ok(true) => findings.sound(
            "backup.newest",
            format!("备份“{shown}”可用"),
            format!("the backup “{shown}” can be used"),
        ),
        Ok(false) | Err(_) => findings.fault(
            "backup.damaged",
            Words::new(
                format!("最新的备份“{shown}”打不开或审计链不完好"),
                format!("the newest backup “{shown}” cannot be opened, or its audit chain does not hold"),
            ),
            Words::new(
                "不要覆盖更早的备份；重新备份，并检查存放备份的磁盘",
                "keep the older backups; make a new one, and check the disk that they are on",
            ),
        ),
    }
}

/// The newest file that looks like a backup.
fn newest(folder: &Path) -> Option<(PathBuf, SystemTime)> {
    let entries = std::fs::read_dir(folder).ok()?;
    let files = entries.filter_map(|entry| {
        let entry = entry.ok()?;
        let about = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
        let name = entry.file_name().into_string().ok()?;
        let is_whole = std::path::Path::new(&name).extension().is_some_and(|ending| ending == "db");
        is_whole.then_some((entry.path(), about.modified().ok()?))
    });
    files.max_by_key(|(_, made)| *made)
}

/// Whether a backup opens and its chain holds. A copy is opened, so that the backup stays as it was written.
fn opens(path: &Path) -> Result<bool, Failure> {
    let failed = |error: &std::io::Error| Failure::file(path, error);
    let folder = tempfile::tempdir().map_err(|error| failed(&error))?;
    let copy = folder.path().join("backup.db");
    std::fs::copy(path, &copy).map_err(|error| failed(&error))?;
    let mut head = [0; 16];
    let read =
        std::fs::File::open(&copy).and_then(|mut file| std::io::Read::read_exact(&mut file, &mut head));
    if read.is_err() || head != *MAGIC {
        return Ok(false);
    }
    wait(async {
        let words = |error: store::StoreError| Failure::from_words(error.words());
        let store = Store::look_at(&Location::File(copy)).await.map_err(words)?;
        let schema = store.schema().await.map_err(words)?;
        let is_sound = schema.found > 0
            && store.file_faults().await.map_err(words)?.is_empty()
            && (schema.found < 3
                || !schema.closed.is_empty()
                || store.verify_audit().await.map_err(words)?.is_ok());
        store.close().await;
        Ok(is_sound)
    })
}
