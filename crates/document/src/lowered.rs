//! Lowered numbers that a converter put on a line of their own: below PM 和 SO stands 2.5 2.
//!
//! Such a line is no text: between 下降至32 and 微克 it would make another number. It is taken out where the line
//! before shows as many symbols that lack their number.

use crate::piece::Flow;

/// Symbols that are written with a lowered number.
const SYMBOLS: [&str; 9] = ["PM", "SO", "NO", "CO", "O", "NH", "CH", "H", "N"];

/// Lowered numbers of these symbols.
const NUMBERS: [&str; 6] = ["2.5", "10", "2", "3", "4", "x"];

/// The lines above that may show the symbols.
const ABOVE: usize = 2;

/// Takes lines of lowered numbers out.
pub(crate) fn remove(flow: &mut Flow) {
    let is_lowered = |at: usize| {
        let piece = &flow.pieces[at];
        let text = piece.span.of(&flow.text);
        if !piece.is_text() || text.len() > 24 || !text.split(' ').all(|part| NUMBERS.contains(&part)) {
            return false;
        }
        let count = text.split(' ').count();
        let bare = |above: usize| bare_symbols(flow.pieces[above].span.of(&flow.text));
        (at.saturating_sub(ABOVE)..at).map(bare).max().is_some_and(|symbols| symbols >= count)
    };
    let gone: Vec<bool> = (0..flow.pieces.len()).map(is_lowered).collect();
    let mut gone = gone.into_iter();
    flow.pieces.retain(|_| gone.next() != Some(true));
}

/// How many symbols of a line have no number behind them.
fn bare_symbols(text: &str) -> usize {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
    words.filter(|word| SYMBOLS.contains(word)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn left(source: &str) -> usize {
        let mut flow = text::flow(source.to_owned());
        remove(&mut flow);
        flow.pieces.len()
    }

    #[test]
    fn lowered_numbers_go_and_others_stay() {
        assert_eq!(left("细颗粒物（PM ）年均浓度下降至32\n2.5\n微克/立方米\n"), 2);
        assert_eq!(left("（PM 、PM 、SO、NO、O、CO）\n2.5 10 2 2 3\n优于国家标准\n"), 2);
        assert_eq!(left("细颗粒物（PM2.5）年均浓度\n2.5\n微克/立方米\n"), 3);
        assert_eq!(left("供水能力\n10\n万吨\n"), 3);
    }
}
