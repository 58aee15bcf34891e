//! What the organisation asks of accounts: separation of administrators, passwords, lockout, idle time, second factor.

use crate::answer::fresh;
use crate::asked::Filled;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duty::Role;
use serde::Deserialize;
use source::Lang;
use std::collections::BTreeSet;
use web::{App, Problem, Visit};
use work::account::policy::{FactorFor, Policy};

#[derive(Template)]
#[template(path = "people/security.html")]
struct Security {
    s: Shell,
    policy: Policy,
    /// The names of the security administrators, between spaces.
    names: String,
    factors: Vec<(&'static str, &'static str, bool)>,
    complaint: String,
}

fn show(visit: &Visit, policy: Policy, complaint: String) -> Result<Response, Problem> {
    let word = |factor: FactorFor, lang: Lang| match factor {
        FactorFor::Nobody => text(lang, "security.factor-nobody"),
        FactorFor::Administrators => text(lang, "security.factor-administrators"),
        FactorFor::All => text(lang, "security.factor-all"),
    };
    let all = [FactorFor::Nobody, FactorFor::Administrators, FactorFor::All];
    fresh(&Security {
        s: Shell::bare(visit, text(visit.lang, "security.title")),
        names: policy.security.iter().map(String::as_str).collect::<Vec<_>>().join(" "),
        factors: all.map(|one| (one.name(), word(one, visit.lang), one == policy.factor)).to_vec(),
        policy,
        complaint,
    })
}

/// The policy in force, as a form.
pub(crate) async fn page(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    show(&visit, (*app.policy()).clone(), String::new())
}

#[derive(Deserialize)]
pub(crate) struct Fields {
    /// `dengbao` sets the profile in place of the single values.
    #[serde(default)]
    profile: String,
    #[serde(default)]
    separates: String,
    #[serde(default)]
    security: String,
    #[serde(default)]
    kinds: u8,
    #[serde(default)]
    days: u32,
    #[serde(default)]
    tries: u32,
    #[serde(default)]
    lock_minutes: u32,
    #[serde(default)]
    idle_minutes: u32,
    #[serde(default)]
    factor: String,
}

impl Fields {
    fn policy(&self) -> Policy {
        let names: BTreeSet<String> = self.security.split_whitespace().map(str::to_owned).collect();
        if self.profile == "dengbao" {
            return Policy::dengbao(names);
        }
        Policy {
            separates: !self.separates.is_empty(),
            security: names,
            kinds: self.kinds,
            days: self.days,
            tries: self.tries,
            lock_minutes: self.lock_minutes,
            idle_minutes: self.idle_minutes,
            factor: FactorFor::parse(&self.factor),
        }
    }
}

/// Sets the policy; whoever sets it must still be able to set it afterwards.
pub(crate) async fn submit(Filled { app, visit, given }: Filled<Fields>) -> Result<Response, Problem> {
    let policy = given.policy();
    let accounts = app.store().accounts().await?;
    let active: Vec<(Role, &str)> =
        accounts.iter().filter(|one| one.active).map(|one| (one.role, one.name.as_str())).collect();
    let own = visit.viewer().account().map(|account| account.name.as_str()).unwrap_or_default();
    let objection = match policy.check(active.into_iter()) {
        Err(error) => Some(error.words().get(visit.lang).to_owned()),
        Ok(()) if policy.separates && !policy.security.contains(own) => {
            Some(text(visit.lang, "security.not-oneself").to_owned())
        }
        Ok(()) => None,
    };
    if let Some(complaint) = objection {
        let page = show(&visit, policy, complaint)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    app.store().put_settings(&policy.settings(), &visit.visitor.change("")).await?;
    app.refresh().await?;
    Ok(Redirect::to("/admin/security").into_response())
}
