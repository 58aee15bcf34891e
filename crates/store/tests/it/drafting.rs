//! Changes of a text, rounds of opinions, revisions, and what becomes of a plan as a whole.

use crate::databases::Bench;
use crate::sample;
use plan::package::Named;
use store::{
    Along, Answer, AnswerKind, Cause, Change, ChoiceAbout, DraftStage, FigureChoice, NewAttachment,
    NewOpinion, NewParty, NewRevision, NewRound, Outcome, PartyKind, PlanFilter, RevisionItem, RevisionState,
    RoundKind, Secrecy, Store, TextChange,
};

fn by(who: &str, at: &str) -> Change {
    Change { who: who.into(), origin: "cli".into(), when: at.parse().unwrap(), why: "起草".into() }
}

const FILE: NewAttachment<'static> = NewAttachment {
    name: "规划.docx",
    media_type: "application/zip",
    sha256: "ab",
    content: b"PK",
    secrecy: None,
};

pub(crate) async fn load(store: &Store) {
    let (plan, document, findings) = (sample::plan(), sample::document(), sample::findings());
    let along = Along { file: Some(FILE), ..Along::default() };
    let change = by("wang", "2026-03-01T08:00:00Z");
    store.load_plan_along(sample::load(&plan, &document, &findings), along, &change).await.unwrap();
}

pub(crate) async fn a_text_is_changed_and_the_file_it_came_in_is_kept(bench: Bench) {
    load(&bench.store).await;
    let store = &bench.store;
    let (file, content) = store.plan_file("1", 1).await.unwrap().expect("the file");
    assert_eq!((file.name.as_str(), content.as_slice()), ("规划.docx", &b"PK"[..]));
    let new = TextChange {
        version: 1,
        cause: Cause::Opinion,
        caused_by: "3".into(),
        words: "旧".into(),
        proposed: "新".into(),
        ..TextChange::default()
    };
    let id = store.add_text_change("1", &new, None, &by("li", "2026-03-02T08:00:00Z")).await.unwrap();
    let kept = store.text_changes("1").await.unwrap();
    assert_eq!((&kept[0].change, kept[0].who.as_str(), &kept[0].withdrawn), (&new, "li", &None));
    store.withdraw_text_change("1", id, &by("wang", "2026-03-03T08:00:00Z")).await.unwrap();
    assert!(store.text_changes("1").await.unwrap()[0].withdrawn.is_some());
    assert!(
        store
            .withdraw_text_change("1", id, &by("wang", "2026-03-03T08:00:00Z"))
            .await
            .unwrap_err()
            .is_missing()
    );
    assert!(
        store
            .add_text_change("9", &new, None, &by("li", "2026-03-02T08:00:00Z"))
            .await
            .unwrap_err()
            .is_missing()
    );
    assert!(store.verify_content().await.unwrap().is_ok());
}

pub(crate) async fn a_round_keeps_answers_opinions_and_what_becomes_of_them(bench: Bench) {
    load(&bench.store).await;
    let store = &bench.store;
    let change = by("wang", "2026-03-02T08:00:00Z");
    store.set_draft_stage("1", 1, DraftStage::Opinions, &change).await.unwrap();
    store.set_draft_stage("1", 1, DraftStage::Review, &change).await.unwrap();
    assert_eq!(store.draft_stages("1").await.unwrap()[&1], DraftStage::Review);
    assert!(store.set_draft_stage("1", 7, DraftStage::Review, &change).await.unwrap_err().is_missing());
    let party = |name: &str, office: Option<&str>| NewParty {
        kind: PartyKind::Body,
        name: name.into(),
        office: office.map(str::to_owned),
        account: None,
    };
    let new = NewRound {
        version: 1,
        kind: RoundKind::Legality,
        title: "合法性审查".into(),
        note: String::new(),
        due: "2026-04-01".into(),
        remind_days: 3,
        parties: vec![party("市司法局", None), party("市财政局", Some("czj"))],
    };
    let round = store.open_round("1", &new, &change).await.unwrap();
    let stored = store.rounds(Some("1")).await.unwrap().remove(0);
    let (first, second) = (stored.parties[0].id, stored.parties[1].id);
    let answer = Answer {
        kind: AnswerKind::Conclusion,
        verdict: Some(store::RoundVerdict::Amend),
        statement: "写明依据".into(),
        signed: "周".into(),
    };
    store.answer_round(("1", round, first), &answer, Some(FILE), &change).await.unwrap();
    let asked = NewOpinion { clause: "第一章".into(), text: "补充".into(), ..NewOpinion::default() };
    let opinion = store.add_opinion(("1", round, second), &asked, &change).await.unwrap();
    store.decide_opinion(("1", round, opinion), Outcome::Partly, "并入", &change).await.unwrap();
    assert!(
        store
            .decide_opinion(("2", round, opinion), Outcome::Adopted, "", &change)
            .await
            .unwrap_err()
            .is_missing()
    );
    store.close_round(("1", round), "已修改", &change).await.unwrap();
    assert!(
        store.add_opinion(("1", round, second), &asked, &change).await.unwrap_err().is_missing(),
        "closed"
    );
    let stored = store.rounds(None).await.unwrap().remove(0);
    assert_eq!(stored.parties[0].answer.as_ref(), Some(&answer));
    assert!(stored.parties[0].attachment.is_some());
    assert_eq!(stored.parties[1].answer.as_ref().map(|one| one.kind), Some(AnswerKind::Opinions));
    assert_eq!((&stored.opinions[0].is, stored.opinions[0].outcome), (&asked, Some(Outcome::Partly)));
    assert_eq!(stored.conclusion.as_deref(), Some("已修改"));
    assert!(store.verify_content().await.unwrap().is_ok());
}

pub(crate) async fn a_revision_changes_targets_when_it_is_in_force(bench: Bench) {
    load(&bench.store).await;
    let store = &bench.store;
    let change = by("wang", "2026-03-02T08:00:00Z");
    let changes = Named::from([("value".to_owned(), "99".to_owned())]);
    let item = RevisionItem { target: "t0001".into(), changes, reason: "形势".into() };
    let new = NewRevision { title: "中期调整".into(), reason: "形势变化".into(), items: vec![item] };
    let id = store.propose_revision("1", &new, &change).await.unwrap();
    let state = async || store.revisions("1").await.unwrap()[0].state();
    assert_eq!(state().await, RevisionState::Proposed);
    let mut target = sample::plan().targets[0].clone();
    target.value = "99".parse().ok();
    assert!(
        store.enforce_revision(("1", id), &[target.clone()], &change).await.unwrap_err().is_missing(),
        "nobody approved it"
    );
    let approval = ("人发5号", "2026-03-01", "2026-05-01");
    store.approve_revision(("1", id), approval, &[], &change).await.unwrap();
    assert_eq!(state().await, RevisionState::Approved);
    assert_eq!(store.revisions_due("2026-04-30").await.unwrap(), []);
    assert_eq!(store.revisions_due("2026-05-01").await.unwrap(), [("1".to_owned(), id)]);
    let later = by("gangyao", "2026-05-01T00:00:00Z");
    store.enforce_revision(("1", id), &[target.clone()], &later).await.unwrap();
    assert_eq!(state().await, RevisionState::InForce);
    assert_eq!(store.plan("1", None).await.unwrap().plan.targets[0].value, target.value);
    let before = store.plan_at("1", "2026-04-30T00:00:00Z".parse().unwrap()).await.unwrap();
    assert_eq!(before.plan.targets[0], sample::plan().targets[0]);
    let choice = |choice: &str| FigureChoice {
        indicator: "粮食产量".into(),
        about: ChoiceAbout::Source,
        choice: choice.into(),
    };
    store.choose_figures("1", &choice("公报"), &by("wang", "2026-05-02T00:00:00Z")).await.unwrap();
    store.choose_figures("1", &choice("年鉴"), &by("wang", "2026-05-04T00:00:00Z")).await.unwrap();
    assert_eq!(store.plan("1", None).await.unwrap().choices, [choice("年鉴")]);
    let then = store.plan_at("1", "2026-05-03T00:00:00Z".parse().unwrap()).await.unwrap();
    assert_eq!(then.choices, [choice("公报")], "as it was decided then");
    assert!(store.drop_revision("1", id, &later).await.unwrap_err().is_missing(), "it is in force");
    assert!(store.verify_content().await.unwrap().is_ok());
}

pub(crate) async fn a_plan_is_closed_put_away_and_deleted_and_the_log_stays(bench: Bench) {
    load(&bench.store).await;
    everything(&bench.store).await;
    let store = &bench.store;
    let change = by("wang", "2026-03-04T08:00:00Z");
    store.set_public("1", true, &change).await.unwrap();
    store.set_secrecy("1", Secrecy::WorkSecret, &change).await.unwrap();
    assert!(!store.is_public("1").await.unwrap());
    assert!(store.set_public("1", true, &change).await.is_err());
    assert_eq!(store.plan("1", None).await.unwrap().mark.secrecy, Some(Secrecy::WorkSecret));
    assert!(store.delete_plan("1", &change).await.unwrap_err().is_missing(), "it is not put away");
    store.set_archived("1", true, &change).await.unwrap();
    let count =
        async |archived| store.plans(&PlanFilter { archived, ..PlanFilter::default() }).await.unwrap().1;
    assert_eq!((count(false).await, count(true).await), (0, 1));
    store.set_archived("1", false, &change).await.unwrap();
    assert_eq!(count(false).await, 1);
    store.set_archived("1", true, &change).await.unwrap();
    let entries = store.audit(1000).await.unwrap().len();
    store.delete_plan("1", &change).await.unwrap();
    assert!(store.plan("1", None).await.unwrap_err().is_missing());
    assert_eq!(count(true).await, 0);
    assert_eq!(store.audit(1000).await.unwrap().len(), entries + 1);
    assert!(store.verify_audit().await.unwrap().is_ok());
    let content = store.verify_content().await.unwrap();
    assert!(content.is_ok(), "{content:?}");
    load(&bench.store).await;
    assert!(store.verify_content().await.unwrap().is_ok(), "the number is used again");
}

/// Makes one of all that may belong to a plan.
pub(crate) async fn everything(store: &Store) {
    let change = by("wang", "2026-03-02T08:00:00Z");
    let new = TextChange { version: 1, words: "旧".into(), proposed: "新".into(), ..TextChange::default() };
    store.add_text_change("1", &new, None, &change).await.unwrap();
    store.open_consultation("1", ("target", "t0001"), "议题", &change).await.unwrap();
    store.add_remark(1, "czj", "同意", &change).await.unwrap();
    let item = RevisionItem { target: "t0001".into(), changes: Named::new(), reason: String::new() };
    let revision = NewRevision { title: "调整".into(), reason: "形势".into(), items: vec![item] };
    store.propose_revision("1", &revision, &change).await.unwrap();
    let mut target = sample::plan().targets[0].clone();
    target.value = "7".parse().ok();
    store.revise_target("1", &target, &change).await.unwrap();
    let party = NewParty { kind: PartyKind::Upper, name: "省里".into(), office: None, account: None };
    let round = NewRound {
        version: 1,
        kind: RoundKind::Opinions,
        title: "征求意见".into(),
        note: String::new(),
        due: "2026-04-01".into(),
        remind_days: 3,
        parties: vec![party],
    };
    let round = store.open_round("1", &round, &change).await.unwrap();
    let answer =
        Answer { kind: AnswerKind::Scan, verdict: None, statement: String::new(), signed: String::new() };
    store.answer_round(("1", round, 1), &answer, Some(FILE), &change).await.unwrap();
    store
        .add_opinion(("1", round, 1), &NewOpinion { text: "补充".into(), ..NewOpinion::default() }, &change)
        .await
        .unwrap();
    store
        .append_observations("1", &[sample::observation("i0001", 2016, "12", "2017-01-20")], &change)
        .await
        .unwrap();
    let indicator = || "粮食产量".to_owned();
    let bounds = FigureChoice { indicator: indicator(), about: ChoiceAbout::Bounds, choice: "0..100".into() };
    let about = ChoiceAbout::Break(2017);
    let choice = FigureChoice { indicator: indicator(), about, choice: "rebase".into() };
    store.choose_figures("1", &choice, &change).await.unwrap();
    store.choose_figures("1", &bounds, &change).await.unwrap();
    let kept = store.plan("1", None).await.unwrap().choices;
    assert!(
        kept.contains(&choice) && kept.contains(&bounds),
        "neither takes the place of the other: {kept:?}"
    );
    store.set_draft_stage("1", 1, DraftStage::Issued, &change).await.unwrap();
    store.set_secrecy("1", Secrecy::Open, &change).await.unwrap();
}
