//! What a page or a form is given: the service, the place in the address, and who asks for what.

use crate::answer::answer;
use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use web::fields::Fields;
use web::{App, Problem, Visit};
use work::view::{Judged, Moment, PlanView};

/// A page of a plan is asked for.
pub(crate) struct OnPlan {
    pub(crate) app: App,
    pub(crate) plan: String,
    pub(crate) visit: Visit,
    headers: HeaderMap,
}

impl OnPlan {
    /// The plan, judged at the moment that is asked for.
    pub(crate) async fn judged(&self) -> Result<Arc<Judged>, Problem> {
        Ok(self.app.judged(self.visit.viewer(), &self.visit.question(&self.plan)?).await?)
    }

    /// The plan alone. The moment stays in the links although nothing is judged.
    pub(crate) async fn view(&self) -> Result<(Arc<PlanView>, Moment), Problem> {
        let question = self.visit.question(&self.plan)?;
        let view = self.app.plan(self.visit.viewer(), &question).await?;
        let moment = Moment::of(&view, &question);
        Ok((view, moment))
    }

    /// A page of the judged plan.
    pub(crate) async fn judged_page<T: Template>(
        &self,
        page: impl FnOnce(&Visit, &Judged) -> T,
    ) -> Result<Response, Problem> {
        self.answer(async || Ok(page(&self.visit, &*self.judged().await?))).await
    }

    /// The page as an answer: taken from memory where it may be.
    pub(crate) async fn answer<T: Template>(
        &self,
        make: impl AsyncFnOnce() -> Result<T, Problem>,
    ) -> Result<Response, Problem> {
        answer(&self.app, &self.visit, &self.headers, make).await
    }
}

impl FromRequestParts<App> for OnPlan {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Path(plan) = place(parts, app).await?;
        let Ok(visit) = Visit::from_request_parts(parts, app).await;
        Ok(Self { app: app.clone(), plan, visit, headers: parts.headers.clone() })
    }
}

/// A form is sent to a place in the address: a plan, or a plan and something in it.
pub(crate) struct Posted<P = String> {
    pub(crate) app: App,
    pub(crate) place: P,
    pub(crate) visit: Visit,
    pub(crate) fields: Fields,
}

impl<P: DeserializeOwned + Send> FromRequest<App> for Posted<P> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let Path(place) = place(&mut parts, app).await?;
        let Ok(visit) = Visit::from_request_parts(&mut parts, app).await;
        let fields = Fields::from_request(Request::from_parts(parts, body), app).await?;
        Ok(Self { app: app.clone(), place, visit, fields })
    }
}

/// A form that belongs to no plan, read into what it asks for.
pub(crate) struct Filled<T> {
    pub(crate) app: App,
    pub(crate) visit: Visit,
    pub(crate) given: T,
}

impl<T: DeserializeOwned> FromRequest<App> for Filled<T> {
    type Rejection = FormRejection;

    async fn from_request(request: Request, app: &App) -> Result<Self, FormRejection> {
        let (mut parts, body) = request.into_parts();
        let Ok(visit) = Visit::from_request_parts(&mut parts, app).await;
        let Form(given) = Form::from_request(Request::from_parts(parts, body), app).await?;
        Ok(Self { app: app.clone(), visit, given })
    }
}

/// An address whose parts cannot be read is one that is not there.
async fn place<P: DeserializeOwned + Send>(parts: &mut Parts, app: &App) -> Result<Path<P>, Problem> {
    Path::from_request_parts(parts, app).await.map_err(|_| Problem::no_page())
}
