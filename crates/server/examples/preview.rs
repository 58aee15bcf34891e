//! Serves plans from documents or packages out of a temporary folder: `preview PORT PATH...`.
//!
//! A path is a plan document, or a folder with a plan package or a `plan.md`, beside it perhaps
//! `observations.csv` and `counties.geojson`. It is what the browser tests run against.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use store::{Change, Finding, LoadPlan, Location, Region, Store};

#[tokio::main(worker_threads = 2)]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let port: u16 = arguments.next().and_then(|port| port.parse().ok()).unwrap_or(8080);
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Location::File(folder.path().join("preview.db"))).await.unwrap();
    for path in arguments {
        load(&store, Path::new(&path)).await;
    }
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    let stop = async { tokio::signal::ctrl_c().await.unwrap() };
    server::serve(server::Settings::default(), store, listener, stop).await.unwrap();
}

async fn load(store: &Store, path: &Path) {
    let change = Change::now("system", "示例 / preview");
    let read = |name: &str| std::fs::read(path.join(name));
    let (plan, document, found) = if path.join("datapackage.json").is_file() {
        let files: BTreeMap<String, Vec<u8>> = std::fs::read_dir(path)
            .unwrap()
            .flatten()
            .filter(|entry| entry.path().is_file())
            .map(|entry| {
                (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap())
            })
            .collect();
        (plan::package::read(&files).unwrap(), None, Vec::new())
    } else {
        let bytes = if path.is_dir() { read("plan.md").unwrap() } else { std::fs::read(path).unwrap() };
        let document = document::read(&bytes, &document::ReadOptions::default()).unwrap();
        let (plan, mut found) = compile::compile(&document, &compile::CompileOptions::default());
        found.extend(check::check(&document, &plan, &check::Settings::default()));
        (plan, Some(document), found)
    };
    let findings: Vec<Finding> = found.iter().map(Finding::from).collect();
    let id = path.file_stem().map(|name| name.to_string_lossy().into_owned());
    let load = LoadPlan { id: id.as_deref(), plan: &plan, document: document.as_ref(), findings: &findings };
    let key = store.load_plan(load, &change).await.unwrap();
    store.set_public(&key.plan, true, &change).await.unwrap();
    println!("{} = {}", key.plan, plan.title);
    if let (Some(_), Ok(bytes)) = (&document, read("observations.csv")) {
        let preview = intake::read("observations.csv", &bytes, &plan, &intake::Settings::default());
        match preview.accept(&plan) {
            Ok(figures) => {
                let new = store.append_observations(&key.plan, &figures, &change).await.unwrap();
                println!("{new} figures");
            }
            Err(errors) => {
                println!("{errors} errors, the first: {:?}", preview.problems.first());
            }
        }
    }
    if let Ok(shapes) = std::fs::read_to_string(path.join("counties.geojson")) {
        let shapes: serde_json::Value = serde_json::from_str(&shapes).unwrap();
        let own = plan.region.clone().unwrap();
        let mut regions = vec![Region { id: own.clone(), name: own.clone(), ..Region::default() }];
        regions.extend(shapes["features"].as_array().unwrap().iter().map(|feature| {
            let text = |name: &str| feature["properties"][name].as_str().unwrap_or("").to_owned();
            let code = text("code") + &text("adcode");
            Region {
                id: code.clone(),
                name: text("name"),
                parent: Some(own.clone()),
                code,
                outline: Some(feature["geometry"].to_string()),
            }
        }));
        store.put_regions(&regions, &change).await.unwrap();
    }
}
