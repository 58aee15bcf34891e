//! Estimates for a year from proposal to decision, and the document with which a body carries the plan out.

use super::bench::{Bench, OPEN};
use super::story::duty;
use duty::Role;
use jiff::civil::date;

async fn bench() -> Bench {
    let settings = server::Settings { today: Some(date(2017, 2, 5)), ..server::Settings::default() };
    Bench::start_at_work(settings, &[duty()]).await
}

/// What stands behind the first mark of a text, up to the next quotation mark.
fn behind<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).unwrap_or_else(|| panic!("{mark} in {text}")).1.split('"').next().unwrap()
}

#[tokio::test]
async fn an_estimate_goes_from_proposal_to_decision_and_comes_from_a_sheet() {
    let bench = bench().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let page = format!("/plans/{OPEN}/yearly/2018/estimates");
    let shown = planner.get(&page).await;
    assert_eq!(shown.status, 200);
    let target = behind(&shown.text(), "name=\"value/").to_owned();
    let (value, words) = (format!("value/{target}"), format!("words/{target}"));
    // What is only looked at is not kept; what is no number is refused with words.
    let looked = planner.post(&page, &[("action", "check"), (&value, "1500"), (&words, "项目投产")]).await;
    assert_eq!(looked.status, 200);
    assert!(looked.text().contains("value=\"1500\""), "what was typed stays");
    let wrong = planner.post(&page, &[("action", "propose"), (&value, "多一些")]).await;
    assert_eq!(wrong.status, 422);
    assert!(bench.store.estimate_rounds(OPEN, 2018).await.unwrap().is_empty());
    let sent = planner.post(&page, &[("action", "propose"), (&value, "1,500"), (&words, "项目投产")]).await;
    assert_eq!(sent.status, 303);
    let rounds = bench.store.estimate_rounds(OPEN, 2018).await.unwrap();
    assert_eq!((rounds.len(), rounds[0].round, rounds[0].value.to_string()), (1, 1, "1500".to_owned()));
    // A decision says why.
    let decide = format!("{page}/{target}");
    assert_eq!(planner.post(&decide, &[("decided", "1480")]).await.status, 422);
    let fields =
        [("decided", "1480"), ("reason", "与预测持平"), ("upper", "1490"), ("upper_source", "省计划")];
    assert_eq!(planner.post(&decide, &fields).await.status, 303);
    let shown = planner.get(&page).await.text();
    for word in ["1480", "与预测持平", "省计划", "项目投产"] {
        assert!(shown.contains(word), "{word}");
    }
    // A sheet gives the next round; what is in it already is not said again.
    let import = format!("{page}/import");
    let sheet = format!("编号,建议值,建议理由\n{target},1510,上调\n");
    let read = planner.post_file(&import, &[], ("测算.csv", sheet.as_bytes())).await.text();
    assert!(read.contains("上调"), "{read}");
    let key = behind(&read, &format!("action=\"{import}/")).to_owned();
    assert_eq!(planner.post(&format!("{import}/{key}"), &[]).await.status, 303);
    assert_eq!(bench.store.estimate_rounds(OPEN, 2018).await.unwrap().len(), 2);
    let out = planner.get(&format!("{page}/list/xlsx")).await;
    assert!(out.header("content-type").contains("spreadsheetml"), "{}", out.header("content-type"));
    // Somebody without the duty sees the table and no field.
    let shown = bench.signed_in(Role::Leader).await.get(&page).await.text();
    assert!(shown.contains("1480") && !shown.contains("name=\"value/"));
}

#[tokio::test]
async fn the_document_of_a_body_is_read_and_needs_a_body() {
    let bench = bench().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let page = format!("/plans/{OPEN}/body-plans");
    assert_eq!(planner.get(&page).await.status, 200);
    let refused = planner.post_file(&page, &[], ("方案.txt", "实施方案".as_bytes())).await;
    assert_eq!(refused.status, 422, "whose it is must be said");
    let nothing =
        planner.post_file(&page, &[("office", "市教育局")], ("方案.txt", "一二三四".as_bytes())).await;
    assert_eq!(nothing.status, 422, "nothing in it carries out a task");
    assert!(bench.store.body_plans(OPEN).await.unwrap().is_empty());
}
