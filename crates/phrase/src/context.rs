//! The words around the numbers of one sentence: bounds, changes, modality.

use crate::candidate::Need;
use crate::language::{Lexicon, Marker, Reach, Role};
use crate::mention::{Change, Comparator, Kind, Marked, Mention, Modality};
use crate::text::Text;
use std::ops::Range;

/// A marker word of the sentence.
struct Token<'l> {
    span: Range<usize>,
    markers: &'l [Marker],
}

impl Token<'_> {
    fn role(&self, reach: Reach) -> Option<Role> {
        self.markers.iter().find(|marker| marker.reach == reach).map(|marker| marker.role)
    }

    fn has(&self, role: Role) -> bool {
        self.markers.iter().any(|marker| marker.role == role)
    }

    fn is_change(&self) -> bool {
        self.markers.iter().any(|marker| matches!(marker.role, Role::Change(_)))
    }
}

/// Reads the context of the mentions `found[first..]`, all of one sentence, and drops those whose need is not met.
pub(crate) fn read(
    lexicon: &Lexicon,
    text: Text<'_>,
    sentence: Range<usize>,
    first: usize,
    found: &mut Vec<Mention>,
    needs: &[Need],
) {
    let tokens = tokens(lexicon, text, sentence.clone(), &found[first..]);
    let sentence = Sentence { text, span: sentence, tokens };
    for index in first..found.len() {
        let (before, rest) = found.split_at_mut(index);
        if let Some((mention, after)) = rest.split_first_mut() {
            sentence.mark(&before[first..], mention, after.first());
        }
    }
    Sentence::drop_lone_origins(&mut found[first..]);
    let mut needs = needs.iter();
    let mut kept = found.split_off(first);
    kept.retain(|mention| sentence.is_met(mention, needs.next().copied().unwrap_or(Need::None)));
    found.append(&mut kept);
}

/// The marker words between the mentions of a sentence.
fn tokens<'l>(
    lexicon: &'l Lexicon,
    text: Text<'_>,
    sentence: Range<usize>,
    mentions: &[Mention],
) -> Vec<Token<'l>> {
    let Some(words) = &lexicon.marker_words else { return Vec::new() };
    let mut tokens = Vec::new();
    let mut from = sentence.start;
    let ends = mentions
        .iter()
        .map(|mention| mention.span.clone())
        .chain(std::iter::once(sentence.end..sentence.end));
    for mention in ends {
        if let Some(raw) = text.raw.get(from..mention.start) {
            tokens.extend(words.leftmost_find_iter(raw).filter_map(|found| {
                let markers = lexicon.markers.get(found.value() as usize)?;
                Some(Token { span: from + found.start()..from + found.end(), markers })
            }));
        }
        from = mention.end;
    }
    tokens
}

struct Sentence<'t, 'l> {
    text: Text<'t>,
    span: Range<usize>,
    tokens: Vec<Token<'l>>,
}

/// What the words in front of a number said so far.
#[derive(Default)]
struct Front {
    comparator: Option<Marked<Comparator>>,
    change: Option<Marked<Change>>,
    /// Whether the value is where the change ends: 下降到, 增速达到.
    ended: Option<Comparator>,
    /// How far the chain of adjacent markers reaches to the left.
    start: usize,
}

impl Sentence<'_, '_> {
    fn mark(&self, before: &[Mention], mention: &mut Mention, next: Option<&Mention>) {
        let front = self.front(before, mention);
        let clause = self.clause_start(mention.span.start);
        let last = before.iter().rev().find(|m| !m.kind.is_calendar()).map_or(clause, |m| m.span.end);
        let window = clause.max(last)..mention.span.start;
        self.mark_comparator(&front, window.clone(), mention, next);
        self.mark_change(front, window, mention);
        self.mark_modality(mention);
        if let Some(previous) = before.last() {
            self.share(previous, mention);
        }
        if mention.kind == Kind::Class {
            self.mark_class(mention);
        }
    }

    /// The token that ends at `at`.
    fn ending(&self, at: usize) -> Option<&Token<'_>> {
        let index = self.tokens.partition_point(|token| token.span.end < at);
        self.tokens.get(index).filter(|token| token.span.end == at)
    }

    /// The token that begins at `at`.
    fn starting(&self, at: usize) -> Option<&Token<'_>> {
        let index = self.tokens.partition_point(|token| token.span.start < at);
        self.tokens.get(index).filter(|token| token.span.start == at)
    }

    /// Where the clause of `at` begins.
    fn clause_start(&self, at: usize) -> usize {
        let raw = self.text.raw.get(self.span.start..at).unwrap_or("");
        raw.rfind(['，', '：', '（', '(', ',', ':']).map_or(self.span.start, |found| {
            let width = raw.get(found..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8);
            self.span.start + found + width
        })
    }

    /// Walks left over the markers that stand directly in front of the mention.
    fn front(&self, before: &[Mention], mention: &Mention) -> Front {
        let calendar = is_time(mention.kind);
        let mut front = Front { start: mention.span.start, ..Front::default() };
        let mut at = mention.span.start;
        let mut times = before.iter().rev().peekable();
        loop {
            at = self.text.skip_gap_back(at);
            if matches!(self.text.peek_before(at), '“' | '"') {
                at = self.text.before(at).map_or(at, |(_, before)| before);
            }
            if let Some(token) = self.ending(at) {
                if !self.take_front(token, calendar, mention, &mut front) {
                    break;
                }
                at = token.span.start;
                front.start = at;
                continue;
            }
            // 由2010年末的65%: a time and 的 stand between the marker and the number.
            let behind = match self.text.before(at) {
                Some(('的', before)) => before,
                _ => at,
            };
            match times.peek() {
                Some(time) if time.kind.is_calendar() && self.closes(time.span.end, behind) && !calendar => {
                    at = time.span.start;
                    times.next();
                }
                _ => {
                    if behind != at && matches!(mention.kind, Kind::Percent | Kind::Fraction) {
                        self.of_phrase(behind, &mut front);
                    }
                    break;
                }
            }
        }
        front
    }

    /// Whether a mention that ends at `end` is followed at once by `behind`, a closing quotation mark apart.
    fn closes(&self, end: usize, behind: usize) -> bool {
        end == behind
            || self.text.raw.get(end..behind).is_some_and(|s| s.trim_matches(['”', '"', ' ']).is_empty())
    }

    /// 达到全省平均水平的50%: the marker in front of a short of-phrase.
    fn of_phrase(&self, end: usize, front: &mut Front) {
        const LONGEST: usize = 36;
        let from = end.saturating_sub(LONGEST).max(self.clause_start(end));
        let token = self.tokens.iter().rev().find(|token| token.span.start >= from && token.span.end <= end);
        if let Some(token) = token
            && let Some(Role::Comparator(comparator)) = token.role(Reach::Before)
            && matches!(comparator, Comparator::Reach | Comparator::Gt | Comparator::Lt | Comparator::To)
            && front.comparator.is_none()
        {
            front.comparator = Some(Marked { meaning: comparator, span: token.span.clone() });
        }
    }

    /// Takes one adjacent token; false when the chain ends at it.
    fn take_front(&self, token: &Token<'_>, calendar: bool, mention: &Mention, front: &mut Front) -> bool {
        let role = if calendar { token.role(Reach::BeforeTime) } else { token.role(Reach::Before) };
        match role {
            Some(Role::Comparator(comparator)) => {
                let comparator = self.adapt(comparator, token, calendar, mention);
                if let Some(Comparator::To | Comparator::Reach) = comparator {
                    front.ended = comparator;
                }
                if let (None, Some(meaning)) = (&front.comparator, comparator) {
                    front.comparator = Some(Marked { meaning, span: token.span.clone() });
                }
                comparator.is_some()
            }
            Some(Role::Change(change)) => {
                if front.change.is_none() {
                    front.change = Some(Marked { meaning: change, span: token.span.clone() });
                }
                true
            }
            Some(Role::Filler) => true,
            Some(_) => false,
            None => {
                token.has(Role::Annual)
                    || token.has(Role::Cumulative)
                    || token.role(Reach::Sentence).is_some()
            }
        }
    }

    /// The comparator a word means in front of this mention; `None` when it does not apply.
    fn adapt(
        &self,
        comparator: Comparator,
        token: &Token<'_>,
        calendar: bool,
        mention: &Mention,
    ) -> Option<Comparator> {
        match comparator {
            // 提高到2015年末的85%: 到 behind a verb of change is where the change ends.
            Comparator::By if self.ending(token.span.start).is_some_and(Token::is_change) => {
                Some(Comparator::To)
            }
            // 近五年 is the past five years, not about five.
            Comparator::Approx
                if mention.kind == Kind::Duration
                    && self.text.word(token.span.start, "近", false).is_some() =>
            {
                None
            }
            Comparator::By if mention.kind == Kind::Duration => Some(Comparator::To),
            Comparator::Per => {
                let round =
                    mention.bare || mention.value.is_some_and(|value| value >= rust_decimal::Decimal::TEN);
                (round || calendar).then_some(Comparator::Per)
            }
            other => Some(other),
        }
    }

    fn mark_comparator(
        &self,
        front: &Front,
        window: Range<usize>,
        mention: &mut Mention,
        _next: Option<&Mention>,
    ) {
        let calendar = is_time(mention.kind);
        if let Some(behind) = self.behind(mention, calendar) {
            let is_base = front.comparator.as_ref().is_some_and(|c| c.meaning == Comparator::From);
            if !(calendar && is_base) {
                mention.comparator = Some(behind);
                return;
            }
        }
        if let Some(comparator) = &front.comparator
            && (comparator.meaning.is_bound() || mention.comparator.is_none())
        {
            mention.comparator = Some(comparator.clone());
        }
        let bounded = mention.comparator.as_ref().is_some_and(|c| c.meaning.is_bound());
        if !bounded && !calendar {
            if let Some(far) = self.far(window) {
                mention.comparator = Some(far);
                return;
            }
            if mention.open.is_some() {
                let span = mention.number_span.end..mention.number_span.end;
                mention.comparator = Some(Marked { meaning: Comparator::Gt, span });
            } else if mention.comparator.is_none() && self.is_base(mention) {
                let span = mention.span.clone();
                mention.comparator = Some(Marked { meaning: Comparator::Per, span });
            }
        }
    }

    /// A marker directly behind the mention, closing quotation marks apart.
    fn behind(&self, mention: &Mention, calendar: bool) -> Option<Marked<Comparator>> {
        let mut at = self.text.skip_gap(mention.span.end);
        if matches!(self.text.peek(at), '”' | '"') {
            at = self.text.at(at).map_or(at, |(_, next)| next);
        }
        if let Some(next) = self.text.any(at, &["（含）", "(含)"]) {
            at = next;
        }
        let token = self.starting(at)?;
        let role = if calendar { token.role(Reach::AfterTime) } else { token.role(Reach::After) };
        match role {
            Some(Role::Comparator(mut meaning)) => {
                if mention.kind.is_calendar() && meaning == Comparator::Le {
                    meaning = Comparator::By;
                }
                if mention.kind == Kind::Duration && matches!(meaning, Comparator::By | Comparator::From) {
                    return None;
                }
                Some(Marked { meaning, span: token.span.clone() })
            }
            _ => None,
        }
    }

    /// A bound at a distance in the same clause: 至少培育成长型企业12户.
    fn far(&self, window: Range<usize>) -> Option<Marked<Comparator>> {
        self.tokens
            .iter()
            .rev()
            .filter(|t| window.start <= t.span.start && t.span.end <= window.end)
            .find_map(|token| match token.role(Reach::Clause) {
                Some(Role::Comparator(meaning)) => Some(Marked { meaning, span: token.span.clone() }),
                _ => None,
            })
    }

    /// 万元地区生产总值用水量, 万人发明专利拥有量: a bare multiplier in front of a noun is the base of a rate.
    fn is_base(&self, mention: &Mention) -> bool {
        const PER_MONEY: [&str; 12] = [
            "地区生产总值",
            "国内生产总值",
            "生产总值",
            "GDP",
            "工业增加值",
            "增加值",
            "产值",
            "工业产值",
            "销售收入",
            "营业收入",
            "农业增加值",
            "规模以上工业增加值",
        ];
        const PER_HEAD: [&str; 10] =
            ["口", "拥有", "口拥有", "发明专利", "口执业", "卫生", "医护", "床位", "均", "口医"];
        if !mention.bare {
            return false;
        }
        let rest = self.text.raw.get(mention.span.end..).unwrap_or("").trim_start();
        match mention.unit.as_ref().map(|unit| unit.dimension.of) {
            Some("money:CNY") => {
                !matches!(self.text.peek_before(mention.span.start), '个' | '年' | '达')
                    && PER_MONEY.iter().any(|noun| rest.starts_with(noun))
            }
            Some("person") => PER_HEAD.iter().any(|noun| rest.starts_with(noun)),
            _ => false,
        }
    }

    fn mark_change(&self, front: Front, window: Range<usize>, mention: &mut Mention) {
        if is_time(mention.kind) {
            return;
        }
        for token in self.tokens.iter().filter(|t| window.start <= t.span.start && t.span.end <= window.end) {
            mention.annual |= token.has(Role::Annual);
            mention.cumulative |= token.has(Role::Cumulative);
        }
        if mention.change.is_some()
            || matches!(mention.comparator(), Some(Comparator::Per | Comparator::From))
        {
            return;
        }
        // 下降到35 names a level, not a change; a rate that is reached (增速达到7%) stays a rate.
        let change = front.change.filter(|change| match front.ended {
            None => true,
            Some(Comparator::Reach) => matches!(change.meaning, Change::Growth | Change::AvgGrowth),
            Some(_) => false,
        });
        if let Some(mut change) = change {
            change.meaning = match change.meaning {
                Change::Growth if mention.annual => Change::AvgGrowth,
                Change::Decrease if mention.annual && mention.kind == Kind::Percent => Change::AvgDecrease,
                Change::Growth | Change::Increase if mention.cumulative => Change::CumGrowth,
                Change::Decrease if mention.cumulative => Change::CumDecrease,
                other => other,
            };
            mention.cumulative |= matches!(change.meaning, Change::CumGrowth | Change::CumDecrease);
            mention.annual |= matches!(change.meaning, Change::AvgGrowth | Change::AvgDecrease);
            mention.change = Some(change);
            return;
        }
        let inside = |t: &&Token<'_>| window.start <= t.span.start && t.span.end <= window.end;
        let mut far =
            self.tokens.iter().rev().filter(inside).filter_map(|token| match token.role(Reach::Clause) {
                Some(Role::Cumulative) => {
                    Some(Marked { meaning: Change::Cumulative, span: token.span.clone() })
                }
                Some(Role::Change(meaning)) if mention.kind == Kind::Quantity => {
                    Some(Marked { meaning, span: token.span.clone() })
                }
                _ => None,
            });
        // 累计新增50万人 is first of all a total.
        let nearest = far.next();
        mention.change = far.find(|change| change.meaning == Change::Cumulative).or(nearest);
    }

    fn mark_modality(&self, mention: &mut Mention) {
        if is_time(mention.kind)
            || mention.comparator() == Some(Comparator::Per)
            || self.is_attributive(mention)
        {
            return;
        }
        let end = self.tokens.partition_point(|token| token.span.end <= mention.span.start);
        mention.modality = self.tokens.get(..end).unwrap_or(&[]).iter().rev().find_map(|token| {
            match token.role(Reach::Sentence) {
                Some(Role::Modality(meaning)) => {
                    Some(Marked::<Modality> { meaning, span: token.span.clone() })
                }
                _ => None,
            }
        });
    }

    /// 年销售额百亿元的市场: an amount that only describes the noun behind it.
    fn is_attributive(&self, mention: &Mention) -> bool {
        let mut at = self.text.skip_gap(mention.span.end);
        if let Some(token) = self.starting(at) {
            at = token.span.end;
        }
        mention.kind == Kind::Quantity && self.text.peek(at) == '的'
    }

    /// 470万亩、270万亩和171万亩: items of a list share what is said in front of the first.
    fn share(&self, previous: &Mention, mention: &mut Mention) {
        let between = self.text.raw.get(previous.span.end..mention.span.start).unwrap_or("，");
        let between: String = between.chars().filter(|c| !c.is_whitespace()).collect();
        let listed = matches!(between.as_str(), "、" | "和" | "及" | "与" | "以及" | "或" | "、和");
        if !listed || is_time(previous.kind) != is_time(mention.kind) {
            return;
        }
        let in_front = previous.comparator.as_ref().is_some_and(|c| c.span.end <= previous.span.start);
        if mention.comparator.is_none() && in_front && previous.comparator() != Some(Comparator::Per) {
            mention.comparator.clone_from(&previous.comparator);
        }
        if mention.change.is_none() {
            mention.change.clone_from(&previous.change);
        }
        mention.annual |= previous.annual;
        mention.cumulative |= previous.cumulative;
    }

    /// Water and road classes: better than a class is a smaller number.
    fn mark_class(&self, mention: &mut Mention) {
        let before = self.text.raw.get(self.span.start..mention.span.start).unwrap_or("").trim_end();
        let words: [(&str, Comparator); 10] = [
            ("达到或好于", Comparator::Le),
            ("达到或优于", Comparator::Le),
            ("达到和优于", Comparator::Le),
            ("不低于", Comparator::Le),
            ("不劣于", Comparator::Le),
            ("好于", Comparator::Lt),
            ("优于", Comparator::Lt),
            ("高于", Comparator::Lt),
            ("劣于", Comparator::Gt),
            ("劣", Comparator::Gt),
        ];
        if let Some((word, meaning)) = words.into_iter().find(|(word, _)| before.ends_with(word)) {
            let end = self.span.start + before.len();
            mention.comparator = Some(Marked { meaning, span: end - word.len()..end });
        } else if let Some(comparator) = &mut mention.comparator
            && comparator.span.start >= mention.span.end
        {
            comparator.meaning = match comparator.meaning {
                Comparator::Ge => Comparator::Le,
                Comparator::Le => Comparator::Ge,
                other => other,
            };
        }
    }

    /// 由 in front of an amount is an origin only when the change ends somewhere: 由5个部门组成 is none.
    fn drop_lone_origins(mentions: &mut [Mention]) {
        let mut ends = false;
        for mention in mentions.iter_mut().rev() {
            match mention.comparator() {
                Some(Comparator::From) if !is_time(mention.kind) && !ends => mention.comparator = None,
                Some(Comparator::To | Comparator::Reach) if !is_time(mention.kind) => ends = true,
                Some(comparator) if comparator.is_bound() => ends = true,
                _ => {}
            }
        }
    }

    fn is_met(&self, mention: &Mention, need: Need) -> bool {
        let bounded = mention.comparator().is_some_and(Comparator::is_bound) && mention.open.is_none();
        match need {
            Need::None => true,
            Need::Bound => bounded,
            Need::CountedOrMade => bounded || self.is_made(mention),
            Need::Marker => {
                bounded
                    || matches!(
                        mention.comparator(),
                        Some(Comparator::Reach | Comparator::To | Comparator::From)
                    )
            }
        }
    }

    /// Whether a verb of making stands shortly in front of a small count: 新建两座, 打造三个.
    fn is_made(&self, mention: &Mention) -> bool {
        const LONGEST: usize = 12;
        let from = self.clause_start(mention.span.start).max(mention.span.start.saturating_sub(LONGEST));
        self.tokens
            .iter()
            .any(|t| t.has(Role::Making) && t.span.start >= from && t.span.end <= mention.span.start)
    }
}

/// Whether the time markers apply.
fn is_time(kind: Kind) -> bool {
    kind.is_calendar() || kind == Kind::Duration
}
