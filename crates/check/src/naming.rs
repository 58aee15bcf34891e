//! Names of works, parks and places: what in them is proper and what every plan says.

use crate::context::Context;
use crate::words::Words;

/// Words that names share without meaning the same thing.
static GENERIC: Words = Words::new(&[
    "高新技术产业",
    "高新技术",
    "高新",
    "经济技术",
    "科学技术",
    "农副产品",
    "农产品",
    "水产品",
    "海产品",
    "畜产品",
    "乳制品",
    "肉制品",
    "新材料",
    "新能源",
    "零部件",
    "互联网",
    "物联网",
    "大数据",
    "云计算",
    "新农村",
    "服务业",
    "制造业",
    "养殖业",
    "种植业",
    "建筑业",
    "房地产",
    "集聚区",
    "示范区",
    "开发区",
    "度假区",
    "旅游区",
    "保护区",
    "产业园",
    "工业园",
    "物流园",
    "科技园",
    "创业园",
    "产业区",
    "工业区",
    "园区",
    "产业",
    "工业",
    "农业",
    "林业",
    "渔业",
    "牧业",
    "旅游",
    "物流",
    "商贸",
    "商务",
    "商业",
    "金融",
    "文化",
    "教育",
    "体育",
    "医疗",
    "卫生",
    "健康",
    "养老",
    "科技",
    "科研",
    "研发",
    "创新",
    "创业",
    "孵化",
    "信息",
    "电子",
    "软件",
    "数字",
    "智慧",
    "智能",
    "网络",
    "平台",
    "中心",
    "基地",
    "工程",
    "项目",
    "建设",
    "改造",
    "扩建",
    "新建",
    "续建",
    "加工",
    "生产",
    "制造",
    "装备",
    "机械",
    "汽车",
    "石油",
    "石化",
    "化工",
    "精细",
    "冶金",
    "钢铁",
    "建材",
    "轻工",
    "纺织",
    "服装",
    "食品",
    "医药",
    "生物",
    "制药",
    "光伏",
    "太阳能",
    "风电",
    "风力",
    "发电",
    "电力",
    "电网",
    "供热",
    "供水",
    "供电",
    "污水",
    "垃圾",
    "处理",
    "环保",
    "节能",
    "生态",
    "绿色",
    "循环",
    "经济",
    "社会",
    "城市",
    "城镇",
    "城乡",
    "农村",
    "乡村",
    "社区",
    "公共",
    "服务",
    "综合",
    "现代",
    "国际",
    "国家级",
    "国家",
    "省级",
    "市级",
    "县级",
    "区域",
    "地区",
    "全市",
    "全省",
    "重点",
    "重要",
    "重大",
    "特色",
    "优势",
    "示范",
    "试验",
    "试点",
    "配套",
    "基础设施",
    "设施",
    "管网",
    "道路",
    "公路",
    "铁路",
    "高速",
    "港口",
    "港区",
    "机场",
    "车站",
    "枢纽",
    "交通",
    "运输",
    "仓储",
    "保税",
    "冷链",
    "快递",
    "市场",
    "交易",
    "批发",
    "集团",
    "公司",
    "企业",
    "学校",
    "学院",
    "大学",
    "医院",
    "公园",
    "广场",
    "湿地",
    "森林",
    "水库",
    "河道",
    "治理",
    "保护",
    "修复",
    "休闲",
    "度假",
    "温泉",
    "滨海",
    "海洋",
    "临港",
    "航空",
    "通用",
    "智造",
    "总部",
]);
/// Short words and measure words inside names.
const SMALL: &str = "的和及与等大小新老区市县省镇乡村园城港路带线网站点型类级化业链群体系品人";

/// The characters of a name that no generic word covers.
pub(crate) fn residue(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        if let Some(word) = GENERIC.opening(rest) {
            rest = &rest[word.len()..];
            continue;
        }
        if !SMALL.contains(c) {
            out.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Whether a name names one thing: two characters or more are its own.
pub(crate) fn is_proper(name: &str) -> bool {
    residue(name).chars().count() >= 2
}

/// The names of regions that the plan itself uses, without 市, 县, 区, the longest first.
pub(crate) fn regions<'a>(context: &Context<'a>) -> Vec<&'a str> {
    let mut out: Vec<&str> = Vec::new();
    let places = context.plan.places.iter().filter(|place| place.kind == plan::PlaceKind::Region);
    let own = context.plan.region.iter().map(String::as_str);
    for name in places.map(|place| place.name.as_str()).chain(own) {
        let bare = name.trim_end_matches(['省', '市', '县', '区', '州', '盟', '旗']);
        if bare.chars().count() >= 2 && !out.contains(&bare) {
            out.push(bare);
        }
    }
    out.sort_by_key(|name| std::cmp::Reverse(name.len()));
    out
}

/// A name without the regions in front of it: 北镇市沟帮子开发区 is 沟帮子开发区.
pub(crate) fn without_region<'n>(name: &'n str, regions: &[&str]) -> &'n str {
    let mut rest = name;
    while let Some(tail) = regions.iter().find_map(|region| rest.strip_prefix(region)) {
        let tail =
            tail.strip_prefix("新区").or_else(|| tail.strip_prefix(['省', '市', '县', '区'])).unwrap_or(tail);
        if tail.chars().count() < 3 {
            break;
        }
        rest = tail;
    }
    rest
}

/// A name without quotation marks, brackets and what stands in short brackets: 西海产业区（园） is 西海产业区.
pub(crate) fn bare(name: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for c in name.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            '“' | '”' | '《' | '》' | ' ' => {}
            _ if depth > 0 => {}
            _ => out.push(c),
        }
    }
    out
}

/// The length of the longest common subsequence.
pub(crate) fn common_subsequence<T: PartialEq>(a: &[T], b: &[T]) -> usize {
    let mut row = vec![0_usize; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

/// The longest run of characters that both have.
pub(crate) fn common_run<'a>(a: &'a str, b: &str) -> &'a str {
    let borders: Vec<usize> = a.char_indices().map(|(i, _)| i).chain(std::iter::once(a.len())).collect();
    let mut best = "";
    let mut start = 0;
    for end in 1..borders.len() {
        while start < end && !b.contains(&a[borders[start]..borders[end]]) {
            start += 1;
        }
        if borders[end] - borders[start] > best.len() {
            best = &a[borders[start]..borders[end]];
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generic_words_leave_the_proper_part() {
        assert_eq!(residue("沟帮子经济技术开发区"), "沟帮子");
        assert_eq!(residue("农产品加工产业园区"), "");
        assert!(is_proper("渤海物流园") && !is_proper("现代物流园区"));
        assert_eq!(bare("西海产业区（园）"), "西海产业区");
        assert_eq!(without_region("北镇市沟帮子开发区", &["北镇", "锦州"]), "沟帮子开发区");
        assert_eq!(without_region("锦州市医院", &["锦州"]), "锦州市医院");
    }

    #[test]
    fn common_parts() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(common_subsequence(&chars("人均预期寿命"), &chars("人均期望寿命")), 5);
        assert_eq!(common_run("杏山国际物流园", "滨海新区杏山国际物流园区"), "杏山国际物流园");
        assert_eq!(common_run("甲乙", "丙丁"), "");
    }
}
