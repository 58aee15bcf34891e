//! Tables to rows: names, units, groups, values by year, growth, nature, responsible bodies.

mod cell;
mod grid;
mod groups;
mod name;
mod regions;
mod results;
mod roles;

use document::Table;
use plan::{Averaging, Doubt, Measure, Nature, Origin, Quantity, RateBasis, Status};
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity, Span};

use crate::frame::{Frame, compact};
use crate::outline::PlacedTable;
use crate::project::{Facts, card};
use crate::statement::Statement;
use cell::Content;
use grid::Grid;
pub(crate) use name::{split_unit, tighten};
use roles::{Role, Roles, Sort, ValueColumn};

/// A row of a table of indicators.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Name of the indicator.
    pub(crate) name: String,
    /// Whether its table says what became of an earlier plan.
    pub(crate) completion: bool,
    /// Region that the row is for; empty for the plan's own.
    pub(crate) region: String,
    /// Merged label it stands under.
    pub(crate) parent: String,
    /// Group heading it stands under.
    pub(crate) group: String,
    pub(crate) unit: String,
    pub(crate) nature: Option<Nature>,
    /// What it says, results before commitments.
    pub(crate) statements: Vec<Statement>,
    /// Yearly parts of its target.
    pub(crate) schedule: Vec<(i32, Decimal)>,
    /// The cells that name who is responsible, with whether they lead.
    pub(crate) bodies: Vec<(Span, bool)>,
}

/// A row of a table of projects.
#[derive(Clone, Debug)]
pub(crate) struct ProjectRow {
    pub(crate) name: String,
    pub(crate) group: String,
    pub(crate) quantities: Vec<Quantity>,
    /// Money, years and place.
    pub(crate) facts: Facts,
    /// What a column of stages or of kinds of building says; empty when there is none.
    pub(crate) stage: &'static str,
    /// Kind of building (新建, 续建).
    pub(crate) work: String,
    /// Whether its number stands in brackets, under the row with the plain number above it.
    pub(crate) part: bool,
    pub(crate) bodies: Vec<(Span, bool)>,
    pub(crate) span: Span,
}

/// What a table says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    pub(crate) rows: Vec<Row>,
    pub(crate) projects: Vec<ProjectRow>,
    /// Names of indicators with the cells that say who answers for them, and whether they lead.
    pub(crate) duties: Vec<(String, Vec<(Span, bool)>)>,
    /// The cells that say what is to be done, each once, by their numbers, with the cells that say who does it.
    pub(crate) tasks: Vec<(usize, Vec<(Span, bool)>)>,
}

/// Reads a table of indicators or projects.
///
/// A table whose head tells neither is left alone; the diagnostic says so when it holds numbers that
/// look like yearly values.
pub(crate) fn read(placed: &PlacedTable<'_>, frame: &Frame, diagnostics: &mut Vec<Diagnostic>) -> Reading {
    let table = placed.table;
    let grid = Grid::of(table);
    let roles = grid.as_ref().and_then(|grid| roles::find(table, grid, frame));
    if let (Some(grid), None) = (&grid, &roles)
        && let Some(results) = results::read(placed, grid, frame)
    {
        return results;
    }
    let (Some(grid), Some(roles)) = (grid, roles) else {
        let figures =
            table.cells.iter().filter(|cell| matches!(cell::read(cell.text.text()), Content::Number(_)));
        if table.columns > 1 && figures.take(4).count() > 3 {
            diagnostics.push(unrecognised(table));
        }
        return Reading::default();
    };
    let groups = match roles.columns.iter().position(|role| *role == Role::Group) {
        Some(column) => groups::whole(
            (0..table.rows)
                .map(|row| if row < roles.body { String::new() } else { tighten(grid.text(row, column)) })
                .collect(),
        ),
        None => Vec::new(),
    };
    let reader = Reader { placed, grid, roles, note: note_unit(table), groups };
    if reader.roles.sort == Sort::Regions {
        let name = regions::subject(table.title.text(), frame.region.as_deref()).unwrap_or_default();
        return reader.by_region(&name);
    }
    reader.read()
}

fn unrecognised(table: &Table) -> Diagnostic {
    let title = compact(table.title.text());
    Diagnostic::new("S901", "table-not-understood", Family::Structure, Severity::Note)
        .message(
            format!("表“{title}”的表头没有指标或项目名称列与数值列，未读入指标"),
            format!("the head of table “{title}” shows no column of indicators or projects with values; nothing was read from it"),
        )
        .label(table.span, "表头未能识别", "head not recognised")
        .help(
            "如果这是指标表，请在表头写明“指标”“单位”“2020年”“目标”“属性”等",
            "if this is a table of indicators, name its columns (indicator, unit, year, target, nature)",
        )
}

/// The unit that a note between caption and head gives to the whole table.
fn note_unit(table: &Table) -> String {
    let note = compact(table.note.text());
    let unit = note.trim_start_matches(['(', '（']).trim_end_matches([')', '）']);
    let unit = unit.split_once("单位:").or_else(|| unit.split_once("单位：")).map_or("", |(_, unit)| unit);
    let unit = unit.split(['、', '，', ',', ';', '；']).next().unwrap_or("");
    if cell::is_unit(unit) { unit.to_owned() } else { String::new() }
}

struct Reader<'a> {
    placed: &'a PlacedTable<'a>,
    grid: Grid<'a>,
    roles: Roles,
    note: String,
    /// Names of groups by row.
    groups: Vec<String>,
}

/// What merged cells above carry down to a row.
#[derive(Clone, Debug, Default)]
struct Carried {
    group: String,
    /// The region of the rows of a list of projects.
    region: String,
    parent: String,
    parent_unit: String,
    nature: Option<Nature>,
    /// The last numbered row: parts of it follow without a number.
    whole: String,
    whole_unit: String,
    /// Whether the rows since then are parts of it.
    parts: bool,
    /// Number in front of the last name.
    number: u32,
}

impl Reader<'_> {
    fn read(&self) -> Reading {
        let table = self.placed.table;
        let mut reading = Reading::default();
        let mut carried = Carried::default();
        for row in self.roles.body..table.rows {
            let label = self.label(row);
            if label.0.is_empty() && label.1.is_empty() {
                // 一、水利（3项） in the narrow column of numbers, with sums behind it.
                let number = self.columns(|role| *role == Role::Ordinal).next();
                let title = number.map(|column| tighten(self.grid.text(row, column)));
                if let Some(title) = title.filter(|title| heads_rows(title)) {
                    carried.group = title;
                }
                continue;
            }
            if self.is_group(row) {
                carried = Carried {
                    group: tighten(if label.0.is_empty() { &label.1 } else { &label.0 }),
                    nature: carried.nature,
                    ..Carried::default()
                };
                continue;
            }
            match self.roles.sort {
                Sort::Indicators => {
                    if let Some(read) = self.indicator(row, &label, &mut carried) {
                        reading.rows.push(read);
                    }
                }
                Sort::Projects => reading.projects.extend(self.project(row, &label, &mut carried)),
                Sort::Regions => {}
                Sort::Duties => {
                    let name = if label.1.is_empty() { &label.0 } else { &label.1 };
                    let names = name.split(['、', '；']).map(|name| split_unit(name).0);
                    let bodies = self.bodies(row);
                    reading.duties.extend(names.map(|name| (name, bodies.clone())));
                    if let Some(cell) = self.task(row)
                        && reading.tasks.last().is_none_or(|(last, _)| *last != cell)
                    {
                        reading.tasks.push((cell, bodies));
                    }
                }
            }
        }
        reading
    }

    fn columns(&self, wanted: impl Fn(&Role) -> bool) -> impl Iterator<Item = usize> {
        self.roles.columns.iter().enumerate().filter(move |(_, role)| wanted(role)).map(|(column, _)| column)
    }

    /// The group that a row names.
    fn group(&self, row: usize) -> Option<&String> {
        self.groups.get(row).filter(|group| !group.is_empty())
    }

    /// The texts of the first and the second name column; a cell that spans both counts once.
    fn label(&self, row: usize) -> (String, String) {
        let columns: Vec<usize> = self.columns(|role| *role == Role::Name).collect();
        let first = columns.first().map_or("", |column| self.grid.text(row, *column));
        let mut second = "";
        for pair in columns.windows(2) {
            if self.grid.index(row, pair[0]) != self.grid.index(row, pair[1]) {
                let text = self.grid.text(row, pair[1]);
                if !text.trim().is_empty() {
                    second = text;
                }
            }
        }
        (tighten(first), tighten(second))
    }

    /// The cell of the last name column that says something, by its number.
    fn task(&self, row: usize) -> Option<usize> {
        let columns: Vec<usize> = self.columns(|role| *role == Role::Name).collect();
        let said = |column: &&usize| !self.grid.text(row, **column).trim().is_empty();
        columns.iter().rev().find(said).and_then(|column| self.grid.index(row, *column))
    }

    /// A row that only names a group: all its other cells are empty or the same cell.
    fn is_group(&self, row: usize) -> bool {
        let mut shown = None;
        for column in 0..self.placed.table.columns {
            let Some(index) = self.grid.index(row, column) else { continue };
            if self.grid.text(row, column).trim().is_empty()
                || self.roles.columns[column] == Role::Ordinal
                || self.grid.cell(row, column).is_some_and(|cell| cell.row != row)
            {
                continue;
            }
            match shown {
                None => shown = Some(index),
                Some(other) if other != index => return false,
                Some(_) => {}
            }
        }
        shown.is_some()
    }

    /// One row for each region, all on the indicator of the caption.
    fn by_region(&self, name: &str) -> Reading {
        let mut reading = Reading::default();
        let Some(column) = self.columns(|role| *role == Role::Region).next() else { return reading };
        for row in self.roles.body..self.placed.table.rows {
            let region = tighten(self.grid.text(row, column));
            if region.is_empty() || region.starts_with('注') {
                continue;
            }
            let total = matches!(region.as_str(), "合计" | "总计" | "小计" | "全市" | "全省" | "全县");
            let mut read = Row {
                name: name.to_owned(),
                completion: false,
                region: if total { String::new() } else { region },
                parent: String::new(),
                group: String::new(),
                unit: self.note.clone(),
                nature: None,
                statements: Vec::new(),
                schedule: Vec::new(),
                bodies: Vec::new(),
            };
            self.values(row, &mut read);
            for statement in &mut read.statements {
                statement.scope.clone_from(&read.region);
            }
            if !read.statements.is_empty() {
                reading.rows.push(read);
            }
        }
        reading
    }

    #[expect(clippy::too_many_lines, reason = "an indicator is filled field by field from one row")]
    fn indicator(&self, row: usize, label: &(String, String), carried: &mut Carried) -> Option<Row> {
        if let Some(group) = self.group(row) {
            if *group != carried.group {
                carried.parent.clear();
                carried.parent_unit.clear();
            }
            carried.group.clone_from(group);
        }
        let (name, mut unit) = if label.1.is_empty() {
            carried.parent.clear();
            carried.parent_unit.clear();
            split_unit(numberless(&label.0, carried))
        } else {
            if !label.0.is_empty() {
                (carried.parent, carried.parent_unit) = split_unit(numberless(&label.0, carried));
            }
            split_unit(numberless(&label.1, carried))
        };
        if name.is_empty() || name.starts_with('注') {
            return None;
        }
        let name = self.part(row, name, carried);
        if let Some(column) = self.columns(|role| *role == Role::Unit).next() {
            let cell = tighten(self.grid.text(row, column));
            if !cell.is_empty() && !matches!(cell.as_str(), "—" | "-" | "/" | "－") {
                unit = cell;
            }
        }
        if unit.is_empty() {
            unit.clone_from(&carried.parent_unit);
        }
        if unit.is_empty() {
            unit.clone_from(&self.note);
        }
        if let Some(column) = self.columns(|role| *role == Role::Nature).next() {
            let cell = compact(self.grid.text(row, column));
            if cell.contains("约束") {
                carried.nature = Some(Nature::Binding);
            } else if cell.contains("预期") || cell.contains("预测") || cell.contains("指导") {
                carried.nature = Some(Nature::Anticipated);
            } else if !cell.is_empty() {
                carried.nature = None;
            }
        }
        if !carried.parts {
            carried.whole_unit.clone_from(&unit);
        }
        let mut read = Row {
            name,
            completion: self.roles.completion,
            region: String::new(),
            parent: carried.parent.clone(),
            group: carried.group.clone(),
            unit,
            nature: carried.nature,
            statements: Vec::new(),
            schedule: Vec::new(),
            bodies: self.bodies(row),
        };
        self.values(row, &mut read);
        self.growth(row, &mut read);
        if let Some(doubt) = self.placed.table.doubts.iter().find(|doubt| doubt.row == row) {
            let reason = doubt.kind.words().get(source::Lang::Zh).to_owned();
            for statement in &mut read.statements {
                statement.doubt = Some(Doubt { confidence: doubt.confidence, reason: reason.clone() });
            }
        }
        // A head of words over a body of names only, or a footnote: no row of values.
        (!read.statements.is_empty()).then_some(read)
    }

    /// The name without 其中：, the row it is a part of carried as its parent.
    fn part(&self, row: usize, name: String, carried: &mut Carried) -> String {
        let ordinal = self.columns(|role| *role == Role::Ordinal).next();
        let number = ordinal.map(|column| self.grid.text(row, column).trim());
        let bare = name.strip_prefix("其中").map(|rest| rest.trim_start_matches(['：', ':', '，', ' ']));
        match (bare, number) {
            (Some(bare), _) if !bare.is_empty() => {
                carried.parts = true;
                carried.parent.clone_from(&carried.whole);
                carried.parent_unit.clone_from(&carried.whole_unit);
                return bare.to_owned();
            }
            // 其中：A, and below it B, both without a number of their own.
            (None, Some("")) if carried.parts && carried.parent.is_empty() => {
                carried.parent.clone_from(&carried.whole);
                carried.parent_unit.clone_from(&carried.whole_unit);
            }
            _ => {
                carried.parts = false;
                carried.whole.clone_from(&name);
            }
        }
        name
    }

    /// Reads the cells of values of a row.
    fn values(&self, row: usize, read: &mut Row) {
        let span = self.grid.row_span(row);
        let at = self.columns(|role| matches!(role, Role::Name | Role::Region)).last().and_then(|column| {
            let cell = self.grid.cell(row, column)?;
            (cell.row == row && !cell.text.is_empty()).then(|| cell.text.full_span().start)
        });
        for column in 0..self.placed.table.columns {
            let Role::Value(value) = &self.roles.columns[column] else { continue };
            if read.unit.is_empty() && self.roles.sort == Sort::Regions {
                read.unit = regions::unit(&self.grid, column, self.roles.body);
            }
            let content = cell::read(self.grid.text(row, column));
            if value.part {
                if let (Content::Number(number), Some(year)) = (&content, value.year) {
                    read.schedule.push((year, number.value));
                }
                continue;
            }
            if let Some(mut statement) = self.statement(read, value, content, span) {
                statement.at = at.unwrap_or(span.start);
                read.statements.push(statement);
            }
        }
    }

    /// The statement of one value cell.
    fn statement(&self, row: &Row, column: &ValueColumn, content: Content, span: Span) -> Option<Statement> {
        let mut statement = Statement::at(span, Origin::Table, self.placed.section.clone());
        statement.subject.clone_from(&row.name);
        statement.name.clone_from(&row.name);
        statement.unit.clone_from(&row.unit);
        statement.year = column.year;
        statement.past = column.past;
        statement.status = if column.planned { Some(Status::Planned) } else { column.status };
        statement.nature = if column.past { None } else { row.nature };
        if statement.unit.is_empty() {
            statement.unit.clone_from(&column.unit);
        }
        match content {
            Content::Empty => return None,
            Content::Text(text) => {
                let ratio =
                    text.split([':', '：']).filter(|part| part.parse::<Decimal>().is_ok()).count() > 1;
                statement.measure =
                    if ratio { Measure::Ratio } else { measure(&row.name, &statement.unit, false) };
                statement.value_text = text;
            }
            Content::Number(number) => {
                if statement.unit.is_empty() || number.unit == "个百分点" {
                    statement.unit.clone_from(&number.unit);
                }
                statement.measure = measure(&row.name, &statement.unit, number.cumulative);
                if number.change || statement.unit == "个百分点" {
                    statement.measure = Measure::Change;
                }
                if number.cumulative {
                    statement.averaging = Some(Averaging::Cumulative);
                }
                statement.value = Some(number.value);
                statement.value_high = number.high;
                statement.comparator = number.comparator;
                statement.value_text = number.words;
            }
        }
        Some(statement)
    }

    /// Puts the growth column beside the statement it belongs to: the commitment, or the latest result.
    fn growth(&self, row: usize, read: &mut Row) {
        for column in 0..self.placed.table.columns {
            let Role::Rate { annual } = self.roles.columns[column] else { continue };
            let text = self.grid.text(row, column);
            let index = read
                .statements
                .iter()
                .position(|statement| !statement.past)
                .or_else(|| read.statements.iter().rposition(|s| s.status != Some(Status::Planned)));
            let Some(statement) = index.map(|index| &mut read.statements[index]) else { return };
            if statement.rate.is_some() || !statement.rate_text.is_empty() {
                continue;
            }
            match cell::read(text) {
                Content::Empty => {}
                Content::Text(words) => statement.rate_text = words,
                Content::Number(number) => {
                    // 增长 — 7左右: of a rate the growth column holds the value that is aimed at; the dash stays
                    // as the words of its own column.
                    let dash =
                        statement.value_text.chars().all(|c| matches!(c, '—' | '－' | '-' | '–' | '/'));
                    let percent = matches!(statement.unit.as_str(), "%" | "％" | "‰");
                    if statement.value.is_none() && dash && percent && !statement.past {
                        statement.value = Some(number.value);
                        statement.value_high = number.high;
                        statement.comparator = number.comparator;
                        statement.measure = measure(&read.name, &read.unit, number.cumulative);
                        statement.averaging = match (statement.measure, number.cumulative) {
                            (_, true) | (Measure::Change, _) => Some(Averaging::Cumulative),
                            (Measure::GrowthRate, _) if annual => Some(Averaging::AnnualAvg),
                            _ => None,
                        };
                    }
                    statement.rate = Some(number.value);
                    statement.rate_basis = if number.unit.contains("百分点") {
                        Some(RateBasis::Points)
                    } else if number.cumulative {
                        Some(RateBasis::Total)
                    } else if annual && !matches!(statement.unit.as_str(), "%" | "％" | "‰") {
                        Some(RateBasis::Compound)
                    } else {
                        None
                    };
                }
            }
        }
    }

    #[expect(clippy::too_many_lines, reason = "a project is filled field by field from one row")]
    fn project(&self, row: usize, label: &(String, String), carried: &mut Carried) -> Option<ProjectRow> {
        let name = if label.1.is_empty() { &label.0 } else { &label.1 };
        let sum = ["合计", "总计", "小计"].iter().any(|sum| compact(name).starts_with(sum));
        if heads_rows(name) {
            carried.group.clone_from(name);
        }
        if name.is_empty() || name.starts_with('注') || sum || heads_rows(name) {
            return None;
        }
        let cell = self
            .columns(|role| *role == Role::Name)
            .filter_map(|column| self.grid.cell(row, column))
            .filter(|cell| !cell.text.trim().is_empty())
            .last()?;
        let mut quantities = Vec::new();
        let mut facts = Facts::default();
        let (mut stage, mut work) = ("", String::new());
        for (column, role) in self.roles.columns.iter().enumerate() {
            let words = tighten(self.grid.text(row, column));
            match role {
                Role::Years => (facts.start_year, facts.end_year) = years(&words),
                Role::Place => facts.place = words,
                // 县（区）, one merged cell for several rows.
                Role::Region if !words.is_empty() => carried.region = words,
                Role::Content => {
                    let mentions = phrase::scan(&words);
                    quantities.extend(crate::project::amounts(&words, &mentions));
                }
                Role::Works => {
                    stage = crate::project::stage_of_cell(&words);
                    work = crate::project::work_of(&words);
                }
                _ => {}
            }
        }
        for (column, role) in self.roles.columns.iter().enumerate() {
            if !matches!(role, Role::Investment | Role::Amount) {
                continue;
            }
            let Content::Number(number) = cell::read(self.grid.text(row, column)) else { continue };
            let head: String = (0..self.roles.body).map(|head| self.grid.text(head, column)).collect();
            let (what, unit) = split_unit(&head);
            // The column of units speaks of amounts, the note above the table of money.
            let other = match role {
                Role::Amount => {
                    let unit = self.columns(|role| *role == Role::Unit).next();
                    unit.map_or_else(String::new, |column| tighten(self.grid.text(row, column)))
                }
                _ => self.note.clone(),
            };
            let unit =
                [number.unit, unit, other].into_iter().find(|unit| !unit.is_empty()).unwrap_or_default();
            let quantity = Quantity { value: number.value, unit, what };
            let money = Some(Quantity { what: String::new(), ..quantity.clone() });
            if *role == Role::Investment && card::within_period(&compact(&head)) {
                facts.period_investment = money;
            } else if *role == Role::Investment && facts.investment.is_none() {
                facts.investment = money;
            }
            quantities.push(quantity);
        }
        let ordinal = self.columns(|role| *role == Role::Ordinal).next();
        let part = ordinal.is_some_and(|column| {
            let number = self.grid.text(row, column).trim();
            number.starts_with(['（', '(']) && number.ends_with(['）', ')'])
        });
        if facts.place.is_empty() {
            facts.place.clone_from(&carried.region);
        }
        if let Some(group) = self.group(row) {
            carried.group.clone_from(group);
        }
        Some(ProjectRow {
            name: name.clone(),
            group: carried.group.clone(),
            quantities,
            facts,
            stage,
            work,
            part,
            bodies: self.bodies(row),
            span: cell.text.full_span(),
        })
    }

    fn bodies(&self, row: usize) -> Vec<(Span, bool)> {
        let cells = self.roles.columns.iter().enumerate().filter_map(|(column, role)| {
            let Role::Body { lead } = role else { return None };
            let cell = self.grid.cell(row, column).filter(|cell| !cell.text.trim().is_empty())?;
            Some((cell.text.full_span(), *lead))
        });
        cells.collect()
    }
}

/// The years of a cell: 2026—2028, 2026年.
fn years(cell: &str) -> (Option<i32>, Option<i32>) {
    let mut found = cell
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| (1949..=2100).contains(year));
    let first = found.next();
    (first, found.next().or(first))
}

/// The name without the number in front that goes on with the count: 12.3岁以下入托率 behind row 11.
fn numberless<'n>(name: &'n str, carried: &mut Carried) -> &'n str {
    match name::numbered(name) {
        Some((number, rest))
            if number == carried.number + 1
                || number == 1
                || (carried.number == 0 && !rest.starts_with(|c: char| c.is_ascii_digit())) =>
        {
            carried.number = number;
            rest
        }
        _ => name,
    }
}

/// What a value of this name and unit says.
pub(crate) fn measure(name: &str, unit: &str, cumulative: bool) -> Measure {
    let cut = ["降低", "下降", "减少", "削减", "降幅"].iter().any(|verb| name.contains(verb));
    let percent = matches!(unit, "%" | "％" | "‰");
    if cut || (cumulative && percent) {
        Measure::Change
    } else if cumulative {
        Measure::Cumulative
    } else if percent && ["增长", "增速", "增幅", "增长率"].iter().any(|word| name.ends_with(word)) {
        Measure::GrowthRate
    } else if percent {
        Measure::Share
    } else if unit == "倍" {
        Measure::Multiple
    } else if phrase::parse_unit(unit).is_some_and(|unit| !unit.dimension.of.is_ascii())
        && !name.starts_with('每')
        && !name.contains("人均")
    {
        Measure::Count
    } else {
        Measure::Level
    }
}

/// Whether the name of a row says of how many rows it is the sum: 防洪工程（12项）.
fn heads_rows(name: &str) -> bool {
    let inner = name.trim_end().strip_suffix(['）', ')']).and_then(|rest| rest.rsplit_once(['（', '(']));
    let Some((_, inner)) = inner else { return false };
    let count = inner.trim_start_matches(['共', '计', ' ']).trim_end_matches(['个', '项', '大', ' ', '类']);
    !count.is_empty() && count.len() < inner.len() && count.chars().all(|c| c.is_ascii_digit())
}
