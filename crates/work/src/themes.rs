//! Themes of life (work, school, health ...): which of them a promise or a project belongs to, by the words of its name.
//!
//! The words stand in `data/themes.tsv`; they are the usual words of plans and statistics, and of no plan in particular.

use std::sync::LazyLock;

/// A theme of life.
#[derive(Debug, PartialEq, Eq)]
pub struct Theme {
    /// The name in addresses.
    pub key: &'static str,
    /// For people.
    pub name: [&'static str; 2],
    words: Vec<&'static str>,
}

impl Theme {
    /// The name in a language.
    pub fn word(&self, lang: source::Lang) -> &'static str {
        let [zh, en] = self.name;
        if lang == source::Lang::Zh { zh } else { en }
    }
}

static THEMES: LazyLock<Vec<Theme>> = LazyLock::new(|| {
    let lines = include_str!("../data/themes.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    lines
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (key, zh, en) = (cells.next()?, cells.next()?, cells.next()?);
            let words = cells.next()?.split(' ').filter(|word| !word.is_empty()).collect();
            Some(Theme { key, name: [zh, en], words })
        })
        .collect()
});

/// All themes in the order in which they are shown.
pub fn all() -> &'static [Theme] {
    &THEMES
}

/// The theme of a name in an address.
pub fn theme(key: &str) -> Option<&'static Theme> {
    all().iter().find(|theme| theme.key == key)
}

/// The themes of a thing by its own name, else by what it stands under (the group of an indicator, the heading of a section).
///
/// # Example
/// ```
/// let keys = |name: &str, under: &str| {
///     work::themes::of(name, under).iter().map(|theme| theme.key).collect::<Vec<_>>()
/// };
/// assert_eq!(keys("居民人均可支配收入", ""), ["work"]);
/// assert_eq!(keys("一般公共预算收入", ""), ["money"]);
/// assert_eq!(keys("参加人数", "养老保险"), ["care"]);
/// assert!(keys("其他", "").is_empty());
/// ```
pub fn of(name: &str, under: &str) -> Vec<&'static Theme> {
    let own = named(name);
    if own.is_empty() { named(under) } else { own }
}

/// The themes whose words stand in a text, without words that lie inside a longer one.
fn named(text: &str) -> Vec<&'static Theme> {
    let mut found: Vec<(usize, usize, &'static Theme)> = Vec::new();
    for theme in all() {
        for word in &theme.words {
            found.extend(text.match_indices(word).map(|(at, word)| (at, at + word.len(), theme)));
        }
    }
    let inside = |(from, to, _): &(usize, usize, &Theme)| {
        found.iter().any(|(a, b, _)| a <= from && to <= b && b - a > to - from)
    };
    all().iter().filter(|theme| found.iter().any(|one| one.2 == *theme && !inside(one))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_leads_to_its_theme_and_stands_once() {
        let mut seen = std::collections::BTreeSet::new();
        for theme in all() {
            for word in &theme.words {
                let found = of(word, "");
                assert!(found.iter().any(|one| one.key == theme.key), "{word}");
                assert!(seen.insert((theme.key, *word)), "{word} stands twice");
            }
        }
        assert!(all().len() > 8);
    }

    #[test]
    fn usual_names_of_plans_find_their_theme() {
        for (name, key) in [
            ("城镇新增就业", "work"),
            ("城镇调查失业率", "work"),
            ("劳动年龄人口平均受教育年限", "school"),
            ("每千人口执业（助理）医师数", "health"),
            ("人均预期寿命", "health"),
            ("基本养老保险参保率", "care"),
            ("每千人口拥有3岁以下婴幼儿托位数", "care"),
            ("城镇棚户区住房改造", "housing"),
            ("地级及以上城市空气质量优良天数比率", "environment"),
            ("单位GDP能源消耗降低", "environment"),
            ("新建农村公路", "transport"),
            ("全社会研发经费投入增长", "money"),
            ("粮食综合生产能力", "food"),
            ("亿元生产总值生产安全事故死亡率", "safety"),
        ] {
            assert!(of(name, "").iter().any(|theme| theme.key == key), "{name} is of {key}");
        }
    }
}
