//! `rule`: the page of a rule, or the reference.

use crate::args::Rule;
use crate::failure::Failure;
use crate::files;
use source::Lang;
use std::process::ExitCode;

/// Prints a rule's page.
pub(crate) fn run(options: &Rule, lang: Lang) -> Result<ExitCode, Failure> {
    if options.all {
        let pages: Vec<String> = check::rules().iter().map(|rule| rule.page(lang)).collect();
        files::print(&pages.join("\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let wanted = options.code.as_deref().unwrap_or_default();
    let rule = check::rule(wanted).ok_or_else(|| {
        Failure::new(
            format!("没有名为“{wanted}”的规则。用 gangyao rule --all 查看全部规则。"),
            format!("no rule is called “{wanted}”; gangyao rule --all lists them"),
        )
    })?;
    files::print(&rule.page(lang))?;
    Ok(ExitCode::SUCCESS)
}
