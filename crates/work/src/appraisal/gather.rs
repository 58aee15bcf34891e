//! What the sheets of a plan are made from: targets as judged, aims of the year, and what a person recorded.

use crate::aims::{self, course_word, said_word};
use crate::view::Judged;
use crate::{Fault, Service};
use assess::appraisal::{self, Fact, FactKind, Mark, Reached};
use duty::yearly::Said;
use plan::AssignmentRole;
use source::{Lang, Words};
use std::collections::BTreeMap;
use store::Office;

/// Targets and aims of the year, each with the body in the lead.
pub(super) async fn facts(
    service: &Service,
    judged: &Judged,
    offices: &[Office],
) -> Result<Vec<Fact>, Fault> {
    let leads = leads(service, judged.view.id(), offices).await?;
    let rows = &judged.assessment.rows;
    let mut all = appraisal::facts(&judged.assessment);
    for (fact, row) in all.iter_mut().zip(rows) {
        if let Some(indicator) = judged.view.indicator(row.indicator.as_str()) {
            fact.called.clone_from(&indicator.name);
        }
        if row.region.is_empty() {
            let given = leads.get(&("target", row.target.to_string()));
            let given = given.or_else(|| leads.get(&("indicator", fact.called.clone())));
            fact.body = given.cloned().unwrap_or_else(|| named(offices, &fact.body));
        }
    }
    let year = i64::from(judged.moment.as_of.year);
    let aims = aims::standings(service, judged.view.id(), year).await?;
    all.extend(aims.into_iter().filter(is_task).map(|aim| of_aim(&aim, offices)));
    Ok(all)
}

/// Who leads what by a confirmed duty: kind and name, as duties name it.
async fn leads(
    service: &Service,
    plan: &str,
    offices: &[Office],
) -> Result<BTreeMap<(&'static str, String), String>, Fault> {
    let mut found = BTreeMap::new();
    for duty in service.store().duties(plan).await? {
        let kind = match duty.item_kind.as_str() {
            "target" => "target",
            "indicator" => "indicator",
            _ => continue,
        };
        // A county reports its own figure; it does not lead the target of the whole.
        let office = offices.iter().find(|office| office.id == duty.office && office.region.is_empty());
        let leads = duty.confirmed && duty.role == AssignmentRole::Lead;
        if let Some(office) = office.filter(|_| leads) {
            found.entry((kind, duty.item)).or_insert_with(|| office.name.clone());
        }
    }
    Ok(found)
}

fn named(offices: &[Office], name: &str) -> String {
    if name.is_empty() { String::new() } else { aims::named(offices, name) }
}

/// Aims for a target are counted as the target.
fn is_task(standing: &aims::Standing) -> bool {
    !matches!(standing.aim.item_kind.as_str(), "target" | "indicator")
}

fn of_aim(standing: &aims::Standing, offices: &[Office]) -> Fact {
    let aim = &standing.aim;
    let last = standing.states.iter().max_by_key(|state| state.quarter);
    let said = |lang: Lang| match last.and_then(|state| Some((state, Said::parse(&state.state)?))) {
        Some((state, said)) if lang == Lang::Zh => {
            format!("第{}季度{}：{}", state.quarter, said_word(said, lang), state.said)
        }
        Some((state, said)) => {
            format!("quarter {}, {}: {}", state.quarter, said_word(said, lang), state.said)
        }
        None => String::new(),
    };
    let late = |lang: Lang| {
        standing.late.iter().map(|words| words.get(lang).to_owned()).collect::<Vec<_>>().join("；")
    };
    let words = |lang: Lang| {
        let parts = [course_word(standing.course, lang).to_owned(), said(lang), late(lang)];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(if lang == Lang::Zh { "；" } else { "; " })
    };
    Fact {
        id: format!("aim/{}", aim.id),
        kind: FactKind::Task,
        name: aim.title.clone(),
        called: aim.title.clone(),
        body: named(offices, &aim.office),
        reached: Reached::State(standing.course.name().to_owned()),
        reason: Words::new(words(Lang::Zh), words(Lang::En)),
        source: last.map(|state| state.made_by.clone()).unwrap_or_default(),
    }
}

/// What was recorded and not taken back.
pub(super) async fn marks(service: &Service, (plan, year): (&str, i64)) -> Result<Vec<Mark>, Fault> {
    let marks = service.store().appraisal_marks(plan, year).await?;
    let held = marks.into_iter().filter_map(|one| {
        Some(Mark {
            points: one.points?,
            body: one.body,
            item: one.item,
            reason: one.reason,
            source: one.source,
        })
    });
    Ok(held.collect())
}
