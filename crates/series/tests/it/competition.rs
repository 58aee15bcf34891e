//! The yearly series of the M1 and M3 competitions, and tasks of 5 to 28 values cut from them, scored as the M4 competition scores.
//!
//! The series are no part of this repository: the tests read them from the directory in `GANGYAO_SHARED`, and say so when
//! they are absent. The shipped calibration has not seen them.
#![allow(clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use series::panel::Panel;
use series::{Engine, Forecast};

/// The mean sMAPE, MASE and MSIS, overall weighted average, and coverage of the 95 % interval by length of history.
#[derive(Debug, Default)]
struct Scores {
    owa: f64,
    msis: f64,
    coverage: f64,
    coverage_80: f64,
    by_length: BTreeMap<usize, (f64, f64)>,
    answers: Vec<(f64, bool)>,
    /// Of each series the answer about one target, drawn by its name.
    drawn: Vec<(f64, bool)>,
}

fn text(name: &str) -> Option<String> {
    let root = std::env::var_os("GANGYAO_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let read = std::fs::read_to_string(root.join("bench").join(name)).ok();
    if read.is_none() {
        println!("skipped: no bench/{name} in {}", root.display());
    }
    read
}

fn score(set: &str) -> Option<Scores> {
    let (train, test) = (text(&format!("{set}-train.csv"))?, text(&format!("{set}-test.csv"))?);
    let (train, test) = (Panel::parse(&train).unwrap(), Panel::parse(&test).unwrap());
    let forecasts = train.forecast(&Engine::default(), 6, 2).unwrap();
    let mut scores = Scores::default();
    let (mut errors, mut naive, mut inside, mut inside_80, mut years) = ([0.0; 2], [0.0; 2], 0.0, 0.0, 0.0);
    for (row, forecast) in train.rows().iter().zip(&forecasts) {
        let past = train.values(row);
        let future = test.values(&test.rows()[test.find(&row.id).unwrap()]);
        let last = past[past.len() - 1];
        let scale = past.windows(2).map(|w| (w[1] - w[0]).abs()).sum::<f64>() / (past.len() - 1) as f64;
        let bin = scores.by_length.entry(past.len()).or_default();
        for (i, y) in future.iter().enumerate() {
            let ((low, high), point) = (forecast.interval(i + 1, 0.95), forecast.mean(i + 1));
            let weight = 1.0 / future.len() as f64;
            for (sums, f) in [(&mut errors, point), (&mut naive, last)] {
                sums[0] += weight * 200.0 * (y - f).abs() / (y.abs() + f.abs());
                sums[1] += weight * (y - f).abs() / scale;
            }
            let misses = 40.0 * ((low - y).max(0.0) + (y - high).max(0.0));
            scores.msis += weight * ((high - low) + misses) / scale;
            let hit = f64::from(u8::from(low <= *y && *y <= high));
            let (low, high) = forecast.interval(i + 1, 0.80);
            inside_80 += f64::from(u8::from(low <= *y && *y <= high));
            (inside, years) = (inside + hit, years + 1.0);
            *bin = (bin.0 + hit, bin.1 + 1.0);
        }
        let before = scores.answers.len();
        answer(past, future[4], forecast, &mut scores.answers);
        scores.drawn.push(scores.answers[before + drawn(&row.id)]);
    }
    scores.owa = 0.5 * (errors[0] / naive[0] + errors[1] / naive[1]);
    scores.msis /= forecasts.len() as f64;
    scores.coverage = inside / years;
    scores.coverage_80 = inside_80 / years;
    Some(scores)
}

/// Which of the seven targets counts alone: FNV-1a of the name.
fn drawn(id: &str) -> usize {
    let hash = format!("gangyao-attainment-1:{id}").bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash % 7) as usize
}

/// Asks for seven targets five years ahead: past growth and up to four points a year less or more.
fn answer(past: &[f64], outcome: f64, forecast: &Forecast, answers: &mut Vec<(f64, bool)>) {
    let (last, back) = (past[past.len() - 1], (past.len() - 1).min(10));
    let growth = (last / past[past.len() - 1 - back]).powf(1.0 / back as f64) - 1.0;
    for points in [-0.04, -0.02, -0.01, 0.0, 0.01, 0.02, 0.04] {
        let target = last * (1.0 + (growth + points).max(-0.95)).powi(5);
        answers.push((forecast.prob_ge(5, target), outcome >= target));
    }
}

impl Scores {
    fn brier(&self) -> f64 {
        self.mean(|p, met| (p - met) * (p - met))
    }

    fn mean(&self, of: impl Fn(f64, f64) -> f64) -> f64 {
        let sum: f64 = self.answers.iter().map(|(p, met)| of(*p, f64::from(u8::from(*met)))).sum();
        sum / self.answers.len() as f64
    }

    /// Expected calibration error over ten bins.
    fn ece(&self) -> f64 {
        (0..10)
            .map(|bin| {
                let within = |p: f64| f64::from(u8::from(((p * 10.0) as usize).min(9) == bin));
                self.mean(|p, met| within(p) * (p - met)).abs()
            })
            .sum()
    }

    /// The calibration error of the drawn answers, one for each series.
    fn drawn_ece(&self) -> f64 {
        Self { answers: self.drawn.clone(), ..Self::default() }.ece()
    }

    /// What that error would be, nineteen times in twenty at most, if every probability were right: the outcomes of n series
    /// are never even over ten bins (SplitMix64, fixed seed).
    fn by_chance(&self) -> f64 {
        let mut state = 20_260_101_u64;
        let mut uniform = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut once = || {
            let answers = self.drawn.iter().map(|(p, _)| (*p, uniform() < *p)).collect();
            Self { answers, ..Self::default() }.ece()
        };
        let mut found: Vec<f64> = (0..400).map(|_| once()).collect();
        found.sort_by(f64::total_cmp);
        found[found.len() * 19 / 20]
    }

    /// The slope of a logistic regression of the outcome on the log odds, by Newton's method.
    fn slope(&self) -> f64 {
        let (mut a, mut b) = (0.0, 0.5);
        for _ in 0..30 {
            let mut g = [0.0; 2];
            let mut hessian = [0.0; 3];
            for (p, met) in &self.answers {
                let p = p.clamp(0.001, 0.999);
                let x = (p / (1.0 - p)).ln();
                let q = 1.0 / (1.0 + (-(a + b * x)).exp());
                let (miss, weight) = (f64::from(u8::from(*met)) - q, q * (1.0 - q));
                g = [g[0] + miss, g[1] + miss * x];
                hessian = [hessian[0] + weight, hessian[1] + weight * x, hessian[2] + weight * x * x];
            }
            let [aa, ab, bb] = hessian;
            let determinant = aa * bb - ab * ab;
            a += (bb * g[0] - ab * g[1]) / determinant;
            b += (aa * g[1] - ab * g[0]) / determinant;
        }
        b
    }

    fn print(&self, set: &str) {
        println!(
            "{set}: OWA {:.4}  MSIS {:.2}  coverage {:.4} and {:.4}  Brier {:.4}  ECE {:.4}, drawn {:.4} (by chance {:.4})  slope {:.3}",
            self.owa,
            self.msis,
            self.coverage,
            self.coverage_80,
            self.brier(),
            self.ece(),
            self.drawn_ece(),
            self.by_chance(),
            self.slope()
        );
        for (length, (inside, years)) in &self.by_length {
            println!("  {length:2} values: coverage {:.4} of {years}", inside / years);
        }
    }
}

#[test]
fn m3_yearly() {
    let Some(scores) = score("m3") else { return };
    scores.print("M3 yearly");
    assert!(scores.owa <= 0.84, "peers: drift 0.884, automatic ETS 0.878, optimised theta 0.848");
    assert!((0.93..=0.97).contains(&scores.coverage));
    assert!((0.78..=0.82).contains(&scores.coverage_80));
    assert!(scores.msis <= 21.0);
    assert!(scores.brier() <= 0.158);
    assert!(scores.drawn_ece() <= scores.by_chance());
}

#[test]
fn m1_yearly() {
    let Some(scores) = score("m1") else { return };
    scores.print("M1 yearly");
    assert!(scores.owa <= 0.715);
    assert!((0.78..=0.82).contains(&scores.coverage_80));
    assert!(scores.msis <= 35.0);
    assert!(scores.brier() <= 0.187);
    assert!(scores.drawn_ece() <= scores.by_chance());
}

#[test]
fn every_length_of_history() {
    let Some(scores) = score("m3roll") else { return };
    scores.print("M3 rolling");
    assert!(scores.owa <= 0.805);
    assert!((0.78..=0.82).contains(&scores.coverage_80));
    assert!(scores.msis <= 33.0);
    for (length, (inside, years)) in &scores.by_length {
        assert!((0.92..=0.97).contains(&(inside / years)), "{length} values");
    }
    assert!(scores.brier() <= 0.170);
    assert!(scores.ece() <= 0.03 && scores.drawn_ece() <= 0.03);
    assert!((0.9..=1.1).contains(&scores.slope()));
}
