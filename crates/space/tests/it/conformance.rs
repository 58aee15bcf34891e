//! Overlay, validity and repair cases of JTS and GEOS.
//!
//! The cases are no part of the project: the test reads them from `conformance/overlay` of `GANGYAO_SHARED` and says so when it
//! skips. Every case that can be judged is judged; the others are counted by reason.

use quick_xml::Reader;
use quick_xml::events::Event;
use space::repair::{self, Mend};
use space::{Bounds, Point, Polygon, Region, Ring, Shape, overlay, validity};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What a well-known text says, of the sorts that matter here.
enum Wkt {
    Shape(Shape),
    Empty,
    Other,
}

/// Reads well-known text: polygons, and collections in which polygons are all that has an area.
fn wkt(text: &str) -> Wkt {
    let text = text.trim().to_uppercase();
    let collection = text.starts_with("GEOMETRYCOLLECTION");
    if text.ends_with("EMPTY") {
        return Wkt::Empty;
    }
    let mut polygons = Vec::new();
    if text.starts_with("POLYGON") {
        polygons.extend(rings(&text).map(|rings| vec![rings]).unwrap_or_default());
    } else if text.starts_with("MULTIPOLYGON") {
        polygons.extend(multi(&text));
    } else if collection {
        let mut rest = text.as_str();
        while let Some(at) = rest.find("POLYGON") {
            let many = rest[..at].ends_with("MULTI");
            rest = &rest[at..];
            let end = closing(rest);
            if many {
                polygons.extend(multi(&rest[..end]));
            } else {
                polygons.extend(rings(&rest[..end]));
            }
            rest = &rest[end..];
        }
    } else {
        return Wkt::Other;
    }
    Wkt::Shape(Shape { polygons })
}

/// The end of the outermost parenthesis.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return at + 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

fn rings(text: &str) -> Option<Polygon> {
    let inside = text.split_once('(')?.1.rsplit_once(')')?.0;
    let ring = |text: &str| -> Ring {
        let number = |text: &str| text.parse::<f64>().unwrap();
        let point = |pair: &str| -> Point {
            let mut numbers = pair.split_whitespace().map(number);
            [numbers.next().unwrap(), numbers.next().unwrap()]
        };
        text.split(',').filter(|pair| !pair.trim().is_empty()).map(point).collect()
    };
    let parts = inside.split('(').skip(1).map(|part| ring(part.split(')').next().unwrap()));
    Some(parts.collect())
}

fn multi(text: &str) -> Vec<Polygon> {
    let inside = text.split_once('(').unwrap().1;
    let mut parts = Vec::new();
    let mut rest = inside;
    while let Some(at) = rest.find('(') {
        rest = &rest[at..];
        let end = closing(rest);
        parts.extend(rings(&rest[..end]));
        rest = &rest[end..];
    }
    parts
}

struct Case {
    what: String,
    operation: String,
    fixed: bool,
    arguments: Vec<String>,
    expected: String,
    a: String,
    b: String,
}

/// The operations of a file.
fn cases(name: &str, text: &str) -> Vec<Case> {
    let mut reader = Reader::from_str(text);
    let (mut a, mut b, mut open) = (String::new(), String::new(), String::new());
    let (mut fixed, mut number) = (false, 0);
    let mut attributes: BTreeMap<String, String> = BTreeMap::new();
    let mut content = String::new();
    let mut found = Vec::new();
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}"));
        if let Event::Start(tag) | Event::Empty(tag) = &event {
            tag.name().as_ref().clone_into(&mut open);
            content.clear();
            attributes = tag
                .attributes()
                .flatten()
                .map(|pair| (pair.key.as_ref().to_owned(), pair.value.into_owned()))
                .collect();
            match open.as_str() {
                "precisionModel" => fixed = attributes.get("type").is_none_or(|kind| kind != "FLOATING"),
                "case" => {
                    number += 1;
                    a.clear();
                    b.clear();
                }
                _ => {}
            }
        }
        match event {
            Event::Text(text) => content.push_str(&text),
            Event::End(tag) => {
                match tag.name().as_ref() {
                    "a" => a.clone_from(&content),
                    "b" => b.clone_from(&content),
                    "op" => found.push(Case {
                        what: format!("{name} case {number}"),
                        operation: attributes.get("name").cloned().unwrap_or_default().to_lowercase(),
                        fixed,
                        arguments: ["arg1", "arg2"]
                            .iter()
                            .filter_map(|key| attributes.get(*key))
                            .map(|arg| arg.to_lowercase())
                            .collect(),
                        expected: content.trim().to_owned(),
                        a: a.clone(),
                        b: b.clone(),
                    }),
                    _ => {}
                }
                content.clear();
                open.clear();
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn close(found: f64, expected: f64, scale: f64) -> bool {
    (found - expected).abs() <= 1e-6 * expected.abs().max(1e-9 * scale)
}

/// A region for overlay. Cases of overlay are given with valid input, so repair must not be needed.
fn region(text: &str) -> Result<Region, &'static str> {
    match wkt(text) {
        Wkt::Empty => Ok(Region::default()),
        Wkt::Other => Err("points or lines"),
        Wkt::Shape(_) if text.trim().to_uppercase().starts_with("GEOMETRYCOLLECTION") => Err("a collection"),
        Wkt::Shape(shape) => {
            repair::region(&shape).map(|(region, _)| region).map_err(|_| "nothing with an area")
        }
    }
}

/// Judges a case: `Err` says why it is not supported.
fn judged(case: &Case) -> Result<bool, &'static str> {
    match case.operation.as_str() {
        "isvalid" => match wkt(&case.a) {
            Wkt::Shape(_) if case.a.trim().to_uppercase().starts_with("GEOMETRYCOLLECTION") => {
                Err("validity of a collection")
            }
            Wkt::Shape(shape) => Ok(valid(shape) == (case.expected == "true")),
            Wkt::Empty => Err("validity of nothing"),
            Wkt::Other => Err("points or lines"),
        },
        "makevalid" => {
            let Wkt::Shape(shape) = wkt(&case.a) else { return Err("points or lines") };
            let Wkt::Shape(expected) = wkt(&case.expected) else { return Err("points or lines") };
            let (region, mends) = repair::region(&shape).map_err(|_| "nothing with an area")?;
            // The published result cuts out what is covered twice, all of it or some; here it stays, with a finding of its size.
            let twice: f64 = mends
                .iter()
                .map(|mend| if let Mend::Doubled { area, .. } = mend { *area } else { 0.0 })
                .sum();
            let (area, expected) = (region.area(), expected.area());
            let between = twice > 0.0 && area - twice < expected && expected < area;
            Ok(close(area - twice, expected, expected) || between)
        }
        "areatest" | "overlayareatest" => {
            let (a, b) = (region(&case.a)?, region(&case.b)?);
            let (all, both) = (overlay::union(&a, &b).area(), overlay::intersection(&a, &b).area());
            let one = overlay::symmetric_difference(&a, &b).area();
            let left = overlay::difference(&a, &b).area();
            Ok((all - both - one).abs() <= 1e-12 * all && (left - (a.area() - both)).abs() <= 1e-9 * all)
        }
        "intersection" | "union" | "difference" | "symdifference" | "intersectionng" | "unionng"
        | "differenceng" | "symdifferenceng" => overlaid(case),
        _ => Err("another operation"),
    }
}

fn overlaid(case: &Case) -> Result<bool, &'static str> {
    if case.fixed && !case.operation.ends_with("ng") {
        return Err("fixed precision");
    }
    let of = |argument: usize| match case.arguments.get(argument).map(String::as_str) {
        Some("a") => region(&case.a),
        Some("b") => region(&case.b),
        // A number is the scale of a fixed precision.
        _ => Err("fixed precision"),
    };
    let expected = match wkt(&case.expected) {
        Wkt::Shape(shape) => shape.area(),
        Wkt::Empty => 0.0,
        Wkt::Other => return Err("points or lines"),
    };
    let (a, b) = (of(0)?, of(1)?);
    let input = [&a, &b].map(Region::bounds).into_iter().flatten().reduce(Bounds::joined);
    if let (Wkt::Shape(shape), Some(input)) = (wkt(&case.expected), input)
        && Bounds::of(shape.points()).is_some_and(|bounds| !bounds.meets(&input))
    {
        return Err("the published result lies elsewhere than the input");
    }
    let found = match case.operation.trim_end_matches("ng") {
        "intersection" => overlay::intersection(&a, &b),
        "union" => overlay::union(&a, &b),
        "difference" => overlay::difference(&a, &b),
        _ => overlay::symmetric_difference(&a, &b),
    };
    Ok(close(found.area(), expected, a.area() + b.area()))
}

fn valid(mut shape: Shape) -> bool {
    for ring in shape.polygons.iter_mut().flatten() {
        if ring.len() < 4 || ring.first() != ring.last() {
            return false;
        }
        ring.dedup();
        ring.pop();
    }
    validity::check(&shape).is_ok()
}

#[test]
fn published_cases_hold() {
    let root =
        std::env::var_os("GANGYAO_SHARED").map_or_else(|| PathBuf::from("../../../shared"), PathBuf::from);
    let folder = root.join("conformance/overlay/given");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no overlay cases in GANGYAO_SHARED ({})", folder.display());
        return;
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut skipped: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut held, mut wrong) = (BTreeMap::<String, usize>::new(), Vec::new());
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for case in cases(&name, &std::fs::read_to_string(&file).unwrap()) {
            match judged(&case) {
                Ok(true) => *held.entry(case.operation).or_default() += 1,
                Ok(false) => wrong.push(format!("{} {}", case.what, case.operation)),
                Err(why) => *skipped.entry(why).or_default() += 1,
            }
        }
    }
    println!("held: {held:?}; skipped: {skipped:?}");
    assert!(
        held.values().sum::<usize>() > 150,
        "too few cases were understood: {held:?}, skipped {skipped:?}"
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}
