//! Parameters and failures that many operations share. They only describe: [`web::visit::Visit`] reads the query.
#![allow(dead_code)]

use utoipa::{IntoParams, IntoResponses, ToSchema};
use web::ProblemBody;

/// Which plan.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct OfPlan {
    /// Id of the plan
    plan: String,
}

/// Which version of a plan.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Versioned {
    /// Version; the current one by default
    #[param(minimum = 1)]
    version: Option<i64>,
}

/// Which part of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Paged {
    /// Page, from 1
    #[param(minimum = 1, maximum = 1_000_000)]
    page: Option<u32>,
    /// Items on a page, at most 1000
    #[param(minimum = 1, maximum = 1000)]
    per_page: Option<u32>,
}

/// The moment at which a plan is looked at.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AtMoment {
    /// Last year whose figures count
    #[param(rename = "as-of", minimum = 1949, maximum = 2100)]
    as_of: Option<i32>,
    /// Leave out what became known after this day (2019-03-31), month or year; empty leaves nothing out
    #[param(rename = "known-at", pattern = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")]
    known_at: Option<String>,
}

/// What rows have to contain.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Searched {
    /// Only rows that contain this text
    q: Option<String>,
}

/// Where a commitment stands.
#[derive(ToSchema)]
#[schema(rename_all = "kebab-case")]
pub(super) enum StateName {
    OnTrack,
    AtRisk,
    OutOfReach,
    Hollow,
    Unknown,
}

/// Only commitments in one state.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct InState {
    /// Only what is in this state
    #[param(inline)]
    state: Option<StateName>,
}

/// Level of a warning.
#[derive(ToSchema)]
#[schema(rename_all = "kebab-case")]
pub(super) enum LevelName {
    Blue,
    Yellow,
    Orange,
    Red,
}

/// Severity of a finding.
#[derive(ToSchema)]
#[schema(rename_all = "kebab-case")]
pub(super) enum SeverityName {
    Error,
    Warning,
    Note,
    Question,
}

/// How an operation on lists of the whole store fails.
#[derive(IntoResponses)]
pub(super) enum Misunderstood {
    /// A parameter cannot be understood
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(ProblemBody),
}

/// How an operation on a plan fails.
#[derive(IntoResponses)]
pub(super) enum Failed {
    /// A parameter cannot be understood
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(ProblemBody),
    /// There is no such thing, or the public may not see it
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemBody),
}
