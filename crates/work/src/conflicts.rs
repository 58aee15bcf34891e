//! The conflict ledger: conflicts between figures, texts and layers in one list, with proposals and decisions.
//!
//! What layers disagree about is kept when a layer comes ([`crate::spatial`]). What figures and texts disagree about is found by
//! the checks; such a row is kept as soon as somebody says something of it. A decision goes on as long as the sources say what
//! they said: when they say something else, the row is open again, and what was decided stays to be read.

use crate::spatial::{Extent, Proposed, Side, read};
use crate::view::PlanView;
use crate::{Fault, Service, Viewer, findings, printed};
use jiff::civil::Date;
use serde_json::json;
use source::{Family, Lang, Severity, Words};
use space::{Class, Weight};
use std::borrow::Cow;
use std::collections::BTreeMap;
use store::{Change, Conflict, ConflictKind, ConflictState, Resolution, Settlement};
use story::{Cell, Row, Table};

/// A conflict, and whether its sources say something else than when it was decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The row.
    pub row: Conflict,
    /// One source.
    pub first: Side,
    /// The other.
    pub second: Option<Side>,
    /// Where and how much.
    pub extent: Extent,
    /// What the program proposes.
    pub proposal: Option<Proposed>,
    /// The sources changed since it was decided.
    pub is_changed: bool,
}

impl Listed {
    fn of(row: Conflict) -> Self {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let decided = &row.settlement.on;
        let is_changed = !decided.is_empty() && *decided != row.basis;
        Self {
            first: read(&row.first),
            second: some(&row.second).map(|text| read(&text)),
            extent: read(&row.extent),
            proposal: some(&row.proposal).map(|text| read(&text)),
            is_changed,
            row,
        }
    }

    /// Where it stands: what was decided about figures and words holds as long as they say the same. On the ground a row goes on
    /// by its ground, which the ledger has seen to already.
    pub fn state(&self) -> ConflictState {
        let is_said = self.row.kind != ConflictKind::Space || self.extent.message.is_some();
        if self.is_changed && is_said { ConflictState::Open } else { self.row.settlement.state }
    }

    /// Whether somebody still has to say something.
    pub fn waits(&self) -> bool {
        self.row.lost_at.is_none() && self.state().is_open()
    }

    /// Whether it is counted as something to do: it waits and is more than noise.
    pub fn is_to_do(&self) -> bool {
        self.waits() && self.row.weight != "noise"
    }
}

/// Whether somebody still has to say something of a row.
pub fn waits(row: &Conflict) -> bool {
    row.lost_at.is_none() && row.settlement.state.is_open()
}

/// The heavier and larger first.
pub fn order(row: &Conflict) -> (usize, std::cmp::Reverse<u64>, String) {
    let extent: Extent = read(&row.extent);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "square metres, for an order"
    )]
    let size = extent.plane.clamp(0.0, 1e15) as u64;
    (heaviness(&row.weight), std::cmp::Reverse(size), row.id.clone())
}

fn heaviness(weight: &str) -> usize {
    let of_findings = [Severity::Error, Severity::Warning, Severity::Question].map(severity);
    let on_ground = Weight::ALL.iter().position(|one| one.name() == weight);
    on_ground.or_else(|| of_findings.iter().position(|one| *one == weight)).unwrap_or(Weight::ALL.len())
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "question",
    }
}

/// All conflicts of a plan, the heavier first, those that wait before those that do not.
///
/// # Errors
/// The store cannot be read.
pub async fn all(service: &Service, view: &PlanView) -> Result<Vec<Listed>, Fault> {
    let mut kept: BTreeMap<String, Conflict> =
        service.store().conflicts(view.id()).await?.into_iter().map(|row| (row.id.clone(), row)).collect();
    let mut rows = Vec::new();
    for mut row in said(service, view).await? {
        if let Some(before) = kept.remove(&row.id) {
            (row.settlement, row.found_at) = (before.settlement, before.found_at);
        }
        rows.push(row);
    }
    for (_, mut row) in kept {
        // What the checks find no more was kept because somebody said something of it.
        if row.kind != ConflictKind::Space && row.lost_at.is_none() {
            row.lost_at = Some(String::new());
        }
        rows.push(row);
    }
    let mut rows: Vec<Listed> = rows.into_iter().map(Listed::of).collect();
    rows.sort_by_cached_key(|one| (!one.waits(), one.row.lost_at.is_some(), order(&one.row)));
    Ok(rows)
}

/// How many conflicts of a plan are to do: as many as the ledger shows first.
///
/// # Errors
/// The store cannot be read.
pub async fn count_to_do(service: &Service, view: &PlanView) -> Result<usize, Fault> {
    Ok(all(service, view).await?.iter().filter(|one| one.is_to_do()).count())
}

/// What figures and words of the plan disagree about, as the checks found it.
async fn said(service: &Service, view: &PlanView) -> Result<Vec<Conflict>, Fault> {
    let found = findings::all(service, view).await?;
    Ok(found.iter().filter_map(|one| row(view, one)).collect())
}

fn kind(family: Family) -> Option<ConflictKind> {
    match family {
        Family::Arithmetic | Family::Consistency | Family::Identity => Some(ConflictKind::Figure),
        Family::Zoning | Family::Alignment => Some(ConflictKind::Text),
        _ => None,
    }
}

fn row(view: &PlanView, found: &findings::Found<'_>) -> Option<Conflict> {
    let finding = found.finding;
    let kind = kind(finding.family).filter(|_| finding.severity >= Severity::Warning)?;
    let text = view.stored.document.as_ref().map_or("", |document| document.text.as_str());
    let side = |at: usize| {
        let label = finding.labels.get(at)?;
        let quote = text.get(label.span.start..label.span.end).unwrap_or_default();
        let line = text.get(..label.span.start).map(|before| before.matches('\n').count() + 1);
        Some(Side {
            name: view.title().to_owned(),
            clause: found.chapter_name(),
            said: quote.chars().take(400).collect(),
            line: line.and_then(|line| u32::try_from(line).ok()),
            ..Side::default()
        })
    };
    let message = (finding.message.zh.clone(), finding.message.en.clone());
    let quotes: Vec<&str> =
        finding.labels.iter().filter_map(|label| text.get(label.span.start..label.span.end)).collect();
    let mut basis = vec![message.0.as_str()];
    basis.extend(&quotes);
    let extent = Extent { count: 1, message: Some(message.clone()), ..Extent::default() };
    let help = &finding.help;
    let proposal = (!help.zh.is_empty()).then(|| {
        json!({"yields": "decide", "zh": help.zh, "en": help.en, "source": finding.code}).to_string()
    });
    Some(Conflict {
        plan: view.id().to_owned(),
        id: found.key.clone(),
        kind,
        class: finding.code.clone(),
        weight: severity(finding.severity).to_owned(),
        first: crate::spatial::side(&side(0).unwrap_or_default()),
        second: side(1).map(|side| crate::spatial::side(&side)).unwrap_or_default(),
        extent: crate::spatial::extent(&extent),
        proposal: proposal.unwrap_or_default(),
        basis: crate::spatial::digest(&basis),
        found_at: String::new(),
        lost_at: None,
        settlement: Settlement::default(),
    })
}

/// Keeps what figures and words of a plan disagree about now, so that it stands in the ledger with the rest: new rows, rows whose sources
/// say something else, which are open again, and those that are found no more.
///
/// # Errors
/// The store cannot be read or written.
pub async fn keep_said(service: &Service, view: &PlanView, change: &Change) -> Result<(), Fault> {
    let mut kept: BTreeMap<String, Conflict> =
        service.store().conflicts(view.id()).await?.into_iter().map(|row| (row.id.clone(), row)).collect();
    let mut rows = Vec::new();
    for mut row in said(service, view).await? {
        row.found_at = change.at();
        if let Some(before) = kept.remove(&row.id) {
            (row.found_at, row.settlement) = (before.found_at.clone(), before.settlement.clone());
            let decided = &row.settlement.on;
            if !decided.is_empty() && *decided != row.basis {
                row.settlement.state = ConflictState::Open;
            }
            if row == before {
                continue;
            }
        }
        rows.push(row);
    }
    let gone = kept.into_values().filter(|row| row.kind != ConflictKind::Space && row.lost_at.is_none());
    rows.extend(gone.map(|row| Conflict { lost_at: Some(change.at()), ..row }));
    if !rows.is_empty() {
        service.store().put_conflicts(view.id(), &rows, change).await?;
    }
    Ok(())
}

/// What a person says of a conflict.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// Where it stands from now on.
    pub state: Option<ConflictState>,
    /// What was decided.
    pub resolution: Option<Resolution>,
    /// The body that decides.
    pub office: String,
    /// Number of the document.
    pub document: String,
    /// Why.
    pub reason: String,
    /// The day by which it is to be decided.
    pub due: String,
}

/// Records what was decided about a conflict.
///
/// # Errors
/// There is no such conflict, it may not go there, or the decision lacks what it rests on.
pub async fn decide(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, &str),
    decision: &Decision,
    change: &Change,
) -> Result<(), Fault> {
    let view = service.plan(viewer, &crate::Question::now(plan)).await?;
    let all = all(service, &view).await?;
    let listed = all.into_iter().find(|one| one.row.id == id);
    let listed = listed.ok_or_else(|| Fault::not_found("没有这条冲突。", "There is no such conflict."))?;
    let state = allowed(&listed, decision)?;
    let mut settlement = Settlement {
        state,
        resolution: decision.resolution,
        office: decision.office.clone(),
        document: decision.document.clone(),
        reason: decision.reason.clone(),
        due: decision.due.clone(),
        ..Settlement::default()
    };
    // What is drawn into the layers is what was decided before.
    if state == ConflictState::Mapped {
        let before = &listed.row.settlement;
        settlement.resolution = before.resolution;
        for (now, then) in [
            (&mut settlement.office, &before.office),
            (&mut settlement.document, &before.document),
            (&mut settlement.reason, &before.reason),
        ] {
            if now.is_empty() {
                now.clone_from(then);
            }
        }
    }
    if listed.row.kind != ConflictKind::Space {
        let mut row = listed.row.clone();
        if row.found_at.is_empty() {
            row.found_at = change.at();
        }
        service.store().put_conflicts(plan, &[row], change).await?;
    }
    service.store().settle_conflicts(plan, &[(id.to_owned(), settlement)], change).await?;
    service.refresh().await?;
    Ok(())
}

/// The state that a decision leads to.
fn allowed(listed: &Listed, decision: &Decision) -> Result<ConflictState, Fault> {
    let state = decision.state.unwrap_or(listed.state());
    if state != listed.state() && !listed.state().next().contains(&state) {
        return Err(Fault::bad_request(
            "这条冲突现在不能这样处置。",
            "The conflict cannot go there from where it stands.",
        ));
    }
    if !decision.due.is_empty() && decision.due.parse::<Date>().is_err() {
        return Err(Fault::bad_request("期限请写作 2026-01-31。", "Write the day as 2026-01-31."));
    }
    let wants = match state {
        ConflictState::Decided => {
            decision.resolution.is_none() || decision.office.is_empty() || decision.reason.is_empty()
        }
        ConflictState::Noise | ConflictState::Misdrawn => decision.reason.is_empty(),
        _ => false,
    };
    if wants {
        return Err(Fault::bad_request(
            "处置需写明处置方式、决定单位和理由；认定噪声或误划需写明理由。",
            "A decision says what is done, which body decides, and why; noise and misdrawn lines need a reason.",
        ));
    }
    Ok(state)
}

/// The name of a sort of conflict; a code of the checks is its own name.
pub fn class_words(class: &str) -> Words {
    match Class::parse(class) {
        Some(class) => class.words(),
        None if class == "figure-mismatch" => Words::new("图数不符", "layer and figure differ"),
        None => Words::new(class, class),
    }
}

/// The name of a weight.
pub fn weight_words(weight: &str) -> Words {
    match (Weight::ALL.iter().find(|one| one.name() == weight), weight) {
        (Some(weight), _) => weight.words(),
        (None, "error") => Words::new("错误", "error"),
        (None, "warning") => Words::new("警告", "warning"),
        _ => Words::new("疑问", "question"),
    }
}

/// The ledger as a file: `docx`, `xlsx`, `html`, `md`. Gives its bytes and media type.
///
/// # Errors
/// No such ending, or the file cannot be written.
pub async fn file(
    service: &Service,
    view: &PlanView,
    ending: &str,
    lang: Lang,
) -> Result<(Vec<u8>, &'static str), Fault> {
    let medium = printed::medium(ending)?;
    let rows = all(service, view).await?;
    let made = ledger(view.title(), &rows, lang);
    printed::printed(service, made, medium, "内部使用").await
}

/// Columns of the ledger, in Chinese and English.
const COLUMNS: [(&str, &str); 12] = [
    ("编号", "id"),
    ("种类", "kind"),
    ("类型", "class"),
    ("程度", "weight"),
    ("一方", "one source"),
    ("另一方", "other source"),
    ("面积（平方米）", "area (m²)"),
    ("建议", "proposal"),
    ("状态", "state"),
    ("处置", "resolution"),
    ("单位和文号", "body and document"),
    ("理由", "reason"),
];

fn ledger(title: &str, rows: &[Listed], lang: Lang) -> report::Report {
    let word = |(zh, en): (&'static str, &'static str)| if lang == Lang::Zh { zh } else { en };
    let head = COLUMNS.map(|column| Cell::head(word(column))).to_vec();
    let line = |one: &Listed| {
        let said = &one.row.settlement;
        let size = if one.extent.plane > 0.0 { format!("{:.2}", one.extent.plane) } else { String::new() };
        let proposal =
            one.proposal.as_ref().map(|one| if lang == Lang::Zh { one.zh.clone() } else { one.en.clone() });
        let second = one.second.as_ref().map(told).unwrap_or_default();
        let decided = [said.office.as_str(), said.document.as_str(), said.due.as_str()];
        let decided = decided.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let words = |words: Words| Cell::words(words.get(lang).to_owned());
        let cells = vec![
            Cell::words(one.row.id.clone()),
            words(kind_words(one.row.kind)),
            words(class_words(&one.row.class)),
            words(weight_words(&one.row.weight)),
            Cell::words(told(&one.first)),
            Cell::words(second),
            Cell::figure(size),
            Cell::words(proposal.unwrap_or_default()),
            words(state_words(one.state())),
            Cell::words(
                said.resolution.map(|one| resolution_words(one).get(lang).to_owned()).unwrap_or_default(),
            ),
            Cell::words(decided),
            Cell::words(said.reason.clone()),
        ];
        Row { superseded: one.row.lost_at.is_some(), cells }
    };
    let caption = word(("冲突台账", "Ledger of conflicts"));
    let table = Table {
        caption: Cow::Borrowed(caption),
        head: vec![Row { superseded: false, cells: head }],
        rows: rows.iter().map(line).collect(),
        ..Table::default()
    };
    report::Report::of_tables(format!("{title} {caption}"), [table])
}

/// A source in one line.
pub fn told(side: &Side) -> String {
    let row = side.row.map(|row| format!("#{row}")).unwrap_or_default();
    let parts = [&side.name, &side.version, &row, &side.label, &side.clause, &side.said];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// The name of a kind.
pub fn kind_words(kind: ConflictKind) -> Words {
    let (zh, en) = match kind {
        ConflictKind::Figure => ("数据", "figures"),
        ConflictKind::Text => ("文本", "text"),
        ConflictKind::Space => ("图层", "layers"),
    };
    Words::new(zh, en)
}

/// The name of a state.
pub fn state_words(state: ConflictState) -> Words {
    let (zh, en) = match state {
        ConflictState::Open => ("待核", "to be verified"),
        ConflictState::Real => ("属实", "verified"),
        ConflictState::Noise => ("噪声", "noise"),
        ConflictState::Misdrawn => ("误划", "misdrawn"),
        ConflictState::Decided => ("已处置", "decided"),
        ConflictState::Mapped => ("已落图", "done in the sources"),
    };
    Words::new(zh, en)
}

/// The name of a resolution.
pub fn resolution_words(resolution: Resolution) -> Words {
    let (zh, en) = match resolution {
        Resolution::First => ("前者退让", "the first gives way"),
        Resolution::Second => ("后者退让", "the second gives way"),
        Resolution::Replace => ("补划", "replaced elsewhere"),
        Resolution::Keep => ("保留并说明", "kept, with a reason"),
    };
    Words::new(zh, en)
}
