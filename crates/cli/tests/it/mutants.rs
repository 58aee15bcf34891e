//! Files of every kind, damaged at random, through the child that reads the files of people: each is answered in time and
//! within its memory, by what was read or by words that say why not. A few rounds here, thousands in `scripts/soak.sh`
//! (`GANGYAO_MUTANTS`); a round that fails is told with its seed (`GANGYAO_MUTANT_SEED`).

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};
use worker::{Failure, Job, Limits, Program};

/// The generator SplitMix64: the same mutants on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// What breaks parsers when it comes often or where nobody awaits it.
const PIECES: [&str; 24] = [
    ">",
    "> - ",
    "[",
    "]",
    "(",
    "（",
    "“",
    "<<",
    ">>",
    "<div>",
    "</w:p>",
    "<w:tbl>",
    "<!--",
    "]]>",
    "&amp;",
    "\0",
    "\u{202e}",
    "1%、",
    "4294967295",
    "-1",
    "|",
    ",",
    "\"",
    "专栏",
];

/// Changes some bytes: flips, cuts, doubles, or puts a piece in, once or thousands of times.
fn damage(bytes: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + 1 + chance.below(400)).min(bytes.len());
        match chance.below(6) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            1 => drop(bytes.drain(at..end.max(at))),
            2 => {
                let doubled = bytes.get(at..end).unwrap_or_default().repeat(1 + chance.below(40));
                bytes.splice(at..at, doubled);
            }
            3 => bytes.truncate(at.max(1)),
            _ => {
                let often = [1, 1, 3, 200, 5000][chance.below(5)];
                let piece = PIECES[chance.below(PIECES.len())].repeat(often);
                bytes.splice(at..at, piece.into_bytes());
            }
        }
    }
}

/// An archive with one of its parts damaged, so that the damage reaches the parser behind the archive; or damaged itself.
fn damage_archive(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    if chance.below(8) == 0 {
        let mut bytes = bytes.to_vec();
        damage(&mut bytes, chance);
        return bytes;
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    // Mostly the parts that hold something to read.
    let rich: Vec<usize> = (0..names.len())
        .filter(|at| {
            ["document.xml", "sheet1.xml", "sharedStrings.xml", "styles.xml"]
                .iter()
                .any(|end| names[*at].ends_with(end))
        })
        .collect();
    let chosen =
        if chance.below(4) == 0 { chance.below(names.len()) } else { rich[chance.below(rich.len())] };
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (at, name) in names.iter().enumerate() {
        let mut part = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut part).unwrap();
        if at == chosen {
            damage(&mut part, chance);
        }
        out.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&part).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in ["指标", "单位", "2021年", "2022年"].iter().enumerate() {
        sheet.write_string(0, column as u16, *head).unwrap();
    }
    for row in 1..12_u32 {
        sheet.write_string(row, 0, format!("指标{row}")).unwrap();
        sheet.write_string(row, 1, "万吨").unwrap();
        sheet.write_number(row, 2, f64::from(row) * 1.5).unwrap();
        sheet.write_formula(row, 3, format!("=C{}*2", row + 1).as_str()).unwrap();
    }
    sheet.merge_range(14, 0, 14, 3, "注：数据为快报数", &rust_xlsxwriter::Format::new()).unwrap();
    book.save_to_buffer().unwrap()
}

/// A small sound file of each kind.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/lanchuan");
    let file = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let text: String = String::from_utf8(file("plan.md")).unwrap().chars().take(6000).collect();
    let paragraphs = text.lines().collect::<Vec<_>>().join("</p>\n<p>");
    let html = format!(
        "<!DOCTYPE html><html><head><title>规划</title></head><body><h1>第一章 目标</h1><p>{paragraphs}</p><table><tr><th>指标</th>\
         <th>2025年</th></tr><tr><td>粮食产量</td><td>12.5</td></tr></table></body></html>"
    );
    vec![
        ("plan.docx", file("plan.docx")),
        ("figures.xlsx", workbook()),
        ("plan.pdf", file("plan.pdf")),
        ("plan.html", html.into_bytes()),
        ("plan.md", text.clone().into_bytes()),
        ("plan.txt", text.into_bytes()),
        ("figures.csv", file("observations.csv")),
    ]
}

fn job(name: &str, body: Vec<u8>) -> Job {
    if name.starts_with("figures") {
        return server::figures_job(name, &body);
    }
    let request = reading::Request {
        name: name.to_owned(),
        check: Some(reading::Checks::default()),
        ..Default::default()
    };
    Job { name: reading::JOB.to_owned(), head: reading::job(&request), body }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn damaged_files_of_every_kind_are_answered_within_their_limits() {
    let rounds = number("GANGYAO_MUTANTS").unwrap_or(28);
    let first = number("GANGYAO_MUTANT_SEED").unwrap_or(1);
    let path = env!("CARGO_BIN_EXE_gangyao").into();
    let program = Program { path, arguments: vec!["__read".into()] };
    let wall = Duration::from_mins(1);
    let limits = Limits { memory: 1 << 30, cpu_seconds: 20, wall, output: 64 << 20 };
    let seeds = seeds();
    let (mut read, mut met) = (0, Vec::new());
    for round in first..first + rounds {
        let mut chance = Chance(round);
        let (name, sound) = &seeds[(round % seeds.len() as u64) as usize];
        let body = if sound.starts_with(b"PK") {
            damage_archive(sound, &mut chance)
        } else {
            let mut body = sound.clone();
            damage(&mut body, &mut chance);
            body
        };
        let job = job(name, body);
        let begun = Instant::now();
        let answer = worker::once(&program, &job, limits);
        let took = begun.elapsed();
        assert!(took < wall + Duration::from_secs(5), "seed {round}, {name}: answered after {took:?}");
        match answer {
            // An answer that was read is whole.
            Ok(answer) if job.name == reading::JOB => match reading::reading(&answer) {
                Ok(_) => read += 1,
                Err(words) => assert!(!words.zh.is_empty() && !words.en.is_empty(), "seed {round}, {name}"),
            },
            Ok(_) => read += 1,
            Err(failure @ (Failure::Start(_) | Failure::Died(_))) => {
                panic!("seed {round}, {name}: {failure:?}")
            }
            Err(failure) => {
                assert!(!failure.words().zh.is_empty(), "seed {round}, {name}");
                met.push((round, *name, failure));
            }
        }
    }
    println!("{read} of {rounds} mutants were read; limits met: {met:?}");
    // So small a file has no business at a limit; a parser's panic is told like a damaged file, and shall be rare.
    assert!(met.len() as u64 <= rounds / 50, "{met:?}");
    assert!(read > 0, "all mutants are refused: they reach no parser");
}
