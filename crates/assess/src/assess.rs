//! The whole plan at one moment.

use crate::commitment::Commitment;
use crate::history::{Figure, History, counting};
use crate::hollow::Whole;
use crate::inputs::Inputs;
use crate::judge::Bench;
use crate::method::Case;
use crate::outlook::Forecaster;
use crate::record::LevelRecord;
use crate::track::{Track, View};
use crate::verdict::Verdict;
use crate::{Actual, Alert, AsOf, Assessment, Config, Evidence, Point, Row, TargetKind, driver, explain};
use plan::{Indicator, Observation, Plan, Target};
use source::Words;

/// Judges every target of `plan` as things stood at `as_of`.
///
/// `observations` are figures that came after the plan, on top of those the plan itself carries; they point to the
/// plan's indicators by id. Nothing is read from the clock: without a day of knowledge everything given is known.
///
/// # Example
/// ```
/// use assess::{AsOf, Config, assess};
/// let assessment = assess(&plan::Plan::default(), &[], &AsOf::year(2018), &Config::default());
/// assert!(assessment.rows.is_empty());
/// ```
pub fn assess(plan: &Plan, observations: &[Observation], as_of: &AsOf, config: &Config) -> Assessment {
    assess_with(plan, observations, as_of, config, &series::Engine::default())
}

/// As [`assess`], with a forecasting engine that was calibrated on a panel of one's own.
pub fn assess_with(
    plan: &Plan,
    observations: &[Observation],
    as_of: &AsOf,
    config: &Config,
    engine: &series::Engine,
) -> Assessment {
    let inputs = Inputs::new(plan, observations, config);
    let mut bench = Bench { config, forecaster: Forecaster::new(engine.clone()) };
    let mut rows = Vec::with_capacity(plan.targets.len());
    let (targets, restated) = crate::restated::distinct(plan);
    for target in targets {
        let Some(&at) = inputs.places.get(target.indicator.as_str()) else { continue };
        for region in inputs.regions(target) {
            rows.push(row(&inputs, &mut bench, target, at, &region, *as_of));
        }
    }
    let data = crate::quality::warnings(&inputs, &rows, *as_of);
    Assessment {
        plan: plan.title.clone(),
        region: plan.region.clone().unwrap_or_default(),
        as_of: *as_of,
        rows,
        data,
        restated,
    }
}

/// One target in one region: judged, explained, and set beside the published methods.
#[expect(clippy::too_many_lines, reason = "a row is filled field by field, each from those before")]
fn row<'a>(
    inputs: &Inputs<'a>,
    bench: &mut Bench<'_>,
    target: &'a Target,
    at: usize,
    region: &str,
    as_of: AsOf,
) -> Row {
    let indicator = &inputs.plan.indicators[at];
    // A target on a part of the region (中心城区) is judged by the figures of that part, never by those of the whole.
    let part = region.is_empty() && !crate::scope::is_whole(&target.scope, inputs.plan.region.as_deref());
    let place = if part { target.scope.trim() } else { region };
    let reread = inputs.in_unit_of(target, at, place);
    let history = reread.as_ref().unwrap_or_else(|| inputs.history(at, place));
    let commitment = Commitment::of(inputs, target, at, region, history, as_of);
    let whole = inputs.whole(at, place);
    let (verdict, track) = bench.judge(&commitment, history, whole.as_ref(), as_of, inputs.config.evidence);
    let since = since(bench, &commitment, history, whole.as_ref(), as_of, verdict.alert);
    let record = record(inputs.config, &verdict);
    let reason = explain::reason(&commitment, &verdict, &track, since, record.as_ref());
    let evidence = if inputs.config.evidence {
        evidence(&commitment, history, &track, as_of)
    } else {
        Evidence::default()
    };
    let methods = case(&commitment, &verdict, &track)
        .map(|case| inputs.config.methods.iter().filter_map(|m| m.apply(&case)).collect())
        .unwrap_or_default();
    let driver = if verdict.alert > Alert::None {
        driver::words(inputs, at, place, verdict.base, verdict.latest, as_of)
    } else {
        None
    };
    let yearly = crate::track::yearly_values(&commitment, inputs.history(at, place), as_of);
    let so_far = crate::within_year::of(&commitment, &track, inputs.given(at, place), &yearly, as_of);
    let reason = match &so_far {
        Some(running) => {
            Words::new(reason.zh + &running.words.zh, format!("{} {}", reason.en, running.words.en))
        }
        None => reason,
    };
    let cause = if verdict.alert > Alert::None {
        crate::cause::tree(inputs, at, place, &commitment, &verdict, &track, as_of)
    } else {
        None
    };
    let rule = verdict.rule.map(|rule| inputs.config.rules.rule[rule].name.clone()).unwrap_or_default();
    Row {
        target: target.id.clone(),
        indicator: indicator.id.clone(),
        name: name(indicator, target),
        group: indicator.group.clone(),
        region: region.to_owned(),
        unit: target.unit.clone(),
        nature: target.nature.or(indicator.nature),
        kind: commitment.kind,
        direction: commitment.direction,
        base: verdict.base,
        goal: verdict.goal,
        latest: verdict.latest,
        progress: verdict.progress,
        expected: verdict.expected,
        time_distance: verdict.distance,
        required: verdict.required,
        achieved: verdict.achieved,
        best: verdict.best,
        trend: verdict.trend,
        outlook: verdict.outlook,
        status: verdict.status,
        alert: verdict.alert,
        since,
        rule,
        record,
        hollow: verdict.hollow,
        driver,
        cause,
        so_far,
        reason,
        bodies: inputs.bodies(target, indicator, at),
        methods,
        evidence,
    }
}

/// What became of past warnings like this one, before binding targets were raised.
fn record(config: &Config, verdict: &Verdict) -> Option<LevelRecord> {
    let level = verdict.rule.map_or(Alert::None, |rule| config.rules.rule[rule].level);
    let replayed = verdict.outlook.is_some() && verdict.years_left > 0 && verdict.hollow.is_none();
    let record = config.record.as_ref().filter(|_| replayed)?;
    record.of(level, verdict.years_left).copied()
}

/// First year of the unbroken run of assessments at this level or above, each made with what was known then.
fn since(
    bench: &mut Bench<'_>,
    commitment: &Commitment<'_>,
    history: &History<'_>,
    whole: Option<&Whole<'_, '_>>,
    as_of: AsOf,
    alert: Alert,
) -> Option<i32> {
    if alert == Alert::None {
        return None;
    }
    let mut since = as_of.year;
    for back in 1..=(as_of.year - commitment.base_year).clamp(0, 50) {
        let earlier = as_of.earlier(back);
        let (then, _) = bench.judge(commitment, history, whole, earlier, false);
        if then.alert < alert {
            break;
        }
        since = earlier.year;
    }
    Some(since)
}

/// The indicator's name, with the subject where the target narrows it.
fn name(indicator: &Indicator, target: &Target) -> String {
    if target.scope.is_empty() {
        indicator.name.clone()
    } else {
        format!("{}（{}）", indicator.name, target.scope)
    }
}

/// What two-point methods look at; `None` where there is no base, value and target on one scale.
fn case(commitment: &Commitment<'_>, verdict: &Verdict, track: &Track) -> Option<Case> {
    let (base, goal, latest) = (track.base?, track.goal?, verdict.latest?);
    Some(Case {
        base_year: f64::from(base.year),
        base: base.value,
        year: f64::from(latest.year),
        value: track.view.judged(latest.year, latest.value),
        target_year: f64::from(commitment.year),
        target: Some(goal),
        wish: crate::judge::judged_wish(commitment, track.view),
        limit: match track.nature {
            series::Nature::Bounded(bounds) => Some(bounds.high),
            _ => None,
        },
    })
}

/// What pages show beside the numbers.
fn evidence(commitment: &Commitment<'_>, history: &History<'_>, track: &Track, as_of: AsOf) -> Evidence {
    let reported = history.changes.iter().any(|f| f.known(as_of));
    let list: &[Figure<'_>] = match commitment.kind {
        TargetKind::AverageGrowth => &history.growth,
        TargetKind::CumulativeReduction | TargetKind::CumulativeSum if reported => &history.changes,
        _ => &history.levels,
    };
    let used = counting(list, as_of);
    let actuals = list.iter().filter(|f| f.known(as_of)).map(|figure| Actual {
        observation: figure.observation.id.clone(),
        year: figure.year,
        value: figure.value,
        status: figure.observation.status,
        source: figure.observation.source.clone(),
        known_at: figure.day,
        assumed: figure.assumed,
        used: used.iter().any(|u| std::ptr::eq(*u, figure)),
    });
    let shown = |year: i32, value: f64| Point { year, value: track.view.show(year, value) };
    let path = track.path.as_ref().map_or(Vec::new(), |path| {
        let years = commitment.base_year..=commitment.year;
        years.map(|year| shown(year, path.at(f64::from(year)))).collect()
    });
    let judged = track
        .points
        .iter()
        .filter(|p| track.view == View::Plain || p.year >= commitment.base_year)
        .map(|p| shown(p.year, p.value))
        .collect();
    let breaks = track.breaks.iter().copied().filter(|b| b.year > commitment.base_year).collect();
    Evidence { actuals: actuals.collect(), path, judged, breaks, notes: Vec::new() }
}
