use crate::context::{Context, Piece};
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity, Span};

pub(crate) static RULE: Rule = Rule {
    code: "X006",
    name: "unbalanced-brackets",
    family: Family::Text,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("括号或引号不成对", "Unpaired brackets or quotation marks"),
        what: (
            "在每个段落内核对（）、“”、《》是否成对。",
            "Checks within each paragraph that （）, “” and 《》 come in pairs.",
        ),
        why: (
            "缺了一半的括号会改变限定的范围，例如名单到哪里为止。",
            "A missing half changes what is qualified, for instance where a list ends.",
        ),
        fix: ("补上缺少的一半，或删去多余的一半。", "Add the missing half, or delete the extra one."),
        example: Example {
            faulty: "加快“智慧城市建设，推进政务公开。",
            sound: "加快“智慧城市”建设，推进政务公开。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

const PAIRS: [(char, char); 3] = [('（', '）'), ('“', '”'), ('《', '》')];

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut before: Vec<Mark> = Vec::new();
    for piece in context.prose() {
        let (mut opened, closed, mixed) = unmatched(piece);
        // A paragraph that a page cut in two has its halves in both parts.
        let mut halves = Halves::of(before);
        for (span, mark) in closed {
            if !halves.close(mark) {
                found.push(unpaired(span, mark));
            }
        }
        found.extend(halves.left().map(|(span, mark)| unpaired(span, mark)));
        opened.retain(|(_, mark)| !mixed.holds(*mark));
        before = opened;
    }
    found.extend(before.into_iter().map(|(span, mark)| unpaired(span, mark)));
}

/// A mark and its place.
type Mark = (Span, char);

/// Opening marks that wait for their other half, found by kind so that many of them cost no more each.
struct Halves {
    marks: Vec<Option<Mark>>,
    /// The places in `marks` of each kind.
    waiting: [Vec<usize>; PAIRS.len()],
}

impl Halves {
    fn of(marks: Vec<Mark>) -> Self {
        let waiting = PAIRS.map(|(left, _)| (0..marks.len()).filter(|at| marks[*at].1 == left).collect());
        Self { marks: marks.into_iter().map(Some).collect(), waiting }
    }

    /// Takes the last half that `mark` closes; gives whether there was one.
    fn close(&mut self, mark: char) -> bool {
        let kind = PAIRS.iter().position(|(_, right)| *right == mark);
        let Some(at) = kind.and_then(|kind| self.waiting[kind].pop()) else { return false };
        self.marks[at] = None;
        true
    }

    fn left(self) -> impl Iterator<Item = Mark> {
        self.marks.into_iter().flatten()
    }
}

/// The kinds of marks that a text also has in half width.
struct Mixed([bool; PAIRS.len()]);

impl Mixed {
    /// A full-width bracket may be closed by a half-width one; that is another rule's business.
    fn of(text: &str) -> Self {
        Self([text.contains(['(', ')']), text.contains('"'), text.contains(['<', '>'])])
    }

    fn holds(&self, left: char) -> bool {
        PAIRS.iter().position(|(known, _)| *known == left).is_some_and(|kind| self.0[kind])
    }
}

/// The opening and the closing marks of a piece that find no counterpart in it.
fn unmatched(piece: &Piece<'_>) -> (Vec<Mark>, Vec<Mark>, Mixed) {
    let text = piece.text();
    let mixed = Mixed::of(text);
    let mut open: Vec<Mark> = Vec::new();
    let mut closed = Vec::new();
    for (at, c) in text.char_indices() {
        let span = || piece.span(at..at + c.len_utf8());
        if PAIRS.iter().any(|(left, _)| *left == c) {
            open.push((span(), c));
        } else if let Some((left, _)) = PAIRS.iter().find(|(_, right)| *right == c) {
            if open.last().is_some_and(|(_, top)| top == left) {
                open.pop();
            } else if !mixed.holds(*left) {
                closed.push((span(), c));
            }
        }
    }
    (open, closed, mixed)
}

fn unpaired(span: Span, mark: char) -> Diagnostic {
    RULE.finding()
        .message(format!("“{mark}”不成对"), format!("“{mark}” has no counterpart in its paragraph"))
        .label(span, "不成对", "unpaired")
        .help("补上缺少的一半，或删去多余的一半", "add the missing half, or delete the extra one")
}
