//! Meeting mode: screens by links, and decisions that lead back to what was on the screen.

use super::bench::{Bench, OPEN};
use duty::Role;
use jiff::civil::date;
use store::MatterFilter;

fn meeting(query: &str) -> String {
    format!("/plans/{OPEN}/meeting{query}")
}

/// The addresses of links of a relation, as they stand on a page.
fn link(page: &str, relation: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("rel=\"{relation}\" href=\""))?;
    Some(rest.split('"').next()?.replace("&#38;", "&").replace("&amp;", "&"))
}

#[tokio::test]
async fn every_screen_is_reached_by_links_and_the_public_sees_no_notes() {
    let bench = Bench::start().await;
    let mut citizen = bench.browser();
    let (mut at, mut seen) = (meeting("?only=all"), Vec::new());
    loop {
        let page = citizen.get(&at).await;
        assert_eq!(page.status, 200, "{at}");
        let text = page.text();
        assert_eq!(text.matches("<h1").count(), 1, "{at}");
        assert!(!text.contains("in/title") && !text.contains("item=~"), "nobody notes anything here: {text}");
        assert_eq!(link(&text, "prev").is_some(), !seen.is_empty(), "{at}");
        seen.push(at);
        let Some(next) = link(&text, "next") else { break };
        at = next;
    }
    assert!(seen.len() > 2, "the plan and its indicators: {seen:?}");
    let one = citizen.get(&meeting(&format!("?item={}", bench.indicator))).await.text();
    assert!(one.contains(&format!("/plans/{OPEN}/indicators/{}", bench.indicator)), "{one}");
    let mut auditor = bench.signed_in(Role::Auditor).await;
    assert!(!auditor.get(&meeting("")).await.text().contains("in/title"), "who audits decides nothing");
}

#[tokio::test]
async fn a_decision_keeps_the_screen_and_the_moment_at_which_it_was_taken() {
    let settings = server::Settings { today: Some(date(2018, 5, 8)), ..server::Settings::default() };
    let bench = Bench::start_with(settings).await;
    let mut leader = bench.signed_in(Role::Leader).await;
    let screen = meeting(&format!("?item={}&as-of=2016", bench.indicator));
    let page = leader.get(&screen).await;
    assert_eq!(page.field("in/day"), "");
    assert!(page.text().contains("value=\"2018-05-08\""), "the meeting is today: {}", page.text());
    let kept = page.field("in/screen").replace("&#38;", "&").replace("&amp;", "&");
    assert_eq!(kept, format!("/meeting?item={}&as-of=2016&known-at=2018-05-08", bench.indicator));

    let mut fields = vec![
        ("kind", "decision"),
        ("in/title", "按月调度"),
        ("in/meeting", "调度会"),
        ("in/day", "2018-05-08"),
        ("in/due", "2018-06-08"),
        ("in/screen", kept.as_str()),
    ];
    let bare = leader.post(&screen, &fields).await;
    assert_eq!(bare.status, 422);
    assert!(bare.text().contains("role=\"alert\"") && bare.text().contains("按月调度"), "{}", bare.text());
    fields.push(("in/owner", "office/tjj"));
    let mut elsewhere = fields.clone();
    elsewhere.retain(|(name, _)| *name != "in/screen");
    elsewhere.push(("in/screen", "//elsewhere.example"));
    assert_eq!(leader.post(&screen, &elsewhere).await.status, 422, "a page of another site");
    let done = leader.post(&screen, &fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let back = leader.get(done.header("location")).await.text();
    assert!(
        back.contains("role=\"status\"") && back.contains("value=\"调度会\""),
        "asked once a day: {back}"
    );

    let filter = MatterFilter { kind: "decision".into(), ..MatterFilter::default() };
    let [noted] = &bench.store.matters(&filter).await.unwrap()[..] else { panic!("one decision") };
    assert_eq!((noted.owner.as_str(), noted.due.as_str()), ("office/tjj", "2018-06-08"));
    let matter = leader.get(&format!("/plans/{OPEN}/matters/{}", noted.id)).await.text();
    let address = format!("href=\"/plans/{OPEN}{}\"", kept.replace('&', "&#38;"));
    assert!(matter.contains(&address), "{matter}");
    assert_eq!(leader.get(&format!("/plans/{OPEN}{kept}")).await.status, 200);
    let last = leader.get(&meeting("?item=~")).await.text();
    assert!(last.contains("按月调度") && last.contains("市统计局"), "{last}");
    let told = bench.store.notices("reporter", 10).await.unwrap();
    assert!(told.iter().any(|one| one.words.zh.contains("按月调度")), "{told:?}");
}
