use super::{ProjectId, Provenance, TaskId};
use rust_decimal::Decimal;

/// An amount that belongs to a deliverable (年产50兆瓦).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quantity {
    /// The number as printed.
    pub value: Decimal,
    /// The unit as printed.
    pub unit: String,
    /// What is counted or measured.
    pub what: String,
}

/// How far a project is, in the order in which a project goes through it; what leaves the order stands at the end.
///
/// `reserve` 储备, `conditional` 争取、适时, `preparation` 前期, `planned` to be built, `started` 开工, `ongoing` 在建,
/// `completed` 竣工, `operating` 投产, `existing` leant on as it is, `suspended` 停缓建, `cancelled` 取消.
pub const STAGES: [&str; 11] = [
    "reserve",
    "conditional",
    "preparation",
    "planned",
    "started",
    "ongoing",
    "completed",
    "operating",
    "existing",
    "suspended",
    "cancelled",
];

/// Something to be built, founded, grown or completed that has a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// Id, unique in the plan.
    pub id: ProjectId,
    /// Name as written.
    pub name: String,
    /// Name with the head noun of an elliptical list restored (凌南 → 凌南热源厂); empty when the same.
    pub name_full: String,
    /// Number of the box it stands in; empty in prose.
    pub box_number: String,
    /// Heading inside the box, or what kind of thing it is.
    pub category: String,
    /// Where it is, as its row or box says, else the place contained in the name; empty when there is none.
    pub place: String,
    /// Capacity, length, amounts of work.
    pub quantities: Vec<Quantity>,
    /// Total investment.
    pub investment: Option<Quantity>,
    /// Investment within the years of the plan, where it is stated beside the total.
    pub period_investment: Option<Quantity>,
    /// First year of building.
    pub start_year: Option<i32>,
    /// Last year of building.
    pub end_year: Option<i32>,
    /// What the text says of how far it is, one of [`STAGES`]; empty when it says nothing.
    pub stage: String,
    /// Kind of building in the words of the text (新建, 续建, 扩建, 改造); empty when there is none.
    pub work: String,
    /// Phase as written (一期, 二期、三期); empty when there is none.
    pub phase: String,
    /// The project of the same table that it is a part of; its money and amounts are contained there.
    pub part_of: Option<ProjectId>,
    /// Place in the source, and why it may be none of the plan's projects.
    pub provenance: Provenance,
}

impl Project {
    /// Whether it is counted among the projects: the reader is certain of it, or a person has confirmed it.
    pub fn is_certain(&self) -> bool {
        self.provenance.doubt.is_none()
    }
}

/// One verb-led duty.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Id, unique in the plan.
    pub id: TaskId,
    /// Run-in lead it stands under (推进知识产权保护); empty when there is none.
    pub lead: String,
    /// The verb (推进).
    pub verb: String,
    /// What the verb governs.
    pub object: String,
    /// Whether it contains a checkable number.
    pub quantified: bool,
    /// Year by which it is due, when the sentence says so.
    pub deadline: Option<i32>,
    /// Place in the source.
    pub provenance: Provenance,
}
