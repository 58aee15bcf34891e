//! What is to be said otherwise in the text: each change with its reason and how it stands in this version, and the files.

use crate::answer::fresh;
use crate::asked::{OnPlan, Posted};
use crate::drafting::word_file::word_file;
use crate::living;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duty::Right;
use source::Lang;
use store::Cause;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::difference::Stretch;
use work::view::PlanView;
use work::wording::{self, Listed, Standing};

#[derive(Template)]
#[template(path = "drafting/changes.html")]
struct ChangesPage {
    s: Shell,
    plan: String,
    notice: String,
    has_text: bool,
    lines: Vec<Line>,
    may_edit: bool,
}

struct Line {
    id: i64,
    word: &'static str,
    cause: &'static str,
    told: String,
    pieces: Vec<Piece>,
    reason: String,
    who: String,
    address: String,
    may_withdraw: bool,
}

/// A piece of the words: it stays, goes or comes.
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) gone: bool,
    pub(crate) come: bool,
}

impl Piece {
    pub(crate) fn of(one: &Stretch) -> Self {
        let (Stretch::Same(text) | Stretch::Gone(text) | Stretch::Come(text)) = one;
        let (gone, come) = (matches!(one, Stretch::Gone(_)), matches!(one, Stretch::Come(_)));
        Self { text: text.clone(), gone, come }
    }
}

/// The list.
pub(crate) async fn page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let all = wording::listed(&app, &view).await?;
    let lang = visit.lang;
    let s = Shell::of(&visit, &view, None, Place::Work, text(lang, "changes.title"));
    fresh(&ChangesPage {
        plan: encode(&plan),
        notice: visit.get("saved").map_or_else(String::new, |id| fill(lang, "changes.saved", &[("n", id)])),
        has_text: view.stored.document.is_some(),
        lines: all.iter().map(|one| line(&visit, &view, one, &s)).collect(),
        may_edit: visit.viewer().may(Right::EditPlan),
        s,
    })
}

fn line(visit: &Visit, view: &PlanView, one: &Listed, s: &Shell) -> Line {
    let (lang, change) = (visit.lang, &one.kept.change);
    let document = view.stored.document.as_ref();
    let address = document.zip(one.span).map(|(document, span)| s.to(living::sentence_link(document, span)));
    Line {
        id: one.kept.id,
        word: standing_word(lang, one.standing),
        cause: match change.cause {
            Cause::Finding => text(lang, "changes.of-finding"),
            Cause::Opinion => text(lang, "changes.of-opinion"),
            Cause::Own => text(lang, "changes.of-own"),
        },
        told: change.told.clone(),
        pieces: one.words.iter().map(Piece::of).collect(),
        reason: one.kept.reason.clone(),
        who: format!("{} {}", one.kept.who, work::clock::shown(&one.kept.at)),
        address: address.unwrap_or_default(),
        may_withdraw: one.kept.withdrawn.is_none(),
    }
}

pub(crate) fn standing_word(lang: Lang, standing: Standing) -> &'static str {
    match standing {
        Standing::Open => text(lang, "changes.open"),
        Standing::Taken => text(lang, "changes.taken"),
        Standing::Lost => text(lang, "changes.lost"),
        Standing::Withdrawn => text(lang, "changes.withdrawn"),
    }
}

/// Takes a change back.
pub(crate) async fn withdraw(
    Posted { app, place: plan, visit, fields }: Posted,
) -> Result<Response, Problem> {
    let id = fields.get("change").parse::<i64>();
    let id = id.map_err(|_| Problem::of_status(StatusCode::BAD_REQUEST))?;
    wording::withdraw(&app, &plan, id, &visit.visitor.change("")).await?;
    Ok(Redirect::to(&format!("/plans/{}/changes", encode(&plan))).into_response())
}

/// The document with its marks, or the list, as a Word file.
pub(crate) async fn file(
    State(app): State<App>,
    Path((plan, file)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let (name, bytes) = match file.as_str() {
        "marked.docx" => ("修订稿", wording::file::marked(&app, &view).await?),
        "list.docx" => ("文字修改清单", wording::file::list(&app, &view).await?),
        _ => return Err(Problem::no_page()),
    };
    Ok(word_file(view.mark(), &format!("{}-{name}.docx", view.title()), bytes))
}
