//! The manual: chapters of `docs/manual`, and which of them a page is explained in.

use crate::answer::answer;
use crate::assets;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use source::Lang;
use web::{App, Problem, Visit};

/// Where a chapter has its pictures, seen from its file.
const PICTURES: &str = "../images/";

/// Reads a chapter into the program.
macro_rules! chapter {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../../../docs/manual/zh/", $name, ".md")),
            include_str!(concat!("../../../../docs/manual/en/", $name, ".md")),
        )
    };
}

/// The chapters in their order: name in the address, Chinese text, English text.
const CHAPTERS: [(&str, &str, &str); 5] = [
    chapter!("first-day"),
    chapter!("daily-work"),
    chapter!("administration"),
    chapter!("methods"),
    chapter!("api"),
];

/// Where each page is explained: how its address begins, `*` for one part of it, and chapter with section. The first that
/// fits holds.
const EXPLAINED: [(&str, &str); 55] = [
    ("/plans/*/text", "daily-work#text"),
    ("/plans/*/indicators", "daily-work#indicators"),
    ("/plans/*/targets", "daily-work#duties"),
    ("/plans/*/projects", "daily-work#projects"),
    ("/plans/*/regions", "daily-work#regions"),
    ("/plans/*/warnings", "daily-work#warnings"),
    ("/plans/*/what-if", "methods#what-if"),
    ("/plans/*/diagnostics", "daily-work#findings"),
    ("/plans/*/findings", "daily-work#findings"),
    ("/plans/*/compare", "daily-work#compare"),
    ("/plans/*/reports", "daily-work#reports"),
    ("/plans/*/changes", "daily-work#drafting"),
    ("/plans/*/fix", "daily-work#drafting"),
    ("/plans/*/rounds", "daily-work#rounds"),
    ("/plans/*/revisions", "daily-work#revisions"),
    ("/plans/*/map", "daily-work#space"),
    ("/plans/*/layers", "daily-work#space"),
    ("/plans/*/conflicts", "daily-work#space"),
    ("/plans/*/sites", "daily-work#space"),
    ("/plans/*/scenarios", "methods#what-if"),
    ("/plans/*/manage", "administration#plans"),
    ("/plans/*/bulletin", "daily-work#hand-in"),
    ("/plans/*/steps", "first-day#steps"),
    ("/plans/*/corrections", "first-day#load"),
    ("/plans/*/correct", "first-day#load"),
    ("/plans/*/duties", "daily-work#duties"),
    ("/plans/*/hand-in", "daily-work#hand-in"),
    ("/plans/*/import", "daily-work#hand-in"),
    ("/plans/*/split", "daily-work#duties"),
    ("/plans/*/reporting", "daily-work#hand-in"),
    ("/plans/*/consultations", "daily-work#consult"),
    ("/plans/*/card", "daily-work#overview"),
    ("/plans", "daily-work#overview"),
    ("/load", "first-day#load"),
    ("/duties", "daily-work#hand-in"),
    ("/calendar", "api#calendar"),
    ("/attachments", "daily-work#review"),
    ("/submissions", "daily-work#review"),
    ("/review", "daily-work#review"),
    ("/inbox", "daily-work#account"),
    ("/account", "daily-work#account"),
    ("/sign-in", "daily-work#account"),
    ("/link", "first-day#administrator"),
    ("/publication", "administration#publication"),
    ("/audit", "administration#audit"),
    ("/admin/users", "administration#accounts"),
    ("/admin/offices", "administration#accounts"),
    ("/admin/warning-rules", "administration#rules"),
    ("/admin/security", "administration#accounts"),
    ("/admin/system", "administration#sign-on"),
    ("/admin/jobs", "administration#mail"),
    ("/admin", "administration#doctor"),
    ("/search", "daily-work#overview"),
    ("/rules", "methods#rules"),
    ("/api", "api#read"),
];

/// The address of the section that explains a page.
pub(crate) fn of(path: &str) -> String {
    let found =
        EXPLAINED.iter().find(|(begin, _)| begins(path, begin)).map_or("first-day#demo", |(_, place)| *place);
    format!("/help/{found}")
}

fn begins(path: &str, begin: &str) -> bool {
    let mut parts = path.split('/');
    begin.split('/').all(|wanted| parts.next().is_some_and(|part| wanted == "*" || wanted == part))
}

fn written(chapter: &(&'static str, &'static str, &'static str), lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => chapter.1,
        Lang::En => chapter.2,
    }
}

/// The first heading of a chapter.
fn title(text: &'static str) -> &'static str {
    text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default()
}

/// The sections of a chapter: name in the address and heading.
fn sections(text: &'static str) -> Vec<(&'static str, &'static str)> {
    let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
    headings
        .filter_map(|line| line.trim_end_matches('}').split_once(" {#").map(|(word, name)| (name, word)))
        .collect()
}

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

    /// What is said of a plan as a whole does not explain a page of one of its parts.
    fn explains(begin: &str, path: &str) -> bool {
        begins(path, begin) && (begin != "/plans" || path.split('/').count() <= 3)
    }

    #[test]
    fn every_page_is_explained_in_a_section_that_is_there() {
        for (begin, place) in EXPLAINED {
            let (chapter, section) = place.split_once('#').expect("a section");
            let known = CHAPTERS.iter().find(|known| known.0 == chapter).expect(place);
            assert!(sections(known.1).iter().any(|(name, _)| *name == section), "{begin}: {place}");
        }
        let open = ["/", "/help", "/help/{chapter}", "/assets/{name}"];
        let unexplained: Vec<String> = crate::routes(|| "{}")
            .entries()
            .into_iter()
            .filter(|entry| entry.method == "GET" && !open.contains(&entry.path.as_str()))
            .filter(|entry| !EXPLAINED.iter().any(|(begin, _)| explains(begin, &entry.path)))
            .map(|entry| entry.path)
            .collect();
        assert!(unexplained.is_empty(), "no chapter explains {unexplained:?}");
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
        assert_eq!(of("/plans/x/what-if"), "/help/methods#what-if");
        assert_eq!(of("/plans/x"), "/help/daily-work#overview");
        assert_eq!(of("/"), "/help/first-day#demo");
    }
}
