//! The manual: the chapters of `docs/manual`, and which of them a page is explained in.

use source::Lang;

/// Reads a chapter into the program.
macro_rules! chapter {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../../docs/manual/zh/", $name, ".md")),
            include_str!(concat!("../../../docs/manual/en/", $name, ".md")),
        )
    };
}

/// The chapters in their order: name in the address, Chinese text, English text.
pub(crate) const CHAPTERS: [(&str, &str, &str); 6] = [
    chapter!("first-day"),
    chapter!("daily-work"),
    chapter!("administration"),
    chapter!("methods"),
    chapter!("terms"),
    chapter!("api"),
];

/// Where each page is explained: how its address begins, `*` for one part of it, and chapter with section. The first that
/// fits holds.
const EXPLAINED: [(&str, &str); 78] = [
    ("/plans/*/text", "daily-work#text"),
    ("/plans/*/life", "daily-work#life"),
    ("/plans/*/voices", "daily-work#voices"),
    ("/plans/*/news", "daily-work#news"),
    ("/plans/*/news.atom", "daily-work#news"),
    ("/plans/*/promises.ics", "daily-work#news"),
    ("/plans/*/follow", "daily-work#news"),
    ("/follow", "daily-work#news"),
    ("/plans/*/indicators", "daily-work#indicators"),
    ("/plans/*/targets", "daily-work#duties"),
    ("/plans/*/projects", "daily-work#projects"),
    ("/plans/*/register", "daily-work#register"),
    ("/plans/*/yearly", "daily-work#yearly"),
    ("/plans/*/aims", "daily-work#yearly"),
    ("/plans/*/body-plans", "daily-work#yearly"),
    ("/plans/*/appraisals", "daily-work#appraisals"),
    ("/plans/*/regions", "daily-work#regions"),
    ("/plans/*/regions.geojson", "daily-work#regions"),
    ("/plans/*/warnings", "daily-work#warnings"),
    ("/plans/*/what-if", "methods#what-if"),
    ("/plans/*/diagnostics", "daily-work#findings"),
    ("/plans/*/findings", "daily-work#findings"),
    ("/plans/*/compare", "daily-work#compare"),
    ("/plans/*/alignment", "daily-work#compare"),
    ("/plans/*/reports", "daily-work#reports"),
    ("/plans/*/papers", "daily-work#reports"),
    ("/plans/*/changes", "daily-work#drafting"),
    ("/plans/*/fix", "daily-work#drafting"),
    ("/plans/*/rounds", "daily-work#rounds"),
    ("/plans/*/revisions", "daily-work#revisions"),
    ("/plans/*/map", "daily-work#space"),
    ("/plans/*/layers", "daily-work#space"),
    ("/plans/*/conflicts", "daily-work#space"),
    ("/plans/*/sites", "daily-work#space"),
    ("/plans/*/scenarios", "methods#what-if"),
    ("/plans/*/weights", "methods#weights"),
    ("/plans/*/evaluation", "methods#weights"),
    ("/embed", "api#embed"),
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
    ("/plans/*/feeds", "api#push"),
    ("/plans/*/consultations", "daily-work#consult"),
    ("/plans/*/matters", "daily-work#matters"),
    ("/plans/*/meeting", "daily-work#meeting"),
    ("/matters", "daily-work#matters"),
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
    ("/admin/directory", "administration#accounts"),
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

/// The text of a chapter in a language.
pub(crate) fn written(chapter: &(&'static str, &'static str, &'static str), lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => chapter.1,
        Lang::En => chapter.2,
    }
}

/// The first heading of a chapter.
pub(crate) fn title(text: &'static str) -> &'static str {
    text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default()
}

/// The sections of a chapter: name in the address and heading.
pub(crate) fn sections(text: &'static str) -> Vec<(&'static str, &'static str)> {
    let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
    headings
        .filter_map(|line| line.trim_end_matches('}').split_once(" {#").map(|(word, name)| (name, word)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn the_first_that_fits_holds() {
        assert_eq!(of("/plans/x/what-if"), "/help/methods#what-if");
        assert_eq!(of("/plans/x"), "/help/daily-work#overview");
        assert_eq!(of("/"), "/help/first-day#demo");
    }
}
