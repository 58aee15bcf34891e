use super::vocabulary::vocabulary;
use super::{
    AssignmentId, BodyId, IndicatorId, PlaceId, ProjectId, Provenance, ScheduleId, TargetId, TaskId,
};
use rust_decimal::Decimal;

vocabulary! {
    /// What sort of place.
    PlaceKind {
        /// An administrative region (city, county, town).
        Region = "region",
        /// A zone with rules or a purpose (a development zone, a prohibited-development zone).
        Zone = "zone",
        /// A site, a river, a park.
        Site = "site",
    }

    /// What sort of body.
    BodyKind {
        /// A department of a government.
        Department = "department",
        /// The government of a region.
        Government = "government",
        /// A firm or an institution.
        Enterprise = "enterprise",
    }

    /// What a body does for an item.
    AssignmentRole {
        /// 牵头.
        Lead = "lead",
        /// 配合, 参与.
        Support = "support",
    }
}

/// A place that the plan names.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Id, unique in the plan.
    pub id: PlaceId,
    /// Name as written.
    pub name: String,
    /// Region, zone or site.
    pub kind: PlaceKind,
    /// The place it lies in.
    pub parent: Option<PlaceId>,
    /// Administrative division code (GB/T 2260); empty when unknown.
    pub code: String,
    /// What is allowed there (prohibited, restricted, key, optimised development); empty when nothing is said.
    pub regime: String,
    /// Place in the source of the first mention.
    pub provenance: Provenance,
}

/// A body that the plan names as responsible.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Id, unique in the plan.
    pub id: BodyId,
    /// Name as written.
    pub name: String,
    /// Department, government or enterprise.
    pub kind: BodyKind,
    /// The body above it.
    pub parent: Option<BodyId>,
    /// Place in the source of the first mention.
    pub provenance: Provenance,
}

/// What can be assigned to a body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// An indicator with all its targets.
    Indicator(IndicatorId),
    /// One target.
    Target(TargetId),
    /// A project.
    Project(ProjectId),
    /// A task.
    Task(TaskId),
}

/// Who leads or supports an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// Id, unique in the plan.
    pub id: AssignmentId,
    /// The item.
    pub item: Item,
    /// The body.
    pub body: BodyId,
    /// Lead or support.
    pub role: AssignmentRole,
    /// Whether a person confirmed it; proposals from text and catalogue are not confirmed.
    pub confirmed: bool,
    /// Place in the source, when the plan itself says so.
    pub provenance: Provenance,
}

/// One cell of the yearly and regional split of a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Id, unique in the plan.
    pub id: ScheduleId,
    /// The target that is split.
    pub target: TargetId,
    /// The year of this part.
    pub year: i32,
    /// The region of this part; empty for the plan's own.
    pub region: String,
    /// The value due, in the unit of the target.
    pub value: Decimal,
}
