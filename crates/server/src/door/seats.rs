//! The places of the door: who is asked to leave when all are taken.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// A body may be this much behind its pace before its sender counts as slow.
const GRACE: Duration = Duration::from_secs(2);
/// One place in this many is freed at a time where nobody loses anything by it.
const BATCH: usize = 64;

/// The connections that are open.
pub(crate) struct Seats {
    taken: Mutex<BTreeMap<u64, Arc<Progress>>>,
    next: AtomicU64,
}

impl Default for Seats {
    fn default() -> Self {
        Self { taken: Mutex::default(), next: AtomicU64::new(0) }
    }
}

/// How far the client of a connection has come.
pub(crate) struct Progress {
    address: IpAddr,
    opened: Instant,
    /// Requests at hand.
    busy: AtomicUsize,
    /// Whether a request has come whole at some time, except for its body.
    asked: AtomicBool,
    /// Milliseconds from `opened` to the end of the last answer.
    rested: AtomicU64,
    /// While a body comes in: milliseconds from `opened` to the moment at which it is slow. Zero without a body.
    due: AtomicU64,
    leave: Notify,
}

/// Who makes room first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Loss {
    /// Nothing was ever asked, or a body comes more slowly than anybody's line: slow on purpose, or forgotten.
    Nothing,
    /// It rests between two requests; browsers open another connection by themselves.
    Rest,
}

impl Progress {
    fn new(address: IpAddr) -> Self {
        Self {
            address,
            opened: Instant::now(),
            busy: AtomicUsize::new(0),
            asked: AtomicBool::new(false),
            rested: AtomicU64::new(0),
            due: AtomicU64::new(0),
            leave: Notify::new(),
        }
    }

    /// Says that a request is at hand until the answer is dropped.
    pub(crate) fn busy(this: &Arc<Self>) -> Busy {
        this.busy.fetch_add(1, Ordering::Relaxed);
        this.asked.store(true, Ordering::Relaxed);
        Busy(Arc::clone(this))
    }

    /// A body that began at `start` counts as slow once it takes longer than `earned` and a short grace.
    pub(crate) fn receives(&self, start: Instant, earned: Duration) {
        let due = start.saturating_duration_since(self.opened) + earned + GRACE;
        self.due.store(millis(due), Ordering::Relaxed);
    }

    /// The body has come whole, or is given up.
    pub(crate) fn received(&self) {
        self.due.store(0, Ordering::Relaxed);
    }

    /// Completes when the place is needed for somebody else.
    pub(crate) async fn told_to_leave(&self) {
        self.leave.notified().await;
    }

    fn age(&self) -> u64 {
        millis(self.opened.elapsed())
    }

    /// What is lost when this connection ends now; `None` when an answer would be.
    fn loss(&self) -> Option<Loss> {
        let due = self.due.load(Ordering::Relaxed);
        if due > 0 && self.age() > due {
            return Some(Loss::Nothing);
        }
        if self.busy.load(Ordering::Relaxed) > 0 {
            return None;
        }
        Some(if self.asked.load(Ordering::Relaxed) { Loss::Rest } else { Loss::Nothing })
    }

    /// Milliseconds for which nothing was asked.
    fn idle(&self) -> u64 {
        self.age().saturating_sub(self.rested.load(Ordering::Relaxed))
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// A request at hand.
pub(crate) struct Busy(Arc<Progress>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.received();
        self.0.rested.store(self.0.age(), Ordering::Relaxed);
        self.0.busy.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A connection's place; it is free again when this is dropped.
pub(crate) struct Seat {
    number: u64,
    progress: Arc<Progress>,
    seats: Arc<Seats>,
}

impl Seat {
    pub(crate) fn progress(&self) -> &Arc<Progress> {
        &self.progress
    }
}

impl Seats {
    /// A place for a new connection; at `most` places others make room.
    pub(crate) fn take(seats: &Arc<Self>, most: usize, address: IpAddr) -> Seat {
        let over = (seats.lock().len() + 1).saturating_sub(most);
        if over > 0 {
            seats.make_room(over, most / BATCH);
        }
        let number = seats.next.fetch_add(1, Ordering::Relaxed);
        let progress = Arc::new(Progress::new(address));
        seats.lock().insert(number, Arc::clone(&progress));
        Seat { number, progress, seats: Arc::clone(seats) }
    }

    /// Ends `wanted` connections that lose least, and up to `more` if they lose nothing.
    ///
    /// Among those that lose the same, one of the address that has most of them goes first, the longest idle of these.
    pub(crate) fn make_room(&self, wanted: usize, more: usize) {
        let mut taken = self.lock();
        let may_leave: Vec<_> =
            taken.iter().filter_map(|(number, one)| Some((one.loss()?, one, *number))).collect();
        let mut crowds: HashMap<(Loss, IpAddr), usize> = HashMap::new();
        for (loss, one, _) in &may_leave {
            *crowds.entry((*loss, one.address)).or_default() += 1;
        }
        let mut order: Vec<_> = may_leave
            .into_iter()
            .map(|(loss, one, number)| {
                let crowd = crowds.get(&(loss, one.address)).copied().unwrap_or(0);
                (loss, Reverse(crowd), Reverse(one.idle()), number)
            })
            .collect();
        order.sort_unstable();
        for (at, (loss, .., number)) in order.into_iter().enumerate() {
            if at >= wanted && (loss > Loss::Nothing || at >= more) {
                break;
            }
            if let Some(one) = taken.remove(&number) {
                one.leave.notify_one();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Progress>>> {
        // Every change of the map is whole.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.lock().remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([127, 0, 0, last])
    }

    fn stays(seats: &Seats, seat: &Seat) -> bool {
        seats.lock().contains_key(&seat.number)
    }

    #[tokio::test(start_paused = true)]
    async fn silent_connections_of_a_crowd_make_room_before_people_who_rest() {
        let seats = Arc::new(Seats::default());
        let resting = Seats::take(&seats, 8, address(1));
        drop(Progress::busy(resting.progress()));
        let newcomer = Seats::take(&seats, 8, address(2));
        let crowd: Vec<Seat> = (0..6).map(|_| Seats::take(&seats, 8, address(3))).collect();
        tokio::time::advance(Duration::from_secs(1)).await;
        let last = Seats::take(&seats, 8, address(4));
        assert!([&resting, &newcomer, &last].iter().all(|seat| stays(&seats, seat)));
        assert_eq!(crowd.iter().filter(|seat| stays(&seats, seat)).count(), 5);
        assert!(!stays(&seats, &crowd[0]), "the longest idle goes first");
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_body_makes_room_and_a_quick_one_does_not() {
        let seats = Arc::new(Seats::default());
        let (slow, quick) = (Seats::take(&seats, 2, address(1)), Seats::take(&seats, 2, address(2)));
        let at_hand = [Progress::busy(slow.progress()), Progress::busy(quick.progress())];
        let start = Instant::now();
        slow.progress().receives(start, Duration::ZERO);
        tokio::time::advance(Duration::from_secs(3)).await;
        quick.progress().receives(start, Duration::from_secs(4));
        let _next = Seats::take(&seats, 2, address(3));
        assert!(stays(&seats, &quick) && !stays(&seats, &slow));
        drop(at_hand);
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_at_hand_is_never_broken_off() {
        let seats = Arc::new(Seats::default());
        let seat = Seats::take(&seats, 1, address(1));
        let busy = Progress::busy(seat.progress());
        tokio::time::advance(Duration::from_mins(1)).await;
        let _next = Seats::take(&seats, 1, address(2));
        assert!(stays(&seats, &seat));
        drop(busy);
    }
}
