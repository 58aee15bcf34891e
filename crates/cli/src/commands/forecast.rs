//! `forecast`: any yearly series in, forecasts or answers out.

use crate::args::Forecast;
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use series::panel::{self, CrossFit, Engines, Panel, Questions, TableError, TableErrorKind};
use series::{Calibration, Engine, InputError, YearlyError};
use std::path::Path;
use std::process::ExitCode;

/// Forecasts the series of a file and prints or writes the table.
pub(crate) fn run(options: &Forecast) -> Result<ExitCode, Failure> {
    let mut progress = Progress::start();
    let text = text_of(&options.series)?;
    progress.step("forecast", text.len());
    let in_series = |error| failure(&options.series, &error);
    let panel = Panel::parse(&text).map_err(in_series)?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (default, calibrated);
    let engines: &dyn Engines = match &options.panel {
        None => {
            default = Engine::default();
            &default
        }
        Some(path) => {
            calibrated = calibrated_on(path, threads)?;
            &calibrated
        }
    };
    let out = match &options.ask {
        None => {
            let forecasts = panel.forecast(engines, options.horizon, threads).map_err(in_series)?;
            panel::write(&panel, &forecasts, &options.levels, threads)
        }
        Some(path) => {
            let asked = text_of(path)?;
            let questions = Questions::parse(&asked).map_err(|error| failure(path, &error))?;
            let horizon = questions.horizon().max(1);
            let forecasts = panel.forecast(engines, horizon, threads).map_err(in_series)?;
            questions.answer(&panel, &forecasts).map_err(|error| failure(path, &error))?
        }
    };
    match &options.output {
        Some(path) => files::write(path, out.as_bytes())?,
        None => files::print(&out)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Engines calibrated on the past of the series in a panel file, none on itself.
fn calibrated_on(path: &Path, threads: usize) -> Result<CrossFit, Failure> {
    let text = text_of(path)?;
    let in_panel = |error| failure(path, &error);
    let panel = Panel::parse(&text).map_err(in_panel)?;
    CrossFit::new(&panel, &Calibration::default(), threads).map_err(in_panel)
}

/// One engine calibrated on all series of a panel file, and how many they are.
pub(super) fn calibrated(path: &Path) -> Result<(Engine, usize), Failure> {
    let text = text_of(path)?;
    let in_panel = |error| failure(path, &error);
    let panel = Panel::parse(&text).map_err(in_panel)?;
    let engine = panel.calibrated(&Calibration::default()).map_err(in_panel)?;
    Ok((engine, panel.rows().len()))
}

fn text_of(path: &Path) -> Result<String, Failure> {
    String::from_utf8(files::read(path)?).map_err(|_| {
        Failure::new(
            format!("“{}”不是 UTF-8 文本。请另存为 UTF-8 编码的 CSV。", path.display()),
            format!("“{}” is no UTF-8 text; save it as CSV in UTF-8", path.display()),
        )
    })
}

/// A table error as a person sees it: file, line, what is wrong, what to do.
pub(super) fn failure(path: &Path, error: &TableError) -> Failure {
    let line = if error.line > 0 { format!("第 {} 行：", error.line) } else { String::new() };
    Failure::new(
        format!("“{}”{line}{}", path.display(), chinese(&error.kind)),
        format!("“{}”: {error}", path.display()),
    )
}

fn chinese(kind: &TableErrorKind) -> String {
    match kind {
        TableErrorKind::NoData => {
            "没有数据。请先写表头，再每行一个序列（宽表），或每行 id,period,value（长表）。".into()
        }
        TableErrorKind::NoColumn(name) => format!("表头缺少“{name}”列，请补上。"),
        TableErrorKind::Cells => "单元格不够，应与表头一样多。".into(),
        TableErrorKind::Number(cell) => format!("“{cell}”不是数字，请更正；没有数值就留空。"),
        TableErrorKind::Year(cell) => format!("“{cell}”不是年份，请写成 2020。"),
        TableErrorKind::Repeated(id) => format!("“{id}”出现了两行，每个序列只写一行。"),
        TableErrorKind::UnknownSeries(id) => format!("序列表中没有“{id}”，请核对编号。"),
        TableErrorKind::Series(id, error) => format!("序列“{id}”：{}", chinese_yearly(error)),
        TableErrorKind::Input(id, error) => format!("序列“{id}”：{}", chinese_input(error)),
    }
}

fn chinese_yearly(error: &YearlyError) -> String {
    match error {
        YearlyError::Twice { year } => format!("{year} 年有两个值，请先选定来源和版本。"),
        YearlyError::Gap { from, to } => format!("{from} 年与 {to} 年之间缺数太多，请从 {to} 年开始。"),
        YearlyError::Values(error) => chinese_input(error),
    }
}

fn chinese_input(error: &InputError) -> String {
    match error {
        InputError::Empty => "没有数值，至少要一个，五个以上预测才有用。".into(),
        InputError::NotFinite { index } => format!("第 {} 个值不是有限的数。", index + 1),
        InputError::OutOfBounds { index, value, .. } => {
            format!("第 {} 个值 {value} 超出声明的界限。", index + 1)
        }
        InputError::BadBounds(_) => "声明的界限不对，下限应小于上限。".into(),
        InputError::Horizon { asked } => {
            format!("要求预测 {asked} 年，太远；最多 {} 年。", series::MAX_HORIZON)
        }
    }
}
