//! Every table as CSV and xlsx.

use rust_xlsxwriter::{Format, Workbook};
use source::Lang;
use std::collections::{BTreeMap, BTreeSet};
use work::Fault;
use work::view::{Filter, Judged, PlanView};

/// A table of text with a head; the first row of a CSV file.
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) rows: Vec<Vec<String>>,
}

/// The names of all tables, those of the plan package first.
pub(crate) const TABLES: [&str; 17] = [
    "sections",
    "indicators",
    "targets",
    "observations",
    "projects",
    "quantities",
    "tasks",
    "places",
    "bodies",
    "assignments",
    "schedule",
    "relations",
    "figures",
    "commitments",
    "assessment",
    "data-warnings",
    "diagnostics",
];

/// The table with this name; `None` when there is none.
pub(crate) fn sheet(lang: Lang, judged: &Judged, name: &str, filter: &Filter) -> Option<Sheet> {
    let name = TABLES.into_iter().find(|table| *table == name)?;
    let rows = match name {
        "commitments" => commitments(lang, judged, filter),
        "assessment" => read_csv(assess::listing::csv(&judged.assessment, lang).as_bytes()),
        "data-warnings" => read_csv(assess::listing::data_csv(&judged.assessment.data, lang).as_bytes()),
        "diagnostics" => diagnostics(lang, &judged.view),
        "figures" => figures(&judged.view),
        table => read_csv(packaged(&judged.view, table).as_deref().unwrap_or_default()),
    };
    Some(Sheet { name: name.to_owned(), rows })
}

/// A table of the plan package.
fn packaged(view: &PlanView, table: &str) -> Option<Vec<u8>> {
    plan::package::write(&view.stored.plan).remove(&format!("{table}.csv"))
}

/// Figures that came after the plan, in the columns of the package's observations.
fn figures(view: &PlanView) -> Vec<Vec<String>> {
    let plan = plan::Plan {
        observations: view.stored.figures.clone(),
        indicators: view.stored.plan.indicators.clone(),
        ..plan::Plan::default()
    };
    read_csv(plan::package::write(&plan).get("observations.csv").map(Vec::as_slice).unwrap_or_default())
}

/// The columns of the list on the page, by their names in the table of the assessment.
const LISTED: [&str; 23] = [
    "name",
    "unit",
    "status",
    "warning",
    "base_year",
    "base_value",
    "latest_year",
    "latest_value",
    "target_year",
    "target_value",
    "progress",
    "expected",
    "time_distance",
    "required_rate",
    "required_basis",
    "trend",
    "forecast",
    "lo95",
    "hi95",
    "p_attain",
    "since",
    "reason",
    "body",
];

/// The commitments that pass a filter, in its order, with the judgement of our own measure in words.
fn commitments(lang: Lang, judged: &Judged, filter: &Filter) -> Vec<Vec<String>> {
    let lines = assess::listing::lines(&judged.assessment, lang);
    let own = lines.iter().filter(|line| line.method == assess::listing::OWN_METHOD);
    let by_row: BTreeMap<(&str, &str), &assess::listing::Line> =
        own.map(|line| ((line.target.as_str(), line.region.as_str()), line)).collect();
    let place = judged.assessment.region.as_str();
    let line = |row: &assess::Row| {
        let mut line = (*by_row.get(&(row.target.as_str(), place))?).clone();
        let said = |words: source::Words| words.get(lang).to_owned();
        line.status = said(row.status.words());
        line.warning = if row.alert == assess::Alert::None { String::new() } else { said(row.alert.words()) };
        line.trend = row.trend.map(|trend| said(trend.words())).unwrap_or_default();
        line.required_basis = row.required.map(|pace| said(pace.basis.words())).unwrap_or_default();
        let cells = assess::listing::cells(&line);
        let cell = |name: &str| assess::listing::COLUMNS.iter().position(|column| *column == name);
        Some(LISTED.iter().map(|name| cell(name).map_or_else(String::new, |at| cells[at].clone())).collect())
    };
    let head = LISTED.map(str::to_owned).to_vec();
    let rows = filter.commitments(judged).into_iter().filter_map(|(_, row)| line(row));
    std::iter::once(head).chain(rows).collect()
}

fn read_csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader
        .records()
        .filter_map(Result::ok)
        .map(|record| record.iter().map(|cell| plan::spreadsheet::plain(cell).to_owned()).collect())
        .collect()
}

/// The columns of findings.
const FINDINGS: [&str; 9] =
    ["code", "rule", "family", "severity", "line", "message", "help", "artefact", "quote"];

fn diagnostics(lang: Lang, view: &PlanView) -> Vec<Vec<String>> {
    let mut rows = vec![FINDINGS.map(str::to_owned).to_vec()];
    let document = view.stored.document.as_ref();
    for finding in &view.stored.findings {
        let place = finding.labels.first().map(|label| label.span).zip(document);
        rows.push(vec![
            finding.code.clone(),
            finding.rule.clone(),
            finding.family.name().to_owned(),
            finding.severity.name().to_owned(),
            place.map(|(span, document)| document.lines.line(span.start).to_string()).unwrap_or_default(),
            finding.message.get(lang).to_owned(),
            finding.help.get(lang).to_owned(),
            finding.artefact.to_string(),
            place.map(|(span, document)| span.of(&document.text).to_owned()).unwrap_or_default(),
        ]);
    }
    rows
}

impl Sheet {
    /// Gives the columns heads in words of a language.
    pub(crate) fn put_heads_in_words(&mut self, lang: Lang) {
        for head in self.rows.first_mut().into_iter().flatten() {
            *head = crate::heads::words(lang, &self.name, head);
        }
    }

    /// As CSV (RFC 4180, UTF-8). The byte order mark lets spreadsheet programs find the encoding.
    pub(crate) fn csv(&self) -> Result<Vec<u8>, Fault> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer("\u{feff}".as_bytes().to_vec());
        for row in &self.rows {
            let cells = row.iter().map(|cell| plan::spreadsheet::cell(cell).into_owned());
            writer.write_record(cells).map_err(|error| Fault::internal(&error))?;
        }
        writer.into_inner().map_err(|error| Fault::internal(&error))
    }

    /// As a workbook with one sheet, numbers as numbers, the head frozen.
    pub(crate) fn xlsx(&self) -> Result<Vec<u8>, Fault> {
        let mut book = Workbook::new();
        self.fill(&mut book).and_then(|()| book.save_to_buffer()).map_err(|error| Fault::internal(&error))
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    fn fill(&self, book: &mut Workbook) -> Result<(), rust_xlsxwriter::XlsxError> {
        let page = book.add_worksheet();
        page.set_name(&self.name)?;
        let bold = Format::new().set_bold();
        let texts = self.text_columns();
        for (y, row) in self.rows.iter().enumerate() {
            for (x, cell) in row.iter().enumerate() {
                let (y, column) = (y as u32, x as u16);
                match cell.parse::<f64>() {
                    _ if y == 0 => page.write_string_with_format(y, column, cell, &bold)?,
                    Ok(number) if number.is_finite() && !texts.contains(&x) => {
                        page.write_number(y, column, number)?
                    }
                    _ => page.write_string(y, column, cell)?,
                };
            }
        }
        page.set_freeze_panes(1, 0)?;
        page.autofit();
        Ok(())
    }

    /// Columns in which something is no number: there even digits are a name (a code, an ordinal).
    fn text_columns(&self) -> BTreeSet<usize> {
        let mut texts = BTreeSet::new();
        for row in self.rows.iter().skip(1) {
            for (x, cell) in row.iter().enumerate() {
                let code = cell.len() > 1 && cell.starts_with('0') && !cell.starts_with("0.");
                if !cell.is_empty() && (code || cell.parse::<f64>().is_err()) {
                    texts.insert(x);
                }
            }
        }
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let rows = [["code", "name", "value"], ["007", "粮食, \"产量\"", "12.50"], ["8", "x", ""]];
        Sheet {
            name: "targets".into(),
            rows: rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect(),
        }
    }

    #[test]
    fn csv_is_quoted_and_marked() {
        let bytes = sheet().csv().expect("written");
        let text = String::from_utf8(bytes).expect("utf-8");
        assert_eq!(text, "\u{feff}code,name,value\r\n007,\"粮食, \"\"产量\"\"\",12.50\r\n8,x,\r\n");
    }

    #[test]
    fn every_column_has_a_head_in_chinese() {
        let made =
            [("assessment", assess::listing::COLUMNS), ("commitments", &LISTED), ("diagnostics", &FINDINGS)];
        let made = made
            .into_iter()
            .flat_map(|(table, names)| names.iter().map(move |one| (table.to_owned(), (*one).to_owned())));
        let packaged = plan::package::write(&plan::Plan::default()).into_iter().flat_map(|(file, bytes)| {
            let names = read_csv(&bytes).into_iter().next().unwrap_or_default();
            let table = file.strip_suffix(".csv").map(str::to_owned);
            table
                .into_iter()
                .flat_map(move |table| names.clone().into_iter().map(move |name| (table.clone(), name)))
        });
        let all: Vec<(String, String)> = made.chain(packaged).collect();
        assert!(all.len() > 150, "{}", all.len());
        for (table, name) in all {
            let said = crate::heads::words(Lang::Zh, &table, &name);
            assert!(!said.is_ascii(), "{table} {name}: {said}");
            assert!(crate::heads::words(Lang::En, &table, &name).is_ascii(), "{table} {name}");
        }
    }

    #[test]
    fn a_column_with_a_code_stays_text() {
        assert_eq!(sheet().text_columns().into_iter().collect::<Vec<_>>(), [0, 1]);
        assert!(sheet().xlsx().expect("written").starts_with(b"PK"));
    }
}
