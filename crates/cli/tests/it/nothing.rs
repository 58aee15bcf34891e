//! A document that gives nothing is an error that says so, whatever is asked of it.

use std::process::{Command, Output};

fn gangyao(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gangyao")).args(arguments).env("GANGYAO_LANG", "en").output().unwrap()
}

#[test]
fn a_document_that_gives_nothing_is_refused_with_status_2() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("shop.txt"), "牛奶\n面包\n").unwrap();
    std::fs::write(path("plan.txt"), "第一章 目标\n到2025年，粮食产量达到12.5万吨。\n").unwrap();
    let database = path("g.db");
    for arguments in [vec!["compile", "@"], vec!["check", "@"], vec!["load", "@", "--database", &database]] {
        let of = |name: &str| -> Vec<String> {
            arguments.iter().map(|one| if *one == "@" { path(name) } else { (*one).to_owned() }).collect()
        };
        let (empty, sound) = (of("shop.txt"), of("plan.txt"));
        let refused = gangyao(&empty.iter().map(String::as_str).collect::<Vec<_>>());
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{arguments:?} {said}");
        assert!(said.contains("shop.txt"), "{said}");
        let taken = gangyao(&sound.iter().map(String::as_str).collect::<Vec<_>>());
        assert_ne!(taken.status.code(), Some(2), "{}", String::from_utf8_lossy(&taken.stderr));
    }
}

/// What a message tells people to type must be there to be typed.
#[test]
fn every_command_that_a_message_names_is_one() {
    let help = String::from_utf8(gangyao(&["--help"]).stdout).unwrap();
    let known: Vec<&str> = help
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once("  ").map(|(name, _)| name))
        .chain(["help"])
        .collect();
    assert!(known.contains(&"check"), "{help}");
    let mut named = 0;
    for path in crate::house::files_of("crates", "rs") {
        let text = std::fs::read_to_string(&path).unwrap();
        for (_, behind) in text.match_indices("gangyao ").map(|(at, word)| text.split_at(at + word.len())) {
            let name: String = behind.chars().take_while(char::is_ascii_lowercase).collect();
            // Behind other words 纲要's own name is meant; a command is followed by an option, a name in capitals or an end.
            let is_command = behind[name.len()..].strip_prefix(' ').is_some_and(|rest| {
                rest.starts_with(|c: char| c == '-' || c.is_ascii_uppercase() || !c.is_ascii())
            });
            if is_command && !name.is_empty() {
                named += 1;
                assert!(known.contains(&name.as_str()), "{}: gangyao {name}", path.display());
            }
        }
    }
    assert!(named > 5, "only {named} commands were found: the test no longer sees them");
}
