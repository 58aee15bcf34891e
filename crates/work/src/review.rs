//! Review: what waits for whom, and one decision for many.

use crate::asked::history_of;
use crate::caution::of_indicator;
use crate::notice::{Stepped, stepped};
use crate::offices::offices;
use crate::{Fault, Question, Service, Viewer, number};
use duty::{Right, Scope, Stage, Step};
use jiff::Timestamp;
use rust_decimal::prelude::ToPrimitive as _;
use source::Words;
use std::collections::{BTreeMap, BTreeSet};
use store::{Change, Office, SubmissionFilter, Submitted};

/// Which part of the queue is looked at.
#[derive(Clone, Debug, Default)]
pub struct Only {
    /// Only figures of this plan.
    pub plan: Option<String>,
    /// Only those in this stage.
    pub stage: Option<Stage>,
    /// Only those of this office.
    pub office: Option<String>,
}

/// Whether a viewer decides about a submission as it stands: the city about what came up to it, a county about what
/// comes from below it. Nobody decides about their own; the rules of steps see to that.
pub fn may_review(viewer: &Viewer, one: &Submitted) -> bool {
    let own = viewer.office();
    match viewer.scope(Right::Review) {
        Scope::All => matches!(one.stage, Stage::AtCounty | Stage::AtCity | Stage::Approved),
        Scope::Own => {
            one.stage == Stage::AtCounty
                && own != Some(one.office.as_str())
                && viewer.reaches_office(Right::Review, &one.office)
        }
        Scope::Published | Scope::Nothing => false,
    }
}

/// The value that is public now for what a submission speaks of, with its unit.
///
/// # Errors
/// The plan cannot be read.
pub async fn previous(service: &Service, viewer: &Viewer, one: &Submitted) -> Result<Option<String>, Fault> {
    Ok(public_value(service, viewer, one)
        .await?
        .map(|value| format!("{} {}", number::value(value), one.figure.unit)))
}

/// The value that is public now for what a submission speaks of.
///
/// # Errors
/// The plan cannot be read.
pub async fn public_value(service: &Service, viewer: &Viewer, one: &Submitted) -> Result<Option<f64>, Fault> {
    let view = service.plan(viewer, &Question::now(&one.figure.plan)).await?;
    let indicator =
        view.stored.plan.indicators.iter().find(|indicator| indicator.name == one.figure.indicator);
    Ok(indicator.and_then(|indicator| {
        history_of(&view, indicator, &one.figure.region, &one.figure.dimensions)
            .get(&one.figure.year)
            .copied()
    }))
}

/// Most figures that one decision is about: it is one transaction, and nobody else writes meanwhile.
pub const MOST_AT_ONCE: i64 = 5000;

/// What waits for a viewer, as far as the filter of the page lets it through; the same things as [`may_review`].
pub fn queue(viewer: &Viewer, only: &Only, offices: &BTreeMap<String, Office>) -> SubmissionFilter {
    let all = [Stage::AtCounty, Stage::AtCity, Stage::Approved];
    let (stages, reached) = match viewer.scope(Right::Review) {
        Scope::All => (&all[..], None),
        Scope::Own => {
            let own = viewer.office();
            let below = |office: &&String| {
                own != Some(office.as_str()) && viewer.reaches_office(Right::Review, office)
            };
            (&all[..1], Some(offices.keys().filter(below).cloned().collect::<BTreeSet<_>>()))
        }
        Scope::Published | Scope::Nothing => (&all[..1], Some(BTreeSet::new())),
    };
    let stage = only.stage;
    let office = only.office.as_deref();
    let asked = |id: &String| office.is_none_or(|office| office == id);
    let stages: Vec<Stage> =
        stages.iter().copied().filter(|one| stage.is_none_or(|stage| stage == *one)).collect();
    SubmissionFilter {
        plan: only.plan.clone(),
        offices: match reached {
            // Without any stage the filter would let all stages through.
            _ if stages.is_empty() => Some(BTreeSet::new()),
            Some(reached) => Some(reached.into_iter().filter(asked).collect()),
            None => office.map(|office| BTreeSet::from([office.to_owned()])),
        },
        stages,
        ..SubmissionFilter::default()
    }
}

/// Lines of the queue on one page.
const PAGE: i64 = 200;

/// A submission that waits for a decision.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The submission.
    pub submitted: Submitted,
    /// The value that is public now for the same thing.
    pub before: Option<f64>,
    /// The last public figure of an earlier year, with that year.
    pub earlier: Option<(i32, f64)>,
    /// What looks odd about the new one.
    pub questions: Vec<Words>,
}

/// One page of the queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// What waits.
    pub waiting: Vec<Waiting>,
    /// Which page it is, from 1.
    pub page: i64,
    /// How many pages there are.
    pub pages: i64,
    /// How many wait in all.
    pub total: i64,
    /// When the last of all had been handed in.
    pub last: Option<String>,
}

/// One page of what waits for a viewer; the nearest page there is.
///
/// # Errors
/// The store cannot be read.
pub async fn waiting(
    service: &Service,
    viewer: &Viewer,
    only: &Only,
    offices: &BTreeMap<String, Office>,
    page: i64,
) -> Result<Queue, Fault> {
    let mut filter = queue(viewer, only, offices);
    let (total, last) = service.store().count_submissions(&filter).await?;
    let pages = (total + PAGE - 1) / PAGE;
    let page = page.clamp(1, pages.max(1));
    filter.offset = (page - 1) * PAGE;
    filter.limit = Some(PAGE);
    let mut waiting = Vec::new();
    for one in service.store().submissions(&filter).await? {
        waiting.push(seen(service, viewer, one).await?);
    }
    Ok(Queue { waiting, page, pages, total, last })
}

/// A submission with what a reviewer should look at.
async fn seen(service: &Service, viewer: &Viewer, submitted: Submitted) -> Result<Waiting, Fault> {
    let view = service.plan(viewer, &Question::now(&submitted.figure.plan)).await?;
    let figure = &submitted.figure;
    let indicator = view.stored.plan.indicators.iter().find(|indicator| indicator.name == figure.indicator);
    let history = indicator.map(|indicator| history_of(&view, indicator, &figure.region, &figure.dimensions));
    let before = history.as_ref().and_then(|history| history.get(&figure.year).copied());
    let earlier = history
        .and_then(|history| history.range(..figure.year).next_back().map(|(year, value)| (*year, *value)));
    let value = figure.value.and_then(|value| value.to_f64()).filter(|value| before != Some(*value));
    // What is odd is told by the years of the whole; a part has none of its own yet.
    let questions = indicator
        .zip(value.filter(|_| figure.dimensions.is_empty()))
        .map(|(indicator, value)| of_indicator(&view, indicator, &figure.region, figure.year, value, None));
    Ok(Waiting { before, earlier, questions: questions.unwrap_or_default(), submitted })
}

/// What a reviewer decides.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What becomes of the figures.
    pub verdict: Verdict,
    /// About which figures.
    pub about: About,
    /// The moment before which they are not made public.
    pub embargo: Option<Timestamp>,
}

/// What becomes of figures under review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They go on.
    Approve,
    /// They go back, with the reason of the change.
    Return,
    /// They are shown to everybody.
    Publish,
}

impl Verdict {
    /// The verdict with this name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "approve" => Some(Self::Approve),
            "return" => Some(Self::Return),
            "publish" => Some(Self::Publish),
            _ => None,
        }
    }

    fn step(self) -> (Step, Stepped) {
        match self {
            Self::Approve => (Step::Approve, Stepped::Approved),
            Self::Return => (Step::Return, Stepped::Returned),
            Self::Publish => (Step::Publish, Stepped::Published),
        }
    }
}

/// The figures that a decision is about.
#[derive(Clone, Debug)]
pub enum About {
    /// These.
    Ticked(BTreeSet<i64>),
    /// All of this part of the queue but one's own: so many, handed in up to a moment. So nothing is decided about what
    /// nobody could have seen.
    Every {
        /// The part of the queue.
        only: Only,
        /// How many were seen.
        count: usize,
        /// When the last of them had been handed in.
        until: String,
    },
}

/// Why nothing was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undecided {
    /// Nothing was ticked.
    NothingTicked,
    /// The queue has changed since it was seen.
    Moved,
    /// The rules of steps do not allow it.
    Refused(Words),
}

/// Takes one decision about many figures, all or none, and tells their authors.
///
/// # Errors
/// Some of them are not this viewer's to decide about, or the store cannot be written.
pub async fn decide(
    service: &Service,
    viewer: &Viewer,
    decision: Decision,
    change: &Change,
) -> Result<Result<usize, Undecided>, Fault> {
    if decision.verdict == Verdict::Publish && !viewer.may(Right::Publish) {
        return Err(Fault::forbidden());
    }
    let mut chosen = match chosen(service, viewer, decision.about).await? {
        Ok(chosen) => chosen,
        Err(undecided) => return Ok(Err(undecided)),
    };
    if !chosen.iter().all(|one| may_review(viewer, one)) {
        return Err(Fault::forbidden());
    }
    let ids: Vec<i64> = chosen.iter().map(|one| one.id).collect();
    let (step, told) = decision.verdict.step();
    let stages = match service.store().step_submissions(&ids, step, decision.embargo, change).await {
        Ok(stages) => stages,
        Err(error) if error.is_refused() => return Ok(Err(Undecided::Refused(error.words()))),
        Err(error) => return Err(error.into()),
    };
    service.refresh().await?;
    for (one, stage) in chosen.iter_mut().zip(stages) {
        one.stage = stage;
        one.changed_at = change.at();
    }
    let decided = chosen.len();
    // At the county's approval the author has nothing to do yet.
    chosen.retain(|one| one.stage != Stage::AtCity);
    stepped(service, &chosen, told, &change.why).await?;
    Ok(Ok(decided))
}

async fn chosen(
    service: &Service,
    viewer: &Viewer,
    about: About,
) -> Result<Result<Vec<Submitted>, Undecided>, Fault> {
    match about {
        About::Every { only, count, until } => {
            let filter = SubmissionFilter {
                submitted_until: Some(until),
                limit: Some(MOST_AT_ONCE),
                ..queue(viewer, &only, &offices(service).await?)
            };
            let mut all = service.store().submissions(&filter).await?;
            if all.len() != count {
                return Ok(Err(Undecided::Moved));
            }
            let me = viewer.account().map(|account| account.name.as_str());
            all.retain(|one| Some(one.author.as_str()) != me);
            Ok(Ok(all))
        }
        About::Ticked(ids) if ids.is_empty() => Ok(Err(Undecided::NothingTicked)),
        About::Ticked(ids) => {
            let mut ticked = Vec::with_capacity(ids.len());
            for id in ids {
                ticked.push(service.store().submission(id).await?);
            }
            Ok(Ok(ticked))
        }
    }
}
