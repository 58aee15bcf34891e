use crate::account::Gatekeeper;
use crate::account::policy::Policy;
use crate::account::provider::Provider;
use crate::cache::{Cache, Forget};
use crate::door::Door;
use crate::drawings::Ready;
use crate::fault::Fault;
use crate::making::Makers;
use crate::pending::Pending;
use crate::press::Press;
use crate::question::Question;
use crate::reader::Reader;
use crate::register::Register;
use crate::titles::Titles;
use crate::verifier::Verifier;
use crate::view::{Judged, Moment, PlanView};
use crate::viewer::Viewer;
use crate::{clock, rules};
use assess::Config;
use document::Document;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use matter::Kinds;
use report::Medium;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;
use store::{Change, Finding, Shown, Store, StoreError, StoredPlan};

/// Whose name stands with what the program does by itself.
pub const PROGRAM: &str = "gangyao";

/// What every use shares. Cloning is cheap.
#[derive(Clone)]
pub struct Service {
    inner: Arc<Inner>,
}

/// How the work shall be done.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The address that people use, as `https://plan.example`.
    pub base_url: Option<String>,
    /// The day on which the work begins, by its own clock; the machine's day when not set.
    pub today: Option<Date>,
    /// Where the files of people are read.
    pub reader: Reader,
    /// Where PDF files are set; none are offered when not set.
    pub press: Option<Press>,
    /// The kinds of matters; those that come with the program when not set.
    pub kinds: Option<Kinds>,
    /// Whether followers may name addresses inside the own network, as in a closed one where there are no others.
    pub calls_inside: bool,
}

struct Inner {
    store: Store,
    base_url: Option<String>,
    generations: RwLock<Generations>,
    /// Held while the store is looked at: an older look must not overwrite a newer one.
    looking: tokio::sync::Mutex<()>,
    plans: Cache<PlanView>,
    judged: Cache<Judged>,
    drawings: Cache<Ready>,
    registers: Cache<Register>,
    titles: Cache<Titles>,
    /// What others have made from the store and keep.
    others: Vec<Arc<dyn Forget>>,
    pending: Pending,
    door: Door,
    gatekeeper: Gatekeeper,
    verifier: Verifier,
    makers: Makers,
    /// Whether the index of the search lacked nothing when it was last looked at.
    indexed: AtomicBool,
    reader: Reader,
    press: Option<Press>,
    kinds: Kinds,
    calls_inside: bool,
    in_force: RwLock<Arc<InForce>>,
    /// Under which key the news of a plan were looked for last.
    looked: Mutex<BTreeMap<String, String>>,
    ahead: SignedDuration,
}

/// What the store says that every request depends on, as of the generation.
struct InForce {
    rules: Config,
    /// The versions that the public may see, by plan.
    public: BTreeMap<String, BTreeSet<i64>>,
    provider: Option<Provider>,
    policy: Arc<Policy>,
}

impl InForce {
    async fn read(store: &Store) -> Result<Arc<Self>, StoreError> {
        Ok(Arc::new(Self {
            rules: rules::in_force(store).await?,
            public: store.public_versions().await?,
            provider: Provider::of_store(store).await?,
            policy: Arc::new(Policy::of_store(store).await?),
        }))
    }
}

/// When what pages show changed last, as of the store's generation that was last looked at.
#[derive(Default)]
struct Generations {
    /// The store's generation that was last looked at.
    seen: i64,
    /// The last change of anything that pages show.
    latest: i64,
    /// The last change that reached all plans.
    everything: i64,
    plans: HashMap<String, i64>,
}

impl Generations {
    fn take(&mut self, shown: &Shown) {
        self.seen = shown.generation;
        // In the order of their generations, so that the last is the highest.
        for (plan, generation) in &shown.changed {
            self.latest = *generation;
            match plan.as_str() {
                "" => self.everything = *generation,
                plan => drop(self.plans.insert(plan.to_owned(), *generation)),
            }
        }
    }

    fn of_plan(&self, plan: &str) -> i64 {
        self.plans.get(plan).copied().unwrap_or(0).max(self.everything)
    }
}

// Together with the program itself these keep the process below 150 MB.
const PLANS_BYTES: usize = 24 << 20;
const JUDGED_BYTES: usize = 24 << 20;
/// One layer of 100,000 parcels, or some dozens of zones.
const DRAWINGS_BYTES: usize = 64 << 20;
/// One register of 20,000 projects over five years, or many small ones.
const REGISTERS_BYTES: usize = 48 << 20;
/// Both lists of 10,000 plans.
const TITLES_BYTES: usize = 8 << 20;

/// From this day to another at the same time of day.
fn ahead(day: Date) -> SignedDuration {
    let today = clock::day(crate::clock::now());
    today
        .until(day)
        .map_or(SignedDuration::ZERO, |span| SignedDuration::from_hours(24 * i64::from(span.get_days())))
}

impl Service {
    /// The work with the plans of a store; `others` are caches of what is made from it elsewhere.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn new(
        store: Store,
        options: Options,
        others: Vec<Arc<dyn Forget>>,
    ) -> Result<Self, StoreError> {
        let mut generations = Generations::default();
        generations.take(&store.shown_since(0).await?);
        let in_force = RwLock::new(InForce::read(&store).await?);
        let ahead = options.today.map_or(SignedDuration::ZERO, ahead);
        Ok(Self {
            inner: Arc::new(Inner {
                store,
                base_url: options.base_url,
                generations: RwLock::new(generations),
                looking: tokio::sync::Mutex::default(),
                plans: Cache::new(PLANS_BYTES),
                judged: Cache::new(JUDGED_BYTES),
                drawings: Cache::new(DRAWINGS_BYTES),
                registers: Cache::new(REGISTERS_BYTES),
                titles: Cache::new(TITLES_BYTES),
                others,
                pending: Pending::default(),
                door: Door::default(),
                gatekeeper: Gatekeeper::default(),
                verifier: Verifier::default(),
                makers: Makers::default(),
                indexed: AtomicBool::new(false),
                reader: options.reader,
                press: options.press,
                kinds: options.kinds.unwrap_or_else(|| Kinds::official().clone()),
                calls_inside: options.calls_inside,
                in_force,
                looked: Mutex::default(),
                ahead,
            }),
        })
    }

    pub(crate) fn verifier(&self) -> &Verifier {
        &self.inner.verifier
    }

    /// Whether the index of the search lacks nothing, as far as is known.
    pub fn is_indexed(&self) -> bool {
        self.inner.indexed.load(Ordering::Relaxed)
    }

    pub(crate) fn set_indexed(&self, indexed: bool) {
        self.inner.indexed.store(indexed, Ordering::Relaxed);
    }

    pub(crate) fn makers(&self) -> &Makers {
        &self.inner.makers
    }

    /// Where everything is kept.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The address that people use; empty when it is not known.
    pub fn base_url(&self) -> &str {
        self.inner.base_url.as_deref().unwrap_or_default()
    }

    /// Where the files of people are read.
    pub fn reader(&self) -> &Reader {
        &self.inner.reader
    }

    /// Where PDF files are set, when there is a press.
    pub(crate) fn press(&self) -> Option<&Press> {
        self.inner.press.as_ref()
    }

    /// The media that reports can be had in: PDF only where there is a press.
    pub fn media(&self) -> impl Iterator<Item = Medium> {
        let has_press = self.inner.press.is_some();
        Medium::ALL.into_iter().filter(move |medium| has_press || *medium != Medium::Pdf)
    }

    /// The endings of the files that lists are offered as.
    pub fn list_endings(&self) -> &'static [&'static str] {
        if self.inner.press.is_some() { &["docx", "pdf", "xlsx"] } else { &["docx", "xlsx"] }
    }

    /// The kinds of matters that are worked with.
    pub fn kinds(&self) -> &Kinds {
        &self.inner.kinds
    }

    /// Whether followers may name addresses inside the own network.
    pub fn calls_inside(&self) -> bool {
        self.inner.calls_inside
    }

    /// Layers that were made ready to be drawn. A version of a layer never changes, so that no write empties this.
    pub(crate) fn drawings(&self) -> &Cache<Ready> {
        &self.inner.drawings
    }

    /// Registers of projects as they stand.
    pub(crate) fn registers(&self) -> &Cache<Register> {
        &self.inner.registers
    }

    /// Titles of the plans that somebody sees.
    pub(crate) fn plan_titles(&self) -> &Cache<Titles> {
        &self.inner.titles
    }

    /// Files that wait to be confirmed.
    pub fn pending(&self) -> &Pending {
        &self.inner.pending
    }

    /// Documents that are being read, or wait for a person to look at what was read.
    pub(crate) fn door(&self) -> &Door {
        &self.inner.door
    }

    /// How far the clock of the work with the plan is ahead of the machine's: not at all but in a demonstration or test.
    /// Sessions, tokens and links go by the machine's own.
    pub fn ahead(&self) -> SignedDuration {
        self.inner.ahead
    }

    /// The moment it is, by the clock of the work with the plan.
    pub fn now(&self) -> Timestamp {
        crate::clock::now() + self.inner.ahead
    }

    /// The day it is.
    pub fn today(&self) -> Date {
        clock::day(self.now())
    }

    /// A change that the program makes by itself.
    pub fn own_change(&self) -> Change {
        let change = Change::now(PROGRAM, "");
        Change { when: change.when + self.inner.ahead, ..change }
    }

    /// The hashing of passwords.
    pub fn gatekeeper(&self) -> &Gatekeeper {
        &self.inner.gatekeeper
    }

    fn in_force(&self) -> Arc<InForce> {
        Arc::clone(&self.inner.in_force.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the public may see a version of a plan.
    pub fn is_public(&self, plan: &str) -> bool {
        self.in_force().public.contains_key(plan)
    }

    /// The versions of a plan that the public may see.
    pub fn public_versions(&self, plan: &str) -> BTreeSet<i64> {
        self.in_force().public.get(plan).cloned().unwrap_or_default()
    }

    /// Where people sign in besides here, as it is set up in the store.
    pub fn provider(&self) -> Option<Provider> {
        self.in_force().provider.clone()
    }

    /// What is asked of accounts.
    pub fn policy(&self) -> Arc<Policy> {
        Arc::clone(&self.in_force().policy)
    }

    /// The warning rules in force.
    pub fn rules(&self) -> Config {
        self.in_force().rules.clone()
    }

    fn generations(&self) -> RwLockReadGuard<'_, Generations> {
        self.inner.generations.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a key on the shelves begins with: the plan alone from which the value is made, or none when it is made from
    /// more, and the generation of the last change of that.
    pub fn key(&self, plan: Option<&str>) -> String {
        let generations = self.generations();
        match plan {
            Some(plan) => format!("{plan}\0{}", generations.of_plan(plan)),
            None => format!("\0{}", generations.latest),
        }
    }

    /// Whether a plan was looked at for news under this key already.
    pub(crate) fn has_looked(&self, plan: &str, key: &str) -> bool {
        let looked = self.inner.looked.lock().unwrap_or_else(PoisonError::into_inner);
        looked.get(plan).is_some_and(|known| known == key)
    }

    /// Notes under which key a plan was looked at for news.
    pub(crate) fn note_look(&self, plan: &str, key: String) {
        let mut looked = self.inner.looked.lock().unwrap_or_else(PoisonError::into_inner);
        looked.insert(plan.to_owned(), key);
    }

    /// Looks at the store and forgets what was made from an older state. To be called after every write.
    pub async fn refresh(&self) -> Result<(), StoreError> {
        let _one = self.inner.looking.lock().await;
        let seen = self.generations().seen;
        let mut shown = self.inner.store.shown_since(seen).await?;
        if shown.generation == seen {
            return Ok(());
        }
        // A server of an older program beside this one may have worked on findings.
        if self.inner.store.adopt_finding_work().await? > 0 {
            shown = self.inner.store.shown_since(seen).await?;
        }
        if shown.changed.iter().any(|(plan, _)| plan.is_empty()) {
            // Before the generation moves on: nothing made under the new one may rest on the old state.
            let in_force = InForce::read(&self.inner.store).await?;
            *self.inner.in_force.write().unwrap_or_else(PoisonError::into_inner) = in_force;
        }
        self.inner.generations.write().unwrap_or_else(PoisonError::into_inner).take(&shown);
        if shown.changed.is_empty() {
            return Ok(());
        }
        // Old keys are never asked for again; forgetting their values only saves memory.
        let is_old = |key: &str| {
            let made_from = key.split('\0').next().unwrap_or("");
            made_from.is_empty() || shown.changed.iter().any(|(plan, _)| plan.is_empty() || plan == made_from)
        };
        self.inner.plans.forget(is_old);
        self.inner.judged.forget(is_old);
        self.inner.registers.forget(is_old);
        self.inner.titles.forget(is_old);
        self.inner.others.iter().for_each(|other| other.forget_where(&is_old));
        Ok(())
    }

    /// Looks at the store again and again, and at once where the database tells of writes: another process may have
    /// loaded a plan.
    pub async fn watch(self, every: Duration) {
        let mut clock = tokio::time::interval(every);
        clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut told = self.store().told().await;
        loop {
            tokio::select! {
                _ = clock.tick() => {}
                () = told.next() => {}
            }
            if let Err(error) = self.refresh().await {
                tracing::warn!(%error, "cannot look at the store");
            }
        }
    }
}

/// What is asked of plans.
impl Service {
    /// The version of a plan that a viewer sees who asks for this one, or for the current one: whoever sees only what is
    /// published gets the newest published version, and learns of another as little as of a plan that does not exist.
    ///
    /// # Errors
    /// The same fault for a version that is not public as for none.
    pub fn seen_version(
        &self,
        viewer: &Viewer,
        plan: &str,
        asked: Option<i64>,
    ) -> Result<Option<i64>, Fault> {
        if viewer.sees_all_of(plan) {
            return Ok(asked);
        }
        let public = self.public_versions(plan);
        let newest = public.last().copied();
        match asked.or(newest) {
            Some(version) if public.contains(&version) => Ok(Some(version)),
            _ => Err(Fault::no_such_plan()),
        }
    }

    /// A plan in the version asked for.
    ///
    /// # Errors
    /// No such plan or version, or not for this viewer.
    pub async fn plan(&self, viewer: &Viewer, question: &Question) -> Result<Arc<PlanView>, Fault> {
        let id = question.plan.as_str();
        let version = self.seen_version(viewer, id, question.version)?;
        let (plans, key) = (&self.inner.plans, self.key(Some(id)));
        if let Some(moment) = question.stood_at {
            let key = format!("{key} at {moment}");
            return plans.get(&key, || async { held(self.store().plan_at(id, moment).await?).await }).await;
        }
        let key = format!("{key} {version:?}");
        plans.get(&key, || async { held(self.store().plan(id, version).await?).await }).await
    }

    /// A plan judged at the moment asked for.
    ///
    /// # Errors
    /// As [`Self::plan`].
    pub async fn judged(&self, viewer: &Viewer, question: &Question) -> Result<Arc<Judged>, Fault> {
        let view = self.plan(viewer, question).await?;
        let moment = Moment::of(&view, question);
        let key = format!("{} {} {}", self.key(Some(&question.plan)), view.stored.key.version, moment.key());
        let make = || async {
            let rules = match question.stood_at {
                None => self.rules(),
                Some(then) => rules::in_force_at(self.store(), then).await?,
            };
            let rules = crate::heed::heeded(rules, &view);
            // Judging keeps a core busy for a while; other requests go on meanwhile.
            tokio::task::spawn_blocking(move || Judged::new(view, moment, rules))
                .await
                .map_err(|error| Fault::internal(&error))
        };
        self.inner.judged.get(&key, make).await
    }
}

/// A stored plan as it is looked at. What people put right since it was read is checked anew: the stored findings of the
/// checks are those of the reading.
async fn held(mut stored: StoredPlan) -> Result<PlanView, Fault> {
    if stored.corrections.traces.is_empty() {
        return Ok(PlanView::new(stored));
    }
    tokio::task::spawn_blocking(move || {
        let nothing = Document::none();
        let found = reading::rechecked(stored.document.as_ref().unwrap_or(&nothing), &stored.plan);
        stored.findings.retain(|finding| !reading::is_of_check(&finding.code));
        stored.findings.extend(found.iter().map(Finding::from));
        PlanView::new(stored)
    })
    .await
    .map_err(|error| Fault::internal(&error))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::cache::Weigh;
    use jiff::Timestamp;
    use store::{Change, LoadPlan, Location, Session};

    struct Page;

    impl Weigh for Page {
        fn weight(&self) -> usize {
            1
        }
    }

    type Pages = Arc<Cache<Page>>;

    async fn has(pages: &Pages, key: &str) -> bool {
        let mut made = false;
        pages
            .get(key, || async {
                made = true;
                Ok::<_, StoreError>(Page)
            })
            .await
            .unwrap();
        !made
    }

    #[tokio::test]
    async fn a_write_empties_no_more_of_the_memory_than_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::File(folder.path().join("gangyao.db"))).await.unwrap();
        let change = Change::now("test", "");
        let account = crate::account::link::test_account("li");
        store.put_account(&account, &change).await.unwrap();
        for id in ["a", "b"] {
            let plan = plan::Plan { title: id.into(), ..plan::Plan::default() };
            let load = LoadPlan { id: Some(id), plan: &plan, document: None, findings: &[] };
            store.load_plan(load, &change).await.unwrap();
        }
        let pages = Pages::new(Cache::new(100_000));
        let service =
            Service::new(store.clone(), Options::default(), vec![Arc::clone(&pages) as Arc<dyn Forget>])
                .await
                .unwrap();
        // Another process has its own memory of the same store.
        let other = Service::new(store.clone(), Options::default(), Vec::new()).await.unwrap();
        let kept = async || {
            service.refresh().await.unwrap();
            other.refresh().await.unwrap();
            let (a, b, all) = (service.key(Some("a")), service.key(Some("b")), service.key(None));
            assert_eq!((&a, &all), (&other.key(Some("a")), &other.key(None)));
            (has(&pages, &a).await, has(&pages, &b).await, has(&pages, &all).await)
        };
        assert_eq!(kept().await, (false, false, false));
        assert_eq!(kept().await, (true, true, true));
        let session = Session {
            secret: "s".into(),
            account: "li".into(),
            form_key: "k".into(),
            origin: String::new(),
            begun_at: String::new(),
            expires_at: Timestamp::MAX.to_string(),
        };
        store.begin_session(&session, &change).await.unwrap();
        assert_eq!(kept().await, (true, true, true), "signing in changes no page");
        store.append_observations("a", &[], &change).await.unwrap();
        assert_eq!(kept().await, (false, true, false), "a figure changes the pages of its plan");
        store.set_public("b", true, &change).await.unwrap();
        assert_eq!(kept().await, (false, false, false), "publication changes all");
        assert!(service.is_public("b") && other.is_public("b"));
    }
}
