//! What citizens ask and propose (公众意见): under what name, what a text may hold, what is alike, and why something is not shown.
//!
//! Duties on personal data: Personal Information Protection Law of the People's Republic of China, articles 6 (no more than is
//! needed), 19 (no longer than is needed) and 47 (deletion).

use source::Words;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Under what name somebody speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Naming {
    /// The name is given and shown (实名).
    Real,
    /// The name is given and known to the office alone (后台实名、前台匿名).
    #[default]
    Hidden,
    /// No name is asked for (匿名).
    Nameless,
}

impl Naming {
    /// All ways, the most open first.
    pub const ALL: [Self; 3] = [Self::Real, Self::Hidden, Self::Nameless];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Hidden => "hidden",
            Self::Nameless => "nameless",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }

    /// In words.
    pub fn words(self) -> Words {
        match self {
            Self::Real => Words::new("实名", "by name"),
            Self::Hidden => Words::new("后台实名、前台匿名", "name known to the office, not shown to others"),
            Self::Nameless => Words::new("匿名", "without a name"),
        }
    }

    /// Whether a name must be given.
    pub fn asks_name(self) -> bool {
        self != Self::Nameless
    }
}

/// Why something is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The stable name.
    pub name: &'static str,
    /// In words.
    pub words: Words,
}

static REASONS: LazyLock<Vec<Reason>> = LazyLock::new(|| {
    let lines = include_str!("../data/voice-reasons.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some(Reason { name: cells.next()?, words: Words::new(cells.next()?, cells.next()?) })
        })
        .collect()
});

/// All reasons for which something may be kept back, in their order; there are no others.
pub fn reasons() -> &'static [Reason] {
    &REASONS
}

/// A reason by its name.
pub fn reason(name: &str) -> Option<&'static Reason> {
    REASONS.iter().find(|reason| reason.name == name)
}

static LISTED: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("../data/voice-words.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// What makes a text one that a person should look at more closely: words of the list, and addresses of other sites.
pub fn listed(text: &str) -> BTreeSet<String> {
    let plain: String = text.to_lowercase().chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_in = |word: &str| plain.contains(&word.replace(' ', ""));
    let mut found: BTreeSet<String> =
        LISTED.iter().filter(|(_, word)| is_in(word)).map(|(_, word)| (*word).to_owned()).collect();
    for sign in ["http:/", "https:/", "www."] {
        if plain.contains(sign) {
            found.insert(sign.trim_end_matches(['/', ':', '.']).to_owned());
        }
    }
    found
}

/// What of a text is personal data that should not stand in what others may read: a number of an identity card (GB 11643,
/// with its check digit), of a mobile phone, or a mail address.
pub fn personal(text: &str) -> Option<Words> {
    let runs = text.split(|letter: char| !(letter.is_ascii_digit() || matches!(letter, 'x' | 'X')));
    for run in runs {
        if is_identity(run) {
            return Some(Words::new("身份证号码", "a number of an identity card"));
        }
        if is_mobile(run) {
            return Some(Words::new("手机号码", "a number of a mobile phone"));
        }
    }
    let has_mail = text.split_whitespace().any(|word| {
        word.split_once('@').is_some_and(|(name, host)| {
            let ends_plain = name.chars().next_back().is_some_and(|last| last.is_ascii_alphanumeric());
            let host: String = host
                .chars()
                .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-'))
                .collect();
            ends_plain && host.trim_end_matches('.').contains('.')
        })
    });
    has_mail.then(|| Words::new("电子邮箱", "a mail address"))
}

/// Whether digits are a number of an identity card: 17 digits and a check sign by ISO 7064 MOD 11-2.
fn is_identity(run: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let signs: Vec<char> = run.chars().collect();
    let [digits @ .., last] = signs.as_slice() else { return false };
    if digits.len() != WEIGHTS.len() {
        return false;
    }
    let sum: Option<u32> =
        digits.iter().zip(WEIGHTS).map(|(digit, weight)| Some(digit.to_digit(10)? * weight)).sum();
    let check = sum.and_then(|sum| CHECKS.get((sum % 11) as usize));
    check == Some(&last.to_ascii_uppercase())
}

fn is_mobile(run: &str) -> bool {
    let bytes = run.as_bytes();
    bytes.len() == 11
        && bytes.iter().all(u8::is_ascii_digit)
        && bytes.first() == Some(&b'1')
        && bytes.get(1).is_some_and(|second| (b'3'..=b'9').contains(second))
}

/// What texts that say nearly the same have in common: the least of the hashes of their pairs of letters, by two hashes
/// (Broder, On the resemblance and containment of documents, 1997). Signs, spaces and digits do not count, so that a flood
/// that counts itself is one. Two texts that share a part `j` of their pairs have it in common with probability `j²`.
///
/// # Example
/// ```
/// use duty::voice::likeness;
/// assert_eq!(likeness("这座桥什么时候修好？ 1"), likeness("这座桥，什么时候修好！2"));
/// assert_ne!(likeness("这座桥什么时候修好？"), likeness("学校几点放学？"));
/// ```
pub fn likeness(text: &str) -> String {
    let letters: Vec<char> =
        text.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let least = |seed: u64| -> u64 {
        let pairs = letters.windows(2).map(|pair| hash(seed, pair));
        pairs.min().unwrap_or_else(|| hash(seed, &letters))
    };
    format!("{:016x}{:016x}", least(0x51_7c_c1_b7_27_22_0a_95), least(0x9e_37_79_b9_7f_4a_7c_15))
}

/// FNV-1a with a seed and a last mixing, so that the least of many is any of them.
fn hash(seed: u64, letters: &[char]) -> u64 {
    let mut mixed = 0xcbf2_9ce4_8422_2325 ^ seed;
    for letter in letters {
        for byte in u32::from(*letter).to_le_bytes() {
            mixed = (mixed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    mixed ^= mixed >> 33;
    mixed = mixed.wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_and_reasons_have_names_that_read_back() {
        for naming in Naming::ALL {
            assert_eq!(Naming::parse(naming.name()), Some(naming));
        }
        assert!(Naming::Hidden.asks_name() && !Naming::Nameless.asks_name());
        let names: BTreeSet<&str> = reasons().iter().map(|reason| reason.name).collect();
        assert_eq!(names.len(), reasons().len());
        assert!(reasons().len() >= 6 && reason("off-topic").is_some() && reason("because").is_none());
        assert!(reasons().iter().all(|one| !one.words.zh.is_empty() && !one.words.en.is_empty()));
    }

    #[test]
    fn personal_data_is_seen_and_other_numbers_are_not() {
        // The example of GB 11643-1999.
        assert_eq!(
            personal("我的号码是11010519491231002X。").map(|words| words.zh),
            Some("身份证号码".to_owned())
        );
        assert_eq!(personal("110105194912310021"), None, "the check sign is wrong");
        assert!(personal("请打13800138000联系我").is_some());
        assert_eq!(personal("到2030年达到12345678901吨"), None);
        assert!(personal("write to li@example.cn please").is_some());
        assert_eq!(personal("GDP @ 2030 is 5.5"), None);
    }

    #[test]
    fn words_of_the_list_and_addresses_are_seen_through_spaces() {
        assert_eq!(listed("加 微 信 领取"), BTreeSet::from(["加微信".to_owned()]));
        assert!(listed("see https://spam.example").contains("https"));
        assert_eq!(listed("公园什么时候开放？"), BTreeSet::new());
    }

    #[test]
    fn alike_texts_share_a_mark_and_a_flood_that_counts_is_one() {
        let flood: BTreeSet<String> =
            (0..500).map(|n| likeness(&format!("强烈要求尽快开通地铁三号线！！第{n}次"))).collect();
        assert_eq!(flood.len(), 1);
        let base = "滨河公园的路灯晚上不亮，请问什么时候维修，附近居民出行很不方便，希望尽快答复";
        let ends = ["谢谢", "拜托了", "辛苦了", "请回复", "盼复", "急", "多谢", "感谢", "麻烦了", "等待"];
        let near = ends.iter().filter(|end| likeness(&format!("{base}{end}")) == likeness(base)).count();
        assert!(near >= 7, "of ten texts with other endings {near} are alike");
        let others = ["学校午餐能不能增加蔬菜", "医院挂号排队太久", "河道什么时候清淤", "", "？？"];
        let marks: BTreeSet<String> = others.iter().map(|text| likeness(text)).collect();
        assert_eq!(marks.len(), others.len() - 1, "the two without letters are alike");
    }
}
