//! When something came last from the systems that feed a plan, what was refused, and which of them are silent.

use super::{REMEMBERED, sees, sources};
use crate::{Fault, Service, Viewer, clock};
use jiff::Span;
use jiff::civil::Date;
use store::{Matter, PushRefusal, PushSum};

/// A source of figures with how it works.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feed {
    /// The system as it is entered; nothing for an account that hands in without one.
    pub system: Option<Matter>,
    /// The account that hands in; empty for none yet.
    pub account: String,
    /// Days after which it is called silent.
    pub expected: Option<u32>,
    /// The last moment at which a batch came, in UTC; empty for never.
    pub last_at: String,
    /// Days since then.
    pub age: Option<i32>,
    /// Batches of the last 30 days.
    pub batches: i64,
    /// What they held.
    pub items: i64,
    /// Refused batches of its account of the last 30 days, the last first.
    pub refusals: Vec<PushRefusal>,
    /// Whether nothing came for longer than it should take.
    pub is_silent: bool,
}

/// The day until which something should come from a system: so many days behind the last batch, or, where none ever came, behind the
/// day on which it was connected; nothing where nobody said how often.
pub(super) fn expected_by(system: &Matter, expected: Option<u32>, last_at: &str) -> Option<Date> {
    let last = clock::moment(last_at).or_else(|| clock::moment(&system.changed_at));
    let days = Span::new().try_days(i64::from(expected?)).ok()?;
    clock::day(last?).checked_add(days).ok()
}

/// The sources of figures of a plan, for whoever looks: silent ones first, then those of which batches were refused.
///
/// # Errors
/// The store cannot be read.
pub async fn feeds(service: &Service, viewer: &Viewer, plan: &str) -> Result<Vec<Feed>, Fault> {
    let today = service.today();
    let since = today.saturating_sub(Span::new().days(REMEMBERED)).to_string();
    let sums = service.store().push_sums(plan, &since).await?;
    let refusals = service.store().push_refusals(plan, &since).await?;
    let of_account = |account: &str| -> Vec<PushRefusal> {
        refusals.iter().filter(|one| !account.is_empty() && one.account == account).cloned().collect()
    };
    let with = |system: Option<Matter>, account: String, (expected, is_fed): (Option<u32>, bool)| {
        let title = system.as_ref().map_or("", |one| one.title.as_str());
        let sum = sums.iter().find(|sum| sum.account == account && sum.system == title);
        let last_at = sum.map(|sum| sum.last_at.clone()).unwrap_or_default();
        let last = clock::moment(&last_at).map(clock::day);
        let days = |from: Date| from.until(today).ok().map(|span| span.get_days());
        let by = system.as_ref().and_then(|one| expected_by(one, expected, &last_at));
        let is_silent = is_fed && by.is_some_and(|by| by < today);
        Feed {
            age: last.and_then(days),
            batches: sum.map_or(0, |sum| sum.batches),
            items: sum.map_or(0, |sum| sum.items),
            refusals: of_account(&account),
            system,
            account,
            expected,
            last_at,
            is_silent,
        }
    };
    let known = sources(service, plan).await?;
    let is_known = |sum: &&PushSum| {
        known.iter().any(|(one, source)| one.title == sum.system && source.account == sum.account)
    };
    let others: Vec<String> =
        sums.iter().filter(|sum| !is_known(sum)).map(|sum| sum.account.clone()).collect();
    let mut all: Vec<Feed> = Vec::new();
    for (one, source) in known {
        if sees(viewer, (&one.owner, &source.account)) {
            all.push(with(Some(one), source.account, (source.days, source.is_fed)));
        }
    }
    // Who only ever sent what was refused is told too.
    let refused = refusals.iter().map(|one| one.account.clone());
    for account in others.into_iter().chain(refused) {
        let is_there = all.iter().any(|one| one.account == account);
        if !is_there && sees(viewer, ("", &account)) {
            all.push(with(None, account, (None, false)));
        }
    }
    all.sort_by_key(|one| (!one.is_silent, one.refusals.is_empty()));
    Ok(all)
}
