//! What was handed in, as far as somebody may see it.

use crate::{Fault, Service, Viewer};
use duty::{Right, Scope, Stage};
use store::{Attachment, Secrecy, StoreError, SubmissionFilter, Submitted};

/// Longest list that is asked for at once.
pub const MOST: i64 = 500;

/// A draft is its author's alone; what was submitted is seen as far as the right to read submissions reaches, and what is public
/// also by whoever evaluates the plan from outside.
pub fn may_read(viewer: &Viewer, one: &Submitted) -> bool {
    is_own(viewer, one)
        || (one.stage != Stage::Draft && viewer.reaches_office(Right::ReadSubmission, &one.office))
        || is_evidence(viewer, one)
}

/// Whether a submission stands behind a public figure of the one plan that a viewer evaluates from outside.
fn is_evidence(viewer: &Viewer, one: &Submitted) -> bool {
    let plan = one.figure.plan.as_str();
    one.stage == Stage::Published
        && viewer.evaluates() == Some(plan)
        && viewer.may_on(Right::ReadEvidence, plan)
}

/// Whether a viewer wrote it.
pub fn is_own(viewer: &Viewer, one: &Submitted) -> bool {
    viewer.account().is_some_and(|account| account.name == one.author)
}

/// One submission. Whether there is one that the viewer may not see is not told either.
///
/// # Errors
/// There is none that the viewer may see.
pub async fn seen(service: &Service, viewer: &Viewer, id: i64) -> Result<Submitted, Fault> {
    let one = service.store().submission(id).await?;
    may_read(viewer, &one).then_some(one).ok_or_else(|| {
        Fault::not_found(
            "没有这笔报送，或您无权查看。",
            "There is no such submission, or it is not yours to see.",
        )
    })
}

/// The newest [`MOST`] of what [`may_read`] lets through: one's own, and what was submitted in one's reach.
///
/// # Errors
/// The store cannot be read.
#[expect(clippy::cast_possible_truncation, reason = "a number of rows that fits in memory")]
pub async fn readable(
    service: &Service,
    viewer: &Viewer,
    plan: Option<&str>,
) -> Result<Vec<Submitted>, Fault> {
    let of = |stages, offices, author| SubmissionFilter {
        plan: plan.map(str::to_owned),
        stages,
        offices,
        author,
        limit: Some(MOST),
        ..SubmissionFilter::default()
    };
    let offices = if viewer.scope(Right::ReadSubmission) == Scope::All {
        None
    } else {
        let all = crate::offices::offices(service).await?.into_keys();
        Some(all.filter(|office| viewer.reaches_office(Right::ReadSubmission, office)).collect())
    };
    let submitted = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Draft).collect();
    let mut seen = service.store().submissions(&of(submitted, offices, None)).await?;
    if let Some(own) = viewer.evaluates().filter(|own| plan.is_none_or(|plan| plan == *own)) {
        let published = of(vec![Stage::Published], None, None);
        let published = SubmissionFilter { plan: Some(own.to_owned()), ..published };
        seen.extend(service.store().submissions(&published).await?);
    }
    if let Some(account) = viewer.account() {
        seen.extend(service.store().submissions(&of(Vec::new(), None, Some(account.name.clone()))).await?);
    }
    seen.retain(|one| may_read(viewer, one));
    seen.sort_by(|a, b| (&b.changed_at, b.id).cmp(&(&a.changed_at, a.id)));
    seen.dedup_by_key(|one| one.id);
    seen.truncate(MOST as usize);
    Ok(seen)
}

/// A file for those who may see a figure that it belongs to, or who added it. Whether there is one is not told to others.
///
/// # Errors
/// There is none for this viewer, or the store cannot be read.
pub async fn attachment(service: &Service, viewer: &Viewer, id: i64) -> Result<(Attachment, Vec<u8>), Fault> {
    let none = || {
        Fault::not_found("没有这个附件，或您无权查看。", "There is no such file, or it is not yours to see.")
    };
    let filter = SubmissionFilter { attachment: Some(id), ..SubmissionFilter::default() };
    let belongs = service.store().submissions(&filter).await?;
    let (file, content) = match service.store().attachment(id).await {
        Ok(found) => found,
        Err(StoreError::Missing { .. }) => return Err(none()),
        Err(error) => return Err(error.into()),
    };
    let added = viewer.account().is_some_and(|account| account.name == file.added_by);
    // What is marked as internal stays inside, whatever it stands behind.
    let is_inside = file.secrecy.is_some_and(|secrecy| secrecy != Secrecy::Open);
    let is_seen = !(is_inside && viewer.evaluates().is_some());
    let may = is_seen && belongs.iter().any(|one| may_read(viewer, one));
    if added || may { Ok((file, content)) } else { Err(none()) }
}
