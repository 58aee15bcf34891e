//! Page numbers that a converter left at the beginning of the next page's first line: 46.8% reads 246.8% there.
//!
//! One such number proves nothing. Numbers that count up, a page of text apart from each other, are the pages of
//! a file; the best chain of them is found, and its numbers are parted from the text behind them.

use crate::marker::{self, Style};
use crate::piece::Flow;
use source::Span;
use std::collections::BTreeMap;

/// Weights and costs of a chain, in tenths.
mod weight {
    /// Words behind the number that no number goes before.
    pub(super) const WORDS: i32 = 30;
    /// A numbering behind it: 11.1.2 is page 1 and 1.1.2.
    pub(super) const NUMBERING: i32 = 15;
    /// A counter behind it, so that it may be a number of the text: 12项.
    pub(super) const COUNTER: i32 = 10;
    /// A number behind it.
    pub(super) const NUMBER: i32 = 5;
    /// Two page numbers nearer to each other than a page of text.
    pub(super) const NEAR: i32 = 20;
    /// A page whose number is not seen.
    pub(super) const UNSEEN: i32 = 20;
    /// A page twice as long as usual, or none at all.
    pub(super) const UNUSUAL: i32 = 10;
    /// A page three times as long: behind a contents list pages may be counted anew.
    pub(super) const LONG: i32 = 40;
}

/// Less text between two page numbers, in bytes, is no page of text.
const LEAST_PAGE: usize = 750;

/// More text between them is more than a page.
const LONGEST_PAGE: usize = 12_000;

/// So many pages in a row may have no number.
const MOST_UNSEEN: u32 = 2;

/// Pages further back than so many places with the same number are not looked at.
const MOST_PLACES: usize = 48;

/// A chain has at least so many pages of text, and so many numbers before words.
const LEAST_PAGES: usize = 4;

/// What may follow a number of the text itself: counters and units of one character.
const COUNTERS: &str = "个项家万亿件人户条座所处吨米元张套辆次倍级名千百多余左以岁里亩度种类批层点部台艘架场届轮者支只头匹\
                        股份斤克毫厘分秒月日年号楼室幢栋间院镇乡村县市区省";

/// Longer ones.
const UNITS: [&str; 8] = ["公里", "公顷", "公斤", "平方", "立方", "小时", "天", "期"];

/// A line that may begin with a page number.
#[derive(Clone, Copy, Debug)]
struct Place {
    piece: usize,
    /// Where the line begins.
    at: usize,
    number: u32,
    /// Digits of the number.
    length: usize,
    /// Digits that stand there.
    run: usize,
    weight: i32,
}

impl Place {
    /// Whether the number is all the digits before words, or stands before a numbering.
    fn is_sure(&self) -> bool {
        self.weight >= weight::NUMBERING
    }
}

/// Parts page numbers from the lines that they stick to; the line begins a page. Gives the places of numbers
/// that may be wrong for it: digits that were cut off, or could not be.
pub(super) fn part(flow: &mut Flow) -> Vec<Span> {
    let mut unsure = Vec::new();
    decorated(flow);
    let places = places(flow);
    let usual = usual_page(&places);
    let mut chains = Vec::new();
    chains_in(&places, usual, &mut chains);
    for chain in &chains {
        for (nth, place) in chain.iter().enumerate() {
            let piece = &mut flow.pieces[place.piece];
            let behind = Span::new(piece.span.start + place.length, piece.span.start + place.run);
            if !place.is_sure() && !is_held(chain, nth, usual) {
                unsure.push(Span::new(piece.span.start, behind.end));
                continue;
            }
            if !place.is_sure() && !behind.is_empty() {
                unsure.push(behind);
            }
            piece.span.start += place.length;
            piece.page_break = true;
        }
    }
    unsure.sort_by_key(|span| span.start);
    unsure
}

/// Whether both neighbours of a number in a chain are the numbers beside it, surely, a usual page away.
fn is_held(chain: &[Place], nth: usize, usual: usize) -> bool {
    let place = &chain[nth];
    let fits = |other: Option<&Place>| {
        other.is_some_and(|other| {
            let apart = other.at.abs_diff(place.at);
            other.is_sure()
                && other.number.abs_diff(place.number) == 1
                && (usual / 2..=usual * 8 / 5).contains(&apart)
        })
    };
    fits(nth.checked_sub(1).and_then(|before| chain.get(before))) && fits(chain.get(nth + 1))
}

/// Page numbers with their dashes, before or behind the text of a line: — 12 —到2030年.
fn decorated(flow: &mut Flow) {
    let found: Vec<(usize, usize, usize)> = (0..flow.pieces.len())
        .filter(|at| flow.pieces[*at].is_text())
        .filter_map(|at| {
            let text = flow.pieces[at].span.of(&flow.text);
            let (front, back) = (dashed(text.chars()), dashed(text.chars().rev()));
            let whole = text.chars().count();
            (front + back > 0 && front < whole && back < whole).then_some((at, front, back))
        })
        .collect();
    // One alone may be a range or an item of a list.
    if found.len() < LEAST_PAGES {
        return;
    }
    for (at, front, back) in found {
        let text = flow.pieces[at].span.of(&flow.text);
        let bytes = |count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
        let front_end = bytes(front);
        let back_start = if back > front { bytes(text.chars().count() - back) } else { text.len() };
        let (start, piece) = (flow.pieces[at].span.start, Span::new(front_end, back_start));
        let span = crate::text::trimmed(&flow.text, Span::new(start + piece.start, start + piece.end));
        if front > 0 {
            flow.pieces[at].page_break = true;
        } else if let Some(next) = flow.pieces.get_mut(at + 1) {
            next.page_break = true;
        }
        flow.pieces[at].span = span;
    }
}

/// How many characters at the beginning are a number between two dashes, 0 when none is.
fn dashed(mut text: impl Iterator<Item = char>) -> usize {
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '―' | '－' | '─');
    let (mut count, mut dashes, mut digits) = (0, 0, 0);
    loop {
        let Some(c) = text.next() else { return 0 };
        count += 1;
        match c {
            ' ' => {}
            _ if is_dash(c) && digits == 0 && dashes < 2 => dashes += 1,
            _ if is_dash(c) && digits > 0 => return count,
            _ if c.is_ascii_digit() && dashes > 0 && digits < 4 => digits += 1,
            _ => return 0,
        }
    }
}

/// The lines that may begin with a page number, with every reading of their digits.
fn places(flow: &Flow) -> Vec<Place> {
    let mut places = Vec::new();
    // The last item of a count such as 21、.
    let mut item = None;
    for (piece, found) in flow.pieces.iter().enumerate().filter(|(_, piece)| piece.is_text() && !piece.glued)
    {
        let text = found.span.of(&flow.text);
        let run = text.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=12).contains(&run) || text.starts_with('0') {
            continue;
        }
        let next = flow.pieces.get(piece + 1).map_or("", |next| next.span.of(&flow.text));
        for length in 1..=run.min(3) {
            let rest = &text[length..];
            let weight = if length == run { before_words(rest) } else { before_digits(rest, next, item) };
            let (Ok(number), Some(weight)) = (text[..length].parse(), weight) else { continue };
            places.push(Place { piece, at: found.span.start, number, length, run, weight });
        }
        let counts = marker::parse(text).filter(|mark| is_item(mark.style));
        item = counts.map(|mark| mark.ordinal).filter(|ordinal| *ordinal < 1000).or(item);
    }
    places
}

fn is_item(style: Style) -> bool {
    matches!(style, Style::Arabic | Style::ArabicDot)
}

/// How much speaks for a page number that is all the digits before `rest`.
fn before_words(rest: &str) -> Option<i32> {
    let first = rest.chars().next()?;
    if COUNTERS.contains(first) || UNITS.iter().any(|unit| rest.starts_with(unit)) {
        return Some(weight::COUNTER);
    }
    let letter = first.is_alphabetic() && !first.is_ascii();
    let opens = matches!(first, '“' | '‘' | '《' | '〈' | '（' | '【' | '①'..='⑳');
    // The number of the text may end there as well.
    let closes = matches!(first, '，' | '。' | '；' | '：' | '”' | '》');
    if letter || opens { Some(weight::WORDS) } else { closes.then_some(weight::COUNTER) }
}

/// How much speaks for a page number before a numbering or a number; `next` is the line behind, `item` the last
/// item of a count.
fn before_digits(rest: &str, next: &str, item: Option<u32>) -> Option<i32> {
    if rest.starts_with('0') {
        return None;
    }
    let Some(mark) = marker::parse(rest).filter(|mark| !rest[mark.title..].is_empty()) else {
        return Some(weight::NUMBER);
    };
    let goes_on = || {
        let parent = |text: &str, end: usize| text[..end].rfind('.').map(|at| text[..at].to_owned());
        marker::parse(next).is_some_and(|after| {
            after.style == mark.style
                && after.ordinal == mark.ordinal + 1
                && parent(next, after.number_end) == parent(rest, mark.number_end)
        })
    };
    Some(match mark.style {
        Style::Decimal(_) if goes_on() => weight::WORDS,
        Style::Decimal(_) => weight::NUMBERING,
        style if is_item(style) && item.is_some_and(|item| item + 1 == mark.ordinal) => weight::NUMBERING,
        _ => weight::NUMBER,
    })
}

/// The usual length of a page: the middle of the distances between sure numbers that follow each other.
fn usual_page(places: &[Place]) -> usize {
    let sure: Vec<&Place> = places.iter().filter(|place| place.weight >= weight::WORDS).collect();
    let mut apart: Vec<usize> = Vec::new();
    for (nth, place) in sure.iter().enumerate() {
        let next = sure[nth + 1..]
            .iter()
            .take(MOST_PLACES)
            .take_while(|next| next.at <= place.at + LONGEST_PAGE)
            .find(|next| next.number == place.number + 1);
        apart.extend(next.map(|next| next.at - place.at).filter(|apart| *apart >= LEAST_PAGE));
    }
    apart.sort_unstable();
    apart.get(apart.len() / 2).copied().unwrap_or(2_000)
}

/// The best chain, then those before and behind it: numbers may begin anew behind a contents list.
fn chains_in(places: &[Place], usual: usize, chains: &mut Vec<Vec<Place>>) {
    let mut open = vec![places];
    while let Some(places) = open.pop() {
        let Some((chain, first, last)) = best_chain(places, usual) else { continue };
        // A short count that ends where this one begins: the pages of a contents list.
        let lead = leading(&places[..first], &chain[0], usual);
        open.push(&places[last + 1..]);
        match lead {
            Some(lead) => chains.push(lead),
            None => open.push(&places[..first]),
        }
        chains.push(chain);
    }
}

/// A count from 1 of sure numbers that ends a page or so before `first`.
fn leading(places: &[Place], first: &Place, usual: usize) -> Option<Vec<Place>> {
    let mut chain: Vec<Place> = Vec::new();
    let mut above = *first;
    for place in places.iter().rev().filter(|place| place.weight >= weight::WORDS) {
        if above.at - place.at > usual * 3 {
            break;
        }
        let fits = chain.last().is_none_or(|next| place.number + 1 == next.number);
        if fits && above.at - place.at >= LEAST_PAGE / 2 {
            chain.push(*place);
            above = *place;
            if place.number == 1 {
                chain.reverse();
                return Some(chain);
            }
        }
    }
    None
}

/// The chain of numbers with the most weight, and its first and last place; none when it is no count of pages.
#[expect(clippy::cast_possible_truncation, reason = "costs, each bounded by its weight")]
fn best_chain(places: &[Place], usual: usize) -> Option<(Vec<Place>, usize, usize)> {
    let mut by_number: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut best: Vec<(i32, Option<usize>)> = Vec::with_capacity(places.len());
    for (nth, place) in places.iter().enumerate() {
        let mut own = (place.weight, None);
        for unseen in 0..=MOST_UNSEEN {
            let Some(before) = place.number.checked_sub(1 + unseen).and_then(|n| by_number.get(&n)) else {
                continue;
            };
            for other in before.iter().rev().take(MOST_PLACES) {
                let apart = place.at - places[*other].at;
                if apart > LONGEST_PAGE * (1 + unseen as usize) {
                    break;
                }
                if apart == 0 {
                    continue;
                }
                let length = apart / (1 + unseen as usize);
                let unlike = length.abs_diff(usual) * weight::UNUSUAL as usize / usual.max(1);
                let long = length.saturating_sub(usual * 2) * weight::LONG as usize / usual.max(1);
                let cost = weight::UNSEEN * unseen as i32
                    + if length < LEAST_PAGE { weight::NEAR } else { 0 }
                    + (unlike as i32).min(weight::UNUSUAL)
                    + (long as i32).min(weight::LONG * 2);
                let total = best[*other].0 + place.weight - cost;
                if total > own.0 {
                    own = (total, Some(*other));
                }
            }
        }
        best.push(own);
        by_number.entry(place.number).or_default().push(nth);
    }
    let end = (0..places.len()).max_by_key(|nth| (best[*nth].0, std::cmp::Reverse(*nth)))?;
    let mut indexes = vec![end];
    let mut at = end;
    while let Some(before) = best[at].1 {
        indexes.push(before);
        at = before;
    }
    indexes.reverse();
    let chain: Vec<Place> = indexes.iter().map(|nth| places[*nth]).collect();
    let pages = chain.windows(2).filter(|pair| pair[1].at - pair[0].at >= LEAST_PAGE).count();
    let words = chain.iter().filter(|place| place.weight >= weight::WORDS).count();
    let accepted = pages >= LEAST_PAGES
        && words >= LEAST_PAGES
        && words * 2 >= chain.len()
        && pages * 3 >= chain.len() * 2;
    accepted.then(|| (chain, indexes[0], end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text as txt;

    /// A text of pages; the number of each sticks to what the page begins with.
    fn pages(first: &[&str]) -> String {
        let line = "各项工作有序推进，城乡供水、排水和污水处理能力稳步提高，群众用水条件不断改善，\n";
        first
            .iter()
            .enumerate()
            .map(|(nth, text)| format!("{}{text}\n{}", nth + 1, line.repeat(12)))
            .collect::<Vec<_>>()
            .concat()
    }

    fn parted(source: &str) -> (Vec<String>, Vec<String>) {
        let mut flow = txt::flow(source.to_owned());
        let unsure = part(&mut flow);
        let starts = flow.pieces.iter().filter(|piece| piece.page_break);
        (
            starts.map(|piece| piece.span.of(&flow.text).to_owned()).collect(),
            unsure.iter().map(|span| span.of(&flow.text).to_owned()).collect(),
        )
    }

    #[test]
    fn page_numbers_leave_words_numberings_and_numbers() {
        let first = [
            "二、水源",
            "供水有保障",
            "46.8%，水质改善",
            "规划实施有力",
            "1.1.2 管网",
            "“双碳”工作",
            "稳中有进",
        ];
        let (starts, unsure) = parted(&pages(&first));
        assert_eq!(starts, first);
        assert_eq!(unsure, ["46"]);
    }

    #[test]
    fn numbers_of_lists_and_of_the_text_stay() {
        // A list without stops counts up on lines that follow each other.
        let list = (1..30).map(|n| format!("{n}水厂建设\n")).collect::<Vec<_>>().concat();
        assert_eq!(parted(&list).0.len(), 0);
        // Figures at the beginning of lines count nothing.
        let line = "各项工作有序推进，城乡供水、排水和污水处理能力稳步提高，群众用水条件不断改善，\n";
        let text = [12, 300, 7, 45, 18]
            .iter()
            .map(|n| format!("{n}项任务\n{}", line.repeat(12)))
            .collect::<Vec<_>>()
            .concat();
        assert_eq!(parted(&text).0.len(), 0);
    }

    #[test]
    fn numbers_with_dashes_leave_the_line() {
        let source =
            (1..6).map(|n| format!("- {n} -水质提高到\n46.8%，水量稳定。\n")).collect::<Vec<_>>().concat();
        let (starts, _) = parted(&source);
        assert_eq!(starts, vec!["水质提高到"; 5]);
    }
}
