//! A server on a socket of its own, with accounts and two plans, and a browser to visit it with.

use duty::Role;
use jiff::Timestamp;
use sha2::Digest as _;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use store::{Change, Duty, LoadPlan, Location, NewAccount, Office, OfficeLevel, Store};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const PASSWORD: &str = "tarmac velvet gorse";

/// A plan that everybody may see.
pub(crate) const OPEN: &str = "open";
/// A plan that only staff may see; its title stands nowhere else.
pub(crate) const DRAFT: &str = "draft";
pub(crate) const DRAFT_TITLE: &str = "秘密草案";

pub(crate) struct Bench {
    pub(crate) address: SocketAddr,
    pub(crate) store: Store,
    pub(crate) indicator: String,
    pub(crate) target: String,
    _folder: tempfile::TempDir,
    _stop: tokio::sync::oneshot::Sender<()>,
}

/// The account of a role; its name is the role's.
pub(crate) fn account(role: Role) -> NewAccount {
    NewAccount {
        name: role.name().to_owned(),
        full_name: format!("测试{}", role.name()),
        email: String::new(),
        role,
        office: (role == Role::Reporter).then(|| "tjj".to_owned()),
        active: true,
        identity: None,
    }
}

pub(crate) fn change() -> Change {
    Change::now("test", "test")
}

fn plan(title: &str) -> plan::Plan {
    let text = format!(
        "{title}\n\n第一章 发展目标\n到2020年，全市地区生产总值达到2000亿元，常住人口城镇化率达到60%，森林覆盖率达到35%以上。\n"
    );
    let document =
        document::read(text.as_bytes(), &document::ReadOptions { name: Some("plan.txt".into()) }).unwrap();
    compile::compile(&document, &compile::CompileOptions::default()).0
}

pub(crate) async fn load(store: &Store, id: &str, title: &str) -> plan::Plan {
    let mut plan = plan(title);
    plan.title = title.to_owned();
    let load = LoadPlan { id: Some(id), plan: &plan, document: None, findings: &[] };
    store.load_plan(load, &change()).await.unwrap();
    plan
}

impl Bench {
    pub(crate) async fn start() -> Self {
        Self::start_with(server::Settings::default()).await
    }

    /// A server that knows its own address.
    pub(crate) async fn start_at_its_address(settings: server::Settings) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let base_url = Some(format!("http://{}", listener.local_addr().unwrap()));
        Self::serve(server::Settings { base_url, ..settings }, listener, &[], async |_: &Store| {}).await
    }

    pub(crate) async fn start_with(settings: server::Settings) -> Self {
        Self::start_at_work(settings, &[]).await
    }

    /// A server whose offices have these duties when it starts.
    pub(crate) async fn start_at_work(settings: server::Settings, duties: &[Duty]) -> Self {
        Self::start_prepared(settings, duties, async |_: &Store| {}).await
    }

    /// A server whose store was prepared further before it starts.
    pub(crate) async fn start_prepared(
        settings: server::Settings,
        duties: &[Duty],
        prepare: impl AsyncFnOnce(&Store),
    ) -> Self {
        Self::serve(settings, TcpListener::bind(("127.0.0.1", 0)).await.unwrap(), duties, prepare).await
    }

    async fn serve(
        settings: server::Settings,
        listener: TcpListener,
        duties: &[Duty],
        prepare: impl AsyncFnOnce(&Store),
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::File(folder.path().join("gangyao.db"))).await.unwrap();
        let plan = load(&store, OPEN, "锦川市国民经济和社会发展第十三个五年规划纲要").await;
        load(&store, DRAFT, DRAFT_TITLE).await;
        store.set_public(OPEN, true, &change()).await.unwrap();
        let office = Office {
            id: "tjj".into(),
            name: "市统计局".into(),
            kind: plan::BodyKind::Department,
            level: OfficeLevel::City,
            parent: None,
            region: String::new(),
        };
        store.put_offices(&[office], &change()).await.unwrap();
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Public) {
            store.put_account(&account(role), &change()).await.unwrap();
            server::set_password(&store, role.name(), PASSWORD, &change()).await.unwrap();
        }
        let outside = store::Evaluator {
            account: Role::Evaluator.name().into(),
            plan: OPEN.into(),
            last_day: "9999-12-31".into(),
            ..store::Evaluator::default()
        };
        store.put_evaluator(&outside, &change()).await.unwrap();
        store.put_duties(duties, &change()).await.unwrap();
        prepare(&store).await;
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let until = async {
            let _ = stopped.await;
        };
        tokio::spawn(server::serve(settings, store.clone(), listener, until));
        let target = plan.targets.first().expect("a target");
        Self {
            address,
            store,
            indicator: target.indicator.to_string(),
            target: target.id.to_string(),
            _folder: folder,
            _stop: stop,
        }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser { address: self.address, cookies: BTreeMap::new(), headers: Vec::new() }
    }

    /// A browser signed in with a role; the public does not sign in.
    pub(crate) async fn signed_in(&self, role: Role) -> Browser {
        let mut browser = self.browser();
        if role != Role::Public {
            let answer = browser.sign_in(role.name(), PASSWORD).await;
            assert_eq!(answer.status, 303, "{role:?} {}", answer.text());
        }
        browser
    }

    /// The session behind a browser's cookie.
    pub(crate) async fn session(&self, browser: &Browser) -> Option<store::Session> {
        let secret = browser.cookies.get("session")?;
        let mark = hex(&sha2::Sha256::digest(secret.as_bytes()));
        self.store.session(&mark, Timestamp::now()).await.unwrap().map(|(session, _)| session)
    }
}

/// Keeps cookies, follows nothing.
#[derive(Clone)]
pub(crate) struct Browser {
    address: SocketAddr,
    pub(crate) cookies: BTreeMap<String, String>,
    /// Headers that every request carries.
    pub(crate) headers: Vec<(String, String)>,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(found, _)| found == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of the first hidden field of this name.
    pub(crate) fn field(&self, name: &str) -> String {
        let text = self.text();
        let mark = format!("name=\"{name}\" value=\"");
        text.split_once(&mark).and_then(|(_, rest)| rest.split('"').next()).unwrap_or("").to_owned()
    }

    /// The text that was shown in a block of its own.
    pub(crate) fn shown_once(&self) -> String {
        let text = self.text();
        let rest = text.split_once("<pre><code>").map_or("", |(_, rest)| rest);
        rest.split('<').next().unwrap_or("").to_owned()
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub(crate) fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        let _ = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => write!(encoded, "{}", byte as char),
            _ => write!(encoded, "%{byte:02X}"),
        };
        encoded
    })
}

impl Browser {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "", Vec::new()).await
    }

    /// Sends a form with the form key of the session.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let key = self.get("/account").await.field("form-key");
        let mut fields = fields.to_vec();
        fields.push(("form-key", &key));
        self.post_as_is(path, &fields).await
    }

    /// Sends a form with nothing added.
    pub(crate) async fn post_as_is(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        self.send("POST", path, "application/x-www-form-urlencoded", body.join("&").into_bytes()).await
    }

    /// Sends a form with a file, and with the form key of the session.
    pub(crate) async fn post_file(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> Answer {
        self.post_filled(path, fields, "file", file).await
    }

    /// Sends a form with a scan, and with the form key of the session.
    pub(crate) async fn post_scan(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> Answer {
        self.post_filled(path, fields, "scan", file).await
    }

    /// Sends a form with a file in a field, and with the form key of the session.
    pub(crate) async fn post_filled(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        field: &str,
        file: (&str, &[u8]),
    ) -> Answer {
        let key = self.get("/account").await.field("form-key");
        let mut body = Vec::new();
        for (name, value) in fields.iter().copied().chain([("form-key", key.as_str())]) {
            let part =
                format!("--mark\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        self.post_multipart(path, body, field, file).await
    }

    async fn post_multipart(
        &mut self,
        path: &str,
        mut body: Vec<u8>,
        field: &str,
        file: (&str, &[u8]),
    ) -> Answer {
        let head = format!(
            "--mark\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{}\"\r\n\r\n",
            file.0
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file.1);
        body.extend_from_slice(b"\r\n--mark--\r\n");
        self.send("POST", path, "multipart/form-data; boundary=mark", body).await
    }

    pub(crate) async fn sign_in(&mut self, account: &str, password: &str) -> Answer {
        self.post_as_is("/sign-in", &[("account", account), ("password", password), ("next", "/account")])
            .await
    }

    pub(crate) async fn send(&mut self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut headers = self.headers.clone();
        headers.push(("content-length".into(), body.len().to_string()));
        if !kind.is_empty() {
            headers.push(("content-type".into(), kind.into()));
        }
        if !cookies.is_empty() {
            headers.push(("cookie".into(), cookies.join("; ")));
        }
        let headers: Vec<String> =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: plan.test\r\nconnection: close\r\n{}\r\n",
            headers.concat()
        );
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        // A server that refuses a body may close before all of it is written.
        let _ = stream.write_all(&body).await;
        let mut raw = Vec::new();
        let _ = stream.read_to_end(&mut raw).await;
        let answer = read(&raw);
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, value) = cookie.split(';').next().and_then(|pair| pair.split_once('=')).unwrap();
            match value {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        answer
    }
}

fn read(raw: &[u8]) -> Answer {
    let end = raw.windows(4).position(|window| window == b"\r\n\r\n").expect("a whole head");
    let head = String::from_utf8_lossy(&raw[..end]).into_owned();
    let mut lines = head.lines();
    let status =
        lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok()).unwrap();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let mut body = raw[end + 4..].to_vec();
    if headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked") {
        body = unchunk(&body);
    }
    Answer { status, headers, body }
}

fn unchunk(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            break;
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 4 + size..];
    }
    body
}
