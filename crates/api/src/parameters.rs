//! Parameters and failures that many operations share. They only describe: [`web::Visit`] reads the query.
#![allow(dead_code)] // nobody makes a value of what only describes; a test asks for each parameter with a wrong value

use assess::Alert;
use source::Severity;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{IntoParams, IntoResponses, ToSchema};
use web::{Problem, ProblemBody, Visit};
use work::view::State;

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

/// The moment as of which everything is shown.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AsItStood {
    /// Everything as it stood here at this moment (2019-03-31 or 2019-03-31T08:00:00Z); for auditors
    #[param(rename = "stood-at", pattern = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}.*)?$")]
    stood_at: Option<String>,
}

/// What rows have to contain.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Searched {
    /// Only rows that contain this text
    q: Option<String>,
}

/// A closed vocabulary of the code, as a schema: one list serves the description and whoever reads the query.
macro_rules! vocabulary {
    ($words:literal, $name:ident, $all:expr) => {
        #[doc = $words]
        pub(super) struct $name;

        impl utoipa::PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let names = $all.into_iter().map(|one| one.name());
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .description(Some($words))
                    .enum_values(Some(names))
                    .into()
            }
        }

        impl ToSchema for $name {}
    };
}

vocabulary!("Where a commitment stands.", StateName, State::ALL);
vocabulary!(
    "Level of a warning.",
    LevelName,
    Alert::ALL.iter().copied().filter(|alert| *alert != Alert::None)
);
vocabulary!("Severity of a finding.", SeverityName, Severity::ALL);

/// Only commitments in one state.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct InState {
    /// Only what is in this state
    #[param(inline)]
    state: Option<StateName>,
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
    /// Nobody is signed in who may look at the past
    #[response(status = 401, content_type = "application/problem+json")]
    SignedOut(ProblemBody),
    /// The account may not look at the past
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemBody),
    /// There is no such thing, or the public may not see it
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemBody),
}

/// A parameter that is true or false; nothing when it is not given.
pub(super) fn switch(visit: &Visit, name: &str) -> Result<Option<bool>, Problem> {
    match visit.get(name) {
        None => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err(Problem::bad_request(
            format!("参数 {name} 应为 true 或 false。"),
            format!("{name} must be true or false."),
        )),
    }
}
