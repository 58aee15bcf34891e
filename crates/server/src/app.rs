use crate::handin::Pending;
use crate::ops::metrics::Metrics;
use crate::people::{Gatekeeper, rules};
use crate::rendered::Rendered;
use crate::serve::Settings;
use crate::shelf::Shelf;
use crate::view::{Judged, PlanView};
use assess::Config;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
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
    pending: Pending,
    gatekeeper: Gatekeeper,
    in_force: RwLock<Arc<InForce>>,
}

/// What the store says that every request depends on, as of the generation.
struct InForce {
    rules: Config,
    public: BTreeSet<String>,
}

impl InForce {
    async fn read(store: &Store) -> Result<Arc<Self>, StoreError> {
        Ok(Arc::new(Self { rules: rules::in_force(store).await?, public: store.public_plans().await? }))
    }
}

// Together with the program itself these keep the process below 150 MB.
const PLANS_BYTES: usize = 24 << 20;
const JUDGED_BYTES: usize = 24 << 20;
const PAGES_BYTES: usize = 32 << 20;

impl App {
    pub(crate) async fn new(store: Store, settings: Settings) -> Result<Self, StoreError> {
        let generation = AtomicI64::new(store.generation().await?);
        let in_force = RwLock::new(InForce::read(&store).await?);
        Ok(Self {
            inner: Arc::new(Inner {
                store,
                settings,
                metrics: Metrics::new(),
                generation,
                plans: Shelf::new(PLANS_BYTES),
                judged: Shelf::new(JUDGED_BYTES),
                pages: Shelf::new(PAGES_BYTES),
                pending: Pending::default(),
                gatekeeper: Gatekeeper::default(),
                in_force,
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

    /// Files that wait to be confirmed.
    pub(crate) fn pending(&self) -> &Pending {
        &self.inner.pending
    }

    pub(crate) fn pages(&self) -> &Shelf<Rendered> {
        &self.inner.pages
    }

    /// The day it is.
    pub(crate) fn today(&self) -> jiff::civil::Date {
        self.inner.settings.today.unwrap_or_else(|| jiff::ZonedDateTime::now().date())
    }

    pub(crate) fn gatekeeper(&self) -> &Gatekeeper {
        &self.inner.gatekeeper
    }

    fn in_force(&self) -> Arc<InForce> {
        Arc::clone(&self.inner.in_force.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the public may see a plan.
    pub(crate) fn is_public(&self, plan: &str) -> bool {
        self.in_force().public.contains(plan)
    }

    /// The warning rules in force.
    pub(crate) fn rules(&self) -> Config {
        self.in_force().rules.clone()
    }

    /// How many writes the store had seen when it was last looked at; part of every key of the shelves.
    pub(crate) fn generation(&self) -> i64 {
        self.inner.generation.load(Ordering::Acquire)
    }

    /// Looks at the store and forgets everything made from an older state. To be called after every write.
    pub(crate) async fn refresh(&self) -> Result<(), StoreError> {
        let now = self.inner.store.generation().await?;
        if now == self.generation() {
            return Ok(());
        }
        // Before the generation moves on: nothing made under the new one may rest on the old state.
        let in_force = InForce::read(&self.inner.store).await?;
        *self.inner.in_force.write().unwrap_or_else(PoisonError::into_inner) = in_force;
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
