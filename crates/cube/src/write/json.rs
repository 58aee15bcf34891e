//! JSON whose numbers keep their digits: it is put together as text.

use rust_decimal::Decimal;

/// A string with its quotes.
pub(super) fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A number with the digits it was printed with; `null` without one.
pub(super) fn number(value: Option<Decimal>) -> String {
    value.map_or_else(|| "null".to_owned(), |value| value.to_string())
}

/// An object of members that are JSON already.
pub(super) fn object(members: impl IntoIterator<Item = (String, String)>) -> String {
    let members: Vec<String> =
        members.into_iter().map(|(name, value)| format!("{}:{value}", string(&name))).collect();
    format!("{{{}}}", members.join(","))
}

/// An array of items that are JSON already.
pub(super) fn array(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(","))
}
