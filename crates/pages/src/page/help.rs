//! The pages of the manual.

use crate::answer::answer;
use crate::assets;
use crate::manual::{CHAPTERS, sections, title, written};
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use web::{App, Problem, Visit};

/// Where a chapter has its pictures, seen from its file.
const PICTURES: &str = "../images/";

/// A chapter as HTML. The text is our own; markup in it is shown and not obeyed all the same.
fn body(text: &str) -> String {
    let mut in_title = false;
    let events = Parser::new_ext(text, Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_TABLES)
        .filter_map(|event| {
            match event {
                // The page has its own.
                Event::Start(Tag::Heading { level: pulldown_cmark::HeadingLevel::H1, .. }) => {
                    in_title = true;
                    None
                }
                Event::End(TagEnd::Heading(pulldown_cmark::HeadingLevel::H1)) => {
                    in_title = false;
                    None
                }
                _ if in_title => None,
                Event::Html(markup) | Event::InlineHtml(markup) => Some(Event::Text(markup)),
                Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                    let name = dest_url.strip_prefix(PICTURES).map(|name| format!("manual-{name}"));
                    let known = name.and_then(|name| assets::address(&name));
                    let dest_url = known.map_or(dest_url, Into::into);
                    Some(Event::Start(Tag::Image { link_type, dest_url, title, id }))
                }
                other => Some(other),
            }
        });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    s: Shell,
    /// Each chapter with its sections; those of the one that is shown are listed.
    chapters: Vec<Chapter>,
    body: String,
}

struct Chapter {
    name: &'static str,
    title: &'static str,
    here: bool,
    sections: Vec<(&'static str, &'static str)>,
}

/// The first chapter.
pub(crate) async fn first(app: Shared<App>, visit: Visit, headers: HeaderMap) -> Result<Response, Problem> {
    show(app, visit, headers, "first-day").await
}

/// A chapter.
pub(crate) async fn one(
    app: Shared<App>,
    Path(chapter): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    show(app, visit, headers, &chapter).await
}

async fn show(
    Shared(app): Shared<App>,
    visit: Visit,
    headers: HeaderMap,
    name: &str,
) -> Result<Response, Problem> {
    let known = CHAPTERS.iter().find(|chapter| chapter.0 == name);
    let known =
        known.ok_or_else(|| Problem::not_found("手册没有这一章。", "The manual has no such chapter."))?;
    answer(&app, &visit, &headers, async || {
        let lang = visit.lang;
        let chapters = CHAPTERS.iter().map(|chapter| Chapter {
            name: chapter.0,
            title: title(written(chapter, lang)),
            here: chapter.0 == known.0,
            sections: sections(written(chapter, lang)),
        });
        let chapters = chapters.collect();
        let title = format!("{} · {}", title(written(known, lang)), text(lang, "help.title"));
        Ok(HelpPage { s: Shell::bare(&visit, title), chapters, body: body(written(known, lang)) })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use source::Lang;

    #[test]
    fn both_languages_have_the_same_sections() {
        for chapter in &CHAPTERS {
            let names =
                |lang| sections(written(chapter, lang)).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
            assert!(names(Lang::Zh).len() >= 4 && names(Lang::Zh) == names(Lang::En), "{}", chapter.0);
            assert!(!title(chapter.1).is_empty() && !title(chapter.2).is_empty());
            for lang in [Lang::Zh, Lang::En] {
                let page = body(written(chapter, lang));
                for name in names(lang) {
                    assert!(page.contains(&format!("id=\"{name}\"")), "{name}");
                }
                assert!(!page.contains("{#") && !page.contains("<h1"), "{page}");
            }
        }
    }

    /// Each chapter shows pictures in its own language, both languages the same, and none lies about unused.
    #[test]
    fn every_picture_is_there_and_shown() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/manual/images");
        #[expect(clippy::disallowed_methods, reason = "the test lists the folder")]
        let files = std::fs::read_dir(folder).unwrap();
        let mut kept: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        kept.sort();
        let mut shown = Vec::new();
        for lang in [Lang::Zh, Lang::En] {
            let ending = if lang == Lang::Zh { "-zh.png" } else { "-en.png" };
            for chapter in &CHAPTERS {
                for event in Parser::new(written(chapter, lang)) {
                    if let Event::Start(Tag::Image { dest_url, .. }) = event {
                        let name = dest_url.strip_prefix(PICTURES).unwrap();
                        assert!(name.ends_with(ending), "{}: {name}", chapter.0);
                        assert!(body(written(chapter, lang)).contains(&format!("/assets/manual-{name}?v=")));
                        shown.push(name.to_owned());
                    }
                }
            }
        }
        shown.sort();
        assert_eq!(kept, shown);
        assert!(kept.len() >= 10, "{kept:?}");
    }

    #[test]
    fn markup_in_a_chapter_is_text() {
        assert!(!body("a <script>b</script>").contains("<script>"));
    }
}
