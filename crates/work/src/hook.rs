//! Addresses that somebody without an account names and that are called from here: which may be named, and where they may lead.
//!
//! A server that calls whatever it is told reaches what stands behind its own wall (server-side request forgery). So an address is
//! named by a name of the Internet, and the machines behind the name are looked at each time it is called.

use crate::Fault;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// The longest address, in characters.
const LONGEST: usize = 300;
/// What names of closed networks end with (RFC 6761, RFC 6762, RFC 8375, and the one that ICANN set aside).
const INSIDE: [&str; 6] = ["localhost", "local", "internal", "home.arpa", "lan", "invalid"];

/// An address that may be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    /// The address, in the one way of writing it.
    pub url: String,
    /// Its host.
    pub host: String,
}

/// Reads an address as somebody typed it. Where the server stands in a closed network whose own machines may be called
/// (`inside`), any machine and http will do.
///
/// # Errors
/// It is no address, or none that may be called.
pub fn hook(typed: &str, inside: bool) -> Result<Hook, Fault> {
    let refused = |zh: &str, en: &str| Err(Fault::bad_request(zh, en));
    let typed = typed.trim();
    let url = Url::parse(typed).ok().filter(|_| typed.chars().count() <= LONGEST);
    let Some((url, host)) = url.and_then(|url| Some((url.clone(), url.host()?.to_owned()))) else {
        return refused(
            "网址无法识别，请填写完整的 https 网址。",
            "The address cannot be read; give a whole address that begins with https.",
        );
    };
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return refused(
            "网址中不能有用户名、密码和 # 后的内容。",
            "The address may hold no name, no password, and nothing behind #.",
        );
    }
    let is_scheme = url.scheme() == "https" || (inside && url.scheme() == "http");
    let is_port = url.port().is_none() || inside;
    if !is_scheme || !is_port {
        return refused("只接受 https 网址，端口为443。", "Only https will do, at its own port 443.");
    }
    let is_name = match &host {
        Host::Domain(name) => is_of_internet(name),
        Host::Ipv4(_) | Host::Ipv6(_) => false,
    };
    if !is_name && !inside {
        return refused(
            "请用公网域名，不能用 IP 地址和内网名称。",
            "Give a name of the public Internet; no IP address and no name of a closed network.",
        );
    }
    Ok(Hook { url: url.to_string(), host: host.to_string() })
}

/// Whether a name may stand in the public Internet.
fn is_of_internet(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let is_inside =
        |end: &&str| name == *end || name.strip_suffix(end).is_some_and(|rest| rest.ends_with('.'));
    name.contains('.') && !INSIDE.iter().any(is_inside)
}

/// Whether an IP address is one of the public Internet, so that what stands there is open to everybody anyway.
///
/// What is set aside: the registries of special-purpose addresses of IANA (RFC 6890). An IPv6 address that carries an IPv4 address
/// (mapped, NAT64, 6to4) is as open as that one.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19));
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let carried = |high: u16, low: u16| {
        let ([one, two], [three, four]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(one, two, three, four))
    };
    match (a, b) {
        (0, 0) if [c, d, e] == [0, 0, 0] && f == 0xffff => carried(g, h),
        (0x64, 0xff9b) if [c, d, e, f] == [0, 0, 0, 0] => carried(g, h),
        (0x2002, _) => carried(b, c),
        // Set aside for protocols (Teredo among them), benchmarks, documentation.
        (0x2001, b) if b < 0x200 || b == 0xdb8 => false,
        (0x3fff, b) if b < 0x1000 => false,
        // Global unicast; all else is local, multicast or not given out.
        (a, _) => (a & 0xe000) == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_the_internet_may_be_named() {
        let good = hook(" https://Hooks.Example.org/a?b=c ", false).expect("an address");
        assert_eq!(
            (good.url.as_str(), good.host.as_str()),
            ("https://hooks.example.org/a?b=c", "hooks.example.org")
        );
        assert!(hook("https://例子.中国/钩", false).expect("a name").host.starts_with("xn--"));
        for bad in [
            "",
            "hooks.example.org",
            "http://hooks.example.org/",
            "ftp://hooks.example.org/",
            "https://hooks.example.org:8443/",
            "https://user:word@hooks.example.org/",
            "https://hooks.example.org/#a",
            "https://localhost/",
            "https://a.localhost/",
            "https://intranet/",
            "https://printer.local/",
            "https://db.internal./",
            "https://127.0.0.1/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://[::1]/",
            "https://8.8.8.8/",
        ] {
            assert!(hook(bad, false).is_err(), "{bad}");
        }
        assert!(hook(&format!("https://hooks.example.org/{}", "a".repeat(LONGEST)), false).is_err());
        assert!(hook("http://10.0.0.7:8080/hook", true).is_ok(), "in a closed network");
        assert!(hook("file:///etc/passwd", true).is_err());
    }

    #[test]
    fn addresses_that_are_set_aside_are_not_public() {
        let public =
            ["8.8.8.8", "223.5.5.5", "100.63.0.1", "2400:3200::1", "64:ff9b::808:808", "2002:808:808::1"];
        for open in public.into_iter().chain(["::ffff:8.8.8.8"]) {
            assert!(is_public(open.parse().expect("an address")), "{open}");
        }
        for closed in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.1",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.5",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::1",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fe80::1",
            "ff02::1",
        ] {
            assert!(!is_public(closed.parse().expect("an address")), "{closed}");
        }
    }
}
