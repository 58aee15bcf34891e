//! Handing in what a citizen says.

use super::KINDS;
use super::about::{about_any, laid_open, matter_of};
use super::room::{Room, room};
use crate::asker::Person;
use crate::ticket::{self, Sender, is_mail};
use crate::view::PlanView;
use crate::{Fault, Question, Service, Viewer, matters, secret};
use duty::voice::{likeness, listed, personal};
use jiff::ToSpan as _;
use store::Voice;

/// What a citizen says, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// `question` or `proposal`.
    pub kind: String,
    /// What of the plan it is about, as `indicator/ID`; empty for the plan.
    pub subject: String,
    /// The words.
    pub text: String,
    /// The name, where one is asked for.
    pub name: String,
    /// The mail address, if one is given.
    pub mail: String,
    /// The telephone number, if one is given.
    pub phone: String,
    /// A field that nobody sees and only a program fills in.
    pub trap: String,
    /// Whether the notice about personal data was agreed to.
    pub agreed: bool,
}

/// Longest name, mail address and telephone number, in characters.
const LONGEST_LINE: usize = 100;

/// Hands in what a citizen says; gives the secret of its receipt. The same form sent twice is one.
///
/// # Errors
/// There is no such plan for the viewer, it takes nothing, something is missing or too long, has personal data in its words, or too
/// much comes from one address.
pub async fn hand_in(
    service: &Service,
    viewer: &Viewer,
    (plan, said, from): (&str, &Said, &Sender),
) -> Result<String, Fault> {
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let room = room(service, plan).await?;
    if !room.open {
        return Err(Fault::bad_request(
            "本规划目前不接收公众意见。",
            "This plan takes no questions or proposals at present.",
        ));
    }
    is_taken(service, &view, &said.subject).await?;
    checked(said, &room)?;
    let known = ticket::known(service, &from.ticket, &from.work).await?.ok_or_else(ticket::expired)?;
    if service.store().voice_of_receipt(&secret::mark(&known.receipt)).await?.is_some() {
        return Ok(known.receipt);
    }
    ticket::waited(&known)?;
    ticket::within_limits(service, &from.address).await?;
    let now = service.now();
    let today = service.today();
    let lane = match (listed(&said.text).is_empty(), known.is_proved) {
        (false, _) => "listed",
        (true, true) => "proved",
        (true, false) => "unproved",
    };
    let id: String = secret::mark(&format!("id {}", known.receipt)).chars().take(20).collect();
    let new = Voice {
        id,
        receipt: secret::mark(&known.receipt),
        plan: plan.to_owned(),
        kind: said.kind.clone(),
        subject: said.subject.clone(),
        said: said.text.trim().replace("\r\n", "\n"),
        naming: room.naming,
        lane: lane.to_owned(),
        likeness: likeness(&said.text),
        state: "waiting".to_owned(),
        made_at: store::stamp(now),
        erase_on: today.saturating_add(i64::from(room.keep).days()).to_string(),
        ..Voice::default()
    };
    service.store().add_voice(&new, &person(said, &known.receipt)?).await?;
    Ok(known.receipt)
}

/// What is spoken about must be there, and what was laid open must take it today.
async fn is_taken(service: &Service, view: &PlanView, subject: &str) -> Result<(), Fault> {
    if about_any(service, view, subject).await.is_none() {
        return Err(Fault::bad_request(
            "所说的内容不在规划中，请从页面上的链接进入。",
            "What this is about is not in the plan; come by the link on its page.",
        ));
    }
    let Some(id) = matter_of(subject) else { return Ok(()) };
    let today = service.today().to_string();
    let found = laid_open(service, view.id(), id).await;
    if found.is_some_and(|(one, kind)| kind.takes_on(&one.state, &matters::values(&one), &today)) {
        return Ok(());
    }
    Err(Fault::bad_request(
        "现在不在接受意见或者报名的期限内。",
        "This takes no opinions or registrations at present: its days are over, or have not begun.",
    ))
}

fn person(said: &Said, receipt: &str) -> Result<String, Fault> {
    let line = |text: &str| text.trim().to_owned();
    let person = Person {
        name: line(&said.name),
        mail: line(&said.mail),
        phone: line(&said.phone),
        receipt: receipt.to_owned(),
    };
    if [&person.name, &person.mail, &person.phone].iter().all(|text| text.is_empty()) {
        return Ok(String::new());
    }
    serde_json::to_string(&person).map_err(|error| Fault::internal(&error))
}

/// What may be handed in.
fn checked(said: &Said, room: &Room) -> Result<(), Fault> {
    let refused = |zh: String, en: String| Err(Fault::bad_request(zh, en));
    if !said.trap.is_empty() {
        return refused("“请勿填写”一栏应当留空。".into(), "Leave the field empty that says so.".into());
    }
    if !KINDS.contains(&said.kind.as_str()) {
        return refused("请选择提问或建议。".into(), "Choose a question or a proposal.".into());
    }
    let length = said.text.trim().chars().count();
    if length < 5 {
        return refused("请写明内容，至少5个字。".into(), "Say what it is, in at least 5 characters.".into());
    }
    if length > usize::from(room.longest) {
        let most = room.longest;
        return refused(
            format!("内容共{length}字，最多{most}字，请精简。"),
            format!("The text has {length} characters; at most {most} are taken."),
        );
    }
    if let Some(what) = personal(&said.text) {
        return refused(
            format!("内容中有{}，公开后所有人可见，请删去；联系方式请填在下面的专栏。", what.zh),
            format!(
                "The text has {}, which everybody could read; take it out and give it in its own field.",
                what.en
            ),
        );
    }
    if room.naming().asks_name() && said.name.trim().is_empty() {
        return refused("请填写姓名。".into(), "Give your name.".into());
    }
    if [&said.name, &said.mail, &said.phone].iter().any(|text| text.chars().count() > LONGEST_LINE) {
        return refused(
            format!("姓名、邮箱和电话各不超过{LONGEST_LINE}字。"),
            format!("Name, mail address and telephone number have at most {LONGEST_LINE} characters each."),
        );
    }
    if !said.mail.trim().is_empty() && !is_mail(said.mail.trim()) {
        return refused(
            "电子邮箱无法识别，请核对。".into(),
            "The mail address cannot be read; check it.".into(),
        );
    }
    if !said.agreed {
        return refused(
            "请阅读并勾选个人信息说明。".into(),
            "Read what is said about personal data and tick the box.".into(),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said() -> Said {
        Said {
            kind: "question".into(),
            text: "公园什么时候开放？".into(),
            name: "李青".into(),
            agreed: true,
            ..Said::default()
        }
    }

    #[test]
    fn what_is_handed_in_is_checked_with_words_that_say_what_to_do() {
        let room = Room { longest: 100, ..Room::default() };
        assert!(checked(&said(), &room).is_ok());
        let wrong = [
            Said { trap: "x".into(), ..said() },
            Said { kind: "rant".into(), ..said() },
            Said { text: " 短 ".into(), ..said() },
            Said { text: "长".repeat(101), ..said() },
            Said { text: "请打13800138000联系我".into(), ..said() },
            Said { name: " ".into(), ..said() },
            Said { name: "名".repeat(101), ..said() },
            Said { mail: "li@".into(), ..said() },
            Said { agreed: false, ..said() },
        ];
        for one in wrong {
            let fault = checked(&one, &room).expect_err("refused");
            assert_eq!(fault.kind, crate::Kind::BadRequest, "{one:?}");
        }
        let nameless = Room { naming: "nameless".into(), ..Room::default() };
        assert!(checked(&Said { name: String::new(), ..said() }, &nameless).is_ok());
    }
}
