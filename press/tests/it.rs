//! Documents set as PDF, with the fonts of the machine.

use gangyao_press::{Fonts, Sheet, set};
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::found(&[]));

fn document(blocks: Value) -> Value {
    json!({"form": "gangyao-press/1", "title": "标题 #t", "language": "zh", "day": "2028-12-31", "contents": "目录", "blocks": blocks})
}

fn pressed(document: &Value) -> Sheet {
    assert!(!FONTS.is_empty(), "no font: run scripts/setup.sh press");
    set(document.to_string().as_bytes(), &FONTS).unwrap()
}

/// The text of a PDF, where pdftotext is there.
fn text(pdf: &[u8]) -> Option<String> {
    printed(pdf, &["pdftotext", "-layout", "-", "-"])
}

/// What a program of Poppler prints of a PDF, where it is there.
fn printed(pdf: &[u8], program: &[&str]) -> Option<String> {
    let mut child = Command::new(program[0])
        .args(&program[1..])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .inspect_err(|_| {
            assert!(std::env::var_os("GANGYAO_STRICT").is_none(), "{} is not installed", program[0])
        })
        .ok()?;
    child.stdin.take().unwrap().write_all(pdf).unwrap();
    let text = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    Some(text)
}

/// How often some bytes stand in a file.
fn count(pdf: &[u8], wanted: &str) -> usize {
    pdf.windows(wanted.len()).filter(|window| *window == wanted.as_bytes()).count()
}

fn cell(text: &str) -> Value {
    json!({"text": [text]})
}

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 620 200' width='620' height='200'><text x='9' y='90'>图中字</text></svg>";

#[test]
fn a_document_is_archival_the_same_twice_and_says_what_it_shows() {
    let blocks = json!([
        {"kind": "title", "lines": ["澜川市", "中期评估报告"]},
        {"kind": "paragraph", "role": "subtitle", "text": ["（2026—2028年）"]},
        {"kind": "heading", "level": 1, "text": ["一、总体进展"]},
        {"kind": "heading", "level": 3, "text": ["跳级的标题"]},
        {"kind": "paragraph", "text": ["正文", {"note": ["脚注"]}, {"look": "strong", "text": ["粗"]}, {"link": "https://example.org", "text": ["链接"]}]},
        {"kind": "figure", "svg": SVG, "alt": "一幅图", "caption": "图1　一幅图"},
        {"kind": "table", "caption": "表1", "note": "单位：%", "columns": [3, 1], "head": [[cell("指标"), cell("值")]], "rows": [[{"text": ["产值"], "head": true}, {"text": ["1.5"], "number": true}]]},
        {"kind": "frame", "title": ["专栏1"], "blocks": [{"kind": "paragraph", "text": ["框内"]}]},
        {"kind": "heading", "level": 1, "attached": true, "lying": true, "text": ["附件1"]},
        {"kind": "table", "lying": true, "head": [[cell("序号")]], "rows": [[cell("1")]]},
    ]);
    let document = document(blocks);
    let (once, again) = (pressed(&document), pressed(&document));
    assert!(once.pdf == again.pdf, "same input, same bytes");
    assert!(once.is_archival && once.findings.is_empty(), "{:?}", once.findings);
    assert_eq!(once.pages, 4, "cover, contents, text, attachment");
    for wanted in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
        assert_eq!(count(&once.pdf, wanted), 1, "{wanted}");
    }
    let Some(text) = text(&once.pdf) else { return };
    let bare: String = text.split_whitespace().collect();
    for wanted in ["澜川市", "一、总体进展", "脚注", "图中字", "单位：%", "框内", "—4—"]
    {
        assert!(bare.contains(wanted), "{wanted} in {text}");
    }
}

#[test]
fn text_of_a_document_is_data() {
    let hostile = "#let x = 1; $a$ @b *c* _d_ <e> & = `f` \\u{41} [g] // h /* i */ ~ -- \"j\" 'k' #read(\"/etc/passwd\")";
    let blocks = json!([
        {"kind": "title", "lines": [hostile]},
        {"kind": "heading", "level": 1, "text": [hostile]},
        {"kind": "paragraph", "text": [hostile, {"note": [hostile]}]},
        {"kind": "table", "caption": hostile, "rows": [[cell("#panic()")]]},
        {"kind": "paragraph", "text": ["甲\u{202e}乙\u{0}丙"]},
    ]);
    let sheet = pressed(&document(blocks));
    assert!(sheet.is_archival);
    assert!(
        sheet.findings.len() == 1 && sheet.findings[0].en.contains("U+0000, U+202E"),
        "{:?}",
        sheet.findings
    );
    let Some(text) = text(&sheet.pdf) else { return };
    let bare: String = text.split_whitespace().collect();
    for wanted in ["#letx=1;$a$@b*c*_d_<e>&=`f`", "--\"j\"'k'#read(", "#panic()", "甲乙丙"] {
        assert!(bare.contains(wanted), "{wanted} in {text}");
    }
}

#[test]
fn a_page_holds_22_lines_of_28_characters() {
    let mut document = document(json!([{"kind": "paragraph", "text": ["国".repeat(28 * 50)]}]));
    document["contents"] = json!("");
    let Some(text) = text(&pressed(&document).pdf) else { return };
    let page = text.split('\u{c}').next().unwrap();
    let lines: Vec<usize> =
        page.lines().map(|line| line.chars().filter(|one| *one == '国').count()).filter(|n| *n > 0).collect();
    assert_eq!(lines.len(), 22, "{lines:?}");
    // The first one is indented by two.
    assert!(lines[0] == 26 && lines[1..].iter().all(|count| *count == 28), "{lines:?}");
}

#[test]
fn heads_of_long_tables_stand_on_each_page_and_long_words_stay_in_their_cells() {
    let rows: Vec<Value> =
        (0..500).map(|row| json!([cell(&row.to_string()), cell(&"x".repeat(60)), cell("说明")])).collect();
    let mut document = document(
        json!([{"kind": "table", "head": [[cell("序号"), cell("名称"), cell("说明")]], "rows": rows}]),
    );
    document["contents"] = json!("");
    let sheet = pressed(&document);
    assert!(sheet.is_archival && sheet.pages > 10);
    let Some(text) = text(&sheet.pdf) else { return };
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert_eq!(pages.len(), sheet.pages);
    assert!(pages.iter().all(|page| page.contains("序号")), "the head is on each page");
    assert!(!text.contains(&"x".repeat(40)), "a long word is broken");
    assert_eq!(text.matches('x').count(), 500 * 60, "and all of it is there");
}

#[test]
fn characters_that_no_font_has_are_named_and_the_file_is_plain() {
    // Characters of private use are in no font by their nature.
    let sheet = pressed(&document(json!([{"kind": "paragraph", "text": ["甲\u{f1234}乙\u{10fffd}"]}])));
    assert!(!sheet.is_archival && sheet.pdf.starts_with(b"%PDF-"));
    assert_eq!(count(&sheet.pdf, "pdfaid"), 0);
    let [finding] = sheet.findings.as_slice() else { panic!("{:?}", sheet.findings) };
    assert!(finding.zh.contains("U+F1234, U+10FFFD") && finding.en.contains("fonts-noto-cjk"), "{finding:?}");
}

#[test]
fn odd_tables_pictures_and_depths_are_set_all_the_same() {
    let mut deep = json!([{"kind": "paragraph", "text": ["最里层"]}]);
    for at in 0..9 {
        deep = json!([{"kind": "frame", "title": [at.to_string()], "blocks": deep}]);
    }
    let wide: Vec<Value> = (0..100).map(|at| cell(&at.to_string())).collect();
    let long = "一二三四五六七八九十".repeat(300);
    let blocks = json!([
        {"kind": "table", "rows": [[{"text": ["a"], "rows": 99, "columns": 9}], [{"text": ["b"], "columns": 3}], []]},
        {"kind": "table", "rows": []},
        {"kind": "table", "head": [[cell(&long)], [cell("h")]], "rows": [[cell(&long)]]},
        {"kind": "table", "lying": true, "rows": [wide]},
        {"kind": "figure", "svg": "<svg", "alt": "坏图"},
        {"kind": "figure", "svg": "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='900000'/>", "alt": ""},
        {"kind": "figure", "svg": "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='9' height='9'><image xlink:href='/etc/passwd' width='9' height='9'/></svg>", "alt": "外部图"},
        {"kind": "heading", "level": 0, "text": [" "]},
        {"kind": "heading", "level": 99, "text": ["深"]},
        {"kind": "paragraph", "text": []},
        deep[0],
    ]);
    let sheet = pressed(&document(blocks));
    assert!(sheet.pdf.starts_with(b"%PDF-"));
    let told = |wanted: &str| sheet.findings.iter().any(|one| one.zh.contains(wanted));
    assert!(told("第 1 幅图") && told("第 3 幅图") && told("<image>"), "{:?}", sheet.findings);
    let Some(text) = text(&sheet.pdf) else { return };
    assert!(text.contains("最里层") && text.contains("坏图"));
}

#[test]
fn what_is_no_document_is_refused_in_both_languages() {
    let good = document(json!([]));
    let with = |name: &str, value: Value| {
        let mut changed = good.clone();
        changed[name] = value;
        changed.to_string()
    };
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let cases = [
        (String::new(), "JSON"),
        ("{}".to_owned(), "form"),
        (nested, "JSON"),
        (with("form", json!("gangyao-press/2")), "make press"),
        (with("day", json!("2028-02-30")), "2028-02-30"),
        (with("blocks", json!([{"kind": "script"}])), "script"),
        (with("blocks", json!([{"kind": "table", "rows": [vec![cell("x"); 200]]}])), "100"),
    ];
    for (input, wanted) in cases {
        let words = set(input.as_bytes(), &FONTS).unwrap_err();
        assert!(words.zh.contains(wanted) && words.en.contains(wanted), "{words:?}");
        assert!(!words.zh.is_ascii() && words.en != words.zh);
    }
    assert!(set(good.to_string().as_bytes(), &Fonts::default()).unwrap_err().en.contains("fonts-noto-cjk"));
    assert_eq!(pressed(&good).pages, 1, "nothing but its table of contents");
}

#[test]
fn the_program_reads_writes_and_tells() {
    let run = |arguments: &[&str], input: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gangyao-press"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that refuses its arguments reads nothing.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let out = child.wait_with_output().unwrap();
        (out.status.success(), out.stdout, String::from_utf8(out.stderr).unwrap())
    };
    let input = document(json!([{"kind": "paragraph", "text": ["甲\u{f1234}"]}])).to_string();
    let (good, pdf, said) = run(&["--language", "en"], &input);
    assert!(
        good && pdf.starts_with(b"%PDF-") && said.contains("U+F1234") && !said.contains("字体"),
        "{said}"
    );
    let (good, pdf, said) = run(&[], "x");
    assert!(!good && pdf.is_empty() && said.contains("不是"), "{said}");
    let (good, _, said) = run(&["--nonsense"], "");
    assert!(!good && said.contains("--help"), "{said}");
    assert!(run(&["--version"], "").1.starts_with(b"gangyao-press "));
}

#[test]
fn what_stands_behind_a_wide_space_is_in_the_structure() {
    let sheet = pressed(&document(json!([{"kind": "paragraph", "text": ["警告\u{3000}2020年增长"]}])));
    let Some(text) = printed(&sheet.pdf, &["pdfinfo", "-struct-text", "-"]) else { return };
    assert!(text.contains("2020"), "{text}");
    assert_eq!(count(&sheet.pdf, "ActualText"), 0);
}

#[test]
fn a_long_address_in_a_narrow_cell_is_whole_in_the_structure() {
    let address = "archive/20181231/jinzhou/observationsoftheplananditsoutcomes.csv@b89e621";
    let blocks = json!([{"kind": "table", "columns": [1, 5], "head": [[cell("来源"), cell("说明")]], "rows": [[cell(address), cell("城市统计年鉴")]]}]);
    let sheet = pressed(&document(blocks));
    let Some(text) = printed(&sheet.pdf, &["pdfinfo", "-struct-text", "-"]) else { return };
    let whole: String = text.chars().filter(|one| !one.is_whitespace() && *one != '"').collect();
    assert!(whole.contains(address), "{text}");
    assert!(!text.contains('\u{200b}'));
}
