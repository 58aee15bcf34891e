//! Equations as words.

use crate::error::Error;
use crate::name::canonical;

/// A word of an equation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    Number(f64),
    /// A name, canonical; quoted ones are never words of the language.
    Name {
        name: String,
        quoted: bool,
    },
    Sign(&'static str),
}

const SIGNS: [&str; 18] =
    ["<>", "<=", ">=", "!=", "&&", "||", "(", ")", "[", "]", ",", "+", "-", "*", "/", "^", "<", ">"];

/// The equation without {comments}.
pub(crate) fn without_comments(equation: &str) -> String {
    let mut out = String::with_capacity(equation.len());
    let (mut depth, mut quoted) = (0_usize, false);
    for character in equation.chars() {
        match character {
            '"' if depth == 0 => {
                quoted = !quoted;
                out.push(character);
            }
            '{' if !quoted => depth += 1,
            '}' if !quoted && depth > 0 => {
                depth -= 1;
                out.push(' ');
            }
            _ if depth == 0 => out.push(character),
            _ => {}
        }
    }
    out
}

pub(crate) fn tokens(equation: &str) -> Result<Vec<Token>, Error> {
    let text = without_comments(equation);
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, used) = if first == '"' {
            let inner = rest.get(1..).unwrap_or_default();
            let end = inner.find('"').ok_or_else(|| {
                Error::new("方程中的引号没有结束", "a quotation mark in the equation is not closed")
            })?;
            (Token::Name { name: canonical(inner.get(..end).unwrap_or_default()), quoted: true }, end + 2)
        } else if first.is_ascii_digit() || first == '.' {
            number(rest)?
        } else if first.is_alphabetic() || first == '_' || first == '$' {
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '$')))
                .unwrap_or(rest.len());
            (Token::Name { name: canonical(rest.get(..end).unwrap_or_default()), quoted: false }, end)
        } else if first == '=' {
            let used = if rest.starts_with("==") { 2 } else { 1 };
            (Token::Sign("="), used)
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (Token::Sign(sign), sign.len())
        } else {
            return Err(Error::new(
                format!("方程中有不能识别的“{first}”"),
                format!("“{first}” in the equation is not understood"),
            ));
        };
        found.push(token);
        rest = rest.get(used..).unwrap_or_default().trim_start();
    }
    Ok(found)
}

/// .34, 12, 1e-3; a sign belongs to the equation.
fn number(rest: &str) -> Result<(Token, usize), Error> {
    let bytes = rest.as_bytes();
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') {
        end = digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let from = if matches!(bytes.get(end + 1), Some(b'+' | b'-')) { end + 2 } else { end + 1 };
        let to = digits(from);
        if to > from {
            end = to;
        }
    }
    let text = rest.get(..end).unwrap_or_default();
    let value = text.parse::<f64>().ok().filter(|value| value.is_finite());
    let value =
        value.ok_or_else(|| Error::new(format!("“{text}”不是数"), format!("“{text}” is no number")))?;
    Ok((Token::Number(value), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_an_equation() {
        let found = tokens("{a} IF .34>=1e-2 THEN \"Flow w/ signs\" ELSE +x_1").expect("an equation");
        let name = |name: &str, quoted| Token::Name { name: name.to_owned(), quoted };
        assert_eq!(
            found,
            [
                name("if", false),
                Token::Number(0.34),
                Token::Sign(">="),
                Token::Number(0.01),
                name("then", false),
                name("flow_w/_signs", true),
                name("else", false),
                Token::Sign("+"),
                name("x_1", false),
            ]
        );
        assert!(tokens("???").is_err() && tokens("\"a").is_err());
    }
}
