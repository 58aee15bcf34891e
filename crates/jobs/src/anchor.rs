//! The head of the audit log in a second place, once a day: whoever rewrites the log has to reach that place too.
//!
//! A head is appended to a file (on a disk of another machine, or one that is carried away), sent by mail, and told to the
//! webhooks. Before that the log is held against all heads that are in the file: what does not fit is told to the auditors.

use crate::options::goes_on;
use audit::{SecretKey, SignedHead, deposited};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use source::Words;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{Deed, NewJob, NewNotice};
use tokio::sync::watch;
use work::Service;
use work::notice::{HOOK, MAIL, MAIL_SERVER, WEBHOOK, tell};

/// How long to wait before the day is looked at again, or before another try after one that failed.
const PAUSE: Duration = Duration::from_mins(1);

/// Where heads are deposited, and the key that signs them.
#[derive(Clone, Debug)]
pub struct Anchor {
    /// The key.
    pub key: Arc<SecretKey>,
    /// The file to which each is appended.
    pub file: Option<PathBuf>,
    /// The mail address to which each is sent.
    pub mail: Option<String>,
}

/// Why a head was not deposited.
#[derive(Debug, thiserror::Error)]
enum AnchorError {
    #[error(transparent)]
    Store(#[from] store::StoreError),
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// The file holds something that was not written by us.
    #[error("{0}: {1}")]
    Deposit(PathBuf, audit::DepositError),
    /// The log is not the one whose heads were deposited.
    #[error("the audit log does not fit the heads that were deposited: {0}")]
    Broken(audit::Fault),
}

/// Deposits a head at the start and on every further day.
pub(crate) async fn run(service: &Service, anchor: Option<Anchor>, mut stop: watch::Receiver<bool>) {
    let Some(anchor) = anchor else { return };
    let mut told: Option<Date> = None;
    loop {
        let today = service.today();
        if told != Some(today) {
            match deposit(service, &anchor, today).await {
                Ok(()) => told = Some(today),
                Err(error) => {
                    tracing::error!(%error, "the head of the audit log was not deposited");
                    if is_foul(&error) && warn(service, &error, today).await.is_ok() {
                        told = Some(today);
                    }
                }
            }
        }
        if !goes_on(&mut stop, PAUSE).await {
            return;
        }
    }
}

/// Whether somebody changed the log or the second place, so that trying again is no use.
fn is_foul(error: &AnchorError) -> bool {
    matches!(error, AnchorError::Broken(_) | AnchorError::Deposit(..))
}

async fn deposit(service: &Service, anchor: &Anchor, today: Date) -> Result<(), AnchorError> {
    let store = service.store();
    let known = match &anchor.file {
        Some(path) => kept(path)?,
        None => Vec::new(),
    };
    let head = store.verify_audit_signed(&known).await?.map_err(AnchorError::Broken)?;
    let now = service.now();
    // A server that is started again on the same day has nothing to add.
    if known.last().and_then(day_of) == Some(today) {
        return Ok(());
    }
    let line = SignedHead::sign(head, store.audit_sm3(head.number).await?, &store::stamp(now), &anchor.key);
    if let Some(path) = &anchor.file {
        append(path, &line.to_string()).map_err(|error| AnchorError::File(path.clone(), error))?;
    }
    let jobs = sent(service, anchor, &line, today, now).await?;
    store.enqueue_jobs(&jobs, now).await?;
    let write = store.write(&service.own_change()).await?;
    write.finish(Deed::new("audit.anchor", "audit").after(&line.to_string())).await?;
    Ok(())
}

/// The heads in a file; none when it is not there yet.
fn kept(path: &Path) -> Result<Vec<SignedHead>, AnchorError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(AnchorError::File(path.to_owned(), error)),
    };
    deposited(&text, None).map_err(|error| AnchorError::Deposit(path.to_owned(), error))
}

/// The day in China on which a head was signed.
fn day_of(head: &SignedHead) -> Option<Date> {
    let at: Timestamp = head.at.parse().ok()?;
    Some(TimeZone::fixed(Offset::constant(8)).to_datetime(at).date())
}

/// Appends a line that is on the disk when this returns.
fn append(path: &Path, line: &str) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    writeln!(file, "{line}")?;
    file.sync_all()
}

/// The mail and the calls that carry a head; each goes out once for a day, whichever server asks.
async fn sent(
    service: &Service,
    anchor: &Anchor,
    line: &SignedHead,
    today: Date,
    now: Timestamp,
) -> Result<Vec<NewJob>, AnchorError> {
    let store = service.store();
    let job = |kind: &str, receiver: &str, payload: String| NewJob {
        kind: kind.to_owned(),
        key: format!("anchor/{today}/{receiver}"),
        subject: receiver.to_owned(),
        payload,
        run_at: now,
    };
    let mut jobs = Vec::new();
    let has_mail = store.setting(MAIL_SERVER).await?.is_some_and(|server| !server.is_empty());
    if let Some(address) = anchor.mail.as_deref().filter(|_| has_mail) {
        let words = "请原样保存：审计日志的链头，今后可据此验证日志未被改写。\nKeep this as it is: the head of the audit log, by \
                     which it can be shown later that the log was not rewritten.";
        jobs.push(job(MAIL, address, format!("审计链头 {today}\n{words}\n\n{line}\n")));
    }
    for (hook, url) in store.settings(WEBHOOK).await? {
        if !url.is_empty() {
            let number = line.head.number;
            let content =
                serde_json::json!({"event": "audit.head", "number": number, "head": line.to_string()});
            jobs.push(job(HOOK, &hook, format!("audit.head\n{content}")));
        }
    }
    Ok(jobs)
}

/// Tells the auditors that the log or the second place was changed.
async fn warn(service: &Service, error: &AnchorError, today: Date) -> Result<(), store::StoreError> {
    let accounts = service.store().accounts().await?;
    let auditors = accounts.into_iter().filter(|one| one.active && one.role == duty::Role::Auditor);
    let notices: Vec<NewNotice> = auditors
        .map(|account| NewNotice {
            account: account.name,
            key: format!("anchor/{today}"),
            kind: "audit".to_owned(),
            link: "/audit/verify".to_owned(),
            words: Words::new(
                format!("审计日志与存放在别处的链头不符，请立即核查：{error}"),
                format!("The audit log does not fit the heads kept elsewhere; look into it at once: {error}"),
            ),
        })
        .collect();
    tell(service, &notices, service.now()).await?;
    Ok(())
}
