//! Telling people what happened: into the inbox, and out by mail and webhook.

use crate::fault::Fault;
use crate::service::Service;
use duty::Role;
use jiff::Timestamp;
use source::Words;
use std::collections::BTreeMap;
use store::{Account, Duty, NewJob, NewNotice, StoreError, Submitted};

/// Setting with the SMTP server.
pub const MAIL_SERVER: &str = "secret/mail-server";
/// The kind of the jobs that send a mail: subject, a line end, text.
pub const MAIL: &str = "mail";
/// The kind of the jobs that call a webhook: event, a line end, body.
pub const HOOK: &str = "webhook";
/// What the settings of webhooks begin with.
pub const WEBHOOK: &str = "webhook/";

/// Gives notices to accounts, and asks for the mails and calls that go out besides. What was given before is not given
/// again.
pub async fn tell(service: &Service, notices: &[NewNotice], now: Timestamp) -> Result<usize, StoreError> {
    let store = service.store();
    if notices.is_empty() {
        return Ok(0);
    }
    let accounts: BTreeMap<String, Account> =
        store.accounts().await?.into_iter().map(|account| (account.name.clone(), account)).collect();
    let notices = with_stand_ins(service, notices).await?;
    let notices = &open_to_their_readers(service, notices, &accounts).await?[..];
    let has_mail = store.setting(MAIL_SERVER).await?.is_some_and(|server| !server.is_empty());
    let hooks: Vec<String> = store
        .settings(WEBHOOK)
        .await?
        .into_iter()
        .filter(|(_, url)| !url.is_empty())
        .map(|(name, _)| name)
        .collect();
    let mut jobs = Vec::new();
    for notice in notices {
        let link = absolute(service, &notice.link);
        let new = |kind: &str, receiver: &str, first: &str, rest: &str| {
            let job = NewJob {
                kind: kind.to_owned(),
                key: format!("{}/{}/{receiver}", notice.account, notice.key),
                subject: receiver.to_owned(),
                payload: format!("{first}\n{rest}"),
                run_at: now,
            };
            (notice.clone(), job)
        };
        let email = accounts.get(&notice.account).map(|account| account.email.clone()).unwrap_or_default();
        if has_mail && !email.is_empty() {
            let subject = notice.words.zh.lines().next().unwrap_or("");
            let text = format!("{}\n\n{}\n\n{}\n", notice.words.zh, notice.words.en, link);
            jobs.push(new(MAIL, &email, subject, &text));
        }
        for hook in &hooks {
            let content = serde_json::json!({
                "event": notice.kind,
                "account": notice.account,
                "link": link,
                "zh": notice.words.zh,
                "en": notice.words.en,
            });
            jobs.push(new(HOOK, hook, &notice.kind, &content.to_string()));
        }
    }
    store.give_notices(notices, &jobs, now).await
}

/// The notices, and those for whoever is away once more for whoever stands in.
async fn with_stand_ins(service: &Service, notices: &[NewNotice]) -> Result<Vec<NewNotice>, StoreError> {
    let today = service.today().to_string();
    let given = service.store().delegations(&today).await?;
    let mut all = notices.to_vec();
    for notice in notices {
        for one in given.iter().filter(|one| one.giver == notice.account && one.holds_on(&today)) {
            let is_told = |other: &NewNotice| other.account == one.taker && other.key == notice.key;
            if !notices.iter().any(is_told) {
                all.push(NewNotice { account: one.taker.clone(), ..notice.clone() });
            }
        }
    }
    Ok(all)
}

/// The notices without those to evaluators from outside whose day has passed, or about another plan than theirs.
async fn open_to_their_readers(
    service: &Service,
    notices: Vec<NewNotice>,
    accounts: &BTreeMap<String, Account>,
) -> Result<Vec<NewNotice>, StoreError> {
    let today = service.today().to_string();
    let mut open = Vec::new();
    for notice in notices {
        let is_outside = accounts.get(&notice.account).is_some_and(|one| one.role == Role::Evaluator);
        if is_outside {
            let kept = service.store().evaluator(&notice.account).await?;
            let plan = notice.link.strip_prefix("/plans/").and_then(|rest| rest.split('/').next());
            let is_theirs = |kept: &store::Evaluator| plan.is_none_or(|plan| plan == kept.plan);
            if !kept.is_some_and(|kept| kept.holds_on(&today) && is_theirs(&kept)) {
                continue;
            }
        }
        open.push(notice);
    }
    Ok(open)
}

/// A path of this server as an address that works in a mail or a calendar; the path alone when the server does not know
/// under what name people reach it.
pub fn absolute(service: &Service, path: &str) -> String {
    let base = service.base_url();
    format!("{}{path}", base.trim_end_matches('/'))
}

/// Tells the authors of submissions what became of them: one notice for each author, however many they are.
pub async fn stepped(
    service: &Service,
    submissions: &[Submitted],
    what: Stepped,
    why: &str,
) -> Result<(), Fault> {
    let mut by_author: BTreeMap<&str, Vec<&Submitted>> = BTreeMap::new();
    for one in submissions {
        by_author.entry(&one.author).or_default().push(one);
    }
    let (kind, zh, en) = what.words();
    let because = if why.is_empty() {
        [String::new(), String::new()]
    } else {
        [format!("：{why}"), format!(": {why}")]
    };
    let mut notices = Vec::new();
    for (author, all) in by_author {
        let Some(first) = all.first() else { continue };
        let figure = &first.figure;
        let whose = figure.whose();
        let region = if whose.is_empty() { whose } else { format!("（{whose}）") };
        let (number, link) = match all.len() {
            1 => ([String::new(), String::new()], format!("/submissions/{}", first.id)),
            n => ([format!("等{n}项数据"), format!(" and {} others", n - 1)], "/submissions".to_owned()),
        };
        notices.push(NewNotice {
            account: author.to_owned(),
            key: format!("{kind}/{}/{}", first.id, first.changed_at),
            kind: kind.to_owned(),
            link,
            words: Words::new(
                format!("{}年{}{region}{}{zh}{}", figure.year, figure.indicator, number[0], because[0]),
                format!("{} {}{region}{} {en}{}", figure.indicator, figure.year, number[1], because[1]),
            ),
        });
    }
    tell(service, &notices, service.now()).await?;
    Ok(())
}

/// Tells offices what they have to hand in from now on: one notice for each, however many duties it was given.
pub async fn assigned(service: &Service, duties: &[Duty]) -> Result<(), Fault> {
    let mut by_office: BTreeMap<&str, Vec<&Duty>> = BTreeMap::new();
    for duty in duties.iter().filter(|duty| duty.confirmed && duty.item_kind == "indicator") {
        by_office.entry(&duty.office).or_default().push(duty);
    }
    let now = service.now();
    let mut notices = Vec::new();
    for account in service.store().accounts().await?.into_iter().filter(|account| account.active) {
        let Some(duties) = account.office.as_deref().and_then(|office| by_office.get(office)) else {
            continue;
        };
        let first = &duties[0].item;
        let words = match duties.len() {
            1 => Words::new(format!("新的报送任务：{first}"), format!("New duty: hand in {first}")),
            n => Words::new(
                format!("新的报送任务{n}项：{first}等"),
                format!("{n} new duties: hand in {first} and others"),
            ),
        };
        notices.push(NewNotice {
            key: format!("assigned/{}/{}/{now}", duties[0].plan, duties[0].office),
            account: account.name,
            kind: "assigned".to_owned(),
            link: "/duties".to_owned(),
            words,
        });
    }
    tell(service, &notices, now).await?;
    Ok(())
}

/// What became of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stepped {
    /// Sent back to its author.
    Returned,
    /// Approved by the city.
    Approved,
    /// Shown to everybody.
    Published,
}

impl Stepped {
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Returned => ("returned", "已退回", "returned"),
            Self::Approved => ("approved", "已通过审核", "approved"),
            Self::Published => ("published", "已公布", "published"),
        }
    }
}
