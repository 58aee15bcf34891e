//! Administration: accounts, offices, warning rules, the system; and what is open to the public.

pub(crate) mod directory;
pub(crate) mod evaluator;
pub(crate) mod jobs;
pub(crate) mod offices;
pub(crate) mod plans;
mod rule_form;
pub(crate) mod rules;
pub(crate) mod security;
pub(crate) mod system;
pub(crate) mod users;

use crate::answer::fresh;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use store::{Location, PlanFilter};
use web::{App, Problem, Visit};

#[derive(Template)]
#[template(path = "people/admin.html")]
struct Overview {
    s: Shell,
    accounts: usize,
    offices: usize,
    plans: i64,
    public: usize,
    database: String,
    entries: u64,
}

/// The first page of the administration: what there is, and where to change it.
pub(crate) async fn overview(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let store = app.store();
    let (_, plans) = store.plans(&PlanFilter { limit: Some(0), ..PlanFilter::default() }).await?;
    fresh(&Overview {
        s: Shell::bare(&visit, text(visit.lang, "admin.title")),
        accounts: store.accounts().await?.len(),
        offices: store.offices().await?.len(),
        plans,
        public: store.public_plans().await?.len(),
        database: match store.location() {
            Location::File(path) => path.display().to_string(),
            // The address of a server may hold a password.
            Location::Postgres(_) => "PostgreSQL".to_owned(),
        },
        entries: store.audit(1).await?.first().map_or(0, |entry| entry.number),
    })
}
