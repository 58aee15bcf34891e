//! A person's document becomes a plan with its findings: `document`, `compile` and `check` one after the other.
//!
//! [`read`] does it here. A file that nobody vouches for is read in a child with limits instead: [`job`] is what the child is
//! asked, [`answer`] what it does, [`reading`] what comes back. Both ways give the same [`Reading`].
//!
//! The crate speaks the form that travels and that the database keeps ([`layout`]); the crates below stay free of it.

mod archive;
mod findings;
pub mod layout;
mod secrecy;
mod wire;

pub use layout::Damaged;
pub use secrecy::{held_back, mark_of, secrecy_mark};
pub use wire::{FINDINGS_JOB, JOB, answer, answer_findings, job, reading, told};

use compile::CompileOptions;
pub use compile::{Recognised, recognise};
use document::{Document, ReadOptions};
use plan::{DocumentKind, Period, Plan};
use source::{Diagnostic, Lang, Words};

/// What is known of a document beside its bytes, and what to check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// File name; its ending decides only what the content leaves open.
    pub name: String,
    /// Region of the plan, when a person knows better than the text.
    pub region: Option<String>,
    /// Years of the plan, when a person knows better than the text.
    pub period: Option<Period>,
    /// What sort of document it is, when a person knows better than the text.
    pub kind: Option<DocumentKind>,
    /// Which rules run; `None` checks nothing.
    pub check: Option<Checks>,
    /// Whether a file that bears a mark of secrecy is refused: where files of others are taken in.
    pub hold_back: bool,
}

/// Which rules run, in the words of [`check::Settings::new`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checks {
    /// Only these; empty means all.
    pub select: String,
    /// Without these.
    pub ignore: String,
    /// Without the rules on trial.
    pub no_preview: bool,
    /// Accepted findings as TOML or CSV text.
    pub silences: Option<Silences>,
}

/// A list of accepted findings as a person wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silences {
    /// For [`check::silences_from_toml`].
    Toml(String),
    /// For [`check::silences_from_csv`].
    Csv(String),
}

impl Silences {
    /// The accepted findings.
    ///
    /// # Errors
    /// [`check::SilenceError`] says which entry is wrong.
    pub fn read(&self) -> Result<Vec<check::Silence>, check::SilenceError> {
        match self {
            Self::Toml(text) => check::silences_from_toml(text),
            Self::Csv(text) => check::silences_from_csv(text),
        }
    }
}

impl Checks {
    /// The settings they stand for.
    ///
    /// # Errors
    /// Words for the person who wrote an unknown rule or a list that cannot be read.
    pub fn settings(&self) -> Result<check::Settings, Words> {
        let told = |text: String| Words::new(text.clone(), text);
        let mut settings =
            check::Settings::new(&self.select, &self.ignore).map_err(|unknown| told(unknown.to_string()))?;
        if self.no_preview {
            settings = settings.without_preview();
        }
        if let Some(list) = &self.silences {
            settings.silences = list.read().map_err(|error| told(error.to_string()))?;
        }
        Ok(settings)
    }
}

/// A document, what it says, and what was noticed.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document; its diagnostics have moved to `noticed`.
    pub document: Document,
    /// The plan; its source is for the caller to set.
    pub plan: Plan,
    /// What reader and compiler noticed.
    pub noticed: Vec<Diagnostic>,
    /// What the checks found.
    pub found: Vec<Diagnostic>,
}

impl Reading {
    /// Whether nothing of what a plan consists of was found.
    pub fn is_nothing(&self) -> bool {
        let plan = &self.plan;
        plan.sections.is_empty()
            && plan.targets.is_empty()
            && plan.observations.is_empty()
            && plan.projects.is_empty()
            && plan.tasks.is_empty()
    }
}

/// What there is to tell of a document, where nobody asks for its plan.
#[derive(Clone, Debug)]
pub struct Told {
    /// The source text.
    pub text: String,
    /// What reader and compiler noticed.
    pub noticed: Vec<Diagnostic>,
    /// What the checks found.
    pub found: Vec<Diagnostic>,
    /// As [`Reading::is_nothing`].
    pub is_nothing: bool,
}

/// Reads, compiles and checks `bytes` in this process.
///
/// # Errors
/// Words for the person when there is nothing to read ([`document::ReadError`]) or the checks asked for do not exist.
///
/// # Example
/// ```
/// let text = "云岭市国民经济和社会发展第十四个五年规划纲要\n\n第一章 发展目标\n\n到2025年，森林覆盖率达到45%以上。\n";
/// let request = reading::Request { name: "plan.txt".into(), check: Some(Default::default()), ..Default::default() };
/// let read = reading::read(text.as_bytes(), &request).unwrap();
/// // The same through the form that travels.
/// let (head, body) = (reading::job(&request), text.as_bytes());
/// let travelled = reading::reading(&reading::answer(&head, body)).unwrap();
/// assert_eq!((travelled.plan, travelled.found), (read.plan, read.found));
/// ```
pub fn read(bytes: &[u8], request: &Request) -> Result<Reading, Words> {
    let settings = request.check.as_ref().map(Checks::settings).transpose()?;
    if let Some(reading) = package(bytes, settings.as_ref())? {
        return Ok(reading);
    }
    let options = ReadOptions { name: Some(request.name.clone()) };
    let mut document = document::read(bytes, &options).map_err(|error| error.words())?;
    if request.hold_back
        && let Some(mark) = secrecy_mark(&document.text, &document::page_heads(bytes))
    {
        return Err(held_back(&mark));
    }
    let options =
        CompileOptions { region: request.region.clone(), period: request.period, kind: request.kind };
    let (plan, compiled) = compile::compile(&document, &options);
    let found = settings.map(|settings| check::check(&document, &plan, &settings)).unwrap_or_default();
    let mut noticed = std::mem::take(&mut document.diagnostics);
    noticed.extend(compiled);
    Ok(Reading { document, plan, noticed, found })
}

/// The plan of a package that travels as one archive; `None` when the bytes are none.
fn package(bytes: &[u8], settings: Option<&check::Settings>) -> Result<Option<Reading>, Words> {
    let files = document::zipped_tables(bytes, plan::package::DESCRIPTOR).map_err(|error| error.words())?;
    let Some(files) = files else { return Ok(None) };
    let plan = plan::package::read(&files).map_err(|error| {
        let told = |lang| error.problems.iter().map(|one| one.text(lang)).collect::<Vec<_>>().join("\n");
        Words::new(told(Lang::Zh), told(Lang::En))
    })?;
    let document = Document::none();
    let found = settings.map(|settings| check::check(&document, &plan, settings)).unwrap_or_default();
    Ok(Some(Reading { document, plan, noticed: Vec::new(), found }))
}

/// What the checks find in a plan that people have put right since it was read.
pub fn rechecked(document: &Document, plan: &Plan) -> Vec<Diagnostic> {
    check::check(document, plan, &check::Settings::default())
}

/// Whether a finding with this code comes from a check, not from reading.
pub fn is_of_check(code: &str) -> bool {
    check::rules().iter().any(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_knows_better_counts_here_and_in_a_child() {
        let text = "云岭市国民经济和社会发展第十四个五年规划纲要\n\n第一章 发展目标\n\n到2025年，森林覆盖率达到45%以上。\n";
        let request = Request {
            name: "plan.txt".into(),
            region: Some("东港市".into()),
            period: Some(Period { start: 2031, end: 2035 }),
            kind: Some(DocumentKind::Bulletin),
            check: None,
            hold_back: false,
        };
        let here = read(text.as_bytes(), &request).expect("read");
        let child = reading(&answer(&job(&request), text.as_bytes())).expect("read");
        let told = told(&answer_findings(&job(&request), text.as_bytes())).expect("read");
        assert_eq!((told.text, told.noticed), (here.document.text.clone(), here.noticed.clone()));
        assert!(!told.is_nothing && !here.is_nothing());
        for plan in [here.plan, child.plan] {
            assert_eq!(plan.kind, request.kind);
            assert_eq!((&plan.region, plan.period), (&request.region, request.period));
        }
    }
}
