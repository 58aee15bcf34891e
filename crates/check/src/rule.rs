use crate::context::{Context, Pair};
use source::{Diagnostic, Family, Lang, Severity};
use std::fmt::Write;

/// One check: what it finds, its page, and how it looks for it.
///
/// The name names the bad pattern in kebab case, so that it completes "allow ...".
#[derive(Debug)]
pub struct Rule {
    /// Stable code, a letter for the family and three digits.
    pub code: &'static str,
    /// Name in kebab case.
    pub name: &'static str,
    /// Family.
    pub family: Family,
    /// Usual severity; a finding can be milder or harder where the rule's page says so.
    pub severity: Severity,
    /// Whether the rule has proved itself.
    pub grade: Grade,
    /// The page.
    pub page: Page,
    pub(crate) search: Search,
}

/// How far a rule is to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// No false finding is known in the documents of `docs/corpus.tsv`: its findings are errors, warnings or notes.
    Stable,
    /// Still on trial: its findings are questions, and can be left out.
    Preview,
}

impl Grade {
    /// The name used on the command line and in the reference: `stable`, `preview`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Preview => "preview",
        }
    }
}

/// What a person reads of a rule, in Chinese and English.
#[derive(Debug)]
pub struct Page {
    /// One line: (Chinese, English).
    pub title: (&'static str, &'static str),
    /// What it does.
    pub what: (&'static str, &'static str),
    /// Why it matters.
    pub why: (&'static str, &'static str),
    /// How to fix it.
    pub fix: (&'static str, &'static str),
    /// A plan text that the rule objects to, and one that it does not.
    pub example: Example,
}

/// Plan text as the reader takes it in; the tests run both.
#[derive(Debug)]
pub struct Example {
    /// The rule fires here. For an alignment rule: the lower plan.
    pub faulty: &'static str,
    /// The rule is silent here.
    pub sound: &'static str,
    /// For an alignment rule, the plan above; else empty.
    pub upper: &'static str,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Search {
    /// One plan with its document.
    Plan(fn(&Context<'_>, &mut Vec<Diagnostic>)),
    /// A plan and the one above it.
    Pair(fn(&Pair<'_>, &mut Vec<Diagnostic>)),
    /// The silences themselves; see the `silence` module.
    Silences,
    /// Noticed while the document is read and compiled; nothing is left to look for.
    Notice,
}

impl Rule {
    /// A finding of this rule without texts and places yet.
    pub(crate) fn finding(&self) -> Diagnostic {
        Diagnostic::new(self.code, self.name, self.family, self.severity)
    }

    /// The severity with which findings are usually reported: a rule on trial asks.
    pub fn reported(&self) -> Severity {
        match self.grade {
            Grade::Stable => self.severity,
            Grade::Preview => Severity::Question,
        }
    }

    /// Whether reading and compiling a document report it, and not [`check`](crate::check).
    pub fn is_notice(&self) -> bool {
        matches!(self.search, Search::Notice)
    }

    /// The title in `lang`.
    pub fn title(&self, lang: Lang) -> &'static str {
        pick(self.page.title, lang)
    }

    /// The page of the rule in Markdown.
    pub fn page(&self, lang: Lang) -> String {
        let page = &self.page;
        let words = match lang {
            Lang::Zh => {
                ["检查什么", "为什么重要", "示例", "有问题：", "没有问题：", "上级规划：", "如何修改"]
            }
            Lang::En => [
                "What it does",
                "Why it matters",
                "Example",
                "Faulty:",
                "Sound:",
                "The plan above:",
                "How to fix",
            ],
        };
        let (family, severity, grade) = match lang {
            Lang::Zh => ("类别", "级别", "成熟度"),
            Lang::En => ("Family", "Severity", "Grade"),
        };
        let mut out = format!("# {} {}\n\n", self.code, pick(page.title, lang));
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "`{}` · {family}: {} · {severity}: {} · {grade}: {}\n",
            self.name,
            family_name(self.family, lang),
            severity_name(self.severity, lang),
            grade_words(self.grade, lang)
        );
        let _ = writeln!(out, "## {}\n\n{}\n", words[0], pick(page.what, lang));
        let _ = writeln!(out, "## {}\n\n{}\n", words[1], pick(page.why, lang));
        let example = &page.example;
        if !example.faulty.is_empty() {
            let _ = writeln!(out, "## {}\n\n{}\n\n{}", words[2], words[3], fenced(example.faulty));
            if !example.upper.is_empty() {
                let _ = writeln!(out, "{}\n\n{}", words[5], fenced(example.upper));
            }
            let _ = writeln!(out, "{}\n\n{}", words[4], fenced(example.sound));
        }
        let _ = writeln!(out, "## {}\n\n{}", words[6], pick(page.fix, lang));
        out
    }
}

fn fenced(text: &str) -> String {
    format!("```text\n{}\n```\n", text.trim_matches('\n'))
}

fn pick(texts: (&'static str, &'static str), lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => texts.0,
        Lang::En => texts.1,
    }
}

/// The family's name for people.
pub(crate) fn family_name(family: Family, lang: Lang) -> &'static str {
    let zh = match family {
        Family::Arithmetic => "算术",
        Family::Consistency => "一致性",
        Family::Identity => "恒等关系",
        Family::Feasibility => "同时成立",
        Family::Target => "目标质量",
        Family::Responsibility => "责任",
        Family::Structure => "结构",
        Family::Zoning => "空间管制",
        Family::Alignment => "上下衔接",
        Family::Text => "文字",
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => family.name(),
    }
}

/// The grade for people, with what follows from it.
pub(crate) fn grade_words(grade: Grade, lang: Lang) -> &'static str {
    match (grade, lang) {
        (Grade::Stable, Lang::Zh) => "稳定",
        (Grade::Stable, Lang::En) => "stable",
        (Grade::Preview, Lang::Zh) => "试用（只作疑问提出，可用 --no-preview 关闭）",
        (Grade::Preview, Lang::En) => "preview (asked as a question; --no-preview leaves it out)",
    }
}

/// The severity's name for people.
pub(crate) fn severity_name(severity: Severity, lang: Lang) -> &'static str {
    let zh = match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Note => "提示",
        Severity::Question => "疑问",
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => severity.name(),
    }
}
