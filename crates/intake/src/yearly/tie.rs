//! Which task or target of a plan a text is about: by the name of an indicator, else by the pairs of characters it shares with a task, each
//! the heavier the fewer tasks have it.

use crate::matching::Names;
use plan::{Plan, Target, TargetId, TaskId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What of a plan a text may be about.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// `task` or `target`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// What it says, for people.
    pub name: String,
    /// How much of the weight of the two texts they share, in percent; 100 for a target whose indicator is named.
    pub confidence: u8,
}

/// A pair of characters that stand side by side.
type Pair = (char, char);

/// The tasks and targets of a plan, ready to be found by a text.
pub struct Ties<'p> {
    plan: &'p Plan,
    names: Names<'p>,
    tasks: Vec<(&'p TaskId, String, f64)>,
    by_pair: HashMap<Pair, Vec<usize>>,
    weights: HashMap<Pair, f64>,
}

/// What two texts share below this share of their weight is chance: two tasks of a plan that have nothing to do with each other share a verb
/// and a common noun (推进建设), which is about a fifth.
const LEAST: f64 = 0.3;

/// Nothing a person called otherwise.
static NO_OVERRIDES: BTreeMap<String, Option<plan::IndicatorId>> = BTreeMap::new();

impl<'p> Ties<'p> {
    /// The tasks and targets of a plan.
    pub fn new(plan: &'p Plan) -> Self {
        let texts: Vec<(&TaskId, String)> = plan
            .tasks
            .iter()
            .map(|task| (&task.id, format!("{}{}", task.verb, task.object)))
            .filter(|(_, text)| text.chars().count() > 3)
            .collect();
        let mut by_pair: HashMap<Pair, Vec<usize>> = HashMap::new();
        for (at, (_, text)) in texts.iter().enumerate() {
            for pair in pairs(text) {
                by_pair.entry(pair).or_default().push(at);
            }
        }
        let all = texts.len() as f64;
        let weights: HashMap<Pair, f64> =
            by_pair.iter().map(|(pair, tasks)| (*pair, weight(all, tasks.len()))).collect();
        let tasks = texts
            .into_iter()
            .map(|(id, text)| {
                let sum = pairs(&text).iter().filter_map(|pair| weights.get(pair)).sum();
                (id, text, sum)
            })
            .collect();
        Self { plan, names: Names::new(plan, &NO_OVERRIDES), tasks, by_pair, weights }
    }

    /// What a text may be about, the likeliest first, at most `most`. `indicator` is the name of an indicator that it states, or empty;
    /// `year` the one it is for.
    pub fn find(&self, text: &str, indicator: &str, year: i32, most: usize) -> Vec<Tie> {
        let mut found: Vec<Tie> = self.target(indicator, year).into_iter().collect();
        let own = pairs(text);
        let unknown = weight(self.tasks.len() as f64, 1);
        let total: f64 = own.iter().map(|pair| self.weights.get(pair).copied().unwrap_or(unknown)).sum();
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        for pair in &own {
            let weight = self.weights.get(pair).copied().unwrap_or(0.0);
            for task in self.by_pair.get(pair).into_iter().flatten() {
                *shared.entry(*task).or_default() += weight;
            }
        }
        let mut near: Vec<(f64, usize)> = shared
            .into_iter()
            .filter_map(|(at, shared)| {
                let (_, _, sum) = self.tasks.get(at)?;
                let norm = libm::sqrt(total * sum);
                (norm > 0.0).then(|| (shared / norm, at)).filter(|(share, _)| *share >= LEAST)
            })
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let ties = near.into_iter().filter_map(|(share, at)| {
            let (id, text, _) = self.tasks.get(at)?;
            Some(Tie { kind: "task", id: id.to_string(), name: text.clone(), confidence: percent(share) })
        });
        found.extend(ties.take(most.saturating_sub(found.len())));
        found
    }

    /// The target of an indicator for a year, else the one that ends the plan.
    fn target(&self, indicator: &str, year: i32) -> Option<Tie> {
        if indicator.is_empty() {
            return None;
        }
        let place = self.names.find(indicator, "")?.place;
        let indicator = self.plan.indicators.get(place)?;
        let of = self.plan.targets.iter().filter(|target| target.indicator == indicator.id);
        let of: Vec<_> = of.filter(|target| target.value.is_some()).collect();
        let exact = of.iter().find(|target| target.year == Some(year));
        let target = exact.or_else(|| of.iter().max_by_key(|target| target.year))?;
        let id: &TargetId = &target.id;
        let year = target.year.map(|year| format!("{year} ")).unwrap_or_default();
        let name = format!("{} {year}{}", indicator.name, value_of(target));
        Some(Tie { kind: "target", id: id.to_string(), name, confidence: 100 })
    }
}

/// What a target says: its number with the unit, else its words.
pub(super) fn value_of(target: &Target) -> String {
    target.value.map_or_else(|| target.value_text.clone(), |value| format!("{value}{}", target.unit))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share, 0 to 1, in percent")]
fn percent(share: f64) -> u8 {
    (share.clamp(0.0, 0.99) * 100.0) as u8
}

/// The weight of a pair that so many of all tasks have: the inverse document frequency of retrieval, kept above nought.
fn weight(all: f64, having: usize) -> f64 {
    libm::log(1.0 + all / having as f64)
}

/// The pairs of characters of a text, without signs between words.
fn pairs(text: &str) -> BTreeSet<Pair> {
    let letters: Vec<char> = text
        .chars()
        .map(phrase::fold_char)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    letters.windows(2).map(|two| (two[0], two[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use plan::{Indicator, Provenance, Task};

    fn task(id: &str, verb: &str, object: &str) -> Task {
        Task {
            id: id.into(),
            lead: String::new(),
            verb: verb.into(),
            object: object.into(),
            quantified: false,
            deadline: None,
            provenance: Provenance::outside(),
        }
    }

    fn plan() -> Plan {
        Plan {
            tasks: vec![
                task("k1", "推进", "知识产权保护"),
                task("k2", "推进", "老旧小区改造"),
                task("k3", "扩大", "普通高中教育资源"),
                task("k4", "推进", "城市供水管网改造"),
                task("k5", "加强", "组织领导"),
            ],
            indicators: vec![Indicator {
                id: "i1".into(),
                name: "森林覆盖率".into(),
                unit: "%".into(),
                ..Indicator::default()
            }],
            targets: vec![Target {
                id: "t1".into(),
                indicator: "i1".into(),
                value: Some("45".parse().unwrap()),
                unit: "%".into(),
                year: Some(2030),
                ..Target::default()
            }],
            ..Plan::default()
        }
    }

    #[test]
    fn an_aim_finds_the_task_that_it_carries_out() {
        let plan = plan();
        let ties = Ties::new(&plan);
        let first = |text| ties.find(text, "", 2026, 3).first().map(|tie| tie.id.clone());
        assert_eq!(first("改造老旧小区120个").as_deref(), Some("k2"));
        assert_eq!(first("普通高中教育资源新增学位3000个").as_deref(), Some("k3"));
        assert_eq!(first("改造供水管网80公里").as_deref(), Some("k4"));
        assert_eq!(first("举办国际马拉松赛"), None);
        assert_eq!(first("推进数字乡村"), None, "a verb alone ties nothing");
    }

    #[test]
    fn a_stated_indicator_finds_its_target() {
        let plan = plan();
        let ties = Ties::new(&plan).find("森林覆盖率提高到44%", "森林覆盖率", 2026, 3);
        assert_eq!((ties[0].kind, ties[0].id.as_str(), ties[0].confidence), ("target", "t1", 100));
        assert_eq!(ties[0].name, "森林覆盖率 2030 45%");
    }
}
