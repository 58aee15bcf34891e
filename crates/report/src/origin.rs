//! What a figure is made from, and how it is written.

use crate::choice::Choice;
use crate::inputs::Inputs;
use crate::verdict::Verdict;
use assess::peers::{self, Comparison};
use assess::{Point, Row};
use plan::{ObservationId, ProjectId, Target, TargetId, TaskId};
use rust_decimal::Decimal;

/// What a figure, or words of the plan with figures in them, is made from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// The moment of the report.
    Moment(Moment),
    /// A property of a judged target.
    Judged(TargetId, Measure),
    /// The value of a judged target in a year.
    Actual(TargetId, i32),
    /// How the region stands among others of its level in the indicator of a judged target.
    Peer(TargetId, PeerMeasure),
    /// What the plan itself wants of a target in a year: the step of its schedule, or the goal of that year.
    Due(TargetId, i32),
    /// How many targets there are of a choice.
    Count(Choice),
    /// How many of a choice, in per cent of another.
    Share(Choice, Choice),
    /// Words of the plan, as they stand in it.
    Words(Words),
    /// How many projects the plan has.
    Projects,
    /// How many projects have an investment stated in 亿元 or 万元.
    Priced,
    /// The sum of these investments, in 亿元.
    Investment,
    /// The investment of a project, as printed.
    ProjectInvestment(ProjectId),
    /// First and last year of a project.
    ProjectYears(ProjectId),
    /// How many tasks the plan has.
    Tasks,
    /// The year by which a task is due.
    TaskDeadline(TaskId),
    /// How many figures were published after the plan and known at the moment.
    Figures,
    /// How many findings the checks have.
    Findings,
    /// A finding of the checks, from 0.
    Finding(usize),
    /// A warning about the figures, from 0.
    DataWarning(usize),
    /// How many warnings about the figures there are.
    DataWarnings,
    /// What a body said, by its place among the replies from 0.
    Reply(usize),
    /// A proposal to adjust targets, by its place among the proposals from 0.
    Proposal(usize),
    /// A paragraph that a person wrote: the text by its place among those written, and the paragraph, both from 0.
    Written(usize, usize),
    /// The place in a list, from 1.
    Place(usize),
    /// A year that heads a column.
    Year(i32),
    /// How many rows a list leaves out, of so many.
    Further(usize),
}

/// A property of the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The last year whose figures count.
    Year,
    /// The year after it.
    NextYear,
    /// The year before it.
    PreviousYear,
    /// The running year: the one that months are known of, else the year after the last.
    Running,
    /// The day of knowledge: 2019年3月31日.
    Day,
    /// First year of the plan.
    First,
    /// Last year of the plan.
    Last,
    /// How many years of the plan are over.
    Elapsed,
    /// How many years the plan has.
    Years,
    /// Years over in per cent of all.
    ElapsedShare,
}

/// A property of a judged target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Value at the start.
    Base,
    /// Year of it.
    BaseYear,
    /// Value to be reached, as the plan prints it.
    Goal,
    /// Year of it.
    GoalYear,
    /// Average or total rate of change that the plan prints beside it.
    Rate,
    /// Latest value.
    Latest,
    /// Year of it.
    LatestYear,
    /// Done share of the way, in per cent.
    Progress,
    /// Share that should be done, in per cent.
    Expected,
    /// Years ahead of the path, or behind it: without a sign.
    TimeDistance,
    /// Gap between latest value and goal: without a sign.
    Gap,
    /// Pace needed from now on.
    Required,
    /// Pace since the start.
    Achieved,
    /// Median of the forecast.
    Median,
    /// Lower end of the interval.
    Low,
    /// Upper end of the interval.
    High,
    /// Probability in per cent.
    Attain,
    /// First year of the warning.
    Since,
    /// The evidence in a sentence.
    Reason,
    /// What moved the value, where an identity tells.
    Driver,
    /// The largest parts of what moved the value.
    Cause,
    /// The sources of the latest value.
    Source,
    /// Value that the next year has to bring at the pace needed from now on.
    NeededNext,
    /// Value of the year as it is expected to end: the yearly figure, else what its months let expect.
    Outturn,
    /// The running year by its months, in a sentence.
    SoFar,
    /// What the months of the running year came to.
    SoFarValue,
    /// The months: 1—6月.
    SoFarMonths,
    /// What the target wants of the running year.
    SoFarDue,
    /// The months over what the year should come to, in per cent.
    SoFarProgress,
    /// The share of a year that was done by then in past years, in per cent.
    SoFarUsual,
    /// Median of what the running year will come to.
    SoFarEstimate,
    /// Probability in per cent that the running year comes to what is due.
    SoFarAttain,
}

/// A property of a comparison with other regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerMeasure {
    /// The year that is compared.
    Year,
    /// The rank of the own region.
    Rank,
    /// How many are ranked.
    Among,
    /// The distance from the median in per cent of it, without a sign.
    FromMiddle,
    /// The region that is first, with its value and where it was published.
    First,
}

/// The indicator of a judged target beside other regions of the same level.
pub(crate) fn peers(inputs: Inputs<'_>, target: &TargetId) -> Option<Comparison> {
    let row = inputs.row(target)?;
    let (as_of, config) = (inputs.assessment.as_of, assess::Config::default());
    let indicator = inputs.indicator(row)?;
    let wish = row.direction.wish;
    peers::compare(inputs.plan, inputs.figures, (&as_of, &config), indicator, peers::Choice::Level, wish)
}

impl PeerMeasure {
    fn text(self, inputs: Inputs<'_>, found: &Comparison) -> Option<String> {
        Some(match self {
            Self::Year => found.year.to_string(),
            Self::Rank => found.rank.to_string(),
            Self::Among => found.among.to_string(),
            Self::FromMiddle => fixed(100.0 * found.from_middle?.abs(), 1),
            Self::First => {
                let first = found.peers.first()?;
                let unit = inputs.observation(&first.observation).map_or("", |one| one.unit.as_str());
                let source =
                    if first.source.is_empty() { String::new() } else { format!("，{}", first.source) };
                format!("{}（{}{unit}{source}）", first.region, assess::number(first.value))
            }
        })
    }
}

/// Words of the plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Words {
    /// Its title.
    Title,
    /// Name of the indicator of a judged target.
    Name(TargetId),
    /// Its unit.
    Unit(TargetId),
    /// Its group.
    Group(String),
    /// Its bodies.
    Bodies(TargetId),
    /// The target as printed.
    Printed(TargetId),
    /// Name of a project.
    Project(ProjectId),
    /// Its category.
    ProjectCategory(ProjectId),
    /// Its quantities.
    ProjectScale(ProjectId),
    /// Its stage.
    ProjectStage(ProjectId),
    /// Bodies of a project.
    ProjectBodies(ProjectId),
    /// A task.
    Task(TaskId),
    /// The chapter a task stands in.
    TaskChapter(TaskId),
    /// Bodies of a task: those that lead, or those that support.
    TaskBodies(TaskId, bool),
}

impl Origin {
    /// How it is written; `None` when there is nothing to write.
    pub fn text(&self, inputs: Inputs<'_>) -> Option<String> {
        match self {
            Self::Moment(moment) => moment.text(inputs),
            Self::Judged(target, measure) => measure.text(inputs, inputs.row(target)?),
            Self::Actual(target, year) => actual(inputs, inputs.row(target)?, *year),
            Self::Peer(target, measure) => measure.text(inputs, &peers(inputs, target)?),
            Self::Due(target, year) => due(inputs, target, *year),
            Self::Count(choice) => Some(choice.rows(inputs).len().to_string()),
            Self::Share(part, whole) => {
                let (part, whole) = (part.rows(inputs).len(), whole.rows(inputs).len());
                (whole > 0).then(|| fixed(100.0 * part as f64 / whole as f64, 1))
            }
            Self::Words(words) => words.text(inputs).filter(|text| !text.is_empty()),
            Self::Projects => Some(certain(inputs).count().to_string()),
            Self::Priced => Some(investments(inputs).len().to_string()),
            Self::Investment => {
                let all = investments(inputs);
                (!all.is_empty()).then(|| all.iter().sum::<Decimal>().normalize().to_string())
            }
            Self::ProjectInvestment(id) => {
                let project = inputs.plan.projects.iter().find(|one| one.id == *id)?;
                let printed = project.investment.as_ref().or(project.period_investment.as_ref())?;
                Some(format!("{}{}", printed.value, printed.unit))
            }
            Self::ProjectYears(id) => {
                let project = inputs.plan.projects.iter().find(|one| one.id == *id)?;
                match (project.start_year, project.end_year) {
                    (Some(start), Some(end)) if start != end => Some(format!("{start}—{end}")),
                    (start, end) => start.or(end).map(|year| year.to_string()),
                }
            }
            Self::Tasks => Some(inputs.plan.tasks.len().to_string()),
            Self::TaskDeadline(id) => {
                inputs.plan.tasks.iter().find(|one| one.id == *id)?.deadline.map(|year| year.to_string())
            }
            Self::Figures => Some(known_figures(inputs).to_string()),
            Self::Findings => Some(inputs.findings.len().to_string()),
            Self::Finding(at) => Some(inputs.findings.get(*at)?.message.clone()),
            Self::DataWarning(at) => {
                let warning = inputs.assessment.data.get(*at)?;
                Some(format!("{}：{}", warning.name, warning.words.zh))
            }
            Self::DataWarnings => Some(inputs.assessment.data.len().to_string()),
            Self::Reply(at) => Some(inputs.replies.get(*at)?.said.clone()),
            Self::Proposal(at) => Some(inputs.proposals.get(*at)?.said.clone()),
            Self::Written(at, paragraph) => {
                paragraphs(&inputs.written.get(*at)?.words).nth(*paragraph).map(str::to_owned)
            }
            Self::Place(place) => Some(place.to_string()),
            Self::Year(year) => Some(year.to_string()),
            Self::Further(count) => Some(count.to_string()),
        }
    }

    /// Ids of what it rests on.
    pub fn sources(&self, inputs: Inputs<'_>) -> Vec<String> {
        let of_row = |target: &TargetId, year: Option<i32>| {
            let row = inputs.row(target);
            let used = row.into_iter().flat_map(|row| &row.evidence.actuals).filter(|one| one.used);
            let ids = used
                .filter(|one| year.is_none_or(|year| one.year == year))
                .map(|one| one.observation.to_string());
            std::iter::once(target.to_string()).chain(ids).collect()
        };
        match self {
            Self::Actual(target, year) => of_row(target, Some(*year)),
            Self::Due(target, year) => {
                let step = step(inputs, target, *year).map(|step| step.id.to_string());
                std::iter::once(target.to_string()).chain(step).collect()
            }
            Self::Judged(target, measure) => {
                let row = inputs.row(target);
                match measure {
                    Measure::Goal | Measure::GoalYear | Measure::Rate => vec![target.to_string()],
                    Measure::Base | Measure::BaseYear => {
                        of_row(target, row.and_then(|row| row.base).map(|one| one.year))
                    }
                    Measure::Latest | Measure::LatestYear | Measure::Source => {
                        of_row(target, row.and_then(|row| row.latest).map(|one| one.year))
                    }
                    _ => of_row(target, None),
                }
            }
            Self::Peer(target, _) => {
                let all = peers(inputs, target).map(|found| found.peers).unwrap_or_default();
                let figures = all.iter().map(|peer| peer.observation.to_string());
                std::iter::once(target.to_string()).chain(figures).collect()
            }
            Self::Count(choice) => choice.rows(inputs).iter().map(|row| row.target.to_string()).collect(),
            Self::Share(_, whole) => whole.rows(inputs).iter().map(|row| row.target.to_string()).collect(),
            Self::Words(words) => words.id().into_iter().collect(),
            Self::ProjectInvestment(id) | Self::ProjectYears(id) => vec![id.to_string()],
            Self::TaskDeadline(id) => vec![id.to_string()],
            Self::Projects | Self::Priced | Self::Investment => {
                certain(inputs).map(|one| one.id.to_string()).collect()
            }
            Self::DataWarning(at) => {
                inputs.assessment.data.get(*at).map(|one| one.indicator.to_string()).into_iter().collect()
            }
            Self::Proposal(at) => {
                let of = inputs.proposals.get(*at);
                of.into_iter().flat_map(|one| &one.targets).map(ToString::to_string).collect()
            }
            Self::Written(at, _) => {
                inputs.written.get(*at).map(|one| one.source.clone()).into_iter().collect()
            }
            Self::Reply(at) => {
                inputs.replies.get(*at).map(|one| one.target.to_string()).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// How it is made, for the reader of a trace.
    pub fn formula(&self) -> String {
        match self {
            Self::Moment(moment) => format!("moment.{moment:?}"),
            Self::Judged(target, measure) => format!("judged({target}).{measure:?}"),
            Self::Actual(target, year) => format!("actual({target}, {year})"),
            Self::Peer(target, measure) => format!("peers({target}).{measure:?}"),
            Self::Due(target, year) => format!("due({target}, {year})"),
            Self::Count(choice) => format!("count({})", choice.words()),
            Self::Share(part, whole) => format!("100 * count({}) / count({})", part.words(), whole.words()),
            Self::Words(words) => format!("words({words:?})"),
            Self::Investment => "sum(investment of projects, in 亿元)".to_owned(),
            other => format!("{other:?}"),
        }
    }
}

/// The paragraphs of a text.
pub(crate) fn paragraphs(words: &str) -> impl Iterator<Item = &str> {
    words.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// The projects that nobody has to confirm first.
pub(crate) fn certain(inputs: Inputs<'_>) -> impl Iterator<Item = &plan::Project> {
    inputs.plan.projects.iter().filter(|one| one.is_certain())
}

/// Investments in 亿元, where their unit is one of money.
fn investments(inputs: Inputs<'_>) -> Vec<Decimal> {
    let one = |project: &plan::Project| {
        let printed = project.investment.as_ref().or(project.period_investment.as_ref())?;
        match printed.unit.as_str() {
            "亿元" => Some(printed.value),
            "万元" => printed.value.checked_div(Decimal::from(10_000)),
            "万亿元" => printed.value.checked_mul(Decimal::from(10_000)),
            _ => None,
        }
    };
    certain(inputs).filter_map(one).collect()
}

fn known_figures(inputs: Inputs<'_>) -> usize {
    let as_of = inputs.assessment.as_of;
    let known = |one: &&plan::Observation| {
        let day = assess::parse_day(&one.vintage);
        one.period.is_none_or(|period| period.end <= as_of.year)
            && day.zip(as_of.known_at).is_none_or(|(day, limit)| day <= limit)
    };
    inputs.figures.iter().filter(known).count()
}

impl Moment {
    fn text(self, inputs: Inputs<'_>) -> Option<String> {
        let as_of = inputs.assessment.as_of;
        let period = inputs.plan.period;
        let years = |period: plan::Period| period.end - period.start + 1;
        let elapsed = |period: plan::Period| (as_of.year - period.start + 1).clamp(0, years(period));
        Some(match self {
            Self::Year => as_of.year.to_string(),
            Self::NextYear => (as_of.year + 1).to_string(),
            Self::PreviousYear => (as_of.year - 1).to_string(),
            Self::Running => {
                let running = inputs.rows().filter_map(|row| row.so_far.as_ref()).map(|one| one.year).max();
                running.unwrap_or(as_of.year + 1).to_string()
            }
            Self::Day => {
                let day = as_of.known_at?;
                format!("{}年{}月{}日", day.year(), day.month(), day.day())
            }
            Self::First => period?.start.to_string(),
            Self::Last => period?.end.to_string(),
            Self::Elapsed => elapsed(period?).to_string(),
            Self::Years => years(period?).to_string(),
            Self::ElapsedShare => {
                fixed(100.0 * f64::from(elapsed(period?)) / f64::from(years(period?).max(1)), 0)
            }
        })
    }
}

impl Measure {
    fn text(self, inputs: Inputs<'_>, row: &Row) -> Option<String> {
        let outlook = row.outlook.as_ref();
        let per_cent = |share: f64| fixed(100.0 * share, 1);
        let year = |point: Option<Point>| point.map(|point| point.year.to_string());
        match self {
            Self::Base => {
                let base = row.base?;
                Some(printed(inputs, row, base).unwrap_or_else(|| assess::number(base.value)))
            }
            Self::BaseYear => year(row.base),
            Self::Goal => goal(inputs, row),
            Self::GoalYear => year(row.goal),
            Self::Rate => inputs.target(&row.target)?.rate.map(|rate| rate.to_string()),
            Self::Latest => {
                let latest = row.latest?;
                Some(printed(inputs, row, latest).unwrap_or_else(|| assess::number(latest.value)))
            }
            Self::LatestYear => year(row.latest),
            Self::Progress => row.progress.map(per_cent),
            Self::Expected => row.expected.map(per_cent),
            Self::TimeDistance => row.time_distance.map(|years| fixed(years.abs(), 1)),
            Self::Gap => Some(assess::number((row.goal?.value - row.latest?.value).abs())),
            Self::Required => row.required.map(|pace| assess::number(pace.value)),
            Self::Achieved => row.achieved.map(|pace| assess::number(pace.value)),
            Self::Median => outlook.map(|one| assess::number(one.median)),
            Self::Low => outlook.map(|one| assess::number(one.low)),
            Self::High => outlook.map(|one| assess::number(one.high)),
            Self::Attain => {
                outlook.map(|one| assess::probability(one.attain).trim_end_matches('%').to_owned())
            }
            Self::Since => row.since.map(|year| year.to_string()),
            Self::Reason => Some(row.reason.zh.clone()),
            Self::Driver => row.driver.as_ref().map(|words| words.zh.clone()),
            Self::Cause => cause(row),
            Self::Source => source(row),
            Self::NeededNext => {
                let next = inputs.assessment.as_of.year + 1;
                let ahead = row.required_path();
                ahead.iter().find(|point| point.year == next).map(|point| assess::number(point.value))
            }
            Self::Outturn => {
                let year = inputs.assessment.as_of.year;
                actual(inputs, row, year).or_else(|| {
                    let running = row.so_far.as_ref().filter(|one| one.year == year)?;
                    Some(assess::number(running.estimate?.quantile(0.5)))
                })
            }
            Self::SoFar => Some(row.so_far.as_ref()?.words.zh.clone()),
            Self::SoFarValue => Some(assess::number(row.so_far.as_ref()?.value)),
            Self::SoFarMonths => Some(row.so_far.as_ref()?.months.words().zh),
            Self::SoFarDue => row.so_far.as_ref()?.due.map(assess::number),
            Self::SoFarProgress => row.so_far.as_ref()?.progress.map(per_cent),
            Self::SoFarUsual => row.so_far.as_ref()?.usual.map(per_cent),
            Self::SoFarEstimate => Some(assess::number(row.so_far.as_ref()?.estimate?.quantile(0.5))),
            Self::SoFarAttain => {
                let attain = row.so_far.as_ref()?.attain?;
                Some(assess::probability(attain).trim_end_matches('%').to_owned())
            }
        }
    }
}

/// The step of a target's schedule for a year, of the plan's own region.
fn step<'a>(inputs: Inputs<'a>, target: &TargetId, year: i32) -> Option<&'a plan::Schedule> {
    inputs.plan.schedule.iter().find(|one| one.target == *target && one.year == year && one.region.is_empty())
}

/// What the plan itself wants of a target in a year. Nothing is put between its steps: a value on a path is no target.
fn due(inputs: Inputs<'_>, id: &TargetId, year: i32) -> Option<String> {
    if let Some(step) = step(inputs, id, year) {
        return Some(step.value.to_string());
    }
    let row = inputs.row(id)?;
    (row.goal?.year == year).then(|| goal(inputs, row)).flatten()
}

/// A value of the row with the digits it was published with, where it is the published one itself.
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
fn printed(inputs: Inputs<'_>, row: &Row, point: Point) -> Option<String> {
    let same = |one: &&assess::Actual| one.used && one.year == point.year && one.value == point.value;
    let id: &ObservationId = &row.evidence.actuals.iter().find(same)?.observation;
    let observation = inputs.observation(id)?;
    let value = observation.value.filter(|_| observation.unit == row.unit)?;
    Some(value.to_string())
}

/// The value in a year: the published one, else that of the judged series.
fn actual(inputs: Inputs<'_>, row: &Row, year: i32) -> Option<String> {
    let used = row.evidence.actuals.iter().find(|one| one.used && one.year == year);
    let judged = row.evidence.judged.iter().find(|point| point.year == year);
    let value = used.map(|one| one.value).or(judged.map(|point| point.value))?;
    Some(printed(inputs, row, Point { year, value }).unwrap_or_else(|| assess::number(value)))
}

/// The goal as the plan prints it.
///
/// A change (提高4.6个百分点) is judged by the level it leads to; that level is written, with the unit of the indicator.
fn goal(inputs: Inputs<'_>, row: &Row) -> Option<String> {
    let target: &Target = inputs.target(&row.target)?;
    if is_change(inputs, row) {
        return row.goal.map(|goal| assess::number(goal.value));
    }
    match (target.value, target.value_high) {
        (Some(low), Some(high)) => Some(format!("{low}—{high}")),
        (Some(value), None) => Some(value.to_string()),
        _ if !target.value_text.is_empty() => Some(target.value_text.clone()),
        _ => target.rate.map(|rate| rate.to_string()),
    }
}

/// Whether the plan states a change and the judgement a level.
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
fn is_change(inputs: Inputs<'_>, row: &Row) -> bool {
    use rust_decimal::prelude::ToPrimitive as _;
    let Some(target) = inputs.target(&row.target).filter(|target| target.measure == plan::Measure::Change)
    else {
        return false;
    };
    let stated = target.value.and_then(|value| value.to_f64());
    row.goal.is_some_and(|goal| stated.is_some_and(|stated| stated != goal.value))
}

/// The three largest parts of the first way to take the movement apart.
fn cause(row: &Row) -> Option<String> {
    let opening = row.cause.as_ref()?.openings.first()?;
    // Where parts pull against each other, a share of the whole says nothing: 335 % of a rise is no share of it.
    let against = opening.parts.iter().any(|part| !(0.0..=1.0).contains(&part.share));
    let one = |part: &assess::Cause| {
        let said = part.words(&row.unit).zh;
        let without = said.rsplit_once("，占").map(|(amount, _)| amount.to_owned()).filter(|_| against);
        without.unwrap_or(said)
    };
    let parts: Vec<String> = opening.parts.iter().take(3).map(one).collect();
    (!parts.is_empty()).then(|| format!("{}：{}", opening.by.zh, parts.join("；")))
}

fn source(row: &Row) -> Option<String> {
    let latest = row.latest?;
    let used = row.evidence.actuals.iter().find(|one| one.used && one.year == latest.year)?;
    let status = match used.status {
        Some(plan::Status::Preliminary) => "（初步）",
        Some(plan::Status::Estimate) => "（预计）",
        Some(plan::Status::Planned) => "（计划）",
        Some(plan::Status::Revised) => "（修订）",
        Some(plan::Status::Final) | None => "",
    };
    Some(format!("{}{status}", if used.source.is_empty() { "规划文本" } else { &used.source }))
}

impl Words {
    fn id(&self) -> Option<String> {
        match self {
            Self::Title | Self::Group(_) => None,
            Self::Name(id) | Self::Unit(id) | Self::Bodies(id) | Self::Printed(id) => Some(id.to_string()),
            Self::Project(id)
            | Self::ProjectCategory(id)
            | Self::ProjectScale(id)
            | Self::ProjectStage(id)
            | Self::ProjectBodies(id) => Some(id.to_string()),
            Self::Task(id) | Self::TaskChapter(id) | Self::TaskBodies(id, _) => Some(id.to_string()),
        }
    }

    fn text(&self, inputs: Inputs<'_>) -> Option<String> {
        let project = |id: &ProjectId| inputs.plan.projects.iter().find(|one| one.id == *id);
        let task = |id: &TaskId| inputs.plan.tasks.iter().find(|one| one.id == *id);
        Some(match self {
            Self::Title => inputs.plan.title.clone(),
            Self::Name(id) => {
                let row = inputs.row(id)?;
                // Two targets of one indicator are told apart by what they measure.
                let kind =
                    if row.kind == assess::TargetKind::AverageGrowth { "（年均增长）" } else { "" };
                format!("{}{kind}", row.name)
            }
            Self::Unit(id) => {
                let row = inputs.row(id)?;
                match inputs.indicator(row).filter(|_| is_change(inputs, row)) {
                    Some(indicator) => indicator.unit.clone(),
                    None => row.unit.clone(),
                }
            }
            Self::Group(name) => name.clone(),
            Self::Bodies(id) => inputs.row(id)?.bodies.join("、"),
            Self::Printed(id) => {
                let target = inputs.target(id)?;
                match target.value {
                    Some(value) => format!("{value}{}", target.unit),
                    None => target.value_text.clone(),
                }
            }
            Self::Project(id) => {
                let one = project(id)?;
                if one.name.is_empty() { one.name_full.clone() } else { one.name.clone() }
            }
            Self::ProjectCategory(id) => project(id)?.category.clone(),
            Self::ProjectScale(id) => {
                let one = |quantity: &plan::Quantity| {
                    format!("{}{}{}", quantity.what, quantity.value, quantity.unit)
                };
                project(id)?.quantities.iter().map(one).collect::<Vec<_>>().join("，")
            }
            Self::ProjectStage(id) => stage(&project(id)?.stage).to_owned(),
            Self::ProjectBodies(id) => bodies(inputs, &plan::Item::Project(id.clone()), None),
            Self::Task(id) => {
                let one = task(id)?;
                format!("{}{}", one.verb, one.object)
            }
            Self::TaskChapter(id) => chapter(inputs, task(id)?),
            Self::TaskBodies(id, lead) => bodies(inputs, &plan::Item::Task(id.clone()), Some(*lead)),
        })
    }
}

/// Names of those who answer for something: all, or those that lead, or those that support.
fn bodies(inputs: Inputs<'_>, item: &plan::Item, lead: Option<bool>) -> String {
    let wanted = |one: &&plan::Assignment| {
        one.item == *item && lead.is_none_or(|lead| (one.role == plan::AssignmentRole::Lead) == lead)
    };
    let name = |one: &plan::Assignment| {
        inputs.plan.bodies.iter().find(|body| body.id == one.body).map(|body| body.name.clone())
    };
    inputs.plan.assignments.iter().filter(wanted).filter_map(name).collect::<Vec<_>>().join("、")
}

/// The word for a stage of [`plan::STAGES`].
fn stage(name: &str) -> &str {
    match name {
        "reserve" => "储备",
        "conditional" => "争取",
        "preparation" => "前期",
        "planned" => "计划",
        "started" => "开工",
        "ongoing" => "在建",
        "completed" => "已完成",
        "operating" => "投产（投用）",
        "existing" => "已有",
        "suspended" => "停缓建",
        "cancelled" => "取消",
        other => other,
    }
}

fn chapter(inputs: Inputs<'_>, task: &plan::Task) -> String {
    let mut found = task.provenance.section.as_ref().and_then(|id| inputs.plan.section(id));
    let mut steps = 0;
    // A parent stands before its child; the count ends what a broken package would turn in a circle.
    while let Some(section) = found
        && let Some(parent) = section.parent.as_ref().and_then(|id| inputs.plan.section(id))
        && steps < 16
    {
        found = Some(parent);
        steps += 1;
    }
    found.map_or_else(String::new, |section| {
        if section.number.is_empty() { section.title.clone() } else { section.number.clone() }
    })
}

/// With at most so many decimals, without trailing zeros.
fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The verdict of a judged target, as a word of the report; it has no digits and needs no trace, but follows the data.
pub(crate) fn verdict(row: &Row) -> &'static str {
    Verdict::of(row).word()
}
