//! One indicator for all that is said of one thing.

use std::collections::HashMap;

use plan::{Direction, Indicator, IndicatorId, Nature};

use crate::frame::fold;

/// The indicators of a plan under construction, found again by their names.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    indicators: Vec<Indicator>,
    by_key: HashMap<String, usize>,
}

/// What a table row knows of its indicator.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts<'a> {
    pub(crate) unit: &'a str,
    pub(crate) group: &'a str,
    pub(crate) parent: &'a str,
    pub(crate) nature: Option<Nature>,
}

impl Registry {
    /// The indicator of this name, made when it is new.
    pub(crate) fn resolve(&mut self, name: &str, facts: &Facts<'_>) -> IndicatorId {
        let key = key(&if facts.parent.is_empty() || stands_alone(name) {
            name.to_owned()
        } else {
            // 化学需氧量 under 主要污染物排放减少 is not the 化学需氧量 of another label.
            format!("{}{name}", facts.parent)
        });
        let index = match self.by_key.get(&key) {
            Some(index) => *index,
            None => self.add(name, key),
        };
        let indicator = &mut self.indicators[index];
        if indicator.name != name && !indicator.aliases.iter().any(|alias| alias == name) {
            indicator.aliases.push(name.to_owned());
        }
        for (field, fact) in [
            (&mut indicator.unit, facts.unit),
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

    fn add(&mut self, name: &str, key: String) -> usize {
        let index = self.indicators.len();
        self.by_key.insert(key, index);
        self.indicators.push(Indicator {
            id: IndicatorId::of(index + 1),
            name: name.to_owned(),
            direction: Some(direction(name)),
            ..Indicator::default()
        });
        index
    }

    pub(crate) fn finish(self) -> Vec<Indicator> {
        self.indicators
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

/// Which way an indicator should move, from its name; for the number as printed, so that a cut is up.
fn direction(name: &str) -> Direction {
    const CUTS: [&str; 7] = ["降低", "下降", "减少", "削减", "降幅", "减排", "脱贫"];
    const DOWN: [&str; 33] = [
        "失业率",
        "死亡率",
        "发病率",
        "患病率",
        "发生率",
        "感染率",
        "辍学率",
        "不良率",
        "贫困率",
        "事故",
        "用水量",
        "能耗",
        "能源消耗",
        "能源消费总量",
        "煤炭消费",
        "水耗",
        "电耗",
        "物耗",
        "排放量",
        "排放总量",
        "排放强度",
        "浓度",
        "恩格尔系数",
        "基尼系数",
        "漏损率",
        "劣V类",
        "劣Ⅴ类",
        "劣五类",
        "收入比",
        "建设用地规模",
        "抚养比",
        "不合格",
        "物价",
    ];
    if CUTS.iter().any(|word| name.contains(word)) {
        return Direction::Up;
    }
    if name.contains("结构") || name.contains("产业比") || name.contains("性别比") {
        return Direction::Level;
    }
    if DOWN.iter().any(|word| name.contains(word)) { Direction::Down } else { Direction::Up }
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

    #[test]
    fn directions_of_printed_numbers() {
        assert_eq!(direction("单位产值能耗降低"), Direction::Up);
        assert_eq!(direction("城镇登记失业率"), Direction::Down);
        assert_eq!(direction("三次产业结构"), Direction::Level);
        assert_eq!(direction("森林覆盖率"), Direction::Up);
    }
}
