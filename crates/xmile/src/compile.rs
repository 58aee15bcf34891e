//! From the words of an equation to a program.

use crate::document::Specs;
use crate::error::Error;
use crate::function::Function;
use crate::program::{Op, Program};
use crate::remember;
use crate::system::{Entry, Slot};
use crate::token::{Token, tokens};
use std::collections::BTreeMap;

/// What an equation may name.
pub(crate) struct Context<'c> {
    pub entries: &'c BTreeMap<String, Entry>,
    pub tables: &'c BTreeMap<String, usize>,
    pub dimensions: &'c BTreeMap<String, Vec<String>>,
    pub specs: Specs,
    /// The element that the equation is for, by dimension.
    pub bound: &'c [(&'c str, usize)],
    pub variable: &'c str,
    pub line: usize,
    pub slots: &'c mut Vec<Slot>,
}

/// Words of one equation, at most.
const MOST_WORDS: usize = 100_000;

/// Brackets within brackets, at most.
const DEEPEST: usize = 48;

pub(crate) fn equation(text: &str, context: &mut Context<'_>) -> Result<Program, Error> {
    let words = tokens(text)?;
    if words.len() > MOST_WORDS {
        return Err(Error::new("方程过长", "the equation is too long"));
    }
    whole(&words, context, 0)
}

/// Compiles words that are an expression and nothing more.
pub(crate) fn whole(words: &[Token], context: &mut Context<'_>, depth: usize) -> Result<Program, Error> {
    let mut parser = Parser { words, at: 0, depth, context, out: Vec::new() };
    parser.expression()?;
    match parser.words.get(parser.at) {
        None => Ok(parser.out),
        Some(word) => Err(unexpected(word)),
    }
}

fn unexpected(word: &Token) -> Error {
    let text = match word {
        Token::Number(value) => value.to_string(),
        Token::Name { name, .. } => name.clone(),
        Token::Sign(sign) => (*sign).to_owned(),
    };
    Error::new(format!("方程中“{text}”的位置不对"), format!("“{text}” is not expected there in the equation"))
}

struct Parser<'p, 'c> {
    words: &'p [Token],
    at: usize,
    depth: usize,
    context: &'p mut Context<'c>,
    out: Program,
}

impl Parser<'_, '_> {
    fn peek_sign(&self) -> Option<&'static str> {
        match self.words.get(self.at) {
            Some(Token::Sign(sign)) => Some(sign),
            _ => None,
        }
    }

    fn peek_word(&self) -> Option<&str> {
        match self.words.get(self.at) {
            Some(Token::Name { name, quoted: false }) => Some(name),
            _ => None,
        }
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = self.peek_sign() == Some(sign);
        self.at += usize::from(found);
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.peek_word() == Some(word);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), Error> {
        if self.take_sign(sign) {
            return Ok(());
        }
        Err(Error::new(format!("方程中缺少“{sign}”"), format!("“{sign}” is missing in the equation")))
    }

    fn expression(&mut self) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Error::new("方程中括号嵌套过深", "brackets in the equation are nested too deep"));
        }
        self.conjunction()?;
        while self.take_word("or") || self.take_sign("||") {
            self.conjunction()?;
            self.out.push(Op::Or);
        }
        self.depth -= 1;
        Ok(())
    }

    fn conjunction(&mut self) -> Result<(), Error> {
        self.negation()?;
        while self.take_word("and") || self.take_sign("&&") {
            self.negation()?;
            self.out.push(Op::And);
        }
        Ok(())
    }

    fn negation(&mut self) -> Result<(), Error> {
        let mut times = 0;
        while self.take_word("not") {
            times += 1;
        }
        self.comparison()?;
        self.out.extend(std::iter::repeat_n(Op::Not, times));
        Ok(())
    }

    fn comparison(&mut self) -> Result<(), Error> {
        self.sum()?;
        loop {
            let op = match self.peek_sign() {
                Some("=") => Op::Equal,
                Some("<>" | "!=") => Op::Unequal,
                Some("<") => Op::Less,
                Some("<=") => Op::LessEqual,
                Some(">") => Op::Greater,
                Some(">=") => Op::GreaterEqual,
                _ => return Ok(()),
            };
            self.at += 1;
            self.sum()?;
            self.out.push(op);
        }
    }

    fn sum(&mut self) -> Result<(), Error> {
        self.term()?;
        loop {
            let op = match self.peek_sign() {
                Some("+") => Op::Add,
                Some("-") => Op::Subtract,
                _ => return Ok(()),
            };
            self.at += 1;
            self.term()?;
            self.out.push(op);
        }
    }

    fn term(&mut self) -> Result<(), Error> {
        self.signed()?;
        loop {
            let op = match self.peek_sign() {
                Some("*") => Op::Multiply,
                Some("/") => Op::Divide,
                _ if self.peek_word() == Some("mod") => Op::Modulo,
                _ => return Ok(()),
            };
            self.at += 1;
            self.signed()?;
            self.out.push(op);
        }
    }

    /// A sign binds less than a power: -2^2 is -4.
    fn signed(&mut self) -> Result<(), Error> {
        let negative = self.signs();
        self.power()?;
        if negative {
            self.out.push(Op::Negate);
        }
        Ok(())
    }

    fn signs(&mut self) -> bool {
        let mut negative = false;
        loop {
            if self.take_sign("-") {
                negative = !negative;
            } else if !self.take_sign("+") {
                return negative;
            }
        }
    }

    /// Powers are taken from the right: 2^3^2 is 2^9. An exponent may have a sign, which covers all that follows.
    fn power(&mut self) -> Result<(), Error> {
        self.primary()?;
        let mut negated: Vec<bool> = Vec::new();
        while self.take_sign("^") {
            negated.push(self.signs());
            self.primary()?;
        }
        for negative in negated.into_iter().rev() {
            if negative {
                self.out.push(Op::Negate);
            }
            self.out.push(Op::Power);
        }
        Ok(())
    }

    fn primary(&mut self) -> Result<(), Error> {
        let Some(word) = self.words.get(self.at) else {
            return Err(Error::new("方程不完整", "the equation is not complete"));
        };
        self.at += 1;
        match word {
            Token::Number(value) => self.out.push(Op::Number(*value)),
            Token::Sign("(") => {
                self.expression()?;
                self.expect(")")?;
            }
            Token::Name { name, quoted: false } if name == "if" => {
                self.expression()?;
                self.keyword("then")?;
                self.expression()?;
                self.keyword("else")?;
                self.expression()?;
                self.out.push(Op::Select);
            }
            Token::Name { name, quoted } => {
                let name = name.clone();
                if self.peek_sign() == Some("(") && !quoted
                    || self.peek_sign() == Some("(") && self.context.tables.contains_key(&name)
                {
                    return self.call(&name);
                }
                self.name(&name)?;
            }
            Token::Sign(_) => return Err(unexpected(word)),
        }
        Ok(())
    }

    fn keyword(&mut self, word: &str) -> Result<(), Error> {
        if self.take_word(word) {
            return Ok(());
        }
        let word = word.to_uppercase();
        Err(Error::new(format!("IF 之后缺少 {word}"), format!("{word} is missing after IF")))
    }

    /// The words of each argument of a call; the place is then behind the bracket.
    fn arguments(&mut self) -> Result<Vec<(usize, usize)>, Error> {
        self.expect("(")?;
        let mut found = Vec::new();
        let (mut from, mut depth) = (self.at, 0_usize);
        while let Some(word) = self.words.get(self.at) {
            match word {
                Token::Sign("(" | "[") => depth += 1,
                Token::Sign(")") if depth == 0 => {
                    if self.at > from || !found.is_empty() {
                        found.push((from, self.at));
                    }
                    self.at += 1;
                    return Ok(found);
                }
                Token::Sign(")" | "]") => depth = depth.saturating_sub(1),
                Token::Sign(",") if depth == 0 => {
                    found.push((from, self.at));
                    from = self.at + 1;
                }
                _ => {}
            }
            self.at += 1;
        }
        Err(Error::new("方程中括号没有结束", "a bracket in the equation is not closed"))
    }

    #[expect(clippy::too_many_lines, reason = "the sorts of calls in the order in which a name is looked up")]
    fn call(&mut self, name: &str) -> Result<(), Error> {
        let ranges = self.arguments()?;
        let words = self.words;
        let argument =
            |at: usize| ranges.get(at).and_then(|(from, to)| words.get(*from..*to)).unwrap_or_default();
        let depth = self.depth + 1;
        if depth > DEEPEST {
            return Err(Error::new("方程中括号嵌套过深", "brackets in the equation are nested too deep"));
        }
        if let Some(table) = self.context.tables.get(name).copied() {
            if ranges.len() != 1 {
                return Err(count(name, "1"));
            }
            self.out.extend(whole(argument(0), self.context, depth)?);
            self.out.push(Op::Graph(table));
            return Ok(());
        }
        if name == "lookup" {
            let table = match argument(0) {
                [Token::Name { name, .. }] => self.context.tables.get(name).copied(),
                _ => None,
            };
            let table = table.filter(|_| ranges.len() == 2).ok_or_else(|| {
                Error::new(
                    "LOOKUP 需要图形函数的名称和一个数",
                    "LOOKUP needs the name of a graphical function and a number",
                )
            })?;
            self.out.extend(whole(argument(1), self.context, depth)?);
            self.out.push(Op::Graph(table));
            return Ok(());
        }
        if let Some(remembering) = remember::Remembering::named(name) {
            let mut programs = Vec::with_capacity(ranges.len());
            for at in 0..ranges.len() {
                programs.push(whole(argument(at), self.context, depth)?);
            }
            self.out.extend(remembering.compile(programs, self.context)?);
            return Ok(());
        }
        let Some((function, least, most)) = Function::named(name) else {
            return Err(Error::new(
                format!("没有名为“{name}”的函数（随机函数和宏不支持）"),
                format!("there is no function “{name}” (random functions and macros are not supported)"),
            ));
        };
        if ranges.len() < least || ranges.len() > most {
            let text = if most == usize::MAX {
                format!("{least}+")
            } else if least == most {
                least.to_string()
            } else {
                format!("{least}-{most}")
            };
            return Err(count(name, &text));
        }
        let mut pushed = 0;
        for at in 0..ranges.len() {
            let array = if function.takes_array() { self.array(argument(at))? } else { None };
            if let Some(slots) = array {
                pushed += slots.len();
                self.out.extend(slots.into_iter().map(Op::Load));
            } else {
                pushed += 1;
                self.out.extend(whole(argument(at), self.context, depth)?);
            }
        }
        self.out.push(Op::Call(function, pushed));
        Ok(())
    }

    /// The slots of an argument that is an array: A, A[*], A[x, *].
    fn array(&self, words: &[Token]) -> Result<Option<Vec<usize>>, Error> {
        let Some((Token::Name { name, .. }, rest)) = words.split_first() else { return Ok(None) };
        let Some(entry) = self.context.entries.get(name).filter(|entry| !entry.dimensions.is_empty()) else {
            return Ok(None);
        };
        let subscripts: Vec<&[Token]> = match rest {
            [] => vec![&[Token::Sign("*")]; entry.dimensions.len()],
            [Token::Sign("["), inner @ .., Token::Sign("]")] => {
                inner.split(|word| *word == Token::Sign(",")).collect()
            }
            _ => return Ok(None),
        };
        if !subscripts.contains(&&[Token::Sign("*")][..]) {
            return Ok(None);
        }
        if subscripts.len() != entry.dimensions.len() {
            return Err(subscript_count(name, entry.dimensions.len()));
        }
        let mut all: Vec<Vec<usize>> = vec![Vec::new()];
        for (subscript, (dimension, size)) in subscripts.iter().zip(entry.dimensions.iter().zip(&entry.sizes))
        {
            let places: Vec<usize> = if *subscript == [Token::Sign("*")] {
                (0..*size).collect()
            } else {
                vec![self.index(subscript, dimension)?]
            };
            all = all
                .iter()
                .flat_map(|start| {
                    places.iter().map(move |place| start.iter().copied().chain([*place]).collect())
                })
                .collect();
        }
        Ok(Some(all.iter().filter_map(|indices| entry.slot(indices)).collect()))
    }

    /// A variable, an element of one, or a word of the language.
    fn name(&mut self, name: &str) -> Result<(), Error> {
        let specs = self.context.specs;
        let Some(entry) = self.context.entries.get(name) else {
            let op = match name {
                "time" => Op::Time,
                "dt" | "time_step" => Op::Number(specs.dt),
                "starttime" | "initial_time" => Op::Number(specs.start),
                "stoptime" | "final_time" => Op::Number(specs.stop),
                "pi" => Op::Number(core::f64::consts::PI),
                "inf" => Op::Number(f64::INFINITY),
                _ => {
                    return Err(Error::new(
                        format!("没有变量“{name}”"),
                        format!("there is no variable “{name}”"),
                    ));
                }
            };
            self.out.push(op);
            // PI() is the same as PI.
            return Ok(());
        };
        let mut indices = Vec::new();
        if self.take_sign("[") {
            let from = self.at;
            while self.peek_sign() != Some("]") {
                if self.words.get(self.at).is_none() {
                    return Err(Error::new("下标没有结束", "a subscript is not closed"));
                }
                self.at += 1;
            }
            let inner = self.words.get(from..self.at).unwrap_or_default();
            self.at += 1;
            let subscripts: Vec<&[Token]> = inner.split(|word| *word == Token::Sign(",")).collect();
            if subscripts.len() != entry.dimensions.len() {
                return Err(subscript_count(name, entry.dimensions.len()));
            }
            for (subscript, dimension) in subscripts.iter().zip(&entry.dimensions) {
                indices.push(self.index(subscript, dimension)?);
            }
        } else {
            for dimension in &entry.dimensions {
                let bound = self.context.bound.iter().find(|(own, _)| own == dimension);
                let (_, index) = bound.ok_or_else(|| {
                    Error::new(
                        format!("“{name}”需要下标“{dimension}”"),
                        format!("“{name}” needs a subscript of “{dimension}”"),
                    )
                })?;
                indices.push(*index);
            }
        }
        let slot = entry.slot(&indices).ok_or_else(|| {
            Error::new(format!("“{name}”的下标超出范围"), format!("a subscript of “{name}” is out of range"))
        })?;
        self.out.push(Op::Load(slot));
        Ok(())
    }

    /// The index that one subscript means in a dimension.
    #[expect(clippy::float_cmp, reason = "a number is whole when cutting its fraction leaves it as it is")]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number from 1 on, looked up and refused when beyond the dimension"
    )]
    fn index(&self, subscript: &[Token], dimension: &str) -> Result<usize, Error> {
        let found = match subscript {
            [Token::Number(value)] if *value >= 1.0 && libm::trunc(*value) == *value => {
                Some(*value as usize - 1)
            }
            [Token::Name { name, .. }] => {
                let elements = self.context.dimensions.get(dimension).map(Vec::as_slice).unwrap_or_default();
                let element = elements.iter().position(|one| crate::name::canonical(one) == *name);
                element.or_else(|| {
                    self.context.bound.iter().find(|(own, _)| own == name).map(|(_, index)| *index)
                })
            }
            _ => None,
        };
        found.ok_or_else(|| {
            Error::new(
                format!("维度“{dimension}”的下标不能识别"),
                format!("a subscript of dimension “{dimension}” is not understood"),
            )
        })
    }
}

pub(crate) fn count(name: &str, wanted: &str) -> Error {
    let name = name.to_uppercase();
    Error::new(format!("{name} 需要 {wanted} 个参数"), format!("{name} takes {wanted} arguments"))
}

fn subscript_count(name: &str, wanted: usize) -> Error {
    Error::new(format!("“{name}”需要 {wanted} 个下标"), format!("“{name}” takes {wanted} subscripts"))
}
