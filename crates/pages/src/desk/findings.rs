//! What is done about findings: who works on them, which are left as they are and why, which are done.

use crate::asked::Posted;
use axum::response::{IntoResponse, Redirect, Response};
use store::FindingState;
use web::Problem;
use work::findings::{Decision, decide as decided};

/// Decides about the findings that were ticked; the list stays narrowed as it was.
pub(crate) async fn decide(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let keys: Vec<String> = fields.all("finding").map(str::to_owned).collect();
    let assignee = Some(fields.get("assignee").to_owned()).filter(|_| fields.get("action") == "assign");
    let state = match fields.get("action") {
        "ignore" => FindingState::Ignored,
        "done" => FindingState::Done,
        "assign" | "reopen" => FindingState::Open,
        _ => return Err(Problem::of_status(axum::http::StatusCode::BAD_REQUEST)),
    };
    let reason = fields.text("reason", 500);
    let change = visit.visitor.change(reason.clone());
    let decision = Decision { state, assignee, reason };
    let count = decided(&app, visit.viewer(), &plan, &keys, &decision, &change).await?;
    Ok(Redirect::to(&visit.with(&[("saved", &count.to_string())])).into_response())
}
