//! `user`: accounts from the command line.

use super::database::{by_hand, failed, store_of, wait};
use super::open::say;
use crate::args::{User, UserCommand};
use crate::failure::Failure;
use crate::files;
use crate::terminal::fit;
use duty::Role;
use server::directory::{self, Absent, Directory};
use server::{is_mail_address, is_name, line};
use source::Lang;
use std::fmt::Write as _;
use std::io::BufRead;
use std::process::ExitCode;
use store::NewAccount;

/// Lists, adds and changes accounts.
#[expect(clippy::too_many_lines, reason = "one arm for each subcommand")]
pub(crate) fn run(options: &User, lang: Lang) -> Result<ExitCode, Failure> {
    match &options.command {
        UserCommand::List { database } => {
            let accounts =
                wait(async { store_of(database).await?.accounts().await.map_err(|e| failed(&e)) })?;
            let lines: Vec<String> = accounts
                .iter()
                .map(|account| {
                    let office = account.office.clone().unwrap_or_default();
                    let state = if account.active { "" } else { say(lang, "已停用", "inactive") };
                    let name = fit(&account.name, 16);
                    format!(
                        "{name} {} {} {office} {state}",
                        fit(account.role.name(), 14),
                        fit(&account.full_name, 16)
                    )
                })
                .collect();
            files::print(&lines.iter().map(|line| line.trim_end().to_owned() + "\n").collect::<String>())?;
        }
        UserCommand::Add { name, role, full_name, email, office, base_url, database } => {
            let role =
                Role::parse(role).filter(|role| *role != Role::Public).ok_or_else(|| unknown_role(role))?;
            if let Some(email) = email.as_deref().filter(|email| !email.is_empty() && !is_mail_address(email))
            {
                return Err(Failure::new(
                    format!("“{}”不是邮件地址。", email.escape_debug()),
                    format!("“{}” is no mail address", email.escape_debug()),
                ));
            }
            if !is_name(name) {
                return Err(Failure::new(
                    "账号名应为 2 到 60 个字母、数字或 . _ - @，且不能是程序保留的名称。",
                    "a name is 2 to 60 letters, digits or . _ - @, and none that the program keeps for itself",
                ));
            }
            let account = NewAccount {
                name: name.clone(),
                full_name: line(full_name.as_deref().unwrap_or(name)),
                email: email.clone().unwrap_or_default(),
                role,
                office: office.clone(),
                active: true,
                identity: None,
            };
            let link = wait(async {
                let store = store_of(database).await?;
                store.put_account(&account, &by_hand("")).await.map_err(|e| failed(&e))?;
                server::new_link(&store, name, base_url, &by_hand("")).await.map_err(|e| failed(&e))
            })?;
            print_link(link, name, lang)?;
        }
        UserCommand::Import { file, close_absent, dry_run, database } => {
            let rows = intake::texts(&files::read(file)?);
            let absent = if *close_absent { Absent::Closed } else { Absent::Kept };
            let found = wait(async {
                let store = store_of(database).await?;
                let accounts = store.accounts().await.map_err(|e| failed(&e))?;
                let offices = store.offices().await.map_err(|e| failed(&e))?;
                let found = directory::read(&rows, &accounts, &offices, absent);
                if !dry_run {
                    directory::apply(&store, &found, &by_hand("")).await.map_err(|e| failed(&e))?;
                }
                Ok::<_, Failure>(found)
            })?;
            files::print(&told(&found, lang))?;
            if !found.problems.is_empty() {
                return Ok(ExitCode::from(1));
            }
        }
        UserCommand::Link { name, base_url, database } => {
            let link = wait(async {
                let store = store_of(database).await?;
                server::new_link(&store, name, base_url, &by_hand("")).await.map_err(|e| failed(&e))
            })?;
            print_link(link, name, lang)?;
        }
        UserCommand::Erase { name, database } => {
            wait(async {
                let store = store_of(database).await?;
                store.erase_person(name, &by_hand("")).await.map_err(|e| failed(&e))
            })?;
            files::print(say(
                lang,
                "已抹去姓名、邮箱、密码、单点登录身份和收件箱；账号停用，日志中的封存内容从此无法还原。\n",
                "name, mail address, password, identity and inbox are erased; the account is off, and what the log \
                 sealed of them can no longer be found out\n",
            ))?;
        }
        UserCommand::Passwd { name, database } => {
            let mut password = String::new();
            eprintln!(
                "{}",
                say(lang, "请输入新密码（从标准输入读一行）：", "new password (one line of standard input):")
            );
            let read = std::io::stdin().lock().read_line(&mut password);
            read.map_err(|error| Failure::file(std::path::Path::new("-"), &error))?;
            let password = password.trim_end_matches(['\r', '\n']);
            wait(async {
                let store = store_of(database).await?;
                server::set_password(&store, name, password, &by_hand("")).await.map_err(
                    |error| match error {
                        server::PasswordError::Refused(words) => Failure::from_words(words),
                        other => Failure::new(other.to_string(), other.to_string()),
                    },
                )
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What a sheet of people asks for, a line each.
fn told(found: &Directory, lang: Lang) -> String {
    let mut out = String::new();
    for words in &found.problems {
        let _ = writeln!(out, "{} {}", say(lang, "不能采用：", "cannot be taken:"), words.get(lang));
    }
    for office in &found.offices {
        let _ = writeln!(out, "{} {}", say(lang, "新单位", "new body"), office.name);
    }
    let groups = [
        (&found.new, say(lang, "新账号", "new account")),
        (&found.changed, say(lang, "变更", "changed")),
        (&found.closed, say(lang, "停用", "closed")),
    ];
    for (accounts, word) in groups {
        for one in accounts {
            let _ = writeln!(out, "{word} {} {} {}", one.name, one.role.name(), one.full_name);
        }
    }
    let (problems, same) = (found.problems.len(), found.unchanged);
    out + &match lang {
        Lang::Zh if problems > 0 => format!("有 {problems} 处不能采用，什么也没有写入\n"),
        Lang::Zh => format!("另有 {same} 个账号不变\n"),
        Lang::En if problems > 0 => format!("{problems} problems: nothing was written\n"),
        Lang::En => format!("{same} accounts are as they were\n"),
    }
}

fn unknown_role(role: &str) -> Failure {
    let known: Vec<&str> =
        Role::ALL.iter().filter(|role| **role != Role::Public).map(|role| role.name()).collect();
    let known = known.join(", ");
    Failure::new(
        format!("没有“{role}”这个角色；可用：{known}。"),
        format!("there is no role “{role}”; known are: {known}"),
    )
}

fn print_link(link: Option<String>, name: &str, lang: Lang) -> Result<(), Failure> {
    let link = link.ok_or_else(|| {
        Failure::new(format!("没有账号“{name}”。"), format!("there is no account “{name}”"))
    })?;
    files::print(&format!(
        "{}{link}\n",
        say(lang, "设置密码的一次性链接：", "one-time link to set the password: ")
    ))
}
