//! Matters: steps with their history and files, numbers, and who was faster.

use crate::databases::Bench;
use crate::drafting::load;
use crate::sample::by;
use std::collections::BTreeMap;
use store::{
    Change, Matter, MatterCount, MatterFilter, MatterStep, NewAttachment, Secrecy, Store, StoreError,
    TextChange,
};

fn first() -> Change {
    by("wang", "2027-03-02T08:00:00Z")
}

const PHOTO: NewAttachment<'static> = NewAttachment {
    name: "现场.png",
    media_type: "image/png",
    sha256: "cd",
    content: b"PNG",
    secrecy: Some(Secrecy::Internal),
};

fn errand(title: &str) -> MatterStep<'static> {
    let matter = Matter {
        kind: "errand".into(),
        title: title.into(),
        state: "new".into(),
        is_open: true,
        owner: "office/czj".into(),
        support: vec!["office/tjj".into(), "account/li".into()],
        due: "2027-03-31".into(),
        fields: BTreeMap::from([("origin".into(), "会议".into())]),
        ..Matter::default()
    };
    let numbering = Some(("督〔2027〕".to_owned(), "号".to_owned()));
    MatterStep { matter, numbering, step: "open".into(), text: "请抓紧".into(), ..MatterStep::default() }
}

/// One of each kind of row.
pub(crate) async fn everything(store: &Store) {
    let above = store.put_matters("1", &[errand("修桥")], &first()).await.unwrap()[0];
    let mut below = errand("补种");
    (below.matter.parent, below.matter.subject) = (Some(above), "target/t0001".into());
    below.files = vec![PHOTO];
    let mut finding = errand("两处不一致");
    (finding.matter.kind, finding.matter.subject, finding.numbering) = ("finding".into(), "f1".into(), None);
    finding.matter.fields =
        BTreeMap::from([("code".into(), "GY101".into()), ("reason".into(), "再核".into())]);
    store.put_matters("1", &[below, finding], &first()).await.unwrap();
}

#[expect(clippy::too_many_lines, reason = "one matter from its opening to its end")]
pub(crate) async fn a_matter_goes_from_step_to_step_with_its_history_and_files(bench: Bench) {
    let store = &bench.store;
    load(store).await;
    let ids = store.put_matters("1", &[errand("修桥"), errand("修路")], &first()).await.unwrap();
    let bridge = store.matter("1", ids[0]).await.unwrap();
    assert_eq!((bridge.number.as_str(), bridge.opened_by.as_str()), ("督〔2027〕1号", "wang"));
    assert_eq!((bridge.revision, &bridge.support), (1, &errand("").matter.support));
    assert_eq!(store.matter("1", ids[1]).await.unwrap().number, "督〔2027〕2号");
    let changes = BTreeMap::from([("due".to_owned(), ["2027-03-31".to_owned(), "2027-04-30".to_owned()])]);
    let step = MatterStep {
        matter: Matter { state: "over".into(), is_open: false, due: "2027-04-30".into(), ..bridge.clone() },
        step: "end".into(),
        text: "桥已通车".into(),
        changes: changes.clone(),
        office: "czj".into(),
        is_public: true,
        files: vec![PHOTO],
        ..MatterStep::default()
    };
    let later = by("li", "2027-04-02T08:00:00Z");
    store.put_matters("1", std::slice::from_ref(&step), &later).await.unwrap();
    let now = store.matter("1", ids[0]).await.unwrap();
    assert_eq!((now.state.as_str(), now.is_open, now.revision), ("over", false, 2));
    assert_eq!((now.opened_by.as_str(), now.changed_by.as_str()), ("wang", "li"));
    let history = store.matter_entries("1", Some(ids[0])).await.unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(
        (history[1].step.as_str(), &history[1].changes, history[1].is_public),
        ("end", &changes, true)
    );
    assert_eq!((history[1].who.as_str(), history[1].office.as_str()), ("li", "czj"));
    let file = &history[1].files[0];
    assert_eq!((file.name.as_str(), file.secrecy), ("现场.png", Some(Secrecy::Internal)));
    let (kept, content) = store.attachment(file.id).await.unwrap();
    assert_eq!((kept.marked_name().as_str(), content), ("【内部】现场.png", b"PNG".to_vec()));
    assert_eq!(store.matter_entries("1", None).await.unwrap().len(), 3);

    let found = async |filter: MatterFilter| {
        store.matters(&filter).await.unwrap().into_iter().map(|one| one.title).collect::<Vec<_>>()
    };
    let words = |words: &str| MatterFilter { words: words.into(), ..MatterFilter::default() };
    assert_eq!(found(MatterFilter::default()).await, ["修路", "修桥"], "the latest first");
    assert_eq!(
        found(MatterFilter { open: true, plan: "1".into(), ..MatterFilter::default() }).await,
        ["修路"]
    );
    assert_eq!(found(words("2027〕1号")).await, ["修桥"]);
    assert_eq!(found(words("会议")).await.len(), 2, "what its kind holds is found too");
    assert_eq!(found(words("修%")).await, [""; 0], "a sign of patterns is a letter");
    assert_eq!(found(MatterFilter { kind: "other".into(), ..MatterFilter::default() }).await, [""; 0]);
    let mut named = errand("修 Line_A");
    (named.matter.parent, named.matter.owner) = (Some(ids[0]), "office/jtj".into());
    named.matter.support = Vec::new();
    let third = store.put_matters("1", &[named], &by("zhao", "2027-03-03T08:00:00Z")).await.unwrap()[0];
    for words in ["line_a", "LINE_A", "e_A"] {
        assert_eq!(
            found(MatterFilter { words: words.into(), ..MatterFilter::default() }).await,
            ["修 Line_A"]
        );
    }
    assert_eq!(found(words("lineAA")).await, [""; 0]);
    assert_eq!(found(MatterFilter { parent: Some(ids[0]), ..MatterFilter::default() }).await, ["修 Line_A"]);
    assert_eq!(found(MatterFilter { ids: vec![ids[0], third], ..MatterFilter::default() }).await.len(), 2);
    assert_eq!(found(MatterFilter { limit: 1, ..MatterFilter::default() }).await, ["修 Line_A"]);
    let of = |party: &str| MatterFilter { parties: Some(vec![party.into()]), ..MatterFilter::default() };
    assert_eq!(found(of("office/jtj")).await, ["修 Line_A"], "whose it is");
    assert_eq!(found(of("office/tjj")).await, ["修路", "修桥"], "who helps");
    assert_eq!(found(of("office/tj_")).await, [""; 0], "not who is named alike");
    assert_eq!(found(of("account/zhao")).await, ["修 Line_A"], "who opened it");
    let given = MatterFilter { states: vec![("errand".into(), "over".into())], ..of("office/none") };
    assert_eq!(found(given).await, ["修桥"], "what is given to everybody");
    assert_eq!(found(MatterFilter { parties: Some(Vec::new()), ..MatterFilter::default() }).await, [""; 0]);
    let narrow = store.matters(&MatterFilter { narrow: true, ..MatterFilter::default() }).await.unwrap();
    assert!(narrow.iter().all(|one| one.title.is_empty() && one.fields.is_empty() && !one.owner.is_empty()));
    let mut end = errand("修 Line_A");
    end.matter = Matter { state: "over".into(), is_open: false, ..store.matter("1", third).await.unwrap() };
    store.put_matters("1", &[end], &first()).await.unwrap();
    let counts = store.matter_counts("2027-04-01").await.unwrap();
    assert_eq!(counts["1"], MatterCount { open: 1, late: 1 });
    assert_eq!(store.matter_counts("2027-03-31").await.unwrap()["1"], MatterCount { open: 1, late: 0 });
    assert!(store.verify_content().await.unwrap().is_ok());
    assert!(store.verify_audit().await.unwrap().is_ok());
}

pub(crate) async fn who_looked_too_early_is_told(bench: Bench) {
    let store = &bench.store;
    load(store).await;
    let id = store.put_matters("1", &[errand("修桥")], &first()).await.unwrap()[0];
    let seen = store.matter("1", id).await.unwrap();
    let step = |text: &str| MatterStep {
        matter: seen.clone(),
        step: "say".into(),
        text: text.into(),
        ..MatterStep::default()
    };
    store.put_matters("1", &[step("一")], &first()).await.unwrap();
    let late = store.put_matters("1", &[errand("修路"), step("二")], &first()).await.unwrap_err();
    assert!(matches!(late, StoreError::Stale { .. }), "{late}");
    assert_eq!(store.matters(&MatterFilter::default()).await.unwrap().len(), 1, "all or none");
    let nowhere = MatterStep { matter: Matter { id: 99, ..seen.clone() }, ..step("三") };
    assert!(store.put_matters("1", &[nowhere], &first()).await.unwrap_err().is_missing());
    assert!(store.put_matters("9", &[errand("修路")], &first()).await.unwrap_err().is_missing());
    // Of one subject there is one matter of a kind.
    let mut about = errand("补种");
    about.matter.subject = "target/t0001".into();
    store.put_matters("1", std::slice::from_ref(&about), &first()).await.unwrap();
    let again = store.put_matters("1", &[about], &first()).await.unwrap_err();
    assert!(matches!(again, StoreError::Stale { .. }), "{again}");
    assert!(store.verify_audit().await.unwrap().is_ok());
}

pub(crate) async fn what_belongs_to_a_plan_goes_with_it(bench: Bench) {
    let store = &bench.store;
    load(store).await;
    everything(store).await;
    // A step may come along with a change of the text.
    let new = TextChange { version: 1, words: "旧".into(), proposed: "新".into(), ..TextChange::default() };
    store.add_text_change("1", &new, Some(&errand("改字")), &first()).await.unwrap();
    assert_eq!(store.matters(&MatterFilter::default()).await.unwrap().len(), 4);
    store.set_archived("1", true, &first()).await.unwrap();
    store.delete_plan("1", &first()).await.unwrap();
    assert_eq!(store.matters(&MatterFilter::default()).await.unwrap(), []);
    let content = store.verify_content().await.unwrap();
    assert!(content.is_ok(), "{content:?}");
    load(store).await;
    everything(store).await;
    assert!(store.verify_content().await.unwrap().is_ok(), "the numbers are used again");
}
