//! The plan package: round trip, reports of what is wrong, and the stock tool's judgement.
#![allow(clippy::disallowed_methods)]

use crate::generate;
use plan::package::{self, PackageError};
use plan::{IndicatorId, Plan, Project, ProjectId, Provenance, Quantity, Target};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use rust_decimal::Decimal;
use source::Lang;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

type Files = BTreeMap<String, Vec<u8>>;

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::with_cases(128) })]

    #[test]
    fn writing_and_reading_gives_the_same_plan(plan in generate::plan()) {
        let files = package::write(&plan);
        let back = package::read(&files).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&back, &plan);
        prop_assert_eq!(package::write(&back), files);
    }

    #[test]
    fn reading_never_panics(name in 0..12_usize, cut in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut files = package::write(&sample());
        let name = files.keys().nth(name).cloned().unwrap_or_default();
        if let Some(bytes) = files.get_mut(&name) {
            let place = cut.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = package::read(&files);
    }
}

/// A small plan drawn with a fixed seed.
fn sample() -> Plan {
    let mut runner = TestRunner::deterministic();
    generate::plan().new_tree(&mut runner).expect("plans can be drawn").current()
}

fn target(value: &str) -> String {
    format!("t0001,i0001,地区生产总值,level,eq,{value},,,亿元,2030,,,,,,,,prose,,12,0,9,云岭\r\n")
}

const TARGET_HEADER: &str = "id,indicator,subject,measure,comparator,value,value_high,value_text,unit,year,\
    implied_year,period,scope,nature,rate,rate_text,rate_basis,origin,section,line,start,end,quote\r\n";

/// A package with one indicator and the given table of targets.
fn with_targets(table: impl Into<Vec<u8>>) -> Files {
    let indicator = plan::Indicator { id: IndicatorId::of(1), ..Default::default() };
    let mut files = package::write(&Plan { indicators: vec![indicator], ..Plan::default() });
    files.insert("targets.csv".to_owned(), table.into());
    files
}

fn read_targets(table: impl Into<Vec<u8>>) -> Result<Vec<Target>, PackageError> {
    package::read(&with_targets(table)).map(|plan| plan.targets)
}

fn complaint(files: &Files) -> PackageError {
    package::read(files).expect_err("the package is wrong")
}

#[test]
fn tables_carry_the_agreed_columns() {
    let files = package::write(&Plan::default());
    let header = |name: &str| String::from_utf8_lossy(&files[name]).trim_end().to_owned();
    assert_eq!(header("sections.csv"), "id,parent,level,kind,number,title,line,line_end,start,end");
    assert!(
        header("indicators.csv").starts_with("id,name,unit,group,parent,direction,kind,nature,catalogue")
    );
    assert!(header("targets.csv").starts_with(TARGET_HEADER.trim_end()));
    assert!(header("observations.csv").starts_with(
        "id,indicator,subject,region,measure,comparator,value,value_high,value_text,unit,period_start,\
         period_end,year,status,source,vintage,origin,section,line,start,end,quote"
    ));
    assert!(header("projects.csv").starts_with(
        "id,name,name_full,box,category,place,quantity_value,quantity_unit,quantity_what,stage,section,line,\
         start,end"
    ));
    assert!(
        header("tasks.csv")
            .starts_with("id,lead,verb,object,quantified,deadline,section,line,start,end,quote")
    );
}

#[test]
fn the_schema_states_types_keys_and_choices() {
    let files = package::write(&Plan::default());
    let json: serde_json::Value = serde_json::from_slice(&files[package::DESCRIPTOR]).expect("JSON");
    let targets = json["resources"]
        .as_array()
        .and_then(|all| all.iter().find(|r| r["name"] == "targets"))
        .expect("targets");
    let field = |name: &str| {
        let fields = targets["schema"]["fields"].as_array().expect("fields");
        fields.iter().find(|field| field["name"] == name).expect("the field").clone()
    };
    assert_eq!(field("value")["type"], "number");
    assert_eq!(field("year")["type"], "integer");
    assert_eq!(field("nature")["constraints"]["enum"], serde_json::json!(["binding", "anticipated"]));
    assert_eq!(field("indicator")["constraints"]["required"], true);
    assert_eq!(targets["schema"]["primaryKey"], serde_json::json!(["id"]));
    assert_eq!(targets["schema"]["missingValues"], serde_json::json!([""]));
    assert_eq!(targets["schema"]["foreignKeys"][0]["reference"]["resource"], "indicators");
}

#[test]
fn a_table_saved_by_a_spreadsheet_reads_well() {
    let plain = format!("{TARGET_HEADER}{}", target("1357.50"));
    let expected = read_targets(plain.clone()).expect("a plain table");
    assert_eq!(expected[0].value, Some(Decimal::new(135_750, 2)));
    let with_mark = format!("\u{feff}{}", plain.replace("\r\n", "\n"));
    assert_eq!(read_targets(with_mark).expect("mark and line feeds"), expected);
    let more = plain.replace("id,indicator", "备注,id,indicator").replace("t0001", "看过,t0001");
    assert_eq!(read_targets(more).expect("an unknown column"), expected);
    let fewer = plain.replace(",quote\r", "\r").replace(",云岭\r", "\r");
    assert_eq!(read_targets(fewer).expect("no optional column")[0].provenance.quote, "");
}

#[test]
fn a_text_that_a_spreadsheet_would_run_is_written_as_text_and_comes_back() {
    let name = "=cmd|' /C calc'!A1";
    let plan = Plan {
        indicators: vec![plan::Indicator {
            id: IndicatorId::of(1),
            name: name.to_owned(),
            ..Default::default()
        }],
        ..Plan::default()
    };
    let files = package::write(&plan);
    let text = String::from_utf8(files["indicators.csv"].clone()).expect("text");
    assert!(text.contains("'=cmd|") && !text.contains(",=cmd|"), "{text}");
    assert_eq!(package::read(&files).expect("sound").indicators[0].name, name);
}

#[test]
fn a_wrong_cell_is_named_by_file_row_and_column() {
    let error = complaint(&with_targets(format!("{TARGET_HEADER}{}", target("\"1,900\""))));
    assert_eq!(error.problems.len(), 1);
    let problem = &error.problems[0];
    assert_eq!(
        (problem.file.as_str(), problem.row, problem.column.as_deref()),
        ("targets.csv", Some(2), Some("value"))
    );
    assert!(
        error.text(Lang::Zh).starts_with("targets.csv第 2 行“value”列：“1,900”不是数。只写数字和小数点"),
        "{}",
        error.text(Lang::Zh)
    );
    assert!(
        error.to_string().starts_with("targets.csv, row 2, column value: “1,900” is not a number; write")
    );
}

#[test]
fn every_kind_of_problem_says_what_to_do() {
    let row = target("1900");
    let cases: Vec<(&str, String, &str)> = vec![
        ("measure", row.replace("level", "amount"), "use one of: level, share"),
        ("year", row.replace("2030", "2030年"), "whole number"),
        ("indicator", row.replace("i0001", "i0009"), "no “i0009” in the table indicators"),
        ("section", row.replace("prose,,", "prose,s0007,"), "no “s0007” in the table sections"),
        ("id", format!("{row}{row}"), "occurs twice"),
        ("origin", row.replace("prose", ""), "fill it in"),
        ("end", row.replace("12,0,9", "12,9,0"), "the end lies before the start"),
        ("line", row.replace("12,0,9", "-12,0,9"), "whole number"),
    ];
    for (column, rows, expected) in cases {
        let error = complaint(&with_targets(format!("{TARGET_HEADER}{rows}")));
        let problem = error.problems.first().expect("a problem");
        assert_eq!(problem.column.as_deref(), Some(column), "{error}");
        assert!(error.to_string().contains(expected), "{expected}: {error}");
        assert!(!problem.message.zh.is_empty() && !problem.help.zh.is_empty());
    }
}

#[test]
fn problems_of_whole_files_are_told() {
    let row = target("1900");
    let ragged = format!("{TARGET_HEADER}{}", row.replace("云岭", "云岭,,"));
    assert!(complaint(&with_targets(ragged)).to_string().contains("it has 25 cells, the first row has 23"));
    let no_column = format!("{TARGET_HEADER}{row}").replace("comparator", "compare");
    assert!(
        complaint(&with_targets(no_column))
            .to_string()
            .contains("row 1, column comparator: the column is missing")
    );
    let gbk = [TARGET_HEADER.as_bytes(), b"t0001,i0001,\xd4\xc6\xc1\xeb\r\n"].concat();
    assert!(complaint(&with_targets(gbk)).to_string().contains("CSV UTF-8"));
    let mut files = with_targets(TARGET_HEADER);
    files.remove("targets.csv");
    assert!(complaint(&files).to_string().contains("targets.csv: datapackage.json lists the file"));
    files.insert(package::DESCRIPTOR.to_owned(), b"{".to_vec());
    assert!(complaint(&files).to_string().contains("usable package description"));
    files.remove(package::DESCRIPTOR);
    assert!(complaint(&files).to_string().contains("gangyao compile"));
}

#[test]
fn a_package_of_a_later_version_is_refused() {
    let mut files = package::write(&Plan::default());
    let json =
        String::from_utf8_lossy(&files[package::DESCRIPTOR]).replace("\"version\": 1", "\"version\": 9");
    files.insert(package::DESCRIPTOR.to_owned(), json.into_bytes());
    assert!(complaint(&files).to_string().contains("use a newer Gangyao"));
}

#[test]
fn a_long_list_of_problems_is_cut() {
    let rows: String = (0..80).map(|n| target("x").replace("t0001", &format!("t{n}"))).collect();
    let error = complaint(&with_targets(format!("{TARGET_HEADER}{rows}")));
    assert_eq!((error.problems.len(), error.more), (PackageError::LIMIT, 30));
}

#[test]
fn all_quantities_of_a_project_are_kept_in_order() {
    let quantity = |value: i64, unit: &str| Quantity {
        value: Decimal::from(value),
        unit: unit.to_owned(),
        what: String::new(),
    };
    let project = Project {
        id: ProjectId::of(1),
        name: "云岭抽水蓄能电站".into(),
        name_full: String::new(),
        box_number: "2".into(),
        category: String::new(),
        place: String::new(),
        quantities: vec![quantity(120, "万千瓦"), quantity(80, "亿元"), quantity(6, "台")],
        stage: "planned".into(),
        work: "续建".into(),
        phase: "二期".into(),
        part_of: Some(ProjectId::of(1)),
        investment: Some(quantity(95, "亿元")),
        period_investment: Some(quantity(60, "亿元")),
        start_year: Some(2027),
        end_year: Some(2033),
        provenance: Provenance::outside(),
    };
    let plan = Plan { projects: vec![project], ..Plan::default() };
    let mut files = package::write(&plan);
    let table = String::from_utf8_lossy(&files["quantities.csv"]).into_owned();
    assert_eq!(table, "project,position,value,unit,what\r\np0001,2,80,亿元,\r\np0001,3,6,台,\r\n");
    let turned = "project,position,value,unit,what\r\np0001,3,6,台,\r\np0001,2,80,亿元,\r\n";
    files.insert("quantities.csv".to_owned(), turned.into());
    assert_eq!(package::read(&files).expect("order of rows does not matter"), plan);
}

#[test]
fn the_stock_tool_accepts_what_is_written() {
    let Some(tool) = testbed::tool("frictionless") else { return };
    let folder = std::env::temp_dir().join(format!("gangyao-package-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    for (name, bytes) in package::write(&sample()) {
        std::fs::write(folder.join(name), bytes).expect("a file of the package");
    }
    let accept = |folder: &Path| {
        let output = Command::new(&tool)
            .args(["validate", package::DESCRIPTOR])
            .current_dir(folder)
            .output()
            .expect("the tool runs");
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (valid, report) = accept(&folder);
    assert!(valid, "{report}");
    // The schema must say enough for the tool to find a wrong cell.
    let bad = format!("{TARGET_HEADER}{}", target("1900").replace("level", "amount"));
    std::fs::write(folder.join("targets.csv"), bad).expect("a bad table");
    let (valid, report) = accept(&folder);
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    assert!(!valid && report.contains("targets"), "{report}");
}
