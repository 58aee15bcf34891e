//! Things to be built, founded or run: the lists of boxes and the names in prose.

mod boxes;
mod capacity;
pub(crate) mod card;
mod claim;
mod ellipsis;
mod identity;
mod names;
mod prose;
mod question;
mod said;
mod stage;
mod words;

use plan::Quantity;
use source::Span;

pub(crate) use boxes::read as read_box;
pub(crate) use card::amounts;
pub(crate) use claim::Reach;
pub(crate) use names::{Joint, members, whole as is_headed};
pub(crate) use prose::read as read_prose;
pub(crate) use question::{Question, lift as lift_questions};
pub(crate) use stage::{of_cell as stage_of_cell, work as work_of};

/// A named deliverable as found in the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// As written.
    pub(crate) name: String,
    /// With what an elliptical list leaves out; empty when the same.
    pub(crate) full: String,
    /// Heading in the box, or the kind of thing it is.
    pub(crate) category: String,
    pub(crate) quantities: Vec<Quantity>,
    /// One of [`plan::STAGES`], or empty.
    pub(crate) stage: &'static str,
    /// Kind of building in front of the name (新建A); empty when only the name may tell.
    pub(crate) work: String,
    /// What is stated of this work alone.
    pub(crate) facts: Facts,
    /// Why it may be no project of the plan; `None` when there is nothing to ask.
    pub(crate) question: Option<Question>,
    pub(crate) span: Span,
}

impl Found {
    /// What text and name say together: stage, kind of building, phase.
    pub(crate) fn settle(&self) -> (&'static str, String, String) {
        let name = if self.full.is_empty() { &self.name } else { &self.full };
        let work = if self.work.is_empty() { stage::work(name) } else { self.work.clone() };
        let told = [stage::of_heading(&self.category), stage::of_work(&work)];
        let told =
            told.into_iter().find(|told| !told.is_empty()).filter(|_| matches!(self.stage, "" | "planned"));
        (told.unwrap_or(self.stage), work, stage::phase(name))
    }
}

/// Money, years and place of one work.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facts {
    pub(crate) investment: Option<Quantity>,
    pub(crate) period_investment: Option<Quantity>,
    pub(crate) start_year: Option<i32>,
    pub(crate) end_year: Option<i32>,
    /// As stated; empty when only the name may tell.
    pub(crate) place: String,
}
