//! What is done about findings: who works on them, which are left as they are and why, which are done.

use crate::asked::Posted;
use axum::response::{IntoResponse, Redirect, Response};
use std::collections::BTreeMap;
use web::Problem;
use work::findings::decide as decided;

/// Takes a step with the findings that were ticked; the list stays narrowed as it was.
pub(crate) async fn decide(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let keys: Vec<String> = fields.all("finding").map(str::to_owned).collect();
    let reason = fields.text("reason", 500);
    let change = visit.visitor.change(reason.clone());
    let values = [("owner", fields.text("owner", 200)), ("reason", reason)];
    let values: BTreeMap<_, _> = values.map(|(name, value)| (name.to_owned(), value)).into();
    let step = (fields.get("action"), &values);
    let count = decided(&app, visit.viewer(), &plan, &keys, step, &change).await?;
    Ok(Redirect::to(&visit.with(&[("saved", &count.to_string())])).into_response())
}
