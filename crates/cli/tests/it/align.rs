//! `align` on two texts.

use std::process::Command;

const HEAD: &str =
    "国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n";

#[test]
fn a_plan_is_held_against_the_plan_above_it() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, region: &str, rows: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("{region}{HEAD}{rows}城镇化率（%）\t54\t61\t预期性\n")).unwrap();
        path
    };
    let own = write("own.txt", "云岭市", "森林覆盖率（%）\t40\t42\t约束性\n");
    let other = write("other.txt", "云岭市", "森林覆盖率（%）\t40\t43\t约束性\n");
    let run = |arguments: &[&str]| {
        let program = env!("CARGO_BIN_EXE_gangyao");
        let output =
            Command::new(program).arg("align").args([&own, &other]).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let said: serde_json::Value = serde_json::from_str(&run(&["--format", "json"])).unwrap();
    assert_eq!((&said["counts"]["weaker"], &said["counts"]["taken-up"]), (&1.into(), &1.into()));
    let row = &said["rows"][0];
    assert_eq!((&row["verdict"], &row["reason"]), (&"weaker".into(), &"lower".into()));
    assert_eq!(row["other"]["said"], "43%（2020年）");
    let text = run(&["--lang", "zh"]);
    assert!(text.contains("降低  指标 森林覆盖率") && text.contains("降低 1，已衔接 1"), "{text}");
    assert!(run(&["--relation", "earlier", "--lang", "en"]).contains("not before this one"));
}
