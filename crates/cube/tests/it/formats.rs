use crate::{about, cubes};
use cube::{ATTRIBUTES, Cube, Format, write};
use serde_json::Value;
use std::collections::BTreeMap;

fn texts(format: Format) -> BTreeMap<String, String> {
    let files = write(&cubes(), &about(), format);
    files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

/// Codes of the key, value.
fn expected(cube: &Cube) -> Vec<(Vec<String>, String)> {
    let key = |cell| cube.codes(cell).map(|(_, code)| code.id.clone()).collect();
    cube.cells
        .iter()
        .map(|cell| (key(cell), cell.value.map(|value| value.to_string()).unwrap_or_default()))
        .collect()
}

fn records(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_same_cubes_give_the_same_bytes() {
    for format in Format::ALL {
        assert_eq!(write(&cubes(), &about(), format), write(&cubes(), &about(), format), "{format:?}");
        assert_eq!(Format::parse(format.name()), Some(format));
        let names = write(&cubes(), &about(), format);
        for name in format.files() {
            assert!(names.contains_key(*name), "{name} of {format:?}");
            assert_eq!(Format::of_file(name), Some(format));
        }
    }
}

#[test]
fn sdmx_csv_has_every_value_with_its_digits() {
    let files = texts(Format::SdmxCsv);
    for cube in cubes() {
        let rows = records(&files[&format!("{}.sdmx.csv", cube.id.to_ascii_lowercase())]);
        let width = cube.dimensions.len();
        assert_eq!(rows[0].len(), 3 + width + 1 + ATTRIBUTES.len());
        let read: Vec<_> =
            rows[1..].iter().map(|row| (row[3..3 + width].to_vec(), row[3 + width].clone())).collect();
        assert_eq!(read, expected(&cube));
    }
}

#[test]
fn xml_is_well_formed_and_has_every_value() {
    let mut found = 0;
    for (name, text) in texts(Format::SdmxMl).into_iter().chain(texts(Format::Atom)) {
        let mut reader = quick_xml::Reader::from_str(&text);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Empty(element) if element.name().as_ref() == "Obs" => {
                    found +=
                        usize::from(element.attributes().any(|one| one.unwrap().key.as_ref() == "OBS_VALUE"));
                }
                _ => {}
            }
        }
    }
    assert_eq!(
        found,
        cubes().iter().flat_map(|cube| &cube.cells).filter(|cell| cell.value.is_some()).count()
    );
}

#[test]
fn json_stat_places_values_by_the_sizes_of_the_dimensions() {
    let files = texts(Format::JsonStat);
    let text = &files["figures.json"];
    assert!(text.contains(":12.345678901234567890"), "digits are lost");
    let json: Value = serde_json::from_str(text).unwrap();
    let cube = &cubes()[0];
    let sizes: Vec<usize> =
        json["size"].as_array().unwrap().iter().map(|one| one.as_u64().unwrap() as usize).collect();
    let index = |at: usize, code: &str| {
        let id = json["id"][at].as_str().unwrap();
        json["dimension"][id]["category"]["index"]
            .as_array()
            .unwrap()
            .iter()
            .position(|one| one == code)
            .unwrap()
    };
    for (key, value) in expected(cube) {
        let place = key.iter().enumerate().fold(0, |sum, (at, code)| sum * sizes[at] + index(at, code));
        let read = &json["value"][place.to_string()];
        match value.parse::<f64>() {
            Ok(number) => assert_eq!(read.as_f64(), Some(number)),
            Err(_) => assert!(read.is_null()),
        }
    }
}

#[test]
fn tables_on_the_web_have_the_columns_that_their_metadata_names() {
    let files = texts(Format::Csvw);
    for cube in cubes() {
        let name = cube.id.to_ascii_lowercase();
        let head = records(&files[&format!("{name}.csv")])[0].clone();
        let unique: std::collections::BTreeSet<&String> = head.iter().collect();
        assert_eq!(unique.len(), head.len(), "{head:?}");
        let metadata: Value = serde_json::from_str(&files[&format!("{name}.csv-metadata.json")]).unwrap();
        let columns = metadata["tableSchema"]["columns"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap());
        assert_eq!(head, columns.collect::<Vec<_>>());
        assert_eq!(metadata["tableSchema"]["primaryKey"].as_array().unwrap().len(), cube.dimensions.len());
    }
}

#[test]
fn px_is_not_broken_by_what_a_name_holds() {
    for (name, text) in texts(Format::Px) {
        let (head, data) = text.split_once("DATA=\n").unwrap();
        for line in head.lines() {
            assert!(line.ends_with(';') && line.matches('"').count() % 2 == 0, "{name}: {line}");
            assert_eq!(line.matches('=').count(), 1, "{name}: {line}");
        }
        assert!(data.ends_with(";\n"));
    }
    let yearly = &texts(Format::Px)["figures_A.px"];
    assert!(
        yearly.contains("12.345678901234567890")
            && yearly.contains("TIMEVAL(\"时期\")=TLIST(A1),\"2021\",\"2022\";")
    );
}

#[test]
fn a_spreadsheet_runs_nothing_that_a_name_says() {
    let text = &texts(Format::Csv)["figures-table.csv"];
    let rows = records(text.trim_start_matches('\u{feff}'));
    assert_eq!(rows[0][2], "指标");
    for row in &rows[1..] {
        assert!(row[2].starts_with("'="), "{row:?}");
    }
    assert!(rows.iter().any(|row| row.contains(&"-5.50".to_owned())), "a number with a sign is a number");
}

#[test]
fn catalogues_name_publisher_licence_and_files() {
    let dcat: Value = serde_json::from_str(&texts(Format::Dcat)["catalogue.jsonld"]).unwrap();
    assert_eq!(dcat["dct:publisher"]["foaf:name"], "云岭市发展和改革委员会");
    for one in dcat["dcat:dataset"][0]["dcat:distribution"].as_array().unwrap() {
        assert_eq!(one["dct:license"]["@id"], "https://example.org/licence");
        assert!(one["dcat:accessURL"]["@id"].as_str().unwrap().starts_with("https://example.org/data/"));
    }
    let described: Value = serde_json::from_str(&texts(Format::SchemaOrg)["dataset.jsonld"]).unwrap();
    assert!(described["description"].as_str().unwrap().chars().count() >= 50);
    assert_eq!(described["temporalCoverage"], "2016/2025");
    let mut none = about();
    none.licence.clear();
    let bytes = write(&cubes(), &none, Format::Dcat).remove("catalogue.jsonld").unwrap();
    assert!(!String::from_utf8(bytes).unwrap().contains("license"), "no licence is invented");
}
