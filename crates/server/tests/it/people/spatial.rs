//! Layers, the conflict ledger, and places for projects, through forms.

use super::bench::{Bench, Browser, OPEN, encode};
use duty::Role;
use store::ConflictState;

/// Boxes in metres of CGCS2000, 3 degree zone 38, given relative to a corner, as GeoJSON.
fn layer(boxes: &[(&str, [i32; 4])]) -> String {
    let feature = |(name, [x, y, wide, tall]): &(&str, [i32; 4])| {
        let (x, y) = (38_550_000 + x, 3_110_000 + y);
        let ring = [[x, y], [x + wide, y], [x + wide, y + tall], [x, y + tall], [x, y]];
        serde_json::json!({"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    };
    let crs = serde_json::json!({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4526"}});
    let features: Vec<_> = boxes.iter().map(feature).collect();
    serde_json::json!({"type": "FeatureCollection", "crs": crs, "features": features}).to_string()
}

async fn add(planner: &mut Browser, name: &str, version: &str, text: &str) {
    let address = format!("/plans/{OPEN}/layers");
    let fields = [("name", name), ("version", version), ("clause", "第三章"), ("apart", "1")];
    let done = planner.post_file(&address, &fields, (&format!("{name}.geojson"), text.as_bytes())).await;
    assert_eq!(done.status, 303, "{}", done.text());
}

/// A red line, and a town boundary that takes 40 m by 100 m of it and touches it along 0.2 m elsewhere.
async fn two(planner: &mut Browser) {
    add(planner, "生态保护红线", "一稿", &layer(&[("青山", [1000, 0, 500, 500])])).await;
    add(planner, "城镇开发边界", "一稿", &layer(&[("老城", [0, 0, 1040, 100])])).await;
}

#[tokio::test]
async fn what_two_layers_disagree_about_is_proposed_decided_and_kept_for_the_next_version() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    two(&mut planner).await;
    let [row] = <[_; 1]>::try_from(bench.store.conflicts(OPEN).await.unwrap()).unwrap();
    assert_eq!((row.class.as_str(), row.weight.as_str()), ("overlap", "substantial"));
    let page = planner.get(&format!("/plans/{OPEN}/conflicts")).await.text();
    assert!(page.contains("4000 m²") && page.contains("城镇开发边界避让重要生态功能"), "{page}");
    assert!(page.contains("关于在国土空间规划中统筹划定落实三条控制线的指导意见"), "the source of the rule");
    let home = planner.get("/?all").await.text();
    assert!(home.contains("1 处冲突待处置"), "{home}");

    let address = format!("/plans/{OPEN}/conflicts/{}", row.id);
    let bare = planner.post(&address, &[("state", "decided")]).await;
    assert_eq!(bare.status, 400, "a decision without a body and a reason");
    let decided = [
        ("state", "decided"),
        ("resolution", "second"),
        ("office", "自然资源局"),
        ("document", "云自然资函〔2026〕3号"),
        ("reason", "城镇开发边界退出重叠部分"),
    ];
    assert_eq!(planner.post(&address, &decided).await.status, 303);

    // The red line is digitised again, a little otherwise: the decision stands. A new wing of it is a new conflict.
    let again = layer(&[("青山", [1001, 0, 499, 500]), ("北坡", [0, 60, 300, 300])]);
    add(&mut planner, "生态保护红线", "二稿", &again).await;
    let rows = bench.store.conflicts(OPEN).await.unwrap();
    assert_eq!(rows.len(), 2, "{rows:#?}");
    let old = rows.iter().find(|one| one.id == row.id).expect("the same row");
    assert_eq!(old.settlement.state, ConflictState::Decided);
    assert!(old.extent.contains("3900"), "with the new extent: {}", old.extent);
    assert!(rows.iter().any(|one| one.settlement.state == ConflictState::Open));

    // When the boundary leaves the line, nothing is found any more, and what was decided stays to be read.
    add(&mut planner, "城镇开发边界", "二稿", &layer(&[("老城", [0, 0, 990, 50])])).await;
    let rows = bench.store.conflicts(OPEN).await.unwrap();
    assert!(rows.iter().all(|one| one.lost_at.is_some()), "{rows:#?}");
    let page = planner.get(&format!("/plans/{OPEN}/conflicts?state=lost")).await.text();
    assert!(page.contains("城镇开发边界退出重叠部分") && page.contains("已不再发现"), "{page}");
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
}

/// Squares of 8 m, ten metres apart, as a layer of more features than are overlaid at once.
fn many(side: i32) -> String {
    let boxes: Vec<(&str, [i32; 4])> =
        (0..side * side).map(|at| ("图斑", [10 * (at % side), 10 * (at / side), 8, 8])).collect();
    layer(&boxes)
}

#[tokio::test]
async fn a_large_layer_is_laid_over_the_others_by_a_job_and_says_how_far_it_is() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    // A red line over 30 by 30 squares, then permanent farmland of more squares than are overlaid before a form.
    add(&mut planner, "生态保护红线", "一稿", &layer(&[("青山", [0, 0, 300, 300])])).await;
    add(&mut planner, "永久基本农田", "一稿", &many(150)).await;
    let jobs = bench
        .store
        .jobs(&store::JobFilter { kind: Some("overlay".into()), ..Default::default() })
        .await
        .unwrap()
        .0;
    assert_eq!(jobs.len(), 1, "the small layer was overlaid at once");
    assert_eq!(jobs[0].subject, OPEN);
    let page = planner.get(&format!("/plans/{OPEN}/layers")).await.text();
    let is_open = !bench.store.open_jobs("overlay", OPEN).await.unwrap().is_empty();
    assert!(!is_open || page.contains("叠加核对"), "{page}");
    for _ in 0..600 {
        if bench.store.open_jobs("overlay", OPEN).await.unwrap().is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    let jobs = bench
        .store
        .jobs(&store::JobFilter { kind: Some("overlay".into()), ..Default::default() })
        .await
        .unwrap()
        .0;
    assert_eq!(jobs[0].state, store::JobState::Done, "{:?}", jobs[0]);
    let rows = bench.store.conflicts(OPEN).await.unwrap();
    let area: f64 =
        rows.iter().map(|row| work::spatial::read::<work::spatial::Extent>(&row.extent).plane).sum();
    assert!((area - 900.0 * 64.0).abs() < 1.0, "{area} of {} rows", rows.len());
    let page = planner.get(&format!("/plans/{OPEN}/layers")).await.text();
    assert!(!page.contains("叠加核对，已完成"), "{page}");
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn the_ledger_can_be_taken_along() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    two(&mut planner).await;
    for (ending, head) in [("docx", b"PK"), ("xlsx", b"PK")] {
        let file = planner.get(&format!("/plans/{OPEN}/conflicts/file/{ending}")).await;
        assert_eq!(file.status, 200);
        assert!(file.body.starts_with(head), "{ending}");
    }
    let text = planner.get(&format!("/plans/{OPEN}/conflicts/file/md")).await.text();
    assert!(text.contains("重叠冲突") && text.contains("4000.00"), "{text}");
    assert_eq!(planner.get(&format!("/plans/{OPEN}/conflicts/file/pdf")).await.status, 404);
}

#[tokio::test]
async fn the_public_sees_no_layer_until_one_is_released_with_its_approval() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    two(&mut planner).await;
    let layer =
        bench.store.layers(OPEN).await.unwrap().into_iter().find(|one| one.kind == "town-boundary").unwrap();
    let mut public = bench.browser();
    let map = format!("/plans/{OPEN}/map");
    let tile = format!("{map}/tiles/{}/14/13403/6858", layer.id);
    assert!(public.get(&map).await.text().contains("没有公开的图层"));
    assert_eq!(public.get(&tile).await.status, 404);
    assert_eq!(public.get(&format!("{map}/sheet.svg")).await.status, 404);
    assert_eq!(planner.get(&tile).await.status, 200);

    let address = format!("/plans/{OPEN}/layers/{}", layer.id);
    for wrong in [("", "100"), ("云政函1号", "100"), ("湘S(2026)1号", "0.1")] {
        let fields = [("action", "release"), ("approval", wrong.0), ("grid", wrong.1)];
        assert_eq!(planner.post(&address, &fields).await.status, 422, "{wrong:?}");
    }
    assert!(!public.get(&map).await.text().contains("城镇开发边界"));
    let fields = [("action", "release"), ("approval", "湘S(2026)1号"), ("grid", "100")];
    assert_eq!(planner.post(&address, &fields).await.status, 303);
    let page = public.get(&map).await.text();
    assert!(page.contains("湘S(2026)1号") && page.contains("城镇开发边界"), "{page}");
    assert!(!page.contains("生态保护红线") && !page.contains("conflicts.geojson"), "{page}");
    let sheet = public.get(&format!("{map}/sheet.svg")).await.text();
    assert!(sheet.contains("审图号 湘S(2026)1号") && !sheet.contains("重叠冲突"), "{sheet}");
    let seen = public.get(&tile).await;
    assert_eq!(seen.status, 200);
    assert!(!String::from_utf8_lossy(&seen.body).contains("老城"), "names are details");
    assert_ne!(seen.body, planner.get(&tile).await.body, "lines are moved to the grid");
}

#[tokio::test]
async fn a_site_is_told_what_it_meets_and_never_that_it_complies() {
    let bench = Bench::start_at_work(server::Settings::default(), &[super::story::duty()]).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    two(&mut planner).await;
    let address = format!("/plans/{OPEN}/sites");
    let wrong = planner.post(&address, &[("name", "度假村"), ("place", "东山脚下")]).await;
    assert_eq!(wrong.status, 422);
    // 100 m by 100 m wholly in the red line and outside the town boundary.
    let corners = "38551100 3110200\n38551200 3110200\n38551200 3110300\n38551100 3110300";
    let done = planner.post(&address, &[("name", "度假村"), ("place", corners)]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let page = planner.get(&address).await.text();
    assert!(
        page.contains("1.00 ha") && page.contains("100.0%") && page.contains("生态保护红线 一稿"),
        "{page}"
    );
    assert!(page.contains("项目避让生态保护红线") && page.contains("不代表结论"), "{page}");
    let clear = "38550100 3110010\n38550200 3110010\n38550200 3110050";
    planner.post(&address, &[("name", "小学"), ("place", clear)]).await;
    let page = planner.get(&address).await.text();
    assert!(page.contains("未发现冲突（依据图层、版本、容差"), "{page}");
    assert!(!page.contains("符合规划") && !page.contains("合规。"), "{page}");

    let office = bench.store.offices().await.unwrap().remove(0).id;
    let said = [("office", office.as_str()), ("opinion", "object"), ("text", "位于红线内")];
    assert_eq!(planner.post(&format!("{address}/1"), &said).await.status, 303);
    assert!(planner.get(&address).await.text().contains("位于红线内"));
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn a_file_that_does_not_fit_is_refused_with_what_to_do() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let address = format!("/plans/{OPEN}/layers");
    let plane = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[550000,3110000],[551000,3110000],[551000,3111000],[550000,3110000]]]}}]}"#;
    for (name, text, said) in [
        ("a.geojson", plane, "看不出属于哪一带"),
        ("b.txt", "规划", "不是已知的图层格式"),
        ("c.geojson", "{\"type\":\"FeatureCollection\",\"features\":[]}", "没有图层"),
    ] {
        let answer = planner.post_file(&address, &[], (name, text.as_bytes())).await;
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert!(answer.text().contains(said), "{name}: {}", answer.text());
    }
    let fields = [("crs", "EPSG:4547"), ("apart", "1")];
    let answer = planner.post_file(&address, &fields, ("a.geojson", plane.as_bytes())).await;
    assert_eq!(answer.status, 303, "told the system, it is read: {}", answer.text());
    let again = planner.post_file(&address, &fields, ("a.geojson", plane.as_bytes())).await;
    assert!(again.status == 422 && again.text().contains("已有版本"), "{}", again.text());
}

const ZONED: &str = "云岭市国民经济和社会发展第十五个五年规划纲要

第一章 空间布局

构建“一轴、双心”格局。

“一轴”。包括青川大道两侧及中间地带。

“双心”。即东岭新城和西滩老城。

禁止开发区域：包括青溪国家湿地公园、东岭水源一级保护区，禁止一切与保护无关的建设活动。

第二章 重点工程

在青溪国家湿地公园建设度假酒店项目，2028年建成。永久基本农田保护面积达到3公顷。
";

#[tokio::test]
async fn the_map_says_how_each_place_stands_and_what_is_under_way_in_a_year() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let plan = super::desk::keep(&mut planner, "", BUILT).await;
    let map = format!("/plans/{plan}/map");
    let place = |page: &str, name: &str| {
        page.split("<tr id=\"place-")
            .find(|row| row.contains(name))
            .unwrap_or_else(|| panic!("{page}"))
            .to_owned()
    };
    let page = planner.get(&map).await.text();
    let whole = place(&page, "（全域）");
    for name in ["石门水库", "青川铁路"] {
        assert!(whole.contains(name), "{whole}");
    }
    assert!(page.contains("type=\"range\" name=\"year\" min=\"2025\" max=\"2030\""), "{page}");
    let page = planner.get(&format!("{map}?year=2026")).await.text();
    let whole = place(&page, "（全域）");
    assert!(whole.contains("石门水库") && !whole.contains("青川铁路"), "{whole}");
    assert!(page.contains("aria-current=\"true\">2026</a>"), "{page}");
    let mut public = bench.browser();
    let open = public.get(&format!("/plans/{OPEN}/map?year=2026")).await;
    assert_eq!(open.status, 200);
    assert!(place(&open.text(), "（全域）").contains("<td>"), "{}", open.text());
}

const BUILT: &str = "青川市国民经济和社会发展第十五个五年规划纲要（2026—2030年）

第一章 重点工程

| 项目名称 | 建设地点 | 总投资（万元） | 建设起止年限 |
|---|---|---|---|
| 石门水库 | 青川市 | 12000 | 2026-2028 |
| 青川铁路 | 青川市 | 34000 | 2028-2030 |
";

#[tokio::test]
async fn checks_and_map_tell_the_same_story_of_a_zone() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let plan = super::desk::keep(&mut planner, "", ZONED).await;
    let map = format!("/plans/{plan}/map");
    let page = planner.get(&map).await.text();
    let zone = page.split("<tr>").find(|row| row.contains("青溪国家湿地公园")).expect(&page).to_owned();
    assert!(zone.contains("禁止开发") && zone.contains("范围未定") && zone.contains("补充边界"), "{zone}");
    assert!(
        page.contains("一轴")
            && page.contains("青川大道两侧及中间地带")
            && page.contains("东岭新城和西滩老城")
    );
    let ledger = planner.get(&format!("/plans/{plan}/conflicts")).await.text();
    assert!(
        ledger.contains("度假酒店") && ledger.contains("文本"),
        "the checks say it of the words: {ledger}"
    );

    // With outlines the overlay says it of the ground.
    let address = format!("/plans/{plan}/layers");
    let zones = layer(&[("青溪国家湿地公园", [0, 0, 400, 400])]);
    let farmland = layer(&[("南片", [1000, 0, 200, 100])]);
    let sites = layer(&[("度假酒店", [100, 100, 50, 50])]);
    for (name, text) in [("禁止开发区域", zones), ("项目用地", sites), ("永久基本农田", farmland)]
    {
        let done = planner.post_file(&address, &[], (&format!("{name}.geojson"), text.as_bytes())).await;
        assert_eq!(done.status, 303, "{}", done.text());
    }
    let page = planner.get(&map).await.text();
    let zone = page.split("<tr><th").find(|row| row.contains("青溪国家湿地公园</th>")).unwrap();
    assert!(zone.contains("见图层“禁止开发区域”"), "{zone}");
    let ledger = planner.get(&format!("/plans/{plan}/conflicts?kind=space")).await.text();
    assert!(
        ledger.contains("禁止开发区域内严禁不符合主体功能定位的开发活动") && ledger.contains("2500 m²"),
        "{ledger}"
    );
    assert!(
        ledger.contains("图数不符") && ledger.contains("椭球面积"),
        "3 hectares are said, 2 are drawn: {ledger}"
    );

    // What is decided about words is decided as long as they say the same.
    let text_row = planner.get(&format!("/plans/{plan}/conflicts?kind=text")).await.text();
    let id = text_row.split("id=\"c-").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let decided =
        [("state", "decided"), ("resolution", "keep"), ("office", "林业局"), ("reason", "属于保护设施")];
    assert_eq!(planner.post(&format!("/plans/{plan}/conflicts/{id}"), &decided).await.status, 303);
    super::desk::keep(
        &mut planner,
        &plan,
        &ZONED.replace("第一章 空间布局", "第一章 空间布局\n\n优化空间。"),
    )
    .await;
    let kept = bench.store.conflicts(&plan).await.unwrap();
    assert_eq!(kept.iter().find(|one| one.id == id).unwrap().settlement.state, ConflictState::Decided);
    let page = planner.get(&format!("/plans/{plan}/conflicts?kind=text&state=decided")).await.text();
    assert!(page.contains("属于保护设施"), "a new reading opens nothing again: {page}");
}

#[tokio::test]
async fn a_layer_with_a_mark_says_so_and_is_never_released() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let content = layer(&[("老城", [0, 0, 1000, 50])]);
    let fields = [("name", "城镇开发边界"), ("version", "一稿"), ("secrecy", "work-secret")];
    let list = format!("/plans/{OPEN}/layers");
    let done = planner.post_file(&list, &fields, ("边界.geojson", content.as_bytes())).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let kept = bench.store.layers(OPEN).await.unwrap().remove(0);
    assert_eq!(kept.secrecy, Some(store::Secrecy::WorkSecret));
    assert!(planner.get(&list).await.text().contains("<span class=\"chip\">工作秘密</span>"));
    let sheet = planner.get(&format!("/plans/{OPEN}/map/sheet.svg")).await.text();
    assert!(sheet.contains("工作秘密；供核对"), "{sheet}");
    let file = planner.get(&format!("{list}/{}/file", kept.id)).await;
    assert!(file.header("content-disposition").contains(&encode("【工作秘密】")), "the name bears the mark");

    let release = [("action", "release"), ("approval", "湘S(2026)1号"), ("grid", "100")];
    let refused = planner.post(&format!("{list}/{}", kept.id), &release).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("工作秘密，不能公开"), "{}", refused.text());
    assert!(!bench.browser().get(&format!("/plans/{OPEN}/map")).await.text().contains("城镇开发边界"));
}
