//! `compile`: a document into a package, or a summary.

use super::open::{self, DOCUMENT_FOLDER, Opened, say};
use crate::args::Compile;
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use crate::terminal::{self, Screen};
use plan::{DocumentKind, Plan, SectionKind, Target};
use source::Lang;
use std::process::ExitCode;

/// Compiles a document.
pub(crate) fn run(options: &Compile, lang: Lang, screen: Screen) -> Result<ExitCode, Failure> {
    let mut progress = Progress::start();
    let opened = open::document(&options.doc, &options.about, None, lang, &mut progress)?;
    let Some(directory) = &options.output else {
        drop(progress);
        files::print(&summary(&opened, lang, screen))?;
        return Ok(ExitCode::SUCCESS);
    };
    let mut package = plan::package::write(&opened.plan);
    let name = options.doc.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    package.insert(format!("{DOCUMENT_FOLDER}{name}"), opened.bytes);
    files::write_directory(directory, &package)?;
    drop(progress);
    let shown = directory.display();
    files::print(&match lang {
        Lang::Zh => format!("已写入规划数据包“{shown}”：{}。\n", counts(&opened.plan, lang)),
        Lang::En => format!("wrote the plan package “{shown}”: {}\n", counts(&opened.plan, lang)),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn counts(plan: &Plan, lang: Lang) -> String {
    let parts = [
        (plan.sections.iter().filter(|section| is_chapter(section)).count(), "章", "chapters"),
        (plan.indicators.len(), "项指标", "indicators"),
        (plan.targets.len(), "个目标", "targets"),
        (plan.observations.len(), "个已有数据", "observations"),
        (plan.projects.iter().filter(|project| project.is_certain()).count(), "个项目", "projects"),
        (plan.tasks.len(), "项任务", "tasks"),
    ];
    let parts = parts.map(|(number, zh, en)| match lang {
        Lang::Zh => format!("{number} {zh}"),
        Lang::En => format!("{number} {en}"),
    });
    parts.join(say(lang, "，", ", "))
}

/// What kind of document it was taken for, why, and what that makes of its sentences.
fn kind(opened: &Opened, lang: Lang) -> Vec<String> {
    let Some(kind) = opened.plan.kind else { return Vec::new() };
    let (zh, en) = kind.words();
    let found = reading::recognise(&opened.document);
    let given = found.kind != kind;
    let reasons: Vec<&str> = found.reasons.iter().map(|reason| reason.get(lang)).collect();
    let why =
        if given { say(lang, "由 --kind 指定", "given by --kind").to_owned() } else { reasons.join("; ") };
    let mut said = vec![match lang {
        Lang::Zh => format!("文件种类：{zh}（{why}；可用 --kind 改）"),
        Lang::En => format!("kind of document: {en} ({why}; --kind overrides)"),
    }];
    if matches!(kind, DocumentKind::Policy | DocumentKind::Appraisal) {
        said.push(
            say(
                lang,
                "条件、门槛和奖补金额不作为目标读入",
                "conditions, thresholds and amounts of support are not read as targets",
            )
            .to_owned(),
        );
    }
    said
}

/// Whether a row of the outline is a chapter; parts (篇) stand above chapters and are not counted with them.
fn is_chapter(section: &plan::Section) -> bool {
    section.kind == SectionKind::Chapter && !section.number.ends_with(['篇', '编'])
}

/// The plan on one screen: what it is, what it holds, and its table targets.
fn summary(opened: &Opened, lang: Lang, screen: Screen) -> String {
    let plan = &opened.plan;
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(text.trim_end());
        out.push('\n');
    };
    line(screen.bold(&plan.title));
    let region = plan.region.clone().unwrap_or_else(|| say(lang, "地区不明", "region unknown").to_owned());
    let period = plan.period.map_or_else(
        || say(lang, "规划期不明", "period unknown").to_owned(),
        |period| format!("{}-{}", period.start, period.end),
    );
    line(format!("{region}  {period}  {}", screen.dim(&opened.name)));
    for said in kind(opened, lang) {
        line(said);
    }
    line(counts(plan, lang));
    let shown: Vec<&Target> = table_targets(plan);
    if !shown.is_empty() {
        line(String::new());
        let heads = match lang {
            Lang::Zh => ["指标", "单位", "基数", "目标", "年", "属性"],
            Lang::En => ["indicator", "unit", "base", "target", "year", "nature"],
        };
        let rows: Vec<[String; 6]> = shown.iter().map(|target| cells(plan, target, lang)).collect();
        let most = |at| if at == 0 { 44 } else { 16 };
        line(terminal::table(screen, heads, &rows, 2..5, most));
    }
    if !opened.diagnostics.is_empty() {
        line(String::new());
        line(match lang {
            Lang::Zh => format!("读取时有 {} 处说明，用 gangyao check 查看。", opened.diagnostics.len()),
            Lang::En => {
                format!("{} remarks while reading; gangyao check shows them", opened.diagnostics.len())
            }
        });
    }
    out
}

/// The last target of each indicator that stands in a table, in document order.
fn table_targets(plan: &Plan) -> Vec<&Target> {
    let in_table = |target: &&Target| target.provenance.origin == plan::Origin::Table;
    plan.targets.iter().filter(in_table).collect()
}

fn cells(plan: &Plan, target: &Target, lang: Lang) -> [String; 6] {
    let year = target.year.or(target.implied_year);
    let base = plan
        .observations_of(&target.indicator)
        .filter(|found| found.provenance.origin == plan::Origin::Table && found.value.is_some())
        .filter(|found| found.period.is_none_or(|period| Some(period.end) < year))
        .last();
    let nature = match target.nature {
        Some(plan::Nature::Binding) => say(lang, "约束性", "binding"),
        Some(plan::Nature::Anticipated) => say(lang, "预期性", "anticipated"),
        None => "",
    };
    [
        plan.indicator(&target.indicator).map(|indicator| indicator.name.clone()).unwrap_or_default(),
        target.unit.clone(),
        base.and_then(|base| base.value).map(|value| value.to_string()).unwrap_or_default(),
        target.value.map_or_else(|| target.value_text.clone(), |value| value.to_string()),
        year.map(|year| year.to_string()).unwrap_or_default(),
        nature.to_owned(),
    ]
}
