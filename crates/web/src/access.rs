//! The one authorisation layer: a table says what every address needs, and nothing else decides.
//!
//! Addresses are added through [`Routes`], which takes the need along with the handler, so that no address can
//! exist without an entry. [`authorise`] looks each request up; what is not in the table is refused.

use crate::app::App;
use crate::form;
use crate::problem::Problem;
use crate::visit::{STOOD_AT, address, parse_query};
use crate::visitor::Visitor;
use axum::extract::{MatchedPath, RawPathParams, Request, State};
use axum::handler::Handler;
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodFilter, on};
use axum::{RequestExt as _, Router};
use duty::{Right, Scope};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a request to an address needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Anybody may: nothing of a plan and nothing of a person is shown.
    Open,
    /// Programs on this machine, and whoever manages the system.
    Operator,
    /// This right, as far as it reaches.
    Has(Right),
}

/// One line of the table of addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// HTTP method.
    pub method: String,
    /// Address with its parameters in braces.
    pub path: String,
    /// What it needs.
    pub need: Need,
}

/// What every address needs, by path and method.
pub type Table = BTreeMap<String, BTreeMap<String, Need>>;

/// Addresses with their handlers and needs.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    table: Table,
}

impl Routes {
    /// No addresses.
    pub fn new() -> Self {
        Self { router: Router::new(), table: Table::new() }
    }

    /// Adds an address to read from.
    #[must_use]
    pub fn get<H: Handler<T, App>, T: 'static>(self, path: &str, need: Need, handler: H) -> Self {
        self.on(MethodFilter::GET, &Method::GET, path, need, handler)
    }

    /// Adds an address to write to.
    #[must_use]
    pub fn post<H: Handler<T, App>, T: 'static>(self, path: &str, need: Need, handler: H) -> Self {
        self.on(MethodFilter::POST, &Method::POST, path, need, handler)
    }

    fn on<H: Handler<T, App>, T: 'static>(
        mut self,
        filter: MethodFilter,
        method: &Method,
        path: &str,
        need: Need,
        handler: H,
    ) -> Self {
        self.table.entry(path.to_owned()).or_default().insert(method.to_string(), need);
        self.router = self.router.route(path, on(filter, handler));
        self
    }

    /// Adds a router whose addresses are described in an `OpenAPI` document; `need` says what each operation needs.
    #[must_use]
    pub fn described(
        mut self,
        router: Router<App>,
        description: &utoipa::openapi::OpenApi,
        need: impl Fn(&str) -> Need,
    ) -> Self {
        for (path, item) in &description.paths.paths {
            let methods =
                [("GET", &item.get), ("POST", &item.post), ("PUT", &item.put), ("DELETE", &item.delete)];
            for (method, operation) in methods {
                if operation.is_some() {
                    self.table.entry(path.clone()).or_default().insert(method.to_owned(), need(path));
                }
            }
        }
        self.router = self.router.merge(router);
        self
    }

    /// Adds the addresses of another part.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        for (path, methods) in other.table {
            self.table.entry(path).or_default().extend(methods);
        }
        self.router = self.router.merge(other.router);
        self
    }

    /// The table, one line for each method of each address.
    pub fn entries(&self) -> Vec<Entry> {
        let of = |(path, methods): (&String, &BTreeMap<String, Need>)| {
            let path = path.clone();
            let entry = move |(method, need): (&String, &Need)| Entry {
                method: method.clone(),
                path: path.clone(),
                need: *need,
            };
            methods.iter().map(entry).collect::<Vec<_>>()
        };
        self.table.iter().flat_map(of).collect()
    }

    /// The router behind its authorisation.
    pub fn guarded(self, app: &App) -> Router<App> {
        let gate = Gate { app: app.clone(), table: Arc::new(self.table) };
        self.router.layer(axum::middleware::from_fn_with_state(gate, authorise))
    }
}

#[derive(Clone)]
struct Gate {
    app: App,
    table: Arc<Table>,
}

/// Finds out who asks, and lets the request through when its need is met and no other site made it.
async fn authorise(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let visitor = match Visitor::identify(&gate.app, request.headers(), request.extensions()).await {
        Ok(visitor) => visitor,
        Err(problem) => return problem.into_response(),
    };
    let mut response = match admit(&gate, &visitor, request).await {
        Ok(mut request) => {
            request.extensions_mut().insert(visitor.clone());
            next.run(request).await
        }
        Err(refusal) => refusal,
    };
    // The layer that tells problems needs to know for whom.
    response.extensions_mut().insert(visitor);
    response
}

async fn admit(gate: &Gate, visitor: &Visitor, mut request: Request) -> Result<Request, Response> {
    // Nothing has a name with a NUL in it, and PostgreSQL refuses to be asked for one.
    if request.uri().path().contains("%00") {
        return Err(Problem::no_page().into_response());
    }
    let is_write = !matches!(*request.method(), Method::GET | Method::HEAD);
    let path =
        request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned()).unwrap_or_default();
    let Some(methods) = gate.table.get(&path) else { return Err(Problem::no_page().into_response()) };
    let method = if *request.method() == Method::HEAD { "GET" } else { request.method().as_str() };
    let Some(need) = methods.get(method) else { return Err(wrong_method(methods)) };
    if !meets(*need, visitor) {
        return Err(refuse(visitor, &request, is_write, Some(*need)));
    }
    if *need == Need::Has(Right::ReadPlan) && visitor.viewer.sees_published_only() {
        let named = request.extract_parts::<RawPathParams>().await.ok();
        let named = named.as_ref().and_then(|named| named.iter().find(|(name, _)| *name == "plan"));
        if let Some((_, plan)) = named
            && !gate.app.is_public(plan)
            && !visitor.viewer.sees_all_of(plan)
        {
            return Err(Problem::no_such_plan().into_response());
        }
    }
    // The past is the auditor's, whatever the page.
    let asks_for_past = parse_query(request.uri().query().unwrap_or("")).contains_key(STOOD_AT);
    if asks_for_past && !visitor.viewer.may(Right::ReadAudit) {
        return Err(refuse(visitor, &request, is_write, None));
    }
    if is_write {
        request = form::check(&gate.app, visitor, request).await.map_err(IntoResponse::into_response)?;
    }
    Ok(request)
}

fn meets(need: Need, visitor: &Visitor) -> bool {
    match need {
        Need::Open => true,
        Need::Operator => visitor.is_local || visitor.viewer.may(Right::ManageSystem),
        Need::Has(right) => visitor.viewer.may(right),
    }
}

/// Whether a program comes with a token that leaves out what its account may do.
fn is_for_want_of_scope(visitor: &Visitor, need: Option<Need>) -> bool {
    let Some(Need::Has(right)) = need else { return false };
    let account = visitor.viewer.account().filter(|_| visitor.session().is_none());
    account.is_some_and(|account| duty::scope(account.role, right) != Scope::Nothing)
}

/// Whoever is not signed in is asked to; whoever is may not.
fn refuse(visitor: &Visitor, request: &Request, is_write: bool, need: Option<Need>) -> Response {
    let path = request.uri().path();
    let account = visitor.viewer.account().map_or("", |account| account.name.as_str());
    tracing::info!(account, address = visitor.address, path, "refused");
    if is_for_want_of_scope(visitor, need) {
        return Problem::token_scope().into_response();
    }
    if visitor.viewer.is_known() {
        return Problem::forbidden().into_response();
    }
    if is_write || path.starts_with("/api/") {
        return Problem::sign_in().into_response();
    }
    let back = request.uri().path_and_query().map_or(path, |whole| whole.as_str());
    Redirect::to(&address("/sign-in", [("next", back)].into_iter())).into_response()
}

fn wrong_method(methods: &BTreeMap<String, Need>) -> Response {
    let mut response = Problem::method().into_response();
    let mut allowed: Vec<&str> = methods.keys().map(String::as_str).collect();
    if allowed.contains(&"GET") {
        allowed.push("HEAD");
    }
    if let Ok(allowed) = HeaderValue::from_str(&allowed.join(", ")) {
        response.headers_mut().insert(header::ALLOW, allowed);
    }
    response
}
