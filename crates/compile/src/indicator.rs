//! One indicator for all that is said of one thing.

use std::collections::{BTreeSet, HashMap};

use plan::catalogue::{self, Entry};
use plan::{Indicator, IndicatorId, Measure, Nature};

use crate::direction;
use crate::frame::fold;

/// The indicators of a plan under construction, found again by catalogue entry and by name.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    indicators: Vec<Indicator>,
    by_name: HashMap<String, usize>,
    by_entry: HashMap<&'static str, usize>,
    /// Indicators that the table being read has used: two rows of one table are two indicators.
    used: BTreeSet<usize>,
}

/// What a table row or a sentence knows of its indicator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) name: &'a str,
    /// The name together with a word for its change: 单位产值能耗降低.
    pub(crate) subject: &'a str,
    /// Unit of the statement; empty when there is none.
    pub(crate) unit: &'a str,
    pub(crate) measure: Measure,
    pub(crate) group: &'a str,
    pub(crate) parent: &'a str,
    pub(crate) nature: Option<Nature>,
    /// Whether a row of a table says it.
    pub(crate) row: bool,
    /// Whether that table says what became of an earlier plan.
    pub(crate) completion: bool,
}

impl Registry {
    /// Begins a table.
    pub(crate) fn begin_table(&mut self) {
        self.used.clear();
    }

    /// The indicator that a row or a sentence speaks of, made when it is new.
    pub(crate) fn resolve(&mut self, facts: &Facts<'_>) -> IndicatorId {
        let standard = standard(facts);
        let key = key(&if facts.parent.is_empty() || stands_alone(facts.name) {
            facts.name.to_owned()
        } else {
            // 氨氮 under 排放总量减少 is not the 氨氮 of another label.
            format!("{}{}", facts.parent, facts.name)
        });
        let known = standard.iter().find_map(|entry| self.by_entry.get(entry.key).copied());
        // A table of what became of an earlier plan that names a thing otherwise may define it otherwise.
        let known = known
            .filter(|_| !facts.completion)
            .or_else(|| self.by_name.get(&key).copied())
            .filter(|index| !facts.row || !self.used.contains(index));
        let index = known.unwrap_or_else(|| self.add(facts, &key, standard.last().copied()));
        if facts.row {
            self.used.insert(index);
        }
        self.by_name.entry(key).or_insert(index);
        let indicator = &mut self.indicators[index];
        if indicator.name != facts.name && !indicator.aliases.iter().any(|alias| alias == facts.name) {
            indicator.aliases.push(facts.name.to_owned());
        }
        // A rate of growth or a cut is not printed in the unit of what grows.
        let own =
            facts.row || !matches!(facts.measure, Measure::GrowthRate | Measure::Change | Measure::Multiple);
        let unit = if own { facts.unit } else { "" };
        for (field, fact) in [
            (&mut indicator.unit, unit),
            (&mut indicator.group, facts.group),
            (&mut indicator.parent, facts.parent),
        ] {
            if field.is_empty() {
                fact.clone_into(field);
            }
        }
        indicator.nature = indicator.nature.or(facts.nature);
        indicator.id.clone()
    }

    /// The indicator of this name that a row or a sentence has made before.
    pub(crate) fn known(&self, name: &str) -> Option<IndicatorId> {
        let by_name = self.by_name.get(&key(name));
        let entry = || catalogue::lookup(name, "").or_else(|| catalogue::lookup(name, "%"));
        let index = by_name.or_else(|| self.by_entry.get(entry()?.entry.key))?;
        Some(self.indicators[*index].id.clone())
    }

    fn add(&mut self, facts: &Facts<'_>, key: &str, standard: Option<&'static Entry>) -> usize {
        let index = self.indicators.len();
        self.by_name.insert(key.to_owned(), index);
        // An entry stands for one indicator: a second row of the same entry stays without.
        let standard = standard.filter(|entry| !self.by_entry.contains_key(entry.key));
        if let Some(entry) = standard {
            self.by_entry.insert(entry.key, index);
        }
        let name = if facts.measure == Measure::Change
            && standard.is_some_and(|entry| entry.change_of().is_some())
        {
            facts.subject
        } else {
            facts.name
        };
        self.indicators.push(Indicator {
            id: IndicatorId::of(index + 1),
            name: name.to_owned(),
            direction: standard
                .map(|entry| entry.direction)
                .or_else(|| direction::of_name(name, facts.parent)),
            kind: standard.map(|entry| entry.kind),
            catalogue: standard.map(|entry| entry.key.to_owned()),
            ..Indicator::default()
        });
        index
    }

    pub(crate) fn finish(self) -> Vec<Indicator> {
        self.indicators
    }
}

/// The catalogue entries that a statement may belong to, the one to look for first; a new indicator takes
/// the last. 地区生产总值年均增长 belongs to the row of growth where the plan has one, else to the total.
fn standard(facts: &Facts<'_>) -> Vec<&'static Entry> {
    let find = |name: &str, unit: &str| catalogue::lookup(name, unit).map(|found| found.entry);
    let labelled = format!("{}{}", facts.parent, facts.name);
    let names = if facts.parent.is_empty() { vec![facts.name] } else { vec![labelled.as_str(), facts.name] };
    let first = |unit: &str| names.iter().find_map(|name| find(name, unit));
    match facts.measure {
        Measure::GrowthRate if !facts.row => match first("%") {
            Some(entry) => entry.change_of().map_or(vec![entry], |base| vec![entry, base]),
            None => Vec::new(),
        },
        Measure::Change if !facts.row => {
            let cut = find(facts.subject, facts.unit).filter(|entry| entry.change_of().is_some());
            let level = if matches!(facts.unit, "%" | "％") {
                None
            } else {
                first(if facts.unit.contains("百分点") { "%" } else { facts.unit })
            };
            cut.or(level).into_iter().collect()
        }
        Measure::Multiple => first("").into_iter().collect(),
        _ => first(facts.unit).into_iter().collect(),
    }
}

/// Whether a name says by itself what it measures, without the label it stands under.
fn stands_alone(name: &str) -> bool {
    const ENDS: [&str; 20] = [
        "率",
        "额",
        "总值",
        "增加值",
        "收入",
        "面积",
        "比重",
        "比例",
        "规模",
        "能力",
        "里程",
        "投资",
        "总量",
        "产量",
        "人数",
        "蓄积量",
        "寿命",
        "年限",
        "强度",
        "下降",
    ];
    ENDS.iter().any(|end| name.ends_with(end))
}

/// The name under which an indicator is found again.
fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut depth = 0usize;
    let mut inner = String::new();
    for c in name.chars().map(fold) {
        match c {
            '(' | '（' => {
                depth += 1;
                inner.clear();
            }
            ')' | '）' => {
                depth = depth.saturating_sub(1);
                // What Latin letters in brackets repeat (R&D, PM2.5) is no part of the name.
                if !inner.is_ascii() {
                    key.push_str(&inner);
                }
                inner.clear();
            }
            _ if c.is_whitespace() || matches!(c, '的' | '“' | '”' | '、' | ',' | '"') => {}
            _ if depth > 0 => inner.push(c),
            _ => key.push(c),
        }
    }
    key.push_str(&inner);
    let scopes = ["全市", "全省", "全国", "全县", "全区", "我市", "我省", "全州"];
    let whole = scopes.iter().find_map(|scope| key.strip_prefix(scope)).map(str::to_owned);
    whole.unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_for_one_name() {
        assert_eq!(key("研究与试验发展(R&D)经费"), key("研究与试验发展（R&D）经费"));
        assert_eq!(key("全市养殖场（小区）"), key("养殖场小区"));
        assert_ne!(key("城镇化率（常住）"), key("城镇化率（户籍）"));
    }
}
