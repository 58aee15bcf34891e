//! Targets of which nothing tells whether more or less is better, and those of which what tells it disagrees.

use crate::method::Wish;
use crate::{DataWarning, DataWarningKind, Row, Status};
use plan::Indicator;
use source::Words;

pub(super) fn check(indicator: &Indicator, rows: &[&Row], found: &mut Vec<DataWarning>) {
    let mut say = |zh: String, en: String| {
        found.push(DataWarning {
            kind: DataWarningKind::Direction,
            indicator: indicator.id.clone(),
            name: indicator.name.clone(),
            region: String::new(),
            year: None,
            words: Words::new(zh, en),
        });
    };
    if rows
        .iter()
        .any(|row| row.direction.wish.is_none() && row.status == Status::Undecidable && row.goal.is_some())
    {
        say(
            "名称、目标用语和基数都看不出数值宜升还是宜降，暂不评判；请在指标的方向一栏指明".to_owned(),
            "neither name, words nor base tell whether more or less is better, so nothing is judged; state the direction of the indicator"
                .to_owned(),
        );
    }
    let doubtful = rows.iter().find_map(|row| {
        Some((row.direction.wish?, row.direction.basis?.words(), row.direction.against?.words()))
    });
    if let Some((wish, basis, against)) = doubtful {
        let (zh, en) = match wish {
            Wish::Up => ("宜升", "more is better"),
            Wish::Down => ("宜降", "less is better"),
        };
        say(
            format!("按{}视为{zh}，但{}相反；请核对目标值或指明方向", basis.zh, against.zh),
            format!(
                "by {} {en}, but {} says the contrary; check the target or state the direction",
                basis.en, against.en
            ),
        );
    }
}
