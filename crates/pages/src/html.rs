//! HTML that is written by hand.

use work::view::State;

/// Text made safe for the inside of an element or a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// The mark of a state with its word, for screen readers and for those who see no colour.
pub(crate) fn mark(state: State) -> String {
    let name = state.name();
    format!("<svg class=\"mark s-{name}\" aria-hidden=\"true\"><use href=\"#m-{name}\"/></svg>")
}
