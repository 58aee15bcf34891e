//! One search over all plans that somebody sees: names first, then headings and sentences; people and offices for those
//! who may see them.

use crate::matters;
use crate::titles::{Titled, Titles};
use crate::view::{PlanView, sentence_start};
use crate::{Fault, Question, Service, Viewer};
use document::{Block, sentence_starts};
use duty::Right;
use search::{Hit, Item, Kind, Query};
use source::Passage;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use store::{Indexed, Matched, MatterFilter, PlanFilter, Unindexed};
use story::Anchor;

/// Hits of a kind that are shown while all kinds are.
pub const SOME: usize = 8;
/// Hits of one kind on a page.
pub const PAGE: usize = 50;
/// Versions looked up at a time by whoever makes the index.
const AT_A_TIME: usize = 16;

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The hits, by kind.
    pub groups: Vec<Group>,
    /// Plans whose title has the words.
    pub plans: Vec<Named>,
    /// Offices and people whose name has the words, for those who may see them.
    pub others: Vec<Named>,
    /// Matters that have the words, of those that the viewer may see; the latest first.
    pub matters: Vec<Named>,
}

/// The hits of a kind.
#[derive(Clone, Debug)]
pub struct Group {
    /// The kind.
    pub kind: Kind,
    /// How many there are.
    pub total: usize,
    /// Those of the page.
    pub hits: Vec<Shown>,
}

/// A hit with what is shown of it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The plan.
    pub plan: String,
    /// Its title.
    pub title: String,
    /// Names the item: an id, or the place in the text (`b123`).
    pub key: String,
    /// Its words.
    pub words: String,
}

/// Something with a name and a page of its own.
#[derive(Clone, Debug)]
pub enum Named {
    /// A plan by its id, and its title.
    Plan(String, String),
    /// An account, and the name of the person with it.
    Person(String, String),
    /// A matter by its plan and number, and its name.
    Matter(String, i64, String),
    /// The name of an office.
    Office(String),
}

/// Which hits of which kind.
#[derive(Clone, Copy, Debug, Default)]
pub struct Part {
    /// Only this kind.
    pub kind: Option<Kind>,
    /// The page, from 0.
    pub page: usize,
}

impl Service {
    /// What somebody finds who looks for these words.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn find(&self, viewer: &Viewer, query: &Query, part: Part) -> Result<Found, Fault> {
        let published = viewer.sees_published_only();
        let matched = self.store().search(query, published).await?;
        let titles = self.titles(published).await?;
        let ranked = ranked(&matched, &titles, part);
        let wanted: Vec<(i64, u32)> =
            ranked.values().flat_map(Ranked::page).map(|(of, item)| (of.id, *item)).collect();
        let words = self.store().found_items(&wanted).await?;
        let groups = ranked.into_iter().map(|(kind, ranked)| {
            let hits = ranked.page().filter_map(|(of, item)| {
                let (key, words) = words.get(&(of.id, *item))?.clone();
                let title = titles.0.get(&of.plan)?.title.clone();
                Some(Shown { title, plan: of.plan.clone(), key, words })
            });
            Group { kind, total: ranked.total, hits: hits.collect() }
        });
        let groups = groups.collect();
        let plans = titles.0.iter().filter(|(_, plan)| query.occurs_in(&plan.plain));
        let plans = plans.map(|(id, plan)| Named::Plan(id.clone(), plan.title.clone()));
        let matters = self.matters_with(viewer, query, &titles).await?;
        let others = self.others(viewer, query).await?;
        Ok(Found { groups, plans: plans.take(SOME).collect(), others, matters })
    }

    /// Matters of the plans that somebody sees, with all words. Whose a matter is differs from viewer to viewer, so that they
    /// stand in no index: the database gives those with the first word.
    async fn matters_with(
        &self,
        viewer: &Viewer,
        query: &Query,
        titles: &Titles,
    ) -> Result<Vec<Named>, Fault> {
        // Letters may be the first of a pinyin: no database finds those.
        let words = Some(query.first()).filter(|word| !word.is_ascii()).unwrap_or_default();
        let found = matters::list(self, viewer, &MatterFilter { words, ..MatterFilter::default() }).await?;
        let named =
            found.into_iter().filter(|one| titles.0.contains_key(&one.matter.plan)).filter_map(|one| {
                let one = one.matter;
                let kind = self.kinds().get(&one.kind)?;
                let all = [&one.number, &one.title].into_iter().chain(one.fields.values());
                let all = all.map(String::as_str).collect::<Vec<_>>().join(" ");
                let name = format!("{} {} {}", kind.said.zh, one.number, one.title);
                has_all(&all, query).then(|| Named::Matter(one.plan.clone(), one.id, name.replace("  ", " ")))
            });
        Ok(named.take(SOME).collect())
    }

    /// The plans that somebody sees; kept until something is written.
    async fn titles(&self, published: bool) -> Result<Arc<Titles>, Fault> {
        let key = format!("{}\0{published}", self.key(None));
        let make = async || {
            let filter = PlanFilter { published, ..PlanFilter::default() };
            let (plans, _) = self.store().plans(&filter).await?;
            let numbered = plans.into_iter().enumerate().map(|(place, plan)| {
                let plain = search::plain(&Item::new(Kind::Body, "", &plan.title));
                (plan.key.plan, Titled { place, title: plan.title, plain })
            });
            Ok::<_, Fault>(Titles(numbered.collect()))
        };
        self.plan_titles().get(&key, make).await
    }

    /// Offices and people, where the viewer may see lists of them.
    async fn others(&self, viewer: &Viewer, query: &Query) -> Result<Vec<Named>, Fault> {
        if !viewer.may(Right::ManageAccounts) {
            return Ok(Vec::new());
        }
        let people = self.store().accounts().await?.into_iter();
        let people = people
            .map(|account| (format!("{} {}", account.full_name, account.name), account.name))
            .filter(|(name, _)| has_all(name, query))
            .map(|(name, account)| Named::Person(account, name));
        let offices = self.store().offices().await?.into_iter().map(|office| office.name);
        let offices = offices.filter(|name| has_all(name, query)).map(Named::Office);
        Ok(people.chain(offices).take(SOME).collect())
    }

    /// Makes the index of versions that wait for it; gives how many were made.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub async fn index_waiting(&self) -> Result<usize, Fault> {
        let waiting = self.store().to_index(AT_A_TIME).await?;
        for of in &waiting {
            self.index_one(of).await?;
        }
        Ok(waiting.len())
    }

    async fn index_one(&self, of: &Unindexed) -> Result<(), Fault> {
        let question = Question { version: Some(of.version), ..Question::now(&of.plan) };
        let view = self.plan(&Viewer::System, &question).await?;
        let made = tokio::task::spawn_blocking(move || {
            let items = items(&view);
            let rows = search::index(&items);
            (items, rows)
        });
        let (items, rows) = made.await.map_err(|error| Fault::internal(&error))?;
        Ok(self.store().put_index(Indexed { of, items: &items, rows: &rows }).await?)
    }

    /// Makes what is missing of the index, again and again.
    pub async fn keep_indexed(self, every: Duration) {
        let mut clock = tokio::time::interval(every);
        clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut seen = None;
        loop {
            clock.tick().await;
            let state = self.key(None);
            if seen.as_ref() == Some(&state) {
                continue;
            }
            let made = self.index_waiting().await;
            self.set_indexed(matches!(made, Ok(0)));
            match made {
                Ok(0) => seen = Some(state),
                Ok(_) => clock.reset_immediately(),
                Err(fault) => tracing::warn!(why = %fault.words.en, "the search index cannot be made"),
            }
        }
    }
}

/// The hits of a kind: how many, and the first of them in their order, up to the end of the page that is shown.
#[derive(Default)]
struct Ranked<'a> {
    total: usize,
    /// How many come before the page.
    before: usize,
    /// Up to how many are needed.
    most: usize,
    /// Those that begin with the words, and the others.
    first: Vec<(&'a Matched, u32)>,
    later: Vec<(&'a Matched, u32)>,
}

impl<'a> Ranked<'a> {
    /// No hits yet, of a kind of which this part is shown.
    fn new(kind: Kind, part: Part) -> Self {
        let (before, page) = match part.kind {
            Some(only) if only == kind => (part.page.saturating_mul(PAGE), PAGE),
            Some(_) => (0, 0),
            None => (0, SOME),
        };
        Self { before, most: before.saturating_add(page), ..Self::default() }
    }

    fn add(&mut self, of: &'a Matched, hits: &[Hit], kind: Kind) {
        self.total += hits.len();
        for hit in hits {
            let is_full = self.first.len() >= self.most;
            // Where all count alike the first are enough; a name that begins with the words may still come.
            if is_full {
                break;
            }
            let is_later = hit.at > 0 && kind < Kind::Text;
            let list = if is_later { &mut self.later } else { &mut self.first };
            if list.len() < self.most {
                list.push((of, hit.item));
            }
        }
    }

    /// Those of the page.
    fn page(&self) -> impl Iterator<Item = &(&'a Matched, u32)> {
        let all = self.first.iter().chain(&self.later);
        all.skip(self.before).take(self.most - self.before)
    }
}

/// The hits by kind: those that begin with the words first, then in the order of the plans and of the text. Most searches
/// find far more than a page shows: the rest is counted only.
fn ranked<'a>(matched: &'a [Matched], titles: &Titles, part: Part) -> BTreeMap<Kind, Ranked<'a>> {
    let mut plans: Vec<(usize, &Matched)> =
        matched.iter().filter_map(|of| Some((titles.0.get(&of.plan)?.place, of))).collect();
    plans.sort_unstable_by_key(|(place, of)| (*place, of.id));
    let mut by_kind: BTreeMap<Kind, Ranked<'a>> = BTreeMap::new();
    for (_, of) in plans {
        // The hits come in the order of the items, and these in that of their kinds.
        let mut rest = of.hits.as_slice();
        for (kind, items) in of.kinds.ranges() {
            let (hits, after) = rest.split_at(rest.partition_point(|hit| hit.item < items.end));
            rest = after;
            if !hits.is_empty() {
                by_kind.entry(kind).or_insert_with(|| Ranked::new(kind, part)).add(of, hits, kind);
            }
        }
    }
    by_kind
}

/// Whether all words occur in a name.
fn has_all(name: &str, query: &Query) -> bool {
    search::contains(&Item::new(Kind::Body, "", name), query)
}

/// Everything of a plan that can be found, in the order of the kinds.
pub fn items(view: &PlanView) -> Vec<Item> {
    let plan = &view.stored.plan;
    let mut items: Vec<Item> = Vec::new();
    for indicator in &plan.indicators {
        let others = indicator.aliases.join("、");
        let words = if others.is_empty() {
            indicator.name.clone()
        } else {
            format!("{}（{others}）", indicator.name)
        };
        items.push(Item::new(Kind::Indicator, indicator.id.to_string(), words));
    }
    let named = |kind, id: String, name: &str| Item::new(kind, id, name);
    items.extend(plan.projects.iter().map(|one| named(Kind::Project, one.id.to_string(), &one.name)));
    items.extend(plan.bodies.iter().map(|one| named(Kind::Body, one.id.to_string(), &one.name)));
    items.extend(plan.places.iter().map(|one| named(Kind::Place, one.id.to_string(), &one.name)));
    if let Some(document) = &view.stored.document {
        of_blocks(&document.blocks, &mut items);
    }
    for finding in &view.stored.findings {
        let place = finding.labels.first().map(|label| label.span);
        let key = place.zip(view.stored.document.as_ref()).and_then(|(span, of)| sentence_start(of, span));
        let key = key.map(|start| Anchor(start).to_string()).unwrap_or_default();
        items.push(Item::new(Kind::Finding, key, finding.message.zh.clone()));
    }
    // Headings and sentences come mixed, as in the text.
    items.sort_by_key(|item| item.kind);
    items
}

/// Headings and sentences with their places. Boxes hold blocks, to a depth that the reader limits.
fn of_blocks(blocks: &[Block], items: &mut Vec<Item>) {
    let mut waiting: Vec<&Block> = blocks.iter().rev().collect();
    while let Some(block) = waiting.pop() {
        match block {
            Block::Heading(heading) => {
                let words = format!("{} {}", heading.number, heading.title.text());
                items.push(Item::new(Kind::Heading, Anchor(heading.span.start).to_string(), words.trim()));
            }
            Block::Paragraph(paragraph) => sentences(&paragraph.text, items),
            Block::ListItem(item) => sentences(&item.text, items),
            Block::Table(table) => {
                sentences(&table.title, items);
                table.cells.iter().for_each(|cell| sentences(&cell.text, items));
            }
            Block::Box(framed) => {
                sentences(&framed.title, items);
                waiting.extend(framed.blocks.iter().rev());
            }
            Block::Figure(figure) => sentences(&figure.title, items),
        }
    }
}

fn sentences(passage: &Passage, items: &mut Vec<Item>) {
    let text = passage.text();
    let starts = sentence_starts(text);
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    for (start, end) in starts.iter().copied().zip(ends) {
        let words = text.get(start..end).unwrap_or("").trim();
        if !words.is_empty() {
            items.push(Item::new(Kind::Text, Anchor(passage.offset(start)).to_string(), words));
        }
    }
}
