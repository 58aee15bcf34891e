//! Reports and open formats of a stored plan.

pub mod draft;
pub mod schedule;

use crate::making::Made;
use crate::view::Judged;
use crate::wanted::Wanted;
use crate::{Fault, Question, Service, Viewer, offices, press};
use cube::{About, Cube, Format};
use jiff::civil::Date;
use report::{
    Finding, Inputs, Made as MadeBlock, Medium, Origin, Outline, PlanWords, Proposal, Reply, Report, Written,
};
use source::{Lang, Severity};
use std::sync::Arc;

/// Where figures of a report lead: the address of the plan and the parameters that its pages keep. Without an address they
/// lead nowhere, as in files.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// `/plans/ID`; empty for none.
    pub base: String,
    /// `?as-of=2019`, or nothing.
    pub query: String,
}

impl Links {
    /// The page that shows what a figure was made from; empty for none.
    fn of(&self, judged: &Judged, origin: &Origin) -> String {
        if self.base.is_empty() {
            return String::new();
        }
        let target = match origin {
            Origin::Judged(target, _) | Origin::Actual(target, _) => Some(target),
            Origin::Words(PlanWords::Name(target) | PlanWords::Printed(target)) => Some(target),
            _ => None,
        };
        if let Some(target) = target.and_then(|id| judged.view.target(id.as_str())) {
            return format!("{}/indicators/{}{}#{}", self.base, target.indicator, self.query, target.id);
        }
        let tail = match origin {
            Origin::DataWarning(_) => "/warnings",
            Origin::Finding(_) => "/diagnostics",
            Origin::ProjectInvestment(_) | Origin::Investment | Origin::Projects => "/projects",
            _ => return String::new(),
        };
        format!("{}{tail}{}", self.base, self.query)
    }
}

/// A report of a shipped kind.
///
/// # Errors
/// No such kind, no such plan, or not for this viewer.
pub async fn made(
    service: &Service,
    viewer: &Viewer,
    question: &Question,
    kind: &str,
    links: Links,
) -> Result<(Arc<Judged>, Arc<Report>), Fault> {
    let outline = outline(kind)?;
    let judged = service.judged(viewer, question).await?;
    let beside = Beside::of(service, viewer, question, &judged).await?;
    let report = beside.report(&judged, outline, links).await?;
    Ok((judged, Arc::new(report)))
}

/// What a report is made from besides the judgement.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beside {
    findings: Vec<Finding>,
    replies: Vec<Reply>,
    proposals: Vec<Proposal>,
    /// What people wrote into the report.
    pub(crate) written: Vec<Written>,
}

impl Beside {
    /// What was said by the moment asked for.
    pub(crate) async fn of(
        service: &Service,
        viewer: &Viewer,
        question: &Question,
        judged: &Judged,
    ) -> Result<Self, Fault> {
        let replies = replies(service, viewer, question).await?;
        let proposals = crate::kept::proposals(service, viewer, question).await?;
        Ok(Self { findings: findings(judged), replies, proposals, written: Vec::new() })
    }

    fn inputs<'a>(&'a self, judged: &'a Judged) -> Inputs<'a> {
        Inputs {
            plan: &judged.view.stored.plan,
            figures: &judged.view.stored.figures,
            assessment: &judged.assessment,
            findings: &self.findings,
            replies: &self.replies,
            proposals: &self.proposals,
            written: &self.written,
        }
    }

    /// The report of an outline.
    pub(crate) async fn report(
        &self,
        judged: &Arc<Judged>,
        outline: Outline,
        links: Links,
    ) -> Result<Report, Fault> {
        self.aside(judged, move |inputs, judged| {
            report::make(&outline, inputs, &|origin| links.of(judged, origin))
        })
        .await
    }

    /// What each line of an outline makes, without what people wrote.
    pub(crate) async fn made(&self, judged: &Arc<Judged>, outline: Outline) -> Result<Vec<MadeBlock>, Fault> {
        self.aside(judged, move |inputs, _| report::made(&outline, inputs)).await
    }

    /// Works away from the threads of requests: a report of some hundred tasks keeps a core busy for a while.
    pub(crate) async fn aside<T: Send + 'static>(
        &self,
        judged: &Arc<Judged>,
        work: impl FnOnce(Inputs<'_>, &Judged) -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let (this, of) = (self.clone(), Arc::clone(judged));
        let done = tokio::task::spawn_blocking(move || work(this.inputs(&of), &of));
        done.await.map_err(|error| Fault::internal(&error))
    }
}

/// A report as a file: `midterm.docx`.
///
/// # Errors
/// As [`made`]; no medium of this ending.
pub async fn file(wanted: Wanted) -> Result<Made, Fault> {
    let Wanted { service, viewer, question, file: name, .. } = &wanted;
    let (kind, medium) = name
        .rsplit_once('.')
        .and_then(|(kind, ending)| Some((kind, Medium::parse(ending)?)))
        .ok_or_else(|| no_such_kind(name))?;
    let (judged, report) = made(service, viewer, question, kind, Links::default()).await?;
    let day = day(&judged);
    let mark = judged.view.mark();
    let bytes = press::written(service.press(), report, medium, day, mark).await?;
    Ok(Made { title: judged.view.file_title(), kind: medium.media_type(), bytes })
}

/// A file of an open format by its name.
///
/// # Errors
/// No such file, no such plan, or not for this viewer.
pub async fn open_file(wanted: Wanted) -> Result<Made, Fault> {
    let Wanted { service, viewer, question, file: name, lang, .. } = &wanted;
    let none = || {
        let known: Vec<&str> = Format::ALL.iter().flat_map(|format| format.files()).copied().collect();
        let known = known.join(", ");
        Fault::not_found(
            format!("没有文件“{name}”。可下载：{known}。"),
            format!("There is no file “{name}”. There are: {known}."),
        )
    };
    let format = Format::of_file(name).ok_or_else(none)?;
    let judged = service.judged(viewer, question).await?;
    let (of, rules, base, lang) =
        (Arc::clone(&judged), service.rules(), service.base_url().to_owned(), *lang);
    let written = tokio::task::spawn_blocking(move || {
        let (cubes, about) = (cubes(&of, &rules), about(&of, &base, lang));
        cube::write(&cubes, &about, format)
    });
    let bytes = written.await.map_err(|error| Fault::internal(&error))?.remove(name).ok_or_else(none)?;
    Ok(Made { title: judged.view.file_title(), kind: Format::media_type(name), bytes })
}

/// Figures and targets as they were known at the moment of the judgement.
fn cubes(judged: &Judged, rules: &assess::Config) -> [Cube; 2] {
    let stored = &judged.view.stored;
    [cube::figures(&stored.plan, &stored.figures, &judged.moment.as_of, rules), cube::targets(&stored.plan)]
}

fn about(judged: &Judged, base: &str, lang: Lang) -> About {
    let plan = &judged.view.stored.plan;
    About {
        title: plan.title.clone(),
        area: plan.region.clone().unwrap_or_default(),
        publisher: String::new(),
        licence: String::new(),
        base: format!("{base}/api/v1/plans/{}/open", judged.view.id()),
        day: day(judged),
        lang,
    }
}

/// The day that a file stands for: the one asked for, else the end of the year.
fn day(judged: &Judged) -> Date {
    let as_of = judged.moment.as_of;
    let end = || Date::new(i16::try_from(as_of.year).ok()?, 12, 31).ok();
    as_of.known_at.or_else(end).unwrap_or(Date::MIN)
}

fn outline(kind: &str) -> Result<Outline, Fault> {
    let text = report::shipped(kind).ok_or_else(|| no_such_kind(kind))?;
    Outline::parse(text).map_err(|error| Fault::internal(&error))
}

fn no_such_kind(name: &str) -> Fault {
    let kinds = report::KINDS.map(|(kind, ..)| kind).join(", ");
    let endings = Medium::ALL.map(Medium::ending).join(", ");
    Fault::not_found(
        format!("没有报告“{name}”。种类：{kinds}；后缀：{endings}。"),
        format!("There is no report “{name}”. Kinds are {kinds}; endings {endings}."),
    )
}

/// Errors and warnings of the checks, the heavier first.
fn findings(judged: &Judged) -> Vec<Finding> {
    let mut all: Vec<_> =
        judged.view.stored.findings.iter().filter(|one| one.severity >= Severity::Warning).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.severity));
    let weight = |severity| if severity == Severity::Error { "错误" } else { "警告" };
    let one = |found: &&store::Finding| Finding {
        weight: weight(found.severity).to_owned(),
        message: found.message.zh.clone(),
    };
    all.iter().map(one).collect()
}

/// What offices replied to warnings by the moment asked for; what they say to each other is not for the public.
async fn replies(service: &Service, viewer: &Viewer, question: &Question) -> Result<Vec<Reply>, Fault> {
    if viewer.sees_published_only() {
        return Ok(Vec::new());
    }
    let offices = offices::offices(service).await?;
    let past = question.past();
    let said = service.store().replies(&question.plan).await?.into_iter().filter(|one| past.holds(&one.at));
    let mut all: Vec<Reply> = said
        .map(|one| Reply {
            target: one.target.as_str().into(),
            body: offices.get(&one.office).map_or(one.office.clone(), |office| office.name.clone()),
            said: match (one.text.trim(), one.measure.trim()) {
                (text, "") => text.to_owned(),
                ("", measure) => measure.to_owned(),
                (text, measure) => format!("{text}；措施：{measure}"),
            },
            day: one.at.get(..10).and_then(|day| day.parse().ok()),
        })
        .collect();
    all.reverse();
    Ok(all)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use assess::{AsOf, Config};
    use cube::{About, Format};
    use intake::Settings;
    use plan::{Indicator, Observation, Plan};
    use source::Lang;
    use std::collections::BTreeSet;

    fn figure(at: usize, indicator: &str, year: i32, value: &str, unit: &str) -> Observation {
        let text =
            format!("指标,年份,数值,单位,发布日期\n{indicator},{year},{value},{unit},{}-03-20\n", year + 1);
        let read = intake::read("a.csv", text.as_bytes(), &plan(), &Settings::default());
        let mut all = read.accept(&plan()).unwrap();
        let mut one = all.pop().unwrap();
        one.id = plan::ObservationId(format!("x{at:04}"));
        one
    }

    fn plan() -> Plan {
        let indicator = |id: &str, name: &str, unit: &str| Indicator {
            id: id.into(),
            name: name.to_owned(),
            unit: unit.to_owned(),
            ..Indicator::default()
        };
        Plan {
            title: "云岭市规划纲要".to_owned(),
            region: Some("云岭市".to_owned()),
            indicators: vec![
                indicator("i0001", "地区生产总值", "亿元"),
                indicator("i0002", "森林覆盖率", "%"),
            ],
            ..Plan::default()
        }
    }

    /// What is written out in an open format and handed in again says the same.
    #[test]
    fn open_formats_come_back_as_they_went_out() {
        let figures = vec![
            figure(1, "地区生产总值", 2022, "1200.10", "亿元"),
            figure(2, "地区生产总值", 2023, "1260.5", "亿元"),
            figure(3, "地区生产总值增速", 2023, "5.50", "%"),
            figure(4, "森林覆盖率", 2023, "41.20", "%"),
        ];
        let said = |one: &Observation| {
            let measure = format!("{:?}", one.measure);
            [
                one.indicator.to_string(),
                measure,
                format!("{:?}", one.year),
                one.value.unwrap().to_string(),
                one.unit.clone(),
            ]
        };
        let wanted: BTreeSet<_> = figures.iter().map(said).collect();
        let cubes = [cube::figures(&plan(), &figures, &AsOf::year(cube::LAST_YEAR), &Config::default())];
        let about = About {
            title: plan().title,
            area: "云岭市".to_owned(),
            publisher: String::new(),
            licence: String::new(),
            base: String::new(),
            day: jiff::civil::date(2024, 5, 1),
            lang: Lang::Zh,
        };
        for (format, file) in [
            (Format::SdmxCsv, "figures.sdmx.csv"),
            (Format::JsonStat, "figures.json"),
            (Format::Px, "figures_A.px"),
        ] {
            let bytes = cube::write(&cubes, &about, format).remove(file).unwrap();
            let read = intake::read(file, &bytes, &plan(), &Settings::default());
            let back = read.accept(&plan()).unwrap_or_else(|_| panic!("{file}: {:?}", read.problems));
            assert_eq!(back.iter().map(said).collect::<BTreeSet<_>>(), wanted, "{file}: {:?}", read.problems);
            let days: BTreeSet<&str> = back.iter().map(|one| one.vintage.as_str()).collect();
            // PX has no place for the day of each value.
            let none = format == Format::Px;
            assert_eq!(
                days,
                if none { BTreeSet::from([""]) } else { BTreeSet::from(["2023-03-20", "2024-03-20"]) },
                "{file}"
            );
        }
    }
}
