//! What stands above every view of the register: the other views, and what may be done.

use crate::text::text;
use duty::Right;
use web::Visit;
use web::visit::encode;

/// The head of a view.
pub(crate) struct Head {
    /// The plan, as it stands in an address.
    pub(crate) plan: String,
    /// The views: address, word, whether it is this one.
    pub(crate) views: Vec<(String, &'static str, bool)>,
    /// Whether projects may be added, changed and refused.
    pub(crate) may_edit: bool,
}

impl Head {
    pub(crate) fn of(visit: &Visit, plan: &str) -> Self {
        let lang = visit.lang;
        let here = visit.get("view").unwrap_or("");
        let known = [
            ("", text(lang, "register.view-list")),
            ("board", text(lang, "projects.board")),
            ("timeline", text(lang, "projects.timeline")),
            ("office", text(lang, "projects.by-body")),
            ("county", text(lang, "register.view-county")),
            ("chapter", text(lang, "register.view-chapter")),
            ("category", text(lang, "register.view-category")),
            ("money", text(lang, "register.view-money")),
            ("warnings", text(lang, "register.warnings")),
            ("record", text(lang, "register.record")),
            ("refused", text(lang, "register.view-refused")),
        ];
        let to = |view: &str| {
            let root = format!("/plans/{}/register", encode(plan));
            if view.is_empty() { root } else { format!("{root}?view={view}") }
        };
        Self {
            plan: encode(plan),
            views: known.into_iter().map(|(view, word)| (to(view), word, view == here)).collect(),
            may_edit: visit.viewer().may(Right::EditPlan),
        }
    }
}

/// The address of the list with one filter.
pub(crate) fn list_of(plan: &str, filter: &str, value: &str) -> String {
    format!("/plans/{}/register?{filter}={}", encode(plan), encode(value))
}
