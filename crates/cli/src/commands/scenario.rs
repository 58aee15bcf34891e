//! `scenario`: numbers that cannot all be true, levers, and what targets would take.

use super::assess::{self, Case};
use super::open;
use crate::args::{About, Moment, Scenario, ScenarioCommand, TextForm};
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use ::scenario::{Network, Panel, report};
use plan::Plan;
use source::Lang;
use std::path::Path;
use std::process::ExitCode;

/// Carries out a command; `check` exits with 1 when numbers contradict each other.
pub(crate) fn run(options: &Scenario, lang: Lang) -> Result<ExitCode, Failure> {
    match &options.command {
        ScenarioCommand::Check { plan, scenario, format } => check(plan, scenario.as_deref(), *format, lang),
        ScenarioCommand::Run { moment, scenario, correlations, format } => {
            set(moment, scenario, correlations.as_deref(), *format, lang)
        }
        ScenarioCommand::Seek { moment, target, scenario, format } => {
            seek(moment, target, scenario.as_deref(), *format, lang)
        }
    }
}

fn check(plan: &Path, scenario: Option<&Path>, format: TextForm, lang: Lang) -> Result<ExitCode, Failure> {
    let mut progress = Progress::start();
    let plan = open::open(plan, &About::default(), None, lang, &mut progress)?.plan;
    drop(progress);
    let scenario = scenario.map(read).transpose()?.unwrap_or_default();
    let additions = scenario.additions(&plan).map_err(Failure::from_words)?;
    let checked = report::check(Network::of(&plan, &additions));
    files::print(&match format {
        TextForm::Text => report::check_text(&checked, &plan.title, lang),
        TextForm::Json => report::check_json(&checked, &plan.title, lang),
    })?;
    Ok(ExitCode::from(u8::from(checked.contradictions() > 0)))
}

fn set(
    moment: &Moment,
    scenario: &Path,
    correlations: Option<&Path>,
    format: TextForm,
    lang: Lang,
) -> Result<ExitCode, Failure> {
    let scenario = read(scenario)?;
    let panel = correlations.map(panel).transpose()?.unwrap_or_else(Panel::shipped);
    let (case, foresights) = foreseen(moment, lang)?;
    let run = ::scenario::run(&case.plan, &foresights, &scenario, &panel).map_err(Failure::from_words)?;
    let title = title(&case, lang);
    files::print(&match format {
        TextForm::Text => report::run_text(&run, &title, lang),
        TextForm::Json => report::run_json(&run, &title, lang),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn seek(
    moment: &Moment,
    targets: &[String],
    scenario: Option<&Path>,
    format: TextForm,
    lang: Lang,
) -> Result<ExitCode, Failure> {
    let scenario = scenario.map(read).transpose()?;
    let (case, foresights) = foreseen(moment, lang)?;
    let mut needs = ::scenario::needs(&case.plan, &foresights);
    if !targets.is_empty() {
        for name in targets {
            if !needs.iter().any(|need| is_meant(&case.plan, &need.target, name)) {
                return Err(Failure::new(
                    format!(
                        "“{name}”没有可计算的目标：目标年已到、没有数据，或须每年保持。用 gangyao assess 查看各目标。"
                    ),
                    format!(
                        "there is nothing to seek for “{name}”: its year has come, it has no figures, or it must hold every year; gangyao assess shows all targets"
                    ),
                ));
            }
        }
        needs.retain(|need| targets.iter().any(|name| is_meant(&case.plan, &need.target, name)));
    }
    let sought = match &scenario {
        Some(scenario) => Some(
            ::scenario::search(&case.plan, &foresights, scenario, &Panel::shipped())
                .map_err(Failure::from_words)?,
        ),
        None => None,
    };
    let searches = sought.as_ref().map(|(run, found)| (run, found.as_slice()));
    let title = title(&case, lang);
    files::print(&match format {
        TextForm::Text => report::seek_text(&needs, searches, &title, lang),
        TextForm::Json => report::seek_json(&needs, searches, &title, lang),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Whether a target is the one that a person names.
fn is_meant(plan: &Plan, target: &plan::TargetId, name: &str) -> bool {
    let found = plan.targets.iter().find(|one| one.id == *target);
    let indicator = found.and_then(|one| plan.indicator(&one.indicator));
    target.as_str() == name
        || indicator.is_some_and(|one| {
            one.id.as_str() == name || one.name == name || one.catalogue.as_deref() == Some(name)
        })
}

fn foreseen(moment: &Moment, lang: Lang) -> Result<(Case, Vec<::assess::Foresight>), Failure> {
    let mut progress = Progress::start();
    let case = assess::case(moment, lang, &mut progress)?;
    let engine = series::Engine::default();
    let foresights = ::assess::foresee(&case.plan, &case.observations, &case.as_of, &case.config, &engine);
    Ok((case, foresights))
}

/// The title with the moment.
fn title(case: &Case, lang: Lang) -> String {
    let known = case.as_of.known_at.map_or_else(String::new, |day| match lang {
        Lang::Zh => format!("，按 {day} 已知的数据"),
        Lang::En => format!(", as known on {day}"),
    });
    match lang {
        Lang::Zh => format!("{}  {} 年末{known}", case.plan.title, case.as_of.year),
        Lang::En => format!("{}  end of {}{known}", case.plan.title, case.as_of.year),
    }
}

fn text(path: &Path) -> Result<String, Failure> {
    Ok(String::from_utf8_lossy(&files::read(path)?).into_owned())
}

fn read(path: &Path) -> Result<::scenario::Scenario, Failure> {
    ::scenario::Scenario::parse(&text(path)?).map_err(|words| {
        Failure::new(
            format!("“{}”：{}", path.display(), words.zh),
            format!("“{}”: {}", path.display(), words.en),
        )
    })
}

fn panel(path: &Path) -> Result<Panel, Failure> {
    Panel::parse(&text(path)?, path.display().to_string()).map_err(Failure::from_words)
}
