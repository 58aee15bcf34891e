//! JSON-stat 2.0 data sets.
//!
//! Source: the format's description at json-stat.org, version 2.0: `id`, `size`, `role`, `dimension`, and `value` as an array or
//! an object of places. What the file says twice is compared: a reader that believes `size` alone shifts every value.

use super::{Code, DataSet, Dimension, Says, Value, cell, key, refuse, says, total};
use crate::Settings;
use crate::problem::Problems;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whether a file is an object of JSON.
pub(super) fn is(bytes: &[u8]) -> bool {
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut marks = head.iter().filter(|b| !b.is_ascii_whitespace());
    marks.next() == Some(&b'{') && matches!(marks.next(), Some(b'"' | b'}'))
}

#[derive(Deserialize)]
struct File<'f> {
    #[serde(default)]
    class: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    id: Vec<String>,
    #[serde(default)]
    size: Vec<usize>,
    #[serde(default)]
    role: Roles,
    #[serde(default)]
    dimension: BTreeMap<String, OneDimension>,
    #[serde(default, borrow)]
    value: Option<&'f RawValue>,
    #[serde(default, borrow)]
    status: Option<&'f RawValue>,
    #[serde(default)]
    extension: Extension,
}

#[derive(Default, Deserialize)]
struct Roles {
    #[serde(default)]
    time: Vec<String>,
    #[serde(default)]
    geo: Vec<String>,
    #[serde(default)]
    metric: Vec<String>,
}

/// What this program says beside each value.
#[derive(Default, Deserialize)]
struct Extension {
    #[serde(default)]
    observations: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct OneDimension {
    #[serde(default)]
    label: String,
    #[serde(default)]
    category: Category,
}

#[derive(Default, Deserialize)]
struct Category {
    #[serde(default)]
    index: Index,
    #[serde(default)]
    label: BTreeMap<String, String>,
    #[serde(default)]
    unit: BTreeMap<String, Unit>,
}

#[derive(Default, Deserialize)]
struct Unit {
    #[serde(default)]
    label: String,
    #[serde(default)]
    base: String,
}

#[derive(Default, Deserialize)]
#[serde(untagged)]
enum Index {
    List(Vec<String>),
    Places(BTreeMap<String, usize>),
    #[default]
    None,
}

impl Category {
    /// The codes in order.
    fn codes(&self) -> Vec<Code> {
        let ids: Vec<&String> = match &self.index {
            Index::List(ids) => ids.iter().collect(),
            Index::Places(places) => {
                let mut ids: Vec<(&String, usize)> = places.iter().map(|(id, place)| (id, *place)).collect();
                ids.sort_by_key(|(_, place)| *place);
                ids.into_iter().map(|(id, _)| id).collect()
            }
            // A dimension of one category may leave its order out.
            Index::None => self.label.keys().take(1).collect(),
        };
        let code = |id: &String| Code {
            id: id.clone(),
            name: self.label.get(id).cloned().unwrap_or_default(),
            unit: self.unit.get(id).map(Unit::text).unwrap_or_default(),
        };
        ids.into_iter().map(code).collect()
    }
}

impl Unit {
    fn text(&self) -> String {
        if self.label.is_empty() { self.base.clone() } else { self.label.clone() }
    }
}

pub(super) fn read(bytes: &[u8], settings: &Settings, problems: &mut Problems<'_>) -> Option<DataSet> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let file: File<'_> = match serde_json::from_slice(bytes) {
        Ok(file) => file,
        Err(error) => {
            refuse(
                problems,
                format!("不是有效的JSON-stat文件：{error}"),
                format!("not a sound JSON-stat file: {error}"),
            );
            return None;
        }
    };
    if file.class != "dataset" || file.id.is_empty() {
        refuse(
            problems,
            "这个JSON文件不是JSON-stat 2.0数据集（class须为dataset）",
            "this JSON file is no JSON-stat 2.0 data set (its class must be dataset)",
        );
        return None;
    }
    let mut dimensions = Vec::new();
    for id in &file.id {
        let one = file.dimension.get(id);
        let codes = one.map(|one| one.category.codes()).unwrap_or_default();
        let name = one.map(|one| one.label.clone()).unwrap_or_default();
        let in_role = |ids: &[String]| ids.contains(id);
        let says = match () {
            () if in_role(&file.role.time) => Says::Time,
            () if in_role(&file.role.geo) => Says::Area,
            () if in_role(&file.role.metric) => Says::Measured,
            () => says(id, &name),
        };
        dimensions.push(Dimension { id: id.clone(), name, says, codes });
    }
    let sizes: Vec<usize> = dimensions.iter().map(|one| one.codes.len()).collect();
    if sizes != file.size {
        refuse(
            problems,
            format!("size为{:?}，各维度的类目数为{sizes:?}，两者不符", file.size),
            format!("size says {:?} and the categories of the dimensions are {sizes:?}", file.size),
        );
        return None;
    }
    let values = values(&file, &sizes, settings, problems)?;
    Some(DataSet {
        sheet: "value",
        measured: file.label,
        unit: String::new(),
        source: file.source,
        dimensions,
        values,
    })
}

/// A list or an object of places, as text; a text alone holds for all.
enum Listed<'f> {
    All(String),
    List(Vec<Option<&'f RawValue>>),
    Places(BTreeMap<String, &'f RawValue>),
}

fn listed(raw: &RawValue) -> Option<Listed<'_>> {
    match raw.get().as_bytes().first()? {
        b'[' => serde_json::from_str(raw.get()).ok().map(Listed::List),
        b'{' => serde_json::from_str(raw.get()).ok().map(Listed::Places),
        b'"' => serde_json::from_str(raw.get()).ok().map(Listed::All),
        _ => None,
    }
}

impl Listed<'_> {
    /// The text at a place: a number as it is printed.
    fn at(&self, place: usize) -> String {
        let text = |raw: &RawValue| match raw.get() {
            "null" => String::new(),
            text if text.starts_with('"') => serde_json::from_str(text).unwrap_or_default(),
            text => text.to_owned(),
        };
        match self {
            Self::All(all) => all.clone(),
            Self::List(list) => list.get(place).copied().flatten().map(text).unwrap_or_default(),
            Self::Places(places) => places.get(&place.to_string()).map(|raw| text(raw)).unwrap_or_default(),
        }
    }
}

#[expect(clippy::too_many_lines, reason = "one pass over the values with all that the format lets them be")]
fn values(
    file: &File<'_>,
    sizes: &[usize],
    settings: &Settings,
    problems: &mut Problems<'_>,
) -> Option<Vec<Value>> {
    let Some(all) = sizes.iter().try_fold(1_usize, |all, size| all.checked_mul(*size)) else {
        crate::file::too_large(settings, problems);
        return None;
    };
    let listed_values = file.value.and_then(listed);
    let places: Vec<usize> = match &listed_values {
        Some(Listed::List(list)) if list.len() == all && total(sizes, settings).is_some() => {
            (0..all).collect()
        }
        Some(Listed::Places(places)) if places.len() <= settings.max_cells => {
            let parsed: Option<Vec<usize>> =
                places.keys().map(|place| place.parse().ok().filter(|place| *place < all)).collect();
            let Some(mut parsed) = parsed else {
                refuse(
                    problems,
                    format!("value中有不在0至{all}之间的位置"),
                    format!("value has places that are not between 0 and {all}"),
                );
                return None;
            };
            parsed.sort_unstable();
            parsed
        }
        Some(Listed::List(list)) if list.len() != all => {
            refuse(
                problems,
                format!("value有{}个值，各维度相乘应有{all}个", list.len()),
                format!("value has {} values where the dimensions ask for {all}", list.len()),
            );
            return None;
        }
        Some(_) => {
            crate::file::too_large(settings, problems);
            return None;
        }
        None => {
            refuse(
                problems,
                "没有value，或value不是数组、对象",
                "there is no value, or it is neither array nor object",
            );
            return None;
        }
    };
    let status = file.status.and_then(listed);
    let width = sizes.last().copied().unwrap_or(1);
    let one = |place: usize| {
        let mut said: Vec<(Says, Arc<str>)> = Vec::new();
        if let Some(beside) = file.extension.observations.get(&place.to_string()) {
            said.extend(beside.iter().filter_map(|(id, text)| {
                let says = says(id, "");
                (!matches!(says, Says::Beside | Says::Other)).then(|| (says, Arc::from(text.as_str())))
            }));
        }
        if !said.iter().any(|(says, _)| *says == Says::Status)
            && let Some(text) = status.as_ref().map(|status| status.at(place)).filter(|text| !text.is_empty())
        {
            said.push((Says::Status, Arc::from(text)));
        }
        let printed = listed_values.as_ref().map(|values| values.at(place)).unwrap_or_default();
        Value { cell: cell(place, width), key: key(place, sizes), printed, said }
    };
    Some(places.into_iter().map(one).collect())
}
