//! The warning rules in force, and what other rules would change before they are taken.

use crate::answer::fresh;
use crate::asked::Filled;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use assess::{Assessment, Config, Row};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use source::Lang;
use store::{PlanFilter, PlanSummary};
use web::{App, Problem, Visit};
use work::rules;

#[derive(Template)]
#[template(path = "people/rules.html")]
struct RulesPage {
    s: Shell,
    rules: String,
    plans: Vec<(PlanSummary, bool)>,
    complaint: String,
    preview: Option<Preview>,
}

/// What other rules would change in a plan.
struct Preview {
    rows: usize,
    changes: Vec<Changed>,
}

/// A commitment that would stand elsewhere.
struct Changed {
    name: String,
    region: String,
    before: String,
    after: String,
    reason: String,
}

/// The rules in force.
pub(crate) async fn page(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let kept = app.store().setting(rules::SETTING).await?;
    let rules = kept.unwrap_or_else(|| assess::DEFAULT_RULES.to_owned());
    fresh(&show(&app, &visit, rules, "").await?)
}

async fn show(app: &App, visit: &Visit, rules: String, plan: &str) -> Result<RulesPage, Problem> {
    let (plans, _) = app.store().plans(&PlanFilter { limit: Some(500), ..PlanFilter::default() }).await?;
    let plans = plans.into_iter().map(|summary| {
        let chosen = summary.key.plan == plan;
        (summary, chosen)
    });
    Ok(RulesPage {
        s: Shell::bare(visit, text(visit.lang, "rules-in-force.title")),
        rules,
        plans: plans.collect(),
        complaint: String::new(),
        preview: None,
    })
}

#[derive(Deserialize)]
pub(crate) struct Proposed {
    rules: String,
    #[serde(default)]
    plan: String,
    act: String,
}

/// Shows what other rules would change, or takes them.
pub(crate) async fn submit(Filled { app, visit, given }: Filled<Proposed>) -> Result<Response, Problem> {
    // Browsers send line ends as CR LF.
    let rules = given.rules.replace("\r\n", "\n");
    let config = match Config::from_toml(&rules) {
        Ok(config) => config,
        Err(error) => {
            let page =
                RulesPage { complaint: error.to_string(), ..show(&app, &visit, rules, &given.plan).await? };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, fresh(&page)?).into_response());
        }
    };
    if given.act == "save" {
        app.store().put_setting(rules::SETTING, &rules, &visit.visitor.change("")).await?;
        app.refresh().await?;
        return Ok(Redirect::to("/admin/warning-rules").into_response());
    }
    let preview = match given.plan.as_str() {
        "" => None,
        plan => Some(preview(&app, &visit, plan, config).await?),
    };
    fresh(&RulesPage { preview, ..show(&app, &visit, rules, &given.plan).await? })
}

async fn preview(app: &App, visit: &Visit, plan: &str, config: Config) -> Result<Preview, Problem> {
    let judged = app.judged(visit.viewer(), &visit.question(plan)?).await?;
    let lang = visit.lang;
    tokio::task::spawn_blocking(move || {
        let stored = &judged.view.stored;
        let after = assess::assess(&stored.plan, &stored.figures, &judged.moment.as_of, &config);
        compare(&judged.assessment, &after, lang)
    })
    .await
    .map_err(|error| Problem::internal(&error))
}

/// The rows whose status or warning level differs. Both assessments are of one plan, so that rows stand side by side.
fn compare(before: &Assessment, after: &Assessment, lang: Lang) -> Preview {
    let stand = |row: &Row| format!("{} · {}", row.status.words().get(lang), row.alert.words().get(lang));
    let pairs = before.rows.iter().zip(&after.rows);
    let changes =
        pairs.filter(|(old, new)| (old.status, old.alert) != (new.status, new.alert)).map(|(old, new)| {
            Changed {
                name: new.name.clone(),
                region: new.region.clone(),
                before: stand(old),
                after: stand(new),
                reason: new.reason.get(lang).to_owned(),
            }
        });
    Preview { rows: after.rows.len(), changes: changes.collect() }
}
