//! Statements that take part of their subject from the clause before: shares in a whole, parts of it, what is
//! done of a plan, and predicates that follow their number at once.

use phrase::Kind;

use super::forms::Item;
use super::noun::{counted, verb_at, without_light_verb};
use super::reader::{Reader, Scene};
use super::subject::Front;
use super::value::Value;
use super::words::FRAMES;
use crate::place;
use crate::statement::Shape;
use crate::words::{LEXICON, Verb};

impl Reader<'_, '_> {
    /// 民生支出349亿元，占78.6%; 占全市的43.9%: the share of what was named before in a whole.
    pub(super) fn share_of(&mut self, scene: &Scene, item: &Item<'_>, front: &Front<'_>) -> bool {
        let percent = matches!(item.value.kind, Kind::Percent | Kind::Fraction);
        let pre = item.pre.trim().trim_start_matches('约');
        let rest = pre.strip_prefix('占').filter(|_| percent && self.memory.stated);
        let Some(rest) = rest.filter(|_| !self.memory.subject.is_empty()) else { return false };
        let rest = rest.trim_end_matches(['的', '约', ' ', '比', '重']);
        let whole = if rest.is_empty() { self.memory.whole.as_str() } else { rest };
        // 占总村数的60%: a whole of its own goes the way of other subjects.
        if !(rest.is_empty() || FRAMES.scopes.get(rest).is_some()) {
            return false;
        }
        let subject = self.memory.subject.clone();
        let name =
            if whole.is_empty() { format!("{subject}占比") } else { format!("{subject}占{whole}比重") };
        self.state(scene, item.value, Shape::Reached, &name, "", front);
        // What follows is said of the thing, not of its share.
        self.memory.subject = subject;
        true
    }

    /// 完成投资642亿元，为年计划的107%; 完成规划目标的93%: how much of what was planned is done.
    pub(super) fn done_of(&mut self, scene: &Scene, item: &Item<'_>, front: &Front<'_>) -> bool {
        const PLANNED: [&str; 10] = [
            "年计划",
            "年度计划",
            "全年计划",
            "计划",
            "年度目标",
            "全年目标",
            "规划目标",
            "五年目标",
            "预期目标",
            "目标",
        ];
        let percent =
            item.value.kind == Kind::Percent && self.memory.stated && !self.memory.subject.is_empty();
        let words = item.pre.trim().trim_end_matches(['的', ' ']);
        // 五年目标（13.5%）: the figure of the plan in brackets.
        let words = words.split(['（', '(']).next().unwrap_or(words);
        let Some(at) = words.find(['为', '占', '成', '是']).filter(|_| percent) else { return false };
        let planned = words[at..].trim_start_matches(['为', '占', '成', '是', '了']);
        if !PLANNED.contains(&planned) || at > "已完".len() {
            return false;
        }
        let subject = self.memory.subject.clone();
        self.state(scene, item.value, Shape::Reached, &format!("{subject}完成率"), "", front);
        self.memory.subject = subject;
        true
    }

    /// 装机容量35万千瓦，其中风电10万千瓦、光伏25万千瓦: a part that shares the attribute and the unit of the whole.
    pub(super) fn part_of(
        &mut self,
        scene: &Scene,
        item: &Item<'_>,
        front: &Front<'_>,
        noun: &str,
        led: bool,
    ) -> bool {
        // 其中火电120万千瓦，水电108万千瓦: further parts are named as shortly as the first.
        const SHORT: usize = 5;
        let further = !self.memory.whole.is_empty() && self.memory.stated && noun.chars().count() <= SHORT;
        let inside = further || self.text[scene.clause.clone()].trim_start().starts_with("其中");
        let same = item.value.unit == self.memory.unit && item.value.change.is_none();
        if !inside || !same || led || noun.is_empty() || front.shift.is_some() {
            return false;
        }
        let attributed = |name: &str| LEXICON.attributes.suffix(name).is_some();
        let whole = &self.memory.whole;
        let subject =
            if !attributed(&self.memory.subject) && attributed(whole) { whole } else { &self.memory.subject };
        let subject = subject.clone();
        if FRAMES.parts.get(noun).is_some() && !subject.is_empty() {
            self.state(scene, item.value, Shape::Reached, &subject, noun, front);
            return true;
        }
        let Some((attribute, ())) = LEXICON.attributes.suffix(&subject) else { return false };
        let whole = LEXICON.attributes.suffix(noun).is_some() || place::kind(noun).is_some();
        if whole || noun.contains(attribute) {
            return false;
        }
        self.state(scene, item.value, Shape::Reached, &format!("{noun}{attribute}"), front.scope, front);
        true
    }

    /// 16项指标中，15项达到预期: the noun is that of the whole, and what it does stands behind.
    pub(super) fn of_whole(&mut self, scene: &Scene, item: &Item<'_>, front: &Front<'_>) -> bool {
        let rest = self.text[item.value.tail..scene.body.end].trim();
        let told = rest.trim_start_matches("基本").trim_start_matches("提前");
        let open = matches!(front.noun, "" | "有" | "尚" | "仍" | "尚有" | "仍有" | "还有");
        let counted = item.first && item.value.counter && open && !self.memory.whole.is_empty();
        if !counted || FRAMES.predicates.prefix(told).is_none() {
            return false;
        }
        let name = format!("{}的{}", rest.trim_end_matches(['的', '了']), self.memory.whole);
        self.state(scene, item.value, Shape::Reached, &name, front.scope, front);
        true
    }

    /// Whether only a time stands in front of a value that goes on with the subject: 造林58万亩，其中2025年|11.6万亩.
    pub(super) fn dated(&self, scene: &Scene, item: &Item<'_>) -> bool {
        let start = item.value.span.start;
        let beside = |end: usize| {
            end <= start && self.text[end..start].trim_matches(['年', '末', '底', ' ', '的']).is_empty()
        };
        item.first
            && !self.memory.subject.is_empty()
            && item.value.unit == self.memory.unit
            && scene.whens.iter().any(|when| beside(when.span.end))
    }

    /// Numbers whose predicate follows at once: 1.35万人|享受低保, 1小时|通达, and sizes inside what is made:
    /// 设立总规模50亿元的|母基金.
    pub(super) fn verb_first(&mut self, scene: &Scene, item: &Item<'_>, front: &Front<'_>) -> bool {
        let Item { value, post, .. } = *item;
        if value.kind == Kind::Duration
            && FRAMES.reach.prefix(post).is_some_and(|(word, ())| word.len() == post.len())
        {
            let name = format!("{}{post}时间", without_light_verb(counted(front.noun).0));
            self.state(scene, value, Shape::Reached, &name, front.scope, front);
            return true;
        }
        let (noun, led) = counted(front.noun);
        if let Some(thing) =
            self.text[value.tail..].trim_start().strip_prefix('的').map(|_| post.trim_start_matches('的'))
            && led
            && LEXICON.attributes.get(noun).is_some()
            && builds_or_makes(front.noun)
        {
            self.state(scene, value, Shape::Listed, &format!("{thing}{noun}"), front.scope, front);
            return true;
        }
        let persons = matches!(value.unit.trim_start_matches(['万', '千', '亿']), "人" | "名");
        if !item.first || !persons || value.chinese || !front.noun.is_empty() {
            return false;
        }
        if FRAMES.predicates.prefix(post).is_none() {
            return false;
        }
        self.state(scene, value, Shape::Reached, &format!("{post}人数"), front.scope, front);
        true
    }

    /// Whether a counted noun is the whole of which the next clause counts parts: 确定的16项指标中，15项达到….
    pub(super) fn counts_whole(&self, scene: &Scene, item: &Item<'_>) -> bool {
        if !item.value.counter || !item.first {
            return false;
        }
        let Some(next) = &scene.next else { return false };
        let first = self.values(&next.range).into_iter().next();
        let opens = |value: &Value| {
            value.counter
                && value.unit == item.value.unit
                && self.text[next.range.start..value.span.start]
                    .trim_start_matches("其中")
                    .trim_matches(['有', '已', '共', '尚', '仍', '还', ' '])
                    .is_empty()
        };
        first.as_ref().is_some_and(opens)
    }
}

/// Whether a verb that brings something into being governs the noun.
fn builds_or_makes(noun: &str) -> bool {
    verb_at(noun).is_some_and(|(_, class)| class == Verb::Create)
}
