//! A kind of matter as it is declared.

use crate::KindError;
use jiff::Span;
use jiff::civil::Date;
use serde::Deserialize;
use source::Lang;
use std::collections::{BTreeMap, BTreeSet};

/// Words in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Said {
    /// The words in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// Who a step is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Whoever works on the plan as a whole.
    Manager,
    /// Whoever leads or works on the plan as a whole.
    Leader,
    /// The body or person that has the matter (主办).
    Owner,
    /// A body that helps (会办、配合).
    Support,
    /// Whoever opened it.
    Author,
    /// Anybody of the staff who may speak.
    Staff,
    /// Whoever asked without an account; takes no step and is told by mail.
    Asker,
}

/// What a value of a field is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// A line.
    #[default]
    Text,
    /// Several lines.
    Long,
    /// A day.
    Day,
    /// One of some.
    Choice,
    /// An address inside the plan: what somebody looked at. A page fills it in, and nobody types it.
    Page,
    /// Things of the plan, one on each line, as `task/ID`, `target/ID` or `project/ID`.
    Items,
    /// Another matter of the plan, by its number in the store.
    Matter,
    /// An amount in the unit that the words of the field name: digits with one point at most.
    Amount,
}

impl FieldKind {
    /// The things of a plan that [`FieldKind::Items`] may name.
    pub const ITEMS: [&'static str; 3] = ["task", "target", "project"];
}

/// One of the values of a field.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stable name.
    pub name: String,
    /// The words for it.
    #[serde(rename = "is")]
    pub said: Said,
}

/// When a field matters: another field has one of some values.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The other field.
    pub field: String,
    /// The values of it.
    pub is: Vec<String>,
}

/// A field of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Stable name.
    pub name: String,
    /// The words for it.
    #[serde(rename = "is")]
    pub said: Said,
    /// What a value is.
    #[serde(default)]
    pub kind: FieldKind,
    /// The values to choose from.
    #[serde(default)]
    pub choice: Vec<Choice>,
    /// When it matters; always without one.
    #[serde(default)]
    pub when: Option<When>,
    /// Whether it is a column of lists and files.
    #[serde(default)]
    pub listed: bool,
    /// Whether the amounts of all that hold are added up.
    #[serde(default)]
    pub summed: bool,
}

impl Field {
    /// A value in words.
    pub fn shown(&self, value: &str, lang: Lang) -> String {
        let chosen = self.choice.iter().find(|choice| choice.name == value);
        chosen.map_or(value, |choice| choice.said.get(lang)).to_owned()
    }

    /// Whether it matters among these values.
    pub fn matters(&self, values: &BTreeMap<String, String>) -> bool {
        let Some(when) = &self.when else { return true };
        values.get(&when.field).is_some_and(|value| when.is.contains(value))
    }
}

/// A state that a matter may be in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Stable name.
    pub name: String,
    /// The words for it.
    #[serde(rename = "is")]
    pub said: Said,
    /// Who has to do something next; nobody in a state that ends.
    #[serde(default)]
    pub waits: Option<Part>,
    /// Whether everybody may see a matter in it.
    #[serde(default)]
    pub public: bool,
    /// Whether a source of figures in it is expected to hand in.
    #[serde(default)]
    pub fed: bool,
    /// Whether anybody may say something about a matter in it, where the kind takes that.
    #[serde(default)]
    pub takes: bool,
}

impl State {
    /// Whether nobody has to do anything any more.
    pub fn is_end(&self) -> bool {
        self.waits.is_none()
    }
}

/// How a matter of a kind begins.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Who may open one.
    pub by: BTreeSet<Part>,
    /// The state in which it begins.
    pub state: String,
    /// What is asked, besides the title.
    #[serde(default)]
    pub asks: Vec<String>,
    /// What of it must be given.
    #[serde(default)]
    pub needs: BTreeSet<String>,
    /// Who is told.
    #[serde(default)]
    pub tells: BTreeSet<Part>,
    /// Days from today to the day that is proposed.
    #[serde(default)]
    pub days: Option<u16>,
    /// What one about a warning begins with, by field; `{indicator}` and `{words}` are filled in. None is opened from a warning
    /// where there is nothing.
    #[serde(default)]
    pub warning: BTreeMap<String, String>,
    /// What one about a project begins with, by field; `{project}`, `{words}` and `{owner}` are filled in. None is opened from a
    /// project where there is nothing.
    #[serde(default)]
    pub project: BTreeMap<String, String>,
    /// What one about an indicator begins with, by field; `{name}` and `{page}` are filled in. None is opened from an indicator
    /// where there is nothing.
    #[serde(default)]
    pub item: BTreeMap<String, String>,
    /// The field that keeps what was on the screen when one is noted in a meeting. None is noted there where there is nothing.
    #[serde(default)]
    pub screen: Option<String>,
    /// The day by which it is to be done when none is given: so many days before the day of a field.
    #[serde(default)]
    pub before: Option<Before>,
}

/// So many days before the day of a field.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Before {
    /// The field.
    pub field: String,
    /// How many days.
    pub days: u16,
}

/// Where a source of figures says who hands them in, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fed {
    /// The field with the name of the account.
    pub account: String,
    /// The field with the number of days.
    pub days: String,
}

/// A step that the program takes by itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Follow {
    /// The step.
    pub step: String,
    /// Taken once the day of this field has passed.
    #[serde(default)]
    pub after_day: Option<String>,
    /// Taken once the matter that this field names stands in one of `states`.
    #[serde(default)]
    pub of: Option<String>,
    /// The states of the matter that `of` names.
    #[serde(default)]
    pub states: BTreeSet<String>,
}

/// What somebody may do with a matter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Stable name.
    pub name: String,
    /// The words for it.
    #[serde(rename = "is")]
    pub said: Said,
    /// The states from which it may be taken.
    pub from: BTreeSet<String>,
    /// The state that it leads to; the one that holds when there is none.
    #[serde(default)]
    pub to: Option<String>,
    /// Who may take it.
    pub by: BTreeSet<Part>,
    /// What is asked.
    #[serde(default)]
    pub asks: Vec<String>,
    /// What of it must be given.
    #[serde(default)]
    pub needs: BTreeSet<String>,
    /// Who is told.
    #[serde(default)]
    pub tells: BTreeSet<Part>,
    /// Whether all matters below it must have ended.
    #[serde(default)]
    pub after_parts: bool,
    /// Whether everybody sees what is said at it, once they see the matter.
    #[serde(default)]
    pub public: bool,
    /// Days from today to the day that is proposed.
    #[serde(default)]
    pub days: Option<u16>,
}

/// A kind of matter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Stable name.
    pub name: String,
    /// The word for it.
    #[serde(rename = "is")]
    pub said: Said,
    /// What it is, in a sentence.
    #[serde(default)]
    pub about: Said,
    /// Its place among the kinds.
    #[serde(default)]
    pub rank: u16,
    /// The number that the next one bears, with `{year}` and `{n}`; people give one where it is empty.
    #[serde(default)]
    pub number: String,
    /// Whether it begins on a page of its own and not by the general form.
    #[serde(default)]
    pub hosted: bool,
    /// Kinds that may stand below one of it.
    #[serde(default)]
    pub parts: Vec<String>,
    /// The kind that what anybody says about one becomes, below it; nothing is taken without one.
    #[serde(default)]
    pub voices: Option<String>,
    /// The field whose value stands beside the verdict of the program, on the page that a matter is about; none for other kinds.
    #[serde(default)]
    pub verdict: Option<String>,
    /// The field with the things of the plan that one is about. What of the plan none of them names is listed.
    #[serde(default)]
    pub covers: Option<String>,
    /// Fields that one should have; those that hold and lack one of them are listed.
    #[serde(default)]
    pub wanted: Vec<String>,
    /// Where one is a source of figures: the fields with the account that hands them in, and after how many days without anything it
    /// is called silent.
    #[serde(default)]
    pub fed: Option<Fed>,
    /// What everybody sees of a matter in a public state.
    #[serde(default)]
    pub open_to_all: BTreeSet<String>,
    /// Words of the common fields where they differ.
    #[serde(default)]
    pub names: BTreeMap<String, Said>,
    /// How one begins.
    pub open: Opening,
    /// The states, in their order.
    pub state: Vec<State>,
    /// The steps, in their order.
    pub step: Vec<Step>,
    /// The fields, in their order.
    #[serde(default)]
    pub field: Vec<Field>,
    /// The steps that the program takes by itself.
    #[serde(default)]
    pub follow: Vec<Follow>,
}

/// The fields that every kind has: what they hold, and their words.
pub const COMMON: [(&str, &str, &str); 7] = [
    ("title", "事项", "matter"),
    ("number", "编号", "number"),
    ("owner", "责任单位", "responsible body"),
    ("support", "配合单位", "supporting bodies"),
    ("due", "办理期限", "due day"),
    ("text", "说明", "remark"),
    ("file", "附件", "files"),
];

/// The step that opens a matter, in its history.
pub(crate) const OPENING: &str = "open";
/// What is said without a step, in a history.
pub(crate) const REMARK: &str = "remark";

impl Kind {
    /// The name in histories of what opens a matter.
    pub const OPENING: &str = OPENING;
    /// The name in histories of what is said without a step.
    pub const REMARK: &str = REMARK;

    /// Reads a kind from a file, and looks whether everything that it names is declared.
    ///
    /// # Errors
    /// The file has another form, or names what is not there.
    pub fn parse(text: &str) -> Result<Self, KindError> {
        let kind: Self = toml::from_str(text).map_err(|error| KindError::Form(error.message().to_owned()))?;
        kind.checked()
    }

    fn checked(self) -> Result<Self, KindError> {
        let mut seen = BTreeSet::new();
        let states = self.state.iter().map(|state| format!("state {}", state.name));
        let steps = self.step.iter().map(|step| format!("step {}", step.name));
        let fields = self.field.iter().map(|field| format!("field {}", field.name));
        let common = COMMON.iter().map(|(name, ..)| format!("field {name}"));
        let reserved = [OPENING, REMARK].map(|name| format!("step {name}"));
        for name in states.chain(steps).chain(reserved).chain(common).chain(fields) {
            if !seen.insert(name.clone()) {
                return Err(KindError::Twice(name));
            }
        }
        let unknown = |at: &str, name: &str| KindError::Unknown { at: at.to_owned(), name: name.to_owned() };
        let mut states: Vec<(&str, &str)> = vec![("open", &self.open.state)];
        let mut asked: Vec<(&str, &str)> = Vec::new();
        let lists = self.step.iter().map(|step| (step.name.as_str(), &step.asks, &step.needs));
        for (at, asks, needs) in lists.chain([(OPENING, &self.open.asks, &self.open.needs)]) {
            asked.extend(asks.iter().chain(needs).map(|name| (at, name.as_str())));
            // What must be given is asked.
            if let Some(name) = needs.iter().find(|name| !asks.contains(name)) {
                return Err(unknown(at, name));
            }
        }
        for step in &self.step {
            states.extend(step.from.iter().chain(&step.to).map(|name| (step.name.as_str(), name.as_str())));
        }
        for field in &self.field {
            asked.extend(field.when.iter().map(|when| (field.name.as_str(), when.field.as_str())));
        }
        asked.extend(self.open.warning.keys().map(|name| ("warning", name.as_str())));
        asked.extend(self.open.project.keys().map(|name| ("project", name.as_str())));
        asked.extend(self.open.item.keys().map(|name| ("item", name.as_str())));
        if let Some(name) = &self.open.screen
            && (!self.open.asks.contains(name)
                || self.field(name).is_none_or(|field| field.kind != FieldKind::Page))
        {
            return Err(unknown("screen", name));
        }
        self.checked_follows()?;
        let fed = self.fed.iter().flat_map(|fed| [fed.account.as_str(), fed.days.as_str()]);
        asked.extend(fed.map(|name| ("fed", name)));
        asked.extend(self.wanted.iter().map(|name| ("wanted", name.as_str())));
        asked.extend(self.verdict.iter().map(|name| ("verdict", name.as_str())));
        asked.extend(self.open_to_all.iter().map(|name| ("open_to_all", name.as_str())));
        asked.extend(self.names.keys().map(|name| ("names", name.as_str())));
        if let Some(name) = self.voices.as_ref().filter(|name| !self.parts.contains(name)) {
            return Err(unknown("voices", name));
        }
        let lost = states.into_iter().find(|(_, name)| self.state(name).is_none());
        let lost = lost.or_else(|| asked.into_iter().find(|(_, name)| !self.has_field(name)));
        lost.map_or(Ok(()), |(at, name)| Err(unknown(at, name)))?;
        Ok(self)
    }

    /// Whether what the program does by itself goes by fields that hold what it needs, and covering too.
    fn checked_follows(&self) -> Result<(), KindError> {
        let is = |name: &str, kind: FieldKind| self.field(name).is_some_and(|field| field.kind == kind);
        let mut lost: Vec<(&str, &str)> = Vec::new();
        lost.extend(
            self.covers
                .iter()
                .filter(|name| !is(name, FieldKind::Items))
                .map(|name| ("covers", name.as_str())),
        );
        let before = self.open.before.iter().map(|before| before.field.as_str());
        lost.extend(before.filter(|name| !is(name, FieldKind::Day)).map(|name| ("before", name)));
        for one in &self.follow {
            let step = Some(one.step.as_str()).filter(|name| self.step(name).is_none());
            let day = one.after_day.as_deref().filter(|name| !is(name, FieldKind::Day));
            let of = one.of.as_deref().filter(|name| !is(name, FieldKind::Matter));
            lost.extend([step, day, of].into_iter().flatten().map(|name| ("follow", name)));
        }
        lost.first().map_or(Ok(()), |(at, name)| {
            Err(KindError::Unknown { at: (*at).to_owned(), name: (*name).to_owned() })
        })
    }

    /// The day by which one is to be done that opens with these values and says none: nothing where no day leads to one.
    pub fn due_before(&self, values: &BTreeMap<String, String>) -> Option<Date> {
        let before = self.open.before.as_ref()?;
        let day = values.get(&before.field)?.parse::<Date>().ok()?;
        day.checked_sub(Span::new().days(i64::from(before.days))).ok()
    }

    /// A state by its name.
    pub fn state(&self, name: &str) -> Option<&State> {
        self.state.iter().find(|state| state.name == name)
    }

    /// Whether anybody may say something about a matter on a day: in a state that takes it, not before its first day nor behind its
    /// last (`first_day`, `last_day` as YYYY-MM-DD, where it has them).
    pub fn takes_on(&self, state: &str, values: &BTreeMap<String, String>, day: &str) -> bool {
        let bound = |name: &str| values.get(name).map(String::as_str).filter(|value| !value.is_empty());
        self.voices.is_some()
            && self.state(state).is_some_and(|state| state.takes)
            && bound("first_day").is_none_or(|first| first <= day)
            && bound("last_day").is_none_or(|last| day <= last)
    }

    /// A step by its name.
    pub fn step(&self, name: &str) -> Option<&Step> {
        self.step.iter().find(|step| step.name == name)
    }

    /// A field of its own by its name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.field.iter().find(|field| field.name == name)
    }

    fn has_field(&self, name: &str) -> bool {
        self.field(name).is_some() || COMMON.iter().any(|(common, ..)| *common == name)
    }

    /// The word for a field, common or its own.
    pub fn label(&self, name: &str, lang: Lang) -> String {
        if let Some(said) = self.names.get(name).or_else(|| self.field(name).map(|field| &field.said)) {
            return said.get(lang).to_owned();
        }
        let common = COMMON.iter().find(|(common, ..)| *common == name);
        common.map_or(name, |(_, zh, en)| if lang == Lang::Zh { zh } else { en }).to_owned()
    }

    /// The word for a step of a history.
    pub fn step_word(&self, name: &str, lang: Lang) -> String {
        let (zh, en) = match name {
            OPENING => ("登记", "opened"),
            REMARK => ("留言", "remark"),
            _ => return self.step(name).map_or(name, |step| step.said.get(lang)).to_owned(),
        };
        if lang == Lang::Zh { zh } else { en }.to_owned()
    }

    /// The word for a state.
    pub fn state_word(&self, name: &str, lang: Lang) -> String {
        self.state(name).map_or(name, |state| state.said.get(lang)).to_owned()
    }

    /// What a matter about a warning begins with.
    pub fn about_warning(&self, indicator: &str, words: &str) -> BTreeMap<String, String> {
        let filled = |text: &String| text.replace("{indicator}", indicator).replace("{words}", words);
        self.open.warning.iter().map(|(name, text)| (name.clone(), filled(text))).collect()
    }

    /// What a matter about a project begins with; `owner` is the body that answers for it, empty for none.
    pub fn about_project(&self, project: &str, words: &str, owner: &str) -> BTreeMap<String, String> {
        let filled = |text: &String| {
            text.replace("{project}", project).replace("{words}", words).replace("{owner}", owner)
        };
        self.open.project.iter().map(|(name, text)| (name.clone(), filled(text))).collect()
    }

    /// What a matter about an indicator begins with; `page` is its address inside the plan.
    pub fn about_item(&self, name: &str, page: &str) -> BTreeMap<String, String> {
        let filled = |text: &String| text.replace("{name}", name).replace("{page}", page);
        self.open.item.iter().map(|(name, text)| (name.clone(), filled(text))).collect()
    }

    /// Whether a matter in a state is still to be done. A state that is not known any more waits for a person.
    pub fn is_open(&self, state: &str) -> bool {
        self.state(state).is_none_or(|state| !state.is_end())
    }

    /// What stands before and behind the counter of the next number; nothing where people give the numbers.
    pub fn numbering(&self, year: i16) -> Option<(String, String)> {
        let text = self.number.replace("{year}", &year.to_string());
        text.split_once("{n}").map(|(before, behind)| (before.to_owned(), behind.to_owned()))
    }
}
