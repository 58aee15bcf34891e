//! Accounts, bodies, rules, backup and audit through their pages.

use super::bench::{Bench, DRAFT, OPEN, PASSWORD, change, encode};
use audit::{PublicKey, SecretKey, SignedHead, Sm3Chain};
use duty::Role;
use std::sync::Arc;

#[tokio::test]
async fn an_administrator_makes_an_account_and_hands_over_its_link() {
    let bench = Bench::start().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    let fields = [
        ("name", "zhang.wei"),
        ("full_name", "张伟"),
        ("email", "zhang@plan.test"),
        ("role", "reporter"),
        ("office", "tjj"),
        ("active", "yes"),
    ];
    let made = admin.post("/admin/users", &fields).await;
    let link = made.shown_once();
    assert!(link.starts_with("/link/"), "{}", made.text());
    let mut person = bench.browser();
    let fields = [("password", "kelp ferry nine"), ("again", "kelp ferry nine")];
    assert_eq!(person.post_as_is(&link, &fields).await.status, 303);
    assert!(person.get("/account").await.text().contains("市统计局"));
    for broken in [
        [("name", "a b"), ("full_name", "x"), ("role", "leader")],
        [("name", "xy"), ("full_name", "x"), ("role", "public")],
    ] {
        let mut fields = broken.to_vec();
        fields.push(("email", ""));
        assert_eq!(admin.post("/admin/users", &fields).await.status, 422, "{broken:?}");
    }
    let taken =
        [("name", "leader"), ("full_name", "x"), ("role", "administrator"), ("email", ""), ("active", "yes")];
    assert_eq!(admin.post("/admin/users", &taken).await.status, 422);
    assert_eq!(bench.store.account("leader").await.unwrap().unwrap().role, Role::Leader);
}

#[tokio::test]
async fn nobody_locks_oneself_out() {
    let bench = Bench::start().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    let fields = [("full_name", "管理"), ("email", ""), ("role", "leader"), ("active", "yes")];
    assert_eq!(admin.post("/admin/users/administrator", &fields).await.status, 422);
    let fields = [("full_name", "管理"), ("email", ""), ("role", "administrator")];
    assert_eq!(admin.post("/admin/users/administrator", &fields).await.status, 422);
    assert_eq!(admin.get("/admin").await.status, 200);
}

#[tokio::test]
async fn bodies_come_from_a_plan_and_make_a_tree() {
    let bench = Bench::start().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    let short = [("id", "fgw"), ("name", "市发改委"), ("kind", "department"), ("level", "city")];
    assert_eq!(admin.post("/admin/offices", &short).await.status, 303);
    let preview = admin.post("/admin/offices/import", &[("plan", OPEN)]).await;
    assert_eq!(preview.status, 200);
    assert_eq!(bench.store.offices().await.unwrap().len(), 2, "nothing is taken over by looking");
    let page = preview.text();
    assert!(page.contains("发展改革委 = 市发改委"), "known under another spelling: {page}");
    let confirmed = [("plan", OPEN), ("confirmed", "yes")];
    assert_eq!(admin.post("/admin/offices/import", &confirmed).await.status, 303);
    let offices = bench.store.offices().await.unwrap();
    assert!(offices.len() > 2, "the usual owners of the indicators: {offices:?}");
    assert!(!offices.iter().any(|office| office.name == "发展改革委"), "{offices:?}");
    assert_eq!(admin.post("/admin/offices/import", &confirmed).await.status, 303);
    assert_eq!(bench.store.offices().await.unwrap().len(), offices.len(), "taken over once");
    let child = [
        ("id", "tjj2"),
        ("name", "区统计局"),
        ("kind", "department"),
        ("level", "county"),
        ("parent", "tjj"),
    ];
    assert_eq!(admin.post("/admin/offices", &child).await.status, 303);
    let circle =
        [("id", "tjj"), ("name", "市统计局"), ("kind", "department"), ("level", "city"), ("parent", "tjj2")];
    assert_eq!(admin.post("/admin/offices", &circle).await.status, 422);
    let form = admin.get("/admin/offices?id=tjj2").await.text();
    assert!(form.contains("value=\"区统计局\"") && form.contains("value=\"county\" selected"), "{form}");
    let orphan = [("id", "x"), ("name", "x"), ("kind", "department"), ("level", "city"), ("parent", "none")];
    assert_eq!(admin.post("/admin/offices", &orphan).await.status, 422);
    assert_eq!(admin.post("/admin/offices/import", &[("plan", "nowhere")]).await.status, 404);
}

#[tokio::test]
async fn rules_are_tried_before_they_are_taken() {
    let bench = Bench::start().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    let page = "/admin/warning-rules";
    let wrong = admin.post(page, &[("rules", "[status]\nahaed = 1"), ("act", "save")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("ahaed"), "it says what is wrong");
    let strict = assess::DEFAULT_RULES.replace("p_below = 0.05", "p_below = 0.10");
    assert_ne!(strict, assess::DEFAULT_RULES);
    let tried = admin.post(page, &[("rules", &strict), ("plan", DRAFT), ("act", "preview")]).await;
    assert_eq!(tried.status, 200);
    assert!(bench.store.setting("warning-rules").await.unwrap().is_none(), "trying keeps nothing");
    assert_eq!(admin.post(page, &[("rules", &strict), ("act", "save")]).await.status, 303);
    assert_eq!(bench.store.setting("warning-rules").await.unwrap().as_deref(), Some(strict.as_str()));
    assert_eq!(bench.browser().get(&format!("/plans/{OPEN}")).await.status, 200);
}

/// What a browser would send of a page's form with a name: every field as it stands.
fn fields_of(page: &str, marker: &str) -> Vec<(String, String)> {
    let form = page.split("<form").find(|form| form.contains(marker)).expect("a form");
    let form = form.split("</form>").next().unwrap();
    let attribute = |tag: &str, name: &str| {
        let rest = tag.split_once(&format!(" {name}=\""))?.1;
        Some(rest.split('"').next()?.replace("&#34;", "\""))
    };
    let mut fields = Vec::new();
    for tag in form.split("<input").skip(1).filter_map(|rest| rest.split('>').next()) {
        if !tag.contains("type=\"checkbox\"") {
            fields.extend(attribute(tag, "name").zip(attribute(tag, "value")));
        }
    }
    for select in form.split("<select").skip(1).filter_map(|rest| rest.split("</select>").next()) {
        let options: Vec<&str> = select.split("<option").skip(1).collect();
        let chosen = options.iter().find(|one| one.contains(" selected")).or(options.first());
        fields.extend(attribute(select, "name").zip(chosen.and_then(|one| attribute(one, "value"))));
    }
    fields
}

#[tokio::test]
async fn rules_are_changed_as_fields_in_words() {
    let bench = Bench::start().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    let address = "/admin/warning-rules";
    let page = admin.get(address).await.text();
    assert!(page.contains("实现概率低于5%") && page.contains("趋势为偏离目标"), "{page}");
    let mut fields = fields_of(&page, "rule/0/level");
    fields.retain(|(name, _)| name != "form-key");
    let mut put = |name: &str, value: &str| {
        fields.iter_mut().find(|(known, _)| known == name).expect(name).1 = value.to_owned();
        fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect::<Vec<_>>()
    };
    let send = async |admin: &mut super::bench::Browser, fields: Vec<(String, String)>, act: &str| {
        let mut all: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        all.push(("act", act));
        admin.post(address, &all).await
    };
    let wrong = send(&mut admin, put("cut.behind", "一年半"), "save").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("算“滞后”"), "it says which field");
    put("cut.behind", "0.5");
    assert_eq!(send(&mut admin, put("rule/1/p-below", "8"), "save").await.status, 303);
    let kept = bench.store.setting("warning-rules").await.unwrap().expect("kept");
    let rules = assess::Config::from_toml(&kept).unwrap().rules;
    assert_eq!(rules.rule[1].p_below, Some(0.08));
    let mut expected = assess::Config::default().rules;
    expected.rule[1].p_below = Some(0.08);
    assert_eq!(rules, expected, "and nothing else is changed");
    assert!(admin.get(&format!("{address}?saved")).await.text().contains("已保存"));
    let filled = send(&mut admin, put("rule/1/p-below", "99"), "default").await.text();
    assert!(filled.contains("实现概率低于5%"), "the shipped rules are filled in");
    assert!(
        bench.store.setting("warning-rules").await.unwrap().unwrap().contains("0.08"),
        "and not kept yet"
    );
}

#[tokio::test]
async fn the_log_is_narrowed_by_person_action_and_day() {
    let bench = Bench::start().await;
    let mut auditor = bench.signed_in(Role::Auditor).await;
    let day = |answer: &super::bench::Answer| answer.text().matches("<tr><th scope=\"row\"").count();
    let all = auditor.get("/audit").await;
    let by_role = auditor.get("/audit?action=account").await;
    let nobody = auditor.get("/audit?name=nobody-of-this-name").await;
    let test = auditor.get("/audit?name=TEST&action=plan").await;
    assert!(day(&all) > day(&by_role) && day(&by_role) > 0, "{}", by_role.text());
    assert_eq!(day(&nobody), 0);
    assert!(day(&test) > 0 && day(&test) < day(&all));
    assert_eq!(day(&auditor.get("/audit?at=1999-01-01").await), 0);
    let today = bench.store.audit(1).await.unwrap()[0].act.at.clone();
    let shown = work::clock::shown(&today);
    assert!(day(&auditor.get(&format!("/audit?at={}", &shown[..10])).await) > 0);
}

#[tokio::test]
async fn secrets_of_the_system_are_neither_shown_nor_logged() {
    let bench = Bench::start().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    let server = "smtps://robot:hush-hush@mail.test";
    let kept = admin.post("/admin/system/mail", &[("server", server), ("from", "a@plan.test")]).await;
    assert_eq!(kept.status, 303);
    assert_eq!(kept.header("location"), "/admin/system?saved=mail");
    let page = admin.get("/admin/system?saved=mail").await.text();
    assert!(page.contains("a@plan.test") && !page.contains("hush-hush"));
    assert!(page.contains("role=\"status\">邮件设置已保存"), "{page}");
    let hook = admin.post("/admin/system/webhooks", &[("url", "https://hook.test/x?key=whisper")]).await;
    let key = hook.shown_once();
    assert_eq!(key.len(), 43);
    assert!(!admin.get("/admin/system").await.text().contains(&key));
    let log = bench.store.audit(100).await.unwrap();
    let log: Vec<String> = log.iter().map(|entry| format!("{entry:?}")).collect();
    assert!(!log.concat().contains("hush-hush") && !log.concat().contains(&key));
    assert!(!log.concat().contains("whisper"), "a key in an address is a secret too");
    assert!(log.concat().contains("https://hook.test/…"));
    let shown = admin.get("/admin/system").await.text();
    assert!(
        !shown.contains("whisper") && shown.contains("https://hook.test/…"),
        "a key in an address is shown"
    );
    assert_eq!(admin.post("/admin/system/webhooks", &[("url", "file:///etc/passwd")]).await.status, 422);
    assert_eq!(admin.post("/admin/system/mail", &[("server", "file:///x"), ("from", "")]).await.status, 422);
}

#[tokio::test]
async fn a_backup_is_a_whole_database_and_is_noted() {
    let bench = Bench::start().await;
    let mut admin = bench.signed_in(Role::Administrator).await;
    let answer = admin.post("/admin/backup", &[]).await;
    assert!(answer.body.starts_with(b"SQLite format 3\0"));
    assert!(answer.header("content-disposition").starts_with("attachment;"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.db");
    std::fs::write(&path, &answer.body).unwrap();
    let copy = store::Store::open(&store::Location::File(path)).await.unwrap();
    assert_eq!(copy.accounts().await.unwrap().len(), Role::ALL.len() - 1);
    assert_eq!(bench.store.audit(1).await.unwrap()[0].act.action, "store.backup");
}

#[tokio::test]
async fn a_head_that_was_exported_shows_that_the_log_was_rewritten() {
    let key = Arc::new(SecretKey::from_bytes([7; 32]));
    let settings = server::Settings { audit_key: Some(Arc::clone(&key)), ..server::Settings::default() };
    let bench = Bench::start_with(settings).await;
    let mut auditor = bench.signed_in(Role::Auditor).await;
    let exported = auditor.post("/audit/head", &[]).await;
    let signed = SignedHead::parse(exported.text().trim()).expect("a signed head");
    assert_eq!(signed.key, key.public());
    assert!(signed.head.number > 5);
    let line = encode(exported.text().trim());
    let held = auditor.get(&format!("/audit/verify?head={line}")).await.text();
    let public: &PublicKey = &key.public();
    assert!(held.contains(&public.to_string()) && held.contains("s-on-track"));
    let forged = line.replacen("20 ", "21 ", 1).replacen("2026", "2025", 1);
    assert_eq!(auditor.get(&format!("/audit/verify?head={forged}")).await.status, 400);
    // A log that has the same chain by SHA-256 and another one by SM3 does not pass either.
    let other = SignedHead::sign(signed.head, Sm3Chain::EMPTY, "2026-01-01T00:00:00Z", &key);
    let broken = auditor.get(&format!("/audit/verify?head={}", encode(&other.to_string()))).await.text();
    assert!(broken.contains("complaint"));
    // Another log altogether does not pass for ours.
    let other = SignedHead::sign(
        audit::Head { number: 3, hash: audit::GENESIS },
        Sm3Chain::EMPTY,
        "2026-01-01T00:00:00Z",
        &key,
    );
    let broken = auditor.get(&format!("/audit/verify?head={}", encode(&other.to_string()))).await.text();
    assert!(broken.contains("complaint"));
}

/// Settings of a server that deposits heads, on a day of its own.
fn anchored(file: &std::path::Path, day: &str) -> server::Settings {
    server::Settings {
        audit_key: Some(Arc::new(SecretKey::from_bytes([7; 32]))),
        anchor_file: Some(file.to_owned()),
        anchor_mail: Some("archive@plan.test".into()),
        today: Some(day.parse().unwrap()),
        ..server::Settings::default()
    }
}

/// What is deposited when there are so many lines, or after a while.
async fn lines(file: &std::path::Path, wanted: usize) -> Vec<String> {
    let mut found = Vec::new();
    for _ in 0..200 {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        found = text.lines().map(str::to_owned).collect();
        if found.len() >= wanted {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    found
}

/// A further server over the store of a bench, for as long as the sender lives.
async fn further(bench: &Bench, settings: server::Settings) -> tokio::sync::oneshot::Sender<()> {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    tokio::spawn(server::serve(settings, bench.store.clone(), listener, async {
        let _ = stopped.await;
    }));
    stop
}

#[tokio::test]
async fn heads_are_deposited_in_a_second_place_every_day() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("heads");
    let bench = Bench::start_prepared(anchored(&file, "2027-03-01"), &[], async |store: &store::Store| {
        store.put_setting("secret/mail-server", "smtp://127.0.0.1:9", &change()).await.unwrap();
        store.put_setting("webhook/abc", "https://hook.test/x", &change()).await.unwrap();
    })
    .await;
    let first = lines(&file, 1).await;
    assert_eq!(first.len(), 1);
    let signed = SignedHead::parse(&first[0]).unwrap();
    assert!(signed.at.starts_with("2027-02-28") || signed.at.starts_with("2027-03-01"), "{}", signed.at);
    let log = bench.store.audit(10).await.unwrap();
    for _ in 0..100 {
        if bench.store.audit(10).await.unwrap().iter().any(|entry| entry.act.action == "audit.anchor") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    let log = [log, bench.store.audit(10).await.unwrap()].concat();
    assert!(log.iter().any(|entry| entry.act.action == "audit.anchor"), "{log:?}");
    let (jobs, _) = bench.store.jobs(&store::JobFilter::default()).await.unwrap();
    let carries = |kind: &str| jobs.iter().any(|job| job.kind == kind && job.payload.contains(&first[0]));
    assert!(carries("mail") && carries("webhook"), "{jobs:?}");

    // Another server on the next day adds a line; one that starts on the same day does not.
    let stop = further(&bench, anchored(&file, "2027-03-02")).await;
    let second = lines(&file, 2).await;
    assert_eq!((second.len(), &second[0]), (2, &first[0]));
    drop(stop);
    let stop = further(&bench, anchored(&file, "2027-03-02")).await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(lines(&file, 3).await.len(), 2);
    drop(stop);

    // Somebody writes the log anew behind a head that was deposited: the auditors are told, and nothing is deposited.
    let mut forged = second.clone();
    let number = SignedHead::parse(&second[1]).unwrap().head.number;
    let other = audit::Head { number: number - 1, hash: audit::GENESIS };
    let key = SecretKey::from_bytes([7; 32]);
    forged[1] = SignedHead::sign(other, Sm3Chain::EMPTY, "2027-03-02T00:00:00Z", &key).to_string();
    std::fs::write(&file, forged.join("\n") + "\n").unwrap();
    let _stop = further(&bench, anchored(&file, "2027-03-05")).await;
    let mut auditor = bench.signed_in(Role::Auditor).await;
    let mut inbox = String::new();
    for _ in 0..200 {
        inbox = auditor.get("/inbox").await.text();
        if inbox.contains("审计日志与存放在别处的链头不符") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    assert!(inbox.contains("审计日志与存放在别处的链头不符"), "{inbox}");
    assert_eq!(lines(&file, 3).await.len(), 2);
}

#[tokio::test]
async fn without_a_key_nothing_is_signed() {
    let bench = Bench::start().await;
    let mut auditor = bench.signed_in(Role::Auditor).await;
    let answer = auditor.post("/audit/head", &[]).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("--audit-key"));
}

#[tokio::test]
async fn the_history_of_a_target_tells_who_changed_it_and_leads_to_the_judgement_of_the_day() {
    let bench = Bench::start().await;
    let stored = bench.store.plan(OPEN, None).await.unwrap();
    let mut target = stored.plan.targets[0].clone();
    target.value = Some(rust_decimal::Decimal::from(2345));
    let why = store::Change { who: "planner".into(), why: "中期调整".into(), ..change() };
    bench.store.revise_target(OPEN, &target, &why).await.unwrap();
    let mut auditor = bench.signed_in(Role::Auditor).await;
    let page = auditor.get(&format!("/audit/plans/{OPEN}/{}", target.id)).await.text();
    assert!(page.contains("2345") && page.contains("中期调整") && page.contains("target.revise"), "{page}");
    let moment = why.when.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let link = format!("/plans/{OPEN}/indicators/{}?stood-at={}", target.indicator, encode(&moment));
    assert!(page.contains(&link.replace("%2D", "-")), "{link} {page}");
    assert_eq!(auditor.get(&link).await.status, 200);
    assert_eq!(auditor.get(&format!("/audit/plans/{OPEN}/none")).await.status, 404);
}

#[tokio::test]
async fn what_is_done_through_pages_is_in_the_log_with_name_and_address() {
    let bench = Bench::start().await;
    let mut planner = bench.signed_in(Role::Planner).await;
    planner.post(&format!("/publication/{OPEN}"), &[("public", "no"), ("reason", "复核")]).await;
    let entry = bench.store.audit(1).await.unwrap().remove(0);
    assert_eq!((entry.act.actor.as_str(), entry.act.origin.as_str()), ("planner", "127.0.0.1"));
    assert_eq!((entry.act.reason.as_str(), entry.act.subject.as_str()), ("复核", "setting/public/open"));
    let log = bench.store.audit(100).await.unwrap();
    assert!(!log.iter().any(|entry| format!("{entry:?}").contains(PASSWORD)));
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
}

/// The API's answer about a plan as it stood, which a program of the auditor keeps.
async fn judged(auditor: &mut super::bench::Browser, moment: &str) -> Vec<u8> {
    let answer =
        auditor.get(&format!("/api/v1/plans/{OPEN}/assessment?as-of=2018&stood-at={}", encode(moment))).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body
}

#[tokio::test]
async fn a_past_assessment_comes_out_the_same_whatever_was_changed_since() {
    let bench = Bench::start().await;
    let mut auditor = bench.signed_in(Role::Auditor).await;
    let figure = |value, year| super::past::figure(&bench, value, year);
    let first: Vec<_> = [(1350, 2015), (1400, 2016), (1450, 2017)].map(|(v, y)| figure(v, y)).to_vec();
    bench.store.append_observations(OPEN, &first, &change()).await.unwrap();
    let then = jiff::Timestamp::now();
    let moment = then.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let now = auditor.get(&format!("/api/v1/plans/{OPEN}/assessment?as-of=2018")).await.body;
    let before = judged(&mut auditor, &moment).await;
    assert_eq!(before, now, "as it stands now");

    // Everything moves on: figures with an old date, the target, the rules, a whole new version.
    let later = store::Change { when: then + jiff::SignedDuration::from_secs(5), ..change() };
    bench.store.append_observations(OPEN, &[figure(900, 2017), figure(950, 2018)], &later).await.unwrap();
    let stored = bench.store.plan(OPEN, None).await.unwrap();
    let mut target = stored.plan.targets[0].clone();
    target.value = Some(9999.into());
    bench.store.revise_target(OPEN, &target, &later).await.unwrap();
    let strict = assess::DEFAULT_RULES.replace("p_below = 0.05", "p_below = 0.99");
    bench.store.put_setting("warning-rules", &strict, &later).await.unwrap();
    let mut plan = stored.plan.clone();
    plan.targets.truncate(1);
    let load = store::LoadPlan { id: Some(OPEN), plan: &plan, document: None, findings: &[] };
    bench.store.load_plan(load, &later).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    let present = auditor.get(&format!("/api/v1/plans/{OPEN}/assessment?as-of=2018")).await.body;
    assert_ne!(present, before);
    assert_eq!(judged(&mut auditor, &moment).await, before, "the past is as it was");
    let page = auditor.get(&format!("/plans/{OPEN}?stood-at={}&lang=en", encode(&moment))).await;
    assert!(page.text().contains(&format!("as it stood at {moment}")), "{}", page.text());
    assert!(page.text().contains("stood-at="), "links stay in the past");
    // Only auditors see it; the public and a leader do not, also not from what is kept in memory.
    let address = format!("/api/v1/plans/{OPEN}/assessment?as-of=2018&stood-at={}", encode(&moment));
    assert_eq!(bench.browser().get(&address).await.status, 401);
    assert_eq!(bench.signed_in(Role::Leader).await.get(&address).await.status, 403);
    // The history tells every figure with who recorded it and when.
    let history = format!("/api/v1/plans/{OPEN}/indicators/{}/history", bench.indicator);
    let history: serde_json::Value = serde_json::from_slice(&auditor.get(&history).await.body).unwrap();
    assert_eq!(history["figures"].as_array().unwrap().len(), 5);
    assert_eq!(history["figures"][0]["who"], "test");
    let actions: Vec<_> =
        history["entries"].as_array().unwrap().iter().map(|entry| entry["action"].clone()).collect();
    assert!(
        actions.contains(&"observation.append".into()) && actions.contains(&"target.revise".into()),
        "{actions:?}"
    );
}

#[tokio::test]
async fn figures_changed_past_the_program_are_found_on_the_page_and_by_the_api() {
    let bench = Bench::start().await;
    let mut auditor = bench.signed_in(Role::Auditor).await;
    let whole = auditor.get("/audit/verify?lang=en").await.text();
    assert!(whole.contains("as the log says") && !whole.contains("complaint"), "{whole}");
    let mut write = bench.store.write(&change()).await.unwrap();
    sqlx::query("UPDATE target SET value = '1' WHERE revision = 1")
        .execute(write.connection())
        .await
        .unwrap();
    write.commit("innocent", "", "").await.unwrap();
    let broken = auditor.get("/audit/verify?lang=zh").await.text();
    assert!(broken.contains("complaint") && broken.contains("载入后被改动"), "{broken}");
    let told: serde_json::Value =
        serde_json::from_slice(&auditor.get("/api/v1/audit/verification").await.body).unwrap();
    assert_eq!((&told["holds"], &told["content_holds"]), (&true.into(), &false.into()));
    let log: serde_json::Value = serde_json::from_slice(&auditor.get("/api/v1/audit").await.body).unwrap();
    assert_eq!(log["items"][0]["action"], "innocent");
    assert_eq!(auditor.get("/api/v1/audit?from=x").await.status, 400);
}

/// The public goes on seeing the version that was opened to it; a further one is a draft until it is opened as well.
#[tokio::test]
async fn a_new_version_of_a_public_plan_is_a_draft() {
    const NEW: &str = "锦川市规划纲要（修订征求意见稿）";
    let bench = Bench::start().await;
    let path = format!("/plans/{OPEN}");
    super::bench::load(&bench.store, OPEN, NEW).await;
    // The server looks at the store again and again.
    tokio::time::sleep(std::time::Duration::from_millis(800)).await;
    let mut stranger = bench.browser();
    let seen = stranger.get(&path).await;
    assert_eq!(seen.status, 200);
    assert!(!seen.text().contains(NEW), "{}", seen.text());
    assert_eq!(stranger.get(&format!("{path}?version=2")).await.status, 404);
    assert_eq!(stranger.get(&format!("{path}?version=1")).await.status, 200);
    assert!(!stranger.get("/?all").await.text().contains(NEW));
    let versions = stranger.get(&format!("/api/v1/plans/{OPEN}/versions")).await.text();
    assert!(!versions.contains(NEW), "{versions}");
    let mut planner = bench.signed_in(Role::Planner).await;
    assert!(planner.get(&path).await.text().contains(NEW));
    assert_eq!(planner.post(&format!("/publication/{OPEN}"), &[("public", "yes")]).await.status, 303);
    assert!(stranger.get(&path).await.text().contains(NEW));
}
