//! An evaluation as blocks, for the page and for files.

use super::{DRAWS, Evaluation, SEED, Variant, Weighing};
use crate::number;
use crate::view::Judged;
use crate::{Fault, Service, printed};
use assess::evaluate::{Aggregation, By};
use source::{Lang, Words};
use std::borrow::Cow;
use story::{Block, Cell, CellKind, Heading, Inline, Paragraph, Role, Row, Section, SectionKind, Table};

/// What is compared, in words.
pub fn by_word(by: By) -> Words {
    match by {
        By::Group => Words::new("目标类别", "groups of targets"),
        By::Region => Words::new("地区", "regions"),
        By::Body => Words::new("责任单位", "responsible bodies"),
    }
}

/// How scores are put together, in words.
pub fn how_word(how: Aggregation) -> Words {
    match how {
        Aggregation::Arithmetic => Words::new("算术平均", "arithmetic mean"),
        Aggregation::Geometric => Words::new("几何平均", "geometric mean"),
        Aggregation::Harmonic => Words::new("调和平均", "harmonic mean"),
        Aggregation::MazziottaPareto => {
            Words::new("不均衡扣分", "mean with a penalty for unevenness (Mazziotta–Pareto)")
        }
    }
}

/// How targets weigh, in words.
pub fn weighing_word(weighing: Weighing) -> Words {
    match weighing {
        Weighing::Equal => Words::new("等权", "equal weights"),
        Weighing::Binding => Words::new("约束性目标加倍", "binding targets twice"),
        Weighing::Entropy => Words::new("熵权", "weights by entropy"),
    }
}

fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Zh { zh } else { en }
}

/// The evaluation as blocks: scores, how far ranks move, weights, method.
pub fn blocks(lang: Lang, found: &Evaluation) -> Vec<Block<'static>> {
    if found.scores.iter().all(|score| score.score.is_none()) {
        let words = pick(
            lang,
            "还没有可以评判的目标，无从计分。",
            "No target can be judged yet, so there is nothing to score.",
        );
        return vec![paragraph(Role::Plain, words.to_owned())];
    }
    let part = |id: &'static str, title: &'static str, blocks: Vec<Block<'static>>| {
        let heading = Heading::new(2, title);
        Block::Section(Section { kind: SectionKind::Part, id: Cow::Borrowed(id), heading, blocks })
    };
    vec![
        paragraph(Role::Plain, said(lang, found)),
        Block::Table(scores(lang, found)),
        part(
            "sensitivity",
            pick(lang, "敏感性", "Sensitivity"),
            vec![paragraph(Role::Plain, moved(lang, found)), Block::Table(variants(lang, found))],
        ),
        part("weights", pick(lang, "权重", "Weights"), vec![Block::Table(weights(lang, found))]),
        part("method", pick(lang, "方法", "Method"), method(lang)),
    ]
}

fn paragraph(role: Role, text: String) -> Block<'static> {
    Block::Paragraph(Paragraph::new(role, vec![Inline::text(text)]))
}

fn said(lang: Lang, found: &Evaluation) -> String {
    let choices = found.choices;
    let (by, how) = (by_word(choices.by), how_word(choices.how));
    let weighing = weighing_word(choices.weighing);
    let ranked = found.scores.iter().filter(|score| score.rank.is_some()).count();
    match lang {
        Lang::Zh => {
            format!("按{}比较，{}，{}；{ranked}个排出位次。", by.zh, weighing.zh, how.zh)
        }
        Lang::En => format!("{ranked} {} are ranked: {}, {}.", by.en, weighing.en, how.en),
    }
}

fn moved(lang: Lang, found: &Evaluation) -> String {
    let ranked = found.scores.iter().filter(|score| score.rank.is_some()).count();
    let (moves, all, ways) = (found.movable(), ranked, found.variants.len());
    match lang {
        Lang::Zh => format!(
            "换用下列{ways}种做法，{all}个中有{moves}个的位次至少变一次。“最系于”是去掉后得分变动最大的一项目标。"
        ),
        Lang::En => format!(
            "Under the {ways} other choices below, {moves} of {all} change their rank at least once. A score hangs most on the \
             target without which it moves most."
        ),
    }
}

fn head(names: Vec<(&'static str, bool)>) -> Vec<Row<'static>> {
    let cells = names.into_iter().map(|(name, right)| {
        let cell = Cell::head(name);
        if right { cell.right() } else { cell }
    });
    vec![Row { superseded: false, cells: cells.collect() }]
}

fn name_cell(lang: Lang, name: &str) -> Cell<'static> {
    let name = if name.is_empty() {
        pick(lang, "（未归类）", "(none named)").to_owned()
    } else {
        name.to_owned()
    };
    Cell::new(CellKind::RowHead, vec![Inline::text(name)])
}

fn rank(rank: Option<usize>) -> Cell<'static> {
    Cell::figure(rank.map(|rank| rank.to_string()).unwrap_or_default())
}

fn scores(lang: Lang, found: &Evaluation) -> Table<'static> {
    let names = match lang {
        Lang::Zh => ["名称", "得分", "位次", "位次区间", "已评", "未评", "橙红", "良好"],
        Lang::En => {
            ["name", "score", "rank", "rank interval", "judged", "not judged", "orange or red", "good"]
        }
    };
    let rows = found.scores.iter().map(|score| {
        let interval = score.ranks.map(|(low, high)| format!("{low}–{high}")).unwrap_or_default();
        let counts = [score.judged, score.unjudged, score.serious, score.good];
        let mut cells = vec![
            name_cell(lang, &score.name),
            Cell::figure(score.score.map(|value| number::fixed(value, 1)).unwrap_or_default()),
            rank(score.rank),
            Cell::figure(interval),
        ];
        cells.extend(counts.map(|count| Cell::figure(count.to_string())));
        Row { superseded: false, cells }
    });
    Table {
        caption: Cow::Borrowed(pick(lang, "得分和位次", "Scores and ranks")),
        head: head(names.iter().enumerate().map(|(at, name)| (*name, at > 0)).collect()),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// The head of a variant: what it changes.
fn variant_word(found: &Evaluation, variant: &Variant, lang: Lang) -> String {
    let words = if variant.choices.how == found.choices.how {
        weighing_word(variant.choices.weighing)
    } else {
        how_word(variant.choices.how)
    };
    words.get(lang).to_owned()
}

fn variants(lang: Lang, found: &Evaluation) -> Table<'static> {
    let mut cells =
        vec![Cell::head(pick(lang, "名称", "name")), Cell::head(pick(lang, "位次", "rank")).right()];
    cells.extend(found.variants.iter().map(|one| Cell::head(variant_word(found, one, lang)).right()));
    cells.push(Cell::head(pick(lang, "最系于", "hangs most on")));
    cells.push(Cell::head(pick(lang, "去掉后得分", "score without it")).right());
    let rows = found.scores.iter().zip(&found.hinges).enumerate().map(|(at, (score, hinge))| {
        let mut cells = vec![name_cell(lang, &score.name), rank(score.rank)];
        cells.extend(found.variants.iter().map(|one| rank(one.ranks[at])));
        cells.push(Cell::words(hinge.as_ref().map(|one| one.name.clone()).unwrap_or_default()));
        let without = hinge.as_ref().map(|one| number::fixed(one.without, 1)).unwrap_or_default();
        cells.push(Cell::figure(without));
        Row { superseded: false, cells }
    });
    Table {
        caption: Cow::Borrowed(pick(lang, "换用其他做法的位次", "Ranks under other choices")),
        head: vec![Row { superseded: false, cells }],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn weights(lang: Lang, found: &Evaluation) -> Table<'static> {
    let names = match lang {
        Lang::Zh => ["类别", "目标", "约束性", "权重"],
        Lang::En => ["group", "targets", "binding", "weight"],
    };
    let rows = found.weights.iter().map(|one| {
        let cells = vec![
            name_cell(lang, &one.group),
            Cell::figure(one.targets.to_string()),
            Cell::figure(one.binding.to_string()),
            Cell::figure(format!("{}%", number::fixed(one.share * 100.0, 1))),
        ];
        Row { superseded: false, cells }
    });
    Table {
        caption: Cow::Borrowed(pick(lang, "各类目标的权重", "What the groups of targets weigh")),
        head: head(names.iter().enumerate().map(|(at, name)| (*name, at > 0)).collect()),
        rows: rows.collect(),
        ..Table::default()
    }
}

fn method(lang: Lang) -> Vec<Block<'static>> {
    let attained = pick(
        lang,
        "每项目标按到期应完成的部分计：进度达到或超过应有进度得100分，没有进展得0分；其余部分缩小造成的虚增不计；没有数据、只定性或由下级分解的目标不计分，权重分给其他目标。",
        "Each target counts by how far it is where it should be by now: 100 when progress is as expected or better, 0 without progress. \
         A share that rose because the rest shrank counts as far as it would have gone. Targets without figures are left out and \
         their weight is spread over the others.",
    );
    let interval = match lang {
        Lang::Zh => format!(
            "位次区间：抽样{DRAWS}次（种子{SEED}），每次各目标的权重乘以一半到两倍之间的数，并轮换四种合成方法；区间含中间90%的位次。两个区间相交，就不能说谁先谁后。"
        ),
        Lang::En => format!(
            "Rank interval: {DRAWS} draws (seed {SEED}), each with every weight times a factor between a half and two and with one of \
             the four ways of putting together; the interval holds the middle 90% of the ranks. Where two intervals meet, nobody \
             can say who comes first."
        ),
    };
    let source = pick(
        lang,
        "方法来源：OECD/JRC《综合指标编制手册》（2008）第6、7步；Mazziotta和Pareto（2016）。得分是本系统的计算，不是考核结论。",
        "Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), steps 6 and 7; Mazziotta and Pareto (2016). The \
         scores are computed here and are no verdict of an appraisal.",
    );
    [attained.to_owned(), interval, source.to_owned()]
        .into_iter()
        .map(|text| paragraph(Role::Plain, text))
        .collect()
}

/// The evaluation as a file. Gives its bytes and media type.
///
/// # Errors
/// No such ending, or the file cannot be written.
pub async fn file(
    service: &Service,
    judged: &Judged,
    found: &Evaluation,
    (ending, lang): (&str, Lang),
) -> Result<(Vec<u8>, &'static str), Fault> {
    let medium = printed::medium(ending)?;
    let year = judged.moment.as_of.year;
    let title = match lang {
        Lang::Zh => format!("{}{year}年综合评价", judged.view.title()),
        Lang::En => format!("{}: evaluation at the end of {year}", judged.view.title()),
    };
    let list = report::Report::of_blocks(title, blocks(lang, found));
    printed::printed(service, list, medium, judged.view.mark()).await
}
