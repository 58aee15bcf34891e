use crate::context::Context;
use crate::language::{enumeration, is_han};
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "R004",
    name: "many-bodies-no-lead",
    family: Family::Responsibility,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("多家负责，没有牵头单位", "Several bodies, none in the lead"),
        what: (
            "找出由三家以上单位“负责”或“按职责分工”、却没有“牵头”的任务。",
            "Finds duties given to three or more bodies (负责, 按职责分工) of which none is in the lead (牵头).",
        ),
        why: (
            "没有牵头单位，进度没有人汇总，问题没有人协调。",
            "Without a lead nobody collects progress and nobody settles what falls between two bodies.",
        ),
        fix: ("写明“由某单位牵头，某单位配合”。", "Write who leads and who supports."),
        example: Example {
            faulty: "完善考核办法。（市发展改革委、市财政局、市统计局按职责分工负责）",
            sound: "完善考核办法。（市发展改革委牵头，市财政局、市统计局配合）",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

const BODY_ENDS: [&str; 12] =
    ["委", "局", "厅", "部", "办", "办公室", "委员会", "政府", "管委会", "中心", "院", "行"];

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in context.prose() {
        let text = piece.text();
        for (at, _) in text.match_indices("负责") {
            let tail_start = text[..at]
                .rfind(['（', '(', '。', '；', '：', '，'])
                .map_or(0, |i| i + text[i..].chars().next().map_or(0, char::len_utf8));
            let list = &text[tail_start..at];
            let start = list.strip_prefix('由').map_or(tail_start, |_| tail_start + '由'.len_utf8());
            let list = &text[start..at];
            let list =
                list.split("按职责").next().unwrap_or(list).trim_end_matches(['分', '别', '等', '共', '同']);
            let parts: Vec<&str> = enumeration(list).into_iter().map(|r| &list[r]).collect();
            let bodies = parts
                .iter()
                .filter(|part| {
                    part.chars().count() <= 14
                        && part.chars().all(|c| is_han(c) || "（）()".contains(c))
                        && BODY_ENDS.iter().any(|end| part.ends_with(end))
                })
                .count();
            // 牵头 may stand in the bracket, behind the first name, or in the clause before.
            let context_start = text[..at].rfind('。').map_or(0, |i| i + '。'.len_utf8());
            if bodies < 3 || bodies + 1 < parts.len() || text[context_start..at].contains("牵头") {
                continue;
            }
            found.push(
                RULE.finding()
                    .message(
                        format!("{bodies}家单位共同负责，没有牵头单位"),
                        format!("{bodies} bodies share the duty and none is in the lead"),
                    )
                    .label(piece.span(start..at + "负责".len()), "谁牵头？", "who leads?")
                    .help("写明由谁牵头、由谁配合", "write who leads and who supports"),
            );
        }
    }
}
