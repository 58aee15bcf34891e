//! What is said about an indicator: the matters that point to its page.

use crate::matters::one::late_words;
use matter::FieldKind;
use store::MatterFilter;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::matters;

/// A matter about an indicator, as its page lists it.
pub(crate) struct Thread {
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) state: String,
    pub(crate) due: String,
    pub(crate) late: String,
}

/// The matters about an indicator that a visitor may see: those of which a page is that of the indicator, or a screen with it.
pub(crate) async fn threads(
    app: &App,
    visit: &Visit,
    plan: &str,
    indicator: &str,
) -> Result<Vec<Thread>, Problem> {
    let lang = visit.lang;
    let (page, screen) =
        (format!("/indicators/{}", encode(indicator)), format!("/meeting?item={}", encode(indicator)));
    let is_about = |address: &str| {
        address == page
            || address.strip_prefix(&screen).is_some_and(|rest| rest.is_empty() || rest.starts_with('&'))
    };
    let mut found = Vec::new();
    for kind in app.kinds().all() {
        let pages: Vec<&str> = kind
            .field
            .iter()
            .filter(|field| field.kind == FieldKind::Page)
            .map(|field| field.name.as_str())
            .collect();
        if pages.is_empty() {
            continue;
        }
        let filter =
            MatterFilter { plan: plan.to_owned(), kind: kind.name.clone(), ..MatterFilter::default() };
        let all = matters::list(app, visit.viewer(), &filter).await?.into_iter();
        let about = all.filter(|one| {
            pages.iter().filter_map(|name| one.matter.fields.get(*name)).any(|address| is_about(address))
        });
        found.extend(about.map(|one| Thread {
            address: format!("/plans/{}/matters/{}", encode(plan), one.matter.id),
            kind: kind.said.get(lang).to_owned(),
            state: kind.state_word(&one.matter.state, lang),
            due: one.matter.due.clone(),
            late: late_words(lang, one.late),
            title: one.matter.title,
        }));
    }
    Ok(found)
}
