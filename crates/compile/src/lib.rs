//! Compiles a [`Document`] into a [`Plan`]: what it promises, what it says of the past, what it sets out
//! to build and to do.
//!
//! The steps, each a module: the frame (region, period) and the outline; tables by the meaning of their
//! heads; sentences to statements; statements to indicators, targets and observations; boxes and prose to
//! projects; verb-led clauses to tasks; places and bodies. Nothing is invented: what the text does not
//! state stays empty, and every row leads back to its place in the text.
//!
//! Reading never fails. What was seen and not understood comes back as a diagnostic.

mod assemble;
mod direction;
mod duty;
mod figure_table;
mod frame;
mod indicator;
mod kind;
mod outline;
mod place;
mod project;
mod prose;
mod sentence;
mod setting;
mod statement;
mod task;
mod words;

use document::Document;
pub use kind::{Recognised, recognise};
use plan::{DocumentKind, Period, Plan};
use source::Diagnostic;

/// What the caller knows better than the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompileOptions {
    /// The region the plan is for (锦州市); found in the document when not given.
    pub region: Option<String>,
    /// The years it covers; found in the document when not given.
    pub period: Option<Period>,
    /// What sort of document it is; recognised when not given.
    pub kind: Option<DocumentKind>,
}

/// Compiles `document` into a plan, and says what was not understood.
///
/// The same document and options give the same plan on every machine; the time is linear in the length
/// of the text.
///
/// # Example
/// ```
/// use compile::{compile, CompileOptions};
/// let text = "云岭市国民经济和社会发展第十四个五年规划纲要\n\n第一章 发展目标\n\n到2025年，森林覆盖率达到45%以上。\n";
/// let document = document::read(text.as_bytes(), &document::ReadOptions::default()).unwrap();
/// let (plan, _) = compile(&document, &CompileOptions::default());
/// assert_eq!(plan.region.as_deref(), Some("云岭市"));
/// let target = &plan.targets[0];
/// assert_eq!((target.subject.as_str(), target.year), ("森林覆盖率", Some(2025)));
/// assert_eq!(target.value.unwrap().to_string(), "45");
/// ```
pub fn compile(document: &Document, options: &CompileOptions) -> (Plan, Vec<Diagnostic>) {
    let frame = frame::Frame::of(document, options);
    let mut outline = outline::Outline::of(document);
    setting::assign(&mut outline, &frame);
    assemble::assemble(document, &frame, outline)
}
