//! What forecasting costs: one series, a table of 10,000 of 5 to 30 values with text in and out, a calibration.

#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use series::panel::{CrossFit, Panel, write};
use series::{Calibration, Engine, Input, Workspace};

/// A wide table of growing series with noise; the same every time.
fn table(series: usize) -> String {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut uniform = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut text = String::from("id");
    for year in 1..=30 {
        let _ = write!(text, ",V{year}");
    }
    text.push('\n');
    for i in 0..series {
        let (mut value, growth, noise) = (10.0 + 1e4 * uniform(), 0.1 * uniform() - 0.02, 0.2 * uniform());
        let _ = write!(text, "s{i}");
        for _ in 0..5 + i % 26 {
            value *= 1.0 + growth + noise * (uniform() - 0.5);
            let _ = write!(text, ",{value:.2}");
        }
        text.push('\n');
    }
    text
}

fn one_series(c: &mut Criterion) {
    let values: Vec<f64> = (0..20).map(|t| 100.0 + 4.0 * f64::from(t) + f64::from(t * t % 7)).collect();
    let (engine, input, mut work) = (Engine::default(), Input::new(&values).unwrap(), Workspace::default());
    c.bench_function("one series of 20 values, 6 years ahead", |b| {
        b.iter(|| engine.forecast_with(&mut work, black_box(&input), 6));
    });
}

fn many_series(c: &mut Criterion) {
    let (text, engine) = (table(10_000), Engine::default());
    let mut group = c.benchmark_group("table of 10,000 series");
    group.throughput(Throughput::Elements(10_000)).sample_size(20);
    group.bench_function("read", |b| b.iter(|| Panel::parse(black_box(&text)).unwrap()));
    let panel = Panel::parse(&text).unwrap();
    group.bench_function("forecast", |b| b.iter(|| panel.forecast(&engine, 6, 1).unwrap()));
    let forecasts = panel.forecast(&engine, 6, 1).unwrap();
    group.bench_function("write", |b| b.iter(|| write(&panel, &forecasts, &[95, 80], 1)));
    group.bench_function("read, forecast and write", |b| {
        b.iter(|| {
            let panel = Panel::parse(black_box(&text)).unwrap();
            let forecasts = panel.forecast(&engine, 6, 1).unwrap();
            write(&panel, &forecasts, &[95, 80], 1)
        });
    });
    group.bench_function("calibrate by folds", |b| {
        b.iter(|| CrossFit::new(&panel, &Calibration::default(), 1).unwrap());
    });
}

criterion_group!(benches, one_series, many_series);
criterion_main!(benches);
