//! Named works in running text: what verbs of building govern, what 依托 leans on, what has been completed.

use std::ops::Range;
use std::sync::LazyLock;

use phrase::Mention;
use region::Regions;

use super::claim::{self, Reach, Setting};
use super::ellipsis::{along_streets, done_to, elliptical, general_head, kept_apart, spanning};
use super::identity::{local, proper};
use super::names::{self, Joint, Name};
use super::words::NAMES;
use super::{Facts, Found, Question, boxes, capacity, said, stage};
use crate::outline::Unit;
use crate::prose::verb;
use crate::sentence;
use crate::words::{LEXICON, Words};

/// Finds the named works of a unit of running text.
///
/// `reach` is that of the whole document.
pub(crate) fn read(unit: &Unit<'_>, mentions: &[Mention], reach: Reach) -> Vec<Found> {
    let text = unit.text.text();
    let mut found = Vec::new();
    if let Some(name) = unit.boxed.as_ref().and_then(|_| boxes::titled(text)) {
        found.push(named(unit, name));
    } else if unit.listed && unit.lead > 0 && !unit.positions {
        lead(unit, reach, &mut found);
    }
    // ——东山产业园。打造国际物流城: what the item is about is to become.
    let role = found.iter().any(|one: &Found| matches!(one.category.as_str(), "park" | "zone"));
    for (_, clauses) in unit.body() {
        let mut before = Scene::default();
        let mut works: Vec<said::Named> = Vec::new();
        let mut explained = false;
        for clause in clauses {
            let part = &text[clause.range.clone()];
            let scene = Scene::of(part, &before, unit.background);
            before = scene.clone();
            // 甲计划是指…，结合乙工程: the rest of the sentence says what a word means.
            explained |= part.contains("是指");
            let headed = LEXICON.heads.may_end_in(part) || NAMES.renews.within(part);
            if explained || !headed {
                continue;
            }
            let (names, setting) =
                clause_names(text, &clause.range, mentions, &scene, (unit.background, reach));
            let around = around(text, &clause.range, &names);
            let stage = match scene.stage {
                _ if unit.background => stage::of_report(&around),
                "planned" => stage::of_plan(&around).unwrap_or("planned"),
                stage => stage,
            };
            let lead = names
                .first()
                .map_or("", |name| &text[clause.range.start.min(name.range.start)..name.range.start]);
            let work = stage::of_lead(lead);
            works.extend(names.into_iter().map(|name| {
                let question = setting.as_ref().and_then(|setting| setting.question(&name, role));
                let found = work_named(unit, mentions, name.clone(), (stage, work.clone()));
                (name.range, Found { question, ..found })
            }));
        }
        works.sort_by_key(|(name, _)| name.start);
        said::fill(text, clauses, mentions, &mut works);
        found.extend(works.into_iter().map(|(name, mut work)| {
            if let Some(words) = text.get(name.clone()).filter(|words| words.len() < work.name.len()) {
                words.clone_into(&mut work.name);
                work.span = unit.text.span(name);
            }
            work
        }));
    }
    found
}

/// The work of a name in a clause that says of what stage it is and what is built of it.
fn work_named(
    unit: &Unit<'_>,
    mentions: &[Mention],
    name: Name,
    (stage, work): (&'static str, String),
) -> Found {
    let text = unit.text.text();
    let words = &text[name.range.clone()];
    let kind = names::head(words).or_else(|| names::head(&name.full)).map_or("project", |(_, kind)| kind);
    Found {
        name: words.to_owned(),
        full: name.full,
        category: kind.to_owned(),
        quantities: capacity::quantities(text, &measured(&name.range, mentions), mentions),
        stage,
        work,
        facts: Facts::default(),
        question: None,
        span: unit.text.span(name.range),
    }
}

/// A list item whose run-in lead is a name: ——东山产业园。
fn lead(unit: &Unit<'_>, reach: Reach, found: &mut Vec<Found>) {
    let text = unit.text.text();
    let words = text[..unit.lead].trim_end_matches(['。', '：', '.', ':', ' ']);
    // 5、东山产业园。是指…: a note explains a word.
    let rest = text[unit.lead..].trim_start_matches(['。', '：', '.', ':', ' ', '—', '-']);
    let explains =
        ["是指", "指", "即", "是", "包括", "主要包括", "主要指"].iter().any(|word| rest.starts_with(word));
    if !explains
        && !words.contains('等')
        && names::whole(words)
        && verb(words).is_none()
        && claim::heads(words, reach)
    {
        let zone = names::head(words).is_some_and(|(_, kind)| kind == "zone") && !local(words);
        let question = if unit.background { Some(Question::Past) } else { zone.then_some(Question::Class) };
        found.push(Found { question, ..named(unit, 0..words.len()) });
    }
}

/// The work whose name stands at `range`.
fn named(unit: &Unit<'_>, range: Range<usize>) -> Found {
    let words = &unit.text.text()[range.clone()];
    Found {
        name: words.to_owned(),
        full: String::new(),
        category: names::head(words).map_or("project", |(_, kind)| kind).to_owned(),
        quantities: Vec::new(),
        stage: "planned",
        work: String::new(),
        facts: Facts::default(),
        question: None,
        span: unit.text.span(range),
    }
}

/// The words of a clause outside the names in it.
fn around(text: &str, clause: &Range<usize>, names: &[Name]) -> String {
    let mut words = String::new();
    let mut from = clause.start;
    let mut ranges: Vec<&Range<usize>> = names.iter().map(|name| &name.range).collect();
    ranges.sort_by_key(|range| range.start);
    for range in ranges {
        words.push_str(text.get(from..range.start).unwrap_or(""));
        words.push('，');
        from = from.max(range.end);
    }
    words.push_str(text.get(from..clause.end).unwrap_or(""));
    words
}

/// What the clause does with the names in it.
#[derive(Clone, Debug, Default)]
struct Scene {
    /// Whether a verb of building governs it, or goes on governing it from the clause before.
    built: bool,
    /// Whether the verb makes one thing of its object.
    founded: bool,
    /// Whether it leans on what exists.
    leans: bool,
    stage: &'static str,
}

impl Scene {
    fn of(clause: &str, before: &Self, background: bool) -> Self {
        let leans =
            NAMES.leans.prefix(clause).is_some_and(|(word, ())| word != "以" || NAMES.leaning.within(clause));
        let own = NAMES.building.within(clause);
        let led = verb(clause).is_some();
        // A clause that is only a further part of a list is governed like the one before it.
        let further = !led && !own && !leans && !completes(clause);
        if further && !background {
            return before.clone();
        }
        let stage = if background {
            "completed"
        } else if leans && !own {
            "existing"
        } else if NAMES.conditional.prefix(clause).is_some() {
            "conditional"
        } else {
            "planned"
        };
        // 实施总量控制，包括甲水库、乙湖: what follows is held in bounds.
        let own = own && NAMES.limits.suffix(clause).is_none();
        Self { built: own, founded: NAMES.founding.within(clause), leans, stage }
    }
}

/// The names of one clause.
#[expect(
    clippy::too_many_lines,
    reason = "the forms of names in a clause, tried from the most telling to the least"
)]
fn clause_names<'t>(
    text: &'t str,
    clause: &Range<usize>,
    mentions: &[Mention],
    scene: &Scene,
    (background, reach): (bool, Reach),
) -> (Vec<Name>, Option<Setting<'t>>) {
    let part = &text[clause.clone()];
    let governed = governing(part);
    let completed = completes(part);
    // 甲桥、乙路竣工通车: what has been opened to traffic has been built.
    let scene = &Scene { built: scene.built || completed, ..scene.clone() };
    // 严格限制A和控制B: nothing is built; 保障A、B高效运行: something is said of what there is.
    let limits = NAMES.limits.prefix(part).is_some() || NAMES.states.suffix(part).is_some();
    if limits || turns(part) {
        return (Vec::new(), None);
    }
    // 是X: what something is, is not set out to be built.
    let defines = ["是", "即", "既是", "也是", "对"].iter().any(|word| part.starts_with(word));
    if defines || !(scene.built || scene.leans || governed.is_some() || completed || part.contains('等')) {
        return (Vec::new(), None);
    }
    let mut start = clause.start + governed.map_or(0, |(length, _)| length);
    if governed.is_none() && scene.leans {
        start += LEXICON.openers.prefix(part).map_or(0, |(word, ())| word.len());
    }
    let whole = start;
    start = behind_modifier(text, start, clause.end);
    start = behind_count(text, start, mentions);
    let mut modified = start > whole;
    let members = names::members(text, start..clause.end, Joint::Pairs);
    let count = members.len();
    let closed = closing(&text[start..clause.end]);
    let mut out: Vec<Name> = Vec::new();
    let mut group = 0;
    for (index, item) in members.into_iter().enumerate() {
        let Some((mut range, stripped)) = narrow(text, item, count > 1, scene.leans && governed.is_none())
        else {
            continue;
        };
        modified |= stripped && index + 1 == count;
        range.start = behind_count(text, range.start, mentions).min(range.end);
        range.start += leading_verb(&text[range.clone()]);
        range.start += second_verb(&text[range.clone()]).unwrap_or(0);
        // 市政府设立基金, 辐射周边建设基地: the verb of building stands inside.
        if !governed.is_some_and(|(_, building)| building) && (index == 0 || index + 1 == count) {
            range.start += inner_verb(&text[range.clone()]).unwrap_or(0);
        }
        range.start += founded_by(&text[range.clone()]).unwrap_or(0);
        range.end = before_amount(text, &range, mentions);
        range.start += stray_verb(&text[range.clone()]);
        let words = &text[range.clone()];
        let shared = names::shared_head(words)
            .filter(|(numeral, _)| index > 0 && numeral.start > 0)
            // A number that closes a group stands in front of another group.
            .filter(|_| index + 1 == count || text[range.end..].starts_with(['和', '与']));
        if let Some((numeral, head)) = shared {
            // 甲、乙、丙3个产业园: every member is one of them.
            let own = text[range.start..range.start + numeral.start].trim_end_matches('等');
            range.end = range.start + own.len();
            let head = head.to_owned();
            out.push(Name { range, full: String::new() });
            for name in out.iter_mut().skip(group) {
                name.full = format!("{}{head}", &text[name.range.clone()]);
            }
            group = out.len();
            continue;
        }
        out.push(Name { range, full: String::new() });
    }
    kept_apart(text, clause, &mut out);
    spanning(text, &mut out);
    along_streets(text, &mut out);
    done_to(text, clause, &mut out);
    let headed = out.iter().filter(|name| is_name(&text[name.range.clone()], scene)).count();
    if !modified {
        elliptical(text, &mut out, scene.built);
    }
    // In a list most of whose members are names, or that closes with 等项目, all are.
    let all = closed || (out.len() > 2 && headed * 2 > out.len() && (completed || part.contains('等')));
    out.retain(|name| {
        let words = &text[name.range.clone()];
        let general = [words, &name.full].iter().any(|words| {
            let kind = names::shared_head(words).map_or(*words, |(_, head)| head);
            NAMES.general.prefix(words).is_some() || NAMES.general.prefix(kind).is_some()
        });
        let general = general || general_head(&name.full) || words.chars().count() > 40;
        !general && (all || !name.full.is_empty() || is_name(words, scene))
    });
    let setting = Setting {
        text,
        clause: clause.clone(),
        verb: governed.map_or("", |(length, _)| &part[..length]),
        built: scene.built,
        founded: scene.founded,
        leans: scene.leans,
        completed,
        background,
        reach,
        count,
        closed,
    };
    setting.keep(&mut out);
    for name in &mut out {
        name.range = unmarked(text, name.range.clone());
    }
    (out, Some(setting))
}

/// A name without quotation marks around the whole of it, where it is one without them: “东湖国家产业基地”.
///
/// What only the marks make a name of keeps them: “蓝天工程”.
fn unmarked(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text[range.clone()].strip_prefix('“').and_then(|words| words.strip_suffix('”'));
    let bare = |inner: &&str| {
        let programme = names::head(inner).is_none_or(|(_, kind)| kind == "programme");
        let numbered = inner.starts_with(|c: char| c.is_ascii_digit());
        !inner.contains(['“', '”']) && proper(inner) && (numbered || !programme)
    };
    match inner.filter(bare) {
        Some(inner) => {
            let start = range.start + '“'.len_utf8();
            start..start + inner.len()
        }
        None => range,
    }
}

/// Where a second verb with an object of its own begins inside a member: 光纤入户和|开展宽带工程.
fn second_verb(words: &str) -> Option<usize> {
    words.match_indices(['和', '并']).find_map(|(at, word)| {
        let rest = &words[at + word.len()..];
        let length = leading_verb(rest);
        (at > 0 && length > 0).then_some(at + word.len() + length)
    })
}

/// The length of a verb that is no part of the name behind it: 加强|东部产业带, 用足|社会资本产业园.
///
/// Programmes are named by verbs (优化营商环境行动), and so are things that do something (监测中心, 利用工程).
fn stray_verb(words: &str) -> usize {
    let kind = names::head(words).map_or("", |(_, kind)| kind);
    let mut length = ["主要包括", "包括", "其中"]
        .iter()
        .find(|word| words.starts_with(**word))
        .map_or(0, |word| word.len());
    if kind == "programme" {
        return length;
    }
    while let Some(rest) = NAMES.stray.strip_prefix(&words[length..]) {
        length = words.len() - rest.len();
    }
    if names::head(&words[length..]).is_some() { length } else { 0 }
}

/// The length of a verb of building at the start of a member: 是, 建设, 打造. What is left must be a name.
fn leading_verb(words: &str) -> usize {
    NAMES
        .strong
        .prefix(words)
        .map(|(word, ())| word.len())
        .filter(|length| names::whole(&words[*length..]))
        .unwrap_or(0)
}

/// Behind a modifier that spans members of a list: 以A、B为主的X, 集A、B于一体的X, A、B等构成的X.
fn behind_modifier(text: &str, start: usize, end: usize) -> usize {
    let object = &text[start..end];
    let Some(last) = object.rfind('的') else { return start };
    let closed =
        object.match_indices('的').filter(|(at, _)| NAMES.modifiers.suffix(&object[..*at]).is_some());
    let cut = closed.map(|(at, _)| at).next_back();
    let cut = cut.or_else(|| NAMES.opens.prefix(object).map(|_| last)).map(|at| at + '的'.len_utf8());
    match cut {
        Some(at)
            if names::whole(names::cut_after(names::cut_rest(
                object[at..].split('、').next().unwrap_or(""),
            ))) =>
        {
            start + at
        }
        _ => start,
    }
}

/// The end of a name in front of its amount: 提质工程|60公里.
fn before_amount(text: &str, range: &Range<usize>, mentions: &[Mention]) -> usize {
    let next = mentions.partition_point(|mention| mention.span.end < range.end);
    mentions
        .get(next)
        .filter(|mention| mention.span.end == range.end && mention.span.start > range.start)
        .map(|mention| mention.span.start)
        .filter(|start| {
            // 道路60公里 counts roads; only a work bears a name with its amount behind it.
            let name = text[range.start..*start].trim_end();
            let work =
                name.ends_with("项目") || names::head(name).is_some_and(|(_, kind)| kind == "programme");
            work && names::whole(name)
        })
        .unwrap_or(range.end)
}

/// A name with the amount directly behind it.
fn measured(name: &Range<usize>, mentions: &[Mention]) -> Range<usize> {
    let next = mentions.partition_point(|mention| mention.span.start < name.end);
    let end =
        mentions.get(next).filter(|mention| mention.span.start == name.end).map(|mention| mention.span.end);
    name.start..end.unwrap_or(name.end)
}

/// Behind a count: 3-5个基地.
fn behind_count(text: &str, start: usize, mentions: &[Mention]) -> usize {
    let first = mentions.partition_point(|mention| mention.span.start < start);
    match mentions.get(first) {
        Some(mention)
            if mention.span.start == start
                && mention.unit.as_ref().is_some_and(|unit| !unit.dimension.of.is_ascii())
                && !text[mention.span.end..].starts_with(['级', '以']) =>
        {
            mention.span.end
        }
        _ => start,
    }
}

/// The length of what governs the names of a clause from its start (adverbs, verbs, their conjunctions),
/// and whether it is a verb of building.
fn governing(clause: &str) -> Option<(usize, bool)> {
    let (mut length, _) = verb(clause)?;
    loop {
        let rest = &clause[length..];
        // 建设好A, 办好A: the complement belongs to the verb.
        let rest = rest.strip_prefix('好').unwrap_or(rest);
        let joined = rest.trim_start_matches(['和', '、', '了']);
        let next = verb(joined).map(|(next, _)| next).filter(|next| *next < joined.len());
        // 建设和完善A; but in 建设推广中心 the second word belongs to the name.
        let both = |next: &usize| {
            let object = &joined[*next..];
            let first = object.split('、').next().unwrap_or("");
            let named = [first, object].iter().any(|object| names::whole(names::cut_after(object)));
            joined.len() < rest.len() || (named && doubled(joined, *next))
        };
        let Some(next) = next.filter(both) else {
            length = clause.len() - rest.len();
            return Some((length, NAMES.building.suffix(&clause[..length]).is_some()));
        };
        length = clause.len() - joined.len() + next;
    }
}

/// Whether a second verb in a row is one: 争取建设, 推进打造; not 建设推广中心.
fn doubled(rest: &str, length: usize) -> bool {
    NAMES.building.suffix(&rest[..length]).is_some() && rest[length..].chars().count() >= 5
}

/// The place behind a verb of building inside a phrase with a subject: 市政府设立基金.
fn inner_verb(words: &str) -> Option<usize> {
    let skip = words.chars().next()?.len_utf8();
    let (at, word) = NAMES.strong.find(&words[skip..])?;
    let end = skip + at + word.len();
    // 建成区 is a noun.
    if words[end..].starts_with('区') {
        return inner_verb(&words[end..]).map(|inner| end + inner);
    }
    (words[end..].chars().count() >= 4).then_some(end)
}

/// Where the name begins in a phrase that says who founds it: 东港设立|保税物流中心.
fn founded_by(words: &str) -> Option<usize> {
    /// Each with whether it founds something whoever stands in front of it, not only a region.
    static VERBS: LazyLock<Words<bool>> = LazyLock::new(|| {
        let any = ["设立", "申建", "创建", "创办", "兴建", "组建", "成立", "探索建立", "开展"];
        let region = ["发展", "建设", "打造", "建成"];
        Words::new(any.map(|verb| (verb, true)).into_iter().chain(region.map(|verb| (verb, false))))
    });
    let mut first: Vec<(usize, &str, bool)> = Vec::new();
    for (at, _) in words.char_indices() {
        if let Some((verb, any)) = VERBS.prefix(&words[at..])
            && !first.iter().any(|(_, known, _)| *known == verb)
        {
            first.push((at, verb, any));
        }
    }
    let founder = |at: usize| Regions::standard().called(&words[..at]).next().is_some();
    let (at, verb, _) = first.into_iter().rfind(|(at, _, any)| *any || founder(*at))?;
    let end = at + verb.len();
    (at >= 6 && names::whole(&words[end..])).then_some(end)
}

/// An item without what stands behind the name, and without a modifier that is no part of it; the flag
/// tells whether there was one.
fn narrow(text: &str, item: Range<usize>, listed: bool, leans: bool) -> Option<(Range<usize>, bool)> {
    let mut range = sentence::trim(text, item);
    let part = names::cut_after(names::cut_rest(&text[range.clone()]));
    range.end = range.start + part.len();
    let mut stripped = false;
    let bare = sentence::cuts(part, |c| c == '的').pop();
    if let Some((at, c)) = bare {
        let (modifier, rest) = (&part[..at], &part[at + c.len_utf8()..]);
        let relative = NAMES.relative.suffix(modifier).is_some();
        // What is leant on has its name without what is said of it.
        let scale = !leans && NAMES.scale.prefix(modifier).is_some();
        if relative || (!scale && names::whole(rest)) {
            range.start += at + c.len_utf8();
            stripped = true;
        }
    }
    // 灯具等市场 closes a list; 观光等都市型农业示范区 is a name behind one.
    let part = &text[range.clone()];
    if let Some(at) = part.find('等').filter(|at| listed && *at > 0) {
        let rest = &part[at + '等'.len_utf8()..];
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return Some((range, stripped));
        }
        if !names::whole(rest) {
            return None;
        }
        range.start += at + '等'.len_utf8();
    }
    (!range.is_empty()).then_some((range, stripped))
}

/// Whether a list closes by saying what its members are: 等项目, 等工程.
fn closing(list: &str) -> bool {
    const KINDS: &[&str] =
        &["项目", "重点项目", "重大项目", "工程", "重点工程", "重大工程", "大型成套设备", "一批项目"];
    list.match_indices('等').any(|(at, word)| {
        let rest = &list[at + word.len()..];
        KINDS.iter().any(|kind| rest.starts_with(kind))
    })
}

/// Whether a phrase is the name of a thing.
fn is_name(words: &str, scene: &Scene) -> bool {
    let Some((range, _)) = names::head(words) else { return false };
    let stem = &words[..range.start];
    let head = &words[range.clone()];
    let chars = stem.chars().count();
    let common =
        NAMES.common.suffix(head).is_some_and(|(word, ())| head.chars().count() <= word.chars().count() + 1);
    let quoted = stem.ends_with('”') || words.contains('“');
    let thin = chars <= 2 && !quoted && NAMES.thin.get(head).is_some();
    // 建设|园区 builds what has no name; 《…行动计划》 is a document.
    let unnamed = NAMES.building.get(stem).is_some() || words.starts_with('《');
    // 市美术馆: the house of a division.
    let house = chars == 1 && head.chars().count() > 2 && stem.ends_with(['省', '市', '县', '区', '州']);
    (chars >= 2 || house)
        && !thin
        && !unnamed
        && !qualified(stem)
        && (!common || scene.built || scene.leans || quoted)
        && !words.contains("为中心")
        && !stem.ends_with(['的', '各', '类'])
}

/// Whether words only say of what size, sort or ownership something is: 大型, 民办, 专业化.
fn qualified(mut words: &str) -> bool {
    while let Some(rest) = NAMES.qualifiers.strip_prefix(words) {
        words = rest.trim_start_matches('的');
    }
    words.is_empty()
}

/// Whether the clause makes something else of what there is, or does something to a sort of things:
/// 把全市建成重要的生产基地, 支持对公共空间实施改造.
fn turns(clause: &str) -> bool {
    let made = ["把", "将"].iter().any(|word| clause.starts_with(word))
        && ["建成", "建设成", "打造成", "培育成", "发展成"].iter().any(|verb| clause.contains(verb));
    let length = verb(clause).map_or(0, |(length, _)| length);
    let done = clause[length..]
        .strip_prefix('对')
        .is_some_and(|rest| rest.contains("实施") || rest.contains("进行"));
    made || done
}

/// Whether the clause reports that something has come into being.
fn completes(clause: &str) -> bool {
    NAMES.completed.suffix(clause).is_some()
}
