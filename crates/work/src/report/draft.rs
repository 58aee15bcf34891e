//! Reports that people write: begun from an outline at a moment, written at block by block, made anew when the data moved on,
//! approved, and issued with a seal.
//!
//! What is made and what is written are kept apart: a making is the data of a moment, the same whenever it is looked at; what
//! people wrote stands at its block and stays when the report is made anew. Whoever asks a body for a block, and who approves the
//! report, are matters like others (`contribution`, `approval`): their days, reminders and steps are not told again here.
//! What was approved is named by the hash of the file, so that only this file can be issued.

use super::{Beside, Links, day, no_such_kind};
use crate::matters::{self, Doing, NewMatter, Seen};
use crate::view::Judged;
use crate::{Fault, Question, Service, Viewer, clock, press, secret};
use duty::{Right, Scope};
use jiff::civil::Date;
use release::{Manifest, seal};
use report::{Made, Medium, Outline, Report, Written};
use sha2::{Digest as _, Sha256};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Change, MatterFilter, ReportDraft, ReportIssue, ReportMaking, ReportText};

/// The kind of matter that asks a body for a block.
const CONTRIBUTION: &str = "contribution";
/// The kind of matter by which a report is approved.
const APPROVAL: &str = "approval";
/// Longest text of a block, in characters.
const LONGEST: usize = 20_000;

/// A report as it stands.
pub struct Draft {
    /// As it was begun.
    pub kept: ReportDraft,
    /// Its makings, the first one first.
    pub makings: Vec<ReportMaking>,
    /// How it was issued.
    pub issue: Option<ReportIssue>,
    /// The judgement of the last making.
    pub judged: Arc<Judged>,
    /// The report with what people wrote.
    pub report: Report,
    /// Its blocks in order.
    pub blocks: Vec<Block>,
    /// The approvals that were asked for, the latest first.
    pub approvals: Vec<Seen>,
    /// SHA-256 of the Word file as it stands.
    pub sha256: String,
    /// The Word file as it stands.
    pub docx: Vec<u8>,
}

/// A block of a report with what was said of it.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// What the outline makes there.
    pub made: Made,
    /// What stands written there; empty where nothing does.
    pub text: String,
    /// What was written there, the first one first: texts that were replaced, and comments.
    pub said: Vec<ReportText>,
    /// The bodies that were asked for it.
    pub asked: Vec<Asked>,
}

/// A body that was asked for a block.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The matter.
    pub seen: Seen,
    /// What it wrote, while that waits to be taken up; empty otherwise.
    pub given: String,
}

/// A block that says something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Section and line of the outline.
    pub place: String,
    /// Heading of its section.
    pub heading: String,
    /// Lines that are there no more.
    pub gone: Vec<String>,
    /// Lines that came.
    pub come: Vec<String>,
}

impl Draft {
    /// The approval of the report as it stands; `None` while there is none.
    pub fn approved(&self) -> Option<&Seen> {
        let subject = subject_of_approval(self.kept.id, &self.sha256);
        self.approvals
            .iter()
            .find(|one| one.matter.state == "approved" && one.matter.subject.starts_with(&subject))
    }

    /// Whether somebody was asked to approve it as it stands, and has not said anything yet.
    pub fn waits(&self) -> bool {
        let subject = subject_of_approval(self.kept.id, &self.sha256);
        self.approvals.iter().any(|one| one.matter.is_open && one.matter.subject.starts_with(&subject))
    }

    /// The last making.
    pub fn making(&self) -> ReportMaking {
        self.makings.last().cloned().unwrap_or_default()
    }
}

/// Whether a viewer reads reports that are being written.
fn may_read(viewer: &Viewer) -> Result<(), Fault> {
    if viewer.scope(Right::ReadSubmission) == Scope::All { Ok(()) } else { Err(Fault::forbidden()) }
}

fn may_write(viewer: &Viewer) -> Result<(), Fault> {
    if viewer.scope(Right::EditPlan) == Scope::All { Ok(()) } else { Err(Fault::forbidden()) }
}

/// The question of a making: the plan, its judgement and what was said, all as they stood then.
fn question(plan: &str, making: &ReportMaking) -> Question {
    Question {
        version: Some(making.version),
        as_of: Some(making.as_of),
        known_at: making.known_at.parse::<Date>().ok(),
        stood_at: clock::moment(&making.made_at),
        ..Question::now(plan)
    }
}

/// Begins a report of a shipped kind, or of an outline of one's own; gives its number.
///
/// # Errors
/// Not for this viewer, no such kind, or an outline that cannot be used.
pub async fn begin(
    service: &Service,
    viewer: &Viewer,
    question: &Question,
    (kind, own): (&str, Option<&str>),
    change: &Change,
) -> Result<i64, Fault> {
    may_write(viewer)?;
    let text = match own {
        Some(text) => text,
        None => report::shipped(kind).ok_or_else(|| no_such_kind(kind))?,
    };
    let outline = parsed(text)?;
    let (judged, beside, making) = fresh(service, viewer, question, &outline).await?;
    let title = beside.report(&judged, outline.clone(), Links::default()).await?.title;
    let draft = ReportDraft {
        plan: judged.view.id().to_owned(),
        kind: outline.name,
        title,
        outline: text.to_owned(),
        ..ReportDraft::default()
    };
    Ok(service.store().begin_report(&draft, &making, change).await?)
}

/// A making from what is known now. Without a day in the question, what is known today counts.
async fn fresh(
    service: &Service,
    viewer: &Viewer,
    question: &Question,
    outline: &Outline,
) -> Result<(Arc<Judged>, Beside, ReportMaking), Fault> {
    if question.stood_at.is_some() {
        return Err(Fault::bad_request(
            "过去某一时刻的样子只供查看，不能据此拟写报告。",
            "What is shown as it stood at a moment is to be looked at; no report can be begun on it.",
        ));
    }
    let known_at = question.known_at.unwrap_or_else(|| service.today());
    let question = Question { known_at: Some(known_at), ..question.clone() };
    let judged = service.judged(viewer, &question).await?;
    let beside = Beside::of(service, viewer, &question, &judged).await?;
    let blocks = beside.made(&judged, outline.clone()).await?;
    let making = ReportMaking {
        version: judged.view.stored.key.version,
        as_of: judged.moment.as_of.year,
        known_at: known_at.to_string(),
        blocks: serde_json::to_string(&blocks).map_err(|error| Fault::internal(&error))?,
        ..ReportMaking::default()
    };
    Ok((judged, beside, making))
}

/// The reports of a plan, newest first, with whether each was issued.
///
/// # Errors
/// No such plan, or not for this viewer.
pub async fn list(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
) -> Result<Vec<(ReportDraft, Option<ReportIssue>)>, Fault> {
    may_read(viewer)?;
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let mut all = Vec::new();
    for draft in service.store().report_drafts(view.id()).await? {
        let issue = service.store().report_issue(view.id(), draft.id).await?;
        all.push((draft, issue));
    }
    Ok(all)
}

/// A report as it stands.
///
/// # Errors
/// No such report, or not for this viewer.
pub async fn one(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    links: Links,
) -> Result<Draft, Fault> {
    may_read(viewer)?;
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let store = service.store();
    let kept = store.report_draft(view.id(), id).await.map_err(no_such_report)?;
    let makings = store.report_makings(view.id(), id).await?;
    let texts = store.report_texts(view.id(), id).await?;
    let issue = store.report_issue(view.id(), id).await?;
    let outline = parsed(&kept.outline)?;
    let making = makings.last().ok_or_else(no_such_report_words)?;
    // Leaders read reports without seeing the audit log; the moment is the report's own and not one that they chose.
    let question = question(view.id(), making);
    let judged = service.judged(&Viewer::System, &question).await?;
    let mut beside = Beside::of(service, &Viewer::System, &question, &judged).await?;
    beside.written = written(&texts);
    let made: Vec<Made> = serde_json::from_str(&making.blocks).map_err(|error| Fault::internal(&error))?;
    let bare = beside.report(&judged, outline.clone(), Links::default()).await?;
    let docx = word(&bare, &judged)?;
    let report = beside.report(&judged, outline, links).await?;
    let (contributions, approvals) = concerned(service, viewer, view.id(), id).await?;
    let mut asked = Vec::new();
    for seen in contributions {
        let given = given(service, view.id(), &seen).await?;
        asked.push(Asked { seen, given });
    }
    let blocks = made.into_iter().map(|made| block(made, &texts, &asked)).collect();
    let sha256 = secret::hex(&Sha256::digest(&docx));
    Ok(Draft { kept, makings, issue, judged, report, blocks, approvals, sha256, docx })
}

/// The Word file of a report.
fn word(report: &Report, judged: &Judged) -> Result<Vec<u8>, Fault> {
    report::write(report, Medium::Docx, day(judged), "", judged.view.mark())
        .map_err(|words| Fault::internal(&words.en))
}

/// The texts that stand written: of each block the last one, unless it was taken out.
fn written(texts: &[ReportText]) -> Vec<Written> {
    let mut last: BTreeMap<&str, &ReportText> = BTreeMap::new();
    for text in texts.iter().filter(|text| text.kind == "text") {
        last.insert(&text.place, text);
    }
    let standing = last.into_values().filter(|text| !text.words.is_empty());
    standing
        .map(|text| Written {
            place: text.place.clone(),
            words: text.words.clone(),
            source: format!("text/{} {} {}", text.id, text.made_by, text.made_at),
        })
        .collect()
}

/// What a body wrote for a block, while it waits to be taken up.
async fn given(service: &Service, plan: &str, seen: &Seen) -> Result<String, Fault> {
    if seen.matter.state != "given" {
        return Ok(String::new());
    }
    let entries = service.store().matter_entries(plan, Some(seen.matter.id)).await?;
    Ok(entries.into_iter().rfind(|entry| entry.step == "give").map(|entry| entry.text).unwrap_or_default())
}

fn block(made: Made, texts: &[ReportText], asked: &[Asked]) -> Block {
    let said: Vec<ReportText> = texts.iter().filter(|text| text.place == made.place).cloned().collect();
    let text = said.iter().rfind(|text| text.kind == "text").map(|text| text.words.clone());
    let of_it = |one: &&Asked| {
        let mut parts = one.seen.matter.subject.split('/').skip(2);
        parts.next() == Some(made.place.as_str())
    };
    let asked = asked.iter().filter(of_it).cloned().collect();
    Block { text: text.unwrap_or_default(), said, asked, made }
}

/// The matters that concern a report: what bodies were asked for, and its approvals.
async fn concerned(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    id: i64,
) -> Result<(Vec<Seen>, Vec<Seen>), Fault> {
    let begins = format!("report/{id}/");
    let of_kind = async |kind: &str| {
        let filter = MatterFilter { plan: plan.to_owned(), kind: kind.to_owned(), ..MatterFilter::default() };
        let mut all = matters::list(service, viewer, &filter).await?;
        all.retain(|one| one.matter.subject.starts_with(&begins));
        Ok::<_, Fault>(all)
    };
    Ok((of_kind(CONTRIBUTION).await?, of_kind(APPROVAL).await?))
}

/// What would be different if the report were made anew from what is asked for, block by block.
///
/// # Errors
/// No such report, or not for this viewer.
pub async fn difference(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    asked: &Question,
) -> Result<Vec<Moved>, Fault> {
    may_read(viewer)?;
    let kept = service.store().report_draft(plan, id).await.map_err(no_such_report)?;
    let makings = service.store().report_makings(plan, id).await?;
    let last = makings.last().ok_or_else(no_such_report_words)?;
    let before: Vec<Made> = serde_json::from_str(&last.blocks).map_err(|error| Fault::internal(&error))?;
    let (_, _, making) = fresh(service, viewer, asked, &parsed(&kept.outline)?).await?;
    let now: Vec<Made> = serde_json::from_str(&making.blocks).map_err(|error| Fault::internal(&error))?;
    Ok(moved(&before, &now))
}

/// The blocks that say something else.
pub fn moved(before: &[Made], now: &[Made]) -> Vec<Moved> {
    let old: BTreeMap<&str, &Made> = before.iter().map(|one| (one.place.as_str(), one)).collect();
    let one = |made: &Made| {
        let was = old.get(made.place.as_str()).map_or("", |one| one.text.as_str());
        if was == made.text {
            return None;
        }
        let lines = |text: &'_ str| -> Vec<String> {
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
        };
        let (was, is) = (lines(was), lines(&made.text));
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for op in capture_diff_slices(Algorithm::Patience, &was, &is) {
            if !matches!(op, DiffOp::Equal { .. }) {
                gone.extend(was.get(op.old_range()).unwrap_or_default().iter().cloned());
                come.extend(is.get(op.new_range()).unwrap_or_default().iter().cloned());
            }
        }
        Some(Moved { place: made.place.clone(), heading: made.heading.clone(), gone, come })
    };
    now.iter().filter_map(one).collect()
}

/// Makes a report anew from what is asked for; what people wrote stays. Gives the number of the making.
///
/// # Errors
/// No such report, not for this viewer, or it was issued.
pub async fn make_anew(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    asked: &Question,
    change: &Change,
) -> Result<i64, Fault> {
    may_write(viewer)?;
    let kept = service.store().report_draft(plan, id).await.map_err(no_such_report)?;
    let (_, _, making) = fresh(service, viewer, asked, &parsed(&kept.outline)?).await?;
    service.store().add_report_making((plan, id), &making, change).await.map_err(no_such_report)
}

/// What somebody says to a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// The words that stand in the report.
    Text,
    /// A comment beside it.
    Comment,
}

/// Writes to a block, or beside it.
///
/// # Errors
/// No such report or block, not for this viewer, too long, or it was issued.
pub async fn write(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    (place, says, words): (&str, Says, &str),
    change: &Change,
) -> Result<(), Fault> {
    let kind = match says {
        Says::Text => {
            may_write(viewer)?;
            "text"
        }
        Says::Comment => {
            may_read(viewer)?;
            "comment"
        }
    };
    let words = words.trim().replace("\r\n", "\n");
    if says == Says::Comment && words.is_empty() {
        return Err(Fault::bad_request("请写明意见。", "Say something."));
    }
    if words.chars().count() > LONGEST {
        return Err(Fault::bad_request(
            format!("每块文字最多{LONGEST}字。"),
            format!("A block has at most {LONGEST} characters."),
        ));
    }
    has_place(service, (plan, id), place).await?;
    service
        .store()
        .add_report_text((plan, id), (place, kind, &words), change)
        .await
        .map(|_| ())
        .map_err(no_such_report)
}

/// The heading of a block of a report.
async fn has_place(service: &Service, (plan, id): (&str, i64), place: &str) -> Result<String, Fault> {
    let makings = service.store().report_makings(plan, id).await?;
    let last = makings.last().ok_or_else(no_such_report_words)?;
    let blocks: Vec<Made> = serde_json::from_str(&last.blocks).map_err(|error| Fault::internal(&error))?;
    let found = blocks.into_iter().find(|one| one.place == place);
    found
        .map(|one| one.heading)
        .ok_or_else(|| Fault::not_found("报告没有这一块。", "The report has no such block."))
}

/// Asks a body to fill a block by a day; gives the number of the matter.
///
/// # Errors
/// No such report, block or body, or not for this viewer.
pub async fn ask(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    (place, owner, due, text): (&str, &str, &str, &str),
    change: &Change,
) -> Result<i64, Fault> {
    may_write(viewer)?;
    let kept = service.store().report_draft(plan, id).await.map_err(no_such_report)?;
    let heading = has_place(service, (plan, id), place).await?;
    let before = concerned(service, viewer, plan, id).await?.0;
    let begins = format!("report/{id}/{place}/");
    let count = before.iter().filter(|one| one.matter.subject.starts_with(&begins)).count();
    let values = [
        ("title", format!("{}：{heading}", kept.title)),
        ("owner", owner.to_owned()),
        ("due", due.to_owned()),
        ("text", text.to_owned()),
    ];
    let new = NewMatter {
        kind: CONTRIBUTION.to_owned(),
        subject: format!("{begins}{}", count + 1),
        parent: None,
        values: values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    };
    matters::open(service, viewer, (plan, new), &[], change).await
}

/// Takes up what a body wrote: it stands in the block, behind what stood there, and the body is told.
///
/// # Errors
/// No such report or matter, not for this viewer, or nothing waits to be taken up.
pub async fn take_up(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    matter: i64,
    change: &Change,
) -> Result<(), Fault> {
    may_write(viewer)?;
    let (seen, _) = matters::one(service, viewer, (plan, matter)).await?;
    let begins = format!("report/{id}/");
    let place = seen.matter.subject.strip_prefix(&begins).and_then(|rest| rest.split('/').next());
    let given = given(service, plan, &seen).await?;
    let Some(place) = place.filter(|_| seen.matter.kind == CONTRIBUTION && !given.is_empty()) else {
        return Err(Fault::bad_request("没有待采用的供稿。", "Nothing waits to be taken up."));
    };
    let place = place.to_owned();
    let texts = service.store().report_texts(plan, id).await?;
    let before = written(&texts).into_iter().find(|one| one.place == place).map(|one| one.words);
    let words = before.into_iter().chain([given]).collect::<Vec<_>>().join("\n");
    write(service, viewer, (plan, id), (&place, Says::Text, &words), change).await?;
    let doing = Doing { step: "take".to_owned(), revision: Some(seen.matter.revision), ..Doing::default() };
    matters::act(service, viewer, (plan, matter), (doing, &[]), change).await
}

/// Asks for the approval of a report as it stands; gives the number of the matter.
///
/// # Errors
/// No such report, not for this viewer, or it waits for one already.
pub async fn submit(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    text: &str,
    change: &Change,
) -> Result<i64, Fault> {
    may_write(viewer)?;
    let draft = one(service, viewer, (plan, id), Links::default()).await?;
    if draft.waits() {
        return Err(Fault::bad_request("这份报告正在审批。", "This report waits for its approval."));
    }
    let values =
        [("title", draft.kept.title.clone()), ("digest", draft.sha256.clone()), ("text", text.to_owned())];
    let new = NewMatter {
        kind: APPROVAL.to_owned(),
        subject: format!("{}{}", subject_of_approval(id, &draft.sha256), draft.approvals.len() + 1),
        parent: None,
        values: values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    };
    matters::open(service, viewer, (plan, new), &[], change).await
}

fn subject_of_approval(id: i64, sha256: &str) -> String {
    format!("report/{id}/{sha256}/")
}

/// Issues a report that was approved as it stands, sealed where a key is kept.
///
/// # Errors
/// No such report, not for this viewer, or it was not approved as it stands.
pub async fn issue(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    (number, key): (&str, Option<&audit::SecretKey>),
    change: &Change,
) -> Result<(), Fault> {
    if viewer.scope(Right::Publish) != Scope::All {
        return Err(Fault::forbidden());
    }
    let draft = one(service, viewer, (plan, id), Links::default()).await?;
    let Some(approval) = draft.approved() else {
        return Err(Fault::bad_request(
            "报告的现稿没有经过审批；审批后又有改动的，须重新送审。",
            "The report was not approved as it stands; what changed since has to be approved anew.",
        ));
    };
    // Whoever works on the plan may stand in for a leader, but not for a second person.
    let entries = service.store().matter_entries(plan, Some(approval.matter.id)).await?;
    let approved_by = entries.iter().rfind(|entry| entry.step == "approve").map(|entry| entry.who.as_str());
    if approved_by == Some(approval.matter.opened_by.as_str()) {
        return Err(Fault::bad_request(
            "审批人与送审人须为两人。",
            "Whoever approves a report must be somebody else than who asked for it.",
        ));
    }
    let making = draft.making();
    let manifest = Manifest {
        version: making.version,
        as_of: making.as_of,
        known_at: Some(making.known_at.clone()),
        made_at: change.at(),
        program: concat!("gangyao ", env!("CARGO_PKG_VERSION")).to_owned(),
        ..Manifest::new(plan, &draft.kept.title)
    };
    let mut files = BTreeMap::from([("report.docx".to_owned(), draft.docx.clone())]);
    let sealed = key.map(|key| seal(&mut files, manifest, &[], key));
    let (manifest, seal) = sealed.map(|one| (one.manifest, one.seal)).unwrap_or_default();
    let issue = ReportIssue {
        making: making.number,
        number: number.trim().to_owned(),
        sha256: draft.sha256,
        manifest,
        seal,
        ..ReportIssue::default()
    };
    service.store().issue_report((plan, id), &issue, &draft.docx, change).await.map_err(no_such_report)
}

/// Takes a report back that was not issued.
///
/// # Errors
/// No such report, not for this viewer, or it was issued.
pub async fn withdraw(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    change: &Change,
) -> Result<(), Fault> {
    may_write(viewer)?;
    service.store().withdraw_report(plan, id, change).await.map_err(no_such_report)
}

/// A file of a report: `report.docx` as issued or as it stands, `manifest.json` and `seal.txt` of what was issued, and the draft
/// in the other media.
///
/// # Errors
/// No such report or file, or not for this viewer.
pub async fn file(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    name: &str,
) -> Result<(&'static str, Vec<u8>), Fault> {
    let none = || Fault::not_found("没有这个文件。", "There is no such file.");
    let draft = one(service, viewer, (plan, id), Links::default()).await?;
    let issued = draft.issue.as_ref();
    match name {
        "report.docx" => {
            let bytes = match issued {
                Some(_) => service.store().report_file(plan, id).await?,
                None => draft.docx,
            };
            Ok((Medium::Docx.media_type(), bytes))
        }
        "manifest.json" => {
            let text =
                issued.map(|one| one.manifest.clone()).filter(|text| !text.is_empty()).ok_or_else(none)?;
            Ok(("application/json", text.into_bytes()))
        }
        "seal.txt" => {
            let text = issued.map(|one| one.seal.clone()).filter(|text| !text.is_empty()).ok_or_else(none)?;
            Ok(("text/plain; charset=utf-8", text.into_bytes()))
        }
        name => {
            let medium = name.strip_prefix("report.").and_then(Medium::parse).ok_or_else(none)?;
            let mark = draft.judged.view.mark();
            let day = day(&draft.judged);
            Ok((
                medium.media_type(),
                press::written(service.press(), Arc::new(draft.report), medium, day, mark).await?,
            ))
        }
    }
}

/// A document of the office, filled from a report as it stands; with what in it could not be filled.
///
/// # Errors
/// No such report, not for this viewer, or no Word document that can be filled.
pub async fn filled(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    template: &[u8],
) -> Result<(Vec<u8>, Vec<String>), Fault> {
    may_read(viewer)?;
    let kept = service.store().report_draft(plan, id).await.map_err(no_such_report)?;
    let makings = service.store().report_makings(plan, id).await?;
    let texts = service.store().report_texts(plan, id).await?;
    let question = question(plan, makings.last().ok_or_else(no_such_report_words)?);
    let outline = parsed(&kept.outline)?;
    let judged = service.judged(&Viewer::System, &question).await?;
    let mut beside = Beside::of(service, &Viewer::System, &question, &judged).await?;
    beside.written = written(&texts);
    let template = template.to_vec();
    let made =
        beside.aside(&judged, move |inputs, _| report::template::fill(&template, &outline, inputs)).await?;
    let made = made.map_err(|error| {
        let words = error.words();
        Fault::bad_request(words.zh, words.en)
    })?;
    Ok((made.filled.bytes, made.filled.unknown))
}

fn parsed(text: &str) -> Result<Outline, Fault> {
    Outline::parse(text).map_err(|error| {
        let words = error.words();
        Fault::bad_request(words.zh, words.en)
    })
}

fn no_such_report_words() -> Fault {
    Fault::not_found("没有这份报告，或它已经印发。", "There is no such report, or it was issued.")
}

fn no_such_report(error: store::StoreError) -> Fault {
    if error.is_missing() { no_such_report_words() } else { Fault::from(error) }
}
