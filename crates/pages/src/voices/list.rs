//! What others see: questions with their answers, and what was decided in numbers.

use crate::asked::OnPlan;
use crate::matters::{Standing, list_of, say_word, standing};
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use crate::voices::address::asking;
use askama::Template;
use axum::response::Response;
use duty::Right;
use source::Lang;
use web::App;
use web::visit::encode;
use work::matters::Names;
use work::voices::{self, Asked, Figures, Laid};

#[derive(Template)]
#[template(path = "voices/list.html")]
struct ListPage {
    s: Shell,
    is_open: bool,
    ask: String,
    moderate: Option<String>,
    lede: String,
    figures: Figures,
    reasons: Vec<(String, i64)>,
    rows: Vec<Line>,
    open: Vec<Open>,
}

/// Something that is laid open: a consultation, a notice, a hearing.
struct Open {
    address: String,
    title: String,
    kind: String,
    state: String,
    /// From when until when.
    days: String,
    /// How far it is proven that it stood, as the log says.
    standing: Option<Standing>,
    /// Where one says something about it; nothing when it takes nothing.
    ask: Option<String>,
    ask_word: &'static str,
    /// What was said, as a list and as files.
    summary: Vec<(String, String)>,
}

struct Line {
    address: String,
    number: String,
    title: String,
    said: String,
    by: String,
    at: String,
    owner: String,
    due: String,
    late: String,
    answer: String,
    answered_at: String,
    page: String,
}

/// What citizens said of a plan, and what was answered.
pub(crate) async fn page(on: OnPlan) -> Result<Response, web::Problem> {
    on.answer(async || made(&on).await).await
}

async fn made(on: &OnPlan) -> Result<ListPage, web::Problem> {
    let (view, _) = on.view().await?;
    let (app, visit, lang) = (&on.app, &on.visit, on.visit.lang);
    let names = work::matters::names(app).await?;
    let (asked, figures) = voices::figures(app, visit.viewer(), (&on.plan, &names)).await?;
    let room = voices::room(app, &on.plan).await?;
    let laid = voices::laid(app, &on.plan).await?;
    let s = Shell::of(visit, &view, None, Place::Voices, text(lang, "voice.title"));
    let reasons = figures.reasons.iter().map(|(words, count)| (words.get(lang).to_owned(), *count));
    let moderate = visit.viewer().may(Right::Publish).then(|| s.to("/voices/moderate"));
    Ok(ListPage {
        is_open: room.open,
        ask: s.to(asking("")),
        moderate,
        lede: fill(lang, "voice.about", &[("n", &room.days.to_string())]),
        reasons: reasons.collect(),
        figures,
        open: laid.into_iter().map(|one| open(app, lang, &on.plan, one)).collect(),
        rows: asked.into_iter().map(|one| line(lang, &on.plan, &names, one)).collect(),
        s,
    })
}

fn open(app: &App, lang: Lang, plan: &str, one: Laid) -> Open {
    let matter = one.seen.matter;
    let base = format!("/plans/{}", encode(plan));
    let kind = app.kinds().get(&matter.kind);
    let below = kind.and_then(|kind| kind.voices.clone()).unwrap_or_default();
    let day = |name: &str| matter.fields.get(name).cloned().unwrap_or_default();
    let days = [day("first_day"), day("last_day")].into_iter().filter(|day| !day.is_empty());
    let is_seen = app.kinds().get(&below).is_some_and(|kind| kind.state.iter().any(|state| state.public));
    let list = |tail: &str| list_of(plan, &below, &matter.number, tail);
    let label = fill(lang, "voice.summary", &[("n", &one.said.to_string())]);
    let mut summary = vec![(label, format!("{base}/matters/{}", matter.id))];
    let endings = app.list_endings().iter();
    summary.extend(endings.map(|ending| ((*ending).to_owned(), list(&format!("/list/{ending}")))));
    Open {
        address: format!("{base}/matters/{}", matter.id),
        kind: kind.map(|kind| kind.said.get(lang).to_owned()).unwrap_or_default(),
        state: kind.map(|kind| kind.state_word(&matter.state, lang)).unwrap_or_default(),
        days: days.collect::<Vec<_>>().join(" — "),
        standing: standing(lang, &one.proof),
        ask: one.takes.then(|| format!("{base}{}", asking(&format!("matter/{}", matter.id)))),
        ask_word: app.kinds().get(&below).map_or("", |part| say_word(lang, part)),
        summary: if is_seen && one.said > 0 { summary } else { Vec::new() },
        title: matter.title,
    }
}

fn line(lang: Lang, plan: &str, names: &Names, one: Asked) -> Line {
    let matter = one.seen.matter;
    let base = format!("/plans/{}", encode(plan));
    let name = if one.name.is_empty() { text(lang, "voice.nobody").to_owned() } else { one.name };
    let by = match one.count {
        0 | 1 => name,
        n => fill(lang, "voice.and-others", &[("name", &name), ("n", &(n - 1).to_string())]),
    };
    let field = |name: &str| matter.fields.get(name).cloned().unwrap_or_default();
    Line {
        address: format!("{base}/matters/{}", matter.id),
        said: field("said"),
        page: match field("about") {
            page if page.is_empty() => String::new(),
            page => format!("{base}{page}"),
        },
        by,
        at: work::clock::shown(&matter.opened_at).chars().take(10).collect(),
        owner: if matter.owner.is_empty() { String::new() } else { names.of(&matter.owner).to_owned() },
        due: matter.due,
        late: crate::matters::late_words(lang, one.seen.late),
        answered_at: work::clock::shown(&one.answered_at).chars().take(10).collect(),
        answer: one.answer,
        number: matter.number,
        title: matter.title,
    }
}
