use crate::{everything, parts};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// Reads every part; gives how often each element stands, and every breach of the order of the schema.
fn read(parts: &BTreeMap<String, Vec<u8>>) -> (BTreeMap<String, usize>, Vec<String>) {
    let (mut counts, mut breaches) = (BTreeMap::new(), Vec::new());
    for (name, bytes) in parts.iter().filter(|(name, _)| name.ends_with(".xml") || name.ends_with(".rels")) {
        let text = std::str::from_utf8(bytes).unwrap();
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        // The open elements with the place of their last child.
        let mut open: Vec<(String, usize)> = Vec::new();
        loop {
            let event = reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
            let (element, has_inside) = match &event {
                Event::Start(element) => (element.name().as_ref().to_owned(), true),
                Event::Empty(element) => (element.name().as_ref().to_owned(), false),
                Event::End(_) => {
                    open.pop();
                    continue;
                }
                Event::Eof => break,
                _ => continue,
            };
            *counts.entry(element.clone()).or_insert(0) += 1;
            if let Some((parent, last)) = open.last_mut()
                && docx::ORDERS.iter().any(|(one, _)| one == parent)
            {
                let place = docx::position(parent, &element);
                if place.is_some_and(|place| place >= *last) {
                    *last = place.unwrap_or_default();
                } else {
                    breaches.push(format!("{name}: {element} in {parent} at {place:?} behind {last}"));
                }
            }
            if has_inside {
                open.push((element, 0));
            }
        }
    }
    (counts, breaches)
}

#[test]
fn elements_stand_in_the_order_of_the_schema() {
    let (counts, breaches) = read(&parts(&everything("词")));
    assert!(breaches.is_empty(), "{breaches:#?}");
    // The test would see nothing if nothing were written.
    for element in [
        "w:pPr",
        "w:rPr",
        "w:tblPr",
        "w:tcPr",
        "w:trPr",
        "w:sectPr",
        "w:style",
        "w:settings",
        "c:ser",
        "c:chartSpace",
    ] {
        assert!(counts.get(element).is_some_and(|count| *count > 0), "{element}");
    }
}

#[test]
fn a_breach_of_the_order_is_seen() {
    let mut parts = parts(&everything("词"));
    let text = String::from_utf8(parts["word/document.xml"].clone()).unwrap();
    let wrong = text.replacen(
        "<w:pPr><w:pStyle w:val=\"BodyText\"/>",
        "<w:pPr><w:jc w:val=\"left\"/><w:pStyle w:val=\"BodyText\"/>",
        1,
    );
    assert_ne!(text, wrong);
    parts.insert("word/document.xml".to_owned(), wrong.into_bytes());
    assert_eq!(read(&parts).1.len(), 1);
}

#[test]
fn every_row_of_a_table_fills_its_grid() {
    let text = String::from_utf8(parts(&everything("词"))["word/document.xml"].clone()).unwrap();
    let mut tables = 0;
    for table in text.split("<w:tbl>").skip(1) {
        let grid = table.split("</w:tblGrid>").next().unwrap().matches("<w:gridCol ").count();
        let rows = table.split("</w:tbl>").next().unwrap();
        for row in rows.split("<w:tr>").skip(1).filter(|_| grid > 1) {
            let spans: usize = row
                .split("<w:gridSpan w:val=\"")
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().parse::<usize>().unwrap() - 1)
                .sum();
            assert_eq!(row.matches("<w:tc>").count() + spans, grid, "{row}");
            tables += 1;
        }
    }
    assert!(tables > 40);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    /// Whatever the words hold, every part is well formed and the elements are the same.
    #[test]
    fn words_are_never_markup(word in "[<>&\"'/=#$\\\\中\u{0}\u{202e}\u{b}\u{fffe}😀\n\t{}%-]{0,10}") {
        let (counts, breaches) = read(&parts(&everything(&format!("w{}w", word.replace(['\n', '\t'], "")))));
        prop_assert!(breaches.is_empty());
        prop_assert_eq!(counts, read(&parts(&everything("w"))).0);
        let with_lines = read(&parts(&everything(&word)));
        prop_assert!(with_lines.1.is_empty());
    }
}
