//! Looks at a file before the library does: what would make it recurse or reserve without end is refused, and
//! what it cannot bear in spite of that ends in a value and not in the process.

use crate::error::ReadError;
use std::cell::Cell;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Arrays and dictionaries nested deeper than this are no document.
const DEEPEST: usize = 512;

/// Object streams and character maps are unpacked up to here, in bytes.
const LARGEST_STREAM: u64 = 32 << 20;

/// A code that stands for more bytes than this is a map made to burst; ligatures have a few.
const LONGEST_TARGET: usize = 512;

/// Codes that one map may define.
const MOST_CODES: u64 = 400_000;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is inside a library that reads a foreign file, so that a panic is caught and told as
/// damage of the file; a panic hook need not report it.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// What `read` gives, or `None` where it panics.
pub(super) fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    let before = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(before);
    result.ok()
}

/// Whether the file may be given to the library.
///
/// # Errors
/// [`ReadError::Excessive`] when objects nest too deep or a character map is out of proportion.
pub(super) fn check(bytes: &[u8]) -> Result<(), ReadError> {
    let mut at = 0;
    // Object by object: brackets in the bytes of a stream mean nothing.
    loop {
        let rest = &bytes[at..];
        let stream = find(rest, b"stream");
        let head = &rest[..stream.unwrap_or(rest.len())];
        if nests_too_deep(head) {
            return Err(ReadError::Excessive);
        }
        let Some(stream) = stream else { return Ok(()) };
        let start = at + stream + b"stream".len();
        let end = find(&bytes[start..], b"endstream").map_or(bytes.len(), |offset| start + offset);
        let dictionary = &head[head.len().saturating_sub(2048)..];
        let dictionary = &dictionary[rfind(dictionary, b" obj").unwrap_or(0)..];
        let body = bytes[start..end].trim_ascii_start();
        check_stream(dictionary, body)?;
        at = (end + b"endstream".len()).min(bytes.len());
    }
}

fn check_stream(dictionary: &[u8], body: &[u8]) -> Result<(), ReadError> {
    let holds = |word: &[u8]| find(dictionary, word).is_some();
    if holds(b"/Image") || holds(b"/Length1") || holds(b"/FontFile") {
        return Ok(());
    }
    let packed = holds(b"/FlateDecode") || holds(b"/Fl ");
    let start = unpacked(body, packed, 4096);
    let objects = holds(b"/ObjStm");
    let is_map = [b"begincmap".as_slice(), b"beginbf", b"begincid", b"CIDInit"]
        .iter()
        .any(|word| find(&start, word).is_some());
    if !objects && !is_map {
        return Ok(());
    }
    let whole = unpacked(body, packed, LARGEST_STREAM);
    let excessive = whole.len() as u64 >= LARGEST_STREAM
        || (objects && nests_too_deep(&whole))
        || (is_map && bursts(&whole));
    if excessive { Err(ReadError::Excessive) } else { Ok(()) }
}

#[expect(clippy::cast_possible_truncation, reason = "below a limit that fits in memory")]
fn unpacked(body: &[u8], packed: bool, limit: u64) -> Vec<u8> {
    let mut out = Vec::new();
    if packed {
        // What is damaged is for the library to judge; the beginning is enough here.
        let _ = flate2::read::ZlibDecoder::new(body).take(limit).read_to_end(&mut out);
    } else {
        out.extend_from_slice(&body[..body.len().min(limit as usize)]);
    }
    out
}

/// Whether brackets nest deeper than any document has them; strings are not told apart, which adds a few.
fn nests_too_deep(text: &[u8]) -> bool {
    let mut depth = 0usize;
    let mut last = 0u8;
    for byte in text {
        match (*byte, last) {
            (b'[', _) | (b'<', b'<') => depth += 1,
            (b']', _) | (b'>', b'>') => depth = depth.saturating_sub(1),
            (b'b', b'o') => {}
            (b'j', b'b') => depth = 0,
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
        // Of three signs the first two are a pair.
        last = if matches!(*byte, b'<' | b'>') && *byte == last { 0 } else { *byte };
    }
    false
}

/// Whether a character map defines more than fonts have characters, or gives one code a whole text.
fn bursts(map: &[u8]) -> bool {
    let mut codes = 0u64;
    let mut tokens: [Option<u64>; 2] = [None, None];
    let mut at = 0;
    let mut section = Section::Other;
    while at < map.len() {
        match map[at] {
            b'<' => {
                let length = map[at + 1..].iter().take_while(|byte| **byte != b'>').count();
                if length > LONGEST_TARGET * 2 {
                    return true;
                }
                let value = std::str::from_utf8(&map[at + 1..at + 1 + length])
                    .ok()
                    .and_then(|hex| u64::from_str_radix(hex.trim(), 16).ok());
                match section {
                    Section::Range => {
                        if let [Some(low), Some(high)] = tokens {
                            codes += high.saturating_sub(low).min(MOST_CODES + 1) + 1;
                            tokens = [None, None];
                        } else if tokens[0].is_none() {
                            tokens[0] = value;
                        } else {
                            tokens[1] = value;
                        }
                    }
                    Section::Single => codes += 1,
                    Section::Other => {}
                }
                at += length + 1;
            }
            b'b' if map[at..].starts_with(b"beginbfrange") || map[at..].starts_with(b"begincidrange") => {
                section = Section::Range;
                tokens = [None, None];
            }
            b'b' if map[at..].starts_with(b"beginbfchar") || map[at..].starts_with(b"begincidchar") => {
                section = Section::Single;
            }
            b'e' if map[at..].starts_with(b"end") => section = Section::Other,
            // The destination of a range may be a number or a list.
            b'[' | b'0'..=b'9' if section == Section::Range => {
                if let [Some(low), Some(high)] = tokens {
                    codes += high.saturating_sub(low).min(MOST_CODES + 1) + 1;
                    tokens = [None, None];
                    if map[at] == b'[' {
                        at += map[at..].iter().take_while(|byte| **byte != b']').count();
                    }
                }
            }
            _ => {}
        }
        if codes > MOST_CODES {
            return true;
        }
        at += 1;
    }
    false
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Range,
    Single,
    Other,
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, word)
}

fn rfind(text: &[u8], word: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(text, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_and_maps_are_measured() {
        let deep = |unit: &str, count| format!("1 0 obj {} endobj", unit.repeat(count)).into_bytes();
        assert_eq!(check(&deep("[", 5_000)), Err(ReadError::Excessive));
        assert_eq!(check(&deep("<</A ", 5_000)), Err(ReadError::Excessive));
        assert_eq!(check(&deep("[", 100)), Ok(()));
        assert_eq!(check(&b"1 0 obj [ endobj ".repeat(5_000)), Ok(()));
        let map = |body: &str| {
            format!("1 0 obj <</Length 9>>\nstream\nbegincmap {body} endcmap\nendstream endobj").into_bytes()
        };
        assert_eq!(check(&map("1 beginbfchar <41> <0042> endbfchar")), Ok(()));
        assert_eq!(check(&map("1 beginbfrange <0000> <ffff> <0000> endbfrange")), Ok(()));
        let long = "4e2d".repeat(5_000);
        assert_eq!(check(&map(&format!("1 beginbfchar <41> <{long}> endbfchar"))), Err(ReadError::Excessive));
        assert_eq!(
            check(&map("1 beginbfrange <00000000> <7fffffff> <0000> endbfrange")),
            Err(ReadError::Excessive)
        );
    }

    #[test]
    fn a_panic_is_a_value() {
        assert_eq!(guarded(|| 1), Some(1));
        let mut inside = false;
        let panicked: Option<u8> = guarded(|| {
            inside = is_guarded();
            // As libraries do: an index inside a character.
            u8::try_from("水".split_at(1).0.len()).unwrap_or(0)
        });
        assert_eq!((panicked, inside, is_guarded()), (None, true, false));
        // One guard inside another leaves the outer one in place, and the next call is as good as the first.
        assert_eq!(guarded(|| guarded(is_guarded) == Some(true) && is_guarded()), Some(true));
        assert_eq!(guarded(|| 2), Some(2));
    }
}
