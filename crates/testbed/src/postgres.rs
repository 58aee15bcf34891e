//! A private PostgreSQL from the system's package: own folder, unix socket only, no fsync.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A running server; dropping it stops it.
#[derive(Debug)]
pub struct Server {
    folder: tempfile::TempDir,
    bin: PathBuf,
}

#[allow(clippy::missing_panics_doc)] // a test fails when its database does
impl Server {
    /// Starts a server, or says why it cannot.
    pub fn start() -> Result<Self, String> {
        let bin = programs().ok_or("no PostgreSQL programs in /usr/lib/postgresql/*/bin")?;
        let folder = tempfile::Builder::new().prefix("gangyao-pg-").tempdir().map_err(|e| e.to_string())?;
        let server = Self { folder, bin };
        server.own_folder()?;
        let data = server.data();
        let data = data.to_str().expect("utf-8");
        server
            .run("initdb", &["-D", data, "-U", "gangyao", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])?;
        server.launch()?;
        Ok(server)
    }

    /// URL of a database on this server.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://gangyao@localhost/{database}?host={}", self.folder.path().display())
    }

    /// Makes an empty database and gives its URL.
    pub fn database(&self, name: &str) -> String {
        let socket = self.folder.path().to_str().expect("utf-8").to_owned();
        self.run("createdb", &["-h", &socket, "-U", "gangyao", name]).expect("createdb");
        self.url(name)
    }

    /// Ends the server without giving it time to finish anything, as a failure of the machine would.
    pub fn crash(&self) {
        let data = self.data();
        let data = data.to_str().expect("utf-8");
        self.run("pg_ctl", &["-D", data, "-m", "immediate", "-w", "stop"]).expect("stop");
    }

    /// Starts the server again after [`Server::crash`].
    pub fn restart(&self) {
        self.launch().expect("start");
    }

    fn launch(&self) -> Result<(), String> {
        let (data, log) = (self.data(), self.data().join("log"));
        let socket = self.folder.path().display();
        let options = format!(
            "-c listen_addresses= -c unix_socket_directories={socket} -c fsync=off -c max_connections=120"
        );
        let (data, log) = (data.to_str().expect("utf-8"), log.to_str().expect("utf-8"));
        self.run("pg_ctl", &["-D", data, "-w", "-l", log, "-o", &options, "start"])
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn own_folder(&self) -> Result<(), String> {
        if !is_root() {
            return Ok(());
        }
        let folder = self.folder.path().to_str().expect("utf-8");
        status(Command::new("chown").args([unprivileged(), folder]))
    }

    /// Runs a program of PostgreSQL; as an ordinary user, because initdb refuses root.
    fn run(&self, program: &str, arguments: &[&str]) -> Result<(), String> {
        let path = self.bin.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", unprivileged(), "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        status(command.args(arguments).current_dir(self.folder.path()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.data();
        let _ = self.run("pg_ctl", &["-D", data.to_str().expect("utf-8"), "-m", "immediate", "-w", "stop"]);
    }
}

fn status(command: &mut Command) -> Result<(), String> {
    // Into files, not pipes: the server keeps the descriptors open and a pipe would never end.
    let output = command
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .map_err(|error| error.to_string())?;
    if output.success() { Ok(()) } else { Err(format!("{command:?} failed")) }
}

fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop()
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|data| std::os::unix::fs::MetadataExt::uid(&data) == 0)
}

fn unprivileged() -> &'static str {
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    if users.lines().any(|line| line.starts_with("postgres:")) && Path::new("/usr/sbin/runuser").exists() {
        "postgres"
    } else {
        "nobody"
    }
}
