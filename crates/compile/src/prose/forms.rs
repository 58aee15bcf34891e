//! The forms in which a clause states its values.

use phrase::Kind;

use super::list::{complete, conjunction, restore, split_into, summed};
use super::noun::{
    self, counted, kept_verb, verb_at, without_article, without_cause, without_light_verb, without_verb,
};
use super::reader::{Reader, Scene};
use super::select::{bare_separator, last_separator, leading_separator, noun_follows, separated, size_class};
use super::subject::Front;
use super::time::Role;
use super::value::Value;
use super::words::FRAMES;
use crate::place;
use crate::sentence;
use crate::statement::Shape;
use crate::words::{LEXICON, Shift, Verb};

/// A number with the words around it.
pub(super) struct Item<'t> {
    pub(super) value: &'t Value,
    /// In front, behind the member of the list before it.
    pub(super) pre: &'t str,
    /// The noun behind, empty when there is none.
    pub(super) post: &'t str,
    /// Whether it is the first of its clause.
    pub(super) first: bool,
}

/// What the members of a list share with the first one.
#[derive(Default)]
struct Shared<'t> {
    /// The verb that stays part of what is counted.
    verb: String,
    /// The base of a figure per head.
    base: &'static str,
    /// The words in front of the first number when nouns stand behind the numbers.
    prefix: String,
    /// The noun that a grade leaves out.
    grade: &'t str,
    /// Whether 累计 or 完成 governs the list.
    total: bool,
    done: bool,
}

impl Reader<'_, '_> {
    /// 甲、乙、丙分别达到a、b、c, also without 分别: as many subjects as values.
    pub(super) fn distribute(&mut self, scene: &Scene, values: &[Value]) -> bool {
        let text = self.text;
        let (Some(first), Some(last)) = (values.first(), values.last()) else { return false };
        let before = &text[scene.body.start..first.span.start];
        let each = before.find("分别");
        let bare = values.windows(2).all(|pair| bare_separator(&text[pair[0].tail..pair[1].span.start]));
        if !bare || (each.is_none() && values.len() < 2) {
            return false;
        }
        let (whole, predicate) = match each {
            Some(at) => (Front::of(&before[..at]), Front::of(&before[at + "分别".len()..])),
            None => (Front::of(before), Front::default()),
        };
        // A元、B元，分别增长a、b: the subjects stand in the clause before.
        if whole.noun.is_empty() && each.is_some() && values.len() > 1 {
            return self.distribute_on_recent(scene, values, &whole, &predicate);
        }
        let count = if values.len() == 1 {
            // One value for each of several: as many statements as subjects.
            let listed = sentence::items(whole.noun, 0..whole.noun.len()).len();
            listed + usize::from(conjunction(whole.noun, false).is_some())
        } else {
            values.len()
        };
        let whole = Front { noun: without_cause(whole.noun), ..whole };
        // 三次产业增加值比重分别为a、b、c: the three are meant by the word itself.
        let industries = match whole.noun.strip_prefix("三次产业") {
            Some(rest) if values.len() == 3 && !rest.is_empty() => {
                ["第一产业", "第二产业", "第三产业"].map(|one| format!("{one}{rest}")).to_vec()
            }
            // 城乡居民收入分别增长7%和8%: the two are meant by the word itself.
            None if values.len() == 2 => whole
                .noun
                .strip_prefix("城乡")
                .map_or_else(Vec::new, |rest| ["城镇", "农村"].map(|one| format!("{one}{rest}")).to_vec()),
            // 三次产业比重分别为…，对经济增长的贡献率分别为…: the three of the clause before.
            None if each.is_some() && values.len() == 3 && whole.noun.starts_with('对') => {
                self.three_industries(whole.noun)
            }
            _ => Vec::new(),
        };
        let named: Vec<&str> = industries.iter().map(String::as_str).collect();
        let split = if named.is_empty() { split_into(whole.noun, count) } else { Some(named) };
        let Some(members) = split.filter(|_| count > 1) else { return false };
        let (object, _) = counted(predicate.noun);
        let behind = text[last.tail..scene.body.end].trim();
        let object = if object.is_empty() && noun_follows(behind) { behind } else { object };
        let names = match summed(&members) {
            _ if !object.is_empty() => Vec::new(),
            Some(names) => names,
            None => restore(&members),
        };
        let front = Front {
            shift: predicate.shift.or(whole.shift),
            total: whole.total || predicate.total,
            least: whole.least || predicate.least,
            ..whole.clone()
        };
        for (index, member) in members.iter().enumerate() {
            let value = values.get(index).unwrap_or(first);
            match names.get(index) {
                Some(name) => self.state(scene, value, Shape::Reached, name, whole.scope, &front),
                None => self.state(scene, value, Shape::Each, object, member, &front),
            }
        }
        true
    }

    /// 分别 without subjects: one value for each of the subjects that the clauses before named last.
    fn distribute_on_recent(
        &mut self,
        scene: &Scene,
        values: &[Value],
        whole: &Front<'_>,
        predicate: &Front<'_>,
    ) -> bool {
        let recent = &self.memory.recent;
        let Some(first) = recent.len().checked_sub(values.len()) else { return false };
        let recent = recent[first..].to_vec();
        let front = Front {
            shift: predicate.shift.or(whole.shift),
            total: whole.total || predicate.total,
            ..whole.clone()
        };
        for ((name, scope), value) in recent.iter().zip(values) {
            self.state(scene, value, Shape::Reached, name, scope, &front);
        }
        true
    }

    /// The three industries with what is said of each, where the last statements were made of them.
    fn three_industries(&self, noun: &str) -> Vec<String> {
        const THREE: [&str; 3] = ["第一产业", "第二产业", "第三产业"];
        let recent = &self.memory.recent;
        let last = recent.len().checked_sub(THREE.len()).map_or(&[][..], |first| &recent[first..]);
        let meant =
            last.len() == THREE.len() && last.iter().zip(THREE).all(|((name, _), one)| name.starts_with(one));
        if meant { THREE.map(|one| format!("{one}{noun}")).to_vec() } else { Vec::new() }
    }

    /// 由A提高到B: two statements on one subject.
    pub(super) fn turned(&mut self, scene: &Scene, values: &[Value]) -> bool {
        let text = self.text;
        let [first, second] = values else { return false };
        let before = &text[scene.body.start..first.span.start];
        let between = &text[first.tail..second.span.start];
        let Some(at) = before.rfind(['由', '从']) else { return false };
        let turned = ["到", "至", "为"].iter().any(|word| between.contains(word));
        let inner = &before[at + '由'.len_utf8()..];
        // Between 由 and the number stands only a time.
        let dated = scene.whens.iter().any(|when| when.span.end > scene.body.start + at);
        if !turned || separated(between) || !(inner.trim().is_empty() || dated) {
            return false;
        }
        let front = Front::of(&before[..at]);
        let front = Front { shift: None, ..front };
        // 建议2025年目标由A调整为B: both are aims, the old one and the new.
        let aim = aimed_at(front.noun);
        let nameless = aim.is_some_and(str::is_empty) && !self.has_subject();
        let lead = if nameless { self.lead() } else { String::new() };
        let noun = if nameless { lead.as_str() } else { aim.unwrap_or(front.noun) };
        for value in [first, second] {
            let value = Value { change: None, ..value.clone() };
            self.state(scene, &value, Shape::Reached, noun, front.scope, &front);
        }
        if aim.is_some() {
            self.aimed(2);
        } else if !dated {
            self.present(2);
        }
        true
    }

    /// One value after the other, each with its own noun in front or behind.
    pub(super) fn items(&mut self, scene: &Scene, values: &[Value]) {
        let text = self.text;
        let mut start = scene.body.start;
        let mut shared = Shared::default();
        for (index, value) in values.iter().enumerate() {
            let pre = Self::behind_time(scene, value, &text[start..value.span.start]);
            let next = values.get(index + 1);
            let behind = &text[value.tail..next.map_or(scene.body.end, |next| next.span.start)];
            let follows = noun_follows(behind);
            // The noun behind a number ends where the next member of the list begins.
            let (post, end) = match next {
                Some(_) if follows => {
                    let (at, length) = last_separator(behind).unwrap_or((behind.len(), 0));
                    (&behind[..at], value.tail + at + length)
                }
                Some(_) => ("", value.tail + leading_separator(behind)),
                None => (if follows { behind } else { "" }, value.tail),
            };
            // 2个千亿级、5个百亿级产业集群: the noun behind the last grade serves all.
            shared.grade = match next {
                Some(_) if post.trim().ends_with('级') => graded(text, &values[index + 1..], scene.body.end),
                _ => "",
            };
            let item = Item { value, pre, post: post.trim(), first: index == 0 };
            if item.post.is_empty() {
                self.noun_first(scene, &item, &mut shared);
            } else {
                self.number_first(scene, &item, &mut shared);
            }
            start = end;
        }
    }

    /// X达到100个, 建设X 100个: the noun stands in front.
    #[expect(clippy::too_many_lines, reason = "the parts of one form of sentence, in the order of the words")]
    fn noun_first(&mut self, scene: &Scene, item: &Item<'_>, shared: &mut Shared<'_>) {
        let value = item.value;
        let front = Front::of(item.pre);
        let (noun, led) = counted(front.noun);
        let away = ["距", "相距", "距离"].iter().any(|word| front.noun.starts_with(word));
        if away || (value.group && !led && front.noun.is_empty()) {
            return;
        }
        let led = led && !front.marked;
        // A verb only leads; in front of 达到 what looks like a verb belongs to the name.
        let noun = without_light_verb(if led { noun } else { without_cause(front.noun) });
        let among = item.pre.trim_start().starts_with("其中") && !self.memory.subject.is_empty();
        if self.of_whole(scene, item, &front) {
            return;
        }
        if noun.is_empty() && !among && !self.inherits(&front, value) && !self.dated(scene, item) {
            return;
        }
        if self.share_of(scene, item, &front)
            || self.done_of(scene, item, &front)
            || self.part_of(scene, item, &front, &noun, led)
        {
            return;
        }
        let mut front = front;
        if item.first {
            shared.verb = if led { kept_verb(front.noun).to_owned() } else { String::new() };
            shared.base = FRAMES.bases.prefix(front.noun).map_or("", |(word, ())| word);
            (shared.total, shared.done) = (front.total, front.done);
        } else if !front.marked && !led {
            (front.total, front.done) = (front.total || shared.total, front.done || shared.done);
        }
        // 发放补助1亿元、惠及5万人: what comes of it takes all that was said, not its object.
        let attribute =
            LEXICON.attributes.get(front.noun).is_some() || FRAMES.effects.get(front.noun).is_some();
        let bare_verb = led && !attribute && !noun.is_empty() && noun::object(front.noun).is_empty();
        let bare_verb = bare_verb && !self.memory.subject.is_empty();
        let based =
            FRAMES.bases.suffix(&noun).filter(|(base, ())| base.starts_with('每') && base.len() < noun.len());
        let name = match item.first {
            // 基站达到每万人26个
            _ if let Some((base, ())) = based => {
                format!("{base}{}", Front::of(&noun[..noun.len() - base.len()]).noun)
            }
            // 新建农田12万亩、改造提升8万亩: the verb is new, its object is not.
            _ if bare_verb => format!("{noun}{}", noun::object(&self.memory.subject)),
            true => noun,
            // 改造小区5个、新建道路3条: the verb of the first is no verb of the second.
            false if led => noun,
            // 每千人口医师3人、护士4人; 改造小区5个、道路3条
            false if FRAMES.bases.prefix(&noun).is_none() => format!("{}{}{noun}", shared.base, shared.verb),
            false => format!("{}{noun}", shared.verb),
        };
        // 占比小学达到5%、初中达到10%: the members are parts of which the subject names the first.
        let name = match FRAMES.parts.suffix(&self.memory.subject) {
            Some((part, ())) if !item.first && FRAMES.parts.get(&name).is_some() => {
                format!("{}{name}", &self.memory.subject[..self.memory.subject.len() - part.len()])
            }
            _ => name,
        };
        // 教师不低于总数的10%: the share of what stands behind the marker.
        let name = shared_of(&name).filter(|_| item.pre.trim_end().ends_with('的')).unwrap_or(name);
        // 采矿业下降1.4% behind 国有企业增加值增长4.3%: a branch grows in what was named before.
        let branch = front.shift.is_some()
            && ["业", "企业", "类"].iter().any(|end| name.ends_with(end))
            && LEXICON.attributes.suffix(&name).is_none();
        let name =
            match LEXICON.attributes.suffix(&self.memory.subject).filter(|_| branch && self.memory.stated) {
                Some((attribute, ())) => format!("{name}{attribute}"),
                None => name,
            };
        // 其中城市上涨0.2%，农村下降0.1%: parts of the same figure.
        let twin = front.shift.is_some() && FRAMES.parts.get(&name).is_some() && self.memory.stated;
        if twin && !self.memory.subject.is_empty() && LEXICON.attributes.suffix(&name).is_none() {
            let subject = self.memory.subject.clone();
            self.state(scene, value, Shape::Reached, &subject, &name, &front);
            return;
        }
        // 城市标准为每月860元，农村为690元: the part stands for the whole name.
        let stands = !led
            && front.marked
            && self.memory.stated
            && FRAMES.parts.get(&name).is_some()
            && value.unit == self.memory.unit
            && value.unit != "%";
        let rest = FRAMES.parts.strip_prefix(&self.memory.subject);
        if let Some(rest) = rest.filter(|rest| stands && !rest.is_empty()) {
            let whole = format!("{name}{rest}");
            self.state(scene, value, Shape::Reached, &whole, front.scope, &front);
            return;
        }
        // 其中省级2元: a part of the same figure.
        let part = item.pre.trim_start().starts_with("其中") && FRAMES.parts.get(&name).is_some();
        if part && !self.memory.subject.is_empty() {
            let subject = self.memory.subject.clone();
            self.state(scene, value, Shape::Reached, &subject, &name, &front);
            return;
        }
        // 其中东川县45家、北山县30家; 东川县、北山县各10家: the members are regions, the subject goes on.
        let members: Vec<&str> = name.split('、').flat_map(|part| part.split('和')).map(str::trim).collect();
        let places = !led && members.iter().all(|member| place::kind(member).is_some());
        if !self.memory.subject.is_empty() && places {
            let subject = self.memory.subject.clone();
            for member in members {
                self.state(scene, value, Shape::Each, &subject, member, &front);
            }
            return;
        }
        // 事故起数和死亡人数均下降5%, 生产总值和居民收入翻一番: one value for each of what is whole.
        let marked = front.marked || front.shift.is_some() || value.kind == Kind::Multiple;
        let each = if marked { each_whole(&name) } else { Vec::new() };
        for member in &each {
            self.state(scene, value, Shape::Each, member, front.scope, &front);
        }
        if !each.is_empty() {
            return;
        }
        let shape = match (value.group, front.marked, led, value.reached) {
            (true, ..) => Shape::Group,
            (_, true, ..) | (_, _, false, true) => Shape::Reached,
            (_, _, true, _) => Shape::Led,
            _ => Shape::Listed,
        };
        self.state(scene, value, shape, &name, front.scope, &front);
    }

    /// 培育10家X, 92户X完成改制, 90%以上的X实现Y: the noun stands behind.
    #[expect(clippy::too_many_lines, reason = "the parts of one form of sentence, in the order of the words")]
    fn number_first(&mut self, scene: &Scene, item: &Item<'_>, shared: &mut Shared<'_>) {
        let Item { value, post, .. } = *item;
        let front = Front::of(item.pre);
        if self.of_whole(scene, item, &front) || self.verb_first(scene, item, &front) {
            return;
        }
        let (noun, led) = counted(front.noun);
        if let Some(covered) = ["全覆盖", "覆盖"].iter().find(|word| post.starts_with(**word)) {
            if value.kind == Kind::Percent && post.len() == covered.len() {
                let name = without_light_verb(noun);
                self.complete(scene, Some(value), &name, front.scope, "", value.span.start);
            }
            return;
        }
        // 9个县全部实现…: the number is all there are.
        let persons = value.unit == "万" && post.contains("人口");
        let all = post
            .find("全部")
            .filter(|at| (value.counter || persons) && *at > 0 && at + "全部".len() < post.len());
        if let Some(at) = all {
            let name = format!("{noun}{}{}", &post[..at], &post[at + "全部".len()..]);
            self.complete(scene, Some(value), &name, front.scope, "", value.span.start);
            return;
        }
        // 8个市实现高铁全覆盖: so many are covered.
        let covered = post.strip_suffix("全覆盖").and_then(|rest| rest.split_once("实现"));
        if let Some((things, cover)) = covered.filter(|(things, _)| value.counter && !things.is_empty()) {
            let name = format!("{things}{cover}覆盖");
            self.complete(scene, Some(value), &name, front.scope, "", value.span.start);
            return;
        }
        if self.counts_whole(scene, item) {
            let counted = post.trim_end_matches(['中', '里']);
            let name = format!("{noun}{counted}");
            self.state(scene, value, Shape::Listed, &name, front.scope, &front);
            counted.clone_into(&mut self.memory.whole);
            return;
        }
        if !self.accepts(scene, item, &front, noun, led) {
            return;
        }
        let noun = without_verb(noun);
        if item.first {
            noun.clone_into(&mut shared.prefix);
        }
        let prefix = if noun.is_empty() && !item.first { shared.prefix.as_str() } else { noun };
        let post = post.trim_start_matches('的').trim_end_matches("建设").trim_end_matches("任务");
        // 绕城公路18.6公里|于2023年底前建成通车: when it happens is no part of the name.
        let post = match scene.whens.iter().find(|when| self.text[..when.span.start].ends_with('于')) {
            Some(when) if post.starts_with('于') && when.span.start >= value.tail => {
                self.text[when.span.end..scene.body.end].trim_start_matches(['末', '底', '前', '年', ' '])
            }
            _ => post,
        };
        let mut post = without_aim(post).to_owned();
        post.push_str(shared.grade);
        if let Some(next) = scene.next.as_ref().filter(|next| self.predicated(item, led, next)) {
            post.push_str(Front::of(&self.text[next.range.clone()]).noun);
        }
        let prefix = without_article(prefix).trim_end_matches(['等', ' ', '的']);
        // 45公里岸线实现贯通: the light verb falls away.
        let post = if FRAMES.opened.suffix(&post).is_some() { post.replace("实现", "") } else { post };
        let name = match front.shift {
            // 新增5万亩灌溉面积: the word stands in front of the noun, not behind it.
            Some((Shift::Added, word)) => format!("{prefix}{word}{post}"),
            _ => without_cause(&format!("{prefix}{post}")).to_owned(),
        };
        let shape = if value.group { Shape::Group } else { Shape::Listed };
        self.state(scene, value, shape, &name, front.scope, &front);
    }

    /// Whether the predicate of a share stands in the clause behind: 90%的企业，实现网上交易.
    fn predicated(&self, item: &Item<'_>, led: bool, next: &sentence::Clause) -> bool {
        let share = matches!(item.value.kind, Kind::Percent | Kind::Fraction);
        share && item.first && !led && !has_predicate(item.post) && self.predicate_clause(next)
    }

    /// Whether a number with a noun behind it states something, or only describes the noun.
    fn accepts(&self, scene: &Scene, item: &Item<'_>, front: &Front<'_>, noun: &str, led: bool) -> bool {
        let value = item.value;
        // 新研发的 45万吨装置: what stands behind 的 describes the noun. 千家 inside a name counts nothing.
        let describes = self.text[..value.span.start].trim_end().ends_with('的');
        let inside = value.bare && value.counter && !led && !front.noun.is_empty();
        // 效率不低于60%的设施: a standard that the noun meets. 实施千亿斤规划: the number is part of a name.
        let closed = self.text[value.tail..].trim_start().starts_with('的');
        let size = LEXICON.attributes.get(front.noun).is_some();
        let standard = closed && (value.reached || size);
        let titled =
            value.bare && ["规划", "工程", "行动", "计划"].iter().any(|end| item.post.ends_with(end));
        let title = titled && self.unit.boxed.is_none();
        if size_class(value, item.post) || (describes && !front.marked) || inside || standard || title {
            return false;
        }
        // 加强25个功能区的保护: what is to be done is not to make so many.
        let handled =
            verb_at(front.noun).is_some_and(|(_, class)| class == Verb::Do) && item.post.contains('的');
        if value.counter && handled && item.first && !ends_in_verb(noun) {
            return false;
        }
        if value.group {
            // 5大 counts what is named beside it; 四大 does so only where something is being built.
            let adjunct = LEXICON.openers.prefix(front.noun).is_some();
            return !value.chinese || (noun::builds(front.noun) && !adjunct);
        }
        if front.shift.is_some() || value.reached || !item.first {
            return true;
        }
        let done = front.noun.is_empty() && item.pre.trim_end().ends_with("完成");
        let direct = (led && noun::object(front.noun).is_empty()) || ends_in_verb(noun) || done;
        let rest = &self.text[value.tail..scene.body.end];
        // 滨江45公里岸线贯通开放: the clause ends by saying that so much is open.
        let opened =
            FRAMES.opened.suffix(rest.trim_end()).is_some_and(|(word, ())| word.len() < item.post.len());
        let opens =
            (front.noun.is_empty() && has_predicate(rest)) || (opened && item.value.kind == Kind::Quantity);
        let persons = matches!(value.unit.trim_start_matches(['万', '千', '亿']), "人" | "名");
        // 甲、乙等9项工程 goes on with a list of what is built.
        let closes = item.pre.trim_end().ends_with('等') && self.memory.building;
        match value.kind {
            Kind::Percent | Kind::Fraction => {
                let follows = scene.next.as_ref().is_some_and(|next| self.predicate_clause(next));
                direct || opens || (front.noun.is_empty() && follows)
            }
            _ if self.unit.boxed.is_some() => true,
            Kind::Duration => true,
            _ if value.counter => led || direct || opens || closes,
            _ if persons && opens => true,
            _ => direct || opened || front.noun.ends_with("年产") || front.noun.ends_with("总投资"),
        }
    }

    /// A clause without a number that says that all of something is done: 实现X全覆盖, X全部完成.
    pub(super) fn whole(&mut self, scene: &Scene) {
        let text = &self.text[scene.body.clone()];
        if let Some(before) = text.strip_suffix("全覆盖") {
            let front = Front::of(before);
            let (noun, _) = counted(front.noun);
            let noun = without_light_verb(noun.trim_end_matches("实现"));
            // 建设友好社区，实现街镇全覆盖: what is everywhere stands in the clause before.
            let topic = &self.memory.topic;
            let placed = FRAMES.everywhere.get(&noun).is_some() && !topic.is_empty();
            let name = if placed { format!("{topic}{noun}") } else { noun };
            self.complete(scene, None, &name, front.scope, "全覆盖", scene.body.start);
            return;
        }
        let Some(at) = text.find("全部").filter(|at| *at > 0) else { return };
        let predicate = &text[at + "全部".len()..];
        // 管理全部国有企业, 实现全部达标: 全部 must stand between a subject and its verb.
        let front = Front::of(&text[..at]);
        let subject = front.noun.chars().count() >= 2
            && verb_at(front.noun).is_none_or(|(verb, _)| verb.end < front.noun.len());
        if subject && LEXICON.verbs.suffix(front.noun).is_none() && verb_at(predicate).is_some() {
            let name = format!("{}{predicate}", front.noun);
            self.complete(scene, None, &name, front.scope, "全部", scene.body.start);
        }
    }

    fn inherits(&self, front: &Front<'_>, value: &Value) -> bool {
        let spread = value.annual || value.cumulative || front.total;
        (front.marked || front.shift.is_some() || value.reached || value.change.is_some() || spread)
            && (!self.memory.subject.is_empty() || !self.memory.topic.is_empty())
    }

    /// The text in front of a value behind a year that governs only this clause or value.
    fn behind_time<'t>(scene: &Scene, value: &Value, pre: &'t str) -> &'t str {
        let start = value.span.start - pre.len();
        let when =
            scene.whens.iter().rfind(|when| when.span.start >= start && when.span.end <= value.span.start);
        match when {
            Some(when) if when.role != Role::Value => {
                let after = &pre[when.span.end - start..];
                let after = after.trim_start_matches(['末', '底', '前', '年', '，']);
                let after =
                    ["期间", "时期", "期"].iter().find_map(|word| after.strip_prefix(word)).unwrap_or(after);
                let before = pre[..when.span.start - start].trim_end_matches(['到', '至', '在']);
                // 收入到2020年达到: the noun stands in front of the year.
                if Front::of(after).noun.is_empty() { before } else { after }
            }
            Some(when) => {
                pre[..when.span.start - start].trim_end_matches(['由', '从', '到', '为', '至', '较', '比'])
            }
            None => pre,
        }
    }
}

/// The members of a list when each is the name of something measurable, else none.
fn each_whole(name: &str) -> Vec<&str> {
    let members: Vec<&str> = name
        .split('、')
        .flat_map(|member| match conjunction(member, false) {
            Some((at, word)) => vec![&member[..at], &member[at + word.len()..]],
            None => vec![member],
        })
        .map(str::trim)
        .collect();
    let whole = |member: &&str| member.chars().count() >= 4 && complete(member);
    if members.len() > 1 && members.iter().all(whole) { members } else { Vec::new() }
}

/// Without the word for what is aimed at: 永久基本农田|的保护目标.
fn without_aim(noun: &str) -> &str {
    let aim = ["目标", "任务", "红线", "底线"].iter().find_map(|end| noun.strip_suffix(end));
    aim.and_then(|rest| rest.rfind('的').map(|at| &noun[..at]))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(noun)
}

/// A占B of A不低于B.
fn shared_of(name: &str) -> Option<String> {
    let (at, word) = ["不低于", "不少于", "不超过", "不高于", "达到", "超过"]
        .iter()
        .filter_map(|word| name.match_indices(word).next())
        .min()?;
    let (owner, whole) = (Front::of(&name[..at]).noun, &name[at + word.len()..]);
    (!owner.is_empty() && !whole.is_empty()).then(|| format!("{owner}占{whole}"))
}

fn ends_in_verb(noun: &str) -> bool {
    LEXICON.verbs.suffix(noun).is_some()
}

/// The noun behind a grade of the members that follow: 产业集群 of 5个百亿级产业集群.
fn graded<'t>(text: &'t str, values: &[Value], end: usize) -> &'t str {
    let Some((last, tail)) = values.last().map(|last| (last, &text[last.tail..end])) else { return "" };
    let behind = tail.find('级').map_or("", |at| tail[at + '级'.len_utf8()..].trim());
    if last.counter && noun_follows(behind) { behind } else { "" }
}

/// Whether a predicate stands in what follows a number: 国有企业完成改制.
fn has_predicate(post: &str) -> bool {
    FRAMES.predicates.find(post).is_some_and(|(at, _)| at > 0)
}

/// What the words in front of 由A调整为B name, when they say that A is an aim: 就业目标, 建议2025年目标. Empty when
/// they name nothing else.
fn aimed_at(noun: &str) -> Option<&str> {
    if matches!(noun, "建议" | "拟" | "建议目标") {
        return Some("");
    }
    let name = ["目标值", "目标任务", "目标"].iter().find_map(|end| noun.strip_suffix(end))?;
    let name = name.trim_start_matches("建议").trim_start_matches("拟").trim_end_matches(['的', ' ']);
    let year = |text: &str| {
        let digits = text.strip_suffix('年')?;
        digits.len().checked_sub(4).filter(|at| digits[*at..].bytes().all(|byte| byte.is_ascii_digit()))
    };
    Some(year(name).map_or(name, |at| &name[..at]).trim_start_matches("建议"))
}
