//! The rows of one sheet, cell by cell.

use crate::Cell;
use crate::amount::{Levels, Units, convert, levels, measure, odd, split_unit};
use crate::context::Context;
use crate::grid::{Content, Grid, Row};
use crate::header::without_brackets;
use crate::mapping::{Layout, Role, SheetMapping, header_cell};
use crate::matching::{Found, Missing, Names};
use crate::preview::PreviewRow;
use crate::problem::Problems;
use crate::refusal::{missing, refusal};
use crate::settings::Settings;
use crate::value::{Figure, figure, year};
use plan::{
    Comparator, Dimensions, Measure, Observation, ObservationId, Origin, Period, PlaceKind, Plan, Provenance,
};
use rust_decimal::Decimal;
use std::collections::{BTreeSet, HashMap};

/// A sheet with everything that is needed to read its rows.
pub(crate) struct Sheet<'s> {
    pub file: &'s str,
    pub grid: &'s Grid,
    pub mapping: &'s SheetMapping,
    names: &'s Names<'s>,
    pub plan: &'s Plan,
    pub settings: &'s Settings,
    pub own_regions: BTreeSet<&'s str>,
    pub known_regions: BTreeSet<&'s str>,
    /// Known levels by indicator place and region, for telling slips of the unit.
    pub levels: Levels<'s>,
    /// Merged areas that hold one content for several rows, by column.
    pub merged: Vec<(Cell, Cell)>,
}

/// What makes two figures the same statement.
type Key = (usize, String, Dimensions, i32, bool, String, String);

impl<'s> Sheet<'s> {
    pub(crate) fn new(
        file: &'s str,
        grid: &'s Grid,
        mapping: &'s SheetMapping,
        names: &'s Names<'s>,
        plan: &'s Plan,
        settings: &'s Settings,
    ) -> Self {
        let own = plan.region.as_deref().unwrap_or_default();
        let own_regions =
            BTreeSet::from(["", own, "全市", "全县", "全区", "全省", "全州", "本市", "本级", "合计"]);
        let places = plan.places.iter().filter(|p| p.kind == PlaceKind::Region);
        let known_regions =
            places.flat_map(|p| [p.name.as_str(), p.code.as_str()]).filter(|n| !n.is_empty()).collect();
        let levels = levels(plan);
        let data = grid.merged.iter().filter(|(_, to)| to.row > mapping.header);
        let merged = data.copied().collect();
        Self { file, grid, mapping, names, plan, settings, own_regions, known_regions, levels, merged }
    }

    /// Reads every row below the header; what cannot be used goes to `problems`.
    pub(crate) fn rows(&self, problems: &mut Problems<'_>) -> Vec<PreviewRow> {
        let Some(layout) = self.mapping.layout() else {
            problems.error(
                Cell::new(self.mapping.header, 0),
                "各列的设定不构成一张数据表：需要指标、年份、数值，或指标加年份列，或年份加指标列",
                "the columns as set make no table: indicator, year and value are needed, or indicator and years as columns, or year and indicators as columns",
            );
            return Vec::new();
        };
        self.check_merged(problems);
        self.check_repeated_years(problems);
        let mut rows = Vec::new();
        let mut seen: HashMap<Key, (Cell, Option<Decimal>, String)> = HashMap::new();
        let mut memory = Memory::default();
        for row in self.grid.rows.iter().filter(|r| r.index > self.mapping.header) {
            let figures = self.figures(layout, row);
            // Lines of remarks below a table have no figures.
            let blank = figures.iter().all(|f| matches!(figure(row.get(f.column)), Ok(Figure::Missing)));
            if blank && (layout != Layout::Tidy || row.cells.len() <= 1) {
                continue;
            }
            let Some(context) = self.context(row, problems) else { continue };
            for place in figures {
                let read = self.figure(row, &place, &context, &mut memory, problems);
                let Some((read, found)) = read else { continue };
                if unique(&read, found.place, &mut seen, problems) {
                    rows.push(read);
                }
            }
        }
        rows
    }

    /// The figures of a row: where they stand, and what they are figures of.
    fn figures(&self, layout: Layout, row: &Row) -> Vec<Place> {
        let text = |role: &Role| self.mapping.column(role).map(|c| (c, self.text(row, c)));
        let columns =
            |wanted: fn(&Role) -> bool| self.mapping.columns.iter().filter(move |c| wanted(&c.role));
        match layout {
            Layout::Tidy => {
                let Some(value) = self.mapping.columns.iter().find(|c| c.role == Role::Value) else {
                    return Vec::new();
                };
                let unit = without_brackets(&value.header).1.to_owned();
                let (at, name) = text(&Role::Indicator).unwrap_or_default();
                let period = match (self.mapping.column(&Role::Period), self.mapping.year) {
                    (None, Some(year)) => When::Year(year),
                    (column, _) => When::Column(column.unwrap_or_default()),
                };
                vec![Place { column: value.index, name, named: Cell::new(row.index, at), period, unit }]
            }
            Layout::YearsAcross => {
                let (at, name) = text(&Role::Indicator).unwrap_or_default();
                let years = columns(|r| matches!(r, Role::Year(_))).filter_map(|c| match c.role {
                    Role::Year(year) => Some((c.index, year, without_brackets(&c.header).1.to_owned())),
                    _ => None,
                });
                years
                    .map(|(column, year, unit)| Place {
                        column,
                        name: name.clone(),
                        named: Cell::new(row.index, at),
                        period: When::Year(year),
                        unit,
                    })
                    .collect()
            }
            Layout::IndicatorsAcross => {
                let period = self.mapping.column(&Role::Period).unwrap_or_default();
                columns(|r| *r == Role::Figures)
                    .map(|c| Place {
                        column: c.index,
                        name: c.header.clone(),
                        named: header_cell(self.mapping, c.index),
                        period: When::Column(period),
                        unit: String::new(),
                    })
                    .collect()
            }
        }
    }

    /// The text of a cell, from the first cell of a merged area where it lies in one.
    pub(crate) fn text(&self, row: &Row, column: u32) -> String {
        let own = row.text(column);
        if !own.is_empty() {
            return own;
        }
        let inside = |(from, to): &&(Cell, Cell)| {
            (from.row..=to.row).contains(&row.index) && (from.column..=to.column).contains(&column)
        };
        let Some((from, _)) = self.merged.iter().find(inside) else { return own };
        let first = self.grid.rows.binary_search_by_key(&from.row, |r| r.index);
        first.map_or(own, |at| self.grid.rows[at].text(from.column))
    }

    /// One figure, or `None` when there is none or it cannot be used.
    #[expect(
        clippy::too_many_lines,
        reason = "what can be wrong with a row, in the order in which one fault hides the next"
    )]
    fn figure(
        &self,
        row: &Row,
        place: &Place,
        context: &Context,
        memory: &mut Memory,
        problems: &mut Problems<'_>,
    ) -> Option<(PreviewRow, Found)> {
        let at = Cell::new(row.index, place.column);
        let read = match figure(row.get(place.column)) {
            Ok(Figure::Missing) => return None,
            Ok(read) => read,
            Err(reason) => {
                let (zh, en) = refusal(&reason);
                problems.error(at, zh, en);
                return None;
            }
        };
        let year = self.year(row, &place.period, problems)?;
        let (name, in_name) = split_unit(&place.name);
        let in_cell = match &read {
            Figure::Number { unit, .. } => unit.clone(),
            _ => String::new(),
        };
        // The nearer to the figure, the more a unit counts.
        let printed_unit = [in_cell.as_str(), &place.unit, in_name, &context.unit]
            .into_iter()
            .find(|u| !u.is_empty())
            .unwrap_or("");
        let found = memory.found(&place.name, printed_unit, || {
            self.names.look_up(name, printed_unit).or_else(|why| match why {
                // The brackets may belong to the name: 研究与试验发展（R&D）经费投入强度.
                Missing::Unknown(_) if name != place.name => self.names.look_up(&place.name, printed_unit),
                why => Err(why),
            })
        });
        let found = match found {
            Ok(found) => found,
            Err(reason) => {
                missing(place, &reason, problems);
                return None;
            }
        };
        let indicator = self.names.indicator(found.place);
        let entry = self.names.entry(found.place);
        let measure = measure(indicator, entry, found.growth, &read);
        let (value, value_text, unit) = match read {
            Figure::Structure(text) => (None, text, indicator.unit.clone()),
            Figure::Number { value, typed, .. } => {
                if typed && !self.grid.sheet.is_empty() {
                    problems.note(
                        at,
                        "数字以文本形式存储，已按数字读取",
                        "a number stored as text; it was read as a number",
                    );
                }
                let (value, unit) =
                    convert(value, printed_unit, indicator, found.growth, &mut memory.units, at, problems)?;
                (Some(value), String::new(), unit)
            }
            Figure::Missing => return None,
        };
        let read = PreviewRow {
            sheet: self.grid.sheet.clone(),
            cell: at,
            name: place.name.clone(),
            indicator: indicator.id.clone(),
            recognised: found.how,
            region: context.region.clone(),
            dimensions: context.dimensions.clone(),
            year,
            part: crate::Part::Year,
            kind: if measure == Measure::GrowthRate { crate::Kind::Growth } else { crate::Kind::Current },
            measure,
            value,
            value_text,
            unit,
            printed: row.text(place.column),
            printed_unit: printed_unit.to_owned(),
            status: context.status,
            source: context.source.clone(),
            known_at: context.known_at.clone().unwrap_or_else(|| format!("{}-03-31", year + 1)),
            known_at_assumed: context.assumed || context.known_at.is_none(),
            note: context.note.clone(),
        };
        if read.dimensions.is_empty() {
            odd(&read, indicator, entry, &self.levels, problems);
        }
        Some((read, found))
    }

    fn year(&self, row: &Row, when: &When, problems: &mut Problems<'_>) -> Option<i32> {
        let column = match when {
            When::Year(year) => return Some(*year),
            When::Column(column) => *column,
        };
        let at = Cell::new(row.index, column);
        let text = self.text(row, column);
        let content = row.get(column).cloned().unwrap_or_else(|| Content::Text(text.as_str().into()));
        let Some(found) = year(&content) else {
            problems.error(
                at,
                format!("“{text}”不是年份；请写成2016或2016年（只接受年度数据）"),
                format!("{text:?} is not a year: write 2016 (yearly figures only)"),
            );
            return None;
        };
        if !self.settings.years.contains(&found) {
            let (first, last) = (self.settings.years.start(), self.settings.years.end());
            problems.error(
                at,
                format!("年份{found}不在{first}至{last}之间"),
                format!("the year {found} is not between {first} and {last}"),
            );
            return None;
        }
        Some(found)
    }
}

/// What looking up a name came to.
type LookedUp = Result<Found, Missing>;

/// What was looked up before: names and units repeat from row to row.
#[derive(Default)]
struct Memory {
    /// By name, then by unit.
    names: HashMap<String, Vec<(String, LookedUp)>>,
    units: Units,
}

impl Memory {
    fn found(&mut self, name: &str, unit: &str, look_up: impl FnOnce() -> LookedUp) -> LookedUp {
        let known = self.names.get(name).and_then(|units| units.iter().find(|(u, _)| u == unit));
        if let Some((_, found)) = known {
            return found.clone();
        }
        let found = look_up();
        self.names.entry(name.to_owned()).or_default().push((unit.to_owned(), found.clone()));
        found
    }
}

/// Where a figure stands and what it is a figure of.
pub(crate) struct Place {
    column: u32,
    pub name: String,
    pub named: Cell,
    period: When,
    unit: String,
}

enum When {
    Year(i32),
    Column(u32),
}

/// Whether a figure is new; repeated ones are reported, and contradicting ones are errors.
fn unique(
    row: &PreviewRow,
    place: usize,
    seen: &mut HashMap<Key, (Cell, Option<Decimal>, String)>,
    problems: &mut Problems<'_>,
) -> bool {
    let growth = row.measure == Measure::GrowthRate;
    let key = (
        place,
        row.region.clone(),
        row.dimensions.clone(),
        row.year,
        growth,
        row.source.clone(),
        row.known_at.clone(),
    );
    let Some((first, value, text)) = seen.get(&key) else {
        seen.insert(key, (row.cell, row.value, row.value_text.clone()));
        return true;
    };
    if *value == row.value && *text == row.value_text {
        problems.warning(
            row.cell,
            format!("与{first}重复，只计一次"),
            format!("the same figure as in {first}; it counts once"),
        );
    } else {
        problems.error(
            row.cell,
            format!("与{first}是同一指标、年份和来源，但数值不同；请改正，或注明不同的来源或发布日期"),
            format!("the same indicator, year and source as in {first} with another value: correct it, or give another source or day"),
        );
    }
    false
}

impl PreviewRow {
    /// The row as an observation; `at` numbers it after those of the plan.
    pub(crate) fn observation(&self, plan: &Plan, at: usize) -> Observation {
        Observation {
            id: ObservationId::of(plan.observations.len() + at + 1),
            indicator: self.indicator.clone(),
            subject: self.name.clone(),
            region: self.region.clone(),
            dimensions: self.dimensions.clone(),
            measure: self.measure,
            comparator: Comparator::Eq,
            value: self.value,
            value_high: None,
            value_text: self.value_text.clone(),
            unit: self.unit.clone(),
            period: Some(Period { start: self.year, end: self.year }),
            year: Some(self.year),
            months: self.part.months(),
            averaging: None,
            rate: None,
            status: self.status,
            source: self.source.clone(),
            // An assumed day is not written down as if somebody had stated it.
            vintage: if self.known_at_assumed { String::new() } else { self.known_at.clone() },
            provenance: Provenance { origin: Origin::Outside, ..Provenance::outside() },
        }
    }
}
