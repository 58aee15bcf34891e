//! The characters that set something off, found fast.

use crate::digits::sign;

/// What a character sets off in the pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Nothing.
    Other,
    /// A numeral may begin here.
    Numeral,
    /// A sentence ends here.
    Stop,
    /// 《.
    Title,
    /// 第.
    Rank,
    /// 翻.
    Doubling,
    /// 半.
    Half,
    /// Ⅰ to Ⅻ, I, V, X.
    Roman,
}

/// The class of every character of the basic plane, by upper and lower byte.
#[derive(Debug)]
pub(crate) struct Classes {
    pages: Vec<u8>,
    classes: Vec<[Class; 256]>,
}

impl Classes {
    #[expect(clippy::cast_possible_truncation, reason = "a number of classes, which a page of 256 holds")]
    pub(crate) fn new() -> Self {
        let mut classes = Self { pages: vec![0; 256], classes: vec![[Class::Other; 256]] };
        for code in 0..=u16::MAX {
            let Some(c) = char::from_u32(u32::from(code)) else { continue };
            let class = class_of(c);
            if class != Class::Other {
                let page = &mut classes.pages[usize::from(code >> 8)];
                if *page == 0 {
                    *page = classes.classes.len() as u8;
                    classes.classes.push([Class::Other; 256]);
                }
                classes.classes[usize::from(*page)][usize::from(code & 0xff)] = class;
            }
        }
        classes
    }

    #[inline]
    fn get(&self, code: u16) -> Class {
        self.classes[usize::from(self.pages[usize::from(code >> 8)])][usize::from(code & 0xff)]
    }

    /// The next character from byte `at` that sets something off.
    #[inline]
    pub(crate) fn next(&self, bytes: &[u8], mut at: usize) -> Option<(usize, Class)> {
        while let Some(&first) = bytes.get(at) {
            let (code, len) = match first {
                0..=0x7f => (u16::from(first), 1),
                0xe0..=0xef => {
                    let (Some(second), Some(third)) = (bytes.get(at + 1), bytes.get(at + 2)) else {
                        return None;
                    };
                    let code = u16::from(first & 0x0f) << 12
                        | u16::from(second & 0x3f) << 6
                        | u16::from(third & 0x3f);
                    (code, 3)
                }
                0xc0..=0xdf => (0, 2),
                _ => (0, 4),
            };
            let class = if len == 2 || len == 4 { Class::Other } else { self.get(code) };
            if class != Class::Other {
                return Some((at, class));
            }
            at += len;
        }
        None
    }
}

fn class_of(c: char) -> Class {
    let folded = crate::fold_char(c);
    match folded {
        '。' | '；' | '！' | '？' | ';' | '\n' | '\r' => Class::Stop,
        '《' => Class::Title,
        '第' => Class::Rank,
        '翻' => Class::Doubling,
        '半' => Class::Half,
        'Ⅰ'..='Ⅻ' | 'I' | 'V' | 'X' => Class::Roman,
        _ if sign(folded).is_some() => Class::Numeral,
        _ => Class::Other,
    }
}
