//! What becomes of a plan as a whole: who may see it, putting it away, and its end.

use crate::view::PlanView;
use crate::{Fault, Service};
use store::{Change, Secrecy};

/// What is done with a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retire {
    /// It is said who may see it.
    Mark(Secrecy),
    /// It is put away.
    Archive,
    /// It is brought back.
    Restore,
    /// It is deleted: the title as it was typed, and whether it is said that it was exported.
    Delete(String, bool),
}

/// Does it. The audit log keeps what was said of a deleted plan.
///
/// # Errors
/// The plan is to be deleted and is not put away, its title was typed otherwise, or nobody says that it was exported; the
/// store cannot be written.
pub async fn retire(service: &Service, view: &PlanView, what: Retire, change: &Change) -> Result<(), Fault> {
    let (store, plan) = (service.store(), view.id());
    match what {
        Retire::Mark(secrecy) => store.set_secrecy(plan, secrecy, change).await?,
        Retire::Archive => store.set_archived(plan, true, change).await?,
        Retire::Restore => store.set_archived(plan, false, change).await?,
        Retire::Delete(title, exported) => {
            if view.stored.mark.archived.is_none() {
                return Err(Fault::bad_request("请先归档，再删除。", "Put the plan away first."));
            }
            if title.trim() != view.title().trim() || !exported {
                return Err(Fault::bad_request(
                    "请输入规划全称，并确认已经导出。",
                    "Type the whole title, and confirm that it was exported.",
                ));
            }
            store.delete_plan(plan, change).await?;
        }
    }
    service.refresh().await?;
    Ok(())
}
