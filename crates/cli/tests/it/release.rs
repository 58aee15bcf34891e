//! `release` and `verify` as a person types them.

use std::path::Path;
use std::process::{Command, Output};

fn gangyao(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gangyao")).args(["--lang", "en"]).args(arguments).output().unwrap()
}

fn make(folder: &Path, name: &str, more: &[&str]) -> Output {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/jinzhou-13");
    let (key, output) = (folder.join("key"), folder.join(name));
    let fixed = ["release", example.to_str().unwrap(), "--as-of", "2018", "--key", key.to_str().unwrap()];
    gangyao(&[&fixed[..], &["-o", output.to_str().unwrap()], more].concat())
}

#[test]
fn a_release_goes_on_from_the_one_before_and_verify_finds_every_change() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let first = make(folder.path(), "1", &[]);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let again = make(folder.path(), "1", &[]);
    assert!(!again.status.success(), "old releases stay");
    let one = at("1");
    let second = make(folder.path(), "2", &["--after", one.to_str().unwrap()]);
    assert!(second.status.success(), "{}", String::from_utf8_lossy(&second.stderr));
    let said = String::from_utf8_lossy(&second.stdout).into_owned();
    let key = said.lines().find_map(|line| line.strip_prefix("public key ")).unwrap().to_owned();
    let two = at("2");
    let verify = |more: &[&str]| gangyao(&[&["verify", two.to_str().unwrap()], more].concat());
    let good = verify(&["--key", &key]);
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));
    assert!(String::from_utf8_lossy(&good.stdout).contains("release 2 of"));
    let other = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    assert!(!verify(&["--key", other]).status.success(), "signed by another");
    for name in ["results.csv", "inputs.json", "chain/0001.json", "data/targets.csv"] {
        let path = two.join(name);
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, [&bytes[..], b"\n"].concat()).unwrap();
        let bad = verify(&[]);
        assert!(!bad.status.success(), "{name} was changed");
        assert!(!String::from_utf8_lossy(&bad.stderr).is_empty());
        std::fs::write(&path, bytes).unwrap();
    }
    assert!(verify(&[]).status.success());
}
