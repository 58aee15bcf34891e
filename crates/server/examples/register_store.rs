//! Serves a register of invented projects: `register_store ADDRESS DATABASE PROJECTS MONTHS`, to measure its pages with `load`.
//!
//! DATABASE is a file or a `postgres://` URL; what is there already is kept and only the missing projects are added. Before it
//! serves, a sheet of 5,000 rows is read and taken in, and both times are told. The token that it prints is for `load`.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used)]
#![allow(clippy::cast_possible_truncation, reason = "figures of a measurement, within range")]

use duty::Role;
use plan::{Period, Plan};
use rust_decimal::Decimal;
use std::fmt::Write as _;
use std::time::Instant;
use store::{Change, Dispatch, LoadPlan, NewAccount, ProjectFacts, ProjectItem, Store, Token};
use work::register::{Chosen, take_in, understand};
use work::{Options, Question, Service, Viewer};

const TOKEN: &str = "register-of-a-measurement";
const ROWS: usize = 5000;

#[tokio::main(worker_threads = 2)]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, database, projects, months] = arguments.as_slice() else {
        panic!("register_store ADDRESS DATABASE PROJECTS MONTHS")
    };
    let (projects, months): (usize, usize) = (projects.parse().unwrap(), months.parse().unwrap());
    let store = Store::open(&database.parse().unwrap()).await.unwrap();
    let change = Change::now("system", "");
    if store.plan("p", None).await.is_err() {
        let plan = Plan {
            title: "云岭市“十五五”规划".into(),
            region: Some("云岭市".into()),
            period: Some(Period { start: 2026, end: 2030 }),
            ..Plan::default()
        };
        let load = LoadPlan { id: Some("p"), plan: &plan, document: None, findings: &[] };
        store.load_plan(load, &change).await.unwrap();
        sign_in(&store, &change).await;
    }
    let begun = Instant::now();
    let there = store.all_projects("p").await.unwrap().len();
    let made: Vec<ProjectFacts> = (there..projects).map(|number| invent(number, months)).collect();
    for some in made.chunks(5000) {
        store.keep_projects("p", some, &change).await.unwrap();
    }
    println!("{} projects kept in {:.1} s", made.len(), begun.elapsed().as_secs_f64());
    sheet(&store, &change).await;
    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    println!("http://{address}/plans/p/register with LOAD_TOKEN={TOKEN}");
    let stop = async { tokio::signal::ctrl_c().await.unwrap() };
    server::serve(server::Settings::default(), store, listener, stop).await.unwrap();
}

/// Reads a sheet of many rows as a preview does, and takes it in.
async fn sheet(store: &Store, change: &Change) {
    let service = Service::new(store.clone(), Options::default(), Vec::new()).await.unwrap();
    let mut text =
        String::from("项目名称,总投资（万元）,年度计划投资（万元）,累计完成投资（万元）,完成率,形象进度\n");
    for number in 0..ROWS {
        writeln!(
            text,
            "{},{},20000,{},{}%,第{number}段完成",
            name(number),
            70_000 + number,
            number + 1,
            number / 200
        )
        .unwrap();
    }
    let view = service.plan(&Viewer::System, &Question::now("p")).await.unwrap();
    let begun = Instant::now();
    let matched = understand(&service, "p", "a.csv", text.into()).await.unwrap();
    println!("{} rows previewed in {:.2} s", matched.sheet.rows.len(), begun.elapsed().as_secs_f64());
    let month = work::register::this_month(&service).to_string();
    let begun = Instant::now();
    let taken = take_in(&service, &view, &matched, (&month, "a.csv"), &Chosen::new(), change).await.unwrap();
    println!("{taken} rows taken in in {:.2} s", begun.elapsed().as_secs_f64());
}

async fn sign_in(store: &Store, change: &Change) {
    let account = NewAccount {
        name: "wang".into(),
        full_name: "王敏".into(),
        email: String::new(),
        role: Role::Planner,
        office: None,
        active: true,
        identity: None,
    };
    store.put_account(&account, change).await.unwrap();
    let token = Token {
        id: "load".into(),
        account: "wang".into(),
        label: "load".into(),
        secret: work::secret::mark(TOKEN),
        scopes: vec!["read".into()],
        expires_at: "2099-01-01T00:00:00Z".into(),
        revoked_at: None,
    };
    store.put_token(&token, change).await.unwrap();
}

fn name(number: usize) -> String {
    let kinds = ["大桥", "泵站", "公路改建", "变电站", "污水处理厂", "产业园", "学校", "医院"];
    format!("云岭{number}号{}", kinds[number % kinds.len()])
}

/// A project with its dispatches: some done, some late, some that nobody spoke of.
fn invent(number: usize, months: usize) -> ProjectFacts {
    let stages =
        ["reserve", "preparation", "started", "ongoing", "ongoing", "ongoing", "completed", "operating"];
    let stage = stages[number % stages.len()];
    let money = |tenths: usize| Some(Decimal::new(tenths as i64, 1));
    let item = ProjectItem {
        name: name(number),
        category: format!("第{}类", number % 12),
        office: format!("第{}局", number % 40),
        county: format!("第{}县", number % 11),
        chapter: format!("第{}章", number % 16),
        stage: stage.into(),
        investment: if number.is_multiple_of(9) { None } else { money(50 + number % 400) },
        start_month: format!("20{}-{:02}", 22 + number % 5, number % 12 + 1),
        end_month: format!("20{}", 26 + number % 6),
        real_start: if stage == "reserve" { String::new() } else { format!("20{}-03", 23 + number % 3) },
        real_end: if matches!(stage, "completed" | "operating") {
            format!("2026-{:02}", number % 9 + 1)
        } else {
            String::new()
        },
        ..ProjectItem::default()
    };
    let dispatches = (0..months).map(|month| Dispatch {
        month: format!("20{}-{:02}", 25 + month / 12, month % 12 + 1),
        done: money(1 + (month % 12) * 2),
        planned: money(30),
        stage: if stage == "reserve" { String::new() } else { stage.into() },
        progress: format!("第{month}段"),
        ..Dispatch::default()
    });
    ProjectFacts { dispatches: dispatches.collect(), ..item.into() }
}
