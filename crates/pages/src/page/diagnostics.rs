use crate::asked::OnPlan;
use crate::choice::{Chip, Choice};
use crate::excerpt::excerpt_of;
use crate::living;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use crate::words::severity_word;
use askama::Template;
use axum::response::Response;
use duty::Right;
use matter::Kind;
use source::{Family, Lang, Severity, Span};
use std::collections::BTreeMap;
use store::Account;
use web::visit::encode;
use web::{Problem, Visit};
use work::findings::{self, Found};
use work::view::{self, PlanView};

#[derive(Template)]
#[template(path = "diagnostics.html")]
struct Diagnostics {
    s: Shell,
    action: String,
    severities: Vec<Choice>,
    chips: Vec<Chip>,
    families: Vec<Choice>,
    codes: Vec<Choice>,
    chapters: Vec<Choice>,
    states: Vec<Choice>,
    accounts: Vec<Choice>,
    /// What may be done with those that are ticked.
    steps: Vec<StepButton>,
    /// The words for whoever works on one.
    assignee: String,
    rows: Vec<Line>,
    shown: usize,
    total: usize,
    saved: Option<String>,
    may_decide: bool,
}

/// A step with findings.
struct StepButton {
    name: String,
    label: String,
    /// Whether somebody is chosen with it.
    asks_owner: bool,
}

struct Line {
    key: String,
    code: String,
    severity: &'static str,
    severity_word: &'static str,
    family: &'static str,
    message: String,
    help: String,
    artefact: bool,
    chapter: String,
    /// Whether the questions of rules that are still tried begin with it.
    begins_questions: bool,
    /// What is done about it; empty while nothing is.
    state: String,
    /// Who works on it and why it stands so, for those who may know.
    work: String,
    /// What happened to it, for those who may know; empty while nothing did.
    history: String,
    /// Where the words that it is about are changed; empty for those who may not, and for one about no words.
    fix: String,
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
pub(crate) async fn get(on: OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, visit, .. } = &on;
    on.answer(async || {
        let (view, moment) = on.view().await?;
        let found = findings::all(app, &view).await?;
        let may_decide = visit.viewer().may(Right::EditPlan);
        let accounts = if may_decide { app.store().accounts().await? } else { Vec::new() };
        Ok(page(visit, &view, (&moment, findings::kind(app)?), &found, accounts))
    })
    .await
}

/// Findings without the questions of rules that are still tried.
const FIRM: &str = "firm";

/// What the lists of a page are narrowed to.
struct Chosen {
    severity: String,
    family: String,
    code: String,
    chapter: String,
    state: String,
}

impl Chosen {
    fn of(visit: &Visit) -> Self {
        let chosen = |name| visit.get(name).unwrap_or("").to_owned();
        Self {
            severity: chosen("severity"),
            family: chosen("family"),
            code: chosen("code"),
            chapter: chosen("chapter"),
            state: visit.get("state").unwrap_or("waiting").to_owned(),
        }
    }

    fn holds(&self, one: &Found<'_>, kind: &Kind) -> bool {
        let is = |chosen: &str, own: &str| chosen.is_empty() || chosen == own;
        let severity = match self.severity.as_str() {
            FIRM => one.finding.severity != Severity::Question,
            chosen => is(chosen, one.finding.severity.name()),
        };
        severity
            && is(&self.family, one.finding.family.name())
            && is(&self.code, &one.finding.code)
            && is(&self.chapter, one.chapter.map_or("none", |chapter| chapter.id.as_str()))
            && match self.state.as_str() {
                "all" => true,
                "waiting" => one.is_open(),
                state => state == one.state(kind),
            }
    }
}

fn page(
    visit: &Visit,
    view: &PlanView,
    (moment, kind): (&view::Moment, &Kind),
    found: &[Found<'_>],
    accounts: Vec<Account>,
) -> Diagnostics {
    let lang = visit.lang;
    let s = Shell::of(visit, view, Some(moment), Place::Diagnostics, text(lang, "nav.diagnostics"));
    let s = s.without_moment();
    let chosen = Chosen::of(visit);
    let mut passing: Vec<&Found<'_>> = found.iter().filter(|one| chosen.holds(one, kind)).collect();
    // Errors first; the questions of rules that are still tried stand apart at the end.
    passing.sort_by_key(|one| std::cmp::Reverse(one.finding.severity));
    let questions = passing.iter().position(|one| one.finding.severity == Severity::Question);
    let may_decide = visit.viewer().may(Right::EditPlan);
    let active = accounts.into_iter().filter(|account| account.active);
    let kept = [("saved", "")];
    let of_severity = Chosen { severity: String::new(), ..Chosen::of(visit) };
    let others: Vec<&Found<'_>> = found.iter().filter(|one| of_severity.holds(one, kind)).collect();
    let chip = |severity: Option<Severity>| {
        let name = severity.map_or("", Severity::name);
        Chip {
            address: visit.with(&[("severity", name), ("saved", "")]),
            label: severity.map_or(text(lang, "filter.all"), |one| severity_word(lang, one)).to_owned(),
            count: others.iter().filter(|one| severity.is_none_or(|is| one.finding.severity == is)).count(),
            here: chosen.severity == name,
        }
    };
    let chips = std::iter::once(None).chain(Severity::ALL.into_iter().map(Some)).map(chip);
    Diagnostics {
        chips: chips.filter(|chip| chip.count > 0 || chip.here).collect(),
        action: visit.with(&kept),
        severities: Severity::ALL
            .into_iter()
            .map(|one| Choice::new(one.name(), severity_word(lang, one), &chosen.severity))
            .chain([Choice::new(FIRM, text(lang, "diagnostics.firm"), &chosen.severity)])
            .collect(),
        families: Family::ALL
            .into_iter()
            .map(|one| Choice::new(one.name(), family_word(lang, one), &chosen.family))
            .collect(),
        codes: counted(
            found.iter().map(|one| (one.finding.code.clone(), one.finding.code.clone())),
            &chosen.code,
        ),
        chapters: counted(found.iter().map(|one| chapter_of(lang, one)), &chosen.chapter),
        states: states(lang, kind, found, &chosen.state),
        steps: steps(visit, kind),
        assignee: kind.label("owner", lang),
        accounts: active
            .map(|account| Choice::new(format!("account/{}", account.name), named(&account), ""))
            .collect(),
        shown: passing.len(),
        total: found.len(),
        rows: passing
            .into_iter()
            .enumerate()
            .map(|(at, one)| Line {
                begins_questions: questions == Some(at),
                ..line(visit, (view, kind), one, &s)
            })
            .collect(),
        saved: visit.get("saved").map(|count| fill(lang, "finding.saved", &[("n", count)])),
        may_decide,
        s,
    }
}

fn named(account: &Account) -> String {
    if account.full_name.is_empty() { account.name.clone() } else { account.full_name.clone() }
}

fn chapter_of(lang: Lang, one: &Found<'_>) -> (String, String) {
    match one.chapter {
        Some(chapter) => (chapter.id.to_string(), one.chapter_name()),
        None => ("none".to_owned(), text(lang, "finding.no-chapter").to_owned()),
    }
}

/// Values with how often each occurs, in the order of their first occurrence by value.
fn counted(all: impl Iterator<Item = (String, String)>, now: &str) -> Vec<Choice> {
    let mut counts: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for (value, label) in all {
        counts.entry(value).or_insert((label, 0)).1 += 1;
    }
    counts
        .into_iter()
        .map(|(value, (label, count))| Choice::new(value, format!("{label} ({count})"), now))
        .collect()
}

fn states(lang: Lang, kind: &Kind, found: &[Found<'_>], now: &str) -> Vec<Choice> {
    let counted = |holds: &dyn Fn(&Found<'_>) -> bool| found.iter().filter(|one| holds(one)).count();
    let all = kind.state.iter().map(|state| {
        // The first of the open ones stands for what is to be done.
        let value = if state.name == kind.open.state { "waiting" } else { state.name.as_str() };
        let count = counted(&|one| one.state(kind) == state.name);
        Choice::new(value, format!("{} ({count})", state.said.get(lang)), now)
    });
    all.chain([Choice::new("all", text(lang, "filter.all"), now)]).collect()
}

/// The steps that a visitor may take with findings, whatever their state.
fn steps(visit: &Visit, kind: &Kind) -> Vec<StepButton> {
    let stand = work::matters::stand(visit.viewer(), None);
    let mut all: Vec<StepButton> = Vec::new();
    for step in kind.state.iter().flat_map(|state| kind.steps(&state.name, stand)) {
        if !all.iter().any(|one| one.name == step.name) {
            all.push(StepButton {
                name: step.name.clone(),
                label: step.said.get(visit.lang).to_owned(),
                asks_owner: step.asks.iter().any(|name| name == "owner"),
            });
        }
    }
    all
}

pub(crate) fn family_word(lang: Lang, family: Family) -> &'static str {
    match family {
        Family::Arithmetic => text(lang, "family.arithmetic"),
        Family::Consistency => text(lang, "family.consistency"),
        Family::Identity => text(lang, "family.identity"),
        Family::Feasibility => text(lang, "family.feasibility"),
        Family::Target => text(lang, "family.target"),
        Family::Responsibility => text(lang, "family.responsibility"),
        Family::Structure => text(lang, "family.structure"),
        Family::Zoning => text(lang, "family.zoning"),
        Family::Alignment => text(lang, "family.alignment"),
        Family::Text => text(lang, "family.text"),
    }
}

fn line(visit: &Visit, (view, kind): (&PlanView, &Kind), one: &Found<'_>, s: &Shell) -> Line {
    let lang = visit.lang;
    let finding = one.finding;
    let labels = finding.labels.iter();
    let work = one.work.as_ref().filter(|_| !visit.viewer().sees_published_only());
    let told = work.map(|work| {
        let name = work.owner.split_once('/').map_or("", |(_, name)| name);
        let parts = [
            if name.is_empty() { String::new() } else { fill(lang, "finding.with", &[("n", name)]) },
            work.due.clone(),
            work.fields.get("reason").cloned().unwrap_or_default(),
            format!("{} {}", work.changed_by, work::clock::shown(&work.changed_at)),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    });
    Line {
        begins_questions: false,
        key: one.key.clone(),
        code: finding.code.clone(),
        severity: finding.severity.name(),
        severity_word: severity_word(lang, finding.severity),
        family: family_word(lang, finding.family),
        message: finding.message.get(lang).to_owned(),
        help: finding.help.get(lang).to_owned(),
        artefact: finding.artefact,
        chapter: one.chapter_name(),
        state: one.work.as_ref().map_or_else(String::new, |work| kind.state_word(&work.state, lang)),
        history: work
            .map_or_else(String::new, |work| format!("/plans/{}/matters/{}", encode(view.id()), work.id)),
        work: told.unwrap_or_default(),
        fix: if visit.viewer().may(Right::EditPlan)
            && view.stored.document.is_some()
            && !finding.labels.is_empty()
        {
            s.to(format!("/fix?finding={}", one.key))
        } else {
            String::new()
        },
        excerpts: labels.filter_map(|label| excerpt(view, label.span, label.words.get(lang), s)).collect(),
    }
}

fn excerpt(view: &PlanView, span: Span, words: &str, s: &Shell) -> Option<Excerpt> {
    let document = view.stored.document.as_ref()?;
    let (line, [before, marked, after]) = excerpt_of(document, span)?;
    let address = s.to(living::sentence_link(document, span));
    Some(Excerpt { line, before, marked, after, words: words.to_owned(), address })
}
