//! What `doctor` finds: a stable name, what is the matter, what to do.

use source::{Lang, Words};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// It is as it should be.
    Sound,
    /// Worth knowing; nothing has to be done.
    Note,
    /// It works, and will not for long or not for everybody.
    Warning,
    /// Something does not work, or what is kept may be lost or was changed.
    Fault,
}

impl State {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Fault => "fault",
        }
    }

    pub(crate) fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Sound, Lang::Zh) => "正常",
            (Self::Note, Lang::Zh) => "提示",
            (Self::Warning, Lang::Zh) => "注意",
            (Self::Fault, Lang::Zh) => "故障",
            (Self::Sound, Lang::En) => "sound",
            (Self::Note, Lang::En) => "note",
            (Self::Warning, Lang::En) => "warning",
            (Self::Fault, Lang::En) => "fault",
        }
    }

    /// The SGR number of its colour.
    pub(crate) fn colour(self) -> &'static str {
        match self {
            Self::Sound => "32",
            Self::Note => "36",
            Self::Warning => "33",
            Self::Fault => "31",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// The stable name (`disk.space`).
    pub(crate) id: String,
    pub(crate) state: State,
    /// What is the matter.
    pub(crate) words: Words,
    /// What to do; empty where nothing is to be done.
    pub(crate) remedy: Words,
}

/// All that was looked at so far.
#[derive(Debug, Default)]
pub(crate) struct Findings(pub(crate) Vec<Finding>);

impl Findings {
    /// Notes that something is as it should be.
    pub(crate) fn sound(&mut self, id: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.add(id, State::Sound, Words::new(zh, en), Words::new("", ""));
    }

    /// Notes something worth knowing.
    pub(crate) fn note(&mut self, id: &str, words: Words, remedy: Words) {
        self.add(id, State::Note, words, remedy);
    }

    /// Notes something that will not work for long or not for everybody.
    pub(crate) fn warn(&mut self, id: &str, words: Words, remedy: Words) {
        self.add(id, State::Warning, words, remedy);
    }

    /// Notes something that does not work.
    pub(crate) fn fault(&mut self, id: &str, words: Words, remedy: Words) {
        self.add(id, State::Fault, words, remedy);
    }

    fn add(&mut self, id: &str, state: State, words: Words, remedy: Words) {
        self.0.push(Finding { id: id.to_owned(), state, words, remedy });
    }

    /// The worst of all.
    pub(crate) fn worst(&self) -> State {
        self.0.iter().map(|finding| finding.state).max().unwrap_or(State::Sound)
    }

    /// For programs.
    pub(crate) fn json(&self) -> serde_json::Value {
        let findings = self.0.iter().map(|finding| {
            serde_json::json!({
                "id": finding.id,
                "state": finding.state.name(),
                "words": { "zh": finding.words.zh, "en": finding.words.en },
                "remedy": { "zh": finding.remedy.zh, "en": finding.remedy.en },
            })
        });
        serde_json::json!({
            "version": env!("CARGO_PKG_VERSION"),
            "worst": self.worst().name(),
            "findings": findings.collect::<Vec<_>>(),
        })
    }
}
