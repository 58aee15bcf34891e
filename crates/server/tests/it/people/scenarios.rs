//! Scenarios that people keep: who may, that they replay to the same bytes, and the way to a proposal.

use super::bench::{Bench, OPEN};
use duty::Role;

const LEVER: &str = "base = \"plan\"\n[[lever]]\nindicator = \"gdp\"\nchange = -5.0\n";

#[tokio::test]
async fn a_scenario_is_kept_replayed_proposed_and_taken_back() {
    let bench = Bench::start().await;
    let mut leader = bench.signed_in(Role::Leader).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let all = format!("/plans/{OPEN}/scenarios");
    let kept = leader.post(&format!("{all}?as-of=2016"), &[("title", "放缓"), ("text", LEVER)]).await;
    assert_eq!(kept.status, 303, "{}", kept.text());
    let own = kept.header("location").to_owned();
    assert!(own.starts_with(&format!("{all}/")), "{own}");
    let page = leader.get(&own).await;
    assert!(page.status == 200 && page.text().contains("逐字节相同"), "{}", page.text());
    assert!(page.text().contains("放缓") && page.text().contains("-5.00%"));
    let answer = leader.get(&format!("{own}/answer.json")).await.text();
    assert_eq!(
        answer,
        planner.get(&format!("{own}/answer.json")).await.text(),
        "the same bytes for everybody"
    );
    assert!(leader.get(&format!("{own}/scenario.toml")).await.text().contains("change = -5.0"));
    // Nothing was proposed yet, and a leader proposes nothing.
    assert_eq!(leader.get(&format!("{own}/proposal.docx")).await.status, 404);
    let reason = [("reason", "增速低于规划")];
    assert_eq!(leader.post(&format!("{own}/proposal"), &reason).await.status, 403);
    assert_eq!(planner.post(&format!("{own}/proposal"), &[("reason", " ")]).await.status, 400);
    assert_eq!(planner.post(&format!("{own}/proposal"), &reason).await.status, 303);
    let file = planner.get(&format!("{own}/proposal.docx")).await;
    assert!(file.status == 200 && file.header("content-type").contains("wordprocessingml"));
    // The mid-term report names it, for those who may see what is drafted.
    let report = format!("/plans/{OPEN}/reports/midterm?as-of=2016");
    assert!(planner.get(&report).await.text().contains("理由：增速低于规划"));
    assert!(!bench.browser().get(&report).await.text().contains("理由：增速低于规划"));
    let log = bench.store.audit(50).await.unwrap();
    let deeds: Vec<&str> = log.iter().map(|entry| entry.act.action.as_str()).collect();
    assert!(deeds.contains(&"scenario.keep") && deeds.contains(&"scenario.propose"), "{deeds:?}");
    assert_eq!(leader.post(&format!("{own}/withdraw"), &[]).await.status, 303);
    assert!(!leader.get(&all).await.text().contains("放缓"));
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_with_its_reason() {
    let bench = Bench::start().await;
    let mut leader = bench.signed_in(Role::Leader).await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let all = format!("/plans/{OPEN}/scenarios");
    for fields in [
        [("title", ""), ("text", LEVER)],
        [("title", "x"), ("text", "leever = 1")],
        [("title", "x"), ("text", "[[lever]]\nindicator = \"无此指标\"\nvalue = 1.0\n")],
    ] {
        assert_eq!(leader.post(&all, &fields).await.status, 400, "{fields:?}");
    }
    let kept = reporter.post(&all, &[("title", "我的"), ("text", "base = \"plan\"\n")]).await;
    assert_eq!(kept.status, 303);
    // Another's is not taken back, and what moves no target is no proposal.
    let own = kept.header("location").to_owned();
    assert_eq!(leader.post(&format!("{own}/withdraw"), &[]).await.status, 403);
    let mut planner = bench.signed_in(Role::Planner).await;
    assert_eq!(planner.post(&format!("{own}/proposal"), &[("reason", "x")]).await.status, 400);
    let mut public = bench.browser();
    assert_eq!(public.get(&own).await.status, 303, "the public is sent to sign in");
}
