//! Blocks as Markdown: for terminals, mail and archives. Pictures are told in words.

use crate::block::{Block, Evidence, Heading, Item, List, ListKind, Note};
use crate::chart::Chart;
use crate::inline::Inline;
use crate::table::{Row, Table};
use std::fmt::Write as _;

/// Blocks as Markdown (`CommonMark` with tables).
pub fn markdown(blocks: &[Block<'_>]) -> String {
    let mut out = String::new();
    write_blocks(&mut out, blocks);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn write_blocks(out: &mut String, blocks: &[Block<'_>]) {
    for block in blocks {
        match block {
            Block::Heading(one) => heading(out, one),
            Block::Section(one) => {
                heading(out, &one.heading);
                write_blocks(out, &one.blocks);
            }
            Block::Paragraph(one) => paragraph(out, &numbered(&one.number, &one.text)),
            Block::List(one) => list(out, one),
            Block::Facts(facts) => {
                let line = |name: &str, value: &str, remark: &str| {
                    let remark = if remark.is_empty() { String::new() } else { format!(" ({remark})") };
                    format!("- {}: {}{}\n", escape(name), escape(value), escape(&remark))
                };
                out.extend(facts.iter().map(|fact| line(&fact.name, &fact.value, &fact.remark)));
                out.push('\n');
            }
            Block::Table(one) => table(out, one),
            Block::Frame(one) => {
                let mut inner = String::new();
                if !one.number.is_empty() || !one.title.is_empty() {
                    paragraph(&mut inner, &format!("**{}**", numbered(&one.number, &one.title).trim()));
                }
                write_blocks(&mut inner, &one.blocks);
                quoted(out, &inner);
            }
            Block::Columns(columns) => columns.iter().for_each(|column| write_blocks(out, column)),
            Block::Chart(one) => chart(out, one),
            Block::Map(one) => {
                paragraph(out, &escape(&one.key));
                let line = |name: &str, value: &str| format!("- {}: {}\n", escape(name), escape(value));
                out.extend(one.areas.iter().map(|(name, value)| line(name, value)));
                out.push('\n');
            }
            Block::Evidence(one) => evidence(out, one),
            Block::Sources(all) => all.iter().for_each(|one| evidence(out, one)),
            Block::Notes(notes) => notes.iter().for_each(|one| note(out, one)),
        }
    }
}

fn heading(out: &mut String, heading: &Heading<'_>) {
    let marks = "#".repeat(usize::from(heading.level.clamp(1, 6)));
    paragraph(out, &format!("{marks} {}", numbered(&heading.number, &heading.text)));
}

fn paragraph(out: &mut String, text: &str) {
    if !text.is_empty() {
        let _ = write!(out, "{text}\n\n");
    }
}

fn numbered(number: &str, text: &[Inline<'_>]) -> String {
    let text = inlines(text);
    if number.is_empty() { text } else { format!("{} {text}", escape(number)) }
}

fn list(out: &mut String, list: &List<'_>) {
    let item = |item: &Item<'_>| match list.kind {
        ListKind::Printed => format!("- {}\n", numbered(&item.marker, &item.text)),
        ListKind::Points | ListKind::Lines => format!("- {}\n", inlines(&item.text)),
    };
    out.extend(list.items.iter().map(item));
    out.push('\n');
}

fn quoted(out: &mut String, text: &str) {
    for line in text.trim_end().lines() {
        let _ = writeln!(out, "{}", format!("> {line}").trim_end());
    }
    out.push('\n');
}

fn table(out: &mut String, table: &Table<'_>) {
    paragraph(
        out,
        &format!("**{}** {}", escape(&table.caption), escape(&table.note)).trim_end().replace("****", ""),
    );
    let mut rows = table.head.iter().chain(&table.rows);
    let Some(first) = rows.next() else { return };
    let width = first.cells.iter().map(|cell| cell.column_span.max(1)).sum::<usize>().max(1);
    row(out, first);
    let _ = writeln!(out, "|{}", " --- |".repeat(width));
    rows.for_each(|one| row(out, one));
    out.push('\n');
}

fn row(out: &mut String, row: &Row<'_>) {
    out.push('|');
    for cell in &row.cells {
        let text = inlines(&cell.text).replace('\n', " ").replace('|', "\\|");
        let _ = write!(out, " {text} |{}", " |".repeat(cell.column_span.saturating_sub(1)));
    }
    out.push('\n');
}

fn chart(out: &mut String, chart: &Chart<'_>) {
    paragraph(out, &escape(&chart.description));
    for reading in chart.readings() {
        let values: Vec<String> =
            reading.lines.iter().map(|(name, value)| format!("{} {}", escape(name), escape(value))).collect();
        let _ = writeln!(out, "- {}: {}", reading.at, values.join("; "));
    }
    out.push('\n');
}

fn evidence(out: &mut String, evidence: &Evidence<'_>) {
    let place = evidence.place.join(" · ");
    let place = if place.is_empty() { place } else { format!("\n({})", escape(&place)) };
    quoted(out, &format!("{}{place}", escape(&evidence.quote)));
}

fn note(out: &mut String, note: &Note<'_>) {
    let help = if note.help.is_empty() { String::new() } else { format!(" {}", escape(&note.help)) };
    quoted(out, &format!("**{}** {}{help}", escape(note.word), escape(&note.message)));
}

fn inlines(inlines: &[Inline<'_>]) -> String {
    use crate::inline::Style;
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Hit(_, text) => out.push_str(&escape(text)),
            Inline::Styled(Style::Strong, text) => {
                let _ = write!(out, "**{}**", self::inlines(text));
            }
            // A text is not changed where it is only read.
            Inline::Styled(Style::Tool, _) => {}
            Inline::Styled(_, text) | Inline::Sentence(_, text) => out.push_str(&self::inlines(text)),
            Inline::Link(link) => out.push_str(&self::inlines(&link.text)),
            Inline::State(_, word) => out.push_str(&escape(word)),
            Inline::Level(_, word) => out.push_str(&escape(word)),
            Inline::Tick(yes) => out.push_str(if *yes { "✓ " } else { "✕ " }),
            Inline::Break => out.push_str("  \n"),
            Inline::Traced(figure) => out.push_str(&escape(&figure.text)),
            Inline::Footnote(text) => {
                let _ = write!(out, " ({})", self::inlines(text));
            }
            // The values of a small picture stand in the cells beside it.
            Inline::Spark(_) => {}
        }
    }
    out
}

/// Text whose letters mean nothing to Markdown.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            safe.push('\\');
        }
        // A line of its own could begin a heading or a list.
        safe.push(if matches!(letter, '\n' | '\r') { ' ' } else { letter });
    }
    safe
}
