//! What a file says, figure by figure, without a plan: titles, headers and labels put together for every cell.

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

/// The figures of grids, without comparing them with one another.
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
    let title = |grid: &Grid| -> Option<String> {
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
    let own = found.or_else(|| plan.and_then(|plan| plan.region.clone())).unwrap_or_default();
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
}

/// A column of figures with what its header says.
struct Head {
    index: u32,
    meaning: Meaning,
    /// What its name is put together from.
    name: String,
    noun: bool,
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
        let heads = self.heads(&figure_columns);
        let mut figures = Vec::new();
        let mut above: Vec<String> = vec![String::new(); label_columns.len()];
        for body in &self.block.body {
            let Some(row) = self.grid.rows.get(body.row) else { continue };
            let first = row.cells.first().map(|(_, content)| content.text()).unwrap_or_default();
            if matches!(clean(&first).as_str(), "备注" | "说明") {
                continue;
            }
            let meaning = self.row(row, &label_columns, &mut above, body.section.as_deref());
            for head in &heads {
                let Some(content) = row.get(head.index) else { continue };
                let at = Cell::new(row.index, head.index);
                figures.push(self.figure(at, content, head, &meaning, &title));
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

    /// What stands above the block, in the name of the sheet and in that of the file.
    fn title(&mut self) -> Title {
        let mut title = Title::default();
        let file = self.file.rsplit(['/', '\\']).next().unwrap_or(self.file);
        let file = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let corner =
            self.block.columns.first().and_then(|column| column.path.last()).cloned().unwrap_or_default();
        let mut sources: Vec<(String, bool)> =
            self.block.lines.iter().rev().map(|line| (line.clone(), false)).collect();
        if corner.contains([':', '：']) {
            sources.insert(0, (corner, false));
        }
        sources.push((self.grid.sheet.clone(), false));
        sources.push((file.to_owned(), true));
        for (line, from_file) in sources {
            let text = clean(&line);
            if let Some(units) = units_of(&text) {
                if title.units.is_empty() {
                    title.units = units;
                }
                if text.starts_with("单位") || text.starts_with(['(', '（']) {
                    continue;
                }
            }
            let said = text.split_once([':', '：']).filter(|(head, _)| {
                matches!(*head, "指标" | "指标名称" | "统计指标" | "时间" | "数据库" | "地区")
            });
            let (head, body) = said.unwrap_or(("", text.as_str()));
            if matches!(head, "数据库") {
                continue;
            }
            let body =
                ["单位:", "单位："].iter().fold(body, |body, word| body.split(word).next().unwrap_or(body));
            let one = title_label(body, self.gazetteer);
            if title.when.year.is_none() && one.when.year.is_some() && !several_years(body) {
                title.when.year = one.when.year;
                title.when.part = title.when.part.or(one.when.part);
            }
            if title.when.part.is_none() {
                title.when.part = one.when.part;
            }
            title.kind = title.kind.or(one.when.kind).or_else(|| kind_of(&text));
            title.status = title.status.or(one.status);
            title.plan |= one.plan;
            title.fitted |= one.fitted;
            if matches!(head, "时间" | "地区") {
                continue;
            }
            if title.name.is_empty() && is_name(&one.name) {
                title.name.clone_from(&one.name);
                title.name_unit.clone_from(&one.unit);
                title.growth = one.growth;
                title.from_file = from_file;
            }
        }
        if title.when.year.is_none() {
            title.when.year = self.settings.year;
        }
        // Two places that name units which do not agree.
        if let [unit] = title.units.as_slice()
            && !title.name_unit.is_empty()
            && title.name_unit != *unit
            && same_dimension(&title.name_unit, unit)
        {
            self.problems.add(
                Severity::Warning,
                None,
                format!("标题写“{}”，单位栏写“{unit}”，两处矛盾；暂按单位栏，请确认", title.name_unit),
                format!(
                    "the title says {}, the unit line {unit}; the unit line is followed, please confirm",
                    title.name_unit
                ),
            );
        }
        title
    }

    fn heads(&self, columns: &[&Column]) -> Vec<Head> {
        let paths: Vec<Vec<Label>> = columns.iter().map(|column| labels(&column.path)).collect();
        let place = |label: &Label, gazetteer: &Gazetteer| gazetteer.place(&label.name);
        let regions = paths
            .iter()
            .filter(|path| path.iter().any(|label| matches!(place(label, self.gazetteer), Place::Region(_))))
            .count();
        let across = regions * 2 > columns.len();
        let mut heads: Vec<Head> = Vec::new();
        for (column, path) in columns.iter().zip(&paths) {
            let mut meaning = Meaning::default();
            for label in path {
                let found = place(label, self.gazetteer);
                if across && (found != Place::Other || label.total) {
                    let found = if label.total { Place::Own } else { found };
                    meaning.place = Some(found);
                    meaning.add(&Label { name: String::new(), ..label.clone() });
                } else {
                    meaning.add(label);
                }
            }
            let mut name = meaning.names.last().cloned().unwrap_or_default();
            let parent = meaning.names.iter().rev().nth(1).cloned().unwrap_or_default();
            let mut noun = word::is("noun", &name);
            if noun && !parent.is_empty() {
                name = joined(&parent, &name);
                noun = false;
            }
            // 比上年增长 without a name is the growth of what stands left of it.
            if name.is_empty() && meaning.growth {
                let left = heads.iter().rev().find(|head| !head.meaning.growth);
                if let Some(left) = left {
                    (name, noun) = (left.name.clone(), left.noun);
                    if meaning.dimensions.is_empty() {
                        meaning.dimensions.clone_from(&left.meaning.dimensions);
                    }
                    if meaning.place.is_none() {
                        meaning.place.clone_from(&left.meaning.place);
                    }
                    meaning.when = meaning.when.or(left.meaning.when);
                    meaning.status = meaning.status.or(left.meaning.status);
                }
            }
            heads.push(Head { index: column.index, meaning, name, noun });
        }
        heads
    }

    fn row(
        &mut self,
        row: &crate::grid::Row,
        columns: &[&Column],
        above: &mut [String],
        section: Option<&str>,
    ) -> Meaning {
        let mut meaning = Meaning::default();
        if let Some(section) = section {
            let label = self.label(section);
            let mut label = (*label).clone();
            match self.gazetteer.place(&label.name) {
                Place::Other => {}
                place => {
                    meaning.place = Some(place);
                    label.name.clear();
                }
            }
            meaning.add(&label);
        }
        for (place, column) in columns.iter().enumerate() {
            let cell = Cell::new(row.index, column.index);
            let mut text = row.text(column.index);
            if text.is_empty() {
                let first = self.merged.first(cell);
                if first != cell {
                    text = self.grid.get(first).map(Content::text).unwrap_or_default();
                } else if !self.merged.covers(cell)
                    && matches!(column.role, ColumnRole::Period | ColumnRole::Region)
                    && let Some(known) = above.get(place)
                {
                    // A label that is not repeated goes on from the row above.
                    text.clone_from(known);
                }
            }
            if let Some(known) = above.get_mut(place) {
                known.clone_from(&text);
            }
            if let Some(mark) = self.grid.marks.get(&cell) {
                meaning.marks.push(mark.to_string());
            }
            if text.is_empty() {
                continue;
            }
            self.part(column, &text, &mut meaning);
        }
        meaning
    }

    fn part(&mut self, column: &Column, text: &str, meaning: &mut Meaning) {
        match &column.role {
            ColumnRole::Region => {
                let label = self.label(text);
                let mut place = self.gazetteer.place(&label.name);
                if place == Place::Other && label.total {
                    place = Place::Own;
                }
                if place == Place::Other {
                    place = self.gazetteer.place(&clean(text));
                }
                let count = label.name.chars().count();
                if place == Place::Other && self.block.short_cities && (2..=4).contains(&count) {
                    place = Place::Region(format!("{}市", label.name));
                }
                // 全市三产占比 in a column of regions names an indicator of the whole.
                let behind = word::beginning("own", &label.name).map(|(_, behind)| behind.to_owned());
                if place == Place::Other
                    && let Some(name) = behind.filter(|name| !name.is_empty())
                {
                    meaning.place = Some(Place::Own);
                    meaning.names.push(name);
                } else {
                    if matches!(place, Place::Other | Place::Several | Place::Zone) && !label.name.is_empty()
                    {
                        meaning.names.push(label.name.clone());
                    }
                    meaning.place = Some(place);
                }
                meaning.add(&Label { name: String::new(), total: false, ..(*label).clone() });
            }
            ColumnRole::Indicator => {
                let label = self.label(text);
                meaning.add(&label);
            }
            ColumnRole::Period => {
                let label = self.label(text);
                let head = column.path.last().map(|head| clean(head)).unwrap_or_default();
                let number: Option<u8> = clean(text).trim_end_matches(['月', '季']).parse().ok();
                match number {
                    Some(month @ 1..=12) if head.contains('月') => {
                        meaning.when.part = Some(Part::Month(month));
                    }
                    Some(quarter @ 1..=4) if head.contains('季') => {
                        meaning.when.part = Some(Part::Quarter(quarter));
                    }
                    _ => {
                        let when = date(text).unwrap_or(label.when);
                        meaning.add(&Label {
                            when,
                            name: String::new(),
                            unit: String::new(),
                            ..(*label).clone()
                        });
                    }
                }
            }
            ColumnRole::Unit => meaning.unit = clean(text),
            ColumnRole::Status => meaning.status = label::status(&clean(text)).or(meaning.status),
            ColumnRole::Note => {
                meaning.status = label::status(&clean(text)).or(meaning.status);
            }
            ColumnRole::Dimension(name) => {
                let value = clean(text);
                if !word::is("total", &value)
                    && number::read(&Content::Text(Arc::from(value.as_str()))) != Read::Missing
                {
                    meaning.dimensions.push((name.clone(), value));
                }
            }
            ColumnRole::Source | ColumnRole::Figures | ColumnRole::Ignored | ColumnRole::Model => {}
        }
    }

    fn figure(&mut self, at: Cell, content: &Content, head: &Head, row: &Meaning, title: &Title) -> Stated {
        let read = number::read(content);
        let formula = self.grid.formulas.get(&at).cloned();
        let when = head.meaning.when.or(row.when);
        let year = when.year.or(title.when.year).map(|year| year - when.before.unwrap_or(0));
        let own_part = when.part;
        let part = own_part.or(title.when.part).unwrap_or_default();
        let (indicator, mut dimensions, doubtful_name) = Self::name(head, row, title);
        let of_title = head.name.is_empty() && row.names.is_empty() || indicator == title.name;
        let growth = head.meaning.growth || row.growth || title.growth && of_title;
        let kind = if growth { Kind::Growth } else { kind(part, when.kind, title.kind) };
        let part = match (part, when.kind.or(title.kind)) {
            (Part::Month(month), Some(Kind::Cumulated))
                if own_part.is_some() && when.kind == Some(Kind::Cumulated) =>
            {
                Part::Through(month)
            }
            (part, _) => part,
        };
        let covered = year.map(|year| Covered { year, part });
        let place = head.meaning.place.clone().or_else(|| row.place.clone());
        let version =
            if head.meaning.version.is_empty() { row.version.clone() } else { head.meaning.version.clone() };
        if !version.is_empty() {
            dimensions.push(("版本".to_owned(), version.clone()));
        }
        let region = match &place {
            Some(Place::Region(name)) => name.clone(),
            Some(Place::Several | Place::Zone | Place::Other) => {
                row.names.first().cloned().unwrap_or_default()
            }
            Some(Place::Own) | None => self.own.to_owned(),
        };
        let mut marks: Vec<&str> = head.meaning.marks.iter().chain(&row.marks).map(String::as_str).collect();
        let mut stated = Stated {
            sheet: self.grid.sheet.clone(),
            cell: at,
            indicator,
            region,
            covered,
            kind,
            dimensions,
            value: None,
            printed: content.text(),
            unit: String::new(),
            status: None,
            status_word: String::new(),
            source: String::new(),
            note: String::new(),
            whole: matches!(place, Some(Place::Own)),
            outcome: Outcome::Taken,
            warnings: Vec::new(),
        };
        let mut in_cell = String::new();
        let mut own_mark = String::new();
        match read {
            Read::Missing => stated.outcome = Outcome::Missing,
            Read::Number(number) => {
                stated.value = Some(number.value);
                in_cell = number.unit;
                own_mark = number.mark;
                if number.bracketed {
                    stated.warnings.push(Words::new(
                        "括号按会计习惯读作负数，请核对",
                        "brackets were read as a minus, as accountants write it; please check",
                    ));
                }
                if number.scientific {
                    stated.warnings.push(Words::new(
                        "科学计数法的文本，末位数字可能已丢失，请核对",
                        "text in scientific notation may have lost digits; please check",
                    ));
                }
                if number.vague {
                    stated.outcome = Outcome::Asked(Words::new("不是一个确切的数", "not an exact figure"));
                }
            }
            Read::Structure(text) => {
                stated.outcome = Outcome::Asked(Words::new(
                    format!("“{text}”是结构比例"),
                    format!("{text:?} is a structure"),
                ));
            }
            Read::Fault(text) => {
                stated.outcome = Outcome::Refused(Words::new(
                    format!("单元格是公式错误{text}；请改正公式或填入数值"),
                    format!("the cell holds the error {text}: correct the formula or type the figure"),
                ));
            }
            Read::Uncomputed => {}
            Read::Range(text) => {
                stated.outcome = Outcome::Refused(Words::new(
                    format!("“{text}”是一个区间；请填一个数"),
                    format!("{text:?} is a range: give one figure"),
                ));
            }
            Read::Date(text) => {
                stated.outcome = Outcome::Refused(Words::new(
                    format!("单元格是日期（{text}）而不是数字；请检查单元格格式"),
                    format!("the cell holds a date ({text}) instead of a number: check its format"),
                ));
            }
            Read::Words(text) => {
                stated.outcome = Outcome::Refused(Words::new(
                    format!("“{text}”不是数字；没有数据请留空"),
                    format!("{text:?} is not a number: leave the cell empty when there is no figure"),
                ));
            }
        }
        if let Some(formula) = &formula {
            self.check_formula(at, formula, &mut stated);
        }
        if let Some(mark) = self.grid.marks.get(&at) {
            own_mark = mark.to_string();
        }
        if !own_mark.is_empty() {
            marks.push(&own_mark);
            if !self.block.notes.explains(&own_mark) {
                stated.warnings.push(Words::new(
                    format!("数字后有“{own_mark}”而表下没有对应的注，请核对"),
                    format!("the mark {own_mark:?} behind the figure has no note; please check"),
                ));
            }
        }
        stated.unit = Self::unit(&in_cell, head, row, title, growth, &stated.indicator);
        let own_status = head.meaning.status.or(row.status);
        let noted =
            covered.and_then(|covered| self.block.notes.status(covered.year, &stated.indicator, &marks));
        if let Some((status, word)) = own_status.or(noted).or(title.status) {
            stated.status = Some(status);
            word.clone_into(&mut stated.status_word);
        }
        self.judge(&mut stated, head, row, title, place.as_ref(), &version, doubtful_name);
        stated
    }

    /// What keeps a figure from being taken as it stands.
    #[allow(clippy::too_many_arguments, reason = "the parts of one decision")]
    fn judge(
        &mut self,
        stated: &mut Stated,
        head: &Head,
        row: &Meaning,
        title: &Title,
        place: Option<&Place>,
        version: &str,
        doubtful: bool,
    ) {
        let ask = |zh: String, en: String| Outcome::Asked(Words::new(zh, en));
        if stated.outcome == Outcome::Taken {
            let region = &stated.region;
            if head.meaning.plan || row.plan || title.plan {
                stated.outcome = Outcome::Refused(Words::new(
                    "计划、目标或预算数，不是完成数",
                    "a plan or budget and no outcome",
                ));
            } else if head.meaning.fitted || row.fitted {
                stated.outcome = Outcome::Refused(Words::new(
                    "拟合或预测值，不是统计数",
                    "fitted or forecast and not observed",
                ));
            } else if title.fitted {
                stated.outcome = ask("标题或文件名写明是拟合或预测，请确认这是统计数".to_owned(), "the title or the file speaks of fitted or forecast values; confirm that this is a statistic".to_owned());
            } else if !version.is_empty() {
                stated.outcome = ask(
                    format!("旧版本（{version}），不覆盖现行数"),
                    format!("an older version ({version}) that must not replace the current one"),
                );
            } else if matches!(place, Some(Place::Several)) {
                stated.outcome = ask(
                    format!("“{region}”是小计或平均，不是行政区"),
                    format!("{region:?} is a subtotal or an average and no region"),
                );
            } else if matches!(place, Some(Place::Zone)) {
                stated.outcome = ask(
                    format!("“{region}”是功能区，其数可能已含在所在县区内"),
                    format!("{region:?} is a development zone whose figures may be part of a region's"),
                );
            } else if matches!(place, Some(Place::Other)) {
                stated.outcome =
                    ask(format!("“{region}”不是已知地区"), format!("{region:?} is no known region"));
            } else if stated.indicator.is_empty() {
                stated.outcome = ask(
                    "表中没有写明指标名称".to_owned(),
                    "the table does not name the indicator".to_owned(),
                );
            } else if doubtful {
                stated.outcome = ask(
                    format!("指标名“{}”只见于文件名，单位也未写明，请确认", stated.indicator),
                    format!(
                        "the indicator {:?} is named only by the file; please confirm it and its unit",
                        stated.indicator
                    ),
                );
            } else if stated.covered.is_none() {
                stated.outcome = ask("没有写明年份".to_owned(), "no year is stated".to_owned());
            } else if head.meaning.span || row.span {
                stated.outcome = ask(
                    "年均或多年的数，不是一年的数".to_owned(),
                    "an average or a figure over several years, not of one".to_owned(),
                );
            } else if self.grid.hidden_columns.contains(&stated.cell.column)
                || self.grid.hidden_rows.contains(&stated.cell.row)
            {
                stated.outcome = ask(
                    "所在的行或列是隐藏的，请确认是否读入".to_owned(),
                    "its row or column is hidden; confirm whether to take it".to_owned(),
                );
            }
        }
        let at = stated.cell;
        if let Outcome::Asked(_) = &stated.outcome
            && stated.value.is_some()
            && self.settings.confirmed.contains(&at.of_sheet(&stated.sheet))
        {
            stated.outcome = Outcome::Taken;
        }
        match &stated.outcome {
            // What cannot be read at all keeps the file from being used; what is no statistic is only left out.
            Outcome::Refused(words) if stated.value.is_none() => {
                self.problems.error(at, words.zh.clone(), words.en.clone());
            }
            Outcome::Refused(words) => self.problems.warning(at, words.zh.clone(), words.en.clone()),
            Outcome::Asked(words) => self.problems.warning(at, words.zh.clone(), words.en.clone()),
            Outcome::Taken | Outcome::Missing => {}
        }
        for words in &stated.warnings {
            self.problems.warning(at, words.zh.clone(), words.en.clone());
        }
    }

    fn check_formula(&mut self, at: Cell, formula: &str, stated: &mut Stated) {
        let references = formula::references(formula);
        let here =
            |reference: &formula::Reference| reference.sheet.is_empty() || reference.sheet == self.grid.sheet;
        let heads: HashSet<u32> = self
            .block
            .heads
            .iter()
            .filter_map(|head| self.grid.rows.get(*head))
            .map(|row| row.index)
            .collect();
        let periods: HashSet<u32> =
            self.block.columns.iter().filter(|c| c.role == ColumnRole::Period).map(|c| c.index).collect();
        let coefficients: HashSet<u32> =
            self.block.columns.iter().filter(|c| c.role == ColumnRole::Model).map(|c| c.index).collect();
        let single = |r: &&formula::Reference| here(r) && r.from == r.to;
        let of_period = references
            .iter()
            .filter(single)
            .any(|r| heads.contains(&r.from.row) || periods.contains(&r.from.column));
        let of_model = references.iter().filter(single).any(|r| coefficients.contains(&r.from.column));
        let tainted =
            !self.models.is_empty() && references.iter().filter(|r| here(r)).any(|r| self.uses_model(r));
        let fitted = formula::fits(formula) || (of_period || of_model) && formula::multiplies(formula);
        if fitted || tainted {
            self.models.insert(at);
            let words = if fitted {
                Words::new(
                    format!("由公式推算（拟合）得出（={formula}），不是统计数"),
                    format!("computed by a fitted formula (={formula}) and not observed"),
                )
            } else {
                Words::new(
                    format!("公式引用了推算（拟合）值（={formula}），不是统计数"),
                    format!("its formula uses fitted values (={formula}) and is not observed"),
                )
            };
            stated.outcome = Outcome::Refused(words);
            return;
        }
        // 上年数×1.05 is an extrapolation.
        let same_row = references.len() == 1
            && references
                .iter()
                .all(|r| here(r) && r.from == r.to && r.from.row == at.row && r.from.column != at.column);
        if same_row && formula::multiplies(formula) && formula::has_factor(formula) {
            stated.outcome = Outcome::Asked(Words::new(
                format!("由相邻数乘以系数推算（={formula}），请确认是否为统计数"),
                format!(
                    "computed from its neighbour and a factor (={formula}); confirm that it is a statistic"
                ),
            ));
        }
        let shown = self.grid.shown.get(&at).copied().unwrap_or_default();
        let computed = self
            .book
            .compute(&self.grid.sheet, at, self.memory, 0)
            .and_then(|value| file::computed(value, shown));
        let uncomputed = stated.value.is_none() && stated.printed.is_empty();
        match (computed, stated.value) {
            (Some(value), None) if uncomputed => {
                stated.value = Some(value);
                stated.printed = value.to_string();
                stated.warnings.push(Words::new(
                    "公式没有保存结果，已按公式重算；请用表格软件打开另存后核对",
                    "the formula has no saved result and was computed anew: open the file in a spreadsheet program, save it and check",
                ));
            }
            (Some(value), Some(cached)) if differs(value, cached) => {
                stated.value = Some(value);
                stated.warnings.push(Words::new(
                    format!("公式保存的结果{cached}已过时，按公式应为{value}；请重算后核对"),
                    format!("the saved result {cached} of the formula is out of date, it gives {value}: recalculate and check"),
                ));
            }
            (None, None) if uncomputed => {
                stated.outcome = Outcome::Refused(Words::new(
                    "公式没有保存结果；请用表格软件打开、重算并另存后再导入",
                    "the formula has no saved result: open the file in a spreadsheet program, recalculate, save and import again",
                ));
            }
            _ => {}
        }
    }

    /// Whether an area holds a cell whose formula fits a model.
    fn uses_model(&self, area: &formula::Reference) -> bool {
        let rows = u64::from(area.to.row.saturating_sub(area.from.row)) + 1;
        let columns = u64::from(area.to.column.saturating_sub(area.from.column)) + 1;
        let within = |cell: &Cell| {
            (area.from.row..=area.to.row).contains(&cell.row)
                && (area.from.column..=area.to.column).contains(&cell.column)
        };
        if rows.saturating_mul(columns) > self.models.len() as u64 {
            return self.models.iter().any(within);
        }
        (area.from.row..=area.to.row).any(|row| {
            (area.from.column..=area.to.column).any(|column| self.models.contains(&Cell::new(row, column)))
        })
    }

    fn announce_models(&mut self, figures: &[Stated]) {
        if self.models.is_empty() {
            return;
        }
        let (count, all) = (self.models.len(), figures.len());
        self.problems.add(
            Severity::Warning,
            None,
            format!("本表{all}个数中有{count}个由公式推算（拟合）得出，不是统计数，未读入"),
            format!("{count} of the {all} figures of this sheet come from a fitted formula and are no statistics; they were not read"),
        );
    }

    /// The name of a figure, its dimensions, and whether the name is only that of the file.
    fn name(head: &Head, row: &Meaning, title: &Title) -> (String, Vec<(String, String)>, bool) {
        let mut dimensions = row.dimensions.clone();
        for dimension in &head.meaning.dimensions {
            if !dimensions.contains(dimension) {
                dimensions.push(dimension.clone());
            }
        }
        let named_place = matches!(row.place, Some(Place::Several | Place::Zone | Place::Other));
        let row_names: &[String] = if named_place { row.names.get(1..).unwrap_or(&[]) } else { &row.names };
        let mut of_row = row_names.last().cloned().unwrap_or_default();
        if word::is("noun", &of_row)
            && let Some(parent) = row_names.iter().rev().nth(1)
        {
            of_row = joined(parent, &of_row);
        }
        let of_head = &head.name;
        let name = match (of_row.is_empty(), of_head.is_empty()) {
            (false, true) => of_row,
            (true, false) => {
                if head.noun
                    && !title.name.is_empty()
                    && !title.from_file
                    && title.name.chars().count() <= 12
                    && !title.name.ends_with(of_head.as_str())
                {
                    joined(&title.name, of_head)
                } else {
                    of_head.clone()
                }
            }
            (false, false) if of_row == *of_head => of_row,
            (false, false) if head.noun => joined(&of_row, of_head),
            (false, false) => {
                let known = |name: &str| plan::catalogue::lookup(name, "").is_some();
                if known(&of_row) && !known(of_head) {
                    dimensions.push(("项目".to_owned(), of_head.clone()));
                    of_row
                } else {
                    dimensions.push(("分组".to_owned(), of_row));
                    of_head.clone()
                }
            }
            (true, true) => {
                return (title.name.clone(), dimensions, title.from_file && !title.name.is_empty());
            }
        };
        (name, dimensions, false)
    }

    fn unit(in_cell: &str, head: &Head, row: &Meaning, title: &Title, growth: bool, name: &str) -> String {
        let near = [in_cell, &head.meaning.unit, &row.unit];
        if let Some(unit) = near.into_iter().find(|unit| !unit.is_empty()) {
            // A growth column keeps its per cent beside a column of units.
            if growth && in_cell.is_empty() && head.meaning.growth {
                return if label::is_index(unit)
                    || unit == "‰"
                    || !is_percent(unit) && !head.meaning.unit.is_empty()
                {
                    head.meaning.unit.clone()
                } else {
                    "%".to_owned()
                };
            }
            return unit.replace('％', "%");
        }
        if growth {
            return "%".to_owned();
        }
        if !title.name_unit.is_empty() && title.name == name && title.units.is_empty() {
            return title.name_unit.clone();
        }
        match title.units.as_slice() {
            [] => title.name_unit.clone(),
            [unit] => unit.clone(),
            units => of_several(units, name),
        }
    }
}

/// Which of several units of a unit line a column has: shares are per cent, what is per head is money.
fn of_several(units: &[String], name: &str) -> String {
    let share = name.ends_with(['率', '重', '比', '度']) && !name.ends_with("速度")
        || name.contains("增长")
        || name.contains("占比");
    let find = |wanted: &dyn Fn(&str) -> bool| units.iter().find(|unit| wanted(unit)).cloned();
    if share && let Some(unit) = find(&is_percent) {
        return unit;
    }
    if let Some(entry) = plan::catalogue::lookup(name, "").map(|found| found.entry) {
        let dimensions: Vec<_> = entry
            .units
            .iter()
            .filter_map(|unit| phrase::parse_unit(unit.printed))
            .map(|unit| unit.dimension.of)
            .collect();
        let fitting: Vec<&String> = units
            .iter()
            .filter(|unit| {
                phrase::parse_unit(unit).is_some_and(|unit| dimensions.contains(&unit.dimension.of))
            })
            .collect();
        if name.contains("人均") && fitting.iter().any(|unit| unit.as_str() == "元") {
            return "元".to_owned();
        }
        if let Some(unit) = fitting.first() {
            return (*unit).clone();
        }
    }
    if name.contains("人均")
        && let Some(unit) = find(&|unit| unit == "元")
    {
        return unit;
    }
    if (name.contains("人口") || name.contains("人数") || name.contains("人员"))
        && let Some(unit) = find(&|unit| unit.ends_with('人'))
    {
        return unit;
    }
    find(&|unit| !is_percent(unit)).unwrap_or_default()
}

fn is_percent(unit: &str) -> bool {
    matches!(unit, "%" | "％" | "‰")
}

fn same_dimension(a: &str, b: &str) -> bool {
    match (phrase::parse_unit(a), phrase::parse_unit(b)) {
        (Some(a), Some(b)) => a.dimension == b.dimension,
        _ => false,
    }
}

fn differs(a: rust_decimal::Decimal, b: rust_decimal::Decimal) -> bool {
    let scale = a.abs().max(b.abs());
    (a - b).abs() > scale * rust_decimal::Decimal::new(1, 9)
}

/// 产品 and 产量 are 产品产量; 发电量 and 产量 are 发电量.
fn joined(stem: &str, noun: &str) -> String {
    let repeats = stem.ends_with(noun)
        || noun.ends_with('量') && stem.ends_with('量')
        || noun.ends_with('额') && stem.ends_with('额');
    if repeats { stem.to_owned() } else { format!("{stem}{noun}") }
}

fn kind(part: Part, own: Option<Kind>, title: Option<Kind>) -> Kind {
    match part {
        Part::Year => Kind::Current,
        Part::Through(_) => Kind::Cumulated,
        Part::Half(1) => own.or(title).filter(|kind| *kind == Kind::Current).unwrap_or(Kind::Cumulated),
        Part::Half(_) | Part::Quarter(_) | Part::Month(_) => own.or(title).unwrap_or(Kind::Current),
    }
}

fn kind_of(text: &str) -> Option<Kind> {
    if text.contains("累计") {
        Some(Kind::Cumulated)
    } else if ["当季", "当月", "当期", "单季", "单月"].iter().any(|word| text.contains(word)) {
        Some(Kind::Current)
    } else {
        None
    }
}

/// A whole date as a period: the end of a year is the year, the end or first of a month the month.
fn date(text: &str) -> Option<When> {
    let day: jiff::civil::Date = text.trim().get(..10)?.parse().ok()?;
    let part = if (day.month(), day.day()) == (12, 31) || (day.month(), day.day()) == (1, 1) {
        Part::Year
    } else {
        Part::Month(day.month() as u8)
    };
    Some(When { year: Some(i32::from(day.year())), part: Some(part), ..When::default() })
}

fn several_years(text: &str) -> bool {
    let folded = clean(text);
    let years: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| {
            digits.len() == 4 && digits.parse::<i32>().is_ok_and(|year| (1949..=2100).contains(&year))
        })
        .collect();
    years.windows(2).any(|pair| pair.first() != pair.last())
}

/// The units of a unit line: 单位：亿元、元、%.
fn units_of(text: &str) -> Option<Vec<String>> {
    let (_, after) = text.split_once("单位")?;
    let after = after.trim_start_matches([':', '：', ' ']);
    let after = after.trim_end_matches([')', '）', ']']);
    let units: Vec<String> = after
        .split(['、', '，', ',', '；', ';', ' ', '/', '|'])
        .map(|unit| unit.split(['(', '（']).next().unwrap_or(unit).trim().replace('％', "%"))
        .filter(|unit| phrase::parse_unit(unit).is_some() || label::is_index(unit))
        .collect();
    if units.is_empty() {
        // 吨/公顷 is one unit.
        return phrase::parse_unit(after).map(|_| vec![after.to_owned()]);
    }
    if phrase::parse_unit(after).is_some() {
        return Some(vec![after.to_owned()]);
    }
    Some(units)
}

/// A title without its number, region, year and the words for a table.
fn title_label(text: &str, gazetteer: &Gazetteer) -> Label {
    let text = clean(text);
    let mut rest = text.as_str();
    for lead in ["续表", "附表", "表"] {
        rest = rest.strip_prefix(lead).unwrap_or(rest);
    }
    rest = without_number(rest);
    let region = region::of_title(rest, gazetteer);
    let without = match &region {
        Some(name) => rest.replacen(name.as_str(), "", 1),
        None => rest.to_owned(),
    };
    let mut label = label::read(&without);
    let (when, behind) = crate::period::take(&label.name);
    if !when.is_empty() {
        label.when = label.when.or(when);
        label.name = String::from(behind);
    }
    // 云岭市2025年1-9月: the region may stand between year and name.
    let inner = region::of_title(&label.name, gazetteer).filter(|_| region.is_none());
    if let Some(name) = inner {
        label.name = label.name.replacen(&name, "", 1);
    }
    for lead in [
        "各县（区）",
        "各县(区)",
        "各县（市、区）",
        "各县(市、区)",
        "各县区",
        "各市县",
        "分县（区）",
        "分县(区)",
        "分县区",
        "各市州",
        "各地区",
        "分地区",
        "分省",
        "各省",
        "分行业",
        "按行业分",
        "全市",
        "全省",
        "全县",
        "全区",
        "全国",
        "分季度",
        "分月",
        "历年",
        "各市",
        "各区",
        "各县",
        "主要城市",
        "主要年份",
    ] {
        if let Some(behind) = label.name.strip_prefix(lead) {
            label.name = String::from(behind);
        }
    }
    for ending in [
        "统计表",
        "情况表",
        "一览表",
        "汇总表",
        "基本情况",
        "情况",
        "汇总",
        "统计",
        "表",
        "数据",
        "及构成",
        "年度数据",
        "增长情况",
    ] {
        if let Some(stem) = label.name.strip_suffix(ending) {
            label.name = String::from(stem);
        }
    }
    label
}

/// A title without the number of its table: 2-1 云岭市, 1 云岭市; 2025年 is no number.
fn without_number(text: &str) -> &str {
    let text = text.trim_start();
    if crate::period::take(text).0.year.is_some() {
        return text;
    }
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '.' | '—' | '_' | '、')))
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    // 07-云岭市 and 2-1云岭市 are numbered; 2021-2025年 is a span of years.
    let digits = number.chars().filter(char::is_ascii_digit).count();
    if number.is_empty() || digits > 4 || rest.starts_with(['年', '季', '月']) {
        text
    } else {
        rest.trim_start()
    }
}

/// Whether what is left of a title can name an indicator: not 主要指标 or Sheet1.
fn is_name(name: &str) -> bool {
    const GENERAL: [&str; 22] = [
        "主要",
        "指标",
        "公报",
        "年鉴",
        "收支",
        "快报",
        "月报",
        "国民经济",
        "综合",
        "对标",
        "说明",
        "构成",
        "上报",
        "社会发展",
        "Sheet",
        "sheet",
        "数据库",
        "数据",
        "目录",
        "汇总",
        "长表",
        "待核",
    ];
    let count = name.chars().count();
    (2..=30).contains(&count)
        && name.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
        && !GENERAL.iter().any(|word| name.contains(word))
        && !word::is("cumulated", name)
        && !word::is("current", name)
}
