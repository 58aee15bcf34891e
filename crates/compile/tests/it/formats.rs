//! One plan in every format is one plan: the bundled city as Markdown, HTML, Word and PDF.

use compile::{CompileOptions, compile};
use document::ReadOptions;
use plan::Plan;
use std::path::Path;

fn bytes(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/lanchuan").join(name);
    std::fs::read(path).expect("the bundled example")
}

fn plan(bytes: &[u8]) -> Plan {
    let document = document::read(bytes, &ReadOptions::default()).expect("a readable document");
    assert!(
        document.contents.as_ref().is_some_and(|contents| contents.entries.len() > 40),
        "contents of {:?}",
        document.format
    );
    compile(&document, &CompileOptions::default()).0
}

/// The lines of the Markdown plan as HTML: headings, lists, tables, quotations, paragraphs.
fn html(markdown: &str) -> String {
    let mut out = vec!["<!doctype html><html lang=\"zh\"><body>".to_owned()];
    let mut open = "";
    for line in markdown.lines() {
        let text = line.trim_start();
        let kind = match text.get(..1) {
            Some("-") => "ul",
            Some("|") => "table",
            Some(">") => "blockquote",
            _ => "",
        };
        let first = kind != open;
        if first && !open.is_empty() {
            out.push(format!("</{open}>"));
        }
        if first && !kind.is_empty() {
            out.push(format!("<{kind}>"));
        }
        open = kind;
        match kind {
            "ul" => out.push(format!("<li>{}</li>", text.trim_start_matches(['-', ' ']))),
            "table" if text.contains("---") => {}
            "table" => {
                let tag = if first { "th" } else { "td" };
                let cells: Vec<&str> = text.trim().trim_matches('|').split('|').map(str::trim).collect();
                let between = format!("</{tag}><{tag}>");
                out.push(format!("<tr><{tag}>{}</{tag}></tr>", cells.join(&between)));
            }
            _ => {
                let text = text.trim_start_matches(['>', ' ']);
                let level = text.bytes().take_while(|byte| *byte == b'#').count();
                let tag = if level > 0 { format!("h{level}") } else { "p".to_owned() };
                let text = text.trim_start_matches(['#', ' ']);
                out.extend((!text.is_empty()).then(|| format!("<{tag}>{text}</{tag}>")));
            }
        }
    }
    out.join("\n") + "\n</body></html>\n"
}

/// What a plan says, without where it stands.
fn said(plan: &Plan) -> Vec<String> {
    // White space is layout.
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let mut out = Vec::new();
    out.extend(
        plan.sections.iter().map(|s| format!("section {:?} {} {}", s.kind, s.number, plain(&s.title))),
    );
    out.extend(plan.indicators.iter().map(|i| format!("indicator {} {:?}", plain(&i.name), i.nature)));
    out.extend(plan.targets.iter().map(|t| {
        let subject = plain(&t.subject);
        format!("target {subject} {:?} {} {} {:?}", t.comparator, plain(&t.value_text), t.unit, t.year)
    }));
    out.extend(plan.observations.iter().map(|o| {
        let subject = plain(&o.subject);
        format!("observation {subject} {} {} {:?}", plain(&o.value_text), o.unit, o.year)
    }));
    out.extend(plan.projects.iter().map(|p| format!("project {}", plain(&p.name))));
    out.extend(plan.tasks.iter().map(|t| format!("task {} {}", t.verb, plain(&t.object))));
    out.sort();
    out
}

#[test]
fn one_plan_in_every_format() {
    let markdown = bytes("plan.md");
    let text = std::str::from_utf8(&markdown).expect("UTF-8");
    let wanted = said(&plan(&markdown));
    assert!(wanted.len() > 600, "{}", wanted.len());
    let others =
        [("docx", bytes("plan.docx")), ("pdf", bytes("plan.pdf")), ("html", html(text).into_bytes())];
    for (format, bytes) in others {
        let found = said(&plan(&bytes));
        let missing: Vec<_> = wanted.iter().filter(|line| !found.contains(line)).collect();
        let added: Vec<_> = found.iter().filter(|line| !wanted.contains(line)).collect();
        assert!(missing.is_empty() && added.is_empty(), "{format}: missing {missing:#?}, added {added:#?}");
        assert_eq!(found.len(), wanted.len(), "{format}");
    }
}
