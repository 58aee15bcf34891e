use crate::context::Context;
use crate::language::clause_at;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use phrase::{Kind, Mention};
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "A015",
    name: "parts-fall-short",
    family: Family::Arithmetic,
    severity: Severity::Warning,
    grade: Grade::Preview,
    page: Page {
        title: ("分项之和差一点不等于总数", "Parts that almost make up the whole"),
        what: (
            "“总数……，其中甲、乙、丙”：三个以上并列的分项几乎凑满总数，只差不到十分之一，又不到最小一项的一半，多半有一个数写错。分项明显只是一部分的不报。",
            "A whole with three or more parts behind 其中 that miss it by less than a tenth and by less than half of the smallest part: one figure is probably wrong. Parts that are clearly only some of the whole are left alone.",
        ),
        why: (
            "读者会把分项加起来；差一点，比差很多更像错误。",
            "Readers add the parts up; a small gap looks more like a slip than a large one.",
        ),
        fix: (
            "核对总数与分项；确有其他部分的写“等”或列出其他。",
            "Check the figures; where there are other parts, say so.",
        ),
        example: Example {
            faulty: "五年新增学位3.6万个，其中小学1.6万个、初中1.1万个、普通高中0.8万个。",
            sound: "五年新增学位3.5万个，其中小学1.6万个、初中1.1万个、普通高中0.8万个。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

#[expect(clippy::too_many_lines, reason = "one finding with all its words in both languages")]
fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for sentence in &context.sentences {
        let text = context.text(sentence);
        let piece = &context.pieces[sentence.piece];
        // 86项工程中，已完工21项、在建47项: the whole is named in front.
        let states = || text.find("中，").filter(|at| all_states(&text[at + "中，".len()..]));
        let Some((at, reach)) = text.find("其中").map(|at| (at, 4)).or_else(|| states().map(|at| (at, 14)))
        else {
            continue;
        };
        let split = sentence.range.start + at;
        let usable = |m: &&Mention| {
            m.kind == Kind::Quantity
                && m.value.is_some()
                && m.value_high.is_none()
                && m.unit.is_some()
                && m.open.is_none()
                && !m.printed.unit.contains('/')
        };
        let inside = || piece.mentions.iter().filter(|m| sentence.range.contains(&m.span.start));
        let Some(whole) = inside().filter(usable).rfind(|m| m.span.end <= split) else { continue };
        let gap = &piece.text()[whole.span.end..split];
        let named = &piece.text()[clause_at(piece.text(), whole.span.start).start..whole.span.start];
        let average = ["均", "每", "率", "指数", "价格"].iter().any(|word| named.contains(word));
        if gap.chars().count() > reach || gap.contains(['。', '；']) || average {
            continue;
        }
        // The parts of one list: until the first clause that is none of them.
        let end = piece.text()[split..sentence.range.end]
            .find(['，', '；', '。', '）', ')'])
            .map_or(sentence.range.end, |i| if i <= "其中，".len() { sentence.range.end } else { split + i });
        let clause = &piece.text()[split..end];
        let behind = ["其中，", "中，"].into_iter().find(|word| piece.text()[split..].starts_with(word));
        let end = if let Some(word) = behind.filter(|word| clause.starts_with(word) || *word == "中，") {
            let from = split + word.len();
            piece.text()[from..sentence.range.end]
                .find(['，', '；', '。', '）', ')'])
                .map_or(end, |i| from + i)
        } else {
            end
        };
        let parts: Vec<&Mention> = inside().filter(|m| m.span.start > split && m.span.end <= end).collect();
        let plain_parts = parts.iter().all(|m| usable(m) && m.unit == whole.unit);
        if parts.len() < 3 || !plain_parts || piece.text()[split..end].contains(['等', '各', '余']) {
            continue;
        }
        let (Some(total), values) = (whole.value, parts.iter().filter_map(|m| m.value)) else { continue };
        let sum: Decimal = values.clone().sum();
        let smallest = values.min().unwrap_or_default();
        let rest = total - sum;
        // Each printed figure may be off by half a unit of its last place.
        let coarsest =
            parts.iter().chain([&whole]).filter_map(|m| unit_of_last_place(m)).max().unwrap_or_default();
        let rounding = coarsest * Decimal::from(parts.len() as u64 + 1) / Decimal::TWO;
        let small = rest * Decimal::TEN <= total && rest * Decimal::TWO <= smallest;
        let significant = rest > rounding || coarsest_is_exact(&parts, whole) && rest > Decimal::ZERO;
        if rest <= Decimal::ZERO || !small || !significant {
            continue;
        }
        let unit = whole.printed.unit.as_str();
        let scale = whole.printed.number.and_then(|number| total.checked_div(number));
        let shown = |value: Decimal| {
            plain(scale.and_then(|scale| value.checked_div(scale)).unwrap_or(value).normalize())
        };
        let (total, sum, rest) = (shown(total), shown(sum), shown(rest));
        found.push(
            RULE.finding()
                .message(
                    format!("总数{total}{unit}，各部分合计{sum}{unit}，只差{rest}{unit}"),
                    format!(
                        "the whole is {total}{unit}, the parts sum to {sum}{unit}, only {rest}{unit} short"
                    ),
                )
                .label(piece.span(whole.span.clone()), "总数", "whole")
                .label(piece.span(parts[0].span.start..parts[parts.len() - 1].span.end), "部分", "parts")
                .help("核对总数与分项", "check the whole and the parts"),
        );
    }
}

/// Whether a list tells of works in every state that there is: finished, under way, not begun.
fn all_states(list: &str) -> bool {
    const STATES: [&[&str]; 3] = [
        &["完工", "完成", "竣工", "建成"],
        &["在建", "正在", "推进", "实施"],
        &["未开工", "未启动", "未实施", "前期"],
    ];
    let end = list.find(['，', '。', '；']).unwrap_or(list.len());
    STATES.iter().all(|words| words.iter().any(|word| list[..end].contains(word)))
}

/// The value of one unit of the last printed place.
fn unit_of_last_place(mention: &Mention) -> Option<Decimal> {
    let number = mention.printed.number.filter(|number| !number.is_zero())?;
    let scale = mention.value?.checked_div(number)?;
    Some(scale * Decimal::new(1, number.scale()))
}

/// Counts of schools and the first decimal of tens of thousands are not rounded away in a sum.
fn coarsest_is_exact(parts: &[&Mention], whole: &Mention) -> bool {
    let scale = |m: &Mention| m.printed.number.map(|number| number.scale());
    parts.iter().all(|part| scale(part) == scale(whole))
}
