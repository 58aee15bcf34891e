//! What stands with a project and with an aim: photos and where it lies, words of programs, and ties over versions of the plan.

use super::bench::{Answer, Bench, Browser, OPEN, change};
use duty::Role;
use jiff::civil::date;
use store::{Aim, AimFacts, EstimateRound, LoadPlan, ProjectItem};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n photo";

async fn bench() -> Bench {
    let settings = server::Settings { today: Some(date(2017, 4, 20)), ..server::Settings::default() };
    Bench::start_with(settings).await
}

fn compiled(text: &str) -> (plan::Plan, document::Document) {
    let read = document::read(text.as_bytes(), &document::ReadOptions { name: Some("plan.txt".into()) });
    let document = read.unwrap();
    (compile::compile(&document, &compile::CompileOptions::default()).0, document)
}

async fn load(bench: &Bench, text: &str) -> plan::Plan {
    let (plan, document) = compiled(text);
    let load = LoadPlan { id: Some(OPEN), plan: &plan, document: Some(&document), findings: &[] };
    let carried = bench.store.carry_ids(&load).await.unwrap();
    let load = LoadPlan { plan: &carried.plan, ..load };
    bench.store.load_plan(load, &change()).await.unwrap();
    // The server sees what came past it a moment later.
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    bench.store.plan(OPEN, None).await.unwrap().plan
}

async fn project(bench: &Bench, name: &str, office: &str) -> String {
    let item = ProjectItem { name: name.into(), office: office.into(), ..ProjectItem::default() };
    let ids = bench.store.keep_projects(OPEN, &[item.into()], &change()).await.unwrap();
    format!("/plans/{OPEN}/register/{}", ids[0])
}

#[tokio::test]
async fn a_photo_of_a_project_is_seen_inside_and_added_by_its_body() {
    let bench = bench().await;
    let (own, other) =
        (project(&bench, "云川大桥", "市统计局").await, project(&bench, "水库", "市水利局").await);
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let files = format!("{own}/files");
    let photo = ("主塔.png", PNG);
    // Without words, without a file, of somebody else's project, and a program.
    assert_eq!(reporter.post_file(&files, &[("words", " ")], photo).await.status, 422);
    assert_eq!(reporter.post(&files, &[("words", "主塔封顶")]).await.status, 422);
    assert_eq!(reporter.post_file(&format!("{other}/files"), &[("words", "x")], photo).await.status, 403);
    assert_eq!(reporter.post_file(&files, &[("words", "x")], ("a.png", b"MZ\x90")).await.status, 422);
    assert_eq!(reporter.post_file(&files, &[("words", "主塔封顶")], photo).await.status, 303);
    let open = [("words", "效果图"), ("secrecy", "open")];
    assert_eq!(reporter.post_file(&files, &open, ("图.png", PNG)).await.status, 303);
    assert_eq!(reporter.post_file(&files, &[("words", "批复")], ("批复.pdf", b"%PDF-1.7")).await.status, 303);
    // Whoever works here sees them with their marks, and whom to ask; the public sees nothing.
    let mut leader = bench.signed_in(Role::Leader).await;
    let shown = leader.get(&own).await.text();
    assert_eq!(shown.matches("<img src=").count(), 2);
    for word in ["主塔封顶", "效果图", "批复.pdf", "测试reporter", "尚不知道位置"] {
        assert!(shown.contains(word), "{word}");
    }
    assert_eq!(shown.matches("<span class=\"chip\">内部</span>").count(), 2, "what is open bears no mark");
    assert!(!shown.contains(&format!("action=\"{files}\"")), "who only reads has no form");
    let address = shown.split("<img src=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let picture = leader.get(&address).await;
    assert_eq!((picture.status, picture.header("content-type")), (200, "image/png"));
    assert_eq!(picture.body, PNG);
    assert_ne!(bench.browser().get(&address).await.status, 200);
    // A file of one project is none of another.
    let number = address.rsplit('/').next().unwrap();
    assert_eq!(leader.get(&format!("{other}/files/{number}")).await.status, 404);
}

#[tokio::test]
async fn money_by_source_of_chapters_counts_who_says_nothing() {
    let bench = bench().await;
    let own = project(&bench, "云川大桥", "市统计局").await;
    project(&bench, "水库", "市水利局").await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let fund = [("year", "2017"), ("source", "bond"), ("applied", "2"), ("granted", "1.5")];
    assert_eq!(planner.post(&format!("{own}/funds"), &fund).await.status, 303);
    let shown = planner.get(&format!("/plans/{OPEN}/register?view=money")).await.text();
    let part = shown.split("id=\"funds-by-chapter\"").nth(1).unwrap();
    for word in ["2个项目，其中1个未填资金", "申请2", "下达1.5", "支付0（1个未填）"] {
        assert!(part.contains(word), "{word}: {part}");
    }
}

async fn token(browser: &mut Browser, scopes: &[&str]) -> Browser {
    let mut fields = vec![("label", "x"), ("days", "7")];
    fields.extend(scopes.iter().map(|scope| (*scope, "yes")));
    let made = browser.post("/account/tokens", &fields).await.shown_once();
    let mut program = browser.clone();
    program.cookies.clear();
    program.headers = vec![("authorization".into(), format!("Bearer {made}"))];
    program
}

fn json(answer: &Answer) -> serde_json::Value {
    serde_json::from_str(&answer.text()).unwrap()
}

async fn aims(bench: &Bench, target: &str) -> Vec<i64> {
    let of = |title: &str, office: &str, item: &str| Aim {
        year: 2017,
        title: title.into(),
        office: office.into(),
        item_kind: if item.is_empty() { String::new() } else { "target".into() },
        item: item.into(),
        ..Aim::default()
    };
    let facts = [of("造林五万亩", "市统计局", target), of("通水", "市水利局", "")]
        .map(|aim| AimFacts { aim, ..AimFacts::default() });
    bench.store.keep_aims(OPEN, &facts, &change()).await.unwrap()
}

#[tokio::test]
async fn a_program_of_the_body_reads_aims_and_says_how_they_stand() {
    let bench = bench().await;
    let ids = aims(&bench, "").await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let mut program = token(&mut reporter, &["read", "hand_in"]).await;
    let list = format!("/api/v1/plans/{OPEN}/aims");
    let all = json(&program.get(&format!("{list}?year=2017")).await);
    assert_eq!((all["total"].as_u64(), &all["items"][0]["course"]), (Some(2), &"unsaid".into()));
    assert_eq!(json(&program.get(&format!("{list}?year=2016")).await)["total"], 0);
    assert_eq!(program.get(&format!("{list}?year=x")).await.status, 400);
    let own = format!("{list}/{}/states", ids[0]);
    let say = async |program: &mut Browser, address: &str, body: &str| {
        program.send("POST", address, "application/json", body.as_bytes().to_vec()).await
    };
    let word = r#"{"quarter": 1, "state": "behind", "said": "苗木未到"}"#;
    for wrong in ["", "[]", r#"{"quarter": 1}"#, r#"{"quarter": 9, "state": "behind", "said": "x"}"#] {
        assert_eq!(say(&mut program, &own, wrong).await.status, 400, "{wrong}");
    }
    let kept = say(&mut program, &own, word).await;
    assert_eq!(kept.status, 200, "{}", kept.text());
    assert_eq!(json(&kept)["by"], "reporter");
    let one = json(&program.get(&format!("{list}/{}", ids[0])).await);
    assert_eq!((&one["course"], &one["states"][0]["said"]), (&"behind".into(), &"苗木未到".into()));
    // Another body's aim, an aim that there is not, a token that only reads, a browser without its form key.
    assert_eq!(say(&mut program, &format!("{list}/{}/states", ids[1]), word).await.status, 403);
    assert_eq!(say(&mut program, &format!("{list}/99/states"), word).await.status, 404);
    let mut reads = token(&mut reporter, &["read"]).await;
    assert_eq!(say(&mut reads, &own, word).await.status, 403);
    assert_eq!(say(&mut reporter, &own, word).await.status, 403);
    assert_eq!(bench.browser().get(&list).await.status, 401);
}

#[tokio::test]
async fn an_aim_stays_with_its_target_when_the_next_version_counts_differently() {
    let bench = bench().await;
    let text = "云岭市国民经济和社会发展第十三个五年规划纲要\n\n第一章 发展目标\n到2020年，全市地区生产总值达到2000亿元，森林覆盖率达到35%以上。\n";
    let first = load(&bench, text).await;
    let forest = first.targets.iter().find(|row| row.subject == "森林覆盖率").unwrap().id.to_string();
    let ids = aims(&bench, &forest).await;
    let page = format!("/plans/{OPEN}/aims/{}", ids[0]);
    let mut planner = bench.signed_in(Role::Planner).await;
    let item =
        |shown: &str| shown.split("id=\"item\"").nth(1).unwrap().split("</p>").next().unwrap().to_owned();
    assert!(item(&planner.get(&page).await.text()).contains("森林覆盖率"));
    // Two targets more before it: the reading alone gives its number to one of them.
    let more = text.replace("到2020年，", "到2020年，研发经费投入强度达到3%，粮食产量达到100万吨，");
    let (plain, _) = compiled(&more);
    assert!(plain.targets.iter().any(|row| row.id.as_str() == forest && row.subject != "森林覆盖率"));
    load(&bench, &more).await;
    let shown = planner.get(&page).await.text();
    assert!(item(&shown).contains("森林覆盖率"), "{}", item(&shown));
    let round = EstimateRound {
        year: 2018,
        target: forest.clone(),
        value: 33.into(),
        words: "造林推进".into(),
        ..EstimateRound::default()
    };
    bench.store.propose_estimates(OPEN, &[round], &change()).await.unwrap();
    // Where the next version has it no more, that is said, and nothing else stands in its place.
    load(&bench, &text.replace("，森林覆盖率达到35%以上", "")).await;
    let shown = planner.get(&page).await.text();
    assert!(item(&shown).contains("现行版本规划已无对应内容"), "{}", item(&shown));
    let shown = planner.get(&format!("/plans/{OPEN}/yearly/2018/estimates")).await.text();
    let gone = shown.split("id=\"gone\"").nth(1).unwrap();
    assert!(gone.contains(&forest) && gone.contains("造林推进"), "{gone}");
}
