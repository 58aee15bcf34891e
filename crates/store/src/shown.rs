//! What a write changes of what pages show, so that a reader throws away no more of its memory than it must.

use crate::{Result, Store};
use sqlx::AnyConnection;

/// How far a deed reaches into what pages show.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    /// No page of a plan shows it: signing in, a draft on its way.
    Nothing,
    /// The pages of this plan.
    Plan(String),
    /// Any page.
    Everything,
}

/// What the subjects of settings begin with that no page is made from.
const UNSEEN: [&str; 2] = ["setting/secret/calendar/", "setting/reminders-ran"];

impl Reach {
    /// The reach of a deed, by its action and subject. What is not known here reaches everywhere: a page thrown away
    /// needlessly costs milliseconds, one kept wrongly is a lie.
    pub(crate) fn of(action: &str, subject: &str) -> Self {
        let (family, act) = action.split_once('.').unwrap_or((action, ""));
        if family == "setting" && UNSEEN.iter().any(|setting| subject.starts_with(setting)) {
            return Self::Nothing;
        }
        match (family, act) {
            (
                "session" | "link" | "token" | "account" | "attachment" | "notice" | "job" | "scenario"
                | "draft",
                _,
            )
            | ("store", "backup")
            | ("submission", "save" | "submit" | "return" | "approve" | "withdraw" | "import")
            | ("submissions", "step")
            | ("consultation", "open" | "remark") => Self::Nothing,
            (
                "observation" | "target" | "submission" | "duty" | "duties" | "share" | "reply"
                | "consultation" | "correction" | "finding" | "text" | "revision" | "round" | "choice"
                | "layer" | "conflict" | "site" | "matter" | "voice" | "news",
                _,
            ) => match subject.split('/').next() {
                Some(plan) if !plan.is_empty() => Self::Plan(plan.to_owned()),
                _ => Self::Everything,
            },
            // The register of projects is shown by pages of its own; what is judged of the plan does not rest on it.
            ("project", _) => match subject.split('/').next() {
                Some(plan) if !plan.is_empty() => Self::Plan(format!("{plan}/projects")),
                _ => Self::Everything,
            },
            _ => Self::Everything,
        }
    }

    /// The row of the table that stands for it.
    fn subject(&self) -> Option<&str> {
        match self {
            Self::Nothing => None,
            Self::Plan(plan) => Some(plan),
            Self::Everything => Some(""),
        }
    }
}

/// Notes inside a write that what pages show changed with this generation.
pub(crate) async fn note(connection: &mut AnyConnection, reach: &Reach, generation: i64) -> Result<()> {
    let Some(subject) = reach.subject() else { return Ok(()) };
    sqlx::query(
        "INSERT INTO shown (subject, value) VALUES ($1, $2) \
         ON CONFLICT (subject) DO UPDATE SET value = excluded.value",
    )
    .bind(subject.to_owned())
    .bind(generation)
    .execute(connection)
    .await?;
    Ok(())
}

/// What pages show that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The generation of the store up to which this holds.
    pub generation: i64,
    /// The plans that changed with the generation of their last change; the empty name stands for everything.
    pub changed: Vec<(String, i64)>,
}

impl Store {
    /// What changed after a generation, by this process or another.
    pub async fn shown_since(&self, generation: i64) -> Result<Shown> {
        let now = self.generation().await?;
        if now == generation {
            return Ok(Shown { generation, changed: Vec::new() });
        }
        let changed: Vec<(String, i64)> =
            sqlx::query_as("SELECT subject, value FROM shown WHERE value > $1 ORDER BY value")
                .bind(generation)
                .fetch_all(&self.pool)
                .await?;
        // A write may have come between the two questions; its changes are among these, so it counts as seen.
        let generation = changed.last().map_or(now, |(_, value)| now.max(*value));
        Ok(Shown { generation, changed })
    }
}

#[cfg(test)]
mod tests {
    use super::Reach;

    #[test]
    fn what_is_not_known_reaches_everywhere() {
        for (action, subject, reach) in [
            ("session.begin", "account/li", Reach::Nothing),
            ("submission.save", "1/粮食产量/2017", Reach::Nothing),
            ("submission.publish", "1/粮食产量/2017", Reach::Plan("1".into())),
            ("observation.append", "1", Reach::Plan("1".into())),
            ("target.revise", "1/t0001", Reach::Plan("1".into())),
            ("target.revise", "", Reach::Everything),
            ("plan.load", "1", Reach::Everything),
            ("setting.put", "setting/public/1", Reach::Everything),
            ("setting.put", "setting/secret/oidc", Reach::Everything),
            ("setting.put", "setting/secret/calendar/x", Reach::Nothing),
            ("office.put", "office/tjj", Reach::Everything),
            ("store.restore", "", Reach::Everything),
            ("something.new", "1", Reach::Everything),
        ] {
            assert_eq!(Reach::of(action, subject), reach, "{action} {subject}");
        }
    }
}
