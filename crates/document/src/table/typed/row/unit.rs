//! Whole units: 万立方米/日 is one, 万立方 is the beginning of one.

/// Numbers that stand before a unit.
const SCALES: [char; 5] = ['十', '百', '千', '万', '亿'];

/// Units by themselves.
const UNITS: &str = "元 美元 吨 吨标准煤 吨标煤 标准煤 千克 公斤 克 毫克 微克 人 人次 户 户次 个 家 件 套 辆 艘 台 部 篇 册 只 头 株 米 千米 公里 \
    厘米 毫米 平方米 平方公里 立方米 平米 亩 亩次 公顷 顷 升 度 千瓦 千瓦时 瓦 天 日 年 月 小时 分钟 分 秒 岁 张 床 所 座 处 次 项 条 段 倍 % ％ ‰ \
    百分点 个百分点 点 箱 标箱 车次 班次 架次 场 批 宗 栋 幢 间 对 枚 盏 眼 位 名 m² ㎡ 户均 每 生产总值 GDP";

/// Whether a text is a unit that lacks nothing.
pub(super) fn is_whole(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    // 千 of 千瓦时 is part of the unit, 亿 before it a number.
    let whole = |part: &str| {
        let mut bare = part;
        loop {
            if UNITS.split_whitespace().any(|unit| unit == bare) {
                return true;
            }
            match bare.strip_prefix(SCALES) {
                Some(rest) => bare = rest,
                None => return false,
            }
        }
    };
    !plain.is_empty() && plain.split(['/', '／']).all(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_and_pieces_of_units() {
        for unit in ["%", "万元/人", "人/亿元", "万立方米/日", "微克/立方米", "万人次", "亿千瓦时", "个"]
        {
            assert!(is_whole(unit), "{unit}");
        }
        for piece in ["万立方", "人/亿", "度个", "方米/日", "微克/立", "万"] {
            assert!(!is_whole(piece), "{piece}");
        }
    }
}
