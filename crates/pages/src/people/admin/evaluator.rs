//! Which plan is open to an evaluator from outside, and until when: a part of the page of its account.

use crate::choice::Choice;
use crate::text::{fill, text};
use duty::Role;
use source::Lang;
use store::{Account, Evaluator};
use web::{App, Problem};
use work::account::evaluator;

/// The form of what is open to an evaluator.
pub(crate) struct EvaluatorForm {
    pub(crate) plans: Vec<Choice>,
    pub(crate) last_day: String,
    pub(crate) reason: String,
    /// What is open now, in words.
    pub(crate) stands: String,
}

impl EvaluatorForm {
    /// The form with what holds; none for other accounts.
    pub(crate) async fn of(app: &App, lang: Lang, account: &Account) -> Result<Option<Self>, Problem> {
        if account.role != Role::Evaluator {
            return Ok(None);
        }
        let kept = app.store().evaluator(&account.name).await?;
        let stands = stands(app, lang, kept.as_ref()).await?;
        let kept = kept.unwrap_or_default();
        let plans = evaluator::plans(app).await?.into_iter();
        let plans = plans.map(|plan| Choice::new(plan.key.plan, plan.title, &kept.plan));
        Ok(Some(Self { plans: plans.collect(), last_day: kept.last_day, reason: kept.reason, stands }))
    }
}

/// What is open to an evaluator, in words.
pub(crate) async fn stands(app: &App, lang: Lang, kept: Option<&Evaluator>) -> Result<String, Problem> {
    let Some(kept) = kept else { return Ok(text(lang, "evaluator.none").to_owned()) };
    let plans = evaluator::plans(app).await?;
    let title = plans.iter().find(|plan| plan.key.plan == kept.plan).map_or("", |plan| &plan.title);
    let holds = kept.holds_on(&app.today().to_string());
    let key = if holds { "evaluator.open" } else { "evaluator.ended" };
    Ok(fill(lang, key, &[("n", title), ("day", &kept.last_day)]))
}
