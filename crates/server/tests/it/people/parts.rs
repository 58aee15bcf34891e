//! Figures of parts, and promises by theme of life, from sheet or text to the pages.

use super::bench::{Bench, OPEN, change, encode};
use super::story::{GDP, duty};
use duty::{Role, Step};
use jiff::civil::date;
use store::{Change, SubmissionFilter};

async fn bench() -> Bench {
    let settings = server::Settings { today: Some(date(2017, 2, 5)), ..server::Settings::default() };
    Bench::start_at_work(settings, &[duty()]).await
}

/// Imports a sheet with two parts and their whole, and has it approved and published.
async fn published(bench: &Bench) {
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let sheet = "指标,年份,片区,数值,单位\n地区生产总值,2016,,1400,亿元\n地区生产总值,2016,沿海,900,亿元\n\
                 地区生产总值,2016,山区,500,亿元\n";
    let import = format!("/plans/{OPEN}/import");
    let page = reporter.post_file(&import, &[("source", "年鉴")], ("a.csv", sheet.as_bytes())).await.text();
    let mark = format!("action=\"{import}/");
    let key = page.split_once(&mark).expect("a preview").1.split('"').next().unwrap();
    let address = format!("{import}/{key}");
    let roles = [("action", "read"), ("role/0/2", "dimension"), ("source", "年鉴")];
    let matched = reporter.post(&address, &roles).await.text();
    assert!(matched.contains("片区=沿海") && matched.contains("900 亿元"), "{matched}");
    let mut confirm = roles;
    confirm[0].1 = "confirm";
    assert_eq!(reporter.post(&address, &confirm).await.status, 303);
    let waiting = bench.store.submissions(&SubmissionFilter::default()).await.unwrap();
    assert_eq!(waiting.len(), 3);
    let mut reviewer = bench.signed_in(Role::Planner).await;
    assert!(reviewer.get("/review").await.text().contains("沿海"), "the reviewer sees of what part it is");
    let ids: Vec<i64> = waiting.iter().map(|one| one.id).collect();
    let reviewed = Change { who: "审核人".to_owned(), ..change() };
    for step in [Step::Approve, Step::Publish] {
        bench.store.step_submissions(&ids, step, None, &reviewed).await.unwrap();
    }
}

#[tokio::test]
async fn parts_come_from_a_sheet_and_stand_beside_the_whole() {
    let bench = bench().await;
    published(&bench).await;
    let mut public = bench.browser();
    let page = format!("/plans/{OPEN}/indicators/{}", bench.indicator);
    let mut shown = String::new();
    // The server looks at the store by and by.
    for _ in 0..50 {
        shown = public.get(&page).await.text();
        if shown.contains("id=\"parts\"") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let parts = shown.split_once("id=\"parts\"").expect("the section").1;
    for word in ["片区", "沿海", "山区", "合计", "64%", "36%", "年鉴"] {
        assert!(parts.contains(word), "{word} in {parts}");
    }
    assert!(!shown.contains("900亿元"), "a part is not the value of the indicator");
    let compared = format!("/plans/{OPEN}/compare?with={OPEN}%401");
    let compared = public.get(&compared).await.text();
    let sides = compared.split_once("id=\"parts\"").expect("parts are compared").1;
    assert_eq!(sides.matches("64%").count(), 2, "the same parts on both sides: {sides}");
    let by = public.get(&format!("{page}?by={}", encode("片区"))).await.text();
    assert!(by.contains("沿海"), "{by}");

    let list = async |query: &str| {
        let mut public = bench.browser();
        let text = public.get(&format!("/api/v1/plans/{OPEN}/observations?year=2016&{query}")).await.text();
        let answer: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let items = answer["items"].as_array().expect("items").iter();
        let mut values: Vec<String> = items
            .filter(|one| one["source"] == "年鉴")
            .map(|one| one["value"].as_str().unwrap().to_owned())
            .collect();
        values.sort();
        values
    };
    let of = |text: &str| format!("dimensions={}", encode(text));
    assert_eq!(list(&of("片区=沿海")).await, ["900"]);
    assert_eq!(list(&of("片区")).await, ["500", "900"]);
    assert_eq!(list(&of("total")).await, ["1400"]);
    let wrong = public.get(&format!("/api/v1/plans/{OPEN}/observations?{}", of("片区=沿海;片区=山区"))).await;
    assert_eq!(wrong.status, 400);
    let table = public.get(&format!("/api/v1/plans/{OPEN}/tables/figures.csv")).await.text();
    assert!(table.contains("片区=沿海"), "{table}");
    let judged = public.get(&format!("/api/v1/plans/{OPEN}/assessment?as-of=2016")).await.text();
    assert!(!judged.contains("900"), "{GDP} is judged by the whole: {judged}");
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
    assert!(bench.store.verify_content().await.unwrap().is_ok());
}

#[tokio::test]
async fn promises_stand_by_theme_of_life_in_plain_words() {
    let bench = Bench::start().await;
    let mut public = bench.browser();
    let index = public.get(&format!("/plans/{OPEN}/life")).await;
    assert_eq!(index.status, 200);
    let index = index.text();
    for theme in ["money", "environment"] {
        assert!(index.contains(&format!("/plans/{OPEN}/life/{theme}")), "{theme} in {index}");
    }
    let green = public.get(&format!("/plans/{OPEN}/life/environment")).await.text();
    assert!(green.contains("森林覆盖率") && green.contains("到2020年不低于35%"), "{green}");
    assert!(!green.contains("地区生产总值"), "{green}");
    let english = public.get(&format!("/plans/{OPEN}/life/environment?lang=en")).await.text();
    assert!(english.contains("At least 35% by 2020"), "{english}");
    assert_eq!(public.get(&format!("/plans/{OPEN}/life/nothing")).await.status, 404);
    assert_eq!(public.get(&format!("/plans/{}/life", super::bench::DRAFT)).await.status, 404);
    let elsewhere =
        public.get(&format!("/plans/{OPEN}/life/money?lang=zh&place={}", encode("南坪县"))).await.text();
    assert!(elsewhere.contains("没有符合条件"), "{elsewhere}");
}
