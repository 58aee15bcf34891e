//! Rows of a plan: their fields as a form: labels, choices, and what comes back.

use crate::choice::Choice;
use crate::text::{fill, text};
use crate::words::stage_word;
use plan::package::{Field, FieldKind, Named};
use plan::{DocumentKind, Measure};
use source::Lang;
use store::KeptCorrection;
use web::fields::Fields;
use work::correct::{Act, Kind, Trace, columns, of_row};
use work::view::PlanView;

/// A field of a form.
pub(crate) struct Input {
    /// Name in the form.
    pub(crate) name: String,
    pub(crate) label: &'static str,
    pub(crate) value: String,
    /// For a field with a closed list of values.
    pub(crate) choices: Vec<Choice>,
    /// Whether the names of indicators are proposed.
    pub(crate) is_indicator: bool,
    /// Whether a keyboard of digits helps.
    pub(crate) is_number: bool,
    /// Whether the cursor stands in it when the page opens.
    pub(crate) has_focus: bool,
}

/// The fields of a row: what is looked at first, and the others.
pub(crate) struct Inputs {
    pub(crate) main: Vec<Input>,
    pub(crate) more: Vec<Input>,
}

impl Inputs {
    /// Puts the cursor into the field that is misread most: the value, else the first.
    pub(crate) fn focus(&mut self) {
        let at = self.main.iter().position(|input| input.name == "value").unwrap_or(0);
        if let Some(input) = self.main.get_mut(at) {
            input.has_focus = true;
        }
    }
}

/// What is looked at first, by kind.
fn main_fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Indicator => &["name", "unit", "direction", "nature"],
        Kind::Target => &["indicator", "measure", "comparator", "value", "unit", "year"],
        Kind::Observation => &["indicator", "measure", "value", "unit", "year", "status"],
        Kind::Project => &["name", "place", "stage", "investment_value", "investment_unit", "end_year"],
        Kind::Task => &["verb", "object", "deadline"],
        Kind::Place => &["name", "kind", "parent", "code", "regime"],
        Kind::Assignment => &["indicator", "target", "project", "task", "body", "role"],
    }
}

/// The fields of a row with their values; `prefix` stands before their names in the form.
pub(crate) fn inputs(lang: Lang, kind: Kind, row: &Named, prefix: &str) -> Inputs {
    let mut all: Vec<(Field, Input)> = columns(kind)
        .into_iter()
        .map(|field| {
            let input = input(lang, &field, row, prefix);
            (field, input)
        })
        .collect();
    let mut main = Vec::new();
    for name in main_fields(kind) {
        if let Some(at) = all.iter().position(|(field, _)| field.name == *name) {
            main.push(all.remove(at).1);
        }
    }
    Inputs { main, more: all.into_iter().map(|(_, input)| input).collect() }
}

fn input(lang: Lang, field: &Field, row: &Named, prefix: &str) -> Input {
    let value = row.get(field.name).cloned().unwrap_or_default();
    let choices = match field.kind {
        FieldKind::Choice(names) => {
            let blank = (!field.required).then(|| Choice::new("", text(lang, "field.none"), &value));
            let all = names.iter().map(|name| Choice::new(*name, value_word(lang, field.name, name), &value));
            blank.into_iter().chain(all).collect()
        }
        FieldKind::Flag => [("true", "field.yes"), ("false", "field.no")]
            .map(|(name, key)| Choice::new(name, text(lang, key), &value))
            .into(),
        _ if field.name == "stage" => std::iter::once("")
            .chain(plan::STAGES)
            .map(|name| Choice::new(name, stage_word(lang, name), &value))
            .collect(),
        _ => Vec::new(),
    };
    Input {
        name: format!("{prefix}{}", field.name),
        label: label(lang, field.name),
        value: if field.kind == FieldKind::List { shown_list(&value) } else { value },
        choices,
        is_indicator: field.name == "indicator",
        is_number: matches!(field.kind, FieldKind::Number | FieldKind::Integer),
        has_focus: false,
    }
}

/// The fields that a form gives for a row of a kind, under a prefix.
pub(crate) fn given(fields: &Fields, kind: Kind, prefix: &str) -> Named {
    let known = columns(kind);
    let of_form = fields.under(prefix).filter_map(|(name, value)| {
        let field = known.iter().find(|field| field.name == name)?;
        let value = match field.kind {
            FieldKind::List => kept_list(value),
            // People write 1,357.5 and ４５％.
            FieldKind::Number | FieldKind::Integer => plain_number(value),
            _ => value.to_owned(),
        };
        Some((name.to_owned(), value))
    });
    of_form.collect()
}

fn shown_list(json: &str) -> String {
    serde_json::from_str::<Vec<String>>(json).unwrap_or_default().join("；")
}

fn kept_list(shown: &str) -> String {
    let parts: Vec<&str> =
        shown.split(['；', ';', '、']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { String::new() } else { serde_json::json!(parts).to_string() }
}

/// A number as people write it, as a program reads it.
pub(crate) fn plain_number(typed: &str) -> String {
    typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, ',' | '，' | '%' | '％'))
        .map(|letter| match letter {
            '０'..='９' => char::from_digit(u32::from(letter) - u32::from('０'), 10).unwrap_or(letter),
            '．' => '.',
            other => other,
        })
        .collect()
}

/// The name of a field.
pub(crate) fn label(lang: Lang, field: &str) -> &'static str {
    match field {
        "indicator" => text(lang, "field.indicator"),
        "subject" => text(lang, "field.subject"),
        "measure" => text(lang, "field.measure"),
        "comparator" => text(lang, "field.comparator"),
        "value" => text(lang, "field.value"),
        "value_high" => text(lang, "field.value-high"),
        "value_text" => text(lang, "field.value-text"),
        "unit" => text(lang, "field.unit"),
        "year" => text(lang, "field.year"),
        "implied_year" => text(lang, "field.implied-year"),
        "period" => text(lang, "field.period"),
        "scope" => text(lang, "field.scope"),
        "nature" => text(lang, "field.nature"),
        "rate" => text(lang, "field.rate"),
        "rate_text" => text(lang, "field.rate-text"),
        "rate_basis" => text(lang, "field.rate-basis"),
        "region" => text(lang, "field.region"),
        "period_start" => text(lang, "field.period-start"),
        "period_end" => text(lang, "field.period-end"),
        "status" => text(lang, "field.status"),
        "source" => text(lang, "field.source"),
        "vintage" => text(lang, "field.vintage"),
        "month_start" => text(lang, "field.month-start"),
        "month_end" => text(lang, "field.month-end"),
        "name" => text(lang, "field.name"),
        "name_full" => text(lang, "field.name-full"),
        "box" => text(lang, "field.box"),
        "category" => text(lang, "field.category"),
        "place" => text(lang, "field.place"),
        "quantity_value" => text(lang, "field.quantity-value"),
        "quantity_unit" => text(lang, "field.quantity-unit"),
        "quantity_what" => text(lang, "field.quantity-what"),
        "stage" => text(lang, "field.stage"),
        "investment_value" => text(lang, "field.investment-value"),
        "investment_unit" => text(lang, "field.investment-unit"),
        "period_investment_value" => text(lang, "field.period-investment-value"),
        "period_investment_unit" => text(lang, "field.period-investment-unit"),
        "start_year" => text(lang, "field.start-year"),
        "end_year" => text(lang, "field.end-year"),
        "lead" => text(lang, "field.lead"),
        "verb" => text(lang, "field.verb"),
        "object" => text(lang, "field.object"),
        "quantified" => text(lang, "field.quantified"),
        "deadline" => text(lang, "field.deadline"),
        "group" => text(lang, "field.group"),
        "parent" => text(lang, "field.parent"),
        "direction" => text(lang, "field.direction"),
        "kind" => text(lang, "field.kind"),
        "catalogue" => text(lang, "field.catalogue"),
        "aliases" => text(lang, "field.aliases"),
        _ => match (plan::package::title(field), lang) {
            (Some([zh, _]), Lang::Zh) => zh,
            (Some([_, en]), Lang::En) => en,
            (None, _) => text(lang, "field.other"),
        },
    }
}

/// A value of a closed list in words.
pub(crate) fn value_word(lang: Lang, field: &str, name: &str) -> String {
    let word = match (field, name) {
        ("measure", _) => Measure::parse(name).map(|measure| measure_word(lang, measure)),
        ("comparator", "ge") => Some(text(lang, "comparator.ge")),
        ("comparator", "le") => Some(text(lang, "comparator.le")),
        ("comparator", "eq") => Some(text(lang, "comparator.eq")),
        ("comparator", "approx") => Some(text(lang, "comparator.approx")),
        ("comparator", "gt") => Some(text(lang, "comparator.gt")),
        ("comparator", "lt") => Some(text(lang, "comparator.lt")),
        ("comparator", "range") => Some(text(lang, "comparator.range")),
        ("nature", "binding") => Some(text(lang, "nature.binding")),
        ("nature", "anticipated") => Some(text(lang, "nature.anticipated")),
        ("direction", "up") => Some(text(lang, "direction.up")),
        ("direction", "down") => Some(text(lang, "direction.down")),
        ("direction", "level") => Some(text(lang, "direction.level")),
        ("period", "annual_avg") => Some(text(lang, "averaging.annual")),
        ("period", "cumulative") => Some(text(lang, "averaging.cumulative")),
        ("rate_basis", "compound") => Some(text(lang, "basis.compound")),
        ("rate_basis", "points") => Some(text(lang, "basis.points")),
        ("rate_basis", "total") => Some(text(lang, "basis.total")),
        ("status", "planned") => Some(text(lang, "status.planned")),
        ("status", "estimate") => Some(text(lang, "status.estimate")),
        ("status", "preliminary") => Some(text(lang, "status.preliminary")),
        ("status", "final") => Some(text(lang, "status.final")),
        ("status", "revised") => Some(text(lang, "status.revised")),
        ("kind", "stock") => Some(text(lang, "quantity.stock")),
        ("kind", "flow") => Some(text(lang, "quantity.flow")),
        ("kind", "rate") => Some(text(lang, "quantity.rate")),
        ("kind", "index") => Some(text(lang, "quantity.index")),
        ("kind", "ratio") => Some(text(lang, "quantity.ratio")),
        ("kind", "region") => Some(text(lang, "place-kind.region")),
        ("kind", "zone") => Some(text(lang, "place-kind.zone")),
        ("kind", "site") => Some(text(lang, "place-kind.site")),
        ("role", "lead") => Some(text(lang, "role-of.lead")),
        ("role", "support") => Some(text(lang, "role-of.support")),
        ("confirmed", "true") => Some(text(lang, "field.yes")),
        ("confirmed", "false") => Some(text(lang, "field.no")),
        ("stage", _) => Some(stage_word(lang, name)),
        ("quantified", "true") => Some(text(lang, "field.yes")),
        ("quantified", "false") => Some(text(lang, "field.no")),
        _ => None,
    };
    word.map_or_else(|| name.to_owned(), str::to_owned)
}

fn measure_word(lang: Lang, measure: Measure) -> &'static str {
    match measure {
        Measure::Level => text(lang, "measure-of.level"),
        Measure::Share => text(lang, "measure-of.share"),
        Measure::GrowthRate => text(lang, "measure-of.growth"),
        Measure::Change => text(lang, "measure-of.change"),
        Measure::Count => text(lang, "measure-of.count"),
        Measure::Cumulative => text(lang, "measure-of.cumulative"),
        Measure::Multiple => text(lang, "measure-of.multiple"),
        Measure::Ratio => text(lang, "measure-of.ratio"),
        Measure::Completion => text(lang, "measure-of.completion"),
    }
}

/// The word for a kind of row.
pub(crate) fn kind_word(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Indicator => text(lang, "row.indicator"),
        Kind::Target => text(lang, "row.target"),
        Kind::Observation => text(lang, "row.observation"),
        Kind::Project => text(lang, "row.project"),
        Kind::Task => text(lang, "row.task"),
        Kind::Place => text(lang, "row.place"),
        Kind::Assignment => text(lang, "row.assignment"),
    }
}

/// What a row says in one line: 森林覆盖率 不低于 45 % (2030).
pub(crate) fn summary(lang: Lang, kind: Kind, row: &Named) -> String {
    let get = |name: &str| row.get(name).map_or("", String::as_str);
    let comparator = |name: &str| match name {
        "" | "eq" => String::new(),
        other => value_word(lang, "comparator", other),
    };
    let parts = match kind {
        Kind::Indicator => vec![get("name").to_owned(), get("unit").to_owned()],
        Kind::Target | Kind::Observation => {
            let value = [get("value"), get("value_high")];
            let value = value.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("–");
            let value = if value.is_empty() { get("value_text").to_owned() } else { value };
            let year =
                ["year", "implied_year", "period_end"].iter().map(|name| get(name)).find(|it| !it.is_empty());
            vec![
                get("indicator").to_owned(),
                comparator(get("comparator")),
                format!("{value}{}", get("unit")),
                year.map(|year| format!("({year})")).unwrap_or_default(),
            ]
        }
        Kind::Project => vec![get("name").to_owned(), get("place").to_owned()],
        Kind::Task => vec![format!("{}{}", get("verb"), get("object")), get("deadline").to_owned()],
        Kind::Place => vec![get("name").to_owned(), value_word(lang, "kind", get("kind"))],
        Kind::Assignment => {
            let item = ["indicator", "target", "project", "task"].iter().map(|name| get(name));
            let item = item.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ");
            vec![get("body").to_owned(), value_word(lang, "role", get("role")), item]
        }
    };
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What was put right in a row and why; who did it and when is for those who may know.
pub(crate) fn traces(lang: Lang, view: &PlanView, kind: Kind, row: &str, names: bool) -> Vec<String> {
    let told = |kept: &KeptCorrection, trace: &Trace| {
        let fields = trace.fields.iter().map(|field| {
            let word = |value: &str| match value {
                "" => text(lang, "field.none").to_owned(),
                value => value_word(lang, &field.name, value),
            };
            format!("{} {} → {}", label(lang, &field.name), word(&field.read), word(&field.holds))
        });
        let mut parts: Vec<String> = fields.collect();
        if parts.is_empty() {
            parts.push(act_word(lang, trace.act).to_owned());
        }
        parts.push(kept.reason.clone());
        let at = work::clock::shown(&kept.at);
        parts.push(if names { format!("{} {at}", kept.who) } else { at });
        parts.retain(|part| !part.is_empty());
        parts.join(" · ")
    };
    of_row(view, kind, row).into_iter().map(|(kept, trace)| told(kept, trace)).collect()
}

/// The word for what a correction does.
pub(crate) fn act_word(lang: Lang, act: Act) -> &'static str {
    match act {
        Act::Edit => text(lang, "act.edit"),
        Act::Add => text(lang, "act.add"),
        Act::Reject => text(lang, "act.reject"),
        Act::Accept => text(lang, "act.accept"),
        Act::Merge => text(lang, "act.merge"),
    }
}

/// What is told after a change.
pub(crate) fn notice(lang: Lang, saved: &str, what: &str) -> String {
    match what {
        "unchanged" => text(lang, "correct.unchanged").to_owned(),
        "withdraw" => text(lang, "correct.withdrawn").to_owned(),
        _ => fill(lang, "correct.saved", &[("n", saved)]),
    }
}

/// The kinds of documents to choose from.
pub(crate) fn document_kinds(lang: Lang, now: Option<DocumentKind>) -> Vec<Choice> {
    let now = now.map_or("", DocumentKind::name);
    let word = |kind: DocumentKind| match lang {
        Lang::Zh => kind.words().0,
        Lang::En => kind.words().1,
    };
    DocumentKind::ALL.iter().map(|kind| Choice::new(kind.name(), word(*kind), now)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_as_people_write_them() {
        assert_eq!(plain_number(" 1,357.5 "), "1357.5");
        assert_eq!(plain_number("４５．５％"), "45.5");
        assert_eq!(plain_number("约45"), "约45", "what is no number is told, not guessed");
    }

    #[test]
    fn a_list_comes_back() {
        let json = kept_list("城镇化率、城市化率；城镇化水平");
        assert_eq!(shown_list(&json), "城镇化率；城市化率；城镇化水平");
        assert_eq!(kept_list(" "), "");
    }

    #[test]
    fn every_field_has_a_name_of_its_own() {
        for lang in [Lang::Zh, Lang::En] {
            for kind in Kind::ALL {
                for field in columns(kind) {
                    assert_ne!(label(lang, field.name), text(lang, "field.other"), "{}", field.name);
                    if let FieldKind::Choice(names) = field.kind {
                        for name in names {
                            let word = value_word(lang, field.name, name);
                            assert!(lang == Lang::En || word != *name, "{} {name}", field.name);
                        }
                    }
                }
                let listed = columns(kind);
                assert!(main_fields(kind).iter().all(|name| listed.iter().any(|field| field.name == *name)));
            }
        }
    }
}
