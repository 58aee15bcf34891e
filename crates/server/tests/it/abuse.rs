//! Whatever comes in, the server answers, and never with a failure of its own.

use crate::client::Bench;
use std::process::Command;
use store::Location;

/// Asks every operation of the API for things that its description allows and for things that it does not.
/// GANGYAO_API_EXAMPLES says how many of each operation, 3 by default.
async fn hold_against_description(bench: &Bench) {
    let Some(tool) = testbed::tool("schemathesis") else { return };
    let examples = std::env::var("GANGYAO_API_EXAMPLES").unwrap_or_else(|_| "3".to_owned());
    let folder = bench.folder.path().to_owned();
    // Names of things that exist lead deeper than invented ones; half of the cases still invent theirs.
    let known =
        "[parameters]\nplan = \"lanchuan\"\nwith = \"jinzhou\"\nindicator = \"i0001\"\ntarget = \"t0001\"\n";
    std::fs::write(folder.join("known.toml"), known).unwrap();
    std::fs::write(folder.join("invented.toml"), "").unwrap();
    for config in ["known.toml", "invented.toml"] {
        let mut command = Command::new(&tool);
        command
            .current_dir(&folder)
            .args([
                "--config-file",
                config,
                "run",
                "--no-color",
                "--seed",
                "1",
                "--phases",
                "coverage,fuzzing",
            ])
            .args(["--checks", "not_a_server_error,status_code_conformance,content_type_conformance"])
            .args(["--checks", "response_schema_conformance"])
            .args(["--max-examples", &examples])
            .arg(format!("http://{}/api/v1/openapi.json", bench.address));
        let made = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        let said = String::from_utf8_lossy(&made.stdout);
        assert!(made.status.success(), "{said}");
        println!("{}", said.lines().filter(|line| line.contains("generated,")).collect::<String>().trim());
    }
}

#[tokio::test]
async fn the_api_holds_against_its_description() {
    hold_against_description(&Bench::full().await).await;
}

#[tokio::test]
async fn the_api_holds_against_its_description_on_postgres() {
    let Some(server) = testbed::postgres() else { return };
    let bench = Bench::full_over(&Location::Postgres(server.database("api"))).await;
    hold_against_description(&bench).await;
    odd_addresses_of_all_pages(&bench).await;
    bench.store.close().await;
}

/// Parts of addresses as people mistype them and attackers choose them.
const ODD: [&str; 16] = [
    "%00",
    "%FF%FE",
    "%E4%B8",
    "..%2F..%2Fetc%2Fpasswd",
    "'%20OR%201=1--",
    "%3Cscript%3E",
    "-1",
    "0",
    "99999999999999999999999999",
    "1e308",
    "NaN",
    "2020-02-30",
    "%F0%9F%98%80",
    "%E2%80%AE%E2%80%8B",
    "%25n%25s",
    "+",
];

/// Parameters that some page reads.
const PARAMETERS: [&str; 18] = [
    "as-of",
    "known-at",
    "version",
    "q",
    "state",
    "group",
    "nature",
    "body",
    "sort",
    "page",
    "per_page",
    "view",
    "kind",
    "indicator",
    "with",
    "ids",
    "severity",
    "lang",
];

async fn odd_addresses_of_all_pages(bench: &Bench) {
    let long = "%E9%95%BF".repeat(2000);
    let mut asked = 0;
    for route in server::routes().into_iter().filter(|route| route.method == "GET") {
        let mut addresses = Vec::new();
        let fill = |odd: &str| {
            let named = route.path.replace("{plan}", "lanchuan");
            named
                .split('/')
                .map(|part| if part.starts_with('{') { odd } else { part })
                .collect::<Vec<_>>()
                .join("/")
        };
        for odd in ODD.into_iter().chain([long.as_str()]) {
            addresses.push(
                route
                    .path
                    .split('/')
                    .map(|part| if part.starts_with('{') { odd } else { part })
                    .collect::<Vec<_>>()
                    .join("/"),
            );
            addresses.push(fill(odd));
        }
        let known = fill("i0001");
        for (at, parameter) in PARAMETERS.iter().enumerate() {
            // Every parameter meets every oddity on some page, and every page meets some of them.
            addresses.push(format!("{known}?{parameter}={}", ODD[(at + route.path.len()) % ODD.len()]));
        }
        addresses.push(format!("{known}?q={long}&as-of={long}"));
        addresses.push(format!("{known}?{}", "as-of=2018&".repeat(500)));
        addresses.push(format!("{known}?&&==&=x&%=%&%zz=%g1"));
        addresses.sort();
        addresses.dedup();
        for address in addresses {
            let answer = bench.get(&address).await;
            assert!(answer.status < 500, "{} for {address}", answer.status);
            asked += 1;
        }
    }
    println!("{asked} odd addresses");
}

#[tokio::test]
async fn odd_addresses_are_answered_without_failing() {
    odd_addresses_of_all_pages(&Bench::full().await).await;
}

#[tokio::test]
async fn what_is_no_request_is_refused_and_the_next_one_answered() {
    let bench = Bench::reference().await;
    for request in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET /plans/jinzhou\r\n\r\n",
        b"GET /plans/\xff\xfe HTTP/1.1\r\nHost: test\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: test\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: test\r\n\r\n",
        b"\r\n\r\n\r\n\0\0\0\0",
    ] {
        let answer = bench.send(request).await;
        let status = answer.split(|byte| *byte == b' ').nth(1).unwrap_or_default();
        assert!(answer.is_empty() || !status.starts_with(b"5"), "{}", String::from_utf8_lossy(request));
        assert_eq!(bench.get("/healthz").await.status, 200);
    }
}
