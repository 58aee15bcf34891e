//! Reads the sentences of a unit clause by clause, with what the clauses before have named.

use std::ops::Range;

use phrase::Mention;
use plan::{Averaging, Comparator, DocumentKind, Measure, Months, Origin, Period};
use rust_decimal::Decimal;

use super::measure::meaning;
use super::noun::{clean, counted, verb, without_article, without_attribute};
use super::opening::{months_in_front, place_in_front};
use super::select::select;
use super::subject::Front;
use super::time::{Role, Time, When, whens};
use super::value::{Value, values};
use super::words::FRAMES;
use crate::frame::Frame;
use crate::outline::Unit;
use crate::sentence::{self, Clause};
use crate::setting::Setting;
use crate::statement::{Shape, Statement};
use crate::words::{LEXICON, Verb};

/// Reads the statements of a unit of text.
pub(crate) fn read(unit: &Unit<'_>, mentions: &[Mention], frame: &Frame) -> Vec<Statement> {
    let text = unit.text.text();
    let mut statements = Vec::new();
    let conditions = matches!(frame.kind, DocumentKind::Policy | DocumentKind::Appraisal);
    for (index, sentence) in unit.sentences.iter().enumerate() {
        let setting = unit.settings.get(index).copied().unwrap_or_default();
        let mut reader = Reader {
            setting,
            several: None,
            months: None,
            unit,
            text,
            mentions: inside(mentions, &sentence.range),
            frame,
            time: Time::default(),
            memory: Memory::default(),
            out: &mut statements,
        };
        reader.read(&sentence.clauses);
    }
    // 年产值达到1亿元的，给予奖励: a condition is no promise; a dated aim is.
    if conditions && !unit.aims {
        statements.retain(|statement| statement.year.is_some() && !statement.past);
    }
    statements
}

/// The mentions that begin in `range`; they are in order.
pub(crate) fn inside<'m>(mentions: &'m [Mention], range: &Range<usize>) -> &'m [Mention] {
    let first = mentions.partition_point(|mention| mention.span.start < range.start);
    let last = first + mentions[first..].partition_point(|mention| mention.span.start < range.end);
    &mentions[first..last]
}

/// What a sentence has named so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// The subject of the last statement, without a word for its change.
    pub(super) subject: String,
    /// Its scope.
    scope: String,
    /// The text of the last clause without its verb.
    pub(super) topic: String,
    /// Whether the last clause made a statement.
    pub(super) stated: bool,
    /// Subjects and scopes of the latest statements of the sentence, the last one last.
    pub(super) recent: Vec<(String, String)>,
    /// Whether a verb of building leads the list that the clause goes on with.
    pub(super) building: bool,
    /// The unit of the last statement.
    pub(super) unit: String,
    /// The subject of which the clause names parts: 其中.
    pub(super) whole: String,
    /// What the figures of the next clause leave out: 扣除房地产开发投资，….
    without: String,
}

/// A clause while it is being read.
pub(super) struct Scene {
    /// The whole clause.
    pub(super) clause: Range<usize>,
    /// Without its lead-in.
    pub(super) body: Range<usize>,
    pub(super) whens: Vec<When>,
    /// The clause behind, when a comma joins it.
    pub(super) next: Option<Clause>,
}

pub(super) struct Reader<'a, 'd> {
    pub(super) unit: &'a Unit<'d>,
    pub(super) text: &'a str,
    pub(super) mentions: &'a [Mention],
    frame: &'a Frame,
    /// Of what time the sentence speaks when it names none.
    setting: Setting,
    /// The years that the sentence says it sums over: 五年累计.
    several: Option<Period>,
    /// The months that the sentence speaks of: 1—9月.
    months: Option<Months>,
    time: Time,
    pub(super) memory: Memory,
    out: &'a mut Vec<Statement>,
}

impl Reader<'_, '_> {
    fn read(&mut self, clauses: &[Clause]) {
        for (index, clause) in clauses.iter().enumerate() {
            let next = clauses.get(index + 1).filter(|_| matches!(clause.stop, '，' | ','));
            for part in self.parts(clause) {
                self.clause(&part, next);
            }
        }
    }

    pub(super) fn values(&self, range: &Range<usize>) -> Vec<Value> {
        values(self.text, range, inside(self.mentions, range))
    }

    /// In a box, the members of a list of works are read one by one.
    fn parts(&self, clause: &Clause) -> Vec<Range<usize>> {
        let whole = vec![clause.range.clone()];
        if self.unit.boxed.is_none() || self.text[clause.range.clone()].contains("分别") {
            return whole;
        }
        let values = self.values(&clause.range);
        let last = |value: &Value| self.text[value.tail..clause.range.end].trim().is_empty();
        let listed = values.iter().any(|value| !value.group && !last(value));
        if !listed || values.iter().any(|value| value.reached) {
            return whole;
        }
        sentence::items(self.text, clause.range.clone()).into_iter().map(|item| item.range).collect()
    }

    fn clause(&mut self, clause: &Range<usize>, next: Option<&Clause>) {
        if tells_nothing(&self.text[clause.clone()]) {
            return;
        }
        let words = self.text[clause.clone()].trim();
        // 分门类看，按产业分: how the figures are ordered, not what they are of.
        if splits(words) {
            return;
        }
        if let Some(left_out) = ["扣除", "剔除", "不含"].iter().find_map(|word| words.strip_prefix(word))
            && inside(self.mentions, clause).is_empty()
        {
            self.memory.without = format!("（扣除{}）", left_out.trim_end_matches(['外', '后']));
            return;
        }
        let whens = whens(self.text, clause, inside(self.mentions, clause), self.frame);
        let mut start = clause.start;
        for when in whens.iter().filter(|when| when.role == Role::Lead) {
            // 到2030年，…，“十五五”时期年均增长…: the year goes on holding.
            if when.time.year.is_some() || self.time.year.is_none() || when.time.past != self.time.past {
                self.time = when.time;
            }
            start = when.span.end;
        }
        start += if start > clause.start { lead_in(&self.text[start..clause.end]) } else { 0 };
        if self.frame.yearly()
            && let Some((months, length)) = months_in_front(&self.text[start..clause.end])
        {
            self.months = Some(months);
            start += length;
        }
        let body = start..clause.end;
        if self.frame.yearly() {
            self.several = self.several_of(clause).or(self.several);
        }
        if let Some((_, class)) = verb(&self.text[body.clone()]) {
            self.memory.building = matches!(class, Verb::Create | Verb::Alter);
        }
        let values = select(self.text, &body, &self.values(&body));
        let scene = Scene { clause: clause.clone(), body, whens, next: next.cloned() };
        if words.starts_with("其中") {
            self.memory.whole.clone_from(&self.memory.subject);
        }
        let before = self.out.len();
        if values.is_empty() {
            self.whole(&scene);
        } else if !self.distribute(&scene, &values) && !self.turned(&scene, &values) {
            self.items(&scene, &values);
        }
        self.memory.stated = self.out.len() > before;
        self.memory.without.clear();
        if self.memory.stated {
            self.remember(before);
        } else {
            self.topic(&scene.body);
        }
    }

    /// The years that a clause says it sums over: 五年累计, “十四五”时期.
    fn several_of(&self, clause: &Range<usize>) -> Option<Period> {
        let five = self.frame.five_years()?;
        let words = &self.text[clause.clone()];
        let named = inside(self.mentions, clause)
            .iter()
            .filter(|mention| mention.kind == phrase::Kind::Period)
            .filter_map(|mention| mention.years)
            .find(|years| years.plan.is_some() && years.first <= five.end && years.last >= five.end);
        let counted = ["五年累计", "五年来", "五年间", "五年共", "五年新", "五年提高", "五年合计", "五年"]
            .iter()
            .any(|word| words.contains(word) && !words.contains(&format!("{word}规划")));
        let compared = named.is_some() && words.contains("比“");
        (named.is_some() && !compared || counted && named.is_none()).then_some(five)
    }

    /// Remembers the subjects of the statements from `first` on, the latest last, each once.
    fn remember(&mut self, first: usize) {
        /// More subjects than any 分别 looks back to.
        const MOST: usize = 8;
        let recent = &mut self.memory.recent;
        for made in &self.out[first..] {
            let subject = (made.name.clone(), made.scope.clone());
            recent.retain(|other| *other != subject);
            recent.push(subject);
        }
        recent.drain(..recent.len().saturating_sub(MOST));
    }

    /// Remembers what a clause that states nothing is about.
    fn topic(&mut self, body: &Range<usize>) {
        let front = Front::of(&self.text[body.clone()]);
        let (noun, _) = counted(front.noun);
        let noun = match verb(noun) {
            Some((length, _)) => noun[length..].trim_start_matches(['和', '、', '了']),
            None => noun,
        };
        let noun = without_article(noun).trim_start_matches("各类");
        if !noun.is_empty() {
            noun.clone_into(&mut self.memory.topic);
        }
    }

    /// Adds a statement on `name`; an empty name takes the subject of the clause before.
    pub(super) fn state(
        &mut self,
        scene: &Scene,
        value: &Value,
        shape: Shape,
        name: &str,
        scope: &str,
        front: &Front<'_>,
    ) {
        let before = self.memory.subject.clone();
        // 东港区地区生产总值: whose figure it is stands in front of its name.
        let cleaned = clean(name);
        let region = if scope.is_empty() { place_in_front(&cleaned) } else { "" };
        let (name, scope) =
            if region.is_empty() { (name, scope) } else { (&cleaned[region.len()..], region) };
        let (mut base, mut scope) = self.subject(name, scope);
        if base.is_empty() {
            return;
        }
        if !region.is_empty() && self.frame.region.as_deref() == Some(scope.as_str()) {
            scope.clear();
        }
        base.push_str(&self.memory.without);
        let unit = unit_of(value, &base);
        let mut meaning = meaning(value, front, &base, &unit);
        let mut number = value.number;
        let mut statement = self.statement(scene, value.span.start);
        // 房地产投资下降11.8%: in a report of single years a fall is a growth below zero.
        let fell = matches!(meaning.word, "下降" | "减少" | "下滑" | "回落" | "减" | "降");
        let summed = self.several.is_some() || self.setting.several.is_some();
        if fell && statement.past && self.frame.yearly() && !summed && unit == "%" {
            meaning.measure = Measure::GrowthRate;
            meaning.word = "";
            number = number.map(|number| -number);
        }
        statement.measure = meaning.measure;
        statement.averaging = meaning.averaging;
        statement.comparator = value.bound;
        if front.least && value.bound == Comparator::Eq {
            statement.comparator = Comparator::Ge;
        }
        statement.value = number;
        statement.value_high = value.high;
        statement.value_text.clone_from(&value.text);
        statement.unit = unit;
        statement.subject = format!("{base}{}", meaning.word);
        statement.name.clone_from(&base);
        statement.scope.clone_from(&scope);
        statement.shape = shape;
        statement.initial = value.from && statement.past;
        if statement.initial {
            // 五年来，由A增加到B: A is what the five years began with.
            statement.implied = self.setting.several.map(|period| period.start - 1);
        }
        self.span(scene, value, front, &mut statement);
        // 投资低于序时进度3个百分点，完成…: what follows is said of the thing, not of how far it lies from another.
        let apart = base.strip_prefix(before.as_str()).is_some_and(|rest| {
            !before.is_empty()
                && ["快于", "高于", "低于", "慢于", "与", "同"].iter().any(|word| rest.starts_with(word))
        });
        self.keep(statement, base, scope);
        if apart {
            self.memory.subject = before;
        }
    }

    /// Makes the statement `back` places from the end one of the present state: what a rise starts from is
    /// no aim, even in a sentence about the future.
    pub(super) fn present(&mut self, back: usize) {
        let index = self.out.len().checked_sub(back);
        let made = index.and_then(|index| self.out.get_mut(index));
        // What has been reached began at a time that is known already.
        if let Some(statement) = made.filter(|statement| !statement.past) {
            statement.past = true;
            statement.year = None;
            statement.implied = None;
        }
    }

    /// Whether something has been named that a clause without a subject can speak of.
    pub(super) fn has_subject(&self) -> bool {
        !self.memory.subject.is_empty() || !self.memory.topic.is_empty()
    }

    /// The words of the run-in lead: 社会消费品零售总额 of （一）社会消费品零售总额。建议….
    pub(super) fn lead(&self) -> String {
        let lead = self.text.get(..self.unit.lead).unwrap_or_default().trim_end_matches(['。', '：', ' ']);
        lead.rsplit(['）', ')', '.', '、', '．']).next().unwrap_or(lead).to_owned()
    }

    /// Makes the last `count` statements aims, wherever they stand.
    pub(super) fn aimed(&mut self, count: usize) {
        let from = self.out.len().saturating_sub(count);
        for statement in &mut self.out[from..] {
            statement.past = false;
            statement.initial = false;
            statement.implied = self.frame.end();
        }
    }

    /// Adds the statement that all of `name` is or will be done, `value` being how many there are.
    pub(super) fn complete(
        &mut self,
        scene: &Scene,
        value: Option<&Value>,
        name: &str,
        scope: &str,
        words: &str,
        at: usize,
    ) {
        let (base, scope) = self.subject(name, scope);
        if base.is_empty() {
            return;
        }
        let mut statement = self.statement(scene, at);
        statement.measure = Measure::Completion;
        if let Some(value) = value {
            statement.value = value.number;
            statement.unit = unit_of(value, &base);
        } else {
            statement.value = Some(Decimal::ONE_HUNDRED);
            "%".clone_into(&mut statement.unit);
            words.clone_into(&mut statement.value_text);
        }
        statement.subject.clone_from(&base);
        statement.name.clone_from(&base);
        statement.scope.clone_from(&scope);
        self.keep(statement, base, scope);
    }

    /// The full subject and scope: what the clause leaves out comes from the clauses before.
    fn subject(&self, name: &str, scope: &str) -> (String, String) {
        let base = clean(name);
        let memory = &self.memory;
        let inherited = || if scope.is_empty() { memory.scope.clone() } else { scope.to_owned() };
        if base.is_empty() {
            let base = if memory.subject.is_empty() { &memory.topic } else { &memory.subject };
            return (base.clone(), inherited());
        }
        let owner = if memory.stated || memory.topic.is_empty() { &memory.subject } else { &memory.topic };
        // 惠及居民3000户, 与地区生产总值之比: what comes of the thing named before, or is set against another.
        let follows = FRAMES.effects.prefix(&base).is_some()
            || (base.starts_with(['与', '同'])
                && ["之比", "比值", "比例"].iter().any(|end| base.ends_with(end)))
            || (memory.stated && ["快于", "高于", "低于", "慢于"].iter().any(|word| base.starts_with(word)));
        if follows && !owner.is_empty() && !owner.ends_with(&base) {
            return (format!("{owner}{base}"), inherited());
        }
        // 新增国家级平台2个、新增省级12个: the grade stands for the whole name.
        let graded = base
            .strip_prefix("新增")
            .filter(|grade| grade.ends_with('级') && FRAMES.parts.get(grade).is_some() && memory.stated);
        if let Some(grade) = graded {
            let thing = owner.trim_start_matches("新增");
            let thing = FRAMES.parts.strip_prefix(thing).unwrap_or(thing);
            return (format!("新增{grade}{thing}"), inherited());
        }
        let area = base.starts_with("占用") || (base.starts_with("占地") && !base.starts_with("占地区"));
        let share = base.starts_with('占') && !area;
        if (LEXICON.attributes.get(&base).is_some() || share) && !owner.is_empty() && !owner.ends_with(&base)
        {
            // 示范村总数达到680个，占总村数: the villages are a share; 增加值占: the value added is.
            let counted = owner.ends_with('数') || owner.ends_with("数量");
            let owner = if share && !counted { owner } else { without_attribute(owner) };
            return (format!("{owner}{base}"), inherited());
        }
        if memory.topic.len() > base.len()
            && memory.topic.ends_with(base.as_str())
            && base.chars().count() >= 3
        {
            // 培育农业龙头企业，龙头企业达到100家: the short form takes up the long one.
            return (memory.topic.clone(), scope.to_owned());
        }
        (base, if memory.stated { inherited() } else { scope.to_owned() })
    }

    /// A statement at the clause, with its time.
    fn statement(&self, scene: &Scene, at: usize) -> Statement {
        let span = self.unit.text.span(scene.clause.clone());
        let origin = if self.unit.boxed.is_some() { Origin::Box } else { Origin::Prose };
        let mut statement = Statement::at(span, origin, self.unit.section.clone());
        statement.at = self.unit.text.offset(at);
        statement.clause = scene.body.clone();
        statement.months = self.months;
        let time = self.time_of(scene, at);
        statement.year = time.year;
        let before = &self.text[scene.body.start..at];
        let told = self.setting.past.unwrap_or(self.unit.background) || already(before);
        statement.past = time.past.unwrap_or(told);
        statement.implied =
            self.setting.year.filter(|_| self.setting.past.is_none_or(|past| past == statement.past));
        statement
    }

    /// The years that a statement sums or averages over, and whether it does so at all.
    fn span(&self, scene: &Scene, value: &Value, front: &Front<'_>, statement: &mut Statement) {
        let since = self.since(scene, value);
        if !self.frame.yearly() {
            // 2021—2023年年均增长5.4%, in the middle of a plan.
            let evaluated = self.frame.kind == DocumentKind::Evaluation && statement.averaging.is_some();
            statement.several =
                self.named_years(scene, value).or(since).filter(|_| evaluated && statement.past);
            return;
        }
        let five = self.frame.five_years();
        let clause = &self.text[scene.clause.clone()];
        let compared =
            ["同比", "比上年", "较上年", "比去年", "较去年", "全年"].iter().any(|word| clause.contains(word));
        let mut several = self.several.or(self.setting.several).filter(|period| {
            !compared && !statement.initial && statement.year.is_none_or(|year| year == period.end)
        });
        if !statement.past {
            several = None;
        } else if statement.averaging == Some(Averaging::AnnualAvg) {
            several = several.or(five);
        }
        let flows = matches!(
            statement.measure,
            Measure::Change | Measure::Cumulative | Measure::GrowthRate | Measure::Multiple
        );
        let state = value.reached || front.marked;
        let before = &self.text[scene.body.start..value.span.start];
        // 新建线路7条、通车里程超400公里: what has been reached is no part of what was added.
        let own = if state { before.rsplit('、').next().unwrap_or(before) } else { before };
        let added = ["新增", "净增", "新建", "累计", "五年合计"].iter().any(|word| own.contains(word));
        let stock =
            ["数", "数量", "保有量", "拥有量", "总量"].iter().any(|end| statement.subject.ends_with(end));
        let counted = statement.measure == Measure::Count && !stock;
        let done = !state && (counted || verb(&self.text[scene.body.clone()]).is_some());
        let summed = flows || done || added || front.total || value.cumulative;
        statement.several = since.or(several).filter(|_| statement.past && summed);
        // 粮食产量连续5年保持在…: it held in each of them.
        if let Some(period) = self.in_a_row(before).filter(|_| statement.past) {
            statement.several = Some(period);
            return;
        }
        match (statement.several, statement.averaging) {
            (_, Some(Averaging::AnnualAvg)) | (Some(_), Some(_)) => {}
            (Some(_), None) if statement.measure != Measure::GrowthRate => {
                statement.averaging = Some(Averaging::Cumulative);
            }
            // 比上年提高: within the year.
            (None, Some(Averaging::Cumulative)) if statement.measure != Measure::Cumulative => {
                statement.averaging = None;
            }
            _ => {}
        }
    }

    /// The years that a clause names as a range in front of a value: 2021—2023年.
    fn named_years(&self, scene: &Scene, value: &Value) -> Option<Period> {
        let now = self.frame.base()?;
        inside(self.mentions, &(scene.clause.start..value.span.start))
            .iter()
            .filter(|mention| mention.kind == phrase::Kind::Period)
            .filter_map(|mention| mention.years)
            .find(|years| years.plan.is_none() && years.first < years.last && years.last <= now)
            .map(|years| Period { start: years.first, end: years.last })
    }

    /// The years of 连续5年 in front of a value, up to the last results.
    fn in_a_row(&self, before: &str) -> Option<Period> {
        let (_, rest) = before.rsplit_once("连续")?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).filter(|end| rest[*end..].starts_with('年'))?;
        let count: i32 = rest[..digits].parse().ok().filter(|count| (2..=30).contains(count))?;
        let now = self.frame.base()?;
        Some(Period { start: now - count + 1, end: now })
    }

    /// The years behind the year that a value is compared with, when that is not the year before: 比2020年.
    fn since(&self, scene: &Scene, value: &Value) -> Option<Period> {
        let now = self.frame.base()?;
        let before = inside(self.mentions, &(scene.clause.start..value.span.start));
        // 由2020年的A增加到B begins with A; only 比 and 较 compare.
        let against = |mention: &&Mention| {
            mention.comparator.as_ref().is_some_and(|marked| {
                marked.meaning == phrase::Comparator::From
                    && self.text.get(marked.span.clone()).is_some_and(|word| word.contains(['比', '较']))
            })
        };
        let mut compared = before.iter().rev().filter(against);
        let year = compared.find_map(|mention| mention.years)?;
        (year.plan.is_none() && year.last + 1 < now).then_some(Period { start: year.last + 1, end: now })
    }

    fn keep(&mut self, statement: Statement, subject: String, scope: String) {
        self.memory.subject = subject;
        self.memory.unit.clone_from(&statement.unit);
        self.memory.scope = scope;
        self.memory.stated = true;
        self.out.push(statement);
    }

    /// The year beside the value, else that of the clause, else that of the sentence.
    fn time_of(&self, scene: &Scene, at: usize) -> Time {
        let beside = |when: &When| self.text[when.span.end..at].chars().take(5).count() <= 4;
        // 绕城公路18.6公里于2023年底前建成: the time stands behind what is built.
        let behind = |when: &When| {
            when.span.start > at
                && self.text[at..when.span.start].ends_with('于')
                && !self.text[at..when.span.start].contains(['、', '，'])
        };
        scene
            .whens
            .iter()
            .rfind(|when| when.span.end <= at && (when.role != Role::Value || beside(when)))
            .or_else(|| scene.whens.iter().find(|when| behind(when)))
            .map_or(self.time, |when| when.time)
    }

    /// Whether a clause says what becomes of the subject before it, and holds no value itself.
    pub(super) fn predicate_clause(&self, clause: &Clause) -> bool {
        let led = verb(&self.text[clause.range.clone()]);
        led.is_some_and(|(_, class)| matches!(class, Verb::Become | Verb::Do))
            && self.values(&clause.range).is_empty()
    }
}

/// The unit of a value; 190万 of a population are 万人.
fn unit_of(value: &Value, subject: &str) -> String {
    let bare = matches!(value.unit.as_str(), "万" | "亿");
    let unit = match subject {
        _ if !bare => "",
        name if name.ends_with("人次") => "人次",
        name if name.contains("人口") || name.ends_with("人数") => "人",
        _ => "",
    };
    format!("{}{unit}", value.unit)
}

/// Whether a clause only says by what its figures are parted: 分门类看, 按经营单位所在地分.
fn splits(clause: &str) -> bool {
    let open = clause.starts_with('分') && clause.ends_with('看');
    open || (clause.starts_with('按') && clause.ends_with(['分', '看']))
}

/// 末, 前, 时 and the comma behind a lead-in of time.
fn lead_in(text: &str) -> usize {
    let rest = text.trim_start_matches(['末', '底', '前', '时', '年', '”', '，', ' ', '　']);
    let rest = ["期间", "时期", "以前", "之前", "左右", "期"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    text.len() - rest.trim_start_matches(['，', ' ', '　', ',']).len()
}

/// Whether a clause explains a word, or says what is to be kept to: X是指…, 按照每万人2个的标准.
fn tells_nothing(clause: &str) -> bool {
    let explains = ["是指", "泛指", "指的是"].iter().any(|word| clause.contains(word));
    let bare = match clause.strip_suffix(['）', ')']) {
        Some(inner) => inner.rfind(['（', '(']).map_or(clause, |at| &clause[..at]),
        None => clause,
    };
    let kept = ["按照", "对照", "参照", "按"].iter().any(|word| clause.starts_with(word))
        && ["标准", "要求", "原则", "比例", "部署"].iter().any(|word| bare.ends_with(word));
    explains || kept
}

/// Whether the words in front of a value say that it has been reached.
fn already(before: &str) -> bool {
    ["已经", "已累计", "已建成", "已达", "已完成", "已有"].iter().any(|word| before.contains(word))
}
