//! Amounts that belong to a named deliverable: 年产50兆瓦, 100万亩.

use std::ops::Range;

use phrase::{Kind, Mention};
use plan::Quantity;

/// The amounts inside a name, with what they measure.
pub(crate) fn quantities(text: &str, name: &Range<usize>, mentions: &[Mention]) -> Vec<Quantity> {
    let first = mentions.partition_point(|mention| mention.span.start < name.start);
    let inside: Vec<&Mention> = mentions[first..]
        .iter()
        .take_while(|mention| mention.span.start < name.end)
        .filter(|mention| {
            mention.kind == Kind::Quantity && mention.span.end <= name.end && !mention.printed.unit.is_empty()
        })
        .collect();
    let mut quantities = Vec::new();
    for (index, mention) in inside.iter().enumerate() {
        let Some(value) = mention.printed.number else { continue };
        let before = &text[name.start..mention.span.start];
        let end = inside.get(index + 1).map_or(name.end, |next| next.span.start);
        let what = text[mention.span.end..end]
            .trim()
            .trim_matches(['和', '及', '、', '的', '（', '）', '(', ')', '，']);
        let what = if what.is_empty() { before.trim_matches(['、', '，', '（', '(']) } else { what };
        // 年产 governs every amount of the list behind it.
        let yearly =
            ["年产", "年新增", "年加工", "年处理", "年生产"].iter().any(|word| before.contains(word));
        let unit = &mention.printed.unit;
        quantities.push(Quantity {
            value,
            unit: if yearly && !unit.contains('/') { format!("{unit}/年") } else { unit.clone() },
            what: what.trim_end_matches("项目").to_owned(),
        });
    }
    quantities
}
