use super::DESCRIPTOR;
use super::cells::{Findings, Header, Row};
use super::descriptor::{Descriptor, VERSION};
use super::error::{PackageError, Problem};
use super::record::FurtherQuantity;
use super::schema::{Record, Table};
use super::tables;
use crate::{Plan, Project};
use source::Words;
use std::collections::{BTreeMap, BTreeSet};

/// What spreadsheet programs put before UTF-8 text.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads a plan from the files of a package, by file name.
///
/// Tables are found by their name in `datapackage.json`; one that it does not list is empty. Columns
/// may stand in any order, columns that Gangyao does not know are left aside, and a byte order mark is
/// accepted, so a table saved by a spreadsheet reads well.
///
/// # Errors
/// Every problem of every file, by row and column: missing files and columns, cells of the wrong type,
/// ids that occur twice, references to rows that do not exist.
pub fn read(files: &BTreeMap<String, Vec<u8>>) -> Result<Plan, PackageError> {
    let descriptor = descriptor(files)?;
    let mut reader =
        Reader { files, descriptor: &descriptor, ids: BTreeMap::new(), findings: Findings::default() };
    let tables = Plan {
        sections: reader.table(),
        indicators: reader.table(),
        targets: reader.table(),
        observations: reader.table(),
        projects: reader.projects(),
        tasks: reader.table(),
        places: reader.table(),
        bodies: reader.table(),
        assignments: reader.table(),
        schedule: reader.table(),
        relations: reader.table(),
        ..Plan::default()
    };
    let problems = reader.finish();
    if problems.is_empty() {
        let head = descriptor.into_plan();
        Ok(Plan {
            title: head.title,
            kind: head.kind,
            region: head.region,
            period: head.period,
            source: head.source,
            ..tables
        })
    } else {
        Err(PackageError::of(problems))
    }
}

fn descriptor(files: &BTreeMap<String, Vec<u8>>) -> Result<Descriptor, PackageError> {
    let refuse = |message, help| PackageError::of(vec![Problem::new(DESCRIPTOR, message, help)]);
    let bytes = files.get(DESCRIPTOR).ok_or_else(|| {
        refuse(
            Words::new("没有这个文件", "the file is missing"),
            Words::new(
                "请指定规划数据包所在的文件夹，或先用 gangyao compile 生成",
                "name the folder of a plan package, or make one with gangyao compile",
            ),
        )
    })?;
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let descriptor: Descriptor = serde_json::from_slice(bytes).map_err(|error| {
        refuse(
            Words::new(
                format!("不是可用的数据包描述（{error}）"),
                format!("it is no usable package description ({error})"),
            ),
            Words::new(
                "改正所指位置，或重新生成数据包",
                "mend the place it names, or make the package again",
            ),
        )
    })?;
    let version = descriptor.head.version;
    if version > VERSION {
        return Err(refuse(
            Words::new(
                format!("数据包版本 {version} 比本程序新"),
                format!("package version {version} is newer than this program"),
            ),
            Words::new("请升级 Gangyao", "use a newer Gangyao"),
        ));
    }
    Ok(descriptor)
}

struct Reader<'a> {
    files: &'a BTreeMap<String, Vec<u8>>,
    descriptor: &'a Descriptor,
    /// The ids of each table read so far.
    ids: BTreeMap<&'static str, BTreeSet<String>>,
    findings: Findings,
}

impl Reader<'_> {
    fn table<R: Record>(&mut self) -> Vec<R> {
        let table = R::TABLE;
        let Some(path) = self.descriptor.path(table) else { return Vec::new() };
        let Some(bytes) = self.files.get(path) else {
            self.findings.problems.push(Problem::new(
                path,
                Words::new(
                    "datapackage.json 列出了这个文件，但没有找到",
                    "datapackage.json lists the file but it is missing",
                ),
                Words::new(
                    "补上文件，或从 datapackage.json 的 resources 中删去",
                    "add the file, or take it out of the resources in datapackage.json",
                ),
            ));
            return Vec::new();
        };
        let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
        let mut rows = reader.records();
        let first = match rows.next() {
            Some(Ok(first)) => first,
            None => csv::StringRecord::new(),
            Some(Err(error)) => {
                self.unreadable(path, 1, &error);
                return Vec::new();
            }
        };
        let Some(header) = self.header(table, path, &first) else { return Vec::new() };
        let mut records = Vec::new();
        for (index, cells) in rows.enumerate() {
            let number = index + 2;
            match cells {
                Ok(cells) => records.extend(self.row::<R>(&header, first.len(), &cells, number)),
                Err(error) => {
                    self.unreadable(path, number, &error);
                    break;
                }
            }
        }
        records
    }

    fn unreadable(&mut self, path: &str, row: usize, error: &csv::Error) {
        let message = if matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) {
            Words::new("不是 UTF-8 编码", "the text is not UTF-8")
        } else {
            Words::new(format!("无法读取（{error}）"), format!("the row cannot be read ({error})"))
        };
        let help =
            Words::new("在电子表格中另存为“CSV UTF-8”", "save it as “CSV UTF-8” in the spreadsheet program");
        self.findings.problems.push(Problem::new(path, message, help).at(row, ""));
    }

    /// Finds the columns; `None` when one that every row needs is missing.
    fn header(&mut self, table: &'static Table, path: &str, first: &csv::StringRecord) -> Option<Header> {
        let positions: Vec<Option<usize>> =
            table.columns().map(|column| first.iter().position(|name| name.trim() == column.name)).collect();
        let mut complete = true;
        for (column, position) in table.columns().zip(&positions) {
            if column.required && position.is_none() {
                complete = false;
                self.findings.problems.push(
                    Problem::new(
                        path,
                        Words::new("缺少此列", "the column is missing"),
                        Words::new(
                            format!("在首行加上列名 {}（{}）", column.name, column.zh),
                            format!("add {} to the first row ({})", column.name, column.en),
                        ),
                    )
                    .at(1, column.name),
                );
            }
        }
        complete.then(|| Header { table, file: path.to_owned(), positions })
    }

    fn row<R: Record>(
        &mut self,
        header: &Header,
        width: usize,
        cells: &csv::StringRecord,
        number: usize,
    ) -> Option<R> {
        let mut row = Row { header, cells, number, findings: &mut self.findings };
        if cells.len() != width {
            row.report(
                "",
                Words::new(
                    format!("有 {} 个单元格，首行有 {width} 个", cells.len()),
                    format!("it has {} cells, the first row has {width}", cells.len()),
                ),
                Words::new(
                    "含逗号、引号或换行的单元格要加双引号",
                    "put cells with a comma, a quotation mark or a line break in double quotes",
                ),
            );
            return None;
        }
        let record = R::read(&mut row);
        self.claim(header, cells, number);
        record
    }

    /// Notes the primary key of a row and reports one that occurs twice.
    fn claim(&mut self, header: &Header, cells: &csv::StringRecord, number: usize) {
        let key: Vec<&str> = header
            .table
            .key
            .iter()
            .filter_map(|name| header.positions.get(header.table.position(name)?).copied().flatten())
            .filter_map(|place| cells.get(place))
            .collect();
        let key = key.join(" ");
        if key.is_empty() {
            return;
        }
        let ids = self.ids.entry(header.table.name).or_default();
        if !ids.insert(key.clone()) {
            let problem = Problem::new(
                &header.file,
                Words::new(format!("“{key}”出现两次"), format!("“{key}” occurs twice")),
                Words::new("每行用不同的编号", "give every row its own id"),
            );
            self.findings.problems.push(problem.at(number, header.table.key.first().unwrap_or(&"")));
        }
    }

    /// Projects with their further quantities put back in order.
    fn projects(&mut self) -> Vec<Project> {
        let mut projects: Vec<Project> = self.table();
        let mut further: Vec<FurtherQuantity> = self.table();
        further.sort_by_key(|row| row.position);
        let mut places = BTreeMap::new();
        for (place, project) in projects.iter().enumerate() {
            places.insert(project.id.clone(), place);
        }
        for row in further {
            if let Some(project) = places.get(&row.project).and_then(|place| projects.get_mut(*place)) {
                project.quantities.push(row.quantity);
            }
        }
        projects
    }

    /// Looks up every reference; gives all problems in the order of the files' rows.
    fn finish(self) -> Vec<Problem> {
        let none = BTreeSet::new();
        let mut problems = self.findings.problems;
        for link in self.findings.links {
            if !self.ids.get(link.table).unwrap_or(&none).contains(&link.id) {
                let problem = Problem::new(
                    &link.file,
                    Words::new(
                        format!("{} 表中没有“{}”", link.table, link.id),
                        format!("there is no “{}” in the table {}", link.id, link.table),
                    ),
                    Words::new(
                        "改正编号，或在该表中补上这一行",
                        "correct the id, or add the row to that table",
                    ),
                );
                problems.push(problem.at(link.row, link.column));
            }
        }
        let order =
            |file: &str| tables::ALL.iter().position(|table| self.descriptor.path(table) == Some(file));
        problems.sort_by_key(|problem| (order(&problem.file), problem.row));
        problems
    }
}
