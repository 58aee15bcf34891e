//! The database: whether it answers, its schema, its file, its log, and rows that belong to nothing.

use super::finding::Findings;
use super::{anchor, services, settings};
use crate::args::Doctor;
use crate::commands::database::by_hand;
use jiff::{SignedDuration, Timestamp};
use source::Words;
use store::{Location, Schema, Store, StoreError};

/// Clocks may differ by this; more, and deadlines, sessions and the log are dated wrongly.
const MOST_SKEW: i64 = 60;

/// Looks at the database as far as it can be read.
pub(super) async fn look(location: &Location, options: &Doctor, findings: &mut Findings) {
    if let Location::File(path) = location
        && !path.exists()
    {
        findings.fault(
            "database.missing",
            Words::new(
                format!("没有数据库“{}”", path.display()),
                format!("there is no database “{}”", path.display()),
            ),
            Words::new(
                "用 --data 或 --database 指明；还没有数据库时，启动一次“gangyao serve”即可建立",
                "name it with --data or --database; when there is none yet, start “gangyao serve” once",
            ),
        );
        return;
    }
    let store = match Store::look_at(location).await {
        Ok(store) => store,
        Err(error) => return unreadable(&error, findings),
    };
    if let Err(error) = questions(&store, options, findings).await {
        unreadable(&error, findings);
    }
    store.close().await;
}

fn unreadable(error: &StoreError, findings: &mut Findings) {
    findings.fault(
        "database.unreadable",
        error.words(),
        Words::new(
            "PostgreSQL：确认服务在运行、地址和账号正确；SQLite：确认文件没有被替换或截断，必要时从备份恢复",
            "PostgreSQL: check that it runs and that address and account are right; SQLite: check that the file was not replaced \
             or cut, and restore a backup if it was",
        ),
    );
}

async fn questions(store: &Store, options: &Doctor, findings: &mut Findings) -> Result<(), StoreError> {
    abilities(store, findings).await?;
    let faults = store.file_faults().await?;
    if let Some(first) = faults.first() {
        findings.fault(
            "database.damaged",
            Words::new(
                format!("数据库文件已损坏：{first}"),
                format!("the file of the database is damaged: {first}"),
            ),
            Words::new(
                "停止服务，保留损坏的文件，从最新的备份恢复；检查磁盘",
                "stop the service, keep the damaged file, restore the newest backup; check the disk",
            ),
        );
        return Ok(());
    }
    let schema = store.schema().await?;
    let is_current = told_schema(&schema, findings);
    risks(store, findings).await?;
    let now = by_hand("").when;
    server_clock(store, now, findings).await?;
    if !is_current {
        return Ok(());
    }
    log(store, now, findings).await?;
    anchor::look(store, options, now, findings).await?;
    rows(store, findings).await?;
    services::look(store, options, now, findings).await?;
    settings::look(store, options, findings).await
}

/// What a look-alike of PostgreSQL lacks.
async fn abilities(store: &Store, findings: &mut Findings) -> Result<(), StoreError> {
    if !matches!(store.location(), Location::Postgres(_)) {
        return Ok(());
    }
    let probe = store.probe().await?;
    for ability in &probe.lacks {
        let (words, product) = (ability.words(), &probe.product);
        let said = Words::new(
            format!("数据库“{product}”缺少：{}", words.zh),
            format!("the database “{product}” lacks: {}", words.en),
        );
        let remedy = Words::new(
            "改正数据库的设置，或改用 PostgreSQL 或 SQLite",
            "mend its settings, or use PostgreSQL or SQLite",
        );
        if ability.is_needed() {
            findings.fault("database.lacks", said, remedy);
        } else {
            findings.note("database.lacks", said, remedy);
        }
    }
    if probe.lacks.is_empty() {
        findings.sound(
            "database.lacks",
            format!("数据库 {}", probe.product),
            format!("database {}", probe.product),
        );
    }
    Ok(())
}

/// Says how the schema stands; gives whether the tables can be asked further.
#[expect(clippy::too_many_lines, reason = "one paragraph for each way in which a schema may stand")]
fn told_schema(schema: &Schema, findings: &mut Findings) -> bool {
    let (found, known) = (schema.found, schema.known);
    if let Some(step) = schema.altered.first() {
        findings.fault(
            "schema.altered",
            Words::new(
                format!("数据库的第 {step} 步结构与本程序的不同，不是由正式版本建立的"),
                format!(
                    "step {step} of the schema is not the one of this program: no released version made it"
                ),
            ),
            Words::new(
                "改用建立它的程序，或从正式版本的备份恢复",
                "use the program that made it, or restore a backup of a released version",
            ),
        );
        return false;
    }
    if let Some(step) = schema.broken.first() {
        findings.fault(
            "schema.broken",
            Words::new(
                format!("升级到第 {step} 步结构时中断"),
                format!("an upgrade of the schema was broken off at step {step}"),
            ),
            Words::new(
                "从升级前的备份恢复，再启动新版程序",
                "restore the backup from before the upgrade, then start the new program",
            ),
        );
        return false;
    }
    if !schema.closed.is_empty() {
        findings.fault(
            "schema.newer",
            Words::new(
                format!("数据库由更新的版本写入（结构版本 {found}，本程序只认识到 {known}）"),
                format!(
                    "the database was written by a newer program (schema {found}, this one knows {known})"
                ),
            ),
            Words::new(
                "安装同版或更新的程序；本程序不会改动它",
                "install that version or a later one; this program will not touch it",
            ),
        );
        return false;
    }
    if !schema.ahead.is_empty() {
        findings.note(
            "schema.ahead",
            Words::new(
                format!("较新的程序已扩充数据库（结构版本 {found}，本程序认识到 {known}），两者可同时运行，但本程序不能备份"),
                format!(
                    "a newer program has added to the database (schema {found}, this one knows {known}); both may run, but this one \
                     makes no backups"
                ),
            ),
            Words::new("升级完其余服务器后停用本程序", "end this program when the other servers are upgraded"),
        );
        return true;
    }
    if !schema.pending.is_empty() {
        findings.warn(
            "schema.pending",
            Words::new(
                format!("数据库结构版本 {found}，本程序为 {known}：下次启动服务时升级"),
                format!("the database has schema {found}, this program {known}: the next start of the service upgrades it"),
            ),
            Words::new("先备份，再启动服务；其余各项升级后再查", "make a backup, then start the service; look at the rest afterwards"),
        );
        return false;
    }
    findings.sound("schema", format!("数据库结构版本 {found}"), format!("schema {found}"));
    true
}

async fn risks(store: &Store, findings: &mut Findings) -> Result<(), StoreError> {
    for (name, value) in store.risks().await? {
        findings.fault(
            "database.risk",
            Words::new(
                format!("数据库的 {name} 为 {value}：断电时可能丢失已确认的内容"),
                format!("{name} of the database is {value}: a power cut may lose what was acknowledged"),
            ),
            match name {
                "journal_mode" => Words::new(
                    "不要在网络盘上放 SQLite 文件；用本程序启动一次服务即恢复为 wal",
                    "keep no SQLite file on a network disk; one start of the service by this program sets it to wal again",
                ),
                _ => Words::new(
                    format!("在 postgresql.conf 中设 {name} = on 并重新载入"),
                    format!("set {name} = on in postgresql.conf and reload"),
                ),
            },
        );
    }
    Ok(())
}

async fn server_clock(store: &Store, now: Timestamp, findings: &mut Findings) -> Result<(), StoreError> {
    let Some(ahead) = store.clock_ahead(now).await? else { return Ok(()) };
    if ahead.abs() > MOST_SKEW {
        findings.warn(
            "clock.database",
            Words::new(
                format!("数据库服务器的时钟与本机相差 {ahead} 秒"),
                format!("the clock of the database server differs from this one by {ahead} seconds"),
            ),
            Words::new("两台机器都用 NTP 校时", "set both machines by NTP"),
        );
    }
    Ok(())
}

async fn log(store: &Store, now: Timestamp, findings: &mut Findings) -> Result<(), StoreError> {
    let latest = store.latest_entry().await?.and_then(|at| at.parse::<Timestamp>().ok());
    let edge = now.saturating_add(SignedDuration::from_secs(MOST_SKEW)).unwrap_or(now);
    if let Some(latest) = latest.filter(|latest| *latest > edge) {
        findings.fault(
            "clock.ahead",
            Words::new(
                format!("审计日志中有未来的时刻 {latest}，现在是 {now}：时钟现在慢了，或曾经快了"),
                format!("the audit log holds the future moment {latest}, and now it is {now}: the clock is slow now, or was fast"),
            ),
            Words::new("用 NTP 校时；日志不可改，请书面记下错在哪一段", "set the clock by NTP; the log cannot be changed, so note in writing which part is wrong"),
        );
    }
    match store.verify_audit().await? {
        Ok(head) => findings.sound(
            "audit.chain",
            format!("审计链完好，{} 条", head.number),
            format!("the audit chain holds, {} entries", head.number),
        ),
        Err(fault) => findings.fault(
            "audit.chain",
            Words::new(format!("审计链已断：{}", fault.chinese()), format!("the audit chain is broken: {fault}")),
            Words::new(
                "保留数据库文件作为证据，报告安全责任人；用“gangyao audit verify --head”与另处保存的链头比对",
                "keep the database as evidence, tell whoever is responsible for security; compare it with heads kept elsewhere by \
                 “gangyao audit verify --head”",
            ),
        ),
    }
    if let Err(mismatch) = store.verify_content().await? {
        findings.fault(
            "audit.content",
            Words::new(
                format!("有内容绕过程序被改动：{}", mismatch.chinese()),
                format!("something was changed past the program: {mismatch}"),
            ),
            Words::new(
                "查明谁能直接写数据库；从备份比对后改正，改正也会留痕",
                "find out who can write to the database directly; compare with a backup and put it right, which is logged as well",
            ),
        );
    }
    Ok(())
}

async fn rows(store: &Store, findings: &mut Findings) -> Result<(), StoreError> {
    for (table, count) in store.dangling().await? {
        findings.fault(
            "rows.dangling",
            Words::new(
                format!("表 {table} 中有 {count} 行所指的内容不存在"),
                format!("{count} rows of the table {table} refer to nothing"),
            ),
            Words::new(
                "有人关掉外键直接改过数据库；从备份恢复",
                "somebody changed the database with foreign keys off; restore a backup",
            ),
        );
    }
    for orphans in store.orphans().await? {
        let (count, example) = (orphans.count, &orphans.example);
        let (what, remedy) = orphan(orphans.kind);
        findings.warn(
            &format!("rows.{}", orphans.kind),
            Words::new(
                format!("{}：{count} 个，如“{example}”", what.zh),
                format!("{}: {count}, such as “{example}”", what.en),
            ),
            remedy,
        );
    }
    Ok(())
}

/// What rows of a kind are, and what to do about them.
fn orphan(kind: &str) -> (Words, Words) {
    match kind {
        "attachment" => (
            Words::new("没有用处的附件", "files that no figure refers to"),
            Words::new(
                "在填报记录中核对；不再需要的在下次整理时删除",
                "look for them among the submissions; they may go at the next clearing",
            ),
        ),
        "duty" => (
            Words::new(
                "责任所指的事项在现行版本中已不存在",
                "duties for items that the present version has not",
            ),
            Words::new(
                "在“责任”页重新确认新版本的责任",
                "confirm the duties of the new version on the page of duties",
            ),
        ),
        "share" => (
            Words::new(
                "分解所指的目标在现行版本中已不存在",
                "shares of targets that the present version has not",
            ),
            Words::new("在“分解”页按新版本重新分解", "split the targets of the new version again"),
        ),
        "assignee" => (
            Words::new("问题派给了已停用的账号", "findings assigned to accounts that are closed"),
            Words::new("在“问题”页改派", "assign them to somebody else on the page of findings"),
        ),
        "token" => (
            Words::new("停用账号的令牌仍未撤销", "tokens of closed accounts that were not revoked"),
            Words::new(
                "在账号页撤销，或重新停用该账号一次",
                "revoke them on the page of the account, or close the account again",
            ),
        ),
        "session" => (
            Words::new("停用的账号仍有会话", "sessions of closed accounts"),
            Words::new("重新停用该账号一次，会话随之结束", "close the account again, which ends them"),
        ),
        "reporter" => (
            Words::new(
                "填报账号没有所属单位，什么也填不了",
                "reporters without a body, who can hand in nothing",
            ),
            Words::new("在账号页指定单位", "give them a body on the page of accounts"),
        ),
        "office" => (
            Words::new(
                "有责任的单位没有可用的账号，收不到催报",
                "bodies with duties and no account that works",
            ),
            Words::new(
                "为该单位新增账号，或把责任移交给其他单位",
                "add an account for the body, or give its duties to another",
            ),
        ),
        other => (Words::new(other, other), Words::new("", "")),
    }
}
