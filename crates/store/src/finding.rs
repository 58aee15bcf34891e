use crate::Result;
use crate::plan_rows::Table;
use crate::row::{Cell, Row, cells};
use serde::{Deserialize, Serialize};
use source::{Diagnostic, Family, Severity, Span, Words};

/// A diagnostic as it was found when the plan was loaded.
///
/// The owned twin of [`Diagnostic`]: its code may belong to a rule that this program no longer has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable code.
    pub code: String,
    /// The rule's name.
    pub rule: String,
    /// Family of the rule.
    pub family: Family,
    /// How much it matters.
    pub severity: Severity,
    /// What was found.
    pub message: Words,
    /// What to do about it; may be empty.
    pub help: Words,
    /// Places; the first is the primary one.
    pub labels: Vec<FindingLabel>,
    /// Whether the conversion of the document is the probable cause.
    pub artefact: bool,
}

/// A place in the source text with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingLabel {
    /// Where.
    pub span: Span,
    /// What is to be seen there.
    pub words: Words,
}

impl From<&Diagnostic> for Finding {
    fn from(diagnostic: &Diagnostic) -> Self {
        Self {
            code: diagnostic.code.to_owned(),
            rule: diagnostic.rule.to_owned(),
            family: diagnostic.family,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            labels: diagnostic
                .labels
                .iter()
                .map(|label| FindingLabel { span: label.span, words: label.words.clone() })
                .collect(),
            artefact: diagnostic.artefact,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct LabelRow {
    start: usize,
    end: usize,
    zh: String,
    en: String,
}

impl Table for Finding {
    const NAME: &'static str = "diagnostic";
    const COLUMNS: &'static str =
        "code, rule, family, severity, message_zh, message_en, help_zh, help_en, labels, artefact";

    fn cells(&self) -> Vec<Cell> {
        let labels: Vec<LabelRow> = self
            .labels
            .iter()
            .map(|label| LabelRow {
                start: label.span.start,
                end: label.span.end,
                zh: label.words.zh.clone(),
                en: label.words.en.clone(),
            })
            .collect();
        cells![
            &self.code,
            &self.rule,
            self.family.name(),
            self.severity.name(),
            &self.message.zh,
            &self.message.en,
            &self.help.zh,
            &self.help.en,
            serde_json::json!(labels).to_string(),
            self.artefact,
        ]
    }

    fn read(row: Row<'_>) -> Result<Self> {
        let labels: Vec<LabelRow> = row.json("labels")?;
        Ok(Self {
            code: row.text("code")?,
            rule: row.text("rule")?,
            family: row
                .word("family", |name| Family::ALL.into_iter().find(|family| family.name() == name))?,
            severity: row.word("severity", |name| Severity::ALL.into_iter().find(|s| s.name() == name))?,
            message: Words::new(row.text("message_zh")?, row.text("message_en")?),
            help: Words::new(row.text("help_zh")?, row.text("help_en")?),
            labels: labels
                .into_iter()
                .map(|label| FindingLabel {
                    span: Span::new(label.start, label.end),
                    words: Words::new(label.zh, label.en),
                })
                .collect(),
            artefact: row.flag("artefact")?,
        })
    }
}
