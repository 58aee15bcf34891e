//! What is kept in a database: `load`, `import`, `backup`, `restore`, `audit`.

use super::figures;
use super::open::{self, Opened};
use super::reader;
use crate::args::{Audit, AuditCommand, Backup, Database, Import, Load, Restore, Table, TableForm};
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use intake::profile::{Decisions, Profiles};
use reading::Checks;
use source::Lang;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::{Along, Change, Deed, Finding, LoadPlan, Location, PlanKey, Region, Store, StoreError};

/// Runs asynchronous work to its end on a small runtime.
pub(super) fn wait<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.map_err(|error| Failure::file(Path::new("tokio"), &error))?.block_on(work)
}

/// A failure of the store as a person sees it.
pub(super) fn failed(error: &StoreError) -> Failure {
    Failure::from_words(error.words())
}

/// Opens the database that the options name, a file in the data directory by default.
pub(super) async fn store_of(options: &Database) -> Result<Store, Failure> {
    let location = location_of(options)?;
    Store::open(&location).await.map_err(|error| failed(&error))
}

/// The store of a server, which tells the log of statements that take longer than `slow`.
pub(super) async fn store_noting(options: &Database, slow: std::time::Duration) -> Result<Store, Failure> {
    let location = location_of(options)?;
    Store::open_noting(&location, slow).await.map_err(|error| failed(&error))
}

fn location_of(options: &Database) -> Result<Location, Failure> {
    if let Some(text) = &options.database {
        return text.parse::<Location>().map_err(|error| failed(&error));
    }
    std::fs::create_dir_all(&options.data).map_err(|error| Failure::file(&options.data, &error))?;
    Ok(Location::File(options.data.join("gangyao.db")))
}

/// A change in the name of whoever runs the program.
pub(super) fn by_hand(why: &str) -> Change {
    let who = ["USER", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
    Change::now(if who.is_empty() { "cli".to_owned() } else { format!("cli:{who}") }, why).from("cli")
}

/// `load`: a document or package into the database.
pub(crate) fn load(options: &Load, lang: Lang) -> Result<ExitCode, Failure> {
    let mut progress = Progress::start();
    let opened = open::open(&options.plan, &options.about, Some(&Checks::default()), lang, &mut progress)?;
    let mut observations = Vec::new();
    for path in &options.observations {
        observations.extend(figures::read(path, &opened.plan, lang)?);
    }
    let outlines = match &options.outlines {
        Some(path) => outlines(&files::read(path)?, path, opened.plan.region.as_deref())?,
        None => Vec::new(),
    };
    drop(progress);
    let key = wait(async {
        let store = store_of(&options.database).await?;
        let change = by_hand(options.reason.as_deref().unwrap_or_default());
        let along = Along {
            observations: &observations,
            regions: &outlines,
            public: !options.draft,
            ..Along::default()
        };
        let key = put(&store, &opened, options.id.as_deref(), along, &change).await?;
        for path in &options.layers {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            put_layer(&store, &key.plan, &name, files::read(path)?, &change).await?;
        }
        store.close().await;
        Ok(key)
    })?;
    files::print(&match lang {
        Lang::Zh => format!("已载入“{}”：编号 {}，第 {} 版。\n", opened.plan.title, key.plan, key.version),
        Lang::En => format!("loaded “{}” as plan {}, version {}\n", opened.plan.title, key.plan, key.version),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Stores an opened plan with its document, everything the checks find and what comes along, in one transaction.
pub(super) async fn put(
    store: &Store,
    opened: &Opened,
    id: Option<&str>,
    along: Along<'_>,
    change: &Change,
) -> Result<PlanKey, Failure> {
    let findings: Vec<Finding> = opened.diagnostics.iter().chain(&opened.found).map(Finding::from).collect();
    let document = (!opened.document.text.is_empty()).then_some(&opened.document);
    let load = LoadPlan { id, plan: &opened.plan, document, findings: &findings };
    store.load_plan_along(load, along, change).await.map_err(|error| failed(&error))
}

/// Reads a layer in a child and stores it with its conflicts; its kind is told by its name.
pub(super) async fn put_layer(
    store: &Store,
    plan: &str,
    name: &str,
    content: Vec<u8>,
    change: &Change,
) -> Result<(), Failure> {
    // The child is waited for on a thread that no other work is waiting on.
    let (bytes, path) = (content.clone(), PathBuf::from(name));
    let read = tokio::task::spawn_blocking(move || reader::layer(bytes, &layers::Wanted::default(), &path));
    let read = read.await.map_err(|error| Failure::new(error.to_string(), error.to_string()))??;
    let given = server::Given::default();
    let added =
        server::add_read(store, plan, (name, &content), read, (&given, server::Overlaid::AtOnce), change)
            .await;
    added.map(drop).map_err(|fault| Failure::from_words(fault.words))
}

/// Regions from a GeoJSON feature collection with the properties `name` and `adcode` or `code`.
pub(super) fn outlines(bytes: &[u8], path: &Path, parent: Option<&str>) -> Result<Vec<Region>, Failure> {
    let wrong = || {
        Failure::new(
            format!("“{}”不是带 name 属性的 GeoJSON FeatureCollection，请核对。", path.display()),
            format!("“{}” is no GeoJSON feature collection with the property name; check it", path.display()),
        )
    };
    let json: serde_json::Value = serde_json::from_slice(bytes).map_err(|_| wrong())?;
    let features = json["features"].as_array().ok_or_else(wrong)?;
    let mut regions: Vec<Region> = parent
        .map(|name| Region { id: name.into(), name: name.into(), ..Region::default() })
        .into_iter()
        .collect();
    for feature in features {
        let properties = &feature["properties"];
        let name = properties["name"].as_str().ok_or_else(wrong)?;
        let code = properties["adcode"].as_str().or(properties["code"].as_str()).unwrap_or_default();
        regions.push(Region {
            id: if code.is_empty() { name.to_owned() } else { code.to_owned() },
            name: name.to_owned(),
            parent: parent.map(str::to_owned),
            code: code.to_owned(),
            outline: Some(feature["geometry"].to_string()),
        });
    }
    Ok(regions)
}

/// `import`: figures of a file into the database, or only a look at them.
pub(crate) fn import(options: &Import, lang: Lang) -> Result<ExitCode, Failure> {
    let Some(plan) = &options.plan else {
        if options.dry_run {
            let format = if options.json { TableForm::Json } else { TableForm::Table };
            return figures::table(&Table { file: options.file.clone(), format }, lang);
        }
        return Err(Failure::new(
            "请用 --plan 给出规划编号；只想看看读懂了什么，请加 --dry-run。",
            "give the id of the plan with --plan; to see only what is understood, add --dry-run",
        ));
    };
    let bytes = files::read(&options.file)?;
    reader::try_figures(&options.file.display().to_string(), &bytes)?;
    let name = options.file.display().to_string();
    let mut layouts = match &options.layouts {
        Some(path) if path.exists() => kept_layouts(path)?,
        _ => Profiles::default(),
    };
    let chosen = |id: &String| (!id.is_empty()).then(|| id.as_str().into());
    let given = intake::Settings {
        confirmed: options.confirm.iter().cloned().collect(),
        names: options.name.iter().map(|(name, id)| (name.clone(), chosen(id))).collect(),
        region: options.region.clone().unwrap_or_default(),
        ..intake::Settings::default()
    };
    let fingerprint = intake::profile::fingerprint(&name, &bytes, &given);
    let settings = layouts.apply(&fingerprint, given.clone()).unwrap_or(given);
    wait(async {
        let store = store_of(&options.database).await?;
        let stored = store.plan(plan, None).await.map_err(|e| failed(&e))?;
        let preview = intake::read(&name, &bytes, &stored.plan, &settings);
        if options.dry_run {
            store.close().await;
            return figures::preview(&preview, &stored.plan, options.json, lang);
        }
        let observations = figures::accepted(&preview, &stored.plan, lang)?;
        let decided = Decisions::of(&settings);
        if let Some(path) = options.layouts.as_ref().filter(|_| decided != Decisions::default()) {
            layouts.keep(&fingerprint, decided);
            files::write(path, layouts.text().as_bytes())?;
        }
        let change = by_hand(&name);
        let new = store.append_observations(plan, &observations, &change).await;
        store.close().await;
        let (new, read) = (new.map_err(|e| failed(&e))?, observations.len());
        files::print(&match lang {
            _ if options.json => format!("{}\n", serde_json::json!({"read": read, "new": new})),
            Lang::Zh => format!("读入 {read} 个数据，其中 {new} 个是新的。\n"),
            Lang::En => format!("read {read} figures, {new} of them new\n"),
        })?;
        Ok(ExitCode::SUCCESS)
    })
}

/// The layouts that a file keeps.
fn kept_layouts(path: &Path) -> Result<Profiles, Failure> {
    let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
    Profiles::parse(&text).map_err(|error| {
        Failure::new(
            format!("“{}”不是版式文件：{error}", path.display()),
            format!("“{}” is no file of layouts: {error}", path.display()),
        )
    })
}

/// `backup`: everything into one file, while serving.
pub(crate) fn backup(options: &Backup, lang: Lang) -> Result<ExitCode, Failure> {
    wait(async {
        let store = store_of(&options.database).await?;
        let done = store.backup(&options.file).await.map_err(|e| failed(&e));
        store.close().await;
        done
    })?;
    let shown = options.file.display();
    files::print(&match lang {
        Lang::Zh => format!("已备份到“{shown}”。\n"),
        Lang::En => format!("backed up to “{shown}”\n"),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// `restore`: everything from one file.
pub(crate) fn restore(options: &Restore, lang: Lang) -> Result<ExitCode, Failure> {
    let restored = wait(async {
        let store = store_of(&options.database).await?;
        let change = by_hand(&options.file.display().to_string());
        let done = store.restore(&options.file, &change).await.map_err(|e| failed(&e));
        store.close().await;
        done
    })?;
    let shown = options.file.display();
    files::print(&match lang {
        Lang::Zh => format!("已从“{shown}”恢复。\n"),
        Lang::En => format!("restored from “{shown}”\n"),
    })?;
    let (text, code) = verdict(&restored.chain, &restored.content, lang);
    files::print(&text)?;
    Ok(ExitCode::from(code))
}

/// `audit`: verify the chain, or export a signed head of it.
pub(crate) fn audit(options: &Audit, lang: Lang) -> Result<ExitCode, Failure> {
    match &options.command {
        AuditCommand::Verify { head, since, database } => verify(database, head, *since, lang),
        AuditCommand::Head { key, database } => sign(database, key, lang),
    }
}

fn verify(database: &Database, heads: &[PathBuf], since: bool, lang: Lang) -> Result<ExitCode, Failure> {
    let known = known_heads(heads)?;
    if since {
        let heads: Vec<audit::Head> = known.iter().map(|signed| signed.head).collect();
        return verify_since(database, &heads, lang);
    }
    let found = wait(async {
        let store = store_of(database).await?;
        let found = store.verify_audit_signed(&known).await.map_err(|e| failed(&e));
        let content = store.verify_content().await.map_err(|e| failed(&e));
        store.close().await;
        Ok::<_, Failure>((found?, content?))
    })?;
    let (text, code) = verdict(&found.0, &found.1, lang);
    files::print(&text)?;
    Ok(ExitCode::from(code))
}

/// The heads in files of exported lines, each with its signature.
fn known_heads(heads: &[PathBuf]) -> Result<Vec<audit::SignedHead>, Failure> {
    let mut known = Vec::new();
    for path in heads {
        let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let signed = audit::SignedHead::parse(line).map_err(|error| {
                let zh = match error {
                    audit::HeadError::Format => "不是导出的签名链头，请给出导出的那一行",
                    audit::HeadError::Signature => "签名不符，导出的链头被改动过",
                };
                Failure::new(
                    format!("“{}”：{zh}。", path.display()),
                    format!("“{}”: {error}", path.display()),
                )
            })?;
            known.push(signed);
        }
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
fn verdict(
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

/// The signing key in a file of 64 hexadecimal digits; made when the file is not there.
pub(super) fn signing_key(path: &Path, lang: Lang) -> Result<audit::SecretKey, Failure> {
    if !path.exists() {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| {
            Failure::new(
                format!("系统没有给出随机数：{error}"),
                format!("the system gave no random bytes: {error}"),
            )
        })?;
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
    let bytes = audit::Hash::parse(text.trim()).ok_or_else(|| {
        Failure::new(
            format!("“{}”不是签名密钥（64 位十六进制）。", path.display()),
            format!("“{}” is no signing key (64 hexadecimal digits)", path.display()),
        )
    })?;
    Ok(audit::SecretKey::from_bytes(bytes.0))
}
