//! The way from a draft to a plan that is worked with: what is done, what is missing, and where to do it.

use crate::answer::fresh;
use crate::asked::{OnPlan, Posted};
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use web::Problem;
use web::visit::encode;
use work::assign::{Assign, assign};
use work::steps::{Steps, steps, take_offices};

#[derive(Template)]
#[template(path = "desk/steps.html")]
struct StepsPage {
    s: Shell,
    plan: String,
    version: i64,
    is_new: bool,
    now: Steps,
}

/// What is done and what is missing.
pub(crate) async fn page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let page = StepsPage {
        plan: encode(&plan),
        version: view.stored.key.version,
        is_new: visit.get("saved").is_some(),
        now: steps(&app, &view).await?,
        s: Shell::of(&visit, &view, None, Place::Steps, text(visit.lang, "steps.title")),
    };
    fresh(&page)
}

/// Takes one step: offices from the plan, duties proposed, duties confirmed, or the version opened to the public.
pub(crate) async fn take(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let (viewer, change) = (visit.viewer(), visit.visitor.change(fields.text("reason", 500)));
    match fields.get("action") {
        "offices" => drop(take_offices(&app, viewer, &plan, &change).await?),
        "propose" => assign(&app, viewer, &plan, Assign::Propose, &change).await?,
        "confirm" => assign(&app, viewer, &plan, Assign::ConfirmAll, &change).await?,
        "publish" if viewer.may(duty::Right::Publish) => {
            app.store().set_public(&plan, true, &change).await?;
            app.refresh().await?;
        }
        _ => return Err(Problem::of_status(axum::http::StatusCode::BAD_REQUEST)),
    }
    Ok(Redirect::to(&format!("/plans/{}/steps", encode(&plan))).into_response())
}
