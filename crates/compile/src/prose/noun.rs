//! Verbs and nouns of a clause: what leads it, what is counted, what a light verb hides.

use std::ops::Range;

use super::words::FRAMES;
use crate::words::{LEXICON, Verb};

/// The length of the adverbs and the verb that `text` begins with, and what the verb does.
pub(crate) fn verb(text: &str) -> Option<(usize, Verb)> {
    verb_at(text).map(|(range, class)| (range.end, class))
}

/// The verb that `text` begins with behind its adverbs: its place and what it does.
pub(crate) fn verb_at(text: &str) -> Option<(Range<usize>, Verb)> {
    let mut at = text.len() - text.trim_start().len();
    let mut fallback = None;
    loop {
        let rest = &text[at..];
        let verb = LEXICON.verbs.prefix(rest).filter(|(word, _)| !noun_goes_on(&rest[word.len()..]));
        // 加快 and 重点 are adverbs in front of a verb and verbs or nouns elsewhere.
        let adverb = LEXICON
            .adverbs
            .prefix(rest)
            .filter(|(word, ())| verb.is_none_or(|(verb, _)| verb.len() <= word.len()));
        let found = verb.map(|(verb, class)| (at..at + verb.len(), class));
        match adverb {
            Some((word, ())) => {
                fallback = found.or(fallback);
                let behind = &rest[word.len()..];
                at = text.len() - behind.trim_start().len();
            }
            None => return found.or(fallback),
        }
    }
}

/// Whether what follows a verb makes a noun of it: 孵化|器, 养殖|业; not 加大|力度.
fn noun_goes_on(rest: &str) -> bool {
    const SIGNS: [char; 17] = [
        '林', '器', '者', '员', '率', '力', '性', '量', '权', '度', '费', '站', '厂', '室', '业', '型', '法',
    ];
    const WORDS: &[&str] = &[
        "林业", "林地", "林区", "林果", "林草", "林木", "器械", "器材", "员工", "率先", "力度", "力量",
        "性能", "性质", "量级", "权益", "权利", "权力", "权限", "权责", "度假", "度夏", "费用", "站点",
        "厂房", "室内", "室外", "业务", "业态", "业绩", "业主", "业余", "型号", "法治", "法律", "法规",
        "法制", "法人", "法定",
    ];
    rest.starts_with(SIGNS) && !WORDS.iter().any(|word| rest.starts_with(word))
}

/// The words that name a counted thing: verbs that only bring it into being are dropped, others stay.
///
/// Returns the subject and whether a verb led it.
pub(crate) fn counted(noun: &str) -> (&str, bool) {
    let mut rest = noun;
    let mut led = false;
    // 上级支持新建X: who makes it possible stands in front.
    let helped = noun.find("支持").filter(|at| *at > 0).map(|at| at + "支持".len());
    if let Some(inner) = helped.and_then(|end| enabled("支持", &noun[end..])) {
        (rest, led) = (inner, true);
    }
    while let Some((length, class)) = verb(rest) {
        led = true;
        match class {
            Verb::Create | Verb::Become => rest = behind_verb(&rest[length..]),
            Verb::Do => match enabled(&rest[..length], &rest[length..]) {
                Some(inner) => rest = inner,
                None => break,
            },
            Verb::Alter => break,
        }
    }
    (without_article(rest), led)
}

/// What stands behind the verb of building that another verb makes possible: 争取国家支持|新建X.
fn enabled<'t>(verb: &str, rest: &'t str) -> Option<&'t str> {
    const ENABLING: [&str; 5] = ["争取", "支持", "鼓励", "协调", "配合"];
    const BUILDING: [&str; 6] = ["新建", "兴建", "建设", "建成", "创建", "开工建设"];
    if !ENABLING.iter().any(|word| verb.ends_with(word)) {
        return None;
    }
    let (at, word) =
        BUILDING.iter().filter_map(|word| rest.match_indices(word).next()).min_by_key(|(at, _)| *at)?;
    let inner = rest[at + word.len()..].trim();
    (inner.chars().count() >= 2).then_some(inner)
}

/// Behind a verb, and behind a conjunction when it leads to another verb: 建成|和美乡村, 培育和|发展企业.
fn behind_verb(rest: &str) -> &str {
    let rest = rest.trim_start_matches(['了', ' ']);
    match rest.strip_prefix(['和', '、', '并']) {
        Some(joined) if verb(joined).is_some() => joined,
        _ => rest.trim_start_matches('、'),
    }
}

/// Without 一批, 一个 and the like in front.
pub(crate) fn without_article(text: &str) -> &str {
    ["一批", "一系列", "一个", "一些"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text)
}

/// What stands behind the verbs that lead a noun.
pub(super) fn object(noun: &str) -> &str {
    let mut rest = noun;
    while let Some((length, _)) = verb(rest) {
        let behind = behind_verb(&rest[length..]);
        let joined = behind.len() < rest.len() - length;
        rest = behind;
        if !joined {
            break;
        }
    }
    rest.trim()
}

/// Whether a verb of building governs the noun.
pub(super) fn builds(noun: &str) -> bool {
    verb(noun).is_some_and(|(length, _)| FRAMES.builds.suffix(&noun[..length]).is_some())
}

/// Without a verb of building at the end: 服务提供 → 服务. A noun that is only such a verb is empty.
pub(super) fn without_verb(noun: &str) -> &str {
    match verb(noun) {
        Some((length, class)) if length == noun.len() => {
            if matches!(class, Verb::Alter | Verb::Do) {
                noun
            } else {
                ""
            }
        }
        _ => match LEXICON.verbs.suffix(noun) {
            // 争取国家支持兴建: the verbs in front only say how it comes about.
            Some((_, Verb::Create | Verb::Become))
                if verb(noun).is_some_and(|(_, class)| class == Verb::Do) =>
            {
                ""
            }
            Some((word, Verb::Create | Verb::Become)) => {
                let rest = &noun[..noun.len() - word.len()];
                let helped = rest.ends_with("支持");
                if helped { "" } else { rest.trim_end_matches(['、', '和', '与', '及', '并', ' ']) }
            }
            _ => noun,
        },
    }
}

/// The verb that stays part of what is counted, to be shared by the members behind the first.
pub(super) fn kept_verb(noun: &str) -> &str {
    match verb(noun) {
        Some((length, Verb::Alter)) => &noun[..length],
        _ => "",
    }
}

/// 企业实现销售产值 → 企业销售产值: the light verb inside a subject falls away.
pub(super) fn without_light_verb(noun: &str) -> String {
    for verb in ["实现", "完成", "达成", "拥有"] {
        if let Some((owner, owned)) = noun.split_once(verb)
            && !owned.is_empty()
            && !owner.starts_with('每')
            && !owned.starts_with(['率', '情', '量'])
        {
            return format!("{owner}{owned}");
        }
    }
    // 建成区累计建成管网 → 建成区管网
    match noun.split_once("累计") {
        Some((owner, owned)) if !owned.is_empty() => format!("{owner}{}", counted(owned).0),
        _ => noun.to_owned(),
    }
}

/// Without the verb that brings a result about: 推动|产值达到.
pub(super) fn without_cause(noun: &str) -> &str {
    ["推动", "促进", "带动", "促使", "力促", "助推", "引导"]
        .iter()
        .find_map(|word| noun.strip_prefix(word))
        .filter(|rest| rest.chars().count() >= 3)
        .unwrap_or(noun)
}

/// A subject without the attribute it ends with: 企业总数 → 企业.
pub(super) fn without_attribute(owner: &str) -> &str {
    match LEXICON.attributes.strip_suffix(owner) {
        Some(rest) if !rest.is_empty() => rest.trim_end_matches('的'),
        _ => owner,
    }
}

/// A subject without layout and words that carry nothing.
pub(super) fn clean(name: &str) -> String {
    let name = crate::figure_table::tighten(name);
    // 等级公路 begins with no 等 of a list.
    let name = name.trim_end_matches(['，', '、', '：', '的', '等', '；']);
    name.trim_start_matches(['，', '、', '：', '的', '；']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_things() {
        assert_eq!(counted("重点培育省级示范社"), ("省级示范社", true));
        assert_eq!(counted("培育和发展各类组织"), ("各类组织", true));
        assert_eq!(counted("建成和美乡村"), ("和美乡村", true));
        assert_eq!(counted("拆除锅炉"), ("拆除锅炉", true));
        assert_eq!(counted("国有企业"), ("国有企业", false));
    }

    #[test]
    fn verbs_behind_adverbs() {
        let of = |text: &'static str| verb_at(text).map(|(range, _)| &text[range]);
        assert_eq!(of("加快发展旅游业"), Some("发展"));
        assert_eq!(of("加快土地流转"), Some("加快"));
        assert_eq!(of("进一步加强监管"), Some("加强"));
        assert_eq!(of("森林覆盖率"), None);
    }
}
