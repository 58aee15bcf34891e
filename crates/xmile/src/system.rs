//! A model taken apart into single numbers: one slot for each element of each variable, and slots of its own for what functions remember.

use crate::compile::{Context, equation};
use crate::document::{Document, Kind, Specs, Written};
use crate::error::Error;
use crate::graph::Graph;
use crate::name::{canonical, shown};
use crate::order;
use crate::program::{Op, Program, reads};
use std::collections::BTreeMap;

/// What a slot is.
#[derive(Clone, Debug)]
pub(crate) enum Kept {
    /// Adds up flows.
    Stock { initial: Program, inflows: Vec<usize>, outflows: Vec<usize>, non_negative: bool },
    /// Adds up a rate; what smoothing and delaying functions remember.
    Level { initial: Program, rate: Program },
    /// Follows from others at the same time.
    Value { program: Program, non_negative: bool },
    /// What its program gave at the start.
    Initial { program: Program },
    /// What another slot was one step before.
    Previous { input: usize, initial: Program },
    /// What another slot was some time before.
    Delay { input: usize, time: usize, initial: Option<Program> },
}

/// A slot.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    /// As it is shown; empty for what functions remember.
    pub name: String,
    /// The variable it belongs to, for messages.
    pub variable: String,
    pub line: usize,
    pub kept: Kept,
}

/// A variable and its slots.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub dimensions: Vec<String>,
    pub sizes: Vec<usize>,
    pub first: usize,
}

impl Entry {
    pub(crate) fn count(&self) -> usize {
        self.sizes.iter().product()
    }

    /// The slot of an element, the last index running fastest.
    pub(crate) fn slot(&self, indices: &[usize]) -> Option<usize> {
        let mut place = 0;
        for (index, size) in indices.iter().zip(&self.sizes) {
            if index >= size {
                return None;
            }
            place = place * size + index;
        }
        (indices.len() == self.sizes.len()).then_some(self.first + place)
    }
}

/// A model ready to run.
#[derive(Clone, Debug)]
pub(crate) struct System {
    pub specs: Specs,
    pub slots: Vec<Slot>,
    pub graphs: Vec<Graph>,
    /// All slots in the order in which they can be computed at the start.
    pub at_start: Vec<usize>,
    /// The slots that follow from others, in an order in which they can be computed.
    pub each_step: Vec<usize>,
}

/// Slots, at most.
const MOST_SLOTS: usize = 200_000;

impl System {
    pub(crate) fn build(document: &Document) -> Result<Self, Error> {
        let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
        let mut count = 0_usize;
        for written in &document.variables {
            let sizes = sizes(document, written)?;
            let entry = Entry { dimensions: written.dimensions.clone(), sizes, first: count };
            count = count.saturating_add(entry.sizes.iter().fold(1_usize, |a, b| a.saturating_mul(*b)));
            if count > MOST_SLOTS {
                return Err(
                    Error::new("变量元素过多", "there are too many elements").at(&written.name, written.line)
                );
            }
            if entries.insert(canonical(&written.name), entry).is_some() {
                return Err(Error::new("有两个同名变量", "two variables have this name")
                    .at(&written.name, written.line));
            }
        }
        let mut graphs: Vec<Graph> = Vec::new();
        let mut tables = BTreeMap::new();
        for (name, graph) in &document.tables {
            tables.insert(name.clone(), graphs.len());
            graphs.push(graph.clone());
        }
        let empty = |written: &Written| Slot {
            name: String::new(),
            variable: written.name.clone(),
            line: written.line,
            kept: Kept::Value { program: Vec::new(), non_negative: false },
        };
        let mut slots: Vec<Slot> = Vec::new();
        for written in &document.variables {
            let entry = &entries[&canonical(&written.name)];
            slots.extend((0..entry.count()).map(|_| empty(written)));
        }
        for written in &document.variables {
            let mut builder = Builder {
                document,
                entries: &entries,
                tables: &tables,
                slots: &mut slots,
                graphs: &mut graphs,
            };
            builder.variable(written).map_err(|error| error.at(&written.name, written.line))?;
        }
        let (at_start, each_step) = orders(&slots)?;
        Ok(Self { specs: document.specs, slots, graphs, at_start, each_step })
    }
}

/// The orders in which slots can be computed at the start, and at each step.
fn orders(slots: &[Slot]) -> Result<(Vec<usize>, Vec<usize>), Error> {
    let start = |slot: &Slot| -> Vec<usize> {
        match &slot.kept {
            Kept::Stock { initial: program, .. }
            | Kept::Level { initial: program, .. }
            | Kept::Value { program, .. }
            | Kept::Initial { program }
            | Kept::Previous { initial: program, .. }
            | Kept::Delay { initial: Some(program), .. } => reads(program).collect(),
            Kept::Delay { input, initial: None, .. } => vec![*input],
        }
    };
    let all: Vec<usize> = (0..slots.len()).collect();
    let needs: Vec<Vec<usize>> = slots.iter().map(start).collect();
    let at_start = order::sorted(&all, &needs).map_err(|cycle| circle(slots, &cycle, true))?;
    let follows = |at: &usize| matches!(slots.get(*at).map(|slot| &slot.kept), Some(Kept::Value { .. }));
    let values: Vec<usize> = all.into_iter().filter(follows).collect();
    let needs: Vec<Vec<usize>> = slots
        .iter()
        .map(|slot| match &slot.kept {
            Kept::Value { program, .. } => reads(program).filter(follows).collect(),
            _ => Vec::new(),
        })
        .collect();
    let each_step = order::sorted(&values, &needs).map_err(|cycle| circle(slots, &cycle, false))?;
    Ok((at_start, each_step))
}

fn circle(slots: &[Slot], cycle: &[usize], at_start: bool) -> Error {
    const MOST: usize = 8;
    let mut names: Vec<&str> = Vec::new();
    for slot in cycle.iter().filter_map(|at| slots.get(*at)) {
        if names.last() != Some(&slot.variable.as_str()) {
            names.push(&slot.variable);
        }
    }
    let more = if names.len() > MOST { " …" } else { "" };
    let path = names.iter().take(MOST).copied().collect::<Vec<_>>().join(" → ") + more;
    let first = cycle.first().and_then(|at| slots.get(*at));
    let error = if at_start {
        Error::new(format!("初始值互相依赖：{path}"), format!("initial values depend on each other: {path}"))
    } else {
        Error::new(
            format!("变量互相依赖而没有存量：{path}"),
            format!("variables depend on each other without a stock: {path}"),
        )
    };
    match first {
        Some(slot) => error.at(&slot.variable, slot.line),
        None => error,
    }
}

fn sizes(document: &Document, written: &Written) -> Result<Vec<usize>, Error> {
    let of = |dimension: &String| {
        document.dimensions.get(dimension).map(Vec::len).filter(|size| *size > 0).ok_or_else(|| {
            Error::new(format!("没有维度“{dimension}”"), format!("there is no dimension “{dimension}”"))
                .at(&written.name, written.line)
        })
    };
    written.dimensions.iter().map(of).collect()
}

struct Builder<'d> {
    document: &'d Document,
    entries: &'d BTreeMap<String, Entry>,
    tables: &'d BTreeMap<String, usize>,
    slots: &'d mut Vec<Slot>,
    graphs: &'d mut Vec<Graph>,
}

impl Builder<'_> {
    /// Fills the slots of a variable.
    #[expect(clippy::too_many_lines, reason = "an element is filled field by field")]
    fn variable(&mut self, written: &Written) -> Result<(), Error> {
        let entry = &self.entries[&canonical(&written.name)];
        let by_subscript = self.by_subscript(written, entry)?;
        let graph = written.graph.as_ref().and_then(|_| self.tables.get(&canonical(&written.name)).copied());
        let mut compiled: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for place in 0..entry.count() {
            let indices = indices(place, &entry.sizes);
            let own = by_subscript.get(&place);
            let text = match own {
                Some((equations, _)) => equations.first(),
                None if written.equations.len() > 1 => written.equations.get(place),
                None => written.equations.first(),
            };
            let text = text.ok_or_else(|| {
                let name = self.element(entry, &indices);
                Error::new(format!("元素“{name}”没有方程"), format!("element “{name}” has no equation"))
            })?;
            let bound: Vec<(&str, usize)> =
                entry.dimensions.iter().map(String::as_str).zip(indices.iter().copied()).collect();
            let mut context = Context {
                entries: self.entries,
                tables: self.tables,
                dimensions: &self.document.dimensions,
                specs: self.document.specs,
                bound: &bound,
                variable: &written.name,
                line: written.line,
                slots: self.slots,
            };
            let mut program = equation(text, &mut context)?;
            let own_graph = match own.and_then(|(_, graph)| graph.as_ref()) {
                Some(graph) => {
                    let at = *compiled.entry((entry.first, place)).or_insert(self.graphs.len());
                    self.graphs.push(graph.clone());
                    Some(at)
                }
                None => graph,
            };
            let kept = match &written.kind {
                Kind::Stock { inflows, outflows } => Kept::Stock {
                    initial: program,
                    inflows: self.flows(inflows, entry, &indices)?,
                    outflows: self.flows(outflows, entry, &indices)?,
                    non_negative: written.non_negative,
                },
                Kind::Flow | Kind::Aux => {
                    program.extend(own_graph.map(Op::Graph));
                    Kept::Value { program, non_negative: written.non_negative }
                }
            };
            let name = self.element(entry, &indices);
            let name = if name.is_empty() {
                shown(&written.name)
            } else {
                format!("{}[{name}]", shown(&written.name))
            };
            if let Some(slot) = self.slots.get_mut(entry.first + place) {
                slot.name = name;
                slot.kept = kept;
            }
        }
        Ok(())
    }

    /// The names of an element's subscripts.
    fn element(&self, entry: &Entry, indices: &[usize]) -> String {
        let name = |(dimension, index): (&String, &usize)| {
            self.document
                .dimensions
                .get(dimension)
                .and_then(|all| all.get(*index))
                .cloned()
                .unwrap_or_default()
        };
        entry.dimensions.iter().zip(indices).map(name).collect::<Vec<_>>().join(",")
    }

    /// The equations that stand under a subscript, by place.
    #[allow(clippy::type_complexity)]
    fn by_subscript<'w>(
        &self,
        written: &'w Written,
        entry: &Entry,
    ) -> Result<BTreeMap<usize, (&'w Vec<String>, &'w Option<Graph>)>, Error> {
        let mut found = BTreeMap::new();
        for (subscript, equations, graph) in &written.elements {
            let parts: Vec<String> = subscript.split(',').map(canonical).collect();
            let of = |(part, dimension): (&String, &String)| {
                let all = self.document.dimensions.get(dimension)?;
                all.iter().position(|element| canonical(element) == *part)
            };
            let indices: Option<Vec<usize>> = parts.iter().zip(&entry.dimensions).map(of).collect();
            let slot =
                indices.filter(|_| parts.len() == entry.dimensions.len()).and_then(|all| entry.slot(&all));
            let slot = slot.ok_or_else(|| {
                Error::new(format!("没有下标“{subscript}”"), format!("there is no subscript “{subscript}”"))
            })?;
            found.insert(slot - entry.first, (equations, graph));
        }
        Ok(found)
    }

    /// The slots of flows for one element of a stock.
    fn flows(&self, names: &[String], stock: &Entry, indices: &[usize]) -> Result<Vec<usize>, Error> {
        let of = |name: &String| {
            let entry = self.entries.get(name)?;
            if entry.dimensions.is_empty() {
                return Some(entry.first);
            }
            let index = |dimension: &String| {
                stock
                    .dimensions
                    .iter()
                    .position(|own| own == dimension)
                    .and_then(|at| indices.get(at).copied())
            };
            let all: Option<Vec<usize>> = entry.dimensions.iter().map(index).collect();
            entry.slot(&all?)
        };
        names
            .iter()
            .map(|name| {
                of(name).ok_or_else(|| {
                    Error::new(
                        format!("没有流量“{name}”，或其维度不同"),
                        format!("there is no flow “{name}”, or its dimensions differ"),
                    )
                })
            })
            .collect()
    }
}

/// The indices of a place, the last running fastest.
fn indices(mut place: usize, sizes: &[usize]) -> Vec<usize> {
    let mut found = vec![0; sizes.len()];
    for (slot, size) in found.iter_mut().zip(sizes).rev() {
        *slot = place % size;
        place /= size;
    }
    found
}
