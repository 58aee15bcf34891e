//! The API's description made readable: what the page `/api` shows, from the same document that programs read.

use serde_json::Value;
use source::Lang;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// An operation with its parameters and answers.
pub(crate) struct Operation {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) summary: String,
    pub(crate) parameters: Vec<Parameter>,
    /// What is sent; nothing for what only reads.
    pub(crate) body: Kind,
    pub(crate) answers: Vec<Answer>,
}

/// A part of the path or of the query.
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) words: String,
    pub(crate) is_required: bool,
}

/// What comes back under a status.
pub(crate) struct Answer {
    pub(crate) status: String,
    pub(crate) words: String,
    pub(crate) media: String,
    pub(crate) kind: Kind,
}

/// A shape that operations speak of.
pub(crate) struct Schema {
    pub(crate) name: String,
    pub(crate) words: String,
    pub(crate) fields: Vec<Parameter>,
}

/// What a value is: words, and the schema to look at when it has a name.
#[derive(Default)]
pub(crate) struct Kind {
    pub(crate) words: String,
    pub(crate) schema: String,
}

/// The Chinese of the description's words.
static CHINESE: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../messages/api.zh.txt").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = "))
        .map(|(english, chinese)| (english.trim(), chinese.trim()))
        .collect()
});

/// A text of the description in the reader's language.
fn words(lang: Lang, value: &Value) -> String {
    let english = value.as_str().unwrap_or("");
    match lang {
        Lang::En => english.to_owned(),
        Lang::Zh => {
            let chinese = CHINESE.get(english).copied().or_else(|| plan::package::chinese_of(english));
            chinese.unwrap_or(english).to_owned()
        }
    }
}

/// All operations, grouped by their tag.
pub(crate) fn operations(lang: Lang, description: &Value) -> Vec<(String, Vec<Operation>)> {
    let mut groups: Vec<(String, Vec<Operation>)> = Vec::new();
    for (path, item) in description["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let found = Operation {
                method: method.to_uppercase(),
                path: path.clone(),
                summary: words(lang, &operation["summary"]),
                parameters: operation["parameters"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|one| Parameter {
                        name: text(&one["name"]),
                        kind: kind(&one["schema"]),
                        words: words(lang, &one["description"]),
                        is_required: one["required"] == true,
                    })
                    .collect(),
                body: sent(&operation["requestBody"]),
                answers: answers(lang, &operation["responses"]),
            };
            let tag = words(lang, &operation["tags"][0]);
            match groups.iter_mut().find(|(name, _)| *name == tag) {
                Some((_, operations)) => operations.push(found),
                None => groups.push((tag, vec![found])),
            }
        }
    }
    groups
}

/// All shapes that have a name.
pub(crate) fn schemas(lang: Lang, description: &Value) -> Vec<Schema> {
    let schemas = description["components"]["schemas"].as_object().into_iter().flatten();
    schemas
        .map(|(name, schema)| Schema {
            name: name.clone(),
            words: words(lang, &schema["description"]),
            fields: schema["properties"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(field, value)| Parameter {
                    name: field.clone(),
                    kind: kind(value),
                    words: words(lang, &value["description"]),
                    is_required: schema["required"]
                        .as_array()
                        .is_some_and(|required| required.iter().any(|one| one == field)),
                })
                .collect(),
        })
        .collect()
}

fn answers(lang: Lang, responses: &Value) -> Vec<Answer> {
    let of_status = |(status, response): (&String, &Value)| {
        let content = response["content"].as_object().into_iter().flatten().next();
        Answer {
            status: status.clone(),
            words: words(lang, &response["description"]),
            media: content.map(|(media, _)| media.clone()).unwrap_or_default(),
            kind: content.map(|(_, body)| kind(&body["schema"])).unwrap_or_default(),
        }
    };
    responses.as_object().into_iter().flatten().map(of_status).collect()
}

/// The shape of what is sent.
fn sent(body: &Value) -> Kind {
    let content = body["content"].as_object().into_iter().flatten().next();
    content.map(|(_, body)| kind(&body["schema"])).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or("").to_owned()
}

/// What a schema says of a value. "Or null" is left out: what is not required may be absent.
fn kind(schema: &Value) -> Kind {
    if let Some(name) = schema["$ref"].as_str().and_then(|address| address.rsplit('/').next()) {
        return Kind { words: String::new(), schema: name.to_owned() };
    }
    if let Some(one) = schema["oneOf"].as_array().and_then(|all| all.iter().find(|one| one["type"] != "null"))
    {
        return kind(one);
    }
    if let Some(values) = schema["enum"].as_array() {
        let values = values.iter().filter_map(Value::as_str).collect::<Vec<_>>();
        return Kind { words: values.join(" | "), schema: String::new() };
    }
    let name = match &schema["type"] {
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or("")
        }
        name => name.as_str().unwrap_or(""),
    };
    if name == "array" {
        let item = kind(&schema["items"]);
        return Kind { words: format!("{}[]", item.words), schema: item.schema };
    }
    Kind { words: name.to_owned(), schema: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_described_has_its_chinese() {
        let description: Value = serde_json::from_str(api::document()).expect("json");
        let mut missing = Vec::new();
        let mut used = Vec::new();
        let mut look = |value: &Value| {
            let english = value.as_str().unwrap_or("").to_owned();
            let has_chinese =
                CHINESE.contains_key(english.as_str()) || plan::package::chinese_of(&english).is_some();
            if !english.is_empty() && !has_chinese {
                missing.push(english.clone());
            }
            used.push(english);
        };
        for item in description["paths"].as_object().expect("paths").values() {
            for operation in item.as_object().expect("operations").values() {
                assert!(!operation["summary"].is_null(), "{operation}");
                look(&operation["tags"][0]);
                look(&operation["summary"]);
                for parameter in operation["parameters"].as_array().into_iter().flatten() {
                    look(&parameter["description"]);
                }
                for response in operation["responses"].as_object().expect("responses").values() {
                    assert!(!response["description"].as_str().unwrap_or("").is_empty(), "{operation}");
                    look(&response["description"]);
                }
            }
        }
        for schema in description["components"]["schemas"].as_object().expect("schemas").values() {
            look(&schema["description"]);
            for field in schema["properties"].as_object().into_iter().flatten() {
                look(&field.1["description"]);
            }
        }
        assert_eq!(missing, Vec::<String>::new());
        let unused: Vec<_> = CHINESE.keys().filter(|key| !used.iter().any(|one| one == *key)).collect();
        assert_eq!(unused, Vec::<&&str>::new());
    }

    #[test]
    fn the_fields_of_a_target_have_the_chinese_of_their_declaration() {
        let description: Value = serde_json::from_str(api::document()).expect("json");
        let fields =
            description["components"]["schemas"]["TargetItem"]["properties"].as_object().expect("fields");
        for name in ["indicator", "period", "rate_basis", "definition"] {
            let english = &fields[name]["description"];
            assert!(english.is_string(), "{name} is described");
            assert_ne!(words(Lang::Zh, english), words(Lang::En, english), "{name}");
        }
        assert_eq!(words(Lang::Zh, &fields["definition"]["description"]), "口径");
    }

    #[test]
    fn kinds_are_told_in_few_words() {
        let of = |text: &str| {
            let kind = kind(&serde_json::from_str(text).expect("json"));
            (kind.words, kind.schema)
        };
        let words = |text: &str| (text.to_owned(), String::new());
        assert_eq!(of(r#"{"type":["string","null"]}"#), words("string"));
        assert_eq!(of(r#"{"type":"array","items":{"type":"number"}}"#), words("number[]"));
        assert_eq!(of(r#"{"type":"string","enum":["a","b"]}"#), words("a | b"));
        let named = r##"{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/Item"}]}"##;
        assert_eq!(of(named), (String::new(), "Item".to_owned()));
    }
}
