use crate::Span;
use std::fmt;

/// A language that Gangyao speaks to people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Chinese, the first language.
    #[default]
    Zh,
    /// English.
    En,
}

/// A short text for people, in both languages.
///
/// # Example
/// ```
/// use source::{Lang, Words};
/// let words = Words::new("没有目标值", "no target value");
/// assert_eq!(words.get(Lang::En), "no target value");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Both texts at once, so that neither is forgotten.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// From a rule that has not proved itself on enough documents: for a person to look at.
    Question,
    /// Style, ambiguity or missing context.
    Note,
    /// A probable defect, or a commitment that nobody could decide.
    Warning,
    /// Provable from the document itself.
    Error,
}

impl Severity {
    /// All severities, the heaviest first.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Note, Self::Question];

    /// The name used in JSON and on the command line: `question`, `note`, `warning`, `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The ten families of checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Sums, rates and counts that can be recomputed.
    Arithmetic,
    /// Two places that say different things of one thing.
    Consistency,
    /// Relations that hold by definition.
    Identity,
    /// Numbers that identities tie together and that cannot all be true, or of which some say nothing.
    Feasibility,
    /// Whether a commitment can be decided.
    Target,
    /// Whether somebody answers for it.
    Responsibility,
    /// Outline, contents, numbering, abbreviations.
    Structure,
    /// What a zone forbids and what is planned there.
    Zoning,
    /// Two plans compared.
    Alignment,
    /// Words and conversion artefacts.
    Text,
}

impl Family {
    /// All families, in the order of the rule reference.
    pub const ALL: [Self; 10] = [
        Self::Arithmetic,
        Self::Consistency,
        Self::Identity,
        Self::Feasibility,
        Self::Target,
        Self::Responsibility,
        Self::Structure,
        Self::Zoning,
        Self::Alignment,
        Self::Text,
    ];

    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Arithmetic => "arithmetic",
            Self::Consistency => "consistency",
            Self::Identity => "identity",
            Self::Feasibility => "feasibility",
            Self::Target => "target",
            Self::Responsibility => "responsibility",
            Self::Structure => "structure",
            Self::Zoning => "zoning",
            Self::Alignment => "alignment",
            Self::Text => "text",
        }
    }
}

/// A place in the source text with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be seen there; may be empty in both languages.
    pub words: Words,
}

impl Label {
    /// A label with a text in both languages.
    pub fn new(span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { span, words: Words::new(zh, en) }
    }

    /// A label that only marks the place.
    pub fn bare(span: Span) -> Self {
        Self { span, words: Words::default() }
    }
}

/// A finding about a text: what is wrong, where, and what to do about it.
///
/// The message stands alone: it makes sense on one line without the labels. The first label is the
/// primary one. Diagnostics stay structured until a renderer (terminal, JSON, SARIF, page) needs them.
///
/// # Example
/// ```
/// use source::{Diagnostic, Family, Severity, Span};
/// let found = Diagnostic::new("T001", "binding-without-value", Family::Target, Severity::Warning)
///     .message("约束性指标“新增建设用地规模”没有数值", "binding indicator “new construction land” has no value")
///     .label(Span::new(10, 40), "没有数值", "no value")
///     .help("写明数值，或注明由哪份文件下达", "state the value, or name the document that will set it");
/// assert_eq!(found.labels.len(), 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, a letter for the family and three digits.
    pub code: &'static str,
    /// The rule's name in kebab case, naming the bad pattern.
    pub rule: &'static str,
    /// Family of the rule.
    pub family: Family,
    /// How much it matters.
    pub severity: Severity,
    /// What was found, with the arithmetic shown.
    pub message: Words,
    /// What to do about it; may be empty.
    pub help: Words,
    /// Places; the first is the primary one.
    pub labels: Vec<Label>,
    /// Whether the conversion of the document, not the plan, is the probable cause.
    pub artefact: bool,
}

impl Diagnostic {
    /// A diagnostic without texts and places yet.
    pub fn new(code: &'static str, rule: &'static str, family: Family, severity: Severity) -> Self {
        Self {
            code,
            rule,
            family,
            severity,
            message: Words::default(),
            help: Words::default(),
            labels: Vec::new(),
            artefact: false,
        }
    }

    /// Sets the message.
    #[must_use]
    pub fn message(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.message = Words::new(zh, en);
        self
    }

    /// Adds a labelled place.
    #[must_use]
    pub fn label(mut self, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.labels.push(Label::new(span, zh, en));
        self
    }

    /// Sets the help line.
    #[must_use]
    pub fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Words::new(zh, en);
        self
    }

    /// Marks the finding as a conversion artefact.
    #[must_use]
    pub fn artefact(mut self) -> Self {
        self.artefact = true;
        self
    }

    /// Where the finding begins, for sorting; findings without a place come first.
    pub fn place(&self) -> Span {
        self.labels.first().map_or(Span::default(), |label| label.span)
    }
}
