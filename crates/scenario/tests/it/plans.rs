//! A real plan: figures of Jinzhou's 13th five-year plan, as they ship with the examples.

use assess::{AsOf, Config, Foresight};
use plan::Plan;
use scenario::{Additions, Basis, Network, Panel, Scenario, Set, Time, knots, needs, report, run, search};
use source::Lang;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn package(folder: &Path) -> Plan {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("readable").path();
        if path.is_file() {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            files.insert(name, std::fs::read(&path).expect("readable"));
        }
    }
    plan::package::read(&files).expect("a package")
}

pub(crate) fn jinzhou() -> Plan {
    package(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/jinzhou-13"))
}

#[track_caller]
fn follows(network: &Network, key: &str, time: Time, expected: f64) {
    let at = network.find(key, time).unwrap_or_else(|| panic!("{key} is not in the network"));
    let one =
        network.derived.iter().find(|one| one.variable == at).unwrap_or_else(|| panic!("{key} is stated"));
    assert!((one.value / expected - 1.0).abs() < 1e-6, "{key}: {} instead of {expected}", one.value);
    assert!(one.interval.low <= expected && expected <= one.interval.high, "{key}: {:?}", one.interval);
}

#[test]
fn what_follows_from_the_printed_numbers() {
    let network = Network::of(&jinzhou(), &Additions::default());
    let end = Time::Year(2020);
    follows(&network, "resident_population", end, 304.0);
    follows(&network, "employment", end, 175.925926);
    follows(&network, "gdp_per_capita", end, 62500.0);
    follows(&network, "secondary_value_added", end, 836.0);
    follows(&network, "primary_value_added", end, 228.0);
    follows(&network, "employment", Time::Year(2015), 178.618421);
    let ratio = Time::Ratio(2015, 2020);
    follows(&network, "energy_total", ratio, 1.231676);
    follows(&network, "fossil_energy", ratio, 1.122226);
    follows(&network, "non_fossil_energy", ratio, 1.823828);
    follows(&network, "carbon_emissions", ratio, 1.357643);
    follows(&network, "carbon_factor", ratio, 1.209777);
}

#[test]
fn the_carbon_target_has_slack() {
    let network = Network::of(&jinzhou(), &Additions::default());
    let knots = knots(&network, &Set::new());
    let all: Vec<_> = knots.iter().flat_map(|knot| &knot.conflicts).collect();
    let keys = |statements: &[usize]| {
        let of = |at: &usize| network.variables[network.statements[*at].variable].key.clone();
        statements.iter().map(of).collect::<Vec<_>>()
    };
    for conflict in &all {
        println!("{:?} {:?} assumed {}", keys(&conflict.statements), conflict.constraints, conflict.assumed);
    }
    assert!(all.iter().all(|conflict| conflict.assumed), "the plan's own numbers fit each other");
    let slack: Vec<_> = all.iter().flat_map(|conflict| &conflict.slack).collect();
    let carbon = slack
        .iter()
        .find(|one| network.variables[network.statements[one.statement].variable].key == "carbon_intensity");
    let slack = carbon.expect("the cut of 3 % is slack");
    assert!(slack.implied.high < 0.97, "{slack:?}");
    // At constant carbon per unit of fossil energy.
    let falls = 100.0 * (slack.exactly.expect("one value") - 1.0);
    assert!((falls + 19.819905).abs() < 1e-6, "{falls}");
}

#[test]
fn what_cannot_all_be_true_comes_with_its_sentences() {
    let mut network = Network::of(&jinzhou(), &Additions::default());
    for one in network.statements.iter_mut().filter(|one| one.line > 0) {
        one.quote = format!("words of line {}", one.line);
        let at = one.line as usize;
        one.span = source::Span::new(at, at + 1);
    }
    let found = report::unfit(&report::check(network), Lang::En);
    let carbon = found.iter().find(|one| !one.slack.is_empty()).expect("the carbon target");
    let lines: Vec<u32> = carbon.sentences.iter().map(|said| said.line).collect();
    // Output, energy, fuels and carbon stand in four lines; the assumption stands in none.
    assert_eq!(lines, [222, 245, 246, 247], "{carbon:?}");
    assert!(carbon.sentences.iter().all(|said| said.quote == format!("words of line {}", said.line)));
}

fn foresights(plan: &Plan, as_of: AsOf) -> Vec<Foresight> {
    assess::foresee(plan, &[], &as_of, &Config::default(), &series::Engine::default())
}

#[test]
fn what_1900_would_take_as_known_at_the_time() {
    let plan = jinzhou();
    // Figures of 2018 were published in 2019: three years are left.
    let known = needs(&plan, &foresights(&plan, AsOf::known(2018, "2018-12-31").expect("a day")));
    let of_gdp = |needs: &[scenario::Need]| {
        let found = needs.iter().find(|need| need.target.as_str() == "t0001").expect("GDP").clone();
        found.ways.into_iter().find(|way| way.basis == Basis::ComparablePrices).expect("growth is published")
    };
    let way = of_gdp(&known);
    assert_eq!(way.from.year, 2017);
    let level = 1357.5 * 0.9345 * 1.05;
    assert!((way.from.value - level).abs() < 1e-9);
    assert!((way.a_year - 100.0 * (libm::cbrt(1900.0 / level) - 1.0)).abs() < 1e-9);
    // With the figures of 2018.
    let way = of_gdp(&needs(&plan, &foresights(&plan, AsOf::year(2018))));
    assert!((way.from.value - 1413.931733).abs() < 1e-6);
    assert!((way.a_year - 15.921123).abs() < 1e-6);
    assert!(way.experience.expect("two years are known").beyond);
    assert_eq!(way.even.last().map(|point| (point.year, point.value)), Some((2020, 1900.0)));
}

#[test]
fn a_cut_is_shown_as_it_is_printed() {
    let plan = jinzhou();
    let found = needs(&plan, &foresights(&plan, AsOf::year(2018)));
    let energy = found.iter().find(|need| need.target.as_str() == "t0020").expect("energy");
    assert!((energy.goal.value - 12.0).abs() < 1e-9, "{energy:?}");
}

#[test]
fn a_slower_secondary_sector_in_the_plan() {
    let plan = jinzhou();
    let text = "base = \"plan\"\n[[lever]]\nindicator = \"第二产业增加值\"\ngrowth = 4.0\n";
    let scenario = Scenario::parse(text).expect("a scenario");
    let found =
        run(&plan, &foresights(&plan, AsOf::year(2016)), &scenario, &Panel::shipped()).expect("it runs");
    let value = |key: &str, time: Time| found.found.values[found.network.find(key, time).expect(key)];
    let end = Time::Year(2020);
    for (key, expected) in [
        ("secondary_value_added", 716.797141),
        ("gdp", 1780.797141),
        ("tertiary_share", 46.945269),
        ("gdp_per_capita", 58578.853),
        ("labour_productivity", 10.122426),
    ] {
        assert!((value(key, end) / expected - 1.0).abs() < 1e-6, "{key}: {}", value(key, end));
    }
    let ratio = value("energy_intensity", Time::Ratio(2015, 2020));
    assert!((100.0 * (ratio - 1.0) + 6.109463).abs() < 1e-6);
    assert!(found.found.broken.is_empty(), "{:?}", found.found.broken);
    // The services' share rises because industry fell, and says so; output per head falls and is not hollow.
    let moved = report::moved(&found, Lang::En);
    let said = |name: &str| &moved.iter().find(|one| one.name.contains(name)).expect(name).hollow;
    let share = &found.network.variables[found.network.find("tertiary_share", end).expect("a share")].name;
    assert!(said(&share.en).starts_with("hollow: only because"), "{moved:?}");
    let head = &found.network.variables[found.network.find("gdp_per_capita", end).expect("per head")].name;
    assert!(said(&head.en).is_empty());
    // What was stays as it was.
    for (at, variable) in found.network.variables.iter().enumerate() {
        if variable.time == Time::Year(2015) {
            assert!(found.base[at].is_nan() || found.found.values[at] == found.base[at], "{}", variable.key);
        }
    }
}

#[test]
fn a_lever_moves_the_probabilities_and_nothing_moves_without_one() {
    let plan = jinzhou();
    let moment = AsOf::known(2016, "2017-12-31").expect("a day");
    let foresights = foresights(&plan, moment);
    let assessment = assess::assess(&plan, &[], &moment, &Config::default());
    let panel = Panel::shipped();
    let empty = Scenario { draws: 500, ..Scenario::parse("").expect("empty") };
    let still = run(&plan, &foresights, &empty, &panel).expect("it runs");
    assert!(still.found.moves.is_empty() && !still.targets.is_empty());
    for one in &still.targets {
        let row = assessment.row_of(&one.target).and_then(|row| row.outlook.as_ref()).expect("an outlook");
        assert_eq!(row.attain, one.attain_before, "{}", one.name.en);
        assert_eq!(one.attain_before, one.attain_after);
        assert!((row.median / one.before - 1.0).abs() < 1e-9);
    }
    let text = "draws = 500\n[[lever]]\nindicator = \"gdp\"\nchange = 20\n";
    let moved =
        run(&plan, &foresights, &Scenario::parse(text).expect("a scenario"), &panel).expect("it runs");
    let gdp = moved.targets.iter().find(|one| one.target.as_str() == "t0001").expect("GDP");
    assert!(gdp.attain_after > gdp.attain_before && (gdp.after / gdp.before - 1.2).abs() < 1e-9);
    let (before, after) = moved.together.all.expect("many targets");
    assert!(before.probability <= before.most && after.probability >= before.probability);
    // The same input, the same bytes.
    let again = run(&plan, &foresights, &moved.scenario, &panel).expect("it runs");
    for lang in [Lang::Zh, Lang::En] {
        assert_eq!(report::run_json(&moved, "", lang), report::run_json(&again, "", lang));
        assert!(!report::run_text(&moved, "", lang).is_empty());
    }
}

#[test]
fn goals_are_sought() {
    let plan = jinzhou();
    let text = r#"
        base = "plan"
        [[seek]]
        indicator = "gdp_per_capita"
        value = 65000
        with = ["secondary_value_added", "tertiary_value_added"]
    "#;
    let scenario = Scenario::parse(text).expect("a scenario");
    let foresights = foresights(&plan, AsOf::year(2016));
    let (run_of, found) = search(&plan, &foresights, &scenario, &Panel::shipped()).expect("it answers");
    assert_eq!(found.len(), 1);
    let sum: f64 = found[0].found.set.values().sum();
    assert!((sum - (1900.0 * 65000.0 / 62500.0 - 228.0)).abs() < 1e-6);
    assert!(report::seek_text(&[], Some((&run_of, &found)), "", Lang::En).contains("smallest moves"));
}

#[test]
fn mistakes_in_a_scenario_are_told() {
    let plan = jinzhou();
    let foresights = foresights(&plan, AsOf::year(2016));
    let wrong = |text: &str| match Scenario::parse(text) {
        Err(words) => words.en,
        Ok(scenario) => run(&plan, &foresights, &scenario, &Panel::shipped()).expect_err("a mistake").en,
    };
    let effect = "base = \"plan\"\n[[effect]]\nof = \"gdp\"\non = \"urban_income\"\nelasticity = 0.5\nlow = 0.3\nhigh = 0.7\nfrom = 2001\nto = 2010\nsource = \"x\"\n";
    for (text, part) in [
        ("[[lever]]\nindicator = \"gdp\"\n", "exactly one of"),
        ("[[lever]]\nindicator = \"no such thing\"\nvalue = 1\n", "neither the plan"),
        ("[[lever]]\nindicator = \"wind_capacity\"\nvalue = 1\n", "has no value in 2020"),
        ("[[value]]\nindicator = \"gdp\"\nyear = 2015\nvalue = 1\nsource = \" \"\n", "has no source"),
        ("base = \"plan\"\n[[lever]]\nindicator = \"gdp\"\nchange = -100\n", "must be positive"),
        ("base = \"plan\"\n[[lever]]\nindicator = \"income_gap\"\nvalue = 2\n", "could give way"),
        (effect, "valid for 2001 to 2010"),
        ("draws = 0\n", "draws must be"),
    ] {
        let found = wrong(text);
        assert!(found.contains(part), "{text}: {found}");
    }
}

#[test]
fn declared_values_and_effects_take_part() {
    let plan = jinzhou();
    let text = r#"
        base = "plan"
        [[value]]
        indicator = "resident_population"
        year = 2020
        value = 270.39
        source = "2020 census"
        [[effect]]
        of = "gdp"
        on = "urban_income"
        elasticity = 0.5
        low = 0.25
        high = 1.0
        from = 2016
        to = 2020
        source = "invented for the test"
        [[lever]]
        indicator = "gdp"
        change = 10
    "#;
    let scenario = Scenario::parse(text).expect("a scenario");
    let checked = report::check(Network::of(&plan, &scenario.additions(&plan).expect("known names")));
    // 190 at 62.5 % are 304, not 270.39.
    assert_eq!(checked.contradictions(), 1, "{}", report::check_text(&checked, "", Lang::En));
    assert!(report::check_json(&checked, "", Lang::Zh).contains("270.39"));
    let found =
        run(&plan, &foresights(&plan, AsOf::year(2016)), &scenario, &Panel::shipped()).expect("it runs");
    let at = found.network.find("urban_income", Time::Year(2020)).expect("in the plan");
    assert!((found.found.values[at] - 38000.0 * libm::sqrt(1.1)).abs() < 1e-6);
    let (low, high) = found.ranges[&at];
    assert!((low - 38000.0 * libm::pow(1.1, 0.25)).abs() < 1e-6 && (high - 41800.0).abs() < 1e-6);
}

#[test]
fn a_model_stands_beside_the_past_and_the_forecast() {
    let plan = jinzhou();
    let foresights = foresights(&plan, AsOf::known(2016, "2017-12-31").expect("a day"));
    let text = "year = 2010\ntime = 0\nunits_a_year = 12\n[[map]]\nvariable = \"GDP\"\nindicator = \"地区生产总值\"\nfactor = 2.0\n";
    let mapping = scenario::Mapping::parse(text).expect("a mapping");
    let origin = scenario::Origin::Model { file: "city.xmile".to_owned(), hash: "00".to_owned() };
    let curve = |name: &str, time: f64| (name == "GDP" && time >= 0.0).then_some(450.0 + time);
    let found = scenario::beside(&plan, &foresights, &mapping, &origin, curve).expect("it fits");
    let gdp = &found[0];
    assert!(gdp.past.iter().all(|(year, _, model)| *model == 2.0 * (450.0 + 12.0 * f64::from(year - 2010))));
    assert!(gdp.past.len() >= 5 && gdp.misfit.is_some() && gdp.naive.is_some());
    assert_eq!(gdp.ahead, Some((2020, 2.0 * 570.0)));
    let (median, low, high) = gdp.forecast.expect("a forecast");
    assert!(low < median && median < high);
    assert_eq!(gdp.goal, Some(1900.0));
    assert!(report::model_text(&found, "", Lang::En).contains("off by"));
    assert!(report::model_json(&found, "", Lang::En).contains("city.xmile"));
    // A flow of 1 a month adds up to 12 a year, times two.
    let flow = scenario::Mapping {
        map: vec![scenario::Pair { flow: true, ..mapping.map[0].clone() }],
        ..mapping.clone()
    };
    let found = scenario::beside(&plan, &foresights, &flow, &origin, |_, _| Some(1.0)).expect("it fits");
    assert_eq!(found[0].ahead, Some((2020, 24.0)));
    assert!(scenario::beside(&plan, &foresights, &mapping, &origin, |_, _| None).is_err());
    assert!(scenario::Mapping::parse("year = 2010\ntime = 0\nunits_a_year = 0\n").is_err());
}
