use crate::context::{Context, Piece};
use crate::language::{clauses, enumeration, is_numeral, small_number};
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::rules::structure::numbered_names::national_opening;
use crate::words::Words;
use source::{Diagnostic, Family, Severity};
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    code: "A005",
    name: "list-count-mismatch",
    family: Family::Arithmetic,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("说的个数与列出的不符", "A count that differs from its list"),
        what: (
            "核对“4大园区：甲、乙、丙、丁”和“甲、乙、丙三大产业”中的个数与所列项数。“和、及”可拆可不拆时，两种数法都不符才报；带“等”的开放名单只在列得过多时报。",
            "Checks counts such as 4大园区：… and …三大产业 against the items listed. Where 和 or 及 may or may not part two items, both counts must disagree. An open list (等) is reported only when it is too long.",
        ),
        why: (
            "多出或缺少的一项往往是修改时漏删漏补的任务。",
            "The item too many or too few is usually a duty that an edit forgot.",
        ),
        fix: ("补齐名单，或更正个数。", "Complete the list, or correct the count."),
        example: Example {
            faulty: "建设4大农产品加工园：黑山庞河加工产业园、北镇广宁加工产业园、义县张家堡加工园。",
            sound: "建设3大农产品加工园：黑山庞河加工产业园、北镇广宁加工产业园、义县张家堡加工园。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// A stated count and the number of items that stand by it.
struct Counted {
    stated: u32,
    /// Fewest and most items the list can be cut into.
    least: u32,
    most: u32,
    open: bool,
    /// Of the count with its noun.
    count: Range<usize>,
    /// Of the list.
    list: Range<usize>,
}

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for sentence in &context.sentences {
        let piece = &context.pieces[sentence.piece];
        let range = &sentence.range;
        let counted =
            labelled(piece, range).into_iter().chain(trailing(piece, range)).chain(glossed(piece, range));
        for Counted { stated, least, most, open, count, list } in counted {
            let sound = (least..=most).contains(&stated) || (open && stated > most);
            if sound {
                continue;
            }
            let noun = piece.text()[count.clone()].trim();
            let items = if least == most { least.to_string() } else { format!("{least}或{most}") };
            let items_en = if least == most { least.to_string() } else { format!("{least} or {most}") };
            found.push(
                RULE.finding()
                    .message(
                        format!("“{noun}”列出了{items}项"),
                        format!("“{noun}” is followed by a list of {items_en}"),
                    )
                    .label(piece.span(count), format!("说是{stated}项"), format!("{stated} announced"))
                    .label(piece.span(list), format!("列出{items}项"), format!("{items_en} listed"))
                    .help("补齐名单，或更正个数", "complete the list, or correct the count"),
            );
        }
    }
}

/// 建设9大工业园区：甲、乙、丙。
fn labelled(piece: &Piece<'_>, sentence: &Range<usize>) -> Option<Counted> {
    let text = &piece.text()[sentence.clone()];
    let colon = text.find('：')?;
    let label_start = text[..colon].rfind(['，', '。', '；', '）']).map_or(0, |at| at + '，'.len_utf8());
    let (number, after) = count_in(text, label_start..colon)?;
    let noun_length = text[after..colon].chars().count();
    if (noun_length == 0 && !noun_in_front(&text[label_start..colon])) || noun_length > 16 {
        return None;
    }
    let list = text[colon + '：'.len_utf8()..].trim_end_matches(['。', '；', '，', '\n']);
    let list_start = colon + '：'.len_utf8();
    let list = trim_lead(list_start, list);
    let words = &text[list.clone()];
    let items = enumeration(words);
    // Clauses, conditions and figures are no list of names.
    let flat = !words.contains(['，', '；', '：', '。']) && items.len() >= 2;
    let short = items.iter().all(|item| words[item.clone()].chars().count() <= 30);
    if !flat || !short {
        return None;
    }
    let shift = |range: Range<usize>| range.start + sentence.start..range.end + sentence.start;
    counted(number, words, &items, shift(label_start..colon), shift(list))
}

/// Nobody lists more than so many names in front of their count.
const MANY: u32 = 15;

/// 培育六大产业集群，即甲、乙和丙产业集群.
fn glossed(piece: &Piece<'_>, sentence: &Range<usize>) -> Vec<Counted> {
    const GLOSSES: [&str; 5] = ["即", "分别是", "分别为", "包括", "具体为"];
    let text = &piece.text()[sentence.clone()];
    let clauses: Vec<Range<usize>> = clauses(text).collect();
    let mut out = Vec::new();
    for pair in clauses.windows(2) {
        let [label, list] = pair else { continue };
        let words = &text[list.clone()];
        let Some(gloss) = GLOSSES.iter().find(|gloss| words.starts_with(**gloss)) else { continue };
        let Some((number, after)) = count_in(text, label.clone()) else { continue };
        let noun = &text[after..label.end];
        let start = list.start + gloss.len();
        let words = &text[start..list.end];
        let items = enumeration(words);
        let named = !noun.is_empty() || noun_in_front(&text[label.clone()]);
        let plain = named && noun.chars().count() <= 12 && items.len() >= 2 && number <= MANY;
        // A statement in place of names counts nothing.
        if plain && !words.contains(|c: char| c.is_ascii_digit()) {
            let shift = |range: Range<usize>| range.start + sentence.start..range.end + sentence.start;
            out.extend(counted(number, words, &items, shift(label.clone()), shift(start..list.end)));
        }
    }
    out
}

/// 甲、乙、丙三大产业.
fn trailing(piece: &Piece<'_>, sentence: &Range<usize>) -> Vec<Counted> {
    let text = &piece.text()[sentence.clone()];
    let mut out = Vec::new();
    for clause in clauses(text).filter(|clause| text[clause.clone()].contains('、')) {
        let words = &text[clause.clone()];
        let items = enumeration(words);
        let Some(last) = items.last().cloned() else { continue };
        let Some((number, at, after)) = grand_count(words, last.start) else { continue };
        let head = &words[..at];
        let items = enumeration(head);
        let tail = &head[items.last().map_or(0, |item| item.start)..];
        // 以滇池、抚仙湖为重点的九大湖泊: the list describes, it does not count.
        let noun = &words[after..];
        // 八项规定 is known to all; 18个月 and 30个左右 count something else; a list of so many is never printed in a clause.
        let other = national_opening(&words[at..]).is_some()
            || noun.starts_with(['月', '小', '左', '以', '多', '余', '工', '自', '百', '交'])
            || noun.contains('的')
            || number > MANY;
        if items.len() < 2
            || other
            || head.trim_end().ends_with('的')
            || has_verb(tail)
            || words[after..].is_empty()
            || head.contains(['“', '”', '：'])
        {
            continue;
        }
        let noun_end =
            after + words[after..].find(|c: char| !crate::language::is_han(c)).unwrap_or(words.len() - after);
        let shift = |range: Range<usize>| {
            range.start + clause.start + sentence.start..range.end + clause.start + sentence.start
        };
        out.extend(counted(number, head, &items, shift(at..noun_end), shift(0..at)));
    }
    out
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn counted(
    stated: u32,
    words: &str,
    items: &[Range<usize>],
    count: Range<usize>,
    list: Range<usize>,
) -> Option<Counted> {
    // 巩固、开发和提升生态、民俗…: verbs in front are no items.
    let verbs = items.iter().take_while(|item| OPENING.contains(&words[(*item).clone()].trim())).count();
    let items = &items[verbs..];
    let least = items.len() as u32;
    let joints: usize = items.iter().map(|item| joints(&words[item.clone()])).sum();
    let bare = words.trim_end();
    let open = bare.ends_with('等') || bare.contains("等、") || bare.ends_with("等方面");
    (2..=60).contains(&stated).then_some(Counted {
        stated,
        least,
        most: least + joints as u32,
        open,
        count,
        list,
    })
}

/// How often an item could be cut at 和, 及, 与, 以及.
fn joints(item: &str) -> usize {
    item.replace("以及", "及").chars().filter(|c| matches!(c, '和' | '及' | '与' | '暨')).count()
}

/// Whether what is counted stands in front of the number that closes a label: 新建水库5座.
fn noun_in_front(label: &str) -> bool {
    /// Bytes of the shortest noun: two characters.
    const SHORTEST: usize = 6;
    let Some(at) = label.find(is_numeral) else { return false };
    let noun = label[..at].trim_end_matches(['共', '约', '为', '有', ' ']);
    let noun = OPENING
        .iter()
        .chain(&["新建", "改造", "续建"])
        .find_map(|verb| noun.strip_prefix(verb))
        .unwrap_or(noun);
    noun.len() >= SHORTEST && noun.chars().next_back().is_some_and(crate::language::is_han)
}

/// A number with a measure word in `range`: the number and the end of the measure word.
fn count_in(text: &str, range: Range<usize>) -> Option<(u32, usize)> {
    let label = &text[range.clone()];
    let start = label.find(is_numeral)?;
    let digits = label[start..].find(|c: char| !is_numeral(c)).unwrap_or(label.len() - start);
    let number = small_number(&label[start..start + digits])?;
    let rest = &label[start + digits..];
    let trimmed = rest.trim_start();
    let measure = trimmed.chars().next().filter(|c| "大个项类种条家座处所批户".contains(*c))?;
    let after = range.start + start + digits + (rest.len() - trimmed.len()) + measure.len_utf8();
    // A second number makes the label a statement of its own.
    let single = !text[after..range.end].chars().any(|c| c.is_ascii_digit());
    single.then_some((number, after))
}

/// 三大, 四大, 5大, 4个 after `from`: the number, where it starts and where the noun starts.
fn grand_count(words: &str, from: usize) -> Option<(u32, usize, usize)> {
    for (offset, c) in words[from..].char_indices() {
        let at = from + offset;
        if !matches!(c, '大' | '个' | '项' | '类') {
            continue;
        }
        let before = words[from..at].trim_end();
        let number_start =
            before.char_indices().rev().take_while(|(_, c)| is_numeral(*c)).last().map(|(i, _)| i);
        let Some(start) = number_start else { continue };
        let Some(number) = small_number(&before[start..]) else { continue };
        let start = from + start;
        // 第三大, 前五个 are places in an order.
        let ordinal = words[..start].ends_with(['第', '前', '每', '约', '近', '-', '—', '.']);
        if number >= 2 && !ordinal && start > from {
            return Some((number, start, at + c.len_utf8()));
        }
    }
    None
}

/// Verbs that may be coordinated in front of a list.
const OPENING: [&str; 22] = [
    "巩固", "开发", "提升", "建设", "发展", "推进", "培育", "壮大", "做强", "做大", "做优", "打造", "完善",
    "健全", "加强", "优化", "改造", "整合", "提高", "建立", "扩大", "拓展",
];

/// Words that end a list and begin a statement: 在甲、乙建设3个园区.
fn has_verb(tail: &str) -> bool {
    static VERBS: Words = Words::new(&[
        "建设", "新建", "建成", "培育", "形成", "打造", "达到", "拥有", "增加", "创建", "引进", "培养",
        "设立", "完成", "实施", "推进", "改造", "扶持", "发展", "共", "有", "等", "布局", "新增", "命名",
        "认定", "成立", "建立", "划分", "分为", "分成", "组成", "构建", "搞好", "抓好", "落实", "办好",
        "突破", "下辖", "中的", "提出", "入选", "获评", "获得", "跻身", "连续", "推动", "围绕", "带动",
        "举办", "开展", "运行", "组建", "覆盖", "涉及", "支持", "位居", "进入", "召开", "发布", "出台",
        "建好", "用好", "对", "在", "将", "把", "从",
    ]);
    let tail = tail.strip_suffix('等').unwrap_or(tail);
    VERBS.is_in(tail)
}

/// The list without an opening verb (重点建设甲、乙).
fn trim_lead(start: usize, list: &str) -> Range<usize> {
    const LEADS: [&str; 14] = [
        "重点建设",
        "重点发展",
        "重点推进",
        "重点培育",
        "重点打造",
        "重点实施",
        "分别为",
        "分别是",
        "主要包括",
        "包括",
        "主要是",
        "建设",
        "即",
        "为",
    ];
    let lead = LEADS.iter().find(|lead| list.starts_with(**lead)).map_or(0, |lead| lead.len());
    start + lead..start + list.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_before_a_noun_are_found() {
        assert_eq!(grand_count("乙、丙三大产业", 6), Some((3, 9, 15)));
        assert_eq!(grand_count("丙第三大城市", 0), None);
        assert_eq!(count_in("建设9大园区", 0.."建设9大园区".len()).map(|c| c.0), Some(9));
        assert_eq!(count_in("到2020年", 0.."到2020年".len()), None);
    }
}
