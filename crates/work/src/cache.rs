//! Values kept in memory while there is room.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// How much memory a value holds, roughly.
pub trait Weigh {
    /// Bytes, roughly.
    fn weight(&self) -> usize;
}

/// What a slot takes beside its key and its value, in bytes, roughly.
const SLOT: usize = 160;

/// Values made once and kept while there is room; the longest unused go first.
///
/// Two requests for the same missing value make it once: the second waits for the first.
pub struct Cache<V> {
    state: Mutex<State<V>>,
    capacity: usize,
}

struct State<V> {
    slots: HashMap<String, Slot<V>>,
    weight: usize,
    clock: u64,
}

struct Slot<V> {
    cell: Arc<OnceCell<Arc<V>>>,
    weight: usize,
    used: u64,
}

/// A cache that can be told to forget.
pub trait Forget: Send + Sync {
    /// Forgets the values under the keys that `is_old` names.
    fn forget_where(&self, is_old: &dyn Fn(&str) -> bool);
}

impl<V: Weigh + Send + Sync> Forget for Cache<V> {
    fn forget_where(&self, is_old: &dyn Fn(&str) -> bool) {
        self.forget(is_old);
    }
}

impl<V: Weigh> Cache<V> {
    /// An empty cache for values of this weight in all, in bytes.
    pub fn new(capacity: usize) -> Self {
        let state = State { slots: HashMap::new(), weight: 0, clock: 0 };
        Self { state: Mutex::new(state), capacity }
    }

    /// The value under `key`, made by `make` when it is not there; a failure is not kept.
    pub async fn get<E, F: Future<Output = Result<V, E>>>(
        &self,
        key: &str,
        make: impl FnOnce() -> F,
    ) -> Result<Arc<V>, E> {
        let cell = self.slot(key);
        if let Some(value) = cell.get() {
            return Ok(Arc::clone(value));
        }
        // Also when whoever asked went away while it was made.
        let unmade = Unmade { cache: self, key, cell: &cell };
        match cell.get_or_try_init(|| async { make().await.map(Arc::new) }).await {
            Ok(value) => {
                let value = Arc::clone(value);
                self.settle(key, &cell, value.weight() + key.len() + SLOT);
                Ok(value)
            }
            Err(error) => {
                drop(unmade);
                Err(error)
            }
        }
    }

    /// Forgets the values under the keys that `is_old` names.
    pub fn forget(&self, is_old: impl Fn(&str) -> bool) {
        self.with(|state| {
            state.slots.retain(|key, _| !is_old(key));
            state.weight = state.slots.values().map(|slot| slot.weight).sum();
        });
    }

    fn slot(&self, key: &str) -> Arc<OnceCell<Arc<V>>> {
        self.with(|state| {
            state.clock += 1;
            let now = state.clock;
            if let Some(slot) = state.slots.get_mut(key) {
                slot.used = now;
                return Arc::clone(&slot.cell);
            }
            let cell = Arc::new(OnceCell::new());
            let slot = Slot { cell: Arc::clone(&cell), weight: 0, used: now };
            state.slots.insert(key.to_owned(), slot);
            cell
        })
    }

    /// Takes away the empty slot of a value that could not be made.
    fn leave(&self, key: &str, cell: &Arc<OnceCell<Arc<V>>>) {
        self.with(|state| {
            let empty = |slot: &Slot<V>| Arc::ptr_eq(&slot.cell, cell) && !slot.cell.initialized();
            if state.slots.get(key).is_some_and(empty) {
                state.slots.remove(key);
            }
        });
    }

    /// Counts the weight of a value that was just made, and makes room.
    fn settle(&self, key: &str, cell: &Arc<OnceCell<Arc<V>>>, weight: usize) {
        self.with(|state| {
            let Some(slot) = state.slots.get_mut(key).filter(|slot| Arc::ptr_eq(&slot.cell, cell)) else {
                return;
            };
            if slot.weight == 0 {
                slot.weight = weight.max(1);
                state.weight += slot.weight;
            }
            while state.weight > self.capacity {
                let oldest = state
                    .slots
                    .iter()
                    .filter(|(other, slot)| slot.weight > 0 && *other != key)
                    .min_by_key(|(_, slot)| slot.used)
                    .map(|(key, _)| key.clone());
                let Some(removed) = oldest.and_then(|oldest| state.slots.remove(&oldest)) else { return };
                state.weight -= removed.weight;
            }
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut State<V>) -> T) -> T {
        // A panic inside `act` leaves at worst a wrong weight, so a poisoned lock is still good.
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Takes an empty slot away when its value was not made after all.
struct Unmade<'a, V: Weigh> {
    cache: &'a Cache<V>,
    key: &'a str,
    cell: &'a Arc<OnceCell<Arc<V>>>,
}

impl<V: Weigh> Drop for Unmade<'_, V> {
    fn drop(&mut self) {
        self.cache.leave(self.key, self.cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    struct Stone(usize);

    impl Weigh for Stone {
        fn weight(&self) -> usize {
            self.0
        }
    }

    async fn put(cache: &Cache<Stone>, key: &str, weight: usize) -> bool {
        let made = AtomicUsize::new(0);
        let make = || async {
            made.fetch_add(1, Ordering::Relaxed);
            Ok::<_, ()>(Stone(weight))
        };
        cache.get(key, make).await.expect("made");
        made.into_inner() == 1
    }

    #[tokio::test]
    async fn the_longest_unused_go_first() {
        let cache = Cache::new(10_000);
        assert!(put(&cache, "a", 4_000).await);
        assert!(put(&cache, "b", 4_000).await);
        assert!(!put(&cache, "a", 4_000).await);
        assert!(put(&cache, "c", 4_000).await);
        assert!(!put(&cache, "a", 4_000).await);
        assert!(put(&cache, "b", 4_000).await);
        cache.forget(|key| key == "a");
        assert!(put(&cache, "a", 4_000).await);
        assert!(!put(&cache, "b", 4_000).await);
    }

    #[tokio::test]
    async fn a_value_too_large_for_the_cache_is_given_out_all_the_same() {
        let cache = Cache::new(10_000);
        assert!(put(&cache, "a", 40_000).await);
        assert!(put(&cache, "b", 4_000).await);
        assert!(put(&cache, "a", 40_000).await);
    }

    #[tokio::test]
    async fn a_failure_is_not_kept() {
        let cache: Cache<Stone> = Cache::new(10_000);
        for at in 0..100 {
            assert!(cache.get(&format!("a{at}"), || async { Err::<Stone, _>("no") }).await.is_err());
        }
        assert_eq!(cache.with(|state| state.slots.len()), 0);
        assert!(put(&cache, "a", 4_000).await);
    }

    #[tokio::test]
    async fn what_nobody_waited_for_leaves_no_slot() {
        let cache: Cache<Stone> = Cache::new(10_000);
        for at in 0..100 {
            let key = format!("a{at}");
            let made = cache.get(&key, std::future::pending::<Result<Stone, ()>>);
            let waited = tokio::time::timeout(std::time::Duration::from_millis(1), made).await;
            assert!(waited.is_err());
        }
        assert_eq!(cache.with(|state| state.slots.len()), 0);
    }

    #[tokio::test]
    async fn keys_count_too() {
        let cache = Cache::new(10_000);
        for at in 0..100 {
            put(&cache, &format!("{at}{}", "x".repeat(2_000)), 1).await;
        }
        assert!(cache.with(|state| state.slots.len()) <= 5);
    }
}
