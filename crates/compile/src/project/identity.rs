//! Whether words name one thing or only a kind of thing: 青龙湖水库, not 中型水库.
//!
//! A name has a part of its own: a place, a number, quotation marks, or signs that no common word explains.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use region::Regions;

use super::words::NAMES;
use crate::words::{LEXICON, Words, words};

/// Words of the common language of plans.
static COMMON: LazyLock<Words> = LazyLock::new(|| words(include_str!("../../data/zh/common.txt")));

/// Words of the language at large: the ones above go before them, 海|工业|园区, not 海工|业|园区.
static UNCOMMON: LazyLock<Words> = LazyLock::new(|| words(include_str!("../../data/zh/uncommon.txt")));

/// Longest common word, in characters.
const LONGEST: usize = 5;

/// Signs that join common words or stand for them: 型, 级, 大, 和.
const JOINING: &str = "的和及与或等在为以于向跨含新大小中老旧多级化性型类式区市县省州乡镇村国全各总主副上下内外东南西北前后高低双\
    单一二三四五六七八九十百千万亿第期线路站厂馆院所校园场库网群带圈港桥楼城街道水电气热煤油光风粮林农渔牧工商学医教文体科技产供排输配\
    防治环保建改扩增加处存储运游养食药品种茶果菜牛羊猪鱼肉奶酒布车船机器人物件点条个座家项批次套间台层具口岸屋房宅室厅源力能用量权业部\
    员者子核氢碳氮硫磷氨氧硅铝铜铁钢钛锂镁镍铅锌钾盐沙石土木林草花苗湿旱涝洪污废渣液膜板片棒管器材料非无有可再超微半";

/// Signs of nature that make a name of what stands in front of them: 北湖, 西山.
const NATURE: &str = "湖河江山岭岛湾滩寺塔坝溪洲塘庙峡川关坪坳垅沟岩崖泉";

/// Whether words have a part that is theirs alone.
pub(super) fn proper(name: &str) -> bool {
    placed(name) || numbered(name) || quoted(name) || sole(name) || own(name)
}

/// Whether words have a part that is theirs alone, beside being the only one of a region: 国家试验区 has none.
pub(super) fn local(name: &str) -> bool {
    placed(name) || numbered(name) || quoted(name) || own(name)
}

/// Whether a region is named where a name begins, or behind the first end of a line: 东山至西岭铁路.
pub(super) fn placed(name: &str) -> bool {
    let regions = Regions::standard();
    let joints = name
        .char_indices()
        .filter(|(_, c)| matches!(c, '至' | '到' | '—' | '-' | '－' | '（'))
        .map(|(at, c)| at + c.len_utf8());
    std::iter::once(0).chain(joints).any(|at| {
        let rest = name[at..].trim_start_matches('“');
        // 环杭州湾产业带: what lies around or along a place has its name.
        let rest = rest.strip_prefix(['环', '沿']).unwrap_or(rest);
        let length = regions.at_start(rest, false);
        NAMES.areas.prefix(rest).is_some()
            || length.is_some_and(|length| !known(&rest[..length]) && UNCOMMON.get(&rest[..length]).is_none())
    })
}

/// Whether words are nothing but the name of a region or area, or a slogan.
pub(super) fn area(words: &str) -> bool {
    let bare = words.trim_matches(['“', '”']);
    NAMES.slogans.get(bare).is_some()
        || NAMES.areas.get(bare).is_some()
        || Regions::standard().called(bare).next().is_some()
}

/// Whether a phase or a number tells the thing from others of its kind: 二期, 第三, 6921工程.
fn numbered(name: &str) -> bool {
    let phase = name.match_indices('期').any(|(at, _)| {
        name[..at].ends_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'])
            && !name[..at].ends_with("第一")
    });
    let digits = name.chars().take_while(char::is_ascii_digit).count();
    phase
        || (name.contains('第') && !name.contains("第一个"))
        || name.contains("号线")
        || capacity(name)
        || digits > 2 && name.ends_with("工程")
}

/// Whether a name begins with a capacity: 45万吨合成氨装置; not 10万吨级码头.
fn capacity(name: &str) -> bool {
    const UNITS: [&str; 5] = ["吨", "千伏", "千瓦", "兆瓦", "立方米"];
    let number = name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '×' | ' '));
    number.len() < name.len()
        && UNITS.iter().any(|unit| {
            let measured = number.split_once(unit);
            measured.is_some_and(|(scale, rest)| {
                scale.chars().all(|c| "十百千万亿 ".contains(c)) && !rest.starts_with('级')
            })
        })
}

/// Whether quotation marks stand in a name that goes on behind them, or hold a name of their own.
fn quoted(name: &str) -> bool {
    let Some((_, rest)) = name.split_once('“') else { return false };
    let Some((inner, behind)) = rest.split_once('”') else { return false };
    let slogan = NAMES.slogans.get(inner).is_some() || inner.contains('个');
    let programme = LEXICON.heads.suffix(inner).is_some_and(|(_, kind)| kind == "programme");
    !slogan && (!behind.is_empty() || programme || own(inner))
}

/// Whether there is only one of it: 省科技馆, 全市大型实验检测平台, 国家生物多样性博物馆.
fn sole(name: &str) -> bool {
    let Some(rest) = NAMES.sole.strip_prefix(name) else { return false };
    !rest.starts_with(|c: char| c.is_ascii_digit()) && NAMES.shared.prefix(rest).is_none()
}

/// Whether signs stand in it that are part of no common word, or a street does: 解放路东联路.
fn own(name: &str) -> bool {
    let pieces = tokens(name);
    let single = |range: &Range<usize>| name[range.clone()].chars().count() == 1;
    let unexplained = |range: &Range<usize>| {
        let token = &name[range.clone()];
        single(range) && token.chars().all(char::is_alphabetic) && !joins(token)
    };
    let street = pieces.iter().any(|range| {
        range.start >= 6
            && range.end < name.len()
            && ["路", "街", "大道", "大街"].contains(&&name[range.clone()])
    });
    // 过江, 沿河, 内河: a preposition or a side in front of it makes a place of any.
    let any = |range: &Range<usize>| {
        NATURE.contains(&name[range.clone()])
            && name[..range.start]
                .ends_with(['跨', '过', '越', '沿', '环', '临', '入', '出', '滨', '近', '内'])
    };
    let natural =
        pieces.iter().any(|range| unexplained(range) && NATURE.contains(&name[range.clone()]) && !any(range));
    // 大有国家渔港: the first two signs are a word that is not common.
    let counted = name.starts_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '两', '“']);
    let opening = !counted
        && pieces
            .get(..2)
            .is_some_and(|two| two.iter().all(single) && two.iter().any(|one| unexplained(one) && !any(one)));
    let letters = |range: &Range<usize>| name[range.clone()].is_ascii();
    let run = |length: usize, ascii: bool| {
        pieces.windows(length).any(|run| run.iter().all(|one| unexplained(one) && letters(one) == ascii))
    };
    street || natural || opening || run(2, false) || run(3, true)
}

/// Whether words are torn out of a sentence: a conjunction or an auxiliary stands in them, 企业应逐步搬迁入园.
pub(super) fn torn(name: &str) -> bool {
    tokens(name).into_iter().any(|range| NAMES.torn.get(&name[range]).is_some())
}

/// How many signs say of what sort something is, beside the words of size, rank and quality.
pub(super) fn telling(stem: &str) -> usize {
    let plain = |range: &Range<usize>| {
        let token = &stem[range.clone()];
        NAMES.qualifiers.get(token).is_none() && NAMES.ranks.get(token).is_none()
    };
    let tokens = tokens(stem);
    tokens.iter().filter(|range| plain(range)).map(|range| stem[range.clone()].chars().count()).sum()
}

/// The common words of a name, and the single signs between them; as few pieces as may be.
fn tokens(name: &str) -> Vec<Range<usize>> {
    let mut ends: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
    ends.push(name.len());
    let count = ends.len() - 1;
    // The cost of reading up to each place, and where the last piece begins.
    let mut best: Vec<(u32, usize)> = vec![(u32::MAX, 0); count + 1];
    best[0] = (0, 0);
    for from in 0..count {
        let cost = best[from].0;
        let rest = &name[ends[from]..];
        // One bit for each end of a word that begins here.
        let common = COMMON.prefixes(rest).chain(LEXICON.heads.prefixes(rest));
        let known = common.fold(0_u32, |known, word| known | lengths(word));
        for to in from + 1..=(from + LONGEST).min(count) {
            let piece = &name[ends[from]..ends[to]];
            let price = match to - from {
                1 if joins(piece) => 3,
                1 => 5,
                length if known & (1 << length) != 0 => 2,
                2 if UNCOMMON.get(piece).is_some() => 5,
                _ => continue,
            };
            if cost.saturating_add(price) < best[to].0 {
                best[to] = (cost.saturating_add(price), from);
            }
        }
    }
    let mut pieces = Vec::new();
    let mut at = count;
    while at > 0 {
        let from = best[at].1;
        pieces.push(ends[from]..ends[at]);
        at = from;
    }
    pieces.reverse();
    pieces
}

/// The bit of a word's length in characters; none where it is longer than a common word is.
fn lengths(word: &str) -> u32 {
    match word.chars().count() {
        length @ 0..=LONGEST => 1 << length,
        _ => 0,
    }
}

/// Whether a sign joins common words or stands for one.
fn joins(sign: &str) -> bool {
    static SIGNS: LazyLock<BTreeSet<char>> = LazyLock::new(|| JOINING.chars().collect());
    sign.chars().next().is_some_and(|sign| SIGNS.contains(&sign))
}

/// Whether a piece is a common word, or the head of a name.
fn known(piece: &str) -> bool {
    COMMON.get(piece).is_some() || LEXICON.heads.get(piece).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_a_part_of_their_own() {
        for name in [
            "青萝垅水库",
            "沅岚铁路",
            "昆明新机场",
            "东山路西延",
            "污水处理厂二期",
            "“暖心”工程",
            "省科技馆",
            "国家生物多样性博物馆",
            "长三角科技城",
            "西海工业园区",
        ] {
            assert!(proper(name), "{name}");
        }
        for name in [
            "工业园区",
            "加油站",
            "城市燃气管网",
            "高等级公路",
            "国家级示范区",
            "市级重点项目",
            "数据要素市场",
            "重点生态功能区",
            "“一带一路”",
            "过江通道",
        ] {
            assert!(!proper(name), "{name}");
        }
    }

    #[test]
    fn fragments_hold_words_of_sentences() {
        assert!(torn("企业应逐步搬迁入园"));
        assert!(torn("针对大型化工园区"));
        assert!(!torn("应急管理中心"));
        assert!(!torn("重要能源基地"));
    }

    #[test]
    fn rank_and_quality_tell_nothing() {
        assert_eq!(telling("国家级先进"), 0);
        assert_eq!(telling("省级农产品"), 3);
    }
}
