use source::Span;
use work::correct::{Kind, Trace};
use work::view::{Judged, State};

/// A commitment in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark<'a> {
    pub(crate) span: Span,
    /// Id of the target or project.
    pub(crate) id: &'a str,
    /// Id of the indicator of a target; projects have none.
    pub(crate) indicator: Option<&'a str>,
    /// State of a target; projects are not judged.
    pub(crate) state: Option<State>,
}

/// All commitments, in the order of the text.
pub(crate) struct Marks<'a> {
    all: Vec<Mark<'a>>,
    longest: usize,
    /// Where people have put something right.
    corrected: Vec<Span>,
}

impl<'a> Marks<'a> {
    pub(crate) fn of(judged: &'a Judged) -> Self {
        let plan = &judged.view.stored.plan;
        let targets = plan.targets.iter().map(|target| Mark {
            span: target.provenance.span,
            id: target.id.as_str(),
            indicator: Some(target.indicator.as_str()),
            state: Some(judged.state_of_target(target.id.as_str())),
        });
        let projects = plan.projects.iter().map(|project| Mark {
            span: project.provenance.span,
            id: project.id.as_str(),
            indicator: None,
            state: None,
        });
        let mut marks: Vec<_> = targets.chain(projects).filter(|mark| !mark.span.is_empty()).collect();
        marks.sort_by_key(|mark| (mark.span, mark.id));
        let longest = marks.iter().map(|mark| mark.span.len()).max().unwrap_or(0);
        Self { all: marks, longest, corrected: corrected(judged) }
    }

    /// Whether people have put something right of what is read from a place.
    pub(crate) fn is_corrected(&self, span: Span) -> bool {
        self.corrected.iter().any(|own| own.overlaps(span))
    }

    /// The marks that share a byte with `span`.
    pub(crate) fn over(&self, span: Span) -> impl Iterator<Item = &Mark<'a>> {
        let first = self.all.partition_point(|mark| mark.span.start + self.longest <= span.start);
        let last = self.all.partition_point(|mark| mark.span.start < span.end);
        self.all[first.min(last)..last].iter().filter(move |mark| mark.span.overlaps(span))
    }
}

/// The places of rows that people have put right; what was taken away stands nowhere.
fn corrected(judged: &Judged) -> Vec<Span> {
    let stored = &judged.view.stored;
    let plan = &stored.plan;
    let place = |trace: &Trace| {
        let row = trace.row.as_str();
        let own = match trace.kind {
            Kind::Target => plan.targets.iter().find(|one| one.id.as_str() == row).map(|one| &one.provenance),
            Kind::Observation => {
                plan.observations.iter().find(|one| one.id.as_str() == row).map(|one| &one.provenance)
            }
            Kind::Project => {
                plan.projects.iter().find(|one| one.id.as_str() == row).map(|one| &one.provenance)
            }
            Kind::Task => plan.tasks.iter().find(|one| one.id.as_str() == row).map(|one| &one.provenance),
            Kind::Place => plan.places.iter().find(|one| one.id.as_str() == row).map(|one| &one.provenance),
            Kind::Assignment => {
                plan.assignments.iter().find(|one| one.id.as_str() == row).map(|one| &one.provenance)
            }
            Kind::Indicator => None,
        };
        own.map(|provenance| provenance.span).filter(|span| !span.is_empty())
    };
    stored.corrections.traces.iter().filter_map(place).collect()
}
