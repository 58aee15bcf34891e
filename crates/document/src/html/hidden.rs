//! What a page does not show: the attributes, inline styles and simple rules of its style sheets that hide.

use scraper::{ElementRef, Html};
use std::collections::BTreeSet;

/// Longer style sheets are read up to here.
const LONGEST_SHEET: usize = 1 << 20;

/// Classes and ids that the page's own style sheets hide.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    classes: BTreeSet<String>,
    ids: BTreeSet<String>,
}

impl Hidden {
    /// Reads the style sheets of a page.
    pub(super) fn of(page: &Html) -> Self {
        let mut hidden = Self::default();
        for element in page.root_element().descendants().filter_map(ElementRef::wrap) {
            if element.value().name() == "style" {
                let sheet: String = element.text().collect();
                hidden.read(sheet.get(..LONGEST_SHEET).unwrap_or(&sheet));
            }
        }
        hidden
    }

    /// Rules outside of `@media` and the like, with a class or an id alone as their selector.
    fn read(&mut self, sheet: &str) {
        let mut depth = 0usize;
        let mut start = 0;
        let mut selectors = "";
        for (at, c) in sheet.char_indices() {
            match c {
                '{' => {
                    if depth == 0 {
                        selectors = &sheet[start..at];
                        start = at + 1;
                    }
                    depth += 1;
                }
                '}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        let rule = &sheet[start..at];
                        if !selectors.contains('@') && !rule.contains('{') && declares_hidden(rule) {
                            self.add(selectors);
                        }
                        start = at + 1;
                    }
                }
                ';' if depth == 0 => start = at + 1,
                _ => {}
            }
        }
    }

    fn add(&mut self, selectors: &str) {
        for selector in selectors.split(',') {
            let selector = selector.rsplit("*/").next().unwrap_or(selector).trim();
            let simple = |name: &str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
            let (tag, rest) = selector.split_at(selector.find(['.', '#']).unwrap_or(selector.len()));
            if let Some(name) = rest.strip_prefix('.').filter(|name| simple(name) && simple(tag)) {
                self.classes.insert(name.to_owned());
            } else if let Some(name) = rest.strip_prefix('#').filter(|name| simple(name) && simple(tag)) {
                self.ids.insert(name.to_owned());
            }
        }
    }

    /// Whether the page does not show an element.
    pub(super) fn hides(&self, element: ElementRef<'_>) -> bool {
        let value = element.value();
        value.attr("hidden").is_some()
            || value.attr("style").is_some_and(declares_hidden)
            || (!self.classes.is_empty() && value.classes().any(|class| self.classes.contains(class)))
            || (!self.ids.is_empty() && value.id().is_some_and(|id| self.ids.contains(id)))
    }
}

fn declares(style: &str, property: &str, values: &[&str]) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        let value = value.trim();
        let value = value.strip_suffix("!important").map_or(value, str::trim_end);
        name.trim().eq_ignore_ascii_case(property)
            && values.iter().any(|wanted| value.eq_ignore_ascii_case(wanted))
    })
}

fn declares_hidden(style: &str) -> bool {
    declares(style, "display", &["none"])
        || declares(style, "visibility", &["hidden", "collapse"])
        || declares(style, "mso-hide", &["all"])
        || declares(style, "font-size", &["0", "0px", "0pt", "0em"])
        || declares(style, "opacity", &["0"])
}

pub(super) fn is_bold(element: ElementRef<'_>) -> bool {
    let weights = ["bold", "bolder", "600", "700", "800", "900"];
    element.value().attr("style").is_some_and(|style| declares(style, "font-weight", &weights))
}

pub(super) fn is_raised(element: ElementRef<'_>) -> bool {
    element.value().attr("style").is_some_and(|style| declares(style, "vertical-align", &["super"]))
}
