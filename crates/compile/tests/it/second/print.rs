//! Prints the plan on pages as office programs do, and the pages as a PDF or as the text that is taken from one.

use std::fmt::Write as _;

use super::city::{Part, Table};

/// How tables are ruled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    Cells,
    Three,
}

const LEFT: f32 = 72.0;
const TOP: f32 = 770.0;
const BOTTOM: f32 = 80.0;
/// Full-width characters of a line of the body, and of a frame.
const BODY: usize = 32;
const FRAME: usize = 38;

/// A text at a place with its size.
#[derive(Clone, Debug)]
struct Shown {
    text: String,
    x: f32,
    y: f32,
    size: f32,
}

#[derive(Default)]
struct Page {
    shown: Vec<Shown>,
    /// Both ends of each line.
    rules: Vec<[f32; 4]>,
}

/// The pages of the plan.
pub(super) struct Pages {
    sheets: Vec<Page>,
    y: f32,
    rules: Rules,
}

/// Half-width columns.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// The lines of a text of so many half-width columns: numbers are not cut, and no stop begins a line.
fn broken(text: &str, first: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let number = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let length = if number > 0 { number } else { c.len_utf8() };
        let (part, behind) = rest.split_at(length);
        rest = behind;
        let room = if lines.len() == 1 { first } else { most };
        let stop = "，。；：、）”》%".contains(c);
        let count = lines.len();
        let line = &mut lines[count - 1];
        if width(line) + width(part) > room && !line.is_empty() && !stop {
            lines.push(part.to_owned());
        } else {
            line.push_str(part);
        }
    }
    lines
}

impl Pages {
    pub(super) fn of(plan: &[Part], rules: Rules) -> Self {
        let mut pages = Self { sheets: vec![Page::default()], y: TOP, rules };
        for part in plan {
            match part {
                Part::Title(lines) => {
                    for line in *lines {
                        pages.centred(line, 20.0, 34.0);
                    }
                    pages.y -= 20.0;
                }
                Part::Heading(level, number, title) => {
                    let size = if *level == 1 { 18.0 } else { 16.0 };
                    pages.y -= 10.0;
                    pages.room(60.0);
                    pages.centred(&format!("{number} {title}"), size, 30.0);
                }
                Part::Text(text) => {
                    for (nth, line) in broken(text, BODY * 2 - 4, BODY * 2).iter().enumerate() {
                        pages.room(26.0);
                        pages.show(line, if nth == 0 { LEFT + 28.0 } else { LEFT }, 14.0);
                        pages.y -= 26.0;
                    }
                }
                Part::Table(table) => pages.table(table),
                Part::Boxed(caption, texts) => pages.framed(caption, texts),
            }
        }
        pages.close();
        pages
    }

    fn page(&mut self) -> &mut Page {
        self.sheets.last_mut().expect("there is always one")
    }

    fn show(&mut self, text: &str, x: f32, size: f32) {
        let y = self.y - size;
        self.page().shown.push(Shown { text: text.to_owned(), x, y, size });
    }

    fn centred(&mut self, text: &str, size: f32, pitch: f32) {
        self.show(text, 297.0 - width(text) as f32 * size / 4.0, size);
        self.y -= pitch;
    }

    fn close(&mut self) {
        let number = format!("第 {} 页", self.sheets.len());
        self.page().shown.push(Shown { text: number, x: 280.0, y: 40.0, size: 9.0 });
    }

    fn next(&mut self) {
        self.close();
        self.sheets.push(Page::default());
        self.y = TOP;
    }

    fn room(&mut self, height: f32) {
        if self.y - height < BOTTOM {
            self.next();
        }
    }

    fn rule(&mut self, from: (f32, f32), to: (f32, f32)) {
        self.page().rules.push([from.0, from.1, to.0, to.1]);
    }

    /// A frame around its paragraphs; a page end cuts it into two frames.
    fn framed(&mut self, caption: &str, texts: &[&str]) {
        const SIZE: f32 = 11.0;
        const PITCH: f32 = 17.0;
        let (left, right) = (LEFT - 4.0, LEFT + SIZE * FRAME as f32 + 8.0);
        self.room(PITCH * 4.0);
        let mut top = self.y;
        let frame = |pages: &mut Self, top: f32| {
            let bottom = pages.y - 4.0;
            for (from, to) in [
                ((left, top), (right, top)),
                ((left, bottom), (right, bottom)),
                ((left, top), (left, bottom)),
                ((right, top), (right, bottom)),
            ] {
                pages.rule(from, to);
            }
        };
        self.y -= 3.0;
        self.centred(caption, 12.0, PITCH + 2.0);
        for text in texts {
            for (nth, line) in broken(text, FRAME * 2 - 4, FRAME * 2).iter().enumerate() {
                if self.y - PITCH < BOTTOM {
                    frame(self, top);
                    self.next();
                    top = self.y;
                    self.y -= 3.0;
                }
                self.show(line, if nth == 0 { LEFT + 2.0 * SIZE } else { LEFT }, SIZE);
                self.y -= PITCH;
            }
        }
        frame(self, top);
        self.y -= 18.0;
    }

    fn table(&mut self, table: &Table) {
        const PITCH: f32 = 12.0;
        let size = if table.columns.len() > 8 { 8.5 } else { 9.5 };
        // Cells have the margins that office programs give them.
        let mut edges = vec![40.0];
        for (_, columns) in table.columns {
            edges.push(edges[edges.len() - 1] + *columns as f32 * size / 2.0 + 10.8);
        }
        self.room(90.0);
        self.y -= 8.0;
        self.centred(table.caption, 12.0, 20.0);
        if !table.note.is_empty() {
            let x = edges[edges.len() - 1] - width(table.note) as f32 * 5.0;
            self.show(table.note, x, 10.0);
            self.y -= 16.0;
        }
        let mut drawn = Drawn::default();
        self.head(table, &edges, size, &mut drawn);
        for row in table.rows {
            let lines = cells(row, table);
            let tallest =
                lines.iter().enumerate().filter(|(at, _)| !(table.grouped && *at == 0)).map(|(_, c)| c.len());
            let height = tallest.max().unwrap_or(1) as f32 * PITCH + 6.0;
            if self.y - height < BOTTOM {
                self.finish(table, &edges, size, &mut drawn);
                self.next();
                self.head(table, &edges, size, &mut drawn);
            }
            self.row(table, &edges, size, &lines, height, &mut drawn);
        }
        self.finish(table, &edges, size, &mut drawn);
        self.y -= 20.0;
    }

    fn head(&mut self, table: &Table, edges: &[f32], size: f32, drawn: &mut Drawn) {
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
        let lines = cells(&names, table);
        let height = lines.iter().map(Vec::len).max().unwrap_or(1) as f32 * 12.0 + 6.0;
        drawn.top = self.y;
        self.row(table, edges, size, &lines, height, drawn);
        drawn.head = self.y;
    }

    fn row(
        &mut self,
        table: &Table,
        edges: &[f32],
        size: f32,
        lines: &[Vec<String>],
        height: f32,
        drawn: &mut Drawn,
    ) {
        let top = self.y;
        let first = self.page().shown.len();
        for (column, cell) in lines.iter().enumerate() {
            if table.grouped && column == 0 && !drawn.rows.is_empty() {
                continue;
            }
            let mut y = top - (height - cell.len() as f32 * 12.0) / 2.0;
            // Figures and short words stand in the middle, names at the left.
            let room = edges[column + 1] - edges[column];
            for line in cell {
                let free = room - width(line) as f32 * size / 2.0;
                let x = edges[column] + if table.columns[column].1 > 14 { 5.4 } else { free / 2.0 };
                let shown = Shown { text: line.clone(), x, y: y - size - 1.0, size };
                if !line.is_empty() {
                    self.page().shown.push(shown);
                }
                y -= 12.0;
            }
        }
        drawn.rows.push((top, top - height, lines[0].clone(), first));
        self.y = top - height;
    }

    /// Rules and the names of groups of what stands on this page.
    fn finish(&mut self, table: &Table, edges: &[f32], size: f32, drawn: &mut Drawn) {
        let (left, right, bottom) = (edges[0], edges[edges.len() - 1], self.y);
        let rows = std::mem::take(&mut drawn.rows);
        self.rule((left, drawn.top), (right, drawn.top));
        self.rule((left, bottom), (right, bottom));
        if self.rules == Rules::Three {
            self.rule((left, drawn.head), (right, drawn.head));
        } else {
            for edge in edges {
                self.rule((*edge, drawn.top), (*edge, bottom));
            }
            for (nth, (top, _, name, _)) in rows.iter().enumerate().skip(1) {
                let inside = table.grouped && nth > 1 && name.concat().is_empty();
                self.rule((if inside { edges[1] } else { left }, *top), (right, *top));
            }
        }
        if !table.grouped {
            return;
        }
        let mut labels: Vec<(usize, Shown)> = Vec::new();
        let mut at = 1;
        while at < rows.len() {
            let mut end = at + 1;
            while end < rows.len() && rows[end].2.concat().is_empty() {
                end += 1;
            }
            let name = if rows[at].2.concat().is_empty() { drawn.group.clone() } else { rows[at].2.clone() };
            let mut y = f32::midpoint(rows[at].0, rows[end - 1].1) + name.len() as f32 * 6.0;
            for line in &name {
                let x = f32::midpoint(edges[0], edges[1]) - width(line) as f32 * size / 4.0;
                labels.push((rows[at].3, Shown { text: line.clone(), x, y: y - size - 1.0, size }));
                y -= 12.0;
            }
            drawn.group = name;
            at = end;
        }
        // A merged cell is drawn with its first row.
        for (place, label) in labels.into_iter().rev() {
            self.page().shown.insert(place, label);
        }
    }

    /// The file.
    pub(super) fn pdf(&self) -> Vec<u8> {
        let count = self.sheets.len();
        let kids: Vec<String> = (0..count).map(|n| format!("{} 0 R", 5 + n * 2)).collect();
        let mut objects: Vec<String> = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            format!("<< /Type /Pages /Kids [{}] /Count {count} >>", kids.join(" ")),
            "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>".to_owned(),
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500] >>".to_owned(),
        ];
        for (nth, page) in self.sheets.iter().enumerate() {
            objects.push(format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F0 3 0 R >> >> /Contents {} 0 R >>",
                6 + nth * 2
            ));
            let mut content = String::new();
            for Shown { text, x, y, size } in &page.shown {
                let hex: String = text.encode_utf16().fold(String::new(), |mut hex, unit| {
                    let _ = write!(hex, "{unit:04x}");
                    hex
                });
                let _ = writeln!(content, "BT /F0 {size} Tf 1 0 0 1 {x} {y} Tm <{hex}> Tj ET");
            }
            for [x0, y0, x1, y1] in &page.rules {
                let _ = writeln!(content, "0.5 w {x0} {y0} m {x1} {y1} l S");
            }
            objects.push(format!("<< /Length {} >>\nstream\n{content}endstream", content.len()));
        }
        let mut out = b"%PDF-1.4\n".to_vec();
        let mut places = Vec::new();
        for (nth, object) in objects.iter().enumerate() {
            places.push(out.len());
            out.extend(format!("{} 0 obj\n{object}\nendobj\n", nth + 1).bytes());
        }
        let start = out.len();
        out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
        for place in places {
            out.extend(format!("{place:010} 00000 n \n").bytes());
        }
        let size = objects.len() + 1;
        out.extend(format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
        out
    }

    /// The text as a converter gives it that keeps everything at its place on the page, with the margin or without.
    #[expect(clippy::cast_possible_truncation, reason = "places on a page, kept within its size")]
    pub(super) fn layout(&self, margin: bool) -> String {
        let mut out = String::new();
        for page in &self.sheets {
            let first = page.shown.iter().map(|one| one.x).fold(f32::MAX, f32::min);
            let left = if margin { 0.0 } else { first };
            // A column of the text is as wide as a digit of the smallest type.
            let unit = page.shown.iter().map(|one| one.size).fold(f32::MAX, f32::min) / 2.0;
            let mut shown: Vec<&Shown> = page.shown.iter().collect();
            shown.sort_by(|a, b| b.y.total_cmp(&a.y));
            let mut rows: Vec<Vec<&Shown>> = Vec::new();
            for one in shown {
                match rows.last_mut() {
                    Some(row) if row[0].y - one.y < row[0].size * 0.45 => row.push(one),
                    _ => rows.push(vec![one]),
                }
            }
            let mut last = TOP;
            for mut row in rows {
                let blanks = ((last - row[0].y) / 26.0).floor().clamp(0.0, 3.0);
                out.extend((1..blanks as usize).map(|_| '\n'));
                last = row[0].y;
                row.sort_by(|a, b| a.x.total_cmp(&b.x));
                let mut line = String::new();
                for one in row {
                    let place = ((one.x - left) / unit).round() as usize;
                    let least = if line.is_empty() { 0 } else { width(&line) + 1 };
                    let gap = place.max(least).saturating_sub(width(&line));
                    line.extend(std::iter::repeat_n(' ', gap));
                    line.push_str(&one.text);
                }
                out.push_str(line.trim_end());
                out.push('\n');
            }
            out.push('\u{c}');
        }
        out
    }

    /// The text in the order in which it was drawn.
    pub(super) fn raw(&self) -> String {
        let mut out = String::new();
        for page in &self.sheets {
            let mut last: Option<&Shown> = None;
            for one in &page.shown {
                if let Some(last) = last {
                    out.push(if (last.y - one.y).abs() < last.size * 0.45 { ' ' } else { '\n' });
                }
                out.push_str(&one.text);
                last = Some(one);
            }
            out.push_str("\n\u{c}");
        }
        out
    }
}

/// What was drawn of a table on this page.
#[derive(Default)]
struct Drawn {
    top: f32,
    head: f32,
    /// Top, bottom, the lines of the first cell, and how many texts were drawn before the row.
    rows: Vec<(f32, f32, Vec<String>, usize)>,
    /// The group that the last page ended with.
    group: Vec<String>,
}

/// The lines of the cells of a row.
fn cells(row: &[&str], table: &Table) -> Vec<Vec<String>> {
    let lines = |(at, text): (usize, &&str)| {
        // A title of a group runs over the empty cells behind it.
        let free = row[at + 1..].iter().take_while(|cell| cell.is_empty()).count();
        let over = if at == 0 && !table.grouped { free } else { 0 };
        let room: usize = table.columns[at..=at + over].iter().map(|(_, width)| *width).sum();
        broken(text, room, room)
    };
    row.iter().enumerate().map(lines).collect()
}
