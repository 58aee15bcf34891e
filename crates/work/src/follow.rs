//! Being told by mail of what changes of a plan, an indicator or a project, without an account (订阅).
//!
//! Nobody is told who did not agree by a link in a mail, and one click ends it (RFC 8058). The link is made from the name of the row
//! by a keyed hash, so that nothing of it is kept.

use crate::notice::{MAIL, MAIL_SERVER, absolute};
use crate::ticket::{self, Sender};
use crate::view::PlanView;
use crate::voices::{About, about};
use crate::{Fault, Question, Service, Viewer, news, secret};
use jiff::{SignedDuration, Timestamp};
use source::Lang;
use store::{CALLED, Follow, NewJob, News};

/// What the subject of a mail to somebody who follows begins with; behind it stands the row.
pub(crate) const FOLLOW: &str = "follow/";
/// The payload of the mail that asks whether it is agreed to.
pub(crate) const CONFIRM: &str = "confirm";
/// Days in which a mail address is confirmed; then it is forgotten.
const PATIENCE: i64 = 7;

/// What somebody wants to be told of, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// `indicator/ID`, `project/ID`, `place/NAME` or `search/WORDS`; empty for the plan.
    pub subject: String,
    /// The mail address.
    pub mail: String,
    /// `each`, `daily` or `weekly`.
    pub rhythm: String,
    /// A field that nobody sees and only a program fills in.
    pub trap: String,
}

/// Asks by mail whether somebody wants to be told. What is said to whoever asks is the same, whether the address is told already or
/// not.
///
/// # Errors
/// There is no such plan for the viewer, no mail is sent from here, something cannot be read, or too much comes from one address.
pub async fn ask(
    service: &Service,
    viewer: &Viewer,
    (plan, wanted, lang): (&str, &Wanted, Lang),
    from: &Sender,
) -> Result<(), Fault> {
    let view = service.plan(viewer, &Question::now(plan)).await?;
    checked(service, wanted).await?;
    if followed(&view, &wanted.subject).is_none() {
        return Err(Fault::bad_request(
            "规划中没有这项内容，请从页面上的链接进入。",
            "The plan has no such thing; come by the link on its page.",
        ));
    }
    ticket::admitted(service, from).await?;
    let mail = wanted.mail.trim().to_lowercase();
    let key = service.store().own_secret("follow").await?;
    let mark = ticket::keyed(&key, "mark", &format!("{plan}\n{}\n{mail}", wanted.subject));
    let id = secret::fresh().map_err(|error| Fault::internal(&error))?;
    let id: String = secret::mark(&id).chars().take(20).collect();
    let now = service.now();
    let new = Follow {
        id: id.clone(),
        plan: plan.to_owned(),
        subject: wanted.subject.clone(),
        mark,
        rhythm: wanted.rhythm.clone(),
        lang: if lang == Lang::Zh { "zh" } else { "en" }.to_owned(),
        asked_at: store::stamp(now),
        ..Follow::default()
    };
    if service.store().add_follow(&new, &mail).await? {
        let job = NewJob {
            kind: MAIL.to_owned(),
            key: format!("{FOLLOW}{id}/{CONFIRM}"),
            subject: format!("{FOLLOW}{id}"),
            payload: CONFIRM.to_owned(),
            run_at: now,
        };
        service.store().enqueue_jobs(&[job], now).await?;
    }
    Ok(())
}

/// What the subject of words that are searched for begins with.
pub const SEARCH: &str = "search/";
/// The longest words that are searched for, in characters.
const LONGEST_SEARCH: usize = 40;

/// What somebody follows: the plan, an indicator, a project, a place, or all changes with some words (`search/WORDS`); `None` for what
/// the plan does not have, and for words that are too short, too long, or have signs that stand for others.
pub fn followed(view: &PlanView, subject: &str) -> Option<About> {
    if let Some(words) = subject.strip_prefix(SEARCH) {
        let length = words.chars().count();
        let is_plain = !words.contains(['%', '_', '\\']) && words.trim() == words;
        let page = format!("/news?q={}", crate::voices::encode(words));
        let about =
            About { kind: "search".to_owned(), id: words.to_owned(), title: format!("“{words}”"), page };
        return (is_plain && (2..=LONGEST_SEARCH).contains(&length)).then_some(about);
    }
    about(view, subject).filter(|about| about.kind != "clause")
}

/// Whether mails are sent from here, so that somebody can be told.
///
/// # Errors
/// The store cannot be read.
pub async fn is_possible(service: &Service) -> Result<bool, Fault> {
    Ok(service.store().setting(MAIL_SERVER).await?.is_some_and(|server| !server.is_empty()))
}

async fn checked(service: &Service, wanted: &Wanted) -> Result<(), Fault> {
    let refused = |zh: &str, en: &str| Err(Fault::bad_request(zh, en));
    if !is_possible(service).await? {
        return refused(
            "本站没有设置邮件，请使用订阅源（Atom）或日历。",
            "No mail is sent from here; use the feed or the calendar.",
        );
    }
    if !wanted.trap.is_empty() {
        return refused("“请勿填写”一栏应当留空。", "Leave the field empty that says so.");
    }
    if !ticket::is_mail(wanted.mail.trim()) || wanted.mail.chars().count() > 100 {
        return refused("电子邮箱无法识别，请核对。", "The mail address cannot be read; check it.");
    }
    if !news::RHYTHMS.contains(&wanted.rhythm.as_str()) {
        return refused("请选择多久告知一次。", "Choose how often you want to be told.");
    }
    Ok(())
}

/// The secret by which somebody confirms and leaves.
pub(crate) async fn secret_of(service: &Service, id: &str) -> Result<String, Fault> {
    let key = service.store().own_secret("follow").await?;
    Ok(format!("{id}.{}", ticket::keyed(&key, "leave", id)))
}

/// Who is told, by the secret of a mail.
///
/// # Errors
/// It is none of ours, or whoever it was left before: both are told alike.
pub async fn of_secret(service: &Service, given: &str) -> Result<Follow, Fault> {
    let gone = || {
        Fault::not_found(
            "这个订阅不存在，或者已经退订。",
            "There is no such subscription, or it has ended already.",
        )
    };
    let (id, _) = given.split_once('.').ok_or_else(gone)?;
    if !secret::same(&secret_of(service, id).await?, given) {
        return Err(gone());
    }
    service.store().follow(id).await?.ok_or_else(gone)
}

/// Agrees to be told, from now on.
///
/// # Errors
/// As [`of_secret`].
pub async fn confirm(service: &Service, given: &str) -> Result<(), Fault> {
    let follow = of_secret(service, given).await?;
    if follow.rhythm == CALLED {
        return Err(Fault::bad_request(
            "回调订阅由回调地址自己应答确认。",
            "A subscription by webhook is confirmed by what the address answers.",
        ));
    }
    service.store().confirm_follow(&follow.id, service.now()).await?;
    Ok(())
}

/// Ends it; the address is forgotten.
///
/// # Errors
/// As [`of_secret`].
pub async fn leave(service: &Service, given: &str) -> Result<(), Fault> {
    let follow = of_secret(service, given).await?;
    Ok(service.store().end_follow(&follow.id).await?)
}

/// Forgets the addresses that were not confirmed in time. Gives how many.
///
/// # Errors
/// The store cannot be written.
pub async fn forget_old(service: &Service) -> Result<usize, Fault> {
    let before =
        service.now().saturating_sub(SignedDuration::from_hours(24 * PATIENCE)).unwrap_or(Timestamp::MIN);
    Ok(service.store().forget_unconfirmed(before).await?)
}

/// A mail that goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The mail address.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The address at which one click ends it; empty for a mail that nobody ordered.
    pub leave: String,
}

/// The mail of a row; `None` when whoever it was left meanwhile, or the plan is not public any more.
///
/// # Errors
/// The store cannot be read.
pub(crate) async fn letter(service: &Service, id: &str, payload: &str) -> Result<Option<Letter>, Fault> {
    let Some(follow) = service.store().follow(id).await? else { return Ok(None) };
    let Some(to) = service.store().follow_address(id).await? else { return Ok(None) };
    // What the public does not see is told to nobody, not even its title.
    let Ok(view) = service.plan(&Viewer::Public, &Question::now(&follow.plan)).await else { return Ok(None) };
    let link = absolute(service, &format!("/follow/{}", secret_of(service, id).await?));
    let is_zh = follow.lang == "zh";
    let named = followed(&view, &follow.subject).map_or_else(|| view.title().to_owned(), |about| about.title);
    if payload == CONFIRM {
        let (subject, text) = if is_zh {
            (
                format!("请确认订阅：{named}"),
                format!(
                    "有人用这个邮箱订阅《{}》中“{named}”的变化。如果是您，请打开下面的地址确认；如果不是，不必理会，{PATIENCE}天后自动删除。\n\n{link}\n",
                    view.title()
                ),
            )
        } else {
            (
                format!("Please confirm: {named}"),
                format!(
                    "Somebody asked that this address is told what changes of “{named}” in “{}”. If it was you, confirm it at the address below. If not, do nothing: it is forgotten after {PATIENCE} days.\n\n{link}\n",
                    view.title()
                ),
            )
        };
        return Ok(Some(Letter { to, subject, text, leave: String::new() }));
    }
    let between = payload.split_once('-').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    let Some(between) = between else { return Ok(None) };
    let mut told = service.store().news_between(&follow.plan, &follow.subject, between).await?;
    news::still_seen(service, &follow.plan, &mut told).await?;
    if told.is_empty() {
        return Ok(None);
    }
    let line = |one: &News| {
        let page = absolute(service, &format!("/plans/{}{}", follow.plan, one.link));
        format!("- {}\n  {page}", if is_zh { &one.zh } else { &one.en })
    };
    let lines: Vec<String> = told.iter().map(line).collect();
    let (subject, end) = if is_zh {
        (format!("{named}：{}项变化", told.len()), "退订")
    } else {
        (format!("{named}: {} changes", told.len()), "Leave")
    };
    let text = format!("{}\n\n{}\n\n{end}: {link}\n", view.title(), lines.join("\n"));
    Ok(Some(Letter { to, subject, text, leave: format!("{link}/leave") }))
}
