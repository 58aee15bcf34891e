//! Programs of information systems hand in: what is taken once, what is refused and by which problem, and who sees how that goes.

use super::bench::{Answer, Bench, Browser, OPEN, change};
use duty::{Cadence, Role, Stage};
use jiff::civil::date;
use store::{Duty, ProjectItem, SubmissionFilter, Submitted};

const SHARE: &str = "常住人口城镇化率";
const GDP: &str = "地区生产总值";

/// A bench on which the office of the reporter answers for two indicators of the plan's own region.
async fn bench() -> Bench {
    let duty = |item: &str| Duty {
        plan: OPEN.into(),
        item_kind: "indicator".into(),
        item: item.into(),
        office: "tjj".into(),
        role: plan::AssignmentRole::Lead,
        cadence: Cadence::Year,
        due_days: 31,
        confirmed: true,
        reason: String::new(),
    };
    let settings = server::Settings { today: Some(date(2019, 4, 20)), ..server::Settings::default() };
    Bench::start_at_work(settings, &[duty(SHARE), duty(GDP)]).await
}

async fn secret(browser: &mut Browser, scopes: &[&str]) -> String {
    let mut fields = vec![("label", "追溯系统"), ("days", "7")];
    fields.extend(scopes.iter().map(|scope| (*scope, "yes")));
    browser.post("/account/tokens", &fields).await.shown_once()
}

fn program(bench: &Bench, token: &str) -> Browser {
    let mut program = bench.browser();
    program.headers = vec![("authorization".into(), format!("Bearer {token}"))];
    program
}

/// Sends a batch under a key; to a page of the API below the pushes.
async fn push(program: &Browser, (to, key): (&str, &str), body: &serde_json::Value) -> Answer {
    let mut program = program.clone();
    if !key.is_empty() {
        program.headers.push(("idempotency-key".into(), key.into()));
    }
    let address = format!("/api/v1/plans/{OPEN}/pushes/{to}");
    program.send("POST", &address, "application/json", body.to_string().into_bytes()).await
}

fn json(answer: &Answer) -> serde_json::Value {
    serde_json::from_str(&answer.text()).unwrap()
}

fn figures(all: serde_json::Value) -> serde_json::Value {
    serde_json::Value::Object([("observations".to_owned(), all)].into_iter().collect())
}

async fn waiting(bench: &Bench) -> Vec<Submitted> {
    let filter = SubmissionFilter { stages: vec![Stage::AtCity], ..SubmissionFilter::default() };
    bench.store.submissions(&filter).await.unwrap()
}

#[tokio::test]
async fn a_batch_waits_for_review_is_taken_once_and_publishes_nothing() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let program = program(&bench, &secret(&mut reporter, &["read", "hand_in"]).await);
    let batch = figures(serde_json::json!([
        { "indicator": SHARE, "year": 2018, "value": "55.20", "source": "公安人口库" },
        { "indicator": GDP, "region": "锦川市", "year": "2018", "value": 18_500_000, "unit": "万元", "source": "统计库" },
    ]));
    let dry = push(&program, ("observations?dry_run=true", "k0"), &batch).await;
    assert_eq!(dry.status, 200, "{}", dry.text());
    let told = json(&dry);
    assert_eq!(
        (&told["push"], &told["kept"], &told["dry_run"]),
        (&serde_json::Value::Null, &2.into(), &true.into())
    );
    assert!(waiting(&bench).await.is_empty(), "only looked at");

    let done = push(&program, ("observations", "k1"), &batch).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!((json(&done)["kept"].as_i64(), json(&done)["repeated"].as_bool()), (Some(2), Some(false)));
    let again = json(&push(&program, ("observations", "k1"), &batch).await);
    assert_eq!((&again["repeated"], &again["push"]), (&true.into(), &json(&done)["push"]));
    let all = waiting(&bench).await;
    assert_eq!(all.len(), 2, "sent again, nothing is doubled");
    let gdp = all.iter().find(|one| one.figure.indicator == GDP).unwrap();
    let value = gdp.figure.value.unwrap().normalize().to_string();
    assert_eq!((value.as_str(), gdp.figure.unit.as_str(), gdp.figure.region.as_str()), ("1850", "亿元", ""));
    assert_eq!((gdp.author.as_str(), gdp.office.as_str()), ("reporter", "tjj"));
    let public = bench.browser().get(&format!("/api/v1/plans/{OPEN}/observations")).await;
    assert!(!public.text().contains("55.2") && !public.text().contains("1850"), "{}", public.text());

    // Another value takes the place of what nobody has reviewed.
    let mended = figures(
        serde_json::json!([{ "indicator": SHARE, "year": 2018, "value": 55.4, "source": "公安人口库" }]),
    );
    assert_eq!(json(&push(&program, ("observations", "k2"), &mended).await)["kept"], 1);
    let all = waiting(&bench).await;
    let share: Vec<_> = all.iter().filter(|one| one.figure.indicator == SHARE).collect();
    assert_eq!((share.len(), share[0].figure.value.unwrap().to_string()), (1, "55.4".to_owned()));
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one line for each problem")]
async fn every_refusal_has_its_problem_and_changes_nothing() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let own = program(&bench, &secret(&mut reporter, &["read", "hand_in"]).await);
    let reads = program(&bench, &secret(&mut reporter, &["read"]).await);
    let all = program(&bench, &secret(&mut planner, &["read", "hand_in"]).await);
    let wrong = program(&bench, "gy_wrong");
    let one = |with: serde_json::Value| {
        let mut row = serde_json::json!({ "indicator": SHARE, "year": 2018, "value": "55", "source": "库" });
        row.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        figures(serde_json::json!([row]))
    };
    let good = one(serde_json::json!({}));
    let many: Vec<_> = (0..2001).map(|_| good["observations"][0].clone()).collect();
    let two = figures(serde_json::json!([good["observations"][0], good["observations"][0]]));
    let state = |month: &str, project: &str, with: serde_json::Value| {
        let mut row = serde_json::json!({ "project": project });
        row.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        serde_json::json!({ "month": month, "projects": [row] })
    };
    for (name, office) in [("云川大桥", "市统计局"), ("水库", "市水利局")] {
        let item = ProjectItem { name: name.into(), office: office.into(), ..ProjectItem::default() };
        bench.store.keep_projects(OPEN, &[item.into()], &change()).await.unwrap();
    }
    let none = serde_json::json!({});
    let cases: Vec<(&str, u16, &Browser, &str, &str, serde_json::Value)> = vec![
        ("bad-token", 401, &wrong, "observations", "a", good.clone()),
        ("token-scope", 403, &reads, "observations", "a", good.clone()),
        ("push-no-key", 400, &own, "observations", "", good.clone()),
        (
            "push-form",
            400,
            &own,
            "observations",
            "a",
            serde_json::json!({ "observations": [{ "indicator": SHARE }] }),
        ),
        ("push-form", 400, &own, "observations", "a", one(serde_json::json!({ "colour": "red" }))),
        ("push-form", 400, &own, "observations", "a", figures(serde_json::json!([]))),
        ("push-too-many", 413, &own, "observations", "a", figures(many.into())),
        (
            "push-system",
            403,
            &own,
            "observations",
            "a",
            serde_json::json!({ "system": "海洋监测系统", "observations": good["observations"] }),
        ),
        ("push-indicator", 422, &own, "observations", "a", one(serde_json::json!({ "indicator": "幸福感" }))),
        ("push-region", 422, &own, "observations", "a", one(serde_json::json!({ "region": "无名县" }))),
        ("push-region", 422, &all, "observations", "a", one(serde_json::json!({ "region": "无名县" }))),
        (
            "push-foreign",
            403,
            &own,
            "observations",
            "a",
            one(serde_json::json!({ "indicator": "森林覆盖率" })),
        ),
        ("push-unit", 422, &own, "observations", "a", one(serde_json::json!({ "unit": "亿元" }))),
        ("push-value", 422, &own, "observations", "a", one(serde_json::json!({ "value": "约55" }))),
        ("push-value", 422, &own, "observations", "a", one(serde_json::json!({ "status": "perhaps" }))),
        ("push-value", 422, &own, "observations", "a", one(serde_json::json!({ "source": "" }))),
        ("push-year", 422, &own, "observations", "a", one(serde_json::json!({ "year": 2031 }))),
        ("push-twice", 422, &own, "observations", "a", two),
        ("push-month", 422, &own, "projects", "a", state("2019-05", "云川大桥", none.clone())),
        ("push-project", 422, &own, "projects", "a", state("2019-03", "无名桥", none.clone())),
        ("push-foreign", 403, &own, "projects", "a", state("2019-03", "水库", none.clone())),
        (
            "push-stage",
            422,
            &own,
            "projects",
            "a",
            state("2019-03", "云川大桥", serde_json::json!({ "stage": "将来" })),
        ),
        (
            "push-value",
            422,
            &own,
            "projects",
            "a",
            state("2019-03", "云川大桥", serde_json::json!({ "done": -1 })),
        ),
    ];
    for (problem, status, who, to, key, body) in cases {
        let answer = push(who, (to, key), &body).await;
        assert_eq!(answer.status, status, "{problem}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/problem+json", "{problem}");
        let told = json(&answer);
        assert_eq!(told["type"], format!("urn:gangyao:problem:{problem}"), "{told}");
        assert!(!told["detail"].as_str().unwrap().is_empty() && told["title"] != "服务器出错", "{told}");
    }
    assert!(waiting(&bench).await.is_empty(), "nothing was taken");
    assert_eq!(
        push(&own, ("observations", "a"), &good).await.status,
        200,
        "a refused batch leaves its key free"
    );
    let reused = push(&own, ("observations", "a"), &one(serde_json::json!({ "value": 56 }))).await;
    assert_eq!(
        (reused.status, json(&reused)["type"].as_str()),
        (409, Some("urn:gangyao:problem:push-key-reused"))
    );
    // A browser's session is no token: it needs its form key.
    assert_eq!(push(&reporter, ("observations", "b"), &good).await.status, 403);
}

#[tokio::test]
async fn states_of_projects_stand_in_the_register_as_the_word_of_their_body() {
    let bench = bench().await;
    let item =
        ProjectItem { name: "云川大桥".into(), office: "市统计局".into(), ..ProjectItem::default() };
    let id = bench.store.keep_projects(OPEN, &[item.into()], &change()).await.unwrap()[0];
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let program = program(&bench, &secret(&mut reporter, &["read", "hand_in"]).await);
    let state = |month: &str, stage: &str, done: i64| serde_json::json!({ "month": month, "projects": [{ "project": "云川大桥", "stage": stage, "done": done, "progress": "主塔封顶" }] });
    let done = push(&program, ("projects", "m3"), &state("2019-03", "ongoing", 1200)).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(
        json(&push(&program, ("projects", "m3"), &state("2019-03", "ongoing", 1200)).await)["repeated"],
        true
    );
    // An earlier month that comes later does not undo the stage.
    assert_eq!(push(&program, ("projects", "m2"), &state("2019-02", "reserve", 0)).await.status, 200);
    let kept = bench.store.project_item(OPEN, id).await.unwrap();
    assert_eq!(kept.stage, "ongoing");
    let months = bench.store.dispatches(&[id]).await.unwrap();
    assert_eq!(months.iter().map(|one| one.month.as_str()).collect::<Vec<_>>(), ["2019-02", "2019-03"]);
    assert_eq!(months[1].made_by, "reporter");
    let page = reporter.get(&format!("/plans/{OPEN}/register/{id}")).await.text();
    assert!(page.contains("主塔封顶"), "{page}");
}

#[tokio::test]
async fn who_answers_sees_what_came_what_was_refused_and_what_is_silent() {
    let bench = bench().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let system = |name: &'static str, account: &'static str| {
        [
            ("kind", "system"),
            ("in/title", name),
            ("in/owner", "office/tjj"),
            ("in/account", account),
            ("in/days", "10"),
        ]
    };
    for (name, account) in [("食品安全追溯系统", "reporter"), ("海洋监测系统", "planner")] {
        let opened = planner.post(&format!("/plans/{OPEN}/matters"), &system(name, account)).await;
        assert_eq!(opened.status, 303, "{}", opened.text());
        let address = opened.header("location").split('?').next().unwrap().to_owned();
        let connect = [("action", "connect"), ("in/account", account), ("in/days", "10")];
        assert_eq!(planner.post(&address, &connect).await.status, 303);
    }
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let program = program(&bench, &secret(&mut reporter, &["read", "hand_in"]).await);
    let row =
        |value: &str| figures(serde_json::json!([{ "indicator": SHARE, "year": 2018, "value": value }]));
    let done = push(&program, ("observations", "k1"), &row("55")).await;
    assert_eq!(json(&done)["system"], "食品安全追溯系统", "the one whose account it is: {}", done.text());
    assert_eq!(waiting(&bench).await[0].figure.source, "食品安全追溯系统");
    assert_eq!(push(&program, ("observations", "k2"), &row("多")).await.status, 422);
    assert_eq!(push(&program, ("observations?dry_run=true", "k2"), &row("多")).await.status, 422);

    let page = planner.get(&format!("/plans/{OPEN}/feeds")).await.text();
    for words in
        ["食品安全追溯系统", "海洋监测系统", "市统计局", "每10天", "今天", "从未", "1次", "“多”不是数值"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("久未报送</span>"), "both were connected today");
    let list = json(&planner.get(&format!("/api/v1/plans/{OPEN}/pushes")).await);
    let fed = list.as_array().unwrap().iter().find(|one| one["account"] == "reporter").unwrap();
    assert_eq!(
        (&fed["items"], &fed["refused"], &fed["last_problem"]),
        (&1.into(), &1.into(), &"push-value".into())
    );
    assert_eq!(bench.browser().get(&format!("/api/v1/plans/{OPEN}/pushes")).await.status, 401);
    let english = planner.get(&format!("/plans/{OPEN}/feeds?lang=en")).await.text();
    assert!(english.contains("Systems that feed") && english.contains("every 10 days"), "{english}");
}

#[tokio::test]
async fn the_example_in_python_hands_a_file_in_and_doubles_nothing() {
    let Some(python) = testbed::python("csv") else { return };
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let token = secret(&mut reporter, &["read", "hand_in"]).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("figures.csv");
    let rows = format!(
        "indicator,region,year,value,unit,source\n{SHARE},,2017,54.1,%,人口库\n{GDP},,2017,1700,亿元,统计库\n"
    );
    std::fs::write(&file, rows).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/push.py");
    let run = async |file: &std::path::Path| {
        let mut command = tokio::process::Command::new(&python);
        command.arg(script).arg(format!("http://{}", bench.address)).arg(OPEN).arg(file);
        command
            .env("GANGYAO_TOKEN", &token)
            .env_remove("http_proxy")
            .env_remove("HTTP_PROXY")
            .output()
            .await
            .unwrap()
    };
    let (first, second) = (run(&file).await, run(&file).await);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let told: serde_json::Value = serde_json::from_slice(&first.stdout).unwrap();
    assert_eq!((&told["kept"], &told["repeated"]), (&2.into(), &false.into()));
    let told: serde_json::Value = serde_json::from_slice(&second.stdout).unwrap();
    assert_eq!(told["repeated"], true);
    assert_eq!(waiting(&bench).await.len(), 2);
    std::fs::write(&file, format!("indicator,region,year,value,unit,source\n{SHARE},,2017,x,%,库\n"))
        .unwrap();
    let refused = run(&file).await;
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("push-value"));
}

#[tokio::test]
async fn the_owner_of_a_silent_system_is_told_once() {
    let prepare = async |store: &store::Store| {
        let fields = [("account", "reporter"), ("days", "10")];
        let matter = store::Matter {
            kind: "system".into(),
            title: "食品安全追溯系统".into(),
            state: "feeding".into(),
            owner: "office/tjj".into(),
            fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            ..store::Matter::default()
        };
        let step = store::MatterStep { matter, step: "open".into(), ..store::MatterStep::default() };
        let when = "2019-03-01T02:00:00Z".parse().unwrap();
        store.put_matters(OPEN, &[step], &store::Change { when, ..change() }).await.unwrap();
    };
    let settings = server::Settings { today: Some(date(2019, 4, 20)), ..server::Settings::default() };
    let bench = Bench::start_prepared(settings, &[], prepare).await;
    let told = async || -> Vec<String> {
        let all = bench.store.notices("reporter", 100).await.unwrap().into_iter();
        all.map(|one| one.words.zh).filter(|words| words.contains("没有报送")).collect()
    };
    for _ in 0..100 {
        if !told().await.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(told().await, ["信息系统“食品安全追溯系统”已50天没有报送，应每10天报送一次"]);
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let page = reporter.get(&format!("/plans/{OPEN}/feeds")).await.text();
    assert!(page.contains("久未报送</span>"), "{page}");
}
