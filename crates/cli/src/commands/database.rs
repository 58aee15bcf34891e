//! What is kept in a database: `load`, `import`, `backup`, `restore`, `audit`.

use super::figures;
use super::open::{self, Opened};
use super::reader;
use super::trail::verdict;
use crate::args::{Backup, Database, Import, Load, Restore, Table, TableForm};
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use intake::profile::{Decisions, Profiles};
use reading::Checks;
use source::Lang;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::{Along, Change, Finding, LoadPlan, Location, PlanKey, Region, Store, StoreError};

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
    let carried = store.carry_ids(&load).await.map_err(|error| failed(&error))?;
    let (load, figures) = (LoadPlan { plan: &carried.plan, ..load }, carried.figures(along.observations));
    let along = Along { observations: &figures, ..along };
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
