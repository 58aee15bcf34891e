//! What citizens ask: without an account, seen by others after a decision, answered in public.

use super::bench::{Answer, Bench, Browser, DRAFT, OPEN, PASSWORD, account, change};
use super::matrix::{filled, who_gets_in};
use duty::Role;
use sha2::Digest as _;
use std::time::Duration;
use store::{JobFilter, NewAccount};
use tokio::io::{AsyncBufReadExt as _, BufReader};

const SAID: &str = "滨河路的路灯夜里不亮，请问什么时候修好？";
pub(super) const NAME: &str = "欧阳青松";
pub(super) const MAIL: &str = "qingsong@letters.test";

/// The number that a ticket asks for.
/// The number that makes the work of a ticket done.
pub(super) fn worked(ticket: &str) -> String {
    let bits: u32 = ticket.split('.').nth(2).unwrap().parse().unwrap();
    let is_found = |n: &u64| {
        let digest = sha2::Sha256::digest(format!("{ticket}.{n}").as_bytes());
        u64::from_be_bytes(digest[..8].try_into().unwrap()).leading_zeros() >= bits
    };
    (0..u64::MAX).find(is_found).unwrap().to_string()
}

/// Sends the form as a browser with a script does.
pub(super) async fn send(public: &mut Browser, more: &[(&str, &str)]) -> Answer {
    let ticket = public.get(&format!("/plans/{OPEN}/voices/new")).await.field("ticket");
    let work = worked(&ticket);
    let mut fields = vec![
        ("kind", "question"),
        ("subject", ""),
        ("text", SAID),
        ("name", NAME),
        ("mail", MAIL),
        ("agreed", "1"),
        ("ticket", ticket.as_str()),
        ("work", work.as_str()),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more);
    public.post_as_is(&format!("/plans/{OPEN}/voices"), &fields).await
}

pub(super) fn receipt(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").split('?').next().unwrap().to_owned()
}

/// The names of what stands in the queue.
pub(super) async fn queue(planner: &mut Browser) -> Vec<String> {
    let text = planner.get(&format!("/plans/{OPEN}/voices/moderate")).await.text();
    text.split("<article class=\"promise\" id=\"v")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

pub(super) async fn decide(planner: &mut Browser, id: &str, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("id", id)];
    all.extend(fields);
    planner.post(&format!("/plans/{OPEN}/voices/moderate"), &all).await
}

/// Every page that the public may read.
async fn public_pages(bench: &Bench) -> String {
    let mut public = bench.browser();
    let mut all = String::new();
    for ((path, method), roles) in who_gets_in() {
        if method == "GET" && roles.contains(&Role::Public) && path != "/sign-in" {
            for query in ["", "?lang=en"] {
                all.push_str(&public.get(&format!("{}{query}", filled(bench, &path, OPEN))).await.text());
            }
        }
    }
    for path in ["matters", "matters/1", "voices", "matters/list/xlsx", "indicators"] {
        all.push_str(&public.get(&format!("/plans/{OPEN}/{path}")).await.text());
    }
    all.push_str(&public.get(&format!("/api/v1/plans/{OPEN}/matters")).await.text());
    all
}

#[tokio::test]
async fn a_question_is_decided_about_passed_on_answered_and_told() {
    let bench = Bench::start().await;
    bench.store.put_setting("secret/mail-server", "smtp://127.0.0.1:1", &change()).await.unwrap();
    let (mut public, mut planner) = (bench.browser(), bench.signed_in(Role::Planner).await);
    let subject = format!("indicator/{}", bench.indicator);
    let mine = receipt(&send(&mut public, &[("subject", &subject)]).await);
    assert!(public.get(&mine).await.text().contains("待审核"));
    let before = public_pages(&bench).await;
    assert!(!before.contains("滨河路"), "nobody sees it before a decision");
    let waiting = queue(&mut planner).await;
    assert_eq!(waiting.len(), 1);
    let page = planner.get(&format!("/plans/{OPEN}/voices/moderate")).await.text();
    assert!(page.contains(NAME) && !page.contains(MAIL), "who decides sees the name and not the address");
    let no_body = decide(&mut planner, &waiting[0], &[("action", "accept")]).await;
    assert_eq!(no_body.status, 422, "a body must be chosen");
    let done = decide(
        &mut planner,
        &waiting[0],
        &[("action", "accept"), ("office", "office/tjj"), ("title", "路灯")],
    )
    .await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(queue(&mut planner).await.is_empty());
    let twice = decide(&mut planner, &waiting[0], &[("action", "accept"), ("office", "office/tjj")]).await;
    assert_eq!(twice.status, 422);
    // The body answers.
    let matter = bench
        .store
        .matters(&store::MatterFilter { kind: "voice".into(), ..store::MatterFilter::default() })
        .await
        .unwrap();
    assert_eq!((matter.len(), matter[0].owner.as_str()), (1, "office/tjj"));
    assert!(duty::WorkingDays::official().is_worked(matter[0].due.parse().unwrap()));
    let mut reporter = bench.signed_in(Role::Reporter).await;
    let address = format!("/plans/{OPEN}/matters/{}", matter[0].id);
    let answered = reporter.post(&address, &[("action", "answer"), ("in/text", "本周五前修复。")]).await;
    assert_eq!(answered.status, 303, "{}", answered.text());
    let list = public.get(&format!("/plans/{OPEN}/voices")).await.text();
    assert!(list.contains(SAID) && list.contains("本周五前修复。") && list.contains("市统计局"), "{list}");
    assert!(public.get(&mine).await.text().contains("已答复"));
    let indicator = public.get(&format!("/plans/{OPEN}/indicators/{}", bench.indicator)).await.text();
    assert!(indicator.contains(&address), "the page of the indicator leads to it");
    // Told by mails that name no address.
    let (jobs, _) =
        bench.store.jobs(&JobFilter { kind: Some("mail".into()), ..JobFilter::default() }).await.unwrap();
    let told: Vec<_> = jobs.iter().filter(|job| job.subject.starts_with("voice/")).collect();
    assert_eq!(told.len(), 2, "shown, and answered");
    assert!(told.iter().all(|job| !job.payload.contains(MAIL) && job.payload.contains(&mine)));
    let pages = public_pages(&bench).await;
    for secret in [NAME, MAIL, "测试"] {
        assert!(!pages.contains(secret), "{secret}");
    }
    // Sent back, the answer is no more to be read.
    let back = [("action", "return"), ("in/text", "请写明原因"), ("in/due", "2030-01-04")];
    assert_eq!(planner.post(&address, &back).await.status, 303);
    assert!(!public_pages(&bench).await.contains("本周五前修复"));
}

#[tokio::test]
async fn what_is_kept_back_has_a_reason_and_is_looked_at_again_by_somebody_else() {
    let bench = Bench::start().await;
    let (mut public, mut planner) = (bench.browser(), bench.signed_in(Role::Planner).await);
    let mine = receipt(&send(&mut public, &[("text", "加微信领取大礼包，名额有限速来")]).await);
    let flood = receipt(&send(&mut public, &[("text", "加微信领取大礼包，名额有限速来！！2")]).await);
    let waiting = queue(&mut planner).await;
    assert_eq!(waiting.len(), 1, "alike ones stand together");
    let none = decide(&mut planner, &waiting[0], &[("action", "refuse"), ("reason", "because")]).await;
    assert_eq!(none.status, 422);
    let refused = [("action", "refuse"), ("reason", "advertising"), ("alike", "1"), ("text", "请勿推广")];
    assert_eq!(decide(&mut planner, &waiting[0], &refused).await.status, 303);
    for receipt in [&mine, &flood] {
        let page = public.get(receipt).await.text();
        assert!(page.contains("未予公开") && page.contains("属于广告或者推广 · 请勿推广"), "{page}");
    }
    assert_eq!(public.post_as_is(&mine, &[("action", "appeal"), ("text", "")]).await.status, 422);
    assert_eq!(
        public.post_as_is(&mine, &[("action", "appeal"), ("text", "是我们社区的活动")]).await.status,
        303
    );
    assert_eq!(public.post_as_is(&mine, &[("action", "appeal"), ("text", "再说")]).await.status, 422, "once");
    let appealed = queue(&mut planner).await;
    let own = decide(&mut planner, &appealed[0], &[("action", "refuse"), ("reason", "advertising")]).await;
    assert_eq!(own.status, 422, "somebody else decides about an appeal");
    let second = NewAccount { name: "second".into(), role: Role::Planner, ..account(Role::Planner) };
    bench.store.put_account(&second, &change()).await.unwrap();
    server::set_password(&bench.store, "second", PASSWORD, &change()).await.unwrap();
    let mut other = bench.browser();
    other.sign_in("second", PASSWORD).await;
    let upheld = decide(&mut other, &appealed[0], &[("action", "refuse"), ("reason", "advertising")]).await;
    assert_eq!(upheld.status, 303, "{}", upheld.text());
    let list = bench.browser().get(&format!("/plans/{OPEN}/voices?lang=en")).await.text();
    assert!(list.contains("is advertising") && !list.contains("加微信"), "{list}");
    // Whoever said it may have it forgotten.
    assert!(public.get(&mine).await.text().contains("加密保存"));
    assert_eq!(public.post_as_is(&mine, &[("action", "erase")]).await.status, 303);
    assert!(public.get(&mine).await.text().contains("没有保存姓名和联系方式"));
}

#[tokio::test]
async fn floods_and_mistakes_are_told_what_to_do_and_nothing_is_kept_twice() {
    let bench = Bench::start().await;
    let mut public = bench.browser();
    let page = format!("/plans/{OPEN}/voices");
    for (field, value, words) in [
        ("website", "spam", "留空"),
        ("text", "请打13800138000找我问路灯的事", "手机号码"),
        ("name", "", "姓名"),
        ("agreed", "", "勾选"),
        ("ticket", "1.2.3.4", "过期"),
        ("subject", "indicator/none", "不在规划中"),
        ("work", "", "请等"),
    ] {
        let answer = send(&mut public, &[(field, value)]).await;
        let text = answer.text();
        assert!(answer.status == 422 && text.contains(words), "{field}: {} {text}", answer.status);
        assert!(field == "text" || text.contains("滨河路"), "{field}: the words are still there");
    }
    let ticket = public.get(&format!("{page}/new")).await.field("ticket");
    let work = worked(&ticket);
    let form = [
        ("kind", "question"),
        ("text", SAID),
        ("name", NAME),
        ("agreed", "1"),
        ("ticket", ticket.as_str()),
        ("work", work.as_str()),
    ];
    let (one, two) = (public.post_as_is(&page, &form).await, public.post_as_is(&page, &form).await);
    assert_eq!(receipt(&one), receipt(&two), "the same form twice is one");
    assert_eq!(bench.store.count_voices(OPEN, "waiting").await.unwrap(), 1);
    let mut last = 303;
    for number in 0..14 {
        last = send(
            &mut public,
            &[("text", &format!("第{number}个不同的问题：{}", "水电路气房".repeat(number + 1)))],
        )
        .await
        .status;
    }
    assert_eq!(last, 422, "too much from one address");
}

#[tokio::test]
async fn what_is_not_public_is_like_nothing_and_a_room_can_be_closed() {
    let bench = Bench::start().await;
    let mut public = bench.browser();
    let page = format!("/plans/{OPEN}/voices");
    for path in ["voices", "voices/new", "voices/mine/none"] {
        let there = public.get(&format!("/plans/{DRAFT}/{path}")).await;
        let nowhere = public.get(&format!("/plans/nowhere/{path}")).await;
        assert_eq!(there.status, 404);
        assert_eq!(there.text().replace(DRAFT, ""), nowhere.text().replace("nowhere", ""), "{path}");
    }
    assert_eq!(public.get(&format!("{page}/mine/none")).await.status, 404);
    let mut planner = bench.signed_in(Role::Planner).await;
    let closed = planner
        .post(
            &format!("{page}/room"),
            &[("naming", "nameless"), ("days", "5"), ("keep", "30"), ("longest", "200")],
        )
        .await;
    assert_eq!(closed.status, 303, "{}", closed.text());
    assert!(public.get(&format!("{page}/new")).await.text().contains("目前不接收"));
    let wrong = planner
        .post(
            &format!("{page}/room"),
            &[("naming", "real"), ("days", "0"), ("keep", "30"), ("longest", "200")],
        )
        .await;
    assert_eq!(wrong.status, 422);
}

#[tokio::test]
async fn a_plan_is_followed_after_a_confirmation_and_left_by_one_click() {
    let bench = Bench::start().await;
    let mut public = bench.browser();
    let page = format!("/plans/{OPEN}/follow");
    let closed = public.get(&page).await.text();
    assert!(closed.contains("没有设置邮件") && !closed.contains("name=\"mail\""));
    bench.store.put_setting("secret/mail-server", "smtp://127.0.0.1:1", &change()).await.unwrap();
    let ask = async |public: &mut Browser, mail: &str, subject: &str| {
        let ticket = public.get(&page).await.field("ticket");
        let work = worked(&ticket);
        let form = [
            ("mail", mail),
            ("subject", subject),
            ("rhythm", "each"),
            ("ticket", ticket.as_str()),
            ("work", work.as_str()),
        ];
        public.post_as_is(&page, &form).await
    };
    assert_eq!(ask(&mut public, "not an address", "").await.status, 422);
    assert_eq!(ask(&mut public, MAIL, "place/nowhere").await.status, 422);
    let first = ask(&mut public, MAIL, "").await;
    assert_eq!(first.status, 303, "{}", first.text());
    let second = ask(&mut public, "QINGSONG@letters.test", "").await;
    assert_eq!(first.header("location"), second.header("location"), "whoever asks learns nothing of others");
    let mails = async || {
        bench.store.jobs(&JobFilter { kind: Some("mail".into()), ..JobFilter::default() }).await.unwrap().0
    };
    let asked = mails().await;
    assert_eq!(asked.len(), 1, "one mail that asks");
    assert!(asked[0].subject.starts_with("follow/") && asked[0].payload == "confirm");
    // A wrong secret, and one of somebody who left, are like none.
    for secret in ["none", "a.b"] {
        assert_eq!(public.get(&format!("/follow/{secret}")).await.status, 404);
        assert_eq!(public.post_as_is(&format!("/follow/{secret}/leave"), &[]).await.status, 404);
    }
    let id = asked[0].subject.strip_prefix("follow/").unwrap();
    assert_eq!(bench.store.follow_address(id).await.unwrap().as_deref(), Some(MAIL));
    let feed = public.get(&format!("/plans/{OPEN}/news.atom")).await;
    assert!(feed.status == 200 && feed.header("content-type").starts_with("application/atom+xml"));
    let calendar = public.get(&format!("/plans/{OPEN}/promises.ics")).await.text();
    assert!(calendar.contains("BEGIN:VEVENT") && calendar.contains("20201231"), "{calendar}");
}

/// A consultation that is not laid open yet: its address and number.
async fn drafted(planner: &mut Browser) -> (String, String) {
    let matters = format!("/plans/{OPEN}/matters");
    let today = work_day(0);
    let opened = [
        ("kind", "consultation"),
        ("in/title", "规划纲要修订稿"),
        ("in/sort", "draft"),
        ("in/first_day", today.as_str()),
        ("in/last_day", today.as_str()),
        ("in/what", "请提意见"),
    ];
    let answer = planner.post(&matters, &opened).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let one = answer.header("location").split('?').next().unwrap().to_owned();
    let id = one.rsplit('/').next().unwrap().to_owned();
    (one, id)
}

#[tokio::test]
async fn a_draft_is_laid_open_between_two_days_and_every_opinion_has_an_outcome() {
    let bench = Bench::start().await;
    let (mut public, mut planner) = (bench.browser(), bench.signed_in(Role::Planner).await);
    let (one, id) = drafted(&mut planner).await;
    let (matters, today) = (format!("/plans/{OPEN}/matters"), work_day(0));
    let subject = format!("matter/{id}");
    assert!(
        !public.get(&format!("/plans/{OPEN}/voices")).await.text().contains("修订稿"),
        "not laid open yet"
    );
    assert_eq!(send(&mut public, &[("subject", &subject)]).await.status, 422);
    let publish = [("action", "publish"), ("in/first_day", today.as_str()), ("in/last_day", today.as_str())];
    assert_eq!(planner.post(&one, &publish).await.status, 303);
    let form = public
        .get(&format!("/plans/{OPEN}/voices/new?subject={}", super::bench::encode(&subject)))
        .await
        .text();
    assert!(form.contains(&format!("{subject}/clause/")), "by clause: {form}");
    let clause = form
        .split("value=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|value| value.contains("/clause/"));
    let mine = receipt(
        &send(&mut public, &[("subject", clause.unwrap()), ("text", "建议把森林覆盖率提高到36%")]).await,
    );
    let waiting = queue(&mut planner).await;
    let done = decide(&mut planner, &waiting[0], &[("action", "accept")]).await;
    assert_eq!(done.status, 303, "no body has to answer: {}", done.text());
    // It stands below the consultation, which is not concluded before it has an outcome.
    assert_eq!(planner.post(&one, &[("action", "close")]).await.status, 303);
    assert_eq!(planner.post(&one, &[("action", "conclude"), ("in/text", "共一条")]).await.status, 422);
    let below = bench
        .store
        .matters(&store::MatterFilter { kind: "consulted".into(), ..store::MatterFilter::default() })
        .await
        .unwrap();
    assert_eq!((below.len(), below[0].parent), (1, Some(id.parse().unwrap())));
    let opinion = format!("{matters}/{}", below[0].id);
    assert_eq!(planner.post(&opinion, &[("action", "decline")]).await.status, 422, "with a reason");
    let declined = [("action", "decline"), ("in/reason", "与上位规划不符")];
    assert_eq!(planner.post(&opinion, &declined).await.status, 303);
    assert_eq!(planner.post(&one, &[("action", "conclude"), ("in/text", "共一条")]).await.status, 303);
    let list = public.get(&format!("/plans/{OPEN}/voices")).await.text();
    assert!(list.contains("规划纲要修订稿") && list.contains("已公布采纳情况"), "{list}");
    let shown = public.get(&opinion).await.text();
    assert!(shown.contains("未采纳") && shown.contains("与上位规划不符") && !shown.contains(NAME), "{shown}");
    let files = list
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| link.contains("/matters/list/"));
    let files: Vec<String> = files.map(|link| link.replace("&#38;", "&").replace("&amp;", "&")).collect();
    assert_eq!(files.len(), 2);
    for file in files {
        let answer = public.get(&file).await;
        assert!(answer.status == 200 && answer.body.starts_with(b"PK"), "{file}");
    }
    assert!(public.get(&mine).await.status == 200);
    assert_eq!(send(&mut public, &[("subject", &subject)]).await.status, 422, "its days are over");
}

/// A day so many days from now in China.
pub(super) fn work_day(days: i64) -> String {
    let now = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(8 + 24 * days);
    now.to_string().chars().take(10).collect()
}

type Lines = tokio::io::Lines<BufReader<tokio::process::ChildStdout>>;

/// A real mail server, what it prints of each mail, and its port; nothing where it is not installed.
async fn mail_server() -> Option<(tokio::process::Child, Lines, String)> {
    let mut server = tokio::process::Command::new(testbed::python("aiosmtpd")?)
        .args(["-c", super::delivery::MAIL_SERVER])
        .stdout(std::process::Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let port = lines.next_line().await.unwrap().expect("a port");
    Some((server, lines, port))
}

#[tokio::test]
async fn a_follower_is_told_by_mail_of_what_changed_and_of_nothing_after_leaving() {
    let Some((_server, mut lines, port)) = mail_server().await else { return };
    let settings =
        server::Settings { base_url: Some("http://plan.test".to_owned()), ..server::Settings::default() };
    let bench = Bench::start_with(settings).await;
    for (name, value) in
        [("secret/mail-server", format!("smtp://127.0.0.1:{port}")), ("mail-from", "p@plan.test".into())]
    {
        bench.store.put_setting(name, &value, &change()).await.unwrap();
    }
    let mut public = bench.browser();
    let page = format!("/plans/{OPEN}/follow");
    let ticket = public.get(&page).await.field("ticket");
    let work = worked(&ticket);
    let subject = format!("indicator/{}", bench.indicator);
    let form = [
        ("mail", MAIL),
        ("subject", subject.as_str()),
        ("rhythm", "each"),
        ("ticket", ticket.as_str()),
        ("work", work.as_str()),
    ];
    assert_eq!(public.post_as_is(&page, &form).await.status, 303);
    let mut mail = async || {
        let line = tokio::time::timeout(Duration::from_secs(90), lines.next_line()).await;
        let mail: serde_json::Value =
            serde_json::from_str(&line.expect("in time").unwrap().expect("a mail")).unwrap();
        assert_eq!(mail["to"][0], MAIL);
        mail["text"].as_str().unwrap().replace("\r\n", "\n")
    };
    let asked = mail().await;
    let link = asked.split("http://plan.test").nth(1).expect(&asked).trim().to_owned();
    // A program that looks at links in mails agrees to nothing.
    assert!(public.get(&link).await.text().contains("确认订阅"));
    let id = link.strip_prefix("/follow/").unwrap().split('.').next().unwrap().to_owned();
    assert_eq!(bench.store.follow(&id).await.unwrap().unwrap().confirmed_at, None);
    assert_eq!(public.post_as_is(&link, &[("action", "confirm")]).await.status, 303);
    // What the public saw first is no news; then a figure comes.
    for _ in 0..300 {
        if bench.store.news_seen(OPEN).await.unwrap().is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let figure = super::past::figure(&bench, 1432, 2016);
    bench.store.append_observations(OPEN, &[figure], &change()).await.unwrap();
    let told = mail().await;
    assert!(told.contains("2016年1432亿元") && told.contains(&link) && told.contains("退订"), "{told}");
    assert!(public.get(&format!("/plans/{OPEN}/news")).await.text().contains("1432"));
    let feed =
        public.get(&format!("/plans/{OPEN}/news.atom?subject={}", super::bench::encode(&subject))).await;
    assert!(feed.text().contains("<entry>"), "{}", feed.text());
    assert_eq!(
        public.post_as_is(&format!("{link}/leave"), &[("List-Unsubscribe", "One-Click")]).await.status,
        200
    );
    assert_eq!(public.get(&link).await.status, 404);
    assert_eq!(bench.store.follow(&id).await.unwrap(), None);
}
