//! The warning rules in force, and what other rules would change before they are taken.

use crate::answer::fresh;
use crate::people::admin::rule_form::{self, RuleForm};
use crate::shell::Shell;
use crate::text::{join, text};
use askama::Template;
use assess::{Assessment, Config, Row};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use source::Lang;
use store::{PlanFilter, PlanSummary};
use web::fields::Fields;
use web::{App, Problem, Visit};
use work::rules;

#[derive(Template)]
#[template(path = "people/rules.html")]
struct RulesPage {
    s: Shell,
    form: RuleForm,
    /// The rules as text, for whoever keeps them in a file.
    rules: String,
    is_saved: bool,
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
    let (rules, config) = kept(&app).await?;
    fresh(&show(&app, &visit, rules, &config, "").await?)
}

/// The kept text and what it says; the default rules where nothing is kept or nothing that is understood.
async fn kept(app: &App) -> Result<(String, Config), Problem> {
    let kept = app.store().setting(rules::SETTING).await?;
    let rules = kept.unwrap_or_else(|| assess::DEFAULT_RULES.to_owned());
    let config = Config::from_toml(&rules).unwrap_or_default();
    Ok((rules, config))
}

async fn show(
    app: &App,
    visit: &Visit,
    rules: String,
    config: &Config,
    plan: &str,
) -> Result<RulesPage, Problem> {
    let (plans, _) = app.store().plans(&PlanFilter { limit: Some(500), ..PlanFilter::default() }).await?;
    let plans = plans.into_iter().map(|summary| {
        let chosen = summary.key.plan == plan;
        (summary, chosen)
    });
    Ok(RulesPage {
        s: Shell::bare(visit, text(visit.lang, "rules-in-force.title")),
        form: RuleForm::of(visit.lang, &config.rules),
        rules,
        is_saved: visit.query.contains_key("saved"),
        plans: plans.collect(),
        complaint: String::new(),
        preview: None,
    })
}

/// Shows what other rules would change, or takes them.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let (_, in_force) = kept(&app).await?;
    let plan = fields.get("plan");
    let Proposed { rules, config, complaint } = Proposed::of(visit.lang, &fields, &in_force);
    if !complaint.is_empty() {
        let page = RulesPage { complaint, ..show(&app, &visit, rules, &config, plan).await? };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, fresh(&page)?).into_response());
    }
    if fields.get("act") == "save" {
        app.store().put_setting(rules::SETTING, &rules, &visit.visitor.change("")).await?;
        app.refresh().await?;
        return Ok(Redirect::to("/admin/warning-rules?saved").into_response());
    }
    let preview = match plan {
        "" => None,
        plan => Some(preview(&app, &visit, plan, config.clone()).await?),
    };
    fresh(&RulesPage { preview, ..show(&app, &visit, rules, &config, plan).await? })
}

/// The rules that are asked for.
struct Proposed {
    /// As text, as far as it was typed.
    rules: String,
    /// As they were read; of a text that cannot be read, those in force.
    config: Config,
    /// What cannot be read; empty when all can.
    complaint: String,
}

impl Proposed {
    /// The default rules, those of the text, or those of the fields.
    fn of(lang: Lang, fields: &Fields, in_force: &Config) -> Self {
        let (rules, mut complaint) = match (fields.get("rules"), fields.get("act")) {
            (_, "default") => (assess::DEFAULT_RULES.to_owned(), String::new()),
            ("", _) => {
                let (rules, wrong) = rule_form::read(lang, fields, &in_force.rules);
                let said = text(lang, "rules-in-force.unread");
                let complaint =
                    if wrong.is_empty() { String::new() } else { format!("{said} {}", join(lang, &wrong)) };
                (Config { rules, ..in_force.clone() }.to_toml(), complaint)
            }
            // Browsers send line ends as CR LF.
            (typed, _) => (typed.replace("\r\n", "\n") + "\n", String::new()),
        };
        let config = Config::from_toml(&rules).unwrap_or_else(|error| {
            complaint = error.to_string();
            in_force.clone()
        });
        Self { rules, config, complaint }
    }
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
