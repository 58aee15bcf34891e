//! Which language a run speaks, and the help texts in it.

use crate::help_zh;
use clap::Command;
use source::Lang;

/// The language of this run: `--lang` if given, else the environment, else Chinese.
///
/// It is needed before the arguments are parsed, because usage errors speak it too.
pub(crate) fn of_this_run() -> Lang {
    let arguments: Vec<String> =
        std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let variable = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    choose(&arguments, variable.as_deref())
}

fn choose(arguments: &[String], variable: Option<&str>) -> Lang {
    let named = arguments.iter().enumerate().find_map(|(at, argument)| match argument.as_str() {
        "--lang" => arguments.get(at + 1).map(String::as_str),
        other => other.strip_prefix("--lang="),
    });
    match (named, variable) {
        (Some("en"), _) => Lang::En,
        (Some("zh"), _) => Lang::Zh,
        (_, Some(value)) if value.starts_with("en") => Lang::En,
        _ => Lang::Zh,
    }
}

/// Puts the help texts of a command and all below it into `lang`.
pub(crate) fn localise(command: Command, lang: Lang) -> Command {
    match lang {
        Lang::En => command,
        Lang::Zh => chinese(command, ""),
    }
}

fn chinese(mut command: Command, path: &str) -> Command {
    if let Some(about) = help_zh::about(path) {
        command = command.about(about);
    }
    command = command.disable_help_flag(true).disable_version_flag(true);
    command = command.arg(
        clap::Arg::new("help")
            .short('h')
            .long("help")
            .action(clap::ArgAction::Help)
            .help("显示帮助")
            .global(false),
    );
    if path.is_empty() {
        command = command.arg(
            clap::Arg::new("version")
                .short('V')
                .long("version")
                .action(clap::ArgAction::Version)
                .help("显示版本"),
        );
    }
    let ids: Vec<String> = command.get_arguments().map(|argument| argument.get_id().to_string()).collect();
    for id in ids {
        let known = help_zh::argument(path, &id);
        command = command.mut_arg(id, |argument| chinese_argument(argument, known));
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let below = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(name, |sub| chinese(sub, &below));
    }
    command
        .subcommand_help_heading("命令")
        .help_template("{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}")
}

/// Heading, help and default value of an argument in Chinese; the values it takes stand in its help text.
fn chinese_argument(argument: clap::Arg, help: Option<&str>) -> clap::Arg {
    let heading = if argument.is_positional() { "参数" } else { "选项" };
    let defaults: Vec<String> =
        argument.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    let takes_value = argument.get_action().takes_values();
    let argument = argument.help_heading(heading);
    let argument =
        if takes_value { argument.hide_possible_values(true).hide_default_value(true) } else { argument };
    match help {
        Some(help) if takes_value && !defaults.is_empty() => {
            argument.help(format!("{help}（默认 {}）", defaults.join(",")))
        }
        Some(help) => argument.help(help.to_owned()),
        None => argument,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_flag_wins_over_the_environment() {
        let of = |arguments: &[&str], variable| {
            choose(&arguments.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>(), variable)
        };
        assert_eq!(of(&["gangyao", "--lang", "en"], Some("zh_CN.UTF-8")), Lang::En);
        assert_eq!(of(&["gangyao", "--lang=zh"], Some("en_US.UTF-8")), Lang::Zh);
        assert_eq!(of(&["gangyao"], Some("en_GB.UTF-8")), Lang::En);
        assert_eq!(of(&["gangyao"], Some("C")), Lang::Zh);
        assert_eq!(of(&["gangyao"], None), Lang::Zh);
    }

    #[test]
    fn every_command_and_argument_has_a_chinese_help_text() {
        fn walk(command: &Command, path: &str, missing: &mut Vec<String>) {
            if help_zh::about(path).is_none() {
                missing.push(format!("command “{path}”"));
            }
            for argument in command.get_arguments() {
                let id = argument.get_id().as_str();
                if !["help", "version"].contains(&id) && help_zh::argument(path, id).is_none() {
                    missing.push(format!("argument “{id}” of “{path}”"));
                }
            }
            for sub in command.get_subcommands() {
                let below = if path.is_empty() {
                    sub.get_name().to_owned()
                } else {
                    format!("{path} {}", sub.get_name())
                };
                walk(sub, &below, missing);
            }
        }
        let mut missing = Vec::new();
        walk(&crate::args::Arguments::command(), "", &mut missing);
        assert!(missing.is_empty(), "add to help_zh.rs: {missing:#?}");
    }

    #[test]
    fn both_command_lines_are_well_formed() {
        crate::args::Arguments::command().debug_assert();
        localise(crate::args::Arguments::command(), Lang::Zh).debug_assert();
    }
}
