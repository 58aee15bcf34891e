//! Which names a person is asked about: the text names something, but it may be no project of the plan.
//!
//! What was built before, what is only leant on, the part that a place is to play, a trial of a policy: such names stay
//! within reach, with the reason, and are not counted among the projects until somebody confirms them.

use plan::Project;

use super::Found;
use super::claim::{Reach, Setting};
use super::identity::{local, placed, proper};
use super::names::{self, Name};
use super::words::NAMES;
use crate::words::LEXICON;

/// Why a name may be no project of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// Told where the text says what was and is.
    Past,
    /// Leant on as it is.
    Leant,
    /// Only made stronger or deeper.
    Kept,
    /// The part that a place or trade is to play.
    Role,
    /// An industry or region as a whole.
    Region,
    /// A title that is to be won.
    Title,
    /// A kind of zones without a name of its own.
    Class,
    /// A trial of a policy.
    Pilot,
    /// A campaign or scheme without works.
    Policy,
    /// Money that is set apart.
    Fund,
    /// A product of a firm.
    Product,
}

impl Question {
    /// How likely it is a project all the same, in percent.
    pub(crate) fn confidence(self) -> u8 {
        match self {
            Self::Past | Self::Leant => 20,
            Self::Role | Self::Region | Self::Title => 30,
            Self::Pilot | Self::Product | Self::Kept | Self::Class => 40,
            Self::Policy | Self::Fund => 50,
        }
    }

    /// The reason, as a person reads it.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Past => "文中讲的是已有的情况或成绩，可能不是本规划要实施的项目",
            Self::Leant => "文中只说依托它，可能不是本规划要实施的项目",
            Self::Kept => "文中只说做强、深化已有的，可能不是新的项目",
            Self::Role => "可能是地方或产业的定位，不是一个项目",
            Self::Region => "可能是产业或区域的总体目标，不是一个项目",
            Self::Title => "可能是要争取的称号，不是一个项目",
            Self::Class => "没有自己的名称，可能是一类而不是一个项目",
            Self::Pilot => "可能是政策试点，不是一个项目",
            Self::Policy => "可能是政策性行动或计划，不是一个项目",
            Self::Fund => "可能是资金安排，不是一个项目",
            Self::Product => "可能是企业的产品，不是一个项目",
        }
    }

    /// Whether money that is stated of it leaves nothing to ask.
    fn is_settled_by(self, found: &Found) -> bool {
        let stated = found.facts.investment.is_some() || found.facts.period_investment.is_some();
        stated && matches!(self, Self::Pilot | Self::Policy | Self::Fund | Self::Role | Self::Class)
    }
}

impl Found {
    /// What a person is asked about it, once all that the sentence states is known.
    pub(crate) fn open_question(&self) -> Option<Question> {
        self.question.filter(|question| !question.is_settled_by(self))
    }
}

/// Most members of a list that are each one thing: a longer one is of kinds.
const MEMBERS: usize = 8;

/// Fewest characters in the end of a name that it shares with another of the same thing: 北山县东湖产业区, 东湖产业区.
const SHARED: usize = 5;

/// Takes back the question about what is only leant on or deepened where the plan builds the same thing elsewhere.
pub(crate) fn lift(projects: &mut [Project]) {
    let built: Vec<String> = projects
        .iter()
        .filter(|one| one.is_certain() && one.stage != "existing")
        .map(|one| if one.name_full.is_empty() { one.name.clone() } else { one.name_full.clone() })
        .filter(|name| name.chars().count() >= SHARED)
        .collect();
    let again = [Question::Leant, Question::Kept].map(Question::reason);
    for one in projects {
        let asked = one.provenance.doubt.as_ref().is_some_and(|doubt| again.contains(&doubt.reason.as_str()));
        let long = one.name.chars().count() >= SHARED;
        let same = |name: &String| name.ends_with(&one.name) || one.name.ends_with(name.as_str());
        if asked && long && built.iter().any(same) {
            one.provenance.doubt = None;
        }
    }
}

impl Setting<'_> {
    /// What a person is asked about a name that the clause claims; `role` says that the item is about a park or zone,
    /// whose part is told.
    pub(super) fn question(&self, name: &Name, role: bool) -> Option<Question> {
        if self.background {
            return Some(Question::Past);
        }
        if self.leans && !self.built {
            return Some(Question::Leant);
        }
        if NAMES.makers.within(self.front(name)) {
            return Some(Question::Product);
        }
        let subject = self.subject(name);
        let (range, kind) = names::head(subject)?;
        let named = Named {
            stem: &subject[..range.start],
            head: &subject[range],
            kind,
            own: local(subject) || subject.contains('等'),
            proper: proper(subject),
        };
        if kind == "programme" {
            return programme(named.stem, named.head)
                .or_else(|| named.stem.contains("主要").then_some(Question::Class));
        }
        // 支持甲市争创乙, 支持甲市打造乙: the verb stands behind who does it.
        let won = [self.verb, self.front(name)].iter().any(|front| NAMES.wins.suffix(front).is_some())
            || NAMES.wins.prefix(self.behind(name)).is_some();
        if named.head.ends_with("基金") {
            Some(Question::Fund)
        } else if !named.own && self.summed(name) {
            Some(Question::Class)
        } else if NAMES.deepening.within(self.verb) {
            Some(Question::Kept)
        } else if self.spans(&named) {
            Some(Question::Region)
        } else if !named.own && won {
            Some(Question::Title)
        } else if self.plays(name, &named, role) {
            Some(Question::Role)
        } else {
            named.is_class(self.sets_up(name)).then_some(Question::Class)
        }
    }

    /// Whether a place sets out to build the one thing so named: 建设甲业基地 in the plan of a city, where 打造 gives a part to play.
    fn sets_up(&self, name: &Name) -> bool {
        let front = self.front(name).trim_end_matches(|sign: char| sign.is_ascii_digit());
        let by = |verb: &str| NAMES.founding.suffix(verb).is_some() && NAMES.shaping.suffix(verb).is_none();
        let built = by(self.verb) || by(front);
        // 支持甲公司建设乙基地: somebody else's; 建设甲基地、乙节点、丙目的地: what the place is among others.
        let other = NAMES.helps.prefix(self.part()).is_some() || NAMES.standing.within(self.part());
        self.reach == Reach::Local && built && !other && self.count <= MEMBERS
    }

    /// Whether the name is that of an area or of an industry, not of a thing in it: 滨海经济带 of a province, 甲-乙功能走廊.
    fn spans(&self, named: &Named<'_>) -> bool {
        let Named { stem, head, .. } = *named;
        let belt = ["产业带", "经济带", "旅游带", "经济区"].contains(&head);
        let area = (head == "旅游区" && self.reach != Reach::Local)
            || (head == "走廊" && ["功能", "经济", "发展"].iter().any(|sort| stem.ends_with(sort)))
            || (named.kind == "zone" && NAMES.areas.prefix(stem).is_some());
        head.ends_with("集群") || area || (belt && !(named.own && self.reach == Reach::Local))
    }

    /// Whether the name says what part a place or a trade is to play: 打造健康食品产业基地.
    fn plays(&self, name: &Name, named: &Named<'_>, role: bool) -> bool {
        let Named { stem, head, kind, own, proper } = *named;
        let (verb, front, subject) = (self.verb, self.front(name), self.subject(name));
        let modified = front.ends_with('的');
        let shaped = NAMES.shaping.suffix(verb).is_some() || NAMES.shaping.within(front);
        let ranked = known_for(subject) || NAMES.best.suffix(front.trim_end_matches('的')).is_some();
        let seat = head.ends_with("中心") || head.ends_with("集散地") || head.ends_with("枢纽");
        match kind {
            "base" => {
                // 建设甲、乙、丙4个产业基地: the plan counts them.
                let counted = !name.full.is_empty() && !shaped && self.reach == Reach::Local;
                let named = own || (proper && !modified);
                ranked
                    || (!capable(subject)
                        && !named
                        && !counted
                        && (modified || shaped || !self.sets_up(name)))
            }
            "platform" | "project" if seat => {
                let bare = head == "中心" && !proper && NAMES.institutes.suffix(verb).is_none();
                let reaches = NAMES.seats.prefix(stem).is_some() && head != "服务中心";
                // 打造东山及北湖航运物流和航空物流中心: two parts in one phrase.
                let joined = shaped && stem.contains(['和', '及']);
                ((shaped || modified || reaches) && !own) || bare || joined
            }
            "park" => (shaped && role && !own) || head == "名城",
            // 云电外送的大通道 describes what is wanted.
            "project" if subject.contains('的') => true,
            _ => !own && ((shaped && (modified || role)) || (role && modified)),
        }
    }
}

/// A name in its parts.
struct Named<'n> {
    stem: &'n str,
    head: &'n str,
    kind: &'n str,
    /// Whether it has a part of its own, beside being the only one of a region.
    own: bool,
    /// The same, or the only one.
    proper: bool,
}

impl Named<'_> {
    /// Whether there may be many of it; one that is founded is the only one of its place.
    fn is_class(&self, founded: bool) -> bool {
        // 对外开放平台: any way to be open.
        let open = self.head == "平台" && self.stem.ends_with("开放");
        let many = matches!(self.kind, "cluster" | "zone") || self.head.starts_with("示范园") || open;
        // 国家创新型城市和区域创新平台: two kinds in one phrase.
        let two = self.kind != "project"
            && self.stem.match_indices('和').any(|(at, _)| {
                let left = &self.stem[..at];
                names::head(left).is_some() || NAMES.never.suffix(left).is_some()
            });
        !self.own && ((many && !founded) || two || self.stem.ends_with("重点"))
    }
}

/// What is asked about a programme: a trial without a thing to build, a campaign without works.
fn programme(stem: &str, head: &str) -> Option<Question> {
    if head.ends_with("试点") {
        let works = NAMES.trials.suffix(stem).is_some() || holds_thing(stem);
        return (!works).then_some(Question::Pilot);
    }
    let campaign = head.ends_with("行动") || head.ends_with("计划") || head == "专项行动";
    // 整治违法企业专项行动 begins with what is done: inspectors do it.
    let mut behind = stem.trim_start_matches('“').chars();
    behind.next();
    let behind = behind.as_str();
    let works = NAMES.physical.within(behind) && !stem.ends_with('等');
    // 产业创新工程, 乡风建设工程: work on people, firms or rules.
    let soft = NAMES.soft.within(stem) && !works && !holds_thing(stem) && !placed(stem);
    (soft || (campaign && !works)).then_some(Question::Policy)
}

/// Whether a thing that is built is named in words: 综合利用基地建设, 水库水质监测.
fn holds_thing(stem: &str) -> bool {
    let built = |at: usize, word: &str| {
        let kind = LEXICON.heads.get(word).unwrap_or("");
        let other = NAMES.never.suffix(&stem[..at + word.len()]).is_some();
        word.chars().count() > 1 && matches!(kind, "base" | "park" | "project") && !other
    };
    // What stands within quotation marks is what it is called.
    !stem.starts_with('“')
        && stem
            .char_indices()
            .skip(1)
            .any(|(at, _)| LEXICON.heads.prefixes(&stem[at..]).any(|word| built(at, word)))
}

/// Whether a name begins with an amount: 100万亩生产基地.
fn capable(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a modifier in the name says how well it is known or how large: 国内知名的生产基地.
fn known_for(name: &str) -> bool {
    name.rfind('的').is_some_and(|at| NAMES.best.suffix(&name[..at]).is_some())
}
