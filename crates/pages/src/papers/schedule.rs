//! When reports are begun by themselves, and who is told.

use super::parts::kind_word;
use crate::choice::Choice;
use crate::text::text;
use source::Lang;
use web::{App, Problem};
use work::matters::Names;
use work::report::schedule::{self, Every, Schedule};

/// A schedule as it is listed.
pub(super) struct Scheduled {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) when: String,
    pub(super) to: String,
}

fn every_word(lang: Lang, every: Every) -> &'static str {
    match every {
        Every::Quarter => text(lang, "papers.every-quarter"),
        Every::Half => text(lang, "papers.every-half"),
        Every::Year => text(lang, "papers.every-year"),
    }
}

/// The schedules of a plan.
pub(super) async fn all(app: &App, lang: Lang, plan: &str, names: &Names) -> Result<Vec<Scheduled>, Problem> {
    let found = schedule::of_plan(app, plan).await?;
    let one = |(kind, one): (String, Schedule)| Scheduled {
        name: kind_word(lang, &kind),
        when: format!("{} · {}", every_word(lang, one.every), one.day),
        to: one.to.iter().map(|party| names.of(party)).collect::<Vec<_>>().join("、"),
        kind,
    };
    Ok(found.into_iter().map(one).collect())
}

/// How often a report may be begun.
pub(super) fn choices(lang: Lang) -> Vec<Choice> {
    Every::ALL
        .into_iter()
        .map(|every| Choice::new(every.name(), every_word(lang, every), "quarter"))
        .collect()
}
