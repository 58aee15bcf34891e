//! What administrators have set: accounts, sign-on, rules.

use super::finding::Findings;
use crate::args::Doctor;
use duty::Role;
use source::Words;
use std::net::ToSocketAddrs as _;
use std::time::Duration;
use store::{Store, StoreError};

pub(super) async fn look(store: &Store, options: &Doctor, findings: &mut Findings) -> Result<(), StoreError> {
    administrators(store, findings).await?;
    policy(store, findings).await?;
    rules(store, findings).await?;
    sign_on(store, options, findings).await
}

async fn administrators(store: &Store, findings: &mut Findings) -> Result<(), StoreError> {
    let accounts = store.accounts().await?;
    let can_enter = |account: &&store::Account| {
        account.active && (account.password.is_some() || account.identity.is_some())
    };
    let administrators =
        accounts.iter().filter(|account| account.role == Role::Administrator).filter(can_enter);
    match administrators.count() {
        0 => findings.fault(
            "accounts.administrator",
            Words::new("没有能登录的管理员", "there is no administrator who can sign in"),
            Words::new(
                "用“gangyao user link 账号”给管理员一个一次性链接，或用“gangyao user add 账号 --role administrator”新增",
                "give an administrator a link with “gangyao user link NAME”, or add one with “gangyao user add NAME --role administrator”",
            ),
        ),
        1 => findings.note(
            "accounts.administrator",
            Words::new("只有一名管理员", "there is only one administrator"),
            Words::new("再设一名，以免一人离岗就无人管理", "have a second one, so that nothing stops when one is away"),
        ),
        count => findings.sound("accounts.administrator", format!("{count} 名管理员"), format!("{count} administrators")),
    }
    let waiting =
        accounts.iter().filter(|one| one.active && one.password.is_none() && one.identity.is_none()).count();
    if waiting > 0 {
        findings.note(
            "accounts.waiting",
            Words::new(
                format!("{waiting} 个账号还没有设密码，也没有统一认证身份，登录不了"),
                format!("{waiting} accounts have neither password nor identity and cannot sign in"),
            ),
            Words::new("在账号页重新发链接", "send them a new link from the page of accounts"),
        );
    }
    Ok(())
}

/// Whether what the policy asks of accounts can still hold, as accounts come and go after it was set.
async fn policy(store: &Store, findings: &mut Findings) -> Result<(), StoreError> {
    let policy = server::Policy::of_store(store).await?;
    let accounts = store.accounts().await?;
    let active = accounts.iter().filter(|one| one.active).map(|one| (one.role, one.name.as_str()));
    if let Err(error) = policy.check(active) {
        findings.fault(
            "accounts.policy",
            error.words(),
            Words::new(
                "新增或启用缺少的账号，或在“管理—账号—安全设置”页改设置",
                "add or open the accounts that are missing, or change the settings on the page about security",
            ),
        );
    }
    Ok(())
}

async fn rules(store: &Store, findings: &mut Findings) -> Result<(), StoreError> {
    let Some(rules) = store.setting("warning-rules").await?.filter(|rules| !rules.is_empty()) else {
        return Ok(());
    };
    if let Err(error) = assess::Config::from_toml(&rules) {
        findings.fault(
            "settings.rules",
            Words::new(
                format!("自定的预警规则读不懂，正按默认规则预警：{error}"),
                format!("the warning rules cannot be read, the default ones hold: {error}"),
            ),
            Words::new("在“管理—预警规则”页改正", "put them right on the page of warning rules"),
        );
    }
    Ok(())
}

async fn sign_on(store: &Store, options: &Doctor, findings: &mut Findings) -> Result<(), StoreError> {
    let issuer = store.setting("oidc/issuer").await?.unwrap_or_default();
    if issuer.is_empty() {
        return Ok(());
    }
    let Some(provider) = server::Provider::of_store(store).await? else {
        findings.fault(
            "sign-on.settings",
            Words::new(
                format!("单点登录“{}”的设置不能用，登录页上没有它", store::shown_address(&issuer)),
                format!(
                    "the settings of single sign-on at “{}” cannot be used",
                    store::shown_address(&issuer)
                ),
            ),
            Words::new("在“管理—系统”页改正", "put them right on the page of the system"),
        );
        return Ok(());
    };
    if options.offline {
        return Ok(());
    }
    if reaches(provider.issuer()) {
        findings.sound("sign-on.reach", "统一认证连得上", "the provider of single sign-on can be reached");
    } else {
        findings.fault(
            "sign-on.reach",
            Words::new(
                format!("连不上统一认证“{}”", provider.issuer()),
                format!("the provider of single sign-on “{}” cannot be reached", provider.issuer()),
            ),
            Words::new(
                "核对地址、DNS 和防火墙；其间可用账号密码登录",
                "check address, DNS and firewall; people may sign in with a password meanwhile",
            ),
        );
    }
    Ok(())
}

/// Whether somebody listens at the host and port of an address.
fn reaches(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else { return false };
    let host = rest.split('/').next().unwrap_or(rest);
    let port = if scheme == "https" { 443 } else { 80 };
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let place = if has_port { host.to_owned() } else { format!("{host}:{port}") };
    let Ok(places) = place.to_socket_addrs() else { return false };
    places
        .into_iter()
        .any(|place| std::net::TcpStream::connect_timeout(&place, Duration::from_secs(3)).is_ok())
}
