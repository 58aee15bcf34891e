//! Names of groups that the end of a page has cut in two: `绿色低` on one page, `碳` on the next.

/// The names of groups by row, empty where a row names none, with the parts of cut names put together.
///
/// A part is one letter, which no group is called by; or two names follow each other that are together as long as
/// every other name, all of one length, and neither is one itself.
pub(super) fn whole(mut named: Vec<String>) -> Vec<String> {
    let letters = |text: &str| text.chars().count();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (row, name) in named.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        match runs.last_mut() {
            Some((first, last)) if named[*first] == *name => *last = row,
            _ => runs.push((row, row)),
        }
    }
    let mut at = 1;
    while at < runs.len() {
        let ((first, _), (next, last)) = (runs[at - 1], runs[at]);
        let (head, tail) = (&named[first], &named[next]);
        let mut others = runs.iter().enumerate().filter(|(nth, _)| *nth + 1 != at && *nth != at);
        let usual = others.clone().map(|(_, (row, _))| letters(&named[*row])).next().unwrap_or(0);
        let alike = others.clone().count() > 1 && others.all(|(_, (row, _))| letters(&named[*row]) == usual);
        let fits = alike && letters(head) + letters(tail) == usual && letters(head) > 0;
        if letters(tail) == 1 && letters(head) > 1 && is_han(tail) && is_han(head) || fits {
            let name = format!("{head}{tail}");
            for row in &mut named[first..=last] {
                if !row.is_empty() {
                    row.clone_from(&name);
                }
            }
            runs[at - 1].1 = last;
            runs.remove(at);
        } else {
            at += 1;
        }
    }
    named
}

fn is_han(text: &str) -> bool {
    text.chars().all(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put_together(named: &[&str]) -> Vec<String> {
        whole(named.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn a_name_cut_by_a_page_is_put_together() {
        assert_eq!(
            put_together(&["经济发展", "", "绿色低", "", "碳", "碳", "安全保障"]),
            ["经济发展", "", "绿色低碳", "", "绿色低碳", "绿色低碳", "安全保障"]
        );
        assert_eq!(
            put_together(&["经济发展", "创新驱动", "民生", "福祉", "安全保障"]),
            ["经济发展", "创新驱动", "民生福祉", "民生福祉", "安全保障"]
        );
    }

    #[test]
    fn names_that_are_whole_stay() {
        for named in [
            vec!["经济", "社会", "生态"],
            vec!["经济发展", "民生", "绿色低碳发展"],
            vec!["碳"],
            vec!["一", "二"],
            vec!["经济发展", "创新驱动"],
        ] {
            assert_eq!(put_together(&named), named);
        }
    }
}
