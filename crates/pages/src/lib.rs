//! The pages that people read and fill in, with their texts and templates.
//!
//! [`routes`] is the table of their addresses. A page is made from a view or a use of [`work`] and a template; its frame
//! is a [`shell`], its answer is kept or made for one person ([`answer`]). Every text stands in `messages/`, in Chinese
//! and English.
#![allow(clippy::disallowed_methods)] // signing in elsewhere asks another server

mod answer;
mod appraisal;
mod asked;
mod assets;
mod chart;
mod choice;
mod desk;
mod drafting;
mod excerpt;
mod file;
mod living;
mod manual;
mod matters;
mod meeting;
mod news;
mod office;
mod page;
mod papers;
mod people;
mod replies;
mod row;
mod sender;
mod shell;
mod spatial;
mod terms;
mod text;
mod views;
mod voices;
mod words;
mod works;
mod yearly;

pub use answer::problem;

use web::access::{Need, Routes};

/// The addresses of all pages with what each needs; `description` gives the `OpenAPI` document that one of them shows.
pub fn routes(description: fn() -> &'static str) -> Routes {
    page::routes(description)
        .merge(people::routes())
        .merge(office::routes())
        .merge(desk::routes())
        .merge(drafting::routes())
        .merge(spatial::routes())
        .merge(works::routes())
        .merge(yearly::routes())
        .merge(appraisal::routes())
        .merge(matters::routes())
        .merge(papers::routes())
        .merge(meeting::routes())
        .merge(views::routes())
        .merge(voices::routes())
        .merge(news::routes())
        .get("/assets/{name}", Need::Open, assets::get)
}
