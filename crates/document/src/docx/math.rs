//! Formulas (OMML) as text: what a reader would say aloud, in order.

use crate::raised;
use crate::xml::Xml;

/// The text of the formula just opened.
pub(super) fn text(xml: &mut Xml<'_>) -> String {
    let mut out = String::new();
    content(xml, &mut out);
    out
}

/// Elements nest no deeper than the reader of XML gives them out.
fn content(xml: &mut Xml<'_>, out: &mut String) {
    while let Some(tag) = xml.child() {
        match tag.name.as_str() {
            "m:t" | "t" => out.push_str(&xml.text()),
            "m:den" => {
                out.push('/');
                content(xml, out);
            }
            "m:sup" => {
                let power = text(xml);
                let written = raised::written(&power, out);
                // 10⁴ would read as 10 with a note.
                if out.ends_with("10") {
                    out.push('^');
                    out.push_str(&power);
                } else {
                    out.push_str(&written);
                }
            }
            "m:rad" => {
                out.push('√');
                content(xml, out);
            }
            "m:d" => {
                out.push('（');
                content(xml, out);
                out.push('）');
            }
            "del" | "moveFrom" => xml.skip(),
            name if name.ends_with("Pr") => xml.skip(),
            _ => content(xml, out),
        }
    }
}
