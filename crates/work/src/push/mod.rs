//! What programs of information systems hand in: batches of figures and of states of projects, each taken once and whole or not at
//! all, and reviewed like what a person hands in. States of projects stand in `register::push_states`.

mod figures;
mod freshness;
pub mod silence;

pub use figures::{Observed, push_figures};
pub use freshness::{Feed, feeds};

use crate::{Fault, Service, Viewer, secret};
use sha2::{Digest as _, Sha256};
use source::Words;
use store::{Matter, MatterFilter, Push, PushRefusal, StoreError};

/// The most things of one batch.
pub const MOST: usize = 2000;
/// Refusals of a batch that are told one by one.
const TOLD: usize = 20;
/// Refused batches are told for so many days.
const REMEMBERED: i64 = 30;
/// Longest key and longest text of one thing, in characters.
const LONGEST: usize = 200;

/// Why a batch is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It has no key under which it can be taken once.
    NoKey,
    /// The key was used for something else.
    KeyReused,
    /// It is no batch: another form, or nothing in it.
    Form,
    /// It holds more than one batch may.
    TooMany,
    /// The plan has no such system, or it is another account's.
    System,
    /// The plan has no such indicator.
    Indicator,
    /// Nobody knows such a region.
    Region,
    /// The figures of the region are another body's.
    Foreign,
    /// The unit does not convert to the indicator's.
    Unit,
    /// A value, a status or a text that is none.
    Value,
    /// The year is not one of the plan.
    Year,
    /// The batch says two things of one figure or project.
    Twice,
    /// The register has no such project.
    Project,
    /// The month has not come or is none.
    Month,
    /// There is no such stage.
    Stage,
}

impl Why {
    /// The name of the problem.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoKey => "push-no-key",
            Self::KeyReused => "push-key-reused",
            Self::Form => "push-form",
            Self::TooMany => "push-too-many",
            Self::System => "push-system",
            Self::Indicator => "push-indicator",
            Self::Region => "push-region",
            Self::Foreign => "push-foreign",
            Self::Unit => "push-unit",
            Self::Value => "push-value",
            Self::Year => "push-year",
            Self::Twice => "push-twice",
            Self::Project => "push-project",
            Self::Month => "push-month",
            Self::Stage => "push-stage",
        }
    }
}

/// Why a batch is refused: the first reason, and all of them in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The first reason.
    pub why: Why,
    /// What is wrong where, and what to do.
    pub words: Words,
}

/// How a batch fails.
#[derive(Debug)]
pub enum NotTaken {
    /// Something in it is wrong; nothing of it was taken.
    Refused(Refused),
    /// It could not be looked at.
    Fault(Fault),
}

impl From<Fault> for NotTaken {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<StoreError> for NotTaken {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

/// What a program sends besides the things themselves.
#[derive(Clone, Debug, Default)]
pub struct Batch<'a> {
    /// The program's own key: under it the batch is taken once.
    pub key: &'a str,
    /// What was sent, byte by byte.
    pub content: &'a [u8],
    /// Title of the system; empty for the one whose account it is.
    pub system: &'a str,
    /// Whether it is only looked at.
    pub is_dry: bool,
}

impl Batch<'_> {
    fn digest(&self) -> String {
        secret::hex(&Sha256::digest(self.content))
    }
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// The batch as it is kept; without number where it was only looked at.
    pub push: Push,
    /// Whether it had been taken before.
    pub is_repeated: bool,
}

/// What is wrong with one thing of a batch.
pub(crate) type Wrong = (Why, Words);

pub(crate) fn wrong<T>(why: Why, zh: impl Into<String>, en: impl Into<String>) -> Result<T, Wrong> {
    Err((why, Words::new(zh, en)))
}

/// What is wrong with the things of a batch, gathered.
#[derive(Default)]
pub(crate) struct Wrongs(Vec<(Why, usize, Words)>);

impl Wrongs {
    /// Notes what is wrong with the thing at a place.
    pub(crate) fn at(&mut self, place: usize, why: Why, words: Words) {
        self.0.push((why, place, words));
    }

    /// All of it as one refusal; nothing when nothing is wrong.
    pub(crate) fn refused(&self) -> Option<Refused> {
        let (why, ..) = self.0.first()?;
        let told = self.0.iter().take(TOLD);
        let (zh, en): (Vec<String>, Vec<String>) = told
            .map(|(_, at, words)| (format!("[{at}] {}", words.zh), format!("[{at}] {}", words.en)))
            .unzip();
        let more = self.0.len().saturating_sub(TOLD);
        let rest = if more > 0 {
            [format!("；另有{more}处"), format!("; and {more} more")]
        } else {
            Default::default()
        };
        let words = Words::new(
            format!("未作任何更改：{}{}。", zh.join("；"), rest[0]),
            format!("Nothing was changed: {}{}.", en.join("; "), rest[1]),
        );
        Some(Refused { why: *why, words })
    }
}

/// A refusal of a batch as a whole.
pub(crate) fn refused(why: Why, zh: impl Into<String>, en: impl Into<String>) -> NotTaken {
    NotTaken::Refused(Refused { why, words: Words::new(zh, en) })
}

/// Whether a batch may be looked at: it has a key and holds neither nothing nor too much. Gives it when it was taken before.
pub(crate) async fn known(
    service: &Service,
    viewer: &Viewer,
    (plan, batch, count): (&str, &Batch<'_>, usize),
) -> Result<Option<Taken>, NotTaken> {
    let is_key = !batch.key.is_empty()
        && batch.key.chars().count() <= LONGEST
        && batch.key.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_key {
        return Err(refused(
            Why::NoKey,
            "请在 Idempotency-Key 中给出本批数据的标识：可见的 ASCII 字符，不超过200个；重发时用同一标识。",
            "Name this batch in Idempotency-Key: visible ASCII characters, 200 at most; use the same when you send it again.",
        ));
    }
    let account = viewer.account().map_or("", |account| account.name.as_str());
    if let Some(push) = service.store().push(plan, account, batch.key).await? {
        return repeated(push, batch).map(Some);
    }
    if count == 0 {
        return Err(refused(Why::Form, "这一批是空的。", "There is nothing in this batch."));
    }
    if count > MOST {
        return Err(refused(
            Why::TooMany,
            format!("一批最多{MOST}条，这一批有{count}条，请分批发送。"),
            format!("A batch holds {MOST} at most and this one {count}; send it in parts."),
        ));
    }
    Ok(None)
}

/// A batch that was taken before, when it is the same.
pub(crate) fn repeated(push: Push, batch: &Batch<'_>) -> Result<Taken, NotTaken> {
    if push.digest == batch.digest() {
        return Ok(Taken { push, is_repeated: true });
    }
    Err(refused(
        Why::KeyReused,
        format!("标识“{}”已用于另一批数据，请换一个。", batch.key),
        format!("The key {} was used for another batch; use a new one.", batch.key),
    ))
}

/// The batch as the store is asked to keep it.
pub(crate) fn to_keep(
    (plan, kind): (&str, &str),
    batch: &Batch<'_>,
    (system, count): (String, usize),
) -> Push {
    Push {
        plan: plan.to_owned(),
        key: batch.key.to_owned(),
        digest: batch.digest(),
        system,
        kind: kind.to_owned(),
        items: i64::try_from(count).unwrap_or(i64::MAX),
        ..Push::default()
    }
}

/// The sources of figures of a plan that are not stopped, with what their kind says of them.
async fn sources(service: &Service, plan: &str) -> Result<Vec<(Matter, Source)>, Fault> {
    let mut found = Vec::new();
    for kind in service.kinds().all() {
        let Some(fed) = &kind.fed else { continue };
        let filter =
            MatterFilter { plan: plan.to_owned(), kind: kind.name.clone(), ..MatterFilter::default() };
        for one in service.store().matters(&filter).await? {
            let state = kind.state(&one.state);
            let is_fed = state.is_some_and(|state| state.fed);
            if !is_fed && !kind.is_open(&one.state) {
                continue;
            }
            let value = |name: &String| one.fields.get(name).cloned().unwrap_or_default();
            let (account, days) = (value(&fed.account), value(&fed.days).parse().ok());
            found.push((one, Source { account, days, is_fed }));
        }
    }
    Ok(found)
}

/// What is known of a source of figures.
struct Source {
    /// The account that hands in; empty for none yet.
    account: String,
    /// Days after which it is called silent.
    days: Option<u32>,
    /// Whether it is expected to hand in.
    is_fed: bool,
}

/// The title of the system in whose name a batch comes: the one that is named, else the one whose account it is; empty for none.
pub(crate) async fn system(
    service: &Service,
    viewer: &Viewer,
    (plan, named): (&str, &str),
) -> Result<String, NotTaken> {
    let account = viewer.account().map_or("", |account| account.name.as_str());
    let all = sources(service, plan).await?;
    if named.is_empty() {
        let mut own = all.into_iter().filter(|(_, source)| source.account == account);
        return Ok(match (own.next(), own.next()) {
            (Some((one, _)), None) => one.title,
            _ => String::new(),
        });
    }
    let found = all.into_iter().find(|(one, source)| one.title == named && source.account == account);
    found.map(|(one, _)| one.title).ok_or_else(|| {
        refused(
            Why::System,
            format!("本规划没有由账号 {account} 报送的信息系统“{named}”，请先登记该系统及其报送账号。"),
            format!("The plan has no system {named} that hands in by the account {account}; enter it with its account first."),
        )
    })
}

/// Counts a batch that was refused, for those who look whether systems work. One of somebody without an account is not counted.
pub async fn note(service: &Service, viewer: &Viewer, plan: &str, one: &Refused) {
    let Some(account) = viewer.account() else { return };
    let (now, today) = (service.now(), service.today());
    let forgotten = today.saturating_sub(jiff::Span::new().days(REMEMBERED)).to_string();
    let refusal = PushRefusal {
        account: account.name.clone(),
        problem: one.why.name().to_owned(),
        day: today.to_string(),
        said: kept_words(&one.words),
        last_at: store::stamp(now),
        ..PushRefusal::default()
    };
    if let Err(error) = service.store().count_refusal(plan, &refusal, &forgotten).await {
        tracing::warn!(%error, plan, "a refused batch was not counted");
    }
}

/// What was said in both languages on a line each, cut to their length.
fn kept_words(words: &Words) -> String {
    let cut = |text: &str| text.replace('\n', " ").chars().take(LONGEST).collect::<String>();
    format!("{}\n{}", cut(&words.zh), cut(&words.en))
}

/// Whether somebody sees the handing in of a source or an account.
fn sees(viewer: &Viewer, (owner, account): (&str, &str)) -> bool {
    viewer.scope(duty::Right::ReadSubmission) == duty::Scope::All
        || viewer.account().is_some_and(|own| own.name == account)
        || owner.strip_prefix("office/").is_some_and(|office| viewer.is_of_office(office))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_told_at_once_and_the_first_names_the_problem() {
        let mut wrongs = Wrongs::default();
        assert_eq!(wrongs.refused(), None);
        wrongs.at(3, Why::Unit, Words::new("单位", "unit"));
        for at in 10..35 {
            wrongs.at(at, Why::Value, Words::new("值", "value"));
        }
        let told = wrongs.refused().expect("refused");
        assert_eq!(told.why.name(), "push-unit");
        assert!(told.words.zh.starts_with("未作任何更改：[3] 单位；[10] 值；"), "{}", told.words.zh);
        assert!(told.words.zh.ends_with("；另有6处。") && told.words.en.ends_with("; and 6 more."));
    }
}
