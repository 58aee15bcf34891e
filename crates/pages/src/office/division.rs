//! The division of labour from a spreadsheet: columns item, lead, support; previewed by cell, then all or nothing.

use crate::answer::fresh;
use crate::asked::{OnPlan, Posted};
use crate::office::words::role_word;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use duty::Cadence;
use intake::Cell;
use plan::AssignmentRole;
use source::Words;
use store::{Duty, Office};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::item::{Item, items};
use work::notice::assigned;
use work::propose::{DUE_DAYS, FROM_TABLE, office_called};

#[derive(Template)]
#[template(path = "handin/division.html")]
struct DivisionPage {
    s: Shell,
    plan: String,
    pending: String,
    lines: Vec<(String, String, &'static str)>,
    problems: Vec<(String, String)>,
    complaint: String,
}

/// The form to upload.
pub(crate) async fn page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    show(&app, &visit, &plan, Read::default(), String::new(), "").await
}

async fn show(
    app: &App,
    visit: &Visit,
    plan: &str,
    read: Read,
    pending: String,
    complaint: &str,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let offices = work::offices::offices(app).await?;
    let name = |id: &str| offices.get(id).map(|office| office.name.clone()).unwrap_or_default();
    let lines =
        read.duties.iter().map(|duty| (duty.item.clone(), name(&duty.office), role_word(lang, duty.role)));
    fresh(&DivisionPage {
        s: Shell::of(visit, &view, None, Place::Duties, text(lang, "division.title")),
        plan: encode(plan),
        pending,
        lines: lines.collect(),
        problems: read
            .problems
            .iter()
            .map(|(cell, words)| (cell.to_string(), words.get(lang).to_owned()))
            .collect(),
        complaint: complaint.to_owned(),
    })
}

/// Takes a file and shows what it would assign.
pub(crate) async fn preview(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let Some(file) = fields.file("file") else {
        return show(&app, &visit, &plan, Read::default(), String::new(), text(visit.lang, "import.no-file"))
            .await;
    };
    if let Err(words) = app.reader().try_figures(&file.name, &file.content).await {
        return show(&app, &visit, &plan, Read::default(), String::new(), words.get(visit.lang)).await;
    }
    let key = app.pending().keep(visit.viewer(), &plan, &file.name, &file.content)?;
    let found = of_file(&app, &visit, &plan, &file.content).await?;
    show(&app, &visit, &plan, found, key, "").await
}

/// Takes over what was previewed, when nothing in it is wrong.
pub(crate) async fn confirm(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let key = fields.get("pending");
    let Some(waiting) = app.pending().find(visit.viewer(), &plan, key)? else {
        return show(&app, &visit, &plan, Read::default(), String::new(), text(visit.lang, "import.gone"))
            .await;
    };
    let found = of_file(&app, &visit, &plan, &waiting.content).await?;
    if !found.problems.is_empty() || found.duties.is_empty() {
        return show(&app, &visit, &plan, found, key.to_owned(), "").await;
    }
    app.store().put_duties(&found.duties, &visit.visitor.change(waiting.name.clone())).await?;
    assigned(&app, &found.duties).await?;
    app.pending().drop(key);
    app.refresh().await?;
    Ok(Redirect::to(&format!("/plans/{}/duties", encode(&plan))).into_response())
}

async fn of_file(app: &App, visit: &Visit, plan: &str, bytes: &[u8]) -> Result<Read, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let offices = app.store().offices().await?;
    Ok(read(&intake::texts(bytes), plan, &items(&view.stored.plan), &offices))
}

/// A division of labour as read: duties, and what is wrong by cell.
#[derive(Debug, Default, PartialEq)]
struct Read {
    duties: Vec<Duty>,
    problems: Vec<(Cell, Words)>,
}

/// Reads rows of item, lead and support. Several offices in one cell are separated as people separate them.
#[expect(
    clippy::too_many_lines,
    reason = "what can be wrong with a row, in the order in which one fault hides the next"
)]
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn read(rows: &[Vec<String>], plan: &str, items: &[Item], offices: &[Office]) -> Read {
    let mut found = Read::default();
    let column = |row: &[String], words: &[&str]| {
        row.iter().position(|cell| words.iter().any(|word| cell.trim().to_lowercase().contains(word)))
    };
    let header = rows.iter().enumerate().find_map(|(at, row)| {
        let lead = column(row, &["牵头", "责任单位", "lead"])?;
        let item = column(row, &["事项", "指标", "任务", "项目", "名称", "item", "indicator"])?;
        Some((at, item, lead, column(row, &["配合", "参与", "协同", "support"])))
    });
    let Some((top, item_at, lead_at, support_at)) = header else {
        found.problems.push((
            Cell::new(0, 0),
            Words::new(
                "找不到表头：需要“事项”“牵头单位”“配合单位”三列",
                "no header: give the columns item, lead and support",
            ),
        ));
        return found;
    };
    for (at, row) in rows.iter().enumerate().skip(top + 1) {
        let name = row.get(item_at).map_or("", |cell| cell.trim());
        if name.is_empty() {
            continue;
        }
        let Some(item) = items.iter().find(|item| item.id == name || item.name == name) else {
            found.problems.push((
                Cell::new(at as u32, item_at as u32),
                Words::new(format!("规划中没有“{name}”"), format!("the plan has no “{name}”")),
            ));
            continue;
        };
        let cells = [(Some(lead_at), AssignmentRole::Lead), (support_at, AssignmentRole::Support)];
        for (column, role) in cells {
            let Some(column) = column else { continue };
            let names =
                row.get(column).map_or("", String::as_str).split(['、', '，', ',', ';', '；', '\n', '/']);
            for name in names.map(str::trim).filter(|name| !name.is_empty()) {
                let Some(office) = office_called(offices, name) else {
                    found.problems.push((
                        Cell::new(at as u32, column as u32),
                        Words::new(
                            format!("没有单位“{name}”，请先在单位管理中建立"),
                            format!("there is no office “{name}”; add it to the offices first"),
                        ),
                    ));
                    continue;
                };
                found.duties.push(Duty {
                    plan: plan.to_owned(),
                    item_kind: item.kind.to_owned(),
                    item: item.id.clone(),
                    office: office.id.clone(),
                    role,
                    cadence: Cadence::Year,
                    due_days: DUE_DAYS,
                    confirmed: true,
                    reason: FROM_TABLE.to_owned(),
                });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use plan::BodyKind;
    use store::OfficeLevel;

    #[test]
    fn leads_and_supports_are_read_and_strangers_named_by_cell() {
        let office = |id: &str, name: &str| Office {
            id: id.into(),
            name: name.into(),
            kind: BodyKind::Department,
            level: OfficeLevel::City,
            parent: None,
            region: String::new(),
        };
        let offices = [office("tj", "市统计局"), office("jy", "市教育局")];
        let items =
            [Item { kind: "indicator", id: "地区生产总值".into(), name: "地区生产总值".into() }];
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let rows = [
            row(["表1", "", ""]),
            row(["事项", "牵头单位", "配合单位"]),
            row(["地区生产总值", "统计局", "市教育局、市体育局"]),
            row(["幸福指数", "统计局", ""]),
        ];
        let found = read(&rows, "p", &items, &offices);
        let held: Vec<_> = found.duties.iter().map(|duty| (duty.office.as_str(), duty.role)).collect();
        assert_eq!(held, [("tj", AssignmentRole::Lead), ("jy", AssignmentRole::Support)]);
        let cells: Vec<String> = found.problems.iter().map(|(cell, _)| cell.to_string()).collect();
        assert_eq!(cells, ["C3", "A4"]);
    }
}
