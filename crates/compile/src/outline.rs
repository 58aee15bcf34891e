//! The outline: blocks become sections and the units of text that the other steps read.

use std::ops::Range;
use std::sync::LazyLock;

use document::{Block, BoxBlock, Document, Heading, Table};
use plan::{Section, SectionId, SectionKind};
use source::{Passage, Span};

use crate::frame::compact;
use crate::sentence::{self, Clause, Sentence};
use crate::setting::Setting;
use crate::words::{Words, class};

/// A paragraph or list item together with where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Unit<'d> {
    /// The text.
    pub(crate) text: &'d Passage,
    /// Its sentences, the run-in lead included.
    pub(crate) sentences: Vec<Sentence>,
    /// Length in bytes of the run-in lead with its stop.
    pub(crate) lead: usize,
    /// Whether it is an item of a list.
    pub(crate) listed: bool,
    /// The innermost numbered section.
    pub(crate) section: Option<SectionId>,
    /// Number of the box it stands in.
    pub(crate) boxed: Option<String>,
    /// The last heading inside the box.
    pub(crate) category: Option<&'d Passage>,
    /// Whether it stands in a part that describes the past and the present, not what is planned.
    pub(crate) background: bool,
    /// For each sentence, of what time it speaks when it names none.
    pub(crate) settings: Vec<Setting>,
    /// Whether its section is one of aims, by its title.
    pub(crate) aims: bool,
    /// Whether its section says what part a place is to play (战略定位), by its title.
    pub(crate) positions: bool,
    /// Whether it stands in front of the first heading of a text that has headings.
    pub(crate) preamble: bool,
}

impl<'d> Unit<'d> {
    /// The text of a cell that says what is to be done.
    pub(crate) fn of_cell(text: &'d Passage, section: Option<SectionId>) -> Self {
        let sentences = sentence::read(text.text());
        Self {
            text,
            lead: 0,
            listed: true,
            section,
            boxed: None,
            category: None,
            background: false,
            settings: vec![Setting::default(); sentences.len()],
            aims: false,
            positions: false,
            preamble: false,
            sentences,
        }
    }

    /// The sentences behind the run-in lead, as their clauses and the range they cover.
    pub(crate) fn body(&self) -> impl Iterator<Item = (Range<usize>, &[Clause])> + use<'_, 'd> {
        self.sentences.iter().filter(|sentence| sentence.range.end > self.lead).map(|sentence| {
            let first = sentence.clauses.partition_point(|clause| clause.range.start < self.lead);
            (sentence.range.start.max(self.lead)..sentence.range.end, &sentence.clauses[first..])
        })
    }
}

/// A table together with where it stands.
#[derive(Clone, Debug)]
pub(crate) struct PlacedTable<'d> {
    pub(crate) table: &'d Table,
    pub(crate) section: Option<SectionId>,
}

/// The outline and what hangs on it, in document order.
#[derive(Debug, Default)]
pub(crate) struct Outline<'d> {
    pub(crate) sections: Vec<Section>,
    pub(crate) units: Vec<Unit<'d>>,
    pub(crate) tables: Vec<PlacedTable<'d>>,
    /// Indexes of the open sections, outermost first.
    open: Vec<usize>,
    /// For each section, whether its title or one above says that it describes the past.
    background: Vec<bool>,
}

impl<'d> Outline<'d> {
    /// Walks the blocks of `document` once.
    pub(crate) fn of(document: &'d Document) -> Self {
        let mut outline = Self::default();
        for block in &document.blocks {
            outline.block(document, block);
        }
        if !outline.sections.is_empty() {
            for unit in outline.units.iter_mut().take_while(|unit| unit.section.is_none()) {
                unit.preamble = true;
            }
        }
        outline
    }

    fn block(&mut self, document: &'d Document, block: &'d Block) {
        match block {
            Block::Heading(heading) => self.heading(document, heading),
            Block::Paragraph(paragraph) => self.unit(document, &paragraph.text, paragraph.lead, false),
            Block::ListItem(item) => self.unit(document, &item.text, item.lead, true),
            Block::Table(table) => {
                self.caption(document, SectionKind::Table, &table.number, &table.title, table.span);
                self.extend(document, table.span);
                let section = self.innermost();
                self.tables.push(PlacedTable { table, section });
            }
            Block::Box(boxed) => self.boxed(document, boxed),
            Block::Figure(figure) => {
                self.caption(document, SectionKind::Figure, &figure.number, &figure.title, figure.span);
                self.extend(document, figure.span);
            }
        }
    }

    fn heading(&mut self, document: &Document, heading: &Heading) {
        while self.open.last().is_some_and(|index| self.sections[*index].level >= heading.level) {
            self.open.pop();
        }
        let kind = match heading.level {
            1 => SectionKind::Chapter,
            _ if heading.number.ends_with('章') => SectionKind::Chapter,
            2 => SectionKind::Section,
            _ => SectionKind::Subsection,
        };
        let index = self.push(document, kind, heading.level, &heading.number, &heading.title, heading.span);
        self.open.push(index);
        self.extend(document, heading.span);
    }

    fn caption(&mut self, document: &Document, kind: SectionKind, number: &str, title: &Passage, span: Span) {
        let level = self.open.last().map_or(1, |index| self.sections[*index].level + 1);
        let index = self.push(document, kind, level, number, title, span);
        self.sections[index].line_end = document.lines.line(span.end.saturating_sub(1));
    }

    fn push(
        &mut self,
        document: &Document,
        kind: SectionKind,
        level: u8,
        number: &str,
        title: &Passage,
        span: Span,
    ) -> usize {
        let index = self.sections.len();
        let title = compact_title(title.text());
        let above = self.open.last().is_some_and(|parent| self.background[*parent]);
        self.background.push(above || describes_background(&title));
        self.sections.push(Section {
            id: SectionId::of(index + 1),
            parent: self.innermost(),
            level,
            kind,
            number: number.to_owned(),
            title,
            line: document.lines.line(span.start),
            line_end: document.lines.line(span.start),
            span,
        });
        index
    }

    fn boxed(&mut self, document: &'d Document, boxed: &'d BoxBlock) {
        self.caption(document, SectionKind::Box, &boxed.number, &boxed.title, boxed.span);
        self.extend(document, boxed.span);
        let number = if boxed.number.is_empty() {
            // A box without a number still has to be told from the others.
            compact(boxed.title.text())
        } else {
            boxed.number.clone()
        };
        let mut category = None;
        for (index, block) in boxed.blocks.iter().enumerate() {
            if let Some(title) = heads_items(block, boxed.blocks.get(index + 1)) {
                category = Some(title);
                continue;
            }
            let (text, lead, listed) = match block {
                Block::Heading(heading) => {
                    category = Some(&heading.title);
                    continue;
                }
                Block::Paragraph(paragraph) => (&paragraph.text, paragraph.lead, false),
                Block::ListItem(item) => (&item.text, item.lead, true),
                other => {
                    self.block(document, other);
                    continue;
                }
            };
            self.unit(document, text, lead, listed);
            if let Some(unit) = self.units.last_mut() {
                unit.boxed = Some(number.clone());
                unit.category = category;
            }
        }
    }

    fn unit(&mut self, document: &Document, text: &'d Passage, lead: usize, listed: bool) {
        self.extend(document, text.full_span());
        let background = self.open.last().is_some_and(|index| self.background[*index]);
        let aims = self.open.iter().any(|index| self.sections[*index].title.contains("目标"));
        let positions = self.open.last().is_some_and(|index| self.sections[*index].title.contains("定位"));
        let section = self.innermost();
        let sentences = sentence::read(text.text());
        self.units.push(Unit {
            text,
            sentences,
            lead,
            listed,
            section,
            boxed: None,
            category: None,
            background,
            settings: Vec::new(),
            aims,
            positions,
            preamble: false,
        });
    }

    fn innermost(&self) -> Option<SectionId> {
        self.open.last().map(|index| self.sections[*index].id.clone())
    }

    /// Lets every open section reach to the end of `span`.
    fn extend(&mut self, document: &Document, span: Span) {
        let line = document.lines.line(span.end.saturating_sub(1));
        for index in &self.open {
            let section = &mut self.sections[*index];
            section.line_end = section.line_end.max(line);
        }
    }
}

/// The text of an item of a box that is a heading of those behind it: （二）水利, then 1. 甲水库.
fn heads_items<'d>(block: &'d Block, next: Option<&Block>) -> Option<&'d Passage> {
    const LONGEST: usize = 12;
    let (Block::ListItem(item), Some(Block::ListItem(next))) = (block, next) else { return None };
    let bracketed = |marker: &str| marker.starts_with(['（', '(']);
    let text = item.text.text();
    let short = text.chars().count() <= LONGEST && !text.contains(['，', '、', '：', '。', '；']);
    (short && bracketed(&item.marker) && !bracketed(&next.marker)).then_some(&item.text)
}

/// A title without the white space between Chinese characters that is only layout; a space between
/// two halves of a title stays, as one space.
fn compact_title(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a heading announces what was and is, not what is to be done.
pub(crate) fn describes_background(title: &str) -> bool {
    let title = compact(title);
    // 强化源头防控，夯实发展基础: each half says for itself.
    title.split(['，', '；']).any(|part| HEADINGS.0.within(part) && HEADINGS.1.prefix(part).is_none())
}

/// Words of headings that describe, and beginnings of those that plan.
static HEADINGS: LazyLock<(Words, Words)> = LazyLock::new(|| {
    const FILE: &str = include_str!("../data/zh/headings.tsv");
    (class(FILE, "background"), class(FILE, "plans"))
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn background_titles() {
        for title in ["发展基础", "“十三五”时期取得的成就", "面临的形势", "发展环境"]
        {
            assert!(describes_background(title), "{title}");
        }
        for title in
            ["优化发展环境", "发展目标", "生态环境保护", "夯实农业基础", "强化源头防控，夯实发展基础"]
        {
            assert!(!describes_background(title), "{title}");
        }
    }
}
