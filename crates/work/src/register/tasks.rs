//! The tasks of a plan that a project carries out, and the work of the years that is about it.

use crate::aims::{self, Standing};
use crate::view::PlanView;
use crate::{Fault, Service};
use plan::{AssignmentRole, Plan, Project, Task};
use store::{Change, Duty, ProjectItem};

/// A name that is shorter says too little to be looked for in a sentence.
const TELLING: usize = 4;
/// So many tasks are offered to be tied.
const OFFERED: usize = 40;
/// What stands behind the name of a project in a table and not in a sentence.
const KIND_WORDS: [&str; 2] = ["工程", "项目"];

/// A task that a project carries out.
#[derive(Clone, Debug)]
pub struct CarriedOut {
    /// The task.
    pub task: Task,
    /// The bodies in the lead, where that is confirmed.
    pub leads: Vec<String>,
    /// Whether a person says so; the words of the plan say it else.
    pub by_hand: bool,
}

/// What a project is a part of.
#[derive(Clone, Debug, Default)]
pub struct Purpose {
    /// Tasks of the plan.
    pub tasks: Vec<CarriedOut>,
    /// Aims of years that are about it or about one of these tasks, the last year first.
    pub aims: Vec<Standing>,
}

/// What a project is a part of.
///
/// # Errors
/// The store cannot be read.
pub async fn purpose(service: &Service, view: &PlanView, item: &ProjectItem) -> Result<Purpose, Fault> {
    let plan = &view.stored.plan;
    let by_hand = service.store().project_tasks(view.id(), item.id).await?;
    let is_by_hand = |task: &Task| by_hand.iter().any(|id| id == task.id.as_str());
    let said = tasks_of(plan, item);
    let found: Vec<&Task> =
        plan.tasks.iter().filter(|task| said.contains(task) || is_by_hand(task)).collect();
    let mut aims = aims::of_years(service, view.id(), None).await?;
    aims.retain(|one| one.aim.dropped.is_empty() && is_about(one, item, &found));
    aims.sort_by_key(|one| std::cmp::Reverse((one.aim.year, one.aim.id)));
    let duties = if found.is_empty() { Vec::new() } else { service.store().duties(view.id()).await? };
    let tasks = found
        .into_iter()
        .map(|task| CarriedOut {
            leads: leads(&duties, task),
            by_hand: is_by_hand(task) && !said.contains(&task),
            task: task.clone(),
        })
        .collect();
    Ok(Purpose { tasks, aims })
}

/// Ties a project to a task of its plan, or unties it.
///
/// # Errors
/// The plan has no such task; the store cannot be written.
pub async fn tie(
    service: &Service,
    (view, id): (&PlanView, i64),
    (task, is_tied): (&str, bool),
    change: &Change,
) -> Result<(), Fault> {
    if is_tied && !view.stored.plan.tasks.iter().any(|one| one.id.as_str() == task) {
        return Err(Fault::bad_request(
            "规划中没有这项任务，请从列表中选择。",
            "The plan has no such task; choose one of the list.",
        ));
    }
    service.store().tie_project_task((view.id(), id), (task, is_tied), change).await?;
    service.refresh().await?;
    Ok(())
}

/// Tasks that a person may tie a project to: those of the section that states it, then those whose words are near to its name.
pub fn offered<'a>(view: &'a PlanView, item: &ProjectItem, found: &Purpose) -> Vec<&'a Task> {
    let plan = &view.stored.plan;
    let stated = plan.projects.iter().find(|one| one.id.as_str() == item.project);
    let section = stated.and_then(|one| one.provenance.section.as_ref());
    let near = aims::near(view, &item.name, 0, OFFERED);
    let is_near = |task: &Task| near.iter().any(|tie| tie.kind == "task" && tie.id == task.id.as_str());
    let is_beside = |task: &Task| section.is_some() && task.provenance.section.as_ref() == section;
    let is_open = |task: &&Task| !found.tasks.iter().any(|one| one.task.id == task.id);
    let (beside, others): (Vec<&Task>, Vec<&Task>) = plan
        .tasks
        .iter()
        .filter(is_open)
        .filter(|task| is_beside(task) || is_near(task))
        .partition(|task| is_beside(task));
    beside.into_iter().chain(others).take(OFFERED).collect()
}

fn leads(duties: &[Duty], task: &Task) -> Vec<String> {
    let is_lead = |duty: &&Duty| {
        duty.confirmed
            && duty.role == AssignmentRole::Lead
            && duty.item_kind == "task"
            && duty.item == task.id.as_str()
    };
    duties.iter().filter(is_lead).map(|duty| duty.office.clone()).collect()
}

/// The tasks whose words state the project: it is read from the same words, or they hold its name.
fn tasks_of<'a>(plan: &'a Plan, item: &ProjectItem) -> Vec<&'a Task> {
    let stated = plan.projects.iter().find(|one| one.id.as_str() == item.project);
    let names = names(item, stated);
    let states = |task: &&Task| {
        let words = &task.provenance;
        let is_same_place = stated.is_some_and(|project| {
            let place = project.provenance.span;
            place.start < words.span.end && words.span.start < place.end
        });
        is_same_place || names.iter().any(|name| words.quote.contains(name))
    };
    plan.tasks.iter().filter(states).collect()
}

/// What a sentence may call the project.
fn names<'a>(item: &'a ProjectItem, stated: Option<&'a Project>) -> Vec<&'a str> {
    let stated = stated.into_iter().flat_map(|one| [one.name.as_str(), one.name_full.as_str()]);
    let bare = |name: &'a str| KIND_WORDS.iter().find_map(|kind| name.strip_suffix(kind)).unwrap_or(name);
    let telling = |name: &&str| name.chars().count() >= TELLING;
    std::iter::once(item.name.as_str()).chain(stated).map(bare).filter(telling).collect()
}

fn is_about(one: &Standing, item: &ProjectItem, tasks: &[&Task]) -> bool {
    match one.aim.item_kind.as_str() {
        "project" => !item.project.is_empty() && one.aim.item == item.project,
        "task" => tasks.iter().any(|task| task.id.as_str() == one.aim.item),
        _ => names(item, None).iter().any(|name| one.aim.title.contains(name)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::tasks_of;
    use plan::{Origin, Plan, Project, ProjectId, Provenance, Task, TaskId};
    use source::Span;
    use store::ProjectItem;

    fn task(number: usize, quote: &str, span: Span) -> Task {
        let (lead, verb, object) = (String::new(), "建设".to_owned(), quote.to_owned());
        let words =
            Provenance { origin: Origin::Prose, span, quote: quote.to_owned(), ..Provenance::outside() };
        Task {
            id: TaskId::of(number),
            lead,
            verb,
            object,
            quantified: false,
            deadline: None,
            provenance: words,
        }
    }

    fn project(span: Span) -> Project {
        Project {
            id: ProjectId::of(1),
            name: "城北水厂".to_owned(),
            name_full: String::new(),
            box_number: String::new(),
            category: String::new(),
            place: String::new(),
            quantities: Vec::new(),
            investment: None,
            period_investment: None,
            start_year: None,
            end_year: None,
            stage: String::new(),
            work: String::new(),
            phase: String::new(),
            part_of: None,
            provenance: Provenance { span, ..Provenance::outside() },
        }
    }

    fn found(plan: &Plan, project: &str, name: &str) -> Vec<String> {
        let item =
            ProjectItem { project: project.to_owned(), name: name.to_owned(), ..ProjectItem::default() };
        tasks_of(plan, &item).iter().map(|one| one.id.to_string()).collect()
    }

    #[test]
    fn a_sentence_that_names_a_project_is_its_task() {
        let mut plan = Plan::default();
        plan.tasks.push(task(1, "加快建设城北水厂，改造老旧管网", Span::new(0, 45)));
        plan.tasks.push(task(2, "完善供水应急预案", Span::new(60, 84)));
        assert_eq!(found(&plan, "", "城北水厂工程"), ["k0001"]);
        assert!(found(&plan, "", "城南水厂").is_empty());
        assert!(found(&plan, "", "水厂").is_empty(), "too short to tell anything");
    }

    #[test]
    fn a_project_that_is_read_from_the_words_of_a_task_is_tied_to_it_whatever_it_is_called() {
        let mut plan = Plan::default();
        plan.tasks.push(task(1, "加快建设城北水厂，改造老旧管网", Span::new(0, 45)));
        let mut project = project(Span::new(12, 24));
        plan.projects.push(project.clone());
        assert_eq!(found(&plan, "p0001", "北部供水"), ["k0001"]);
        assert!(found(&plan, "p0002", "北部供水").is_empty());
        project.name = "城北净水设施".to_owned();
        project.provenance.span = Span::new(45, 57);
        plan.projects = vec![project];
        assert!(found(&plan, "p0001", "北部供水").is_empty(), "behind the words of the task");
    }
}
