//! What is said about an indicator: the matters that point to its page or are about its targets.

use crate::matters::carried::{is_carrier, of_kind};
use crate::matters::one::late_words;
use matter::{FieldKind, Kind};
use source::Lang;
use store::{Matter, MatterFilter};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::matters;
use work::view::PlanView;

/// A matter about an indicator, as its page lists it.
pub(crate) struct Thread {
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) kind: String,
    /// Its short values that lists have: the medium and the day of a press report, the place of an event.
    pub(crate) short: String,
    pub(crate) state: String,
    /// What somebody else judges, once everybody may see it; empty for a matter that judges nothing.
    pub(crate) verdict: String,
    pub(crate) due: String,
    pub(crate) late: String,
}

/// The matters about an indicator that a visitor may see: those of which a page is that of the
/// indicator, or a screen with it, and those that are about one of its targets.
pub(crate) async fn threads(
    app: &App,
    visit: &Visit,
    view: &PlanView,
    indicator: &str,
) -> Result<Vec<Thread>, Problem> {
    let (lang, plan) = (visit.lang, view.id());
    let targets = view.stored.plan.targets.iter().filter(|target| target.indicator.as_str() == indicator);
    let targets: Vec<String> = targets.map(|target| format!("target/{}", target.id)).collect();
    let (page, screen) =
        (format!("/indicators/{}", encode(indicator)), format!("/meeting?item={}", encode(indicator)));
    let is_about = |address: &str| {
        address == page
            || address.strip_prefix(&screen).is_some_and(|rest| rest.is_empty() || rest.starts_with('&'))
    };
    let mut found = Vec::new();
    for kind in app.kinds().all() {
        let pages = of_kind(kind, FieldKind::Page);
        let things = of_kind(kind, FieldKind::Items);
        if is_carrier(kind) || (pages.is_empty() && things.is_empty()) {
            continue;
        }
        let filter =
            MatterFilter { plan: plan.to_owned(), kind: kind.name.clone(), ..MatterFilter::default() };
        let all = matters::list(app, visit.viewer(), &filter).await?.into_iter();
        let about = all.filter(|one| {
            let value = |name: &&str| one.matter.fields.get(*name);
            let named = |thing: &str| targets.iter().any(|target| target == thing);
            pages.iter().filter_map(value).any(|address| is_about(address))
                || things.iter().filter_map(value).flat_map(|all| all.lines()).any(named)
        });
        found.extend(about.map(|one| Thread {
            address: format!("/plans/{}/matters/{}", encode(plan), one.matter.id),
            kind: kind.said.get(lang).to_owned(),
            short: short(lang, kind, &one.matter),
            verdict: verdict(lang, kind, &one.matter),
            state: kind.state_word(&one.matter.state, lang),
            due: one.matter.due.clone(),
            late: late_words(lang, one.late),
            title: one.matter.title,
        }));
    }
    Ok(found)
}

/// The short values of a matter that lists have.
fn short(lang: Lang, kind: &Kind, matter: &Matter) -> String {
    let is_verdict = |field: &matter::Field| kind.verdict.as_ref() == Some(&field.name);
    let listed = kind.field.iter().filter(|field| field.listed && field.kind != FieldKind::Long);
    let listed = listed.filter(|field| !is_verdict(field));
    let told = listed.filter_map(|field| {
        let value = matter.fields.get(&field.name).filter(|value| !value.is_empty())?;
        Some(field.shown(value, lang))
    });
    told.collect::<Vec<_>>().join(" · ")
}

/// What a matter judges, where the kind judges and everybody may see it.
fn verdict(lang: Lang, kind: &Kind, matter: &Matter) -> String {
    let is_shown = kind.state(&matter.state).is_some_and(|state| state.public);
    let field = kind.verdict.as_deref().filter(|_| is_shown).and_then(|name| kind.field(name));
    let value = field.and_then(|field| Some(field.shown(matter.fields.get(&field.name)?, lang)));
    value.unwrap_or_default()
}
