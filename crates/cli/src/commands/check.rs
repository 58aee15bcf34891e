//! `check`: findings on a plan, or on a plan beside the one above it.

use super::open::{self, Checked};
use crate::args::{About, Check, Form};
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use crate::terminal::Screen;
use check::Settings;
use reading::{Checks, Silences};
use source::{Diagnostic, Lang, Severity, Words};
use std::path::Path;
use std::process::ExitCode;

/// Checks a plan; the exit status is 1 when an error was found.
pub(crate) fn run(options: &Check, lang: Lang, screen: Screen) -> Result<ExitCode, Failure> {
    let mut progress = Progress::start();
    let settings = settings(options)?;
    let checks = checks(options)?;
    let Checked { name, text, lines, mut found } = match &options.against {
        Some(upper) => {
            let opened = open::open(&options.plan, &options.about, None, lang, &mut progress)?;
            let upper = open::open(upper, &About::default(), None, lang, &mut progress)?;
            let found = check::check_against(&opened.plan, &upper.plan, &settings);
            Checked::of(opened, found)
        }
        None => open::check(&options.plan, &options.about, &checks, lang, &mut progress)?,
    };
    drop(progress);
    found.retain(|finding| check::rule(finding.code).is_none_or(|rule| settings.selects(rule)));
    found.sort_by_key(Diagnostic::place);
    let source = render::Source { name: &name, text: &text, lines: &lines };
    let out = match options.format {
        Form::Json => render::json(&found, source, lang),
        Form::Sarif => render::sarif(&found, &descriptions(), source, env!("CARGO_PKG_VERSION"), lang),
        Form::Human => human(&found, source, lang, screen),
    };
    files::print(&out)?;
    let failed = found.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn human(found: &[Diagnostic], source: render::Source<'_>, lang: Lang, screen: Screen) -> String {
    let style = render::Style { lang, colour: screen.color, width: screen.width };
    let mut out = String::new();
    for diagnostic in found {
        out.push_str(&render::human(diagnostic, source, style));
        out.push('\n');
    }
    out.push_str(&screen.bold(&render::summary(found, lang)));
    out.push('\n');
    if let Some(first) = found.first() {
        out.push_str(&screen.dim(&match lang {
            Lang::Zh => format!("规则说明：gangyao rule {}", first.code),
            Lang::En => format!("about a rule: gangyao rule {}", first.code),
        }));
        out.push('\n');
    }
    out
}

/// The rules as SARIF wants them described.
fn descriptions() -> Vec<render::RuleDescription> {
    let describe = |rule: &&'static check::Rule| render::RuleDescription {
        code: rule.code,
        name: rule.name,
        severity: rule.reported(),
        title: Words::new(rule.page.title.0, rule.page.title.1),
        help: Words::new(rule.page.fix.0, rule.page.fix.1),
    };
    check::rules().iter().map(describe).collect()
}

fn settings(options: &Check) -> Result<Settings, Failure> {
    let mut settings =
        Settings::new(&options.select.join(","), &options.ignore.join(",")).map_err(|unknown| {
            Failure::new(
                format!("没有名为“{}”的规则或类别。用 gangyao rule --all 查看全部规则。", unknown.0),
                format!("no rule or family is called “{}”; gangyao rule --all lists them", unknown.0),
            )
        })?;
    if options.no_preview {
        settings = settings.without_preview();
    }
    if let Some(path) = &options.silence {
        settings.silences = silences(path)?;
    }
    Ok(settings)
}

/// The same as [`settings`] in the words that travel to the child.
fn checks(options: &Check) -> Result<Checks, Failure> {
    Ok(Checks {
        select: options.select.join(","),
        ignore: options.ignore.join(","),
        no_preview: options.no_preview,
        silences: options.silence.as_deref().map(list).transpose()?,
    })
}

fn list(path: &Path) -> Result<Silences, Failure> {
    let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
    let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    Ok(if is_csv { Silences::Csv(text) } else { Silences::Toml(text) })
}

fn silences(path: &Path) -> Result<Vec<check::Silence>, Failure> {
    list(path)?.read().map_err(|error| {
        let message = format!("“{}”: {error}", path.display());
        Failure::new(message.clone(), message)
    })
}
