//! A sheet of people and bodies is taken over from the command line, whole or not at all.

use crate::server::within;
use std::path::Path;
use std::process::{Command, Output};
use store::{Location, Store};

fn import(folder: &Path, sheet: &str, more: &[&str]) -> Output {
    let file = folder.join("people.csv");
    std::fs::write(&file, sheet).unwrap();
    Command::new(env!("CARGO_BIN_EXE_gangyao"))
        .args(["--lang", "en", "user", "import"])
        .arg(&file)
        .arg("--database")
        .arg(folder.join("g.db"))
        .args(more)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The accounts that may sign in, with their bodies.
fn active(folder: &Path) -> Vec<(String, Option<String>)> {
    within(async {
        let store = Store::open(&Location::File(folder.join("g.db"))).await.unwrap();
        let all = store.accounts().await.unwrap().into_iter().filter(|one| one.active);
        let all = all.map(|one| (one.name, one.office)).collect();
        assert!(store.verify_audit().await.unwrap().is_ok());
        store.close().await;
        all
    })
}

#[test]
fn people_come_and_go_by_a_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let first = "账号,姓名,单位,角色,状态\nroot,管,办公室,管理员,\nli,李雷,统计局,填报,在职\nhan,韩梅,统计局,领导,在职\n";
    let tried = import(folder, first, &["--dry-run"]);
    assert!(tried.status.success() && said(&tried).contains("new account li reporter 李雷"), "{tried:?}");
    assert!(active(folder).is_empty(), "shown and not done");
    assert!(import(folder, first, &[]).status.success());
    let of = |name: &str, office: &str| (name.to_owned(), Some(office.to_owned()));
    assert_eq!(active(folder), [of("han", "统计局"), of("li", "统计局"), of("root", "办公室")]);
    assert!(said(&import(folder, first, &[])).contains("3 accounts are as they were"));

    let wrong = import(folder, "账号,状态\nli,离职\nhan,飞升\n", &[]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(said(&wrong).contains("row 3"), "{wrong:?}");
    assert_eq!(active(folder).len(), 3, "all or nothing");

    assert!(import(folder, "账号,状态\nli,离职\n", &[]).status.success());
    assert_eq!(active(folder).len(), 2);
    assert!(import(folder, "账号,姓名\nroot,管\n", &["--close-absent"]).status.success());
    assert_eq!(active(folder), [of("root", "办公室")]);
}
