//! Reports that people write: begun, written at, made anew, approved by somebody else, issued with a seal.

use super::bench::{Bench, Browser, OPEN};
use duty::Role;
use std::collections::BTreeMap;
use std::sync::Arc;

fn list() -> String {
    format!("/plans/{OPEN}/papers")
}

async fn begun(who: &mut Browser, kind: &str) -> String {
    let fields = [("kind", kind), ("as-of", "2017"), ("known-at", "2018-12-31")];
    let done = who.post(&list(), &fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    done.header("location").to_owned()
}

/// The first block that a person has to write.
fn to_write(page: &str) -> String {
    let at = page.find("（待写）").expect("something is to be written");
    let before = &page[..at];
    let id = before.rsplit("id=\"b").next().and_then(|rest| rest.split('"').next()).unwrap();
    id.replace('-', ".")
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one report from its beginning to its issue")]
async fn a_report_goes_from_its_beginning_to_its_issue() {
    let key = Arc::new(audit::SecretKey::from_bytes([7; 32]));
    let settings = server::Settings { audit_key: Some(Arc::clone(&key)), ..server::Settings::default() };
    let bench = Bench::start_with(settings).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let mut leader = bench.signed_in(Role::Leader).await;
    // One click on the page of a report begins it at the moment that is shown.
    let shown = planner.get(&format!("/plans/{OPEN}/reports/midterm?as-of=2017")).await.text();
    assert!(shown.contains("据此起草") && shown.contains(&format!("action=\"{}\"", list())));
    let own = begun(&mut planner, "midterm").await;
    let page = planner.get(&own).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let page = page.text();
    assert!(page.contains("拟稿") && page.contains("2018-12-31 前已知"), "{page}");
    let place = to_write(&page);
    // Words and comments, each by who may.
    let words = [("place", &*place), ("words", "评估由发改委组织，历时2个月。\n第三方评估<b>同步</b>开展。")];
    assert_eq!(planner.post(&format!("{own}/text"), &words).await.status, 303);
    assert_eq!(leader.post(&format!("{own}/text"), &words).await.status, 403);
    let comment = [("place", &*place), ("words", "请写明第三方名称")];
    assert_eq!(leader.post(&format!("{own}/comments"), &comment).await.status, 303);
    let nowhere = [("place", "99.1"), ("words", "x")];
    assert_eq!(planner.post(&format!("{own}/text"), &nowhere).await.status, 404);
    let page = leader.get(&own).await.text();
    assert!(page.contains("历时2个月。") && page.contains("请写明第三方名称"), "{page}");
    assert!(page.contains("&#60;b&#62;同步") && !page.contains("<b>同步</b>"), "words are no markup");
    // Made anew from a later moment: the difference is shown before, and what was written stays.
    let later = "as-of=2018&known-at=2019-12-31";
    let difference = planner.get(&format!("{own}/anew?{later}")).await.text();
    assert!(difference.contains("块有变化") && difference.contains("<ins>"), "{difference}");
    let same = planner.get(&format!("{own}/anew?as-of=2017&known-at=2018-12-31")).await.text();
    assert!(same.contains("没有变化"), "{same}");
    let anew = [("as-of", "2018"), ("known-at", "2019-12-31")];
    assert_eq!(planner.post(&format!("{own}/anew"), &anew).await.status, 303);
    let page = planner.get(&own).await.text();
    assert!(page.contains("第 2 次生成") && page.contains("历时2个月。"), "{page}");
    // Nothing is issued that nobody approved, and nobody approves their own.
    assert_eq!(planner.post(&format!("{own}/issue"), &[]).await.status, 422);
    assert_eq!(planner.post(&format!("{own}/approval"), &[("words", "请审")]).await.status, 303);
    let page = planner.get(&own).await.text();
    assert!(page.contains("待审批") && !page.contains(&format!("{own}/issue")), "{page}");
    let matter = approval(&page);
    assert_eq!(planner.post(&matter, &[("action", "approve")]).await.status, 303);
    let refused = planner.post(&format!("{own}/issue"), &[]).await;
    assert!(refused.status == 422 && refused.text().contains("须为两人"), "{}", refused.text());
    // What changed behind an approval has to be approved anew.
    let words = [("place", &*place), ("words", "评估由发改委组织。")];
    assert_eq!(planner.post(&format!("{own}/text"), &words).await.status, 303);
    assert!(planner.get(&own).await.text().contains("拟稿"));
    assert_eq!(planner.post(&format!("{own}/approval"), &[]).await.status, 303);
    let matter = approval(&planner.get(&own).await.text());
    assert_eq!(leader.post(&matter, &[("action", "approve")]).await.status, 303);
    let before = planner.get(&format!("{own}/files/report.docx")).await.body;
    assert_eq!(leader.post(&format!("{own}/issue"), &[]).await.status, 403);
    let issued = planner.post(&format!("{own}/issue"), &[("number", "云发〔2019〕1号")]).await;
    assert_eq!(issued.status, 303, "{}", issued.text());
    let page = leader.get(&own).await.text();
    assert!(
        page.contains("已印发") && page.contains("云发〔2019〕1号") && page.contains("seal.txt"),
        "{page}"
    );
    // What was issued is what was approved, and the seal is over it.
    let mut files = BTreeMap::new();
    for name in ["report.docx", "manifest.json", "seal.txt"] {
        files.insert(name.to_owned(), leader.get(&format!("{own}/files/{name}")).await.body);
    }
    assert_eq!(files["report.docx"], before);
    let (manifest, public) = release::verify(&files, None).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    assert_eq!((manifest.as_of, public), (2018, key.public()));
    files.get_mut("report.docx").unwrap().push(0);
    assert!(release::verify(&files, None).is_err());
    // It is not written at any more.
    assert_eq!(planner.post(&format!("{own}/text"), &words).await.status, 404);
    assert_eq!(planner.post(&format!("{own}/withdraw"), &[]).await.status, 404);
    let log = bench.store.audit(200).await.unwrap();
    for deed in ["draft.begin", "draft.write", "draft.make", "draft.issue"] {
        assert!(log.iter().any(|entry| entry.act.action == deed), "{deed}");
    }
}

/// The address of the latest approval on the page of a report.
fn approval(page: &str) -> String {
    let part = page.split("id=\"approval-title\"").nth(1).unwrap_or_default();
    let link = part.split("href=\"").nth(1).unwrap_or_default();
    link.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_body_is_asked_for_a_block_and_what_it_gives_is_taken_up() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let own = begun(&mut planner, "annual").await;
    let page = planner.get(&own).await.text();
    let place = to_write(&page);
    let office = bench.store.account("reporter").await.unwrap().unwrap().office.unwrap();
    let owner = format!("office/{office}");
    let asked = [("place", &*place), ("owner", &owner), ("due", "2030-01-31"), ("words", "写明重点任务进展")];
    let done = planner.post(&format!("{own}/asked"), &asked).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let page = planner.get(&own).await.text();
    assert!(page.contains("待供稿") && page.contains("2030-01-31"), "{page}");
    let part = page.split("paper-asked").nth(1).unwrap();
    let matter = part.split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    // The body sees its matter and not the report.
    assert_eq!(reporter.get(&own).await.status, 403);
    assert_eq!(reporter.get(&matter).await.status, 200);
    let given = [("action", "give"), ("in/text", "已完成12项重点任务。")];
    assert_eq!(reporter.post(&matter, &given).await.status, 303);
    let page = planner.get(&own).await.text();
    assert!(page.contains("已完成12项重点任务。") && page.contains("采用"), "{page}");
    let id = matter.rsplit('/').next().unwrap();
    let taken = planner.post(&format!("{own}/taken"), &[("place", &place), ("matter", id)]).await;
    assert_eq!(taken.status, 303, "{}", taken.text());
    let page = planner.get(&own).await.text();
    assert!(page.contains("已采用") && page.contains("已完成12项重点任务。"), "{page}");
    assert_eq!(planner.post(&format!("{own}/taken"), &[("matter", id)]).await.status, 422, "once");
    // The words of the body stand in the report, as words of whoever took them up.
    let text = planner.get(&format!("{own}/files/report.md")).await.text();
    assert!(text.contains("已完成12项重点任务。"), "{text}");
}

#[tokio::test]
async fn an_outline_of_ones_own_is_used_and_a_wrong_one_is_told() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    assert_eq!(planner.post(&list(), &[("kind", "weekly")]).await.status, 404);
    let outline = "name = \"own\"\ntitle = \"{plan}专题报告\"\n[[section]]\nheading = \"一、总体\"\nblocks = [{ make = \"counts\", of = \"main\" }, { write = \"意见\" }]\n";
    let done = planner
        .post_filled(&list(), &[("kind", "midterm")], "outline", ("own.toml", outline.as_bytes()))
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    let page = planner.get(done.header("location")).await.text();
    assert!(page.contains("专题报告") && page.contains("一、总体"), "{page}");
    let wrong = outline.replace("counts", "magic");
    let done =
        planner.post_filled(&list(), &[("kind", "midterm")], "outline", ("own.toml", wrong.as_bytes())).await;
    assert!(done.status == 422 && done.text().contains("magic"), "{}", done.text());
}

/// What the clock asks for and the lane does.
#[tokio::test]
async fn a_report_is_begun_by_itself_and_those_chosen_are_told() {
    let today = Some(jiff::civil::date(2027, 4, 21));
    let settings = server::Settings { today, ..server::Settings::default() };
    let set = r#"{"every":"quarter","day":20,"to":["account/leader"]}"#;
    let name = format!("paper/{OPEN}/economy");
    let prepare = async |store: &store::Store| {
        store.put_setting(&name, set, &super::bench::change()).await.unwrap();
    };
    let bench = Bench::start_prepared(settings, &[], prepare).await;
    let mut told = Vec::new();
    for _ in 0..150 {
        told = bench.store.notices("leader", 100).await.unwrap();
        told.retain(|one| one.kind == "paper");
        if !told.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(told.len(), 1);
    let drafts = bench.store.report_drafts(OPEN).await.unwrap();
    assert_eq!(
        (drafts.len(), drafts[0].kind.as_str(), drafts[0].made_by.as_str()),
        (1, "economy", "gangyao")
    );
    assert!(told[0].link.ends_with(&format!("/papers/{}", drafts[0].id)));
    // A planner sees the schedule, changes it and takes it back.
    let mut planner = bench.signed_in(Role::Planner).await;
    let page = planner.get(&list()).await.text();
    assert!(page.contains("每季度") && page.contains("季度经济运行情况"), "{page}");
    let address = format!("/plans/{OPEN}/paper-schedule");
    let nobody = planner.post(&address, &[("kind", "brief"), ("every", "year")]).await;
    assert_eq!(nobody.status, 422, "{}", nobody.text());
    let fields = [("kind", "brief"), ("every", "year"), ("day", "9"), ("to", "office/tjj")];
    assert_eq!(planner.post(&address, &fields).await.status, 303);
    assert_eq!(planner.post(&address, &[("kind", "economy"), ("every", "")]).await.status, 303);
    let page = planner.get(&list()).await.text();
    assert!(page.contains("每年（1月） · 9") && !page.contains("每季度（1、4、7、10月） · 20"), "{page}");
}
