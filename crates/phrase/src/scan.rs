//! The pass over a text: from trigger to trigger, sentence by sentence.

use crate::candidate::{Need, amount_at};
use crate::context;
use crate::language::{Language, Lexicon};
use crate::mention::{Kind, Mention};
use crate::numeral::{self, Numeral};
use crate::proportion::{self, Slashed};
use crate::text::Text;
use crate::trigger::{Class, Classes};
use crate::{names, ordinal, time};

/// A scanner for one language.
#[derive(Debug)]
pub struct Scanner {
    pub(crate) lexicon: Lexicon,
    classes: Classes,
}

impl Scanner {
    /// Prepares the tables of `language`; rows that cannot be read are left out and listed by [`Scanner::problems`].
    pub fn new(language: &Language) -> Self {
        Self { lexicon: Lexicon::new(language), classes: Classes::new() }
    }

    /// The rows of the language's tables that could not be read; empty for a sound table.
    pub fn problems(&self) -> &[String] {
        &self.lexicon.problems
    }

    /// How many surfaces of units and counters the tables hold.
    pub fn unit_count(&self) -> usize {
        self.lexicon.units.len()
    }

    /// Reads every mention of `text`, in order; see [`crate::scan()`].
    pub fn scan(&self, text: &str) -> Vec<Mention> {
        let mut pass = Pass {
            scanner: self,
            text: Text::new(text),
            found: Vec::new(),
            needs: Vec::new(),
            sentence: 0,
            first: 0,
        };
        pass.run();
        pass.found
    }
}

struct Pass<'s, 't> {
    scanner: &'s Scanner,
    text: Text<'t>,
    found: Vec<Mention>,
    /// What each mention of the current sentence still needs.
    needs: Vec<Need>,
    /// Where the current sentence begins.
    sentence: usize,
    /// Index of its first mention.
    first: usize,
}

impl Pass<'_, '_> {
    fn run(&mut self) {
        let bytes = self.text.raw.as_bytes();
        let mut at = 0;
        while let Some((place, class)) = self.scanner.classes.next(bytes, at) {
            let behind = self.text.at(place).map_or(place + 1, |(_, next)| next);
            at = match class {
                Class::Other => behind,
                Class::Stop => {
                    self.close_sentence(place);
                    self.sentence = behind;
                    behind
                }
                Class::Title => names::title_end(self.text, behind),
                Class::Rank => self.rank(place, behind),
                Class::Doubling => {
                    self.push(proportion::doubling(&self.scanner.lexicon, self.text, place), behind)
                }
                Class::Half => self.push(proportion::half(self.text, place), behind),
                Class::Roman => self.push(ordinal::roman_class(self.text, place), behind),
                Class::Numeral => self.numeral(place, behind),
            };
        }
        self.close_sentence(bytes.len());
    }

    fn close_sentence(&mut self, end: usize) {
        if self.found.len() > self.first {
            context::read(
                &self.scanner.lexicon,
                self.text,
                self.sentence..end,
                self.first,
                &mut self.found,
                &self.needs,
            );
        }
        self.needs.clear();
        self.first = self.found.len();
    }

    /// Adds a mention that needs nothing else; gives where the pass goes on.
    fn push(&mut self, mention: Option<Mention>, otherwise: usize) -> usize {
        match mention {
            Some(mention) => self.push_needing(mention, Need::None),
            None => otherwise,
        }
    }

    fn push_needing(&mut self, mention: Mention, need: Need) -> usize {
        let end = mention.span.end;
        // 一半: the half begins in front of its trigger, perhaps inside what is already read.
        if self.found.last().is_some_and(|last| last.span.end > mention.span.start) {
            return end;
        }
        self.found.push(mention);
        self.needs.push(need);
        end
    }

    /// 第: a place in an order when 位 or 名 follows the numeral; any other 第N is a name.
    fn rank(&mut self, place: usize, behind: usize) -> usize {
        let Some(numeral) = numeral::read(self.text, self.text.skip_gap(behind), &self.scanner.lexicon)
        else {
            return behind;
        };
        match ordinal::rank(&self.scanner.lexicon, self.text, place, &numeral) {
            Some(mention) => self.push(Some(mention), numeral.end),
            // 第十三个五年规划: the counted noun belongs to the name.
            None => self
                .text
                .any(self.text.skip_gap(numeral.end), &["个五年", "个百年", "个"])
                .unwrap_or(numeral.end),
        }
    }

    fn numeral(&mut self, place: usize, behind: usize) -> usize {
        let lexicon = &self.scanner.lexicon;
        let text = self.text;
        if let Some(end) = names::guard(lexicon, text, place) {
            return end;
        }
        if let Some(mention) = time::plan_number(lexicon, text, place) {
            return self.push(Some(mention), behind);
        }
        // 100MW/200MWh: what follows an amount is no code.
        let before = text.before(place).map_or(place, |(_, before)| before);
        let follows_amount = self.found.last().is_some_and(|last| last.span.end == before);
        if text.peek(place).is_ascii_digit() && !follows_amount && names::inside_code(text, place) {
            return names::skip_code(text, place);
        }
        let Some(numeral) = numeral::read(text, place, lexicon) else {
            return if text.peek(place).is_ascii_digit() { names::skip_code(text, place) } else { behind };
        };
        if let Some(mention) = time::calendar(lexicon, text, &numeral) {
            return self.push(Some(mention), numeral.end);
        }
        if let Some(end) = time::date_without_year(text, &numeral) {
            return end;
        }
        if let Some(parts) = proportion::parts_of(lexicon, text, &numeral) {
            return match parts {
                Ok(mention) => self.push(Some(mention), numeral.end),
                Err(end) => end,
            };
        }
        if numeral.arabic {
            let slashed = proportion::slash(lexicon, text, &numeral)
                .or_else(|| proportion::ratio(lexicon, text, &numeral));
            match slashed {
                Some(Slashed::Found(mention)) => return self.push(Some(*mention), numeral.end),
                Some(Slashed::Pass(end)) => return end,
                None => {}
            }
        }
        if let Some(mention) = proportion::tenths(lexicon, text, &numeral) {
            return self.push(Some(mention), numeral.end);
        }
        self.amount(numeral)
    }

    fn amount(&mut self, numeral: Numeral) -> usize {
        let (start, end) = (numeral.start, numeral.end);
        let (arabic, bare) = (numeral.arabic, numeral.bare);
        let Some((mut mention, need)) = amount_at(&self.scanner.lexicon, self.text, numeral) else {
            return end;
        };
        if !arabic && names::in_slogan(self.text, start, mention.span.end) {
            return mention.span.end;
        }
        if bare && (mention.unit.is_none() || names::damaged(self.text, start)) {
            return end;
        }
        if bare && names::is_unit_label(self.text, &mention) {
            return mention.span.end;
        }
        self.sign_in_front(&mut mention);
        if mention.kind == Kind::Number && need == Need::None {
            return end;
        }
        self.push_needing(mention, need)
    }

    /// A minus sign in front of an Arabic number, when it cannot be a dash.
    fn sign_in_front(&self, mention: &mut Mention) {
        let Some((c, before)) = self.text.before(mention.span.start) else { return };
        let negative = match c {
            '-' => {
                let c = self.text.peek_before(before);
                !(c.is_alphanumeric() || matches!(c, '%' | ')' | '”' | '-' | '—'))
                    || self.follows_growth(before)
            }
            '负' | '負' => true,
            _ => false,
        };
        if !negative || mention.value_high.is_some() || mention.kind.is_calendar() {
            return;
        }
        mention.span.start = before;
        mention.number_span.start = before;
        mention.value = mention.value.map(|value| -value);
        mention.printed.number = mention.printed.number.map(|value| -value);
    }

    /// 增长-3.2%: the dash behind a verb of change is a sign.
    fn follows_growth(&self, at: usize) -> bool {
        let before = self.text.raw.get(..at).unwrap_or("");
        self.scanner.lexicon.lists.before_minus.iter().any(|word| before.ends_with(word))
    }
}
