//! Text in, text out.

use std::fmt::Write as _;

use series::panel::{CrossFit, Panel, Questions, TableErrorKind, write};
use series::{Calibration, Engine, Input};

const WIDE: &str = "id,a,b,c,d,e,f\nx,1,2,3,4,5,6\n\"y, z\",10,9,,8,7.5,7\r\n";
const LONG: &str = "period,value,id\n2011,2,x\n2010,1,x\n2012,3,x\n2013,4,x\n2014,5,x\n2015,6,x\n\
                    2010,10,\"y, z\"\n2011,9,\"y, z\"\n2013,8,\"y, z\"\n2014,7.5,\"y, z\"\n2015,7,\"y, z\"\n";

fn csv(text: &str, horizon: usize, threads: usize) -> String {
    let panel = Panel::parse(text).unwrap();
    write(&panel, &panel.forecast(&Engine::default(), horizon, threads).unwrap(), &[95, 80], threads)
}

fn error(text: &str) -> (usize, TableErrorKind) {
    let error = Panel::parse(text).unwrap_err();
    (error.line, error.kind)
}

#[test]
fn long_and_wide_tables_say_the_same() {
    assert_eq!(csv(WIDE, 4, 1), csv(LONG, 4, 1));
    let panel = Panel::parse(WIDE).unwrap();
    let [x, y] = panel.rows() else { panic!("two series") };
    assert_eq!(panel.values(x), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    assert_eq!((panel.values(y).len(), y.filled, y.id.as_ref()), (6, 1, "y, z"));
    assert!((panel.values(y)[2] - 72_f64.sqrt()).abs() < 1e-12, "positive values are filled geometrically");
}

#[test]
fn years_are_read_as_people_write_them() {
    let text = "region,Year,unit,value,id\n锦州,2019年,万人,3,人口\n锦州,2018-12-31,万人,2,人口\n锦州,2020,万人,4,人口\n";
    let panel = Panel::parse(text).unwrap();
    assert_eq!(panel.values(&panel.rows()[0]), [2.0, 3.0, 4.0]);
}

#[test]
fn the_output_is_the_promised_table() {
    let out = csv(WIDE, 2, 1);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "unique_id,h,mean,lo95,hi95,lo80,hi80");
    assert_eq!(lines.len(), 5);
    assert!(lines[2].starts_with("x,2,") && lines[3].starts_with("\"y, z\",1,"));
    let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let forecast = Engine::default().forecast(&Input::new(&values).unwrap(), 2).unwrap();
    let (low, high) = forecast.interval(2, 0.95);
    let cells: Vec<f64> = lines[2].split(',').skip(2).map(|c| c.parse().unwrap()).collect();
    for (cell, value) in cells.iter().zip([forecast.mean(2), low, high]) {
        assert!((cell - value).abs() < 1e-8, "{cell} {value}");
    }
    assert!(cells[1] < cells[3] && cells[3] < cells[0] && cells[0] < cells[4] && cells[4] < cells[2]);
}

#[test]
fn the_number_of_threads_does_not_show() {
    let mut text = String::from("id,1,2,3,4,5,6,7,8\n");
    for i in 0..97 {
        let value = |t: i32| 100.0 + f64::from(i) + f64::from(t * (i % 7)) - f64::from((t * t + i) % 5);
        let cells: Vec<String> = (0..8).map(|t| value(t).to_string()).collect();
        writeln!(text, "s{i},{}", cells.join(",")).unwrap();
    }
    let one = csv(&text, 6, 1);
    for threads in [0, 2, 3, 200] {
        assert_eq!(csv(&text, 6, threads), one);
    }
    let panel = Panel::parse(&text).unwrap();
    let fits = [1, 4].map(|threads| {
        let engines = CrossFit::new(&panel, &Calibration::default(), threads).unwrap();
        write(&panel, &panel.forecast(&engines, 6, threads).unwrap(), &[90], threads)
    });
    assert_eq!(fits[0], fits[1]);
    assert_ne!(fits[0], one, "the panel has its own error model");
}

/// One wild series must not move its own interval when the panel calibrates itself.
#[test]
fn no_series_calibrates_itself() {
    let panel = |wild: [i32; 4]| {
        let mut text = String::from("id,1,2,3,4,5,6,7,8,9,10,11,12\n");
        for i in 0..40 {
            let cells: Vec<String> = (0..12).map(|t| (100 + 3 * t + (t * i) % 4).to_string()).collect();
            writeln!(text, "s{i},{}", cells.join(",")).unwrap();
        }
        let [a, b, c, d] = wild;
        writeln!(text, "wild,50,52,54,56,58,{a},{b},{c},{d},60,62,64").unwrap();
        text
    };
    // The same last values and the same sizes of change on average, in another order: only the replays differ.
    let model = |text: &str| {
        let panel = Panel::parse(text).unwrap();
        let engines = CrossFit::new(&panel, &Calibration::default(), 1).unwrap();
        let engine = |id: &str| series::panel::Engines::engine(&engines, id).calibration().clone();
        (engine("wild"), (0..40).map(|i| engine(&format!("s{i}"))).collect::<Vec<_>>())
    };
    let (own, others) = model(&panel([59, 60, 61, 59]));
    let (own_wild, others_wild) = model(&panel([590, 60, 610, 59]));
    assert_eq!(own, own_wild);
    assert_ne!(others, others_wild, "but the others learn from it");
}

#[test]
fn questions_are_answered_in_their_order() {
    let panel = Panel::parse(WIDE).unwrap();
    let questions = Questions::parse(
        "unique_id,k,h,g_req,target,drawn\nx,0,5,0.1,11,1\n\"y, z\",3,2,0,6.5,0\nx,1,5,,0,0\n",
    );
    let questions = questions.unwrap();
    assert_eq!(questions.horizon(), 5);
    let forecasts = panel.forecast(&Engine::default(), 5, 1).unwrap();
    let answers = questions.answer(&panel, &forecasts).unwrap();
    let lines: Vec<&str> = answers.lines().collect();
    assert_eq!(lines[0], "unique_id,k,p");
    let p: f64 = lines[1].strip_prefix("x,0,").unwrap().parse().unwrap();
    assert!((p - forecasts[0].prob_ge(5, 11.0)).abs() < 1e-9);
    assert!(lines[2].starts_with("\"y, z\",3,0."));
    assert_eq!(lines[3], "x,1,1");
    let unknown = Questions::parse("unique_id,k,h,target\nw,0,1,1\n").unwrap();
    let error = unknown.answer(&panel, &forecasts).unwrap_err();
    assert_eq!((error.line, error.kind), (2, TableErrorKind::UnknownSeries("w".into())));
}

#[test]
fn errors_name_the_line() {
    assert_eq!(error(""), (0, TableErrorKind::NoData));
    assert_eq!(error("id,1,2\n\n"), (0, TableErrorKind::NoData));
    assert_eq!(error("id,1,2\nx,1,2\ny,1,two\n"), (3, TableErrorKind::Number("two".into())));
    assert_eq!(error("id,1,2\nx,1,inf\n"), (2, TableErrorKind::Number("inf".into())));
    assert_eq!(error("id,1,2\nx,1,NaN\n"), (2, TableErrorKind::Number("NaN".into())));
    assert_eq!(error("id,1,2\nx,1,2\nx,3,4\n"), (3, TableErrorKind::Repeated("x".into())));
    assert_eq!(error("id,period,value\nx,now,2\n"), (2, TableErrorKind::Year("now".into())));
    assert!(matches!(error("id,period,value\nx,2001,2\nx,2001,3\n").1, TableErrorKind::Series(..)));
    assert!(matches!(error("id,1,2\nx,,NA\n"), (2, TableErrorKind::Input(..))));
    let missing = Questions::parse("unique_id,k,target\n").unwrap_err();
    assert_eq!((missing.line, missing.kind), (1, TableErrorKind::NoColumn("h")));
}
