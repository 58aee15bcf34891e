//! Of what time a sentence speaks that names none: its section and the lead-in of its paragraph decide,
//! with the kind of the document as the prior.

use std::collections::HashMap;
use std::sync::LazyLock;

use phrase::{Kind, Mention};
use plan::{DocumentKind, Period, SectionId};

use crate::frame::{Frame, compact};
use crate::outline::{Outline, Unit, describes_background};
use crate::words::{Words, class};

/// What a sentence is about when it does not say so itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Setting {
    /// Whether it reports results; unknown where neither heading nor lead-in tells.
    pub(crate) past: Option<bool>,
    /// The year it speaks of, where that is not the base or the end of the plan.
    pub(crate) year: Option<i32>,
    /// The years that what was done is summed over.
    pub(crate) several: Option<Period>,
}

/// The lists of `data/zh/settings.tsv`.
struct Cues {
    past: Words,
    aims: Words,
    next: Words,
    done: Words,
    five: Words,
    year: Words,
    now: Words,
    coming: Words,
}

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    const FILE: &str = include_str!("../data/zh/settings.tsv");
    Cues {
        past: class(FILE, "past"),
        aims: class(FILE, "aims"),
        next: class(FILE, "next"),
        done: class(FILE, "done"),
        five: class(FILE, "five"),
        year: class(FILE, "year"),
        now: class(FILE, "now"),
        coming: class(FILE, "coming"),
    }
});

/// Longest paragraph that may be a heading without a number, in characters.
const LONGEST_HEADING: usize = 40;

/// What a heading says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Told {
    setting: Setting,
    /// Whether only a word such as 任务 says it, no time and no word for results.
    weak: bool,
}

impl Told {
    fn firm(past: bool, year: Option<i32>, several: Option<Period>) -> Self {
        Self { setting: Setting { past: Some(past), year, several }, weak: false }
    }
}

/// Gives every sentence of the outline its setting.
pub(crate) fn assign(outline: &mut Outline<'_>, frame: &Frame) {
    let reports = matches!(
        frame.kind,
        DocumentKind::AnnualPlan | DocumentKind::Bulletin | DocumentKind::Evaluation | DocumentKind::Dispatch
    );
    let prior = prior(frame);
    let headings: Vec<Option<Told>> =
        outline.sections.iter().map(|section| heading(&section.title, frame)).collect();
    let places: HashMap<SectionId, usize> =
        outline.sections.iter().enumerate().map(|(index, section)| (section.id.clone(), index)).collect();
    // What a heading without a number has said, for the sections behind it that say nothing.
    let mut unnumbered = prior;
    let mut current = prior;
    let mut section = None;
    for unit in &mut outline.units {
        if unit.section != section {
            section.clone_from(&unit.section);
            let mut above = section.clone();
            let mut told: Option<Told> = None;
            while let Some(id) = above.filter(|_| told.is_none_or(|told| told.weak)) {
                let index = places.get(&id).copied();
                let here = index.and_then(|index| headings.get(index).copied().flatten());
                // 聚力落实重大任务 below 工作回顾: a weak word gives way to a firm one above.
                told = here.filter(|here| told.is_none() || !here.weak).or(told);
                above = index
                    .and_then(|index| outline.sections.get(index))
                    .and_then(|section| section.parent.clone());
            }
            let firm = told.filter(|told| !told.weak || unnumbered == prior);
            current = firm.map_or(unnumbered, |told| told.setting);
        }
        if reports {
            if let Some(told) = headline(unit, frame) {
                unnumbered = told.setting;
                current = told.setting;
            }
            unit.settings = paragraph(unit, &mut current, frame);
        } else {
            if looks_back(unit, current, frame) {
                current = Setting { past: Some(true), ..Setting::default() };
            }
            unit.background |= current.past == Some(true);
            let mut setting = current;
            if unit.background {
                setting = Setting { past: Some(true), ..Setting::default() };
            }
            unit.settings = vec![setting; unit.sentences.len()];
        }
    }
}

/// Whether a paragraph of a plan begins to report what the period before has brought: “十三五”时期，….
fn looks_back(unit: &Unit<'_>, current: Setting, frame: &Frame) -> bool {
    let Some(base) = frame.base().filter(|_| current.past.is_none() && !unit.aims) else { return false };
    let words = unit.text.text().trim_start_matches(['“', ' ', '　', '—']);
    let opening = words.split(['，', '。', '：']).next().unwrap_or(words);
    if CUES.five.prefix(words).is_some() {
        return true;
    }
    let Some(at) = opening.find('五').filter(|at| *at <= 9) else { return false };
    let period = ordinal_period(&opening[..at + '五'.len_utf8()]);
    let behind = opening[at + '五'.len_utf8()..].trim_start_matches(['”', '"']);
    let spoken = ["时期", "期间", "以来"].iter().any(|word| behind.starts_with(word));
    spoken && period.is_some_and(|period| period.end <= base)
}

/// What sentences of such a document are before anything else is known.
fn prior(frame: &Frame) -> Setting {
    match frame.kind {
        DocumentKind::Bulletin | DocumentKind::Evaluation | DocumentKind::Dispatch => {
            Setting { past: Some(true), year: frame.base(), several: None }
        }
        _ => Setting::default(),
    }
}

/// What a paragraph that is a heading without a number says.
fn headline(unit: &Unit<'_>, frame: &Frame) -> Option<Told> {
    let text = unit.text.text().trim();
    let short = text.chars().count() <= LONGEST_HEADING && !text.contains(['。', '；', '，', '！']);
    // A date on a line of its own is none.
    let told = CUES.past.within(text) || CUES.aims.within(text);
    if short && told { heading(text, frame) } else { None }
}

/// What a heading says of the time of its section.
fn heading(title: &str, frame: &Frame) -> Option<Told> {
    let title = compact(title);
    let base = frame.base()?;
    let mentions = phrase::scan(&title);
    let years: Vec<i32> = mentions
        .iter()
        .filter(|mention| mention.kind == Kind::Year)
        .filter_map(|mention| mention.years)
        .map(|years| years.last)
        .collect();
    let period = plan_period(&mentions);
    let last = years.iter().copied().max();
    let past = describes_background(&title) || (CUES.past.within(&title) && frame.yearly());
    let aims = CUES.aims.within(&title);
    // 2035 in the heading of a plan: what is said below holds for that year.
    if !frame.yearly() && frame.kind != DocumentKind::Evaluation {
        // “十三五”规划任务如期完成: a period that has ended is reported on.
        let ended = period.is_some_and(|period| period.end <= base) && last.is_none_or(|year| year <= base);
        let behind = ended && !title.contains("目标");
        if past || behind || CUES.done.within(&title) {
            return Some(Told::firm(true, None, None));
        }
        let end = frame.end()?;
        let far = years.iter().copied().find(|year| *year > end)?;
        return years.iter().all(|year| *year == far).then_some(Told::firm(false, Some(far), None));
    }
    // 2025年工作回顾, “十四五”发展成就: years that have passed.
    if past && last.is_none_or(|year| year <= base) {
        let whole = period.filter(|period| period.start <= base && last.is_none());
        let several = whole.map(|period| Period { start: period.start, end: period.end.min(base) });
        return Some(Told::firm(true, several.map(|period| period.end).or(last).or(Some(base)), several));
    }
    let coming = period.filter(|period| period.end > base).map(|period| period.end);
    let year = last.filter(|year| *year > base);
    if frame.kind == DocumentKind::Bulletin {
        return CUES.next.within(&title).then(|| Told::firm(false, frame.end(), None));
    }
    // 重大工程进展: what has become of tasks, not what they are.
    if ["进展", "进度"].iter().any(|end| title.ends_with(end)) && year.or(coming).is_none() {
        return Some(Told::firm(true, Some(base), None));
    }
    if let Some(year) = year.or(coming) {
        return Some(Told::firm(false, Some(year), None));
    }
    if let Some(period) = period.filter(|period| period.start <= base) {
        let several = Period { start: period.start, end: period.end.min(base) };
        return Some(Told::firm(true, Some(several.end), Some(several)));
    }
    aims.then(|| Told { weak: true, ..Told::firm(false, frame.end(), None) })
}

/// The period that a text names by the number of a five-year plan.
fn plan_period(mentions: &[Mention]) -> Option<Period> {
    mentions
        .iter()
        .filter(|mention| mention.kind == Kind::Period)
        .filter_map(|mention| mention.years)
        .find(|years| years.plan.is_some())
        .map(|years| Period { start: years.first, end: years.last })
}

/// The settings of the sentences of a paragraph; what its beginning says goes on behind it.
fn paragraph(unit: &Unit<'_>, current: &mut Setting, frame: &Frame) -> Vec<Setting> {
    let text = unit.text.text();
    let mut settings = Vec::with_capacity(unit.sentences.len());
    for (index, sentence) in unit.sentences.iter().enumerate() {
        let words = &text[sentence.range.clone()];
        let words = words.trim_start_matches(['—', '－', '-', ' ', '　', '“']);
        let words = words.trim_start_matches("各位代表").trim_start_matches(['！', '，', '：', ' ', '　']);
        if let Some(told) = lead(words, index == 0, *current, frame) {
            *current = told;
        }
        settings.push(*current);
    }
    settings
}

/// What the beginning of a sentence says of it and of those behind it.
fn lead(words: &str, first: bool, current: Setting, frame: &Frame) -> Option<Setting> {
    let base = frame.base()?;
    let five = frame.five_years()?;
    let opening = words.split(['，', '。', '：']).next().unwrap_or(words);
    // Numbers of a plan stand near the beginning: “十四五”时期, 回望“十四五”.
    let named = opening
        .char_indices()
        .filter(|(_, c)| *c == '五')
        .find_map(|(at, _)| ordinal_period(&opening[..at + '五'.len_utf8()]));
    let aims = current.past == Some(false);
    let passed = Setting { past: Some(true), year: Some(base), several: None };
    let year = year_at(words).filter(|_| first);
    // 2025年是“十四五”收官之年: the year goes before the five years.
    if year == Some(base) && !aims {
        return Some(passed);
    }
    // 今年是“十五五”开局之年 speaks of the first of those years.
    let opened = opening.contains("开局") || opening.contains("第一年") || opening.contains("起步之年");
    let closed = opening.contains("收官") || opening.contains("规划");
    let named = named.filter(|_| !(opened && CUES.now.prefix(words).is_some()));
    if let Some(period) = named.filter(|period| !(closed && period.start <= base)) {
        return Some(if period.start > base {
            Setting { past: Some(false), year: Some(period.end), several: None }
        } else if aims {
            return None;
        } else {
            let several = Period { start: period.start, end: period.end.min(base) };
            Setting { past: Some(true), year: Some(several.end), several: Some(several) }
        });
    }
    if CUES.five.prefix(words).is_some() || (!aims && opening.ends_with("的五年")) {
        return (!aims).then_some(Setting { past: Some(true), year: Some(five.end), several: Some(five) });
    }
    // In an evaluation 《纲要》 is what is evaluated, not what is to come.
    let evaluated = frame.kind == DocumentKind::Evaluation && words.starts_with('《');
    if CUES.coming.prefix(words).is_some() && frame.kind != DocumentKind::Bulletin && !evaluated {
        return Some(Setting { past: Some(false), year: Some(five.end + 5), several: None });
    }
    if !first {
        return None;
    }
    if let Some(year) = year.filter(|year| Some(*year) == frame.end() && *year > base) {
        return Some(Setting { past: Some(false), year: Some(year), several: None });
    }
    if CUES.year.prefix(words).is_some() && !aims {
        return Some(passed);
    }
    let next = frame.kind == DocumentKind::AnnualPlan && CUES.now.prefix(words).is_some();
    next.then(|| Setting { past: Some(false), year: frame.end(), several: None })
}

/// The year that a text begins with: 2025年.
fn year_at(words: &str) -> Option<i32> {
    let digits = words.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    // 2026年2月4日 dates the report itself.
    let behind = words[4..].trim_start().strip_prefix('年')?.trim_start();
    (!behind.starts_with(|c: char| c.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

/// The years of the five-year plan whose number ends a text: …“十四五.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn ordinal_period(text: &str) -> Option<Period> {
    const NUMERALS: &str = "一二三四五六七八九";
    let front = text.strip_suffix('五')?;
    let digit = front.chars().next_back()?;
    let ten = front.trim_end_matches(digit);
    if digit == '十' {
        return Period::of_five_year_plan(10);
    }
    let ones = NUMERALS.chars().position(|n| n == digit)? as u32 + 1;
    // 第十四五年 is no plan, and only the tens that have been are known.
    ten.ends_with('十').then(|| Period::of_five_year_plan(10 + ones)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Frame {
        Frame {
            kind: DocumentKind::AnnualPlan,
            period: Some(Period { start: 2026, end: 2026 }),
            ..Frame::default()
        }
    }

    #[test]
    fn headings_of_a_report() {
        for (title, past, year, start) in [
            ("2025年工作回顾", Some(true), Some(2025), None),
            ("“十四五”时期工作回顾", Some(true), Some(2025), Some(2021)),
            ("2025年工作和“十四五”发展回顾", Some(true), Some(2025), None),
            ("“十五五”时期主要目标和重大任务", Some(false), Some(2030), None),
            ("2026年重点工作", Some(false), Some(2026), None),
        ] {
            let told = heading(title, &report()).expect("a setting").setting;
            assert_eq!((told.past, told.year, told.several.map(|p| p.start)), (past, year, start), "{title}");
        }
        assert_eq!(heading("产业转型步伐加快", &report()), None);
    }

    #[test]
    fn beginnings_of_paragraphs() {
        let past = Setting { past: Some(true), year: Some(2025), several: None };
        let told = |words, first| lead(words, first, past, &report());
        let five = Some(Period { start: 2021, end: 2025 });
        assert_eq!(told("“十四五”时期是极不平凡的五年", false).map(|told| told.several), Some(five));
        assert_eq!(told("过去五年，我们攻坚克难", false).map(|told| told.several), Some(five));
        assert_eq!(told("2025年，全市生产总值增长5%", true), Some(past));
        assert_eq!(told("2025年，全市生产总值增长5%", false), None);
        assert_eq!(told("今年经济社会发展的主要预期目标是", true).map(|told| told.year), Some(Some(2026)));
        assert_eq!(told("粮食产量稳定增长", true), None);
    }

    #[test]
    fn the_far_horizon_of_a_plan() {
        let plan = Frame {
            kind: DocumentKind::Outline,
            period: Some(Period { start: 2026, end: 2030 }),
            ..Frame::default()
        };
        let told = heading("二〇三五年远景目标", &plan).expect("a setting").setting;
        assert_eq!((told.past, told.year), (Some(false), Some(2035)));
        assert_eq!(heading("主要目标", &plan), None);
    }
}
