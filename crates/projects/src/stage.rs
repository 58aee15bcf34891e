//! The stages of a project.

use serde::Serialize;

/// How far a project is, in the order in which it goes on; the last two leave the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// 储备: an idea that is kept.
    Reserve,
    /// 前期: approval, feasibility, land, environment, permit.
    Preparation,
    /// 开工.
    Started,
    /// 在建.
    Ongoing,
    /// 竣工.
    Completed,
    /// 投产.
    Operating,
    /// 停缓建.
    Suspended,
    /// 取消.
    Cancelled,
}

impl Stage {
    /// All, in order.
    pub const ALL: [Self; 8] = [
        Self::Reserve,
        Self::Preparation,
        Self::Started,
        Self::Ongoing,
        Self::Completed,
        Self::Operating,
        Self::Suspended,
        Self::Cancelled,
    ];

    /// The stable name, the same as in a plan.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reserve => "reserve",
            Self::Preparation => "preparation",
            Self::Started => "started",
            Self::Ongoing => "ongoing",
            Self::Completed => "completed",
            Self::Operating => "operating",
            Self::Suspended => "suspended",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == text)
    }

    /// Reads the words of a sheet: 续建, 在建, 已开工, 前期工作, 竣工, 投产.
    pub fn of_words(text: &str) -> Option<Self> {
        const WORDS: [(&str, Stage); 21] = [
            ("取消", Stage::Cancelled),
            ("停缓建", Stage::Suspended),
            ("停建", Stage::Suspended),
            ("缓建", Stage::Suspended),
            ("停工", Stage::Suspended),
            ("未开工", Stage::Preparation),
            ("前期", Stage::Preparation),
            ("预备", Stage::Preparation),
            ("拟建", Stage::Preparation),
            ("储备", Stage::Reserve),
            ("谋划", Stage::Reserve),
            ("投产", Stage::Operating),
            ("投用", Stage::Operating),
            ("投运", Stage::Operating),
            ("竣工", Stage::Completed),
            ("完工", Stage::Completed),
            ("建成", Stage::Completed),
            ("在建", Stage::Ongoing),
            ("续建", Stage::Ongoing),
            ("开工", Stage::Started),
            ("新建", Stage::Preparation),
        ];
        WORDS.into_iter().find(|(word, _)| text.contains(word)).map(|(_, stage)| stage)
    }

    /// Whether it is being built.
    pub fn is_building(self) -> bool {
        matches!(self, Self::Started | Self::Ongoing)
    }

    /// Whether it is over: done, or given up.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::Operating | Self::Cancelled)
    }

    /// Whether going on to `next` is a step back: from 在建 to 前期. Stopping, giving up and going on again are none.
    pub fn steps_back(self, next: Self) -> bool {
        let outside = |stage: Self| matches!(stage, Self::Suspended | Self::Cancelled);
        !outside(self) && !outside(next) && next < self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_words() {
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.name()), Some(stage));
        }
        for (words, stage) in [
            ("续建", Stage::Ongoing),
            ("未开工", Stage::Preparation),
            ("已开工", Stage::Started),
            ("竣工投产", Stage::Operating),
            ("停缓建", Stage::Suspended),
        ] {
            assert_eq!(Stage::of_words(words), Some(stage), "{words}");
        }
        assert_eq!(Stage::of_words("顺利"), None);
    }

    #[test]
    fn steps_back() {
        assert!(Stage::Ongoing.steps_back(Stage::Preparation));
        assert!(!Stage::Ongoing.steps_back(Stage::Suspended));
        assert!(!Stage::Suspended.steps_back(Stage::Started));
        assert!(!Stage::Started.steps_back(Stage::Ongoing));
    }
}
