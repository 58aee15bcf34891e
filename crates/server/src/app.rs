use crate::ops::metrics::Metrics;
use crate::rendered::Rendered;
use crate::serve::Settings;
use crate::shelf::Shelf;
use crate::view::{Judged, PlanView};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Store, StoreError};

/// What all requests share. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct App {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    settings: Settings,
    metrics: Metrics,
    generation: AtomicI64,
    plans: Shelf<PlanView>,
    judged: Shelf<Judged>,
    pages: Shelf<Rendered>,
}

// Together with the program itself these keep the process below 150 MB.
const PLANS_BYTES: usize = 24 << 20;
const JUDGED_BYTES: usize = 24 << 20;
const PAGES_BYTES: usize = 32 << 20;

impl App {
    pub(crate) async fn new(store: Store, settings: Settings) -> Result<Self, StoreError> {
        let generation = AtomicI64::new(store.generation().await?);
        Ok(Self {
            inner: Arc::new(Inner {
                store,
                settings,
                metrics: Metrics::new(),
                generation,
                plans: Shelf::new(PLANS_BYTES),
                judged: Shelf::new(JUDGED_BYTES),
                pages: Shelf::new(PAGES_BYTES),
            }),
        })
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    pub(crate) fn plans(&self) -> &Shelf<PlanView> {
        &self.inner.plans
    }

    pub(crate) fn judged(&self) -> &Shelf<Judged> {
        &self.inner.judged
    }

    pub(crate) fn pages(&self) -> &Shelf<Rendered> {
        &self.inner.pages
    }

    /// How many writes the store had seen when it was last looked at; part of every key of the shelves.
    pub(crate) fn generation(&self) -> i64 {
        self.inner.generation.load(Ordering::Acquire)
    }

    /// Looks at the store and forgets everything made from an older state. To be called after every write.
    pub(crate) async fn refresh(&self) -> Result<(), StoreError> {
        let now = self.inner.store.generation().await?;
        if self.inner.generation.swap(now, Ordering::AcqRel) != now {
            self.inner.plans.clear();
            self.inner.judged.clear();
            self.inner.pages.clear();
        }
        Ok(())
    }

    /// Looks at the store again and again: another process may have loaded a plan.
    pub(crate) async fn watch(self) {
        let mut clock = tokio::time::interval(self.inner.settings.watch);
        clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            clock.tick().await;
            if let Err(error) = self.refresh().await {
                tracing::warn!(%error, "cannot look at the store");
            }
        }
    }
}
