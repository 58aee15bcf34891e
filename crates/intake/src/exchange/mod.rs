//! Data sets for exchange (SDMX-CSV, JSON-stat, PX): every value says by codes what it is of, so nothing is guessed from
//! the look of a table.
//!
//! A reader gives a [`DataSet`]; one function makes figures of it, whichever format it came in. What a code list has names
//! for is known by its names, else by its codes.

mod json_stat;
mod period;
mod px;
mod sdmx_csv;

use crate::figure::{Outcome, Stated};
use crate::period::{Kind, Part};
use crate::problem::{Problem, Problems};
use crate::{Cell, Settings};
use plan::Status;
use rust_decimal::Decimal;
use source::{Severity, Words};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// What a component says of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Says {
    /// What is measured.
    Measured,
    /// The region.
    Area,
    /// The period.
    Time,
    /// How often it is measured; the period says it as well.
    Frequency,
    /// The unit.
    Unit,
    /// The power of ten that the value is printed in.
    Power,
    /// The value itself.
    Value,
    /// How firm it is.
    Status,
    /// That it is a bound and no value.
    Comparator,
    /// The upper end of a range.
    Upper,
    /// Words in place of a value.
    Printed,
    /// Where it was published.
    Source,
    /// When it became known.
    Known,
    /// The name of what is measured.
    Name,
    /// The name of the region.
    Place,
    /// A remark.
    Note,
    /// Nothing that is read here.
    Beside,
    /// A property that tells values apart.
    Other,
}

static IDS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/exchange.tsv").lines().filter(|line| !line.starts_with('#'));
    let words = lines.filter_map(|line| line.split_once('\t'));
    words.flat_map(|(role, ids)| ids.split_whitespace().map(move |id| (id, role))).collect()
});

/// Whether an identifier stands in the list of a role.
fn is(role: &str, id: &str) -> bool {
    IDS.get(id.trim().to_uppercase().as_str()).is_some_and(|found| *found == role)
}

/// What a component with this identifier and this name says.
fn says(id: &str, name: &str) -> Says {
    let found = [id, name].into_iter().find_map(|text| IDS.get(text.trim().to_uppercase().as_str()).copied());
    match found {
        Some("measured") => Says::Measured,
        Some("area") => Says::Area,
        Some("time") => Says::Time,
        Some("frequency") => Says::Frequency,
        Some("unit") => Says::Unit,
        Some("power") => Says::Power,
        Some("value") => Says::Value,
        Some("status") => Says::Status,
        Some("comparator") => Says::Comparator,
        Some("upper") => Says::Upper,
        Some("printed") => Says::Printed,
        Some("source") => Says::Source,
        Some("known") => Says::Known,
        Some("name") => Says::Name,
        Some("place") => Says::Place,
        Some("note") => Says::Note,
        Some("beside") => Says::Beside,
        _ => by_word(id).or_else(|| by_word(name)).unwrap_or(Says::Other),
    }
}

/// What a word of a header says: 指标, 地区, 年份.
fn by_word(text: &str) -> Option<Says> {
    let content = crate::grid::Content::of_text(text)?;
    // There is no year 0: a head that is a year says nothing here.
    Some(match crate::header::role(&content, &(0..=0))? {
        crate::Role::Indicator => Says::Measured,
        crate::Role::Region => Says::Area,
        crate::Role::Period => Says::Time,
        crate::Role::Unit => Says::Unit,
        crate::Role::Status => Says::Status,
        crate::Role::Source => Says::Source,
        crate::Role::KnownAt => Says::Known,
        crate::Role::Note => Says::Note,
        _ => return None,
    })
}

/// A code of a dimension.
#[derive(Clone, Debug, Default)]
pub(super) struct Code {
    pub id: String,
    /// Its name; empty when the file gives none.
    pub name: String,
    /// The unit of the values under it.
    pub unit: String,
}

impl Code {
    fn shown(&self) -> &str {
        if self.name.is_empty() { &self.id } else { &self.name }
    }
}

/// A dimension.
#[derive(Clone, Debug)]
pub(super) struct Dimension {
    pub id: String,
    pub name: String,
    pub says: Says,
    pub codes: Vec<Code>,
}

/// A value.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub cell: Cell,
    /// The place of its code in each dimension.
    pub key: Vec<usize>,
    pub printed: String,
    /// What else is said of it.
    pub said: Vec<(Says, Arc<str>)>,
}

/// A data set, whatever it was written in.
#[derive(Clone, Debug, Default)]
pub(super) struct DataSet {
    /// What cells are counted in: empty for the file itself.
    pub sheet: &'static str,
    /// What is measured when no dimension says it.
    pub measured: String,
    /// The unit of values that name none.
    pub unit: String,
    /// Where it was published, when values do not say.
    pub source: String,
    pub dimensions: Vec<Dimension>,
    pub values: Vec<Value>,
}

/// What is read from a data set.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub figures: Vec<Stated>,
    pub problems: Vec<Problem>,
}

/// The figures of a data set for exchange; `None` when the file is none.
pub(crate) fn read(name: &str, bytes: &[u8], settings: &Settings) -> Option<Read> {
    let mut problems = Problems::new(name, "", settings.max_problems);
    let set = if json_stat::is(bytes) {
        json_stat::read(bytes, settings, &mut problems)
    } else if px::is(bytes) {
        px::read(bytes, settings, &mut problems)
    } else if sdmx_csv::is(bytes) {
        sdmx_csv::read(bytes, settings, &mut problems)
    } else {
        return None;
    };
    let mut read = Read { figures: Vec::new(), problems: problems.finish() };
    if let Some(set) = set {
        let mut more = Problems::new(name, set.sheet, settings.max_problems);
        read.figures = figures(&set, &mut more);
        read.problems.extend(more.finish());
    }
    Some(read)
}

/// Says that a file cannot be used.
fn refuse(problems: &mut Problems<'_>, zh: impl Into<String>, en: impl Into<String>) {
    problems.add(Severity::Error, None, zh, en);
}

/// The places of the dimensions that say something of a value besides telling it apart.
struct Places {
    measured: Option<usize>,
    area: Option<usize>,
    time: usize,
    unit: Option<usize>,
    others: Vec<usize>,
}

impl Places {
    fn of(set: &DataSet) -> Option<Self> {
        let first = |says| set.dimensions.iter().position(|one| one.says == says);
        // A dimension with one code tells nothing apart, and one that is taken already is another property.
        let known = [first(Says::Measured), first(Says::Area), first(Says::Time), first(Says::Unit)];
        let others = set.dimensions.iter().enumerate().filter(|(at, one)| {
            !known.contains(&Some(*at)) && one.says != Says::Frequency && one.codes.len() > 1
        });
        Some(Self {
            measured: first(Says::Measured),
            area: first(Says::Area),
            time: first(Says::Time)?,
            unit: first(Says::Unit),
            others: others.map(|(at, _)| at).collect(),
        })
    }
}

fn figures(set: &DataSet, problems: &mut Problems<'_>) -> Vec<Stated> {
    let Some(places) = Places::of(set) else {
        refuse(
            problems,
            "数据集没有时间维度，无法判断数值属于哪一年",
            "the data set has no dimension of time, so that its values belong to no year",
        );
        return Vec::new();
    };
    if places.measured.is_none() && set.measured.is_empty() {
        refuse(
            problems,
            "数据集没有指标维度，也没有写明是什么指标",
            "the data set has no dimension of indicators and does not say what it measures",
        );
        return Vec::new();
    }
    if !set.sheet.is_empty() {
        problems.add(
            Severity::Note,
            None,
            format!("{}中第几行第几个数记为相应的单元格", set.sheet),
            format!("cells count the lines and values of {}", set.sheet),
        );
    }
    set.values.iter().map(|value| stated(set, &places, value, problems)).collect()
}

#[expect(clippy::too_many_lines, reason = "what is said of one value, one thing after the other")]
fn stated(set: &DataSet, places: &Places, value: &Value, problems: &mut Problems<'_>) -> Stated {
    let code = |at: usize| set.dimensions.get(at)?.codes.get(*value.key.get(at)?);
    let said = |says: Says| value.said.iter().find(|(one, _)| *one == says).map(|(_, text)| text.as_ref());
    let measured = places.measured.and_then(code);
    let indicator = said(Says::Name).map(str::to_owned).or_else(|| measured.map(|code| named(code.shown())));
    let area = places.area.and_then(code);
    let own = area.is_none_or(|code| is("total", &code.id));
    let region = match (own, said(Says::Place)) {
        (true, _) => String::new(),
        (false, Some(name)) => name.to_owned(),
        (false, None) => area.map(|code| code.shown().to_owned()).unwrap_or_default(),
    };
    let time = code(places.time);
    let covered = time.and_then(|code| period::read(&code.id).or_else(|| period::read(&code.name)));
    let stated_unit = said(Says::Unit).map(str::to_owned);
    let of_codes = || {
        let dimension = places.unit.and_then(code).map(|code| code.shown().to_owned());
        dimension.or_else(|| measured.map(|code| code.unit.clone()).filter(|unit| !unit.is_empty()))
    };
    let unit = unit(&stated_unit.or_else(of_codes).unwrap_or_else(|| set.unit.clone()));
    let dimensions = places.others.iter().filter_map(|at| {
        let (dimension, code) = (set.dimensions.get(*at)?, code(*at)?);
        let name = if dimension.name.is_empty() { &dimension.id } else { &dimension.name };
        let total = is("total", &code.id) || is("total", &code.name);
        (!total).then(|| (name.clone(), code.shown().to_owned()))
    });
    let mut stated = Stated {
        sheet: set.sheet.to_owned(),
        cell: value.cell,
        indicator: indicator.unwrap_or_else(|| set.measured.clone()),
        region,
        covered,
        kind: match covered.map(|covered| covered.part) {
            Some(Part::Through(_)) => Kind::Cumulated,
            _ => Kind::Current,
        },
        dimensions: dimensions.collect(),
        part_of: String::new(),
        value: None,
        printed: value.printed.clone(),
        unit,
        status: None,
        status_word: String::new(),
        source: said(Says::Source).unwrap_or(&set.source).to_owned(),
        known_at: String::new(),
        note: said(Says::Note).unwrap_or_default().to_owned(),
        whole: own,
        outcome: Outcome::Taken,
        warnings: Vec::new(),
    };
    let shown = time.map(|code| code.shown().to_owned()).unwrap_or_default();
    let refused = match number(&value.printed, said(Says::Power)) {
        Number::Missing => {
            stated.outcome = Outcome::Missing;
            return stated;
        }
        Number::No => Some(Words::new(
            format!("“{}”不是数字", value.printed),
            format!("{:?} is not a number", value.printed),
        )),
        Number::Value(number) => {
            stated.value = Some(number);
            if covered.is_none() {
                Some(Words::new(
                    format!("时期“{shown}”不是年、半年、季、月或年初至某月"),
                    format!(
                        "the period {shown:?} is no year, half-year, quarter, month or months from January on"
                    ),
                ))
            } else if said(Says::Comparator).is_some() || said(Says::Upper).is_some() {
                Some(Words::new(
                    "这个值是界限或区间，不是统计数",
                    "this value is a bound or a range and no figure",
                ))
            } else {
                None
            }
        }
    };
    let refused = refused.or_else(|| firmness(&mut stated, said(Says::Status)));
    match said(Says::Known).map(str::parse::<jiff::civil::Date>) {
        Some(Ok(day)) => stated.known_at = day.to_string(),
        Some(Err(_)) => problems.warning(
            value.cell,
            "发布日期无法识别，按未写明处理",
            "the day it became known cannot be read and is taken as not stated",
        ),
        None => {}
    }
    if let Some(words) = refused {
        problems.warning(value.cell, format!("未读入：{}", words.zh), format!("left out: {}", words.en));
        stated.outcome = Outcome::Refused(words);
    }
    stated
}

/// The name of an indicator by its label: a measure behind a dot belongs to the name, a remark in brackets before it does not
/// (地区生产总值（现价）·增长率 is 地区生产总值增长率).
fn named(label: &str) -> String {
    match label.split_once('·') {
        Some((name, measure)) => format!("{}{measure}", crate::header::without_brackets(name).0),
        None => label.to_owned(),
    }
}

/// The unit without the codes of code lists.
fn unit(text: &str) -> String {
    match text.trim() {
        "-" => String::new(),
        code if is("percent", code) => "%".to_owned(),
        text => text.to_owned(),
    }
}

enum Number {
    Missing,
    No,
    Value(Decimal),
}

/// A value as printed, times the power of ten that it is printed in.
fn number(printed: &str, power: Option<&str>) -> Number {
    let printed = printed.trim();
    // A dash in PX stands for a nil that may be missing as well; what is missing never becomes zero.
    if printed.is_empty()
        || printed.chars().all(|c| matches!(c, '.' | '-' | ':'))
        || printed.eq_ignore_ascii_case("nan")
    {
        return Number::Missing;
    }
    let read = printed.parse::<Decimal>().ok().or_else(|| Decimal::from_scientific(printed).ok());
    let Some(value) = read else { return Number::No };
    let Some(power) = power.map(str::trim).filter(|power| !power.is_empty() && *power != "0") else {
        return Number::Value(value);
    };
    let Ok(power) = power.parse::<i32>() else { return Number::No };
    let mut value = Some(value);
    for _ in 0..power.unsigned_abs().min(28) {
        value = value.and_then(|value| {
            if power > 0 { value.checked_mul(Decimal::TEN) } else { value.checked_div(Decimal::TEN) }
        });
    }
    value.map_or(Number::No, Number::Value)
}

/// How firm a value is, by the code list CL_OBS_STATUS of SDMX; a status that makes it no figure is a reason to leave it out.
fn firmness(stated: &mut Stated, status: Option<&str>) -> Option<Words> {
    let status = status?.trim();
    match status.to_uppercase().as_str() {
        "" | "A" => {}
        "P" => stated.status = Some(Status::Preliminary),
        "E" | "I" => stated.status = Some(Status::Estimate),
        "F" => stated.status = Some(Status::Planned),
        "M" | "L" | "H" | "O" | "Q" | "K" | "W" | "N" | "S" => {
            return Some(Words::new(
                format!("状态{status}表示没有可用的值"),
                format!("the status {status} says that there is no value to use"),
            ));
        }
        // Breaks, other definitions and the like: the figure counts, and the remark says so.
        _ => {
            let between = if stated.note.is_empty() { "" } else { "；" };
            stated.note = format!("{}{between}OBS_STATUS {status}", stated.note);
        }
    }
    status.clone_into(&mut stated.status_word);
    None
}

/// Codes of a dimension while they are met.
#[derive(Debug, Default)]
struct Codes {
    codes: Vec<Code>,
    places: HashMap<String, usize>,
}

impl Codes {
    /// The place of a code.
    fn place(&mut self, id: &str, name: &str) -> usize {
        if let Some(place) = self.places.get(id) {
            return *place;
        }
        let place = self.codes.len();
        self.codes.push(Code { id: id.to_owned(), name: name.to_owned(), unit: String::new() });
        self.places.insert(id.to_owned(), place);
        place
    }
}

/// The key of the value at a place of a dense table.
fn key(place: usize, sizes: &[usize]) -> Vec<usize> {
    let mut rest = place;
    let mut key = vec![0; sizes.len()];
    for (slot, size) in key.iter_mut().zip(sizes).rev() {
        let size = (*size).max(1);
        *slot = rest % size;
        rest /= size;
    }
    key
}

/// The cell of the value at a place of a table whose lines hold so many values.
fn cell(place: usize, width: usize) -> Cell {
    let part = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let width = width.max(1);
    Cell::new(part(place / width), part(place % width))
}

/// How many values a dense table has; `None` when it is larger than what is taken.
fn total(sizes: &[usize], settings: &Settings) -> Option<usize> {
    let all = sizes.iter().try_fold(1_usize, |all, size| all.checked_mul(*size))?;
    (all <= settings.max_cells).then_some(all)
}
