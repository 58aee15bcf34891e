//! Where a title of official papers is broken.
//!
//! Source: GB/T 9704-2012, 7.3.1: a title stands in one line or several, broken where words end, the lines symmetric.

/// Half-width characters of a line in 22 points on 156 mm.
const WIDTH: usize = 40;

/// Words and signs before which a line may begin.
const BEFORE: [&str; 12] =
    ["《", "（", "第", "实施", "执行", "完成", "关于", "中期", "年度", "国民经济", "与", "的报告"];

/// Signs behind which a line may begin.
const BEHIND: [char; 4] = ['》', '）', '、', '，'];

/// What a break within a word costs, against a line that is half a character off the middle.
const WITHIN: usize = 1600;

/// The lines of a title of official papers, broken where words end; one when it fits.
///
/// # Example
/// ```
/// assert_eq!(docx::lines("规划实施情况简报"), ["规划实施情况简报"]);
/// ```
pub fn lines(title: &str) -> Vec<String> {
    let chars: Vec<char> = title.chars().collect();
    let width = |chars: &[char]| chars.iter().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let (count, whole) = (chars.len(), width(&chars));
    if whole <= WIDTH || title.contains('\n') {
        return vec![title.to_owned()];
    }
    let middle = whole / whole.div_ceil(WIDTH);
    // Cheapest way to break the first so many characters, with the place of its last break.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; count + 1];
    if let Some(first) = best.first_mut() {
        *first = Some((0, 0));
    }
    for end in 1..=count {
        for start in (end.saturating_sub(WIDTH)..end).rev() {
            let line = width(chars.get(start..end).unwrap_or_default());
            if line > WIDTH {
                break;
            }
            let Some((before, _)) = best.get(start).copied().flatten() else { continue };
            let off = middle.abs_diff(line);
            let word = if end == count || may_break(&chars, end) { 0 } else { WITHIN };
            let cost = before + off * off + word;
            if let Some(slot) = best.get_mut(end)
                && slot.is_none_or(|(known, _)| cost < known)
            {
                *slot = Some((cost, start));
            }
        }
    }
    let mut found = Vec::new();
    let mut end = count;
    while end > 0 {
        let Some((_, start)) = best.get(end).copied().flatten() else { return vec![title.to_owned()] };
        found.push(chars.get(start..end).unwrap_or_default().iter().collect());
        end = start;
    }
    found.reverse();
    found
}

fn may_break(chars: &[char], at: usize) -> bool {
    let behind = at.checked_sub(1).and_then(|before| chars.get(before)).is_some_and(|c| BEHIND.contains(c));
    let rest: String = chars.get(at..).unwrap_or_default().iter().take(4).collect();
    behind || BEFORE.iter().any(|word| rest.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_title_is_broken_where_words_end() {
        assert_eq!(lines("规划实施情况简报"), ["规划实施情况简报"]);
        assert_eq!(
            lines("《澜川市国民经济和社会发展第十五个五年规划纲要》实施情况中期评估报告"),
            ["《澜川市国民经济和社会发展", "第十五个五年规划纲要》", "实施情况中期评估报告"]
        );
        assert_eq!(
            lines("关于南坪市2023年国民经济和社会发展计划执行情况与2024年国民经济和社会发展计划草案的报告"),
            [
                "关于南坪市2023年国民经济和社会发展计划",
                "执行情况与2024年",
                "国民经济和社会发展计划草案的报告"
            ]
        );
        let title = "没有任何可以断开的地方的一个非常非常非常非常非常长的标题";
        let found = lines(title);
        assert!(found.concat() == title && found.iter().all(|line| line.chars().count() <= 20), "{found:?}");
    }
}
