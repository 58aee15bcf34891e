//! The manifest of a release, its seal, and the chain of all releases of a plan.

use audit::{Hash, PublicKey, SecretKey};
use serde::{Deserialize, Serialize};
use source::Words;
use std::collections::BTreeMap;

/// What stands for the release before the first.
pub const NO_RELEASE: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const FORMAT: &str = "gangyao-release-1";
const MANIFEST: &str = "manifest.json";
const SEAL: &str = "seal.txt";

/// What a release says of itself; the seal is over its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The name of this format.
    pub format: String,
    /// Id of the plan.
    pub plan: String,
    /// Title of the plan.
    pub title: String,
    /// Number of the release, from 1 for each plan.
    pub number: u32,
    /// Version of the plan.
    pub version: i64,
    /// The last year whose figures count.
    pub as_of: i32,
    /// The last day on which a figure may have become known.
    pub known_at: Option<String>,
    /// When the release was made, RFC 3339 in UTC.
    pub made_at: String,
    /// The program and its version.
    pub program: String,
    /// Hash of the manifest of the release before; zeros for the first.
    pub previous: String,
    /// SHA-256 of each file.
    pub files: BTreeMap<String, String>,
}

/// A sealed release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The manifest as its bytes stand in the release.
    pub manifest: String,
    /// Hash of these bytes.
    pub hash: String,
    /// One line: format, number, hash, public key, signature.
    pub seal: String,
}

impl Manifest {
    /// A manifest of files; `format` and `files` are filled in by [`seal`].
    pub fn new(plan: &str, title: &str) -> Self {
        Self {
            format: FORMAT.to_owned(),
            plan: plan.to_owned(),
            title: title.to_owned(),
            number: 1,
            version: 1,
            as_of: 0,
            known_at: None,
            made_at: String::new(),
            program: String::new(),
            previous: NO_RELEASE.to_owned(),
            files: BTreeMap::new(),
        }
    }
}

fn message(number: u32, hash: &str) -> String {
    format!("{FORMAT} {number} {hash}")
}

/// Adds manifest and seal to the files of a release, and the manifests and seals of those before it, oldest first.
pub fn seal(
    files: &mut BTreeMap<String, Vec<u8>>,
    manifest: Manifest,
    before: &[Sealed],
    key: &SecretKey,
) -> Sealed {
    let hashes = files.iter().map(|(name, bytes)| (name.clone(), Hash::of(bytes).to_string()));
    let previous = before.last().map_or_else(|| NO_RELEASE.to_owned(), |one| one.hash.clone());
    let number = u32::try_from(before.len()).unwrap_or(u32::MAX).saturating_add(1);
    let manifest =
        Manifest { format: FORMAT.to_owned(), number, previous, files: hashes.collect(), ..manifest };
    let text = serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n";
    let hash = Hash::of(text.as_bytes()).to_string();
    let said = message(number, &hash);
    let line = format!("{said} {} {}\n", key.public(), key.sign(said.as_bytes()));
    for (number, one) in (1_u32..).zip(before) {
        files.insert(chain_name(number, "json"), one.manifest.clone().into_bytes());
        files.insert(chain_name(number, "seal"), one.seal.clone().into_bytes());
    }
    files.insert(MANIFEST.to_owned(), text.clone().into_bytes());
    files.insert(SEAL.to_owned(), line.clone().into_bytes());
    Sealed { manifest: text, hash, seal: line }
}

fn chain_name(number: u32, ending: &str) -> String {
    format!("chain/{number:04}.{ending}")
}

/// Why a release is not what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken(pub Words);

fn broken(zh: impl Into<String>, en: impl Into<String>) -> Broken {
    Broken(Words::new(zh, en))
}

/// Checks every file, the seal, and the chain of the releases before; gives manifest and key of the release.
///
/// The key is inside the seal: compare it with the one that the installation publishes, or give that as `trusted`.
///
/// # Errors
/// Everything that does not fit.
pub fn verify(
    files: &BTreeMap<String, Vec<u8>>,
    trusted: Option<&PublicKey>,
) -> Result<(Manifest, PublicKey), Vec<Broken>> {
    let mut wrong = Vec::new();
    let (manifest, key, _) = match link(files, MANIFEST, SEAL, trusted) {
        Ok(found) => found,
        Err(broken) => return Err(vec![broken]),
    };
    for (name, hash) in &manifest.files {
        match files.get(name) {
            None => wrong.push(broken(format!("缺少文件 {name}。"), format!("the file {name} is missing"))),
            Some(bytes) if Hash::of(bytes).to_string() != *hash => {
                wrong.push(broken(format!("文件 {name} 被改过。"), format!("the file {name} was changed")));
            }
            Some(_) => {}
        }
    }
    let own = |name: &str| name == MANIFEST || name == SEAL || name.starts_with("chain/");
    for name in files.keys().filter(|name| !own(name) && !manifest.files.contains_key(*name)) {
        wrong.push(broken(
            format!("文件 {name} 不在封存的清单里。"),
            format!("the file {name} is not in the sealed list"),
        ));
    }
    let mut previous = NO_RELEASE.to_owned();
    for number in 1..manifest.number {
        let names = (chain_name(number, "json"), chain_name(number, "seal"));
        match link(files, &names.0, &names.1, Some(trusted.unwrap_or(&key))) {
            Err(one) => wrong.push(one),
            Ok((before, _, hash)) => {
                if before.number != number || before.previous != previous || before.plan != manifest.plan {
                    wrong.push(unchained(number));
                }
                previous = hash;
            }
        }
    }
    if manifest.previous != previous {
        wrong.push(unchained(manifest.number));
    }
    if wrong.is_empty() { Ok((manifest, key)) } else { Err(wrong) }
}

fn unchained(number: u32) -> Broken {
    broken(
        format!("第 {number} 次发布与上一次接不上。"),
        format!("release {number} does not follow the one before it"),
    )
}

/// Reads a manifest with its seal; gives the hash as well.
fn link(
    files: &BTreeMap<String, Vec<u8>>,
    manifest: &str,
    seal: &str,
    trusted: Option<&PublicKey>,
) -> Result<(Manifest, PublicKey, String), Broken> {
    let missing = |name: &str| {
        broken(
            format!("没有 {name}：这不是一次发布的目录。"),
            format!("there is no {name}: this is no folder of a release"),
        )
    };
    let bytes = files.get(manifest).ok_or_else(|| missing(manifest))?;
    let line =
        files.get(seal).and_then(|bytes| std::str::from_utf8(bytes).ok()).ok_or_else(|| missing(seal))?;
    let unsealed = || broken(format!("{seal} 的封签不符。"), format!("the seal in {seal} does not fit"));
    let read: Manifest = serde_json::from_slice(bytes)
        .map_err(|_| broken(format!("{manifest} 无法识别。"), format!("{manifest} cannot be read")))?;
    let hash = Hash::of(bytes).to_string();
    let words: Vec<&str> = line.split_whitespace().collect();
    let [_, _, _, key, signature] = words[..] else { return Err(unsealed()) };
    let key = PublicKey::parse(key).ok_or_else(unsealed)?;
    let said = message(read.number, &hash);
    if !line.starts_with(&format!("{said} ")) || !key.verifies(said.as_bytes(), signature) {
        return Err(unsealed());
    }
    if trusted.is_some_and(|trusted| *trusted != key) {
        return Err(broken(
            format!("{seal} 由另一个密钥签署：{key}。"),
            format!("{seal} is signed with another key: {key}"),
        ));
    }
    Ok((read, key, hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(key: u8, before: &[Sealed], text: &str) -> (BTreeMap<String, Vec<u8>>, Sealed) {
        let mut files = BTreeMap::from([("results.csv".to_owned(), text.as_bytes().to_vec())]);
        let sealed = seal(&mut files, Manifest::new("1", "规划"), before, &SecretKey::from_bytes([key; 32]));
        (files, sealed)
    }

    #[test]
    fn a_release_verifies_with_those_before_it_and_shows_every_change() {
        let (files, first) = made(7, &[], "a");
        let (manifest, key) = verify(&files, None).expect("honest");
        assert_eq!((manifest.number, manifest.previous.as_str()), (1, NO_RELEASE));
        let (files, _) = made(7, &[first], "b");
        assert_eq!(verify(&files, Some(&key)).expect("honest").0.number, 2);
        for name in files.keys() {
            let mut changed = files.clone();
            changed.get_mut(name).expect("there").push(b' ');
            // White space behind the line of a seal says nothing.
            if !std::path::Path::new(name)
                .extension()
                .is_some_and(|ending| ending == "seal" || ending == "txt")
            {
                assert!(verify(&changed, None).is_err(), "{name} changed");
            }
            let mut gone = files.clone();
            gone.remove(name);
            assert!(verify(&gone, None).is_err(), "{name} gone");
        }
        let mut more = files.clone();
        more.insert("data/more.csv".to_owned(), Vec::new());
        assert!(verify(&more, None).is_err(), "a file more");
    }

    #[test]
    fn another_key_or_another_chain_does_not_pass() {
        let (_, first) = made(7, &[], "a");
        let (_, other) = made(7, &[], "x");
        let (mut files, _) = made(7, std::slice::from_ref(&first), "b");
        let theirs = SecretKey::from_bytes([8; 32]).public();
        assert!(verify(&files, Some(&theirs)).is_err());
        files.insert("chain/0001.json".to_owned(), other.manifest.into_bytes());
        files.insert("chain/0001.seal".to_owned(), other.seal.into_bytes());
        let wrong = verify(&files, None).expect_err("another first release");
        assert_eq!(wrong, [unchained(2)]);
        let (files, _) = made(8, &[first], "b");
        assert!(verify(&files, None).is_err(), "the key changed on the way");
    }
}
