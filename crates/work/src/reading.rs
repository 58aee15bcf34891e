//! What a bulletin or yearbook says of the indicators of a plan, and where it says it.

use crate::asked::{Reporting, history};
use crate::import::HandedIn;
use crate::reader::Reader;
use crate::view::PlanView;
use crate::{Fault, Service, Viewer};
use ::reading::Request;
use document::{Block, Document, Format};
use intake::bulletin::{Proposal, proposals, reported_year, table_proposals};
use plan::{Indicator, Plan, Provenance};
use source::{Passage, Span, Words};
use store::Figure;

/// What was read from a file.
pub struct Reading {
    /// Title that stands in the file; empty when it has none.
    title: String,
    file: String,
    /// Year of what names none.
    pub year: Option<i32>,
    /// What it says of the indicators.
    pub said: Vec<Said>,
}

/// A value with the sentence or cell that states it.
pub struct Said {
    /// The value, and what it is a value of.
    pub proposal: Proposal,
    /// The sentence, the row of a table, or the cell with its name.
    pub quote: String,
    /// Where it stands.
    pub place: Place,
}

/// The part of what was read that a viewer may hand in.
pub struct OwnPart<'a> {
    /// In the order of the file.
    pub lines: Vec<Own<'a>>,
    /// How many values are somebody else's.
    pub foreign: usize,
}

/// A value that a viewer may hand in.
pub struct Own<'a> {
    /// Its place in [`Reading::said`].
    pub place: usize,
    /// The value with its sentence.
    pub said: &'a Said,
    /// The indicator it is a value of.
    pub indicator: &'a Indicator,
    /// The region; empty for the plan's own.
    pub region: &'a str,
    /// The value that is public now.
    pub public: Option<f64>,
}

/// Where something stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Address of a cell with its sheet.
    Cell(String),
    /// Page, from 1.
    Page(u32),
    /// Line of the text, from 1.
    Line(u32),
}

impl Place {
    /// As people say it.
    pub fn words(&self) -> Words {
        match self {
            Self::Cell(address) => Words::new(address, address),
            Self::Page(page) => Words::new(format!("第{page}页"), format!("page {page}")),
            Self::Line(line) => Words::new(format!("第{line}行"), format!("line {line}")),
        }
    }
}

impl Reading {
    /// Reads a file. A year that is given counts before that of title and name.
    ///
    /// # Errors
    /// Why nothing can be read, and what to do.
    pub async fn of(
        reader: &Reader,
        name: &str,
        bytes: &[u8],
        plan: &Plan,
        year: Option<i32>,
    ) -> Result<Self, Words> {
        let file = name.to_owned();
        if is_table(name) {
            reader.try_figures(name, bytes).await?;
            let year = year.or_else(|| reported_year(name));
            let said = table_proposals(name, bytes, plan, year)?.into_iter().map(|proposal| Said {
                quote: proposal.provenance.quote.clone(),
                place: Place::Cell(proposal.cell.clone()),
                proposal,
            });
            return Ok(Self { title: String::new(), file, year, said: said.collect() });
        }
        let request = Request { name: file.clone(), ..Request::default() };
        let read = reader.document(bytes.to_vec(), request).await?;
        let (document, bulletin) = (read.document, read.plan);
        let year = year.or_else(|| reported_year(&bulletin.title)).or_else(|| reported_year(name));
        let said = proposals(&bulletin, plan, year).into_iter().map(|proposal| Said {
            quote: around(&document, &proposal.provenance),
            place: place(&document, proposal.provenance.line),
            proposal,
        });
        Ok(Self { said: said.collect(), title: bulletin.title, file, year })
    }

    /// The figures that were ticked, by their place in [`Self::said`], with the sentence or cell as their source.
    ///
    /// # Errors
    /// One of them is somebody else's to hand in.
    pub async fn figures(
        &self,
        service: &Service,
        viewer: &Viewer,
        view: &PlanView,
        ticked: impl Iterator<Item = usize>,
    ) -> Result<Vec<HandedIn>, Fault> {
        let reporting = Reporting::of(service, view.id()).await?;
        let said = ticked.filter_map(|place| self.said.get(place));
        let known = said.filter_map(|said| Some((said, view.indicator(said.proposal.indicator.as_str())?)));
        known
            .map(|(said, indicator)| {
                let region = region(&said.proposal, &view.stored.plan);
                let (office, below_county) =
                    reporting.office(viewer, &indicator.name, region).ok_or_else(Fault::forbidden)?;
                let figure = Figure {
                    plan: view.id().to_owned(),
                    indicator: indicator.name.clone(),
                    region: region.to_owned(),
                    year: said.proposal.year,
                    value: Some(said.proposal.value),
                    unit: indicator.unit.clone(),
                    status: plan::Status::Preliminary,
                    source: self.source_of(said),
                    comment: said.quote.clone(),
                    attachment: None,
                    dimensions: plan::Dimensions::default(),
                };
                Ok((figure, office, below_county))
            })
            .collect()
    }

    /// What a viewer may hand in of what was read, with the values that are public now.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn own<'a>(
        &'a self,
        service: &Service,
        viewer: &Viewer,
        view: &'a PlanView,
    ) -> Result<OwnPart<'a>, Fault> {
        let reporting = Reporting::of(service, view.id()).await?;
        let mut own = OwnPart { lines: Vec::new(), foreign: 0 };
        for (place, said) in self.said.iter().enumerate() {
            let one = &said.proposal;
            let Some(indicator) = view.indicator(one.indicator.as_str()) else { continue };
            let region = region(one, &view.stored.plan);
            if reporting.office(viewer, &indicator.name, region).is_none() {
                own.foreign += 1;
                continue;
            }
            let public = history(view, indicator, region).get(&one.year).copied();
            own.lines.push(Own { place, said, indicator, region, public });
        }
        Ok(own)
    }

    /// What people call the file.
    pub fn name(&self) -> &str {
        if self.title.is_empty() { &self.file } else { &self.title }
    }

    /// The source of a figure: title, file and place.
    pub fn source_of(&self, said: &Said) -> String {
        let place = said.place.words().zh;
        match self.title.as_str() {
            "" => format!("{} {place}", self.file),
            title => format!("《{title}》（{}）{place}", self.file),
        }
    }
}

/// The region of a figure; empty for the plan's own, which a document may name.
fn region<'a>(one: &'a Proposal, plan: &plan::Plan) -> &'a str {
    if plan.region.as_deref() == Some(one.region.as_str()) { "" } else { &one.region }
}

/// Whether a file holds tables of figures by the ending of its name.
pub(crate) fn is_table(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    matches!(ending.as_str(), "xlsx" | "xlsm" | "xlsb" | "xls" | "ods" | "csv" | "tsv")
}

fn place(document: &Document, line: u32) -> Place {
    // Only in a PDF do pages stand fast.
    let origin = document.origins.iter().find(|origin| origin.line == line);
    let page = origin.filter(|_| document.format == Format::Pdf).and_then(|origin| origin.page);
    page.map_or(Place::Line(line), Place::Page)
}

/// The sentence or the row of a table that something stands in.
fn around(document: &Document, provenance: &Provenance) -> String {
    let start = provenance.span.start;
    let quote = || provenance.quote.clone();
    for block in &document.blocks {
        let found = match block {
            Block::Paragraph(paragraph) => sentence(&paragraph.text, start),
            Block::ListItem(item) => sentence(&item.text, start),
            Block::Table(table) if covers(table.span, start) => {
                let cell = table.cells.iter().find(|cell| covers(cell.text.full_span(), start));
                let row =
                    cell.map(|cell| table.row(cell.row).map(|cell| cell.text.text()).collect::<Vec<_>>());
                Some(row.map_or_else(quote, |row| row.join(" ")))
            }
            _ => None,
        };
        if let Some(found) = found {
            return found;
        }
    }
    quote()
}

/// Whether what begins at an offset begins inside a span.
fn covers(span: Span, at: usize) -> bool {
    (span.start..span.end).contains(&at)
}

/// The sentence of a passage that covers an offset of the source.
fn sentence(passage: &Passage, at: usize) -> Option<String> {
    if !covers(passage.full_span(), at) {
        return None;
    }
    let mut from = 0;
    for one in passage.text().split_inclusive(['。', '！', '？', '；']) {
        let range = from..from + one.len();
        from = range.end;
        if covers(passage.span(range), at) {
            return Some(one.trim().to_owned());
        }
    }
    None
}
