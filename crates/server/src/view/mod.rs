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
use crate::visit::Visit;
use std::sync::Arc;

/// Whether a visitor may see a plan; whoever may not learns as little as about one that does not exist.
///
/// # Errors
/// The same problem for a plan that is not public as for none.
pub(crate) fn check_seen(app: &App, visit: &Visit, id: &str) -> Result<(), Problem> {
    if visit.visitor.sees_published_only() && !app.is_public(id) {
        return Err(Problem::no_such_plan());
    }
    Ok(())
}

/// A plan in the version that the query asks for, the current one when it asks for none.
pub(crate) async fn plan(app: &App, visit: &Visit, id: &str) -> Result<Arc<PlanView>, Problem> {
    check_seen(app, visit, id)?;
    if let Some(moment) = visit.stood_at()? {
        let key = format!("{} at {moment}", app.key(Some(id)));
        return app
            .plans()
            .get(&key, || async { Ok(PlanView::new(app.store().plan_at(id, moment).await?)) })
            .await;
    }
    let version = match visit.get("version") {
        None => None,
        Some(text) => Some(text.parse::<i64>().ok().filter(|version| *version > 0).ok_or_else(|| {
            Problem::bad_request(format!("没有版本“{text}”。"), format!("There is no version “{text}”."))
        })?),
    };
    let key = format!("{} {version:?}", app.key(Some(id)));
    app.plans().get(&key, || async { Ok(PlanView::new(app.store().plan(id, version).await?)) }).await
}

/// A plan judged at the moment that the query asks for.
pub(crate) async fn judged(app: &App, visit: &Visit, id: &str) -> Result<Arc<Judged>, Problem> {
    let view = plan(app, visit, id).await?;
    let moment = Moment::of(&view, visit.asked()?);
    let key = format!("{} {} {}", app.key(Some(id)), view.stored.key.version, moment.key());
    app.judged()
        .get(&key, || async {
            let rules = match moment.asked.stood_at {
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
