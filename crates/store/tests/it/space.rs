//! Layers, conflicts and places for projects.

use crate::databases::Bench;
use crate::sample::{self, by};
use store::{
    Change, Conflict, ConflictKind, ConflictState, Layer, NewLayer, Released, Resolution, Secrecy,
    Settlement, Stance,
};

fn layer(name: &str, version: &str) -> Layer {
    Layer {
        id: 0,
        plan: "1".into(),
        name: name.into(),
        kind: "town-boundary".into(),
        clause: "第三章".into(),
        version: version.into(),
        valid_from: Some(2026),
        accuracy: 0.5,
        rank: Some(3),
        crs: "{}".into(),
        notes: "[]".into(),
        features: 2,
        plane_area: 1234.5,
        surveyed_area: 1233.25,
        bounds: "[[1.0,2.0],[3.0,4.0]]".into(),
        file: "边界.geojson".into(),
        format: "GeoJSON".into(),
        sha256: "ab".into(),
        added_by: String::new(),
        added_at: String::new(),
        withdrawn_at: None,
        released: None,
        secrecy: Some(Secrecy::WorkSecret),
    }
}

fn conflict(id: &str) -> Conflict {
    Conflict {
        plan: "1".into(),
        id: id.into(),
        kind: ConflictKind::Space,
        class: "overlap".into(),
        weight: "substantial".into(),
        first: "{}".into(),
        second: "{}".into(),
        extent: "{}".into(),
        proposal: String::new(),
        basis: "b1".into(),
        found_at: "2026-03-02T08:00:00Z".into(),
        lost_at: None,
        settlement: Settlement::default(),
    }
}

pub(crate) async fn a_layer_comes_back_with_its_file_and_its_conflicts(bench: Bench) {
    sample::loaded(&bench.store).await;
    let store = &bench.store;
    let new = NewLayer {
        layer: layer("城镇开发边界", "一稿"),
        content: b"\x00\xffPK",
        reading: b"\x01\x00",
        overlay_later: false,
    };
    let change = by("wang", "2026-03-02T08:00:00Z");
    let id = store.add_layer(&new, &[conflict("a")], &change).await.unwrap();
    let kept = store.layers("1").await.unwrap();
    let expected = Layer { id, added_by: "wang".into(), added_at: change.at(), ..new.layer.clone() };
    assert_eq!(kept, std::slice::from_ref(&expected));
    assert_eq!(store.layer("1", id).await.unwrap(), Some(expected));
    assert_eq!(store.layer("2", id).await.unwrap(), None, "it is of this plan alone");
    assert_eq!(store.layer_content(id).await.unwrap(), b"\x00\xffPK");
    assert_eq!(store.layer_reading(id).await.unwrap(), b"\x01\x00");
    assert_eq!(store.conflicts("1").await.unwrap().len(), 1);
    assert!(store.add_layer(&new, &[], &change).await.is_err(), "a version is there once");
    assert_eq!(store.conflicts("1").await.unwrap().len(), 1, "nothing of it is left");

    let released =
        Released { approval: "辽S(2026)12号".into(), grid: 100.0, by: "wang".into(), at: change.at() };
    store.release_layer("1", id, Some(&released), &change).await.unwrap();
    assert_eq!(store.layers("1").await.unwrap()[0].released, Some(released));
    store.release_layer("1", id, None, &change).await.unwrap();
    assert_eq!(store.layers("1").await.unwrap()[0].released, None);
    let gone = Conflict { lost_at: Some("2026-03-03T08:00:00Z".into()), ..conflict("a") };
    store.withdraw_layer("1", id, &[gone], &by("li", "2026-03-03T08:00:00Z")).await.unwrap();
    assert!(store.layers("1").await.unwrap()[0].withdrawn_at.is_some());
    assert!(store.withdraw_layer("1", id, &[], &change).await.unwrap_err().is_missing());
    let rows = store.conflicts("1").await.unwrap();
    assert!(rows.iter().all(|row| row.lost_at.is_some()), "what is found no more waits for nobody");
    assert!(store.verify_audit().await.unwrap().is_ok());
}

pub(crate) async fn a_decision_on_a_conflict_names_who_when_and_on_what(bench: Bench) {
    sample::loaded(&bench.store).await;
    let store = &bench.store;
    let change = by("wang", "2026-03-02T08:00:00Z");
    store.put_conflicts("1", &[conflict("a"), conflict("b")], &change).await.unwrap();
    let waiting = async || {
        let rows = store.conflicts("1").await.unwrap();
        rows.iter().filter(|row| row.settlement.state.is_open()).count()
    };
    assert_eq!(waiting().await, 2);
    let said = Settlement {
        state: ConflictState::Decided,
        resolution: Some(Resolution::Second),
        office: "自然资源局".into(),
        document: "云自然资函〔2026〕3号".into(),
        reason: "避让红线".into(),
        ..Settlement::default()
    };
    let later = by("li", "2026-03-04T08:00:00Z");
    store.settle_conflicts("1", &[("a".into(), said.clone())], &later).await.unwrap();
    let rows = store.conflicts("1").await.unwrap();
    let expected = Settlement { by: "li".into(), at: later.at(), on: "b1".into(), ..said };
    assert_eq!(rows[0].settlement, expected);
    assert_eq!(waiting().await, 1);
    let other = Settlement::default();
    let none = store.settle_conflicts("1", &[("c".into(), other)], &later).await;
    assert!(none.unwrap_err().is_missing());
    assert!(store.verify_audit().await.unwrap().is_ok());
}

/// A layer with its file, a conflict, a site and an opinion, for tests of what is sealed.
pub(crate) async fn one_of_each(store: &store::Store, change: &Change) {
    let new = NewLayer {
        layer: layer("城镇开发边界", "一稿"),
        content: b"PK",
        reading: b"\x01",
        overlay_later: false,
    };
    store.add_layer(&new, &[conflict("a")], change).await.unwrap();
    let id = store.add_site_check("1", ("北港物流园", "{}", "{}"), change).await.unwrap();
    store.add_site_opinion("1", id, ("tj", Stance::Agree, ""), change).await.unwrap();
}

pub(crate) async fn bodies_speak_of_a_site_each_once(bench: Bench) {
    sample::loaded(&bench.store).await;
    let store = &bench.store;
    let change = by("wang", "2026-03-02T08:00:00Z");
    let id = store.add_site_check("1", ("北港物流园", "{}", "{}"), &change).await.unwrap();
    let later = by("li", "2026-03-03T08:00:00Z");
    store.add_site_opinion("1", id, ("林业局", Stance::Object, "在湿地内"), &later).await.unwrap();
    store.add_site_opinion("1", id, ("林业局", Stance::Conditions, "移出湿地"), &later).await.unwrap();
    store.add_site_opinion("1", id, ("农业农村局", Stance::Agree, ""), &later).await.unwrap();
    let sites = store.site_checks("1").await.unwrap();
    let said: Vec<(&str, Stance)> =
        sites[0].opinions.iter().map(|one| (one.office.as_str(), one.opinion)).collect();
    assert_eq!(said, [("农业农村局", Stance::Agree), ("林业局", Stance::Conditions)]);
    let elsewhere = store.add_site_opinion("2", id, ("林业局", Stance::Agree, ""), &later).await;
    assert!(elsewhere.unwrap_err().is_missing());
    assert!(store.verify_audit().await.unwrap().is_ok());
}
