//! Bulletins and yearbooks as they come: docx, pdf and xlsx propose figures with their sentence or cell.

use super::bench::{Answer, Bench, Browser, OPEN, hex};
use super::story::{GDP, duty};
use duty::Role;
use jiff::civil::date;
use rust_xlsxwriter::Workbook;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use store::{SubmissionFilter, Submitted};
use zip::CompressionMethod::Deflated;
use zip::write::SimpleFileOptions;

const TITLE: &str = "锦川市2016年国民经济和社会发展统计公报";
const SAID: &str = "初步核算，2016年全市地区生产总值1032.8亿元，比上年下降2.3%。";
const URBAN: &str = "年末常住人口城镇化率为54.2%。";

fn address() -> String {
    format!("/plans/{OPEN}/bulletin")
}

async fn bench() -> Bench {
    let settings = server::Settings { today: Some(date(2017, 2, 5)), ..server::Settings::default() };
    Bench::start_at_work(settings, &[duty()]).await
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default().compression_method(Deflated)).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A Word file of paragraphs and one table.
fn docx(paragraphs: &[&str], table: &[&[&str]]) -> Vec<u8> {
    let paragraph = |text: &&str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let cell = |text: &&str| format!("<w:tc>{}</w:tc>", paragraph(text));
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    let table = table.iter().map(row).collect::<String>();
    let body = paragraphs.iter().map(paragraph).collect::<String>();
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body>{body}<w:tbl>{table}</w:tbl></w:body></w:document>"
    );
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    archive(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ])
}

/// A PDF with these objects after the catalogue and the pages, and these words in its trailer.
fn pdf(objects: &[String], pages: usize, trailer: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", 3 + page)).collect();
    let head = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {pages} >>", kids.join(" ")),
    ];
    let mut file = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in head.iter().chain(objects).enumerate() {
        places.push(file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let start = file.len();
    let size = places.len() + 1;
    let _ = write!(file, "xref\n0 {size}\n0000000000 65535 f \n");
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(file, "trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n");
    file.into_bytes()
}

fn stream(content: &str) -> String {
    format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A PDF whose pages show these lines.
fn text_pdf(pages: &[&[&str]]) -> Vec<u8> {
    let count = pages.len();
    let font = 3 + 2 * count;
    let mut objects: Vec<String> = (0..count)
        .map(|page| {
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
                 /Resources << /Font << /F0 {font} 0 R >> >> >>",
                3 + count + page
            )
        })
        .collect();
    for lines in pages {
        let mut content = String::new();
        for (at, line) in lines.iter().enumerate() {
            let codes: String = hex(&line.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>());
            let _ = writeln!(content, "BT /F0 12 Tf 72 {} Td <{codes}> Tj ET", 770 - 24 * at);
        }
        objects.push(stream(&content));
    }
    objects.push(format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [{} 0 R] >>",
        font + 1
    ));
    objects.push(
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>"
            .to_owned(),
    );
    pdf(&objects, count, "")
}

/// A yearbook of two sheets: what the plan asks for among much else, and a preface.
fn yearbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("说明").unwrap();
    sheet.write(0, 0, "本表数据为初步核算数。").unwrap();
    let sheet = book.add_worksheet().set_name("表1").unwrap();
    sheet.write(0, 0, "2016年国民经济主要指标").unwrap();
    for (column, word) in ["指标", "计量单位", "绝对数", "比上年增长（%）"].iter().enumerate()
    {
        sheet.write(2, column as u16, *word).unwrap();
    }
    let rows = [
        ("粮食产量", "万吨", 250.5),
        ("国内生产总值（GDP）", "万元", 10_328_139.0),
        ("常住人口城镇化率", "%", 54.2),
    ];
    for (at, (name, unit, value)) in rows.into_iter().enumerate() {
        let row = 3 + at as u32;
        sheet.write(row, 0, name).unwrap();
        sheet.write(row, 1, unit).unwrap();
        sheet.write(row, 2, value).unwrap();
        sheet.write(row, 3, -2.3).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// The address that the page with the proposals sends its form to.
fn confirmation(page: &Answer) -> String {
    let mark = format!("action=\"{}/", address());
    let text = page.text();
    let key = text.split_once(&mark).unwrap_or_else(|| panic!("proposals: {text}")).1;
    format!("{}/{}", address(), key.split('"').next().unwrap())
}

async fn stored(bench: &Bench) -> Vec<Submitted> {
    bench.store.submissions(&SubmissionFilter::default()).await.unwrap()
}

/// Uploads a file, ticks the first proposal, and gives the page with the proposals and what was handed in.
async fn hand_in(bench: &Bench, reporter: &mut Browser, name: &str, content: &[u8]) -> (String, Submitted) {
    let before = stored(bench).await.len();
    let page = reporter.post_file(&address(), &[], (name, content)).await;
    assert_eq!(page.status, 200, "{name}: {}", page.text());
    assert_eq!(stored(bench).await.len(), before, "{name}: nothing is stored by looking");
    let (place, year) = (page.field("place"), page.field("year"));
    let taken = reporter.post(&confirmation(&page), &[("place", &place), ("year", &year)]).await;
    assert_eq!(taken.status, 303, "{name}: {}", taken.text());
    let mut all = stored(bench).await;
    assert_eq!(all.len(), before + 1, "{name}");
    all.sort_by_key(|one| one.id);
    let one = all.pop().unwrap();
    assert_eq!((one.figure.indicator.as_str(), one.figure.year), (GDP, 2016), "{name}");
    // The file itself is kept with what came from it.
    let file = one.figure.attachment.expect("the file");
    assert_eq!(reporter.get(&format!("/attachments/{file}")).await.body, content, "{name}");
    (page.text(), one)
}

#[tokio::test]
async fn a_word_file_proposes_sentences_and_rows() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let file = docx(
        &[TITLE, "一、综合", &format!("{SAID}{URBAN}")],
        &[&["指标", "2016年"], &["森林覆盖率（%）", "35.1"]],
    );
    let (page, one) = hand_in(&bench, &mut reporter, "公报.docx", &file).await;
    assert!(
        page.contains(SAID) && !page.contains("54.2 %"),
        "the sentence, and nothing of another office: {page}"
    );
    assert_eq!(one.figure.value.unwrap().to_string(), "1032.8");
    assert_eq!(one.figure.source, format!("《{TITLE}》（公报.docx）第3行"));
    assert_eq!(one.figure.comment, SAID);

    // Whoever may hand in everything sees the row of the table as well.
    let mut planner = bench.signed_in(Role::Planner).await;
    let page = planner.post_file(&address(), &[], ("公报.docx", &file)).await.text();
    assert!(page.contains("54.2 %") && page.contains(URBAN), "{page}");
    assert!(page.contains("35.1 %") && page.contains("森林覆盖率（%） 35.1"), "{page}");
}

#[tokio::test]
async fn a_pdf_proposes_sentences_with_their_page() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let file = text_pdf(&[&[TITLE, "一、综合", URBAN], &["二、经济", SAID]]);
    let (page, one) = hand_in(&bench, &mut reporter, "gongbao.pdf", &file).await;
    assert!(page.contains(SAID) && page.contains("第2页"), "{page}");
    assert_eq!(one.figure.value.unwrap().to_string(), "1032.8");
    assert_eq!(one.figure.source, format!("《{TITLE}》（gongbao.pdf）第2页"));
    assert_eq!(one.figure.comment, SAID);
}

#[tokio::test]
async fn a_workbook_proposes_cells() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let (page, one) = hand_in(&bench, &mut reporter, "年鉴.xlsx", &yearbook()).await;
    assert!(page.contains("表1!C5") && page.contains("1032.8139 亿元"), "{page}");
    assert_eq!(one.figure.value.unwrap().to_string(), "1032.8139");
    assert_eq!(
        (one.figure.source.as_str(), one.figure.comment.as_str()),
        ("年鉴.xlsx 表1!C5", "国内生产总值(GDP) 10328139 万元")
    );

    // Several are confirmed at once, each with its own cell; what was not ticked stays out.
    let mut planner = bench.signed_in(Role::Planner).await;
    let page = planner.post_file(&address(), &[], ("年鉴.xlsx", &yearbook())).await;
    assert!(page.text().contains("表1!C6"), "{}", page.text());
    planner.post(&confirmation(&page), &[("place", "0"), ("place", "1"), ("place", "77")]).await;
    let mut cells: Vec<_> = stored(&bench).await.into_iter().map(|one| one.figure.source).collect();
    cells.sort();
    assert_eq!(cells, ["年鉴.xlsx 表1!C5", "年鉴.xlsx 表1!C5", "年鉴.xlsx 表1!C6"]);
}

#[tokio::test]
async fn files_that_cannot_be_read_are_refused_with_what_to_do() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let picture = stream("q 595 0 0 842 0 0 cm /I Do Q").replace(
        "<< ",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 ",
    );
    let scan = pdf(
        &[
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>".to_owned(),
            stream("q 595 0 0 842 0 0 cm /I Do Q"),
            picture,
        ],
        1,
        "",
    );
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_owned();
    let word = "00".repeat(32);
    let locked = format!(
        "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{word}> /U <{word}> >> /ID [<00> <00>]"
    );
    let bomb = archive(&[("word/document.xml", &vec![b' '; 80 << 20])]);
    let mut old = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    old.resize(4096, 0);
    for (name, content, words) in [
        ("scan.pdf", scan, "文字识别"),
        ("locked.pdf", pdf(&[page], 1, &locked), "密码"),
        ("cut.pdf", text_pdf(&[&[TITLE, SAID]])[..60].to_vec(), "PDF"),
        ("bomb.docx", bomb, "过大"),
        ("locked.docx", old.clone(), "加密"),
        ("locked.xlsx", old, "密码"),
        ("cut.docx", docx(&[TITLE, SAID], &[])[..300].to_vec(), "docx"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n0000".to_vec(), "图片"),
        ("blank.xlsx", Workbook::new().save_to_buffer().unwrap(), "没有数据"),
    ] {
        assert!(content.len() < 2 << 20, "{name}: small when sent");
        let answer = reporter.post_file(&address(), &[], (name, &content)).await;
        let page = answer.text();
        let complaint = page.split_once("role=\"alert\">").map_or("", |(_, rest)| rest);
        let complaint = complaint.split('<').next().unwrap_or("");
        assert_eq!(answer.status, 422, "{name}: {page}");
        assert!(complaint.contains(words), "{name}: {complaint}");
    }
    // A sound file that says nothing of the plan is told apart from one that cannot be read.
    let other = reporter.post_file(&address(), &[], ("a.docx", &docx(&["关于放假的通知"], &[]))).await;
    assert_eq!(other.status, 200);
    assert!(other.text().contains("没有找到与本规划指标相符的数值"), "{}", other.text());
    assert!(stored(&bench).await.is_empty());
}
