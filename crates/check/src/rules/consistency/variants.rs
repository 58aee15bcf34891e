//! The proper names of a plan, and when two of them look like one thing written twice.

use crate::context::Context;
use crate::naming::{bare, common_subsequence, is_proper, residue, without_region};
use crate::words::Words;
use source::Span;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// A proper name at its first place.
#[derive(Debug)]
pub(crate) struct Named<'a> {
    /// As written.
    pub(crate) name: &'a str,
    /// Without marks, brackets and regions in front.
    core: Vec<char>,
    /// The proper stem and the family of its ending, when it has one.
    ending: Option<(String, usize)>,
    /// Whether the core names one thing; asked for every name that it is compared with.
    proper: OnceCell<bool>,
    pub(crate) span: Span,
    /// The sentences it stands in, by their place in the document, sorted.
    sentences: Vec<usize>,
}

/// How two names differ; the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Variant {
    Order,
    Ending,
    Wording,
}

/// Endings that are used for one another.
const FAMILIES: [&[&str]; 5] = [
    &["产业园区", "产业园", "工业园区", "工业园", "产业区", "工业区", "产业集中区", "工业集中区", "园区"],
    &["经济技术开发区", "经济开发区"],
    &["物流产业园区", "物流产业园", "物流园区", "物流园"],
    &["旅游度假区", "休闲度假区", "旅游综合区", "旅游休闲度假区", "温泉度假区"],
    &["科技园区", "科技园", "创新园", "创业园区", "创业园"],
];
/// The endings of all families.
static ENDINGS: Words = Words::new(&[
    "产业园区",
    "产业园",
    "工业园区",
    "工业园",
    "产业区",
    "工业区",
    "产业集中区",
    "工业集中区",
    "园区",
    "经济技术开发区",
    "经济开发区",
    "物流产业园区",
    "物流产业园",
    "物流园区",
    "物流园",
    "旅游度假区",
    "休闲度假区",
    "旅游综合区",
    "旅游休闲度假区",
    "温泉度假区",
    "科技园区",
    "科技园",
    "创新园",
    "创业园区",
    "创业园",
]);
/// What makes two names two things: numbers, directions, ranks, phases.
const TELLING: &str = "0123456789一二三四五六七八九十东南西北中左右第期号省市县乡镇男女公铁水陆";
/// Opposites: they tell two things apart when each name has one.
const OPPOSITES: &str = "大小新旧老高低上下前后内外";

/// The proper names among the plan's projects and the headings of its boxes, each once.
pub(crate) fn names<'a>(context: &Context<'a>) -> Vec<Named<'a>> {
    let regions = context.regions();
    let sentences = sentence_starts(context);
    let sentence_of = |at: usize| sentences.partition_point(|start| *start <= at);
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out: Vec<Named<'a>> = Vec::new();
    let projects = context.plan.projects.iter().map(|p| (p.name.as_str(), p.provenance.span));
    let headings = context.pieces.iter().filter(|p| p.frame.is_some()).filter_map(|piece| {
        let (head, _) = piece.text().split_once('：')?;
        let name = head.trim_start_matches(|c: char| c.is_ascii_digit() || "、.． （）()".contains(c));
        let start = head.len() - name.len();
        Some((name, piece.span(start..head.len())))
    });
    for (name, span) in projects.chain(headings) {
        let sentence = sentence_of(span.start);
        let (name, span) = up_to_ending(name, span);
        if let Some(&at) = by_name.get(name) {
            out[at].sentences.push(sentence);
            continue;
        }
        let plain = bare(name);
        let core = without_tail(without_region(&plain, regions));
        let length = core.chars().count();
        if !(4..=30).contains(&length) || core.contains(['，', '。', '；', '：', '、']) {
            continue;
        }
        by_name.insert(name, out.len());
        let core: Vec<char> = core.chars().collect();
        out.push(Named {
            name,
            ending: ending_of(&core.iter().collect::<String>()),
            core,
            proper: OnceCell::new(),
            span,
            sentences: vec![sentence],
        });
    }
    for named in &mut out {
        named.sentences.sort_unstable();
    }
    out
}

/// 沟帮子经济开发区外环路 speaks of 沟帮子经济开发区: a name is cut behind the word of a family.
fn up_to_ending(name: &str, span: Span) -> (&str, Span) {
    let found = ENDINGS.find(name).map(|(at, ending)| (at, at + ending.len()));
    match found {
        // A piece of source as long as the name: what was joined from two pieces keeps its whole span.
        Some((at, end)) if end < name.len() && span.len() == name.len() && is_proper(&name[..at]) => {
            let bracket = name[end..].starts_with('（').then(|| name[end..].find('）')).flatten();
            let end = bracket.map_or(end, |close| end + close + '）'.len_utf8());
            (&name[..end], Span::new(span.start, span.start + end))
        }
        _ => (name, span),
    }
}

/// Where the sentences begin in the source, sorted.
fn sentence_starts(context: &Context<'_>) -> Vec<usize> {
    let mut starts: Vec<usize> = context
        .sentences
        .iter()
        .map(|sentence| context.pieces[sentence.piece].passage.offset(sentence.range.start))
        .collect();
    starts.sort_unstable();
    starts
}

/// A name without words that say what is done with it (建设工程, 项目).
fn without_tail(name: &str) -> &str {
    const TAILS: [&str; 6] = ["建设工程", "建设项目", "产业集群", "项目", "工程", "产业"];
    let tail = TAILS.iter().find_map(|tail| name.strip_suffix(tail));
    tail.filter(|rest| rest.chars().count() >= 5).unwrap_or(name)
}

/// The proper stem and the family of the first ending of the name.
fn ending_of(core: &str) -> Option<(String, usize)> {
    let (at, _) = ENDINGS.find(core)?;
    // 物流园区 holds 园区: the family that begins first is the more particular one.
    let family = FAMILIES.iter().position(|endings| endings.iter().any(|e| core[at..].starts_with(e)))?;
    let stem = &core[..at];
    ((2..=8).contains(&stem.chars().count()) && is_proper(stem)).then(|| (stem.to_owned(), family))
}

impl Named<'_> {
    /// Keys under which like names meet.
    pub(crate) fn keys(&self) -> Vec<String> {
        let part = |chars: &[char]| chars.iter().collect::<String>();
        let n = self.core.len();
        let mut keys = vec![
            format!("{}…{}", part(&self.core[..2]), part(&self.core[n - 2..])),
            format!("{}…{}", part(&self.core[..1]), part(&self.core[n - 4..])),
        ];
        keys.extend(self.ending.as_ref().map(|(stem, family)| format!("{stem}#{family}")));
        keys
    }

    fn is_proper(&self) -> bool {
        *self.proper.get_or_init(|| is_proper(&self.core.iter().collect::<String>()))
    }

    /// Whether the two stand in one sentence somewhere.
    fn stands_beside(&self, other: &Self) -> bool {
        let (few, many) = if self.sentences.len() <= other.sentences.len() {
            (&self.sentences, &other.sentences)
        } else {
            (&other.sentences, &self.sentences)
        };
        few.iter().any(|sentence| many.binary_search(sentence).is_ok())
    }

    /// Whether the two are spelled alike but for marks and regions.
    pub(crate) fn same_core(&self, other: &Self) -> bool {
        self.core == other.core
    }

    /// The ending as written, up to the end of the family's word.
    fn written_ending(&self) -> Option<String> {
        let (stem, family) = self.ending.as_ref()?;
        let core: String = self.core.iter().collect();
        let tail = core.get(stem.len()..)?;
        FAMILIES[*family]
            .iter()
            .filter(|ending| tail.starts_with(**ending))
            .max_by_key(|e| e.len())
            .map(|e| (*e).to_owned())
    }
}

/// How `a` and `b` differ when they are likely to be one thing.
pub(crate) fn variant_of(a: &Named<'_>, b: &Named<'_>) -> Option<Variant> {
    // What is listed side by side is told apart on purpose.
    if a.core == b.core || a.stands_beside(b) {
        return None;
    }
    if a.ending.is_some() && a.ending == b.ending && a.written_ending() != b.written_ending() {
        return Some(Variant::Ending);
    }
    // 石化及精细化工 has no proper part, but two halves that an industry's name must keep.
    let joined = |name: &Named<'_>| name.core.iter().any(|c| matches!(c, '及' | '和' | '与'));
    let coordinated = joined(a) && joined(b);
    let proper = a.is_proper() && b.is_proper();
    if !proper && !coordinated {
        return None;
    }
    let (short, long) = if a.core.len() <= b.core.len() { (&a.core, &b.core) } else { (&b.core, &a.core) };
    let extra = difference(long, short);
    let missing = difference(short, long);
    let holds = |chars: &[char], set: &str| chars.iter().any(|c| set.contains(*c));
    let told_apart = holds(&extra, TELLING) || holds(&missing, TELLING);
    if told_apart || (holds(&extra, OPPOSITES) && holds(&missing, OPPOSITES)) {
        return None;
    }
    let common = common_subsequence(short, long);
    // The same characters in another order, at most two more.
    if proper
        && missing.is_empty()
        && short.len() >= 8
        && extra.len() <= 2
        && common < short.len()
        && common * 4 >= short.len() * 3
    {
        return Some(Variant::Order);
    }
    // One is the other with a few characters put in; not merely a longer name of another thing.
    let inner = short.first() == long.first() && short[short.len() - 2..] == long[long.len() - 2..];
    let inserted =
        missing.len() <= 1 && extra.len() <= 3 && short.len() >= 9 && common + missing.len() >= short.len();
    let own = || residue(&a.core.iter().collect::<String>()).chars().count();
    if proper && inner && inserted && own() >= 3 {
        return Some(Variant::Wording);
    }
    // One character for another inside, neither at the beginning nor in the noun at the end.
    let replaced =
        short.len() == long.len() && short.len() >= 7 && missing.len() == 1 && common + 1 == short.len();
    let place = short.iter().zip(long).position(|(x, y)| x != y)?;
    (replaced && inner && place > 0 && place + 3 < short.len()).then_some(Variant::Wording)
}

/// The characters of `a` that `b` has not, with multiplicity.
fn difference(a: &[char], b: &[char]) -> Vec<char> {
    let mut rest: Vec<char> = b.to_vec();
    a.iter()
        .copied()
        .filter(|c| match rest.iter().position(|other| other == c) {
            Some(at) => {
                rest.swap_remove(at);
                false
            }
            None => true,
        })
        .collect()
}
