//! What people and tools see of a few diagnostics.

use render::{RuleDescription, Source, Style, human, json, sarif};
use source::{Diagnostic, Family, Lang, Lines, Severity, Span, Words};

const TEXT: &str = "第一章 背景\n到2015年末，固定资产投资740亿元，年均增长9.5%。\n\n5\t固定资产投资\t亿元\t498.4\t782.1\t9.5\n";

fn find(needle: &str) -> Span {
    let at = TEXT.find(needle).expect("in the text");
    Span::new(at, at + needle.len())
}

fn conflict() -> Diagnostic {
    Diagnostic::new("C001", "figure-conflict", Family::Consistency, Severity::Error)
        .message(
            "2015年固定资产投资有两个数：740与782.1",
            "two figures for investment in 2015: 740 and 782.1",
        )
        .label(find("740亿元"), "正文", "prose")
        .label(find("782.1"), "表格", "table")
        .help("核实后统一", "settle on one")
}

fn shown(diagnostic: &Diagnostic, text: &str, style: Style) -> String {
    human(diagnostic, Source { name: "规划.txt", text, lines: &Lines::of(text) }, style)
}

#[test]
fn marks_stand_under_chinese_text() {
    let out = shown(&conflict(), TEXT, Style::default());
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(lines[0], "错误[C001]: 2015年固定资产投资有两个数：740与782.1", "{out}");
    let at = lines.iter().position(|l| l.contains("740亿元") && l.contains('|')).expect("the line is shown");
    let column = |line: &str, needle: &str| {
        unicode_width::UnicodeWidthStr::width(&line[..line.find(needle).expect("there")])
    };
    assert_eq!(column(lines[at], "740"), column(lines[at + 1], "^"), "{out}");
    assert!(out.contains("规划.txt:2:15"), "{out}");
    assert!(out.contains("建议: 核实后统一"), "{out}");
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let filler = "持续推进各项工作，".repeat(60);
    let text = format!("{filler}投资740亿元。{filler}");
    let at = text.find("740").expect("there");
    let found = Diagnostic::new("C001", "x", Family::Consistency, Severity::Note)
        .message("示例", "example")
        .label(Span::new(at, at + 3), "", "");
    let out = shown(&found, &text, Style { width: 60, ..Style::default() });
    assert!(out.contains("投资740亿元"), "{out}");
    assert!(out.lines().all(|l| unicode_width::UnicodeWidthStr::width(l) <= 62), "{out}");
}

#[test]
fn colour_is_asked_for() {
    let plain = shown(&conflict(), TEXT, Style::default());
    let coloured = shown(&conflict(), TEXT, Style { colour: true, ..Style::default() });
    assert!(!plain.contains('\u{1b}'));
    assert!(coloured.contains('\u{1b}'));
}

#[test]
fn odd_spans_do_not_panic() {
    for (start, end) in
        [(0, 0), (TEXT.len(), TEXT.len()), (TEXT.len() + 9, TEXT.len() + 12), (1, 2), (0, TEXT.len())]
    {
        let found = Diagnostic::new("X000", "x", Family::Text, Severity::Note)
            .message("示例", "example")
            .label(Span::new(start, end), "此处", "here");
        let source = Source { name: "a", text: TEXT, lines: &Lines::of(TEXT) };
        assert!(human(&found, source, Style { width: 30, ..Style::default() }).contains("示例"));
        assert!(json(std::slice::from_ref(&found), source, Lang::Zh).contains("示例"));
        assert!(sarif(&[found], &[], source, "0.1.0", Lang::Zh).contains("示例"));
    }
}

#[test]
fn json_has_the_promised_keys() {
    let out = json(&[conflict()], Source { name: "a", text: TEXT, lines: &Lines::of(TEXT) }, Lang::En);
    let value: serde_json::Value = serde_json::from_str(&out).expect("valid JSON");
    assert_eq!(value[0]["code"], "C001");
    assert_eq!(value[0]["family"], "consistency");
    assert_eq!(value[0]["labels"][0]["quote"], "740亿元");
    assert_eq!(value[0]["labels"][1]["line"], 4);
    assert_eq!(value[0]["labels"][0]["text"], "prose");
    assert_eq!(value[0]["artefact"], false);
}

#[test]
fn sarif_follows_the_schema() {
    let rules = [RuleDescription {
        code: "C001",
        name: "figure-conflict",
        severity: Severity::Error,
        title: Words::new("数值冲突", "Conflicting figures"),
        help: Words::new("统一数值", "Settle on one figure"),
    }];
    let bare = Diagnostic::new("X001", "no-place", Family::Text, Severity::Note).message("无处", "nowhere");
    let source = Source { name: "目录/规划 1.txt", text: TEXT, lines: &Lines::of(TEXT) };
    let out = sarif(&[conflict(), bare], &rules, source, "0.1.0", Lang::Zh);
    let log: serde_json::Value = serde_json::from_str(&out).expect("valid JSON");
    // The schema's pattern for languages has a stray bracket that only a browser's regular expressions accept.
    let schema = include_str!("../sarif-schema-2.1.0.json").replace("{2}]?$", "{2}?$");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("valid schema");
    let validator = jsonschema::validator_for(&schema).expect("usable schema");
    let faults: Vec<_> = validator.iter_errors(&log).map(|e| e.to_string()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startLine"], 2);
    assert_eq!(region["startColumn"], 15);
    assert_eq!(region["snippet"]["text"], "740亿元");
    // The schema must be able to fail.
    let mut broken = log.clone();
    broken["runs"][0]["results"][0]["level"] = "fatal".into();
    assert!(!validator.is_valid(&broken));
}
