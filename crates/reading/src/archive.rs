//! Named parts in a row of bytes: count, then for each part two lengths, name and content.

use std::collections::BTreeMap;

/// Parts by name.
pub(crate) type Parts = BTreeMap<String, Vec<u8>>;

pub(crate) fn pack(parts: &Parts) -> Vec<u8> {
    let size: usize = parts.iter().map(|(name, bytes)| name.len() + bytes.len() + 16).sum();
    let mut out = Vec::with_capacity(size + 8);
    out.extend_from_slice(&(parts.len() as u64).to_le_bytes());
    for (name, bytes) in parts {
        out.extend_from_slice(&(name.len() as u64).to_le_bytes());
        out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(bytes);
    }
    out
}

/// The parts back; `None` when the bytes are no packed parts.
pub(crate) fn unpack(bytes: &[u8]) -> Option<Parts> {
    let mut rest = bytes;
    let count = number(&mut rest)?;
    let mut parts = Parts::new();
    for _ in 0..count {
        let (name, content) = (number(&mut rest)?, number(&mut rest)?);
        let name = std::str::from_utf8(take(&mut rest, name)?).ok()?.to_owned();
        parts.insert(name, take(&mut rest, content)?.to_vec());
    }
    rest.is_empty().then_some(parts)
}

fn number(rest: &mut &[u8]) -> Option<usize> {
    let (first, after) = rest.split_first_chunk::<8>()?;
    *rest = after;
    usize::try_from(u64::from_le_bytes(*first)).ok()
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (first, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back_and_cut_bytes_do_not() {
        let parts = Parts::from([("a".to_owned(), b"x".to_vec()), ("目/b".to_owned(), Vec::new())]);
        let bytes = pack(&parts);
        assert_eq!(unpack(&bytes), Some(parts));
        for end in 0..bytes.len() {
            assert_eq!(unpack(&bytes[..end]), None);
        }
    }
}
