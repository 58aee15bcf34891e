//! Every address with every role, against a table written by hand.

use super::bench::{Answer, Bench, Browser, DRAFT, DRAFT_TITLE, OPEN};
use duty::Role;
use std::collections::{BTreeMap, BTreeSet};

/// Method, address, and who gets in: public, reporter, leader, auditor, planner, administrator, evaluator.
const TABLE: &str = include_str!("matrix.txt");

const COLUMNS: [Role; 7] = [
    Role::Public,
    Role::Reporter,
    Role::Leader,
    Role::Auditor,
    Role::Planner,
    Role::Administrator,
    Role::Evaluator,
];

type Lines = BTreeMap<(String, String), Vec<bool>>;

fn table() -> Lines {
    let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let mut words = line.split_whitespace();
            let mut word = || words.next().expect(line).to_owned();
            let (marks, method, path) = (word(), word(), word());
            assert_eq!(marks.len(), COLUMNS.len(), "{line}");
            ((path, method), marks.chars().map(|mark| mark == 'x').collect())
        })
        .collect()
}

/// Every address and method with the roles that get in.
pub(crate) fn who_gets_in() -> BTreeMap<(String, String), Vec<Role>> {
    let roles = |marks: Vec<bool>| {
        COLUMNS.into_iter().zip(marks).filter(|(_, gets_in)| *gets_in).map(|(role, _)| role).collect()
    };
    table().into_iter().map(|(address, marks)| (address, roles(marks))).collect()
}

#[test]
fn every_address_of_the_server_is_in_the_table_and_the_other_way_round() {
    let real: BTreeSet<(String, String)> =
        server::routes().into_iter().map(|entry| (entry.path, entry.method)).collect();
    let known: BTreeSet<(String, String)> = table().into_keys().collect();
    assert_eq!(
        real.difference(&known).collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "not in matrix.txt"
    );
    assert_eq!(known.difference(&real).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "not served");
}

/// An address with its parameters filled in.
pub(crate) fn filled(bench: &Bench, path: &str, plan: &str) -> String {
    let values = [
        ("{plan}", plan),
        ("{indicator}", bench.indicator.as_str()),
        ("{target}", bench.target.as_str()),
        ("{item}", bench.target.as_str()),
        ("{account}", "reporter"),
        ("{code}", "none"),
        ("{chapter}", "api"),
        ("{name}", "site.css"),
        ("{file}", "indicators.csv"),
        ("{secret}", "none"),
    ];
    let path = values.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value));
    // What the other half names by number does not exist, which is told only to those who get in.
    path.split('/')
        .map(|part| if part.starts_with('{') { "999999" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

async fn ask(browser: &mut Browser, method: &str, path: &str) -> Answer {
    match method {
        "GET" => browser.get(path).await,
        _ => browser.post(path, &[]).await,
    }
}

fn is_sent_to_sign_in(answer: &Answer) -> bool {
    answer.status == 303 && answer.header("location").starts_with("/sign-in?next=")
}

#[tokio::test]
async fn every_role_gets_in_exactly_where_the_table_says() {
    let bench = Bench::start().await;
    let mut wrong = Vec::new();
    for (column, role) in COLUMNS.into_iter().enumerate() {
        let mut browser = bench.signed_in(role).await;
        for ((path, method), marks) in table() {
            if path == "/sign-out" {
                continue;
            }
            let answer = ask(&mut browser, &method, &filled(&bench, &path, OPEN)).await;
            let refused = match role {
                Role::Public if method == "GET" && !path.starts_with("/api/") => is_sent_to_sign_in(&answer),
                Role::Public => answer.status == 401 && !path.starts_with("/sign-in"),
                _ => answer.status == 403,
            };
            let let_in =
                !is_sent_to_sign_in(&answer) && answer.status < 500 && ![401, 403].contains(&answer.status)
                    || (path == "/sign-in" && answer.status == 401);
            // Whoever gets in sees the page, or is told what is missing in the form.
            if (marks[column] && !let_in) || (!marks[column] && !refused) {
                wrong.push(format!("{role:?} {method} {path}: {}", answer.status));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[tokio::test]
async fn pages_answer_those_who_may_see_them() {
    let bench = Bench::start().await;
    for (column, role) in COLUMNS.into_iter().enumerate() {
        let mut browser = bench.signed_in(role).await;
        for path in [
            "/",
            "/plans/{plan}",
            "/plans/{plan}/indicators/{indicator}",
            "/account",
            "/admin",
            "/admin/users",
            "/admin/users/{account}",
            "/admin/offices",
            "/admin/warning-rules",
            "/admin/system",
            "/admin/jobs",
            "/publication",
            "/audit",
            "/audit/verify",
            "/audit/plans/{plan}/{item}",
            "/api/v1/plans",
            "/api/v1/plans/{plan}",
        ] {
            if table()[&(path.to_owned(), "GET".to_owned())][column] {
                let address = if path == "/" { "/?all".to_owned() } else { filled(&bench, path, OPEN) };
                let answer = browser.get(&address).await;
                assert_eq!(answer.status, 200, "{role:?} {path}: {}", answer.text());
            }
        }
    }
}

#[tokio::test]
async fn the_public_learns_nothing_of_a_plan_that_is_not_public() {
    let bench = Bench::start().await;
    let mut staff = bench.signed_in(Role::Leader).await;
    let mut public = bench.browser();
    let mut walked = 0;
    for (path, method) in
        table().into_keys().filter(|(path, method)| path.contains("{plan}") && method == "GET")
    {
        let address = filled(&bench, &path, DRAFT);
        // Whoever may see it goes first, so that what is kept in memory could leak.
        staff.get(&address).await;
        let answer = public.get(&address).await;
        let none = public.get(&filled(&bench, &path, "nowhere")).await;
        assert!(
            answer.status == 404 || answer.status == 401 || is_sent_to_sign_in(&answer),
            "{method} {path}: {}",
            answer.status
        );
        assert_eq!(answer.status, none.status, "{path} tells whether the plan exists");
        assert!(!answer.text().contains(DRAFT_TITLE), "{path}");
        walked += 1;
    }
    assert!(walked > 20);
    let compare = format!("/plans/{OPEN}/compare?with={DRAFT}");
    for path in ["/?all", "/?all&q=草", "/api/v1/plans", &format!("/plans/{OPEN}/compare"), &compare] {
        let path = path.replace('草', "%E8%8D%89");
        staff.get(&path).await;
        let answer = public.get(&path).await;
        assert!(!answer.text().contains(DRAFT_TITLE), "{path}");
    }
    assert_eq!(public.get(&compare).await.status, 404);
    assert_eq!(staff.get(&compare).await.status, 200);
    for page in ["alignment", "alignment/file/xlsx"] {
        let page = format!("/plans/{OPEN}/{page}?with={DRAFT}");
        assert_eq!(public.get(&page).await.status, 404, "{page}");
        assert_eq!(staff.get(&page).await.status, 200, "{page}");
    }
    assert!(staff.get("/?all").await.text().contains(DRAFT_TITLE));
    assert!(staff.get("/api/v1/plans").await.text().contains(DRAFT_TITLE));
}

#[tokio::test]
async fn opening_and_closing_a_plan_holds_at_once() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let mut public = bench.browser();
    let page = format!("/plans/{DRAFT}");
    for (public_now, status) in [("yes", 200), ("no", 404), ("yes", 200)] {
        let switched = planner.post(&format!("/publication/{DRAFT}"), &[("public", public_now)]).await;
        assert_eq!(switched.status, 303);
        assert_eq!(public.get(&page).await.status, status);
    }
}

#[tokio::test]
async fn no_visitor_is_given_the_page_of_another() {
    let bench = Bench::start().await;
    let path = format!("/plans/{OPEN}");
    let mut public = bench.browser();
    let before = public.get(&path).await;
    let mut leader = bench.signed_in(Role::Leader).await;
    let own = leader.get(&path).await;
    assert!(own.text().contains("测试leader") && own.header("cache-control") == "no-store");
    let mut auditor = bench.signed_in(Role::Auditor).await;
    assert!(!auditor.get(&path).await.text().contains("测试leader"));
    let after = public.get(&path).await;
    assert!(!after.text().contains("测试") && !after.text().contains("form-key"));
    assert_eq!(before.body, after.body);
    assert!(after.header("vary").contains("cookie"));
}
