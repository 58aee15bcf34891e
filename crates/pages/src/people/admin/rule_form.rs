//! The warning rules as a form: what each threshold means in words, and each rule as a sentence.

use crate::choice::Choice;
use crate::text::{alert_word, clauses, fill, text};
use assess::{Alert, Presence, Rule, Rules, Status, Trend};
use source::Lang;
use std::str::FromStr;
use web::fields::Fields;
use work::number;

/// Thresholds and rules, as fields with their words.
pub(crate) struct RuleForm {
    pub(crate) groups: Vec<CutGroup>,
    pub(crate) publication: String,
    pub(crate) rules: Vec<RuleFields>,
}

/// Thresholds that belong together.
pub(crate) struct CutGroup {
    pub(crate) title: &'static str,
    pub(crate) cuts: Vec<CutField>,
}

/// A number that is asked for, with its unit in the label.
pub(crate) struct CutField {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) value: String,
}

impl CutField {
    fn new(lang: Lang, name: &'static str, label: &'static str, unit: &'static str, value: String) -> Self {
        let (label, unit) = (text(lang, label), text(lang, unit));
        let label = match lang {
            Lang::Zh => format!("{label}（{unit}）"),
            Lang::En => format!("{label} ({unit})"),
        };
        Self { name, label, value }
    }
}

/// A rule: a sentence that opens into its conditions.
pub(crate) struct RuleFields {
    pub(crate) at: usize,
    pub(crate) level: &'static str,
    pub(crate) level_word: String,
    pub(crate) words: String,
    pub(crate) name: String,
    pub(crate) is_new: bool,
    pub(crate) levels: Vec<Choice>,
    pub(crate) trends: Vec<Choice>,
    pub(crate) forecasts: Vec<Choice>,
    pub(crate) statuses: Vec<Choice>,
    pub(crate) numbers: Vec<CutField>,
}

/// A threshold of the rules: how it is asked for, shown and set.
struct Cut {
    group: &'static str,
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    shown: fn(&Rules) -> String,
    set: fn(&mut Rules, &str) -> bool,
}

macro_rules! cut {
    ($group:literal, $name:literal, $unit:literal, share $($field:ident).+) => {
        Cut {
            group: $group, name: $name, label: $name, unit: $unit,
            shown: |rules| hundredths(rules.$($field).+),
            set: |rules, given| share(&mut rules.$($field).+, given),
        }
    };
    ($group:literal, $name:literal, $unit:literal, $($field:ident).+) => {
        Cut {
            group: $group, name: $name, label: $name, unit: $unit,
            shown: |rules| rules.$($field).+.to_string(),
            set: |rules, given| number_of(&mut rules.$($field).+, given),
        }
    };
}

const CUTS: [Cut; 16] = [
    cut!("cuts.status", "cut.ahead", "unit.years", status.ahead),
    cut!("cuts.status", "cut.behind", "unit.years", status.behind),
    cut!("cuts.status", "cut.trend-years", "unit.years", trend.years),
    cut!("cuts.status", "cut.stalled", "unit.percent", share trend.stalled),
    cut!("cuts.status", "cut.steps", "unit.levels", binding.steps),
    cut!("cuts.forecast", "cut.look-back", "unit.years", pace.look_back),
    cut!("cuts.forecast", "cut.least-values", "unit.values", forecast.least_values),
    cut!("cuts.forecast", "cut.whole-fell", "unit.percent", share hollow.whole_fell),
    cut!("cuts.forecast", "cut.own-part", "unit.percent", share hollow.own_part),
    cut!("cuts.data", "cut.contradiction", "unit.percent", share data.contradiction),
    cut!("cuts.data", "cut.revision", "unit.percent", share data.revision),
    cut!("cuts.data", "cut.level-break", "unit.percent", share data.level_break),
    cut!("cuts.data", "cut.growth-mismatch", "unit.percent", share data.growth_mismatch),
    cut!("cuts.data", "cut.sum", "unit.percent", share data.sum),
    cut!("cuts.data", "cut.stale-years", "unit.years", data.stale_years),
    cut!("cuts.data", "cut.silent-years", "unit.years", data.silent_years),
];

impl RuleForm {
    /// The rules as fields, with an empty rule at the end for a new one.
    pub(crate) fn of(lang: Lang, rules: &Rules) -> Self {
        let mut groups: Vec<CutGroup> = Vec::new();
        for cut in &CUTS {
            let title = text(lang, cut.group);
            if groups.last().is_none_or(|group| group.title != title) {
                groups.push(CutGroup { title, cuts: Vec::new() });
            }
            let field = CutField::new(lang, cut.name, cut.label, cut.unit, (cut.shown)(rules));
            if let Some(group) = groups.last_mut() {
                group.cuts.push(field);
            }
        }
        let kept = rules.rule.iter().map(Some).chain([None]).enumerate();
        Self {
            groups,
            publication: rules.data.publication.clone(),
            rules: kept.map(|(at, rule)| RuleFields::of(lang, at, rule)).collect(),
        }
    }
}

impl RuleFields {
    fn of(lang: Lang, at: usize, rule: Option<&Rule>) -> Self {
        let any = |now: &str| Choice::new("", text(lang, "rule.any"), now);
        let chosen = |value: Option<&'static str>| value.unwrap_or_default();
        let level = chosen(rule.map(|rule| rule.level.name()));
        let levels = Alert::ALL.iter().filter(|one| **one != Alert::None).rev();
        let levels = levels.map(|one| Choice::new(one.name(), one.words().get(lang), level));
        let no_level = rule.is_none().then(|| Choice::new("", text(lang, "rule.no-level"), level));
        let trend = chosen(rule.and_then(|rule| rule.trend).map(Trend::name));
        let trends = Trend::ALL.iter().map(|one| Choice::new(one.name(), one.words().get(lang), trend));
        let status = chosen(rule.and_then(|rule| rule.status).map(Status::name));
        let statuses = Status::ALL.iter().map(|one| Choice::new(one.name(), one.words().get(lang), status));
        let forecast = chosen(rule.and_then(|rule| rule.forecast).map(presence_name));
        let forecasts = [
            ("present", text(lang, "rule.forecast-present")),
            ("missing", text(lang, "rule.forecast-missing")),
        ];
        let forecasts = forecasts.into_iter().map(|(name, word)| Choice::new(name, word, forecast));
        Self {
            at,
            level,
            level_word: rule.map(|rule| alert_word(lang, rule.level)).unwrap_or_default(),
            words: rule.map_or_else(|| text(lang, "rule.new").to_owned(), |rule| sentence(lang, rule)),
            name: rule.map(|rule| rule.name.clone()).unwrap_or_default(),
            is_new: rule.is_none(),
            levels: no_level.into_iter().chain(levels).collect(),
            trends: std::iter::once(any(trend)).chain(trends).collect(),
            forecasts: std::iter::once(any(forecast)).chain(forecasts).collect(),
            statuses: std::iter::once(any(status)).chain(statuses).collect(),
            numbers: numbers(lang, rule),
        }
    }
}

fn numbers(lang: Lang, rule: Option<&Rule>) -> Vec<CutField> {
    let field = |name, label, unit, value: Option<String>| {
        CutField::new(lang, name, label, unit, value.unwrap_or_default())
    };
    let of = |value: fn(&Rule) -> Option<f64>| rule.and_then(value);
    vec![
        field("p-below", "rule.asks-p-below", "unit.percent", of(|rule| rule.p_below).map(hundredths)),
        field("behind", "rule.asks-behind", "unit.years", of(|rule| rule.behind).map(|n| n.to_string())),
        field(
            "over-best",
            "rule.asks-over-best",
            "unit.times",
            of(|rule| rule.over_best).map(|n| n.to_string()),
        ),
        field(
            "years-left",
            "rule.asks-years-left",
            "unit.years",
            rule.and_then(|rule| rule.years_left).map(|years| years.to_string()),
        ),
    ]
}

/// The conditions of a rule in a sentence.
fn sentence(lang: Lang, rule: &Rule) -> String {
    let with = |key, value: String| fill(lang, key, &[("n", &value)]);
    let conditions = [
        rule.p_below.map(|p| with("rule.p-below", hundredths(p))),
        rule.behind.map(|years| with("rule.behind", number::fixed(years, 2))),
        rule.over_best.map(|times| with("rule.over-best", number::fixed(times, 2))),
        rule.trend.map(|trend| with("rule.trend", trend.words().get(lang).to_owned())),
        rule.forecast.map(|presence| match presence {
            Presence::Present => text(lang, "rule.forecast-present").to_owned(),
            Presence::Missing => text(lang, "rule.forecast-missing").to_owned(),
        }),
        rule.status.map(|status| with("rule.status", status.words().get(lang).to_owned())),
        rule.years_left.map(|years| with("rule.years-left", years.to_string())),
    ];
    let conditions: Vec<String> = conditions.into_iter().flatten().collect();
    if conditions.is_empty() { text(lang, "rule.always").to_owned() } else { clauses(lang, &conditions) }
}

/// The rules that a form asks for, and the labels of the fields that hold no such number, level or day: what they hold is
/// left out, so that nothing else of the form is lost.
pub(crate) fn read(lang: Lang, fields: &Fields, kept: &Rules) -> (Rules, Vec<String>) {
    let mut rules = Rules { rule: Vec::new(), ..kept.clone() };
    let mut wrong: Vec<String> = CUTS
        .iter()
        .filter(|cut| !(cut.set)(&mut rules, fields.get(cut.name)))
        .map(|cut| text(lang, cut.label).to_owned())
        .collect();
    fields.get("publication").clone_into(&mut rules.data.publication);
    for at in 0..MOST_RULES {
        let field = |name: &str| fields.get(&format!("rule/{at}/{name}"));
        let Some(level) = Alert::parse(field("level")).filter(|_| field("remove").is_empty()) else {
            continue;
        };
        let mut asked = Asked { field: &field, is_read: true };
        rules.rule.push(asked.rule(at, level));
        if !asked.is_read {
            wrong.push(fill(lang, "rule.number", &[("n", &(at + 1).to_string())]));
        }
    }
    (rules, wrong)
}

/// More rules than anybody reads.
const MOST_RULES: usize = 100;

/// The fields of one rule.
struct Asked<'g, G> {
    field: &'g G,
    /// Whether all that is given could be read.
    is_read: bool,
}

impl<'a, G: Fn(&str) -> &'a str> Asked<'_, G> {
    fn rule(&mut self, at: usize, level: Alert) -> Rule {
        let name = self.one("name", |name| Some(name.chars().take(60).collect::<String>()));
        let per_cent = |text: &str| typed::<f64>(text).filter(|p| *p <= 100.0).map(|p| p / 100.0);
        let presence = |text: &str| match text {
            "present" => Some(Presence::Present),
            "missing" => Some(Presence::Missing),
            _ => None,
        };
        Rule {
            name: name.unwrap_or_else(|| format!("rule-{}", at + 1)),
            level,
            p_below: self.one("p-below", per_cent),
            behind: self.one("behind", typed),
            over_best: self.one("over-best", typed),
            trend: self.one("trend", Trend::parse),
            forecast: self.one("forecast", presence),
            status: self.one("status", Status::parse),
            years_left: self.one("years-left", typed),
        }
    }

    /// Nothing where nothing is given.
    fn one<T>(&mut self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let given = (self.field)(name);
        if given.is_empty() {
            return None;
        }
        let found = read(given);
        self.is_read &= found.is_some();
        found
    }
}

const fn presence_name(presence: Presence) -> &'static str {
    match presence {
        Presence::Present => "present",
        Presence::Missing => "missing",
    }
}

/// A share as people write it: 0.05 is 5 of a hundred.
fn hundredths(share: f64) -> String {
    number::fixed(share * 100.0, 4)
}

fn share(place: &mut f64, given: &str) -> bool {
    typed::<f64>(given).is_some_and(|value| {
        *place = value / 100.0;
        value <= 1000.0
    })
}

fn number_of<T: FromStr + Finite>(place: &mut T, given: &str) -> bool {
    typed(given).is_some_and(|value| {
        *place = value;
        true
    })
}

/// A number as people type it, finite and not below nought.
fn typed<T: FromStr + Finite>(text: &str) -> Option<T> {
    number::typed(text)?.normalize().to_string().parse().ok().filter(Finite::is_sound)
}

/// What a threshold may be.
trait Finite {
    fn is_sound(&self) -> bool;
}

impl Finite for f64 {
    fn is_sound(&self) -> bool {
        self.is_finite() && *self >= 0.0
    }
}

impl Finite for u8 {
    fn is_sound(&self) -> bool {
        true
    }
}

impl Finite for i32 {
    fn is_sound(&self) -> bool {
        *self >= 0
    }
}

impl Finite for usize {
    fn is_sound(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fields that a browser sends back when nothing is changed.
    fn sent(form: &RuleForm) -> Vec<(String, String)> {
        let cuts = form.groups.iter().flat_map(|group| &group.cuts);
        let mut all: Vec<(String, String)> =
            cuts.map(|cut| (cut.name.to_owned(), cut.value.clone())).collect();
        all.push(("publication".to_owned(), form.publication.clone()));
        for rule in &form.rules {
            let mut add =
                |name: &str, value: &str| all.push((format!("rule/{}/{name}", rule.at), value.to_owned()));
            let chosen = |choices: &[Choice]| {
                choices.iter().find(|one| one.chosen).map(|one| one.value.clone()).unwrap_or_default()
            };
            add("name", &rule.name);
            add("level", &chosen(&rule.levels));
            add("trend", &chosen(&rule.trends));
            add("forecast", &chosen(&rule.forecasts));
            add("status", &chosen(&rule.statuses));
            for one in &rule.numbers {
                add(one.name, &one.value);
            }
        }
        all
    }

    #[test]
    fn the_form_gives_back_the_rules_it_shows() {
        let rules = assess::Config::default().rules;
        for lang in [Lang::Zh, Lang::En] {
            let fields = Fields::from(sent(&RuleForm::of(lang, &rules)));
            assert_eq!(read(lang, &fields, &rules), (rules.clone(), Vec::new()));
        }
    }

    #[test]
    fn what_is_no_number_is_told_by_its_label() {
        let rules = assess::Config::default().rules;
        let mut given = sent(&RuleForm::of(Lang::Zh, &rules));
        for (name, value) in &mut given {
            if name == "cut.behind" {
                "半年".clone_into(value);
            }
            if name == "rule/1/p-below" {
                "120".clone_into(value);
            }
        }
        let (left, told) = read(Lang::Zh, &Fields::from(given), &rules);
        assert_eq!(left.rule[1], Rule { p_below: None, ..rules.rule[1].clone() });
        assert_eq!(told, [text(Lang::Zh, "cut.behind").to_owned(), "第2条规则".to_owned()]);
    }
}
