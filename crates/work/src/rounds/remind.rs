//! Reminding those who have not answered.

use super::notices;
use crate::notice::tell;
use crate::{Fault, Service};
use jiff::ToSpan as _;
use jiff::civil::Date;
use source::Words;
use store::{Party, Round};

/// Reminds the parties of all open rounds that have not answered: some days before the last day, on it, and once behind
/// it. Who was reminded is not reminded of the same again. Gives how many notices were new.
///
/// # Errors
/// The store cannot be read or written.
pub async fn remind(service: &Service) -> Result<usize, Fault> {
    let today = service.today();
    let mut count = 0;
    for round in service.store().rounds(None).await?.iter().filter(|round| round.closed_at.is_none()) {
        let Some((key, words)) = due(round, today) else { continue };
        let silent: Vec<Party> =
            round.parties.iter().filter(|party| party.answer.is_none()).cloned().collect();
        let notices = notices(service, round, &silent, key, &words).await?;
        count += tell(service, &notices, service.now()).await?;
    }
    Ok(count)
}

/// What is told on a day, and by which key.
fn due(round: &Round, today: Date) -> Option<(&'static str, Words)> {
    let due: Date = round.is.due.parse().ok()?;
    let (title, day) = (&round.is.title, &round.is.due);
    if today > due {
        let zh = format!("“{title}”的意见反馈已过期（{day}），请尽快回复。");
        return Some(("late", Words::new(zh, format!("Your answer to “{title}” was due on {day}."))));
    }
    let first = due.checked_sub(round.is.remind_days.days()).ok()?;
    let key = if today == due { "due" } else { "soon" };
    (today >= first).then(|| {
        let zh = format!("“{title}”的意见反馈{day}截止，尚未收到贵单位回复。");
        (key, Words::new(zh, format!("Your answer to “{title}” is due on {day}.")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use store::{NewRound, RoundKind};

    #[test]
    fn who_is_silent_is_reminded_before_on_and_behind_the_day() {
        let round = Round {
            id: 1,
            plan: "1".into(),
            is: NewRound {
                version: 1,
                kind: RoundKind::Opinions,
                title: "征求意见稿".into(),
                note: String::new(),
                due: "2027-03-10".into(),
                remind_days: 3,
                parties: Vec::new(),
            },
            opened_by: "li".into(),
            opened_at: String::new(),
            conclusion: None,
            closed_at: None,
            parties: Vec::new(),
            opinions: Vec::new(),
        };
        let key = |day| due(&round, date(2027, 3, day)).map(|(key, _)| key);
        assert_eq!([6, 7, 9, 10, 11].map(key), [None, Some("soon"), Some("soon"), Some("due"), Some("late")]);
    }
}
