//! Plans held against plans above and before them: made-up pairs, and the kept list of real ones with its verdicts.

use check::{Apart, Reason, Relation, Side, Verdict, align};
use std::collections::BTreeMap;
use std::path::PathBuf;

type Read = (document::Document, plan::Plan);

fn of(bytes: &[u8]) -> Read {
    let document = document::read(bytes, &document::ReadOptions::default()).expect("a text");
    let (plan, _) = compile::compile(&document, &compile::CompileOptions::default());
    (document, plan)
}

fn side((document, plan): &Read) -> Side<'_> {
    Side { plan, text: &document.text }
}

/// What became of one indicator: verdict and reason.
fn became(own: &str, above: &str, relation: Relation, name: &str) -> Option<(Verdict, Reason)> {
    let (own, above) = (of(own.as_bytes()), of(above.as_bytes()));
    let found = align(side(&own), side(&above), relation);
    found.rows.iter().find(|row| row.name.contains(name)).map(|row| (row.verdict, row.reason))
}

fn outline(region: &str, ordinal: &str, rows: &str, text: &str) -> String {
    let year = if ordinal == "三" { ("2015", "2020") } else { ("2020", "2025") };
    format!(
        "{region}国民经济和社会发展第十{ordinal}个五年规划纲要\n\n表1：主要指标\n\n指标\t{}年基数\t{}年目标\t指标属性\n{rows}城镇化率（%）\t54\t61\t预期性\n\n第一章 生态\n\n{text}\n",
        year.0, year.1
    )
}

#[test]
fn figures_of_one_region_are_held_against_each_other() {
    let above = outline(
        "云岭市",
        "三",
        "森林覆盖率（%）\t40\t43\t约束性\n单位地区生产总值能源消耗降低（%）\t-\t15\t约束性\n",
        "",
    );
    let cases = [
        ("森林覆盖率（%）\t40\t43\t约束性\n", "", Some((Verdict::TakenUp, Reason::Same))),
        ("森林覆盖率（%）\t40\t44\t约束性\n", "", Some((Verdict::TakenUp, Reason::Stronger))),
        ("森林覆盖率（%）\t40\t42\t约束性\n", "", Some((Verdict::Weaker, Reason::Lower))),
        ("森林覆盖率（%）\t40\t43\t预期性\n", "", Some((Verdict::Weaker, Reason::Nature))),
        ("", "到2025年，森林覆盖率达到43%。", Some((Verdict::Later, Reason::LaterYear))),
        ("", "到2020年，全面绿化。", Some((Verdict::Missing, Reason::BindingMissing))),
        ("", "加强监测，努力保持森林覆盖率稳定。", Some((Verdict::Question, Reason::NoFigure))),
    ];
    for (rows, text, expected) in cases {
        let own = outline("云岭市", "三", rows, text);
        assert_eq!(became(&own, &above, Relation::Upper, "森林覆盖率"), expected, "{rows}{text}");
    }
}

#[test]
fn a_total_is_no_bar_for_a_part_and_an_average_only_a_question() {
    let above = outline(
        "辽宁省",
        "三",
        "森林覆盖率（%）\t40\t43\t约束性\n森林蓄积量（亿立方米）\t3\t4\t约束性\n",
        "",
    );
    let own = outline(
        "锦州市",
        "三",
        "森林覆盖率（%）\t19\t21\t约束性\n森林蓄积量（亿立方米）\t0.07\t0.08\t约束性\n",
        "",
    );
    let became = |name| became(&own, &above, Relation::Upper, name);
    assert_eq!(became("森林覆盖率"), Some((Verdict::Question, Reason::Average)));
    assert_eq!(became("森林蓄积量"), Some((Verdict::NotComparable, Reason::Total)));
    assert_eq!(became("城镇化率"), Some((Verdict::TakenUp, Reason::Same)));
}

#[test]
fn one_period_after_another() {
    let before =
        outline("云岭市", "三", "森林覆盖率（%）\t40\t43\t约束性\n湿地保护率（%）\t40\t50\t约束性\n", "");
    let now = outline("云岭市", "四", "森林覆盖率（%）\t43\t42\t约束性\n", "");
    let became = |name| became(&now, &before, Relation::Earlier, name);
    assert_eq!(became("森林覆盖率"), Some((Verdict::Weaker, Reason::Fallen)));
    assert_eq!(became("湿地保护率"), Some((Verdict::Missing, Reason::NotContinued)));
    assert_eq!(became("城镇化率"), Some((Verdict::TakenUp, Reason::Continued)));
}

#[test]
fn terms_and_scopes_come_before_figures() {
    let row = "化学需氧量排放总量（万吨）\t10\t9\t约束性\n";
    let above = outline("云岭市", "三", row, "");
    let own = outline("云岭市", "三", row, "化学需氧量排放总量包括工业、城镇生活和农业源排放总量。");
    assert_eq!(
        became(&own, &above, Relation::Upper, "化学需氧量"),
        Some((Verdict::Question, Reason::ScopeNote)),
        "with and without agriculture"
    );
    let above = outline("云岭市", "三", "城镇登记失业率（%）\t4\t4\t预期性\n", "");
    let own = outline("云岭市", "三", "城镇调查失业率（%）\t5\t5.5\t预期性\n", "");
    assert_eq!(
        became(&own, &above, Relation::Upper, "登记失业率"),
        Some((Verdict::Question, Reason::Definition))
    );
}

#[test]
fn plans_that_have_nothing_to_do_with_each_other_give_no_rows() {
    let apart = |own: &str, above: &str, relation| {
        let (own, above) = (of(own.as_bytes()), of(above.as_bytes()));
        let found = align(side(&own), side(&above), relation);
        assert!(found.rows.is_empty());
        found.apart
    };
    let plan = |region, ordinal| outline(region, ordinal, "森林覆盖率（%）\t40\t43\t约束性\n", "");
    assert_eq!(apart(&plan("浙江省", "三"), &plan("上海市", "三"), Relation::Upper), Some(Apart::Region));
    assert_eq!(apart(&plan("辽宁省", "四"), &plan("辽宁省", "三"), Relation::Upper), Some(Apart::Period));
    assert_eq!(apart(&plan("辽宁省", "三"), &plan("辽宁省", "四"), Relation::Earlier), Some(Apart::Order));
}

#[test]
fn works_are_found_in_the_text_whatever_its_layout() {
    let above = outline("云岭市", "三", "", "建设云溪会展中心。\n\n新建东溪水库。\n");
    let own = outline("云岭市", "三", "", "推进云溪\n会展中心建设。\n");
    let became = |name| became(&own, &above, Relation::Upper, name);
    assert_eq!(became("云溪会展中心"), Some((Verdict::TakenUp, Reason::Named)));
    assert_eq!(became("东溪水库"), Some((Verdict::Missing, Reason::NotNamed)));
}

/// The pairs of the list: plan, other plan, relation.
const PAIRS: [(&str, &str, Relation); 4] = [
    ("national-12-environment", "national-12-body", Relation::Upper),
    ("national-13-eco-environment", "national-12-environment", Relation::Earlier),
    ("jinzhou-13", "national-13-eco-environment", Relation::Upper),
    ("zhejiang-14-waterlogging", "shanghai-14", Relation::Upper),
];

const HEAD: &str = "plan\tother\tthing\tname\tverdict\treason\town\tjudged\twhy";

/// `docs/alignment.tsv` holds a row for everything that the pairs give, each judged by somebody who read both plans: `supported`,
/// `doubtful` or `wrong`. `GANGYAO_UPDATE=1` writes it anew and keeps what was judged.
#[test]
fn the_kept_list_is_what_the_plans_give_and_holds() {
    let Some(shared) = std::env::var_os("GANGYAO_SHARED").map(PathBuf::from) else {
        testbed::skip("GANGYAO_SHARED");
        return;
    };
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/alignment.tsv"));
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let judged: BTreeMap<String, String> = kept
        .lines()
        .skip(1)
        .filter_map(|line| {
            let at = line.match_indices('\t').nth(6)?.0;
            Some((line[..at].to_owned(), line[at..].to_owned()))
        })
        .collect();
    let mut out = vec![HEAD.to_owned()];
    for (own, above, relation) in PAIRS {
        let read = |name: &str| {
            of(&std::fs::read(shared.join(format!("plans/{name}.txt"))).expect("the shared plan"))
        };
        let (here, there) = (read(own), read(above));
        for row in align(side(&here), side(&there), relation).rows {
            let found = row.own.map(|place| format!("{} {}", place.name, place.said)).unwrap_or_default();
            let cells =
                [own, above, row.thing.name(), &row.name, row.verdict.name(), row.reason.name(), &found];
            let line = cells.map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).join("\t");
            let told = judged.get(&line).map_or("\t\t", String::as_str);
            out.push(format!("{line}{told}"));
        }
    }
    let text = out.join("\n") + "\n";
    if testbed::updates() {
        std::fs::write(&path, &text).expect("the list is written");
    }
    assert!(testbed::updates() || text == kept, "docs/alignment.tsv is stale: GANGYAO_UPDATE=1");
    let count = |word: &str| {
        let of_findings = text.lines().skip(1).filter(|line| !line.contains("\tnot-comparable\t"));
        of_findings.filter(|line| line.split('\t').nth(7) == Some(word)).count()
    };
    let (supported, all) =
        (count("supported"), count("supported") + count("doubtful") + count("wrong") + count(""));
    assert!(testbed::updates() || supported * 10 >= all * 9, "{supported} of {all} are supported");
}
