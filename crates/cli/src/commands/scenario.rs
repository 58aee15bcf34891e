//! `scenario`: numbers that cannot all be true, levers, and what targets would take.

use super::assess::{self, Case};
use super::open;
use crate::args::{About, Moment, Scenario, ScenarioCommand, TextForm};
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use ::scenario::learn::{self, Observed};
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
        ScenarioCommand::Model { model, loops: true, format, .. } => loops(model, *format, lang),
        ScenarioCommand::Correlate { panel, ahead, least } => correlate(panel, *ahead, *least),
        ScenarioCommand::Effect { panel, of, on, plan } => effect(panel, of, on, plan.as_deref(), lang),
        ScenarioCommand::Model {
            model, map, plan, observations, as_of, known_at, variable, format, ..
        } => {
            let moment = plan.as_ref().map(|plan| Moment {
                plan: plan.clone(),
                observations: observations.clone(),
                as_of: *as_of,
                known_at: known_at.clone(),
                method: Vec::new(),
                rules: None,
            });
            run_model(model, moment.as_ref().zip(map.as_deref()), variable, *format, lang)
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

/// Runs a model; beside a plan where one is given with a mapping.
fn run_model(
    path: &Path,
    beside: Option<(&Moment, &Path)>,
    variables: &[String],
    format: TextForm,
    lang: Lang,
) -> Result<ExitCode, Failure> {
    let bytes = files::read(path)?;
    let model = xmile::Model::read(&bytes).map_err(|error| of_model(path, &error))?;
    let curves = model.run().map_err(|error| of_model(path, &error))?;
    for (line, words) in model.warnings() {
        eprintln!("{}:{line}: {}", path.display(), words.get(lang));
    }
    for words in &curves.warnings {
        eprintln!("{}", words.get(lang));
    }
    let Some((moment, map)) = beside else {
        return print_curves(&curves, variables, format);
    };
    let mapping = ::scenario::Mapping::parse(&text(map)?).map_err(Failure::from_words)?;
    let (case, foresights) = foreseen(moment, lang)?;
    let hash = files::sha256(&bytes);
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let origin = ::scenario::Origin::Model { file, hash };
    let curve = |name: &str, time: f64| curves.at(name, time);
    let found =
        ::scenario::beside(&case.plan, &foresights, &mapping, &origin, curve).map_err(Failure::from_words)?;
    let title = title(&case, lang);
    files::print(&match format {
        TextForm::Text => report::model_text(&found, &title, lang),
        TextForm::Json => report::model_json(&found, &title, lang),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What is wrong with a model, with the name of its file.
fn of_model(path: &Path, error: &xmile::Error) -> Failure {
    let words = error.message();
    Failure::new(format!("“{}”：{}", path.display(), words.zh), format!("“{}”: {}", path.display(), words.en))
}

/// The loops of a model with their relative scores over time.
fn loops(path: &Path, format: TextForm, lang: Lang) -> Result<ExitCode, Failure> {
    let bytes = files::read(path)?;
    let model = xmile::Model::read(&bytes).map_err(|error| of_model(path, &error))?;
    let found = model.loops().map_err(|error| of_model(path, &error))?;
    if found.cut_off {
        let (zh, en) = ("回路太多，只列出一部分", "too many loops: only some of them are shown");
        eprintln!("{}", source::Words::new(zh, en).get(lang));
    }
    if format == TextForm::Json {
        let one = |one: &xmile::Loop| serde_json::json!({"variables": one.variables, "part": one.part, "scores": one.scores});
        let all: Vec<serde_json::Value> = found.loops.iter().map(one).collect();
        let value = serde_json::json!({"time": found.times, "loops": all, "cut_off": found.cut_off});
        files::print(&format!("{value:#}\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let names: Vec<String> = found.loops.iter().map(|one| one.variables.join(" → ")).collect();
    let rows: Vec<(&str, &[f64])> =
        names.iter().map(String::as_str).zip(found.loops.iter().map(|one| one.scores.as_slice())).collect();
    files::print(&csv_of(&found.times, &rows).map_err(|error| unwritten(&error))?)?;
    Ok(ExitCode::SUCCESS)
}

fn unwritten(error: &csv::Error) -> Failure {
    Failure::new(format!("无法写出：{error}"), format!("cannot be written: {error}"))
}

/// A panel in rows of region, year, indicator and value.
fn observed(path: &Path) -> Result<Observed, Failure> {
    let text = text(path)?;
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let wrong = |zh: &str, en: &str| {
        Failure::new(format!("“{}”：{zh}", path.display()), format!("“{}”: {en}", path.display()))
    };
    let heads = rows.headers().map_err(|error| wrong(&error.to_string(), &error.to_string()))?.clone();
    let column = |names: &[&str]| heads.iter().position(|head| names.contains(&head.trim()));
    let places = (
        column(&["region", "city_code", "country_code", "code"]),
        column(&["year"]),
        column(&["indicator"]),
        column(&["value"]),
    );
    let (Some(region), Some(year), Some(indicator), Some(value)) = places else {
        return Err(wrong(
            "须有 region、year、indicator、value 四列",
            "it needs the columns region, year, indicator and value",
        ));
    };
    let mut found = Observed::new();
    for (number, row) in rows.records().enumerate() {
        let row = row.map_err(|error| wrong(&error.to_string(), &error.to_string()))?;
        let cell = |at: usize| row.get(at).unwrap_or_default().trim();
        if cell(value).is_empty() {
            continue;
        }
        let (Ok(year), Ok(value)) = (cell(year).parse::<i32>(), cell(value).parse::<f64>()) else {
            let line = number + 2;
            return Err(wrong(
                &format!("第 {line} 行的年份或数值不是数"),
                &format!("line {line} has a year or value that is no number"),
            ));
        };
        found.entry((cell(indicator).to_owned(), cell(region).to_owned())).or_default().insert(year, value);
    }
    Ok(found)
}

/// Learns correlations of forecast errors from a panel: origins every `ahead` years, so that they do not overlap.
fn correlate(path: &Path, ahead: u16, least: usize) -> Result<ExitCode, Failure> {
    let observed = observed(path)?;
    let years = observed.values().flat_map(|values| values.keys().copied());
    let (first, last) = years.fold((i32::MAX, i32::MIN), |(a, b), year| (a.min(year), b.max(year)));
    let origins: Vec<i32> =
        (first..=last).rev().skip(usize::from(ahead)).step_by(usize::from(ahead)).collect();
    let scores = learn::scores(&series::Engine::default(), &observed, usize::from(ahead), &origins);
    let name = path.display().to_string();
    files::print(&learn::panel(name, &scores, least, 0.05).to_text())?;
    Ok(ExitCode::SUCCESS)
}

/// Estimates an elasticity and prints it as a scenario file takes it.
fn effect(path: &Path, of: &str, on: &str, plan: Option<&Path>, lang: Lang) -> Result<ExitCode, Failure> {
    let mut progress = Progress::start();
    let plan = match plan {
        Some(plan) => open::open(plan, &About::default(), None, lang, &mut progress)?.plan,
        None => Plan::default(),
    };
    drop(progress);
    let found = learn::elasticity(&plan, &observed(path)?, of, on).map_err(Failure::from_words)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let effect = ::scenario::DeclaredEffect {
        of: of.to_owned(),
        on: on.to_owned(),
        elasticity: found.elasticity,
        low: found.interval.low,
        high: found.interval.high,
        from: found.years.1 + 1,
        to: found.years.1 + 10,
        source: format!(
            "{name}: {} regions, {}-{}, region and year effects, clustered; sign held in {:.0} % of regions left out",
            found.regions,
            found.years.0,
            found.years.1,
            100.0 * found.held
        ),
        panel: name,
        n: found.n,
    };
    let scenario = ::scenario::Scenario { effect: vec![effect], ..::scenario::Scenario::default() };
    let text = scenario.to_text();
    files::print(text.find("[[effect]]").and_then(|at| text.get(at..)).unwrap_or(&text))?;
    Ok(ExitCode::SUCCESS)
}

/// The curves of a model, one line for each time.
fn print_curves(curves: &xmile::Curves, variables: &[String], format: TextForm) -> Result<ExitCode, Failure> {
    let mut chosen: Vec<(&str, &[f64])> = Vec::new();
    for name in variables {
        let values = curves.of(name).ok_or_else(|| {
            let known = curves.names.join(", ");
            Failure::new(
                format!("模型中没有变量“{name}”；有：{known}"),
                format!("the model has no variable “{name}”; it has: {known}"),
            )
        })?;
        chosen.push((name, values));
    }
    if variables.is_empty() {
        chosen =
            curves.names.iter().map(String::as_str).zip(curves.values.iter().map(Vec::as_slice)).collect();
    }
    if format == TextForm::Json {
        let series: serde_json::Map<String, serde_json::Value> =
            chosen.iter().map(|(name, values)| ((*name).to_owned(), serde_json::json!(values))).collect();
        files::print(&format!("{:#}\n", serde_json::json!({"time": curves.times, "values": series})))?;
        return Ok(ExitCode::SUCCESS);
    }
    files::print(&csv_of(&curves.times, &chosen).map_err(|error| unwritten(&error))?)?;
    Ok(ExitCode::SUCCESS)
}

/// One line for each time.
fn csv_of(times: &[f64], chosen: &[(&str, &[f64])]) -> Result<String, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(std::iter::once("time").chain(chosen.iter().map(|(name, _)| *name)))?;
    for (at, time) in times.iter().enumerate() {
        let cells = chosen.iter().map(|(_, values)| values.get(at).map(f64::to_string).unwrap_or_default());
        out.write_record(std::iter::once(time.to_string()).chain(cells))?;
    }
    let bytes = out.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
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
