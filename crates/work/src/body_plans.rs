//! How bodies carry a plan out (实施方案): a document that is read, tied to the tasks of the plan that it carries out, and the tasks of its body that
//! it leaves out.

use crate::attachment::{Upload, checked};
use crate::item::items;
use crate::pending::Waiting;
use crate::propose::office_called;
use crate::view::PlanView;
use crate::{Fault, Service, Viewer};
use ::reading::Request;
use duty::Right;
use intake::yearly::Ties;
use plan::{Item, Plan};
use source::Words;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{BodyPlan, BodyPlanTask, Change, Duty, Office};

/// A task of the plan that a document seems to carry out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Id of the task.
    pub task: String,
    /// What the plan says.
    pub name: String,
    /// What the document says.
    pub quote: String,
    /// Where it says so: its line.
    pub place: String,
    /// How much of the weight of the two texts they share, in percent.
    pub confidence: u8,
    /// Whether the task is one of the body's.
    pub is_own: bool,
}

/// A document of a body as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Its title.
    pub title: String,
    /// In the order of the plan.
    pub rows: Vec<Carried>,
    /// Tasks of the body that nothing in it is near to: id and words.
    pub left_out: Vec<(String, String)>,
}

/// Whether somebody may add a document of a body: whoever works on the plan, and the body itself.
///
/// # Errors
/// The store cannot be read.
pub async fn may_add(service: &Service, viewer: &Viewer, office: &str) -> Result<bool, Fault> {
    if viewer.may(Right::EditPlan) {
        return Ok(true);
    }
    let offices = service.store().offices().await?;
    Ok(office_called(&offices, office).is_some_and(|one| viewer.reaches_office(Right::HandIn, &one.id)))
}

/// The tasks of a body: those that the plan gives it, and those that a confirmed duty does.
pub fn tasks_of(view: &PlanView, (offices, duties): (&[Office], &[Duty]), office: &str) -> BTreeSet<String> {
    let Some(own) = office_called(offices, office) else { return BTreeSet::new() };
    let plan = &view.stored.plan;
    let said = plan.tasks.iter().filter(|task| {
        let bodies = view.bodies_of(&Item::Task(task.id.clone()));
        bodies.iter().any(|body| office_called(offices, body).is_some_and(|one| one.id == own.id))
    });
    let given =
        duties.iter().filter(|duty| duty.confirmed && duty.item_kind == "task" && duty.office == own.id);
    said.map(|task| task.id.to_string()).chain(given.map(|duty| duty.item.clone())).collect()
}

/// Reads a document of a body and ties it to the tasks of the plan.
///
/// # Errors
/// Why it cannot be read, and what to do; the store cannot be read.
pub async fn understand(
    service: &Service,
    view: &Arc<PlanView>,
    office: &str,
    waiting: &Waiting,
) -> Result<Result<Read, Words>, Fault> {
    let request = Request { name: waiting.name.clone(), ..Request::default() };
    let read = match service.reader().document(waiting.content.to_vec(), request).await {
        Ok(read) => read,
        Err(words) => return Ok(Err(words)),
    };
    let (offices, duties) = (service.store().offices().await?, service.store().duties(view.id()).await?);
    let own = tasks_of(view, (&offices, &duties), office);
    let (plan, name) = (view.clone(), waiting.name.clone());
    let made = tokio::task::spawn_blocking(move || {
        let title = if read.plan.title.is_empty() { name } else { read.plan.title.clone() };
        tied(&plan.stored.plan, &read.plan, title, &own)
    });
    Ok(Ok(made.await.map_err(|error| Fault::internal(&error))?))
}

/// Ties what a document wants to the tasks of a plan, each to the words that are nearest to it.
fn tied(plan: &Plan, document: &Plan, title: String, own: &BTreeSet<String>) -> Read {
    let ties = Ties::new(plan);
    let mut nearest: BTreeMap<String, Carried> = BTreeMap::new();
    for task in &document.tasks {
        let quote: String = task.provenance.quote.split_whitespace().collect();
        let text = format!("{}{}", task.verb, task.object);
        let Some(tie) = ties.find(&text, "", 0, 1).into_iter().next() else { continue };
        let found = Carried {
            is_own: own.contains(&tie.id),
            task: tie.id.clone(),
            name: tie.name,
            quote: if quote.is_empty() { text } else { quote },
            place: task.provenance.line.to_string(),
            confidence: tie.confidence,
        };
        let known = nearest.get(&tie.id).is_some_and(|known| known.confidence >= found.confidence);
        if !known {
            nearest.insert(tie.id, found);
        }
    }
    let names: Vec<(String, String)> =
        items(plan).into_iter().filter(|item| item.kind == "task").map(|item| (item.id, item.name)).collect();
    let left_out = names.iter().filter(|(id, _)| own.contains(id) && !nearest.contains_key(id)).cloned();
    Read {
        title,
        left_out: left_out.collect(),
        rows: names.iter().filter_map(|(id, _)| nearest.remove(id)).collect(),
    }
}

/// Keeps a document of a body with the ticked tasks; gives its number.
///
/// # Errors
/// Somebody else's body, a file that is not taken; the store cannot be written.
pub async fn keep(
    service: &Service,
    viewer: &Viewer,
    (view, office): (&PlanView, &str),
    (read, waiting): (&Read, &Waiting),
    ticked: &BTreeSet<String>,
    change: &Change,
) -> Result<i64, Fault> {
    if !may_add(service, viewer, office).await? {
        return Err(Fault::forbidden());
    }
    let file = Upload { name: waiting.name.clone(), content: waiting.content.clone(), secrecy: None };
    let file = checked(&file).map_err(|words| Fault::bad_request(words.zh, words.en))?;
    let tasks = read.rows.iter().filter(|row| ticked.contains(&row.task)).map(|row| BodyPlanTask {
        task: row.task.clone(),
        quote: row.quote.clone(),
        place: row.place.clone(),
        confidence: row.confidence,
        ..BodyPlanTask::default()
    });
    let offices = service.store().offices().await?;
    let one = BodyPlan {
        office: crate::aims::named(&offices, office),
        title: read.title.clone(),
        tasks: tasks.collect(),
        ..BodyPlan::default()
    };
    let id = service.store().add_body_plan(view.id(), &one, file.to_keep(), change).await?;
    service.refresh().await?;
    Ok(id)
}

/// A document of a body as it stands beside the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The document with the tasks that it carries out.
    pub plan: BodyPlan,
    /// Tasks of its body that no document of the body carries out: id and words.
    pub left_out: Vec<(String, String)>,
}

/// The documents of a plan's bodies that hold, with what the documents of each body leave out.
///
/// # Errors
/// The store cannot be read.
pub async fn list(service: &Service, view: &PlanView) -> Result<Vec<Listed>, Fault> {
    let plans = service.store().body_plans(view.id()).await?;
    let plans: Vec<BodyPlan> = plans.into_iter().filter(|one| one.withdrawn.is_empty()).collect();
    let (offices, duties) = (service.store().offices().await?, service.store().duties(view.id()).await?);
    let names: Vec<(String, String)> = items(&view.stored.plan)
        .into_iter()
        .filter(|item| item.kind == "task")
        .map(|item| (item.id, item.name))
        .collect();
    let listed = plans.iter().map(|one| {
        let own = tasks_of(view, (&offices, &duties), &one.office);
        let of_body = plans.iter().filter(|other| other.office == one.office);
        let carried: BTreeSet<&str> =
            of_body.flat_map(|other| &other.tasks).map(|task| task.task.as_str()).collect();
        let open = names.iter().filter(|(id, _)| own.contains(id) && !carried.contains(id.as_str()));
        Listed { left_out: open.cloned().collect(), plan: one.clone() }
    });
    Ok(listed.collect())
}

/// Says that a document of a body holds no more, and why.
///
/// # Errors
/// There is no such document; the store cannot be written.
pub async fn withdraw(
    service: &Service,
    at: (&str, i64),
    reason: &str,
    change: &Change,
) -> Result<(), Fault> {
    service.store().withdraw_body_plan(at, reason.trim(), change).await?;
    service.refresh().await?;
    Ok(())
}

/// A document of a body as it came.
///
/// # Errors
/// There is no such document.
pub async fn file(service: &Service, (plan, id): (&str, i64)) -> Result<(store::Attachment, Vec<u8>), Fault> {
    let plans = service.store().body_plans(plan).await?;
    let one = plans.iter().find(|one| one.id == id);
    let one = one.ok_or_else(|| Fault::not_found("没有这份方案。", "There is no such document."))?;
    Ok(service.store().attachment(one.attachment).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use plan::{Provenance, Task};

    fn task(id: &str, verb: &str, object: &str) -> Task {
        Task {
            id: id.into(),
            lead: String::new(),
            verb: verb.into(),
            object: object.into(),
            quantified: false,
            deadline: None,
            provenance: Provenance::outside(),
        }
    }

    #[test]
    fn what_is_near_is_carried_out_and_the_rest_of_the_body_left_out() {
        let plan = Plan {
            tasks: vec![
                task("k1", "扩大", "普通高中教育资源"),
                task("k2", "推进", "老旧小区改造"),
                task("k3", "发展", "特殊教育"),
            ],
            ..Plan::default()
        };
        let document = Plan {
            tasks: vec![task("a", "增加", "普通高中教育资源供给"), task("b", "举办", "读书节")],
            ..Plan::default()
        };
        let own: BTreeSet<String> = ["k1".to_owned(), "k3".to_owned()].into();
        let read = tied(&plan, &document, "实施方案".into(), &own);
        let rows: Vec<(&str, bool)> = read.rows.iter().map(|row| (row.task.as_str(), row.is_own)).collect();
        assert_eq!(rows, [("k1", true)]);
        assert_eq!(read.left_out, [("k3".to_owned(), "发展特殊教育".to_owned())]);
    }
}
