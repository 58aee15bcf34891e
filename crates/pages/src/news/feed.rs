//! What changed as a feed, and promises as a calendar, for programs that look now and then.

use crate::asked::OnPlan;
use crate::news::address::kind_word;
use crate::news::list::SHOWN;
use crate::text::text;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use source::Lang;
use std::fmt::Write as _;
use web::Problem;
use web::visit::{code, encode};
use work::notice::absolute;

/// What changed of a plan, or of one thing of it, as an Atom feed (RFC 4287).
pub(crate) async fn atom(on: OnPlan) -> Result<Response, Problem> {
    let (view, _) = on.view().await?;
    let subject = on.visit.get("subject").unwrap_or_default();
    let news = work::news::list(&on.app, (&on.plan, subject), None, SHOWN).await?;
    let made = feed(&on, view.title(), &news);
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], made).into_response())
}

fn feed(on: &OnPlan, title: &str, news: &[store::News]) -> String {
    let lang = on.visit.lang;
    let base = format!("/plans/{}", encode(&on.plan));
    let link = |tail: &str| escaped(&absolute(&on.app, &format!("{base}{tail}")));
    let id = |tail: &str| format!("tag:gangyao.invalid,2000:{}{tail}", encode(&on.plan));
    let updated = news.first().map_or("2000-01-01T00:00:00Z", |one| one.at.as_str());
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{}</id>\n<title>{}</title>\n<updated>{updated}</updated>\n<author><name>{}</name></author>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n<link href=\"{}\"/>\n",
        code(lang),
        id("/news"),
        escaped(title),
        escaped(text(lang, "app.name")),
        link("/news.atom"),
        link("/news"),
    );
    for one in news {
        let words = if lang == Lang::Zh { &one.zh } else { &one.en };
        let _ = writeln!(
            out,
            "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<category term=\"{}\" label=\"{}\"/>\n<link href=\"{}\"/>\n</entry>",
            id(&format!("/news/{}", one.id)),
            escaped(words),
            one.at,
            one.kind,
            kind_word(lang, &one.kind),
            link(&one.link),
        );
    }
    out.push_str("</feed>\n");
    out
}

/// What is promised until when, as an iCalendar file (RFC 5545).
pub(crate) async fn calendar(on: OnPlan) -> Result<Response, Problem> {
    let judged = on.judged().await?;
    let base = format!("/plans/{}", encode(&on.plan));
    let link = |id: &str| absolute(&on.app, &format!("{base}/indicators/{}", encode(id)));
    let made = work::news::calendar(&judged, on.visit.lang, link);
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], made).into_response())
}

/// Text as it stands in XML; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let held: String =
        text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect();
    quick_xml::escape::escape(held).into_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_that_looks_like_markup_gets_through() {
        assert_eq!(super::escaped("a<b>&\"\u{1}\n"), "a&lt;b&gt;&amp;&quot;\n");
    }
}
