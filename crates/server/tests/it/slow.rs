//! Clients that send slowly or nothing keep nobody else waiting.

use crate::client::Bench;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Connections that have sent `begun` and then nothing more.
async fn held(bench: &Bench, count: usize, begun: &str) -> Vec<TcpStream> {
    let mut all = Vec::new();
    for _ in 0..count {
        let mut stream = TcpStream::connect(bench.address).await.unwrap();
        stream.write_all(begun.as_bytes()).await.unwrap();
        all.push(stream);
    }
    all
}

async fn answers_soon(bench: &Bench) {
    for path in ["/healthz", "/sign-in", "/api/v1/plans"] {
        let asked = Instant::now();
        let answer = bench.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(asked.elapsed() < Duration::from_secs(5), "{path} after {:?}", asked.elapsed());
    }
}

#[tokio::test]
async fn slow_bodies_take_no_place_of_those_who_ask() {
    let bench = Bench::empty().await;
    let begun = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                 Content-Length: 1000\r\n\r\na";
    let _held = held(&bench, 530, begun).await;
    answers_soon(&bench).await;
}

#[tokio::test]
async fn half_headers_keep_the_door_open() {
    let bench = Bench::empty().await;
    let _held = held(&bench, 600, "GET / HTTP/1.1\r\nHost: x\r\n").await;
    answers_soon(&bench).await;
}

#[tokio::test]
async fn a_long_query_that_nobody_asks_for_makes_no_page() {
    let bench = Bench::reference().await;
    let mark = bench.get("/plans/jinzhou").await.header("etag").to_owned();
    for at in 0..20 {
        let noisy = format!("/plans/jinzhou?x{at}={}", "y".repeat(20_000));
        let answer = bench.get(&noisy).await;
        assert_eq!((answer.status, answer.header("etag")), (200, mark.as_str()));
        assert!(!answer.text().contains("yyyy"));
    }
}

#[tokio::test]
async fn who_sends_too_much_at_once_reads_that_it_is_too_much() {
    let bench = Bench::empty().await;
    // More than the sockets between hold, so that the sender waits in the middle of it for the server to read on.
    let body = vec![b'a'; 3 << 20];
    let mut stream = TcpStream::connect(bench.address).await.unwrap();
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&body).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 413"), "{}", String::from_utf8_lossy(&answer));
}
