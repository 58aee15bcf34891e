use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use sm3::Sm3;
use std::fmt;

/// A SHA-256 hash.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash(pub [u8; 32]);

/// The hash that stands before the first entry.
pub const GENESIS: Hash = Hash([0; 32]);

impl Hash {
    /// The SHA-256 of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// What was done: the content of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Act {
    /// When, as RFC 3339 in UTC.
    pub at: String,
    /// Who: the account's stable name, `system` for what the program does by itself.
    pub actor: String,
    /// From where: address of the client, or `cli`.
    pub origin: String,
    /// What, in dotted words (`target.edit`, `submission.approve`).
    pub action: String,
    /// The thing it was done to (`target/jinzhou-13/t0003`).
    pub subject: String,
    /// The thing before, as JSON; `None` when it did not exist.
    pub before: Option<String>,
    /// The thing after, as JSON; `None` when it no longer exists.
    pub after: Option<String>,
    /// Why, in the words of the person; may be empty.
    pub reason: String,
    /// Digests of what the write left behind, in the words of whoever keeps it; `None` where there are none.
    pub seals: Option<String>,
}

/// An act in its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Position from 1, without gaps.
    pub number: u64,
    /// What was done.
    pub act: Act,
    /// Hash of the entry before, [`GENESIS`] for the first.
    pub previous: Hash,
    /// Hash of this entry.
    pub hash: Hash,
}

impl Entry {
    /// Puts an act behind the entry with the hash `previous`.
    pub fn chain(number: u64, previous: Hash, act: Act) -> Self {
        let hash = hash_of(number, previous, &act);
        Self { number, act, previous, hash }
    }

    /// Whether the hash fits the content.
    pub fn is_intact(&self) -> bool {
        self.hash == hash_of(self.number, self.previous, &self.act)
    }
}

/// SHA-256 over a version mark, the number, the previous hash and the fields, each with its length before it.
///
/// Entries with seals have a version mark of their own, so that those from before there were any keep their hashes.
fn hash_of(number: u64, previous: Hash, act: &Act) -> Hash {
    let mut state = Sha256::new();
    state.update(if act.seals.is_some() { b"gangyao-audit-2\0" } else { b"gangyao-audit-1\0" });
    feed(&mut state, number, previous, act);
    Hash(state.finalize().into())
}

/// Number, previous hash and fields of an entry into a hash.
///
/// Lengths make the encoding injective: no two different entries have the same bytes. An absent field and an
/// empty one differ by their mark.
fn feed(state: &mut impl sha2::Digest, number: u64, previous: Hash, act: &Act) {
    state.update(number.to_be_bytes());
    state.update(previous.0);
    let mut field = |text: Option<&str>| {
        state.update([u8::from(text.is_some())]);
        let text = text.unwrap_or("");
        state.update((text.len() as u64).to_be_bytes());
        state.update(text.as_bytes());
    };
    for text in [&act.at, &act.actor, &act.origin, &act.action, &act.subject, &act.reason] {
        field(Some(text));
    }
    field(act.before.as_deref());
    field(act.after.as_deref());
    if act.seals.is_some() {
        field(act.seals.as_deref());
    }
}

/// A second chain over the same entries, by SM3 (GB/T 32905-2016): it rests on another hash, so that a log stands by either
/// alone. It is not kept in the entries; whoever wants it walks them from the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sm3Chain(pub Hash);

impl Sm3Chain {
    /// Before the first entry.
    pub const EMPTY: Self = Self(GENESIS);

    /// With one further entry.
    #[must_use]
    pub fn extend(self, entry: &Entry) -> Self {
        let mut state = Sm3::new();
        state.update(if entry.act.seals.is_some() { b"gangyao-sm3-2\0" } else { b"gangyao-sm3-1\0" });
        feed(&mut state, entry.number, self.0, &entry.act);
        Self(Hash(state.finalize().into()))
    }
}

/// The keyed hash (HMAC-SHA-256) of a digest: without the key nobody can find out by trying what was digested.
pub fn keyed(key: &str, digest: Hash) -> Hash {
    // Keys of any length are taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return GENESIS };
    mac.update(&digest.0);
    Hash(mac.finalize().into_bytes().into())
}

/// The hash of several texts one after the other, each with its length before it, so that moving a letter from one to
/// the next changes it.
#[derive(Default)]
pub struct Digest(Sha256);

impl Digest {
    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text.as_bytes());
    }

    /// The hash of all texts.
    pub fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest(..)")
    }
}

/// The last entry of a verified chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number; 0 for an empty chain.
    pub number: u64,
    /// Its hash; [`GENESIS`] for an empty chain.
    pub hash: Hash,
}

/// What is wrong with a chain, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The content of the entry does not fit its hash: it was changed.
    Changed {
        /// Number of the entry.
        number: u64,
    },
    /// The entry that should stand here is not here: entries were removed, added or moved.
    Misplaced {
        /// Number that was due.
        due: u64,
        /// Number that was found.
        found: u64,
    },
    /// The entry does not follow the one before it: something before it was replaced.
    Unlinked {
        /// Number of the entry.
        number: u64,
    },
    /// The entries from here on are gone: a head that is known stands behind them.
    Cut {
        /// Number of the first one.
        number: u64,
    },
    /// Entries stand behind the head that is kept beside the log: they were added past the program, or the head was
    /// taken away.
    Beyond {
        /// Number of the first one.
        number: u64,
    },
    /// The chain holds, but it is not the one whose head was kept: it was computed anew.
    Rewritten {
        /// Number of the entry that the head names.
        number: u64,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { number } => write!(f, "entry {number} was changed after it was written"),
            Self::Misplaced { due, found } => {
                write!(f, "entry {due} is missing or moved: entry {found} stands in its place")
            }
            Self::Unlinked { number } => write!(f, "entry {number} does not follow the entry before it"),
            Self::Cut { number } => write!(f, "entry {number} and all after it are missing"),
            Self::Beyond { number } => {
                write!(f, "entry {number} and all after it stand behind the head that is kept beside the log")
            }
            Self::Rewritten { number } => {
                write!(f, "the log up to entry {number} was written anew: its head is another")
            }
        }
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// What is wrong, in Chinese; [`Display`](fmt::Display) says it in English.
    pub fn chinese(&self) -> String {
        match self {
            Self::Changed { number } => format!("第 {number} 条在写入后被改动"),
            Self::Misplaced { due, found } => format!("第 {due} 条缺失或被移动，现为第 {found} 条"),
            Self::Unlinked { number } => format!("第 {number} 条与前一条不相接"),
            Self::Cut { number } => format!("第 {number} 条及其后各条已被删去"),
            Self::Beyond { number } => format!("第 {number} 条及其后各条超出了另行保存的链头"),
            Self::Rewritten { number } => format!("到第 {number} 条为止的日志被整体改写，链头不符"),
        }
    }
}

/// Walks a chain from its first entry and gives its head.
///
/// # Errors
/// The first [`Fault`]. Entries cut off at the end are not visible here; compare the head with a
/// [`SignedHead`](crate::SignedHead).
pub fn verify<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<Head, Fault> {
    let mut head = Head { number: 0, hash: GENESIS };
    for entry in entries {
        head = step(head, entry)?;
    }
    Ok(head)
}

/// Verifies one further entry behind a verified head.
fn step(head: Head, entry: &Entry) -> Result<Head, Fault> {
    if entry.number != head.number + 1 {
        return Err(Fault::Misplaced { due: head.number + 1, found: entry.number });
    }
    if !entry.is_intact() {
        return Err(Fault::Changed { number: entry.number });
    }
    if entry.previous != head.hash {
        return Err(Fault::Unlinked { number: entry.number });
    }
    Ok(Head { number: entry.number, hash: entry.hash })
}

impl Head {
    /// The head of an empty chain.
    pub const EMPTY: Self = Self { number: 0, hash: GENESIS };

    /// The head after one further entry; lets a caller verify a chain of any length piece by piece.
    ///
    /// # Errors
    /// The [`Fault`] of the entry.
    pub fn extend(self, entry: &Entry) -> Result<Self, Fault> {
        step(self, entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chain(acts: Vec<Act>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for act in acts {
            let (number, previous) = entries.last().map_or((1, GENESIS), |last| (last.number + 1, last.hash));
            entries.push(Entry::chain(number, previous, act));
        }
        entries
    }

    fn acts() -> impl Strategy<Value = Vec<Act>> {
        let act = (
            "[a-z]{0,4}",
            proptest::option::of("[0-9]{0,3}"),
            proptest::option::of("[0-9]{0,3}"),
            "[a-z]{0,3}",
        );
        proptest::collection::vec(
            act.prop_map(|(actor, before, after, reason)| Act {
                actor,
                before,
                after,
                reason,
                ..Act::default()
            }),
            2..12,
        )
    }

    /// The two examples of GB/T 32905-2016, annex A.
    #[test]
    fn sm3_is_that_of_the_standard() {
        for (text, wanted) in [
            ("abc".to_owned(), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
            ("abcd".repeat(16), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
        ] {
            assert_eq!(Hash(Sm3::digest(text).into()).to_string(), wanted);
        }
    }

    proptest! {
        #[test]
        fn the_chain_by_sm3_shows_what_changed(acts in acts(), at in any::<prop::sample::Index>()) {
            let of = |acts: Vec<Act>| chain(acts).iter().fold(Sm3Chain::EMPTY, Sm3Chain::extend);
            let mut changed = acts.clone();
            changed[at.index(acts.len())].reason.push('x');
            prop_assert_ne!(of(acts.clone()), of(changed));
            prop_assert_ne!(of(acts.clone()), of(acts[1..].to_vec()));
            // The other chain has no part in it.
            let mut entries = chain(acts.clone());
            for entry in &mut entries {
                (entry.previous, entry.hash) = (GENESIS, GENESIS);
            }
            let alone = entries.iter().fold(Sm3Chain::EMPTY, Sm3Chain::extend);
            prop_assert_eq!(alone, of(acts));
        }

        #[test]
        fn an_honest_chain_verifies(acts in acts()) {
            let entries = chain(acts);
            let head = verify(&entries).expect("honest");
            prop_assert_eq!(head.number, entries.len() as u64);
        }

        #[test]
        fn a_changed_field_is_found(acts in acts(), at in any::<prop::sample::Index>()) {
            let mut entries = chain(acts);
            let at = at.index(entries.len());
            entries[at].act.reason.push('x');
            prop_assert_eq!(verify(&entries), Err(Fault::Changed { number: at as u64 + 1 }));
        }

        #[test]
        fn a_changed_field_with_a_fresh_hash_is_found(acts in acts(), at in any::<prop::sample::Index>()) {
            let mut entries = chain(acts);
            let at = at.index(entries.len() - 1);
            let mut act = entries[at].act.clone();
            act.reason.push('x');
            entries[at] = Entry::chain(entries[at].number, entries[at].previous, act);
            prop_assert_eq!(verify(&entries), Err(Fault::Unlinked { number: at as u64 + 2 }));
        }

        #[test]
        fn a_removed_entry_is_found(acts in acts(), at in any::<prop::sample::Index>()) {
            let mut entries = chain(acts);
            let at = at.index(entries.len() - 1);
            entries.remove(at);
            prop_assert!(verify(&entries).is_err());
        }

        #[test]
        fn swapped_entries_are_found(acts in acts(), at in any::<prop::sample::Index>()) {
            let mut entries = chain(acts);
            let at = at.index(entries.len() - 1);
            entries.swap(at, at + 1);
            prop_assert!(verify(&entries).is_err());
        }
    }

    #[test]
    fn moving_text_between_fields_changes_the_hash() {
        let one = Act { before: Some("ab".into()), after: Some("c".into()), ..Act::default() };
        let two = Act { before: Some("a".into()), after: Some("bc".into()), ..Act::default() };
        let none = Act { before: None, after: Some(String::new()), ..Act::default() };
        let empty = Act { before: Some(String::new()), after: None, ..Act::default() };
        assert_ne!(Entry::chain(1, GENESIS, one).hash, Entry::chain(1, GENESIS, two).hash);
        assert_ne!(Entry::chain(1, GENESIS, none).hash, Entry::chain(1, GENESIS, empty).hash);
    }

    #[test]
    fn seals_are_covered_by_the_hash() {
        let of = |seals: Option<&str>| {
            Entry::chain(1, GENESIS, Act { seals: seals.map(str::to_owned), ..Act::default() }).hash
        };
        assert_ne!(of(Some("a")), of(Some("b")));
        assert_ne!(of(Some("")), of(None));
    }

    #[test]
    fn a_keyed_hash_depends_on_key_and_digest() {
        let (one, two) = (Digest::default().finish(), Hash([1; 32]));
        assert_ne!(keyed("k", one), keyed("l", one));
        assert_ne!(keyed("k", one), keyed("k", two));
        assert_eq!(keyed("k", one), keyed("k", one));
    }

    #[test]
    fn moving_text_between_texts_changes_the_digest() {
        let of = |texts: &[&str]| {
            let mut digest = Digest::default();
            for text in texts {
                digest.text(text);
            }
            digest.finish()
        };
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["ab"]), of(&["ab", ""]));
    }

    #[test]
    fn hashes_print_and_read_back() {
        let hash = Entry::chain(1, GENESIS, Act::default()).hash;
        assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
        assert_eq!(Hash::parse("xyz"), None);
        // The encoding is part of the contract: a change of it would break every stored chain.
        assert_eq!(hash.to_string(), "351a7c99ef9e24d1f7bda4b32f559d760e699eff71e41a4a8ee3d82daa1ccb5e");
    }
}
