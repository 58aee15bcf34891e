//! Rows whose cells stand one after the other, each with its own line ends.

use super::super::token::{CLOSING, OPENING};
use super::{Block, Column, FAR, Kind, Placed, Range, Row, cost, is_sum};

/// Words of fewer half-width columns are no line that a cell was broken behind.
const LEAST_BROKEN: usize = 12;

impl Block<'_> {
    /// Cell after cell: the tokens, line by line, never go back to an earlier column.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    pub(super) fn ordered(&self, lines: Range<usize>) -> Option<Row> {
        let tokens: Vec<Placed> = lines
            .clone()
            .flat_map(|at| self.lines[at].tokens.iter().map(move |token| (at, *token)))
            .collect();
        let (total, places) = self.laid_out(&tokens, true)?;
        let mut cells = vec![Vec::new(); self.columns.len()];
        for (token, column) in tokens.iter().zip(&places) {
            cells[*column].push(*token);
        }
        // A row of sums has a name and sums.
        let sums = tokens.iter().any(|(_, token)| is_sum(self.of(token)));
        let words = tokens.iter().filter(|(_, token)| sums && token.kind == Kind::Word).count();
        let total = total + self.missing(&cells, true) + 100 * words.saturating_sub(1) as u32;
        // A text that keeps places across the page keeps lines too.
        let total = total + if lines.len() > 1 && !self.zones.is_empty() { cost::AGAINST_LINES } else { 0 };
        let open = self.is_open(&cells, &tokens);
        Some(Row { lines, cells, cost: total, is_group: false, open })
    }

    /// The cheapest columns for a run of tokens from left to right; `whole` when what they leave out costs.
    pub(super) fn laid_out(&self, tokens: &[Placed], whole: bool) -> Option<(u32, Vec<usize>)> {
        let columns = self.columns.len();
        if tokens.is_empty() || tokens.len() > 60 {
            return None;
        }
        let skips: Vec<u32> = std::iter::once(0)
            .chain(self.columns.iter().scan(0, |sum, column| {
                *sum += if whole { self.skip(*column) } else { 0 };
                Some(*sum)
            }))
            .collect();
        let mut best: Vec<u32> =
            (0..columns).map(|column| skips[column] + self.fit(&tokens[0], column, false)).collect();
        let mut back: Vec<Vec<usize>> = Vec::with_capacity(tokens.len());
        let inside = self.inside_brackets(tokens);
        for (nth, pair) in tokens.windows(2).enumerate() {
            let open = inside[nth + 1];
            let same_line = pair[0].0 == pair[1].0;
            let hint = self.zones.is_empty() && same_line && pair[1].1.gap >= 2;
            let tail = self.is_tail(&pair[0], &pair[1]);
            let mut next = vec![FAR; columns];
            let mut came = vec![0; columns];
            for column in 0..columns {
                let fit = self.fit(&pair[1], column, false);
                let stay = best[column]
                    .saturating_add(self.join(&pair[0], &pair[1], column, open))
                    .saturating_add(if open && self.columns[column] != Column::Unit {
                        0
                    } else {
                        self.fit(&pair[1], column, true)
                    });
                if stay < next[column] {
                    (next[column], came[column]) = (stay, column);
                }
                for before in 0..column {
                    let between = skips[column] - skips[before + 1];
                    // A wide gap on a line of single spaces is the place of an empty cell.
                    let gap = if hint && column - before == 1 { 30 } else { 0 };
                    let between = if hint && column - before == 2 { 0 } else { between };
                    let apart = if open { 60 } else { 0 } + if tail { 40 } else { 0 };
                    let total = best[before].saturating_add(between + gap + fit + apart);
                    if total < next[column] {
                        (next[column], came[column]) = (total, before);
                    }
                }
            }
            best = next;
            back.push(came);
        }
        let end = (0..columns).min_by_key(|column| best[*column] + skips[columns] - skips[column + 1])?;
        let total = best[end] + skips[columns] - skips[end + 1];
        if total >= FAR {
            return None;
        }
        let mut places = vec![end];
        for came in back.iter().rev() {
            let last = places[places.len() - 1];
            places.push(came[last]);
        }
        places.reverse();
        Some((total, places))
    }

    /// Whether a single letter alone on its line is the end of the cell that the line before did not hold.
    fn is_tail(&self, before: &Placed, token: &Placed) -> bool {
        let long = before.1.kind == Kind::Word && before.1.to - before.1.from >= LEAST_BROKEN;
        long && self.is_alone(before) && self.is_alone(token) && self.is_letter(&token.1)
    }

    /// Whether nothing else stands on the line of a token.
    fn is_alone(&self, (line, _): &Placed) -> bool {
        self.lines.get(*line).is_some_and(|line| line.tokens.len() == 1)
    }

    /// Whether a token is a single letter that is no unit.
    fn is_letter(&self, token: &super::Token) -> bool {
        let word =
            token.kind == Kind::Word || token.kind == Kind::Unit && !self.columns.contains(&Column::Unit);
        word && self.of(token).chars().nth(1).is_none()
    }

    /// Which tokens stand in a bracket that one before them opens and one of them or behind them closes.
    fn inside_brackets(&self, tokens: &[Placed]) -> Vec<bool> {
        let mut inside = vec![false; tokens.len()];
        let mut open: Vec<usize> = Vec::new();
        for (nth, (_, token)) in tokens.iter().enumerate() {
            for c in self.of(token).chars() {
                if OPENING.contains(&c) && open.len() < 4 {
                    open.push(nth);
                } else if CLOSING.contains(&c)
                    && let Some(from) = open.pop()
                {
                    inside[from + 1..=nth].fill(true);
                }
            }
        }
        inside
    }
}
