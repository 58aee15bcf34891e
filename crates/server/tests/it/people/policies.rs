//! Policies: what they are about, what they rest on, until when they hold, and what of the plan none carries.

use super::bench::{Answer, Bench, Browser, OPEN};
use duty::Role;
use jiff::civil::{Date, date};
use std::time::Duration;
use store::{Matter, MatterFilter, MatterStep, Store};

fn settings(today: Date) -> server::Settings {
    server::Settings { today: Some(today), ..server::Settings::default() }
}

fn list() -> String {
    format!("/plans/{OPEN}/matters")
}

async fn opened(who: &mut Browser, fields: &[(&str, &str)]) -> String {
    let done = policy(who, fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    done.header("location").split('?').next().unwrap().to_owned()
}

async fn policy(who: &mut Browser, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![
        ("kind", "policy"),
        ("in/issuer", "市人民政府"),
        ("in/day", "2019-01-02"),
        ("in/owner", "office/tjj"),
    ];
    all.extend(fields);
    who.post(&list(), &all).await
}

fn number(address: &str) -> &str {
    address.rsplit('/').next().unwrap()
}

async fn one(store: &Store, address: &str) -> Matter {
    store.matter(OPEN, number(address).parse().unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_policy_names_what_it_is_for_and_what_none_carries_is_listed() {
    let bench = Bench::start_with(settings(date(2019, 4, 20))).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let target = format!("target/{}", bench.target);
    let bare = planner.get(&format!("{}/coverage", list())).await.text();
    assert!(bare.contains("没有政策文件对应的目标：3项（共3项）") && bare.contains("现行0项"), "{bare}");
    let form = planner.get(&format!("{}/new?kind=policy&for={target}", list())).await.text();
    assert!(form.contains(&format!("<option value=\"{target}\" selected>")), "{form}");

    let silent =
        opened(&mut planner, &[("in/title", "城镇化若干措施"), ("in/number", "锦政发〔2019〕2号")]).await;
    let full = [
        ("in/title", "统计能力提升办法"),
        ("in/until", "2021-12-31"),
        ("in/for", target.as_str()),
        ("in/effect", "数据质量提高"),
        ("in/money", "120.5"),
    ];
    let full = opened(&mut planner, &full).await;
    assert_eq!(one(&bench.store, &full).await.due, "2021-10-02", "looked at again 90 days before its end");
    let shown = planner.get(&format!("{}/coverage?kind=policy", list())).await.text();
    for words in [
        "没有政策文件对应的目标：2项（共3项）",
        "现行2项",
        "资金（万元）合计120.5，1项写明，1项未写",
        "城镇化若干措施",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let lacking = shown.split("id=\"lacking\"").nth(1).unwrap();
    assert!(
        lacking.contains("预期效果、对应的任务、目标、项目、有效期至") && !lacking.contains("统计能力"),
        "{lacking}"
    );
    let english = planner.get(&format!("{}/coverage?lang=en", list())).await.text();
    assert!(english.contains("targets without a policy: 2 of 3"), "{english}");
    planner.get(&format!("{}?lang=zh", list())).await;
    // The page of the policy names the target in words, that of the indicator names the policy.
    let page = planner.get(&full).await.text();
    assert!(page.contains("2020") && !page.contains(&format!("<p class=\"said\">{target}")), "{page}");
    let indicator = planner.get(&format!("/plans/{OPEN}/indicators/{}", bench.indicator)).await.text();
    assert!(indicator.contains("统计能力提升办法") && !indicator.contains("城镇化若干措施"), "{indicator}");
    stands_with_what_it_is_for(&bench, &mut planner).await;
    // The body completes its own; who may not open one has no link to do so, and the public sees none of it.
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let amend = [("action", "amend"), ("in/for", target.as_str()), ("in/for", "target/gone")];
    let refused = reporter.post(&silent, &amend).await;
    assert!(
        refused.status == 422 && refused.text().contains("本规划没有“target/gone”"),
        "{}",
        refused.text()
    );
    let amend =
        [("action", "amend"), ("in/for", ""), ("in/for", target.as_str()), ("in/effect", "户籍人口增长")];
    assert_eq!(reporter.post(&silent, &amend).await.status, 303);
    assert_eq!(one(&bench.store, &silent).await.fields["for"], target);
    let own = reporter.get(&format!("{}/coverage", list())).await.text();
    assert!(own.contains("目标：2项（共3项）") && !own.contains("new?kind=policy"), "{own}");
    assert_ne!(bench.browser().get(&format!("{}/coverage", list())).await.status, 200);
    assert_eq!(planner.get(&format!("{}/coverage?kind=visit", list())).await.status, 404);
    let wrong = policy(&mut planner, &[("in/title", "x"), ("in/money", "很多")]).await;
    assert!(wrong.status == 422 && wrong.text().contains("资金（万元）"), "{}", wrong.text());
}

/// The page of who answers for a target names its policy and leads to a new one; the public sees neither.
async fn stands_with_what_it_is_for(bench: &Bench, planner: &mut Browser) {
    let charge = format!("/plans/{OPEN}/duties/item?item=target%1F{}", bench.target);
    let charge = planner.get(&charge).await.text();
    assert!(
        charge.contains("统计能力提升办法") && charge.contains("new?kind=policy&#38;for=target"),
        "{charge}"
    );
    let public = bench.browser().get(&format!("/plans/{OPEN}/indicators/{}", bench.indicator)).await.text();
    assert!(!public.contains("统计能力提升办法") && !public.contains("id=\"carried\""), "{public}");
}

#[tokio::test]
async fn the_repeal_of_what_it_rests_on_opens_a_review_once() {
    let bench = Bench::start_with(settings(date(2019, 4, 20))).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let upper = opened(&mut planner, &[("in/title", "省城镇化条例"), ("in/number", "省令1号")]).await;
    let rests = [("in/title", "市实施办法"), ("in/rests-on", number(&upper))];
    let lower = opened(&mut planner, &rests).await;
    let unknown = policy(&mut planner, &[("in/title", "x"), ("in/rests-on", "999")]).await;
    assert_eq!(unknown.status, 422, "{}", unknown.text());
    assert_eq!(one(&bench.store, &lower).await.state, "in-force");
    let repeal = [("action", "repeal"), ("in/text", "省人大废止")];
    assert_eq!(planner.post(&upper, &repeal).await.status, 303);
    assert_eq!(one(&bench.store, &lower).await.state, "review", "at once, not on the next day");
    let page = planner.get(&lower).await.text();
    assert!(page.contains("依据的文件失效，转入评估") && page.contains("省令1号 省城镇化条例"), "{page}");
    let told = bench.store.notices("reporter", 100).await.unwrap();
    assert!(told.iter().any(|one| one.words.zh.contains("市实施办法”：依据的文件失效")), "{told:?}");
    // The body keeps it in force all the same: that is its answer, and it is not asked again.
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let keep = [("action", "continue"), ("in/text", "另有上位依据")];
    assert_eq!(reporter.post(&lower, &keep).await.status, 303);
    assert_eq!(one(&bench.store, &lower).await.state, "in-force");
    // Nobody takes by hand what the program takes.
    assert_eq!(planner.post(&lower, &[("action", "expire")]).await.status, 403);
}

#[tokio::test]
async fn a_policy_whose_time_is_over_ends_by_itself_and_what_rests_on_it_is_reviewed() {
    let prepare = async |store: &Store| {
        let kept = async |title: &str, fields: &[(&str, &str)]| {
            let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            let matter = Matter {
                kind: "policy".into(),
                title: title.into(),
                state: "in-force".into(),
                is_open: true,
                owner: "office/tjj".into(),
                fields: fields.collect(),
                ..Matter::default()
            };
            let step = MatterStep { matter, step: "open".into(), ..MatterStep::default() };
            store.put_matters(OPEN, &[step], &super::bench::change()).await.unwrap()[0]
        };
        let upper = kept("旧办法", &[("until", "2019-04-19")]).await.to_string();
        kept("据旧办法的细则", &[("rests-on", &upper)]).await;
        kept("今天到期的办法", &[("until", "2019-04-20")]).await;
    };
    let bench = Bench::start_prepared(settings(date(2019, 4, 20)), &[], prepare).await;
    let filter = MatterFilter { plan: OPEN.into(), kind: "policy".into(), ..MatterFilter::default() };
    let mut states = Vec::new();
    for _ in 0..100 {
        let all = bench.store.matters(&filter).await.unwrap();
        states = all.into_iter().map(|one| (one.title, one.state)).collect();
        if states.iter().any(|(_, state): &(String, String)| state == "review") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let state = |title: &str| states.iter().find(|(one, _)| one == title).unwrap().1.as_str();
    assert_eq!((state("旧办法"), state("据旧办法的细则")), ("expired", "review"));
    assert_eq!(state("今天到期的办法"), "in-force", "it holds on its last day");
}
