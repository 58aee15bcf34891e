use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::{Measure, Nature};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T001",
    name: "binding-without-value",
    family: Family::Target,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("约束性指标没有数值", "A binding indicator without a value"),
        what: (
            "找出目标栏是文字或空白的约束性指标；写明由上级下达的（“完成省下达目标”）为提示，增速或累计一栏有目标的不报。",
            "Finds binding indicators whose target is words or nothing; a note where the level above sets it (完成省下达目标). A target in the column of rates or totals counts.",
        ),
        why: (
            "约束性指标要考核，没有数值就无从考核；上级下达的数也没有写入本规划。",
            "Binding indicators are assessed, and without a value there is nothing to assess.",
        ),
        fix: (
            "写明数值；暂未下达的，写明由哪份文件、何时下达，下达后修订。",
            "State the value; while it is not yet set, name the paper and the date that will set it.",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n劣V类水体比例（%）\t—\t完成省下达目标\t约束性\n森林覆盖率（%）\t19\t21\t约束性\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n劣V类水体比例（%）\t8\t2\t约束性\n森林覆盖率（%）\t19\t21\t约束性\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for statements in &context.statements {
        let name = &statements.indicator.name;
        // Some place states a value: the empty cell only repeats it less well.
        if statements.targets.iter().any(|t| t.value.is_some()) {
            continue;
        }
        for target in &statements.targets {
            let binding = target.nature.or(statements.indicator.nature) == Some(Nature::Binding);
            let has_digit = target.value_text.chars().any(|c| c.is_ascii_digit());
            // The rate or the total beside it is the target, in figures or in words.
            let beside = target.rate.is_some() || target.rate_text.chars().any(|c| c.is_ascii_digit());
            if !binding || has_digit || beside || target.measure == Measure::Completion {
                continue;
            }
            // The words of the column beside it, where the column of values is empty.
            let is_empty = |text: &str| !text.chars().any(char::is_alphanumeric);
            let printed = match (target.value_text.trim(), target.rate_text.trim()) {
                (value, beside) if is_empty(value) && !is_empty(beside) => beside,
                (value, _) => value,
            };
            let words = if printed.is_empty() { "空白".to_owned() } else { format!("“{printed}”") };
            let mut finding = RULE
                .finding()
                .message(
                    format!("约束性指标“{name}”的目标是{words}，没有数值"),
                    format!("binding indicator “{name}” has no value: {printed}"),
                )
                .label(target.provenance.span, "没有数值", "no value")
                .help(
                    "写明数值，或注明由哪份文件下达",
                    "state the value, or name the paper that will set it",
                );
            if is_assigned(&target.value_text) || is_assigned(&target.rate_text) {
                finding.severity = Severity::Note;
            }
            found.push(finding);
            break;
        }
    }
}

/// 完成省下达任务, 达到国家核定要求: the figure stands in another paper, and the cell says in whose.
fn is_assigned(words: &str) -> bool {
    const ABOVE: [&str; 8] = ["国家", "省", "自治区", "上级", "市", "下达", "核定", "规定"];
    const DUE: [&str; 8] = ["任务", "目标", "要求", "指标", "计划", "核定", "标准", "以内"];
    // 二级标准, Ⅲ类: a class of a standard is a target in words.
    let class = ["级标准", "类标准", "类水质"].iter().any(|word| words.contains(word));
    if class || words.starts_with("完成上级") {
        return true;
    }
    ABOVE.iter().any(|word| words.contains(word)) && DUE.iter().any(|word| words.contains(word))
}
