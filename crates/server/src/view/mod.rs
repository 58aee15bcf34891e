//! What pages and API read: a plan with its indexes, and the plan judged at a moment.

mod judged;
mod moment;
mod plan_view;
mod state;

pub(crate) use judged::Judged;
pub(crate) use moment::Moment;
pub(crate) use plan_view::{PlanView, heading};
pub(crate) use state::{Count, State};

use crate::app::App;
use crate::problem::Problem;
use crate::question::Question;
use crate::viewer::Viewer;
use std::sync::Arc;

/// Whether a viewer may see a plan; whoever may not learns as little as about one that does not exist.
///
/// # Errors
/// The same problem for a plan that is not public as for none.
pub(crate) fn check_seen(app: &App, viewer: &Viewer, plan: &str) -> Result<(), Problem> {
    if viewer.sees_published_only() && !app.is_public(plan) {
        return Err(Problem::no_such_plan());
    }
    Ok(())
}

/// A plan in the version asked for.
///
/// # Errors
/// No such plan or version, or not for this viewer.
pub(crate) async fn plan(app: &App, viewer: &Viewer, question: &Question) -> Result<Arc<PlanView>, Problem> {
    let id = question.plan.as_str();
    check_seen(app, viewer, id)?;
    let key = app.key(Some(id));
    if let Some(moment) = question.stood_at {
        let key = format!("{key} at {moment}");
        return app
            .plans()
            .get(&key, || async { Ok(PlanView::new(app.store().plan_at(id, moment).await?)) })
            .await;
    }
    let version = question.version;
    let key = format!("{key} {version:?}");
    app.plans().get(&key, || async { Ok(PlanView::new(app.store().plan(id, version).await?)) }).await
}

/// A plan judged at the moment asked for.
///
/// # Errors
/// As [`plan`].
pub(crate) async fn judged(app: &App, viewer: &Viewer, question: &Question) -> Result<Arc<Judged>, Problem> {
    let view = plan(app, viewer, question).await?;
    let moment = Moment::of(&view, question);
    let key = format!("{} {} {}", app.key(Some(&question.plan)), view.stored.key.version, moment.key());
    app.judged()
        .get(&key, || async {
            let rules = match question.stood_at {
                None => app.rules(),
                Some(then) => crate::people::rules::in_force_at(app.store(), then).await?,
            };
            // Judging keeps a core busy for a while; other requests go on meanwhile.
            tokio::task::spawn_blocking(move || Judged::new(view, moment, rules))
                .await
                .map_err(|error| Problem::internal(&error))
        })
        .await
}
