//! What a file says, taken over for a plan: names to indicators, units, regions.

use crate::amount::{self, Levels, Units, convert, measure};
use crate::block::{Cutter, Merged};
use crate::figure::{Outcome, Stated};
use crate::grid::{Content, Grid};
use crate::mapping::{Role, SheetMapping};
use crate::matching::{Found, Missing, Names};
use crate::period::{Kind, Part};
use crate::preview::{Preview, PreviewRow};
use crate::problem::Problems;
use crate::value::Figure;
use crate::{Settings, compare, label, region, understand, word};
use plan::{Dimensions, Measure, PlaceKind, Plan};
use source::Severity;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Whether one row of header words says all there is: then the sheet is read by columns, and a person may change what
/// each of them holds.
#[expect(clippy::too_many_lines, reason = "the conditions for a plain table, one after the other")]
pub(crate) fn is_plain(grid: &Grid, mapping: &SheetMapping, settings: &Settings) -> bool {
    let hidden = grid.hidden || !grid.hidden_rows.is_empty() || !grid.hidden_columns.is_empty();
    let head_merged = grid.merged.iter().any(|(from, _)| from.row <= mapping.header);
    if hidden || head_merged || !grid.formulas.is_empty() || !grid.above.is_empty() || !grid.below.is_empty()
    {
        return false;
    }
    let merged = Merged::of(grid);
    let blocks = Cutter { grid, merged: &merged, years: settings.years.clone() }.blocks();
    // Several blocks, or headers of several rows; a sheet of headers alone has no block.
    let rows = |at: &usize| grid.rows.get(*at).map(|row| row.index);
    match blocks.as_slice() {
        [] => return true,
        [block]
            if block.heads.iter().filter_map(rows).eq([mapping.header])
                && block.body.iter().all(|body| body.section.is_none()) => {}
        _ => return false,
    }
    for column in &mapping.columns {
        let read = label::read(&column.header);
        let head = label::clean(&column.header);
        let said = read.status.is_some()
            || read.plan
            || read.fitted
            || !read.mark.is_empty()
            || !read.version.is_empty();
        let part = read.when.part.is_some_and(|part| part != Part::Year);
        if word::is("heading", &head)
            || said && matches!(column.role, Role::Year(_) | Role::Figures | Role::Value)
            || part
        {
            return false;
        }
        let numbers = || {
            grid.rows.iter().filter(|row| row.index > mapping.header).filter_map(|row| row.get(column.index))
        };
        if column.role == Role::Ignore
            && !word::is("ignored", &head)
            && numbers().any(|content| matches!(content, Content::Number(_) | Content::Percent(_)))
        {
            return false;
        }
    }
    let mut seen = HashSet::new();
    let gazetteer = region::Gazetteer::default();
    let (mut periods, mut parts) = (0, 0);
    for row in grid.rows.iter().filter(|row| row.index > mapping.header) {
        for (column, role) in mapping.columns.iter().map(|column| (column.index, &column.role)) {
            let Some(Content::Text(text)) = row.get(column) else { continue };
            if !matches!(role, Role::Indicator | Role::Region | Role::Period) || !seen.insert(text.clone()) {
                continue;
            }
            let read = label::read(text);
            match role {
                Role::Indicator if !read.mark.is_empty() || read.part => return false,
                Role::Region
                    if matches!(gazetteer.place(text), region::Place::Several | region::Place::Zone) =>
                {
                    return false;
                }
                Role::Period => {
                    periods += 1;
                    parts += usize::from(
                        read.when.part.is_some_and(|part| part != Part::Year) || read.status.is_some(),
                    );
                }
                _ => {}
            }
        }
    }
    parts * 2 <= periods || parts == 0
}

/// Reads the sheets of a file that blocks describe; gives the names of those that hold figures.
pub(crate) fn read_blocks(
    name: &str,
    grids: &[Grid],
    wanted: &BTreeSet<String>,
    plan: &Plan,
    names: &Names<'_>,
    settings: &Settings,
    preview: &mut Preview,
) -> BTreeSet<String> {
    let problems = &mut preview.problems;
    let mut figures =
        understand::of_grids(name, grids, Some(plan), settings, &|sheet| wanted.contains(sheet), problems);
    compare::repeats(name, &mut figures, settings, problems);
    compare::outliers(name, &mut figures, settings, problems);
    compare::renamed(name, &figures, settings, problems);
    take(name, &figures, plan, names, settings, preview)
}

/// Takes figures over for a plan; gives the names of the sheets that hold any.
pub(crate) fn take(
    name: &str,
    figures: &[Stated],
    plan: &Plan,
    names: &Names<'_>,
    settings: &Settings,
    preview: &mut Preview,
) -> BTreeSet<String> {
    let levels = amount::levels(plan);
    let mut taking = Taking {
        plan,
        names,
        settings,
        levels: &levels,
        units: Units::default(),
        file: name,
        left: BTreeMap::new(),
    };
    let mut sheets = BTreeSet::new();
    let mut more: BTreeMap<String, Problems<'_>> = BTreeMap::new();
    for figure in figures {
        if figure.outcome != Outcome::Taken {
            sheets.insert(figure.sheet.clone());
        }
        let problems = more
            .entry(figure.sheet.clone())
            .or_insert_with(|| Problems::new(name, figure.sheet.clone(), settings.max_problems));
        if figure.outcome == Outcome::Taken
            && let Some(row) = taking.row(figure, problems)
        {
            sheets.insert(figure.sheet.clone());
            preview.rows.push(row);
        }
    }
    // A sheet of which a reason was already given is no sheet without a header.
    sheets.extend(
        preview
            .problems
            .iter()
            .filter(|problem| problem.cell.is_none() && !problem.sheet.is_empty())
            .map(|problem| problem.sheet.clone()),
    );
    for (sheet, left) in taking.left {
        let problems =
            more.entry(sheet.clone()).or_insert_with(|| Problems::new(name, sheet, settings.max_problems));
        for (dimension, count) in left {
            problems.add(
                Severity::Warning,
                None,
                format!("{count}个数带有维度（{dimension}），规划中没有对应的指标，未读入"),
                format!("{count} figures have a dimension ({dimension}) for which the plan has no indicator; they were left out"),
            );
        }
    }
    preview.problems.extend(more.into_values().flat_map(Problems::finish));
    sheets
}

struct Taking<'t> {
    plan: &'t Plan,
    names: &'t Names<'t>,
    settings: &'t Settings,
    levels: &'t Levels<'t>,
    units: Units,
    file: &'t str,
    left: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Taking<'_> {
    fn row(&mut self, figure: &Stated, problems: &mut Problems<'_>) -> Option<PreviewRow> {
        let (value, covered) = (figure.value?, figure.covered?);
        let growth = figure.kind == Kind::Growth;
        let (found, name, dimensions) = self.find(figure, problems)?;
        let indicator = self.names.indicator(found.place);
        let is_growth = found.growth || growth && indicator.unit.trim() != "%";
        if growth
            && !is_growth
            && self
                .names
                .entry(found.place)
                .is_some_and(|entry| entry.change_of().is_none() && entry.measure != Measure::GrowthRate)
        {
            // Growth of a share is no share.
            problems.note(
                figure.cell,
                format!("“{}”的增速未读入：规划只有其水平", figure.indicator),
                format!("growth of {:?} was left out: the plan measures its level", figure.indicator),
            );
            return None;
        }
        let read = Figure::Number { value, unit: figure.unit.clone(), typed: false };
        let entry = self.names.entry(found.place);
        let measure = measure(indicator, entry, is_growth, &read);
        let (value, unit) =
            convert(value, &figure.unit, indicator, is_growth, &mut self.units, figure.cell, problems)?;
        let settings = self.settings;
        let source = if settings.source.is_empty() { self.file.to_owned() } else { settings.source.clone() };
        let known_at =
            Some(figure.known_at.clone()).filter(|day| !day.is_empty()).or_else(|| settings.known_at.clone());
        let row = PreviewRow {
            sheet: figure.sheet.clone(),
            cell: figure.cell,
            name,
            indicator: indicator.id.clone(),
            recognised: found.how,
            region: self.region(&figure.region),
            dimensions,
            year: covered.year,
            part: covered.part,
            kind: figure.kind,
            measure,
            value: Some(value),
            value_text: String::new(),
            unit,
            printed: figure.printed.clone(),
            printed_unit: figure.unit.clone(),
            status: figure.status.or(settings.status),
            source: if figure.source.is_empty() { source } else { figure.source.clone() },
            known_at: known_at.clone().unwrap_or_else(|| format!("{}-03-31", covered.year + 1)),
            known_at_assumed: known_at.is_none(),
            note: figure.note.clone(),
        };
        if !self.settings.years.contains(&row.year) {
            return None;
        }
        if row.part == Part::Year && row.dimensions.is_empty() {
            amount::odd(&row, indicator, entry, self.levels, problems);
        }
        Some(row)
    }

    /// The indicator of a figure: by its name with its dimension in front where the plan has that as an indicator of its own
    /// (城镇 + 居民人均可支配收入), else by its name, with its dimensions beside it.
    fn find(&mut self, figure: &Stated, problems: &mut Problems<'_>) -> Option<(Found, String, Dimensions)> {
        let unit = if figure.kind == Kind::Growth { "%" } else { figure.unit.as_str() };
        if let [(_, value)] = figure.dimensions.as_slice() {
            let whole = format!("{value}{}", figure.indicator);
            if let Some(found) = self.names.find(&whole, unit) {
                return Some((found, whole, Dimensions::default()));
            }
        }
        // What the reader put together itself says that it understood neither name for sure.
        let unsure =
            figure.dimensions.iter().any(|(name, _)| matches!(name.as_str(), "项目" | "版本" | "分组"));
        if unsure || !figure.dimensions.is_empty() && self.names.find(&figure.indicator, unit).is_none() {
            self.leave(figure);
            return None;
        }
        let dimensions = Dimensions::new(figure.dimensions.iter().map(|(name, value)| (name, value)));
        // 其中：税收收入 is of 一般公共预算收入, unless the plan measures it by itself.
        if !figure.part_of.is_empty()
            && self.names.find(&figure.indicator, unit).is_none()
            && let Some(found) = self.names.find(&figure.part_of, unit)
        {
            let part = std::iter::once(("其中", figure.indicator.as_str())).chain(dimensions.iter());
            return Some((found, figure.part_of.clone(), Dimensions::new(part)));
        }
        let name = figure.indicator.clone();
        let growth = format!("{name}增速");
        let found = self.names.look_up(&name, unit).or_else(|why| match (&why, figure.kind) {
            (Missing::Unknown(_), Kind::Growth) => self.names.look_up(&growth, "%"),
            _ => Err(why),
        });
        match found {
            Ok(found) => Some((found, name, dimensions)),
            Err(reason) => {
                match reason {
                    Missing::LeftOut => {}
                    Missing::Ambiguous(names) => problems.error(
                        figure.cell,
                        format!("“{name}”可能指{}；请改用编号或在导入页上指定", names.join("、")),
                        format!(
                            "{name:?} may mean {}: use the id, or choose on the import page",
                            names.join(", ")
                        ),
                    ),
                    Missing::Unknown(nearest) => {
                        let (zh, en) = nearest.as_ref().map_or((String::new(), String::new()), |n| {
                            (format!("，是否为“{n}”？"), format!("; was “{n}” meant?"))
                        });
                        problems.warning(
                            figure.cell,
                            format!("规划中没有指标“{name}”，该数据未读入{zh}"),
                            format!("the plan has no indicator {name:?}; the figure is left out{en}"),
                        );
                    }
                }
                None
            }
        }
    }

    /// Counts a figure whose dimension the plan does not know.
    fn leave(&mut self, figure: &Stated) {
        *self.left.entry(figure.sheet.clone()).or_default().entry(figure.dimension()).or_insert(0) += 1;
    }

    /// The plan's own region is empty; other regions keep their full names.
    fn region(&self, name: &str) -> String {
        let own = self.plan.region.as_deref().unwrap_or_default();
        if name == own || !own.is_empty() && ::region::short(own) == Some(name) {
            return String::new();
        }
        let place =
            self.plan.places.iter().find(|place| {
                place.kind == PlaceKind::Region && !place.code.is_empty() && place.code == name
            });
        place.map_or_else(|| name.to_owned(), |place| place.name.clone())
    }
}
