//! All kinds.

use crate::{Kind, KindError};
use std::sync::LazyLock;

/// The kinds of matters that are worked with, in the order of their rank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds(Vec<Kind>);

const FILES: [&str; 22] = [
    include_str!("../kinds/supervision.toml"),
    include_str!("../kinds/visit.toml"),
    include_str!("../kinds/rectification.toml"),
    include_str!("../kinds/proposal.toml"),
    include_str!("../kinds/inquiry.toml"),
    include_str!("../kinds/conference.toml"),
    include_str!("../kinds/decision.toml"),
    include_str!("../kinds/compilation.toml"),
    include_str!("../kinds/policy.toml"),
    include_str!("../kinds/system.toml"),
    include_str!("../kinds/finding.toml"),
    include_str!("../kinds/contribution.toml"),
    include_str!("../kinds/approval.toml"),
    include_str!("../kinds/comment.toml"),
    include_str!("../kinds/voice.toml"),
    include_str!("../kinds/consultation.toml"),
    include_str!("../kinds/consulted.toml"),
    include_str!("../kinds/hearing.toml"),
    include_str!("../kinds/attendance.toml"),
    include_str!("../kinds/press.toml"),
    include_str!("../kinds/event.toml"),
    include_str!("../kinds/third-party.toml"),
];

static OFFICIAL: LazyLock<Kinds> = LazyLock::new(|| {
    // A test sees to it that every file declares a kind.
    let all = FILES.iter().filter_map(|text| Kind::parse(text).ok());
    all.fold(Kinds::default(), Kinds::with)
});

impl Kinds {
    /// Those that come with the program.
    pub fn official() -> &'static Self {
        &OFFICIAL
    }

    /// These and one more, which takes the place of one of the same name.
    #[must_use]
    pub fn with(mut self, kind: Kind) -> Self {
        self.0.retain(|one| one.name != kind.name);
        self.0.push(kind);
        self.0.sort_by(|a, b| (a.rank, &a.name).cmp(&(b.rank, &b.name)));
        self
    }

    /// These and those that files declare.
    ///
    /// # Errors
    /// A file declares no kind.
    pub fn with_files<'a>(self, texts: impl IntoIterator<Item = &'a str>) -> Result<Self, KindError> {
        texts.into_iter().try_fold(self, |kinds, text| Ok(kinds.with(Kind::parse(text)?)))
    }

    /// A kind by its name.
    pub fn get(&self, name: &str) -> Option<&Kind> {
        self.0.iter().find(|kind| kind.name == name)
    }

    /// All, in their order.
    pub fn all(&self) -> &[Kind] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Part;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_declares_a_kind_with_words_in_both_languages() {
        for text in FILES {
            let kind = Kind::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
            let states = kind.state.iter().map(|one| &one.said);
            let steps = kind.step.iter().map(|one| &one.said);
            let fields = kind.field.iter().flat_map(|one| {
                std::iter::once(&one.said).chain(one.choice.iter().map(|choice| &choice.said))
            });
            for said in
                states.chain(steps).chain(fields).chain([&kind.said, &kind.about]).chain(kind.names.values())
            {
                assert!(!said.zh.is_empty() && !said.en.is_empty(), "{} {said:?}", kind.name);
                assert!(said.en.is_ascii() && !said.zh.is_ascii(), "{} {said:?}", kind.name);
            }
        }
        assert_eq!(OFFICIAL.all().len(), FILES.len());
    }

    #[test]
    fn what_is_laid_open_takes_words_between_its_days() {
        let kind = OFFICIAL.get("consultation").expect("there");
        let days = [("first_day", "2026-03-01"), ("last_day", "2026-03-31")];
        let values = days.map(|(name, day)| (name.to_owned(), day.to_owned())).into();
        let takes = |state: &str, day: &str| kind.takes_on(state, &values, day);
        assert!(takes("open", "2026-03-01") && takes("open", "2026-03-31"));
        assert!(
            !takes("open", "2026-02-28") && !takes("open", "2026-04-01") && !takes("closed", "2026-03-02")
        );
        for kind in OFFICIAL.all() {
            assert_eq!(kind.voices.is_some(), kind.state.iter().any(|state| state.takes), "{}", kind.name);
        }
    }

    /// A state in which somebody is waited for, and nobody may do anything, would be the end without being called so.
    #[test]
    fn from_every_state_that_is_no_end_whoever_is_waited_for_can_go_on() {
        for kind in OFFICIAL.all() {
            let mut reached: BTreeSet<&str> = BTreeSet::from([kind.open.state.as_str()]);
            for _ in &kind.state {
                let from = kind
                    .step
                    .iter()
                    .filter(|step| step.from.iter().any(|one| reached.contains(one.as_str())));
                let to: Vec<&str> = from.filter_map(|step| step.to.as_deref()).collect();
                reached.extend(to);
            }
            for state in &kind.state {
                assert!(
                    reached.contains(state.name.as_str()),
                    "{}: nothing leads to {}",
                    kind.name,
                    state.name
                );
                let Some(waits) = state.waits else { continue };
                let goes = |step: &&crate::Step| {
                    step.from.contains(&state.name)
                        && step.to.as_ref().is_some_and(|to| *to != state.name)
                        && (step.by.contains(&waits)
                            || (waits == Part::Leader && step.by.contains(&Part::Manager)))
                };
                assert!(kind.step.iter().any(|step| goes(&step)), "{}: {} is a trap", kind.name, state.name);
            }
            for part in &kind.parts {
                assert!(OFFICIAL.get(part).is_some(), "{}: no kind {part}", kind.name);
            }
        }
    }
}
