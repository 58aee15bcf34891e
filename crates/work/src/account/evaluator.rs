//! Evaluators from outside (第三方评估): an account that reads the evidence of one plan until a day, and nothing behind it.

use crate::{Fault, Service};
use duty::Role;
use jiff::civil::Date;
use store::{Account, Change, Evaluator, PlanFilter, PlanSummary};

/// The longest time in days; who evaluates longer gets a new day then.
pub const LONGEST: i32 = 1096;

/// What is opened, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// The plan.
    pub plan: String,
    /// The last day.
    pub last_day: String,
    /// Why, such as the contract.
    pub reason: String,
}

/// The plans whose evidence may be opened.
///
/// # Errors
/// The store cannot be read.
pub async fn plans(service: &Service) -> Result<Vec<PlanSummary>, Fault> {
    Ok(service.store().plans(&PlanFilter::default()).await?.0)
}

/// Opens the evidence of one plan to an evaluator until a day, in place of what was open before; a day that has passed ends it at
/// once.
///
/// # Errors
/// The account is no evaluator's, there is no such plan, the day is none or too far, no reason is given, or the store cannot be
/// written.
pub async fn open(service: &Service, account: &str, given: &Opening, change: &Change) -> Result<(), Fault> {
    let refused = |zh: &str, en: &str| Fault::bad_request(zh, en);
    let known = service.store().account(account).await?;
    if known.is_none_or(|known| known.role != Role::Evaluator) {
        return Err(refused(
            "请先把这个账号的角色设为第三方评估。",
            "Give the account the role of an evaluator first.",
        ));
    }
    if !plans(service).await?.iter().any(|plan| plan.key.plan == given.plan) {
        return Err(refused("请选择一份规划。", "Choose a plan."));
    }
    let Ok(last_day) = given.last_day.trim().parse::<Date>() else {
        return Err(refused("请填写截止日期，如 2027-06-30。", "Give the last day, as 2027-06-30."));
    };
    let length = service.today().until(last_day).map_or(i32::MAX, |span| span.get_days());
    if length > LONGEST {
        return Err(refused("截止日期最晚为三年以后。", "The last day may be three years away at most."));
    }
    let reason = given.reason.trim();
    if reason.is_empty() {
        return Err(refused("请写明理由，如委托合同。", "Say why, such as the contract."));
    }
    let new = Evaluator {
        account: account.to_owned(),
        plan: given.plan.clone(),
        last_day: last_day.to_string(),
        reason: reason.to_owned(),
        ..Evaluator::default()
    };
    Ok(service.store().put_evaluator(&new, change).await?)
}

/// Why an evaluator is not let in; nothing for whoever is, and for all other accounts.
///
/// # Errors
/// The store cannot be read.
pub async fn shut_out(service: &Service, account: &Account) -> Result<Option<Fault>, Fault> {
    if account.role != Role::Evaluator {
        return Ok(None);
    }
    let kept = service.store().evaluator(&account.name).await?;
    let mut fault = Fault::forbidden();
    fault.words = match kept {
        Some(kept) if kept.holds_on(&service.today().to_string()) => return Ok(None),
        Some(kept) => source::Words::new(
            format!("您的评估权限已于{}结束；如需继续，请联系管理员。", kept.last_day),
            format!(
                "Your access as an evaluator ended on {}; ask an administrator if it should go on.",
                kept.last_day
            ),
        ),
        None => source::Words::new(
            "尚未给您的账号开放任何规划，请联系管理员。",
            "No plan is open to your account yet; ask an administrator.",
        ),
    };
    Ok(Some(fault))
}

/// Whether an account may be asked about a plan: an evaluator only about the one that is open to it.
///
/// # Errors
/// The store cannot be read.
pub(crate) async fn may_be_asked(service: &Service, account: &Account, plan: &str) -> Result<bool, Fault> {
    if account.role != Role::Evaluator {
        return Ok(true);
    }
    let kept = service.store().evaluator(&account.name).await?;
    let today = service.today().to_string();
    Ok(kept.is_some_and(|kept| kept.plan == plan && kept.holds_on(&today)))
}
