//! What the fields of a kind may name: things of the plan, and other matters of its kind.

use super::known::things;
use super::{Seen, list};
use crate::view::PlanView;
use crate::{Fault, Service, Viewer};
use ::matter::{FieldKind, Kind};
use source::Lang;
use store::MatterFilter;

/// As a field names something, and what people call it.
pub type Named = (String, String);

/// What fields may name.
#[derive(Clone, Debug, Default)]
pub struct Offered {
    /// Things of the plan: `task/ID`, `target/ID`, `project/ID`.
    pub items: Vec<Named>,
    /// Matters of the kind, the latest first, by their numbers in the store.
    pub matters: Vec<Named>,
}

impl Offered {
    /// What the fields of a kind may name, for whoever looks; nothing is asked for where the kind has no such field.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn of(
        service: &Service,
        viewer: &Viewer,
        view: &PlanView,
        kind: &Kind,
        lang: Lang,
    ) -> Result<Self, Fault> {
        let has = |wanted: FieldKind| kind.field.iter().any(|field| field.kind == wanted);
        let items = if has(FieldKind::Items) { things(&view.stored.plan) } else { Vec::new() };
        let mut matters = Vec::new();
        if has(FieldKind::Matter) {
            let (plan, name) = (view.id().to_owned(), kind.name.clone());
            let filter = MatterFilter { plan, kind: name, ..MatterFilter::default() };
            let named = |one: Seen| (one.matter.id.to_string(), called(kind, &one, lang));
            matters = list(service, viewer, &filter).await?.into_iter().map(named).collect();
        }
        Ok(Self { items, matters })
    }

    /// What people call something that a field names; its own name when it is not there any more.
    pub fn name<'a>(&'a self, value: &'a str) -> &'a str {
        let known = self.items.iter().chain(&self.matters).find(|(known, _)| known == value);
        known.map_or(value, |(_, name)| name)
    }
}

fn called(kind: &Kind, one: &Seen, lang: Lang) -> String {
    let (number, title) = (&one.matter.number, &one.matter.title);
    let state = kind.state_word(&one.matter.state, lang);
    format!("{number} {title} · {state}").trim().to_owned()
}
