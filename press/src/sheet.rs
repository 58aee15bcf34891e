//! From a document to the bytes of a PDF.

use crate::clean::Met;
use crate::document::{Block, Cell, DEEPEST, Document, Look, Role, Run};
use crate::figure;
use crate::fonts::Fonts;
use crate::grid::{Placed, placed};
use crate::missing;
use crate::world::Desk;
use serde_json::{Value, json};
use source::Words;
use typst::WorldExt as _;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, pdf};

/// Characters of a cell from which its row may be broken over pages.
const LONG: usize = 600;
/// Rows of a head that is repeated on each page at most, and characters in it.
const HEAD: (usize, usize) = (6, 600);

/// A document that is set.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The bytes of the file.
    pub pdf: Vec<u8>,
    /// Whether it is PDF/A-2a and PDF/UA-1.
    pub is_archival: bool,
    /// How many pages it has.
    pub pages: usize,
    /// What was set otherwise than asked, and what to do.
    pub findings: Vec<Words>,
}

/// Sets a document, given as JSON.
///
/// # Errors
/// It is no such document, larger than the limits, or there is no font at all.
pub fn set(input: &[u8], fonts: &Fonts) -> Result<Sheet, Words> {
    let document = Document::read(input)?;
    if fonts.is_empty() {
        return Err(Words::new(
            "没有找到任何字体。请安装 fonts-noto-cjk，或用 --fonts 指定字体文件夹。",
            "no font was found; install fonts-noto-cjk, or name a folder of fonts with --fonts",
        ));
    }
    let mut desk = Cleared::default();
    let cleared = desk.document(&document)?;
    let mut findings = desk.findings;
    findings.extend(desk.met.findings());
    let world = Desk::new(cleared.to_string(), fonts).map_err(|error| failed(&error))?;
    let set = typst::compile::<PagedDocument>(&world).output;
    let set = set.map_err(|all| failed(&said(&world, &all)))?;
    let missing = missing::characters(&set);
    findings.extend(missing::finding(&missing));
    let (pdf, is_archival) = if missing.is_empty() {
        match exported(&set, &document.title, &[PdfStandard::A_2a, PdfStandard::Ua_1]) {
            Ok(bytes) => (bytes, true),
            Err(all) => {
                findings.push(no_archive(&said(&world, &all)));
                (plain(&world, &set, &document.title)?, false)
            }
        }
    } else {
        (plain(&world, &set, &document.title)?, false)
    };
    Ok(Sheet { pdf, is_archival, pages: set.pages().len(), findings })
}

/// The answer of a child: one line of JSON, and behind it the PDF. `{"error":{"zh","en"}}`, or
/// `{"archival","pages","findings":[{"zh","en"}]}`.
pub fn answer(input: &[u8], fonts: &Fonts) -> Vec<u8> {
    let words = |words: &Words| json!({"zh": words.zh, "en": words.en});
    match set(input, fonts) {
        Ok(sheet) => {
            let findings: Vec<Value> = sheet.findings.iter().map(words).collect();
            let head = json!({"archival": sheet.is_archival, "pages": sheet.pages, "findings": findings});
            let mut out = format!("{head}\n").into_bytes();
            out.extend(sheet.pdf);
            out
        }
        Err(error) => format!("{}\n", json!({"error": words(&error)})).into_bytes(),
    }
}

fn exported(
    set: &PagedDocument,
    title: &str,
    standards: &[PdfStandard],
) -> Result<Vec<u8>, Vec<SourceDiagnostic>> {
    let standards = if standards.is_empty() {
        PdfStandards::default()
    } else {
        PdfStandards::new(standards).unwrap_or_default()
    };
    let options = PdfOptions {
        // Without one it is made of title and author, which all editions of a report share.
        ident: Smart::Custom(format!("{title}\0{}", set.pages().len())),
        creator: Smart::Custom(Some("Gangyao".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    pdf(set, &options).map_err(|all| all.to_vec())
}

fn plain(world: &Desk<'_>, set: &PagedDocument, title: &str) -> Result<Vec<u8>, Words> {
    exported(set, title, &[]).map_err(|all| failed(&said(world, &all)))
}

/// What the typesetter says of a failure.
fn said(world: &Desk<'_>, all: &[SourceDiagnostic]) -> String {
    let one = |one: &SourceDiagnostic| {
        let line = world.range(one.span).map(|range| format!("{}: ", world.line(range.start)));
        format!("{}{}", line.unwrap_or_default(), one.message)
    };
    all.iter().take(3).map(one).collect::<Vec<_>>().join("; ")
}

fn failed(why: &str) -> Words {
    Words::new(
        format!("排版没有完成：{why}。请把这份文档的 JSON 交给管理员。"),
        format!("the document could not be set: {why}; give its JSON to the administrator"),
    )
}

fn no_archive(why: &str) -> Words {
    Words::new(
        format!("这份 PDF 不符合 PDF/A-2a 和 PDF/UA-1，已按普通 PDF 写出：{why}。"),
        format!("this PDF is neither PDF/A-2a nor PDF/UA-1 and was written as plain PDF: {why}"),
    )
}

/// A document as the template takes it.
#[derive(Default)]
struct Cleared {
    met: Met,
    findings: Vec<Words>,
    /// Level of the heading before; levels are never skipped, as readers' programs jump along them.
    level: usize,
    figures: usize,
}

/// Blocks on pages that lie or stand.
struct Page {
    lying: bool,
    blocks: Vec<Value>,
}

impl Cleared {
    fn document(&mut self, document: &Document) -> Result<Value, Words> {
        let (year, month, day) = document.date()?;
        let mut pages: Vec<Page> = Vec::new();
        let mark = self.line(&document.mark);
        if !mark.is_empty() {
            put(&mut pages, None, false, json!({"kind": "mark", "text": [mark]}));
        }
        let contents = self.line(&document.contents);
        let mut owes_contents = !contents.is_empty();
        let covered = owes_contents && document.blocks.iter().any(|one| matches!(one, Block::Title { .. }));
        let mut titled = false;
        for block in &document.blocks {
            let below_title = matches!(block, Block::Title { .. })
                || titled && matches!(block, Block::Paragraph { role: Role::Subtitle, .. });
            // The table of contents stands behind title and subtitle, and at the beginning where there is none.
            if owes_contents && !below_title && (titled || !covered) {
                put_contents(&mut pages, covered);
                owes_contents = false;
            }
            titled |= matches!(block, Block::Title { .. });
            let lying = lies(block) && !(below_title && covered);
            if let Some(value) = self.block(block, covered, 0)? {
                let is_attachment = matches!(block, Block::Heading { attached: true, .. });
                let begins_page = is_attachment || after_contents(&pages);
                put(&mut pages, Some(lying), begins_page, value);
            }
        }
        if owes_contents {
            put_contents(&mut pages, covered);
        }
        let pages: Vec<Value> =
            pages.into_iter().map(|page| json!({"lying": page.lying, "blocks": page.blocks})).collect();
        let english = document.language.to_ascii_lowercase().starts_with("en");
        let title = self.line(&document.title);
        Ok(json!({
            "title": if title.is_empty() { "—".to_owned() } else { title },
            "author": self.line(&document.author),
            "lang": if english { "en" } else { "zh" },
            "region": if english { "us" } else { "cn" },
            "year": year, "month": month, "day": day,
            "contents": contents,
            "parts": pages,
        }))
    }

    /// Text of one line.
    fn line(&mut self, text: &str) -> String {
        self.met.text(text).replace('\n', " ").trim().to_owned()
    }

    /// A block; none when there is nothing in it.
    fn block(&mut self, block: &Block, covered: bool, depth: usize) -> Result<Option<Value>, Words> {
        Ok(match block {
            Block::Title { lines, .. } => {
                let lines: Vec<String> = lines.iter().map(|line| self.line(line)).collect();
                lines
                    .iter()
                    .any(|line| !line.is_empty())
                    .then(|| json!({"kind": "title", "lines": lines, "cover": covered}))
            }
            Block::Heading { level, text, attached, .. } => {
                let text = self.runs(text, Place::Text, 0);
                if shows(&text) {
                    self.level = (*level).clamp(1, self.level + 1).min(6);
                    Some(json!({"kind": "heading", "level": self.level, "text": text, "attached": attached}))
                } else {
                    None
                }
            }
            Block::Paragraph { role, text, .. } => {
                let text = self.runs(text, Place::Text, 0);
                let kind = match role {
                    Role::Text => "text",
                    Role::Subtitle => "subtitle",
                    Role::Remark => "remark",
                    Role::Caption => "caption",
                    Role::Quote => "quote",
                };
                shows(&text).then(|| json!({"kind": kind, "text": text}))
            }
            Block::Table { .. } => self.table(block)?,
            Block::Figure { svg, alt, caption, width } => Some(self.figure(svg, alt, caption, *width)),
            Block::Frame { title, blocks } => {
                let title = self.runs(title, Place::Text, 0);
                let mut inside = Vec::new();
                for one in blocks {
                    // No page begins inside a frame, and none lies there.
                    inside.extend(self.block(&unturned(one), false, depth + 1)?);
                }
                let kind = if depth < DEEPEST { "frame" } else { "frameless" };
                Some(json!({"kind": kind, "title": title, "blocks": inside}))
            }
        })
    }

    fn figure(&mut self, svg: &str, alt: &str, caption: &str, width: u32) -> Value {
        self.figures += 1;
        let (svg, alt, caption) = (self.met.svg(svg), self.line(alt), self.line(caption));
        let alt = [alt, caption.clone()]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_else(|| "—".to_owned());
        if let Some(why) = figure::fault(&svg) {
            let at = self.figures;
            self.findings.push(Words::new(
                format!("第 {at} 幅图不能排，以文字说明代替：{}。", why.zh),
                format!("picture {at} cannot be set, its description stands instead: {}", why.en),
            ));
            return json!({"kind": "remark", "text": [if caption.is_empty() { alt } else { caption }]});
        }
        json!({"kind": "figure", "svg": svg, "alt": alt, "caption": caption, "width": width.clamp(5, 100)})
    }

    fn table(&mut self, block: &Block) -> Result<Option<Value>, Words> {
        let Block::Table { caption, note, columns, size, head, rows, .. } = block else { return Ok(None) };
        let (caption, note) = (self.line(caption), self.line(note));
        let (head_cells, row_cells, count) = placed(head, rows)?;
        if head_cells.is_empty() && row_cells.is_empty() {
            return Ok(None);
        }
        let columns = if columns.len() == count {
            columns.iter().map(|width| (*width).max(1)).collect()
        } else {
            vec![1; count]
        };
        let head_length: usize = head.iter().flatten().map(|cell| length(&cell.text)).sum();
        let repeats = head.len() <= HEAD.0 && head_length <= HEAD.1;
        let head: Vec<Value> = head_cells.iter().map(|one| self.cell(one, true)).collect();
        let rows: Vec<Value> = row_cells.iter().map(|one| self.cell(one, false)).collect();
        Ok(Some(json!({
            "kind": "table", "caption": caption, "note": note, "columns": columns, "size": size.clamp(&10, &32), "head": head, "rows": rows, "repeats": repeats,
        })))
    }

    fn cell(&mut self, placed: &Placed<'_>, is_head: bool) -> Value {
        let of = |get: fn(&Cell) -> bool| placed.cell.is_some_and(get);
        let text = placed.cell.map(|cell| self.runs(&cell.text, Place::Cell, 0)).unwrap_or_default();
        let long = placed.cell.is_some_and(|cell| length(&cell.text) > LONG);
        json!({
            "x": placed.at.0, "y": placed.at.1, "columns": placed.spans.0, "rows": placed.spans.1, "text": text,
            "number": of(|cell| cell.number) && !is_head, "head": is_head || of(|cell| cell.head), "of-row": !is_head,
            // Cells over several rows are broken with them.
            "breaks": long || placed.spans.1 > 1,
        })
    }

    fn runs(&mut self, runs: &[Run], place: Place, depth: usize) -> Vec<Value> {
        if depth > DEEPEST {
            let text: String = runs.iter().map(words).collect();
            return vec![json!(self.met.text(&text))];
        }
        let mut out = Vec::new();
        for run in runs {
            match run {
                Run::Text(text) => out.push(json!(self.words(text, place))),
                Run::Styled { look, text } => {
                    let look = match look {
                        Look::Strong => "strong",
                        Look::Small => "small",
                    };
                    out.push(json!({"look": look, "text": self.runs(text, place, depth + 1)}));
                }
                // A footnote of a footnote stands in it.
                Run::Note { note } if depth == 0 => {
                    let note = self.runs(note, Place::Text, 1);
                    if shows(&note) {
                        out.push(json!({"note": note}));
                    }
                }
                Run::Note { note } => out.extend(self.runs(note, place, depth + 1)),
                Run::Link { link, text } => {
                    let inside = self.runs(text, place, depth + 1);
                    let outside = link.starts_with("https://") || link.starts_with("http://");
                    // An address that is too long for a file, or none at all, is left; its words stand.
                    if outside && link.len() < 2000 && !link.chars().any(char::is_control) && shows(&inside) {
                        out.push(json!({"link": link, "text": inside}));
                    } else {
                        out.extend(inside);
                    }
                }
            }
        }
        out
    }

    fn words(&mut self, text: &str, place: Place) -> String {
        match place {
            Place::Text => self.met.text(text),
            Place::Cell => self.met.cell(text),
        }
    }
}

/// Where a run stands.
#[derive(Clone, Copy)]
enum Place {
    Text,
    Cell,
}

/// Puts a block on the page of those before, or on a new one where it `begins_page` or is turned another way. Where `lying` is
/// nothing it goes where the next one goes.
fn put(pages: &mut Vec<Page>, lying: Option<bool>, begins_page: bool, block: Value) {
    let waits =
        |page: &Page| page.blocks.iter().all(|one| one.get("kind").is_some_and(|kind| kind == "mark"));
    match (pages.last_mut(), lying) {
        (Some(page), None) => page.blocks.push(block),
        (Some(page), Some(lying)) if page.lying == lying || waits(page) => {
            if begins_page && !waits(page) {
                page.blocks.push(json!({"kind": "break"}));
            }
            page.lying = lying;
            page.blocks.push(block);
        }
        (_, lying) => pages.push(Page { lying: lying.unwrap_or(false), blocks: vec![block] }),
    }
}

/// Puts the table of contents on pages of its own.
fn put_contents(pages: &mut Vec<Page>, covered: bool) {
    if covered {
        put(pages, Some(false), false, json!({"kind": "rest"}));
    }
    put(pages, Some(false), true, json!({"kind": "contents"}));
}

fn after_contents(pages: &[Page]) -> bool {
    let last = pages.last().and_then(|page| page.blocks.last());
    last.is_some_and(|block| block.get("kind").is_some_and(|kind| kind == "contents"))
}

fn lies(block: &Block) -> bool {
    match block {
        Block::Title { lying, .. }
        | Block::Heading { lying, .. }
        | Block::Paragraph { lying, .. }
        | Block::Table { lying, .. } => *lying,
        Block::Figure { .. } | Block::Frame { .. } => false,
    }
}

/// A block as it stands in a frame.
fn unturned(block: &Block) -> Block {
    match block.clone() {
        Block::Heading { level, text, lying, .. } => Block::Heading { level, text, attached: false, lying },
        Block::Title { lines, lying } => {
            Block::Heading { level: 6, text: vec![Run::Text(lines.concat())], attached: false, lying }
        }
        other => other,
    }
}

/// Whether there is anything to be seen.
fn shows(runs: &[Value]) -> bool {
    runs.iter().any(|run| match run {
        Value::String(text) => !text.trim().is_empty(),
        Value::Object(_) => ["text", "note"]
            .iter()
            .any(|name| run.get(name).and_then(Value::as_array).is_some_and(|all| shows(all))),
        _ => false,
    })
}

fn words(run: &Run) -> String {
    match run {
        Run::Text(text) => text.clone(),
        Run::Styled { text, .. } | Run::Link { text, .. } => text.iter().map(words).collect(),
        Run::Note { note } => note.iter().map(words).collect(),
    }
}

fn length(runs: &[Run]) -> usize {
    runs.iter().map(|run| words(run).chars().count()).sum()
}
