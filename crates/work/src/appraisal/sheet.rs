//! A sheet as blocks, for the page and for files.

use super::{Held, Sheets, Signature, Standing};
use crate::view::Judged;
use crate::{Fault, Service, printed};
use assess::appraisal::{Line, LineKind, Sheet, Veto};
use rust_decimal::Decimal;
use source::{Lang, Words};
use std::borrow::Cow;
use story::{
    Block, Cell, CellKind, Fact, Heading, Inline, Paragraph, Role, Row, Section, SectionKind, Style, Table,
};

/// What a line is about, in words.
pub fn kind_word(kind: LineKind) -> Words {
    match kind {
        LineKind::Binding => Words::new("约束性指标", "binding target"),
        LineKind::Target => Words::new("指标", "target"),
        LineKind::Task => Words::new("年度任务", "task of the year"),
        LineKind::Own => Words::new("记录事项", "recorded"),
    }
}

/// Whether a line vetoes, in words; empty where it cannot.
pub fn veto_word(veto: Veto) -> Words {
    match veto {
        Veto::No => Words::default(),
        Veto::Held => Words::new("一票否决项，未触发", "under veto, held"),
        Veto::Unknown => Words::new("一票否决项，尚无法判断", "under veto, not known"),
        Veto::Failed => Words::new("触发一票否决", "vetoes"),
    }
}

fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Zh { zh } else { en }
}

fn points(value: Decimal) -> String {
    value.normalize().to_string()
}

/// The sheet as blocks: what comes out, line by line, what was signed. `to` gives the address that a line leads to, or nothing.
pub fn blocks(
    lang: Lang,
    (held, standing): (&Held, &Standing),
    to: &dyn Fn(&Line) -> String,
) -> Vec<Block<'static>> {
    let sheet = &standing.sheet;
    let mut all = vec![Block::Facts(facts(lang, sheet, held)), Block::Table(table(lang, sheet, to))];
    all.push(paragraph(sums(lang, sheet, held)));
    let signed: Vec<Block<'static>> =
        standing.signatures.iter().flat_map(|one| signature(lang, one)).collect();
    if !signed.is_empty() {
        let heading = Heading::new(2, pick(lang, "签认", "Signed"));
        all.push(Block::Section(Section {
            kind: SectionKind::Part,
            id: Cow::Borrowed("signed"),
            heading,
            blocks: signed,
        }));
    }
    all
}

fn paragraph(text: String) -> Block<'static> {
    Block::Paragraph(Paragraph::new(Role::Plain, vec![Inline::text(text)]))
}

fn facts(lang: Lang, sheet: &Sheet, held: &Held) -> Vec<Fact<'static>> {
    let fact = |name: &'static str, value: String| Fact {
        name: Cow::Borrowed(name),
        value: Cow::Owned(value),
        remark: Cow::Borrowed(""),
    };
    let total = sheet.total.map_or_else(|| "—".to_owned(), points);
    let mut all = vec![
        fact(pick(lang, "总分", "total"), total),
        fact(
            pick(lang, "等次", "grade"),
            if sheet.grade.is_empty() { "—".into() } else { sheet.grade.clone() },
        ),
        fact(pick(lang, "考核办法", "scheme"), held.scheme.title.clone()),
    ];
    if !sheet.vetoes.is_empty() {
        all.insert(2, fact(pick(lang, "一票否决", "vetoed by"), sheet.vetoes.join("；")));
    }
    all
}

/// How the total comes about.
fn sums(lang: Lang, sheet: &Sheet, held: &Held) -> String {
    let full = points(held.scheme.full);
    let (reached, of) = (points(sheet.reached), points(sheet.points));
    let (bonus, deduction) = (points(sheet.bonus), points(sheet.deduction));
    let unjudged =
        sheet.lines.iter().filter(|line| line.kind != LineKind::Own && line.reached.is_none()).count();
    let scaled = sheet.scaled.map_or_else(|| "—".to_owned(), points);
    let mut said = match lang {
        Lang::Zh => format!(
            "已评各项得{reached}分（满分{of}分），折算为{full}分制{scaled}分；加{bonus}分，扣{deduction}分。"
        ),
        Lang::En => format!(
            "{reached} of {of} points in the lines that are judged, {scaled} of {full} when scaled; {bonus} added, {deduction} deducted."
        ),
    };
    if unjudged > 0 {
        let more = match lang {
            Lang::Zh => format!("{unjudged}项没有数据或未到报送期，不计入满分。"),
            Lang::En => format!(" {unjudged} lines cannot be judged and do not count."),
        };
        said.push_str(&more);
    }
    if sheet.over_limit > Decimal::ZERO {
        let (over, limit) = (points(sheet.over_limit), points(held.scheme.bonus_limit));
        let more = match lang {
            Lang::Zh => format!("加分上限{limit}分，超出的{over}分不计。"),
            Lang::En => format!(" Bonus points are limited to {limit}; {over} beyond it do not count."),
        };
        said.push_str(&more);
    }
    said
}

fn table(lang: Lang, sheet: &Sheet, to: &dyn Fn(&Line) -> String) -> Table<'static> {
    let names = match lang {
        Lang::Zh => ["类别", "考核内容", "满分", "得分", "加分", "一票否决", "依据", "来源"],
        Lang::En => ["kind", "item", "points", "reached", "bonus", "veto", "reason", "source"],
    };
    let head = names.into_iter().enumerate().map(|(at, name)| {
        let cell = Cell::head(name);
        if (2..5).contains(&at) { cell.right() } else { cell }
    });
    Table {
        caption: Cow::Owned(match lang {
            Lang::Zh => format!("{}考核表", sheet.body),
            Lang::En => format!("Sheet of {}", sheet.body),
        }),
        head: vec![Row { superseded: false, cells: head.collect() }],
        rows: sheet.lines.iter().map(|line| row(lang, line, &to(line))).collect(),
        ..Table::default()
    }
}

fn row(lang: Lang, line: &Line, address: &str) -> Row<'static> {
    let name = if address.is_empty() {
        Inline::text(line.name.clone())
    } else {
        Inline::link(address.to_owned(), line.name.clone())
    };
    let mut reason = vec![Inline::text(line.reason.get(lang).to_owned())];
    if line.by_hand {
        reason.push(Inline::text(" "));
        reason.push(Inline::styled(Style::Small, pick(lang, "（人工记录）", "(recorded by a person)")));
    }
    let own = line.kind == LineKind::Own;
    let reached = line.reached.map_or_else(|| if own { String::new() } else { "—".into() }, points);
    let some = |value: Decimal| if value.is_zero() { String::new() } else { points(value) };
    let cells = vec![
        Cell::words(kind_word(line.kind).get(lang).to_owned()),
        Cell::new(CellKind::RowHead, vec![name]),
        Cell::figure(if own { String::new() } else { points(line.points) }),
        Cell::figure(reached),
        Cell::figure(some(line.bonus)),
        Cell::words(veto_word(line.veto).get(lang).to_owned()),
        Cell::new(CellKind::Data, reason),
        Cell::words(line.source.clone()),
    ];
    Row { superseded: false, cells }
}

fn signature(lang: Lang, one: &Signature) -> Vec<Block<'static>> {
    let kept = &one.kept;
    let day = crate::clock::shown(&kept.made_at);
    let total = kept.total.map_or_else(|| "—".to_owned(), points);
    let said = match lang {
        Lang::Zh => format!("{}于{day}签认：{total}分，{}。{}", kept.name, kept.grade, kept.words),
        Lang::En => format!("{} signed on {day}: {total} points, {}. {}", kept.name, kept.grade, kept.words),
    };
    let print = match lang {
        Lang::Zh => format!("签认内容的SHA-256：{}", kept.sha256),
        Lang::En => format!("SHA-256 of what was signed: {}", kept.sha256),
    };
    let mut all = vec![
        paragraph(said.trim_end().to_owned()),
        Block::Paragraph(Paragraph::new(Role::Soft, vec![Inline::styled(Style::Small, print)])),
    ];
    if one.is_before_change {
        let words = pick(
            lang,
            "签认于变动之前：此后考核表有变化。",
            "Signed before the change: the sheet has changed since.",
        );
        all.push(Block::Paragraph(Paragraph::new(Role::Plain, vec![Inline::styled(Style::Strong, words)])));
        all.push(Block::Table(changes(lang, one)));
    }
    all
}

fn changes(lang: Lang, one: &Signature) -> Table<'static> {
    let names = match lang {
        Lang::Zh => ["考核内容", "签认时", "现在"],
        Lang::En => ["item", "when signed", "now"],
    };
    let rows = one.differs.iter().map(|differs| {
        let shown = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
        let after = if differs.only_words {
            format!("{} {}", differs.after, pick(lang, "（依据有变）", "(another reason)"))
        } else {
            shown(&differs.after)
        };
        let cells =
            vec![Cell::words(differs.name.clone()), Cell::words(shown(&differs.before)), Cell::words(after)];
        Row { superseded: false, cells }
    });
    Table {
        caption: Cow::Borrowed(pick(lang, "签认以后的变化", "What changed since it was signed")),
        head: vec![Row { superseded: false, cells: names.map(Cell::head).to_vec() }],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// All sheets that a viewer sees in one table, as a file. Gives its bytes and media type.
///
/// # Errors
/// No such ending, or the file cannot be written.
pub async fn summary(
    service: &Service,
    judged: &Judged,
    sheets: &Sheets,
    (ending, lang): (&str, Lang),
) -> Result<(Vec<u8>, &'static str), Fault> {
    let medium = printed::medium(ending)?;
    let year = sheets.year;
    let title = match lang {
        Lang::Zh => format!("{}{year}年绩效考核汇总表", judged.view.title()),
        Lang::En => format!("{}: appraisal of {year}", judged.view.title()),
    };
    let names = match lang {
        Lang::Zh => ["单位", "折算得分", "加分", "扣分", "总分", "等次", "一票否决", "签认"],
        Lang::En => ["body", "scaled", "bonus", "deduction", "total", "grade", "vetoed by", "signed"],
    };
    let table = Table {
        caption: Cow::Owned(title.clone()),
        head: vec![Row { superseded: false, cells: names.map(Cell::head).to_vec() }],
        rows: sheets.all.iter().map(|one| of_body(lang, one)).collect(),
        ..Table::default()
    };
    let list = report::Report::of_tables(title, [table]);
    printed::printed(service, list, medium, judged.view.mark()).await
}

fn of_body(lang: Lang, one: &Standing) -> Row<'static> {
    let sheet = &one.sheet;
    let some = |value: Option<Decimal>| Cell::figure(value.map(points).unwrap_or_default());
    let signed = one.signatures.first().map(|last| {
        let changed = pick(lang, "（签认于变动之前）", " (signed before the change)");
        let said = if last.is_before_change { changed } else { "" };
        format!("{} {}{said}", last.kept.name, crate::clock::shown(&last.kept.made_at))
    });
    let cells = vec![
        Cell::new(CellKind::RowHead, vec![Inline::text(sheet.body.clone())]),
        some(sheet.scaled),
        some(Some(sheet.bonus)),
        some(Some(sheet.deduction)),
        some(sheet.total),
        Cell::words(sheet.grade.clone()),
        Cell::words(sheet.vetoes.join("；")),
        Cell::words(signed.unwrap_or_default()),
    ];
    Row { superseded: false, cells }
}

/// The sheet as a file. Gives its bytes and media type.
///
/// # Errors
/// No such ending, or the file cannot be written.
pub async fn file(
    service: &Service,
    judged: &Judged,
    (held, standing): (&Held, &Standing),
    (ending, lang): (&str, Lang),
) -> Result<(Vec<u8>, &'static str), Fault> {
    let medium = printed::medium(ending)?;
    let (year, body) = (judged.moment.as_of.year, &standing.sheet.body);
    let title = match lang {
        Lang::Zh => format!("{body}{year}年绩效考核表"),
        Lang::En => format!("{body}: appraisal of {year}"),
    };
    let list = report::Report::of_blocks(title, blocks(lang, (held, standing), &|_| String::new()));
    printed::printed(service, list, medium, judged.view.mark()).await
}
