//! Digits that must not change from machine to machine.

use series::{Bounds, Engine, Input, panel};

const SERIES: &str = "\
id,V1,V2,V3,V4,V5,V6,V7,V8,V9,V10,V11,V12
growing,100,107,113,121,130,138,149,158,170,181,195,207
falling,48.1,46.9,44.2,43.8,41.0,40.6,38.2,37.7,36.1,35.9,,
volatile,12,19,9,31,22,14,40,26,18,33,51,24
changing sign,3.1,-0.4,2.2,1.0,-1.8,0.6,2.9,1.1,,,,
alternating,5,9,5,9,5,9,5,9,5,9,5,9
still,7,7,7,7,7,7,7,,,,,
short,250,262,271,,,,,,,,,
single,81.5,,,,,,,,,,,
tiny,1.1e-9,1.3e-9,1.2e-9,1.6e-9,1.9e-9,1.8e-9,,,,,,
with a gap,10,,12,13,,,16,17,19,,,
";

#[test]
fn forecasts_of_amounts() {
    let panel = panel::Panel::parse(SERIES).unwrap();
    let forecasts = panel.forecast(&Engine::default(), 3, 2).unwrap();
    insta::assert_snapshot!(panel::write(&panel, &forecasts, &[95, 80], 2));
}

#[test]
fn forecasts_of_shares_and_rates() {
    let engine = Engine::default();
    let share = [61.2, 66.8, 72.9, 79.4, 84.6, 89.3, 93.1, 95.8];
    let share = engine.forecast(&Input::new(&share).unwrap().bounded(Bounds::PERCENT).unwrap(), 5).unwrap();
    let rate = engine.forecast(&Input::new(&[8.4, 7.9, 8.1, 7.0, 6.9, 6.1, 5.7]).unwrap().rate(), 5).unwrap();
    let line = |name: &str, f: &series::Forecast, target: f64| {
        let (low, high) = f.interval(5, 0.8);
        format!("{name}: {} in {low} to {high}, P(>= {target}) = {}", f.mean(5), f.prob_ge(5, target))
    };
    insta::assert_snapshot!([line("share", &share, 100.0), line("rate", &rate, 5.0)].join("\n"));
}
