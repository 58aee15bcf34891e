//! Calls the addresses of followers without an account: only machines that are open to everybody, and only who agreed.

use crate::failure::{Failure, Held};
use crate::kind::Kind;
use crate::webhook::{Posting, client, post};
use jiff::Timestamp;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use store::Job;
use work::Service;
use work::call::{self, Call};

/// The most that is read of an answer, in bytes.
const LONGEST_ANSWER: usize = 4096;
/// The answer of a receiver that wants nothing any more (RFC 9110, 15.5.11).
const GONE: u16 = 410;

/// Finds the machines behind a name, and leaves out those that do not stand in the public Internet. It is asked at each call, so that
/// a name that leads elsewhere later leads nowhere.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let open = only(found, work::hook::is_public);
            if open.is_empty() {
                return Err("the name leads to no machine of the public Internet".into());
            }
            Ok::<Addrs, Box<dyn Error + Send + Sync>>(Box::new(open.into_iter()))
        })
    }
}

fn only(found: impl Iterator<Item = SocketAddr>, is_open: impl Fn(IpAddr) -> bool) -> Vec<SocketAddr> {
    found.filter(|address| is_open(address.ip())).collect()
}

/// Calls the address of somebody who follows. Whoever left meanwhile, or wants nothing any more, is told nothing.
pub(crate) async fn tell(
    service: &Service,
    job: &Job,
    now: Timestamp,
    patience: Duration,
) -> Result<(), Failure> {
    let Some(call) = call::call(service, job).await? else { return Ok(()) };
    let Err(failure) = called(service, job, &call, now, patience).await else { return Ok(()) };
    let is_last = Kind::Webhook.most_tries().is_some_and(|most| job.attempts >= most);
    if call::is_over(service, job, is_last).await? {
        tracing::info!(id = job.id, fault = failure.what, "a follower that does not answer is forgotten");
        call::forget(service, &call.id).await?;
        return Ok(());
    }
    Err(failure)
}

async fn called(
    service: &Service,
    job: &Job,
    call: &Call,
    now: Timestamp,
    patience: Duration,
) -> Result<(), Failure> {
    let builder = client(patience);
    // A proxy would look the name up by itself.
    let builder = if service.calls_inside() {
        builder
    } else {
        builder.no_proxy().dns_resolver(Arc::new(PublicOnly)).https_only(true)
    };
    let client = builder.build().map_err(|error| failed(error.to_string()))?;
    let posting = Posting { url: &call.url, key: &call.key, event: call.event, body: &call.body };
    let mut answer = post(&client, &posting, job, now).await.map_err(failed)?;
    let status = answer.status();
    if status.as_u16() == GONE {
        call::forget(service, &call.id).await?;
        return Ok(());
    }
    if !status.is_success() {
        return Err(failed(format!("answered {status}")));
    }
    let Some(challenge) = &call.challenge else { return Ok(()) };
    let mut said = Vec::new();
    while let Some(more) = answer.chunk().await.map_err(|error| failed(error.without_url().to_string()))? {
        said.extend_from_slice(&more);
        if said.len() > LONGEST_ANSWER {
            return Err(failed("answered too much".to_owned()));
        }
    }
    if !call::is_agreed(challenge, &String::from_utf8_lossy(&said)) {
        return Err(failed("did not answer with the text that it was sent".to_owned()));
    }
    Ok(call::agreed(service, &call.id).await?)
}

fn failed(what: String) -> Failure {
    Failure { what, held: Held::Receiver }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_that_leads_inside_leads_nowhere() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let guarded = client(Duration::from_secs(5)).no_proxy().dns_resolver(Arc::new(PublicOnly));
        let guarded = guarded.build().expect("a client");
        let answer = guarded.get(format!("http://localhost:{port}/")).send().await;
        assert!(answer.is_err_and(|error| error.is_connect()));
        let nobody = tokio::time::timeout(Duration::from_millis(100), listener.accept()).await;
        assert!(nobody.is_err(), "it was called");
    }

    #[test]
    fn of_several_machines_only_those_outside_are_called() {
        let found = ["10.0.0.1:0", "8.8.8.8:0", "[::1]:0"].map(|one| one.parse().expect("an address"));
        assert_eq!(only(found.into_iter(), work::hook::is_public), [found[1]]);
    }
}
