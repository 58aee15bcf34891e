//! Files from people: figures of a table or a bulletin, attachments, and what attackers send instead.

use super::bench::{Bench, Browser, OPEN, PASSWORD, account, change};
use super::story::{GDP, duty, fields};
use duty::Role;
use jiff::civil::date;
use std::io::Write as _;
use std::time::{Duration, Instant};
use store::{NewAccount, Office, SubmissionFilter};

async fn bench() -> Bench {
    let settings = server::Settings { today: Some(date(2017, 2, 5)), ..server::Settings::default() };
    Bench::start_at_work(settings, &[duty()]).await
}

async fn count(bench: &Bench) -> usize {
    bench.store.submissions(&SubmissionFilter::default()).await.unwrap().len()
}

fn import() -> String {
    format!("/plans/{OPEN}/import")
}

/// The address that a preview sends its form to.
fn pending(page: &str, base: &str) -> String {
    let mark = format!("action=\"{base}/");
    let key = page.split_once(&mark).expect("a preview").1.split('"').next().unwrap();
    format!("{base}/{key}")
}

#[tokio::test]
async fn a_table_is_previewed_by_cell_and_taken_in_whole_or_not_at_all() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let bad = "指标,2015,2016\n地区生产总值（亿元）,1357.5,约一千\n森林覆盖率（%）,35,36\n";
    let preview = reporter.post_file(&import(), &[("source", "年鉴")], ("a.csv", bad.as_bytes())).await;
    let page = preview.text();
    assert_eq!(preview.status, 200, "{page}");
    assert!(page.contains("<code>C2</code>"), "the cell that holds no number: {page}");
    assert!(page.contains("B3") && page.contains("不属于您的报送任务"), "{page}");
    assert!(!page.contains("value=\"confirm\""), "nothing to confirm while something is wrong");
    let confirm = pending(&page, &import());
    reporter.post(&confirm, &[("action", "confirm"), ("source", "年鉴")]).await;
    assert_eq!(count(&bench).await, 0);

    let good = "指标,2015,2016\n地区生产总值（亿元）,1327.3,1032.8\n";
    let page = reporter.post_file(&import(), &[("source", "年鉴")], ("a.csv", good.as_bytes())).await.text();
    assert_eq!(count(&bench).await, 0, "nothing is stored by looking");
    let confirm = pending(&page, &import());
    for _ in 0..2 {
        reporter.post(&confirm, &[("action", "confirm"), ("source", "年鉴")]).await;
    }
    assert_eq!(count(&bench).await, 2, "confirmed twice, stored once");
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn what_looks_odd_is_asked_beside_the_row_and_to_the_reviewer_and_months_are_no_year() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let months = "指标,2016年1-9月\n地区生产总值（亿元）,801.2\n";
    let page = reporter.post_file(&import(), &[], ("m.csv", months.as_bytes())).await.text();
    assert!(page.contains("不是全年数") && !page.contains("value=\"confirm\""), "{page}");

    let slip = "指标,2015,2016\n地区生产总值（亿元）,1327.3,-1032.8\n";
    let page = reporter.post_file(&import(), &[("source", "年鉴")], ("a.csv", slip.as_bytes())).await.text();
    assert!(page.contains("severity-question"), "a negative product is asked about: {page}");
    let confirm = pending(&page, &import());
    reporter.post(&confirm, &[("action", "confirm"), ("source", "年鉴")]).await;
    assert_eq!(count(&bench).await, 2, "the person who knows decides");
    let mut reviewer = bench.signed_in(Role::Planner).await;
    let queue = reviewer.get("/review").await.text();
    assert!(queue.contains("severity-question"), "{queue}");
}

#[tokio::test]
async fn columns_of_any_sheet_can_be_matched_by_hand() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let sheet = "甲,乙,丙\n地区生产总值,2016,1032.8\n";
    let page = reporter.post_file(&import(), &[], ("own.csv", sheet.as_bytes())).await.text();
    let address = pending(&page, &import());
    let roles = [
        ("action", "read"),
        ("role/0/0", "indicator"),
        ("role/0/1", "period"),
        ("role/0/2", "value"),
        ("source", "台账"),
    ];
    let matched = reporter.post(&address, &roles).await.text();
    assert!(matched.contains("<code>C2</code>") && matched.contains("1032.8 亿元"), "{matched}");
    let mut confirm = roles;
    confirm[0].1 = "confirm";
    assert_eq!(reporter.post(&address, &confirm).await.status, 303);
    let stored = bench.store.submissions(&SubmissionFilter::default()).await.unwrap();
    assert_eq!((stored[0].figure.year, stored[0].figure.source.as_str()), (2016, "台账"));
}

#[tokio::test]
async fn templates_are_filled_in_and_come_back() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    for file in ["figures.csv", "figures.xlsx"] {
        let answer = reporter.get(&format!("{}/template/{file}", import())).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{file}\""));
        let back = reporter.post_file(&import(), &[], (file, &answer.body)).await;
        assert_eq!(back.status, 200, "an empty template is read without complaint");
        assert!(!back.text().contains("severity-error"), "{}", back.text());
    }
    assert_eq!(reporter.get(&format!("{}/template/other.xlsx", import())).await.status, 404);
}

#[tokio::test]
async fn a_bulletin_proposes_figures_with_their_sentence() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let said = "初步核算，2016年全市地区生产总值1032.8亿元，比上年下降2.3%。";
    let html = format!(
        "<html><head><title>锦川市2016年国民经济和社会发展统计公报</title></head><body>\
         <h1>锦川市2016年国民经济和社会发展统计公报</h1><h2>一、综合</h2><p>{said}年末常住人口城镇化率为54.2%。</p></body></html>"
    );
    let address = format!("/plans/{OPEN}/bulletin");
    let answer = reporter.post_file(&address, &[], ("公报.html", html.as_bytes())).await;
    let page = answer.text();
    assert_eq!(answer.status, 200, "{page}");
    assert!(page.contains("1032.8 亿元") && page.contains("2016年全市地区生产总值1032.8亿元"), "{page}");
    assert!(!page.contains("54.2 %"), "what is another office's is not proposed");
    assert_eq!(count(&bench).await, 0);
    let confirm = pending(&page, &address);
    let place = answer.field("place");
    let taken = reporter.post(&confirm, &[("place", &place), ("year", "2016")]).await;
    assert_eq!(taken.status, 303, "{}", taken.text());
    let stored = bench.store.submissions(&SubmissionFilter::default()).await.unwrap();
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].figure.value.unwrap().to_string(), "1032.8");
    assert!(stored[0].figure.source.contains("公报") && stored[0].figure.comment.contains("1032.8"));
    // The place of a figure that is not one's own is refused, however the form was made.
    let page = reporter.post_file(&address, &[], ("公报.html", html.as_bytes())).await.text();
    let confirm = pending(&page, &address);
    for place in ["0", "1", "2", "3", "99"] {
        reporter.post(&confirm, &[("place", place), ("year", "2016")]).await;
    }
    let stored = bench.store.submissions(&SubmissionFilter::default()).await.unwrap();
    assert!(stored.iter().all(|one| one.figure.indicator == GDP));
}

#[tokio::test]
async fn a_file_that_waits_is_its_owner_s_alone() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let page =
        reporter.post_file(&import(), &[], ("a.csv", "指标,2016\n地区生产总值,1032.8\n".as_bytes())).await;
    let address = pending(&page.text(), &import());
    let mut planner = bench.signed_in(Role::Planner).await;
    let taken = planner.post(&address, &[("action", "confirm"), ("source", "x")]).await;
    assert_eq!(taken.status, 422);
    assert_eq!(count(&bench).await, 0);
}

async fn attach(reporter: &mut Browser, key: &str, name: &str, content: &[u8]) -> (u16, String) {
    let answer = reporter
        .post_file(&format!("/plans/{OPEN}/hand-in"), &fields("2016", "1032.8", key), (name, content))
        .await;
    (answer.status, answer.header("location").to_owned())
}

/// The address of the file on the page of a submission.
fn file_of(page: &str) -> String {
    let rest = page.split_once("href=\"/attachments/").expect("a file").1;
    format!("/attachments/{}", rest.split('"').next().unwrap())
}

#[tokio::test]
async fn pages_among_the_attachments_are_handed_out_as_bytes() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let page = b"<!doctype html><script>alert(1)</script>".as_slice();
    let picture = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".as_slice();
    for (key, name, content) in
        [("1", "../../etc/公报.html", page), ("2", "x.svg", picture), ("3", "a\\b.pdf", page)]
    {
        let (status, location) = attach(&mut reporter, key, name, content).await;
        assert_eq!(status, 303);
        let file = reporter.get(&file_of(&reporter.clone().get(&location).await.text())).await;
        assert_eq!((file.status, file.body.as_slice()), (200, content));
        assert_eq!(file.header("content-type"), "application/octet-stream", "{name}");
        assert!(file.header("content-disposition").starts_with("attachment;"));
        assert!(!file.header("content-disposition").contains(".."));
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert!(file.header("content-security-policy").contains("default-src 'none'"));
    }
}

#[tokio::test]
async fn programs_and_files_too_large_are_refused() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    assert_eq!(attach(&mut reporter, "1", "x.pdf", b"MZ\x90\x00").await.0, 422);
    assert_eq!(attach(&mut reporter, "2", "x.pdf", &vec![b'a'; (10 << 20) + 1]).await.0, 422);
    assert_eq!(attach(&mut reporter, "3", "x.pdf", &vec![b'a'; (20 << 20) + 1]).await.0, 413);
    assert_eq!(count(&bench).await, 0);
}

#[tokio::test]
async fn files_and_figures_of_another_office_do_not_exist_for_a_reporter() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let (_, location) = attach(&mut reporter, "1", "x.pdf", b"%PDF-1.7").await;
    let file = file_of(&reporter.get(&location).await.text());
    let office = Office {
        id: "jyj".into(),
        name: "市教育局".into(),
        kind: plan::BodyKind::Department,
        level: store::OfficeLevel::City,
        parent: None,
        region: String::new(),
    };
    bench.store.put_offices(&[office], &change()).await.unwrap();
    let other = NewAccount { name: "other".into(), office: Some("jyj".into()), ..account(Role::Reporter) };
    bench.store.put_account(&other, &change()).await.unwrap();
    server::set_password(&bench.store, "other", PASSWORD, &change()).await.unwrap();
    let mut other = bench.browser();
    other.sign_in("other", PASSWORD).await;
    for path in [&file, &location] {
        let none = other.get(&format!("{path}9999")).await;
        let theirs = other.get(path).await;
        assert_eq!((theirs.status, none.status), (404, 404), "{path}");
        assert_eq!(reporter.get(path).await.status, 200);
    }
    assert_eq!(other.post(&format!("{location}/withdraw"), &[]).await.status, 404);
    // Naming another's file in one's own form attaches nothing, and handing in for the other is refused.
    let id = file.rsplit('/').next().unwrap();
    let mut form = fields("2016", "1", "k");
    form.push(("attachment", id));
    assert_eq!(other.post(&format!("/plans/{OPEN}/hand-in"), &form).await.status, 403);
    let review = [("id", "1"), ("action", "approve")];
    assert_eq!(other.post("/review", &review).await.status, 403);
}

#[tokio::test]
async fn a_form_of_a_figure_sets_no_stage_author_or_office() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let mut form = fields("2016", "1032.8", "k");
    form.extend([
        ("stage", "published"),
        ("author", "planner"),
        ("office", "other"),
        ("unit", "万亿元"),
        ("embargo", "2000-01-01T00:00"),
        ("id", "77"),
    ]);
    assert_eq!(reporter.post(&format!("/plans/{OPEN}/hand-in"), &form).await.status, 303);
    let stored = bench.store.submissions(&SubmissionFilter::default()).await.unwrap();
    let one = &stored[0];
    assert_eq!(
        (one.id, one.stage, one.author.as_str(), one.office.as_str()),
        (1, duty::Stage::AtCity, "reporter", "tjj")
    );
    assert_eq!((one.figure.unit.as_str(), one.embargo.as_deref()), ("亿元", None));
}

#[tokio::test]
async fn forms_with_files_need_the_key_of_their_session() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let body =
        "--m\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nx\r\n--m--\r\n";
    for path in [import(), format!("/plans/{OPEN}/hand-in"), format!("/plans/{OPEN}/bulletin")] {
        let kind = "multipart/form-data; boundary=m";
        assert_eq!(reporter.send("POST", &path, kind, body.as_bytes().to_vec()).await.status, 403, "{path}");
    }
}

/// A workbook whose one sheet is `size` bytes when unpacked, of nothing.
fn bomb(size: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("xl/sharedStrings.xml", options).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..size >> 20 {
        archive.write_all(&block).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[tokio::test]
async fn hostile_workbooks_are_refused_in_words_and_in_time() {
    let bench = bench().await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let entity =
        b"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>".to_vec();
    for (name, content) in [
        ("bomb.xlsx", bomb(300 << 20)),
        ("cut.xlsx", bomb(1 << 20)[..200].to_vec()),
        ("xml.xlsx", entity),
        ("empty.csv", b"\n\n\n".to_vec()),
        ("nul.csv", vec![0; 5000]),
        ("wide.csv", ",".repeat(100_000).into_bytes()),
    ] {
        assert!(content.len() < 2 << 20, "{name}: small when sent");
        let begun = Instant::now();
        let answer = reporter.post_file(&import(), &[("source", "x")], (name, &content)).await;
        assert!([200, 422].contains(&answer.status), "{name}: {}", answer.status);
        let page = answer.text();
        assert!(!page.contains("root:") && !page.contains("value=\"confirm\""), "{name}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{name}: {:?}", begun.elapsed());
    }
    assert_eq!(count(&bench).await, 0);
}
