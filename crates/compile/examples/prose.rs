//! Lists the works that are read from running text, each with the words around it:
//! `cargo run -p compile --example prose -- DOC... > works.tsv`.
#![allow(clippy::disallowed_methods, clippy::print_stdout, missing_docs)]

use std::path::Path;

/// How much of the text is shown on either side, in characters.
const AROUND: usize = 80;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("source\tname\tfull_name\tcategory\tstage\tquestion\tcontext");
    for input in std::env::args().skip(1) {
        let document = document::read(&std::fs::read(&input)?, &document::ReadOptions::default())?;
        let (plan, _) = compile::compile(&document, &compile::CompileOptions::default());
        let file = Path::new(&input).file_name().and_then(|name| name.to_str()).unwrap_or("");
        let folder = Path::new(&input).parent().and_then(Path::file_name).and_then(|name| name.to_str());
        let source = format!("{}/{file}", folder.unwrap_or(""));
        for project in plan.projects.iter().filter(|one| one.provenance.origin == plan::Origin::Prose) {
            let span = project.provenance.span;
            let text = &document.text;
            let front: String = text[..span.start].chars().rev().take(AROUND).collect();
            let front: String = front.chars().rev().collect();
            let behind: String = text[span.end..].chars().take(AROUND).collect();
            let context = format!("{front}【{}】{behind}", &text[span.start..span.end]);
            println!(
                "{source}\t{}\t{}\t{}\t{}\t{}\t{}",
                project.name,
                project.name_full,
                project.category,
                project.stage,
                project.provenance.doubt.as_ref().map_or("", |doubt| doubt.reason.as_str()),
                context.replace(['\n', '\t', '\r'], "⏎")
            );
        }
    }
    Ok(())
}
