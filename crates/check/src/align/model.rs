//! What a comparison of two plans says.

use super::reason::Reason;
use super::scope::Reach;
use super::side::Side;
use super::terms::{Text, reduced};
use crate::context::Pair;
use plan::{Plan, Provenance};
use source::{Span, Words};

/// What the other plan is to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// This plan has to follow it.
    Upper,
    /// This plan comes after it.
    Earlier,
}

/// Declares an enum whose variants have a stable name and words for people.
macro_rules! named {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal, $zh:literal, $en:literal;)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All values, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Reads a stable name back.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == text)
            }

            /// For people.
            pub fn words(self) -> Words {
                match self { $(Self::$variant => Words::new($zh, $en),)* }
            }
        }
    )*};
}

named! {
    /// What became of something.
    Verdict {
        /// It conflicts: both cannot hold.
        Contradicted = "contradicted", "矛盾", "contradicted";
        /// Less is asked for.
        Weaker = "weaker", "降低", "weaker";
        /// It is due later.
        Later = "later", "推迟", "later";
        /// This plan says nothing of it.
        Missing = "missing", "缺少", "missing";
        /// Something must be known before figures can be compared.
        Question = "question", "待问", "question";
        /// Taken up under another name.
        Renamed = "renamed", "改名", "renamed";
        /// Taken up.
        TakenUp = "taken-up", "已衔接", "taken up";
        /// Nothing that this plan has to take up, or that could be compared.
        NotComparable = "not-comparable", "不可比", "not comparable";
    }

    /// What a row is about.
    Thing {
        /// Something measured.
        Indicator = "indicator", "指标", "indicator";
        /// A box (专栏).
        Box = "box", "专栏", "box";
        /// A work or programme.
        Project = "project", "项目", "project";
        /// A zone.
        Zone = "zone", "区域", "zone";
    }

    /// Why two plans have nothing to do with each other.
    Apart {
        /// Neither region holds the other.
        Region = "region", "两份规划的地区互不包含，不作比较", "neither region holds the other, so nothing is compared";
        /// The years do not meet.
        Period = "period", "两份规划的规划期不同，不能按上下级比较", "the plans are of other years, so one does not follow the other";
        /// The other plan is not earlier.
        Order = "order", "另一份规划不在本规划之前，不能按先后比较", "the other plan is not before this one";
    }
}

impl Verdict {
    /// Whether somebody has to do something about it.
    pub const fn is_finding(self) -> bool {
        matches!(self, Self::Contradicted | Self::Weaker | Self::Later | Self::Missing)
    }
}

/// Where one of the plans says something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Id in its plan; empty for words of the text.
    pub id: String,
    /// Name as the plan writes it.
    pub name: String,
    /// The figure with its sign, unit and year; empty when there is none.
    pub said: String,
    /// Line in the text; 0 when unknown.
    pub line: u32,
    /// Title of the section.
    pub section: String,
    /// Words of the text.
    pub quote: String,
    /// Where the words stand.
    pub span: Span,
}

/// What became of one thing of the other plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub thing: Thing,
    /// Its name in the other plan.
    pub name: String,
    /// What became of it.
    pub verdict: Verdict,
    /// Why.
    pub reason: Reason,
    /// The reason in words, with the figures of both.
    pub words: Words,
    /// Whether the other plan makes it binding.
    pub is_binding: bool,
    /// What the other plan says.
    pub above: Place,
    /// What this plan says.
    pub own: Option<Place>,
}

impl Row {
    /// What a row is known by from one reading to the next: the thing and its name.
    pub fn key(&self) -> String {
        format!("{}:{}", self.thing.name(), reduced(&self.name))
    }
}

/// A plan against another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// In the order of the other plan: indicators, boxes, projects, zones.
    pub rows: Vec<Row>,
    /// Why there are no rows.
    pub apart: Option<Apart>,
}

impl Alignment {
    /// How many rows say this.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rows.iter().filter(|row| row.verdict == verdict).count()
    }
}

/// What the parts of the comparison look at.
pub(super) struct Ground<'a> {
    pub(super) own: Side<'a>,
    pub(super) above: Side<'a>,
    pub(super) relation: Relation,
    pub(super) reach: Reach,
    pub(super) own_text: Text,
    pub(super) pair: Pair<'a>,
}

pub(super) fn place(plan: &Plan, (id, name, said): (String, &str, String), from: &Provenance) -> Place {
    let section = from.section.as_ref().and_then(|id| plan.section(id));
    Place {
        id,
        name: name.to_owned(),
        said,
        line: from.line,
        section: section.map(|section| section.title.clone()).unwrap_or_default(),
        quote: from.quote.split_whitespace().collect::<Vec<_>>().join(" "),
        span: from.span,
    }
}
