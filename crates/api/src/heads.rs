//! Heads of tables in words, for people; programs read the stable names.

use source::Lang;

/// Columns of the tables made here: stable name, Chinese, English.
const HEADS: &[(&str, &str, &str)] = &[
    ("target", "目标编号", "Target id"),
    ("indicator", "指标编号", "Indicator id"),
    ("name", "名称", "Name"),
    ("region", "地区", "Region"),
    ("as_of", "评估年度", "Assessment year"),
    ("known_at", "知悉日期", "Known on"),
    ("latest_year", "最新数年份", "Year of the latest value"),
    ("latest_value", "最新值", "Latest value"),
    ("progress", "进度（1为完成）", "Progress (1 is done)"),
    ("expected", "应达进度", "Progress due"),
    ("time_distance", "时间差（年，负数为落后）", "Years ahead (negative: behind)"),
    ("required_rate", "所需速度", "Required pace"),
    ("required_basis", "速度单位", "Unit of the pace"),
    ("forecast", "目标年预测值", "Forecast for the target year"),
    ("lo95", "95%区间下限", "95% interval, lower end"),
    ("hi95", "95%区间上限", "95% interval, upper end"),
    ("p_attain", "实现概率", "Probability of attainment"),
    ("status", "状态", "Status"),
    ("warning", "预警", "Warning"),
    ("reason", "依据", "Reason"),
    ("body", "责任单位", "Responsible body"),
    ("method", "方法", "Method"),
    ("kind", "类型", "Kind"),
    ("unit", "单位", "Unit"),
    ("base_year", "基期", "Base year"),
    ("base_value", "基数", "Base value"),
    ("target_year", "目标年", "Target year"),
    ("target_value", "目标值", "Target value"),
    ("achieved_rate", "实际速度", "Achieved pace"),
    ("best_rate", "历史最好速度", "Best pace of the past"),
    ("trend", "趋势", "Trend"),
    ("since", "始于", "Since"),
    ("rule", "规则", "Rule"),
    ("track_record", "此类预警应验率", "Share of such warnings that came true"),
    ("score", "得分", "Score"),
    ("year", "年份", "Year"),
    ("code", "编号", "Code"),
    ("family", "类别", "Family"),
    ("severity", "级别", "Severity"),
    ("line", "行", "Line"),
    ("message", "说明", "Message"),
    ("help", "建议", "What to do"),
    ("artefact", "或为读取所致", "May come from the reading"),
    ("quote", "原文", "Quote"),
];

/// The head of a column of a table in words: that of the plan package, else that of the tables made here.
pub(crate) fn words(lang: Lang, table: &str, name: &str) -> String {
    // Figures stand in the columns of observations.
    let table = if table == "figures" { "observations" } else { table };
    let packaged = plan::package::chinese_head(table, name);
    let found = HEADS.iter().find(|(known, ..)| *known == name).filter(|_| packaged.is_none());
    match lang {
        Lang::Zh => packaged.or(found.map(|(_, zh, _)| *zh)),
        Lang::En => found.map(|(.., en)| *en),
    }
    .map_or_else(|| spelt(name), str::to_owned)
}

/// `value_high` as "Value high".
fn spelt(name: &str) -> String {
    let mut letters = name.chars().map(|letter| if letter == '_' { ' ' } else { letter });
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
