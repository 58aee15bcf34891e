//! Matters through forms: a kind that no program knows, supervision, visits, proposals; who sees and who may do what.

use super::bench::{Answer, Bench, Browser, OPEN, encode};
use duty::Role;
use matter::Kinds;
use std::time::Duration;
use store::{Matter, MatterFilter, MatterStep, Store};

const ERRAND: &str = include_str!("errand.toml");

fn with_errand() -> server::Settings {
    let kinds = Kinds::official().clone().with_files([ERRAND]).unwrap();
    let today = Some(jiff::civil::date(2027, 3, 30));
    server::Settings { kinds: Some(kinds), today, ..server::Settings::default() }
}

fn list() -> String {
    format!("/plans/{OPEN}/matters")
}

/// Opens a matter; gives its address.
async fn open(who: &mut Browser, fields: &[(&str, &str)]) -> String {
    let done = who.post(&list(), fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    done.header("location").split('?').next().unwrap().to_owned()
}

async fn step(who: &mut Browser, address: &str, name: &str, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("action", name)];
    all.extend(fields);
    who.post(address, &all).await
}

async fn taken(who: &mut Browser, address: &str, name: &str, fields: &[(&str, &str)]) {
    let done = step(who, address, name, fields).await;
    assert_eq!(done.status, 303, "{name}: {}", done.text());
    let told = who.get(done.header("location")).await.text();
    assert!(told.contains("role=\"status\">已记录"), "{name}: {told}");
}

/// Waits until an account has a notice with these words.
async fn noticed(store: &Store, account: &str, words: &str) -> bool {
    for _ in 0..100 {
        let all = store.notices(account, 100).await.unwrap();
        if all.iter().any(|one| one.words.zh.contains(words)) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    false
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one kind through everything that matters have")]
async fn a_kind_made_of_a_file_alone_has_list_form_steps_files_search_and_reminders() {
    // One that was opened long ago and is due the day after tomorrow.
    let prepare = async |store: &Store| {
        let matter = Matter {
            kind: "errand".into(),
            title: "取回旧图".into(),
            state: "given".into(),
            is_open: true,
            owner: "office/tjj".into(),
            due: "2027-03-31".into(),
            ..Matter::default()
        };
        let step = MatterStep { matter, step: "open".into(), ..MatterStep::default() };
        let mut change = super::bench::change();
        change.when = "2027-01-04T02:00:00Z".parse().unwrap();
        store.put_matters(OPEN, &[step], &change).await.unwrap();
    };
    let bench = Bench::start_prepared(with_errand(), &[], prepare).await;
    assert!(noticed(&bench.store, "reporter", "跑腿事项“取回旧图”还有1天到期（2027-03-31）").await);

    let mut planner = bench.signed_in(Role::Planner).await;
    let form = planner.get(&format!("{}/new?kind=errand", list())).await.text();
    assert!(form.contains("跑腿单位") && form.contains("步行"), "{form}");
    assert!(form.contains("value=\"2027-04-09\""), "ten days on, a working day: {form}");
    let bare = planner.post(&list(), &[("kind", "errand"), ("in/title", "取新图")]).await;
    assert_eq!(bare.status, 422);
    assert!(bare.text().contains("请填写“"), "{}", bare.text());
    assert!(bare.text().contains("value=\"取新图\""), "what was typed stays");
    let fields = [
        ("kind", "errand"),
        ("in/title", "取新图"),
        ("in/owner", "office/tjj"),
        ("in/where", "测绘院"),
        ("in/how", "cart"),
        ("in/due", "2027-03-20"),
    ];
    let address = open(&mut planner, &fields).await;
    assert!(noticed(&bench.store, "reporter", "跑腿事项“取新图”").await, "the owner is told");

    // The list, in both languages, with counts and what is late.
    let page = planner.get(&list()).await.text();
    assert!(page.contains("跑2027-1 取新图") && page.contains("逾期10天"), "{page}");
    assert!(page.contains("跑腿事项 <span class=\"num\">2</span>"), "{page}");
    let page = planner.get(&format!("{}?kind=errand&only=late&lang=en", list())).await.text();
    assert!(page.contains("errand") && page.contains("10 days late") && !page.contains("取回旧图"), "{page}");
    planner.get(&format!("{}?lang=zh", list())).await;

    // The one whose it is brings something back, with a file.
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let own = reporter.get("/matters").await.text();
    assert!(own.contains("取新图") && own.contains("待您办理"), "{own}");
    assert_eq!(
        step(&mut planner, &address, "return", &[("in/text", "好")]).await.status,
        403,
        "not the planner's"
    );
    let silent = step(&mut reporter, &address, "return", &[]).await;
    assert!(silent.status == 422 && silent.text().contains("请填写“说明”"), "{}", silent.text());
    let photo: &[u8] = b"\x89PNG\r\n\x1a\n0";
    let given = [("action", "return"), ("in/text", "图已取回"), ("in/brought", "新图一套")];
    let done = reporter.post_file(&address, &given, ("图.png", photo)).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let page = reporter.get(&address).await.text();
    assert!(page.contains("已回来") && page.contains("图已取回") && page.contains("新图一套"), "{page}");
    let file = page.split(&format!("{address}/files/")).nth(1).unwrap().split('"').next().unwrap();
    let file = format!("{address}/files/{file}");
    assert_eq!(reporter.get(&file).await.body, photo);
    let again = step(&mut reporter, &address, "return", &[("in/text", "又")]).await;
    assert!(again.status == 422 && again.text().contains("事项现为“已回来”"), "{}", again.text());

    // Its public state shows everybody what its kind opens to all, and nothing else.
    let mut public = bench.browser();
    let page = public.get(&address).await.text();
    assert!(page.contains("测绘院") && page.contains("图已取回"), "{page}");
    assert!(!page.contains("驾车") && !page.contains("统计局") && !page.contains("测试reporter"), "{page}");
    assert_eq!(public.get(&file).await.status, 200, "the file belongs to what is public");
    let open_one = format!("{}/1", list());
    assert_eq!(public.get(&open_one).await.status, 404);
    let api = public.get(&format!("/api/v1{}", list())).await.text();
    assert!(api.contains("取新图") && !api.contains("取回旧图") && !api.contains("tjj"), "{api}");

    // Files and search.
    for ending in ["docx", "xlsx"] {
        let file = planner.get(&format!("{}/list/{ending}?kind=errand&state=all", list())).await;
        assert!(file.status == 200 && file.body.starts_with(b"PK"), "{ending}");
    }
    let text = planner.get(&format!("{}/list/md?kind=errand&state=all", list())).await.text();
    for words in ["跑腿单位", "去处", "驾车", "市统计局", "图已取回", "按责任单位", "已回来"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(planner.get(&format!("{}/list/pdf", list())).await.status, 404);
    let found = planner.get(&format!("/search?q={}", encode("测绘院"))).await.text();
    assert!(found.contains("跑腿事项 跑2027-1 取新图"), "{found}");
    let found = public.get(&format!("/search?q={}", encode("旧图"))).await.text();
    assert!(!found.contains("取回旧图"), "{found}");
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
    assert!(bench.store.verify_content().await.unwrap().is_ok());
}

#[expect(clippy::too_many_lines, reason = "one item from the first step to the last")]
#[tokio::test]
async fn a_supervision_item_goes_its_way_from_the_instruction_off_the_list() {
    let bench = Bench::start_with(with_errand()).await;
    let mut leader = bench.signed_in(Role::Leader).await;
    let form = leader.get(&format!("{}/new?kind=supervision", list())).await.text();
    assert!(form.contains("批示领导") && form.contains("（领导批示时填写）"), "{form}");
    let fields = [
        ("kind", "supervision"),
        ("in/title", "云岭大桥年内通车"),
        ("in/origin", "instruction"),
        ("in/leader", "赵市长"),
        ("in/day", "2027-03-29"),
        ("in/document", "云政督〔2027〕3号"),
    ];
    let bare = leader.post(&list(), &fields).await;
    assert!(bare.status == 422 && bare.text().contains("请填写“批示内容”"), "{}", bare.text());
    let fields = [&fields[..], &[("in/said", "请交通局抓紧。")]].concat();
    let done = leader.post_file(&list(), &fields, ("批示.pdf", b"%PDF-1.7")).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let item = done.header("location").split('?').next().unwrap().to_owned();
    assert!(noticed(&bench.store, "planner", "云岭大桥年内通车").await);

    let mut planner = bench.signed_in(Role::Planner).await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    assert_eq!(reporter.get(&item).await.status, 404, "it is not the office's yet");
    let remark = [("action", "remark"), ("in/text", "来文")];
    let secret =
        planner.post_file(&item, &remark, ("来文.txt", "机密★5年\n关于大桥的报告\n".as_bytes())).await;
    assert!(secret.status == 422 && secret.text().contains("不接收涉密文件"), "{}", secret.text());
    let unknown = [("in/owner", "office/nowhere"), ("in/due", "2027-03-20")];
    assert_eq!(step(&mut planner, &item, "assign", &unknown).await.status, 422);
    taken(&mut planner, &item, "assign", &[("in/owner", "office/tjj"), ("in/due", "2027-03-20")]).await;
    taken(&mut reporter, &item, "sign", &[]).await;
    taken(&mut reporter, &item, "report", &[("in/text", "桥墩完成"), ("in/progress", "slow")]).await;
    taken(&mut leader, &item, "urge", &[("in/text", "请加快")]).await;
    assert!(noticed(&bench.store, "reporter", "催办").await);
    let late = planner.get(&format!("{}?kind=supervision&only=late", list())).await.text();
    assert!(
        late.contains("逾期10天") && late.contains("1个单位有逾期事项") && late.contains("市统计局"),
        "{late}"
    );
    let home = planner.get("/?all").await.text();
    assert!(home.contains("1项事项未办结") && home.contains("1项逾期"), "{home}");
    let overview = reporter.get(&format!("/plans/{OPEN}")).await.text();
    assert!(overview.contains("1项待您办理"), "{overview}");
    let longer = [("in/asked", "2027-06-30"), ("in/text", "汛期")];
    taken(&mut reporter, &item, "ask-longer", &longer).await;
    taken(&mut planner, &item, "grant", &[("in/due", "2027-06-30")]).await;
    taken(&mut reporter, &item, "finish", &[("in/text", "已通车")]).await;
    // Somebody who still looks at the page from before.
    let stale = [("in/text", "好"), ("revision", "2")];
    let early = step(&mut planner, &item, "close", &stale).await;
    assert!(early.status == 422 && early.text().contains("已有其他人先行办理"), "{}", early.text());
    assert_eq!(step(&mut reporter, &item, "close", &[]).await.status, 403, "who did it does not take it off");
    taken(&mut planner, &item, "close", &[]).await;
    let page = planner.get(&item).await.text();
    for words in [
        "已销号",
        "云政督〔2027〕3号",
        "督〔2027〕1号",
        "赵市长",
        "批示.pdf",
        "2027-03-20 → 2027-06-30",
        "进展：进展缓慢",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let auditor = bench.signed_in(Role::Auditor).await.get(&item).await;
    assert!(
        auditor.status == 200 && !auditor.text().contains("<details class=\"step\""),
        "who audits only reads"
    );
    let mut administrator = bench.signed_in(Role::Administrator).await;
    assert_eq!(administrator.get(&item).await.status, 404, "who runs the system does not see it");
    let told = bench.store.audit(50).await.unwrap();
    assert!(told.iter().any(|entry| entry.act.action == "matter.step" && entry.act.actor == "reporter"));
    assert!(bench.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn what_a_visit_found_stands_below_it_and_is_mended_before_it_is_closed() {
    let bench = Bench::start_with(with_errand()).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let fields = [
        ("kind", "visit"),
        ("in/title", "在建项目"),
        ("in/day", "2027-03-28"),
        ("in/place", "云岭港"),
        ("in/people", "王、李"),
    ];
    let photo: &[u8] = b"\x89PNG\r\n\x1a\n0";
    let done = planner.post_file(&list(), &fields, ("码头.png", photo)).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let visit = done.header("location").split('?').next().unwrap().to_owned();
    let send = [("in/owner", "office/tjj"), ("in/found", "堆场未硬化")];
    taken(&mut planner, &visit, "send", &send).await;
    let id = visit.rsplit('/').next().unwrap().to_owned();
    let page = planner.get(&visit).await.text();
    assert!(
        page.contains(&format!("new?kind=rectification&amp;item={id}"))
            || page.contains("kind=rectification"),
        "{page}"
    );
    let mend = [
        ("kind", "rectification"),
        ("parent", id.as_str()),
        ("in/title", "硬化堆场"),
        ("in/owner", "office/tjj"),
        ("in/due", "2027-04-15"),
    ];
    let below = open(&mut planner, &mend).await;
    let wrong = [("kind", "decision"), ("parent", id.as_str()), ("in/title", "别的")];
    assert_eq!(planner.post(&list(), &wrong).await.status, 422, "that does not stand below a visit");
    let early = step(&mut planner, &visit, "close", &[]).await;
    assert!(early.status == 422 && early.text().contains("其下还有没有办结的事项"), "{}", early.text());
    taken(&mut reporter, &below, "mend", &[("in/text", "已硬化")]).await;
    taken(&mut planner, &below, "close", &[]).await;
    taken(&mut planner, &visit, "close", &[]).await;
    let page = planner.get(&visit).await.text();
    assert!(page.contains("硬化堆场") && page.contains("已了结") && page.contains("码头.png"), "{page}");
}

#[tokio::test]
async fn an_answer_to_representatives_is_public_when_it_is_published() {
    let bench = Bench::start_with(with_errand()).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let mut public = bench.browser();
    let fields = [
        ("kind", "proposal"),
        ("in/title", "关于增加公交线路的建议"),
        ("in/number", "第12号"),
        ("in/sort", "suggestion"),
        ("in/by", "钱代表"),
        ("in/asked", "增开两条线路"),
    ];
    let item = open(&mut planner, &fields).await;
    let assign = [("in/owner", "office/tjj"), ("in/due", "2027-06-28")];
    taken(&mut planner, &item, "assign", &assign).await;
    let wrong = [("in/class", "D"), ("in/text", "已列入计划")];
    assert_eq!(step(&mut reporter, &item, "answer", &wrong).await.status, 422, "there is no class D");
    taken(&mut reporter, &item, "answer", &[("in/class", "B"), ("in/text", "初次答复")]).await;
    taken(&mut planner, &item, "again", &[("in/due", "2027-07-30"), ("in/text", "代表不满意")]).await;
    taken(&mut reporter, &item, "answer", &[("in/class", "A"), ("in/text", "已开通两条线路")]).await;
    taken(&mut planner, &item, "judge", &[("in/contentment", "content"), ("in/text", "电话回访")]).await;
    assert_eq!(public.get(&item).await.status, 404, "not yet");
    assert!(!public.get(&list()).await.text().contains("公交线路"));
    taken(&mut planner, &item, "publish", &[]).await;
    let page = public.get(&item).await.text();
    for words in ["第12号", "增开两条线路", "A类：已经解决或采纳", "已开通两条线路", "满意", "市统计局"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    for words in ["钱代表", "初次答复", "代表不满意", "电话回访", "测试"] {
        assert!(!page.contains(words), "{words} is not for everybody: {page}");
    }
    assert!(public.get(&list()).await.text().contains("关于增加公交线路的建议"));
    let overview = public.get(&format!("/plans/{OPEN}")).await.text();
    assert!(overview.contains("1项公开的建议提案等事项") && !overview.contains("待办"), "{overview}");
    let hidden = public.get(&format!("/plans/{}/matters", super::bench::DRAFT)).await;
    assert_eq!(hidden.status, 404, "of a plan that is not public nothing is");
    let filter = MatterFilter { kind: "proposal".into(), ..MatterFilter::default() };
    assert_eq!(bench.store.matters(&filter).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_warning_becomes_a_supervision_item_without_typing_it_again() {
    let bench = Bench::start_with(with_errand()).await;
    let mut leader = bench.signed_in(Role::Leader).await;
    let form = format!("{}/new?kind=supervision&from={}", list(), bench.target);
    let page = leader.get(&form).await.text();
    assert!(page.contains("value=\"地区生产总值"), "{page}");
    assert!(page.contains("<option value=\"warning\" selected>预警</option>"), "{page}");
    let mut reporter = bench.signed_in(Role::Reporter).await;
    assert_eq!(reporter.get(&form).await.status, 403, "a body gives itself none");
    assert_eq!(leader.get(&format!("{}/new?kind=nothing", list())).await.status, 404);
}

#[tokio::test]
async fn a_file_that_is_not_for_everybody_reaches_no_public_page() {
    let bench = Bench::start_prepared(with_errand(), &[], async |_: &Store| {}).await;
    let mut planner = bench.signed_in(Role::Planner).await;
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let mut public = bench.browser();
    for (mark, word, is_open) in [
        ("", "", true),
        ("open", "公开", true),
        ("internal", "内部", false),
        ("work-secret", "工作秘密", false),
    ] {
        let title = format!("取图{mark}");
        let fields = [
            ("kind", "errand"),
            ("in/title", title.as_str()),
            ("in/owner", "office/tjj"),
            ("in/where", "测绘院"),
            ("in/how", "cart"),
            ("in/due", "2027-04-20"),
        ];
        let address = open(&mut planner, &fields).await;
        let given =
            [("action", "return"), ("in/text", "图已取回"), ("in/brought", "新图一套"), ("secrecy", mark)];
        let done = reporter.post_file(&address, &given, ("港区底图.png", b"\x89PNG\r\n\x1a\n0")).await;
        assert_eq!(done.status, 303, "{mark}: {}", done.text());
        let page = reporter.get(&address).await.text();
        assert!(page.contains("港区底图") && page.contains(word), "{mark}: {page}");
        let file = page.split(&format!("{address}/files/")).nth(1).unwrap().split('"').next().unwrap();
        let file = format!("{address}/files/{file}");
        assert_eq!(reporter.get(&file).await.status, 200, "{mark}");
        let seen = public.get(&address).await.text();
        assert!(seen.contains("图已取回"), "{mark}: {seen}");
        assert_eq!(seen.contains("港区底图"), is_open, "{mark}: {seen}");
        assert_eq!(public.get(&file).await.status, if is_open { 200 } else { 404 }, "{mark}");
        let api = public.get(&format!("/api/v1{address}")).await.text();
        assert!(is_open || !api.contains("港区底图"), "{mark}: {api}");
    }
    let found = public.get(&format!("/search?q={}", encode("港区底图"))).await.text();
    assert!(!found.contains("港区底图.png"), "{found}");
}
