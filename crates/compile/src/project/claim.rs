//! Whether a sentence sets out to make one thing that it names, or speaks of a kind of things.
//!
//! What has a part of its own is taken wherever something is done to it. What has none is taken only where the plan of a
//! region founds one of it; a list of such words is a list of kinds.

use std::ops::Range;

use region::{Context, Level, Regions};

use super::identity::{area, placed, proper, telling, torn};
use super::names::{self, Name};
use super::words::NAMES;
use crate::words::Words;

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
    pub(super) fn part(&self) -> &str {
        &self.text[self.clause.clone()]
    }

    /// Keeps the names of works among `names`.
    pub(super) fn keep(&self, names: &mut Vec<Name>) {
        let named = names.iter().filter(|name| proper(self.subject(name))).count();
        let kinds = names.len() > 1 && names.iter().any(|name| is_kind(self.subject(name)));
        let restored = names.iter().any(|name| !name.full.is_empty());
        let share = Share { known: named > 0, most: named * 2 >= names.len(), kinds, restored };
        names.retain(|name| self.claims(name, share));
    }

    pub(super) fn subject<'n>(&'n self, name: &'n Name) -> &'n str {
        if name.full.is_empty() { &self.text[name.range.clone()] } else { &name.full }
    }

    /// Whether the clause claims the thing so named.
    fn claims(&self, name: &Name, share: Share) -> bool {
        let subject = self.subject(name);
        let words = &self.text[name.range.clone()];
        if self.only_said(name) {
            return false;
        }
        let Some((head, kind)) = names::head(subject) else {
            let listed =
                self.closed || self.completed || (share.most && proper(words) && !words.ends_with("地区"));
            let there = self.leans && self.reach != Reach::Local;
            return share.known && listed && !there && !area(words) && !words.contains('等');
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
        if (kind != "programme" && cut(stem))
            || positions(subject, head)
            || (self.becomes(name) && matches!(kind, "base" | "platform"))
        {
            return false;
        }
        let torn_off = !share.restored && self.torn_off(name, kind);
        if !own && (torn_off || self.ranked(name) || self.betters(head, kind) || self.titles(stem, head)) {
            return false;
        }
        match kind {
            "programme" => {
                let there = self.leans && self.reach != Reach::Local;
                // 制定和实施甲行动计划: a document is to be written.
                let written = NAMES.drafts.within(self.verb);
                !there && !written && self.runs(stem, head, own) && !self.labels(name)
            }
            _ if own => self.made(name, kind, head) && !ends_a_line(subject, head),
            _ => {
                // In a list most of whose members have names, the others are named as well.
                let beside = share.most
                    && !self.leans
                    && self.count > 1
                    && stem.chars().count() >= 2
                    && self.made(name, kind, head);
                let listed = name.full.is_empty() && self.lists();
                // 打造甲、乙、丙三大产业集群: the number says that these are all.
                let counted = !name.full.is_empty() && self.founded && telling(stem) >= 2;
                let counted = counted && self.reach != Reach::Nation && !self.background;
                // 生产基地、加工基地和物流基地: beside kinds stand kinds.
                let listed = listed || share.kinds;
                beside || counted || (!listed && self.founds((stem, head), kind, name.range.end))
            }
        }
    }

    /// Whether the words are a piece of a sentence, or name what the clause only speaks of.
    fn only_said(&self, name: &Name) -> bool {
        let subject = self.subject(name);
        let words = &self.text[name.range.clone()];
        let closed = |words: &str| words.matches('“').count() == words.matches('”').count();
        !closed(words)
            || !closed(subject)
            || name.full.contains("左右")
            || torn(words)
            || NAMES.building.get(words).is_some()
            || phrased(words)
            || self.aside(name)
            || is_road_class(subject)
            || borders(words)
            || self.part_of_another(name)
            || self.belongs(name)
            || self.tiered(name)
    }

    /// The clause in front of a name.
    pub(super) fn front(&self, name: &Name) -> &str {
        &self.text[self.clause.start..name.range.start.max(self.clause.start)]
    }

    /// The clause behind a name.
    pub(super) fn behind(&self, name: &Name) -> &str {
        &self.text[name.range.end.min(self.clause.end)..self.clause.end]
    }

    /// Whether the list closes by saying what its members are, in one of these words: 等国家战略.
    fn closed_by(&self, words: &Words) -> bool {
        let part = self.part();
        part.match_indices('等').any(|(at, word)| {
            let rest = part[at + word.len()..].trim_start_matches(|c: char| c.is_ascii_digit());
            words.prefix(rest).is_some()
        })
    }

    /// Whether what the clause speaks of is another thing, which has the name within it: 甲区、乙区等关键总成的链条.
    fn belongs(&self, name: &Name) -> bool {
        let (front, behind) = (self.front(name), self.behind(name));
        // 以甲街、乙街为代表的X: X is what all such are.
        let stands_for = NAMES.stands_for.suffix(front).is_some();
        let closing = behind.find('等').map(|at| names::cut_after(&behind[at + '等'.len_utf8()..]));
        let modifies = closing.is_some_and(|closing| {
            closing.rsplit_once('的').is_some_and(|(front, thing)| {
                let done = [&NAMES.after, &NAMES.renews].iter().any(|words| words.prefix(thing).is_some());
                !front.is_empty() && !thing.is_empty() && !done && !names::generic(thing)
            })
        });
        // 让市民安心的“地下工程”: a figure of speech.
        let figure =
            front.ends_with('的') && self.text[name.range.clone()].starts_with('“') && behind.is_empty();
        let figure = figure && self.text[name.range.clone()].ends_with('”');
        stands_for || modifies || figure || self.closed_by(&NAMES.matters)
    }

    /// Whether one sign that may head a name ends that of a place where something else is built: 东墩港等水利片外围泵闸.
    fn part_of_another(&self, name: &Name) -> bool {
        let words = &self.text[name.range.clone()];
        let single = names::head(words).filter(|(head, _)| words[head.clone()].chars().count() == 1);
        let Some((head, _)) = single.filter(|_| name.full.is_empty()) else { return false };
        let Some(closing) = self.behind(name).strip_prefix('等').map(names::cut_after) else { return false };
        // 甲路等交通网络 says what the road is.
        let other = names::head(closing).is_none() && !NAMES.after.within(closing);
        !closing.is_empty()
            && other
            && NAMES.generic.prefix(closing).is_none()
            && !closing.contains(&words[head])
    }

    /// Whether the name says what a place or a trade is to become: 成为重要的生产基地.
    fn becomes(&self, name: &Name) -> bool {
        let front = self.front(name);
        let verb = NAMES.becoming.within(front);
        let words = &self.text[name.range.clone()];
        let reached = ["建成", "形成"].iter().any(|verb| front.contains(verb));
        let first = superlative(words) || (front.ends_with("形成") && words.starts_with(['全', '我']));
        (verb && !proper(names::behind_scale(words))) || (reached && first)
    }

    /// Whether the head of the name is there and what it is of stands in front: 汽车、医药等|行业供应链试点.
    fn torn_off(&self, name: &Name, kind: &str) -> bool {
        let front = self.front(name);
        if !name.full.is_empty() {
            return false;
        }
        let programme = kind == "programme";
        let closes = front.strip_suffix('等');
        let spans = matches!(kind, "base" | "platform") && !self.closed;
        let list = closes.or_else(|| front.strip_suffix('、').filter(|_| spans));
        list.is_some_and(|list| {
            let mut members = list.rsplit(['、', '和']);
            let bare = members.next().is_some_and(|member| names::head(member).is_none());
            // 甲河、乙区等水土保持工程 has its places in front; 甲影都、影视集聚区 are two things.
            bare && !((programme || closes.is_none()) && list.split(['、', '和']).any(proper))
        })
    }

    /// Whether there is one in every division of a tier: 覆盖市、|县电商基地.
    fn tiered(&self, name: &Name) -> bool {
        const TIERS: &str = "省市区县乡镇村";
        let tier = |c: Option<char>| c.and_then(|c| TIERS.find(c));
        let above = self.front(name).strip_suffix(['、', '和']).and_then(|front| front.chars().next_back());
        let mut words = self.text[name.range.clone()].chars();
        let own = tier(words.next()).filter(|_| words.next() != Some('级'));
        tier(above).zip(own).is_some_and(|(above, own)| above < own)
    }

    /// Whether what serves many is only bettered: 加强城市再生水系统建设, 深化文明实践中心建设.
    fn betters(&self, head: &str, kind: &str) -> bool {
        let spreads = head.ends_with("系统") || head.ends_with("网络");
        let deepens = kind == "platform" && NAMES.bettering.suffix(self.verb).is_some();
        !self.verb.is_empty() && (spreads || deepens) && !NAMES.founding.within(self.verb)
    }

    /// Whether what stands in front ranks it among all others: 中国北方最大的|集散地.
    fn ranked(&self, name: &Name) -> bool {
        let modifier = self.front(name).strip_suffix('的');
        !self.leans && modifier.is_some_and(|modifier| NAMES.best.suffix(modifier).is_some())
    }

    /// Whether the name is a title that many may win: 创建清洁生产示范园区.
    fn titles(&self, stem: &str, head: &str) -> bool {
        let ranked = stem.starts_with("国家级") || stem.starts_with("省级");
        NAMES.wins.suffix(self.verb).is_some() && !ranked && (stem.contains("示范") || head.contains("示范"))
    }

    /// Whether the clause is a list of more things than are founded at once.
    fn lists(&self) -> bool {
        let most = if self.reach == Reach::Local { 4 } else { 2 };
        self.count > most || (self.count > 1 && self.part().contains('等'))
    }

    /// Whether something is done to what is named, beyond making use of it.
    fn made(&self, name: &Name, kind: &str, head: &str) -> bool {
        let used = NAMES.uses.suffix(self.verb).is_some() && !self.founded;
        let joins = NAMES.joins.suffix(self.verb).is_some() || NAMES.joins.suffix(self.front(name)).is_some();
        let grouped = self.closed_by(&NAMES.group);
        let axis = self.behind(name).starts_with('为') && NAMES.closings.prefix(self.behind(name)).is_some();
        if joins || (axis && kind == "project" && !head.ends_with("项目")) || (self.leans && grouped) {
            return false;
        }
        if self.leans {
            // What a city leans upon is among what it builds up; what a province or the nation does is only there.
            let work = kind != "project" || head.ends_with("项目");
            return self.reach == Reach::Local && work;
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
            "project" => {
                // 重点文化产业园区项目: works of a class.
                let class = head.ends_with("项目") && NAMES.classes.prefix(stem).is_some();
                local && self.count == 1 && !class && (telling >= 2 || ranked) && head.chars().count() > 1
            }
            _ if matches!(head, "市场" | "网络") => false,
            // A province has many clusters.
            "cluster" if !local => false,
            _ if NAMES.kinds.get(head).is_some() => local && chars >= 3 && (telling >= 2 || ranked),
            _ if local => {
                telling >= 2 || (chars >= 6 && (telling > 0 || kind != "cluster")) || (ranked && chars >= 4)
            }
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
        let mut behind = self.text[name.range.end..].trim_start_matches('”');
        // “甲计划”、“乙计划”人才: what stands behind the last is said of all.
        while let Some((_, rest)) = behind.strip_prefix("、“").and_then(|rest| rest.split_once('”')) {
            behind = rest;
        }
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

    /// Whether the list that the name stands in closes with a number of things: 省实验室、产业研究院等10家以上.
    pub(super) fn summed(&self, name: &Name) -> bool {
        let rest = self.text[name.range.end..].split(['，', '。', '；']).next().unwrap_or("");
        let last = rest.rsplit(['、', '等', '共']).next().unwrap_or(rest);
        name.full.is_empty() && last.len() < rest.len() && counts(last)
    }
}

/// Whether a name begins with a number of things: 1个副中心, 六大产业集群.
fn numbers(name: &str) -> bool {
    let name = name.trim_start_matches('“');
    let digits =
        name.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(c));
    digits.len() < name.len() && digits.starts_with(['个', '大', '座', '家', '条', '项', '处'])
}

/// Whether words say what something borders on: 北连主城功能区.
fn borders(words: &str) -> bool {
    let mut signs = words.chars();
    let side = signs.next().is_some_and(|sign| "东南西北".contains(sign));
    side && signs.next().is_some_and(|sign| "连接临靠依".contains(sign))
}

/// Whether a name is that of a class of roads: 通边国道主干线.
fn is_road_class(name: &str) -> bool {
    let classed = ["国道", "省道", "县道"].iter().any(|class| name.contains(class));
    let line = ["干线", "公路", "支线"].iter().any(|head| name.ends_with(head));
    classed && line && !placed(name) && !name.contains(|c: char| c.is_ascii_digit())
}

/// Whether words say that there are many or have long been: 一批矿业基地, 已建新城公园, 县（市）区工业园.
fn phrased(words: &str) -> bool {
    let tiers = ["县（市）", "县(市)", "市县"].iter().any(|tiers| words.contains(tiers));
    let programme = names::head(words).is_some_and(|(_, kind)| kind == "programme");
    let many = words.contains("一批") || words.contains("若干");
    // 赋能“五个中心”: the head within the marks counts things.
    let marked =
        words.strip_suffix('”').and_then(|words| words.rfind('“').map(|at| &words[at + '“'.len_utf8()..]));
    let there = tiers || NAMES.there.prefix(words).is_some() || marked.is_some_and(numbers);
    many || (!programme && there)
}

/// Whether the head stands alone behind a conjunction: 甲铁路和|新城, 龙头企业和|项目; not 投资与|服务平台.
fn cut(stem: &str) -> bool {
    let left = stem.strip_suffix(['和', '与', '及']);
    left.is_some_and(|left| names::head(left).is_some() || NAMES.group.suffix(left).is_some())
}

/// Whether a name says what part a place plays among others: 区域性金融中心, 国际性展示中心.
fn positions(subject: &str, head: &str) -> bool {
    let seat = head.ends_with("中心") || head.ends_with("集散地");
    seat && (subject.contains("区域性") || superlative(subject) || NAMES.part.prefix(subject).is_some())
}

/// Whether a name ranks what it means among all others: 全国最大的生产基地.
fn superlative(words: &str) -> bool {
    let modifier = words.rfind('的').map_or("", |at| &words[..at]);
    NAMES.scale.prefix(modifier).is_some() && NAMES.best.suffix(modifier).is_some()
}

/// Whether words name a kind of things that a list has beside others: 加工基地, 物流中心和结算中心.
fn is_kind(subject: &str) -> bool {
    let Some((head, kind)) = names::head(subject) else { return false };
    let stem = &subject[..head.start];
    let short = stem.chars().count() <= 2 && subject[head].chars().count() <= 2;
    let two = stem.match_indices('和').any(|(at, _)| names::head(&stem[..at]).is_some());
    matches!(kind, "base" | "platform") && (short || two) && !proper(subject)
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
    /// Whether a member names a kind of things and nothing more.
    kinds: bool,
    /// Whether members have their head from the last one.
    restored: bool,
}

/// Whether the run-in lead of a list item names a thing: ——东山产业园。
pub(super) fn heads(words: &str, reach: Reach) -> bool {
    let telling = names::head(words).map_or(0, |(head, _)| telling(&words[..head.start]));
    !torn(words)
        && !numbers(words)
        && !superlative(words)
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
