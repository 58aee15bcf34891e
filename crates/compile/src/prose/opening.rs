//! What a clause or a name begins with besides its subject: the months it speaks of, the region whose figure it is.

use plan::Months;

use super::list::complete;
use crate::place;

/// The region or zone that a name of something measurable begins with.
pub(super) fn place_in_front(name: &str) -> &str {
    const SIGNS: [char; 5] = ['市', '县', '区', '州', '旗'];
    let ends = name.char_indices().filter(|(_, c)| SIGNS.contains(c)).map(|(at, c)| at + c.len_utf8());
    let named = |end: &usize| {
        let rest = &name[*end..];
        place::kind(&name[..*end]).is_some()
            && rest.chars().count() >= 2
            && complete(rest)
            && !rest.starts_with(SIGNS)
    };
    ends.take_while(|end| *end <= 30).find(named).map_or("", |end| &name[..end])
}

/// The months that a clause begins with, and how long the words are: 1—9月, 9月当月, 10月份, 上半年, 前三季度.
pub(crate) fn months_in_front(clause: &str) -> Option<(Months, usize)> {
    let rest = clause.trim_start_matches(['，', ' ', '　']).trim_start_matches("其中");
    let skipped = clause.len() - rest.len();
    let words = [
        ("上半年", Months::half(1)),
        ("前三季度", Months::through(9)),
        ("一季度", Months::quarter(1)),
        ("二季度", Months::quarter(2)),
        ("三季度", Months::quarter(3)),
        ("四季度", Months::quarter(4)),
    ];
    if let Some((word, months)) = words.into_iter().find(|(word, _)| rest.starts_with(word)) {
        return Some((months?, skipped + word.len()));
    }
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let first = digits(rest);
    let low: u8 = rest[..first].parse().ok()?;
    let behind = &rest[first..];
    let dash = behind.trim_start_matches(['—', '-', '－', '–', '~', '～', '至']);
    let (months, tail) = if dash.len() < behind.len() {
        let second = digits(dash);
        (Months::new(low, dash[..second].parse().ok()?)?, dash[second..].strip_prefix('月')?)
    } else {
        let tail = behind.strip_prefix('月')?;
        // 9月底 is a day, 9月20日 is one too.
        let alone = ["份", "当月", "单月"].iter().any(|word| tail.starts_with(word));
        (Months::month(low).filter(|_| alone)?, tail)
    };
    let tail = tail.trim_start_matches("份").trim_start_matches("当月").trim_start_matches("单月");
    Some((months, skipped + rest.len() - tail.trim_start_matches(['，', ' ']).len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_at_the_beginning() {
        let of = |text: &'static str| {
            months_in_front(text).map(|(months, length)| (months.first(), months.last(), &text[length..]))
        };
        assert_eq!(of("1—9月，累计完成投资"), Some((1, 9, "累计完成投资")));
        assert_eq!(of("其中9月当月完成"), Some((9, 9, "完成")));
        assert_eq!(of("前三季度增长"), Some((1, 9, "增长")));
        assert_eq!(of("9月20日开工"), None);
        assert_eq!(of("12家企业"), None);
    }

    #[test]
    fn regions_in_front_of_names() {
        for (name, region) in [
            ("云溪区地区生产总值", "云溪区"),
            ("青峰县投资", "青峰县"),
            ("市区人口", ""),
            ("城镇化率", ""),
            ("建成区绿化覆盖率", ""),
            ("社区首诊率", ""),
        ] {
            assert_eq!(place_in_front(name), region, "{name}");
        }
    }
}
