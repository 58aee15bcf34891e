//! Accepting a finding in the text or in a list.

use crate::reading::{codes, findings};
use check::{Settings, Silence, silences_from_csv};

const PROMISE: &str = "力争到2020年末，全市人均道路面积达到14.5平方米。\n";

#[test]
fn a_comment_with_a_reason_silences_its_paragraph_only() {
    let settings = Settings::new("T004,X090,X091", "").expect("known");
    assert_eq!(codes(PROMISE, &settings), ["T004"]);
    let silenced = format!("<!-- gangyao: allow T004 会议定稿措辞 -->\n{PROMISE}");
    assert!(codes(&silenced, &settings).is_empty());
    let by_name = format!("<!-- gangyao: allow hedged-commitment 会议定稿措辞 -->\n{PROMISE}");
    assert!(codes(&by_name, &settings).is_empty());
    let elsewhere = format!("<!-- gangyao: allow T004 会议定稿措辞 -->\n其他内容。\n\n{PROMISE}");
    assert_eq!(codes(&elsewhere, &settings), ["X091", "T004"]);
}

#[test]
fn silences_are_judged_too() {
    let settings = Settings::new("T004,X090,X091", "").expect("known");
    let bare = format!("<!-- gangyao: allow T004 -->\n{PROMISE}");
    assert_eq!(codes(&bare, &settings), ["X090"]);
    let unknown = format!("<!-- gangyao: allow T999 理由 -->\n{PROMISE}");
    assert_eq!(codes(&unknown, &settings), ["X091", "T004"]);
}

#[test]
fn a_list_silences_by_code_and_quote() {
    let mut settings = Settings::new("T004,X090,X091", "").expect("known");
    settings.silences = silences_from_csv("code,quote,reason\nT004,人均道路面积,会议定稿\n").expect("valid");
    assert!(codes(PROMISE, &settings).is_empty());
    settings.silences =
        vec![Silence { code: "T004".into(), quote: "别的话".into(), reason: "理由".into() }];
    let (_, found) = findings(PROMISE, &settings);
    assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), ["X091", "T004"]);
    assert!(found[0].labels.is_empty());
}

#[test]
fn rules_are_selected_by_code_name_and_family() {
    for select in ["T004", "hedged-commitment", "target"] {
        assert_eq!(codes(PROMISE, &Settings::new(select, "").expect("known")), ["T004"], "{select}");
    }
    for ignore in ["T004", "hedged-commitment", "target"] {
        assert!(codes(PROMISE, &Settings::new("", ignore).expect("known")).is_empty(), "{ignore}");
    }
}
