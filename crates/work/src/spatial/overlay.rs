//! Large layers are laid over the others after they are taken in, by a job, so that nobody waits before a form.

use super::held::{all, current};
use super::one_core::on_one_core;
use super::progress::Progress;
use super::reckon::{self, Reckoning};
use crate::{Fault, Service};
use std::sync::Arc;
use store::{Layer, Store};

/// Features of all layers of a plan together up to which a layer is overlaid at once: about a second on one core.
const AT_ONCE: i64 = 20_000;

/// Whether a layer is so large, beside those that hold, that it is overlaid later.
pub(super) fn is_large(layer: &Layer, held: &[Layer]) -> bool {
    layer.features.saturating_add(held.iter().map(|one| one.features).sum()) > AT_ONCE
}

/// Stops the work when whoever waits for it goes away.
struct StopWhenDropped(Arc<Progress>);

impl Drop for StopWhenDropped {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// How often it is begun anew because layers came or went meanwhile.
const TRIES: usize = 5;

/// Lays a layer that was taken in over the others and keeps the conflicts; does nothing when it is no longer in use.
///
/// # Errors
/// The store cannot be read or written, or layers keep coming and going.
pub async fn overlay(service: &Service, plan: &str, id: i64, progress: &Arc<Progress>) -> Result<(), Fault> {
    let store = service.store();
    let _guard = StopWhenDropped(progress.clone());
    for _ in 0..TRIES {
        let before = holding(store, plan).await?;
        let Some(name) = before.iter().find(|layer| layer.id == id).map(|layer| layer.name.clone()) else {
            return Ok(());
        };
        let held = all(store, plan).await?;
        let figures = reckon::figures(&store.plan(plan, None).await?.plan);
        let (changed, watched) = (name.clone(), progress.clone());
        let found = tokio::task::spawn_blocking(move || {
            let found = on_one_core(|| reckon::found(&held, Some(&changed), &figures, &watched));
            found.map(|found| (held, figures, found))
        });
        let (held, figures, found) = found.await.map_err(|error| Fault::internal(&error))??;
        // Rows between layers that were not known here would be taken for lost.
        if ids(&holding(store, plan).await?) != ids(&before) {
            continue;
        }
        // What was decided meanwhile stands.
        let (old, change) = (store.conflicts(plan).await?, service.own_change());
        let merged = tokio::task::spawn_blocking(move || {
            let asked = Reckoning {
                held: &held,
                changed: Some(&name),
                figures: &figures,
                old: &old,
                now: &change.at(),
            };
            (reckon::merged(&asked, found), change)
        });
        let (rows, change) = merged.await.map_err(|error| Fault::internal(&error))?;
        if !rows.is_empty() {
            store.put_conflicts(plan, &rows, &change).await?;
        }
        service.refresh().await?;
        return Ok(());
    }
    Err(Fault::internal(&"layers kept coming and going"))
}

async fn holding(store: &Store, plan: &str) -> Result<Vec<Layer>, Fault> {
    Ok(current(store.layers(plan).await?, None))
}

fn ids(layers: &[Layer]) -> Vec<i64> {
    layers.iter().map(|layer| layer.id).collect()
}

#[cfg(test)]
mod tests {
    use super::Progress;

    #[test]
    fn progress_is_told_in_hundredths_and_ends_when_asked() {
        let progress = Progress::default();
        assert_eq!(progress.hundredths(), 0);
        progress.begin(300);
        assert!(progress.step(100));
        assert_eq!(progress.hundredths(), 33);
        progress.stop();
        assert!(!progress.step(200));
        assert_eq!(progress.hundredths(), 100);
    }
}
