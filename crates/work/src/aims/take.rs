//! Aims taken from a list, a work report or a division of duties: proposed row by row, each tied to what of the plan it is about, confirmed by a
//! person.

use super::{chapter_of, named};
use crate::pending::Waiting;
use crate::view::PlanView;
use crate::{Fault, Service};
use ::reading::Request;
use intake::Problem;
use intake::yearly::{Listed, Tie, Ties, of_document};
use source::{Severity, Words};
use std::collections::{BTreeMap, BTreeSet};
use store::{Aim, AimFacts, AimMeasure, Change, Office};

/// Ties that are offered for a row.
const OFFERED: usize = 4;
/// A tie that shares at least so much (percent) is chosen already; below it a person chooses. Of a work report read against an outline of
/// another year, four in five from here on were right by eye, and one in two below.
const CHOSEN: u8 = 50;

/// A row of a file as it would become an aim.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What the file says.
    pub listed: Listed,
    /// The body in the lead: the office's own name where one is meant, else as written.
    pub office: String,
    /// Whether there is an office of that name.
    pub is_office: bool,
    /// What of the plan it may be about, the likeliest first.
    pub ties: Vec<Tie>,
    /// Whether the first of them is likely enough to be chosen already.
    pub is_sure: bool,
    /// The aim of the same words that the year has already.
    pub known: Option<i64>,
    /// Whether it says something that is not known yet.
    pub is_new: bool,
}

/// A file as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// What people call it.
    pub title: String,
    /// In the order of the file.
    pub rows: Vec<Row>,
    /// What is wrong or noteworthy.
    pub problems: Vec<Problem>,
    /// Whether it is a list that names bodies, and no text that was searched for aims.
    pub is_list: bool,
}

/// Reads a file: a list where it holds one, else a document that says what the year is to bring.
///
/// # Errors
/// Why nothing can be read, and what to do; the store cannot be read.
pub async fn understand(
    service: &Service,
    view: &std::sync::Arc<PlanView>,
    year: i64,
    waiting: &Waiting,
) -> Result<Result<Read, Words>, Fault> {
    let (name, content) = (waiting.name.clone(), waiting.content.clone());
    if let Err(words) = service.reader().try_figures(&name, &content).await {
        return Ok(Err(words));
    }
    let short = i16::try_from(year).unwrap_or(0);
    let asked = (name.clone(), content.clone());
    let list = tokio::task::spawn_blocking(move || intake::yearly::read(&asked.0, &asked.1, short));
    let list = list.await.map_err(|error| Fault::internal(&error))?;
    let is_list = !list.rows.is_empty();
    let (title, listed, mut problems) = if is_list {
        (name.clone(), list.rows, list.problems)
    } else if crate::reading::is_table(&name) {
        return Ok(Err(no_list()));
    } else {
        let request = Request { name: name.clone(), ..Request::default() };
        match service.reader().document(content.to_vec(), request).await {
            Ok(read) => {
                let listed = of_document(&read.plan, i32::from(short));
                let title = if read.plan.title.is_empty() { name.clone() } else { read.plan.title };
                (title, listed, Vec::new())
            }
            Err(words) => return Ok(Err(words)),
        }
    };
    let offices = service.store().offices().await?;
    let known = Known::of(service, view.id(), year).await?;
    let plan = view.clone();
    let rows = tokio::task::spawn_blocking(move || rows(&plan, year, listed, (offices.as_slice(), &known)));
    let rows = rows.await.map_err(|error| Fault::internal(&error))?;
    problems.extend(rows.iter().filter_map(|row| strange(&name, row)));
    Ok(Ok(Read { title, rows, problems, is_list }))
}

fn no_list() -> Words {
    Words::new(
        "没有找到分解表：表头要有“年度目标”（或“重点任务”“事项”）和“牵头单位”（或“责任单位”）。",
        "No list was found: its head needs 年度目标 (or 重点任务, 事项) and 牵头单位 (or 责任单位).",
    )
}

/// A lead body that is no office of the administration.
fn strange(file: &str, row: &Row) -> Option<Problem> {
    (!row.office.is_empty() && !row.is_office).then(|| Problem {
        file: file.to_owned(),
        sheet: row.listed.place.clone(),
        cell: None,
        severity: Severity::Warning,
        words: Words::new(
            format!("没有单位“{}”，名称照写，由规划人员代报", row.office),
            format!("there is no office “{}”; the name is kept, and planners report for it", row.office),
        ),
    })
}

/// The aims that a year has already, by their words.
struct Known {
    by_title: BTreeMap<String, Aim>,
    measures: BTreeSet<(i64, String)>,
}

impl Known {
    async fn of(service: &Service, plan: &str, year: i64) -> Result<Self, Fault> {
        let aims = service.store().aims(plan, Some(year)).await?;
        let aims: Vec<Aim> = aims.into_iter().filter(|aim| aim.dropped.is_empty()).collect();
        let ids: Vec<i64> = aims.iter().map(|aim| aim.id).collect();
        let measures = service.store().aim_measures(&ids).await?;
        Ok(Self {
            by_title: aims.into_iter().map(|aim| (plain(&aim.title), aim)).collect(),
            measures: measures.into_iter().map(|one| (one.aim, plain(&one.text))).collect(),
        })
    }
}

/// Words without spaces and the stop at their end.
fn plain(text: &str) -> String {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    bare.trim_end_matches(['。', '；', '.', ';']).to_owned()
}

fn rows(view: &PlanView, year: i64, listed: Vec<Listed>, (offices, known): (&[Office], &Known)) -> Vec<Row> {
    let ties = Ties::new(&view.stored.plan);
    let items = crate::item::items(&view.stored.plan);
    let year = i32::try_from(year).unwrap_or(0);
    let row = |listed: Listed| {
        let written = listed.lead.first().map_or("", String::as_str);
        let office = named(offices, written);
        let said = items.iter().find(|item| {
            !listed.item.is_empty() && item.name == listed.item && matches!(item.kind, "task" | "target")
        });
        let mut near = match said {
            Some(item) => {
                vec![Tie { kind: item.kind, id: item.id.clone(), name: item.name.clone(), confidence: 100 }]
            }
            None => Vec::new(),
        };
        for tie in ties.find(&listed.title, &listed.indicator, year, OFFERED) {
            if near.len() < OFFERED && !near.iter().any(|one| one.kind == tie.kind && one.id == tie.id) {
                near.push(tie);
            }
        }
        let same = known.by_title.get(&plain(&listed.title));
        let says_more = |aim: &Aim| {
            let new = |text: &str| !known.measures.contains(&(aim.id, plain(text)));
            (!office.is_empty() && aim.office != office)
                || listed.measures.iter().any(|measure| new(&measure.text))
        };
        Row {
            is_office: offices.iter().any(|one| one.name == office),
            is_sure: near.first().is_some_and(|tie| tie.confidence >= CHOSEN),
            known: same.map(|aim| aim.id),
            is_new: same.is_none_or(says_more),
            ties: near,
            office,
            listed,
        }
    };
    listed.into_iter().map(row).collect()
}

/// What a person said of a row that is to be taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticked {
    /// The tie: kind and id; empty for an aim that the plan does not name.
    pub tie: (String, String),
    /// The body in the lead.
    pub office: String,
}

/// Takes ticked rows in as aims of a year, all or nothing; a row of the same words as an aim adds its measures to that. Gives how many.
///
/// # Errors
/// None is ticked, a tie that the plan does not have; the store cannot be written.
pub async fn take_in(
    service: &Service,
    (view, year): (&PlanView, i64),
    read: &Read,
    ticked: &BTreeMap<usize, Ticked>,
    change: &Change,
) -> Result<usize, Fault> {
    let offices = service.store().offices().await?;
    let known = Known::of(service, view.id(), year).await?;
    let mut facts = Vec::new();
    for (at, said) in ticked {
        let Some(row) = read.rows.get(*at) else { continue };
        let before = row.known.and_then(|id| known.by_title.values().find(|aim| aim.id == id));
        let (kind, item) = &said.tie;
        let others = row.listed.lead.iter().skip(1).chain(&row.listed.support);
        let office = named(&offices, &said.office);
        let fresh = Aim {
            year,
            title: row.listed.title.clone(),
            support: others.map(|one| named(&offices, one)).collect(),
            source: source_of(read, row),
            ..Aim::default()
        };
        let mut aim = before.cloned().unwrap_or(fresh);
        if !office.is_empty() {
            aim.office = office;
        }
        if !kind.is_empty() {
            aim.chapter = chapter_of(view, kind, item)?;
            (aim.item_kind, aim.item) = said.tie.clone();
        }
        let new =
            row.listed.measures.iter().filter(|one| {
                !before.is_some_and(|aim| known.measures.contains(&(aim.id, plain(&one.text))))
            });
        let measures = new.map(|one| AimMeasure {
            text: one.text.clone(),
            office: if one.office.is_empty() { aim.office.clone() } else { named(&offices, &one.office) },
            due: one.due.map(|day| day.to_string()).unwrap_or_default(),
            ..AimMeasure::default()
        });
        facts.push(AimFacts { measures: measures.collect(), aim });
    }
    if facts.is_empty() {
        return Err(Fault::bad_request("请勾选要写入的目标。", "Tick the aims to be taken in."));
    }
    service.store().keep_aims(view.id(), &facts, change).await?;
    service.refresh().await?;
    Ok(facts.len())
}

/// Document and place of a row: 《政府工作报告》第12行, 分工表.xlsx!B4.
fn source_of(read: &Read, row: &Row) -> String {
    let place = &row.listed.place;
    if read.is_list {
        format!("{} {place}", read.title)
    } else if place.is_empty() {
        format!("《{}》", read.title)
    } else {
        format!("《{}》第{place}行", read.title)
    }
}

/// What of the plan a text may be about, the likeliest first, at most `most`.
pub fn near(view: &PlanView, text: &str, year: i64, most: usize) -> Vec<Tie> {
    let ties = Ties::new(&view.stored.plan);
    let year = i32::try_from(year).unwrap_or(0);
    let named = view.stored.plan.indicators.iter().filter(|one| text.contains(one.name.as_str()));
    let indicator = named.max_by_key(|one| one.name.chars().count()).map_or("", |one| one.name.as_str());
    ties.find(text, indicator, year, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_without_spaces_and_stops() {
        assert_eq!(plain("新建 高中2所。"), plain("新建高中2所"));
    }
}
