//! `report` as a person types it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn gangyao(arguments: &[&str], more: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gangyao"))
        .args(["--lang", "en"])
        .args(arguments)
        .args(more)
        .output()
        .unwrap()
}

fn example(name: &str) -> String {
    let root: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    root.display().to_string()
}

#[test]
fn a_report_of_the_example_is_written_and_its_traces_name_their_sources() {
    let folder = tempfile::tempdir().unwrap();
    let [docx, json] = ["r.docx", "r.json"].map(|name| folder.path().join(name));
    let (plan, figures) = (example("jinzhou-13"), example("jinzhou-13/outcomes.csv"));
    let moment = ["--as-of", "2018", "--known-at", "2018-12-31"];
    let arguments = ["report", "midterm", &plan, "--figures", &figures];
    let output = gangyao(&[&arguments[..], &moment[..], &["-o"]].concat(), &[&docx, Path::new("-o"), &json]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(std::fs::read(&docx).unwrap().starts_with(b"PK"));
    let traces: serde_json::Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    let traces = traces["traces"].as_array().unwrap();
    assert!(traces.len() > 100);
    // 2019 was not known at the end of 2018.
    let latest: Vec<_> =
        traces.iter().filter(|one| one["formula"].as_str().unwrap().ends_with(".Latest")).collect();
    // The target, and the one observation.
    assert!(latest.iter().any(|one| one["sources"].as_array().unwrap().len() == 2), "{latest:?}");
    let years = traces.iter().filter(|one| one["formula"].as_str().unwrap().ends_with(".LatestYear"));
    assert!(years.into_iter().all(|one| one["text"].as_str().unwrap() < "2019"));
    // What a person has still to do is said.
    assert!(String::from_utf8_lossy(&output.stderr).contains("待写"));
}

#[test]
fn an_outline_can_be_copied_changed_and_used() {
    let folder = tempfile::tempdir().unwrap();
    let printed = gangyao(&["report", "brief", "--outline"], &[]);
    let own = folder.path().join("own.toml");
    let changed = String::from_utf8(printed.stdout).unwrap().replace("一、总体情况", "一、自定标题");
    std::fs::write(&own, changed).unwrap();
    let out = folder.path().join("r.md");
    let (kind, plan) = (own.display().to_string(), example("jinzhou-13"));
    let output = gangyao(&["report", &kind, &plan, "--as-of", "2016", "-o"], &[&out]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(std::fs::read_to_string(&out).unwrap().contains("一、自定标题"));
    std::fs::write(
        &own,
        "name = \"x\"\ntitle = \"y\"\n[[section]]\nheading = \"一\"\nblocks = [{ make = \"magic\" }]\n",
    )
    .unwrap();
    let output = gangyao(&["report", &kind, &plan, "-o"], &[&out]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("magic"));
}

#[test]
fn what_cannot_be_written_is_named_with_what_can() {
    let folder = tempfile::tempdir().unwrap();
    for (kind, file, word) in [("weekly", "r.docx", "midterm"), ("brief", "r.odt", "docx")] {
        let output = gangyao(&["report", kind, &example("jinzhou-13"), "-o"], &[&folder.path().join(file)]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(word), "{kind}");
    }
}

/// What a word processor reads of an office's own document, filled.
#[test]
fn a_template_is_filled() {
    let folder = tempfile::tempdir().unwrap();
    let template = folder.path().join("own.docx");
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&template).unwrap());
    let text = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>共{{count:all}}项{{mayor}}</w:t></w:r></w:p></w:body></w:document>";
    archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut archive, text.as_bytes()).unwrap();
    archive.finish().unwrap();
    let (out, plan) = (folder.path().join("r.docx"), example("jinzhou-13"));
    let options = ["report", "brief", &plan, "--as-of", "2016", "--template"];
    let output = gangyao(&options, &[&template, Path::new("-o"), &out]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("{{mayor}}"), "{said}");
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&out).unwrap()).unwrap();
    let mut document = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut document).unwrap();
    assert!(document.contains("项{{mayor}}") && !document.contains("{{count"), "{document}");
}

/// Writes a brief report as PDF with the press that is named; none looks where it may stand.
fn pdf(press: Option<&Path>, lang: &str) -> (Output, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let pdf = folder.path().join("r.pdf");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gangyao"));
    let plan = example("jinzhou-13");
    command.args(["--lang", lang, "report", "brief", &plan, "--as-of", "2016", "-o"]).arg(&pdf);
    match press {
        Some(path) => command.env("GANGYAO_PRESS", path),
        None => command.env_remove("GANGYAO_PRESS"),
    };
    (command.output().unwrap(), std::fs::read(&pdf).unwrap_or_default())
}

#[test]
fn without_the_press_a_pdf_is_refused_with_the_way_to_it() {
    for lang in ["zh", "en"] {
        let (output, bytes) = pdf(Some(Path::new("/nowhere/gangyao-press")), lang);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("make press") && said.contains("docx") && bytes.is_empty(), "{said}");
    }
}

#[test]
fn with_the_press_a_pdf_is_set() {
    let (output, bytes) = pdf(None, "en");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    // It is built by `make press` and measured by `make report`; a machine without it has nothing to try here.
    if said.contains("make press") {
        eprintln!("skipped: gangyao-press is not built");
        return;
    }
    assert!(output.status.success(), "{said}");
    assert!(bytes.starts_with(b"%PDF-") && bytes.windows(7).any(|seven| seven == b"pdfuaid"), "{said}");
}

/// What answers as the press does, and what is no press at all.
#[cfg(unix)]
#[test]
fn a_press_that_fails_or_tells_is_heard() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let script = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n/bin/cat >/dev/null\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    };
    let told = r#"printf '\001{"findings":[{"zh":"缺字","en":"a glyph is missing"}]}\n%%PDF-1.7\n'"#;
    let (output, bytes) = pdf(Some(&script("tells", told)), "en");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("a glyph is missing"), "{said}");
    assert_eq!(bytes, b"%PDF-1.7\n");
    let refused = r#"printf '\001{"error":{"zh":"不行","en":"cannot be set"}}\n'"#;
    for (name, text, word) in [
        ("refuses", refused, "cannot be set"),
        ("dies", "exit 7", "docx"),
        ("other", "printf '\\001x'", "make press"),
    ] {
        let (output, bytes) = pdf(Some(&script(name, text)), "en");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && bytes.is_empty(), "{name}: {said}");
        assert!(said.contains(word) || word == "docx" && said.contains("Word file"), "{name}: {said}");
    }
}
