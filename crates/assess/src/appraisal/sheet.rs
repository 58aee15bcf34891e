//! The sheet of a body.

use super::fact::{Fact, FactKind, Mark, Reached};
use super::scheme::{Own, OwnKind, Scheme};
use rust_decimal::prelude::FromPrimitive as _;
use rust_decimal::{Decimal, RoundingStrategy};
use source::Words;
use std::fmt::Write as _;

/// What a body is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The body.
    pub body: String,
    /// Its targets and tasks, then what was recorded of it.
    pub lines: Vec<Line>,
    /// Points that could be reached in the lines that are judged.
    pub points: Decimal,
    /// Points reached in them.
    pub reached: Decimal,
    /// Points reached, scaled to the full points of the scheme; `None` where no line is judged.
    pub scaled: Option<Decimal>,
    /// Bonus points, not more than the scheme allows.
    pub bonus: Decimal,
    /// Bonus points that went beyond the limit and do not count.
    pub over_limit: Decimal,
    /// Points deducted, not more than the scheme allows.
    pub deduction: Decimal,
    /// What comes out; `None` where no line is judged.
    pub total: Option<Decimal>,
    /// What vetoes, by name.
    pub vetoes: Vec<String>,
    /// The grade; empty where there is no total and no veto.
    pub grade: String,
}

/// A line of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Id of the target or task, or name of what is the scheme's own.
    pub id: String,
    /// What it is.
    pub kind: LineKind,
    /// Its name.
    pub name: String,
    /// Points that can be reached.
    pub points: Decimal,
    /// Points reached; `None` where it is not judged. Negative for what is deducted.
    pub reached: Option<Decimal>,
    /// Points beyond those.
    pub bonus: Decimal,
    /// Whether it may veto, and does.
    pub veto: Veto,
    /// Whether a person gave the points.
    pub by_hand: bool,
    /// Why.
    pub reason: Words,
    /// Where the evidence was published.
    pub source: String,
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineKind {
    /// A target that binds.
    Binding,
    /// Another target.
    Target,
    /// A task, or an aim of a year.
    Task,
    /// Something of the scheme's own that was recorded.
    Own,
}

/// Whether a line vetoes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Veto {
    /// It cannot.
    No,
    /// It could and does not.
    Held,
    /// It could, and it is not known whether it does.
    Unknown,
    /// It does.
    Failed,
}

/// Points have two places; halves go away from zero, as on paper.
fn rounded(points: Decimal) -> Decimal {
    points.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// The sheets of all bodies that have a line, in the order of their first.
///
/// A fact without a body stands on no sheet. A mark for something that the scheme and the body do not have changes nothing.
pub fn appraise(scheme: &Scheme, facts: &[Fact], marks: &[Mark]) -> Vec<Sheet> {
    let mut bodies: Vec<&str> = Vec::new();
    let named =
        facts.iter().map(|fact| fact.body.as_str()).chain(marks.iter().map(|mark| mark.body.as_str()));
    for body in named.filter(|body| !body.is_empty()) {
        if !bodies.contains(&body) {
            bodies.push(body);
        }
    }
    let sheets = bodies.into_iter().map(|body| {
        let own = |mark: &&Mark| mark.body == body;
        let marks: Vec<&Mark> = marks.iter().filter(own).collect();
        let of_body = facts.iter().filter(|fact| fact.body == body);
        let mut lines: Vec<Line> = of_body.filter_map(|fact| line(scheme, fact, &marks)).collect();
        lines.sort_by_key(|line| line.kind);
        lines.extend(scheme.own.iter().filter_map(|own| recorded(own, &marks)));
        sheet(scheme, body.to_owned(), lines)
    });
    sheets.filter(|sheet| !sheet.lines.is_empty()).collect()
}

fn line(scheme: &Scheme, fact: &Fact, marks: &[&Mark]) -> Option<Line> {
    let item = scheme.item(&fact.id, &fact.called);
    if item.is_some_and(|item| item.left_out) {
        return None;
    }
    let (kind, usual) = match fact.kind {
        FactKind::Binding => (LineKind::Binding, scheme.target.binding),
        FactKind::Target => (LineKind::Target, scheme.target.points),
        FactKind::Task => (LineKind::Task, scheme.task.points),
    };
    let points = item.and_then(|item| item.points).unwrap_or(usual);
    let is_veto = item.is_some_and(|item| item.veto);
    let (share, bonus) = shares(scheme, &fact.reached);
    let mut line = Line {
        id: fact.id.clone(),
        kind,
        name: fact.name.clone(),
        points,
        reached: share.map(|share| rounded(points * share)),
        bonus: rounded(points * bonus),
        veto: Veto::No,
        by_hand: false,
        reason: fact.reason.clone(),
        source: fact.source.clone(),
    };
    if is_veto {
        line.veto = veto(scheme, &fact.reached, share);
    }
    if let Some(mark) = marks.iter().find(|mark| mark.item == fact.id) {
        line.reached = Some(rounded(mark.points.clamp(Decimal::ZERO, points)));
        line.bonus = Decimal::ZERO;
        if is_veto {
            line.veto = if mark.points < points { Veto::Failed } else { Veto::Held };
        }
        by_hand(&mut line, mark);
    }
    Some(line)
}

fn by_hand(line: &mut Line, mark: &Mark) {
    line.by_hand = true;
    line.reason = Words::new(mark.reason.clone(), mark.reason.clone());
    line.source.clone_from(&mark.source);
}

/// The share of the points, and what comes on top of them.
fn shares(scheme: &Scheme, reached: &Reached) -> (Option<Decimal>, Decimal) {
    let none = Decimal::ZERO;
    match reached {
        Reached::Unknown => (None, none),
        Reached::State(state) => (scheme.task.state.get(state).copied(), none),
        Reached::Share(share) => {
            let Some(share) = exact(*share) else { return (None, none) };
            let step = scheme.target.step.iter().find(|step| share >= step.reached);
            let over = scheme.target.bonus.as_ref().map_or(none, |over| {
                let times = ((share - Decimal::ONE) / over.each).floor().max(none);
                (times * over.brings).min(over.most)
            });
            (Some(step.map_or(none, |step| step.brings)), over)
        }
    }
}

/// A share as a decimal of four places: what a step compares is what the sheet prints.
fn exact(share: f64) -> Option<Decimal> {
    /// Beyond this nothing brings more.
    const MOST: f64 = 1000.0;
    Some(Decimal::from_f64(share.clamp(-MOST, MOST))?.round_dp(4))
}

fn veto(scheme: &Scheme, reached: &Reached, share: Option<Decimal>) -> Veto {
    let held = match reached {
        Reached::Share(share) => exact(*share).map(|share| share >= scheme.target.veto_below),
        // A task under veto holds with all its points only.
        Reached::State(_) => share.map(|share| share >= Decimal::ONE),
        Reached::Unknown => None,
    };
    match held {
        Some(true) => Veto::Held,
        Some(false) => Veto::Failed,
        None => Veto::Unknown,
    }
}

/// What was recorded of something that is the scheme's own.
fn recorded(own: &Own, marks: &[&Mark]) -> Option<Line> {
    let mark = marks.iter().find(|mark| mark.item == own.name)?;
    let given = rounded(mark.points.clamp(Decimal::ZERO, own.points));
    let mut line = Line {
        id: own.name.clone(),
        kind: LineKind::Own,
        name: own.name.clone(),
        points: Decimal::ZERO,
        reached: None,
        bonus: Decimal::ZERO,
        veto: Veto::No,
        by_hand: true,
        reason: Words::default(),
        source: String::new(),
    };
    match own.kind {
        OwnKind::Veto => line.veto = Veto::Failed,
        OwnKind::Bonus => line.bonus = given,
        OwnKind::Deduction => line.reached = Some(-given),
    }
    by_hand(&mut line, mark);
    Some(line)
}

fn sheet(scheme: &Scheme, body: String, lines: Vec<Line>) -> Sheet {
    let own = |line: &&Line| line.kind == LineKind::Own;
    let judged = || lines.iter().filter(|line| !own(line) && line.reached.is_some());
    let points: Decimal = judged().map(|line| line.points).sum();
    let reached: Decimal = judged().filter_map(|line| line.reached).sum();
    let wanted: Decimal = lines.iter().map(|line| line.bonus).sum();
    let bonus = wanted.min(scheme.bonus_limit);
    let taken: Decimal = lines.iter().filter(own).filter_map(|line| line.reached).sum();
    let deduction = (-taken).min(scheme.deduction_limit);
    let scaled = (points > Decimal::ZERO).then(|| rounded(scheme.full * reached / points));
    let total = scaled.map(|scaled| rounded((scaled + bonus - deduction).max(Decimal::ZERO)));
    let failed = lines.iter().filter(|line| line.veto == Veto::Failed);
    let vetoes: Vec<String> = failed.map(|line| line.name.clone()).collect();
    let grade = match total {
        _ if !vetoes.is_empty() => scheme.veto.grade.clone(),
        Some(total) => scheme.grade_of(total).to_owned(),
        None => String::new(),
    };
    let over_limit = wanted - bonus;
    Sheet { body, lines, points, reached, scaled, bonus, over_limit, deduction, total, vetoes, grade }
}

impl Sheet {
    /// The sheet as a text of which a hash can be signed: the same sheet gives the same text, another figure another one.
    pub fn to_text(&self) -> String {
        let plain = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        let shown =
            |points: Option<Decimal>| points.map(|one| one.normalize().to_string()).unwrap_or_default();
        let mut text = format!("{}\t{}\t{}\n", plain(&self.body), shown(self.total), plain(&self.grade));
        for line in &self.lines {
            let veto = match line.veto {
                Veto::No => "",
                Veto::Held => "held",
                Veto::Unknown => "unknown",
                Veto::Failed => "failed",
            };
            // Writing into a text cannot fail.
            let _ = writeln!(
                text,
                "{}\t{}\t{}\t{}\t{}\t{veto}\t{}\t{}",
                plain(&line.id),
                plain(&line.name),
                line.points.normalize(),
                shown(line.reached),
                line.bonus.normalize(),
                plain(&line.reason.zh),
                plain(&line.source),
            );
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::super::DEFAULT_SCHEME;
    use super::*;

    fn scheme(more: &str) -> Scheme {
        Scheme::from_toml(&format!("{DEFAULT_SCHEME}\n{more}")).expect("a scheme")
    }

    fn fact(id: &str, kind: FactKind, reached: Reached) -> Fact {
        Fact {
            id: id.into(),
            kind,
            name: format!("名{id}"),
            called: format!("名{id}"),
            body: "市水利局".into(),
            reached,
            reason: Words::new("据实", "as it is"),
            source: "公报".into(),
        }
    }

    fn mark(item: &str, points: i64) -> Mark {
        let (reason, source) = ("会议认定".to_owned(), "纪要3号".to_owned());
        Mark { body: "市水利局".into(), item: item.into(), points: points.into(), reason, source }
    }

    fn one(scheme: &Scheme, facts: &[Fact], marks: &[Mark]) -> Sheet {
        let mut sheets = appraise(scheme, facts, marks);
        assert_eq!(sheets.len(), 1);
        sheets.remove(0)
    }

    #[test]
    fn a_sheet_by_hand() {
        let facts = [
            fact("t1", FactKind::Binding, Reached::Share(0.95)),
            fact("t2", FactKind::Target, Reached::Share(1.27)),
            fact("t3", FactKind::Target, Reached::Unknown),
            fact("aim/1", FactKind::Task, Reached::State("behind".into())),
            fact("aim/2", FactKind::Task, Reached::State("unsaid".into())),
        ];
        let sheet = one(&scheme(""), &facts, &[]);
        // 15 × 0.9 + 10 + 5 × 0.6 = 26.5 of 30; two tenths beyond bring 2 × 0.075 × 10 = 1.5.
        assert_eq!((sheet.points.to_string(), sheet.reached.to_string()), ("30".into(), "26.5".into()));
        assert_eq!(sheet.scaled.map(|one| one.to_string()), Some("88.33".into()));
        assert_eq!(sheet.bonus.to_string(), "1.5");
        assert_eq!(sheet.total.map(|one| one.to_string()), Some("89.83".into()));
        assert_eq!(sheet.grade, "良好");
        assert_eq!(sheet.lines.iter().filter(|line| line.reached.is_none()).count(), 2);
    }

    #[test]
    fn bonus_and_deduction_have_limits_and_a_veto_goes_before_points() {
        let facts: Vec<Fact> =
            (0..3).map(|at| fact(&format!("t{at}"), FactKind::Target, Reached::Share(2.0))).collect();
        let sheet = one(&scheme(""), &facts, &[mark("获省级以上表彰", 9)]);
        // 3 × 2.25 + 3 at most for the award, 5 at most for the sheet.
        assert_eq!((sheet.bonus.to_string(), sheet.over_limit.to_string()), ("5".into(), "4.75".into()));
        assert_eq!(sheet.total.map(|one| one.to_string()), Some("105".into()));
        let sheet = one(&scheme(""), &facts, &[mark("重特大生产安全事故", 0), mark("数据迟报或错报", 2)]);
        assert_eq!((sheet.grade.as_str(), sheet.deduction.to_string()), ("不合格", "2".into()));
        assert_eq!(sheet.vetoes, ["重特大生产安全事故"]);
    }

    #[test]
    fn a_target_under_veto_fails_short_of_what_is_due() {
        let scheme = scheme("[[item]]\nof = \"名t1\"\npoints = 20\nveto = true");
        let of = |share: f64| one(&scheme, &[fact("t1", FactKind::Target, Reached::Share(share))], &[]);
        assert_eq!((of(0.99).lines[0].veto, of(0.99).grade.as_str()), (Veto::Failed, "不合格"));
        assert_eq!((of(1.0).lines[0].veto, of(1.0).grade.as_str()), (Veto::Held, "优秀"));
        assert_eq!(of(1.0).points.to_string(), "20");
        let unknown = one(&scheme, &[fact("t1", FactKind::Target, Reached::Unknown)], &[]);
        assert_eq!((unknown.lines[0].veto, unknown.total, unknown.grade.as_str()), (Veto::Unknown, None, ""));
    }

    #[test]
    fn points_by_hand_replace_what_was_computed_and_change_the_text() {
        let facts = [fact("t1", FactKind::Target, Reached::Unknown)];
        let before = one(&scheme(""), &facts, &[]);
        let after = one(&scheme(""), &facts, &[mark("t1", 8)]);
        assert_eq!(after.total.map(|one| one.to_string()), Some("80".into()));
        assert!(after.lines[0].by_hand && after.lines[0].source == "纪要3号");
        assert_ne!(before.to_text(), after.to_text());
        assert_eq!(before.to_text(), one(&scheme(""), &facts, &[]).to_text());
    }

    #[test]
    fn what_has_no_body_or_is_left_out_stands_on_no_sheet() {
        let mut nobody = fact("t1", FactKind::Target, Reached::Share(1.0));
        nobody.body.clear();
        let out = scheme("[[item]]\nof = \"t2\"\nleft_out = true");
        let facts = [nobody, fact("t2", FactKind::Target, Reached::Share(1.0))];
        assert_eq!(appraise(&out, &facts, &[]), []);
    }
}
