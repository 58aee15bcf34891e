use super::SectionId;
use super::vocabulary::vocabulary;
use source::Span;

/// The years a plan covers, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// First year (2016).
    pub start: i32,
    /// Last year (2020).
    pub end: i32,
}

impl Period {
    /// The base year: the year before the first.
    pub fn base(self) -> i32 {
        self.start - 1
    }

    /// The period of a Chinese five-year plan by its ordinal: the 13th is 2016-2020.
    ///
    /// # Example
    /// ```
    /// assert_eq!(plan::Period::of_five_year_plan(13), Some(plan::Period { start: 2016, end: 2020 }));
    /// ```
    pub fn of_five_year_plan(ordinal: u32) -> Option<Self> {
        // The first two plans and the pause of 1963-1965 do not follow the five-year rhythm.
        let start = 1966 + 5 * (i32::try_from(ordinal).ok()? - 3);
        (3..=60).contains(&ordinal).then_some(Self { start, end: start + 4 })
    }
}

vocabulary! {
    /// What a row of the outline is.
    SectionKind {
        /// 第一章, or the first level in use.
        Chapter = "chapter",
        /// 一、 or 第一节: the second level.
        Section = "section",
        /// 1、 or （一）: the third level and below.
        Subsection = "subsection",
        /// A table with its caption.
        Table = "table",
        /// A box (专栏).
        Box = "box",
        /// A figure caption.
        Figure = "figure",
    }
}

/// A row of the outline, in document order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Id, unique in the plan.
    pub id: SectionId,
    /// The section it stands in.
    pub parent: Option<SectionId>,
    /// 1 for chapters (and parts above them when the plan has 篇), 2, 3 ... below; tables, boxes and figures stand one below their section.
    pub level: u8,
    /// What it is.
    pub kind: SectionKind,
    /// Number as printed (第一章, 一, 1), empty when there is none.
    pub number: String,
    /// Title without number, layout spaces removed.
    pub title: String,
    /// First line.
    pub line: u32,
    /// Last line of the section with all it holds.
    pub line_end: u32,
    /// Heading or caption.
    pub span: Span,
}
