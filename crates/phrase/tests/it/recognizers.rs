//! The Chinese specifications of Recognizers-Text (MIT), as classed in `_relevance.json`.
//!
//! Offsets there name the last character; here ends are exclusive. Text is normalised there, so places
//! and values are compared, not strings.

use crate::shared::{chars, read};
use phrase::{Kind, Mention, numbers, ordinals, scan};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;

/// Start, end (exclusive, in characters) and value.
type Answer = (usize, usize, f64);

fn number(value: Decimal) -> f64 {
    value.to_f64().unwrap()
}

fn answers(model: &str, text: &str) -> Vec<Answer> {
    let place =
        |span: &std::ops::Range<usize>, value: f64| (chars(text, span.start), chars(text, span.end), value);
    let of = |keep: fn(&Mention) -> bool, value: fn(&Mention) -> f64| {
        scan(text).iter().filter(|m| keep(m)).map(|m| place(&m.span, value(m))).collect()
    };
    let value = |m: &Mention| m.value.map_or(f64::NAN, number);
    match model {
        "Number__NumberModel" => numbers(text).iter().map(|n| place(&n.span, number(n.value))).collect(),
        "Number__OrdinalModel" => ordinals(text).iter().map(|n| place(&n.span, number(n.value))).collect(),
        "Number__PercentModel" => of(
            |m| matches!(m.kind, Kind::Percent | Kind::Points),
            |m| {
                let of_hundred = if m.kind == Kind::Percent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
                number(m.value.unwrap() * m.unit.as_ref().unwrap().factor * of_hundred)
            },
        ),
        "NumberWithUnit__CurrencyModel" => of(|m| dimension(m).starts_with("money"), value),
        "NumberWithUnit__DimensionModel" => of(is_measure, value),
        _ => Vec::new(),
    }
}

fn dimension(mention: &Mention) -> &str {
    mention.unit.as_ref().map_or("", |unit| unit.dimension.of)
}

/// What the dimension model knows: physical measures and information, no counters, no time.
fn is_measure(mention: &Mention) -> bool {
    matches!(
        dimension(mention),
        "length" | "area" | "volume" | "mass" | "power" | "energy" | "frequency" | "information" | "pressure"
    )
}

fn expected(case: &Value) -> Vec<Answer> {
    let results = case["Results"].as_array().unwrap();
    results
        .iter()
        .map(|r| {
            let value = r["Resolution"]["value"].as_str().unwrap_or("NaN").trim_end_matches('%');
            let (start, end) = (r["Start"].as_u64().unwrap(), r["End"].as_u64().unwrap());
            (start as usize, end as usize + 1, value.parse().unwrap_or(f64::NAN))
        })
        .collect()
}

fn same(a: &[Answer], b: &[Answer]) -> bool {
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .all(|(a, b)| (a.0, a.1) == (b.0, b.1) && (a.2 - b.2).abs() <= 1e-9 * b.2.abs().max(1e-6))
}

#[test]
fn the_specifications_are_met() {
    let Some(classes) = read("conformance/recognizers-zh/_relevance.json") else { return };
    let classes: Value = serde_json::from_str(&classes).unwrap();
    let mut tally = std::collections::BTreeMap::<String, (usize, usize)>::new();
    for (model, cases) in classes["files"].as_object().unwrap() {
        let file = read(&format!("conformance/recognizers-zh/{model}.json")).unwrap();
        let file: Value = serde_json::from_str(&file).unwrap();
        for class in cases.as_array().unwrap() {
            let case = &file[class["i"].as_u64().unwrap() as usize];
            let text = case["Input"].as_str().unwrap();
            let name = class["class"].as_str().unwrap();
            let (found, wanted) = (answers(model, text), expected(case));
            let good = same(&found, &wanted);
            let count = tally.entry(name.to_owned()).or_default();
            count.0 += usize::from(good);
            count.1 += 1;
            if !good && name != "out" {
                println!("{name} {model}: {text}\n    found {found:?}\n    wanted {wanted:?}");
            }
        }
    }
    println!("{tally:?}");
    let (good, all) = tally["core"];
    assert!(good * 100 >= all * 97, "core {good} of {all}");
    let (good, all) = tally["core-negative"];
    assert_eq!(good, all, "must not match");
}
