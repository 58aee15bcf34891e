//! Whether a sentence sets out to make one thing that it names, or speaks of a kind of things.
//!
//! What has a part of its own is taken wherever something is done to it. What has none is taken only where the plan of a
//! region founds one of it; a list of such words is a list of kinds.

use std::ops::Range;

use region::{Context, Level, Regions};

use super::identity::{area, proper, telling, torn};
use super::names::{self, Name};
use super::words::NAMES;

/// How far the text that names things reaches: the farther, the more of them are kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// No one region: what has no name of its own is a kind.
    Nation,
    Province,
    /// A city or county, which builds one of most things.
    Local,
}

impl Reach {
    /// The reach of a document for the region so named.
    pub(crate) fn of(region: Option<&str>) -> Self {
        let Some(name) = region.filter(|name| !["全国", "中国", "国家"].contains(name)) else {
            return Self::Nation;
        };
        let known = Regions::standard().resolve(name, Context::default()).known();
        let province = known.is_some_and(|region| region.level == Level::Province);
        if province || name.ends_with('省') || name.ends_with("自治区") {
            Self::Province
        } else {
            Self::Local
        }
    }
}

/// What a clause does with the names in it.
pub(super) struct Setting<'t> {
    pub(super) text: &'t str,
    pub(super) clause: Range<usize>,
    /// Adverbs and verbs that the clause begins with; empty when it begins otherwise.
    pub(super) verb: &'t str,
    /// Whether a verb of building governs it.
    pub(super) built: bool,
    /// Whether a verb that makes one thing of its object governs it.
    pub(super) founded: bool,
    /// Whether it leans on what exists.
    pub(super) leans: bool,
    /// Whether it reports what has come into being.
    pub(super) completed: bool,
    /// Whether it stands where the past is told.
    pub(super) background: bool,
    pub(super) reach: Reach,
    /// How many members the list has.
    pub(super) count: usize,
    /// Whether the list closes by saying that its members are works: 等项目.
    pub(super) closed: bool,
}

impl Setting<'_> {
    fn part(&self) -> &str {
        &self.text[self.clause.clone()]
    }

    /// Keeps the names of works among `names`.
    pub(super) fn keep(&self, names: &mut Vec<Name>) {
        let named = names.iter().filter(|name| proper(self.subject(name))).count();
        let share = Share { known: named > 0, most: named * 2 >= names.len() };
        names.retain(|name| self.claims(name, share));
    }

    fn subject<'n>(&'n self, name: &'n Name) -> &'n str {
        if name.full.is_empty() { &self.text[name.range.clone()] } else { &name.full }
    }

    /// Whether the clause claims the thing so named.
    fn claims(&self, name: &Name, share: Share) -> bool {
        let subject = self.subject(name);
        let words = &self.text[name.range.clone()];
        let closed = |words: &str| words.matches('“').count() == words.matches('”').count();
        if !closed(words)
            || !closed(subject)
            || name.full.contains("左右")
            || torn(words)
            || NAMES.building.get(words).is_some()
            || self.aside(name)
        {
            return false;
        }
        let Some((head, kind)) = names::head(subject) else {
            let listed =
                self.closed || self.completed || (share.most && proper(words) && !words.ends_with("地区"));
            return share.known && listed && !area(words) && !words.contains('等');
        };
        let inner = subject.contains('等') && matches!(kind, "project" | "park");
        let own = proper(subject);
        if inner || self.modifies(name, kind) || numbers(subject) || self.many(name, own) {
            return false;
        }
        let (stem, head) = (&subject[..head.start], &subject[head]);
        if name.full.is_empty() && self.counted(name) && (!own || words.starts_with('“')) {
            return false;
        }
        match kind {
            "programme" => self.runs(stem, head, own) && !self.labels(name),
            _ if own => self.made(kind, head) && !ends_a_line(subject, head),
            _ => {
                // In a list most of whose members have names, the others are named as well.
                let beside =
                    share.most && self.count > 1 && stem.chars().count() >= 2 && self.made(kind, head);
                let listed = name.full.is_empty() && self.lists();
                // 打造甲、乙、丙三大产业集群: the number says that these are all.
                let counted = !name.full.is_empty() && self.founded && telling(stem) >= 2;
                let counted = counted && self.reach != Reach::Nation && !self.background;
                beside || counted || (!listed && self.founds((stem, head), kind, name.range.end))
            }
        }
    }

    /// Whether the clause is a list of more things than are founded at once.
    fn lists(&self) -> bool {
        let most = if self.reach == Reach::Local { 4 } else { 2 };
        self.count > most || (self.count > 1 && self.part().contains('等'))
    }

    /// Whether something is done to what is named, beyond making use of it.
    fn made(&self, kind: &str, head: &str) -> bool {
        let part = self.part();
        let used = NAMES.uses.suffix(self.verb).is_some() && !self.founded;
        let grouped =
            part.match_indices('等').any(|(at, word)| NAMES.group.prefix(&part[at + word.len()..]).is_some());
        if self.leans {
            // 依托甲公园建设: what is leant upon is itself being built.
            let work = kind != "project" || head.ends_with("项目");
            return (self.reach == Reach::Local && work) || part.ends_with("建设");
        }
        self.completed || (!used && (!grouped || (self.built && kind != "project")))
    }

    /// Whether one such thing is to be founded, or is leant upon: 打造健康食品产业基地.
    fn founds(&self, (stem, head): (&str, &str), kind: &str, end: usize) -> bool {
        let part = self.part();
        let local = self.reach == Reach::Local;
        let ranked = ["国家级", "省级", "世界级"].iter().any(|rank| stem.starts_with(rank));
        let chars = stem.chars().count();
        // 物流城, 保税区: the head itself says of what sort it is.
        let sort = head.char_indices().next_back().and_then(|(last, _)| head.get(..last)).unwrap_or("");
        let telling = telling(stem) + if local && head.chars().count() > 2 { self::telling(sort) } else { 0 };
        let enough = match kind {
            // A building of a kind is one only where a city or county sets out to build it, and nothing else.
            "project" => local && self.count == 1 && (telling >= 2 || ranked) && head.chars().count() > 1,
            _ if matches!(head, "市场" | "网络") => false,
            _ if NAMES.kinds.get(head).is_some() => local && chars >= 3 && (telling >= 2 || ranked),
            _ if local => telling >= 2 || chars >= 6 || (ranked && chars >= 4),
            // 中心, 平台, 基地 say nothing of the sort.
            _ if head.chars().count() <= 2 => chars >= 4 && (ranked || telling >= 4),
            _ => chars >= 4 && (ranked || telling >= 2),
        };
        // 农村管网, 境外基地: many, at many places; 甲中心和乙平台: two kinds.
        let spread = NAMES.spread.prefix(stem).is_some() && !head.ends_with("市场");
        let two = stem.match_indices('和').any(|(at, _)| names::head(&stem[..at]).is_some());
        // 甲中心等面向社会开放: something is said of them.
        let behind = &self.text[end.min(self.clause.end)..self.clause.end];
        let said =
            behind.rsplit_once('等').is_some_and(|(_, rest)| !rest.is_empty() && !names::generic(rest));
        let enough = enough && !spread && !two && !said && !stem.ends_with('和');
        let founded = self.founded && NAMES.leaves.prefix(part).is_none() && !self.background;
        enough && self.reach != Reach::Nation && (founded || (local && (self.leans || self.completed)))
    }

    /// Whether a programme is carried out: 实施文化惠民工程; works of a kind are built.
    fn runs(&self, stem: &str, head: &str, own: bool) -> bool {
        if own {
            return true;
        }
        let runs = self.verb.is_empty() || NAMES.running.suffix(self.verb).is_some();
        let telling = telling(stem);
        let class =
            telling < 4 && (NAMES.classes.prefix(stem).is_some() || NAMES.classes.suffix(stem).is_some());
        let works = head.ends_with("工程");
        // 污染治理工程: works of a kind, wherever they are wanted.
        let class = class || (works && NAMES.works.suffix(stem).is_some());
        let told = telling >= 2 || NAMES.qualifiers.prefix(stem).is_none();
        (runs || !works) && !class && !stem.ends_with('和') && stem.chars().count() >= 4 && told
    }

    /// Whether a programme is only what people are called after: 引进“英才计划”人才.
    fn labels(&self, name: &Name) -> bool {
        let behind = self.text[name.range.end..].trim_start_matches('”');
        NAMES.leaves.prefix(self.part()).is_some()
            || ["人才", "入选", "获得者"].iter().any(|word| behind.starts_with(word))
    }

    /// Whether the name only says where, to whom or with whom something is done: 在甲区、乙区开展试点.
    fn aside(&self, name: &Name) -> bool {
        let part = self.part();
        if !self.verb.is_empty() || self.leans {
            return false;
        }
        // 甲大学、乙大学牵头建设丙: who does something.
        let behind = &self.text[name.range.end.min(self.clause.end)..self.clause.end];
        if !self.completed && NAMES.acts.within(behind) {
            return true;
        }
        if NAMES.located.prefix(part).is_none() {
            return false;
        }
        let front = &self.text[self.clause.start..name.range.start.max(self.clause.start)];
        !NAMES.strong.within(front)
    }

    /// Whether the name only says for what a programme behind it is: 甲经济带、乙流域等质量提升工程.
    fn modifies(&self, name: &Name, kind: &str) -> bool {
        let rest = &self.text[name.range.end.min(self.clause.end)..self.clause.end];
        let closing = rest.find('等').map(|at| names::cut_after(&rest[at + '等'.len_utf8()..]));
        matches!(kind, "base" | "park" | "cluster" | "zone")
            && name.full.is_empty()
            && closing.is_some_and(|closing| {
                names::whole(closing)
                    && !names::only_heads(closing)
                    && names::head(closing).is_some_and(|(head, kind)| {
                        kind == "programme" && telling(&closing[..head.start]) >= 2
                    })
            })
    }

    /// Whether the words in front of the name make a class of it: 一批收益稳定的X.
    ///
    /// In front of a name of its `own` they speak of it only within the same member of the list.
    fn many(&self, name: &Name, own: bool) -> bool {
        if !name.full.is_empty() {
            return false;
        }
        let front = &self.text[self.clause.start..name.range.start.max(self.clause.start)];
        let member = front.rsplit('、').next().unwrap_or(front);
        NAMES.many.within(if own { member } else { front }) || counts(member)
    }

    /// Whether a number of such things follows: 技改项目300个.
    fn counted(&self, name: &Name) -> bool {
        counts(self.text[name.range.end..].split(['，', '。', '；', '、']).next().unwrap_or(""))
    }
}

/// Whether a name begins with a number of things: 1个副中心, 六大产业集群.
fn numbers(name: &str) -> bool {
    let name = name.trim_start_matches('“');
    let digits =
        name.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(c));
    digits.len() < name.len() && digits.starts_with(['个', '大', '座', '家', '条', '项', '处'])
}

/// Whether a name is the end of a line that is not named itself: 甲至乙港.
fn ends_a_line(name: &str, head: &str) -> bool {
    let stop = ["港", "站", "北站", "南站", "东站", "西站", "机场"].contains(&head);
    stop && name.contains(['至', '到'])
}

/// How many members of a list have a name of their own.
#[derive(Clone, Copy)]
struct Share {
    known: bool,
    most: bool,
}

/// Whether the run-in lead of a list item names a thing: ——东山产业园。
pub(super) fn heads(words: &str, reach: Reach) -> bool {
    let telling = names::head(words).map_or(0, |(head, _)| telling(&words[..head.start]));
    !torn(words)
        && !numbers(words)
        && (proper(words)
            || (reach != Reach::Nation && telling >= 4)
            || (reach == Reach::Local && telling >= 2))
}

/// Whether words hold a number with a measure of things: 50座左右, 3个.
fn counts(words: &str) -> bool {
    const MEASURES: [char; 12] = ['个', '座', '家', '项', '处', '所', '条', '批', '类', '种', '大', '余'];
    let mut digits = false;
    words.chars().any(|c| {
        let measure = digits && MEASURES.contains(&c);
        digits = c.is_ascii_digit() || ('０'..='９').contains(&c) || (digits && c.is_whitespace());
        measure
    })
}
