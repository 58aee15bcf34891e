//! What the store does for people and their work, whatever the database behind it.

use crate::databases::Bench;
use crate::sample;
use duty::{Cadence, Refusal, Role, Stage, Step};
use plan::{AssignmentRole, BodyKind, Status};
use source::Words;
use store::{
    Along, AuditFilter, Change, Duty, Figure, HandIn, JobFilter, Location, NewAccount, NewAttachment, NewJob,
    NewNotice, NewReply, Office, OfficeLevel, Session, Share, Store, StoreError, SubmissionFilter, Token,
};

fn at(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

fn by(who: &str, why: &str, when: &str) -> Change {
    Change { who: who.into(), origin: "127.0.0.1".into(), when: at(when), why: why.into() }
}

const DAY: &str = "2026-03-01T08:00:00Z";

fn office(id: &str, level: OfficeLevel, parent: Option<&str>) -> Office {
    Office {
        id: id.into(),
        name: format!("{id}局"),
        kind: BodyKind::Department,
        level,
        parent: parent.map(Into::into),
        region: String::new(),
    }
}

pub(crate) fn account(name: &str, role: Role, office: Option<&str>) -> NewAccount {
    NewAccount {
        name: name.into(),
        full_name: "李雷".into(),
        email: format!("{name}@example.org"),
        role,
        office: office.map(Into::into),
        active: true,
        identity: None,
    }
}

/// A plan, three offices in a line, a reporter and a planner.
async fn people(store: &Store) {
    let (plan, document, findings) = (sample::plan(), sample::document(), sample::findings());
    store.load_plan(sample::load(&plan, &document, &findings), &by("cli", "印发", DAY)).await.unwrap();
    let offices = [
        office("city", OfficeLevel::City, None),
        office("county", OfficeLevel::County, Some("city")),
        office("a-town", OfficeLevel::Town, Some("county")),
    ];
    store.put_offices(&offices, &by("root", "", DAY)).await.unwrap();
    store.put_account(&account("li", Role::Reporter, Some("a-town")), &by("root", "", DAY)).await.unwrap();
    store.put_account(&account("wang", Role::Planner, Some("city")), &by("root", "", DAY)).await.unwrap();
}

fn figure(value: &str) -> Figure {
    Figure {
        plan: "1".into(),
        indicator: sample::plan().indicators[0].name.clone(),
        region: String::new(),
        year: 2017,
        value: Some(value.parse().unwrap()),
        unit: "万吨".into(),
        status: Status::Preliminary,
        source: "统计公报".into(),
        comment: String::new(),
        attachment: None,
        dimensions: plan::Dimensions::default(),
    }
}

pub(crate) async fn offices_are_a_tree(bench: Bench) {
    people(&bench.store).await;
    let below = bench.store.offices_below("county").await.unwrap();
    assert_eq!(below.into_iter().collect::<Vec<_>>(), ["a-town", "county"]);
    assert_eq!(bench.store.offices_below("city").await.unwrap().len(), 3);
    let history = bench.store.audit_of("office", 10).await.unwrap();
    assert_eq!(history.len(), 4);
}

pub(crate) async fn accounts_change_and_end_their_sessions(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    store.set_password("li", "$argon2id$x", &by("li", "", DAY)).await.unwrap();
    let session = session("s1", "2026-03-02T08:00:00Z");
    store.begin_session(&session, &by("li", "", DAY)).await.unwrap();
    assert_eq!(store.session("s1", at(DAY)).await.unwrap().unwrap().1.name, "li");
    // What the account is called may change without signing out; what it may do may not.
    store.put_account(&account("li", Role::Reporter, Some("county")), &by("root", "", DAY)).await.unwrap();
    assert!(store.session("s1", at(DAY)).await.unwrap().is_some());
    store.put_account(&account("li", Role::Leader, None), &by("root", "", DAY)).await.unwrap();
    assert!(store.session("s1", at(DAY)).await.unwrap().is_none());
    let li = store.account("li").await.unwrap().unwrap();
    assert_eq!((li.role, li.password.as_deref()), (Role::Leader, Some("$argon2id$x")));
    // No audit entry holds a password, not even its hash.
    for entry in store.audit(100).await.unwrap() {
        assert!(!format!("{entry:?}").contains("argon2"), "{entry:?}");
    }
    let missing = store.set_password("nobody", "x", &by("root", "", DAY)).await.unwrap_err();
    assert!(missing.is_missing());
}

fn session(secret: &str, expires_at: &str) -> Session {
    Session {
        secret: secret.into(),
        account: "li".into(),
        form_key: "k".into(),
        origin: "127.0.0.1".into(),
        begun_at: DAY.into(),
        expires_at: expires_at.into(),
    }
}

pub(crate) async fn a_link_works_once(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    store.put_link("l1", "li", at("2026-03-02T08:00:00Z"), &by("root", "", DAY)).await.unwrap();
    assert_eq!(store.peek_link("l1", at(DAY)).await.unwrap().as_deref(), Some("li"));
    assert_eq!(store.use_link("l1", &by("li", "", DAY)).await.unwrap().unwrap().name, "li");
    assert!(store.use_link("l1", &by("li", "", DAY)).await.unwrap().is_none());
    assert!(store.peek_link("l1", at(DAY)).await.unwrap().is_none());
    store.put_link("l2", "li", at(DAY), &by("root", "", DAY)).await.unwrap();
    assert!(store.use_link("l2", &by("li", "", "2026-03-03T08:00:00Z")).await.unwrap().is_none());
}

pub(crate) async fn sessions_and_tokens_end(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    store.begin_session(&session("s1", "2026-03-02T08:00:00Z"), &by("li", "", DAY)).await.unwrap();
    assert!(store.session("s1", at("2026-03-02T08:00:00Z")).await.unwrap().is_none());
    store.end_session(&session("s1", ""), &by("li", "", DAY)).await.unwrap();
    store.end_session(&session("s1", ""), &by("li", "", DAY)).await.unwrap();
    let ended = store.audit(20).await.unwrap();
    assert_eq!(ended.iter().filter(|entry| entry.act.action == "session.end").count(), 1);
    assert!(store.session("s1", at(DAY)).await.unwrap().is_none());

    let token = Token {
        id: "t1".into(),
        account: "li".into(),
        label: "报表".into(),
        secret: "hash".into(),
        scopes: vec!["read".into()],
        expires_at: "2027-01-01T00:00:00Z".into(),
        revoked_at: None,
    };
    store.put_token(&token, &by("li", "", DAY)).await.unwrap();
    assert_eq!(store.token("hash", at(DAY)).await.unwrap().unwrap().0, token);
    assert!(!store.revoke_token("wang", "t1", &by("wang", "", DAY)).await.unwrap());
    assert!(store.revoke_token("li", "t1", &by("li", "", DAY)).await.unwrap());
    assert!(store.token("hash", at(DAY)).await.unwrap().is_none());

    for _ in 0..3 {
        store.note_failure("li", at(DAY)).await.unwrap();
    }
    assert_eq!(store.failures("li", at("2026-03-01T07:00:00Z")).await.unwrap(), 3);
    assert_eq!(store.failures("li", at("2026-03-01T09:00:00Z")).await.unwrap(), 0);
    store.forget_failures("li", at("2026-01-01T00:00:00Z")).await.unwrap();
    assert_eq!(store.failures("li", at("2026-03-01T07:00:00Z")).await.unwrap(), 0);
}

pub(crate) async fn a_figure_travels_from_draft_to_public(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let id = store.save_draft(&figure("11.40"), "k1", ("a-town", true), &by("li", "", DAY)).await.unwrap();
    for (who, step, why, stage) in [
        ("li", Step::Submit, "", Stage::AtCounty),
        ("county", Step::Approve, "", Stage::AtCity),
        ("wang", Step::Return, "与年鉴不符", Stage::Returned),
        ("li", Step::Submit, "", Stage::AtCounty),
        ("county", Step::Approve, "", Stage::AtCity),
        ("wang", Step::Approve, "", Stage::Approved),
        ("wang", Step::Publish, "", Stage::Published),
    ] {
        // Until the last step nothing is public.
        assert!(store.plan("1", None).await.unwrap().figures.is_empty());
        assert_eq!(store.step_submission(id, step, None, &by(who, why, DAY)).await.unwrap(), stage);
    }
    let figures = store.plan("1", None).await.unwrap().figures;
    assert_eq!(figures.len(), 1);
    assert_eq!(figures[0].value.unwrap().to_string(), "11.40");
    assert_eq!((figures[0].vintage.as_str(), figures[0].source.as_str()), ("2026-03-01", "统计公报"));

    // A revision is a further figure; the old one stays.
    let id = store.save_draft(&figure("11.90"), "k2", ("city", false), &by("li", "", DAY)).await.unwrap();
    for (who, step) in [("li", Step::Submit), ("wang", Step::Approve), ("wang", Step::Publish)] {
        store.step_submission(id, step, None, &by(who, "", "2026-09-01T08:00:00Z")).await.unwrap();
    }
    assert_eq!(store.plan("1", None).await.unwrap().figures.len(), 2);
    assert!(store.verify_audit().await.unwrap().is_ok());
    let own =
        SubmissionFilter { author: Some("li".into()), stages: vec![Stage::Published], ..Default::default() };
    assert_eq!(store.submissions(&own).await.unwrap().len(), 2);
    let other = SubmissionFilter { offices: Some(["county".to_owned()].into()), ..Default::default() };
    assert!(store.submissions(&other).await.unwrap().is_empty());
}

pub(crate) async fn a_figure_sent_twice_is_stored_once(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let first = store.save_draft(&figure("11.40"), "k1", ("city", false), &by("li", "", DAY)).await.unwrap();
    let again = store.save_draft(&figure("11.50"), "k1", ("city", false), &by("li", "", DAY)).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(store.submission(first).await.unwrap().figure.value.unwrap().to_string(), "11.50");
    store.step_submission(first, Step::Submit, None, &by("li", "", DAY)).await.unwrap();
    // The answer was lost and the form sends again: the submitted figure stays as it is.
    let late = store.save_draft(&figure("99"), "k1", ("city", false), &by("li", "", DAY)).await.unwrap();
    assert_eq!(late, first);
    assert_eq!(store.submission(first).await.unwrap().figure.value.unwrap().to_string(), "11.50");
    // Another author's key is another figure.
    let other = store.save_draft(&figure("1"), "k1", ("city", false), &by("wang", "", DAY)).await.unwrap();
    assert_ne!(other, first);
}

pub(crate) async fn a_form_is_kept_whole_or_not_at_all(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let file = NewAttachment {
        name: "a.pdf",
        media_type: "application/pdf",
        sha256: "00",
        content: b"%PDF",
        secrecy: None,
    };
    let form = |figure, is_submitted| HandIn {
        figure,
        file: Some(file),
        client_key: "k1",
        office: "a-town",
        below_county: true,
        is_submitted,
    };
    let generation = store.generation().await.unwrap();
    // Submitted without a value: neither file nor draft is left.
    let unfinished = Figure { value: None, ..figure("1") };
    let refused = store.hand_in(form(&unfinished, true), &by("li", "", DAY)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Unfinished { .. }));
    assert!(store.submissions(&SubmissionFilter::default()).await.unwrap().is_empty());
    assert!(store.attachment(1).await.is_err());
    assert_eq!(store.generation().await.unwrap(), generation);

    let (first, other) = (figure("11.40"), figure("99"));
    let handed_in = store.hand_in(form(&first, true), &by("li", "", DAY)).await.unwrap();
    assert_eq!((handed_in.stage, handed_in.figure.attachment), (Stage::AtCounty, Some(1)));
    assert_eq!(store.submission(handed_in.id).await.unwrap(), handed_in);
    assert_eq!(store.generation().await.unwrap(), generation + 1, "one transaction for all three");
    let told: Vec<String> =
        store.audit_page(u64::MAX, 3).await.unwrap().into_iter().map(|entry| entry.act.action).collect();
    assert_eq!(told, ["submission.submit", "submission.save", "attachment.add"]);
    // Sent again after a lost answer: nothing changes, and the file is not kept twice.
    let again = store.hand_in(form(&other, true), &by("li", "", DAY)).await.unwrap();
    assert_eq!(again, handed_in);
    assert!(store.attachment(2).await.is_err());
    assert!(store.verify_audit().await.unwrap().is_ok());
}

pub(crate) async fn an_embargo_holds_until_its_moment(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let id = store.save_draft(&figure("11.40"), "k1", ("city", false), &by("li", "", DAY)).await.unwrap();
    store.step_submission(id, Step::Submit, None, &by("li", "", DAY)).await.unwrap();
    let until = at("2026-03-04T20:00:00Z");
    store.step_submission(id, Step::Approve, Some(until), &by("wang", "", DAY)).await.unwrap();
    let early = store.step_submission(id, Step::Publish, None, &by("wang", "", DAY)).await.unwrap_err();
    assert!(matches!(early, StoreError::Refused(Refusal::Embargo)));
    assert!(store.embargoes_due(at("2026-03-04T19:59:59Z")).await.unwrap().is_empty());
    assert_eq!(store.embargoes_due(until).await.unwrap(), [(id, "2026-03-04T20:00:00Z".to_owned())]);
    let then = by("system", "", "2026-03-04T20:00:00Z");
    assert_eq!(store.step_submission(id, Step::Publish, None, &then).await.unwrap(), Stage::Published);
    assert!(store.embargoes_due(until).await.unwrap().is_empty());
    let known = store.plan("1", None).await.unwrap().figures[0].vintage.clone();
    assert_eq!(known, "2026-03-05", "known from the day it is in China");
}

pub(crate) async fn a_bulk_step_is_all_or_nothing(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let mut ids = Vec::new();
    for key in ["a", "b"] {
        let id = store.save_draft(&figure("11.40"), key, ("city", false), &by("li", "", DAY)).await.unwrap();
        store.step_submission(id, Step::Submit, None, &by("li", "", DAY)).await.unwrap();
        ids.push(id);
    }
    let unfinished = Figure { value: None, ..figure("1") };
    let draft = store.save_draft(&unfinished, "c", ("city", false), &by("li", "", DAY)).await.unwrap();
    let refused = store.step_submission(draft, Step::Submit, None, &by("li", "", DAY)).await.unwrap_err();
    assert!(refused.is_refused());
    let all = [ids[0], ids[1], draft];
    assert!(store.step_submissions(&all, Step::Approve, None, &by("wang", "", DAY)).await.is_err());
    assert_eq!(store.submission(ids[0]).await.unwrap().stage, Stage::AtCity);
    let stages = store.step_submissions(&ids, Step::Approve, None, &by("wang", "", DAY)).await.unwrap();
    assert_eq!(stages, [Stage::Approved, Stage::Approved]);
    let twice = [ids[0], ids[0]];
    let named_twice = store.step_submissions(&twice, Step::Publish, None, &by("wang", "", DAY)).await;
    assert!(named_twice.unwrap_err().is_missing());
}

pub(crate) async fn a_file_of_figures_goes_through_all_steps_at_once(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let figures: Vec<_> = (0..950)
        .map(|at| {
            (Figure { year: 2016 + at % 3, ..figure(&format!("{at}.5")) }, "city".to_owned(), at % 2 == 0)
        })
        .collect();
    let li = by("li", "", DAY);
    assert_eq!(store.hand_in_all(&figures, "k", "sha", &li).await.unwrap(), 950);
    assert_eq!(
        store.hand_in_all(&figures, "k", "sha", &li).await.unwrap(),
        0,
        "handed in again, not doubled"
    );
    let of = |stages: &[Stage]| SubmissionFilter { stages: stages.to_vec(), ..SubmissionFilter::default() };
    let below = store.submissions(&of(&[Stage::AtCounty])).await.unwrap();
    assert_eq!(below.len(), 475);
    let page = SubmissionFilter { offset: 470, limit: Some(10), ..of(&[Stage::AtCounty]) };
    assert_eq!(store.submissions(&page).await.unwrap(), below[470..]);
    let (count, last) = store.count_submissions(&page).await.unwrap();
    assert_eq!((count, last.as_deref()), (475, Some(DAY)));
    let since = SubmissionFilter { since: Some(2018), ..SubmissionFilter::default() };
    assert!(store.submissions(&since).await.unwrap().iter().all(|one| one.figure.year == 2018));
    let until = SubmissionFilter {
        submitted_until: Some("2020-01-01T00:00:00Z".into()),
        ..SubmissionFilter::default()
    };
    assert_eq!(store.count_submissions(&until).await.unwrap(), (0, None));

    let ids: Vec<i64> = store.submissions(&of(&[])).await.unwrap().iter().map(|one| one.id).collect();
    let wang = by("wang", "", DAY);
    let stages = store.step_submissions(&ids, Step::Approve, None, &wang).await.unwrap();
    assert_eq!(
        stages.iter().filter(|stage| **stage == Stage::AtCity).count(),
        475,
        "the county has approved"
    );
    let ids: Vec<i64> =
        store.submissions(&of(&[Stage::AtCity])).await.unwrap().iter().map(|one| one.id).collect();
    store.step_submissions(&ids, Step::Approve, None, &by("chen", "", DAY)).await.unwrap();
    let ids: Vec<i64> =
        store.submissions(&of(&[Stage::Approved])).await.unwrap().iter().map(|one| one.id).collect();
    store.step_submissions(&ids, Step::Publish, None, &wang).await.unwrap();
    let published = store.plan("1", None).await.unwrap().figures;
    assert_eq!(published.len(), 950);
    // Every one has its own history, and all of it fits the log.
    let told = store.audit_of(&format!("1/{}/submission/7", figure("1").indicator), 10).await.unwrap();
    let told: Vec<&str> = told.iter().map(|entry| entry.act.action.as_str()).collect();
    assert_eq!(told, ["submission.publish", "submission.approve", "submission.approve", "submission.submit"]);
    assert!(store.verify_audit().await.unwrap().is_ok());
    assert!(store.verify_content().await.unwrap().is_ok());
}

pub(crate) async fn duties_and_shares_are_kept_with_their_history(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let duty = Duty {
        plan: "1".into(),
        item_kind: "indicator".into(),
        item: "粮食产量".into(),
        office: "county".into(),
        role: AssignmentRole::Lead,
        cadence: Cadence::Year,
        due_days: 31,
        confirmed: false,
        reason: "名录".into(),
    };
    store.put_duties(std::slice::from_ref(&duty), &by("wang", "", DAY)).await.unwrap();
    let confirmed = Duty { confirmed: true, ..duty.clone() };
    store.put_duties(std::slice::from_ref(&confirmed), &by("wang", "核对", DAY)).await.unwrap();
    assert_eq!(store.duties("1").await.unwrap(), std::slice::from_ref(&confirmed));
    assert_eq!(store.duties_of("county").await.unwrap(), std::slice::from_ref(&confirmed));
    let history = store.audit_of("1/duty", 10).await.unwrap();
    assert!(history[0].act.before.as_ref().unwrap().contains("\"confirmed\":false"));
    store.remove_duties(std::slice::from_ref(&confirmed), &by("wang", "职责调整", DAY)).await.unwrap();
    assert!(store.duties("1").await.unwrap().is_empty());

    let share = |region: &str, value: &str| Share {
        region: region.into(),
        year: 2018,
        value: value.parse().unwrap(),
    };
    store
        .put_shares("1", "t0001", &[share("甲县", "1.20"), share("乙县", "2")], &by("wang", "", DAY))
        .await
        .unwrap();
    store.put_shares("1", "t0001", &[share("甲县", "1.50")], &by("wang", "", DAY)).await.unwrap();
    assert_eq!(store.shares("1", "t0001").await.unwrap(), [share("甲县", "1.50")]);
}

pub(crate) async fn scenarios_are_kept_proposed_and_taken_back(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let new = store::NewScenario {
        plan: "1".into(),
        version: 1,
        title: "工业放缓".into(),
        text: "base = \"plan\"\n".into(),
        as_of: 2018,
        known_at: "2018-12-31".into(),
        answer: "00".into(),
    };
    let id = store.keep_scenario(&new, &by("wang", "", DAY)).await.unwrap();
    let other = store.keep_scenario(&new, &by("li", "", DAY)).await.unwrap();
    store.propose_scenario("1", id, "工业达不到", &by("wang", "", DAY)).await.unwrap();
    let found = store.scenario("1", id).await.unwrap();
    assert_eq!((found.text.as_str(), found.as_of, found.made_by.as_str()), (new.text.as_str(), 2018, "wang"));
    assert_eq!(found.proposal.as_deref(), Some("工业达不到"));
    store.withdraw_scenario("1", other, &by("li", "", DAY)).await.unwrap();
    let ids = |all: Vec<store::KeptScenario>| all.into_iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(store.scenarios("1").await.unwrap()), [id]);
    assert!(store.scenario("1", other).await.unwrap().withdrawn_at.is_some(), "it is kept for the record");
    assert!(store.withdraw_scenario("1", other, &by("li", "", DAY)).await.unwrap_err().is_missing());
    assert!(store.propose_scenario("2", id, "x", &by("wang", "", DAY)).await.unwrap_err().is_missing());
    assert!(store.scenario("2", id).await.unwrap_err().is_missing());
}

pub(crate) async fn reports_are_written_made_anew_and_issued(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let draft = store::ReportDraft {
        plan: "1".into(),
        kind: "brief".into(),
        title: "简报".into(),
        outline: "name = \"brief\"\n".into(),
        ..store::ReportDraft::default()
    };
    let making = |known_at: &str| store::ReportMaking {
        version: 1,
        as_of: 2018,
        known_at: known_at.into(),
        blocks: "[]".into(),
        ..store::ReportMaking::default()
    };
    let id = store.begin_report(&draft, &making("2018-12-31"), &by("wang", "", DAY)).await.unwrap();
    let at = ("1", id);
    store.add_report_text(at, ("1.2", "text", "稳中有进"), &by("wang", "", DAY)).await.unwrap();
    store.add_report_text(at, ("1.2", "comment", "待核"), &by("li", "", DAY)).await.unwrap();
    assert_eq!(store.add_report_making(at, &making("2019-03-31"), &by("wang", "", DAY)).await.unwrap(), 2);
    let makings = store.report_makings("1", id).await.unwrap();
    assert_eq!(
        makings.iter().map(|one| one.known_at.as_str()).collect::<Vec<_>>(),
        ["2018-12-31", "2019-03-31"]
    );
    let texts = store.report_texts("1", id).await.unwrap();
    assert_eq!(texts.iter().map(|one| one.made_by.as_str()).collect::<Vec<_>>(), ["wang", "li"]);
    assert_eq!(store.report_issue("1", id).await.unwrap(), None);
    let issue = store::ReportIssue { making: 2, sha256: "00".into(), ..store::ReportIssue::default() };
    store.issue_report(at, &issue, b"docx", &by("wang", "", DAY)).await.unwrap();
    assert_eq!(store.report_file("1", id).await.unwrap(), b"docx");
    assert_eq!(store.report_issue("1", id).await.unwrap().unwrap().issued_by, "wang");
    // What was issued is not written at, made anew, issued again or taken back.
    let who = by("wang", "", DAY);
    assert!(store.add_report_text(at, ("1.2", "text", "x"), &who).await.unwrap_err().is_missing());
    assert!(store.add_report_making(at, &making("2020-01-01"), &who).await.unwrap_err().is_missing());
    assert!(store.issue_report(at, &issue, b"y", &who).await.unwrap_err().is_missing());
    assert!(store.withdraw_report("1", id, &who).await.unwrap_err().is_missing());
    let other = store.begin_report(&draft, &making("2018-12-31"), &who).await.unwrap();
    assert!(store.add_report_text(("2", other), ("1.1", "text", "x"), &who).await.unwrap_err().is_missing());
    assert!(store.report_draft("2", other).await.unwrap_err().is_missing());
    store.withdraw_report("1", other, &who).await.unwrap();
    let ids: Vec<i64> = store.report_drafts("1").await.unwrap().into_iter().map(|one| one.id).collect();
    assert_eq!(ids, [id]);
}

pub(crate) async fn consultations_and_replies_keep_what_was_said(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let id = store.open_consultation("1", ("target", "t0001"), "口径", &by("wang", "", DAY)).await.unwrap();
    store.add_remark(id, "county", "按常住人口计算", &by("li", "", DAY)).await.unwrap();
    store.add_remark(id, "city", "同意", &by("wang", "", DAY)).await.unwrap();
    store.decide_consultation(id, "按常住人口", &by("wang", "", DAY)).await.unwrap();
    let found = &store.consultations("1").await.unwrap()[0];
    assert_eq!(
        found.remarks.iter().map(|said| said.text.as_str()).collect::<Vec<_>>(),
        ["按常住人口计算", "同意"]
    );
    assert_eq!(found.decision.as_deref(), Some("按常住人口"));
    assert!(store.add_remark(99, "city", "x", &by("wang", "", DAY)).await.unwrap_err().is_missing());
    let found = async |wanted: AuditFilter| store.audit_found(&wanted, u64::MAX, 100).await.unwrap().len();
    let subject = AuditFilter { subject: "1/Consultation".into(), ..AuditFilter::default() };
    assert_eq!(found(subject.clone()).await, 4, "opened, said twice, decided");
    assert_eq!(found(AuditFilter { actor: "WANG".into(), ..subject.clone() }).await, 3);
    assert_eq!(found(AuditFilter { action: "consultation.decide".into(), ..subject.clone() }).await, 1);
    assert_eq!(found(AuditFilter { subject: "1%".into(), ..AuditFilter::default() }).await, 0);
    assert_eq!(found(AuditFilter { since: "9000".into(), ..subject.clone() }).await, 0);
    assert_eq!(found(AuditFilter { until: "1000".into(), ..subject }).await, 0);

    let reply = NewReply {
        plan: "1",
        target: "t0001",
        warning: "red",
        office: "county",
        text: "旱灾",
        measure: "补种",
        due: Some("2026-06-30"),
    };
    let id = store.add_reply(reply, &by("li", "", DAY)).await.unwrap();
    assert_eq!(store.replies("1").await.unwrap()[0].state, "open");
    store.close_measure(id, true, &by("wang", "已完成", DAY)).await.unwrap();
    assert_eq!(store.replies("1").await.unwrap()[0].state, "done");
}

pub(crate) async fn notices_are_given_once_with_what_follows(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let notice = NewNotice {
        account: "li".into(),
        key: "due/1/2017".into(),
        kind: "deadline".into(),
        link: "/duties".into(),
        words: Words::new("明日到期", "due tomorrow"),
    };
    let mail = NewJob {
        kind: "mail".into(),
        key: "li/due/1/2017".into(),
        subject: "li@example.org".into(),
        payload: "明日到期\n…".into(),
        run_at: at(DAY),
    };
    for wanted in [1, 0] {
        let notices = std::slice::from_ref(&notice);
        let jobs = [(notice.clone(), mail.clone())];
        assert_eq!(store.give_notices(notices, &jobs, at(DAY)).await.unwrap(), wanted);
    }
    assert_eq!(store.unread("li").await.unwrap(), 1);
    let inbox = store.notices("li", 10).await.unwrap();
    assert_eq!(inbox[0].words, notice.words);
    store.mark_read("li", inbox[0].id, at(DAY)).await.unwrap();
    assert_eq!(store.unread("li").await.unwrap(), 0);

    // What follows from a notice is asked for with it, and not again with one that was given before.
    let (jobs, count) = store.jobs(&JobFilter::default()).await.unwrap();
    assert_eq!((jobs[0].payload.as_str(), count), ("明日到期\n…", 1));
}

pub(crate) async fn people_are_in_the_backup(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let file = NewAttachment {
        name: "公报.pdf",
        media_type: "application/pdf",
        sha256: "00",
        content: b"%PDF\0",
        secrecy: None,
    };
    let number = store.add_attachment(file, &by("li", "", DAY)).await.unwrap();
    let with_file = Figure { attachment: Some(number), ..figure("11.40") };
    let id = store.save_draft(&with_file, "k1", ("a-town", true), &by("li", "", DAY)).await.unwrap();
    let path = bench.folder.path().join("backup.db");
    store.backup(&path).await.unwrap();
    let copy = Store::open(&Location::File(path)).await.unwrap();
    assert_eq!(copy.submission(id).await.unwrap(), store.submission(id).await.unwrap());
    assert_eq!(copy.offices().await.unwrap(), store.offices().await.unwrap());
    assert_eq!(copy.accounts().await.unwrap(), store.accounts().await.unwrap());
    assert_eq!(copy.attachment(number).await.unwrap().1, b"%PDF\0");
}

pub(crate) async fn settings_are_kept(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    assert!(!store.is_public("1").await.unwrap());
    store.set_public("1", true, &by("wang", "公布", DAY)).await.unwrap();
    assert!(store.is_public("1").await.unwrap());
    let versions = store.public_versions().await.unwrap();
    assert_eq!(versions["1"].iter().copied().collect::<Vec<_>>(), [1]);
    store.put_setting("mail-from", "plan@example.org", &by("root", "", DAY)).await.unwrap();
    assert_eq!(store.setting("mail-from").await.unwrap().as_deref(), Some("plan@example.org"));
}

pub(crate) async fn settings_are_found_by_how_they_begin(bench: Bench) {
    let store = &bench.store;
    for name in ["webhook/a", "webhook/b%", "Webhook/c", "webhooks", "webhook", "目录/甲", "目录/乙", "目"]
    {
        store.put_setting(name, "x", &by("root", "", DAY)).await.unwrap();
    }
    let names = async |prefix: &str| -> Vec<String> {
        store.settings(prefix).await.unwrap().into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(names("webhook/").await, ["webhook/a", "webhook/b%"]);
    assert_eq!(names("webhook/b%").await, ["webhook/b%"]);
    assert_eq!(names("目录/").await.len(), 2);
    assert_eq!(names("").await.len(), 8);
}

/// A new version of a public plan is a draft until it is opened, and what comes along with a load is there or nothing is.
pub(crate) async fn a_new_version_of_a_public_plan_stays_a_draft(bench: Bench) {
    let store = &bench.store;
    let (plan, document, findings) = (sample::plan(), sample::document(), sample::findings());
    let load = sample::load(&plan, &document, &findings);
    let public = Along { public: true, ..Along::default() };
    store.load_plan_along(load, public, &by("cli", "", DAY)).await.unwrap();
    let seen = store::PlanFilter { published: true, ..store::PlanFilter::default() };
    let mut draft = plan.clone();
    draft.title.push_str("（征求意见稿）");
    let load = store::LoadPlan { id: Some("1"), ..sample::load(&draft, &document, &findings) };
    assert_eq!(store.load_plan(load, &by("cli", "", DAY)).await.unwrap().version, 2);
    let (plans, count) = store.plans(&seen).await.unwrap();
    assert_eq!((plans[0].key.version, &plans[0].title, count), (1, &plan.title, 1));
    assert_eq!(store.plans(&store::PlanFilter::default()).await.unwrap().0[0].title, draft.title);
    store.set_public("1", true, &by("wang", "公布", DAY)).await.unwrap();
    assert_eq!(store.plans(&seen).await.unwrap().0[0].key.version, 2);
    assert_eq!(store.public_versions().await.unwrap()["1"].len(), 2);
    store.set_public("1", false, &by("wang", "", DAY)).await.unwrap();
    assert_eq!(store.plans(&seen).await.unwrap(), (Vec::new(), 0));

    // A figure on an indicator that the plan does not have: nothing of the load stays.
    let mut figure = plan.observations[0].clone();
    figure.indicator = plan::IndicatorId("i9999".into());
    let regions = [store::Region { id: "r".into(), name: "丙县".into(), ..store::Region::default() }];
    let along = Along { observations: &[figure], regions: &regions, public: true, ..Along::default() };
    let writes = store.audit(100).await.unwrap().len();
    let load = store::LoadPlan { id: Some("1"), ..sample::load(&plan, &document, &findings) };
    store.load_plan_along(load, along, &by("cli", "", DAY)).await.unwrap_err();
    assert_eq!(store.versions("1").await.unwrap().len(), 2);
    assert!(!store.is_public("1").await.unwrap());
    assert!(store.region_tree().await.unwrap().iter().all(|region| region.name != "丙县"));
    assert_eq!(store.audit(100).await.unwrap().len(), writes);
    let along = Along { observations: &[], regions: &regions, public: true, ..Along::default() };
    let load = store::LoadPlan { id: Some("1"), ..sample::load(&plan, &document, &findings) };
    store.load_plan_along(load, along, &by("cli", "", DAY)).await.unwrap();
    assert!(store.region_tree().await.unwrap().iter().any(|region| region.name == "丙县"));
    assert!(store.verify_audit().await.unwrap().is_ok() && store.verify_content().await.unwrap().is_ok());
}

pub(crate) async fn who_stands_in_is_known_for_its_days(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let new = store::Delegation {
        giver: "li".into(),
        taker: "wang".into(),
        first_day: "2027-03-01".into(),
        last_day: "2027-03-07".into(),
        reason: "休假".into(),
        ..store::Delegation::default()
    };
    let id = store.put_delegation(&new, &by("li", "", DAY)).await.unwrap();
    let [kept] = &store.delegations("2027-03-07").await.unwrap()[..] else { panic!("one") };
    assert_eq!((kept.id, &kept.taker, kept.ended_at.as_ref()), (id, &new.taker, None));
    assert_eq!(
        ["2027-02-28", "2027-03-01", "2027-03-07", "2027-03-08"].map(|day| kept.holds_on(day)),
        [false, true, true, false]
    );
    assert!(store.delegations("2027-03-08").await.unwrap().is_empty());
    assert!(
        store.end_delegation("wang", id, &by("wang", "", DAY)).await.unwrap_err().is_missing(),
        "not theirs"
    );
    store.end_delegation("li", id, &by("li", "", DAY)).await.unwrap();
    assert!(store.delegations("2027-03-02").await.unwrap().is_empty());
    assert!(store.end_delegation("li", id, &by("li", "", DAY)).await.unwrap_err().is_missing());
    assert!(store.verify_content().await.unwrap().is_ok());
}

pub(crate) async fn an_evaluator_has_one_plan_until_a_day(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let new = store::Evaluator {
        account: "li".into(),
        plan: "1".into(),
        last_day: "2027-06-30".into(),
        reason: "中期评估".into(),
        ..store::Evaluator::default()
    };
    assert_eq!(store.evaluator("li").await.unwrap(), None);
    for (account, plan) in [("nobody", "1"), ("li", "nowhere")] {
        let none = store::Evaluator { account: account.into(), plan: plan.into(), ..new.clone() };
        assert!(store.put_evaluator(&none, &by("wang", "", DAY)).await.unwrap_err().is_missing());
    }
    store.put_evaluator(&new, &by("wang", "", DAY)).await.unwrap();
    let kept = store.evaluator("li").await.unwrap().unwrap();
    assert_eq!((kept.plan.as_str(), kept.made_by.as_str()), ("1", "wang"));
    assert_eq!(["2027-06-29", "2027-06-30", "2027-07-01"].map(|day| kept.holds_on(day)), [true, true, false]);
    let sooner = store::Evaluator { last_day: "2027-03-31".into(), ..new };
    store.put_evaluator(&sooner, &by("wang", "合同终止", DAY)).await.unwrap();
    assert!(!store.evaluator("li").await.unwrap().unwrap().holds_on("2027-04-01"), "one at a time");
    let told = store.audit_of("account/li/evaluator", 10).await.unwrap();
    assert_eq!(told.len(), 2, "opening and changing have entries");
    assert!(store.verify_audit().await.unwrap().is_ok() && store.verify_content().await.unwrap().is_ok());
}

pub(crate) async fn filters_are_kept_by_name(bench: Bench) {
    let store = &bench.store;
    people(store).await;
    let place = "/plans/*/indicators";
    let now = by("li", "", DAY).when;
    store.put_view("li", (place, "约束性"), "nature=binding", now).await.unwrap();
    store
        .put_view("li", (place, "落后"), "state=at-risk", now + jiff::SignedDuration::from_secs(1))
        .await
        .unwrap();
    store.put_view("li", (place, "约束性"), "nature=binding&state=at-risk", now).await.unwrap();
    let kept = store.views("li").await.unwrap();
    let told: Vec<_> = kept.iter().map(|one| (one.name.as_str(), one.query.as_str())).collect();
    assert_eq!(told, [("约束性", "nature=binding&state=at-risk"), ("落后", "state=at-risk")]);
    assert!(store.views("wang").await.unwrap().is_empty(), "nobody else's");
    store.remove_view("li", (place, "约束性")).await.unwrap();
    assert_eq!(store.views("li").await.unwrap().len(), 1);
}
