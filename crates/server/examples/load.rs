//! Asks pages at a constant rate and tells how long the answers took: `load ADDRESS RATE SECONDS PATH...`.
//!
//! The rate does not wait for the answers: a server that falls behind shows it as latency, counted from the moment
//! the request was due. Only addresses of this machine are asked. With LOAD_TOKEN set, in the name of its account.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used)]
#![allow(clippy::cast_possible_truncation, reason = "figures of a measurement, within range")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

const CONNECTIONS: usize = 32;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().expect("load ADDRESS RATE SECONDS PATH...");
    let address: SocketAddr = next().parse().unwrap();
    assert!(address.ip().is_loopback(), "only servers of this machine are asked");
    let rate: u32 = next().parse().unwrap();
    let seconds: u32 = next().parse().unwrap();
    let paths: Vec<String> = arguments.collect();
    let (due, asked) = mpsc::unbounded_channel::<(Instant, String)>();
    let asked = Arc::new(tokio::sync::Mutex::new(asked));
    let took = Arc::new(Mutex::new(Vec::new()));
    let workers: Vec<_> = (0..CONNECTIONS)
        .map(|_| tokio::spawn(work(address, Arc::clone(&asked), Arc::clone(&took))))
        .collect();
    let mut clock = tokio::time::interval(Duration::from_secs(1) / rate);
    for number in 0..rate * seconds {
        let at = clock.tick().await;
        due.send((at.into_std(), paths[number as usize % paths.len()].clone())).unwrap();
    }
    drop(due);
    for worker in workers {
        worker.await.unwrap();
    }
    let mut took = took.lock().unwrap().clone();
    took.sort_unstable();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    println!(
        "{} answers at {rate}/s: median {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, worst {:.2} ms",
        took.len(),
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    );
}

type Asked = Arc<tokio::sync::Mutex<mpsc::UnboundedReceiver<(Instant, String)>>>;

/// Sends requests over one connection, one at a time.
async fn work(address: SocketAddr, asked: Asked, took: Arc<Mutex<Vec<Duration>>>) {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.set_nodelay(true).unwrap();
    let mut buffer = Vec::new();
    let token = std::env::var("LOAD_TOKEN").map(|token| format!("Authorization: Bearer {token}\r\n"));
    let token = token.unwrap_or_default();
    loop {
        let Some((at, path)) = asked.lock().await.recv().await else { return };
        let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: br\r\n{token}\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        let status = answer(&mut socket, &mut buffer).await;
        assert_eq!(status, 200, "{path}");
        took.lock().unwrap().push(at.elapsed());
    }
}

/// Reads one answer and gives its status.
async fn answer(socket: &mut TcpStream, buffer: &mut Vec<u8>) -> u16 {
    buffer.clear();
    loop {
        assert!(socket.read_buf(buffer).await.unwrap() > 0, "the server closed the connection");
        let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let text = std::str::from_utf8(&buffer[..head]).unwrap();
        let length: usize = text
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .map_or(0, |(_, value)| value.parse().unwrap());
        while buffer.len() < head + 4 + length {
            socket.read_buf(buffer).await.unwrap();
        }
        return std::str::from_utf8(&buffer[9..12]).unwrap().parse().unwrap();
    }
}
