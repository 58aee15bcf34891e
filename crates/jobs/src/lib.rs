//! What happens without anybody asking: reminders, the weekly digest, the end of embargoes, mail and webhooks, heads
//! of the audit log in a second place.
//!
//! Everything is a job in the store's table, so that any number of servers on one database do each thing once and none is
//! lost when a server is killed. The [`clock`] asks for what the day and the hour bring; a [`Lane`] takes one job after
//! the other and gives it to the handler of its [`Kind`]. A handler may be called again for a job that it has done, when a
//! server was killed before it could say so: what it does inside the store it does once, by the keys of what it writes,
//! and what it sends out carries the job's mark, by which a receiver can drop a repeat.
#![allow(clippy::disallowed_methods)] // jobs go by the clock, deliveries out to the network

mod aims;
mod anchor;
mod clock;
mod digest;
mod drafts;
mod embargo;
mod failure;
mod follower;
mod kind;
mod lane;
mod mail;
mod matters;
mod news;
mod options;
mod overlay;
mod paper;
mod remind;
mod voices;
mod webhook;

pub use anchor::Anchor;
pub use kind::Kind;
pub use mail::try_mail;
pub use options::Options;

use lane::Lane;
use tokio::sync::watch;
use work::Service;

/// Does jobs until `stop` holds `true`: then what is at hand is finished, what was taken beyond it is given back, and
/// nothing new is begun.
pub async fn run(service: Service, options: Options, anchor: Option<Anchor>, stop: watch::Receiver<bool>) {
    let Ok(worker) = work::secret::fresh() else {
        tracing::error!("no random bytes for a name among the servers: no jobs are done");
        return;
    };
    let lane = |name: &str, kinds: &'static [Kind], most| {
        let worker = format!("{worker}/{name}");
        Lane { service: &service, kinds, most, worker, options }
    };
    // Three lanes: neither a receiver that does not answer nor long reckoning must hold up the end of an embargo. Outside, one job at a time, so
    // that a server that is killed has at most one delivery of which it could not say that it went out.
    let (inside, outside) = (lane("inside", &Kind::INSIDE, 200), lane("outside", &Kind::OUTSIDE, 1));
    let heavy = lane("heavy", &Kind::HEAVY, 1);
    tokio::join!(
        clock::run(&service, stop.clone()),
        anchor::run(&service, anchor, stop.clone()),
        inside.run(stop.clone()),
        outside.run(stop.clone()),
        heavy.run(stop)
    );
}
