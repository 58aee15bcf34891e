//! Consultations between offices (部门会商): who takes part, what was said, what was decided.

use crate::item::items;
use crate::view::PlanView;
use crate::{Fault, Service, Viewer};
use duty::{Right, Scope};
use store::{Change, Consultation, Duty};

/// Whether a viewer takes part in what concerns an item: everybody with the right for all, else the offices with a duty
/// on it.
pub fn takes_part(viewer: &Viewer, duties: &[Duty], kind: &str, item: &str) -> bool {
    viewer.scope(Right::Consult) == Scope::All
        || duties.iter().any(|duty| {
            duty.item_kind == kind && duty.item == item && viewer.reaches_office(Right::Consult, &duty.office)
        })
}

/// The consultations of a plan that a viewer takes part in, newest first, and the items on which one may be opened.
///
/// # Errors
/// The store cannot be read.
pub async fn joined(
    service: &Service,
    viewer: &Viewer,
    view: &PlanView,
) -> Result<(Vec<Consultation>, Vec<crate::item::Item>), Fault> {
    let duties = service.store().duties(view.id()).await?;
    let mut all = service.store().consultations(view.id()).await?;
    all.retain(|one| takes_part(viewer, &duties, &one.item_kind, &one.item));
    let mut own = items(&view.stored.plan);
    own.retain(|item| takes_part(viewer, &duties, item.kind, &item.id));
    Ok((all, own))
}

/// Opens a consultation on an item.
///
/// # Errors
/// There is no such item, nothing is said about it, the viewer has no part in it, or the store cannot be written.
pub async fn open(
    service: &Service,
    viewer: &Viewer,
    view: &PlanView,
    (kind, item): (&str, &str),
    topic: &str,
    change: &Change,
) -> Result<(), Fault> {
    let is_known = items(&view.stored.plan).iter().any(|one| one.kind == kind && one.id == item);
    if topic.is_empty() || !is_known {
        return Err(Fault::bad_request("请选择事项并写明议题。", "Choose an item and say what it is about."));
    }
    if !takes_part(viewer, &service.store().duties(view.id()).await?, kind, item) {
        return Err(Fault::forbidden());
    }
    service.store().open_consultation(view.id(), (kind, item), topic, change).await?;
    Ok(())
}

/// Adds what one's office says.
///
/// # Errors
/// There is no such consultation, nothing is said, the viewer has no part in it, or the store cannot be written.
pub async fn remark(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    said: &str,
    change: &Change,
) -> Result<(), Fault> {
    let one = one(service, plan, id).await?;
    if !takes_part(viewer, &service.store().duties(plan).await?, &one.item_kind, &one.item) {
        return Err(Fault::forbidden());
    }
    if said.is_empty() {
        return Err(nothing_said());
    }
    service.store().add_remark(id, viewer.office().unwrap_or_default(), said, change).await?;
    Ok(())
}

/// Records the decision.
///
/// # Errors
/// There is no such consultation, nothing is said, or the store cannot be written.
pub async fn decide(
    service: &Service,
    (plan, id): (&str, i64),
    decision: &str,
    change: &Change,
) -> Result<(), Fault> {
    one(service, plan, id).await?;
    if decision.is_empty() {
        return Err(nothing_said());
    }
    service.store().decide_consultation(id, decision, change).await?;
    Ok(())
}

async fn one(service: &Service, plan: &str, id: i64) -> Result<Consultation, Fault> {
    let all = service.store().consultations(plan).await?;
    all.into_iter()
        .find(|one| one.id == id)
        .ok_or_else(|| Fault::not_found("没有这次会商。", "There is no such consultation."))
}

fn nothing_said() -> Fault {
    Fault::bad_request("请写明内容。", "Write down what is to be said.")
}
