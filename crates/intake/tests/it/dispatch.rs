//! Sheets of dispatches in several layouts.

use intake::dispatch::{Field, Sheet, read};
use std::fmt::Write as _;

fn csv(text: &str) -> Sheet {
    read("调度.csv", text.as_bytes())
}

fn amount(sheet: &Sheet, row: usize, field: Field) -> String {
    sheet.rows[row].amounts.get(&field).map(|amount| amount.normalize().to_string()).unwrap_or_default()
}

#[test]
fn one_sheet_in_four_layouts() {
    let layouts = [
        "云岭市2026年1-6月重点项目调度表\n,,,,,,,单位：万元\n序号,项目名称,项目代码,总投资,年度计划投资,1-6月累计完成投资,完成率,形象进度\n1,云岭大桥,2105-000000-48-01-123456,76000,20000,9000,45%,主墩完成\n2,东湖泵站,,12000,5000,2600,52%,基坑开挖\n合计,,,88000,25000,11600,,\n",
        "项目名称,责任单位,总投资（亿元）,当年计划（亿元）,实际完成（亿元）,进展情况,存在的问题,需协调事项\n云岭大桥,交通局,7.6,2,0.9,主墩完成,征地慢,请协调\n东湖泵站,水务局,1.2,0.5,0.26,基坑开挖,,\n",
        "2026年6月,,,,\n项目名称,投资（万元）,,,工程进度\n,总投资,年计划,已完成,\n云岭大桥,76000,20000,9000,主墩完成\n东湖泵站,12000,5000,2600,基坑开挖\n",
        "编号\t工程名称\t概算投资(万元)\t年投资计划(万元)\t完成投资(万元)\t完成比例\t形象进度\n1\t云岭大桥\t76,000\t20,000\t9,000\t45\t主墩完成\n2\t东湖泵站\t12,000\t5,000\t2,600\t52\t基坑开挖\n",
    ];
    for text in layouts {
        let sheet = csv(text);
        assert_eq!((sheet.rows.len(), sheet.errors()), (2, 0), "{text}\n{:?}", sheet.problems);
        assert_eq!(sheet.rows[0].text(Field::Name), "云岭大桥");
        assert_eq!(sheet.rows[1].text(Field::Progress), "基坑开挖");
        let of = |field| (amount(&sheet, 0, field), amount(&sheet, 1, field));
        assert_eq!(of(Field::Investment), ("7.6".into(), "1.2".into()), "{text}");
        assert_eq!(of(Field::Planned), ("2".into(), "0.5".into()), "{text}");
        assert_eq!(of(Field::Done), ("0.9".into(), "0.26".into()), "{text}");
    }
    assert_eq!(csv(layouts[0]).month.as_deref(), Some("2026-06"));
    assert_eq!(amount(&csv(layouts[0]), 0, Field::Stated), "45");
    assert_eq!(csv(layouts[1]).rows[0].text(Field::Problem), "征地慢");
}

#[test]
fn what_is_wrong_is_said_with_its_cell() {
    let sheet = csv(
        "项目名称,年度计划投资（亿元）,累计完成投资（亿元）\n云岭大桥,2,很多\n东湖泵站,1,0.5\n合计,4,0.5\n",
    );
    let said: Vec<String> = sheet
        .problems
        .iter()
        .map(|problem| format!("{} {}", problem.cell.expect("a cell"), problem.words.zh))
        .collect();
    assert_eq!(said, ["C2 “很多”不是数", "B4 合计4与各项之和3不符（亿元）"]);
    assert_eq!(sheet.errors(), 1);
    assert_eq!(csv("甲,乙\n1,2\n").errors(), 1);
}

#[test]
fn five_thousand_rows_are_read_fast() {
    let mut text =
        String::from("项目名称,总投资（万元）,年度计划投资（万元）,累计完成投资（万元）,形象进度\n");
    for number in 0..5000 {
        let (total, planned) = (number + 100, number + 10);
        writeln!(text, "项目{number}号,{total},{planned},{number},第{number}段完成").unwrap();
    }
    let start = std::time::Instant::now();
    assert_eq!(csv(&text).rows.len(), 5000);
    assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
}

/// The problems with their cells.
fn odd(sheet: &Sheet) -> Vec<String> {
    let said = |problem: &intake::Problem| {
        format!("{} {}", problem.cell.map(|cell| cell.to_string()).unwrap_or_default(), problem.words.zh)
    };
    sheet.problems.iter().map(said).collect()
}

#[test]
fn sums_above_and_below_their_rows_and_headings_of_groups() {
    let sheet = csv(concat!(
        "序号,项目名称,总投资（亿元）,年度计划投资（亿元）,累计完成投资（亿元）\n",
        ",合计,15,6,2.5\n",
        "一,交通项目（2个）,9,3,1.5\n",
        "1,云岭大桥,7.5,2,1\n",
        "2,东湖公路,1.5,1,0.4\n",
        "二、,水利项目,6,3,1\n",
        "（一）,防洪,6,3,1\n",
        "3,北湖泵站,4,2,0.5\n",
        "4,南湖水库,2,1,0.5\n",
    ));
    let rows: Vec<(&str, &str)> =
        sheet.rows.iter().map(|row| (row.text(Field::Name), row.text(Field::Category))).collect();
    assert_eq!(
        rows,
        [("云岭大桥", "交通项目"), ("东湖公路", "交通项目"), ("北湖泵站", "防洪"), ("南湖水库", "防洪")]
    );
    assert_eq!(
        odd(&sheet),
        ["E2 合计2.5与各项之和2.4不符（亿元）", "E3 分项合计1.5与各项之和1.4不符（亿元）"]
    );
    let below =
        csv("项目名称,总投资（万元）\n甲大桥,100\n乙大桥,50\n小计,150\n丙泵站,30\n小计,40\n总计,180\n");
    assert_eq!(odd(&below), ["B6 小计0.004与各项之和0.003不符（亿元）"]);
}

#[test]
fn a_part_of_a_small_sum_is_not_lost_in_its_rounding() {
    let sheet = csv("单位：万元,\n项目名称,年度计划投资\n甲大桥,24600\n合计,25000\n");
    assert_eq!(odd(&sheet), ["B4 合计2.5与各项之和2.46不符（亿元）"]);
    // What binary fractions leave is no difference.
    let sheet = csv("项目名称,年度计划投资（亿元）\n甲大桥,0.1\n乙大桥,0.19\n合计,0.28999999999999998\n");
    assert!(odd(&sheet).is_empty());
}

#[test]
fn approvals_in_two_layouts() {
    let sheet = csv(concat!(
        "事项,项目代码,项目名称,审批结果,日期\n",
        "建设项目用地预审与选址意见书,2105-000000-48-01-123456,云岭大桥,同意,2026/3/5\n",
        "建筑工程施工许可证核发,,东湖泵站,不予许可,2026年4月1日\n",
    ));
    assert!(sheet.approvals && sheet.errors() == 0, "{:?}", sheet.problems);
    let shown: Vec<[&str; 4]> = sheet
        .rows
        .iter()
        .map(|row| [Field::Code, Field::Step, Field::Result, Field::Day].map(|field| row.text(field)))
        .collect();
    assert_eq!(
        shown,
        [
            ["2105-000000-48-01-123456", "建设项目用地预审与选址意见书", "同意", "2026-03-05"],
            ["", "建筑工程施工许可证核发", "不予许可", "2026-04-01"]
        ]
    );
    let sheet = csv(concat!(
        "办件清单\n",
        "序号,投资项目统一代码,审批事项名称,审批部门,办理结果,办结时间\n",
        "1,2105-000000-48-01-123456,企业投资项目备案,发展改革局,办结,20260301\n",
        "2,2105-000000-48-01-123457,企业投资项目备案,发展改革局,办结,去年\n",
    ));
    assert!(sheet.approvals);
    assert_eq!(sheet.rows[0].text(Field::Day), "2026-03-01");
    assert_eq!(odd(&sheet), ["F4 “去年”不是日期，请写成 2026-05-31"]);
    assert_eq!(sheet.errors(), 1);
}
