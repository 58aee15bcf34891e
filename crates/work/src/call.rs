//! Following by webhook: an address of somebody without an account is called when something changes (订阅回调).
//!
//! It begins when the address has answered with a text that it was sent, so that nobody is called who does not want it. What is
//! sent is signed by a key that is made from the name of the row and shown once. Whoever answers 410 (Gone), or does not take three
//! messages in a row, is forgotten.

use crate::follow::{CONFIRM, FOLLOW, followed, secret_of};
use crate::hook::{Hook, hook};
use crate::notice::{HOOK, absolute};
use crate::ticket::{self, Sender};
use crate::{Fault, Question, Service, Viewer, clock, news, secret};
use jiff::SignedDuration;
use source::Lang;
use store::{CALLED, Follow, Job, NewJob, News};

/// Addresses that may be asked for at one host within a day.
const ASKED_A_DAY: i64 = 10;
/// Addresses at one host that are told.
const MOST_OF_HOST: i64 = 20;
/// How often an address is asked whether it agrees.
const ASKED: i64 = 3;
/// Messages in a row that an address may not take; each of them is tried eight times.
const GIVEN_UP: i64 = 3;
/// Most changes in one message; the feed has all.
const MOST: usize = 200;

/// What somebody wants an address to be told of, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// As of a subscription by mail.
    pub subject: String,
    /// The address.
    pub url: String,
    /// A field that nobody sees and only a program fills in.
    pub trap: String,
}

/// What is shown once to whoever asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The key that signs what is sent.
    pub key: String,
    /// The page by which it is left.
    pub leave: String,
}

/// Asks an address whether it wants to be told. What is said to whoever asks looks the same, whether it is told already or not.
///
/// # Errors
/// There is no such plan for the viewer, the address may not be called, something cannot be read, or too much comes from one address
/// or for one host.
pub async fn ask(
    service: &Service,
    viewer: &Viewer,
    (plan, wanted, lang): (&str, &Wanted, Lang),
    from: &Sender,
) -> Result<Given, Fault> {
    let view = service.plan(viewer, &Question::now(plan)).await?;
    if !wanted.trap.is_empty() {
        return Err(Fault::bad_request("“请勿填写”一栏应当留空。", "Leave the field empty that says so."));
    }
    if followed(&view, &wanted.subject).is_none() {
        return Err(Fault::bad_request(
            "规划中没有这项内容，请从页面上的链接进入。",
            "The plan has no such thing; come by the link on its page.",
        ));
    }
    let hook = hook(&wanted.url, service.calls_inside())?;
    ticket::admitted(service, from).await?;
    let key = service.store().own_secret("follow").await?;
    let of_host: String = ticket::keyed(&key, "host", &hook.host).chars().take(12).collect();
    within_limits(service, &of_host).await?;
    let new = row(service, (plan, wanted, lang), (&key, &of_host), &hook)?;
    if service.store().add_follow(&new, &hook.url).await? {
        let job = NewJob {
            kind: HOOK.to_owned(),
            key: format!("{FOLLOW}{}/{CONFIRM}", new.id),
            subject: format!("{FOLLOW}{}", new.id),
            payload: CONFIRM.to_owned(),
            run_at: service.now(),
        };
        service.store().enqueue_jobs(&[job], service.now()).await?;
    }
    let leave = absolute(service, &format!("/follow/{}", secret_of(service, &new.id).await?));
    Ok(Given { key: ticket::keyed(&key, "sign", &new.id), leave })
}

/// The row; its name begins with what stands for the host, so that those of one host can be counted while the address is encrypted.
fn row(
    service: &Service,
    (plan, wanted, lang): (&str, &Wanted, Lang),
    (key, of_host): (&str, &str),
    hook: &Hook,
) -> Result<Follow, Fault> {
    let random = secret::fresh().map_err(|error| Fault::internal(&error))?;
    let random: String = secret::mark(&random).chars().take(20).collect();
    Ok(Follow {
        id: format!("{of_host}{random}"),
        plan: plan.to_owned(),
        subject: wanted.subject.clone(),
        mark: ticket::keyed(key, "mark", &format!("{plan}\n{}\n{}", wanted.subject, hook.url)),
        rhythm: CALLED.to_owned(),
        lang: if lang == Lang::Zh { "zh" } else { "en" }.to_owned(),
        asked_at: store::stamp(service.now()),
        ..Follow::default()
    })
}

/// Not too much for one host, whoever asks: it is called each time.
async fn within_limits(service: &Service, of_host: &str) -> Result<(), Fault> {
    let (store, now) = (service.store(), clock::now());
    let subject = format!("follow-host/{of_host}");
    store.note_failure(&subject, now).await?;
    let asked = store.failures(&subject, now - SignedDuration::from_hours(24)).await?;
    if asked <= ASKED_A_DAY && store.count_follows_like(of_host).await? < MOST_OF_HOST {
        return Ok(());
    }
    Err(Fault::bad_request(
        format!(
            "这台主机的回调订阅已满（每台最多{MOST_OF_HOST}个，每天最多申请{ASKED_A_DAY}次），请改日再试，或者使用订阅源。"
        ),
        format!(
            "There are too many for this host (at most {MOST_OF_HOST}, and {ASKED_A_DAY} asked for within a day); try again another day, or use the feed."
        ),
    ))
}

/// A call that goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The row.
    pub id: String,
    /// The address.
    pub url: String,
    /// The key that signs it.
    pub key: String,
    /// `confirm` or `news`.
    pub event: &'static str,
    /// The body, as JSON.
    pub body: String,
    /// What the answer must hold, where it is asked whether the address agrees.
    pub challenge: Option<String>,
}

/// Whether a job calls an address of somebody without an account.
pub fn is_of_follower(job: &Job) -> bool {
    job.subject.starts_with(FOLLOW)
}

/// The call of a job; `None` when whoever it was left meanwhile, the plan is not public any more, or nothing is left to be told.
///
/// # Errors
/// The store cannot be read.
pub async fn call(service: &Service, job: &Job) -> Result<Option<Call>, Fault> {
    let id = job.subject.trim_start_matches(FOLLOW);
    let Some(follow) = service.store().follow(id).await? else { return Ok(None) };
    let Some(url) = service.store().follow_address(id).await? else { return Ok(None) };
    // What the public does not see is told to nobody, not even its title.
    let Ok(view) = service.plan(&Viewer::Public, &Question::now(&follow.plan)).await else { return Ok(None) };
    let own = service.store().own_secret("follow").await?;
    let leave = absolute(service, &format!("/follow/{}/leave", secret_of(service, id).await?));
    let mut body = serde_json::json!({
        "plan": follow.plan,
        "title": view.title(),
        "subject": follow.subject,
        "leave": leave,
    });
    let (event, challenge) = if job.payload == CONFIRM {
        let challenge = ticket::keyed(&own, "challenge", id);
        body["challenge"] = challenge.clone().into();
        (CONFIRM, Some(challenge))
    } else {
        let told = told(service, &follow, &job.payload).await?;
        if told.is_empty() {
            return Ok(None);
        }
        body["changes"] = told.into();
        ("news", None)
    };
    body["event"] = event.into();
    let key = ticket::keyed(&own, "sign", id);
    Ok(Some(Call { id: id.to_owned(), url, key, event, body: body.to_string(), challenge }))
}

/// What changed between the two numbers of a payload, as far as everybody still sees it.
async fn told(service: &Service, follow: &Follow, payload: &str) -> Result<Vec<serde_json::Value>, Fault> {
    let between = payload.split_once('-').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    let Some(between) = between else { return Ok(Vec::new()) };
    let mut told = service.store().news_between(&follow.plan, &follow.subject, between).await?;
    news::still_seen(service, &follow.plan, &mut told).await?;
    let change = |one: &News| {
        let page = format!("/plans/{}{}", crate::voices::encode(&follow.plan), one.link);
        serde_json::json!({
            "kind": one.kind,
            "subject": one.subject,
            "link": absolute(service, &page),
            "zh": one.zh,
            "en": one.en,
            "at": one.at,
        })
    };
    Ok(told.iter().take(MOST).map(change).collect())
}

/// Whether an answer holds the text that was sent: alone, or as `challenge` of a JSON object.
pub fn is_agreed(challenge: &str, answer: &str) -> bool {
    let named = serde_json::from_str::<serde_json::Value>(answer).ok();
    let named = named.as_ref().and_then(|value| value.get("challenge")).and_then(|value| value.as_str());
    secret::same(named.unwrap_or_else(|| answer.trim().trim_matches('"')), challenge)
}

/// Notes that an address agreed: from now on it is told.
///
/// # Errors
/// The store cannot be written.
pub async fn agreed(service: &Service, id: &str) -> Result<(), Fault> {
    service.store().confirm_follow(id, service.now()).await?;
    Ok(())
}

/// Forgets an address.
///
/// # Errors
/// The store cannot be written.
pub async fn forget(service: &Service, id: &str) -> Result<(), Fault> {
    Ok(service.store().end_follow(id).await?)
}

/// Whether an address is to be forgotten that did not take a job: it was asked often enough whether it agrees, or gave no answer to so
/// many messages in a row, of which this is the last try when `is_last`.
///
/// # Errors
/// The store cannot be read.
pub async fn is_over(service: &Service, job: &Job, is_last: bool) -> Result<bool, Fault> {
    if job.payload == CONFIRM {
        return Ok(job.attempts >= ASKED);
    }
    Ok(is_last && service.store().given_up_in_a_row(HOOK, &job.subject).await? + 1 >= GIVEN_UP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_agrees_that_holds_the_text() {
        for good in ["abc", " abc\n", "\"abc\"", r#"{"challenge":"abc"}"#] {
            assert!(is_agreed("abc", good), "{good}");
        }
        for bad in ["", "ok", "xabc", r#"{"challenge":"abcd"}"#, r#"{"other":"abc"}"#, "<html>abc</html>"] {
            assert!(!is_agreed("abc", bad), "{bad}");
        }
    }
}
