//! `audit`: the chain of the log, heads of it that are kept elsewhere, and the keys that sign them.

use super::database::{by_hand, failed, store_of, wait};
use super::open;
use crate::args::{Audit, AuditCommand, Database};
use crate::failure::Failure;
use crate::files;
use source::Lang;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::Deed;

/// `audit`: verify the chain, export a signed head of it, or go over to another key.
pub(crate) fn audit(options: &Audit, lang: Lang) -> Result<ExitCode, Failure> {
    match &options.command {
        AuditCommand::Verify { head, trust, since, database } => {
            verify(database, &known_heads(head, trust.as_deref())?, *since, lang)
        }
        AuditCommand::Rotate { key, new, anchor, database } => {
            rotate(database, (key, new), anchor.as_deref(), lang)
        }
        AuditCommand::Head { key, database } => sign(database, key, lang),
    }
}

fn verify(
    database: &Database,
    known: &[audit::SignedHead],
    since: bool,
    lang: Lang,
) -> Result<ExitCode, Failure> {
    if since {
        let heads: Vec<audit::Head> = known.iter().map(|signed| signed.head).collect();
        return verify_since(database, &heads, lang);
    }
    let found = wait(async {
        let store = store_of(database).await?;
        let found = store.verify_audit_signed(known).await.map_err(|e| failed(&e));
        let content = store.verify_content().await.map_err(|e| failed(&e));
        store.close().await;
        Ok::<_, Failure>((found?, content?))
    })?;
    let (text, code) = verdict(&found.0, &found.1, lang);
    files::print(&text)?;
    Ok(ExitCode::from(code))
}

/// The heads in files of exported lines, each with its signature: by any key, or by the trusted one and those after it.
fn known_heads(paths: &[PathBuf], trust: Option<&str>) -> Result<Vec<audit::SignedHead>, Failure> {
    let trust = match trust {
        Some(text) => Some(audit::PublicKey::parse(text.trim()).ok_or_else(|| {
            Failure::new(
                format!("“{text}”不是公钥（64 位十六进制）。"),
                format!("“{text}” is no public key (64 hexadecimal digits)"),
            )
        })?),
        None => None,
    };
    let mut known = Vec::new();
    for path in paths {
        let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
        let heads = audit::deposited(&text, trust.as_ref()).map_err(|error| {
            let zh = match error.why {
                Some(audit::HeadError::Format) => "不是导出的签名链头，请给出导出的那一行",
                Some(audit::HeadError::Signature) => "签名不符，导出的链头被改动过",
                None => "签名的密钥既不是所给公钥，也不是由它交接的",
            };
            Failure::new(
                format!("“{}”第 {} 行：{zh}。", path.display(), error.line),
                format!("“{}” {error}", path.display()),
            )
        })?;
        known.extend(heads);
    }
    Ok(known)
}

/// Verifies what was written after the newest head that was given.
fn verify_since(database: &Database, known: &[audit::Head], lang: Lang) -> Result<ExitCode, Failure> {
    let trusted = known.iter().max_by_key(|head| head.number).copied().unwrap_or(audit::Head::EMPTY);
    let found = wait(async {
        let store = store_of(database).await?;
        let found = store.verify_audit_since(trusted).await.map_err(|e| failed(&e));
        store.close().await;
        found
    })?;
    let (text, code) = match (found, lang) {
        (Ok(head), Lang::Zh) => (
            format!(
                "第 {} 条之后的审计链完好：新增 {} 条，链头 {}；此前各条按该链头采信，库中内容未比对\n",
                trusted.number,
                head.number - trusted.number,
                head.hash
            ),
            0,
        ),
        (Ok(head), Lang::En) => (
            format!(
                "the audit chain holds after entry {}: {} more entries, head {}; what is before is taken from that head, \
                 and what is stored was not compared\n",
                trusted.number,
                head.number - trusted.number,
                head.hash
            ),
            0,
        ),
        (Err(fault), lang) => (broken(&fault, lang), 1),
    };
    files::print(&text)?;
    Ok(ExitCode::from(code))
}

fn broken(fault: &audit::Fault, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("审计链已断：{}\n", fault.chinese()),
        Lang::En => format!("the audit chain is broken: {fault}\n"),
    }
}

/// What is said of an audit log and of what is stored beside it, and the exit code that follows.
pub(super) fn verdict(
    chain: &Result<audit::Head, audit::Fault>,
    content: &Result<usize, store::Mismatch>,
    lang: Lang,
) -> (String, u8) {
    let (text, code) = match (chain, lang) {
        (Ok(head), Lang::Zh) => (format!("审计链完好：{} 条，链头 {}\n", head.number, head.hash), 0),
        (Ok(head), Lang::En) => {
            (format!("the audit chain holds: {} entries, head {}\n", head.number, head.hash), 0)
        }
        (Err(fault), lang) => (broken(fault, lang), 1),
    };
    let (of_content, content_code) = match (content, lang) {
        (Ok(compared), Lang::Zh) => (
            format!("规划、数据、账号、单位、附件和设置与日志相符：比对了 {compared} 次载入、修订和录入\n"),
            0,
        ),
        (Ok(compared), Lang::En) => (
            format!(
                "plans, figures, accounts, bodies, files and settings are as the log says: {compared} loads, revisions and \
                 additions\n"
            ),
            0,
        ),
        (Err(mismatch), Lang::Zh) => (format!("绕过日志被改动：{}\n", mismatch.chinese()), 1),
        (Err(mismatch), Lang::En) => (format!("changed past the log: {mismatch}\n"), 1),
    };
    (text + &of_content, code.max(content_code))
}

fn sign(database: &Database, key: &Path, lang: Lang) -> Result<ExitCode, Failure> {
    let secret = signing_key(key, lang)?;
    let head = wait(async {
        let store = store_of(database).await?;
        let head = store.verify_audit().await.map_err(|e| failed(&e))?;
        let head = head.map_err(|fault| {
            Failure::new(
                format!("审计链已断，不能签名：{}", fault.chinese()),
                format!("the chain is broken: {fault}"),
            )
        })?;
        let sm3 = store.audit_sm3(head.number).await.map_err(|e| failed(&e))?;
        let line = audit::SignedHead::sign(head, sm3, &by_hand("").when.to_string(), &secret);
        let write = store.write(&by_hand("")).await.map_err(|e| failed(&e))?;
        let deed = Deed::new("audit.head", "audit").after(&line.to_string());
        write.finish(deed).await.map_err(|e| failed(&e))?;
        store.close().await;
        Ok(line)
    })?;
    files::print(&format!("{head}\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// Makes a new key; the old one signs the line by which it hands over, which is printed, kept in the log and deposited.
fn rotate(
    database: &Database,
    (old, new): (&Path, &Path),
    anchor: Option<&Path>,
    lang: Lang,
) -> Result<ExitCode, Failure> {
    if !old.exists() {
        return Err(Failure::new(
            format!("没有旧密钥“{}”。", old.display()),
            format!("there is no old key “{}”", old.display()),
        ));
    }
    if new.exists() {
        return Err(Failure::new(
            format!("“{}”已经存在；请给出一个新文件。", new.display()),
            format!("“{}” is there already; name a new file", new.display()),
        ));
    }
    let (secret, next) = (signing_key(old, lang)?, signing_key(new, lang)?);
    let line = audit::Succession::sign(&secret, &next.public(), &store::stamp(by_hand("").when)).to_string();
    wait(async {
        let store = store_of(database).await?;
        let write = store.write(&by_hand("")).await.map_err(|e| failed(&e))?;
        write.finish(Deed::new("audit.key", "audit").after(&line)).await.map_err(|e| failed(&e))?;
        store.close().await;
        Ok::<_, Failure>(())
    })?;
    if let Some(path) = anchor {
        files::append(path, &format!("{line}\n"))?;
    }
    files::print(&format!("{line}\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn random() -> Result<[u8; 32], Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| {
        Failure::new(
            format!("系统没有给出随机数：{error}"),
            format!("the system gave no random bytes: {error}"),
        )
    })?;
    Ok(bytes)
}

/// A key that is gone with the program: what the demonstration seals can be verified while it runs.
pub(super) fn passing_key() -> Result<audit::SecretKey, Failure> {
    Ok(audit::SecretKey::from_bytes(random()?))
}

/// The signing key in a file of 64 hexadecimal digits; made when the file is not there.
pub(super) fn signing_key(path: &Path, lang: Lang) -> Result<audit::SecretKey, Failure> {
    if !path.exists() {
        let bytes = random()?;
        files::write_private(path, audit::Hash(bytes).to_string().as_bytes())?;
        let public = audit::SecretKey::from_bytes(bytes).public();
        eprintln!(
            "{}{public}",
            open::say(
                lang,
                "新建签名密钥，请离线保管；公钥：",
                "made a new signing key, keep it offline; public key: "
            )
        );
    }
    let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
    audit::secret_key(&text).ok_or_else(|| {
        Failure::new(
            format!("“{}”不是签名密钥（64 位十六进制）。", path.display()),
            format!("“{}” is no signing key (64 hexadecimal digits)", path.display()),
        )
    })
}
