//! That the numbers agree: what the first page counts is what its links list, in whichever way it is looked at.

use super::bench::{Bench, change};
use duty::Role;
use store::LoadPlan;

const PLAN: &str = "counted";

/// A plan with a table of main targets and promises in its text, one of which says again what the table says.
const TEXT: &str = "\
# 云川市国民经济和社会发展第十三个五年规划纲要

## 第一章 发展目标

到2020年，全市地区生产总值达到2000亿元。建成保障性住房5000套，新增造林面积30万亩。

表1 主要指标

| 类别 | 指标 | 2015年 | 2020年 | 属性 |
|---|---|---|---|---|
| 经济发展 | 地区生产总值（亿元） | 1400 | 2000 | 预期性 |
| 经济发展 | 常住人口城镇化率（%） | 50 | 60 | 预期性 |
| 资源环境 | 森林覆盖率（%） | 30 | 35 | 约束性 |
";

async fn bench() -> Bench {
    bench_of(TEXT).await
}

/// A server with one plan more, with what the checks found in it.
async fn bench_of(text: &str) -> Bench {
    let bench = Bench::start().await;
    let options = document::ReadOptions { name: Some("plan.md".into()) };
    let document = document::read(text.as_bytes(), &options).unwrap();
    let plan = compile::compile(&document, &compile::CompileOptions::default()).0;
    let found = check::check(&document, &plan, &check::Settings::default());
    let findings: Vec<store::Finding> = found.iter().map(store::Finding::from).collect();
    let load = LoadPlan { id: Some(PLAN), plan: &plan, document: Some(&document), findings: &findings };
    bench.store.load_plan(load, &change()).await.unwrap();
    bench.store.set_public(PLAN, true, &change()).await.unwrap();
    bench
}

/// The number behind a label of a list of links.
fn chip(page: &str, label: &str) -> usize {
    let behind = page.split_once(&format!("{label} <span class=\"num\">")).expect(label).1;
    behind.split('<').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_first_page_and_the_list_count_the_same() {
    let bench = bench().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let (mut overview, mut list) = (String::new(), String::new());
    // The server looks at the store by and by.
    for _ in 0..50 {
        overview = planner.get(&format!("/plans/{PLAN}?lang=zh")).await.text();
        list = planner.get(&format!("/plans/{PLAN}/indicators?lang=zh")).await.text();
        if overview.contains("主要目标") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let (all, main, text) = (chip(&list, "全部"), chip(&list, "主要目标"), chip(&list, "正文承诺"));
    assert_eq!(
        (main, all),
        (3, main + text),
        "the restatement of the table is no promise of its own: {list}"
    );
    assert!(text >= 1);
    let counted: usize = overview
        .split_once("state-counts")
        .and_then(|(_, rest)| rest.split("</ul>").next())
        .expect("counts")
        .split("<b>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().parse::<usize>().unwrap())
        .sum();
    assert_eq!(counted, main, "{overview}");
    assert!(overview.contains(&format!("此外正文有{text}项承诺")), "{overview}");
    assert!(overview.contains("/indicators?state=unknown&#38;of=main"), "{overview}");
    let only = planner.get(&format!("/plans/{PLAN}/indicators?lang=zh&of=main")).await.text();
    assert_eq!(only.matches("<tr><th scope=\"row\"").count(), main);
    let groups = overview.split_once("class=\"slices\"").unwrap().1.split("</table>").next().unwrap();
    let of_groups: usize = groups
        .split("<span class=\"soft\">/")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().parse::<usize>().unwrap())
        .sum();
    assert_eq!(of_groups, main, "{groups}");
}

/// The number before the first of some words.
fn number_before(page: &str, words: &str) -> usize {
    let before = page.split_once(words).unwrap_or_else(|| panic!("{words}: {page}")).0.trim_end();
    let digits = before.chars().rev().take_while(char::is_ascii_digit).collect::<String>();
    digits.chars().rev().collect::<String>().parse().unwrap()
}

#[tokio::test]
async fn the_first_page_counts_the_conflicts_that_the_ledger_shows() {
    // Shares that sum to 102, stated twice otherwise in two ways: conflicts that nobody kept or decided yet.
    let text = format!("{TEXT}\n三次产业结构调整为9:41:52。到2020年，全市地区生产总值达到2100亿元。\n");
    let bench = bench_of(&text).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let mut ledger = String::new();
    for _ in 0..50 {
        ledger = planner.get(&format!("/plans/{PLAN}/conflicts?lang=zh")).await.text();
        if ledger.contains("<h1>冲突") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let listed = ledger.matches("<article class=\"finding\"").count();
    assert!(listed >= 1, "{ledger}");
    assert_eq!(chip(&ledger, "待处置"), listed, "{ledger}");
    let home = planner.get("/?all&lang=zh").await.text();
    assert_eq!(number_before(&home, "处冲突待处置"), listed, "{home}");
}

#[tokio::test]
async fn steps_and_the_health_of_reporting_count_alike_who_nobody_answers_for() {
    let duty = super::story::duty();
    let item = duty.item.clone();
    let bench = Bench::start_at_work(server::Settings::default(), &[duty]).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let open = super::bench::OPEN;
    let listed = async |planner: &mut super::bench::Browser| {
        let page = planner.get(&format!("/plans/{open}/reporting?lang=zh")).await.text();
        let part = page.split_once("无人负责的指标").map_or("", |(_, rest)| rest);
        (part.split("</ul>").next().unwrap_or_default().matches("<li>").count(), part.contains(&item))
    };
    let counted = async |planner: &mut super::bench::Browser| {
        let page = planner.get(&format!("/plans/{open}/steps?lang=zh")).await.text();
        number_before(&page, "个指标尚无人负责")
    };
    let (before, is_listed) = listed(&mut planner).await;
    assert!(before >= 1 && !is_listed, "the office in the lead has an account");
    assert_eq!(counted(&mut planner).await, before);
    // A lead that nobody confirmed answers for nothing, on both pages.
    let proposal = store::Duty { confirmed: false, ..super::story::duty() };
    bench.store.put_duties(&[proposal], &change()).await.unwrap();
    assert_eq!(listed(&mut planner).await, (before + 1, true));
    assert_eq!(counted(&mut planner).await, before + 1);
}

#[tokio::test]
async fn a_list_is_taken_along_as_it_is_shown_with_heads_in_its_language() {
    let bench = bench().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let of = |part: &str| format!("/api/v1/plans/{PLAN}/tables/commitments.csv?heads=words&of={part}");
    let zh = planner.get(&(of("main") + "&lang=zh")).await.text();
    let mut lines = zh.trim_start_matches('\u{feff}').lines();
    let head = lines.next().unwrap();
    assert!(head.starts_with("名称,单位,状态") && !head.is_ascii(), "{head}");
    assert!(!head.chars().any(|letter| letter.is_ascii_alphabetic()), "{head}");
    assert_eq!(lines.count(), 3, "{zh}");
    let en = planner.get(&(of("main") + "&lang=en")).await.text();
    assert!(en.trim_start_matches('\u{feff}').starts_with("Name,Unit,Status"), "{en}");
    let named = planner.get(&format!("/api/v1/plans/{PLAN}/tables/targets.csv?lang=zh")).await.text();
    assert!(named.trim_start_matches('\u{feff}').starts_with("id,"), "programs keep stable names: {named}");
    let words = planner.get(&format!("/api/v1/plans/{PLAN}/tables/targets.csv?lang=zh&heads=words")).await;
    assert!(words.text().trim_start_matches('\u{feff}').starts_with("编号,"), "{}", words.text());
}

#[tokio::test]
async fn duties_that_were_taken_away_come_back_as_they_were() {
    let bench = Bench::start_at_work(server::Settings::default(), &[super::story::duty()]).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let address = format!("/plans/{}/duties", super::bench::OPEN);
    let before = bench.store.duties(super::bench::OPEN).await.unwrap();
    let key = work::item::key_of(&before[0]);
    let gone = planner.post(&address, &[("action", "remove"), ("duty", &key)]).await;
    assert_eq!(gone.status, 200);
    assert!(bench.store.duties(super::bench::OPEN).await.unwrap().is_empty());
    let page = gone.text();
    let kept = page.split_once("name=\"gone\" value=\"").expect("the way back").1.split('"').next().unwrap();
    let back = planner.post(&address, &[("action", "restore"), ("gone", kept)]).await;
    assert_eq!(back.status, 303);
    assert_eq!(bench.store.duties(super::bench::OPEN).await.unwrap(), before);
    let forged = kept.replace("tjj", "nobody");
    assert_eq!(planner.post(&address, &[("action", "restore"), ("gone", &forged)]).await.status, 400);
}
