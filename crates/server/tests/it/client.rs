//! A server in the test's own process, and a client of a few lines.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use store::{Change, Finding, LoadPlan, Location, Store};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub(crate) struct Bench {
    pub(crate) address: SocketAddr,
    pub(crate) store: Store,
    pub(crate) folder: tempfile::TempDir,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<()>>,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Bench {
    /// A server over an empty store.
    pub(crate) async fn empty() -> Self {
        Self::start(async |_: &Store| {}).await
    }

    /// A server over the reference case.
    pub(crate) async fn reference() -> Self {
        Self::start(async |store: &Store| {
            load_package(store, "jinzhou", &examples().join("jinzhou-13")).await;
        })
        .await
    }

    /// A server over the reference case and the example city, whose document takes a while to compile.
    pub(crate) async fn full() -> Self {
        Self::start(fill).await
    }

    /// The server of [`Bench::full`] over the database at `location`.
    pub(crate) async fn full_over(location: &Location) -> Self {
        Self::over(location, tempfile::tempdir().unwrap(), fill).await
    }

    /// A server over a store that is filled first.
    pub(crate) async fn filled(fill: impl AsyncFnOnce(&Store)) -> Self {
        Self::start(fill).await
    }

    /// A server over a store that was filled before.
    async fn start(fill: impl AsyncFnOnce(&Store)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::File(folder.path().join("gangyao.db"));
        Self::over(&location, folder, fill).await
    }

    /// A server over the database at `location`, filled first.
    pub(crate) async fn over(
        location: &Location,
        folder: tempfile::TempDir,
        fill: impl AsyncFnOnce(&Store),
    ) -> Self {
        let store = Store::open(location).await.unwrap();
        fill(&store).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let settings =
            server::Settings { watch: std::time::Duration::from_millis(20), ..server::Settings::default() };
        let serving = server::serve(settings, store.clone(), listener, async {
            let _ = stopped.await;
        });
        let served = tokio::spawn(async move { serving.await.unwrap() });
        Self { address, store, folder, stop: Some(stop), served: Some(served) }
    }

    /// Waits until the server has noticed the last write.
    pub(crate) async fn settle(&self) {
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.request("GET", path, &[]).await
    }

    pub(crate) async fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let fixed = [("Host", "test"), ("Connection", "close"), ("Content-Length", "0")];
        let headers: String =
            fixed.iter().chain(headers).map(|(name, value)| [name, ": ", value, "\r\n"].concat()).collect();
        let request = format!("{method} {path} HTTP/1.1\r\n{headers}\r\n");
        parse(&self.send(request.as_bytes()).await)
    }

    /// Everything the server says to some bytes before it closes the connection.
    pub(crate) async fn send(&self, request: &[u8]) -> Vec<u8> {
        let mut socket = tokio::net::TcpStream::connect(self.address).await.unwrap();
        socket.write_all(request).await.unwrap();
        let mut bytes = Vec::new();
        // A server that refuses may close before it has read everything.
        let _ = socket.read_to_end(&mut bytes).await;
        bytes
    }

    /// Stops the server the way a signal does, and waits until it has.
    pub(crate) async fn stop(&mut self) {
        let _ = self.stop.take().unwrap().send(());
        self.served.take().unwrap().await.unwrap();
    }
}

async fn load_document(store: &Store, id: &str, folder: &Path) {
    let bytes = std::fs::read(folder.join("plan.md")).unwrap();
    let document = document::read(&bytes, &document::ReadOptions::default()).unwrap();
    let (plan, found) = compile::compile(&document, &compile::CompileOptions::default());
    let checked = check::check(&document, &plan, &check::Settings::default());
    let findings: Vec<Finding> = found.iter().chain(&checked).map(Finding::from).collect();
    let load = LoadPlan { id: Some(id), plan: &plan, document: Some(&document), findings: &findings };
    let change = Change::now("test", "");
    store.load_plan(load, &change).await.unwrap();
    store.set_public(id, true, &change).await.unwrap();
    let bytes = std::fs::read(folder.join("observations.csv")).unwrap();
    let preview = intake::read("observations.csv", &bytes, &plan, &intake::Settings::default());
    let figures = preview.accept(&plan).unwrap();
    store.append_observations(id, &figures, &change).await.unwrap();
}

/// The reference case and the example city.
pub(crate) async fn fill(store: &Store) {
    load_package(store, "jinzhou", &examples().join("jinzhou-13")).await;
    load_document(store, "lanchuan", &examples().join("lanchuan")).await;
}

pub(crate) async fn load_package(store: &Store, id: &str, folder: &Path) {
    let entries = std::fs::read_dir(folder).unwrap().flatten().filter(|entry| entry.path().is_file());
    let files = entries
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
        .collect();
    let plan = plan::package::read(&files).unwrap();
    let load = LoadPlan { id: Some(id), plan: &plan, document: None, findings: &[] };
    store.load_plan(load, &Change::now("test", "")).await.unwrap();
    store.set_public(id, true, &Change::now("test", "")).await.unwrap();
}

fn parse(bytes: &[u8]) -> Answer {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let text = std::str::from_utf8(&bytes[..head]).unwrap();
    let mut lines = text.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    Answer { status, headers, body: bytes[head + 4..].to_vec() }
}

pub(crate) fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}
