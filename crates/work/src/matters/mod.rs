//! Matters (事项): whatever somebody has to do by a day. What kinds there are, and who may do which step, is data and one rule
//! ([`::matter`]); here stands once what all of them share: who sees which, opening, steps with remarks and files, who is
//! told, lists and files, reminders.
//!
//! Who works on the plan, who leads and who audits see all; others of the staff see what is theirs to do, to help with, or was
//! opened by them; everybody sees what stands in a public state, and of it what its kind opens to all.

mod coverage;
mod file;
mod follow_up;
mod known;
mod names;
mod offered;
pub mod remind;
mod taken;

use crate::account::evaluator;
use crate::attachment::{Checked, Upload, checked};
use crate::{Fault, Service, Viewer};
use ::matter::{Given, Kind, Now, Refusal, Stand};
use duty::{Right, Scope};
use jiff::civil::Date;
use source::Words;
use std::collections::{BTreeMap, BTreeSet};
use store::{Change, Matter, MatterEntry, MatterFilter, MatterStep, Secrecy};
use taken::told;

pub use coverage::{Bare, Coverage, Sort, Sum, carriers, coverage};
pub use file::{Late, by_body, file};
pub use follow_up::follow_up;
pub use names::{Names, names, parties};
pub use offered::{Named, Offered};
pub use taken::values;
pub(crate) use taken::{holders, prepared, with_values};

/// A matter as a viewer sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The matter, without what the viewer may not see.
    pub matter: Matter,
    /// What the viewer is to it.
    pub stand: Stand,
    /// Whether only what is open to all is seen.
    pub is_public: bool,
    /// Days behind its day; 0 when it is not late.
    pub late: i32,
}

/// What somebody is to a matter; to one that is not there yet without one.
pub fn stand(viewer: &Viewer, matter: Option<&Matter>) -> Stand {
    let speaks = viewer.may(Right::Consult);
    // Somebody from outside speaks where it is asked by name, and nowhere else.
    let is_asked = matter.is_some_and(|one| viewer.evaluates() == Some(one.plan.as_str()))
        && viewer.may(Right::TakeStep);
    let is = |party: &str| (speaks || is_asked) && is_party(viewer, party);
    let own = viewer.account().map(|account| account.name.as_str());
    Stand {
        manages: viewer.scope(Right::EditPlan) == Scope::All,
        leads: viewer.scope(Right::Consult) == Scope::All,
        owns: matter.is_some_and(|one| is(&one.owner)),
        supports: matter.is_some_and(|one| one.support.iter().any(|party| is(party))),
        authored: speaks && matter.is_some_and(|one| own == Some(one.opened_by.as_str())),
        speaks,
    }
}

/// Whether a viewer is or belongs to a party, `office/ID` or `account/NAME`.
fn is_party(viewer: &Viewer, party: &str) -> bool {
    match party.split_once('/') {
        Some(("office", office)) => viewer.is_of_office(office),
        Some(("account", name)) => {
            viewer.account().is_some_and(|account| account.name == name) || viewer.stands_in_for(name)
        }
        _ => false,
    }
}

/// Days that have passed since the day of something that is still to be done.
pub fn days_late(matter: &Matter, today: Date) -> i32 {
    let due = matter.due.parse::<Date>().ok().filter(|_| matter.is_open);
    due.and_then(|due| due.until(today).ok()).map_or(0, |span| span.get_days().max(0))
}

/// A matter as a viewer may see it; `None` when it is not theirs to see.
fn seen(service: &Service, viewer: &Viewer, matter: Matter) -> Option<Seen> {
    let stand = stand(viewer, Some(&matter));
    let late = days_late(&matter, service.today());
    let sees_all = viewer.scope(Right::ReadSubmission) == Scope::All;
    if sees_all || (stand.takes_part() && viewer.may_on(Right::ReadEvidence, &matter.plan)) {
        return Some(Seen { matter, stand, is_public: false, late });
    }
    let kind = service.kinds().get(&matter.kind)?;
    kind.state(&matter.state).filter(|state| state.public)?;
    let (mut kept, none) = (values(&matter), String::new);
    kept.retain(|name, _| kind.open_to_all.contains(name));
    // Of a matter that a person has, everybody sees no name.
    for name in ["owner", "support"] {
        if let Some(parties) = kept.get_mut(name) {
            *parties =
                parties.lines().filter(|one| one.starts_with("office/")).collect::<Vec<_>>().join("\n");
        }
    }
    let matter =
        Matter { opened_by: none(), changed_by: none(), subject: none(), ..with_values(matter, kept) };
    Some(Seen { matter, stand: Stand::default(), is_public: true, late })
}

/// The matters that a viewer may see, the latest first.
///
/// # Errors
/// The store cannot be read.
pub async fn list(service: &Service, viewer: &Viewer, filter: &MatterFilter) -> Result<Vec<Seen>, Fault> {
    let mut filter = filter.clone();
    // Who does not see all asks for no more than may be seen.
    if viewer.scope(Right::ReadSubmission) != Scope::All {
        filter.parties = Some(viewer.parties());
        let open = service.kinds().all().iter().flat_map(|kind| {
            let public = kind.state.iter().filter(|state| state.public);
            public.map(|state| (kind.name.clone(), state.name.clone()))
        });
        filter.states = open.collect();
    }
    let all = service.store().matters(&filter).await?.into_iter();
    Ok(all.filter_map(|matter| seen(service, viewer, matter)).collect())
}

/// One matter with what happened to it, as a viewer may see it.
///
/// # Errors
/// There is none for this viewer.
pub async fn one(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
) -> Result<(Seen, Vec<MatterEntry>), Fault> {
    let found = service
        .store()
        .matter(plan, id)
        .await
        .map_err(|error| if error.is_missing() { no_such_matter() } else { Fault::from(error) })?;
    let seen = seen(service, viewer, found).ok_or_else(no_such_matter)?;
    let mut entries = service.store().matter_entries(plan, Some(id)).await?;
    if seen.is_public {
        // Of what was said again only the last: an answer that was sent back is none.
        let mut latest: BTreeMap<String, i64> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| entry.is_public) {
            latest.insert(entry.step.clone(), entry.id);
        }
        entries.retain(|entry| latest.get(&entry.step) == Some(&entry.id));
        let kind = service.kinds().get(&seen.matter.kind);
        for entry in &mut entries {
            entry.who.clear();
            entry.files.retain(|file| file.secrecy.is_none_or(|secrecy| secrecy == Secrecy::Open));
            if kind.is_none_or(|kind| !kind.open_to_all.contains("owner")) {
                entry.office.clear();
            }
            entry.changes.retain(|name, _| kind.is_some_and(|kind| kind.open_to_all.contains(name)));
        }
    }
    Ok((seen, entries))
}

/// The matters below one, as a viewer may see them.
///
/// # Errors
/// The store cannot be read.
pub async fn below(service: &Service, viewer: &Viewer, of: &Matter) -> Result<Vec<Seen>, Fault> {
    let filter = MatterFilter { plan: of.plan.clone(), parent: Some(of.id), ..MatterFilter::default() };
    let mut all = list(service, viewer, &filter).await?;
    all.reverse();
    Ok(all)
}

/// A matter to open.
#[derive(Clone, Debug, Default)]
pub struct NewMatter {
    /// The name of its kind.
    pub kind: String,
    /// Names what it is about, of which there is one matter of the kind; empty for nothing in particular.
    pub subject: String,
    /// The matter above it.
    pub parent: Option<i64>,
    /// Its values.
    pub values: BTreeMap<String, String>,
}

/// Opens a matter; gives its number.
///
/// # Errors
/// There is no such kind, it is not the viewer's to open, something is missing, or the store cannot be written.
pub async fn open(
    service: &Service,
    viewer: &Viewer,
    (plan, new): (&str, NewMatter),
    files: &[Upload],
    change: &Change,
) -> Result<i64, Fault> {
    let kind = kind_of(service, &new.kind)?;
    let above = match new.parent {
        Some(parent) => Some(one(service, viewer, (plan, parent)).await?.0.matter),
        None => None,
    };
    if let Some(above) = &above
        && !kind_of(service, &above.kind)?.parts.contains(&kind.name)
    {
        return Err(Fault::bad_request(
            "这一事项之下不能设这类事项。",
            "A matter of this kind does not stand below that one.",
        ));
    }
    let taken =
        kind.open(stand(viewer, None), &given(new.values, files)).map_err(|refusal| refused(&refusal))?;
    parties_are_known(service, plan, &taken.values).await?;
    known::are_known(service, (plan, kind), &taken.changes).await?;
    let matter =
        Matter { kind: kind.name.clone(), subject: new.subject, parent: new.parent, ..Matter::default() };
    let numbering = kind.numbering(service.today().year());
    let taken_by = (Kind::OPENING, taken);
    let files = all_checked(service, files).await?;
    let step = MatterStep { numbering, ..prepared(kind, viewer, matter, taken_by, &files) };
    let tells = kind.open.tells.clone();
    let ids = service.store().put_matters(plan, &[step], change).await?;
    service.refresh().await?;
    let id = ids.first().copied().ok_or_else(no_such_matter)?;
    told(service, kind, (plan, id), (Kind::OPENING, &tells), change).await?;
    followed(service, kind, plan).await;
    Ok(id)
}

/// What somebody does with a matter.
#[derive(Clone, Debug, Default)]
pub struct Doing {
    /// The step; a remark without one.
    pub step: String,
    /// The count of steps that was seen; the one that holds without it.
    pub revision: Option<i64>,
    /// What is given with it.
    pub values: BTreeMap<String, String>,
}

/// Takes a step with a matter, or says something about it.
///
/// # Errors
/// There is no such matter, the step is not the viewer's or not now, something is missing, somebody was faster, or the store
/// cannot be written.
pub async fn act(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    (doing, files): (Doing, &[Upload]),
    change: &Change,
) -> Result<(), Fault> {
    let (found, _) = one(service, viewer, (plan, id)).await?;
    if found.is_public {
        return Err(Fault::forbidden());
    }
    let kind = kind_of(service, &found.matter.kind)?;
    let held = values(&found.matter);
    let now = Now {
        state: &found.matter.state,
        values: &held,
        has_open_parts: below(service, &Viewer::System, &found.matter)
            .await?
            .iter()
            .any(|one| one.matter.is_open),
    };
    let given = given(doing.values, files);
    let taken = match doing.step.as_str() {
        "" | Kind::REMARK => kind.remark(now, found.stand, &given),
        step => kind.take(now, step, found.stand, &given),
    };
    let taken = taken.map_err(|refusal| refused(&refusal))?;
    parties_are_known(service, plan, &taken.values).await?;
    known::are_known(service, (plan, kind), &taken.changes).await?;
    let name = if doing.step.is_empty() { Kind::REMARK } else { doing.step.as_str() };
    let tells = taken.tells.clone();
    let files = all_checked(service, files).await?;
    let mut step = prepared(kind, viewer, found.matter, (name, taken), &files);
    step.matter.revision = doing.revision.unwrap_or(step.matter.revision);
    service.store().put_matters(plan, &[step], change).await?;
    service.refresh().await?;
    told(service, kind, (plan, id), (name, &tells), change).await?;
    followed(service, kind, plan).await;
    Ok(())
}

/// Takes what follows from a step at once. What was done is done: when this fails, the program does it on its next day.
async fn followed(service: &Service, kind: &Kind, plan: &str) {
    if !kind.follow.is_empty()
        && let Err(fault) = follow_up(service, Some(plan)).await
    {
        tracing::warn!(
            plan,
            kind = kind.name,
            fault = fault.words.en,
            "what follows from a step waits for the next day"
        );
    }
}

/// Files that may be kept: none is a program, none bears a mark of secrecy.
async fn all_checked<'a>(service: &Service, files: &'a [Upload]) -> Result<Vec<Checked<'a>>, Fault> {
    let refused = |words: Words| Fault::bad_request(words.zh, words.en);
    let mut all = Vec::new();
    for file in files {
        all.push(checked(file).map_err(refused)?);
        service.reader().hold_back(&file.content).await.map_err(refused)?;
    }
    Ok(all)
}

fn given(mut values: BTreeMap<String, String>, files: &[Upload]) -> Given {
    for value in values.values_mut() {
        *value = value.trim().replace("\r\n", "\n");
    }
    Given { values, files: files.len() }
}

pub(crate) fn kind_of<'a>(service: &'a Service, name: &str) -> Result<&'a Kind, Fault> {
    let none = || Fault::not_found("没有这类事项。", "There is no such kind of matter.");
    service.kinds().get(name).ok_or_else(none)
}

/// A refusal of the rule as a fault.
pub(crate) fn refused(refusal: &Refusal) -> Fault {
    let words = refusal.words();
    match refusal {
        Refusal::NotYours => Fault { kind: crate::Kind::Forbidden, words },
        _ => Fault::bad_request(words.zh, words.en),
    }
}

/// Whoever has a matter or helps with it must be an office or an account that works; an evaluator from outside one to whom the plan
/// is open.
pub(crate) async fn parties_are_known(
    service: &Service,
    plan: &str,
    values: &BTreeMap<String, String>,
) -> Result<(), Fault> {
    let named = ["owner", "support"].into_iter().filter_map(|name| values.get(name));
    let named: BTreeSet<&str> = named.flat_map(|value| value.lines()).filter(|one| !one.is_empty()).collect();
    if named.is_empty() {
        return Ok(());
    }
    let (offices, accounts) = (service.store().offices().await?, service.store().accounts().await?);
    let is_known = |party: &&str| match party.split_once('/') {
        Some(("office", id)) => offices.iter().any(|office| office.id == id),
        Some(("account", name)) => accounts.iter().any(|account| account.active && account.name == name),
        _ => false,
    };
    if !named.iter().all(is_known) {
        return Err(Fault::bad_request(
            "没有这个单位或账号，请从名单中选择。",
            "There is no such body or account; choose one from the list.",
        ));
    }
    for account in accounts.iter().filter(|one| named.contains(format!("account/{}", one.name).as_str())) {
        if !evaluator::may_be_asked(service, account, plan).await? {
            return Err(Fault::bad_request(
                "这份规划没有对该第三方评估账号开放，或者期限已过；请管理员在账号页设定。",
                "The plan is not open to this evaluator, or the time is over; an administrator sets it on the page of the account.",
            ));
        }
    }
    Ok(())
}

/// Tells those whom the opening of a matter concerns, where it was opened with something else.
pub(crate) async fn opened(
    service: &Service,
    kind: &str,
    at: (&str, i64),
    change: &Change,
) -> Result<(), Fault> {
    let kind = kind_of(service, kind)?;
    told(service, kind, at, (Kind::OPENING, &kind.open.tells), change).await
}

/// A file that was given with a step of a matter, for whoever sees it.
///
/// # Errors
/// There is no such file for this viewer.
pub async fn attached(
    service: &Service,
    viewer: &Viewer,
    at: (&str, i64),
    file: i64,
) -> Result<(store::Attachment, Vec<u8>), Fault> {
    let (_, entries) = one(service, viewer, at).await?;
    if !entries.iter().any(|entry| entry.files.iter().any(|one| one.id == file)) {
        return Err(no_such_matter());
    }
    Ok(service.store().attachment(file).await?)
}

fn no_such_matter() -> Fault {
    Fault::not_found("没有这个事项，或者不由您查看。", "There is no such matter, or it is not yours to see.")
}
