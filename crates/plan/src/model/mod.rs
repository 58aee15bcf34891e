//! The types of the model, one file for each kind of thing a plan holds.

mod deliverable;
pub mod dimensions;
mod id;
mod indicator;
mod months;
mod outline;
mod people;
mod provenance;
mod statement;
mod vocabulary;

pub use deliverable::{Project, Quantity, STAGES, Task};
pub use dimensions::Dimensions;
pub use id::{
    AssignmentId, BodyId, IndicatorId, ObservationId, PlaceId, ProjectId, RelationId, ScheduleId, SectionId,
    TargetId, TaskId,
};
pub use indicator::{Indicator, Relation, RelationKind};
pub use months::{MonthlyKind, Months};
pub use outline::{Period, Section, SectionKind};
pub use people::{Assignment, AssignmentRole, Body, BodyKind, Item, Place, PlaceKind, Schedule};
pub use provenance::{Doubt, Origin, Provenance, Source};
pub use statement::{Observation, Status, Target};
pub use vocabulary::{
    Averaging, Comparator, Direction, DocumentKind, IndicatorKind, Measure, Nature, RateBasis,
};

/// A whole plan: head data, outline, and the tables of everything it says.
///
/// The vectors keep document order. Ids are unique within their table and stay the same for the same
/// document, whatever machine compiles it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Title as printed, layout spaces removed.
    pub title: String,
    /// What sort of document it is, when it was recognised or given.
    pub kind: Option<DocumentKind>,
    /// The region the plan is for (锦州市), when stated or given.
    pub region: Option<String>,
    /// The years the plan covers, when stated or given.
    pub period: Option<Period>,
    /// The file the plan was read from, when it was read from one.
    pub source: Option<Source>,
    /// Outline: chapters, sections, tables, boxes, figures.
    pub sections: Vec<Section>,
    /// What is measured.
    pub indicators: Vec<Indicator>,
    /// Commitments.
    pub targets: Vec<Target>,
    /// Statements about the past, and figures that came later.
    pub observations: Vec<Observation>,
    /// Works, parks, programmes and enterprises to build or grow.
    pub projects: Vec<Project>,
    /// Verb-led duties.
    pub tasks: Vec<Task>,
    /// Regions, zones and sites.
    pub places: Vec<Place>,
    /// Departments, counties, firms that are named as responsible.
    pub bodies: Vec<Body>,
    /// Who leads and who supports what.
    pub assignments: Vec<Assignment>,
    /// Yearly and per-region split of targets.
    pub schedule: Vec<Schedule>,
    /// Identities between indicators.
    pub relations: Vec<Relation>,
}

impl Plan {
    /// The indicator with this id.
    pub fn indicator(&self, id: &IndicatorId) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == *id)
    }

    /// The section with this id.
    pub fn section(&self, id: &SectionId) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == *id)
    }

    /// The targets set on an indicator, in document order.
    pub fn targets_of<'a>(&'a self, id: &'a IndicatorId) -> impl Iterator<Item = &'a Target> {
        self.targets.iter().filter(move |target| target.indicator == *id)
    }

    /// What is said of an indicator's past, in document order.
    pub fn observations_of<'a>(&'a self, id: &'a IndicatorId) -> impl Iterator<Item = &'a Observation> {
        self.observations.iter().filter(move |observation| observation.indicator == *id)
    }
}
