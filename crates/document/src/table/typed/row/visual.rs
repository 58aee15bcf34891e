//! Rows whose words stand line after line, with the ends of broken cells above and below the line of the number.

use super::{
    Block, Column, FAR, Kind, Placed, Range, Row, Setting, closes, cost, is_sum, says_a_value, unclosed, unit,
};

impl Block<'_> {
    /// Line after line: one line holds the number and the values, the others ends of broken cells.
    #[expect(clippy::too_many_lines, reason = "one pass over the lines with the state between them")]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    pub(super) fn visual(&self, lines: Range<usize>, setting: Setting) -> Option<Row> {
        if lines.len() < 2 {
            return None;
        }
        if self.lines[lines.clone()].iter().any(|line| line.tokens.iter().any(|token| is_sum(self.of(token))))
        {
            return None;
        }
        let weight = |at: usize| {
            let line = &self.lines[at];
            let strong =
                line.tokens.iter().filter(|token| !matches!(token.kind, Kind::Word | Kind::Unit)).count();
            strong * 2 + usize::from(self.chain[at].is_some()) * 3
        };
        let main = lines.clone().max_by_key(|at| (weight(*at), usize::MAX - at))?;
        let others = lines.clone().filter(|at| *at != main);
        let is_plain = |at: usize| {
            self.chain[at].is_none()
                && self.lines[at].tokens.iter().all(|token| {
                    matches!(token.kind, Kind::Word | Kind::Unit)
                        || unclosed(self.of(token))
                        || self.of(token).ends_with([']', '〕'])
                })
        };
        // Numbers of a cell whose bracket another line opened.
        let inside = |at: usize| {
            let mut depth = 0_i32;
            for line in lines.start..at {
                for token in &self.lines[line].tokens {
                    let text = self.of(token);
                    depth += i32::from(text.starts_with(['[', '〔']) && unclosed(text));
                    depth -= i32::from(text.ends_with([']', '〕']) && !text.starts_with(['[', '〔']));
                }
            }
            depth > 0 && self.chain[at].is_none()
        };
        if weight(main) < 2 || !others.clone().all(|at| is_plain(at) || inside(at)) {
            return None;
        }
        let (above, below) = (main - lines.start, lines.end - main - 1);
        let as_set = match setting {
            Setting::Free => true,
            Setting::Top => above == 0,
            Setting::Middle => above == below || above + 1 == below,
        };
        if !as_set {
            return None;
        }
        let tokens: Vec<Placed> = self.lines[main].tokens.iter().map(|token| (main, *token)).collect();
        let (mut total, places) = self.laid_out(&tokens, false)?;
        let mut cells: Vec<Vec<Placed>> = vec![Vec::new(); self.columns.len()];
        for (token, column) in tokens.iter().zip(&places) {
            cells[*column].push(*token);
        }
        for at in (main + 1..lines.end).chain((lines.start..main).rev()) {
            let tokens: Vec<Placed> = self.lines[at].tokens.iter().map(|token| (at, *token)).collect();
            let (part, places) = self.ends(&tokens, &cells, main)?;
            total += part;
            // Words above stand before what the cell has, those of one line in their order.
            for (token, column) in tokens.iter().zip(&places).rev() {
                if at < main {
                    cells[*column].insert(0, *token);
                }
            }
            if at > main {
                for (token, column) in tokens.iter().zip(&places) {
                    cells[*column].push(*token);
                }
            }
        }
        // Names stand in the middle of their rows in some tables, on top in the others.
        let name = |cell: &[Placed]| cell.iter().any(|(line, _)| *line == main);
        let named =
            self.columns.iter().zip(&cells).any(|(column, cell)| *column == Column::Name && name(cell));
        let named = if self.zones.is_empty() { self.named(main) } else { named };
        let lifted = above > 0 && !self.centred && named;
        total += if above == 0 { 3 * below as u32 } else { 8 * above.abs_diff(below) as u32 };
        // In a list of works a line of words above a named row heads a group.
        let works = self.columns.contains(&Column::Years);
        let onto_name = self
            .columns
            .iter()
            .zip(&cells)
            .any(|(column, cell)| *column == Column::Name && cell.iter().any(|(line, _)| *line < main));
        total += match (lifted, works && onto_name) {
            (true, true) => 80,
            (true, false) if !works => 12,
            _ => 0,
        };
        total += if above == 0 && self.chain[main].is_some() && !self.named(main) { 30 } else { 0 };
        total += self.missing(&cells, false) + cost::VISUAL;
        let open = self.is_open(&cells, &tokens);
        Some(Row { lines, cells, cost: total, is_group: false, open })
    }

    /// Whether a piece of a unit makes a whole one of what the cells have.
    fn completes_unit(&self, cells: &[Vec<Placed>], text: &str, below: bool) -> bool {
        let unit = self.columns.iter().zip(cells).find(|(column, _)| **column == Column::Unit);
        let has: String =
            unit.into_iter().flat_map(|(_, cell)| cell).map(|(_, token)| self.of(token)).collect();
        let whole = if below { format!("{has}{text}") } else { format!("{text}{has}") };
        has.is_empty() || text.starts_with(['（', '(']) || !unit::is_whole(&has) || unit::is_whole(&whole)
    }

    /// Whether words stand in the place of a value.
    fn has_words(&self, cells: &[Vec<Placed>]) -> bool {
        let value = |column: &Column| matches!(column, Column::Value | Column::Rate);
        let last_is_word =
            |cell: &Vec<Placed>| cell.last().is_some_and(|(_, token)| token.kind == Kind::Word);
        self.columns.iter().zip(cells).any(|(column, cell)| value(column) && last_is_word(cell))
    }

    /// The cheapest columns for the ends of broken cells on one line.
    #[expect(
        clippy::too_many_lines,
        reason = "the costs of ending a row here, added up in one place so that they can be compared"
    )]
    fn ends(&self, tokens: &[Placed], cells: &[Vec<Placed>], main: usize) -> Option<(u32, Vec<usize>)> {
        let columns = self.columns.len();
        let below = tokens.first()?.0 > main;
        let price = |token: &Placed, column: usize| -> u32 {
            let cell = &cells[column];
            let beside = if below { cell.last() } else { cell.first() };
            let kind = token.1.kind;
            let text = self.of(&token.1);
            let fit: u32 = match self.columns[column] {
                Column::Ordinal => return FAR,
                Column::Nature => {
                    if text == "性" && below {
                        0
                    } else {
                        return FAR;
                    }
                }
                Column::Group => {
                    let half = cell.iter().map(|(_, t)| self.of(t).chars().count()).sum::<usize>();
                    if !self.zones.is_empty() && kind == Kind::Word {
                        return self.distance(token.0, &token.1, column);
                    }
                    let alike = (1..=3).contains(&half) && text.chars().count() <= 3 && kind == Kind::Word;
                    let wide = self.wide_label(&token.1);
                    if alike && tokens[0].1.span == token.1.span { wide } else { 60 + wide }
                }
                Column::Name => match kind {
                    // The end of words that stand for a value.
                    Kind::Word if below && says_a_value(text) && self.has_words(cells) => 18,
                    Kind::Word => 2,
                    Kind::Unit => {
                        if self.columns.contains(&Column::Unit) && self.completes_unit(cells, text, below) {
                            20
                        } else {
                            4
                        }
                    }
                    _ => 100,
                },
                Column::Unit => {
                    let whole = cell.iter().any(|(_, t)| matches!(self.of(t), "%" | "％" | "‰" | "/" | "-"));
                    match kind {
                        Kind::Unit if !whole => 0,
                        Kind::Unit => 60,
                        _ => 120,
                    }
                }
                Column::Value | Column::Rate => {
                    let taken = cell.iter().any(|(_, t)| {
                        !matches!(t.kind, Kind::Word | Kind::Unit)
                            && !unclosed(self.of(t))
                            && !self.of(t).ends_with([']', '〕'])
                    });
                    let bracket = text.starts_with(['[', '〔']) || text.ends_with([']', '〕']);
                    let worded = cell.last().is_some_and(|(_, last)| last.kind == Kind::Word);
                    match kind {
                        _ if taken => 250,
                        _ if bracket => 0,
                        // Words go on with words and follow numbers only as 左右 does; none stands above a number.
                        Kind::Word if below && worded && says_a_value(text) => 0,
                        Kind::Word if below && worded => 8,
                        Kind::Word if says_a_value(text) => 15,
                        Kind::Word => 60,
                        _ => 200,
                    }
                }
                Column::Years => return FAR,
                // Words above a cell that is whole head a group.
                Column::Text if !below && cell.iter().any(|(line, _)| *line == main) => 75,
                // 1280公 above 里.
                Column::Text if kind == Kind::Unit => 12,
                Column::Body | Column::Note | Column::Text => {
                    if kind == Kind::Word {
                        12
                    } else {
                        60
                    }
                }
            };
            // A bracket that is open in some cell wants its end there, and one that ends there its beginning.
            let waits = |cell: &[Placed]| {
                let text = cell.iter().map(|(_, token)| self.of(token)).collect::<String>();
                if below { unclosed(&text) } else { closes(&text) }
            };
            if cells.iter().any(|cell| waits(cell)) {
                let here = if waits(cell) { 0 } else { 40 };
                let ends = if below {
                    text.ends_with([']', '〕', '）', ')'])
                } else {
                    text.starts_with(['[', '〔', '（', '('])
                };
                if here == 0 || ends {
                    let own = if here > 0 {
                        here + fit
                    } else if ends {
                        0
                    } else {
                        4
                    };
                    return own.saturating_add(self.distance(token.0, &token.1, column));
                }
            }
            let joined = match beside {
                Some(other) if below => self.join(other, token, column, false),
                Some(other) => self.join(token, other, column, false),
                None => 2,
            };
            let alone = beside.is_some_and(|other| is_sum(self.of(&other.1))) || is_sum(text);
            let joined = if alone { cost::NO_VALUES } else { joined.min(70) };
            fit.saturating_add(joined).saturating_add(self.distance(token.0, &token.1, column))
        };
        let mut best: Vec<u32> =
            (0..columns).map(|column| Some(price(tokens.first()?, column))).collect::<Option<Vec<u32>>>()?;
        let mut back: Vec<Vec<usize>> = Vec::new();
        for pair in tokens.windows(2) {
            let mut next = vec![FAR; columns];
            let mut came = vec![0; columns];
            for column in 0..columns {
                let cost = price(&pair[1], column);
                for (before, so_far) in best.iter().enumerate().take(column + 1) {
                    let same = if before == column { 30 } else { 0 };
                    let total = so_far.saturating_add(cost + same);
                    if total < next[column] {
                        (next[column], came[column]) = (total, before);
                    }
                }
            }
            best = next;
            back.push(came);
        }
        let end = (0..columns).min_by_key(|column| best[*column])?;
        let total = best[end];
        let mut places = vec![end];
        for came in back.iter().rev() {
            let last = places[places.len() - 1];
            places.push(came[last]);
        }
        places.reverse();
        (total < FAR).then_some((total, places))
    }
}
