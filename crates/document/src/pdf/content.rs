//! The operators of a content stream, one after the other: nothing is kept but the operands of one, and
//! nesting costs no stack (ISO 32000-1, 7.8.2).

/// Operands beyond so many, and strings in one array beyond so many, are left out.
const MOST_OPERANDS: usize = 64;
const MOST_ITEMS: usize = 65_536;

/// An operand.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Number(f32),
    Name(Vec<u8>),
    Text(Vec<u8>),
    /// Numbers and strings of an array; arrays and dictionaries inside it are left out.
    Array(Vec<Item>),
    Other,
}

/// An element of an array.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Number(f32),
    Text(Vec<u8>),
}

/// Calls `visit` for every operator with its operands until it gives false.
#[expect(clippy::too_many_lines, reason = "one arm for each kind of token of the format")]
pub(super) fn operators(data: &[u8], mut visit: impl FnMut(&[u8], &[Operand]) -> bool) {
    let mut reader = Reader { data, at: 0 };
    let mut operands: Vec<Operand> = Vec::new();
    let mut array: Vec<Item> = Vec::new();
    // Open arrays and dictionaries around the reading position.
    let (mut arrays, mut dictionaries) = (0usize, 0usize);
    while let Some(token) = reader.next() {
        let outside = arrays == 0 && dictionaries == 0;
        let operand = match token {
            Token::Open => {
                arrays += 1;
                continue;
            }
            Token::Close => {
                arrays = arrays.saturating_sub(1);
                if arrays > 0 || dictionaries > 0 {
                    continue;
                }
                Operand::Array(std::mem::take(&mut array))
            }
            Token::OpenDictionary => {
                dictionaries += 1;
                continue;
            }
            Token::CloseDictionary => {
                dictionaries = dictionaries.saturating_sub(1);
                if dictionaries > 0 || arrays > 0 {
                    continue;
                }
                Operand::Other
            }
            Token::Number(number) if outside => Operand::Number(number),
            Token::Text(text) if outside => Operand::Text(text),
            Token::Name(name) if outside => Operand::Name(name),
            Token::Number(number) => {
                if arrays == 1 && dictionaries == 0 && array.len() < MOST_ITEMS {
                    array.push(Item::Number(number));
                }
                continue;
            }
            Token::Text(text) => {
                if arrays == 1 && dictionaries == 0 && array.len() < MOST_ITEMS {
                    array.push(Item::Text(text));
                }
                continue;
            }
            Token::Name(_) => continue,
            Token::Word(word) => {
                if matches!(word, b"true" | b"false" | b"null") {
                    if outside {
                        operands.push(Operand::Other);
                    }
                    continue;
                }
                // An array or dictionary that was never closed ends with the operator.
                (arrays, dictionaries) = (0, 0);
                array.clear();
                if word == b"BI" {
                    reader.skip_inline_image();
                }
                if !visit(word, &operands) {
                    return;
                }
                operands.clear();
                continue;
            }
        };
        if operands.len() < MOST_OPERANDS {
            operands.push(operand);
        }
    }
}

enum Token<'a> {
    Number(f32),
    Name(Vec<u8>),
    Text(Vec<u8>),
    Open,
    Close,
    OpenDictionary,
    CloseDictionary,
    Word(&'a [u8]),
}

struct Reader<'a> {
    data: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.data.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = self.peek(0)?;
            match byte {
                _ if is_space(byte) => self.at += 1,
                b'%' => {
                    while self.peek(0).is_some_and(|b| b != b'\n' && b != b'\r') {
                        self.at += 1;
                    }
                }
                b'(' => return Some(Token::Text(self.literal())),
                b'<' if self.peek(1) == Some(b'<') => {
                    self.at += 2;
                    return Some(Token::OpenDictionary);
                }
                b'>' if self.peek(1) == Some(b'>') => {
                    self.at += 2;
                    return Some(Token::CloseDictionary);
                }
                b'<' => return Some(Token::Text(self.hexadecimal())),
                b'[' => {
                    self.at += 1;
                    return Some(Token::Open);
                }
                b']' => {
                    self.at += 1;
                    return Some(Token::Close);
                }
                b'/' => return Some(Token::Name(self.name())),
                b'+' | b'-' | b'.' | b'0'..=b'9' => return Some(Token::Number(self.number())),
                _ if is_regular(byte) => {
                    let start = self.at;
                    while self.peek(0).is_some_and(is_regular) {
                        self.at += 1;
                    }
                    return Some(Token::Word(&self.data[start..self.at]));
                }
                _ => self.at += 1,
            }
        }
    }

    fn number(&mut self) -> f32 {
        let start = self.at;
        self.at += 1;
        while self.peek(0).is_some_and(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+')) {
            self.at += 1;
        }
        let text = std::str::from_utf8(&self.data[start..self.at]).unwrap_or("0");
        // Some writers put a sign inside a number; what stands before it counts.
        let end = text
            .char_indices()
            .skip(1)
            .find(|(_, c)| matches!(c, '-' | '+'))
            .map_or(text.len(), |(at, _)| at);
        let value = text[..end].trim_start_matches('+').parse::<f32>().unwrap_or(0.0);
        if value.is_finite() { value } else { 0.0 }
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.peek(0).filter(|b| is_regular(*b)) {
            let escaped =
                (byte == b'#').then(|| Some(hex(self.peek(1)?)? << 4 | hex(self.peek(2)?)?)).flatten();
            name.push(escaped.unwrap_or(byte));
            self.at += if escaped.is_some() { 3 } else { 1 };
        }
        name
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut depth = 1usize;
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    text.extend(self.escape());
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }

    fn escape(&mut self) -> Option<u8> {
        let byte = self.peek(0)?;
        self.at += 1;
        Some(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\r' => {
                self.at += usize::from(self.peek(0) == Some(b'\n'));
                return None;
            }
            b'\n' => return None,
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit) = self.peek(0).filter(|b| (b'0'..=b'7').contains(b)) else { break };
                    value = value * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                (value & 0xff) as u8
            }
            other => other,
        })
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut high: Option<u8> = None;
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let Some(digit) = hex(byte) else { continue };
            match high.take() {
                Some(first) => text.push(first << 4 | digit),
                None => high = Some(digit),
            }
        }
        text.extend(high.map(|first| first << 4));
        text
    }

    /// Behind the `EI` that closes an inline image.
    fn skip_inline_image(&mut self) {
        while let Some(token) = self.next() {
            if matches!(token, Token::Word(b"ID")) {
                break;
            }
        }
        while self.at + 2 < self.data.len() {
            let closes = is_space(self.data[self.at])
                && &self.data[self.at + 1..self.at + 3] == b"EI"
                && self.peek(3).is_none_or(|b| !is_regular(b));
            if closes {
                self.at += 3;
                return;
            }
            self.at += 1;
        }
        self.at = self.data.len();
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a digit or a byte")]
fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0 | 12)
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(data: &[u8]) -> Vec<(String, Vec<Operand>)> {
        let mut found = Vec::new();
        operators(data, |name, operands| {
            found.push((String::from_utf8_lossy(name).into_owned(), operands.to_vec()));
            true
        });
        found
    }

    #[test]
    fn operators_and_operands() {
        let found = all(b"q % note\n1 -.5 0 +2 3 4. cm /F#31 12 Tf [(a\\051\\(b) -250 <4e 6>] TJ T* <</MCID 1/X[1]>> BDC\n\
            BI /W 1 ID \x00(EI EI Q (cut");
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["q", "cm", "Tf", "TJ", "T*", "BDC", "BI", "Q"]);
        assert_eq!(found[1].1[1], Operand::Number(-0.5));
        assert_eq!(found[2].1[0], Operand::Name(b"F1".to_vec()));
        let items = vec![Item::Text(b"a)(b".to_vec()), Item::Number(-250.0), Item::Text(vec![0x4e, 0x60])];
        assert_eq!(found[3].1, [Operand::Array(items)]);
    }

    #[test]
    fn nesting_costs_nothing() {
        let mut data = vec![b'['; 3_000_000];
        data.extend(b" (a) Tj");
        assert_eq!(all(&data).len(), 1);
        let data = b"<<".repeat(1_000_000);
        assert!(all(&data).is_empty());
    }
}
