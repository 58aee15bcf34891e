use crate::model::{Block, Document, Table};
use std::fmt::Write;

/// A printout of the structure, one line for each block, for eyes and for snapshots.
///
/// Headings are indented by level; texts are cut after 30 characters; a table shows its size and its
/// cells row by row.
pub fn outline(document: &Document) -> String {
    let mut out = String::new();
    if let Some(title) = &document.title {
        let _ = writeln!(out, "title {}", title.text());
    }
    if let Some(contents) = &document.contents {
        let _ = writeln!(out, "contents {} entries", contents.entries.len());
    }
    blocks(&mut out, document, &document.blocks, 0);
    out
}

fn blocks(out: &mut String, document: &Document, list: &[Block], depth: usize) {
    for block in list {
        let pad = "  ".repeat(depth);
        let line = |offset: usize| document.lines.line(offset);
        let _ = match block {
            Block::Heading(h) => {
                let number = if h.number.is_empty() { "-" } else { &h.number };
                writeln!(out, "{pad}{:>4} h{} {number} {}", line(h.span.start), h.level, h.title.text())
            }
            Block::Paragraph(p) => {
                writeln!(out, "{pad}{:>4} p {}", line(p.text.offset(0)), short(p.text.text(), p.lead))
            }
            Block::ListItem(i) => {
                writeln!(
                    out,
                    "{pad}{:>4} li {} {}",
                    line(i.text.offset(0)),
                    i.marker,
                    short(i.text.text(), i.lead)
                )
            }
            Block::Table(t) => table(out, &pad, line(t.span.start), t),
            Block::Box(b) => {
                let _ = writeln!(out, "{pad}{:>4} box {} {}", line(b.span.start), b.number, b.title.text());
                blocks(out, document, &b.blocks, depth + 1);
                Ok(())
            }
            Block::Figure(f) => {
                writeln!(out, "{pad}{:>4} figure {} {}", line(f.span.start), f.number, f.title.text())
            }
        };
    }
}

fn table(out: &mut String, pad: &str, line: u32, table: &Table) -> std::fmt::Result {
    let Table { number, rows, columns, head, .. } = table;
    writeln!(out, "{pad}{line:>4} table {number} {} ({rows}x{columns}, head {head})", table.title.text())?;
    for row in 0..table.rows {
        let cells: Vec<String> = table
            .row(row)
            .map(|cell| {
                let size = match (cell.row_span, cell.column_span) {
                    (1, 1) => String::new(),
                    (rows, columns) => format!("[{rows}x{columns}]"),
                };
                format!("{}{size}", cell.text.text())
            })
            .collect();
        writeln!(out, "{pad}       | {}", cells.join(" | "))?;
    }
    Ok(())
}

/// The lead between bars, then the first characters of the rest.
fn short(text: &str, lead: usize) -> String {
    let (head, rest) = text.split_at(lead.min(text.len()));
    let cut: String = rest.chars().take(30).collect();
    let more = if cut.len() < rest.len() { format!("… {}", rest.chars().count()) } else { String::new() };
    if head.is_empty() { format!("{cut}{more}") } else { format!("|{head}| {cut}{more}") }
}
