//! The one rule: who may do which step when, and what a matter says afterwards.

use crate::kind::{FieldKind, Follow, Kind, Part, Step};
use jiff::civil::Date;
use source::Words;
use std::collections::{BTreeMap, BTreeSet};

/// What somebody is to a matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// Works on the plan as a whole.
    pub manages: bool,
    /// Leads, or works on the plan as a whole.
    pub leads: bool,
    /// Has the matter, or belongs to the body that has it.
    pub owns: bool,
    /// Belongs to a body that helps.
    pub supports: bool,
    /// Opened it.
    pub authored: bool,
    /// May speak at all.
    pub speaks: bool,
}

impl Stand {
    /// Whether somebody stands so to a matter that a part is theirs.
    pub fn is(self, part: Part) -> bool {
        match part {
            Part::Manager => self.manages,
            Part::Leader => self.leads || self.manages,
            Part::Owner => self.owns,
            Part::Support => self.supports,
            Part::Author => self.authored,
            Part::Staff => self.speaks,
            Part::Asker => false,
        }
    }

    fn is_any(self, parts: &BTreeSet<Part>) -> bool {
        parts.iter().any(|part| self.is(*part))
    }

    /// Whether somebody has a part in it.
    pub fn takes_part(self) -> bool {
        self.owns || self.supports || self.authored
    }
}

/// A matter as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    /// Its state.
    pub state: &'a str,
    /// Its values, those of the common fields too.
    pub values: &'a BTreeMap<String, String>,
    /// Whether a matter below it is still to be done.
    pub has_open_parts: bool,
}

/// What somebody gives with a step.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Values by field; what is not named stays as it is. Bodies that help are one on each line.
    pub values: BTreeMap<String, String>,
    /// How many files.
    pub files: usize,
}

/// What a matter says behind a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its state.
    pub state: String,
    /// Its values.
    pub values: BTreeMap<String, String>,
    /// What changed: field, value before, value since.
    pub changes: BTreeMap<String, [String; 2]>,
    /// What was said.
    pub text: String,
    /// Who is told.
    pub tells: BTreeSet<Part>,
    /// Whether everybody sees what was said.
    pub public: bool,
}

/// Why a step is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The kind has no such step.
    NoSuchStep,
    /// It is another's to do.
    NotYours,
    /// Not from the state in which the matter is.
    NotNow {
        /// The step.
        step: Words,
        /// The state.
        state: Words,
    },
    /// Matters below it are still to be done.
    OpenParts,
    /// Something must be given.
    Missing(Words),
    /// Something is no value of its field.
    NoValue(Words),
}

impl Refusal {
    /// Why, and what to do.
    pub fn words(&self) -> Words {
        match self {
            Self::NoSuchStep => Words::new("没有这个步骤。", "There is no such step."),
            Self::NotYours => Words::new("这一步不由您办理。", "This step is not yours to take."),
            Self::NotNow { step, state } => Words::new(
                format!("事项现为“{}”，不能“{}”；可能已有人办理，请刷新后再看。", state.zh, step.zh),
                format!(
                    "The matter is “{}”; it cannot be “{}” from there. Somebody may have been faster: look again.",
                    state.en, step.en
                ),
            ),
            Self::OpenParts => Words::new(
                "其下还有没有办结的事项，请先办结。",
                "Matters below it are still to be done; finish them first.",
            ),
            Self::Missing(field) => {
                Words::new(format!("请填写“{}”。", field.zh), format!("Give the {}.", field.en))
            }
            Self::NoValue(field) => Words::new(
                format!("“{}”的内容无法识别；日期请写作 2027-03-31。", field.zh),
                format!("The {} cannot be read; write days as 2027-03-31.", field.en),
            ),
        }
    }
}

impl Kind {
    /// Whether somebody may open a matter of the kind.
    pub fn may_open(&self, stand: Stand) -> bool {
        stand.is_any(&self.open.by)
    }

    /// The steps that somebody may take from a state, in their order.
    pub fn steps(&self, state: &str, stand: Stand) -> impl Iterator<Item = &Step> {
        self.step.iter().filter(move |step| step.from.contains(state) && stand.is_any(&step.by))
    }

    /// Whether somebody is waited for.
    pub fn waits_for(&self, state: &str, stand: Stand) -> bool {
        self.state(state).and_then(|state| state.waits).is_some_and(|part| stand.is(part))
    }

    /// Opens a matter.
    ///
    /// # Errors
    /// It is not theirs to open, or something is missing.
    pub fn open(&self, stand: Stand, given: &Given) -> Result<Taken, Refusal> {
        if !self.may_open(stand) {
            return Err(Refusal::NotYours);
        }
        let mut asks = vec!["title".to_owned()];
        asks.extend(self.open.asks.iter().cloned());
        let mut needs = self.open.needs.clone();
        needs.insert("title".to_owned());
        let none = BTreeMap::new();
        let given = self.with_due(&none, given);
        let (values, changes, text) = self.filled(&none, (&asks, &needs), &given)?;
        let (state, tells) = (self.open.state.clone(), self.open.tells.clone());
        Ok(Taken { state, values, changes, text, tells, public: false })
    }

    /// Takes a step.
    ///
    /// # Errors
    /// There is none such, it is another's, not now, or something is missing.
    pub fn take(&self, now: Now<'_>, step: &str, stand: Stand, given: &Given) -> Result<Taken, Refusal> {
        let step = self.step(step).ok_or(Refusal::NoSuchStep)?;
        if !stand.is_any(&step.by) {
            return Err(Refusal::NotYours);
        }
        if !step.from.contains(now.state) {
            let state = |lang| self.state_word(now.state, lang);
            return Err(Refusal::NotNow {
                step: Words::new(&step.said.zh, &step.said.en),
                state: Words::new(state(source::Lang::Zh), state(source::Lang::En)),
            });
        }
        if step.after_parts && now.has_open_parts {
            return Err(Refusal::OpenParts);
        }
        self.behind(now, step, given)
    }

    /// The steps that the program takes by itself and that are due: the day of its field has passed, or the matter that
    /// its field names, which stands in the state that `stands` gives, has come to one of its states.
    pub fn due_to_follow<'k, 's>(
        &'k self,
        now: Now<'_>,
        today: Date,
        stands: impl Fn(&str) -> Option<&'s str>,
    ) -> Vec<&'k Follow> {
        let is_due = |one: &&Follow| {
            let value = |name: &Option<String>| name.as_ref().and_then(|name| now.values.get(name));
            let has_passed =
                value(&one.after_day).and_then(|day| day.parse::<Date>().ok()).is_some_and(|day| day < today);
            let has_ended = value(&one.of)
                .and_then(|other| stands(other))
                .is_some_and(|state| one.states.contains(state));
            let from_here = self.step(&one.step).is_some_and(|step| step.from.contains(now.state));
            from_here && (has_passed || has_ended)
        };
        self.follow.iter().filter(is_due).collect()
    }

    /// Takes a step that the program takes by itself, whoever else may take it.
    ///
    /// # Errors
    /// There is none such, not from this state, or something is missing.
    pub fn take_by_itself(&self, now: Now<'_>, step: &str, text: &str) -> Result<Taken, Refusal> {
        let step = self.step(step).filter(|step| step.from.contains(now.state)).ok_or(Refusal::NoSuchStep)?;
        let given = Given { values: BTreeMap::from([("text".to_owned(), text.to_owned())]), files: 0 };
        self.behind(now, step, &given)
    }

    /// What is given, with the day by which it is to be done where another day that is given leads to it and nobody names one.
    fn with_due(&self, before: &BTreeMap<String, String>, given: &Given) -> Given {
        let mut given = given.clone();
        let Some(day) = self.due_before(&given.values) else { return given };
        let field = self.open.before.as_ref().map_or("", |before| before.field.as_str());
        let value = |of: &BTreeMap<String, String>, name: &str| {
            of.get(name).map(|value| value.trim().to_owned()).unwrap_or_default()
        };
        let is_new = value(before, field) != value(&given.values, field);
        let due = value(&given.values, "due");
        if is_new && (due.is_empty() || due == value(before, "due")) {
            given.values.insert("due".to_owned(), day.to_string());
        }
        given
    }

    /// What a matter says behind a step.
    fn behind(&self, now: Now<'_>, step: &Step, given: &Given) -> Result<Taken, Refusal> {
        let given = self.with_due(now.values, given);
        let (values, changes, text) = self.filled(now.values, (&step.asks, &step.needs), &given)?;
        let state = step.to.as_deref().unwrap_or(now.state).to_owned();
        Ok(Taken { state, values, changes, text, tells: step.tells.clone(), public: step.public })
    }

    /// Says something without a step.
    ///
    /// # Errors
    /// Nothing is said, or by somebody who has no part in it.
    pub fn remark(&self, now: Now<'_>, stand: Stand, given: &Given) -> Result<Taken, Refusal> {
        let has_part = stand.takes_part() || stand.manages || stand.leads;
        if !stand.speaks || !has_part {
            return Err(Refusal::NotYours);
        }
        let asks = ["text", "file"].map(str::to_owned);
        let (values, changes, text) = self.filled(now.values, (&asks, &BTreeSet::new()), given)?;
        if text.is_empty() && given.files == 0 {
            return Err(self.missing("text"));
        }
        let tells = BTreeSet::from([Part::Owner, Part::Author]);
        Ok(Taken { state: now.state.to_owned(), values, changes, text, tells, public: false })
    }

    fn words_of(&self, name: &str) -> Words {
        Words::new(self.label(name, source::Lang::Zh), self.label(name, source::Lang::En))
    }

    fn missing(&self, name: &str) -> Refusal {
        Refusal::Missing(self.words_of(name))
    }

    /// The values behind a step, what changed, and what was said.
    #[expect(clippy::type_complexity, reason = "three parts that are taken apart at once")]
    fn filled(
        &self,
        before: &BTreeMap<String, String>,
        (asks, needs): (&[String], &BTreeSet<String>),
        given: &Given,
    ) -> Result<(BTreeMap<String, String>, BTreeMap<String, [String; 2]>, String), Refusal> {
        let mut values = before.clone();
        for name in asks.iter().filter(|name| !matches!(name.as_str(), "text" | "file")) {
            let Some(value) = given.values.get(name) else { continue };
            let value = value.trim();
            if !self.is_value(name, value) {
                return Err(Refusal::NoValue(self.words_of(name)));
            }
            values.insert(name.clone(), value.to_owned());
        }
        values.retain(|_, value| !value.is_empty());
        // A field that does not matter beside the others holds nothing.
        let idle: Vec<String> = self
            .field
            .iter()
            .filter(|field| !field.matters(&values))
            .map(|field| field.name.clone())
            .collect();
        for name in &idle {
            values.remove(name);
        }
        let text = given.values.get("text").map(|text| text.trim().to_owned()).unwrap_or_default();
        for name in needs.iter().filter(|name| !idle.contains(name)) {
            let is_given = match name.as_str() {
                "text" => !text.is_empty(),
                "file" => given.files > 0,
                _ => values.contains_key(name),
            };
            if !is_given {
                return Err(self.missing(name));
            }
        }
        let none = String::new();
        let names: BTreeSet<&String> = before.keys().chain(values.keys()).collect();
        let changes = names.into_iter().filter_map(|name| {
            let pair = [before.get(name).unwrap_or(&none), values.get(name).unwrap_or(&none)];
            (pair[0] != pair[1]).then(|| (name.clone(), pair.map(String::clone)))
        });
        let changes = changes.collect();
        Ok((values, changes, text))
    }

    fn is_value(&self, name: &str, value: &str) -> bool {
        if value.is_empty() {
            return true;
        }
        let kind = match name {
            "due" => FieldKind::Day,
            _ => self.field(name).map_or(FieldKind::Text, |field| field.kind),
        };
        match kind {
            FieldKind::Day => value.parse::<Date>().is_ok(),
            FieldKind::Choice => {
                self.field(name).is_some_and(|field| field.choice.iter().any(|choice| choice.name == value))
            }
            FieldKind::Page => is_page(value),
            FieldKind::Items => value.lines().all(|line| line.trim().is_empty() || is_item(line.trim())),
            FieldKind::Matter => value.parse::<i64>().is_ok_and(|number| number > 0),
            FieldKind::Amount => is_amount(value),
            FieldKind::Text | FieldKind::Long => true,
        }
    }
}

/// Whether a line names a thing of a plan: `task/k0001`.
fn is_item(line: &str) -> bool {
    line.split_once('/').is_some_and(|(kind, id)| {
        let is_id = !id.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        FieldKind::ITEMS.contains(&kind) && is_id
    })
}

/// Whether a value is digits with one point at most, and not longer than an exact decimal holds.
fn is_amount(value: &str) -> bool {
    let (whole, part) = value.split_once('.').unwrap_or((value, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(part) && value.len() <= 20
}

/// Longest address that is kept, in bytes.
const LONGEST_PAGE: usize = 600;

/// Whether a value is an address inside a plan: what stands behind the plan's own address, percent-encoded.
fn is_page(value: &str) -> bool {
    let is_plain =
        value.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>'));
    let is_inside = value.starts_with('/') && !value.starts_with("//");
    is_plain && is_inside && !value.split(['/', '?']).any(|part| part == "..") && value.len() <= LONGEST_PAGE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_an_address_inside_the_plan() {
        for page in ["/meeting?item=i0001&as-of=2028", "/indicators/i0001", "/"] {
            assert!(is_page(page), "{page}");
        }
        for page in
            ["//elsewhere.example", "meeting", "/../../admin", "/a b", "/人口", "javascript:1", "/\\x", ""]
        {
            assert!(!is_page(page), "{page}");
        }
    }

    const TEXT: &str = r#"
name = "errand"
is = { zh = "差事", en = "errand" }
[open]
by = ["manager"]
state = "new"
asks = ["why", "who"]
needs = ["why", "who"]
[[state]]
name = "new"
is = { zh = "新", en = "new" }
waits = "owner"
[[state]]
name = "over"
is = { zh = "完", en = "over" }
[[step]]
name = "end"
is = { zh = "办完", en = "end" }
from = ["new"]
to = "over"
by = ["owner"]
asks = ["due", "text"]
needs = ["text"]
after_parts = true
[[field]]
name = "why"
is = { zh = "缘由", en = "reason" }
kind = "choice"
choice = [{ name = "order", is = { zh = "批示", en = "order" } }, { name = "own", is = { zh = "自办", en = "own" } }]
[[field]]
name = "who"
is = { zh = "批示人", en = "who ordered it" }
when = { field = "why", is = ["order"] }
"#;

    fn given(values: &[(&str, &str)]) -> Given {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Given { values: values.collect(), files: 0 }
    }

    const MANAGER: Stand =
        Stand { manages: true, leads: true, owns: false, supports: false, authored: false, speaks: true };

    #[test]
    fn what_must_be_given_depends_on_what_is_said() {
        let kind = Kind::parse(TEXT).expect("a kind");
        let told = |values: &[(&str, &str)]| kind.open(MANAGER, &given(values));
        let missing = |zh: &str, en: &str| Err(Refusal::Missing(Words::new(zh, en)));
        assert_eq!(told(&[("why", "own")]), missing("事项", "matter"));
        assert_eq!(told(&[("title", "修桥"), ("why", "order")]), missing("批示人", "who ordered it"));
        let own = told(&[("title", "修桥"), ("why", "own"), ("who", "赵")]).expect("no order, nobody");
        assert_eq!(own.values.keys().collect::<Vec<_>>(), ["title", "why"]);
        assert!(matches!(told(&[("title", "修桥"), ("why", "dream")]), Err(Refusal::NoValue(_))));
        let nobody = kind.open(Stand::default(), &given(&[("title", "修桥"), ("why", "own")]));
        assert_eq!(nobody, Err(Refusal::NotYours));
    }

    #[test]
    fn a_step_is_for_some_from_some_states_and_says_what_changed() {
        let kind = Kind::parse(TEXT).expect("a kind");
        let owner = Stand { owns: true, ..Stand::default() };
        let values = BTreeMap::from([("due".to_owned(), "2027-03-01".to_owned())]);
        let now = Now { state: "new", values: &values, has_open_parts: false };
        let said = given(&[("text", "桥已通车"), ("due", "2027-04-01")]);
        let taken = kind.take(now, "end", owner, &said).expect("taken");
        assert_eq!((taken.state.as_str(), taken.text.as_str()), ("over", "桥已通车"));
        assert_eq!(taken.changes["due"], ["2027-03-01", "2027-04-01"]);
        assert_eq!(kind.take(now, "end", MANAGER, &said), Err(Refusal::NotYours));
        assert_eq!(kind.take(now, "begin", owner, &said), Err(Refusal::NoSuchStep));
        let over = Now { state: "over", ..now };
        assert!(matches!(kind.take(over, "end", owner, &said), Err(Refusal::NotNow { .. })));
        let busy = Now { has_open_parts: true, ..now };
        assert_eq!(kind.take(busy, "end", owner, &said), Err(Refusal::OpenParts));
        let silent = kind.take(now, "end", owner, &given(&[]));
        assert!(matches!(silent, Err(Refusal::Missing(_))));
        let no_day = kind.take(now, "end", owner, &given(&[("text", "好"), ("due", "下周")]));
        assert!(matches!(no_day, Err(Refusal::NoValue(_))));
        assert_eq!(kind.steps("new", owner).count(), 1);
        assert_eq!(kind.steps("over", owner).count(), 0);
        assert!(kind.waits_for("new", owner) && !kind.waits_for("new", MANAGER));
    }

    const RULED: &str = r#"
name = "norm"
is = { zh = "规矩", en = "norm" }
covers = "about"
[open]
by = ["manager"]
state = "holds"
asks = ["until", "due", "rests", "about", "money"]
before = { field = "until", days = 90 }
[[state]]
name = "holds"
is = { zh = "有效", en = "holds" }
waits = "owner"
[[state]]
name = "asked"
is = { zh = "评估", en = "asked" }
waits = "owner"
[[state]]
name = "over"
is = { zh = "失效", en = "over" }
[[step]]
name = "end"
is = { zh = "到期", en = "end" }
from = ["holds", "asked"]
to = "over"
by = []
[[step]]
name = "ask"
is = { zh = "评估", en = "ask" }
from = ["holds"]
to = "asked"
by = ["manager"]
asks = ["text"]
[[step]]
name = "keep"
is = { zh = "继续", en = "keep" }
from = ["asked"]
to = "holds"
by = ["manager"]
asks = ["until", "due"]
[[follow]]
step = "end"
after_day = "until"
[[follow]]
step = "ask"
of = "rests"
states = ["over"]
[[field]]
name = "until"
is = { zh = "有效期至", en = "until" }
kind = "day"
[[field]]
name = "rests"
is = { zh = "依据", en = "rests on" }
kind = "matter"
[[field]]
name = "about"
is = { zh = "关联", en = "about" }
kind = "items"
[[field]]
name = "money"
is = { zh = "资金", en = "money" }
kind = "amount"
"#;

    #[test]
    fn the_day_to_look_again_is_counted_back_from_the_end_when_nobody_names_one() {
        let kind = Kind::parse(RULED).expect("a kind");
        let due = |values: &[(&str, &str)]| {
            let mut all = vec![("title", "办法")];
            all.extend(values);
            kind.open(MANAGER, &given(&all)).expect("opened").values.get("due").cloned()
        };
        assert_eq!(due(&[("until", "2027-06-30")]).as_deref(), Some("2027-04-01"));
        assert_eq!(due(&[("until", "2027-06-30"), ("due", " ")]).as_deref(), Some("2027-04-01"));
        assert_eq!(due(&[("until", "2027-06-30"), ("due", "2027-01-05")]).as_deref(), Some("2027-01-05"));
        assert_eq!(due(&[]), None);
        // Kept on for longer: the day moves along, unless somebody names one.
        let held = given(&[("title", "办法"), ("until", "2027-06-30"), ("due", "2027-04-01")]).values;
        let now = Now { state: "asked", values: &held, has_open_parts: false };
        let kept = |values: &[(&str, &str)]| {
            kind.take(now, "keep", MANAGER, &given(values)).expect("kept").values["due"].clone()
        };
        assert_eq!(kept(&[("until", "2030-06-30"), ("due", "2027-04-01")]), "2030-04-01");
        assert_eq!(kept(&[("until", "2030-06-30"), ("due", "2029-01-05")]), "2029-01-05");
        assert_eq!(kept(&[("until", "2027-06-30"), ("due", "2027-04-01")]), "2027-04-01");
    }

    #[test]
    fn values_of_things_matters_and_amounts_are_held_to_their_form() {
        let kind = Kind::parse(RULED).expect("a kind");
        let takes =
            |name: &str, value: &str| kind.open(MANAGER, &given(&[("title", "办法"), (name, value)])).is_ok();
        assert!(takes("about", "task/k0001\n\nproject/p0003") && takes("about", ""));
        assert!(!takes("about", "task/") && !takes("about", "k0001") && !takes("about", "person/a"));
        assert!(!takes("about", "task/a b") && !takes("about", "task/k1\ntask/<b>"));
        assert!(takes("rests", "7") && !takes("rests", "0") && !takes("rests", "七"));
        assert!(takes("money", "120.50") && takes("money", "3"));
        for wrong in ["-3", "1,000", "1.2.3", ".5", "5.", "1e9", "123456789012345678901"] {
            assert!(!takes("money", wrong), "{wrong}");
        }
    }

    #[test]
    fn the_program_takes_a_step_when_a_day_has_passed_or_what_it_rests_on_has_ended() {
        let kind = Kind::parse(RULED).expect("a kind");
        let values = given(&[("until", "2027-06-30"), ("rests", "7")]).values;
        let due = |state: &str, today: &str, other: Option<&'static str>| {
            let now = Now { state, values: &values, has_open_parts: false };
            let day: Date = today.parse().expect("a day");
            let found = kind.due_to_follow(now, day, |number| other.filter(|_| number == "7"));
            found.into_iter().map(|one| one.step.clone()).collect::<Vec<_>>()
        };
        assert_eq!(due("holds", "2027-06-30", Some("holds")), [""; 0]);
        assert_eq!(due("holds", "2027-07-01", None), ["end"]);
        assert_eq!(due("holds", "2027-01-01", Some("over")), ["ask"]);
        assert_eq!(due("asked", "2027-01-01", Some("over")), [""; 0], "it is asked already");
        assert_eq!(due("over", "2028-01-01", Some("over")), [""; 0]);
        let now = Now { state: "holds", values: &values, has_open_parts: false };
        let taken = kind.take_by_itself(now, "end", "").expect("taken");
        assert_eq!(taken.state, "over");
        assert_eq!(kind.take(now, "end", MANAGER, &given(&[])), Err(Refusal::NotYours), "nobody's");
        let asked = kind.take_by_itself(now, "ask", "沪府发1号").expect("taken");
        assert_eq!((asked.state.as_str(), asked.text.as_str()), ("asked", "沪府发1号"));
    }

    #[test]
    fn what_the_program_goes_by_must_be_a_field_of_that_kind() {
        for (from, to) in [
            ("covers = \"about\"", "covers = \"money\""),
            ("before = { field = \"until\"", "before = { field = \"rests\""),
            ("after_day = \"until\"", "after_day = \"about\""),
            ("of = \"rests\"", "of = \"until\""),
            ("[[follow]]\nstep = \"end\"", "[[follow]]\nstep = \"close\""),
        ] {
            let wrong = RULED.replacen(from, to, 1);
            assert_ne!(wrong, RULED, "{from}");
            assert!(matches!(Kind::parse(&wrong), Err(crate::KindError::Unknown { .. })), "{to}");
        }
    }

    #[test]
    fn a_file_that_names_what_is_not_there_is_refused() {
        use crate::KindError;
        for (from, to, name) in [
            ("to = \"over\"", "to = \"gone\"", "gone"),
            ("asks = [\"due\", \"text\"]", "asks = [\"text\", \"where\"]", "where"),
            ("needs = [\"text\"]", "needs = [\"file\"]", "file"),
            ("field = \"why\"", "field = \"how\"", "how"),
        ] {
            let error = Kind::parse(&TEXT.replace(from, to)).expect_err(name);
            assert!(matches!(&error, KindError::Unknown { name: found, .. } if found == name), "{error}");
        }
        let twice = Kind::parse(&TEXT.replace("name = \"who\"", "name = \"why\""));
        assert_eq!(twice, Err(KindError::Twice("field why".to_owned())));
        assert!(matches!(Kind::parse("name = 1"), Err(KindError::Form(_))));
    }

    #[test]
    fn the_next_number_has_the_year_and_a_counter() {
        let mut kind = Kind::parse(TEXT).expect("a kind");
        assert_eq!(kind.numbering(2027), None);
        kind.number = "督〔{year}〕{n}号".to_owned();
        assert_eq!(kind.numbering(2027), Some(("督〔2027〕".to_owned(), "号".to_owned())));
    }
}
