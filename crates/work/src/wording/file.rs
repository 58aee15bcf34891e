//! The changes of a text as files: the document with comments and tracked changes, and a list.

use super::{Listed, Standing, around, listed, story_of, thousandths};
use crate::findings::{self, Found};
use crate::view::PlanView;
use crate::{Fault, Service};
use document::Document;
use docx::{Mark, Settings, Stretch};
use source::Severity;
use std::collections::BTreeMap;
use store::Cause;
use story::{Block, Cell, Heading, Inline, Paragraph, Role, Row, Table, TableKind};

/// What begins the comment of a change whose words are not in the file.
const LOST: &str = "（原件中未能定位）";
/// Who speaks in the comments about findings.
const PROGRAM: &str = "纲要检查";

/// The document of a version as a Word file: what stands to be changed as tracked changes with its reason, what was found
/// and is open as comments. A plan that came as a Word file leaves as that file.
///
/// # Errors
/// The version has no document, or the file cannot be written.
pub async fn marked(service: &Service, view: &PlanView) -> Result<Vec<u8>, Fault> {
    let document = view.stored.document.as_ref().ok_or_else(no_document)?;
    let names = names(service).await?;
    let mut marks = Vec::new();
    for one in listed(service, view).await?.into_iter().filter(|one| one.standing == Standing::Open) {
        marks.push(of_change(document, &one, &names));
    }
    let open = findings::all(service, view).await?;
    let at = view.stored.version.at.clone();
    marks.extend(open.iter().filter_map(|one| of_finding(document, one, &at)));
    let original = service.store().plan_file(view.id(), view.stored.key.version).await?;
    let original = original.map(|(_, content)| content).filter(|content| content.starts_with(b"PK"));
    let (day, mark) = (service.today(), view.mark());
    let (title, blocks) = (view.title().to_owned(), story_of::blocks(document));
    let made = tokio::task::spawn_blocking(move || {
        // A file that is no Word document, or one with other insides, is set anew from its text.
        if let Some(done) = original.and_then(|file| docx::mark(&file, &marks, LOST).ok()) {
            return Ok(done.bytes);
        }
        let fresh = docx::write(&blocks, &settings(&title, day, mark)).map_err(|error| error.words())?;
        docx::mark(&fresh, &marks, LOST).map(|done| done.bytes).map_err(|error| error.words())
    });
    let made = made.await.map_err(|error| Fault::internal(&error))?;
    made.map_err(|words| Fault::internal(&words.en))
}

/// The changes of a version as a table in a Word file.
///
/// # Errors
/// The store cannot be read, or the file cannot be written.
pub async fn list(service: &Service, view: &PlanView) -> Result<Vec<u8>, Fault> {
    let names = names(service).await?;
    let all = listed(service, view).await?;
    let head = ["序号", "原文", "修改为", "原因", "状态", "修改人"];
    let row = |(at, one): (usize, &Listed)| Row {
        superseded: false,
        cells: vec![
            Cell::figure((at + 1).to_string()),
            Cell::words(one.kept.change.words.clone()),
            Cell::words(if one.kept.change.proposed.is_empty() {
                "（删去）".to_owned()
            } else {
                one.kept.change.proposed.clone()
            }),
            Cell::words(why(one)),
            Cell::words(standing_word(one.standing)),
            Cell::words(names.get(&one.kept.who).unwrap_or(&one.kept.who).clone()),
        ],
    };
    let table = Table {
        kind: TableKind::Printed,
        head: vec![Row { superseded: false, cells: head.map(Cell::head).into() }],
        rows: all.iter().enumerate().map(row).collect(),
        ..Table::default()
    };
    let title = format!("{}文字修改清单", view.title());
    let blocks = vec![
        Block::Heading(Heading::new(1, title.clone())),
        Block::Paragraph(Paragraph::new(
            Role::Plain,
            vec![Inline::text(format!("第{}版，共{}处。", view.stored.key.version, all.len()))],
        )),
        Block::Table(table),
    ];
    docx::write(&blocks, &settings(&title, service.today(), view.mark()))
        .map_err(|error| Fault::internal(&error))
}

/// A file with a title; `mark` says who may see it.
pub(crate) fn settings(title: &str, day: jiff::civil::Date, mark: &str) -> Settings {
    Settings {
        title: title.to_owned(),
        author: String::new(),
        day,
        contents: String::new(),
        figure: "图".to_owned(),
        mark: mark.to_owned(),
    }
}

fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "待落实",
        Standing::Taken => "已落实",
        Standing::Lost => "原文已变",
        Standing::Withdrawn => "已撤回",
    }
}

/// Full names of accounts.
async fn names(service: &Service) -> Result<BTreeMap<String, String>, Fault> {
    let accounts = service.store().accounts().await?.into_iter();
    Ok(accounts.filter(|one| !one.full_name.is_empty()).map(|one| (one.name, one.full_name)).collect())
}

fn why(one: &Listed) -> String {
    let change = &one.kept.change;
    let told = match change.cause {
        Cause::Finding => format!("检查：{}", change.told),
        Cause::Opinion => format!("意见：{}", change.told),
        Cause::Own => String::new(),
    };
    [told, one.kept.reason.clone()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn of_change(document: &Document, one: &Listed, names: &BTreeMap<String, String>) -> Mark {
    let change = &one.kept.change;
    // Where the words stand in this version, which may be a later one.
    let (before, after, near) = match one.span {
        Some(span) => (
            around(document, span.start, false),
            around(document, span.end, true),
            thousandths(document, span),
        ),
        None => (change.before.clone(), change.after.clone(), change.near),
    };
    Mark {
        before,
        words: one.words.clone(),
        after,
        near: usize::try_from(near).unwrap_or(0),
        comment: why(one),
        author: names.get(&one.kept.who).unwrap_or(&one.kept.who).clone(),
        at: one.kept.at.clone(),
    }
}

fn of_finding(document: &Document, one: &Found<'_>, at: &str) -> Option<Mark> {
    let is_told = one.is_open() && one.finding.severity >= Severity::Warning;
    let label = one.finding.labels.first().filter(|_| is_told)?;
    let words = document.text.get(label.span.start..label.span.end)?;
    // A place over several lines is marked as far as its first line goes.
    let first = words.lines().find(|line| !line.trim().is_empty())?;
    let mut comment = format!("{} {}", one.finding.code, one.finding.message.zh);
    if !one.finding.help.zh.is_empty() {
        comment.push('\n');
        comment.push_str(&one.finding.help.zh);
    }
    Some(Mark {
        before: around(document, label.span.start, false),
        words: vec![Stretch::Same(first.to_owned())],
        after: around(document, label.span.start + first.len(), true),
        near: usize::try_from(thousandths(document, label.span)).unwrap_or(0),
        comment,
        author: PROGRAM.to_owned(),
        at: at.to_owned(),
    })
}

fn no_document() -> Fault {
    Fault::not_found("这一版规划没有文本，只有数据。", "This version of the plan has no text, only data.")
}
