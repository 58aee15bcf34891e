//! What pages and API read: a plan with its indexes, and the plan judged at a moment.

mod filter;
mod judged;
mod moment;
mod plan_view;
mod state;

pub use filter::Filter;
pub use judged::Judged;
pub use moment::Moment;
pub use plan_view::{PlanView, heading};
pub use state::{Count, State};

use crate::fault::Fault;
use crate::question::Question;
use crate::service::Service;
use crate::viewer::Viewer;
use std::sync::Arc;

/// Whether a viewer may see a plan; whoever may not learns as little as about one that does not exist.
///
/// # Errors
/// The same problem for a plan that is not public as for none.
pub fn check_seen(service: &Service, viewer: &Viewer, plan: &str) -> Result<(), Fault> {
    if viewer.sees_published_only() && !service.is_public(plan) {
        return Err(Fault::no_such_plan());
    }
    Ok(())
}

/// A plan in the version asked for.
///
/// # Errors
/// No such plan or version, or not for this viewer.
pub async fn plan(service: &Service, viewer: &Viewer, question: &Question) -> Result<Arc<PlanView>, Fault> {
    let id = question.plan.as_str();
    check_seen(service, viewer, id)?;
    let key = service.key(Some(id));
    if let Some(moment) = question.stood_at {
        let key = format!("{key} at {moment}");
        return service
            .plans()
            .get(&key, || async { Ok(PlanView::new(service.store().plan_at(id, moment).await?)) })
            .await;
    }
    let version = question.version;
    let key = format!("{key} {version:?}");
    service.plans().get(&key, || async { Ok(PlanView::new(service.store().plan(id, version).await?)) }).await
}

/// A plan judged at the moment asked for.
///
/// # Errors
/// As [`plan`].
pub async fn judged(service: &Service, viewer: &Viewer, question: &Question) -> Result<Arc<Judged>, Fault> {
    let view = plan(service, viewer, question).await?;
    let moment = Moment::of(&view, question);
    let key = format!("{} {} {}", service.key(Some(&question.plan)), view.stored.key.version, moment.key());
    service
        .judged()
        .get(&key, || async {
            let rules = match question.stood_at {
                None => service.rules(),
                Some(then) => crate::rules::in_force_at(service.store(), then).await?,
            };
            // Judging keeps a core busy for a while; other requests go on meanwhile.
            tokio::task::spawn_blocking(move || Judged::new(view, moment, rules))
                .await
                .map_err(|error| Fault::internal(&error))
        })
        .await
}
