//! Changes of the text, rounds of opinions and revisions through forms: who may, what is kept, what the files hold.

use super::bench::{Bench, Browser, OPEN, PASSWORD, account, change};
use super::desk::{keep, keep_file};
use duty::Role;
use std::io::{Cursor, Read as _};
use store::{NewAccount, Office, OfficeLevel, Outcome};

const DRAFT: &str = "云岭市国民经济和社会发展第十五个五年规划纲要

第一章 发展目标

到2030年，地区生产总值达到1900亿元，森林覆盖率达到45%以上。

第二章 重点工程

建设云岭港二期工程，推进知识产权保护。
";

fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file.to_vec())).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The text of a part as a person reads it.
fn words(xml: &str) -> String {
    xml.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text).collect()
}

/// What stands in the field of a form for the new words.
fn typed(page: &str) -> String {
    let field = page.split("<textarea").nth(1).unwrap_or_else(|| panic!("no field: {page}"));
    field.split_once('>').unwrap().1.split("</textarea>").next().unwrap().to_owned()
}

fn at(text: &str, words: &str) -> String {
    let from = text.find(words).unwrap();
    format!("at={from}&to={}", from + words.len())
}

#[tokio::test]
async fn a_sentence_is_changed_and_leaves_in_the_file_it_came_in() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let original = std::fs::read("../../examples/lanchuan/plan.docx").unwrap();
    let plan = keep_file(&mut planner, "", ("规划.docx", &original)).await;
    let text = bench.store.plan(&plan, None).await.unwrap().document.unwrap().text;
    let sentence = text.split_inclusive('。').find(|one| one.contains("地区生产总值达到")).unwrap();
    let sentence = sentence.rsplit('\n').next().unwrap().trim();
    let fix = format!("/plans/{plan}/fix?{}", at(&text, sentence));
    let page = planner.get(&fix).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let sentence = typed(&page.text());
    let sentence = sentence.as_str();
    let proposed = sentence.replace("地区生产总值达到", "地区生产总值力争达到");
    let same = planner.post(&fix, &[("words", sentence), ("reason", "x")]).await;
    assert_eq!(same.status, 422, "nothing was changed: {}", same.text());
    let kept = planner.post(&fix, &[("words", &proposed), ("reason", "留有余地")]).await;
    assert_eq!(kept.status, 303, "{}", kept.text());
    let list = planner.get(kept.header("location")).await.text();
    assert!(
        list.contains("<ins>力争</ins>") && list.contains("待落实") && list.contains("留有余地"),
        "{list}"
    );

    let marked = planner.get(&format!("/plans/{plan}/changes/marked.docx")).await;
    assert_eq!(marked.status, 200);
    assert!(marked.header("content-disposition").contains(".docx"));
    let document = part(&marked.body, "word/document.xml");
    assert!(document.contains("<w:ins ") && document.contains("力争"), "the change stands in it");
    let untracked = words(&document).replace("力争", "");
    let first: String = words(&part(&original, "word/document.xml")).chars().take(100).collect();
    assert!(untracked.contains(&first), "it is the file that came");
    let comments = words(&part(&marked.body, "word/comments.xml"));
    assert!(comments.contains("留有余地"), "{comments}");
    assert!(comments.contains("S001"), "what was found stands in comments: {comments}");
    let list = planner.get(&format!("/plans/{plan}/changes/list.docx")).await;
    assert!(words(&part(&list.body, "word/document.xml")).contains(&proposed));

    // The next version says so.
    let next = text.replace(sentence, &proposed);
    keep(&mut planner, &plan, &next).await;
    let list = planner.get(&format!("/plans/{plan}/changes")).await.text();
    assert!(list.contains("已落实"), "{list}");
    let compared = planner.get(&format!("/plans/{plan}/compare?with={plan}%401")).await.text();
    assert!(compared.contains("留有余地"), "the comparison says why: {compared}");
    let mut leader = bench.signed_in(Role::Leader).await;
    assert_eq!(leader.get(&format!("/plans/{plan}/changes/marked.docx")).await.status, 200);
    assert_eq!(leader.post(&fix, &[("words", "x")]).await.status, 403);
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
    assert!(bench.store.verify_content().await.unwrap().is_ok());
}

#[tokio::test]
async fn a_finding_is_mended_in_the_text_and_done() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let text = DRAFT.replace("建设云岭港", "到2030年，地区生产总值达到1950亿元。建设云岭港");
    let plan = keep(&mut planner, "", &text).await;
    let page = planner.get(&format!("/plans/{plan}/diagnostics")).await.text();
    let key = page.split("/fix?finding=").nth(1).expect("a way to change the words");
    let key = key.split(['"', '&']).next().unwrap().to_owned();
    let fix = format!("/plans/{plan}/fix?finding={key}");
    let form = planner.get(&fix).await.text();
    let words_now = typed(&form);
    let kept =
        planner.post(&fix, &[("words", &format!("{words_now}（已核）")), ("reason", "统一口径")]).await;
    assert_eq!(kept.status, 303, "{}", kept.text());
    let done = planner.get(&format!("/plans/{plan}/diagnostics?state=done")).await.text();
    assert!(done.contains("统一口径"), "{done}");
    // A plan that came as text leaves as a Word file made of it.
    let marked = planner.get(&format!("/plans/{plan}/changes/marked.docx")).await;
    let document = part(&marked.body, "word/document.xml");
    assert!(document.contains("<w:ins ") && words(&document).contains("建设云岭港二期工程"), "{document}");
    let id = kept.header("location").rsplit('=').next().unwrap().to_owned();
    assert_eq!(planner.post(&format!("/plans/{plan}/changes"), &[("change", &id)]).await.status, 303);
    let marked = planner.get(&format!("/plans/{plan}/changes/marked.docx")).await;
    assert!(!part(&marked.body, "word/document.xml").contains("<w:ins "), "taken back");
}

async fn reporter(bench: &Bench, name: &str, office: Option<(&str, &str, OfficeLevel)>) -> Browser {
    if let Some((id, called, level)) = office {
        let office = Office {
            id: id.into(),
            name: called.into(),
            kind: plan::BodyKind::Department,
            level,
            parent: None,
            region: String::new(),
        };
        bench.store.put_offices(&[office], &change()).await.unwrap();
    }
    let new = NewAccount {
        name: name.into(),
        full_name: format!("{name}同志"),
        office: office.map(|(id, ..)| id.to_owned()),
        ..account(Role::Reporter)
    };
    bench.store.put_account(&new, &change()).await.unwrap();
    server::set_password(&bench.store, name, PASSWORD, &change()).await.unwrap();
    let mut browser = bench.browser();
    assert_eq!(browser.sign_in(name, PASSWORD).await.status, 303);
    browser
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a story from the draft to the table")]
async fn a_round_goes_from_the_draft_to_the_table() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let plan = keep(&mut planner, "", DRAFT).await;
    let mut forestry = reporter(&bench, "lyj", Some(("lyj", "市林业局", OfficeLevel::City))).await;
    let mut county = reporter(&bench, "qx", Some(("qx", "东川县", OfficeLevel::County))).await;
    let mut expert = reporter(&bench, "zj", None).await;
    let mut other = bench.signed_in(Role::Reporter).await;
    let rounds = format!("/plans/{plan}/rounds");
    assert_eq!(planner.post(&rounds, &[("action", "stage"), ("stage", "opinions")]).await.status, 303);
    assert!(planner.get(&rounds).await.text().contains("<span class=\"chip\">征求意见稿</span>"));
    let form = [
        ("action", "open"),
        ("kind", "opinions"),
        ("title", "纲要征求意见"),
        ("due", "2099-03-10"),
        ("party", "office/lyj"),
        ("party", "office/qx"),
        ("party", "account/zj"),
        ("other-kind", "upper"),
        ("other", "省发展改革委\n"),
    ];
    let nobody = planner.post(&rounds, &form[..4]).await;
    assert_eq!(nobody.status, 422, "nobody is asked");
    let past = [("action", "open"), ("title", "x"), ("due", "2001-01-01"), ("party", "office/qx")];
    assert_eq!(planner.post(&rounds, &past).await.status, 422, "the day has passed");
    let opened = planner.post(&rounds, &form).await;
    assert_eq!(opened.status, 303, "{}", opened.text());
    let round = opened.header("location").to_owned();
    let stored = bench.store.rounds(Some(&plan)).await.unwrap().remove(0);
    assert_eq!(stored.parties.len(), 4);
    let party = |name: &str| stored.parties.iter().find(|one| one.is.name == name).unwrap().id.to_string();
    assert!(county.get("/inbox").await.text().contains("纲要征求意见"), "it is told");

    // A closed round: who is not asked learns nothing, and nobody speaks for another.
    assert_eq!(other.get(&round).await.status, 404);
    let foreign = [("action", "none"), ("party", &*party("东川县"))];
    assert_eq!(forestry.post(&round, &foreign).await.status, 403);
    let opinion = [
        ("action", "opinion"),
        ("party", &*party("市林业局")),
        ("clause", "第一章\u{2002}发展目标"),
        ("quote", "森林覆盖率达到45%以上"),
        ("text", "指标偏低"),
        ("proposed", "森林覆盖率达到48%以上"),
    ];
    assert_eq!(forestry.post(&round, &opinion).await.status, 303);
    let empty = [("action", "opinion"), ("party", &*party("市林业局"))];
    assert_eq!(forestry.post(&round, &empty).await.status, 422);
    let none = [("action", "none"), ("party", &*party("市林业局"))];
    assert_eq!(forestry.post(&round, &none).await.status, 422, "opinions were given");
    assert_eq!(county.post(&round, &[("action", "none"), ("party", &party("东川县"))]).await.status, 303);
    let second = [("action", "opinion"), ("party", &*party("zj同志")), ("text", "建议增加数字经济一章")];
    assert_eq!(expert.post(&round, &second).await.status, 303);
    let seen = county.get(&round).await.text();
    assert!(!seen.contains("指标偏低") && !seen.contains("市林业局"), "{seen}");
    let letter = [("action", "scan"), ("party", &*party("省发展改革委"))];
    assert_eq!(planner.post_scan(&round, &letter, ("复函.pdf", b"%PDF-1.7 x")).await.status, 303);
    let scan = format!("{round}/scan-{}", party("省发展改革委"));
    assert_eq!(planner.get(&scan).await.body, b"%PDF-1.7 x");
    assert_eq!(county.get(&scan).await.status, 404);

    // What becomes of each.
    let close = [("action", "close"), ("conclusion", "已修改完善")];
    let opinions = format!("{round}/opinions");
    assert_eq!(planner.post(&opinions, &close).await.status, 422, "nothing is decided yet");
    let decide = |opinion: &'static str, outcome: &'static str, reason: &'static str| {
        [("action", "decide"), ("opinion", opinion), ("outcome", outcome), ("reason", reason)]
    };
    assert_eq!(planner.post(&opinions, &decide("1", "adopted", "")).await.status, 303);
    assert_eq!(planner.post(&opinions, &decide("2", "rejected", "")).await.status, 422, "no reason");
    assert_eq!(planner.post(&opinions, &decide("2", "partly", "并入第二章")).await.status, 303);
    assert_eq!(forestry.post(&opinions, &decide("2", "adopted", "")).await.status, 403);
    let fix = format!("/plans/{plan}/fix?opinion=1");
    let form = planner.get(&fix).await.text();
    assert!(form.contains("指标偏低") && form.contains("森林覆盖率达到45%以上。"), "{form}");
    let new = "到2030年，地区生产总值达到1900亿元，森林覆盖率达到48%以上。";
    assert_eq!(planner.post(&fix, &[("words", new)]).await.status, 303);
    assert!(planner.get(&round).await.text().contains("修改为"));
    assert_eq!(planner.post(&opinions, &close).await.status, 303);
    assert_eq!(expert.post(&round, &second).await.status, 422, "it is closed");

    let table = planner.get(&format!("{round}/summary.docx")).await;
    let said = words(&part(&table.body, "word/document.xml"));
    for told in [
        "意见采纳情况汇总表",
        "市林业局",
        "第一章",
        "指标偏低",
        "建议改为：森林覆盖率达到48%以上",
        "采纳",
        "部分采纳",
        "并入第二章",
        "东川县",
        "无意见",
        "省发展改革委",
        "书面回复",
        "已修改完善",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert_eq!(forestry.get(&format!("{round}/summary.docx")).await.status, 404, "it tells of others");
    // The next draft shows which opinion changed which sentence.
    let old = "到2030年，地区生产总值达到1900亿元，森林覆盖率达到45%以上。";
    keep(&mut planner, &plan, &DRAFT.replace(old, new)).await;
    let compared = planner.get(&format!("/plans/{plan}/compare?with={plan}%401")).await.text();
    assert!(compared.contains("<ins>48</ins>") && compared.contains("市林业局：指标偏低"), "{compared}");
    let stored = bench.store.rounds(Some(&plan)).await.unwrap().remove(0);
    assert_eq!(stored.opinions[1].outcome, Some(Outcome::Partly));
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
    assert!(bench.store.verify_content().await.unwrap().is_ok());
}

#[tokio::test]
async fn an_examination_ends_with_signed_conclusions() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let plan = keep(&mut planner, "", DRAFT).await;
    let rounds = format!("/plans/{plan}/rounds");
    let form = [
        ("action", "open"),
        ("kind", "legality"),
        ("title", "合法性审查"),
        ("due", "2099-03-10"),
        ("other-kind", "body"),
        ("other", "市司法局"),
    ];
    let round = planner.post(&rounds, &form).await.header("location").to_owned();
    let party = bench.store.rounds(Some(&plan)).await.unwrap()[0].parties[0].id.to_string();
    let unsigned = [("action", "conclusion"), ("party", &*party), ("verdict", "amend")];
    assert_eq!(planner.post(&round, &unsigned).await.status, 422, "nobody signs");
    let signed = [
        ("action", "conclusion"),
        ("party", &*party),
        ("verdict", "amend"),
        ("signed", "周法制"),
        ("statement", "授权依据应写明"),
    ];
    assert_eq!(planner.post(&round, &signed).await.status, 303);
    let page = planner.get(&round).await.text();
    assert!(page.contains("修改后通过") && page.contains("周法制"), "{page}");
    let table = planner.get(&format!("{round}/summary.docx")).await;
    let said = words(&part(&table.body, "word/document.xml"));
    assert!(
        said.contains("合法性审查") && said.contains("修改后通过：授权依据应写明") && said.contains("周法制")
    );
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a story from the proposal to the history")]
async fn a_revision_is_proposed_approved_and_in_force_and_both_assessments_stay() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let mut auditor = bench.signed_in(Role::Auditor).await;
    let list = format!("/plans/{OPEN}/revisions");
    let value = format!("to/{}/value", bench.target);
    let nothing = planner.post(&list, &[("title", "中期调整"), ("reason", "形势变化")]).await;
    assert_eq!(nothing.status, 422);
    let wrong = [("title", "中期调整"), ("reason", "形势变化"), (value.as_str(), "许多")];
    assert_eq!(planner.post(&list, &wrong).await.status, 422);
    let form = [("title", "中期调整"), ("reason", "形势变化"), (value.as_str(), "1,800")];
    let proposed = planner.post(&list, &form).await;
    assert_eq!(proposed.status, 303, "{}", proposed.text());
    let page = proposed.header("location").to_owned();
    assert!(planner.get(&page).await.text().contains("1800"));
    let now = bench.store.plan(OPEN, None).await.unwrap();
    let of = |stored: &store::StoredPlan| {
        stored.plan.targets.iter().find(|one| one.id.as_str() == bench.target).and_then(|one| one.value)
    };
    let before = of(&now);
    let missing = planner.post(&page, &[("action", "approve"), ("document", "锦人发〔2018〕5号")]).await;
    assert_eq!(missing.status, 422, "a day is missing");
    assert_eq!(auditor.post(&page, &[("action", "drop")]).await.status, 403);
    // Moments are kept by the second.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let approve = [
        ("action", "approve"),
        ("document", "锦人发〔2018〕5号"),
        ("approved_on", "2018-07-30"),
        ("effective_on", "2018-08-01"),
    ];
    let approved = planner.post(&page, &approve).await;
    assert_eq!(approved.status, 303, "{}", approved.text());
    assert_eq!(of(&bench.store.plan(OPEN, None).await.unwrap()), "1800".parse().ok());
    assert_eq!(planner.post(&page, &approve).await.status, 422, "it is approved already");
    let shown = auditor.get(&page).await.text();
    assert!(shown.contains("已执行") && shown.contains("锦人发〔2018〕5号"), "{shown}");
    let moments: Vec<&str> =
        shown.split("stood-at=").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(moments.len(), 2, "{shown}");
    for (moment, value) in moments.iter().zip([before, "1800".parse().ok()]) {
        let at = moment.replace("%3A", ":").parse().unwrap();
        assert_eq!(of(&bench.store.plan_at(OPEN, at).await.unwrap()), value);
        assert_eq!(auditor.get(&format!("/plans/{OPEN}/warnings?stood-at={moment}")).await.status, 200);
    }
    let history = auditor.get(&format!("/plans/{OPEN}/indicators/{}", bench.indicator)).await.text();
    assert!(history.contains("中期调整（锦人发〔2018〕5号）：形势变化"), "{history}");
    assert!(history.contains("判断的变化"), "what it did to the verdict");

    // One whose day has not come waits for it.
    let form = [("title", "再次调整"), ("reason", "备用"), (value.as_str(), "1700")];
    let later = planner.post(&list, &form).await.header("location").to_owned();
    let approve = [
        ("action", "approve"),
        ("document", "锦人发〔2018〕9号"),
        ("approved_on", "2018-09-30"),
        ("effective_on", "2099-01-01"),
    ];
    assert_eq!(planner.post(&later, &approve).await.status, 303);
    assert_eq!(of(&bench.store.plan(OPEN, None).await.unwrap()), "1800".parse().ok());
    assert!(planner.get(&later).await.text().contains("已批准，未生效"));
    assert_eq!(bench.store.revisions_due("2099-01-01").await.unwrap(), [(OPEN.to_owned(), 2)]);
    assert_eq!(planner.post(&later, &[("action", "drop"), ("reason", "不再需要")]).await.status, 303);
    assert_eq!(bench.store.revisions_due("2099-01-01").await.unwrap(), []);
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
    assert!(bench.store.verify_content().await.unwrap().is_ok());
}

#[tokio::test]
async fn what_is_internal_is_never_public_and_a_deleted_plan_leaves_its_log() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let mut public = bench.browser();
    let plan = keep(&mut planner, "", DRAFT).await;
    let (page, manage) = (format!("/plans/{plan}"), format!("/plans/{plan}/manage"));
    assert_eq!(planner.post(&format!("{page}/steps"), &[("action", "publish")]).await.status, 303);
    assert_eq!(public.get(&page).await.status, 200);
    assert_eq!(planner.post(&manage, &[("action", "mark"), ("secrecy", "internal")]).await.status, 303);
    assert_eq!(public.get(&page).await.status, 404, "closed at once");
    let refused = planner.post(&format!("{page}/steps"), &[("action", "publish")]).await;
    assert_eq!(refused.status, 400, "{}", refused.text());
    assert!(refused.text().contains("不能公开"), "{}", refused.text());
    let switched = planner.post(&format!("/publication/{plan}"), &[("public", "yes")]).await;
    assert_eq!(switched.status, 400);
    keep(&mut planner, &plan, &DRAFT.replace("1900", "1910")).await;
    assert_eq!(public.get(&page).await.status, 404, "nor is a further version");
    assert!(planner.get(&page).await.text().contains("<strong class=\"secrecy\">内部</strong>"));
    let report = planner.get(&format!("/api/v1{page}/reports/brief.docx")).await;
    assert_eq!(report.status, 200);
    assert!(words(&part(&report.body, "word/document.xml")).trim().starts_with("内部"), "files say so");
    assert!(report.header("content-disposition").contains("%E5%86%85%E9%83%A8"), "and their names");

    // Work of every kind is about it before it ends.
    let fix = format!("{page}/fix?{}", at(DRAFT, "建设云岭港二期工程"));
    assert_eq!(planner.post(&fix, &[("words", "加快建设云岭港。")]).await.status, 303);
    let round = [("action", "open"), ("title", "征求意见"), ("due", "2099-01-01"), ("other", "省发展改革委")];
    let round = planner.post(&format!("{page}/rounds"), &round).await.header("location").to_owned();
    let party = bench.store.rounds(Some(&plan)).await.unwrap()[0].parties[0].id.to_string();
    planner.post_scan(&round, &[("action", "scan"), ("party", &party)], ("复函.pdf", b"%PDF-1.7")).await;
    planner.post(&round, &[("action", "opinion"), ("party", &party), ("text", "请补充")]).await;

    let title = bench.store.plan(&plan, None).await.unwrap().plan.title;
    let end = [("action", "delete"), ("title", title.as_str()), ("exported", "yes")];
    assert_eq!(planner.post(&manage, &end).await.status, 422, "it is not put away");
    assert_eq!(planner.post(&manage, &[("action", "archive"), ("reason", "旧稿")]).await.status, 303);
    assert!(!planner.get("/?all").await.text().contains(&title));
    assert!(planner.get("/publication").await.text().contains("已归档"));
    assert_eq!(planner.post(&manage, &end[..2]).await.status, 422, "nobody says that it was exported");
    let ended = planner.post(&manage, &end).await;
    assert_eq!(ended.status, 303, "{}", ended.text());
    assert_eq!(planner.get(&page).await.status, 404);
    assert_eq!(bench.store.rounds(Some(&plan)).await.unwrap(), []);
    let told = bench.store.audit(200).await.unwrap();
    for action in ["plan.load", "round.open", "text.change", "plan.archive", "plan.delete"] {
        assert!(
            told.iter().any(|entry| entry.act.action == action && entry.act.subject.starts_with(&plan)),
            "{action}"
        );
    }
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
    let content = bench.store.verify_content().await.unwrap();
    assert!(content.is_ok(), "{content:?}");
    // A plan may have the number again.
    keep(&mut planner, "", DRAFT).await;
    assert!(bench.store.verify_content().await.unwrap().is_ok());
}

#[tokio::test]
async fn a_break_of_the_level_is_decided_on_the_page_of_the_indicator() {
    let bench = Bench::start().await;
    let stored = bench.store.plan(OPEN, None).await.unwrap();
    let indicator = stored.plan.indicators.iter().find(|one| one.id.as_str() == bench.indicator).unwrap();
    let figure = |year: i32, value: &str, measure, source: &str| plan::Observation {
        indicator: indicator.id.clone(),
        subject: indicator.name.clone(),
        measure,
        value: value.parse().ok(),
        unit: if measure == plan::Measure::Level { "亿元".into() } else { "%".into() },
        period: Some(plan::Period { start: year, end: year }),
        year: Some(year),
        status: Some(plan::Status::Final),
        source: source.into(),
        vintage: format!("{}-03-31", year + 1),
        ..plan::Observation::default()
    };
    let (level, growth) = (plan::Measure::Level, plan::Measure::GrowthRate);
    let figures = [
        figure(2015, "1300", level, "统计年鉴"),
        figure(2016, "1380", level, "统计公报"),
        figure(2017, "1000", level, "统计公报"),
        figure(2016, "6.0", growth, "统计公报"),
        figure(2017, "5.5", growth, "统计公报"),
    ];
    bench.store.append_observations(OPEN, &figures, &change()).await.unwrap();
    let mut planner = bench.signed_in(Role::Planner).await;
    let page = format!("/plans/{OPEN}/indicators/{}", bench.indicator);
    let seen = planner.get(&page).await.text();
    assert!(seen.contains("2017年口径变化") && seen.contains("<option value=\"keep\" selected>"), "{seen}");
    assert!(seen.contains("<option value=\"统计年鉴\">"), "{seen}");
    let address = format!("{page}/choices");
    let wrong = planner.post(&address, &[("year", "2016"), ("choice", "rebase")]).await;
    assert_eq!(wrong.status, 400, "there is no break in that year");
    let rebase = [("year", "2017"), ("choice", "rebase"), ("reason", "经济普查")];
    assert_eq!(planner.post(&address, &rebase).await.status, 303);
    assert_eq!(planner.post(&address, &[("choice", "统计年鉴")]).await.status, 303);
    let seen = planner.get(&page).await.text();
    assert!(seen.contains("<option value=\"rebase\" selected>"), "{seen}");
    assert!(seen.contains("<option value=\"统计年鉴\" selected>"), "{seen}");
    let mut leader = bench.signed_in(Role::Leader).await;
    assert!(!leader.get(&page).await.text().contains("id=\"choices\""));
    assert_eq!(leader.post(&address, &rebase).await.status, 403);
    let told = bench.store.audit(20).await.unwrap();
    assert!(told.iter().any(|entry| entry.act.action == "choice.set" && entry.act.actor == "planner"));
    assert!(bench.store.verify_content().await.unwrap().is_ok());
}
