//! What a project is a part of: tasks of the plan, and the work of the years.

use crate::choice::Choice;
use crate::living;
use crate::shell::Shell;
use store::ProjectItem;
use web::{App, Problem};
use work::aims::course_word;
use work::register;
use work::view::PlanView;

/// What a project is a part of.
#[derive(Default)]
pub(super) struct Purpose {
    pub(super) tasks: Vec<TaskLine>,
    pub(super) aims: Vec<AimLine>,
    /// Tasks that whoever edits may tie to it.
    pub(super) offered: Vec<Choice>,
}

/// A task of the plan.
pub(super) struct TaskLine {
    pub(super) words: String,
    /// Of its sentence.
    pub(super) address: String,
    /// The bodies in the lead.
    pub(super) leads: String,
    /// Its id, where a person tied it and may untie it.
    pub(super) tied: String,
}

/// An aim of a year.
pub(super) struct AimLine {
    pub(super) year: i64,
    pub(super) title: String,
    pub(super) address: String,
    pub(super) office: String,
    /// How it stands.
    pub(super) course: &'static str,
}

/// What a project is a part of.
pub(super) async fn purpose(
    app: &App,
    (s, view): (&Shell, &PlanView),
    item: &ProjectItem,
    may_edit: bool,
) -> Result<Purpose, Problem> {
    let found = register::purpose(app, view, item).await?;
    let offer =
        |task: &plan::Task| Choice::new(task.id.as_str(), format!("{}{}", task.verb, task.object), "");
    let offered = if may_edit { register::offered(view, item, &found) } else { Vec::new() };
    let offered = offered.into_iter().map(offer).collect();
    let document = view.stored.document.as_ref();
    let task = |one: register::CarriedOut| TaskLine {
        words: format!("{}{}", one.task.verb, one.task.object),
        address: document
            .map(|document| s.to(living::sentence_link(document, one.task.provenance.span)))
            .unwrap_or_default(),
        leads: one.leads.join("、"),
        tied: if one.by_hand { one.task.id.to_string() } else { String::new() },
    };
    let aim = |one: work::aims::Standing| AimLine {
        year: one.aim.year,
        address: s.to(format!("/aims/{}", one.aim.id)),
        course: course_word(one.course, s.lang),
        title: one.aim.title,
        office: one.aim.office,
    };
    Ok(Purpose {
        tasks: found.tasks.into_iter().map(task).collect(),
        aims: found.aims.into_iter().map(aim).collect(),
        offered,
    })
}
