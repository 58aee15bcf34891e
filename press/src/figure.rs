//! Pictures: SVG that can be drawn in a time that its length bounds.

use source::Words;
use usvg::roxmltree::{Document, Node};

/// Elements of a picture, and how deep they stand in each other.
const ELEMENTS: usize = 50_000;
const DEEPEST: usize = 48;

/// Elements that repeat others or fetch something: a few of them can ask for more work than there is time.
const REFUSED: [&str; 5] = ["use", "image", "feImage", "foreignObject", "script"];

/// Why a picture cannot be set; nothing when it can.
pub(crate) fn fault(svg: &str) -> Option<Words> {
    let unread = |error: &dyn std::fmt::Display| {
        Words::new(format!("不是可读的 SVG（{error}）"), format!("it is no SVG that can be read ({error})"))
    };
    // Documents with entities are refused by the parser.
    let document = match Document::parse(svg) {
        Ok(document) => document,
        Err(error) => return Some(unread(&error)),
    };
    let elements = document.descendants().filter(Node::is_element);
    let mut count = 0;
    for element in elements {
        count += 1;
        let name = element.tag_name().name();
        if REFUSED.contains(&name) {
            return Some(Words::new(
                format!("含有不允许的元素 <{name}>"),
                format!("it holds the element <{name}>, which is not allowed"),
            ));
        }
        if count > ELEMENTS || element.ancestors().nth(DEEPEST).is_some() {
            return Some(Words::new(
                format!("元素超过 {ELEMENTS} 个或嵌套超过 {DEEPEST} 层"),
                format!("it has more than {ELEMENTS} elements, or more than {DEEPEST} within each other"),
            ));
        }
    }
    usvg::Tree::from_xmltree(&document, &usvg::Options::default()).err().map(|error| unread(&error))
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_chart_passes_and_what_repeats_or_fetches_does_not() {
        let svg = |inside: &str| {
            format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{inside}</svg>")
        };
        assert!(
            fault(&svg("<style>.a{fill:none}</style><path class='a' d='M0 0L9 9'/><text>字</text>"))
                .is_none()
        );
        let deep = format!("{}{}", "<g>".repeat(200), "</g>".repeat(200));
        let many = "<g/>".repeat(60_000);
        for refused in ["<use href='#a'/>", "<image href='/etc/passwd'/>", "<script/>", "<p", &deep, &many] {
            assert!(fault(&svg(refused)).is_some(), "{}", refused.get(..20).unwrap_or(refused));
        }
        let entities = format!("<!DOCTYPE s [<!ENTITY a 'b'>]>{}", svg("<text>&a;</text>"));
        assert!(fault(&entities).is_some());
    }
}
