//! What rules look at: the document as pieces and sentences, the plan as statements by indicator.
//!
//! The indexes are made once for each check, in time linear in the document, so that no rule needs
//! to walk everything for every item.

use crate::language::{is_numeral, sentence_ends, small_number};
use crate::naming::regions;
use crate::rules::identity::facts::Facts;
use crate::rules::structure::numbered_names::{NumberedName, unexplained};
use crate::rules::structure::outline::{Body, Matching, Trust, matching};
use crate::rules::zoning::regimes::{Zoned, zoned};
use crate::words::Words;
use crate::works::{Work, works};
use document::{Block, BoxBlock, Document, Table};
use phrase::Mention;
use plan::{Indicator, IndicatorId, Observation, Origin, Plan, Provenance, Target};
use source::{Passage, Span};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

/// What a piece of text is in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Heading {
        level: u8,
    },
    Paragraph,
    Item,
    Cell,
    /// Title of a table, box or figure.
    Caption,
}

/// One coherent text: a heading, a paragraph joined over page breaks, a list item, a table cell.
#[derive(Debug)]
pub(crate) struct Piece<'a> {
    pub(crate) kind: Kind,
    pub(crate) passage: &'a Passage,
    /// Length in bytes of the run-in lead, 0 when there is none.
    pub(crate) lead: usize,
    /// Index of the heading of the body it stands under.
    pub(crate) heading: Option<usize>,
    /// Index of the chapter heading it stands under.
    pub(crate) chapter: Option<usize>,
    /// The box it stands in.
    pub(crate) frame: Option<&'a BoxBlock>,
    /// Quantities, times and shares in the text, in order.
    pub(crate) mentions: Box<[Mention]>,
}

impl<'a> Piece<'a> {
    pub(crate) fn text(&self) -> &'a str {
        self.passage.text()
    }

    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        self.passage.span(range)
    }

    /// Whether this is running text: a paragraph or a list item.
    pub(crate) fn is_prose(&self) -> bool {
        matches!(self.kind, Kind::Paragraph | Kind::Item)
    }
}

/// A sentence of running text.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    /// Index of its piece.
    pub(crate) piece: usize,
    /// Where in the piece, closing stop included.
    pub(crate) range: Range<usize>,
}

/// All that is said of one indicator.
#[derive(Debug)]
pub(crate) struct Statements<'a> {
    pub(crate) indicator: &'a Indicator,
    pub(crate) targets: Vec<&'a Target>,
    pub(crate) observations: Vec<&'a Observation>,
}

/// A document and its plan, indexed.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) document: &'a Document,
    pub(crate) plan: &'a Plan,
    /// In document order.
    pub(crate) pieces: Vec<Piece<'a>>,
    /// Of running text, in document order.
    pub(crate) sentences: Vec<Sentence>,
    /// In the order of the plan's indicators.
    pub(crate) statements: Vec<Statements<'a>>,
    /// Body tables, those inside boxes included.
    pub(crate) tables: Vec<&'a Table>,
    /// Boxes, each with the pieces in it.
    pub(crate) boxes: Vec<(&'a BoxBlock, Range<usize>)>,
    found: Found<'a>,
}

/// What several rules ask for, worked out when the first one does.
#[derive(Debug, Default)]
struct Found<'a> {
    regions: OnceCell<Vec<&'a str>>,
    facts: OnceCell<Facts>,
    feasibility: OnceCell<scenario::report::Checked>,
    numbered_names: OnceCell<Vec<NumberedName<'a>>>,
    zoned: OnceCell<Vec<Zoned<'a>>>,
    matching: OnceCell<Option<Matching<'a>>>,
    body: OnceCell<Body>,
    stated_numbers: RefCell<BTreeMap<String, Option<u32>>>,
    trust: OnceCell<Trust>,
    works: OnceCell<BTreeMap<String, Vec<Work>>>,
    starts: OnceCell<Vec<(usize, usize)>>,
    /// By where a statement begins: several rules ask for each.
    settings: RefCell<HashMap<usize, Setting>>,
}

/// What a statement takes from where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Setting {
    /// Its section tells of the past.
    pub(crate) looks_back: bool,
    /// Its section tells of the time after the plan.
    pub(crate) looks_ahead: bool,
    /// Its section or paragraph is about a part of the region.
    pub(crate) local: bool,
}

impl<'a> Context<'a> {
    pub(crate) fn new(document: &'a Document, plan: &'a Plan) -> Self {
        let mut walk = Walk::default();
        walk.blocks(&document.blocks, None);
        let sentences = sentences(&walk.pieces);
        Self {
            document,
            plan,
            pieces: walk.pieces,
            sentences,
            statements: statements(plan),
            tables: walk.tables,
            boxes: walk.boxes,
            found: Found::default(),
        }
    }

    /// The names of regions that the plan itself uses; see [`regions`].
    pub(crate) fn regions(&self) -> &[&'a str] {
        self.found.regions.get_or_init(|| regions(self))
    }

    /// What the plan says of standard indicators, and what follows from it.
    pub(crate) fn facts(&self) -> &Facts {
        self.found.facts.get_or_init(|| Facts::of(self))
    }

    /// The plan's numbers as a network of identities, with what cannot all be true.
    pub(crate) fn feasibility(&self) -> &scenario::report::Checked {
        self.found.feasibility.get_or_init(|| {
            let network = scenario::Network::of(self.plan, &scenario::Additions::default());
            scenario::report::check(network.distinct())
        })
    }

    /// The quoted numbered names that the text leaves unexplained, each once, in order.
    pub(crate) fn unexplained_names(&self) -> &[NumberedName<'a>] {
        self.found.numbered_names.get_or_init(|| unexplained(self))
    }

    /// All places under a development regime, in order.
    pub(crate) fn zoned(&self) -> &[Zoned<'a>] {
        self.found.zoned.get_or_init(|| zoned(self))
    }

    /// How the contents list and the body fit together; see [`matching`].
    pub(crate) fn matching(&self) -> Option<&Matching<'a>> {
        self.found.matching.get_or_init(|| matching(self.document)).as_ref()
    }

    /// The text behind the contents list, to find titles in.
    pub(crate) fn body(&self) -> &Body {
        self.found.body.get_or_init(|| Body::of(self.document))
    }

    /// What boxes and tables say of works, by name.
    pub(crate) fn works(&self) -> &BTreeMap<String, Vec<Work>> {
        self.found.works.get_or_init(|| works(self))
    }

    /// Whether the outline was read well enough to be judged.
    pub(crate) fn trust(&self) -> &Trust {
        self.found.trust.get_or_init(|| Trust::of(self))
    }

    /// The text of a sentence.
    pub(crate) fn text(&self, sentence: &Sentence) -> &'a str {
        &self.pieces[sentence.piece].text()[sentence.range.clone()]
    }

    /// The place in the source of a part of a sentence.
    pub(crate) fn span(&self, sentence: &Sentence, part: Range<usize>) -> Span {
        let start = sentence.range.start;
        self.pieces[sentence.piece].span(start + part.start..start + part.end)
    }

    /// Running text, piece by piece.
    pub(crate) fn prose(&self) -> impl Iterator<Item = &Piece<'a>> {
        self.pieces.iter().filter(|piece| piece.is_prose())
    }

    /// The piece that the place in the source lies in.
    pub(crate) fn piece_at(&self, offset: usize) -> Option<&Piece<'a>> {
        let starts = self.found.starts.get_or_init(|| {
            let mut starts: Vec<(usize, usize)> =
                self.pieces.iter().enumerate().map(|(at, piece)| (piece.passage.offset(0), at)).collect();
            starts.sort_unstable();
            starts
        });
        let at = starts.partition_point(|(start, _)| *start <= offset).checked_sub(1)?;
        starts.get(at).and_then(|(_, piece)| self.pieces.get(*piece))
    }

    /// What a statement in running text leaves to its surroundings: whether it looks back or far ahead, and
    /// whether it speaks of a part of the region.
    pub(crate) fn setting(&self, provenance: &Provenance) -> Setting {
        if !matches!(provenance.origin, Origin::Prose | Origin::Box) {
            return Setting::default();
        }
        let start = provenance.span.start;
        if let Some(known) = self.found.settings.borrow().get(&start) {
            return *known;
        }
        let setting = self.find_setting(start);
        self.found.settings.borrow_mut().insert(start, setting);
        setting
    }

    /// The setting of a statement in running text that begins at `start`.
    fn find_setting(&self, start: usize) -> Setting {
        let Some(piece) = self.piece_at(start) else { return Setting::default() };
        let headings = [piece.heading, piece.chapter];
        let titles = headings.iter().flatten().map(|at| self.pieces[*at].text());
        let far = |title: &str| ["远景", "展望", "2035", "2050"].iter().any(|word| title.contains(word));
        let text = piece.text();
        let inside = start.saturating_sub(piece.passage.offset(0)).min(text.len());
        // A paragraph without a stop is no reason to look through all of it for every figure.
        let before = &text[..text.floor_char_boundary(inside)];
        let before = &before[before.floor_char_boundary(before.len().saturating_sub(600))..];
        // The last two sentences say whose figure it is; what stands before them is forgotten.
        let recent = before.char_indices().rev().filter(|(_, c)| *c == '。').nth(1).map_or(0, |(at, _)| at);
        Setting {
            looks_back: self.is_review(piece),
            looks_ahead: titles.clone().any(far),
            local: titles.clone().any(|title| self.names_part(title))
                || leaves_out(before)
                || self.names_part(&without_means(&before[recent..])),
        }
    }

    /// Whether the words name a part of the region: a county of the plan, a zone, a metropolitan area.
    fn names_part(&self, words: &str) -> bool {
        static PARTS: LazyLock<Words> =
            LazyLock::new(|| Words::of(include_str!("../data/parts_of_regions.tsv")));
        PARTS.is_in(words)
            || self.regions().iter().any(|region| !self.is_own(region) && words.contains(region))
    }

    fn is_own(&self, region: &str) -> bool {
        self.plan.region.as_deref().is_some_and(|own| own.contains(region) || region.contains(own))
            || self.plan.title.contains(region)
    }

    /// Whether a piece stands in a chapter or section that looks back (发展基础, 现状, 回顾, 面临的形势).
    pub(crate) fn is_review(&self, piece: &Piece<'_>) -> bool {
        const REVIEWS: [&str; 12] = [
            "基础",
            "现状",
            "回顾",
            "成就",
            "成效",
            "形势",
            "背景",
            "存在的问题",
            "主要问题",
            "环境分析",
            "发展环境",
            "评价",
        ];
        let looks_back = |index: Option<usize>| {
            index.is_some_and(|at| {
                let title = self.pieces[at].text();
                REVIEWS.iter().any(|word| title.ends_with(word)) || title.contains("时期取得")
            })
        };
        looks_back(piece.heading) || looks_back(piece.chapter)
    }

    /// How many units such as 县（市） the text says there are; `None` when it does not say, or says two things.
    pub(crate) fn stated_number_of(&self, unit: &str) -> Option<u32> {
        if let Some(known) = self.found.stated_numbers.borrow().get(unit) {
            return *known;
        }
        let stated = self.find_stated_number_of(unit);
        self.found.stated_numbers.borrow_mut().insert(unit.to_owned(), stated);
        stated
    }

    fn find_stated_number_of(&self, unit: &str) -> Option<u32> {
        if unit.is_empty() {
            return None;
        }
        let mut stated = None;
        for piece in self.prose() {
            let text = piece.text();
            for (at, _) in text.match_indices(unit) {
                // 县（市）区 holds 县（市） but is another set.
                if text[at + unit.len()..].starts_with('区') {
                    continue;
                }
                let before = text[..at].trim_end_matches(['个', ' ']);
                let start =
                    before.char_indices().rev().take_while(|(_, c)| is_numeral(*c)).last().map(|c| c.0);
                let Some(number) = start.and_then(|start| small_number(&before[start..])) else { continue };
                // 2-3个县（市） are some of them.
                let some = start
                    .is_some_and(|start| before[..start].ends_with(['-', '—', '～', '~', '至', '、', '第']));
                if some || !(2..=60).contains(&number) {
                    continue;
                }
                if stated.is_some_and(|other| other != number) {
                    return None;
                }
                stated = Some(number);
            }
        }
        stated
    }
}

#[derive(Default)]
struct Walk<'a> {
    pieces: Vec<Piece<'a>>,
    tables: Vec<&'a Table>,
    boxes: Vec<(&'a BoxBlock, Range<usize>)>,
    heading: Option<usize>,
    chapter: Option<usize>,
}

impl<'a> Walk<'a> {
    fn push(&mut self, kind: Kind, passage: &'a Passage, lead: usize, frame: Option<&'a BoxBlock>) {
        if passage.is_empty() {
            return;
        }
        let (heading, chapter) = (self.heading, self.chapter);
        let mentions = phrase::scan(passage.text()).into_boxed_slice();
        self.pieces.push(Piece { kind, passage, lead, heading, chapter, frame, mentions });
    }

    fn blocks(&mut self, blocks: &'a [Block], frame: Option<&'a BoxBlock>) {
        for block in blocks {
            match block {
                Block::Heading(heading) => {
                    let index = self.pieces.len();
                    if frame.is_none() && !heading.title.is_empty() {
                        self.heading = Some(index);
                        if heading.level == 1 {
                            self.chapter = Some(index);
                        }
                    }
                    self.push(Kind::Heading { level: heading.level }, &heading.title, 0, frame);
                }
                Block::Paragraph(paragraph) => {
                    self.push(Kind::Paragraph, &paragraph.text, paragraph.lead, frame);
                }
                Block::ListItem(item) => self.push(Kind::Item, &item.text, item.lead, frame),
                Block::Table(table) => {
                    self.push(Kind::Caption, &table.title, 0, frame);
                    for cell in &table.cells {
                        self.push(Kind::Cell, &cell.text, 0, frame);
                    }
                    self.tables.push(table);
                }
                Block::Box(boxed) => {
                    let (own, first) = (self.boxes.len(), self.pieces.len());
                    self.boxes.push((boxed, first..first));
                    self.push(Kind::Caption, &boxed.title, 0, Some(boxed));
                    self.blocks(&boxed.blocks, Some(boxed));
                    self.boxes[own].1.end = self.pieces.len();
                }
                Block::Figure(figure) => self.push(Kind::Caption, &figure.title, 0, frame),
            }
        }
    }
}

fn sentences(pieces: &[Piece<'_>]) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (index, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.is_prose()) {
        let mut start = 0;
        for end in sentence_ends(piece.text()) {
            out.push(Sentence { piece: index, range: start..end });
            start = end;
        }
    }
    out
}

fn statements(plan: &Plan) -> Vec<Statements<'_>> {
    let mut out: Vec<Statements<'_>> = plan
        .indicators
        .iter()
        .map(|indicator| Statements { indicator, targets: Vec::new(), observations: Vec::new() })
        .collect();
    let index: BTreeMap<&IndicatorId, usize> =
        plan.indicators.iter().enumerate().map(|(at, indicator)| (&indicator.id, at)).collect();
    for target in &plan.targets {
        if let Some(&at) = index.get(&target.indicator) {
            out[at].targets.push(target);
        }
    }
    // The rules speak of years, and of what was: a quarter is no year, an earlier plan's aim no figure of what was.
    // The tables of a bulletin name their rows in short, by a title that says of whom (登记, 从业): one name is not one thing.
    let bulletin = plan.kind == Some(plan::DocumentKind::Bulletin);
    let told = |observation: &&Observation| {
        observation.is_yearly()
            && observation.is_result()
            && !(bulletin && observation.provenance.origin == plan::Origin::Table)
    };
    for observation in plan.observations.iter().filter(told) {
        if let Some(&at) = index.get(&observation.indicator) {
            out[at].observations.push(observation);
        }
    }
    out
}

/// A plan and the plan it has to follow.
#[derive(Debug)]
pub(crate) struct Pair<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) upper: &'a Plan,
    pub(crate) own: Vec<Statements<'a>>,
    pub(crate) above: Vec<Statements<'a>>,
}

impl<'a> Pair<'a> {
    pub(crate) fn new(plan: &'a Plan, upper: &'a Plan) -> Self {
        Self { plan, upper, own: statements(plan), above: statements(upper) }
    }
}
/// Whether the sentence takes something out before its figure: 扣除房地产，投资增长8%.
fn leaves_out(before: &str) -> bool {
    let sentence = before.rsplit(['。', '；']).next().unwrap_or(before);
    ["扣除", "剔除", "不含", "不包括"].iter().any(|word| sentence.contains(word))
}

/// The words without what 以…为… names: 以城区、重点镇为中心 says how something is done and not where a figure holds.
fn without_means(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('以') {
        let (front, behind) = rest.split_at(at);
        out.push_str(front);
        let clause = behind.find(['，', '。', '；']).unwrap_or(behind.len());
        // The 以 of 以上 and 以来 has no 为.
        let end = behind[..clause].find('为').unwrap_or('以'.len_utf8());
        rest = &behind[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_no_places() {
        assert_eq!(without_means("以城区、重点镇为中心，建设城镇"), "为中心，建设城镇");
        assert_eq!(without_means("城区人口40万以上"), "城区人口40万上");
    }

    #[test]
    fn what_a_sentence_leaves_out() {
        assert!(leaves_out("一季度平稳。扣除房地产开发，投资"));
        assert!(!leaves_out("扣除房地产后增长。投资"));
    }
}
