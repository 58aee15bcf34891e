use crate::page::description::{self, Operation, Schema};
use crate::page::diagnostics::family_word;
use crate::shell::Shell;
use crate::text::text;
use crate::words::severity_word;
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use source::{Family, Lang};
use web::{App, Problem, Visit};

#[derive(Template)]
#[template(path = "rule.html")]
struct RulePage {
    s: Shell,
    code: &'static str,
    name: &'static str,
    family: &'static str,
    severity: &'static str,
    title: &'static str,
    what: &'static str,
    why: &'static str,
    fix: &'static str,
    faulty: &'static str,
    sound: &'static str,
    upper: &'static str,
}

#[derive(Template)]
#[template(path = "rules.html")]
struct Rules {
    s: Shell,
    families: Vec<(&'static str, Vec<RuleLine>)>,
}

struct RuleLine {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    title: &'static str,
}

/// All rules, by family.
pub(crate) async fn rules(
    Shared(app): Shared<App>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    crate::answer::answer(&app, &visit, &headers, async || {
        let lang = visit.lang;
        let of = |family: Family| {
            let rules = check::rules().iter().filter(|rule| rule.family == family);
            let lines = rules.map(|rule| RuleLine {
                code: rule.code,
                name: rule.name,
                severity: severity_word(lang, rule.reported()),
                title: rule.title(lang),
            });
            (family_word(lang, family), lines.collect::<Vec<_>>())
        };
        let families = Family::ALL.into_iter().map(of).filter(|(_, rules)| !rules.is_empty()).collect();
        Ok(Rules { s: Shell::bare(&visit, text(lang, "rules.title")), families })
    })
    .await
}

/// The page of a rule.
pub(crate) async fn rule(
    Shared(app): Shared<App>,
    Path(code): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    crate::answer::answer(&app, &visit, &headers, async || {
        let found = check::rule(&code).ok_or_else(|| {
            Problem::not_found(format!("没有规则 {code}。"), format!("There is no rule {code}."))
        });
        found.map(|rule| RulePage::of(&visit, rule))
    })
    .await
}

impl RulePage {
    fn of(visit: &Visit, rule: &'static check::Rule) -> Self {
        let lang = visit.lang;
        let pick = |(zh, en): (&'static str, &'static str)| match lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        let page = &rule.page;
        Self {
            s: Shell::bare(visit, format!("{} {}", rule.code, rule.title(lang))),
            code: rule.code,
            name: rule.name,
            family: family_word(lang, rule.family),
            severity: severity_word(lang, rule.reported()),
            title: rule.title(lang),
            what: pick(page.what),
            why: pick(page.why),
            fix: pick(page.fix),
            faulty: page.example.faulty.trim_matches('\n'),
            sound: page.example.sound.trim_matches('\n'),
            upper: page.example.upper.trim_matches('\n'),
        }
    }
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    s: Shell,
    groups: Vec<(String, Vec<Operation>)>,
    schemas: Vec<Schema>,
}

/// The API, readable: made from the same document that programs read.
pub(crate) async fn api(
    Shared(app): Shared<App>,
    visit: Visit,
    headers: HeaderMap,
    document: &'static str,
) -> Result<Response, Problem> {
    crate::answer::answer(&app, &visit, &headers, async || {
        let description = serde_json::from_str(document).unwrap_or_default();
        Ok(ApiPage {
            s: Shell::bare(&visit, text(visit.lang, "api.title")),
            groups: description::operations(visit.lang, &description),
            schemas: description::schemas(visit.lang, &description),
        })
    })
    .await
}
