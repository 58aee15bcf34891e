//! The sheet of a body from its figures to its signature, and a change behind it; the evaluation for everybody.

use super::bench::{Bench, OPEN, account, change, encode};
use super::past::figure;
use super::story::duty;
use duty::Role;
use jiff::civil::date;
use store::{NewAccount, Office, OfficeLevel};

const BODY: &str = "市统计局";

async fn bench() -> Bench {
    let settings = server::Settings { today: Some(date(2019, 2, 5)), ..server::Settings::default() };
    let bench = Bench::start_at_work(settings, &[duty()]).await;
    let figures = [figure(&bench, 1000, 2015), of_2017(&bench, 1400, "2018-03-01")];
    bench.store.append_observations(OPEN, &figures, &change()).await.unwrap();
    bench
}

fn of_2017(bench: &Bench, value: i64, known: &str) -> plan::Observation {
    plan::Observation { vintage: known.into(), ..figure(bench, value, 2017) }
}

fn page() -> String {
    format!("/plans/{OPEN}/appraisals/of/{}", encode(BODY))
}

/// The hash that the form for signing holds.
fn shown_hash(text: &str) -> String {
    let rest = text.split_once("name=\"sha256\" value=\"").expect("a form to sign").1;
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_sheet_is_signed_and_tells_of_a_change_behind_it() {
    let bench = bench().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let year = "?as-of=2017";
    let list = planner.get(&format!("/plans/{OPEN}/appraisals{year}")).await;
    assert_eq!(list.status, 200);
    assert!(list.text().contains(BODY), "{}", list.text());
    // Two of five years have gone: 400 of 1000 are what is due, all points.
    let sheet = planner.get(&format!("{}{year}", page())).await.text();
    for word in ["<dd>100</dd>", "优秀", "1400", "2000", "公报"] {
        assert!(sheet.contains(word), "{word}: {sheet}");
    }
    let sign = format!("{}/signature{year}", page());
    assert_eq!(
        planner.post(&sign, &[("sha256", "00")]).await.status,
        422,
        "another sheet than the one shown"
    );
    let hash = shown_hash(&sheet);
    assert_eq!(planner.post(&sign, &[("sha256", &hash), ("words", "同意")]).await.status, 303);
    let signed = bench.store.appraisal_signatures(OPEN, 2017).await.unwrap();
    assert_eq!(
        (signed.len(), signed[0].sha256.as_str(), signed[0].name.as_str()),
        (1, &*hash, "测试planner")
    );
    let shown = planner.get(&format!("{}{year}", page())).await.text();
    assert!(shown.contains("同意") && !shown.contains("签认于变动之前"), "{shown}");
    // A later figure of the year: the signature stays, and says what it was given for.
    bench.store.append_observations(OPEN, &[of_2017(&bench, 1250, "2018-09-01")], &change()).await.unwrap();
    // It came past the server, which looks for such writes from time to time.
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    let shown = planner.get(&format!("{}{year}", page())).await.text();
    for word in ["签认于变动之前", "10/10", "6/10"] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
    assert!(planner.get(&format!("/plans/{OPEN}/appraisals{year}")).await.text().contains("签认于变动之前"));
    let old = format!("{}/signature?as-of=2017&known-at=2018-12-31", page());
    assert_eq!(planner.post(&old, &[("sha256", &hash)]).await.status, 422, "the past is not signed");
    for (ending, kind) in [("docx", "wordprocessingml"), ("xlsx", "spreadsheetml")] {
        let file = planner.get(&format!("{}/files/{ending}{year}", page())).await;
        assert!(file.header("content-type").contains(kind), "{}", file.header("content-type"));
    }
    let actions: Vec<String> =
        bench.store.audit(10).await.unwrap().into_iter().map(|entry| entry.act.action).collect();
    assert!(actions.contains(&"appraisal.sign".to_owned()), "{actions:?}");
}

#[tokio::test]
async fn what_a_person_records_has_reason_limit_and_way_back() {
    let bench = bench().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let marks = format!("{}/marks?as-of=2017", page());
    let award = [("item", "获省级以上表彰"), ("points", "3"), ("reason", "省政府通报"), ("source", "3号")];
    assert_eq!(
        planner.post(&marks, &[award[0], ("points", "9"), award[2]]).await.status,
        422,
        "over its limit"
    );
    assert_eq!(planner.post(&marks, &award[..2]).await.status, 422, "without a reason");
    assert_eq!(planner.post(&marks, &[award[0], ("points", "多"), award[2]]).await.status, 422, "no number");
    assert_eq!(planner.post(&marks, &[("item", "无此项"), award[1], award[2]]).await.status, 422);
    assert_eq!(planner.post(&marks, &award).await.status, 303);
    let sheet = async |planner: &mut super::bench::Browser| {
        planner.get(&format!("{}?as-of=2017", page())).await.text()
    };
    assert!(sheet(&mut planner).await.contains("<dd>103</dd>"));
    let veto = [("item", "重特大生产安全事故"), ("reason", "事故通报"), ("source", "7号")];
    assert_eq!(planner.post(&marks, &veto).await.status, 303);
    let shown = sheet(&mut planner).await;
    assert!(shown.contains("触发一票否决") && shown.contains("<dd>不合格</dd>"), "{shown}");
    let back = [veto[0], ("reason", "责任不在本单位"), ("action", "back")];
    assert_eq!(planner.post(&marks, &back).await.status, 303);
    assert!(!sheet(&mut planner).await.contains("触发一票否决"));
}

#[tokio::test]
async fn a_scheme_is_changed_with_a_reason_and_holds_for_every_sheet() {
    let bench = bench().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let scheme = format!("/plans/{OPEN}/appraisals/scheme");
    let text = assess_scheme(&planner.get(&scheme).await.text());
    let wrong = planner.post(&scheme, &[("text", "full = \"很多\""), ("reason", "试行")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("很多"), "what was typed stays");
    let new = text.replace("full = 100 ", "full = 120 ");
    assert_ne!(new, text);
    assert_eq!(planner.post(&scheme, &[("text", &new)]).await.status, 422, "without a reason");
    assert_eq!(planner.post(&scheme, &[("text", &new), ("reason", "满分改为120分")]).await.status, 303);
    assert!(planner.get(&format!("{}?as-of=2017", page())).await.text().contains("<dd>120</dd>"));
    let shown = bench.signed_in(Role::Leader).await.get(&scheme).await.text();
    assert!(shown.contains("满分改为120分") && !shown.contains("<textarea"), "{shown}");
}

/// The scheme in the field of the page.
fn assess_scheme(page: &str) -> String {
    let text = page.split_once("<textarea").expect("a field").1.split_once('>').unwrap().1;
    let text = text.split("</textarea>").next().unwrap();
    text.replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
}

#[tokio::test]
async fn a_body_sees_its_own_sheet_and_the_public_none() {
    let bench = bench().await;
    let other = Office {
        id: "nyj".into(),
        name: "市农业局".into(),
        kind: plan::BodyKind::Department,
        level: OfficeLevel::City,
        parent: None,
        region: String::new(),
    };
    bench.store.put_offices(&[other], &change()).await.unwrap();
    let stranger = NewAccount { name: "farm".into(), office: Some("nyj".into()), ..account(Role::Reporter) };
    bench.store.put_account(&stranger, &change()).await.unwrap();
    server::set_password(&bench.store, "farm", super::bench::PASSWORD, &change()).await.unwrap();
    let address = format!("{}?as-of=2017", page());
    assert_eq!(bench.signed_in(Role::Reporter).await.get(&address).await.status, 200);
    let mut farm = bench.browser();
    farm.sign_in("farm", super::bench::PASSWORD).await;
    assert_eq!(farm.get(&address).await.status, 404);
    assert!(
        !farm.get(&format!("/plans/{OPEN}/appraisals?as-of=2017")).await.text().contains("/appraisals/of/")
    );
    assert_eq!(bench.browser().get(&address).await.status, 303);
}

#[tokio::test]
async fn the_evaluation_has_weights_ranks_under_other_choices_and_its_method() {
    let bench = bench().await;
    let page = format!("/plans/{OPEN}/evaluation?as-of=2017&by=body");
    let shown = bench.browser().get(&page).await;
    assert_eq!(shown.status, 200, "the plan is public, and so is what is made of it");
    let text = shown.text();
    for word in ["位次区间", "几何平均", "约束性目标加倍", "OECD", "发展改革委", "100"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    let file = bench.browser().get(&format!("/plans/{OPEN}/evaluation/files/xlsx?as-of=2017&by=body")).await;
    assert!(file.header("content-type").contains("spreadsheetml"));
    assert_eq!(bench.browser().get(&format!("/plans/{OPEN}/evaluation/files/exe")).await.status, 404);
    assert_eq!(bench.browser().get("/plans/draft/evaluation").await.status, 404);
}
