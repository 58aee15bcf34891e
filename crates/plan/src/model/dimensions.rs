//! What narrows a figure besides its region: 城乡=城镇, 性别=男, 行业=制造业, or a dimension of one's own.

use std::fmt;
use std::sync::LazyLock;

/// The dimensions of a figure, each with its value, in the order of their names.
///
/// A figure without any is of the whole. Names and values are kept in the words of their source; which of them mean the
/// same is asked of [`canonical`].
///
/// # Example
/// ```
/// use plan::Dimensions;
/// let rural = Dimensions::new([("城乡", "农村")]);
/// assert_eq!(rural.to_string(), "城乡=农村");
/// assert_eq!(Dimensions::parse("性别=男;城乡=乡村").unwrap().get("城乡"), Some("乡村"));
/// assert!(rural.agrees_with(&Dimensions::new([("城乡", "乡村")])));
/// assert!(Dimensions::default().is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dimensions(Vec<(String, String)>);

impl Dimensions {
    /// Dimensions from pairs of name and value; pairs of which either is empty are none, and of two with one name the first
    /// holds.
    ///
    /// `=` and `;` part names from values when they are written, and are kept in their full width inside them.
    pub fn new<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut kept: Vec<(String, String)> = Vec::new();
        for (name, value) in pairs {
            let (name, value) = (plain(name.as_ref()), plain(value.as_ref()));
            if !name.is_empty() && !value.is_empty() && !kept.iter().any(|(known, _)| *known == name) {
                kept.push((name, value));
            }
        }
        kept.sort();
        Self(kept)
    }

    /// Reads what [`fmt::Display`] writes; `None` when a part has no value or a name stands twice.
    pub fn parse(text: &str) -> Option<Self> {
        let parts = text.split([';', '；']).map(str::trim).filter(|part| !part.is_empty());
        let pairs: Option<Vec<(&str, &str)>> = parts.map(|part| part.split_once('=')).collect();
        let pairs = pairs?;
        let read = Self::new(pairs.iter().copied());
        (read.0.len() == pairs.len()).then_some(read)
    }

    /// Whether there is none: the figure is of the whole.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Names and values, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a dimension.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// All but one of them: what a figure with that one is a part of.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        Self(self.0.iter().filter(|(known, _)| known != name).cloned().collect())
    }

    /// The values alone, for people: 城镇、男.
    pub fn words(&self) -> String {
        self.0.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join("、")
    }

    /// Whether both narrow to the same, whichever of the usual words they use.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let same = |((name, value), (other, with)): ((&str, &str), (&str, &str))| {
            name == other && canonical(name, value) == canonical(name, with)
        };
        self.len() == other.len() && self.iter().zip(other.iter()).all(same)
    }
}

impl fmt::Display for Dimensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, value)) in self.iter().enumerate() {
            write!(f, "{}{name}={value}", if at == 0 { "" } else { ";" })?;
        }
        Ok(())
    }
}

/// One line without the characters that part names from values.
fn plain(text: &str) -> String {
    let one: String = text
        .chars()
        .map(|c| match c {
            '=' => '＝',
            ';' | '；' => '，',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    one.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value of a dimension whose values are known, with the other words for it.
struct Value {
    dimension: &'static str,
    words: Vec<&'static str>,
}

static VALUES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let lines = include_str!("dimensions.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    lines
        .filter_map(|line| {
            let (dimension, words) = line.split_once('\t')?;
            Some(Value { dimension, words: words.split(' ').filter(|word| !word.is_empty()).collect() })
        })
        .collect()
});

/// The usual word for a value of a dimension (乡村 is 农村); a value that the table does not know is its own.
///
/// # Example
/// ```
/// assert_eq!(plan::dimensions::canonical("城乡", "乡村"), "农村");
/// assert_eq!(plan::dimensions::canonical("品种", "玉米"), "玉米");
/// ```
pub fn canonical<'v>(dimension: &str, value: &'v str) -> &'v str {
    let known = VALUES.iter().find(|known| known.dimension == dimension && known.words.contains(&value));
    known.and_then(|known| known.words.first().copied()).unwrap_or(value)
}

/// The values that together are the whole, where the table knows them (性别: 男, 女); empty for a dimension of which it
/// does not.
pub fn whole(dimension: &str) -> Vec<&'static str> {
    let of = VALUES.iter().filter(|known| known.dimension == dimension);
    of.filter_map(|known| known.words.first().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for pairs in [vec![], vec![("性别", "女")], vec![("行业", "制造业; 建筑业"), ("a=b", " 甲\n乙 ")]]
        {
            let one = Dimensions::new(pairs);
            assert_eq!(Dimensions::parse(&one.to_string()), Some(one));
        }
        for wrong in ["城镇", "城乡=", "城乡=城镇;城乡=农村", "=城镇"] {
            assert_eq!(Dimensions::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn order_and_other_words_do_not_matter() {
        let one = Dimensions::new([("性别", "男性"), ("城乡", "乡村")]);
        let other = Dimensions::new([("城乡", "农村"), ("性别", "男")]);
        assert!(one.agrees_with(&other) && one != other);
        assert!(!one.agrees_with(&other.without("性别")));
        assert_eq!(whole("性别"), ["男", "女"]);
        assert!(whole("品种").is_empty());
    }
}
