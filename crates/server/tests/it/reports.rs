//! Reports and open formats, as a browser and as a program.

use crate::client::Bench;

#[tokio::test]
async fn every_report_can_be_read_and_downloaded_in_every_medium() {
    let bench = Bench::full().await;
    for (kind, ..) in report::KINDS {
        let page = bench.get(&format!("/plans/lanchuan/reports/{kind}")).await;
        assert_eq!(page.status, 200, "{kind}");
        assert!(page.text().contains("class=\"traced\""), "{kind}: figures lead to their source");
        for medium in report::Medium::HERE {
            let file = format!("{kind}.{}", medium.ending());
            let answer = bench.get(&format!("/api/v1/plans/lanchuan/reports/{file}")).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, medium.media_type()), "{file}");
            assert!(answer.header("content-disposition").contains(&file), "{file}");
        }
    }
}

#[tokio::test]
async fn every_file_of_every_open_format_can_be_downloaded() {
    let bench = Bench::full().await;
    let list = bench.get("/plans/lanchuan/reports").await.text();
    for file in cube::Format::ALL.iter().flat_map(|format| format.files()) {
        let address = format!("/api/v1/plans/lanchuan/open/{file}");
        assert!(list.contains(&format!("href=\"{address}\"")), "{file} stands on the page");
        let answer = bench.get(&address).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, cube::Format::media_type(file)),
            "{file}"
        );
        assert!(answer.body.len() > 100, "{file}");
    }
}

#[tokio::test]
async fn one_click_leads_from_the_overview_to_the_mid_term_report() {
    let bench = Bench::full().await;
    let overview = bench.get("/plans/lanchuan?as-of=2028&known-at=2028-12-31").await;
    let address = "/plans/lanchuan/reports/midterm?as-of=2028&#38;known-at=2028-12-31";
    let text = overview.text().replace("&amp;", "&#38;");
    assert!(text.contains(&format!("href=\"{address}\"")), "{text}");
    let report = bench.get("/plans/lanchuan/reports/midterm?as-of=2028&known-at=2028-12-31").await;
    assert!(report.text().contains("2028年12月31日"));
    // The moment is kept where a figure leads, and in the files.
    assert!(report.text().contains("as-of=2028"));
    let first = report
        .text()
        .split("class=\"traced\" href=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&");
    let (page, anchor) = first.split_once('#').unwrap();
    let source = bench.get(page).await;
    assert_eq!(source.status, 200, "{first}");
    assert!(source.text().contains(&format!("id=\"{anchor}\"")), "{first}");
}

#[tokio::test]
async fn what_was_not_known_yet_is_in_no_file() {
    let bench = Bench::full().await;
    let of = async |query: &str| {
        bench.get(&format!("/api/v1/plans/lanchuan/open/figures.sdmx.csv{query}")).await.text()
    };
    let (then, now) = (of("?known-at=2023-12-31").await, of("").await);
    assert!(now.contains(",2027,") && !then.contains(",2027,"));
    assert!(then.lines().count() < now.lines().count());
}

#[tokio::test]
async fn a_report_or_file_that_there_is_not_is_named() {
    let bench = Bench::full().await;
    for (path, word) in [
        ("/api/v1/plans/lanchuan/reports/weekly.docx", "midterm"),
        ("/api/v1/plans/lanchuan/reports/midterm.exe", "docx"),
        ("/api/v1/plans/lanchuan/reports/midterm", "docx"),
        ("/api/v1/plans/lanchuan/open/figures.exe", "figures.sdmx.csv"),
        ("/api/v1/plans/lanchuan/open/figures_W.px", "figures_A.px"),
    ] {
        let answer = bench.request("GET", path, &[("Accept-Language", "en")]).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text().contains(word), "{path}: {}", answer.text());
    }
    assert_eq!(bench.get("/plans/lanchuan/reports/weekly").await.status, 404);
}
