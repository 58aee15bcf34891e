//! The search over all plans, held against a plain scan on both databases.

use crate::client::{Bench, fill};
use search::Query;
use std::collections::BTreeSet;
use store::{Change, LoadPlan, Location, PlanFilter, Store};
use work::find::items;
use work::view::PlanView;

async fn indexed(bench: &Bench) {
    for _ in 0..400 {
        if bench.store.to_index(1).await.unwrap().is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the index is never ready");
}

/// The documents that plans may be read from here: those of the examples, and of the shared material where it is.
#[expect(clippy::print_stderr, reason = "says what was left out")]
fn documents() -> Vec<std::path::PathBuf> {
    let shared = std::env::var("GANGYAO_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").to_owned());
    let Ok(folder) = std::fs::read_dir(std::path::Path::new(&shared).join("plans")) else {
        eprintln!(
            "skipped: the plans of GANGYAO_SHARED are not there, the search is tried on the examples alone"
        );
        return Vec::new();
    };
    let mut files: Vec<_> = folder.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    files
}

async fn load_all(store: &Store) {
    fill(store).await;
    for path in documents() {
        let bytes = std::fs::read(&path).unwrap();
        let document = document::read(&bytes, &document::ReadOptions::default()).unwrap();
        let (plan, _) = compile::compile(&document, &compile::CompileOptions::default());
        let id = path.file_stem().unwrap().to_str().unwrap();
        let load = LoadPlan { id: Some(id), plan: &plan, document: Some(&document), findings: &[] };
        store.load_plan(load, &Change::now("test", "")).await.unwrap();
    }
}

/// Parts of the texts of one to eight characters, and words that stand nowhere.
fn searches(texts: &[Vec<char>]) -> BTreeSet<String> {
    let (mut typed, mut state) = (BTreeSet::new(), 7u64);
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    while typed.len() < 290 {
        let text = &texts[random(texts.len())];
        let from = random(text.len());
        let part: String = text.iter().skip(from).take(1 + random(8)).collect();
        if !part.trim().is_empty() {
            typed.insert(part);
        }
    }
    let more = ["就业", "医保", "水质", "gdp", "GDP", "dqsczz", "％", "无此词语", "就业 医疗", "不存在 就业"];
    typed.extend(more.map(str::to_owned));
    typed
}

async fn hits_are_those_of_a_plain_scan(bench: &Bench) {
    indexed(bench).await;
    let (plans, _) = bench.store.plans(&PlanFilter::default()).await.unwrap();
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    let mut texts: Vec<Vec<char>> = Vec::new();
    for plan in &plans {
        let view = PlanView::new(bench.store.plan(&plan.key.plan, None).await.unwrap());
        let items = items(&view);
        texts.extend(items.iter().map(|item| item.text.chars().collect()));
        all.push((plan.key.plan.clone(), items.iter().map(search::plain).collect()));
    }
    for typed in searches(&texts) {
        let Some(query) = Query::parse(&typed) else { continue };
        let scanned: BTreeSet<(String, u32)> = all
            .iter()
            .flat_map(|(plan, items)| (0..).zip(items).map(move |(at, item)| (plan.clone(), at, item)))
            .filter(|(.., item)| query.occurs_in(item))
            .map(|(plan, at, _)| (plan, at))
            .collect();
        let found = bench.store.search(&query, false).await.unwrap();
        let found: BTreeSet<(String, u32)> =
            found.iter().flat_map(|one| one.hits.iter().map(|hit| (one.plan.clone(), hit.item))).collect();
        assert_eq!(found, scanned, "{typed}");
    }
}

#[tokio::test]
async fn three_hundred_searches_find_what_a_scan_finds_in_a_file() {
    hits_are_those_of_a_plain_scan(&Bench::filled(load_all).await).await;
}

#[tokio::test]
async fn three_hundred_searches_find_what_a_scan_finds_in_postgres() {
    let Some(server) = testbed::postgres() else { return };
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::over(&Location::Postgres(server.database("search")), folder, load_all).await;
    hits_are_those_of_a_plain_scan(&bench).await;
}

#[tokio::test]
async fn the_page_shows_names_first_and_leads_to_each_place() {
    let bench = Bench::full().await;
    indexed(&bench).await;
    let page = bench.get("/search?q=%E5%9C%B0%E5%8C%BA%E7%94%9F%E4%BA%A7%E6%80%BB%E5%80%BC").await.text();
    assert!(page.contains("<mark>地区生产总值</mark>"), "{page}");
    assert!(page.find("指标 <span").unwrap() < page.find("正文 <span").unwrap());
    let address = page.split("/text#b").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let text =
        bench.get("/plans/lanchuan/text").await.text() + &bench.get("/plans/jinzhou/text").await.text();
    assert!(
        text.contains(&format!("id=\"b{address}\"")) || text.contains(&format!("id=b{address}")),
        "{address}"
    );
    let initials = bench.get("/search?q=dqsczz").await.text();
    assert!(initials.contains("地区生产总值"), "{initials}");
    let nothing = bench.get("/search?q=%E6%97%A0%E6%AD%A4%E8%AF%8D&lang=en").await.text();
    assert!(nothing.contains("Nothing was found"), "{nothing}");
    let answer = bench.get("/api/v1/search?q=%E5%B0%B1%E4%B8%9A&kind=text").await.json();
    let group =
        answer["groups"].as_array().unwrap().iter().find(|group| group["kind"] == "text").unwrap().clone();
    assert!(group["hits"][0]["words"].as_str().unwrap().contains("就业"));
    assert_eq!(bench.get("/api/v1/search").await.status, 400);
    assert_eq!(bench.get("/api/v1/search?q=a&kind=nothing").await.status, 400);
}

#[tokio::test]
async fn the_public_finds_nothing_in_a_draft() {
    let bench = Bench::filled(async |store: &Store| {
        let bytes = "# 云溪市国民经济和社会发展规划纲要\n\n暗藏的湖泊治理工程将于2029年开工。\n".as_bytes();
        let document = document::read(bytes, &document::ReadOptions::default()).unwrap();
        let (plan, _) = compile::compile(&document, &compile::CompileOptions::default());
        let load = LoadPlan { id: Some("draft"), plan: &plan, document: Some(&document), findings: &[] };
        store.load_plan(load, &Change::now("test", "")).await.unwrap();
    })
    .await;
    indexed(&bench).await;
    let query = Query::parse("暗藏的湖泊").unwrap();
    assert_eq!(bench.store.search(&query, false).await.unwrap().len(), 1);
    assert!(bench.store.search(&query, true).await.unwrap().is_empty());
    let page = bench.get("/search?q=%E6%9A%97%E8%97%8F").await.text();
    assert!(page.contains("没有找到") && !page.contains("湖泊"), "{page}");
    let change = Change::now("test", "");
    bench.store.set_public("draft", true, &change).await.unwrap();
    bench.settle().await;
    assert!(bench.get("/search?q=%E6%9A%97%E8%97%8F").await.text().contains("湖泊"));
}

#[tokio::test]
async fn a_new_version_is_found_in_place_of_the_old() {
    let bench = Bench::filled(async |_: &Store| {}).await;
    for (version, words) in ["旧河道清理工程", "新河道修复工程"].into_iter().enumerate() {
        let text = format!("# 云溪市国民经济和社会发展规划纲要\n\n实施{words}。\n");
        let document = document::read(text.as_bytes(), &document::ReadOptions::default()).unwrap();
        let (plan, _) = compile::compile(&document, &compile::CompileOptions::default());
        let load = LoadPlan { id: Some("river"), plan: &plan, document: Some(&document), findings: &[] };
        let key = bench.store.load_plan(load, &Change::now("test", "")).await.unwrap();
        assert_eq!(key.version, version as i64 + 1);
        bench.settle().await;
        indexed(&bench).await;
    }
    let hits =
        async |typed: &str| bench.store.search(&Query::parse(typed).unwrap(), false).await.unwrap().len();
    assert_eq!((hits("旧河道").await, hits("新河道").await), (0, 1));
}
