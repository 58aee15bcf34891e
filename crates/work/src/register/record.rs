//! What became of past outlooks: every project that is done is looked at again as it stood before, by what was known of the others then.

use super::standing::{Register, Replay, Standing};
use projects::{Course, LIKE, Month, Now};

/// Shares of the planned time at which a project is looked at again.
const AT: [u32; 3] = [25, 50, 75];
/// Projects that are looked at again at most; of more, evenly chosen ones.
const REPLAYED: usize = 120;

/// A course as it was known at a month.
fn known_at(course: &Course, start: Month, then: Month) -> Option<Course> {
    let seen = u32::try_from(then.count() - start.count() + 1).ok().filter(|seen| *seen > 0)?;
    let seen = seen.min(course.seen);
    let money = course.money.get(..usize::try_from(seen).ok()?.min(course.money.len()))?.to_vec();
    // Of one that nobody dispatched nothing is known.
    money.last().filter(|spent| **spent > 0.0)?;
    Some(Course { planned: course.planned, ended: course.ended.filter(|ended| *ended <= seen), seen, money })
}

#[expect(clippy::cast_precision_loss, reason = "counts of projects are far below 2^52")]
fn mean(sum: f64, count: usize) -> Option<f64> {
    (count > 0).then(|| sum / count as f64)
}

/// The record of the register's outlooks by share of the planned time up to the end of the plan: reckoned once, which takes a while.
pub fn record(register: &Register, end: Month) -> &[Replay] {
    register.record.get_or_init(|| reckoned(register, end))
}

fn reckoned(register: &Register, end: Month) -> Vec<Replay> {
    let done: Vec<&Standing> = register
        .rows
        .iter()
        .filter(|row| row.course().is_some_and(|(course, _)| course.ended.is_some()))
        .collect();
    let step = done.len().div_ceil(REPLAYED).max(1);
    let chosen: Vec<&Standing> = done.into_iter().step_by(step).collect();
    AT.into_iter().map(|at| replay(register, &chosen, at, end)).collect()
}

fn replay(register: &Register, chosen: &[&Standing], at: u32, end: Month) -> Replay {
    let mut found = Replay { at, ..Replay::default() };
    let (mut error, mut likely, mut expected, mut happened, mut brier) = (0.0, 0, 0.0, 0.0, 0.0);
    for row in chosen {
        let Some((course, start)) = row.course() else { continue };
        let elapsed = (course.planned * at / 100).max(1);
        let Some(ended) = course.ended.filter(|ended| *ended > elapsed) else { continue };
        found.projects += 1;
        let then = Month::of_count(start.count() + i32::try_from(elapsed).unwrap_or(0) - 1);
        let same = |other: &&Standing| other.item.category == row.item.category;
        let others = register.rows.iter().filter(|other| other.item.id != row.item.id);
        let known =
            |other: &Standing| other.course().and_then(|(course, start)| known_at(course, *start, then));
        let mut like: Vec<Course> = others.clone().filter(same).filter_map(known).collect();
        if like.len() < LIKE {
            like = others.filter_map(known).collect();
        }
        let money =
            usize::try_from(elapsed - 1).ok().and_then(|at| course.money.get(at)).copied().unwrap_or(0.0);
        let horizon = u32::try_from(end.count() - start.count() + 1).unwrap_or(0);
        let outlook = projects::outlook(Now { planned: course.planned, elapsed, money, horizon }, &like);
        let Some(probability) = outlook.probability else { continue };
        found.judged += 1;
        let real = f64::from(ended);
        if outlook.low <= real && outlook.high.is_none_or(|high| real <= high) {
            found.inside += 1;
        }
        if let Some(month) = outlook.likely {
            error += (month - real).abs();
            likely += 1;
        }
        let outcome = if ended <= horizon { 1.0 } else { 0.0 };
        expected += probability;
        happened += outcome;
        brier += (probability - outcome) * (probability - outcome);
    }
    found.error = mean(error, likely);
    found.expected = mean(expected, found.judged);
    found.happened = mean(happened, found.judged);
    found.brier = mean(brier, found.judged);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_known_before_it_happened() {
        let start = Month { year: 2024, month: 1 };
        let course =
            Course { planned: 12, ended: Some(15), seen: 15, money: (1..=15).map(f64::from).collect() };
        let at = |month: u32| known_at(&course, start, Month { year: 2024, month });
        let half = at(6).expect("seen");
        assert_eq!((half.seen, half.ended, half.money.len()), (6, None, 6));
        assert_eq!(known_at(&course, start, Month { year: 2023, month: 12 }), None);
        let later = known_at(&course, start, Month { year: 2026, month: 1 }).expect("seen");
        assert_eq!((later.seen, later.ended), (15, Some(15)));
    }

    #[test]
    fn a_register_of_even_projects_is_foreseen() {
        let now = Month { year: 2026, month: 6 };
        let row = |id: i64| {
            let late = id % 3;
            let item = store::ProjectItem {
                id,
                start_month: format!("20{:02}-01", 15 + id % 4),
                end_month: format!("20{:02}-12", 16 + id % 4),
                real_start: format!("20{:02}-01", 15 + id % 4),
                real_end: format!("20{:02}-{:02}", 17 + id % 4, 1 + late),
                investment: Some(rust_decimal::Decimal::TEN),
                stage: "completed".into(),
                ..store::ProjectItem::default()
            };
            let said = |year: i64, done: i64| store::DispatchFigures {
                month: format!("20{:02}-06", 15 + id % 4 + year),
                done: Some(rust_decimal::Decimal::from(done)),
                ..store::DispatchFigures::default()
            };
            Standing::of(item, &[said(0, 2), said(1, 5)], now)
        };
        let register = Register {
            now,
            rows: (1..=240).map(row).collect(),
            refused: 0,
            funds: Vec::new(),
            record: std::sync::OnceLock::new(),
        };
        let found = record(&register, now);
        let half = found.iter().find(|one| one.at == 75).expect("three");
        assert!(half.judged > 0 && half.judged <= half.projects && half.projects <= REPLAYED);
        assert!(half.inside * 10 >= half.judged * 7, "{half:?}");
        assert!(half.error.is_some_and(|error| error < 3.0), "{half:?}");
    }
}
