//! Overlay without the program around it, for measuring and for comparing with another engine.
//!
//! usage: overlay pairs A B       all overlaps of the features of two layers: number, smallest and total area in m²
//!        overlay check A B       the same after testing each of the two on itself, as `gangyao space check` does
//!        overlay operations A B  for each row of both: area of intersection, union, difference, symmetric difference
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "an example reads files and prints")]

use layers::{Unread, Wanted, read};
use space::{Kind, Layer, Plane, Settings, Source, alone, overlay, pair, prepare};

fn source(path: &str) -> Source {
    let bytes = std::fs::read(path).expect("a file");
    let raw = read(&bytes, &Wanted::default(), |_, _| Err(Unread::Unknown)).expect("a layer");
    Source {
        name: path.to_owned(),
        kind: None::<&Kind>,
        version: path.to_owned(),
        accuracy: Settings::ACCURACY,
        crs: raw.crs,
        features: raw.features,
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [mode, a, b] = arguments.as_slice() else { panic!("overlay pairs|check|operations A B") };
    let (a, b) = (source(a), source(b));
    let plane = Plane::of(&[&a, &b]).expect("one plane");
    let (a, b): (Layer, Layer) = (prepare(&a, &plane), prepare(&b, &plane));
    if mode == "operations" {
        for (a, b) in a.zones.iter().zip(&b.zones) {
            let (a, b) = (&a.region, &b.region);
            let results = [
                overlay::intersection(a, b),
                overlay::union(a, b),
                overlay::difference(a, b),
                overlay::symmetric_difference(a, b),
            ];
            println!("{}", results.map(|region| format!("{:e}", region.area())).join(" "));
        }
        return;
    }
    if mode == "check" {
        for layer in [&a, &b] {
            println!("{} parts covered twice", alone(layer, &plane, &Settings::default()).len());
        }
    }
    let pairing = pair(&a, &b, &plane, &Settings::default()).expect("one area");
    let areas = pairing.conflicts.iter().map(|conflict| conflict.plane_area);
    let (smallest, total) =
        areas.fold((f64::INFINITY, 0.0), |(least, sum), area| (least.min(area), sum + area));
    println!("{} {smallest:e} {total:e}", pairing.conflicts.len());
}
