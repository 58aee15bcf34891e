use super::entry::{Entry, entries};
use super::name::{bag, signatures, without_region};
use super::unit::Unit;
use std::collections::HashMap;
use std::sync::OnceLock;

/// How surely a name was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// The canonical name or a listed alias, but for spelling and fixed synonyms.
    Exact,
    /// A listed name in another word order, with filling words, or with a region before it.
    Near,
}

/// An entry that a name was recognised as.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// The entry.
    pub entry: &'static Entry,
    /// How surely.
    pub closeness: Closeness,
}

/// Finds the entry that a name printed with a unit means.
///
/// Widths, spaces, quotation marks, a unit or an abbreviation in brackets and common synonyms
/// (GDP, 地区生产总值, 国内生产总值) do not matter. The unit decides between a level and its growth rate;
/// an empty unit is taken for the level. A name that the catalogue does not list is `None`: a near match
/// allows another word order and filling words, never another word, so that 户籍 and 常住, 增加值 and 产值
/// stay apart.
///
/// # Example
/// ```
/// use plan::catalogue::lookup;
/// let key = |name, unit| lookup(name, unit).map(|found| found.entry.key);
/// assert_eq!(key("国内生产总值（GDP）", "亿元"), Some("gdp"));
/// assert_eq!(key("地区生产总值", "%"), Some("gdp_growth"));
/// assert_eq!(key("全社会研发经费投入占GDP比重", "%"), Some("rd_intensity"));
/// assert_eq!(key("高新技术产业产值", "亿元"), None);
/// ```
pub fn lookup(name: &str, unit: &str) -> Option<Match> {
    let index = index();
    let signatures = signatures(name);
    let exact = |signature: &str| pick(index.exact.get(signature)?, signature, unit);
    if let Some(entry) = signatures.iter().find_map(|signature| exact(signature)) {
        return Some(Match { entry, closeness: Closeness::Exact });
    }
    let near = |signature: &str| {
        let region = without_region(signature).find_map(exact);
        region.or_else(|| pick(index.near.get(&bag(signature)?)?, signature, unit))
    };
    let entry = signatures.iter().find_map(|signature| near(signature))?;
    Some(Match { entry, closeness: Closeness::Near })
}

struct Index {
    /// Places in the list of entries by signature of a name.
    exact: HashMap<String, Vec<usize>>,
    /// The same by the signature's bag of characters.
    near: HashMap<String, Vec<usize>>,
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index = Index { exact: HashMap::new(), near: HashMap::new() };
        for (place, entry) in entries().iter().enumerate() {
            for signature in entry.names().flat_map(signatures) {
                if let Some(bag) = bag(&signature) {
                    add(&mut index.near, bag, place);
                }
                add(&mut index.exact, signature, place);
            }
        }
        index
    })
}

fn add(map: &mut HashMap<String, Vec<usize>>, key: String, place: usize) {
    let places = map.entry(key).or_default();
    if !places.contains(&place) {
        places.push(place);
    }
}

/// The one candidate that is measured in `unit`; of several, the one whose own name it is.
fn pick(places: &[usize], signature: &str, unit: &str) -> Option<&'static Entry> {
    // A unit that the catalogue cannot read rules nothing out.
    let any = unit.is_empty() || Unit::parse(unit).is_none();
    let fitting = || {
        let candidates = places.iter().filter_map(|place| entries().get(*place));
        candidates.filter(|entry| any || entry.unit(unit).is_some())
    };
    if fitting().count() <= 1 {
        return fitting().next();
    }
    fitting().find(|entry| signatures(entry.name).iter().any(|own| own == signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two entries may share a name only when their units tell them apart.
    #[test]
    fn no_name_is_ambiguous() {
        for (kind, map) in [("exact", &index().exact), ("near", &index().near)] {
            for (signature, places) in map {
                let sharing: Vec<&Entry> = places.iter().map(|place| &entries()[*place]).collect();
                for (at, one) in sharing.iter().enumerate() {
                    for other in &sharing[at + 1..] {
                        let clash = one.units.iter().find(|form| other.unit(form.printed).is_some());
                        assert!(
                            clash.is_none() && !(one.units.is_empty() && other.units.is_empty()),
                            "{kind}: {signature} means {} and {}",
                            one.key,
                            other.key
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn every_listed_name_is_found_in_every_listed_unit() {
        for entry in entries() {
            for name in entry.names() {
                for form in &entry.units {
                    let found = lookup(name, form.printed).map(|found| (found.entry.key, found.closeness));
                    assert_eq!(found, Some((entry.key, Closeness::Exact)), "{name} {}", form.printed);
                }
            }
        }
    }
}
