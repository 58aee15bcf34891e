//! Filters of lists that somebody keeps by name: chips above the list, in every plan.

use crate::text::text;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use duty::Right;
use web::access::{Need, Routes};
use web::fields::Fields;
use web::visit::address;
use web::{App, Problem, Visit};
use work::Fault;

/// The addresses of this part with what each needs.
pub(crate) fn routes() -> Routes {
    Routes::new().post("/views", Need::Has(Right::OwnAccount), change)
}

/// Parameters that say when and how a page is looked at, and not what of a list is shown.
const NO_FILTER: [&str; 10] =
    ["page", "saved", "kept", "lang", "as-of", "known-at", "stood-at", "version", "next", "all"];
/// Most views of one list.
const MOST: usize = 24;
/// The longest name, in characters, and the longest filter, in bytes.
const LONGEST: (usize, usize) = (40, 1000);

/// The kept filters of the list that is looked at.
pub(crate) struct Views {
    pub(crate) place: String,
    /// The filter as it stands.
    pub(crate) query: String,
    /// The address as it stands.
    pub(crate) back: String,
    pub(crate) kept: Vec<View>,
    pub(crate) may_keep: bool,
    pub(crate) told: &'static str,
}

/// A kept filter.
pub(crate) struct View {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) here: bool,
}

impl Views {
    /// For those who are signed in.
    pub(crate) fn of(visit: &Visit) -> Option<Self> {
        visit.viewer().account()?;
        let place = place(&visit.path);
        let filter = visit.query.iter().filter(|(name, value)| !is_other(name) && !value.is_empty());
        let query = address("", filter.map(|(name, value)| (name.as_str(), value.as_str())));
        let query = query.trim_start_matches('?').to_owned();
        let moment = visit.query.iter().filter(|(name, _)| matches!(name.as_str(), "as-of" | "known-at"));
        let moment = address("", moment.map(|(name, value)| (name.as_str(), value.as_str())));
        let kept: Vec<View> = visit
            .visitor
            .views
            .iter()
            .filter(|one| one.place == place)
            .map(|one| View {
                name: one.name.clone(),
                address: match moment.trim_start_matches('?') {
                    "" => format!("{}?{}", visit.path, one.query),
                    moment => format!("{}?{}&{moment}", visit.path, one.query),
                },
                here: one.query == query,
            })
            .collect();
        Some(Self {
            may_keep: !query.is_empty() && kept.len() < MOST && kept.iter().all(|one| !one.here),
            back: visit.with(&[("kept", "")]),
            told: match visit.get("kept") {
                Some("view") => text(visit.lang, "view.kept"),
                Some("gone") => text(visit.lang, "view.removed"),
                _ => "",
            },
            place,
            query,
            kept,
        })
    }
}

fn is_other(name: &str) -> bool {
    NO_FILTER.contains(&name)
}

/// A list, whichever plan it is of: `/plans/*/indicators`.
fn place(path: &str) -> String {
    match path.strip_prefix("/plans/").and_then(|rest| rest.split_once('/')) {
        Some((_, rest)) => format!("/plans/*/{rest}"),
        None => path.to_owned(),
    }
}

/// Keeps a filter under a name, or forgets it.
async fn change(State(app): State<App>, visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let account = visit.viewer().account().ok_or_else(Problem::sign_in)?;
    let name: String = fields.get("name").trim().chars().take(LONGEST.0).collect();
    let (list, query, back) = (fields.get("place"), fields.get("query"), fields.get("back"));
    let is_inside = back.starts_with('/') && !back.starts_with("//") && !back.contains(['\\', '\n', '\r']);
    if name.is_empty() || query.len() > LONGEST.1 || list.len() > LONGEST.1 || !is_inside {
        return Err(Fault::bad_request("请给筛选起个名字。", "Give the filter a name.").into());
    }
    let told = if fields.get("action") == "remove" {
        app.store().remove_view(&account.name, (list, &name)).await?;
        "gone"
    } else {
        app.store().put_view(&account.name, (list, &name), query, app.now()).await?;
        "view"
    };
    let joint = if back.contains('?') { '&' } else { '?' };
    Ok(Redirect::to(&format!("{back}{joint}kept={told}")).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_the_same_in_every_plan() {
        assert_eq!(place("/plans/a%2Fb/indicators"), "/plans/*/indicators");
        assert_eq!(place("/matters"), "/matters");
        assert_eq!(place("/plans/a"), "/plans/a");
    }
}
