//! Sentences to statements: subject, measure, comparator, value, unit, year, scope.

mod list;
mod subject;
mod time;
mod value;

use std::ops::Range;

use phrase::{Change, Kind, Mention};
use plan::{Averaging, Comparator, Measure, Origin};

use crate::frame::Frame;
use crate::outline::Unit;
use crate::sentence::{self, Clause};
use crate::statement::{Shape, Statement};
use crate::words::{LEXICON, Verb};
pub(crate) use list::CONJUNCTIONS;
use list::{conjunction, split_into};
use subject::{Front, Shift, counted};
pub(crate) use subject::{verb, verb_at};
use time::{Role, Time, When};
pub(crate) use time::{Role as TimeRole, whens};
use value::{Value, values};

/// Reads the statements of a unit of text.
pub(crate) fn read(unit: &Unit<'_>, mentions: &[Mention], frame: &Frame) -> Vec<Statement> {
    if !mentions.iter().any(|mention| !mention.kind.is_calendar()) && !unit.text.text().contains('大') {
        return Vec::new();
    }
    let text = unit.text.text();
    let mut statements = Vec::new();
    let mut from = 0;
    for sentence in sentence::sentences(text, 0..text.len()) {
        // Mentions are in order: each sentence looks only at its own.
        let first = from + mentions[from..].partition_point(|m| m.span.end <= sentence.range.start);
        let last = first + mentions[first..].partition_point(|m| m.span.start < sentence.range.end);
        from = first;
        let mut reader = Sentence {
            unit,
            text,
            mentions: &mentions[first..last],
            frame,
            time: Time::default(),
            memory: Memory::default(),
            out: &mut statements,
        };
        reader.read(sentence.range);
    }
    statements
}

/// What a sentence has named so far.
#[derive(Clone, Debug, Default)]
struct Memory {
    /// The subject of the last statement, without a word for its change.
    subject: String,
    /// Its scope.
    scope: String,
    /// The text of the last clause without its verb.
    topic: String,
    /// Whether the last clause made a statement.
    stated: bool,
}

struct Sentence<'a, 'd> {
    unit: &'a Unit<'d>,
    text: &'a str,
    mentions: &'a [Mention],
    frame: &'a Frame,
    time: Time,
    memory: Memory,
    out: &'a mut Vec<Statement>,
}

impl Sentence<'_, '_> {
    fn read(&mut self, sentence: Range<usize>) {
        let clauses = sentence::clauses(self.text, sentence);
        for (index, clause) in clauses.iter().enumerate() {
            let next = clauses.get(index + 1).filter(|_| matches!(clause.stop, '，' | ','));
            for part in self.parts(clause) {
                self.clause(&part, next);
            }
        }
    }

    /// In a box, the members of a list of works are read one by one.
    fn parts(&self, clause: &Clause) -> Vec<Range<usize>> {
        let whole = vec![clause.range.clone()];
        if self.unit.boxed.is_none() || self.text[clause.range.clone()].contains("分别") {
            return whole;
        }
        let values = values(self.text, &clause.range, self.mentions);
        let listed =
            values.iter().any(|value| !value.reached && !value.group && !self.is_last(value, clause));
        if values.is_empty() || !listed || values.iter().any(|value| value.reached) {
            return whole;
        }
        sentence::items(self.text, clause.range.clone()).into_iter().map(|item| item.range).collect()
    }

    fn is_last(&self, value: &Value, clause: &Clause) -> bool {
        self.text[value.tail..clause.range.end].trim().is_empty()
    }

    fn clause(&mut self, clause: &Range<usize>, next: Option<&Clause>) {
        let whens = whens(self.text, clause, self.mentions, self.frame);
        let mut start = clause.start;
        for when in &whens {
            if when.role == Role::Lead {
                self.time = when.time;
                start = when.span.end;
            }
        }
        start += lead_in(&self.text[start..clause.end]);
        let body = start..clause.end;
        let values = self.select(&body, &values(self.text, &body, self.mentions));
        if values.is_empty() {
            self.topic(&body);
            return;
        }
        let scene = Scene { clause: clause.clone(), body, whens, next: next.cloned() };
        let before = self.out.len();
        if !self.distribute(&scene, &values) && !self.turned(&scene, &values) {
            self.items(&scene, &values);
        }
        self.memory.stated = self.out.len() > before;
        if !self.memory.stated {
            self.topic(&scene.body);
        }
    }

    /// Remembers what a clause without values is about.
    fn topic(&mut self, body: &Range<usize>) {
        let text = &self.text[body.clone()];
        let front = Front::of(text);
        let (noun, _) = counted(front.noun);
        let noun = match verb(noun) {
            Some((length, _)) => noun[length..].trim_start_matches(['和', '、', '了']),
            None => noun,
        };
        let noun = ["一批", "一系列", "各类", "一些"]
            .iter()
            .find_map(|word| noun.strip_prefix(word))
            .unwrap_or(noun);
        if !noun.is_empty() {
            noun.clone_into(&mut self.memory.topic);
        }
        self.memory.stated = false;
    }

    /// Drops values that are part of a noun: size classes, bases of rates, weak Chinese counts.
    fn select(&self, body: &Range<usize>, found: &[Value]) -> Vec<Value> {
        let mut kept: Vec<Value> = Vec::with_capacity(found.len());
        for (index, value) in found.iter().enumerate() {
            let end = found.get(index + 1).map_or(body.end, |next| next.span.start);
            let behind = &self.text[value.tail..end];
            if let Some(next) = found.get(index + 1) {
                let led = kept.last().is_some_and(|last: &Value| last.span.end <= value.span.start)
                    && !separated(&self.text[kept.last().map_or(0, |last| last.tail)..value.span.start])
                    && kept.last().is_some_and(|last| last.counter && !last.reached);
                let joined = !separated(behind) && !predicated(value, next, behind);
                if joined && !next_is_inner(self.text, value, next, body, found.get(index + 2)) && !value.from
                {
                    continue;
                }
                if led && noun_follows(behind) {
                    continue;
                }
            } else if let Some(last) = kept.last()
                && last.counter
                && !last.reached
                && !separated(&self.text[last.tail..value.span.start])
                && noun_follows(behind)
                && !value.reached
            {
                continue;
            }
            kept.push(value.clone());
        }
        kept.retain(|value| !weak(value));
        kept
    }

    /// 甲、乙、丙分别达到a、b、c, also without 分别: as many subjects as values.
    fn distribute(&mut self, scene: &Scene, values: &[Value]) -> bool {
        let (Some(first), Some(last)) = (values.first(), values.last()) else { return false };
        let before = &self.text[scene.body.start..first.span.start];
        let each = before.find("分别");
        let bare = values.windows(2).all(|pair| bare_separator(&self.text[pair[0].tail..pair[1].span.start]));
        if !bare || (each.is_none() && values.len() < 2) {
            return false;
        }
        let (subjects, predicate) = match each {
            Some(at) => (&before[..at], &before[at + "分别".len()..]),
            None => (before, ""),
        };
        let subjects = Front::of(subjects);
        let predicate = Front::of(predicate);
        let whole = if each.is_some() { subjects.clone() } else { Front::of(before) };
        let count = if values.len() == 1 {
            // One value for each of several: as many statements as subjects.
            let listed = sentence::items(whole.noun, 0..whole.noun.len()).len();
            listed + usize::from(conjunction(whole.noun, false).is_some())
        } else {
            values.len()
        };
        let Some(members) = split_into(whole.noun, count).filter(|_| count > 1) else {
            return false;
        };
        let (object, _) = counted(predicate.noun);
        let behind = self.text[last.tail..scene.body.end].trim();
        let object = if object.is_empty() && noun_follows(behind) { behind } else { object };
        let names = if object.is_empty() { list::restore(&members) } else { Vec::new() };
        for (index, member) in members.iter().enumerate() {
            let value = if values.len() == 1 { first } else { &values[index] };
            let front = Front {
                shift: predicate.shift.or(whole.shift),
                total: whole.total || predicate.total,
                least: whole.least || predicate.least,
                ..whole.clone()
            };
            let (name, scope) = match names.get(index) {
                Some(name) => (name.as_str(), whole.scope),
                None => (object, *member),
            };
            let shape = if names.is_empty() { Shape::Each } else { Shape::Reached };
            self.state(scene, value, shape, name, scope, &front);
        }
        true
    }

    /// 由A提高到B: two statements on one subject.
    fn turned(&mut self, scene: &Scene, values: &[Value]) -> bool {
        let [first, second] = values else { return false };
        let before = &self.text[scene.body.start..first.span.start];
        let between = &self.text[first.tail..second.span.start];
        let Some(at) = before.rfind(['由', '从']) else { return false };
        let turned = ["到", "至", "为"].iter().any(|word| between.contains(word));
        let inner = &before[at + '由'.len_utf8()..];
        // Between 由 and the number stands only a time.
        let plain =
            inner.trim().is_empty() || scene.whens.iter().any(|when| when.span.end > scene.body.start + at);
        if !turned || !plain || separated(between) {
            return false;
        }
        let front = Front::of(&before[..at]);
        let noun = front.noun.to_owned();
        let front = Front { shift: None, ..front };
        for value in [first, second] {
            let value = Value { change: None, ..value.clone() };
            self.state(scene, &value, Shape::Reached, &noun, front.scope, &front);
        }
        true
    }

    fn items(&mut self, scene: &Scene, values: &[Value]) {
        let mut start = scene.body.start;
        let mut shared = String::new();
        for (index, value) in values.iter().enumerate() {
            let next = values.get(index + 1).map_or(scene.body.end, |next| next.span.start);
            let pre = &self.text[start..value.span.start];
            let behind = &self.text[value.tail..next];
            let (post, end) = match values.get(index + 1) {
                // The noun behind a number ends where the next member of the list begins.
                Some(_) if noun_follows(behind) => {
                    let cut = last_separator(behind).unwrap_or((behind.len(), 0));
                    (&behind[..cut.0], value.tail + cut.0 + cut.1)
                }
                Some(_) => ("", value.tail + leading_separator(behind)),
                None => (behind, value.tail),
            };
            let post = if noun_follows(post) { post.trim() } else { "" };
            self.item(scene, value, pre, post, index, &mut shared);
            start = end;
        }
    }

    fn item(
        &mut self,
        scene: &Scene,
        value: &Value,
        pre: &str,
        post: &str,
        index: usize,
        shared: &mut String,
    ) {
        let pre = Self::after_when(scene, value, pre);
        let mut front = Front::of(pre);
        let (noun, led) = counted(front.noun);
        let boxed = self.unit.boxed.is_some();
        if post.is_empty() {
            if value.group && !led && front.noun.is_empty() {
                return;
            }
            if distance(front.noun) {
                return;
            }
            // 建设X 100个: the verb only leads; X达到100个: what looks like a verb belongs to the name.
            let noun = if led && !front.marked { noun } else { front.noun };
            let noun = inner_verb(noun);
            let name = if index > 0 && !shared.is_empty() { format!("{shared}{noun}") } else { noun.clone() };
            if index == 0 && led && !front.marked {
                kept_verb(front.noun).clone_into(shared);
            }
            if noun.is_empty() && !self.inherits(&front, value) {
                return;
            }
            let scope = front.scope;
            let shape = match (value.group, front.marked, led, value.reached) {
                (true, ..) => Shape::Group,
                (_, true, ..) => Shape::Reached,
                (_, _, true, _) => Shape::Led,
                (.., true) => Shape::Reached,
                _ => Shape::Listed,
            };
            self.state(scene, value, shape, &name, scope, &front.clone());
            return;
        }
        // The noun stands behind the number.
        let predicate = post_predicate(post);
        if !self.accepts(value, &front, led, noun, post, index, boxed, predicate, scene.next.as_ref()) {
            return;
        }
        let noun = strip_verb_end(noun);
        if index == 0 {
            noun.clone_into(shared);
        }
        let prefix = if noun.is_empty() && index > 0 { shared.as_str() } else { noun };
        let mut post = tail_of(post).to_owned();
        if predicate.is_none()
            && !led
            && index == 0
            && matches!(value.kind, Kind::Percent | Kind::Fraction)
            && let Some(next) = &scene.next
            && self.predicate_clause(next)
        {
            post.push_str(Front::of(&self.text[next.range.clone()]).noun);
        }
        let name = format!("{}{}", strip_article_of(prefix), post.trim_start_matches(['的', '以']));
        front.marked = true;
        let scope = front.scope;
        let shape = if value.group { Shape::Group } else { Shape::Listed };
        self.state(scene, value, shape, &name, scope, &front.clone());
    }

    /// The text in front of a value behind a year that governs only this clause or value.
    fn after_when<'t>(scene: &Scene, value: &Value, pre: &'t str) -> &'t str {
        let start = value.span.start - pre.len();
        let when =
            scene.whens.iter().rfind(|when| when.span.start >= start && when.span.end <= value.span.start);
        match when {
            Some(when) if when.role != Role::Value => {
                let after = &pre[when.span.end - start..];
                let after = after.trim_start_matches(['末', '底', '前', '年', '，']);
                let before = pre[..when.span.start - start].trim_end_matches(['到', '至', '在']);
                // 收入到2020年达到: the noun stands in front of the year.
                if Front::of(after).noun.is_empty() { before } else { after }
            }
            Some(when) => pre[..when.span.start - start].trim_end_matches(['由', '从', '到', '为', '至']),
            None => pre,
        }
    }

    fn inherits(&self, front: &Front<'_>, value: &Value) -> bool {
        (front.marked || front.shift.is_some() || value.reached || value.change.is_some())
            && (!self.memory.subject.is_empty() || !self.memory.topic.is_empty())
    }

    /// Whether a number with a noun behind it states something, or only describes the noun.
    #[expect(clippy::too_many_arguments, reason = "one decision over everything known of the item")]
    fn accepts(
        &self,
        value: &Value,
        front: &Front<'_>,
        led: bool,
        noun: &str,
        post: &str,
        index: usize,
        boxed: bool,
        predicate: Option<usize>,
        next: Option<&Clause>,
    ) -> bool {
        // 新研发的 45万吨装置: what stands behind 的 describes the noun. 千家 inside a name counts nothing.
        let describes = value.span.start > 0 && self.text[..value.span.start].trim_end().ends_with('的');
        let inside = value.bare && value.counter && !led && !front.noun.is_empty();
        if size_class(value, post) || (describes && !front.marked) || inside {
            return false;
        }
        if value.group {
            // 5大 counts what is named beside it; 四大 does so only where something is being built.
            return !value.chinese || builds(front.noun);
        }
        if front.shift.is_some() || value.reached || index > 0 {
            return true;
        }
        let direct = led && noun_after_verb(front.noun).is_empty() || ends_with_verb(noun);
        match value.kind {
            Kind::Percent | Kind::Fraction => {
                direct
                    || front.noun.is_empty()
                        && (predicate.is_some() || next.is_some_and(|next| self.predicate_clause(next)))
            }
            _ if boxed => true,
            _ if value.counter => led || direct || (front.noun.is_empty() && predicate.is_some()),
            _ => direct || front.noun.ends_with("年产") || front.noun.ends_with("总投资"),
        }
    }

    fn predicate_clause(&self, clause: &Clause) -> bool {
        let text = &self.text[clause.range.clone()];
        let plain = values(self.text, &clause.range, self.mentions).is_empty();
        plain && verb(text).is_some_and(|(_, class)| matches!(class, Verb::Become | Verb::Do))
    }

    /// Adds a statement on `name`; an empty name takes the subject of the clause before.
    fn state(
        &mut self,
        scene: &Scene,
        value: &Value,
        shape: Shape,
        name: &str,
        scope: &str,
        front: &Front<'_>,
    ) {
        let mut base = clean(name);
        let lexicon = &*LEXICON;
        let mut scope = scope.to_owned();
        if base.is_empty() {
            base = if self.memory.subject.is_empty() {
                self.memory.topic.clone()
            } else {
                self.memory.subject.clone()
            };
            if scope.is_empty() {
                scope.clone_from(&self.memory.scope);
            }
        } else if lexicon.attributes.get(&base).is_some() {
            let owner = if self.memory.stated || self.memory.topic.is_empty() {
                self.memory.subject.clone()
            } else {
                self.memory.topic.clone()
            };
            if !owner.is_empty() && !owner.ends_with(&base) {
                base = format!("{}{base}", without_attribute(&owner));
            }
            if scope.is_empty() {
                scope.clone_from(&self.memory.scope);
            }
        } else if self.memory.topic.len() > base.len()
            && self.memory.topic.ends_with(base.as_str())
            && base.chars().count() >= 3
        {
            // 培育农业龙头企业，龙头企业达到100家: the short form takes up the long one.
            base.clone_from(&self.memory.topic);
        } else if scope.is_empty() && self.memory.stated {
            scope.clone_from(&self.memory.scope);
        }
        if base.is_empty() {
            return;
        }
        let mut statement = Statement::at(
            self.unit.text.span(scene.clause.clone()),
            if self.unit.boxed.is_some() { Origin::Box } else { Origin::Prose },
            self.unit.section.clone(),
        );
        statement.at = self.unit.text.offset(value.span.start);
        statement.shape = shape;
        statement.clause = scene.body.clone();
        let (measure, averaging, word) = measure_of(value, front, &base);
        statement.measure = measure;
        statement.averaging = averaging;
        statement.comparator =
            if front.least && value.bound == Comparator::Eq { Comparator::Ge } else { value.bound };
        statement.value = value.number;
        statement.value_high = value.high;
        statement.value_text.clone_from(&value.text);
        statement.unit.clone_from(&value.unit);
        if statement.unit == "万" && base.contains("人口") || statement.unit == "亿" && base.contains("人口")
        {
            statement.unit.push('人');
        }
        statement.name.clone_from(&base);
        statement.subject = format!("{base}{}", word.unwrap_or(""));
        statement.scope.clone_from(&scope);
        let time = self.time_of(scene, value);
        statement.year = time.year;
        statement.past = time
            .past
            .unwrap_or(self.unit.background || already(&self.text[scene.body.start..value.span.start]));
        self.memory.subject = base;
        self.memory.scope = scope;
        self.memory.stated = true;
        self.out.push(statement);
    }

    /// The year beside the value, else that of the clause, else that of the sentence.
    fn time_of(&self, scene: &Scene, value: &Value) -> Time {
        scene
            .whens
            .iter()
            .rfind(|when| {
                when.span.end <= value.span.start
                    && (when.role != Role::Value || beside(self.text, when, value))
            })
            .map_or(self.time, |when| when.time)
    }
}

/// A clause while it is being read.
struct Scene {
    /// The whole clause.
    clause: Range<usize>,
    /// Without its lead-in.
    body: Range<usize>,
    whens: Vec<When>,
    /// The clause behind, when a comma joins it.
    next: Option<Clause>,
}

fn beside(text: &str, when: &When, value: &Value) -> bool {
    text[when.span.end..value.span.start].chars().count() <= 4
}

/// 末, 前, 时 and the comma behind a lead-in of time.
fn lead_in(text: &str) -> usize {
    let rest = text.trim_start_matches(['末', '底', '前', '时', '年', '”', '，', ' ', '　']);
    let rest = ["期间", "时期", "以前", "之前", "左右"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    text.len() - rest.trim_start_matches(['，', ' ', '　', ',']).len()
}

/// Whether the words between two values end one member of a list and begin another.
fn separated(between: &str) -> bool {
    between.contains(['、', '，', '；', ',', '；']) || conjunction(&format!("甲{between}乙"), false).is_some()
}

fn bare_separator(between: &str) -> bool {
    matches!(between.trim(), "、" | "和" | "及" | "以及" | "与" | "，" | "：" | "/")
}

/// Whether both values have a predicate of their own: 增长8%达到500亿元.
fn predicated(value: &Value, next: &Value, between: &str) -> bool {
    let front = Front::of(between);
    let second = next.reached || next.change.is_some() || front.marked;
    let first = value.reached || value.change.is_some();
    (second && (first || front.noun.is_empty()))
        || verb(between).is_some_and(|(_, class)| class == Verb::Create)
}

/// Whether the second of two values stands inside the noun that the first one counts.
fn next_is_inner(
    text: &str,
    value: &Value,
    next: &Value,
    body: &Range<usize>,
    third: Option<&Value>,
) -> bool {
    let end = third.map_or(body.end, |third| third.span.start);
    value.counter && !next.reached && noun_follows(&text[next.tail..end])
}

/// Words behind a value that begin no noun.
const NO_NOUN: [&str; 20] = [
    "和", "及", "以及", "与", "并", "且", "等", "左右", "以上", "以内", "以下", "目标", "水平", "规模",
    "不变", "暨", "时", "后", "为", "之间",
];

/// Whether a noun begins behind a value, so that the value counts or describes it.
fn noun_follows(behind: &str) -> bool {
    let rest = behind.trim_start();
    let rest = rest.strip_prefix('的').unwrap_or(rest).trim_start();
    let Some(first) = rest.chars().next() else { return false };
    if !first.is_alphanumeric() && !matches!(first, '“' | '《' | '（') {
        return false;
    }
    if first == '（' {
        return rest.find('）').is_some_and(|close| noun_follows(&rest[close + '）'.len_utf8()..]));
    }
    !NO_NOUN.iter().any(|word| rest.starts_with(word))
}

/// The last 、 or conjunction of `text`: where it stands and how long it is.
fn last_separator(text: &str) -> Option<(usize, usize)> {
    let comma = text.rfind('、').map(|at| (at, '、'.len_utf8()));
    let word = conjunction(text, false).map(|(at, word)| (at, word.len())).or_else(|| {
        list::CONJUNCTIONS
            .iter()
            .find(|word| text.ends_with(**word))
            .map(|word| (text.len() - word.len(), word.len()))
    });
    comma.max(word)
}

fn leading_separator(text: &str) -> usize {
    let rest = text.trim_start();
    let skipped = text.len() - rest.len();
    let separator = ["、", "以及", "和", "及", "与"].iter().find(|word| rest.starts_with(**word));
    skipped + separator.map_or(0, |word| word.len())
}

/// Chinese numerals that count nothing: 一个, 三方面.
fn weak(value: &Value) -> bool {
    value.chinese
        && !value.bare
        && !value.group
        && value.counter
        && value.number.is_some_and(|number| number <= rust_decimal::Decimal::ONE)
}

/// A number that tells the size of what follows and counts nothing: 500只羊场, 220千伏线路.
fn size_class(value: &Value, post: &str) -> bool {
    const BEASTS: [&str; 7] = ["头", "只", "羽", "匹", "尾", "株", "床"];
    const PLACES: [&str; 8] = ["场", "厂", "园", "小区", "基地", "医院", "户", "车间"];
    let unit = value.unit.trim_start_matches(['万', '千', '百', '亿']);
    let place = PLACES.iter().any(|place| {
        let item = post.split(['、', '和', '及']).next().unwrap_or("");
        item.ends_with(place)
    });
    (BEASTS.contains(&unit) && place) || matches!(unit, "千伏" | "kV" | "KV" | "吨级" | "级")
}

/// Words that say how far away something is.
fn distance(noun: &str) -> bool {
    ["距", "相距", "距离", "全长约"].iter().any(|word| noun.starts_with(word))
}

/// Whether a verb of building governs the noun.
fn builds(noun: &str) -> bool {
    const VERBS: [&str; 14] = [
        "建设", "实施", "构建", "构筑", "打造", "建立", "建成", "新建", "启动", "组建", "搭建", "设立",
        "创建", "完成",
    ];
    verb(noun).is_some_and(|(length, _)| VERBS.iter().any(|word| noun[..length].ends_with(word)))
}

fn noun_after_verb(noun: &str) -> &str {
    match verb(noun) {
        Some((length, _)) => {
            let rest = noun[length..].trim_start_matches(['和', '、', '了', ' ']);
            if rest.len() < noun[length..].len() && verb(rest).is_some() {
                noun_after_verb(rest)
            } else {
                rest.trim()
            }
        }
        None => noun,
    }
}

fn ends_with_verb(noun: &str) -> bool {
    LEXICON.verbs.suffix(noun).is_some()
}

/// Without a verb at the end: 服务提供 → 服务.
fn strip_verb_end(noun: &str) -> &str {
    if verb(noun).is_some_and(|(length, _)| length == noun.len()) {
        let kept = matches!(verb(noun), Some((_, Verb::Alter | Verb::Do)));
        return if kept { noun } else { "" };
    }
    match LEXICON.verbs.suffix(noun) {
        Some((word, Verb::Create | Verb::Become)) => noun[..noun.len() - word.len()].trim(),
        _ => noun,
    }
}

/// The verb that stays part of what is counted, to be shared by the members behind the first.
fn kept_verb(noun: &str) -> &str {
    match verb(noun) {
        Some((length, Verb::Alter)) => &noun[..length],
        _ => "",
    }
}

/// 高新技术企业实现销售产值 → 高新技术企业销售产值: the light verb inside a subject falls away.
fn inner_verb(noun: &str) -> String {
    for verb in ["实现", "完成", "达成", "拥有", "累计完成"] {
        if let Some((owner, owned)) = noun.split_once(verb)
            && !owned.is_empty()
            && !owner.starts_with('每')
            && !owned.starts_with(['率', '情'])
        {
            return format!("{owner}{owned}");
        }
    }
    noun.to_owned()
}

/// Where the predicate begins in what stands behind a number: 国有企业|完成改制.
fn post_predicate(post: &str) -> Option<usize> {
    const WORDS: [&str; 24] = [
        "完成",
        "实现",
        "达到",
        "建立",
        "建成",
        "成为",
        "转化为",
        "纳入",
        "通过",
        "开展",
        "获得",
        "进入",
        "享受",
        "参加",
        "投入",
        "得到",
        "实行",
        "具备",
        "建有",
        "接入",
        "创建",
        "晋升",
        "跻身",
        "拥有",
    ];
    WORDS.iter().filter_map(|word| post.find(word).filter(|at| *at > 0)).min()
}

/// What is counted, without words that only close the phrase.
fn tail_of(post: &str) -> &str {
    post.trim()
        .trim_start_matches('的')
        .trim_end_matches("建设")
        .trim_end_matches("任务")
        .trim_end_matches("项目建设")
}

fn strip_article_of(text: &str) -> &str {
    text.trim_start_matches(['了', ' ']).trim_end_matches(['等', ' ', '的'])
}

/// A subject without layout and words that carry nothing.
fn clean(name: &str) -> String {
    let name = crate::table::tighten(name);
    let name = name.trim_matches(['，', '、', '：', '的', '等', '；']);
    name.to_owned()
}

/// A subject without the attribute it ends with: 企业总数 → 企业.
fn without_attribute(owner: &str) -> &str {
    match LEXICON.attributes.suffix(owner) {
        Some((word, ())) if word.len() < owner.len() => {
            owner[..owner.len() - word.len()].trim_end_matches('的')
        }
        _ => owner,
    }
}

/// Whether the words in front of a value say that it has been reached.
fn already(before: &str) -> bool {
    ["已经", "已累计", "已建成", "已达", "已完成", "已有"].iter().any(|word| before.contains(word))
}

/// What a value says of its subject, over what time, and the change word that belongs to the subject.
fn measure_of<'f>(
    value: &Value,
    front: &Front<'f>,
    subject: &str,
) -> (Measure, Option<Averaging>, Option<&'f str>) {
    let percent = matches!(value.kind, Kind::Percent | Kind::Fraction);
    let total = value.cumulative || front.total;
    let shift = front.shift;
    let annual = value.annual;
    let average = || Some(if annual { Averaging::AnnualAvg } else { Averaging::Cumulative });
    match value.kind {
        Kind::Ratio => return (Measure::Ratio, None, None),
        Kind::Multiple => return (Measure::Multiple, Some(Averaging::Cumulative), None),
        Kind::Points => {
            return (Measure::Change, average(), shift.map(|(_, word)| word));
        }
        _ => {}
    }
    // 年产 names a capacity: an amount even where things are counted.
    let capacity = ["年产", "日产", "年处理", "日处理"].iter().find_map(|word| front.noun.strip_suffix(word));
    if let Some(owner) = capacity {
        let added = owner.ends_with("新增");
        return (if added { Measure::Change } else { Measure::Level }, None, None);
    }
    match shift {
        Some((Shift::Growth, _)) if percent => {
            return (Measure::GrowthRate, annual.then_some(Averaging::AnnualAvg), None);
        }
        Some((Shift::Added | Shift::Rise | Shift::Fall | Shift::Growth, word)) => {
            return (Measure::Change, average(), Some(word));
        }
        None => {}
    }
    if percent
        && matches!(value.change, Some((Change::AvgGrowth | Change::CumGrowth | Change::Growth, _)))
        && ["增速", "增幅", "增长率"].iter().any(|word| subject.ends_with(word))
    {
        return (Measure::GrowthRate, annual.then_some(Averaging::AnnualAvg), None);
    }
    if percent {
        if ["增速", "增幅", "增长率", "增长速度"].iter().any(|word| subject.ends_with(word)) {
            return (Measure::GrowthRate, annual.then_some(Averaging::AnnualAvg), None);
        }
        return (Measure::Share, None, None);
    }
    let per = subject.starts_with('每') || subject.contains("人均") || subject.contains("户均");
    let cumulative = total.then_some(Averaging::Cumulative);
    if (value.counter && !per) || persons(&value.unit) {
        return (Measure::Count, cumulative, None);
    }
    if total || (front.done && works(subject)) {
        return (Measure::Cumulative, Some(Averaging::Cumulative), None);
    }
    (Measure::Level, None, None)
}

fn persons(unit: &str) -> bool {
    matches!(unit.trim_start_matches(['万', '千', '百', '亿']), "人" | "名" | "人次")
}

/// Whether a subject is a piece of work whose amount adds up over the years: 退耕还林, 河道治理.
fn works(subject: &str) -> bool {
    const WORDS: [&str; 22] = [
        "还林", "还草", "还湿", "造林", "绿化", "治理", "改造", "整治", "修复", "整理", "复垦", "退耕",
        "封育", "加固", "改良", "灌溉", "疏浚", "搬迁", "拆除", "清淤", "植树", "保护",
    ];
    WORDS.iter().any(|word| subject.contains(word))
}
