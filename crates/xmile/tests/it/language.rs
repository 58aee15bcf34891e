//! The language, against values computed by hand.

use xmile::Model;

/// The value of an equation at the first time and at the last.
fn ends(equation: &str, more: &str) -> (f64, f64) {
    let text = format!(
        "<xmile><sim_specs><start>1</start><stop>5</stop><dt>0.5</dt></sim_specs>\
         <dimensions><dim name=\"Sex\"><elem name=\"men\"/><elem name=\"women\"/></dim><dim name=\"Age\" size=\"3\"/></dimensions>\
         <model><variables><aux name=\"x\"><eqn>{equation}</eqn></aux>{more}</variables></model></xmile>"
    );
    let curves = Model::read(text.as_bytes())
        .and_then(|model| model.run())
        .unwrap_or_else(|error| panic!("{equation}: {error}"));
    let values = curves.of("x").expect("x");
    (values[0], values[values.len() - 1])
}

fn value(equation: &str) -> f64 {
    ends(equation, "").0
}

#[test]
fn operators_and_their_order() {
    for (equation, expected) in [
        ("2 + 3 * 4", 14.0),
        ("-2^2", -4.0),
        ("2^-1", 0.5),
        ("2^3^2", 512.0),
        ("2^-2^1", 0.25),
        ("4^-2^-1", 0.5),
        ("-(1 - 3) - -1", 3.0),
        ("7 MOD 4", 3.0),
        ("-10 mod 3", -1.0),
        ("INT(-9.9)", -9.0),
        ("1 &lt; 2 AND NOT 2 &lt;= 1 OR 0", 1.0),
        ("IF 1 = 1 THEN 5 ELSE 6 + 1", 5.0),
        ("IF 0 THEN 5 ELSE 6 + 1", 7.0),
        (".5 + 1e-1", 0.6),
        ("3 &lt;&gt; 3", 0.0),
        ("SAFEDIV(1, 0)", 0.0),
        ("SAFEDIV(1, 0, 9)", 9.0),
        ("SAFEDIV(1, 4)", 0.25),
        ("MAX(1, 3, 2) + min(4, 5)", 7.0),
        ("LN(EXP(2)) + LOG10(1000) + SQRT(16) + ABS(-1)", 10.0),
        ("ARCTAN(1) * 4 - PI", 0.0),
        ("STARTTIME + STOPTIME + DT", 6.5),
        ("ROUND(2.5) + SIGN(-3)", 2.0),
    ] {
        let found = value(equation);
        assert!((found - expected).abs() < 1e-12, "{equation}: {found} instead of {expected}");
    }
}

#[test]
fn functions_of_time() {
    assert_eq!(ends("STEP(3, 2)", ""), (0.0, 3.0));
    assert_eq!(ends("RAMP(2, 2)", ""), (0.0, 6.0));
    assert_eq!(ends("RAMP(2, 2, 4)", ""), (0.0, 4.0));
    let stock = "<stock name=\"s\"><eqn>0</eqn><inflow>f</inflow></stock><flow name=\"f\"><eqn>PULSE(7, 2, 0)</eqn></flow>";
    assert_eq!(ends("s", stock), (0.0, 7.0));
    let each = stock.replace("PULSE(7, 2, 0)", "PULSE(7, 2, 1)");
    assert_eq!(ends("s", &each), (0.0, 21.0));
    assert_eq!(ends("INIT(TIME)", ""), (1.0, 1.0));
    assert_eq!(ends("PREVIOUS(TIME, -1)", ""), (-1.0, 4.5));
    assert_eq!(ends("DELAY(TIME, 2)", ""), (1.0, 3.0));
    assert_eq!(ends("DELAY(TIME, 2, 9)", ""), (9.0, 3.0));
}

#[test]
fn smoothing_and_delays_settle() {
    // A constant is its own smooth and its own delay.
    for equation in
        ["SMTH1(4, 2)", "SMTH3(4, 2)", "SMTHN(4, 2, 5)", "DELAY1(4, 2)", "DELAY3(4, 2)", "DELAYN(4, 2, 4)"]
    {
        let (first, last) = ends(equation, "");
        assert!((first - 4.0).abs() < 1e-12 && (last - 4.0).abs() < 1e-12, "{equation} {first} {last}");
    }
    // One step of Euler: S = 0 + 0.5 (4 - 0) / 2 = 1, and so on: 4 (1 - 0.75^8).
    let (first, last) = ends("SMTH1(4, 2, 0)", "");
    assert_eq!(first, 0.0);
    assert!((last - 4.0 * (1.0 - libm::pow(0.75, 8.0))).abs() < 1e-12);
    assert_eq!(ends("TREND(4, 2)", ""), (0.0, 0.0));
    let (first, _) = ends("FORCST(4, 2, 3, 0.1)", "");
    assert!((first - 4.0 * 1.3).abs() < 1e-12);
}

#[test]
fn arrays_of_two_dimensions() {
    let more = "<aux name=\"People\"><dimensions><dim name=\"Sex\"/><dim name=\"Age\"/></dimensions>\
        <eqn>1</eqn><eqn>2</eqn><eqn>3</eqn><eqn>4</eqn><eqn>5</eqn><eqn>6</eqn></aux>\
        <aux name=\"Twice\"><dimensions><dim name=\"Sex\"/><dim name=\"Age\"/></dimensions><eqn>People * 2 + People[men, Age]</eqn></aux>\
        <aux name=\"By age\"><dimensions><dim name=\"Age\"/></dimensions><eqn>SUM(People[*, Age])</eqn></aux>";
    for (equation, expected) in [
        ("SUM(People)", 21.0),
        ("People[women, 2]", 5.0),
        ("Twice[women, 3]", 15.0),
        ("By_age[3]", 9.0),
        ("MEAN(People[men, *])", 2.0),
        ("MAX(By_age) - MIN(By_age[*])", 4.0),
        ("SIZE(People)", 6.0),
        ("STDDEV(People[men, *])", 1.0),
    ] {
        assert_eq!(ends(equation, more).0, expected, "{equation}");
    }
}

#[test]
fn runge_kutta_is_of_its_order() {
    let run = |method: &str, dt: f64| {
        let text = format!(
            "<xmile><sim_specs method=\"{method}\"><start>0</start><stop>1</stop><dt>{dt}</dt></sim_specs><model><variables>\
             <stock name=\"s\"><eqn>1</eqn><inflow>f</inflow></stock><flow name=\"f\"><eqn>s</eqn></flow></variables></model></xmile>"
        );
        let curves = Model::read(text.as_bytes()).and_then(|model| model.run()).expect("it runs");
        (curves.at("s", 1.0).expect("the end") - core::f64::consts::E).abs()
    };
    for (method, order) in [("euler", 1.0), ("rk2", 2.0), ("RK4", 4.0)] {
        let found = libm::log2(run(method, 0.1) / run(method, 0.05));
        assert!((found - order).abs() < 0.15, "{method}: {found}");
    }
}

#[test]
fn logistic_growth_as_published() {
    let text = "<xmile><sim_specs><start>0</start><stop>60</stop><dt>1</dt></sim_specs><model><variables>\
        <stock name=\"P\"><eqn>5</eqn><inflow>g</inflow></stock><flow name=\"g\"><eqn>0.12 * P * (1 - P / 1000)</eqn></flow></variables></model></xmile>";
    let curves = Model::read(text.as_bytes()).and_then(|model| model.run()).expect("it runs");
    let mut expected = 5.0;
    for step in 0..=60 {
        assert!((curves.at("p", f64::from(step)).expect("a value") - expected).abs() < 1e-9);
        expected += 0.12 * expected * (1.0 - expected / 1000.0);
    }
}
