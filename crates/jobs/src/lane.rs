use crate::failure::{Failure, Held};
use crate::kind::{Kind, wait_after};
use crate::options::{Options, goes_on};
use crate::{
    aims, digest, drafts, embargo, follower, mail, matters, news, overlay, paper, remind, voices, webhook,
};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;
use store::{Job, StoreError};
use tokio::sync::watch;
use work::Service;

/// How long to wait when there is nothing to do.
const IDLE: Duration = Duration::from_secs(1);
/// Others wait for a receiver that failed no longer than so many times the first wait.
const LONGEST_HOLD: u32 = 8;

/// Takes jobs of some kinds, one after the other.
pub(crate) struct Lane<'a> {
    pub(crate) service: &'a Service,
    pub(crate) kinds: &'a [Kind],
    /// How many jobs to take at a time.
    pub(crate) most: i64,
    /// What this server is called in the table.
    pub(crate) worker: String,
    pub(crate) options: Options,
}

impl Lane<'_> {
    /// Takes jobs until the stop, then gives back what it has not begun.
    pub(crate) async fn run(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let found = match self.round(&stop).await {
                Ok(found) => found,
                Err(error) => {
                    tracing::warn!(%error, "cannot take jobs");
                    false
                }
            };
            if !found && !goes_on(&mut stop, IDLE).await {
                break;
            }
        }
        if let Err(error) = self.service.store().release_jobs(&self.worker).await {
            tracing::warn!(%error, "cannot give jobs back; they are free when their lease ends");
        }
    }

    /// Takes some jobs and does them; gives whether there were any.
    async fn round(&self, stop: &watch::Receiver<bool>) -> Result<bool, StoreError> {
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| kind.name()).collect();
        let lease = SignedDuration::try_from(self.options.lease).unwrap_or(SignedDuration::from_mins(1));
        let now = self.service.now();
        let taken = self.service.store().claim_jobs(&kinds, &self.worker, now, lease, self.most).await?;
        let found = !taken.is_empty();
        // What becomes public at one moment is told in one notice.
        let (embargoes, others): (Vec<Job>, Vec<Job>) =
            taken.into_iter().partition(|job| job.kind == Kind::Embargo.name());
        if !embargoes.is_empty() {
            let done = embargo::end(self.service, &embargoes).await;
            for (job, done) in embargoes.iter().zip(done) {
                self.end(job, Kind::Embargo, done).await?;
            }
        }
        for (number, job) in others.iter().enumerate() {
            // The first was taken to be done; what was taken beyond it goes back at a stop.
            if number > 0 && *stop.borrow() {
                break;
            }
            if number > 0 && !self.service.store().renew_lease(job, self.service.now(), lease).await? {
                continue;
            }
            let Some(kind) = Kind::parse(&job.kind) else { continue };
            let done = self.perform(kind, job, lease).await;
            self.end(job, kind, done).await?;
        }
        Ok(found)
    }

    async fn perform(&self, kind: Kind, job: &Job, lease: SignedDuration) -> Result<(), Failure> {
        // A job whose worker vanishes again and again may be what makes it vanish.
        if kind.most_tries().is_some_and(|most| job.attempts > 2 * most) {
            return Err(Failure::own(format!("begun {} times and never ended", job.attempts)));
        }
        let patience = self.options.lease / 2;
        match kind {
            Kind::Embargo => Ok(()),
            Kind::Remind => remind::remind(self.service, job).await,
            Kind::Digest => digest::tell(self.service, job).await,
            Kind::Drafts => drafts::look(self.service).await,
            Kind::Matters => matters::remind(self.service).await,
            Kind::Aims => aims::remind(self.service).await,
            Kind::Voices => voices::look(self.service).await,
            Kind::News => news::look(self.service).await,
            Kind::Follow => news::tell(self.service, job).await,
            Kind::Overlay => overlay::overlay(self.service, job, lease).await,
            Kind::Paper => paper::begin(self.service, job).await,
            Kind::Mail => mail::send(self.service, job, patience).await,
            Kind::Webhook if work::call::is_of_follower(job) => {
                follower::tell(self.service, job, work::clock::now(), patience).await
            }
            Kind::Webhook => webhook::call(self.service.store(), job, work::clock::now(), patience).await,
        }
    }

    /// Writes down what became of a job.
    async fn end(&self, job: &Job, kind: Kind, done: Result<(), Failure>) -> Result<(), StoreError> {
        let (store, now) = (self.service.store(), self.service.now());
        let Err(failure) = done else {
            if !store.finish_job(job, now).await? {
                tracing::warn!(id = job.id, job.kind, "done, but another server had taken it over meanwhile");
            }
            return Ok(());
        };
        let wait = wait_after(kind, job.attempts, self.options.retry);
        let at = |wait: Duration| now.saturating_add(wait).unwrap_or(Timestamp::MAX);
        tracing::warn!(id = job.id, job.kind, fault = failure.what, again = ?wait, "a job failed");
        store.fail_job(job, &failure.what, wait.map(at), now).await?;
        let hold = at(wait.unwrap_or_default().clamp(self.options.retry, self.options.retry * LONGEST_HOLD));
        match failure.held {
            Held::Nothing => {}
            Held::Receiver => drop(store.hold_jobs(&job.kind, Some(&job.subject), hold).await?),
            Held::Kind => drop(store.hold_jobs(&job.kind, None, hold).await?),
        }
        Ok(())
    }
}
