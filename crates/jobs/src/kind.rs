use std::time::Duration;

/// What kinds of jobs there are. A new one is a further variant, with its handler in a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Publishes a figure at the end of its embargo; key: submission and moment.
    Embargo,
    /// Reminds of the figures that a plan waits for, once a day; key: plan and day.
    Remind,
    /// Tells everybody what the week brings; key: the Monday.
    Digest,
    /// Puts into force what was approved for a day, and reminds of rounds of opinions; key: the day.
    Drafts,
    /// Reminds of matters that are to be done by a day; key: the day.
    Matters,
    /// Asks for the quarterly words on aims of a year; key: the day.
    Aims,
    /// Forgets people without an account whose day has come, and tells of what waits for a decision; key: the day.
    Voices,
    /// Looks at what changed of what the public sees; key: the generation of the store that was noticed, or the day.
    News,
    /// Tells those who are told once a day or a week; key: the rhythm and the day.
    Follow,
    /// Sends a mail.
    Mail,
    /// Calls a webhook.
    Webhook,
    /// Begins the report that a schedule asks for; key: plan, kind of report and day.
    Paper,
    /// Lays a large layer over the others of its plan; key: the layer.
    Overlay,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 13] = [
        Self::Embargo,
        Self::Remind,
        Self::Digest,
        Self::Drafts,
        Self::Matters,
        Self::Aims,
        Self::Voices,
        Self::News,
        Self::Follow,
        Self::Mail,
        Self::Webhook,
        Self::Paper,
        Self::Overlay,
    ];
    /// What happens in the store only.
    pub(crate) const INSIDE: [Self; 9] = [
        Self::Embargo,
        Self::Remind,
        Self::Digest,
        Self::Drafts,
        Self::Matters,
        Self::Aims,
        Self::Voices,
        Self::News,
        Self::Follow,
    ];
    /// What waits for others.
    pub(crate) const OUTSIDE: [Self; 2] = [Self::Mail, Self::Webhook];
    /// What keeps a core busy for long.
    pub(crate) const HEAVY: [Self; 2] = [Self::Overlay, Self::Paper];

    /// The stable name, as the store keeps it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Embargo => "embargo",
            Self::Remind => "remind",
            Self::Digest => "digest",
            Self::Drafts => "drafts",
            Self::Matters => "matters",
            Self::Aims => "aims",
            Self::Voices => "voices",
            Self::News => "news",
            Self::Follow => "follow",
            Self::Mail => work::notice::MAIL,
            Self::Webhook => work::notice::HOOK,
            Self::Paper => work::report::schedule::JOB,
            Self::Overlay => store::OVERLAY,
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }

    /// How often a job is tried before it is given up; without an end when it is `None`.
    pub(crate) fn most_tries(self) -> Option<i64> {
        match self {
            // What is inside fails by a fault of ours or of the database, and is due as soon as that is mended.
            Self::Embargo
            | Self::Remind
            | Self::Digest
            | Self::Drafts
            | Self::Matters
            | Self::Aims
            | Self::Voices
            | Self::News
            | Self::Follow => None,
            Self::Mail | Self::Webhook => Some(8),
            Self::Overlay | Self::Paper => Some(3),
        }
    }
}

/// No wait between two tries of a job without an end is longer.
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// How long to wait after a try that failed, the `attempts`th: twice as long after each further one. `None` once it was
/// tried often enough.
pub(crate) fn wait_after(kind: Kind, attempts: i64, retry: Duration) -> Option<Duration> {
    let wait = retry.saturating_mul(1 << (attempts - 1).clamp(0, 10));
    match kind.most_tries() {
        Some(most) => (attempts < most).then_some(wait),
        None => Some(wait.min(LONGEST_WAIT)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_get_rarer_and_end() {
        let minute = Duration::from_mins(1);
        assert_eq!(wait_after(Kind::Mail, 1, minute), Some(minute));
        assert_eq!(wait_after(Kind::Mail, 4, minute), Some(8 * minute));
        assert_eq!(wait_after(Kind::Webhook, 8, minute), None);
        assert_eq!(wait_after(Kind::Remind, 99, minute), Some(LONGEST_WAIT), "a reminder is not given up");
    }

    #[test]
    fn a_kind_is_known_by_its_name_and_has_a_lane() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.name()), Some(kind));
            let lanes: [&[Kind]; 3] = [&Kind::INSIDE, &Kind::OUTSIDE, &Kind::HEAVY];
            assert_eq!(lanes.iter().filter(|lane| lane.contains(&kind)).count(), 1);
        }
    }
}
