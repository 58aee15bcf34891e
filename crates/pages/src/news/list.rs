//! What changed of a plan, the latest first.

use crate::asked::OnPlan;
use crate::news::address::{following, kind_word};
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::response::Response;
use source::Lang;
use web::Problem;
use web::visit::encode;

/// Changes on the page and in the feed.
pub(super) const SHOWN: i64 = 100;

#[derive(Template)]
#[template(path = "news/list.html")]
struct ListPage {
    s: Shell,
    follow: String,
    feed: String,
    calendar: String,
    rows: Vec<Line>,
}

struct Line {
    kind: &'static str,
    words: String,
    address: String,
    at: String,
}

fn line(lang: Lang, base: &str, one: store::News) -> Line {
    Line {
        kind: kind_word(lang, &one.kind),
        words: if lang == Lang::Zh { one.zh } else { one.en },
        address: format!("{base}{}", one.link),
        at: work::clock::shown(&one.at),
    }
}

/// What changed of a plan.
pub(crate) async fn page(on: OnPlan) -> Result<Response, Problem> {
    on.answer(async || {
        let (view, _) = on.view().await?;
        let lang = on.visit.lang;
        let base = format!("/plans/{}", encode(&on.plan));
        let news = on.app.store().news(&on.plan, SHOWN).await?;
        let s = Shell::of(&on.visit, &view, None, Place::Voices, text(lang, "news.title"));
        Ok(ListPage {
            follow: s.to(following("")),
            feed: format!("{base}/news.atom"),
            calendar: format!("{base}/promises.ics"),
            rows: news.into_iter().map(|one| line(lang, &base, one)).collect(),
            s,
        })
    })
    .await
}
