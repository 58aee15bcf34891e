//! Heads of the audit log in a second place: whether they are there, are new, and fit the log.

use super::finding::Findings;
use crate::args::Doctor;
use jiff::{SignedDuration, Timestamp};
use source::Words;
use std::path::Path;
use store::{Store, StoreError};

/// A server deposits every day; after this long none does.
const OLD: SignedDuration = SignedDuration::from_hours(50);

pub(super) async fn look(
    store: &Store,
    options: &Doctor,
    now: Timestamp,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let Some(path) = &options.audit_anchor else { return Ok(()) };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            findings.fault(
                "anchor.file",
                Words::new(
                    format!("存放链头的文件“{}”读不了：{error}", path.display()),
                    format!("the file of deposited heads “{}” cannot be read: {error}", path.display()),
                ),
                Words::new(
                    "核对路径、挂载和权限；服务器要用 --audit-key 和 --audit-anchor 启动",
                    "check path, mount and rights; the server must be started with --audit-key and --audit-anchor",
                ),
            );
            return Ok(());
        }
    };
    let heads = match audit::deposited(&text, None) {
        Ok(heads) => heads,
        Err(error) => {
            findings.fault(
                "anchor.damaged",
                Words::new(
                    format!("存放链头的文件第 {} 行被改动过，或不是链头", error.line),
                    format!("line {} of the file of deposited heads was changed, or is no head", error.line),
                ),
                Words::new(
                    "与邮箱或回调收到的链头比对，查明谁改动了它",
                    "compare it with the heads that were mailed or sent to webhooks, and find out who changed it",
                ),
            );
            return Ok(());
        }
    };
    age(path, heads.last(), now, findings);
    match store.verify_audit_signed(&heads).await? {
        Ok(_) => findings.sound(
            "anchor.fits",
            format!("审计日志与存放在别处的 {} 个链头相符", heads.len()),
            format!("the audit log fits {} heads that are kept elsewhere", heads.len()),
        ),
        Err(fault) => findings.fault(
            "anchor.broken",
            Words::new(
                format!("审计日志与存放在别处的链头不符：{}", fault.chinese()),
                format!("the audit log does not fit the heads that are kept elsewhere: {fault}"),
            ),
            Words::new(
                "日志在那之后被重写过，或从更早的备份恢复过：保留证据，报告安全责任人",
                "the log was rewritten after that, or restored from an older backup: keep the evidence, tell whoever is responsible",
            ),
        ),
    }
    Ok(())
}

/// Whether the last head is new enough.
fn age(path: &Path, last: Option<&audit::SignedHead>, now: Timestamp, findings: &mut Findings) {
    let at: Option<Timestamp> = last.and_then(|last| last.at.parse().ok());
    if at.is_some_and(|at| now.duration_since(at) <= OLD) {
        return;
    }
    let shown = last.map_or("—", |last| last.at.as_str());
    findings.warn(
        "anchor.old",
        Words::new(
            format!("“{}”中最新的链头是 {shown}：没有服务器每天存放", path.display()),
            format!("the newest head in “{}” is of {shown}: no server deposits one every day", path.display()),
        ),
        Words::new(
            "看日志中“head of the audit log”的错误；用 --audit-key 和 --audit-anchor 启动服务器",
            "look in the log for errors about “the head of the audit log”; start the server with --audit-key and --audit-anchor",
        ),
    );
}
