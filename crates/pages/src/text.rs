//! Texts for people, from the message files; a test keeps the two languages complete and every key in use.

use assess::Alert;
use source::Lang;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use store::Secrecy;
use work::view::State;

type Messages = BTreeMap<&'static str, &'static str>;

static ZH: LazyLock<Messages> = LazyLock::new(|| {
    parse(concat!(
        include_str!("../messages/zh.txt"),
        include_str!("../messages/zh-handin.txt"),
        include_str!("../messages/zh-desk.txt"),
        include_str!("../messages/zh-draft.txt"),
        include_str!("../messages/zh-space.txt"),
        include_str!("../messages/zh-matter.txt"),
        include_str!("../messages/zh-works.txt"),
        include_str!("../messages/zh-yearly.txt"),
        include_str!("../messages/zh-paper.txt"),
        include_str!("../messages/zh-voice.txt"),
        include_str!("../messages/zh-admin.txt")
    ))
});
static EN: LazyLock<Messages> = LazyLock::new(|| {
    parse(concat!(
        include_str!("../messages/en.txt"),
        include_str!("../messages/en-handin.txt"),
        include_str!("../messages/en-desk.txt"),
        include_str!("../messages/en-draft.txt"),
        include_str!("../messages/en-space.txt"),
        include_str!("../messages/en-matter.txt"),
        include_str!("../messages/en-works.txt"),
        include_str!("../messages/en-yearly.txt"),
        include_str!("../messages/en-paper.txt"),
        include_str!("../messages/en-voice.txt"),
        include_str!("../messages/en-admin.txt")
    ))
});

/// Reads `key = text` lines; `#` begins a remark.
fn parse(file: &'static str) -> Messages {
    file.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .map(|(key, text)| (key.trim(), text.trim()))
        .collect()
}

/// The text under `key`; the key itself when there is none, which a test rules out.
pub(crate) fn text(lang: Lang, key: &'static str) -> &'static str {
    let messages = match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    };
    messages.get(key).copied().unwrap_or(key)
}

/// The text under `key` with `{name}` replaced by the value of that name.
pub(crate) fn fill(lang: Lang, key: &'static str, values: &[(&str, &str)]) -> String {
    let mut filled = text(lang, key).to_owned();
    for (name, value) in values {
        let hole = format!("{{{name}}}");
        if lang == Lang::En && *value == "1" {
            filled = singular(&filled, &hole);
        }
        filled = filled.replace(&hole, value);
    }
    filled
}

/// English that counts one: the noun behind each `hole` without its plural.
fn singular(text: &str, hole: &str) -> String {
    const VERBS: [&str; 8] = ["is", "as", "was", "has", "stands", "gives", "loads", "needs"];
    let mut parts = text.split(hole);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(hole);
        let letters = |text: &str| text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
        let noun = part.strip_prefix(' ').map_or("", |rest| &rest[..letters(rest)]);
        let single = match noun.strip_suffix("ies").map(|stem| format!("{stem}y")) {
            Some(single) => Some(single),
            None => noun.strip_suffix('s').map(str::to_owned),
        };
        match single.filter(|single| single.len() > 1 && !VERBS.contains(&noun)) {
            Some(single) => out.extend([" ", &single, &part[1 + noun.len()..]]),
            None => out.push_str(part),
        }
    }
    out
}

/// Names one after the other, as the language lists them.
pub(crate) fn join<S: AsRef<str>>(lang: Lang, names: &[S]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match lang {
        Lang::Zh => names.join("、"),
        Lang::En => names.join(", "),
    }
}

/// Parts of a sentence one after the other.
pub(crate) fn clauses(lang: Lang, parts: &[String]) -> String {
    match lang {
        Lang::Zh => parts.join("，"),
        Lang::En => parts.join(", "),
    }
}

/// The name of a warning level; empty without a warning.
pub(crate) fn alert_word(lang: Lang, alert: Alert) -> String {
    if alert == Alert::None { String::new() } else { alert.words().get(lang).to_owned() }
}

/// Who may see a plan, in a word; nothing for what everybody may see.
pub(crate) fn secrecy_mark(lang: Lang, secrecy: Option<Secrecy>) -> &'static str {
    match secrecy {
        None | Some(Secrecy::Open) => "",
        Some(secrecy) => secrecy_word(lang, secrecy),
    }
}

/// The word for who may see a plan.
pub(crate) fn secrecy_word(lang: Lang, secrecy: Secrecy) -> &'static str {
    match secrecy {
        Secrecy::Open => text(lang, "secrecy.open"),
        Secrecy::Internal => text(lang, "secrecy.internal"),
        Secrecy::WorkSecret => text(lang, "secrecy.work-secret"),
    }
}

/// The word for where a commitment stands.
pub(crate) fn state_word(lang: Lang, state: State) -> &'static str {
    match state {
        State::OnTrack => text(lang, "state.on-track"),
        State::AtRisk => text(lang, "state.at-risk"),
        State::OutOfReach => text(lang, "state.out-of-reach"),
        State::Hollow => text(lang, "state.hollow"),
        State::Unknown => text(lang, "state.unknown"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    fn sources(folder: &Path, all: &mut String) {
        let mut entries: Vec<_> = std::fs::read_dir(folder).expect("folder").flatten().collect();
        entries.sort_by_key(std::fs::DirEntry::path);
        for entry in entries {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, all);
            } else {
                all.push_str(&std::fs::read_to_string(path).expect("text"));
            }
        }
    }

    fn holes(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn english_counts_one_in_the_singular() {
        assert_eq!(singular("{n} years behind, {n} duties", "{n}"), "{n} year behind, {n} duty");
        assert_eq!(singular("{n} is late; of {n}", "{n}"), "{n} is late; of {n}");
        assert_eq!(singular("{m} years", "{n}"), "{m} years");
    }

    #[test]
    fn both_languages_have_the_same_keys_and_holes() {
        let keys = |messages: &Messages| messages.keys().copied().collect::<BTreeSet<_>>();
        let (zh, en) = (keys(&ZH), keys(&EN));
        assert_eq!(zh.difference(&en).collect::<Vec<_>>(), Vec::<&&str>::new(), "missing in English");
        assert_eq!(en.difference(&zh).collect::<Vec<_>>(), Vec::<&&str>::new(), "missing in Chinese");
        for (key, text) in ZH.iter() {
            assert_eq!(holes(text), holes(EN[key]), "{key}");
        }
    }

    /// Keys are written out in full wherever they are used, so that this test can find them.
    #[test]
    fn every_key_is_used_and_every_used_key_exists() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut all = String::new();
        sources(&root.join("src"), &mut all);
        sources(&root.join("templates"), &mut all);
        let words: BTreeSet<&str> = all.split('"').collect();
        let unused: Vec<_> = ZH.keys().filter(|key| !words.contains(*key)).collect();
        assert_eq!(unused, Vec::<&&str>::new(), "unused");
        let mut missing = BTreeSet::new();
        for call in [
            "s.t(\"",
            "s.n(\"",
            "text(lang, \"",
            "fill(lang, \"",
            "text(visit.lang, \"",
            "fill(visit.lang, \"",
        ] {
            for rest in all.split(call).skip(1) {
                let key = rest.split('"').next().unwrap_or("");
                if !ZH.contains_key(key) && !key.is_empty() && !key.contains('\n') && key.contains('.') {
                    missing.insert(key.to_owned());
                }
            }
        }
        assert_eq!(missing, BTreeSet::new(), "missing");
    }
}
