//! What a file says, figure by figure, without a plan: titles, headers and labels put together for every cell.

mod figure;
mod formulas;
mod titles;
mod words;

use crate::block::{Block, Column, ColumnRole, Cutter, Merged, labels};
use crate::figure::{Outcome, Stated};
use crate::formula::{self, Book, Memory};
use crate::grid::{Content, Grid};
use crate::label::{self, Label, clean};
use crate::number::{self, Read};
use crate::period::{Covered, Kind, Part, When};
use crate::problem::{Problem, Problems};
use crate::region::{self, Gazetteer, Place};
use crate::{Cell, Settings, file, word};
use plan::{PlaceKind, Plan, Status};
use rust_decimal::prelude::ToPrimitive;
use source::{Severity, Words};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
#[allow(clippy::wildcard_imports)] // one reading in several files
use words::*;

/// A file as it is understood without a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Understood {
    /// Every cell with a figure, in the order of the file, each taken, asked about, refused or missing.
    pub figures: Vec<Stated>,
    /// What is wrong or noteworthy.
    pub problems: Vec<Problem>,
}

impl Understood {
    /// How many figures have this outcome.
    pub fn count(&self, outcome: &str) -> usize {
        self.figures.iter().filter(|figure| figure.outcome.name() == outcome).count()
    }
}

/// Reads what a file says: workbooks (xlsx, xlsb, xls, ods), csv and tsv, tables in docx, PDF and HTML.
///
/// Reading never fails: what cannot be used is a problem with its cell, and every cell with a figure is accounted for.
///
/// # Example
/// ```
/// use intake::{Settings, understand};
/// let text = "云岭市财政收入\n,,单位：亿元\n地区,2024年,2025年（快报）\n全市,82.46,85.71\n青溪县,…,11.78\n";
/// let read = understand("a.csv", text.as_bytes(), None, &Settings::default());
/// let shown: Vec<String> = read.figures.iter().map(|f| format!("{} {} {}", f.indicator, f.region, f.covered.unwrap())).collect();
/// assert_eq!(shown[1], "财政收入 云岭市 2025");
/// assert_eq!((read.count("taken"), read.count("missing")), (3, 1));
/// ```
pub fn understand(name: &str, bytes: &[u8], plan: Option<&Plan>, settings: &Settings) -> Understood {
    if let Some(read) = crate::exchange::read(name, bytes, settings) {
        return of_exchange(name, read, settings);
    }
    let mut problems = Vec::new();
    let grids = file::open(name, bytes, settings, &mut problems);
    let mut figures = of_grids(name, &grids, plan, settings, &|_| true, &mut problems);
    crate::compare::repeats(name, &mut figures, settings, &mut problems);
    crate::compare::outliers(name, &mut figures, settings, &mut problems);
    crate::compare::renamed(name, &figures, settings, &mut problems);
    let unread = problems.iter().any(|problem| problem.severity == Severity::Error);
    if figures.is_empty() && !unread {
        let mut more = Problems::new(name, "", settings.max_problems);
        if grids.iter().all(|grid| grid.rows.is_empty()) {
            more.add(Severity::Error, None, "文件中没有数据", "the file holds no data");
        } else {
            more.add(
                Severity::Error,
                None,
                "找不到数据表：没有带表头的数字区域",
                "no table was found: there is no area of figures with a header",
            );
        }
        problems.extend(more.finish());
    }
    Understood { figures, problems }
}

/// What a data set for exchange says.
fn of_exchange(name: &str, read: crate::exchange::Read, settings: &Settings) -> Understood {
    let (mut figures, mut problems) = (read.figures, read.problems);
    crate::compare::repeats(name, &mut figures, settings, &mut problems);
    crate::compare::outliers(name, &mut figures, settings, &mut problems);
    Understood { figures, problems }
}

/// The figures of grids, without comparing them with one another.
#[expect(clippy::too_many_lines, reason = "one pass over the grids of a file")]
pub(crate) fn of_grids(
    name: &str,
    grids: &[Grid],
    plan: Option<&Plan>,
    settings: &Settings,
    wanted: &dyn Fn(&str) -> bool,
    found: &mut Vec<Problem>,
) -> Vec<Stated> {
    let mut gazetteer = Gazetteer::default();
    if let Some(plan) = plan {
        gazetteer.add(plan.region.as_deref().unwrap_or_default());
        plan.places
            .iter()
            .filter(|place| place.kind == PlaceKind::Region)
            .for_each(|place| gazetteer.add(&place.name));
    }
    gazetteer.add(&settings.region);
    let own = own_region(name, grids, plan, settings, &mut gazetteer);
    let notes = notes_of_others(grids, settings);
    let book = book(grids);
    let mut memory = Memory::new();
    let mut figures = Vec::new();
    for grid in grids.iter().filter(|grid| wanted(&grid.sheet)) {
        let mut problems = Problems::new(name, &grid.sheet, settings.max_problems);
        if grid.hidden {
            if !grid.rows.is_empty() {
                problems.add(
                    Severity::Warning,
                    None,
                    format!("工作表“{}”是隐藏的，未读入；需要时请取消隐藏后再导入", grid.sheet),
                    format!(
                        "the sheet {:?} is hidden and was not read: unhide it if it is wanted",
                        grid.sheet
                    ),
                );
            }
            found.extend(problems.finish());
            continue;
        }
        let merged = Merged::of(grid);
        let cutter = Cutter { grid, merged: &merged, years: settings.years.clone() };
        for mut block in cutter.blocks() {
            cutter.columns(&mut block, &gazetteer);
            if block.notes.lines.is_empty() {
                block.notes = notes.clone();
            }
            // The title of a block says whom it is about; without one that of the file does.
            let of_block = block.lines.iter().rev().find_map(|line| region::of_title(line, &gazetteer));
            let of_block = of_block.map(|titled| titled.name);
            let own = if settings.region.is_empty() { of_block.as_ref().unwrap_or(&own) } else { &own };
            let mut reader = Reader {
                file: name,
                grid,
                merged: &merged,
                block: &block,
                gazetteer: &gazetteer,
                own,
                settings,
                book: &book,
                memory: &mut memory,
                problems: &mut problems,
                labels: HashMap::new(),
                models: HashSet::new(),
                parent: None,
            };
            figures.extend(reader.figures());
        }
        found.extend(problems.finish());
    }
    figures
}

/// The region that a file is about: from its titles, else the names of its sheets, else its own name, else the plan.
fn own_region(
    name: &str,
    grids: &[Grid],
    plan: Option<&Plan>,
    settings: &Settings,
    gazetteer: &mut Gazetteer,
) -> String {
    if !settings.region.is_empty() {
        return settings.region.clone();
    }
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let title = |grid: &Grid| -> Option<region::Titled> {
        let above = grid.above.iter().find_map(|line| region::of_title(line, gazetteer));
        let rows = grid.rows.iter().take(4).filter(|row| row.cells.len() <= 3);
        let texts = rows.flat_map(|row| {
            row.cells.iter().filter_map(|(_, content)| match content {
                Content::Text(text) => Some(text.to_string()),
                _ => None,
            })
        });
        above.or_else(|| {
            texts
                .into_iter()
                .find_map(|text| (text.chars().count() > 4).then(|| region::of_title(&text, gazetteer))?)
        })
    };
    let found = grids.iter().find_map(title).or_else(|| region::of_title(file, gazetteer));
    let own = found
        .map(|titled| titled.name)
        .or_else(|| plan.and_then(|plan| plan.region.clone()))
        .unwrap_or_default();
    gazetteer.add(&own);
    own
}

/// The notes of all sheets, for those that have none: they stand under one table and speak of the file.
fn notes_of_others(grids: &[Grid], settings: &Settings) -> crate::note::Notes {
    let mut notes = crate::note::Notes::default();
    for grid in grids.iter().filter(|grid| !grid.hidden && grids.len() > 1) {
        let rows = grid.rows.iter().filter(|row| row.cells.len() <= 3);
        for (_, content) in rows.filter_map(|row| row.cells.first()) {
            if let Content::Text(text) = content
                && crate::note::begins(text)
                && notes.lines.len() < settings.max_problems
            {
                notes.add(text);
            }
        }
    }
    notes
}

/// The values and formulas of all sheets, for computing anew.
fn book(grids: &[Grid]) -> Book<'_> {
    let mut book = Book::default();
    if grids.iter().all(|grid| grid.formulas.is_empty()) {
        return book;
    }
    for grid in grids {
        let mut values = HashMap::new();
        for row in &grid.rows {
            for (column, content) in &row.cells {
                let at = Cell::new(row.index, *column);

                match content {
                    Content::Number(value) => values.extend(value.to_f64().map(|v| (at, v))),
                    Content::Percent(value) => values.extend(value.to_f64().map(|v| (at, v / 100.0))),
                    Content::Fault(_) => {
                        book.spoiled.insert((grid.sheet.as_str(), at));
                    }
                    _ => {}
                }
            }
        }
        book.values.insert(&grid.sheet, values);
        book.formulas.insert(&grid.sheet, &grid.formulas);
    }
    book
}

/// What a column or a row says of its figures.
#[derive(Clone, Default)]
struct Meaning {
    names: Vec<String>,
    unit: String,
    when: When,
    growth: bool,
    status: Option<(Status, &'static str)>,
    dimensions: Vec<(String, String)>,
    version: String,
    marks: Vec<String>,
    plan: bool,
    fitted: bool,
    total: bool,
    span: bool,
    place: Option<Place>,
    /// A part of what stands above (其中：).
    part: bool,
    /// The name of what it is a part of.
    part_of: String,
}

impl Meaning {
    fn add(&mut self, label: &Label) {
        if !label.name.is_empty() {
            self.names.push(label.name.clone());
        }
        if !label.unit.is_empty() {
            self.unit.clone_from(&label.unit);
        }
        self.when = label.when.or(self.when);
        self.growth |= label.growth;
        self.status = label.status.or(self.status);
        self.dimensions.extend(label.dimensions.iter().cloned());
        if !label.version.is_empty() {
            self.version.clone_from(&label.version);
        }
        if !label.mark.is_empty() {
            self.marks.push(label.mark.clone());
        }
        self.plan |= label.plan;
        self.fitted |= label.fitted;
        self.total |= label.total;
        self.span |= label.span;
        self.part |= label.part;
    }
}

/// What the titles above a block say.
#[derive(Default)]
struct Title {
    name: String,
    name_unit: String,
    /// Units of the unit line; several stand for several kinds of columns.
    units: Vec<String>,
    when: When,
    status: Option<(Status, &'static str)>,
    kind: Option<Kind>,
    plan: bool,
    fitted: bool,
    /// The title names growth: 固定资产投资_比上年增长(%).
    growth: bool,
    /// The name comes from the name of the file.
    from_file: bool,
}

struct Reader<'r, 'p> {
    file: &'r str,
    grid: &'r Grid,
    merged: &'r Merged,
    block: &'r Block,
    gazetteer: &'r Gazetteer,
    own: &'r str,
    settings: &'r Settings,
    book: &'r Book<'r>,
    memory: &'r mut Memory,
    problems: &'r mut Problems<'p>,
    labels: HashMap<String, Arc<Label>>,
    /// Cells whose formula fits a model.
    models: HashSet<Cell>,
    /// The last row that is a part of nothing: its name and unit, for the parts below it.
    parent: Option<(String, String)>,
}

/// A column of figures with what its header says.
struct Head {
    index: u32,
    meaning: Meaning,
    /// What its name is put together from.
    name: String,
    noun: bool,
}

/// One of several tables beside each other under one title: its labels, and the columns of its figures.
struct Beside<'r> {
    labels: Vec<&'r Column>,
    heads: Vec<Head>,
    /// What the labels were in the row above.
    above: Vec<String>,
}

/// Parts a block where its first label comes again (地区 2024年 2025年 地区 2024年 2025年): figures belong to the labels
/// left of them.
fn beside<'r>(labels: &[&'r Column], figures: &[&'r Column]) -> Vec<(Vec<&'r Column>, Vec<&'r Column>)> {
    let head = |column: &Column| column.path.last().map(|text| clean(text)).unwrap_or_default();
    let again = |column: &&Column| {
        labels.first().is_some_and(|first| {
            first.role == column.role && !head(first).is_empty() && head(first) == head(column)
        })
    };
    let starts: Vec<u32> = labels.iter().filter(|column| again(column)).map(|column| column.index).collect();
    // The first label may stand right of figures; those are its own all the same.
    let within = |at: usize, column: &&&'r Column| {
        starts.get(at).is_none_or(|start| at == 0 || column.index >= *start)
            && starts.get(at + 1).is_none_or(|next| column.index < *next)
    };
    (0..starts.len().max(1))
        .map(|at| {
            let of = |columns: &[&'r Column]| columns.iter().filter(|c| within(at, c)).copied().collect();
            (of(labels), of(figures))
        })
        .collect()
}

impl<'r> Reader<'r, '_> {
    fn label(&mut self, text: &str) -> Arc<Label> {
        if let Some(known) = self.labels.get(text) {
            return known.clone();
        }
        let read = Arc::new(label::read(text));
        self.labels.insert(text.to_owned(), read.clone());
        read
    }

    #[expect(clippy::too_many_lines, reason = "one pass over the cells with the state between them")]
    fn figures(&mut self) -> Vec<Stated> {
        let title = self.title();
        for line in self.block.notes.breaks() {
            self.problems.add(
                Severity::Warning,
                None,
                format!("表注说明前后不可比或口径有变，比较增速和累计前请核对：{line}"),
                format!("a note says that the figures are not comparable throughout; check before comparing: {line}"),
            );
        }
        let columns: &'r [Column] = &self.block.columns;
        let figure_columns: Vec<&Column> =
            columns.iter().filter(|column| column.role == ColumnRole::Figures).collect();
        let label_columns: Vec<&Column> = columns
            .iter()
            .filter(|column| {
                !matches!(column.role, ColumnRole::Figures | ColumnRole::Ignored | ColumnRole::Model)
            })
            .collect();
        let models: Vec<String> = columns
            .iter()
            .filter(|c| c.role == ColumnRole::Model)
            .filter_map(|c| c.path.last().cloned())
            .collect();
        if !models.is_empty() {
            self.problems.add(
                Severity::Warning,
                None,
                format!("列“{}”是拟合参数，不是指标，未读入", models.join("、")),
                format!("the columns {} hold parameters of a fitted model and are no indicators; they were not read", models.join(", ")),
            );
        }
        self.hidden(&figure_columns);
        if label_columns.is_empty() && self.block.body.len() > 1 {
            self.unlabelled(&figure_columns);
            return Vec::new();
        }
        let mut parts: Vec<Beside<'_>> = beside(&label_columns, &figure_columns)
            .into_iter()
            .map(|(labels, figures)| Beside {
                above: vec![String::new(); labels.len()],
                heads: self.heads(&figures),
                labels,
            })
            .collect();
        let mut figures = Vec::new();
        for body in &self.block.body {
            let Some(row) = self.grid.rows.get(body.row) else { continue };
            let first = row.cells.first().map(|(_, content)| content.text()).unwrap_or_default();
            if matches!(clean(&first).as_str(), "备注" | "说明") {
                continue;
            }
            for part in &mut parts {
                let meaning = self.row(row, &part.labels, &mut part.above, body.section.as_deref());
                for head in &part.heads {
                    let Some(content) = row.get(head.index) else { continue };
                    let at = Cell::new(row.index, head.index);
                    figures.push(self.figure(at, content, head, &meaning, &title));
                }
            }
        }
        self.announce_models(&figures);
        if !figures.is_empty() && figures.iter().all(|figure| figure.covered.is_none()) {
            self.problems.add(
                Severity::Error,
                None,
                "表头、标题和表名都没有写明年份，请给出年份",
                "neither header nor title nor the name of the sheet names the year: give it",
            );
        }
        figures
    }

    /// A table of which no column says whom its rows are about.
    fn unlabelled(&mut self, figures: &[&Column]) {
        let years =
            figures.iter().any(|column| column.path.iter().any(|text| label::read(text).when.year.is_some()));
        let (zh, en) = if years {
            (
                "表中没有地区（或指标）列：每一行属于哪个地区无从判断，全部不读入；请补上地区列",
                "the table has no column of regions (or indicators): whose figures the rows are cannot be told, and none was read; add the column",
            )
        } else {
            (
                "表中没有地区、年份或指标的列，每一行说的是什么无从判断，全部不读入",
                "no column of the table names regions, years or indicators: what its rows are about cannot be told, and none was read",
            )
        };
        self.problems.add(Severity::Error, None, zh, en);
    }

    fn hidden(&mut self, figures: &[&Column]) {
        let columns: Vec<String> = figures
            .iter()
            .filter(|column| self.grid.hidden_columns.contains(&column.index))
            .map(|column| Cell::new(0, column.index).to_string().trim_end_matches('1').to_owned())
            .collect();
        if !columns.is_empty() {
            self.problems.add(
                Severity::Warning,
                None,
                format!("第{}列是隐藏的，其中的数据需确认后才读入", columns.join("、")),
                format!(
                    "the columns {} are hidden; their figures are taken only when confirmed",
                    columns.join(", ")
                ),
            );
        }
        let rows: Vec<String> = self
            .block
            .body
            .iter()
            .filter_map(|body| self.grid.rows.get(body.row))
            .filter(|row| self.grid.hidden_rows.contains(&row.index))
            .map(|row| (row.index + 1).to_string())
            .collect();
        if !rows.is_empty() {
            self.problems.add(
                Severity::Warning,
                None,
                format!("第{}行是隐藏的，其中的数据需确认后才读入", rows.join("、")),
                format!(
                    "the rows {} are hidden; their figures are taken only when confirmed",
                    rows.join(", ")
                ),
            );
        }
    }
}
