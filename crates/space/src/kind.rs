//! Kinds of layers, and what is asked of two of them: both are tables, `data/kinds.tsv` and `data/rules.tsv`.

use source::Words;
use std::sync::OnceLock;

/// A kind of layer.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Stable name.
    pub key: &'static str,
    zh: &'static str,
    en: &'static str,
    /// Who goes before whom, the smallest first; `None` where a layer is no plan.
    pub rank: Option<u8>,
    /// Whether the ground must be covered without gaps.
    pub seamless: bool,
    names: Vec<&'static str>,
    /// Where the rank stands.
    pub source: &'static str,
}

/// What a rule asks of two layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// No ground in common.
    Apart,
    /// The first lies within the second.
    Within,
    /// Nothing: one of the two is no plan and claims no ground, such as a map of the land use of today.
    Free,
}

/// Which of two gives way, as a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yields {
    /// The first layer of the pair.
    First,
    /// The second layer of the pair.
    Second,
    /// Order alone does not say it: a body decides.
    Decide,
}

impl Yields {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Decide => "decide",
        }
    }

    fn turned(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
            Self::Decide => Self::Decide,
        }
    }
}

/// A row of the table of rules.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Key of the first kind.
    pub first: &'static str,
    /// Key of the second kind.
    pub second: &'static str,
    /// What is asked.
    pub relation: Relation,
    yields: Yields,
    zh: &'static str,
    en: &'static str,
    source: &'static str,
}

/// What the program proposes for a conflict; a body decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Who gives way.
    pub yields: Yields,
    /// What to do.
    pub words: Words,
    /// Where this stands.
    pub source: String,
}

fn rows(text: &'static str, columns: usize) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1);
    lines.map(|line| line.split('\t').collect::<Vec<_>>()).filter(move |cells| cells.len() == columns)
}

fn kinds() -> &'static [Kind] {
    static KINDS: OnceLock<Vec<Kind>> = OnceLock::new();
    KINDS.get_or_init(|| {
        let read = |cells: Vec<&'static str>| match cells.as_slice() {
            [key, zh, en, rank, seamless, names, source] => Some(Kind {
                key,
                zh,
                en,
                rank: rank.parse().ok().filter(|rank| *rank > 0),
                seamless: *seamless == "yes",
                names: names.split(';').filter(|name| !name.is_empty()).collect(),
                source,
            }),
            _ => None,
        };
        rows(include_str!("../data/kinds.tsv"), 7).filter_map(read).collect()
    })
}

fn rules() -> &'static [Rule] {
    static RULES: OnceLock<Vec<Rule>> = OnceLock::new();
    RULES.get_or_init(|| {
        let read = |cells: Vec<&'static str>| match cells.as_slice() {
            [first, second, relation, yields, zh, en, source] => Some(Rule {
                first,
                second,
                relation: if *relation == "within" { Relation::Within } else { Relation::Apart },
                yields: match *yields {
                    "first" => Yields::First,
                    "second" => Yields::Second,
                    _ => Yields::Decide,
                },
                zh,
                en,
                source,
            }),
            _ => None,
        };
        rows(include_str!("../data/rules.tsv"), 7).filter_map(read).collect()
    })
}

impl Kind {
    /// All kinds.
    pub fn all() -> &'static [Self] {
        kinds()
    }

    /// The kind of a key.
    pub fn parse(key: &str) -> Option<&'static Self> {
        kinds().iter().find(|kind| kind.key == key || kind.zh == key)
    }

    /// The kind that a file or layer names; the longest name wins. A guess, to be told as one.
    pub fn recognised(name: &str) -> Option<&'static Self> {
        let name = name.to_lowercase().replace(['_', '-'], " ");
        let named = kinds().iter().flat_map(|kind| kind.names.iter().map(move |word| (kind, word)));
        let found = named.filter(|(_, word)| name.contains(&word.to_lowercase()));
        found.max_by_key(|(_, word)| word.chars().count()).map(|(kind, _)| kind)
    }

    /// Its name.
    pub fn words(&self) -> Words {
        Words::new(self.zh, self.en)
    }
}

/// What is asked of two kinds, with the two in the order of the rule (`true`: turned around).
pub fn rule_of(a: &Kind, b: &Kind) -> Option<(&'static Rule, bool)> {
    let direct = rules().iter().find(|rule| rule.first == a.key && rule.second == b.key);
    let turned = || rules().iter().find(|rule| rule.first == b.key && rule.second == a.key);
    direct.map(|rule| (rule, false)).or_else(|| turned().map(|rule| (rule, true)))
}

impl Proposal {
    /// What a rule proposes, seen from a pair that may be turned around.
    pub(crate) fn of_rule(rule: &Rule, turned: bool) -> Self {
        Self {
            yields: if turned { rule.yields.turned() } else { rule.yields },
            words: Words::new(rule.zh, rule.en),
            source: rule.source.to_owned(),
        }
    }

    /// What the ranks of two kinds propose where no rule names them.
    pub(crate) fn of_ranks(a: &Kind, b: &Kind) -> Option<Self> {
        let (first, second) = (a.rank?, b.rank?);
        let (yields, lower, upper) = match first.cmp(&second) {
            std::cmp::Ordering::Less => (Yields::Second, b, a),
            std::cmp::Ordering::Greater => (Yields::First, a, b),
            std::cmp::Ordering::Equal => return None,
        };
        let words = Words::new(
            format!("没有专门规定；按层级，{}服从{}，请核对", lower.zh, upper.zh),
            format!("no rule names the two; by rank, {} follows {}: please check", lower.en, upper.en),
        );
        Some(Self { yields, words, source: upper.source.to_owned() })
    }
}

/// Fields that name a feature (`label`) or its size (`area`).
pub fn fields(of: &str) -> Vec<&'static str> {
    let all = rows(include_str!("../data/fields.tsv"), 2);
    all.filter_map(|cells| (cells.first() == Some(&of)).then(|| cells.get(1).copied()).flatten()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_names_kinds_and_every_row_is_read() {
        assert_eq!(
            kinds().len(),
            include_str!("../data/kinds.tsv").lines().filter(|l| !l.starts_with('#')).count() - 1
        );
        assert_eq!(
            rules().len(),
            include_str!("../data/rules.tsv").lines().filter(|l| !l.starts_with('#')).count() - 1
        );
        for rule in rules() {
            assert!(Kind::parse(rule.first).is_some() && Kind::parse(rule.second).is_some(), "{rule:?}");
            assert!(!rule.source.is_empty());
        }
        assert!(kinds().iter().all(|kind| kind.rank.is_none() || !kind.source.is_empty()));
    }

    #[test]
    fn names_are_recognised() {
        let of = |name: &str| Kind::recognised(name).map(|kind| kind.key);
        assert_eq!(of("某市2023年生态保护红线.shp"), Some("ecological-red-line"));
        assert_eq!(of("yjjbntbhtb"), Some("permanent-farmland"));
        assert_eq!(of("town_boundary"), Some("town-boundary"));
        assert_eq!(of("控规地块"), Some("detailed-plan"));
        assert_eq!(of("a.geojson"), None);
    }

    #[test]
    fn a_pair_may_be_named_in_either_order() {
        let of = |a: &str, b: &str| {
            let (rule, turned) = rule_of(Kind::parse(a).unwrap(), Kind::parse(b).unwrap()).unwrap();
            Proposal::of_rule(rule, turned).yields
        };
        assert_eq!(of("town-boundary", "ecological-red-line"), Yields::First);
        assert_eq!(of("ecological-red-line", "town-boundary"), Yields::Second);
        assert_eq!(of("permanent-farmland", "ecological-red-line"), Yields::Decide);
    }
}
