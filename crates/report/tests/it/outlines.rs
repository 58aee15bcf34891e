use crate::city::{city, moment};
use report::{KINDS, Outline, OutlineError, make, shipped};

#[test]
fn every_shipped_outline_is_read_and_none_prints_an_article() {
    for (kind, ..) in KINDS {
        let outline =
            Outline::parse(shipped(kind).unwrap()).unwrap_or_else(|error| panic!("{kind}: {error}"));
        assert!(outline.law.iter().all(|law| !law.confirmed), "{kind}");
    }
    assert_eq!(shipped("weekly"), None);
}

fn with_law(confirmed: bool) -> (String, Vec<String>) {
    let text = format!(
        "name = \"own\"\ntitle = \"报告\"\n[[law]]\nname = \"法\"\ntitle = \"某法\"\narticle = \"第九条\"\nconfirmed = {confirmed}\n[[section]]\nheading = \"一\"\nblocks = [{{ text = \"根据{{law:法}}。\" }}]\n"
    );
    let city = city();
    let assessment = city.judged(&moment());
    let report = make(&Outline::parse(&text).unwrap(), city.inputs(&assessment), &|_| String::new());
    (story::markdown(&report.blocks), report.open)
}

#[test]
fn an_article_is_printed_only_when_a_person_has_confirmed_it() {
    let (text, open) = with_law(false);
    assert!(text.contains("根据《某法》。") && !text.contains("第九条"), "{text}");
    assert!(open.iter().any(|one| one.contains("第九条待核")), "{open:?}");
    let (text, open) = with_law(true);
    assert!(text.contains("根据《某法》第九条。"), "{text}");
    assert!(open.is_empty());
}

#[test]
fn what_an_outline_names_must_be_there() {
    let parse = |line: &str| {
        Outline::parse(&format!(
            "name = \"own\"\ntitle = \"报告\"\n[[section]]\nheading = \"一、甲\"\nblocks = [{line}]\n"
        ))
    };
    for (line, wanted) in [
        ("{ make = \"magic\" }", "magic"),
        ("{ table = \"people\" }", "people"),
        ("{ table = \"targets\", columns = [\"colour\"] }", "colour"),
        ("{ table = \"projects\", columns = [\"attain\"] }", "attain"),
        ("{ make = \"counts\", of = \"some\" }", "some"),
        ("{ text = \"{mayor}\" }", "mayor"),
        ("{ text = \"{law:无}\" }", "law:无"),
    ] {
        let error = parse(line).expect_err(line);
        assert!(matches!(error, OutlineError::Unknown { .. }), "{line}");
        let words = error.words();
        assert!(
            words.zh.contains(wanted) && words.en.contains(wanted) && words.zh.contains("可用"),
            "{words:?}"
        );
    }
    assert!(matches!(parse("{ makes = \"counts\" }"), Err(OutlineError::Syntax(_))));
    assert!(parse("{ table = \"targets\", columns = [\"name=名称\", \"blank=备注\"] }").is_ok());
}
