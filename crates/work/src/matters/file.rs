//! Lists of matters as files, with what is late by body.

use super::{Names, Seen, names};
use crate::{Fault, Service, printed};
use ::matter::Kind;
use source::Lang;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use store::MatterEntry;
use story::{Cell, Row, Table};

/// What a body has to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Late {
    /// The body, as a party.
    pub owner: String,
    /// What it still has to do.
    pub open: usize,
    /// What of it is late.
    pub late: usize,
    /// The most days that something of it is late.
    pub longest: i32,
}

/// What bodies have to do, those with most that is late first.
pub fn by_body(rows: &[Seen]) -> Vec<Late> {
    let mut all: BTreeMap<&str, Late> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.matter.is_open && !row.matter.owner.is_empty()) {
        let one = all.entry(&row.matter.owner).or_default();
        one.owner.clone_from(&row.matter.owner);
        one.open += 1;
        one.late += usize::from(row.late > 0);
        one.longest = one.longest.max(row.late);
    }
    let mut all: Vec<Late> = all.into_values().collect();
    all.sort_by_key(|one| (std::cmp::Reverse((one.late, one.longest, one.open)), one.owner.clone()));
    all
}

/// Matters of a plan as a file: `docx`, `xlsx`, `html`, `md`. Gives its bytes and media type.
///
/// # Errors
/// No such ending, or the file cannot be written.
pub async fn file(
    service: &Service,
    (plan, title, mark): (&str, &str, &'static str),
    rows: &[Seen],
    ending: &str,
    lang: Lang,
) -> Result<(Vec<u8>, &'static str), Fault> {
    let medium = printed::medium(ending)?;
    let names = names(service).await?;
    let entries = service.store().matter_entries(plan, None).await?;
    let made = Made { service, names, lang, latest: latest(&entries) }.report(title, rows);
    printed::printed(service, made, medium, mark).await
}

/// What was said last of each matter: the day and the words.
fn latest(entries: &[MatterEntry]) -> BTreeMap<i64, String> {
    let said = entries.iter().filter(|entry| !entry.text.is_empty());
    said.map(|entry| (entry.matter, format!("{} {}", crate::clock::shown(&entry.at), entry.text))).collect()
}

struct Made<'s> {
    service: &'s Service,
    names: Names,
    lang: Lang,
    latest: BTreeMap<i64, String>,
}

impl Made<'_> {
    fn word(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.lang == Lang::Zh { zh } else { en }
    }

    fn report(&self, plan: &str, rows: &[Seen]) -> report::Report {
        let kinds: BTreeSet<&str> = rows.iter().map(|row| row.matter.kind.as_str()).collect();
        let only = kinds.first().filter(|_| kinds.len() == 1).and_then(|name| self.service.kinds().get(name));
        let caption = match only {
            Some(kind) => format!("{}{}", kind.said.get(self.lang), self.word("清单", ": list")),
            None => self.word("事项清单", "List of matters").to_owned(),
        };
        let title = format!("{plan} {caption}");
        let tables = [self.bodies(rows), self.list(caption, only, rows)];
        report::Report::of_tables(title, tables)
    }

    fn bodies(&self, rows: &[Seen]) -> Table<'static> {
        let head = [
            self.word("责任单位", "responsible body"),
            self.word("未办结", "to be done"),
            self.word("逾期", "late"),
            self.word("最长逾期（天）", "longest (days)"),
        ];
        let line = |one: &Late| {
            let figures = [one.open.to_string(), one.late.to_string(), one.longest.to_string()];
            let name = Cell::words(self.names.of(&one.owner).to_owned());
            let cells = std::iter::once(name).chain(figures.into_iter().map(Cell::figure));
            Row { superseded: false, cells: cells.collect() }
        };
        Table {
            caption: Cow::Borrowed(self.word("按责任单位", "By responsible body")),
            head: vec![Row { superseded: false, cells: head.map(Cell::head).to_vec() }],
            rows: by_body(rows).iter().map(line).collect(),
            ..Table::default()
        }
    }

    fn list(&self, caption: String, only: Option<&Kind>, rows: &[Seen]) -> Table<'static> {
        let listed: Vec<&::matter::Field> =
            only.into_iter().flat_map(|kind| kind.field.iter().filter(|field| field.listed)).collect();
        let label = |name: &str| {
            let common = ::matter::COMMON.iter().find(|(common, ..)| *common == name);
            let common = common.map_or(name, |(_, zh, en)| if self.lang == Lang::Zh { zh } else { en });
            only.map_or_else(|| common.to_owned(), |kind| kind.label(name, self.lang))
        };
        let mut head = vec![label("number")];
        if only.is_none() {
            head.push(self.word("类别", "kind").to_owned());
        }
        head.push(label("title"));
        head.extend(listed.iter().map(|field| field.said.get(self.lang).to_owned()));
        head.extend(["owner", "support", "due"].map(label));
        head.push(self.word("状态", "state").to_owned());
        head.push(self.word("逾期（天）", "days late").to_owned());
        head.push(self.word("最近情况", "latest").to_owned());
        let line = |row: &Seen| {
            let (one, kind) = (&row.matter, self.service.kinds().get(&row.matter.kind));
            let words = |text: &str| Cell::words(text.to_owned());
            let mut cells = vec![words(&one.number)];
            if only.is_none() {
                cells.push(words(kind.map_or(one.kind.as_str(), |kind| kind.said.get(self.lang))));
            }
            cells.push(words(&one.title));
            for field in &listed {
                let value = one.fields.get(&field.name).map_or("", String::as_str);
                cells.push(Cell::words(field.shown(value, self.lang)));
            }
            let state = kind.map_or_else(|| one.state.clone(), |kind| kind.state_word(&one.state, self.lang));
            cells.push(words(self.names.of(&one.owner)));
            cells.push(Cell::words(self.names.all(one.support.iter().map(String::as_str), self.lang)));
            cells.push(words(&one.due));
            cells.push(Cell::words(state));
            let late = if row.late > 0 { row.late.to_string() } else { String::new() };
            cells.push(Cell::figure(late));
            cells.push(words(self.latest.get(&one.id).filter(|_| !row.is_public).map_or("", String::as_str)));
            Row { superseded: !one.is_open, cells }
        };
        Table {
            caption: Cow::Owned(caption),
            head: vec![Row { superseded: false, cells: head.into_iter().map(Cell::head).collect() }],
            rows: rows.iter().map(line).collect(),
            ..Table::default()
        }
    }
}
