use crate::choice::Choice;
use crate::living;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use source::{Family, Lang, Severity, Span};
use std::collections::BTreeMap;
use store::Finding;
use web::{App, Problem, Visit};
use work::view::{self, PlanView};

#[derive(Template)]
#[template(path = "diagnostics.html")]
struct Diagnostics {
    s: Shell,
    severities: Vec<Choice>,
    families: Vec<Choice>,
    codes: Vec<Choice>,
    rows: Vec<Line>,
    shown: usize,
    total: usize,
}

struct Line {
    code: String,
    severity: &'static str,
    severity_word: &'static str,
    family: &'static str,
    message: String,
    help: String,
    artefact: bool,
    excerpts: Vec<Excerpt>,
}

/// A line of the source with the place marked.
struct Excerpt {
    line: u32,
    before: String,
    marked: String,
    after: String,
    words: String,
    address: String,
}

/// Findings with their source and the rule's page.
pub(crate) async fn get(
    Shared(app): Shared<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    crate::answer::answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        let moment = view::Moment::of(&view, &visit.question(&id)?);
        Ok(page(&visit, &view, &moment))
    })
    .await
}

fn page(visit: &Visit, view: &PlanView, moment: &view::Moment) -> Diagnostics {
    let lang = visit.lang;
    let s = Shell::of(visit, view, Some(moment), Place::Diagnostics, text(lang, "nav.diagnostics"));
    let chosen = |name| visit.get(name).unwrap_or("").to_owned();
    let (severity, family, code) = (chosen("severity"), chosen("family"), chosen("code"));
    let findings = &view.stored.findings;
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *codes.entry(&finding.code).or_default() += 1;
    }
    let mut passing: Vec<&Finding> = findings
        .iter()
        .filter(|finding| severity.is_empty() || finding.severity.name() == severity)
        .filter(|finding| family.is_empty() || finding.family.name() == family)
        .filter(|finding| code.is_empty() || finding.code == code)
        .collect();
    passing.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    Diagnostics {
        severities: Severity::ALL
            .into_iter()
            .map(|one| Choice {
                value: one.name().to_owned(),
                label: severity_word(lang, one).to_owned(),
                chosen: one.name() == severity,
            })
            .collect(),
        families: Family::ALL
            .into_iter()
            .map(|one| Choice {
                value: one.name().to_owned(),
                label: family_word(lang, one).to_owned(),
                chosen: one.name() == family,
            })
            .collect(),
        codes: codes
            .into_iter()
            .map(|(one, count)| Choice {
                value: one.to_owned(),
                label: format!("{one} ({count})"),
                chosen: one == code,
            })
            .collect(),
        shown: passing.len(),
        total: findings.len(),
        rows: passing.into_iter().map(|finding| line(lang, view, finding, &s)).collect(),
        s,
    }
}

pub(crate) fn severity_word(lang: Lang, severity: Severity) -> &'static str {
    match severity {
        Severity::Error => text(lang, "severity.error"),
        Severity::Warning => text(lang, "severity.warning"),
        Severity::Note => text(lang, "severity.note"),
        Severity::Question => text(lang, "severity.question"),
    }
}

pub(crate) fn family_word(lang: Lang, family: Family) -> &'static str {
    match family {
        Family::Arithmetic => text(lang, "family.arithmetic"),
        Family::Consistency => text(lang, "family.consistency"),
        Family::Identity => text(lang, "family.identity"),
        Family::Target => text(lang, "family.target"),
        Family::Responsibility => text(lang, "family.responsibility"),
        Family::Structure => text(lang, "family.structure"),
        Family::Zoning => text(lang, "family.zoning"),
        Family::Alignment => text(lang, "family.alignment"),
        Family::Text => text(lang, "family.text"),
    }
}

fn line(lang: Lang, view: &PlanView, finding: &Finding, s: &Shell) -> Line {
    let labels = finding.labels.iter();
    Line {
        code: finding.code.clone(),
        severity: finding.severity.name(),
        severity_word: severity_word(lang, finding.severity),
        family: family_word(lang, finding.family),
        message: finding.message.get(lang).to_owned(),
        help: finding.help.get(lang).to_owned(),
        artefact: finding.artefact,
        excerpts: labels.filter_map(|label| excerpt(view, label.span, label.words.get(lang), s)).collect(),
    }
}

// Characters shown on each side of the marked place.
const AROUND: usize = 28;

fn excerpt(view: &PlanView, span: Span, words: &str, s: &Shell) -> Option<Excerpt> {
    let document = view.stored.document.as_ref()?;
    let line = document.lines.line(span.start);
    let whole = document.lines.span(&document.text, line);
    // A place over several lines is shown as far as its first line goes.
    let end = span.end.min(whole.end).max(span.start);
    let text = |from, to| Span::new(from, to).of(&document.text);
    let before: Vec<char> = text(whole.start, span.start).chars().rev().take(AROUND).collect();
    Some(Excerpt {
        line,
        before: before.into_iter().rev().collect(),
        marked: text(span.start, end).to_owned(),
        after: text(end, whole.end).chars().take(AROUND).collect(),
        words: words.to_owned(),
        address: s.to(living::sentence_link(document, span)),
    })
}
