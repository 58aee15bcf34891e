//! Prints the cells of every table of a document: `cargo run -p document --example cells FILE`.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]

use document::Block;

fn main() {
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let options = document::ReadOptions { name: Some(path.clone()) };
        match document::read(&bytes, &options) {
            Ok(document) => {
                println!("== {path}");
                show(&document.blocks);
                for notice in &document.diagnostics {
                    println!("! {} {}", notice.code, notice.message.get(source::Lang::En));
                }
            }
            Err(error) => eprintln!("{path}: {error}"),
        }
    }
}

fn show(blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Box(framed) => show(&framed.blocks),
            Block::Table(table) => {
                println!("-- {} {} ({} x {})", table.number, table.title.text(), table.rows, table.columns);
                for row in 0..table.rows {
                    let cells: Vec<String> = table
                        .row(row)
                        .map(|cell| {
                            let span =
                                if cell.row_span > 1 { format!("v{}", cell.row_span) } else { String::new() };
                            format!("{}:{}{span}", cell.column, cell.text.text())
                        })
                        .collect();
                    let doubt = table.doubts.iter().find(|doubt| doubt.row == row);
                    println!(
                        "{row:3} {} {}",
                        cells.join(" | "),
                        doubt.map_or(String::new(), |doubt| format!("?? {:?}", doubt.kind))
                    );
                }
            }
            _ => {}
        }
    }
}
