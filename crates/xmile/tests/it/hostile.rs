//! Files that mean harm, or that were damaged on the way, end in an error.

use proptest::prelude::*;
use std::time::{Duration, Instant};
use xmile::Model;

fn model(variables: &str) -> String {
    model_of("<start>0</start><stop>10</stop><dt>1</dt>", variables)
}

fn model_of(specs: &str, variables: &str) -> String {
    format!("<xmile><sim_specs>{specs}</sim_specs><model><variables>{variables}</variables></model></xmile>")
}

/// The message of the error that a file ends in, at once.
fn refused(text: &str) -> String {
    let before = Instant::now();
    let found = Model::read(text.as_bytes()).and_then(|model| model.run().map(|_| ()));
    assert!(before.elapsed() < Duration::from_secs(5), "it took {:?}", before.elapsed());
    found.expect_err("an error").message().en
}

#[test]
fn entities_and_document_types() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><xmile>&b;</xmile>";
    assert!(refused(bomb).contains("document type"));
    assert!(refused(&model("<aux name=\"a\"><eqn>&b;</eqn></aux>")).contains("entity"));
}

#[test]
fn depth_of_elements_and_of_brackets() {
    let deep = "<xmile>".to_owned() + &"<a>".repeat(100_000);
    assert!(refused(&deep).contains("nested too deep"));
    let brackets = format!("{}1{}", "(".repeat(40_000), ")".repeat(40_000));
    assert!(
        refused(&model(&format!("<aux name=\"a\"><eqn>{brackets}</eqn></aux>"))).contains("nested too deep")
    );
    let signs = "-".repeat(90_000) + "1";
    assert!(Model::read(model(&format!("<aux name=\"a\"><eqn>{signs}</eqn></aux>")).as_bytes()).is_ok());
    let ifs = "IF 1 THEN 1 ELSE ".repeat(10_000) + "1";
    assert!(refused(&model(&format!("<aux name=\"a\"><eqn>{ifs}</eqn></aux>"))).contains("nested too deep"));
    let powers = "2^-".repeat(20_000) + "1";
    let _ = Model::read(model(&format!("<aux name=\"a\"><eqn>{powers}</eqn></aux>")).as_bytes());
    let calls = format!("{}1{}", "ABS(".repeat(10_000), ")".repeat(10_000));
    assert!(
        refused(&model(&format!("<aux name=\"a\"><eqn>{calls}</eqn></aux>"))).contains("nested too deep")
    );
}

#[test]
fn circles_are_named() {
    let found =
        refused(&model("<aux name=\"Hen\"><eqn>Egg</eqn></aux><aux name=\"Egg\"><eqn>Hen + 1</eqn></aux>"));
    assert!(found.contains("Hen → Egg → Hen") || found.contains("Egg → Hen → Egg"), "{found}");
    let found =
        refused(&model("<stock name=\"A\"><eqn>B</eqn></stock><stock name=\"B\"><eqn>A</eqn></stock>"));
    assert!(found.contains("initial values depend"), "{found}");
}

#[test]
fn work_without_end() {
    let one = "<aux name=\"a\"><eqn>1</eqn></aux>";
    assert!(refused(&model_of("<start>0</start><stop>1e9</stop><dt>1</dt>", one)).contains("steps"));
    assert!(refused(&model_of("<start>0</start><stop>1</stop><dt>1e-300</dt>", one)).contains("steps"));
    assert!(refused(&model_of("<start>0</start><stop>1</stop><dt>0</dt>", one)).contains("dt"));
    let dims = "<dim name=\"d\" size=\"9000\"/>";
    let text = format!(
        "<xmile><sim_specs><start>0</start><stop>1</stop></sim_specs><dimensions>{dims}</dimensions><model><variables>\
         <aux name=\"a\"><dimensions><dim name=\"d\"/><dim name=\"d\"/><dim name=\"d\"/></dimensions><eqn>1</eqn></aux>\
         </variables></model></xmile>"
    );
    assert!(refused(&text).contains("too many"));
}

#[test]
fn what_is_no_model() {
    assert!(refused("").contains("empty"));
    assert!(refused("<html></html>").contains("no XMILE"));
    assert!(refused("<xmile><sim_specs>").contains("cut off"));
    assert!(refused("<xmile></xmile>").contains("sim_specs"));
    assert!(Model::read(&[0xff, 0xfe, 0x00]).is_err());
}

#[test]
fn mistakes_name_variable_and_line() {
    for (equation, part) in [
        ("no_such_thing", "there is no variable"),
        ("NOISE(1)", "there is no function"),
        ("1 +", "not complete"),
        ("1 2", "not expected"),
        ("SMTHN(1, 2, 1.5)", "whole number"),
        ("IF 1 THEN 2", "ELSE is missing"),
        ("MOD(1)", "takes 2 arguments"),
        ("(1", "missing"),
        ("???", "not understood"),
        ("{nothing}", "no equation"),
    ] {
        let text = model(&format!(
            "\n<aux name=\"Fine\"><eqn>1</eqn></aux>\n<aux name=\"Rate of change\"><eqn>{equation}</eqn></aux>"
        ));
        let error = Model::read(text.as_bytes()).expect_err(equation);
        assert!(error.words.en.contains(part), "{equation}: {error}");
        assert_eq!((error.variable.as_str(), error.line), ("Rate of change", 3), "{equation}");
    }
}

/// A sound model with most of the language, in which characters are changed.
const SOUND: &str = r#"<xmile xmlns="x" version="1.0"><sim_specs method="RK4"><start>0</start><stop>8</stop><dt reciprocal="true">4</dt></sim_specs>
<dimensions><dim name="D"><elem name="p"/><elem name="q"/></dim></dimensions>
<model><variables>
<stock name="Level"><eqn>10</eqn><inflow>rise</inflow><outflow>fall</outflow><non_negative/></stock>
<flow name="rise"><eqn>SMTH3(Level, 2) * curve(TIME) + SUM(A[*])</eqn></flow>
<flow name="fall"><eqn>IF Level > 5 AND NOT TIME = 3 THEN DELAY(Level, 1, 2) / 7 ELSE -2 ^ 2</eqn></flow>
<gf name="curve"><xscale min="0" max="8"/><ypts>0,1,0.5</ypts></gf>
<aux name="A"><dimensions><dim name="D"/></dimensions><element subscript="p"><eqn>1</eqn></element><element subscript="q"><eqn>B[D] + 1</eqn></element></aux>
<aux name="B"><dimensions><dim name="D"/></dimensions><eqn>{two} 2</eqn></aux>
</variables></model></xmile>"#;

#[test]
fn the_sound_model_runs() {
    let curves = Model::read(SOUND.as_bytes()).expect("it is read").run().expect("it runs");
    assert_eq!(curves.times.len(), 33);
    assert_eq!(curves.at("A[q]", 0.0), Some(3.0));
    assert!(curves.of("level").expect("there").iter().all(|value| *value >= 0.0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_models_never_panic(
        edits in prop::collection::vec((0..SOUND.len(), prop::sample::select(b"<>/\"'=()[]{},.+-*^ 0123456789eEaAtTpqD&;\n\\_".to_vec())), 1..6),
        cut in prop::option::of(0..SOUND.len()),
        twice in prop::option::of((0..SOUND.len(), 1..60_usize)),
    ) {
        let mut bytes = SOUND.as_bytes().to_vec();
        for (at, byte) in edits {
            bytes[at] = byte;
        }
        if let Some((from, length)) = twice {
            let piece = bytes[from..(from + length).min(bytes.len())].to_vec();
            bytes.splice(from..from, piece);
        }
        if let Some(cut) = cut {
            bytes.truncate(cut);
        }
        if let Ok(model) = Model::read(&bytes) {
            let _ = model.run();
        }
    }
}
