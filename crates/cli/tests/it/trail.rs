//! Heads of the audit log kept elsewhere, and the keys that sign them, from the command line.

use std::path::Path;
use std::process::{Command, Output};

fn audit(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gangyao"))
        .args(["--lang", "en", "audit"])
        .args(arguments)
        .args(["--database", "g.db"])
        .current_dir(folder)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_key_is_changed_and_what_the_old_one_signed_still_holds() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let first = said(&audit(folder, &["head", "--key", "one.key"]));
    std::fs::write(folder.join("heads"), &first).unwrap();
    let over = said(&audit(folder, &["rotate", "--key", "one.key", "--new", "two.key", "--anchor", "heads"]));
    let words: Vec<&str> = over.split_whitespace().collect();
    let (old, new) = (words[1].to_owned(), words[2].to_owned());
    assert!(first.contains(&old) && old != new, "{over}");
    let again = audit(folder, &["rotate", "--key", "one.key", "--new", "two.key"]);
    assert!(!again.status.success(), "a key is never written over");
    assert!(!audit(folder, &["rotate", "--key", "none.key", "--new", "three.key"]).status.success());
    let second = said(&audit(folder, &["head", "--key", "two.key"]));
    assert!(second.contains(&new));
    let heads = std::fs::read_to_string(folder.join("heads")).unwrap() + &second;
    std::fs::write(folder.join("heads"), &heads).unwrap();

    let verify = |trust: &str| audit(folder, &["verify", "--head", "heads", "--trust", trust]);
    assert!(said(&verify(&old)).contains("the audit chain holds"));
    let refused = verify(&new);
    assert!(
        !refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("line 1"),
        "{refused:?}"
    );
    // Behind the line of the change the old key signs no more.
    let late = said(&audit(folder, &["head", "--key", "one.key"]));
    std::fs::write(folder.join("heads"), heads.clone() + &late).unwrap();
    let refused = verify(&old);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("line 4"), "{refused:?}");
    // A log that was made anew does not fit what was deposited.
    std::fs::write(folder.join("heads"), heads).unwrap();
    std::fs::remove_file(folder.join("g.db")).unwrap();
    for log in ["g.db-wal", "g.db-shm"] {
        let _ = std::fs::remove_file(folder.join(log));
    }
    for _ in 0..4 {
        said(&audit(folder, &["head", "--key", "one.key"]));
    }
    assert_eq!(verify(&old).status.code(), Some(1));
}
