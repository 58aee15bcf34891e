//! Who changed something is told to the staff and to nobody else.

use super::bench::{Bench, OPEN, change};
use super::matrix::{filled, who_gets_in};
use duty::Role;
use store::{Change, LoadPlan};

/// An account that changed a plan; the name stands nowhere else.
const KEEPER: &str = "xu-keeper";

fn by_keeper() -> Change {
    Change { who: KEEPER.into(), why: "核对".into(), ..change() }
}

/// A plan that was loaded and revised by the account, with a figure recorded by it.
async fn kept() -> Bench {
    let bench = Bench::start().await;
    let plan = bench.store.plan(OPEN, None).await.unwrap().plan;
    let load = LoadPlan { id: Some(OPEN), plan: &plan, document: None, findings: &[] };
    bench.store.load_plan(load, &by_keeper()).await.unwrap();
    for target in &plan.targets {
        let value = Some(rust_decimal::Decimal::from(4321));
        bench
            .store
            .revise_target(OPEN, &plan::Target { value, ..target.clone() }, &by_keeper())
            .await
            .unwrap();
    }
    bench
        .store
        .append_observations(OPEN, &[super::past::figure(&bench, 1400, 2016)], &by_keeper())
        .await
        .unwrap();
    // The server looks at what was written past it.
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    bench
}

/// Every address that the public may read, and those of the older version and of another language.
fn public_addresses(bench: &Bench) -> Vec<String> {
    let open = who_gets_in()
        .into_iter()
        .filter(|((_, method), roles)| method == "GET" && roles.contains(&Role::Public));
    let addresses = open.map(|((path, _), _)| filled(bench, &path, OPEN));
    addresses
        .flat_map(|address| ["", "?version=2", "?lang=en", "?all"].map(|query| format!("{address}{query}")))
        .collect()
}

#[tokio::test]
async fn the_public_is_told_no_names_whoever_asked_before() {
    let bench = kept().await;
    let mut public = bench.browser();
    let mut auditor = bench.signed_in(Role::Auditor).await;
    let mut told = 0;
    for address in public_addresses(&bench) {
        for _ in 0..2 {
            let answer = public.get(&address).await;
            let text = answer.text();
            assert!(!text.contains(KEEPER), "{address}: {text}");
            assert!(
                !Role::ALL.iter().any(|role| text.contains(&format!("测试{}", role.name()))),
                "{address}"
            );
            // Staff ask for the same in between, which must neither come from what the public was given nor go there.
            told += usize::from(auditor.get(&address).await.text().contains(KEEPER));
        }
    }
    assert!(told > 20, "{told}");
}

#[tokio::test]
async fn staff_and_their_programs_see_who_changed_what() {
    let bench = kept().await;
    let page = format!("/plans/{OPEN}/indicators/{}", bench.indicator);
    let versions = format!("/api/v1/plans/{OPEN}/versions");
    let revisions = format!("/api/v1/plans/{OPEN}/targets/{}/history", bench.target);
    let plan = format!("/api/v1/plans/{OPEN}");
    let json =
        |answer: super::bench::Answer| -> serde_json::Value { serde_json::from_slice(&answer.body).unwrap() };
    let mut auditor = bench.signed_in(Role::Auditor).await;
    let token =
        auditor.post("/account/tokens", &[("label", "x"), ("read", "yes"), ("days", "7")]).await.shown_once();
    let mut program = bench.browser();
    program.headers = vec![("authorization".into(), format!("Bearer {token}"))];
    let mut public = bench.browser();
    for browser in [&mut public, &mut program, &mut auditor] {
        let is_public = browser.cookies.is_empty() && browser.headers.is_empty();
        let name = if is_public { serde_json::Value::Null } else { KEEPER.into() };
        assert_eq!(json(browser.get(&versions).await)["items"][0]["loaded_by"], name);
        assert_eq!(json(browser.get(&plan).await)["version"]["loaded_by"], name);
        assert_eq!(json(browser.get(&revisions).await)["items"][0]["changed_by"], name);
        let page = browser.get(&page).await.text();
        assert!(page.contains("4321") && page.contains("核对"), "the change itself is for all");
        assert_eq!(page.contains(KEEPER), !is_public);
    }
}
