//! PDF files made by the test: four ways of encoding Chinese text, ruled tables, frames, page breaks.

use crate::fixture::{Item, PLAN, Table};
use crate::{fixture, read, shape};
use document::{Block, Document, ReadError, ReadOptions};
use std::collections::BTreeMap;

/// How the fonts of the file encode their text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UniGB-UCS2-H, not embedded, without ToUnicode.
    UniGb,
    /// GBK-EUC-H, not embedded, without ToUnicode.
    Gbk,
    /// Identity-H with ToUnicode.
    Identity,
    /// One-byte fonts with ToUnicode.
    Simple,
}

const SIZE: f32 = 12.0;
const LEFT: f32 = 72.0;
const PER_LINE: usize = 36;
const TOP: f32 = 770.0;
const BOTTOM: f32 = 90.0;

/// Collects pages of content streams and the characters used.
struct Writer {
    encoding: Encoding,
    pages: Vec<String>,
    y: f32,
    codes: BTreeMap<char, u16>,
}

impl Writer {
    fn new(encoding: Encoding) -> Self {
        Self { encoding, pages: vec![String::new()], y: TOP, codes: BTreeMap::new() }
    }

    fn page(&mut self) -> &mut String {
        self.pages.last_mut().unwrap()
    }

    /// Shows a line with its left end at `x`.
    fn show(&mut self, text: &str, x: f32, y: f32, size: f32) {
        let mut at = x;
        for (font, code) in self.encoded(text) {
            let count = code.1;
            let op = format!("BT /F{font} {size} Tf {at} {y} Td <{}> Tj ET\n", code.0);
            self.page().push_str(&op);
            at += size * count as f32;
        }
    }

    /// Font and hexadecimal codes, with the number of characters, run by run.
    fn encoded(&mut self, text: &str) -> Vec<(usize, (String, usize))> {
        match self.encoding {
            Encoding::UniGb => {
                let hex: String = text.encode_utf16().map(|unit| format!("{unit:04x}")).collect();
                vec![(0, (hex, text.chars().count()))]
            }
            Encoding::Gbk => {
                let (bytes, _, _) = encoding_rs::GBK.encode(text);
                let hex = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                vec![(0, (hex, text.chars().count()))]
            }
            Encoding::Identity => {
                let hex = text.chars().map(|c| format!("{:04x}", self.code(c))).collect();
                vec![(0, (hex, text.chars().count()))]
            }
            Encoding::Simple => text
                .chars()
                .map(|c| {
                    let code = self.code(c);
                    (usize::from(code / 200), (format!("{:02x}", 33 + code % 200), 1))
                })
                .collect(),
        }
    }

    fn code(&mut self, c: char) -> u16 {
        let next = self.codes.len() as u16 + 1;
        *self.codes.entry(c).or_insert(next)
    }

    fn line(&mut self, text: &str, x: f32, size: f32) {
        if self.y < BOTTOM {
            self.finish_page();
            self.pages.push(String::new());
            self.y = TOP;
        }
        let y = self.y;
        self.show(text, x, y, size);
        self.y -= 22.0;
    }

    fn finish_page(&mut self) {
        let number = format!("— {} —", self.pages.len());
        self.show(&number, 270.0, 40.0, 10.0);
    }

    /// A paragraph with its first line indented, broken at the width of the page.
    fn paragraph(&mut self, text: &str) {
        let chars: Vec<char> = text.chars().collect();
        let first = chars.len().min(PER_LINE - 2);
        self.line(&chars[..first].iter().collect::<String>(), LEFT + 2.0 * SIZE, SIZE);
        for line in chars[first..].chunks(PER_LINE) {
            self.line(&line.iter().collect::<String>(), LEFT, SIZE);
        }
    }

    fn rule(&mut self, x0: f32, y0: f32, x1: f32, y1: f32) {
        let op = format!("{x0} {y0} m {x1} {y1} l S\n");
        self.page().push_str(&op);
    }

    fn table(&mut self, table: &Table) {
        const HEIGHT: f32 = 24.0;
        const WIDTH: f32 = 126.0;
        if self.y - HEIGHT * table.rows() as f32 <= BOTTOM {
            self.finish_page();
            self.pages.push(String::new());
            self.y = TOP;
        }
        let top = self.y + 6.0;
        for (row, column, rows, columns, text) in table.cells {
            let (x, y) = (LEFT - 20.0 + WIDTH * *column as f32 * 0.8, top - HEIGHT * *row as f32);
            let (right, bottom) = (x + WIDTH * 0.8 * *columns as f32, y - HEIGHT * *rows as f32);
            for (x0, y0, x1, y1) in
                [(x, y, right, y), (x, bottom, right, bottom), (x, y, x, bottom), (right, y, right, bottom)]
            {
                self.rule(x0, y0, x1, y1);
            }
            // Long cells wrap.
            let chars: Vec<char> = text.chars().collect();
            let lines: Vec<String> = chars.chunks(10 * columns).map(|line| line.iter().collect()).collect();
            for (nth, line) in lines.iter().enumerate() {
                self.show(line, x + 3.0, y - 10.0 - 10.0 * nth as f32 - 0.4 * (y - bottom - HEIGHT), 9.0);
            }
        }
        self.y = top - HEIGHT * table.rows() as f32 - 20.0;
    }

    fn framed(&mut self, texts: &[&str]) {
        let top = self.y + 18.0;
        for text in texts {
            self.paragraph(text);
        }
        let bottom = self.y + 10.0;
        let (left, right) = (LEFT - 6.0, LEFT + SIZE * PER_LINE as f32 + 6.0);
        let op = format!("{left} {bottom} {} {} re S\n", right - left, top - bottom);
        self.page().push_str(&op);
        self.y -= 14.0;
    }

    /// The file: catalogue, pages, fonts, cross-reference table.
    fn finish(mut self) -> Vec<u8> {
        self.finish_page();
        let fonts = self.fonts();
        let count = self.pages.len();
        let first_page = 3;
        let first_font = first_page + count * 2;
        let mut objects: Vec<Vec<u8>> = Vec::new();
        objects.push(b"<< /Type /Catalog /Pages 2 0 R >>".to_vec());
        let kids: String = (0..count).map(|n| format!("{} 0 R ", first_page + n * 2)).collect();
        objects.push(format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>").into_bytes());
        let mut names = String::new();
        let mut font_objects = Vec::new();
        for (nth, parts) in fonts.into_iter().enumerate() {
            let base = first_font + font_objects.len();
            names.push_str(&format!("/F{nth} {base} 0 R "));
            for part in parts {
                font_objects.push(
                    part.replace("@1", &(base + 1).to_string())
                        .replace("@2", &(base + 2).to_string())
                        .into_bytes(),
                );
            }
        }
        for (nth, content) in self.pages.iter().enumerate() {
            objects.push(
                format!(
                    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << {names} >> >> /Contents {} 0 R >>",
                    first_page + nth * 2 + 1
                )
                .into_bytes(),
            );
            objects.push(format!("<< /Length {} >>\nstream\n{content}endstream", content.len()).into_bytes());
        }
        objects.extend(font_objects);
        file(&objects)
    }

    /// The objects of each font; `@1` and `@2` stand for the objects behind the first.
    fn fonts(&self) -> Vec<Vec<String>> {
        let composite = |encoding: &str, ordering: &str, unicode: &str| {
            format!(
                "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /{encoding} /DescendantFonts [@1 0 R] {unicode} >>"
            ) + &format!("%{ordering}")
        };
        let descendant = |ordering: &str| {
            format!(
                "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 2 >> /DW 1000 >>"
            )
        };
        match self.encoding {
            Encoding::UniGb => vec![vec![composite("UniGB-UCS2-H", "", ""), descendant("GB1")]],
            Encoding::Gbk => vec![vec![composite("GBK-EUC-H", "", ""), descendant("GB1")]],
            Encoding::Identity => {
                let map = to_unicode(self.codes.iter().map(|(c, code)| (format!("{code:04x}"), *c)), 2);
                vec![vec![composite("Identity-H", "", "/ToUnicode @2 0 R"), descendant("Identity"), map]]
            }
            Encoding::Simple => {
                let fonts = self.codes.len() / 200 + 1;
                (0..fonts)
                    .map(|font| {
                        let codes = self.codes.iter().filter(|(_, code)| usize::from(**code / 200) == font);
                        let map = to_unicode(codes.map(|(c, code)| (format!("{:02x}", 33 + code % 200), *c)), 1);
                        let widths = "1000 ".repeat(223);
                        vec![
                            format!("<< /Type /Font /Subtype /TrueType /BaseFont /S{font} /FirstChar 33 /LastChar 255 /Widths [{widths}] /ToUnicode @1 0 R >>"),
                            map,
                        ]
                    })
                    .collect()
            }
        }
    }
}

fn to_unicode(codes: impl Iterator<Item = (String, char)>, bytes: usize) -> String {
    let entries: Vec<String> = codes.map(|(code, c)| format!("<{code}> <{:04x}>", c as u32)).collect();
    let blocks: String = entries
        .chunks(90)
        .map(|block| format!("{} beginbfchar\n{}\nendbfchar\n", block.len(), block.join("\n")))
        .collect();
    let (low, high) = ("00".repeat(bytes), "ff".repeat(bytes));
    let map = format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n\
         1 begincodespacerange <{low}> <{high}> endcodespacerange\n{blocks}endcmap end end"
    );
    format!("<< /Length {} >>\nstream\n{map}\nendstream", map.len() + 1)
}

pub(crate) fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (nth, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", nth + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let xref = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(
        format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n", objects.len() + 1).bytes(),
    );
    out
}

/// The plan as a PDF.
pub(crate) fn plan(encoding: Encoding) -> Vec<u8> {
    let mut writer = Writer::new(encoding);
    for item in PLAN {
        match item {
            Item::Title(text) => writer.line(text, 160.0, 18.0),
            Item::Figure(text) => writer.line(text, 220.0, 10.0),
            Item::Heading(_, label, title) => {
                let gap = if label.ends_with('、') { "" } else { " " };
                writer.line(&format!("{label}{gap}{title}"), LEFT + 2.0 * SIZE, SIZE);
            }
            Item::Paragraph(lead, text) => writer.paragraph(&format!("{lead}{text}")),
            Item::Bullet(text) => writer.paragraph(&format!("——{text}")),
            Item::Table(table) => {
                writer.line(table.caption, 200.0, 10.0);
                writer.table(table);
            }
            Item::Box(caption, items) => {
                let texts: Vec<&str> = std::iter::once(caption).chain(items.iter()).copied().collect();
                writer.framed(&texts);
            }
        }
    }
    writer.finish()
}

#[test]
fn four_encodings_read_the_same() {
    let expected = shape(&read(fixture::txt().as_bytes()));
    for encoding in [Encoding::UniGb, Encoding::Gbk, Encoding::Identity, Encoding::Simple] {
        assert_eq!(shape(&read(&plan(encoding))), expected, "{encoding:?}");
    }
}

#[test]
fn lines_know_their_page() {
    let document = read(&plan(Encoding::Identity));
    assert!(document.origins.iter().any(|origin| origin.page == Some(1)));
    assert!(document.origins.iter().any(|origin| origin.page == Some(2)));
    assert_eq!(document.joins.len(), joined(&document));
}

/// Paragraphs whose text comes from two pages.
fn joined(document: &Document) -> usize {
    let page = |offset: usize| {
        let line = document.lines.line(offset);
        document.origins.iter().find(|origin| origin.line == line).and_then(|origin| origin.page)
    };
    document
        .blocks
        .iter()
        .filter(|block| match block {
            Block::Paragraph(paragraph) => {
                let span = paragraph.text.full_span();
                page(span.start) != page(span.end - 1)
            }
            _ => false,
        })
        .count()
}

#[test]
fn a_scan_is_an_error() {
    let mut picture = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n".to_vec();
    picture.extend(b"\xff\nendstream");
    let scan = file(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 5 0 R >> >> /Contents 4 0 R >>".to_vec(),
        b"<< /Length 31 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q\n  \nendstream".to_vec(),
        picture,
    ]);
    assert_eq!(
        document::read(&scan, &ReadOptions::default()).map(|_| ()),
        Err(ReadError::Scanned { pages: 1 })
    );
}
