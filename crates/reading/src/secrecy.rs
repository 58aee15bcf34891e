//! Marks of secrecy at the head of a document, as GB/T 9704-2012 (7.2.2) has them: 绝密, 机密 or 秘密, a star, and a term.

use source::Words;

/// The three levels.
const LEVELS: [&str; 3] = ["绝密", "机密", "秘密"];
/// The star of the standard, and what stands for it in files that were typed.
const STARS: [char; 6] = ['★', '☆', '＊', '*', '⭐', '✩'];
/// Degrees of urgency, which may stand on the same line.
const URGENCY: [&str; 5] = ["特急", "加急", "平急", "特提", "急件"];
/// A level without a star counts on the lines above the body only, at most so many.
const HEAD_LINES: usize = 30;
/// A line of the body is longer than any line of a head.
const BODY: usize = 60;
/// A term is no longer: 10年, 长期, 启用前, 2031年12月31日前.
const TERM: usize = 14;

/// The mark of secrecy that a document bears; `heads` are the heads and feet of its pages.
///
/// A mark stands on a line (or in a cell) of its own, with a copy number before it or a degree of urgency behind it. The
/// words in a sentence are none. A level without a star counts above the body only, and alone on its line.
pub fn secrecy_mark(text: &str, heads: &[String]) -> Option<String> {
    let mut in_head = true;
    let mut count = 0;
    for line in heads.iter().map(String::as_str).chain(text.lines()) {
        let bare = bare(line);
        if bare.is_empty() {
            continue;
        }
        count += 1;
        in_head &= count <= HEAD_LINES && bare.chars().count() < BODY && !bare.contains('。');
        let starred = || line.split(['\t', '|']).find_map(|cell| mark(cell, false));
        if let Some(mark) = mark(line, in_head).or_else(starred) {
            return Some(mark);
        }
    }
    None
}

/// The mark of secrecy of a file, when it is a document that can be read.
pub fn mark_of(bytes: &[u8]) -> Option<String> {
    let document = document::read(bytes, &document::ReadOptions::default()).ok()?;
    secrecy_mark(&document.text, &document::page_heads(bytes))
}

fn bare(line: &str) -> String {
    line.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '#' | '\u{feff}')).collect()
}

fn mark(cell: &str, in_head: bool) -> Option<String> {
    let bare = bare(cell);
    let bare = bare.trim_matches(['【', '】', '[', ']', '（', '）', '(', ')', '*']);
    let rest = bare.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '№');
    let rest = ["密级和保密期限", "密级", "保密等级"]
        .iter()
        .find_map(|name| rest.strip_prefix(name))
        .map_or(rest, |rest| rest.trim_start_matches(['：', ':']));
    let level = LEVELS.iter().find(|level| rest.starts_with(**level))?;
    let rest = rest.strip_prefix(*level)?;
    let starred = rest.starts_with(STARS);
    let mut term = rest.trim_start_matches(STARS);
    for urgency in URGENCY {
        term = term.strip_suffix(urgency).unwrap_or(term);
    }
    let is_mark = if starred {
        term.chars().count() <= TERM && !term.contains(['，', '。', '；', '、'])
    } else {
        in_head && (term.is_empty() || is_term(term))
    };
    is_mark.then(|| format!("{level}{}{term}", if starred { "★" } else { "" }))
}

/// A term without a star before it: a number of years or months, or 长期.
fn is_term(term: &str) -> bool {
    let count = term.trim_end_matches(['年', '月', '个']);
    term == "长期"
        || (count.len() < term.len()
            && !count.is_empty()
            && count.chars().all(|one| one.is_ascii_digit() || "一二三四五六七八九十".contains(one)))
}

/// What whoever hands in such a file is told.
pub fn held_back(mark: &str) -> Words {
    Words::new(
        format!(
            "文件标有“{mark}”。本系统不接收涉密文件，已拦下，没有保存任何内容。请按保密规定在涉密系统中办理；确已解密的，去掉标志后再交。"
        ),
        format!(
            "The file bears the mark “{mark}”. This system takes no classified files: it was held back and nothing of it was kept. \
             Handle it where classified files are handled; if it is declassified, take the mark away and hand it in again."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_in_its_forms() {
        for head in [
            "机密★10年",
            "000012\n机 密 ★ 10 年\n特急",
            "绝密★长期",
            "秘密★启用前",
            "秘密",
            "密级：秘密",
            "000001 秘密★一年 特急",
            "机密☆5年",
            "秘密5年",
            "【绝密】",
        ] {
            let text = format!("{head}\n云岭市发展和改革委员会文件\n\n云岭市规划纲要\n\n第一章 总则\n");
            assert!(secrecy_mark(&text, &[]).is_some(), "{head}");
        }
        let on_each_page = "云岭市规划纲要\n\n到2030年，森林覆盖率达到45%。\n\n机密★3年\n";
        assert_eq!(secrecy_mark(on_each_page, &[]).as_deref(), Some("机密★3年"));
        assert!(secrecy_mark("云岭市规划纲要\n", &["机密★".to_owned()]).is_some(), "in the head of a page");
    }

    #[test]
    fn the_words_in_a_sentence_are_no_mark() {
        for text in [
            "云岭市规划纲要\n\n加强国家秘密保护，严守机密。\n",
            "云岭市规划纲要\n\n一、保密\n\n标注“秘密★”的文件，由机要部门管理。\n",
            "保守秘密\n\n商业秘密保护规划\n",
            "云岭市规划纲要\n\n到2030年，建成保密示范区。\n\n秘密\n",
        ] {
            assert_eq!(secrecy_mark(text, &[]), None, "{text}");
        }
    }
}
