//! From a plan and its figures to cubes.

use crate::cube::{Cell, Code, Cube, Dimension, Role};
use crate::time;
use assess::{AsOf, Config};
use plan::{Averaging, Comparator, Dimensions, Measure, Months, Observation, Period, Plan, Status, Target};
use rust_decimal::Decimal;
use source::Words;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The figures of a plan as they were known at a moment: for each key the firmest, among those the latest.
///
/// `figures` are those that came after the plan, on top of what the plan itself says.
pub fn figures(plan: &Plan, figures: &[Observation], as_of: &AsOf, config: &Config) -> Cube {
    let mut builder = Builder::new(plan);
    let mut timeless = 0;
    let mut best: BTreeMap<Key, Known<'_>> = BTreeMap::new();
    let mut superseded = 0;
    for observation in plan.observations.iter().chain(figures) {
        let year = || observation.year.map(|year| Period { start: year, end: year });
        let Some(period) = observation.period.or_else(year) else {
            timeless += 1;
            continue;
        };
        let day = assess::known_day(observation, config);
        if period.end > as_of.year || day.zip(as_of.known_at).is_some_and(|(day, limit)| day > limit) {
            continue;
        }
        let measured = Measured::of_observation(plan, observation);
        let part = &observation.dimensions;
        let key = builder.key(&observation.region, &measured, "", part, period, observation.months);
        let this = Known { observation, firmness: assess::firmness(observation), day };
        match best.get_mut(&key) {
            None => {
                best.insert(key, this);
            }
            Some(before) => {
                superseded += 1;
                if (this.firmness, this.day) >= (before.firmness, before.day) {
                    *before = this;
                }
            }
        }
    }
    let cells = best.into_iter().map(|(key, known)| (key, known.cell(plan))).collect();
    let name = Words::new("规划指标数据", "figures of the plan's indicators");
    builder.finish("FIGURES", name, cells, superseded, timeless)
}

/// What the plan promises: values to reach, rates, and the steps of its schedule.
pub fn targets(plan: &Plan) -> Cube {
    let mut builder = Builder::new(plan);
    let mut cells: BTreeMap<Key, Cell> = BTreeMap::new();
    let (mut timeless, mut superseded) = (0, 0);
    let title = plan.title.as_str();
    for target in &plan.targets {
        let of_plan = plan.period.map(|period| match target.averaging {
            Some(_) => period,
            None => Period { start: period.end, end: period.end },
        });
        let stated = target.year.or(target.implied_year).map(|year| Period { start: year, end: year });
        let spans = target.averaging.is_some().then_some(of_plan).flatten();
        let Some(period) = spans.or(stated).or(of_plan) else {
            timeless += 1;
            continue;
        };
        let measured = Measured::of_target(plan, target);
        let of_kind = |value: Option<Decimal>, unit: &str| Cell {
            value,
            unit: unit.to_owned(),
            status: "F",
            source: title.to_owned(),
            statement: target.id.to_string(),
            indicator: target.indicator.to_string(),
            name: name_of(plan, &target.indicator),
            ..Cell::default()
        };
        let mut put = |kind, cell| {
            let key = builder.key("", &measured, kind, &Dimensions::default(), period, None);
            superseded += usize::from(cells.insert(key, cell).is_some());
        };
        let goal = Cell {
            upper: target.value_high,
            comparator: comparator(target.comparator),
            printed: if target.value.is_none() { target.value_text.clone() } else { String::new() },
            ..of_kind(target.value, &target.unit)
        };
        put("GOAL", goal);
        if target.rate.is_some() {
            put("RATE", of_kind(target.rate, "%"));
        }
    }
    steps(plan, &mut builder, &mut cells, &mut timeless);
    let name = Words::new("规划目标", "targets of the plan");
    builder.with_kinds().finish("TARGETS", name, cells, superseded, timeless)
}

/// The yearly steps of the schedule. One without its target has no place.
fn steps(plan: &Plan, builder: &mut Builder<'_>, cells: &mut BTreeMap<Key, Cell>, timeless: &mut usize) {
    let title = plan.title.as_str();
    for step in &plan.schedule {
        let Some(target) = plan.targets.iter().find(|target| target.id == step.target) else {
            *timeless += 1;
            continue;
        };
        let measured = Measured::of_target(plan, target);
        let period = Period { start: step.year, end: step.year };
        let key = builder.key(&step.region, &measured, "STEP", &Dimensions::default(), period, None);
        let cell = Cell {
            value: Some(step.value),
            unit: target.unit.clone(),
            status: "F",
            source: title.to_owned(),
            statement: step.id.to_string(),
            indicator: target.indicator.to_string(),
            name: name_of(plan, &target.indicator),
            area: step.region.clone(),
            ..Cell::default()
        };
        cells.insert(key, cell);
    }
}

/// An observation with what decides whether it counts.
struct Known<'a> {
    observation: &'a Observation,
    firmness: u8,
    day: Option<jiff::civil::Date>,
}

impl Known<'_> {
    fn cell(&self, plan: &Plan) -> Cell {
        let one = self.observation;
        Cell {
            key: Vec::new(),
            value: one.value,
            upper: one.value_high,
            unit: one.unit.clone(),
            status: status(one.status),
            comparator: comparator(one.comparator),
            printed: if one.value.is_none() { one.value_text.clone() } else { String::new() },
            source: one.source.clone(),
            statement: one.id.to_string(),
            known_at: self.day.map(|day| day.to_string()).unwrap_or_default(),
            indicator: one.indicator.to_string(),
            name: format!("{}{}", name_of(plan, &one.indicator), of_measure(one.measure).0),
            area: one.region.clone(),
        }
    }
}

/// The name of an indicator; its id where the plan does not list it.
fn name_of(plan: &Plan, id: &plan::IndicatorId) -> String {
    plan.indicator(id).map_or_else(|| id.to_string(), |indicator| indicator.name.clone())
}

/// What stands behind the name for a measure that is not the usual one.
fn of_measure(measure: Measure) -> (&'static str, &'static str) {
    match measure {
        Measure::Level | Measure::Share | Measure::Count => ("", ""),
        Measure::GrowthRate => ("增长率", "growth"),
        Measure::Change => ("增减", "change"),
        Measure::Cumulative => ("累计", "cumulated"),
        Measure::Multiple => ("倍数", "multiple"),
        Measure::Ratio => ("构成", "structure"),
        Measure::Completion => ("完成情况", "completion"),
    }
}

fn status(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Preliminary) => "P",
        Some(Status::Estimate) => "E",
        Some(Status::Planned) => "F",
        Some(Status::Final | Status::Revised) | None => "A",
    }
}

fn comparator(comparator: Comparator) -> &'static str {
    if comparator == Comparator::Eq { "" } else { comparator.name() }
}

/// What is measured, as far as it tells two series apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Measured {
    /// Id that the code begins with.
    id: String,
    name: String,
    /// What it is about when that is not the indicator's name.
    subject: String,
    measure: Measure,
    averaging: Option<Averaging>,
    unit: String,
    /// Unit that goes without saying.
    usual: String,
}

impl Measured {
    fn of_observation(plan: &Plan, one: &Observation) -> Self {
        let indicator = plan.indicator(&one.indicator);
        let name = indicator.map_or_else(|| one.indicator.to_string(), |indicator| indicator.name.clone());
        Self {
            id: one.indicator.to_string(),
            subject: if one.subject == name { String::new() } else { one.subject.clone() },
            name,
            measure: one.measure,
            averaging: one.averaging,
            unit: one.unit.clone(),
            usual: indicator.map(|indicator| indicator.unit.clone()).unwrap_or_default(),
        }
    }

    fn of_target(plan: &Plan, one: &Target) -> Self {
        let indicator = plan.indicator(&one.indicator);
        let name = indicator.map_or_else(|| one.indicator.to_string(), |indicator| indicator.name.clone());
        Self {
            id: one.id.to_string(),
            subject: one.scope.clone(),
            name,
            measure: one.measure,
            averaging: one.averaging,
            unit: one.unit.clone(),
            usual: one.unit.clone(),
        }
    }

    /// The code: the id, and behind it what differs from the usual, so that further figures never change it.
    fn code(&self) -> String {
        let mut code = plain(&self.id);
        if self.measure != Measure::Level {
            code.push('_');
            code.push_str(self.measure.name());
        }
        if let Some(averaging) = self.averaging {
            code.push('_');
            code.push_str(averaging.name());
        }
        if !self.subject.is_empty() {
            let _ = write!(code, "_s{}", mark(&self.subject));
        }
        if self.unit != self.usual {
            let _ = write!(code, "_u{}", mark(&self.unit));
        }
        code
    }

    fn words(&self) -> Words {
        let subject = if self.subject.is_empty() { String::new() } else { format!("（{}）", self.subject) };
        let (zh, en) = of_measure(self.measure);
        let (of_zh, of_en) = match self.averaging {
            Some(Averaging::AnnualAvg) => ("年均", "annual average"),
            Some(Averaging::Cumulative) => ("五年累计", "over the period"),
            None => ("", ""),
        };
        let said = |parts: [&str; 2], between: &str| {
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            if parts.is_empty() { String::new() } else { format!("{between}{}", parts.join(" ")) }
        };
        Words::new(
            format!("{}{subject}{}", self.name, said([of_zh, zh], "·").replace(' ', "")),
            format!("{}{subject}{}", self.name, said([of_en, en], ", ")),
        )
    }
}

/// Only what an id may hold.
fn plain(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
}

/// Six hexadecimal digits that stand for a text (FNV-1a): they do not change when other texts come or go.
fn mark(text: &str) -> String {
    let hash =
        text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{:06x}", (hash ^ (hash >> 24)) & 0x00ff_ffff)
}

/// Frequency, area, what is measured, kind of a target, part of the whole, period: as their codes.
type Key = [String; 6];

/// The code of the whole, as SDMX has it.
const WHOLE: &str = "_T";

struct Builder<'a> {
    plan: &'a Plan,
    measured: BTreeMap<String, Measured>,
    areas: BTreeMap<String, String>,
    parts: BTreeMap<String, String>,
    times: BTreeMap<String, Words>,
    kinds: bool,
}

impl<'a> Builder<'a> {
    fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            measured: BTreeMap::new(),
            areas: BTreeMap::new(),
            parts: BTreeMap::new(),
            times: BTreeMap::new(),
            kinds: false,
        }
    }

    fn with_kinds(mut self) -> Self {
        self.kinds = true;
        self
    }

    fn key(
        &mut self,
        region: &str,
        measured: &Measured,
        kind: &str,
        part: &Dimensions,
        period: Period,
        months: Option<Months>,
    ) -> Key {
        let (frequency, time, name) = time::of(period, months);
        self.times.entry(time.clone()).or_insert(name);
        let area = self.area(region);
        let mut code = measured.code();
        // Two things with one code would be one series: the later one gets a longer code.
        while self.measured.get(&code).is_some_and(|other| other != measured) {
            code.push('x');
        }
        self.measured.entry(code.clone()).or_insert_with(|| measured.clone());
        let part = self.part(part);
        [frequency.to_owned(), area, code, kind.to_owned(), part, time]
    }

    /// The code of a part: a mark of its dimensions, by the usual words for their values.
    fn part(&mut self, part: &Dimensions) -> String {
        let usual = |(name, value)| (name, plan::dimensions::canonical(name, value));
        let code = if part.is_empty() {
            WHOLE.to_owned()
        } else {
            format!("d{}", mark(&Dimensions::new(part.iter().map(usual)).to_string()))
        };
        self.parts.entry(code.clone()).or_insert_with(|| part.to_string());
        code
    }

    /// The code of a region: its administrative code, else its id in the plan, else a mark of its name.
    fn area(&mut self, region: &str) -> String {
        let own = self.plan.region.as_deref().unwrap_or_default();
        let name = if region.is_empty() { own } else { region };
        let place = self.plan.places.iter().find(|place| !name.is_empty() && place.name == name);
        let code = match place {
            Some(place) if !place.code.is_empty() => plain(&place.code),
            _ if name == own => "_T".to_owned(),
            Some(place) => plain(place.id.as_str()),
            None => format!("r{}", mark(name)),
        };
        self.areas.entry(code.clone()).or_insert_with(|| name.to_owned());
        code
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one cube with all its dimensions, in the order in which they are written"
    )]
    fn finish(
        self,
        id: &'static str,
        name: Words,
        cells: BTreeMap<Key, Cell>,
        superseded: usize,
        timeless: usize,
    ) -> Cube {
        let code = |(id, zh, en): &(&str, &str, &str)| Code {
            id: (*id).to_owned(),
            name: Words::new(*zh, *en),
            unit: String::new(),
        };
        let used = |at: usize, id: &str| cells.keys().any(|key| key.get(at).is_some_and(|code| code == id));
        let frequencies = time::FREQUENCIES.iter().map(code).filter(|code| used(0, &code.id)).collect();
        let all = |name: &str| {
            if name.is_empty() { Words::new("全域", "the whole area") } else { Words::new(name, name) }
        };
        let areas =
            self.areas.iter().map(|(id, name)| Code { id: id.clone(), name: all(name), unit: String::new() });
        let measured = self.measured.iter().filter(|(id, _)| used(2, id)).map(|(id, one)| Code {
            id: id.clone(),
            name: one.words(),
            unit: one.unit.clone(),
        });
        let part_name = |text: &str| match text {
            "" => Words::new("合计", "total"),
            pairs => Words::new(pairs, pairs),
        };
        let parts = self.parts.iter().map(|(id, text)| Code {
            id: id.clone(),
            name: part_name(text),
            unit: String::new(),
        });
        let times = self.times.iter().map(|(id, name)| Code {
            id: id.clone(),
            name: name.clone(),
            unit: String::new(),
        });
        let dimension =
            |id, zh: &str, en: &str, role, codes| Dimension { id, name: Words::new(zh, en), role, codes };
        let mut dimensions = vec![
            (0, dimension("FREQ", "频率", "frequency", Role::Other, frequencies)),
            (1, dimension("REF_AREA", "地区", "area", Role::Area, areas.collect())),
        ];
        if self.kinds {
            dimensions.push((2, dimension("TARGET", "目标", "target", Role::Measured, measured.collect())));
            let kinds = KINDS.iter().map(code).filter(|code| used(3, &code.id)).collect();
            dimensions.push((3, dimension("TARGET_KIND", "目标种类", "kind of target", Role::Other, kinds)));
        } else {
            dimensions
                .push((2, dimension("INDICATOR", "指标", "indicator", Role::Measured, measured.collect())));
        }
        // Cubes without a part have no dimension for it, so that their keys stay as they were.
        if self.parts.keys().any(|code| code != WHOLE) {
            dimensions
                .push((4, dimension("BREAKDOWN", "维度", "part of the whole", Role::Other, parts.collect())));
        }
        dimensions.push((5, dimension("TIME_PERIOD", "时期", "period", Role::Time, times.collect())));
        let places: Vec<(usize, BTreeMap<&str, usize>)> = dimensions
            .iter()
            .map(|(at, dimension)| {
                let codes = dimension.codes.iter().enumerate();
                (*at, codes.map(|(place, code)| (code.id.as_str(), place)).collect())
            })
            .collect();
        let mut placed: Vec<Cell> = cells
            .into_iter()
            .map(|(key, cell)| {
                let place = |(at, codes): &(usize, BTreeMap<&str, usize>)| {
                    key.get(*at).and_then(|code| codes.get(code.as_str())).copied()
                };
                Cell { key: places.iter().filter_map(place).collect(), ..cell }
            })
            .collect();
        placed.sort_by(|a, b| a.key.cmp(&b.key));
        drop(places);
        let dimensions = dimensions.into_iter().map(|(_, dimension)| dimension).collect();
        Cube { id, name, dimensions, cells: placed, superseded, timeless }
    }
}

/// Kinds of targets: id, and words.
const KINDS: [(&str, &str, &str); 3] = [
    ("GOAL", "目标值", "value to reach"),
    ("RATE", "年均或累计变化率（%）", "rate of change (%)"),
    ("STEP", "分年度目标", "yearly step"),
];

/// The year that lets every figure count.
pub const LAST_YEAR: i32 = 9998;

/// The day that cubes stand for: the one asked for, else the last on which one of their values became known, else the end of
/// their last year.
pub fn day_of(cubes: &[Cube], as_of: &AsOf) -> jiff::civil::Date {
    let known = cubes.iter().flat_map(|cube| &cube.cells).filter_map(|cell| cell.known_at.parse().ok()).max();
    let last = || {
        let years = cubes.iter().filter(|cube| cube.id == "FIGURES").filter_map(Cube::years);
        let year =
            years.filter_map(|(_, last)| last.parse::<i16>().ok()).max().or(i16::try_from(as_of.year).ok());
        jiff::civil::Date::new(year.filter(|year| *year < 9999).unwrap_or(2000), 12, 31).ok()
    };
    as_of.known_at.or(known).or_else(last).unwrap_or(jiff::civil::Date::MIN)
}
