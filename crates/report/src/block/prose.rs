//! Sentences that state what the judgement holds.

use super::{paragraph, points};
use crate::choice::Choice;
use crate::make::Maker;
use crate::origin::{Measure, Moment, Origin, PeerMeasure, Words, certain, peers, verdict};
use crate::verdict::Verdict;
use assess::{Alert, Row, TargetKind};
use plan::{Nature, TargetId};
use story::{Block, Inline};

type Text = Vec<Inline<'static>>;

/// The block with this name.
pub(crate) fn make(
    maker: &mut Maker<'_>,
    name: &str,
    choice: &Choice,
    limit: Option<usize>,
) -> Vec<Block<'static>> {
    let one = |text: Option<Text>| text.map(paragraph).into_iter().collect();
    match name {
        "basis" => one(Some(basis(maker))),
        "time" => one(maker.sentence(
            "规划期{}—{}年，截至{}年底已实施{}年，时间进度为{}%。",
            vec![
                Origin::Moment(Moment::First),
                Origin::Moment(Moment::Last),
                Origin::Moment(Moment::Year),
                Origin::Moment(Moment::Elapsed),
                Origin::Moment(Moment::ElapsedShare),
            ],
        )),
        "counts" => summary(maker, choice),
        "binding" => {
            let binding = Choice { nature: Some(Nature::Binding), ..Choice::default() };
            let mut blocks: Vec<_> =
                counts(maker, &binding, "约束性目标").map(paragraph).into_iter().collect();
            blocks.extend(targets(maker, &binding, limit));
            blocks
        }
        "groups" => groups(maker, choice),
        "lagging" => lagging(maker, choice, limit),
        "outcomes" => targets(maker, choice, limit),
        "forecast" => forecast(maker, limit),
        "peers" => beside_others(maker, choice, limit),
        "warnings" => warnings(maker, limit),
        "data" => data(maker, limit),
        "projects" => one(projects(maker)),
        "tasks" => one(maker.sentence("规划共提出任务{}项，分工和时限见附表。", vec![Origin::Tasks])),
        "findings" => findings(maker, limit),
        "rules" => rules(),
        "proposals" => proposals(maker),
        "running" => running(maker, choice, limit),
        "year-goals" => year_goals(maker, choice, limit),
        _ => Vec::new(),
    }
}

fn basis(maker: &mut Maker<'_>) -> Text {
    let mut text = maker
        .sentence(
            "本报告以《{}》为依据，对规划提出的{}项目标逐一评估，使用规划发布后公布的数据{}个，数据截至{}年。",
            vec![Origin::Words(Words::Title), Origin::Count(Choice::default()), Origin::Figures, Origin::Moment(Moment::Year)],
        )
        .unwrap_or_default();
    let known = maker.sentence("所用数据以{}之前已经公布的为限。", vec![Origin::Moment(Moment::Day)]);
    text.extend(known.unwrap_or_default());
    // The last year that counts need not have figures yet.
    let latest = latest_year(maker);
    if latest.is_some_and(|year| year < maker.inputs.assessment.as_of.year) {
        let said =
            latest.and_then(|year| maker.sentence("各项目标的最新数据为{}年。", vec![Origin::Year(year)]));
        text.extend(said.unwrap_or_default());
    }
    text.push(Inline::text("报告中的每个数字都可追溯到来源数据或规划原文。"));
    text
}

/// The latest year of which a target has a figure.
fn latest_year(maker: &Maker<'_>) -> Option<i32> {
    maker.inputs.rows().filter_map(|row| row.latest).map(|latest| latest.year).max()
}

/// The counts of a choice; beside the main targets also those of the others.
fn summary(maker: &mut Maker<'_>, choice: &Choice) -> Vec<Block<'static>> {
    let what = if choice.main { "主要目标" } else { "目标" };
    let mut text = counts(maker, choice, what).unwrap_or_default();
    let minor = Choice { main: false, minor: true, ..choice.clone() };
    if choice.main && !minor.rows(maker.inputs).is_empty() {
        let judged = Choice { judged: true, ..minor.clone() };
        let further = maker.sentence(
            "规划正文另提出目标{}项，其中已有数据可判断的{}项。",
            vec![Origin::Count(minor), Origin::Count(judged)],
        );
        text.extend(further.unwrap_or_default());
    }
    vec![paragraph(text)]
}

/// 可判断 n 项，其中提前实现 a 项、……
fn counts(maker: &mut Maker<'_>, choice: &Choice, what: &str) -> Option<Text> {
    if choice.rows(maker.inputs).is_empty() {
        return Some(vec![Inline::text(format!("规划未列{what}。"))]);
    }
    let judged = Choice { judged: true, ..choice.clone() };
    let mut text = maker.sentence(
        &format!("{what}共{{}}项，其中可判断的{{}}项"),
        vec![Origin::Count(choice.clone()), Origin::Count(judged.clone())],
    )?;
    let open = choice.with(Verdict::Open);
    if judged.rows(maker.inputs).is_empty() {
        text.push(Inline::text("，尚无可据以判断的数据。"));
        return Some(text);
    }
    text.push(Inline::text("："));
    let mut first = true;
    for verdict in [Verdict::Early, Verdict::Faster, Verdict::AsExpected, Verdict::Behind] {
        let of = choice.with(verdict);
        if of.rows(maker.inputs).is_empty() {
            continue;
        }
        let between = if first { "" } else { "，" };
        let pattern = format!("{between}{}{{}}项（占{{}}%）", verdict.word());
        text.extend(
            maker.sentence(&pattern, vec![Origin::Count(of.clone()), Origin::Share(of, judged.clone())])?,
        );
        first = false;
    }
    if !open.rows(maker.inputs).is_empty() {
        text.extend(maker.sentence("；另有{}项暂无法判断", vec![Origin::Count(open)])?);
    }
    text.push(Inline::text("。"));
    // The words go by progress, the colours of the pages by what is likely: where the two part, it is said.
    let unlikely = Choice { alert: Some(Alert::Red), ..choice.with(Verdict::AsExpected) };
    if !unlikely.rows(maker.inputs).is_empty() {
        let pattern =
            format!("“{}”按进度判断；其中{{}}项按既有走势难以完成，为红色预警。", Verdict::AsExpected.word());
        text.extend(maker.sentence(&pattern, vec![Origin::Count(unlikely)])?);
    }
    Some(text)
}

/// The groups of the plan, each with its counts and its targets.
fn groups(maker: &mut Maker<'_>, choice: &Choice) -> Vec<Block<'static>> {
    let mut names: Vec<String> = Vec::new();
    for row in choice.rows(maker.inputs) {
        if !names.contains(&row.group) {
            names.push(row.group.clone());
        }
    }
    let mut blocks = Vec::new();
    for name in names {
        let of = Choice { group: Some(name.clone()), ..choice.clone() };
        let shown = if name.is_empty() { "其他".to_owned() } else { name };
        let mut text = maker.sentence("{}。", vec![Origin::Words(Words::Group(shown))]).unwrap_or_default();
        text.extend(counts(maker, &of, "目标").unwrap_or_default());
        blocks.push(paragraph(text));
        blocks.extend(targets(maker, &Choice { judged: true, ..of }, None));
    }
    blocks
}

/// One sentence for each target of a choice.
fn targets(maker: &mut Maker<'_>, choice: &Choice, limit: Option<usize>) -> Vec<Block<'static>> {
    let rows = choice.rows(maker.inputs);
    let shown = limit.unwrap_or(usize::MAX);
    let mut items: Vec<Text> = rows.iter().take(shown).map(|row| target(maker, row)).collect();
    further(maker, rows.len(), shown, &mut items);
    points(items).into_iter().collect()
}

/// Says how many were left out.
fn further(maker: &mut Maker<'_>, all: usize, shown: usize, items: &mut Vec<Text>) {
    if let Some(rest) = all.checked_sub(shown).filter(|rest| *rest > 0) {
        items.extend(maker.sentence("另有{}项见附表。", vec![Origin::Further(rest)]));
    }
}

/// 地区生产总值：2023年为1234.5亿元，目标1680亿元（2025年），已完成进度31.2%（序时要求40%），滞后。
fn target(maker: &mut Maker<'_>, row: &Row) -> Text {
    let id = || row.target.clone();
    let judged = |measure| Origin::Judged(id(), measure);
    let unit = || Origin::Words(Words::Unit(id()));
    let has_unit = !row.unit.is_empty();
    let mut text: Text = maker.figure(Origin::Words(Words::Name(id()))).into_iter().collect();
    text.push(Inline::text("："));
    if row.latest.is_none() {
        text.push(Inline::text("尚无规划期内数据"));
    } else {
        let mut parts = vec![judged(Measure::LatestYear), judged(Measure::Latest)];
        parts.extend(has_unit.then(unit));
        let summed = matches!(row.kind, TargetKind::CumulativeSum | TargetKind::CumulativeReduction);
        let pattern = match (summed, has_unit) {
            (true, true) => "截至{}年累计{}{}",
            (true, false) => "截至{}年累计{}",
            (false, true) => "{}年为{}{}",
            (false, false) => "{}年为{}",
        };
        text.extend(maker.sentence(pattern, parts).unwrap_or_default());
    }
    if row.goal.is_some() {
        let mut parts = vec![judged(Measure::Goal)];
        parts.extend(has_unit.then(unit));
        parts.push(judged(Measure::GoalYear));
        let pattern = if has_unit { "，目标{}{}（{}年）" } else { "，目标{}（{}年）" };
        text.extend(maker.sentence(pattern, parts).unwrap_or_default());
    }
    // Below zero no way was made, but lost.
    let lost = row.progress.is_some_and(|progress| progress < 0.0);
    let pattern = if lost { "，与目标方向相反，进度{}%" } else { "，完成进度{}%" };
    let way = maker.sentence(pattern, vec![judged(Measure::Progress)]);
    if way.is_some() {
        text.extend(way.unwrap_or_default());
        text.extend(maker.sentence("（序时要求{}%）", vec![judged(Measure::Expected)]).unwrap_or_default());
    }
    text.push(Inline::text(format!("，{}。", verdict(row))));
    text
}

/// What lies behind, with gap, what it would take, causes that an identity gives, and what bodies said.
fn lagging(maker: &mut Maker<'_>, choice: &Choice, limit: Option<usize>) -> Vec<Block<'static>> {
    let rows = choice.with(Verdict::Behind).rows(maker.inputs);
    if rows.is_empty() {
        return vec![paragraph(vec![Inline::text("没有滞后的目标。")])];
    }
    let shown = limit.unwrap_or(usize::MAX);
    let mut blocks = Vec::new();
    for row in rows.iter().take(shown) {
        let judged = |measure| Origin::Judged(row.target.clone(), measure);
        let mut text = target(maker, row);
        let unit = || Origin::Words(Words::Unit(row.target.clone()));
        let gap = match row.unit.as_str() {
            "" => maker.sentence("距目标还差{}。", vec![judged(Measure::Gap)]),
            // The difference of two shares is told in points.
            "%" => maker.sentence("距目标还差{}个百分点。", vec![judged(Measure::Gap)]),
            _ => maker.sentence("距目标还差{}{}。", vec![judged(Measure::Gap), unit()]),
        };
        text.extend(gap.unwrap_or_default());
        if row.time_distance.is_some_and(|years| years < 0.0) {
            text.extend(
                maker
                    .sentence("比序时进度落后{}年。", vec![judged(Measure::TimeDistance)])
                    .unwrap_or_default(),
            );
        }
        for (pattern, measure) in [("{}。", Measure::Driver), ("{}。", Measure::Cause)] {
            text.extend(maker.sentence(pattern, vec![judged(measure)]).unwrap_or_default());
        }
        text.extend(said(maker, row));
        blocks.push(paragraph(text));
    }
    let mut rest = Vec::new();
    further(maker, rows.len(), shown, &mut rest);
    blocks.extend(rest.into_iter().map(paragraph));
    blocks
}

/// What bodies said to the warning of a row.
fn said(maker: &mut Maker<'_>, row: &Row) -> Text {
    let places: Vec<usize> = maker
        .inputs
        .replies
        .iter()
        .enumerate()
        .filter(|(_, reply)| reply.target == row.target)
        .map(|(at, _)| at)
        .collect();
    let mut text = Vec::new();
    for at in places {
        let body = maker.inputs.replies.get(at).map(|reply| reply.body.clone()).unwrap_or_default();
        text.push(Inline::text(format!("{body}说明：")));
        text.extend(maker.figure(Origin::Reply(at)));
    }
    text
}

/// What was proposed to be adjusted, each with its scenario and reason; nothing where nobody proposed anything.
fn proposals(maker: &mut Maker<'_>) -> Vec<Block<'static>> {
    let count = maker.inputs.proposals.len();
    let items = (0..count).map(|at| maker.figure(Origin::Proposal(at)).into_iter().collect()).collect();
    points(items).into_iter().collect()
}

fn forecast(maker: &mut Maker<'_>, limit: Option<usize>) -> Vec<Block<'static>> {
    let mut rows: Vec<&Row> = maker.inputs.rows().filter(|row| row.outlook.is_some()).collect();
    if rows.is_empty() {
        return vec![paragraph(vec![Inline::text("数据不足，不作预测。")])];
    }
    rows.sort_by(|a, b| {
        let attain = |row: &Row| row.outlook.as_ref().map_or(1.0, |outlook| outlook.attain);
        attain(a).total_cmp(&attain(b))
    });
    let mut blocks = vec![paragraph(vec![Inline::text(
        "按既有走势外推，到目标年份的情况如下（中值，百分之九十五区间，实现概率；从低到高）。预测只依据数值走势，不含尚未落实的措施。",
    )])];
    let shown = limit.unwrap_or(usize::MAX);
    let mut items = Vec::new();
    for row in rows.iter().take(shown) {
        let judged = |measure| Origin::Judged(row.target.clone(), measure);
        let mut text: Text =
            maker.figure(Origin::Words(Words::Name(row.target.clone()))).into_iter().collect();
        let mut parts = vec![judged(Measure::GoalYear), judged(Measure::Median)];
        parts.extend((!row.unit.is_empty()).then(|| Origin::Words(Words::Unit(row.target.clone()))));
        parts.extend([Measure::Low, Measure::High, Measure::Attain].map(judged));
        let unit = if row.unit.is_empty() { "" } else { "{}" };
        let pattern = format!("：{{}}年预计{{}}{unit}，区间{{}}至{{}}，实现概率{{}}%。");
        let said = maker.sentence(&pattern, parts);
        text.extend(said.unwrap_or_default());
        items.push(text);
    }
    further(maker, rows.len(), shown, &mut items);
    blocks.extend(points(items));
    blocks
}

fn warnings(maker: &mut Maker<'_>, limit: Option<usize>) -> Vec<Block<'static>> {
    let rows: Vec<&Row> =
        maker.inputs.assessment.warned().into_iter().filter(|row| row.region.is_empty()).collect();
    if rows.is_empty() {
        return vec![paragraph(vec![Inline::text("没有预警。")])];
    }
    let shown = limit.unwrap_or(usize::MAX);
    let mut items = Vec::new();
    for row in rows.iter().take(shown) {
        let judged = |measure| Origin::Judged(row.target.clone(), measure);
        let mut text: Text =
            vec![Inline::Level(row.alert.name(), row.alert.words().zh.into()), Inline::text("　")];
        text.extend(maker.figure(Origin::Words(Words::Name(row.target.clone()))));
        text.extend(
            maker
                .sentence("（自{}年）：", vec![judged(Measure::Since)])
                .unwrap_or_else(|| vec![Inline::text("：")]),
        );
        text.extend(maker.figure(judged(Measure::Reason)));
        let bodies = maker.sentence("责任单位：{}。", vec![Origin::Words(Words::Bodies(row.target.clone()))]);
        text.extend(bodies.unwrap_or_default());
        items.push(text);
    }
    further(maker, rows.len(), shown, &mut items);
    points(items).into_iter().collect()
}

fn data(maker: &mut Maker<'_>, limit: Option<usize>) -> Vec<Block<'static>> {
    let all = maker.inputs.assessment.data.len();
    if all == 0 {
        return vec![paragraph(vec![Inline::text("没有数据质量问题。")])];
    }
    let shown = limit.unwrap_or(usize::MAX);
    let head = maker.sentence("数据核查发现{}处问题：", vec![Origin::DataWarnings]);
    let mut blocks: Vec<_> = head.map(paragraph).into_iter().collect();
    let mut items: Vec<Text> =
        (0..all.min(shown)).filter_map(|at| Some(vec![maker.figure(Origin::DataWarning(at))?])).collect();
    further(maker, all, shown, &mut items);
    blocks.extend(points(items));
    blocks
}

/// Where the region stands among others of its level, one line for each indicator that is known of them.
fn beside_others(maker: &mut Maker<'_>, choice: &Choice, limit: Option<usize>) -> Vec<Block<'static>> {
    let mut seen = Vec::new();
    let mut items = Vec::new();
    let rows: Vec<(TargetId, plan::IndicatorId)> =
        choice.rows(maker.inputs).iter().map(|row| (row.target.clone(), row.indicator.clone())).collect();
    for (target, indicator) in rows {
        let Some(found) = peers(maker.inputs, &target).filter(|_| !seen.contains(&indicator)) else {
            continue;
        };
        seen.push(indicator);
        let of = |measure| Origin::Peer(target.clone(), measure);
        let mut text = maker
            .sentence(
                "{}：{}年在{}个同级地区中列第{}位",
                vec![
                    Origin::Words(Words::Name(target.clone())),
                    of(PeerMeasure::Year),
                    of(PeerMeasure::Among),
                    of(PeerMeasure::Rank),
                ],
            )
            .unwrap_or_default();
        let way = if found.from_middle.is_some_and(|share| share < 0.0) { "低" } else { "高" };
        let distance = maker.sentence(&format!("，比中位数{way}{{}}%"), vec![of(PeerMeasure::FromMiddle)]);
        text.extend(distance.unwrap_or_default());
        text.extend(maker.sentence("；居首的是{}。", vec![of(PeerMeasure::First)]).unwrap_or_default());
        items.push(text);
    }
    let (all, shown) = (items.len(), limit.unwrap_or(usize::MAX));
    if all == 0 {
        return Vec::new();
    }
    items.truncate(shown);
    further(maker, all, shown, &mut items);
    let mut blocks = vec![paragraph(vec![Inline::text("与同级地区相比：")])];
    blocks.extend(points(items));
    blocks
}

fn projects(maker: &mut Maker<'_>) -> Option<Text> {
    if certain(maker.inputs).next().is_none() {
        return Some(vec![Inline::text("规划未列重大工程项目清单。")]);
    }
    let mut text = maker.sentence("规划列出重大工程项目{}项", vec![Origin::Projects])?;
    let priced = maker.sentence("，其中写明投资的{}项，合计{}亿元", vec![Origin::Priced, Origin::Investment]);
    text.extend(priced.unwrap_or_default());
    text.push(Inline::text("。进展由责任单位填报，见附表。"));
    Some(text)
}

fn findings(maker: &mut Maker<'_>, limit: Option<usize>) -> Vec<Block<'static>> {
    let all = maker.inputs.findings.len();
    if all == 0 {
        return Vec::new();
    }
    let shown = limit.unwrap_or(usize::MAX);
    let head = maker.sentence("对规划文本的核查有{}条意见：", vec![Origin::Findings]);
    let mut blocks: Vec<_> = head.map(paragraph).into_iter().collect();
    let mut items = Vec::new();
    for at in 0..all.min(shown) {
        let weight = maker.inputs.findings.get(at).map(|one| one.weight.clone()).unwrap_or_default();
        let mut text: Text = vec![Inline::text(format!("{weight}　"))];
        text.extend(maker.figure(Origin::Finding(at)));
        items.push(text);
    }
    further(maker, all, shown, &mut items);
    blocks.extend(points(items));
    blocks
}

/// The running year by its months, one sentence for each target that months are known of.
fn running(maker: &mut Maker<'_>, choice: &Choice, limit: Option<usize>) -> Vec<Block<'static>> {
    let choice = Choice { running: true, ..choice.clone() };
    let rows = choice.rows(maker.inputs);
    if rows.is_empty() {
        let none = if choice.running_alert.is_some() {
            "当年各月没有预警。"
        } else {
            "没有当年月度、季度数据。"
        };
        return vec![paragraph(vec![Inline::text(none)])];
    }
    let head = maker.sentence("有月度、季度数据的目标{}项：", vec![Origin::Count(choice)]);
    let mut blocks: Vec<_> = head.map(paragraph).into_iter().collect();
    let shown = limit.unwrap_or(usize::MAX);
    let mut items = Vec::new();
    for row in rows.iter().take(shown) {
        let mut text: Text =
            maker.figure(Origin::Words(Words::Name(row.target.clone()))).into_iter().collect();
        text.push(Inline::text("："));
        text.extend(maker.figure(Origin::Judged(row.target.clone(), Measure::SoFar)));
        items.push(text);
    }
    further(maker, rows.len(), shown, &mut items);
    blocks.extend(points(items));
    blocks
}

/// What the year came to beside what the plan wants of it and of the next year; only what stands in figures and plan.
fn year_goals(maker: &mut Maker<'_>, choice: &Choice, limit: Option<usize>) -> Vec<Block<'static>> {
    let year = maker.inputs.assessment.as_of.year;
    let mut seen = std::collections::BTreeSet::new();
    let rows = choice.rows(maker.inputs);
    // Two targets of one indicator have one outcome.
    let with: Vec<&Row> = rows
        .into_iter()
        .filter(|row| seen.insert((row.name.as_str(), row.unit.as_str())))
        .filter(|row| Origin::Judged(row.target.clone(), Measure::Outturn).text(maker.inputs).is_some())
        .collect();
    if with.is_empty() {
        let text = maker.sentence("{}年没有可用的数据。", vec![Origin::Year(year)]);
        return text.map(paragraph).into_iter().collect();
    }
    let shown = limit.unwrap_or(usize::MAX);
    let mut items = Vec::new();
    for row in with.iter().take(shown) {
        let id = || row.target.clone();
        let unit = || (!row.unit.is_empty()).then(|| Origin::Words(Words::Unit(id())));
        let mut text: Text = maker.figure(Origin::Words(Words::Name(id()))).into_iter().collect();
        let value = |first: Origin| -> (String, Vec<Origin>) {
            let unit = unit();
            let pattern = if unit.is_some() { "{}{}" } else { "{}" };
            (pattern.to_owned(), std::iter::once(first).chain(unit).collect())
        };
        let mut say = |before: &str, origin: Origin| {
            let (pattern, origins) = value(origin);
            maker.sentence(&format!("{before}{pattern}"), origins).unwrap_or_default()
        };
        text.extend(say("：", Origin::Judged(id(), Measure::Outturn)));
        text.extend(say("，年度目标", Origin::Due(id(), year)));
        text.extend(say("，上年", Origin::Actual(id(), year - 1)));
        text.push(Inline::text("。"));
        items.push(text);
    }
    further(maker, with.len(), shown, &mut items);
    points(items).into_iter().collect()
}

/// How the words of the report are meant.
fn rules() -> Vec<Block<'static>> {
    let mut items: Vec<Text> = Verdict::ALL
        .into_iter()
        .map(|one| vec![Inline::text(format!("{}：{}。", one.word(), one.rule()))])
        .collect();
    items.insert(0, vec![Inline::text("本报告沿用国家规划评估的用语；划分规则由本系统制定，列出如下。")]);
    points(items).into_iter().collect()
}
