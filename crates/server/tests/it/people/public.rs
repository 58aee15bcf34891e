//! Everything that the public can reach, walked from the first page: nothing that is not public, nobody's name or address is in it, on
//! the server and in the edition of files.

use super::bench::{Answer, Bench, Browser, DRAFT, DRAFT_TITLE, OPEN, account, change};
use super::matrix::{filled, who_gets_in};
use super::story::{GDP, duty, fields};
use super::voices::{MAIL, NAME, decide, queue, receipt, send, work_day};
use duty::Role;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{Cursor, Read as _};
use store::NewAccount;

const PHONE: &str = "13800138000";
const WITHDRAWN: &str = "撤下的问题";
const UNSHOWN: &str = "尚未公开的征求意见";
const EMBARGOED: &str = "1987.65";
const REMARK: &str = "仅供内部的备注";

/// A plan with every room of the public filled, and beside each what nobody may see; the addresses of what everybody sees.
struct Rooms {
    bench: Bench,
    /// Addresses with words that stand there.
    seen: BTreeMap<String, &'static str>,
    /// Addresses that are like none.
    unseen: Vec<String>,
}

async fn open(planner: &mut Browser, fields: &[(&str, &str)]) -> String {
    let done = planner.post(&format!("/plans/{OPEN}/matters"), fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    done.header("location").split('?').next().unwrap().to_owned()
}

async fn step(who: &mut Browser, address: &str, name: &str, fields: &[(&str, &str)]) {
    let mut all = vec![("action", name)];
    all.extend(fields);
    let done = who.post(address, &all).await;
    assert_eq!(done.status, 303, "{address} {name}: {}", done.text());
}

/// What somebody says, shown to everybody; the address of what it became.
async fn said(bench: &Bench, planner: &mut Browser, (subject, text): (&str, &str), office: &str) -> String {
    let mine =
        receipt(&send(&mut bench.browser(), &[("subject", subject), ("text", text), ("phone", PHONE)]).await);
    let waiting = queue(planner).await;
    let form = [("action", "accept"), ("office", office), ("title", text)];
    assert_eq!(decide(planner, &waiting[0], &form).await.status, 303);
    let voices = bench.store.matters(&store::MatterFilter::default()).await.unwrap();
    let newest = voices.iter().map(|one| one.id).max().unwrap();
    assert!(bench.browser().get(&mine).await.status == 200);
    format!("/plans/{OPEN}/matters/{newest}")
}

impl Rooms {
    async fn filled() -> Self {
        let settings = server::Settings::default();
        let bench = Bench::start_at_work(settings, &[duty()]).await;
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Public) {
            let email = format!("{}@staff.test", role.name());
            bench.store.put_account(&NewAccount { email, ..account(role) }, &change()).await.unwrap();
        }
        let (mut planner, mut reporter) =
            (bench.signed_in(Role::Planner).await, bench.signed_in(Role::Reporter).await);
        let mut rooms = Self { bench, seen: BTreeMap::new(), unseen: Vec::new() };
        rooms.embargo(&mut planner, &mut reporter).await;
        rooms.questions(&mut planner, &mut reporter).await;
        rooms.laid_open(&mut planner).await;
        rooms.registers(&mut planner, &mut reporter).await;
        send(&mut rooms.bench.browser(), &[("text", "还没有人看过的问题，谁也看不到")]).await;
        rooms
    }

    /// A figure that is approved and waits for its day.
    async fn embargo(&mut self, planner: &mut Browser, reporter: &mut Browser) {
        let hand_in = format!("/plans/{OPEN}/hand-in");
        let form =
            reporter.get(&format!("{hand_in}?indicator={}&year=2016", super::bench::encode(GDP))).await;
        let done = reporter.post(&hand_in, &fields("2016", EMBARGOED, &form.field("client-key"))).await;
        let id = done.header("location").rsplit('/').next().unwrap().to_owned();
        let approve = [("id", id.as_str()), ("action", "approve"), ("embargo", "2099-01-01T00:00")];
        assert_eq!(planner.post("/review", &approve).await.status, 303);
    }

    async fn questions(&mut self, planner: &mut Browser, reporter: &mut Browser) {
        let subject = format!("indicator/{}", self.bench.indicator);
        let text = (subject.as_str(), "请问生产总值按什么价格计算？");
        let asked = said(&self.bench, planner, text, "office/tjj").await;
        step(reporter, &asked, "answer", &[("in/text", "按当年价格计算。")]).await;
        self.seen.insert(asked, "按当年价格计算。");
        let taken_down = said(&self.bench, planner, ("", WITHDRAWN), "office/tjj").await;
        step(planner, &taken_down, "withdraw", &[("in/text", REMARK)]).await;
        self.unseen.push(taken_down);
    }

    async fn laid_open(&mut self, planner: &mut Browser) {
        let today = work_day(0);
        let days = [("in/first_day", today.as_str()), ("in/last_day", today.as_str())];
        let mut form = vec![("kind", "consultation"), ("in/sort", "draft"), ("in/what", "请提意见")];
        form.extend(days);
        form.push(("in/title", UNSHOWN));
        self.unseen.push(open(planner, &form).await);
        form.pop();
        form.push(("in/title", "规划纲要修订稿"));
        let draft = open(planner, &form).await;
        step(planner, &draft, "publish", &days).await;
        let id = draft.rsplit('/').next().unwrap().to_owned();
        let subject = format!("matter/{id}");
        let opinion = said(&self.bench, planner, (&subject, "建议提高森林覆盖率的目标"), "").await;
        step(planner, &draft, "close", &[]).await;
        step(planner, &opinion, "adopt", &[("in/reason", "与生态目标一致")]).await;
        step(planner, &draft, "conclude", &[("in/text", "共收到一条意见，已采纳。")]).await;
        self.seen.insert(draft, "与生态目标一致");
        self.seen.insert(opinion, "与生态目标一致");
        let form = [
            ("kind", "hearing"),
            ("in/title", "水价听证会"),
            ("in/last_day", today.as_str()),
            ("in/held", "上午九点"),
            ("in/place", "市政务中心"),
            ("in/agenda", "一、说明方案"),
        ];
        let hearing = open(planner, &form).await;
        step(planner, &hearing, "announce", &form[2..]).await;
        let id = hearing.rsplit('/').next().unwrap().to_owned();
        let subject = format!("matter/{id}");
        self.unseen.push(said(&self.bench, planner, (&subject, "我愿意代表河东居民发言"), "").await);
        step(planner, &hearing, "hold", &[]).await;
        step(planner, &hearing, "record", &[("in/text", "九名代表赞成。")]).await;
        self.seen.insert(hearing, "九名代表赞成。");
    }

    async fn registers(&mut self, planner: &mut Browser, reporter: &mut Browser) {
        let page = format!("/indicators/{}", self.bench.indicator);
        let report = [
            ("kind", "press"),
            ("in/title", "生产总值再上台阶"),
            ("in/medium", "锦川日报"),
            ("in/day", "2026-03-01"),
            ("in/where", "第一版"),
            ("in/about", page.as_str()),
        ];
        let shown = open(planner, &report).await;
        step(
            planner,
            &shown,
            "show",
            &[("in/medium", "锦川日报"), ("in/day", "2026-03-01"), ("in/text", REMARK)],
        )
        .await;
        self.seen.insert(shown, "锦川日报");
        self.unseen.push(open(planner, &report).await);
        let fair = [
            ("kind", "event"),
            ("in/title", "锦川博览会"),
            ("in/sort", "exposition"),
            ("in/first_day", "2026-05-01"),
            ("in/place", "会展中心"),
            ("in/about", page.as_str()),
        ];
        let held = open(planner, &fair).await;
        step(planner, &held, "announce", &fair[3..5]).await;
        step(planner, &held, "hold", &[("in/result", "签约十二项")]).await;
        self.seen.insert(held, "签约十二项");
        let item = [
            ("kind", "proposal"),
            ("in/title", "增加公交线路"),
            ("in/number", "第12号"),
            ("in/sort", "suggestion"),
            ("in/by", "钱代表"),
        ];
        let item = open(planner, &item).await;
        step(planner, &item, "assign", &[("in/owner", "office/tjj"), ("in/due", "2099-06-28")]).await;
        step(reporter, &item, "answer", &[("in/class", "A"), ("in/text", "已开通两条线路")]).await;
        step(planner, &item, "publish", &[]).await;
        self.seen.insert(item, "已开通两条线路");
    }

    /// What stands nowhere where the public comes.
    fn secrets() -> Vec<&'static str> {
        let own =
            [NAME, MAIL, PHONE, WITHDRAWN, UNSHOWN, EMBARGOED, REMARK, DRAFT_TITLE, "河东居民", "钱代表"];
        [own.as_slice(), &["没有人看过的问题", "测试planner", "测试reporter", "@staff.test"]].concat()
    }
}

/// The words of an answer: a file of an office is unpacked.
fn words(answer: &[u8]) -> String {
    if !answer.starts_with(b"PK") {
        return String::from_utf8_lossy(answer).into_owned();
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(answer.to_vec())).unwrap();
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut bytes = Vec::new();
        archive.by_index(at).unwrap().read_to_end(&mut bytes).unwrap();
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    all
}

/// What looks like a mail address, but for the names of calendar entries and for what is written as an example.
fn addresses(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || ".-_+".contains(c);
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before: String = text[..at].chars().rev().take_while(|c| is_part(*c)).collect();
        let behind: String = text[at + 1..].chars().take_while(|c| is_part(*c)).collect();
        let is_host = behind.split('.').filter(|part| !part.is_empty()).count() > 1;
        if !before.is_empty() && is_host && !behind.contains("example") {
            found.push(format!("{}@{behind}", before.chars().rev().collect::<String>()));
        }
    }
    found
}

/// The addresses inside the site that a page leads to, with those of its styles, scripts and data.
fn links(html: &str) -> Vec<String> {
    let values = html.match_indices("=\"/").filter_map(|(at, _)| html.get(at + 2..)?.split('"').next());
    let plain = values.map(|value| value.replace("&#38;", "&").replace("&amp;", "&"));
    plain.map(|value| value.split('#').next().unwrap_or_default().to_owned()).collect()
}

/// Parameters that ask for what is shown in another moment or narrowed further: every page once for each would never end.
const ASKED: [&str; 9] = ["as-of", "known-at", "with", "type", "q", "page", "sort", "view", "version"];

fn is_walked(address: &str) -> bool {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    names.len() <= 4 && !ASKED.iter().any(|asked| names.contains(asked)) && !address.starts_with("//")
}

#[tokio::test]
async fn nothing_that_the_public_reaches_has_what_is_not_public_or_anybody_s_address() {
    let rooms = Rooms::filled().await;
    let mut public = rooms.bench.browser();
    let begin = [
        "/",
        "/?all",
        "/search",
        "/api/v1/plans",
        "/api/v1/openapi.json",
        "/health",
        "/sitemap.xml",
        "/nowhere",
    ];
    let mut queue: VecDeque<String> = begin.iter().map(|path| (*path).to_owned()).collect();
    for ((path, method), roles) in who_gets_in() {
        if method == "GET" && roles.contains(&Role::Public) {
            queue.push_back(filled(&rooms.bench, &path, OPEN));
            queue.push_back(format!("{}?lang=en", filled(&rooms.bench, &path, OPEN)));
            queue.push_back(filled(&rooms.bench, &path, DRAFT));
        }
    }
    queue.extend(rooms.unseen.iter().chain(rooms.seen.keys()).cloned());
    let mut walked: BTreeSet<String> = BTreeSet::new();
    let mut faults = Vec::new();
    while let Some(address) = queue.pop_front() {
        if !is_walked(&address) || !walked.insert(address.clone()) {
            continue;
        }
        let answer = public.get(&address).await;
        assert!(answer.status < 500, "{address}: {}", answer.status);
        let text = words(&answer.body);
        let head: Vec<String> =
            answer.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let head = head.join("\n");
        for secret in Rooms::secrets() {
            // What somebody asked for by its address is said again by nobody.
            if text.contains(secret) || head.contains(secret) {
                faults.push(format!("{address}: {secret}"));
            }
        }
        let is_calendar = answer.header("content-type").starts_with("text/calendar");
        faults.extend(
            addresses(&text)
                .into_iter()
                .filter(|one| !is_calendar || !one.ends_with("@gangyao"))
                .map(|one| format!("{address}: {one}")),
        );
        if answer.header("content-type").starts_with("text/html") {
            queue.extend(links(&text));
        }
    }
    faults.truncate(20);
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(walked.len() > 300, "{}", walked.len());
    for (address, words) in &rooms.seen {
        assert!(walked.contains(address), "{address} is led to");
        assert!(public.get(address).await.text().contains(words), "{address}: {words}");
    }
    let indicator = public.get(&format!("/plans/{OPEN}/indicators/{}", rooms.bench.indicator)).await.text();
    assert!(indicator.contains("锦川日报 · 2026-03-01") && indicator.contains("锦川博览会"), "{indicator}");
}

/// Status, headers and body of an answer, without the moment, the code of the request, and what was asked for.
fn alike(answer: &Answer, names: &[&str]) -> (u16, Vec<(String, String)>, String) {
    let code = answer.header("x-request-id").to_owned();
    let plain = |text: &str| {
        let text = if code.is_empty() { text.to_owned() } else { text.replace(&code, "CODE") };
        names.iter().fold(text, |text, name| text.replace(name, "NAME"))
    };
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["date", "content-length"].contains(&name.as_str()))
        .collect();
    headers.sort();
    (
        answer.status,
        headers.into_iter().map(|(name, value)| (name.clone(), plain(value))).collect(),
        plain(&answer.text()),
    )
}

#[tokio::test]
async fn what_is_not_public_is_told_like_what_there_is_not() {
    let rooms = Rooms::filled().await;
    let bench = &rooms.bench;
    let mut public = bench.browser();
    let mut compared = 0;
    for ((path, method), roles) in who_gets_in() {
        if !roles.contains(&Role::Public) || !path.contains("{plan}") {
            continue;
        }
        for query in ["", "?lang=en"] {
            let (there, nowhere) = (filled(bench, &path, DRAFT), filled(bench, &path, "nowhere"));
            // A browser of its own each time: the language that one chose would come back as a cookie in the next.
            let ask = async |address: String| match method.as_str() {
                "GET" => bench.browser().get(&format!("{address}{query}")).await,
                _ => bench.browser().post_as_is(&format!("{address}{query}"), &[]).await,
            };
            let (there, nowhere) = (ask(there).await, ask(nowhere).await);
            assert_eq!(
                alike(&there, &[DRAFT, "nowhere"]),
                alike(&nowhere, &[DRAFT, "nowhere"]),
                "{method} {path}"
            );
            assert!(there.status >= 400, "{method} {path}: {}", there.status);
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
    // A matter that is not shown, and a version, are told like one that there is not.
    for address in &rooms.unseen {
        let id = address.rsplit('/').next().unwrap();
        for address in [address.clone(), format!("/api/v1{address}"), format!("{address}/files/1")] {
            let none = address.replace(&format!("/matters/{id}"), "/matters/999999");
            let (there, none) = (public.get(&address).await, public.get(&none).await);
            assert_eq!(alike(&there, &["999999", id]), alike(&none, &["999999", id]), "{address}");
            assert_eq!(there.status, 404, "{address}");
        }
    }
}

#[tokio::test]
async fn the_edition_has_every_room_of_the_public_and_no_dead_link() {
    let rooms = Rooms::filled().await;
    let settings =
        server::Settings { base_url: Some("https://plan.example".into()), ..server::Settings::default() };
    let files = server::edition(rooms.bench.store.clone(), settings).await.unwrap();
    let file = |address: &str| {
        let path = address.split(['#', '?']).next().unwrap().trim_matches('/').to_owned();
        let decoded = web::visit::decode(&path.replace('+', "%2B"));
        files.get(&decoded).or_else(|| files.get(&format!("{decoded}/index.html")))
    };
    let plain = |html: &str| {
        let parts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words));
        parts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut public = rooms.bench.browser();
    public.headers.push(("accept-language".into(), "zh-CN".into()));
    let base = format!("/plans/{OPEN}");
    let mut addresses: Vec<String> = rooms.seen.keys().cloned().collect();
    addresses
        .extend(["/voices", "/news", "/matters", "/life", "/reports"].map(|tail| format!("{base}{tail}")));
    for address in &addresses {
        let kept = file(address).unwrap_or_else(|| panic!("{address} is not there"));
        let served = public.get(address).await.text();
        assert_eq!(plain(&String::from_utf8_lossy(kept)), plain(&served), "{address}");
        assert!(file(&format!("/en{address}")).is_some(), "/en{address}");
    }
    for (address, words) in &rooms.seen {
        assert!(String::from_utf8_lossy(file(address).unwrap()).contains(words), "{address}");
    }
    for address in [format!("{base}/news.atom"), format!("{base}/promises.ics")] {
        assert!(file(&address).is_some(), "{address}");
    }
    for address in &rooms.unseen {
        assert!(file(address).is_none(), "{address}");
    }
    let mut dead = Vec::new();
    for (name, bytes) in &files {
        let text = words(bytes);
        let secrets = Rooms::secrets().into_iter().filter(|secret| text.contains(secret));
        dead.extend(secrets.map(|secret| format!("{name}: {secret}")));
        if name.rsplit_once('.').is_some_and(|(_, ending)| ending == "html") {
            let here = links(&text).into_iter().filter(|link| !text.contains(&format!("action=\"{link}")));
            dead.extend(here.filter(|link| file(link).is_none()).map(|link| format!("{name}: {link}")));
        }
    }
    dead.truncate(20);
    assert!(dead.is_empty(), "{dead:#?}");
    let sitemap = words(&files["sitemap.xml"]);
    for address in &addresses {
        assert!(sitemap.contains(&format!("<loc>https://plan.example{address}</loc>")), "{address}");
    }
}
