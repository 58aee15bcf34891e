//! Where things are kept: room, rights, what a crash left behind, secrets in the wrong place.

use super::finding::Findings;
use crate::args::Doctor;
use source::Words;
use std::path::{Path, PathBuf};
use store::Location;

pub(super) fn look(location: &Location, options: &Doctor, findings: &mut Findings) {
    room(&std::env::temp_dir(), "disk.temporary", options.least_space, findings);
    if let Some(key) = &options.audit_key {
        key_file(key, findings);
    }
    match location {
        Location::File(path) => {
            let folder =
                path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            if folder.is_dir() {
                room(folder, "disk.space", options.least_space, findings);
                writable(folder, findings);
                left_over(folder, findings);
            }
            rights(path, findings);
            log_of(path, findings);
        }
        Location::Postgres(url) => password_in_sight(url, findings),
    }
}

/// Free space of the file system of a folder.
fn room(folder: &Path, id: &str, least: u64, findings: &mut Findings) {
    #[cfg(unix)]
    if let Ok(about) = rustix::fs::statvfs(folder) {
        let free = about.f_bavail.saturating_mul(about.f_frsize) >> 20;
        let shown = folder.display();
        if free < least {
            findings.fault(
                id,
                Words::new(
                    format!("“{shown}”只剩 {free} MB，少于 {least} MB"),
                    format!("“{shown}” has {free} MB left, less than {least} MB"),
                ),
                Words::new(
                    "腾出空间，或把数据目录移到更大的盘；磁盘写满时写入会被拒绝，已有内容不受影响",
                    "free some space, or move the data to a larger disk; when it is full writes are refused, and what is there stays",
                ),
            );
        } else {
            findings.sound(id, format!("“{shown}”剩余 {free} MB"), format!("“{shown}” has {free} MB left"));
        }
    }
}

fn writable(folder: &Path, findings: &mut Findings) {
    match tempfile::NamedTempFile::new_in(folder) {
        Ok(_) => findings.sound("files.write", "数据目录可写", "the data directory can be written"),
        Err(error) => findings.fault(
            "files.write",
            Words::new(
                format!("数据目录“{}”不能写：{error}", folder.display()),
                format!("the data directory “{}” cannot be written: {error}", folder.display()),
            ),
            Words::new(
                "用运行服务的用户来运行本命令；仍不能写时，用 chown 把目录交给该用户",
                "run this as the user of the service; if that does not help, give the directory to that user with chown",
            ),
        ),
    }
}

/// What a backup or a restoring that was broken off leaves.
fn left_over(folder: &Path, findings: &mut Findings) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut left: Vec<String> =
        names.filter(|name| name.ends_with(".partial") || name.ends_with(".restoring")).collect();
    left.sort();
    if !left.is_empty() {
        let list = left.join(" ");
        findings.warn(
            "files.left",
            Words::new(
                format!("有中断的备份或恢复留下的文件：{list}"),
                format!("a backup or restoring that was broken off left: {list}"),
            ),
            Words::new(
                "确认没有正在进行的备份后删除，并重新备份一次",
                "when no backup is running, delete them and make a backup again",
            ),
        );
    }
}

/// Whether others on the machine may read what is confidential.
fn rights(path: &Path, findings: &mut Findings) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let Ok(about) = std::fs::metadata(path) else { return };
        let mode = about.permissions().mode() & 0o777;
        // The folder in between keeps others out as well.
        let closed = path.parent().and_then(|folder| std::fs::metadata(folder).ok());
        let is_closed = closed.is_some_and(|folder| folder.permissions().mode().trailing_zeros() >= 3);
        if mode & 0o007 != 0 && !is_closed {
            findings.warn(
                "files.open",
                Words::new(
                    format!("机器上的任何用户都能读取数据库“{}”（权限 {mode:o}）", path.display()),
                    format!(
                        "every user of this machine may read the database “{}” (mode {mode:o})",
                        path.display()
                    ),
                ),
                Words::new(
                    "把数据目录设为 chmod 700，或让 systemd 单元使用 StateDirectoryMode=0700",
                    "make the data directory chmod 700, or let the systemd unit use StateDirectoryMode=0700",
                ),
            );
        } else {
            findings.sound("files.open", "其他用户读不到数据库", "other users cannot read the database");
        }
    }
    #[cfg(not(unix))]
    let _ = (path, findings);
}

/// The write-ahead log grows without end while somebody reads without end.
fn log_of(path: &Path, findings: &mut Findings) {
    const MOST: u64 = 256 << 20;
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    let size = std::fs::metadata(PathBuf::from(name)).map_or(0, |about| about.len());
    if size > MOST {
        findings.warn(
            "files.log",
            Words::new(
                format!("数据库的预写日志有 {} MB，有进程长时间占着旧的读取", size >> 20),
                format!(
                    "the write-ahead log of the database has {} MB; some process holds an old reading",
                    size >> 20
                ),
            ),
            Words::new(
                "停止占用数据库文件的其他程序，再重新启动服务",
                "end other programs that have the database file open, then restart the service",
            ),
        );
    }
}

fn key_file(path: &Path, findings: &mut Findings) {
    let Ok(about) = std::fs::metadata(path) else {
        findings.fault(
            "secrets.key",
            Words::new(
                format!("没有签名密钥文件“{}”", path.display()),
                format!("there is no file of the signing key “{}”", path.display()),
            ),
            Words::new(
                "从离线保管处取回；新建的密钥签名的链头与以前的不能相互证明",
                "bring it back from where it is kept; heads signed by a new key do not prove those before",
            ),
        );
        return;
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = about.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            findings.fault(
                "secrets.key",
                Words::new(
                    format!("其他用户能读签名密钥“{}”（权限 {mode:o}）", path.display()),
                    format!("other users may read the signing key “{}” (mode {mode:o})", path.display()),
                ),
                Words::new("chmod 600，并考虑换一把密钥", "chmod 600, and consider a new key"),
            );
            return;
        }
    }
    let _ = about;
    findings.sound("secrets.key", "签名密钥只有本用户可读", "only this user may read the signing key");
}

/// A password in the arguments is seen by everybody on the machine who lists processes.
fn password_in_sight(url: &str, findings: &mut Findings) {
    let has_password = url
        .split_once("://")
        .and_then(|(_, rest)| rest.split('/').next()?.rsplit_once('@'))
        .is_some_and(|(user, _)| user.contains(':'));
    let is_argument = std::env::args().any(|argument| argument.contains(url));
    if has_password && is_argument {
        findings.warn(
            "secrets.arguments",
            Words::new(
                "数据库密码写在命令行里，机器上的用户列出进程就能看到",
                "the password of the database stands on the command line, where users of this machine see it in the list of processes",
            ),
            Words::new(
                "改用环境变量 GANGYAO_DATABASE（systemd 的 EnvironmentFile，权限 600），或 PostgreSQL 的 .pgpass",
                "use the variable GANGYAO_DATABASE (EnvironmentFile of systemd, mode 600), or .pgpass of PostgreSQL",
            ),
        );
    }
}
