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

/// What a word processor reads of an office's own document, filled; and the report as PDF for keeping.
#[test]
fn a_template_is_filled_and_pdf_is_written_where_it_can_be() {
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
    let pdf = folder.path().join("r.pdf");
    let output = gangyao(&["report", "brief", &plan, "--as-of", "2016", "-o"], &[&pdf]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() {
        assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    } else {
        assert!(said.contains("libreoffice"), "{said}");
    }
}
