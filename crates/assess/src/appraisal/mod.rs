//! Appraisal sheets (绩效考核): what a body is to be given for each target and task, by a scheme that is data.
//!
//! A [`Scheme`] says what things are worth, what brings a bonus, what vetoes (一票否决) and which grades there are; a [`Fact`] is a target
//! or task with how far it is; a [`Mark`] is what a person records by hand. [`appraise`] makes one [`Sheet`] for each body.
//! Points are exact decimals of two places; shares come from the judgement of the plan.

mod difference;
mod fact;
mod points;
mod scheme;
mod sheet;

pub use difference::{Differs, differences};
pub use fact::{Fact, FactKind, Mark, Reached, facts};
pub use scheme::{
    DEFAULT_SCHEME, Grade, Item, Over, Own, OwnKind, Scheme, SchemeError, Step, Targets, Tasks, Vetoed,
};
pub use sheet::{Line, LineKind, Sheet, Veto, appraise};
