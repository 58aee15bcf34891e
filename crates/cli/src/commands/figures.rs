//! Figures from files: what a file says, every problem by cell, and nothing used while one is an error.

use super::reader;
use crate::args::{Table, TableForm};
use crate::failure::Failure;
use crate::files;
use crate::terminal;
use intake::{Preview, PreviewRow, Problem, Settings, Stated, Understood};
use plan::{Observation, ObservationId, Plan};
use serde_json::{Value, json};
use source::{Lang, Severity};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How many kinds of problems are listed before the rest is only counted.
const LISTED: usize = 30;
/// How many places are listed for one problem.
const PLACES: usize = 4;

/// The observations of a file of figures for a plan; what the reader warns of is printed on standard error.
pub(super) fn read(path: &Path, plan: &Plan, lang: Lang) -> Result<Vec<Observation>, Failure> {
    let (name, bytes) = (path.display().to_string(), files::read(path)?);
    reader::try_figures(&name, &bytes)?;
    of(&name, &bytes, plan, lang)
}

/// The observations of several files. Their ids tell them from each other and from those of the plan, as in the store.
pub(super) fn all(paths: &[PathBuf], plan: &Plan, lang: Lang) -> Result<Vec<Observation>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        all.extend(read(path, plan, lang)?);
    }
    for (at, one) in all.iter_mut().enumerate() {
        one.id = ObservationId(format!("x{:06}", at + 1));
    }
    Ok(all)
}

/// The observations in the bytes of a file of figures for a plan.
pub(super) fn of(name: &str, bytes: &[u8], plan: &Plan, lang: Lang) -> Result<Vec<Observation>, Failure> {
    let preview = intake::read(name, bytes, plan, &Settings::default());
    accepted(&preview, plan, lang)
}

/// The observations of a preview. Warnings are printed whatever comes of it.
pub(super) fn accepted(preview: &Preview, plan: &Plan, lang: Lang) -> Result<Vec<Observation>, Failure> {
    let accepted = preview.accept(plan);
    if accepted.is_ok() {
        warn(&preview.file, &preview.problems, lang);
    }
    accepted.map_err(|errors| {
        let list = |lang| listed(&preview.problems, lang, |_| true);
        let name = &preview.file;
        Failure::new(
            format!("“{name}”有 {errors} 处错误，没有使用其中任何数据：{}", list(Lang::Zh)),
            format!("“{name}” has {errors} errors; none of its figures was used:{}", list(Lang::En)),
        )
    })
}

/// Prints the warnings about a file on standard error; notes are not worth a line.
pub(super) fn warn(name: &str, problems: &[Problem], lang: Lang) {
    let wanted = |problem: &Problem| problem.severity != Severity::Note;
    let count = problems.iter().filter(|problem| wanted(problem)).count();
    if count == 0 {
        return;
    }
    let head = match lang {
        Lang::Zh => format!("“{name}”有 {count} 处提醒："),
        Lang::En => format!("“{name}” has {count} warnings:"),
    };
    eprintln!("{head}{}", listed(problems, lang, wanted));
}

/// The problems, those with the same words in one line with their places.
fn listed(problems: &[Problem], lang: Lang, wanted: impl Fn(&Problem) -> bool) -> String {
    let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
    for problem in problems.iter().filter(|problem| wanted(problem)) {
        let words = problem.words.get(lang);
        match kinds.iter_mut().find(|(said, _)| *said == words) {
            Some((_, places)) => places.push(place(problem)),
            None => kinds.push((words, vec![place(problem)])),
        }
    }
    let mut out = String::new();
    for (words, places) in kinds.iter().take(LISTED) {
        let _ = write!(out, "\n  {} {words}", together(places, lang));
    }
    let more: usize = kinds.iter().skip(LISTED).map(|(_, places)| places.len()).sum();
    if more > 0 {
        let _ = match lang {
            Lang::Zh => write!(out, "\n  ……另有 {more} 处"),
            Lang::En => write!(out, "\n  ... and {more} more"),
        };
    }
    out
}

/// Places in a row: all of a few, the first of many with their number.
fn together(places: &[String], lang: Lang) -> String {
    let shown = if places.len() > PLACES { PLACES - 1 } else { places.len() };
    let row = |between: &str| places.iter().take(shown).map(String::as_str).collect::<Vec<_>>().join(between);
    match (lang, places.len() > shown) {
        (Lang::Zh, true) => format!("{}等 {} 处", row("、"), places.len()),
        (Lang::Zh, false) => row("、"),
        (Lang::En, true) => format!("{} and {} more", row(", "), places.len() - shown),
        (Lang::En, false) => row(", "),
    }
}

fn place(problem: &Problem) -> String {
    match problem.cell {
        Some(cell) => cell.of_sheet(&problem.sheet),
        None => problem.sheet.clone(),
    }
}

/// `table`: what a file of figures says, figure by figure, without a plan.
pub(crate) fn table(options: &Table, lang: Lang) -> Result<ExitCode, Failure> {
    let bytes = files::read(&options.file)?;
    reader::try_figures(&options.file.display().to_string(), &bytes)?;
    let name = options.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let understood = intake::understand(&name, &bytes, None, &Settings::default());
    let broken = understood.figures.is_empty()
        && understood.problems.iter().any(|problem| problem.severity == Severity::Error);
    let text = match options.format {
        TableForm::Json => pretty(&json_of(&name, &understood, lang)),
        TableForm::Csv => csv_of(&understood, lang),
        TableForm::Table => human(&understood, lang),
    };
    if broken && options.format != TableForm::Json {
        let list = |lang| listed(&understood.problems, lang, |_| true);
        return Err(Failure::new(
            format!("“{name}”中没有可读的数据：{}", list(Lang::Zh)),
            format!("“{name}” holds no figures that can be read:{}", list(Lang::En)),
        ));
    }
    files::print(&text)?;
    if options.format != TableForm::Json {
        warn(&name, &understood.problems, lang);
    }
    let doubtful = understood.count("asked") + understood.count("refused") > 0;
    Ok(ExitCode::from(if broken { 2 } else { u8::from(doubtful) }))
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// The columns of a table of figures, in csv and on the screen.
const COLUMNS: [(&str, &str); 11] = [
    ("indicator", "指标"),
    ("region", "地区"),
    ("period", "时期"),
    ("kind", "类别"),
    ("dimension", "维度"),
    ("value", "数值"),
    ("unit", "单位"),
    ("status", "状态"),
    ("cell", "单元格"),
    ("outcome", "处理"),
    ("reason", "原因"),
];

fn cells(figure: &Stated, lang: Lang) -> [String; 11] {
    let warnings = figure.warnings.iter().map(|words| words.get(lang).to_owned());
    let reason = figure.outcome.words().map(|words| words.get(lang).to_owned()).into_iter().chain(warnings);
    let reason: Vec<String> = reason.collect();
    [
        figure.indicator.clone(),
        figure.region.clone(),
        figure.covered.map(|covered| covered.to_string()).unwrap_or_default(),
        figure.kind.word().to_owned(),
        figure.dimension(),
        figure.value.map(|value| value.to_string()).unwrap_or_default(),
        figure.unit.clone(),
        figure.status_word.clone(),
        figure.cell.of_sheet(&figure.sheet),
        figure.outcome.name().to_owned(),
        reason.join("；"),
    ]
}

fn csv_of(understood: &Understood, lang: Lang) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let _ = writer.write_record(COLUMNS.map(|(name, _)| name));
    for figure in &understood.figures {
        let _ =
            writer.write_record(cells(figure, lang).map(|cell| plan::spreadsheet::cell(&cell).into_owned()));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn human(understood: &Understood, lang: Lang) -> String {
    let mut out = String::new();
    let rows: Vec<[String; 11]> = understood.figures.iter().map(|figure| cells(figure, lang)).collect();
    let heads = COLUMNS.map(|(en, zh)| match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    });
    let mut widths = [0; 11];
    for row in rows.iter().chain([&heads]) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(terminal::columns(cell)).min(32);
        }
    }
    for row in [&heads].into_iter().chain(&rows) {
        let last = row.len() - 1;
        for (at, (cell, width)) in row.iter().zip(widths).enumerate() {
            if at == last {
                out.push_str(cell);
            } else if width > 0 {
                let shown = terminal::fit(cell, width);
                let gap = width.saturating_sub(terminal::columns(&shown)) + 2;
                let _ = write!(out, "{shown}{}", " ".repeat(gap));
            }
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    let count = |outcome| understood.count(outcome);
    let (taken, asked, refused, missing) =
        (count("taken"), count("asked"), count("refused"), count("missing"));
    let _ = match lang {
        Lang::Zh => writeln!(out, "可用 {taken}，待确认 {asked}，不用 {refused}，缺 {missing}"),
        Lang::En => writeln!(out, "{taken} taken, {asked} asked about, {refused} refused, {missing} missing"),
    };
    out
}

fn problems_json(problems: &[Problem], lang: Lang) -> Vec<Value> {
    let one = |problem: &Problem| json!({"cell": place(problem), "severity": problem.severity.to_string(), "message": problem.words.get(lang)});
    problems.iter().map(one).collect()
}

fn json_of(name: &str, understood: &Understood, lang: Lang) -> Value {
    let figures = understood.figures.iter().map(|figure| {
        json!({
            "indicator": figure.indicator,
            "region": figure.region,
            "period": figure.covered.map(|covered| covered.to_string()),
            "kind": figure.kind.word(),
            "dimension": figure.dimension(),
            "value": figure.value.as_ref().map(number),
            "unit": figure.unit,
            "status": figure.status_word,
            "cell": figure.cell.of_sheet(&figure.sheet),
            "printed": figure.printed,
            "outcome": figure.outcome.name(),
            "reason": figure.outcome.words().map(|words| words.get(lang)),
            "warnings": figure.warnings.iter().map(|words| words.get(lang)).collect::<Vec<_>>(),
        })
    });
    json!({"file": name, "figures": figures.collect::<Vec<_>>(), "problems": problems_json(&understood.problems, lang)})
}

/// The digits as they stand; a JSON number keeps them.
fn number<T: ToString>(value: &T) -> Value {
    value.to_string().parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
}

/// A preview for a plan: what each row was recognised as, in the terminal or as JSON.
#[expect(clippy::too_many_lines, reason = "one screen, its parts in the order in which they are shown")]
pub(super) fn preview(preview: &Preview, plan: &Plan, json: bool, lang: Lang) -> Result<ExitCode, Failure> {
    let name =
        |row: &PreviewRow| plan.indicator(&row.indicator).map(|found| found.name.clone()).unwrap_or_default();
    let period = |row: &PreviewRow| intake::Covered { year: row.year, part: row.part }.to_string();
    let status = |row: &PreviewRow| row.status.map(plan::Status::name).unwrap_or_default();
    let value = |row: &PreviewRow| row.value.map_or(row.value_text.clone(), |value| value.to_string());
    let text = if json {
        let rows = preview.rows.iter().map(|row| {
            json!({
                "cell": row.cell.of_sheet(&row.sheet),
                "name": row.name,
                "indicator": row.indicator.as_str(),
                "indicator_name": name(row),
                "recognised": row.recognised.name(),
                "region": row.region,
                "dimensions": row.dimensions.to_string(),
                "period": period(row),
                "kind": row.kind.word(),
                "measure": row.measure.name(),
                "value": row.value.as_ref().map(number),
                "value_text": row.value_text,
                "unit": row.unit,
                "printed": row.printed,
                "printed_unit": row.printed_unit,
                "status": status(row),
            })
        });
        let problems = problems_json(&preview.problems, lang);
        pretty(
            &json!({"file": preview.file, "rows": rows.collect::<Vec<_>>(), "problems": problems, "errors": preview.errors()}),
        )
    } else {
        let mut out = String::new();
        for row in &preview.rows {
            let cells = [
                row.cell.of_sheet(&row.sheet),
                row.name.clone(),
                name(row),
                row.recognised.words().get(lang).to_owned(),
                row.region.clone(),
                row.dimensions.to_string(),
                period(row),
                row.kind.word().to_owned(),
                value(row),
                row.unit.clone(),
                status(row).to_owned(),
            ];
            let _ = writeln!(out, "{}", cells.join("\t"));
        }
        let _ = match lang {
            Lang::Zh => {
                writeln!(out, "读懂 {} 个数据，{} 处错误；没有写入。", preview.rows.len(), preview.errors())
            }
            Lang::En => writeln!(
                out,
                "{} figures understood, {} errors; nothing was written",
                preview.rows.len(),
                preview.errors()
            ),
        };
        out
    };
    files::print(&text)?;
    if !json {
        let everything = listed(&preview.problems, lang, |_| true);
        if !everything.is_empty() {
            eprintln!("{}", everything.trim_start_matches('\n'));
        }
    }
    let clean =
        preview.errors() == 0 && preview.problems.iter().all(|problem| problem.severity == Severity::Note);
    Ok(ExitCode::from(u8::from(!clean)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_with_the_same_words_share_a_line() {
        let places: Vec<String> = ["B2", "B3", "B4", "B5", "B6"].map(str::to_owned).into();
        assert_eq!(together(&places[..1], Lang::Zh), "B2");
        assert_eq!(together(&places[..4], Lang::En), "B2, B3, B4, B5");
        assert_eq!(together(&places, Lang::Zh), "B2、B3、B4等 5 处");
        assert_eq!(together(&places, Lang::En), "B2, B3, B4 and 2 more");
    }
}
