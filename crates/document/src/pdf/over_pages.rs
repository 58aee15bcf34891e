//! What goes over a page end: a page break cuts a table between two rows, or in the middle of one, and a frame between
//! two lines.

use super::open_tables::is_figure;
use crate::caption;
use crate::clean;
use crate::marker::{self, Style};
use crate::transcript::{CellNode, Node, TableNode, plain_text};

/// A table that a page break cuts is one table: same columns, nothing between but the break, the head
/// perhaps printed again. So is a frame, unless a caption begins the second one.
pub(super) fn join(nodes: Vec<Node>) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let before = out.iter().rposition(|node| !matches!(node, Node::Page(_)));
        let crosses = before.is_some_and(|at| at + 1 < out.len());
        let Some(at) = before.filter(|_| crosses) else {
            out.push(node);
            continue;
        };
        match (&mut out[at], node) {
            (Node::Table(first), Node::Table(table)) if first.columns == table.columns => {
                append(first, table);
            }
            (first, Node::Frame(content)) if is_frame(first) && !is_captioned(&content) => {
                let pages = out.split_off(at + 1);
                if let Some(inner) = out.last_mut().and_then(end_of_frame) {
                    inner.extend(pages);
                    inner.extend(content);
                }
            }
            (_, node) => out.push(node),
        }
    }
    out
}

/// Whether running text stands in a node, in one cell or in cells below each other.
fn is_frame(node: &Node) -> bool {
    match node {
        Node::Frame(_) => true,
        Node::Table(table) => table.columns == 1 && !table.cells.is_empty(),
        _ => false,
    }
}

/// Where the content of a frame ends: of one without dividers, or of the last of the cells below each other.
fn end_of_frame(node: &mut Node) -> Option<&mut Vec<Node>> {
    match node {
        Node::Frame(content) => Some(content),
        Node::Table(table) if table.columns == 1 => table.cells.last_mut().map(|cell| &mut cell.content),
        _ => None,
    }
}

/// Whether a caption begins what a frame holds: 专栏3 ….
fn is_captioned(content: &[Node]) -> bool {
    content.iter().find_map(|node| match node {
        Node::Paragraph { text, .. } => Some(caption::parse(text.trim()).is_some()),
        Node::Aligned(_) | Node::Table(_) | Node::Frame(_) | Node::Note { .. } => Some(false),
        Node::Page(_) => None,
    }) == Some(true)
}

fn append(first: &mut TableNode, next: TableNode) {
    let row = |table: &TableNode, row: usize| -> Vec<String> {
        let cells = table.cells.iter().filter(|cell| cell.row == row);
        cells.map(|cell| plain_text(&cell.content)).collect()
    };
    let repeated = (0..next.rows.min(first.rows)).take_while(|at| row(first, *at) == row(&next, *at)).count();
    let cut = repeated < next.rows && Cut::of(first, &next, repeated).is_one_row();
    let next = if cut { whole_row(first, next, repeated) } else { next };
    let shift = first.rows;
    for mut cell in next.cells {
        if cell.row >= repeated {
            cell.row = cell.row - repeated + shift;
            first.cells.push(cell);
        }
    }
    first.rows += next.rows - repeated;
    first.breaks.push(shift);
}

/// The last row of a page and the first of the next, column by column.
struct Cut<'a> {
    first: &'a TableNode,
    next: &'a TableNode,
    pairs: Vec<(&'a CellNode, Option<&'a CellNode>)>,
    /// Cells below that stand beneath no cell of their own width.
    lone: usize,
}

impl<'a> Cut<'a> {
    fn of(first: &'a TableNode, next: &'a TableNode, head: usize) -> Self {
        let last = first.rows.saturating_sub(1);
        // Labels of groups reach over rows, and say nothing of one.
        let single = |cell: &&CellNode| cell.row_span == 1;
        let above: Vec<&CellNode> =
            first.cells.iter().filter(|cell| cell.row == last).filter(single).collect();
        let below: Vec<&CellNode> =
            next.cells.iter().filter(|cell| cell.row == head).filter(single).collect();
        let beneath = |cell: &CellNode| {
            let same =
                |other: &&&CellNode| (other.column, other.column_span) == (cell.column, cell.column_span);
            below.iter().find(same).copied()
        };
        let pairs: Vec<_> = above.iter().map(|cell| (*cell, beneath(cell))).collect();
        let paired = pairs.iter().filter(|(_, below)| below.is_some()).count();
        let labels = first.cells.iter().filter(|cell| cell.row_span > 1 && cell.row + cell.row_span > last);
        let under_label = labels
            .flat_map(|label| label.column..label.column + label.column_span)
            .filter(|column| below.iter().any(|cell| cell.column == *column && is_empty(cell)))
            .count();
        Self { first, next, pairs, lone: below.len() - paired - under_label.min(below.len() - paired) }
    }

    /// Whether the page ends inside a row: no column has a figure on both sides, one side holds words alone, and
    /// the words above show that they are not finished, or stand alone above figures alone.
    fn is_one_row(&self) -> bool {
        let text = |cell: &CellNode| plain_text(&cell.content).trim().to_owned();
        let (mut above, mut below, mut both, mut figures) = (0, 0, 0, (0, 0));
        let mut unfinished = false;
        for (upper, lower) in &self.pairs {
            let (a, b) = (text(upper), lower.map_or_else(String::new, text));
            let (is_a, is_b) = (is_figure(&a), is_figure(&b));
            above += usize::from(!a.is_empty());
            below += usize::from(!b.is_empty());
            figures.0 += usize::from(is_a);
            figures.1 += usize::from(is_b);
            if a.is_empty() || b.is_empty() {
                continue;
            }
            both += 1;
            let titled = is_title(&b);
            if is_a || is_b || titled || !(self.is_unfinished(upper, &a) || goes_on(&b)) {
                return false;
            }
            unfinished = true;
        }
        if self.lone > 0 || above == 0 || below == 0 || (figures.0 > 0 && figures.1 > 0 && both == 0) {
            return false;
        }
        if unfinished {
            // A lone cell in the first column may begin a group.
            let in_first = |cell: &CellNode| cell.column == 0 && !is_empty(cell);
            let leads = below == 1 && self.pairs.iter().any(|(_, lower)| lower.is_some_and(in_first));
            return !leads || self.first.columns <= 2 || self.is_label_free();
        }
        // A name alone above, and below it figures without a name.
        let named = |(upper, _): &(&CellNode, Option<&CellNode>)| {
            !is_empty(upper) && upper.column + 1 < self.first.columns / 2
        };
        both == 0
            && figures.0 == 0
            && figures.1 > 0
            && self.pairs.iter().any(named)
            && below < self.pairs.len()
    }

    /// Whether the first column holds names or running numbers, and no names of groups.
    fn is_label_free(&self) -> bool {
        self.first.cells.iter().all(|cell| cell.column > 0 || cell.row_span == 1)
    }

    /// Whether the last line of a cell is as full as lines that go on in other cells of its column, or a bracket is
    /// open in it.
    fn is_unfinished(&self, cell: &CellNode, text: &str) -> bool {
        let count = |signs: [char; 4]| text.chars().filter(|c| signs.contains(c)).count();
        if count(['（', '(', '[', '〔']) > count(['）', ')', ']', '〕']) {
            return true;
        }
        let mut broken: Vec<usize> = Vec::new();
        let column = |other: &&CellNode| {
            (other.column, other.column_span) == (cell.column, cell.column_span) && other.row > 0
        };
        for other in self.first.cells.iter().chain(&self.next.cells).filter(column) {
            let lines = widths(other);
            broken.extend(lines.split_last().map_or(&[][..], |(_, before)| before));
        }
        broken.sort_unstable();
        let usual = broken.get(broken.len() / 2);
        usual.is_some_and(|usual| widths(cell).last().is_some_and(|last| last + 1 >= *usual))
    }
}

fn is_empty(cell: &CellNode) -> bool {
    plain_text(&cell.content).trim().is_empty()
}

/// 二、经济发展, （二）民生福祉.
fn is_title(text: &str) -> bool {
    marker::parse(text)
        .is_some_and(|mark| mark.style.is_division() || matches!(mark.style, Style::Han | Style::HanParen))
}

/// Whether a text can only be the end of one.
fn goes_on(text: &str) -> bool {
    text.starts_with(['（', '(', '）', ')', '、', '，', '。', '；', ']', '〕', '%', '％']) && !is_title(text)
}

/// The widths of the lines of a cell, in half-width characters.
fn widths(cell: &CellNode) -> Vec<usize> {
    let text = plain_text(&cell.content);
    let width =
        |line: &str| line.trim().chars().map(|c| if clean::is_wide(c) { 2 } else { 1 }).sum::<usize>();
    text.lines().map(width).filter(|width| *width > 0).collect()
}

/// Puts the row that `next` begins with behind its head into the last row of `first`.
fn whole_row(first: &mut TableNode, mut next: TableNode, head: usize) -> TableNode {
    let last = first.rows.saturating_sub(1);
    let mut moved = Vec::new();
    next.cells.retain_mut(|cell| {
        if cell.row == head && cell.row_span == 1 {
            moved.push((cell.column, cell.column_span, std::mem::take(&mut cell.content)));
            return false;
        }
        if cell.row == head {
            cell.row_span -= 1;
        }
        if cell.row > head {
            cell.row -= 1;
        }
        true
    });
    for (column, column_span, content) in moved {
        match first.cells.iter_mut().find(|cell| cell.row == last && cell.column == column) {
            Some(cell) => cell.content.extend(content),
            None if content.is_empty() => {}
            None => first.cells.push(CellNode { row: last, column, row_span: 1, column_span, content }),
        }
    }
    next.rows -= 1;
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of rows of cells, a line break in a cell as `|`.
    fn table(rows: &[&[&str]]) -> TableNode {
        let mut cells = Vec::new();
        for (row, line) in rows.iter().enumerate() {
            for (column, text) in line.iter().enumerate() {
                let content = text.split('|').filter(|line| !line.is_empty()).map(Node::plain).collect();
                cells.push(CellNode { row, column, row_span: 1, column_span: 1, content });
            }
        }
        let columns = rows.first().map_or(0, |row| row.len());
        TableNode { rows: rows.len(), columns, cells, ..TableNode::default() }
    }

    fn joined(first: &[&[&str]], next: &[&[&str]]) -> Vec<String> {
        let nodes = vec![Node::Table(table(first)), Node::Page(Some(2)), Node::Table(table(next))];
        let Some(Node::Table(table)) = join(nodes).into_iter().next() else { return Vec::new() };
        (0..table.rows)
            .map(|row| {
                let cells = table.cells.iter().filter(|cell| cell.row == row);
                cells.map(|cell| plain_text(&cell.content).replace('\n', "")).collect::<Vec<_>>().join("/")
            })
            .collect()
    }

    #[test]
    fn rows_that_a_page_cuts_are_whole_again() {
        let head: &[&str] = &["序号", "指标", "目标", "属性"];
        let wrapped: &[&str] = &["1", "城乡供水一|体化率", "95", "预期性"];
        let rest: &[&str] = &["3", "漏损率", "8", "约束性"];
        // The rest of a name stands alone on the next page.
        let found = joined(
            &[head, wrapped, &["2", "农村供水达", "90", "约束性"]],
            &[head, &["", "标率", "", ""], rest],
        );
        assert_eq!(found[2..], ["2/农村供水达标率/90/约束性", "3/漏损率/8/约束性"]);
        // So do figures, where they stand in the middle of a row.
        let found = joined(
            &[head, wrapped, &["", "农村供水达", "", ""]],
            &[head, &["2", "标率", "90", "约束性"], rest],
        );
        assert_eq!(found[2..], ["2/农村供水达标率/90/约束性", "3/漏损率/8/约束性"]);
        // An open bracket goes on.
        let found = joined(&[head, &["2", "供水量（万", "90", "约束性"]], &[&["", "吨）", "", ""], rest]);
        assert_eq!(found[1..], ["2/供水量（万吨）/90/约束性", "3/漏损率/8/约束性"]);
    }

    #[test]
    fn frames_that_a_page_cuts_are_one() {
        let frame = |lines: &[&str]| Node::Frame(lines.iter().map(|line| Node::plain(*line)).collect());
        let column = |rows: &[&[&str]]| Node::Table(table(rows));
        let shape = |nodes: Vec<Node>| -> Vec<String> {
            let joined = join(nodes).into_iter();
            joined.map(|node| plain_text(std::slice::from_ref(&node)).replace('\n', "/")).collect()
        };
        let page = || Node::Page(Some(2));
        let first = || frame(&["专栏1 供水工程", "1. 城北水厂，日供水能力"]);
        assert_eq!(
            shape(vec![first(), page(), frame(&["12万吨。"])]),
            ["专栏1 供水工程/1. 城北水厂，日供水能力/12万吨。"]
        );
        // A caption in a cell of its own; and over two page ends.
        let boxed = column(&[&["专栏1 供水工程"], &["1. 城北水厂，日供水能力"]]);
        assert_eq!(
            shape(vec![boxed, page(), frame(&["12万吨。"]), page(), frame(&["2. 城南水厂。"])]),
            ["专栏1 供水工程/1. 城北水厂，日供水能力/12万吨。/2. 城南水厂。"]
        );
        // Another box, a frame on the same page, and one behind text are frames of their own.
        assert_eq!(shape(vec![first(), page(), frame(&["专栏2 排水工程"])]).len(), 3);
        assert_eq!(shape(vec![first(), frame(&["12万吨。"])]).len(), 2);
        assert_eq!(shape(vec![first(), Node::plain("正文。"), page(), frame(&["12万吨。"])]).len(), 4);
    }

    #[test]
    fn rows_of_their_own_stay() {
        let head: &[&str] = &["序号", "指标", "目标", "属性"];
        let wrapped: &[&str] = &["1", "城乡供水一|体化率", "95", "预期性"];
        let rest: &[&str] = &["3", "漏损率", "8", "约束性"];
        // A title of a group behind a name that is finished.
        let found =
            joined(&[head, wrapped, &["2", "供水量", "90", "约束性"]], &[&["", "民生福祉", "", ""], rest]);
        assert_eq!(found.len(), 5);
        let found = joined(
            &[head, wrapped, &["2", "农村供水量", "90", "约束性"]],
            &[&["", "（二）民生", "", ""], rest],
        );
        assert_eq!(found.len(), 5);
        // Two rows with figures.
        let found = joined(&[head, wrapped, &["2", "农村供水量", "90", ""]], &[rest]);
        assert_eq!(found.len(), 4);
    }
}
