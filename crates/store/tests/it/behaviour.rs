//! What the store does, whatever the database behind it.

use crate::databases::Bench;
use crate::sample;
use store::{Change, LoadPlan, Location, PlanFilter, PlanKey, Region, Store, StoreError};

fn change(why: &str) -> Change {
    Change {
        who: "王敏".into(),
        origin: "cli".into(),
        when: "2026-03-01T08:00:00Z".parse().unwrap(),
        why: why.into(),
    }
}

async fn load_sample(store: &Store) -> PlanKey {
    let (plan, document, findings) = (sample::plan(), sample::document(), sample::findings());
    store.load_plan(sample::load(&plan, &document, &findings), &change("印发")).await.unwrap()
}

pub(crate) async fn a_plan_comes_back_as_it_was_loaded(bench: Bench) {
    let key = load_sample(&bench.store).await;
    assert_eq!(key, PlanKey { plan: "1".into(), version: 1 });
    let stored = bench.store.plan("1", None).await.unwrap();
    assert_eq!(stored.plan, sample::plan());
    assert_eq!(stored.findings, sample::findings());
    let document = stored.document.unwrap();
    let wanted = sample::document();
    assert_eq!(document.text, wanted.text);
    assert_eq!(document.blocks, wanted.blocks);
    assert_eq!(document.title, wanted.title);
    assert_eq!(document.contents, wanted.contents);
    assert_eq!(document.origins, wanted.origins);
    assert_eq!(document.joins, wanted.joins);
    assert_eq!(document.lines, wanted.lines);
    assert_eq!(stored.version.who, "王敏");
    assert_eq!(stored.version.at, "2026-03-01T08:00:00Z");
    assert_eq!(stored.version.why, "印发");
    // The digits as printed, not only the same number.
    assert_eq!(stored.plan.targets[0].value.unwrap().to_string(), "12.50");
}

pub(crate) async fn what_a_target_counts_is_kept_in_words(bench: Bench) {
    let mut plan = sample::plan();
    plan.targets[0].definition = "按播种面积和单产推算，不含大豆".into();
    let load = LoadPlan { id: Some("yunxi-13"), plan: &plan, document: None, findings: &[] };
    bench.store.load_plan(load, &change("")).await.unwrap();
    assert_eq!(bench.store.plan("yunxi-13", None).await.unwrap().plan, plan);
    assert_eq!(bench.store.verify_content().await.unwrap().err(), None);
}

pub(crate) async fn a_plan_may_come_without_its_document(bench: Bench) {
    let plan = sample::plan();
    let load = LoadPlan { id: Some("yunxi-13"), plan: &plan, document: None, findings: &[] };
    let key = bench.store.load_plan(load, &change("")).await.unwrap();
    assert_eq!(key.plan, "yunxi-13");
    let stored = bench.store.plan("yunxi-13", None).await.unwrap();
    assert!(stored.document.is_none());
    assert_eq!(stored.plan, plan);
}

pub(crate) async fn loading_again_makes_a_new_version_and_keeps_the_old(bench: Bench) {
    load_sample(&bench.store).await;
    let mut plan = sample::plan();
    plan.targets.pop();
    let load = LoadPlan { id: None, plan: &plan, document: None, findings: &[] };
    let key = bench.store.load_plan(load, &change("中期调整")).await.unwrap();
    assert_eq!(key, PlanKey { plan: "1".into(), version: 2 });
    assert_eq!(bench.store.plan("1", None).await.unwrap().plan, plan);
    assert_eq!(bench.store.plan("1", Some(1)).await.unwrap().plan, sample::plan());
    let history: Vec<_> = bench
        .store
        .versions("1")
        .await
        .unwrap()
        .into_iter()
        .map(|version| (version.version, version.why))
        .collect();
    assert_eq!(history, [(2, "中期调整".to_owned()), (1, "印发".to_owned())]);
}

pub(crate) async fn plans_stand_side_by_side_and_can_be_searched(bench: Bench) {
    load_sample(&bench.store).await;
    let mut other = sample::plan();
    other.title = "云溪市100%绿色规划".into();
    let load = LoadPlan { id: None, plan: &other, document: None, findings: &[] };
    assert_eq!(bench.store.load_plan(load, &change("")).await.unwrap().plan, "2");
    let mut elsewhere = sample::plan();
    elsewhere.region = Some("东港市".into());
    let load = LoadPlan { id: None, plan: &elsewhere, document: None, findings: &[] };
    assert_eq!(bench.store.load_plan(load, &change("")).await.unwrap().plan, "3");

    let titles = async |filter: PlanFilter| {
        let (plans, total) = bench.store.plans(&filter).await.unwrap();
        (plans.into_iter().map(|plan| plan.key.plan).collect::<Vec<_>>(), total)
    };
    assert_eq!(titles(PlanFilter::default()).await, (vec!["1".into(), "2".into(), "3".into()], 3));
    let page = PlanFilter { offset: 1, limit: Some(1), ..PlanFilter::default() };
    assert_eq!(titles(page).await, (vec!["2".into()], 3));
    // A per cent sign is searched for as it is.
    let search = PlanFilter { search: Some("100%".into()), ..PlanFilter::default() };
    assert_eq!(titles(search).await, (vec!["2".into()], 1));
    let region = PlanFilter { region: Some("东港市".into()), ..PlanFilter::default() };
    assert_eq!(titles(region).await, (vec!["3".into()], 1));
}

pub(crate) async fn a_target_is_revised_with_who_when_and_why(bench: Bench) {
    load_sample(&bench.store).await;
    let mut target = sample::plan().targets[0].clone();
    target.value = Some(sample::number("12.8"));
    assert_eq!(bench.store.revise_target("1", &target, &change("人大批准")).await.unwrap(), 2);
    let stored = bench.store.plan("1", None).await.unwrap();
    assert_eq!(stored.plan.targets[0], target);
    assert_eq!(stored.plan.targets[1], sample::plan().targets[1]);
    let history = bench.store.target_history("1", "t0001").await.unwrap();
    let said: Vec<_> = history.iter().map(|one| (one.revision, one.why.as_str(), one.target.value)).collect();
    assert_eq!(said, [(2, "人大批准", target.value), (1, "印发", Some(sample::number("12.5")))]);
    assert_eq!(history[0].who, "王敏");

    let mut nowhere = target;
    nowhere.id = "t9999".into();
    assert!(bench.store.revise_target("1", &nowhere, &change("")).await.unwrap_err().is_missing());
}

pub(crate) async fn figures_are_appended_once_and_follow_their_indicator_by_name(bench: Bench) {
    load_sample(&bench.store).await;
    let first = sample::observation("i0001", 2016, "11.40", "2017-03-01");
    let second = sample::observation("i0001", 2016, "11.2", "2018-03-01");
    let append = async |figures: &[plan::Observation]| {
        bench.store.append_observations("1", figures, &change("公报")).await.unwrap()
    };
    assert_eq!(append(std::slice::from_ref(&first)).await, 1);
    assert_eq!(append(&[first.clone(), second.clone(), second.clone()]).await, 1);
    let stored = bench.store.plan("1", None).await.unwrap();
    let said: Vec<_> = stored
        .figures
        .iter()
        .map(|figure| (figure.id.as_str(), figure.value.unwrap().to_string(), figure.vintage.as_str()))
        .collect();
    assert_eq!(said, [("x000001", "11.40".into(), "2017-03-01"), ("x000002", "11.2".into(), "2018-03-01")]);

    // In the next version the indicator has another id, and its old name is an alias.
    let mut plan = sample::plan();
    plan.indicators[0].id = "i0007".into();
    plan.indicators[0].name = "全年粮食产量".into();
    plan.indicators[0].aliases = vec!["粮食产量".into()];
    bench
        .store
        .load_plan(LoadPlan { id: None, plan: &plan, document: None, findings: &[] }, &change(""))
        .await
        .unwrap();
    let stored = bench.store.plan("1", None).await.unwrap();
    assert!(stored.figures.iter().all(|figure| figure.indicator.as_str() == "i0007"));
    assert_eq!(stored.figures.len(), 2);

    let unknown = sample::observation("i4711", 2016, "1", "");
    let error = bench.store.append_observations("1", &[unknown], &change("")).await.unwrap_err();
    assert!(error.is_missing());
}

pub(crate) async fn figures_of_parts_stand_beside_the_whole(bench: Bench) {
    load_sample(&bench.store).await;
    let whole = sample::observation("i0001", 2016, "11.40", "2017-03-01");
    let part =
        plan::Observation { dimensions: plan::Dimensions::new([("城乡", "城镇")]), ..whole.clone() };
    let both = [whole, part.clone()];
    assert_eq!(bench.store.append_observations("1", &both, &change("公报")).await.unwrap(), 2);
    assert_eq!(bench.store.append_observations("1", &both, &change("公报")).await.unwrap(), 0, "known");
    let figures = bench.store.plan("1", None).await.unwrap().figures;
    assert_eq!(figures.iter().filter(|figure| figure.is_whole()).count(), 1);
    assert!(figures.iter().any(|figure| figure.dimensions == part.dimensions));
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
    assert!(bench.store.verify_content().await.unwrap().is_ok());
}

pub(crate) async fn a_dropped_write_leaves_nothing(bench: Bench) {
    load_sample(&bench.store).await;
    let before = bench.store.generation().await.unwrap();
    let mut write = bench.store.write(&change("")).await.unwrap();
    sqlx::query("DELETE FROM target").execute(write.connection()).await.unwrap();
    drop(write);
    assert_eq!(bench.store.plan("1", None).await.unwrap().plan.targets.len(), 2);
    assert_eq!(bench.store.generation().await.unwrap(), before);
}

pub(crate) async fn every_write_leaves_a_chained_audit_entry(bench: Bench) {
    let store = &bench.store;
    load_sample(store).await;
    let before = store.generation().await.unwrap();
    store.append_observations("1", &[], &change("空")).await.unwrap();
    store.revise_target("1", &sample::plan().targets[0], &change("核对")).await.unwrap();
    assert_eq!(store.generation().await.unwrap(), before + 2);
    let entries = store.audit(10).await.unwrap();
    let actions: Vec<_> = entries.iter().map(|entry| entry.act.action.as_str()).collect();
    assert_eq!(actions, ["target.revise", "observation.append", "plan.load"]);
    assert_eq!(entries[0].act.subject, "1/t0001");
    assert_eq!((entries[0].act.reason.as_str(), entries[0].act.origin.as_str()), ("核对", "cli"));
    assert_eq!(entries[0].previous, entries[1].hash);
    assert_eq!(store.verify_audit().await.unwrap().unwrap().hash, entries[0].hash);
    assert!(store.verify_audit().await.unwrap().is_ok());
}

pub(crate) async fn an_id_with_a_slash_is_refused(bench: Bench) {
    let plan = sample::plan();
    for id in ["", "a/b", "a\nb"] {
        let load = LoadPlan { id: Some(id), plan: &plan, document: None, findings: &[] };
        let error = bench.store.load_plan(load, &change("")).await.unwrap_err();
        assert!(matches!(error, StoreError::PlanId(_)), "{id:?}");
    }
}

pub(crate) async fn what_pages_show_is_counted_by_plan(bench: Bench) {
    let store = &bench.store;
    load_sample(store).await;
    let other = Store::open(&bench.location).await.unwrap();
    let mut known = store.shown_since(0).await.unwrap().generation;
    let mut changed = async || {
        // What one process writes another sees.
        let shown = other.shown_since(known).await.unwrap();
        assert_eq!(other.generation().await.unwrap(), shown.generation);
        known = shown.generation;
        shown.changed.into_iter().map(|(plan, _)| plan).collect::<Vec<_>>()
    };
    assert!(changed().await.is_empty());
    store.note("store.backup", "store", &change("")).await.unwrap();
    assert!(changed().await.is_empty());
    store.append_observations("1", &[], &change("")).await.unwrap();
    store.revise_target("1", &sample::plan().targets[0], &change("")).await.unwrap();
    assert_eq!(changed().await, ["1"]);
    assert!(changed().await.is_empty());
    store.put_setting("warning-rules", "", &change("")).await.unwrap();
    store.append_observations("1", &[], &change("")).await.unwrap();
    assert_eq!(changed().await, ["", "1"]);
    // A write that is not kept changes nothing.
    let mut write = store.write(&change("")).await.unwrap();
    write.record(store::Deed::new("target.revise", "1/t0001")).await.unwrap();
    drop(write);
    assert!(changed().await.is_empty());
    other.close().await;
}

pub(crate) async fn regions_form_a_tree(bench: Bench) {
    load_sample(&bench.store).await;
    let region = |id: &str, name: &str, parent: Option<&str>| Region {
        id: id.into(),
        name: name.into(),
        parent: parent.map(Into::into),
        code: id.into(),
        outline: Some(r#"{"type":"Point","coordinates":[0,0]}"#.into()),
    };
    let tree = [region("990100", "云溪市", None), region("990101", "北山县", Some("990100"))];
    bench.store.put_regions(&tree, &change("")).await.unwrap();
    bench.store.put_regions(&tree, &change("")).await.unwrap();
    let regions = bench.store.region_tree().await.unwrap();
    assert_eq!(regions.len(), 2);
    // The row that the plan made by name keeps its id, so the plan still finds it.
    assert_eq!(regions[1].id, "云溪市");
    assert_eq!(regions[1].code, "990100");
    assert_eq!(regions[0].parent.as_deref(), Some("云溪市"));
    assert!(regions[0].has_outline);
    let inside = bench.store.regions_inside("云溪市").await.unwrap();
    let wanted = Region { parent: Some("云溪市".into()), ..tree[1].clone() };
    assert_eq!(inside, [wanted]);
    assert_eq!(bench.store.regions_inside("北山县").await.unwrap(), []);
    let (plans, _) = bench.store.plans(&PlanFilter::default()).await.unwrap();
    assert_eq!(plans[0].region_id.as_deref(), Some("云溪市"));
}

pub(crate) async fn a_backup_restores_everything(bench: Bench) {
    let store = &bench.store;
    load_sample(store).await;
    let figure = sample::observation("i0001", 2016, "11.40", "2017-03-01");
    store.append_observations("1", &[figure], &change("公报")).await.unwrap();
    regions_of_both_ids(store).await;
    let wanted = store.plan("1", None).await.unwrap();
    let audit = store.audit(100).await.unwrap();
    let file = bench.folder.path().join("backup.db");
    store.backup(&file).await.unwrap();
    assert!(matches!(store.backup(&file).await.unwrap_err(), StoreError::Backup(_)));

    // What comes after the backup is gone after restoring.
    load_sample(store).await;
    store.restore(&file, &change("演练")).await.unwrap();
    let restored = store.plan("1", None).await.unwrap();
    assert_eq!(restored.plan, wanted.plan);
    assert_eq!(restored.figures, wanted.figures);
    assert_eq!(restored.key, wanted.key);
    assert!(store.verify_audit().await.unwrap().is_ok());
    let after = store.audit(100).await.unwrap();
    assert_eq!(after[0].act.action, "store.restore");
    assert_eq!(after[1..], audit);

    // The backup is a database of its own.
    let copy = Store::open(&Location::File(file)).await.unwrap();
    assert_eq!(copy.plan("1", None).await.unwrap().plan, wanted.plan);
    assert_eq!(copy.region_tree().await.unwrap(), store.region_tree().await.unwrap());
    copy.close().await;
}

/// A tree in which a child sorts before its parent.
async fn regions_of_both_ids(store: &Store) {
    let region = |id: &str, parent: Option<&str>| Region {
        id: id.into(),
        name: format!("{id}区"),
        parent: parent.map(Into::into),
        ..Region::default()
    };
    store.put_regions(&[region("9", None), region("1", Some("9"))], &change("")).await.unwrap();
}

pub(crate) async fn what_a_killed_backup_left_gives_way_to_the_next(bench: Bench) {
    let key = load_sample(&bench.store).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db");
    // A backup that was killed leaves the file that has no name of its own yet, whole pages of it or none.
    for suffix in [".partial", ".partial-wal", ".partial-shm", ".partial-journal"] {
        std::fs::write(folder.path().join(format!("backup.db{suffix}")), vec![0x53; 5_000]).unwrap();
    }
    let partial = folder.path().join("backup.db.partial");
    let error = bench.store.restore(&partial, &change("")).await.unwrap_err();
    assert!(matches!(error, StoreError::Backup(_)), "half a backup is none: {error}");
    bench.store.backup(&file).await.unwrap();
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["backup.db"], "nothing of the killed one is left beside the new one");
    let restored = bench.store.restore(&file, &change("")).await.unwrap();
    assert!(restored.chain.is_ok() && restored.content.is_ok());
    assert_eq!(bench.store.plan(&key.plan, None).await.unwrap().plan, sample::plan());
}

pub(crate) async fn a_file_that_is_no_backup_is_refused(bench: Bench) {
    load_sample(&bench.store).await;
    let file = bench.folder.path().join("notes.txt");
    std::fs::write(&file, "not a database").unwrap();
    for path in [file, bench.folder.path().join("nowhere.db")] {
        let error = bench.store.restore(&path, &change("")).await.unwrap_err();
        assert!(matches!(error, StoreError::Backup(_)), "{error}");
    }
    assert_eq!(bench.store.plan("1", None).await.unwrap().plan, sample::plan());
}

pub(crate) async fn readers_and_writers_work_at_the_same_time(bench: Bench) {
    load_sample(&bench.store).await;
    let writers = (0..4).map(|number| {
        let store = bench.store.clone();
        async move {
            for round in 0..5 {
                let figure = sample::observation("i0001", 2016, &format!("{number}.{round}"), "2017-03-01");
                store.append_observations("1", &[figure], &change("")).await.unwrap();
                let seen = store.plan("1", None).await.unwrap();
                assert_eq!(seen.plan, sample::plan());
            }
        }
    });
    let tasks: Vec<_> = writers.map(tokio::spawn).collect();
    for task in tasks {
        task.await.unwrap();
    }
    let stored = bench.store.plan("1", None).await.unwrap();
    assert_eq!(stored.figures.len(), 20);
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
    assert_eq!(bench.store.audit(100).await.unwrap().len(), 21);
}

pub(crate) async fn a_newer_database_is_refused(bench: Bench) {
    let mut write = bench.store.write(&change("")).await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         SELECT 9999, 'later', success, checksum, execution_time FROM _sqlx_migrations LIMIT 1",
    )
    .execute(write.connection())
    .await
    .unwrap();
    write.commit("test", "", "").await.unwrap();
    let error = Store::open(&bench.location).await.unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 9999, .. }), "{error}");
    assert!(error.words().zh.contains("更新的版本"));
}

pub(crate) async fn what_is_missing_is_named(bench: Bench) {
    let error = bench.store.plan("7", None).await.unwrap_err();
    assert!(error.is_missing());
    assert!(error.words().en.contains("plan 7"));
    load_sample(&bench.store).await;
    assert!(bench.store.plan("1", Some(2)).await.unwrap_err().is_missing());
    assert!(bench.store.versions("7").await.unwrap().is_empty());
}
