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

/// The number behind a name of a field in a form.
fn filled_in(page: &str, name: &str) -> String {
    let field =
        page.split("<input").find(|part| part.contains(&format!("name=\"{name}\""))).unwrap_or_default();
    field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_kept_scenario_becomes_a_revision_of_the_plan() {
    let bench = Bench::start().await;
    let mut leader = bench.signed_in(Role::Leader).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let kept = leader
        .post(&format!("/plans/{OPEN}/scenarios?as-of=2016"), &[("title", "放缓"), ("text", LEVER)])
        .await;
    let own = kept.header("location").to_owned();
    let id = own.rsplit('/').next().unwrap();
    let form = format!("/plans/{OPEN}/revisions?scenario={id}");
    assert!(planner.get(&own).await.text().contains(&format!("{form}#propose")));
    // The targets that the scenario moves stand in the form with the values that they would get, in the digits of the plan.
    let plan = bench.store.plan(OPEN, None).await.unwrap().plan;
    let page = planner.get(&form).await.text();
    let level = |target: &&plan::Target| {
        let of = plan.indicator(&target.indicator);
        of.is_some_and(|one| one.catalogue.as_deref() == Some("gdp"))
            && target.measure == plan::Measure::Level
    };
    let target = plan.targets.iter().find(level).expect("a target on output");
    let name = format!("to/{}/value", target.id);
    let new: f64 = filled_in(&page, &name).parse().expect("a number is filled in");
    let old: f64 = target.value.unwrap().to_string().parse().unwrap();
    assert!((new / old - 0.95).abs() < 0.001, "{old} {new}");
    assert!(page.contains("情景“放缓”"));
    // The growth printed beside it goes with it.
    let growth = |target: &&plan::Target| {
        let of = plan.indicator(&target.indicator);
        of.is_some_and(|one| one.catalogue.as_deref() == Some("gdp"))
            && target.measure == plan::Measure::GrowthRate
            && target.averaging.is_some()
    };
    if let Some(growth) = plan.targets.iter().find(growth) {
        let new: f64 = filled_in(&page, &format!("to/{}/value", growth.id)).parse().expect("growth as well");
        let old: f64 = growth.value.unwrap().to_string().parse().unwrap();
        let expected = 100.0 * ((1.0 + old / 100.0) * 0.95_f64.powf(0.2) - 1.0);
        assert!((new - expected).abs() < 0.06, "{old} {new} {expected}");
    }
    // Sent as it stands, it is a proposal like any other.
    let fields = [("title", "放缓"), ("reason", "增速低于规划"), (&*name, &*new.to_string())];
    let made = planner.post(&format!("/plans/{OPEN}/revisions"), &fields).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let shown = planner.get(made.header("location")).await.text();
    assert!(shown.contains("放缓") && shown.contains(&new.to_string()));
    // Who may not revise the plan sees no form.
    assert!(!leader.get(&form).await.text().contains(&name));
    assert_eq!(planner.get(&format!("/plans/{OPEN}/revisions?scenario=999")).await.status, 404);
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

#[tokio::test]
async fn programs_ask_for_check_run_and_seek() {
    let bench = Bench::start().await;
    let mut public = bench.browser();
    let base = format!("/api/v1/plans/{OPEN}/scenario");
    let check: serde_json::Value =
        serde_json::from_str(&public.get(&format!("{base}/check")).await.text()).unwrap();
    assert!(check["contradictions"].is_number() && check["groups"].is_array());
    let text = super::bench::encode(LEVER);
    let run: serde_json::Value =
        serde_json::from_str(&public.get(&format!("{base}/run?scenario={text}")).await.text()).unwrap();
    assert!(!run["moves"].as_array().unwrap().is_empty());
    for one in run["moves"].as_array().unwrap() {
        let kind = one["origin"]["kind"].as_str().unwrap();
        assert!(["identity", "declared", "estimated", "model"].contains(&kind), "{one}");
    }
    assert!(public.get(&format!("{base}/seek")).await.status == 200);
    assert_eq!(public.get(&format!("{base}/run?scenario=leever%3D1")).await.status, 400);
}
