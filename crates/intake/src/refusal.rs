//! Why a cell or a sheet is not read, in words.

use crate::mapping::{Role, header_cell};
use crate::matching::Missing;
use crate::problem::Problems;
use crate::rows::{Place, Sheet};
use crate::value::NoFigure;
use std::collections::BTreeMap;

/// Why a cell is no figure, and what to do.
pub(crate) fn refusal(reason: &NoFigure) -> (String, String) {
    match reason {
        NoFigure::Fault(text) => (
            format!("单元格是公式错误{text}；请改正公式或填入数值"),
            format!("the cell holds the error {text}: correct the formula or type the figure"),
        ),
        NoFigure::Words(text) => (
            format!("“{text}”不是数字；没有数据请留空"),
            format!("{text:?} is not a number: leave the cell empty when there is no figure"),
        ),
        NoFigure::Range(text) => {
            (format!("“{text}”是一个区间；请填一个数"), format!("{text:?} is a range: give one figure"))
        }
        NoFigure::Uncomputed => (
            "公式没有保存结果；请用表格软件打开、重算并另存后再导入".to_owned(),
            "the formula has no saved result: open the file in a spreadsheet program, recalculate, save and import again"
                .to_owned(),
        ),
        NoFigure::Date(text) => (
            format!("单元格是日期（{text}）而不是数字；请检查单元格格式"),
            format!("the cell holds a date ({text}) instead of a number: check its format"),
        ),
    }
}

/// Reports a name that stands for no indicator.
pub(crate) fn missing(place: &Place, reason: &Missing, problems: &mut Problems<'_>) {
    let name = &place.name;
    match reason {
        Missing::LeftOut => {}
        Missing::Ambiguous(names) => problems.error(
            place.named,
            format!("“{name}”可能指{}；请改用编号或在导入页上指定", names.join("、")),
            format!("{name:?} may mean {}: use the id, or choose on the import page", names.join(", ")),
        ),
        Missing::Unknown(_) if name.is_empty() => problems.error(
            place.named,
            "有数值但没有指标名称；请补上名称",
            "a figure without the name of an indicator: add the name",
        ),
        Missing::Unknown(nearest) => {
            let (zh, en) = nearest.as_ref().map_or((String::new(), String::new()), |n| {
                (format!("，是否为“{n}”？"), format!("; was “{n}” meant?"))
            });
            problems.warning(
                place.named,
                format!("规划中没有指标“{name}”，该数据未读入{zh}"),
                format!("the plan has no indicator {name:?}; the figure is left out{en}"),
            );
        }
    }
}

impl Sheet<'_> {
    /// A figure must not stand for several rows or columns; what names rows may.
    pub(crate) fn check_merged(&self, problems: &mut Problems<'_>) {
        for (from, to) in &self.merged {
            let figures = self.mapping.columns.iter().any(|c| {
                let role = matches!(c.role, Role::Value | Role::Year(_) | Role::Figures | Role::Period);
                role && (from.column..=to.column).contains(&c.index)
            });
            if from.row <= self.mapping.header {
                continue;
            }
            if figures {
                problems.error(
                    *from,
                    format!("合并单元格{from}:{to}中含有数值，无法判断属于哪一行；请取消合并并逐格填写"),
                    format!("the merged cells {from}:{to} hold figures, and it cannot be told of which row: split them and fill each cell"),
                );
            } else if from.row < to.row {
                problems.note(
                    *from,
                    format!("合并单元格{from}:{to}的内容用于其中每一行"),
                    format!("the content of the merged cells {from}:{to} is used for each of their rows"),
                );
            }
        }
    }

    pub(crate) fn check_repeated_years(&self, problems: &mut Problems<'_>) {
        let mut seen: BTreeMap<i32, u32> = BTreeMap::new();
        for column in &self.mapping.columns {
            let Role::Year(year) = column.role else { continue };
            if let Some(first) = seen.insert(year, column.index) {
                let other = header_cell(self.mapping, first);
                problems.error(
                    header_cell(self.mapping, column.index),
                    format!("年份{year}出现两次（另见{other}）；请删除其中一列或在导入页上忽略"),
                    format!("the year {year} stands twice (see {other}): delete one column or ignore it on the import page"),
                );
            }
        }
    }
}
