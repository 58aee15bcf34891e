//! Charts of judged targets.

use crate::choice::Choice;
use crate::make::Maker;
use assess::{Point, Row};
use story::{Block, Chart, Meaning, Series, Values};

/// A chart of each target of a choice that has values; the most serious warnings first.
pub(crate) fn all(maker: &mut Maker<'_>, choice: &Choice, limit: Option<usize>) -> Vec<Block<'static>> {
    let mut rows = choice.rows(maker.inputs);
    rows.retain(|row| row.evidence.judged.len() > 1);
    rows.sort_by_key(|row| std::cmp::Reverse(row.alert));
    rows.truncate(limit.unwrap_or(usize::MAX));
    rows.into_iter().map(|row| Block::Chart(Box::new(chart(row)))).collect()
}

/// What was, where it should be, the middle of the forecast, the goal.
fn chart(row: &Row) -> Chart<'static> {
    let point = |point: &Point| (f64::from(point.year), point.value);
    let series = |meaning, name: &'static str, values: Vec<(f64, f64)>| Series {
        meaning,
        name: name.into(),
        tag: "".into(),
        values: Values::Points(values),
    };
    let mut all = vec![
        series(Meaning::Actual, "实际值", row.evidence.judged.iter().map(point).collect()),
        series(Meaning::Path, "序时进度", row.evidence.path.iter().map(point).collect()),
        series(Meaning::Goal, "目标", row.goal.iter().map(point).collect()),
    ];
    if let Some(outlook) = &row.outlook {
        let middle = |year: &assess::FanYear| Some((f64::from(year.year), *year.quantiles.get(3)?));
        all.push(series(Meaning::Median, "预测中值", outlook.fan.iter().filter_map(middle).collect()));
    }
    Chart {
        title: row.name.clone().into(),
        description: format!("{}：实际值、序时进度和预测", row.name).into(),
        hint: "".into(),
        unit: row.unit.clone().into(),
        series: all,
        written: assess::number,
    }
}
