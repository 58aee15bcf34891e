use crate::context::{Context, Piece};
use crate::language::is_han;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

pub(crate) static RULE: Rule = Rule {
    code: "S009",
    name: "undefined-abbreviation",
    family: Family::Structure,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("没有解释的字母缩写", "An abbreviation that is never explained"),
        what: (
            "找出全文没有给出中文全称的字母缩写，每个缩写一条。人所共知的（GDP、IT等）不报；行业通用的（LNG、PPP等）降为提示。",
            "Finds abbreviations whose full name is never given; one finding each. What everybody knows (GDP, IT) is left out; terms usual in a trade (LNG, PPP) are notes.",
        ),
        why: (
            "本地项目的代号只有经办人懂，几年后连经办人也说不清。",
            "Codes of local projects are known only to those who handle them, and a few years later not even to them.",
        ),
        fix: (
            "第一次出现时写“中文全称（缩写）”。",
            "Write the full name with the abbreviation in brackets where it first occurs.",
        ),
        example: Example {
            faulty: "重点建设LXB供水工程，完善城市供水管网。",
            sound: "重点建设辽西北（LXB）供水工程，完善城市供水管网。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// What is known of an abbreviation: common, trade, unit.
static KNOWN: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    include_str!("../../../data/abbreviations.tsv").lines().filter_map(|line| line.split_once('\t')).collect()
});

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut explained = BTreeSet::new();
    for (index, piece) in context.pieces.iter().enumerate() {
        for (at, token) in tokens(piece.text()) {
            first.entry(token).or_insert((index, at));
            if is_explained(piece, at, token) {
                explained.insert(token);
            }
        }
    }
    let mut order: Vec<_> = first.into_iter().filter(|(token, _)| !explained.contains(token)).collect();
    order.sort_by_key(|(_, place)| *place);
    for (token, (index, at)) in order {
        let known = KNOWN.get(token).copied();
        if matches!(known, Some("common" | "unit")) || names_no_thing(context.pieces[index].text(), at, token)
        {
            continue;
        }
        let mut finding = RULE
            .finding()
            .message(format!("缩写“{token}”全文没有解释"), format!("“{token}” is never explained"))
            .label(context.pieces[index].span(at..at + token.len()), "是什么的缩写？", "short for what?")
            .help(
                format!("第一次出现时写“中文全称（{token}）”"),
                format!("write the full name with “{token}” in brackets where it first occurs"),
            );
        if known == Some("trade") {
            finding.severity = Severity::Note;
        }
        found.push(finding);
    }
}

/// Runs of two or more capital letters that stand alone: no digit, small letter or Latin word beside them.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let joins = |c: char| c.is_ascii_alphanumeric() || "&.-/+_".contains(c);
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(|c: char| c.is_ascii_uppercase())?;
            let run_start = text[..start]
                .rfind(|c: char| !joins(c))
                .map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
            let end = start + text[start..].find(|c: char| !joins(c)).unwrap_or(text.len() - start);
            at = end;
            let run = text[run_start..end].trim_end_matches(['.', '-', '/']);
            let token = run.len() >= 2 && run.len() <= 8 && run.bytes().all(|b| b.is_ascii_uppercase());
            // A name written in Latin words (Shanghai AUTO) is a name, not an abbreviation.
            let latin_neighbour = text[..run_start].trim_end().ends_with(|c: char| c.is_ascii_lowercase())
                || text[end..].trim_start().starts_with(|c: char| c.is_ascii_lowercase());
            if token && !latin_neighbour {
                return Some((run_start, run));
            }
        }
    })
}

/// Roman numerals, grades (AAA), placeholders (XX), standards (GB 3095) and words of English names are no abbreviations.
fn names_no_thing(text: &str, at: usize, token: &str) -> bool {
    let after = &text[at + token.len()..];
    let roman = token.bytes().all(|b| b"IVX".contains(&b));
    let one_letter = token.bytes().all(|b| Some(b) == token.bytes().next());
    let standard = after.trim_start_matches(['/', 'T', ' ']).starts_with(|c: char| c.is_ascii_digit());
    let word = text[..at].trim_end().ends_with(|c: char| c.is_ascii_alphabetic())
        || after.trim_start().starts_with(|c: char| c.is_ascii_alphabetic());
    // A formula or a piece of code: =SUM(, {NAME}.
    let code =
        text[..at].ends_with(['=', '{', '$', '`', '<', '@']) || after.starts_with(['}', '`', '>', '=']);
    roman || one_letter || standard || word || code
}

/// 全称（LXB） or LXB（全称） or LXB即….
fn is_explained(piece: &Piece<'_>, at: usize, token: &str) -> bool {
    let text = piece.text();
    let (before, after) = (text[..at].trim_end(), text[at + token.len()..].trim_start());
    let bracketed = before.ends_with(['（', '(', '，', ','])
        && after.starts_with(['）', ')', '，', ','])
        && before.trim_end_matches(['（', '(', '，', ',']).chars().next_back().is_some_and(is_han)
        && (before.ends_with(['（', '(']) || after.starts_with(['）', ')']));
    let glossed = after.starts_with(['（', '('])
        && after.chars().nth(1).is_some_and(|c| is_han(c) || c.is_ascii_alphabetic());
    bracketed || glossed || after.starts_with('即') || after.starts_with("，即") || after.starts_with("是指")
}
