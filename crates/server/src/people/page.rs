//! What the pages of people have in common.

use super::Visitor;
use crate::page::shell::NavItem;
use crate::problem::Problem;
use crate::text::text;
use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use duty::Right;
use source::Lang;

/// A page made for one person: nothing and nobody keeps it.
pub(crate) fn fresh<T: Template>(page: &T) -> Result<Response, Problem> {
    let mut response = page.render()?.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Where a visitor may go besides the plans: one place for each right.
pub(crate) fn menu(visitor: &Visitor, lang: Lang, path: &str) -> Vec<NavItem> {
    let places: [(Right, &str, &'static str); 9] = [
        (Right::HandIn, "/duties", text(lang, "menu.duties")),
        (Right::ReadSubmission, "/submissions", text(lang, "menu.submissions")),
        (Right::Review, "/review", text(lang, "menu.review")),
        (Right::OwnAccount, "/inbox", text(lang, "menu.inbox")),
        (Right::Publish, "/publication", text(lang, "menu.publication")),
        (Right::ReadAudit, "/audit", text(lang, "menu.audit")),
        (Right::ManageAccounts, "/admin/users", text(lang, "menu.users")),
        (Right::ManageAccounts, "/admin/offices", text(lang, "menu.offices")),
        (Right::ManageSystem, "/admin", text(lang, "menu.admin")),
    ];
    places
        .into_iter()
        .filter(|(right, ..)| visitor.viewer.may(*right))
        .map(|(_, address, label)| NavItem { address: address.to_owned(), label, here: path == address })
        .collect()
}
