//! `backtest`: past plan periods replayed as they were known, and what the warnings were worth.

use super::open::say;
use crate::args::Backtest;
use crate::failure::Failure;
use crate::files;
use crate::terminal::{self, Screen};
use assess::method::Wish;
use assess::record::{Finished, Replayed, TrackRecord, replay};
use assess::{Alert, Config};
use series::panel::Panel;
use series::{Engine, Nature};
use source::Lang;
use std::process::ExitCode;

/// Years of a plan period.
const PERIOD: usize = 5;
/// Least number of values before a period, as many as the engine wants for a useful forecast.
const LEAST: usize = 5;
/// Growth asked for beside that of the past, in points a year: the grid of a planner.
const OFFSETS: [f64; 7] = [-0.04, -0.02, -0.01, 0.0, 0.01, 0.02, 0.04];

/// Prints the shipped record, or the record on a panel of one's own.
pub(crate) fn run(options: &Backtest, lang: Lang, screen: Screen) -> Result<ExitCode, Failure> {
    let (record, about) = match &options.panel {
        None => (TrackRecord::shipped(), say(lang, "内置记录（世界银行 WDI，1991–2020 年六个规划期，逐期留出）", "the shipped record (World Bank WDI, six plan periods 1991–2020, each left out of the calibration)").to_owned()),
        Some(path) => {
            let config = super::assess::config(options.rules.as_deref(), &[])?;
            let bytes = files::read(path)?;
            let text = String::from_utf8_lossy(&bytes);
            let panel = Panel::parse(&text).map_err(|error| super::forecast::failure(path, &error))?;
            let replays = replayed(&panel, &config, &options.falling);
            let about = match lang {
                Lang::Zh => format!("“{}”：{} 个目标", path.display(), replays.len()),
                Lang::En => format!("“{}”: {} targets", path.display(), replays.len()),
            };
            (TrackRecord::from_replays(&replays), about)
        }
    };
    files::print(&if options.csv { record.to_csv() } else { table(&record, &about, lang, screen) })?;
    Ok(ExitCode::SUCCESS)
}

/// Every series and every five years after its first values: one target beside its own growth, assessed year by year.
#[expect(clippy::cast_possible_truncation, reason = "below the number of offsets; lengths of yearly series")]
fn replayed(panel: &Panel<'_>, config: &Config, falling: &[String]) -> Vec<Replayed> {
    let engine = Engine::default();
    let config = Config { evidence: false, ..config.clone() };
    let mut replays = Vec::new();
    for row in panel.rows() {
        let values = panel.values(row);
        let wish = if falling.iter().any(|id| *id == row.id) { Wish::Down } else { Wish::Up };
        let mut length = LEAST;
        while length + PERIOD <= values.len() {
            let past = &values[..length];
            let offset = OFFSETS[(fnv(&format!("{}:{length}", row.id)) % OFFSETS.len() as u64) as usize];
            if let Some(target) = laid(past, offset) {
                let finished = Finished {
                    first: 1,
                    values: &values[..length + PERIOD],
                    nature: Nature::Amount,
                    base_year: length as i32,
                    target_year: (length + PERIOD) as i32,
                    target,
                    wish,
                };
                replays.extend(replay(&finished, &config, &engine));
            }
            length += PERIOD;
        }
    }
    replays
}

/// A target five years on: the growth of the last ten years and `offset` more a year.
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
fn laid(past: &[f64], offset: f64) -> Option<f64> {
    let length = (past.len() - 1).min(10);
    let (first, last) = (past[past.len() - 1 - length], past[past.len() - 1]);
    let years = PERIOD as f64;
    let target = if past.iter().all(|value| *value > 0.0) {
        let growth = libm::pow(last / first, 1.0 / length as f64) - 1.0;
        last * libm::pow(1.0 + (growth + offset).max(-0.95), years)
    } else {
        let size = past.iter().map(|value| value.abs()).sum::<f64>() / past.len() as f64;
        last + years * ((last - first) / length as f64 + offset * size)
    };
    (target.is_finite() && target != last).then_some(target)
}

/// FNV-1a: draws the same offset for the same series in any language and on any machine.
fn fnv(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

fn table(record: &TrackRecord, about: &str, lang: Lang, screen: Screen) -> String {
    let heads = match lang {
        Lang::Zh => ["预警", "例数", "未完成", "平均概率", "Brier", "抓住", "误报", "提前(年)"],
        Lang::En => {
            ["warning", "cases", "missed", "mean p", "Brier", "caught", "false alarms", "lead (years)"]
        }
    };
    let percent = |value: f64| format!("{:.1}%", 100.0 * value);
    let rows: Vec<[String; 8]> = record
        .levels
        .iter()
        .filter(|level| level.years_left.is_none())
        .map(|level| {
            let none = level.level == Alert::None;
            let name = if none {
                say(lang, "无", "none").to_owned()
            } else {
                level.level.words().get(lang).to_owned()
            };
            [
                name,
                level.cases.to_string(),
                percent(level.missed),
                format!("{:.3}", level.attain),
                format!("{:.4}", level.brier),
                level.caught.map(percent).unwrap_or_default(),
                level.false_alarms.map(percent).unwrap_or_default(),
                level.lead.map(|lead| format!("{lead:.1}")).unwrap_or_default(),
            ]
        })
        .collect();
    let drawn = terminal::table(screen, heads, &rows, 1..8, |_| usize::MAX);
    format!("{}\n{drawn}", screen.bold(about))
}
