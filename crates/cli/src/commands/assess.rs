//! `assess`: progress, forecast, probability and warning of every target.

use super::figures;
use super::open::{self, Opened, say};
use crate::args::{About, Assess, Moment, TableForm};
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use crate::terminal::{self, Screen};
use ::assess::{self, Alert, AsOf, Assessment, Config, Row};
use plan::Plan;
use reading::Checks;
use source::Lang;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

/// Assesses a plan.
pub(crate) fn run(options: &Assess, lang: Lang, screen: Screen) -> Result<ExitCode, Failure> {
    let panel = options.panel.as_deref().map(super::forecast::calibrated).transpose()?;
    let (assessment, named) = match &panel {
        None => (judge(&options.moment, lang)?, None),
        Some((engine, count)) => {
            let mut progress = Progress::start();
            let Case { plan, observations, as_of, config, .. } = case(&options.moment, lang, &mut progress)?;
            let path = options.panel.as_deref().unwrap_or(Path::new("")).display();
            let named = match lang {
                Lang::Zh => format!("预测按“{path}”的 {count} 个序列校准，不用内置校准表"),
                Lang::En => {
                    format!(
                        "forecasts are calibrated on the {count} series of “{path}”, not on the built-in table"
                    )
                }
            };
            (assess::assess_with(&plan, &observations, &as_of, &config, engine), Some(named))
        }
    };
    if let Some(named) = named {
        eprintln!("{named}");
    }
    let out = match options.format {
        TableForm::Csv => assess::listing::csv(&assessment, lang),
        TableForm::Json => assess::listing::json(&assessment, lang) + "\n",
        TableForm::Table => table(&assessment, lang, screen),
    };
    files::print(&out)?;
    Ok(ExitCode::SUCCESS)
}

/// A plan with its figures, and how to judge it.
pub(super) struct Case {
    /// The plan.
    pub(super) plan: Plan,
    /// Figures from files.
    pub(super) observations: Vec<plan::Observation>,
    /// The moment asked for.
    pub(super) as_of: AsOf,
    /// Rules and methods.
    pub(super) config: Config,
    /// What the checks found, when they were asked for.
    pub(super) found: Vec<source::Diagnostic>,
}

/// Opens a plan with its figures at the moment asked for.
pub(super) fn case(options: &Moment, lang: Lang, progress: &mut Progress) -> Result<Case, Failure> {
    checked(options, None, lang, progress)
}

/// As [`case`]; the plan is checked where `checks` are given.
pub(super) fn checked(
    options: &Moment,
    checks: Option<&Checks>,
    lang: Lang,
    progress: &mut Progress,
) -> Result<Case, Failure> {
    let Opened { plan, found, .. } = open::open(&options.plan, &About::default(), checks, lang, progress)?;
    let observations = figures::all(&options.observations, &plan, lang)?;
    let as_of = moment(options, &plan, &observations)?;
    let config = config(options.rules.as_deref(), &options.method)?;
    progress.step(say(lang, "评估", "assessing"), plan.targets.len() * 1000);
    Ok(Case { plan, observations, as_of, config, found })
}

/// Opens a plan with its figures and assesses it at the moment asked for.
pub(super) fn judge(options: &Moment, lang: Lang) -> Result<Assessment, Failure> {
    let mut progress = Progress::start();
    let Case { plan, observations, as_of, config, .. } = case(options, lang, &mut progress)?;
    Ok(assess::assess(&plan, &observations, &as_of, &config))
}

/// The moment asked for; by default the last year with figures, with everything known.
fn moment(options: &Moment, plan: &Plan, observations: &[plan::Observation]) -> Result<AsOf, Failure> {
    let last_figure = || {
        let all = plan.observations.iter().chain(observations);
        let years = all.filter(|found| found.is_yearly()).filter_map(|found| found.period);
        years.map(|period| period.end).max()
    };
    let year = options.as_of.or_else(|| {
        let last = last_figure()?;
        Some(plan.period.map_or(last, |period| last.clamp(period.base(), period.end)))
    });
    let year = year.ok_or_else(|| {
        Failure::new(
            "没有任何数据，无法确定评估年份；请用 --observations 给出数据，或用 --as-of 指定年份。",
            "there are no figures to tell the year from; give some with --observations, or a year with --as-of",
        )
    })?;
    match &options.known_at {
        None => Ok(AsOf::year(year)),
        Some(day) => AsOf::known(year, day).ok_or_else(|| Failure::no_day(day)),
    }
}

/// The rules of a file, or the built-in ones, with the published methods that are to be shown.
pub(super) fn config(rules: Option<&Path>, methods: &[String]) -> Result<Config, Failure> {
    let mut config = match rules {
        None => Config::default(),
        Some(path) => {
            let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
            Config::from_toml(&text).map_err(|error| {
                let message = format!("“{}”: {error}", path.display());
                Failure::new(message.clone(), message)
            })?
        }
    };
    for name in methods {
        let method = assess::Method::parse(name).ok_or_else(|| {
            let known = assess::Method::ALL.iter().map(|method| method.name()).collect::<Vec<_>>().join(", ");
            Failure::new(
                format!("没有名为“{name}”的方法。可用：{known}。"),
                format!("there is no method “{name}”; known are: {known}"),
            )
        })?;
        config.methods.push(method);
    }
    Ok(config)
}

/// The assessment as a table for a person, warnings first in their order of weight, reasons below.
fn table(assessment: &Assessment, lang: Lang, screen: Screen) -> String {
    let mut out = String::new();
    let known = assessment.as_of.known_at.map_or_else(String::new, |day| match lang {
        Lang::Zh => format!("，按 {day} 已知的数据"),
        Lang::En => format!(", as known on {day}"),
    });
    out.push_str(&screen.bold(&match lang {
        Lang::Zh => format!("{}  {} 年末{known}", assessment.plan, assessment.as_of.year),
        Lang::En => format!("{}  end of {}{known}", assessment.plan, assessment.as_of.year),
    }));
    out.push('\n');
    let heads = match lang {
        Lang::Zh => ["预警", "指标", "最新", "目标", "进度", "应达", "领先/落后(年)", "实现概率", "状态"],
        Lang::En => [
            "warning",
            "indicator",
            "latest",
            "target",
            "progress",
            "due",
            "years ahead",
            "p(attain)",
            "status",
        ],
    };
    let rows: Vec<[String; 9]> = assessment.rows.iter().map(|row| cells(row, lang)).collect();
    let most = |at| if at == 1 { 36 } else { 22 };
    out.push_str(&terminal::table(screen, heads, &rows, 2..8, most));
    let warned = assessment.warned();
    if !warned.is_empty() {
        out.push('\n');
        for row in warned {
            let level = screen.paint(alert_colour(row.alert), row.alert.words().get(lang));
            let _ = writeln!(out, "{level} {}\n  {}", screen.bold(&row.name), row.reason.get(lang));
        }
    }
    if !assessment.data.is_empty() {
        out.push('\n');
        for warning in &assessment.data {
            let _ =
                writeln!(out, "{}  {}", screen.dim(warning.kind.words().get(lang)), warning.words.get(lang));
        }
    }
    out
}

/// The terminal colour of a level; orange is shown as bold yellow, which the words beside it make clear.
fn alert_colour(alert: Alert) -> &'static str {
    match alert {
        Alert::None => "0",
        Alert::Blue => "34",
        Alert::Yellow => "33",
        Alert::Orange => "1;33",
        Alert::Red => "1;31",
    }
}

fn cells(row: &Row, lang: Lang) -> [String; 9] {
    let point = |point: Option<assess::Point>| point.map(|point| amount(point.value)).unwrap_or_default();
    let percent =
        |value: Option<f64>| value.map(|value| format!("{:.0}%", value * 100.0)).unwrap_or_default();
    let alert = if row.alert == Alert::None { String::new() } else { row.alert.words().get(lang).to_owned() };
    [
        alert,
        row.name.clone(),
        point(row.latest),
        point(row.goal),
        percent(row.progress),
        percent(row.expected),
        row.time_distance.map(|years| format!("{years:+.1}")).unwrap_or_default(),
        percent(row.outlook.as_ref().map(|outlook| outlook.attain)),
        row.status.words().get(lang).to_owned(),
    ]
}

/// A value with at most two decimals, without trailing zeros.
pub(super) fn amount(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
