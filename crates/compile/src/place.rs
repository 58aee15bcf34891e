//! Places: the regions a plan names, learnt from its own lists, and zones with what is allowed in them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use plan::PlaceKind;
use region::{Context, Level, Region, Regions};
use source::Span;

use crate::outline::Unit;
use crate::project;
use crate::prose::verb;
use crate::sentence;
use crate::words::{LEXICON, Words, class, classed};

/// Common words that begin, and that end, what stands in front of 市, 县, 区.
static COMMON: LazyLock<(Words, Words)> = LazyLock::new(|| {
    const FILE: &str = include_str!("../data/zh/places.tsv");
    (class(FILE, "begin"), class(FILE, "end"))
});

/// A place and where it is first named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) name: String,
    pub(crate) kind: PlaceKind,
    /// Division code; empty when the registry has no such region here.
    pub(crate) code: String,
    /// prohibited, restricted, key, optimised; empty when nothing is said.
    pub(crate) regime: &'static str,
    /// The unit and the bytes of its text.
    pub(crate) unit: usize,
    pub(crate) range: Range<usize>,
}

/// The places of a plan, found again in any of its names.
#[derive(Default)]
pub(crate) struct Gazetteer {
    places: Vec<Found>,
    /// Patterns: full names and the short names of regions.
    patterns: Vec<(String, usize)>,
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// The plan's own region.
    region: Option<String>,
}

impl Gazetteer {
    /// Learns the places from the lists and clause openings of all units.
    #[expect(clippy::too_many_lines, reason = "one pass over the units that gathers all kinds of places")]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    pub(crate) fn learn(units: &[Unit<'_>], region: Option<&str>) -> Self {
        let home = region.and_then(|name| Regions::standard().resolve(name, Context::default()).known());
        let mut found: BTreeMap<String, (usize, usize, Found)> = BTreeMap::new();
        for (index, unit) in units.iter().enumerate() {
            let text = unit.text.text();
            for sentence in &unit.sentences {
                for clause in &sentence.clauses {
                    let mut named = candidates(text, clause.range.clone());
                    named.retain(|(range, _)| kind(&text[range.clone()]).is_some());
                    let places = named.len();
                    for (range, listed) in named {
                        let name = &text[range.clone()];
                        let Some(kind) = kind(name) else { continue };
                        let (count, beside, _) = found.entry(name.to_owned()).or_insert_with(|| {
                            let found = Found {
                                name: name.to_owned(),
                                kind,
                                code: code(name, home),
                                regime: "",
                                unit: index,
                                range,
                            };
                            (0, 0, found)
                        });
                        *count += 1;
                        *beside += usize::from(listed && places > 1);
                    }
                }
            }
        }
        for place in below(units, home) {
            found.entry(place.name.clone()).or_insert((2, 1, place));
        }
        // 某公司义县 and 北镇市沟帮子开发区 repeat a name behind another one.
        let names: BTreeSet<String> = found.keys().cloned().collect();
        let repeats = |name: &str| name.char_indices().skip(1).any(|(at, _)| names.contains(&name[at..]));
        // Many common words end in 区, 镇 or 乡: such a name must stand beside another one at least once.
        let sure = |name: &str, count: usize, beside: usize| {
            let weak = name.ends_with(['区', '镇', '乡', '旗']) || name.ends_with("街道");
            !weak || beside > 0 || (count > 1 && name.ends_with("新区"))
        };
        let mut places: Vec<Found> = found
            .into_values()
            .filter(|(count, beside, found)| sure(&found.name, *count, *beside) && !repeats(&found.name))
            .map(|(.., found)| found)
            .collect();
        places.sort_by_key(|place| (place.unit, place.range.start));
        let mut patterns: BTreeMap<String, usize> = BTreeMap::new();
        for (index, place) in places.iter().enumerate() {
            patterns.insert(place.name.clone(), index);
            if place.kind == PlaceKind::Region {
                let stem = stem(&place.name);
                if stem.chars().count() >= 2 && stem.len() < place.name.len() {
                    patterns.entry(stem.to_owned()).or_insert(index);
                }
            }
        }
        let provinces =
            Regions::standard().all().filter(|region| region.level == Level::Province && region.stands());
        for province in provinces {
            patterns.entry(province.name.to_string()).or_insert(usize::MAX);
            patterns.entry(province.short().unwrap_or(&province.name).to_owned()).or_insert(usize::MAX);
        }
        if let Some(region) = region.filter(|region| region.chars().count() > 2) {
            patterns.entry(region.to_owned()).or_insert(usize::MAX);
            patterns.entry(stem(region).to_owned()).or_insert(usize::MAX);
        }
        let patterns: Vec<(String, usize)> =
            patterns.into_iter().filter(|(name, _)| !name.is_empty()).collect();
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build_with_values(patterns.iter().enumerate().map(|(at, (name, _))| (name, at as u32)))
            .ok();
        Self { places, patterns, automaton, region: region.map(str::to_owned) }
    }

    /// The first place named in `text`, as written there; a province only when nothing narrower is named.
    ///
    /// A short name counts where a name may begin: at the start, behind another place, behind a conjunction.
    /// 凌河 is not named in 大凌河, nor 山东 in 艮山东路.
    pub(crate) fn first_in<'t>(&self, text: &'t str) -> Option<&'t str> {
        let automaton = self.automaton.as_ref()?;
        let mut wide = None;
        let mut end = 0;
        for found in automaton.leftmost_find_iter(text) {
            let words = &text[found.start()..found.end()];
            let (_, place) = &self.patterns[found.value() as usize];
            let known = self.places.get(*place);
            let own = self.region.as_deref().is_some_and(|region| region.starts_with(words));
            let opens =
                found.start() == end || text[..found.start()].ends_with(['至', '和', '及', '与', '暨', '（']);
            end = found.end();
            if known.is_some_and(|known| known.name == words || opens) {
                return Some(words);
            }
            if known.is_none() && (opens || own) {
                wide = wide.or(Some(words));
            }
        }
        wide
    }

    /// The full name of a region or zone at the start of `text`.
    pub(crate) fn prefix<'t>(&self, text: &'t str) -> Option<&'t str> {
        let found = self.automaton.as_ref()?.leftmost_find_iter(text).next()?;
        let (name, place) = &self.patterns[found.value() as usize];
        let full = self.places.get(*place).is_some_and(|place| place.name == *name);
        (found.start() == 0 && full).then(|| &text[..found.end()])
    }

    /// Whether `text` is one of the names.
    pub(crate) fn knows(&self, text: &str) -> bool {
        self.patterns.binary_search_by(|(name, _)| name.as_str().cmp(text)).is_ok()
    }

    /// The number of the place that `text` names, by its full or short name.
    pub(crate) fn number(&self, text: &str) -> Option<usize> {
        let at = self.patterns.binary_search_by(|(name, _)| name.as_str().cmp(text)).ok()?;
        Some(self.patterns[at].1).filter(|place| *place != usize::MAX)
    }

    pub(crate) fn into_places(self) -> Vec<Found> {
        self.places
    }
}

/// A name without its sign: 凌海 of 凌海市.
fn stem(name: &str) -> &str {
    region::short(name).unwrap_or(name)
}

/// The last characters of names of regions and zones.
const SIGNS: [char; 9] = ['市', '县', '区', '旗', '镇', '乡', '省', '道', '州'];

/// Parts of a clause that may be the name of a place: members of lists, and what stands before a verb.
/// The flag tells members of a list from the rest.
fn candidates(text: &str, clause: Range<usize>) -> Vec<(Range<usize>, bool)> {
    let mut found = Vec::new();
    if !text[clause.clone()].contains(SIGNS) {
        return found;
    }
    let items = sentence::items(text, clause);
    let listed = items.len() > 1;
    for item in items {
        let part = &text[item.range.clone()];
        if !part.contains(SIGNS) {
            continue;
        }
        let Some(skipped) = behind_opener(part) else { continue };
        let start = item.range.start + skipped;
        let rest = &text[start..item.range.end];
        // 东区和西区: two members; 太和区: the conjunction is part of the name.
        let joined = sentence::cuts(rest, |c| matches!(c, '和' | '及' | '与'))
            .into_iter()
            .map(|(at, c)| (start..start + at, start + at + c.len_utf8()..item.range.end))
            .find(|(left, _)| kind(&text[left.clone()]).is_some());
        if let Some((left, right)) = joined {
            // 石岭县和安渡县人均财力: the second name is built like the first.
            let sign = text[left.clone()].chars().next_back();
            let second = &text[right.clone()];
            let end = name_ends(second).find(|at| second[..*at].chars().next_back() == sign);
            let right = end.map_or(right.clone(), |at| right.start..right.start + at);
            found.extend([(left, true), (right, true)]);
            continue;
        }
        // 黑山县重点发展…, 云浦市25家, 安渡县各10家, 以…为支点: the name ends where these begin.
        let halts = |behind: &str| {
            let word = HALTS.iter().any(|word| behind.starts_with(word));
            word || behind.starts_with(|c: char| c.is_ascii_digit()) || verb(behind).is_some()
        };
        let led = name_ends(rest).find(|at| *at < rest.len() && halts(&rest[*at..]));
        match led {
            Some(at) => found.push((start..start + at, listed)),
            None => found.push((start..item.range.end, listed)),
        }
    }
    found
}

/// Words that end a name in front of them.
const HALTS: [&str; 6] = ["各", "为", "等", "人民政府", "政府", "以"];

/// Where a name of a region at the start of a text may end, the shortest first.
fn name_ends(text: &str) -> impl Iterator<Item = usize> {
    let ends = text.char_indices().skip(1).take(5).map(|(at, c)| at + c.len_utf8());
    ends.filter(|at| kind(&text[..*at]).is_some())
}

/// The length of a word such as 包括 in front of a name; `None` when another adjunct or a verb opens the part.
fn behind_opener(part: &str) -> Option<usize> {
    const INTO: &[&str] = &["主要指", "即", "依托", "推进", "加快", "建设", "以", "其中"];
    if let Some(at) = part.find("包括") {
        return Some(at + "包括".len());
    }
    if let Some(word) = INTO.iter().find(|word| part.starts_with(**word)) {
        return Some(word.len());
    }
    let opened = LEXICON.openers.prefix(part).is_some_and(|(word, ())| !matches!(word, "和" | "沿" | "由"));
    (!opened && verb(part).is_none()).then_some(0)
}

/// Whether `name` is built like the name of a region or zone.
pub(crate) fn kind(name: &str) -> Option<PlaceKind> {
    const ZONES: &[&str] = &["新区", "开发区", "高新区", "保税区", "经济区", "管理区", "合作区", "产业区"];
    const REGIONS: &[&str] = &[
        "特别行政区",
        "自治区",
        "自治州",
        "自治县",
        "自治旗",
        "街道",
        "市",
        "县",
        "区",
        "旗",
        "镇",
        "乡",
        "省",
    ];
    if !name.ends_with(SIGNS)
        || name.len() > 60
        || name.chars().any(|c| !c.is_alphabetic() || c.is_ascii())
        || name.contains(['的', '向', '以', '于'])
    {
        return None;
    }
    if let Some(stem) = ZONES.iter().find_map(|end| name.strip_suffix(end)) {
        let chars = stem.chars().count();
        return ((2..=10).contains(&chars) && proper(stem)).then_some(PlaceKind::Zone);
    }
    let stood =
        Regions::standard().called(name).any(|region| region.level != Level::County && region.name == name);
    if stood {
        return Some(PlaceKind::Region);
    }
    let end = REGIONS.iter().filter(|end| name.ends_with(**end)).max_by_key(|end| end.len())?;
    let stem = &name[..name.len() - end.len()];
    let chars = stem.chars().count();
    let other = LEXICON.heads.suffix(name).is_some_and(|(head, _)| head.chars().count() > 1);
    let short = chars == 1 && *end != "县";
    let town = *end == "市"
        && stem.ends_with('城')
        && (chars > 2 || stem.starts_with(['小', '大', '古', '山', '水', '名', '都']));
    let inner = matches!(*end, "区" | "镇" | "乡")
        && stem
            .ends_with(['城', '园', '社', '地', '山', '景', '牧', '林', '矿', '厂', '校', '院', '站', '片']);
    let own = !short && !town && !inner && !other;
    ((1..=4).contains(&chars) && own && proper(stem)).then_some(PlaceKind::Region)
}

/// Whether the words in front of 市, 县, 区 may be a proper name: no common word begins or ends them.
fn proper(stem: &str) -> bool {
    verb(stem).is_none()
        && LEXICON.adverbs.prefix(stem).is_none()
        && COMMON.0.prefix(stem).is_none()
        && COMMON.1.suffix(stem).is_none()
}

/// The division code of a full name. A county counts in its own province only, and where the plan's region is no invented
/// one: 太和区 of an invented city is not the one of Jinzhou.
fn code(name: &str, home: Option<&Region>) -> String {
    let context = Context { within: home.map(|home| home.code.as_ref()), ..Context::default() };
    let found = Regions::standard().resolve(name, context).known().filter(|region| region.name == name);
    let near = |region: &Region| home.is_some_and(|home| home.code.get(..2) == region.code.get(..2));
    found
        .filter(|region| region.level != Level::County || near(region))
        .map_or_else(String::new, |region| region.code.to_string())
}

/// The divisions that lie in the plan's own region, where the plan first names them in full.
fn below(units: &[Unit<'_>], home: Option<&Region>) -> Vec<Found> {
    let Some(home) = home else { return Vec::new() };
    let regions = Regions::standard();
    // 义县 stands inside other words; the lists of the plan say where it is meant.
    let inside: Vec<&Region> = regions
        .all()
        .filter(|region| region.stands() && region.parent == home.code && region.name.chars().count() > 2)
        .collect();
    let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
        .match_kind(MatchKind::LeftmostLongest)
        .build_with_values(inside.iter().enumerate().map(|(at, region)| (region.name.as_ref(), at)));
    let Ok(automaton) = automaton else { return Vec::new() };
    let mut found: BTreeMap<usize, Found> = BTreeMap::new();
    for (index, unit) in units.iter().enumerate() {
        for hit in automaton.leftmost_find_iter(unit.text.text()) {
            let Some(region) = inside.get(hit.value()) else { continue };
            found.entry(hit.value()).or_insert_with(|| Found {
                name: region.name.to_string(),
                kind: PlaceKind::Region,
                code: region.code.to_string(),
                regime: "",
                unit: index,
                range: hit.start()..hit.end(),
            });
        }
    }
    found.into_values().collect()
}

/// What kind of development a heading or a lead-in says of the zones it lists.
pub(crate) fn regime(words: &str) -> &'static str {
    REGIMES.find(words).and_then(|(_, word)| REGIMES.get(word)).unwrap_or("")
}

static REGIMES: LazyLock<Words<&'static str>> = LazyLock::new(|| {
    Words::new(classed(include_str!("../data/zh/regimes.tsv")).map(|(regime, word)| (word, regime)))
});

/// The zones that a unit lists under a word such as 禁止开发区域, with what is allowed there.
pub(crate) fn zones(unit: &Unit<'_>, index: usize, gazetteer: &Gazetteer) -> Vec<Found> {
    let text = unit.text.text();
    let heading = unit.category.map_or("", |category| category.text());
    let mut found = Vec::new();
    let mut current = regime(heading);
    for sentence in &unit.sentences {
        let part = &text[sentence.range.clone()];
        let cut = part.find('：').map(|at| at + '：'.len_utf8());
        let cut = cut.or_else(|| part.find("包括").map(|at| at + "包括".len()));
        let (label, start) = cut.map_or(("", 0), |at| (&part[..at], at));
        let named = regime(label);
        if !named.is_empty() {
            current = named;
        } else if heading.is_empty() || cut.is_some() {
            current = if cut.is_some() { "" } else { current };
        }
        if current.is_empty() {
            continue;
        }
        for clause in sentence::clauses(text, sentence.range.start + start..sentence.range.end) {
            // 包括A、B，是全市的粮食产区: what the zones are is no zone.
            if ["是", "为", "打造", "建设", "成为"]
                .iter()
                .any(|word| text[clause.range.clone()].starts_with(word))
            {
                break;
            }
            let words = &text[clause.range.clone()];
            let skipped = ["重点包括", "主要包括", "包括", "主要有", "主要指"]
                .iter()
                .find(|word| words.starts_with(**word));
            let list = clause.range.start + skipped.map_or(0, |word| word.len())..clause.range.end;
            for range in project::members(text, list, project::Joint::Areas) {
                let name = &text[range.clone()];
                if (project::is_headed(name) || gazetteer.knows(name)) && name.chars().count() <= 30 {
                    let name = name.to_owned();
                    found.push(Found {
                        name,
                        kind: PlaceKind::Zone,
                        code: String::new(),
                        regime: current,
                        unit: index,
                        range,
                    });
                }
            }
        }
    }
    found
}

/// Where a place is first named, in the source.
pub(crate) fn span(units: &[Unit<'_>], found: &Found) -> Span {
    units.get(found.unit).map_or(Span::default(), |unit| unit.text.span(found.range.clone()))
}
