//! Numbers as short text: five bits a character, the low ones first, a bit for "more follows". Every database keeps it.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const MORE: u8 = 32;

/// Appends a number.
pub(crate) fn put(out: &mut String, mut number: u32) {
    loop {
        let low = (number & 31) as u8;
        number >>= 5;
        let digit = if number > 0 { low | MORE } else { low };
        out.push(DIGITS.get(usize::from(digit)).map_or('A', |letter| char::from(*letter)));
        if number == 0 {
            return;
        }
    }
}

/// Numbers read one after the other.
pub(crate) struct Numbers<'a>(pub(crate) &'a [u8]);

impl Numbers<'_> {
    /// The next number; `None` at the end, or where the text is spoiled.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<u32> {
        let (mut number, mut shift) = (0u32, 0);
        loop {
            let (first, rest) = self.0.split_first()?;
            self.0 = rest;
            let digit = VALUES[usize::from(*first)];
            if digit == NONE {
                return None;
            }
            number |= u32::from(digit & 31).checked_shl(shift)?;
            if digit & MORE == 0 {
                return Some(number);
            }
            shift += 5;
        }
    }

    /// Leaves out so many bytes.
    pub(crate) fn skip(&mut self, bytes: u32) -> Option<()> {
        self.0 = self.0.get(bytes as usize..)?;
        Some(())
    }
}

/// No digit.
const NONE: u8 = 0xff;

/// The digit of each byte: a search reads millions of them.
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut digit = 0u8;
    while (digit as usize) < DIGITS.len() {
        values[DIGITS[digit as usize] as usize] = digit;
        digit += 1;
    }
    values
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 31, 32, 1023, 1024, 65_535, 1_114_111, u32::MAX];
        let mut text = String::new();
        for number in numbers {
            put(&mut text, number);
        }
        let mut read = Numbers(text.as_bytes());
        assert!(numbers.iter().all(|number| read.next() == Some(*number)));
        assert_eq!(read.next(), None);
        assert_eq!(Numbers(b"!").next(), None);
    }
}
