//! Which loops matter, against the published method's reference runs.

use xmile::{Loop, Loops, Model};

fn model(specs: &str, variables: &str) -> Loops {
    let text = format!(
        "<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\" version=\"1.0\"><sim_specs>{specs}</sim_specs>\
         <model><variables>{variables}</variables></model></xmile>"
    );
    Model::read(text.as_bytes()).expect("a model").loops().expect("it runs")
}

fn through<'l>(loops: &'l Loops, variables: &[&str]) -> &'l Loop {
    let same = |one: &&Loop| one.variables.iter().map(String::as_str).eq(variables.iter().copied());
    loops.loops.iter().find(same).unwrap_or_else(|| panic!("{variables:?} is no loop of {loops:?}"))
}

#[test]
fn growth_to_a_limit() {
    let loops = model(
        "<start>0</start><stop>100</stop><dt>1</dt>",
        "<stock name=\"P\"><eqn>5</eqn><inflow>g</inflow></stock>\
         <flow name=\"g\"><eqn>0.12*P*room</eqn></flow><aux name=\"room\"><eqn>1-P/1000</eqn></aux>",
    );
    let (growth, limit) = (through(&loops, &["P", "g"]), through(&loops, &["P", "room", "g"]));
    let expected = [
        (2.0, 0.99440, -0.00560),
        (10.0, 0.98624, -0.01376),
        (44.0, 0.58989, -0.41011),
        (46.0, 0.53130, -0.46870),
        (60.0, 0.16963, -0.83037),
        (100.0, 0.00126, -0.99874),
    ];
    for (time, reinforcing, balancing) in expected {
        let at = |one: &Loop| one.at(&loops.times, time).expect("a score");
        assert!((at(growth) - reinforcing).abs() < 1e-5, "{time}: {}", at(growth));
        assert!((at(limit) - balancing).abs() < 1e-5, "{time}: {}", at(limit));
    }
    assert!(!loops.cut_off);
}

#[test]
fn shares_of_one_part_add_up() {
    // Cells grow by births less the more alcohol there is, die the more there is, and make alcohol.
    let loops = model(
        "<start>0</start><stop>100</stop><dt>0.5</dt>",
        "<stock name=\"C\"><eqn>1</eqn><inflow>births</inflow><outflow>deaths</outflow></stock>\
         <stock name=\"A\"><eqn>0</eqn><inflow>making</inflow></stock>\
         <flow name=\"births\"><eqn>C*(1.1-0.1*A)/16</eqn></flow>\
         <flow name=\"deaths\"><eqn>C*EXP(A-11)/30</eqn></flow>\
         <flow name=\"making\"><eqn>0.01*C</eqn></flow>",
    );
    assert_eq!(loops.loops.len(), 4);
    for (at, time) in loops.times.iter().enumerate().skip(1) {
        let total: f64 = loops.loops.iter().map(|one| one.scores[at].abs()).sum();
        assert!((total - 1.0).abs() < 1e-12, "{time}: {total}");
    }
    // The reference run by the formula of 2023.
    let at = |variables: &[&str]| through(&loops, variables).at(&loops.times, 60.0).expect("a score");
    for (variables, expected) in [
        (&["C", "births"][..], 0.3104),
        (&["C", "deaths"][..], -0.0025),
        (&["C", "making", "A", "births"][..], -0.6585),
        (&["C", "making", "A", "deaths"][..], -0.0285),
    ] {
        assert!((at(variables) - expected).abs() < 1e-4, "{variables:?}: {}", at(variables));
    }
}

#[test]
fn a_dense_model_is_cut_off_and_says_so() {
    let names: Vec<String> = (0..14).map(|k| format!("s{k}")).collect();
    let sum = names.join("+");
    let one = |name: &String| {
        format!(
            "<stock name=\"{name}\"><eqn>1</eqn><inflow>f{name}</inflow></stock>\
             <flow name=\"f{name}\"><eqn>0.001*({sum})</eqn></flow>"
        )
    };
    let variables = names.iter().map(one).collect::<Vec<_>>().concat();
    let loops = model("<start>0</start><stop>3</stop><dt>1</dt>", &variables);
    assert!(loops.cut_off && !loops.loops.is_empty());
}
