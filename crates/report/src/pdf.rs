//! A report as the document that `gangyao-press` sets as PDF: JSON of the form `gangyao-press/1` (`press/README.md`).
//!
//! The words are those of the Word file, block by block; a chart is a picture with its description in its place. Setting is
//! the work of that program, so nothing here says where a line or a page ends, but which pages lie, and how wide columns are.

use crate::make::Report;
use jiff::civil::Date;
use serde_json::{Value, json};
use source::Words;
use story::{
    Block, Cell, CellKind, Evidence, Heading, Inline, List, ListKind, Note, Paragraph, Role, Row, Section,
    SectionKind, Style, Table,
};

/// The form of what is written, which the program has to know.
const FORM: &str = "gangyao-press/1";

/// The document; `day`, `author` and `mark` as in [`crate::write`].
///
/// # Example
/// ```
/// let report = report::Report::of_tables("清单".to_owned(), []);
/// let document = report::pdf::document(&report, jiff::civil::date(2024, 12, 31), "", "内部");
/// assert!(String::from_utf8_lossy(&document).contains("\"form\":\"gangyao-press/1\""));
/// ```
pub fn document(report: &Report, day: Date, author: &str, mark: &str) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.blocks(&report.blocks);
    let mut blocks = writer.out;
    turn(&mut blocks, !report.contents.is_empty());
    let language = if report.title.chars().any(is_ideograph) { "zh" } else { "en" };
    let document = json!({
        "form": FORM,
        "title": report.title,
        "language": language,
        "day": day.strftime("%Y-%m-%d").to_string(),
        "author": author,
        "mark": mark,
        "contents": report.contents,
        "blocks": blocks,
    });
    document.to_string().into_bytes()
}

/// What is told where the program is not there.
pub fn absent() -> Words {
    Words::new(
        "没有找到排版程序 gangyao-press，不能生成 PDF。请在源码目录运行 make press（约需十分钟），把它放在 gangyao 旁边，或用环境变量 GANGYAO_PRESS 指定其位置；也可以先用 Word 文件（docx）。",
        "the program gangyao-press, which sets PDF files, was not found: run `make press` in the source tree (some ten minutes), put the program beside gangyao, or name its place in GANGYAO_PRESS; the Word file (docx) needs no such program",
    )
}

/// What is told to a caller who asks the wrong writer.
pub(crate) fn not_here() -> Words {
    Words::new("PDF 由排版程序 gangyao-press 生成。", "PDF files are set by the program gangyao-press")
}

fn is_ideograph(one: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&one)
}

#[derive(Default)]
struct Writer {
    out: Vec<Value>,
    figures: usize,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block<'_>]) {
        for block in blocks {
            match block {
                Block::Heading(one) => self.heading(one, SectionKind::Part),
                Block::Section(Section { kind, heading, blocks, .. }) => {
                    self.heading(heading, *kind);
                    self.blocks(blocks);
                }
                Block::Paragraph(one) => self.paragraph(one),
                Block::List(one) => self.list(one),
                Block::Facts(facts) => {
                    for fact in facts {
                        self.put("text", &[json!(fact.line())]);
                    }
                }
                Block::Table(one) => self.out.push(table(one)),
                Block::Frame(one) => {
                    let mut inside = Self { out: Vec::new(), figures: self.figures };
                    inside.blocks(&one.blocks);
                    self.figures = inside.figures;
                    let mut title = vec![json!(one.number)];
                    title.extend(runs(&one.title));
                    self.out.push(json!({"kind": "frame", "title": title, "blocks": inside.out}));
                }
                Block::Columns(columns) => columns.iter().for_each(|column| self.blocks(column)),
                Block::Chart(one) => self.chart(one),
                Block::Map(one) => {
                    self.put("text", &[json!(one.key)]);
                    for (name, text) in &one.areas {
                        self.put("text", &[json!(format!("{name}：{text}"))]);
                    }
                }
                Block::Evidence(one) => self.evidence(one),
                Block::Sources(all) => all.iter().for_each(|one| self.evidence(one)),
                Block::Notes(notes) => notes.iter().for_each(|one| self.note(one)),
            }
        }
    }

    fn put(&mut self, role: &str, text: &[Value]) {
        self.out.push(json!({"kind": "paragraph", "role": role, "text": text}));
    }

    /// Level 1 is the title; below it levels go down by one.
    fn heading(&mut self, heading: &Heading<'_>, kind: SectionKind) {
        let attached = kind == SectionKind::Attachment;
        if heading.level <= 1 && !attached {
            let words = format!("{}{}", heading.number, text(&heading.text));
            let lines: Vec<String> =
                docx::lines(&words).iter().flat_map(|line| line.lines().map(str::to_owned)).collect();
            self.out.push(json!({"kind": "title", "lines": lines}));
            return;
        }
        let number = &heading.number;
        let gap = if number.is_empty() || number.ends_with(['、', '）', '.', '．']) { "" } else { " " };
        let mut words = vec![json!(format!("{number}{gap}"))];
        words.extend(runs(&heading.text));
        let level = if attached { 1 } else { usize::from(heading.level).saturating_sub(1).max(1) };
        self.out.push(json!({"kind": "heading", "level": level, "text": words, "attached": attached}));
    }

    fn paragraph(&mut self, paragraph: &Paragraph<'_>) {
        let mut words = vec![json!(paragraph.number)];
        words.extend(runs(&paragraph.text));
        match paragraph.role {
            Role::Plain | Role::Lede => self.put("text", &words),
            Role::Soft | Role::Owner => self.put("remark", &words),
            Role::Crumb => self.put("subtitle", &words),
            Role::FrameHead => self.put("text", &[json!({"look": "strong", "text": words})]),
            Role::Figure => self.put("caption", &words),
        }
    }

    fn list(&mut self, list: &List<'_>) {
        for item in &list.items {
            let marker = match list.kind {
                ListKind::Points => "— ",
                ListKind::Printed | ListKind::Lines => &item.marker,
            };
            let mut words = vec![json!(marker)];
            words.extend(runs(&item.text));
            self.put("text", &words);
        }
    }

    fn chart(&mut self, chart: &story::Chart<'_>) {
        let Some(svg) = story::figure(chart) else { return };
        self.figures += 1;
        let caption = format!("图{}　{}", self.figures, chart.description);
        self.out.push(json!({"kind": "figure", "svg": svg, "alt": described(chart), "caption": caption}));
    }

    fn evidence(&mut self, evidence: &Evidence<'_>) {
        let place = if evidence.place.is_empty() {
            String::new()
        } else {
            format!("（{}）", evidence.place.join(" · "))
        };
        self.put("quote", &[json!(format!("{}{place}", evidence.quote))]);
    }

    fn note(&mut self, note: &Note<'_>) {
        let help = if note.help.is_empty() { String::new() } else { format!(" {}", note.help) };
        self.put("remark", &[json!(format!("【{}】{}{help}", note.word, note.message))]);
    }
}

/// What a chart shows, year by year, for those who do not see it.
fn described(chart: &story::Chart<'_>) -> String {
    let year = |reading: &story::Reading<'_>| {
        let lines: Vec<String> =
            reading.lines.iter().map(|(name, value)| format!("{name} {value}")).collect();
        format!("{}：{}", reading.at, lines.join("，"))
    };
    let years: Vec<String> = chart.readings().iter().map(year).collect();
    format!("{}。{}", chart.description, years.join("；"))
}

fn table(table: &Table<'_>) -> Value {
    let layout = docx::layout(table);
    let rows = |rows: &[Row<'_>]| -> Vec<Value> {
        rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect()
    };
    json!({
        "kind": "table",
        "caption": table.caption,
        "note": table.note,
        "lying": layout.lying,
        "columns": layout.widths,
        "size": layout.size,
        "head": rows(&table.head),
        "rows": rows(&table.rows),
    })
}

fn cell(cell: &Cell<'_>) -> Value {
    json!({
        "text": runs(&cell.text),
        "number": cell.number,
        "head": cell.kind != CellKind::Data,
        "rows": cell.row_span,
        "columns": cell.column_span,
    })
}

fn runs(inlines: &[Inline<'_>]) -> Vec<Value> {
    let mut out = Vec::new();
    for inline in inlines {
        match inline {
            // A file is not changed from its pages; the values of a small picture stand in the cells beside it.
            Inline::Styled(Style::Tool, _) | Inline::Spark(_) => {}
            Inline::Text(text) | Inline::Hit(_, text) | Inline::Level(_, text) => out.push(json!(text)),
            Inline::Traced(figure) => out.push(json!(figure.text)),
            Inline::Styled(style, text) => match style {
                Style::Strong | Style::Alarm => out.push(json!({"look": "strong", "text": runs(text)})),
                Style::Small => out.push(json!({"look": "small", "text": runs(text)})),
                Style::Soft | Style::Chip | Style::Number | Style::Tool => out.extend(runs(text)),
            },
            Inline::Sentence(_, text) => out.extend(runs(text)),
            // An address inside a server means nothing in a file; the program leaves such links out.
            Inline::Link(link) => out.push(json!({"link": link.address, "text": runs(&link.text)})),
            Inline::State(_, word) => out.push(json!(word)),
            // Signs that every Chinese font has.
            Inline::Tick(yes) => out.push(json!(if *yes { "√ " } else { "× " })),
            Inline::Break => out.push(json!("\n")),
            Inline::Footnote(text) => out.push(json!({"note": runs(text)})),
        }
    }
    out
}

/// The words of runs.
fn text(inlines: &[Inline<'_>]) -> String {
    fn words(run: &Value) -> String {
        match run {
            Value::String(text) => text.clone(),
            Value::Object(run) => {
                let inside = run.get("text").and_then(Value::as_array);
                inside.map(|all| all.iter().map(words).collect()).unwrap_or_default()
            }
            _ => String::new(),
        }
    }
    runs(inlines).iter().map(words).collect()
}

/// Turns the pages of what belongs to a table that lies: the headings right above it, unless the title has a page of its own,
/// and the remarks right below it.
fn turn(blocks: &mut [Value], has_cover: bool) {
    let is = |block: &Value, kind: &str, role: &str| {
        block["kind"] == kind && (role.is_empty() || block["role"] == role)
    };
    let lies = |block: &Value| block["lying"] == true;
    for at in (1..blocks.len()).rev() {
        let below = blocks.get(at).is_some_and(lies);
        if let Some(above) = blocks.get_mut(at - 1)
            && below
            && (is(above, "heading", "")
                || !has_cover && (is(above, "title", "") || is(above, "paragraph", "subtitle")))
        {
            above["lying"] = json!(true);
        }
    }
    for at in 1..blocks.len() {
        let above = blocks.get(at - 1).is_some_and(lies);
        if let Some(below) = blocks.get_mut(at)
            && above
            && is(below, "paragraph", "remark")
        {
            below["lying"] = json!(true);
        }
    }
}
