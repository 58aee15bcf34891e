//! Comments and tracked changes in files of other programs, read back as a person sees them.

use crate::settings;
use docx::{Mark, Stretch, mark, write};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::process::Command;
use story::{Block, Heading, Inline, Paragraph, Role};
use zip::write::SimpleFileOptions;

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// What a text says when its changes are taken, when they are refused, and which words each comment is about.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    taken: String,
    refused: String,
    about: BTreeMap<String, String>,
    comments: BTreeMap<String, String>,
}

fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file.to_vec())).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn seen(file: &[u8]) -> Seen {
    let mut all = Seen::default();
    let mut open: Vec<String> = Vec::new();
    walk(&part(file, "word/document.xml"), |inside, name, id, text| {
        let has = |one: &str| inside.iter().any(|name| name == one);
        match name {
            "w:commentRangeStart" => drop(all.about.insert(id.clone(), String::new())),
            "w:commentRangeStart/" => {
                all.about.insert(id.clone(), String::new());
                open.push(id);
            }
            "w:commentRangeEnd/" => open.retain(|one| *one != id),
            "" if has("w:t") || has("w:delText") => {
                if !has("w:del") {
                    all.taken.push_str(text);
                }
                if !has("w:ins") {
                    all.refused.push_str(text);
                }
                for one in &open {
                    all.about.get_mut(one).unwrap().push_str(text);
                }
            }
            _ => {}
        }
    });
    let mut now = String::new();
    walk(&part(file, "word/comments.xml"), |inside, name, id, text| match name {
        "w:comment" => now = id,
        "" if inside.iter().any(|name| name == "w:t") => {
            all.comments.entry(now.clone()).or_default().push_str(text);
        }
        _ => {}
    });
    all
}

/// Calls for every opening (empty elements with a slash behind) and every text, with the elements around it.
fn walk(xml: &str, mut see: impl FnMut(&[String], &str, String, &str)) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut inside: Vec<String> = Vec::new();
    let id = |element: &quick_xml::events::BytesStart<'_>| {
        let found = element.attributes().flatten().find(|attribute| attribute.key.0 == "w:id");
        found.map(|attribute| attribute.value.to_string()).unwrap_or_default()
    };
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) => {
                see(&inside, element.name().0, id(&element), "");
                inside.push(element.name().0.to_owned());
            }
            Event::Empty(element) => see(&inside, &format!("{}/", element.name().0), id(&element), ""),
            Event::End(_) => drop(inside.pop()),
            Event::Text(text) => see(&inside, "", String::new(), &text),
            Event::GeneralRef(name) => {
                let letter = match &*name {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    other => panic!("{other}"),
                };
                see(&inside, "", String::new(), letter);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(inside.is_empty());
}

/// A file as other programs write it: the same text cut into runs that mean nothing.
fn file(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let document = format!("<w:document {W}><w:body>{body}</w:body></w:document>");
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations),
        ("word/document.xml", document.as_str()),
    ];
    for (name, text) in parts.iter().chain(more) {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn same(text: &str) -> Stretch {
    Stretch::Same(text.to_owned())
}

fn gone(text: &str) -> Stretch {
    Stretch::Gone(text.to_owned())
}

fn come(text: &str) -> Stretch {
    Stretch::Come(text.to_owned())
}

fn note(words: Vec<Stretch>, comment: &str) -> Mark {
    Mark {
        before: String::new(),
        words,
        after: String::new(),
        near: 0,
        comment: comment.to_owned(),
        author: "王敏 & <综合处>".to_owned(),
        at: "2027-03-01T08:00:00Z".to_owned(),
    }
}

const CUT: &str = "<w:p><w:pPr><w:jc w:val=\"left\"/></w:pPr><w:r w:rsidR=\"00A1\"><w:rPr><w:b/></w:rPr><w:t>森林覆盖</w:t></w:r>\
<w:proofErr w:type=\"spellStart\"/><w:r><w:t xml:space=\"preserve\">率达到 4</w:t><w:tab/><w:t>5%以上，A&amp;B</w:t></w:r><w:r><w:t>不变。</w:t></w:r></w:p>\
<w:p><w:r><w:t>粮食产量达到45万吨。</w:t></w:r></w:p>";

#[test]
fn changes_and_comments_stand_at_their_words_whatever_the_runs() {
    let words =
        vec![same("森林覆盖率达到"), gone("45%"), come("50%"), same("以上，A&B"), gone("不变"), come("提高")];
    let other = Mark { near: 900, ..note(vec![same("45万吨")], "单位？\n请核对<吨>") };
    let done = mark(&file(CUT, &[]), &[note(words, "与表1不一致"), other], "未找到：").unwrap();
    assert!(done.unplaced.is_empty());
    let seen = seen(&done.bytes);
    assert_eq!(seen.refused, "森林覆盖率达到 45%以上，A&B不变。粮食产量达到45万吨。");
    assert_eq!(seen.taken, "森林覆盖率达到 50%以上，A&B提高。粮食产量达到45万吨。");
    let about: Vec<(&str, &str)> =
        seen.about.iter().map(|(id, words)| (seen.comments[id].as_str(), words.as_str())).collect();
    assert_eq!(
        about,
        [("与表1不一致", "森林覆盖率达到 45%50%以上，A&B不变提高"), ("单位？请核对<吨>", "45万吨")]
    );
    let document = part(&done.bytes, "word/document.xml");
    assert!(document.contains(
        "<w:r w:rsidR=\"00A1\"><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">森林覆盖</w:t></w:r>"
    ));
    assert!(document.contains("w:author=\"王敏 &amp; &lt;综合处&gt;\"") && document.contains("<w:tab/>"));
    assert!(part(&done.bytes, "[Content_Types].xml").contains("/word/comments.xml"));
    assert!(part(&done.bytes, "word/_rels/document.xml.rels").contains("comments.xml"));
}

#[test]
fn of_words_that_stand_twice_what_is_around_them_tells_which() {
    let body =
        "<w:p><w:r><w:t>甲区完成10万吨。</w:t></w:r></w:p><w:p><w:r><w:t>乙区完成10万吨。</w:t></w:r></w:p>";
    let at =
        |before: &str, near| Mark { before: before.into(), near, ..note(vec![gone("10"), come("12")], "") };
    // A space and a tab in the words around it do not count.
    let done = mark(&file(body, &[]), &[at("乙 区\t完成", 0)], "").unwrap();
    assert!(part(&done.bytes, "word/document.xml").contains("甲区完成10万吨"));
    let done = mark(&file(body, &[]), &[at("", 999)], "").unwrap();
    assert!(part(&done.bytes, "word/document.xml").contains("甲区完成10万吨"));
    let done = mark(&file(body, &[]), &[at("", 0)], "").unwrap();
    assert!(part(&done.bytes, "word/document.xml").contains("乙区完成10万吨"));
}

#[test]
fn what_comes_at_the_very_beginning_or_instead_of_nothing_is_put_in() {
    let body = "<w:p><w:r><w:t>建设港口。</w:t></w:r></w:p>";
    let words = vec![come("加快"), same("建设港口"), come("和机场"), same("。")];
    let done = mark(&file(body, &[]), &[note(words, "补充")], "").unwrap();
    let seen = seen(&done.bytes);
    assert_eq!((seen.taken.as_str(), seen.refused.as_str()), ("加快建设港口和机场。", "建设港口。"));
    assert_eq!(seen.about.values().next().unwrap(), "加快建设港口和机场。");
}

#[test]
fn what_is_not_found_or_was_changed_already_is_told_in_a_comment() {
    let twice = [
        note(vec![same("不"), gone("变"), come("动")], "甲"),
        note(vec![gone("不变"), come("改")], "乙"),
        note(vec![gone("没有的话"), come("别的")], "丙"),
    ];
    let done = mark(&file(CUT, &[]), &twice, "未找到：").unwrap();
    assert_eq!(done.unplaced, [2]);
    let seen = seen(&done.bytes);
    assert!(seen.taken.contains("不动。") && seen.refused.contains("不变。"));
    let said: Vec<&str> = seen.comments.values().map(String::as_str).collect();
    assert_eq!(said, ["甲", "乙不变 → 改", "未找到：没有的话 → 别的丙"]);
}

#[test]
fn comments_and_changes_of_others_stay_and_what_is_no_text_is_left_alone() {
    let body = "<w:p><w:commentRangeStart w:id=\"7\"/><w:ins w:id=\"3\" w:author=\"a\" w:date=\"2027-01-01T00:00:00Z\"><w:r><w:t>新增工业用地</w:t></w:r></w:ins>\
<w:del w:id=\"4\" w:author=\"a\" w:date=\"2027-01-01T00:00:00Z\"><w:r><w:delText>旧词</w:delText></w:r></w:del><w:commentRangeEnd w:id=\"7\"/><w:r><w:commentReference w:id=\"7\"/></w:r>\
<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId5\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/></Relationships>";
    for (comments, count) in [
        (
            format!(
                "<w:comments {W}><w:comment w:id=\"7\" w:author=\"a\"><w:p><w:r><w:t>旧批注</w:t></w:r></w:p></w:comment></w:comments>"
            ),
            2,
        ),
        (format!("<w:comments {W}/>"), 1),
    ] {
        let more = [("word/_rels/document.xml.rels", relations), ("word/comments.xml", comments.as_str())];
        let marks = [
            note(vec![same("新增"), gone("工业"), come("仓储"), same("用地")], "新批注"),
            note(vec![same("框内"), gone("文字")], ""),
        ];
        let done = mark(&file(body, &more), &marks, "").unwrap();
        let seen = seen(&done.bytes);
        assert_eq!(seen.comments.len(), count, "{seen:?}");
        assert!(seen.taken.starts_with("新增仓储用地") && seen.taken.contains("框内"), "{seen:?}");
        let ids: Vec<String> = part(&done.bytes, "word/document.xml")
            .split("<w:")
            .filter(|one| one.starts_with("ins ") || one.starts_with("del "))
            .map(|one| one.split("w:id=\"").nth(1).unwrap().split('"').next().unwrap().to_owned())
            .collect();
        let distinct: std::collections::BTreeSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len(), "{ids:?}");
    }
}

#[test]
fn what_is_no_word_document_is_refused_with_words() {
    assert!(mark(b"no archive", &[], "").unwrap_err().words().zh.contains("Word"));
    assert!(mark(&file("<w:p>", &[]), &[note(vec![same("x")], "y")], "").is_err());
}

#[test]
fn libreoffice_sees_comments_and_changes_at_the_right_words() {
    let Some(office) = testbed::program("soffice") else { return };
    let blocks = [
        Block::Heading(Heading::new(1, "云岭市规划纲要")),
        Block::Paragraph(Paragraph::new(
            Role::Plain,
            vec![Inline::text("到2030年，森林覆盖率达到45%以上，粮食产量稳定。")],
        )),
    ];
    let bytes = write(&blocks, &settings()).unwrap();
    let words = vec![
        same("森林覆盖率达到"),
        gone("45"),
        come("50"),
        same("%以上，粮食产量"),
        gone("稳定"),
        come("增长"),
    ];
    for (name, file) in [("own", bytes), ("cut", file(CUT, &[]))] {
        let words = if name == "own" {
            words.clone()
        } else {
            vec![same("森林覆盖率达到"), gone("45"), come("50")]
        };
        let done = mark(&file, &[note(words, "与专栏不一致")], "").unwrap();
        assert!(done.unplaced.is_empty());
        let folder = tempfile::tempdir().unwrap();
        let flat = convert(&office, folder.path(), &done.bytes);
        let regions: Vec<&str> = flat.split("<text:changed-region").skip(1).collect();
        assert!(name != "own" || regions.len() == 4, "{flat}");
        let body = flat.split("<office:text").nth(1).unwrap();
        let changed = |kind: &str| {
            let ids = regions.iter().filter(|one| one.contains(kind));
            let ids: Vec<&str> =
                ids.map(|one| one.split("text:id=\"").nth(1).unwrap().split('"').next().unwrap()).collect();
            let marks = body
                .split("<text:change-start")
                .skip(1)
                .filter(|rest| ids.iter().any(|id| rest.starts_with(&format!(" text:change-id=\"{id}\""))));
            let words =
                marks.map(|rest| rest.split_once("/>").unwrap().1.split("<text:change-end").next().unwrap());
            words.map(|xml| plain(&format!("<>{xml}"))).collect::<Vec<_>>()
        };
        let (gone, come) = (changed("<text:deletion>"), changed("<text:insertion>"));
        if name == "own" {
            assert_eq!((gone, come), (vec!["45".into(), "稳定".into()], vec!["50".into(), "增长".into()]));
        } else {
            // A tab stands between the two digits of this file.
            assert_eq!((gone.concat().replace(['\t', ' '], ""), come), ("45".into(), vec!["50".into()]));
        }
        let comment = body.split("<office:annotation ").nth(1).expect("a comment");
        let (comment, rest) = comment.split_once("</office:annotation>").unwrap();
        assert!(comment.contains("与专栏不一致") && comment.contains("王敏"), "{comment}");
        let about = plain(&format!("<>{}", rest.split("<office:annotation-end").next().unwrap()));
        assert!(about.starts_with("森林覆盖率达到"), "{about}");
        assert!(!about.contains("到2030年"), "{about}");
    }
}

/// The text of a piece of XML.
fn plain(xml: &str) -> String {
    xml.split('<')
        .filter_map(|piece| piece.split_once('>'))
        .map(|(_, text)| text)
        .collect::<String>()
        .replace('\n', "")
}

#[expect(clippy::disallowed_methods, reason = "the test starts another program")]
fn convert(office: &Path, folder: &Path, bytes: &[u8]) -> String {
    std::fs::write(folder.join("marked.docx"), bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let done = Command::new(office)
        .args([&profile, "--headless", "--convert-to", "fodt", "--outdir"])
        .arg(folder)
        .arg(folder.join("marked.docx"))
        .output()
        .unwrap();
    std::fs::read_to_string(folder.join("marked.fodt"))
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&done.stderr)))
}
