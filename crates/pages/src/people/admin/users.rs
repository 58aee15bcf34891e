//! Accounts: who may sign in, as what, for which office.

use crate::answer::fresh;
use crate::asked::{Filled, Posted};
use crate::people::admin::evaluator::EvaluatorForm;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duty::Role;
use serde::Deserialize;
use source::Lang;
use store::{Account, NewAccount};
use web::visit::encode;
use web::{App, Problem, Visit, Visitor};
use work::Kind;
use work::account::evaluator::{self, Opening};
use work::account::line::{is_mail_address, line};
use work::account::notice;
use work::account::notice::Done;

#[derive(Template)]
#[template(path = "people/users.html")]
struct Users {
    s: Shell,
    lines: Vec<Line>,
    form: AccountForm,
    complaint: &'static str,
}

struct Line {
    account: Account,
    address: String,
    role: &'static str,
    office: String,
}

#[derive(Template)]
#[template(path = "people/user.html")]
struct User {
    s: Shell,
    account: Account,
    address: String,
    form: AccountForm,
    /// A link that was just made: shown this once.
    link: String,
    /// What is open to an evaluator from outside; none for other accounts.
    evaluator: Option<EvaluatorForm>,
    complaint: String,
}

/// What a form about an account can choose from, and what is chosen.
struct AccountForm {
    name: String,
    full_name: String,
    email: String,
    roles: Vec<(&'static str, &'static str, bool)>,
    offices: Vec<(String, String, bool)>,
    active: bool,
    /// Issuer and subject of single sign-on; none when the page does not ask for it.
    identity: Option<String>,
}

/// The word for a role.
pub(crate) fn role_word(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Public => text(lang, "role.public"),
        Role::Reporter => text(lang, "role.reporter"),
        Role::Leader => text(lang, "role.leader"),
        Role::Auditor => text(lang, "role.auditor"),
        Role::Planner => text(lang, "role.planner"),
        Role::Administrator => text(lang, "role.administrator"),
        Role::Evaluator => text(lang, "role.evaluator"),
    }
}

async fn account_form(app: &App, lang: Lang, account: Option<&Account>) -> Result<AccountForm, Problem> {
    let role = account.map_or(Role::Reporter, |account| account.role);
    let office = account.and_then(|account| account.office.clone());
    let roles = Role::ALL.into_iter().filter(|role| *role != Role::Public);
    let offices = app.store().offices().await?.into_iter();
    let field = |pick: fn(&Account) -> &str| account.map_or("", pick).to_owned();
    Ok(AccountForm {
        name: field(|account| &account.name),
        full_name: field(|account| &account.full_name),
        email: field(|account| &account.email),
        roles: roles.map(|each| (each.name(), role_word(lang, each), each == role)).collect(),
        offices: offices.map(|each| (each.id.clone(), each.name, Some(each.id) == office)).collect(),
        active: account.is_none_or(|account| account.active),
        identity: app
            .provider()
            .map(|_| account.and_then(|account| account.identity.clone()).unwrap_or_default()),
    })
}

/// All accounts, with a form for a new one.
pub(crate) async fn list(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    show_list(&app, &visit, "").await
}

async fn show_list(app: &App, visit: &Visit, complaint: &'static str) -> Result<Response, Problem> {
    let offices = app.store().offices().await?;
    let lines = app.store().accounts().await?.into_iter().map(|account| Line {
        address: format!("/admin/users/{}", encode(&account.name)),
        role: role_word(visit.lang, account.role),
        office: offices
            .iter()
            .find(|office| Some(&office.id) == account.office.as_ref())
            .map(|office| office.name.clone())
            .unwrap_or_default(),
        account,
    });
    fresh(&Users {
        s: Shell::bare(visit, text(visit.lang, "users.title")),
        lines: lines.collect(),
        form: account_form(app, visit.lang, None).await?,
        complaint,
    })
}

/// What a form about an account may set; whatever else it sends is not looked at.
#[derive(Deserialize)]
pub(crate) struct AccountFields {
    #[serde(default)]
    name: String,
    full_name: String,
    email: String,
    role: String,
    #[serde(default)]
    office: String,
    #[serde(default)]
    active: String,
    /// Asked for only where people sign in elsewhere too; without it the account keeps the one it has.
    identity: Option<String>,
}

impl AccountFields {
    /// The account they describe, in place of `old`; `None` when they do not describe one.
    fn account(&self, name: &str, old: Option<&Account>) -> Option<NewAccount> {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let role = Role::parse(&self.role).filter(|role| *role != Role::Public)?;
        Some(NewAccount {
            name: name.to_owned(),
            full_name: some(&line(&self.full_name))?,
            email: Some(self.email.trim())
                .filter(|email| email.is_empty() || is_mail_address(email))?
                .to_owned(),
            role,
            office: some(&self.office),
            active: !self.active.is_empty(),
            identity: match &self.identity {
                Some(identity) => some(identity),
                None => old.and_then(|old| old.identity.clone()),
            },
        })
    }
}

/// Makes an account and a one-time link for it.
pub(crate) async fn add(Filled { app, visit, given }: Filled<AccountFields>) -> Result<Response, Problem> {
    let name = given.name.trim();
    let account = given.account(name, None).filter(|_| work::account::link::is_name(name));
    let complaint = match &account {
        None => text(visit.lang, "users.incomplete"),
        Some(account) if is_anothers(&app, account).await? => text(visit.lang, "users.identity-taken"),
        Some(account) if app.store().add_account(account, &visit.visitor.change("")).await? => {
            return make_link(&app, &visit.visitor, &visit, &account.name).await;
        }
        Some(_) => text(visit.lang, "users.taken"),
    };
    let page = show_list(&app, &visit, complaint).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Whether the identity of an account belongs to another one.
async fn is_anothers(app: &App, account: &NewAccount) -> Result<bool, Problem> {
    let Some(identity) = &account.identity else { return Ok(false) };
    let owner = app.store().account_of_identity(identity).await?;
    Ok(owner.is_some_and(|owner| owner.name != account.name))
}

async fn known(app: &App, name: &str) -> Result<Account, Problem> {
    let missing =
        || Problem::not_found(format!("没有账号“{name}”。"), format!("There is no account “{name}”."));
    app.store().account(name).await?.ok_or_else(missing)
}

async fn show(
    app: &App,
    visit: &Visit,
    name: &str,
    link: String,
    complaint: &str,
) -> Result<Response, Problem> {
    let account = known(app, name).await?;
    fresh(&User {
        s: Shell::bare(visit, account.name.clone()),
        address: format!("/admin/users/{}", encode(&account.name)),
        form: account_form(app, visit.lang, Some(&account)).await?,
        evaluator: EvaluatorForm::of(app, visit.lang, &account).await?,
        account,
        link,
        complaint: complaint.to_owned(),
    })
}

/// One account.
pub(crate) async fn one(
    State(app): State<App>,
    Path(name): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    show(&app, &visit, &name, String::new(), "").await
}

/// Changes an account. Nobody changes the own role or turns the own account off: an administrator would be locked out.
pub(crate) async fn change(
    State(app): State<App>,
    Path(name): Path<String>,
    visit: Visit,
    Form(given): Form<AccountFields>,
) -> Result<Response, Problem> {
    let old = known(&app, &name).await?;
    let complaint = match given.account(&name, Some(&old)) {
        None => text(visit.lang, "users.incomplete"),
        Some(new) if is_own(&visit.visitor, &name) && (new.role != old.role || !new.active) => {
            text(visit.lang, "users.not-oneself")
        }
        Some(new) if is_anothers(&app, &new).await? => text(visit.lang, "users.identity-taken"),
        Some(new) => {
            app.store().put_account(&new, &visit.visitor.change("")).await?;
            notice::of(&app, &name, Done::Managed, &visit.visitor.address).await?;
            return Ok(Redirect::to(&format!("/admin/users/{}", encode(&name))).into_response());
        }
    };
    let page = show(&app, &visit, &name, String::new(), complaint).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Opens the evidence of one plan to an evaluator from outside, until a day.
pub(crate) async fn open(Posted { app, place: name, visit, fields }: Posted) -> Result<Response, Problem> {
    let given = Opening {
        plan: fields.text("plan", 200),
        last_day: fields.text("last_day", 20),
        reason: fields.text("reason", 200),
    };
    match evaluator::open(&app, &name, &given, &visit.visitor.change(&given.reason)).await {
        Ok(()) => Ok(Redirect::to(&format!("/admin/users/{}", encode(&name))).into_response()),
        Err(fault) if fault.kind == Kind::BadRequest => {
            let page = show(&app, &visit, &name, String::new(), fault.words.get(visit.lang)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(fault) => Err(fault.into()),
    }
}

fn is_own(visitor: &Visitor, name: &str) -> bool {
    visitor.viewer.account().is_some_and(|account| account.name == name)
}

/// Makes a one-time link for an account and shows it, this once.
pub(crate) async fn link(
    State(app): State<App>,
    Path(name): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    let page = make_link(&app, &visit.visitor, &visit, &name).await?;
    notice::of(&app, &name, Done::Managed, &visit.visitor.address).await?;
    Ok(page)
}

async fn make_link(app: &App, visitor: &Visitor, visit: &Visit, name: &str) -> Result<Response, Problem> {
    let account = known(app, name).await?;
    let base = app.settings().base_url.clone().unwrap_or_default();
    let link = work::account::link::link_for(app.store(), &account.name, &base, &visitor.change("")).await?;
    show(app, visit, name, link, "").await
}
