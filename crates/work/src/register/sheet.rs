//! A sheet of dispatches: matched to the register by code, then by name, and taken in all or nothing.

use super::begin;
use super::dispatch::follow;
use super::terms::{month_of, this_month};
use crate::view::PlanView;
use crate::{Fault, Service};
use intake::Problem;
use intake::dispatch::{Dispatched, Field, Sheet};
use projects::Stage;
use rust_decimal::Decimal;
use source::{Severity, Words};
use std::collections::{BTreeMap, BTreeSet};
use store::{Change, Dispatch, ProjectFacts, ProjectItem};

/// How a row of a sheet found its project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// By its unified code.
    Code(i64),
    /// By its name.
    Name(i64),
    /// Names that may be meant; a person chooses.
    Question(Vec<(i64, String)>),
    /// It is in no register yet.
    New,
}

/// A sheet as it would be taken in.
#[derive(Debug)]
pub struct Matched {
    /// What the file says.
    pub sheet: Sheet,
    /// For each row, how it found its project.
    pub found: Vec<Match>,
}

/// Names without what people leave out: spaces, brackets, 项目, 工程.
fn plain(name: &str) -> String {
    let mut bare: String =
        name.chars().filter(|c| !c.is_whitespace() && !"（）()“”\"".contains(*c)).collect();
    for tail in ["建设项目", "建设工程", "项目", "工程"] {
        if let Some(rest) = bare.strip_suffix(tail).filter(|rest| rest.chars().count() >= 2) {
            bare = rest.to_owned();
            break;
        }
    }
    bare
}

/// Reads a sheet and finds the projects of its rows: by code, then by name; what only resembles a name is asked about.
///
/// # Errors
/// The store cannot be read.
pub async fn understand(
    service: &Service,
    plan: &str,
    name: &str,
    content: bytes::Bytes,
) -> Result<Matched, Fault> {
    let known = service.store().all_projects(plan).await?;
    let name = name.to_owned();
    let made = tokio::task::spawn_blocking(move || {
        let mut sheet = intake::dispatch::read(&name, &content);
        let found = matches(&sheet, &known);
        sheet.problems.extend(questions(&name, &sheet, &found));
        Matched { sheet, found }
    });
    made.await.map_err(|error| Fault::internal(&error))
}

fn matches(sheet: &Sheet, known: &[ProjectItem]) -> Vec<Match> {
    let mut codes: BTreeMap<&str, i64> = BTreeMap::new();
    let mut names: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for item in known {
        if !item.code.is_empty() {
            codes.insert(&item.code, item.id);
        }
        names.entry(plain(&item.name)).or_default().push(item.id);
    }
    // Names are found by three signs in a row, so that a long sheet is held against a long register at once.
    let mut begins: BTreeMap<String, Vec<(&str, &[i64])>> = BTreeMap::new();
    let mut holds: BTreeMap<String, Vec<(&str, &[i64])>> = BTreeMap::new();
    for (name, ids) in &names {
        for (at, three) in threes(name).into_iter().enumerate() {
            if at == 0 {
                begins.entry(three.clone()).or_default().push((name, ids));
            }
            holds.entry(three).or_default().push((name, ids));
        }
    }
    let refused: BTreeSet<i64> =
        known.iter().filter(|item| !item.refused.is_empty()).map(|item| item.id).collect();
    let of_id: BTreeMap<i64, &str> = known.iter().map(|item| (item.id, item.name.as_str())).collect();
    sheet
        .rows
        .iter()
        .map(|row| {
            let code = projects::code::parse(row.text(Field::Code)).map(|code| code.text).unwrap_or_default();
            if let Some(id) = codes.get(code.as_str()).filter(|id| !refused.contains(id)) {
                return Match::Code(*id);
            }
            let name = plain(row.text(Field::Name));
            match names.get(&name).map(Vec::as_slice) {
                // What a person refused is not taken in again without one.
                Some([one]) if !refused.contains(one) && !sheet.approvals => return Match::Name(*one),
                Some(several) => return question(several.iter().copied(), &of_id),
                None => {}
            }
            // 云岭大桥 and 云岭大桥及接线: one may be the other.
            let own = threes(&name);
            let longer = own.first().and_then(|three| holds.get(three)).into_iter().flatten();
            let longer = longer.filter(|(other, _)| other.contains(&name));
            let shorter = own.iter().filter_map(|three| begins.get(three)).flatten();
            let shorter = shorter.filter(|(other, _)| name.contains(other));
            let mut near: Vec<i64> = longer.chain(shorter).flat_map(|(_, ids)| ids.iter().copied()).collect();
            near.sort_unstable();
            near.dedup();
            match question(near.into_iter(), &of_id) {
                Match::Question(near) if near.is_empty() && !sheet.approvals => Match::New,
                asked => asked,
            }
        })
        .collect()
}

/// Every three signs in a row.
fn threes(name: &str) -> Vec<String> {
    let signs: Vec<char> = name.chars().collect();
    signs.windows(3).map(|three| three.iter().collect()).collect()
}

fn question(ids: impl Iterator<Item = i64>, names: &BTreeMap<i64, &str>) -> Match {
    Match::Question(ids.take(6).map(|id| (id, names.get(&id).copied().unwrap_or("").to_owned())).collect())
}

/// What is odd about rows beside what they are read as: a code of no right form, a stated rate that is not so, two rows of one project.
fn questions(file: &str, sheet: &Sheet, found: &[Match]) -> Vec<Problem> {
    let mut odd = Vec::new();
    let mut seen: BTreeMap<i64, &str> = BTreeMap::new();
    for (row, found) in sheet.rows.iter().zip(found) {
        let mut say = |severity: Severity, words: Words| {
            odd.push(Problem {
                file: file.to_owned(),
                sheet: row.place.clone(),
                cell: None,
                severity,
                words,
            });
        };
        let code = row.text(Field::Code);
        if let Some(words) =
            Some(code).filter(|code| !code.is_empty()).and_then(|code| projects::code::parse(code).err())
        {
            say(Severity::Warning, words);
        }
        let (done, planned) = (row.amounts.get(&Field::Done), row.amounts.get(&Field::Planned));
        let stated = row.amounts.get(&Field::Stated).copied();
        let rate = done.zip(planned).and_then(|(done, planned)| projects::rate(*done, *planned, stated));
        if let (Some(rate), Some(stated)) = (rate.filter(|rate| rate.agrees == Some(false)), stated) {
            say(
                Severity::Warning,
                Words::new(
                    format!("完成率填为{stated}%，按投资重算为{}%", rate.percent),
                    format!("the rate is stated as {stated}%; by the money it is {}%", rate.percent),
                ),
            );
        }
        let step = row.text(Field::Step);
        if sheet.approvals && projects::step_of(step).is_none() {
            say(
                Severity::Warning,
                Words::new(
                    format!("事项“{step}”不是项目库登记的节点，不写入"),
                    format!("{step} is no step that the register keeps; it is left out"),
                ),
            );
        }
        if let Match::Code(id) | Match::Name(id) = found
            && !sheet.approvals
            && let Some(before) = seen.insert(*id, &row.place)
        {
            say(
                Severity::Error,
                Words::new(
                    format!("与{before}是同一个项目，一张表中一个项目只能有一行"),
                    format!("the same project as {before}; a sheet has one row for a project"),
                ),
            );
        }
    }
    odd
}

/// What a person chose for rows that were asked about, by place in the sheet: a number, 0 for a new project, or [`LEFT_OUT`].
pub type Chosen = BTreeMap<usize, i64>;

/// What is chosen for a row that is not to be taken in.
pub const LEFT_OUT: i64 = -1;

/// Nothing for a sheet without errors.
pub(super) fn sound(matched: &Matched) -> Result<(), Fault> {
    if matched.sheet.errors() == 0 {
        return Ok(());
    }
    Err(Fault::bad_request(
        "文件里还有错误，改好后再上传。",
        "The file has errors; put them right and upload it again.",
    ))
}

/// The project of a row: as it was found, or as a person chose.
pub(super) fn chosen_of((row, found): (&Dispatched, &Match), chosen: Option<&i64>) -> Result<i64, Fault> {
    match (found, chosen) {
        (Match::Code(id) | Match::Name(id), _) => Ok(*id),
        (Match::Question(_), Some(id)) => Ok(*id),
        (Match::Question(_), None) => Err(Fault::bad_request(
            format!("{} “{}”是哪个项目，请选择。", row.place, row.text(Field::Name)),
            format!("{}: choose which project {} is.", row.place, row.text(Field::Name)),
        )),
        (Match::New, _) => Ok(0),
    }
}

/// That a new project bears the name of one that is there.
pub(super) fn same_name(row: &Dispatched, name: &str) -> Fault {
    Fault::bad_request(
        format!("{} “{name}”在项目库中已有同名项目，请选择它。", row.place),
        format!("{}: the register has a project {name} already; choose it.", row.place),
    )
}

/// Takes a sheet in for a month, all or nothing; gives how many projects it spoke of.
///
/// # Errors
/// The sheet has errors, a row was asked about and not answered, or the store cannot be written.
pub async fn take_in(
    service: &Service,
    view: &PlanView,
    matched: &Matched,
    (month, file): (&str, &str),
    chosen: &Chosen,
    change: &Change,
) -> Result<usize, Fault> {
    sound(matched)?;
    let month = month_of(month)?;
    if month.is_empty() || month > this_month(service).to_string() {
        return Err(Fault::bad_request(
            "请写这张表的月份，如 2026-05。",
            "Write the month of this sheet, like 2026-05.",
        ));
    }
    let known: BTreeMap<i64, ProjectItem> =
        service.store().all_projects(view.id()).await?.into_iter().map(|item| (item.id, item)).collect();
    let counties = begin::counties(view);
    let mut items: Vec<ProjectFacts> = Vec::new();
    let mut taken: BTreeMap<(i64, String), &str> = BTreeMap::new();
    for (at, (row, found)) in matched.sheet.rows.iter().zip(&matched.found).enumerate() {
        let id = chosen_of((row, found), chosen.get(&at))?;
        if id == LEFT_OUT {
            continue;
        }
        let mut item = known.get(&id).cloned().unwrap_or_default();
        item.refused.clear();
        complete(&mut item, row);
        if id == 0 && known.values().any(|other| other.name == item.name) {
            return Err(same_name(row, &item.name));
        }
        if item.county.is_empty() {
            item.county = begin::county_of(&item.place, &item.name, &counties);
        }
        if let Some(before) = taken.insert((item.id, item.name.clone()), &row.place) {
            return Err(Fault::bad_request(
                format!("{before}和{}都是“{}”，一张表中一个项目只能有一行。", row.place, item.name),
                format!(
                    "{before} and {} are both {}; a sheet has one row for a project.",
                    row.place, item.name
                ),
            ));
        }
        let one = dispatched(row, &month, file);
        follow(&mut item, &one);
        items.push(ProjectFacts { dispatches: vec![one], ..item.into() });
    }
    service.store().keep_projects(view.id(), &items, change).await?;
    service.refresh().await?;
    Ok(items.len())
}

/// What a row says of its month.
fn dispatched(row: &Dispatched, month: &str, file: &str) -> Dispatch {
    let money = |field: Field| row.amounts.get(&field).map(Decimal::normalize);
    Dispatch {
        month: month.to_owned(),
        done: money(Field::Done),
        planned: money(Field::Planned),
        stated: row.amounts.get(&Field::Stated).copied(),
        stage: Stage::of_words(row.text(Field::Stage))
            .map_or_else(String::new, |stage| stage.name().to_owned()),
        progress: row.text(Field::Progress).to_owned(),
        problem: row.text(Field::Problem).to_owned(),
        need: row.text(Field::Need).to_owned(),
        source: format!("{file} {}", row.place),
        ..Dispatch::default()
    }
}

/// Fills in what the register does not know yet; what it knows stays.
pub(super) fn complete(item: &mut ProjectItem, row: &Dispatched) {
    let fill = |known: &mut String, field: Field| {
        if known.is_empty() {
            row.text(field).clone_into(known);
        }
    };
    fill(&mut item.name, Field::Name);
    fill(&mut item.category, Field::Category);
    fill(&mut item.office, Field::Office);
    fill(&mut item.place, Field::Place);
    fill(&mut item.capacity, Field::Capacity);
    if item.code.is_empty() {
        item.code = projects::code::parse(row.text(Field::Code)).map(|code| code.text).unwrap_or_default();
    }
    item.investment = item.investment.or_else(|| row.amounts.get(&Field::Investment).map(Decimal::normalize));
    if let (true, Some(year)) = (item.start_month.is_empty(), row.years.0) {
        item.start_month = year.to_string();
    }
    if let (true, Some(year)) = (item.end_month.is_empty(), row.years.1) {
        item.end_month = year.to_string();
    }
}
