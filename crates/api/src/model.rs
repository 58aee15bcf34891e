//! The JSON shapes. They are twins of the model's types, so that the model may change without the API.

use plan::Provenance;
use serde::Serialize;
use store::{Finding, PlanSummary, PlanVersion};
use utoipa::ToSchema;
use web::Visitor;
use work::view::State;

/// A plan in the list of plans.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanItem {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) region: Option<String>,
    pub(crate) region_id: Option<String>,
    pub(crate) period_start: Option<i32>,
    pub(crate) period_end: Option<i32>,
    /// The current version.
    pub(crate) version: i64,
}

impl From<PlanSummary> for PlanItem {
    fn from(plan: PlanSummary) -> Self {
        Self {
            id: plan.key.plan,
            title: plan.title,
            region: plan.region,
            region_id: plan.region_id,
            period_start: plan.period.map(|period| period.start),
            period_end: plan.period.map(|period| period.end),
            version: plan.key.version,
        }
    }
}

/// A plan with how much it holds.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanDetail {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) region: Option<String>,
    pub(crate) period_start: Option<i32>,
    pub(crate) period_end: Option<i32>,
    pub(crate) version: VersionItem,
    pub(crate) has_document: bool,
    pub(crate) sections: usize,
    pub(crate) indicators: usize,
    pub(crate) targets: usize,
    pub(crate) projects: usize,
    pub(crate) tasks: usize,
    /// What the plan says of the past.
    pub(crate) observations: usize,
    /// Figures that came later.
    pub(crate) figures: usize,
    pub(crate) diagnostics: usize,
}

/// A version in the history of a plan.
#[derive(Serialize, ToSchema)]
pub(crate) struct VersionItem {
    pub(crate) version: i64,
    pub(crate) title: String,
    /// When it was loaded, in UTC.
    pub(crate) loaded_at: String,
    /// The account that loaded it; the public is not told.
    pub(crate) loaded_by: Option<String>,
    pub(crate) reason: String,
    pub(crate) source_name: Option<String>,
    pub(crate) source_sha256: Option<String>,
}

impl VersionItem {
    pub(crate) fn of(version: PlanVersion, visitor: &Visitor) -> Self {
        let (source_name, source_sha256) = version.source.map(|source| (source.name, source.sha256)).unzip();
        Self {
            version: version.version,
            title: version.title,
            loaded_at: version.at,
            loaded_by: visitor.viewer.told(version.who),
            reason: version.why,
            source_name,
            source_sha256,
        }
    }
}

/// The text that all spans point into.
#[derive(Serialize, ToSchema)]
pub(crate) struct DocumentItem {
    pub(crate) title: Option<String>,
    pub(crate) text: String,
}

/// A region of the tree.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegionItem {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) parent: Option<String>,
    pub(crate) code: String,
    pub(crate) has_outline: bool,
}

/// A rule of the checks.
#[derive(Serialize, ToSchema)]
pub(crate) struct RuleItem {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) family: String,
    pub(crate) severity: String,
    pub(crate) title: String,
}

/// The way back to the source text.
#[derive(Serialize, ToSchema)]
pub(crate) struct Place {
    /// table, prose, box, outside.
    pub(crate) origin: String,
    pub(crate) section: Option<String>,
    /// 1-based line; 0 when it comes from no document.
    pub(crate) line: u32,
    /// First byte in the document's text.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    pub(crate) quote: String,
}

impl From<&Provenance> for Place {
    fn from(provenance: &Provenance) -> Self {
        Self {
            origin: provenance.origin.to_string(),
            section: provenance.section.as_ref().map(ToString::to_string),
            line: provenance.line,
            start: provenance.span.start,
            end: provenance.span.end,
            quote: provenance.quote.clone(),
        }
    }
}

/// A row of the outline.
#[derive(Serialize, ToSchema)]
pub(crate) struct SectionItem {
    pub(crate) id: String,
    pub(crate) parent: Option<String>,
    pub(crate) level: u8,
    pub(crate) kind: String,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) line: u32,
    pub(crate) line_end: u32,
}

impl From<&plan::Section> for SectionItem {
    fn from(section: &plan::Section) -> Self {
        Self {
            id: section.id.to_string(),
            parent: section.parent.as_ref().map(ToString::to_string),
            level: section.level,
            kind: section.kind.to_string(),
            number: section.number.clone(),
            title: section.title.clone(),
            line: section.line,
            line_end: section.line_end,
        }
    }
}

/// Something measurable, with where it stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct IndicatorItem {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) unit: String,
    pub(crate) group: String,
    /// up, down, level.
    pub(crate) direction: Option<String>,
    /// stock, flow, rate, index, ratio.
    pub(crate) kind: Option<String>,
    /// binding, anticipated.
    pub(crate) nature: Option<String>,
    pub(crate) catalogue: Option<String>,
    /// on-track, at-risk, out-of-reach, hollow, unknown.
    pub(crate) state: String,
}

impl IndicatorItem {
    pub(crate) fn of(indicator: &plan::Indicator, state: State) -> Self {
        Self {
            id: indicator.id.to_string(),
            name: indicator.name.clone(),
            aliases: indicator.aliases.clone(),
            unit: indicator.unit.clone(),
            group: indicator.group.clone(),
            direction: indicator.direction.map(|one| one.to_string()),
            kind: indicator.kind.map(|one| one.to_string()),
            nature: indicator.nature.map(|one| one.to_string()),
            catalogue: indicator.catalogue.clone(),
            state: state.name().to_owned(),
        }
    }
}

macro_rules! body_value {
    ($value:expr, text) => {
        $value.clone()
    };
    ($value:expr, words) => {
        $value.clone()
    };
    ($value:expr, year) => {
        $value
    };
    ($value:expr, link) => {
        $value.to_string()
    };
    ($value:expr, choice) => {
        $value.to_string()
    };
    ($value:expr, $some:ident) => {
        $value.map(|one| one.to_string())
    };
}

// The types of the fields, one after the other: what describes the API reads them as they stand, not as a macro.
macro_rules! target_body {
    (@ {$($done:tt)*} $field:ident: text, $name:tt, $zh:tt, $en:tt; $($rest:tt)*) => {
        target_body!(@ {$($done)* #[doc = $en] #[serde(rename = $name)] pub(crate) $field: String,} $($rest)*);
    };
    (@ {$($done:tt)*} $field:ident: words, $name:tt, $zh:tt, $en:tt; $($rest:tt)*) => {
        target_body!(@ {$($done)* #[doc = $en] #[serde(rename = $name)] pub(crate) $field: String,} $($rest)*);
    };
    (@ {$($done:tt)*} $field:ident: link($id:ident), $name:tt, $zh:tt, $en:tt; $($rest:tt)*) => {
        target_body!(@ {$($done)* #[doc = $en] #[serde(rename = $name)] pub(crate) $field: String,} $($rest)*);
    };
    (@ {$($done:tt)*} $field:ident: choice($word:ident), $name:tt, $zh:tt, $en:tt; $($rest:tt)*) => {
        target_body!(@ {$($done)* #[doc = $en] #[serde(rename = $name)] pub(crate) $field: String,} $($rest)*);
    };
    (@ {$($done:tt)*} $field:ident: year, $name:tt, $zh:tt, $en:tt; $($rest:tt)*) => {
        target_body!(@ {$($done)* #[doc = $en] #[serde(rename = $name)] pub(crate) $field: Option<i32>,} $($rest)*);
    };
    (@ {$($done:tt)*} $field:ident: $some:ident $(($word:ident))?, $name:tt, $zh:tt, $en:tt; $($rest:tt)*) => {
        target_body!(@ {$($done)* #[doc = $en] #[serde(rename = $name)] pub(crate) $field: Option<String>,} $($rest)*);
    };
    (@ {$($done:tt)*}) => {
        /// A commitment. Values are the digits as printed.
        #[derive(Serialize, ToSchema)]
        pub(crate) struct TargetItem {
            pub(crate) id: String,
            $($done)*
            pub(crate) place: Place,
        }
    };
    ($($field:ident: $kind:ident $(($word:ident))?, $name:tt, $zh:tt, $en:tt;)*) => {
        target_body!(@ {} $($field: $kind $(($word))?, $name, $zh, $en;)*);

        impl From<&plan::Target> for TargetItem {
            fn from(target: &plan::Target) -> Self {
                Self {
                    id: target.id.to_string(),
                    $($field: body_value!(target.$field, $kind),)*
                    place: (&target.provenance).into(),
                }
            }
        }
    };
}

plan::target_fields!(target_body);

/// A target as it stood at one time.
#[derive(Serialize, ToSchema)]
pub(crate) struct RevisionItem {
    pub(crate) version: i64,
    pub(crate) revision: i64,
    pub(crate) changed_at: String,
    /// The account that changed it; the public is not told.
    pub(crate) changed_by: Option<String>,
    pub(crate) reason: String,
    pub(crate) target: TargetItem,
}

impl RevisionItem {
    pub(crate) fn of(revision: store::TargetRevision, visitor: &Visitor) -> Self {
        Self {
            version: revision.version,
            revision: revision.revision,
            changed_at: revision.at,
            changed_by: visitor.viewer.told(revision.who),
            reason: revision.why,
            target: (&revision.target).into(),
        }
    }
}

/// A value of the past, or a figure that came later.
#[derive(Serialize, ToSchema)]
pub(crate) struct ObservationItem {
    pub(crate) id: String,
    pub(crate) indicator: String,
    pub(crate) subject: String,
    pub(crate) region: String,
    /// What narrows it besides the region, each dimension with its value; empty for the whole.
    pub(crate) dimensions: String,
    pub(crate) measure: String,
    pub(crate) comparator: String,
    pub(crate) value: Option<String>,
    pub(crate) value_high: Option<String>,
    pub(crate) value_text: String,
    pub(crate) unit: String,
    pub(crate) period_start: Option<i32>,
    pub(crate) period_end: Option<i32>,
    /// The months of its year that it covers, 9 or 1-9; empty for whole years.
    pub(crate) months: Option<String>,
    /// estimate, preliminary, final, revised.
    pub(crate) status: Option<String>,
    pub(crate) source: String,
    /// The day it became known; empty when unknown.
    pub(crate) vintage: String,
    pub(crate) place: Place,
}

impl From<&plan::Observation> for ObservationItem {
    fn from(observation: &plan::Observation) -> Self {
        Self {
            id: observation.id.to_string(),
            indicator: observation.indicator.to_string(),
            subject: observation.subject.clone(),
            region: observation.region.clone(),
            dimensions: observation.dimensions.to_string(),
            measure: observation.measure.to_string(),
            comparator: observation.comparator.to_string(),
            value: observation.value.map(|value| value.to_string()),
            value_high: observation.value_high.map(|value| value.to_string()),
            value_text: observation.value_text.clone(),
            unit: observation.unit.clone(),
            period_start: observation.period.map(|period| period.start),
            period_end: observation.period.map(|period| period.end),
            months: observation.months.map(plan::Months::name),
            status: observation.status.map(|one| one.to_string()),
            source: observation.source.clone(),
            vintage: observation.vintage.clone(),
            place: (&observation.provenance).into(),
        }
    }
}

/// Something to be built, founded, grown or completed.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProjectItem {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) name_full: String,
    pub(crate) category: String,
    pub(crate) location: String,
    pub(crate) stage: String,
    pub(crate) quantities: Vec<QuantityItem>,
    pub(crate) bodies: Vec<String>,
    /// Whether it is counted among the projects; false for a name that waits to be confirmed.
    pub(crate) certain: bool,
    /// Why it may be no project of the plan, in the words of the reader; empty for what is certain.
    pub(crate) doubt: String,
    pub(crate) place: Place,
}

/// An amount that belongs to a project.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuantityItem {
    pub(crate) value: String,
    pub(crate) unit: String,
    pub(crate) what: String,
}

impl ProjectItem {
    pub(crate) fn of(project: &plan::Project, bodies: &[&str]) -> Self {
        let quantities = project.quantities.iter().map(|quantity| QuantityItem {
            value: quantity.value.to_string(),
            unit: quantity.unit.clone(),
            what: quantity.what.clone(),
        });
        Self {
            id: project.id.to_string(),
            name: project.name.clone(),
            name_full: project.name_full.clone(),
            category: project.category.clone(),
            location: project.place.clone(),
            stage: project.stage.clone(),
            quantities: quantities.collect(),
            bodies: bodies.iter().map(|body| (*body).to_owned()).collect(),
            certain: project.is_certain(),
            doubt: project.provenance.doubt.as_ref().map_or_else(String::new, |doubt| doubt.reason.clone()),
            place: (&project.provenance).into(),
        }
    }
}

/// One verb-led duty.
#[derive(Serialize, ToSchema)]
pub(crate) struct TaskItem {
    pub(crate) id: String,
    pub(crate) lead: String,
    pub(crate) verb: String,
    pub(crate) object: String,
    pub(crate) quantified: bool,
    pub(crate) deadline: Option<i32>,
    pub(crate) place: Place,
}

impl From<&plan::Task> for TaskItem {
    fn from(task: &plan::Task) -> Self {
        Self {
            id: task.id.to_string(),
            lead: task.lead.clone(),
            verb: task.verb.clone(),
            object: task.object.clone(),
            quantified: task.quantified,
            deadline: task.deadline,
            place: (&task.provenance).into(),
        }
    }
}

/// A region, zone or site that the plan names.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlaceItem {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) parent: Option<String>,
    pub(crate) code: String,
    pub(crate) regime: String,
}

impl From<&plan::Place> for PlaceItem {
    fn from(place: &plan::Place) -> Self {
        Self {
            id: place.id.to_string(),
            name: place.name.clone(),
            kind: place.kind.to_string(),
            parent: place.parent.as_ref().map(ToString::to_string),
            code: place.code.clone(),
            regime: place.regime.clone(),
        }
    }
}

/// A body that the plan names as responsible.
#[derive(Serialize, ToSchema)]
pub(crate) struct BodyItem {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) parent: Option<String>,
}

impl From<&plan::Body> for BodyItem {
    fn from(body: &plan::Body) -> Self {
        Self {
            id: body.id.to_string(),
            name: body.name.clone(),
            kind: body.kind.to_string(),
            parent: body.parent.as_ref().map(ToString::to_string),
        }
    }
}

/// An identity between indicators.
#[derive(Serialize, ToSchema)]
pub(crate) struct RelationItem {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) result: Option<String>,
    pub(crate) parts: Vec<String>,
    pub(crate) factor: f64,
    pub(crate) note: String,
}

impl From<&plan::Relation> for RelationItem {
    fn from(relation: &plan::Relation) -> Self {
        Self {
            id: relation.id.to_string(),
            kind: relation.kind.to_string(),
            result: relation.result.as_ref().map(ToString::to_string),
            parts: relation.parts.iter().map(ToString::to_string).collect(),
            factor: relation.factor,
            note: relation.note.clone(),
        }
    }
}

/// A finding of the checks.
#[derive(Serialize, ToSchema)]
pub(crate) struct FindingItem {
    pub(crate) code: String,
    pub(crate) rule: String,
    pub(crate) family: String,
    pub(crate) severity: String,
    pub(crate) message: String,
    pub(crate) help: String,
    pub(crate) artefact: bool,
    pub(crate) labels: Vec<LabelItem>,
}

/// A place a finding is about; the first is the primary one.
#[derive(Serialize, ToSchema)]
pub(crate) struct LabelItem {
    pub(crate) line: u32,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) quote: String,
    pub(crate) text: String,
}

impl FindingItem {
    pub(crate) fn of(lang: source::Lang, finding: &Finding, document: Option<&document::Document>) -> Self {
        let labels = finding.labels.iter().map(|label| LabelItem {
            line: document.map_or(0, |document| document.lines.line(label.span.start)),
            start: label.span.start,
            end: label.span.end,
            quote: document.map_or_else(String::new, |document| label.span.of(&document.text).to_owned()),
            text: label.words.get(lang).to_owned(),
        });
        Self {
            code: finding.code.clone(),
            rule: finding.rule.clone(),
            family: finding.family.name().to_owned(),
            severity: finding.severity.name().to_owned(),
            message: finding.message.get(lang).to_owned(),
            help: finding.help.get(lang).to_owned(),
            artefact: finding.artefact,
            labels: labels.collect(),
        }
    }
}
