//! Terms of the field, explained where they stand: heads of tables and names of facts lead to the glossary, and say what they mean
//! when somebody points at them.

use crate::manual::{CHAPTERS, written};
use crate::text::text;
use source::Lang;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The chapter of the manual that explains terms.
const CHAPTER: &str = "terms";

/// Terms by their section in the chapter, with the texts that pages call them by. A word that means different things on
/// different pages (状态, Kind) is none of them.
const TERMS: [(&str, &[&str]); 25] = [
    ("as-of", &["moment.as-of", "hindsight.made"]),
    ("known-at", &["moment.known-at", "history.vintage"]),
    ("base", &["column.base", "fact.base"]),
    ("latest", &["column.latest", "fact.latest"]),
    ("goal", &["column.goal", "fact.goal"]),
    ("progress", &["column.progress", "fact.progress"]),
    ("path", &["chart.path", "figure.expected"]),
    ("distance", &["column.distance", "fact.distance"]),
    ("required", &["fact.required"]),
    ("achieved", &["fact.achieved"]),
    ("best", &["fact.best"]),
    ("forecast", &["fact.forecast"]),
    ("interval", &["chart.wide"]),
    ("probability", &["column.probability", "fact.probability", "course.attain"]),
    ("trend", &["fact.trend"]),
    ("nature", &["column.nature"]),
    ("level", &["record.level"]),
    ("missed", &["record.missed"]),
    ("false-alarms", &["record.false"]),
    ("published", &["column.known"]),
    ("role", &["duties.role"]),
    ("cadence", &["duties.cadence"]),
    ("rate", &["register.rate"]),
    ("from-middle", &["column.from-middle"]),
    ("within-year", &["course.progress"]),
];

/// A term with what it means.
struct Term {
    section: &'static str,
    meaning: &'static str,
}

type Terms = BTreeMap<&'static str, Term>;

static ZH: LazyLock<Terms> = LazyLock::new(|| terms(Lang::Zh));
static EN: LazyLock<Terms> = LazyLock::new(|| terms(Lang::En));

fn terms(lang: Lang) -> Terms {
    let chapter = CHAPTERS.iter().find(|chapter| chapter.0 == CHAPTER);
    let meanings: BTreeMap<&str, &str> = chapter.map(|one| meanings(written(one, lang))).unwrap_or_default();
    let mut terms = Terms::new();
    for (section, keys) in TERMS {
        let Some(meaning) = meanings.get(section).copied() else { continue };
        for key in keys {
            terms.entry(text(lang, key)).or_insert(Term { section, meaning });
        }
    }
    terms
}

/// The first paragraph of each section of a chapter.
fn meanings(chapter: &'static str) -> BTreeMap<&'static str, &'static str> {
    let sections = chapter.split("\n## ").skip(1);
    sections
        .filter_map(|section| {
            let (heading, rest) = section.split_once('\n')?;
            let (_, name) = heading.trim_end_matches('}').split_once(" {#")?;
            Some((name, rest.trim_start().lines().next()?))
        })
        .collect()
}

/// What a term means; empty for one that is not explained.
pub(crate) fn meaning(lang: Lang, key: &'static str) -> &'static str {
    of(lang).get(text(lang, key)).map_or("", |term| term.meaning)
}

fn of(lang: Lang) -> &'static Terms {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

/// A page whose heads of columns and names of facts that are terms lead to what they mean.
pub(crate) fn explained(page: &str) -> String {
    let lang = if page.contains("<html lang=\"en\"") { Lang::En } else { Lang::Zh };
    let terms = of(lang);
    let mut out = String::with_capacity(page.len() + 4096);
    let mut rest = page;
    while let Some(end) = rest.find("</") {
        let (before, behind) = rest.split_at(end);
        let is_place = behind.starts_with("</th>") || behind.starts_with("</dt>");
        let word = before.rfind('>').map_or("", |at| &before[at + 1..]);
        match terms.get(word).filter(|_| is_place && before.ends_with(&format!(">{word}"))) {
            Some(term) => {
                out.push_str(&before[..before.len() - word.len()]);
                link(&mut out, term, word);
            }
            None => out.push_str(before),
        }
        out.push_str("</");
        rest = &behind[2..];
    }
    out.push_str(rest);
    out
}

/// The words are our own and hold no markup; a test sees to it.
fn link(out: &mut String, term: &Term, word: &str) {
    let parts = [
        "<a class=\"term\" href=\"/help/terms#",
        term.section,
        "\" title=\"",
        term.meaning,
        "\">",
        word,
        "</a>",
    ];
    out.extend(parts);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_is_explained_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let names: usize = TERMS.iter().map(|(_, keys)| keys.len()).sum();
            assert!(of(lang).len() > names / 2);
            for (section, keys) in TERMS {
                for key in keys {
                    let found = &of(lang)[text(lang, key)];
                    assert!(found.meaning.chars().count() > 8, "{section}");
                    assert!(!found.meaning.contains(['"', '<', '>', '&']), "{section}");
                }
            }
        }
    }

    #[test]
    fn a_head_leads_to_its_meaning_and_nothing_else_changes() {
        let page =
            "<html lang=\"en\"><th scope=\"col\">Base</th><td>Base</td><dt>Base</dt><th><b>Base</b></th>";
        let shown = explained(page);
        assert_eq!(shown.matches("href=\"/help/terms#base\"").count(), 2);
        let bare = |text: &str| {
            let mut out = String::new();
            let mut rest = text;
            while let Some((before, behind)) = rest.split_once("<a class=\"term\"") {
                out.push_str(before);
                let (word, behind) = behind.split_once("\">").unwrap().1.split_once("</a>").unwrap();
                out.push_str(word);
                rest = behind;
            }
            out + rest
        };
        assert_eq!(bare(&shown), page);
    }
}
