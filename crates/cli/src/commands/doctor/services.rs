//! What goes on behind the pages: jobs, mail, webhooks.

use super::finding::Findings;
use crate::args::Doctor;
use jiff::{SignedDuration, Timestamp};
use source::Words;
use store::{Store, StoreError};

/// A job that should have begun this long ago waits for a server that is not there.
const LATE: SignedDuration = SignedDuration::from_hours(1);

pub(super) async fn look(
    store: &Store,
    options: &Doctor,
    now: Timestamp,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let (failed, late) = store.late_jobs(now.saturating_sub(LATE).unwrap_or(now)).await?;
    if failed > 0 {
        findings.warn(
            "jobs.failed",
            Words::new(
                format!("有 {failed} 个后台任务失败并放弃"),
                format!("{failed} jobs failed and were given up"),
            ),
            Words::new(
                "在“管理—任务”页看原因，改正后重试",
                "see why on the page of jobs, mend it, and have them tried again",
            ),
        );
    }
    if late > 0 {
        findings.warn(
            "jobs.late",
            Words::new(
                format!("有 {late} 个后台任务逾期一小时以上没有人做：没有服务器在运行，或它停住了"),
                format!("{late} jobs are more than an hour late: no server runs, or it hangs"),
            ),
            Words::new("启动或重新启动“gangyao serve”", "start or restart “gangyao serve”"),
        );
    }
    mail(store, options, findings).await?;
    webhooks(store, findings).await
}

async fn mail(store: &Store, options: &Doctor, findings: &mut Findings) -> Result<(), StoreError> {
    let server = store.setting(server::MAIL_SERVER).await?.unwrap_or_default();
    let from = store.setting("mail-from").await?.unwrap_or_default();
    if server.is_empty() {
        findings.note(
            "mail.none",
            Words::new(
                "没有设邮件服务器，催报只在站内",
                "no mail server is set; reminders stay on the pages",
            ),
            Words::new(
                "需要时在“管理—系统”页设置",
                "set one on the page of the system when mails are wanted",
            ),
        );
        return Ok(());
    }
    if !server::is_mail_address(&from) && !from.contains('<') {
        findings.fault(
            "mail.from",
            Words::new(
                format!("发件地址“{from}”不是邮件地址"),
                format!("the sender “{from}” is no mail address"),
            ),
            Words::new("在“管理—系统”页改正", "put it right on the page of the system"),
        );
    }
    if options.offline {
        return Ok(());
    }
    if let Err(why) = server::try_mail(&server).await {
        findings.fault(
            "mail.server",
            Words::new(format!("邮件服务器不能用：{why}"), format!("the mail server does not work: {why}")),
            Words::new(
                "核对地址、端口、账号和防火墙；改好前邮件会排队，不会丢",
                "check address, port, account and firewall; until then mails wait and none is lost",
            ),
        );
    } else {
        findings.sound("mail.server", "邮件服务器可用", "the mail server answers");
    }
    Ok(())
}

async fn webhooks(store: &Store, findings: &mut Findings) -> Result<(), StoreError> {
    for (name, address) in store.settings("webhook/").await?.into_iter().filter(|(_, url)| !url.is_empty()) {
        let shown = store::shown_address(&address);
        let key = store.setting(&format!("secret/{name}")).await?.unwrap_or_default();
        if key.is_empty() || !address.starts_with("http") {
            findings.fault(
                "webhook",
                Words::new(
                    format!("回调“{shown}”没有密钥或地址不对，发不出去"),
                    format!("the webhook “{shown}” has no key or no right address, so that nothing is sent"),
                ),
                Words::new(
                    "在“管理—系统”页删除后重新添加",
                    "remove it on the page of the system and add it again",
                ),
            );
        } else if address.starts_with("http://") {
            findings.warn(
                "webhook",
                Words::new(
                    format!("回调“{shown}”不经加密，内容路上可被看到"),
                    format!(
                        "the webhook “{shown}” is not encrypted, so that its content can be read on the way"
                    ),
                ),
                Words::new("换成 https 地址", "use an https address"),
            );
        }
    }
    Ok(())
}
