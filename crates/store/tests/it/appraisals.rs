//! Schemes of appraisal, what is recorded of bodies, and sheets that were signed.

use crate::databases::Bench;
use crate::sample::{self, by};
use store::{AppraisalMark, AppraisalSignature, Change, Store};

fn mark(points: Option<&str>) -> AppraisalMark {
    AppraisalMark {
        year: 2027,
        body: "市水利局".into(),
        item: "获省级以上表彰".into(),
        points: points.map(|points| points.parse().unwrap()),
        reason: "省政府通报".into(),
        source: "通报第3号".into(),
        ..AppraisalMark::default()
    }
}

fn signature(text: &str) -> AppraisalSignature {
    AppraisalSignature {
        year: 2027,
        body: "市水利局".into(),
        version: 1,
        scheme: 1,
        total: Some("89.83".parse().unwrap()),
        grade: "良好".into(),
        text: text.into(),
        sha256: "00".into(),
        name: "王明".into(),
        words: "同意".into(),
        ..AppraisalSignature::default()
    }
}

/// Everything of this file once, for tests of what is sealed.
pub(crate) async fn one_of_each(store: &Store, change: &Change) {
    store.put_appraisal_scheme("1", ("full = 100", "试行"), change).await.unwrap();
    store.put_appraisal_mark("1", &mark(Some("2.50")), change).await.unwrap();
    store.sign_appraisal("1", &signature("市水利局\t89.83\t良好\n"), change).await.unwrap();
}

pub(crate) async fn what_was_signed_stays_as_it_was(bench: Bench) {
    let (plan, document, findings) = (sample::plan(), sample::document(), sample::findings());
    let first = by("wang", "2028-01-05T08:00:00Z");
    bench.store.load_plan(sample::load(&plan, &document, &findings), &first).await.unwrap();
    let store = &bench.store;
    assert_eq!(store.appraisal_scheme("1").await.unwrap(), None);
    one_of_each(store, &first).await;
    let later = by("li", "2028-02-01T08:00:00Z");
    assert_eq!(store.put_appraisal_scheme("1", ("full = 120", "改满分"), &later).await.unwrap(), 2);
    let holds = store.appraisal_scheme("1").await.unwrap().unwrap();
    assert_eq!((holds.number, holds.text.as_str(), holds.made_by.as_str()), (2, "full = 120", "li"));
    let marks = store.appraisal_marks("1", 2027).await.unwrap();
    assert_eq!(marks[0].points.unwrap().to_string(), "2.50");
    store.put_appraisal_mark("1", &mark(None), &later).await.unwrap();
    let marks = store.appraisal_marks("1", 2027).await.unwrap();
    assert_eq!((marks.len(), marks[0].points, marks[0].made_by.as_str()), (1, None, "li"));
    assert_eq!(store.sign_appraisal("1", &signature("改后"), &later).await.unwrap(), 2);
    let signed = store.appraisal_signatures("1", 2027).await.unwrap();
    let shown: Vec<(i64, &str)> = signed.iter().map(|one| (one.number, one.text.as_str())).collect();
    assert_eq!(shown, [(1, "市水利局\t89.83\t良好\n"), (2, "改后")]);
    assert_eq!(signed[0].total.unwrap().to_string(), "89.83");
    assert_eq!(store.appraisal_signatures("1", 2026).await.unwrap(), []);
    assert!(store.sign_appraisal("9", &signature(""), &later).await.unwrap_err().is_missing());
    assert!(store.verify_content().await.unwrap().is_ok());
    store.set_archived("1", true, &later).await.unwrap();
    store.delete_plan("1", &later).await.unwrap();
    assert_eq!(store.appraisal_signatures("1", 2027).await.unwrap(), []);
    let content = store.verify_content().await.unwrap();
    assert!(content.is_ok(), "{content:?}");
}
