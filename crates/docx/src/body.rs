//! The text: blocks as paragraphs, tables and charts.

use crate::chart::{self, ChartPart};
use crate::contents::{Contents, Entry};
use crate::inline::{self, Look, plain, runs};
use crate::part::SPACES;
use crate::xml::{HEAD, ordered, value};
use crate::{Settings, WriteError, style, table, title};
use std::fmt::Write as _;
use story::{
    Block, Evidence, Frame, Heading, List, ListKind, Note, Paragraph, Role, Section, SectionKind, Table,
};

/// The text with what stands in parts of its own.
pub(crate) struct Body<'s> {
    settings: &'s Settings,
    xml: String,
    /// The runs of each footnote.
    pub(crate) footnotes: Vec<String>,
    /// Addresses outside the document, in the order of their ids.
    pub(crate) links: Vec<String>,
    /// The charts in the order of their ids.
    pub(crate) charts: Vec<ChartPart>,
    contents: Contents,
    /// Where the table of contents goes: behind the title.
    contents_at: usize,
    /// Whether the page lies here.
    lying: bool,
    /// How deep frames lie in frames.
    depth: usize,
}

/// Deeper frames are written without one: no reader follows, and no recursion runs away.
const DEEPEST: usize = 4;

impl<'s> Body<'s> {
    /// The blocks as text.
    pub(crate) fn of(blocks: &[Block<'_>], settings: &'s Settings) -> Result<Self, WriteError> {
        let mut body = Self {
            settings,
            xml: String::new(),
            footnotes: Vec::new(),
            links: Vec::new(),
            charts: Vec::new(),
            contents: Contents::default(),
            contents_at: 0,
            lying: false,
            depth: 0,
        };
        if !settings.mark.is_empty() {
            body.paragraph_of("Mark", &plain(&settings.mark));
        }
        body.blocks(blocks)?;
        Ok(body)
    }

    /// The elements of blocks alone, to stand in a document that is there already.
    pub(crate) fn fragment(blocks: &[Block<'_>], settings: &'s Settings) -> Result<String, WriteError> {
        let mut body = Self { depth: 1, ..Self::of(&[], settings)? };
        // No page turns in what somebody else laid out.
        body.blocks(blocks)?;
        Ok(body.xml)
    }

    /// `word/document.xml`.
    pub(crate) fn document(&self) -> String {
        let (before, after) = self.xml.split_at(self.contents_at);
        let contents = if self.settings.contents.is_empty() {
            String::new()
        } else {
            self.contents.xml(&self.settings.contents)
        };
        format!(
            "{HEAD}<w:document {SPACES}><w:body>{before}{contents}{after}{}</w:body></w:document>",
            style::section(self.lying)
        )
    }

    fn blocks(&mut self, blocks: &[Block<'_>]) -> Result<(), WriteError> {
        for block in blocks {
            if !matches!(block, Block::Table(_) | Block::Section(_)) {
                self.lay(false);
            }
            match block {
                Block::Heading(one) => self.heading(one, SectionKind::Part),
                Block::Section(one) => self.section(one)?,
                Block::Paragraph(one) => self.paragraph(one),
                Block::List(one) => self.list(one),
                Block::Facts(facts) => {
                    for fact in facts {
                        self.paragraph_of("BodyText", &plain(&fact.line()));
                    }
                }
                Block::Table(one) => self.table(one),
                Block::Frame(one) => self.frame(one)?,
                Block::Columns(columns) => {
                    for column in columns {
                        self.blocks(column)?;
                    }
                }
                Block::Chart(one) if one.is_empty() => {}
                Block::Chart(one) => self.chart(one)?,
                Block::Map(one) => {
                    self.paragraph_of("BodyText", &plain(&one.key));
                    for (name, text) in &one.areas {
                        self.paragraph_of("BodyText", &plain(&format!("{name}：{text}")));
                    }
                }
                Block::Evidence(one) => self.evidence(one),
                Block::Sources(all) => all.iter().for_each(|one| self.evidence(one)),
                Block::Notes(notes) => notes.iter().for_each(|one| self.note(one)),
            }
        }
        Ok(())
    }

    fn section(&mut self, section: &Section<'_>) -> Result<(), WriteError> {
        // The heading of an attachment stands on the page of its table.
        let begins_wide =
            matches!(section.blocks.first(), Some(Block::Table(table)) if table::is_wide(table));
        self.lay(begins_wide && section.kind == SectionKind::Attachment);
        self.heading(&section.heading, section.kind);
        self.blocks(&section.blocks)
    }

    /// Level 1 is the title; below it levels go down by one, and an attachment begins a page.
    fn heading(&mut self, heading: &Heading<'_>, kind: SectionKind) {
        let number = plain(&heading.number);
        if heading.level <= 1 && kind != SectionKind::Attachment {
            // A title that takes several lines is broken where its words end.
            let text = match title::lines(&inline::text(&heading.text)) {
                lines if lines.len() > 1 => plain(&lines.join("\n")),
                _ => runs(self, &heading.text, Look::default()),
            };
            self.paragraph_of("Title", &format!("{number}{text}"));
            self.contents.lines(2);
            self.contents_at = self.xml.len();
            return;
        }
        let text = runs(self, &heading.text, Look::default());
        let (style, level) = match (kind, heading.level) {
            (SectionKind::Attachment, _) => ("Attachment", 1),
            (_, 2) => ("Heading1", 1),
            (_, 3) => ("Heading2", 2),
            (_, 4) => ("Heading3", 3),
            _ => ("Heading4", 4),
        };
        if kind == SectionKind::Attachment {
            self.contents.page();
        }
        let words = format!("{}{}", heading.number, inline::text(&heading.text));
        let id = self.contents.entries.len() + 1;
        let gap = if heading.number.is_empty() || heading.number.ends_with(['、', '）', '.', '．']) {
            ""
        } else {
            " "
        };
        let inside = format!(
            "<w:bookmarkStart w:id=\"{id}\" w:name=\"_Toc{id:06}\"/>{number}{}{text}<w:bookmarkEnd w:id=\"{id}\"/>",
            plain(gap)
        );
        self.contents.lines(1);
        let page = self.contents.now();
        self.contents.entries.push(Entry { level, text: words, page });
        self.paragraph_of(style, &inside);
    }

    fn paragraph(&mut self, paragraph: &Paragraph<'_>) {
        let number = plain(&paragraph.number);
        let text = runs(self, &paragraph.text, Look::default());
        let style = match paragraph.role {
            Role::Plain | Role::Lede => "BodyText",
            Role::Soft | Role::Owner => "Remark",
            Role::Crumb => "Subtitle",
            Role::FrameHead => "Heading4",
            Role::Figure => "Caption",
        };
        self.contents.characters(inline::text(&paragraph.text).chars().count());
        self.paragraph_of(style, &format!("{number}{text}"));
    }

    fn list(&mut self, list: &List<'_>) {
        for item in &list.items {
            let marker = match list.kind {
                ListKind::Points => "— ".to_owned(),
                ListKind::Printed | ListKind::Lines => item.marker.clone().into_owned(),
            };
            let text = runs(self, &item.text, Look::default());
            self.contents.characters(inline::text(&item.text).chars().count());
            self.paragraph_of("BodyText", &format!("{}{text}", plain(&marker)));
        }
    }

    fn table(&mut self, table: &Table<'_>) {
        self.lay(table::is_wide(table));
        if !table.caption.is_empty() {
            self.paragraph_of("Caption", &plain(&table.caption));
        }
        if !table.note.is_empty() {
            self.paragraph_of("TableNote", &plain(&table.note));
        }
        let lying = self.lying;
        let xml = table::xml(self, table, lying);
        self.contents.rows(table.head.len() + table.rows.len());
        self.xml.push_str(&xml);
        // Two tables that touch would be one.
        self.paragraph_of("TableText", "");
    }

    /// Turns the page where it is not as it has to be: what stands before ends its section. Inside a frame no page turns.
    fn lay(&mut self, lying: bool) {
        if self.lying == lying || self.depth > 0 {
            return;
        }
        let section = style::section(self.lying);
        let properties = ordered("w:pPr", vec![value("w:pStyle", "TableText"), ("w:sectPr", section)]);
        let _ = write!(self.xml, "<w:p>{properties}</w:p>");
        self.lying = lying;
        self.contents.page();
    }

    fn frame(&mut self, frame: &Frame<'_>) -> Result<(), WriteError> {
        let title = runs(self, &frame.title, Look::default());
        let number = plain(&frame.number);
        if self.depth >= DEEPEST {
            self.paragraph_of("Heading4", &format!("{number}{title}"));
            return self.blocks(&frame.blocks);
        }
        let outside = std::mem::take(&mut self.xml);
        self.depth += 1;
        if !number.is_empty() || !title.is_empty() {
            self.paragraph_of("TableHead", &format!("{number}{title}"));
        }
        let done = self.blocks(&frame.blocks);
        self.depth -= 1;
        let inside = std::mem::replace(&mut self.xml, outside);
        done?;
        self.xml.push_str(&table::framed(&inside));
        self.paragraph_of("TableText", "");
        Ok(())
    }

    fn chart(&mut self, chart: &story::Chart<'_>) -> Result<(), WriteError> {
        let number = self.charts.len() + 1;
        self.charts.push(chart::part(chart)?);
        let caption = format!("{}{number}　{}", self.settings.figure, chart.description);
        let drawing = chart::drawing(number, &caption);
        self.contents.rows(12);
        self.paragraph_of("Figure", &drawing);
        self.paragraph_of("Remark", &plain(&caption));
        Ok(())
    }

    fn evidence(&mut self, evidence: &Evidence<'_>) {
        let place = if evidence.place.is_empty() {
            String::new()
        } else {
            format!("（{}）", evidence.place.join(" · "))
        };
        self.contents.characters(evidence.quote.chars().count());
        self.paragraph_of("Quote", &plain(&format!("{}{place}", evidence.quote)));
    }

    fn note(&mut self, note: &Note<'_>) {
        let help = if note.help.is_empty() { String::new() } else { format!(" {}", note.help) };
        self.contents.characters(note.message.chars().count());
        self.paragraph_of("Remark", &plain(&format!("【{}】{}{help}", note.word, note.message)));
    }

    fn paragraph_of(&mut self, style: &str, runs: &str) {
        self.xml.push_str(&paragraph(style, runs));
    }
}

/// A paragraph of a style.
pub(crate) fn paragraph(style: &str, runs: &str) -> String {
    format!("<w:p>{}{runs}</w:p>", ordered("w:pPr", vec![value("w:pStyle", style)]))
}
