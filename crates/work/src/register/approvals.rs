//! A sheet that the approval platform gives (事项, 项目代码, 审批结果, 日期): approvals fill the steps of projects, matched by code, then
//! by name as a question.

use super::sheet::{Chosen, LEFT_OUT, Matched, chosen_of, complete, same_name, sound};
use crate::view::PlanView;
use crate::{Fault, Service};
use intake::dispatch::{Dispatched, Field};
use std::collections::BTreeMap;
use store::{Change, Milestone, ProjectFacts, ProjectItem};

/// What a row says of a step; `None` for a matter that is no step of the way.
fn milestone(row: &Dispatched, file: &str) -> Option<Milestone> {
    let kind = projects::step_of(row.text(Field::Step))?;
    let said = [Field::Step, Field::Result, Field::Document, Field::Approver].map(|field| row.text(field));
    let approved = projects::approves(row.text(Field::Result));
    Some(Milestone {
        kind: kind.to_owned(),
        reached: if approved { row.text(Field::Day).to_owned() } else { String::new() },
        result: said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
        source: format!("{file} {}", row.place),
        ..Milestone::default()
    })
}

/// A project of the sheet with its steps, each with the day of the word on it.
struct Approved {
    item: ProjectItem,
    steps: BTreeMap<String, (String, Milestone)>,
}

/// Takes approvals in, all or nothing; gives how many projects they spoke of. Of two words on one step the later day counts, and
/// what was planned of it stays.
///
/// # Errors
/// The sheet has errors, a row was asked about and not answered, or the store cannot be written.
pub async fn take_in_approvals(
    service: &Service,
    view: &PlanView,
    matched: &Matched,
    file: &str,
    chosen: &Chosen,
    change: &Change,
) -> Result<usize, Fault> {
    sound(matched)?;
    let known: BTreeMap<i64, ProjectItem> =
        service.store().all_projects(view.id()).await?.into_iter().map(|item| (item.id, item)).collect();
    let mut found: BTreeMap<(i64, String), Approved> = BTreeMap::new();
    for (at, (row, matching)) in matched.sheet.rows.iter().zip(&matched.found).enumerate() {
        let id = chosen_of((row, matching), chosen.get(&at))?;
        let Some(one) = milestone(row, file).filter(|_| id != LEFT_OUT) else { continue };
        let mut item = known.get(&id).cloned().unwrap_or_default();
        item.refused.clear();
        complete(&mut item, row);
        if item.name.is_empty() {
            return Err(Fault::bad_request(
                format!("{} 没有项目名称，不能新增项目。", row.place),
                format!("{} has no name, so that no project can be added.", row.place),
            ));
        }
        if id == 0 && known.values().any(|other| other.name == item.name) {
            return Err(same_name(row, &item.name));
        }
        let approved =
            found.entry((id, item.name.clone())).or_insert_with(|| Approved { item, steps: BTreeMap::new() });
        let day = row.text(Field::Day).to_owned();
        if approved.steps.get(&one.kind).is_none_or(|(before, _)| *before <= day) {
            approved.steps.insert(one.kind.clone(), (day, one));
        }
    }
    let ids: Vec<i64> = found.keys().map(|(id, _)| *id).filter(|id| *id > 0).collect();
    for before in service.store().milestones(&ids).await? {
        let of_project = found.range_mut((before.project_item, String::new())..).next();
        if let Some(((id, _), approved)) = of_project
            && *id == before.project_item
            && let Some((_, one)) = approved.steps.get_mut(&before.kind)
        {
            one.planned.clone_from(&before.planned);
        }
    }
    let facts: Vec<ProjectFacts> = found
        .into_values()
        .map(|Approved { item, steps }| ProjectFacts {
            milestones: steps.into_values().map(|(_, one)| one).collect(),
            ..item.into()
        })
        .collect();
    if !facts.is_empty() {
        service.store().keep_projects(view.id(), &facts, change).await?;
        service.refresh().await?;
    }
    Ok(facts.len())
}
