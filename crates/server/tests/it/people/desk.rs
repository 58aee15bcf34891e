//! Loading, correcting and findings through forms: what the planner's desk does, and what holds afterwards.

use super::bench::{Answer, Bench, Browser};
use duty::Role;
use std::time::Duration;

const FIRST: &str = "云岭市国民经济和社会发展第十五个五年规划纲要

第一章 发展目标

到2030年，地区生产总值达到1900亿元，森林覆盖率达到45%以上，常住人口城镇化率达到60%。

第二章 重点工程

建设云岭港二期工程，推进知识产权保护。力争旅游收入再上新台阶，接待游客四千万人次。
";

const SECOND: &str = "云岭市国民经济和社会发展第十五个五年规划纲要

第一章 发展环境

全市经济平稳增长。

第二章 发展目标

到2030年，地区生产总值达到2000亿元，森林覆盖率达到45%以上。

第三章 重点工程

加快建设云岭港二期工程，推进知识产权保护。力争旅游收入再上新台阶，接待游客四千万人次。
";

/// Uploads a document and waits for what was read; gives the address of the preview with its page.
pub(crate) async fn read(planner: &mut Browser, plan: &str, name: &str, bytes: &[u8]) -> (String, Answer) {
    let sent = planner.post_file("/load", &[("plan", plan)], (name, bytes)).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let address = sent.header("location").to_owned();
    for _ in 0..600 {
        let page = planner.get(&address).await;
        if page.header("refresh").is_empty() {
            return (address, page);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it is still being read");
}

/// Loads a text as a draft; gives the id of its plan.
pub(crate) async fn keep(planner: &mut Browser, plan: &str, text: &str) -> String {
    keep_file(planner, plan, ("规划.txt", text.as_bytes())).await
}

/// Loads a file as a draft; gives the id of its plan.
pub(crate) async fn keep_file(planner: &mut Browser, plan: &str, (name, bytes): (&str, &[u8])) -> String {
    let (address, page) = read(planner, plan, name, bytes).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let kept = planner.post(&address, &[("action", "keep")]).await;
    assert_eq!(kept.status, 303, "{}", kept.text());
    let steps = kept.header("location").to_owned();
    assert!(steps.ends_with("/steps?saved=load"), "{steps}");
    steps.split('/').nth(2).unwrap().to_owned()
}

/// The address that corrects the sentence with these words.
fn place(text: &str, words: &str, plan: &str) -> String {
    let at = text.find(words).unwrap();
    format!("/plans/{plan}/correct?at={at}&to={}", at + words.len())
}

#[tokio::test]
async fn a_document_is_looked_at_and_kept_as_a_draft() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let before = bench.store.generation().await.unwrap();
    let (address, page) = read(&mut planner, "", "规划.txt", FIRST.as_bytes()).await;
    let text = page.text();
    assert!(text.contains("森林覆盖率 不低于 45% (2030)"), "what was read: {text}");
    assert!(text.contains("<mark>森林覆盖率达到45%以上</mark>"), "beside its words: {text}");
    assert_eq!(bench.store.generation().await.unwrap(), before, "nothing is stored by looking");
    let mut other = bench.signed_in(Role::Administrator).await;
    assert_eq!(other.get(&address).await.status, 403, "it is the planner's");

    // What the person knows better.
    let again =
        [("action", "again"), ("region", "东港市"), ("first", "2031"), ("last", "2035"), ("kind", "outline")];
    planner.post(&address, &again).await;
    let kept = loop {
        let page = planner.get(&address).await;
        if page.header("refresh").is_empty() {
            assert!(page.text().contains("value=\"东港市\""), "{}", page.text());
            break planner.post(&address, &[("action", "keep"), ("reason", "初稿")]).await;
        }
    };
    let plan = kept.header("location").split('/').nth(2).unwrap().to_owned();
    let stored = bench.store.plan(&plan, None).await.unwrap();
    assert_eq!((stored.plan.region.as_deref(), stored.version.why.as_str()), (Some("东港市"), "初稿"));
    assert_eq!(bench.browser().get(&format!("/plans/{plan}")).await.status, 404, "a draft is not public");
    assert_eq!(planner.get(kept.header("location")).await.status, 200);
    assert_eq!(planner.get(&address).await.status, 404, "it waits no more");
    planner.post(&format!("/plans/{plan}/steps"), &[("action", "publish"), ("reason", "审定")]).await;
    assert_eq!(bench.browser().get(&format!("/plans/{plan}")).await.status, 200);
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn a_file_with_a_mark_of_secrecy_is_held_back_and_nothing_is_kept() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let before = bench.store.generation().await.unwrap();
    for mark in ["机密★10年", "000001\n秘 密 ★ 一年\n特急"] {
        let (address, page) = read(&mut planner, "", "规划.txt", format!("{mark}\n{FIRST}").as_bytes()).await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains("本系统不接收涉密文件"), "{}", page.text());
        assert_eq!(planner.get(&address).await.status, 404, "nor does it wait");
    }
    let table = "机密★5年\n指标,2016\n地区生产总值（亿元）,1032.8\n";
    let import = format!("/plans/{}/import", super::bench::OPEN);
    let held = planner.post_file(&import, &[], ("台账.csv", table.as_bytes())).await;
    assert!(held.status == 422 && held.text().contains("本系统不接收涉密文件"), "{}", held.text());
    let harmless = FIRST.replace("推进知识产权保护", "严守国家秘密，推进知识产权保护");
    assert_eq!(read(&mut planner, "", "规划.txt", harmless.as_bytes()).await.1.status, 200);
    assert_eq!(bench.store.generation().await.unwrap(), before, "nothing was stored");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story from the first draft to the second")]
async fn what_was_put_right_is_marked_traced_and_kept_by_a_new_version() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let plan = keep(&mut planner, "", FIRST).await;
    let stored = bench.store.plan(&plan, None).await.unwrap();
    let forest = stored.plan.targets.iter().find(|row| row.subject == "森林覆盖率").unwrap().id.to_string();

    let here = place(
        FIRST,
        "到2030年，地区生产总值达到1900亿元，森林覆盖率达到45%以上，常住人口城镇化率达到60%。",
        &plan,
    );
    let page = planner.get(&here).await.text();
    assert!(page.contains(&format!("name=\"row\" value=\"{forest}\"")), "{page}");
    let edit = [
        ("of", "target"),
        ("row", forest.as_str()),
        ("action", "edit"),
        ("in/value", "５４"),
        ("reason", "看错"),
    ];
    let saved = planner.post(&here, &edit).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    assert!(saved.header("location").contains("/text?saved="), "{}", saved.header("location"));
    let text = planner.get(saved.header("location").split('#').next().unwrap()).await.text();
    assert!(text.contains("已更正") && text.contains("已保存，更正第"), "{text}");
    let add = [
        ("of", "target"),
        ("action", "add"),
        ("in/indicator", "接待游客人次"),
        ("in/measure", "count"),
        ("in/comparator", "ge"),
        ("in/value", "4,000"),
        ("in/unit", "万人次"),
    ];
    let sentence = place(FIRST, "力争旅游收入再上新台阶，接待游客四千万人次。", &plan);
    assert_eq!(planner.post(&sentence, &add).await.status, 303);
    let gdp = stored.plan.targets.iter().find(|row| row.subject == "地区生产总值").unwrap().id.to_string();
    let edit = [("of", "target"), ("row", gdp.as_str()), ("action", "edit"), ("in/value", "1990")];
    assert_eq!(planner.post(&here, &edit).await.status, 303);
    let wrong = [("of", "target"), ("row", gdp.as_str()), ("action", "edit"), ("in/value", "约一千九")];
    let refused = planner.post(&here, &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("数值：“约一千九”不是数"), "{}", refused.text());

    assert_eq!(keep(&mut planner, &plan, SECOND).await, plan);
    let stored = bench.store.plan(&plan, None).await.unwrap();
    assert_eq!(stored.key.version, 2);
    let value = |subject: &str| {
        let row = stored.plan.targets.iter().find(|row| row.subject == subject);
        row.and_then(|row| row.value).map(|value| value.to_string())
    };
    assert_eq!(value("森林覆盖率").as_deref(), Some("54"));
    assert_eq!(value("接待游客人次").as_deref(), Some("4000"));
    assert_eq!(value("地区生产总值").as_deref(), Some("2000"), "the new text goes before what was put right");
    let list = planner.get(&format!("/plans/{plan}/corrections")).await.text();
    assert!(list.contains("与本版对不上") && list.contains("2000"), "{list}");

    let compared = planner.get(&format!("/plans/{plan}/compare?with={plan}%401")).await.text();
    assert!(
        compared.contains("<del>1900</del>亿元") && compared.contains("<ins>2000</ins>亿元"),
        "{compared}"
    );
    assert!(!compared.contains("接待游客四千万人次"), "only what changed: {compared}");

    // The API tells the same, and taking it back brings back what was read.
    let targets = planner.get(&format!("/api/v1/plans/{plan}/targets")).await.text();
    assert!(targets.contains("\"value\":\"54\"") || targets.contains("\"value\":54"), "{targets}");
    let id = stored.corrections.kept[0].correction.id.to_string();
    planner.post(&format!("/plans/{plan}/corrections"), &[("correction", &id)]).await;
    let stored = bench.store.plan(&plan, None).await.unwrap();
    let forest = stored.plan.targets.iter().find(|row| row.subject == "森林覆盖率").unwrap();
    assert_eq!(forest.value, "45".parse().ok());
    let told = bench.store.audit(50).await.unwrap();
    for action in ["plan.load", "correction.add", "correction.withdraw"] {
        let entry = told.iter().find(|entry| entry.act.action == action);
        assert_eq!(entry.map(|entry| entry.act.actor.as_str()), Some("planner"), "{action}");
    }
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn what_is_done_about_a_finding_holds_in_the_next_version() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    // Two chapters that contradict each other.
    let text = FIRST
        .replace("建设云岭港", "到2030年，地区生产总值达到1950亿元，常住人口城镇化率达到65%。建设云岭港");
    let plan = keep(&mut planner, "", &text).await;
    let list = format!("/plans/{plan}/diagnostics");
    let page = planner.get(&list).await;
    let keys: Vec<String> = page
        .text()
        .split("name=\"finding\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    assert!(keys.len() > 1, "{}", page.text());
    let without = planner.post(&list, &[("action", "ignore"), ("finding", &keys[0])]).await;
    assert_eq!(without.status, 400, "leaving a finding needs a reason");
    let ignore = [("action", "ignore"), ("finding", keys[0].as_str()), ("reason", "口径如此")];
    assert_eq!(planner.post(&list, &ignore).await.status, 303);
    let assign = [("action", "assign"), ("finding", keys[1].as_str()), ("owner", "account/reporter")];
    assert_eq!(planner.post(&list, &assign).await.status, 303);
    let nobody = [("action", "assign"), ("finding", keys[1].as_str()), ("owner", "account/nobody")];
    assert_eq!(planner.post(&list, &nobody).await.status, 400);

    // The same document with a chapter before it.
    let moved = text.replacen("第一章 发展目标", "第一章 发展环境\n\n全市经济平稳。\n\n第二章 发展目标", 1);
    keep(&mut planner, &plan, &moved.replace("第二章 重点工程", "第三章 重点工程")).await;
    let ignored = planner.get(&format!("{list}?state=ignored")).await.text();
    assert!(ignored.contains("口径如此"), "{ignored}");
    let open = planner.get(&list).await.text();
    assert!(open.contains("承办人：reporter"), "{open}");
    assert!(
        open.contains("待处理 (") && open.contains(">不处理</button>"),
        "in the words of its kind: {open}"
    );
    assert!(!open.contains(&format!("value=\"{}\"", keys[0])), "it is no longer among the open ones");
    planner.post(&format!("/plans/{plan}/steps"), &[("action", "publish")]).await;
    let public = bench.browser().get(&format!("{list}?state=all")).await.text();
    assert!(
        !public.contains("reporter") && !public.contains("口径如此"),
        "names and reasons are for the staff"
    );
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn an_old_word_file_is_refused_with_what_to_do() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let mut old = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    old.resize(4096, 0);
    let (_, page) = read(&mut planner, "", "规划.doc", &old).await;
    assert_eq!(page.status, 422, "{}", page.text());
    assert!(page.text().contains("另存为 .docx"), "{}", page.text());
}

#[tokio::test]
async fn a_sheet_of_the_division_of_labour_with_a_mark_of_secrecy_is_held_back() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let address = format!("/plans/{}/duties/import", super::bench::OPEN);
    let sheet = "机密★10年\n事项,牵头单位,配合单位\n地区生产总值,市统计局,\n";
    let page = planner.post_file(&address, &[], ("分工.csv", sheet.as_bytes())).await.text();
    assert!(page.contains("不接收涉密文件"), "{page}");
    let fine =
        planner.post_file(&address, &[], ("分工.csv", sheet.replace("机密★10年\n", "").as_bytes())).await;
    assert!(!fine.text().contains("不接收涉密文件"), "{}", fine.text());
}
