use crate::client::Bench;
use store::{Change, Matter, MatterStep};

/// Where the description of the API is kept; a change of the API shows in review.
const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../api/openapi.json");

#[test]
fn the_kept_description_is_that_of_the_code() {
    let made = server::openapi() + "\n";
    if testbed::updates() {
        std::fs::write(KEPT, &made).unwrap();
    }
    let kept = std::fs::read_to_string(KEPT).unwrap_or_default();
    assert!(kept == made, "openapi.json is stale: {}", testbed::UPDATE);
}

#[tokio::test]
async fn every_address_of_the_description_answers() {
    let bench = Bench::full().await;
    let description = bench.get("/api/v1/openapi.json").await.json();
    assert_eq!(description["openapi"], "3.1.0");
    // A matter that everybody may see.
    let matter = Matter {
        kind: "proposal".into(),
        title: "关于公交线路的建议".into(),
        state: "published".into(),
        ..Matter::default()
    };
    let step = MatterStep { matter, step: "open".into(), ..MatterStep::default() };
    let matter = bench.store.put_matters("jinzhou", &[step], &Change::now("test", "")).await.unwrap()[0];
    for (path, item) in description["paths"].as_object().unwrap() {
        if item["post"].is_object() {
            // Whoever is not signed in hands nothing in.
            let answer =
                bench.request("POST", &path.replace("{plan}", "jinzhou").replace("{aim}", "1"), &[]).await;
            assert_eq!(answer.status, 401, "{path}");
            continue;
        }
        assert_eq!(item.as_object().unwrap().keys().collect::<Vec<_>>(), ["get"], "{path}");
        let target = bench.store.plan("jinzhou", None).await.unwrap().plan.targets[0].id.to_string();
        let address = path
            .replace("{plan}", if path.ends_with("document") { "lanchuan" } else { "jinzhou" })
            .replace("{indicator}", "i0001")
            .replace("{target}", &target)
            .replace("{matter}", &matter.to_string())
            .replace("{aim}", "1")
            .replace("/reports/{file}", "/reports/brief.md")
            .replace("{file}", "targets.csv");
        let asked = match path.rsplit('/').next() {
            Some("compare") => "?with=lanchuan",
            Some("search") => "?q=a",
            _ => "",
        };
        let address = address + asked;
        let answer = bench.get(&address).await;
        if ["audit", "work"].contains(&item["get"]["tags"][0].as_str().unwrap()) {
            assert_eq!(answer.status, 401, "{address}: for auditors, or for those who work here");
            continue;
        }
        assert_eq!(answer.status, 200, "{address}");
        assert!(!answer.header("etag").is_empty(), "{address}");
    }
}

#[tokio::test]
async fn lists_come_in_pages() {
    let bench = Bench::reference().await;
    let first = bench.get("/api/v1/plans/jinzhou/targets?per_page=10").await.json();
    let total = first["total"].as_u64().unwrap();
    assert_eq!(first["items"].as_array().unwrap().len(), 10);
    let mut ids: Vec<String> = Vec::new();
    for page in 1..=total.div_ceil(10) {
        let items = bench.get(&format!("/api/v1/plans/jinzhou/targets?per_page=10&page={page}")).await.json();
        ids.extend(
            items["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()),
        );
    }
    ids.dedup();
    assert_eq!(ids.len() as u64, total);
    let past_the_end = bench.get("/api/v1/plans/jinzhou/targets?page=999").await.json();
    assert_eq!(past_the_end["items"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn mistakes_are_told_as_problem_details() {
    let bench = Bench::reference().await;
    for (path, status) in [
        ("/api/v1/plans/none", 404),
        ("/api/v1/plans/jinzhou/indicators/i9999", 404),
        ("/api/v1/plans/jinzhou/targets?page=0", 400),
        ("/api/v1/plans/jinzhou/targets?per_page=100000", 400),
        ("/api/v1/plans/jinzhou/assessment?as-of=soon", 400),
        ("/api/v1/plans/jinzhou/assessment?state=great", 400),
        ("/api/v1/plans/jinzhou?version=0", 400),
        ("/api/v1/plans/jinzhou?version=7", 404),
        ("/api/v1/plans/jinzhou/tables/none.csv", 404),
        ("/api/v1/plans/jinzhou/tables/targets.exe", 404),
        ("/api/v1/plans/jinzhou/compare", 400),
        ("/api/v1/plans/%00", 404),
        ("/api/v1/plans/%FF", 400),
        ("/api/v1/nothing", 404),
    ] {
        let answer = bench.request("GET", path, &[("Accept-Language", "en")]).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        let problem = answer.json();
        assert_eq!(problem["status"], status, "{path}");
        assert!(problem["type"].as_str().unwrap().starts_with("urn:gangyao:problem:"), "{path}");
        assert!(problem["detail"].as_str().unwrap().len() > 10, "{path}");
    }
    let answer = bench.request("DELETE", "/api/v1/plans", &[]).await;
    assert_eq!(answer.status, 405);
    assert_eq!(answer.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn every_table_can_be_downloaded() {
    let bench = Bench::full().await;
    // The tables of the package are the package's to name, not this test's and not the API's.
    let package = plan::package::write(&plan::Plan::default());
    let in_package = package.keys().filter_map(|file| file.strip_suffix(".csv").map(str::to_owned));
    let made_here = ["figures", "assessment", "data-warnings", "diagnostics"].map(str::to_owned);
    let tables: Vec<String> = in_package.chain(made_here).collect();
    assert!(tables.len() > 10, "{tables:?}");
    for table in tables {
        let csv = bench.get(&format!("/api/v1/plans/lanchuan/tables/{table}.csv")).await;
        assert_eq!((csv.status, csv.header("content-type")), (200, "text/csv; charset=utf-8"), "{table}");
        assert!(csv.header("content-disposition").contains(&format!("{table}.csv")), "{table}");
        assert!(csv.text().trim_start_matches('\u{feff}').lines().next().unwrap().contains(','), "{table}");
        let xlsx = bench.get(&format!("/api/v1/plans/lanchuan/tables/{table}.xlsx")).await;
        assert!(xlsx.body.starts_with(b"PK"), "{table}");
    }
}

#[tokio::test]
async fn the_line_of_python_in_the_readme_reads_a_table() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
    let line = readme.lines().find(|line| line.contains("pd.read_csv")).unwrap();
    let (_, address) = line.split_once("http://127.0.0.1:8080").unwrap();
    let bench = Bench::empty().await;
    crate::client::load_package(&bench.store, "jinzhou-13", &crate::client::examples().join("jinzhou-13"))
        .await;
    bench.settle().await;
    let answer = bench.get(address.split('"').next().unwrap()).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv; charset=utf-8"));
    let text = answer.text();
    assert!(text.lines().count() > 20 && text.contains("地区生产总值"));
}

/// A parameter that is described and not read would be taken with any value.
#[tokio::test]
async fn every_described_parameter_with_a_closed_range_is_read() {
    let bench = Bench::full().await;
    let description = bench.get("/api/v1/openapi.json").await.json();
    let mut asked = 0;
    for (path, item) in description["paths"].as_object().unwrap() {
        let address = path.replace("{plan}", "lanchuan");
        // The log is read by auditors, the work by those who do it; nobody is either here.
        if path.starts_with("/api/v1/audit") || path.starts_with("/api/v1/plans/{plan}/aims") {
            continue;
        }
        let Some(parameters) = item["get"]["parameters"].as_array().filter(|_| !address.contains('{')) else {
            continue;
        };
        let closed = |schema: &serde_json::Value| {
            ["enum", "minimum", "pattern"].iter().any(|key| schema.get(key).is_some())
        };
        for parameter in parameters {
            let schema = &parameter["schema"];
            let is_closed =
                closed(schema) || schema["oneOf"].as_array().is_some_and(|all| all.iter().any(closed));
            if parameter["in"] != "query" || !is_closed {
                continue;
            }
            let name = parameter["name"].as_str().unwrap();
            // A plan to compare with has to be named.
            let with = if path.ends_with("/compare") { "&with=lanchuan" } else { "" };
            let answer = bench.get(&format!("{address}?{name}=no-such-value{with}")).await;
            // Only auditors look at the past; nobody is signed in here.
            let refused = if name == "stood-at" { 401 } else { 400 };
            assert_eq!(answer.status, refused, "{path} takes any {name}");
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked}");
}
