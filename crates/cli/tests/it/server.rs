//! The program as a server that tests start, kill and start again.

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};

/// A server; dropping it kills it.
pub(crate) struct Server(Child);

impl Server {
    /// Starts a server on a database, with more options; it may not listen yet.
    pub(crate) fn start(database: &str, address: SocketAddr, more: &[&str]) -> Self {
        let listen = address.to_string();
        Self(gangyao(&[&["serve", "--listen", &listen], more].concat(), database).spawn().unwrap())
    }

    /// Bytes of memory that the server holds, where the system tells it.
    pub(crate) fn resident(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? << 10)
    }

    /// SIGKILL.
    pub(crate) fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A command of the program on a database, in silence.
pub(crate) fn gangyao(arguments: &[&str], database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gangyao"));
    command.args(arguments).args(["--database", database]).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// An address on which nothing listens.
pub(crate) fn free_address() -> SocketAddr {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr()).unwrap()
}

/// The outcome of work that waits for the store.
pub(crate) fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(work)
}

/// The whole answer to a request, as it came.
pub(crate) fn get(address: SocketAddr, path: &str) -> std::io::Result<String> {
    use std::io::{Read as _, Write as _};
    let mut stream = std::net::TcpStream::connect(address)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
