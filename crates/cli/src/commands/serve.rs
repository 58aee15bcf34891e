//! `serve` and `demo`: the running plan in a browser.

use super::database::{self, by_hand, failed, wait};
use super::open::{self, say};
use super::reader;
use super::{examples, figures, trail};
use crate::args::{About, Demo, Serve, SignOn};
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use crate::terminal::{Screen, fit};
use matter::Kinds;
use reading::Checks;
use source::Lang;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::{Along, Change, Location, Store};
use tokio::net::TcpListener;

/// Serves the database until it is told to stop.
pub(crate) fn run(options: &Serve, lang: Lang, screen: Screen) -> Result<ExitCode, Failure> {
    log(options.log_json, options.log_requests);
    let audit_key = match &options.audit_key {
        Some(path) => Some(std::sync::Arc::new(trail::signing_key(path, lang)?)),
        None => None,
    };
    let oidc = provider(&options.sign_on)?;
    let kinds = kinds(&options.kinds)?;
    wait(async {
        let slow = std::time::Duration::from_millis(options.slow_query);
        let store = database::store_noting(&options.database, slow).await?;
        let listener = listen(&options.listen).await?;
        let base_url = options.base_url.clone().or_else(|| address(&listener));
        let link = server::first_link(&store, base_url.as_deref().unwrap_or_default())
            .await
            .map_err(|e| failed(&e))?;
        announce(&listener, lang, screen);
        if let Some(link) = link {
            println!(
                "{}{}",
                say(
                    lang,
                    "设置管理员密码（链接只能用一次）：",
                    "set the administrator's password (the link works once): "
                ),
                screen.bold(&link)
            );
        }
        let settings = server::Settings {
            base_url,
            behind_proxy: options.behind_proxy,
            calls_inside: options.calls_inside,
            job_lease: std::time::Duration::from_secs(options.job_lease),
            audit_key,
            anchor_file: options.audit_anchor.clone(),
            anchor_mail: options.audit_anchor_mail.clone(),
            oidc,
            kinds: Some(kinds),
            slow_request: std::time::Duration::from_millis(options.slow_request),
            reader: server::Reader::children(reader::program(), reader::scale()),
            press: reader::press().map(|found| server::press::Press::start(&found)),
            ..server::Settings::default()
        };
        for missing in worker::missing() {
            eprintln!("{}", missing.words().get(lang));
        }
        serve(settings, store, listener).await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The kinds of matters that come with the program, and those of files.
fn kinds(paths: &[PathBuf]) -> Result<Kinds, Failure> {
    let mut kinds = Kinds::official().clone();
    for path in paths {
        let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
        kinds = kinds.with_files([text.as_str()]).map_err(|error| {
            let (words, path) = (error.words(), path.display());
            Failure::new(format!("{path}：{}", words.zh), format!("{path}: {}", words.en))
        })?;
    }
    Ok(kinds)
}

/// The provider of single sign-on that the options name.
fn provider(options: &SignOn) -> Result<Option<server::Provider>, Failure> {
    let (Some(issuer), Some(client)) = (&options.issuer, &options.client_id) else {
        return Ok(None);
    };
    let secret = match &options.secret_file {
        Some(path) => String::from_utf8_lossy(&files::read(path)?).trim().to_owned(),
        // Not an option of the command line, which other people on the machine can read.
        None => std::env::var("GANGYAO_OIDC_CLIENT_SECRET").unwrap_or_default(),
    };
    let role = match &options.role {
        None => Ok(None),
        Some(role) => duty::Role::parse(role).map(Some).ok_or(server::ProviderError::Role),
    };
    let provider = role.and_then(|role| {
        let provider = server::Provider::new(issuer, client, &secret)?;
        let provider = provider.called(options.label.as_deref().unwrap_or_default());
        provider.linking_by_email(options.by_email).making_accounts(role)
    });
    provider.map(Some).map_err(|error| {
        let zh = match error {
            server::ProviderError::Issuer => "--oidc-issuer 应为 https:// 开头的网址",
            server::ProviderError::Client => "--oidc-client-id 不能为空",
            server::ProviderError::Address => "地址应为 https:// 开头的网址",
            server::ProviderError::Role => "--oidc-role 应为 reporter、leader、auditor 或 planner",
        };
        Failure::new(format!("单点登录不能使用：{zh}。"), format!("single sign-on cannot be used: {error}"))
    })
}

/// Loads the bundled examples, and the plans that were named, into a temporary folder and serves them.
pub(crate) fn demo(options: &Demo, lang: Lang, screen: Screen) -> Result<ExitCode, Failure> {
    log(false, false);
    let folder = tempfile::tempdir().map_err(|error| Failure::file(Path::new("/tmp"), &error))?;
    wait(async {
        let store =
            Store::open(&Location::File(folder.path().join("gangyao.db"))).await.map_err(|e| failed(&e))?;
        let listener = listen(&options.listen).await?;
        let change = Change::now("demo", "").from("cli");
        for example in examples::all(lang)? {
            let along = Along {
                observations: &example.observations,
                regions: &example.outlines,
                public: true,
                ..Along::default()
            };
            database::put(&store, &example.opened, Some(example.id), along, &change).await?;
            for (name, content) in example.layers {
                database::put_layer(&store, example.id, &name, content, &change).await?;
            }
            files::print(&format!("  {}\n", example.opened.plan.title))?;
        }
        for path in &options.plans {
            own_plan(&store, path, lang).await?;
        }
        let accounts = server::demo::prepare(&store, examples::CITY).await.map_err(|error| match error {
            server::PasswordError::Refused(words) => Failure::from_words(words),
            other => Failure::new(other.to_string(), other.to_string()),
        })?;
        announce(&listener, lang, screen);
        let day = server::demo::DAY;
        println!("{}{day}", say(lang, "演示中今天是 ", "in the demonstration today is "));
        println!("{}", say(lang, "可用这些账号登录：", "accounts to sign in with:"));
        for account in &accounts {
            let (name, password) = (fit(&account.name, 14), fit(&account.password, 24));
            println!("  {} {} {}", screen.bold(&name), password, screen.dim(account.words.get(lang)));
        }
        let settings = server::Settings {
            base_url: address(&listener),
            today: Some(server::demo::DAY),
            audit_key: Some(std::sync::Arc::new(trail::passing_key()?)),
            reader: server::Reader::children(reader::program(), reader::scale()),
            press: reader::press().map(|found| server::press::Press::start(&found)),
            ..server::Settings::default()
        };
        serve(settings, store, listener).await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Loads a person's own plan; figures of a bundled case for the same region and years come with it.
async fn own_plan(store: &Store, path: &Path, lang: Lang) -> Result<(), Failure> {
    let mut progress = Progress::start();
    let opened = open::open(path, &About::default(), Some(&Checks::default()), lang, &mut progress)?;
    drop(progress);
    let change = by_hand("demo");
    let mut observations = Vec::new();
    for (name, bytes) in examples::figures_for(&opened.plan) {
        observations.extend(figures::of(&name, &bytes, &opened.plan, lang)?);
    }
    let along = Along { observations: &observations, public: true, ..Along::default() };
    database::put(store, &opened, None, along, &change).await?;
    files::print(&format!("  {}\n", opened.plan.title))
}

async fn listen(address: &str) -> Result<TcpListener, Failure> {
    // A service manager that listens itself hands the socket over (systemd's socket activation); a wrong number of sockets
    // or another kind of socket is an error of its unit.
    let given = listenfd::ListenFd::from_env().take_tcp_listener(0).and_then(|given| {
        let Some(listener) = given else { return Ok(None) };
        listener.set_nonblocking(true)?;
        TcpListener::from_std(listener).map(Some)
    });
    match given {
        Ok(Some(listener)) => return Ok(listener),
        Ok(None) => {}
        Err(error) => {
            return Err(Failure::new(
                format!("服务管理器交来的套接字不能用：{error}；请核对 .socket 单元"),
                format!(
                    "the socket that the service manager handed over cannot be used: {error}; check the .socket unit"
                ),
            ));
        }
    }
    TcpListener::bind(address).await.map_err(|error| {
        let (zh, en) = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                ("已被占用，请用 --listen 换一个端口", "is in use; name another port with --listen")
            }
            std::io::ErrorKind::PermissionDenied => {
                ("需要更高权限，请换 1024 以上的端口", "needs more rights; take a port above 1024")
            }
            _ => ("不能监听，请检查地址", "cannot be listened on; check the address"),
        };
        Failure::new(format!("“{address}”{zh}。"), format!("“{address}” {en}"))
    })
}

fn address(listener: &TcpListener) -> Option<String> {
    listener.local_addr().ok().map(|address| format!("http://{address}"))
}

fn announce(listener: &TcpListener, lang: Lang, screen: Screen) {
    if let Some(address) = address(listener) {
        let link = screen.bold(&format!("{address}/"));
        println!("{}{link}", say(lang, "请在浏览器中打开 ", "open in a browser: "));
        println!("{}", screen.dim(say(lang, "按 Ctrl+C 停止", "Ctrl+C stops")));
    }
}

async fn serve(settings: server::Settings, store: Store, listener: TcpListener) -> Result<(), Failure> {
    let served = server::serve(settings, store.clone(), listener, stop()).await;
    store.close().await;
    served.map_err(|error| match error {
        server::ServeError::Store(error) => failed(&error),
        server::ServeError::Network(error) => {
            Failure::new(format!("网络出错：{error}"), format!("the network failed: {error}"))
        }
    })
}

/// Completes at Ctrl+C or at the signal by which service managers end a program.
async fn stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// Logs to standard error; RUST_LOG chooses what, by default warnings, the slow statements of the database among them.
fn log(json: bool, requests: bool) {
    let all = if requests { ",gangyao::request=info" } else { "" };
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| {
        tracing_subscriber::EnvFilter::new(format!("warn,sqlx=error,sqlx::query=warn{all}"))
    });
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second call in one process keeps the first subscriber, which is right.
    let _ = if json { builder.json().try_init() } else { builder.try_init() };
}
