use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::{Names, Words};
use crate::works::{box_and_table, digit};
use source::{Diagnostic, Family, Severity, Span};
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    code: "C020",
    name: "work-years-differ",
    family: Family::Consistency,
    severity: Severity::Error,
    grade: Grade::Preview,
    page: Page {
        title: ("同一项目的建成年份两处不同", "One work that is finished in two years"),
        what: (
            "正文写某项目“2028年建成”，专栏或项目表的建设年限却到2030年；或专栏与项目表的年限不同。只说一期、开工、部分建成的不报。",
            "The text says a work is finished in 2028 while the box or the table has it built until 2030; or box and table differ. Phases, starts and parts are left alone.",
        ),
        why: (
            "按哪一年考核说不清，资金安排也对不上。",
            "Nobody can tell by which year it is due, and the money does not follow.",
        ),
        fix: ("核对工期，统一年份。", "Check the schedule and use one year."),
        example: Example {
            faulty: "某市发展规划\n\n第一章 交通\n\n建成石东铁路，正线全长87公里，确保2028年建成通车。\n\n表1：重点项目表\n\n序号\t项目名称\t建设年限\t总投资（亿元）\n1\t石东铁路\t2026—2030\t98\n2\t东渡大桥工程\t2026—2029\t8.2\n",
            sound: "某市发展规划\n\n第一章 交通\n\n建成石东铁路，正线全长87公里，确保2030年建成通车。\n\n表1：重点项目表\n\n序号\t项目名称\t建设年限\t总投资（亿元）\n1\t石东铁路\t2026—2030\t98\n2\t东渡大桥工程\t2026—2029\t8.2\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

static DONE: Words = Words::new(&[
    "建成",
    "竣工",
    "完工",
    "通车",
    "投产",
    "投用",
    "投入使用",
    "投入运营",
    "投运",
    "通航",
    "蓄水",
    "建成投产",
]);
/// Something less than the whole work, or not its end.
static LESS: Words = Words::new(&[
    "一期",
    "二期",
    "首期",
    "部分",
    "主体",
    "首台",
    "首批",
    "试运行",
    "开工",
    "启动",
    "前期",
    "段",
    "先导",
    "具备",
    "封顶",
    "截流",
    "贯通",
]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let works = context.works();
    for (name, places) in works {
        if let Some((first, second)) = box_and_table(places)
            && let (Some((_, a)), Some((_, b))) = (first.years, second.years)
            && a != b
        {
            found.push(finding(name, (a, first.years_span), (b, second.years_span)));
        }
    }
    let names = Names::new(works.keys().map(String::as_str));
    for sentence in context.sentences.iter().filter(|s| context.pieces[s.piece].frame.is_none()) {
        let text = context.text(sentence);
        let mut here: Vec<(usize, &str)> = names.all(text).collect();
        // Of names at one place the longest.
        here.sort_by_key(|(at, name)| (*at, std::cmp::Reverse(name.len())));
        here.dedup_by_key(|(at, _)| *at);
        for (index, &(at, name)) in here.iter().enumerate() {
            let from = at + name.len();
            let until = here.get(index + 1).map_or(text.len(), |next| next.0.max(from));
            let Some((year, range)) = finished(&text[from..until]) else { continue };
            let places = works.get(name).map(Vec::as_slice).unwrap_or_default();
            // One place, or a box and a table that agree.
            let alone = places.len() == 1
                || box_and_table(places).is_some_and(|(a, b)| a.years == b.years || b.years.is_none());
            let Some(work) = places.first().filter(|_| alone) else { continue };
            let Some((_, end)) = work.years else { continue };
            if year != end {
                let place = context.span(sentence, from + range.start..from + range.end);
                let whole = context.span(sentence, at..from).cover(place);
                found.push(finding(name, (year, whole), (end, work.years_span)).label(work.span, "", ""));
            }
        }
    }
}

/// The year in which what was named is finished: 于2028年底前建成通车.
fn finished(text: &str) -> Option<(i32, Range<usize>)> {
    let (done, word) = DONE.all(text).find(|(at, _)| text[..*at].contains('年'))?;
    let clause = text[..done].rfind(['，', '；', '、']).map_or(0, |at| at + '，'.len_utf8());
    let before = &text[clause..done];
    let mark = before.find('年')?;
    let digits: Vec<(usize, char)> =
        before[..mark].char_indices().rev().take_while(|(_, c)| digit(*c).is_some()).collect();
    let year = digits.iter().rev().filter_map(|(_, c)| digit(*c)).fold(0, |value, d| value * 10 + d);
    let start = clause + digits.last()?.0;
    // 到2028年底前全面建成: between year and verb stands no other thing.
    let gap = &before[mark + '年'.len_utf8()..];
    let plain = gap.chars().count() <= 8 && !LESS.is_in(gap) && !LESS.is_in(&text[..start]);
    let behind = &text[done + word.len()..];
    let partial = behind.chars().take(6).collect::<String>();
    (digits.len() == 4 && plain && !LESS.is_in(&partial)).then_some((year, start..done + word.len()))
}

fn finding(name: &str, (year, place): (i32, Span), (end, other): (i32, Span)) -> Diagnostic {
    RULE.finding()
        .message(
            format!("“{name}”一处到{year}年建成，一处建设年限到{end}年"),
            format!("{name} is finished in {year} in one place and built until {end} in another"),
        )
        .label(place, format!("{year}年"), format!("{year}"))
        .label(other, format!("到{end}年"), format!("until {end}"))
        .help("核对工期，统一年份", "check the schedule and use one year")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_completion_is_found() {
        let year = |text| finished(text).map(|(year, _)| year);
        assert_eq!(year("，正线全长87公里，确保2028年建成通车"), Some(2028));
        assert_eq!(year("１８．６公里于２０２３年底前建成通车"), Some(2023));
        assert_eq!(year("一期2027年建成"), None);
        assert_eq!(year("2027年开工建设，2030年前后建成"), None);
        assert_eq!(year("建成后2028年见效"), None);
    }
}
