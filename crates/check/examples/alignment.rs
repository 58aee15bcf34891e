//! Prints what became of a plan in another one as the rows of `docs/alignment.tsv`:
//! `cargo run -p check --example alignment -- PLAN OTHER upper|earlier`.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use check::{Relation, Side, align};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [own, above, relation] = arguments.as_slice() else {
        return Err("usage: alignment PLAN OTHER upper|earlier".into());
    };
    let relation = if relation == "earlier" { Relation::Earlier } else { Relation::Upper };
    let (own, above) = (read(own)?, read(above)?);
    let found = align(side(&own), side(&above), relation);
    if let Some(apart) = found.apart {
        println!("apart\t{}", apart.name());
    }
    for row in found.rows {
        let place = row.own.clone().unwrap_or_default();
        println!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{}",
            row.thing.name(),
            row.name,
            row.verdict.name(),
            row.reason.name(),
            place.name,
            row.words.zh,
            row.words.en
        );
    }
    Ok(())
}

fn read(path: &str) -> Result<(document::Document, plan::Plan), Box<dyn std::error::Error>> {
    let document = document::read(&std::fs::read(path)?, &document::ReadOptions::default())
        .map_err(|error| error.words().en)?;
    let (plan, _) = compile::compile(&document, &compile::CompileOptions::default());
    Ok((document, plan))
}

fn side((document, plan): &(document::Document, plan::Plan)) -> Side<'_> {
    Side { plan, text: &document.text }
}
