//! Who may see a plan, putting it away, and deleting it.

use crate::answer::{after, form, fresh};
use crate::asked::{OnPlan, Posted};
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::{secrecy_word, text};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use store::Secrecy;
use web::visit::encode;
use web::{Problem, Visit};
use work::retire::{Retire, retire};
use work::view::PlanView;

#[derive(Template)]
#[template(path = "drafting/manage.html")]
struct ManagePage {
    s: Shell,
    plan: String,
    complaint: String,
    title: String,
    secrecy: Vec<Choice>,
    /// When and by whom it was put away; empty when it was not.
    archived: String,
}

/// The page.
pub(crate) async fn page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    fresh(&shown(&visit, &view, ""))
}

fn shown(visit: &Visit, view: &PlanView, complaint: &str) -> ManagePage {
    let lang = visit.lang;
    let mark = &view.stored.mark;
    let now = mark.secrecy.map_or("", Secrecy::name);
    let unsaid = mark.secrecy.is_none().then(|| Choice::new("", text(lang, "secrecy.unsaid"), now));
    let said = Secrecy::ALL.map(|one| Choice::new(one.name(), secrecy_word(lang, one), now));
    let archived = mark.archived.as_ref().map(|(who, at)| format!("{who} {}", work::clock::shown(at)));
    ManagePage {
        plan: encode(view.id()),
        complaint: complaint.to_owned(),
        title: view.title().to_owned(),
        secrecy: unsaid.into_iter().chain(said).collect(),
        archived: archived.unwrap_or_default(),
        s: Shell::of(visit, view, None, Place::Work, text(lang, "manage.title")),
    }
}

/// Does what the form asks for.
pub(crate) async fn change(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let what = match (fields.get("action"), Secrecy::parse(fields.get("secrecy"))) {
        ("mark", Some(secrecy)) => Retire::Mark(secrecy),
        ("archive", _) => Retire::Archive,
        ("restore", _) => Retire::Restore,
        ("delete", _) => Retire::Delete(fields.text("title", 400), fields.get("exported") == "yes"),
        _ => return Err(Problem::of_status(StatusCode::BAD_REQUEST)),
    };
    let is_end = matches!(what, Retire::Delete(..));
    let to = if is_end { "/?all".to_owned() } else { format!("/plans/{}/manage", encode(&plan)) };
    let done = retire(&app, &view, what, &visit.visitor.change(fields.text("reason", 500))).await;
    after(&visit, done.map(|()| to), async |words| form(&shown(&visit, &view, words), words)).await
}
