//! Compiles a plan document and writes its package: `cargo run -p compile --example package -- DOC DIR`.
#![allow(clippy::disallowed_methods, clippy::print_stdout, missing_docs)]

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(input), Some(output)) = (args.next(), args.next()) else {
        return Err("usage: package DOC DIR".into());
    };
    let document = document::read(&std::fs::read(&input)?, &document::ReadOptions::default())?;
    let (plan, diagnostics) = compile::compile(&document, &compile::CompileOptions::default());
    std::fs::create_dir_all(&output)?;
    for (name, bytes) in plan::package::write(&plan) {
        std::fs::write(Path::new(&output).join(name), bytes)?;
    }
    println!("{} {:?} {:?}", plan.title, plan.region, plan.period);
    for (table, rows) in [
        ("sections", plan.sections.len()),
        ("indicators", plan.indicators.len()),
        ("targets", plan.targets.len()),
        ("observations", plan.observations.len()),
        ("projects", plan.projects.len()),
        ("tasks", plan.tasks.len()),
        ("places", plan.places.len()),
        ("bodies", plan.bodies.len()),
        ("assignments", plan.assignments.len()),
        ("schedule", plan.schedule.len()),
        ("relations", plan.relations.len()),
    ] {
        println!("{table:12} {rows}");
    }
    for diagnostic in diagnostics {
        println!("{} {}", diagnostic.code, diagnostic.message.zh);
    }
    Ok(())
}
